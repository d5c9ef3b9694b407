/* What is said of mistakes in Russian and Tajik: by whole patterns, in parts, and never lost.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/sentence.h"
#include "suite.h"
#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gz_sentences sentences;
static char said[GZ_SENTENCE_SIZE];

static void speak(const char *language)
{
	gz_sentence_close(&sentences);
	ck_assert_int_eq(gz_sentence_open(&sentences, language, NULL), GZ_OK);
}

static void end(void)
{
	gz_sentence_close(&sentences);
}

static const char *say(const char *english)
{
	gz_sentence_say(&sentences, english, said);
	return said;
}

START_TEST(whole_and_in_parts)
{
	speak("ru");
	ck_assert_str_eq(say("there is no such file"), "такого файла нет");
	ck_assert_str_eq(say("expected a whole number from 0 to 10000000"), "нужно целое число от 0 до 10000000");
	ck_assert_str_eq(say("persons 1,5: expected a whole number from 0 to 10000000"), "persons 1,5: нужно целое число от 0 до 10000000");
	ck_assert_str_eq(say("plase: no such place; did you mean place?"), "plase: нет такого места; возможно, place?");
	ck_assert_str_eq(say("plase: no such place; expected one of A, B-town"), "plase: нет такого места; нужно одно из: A, B-town");
	ck_assert_str_eq(say("I: expected 0 or more (with line 4 of design.csv)"), "I: нужно не меньше 0 (with line 4 of design.csv)");
	ck_assert_str_eq(say("date 1: 2: expected a number"), "date 1: 2: нужно число");
	speak("tg");
	ck_assert_str_eq(say("plase: no such place; did you mean place?"), "plase: чунин ҷой нест; шояд place?");
}
END_TEST

START_TEST(what_nobody_knows_stays)
{
	static const char *const unknown[] = {"", ":", "; ", "x: y; z (u)", "a sentence that no catalogue has: nor this; nor (that)", "no such", "{a}"};
	char lone[GZ_SENTENCE_SIZE + 9] = "";
	speak("ru");
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		ck_assert(!gz_sentence_say(&sentences, unknown[i], said));
		ck_assert_str_eq(said, unknown[i]);
	}
	memset(lone, 'x', sizeof lone - 1);
	ck_assert_uint_eq(strlen(say(lone)), GZ_SENTENCE_SIZE - 1);
	memcpy(lone, "no such column here: ", 21);
	ck_assert_int_eq(strncmp(say(lone), "здесь нет такого столбца: ", 40), 0);
	for (size_t i = 0; i + 3 < sizeof lone; i += 3)
		memcpy(lone + i, i % 2 == 0 ? "x: " : "x; ", 3); /* many parts: it ends all the same */
	ck_assert(!gz_sentence_say(&sentences, lone, said));
	memset(lone, ';', sizeof lone - 1);
	ck_assert(!gz_sentence_say(&sentences, lone, said));
	speak("en");
	ck_assert_str_eq(say("there is no such file"), "there is no such file");
	gz_sentences french;
	ck_assert_int_eq(gz_sentence_open(&french, "fr", NULL), GZ_ERR_INPUT);
	gz_sentence_close(&french);
}
END_TEST

/* Every pattern says itself: none stands in another's way, and its values come where they belong. */
START_TEST(each_pattern_says_its_own)
{
	const char *key;
	json_t *text;
	speak("ru");
	json_object_foreach(sentences.english.root, key, text) {
		char english[GZ_SENTENCE_SIZE], wanted[GZ_SENTENCE_SIZE];
		const char *from[] = {json_string_value(text), json_string_value(json_object_get(sentences.other.root, key))};
		char *to[] = {english, wanted};
		if (strncmp(key, "mistake.", 8) != 0)
			continue;
		for (int k = 0; k < 2; k++) {
			char *at = to[k];
			for (const char *c = from[k]; *c != '\0';)
				if (c[0] == '{' && c[1] >= 'a' && c[1] <= 'f' && c[2] == '}')
					at += sprintf(at, "<%d>", c[1] - 'a'), c += 3;
				else
					*at++ = *c++;
			*at = '\0';
		}
		ck_assert_msg(strcmp(say(english), wanted) == 0, "%s: %s", key, said);
	}
}
END_TEST

/* The part of a line of the program that is a sentence. */
static const char *sentence_of(char *line)
{
	char *at = line, *colon;
	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "guzar", 5) == 0 && (colon = strstr(line, ": ")) != NULL)
		return colon + 2;
	for (int k = 0; k < 4; k++) { /* file:row:column: */
		at += strcspn(at, ": ");
		if (*at != ':')
			return line;
		if (at[1] == ' ')
			return at + 2;
		at++;
	}
	return line;
}

/* All that the program says to the broken inputs of tests/cases. */
START_TEST(the_broken_inputs_are_told_in_each_language)
{
	const char *source = getenv("GUZAR_SOURCE"), *const languages[] = {"ru", "tg"};
	char path[1024], line[2048];
	int32_t n = 0, unsaid = 0;
	struct dirent *one;
	snprintf(path, sizeof path, "%s/tests/cases", source != NULL ? source : ".");
	DIR *cases = opendir(path);
	ck_assert_ptr_nonnull(cases);
	for (int l = 0; l < 2; l++) {
		speak(languages[l]);
		rewinddir(cases);
		while ((one = readdir(cases)) != NULL) {
			snprintf(path, sizeof path, "%s/tests/cases/%.200s/stderr", source != NULL ? source : ".", one->d_name);
			FILE *file = fopen(path, "r");
			while (file != NULL && fgets(line, sizeof line, file) != NULL) {
				const char *sentence = sentence_of(line);
				if (strstr(sentence, " mistake") != NULL || strstr(sentence, " findings") != NULL || strncmp(line, "Try: ", 5) == 0)
					continue;
				n++;
				if (gz_sentence_say(&sentences, sentence, said))
					continue;
				unsaid++;
				fprintf(stderr, "%s: not said: %s\n", languages[l], sentence);
			}
			if (file != NULL)
				fclose(file);
		}
	}
	closedir(cases);
	ck_assert_int_gt(n, 900);
	ck_assert_msg(unsaid == 0, "%d of %d sentences are not said", (int)unsaid, (int)n);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sentence");
	TCase *tc = tcase_create("sentence");
	tcase_add_checked_fixture(tc, NULL, end);
	tcase_add_test(tc, whole_and_in_parts);
	tcase_add_test(tc, what_nobody_knows_stays);
	tcase_add_test(tc, each_pattern_says_its_own);
	tcase_add_test(tc, the_broken_inputs_are_told_in_each_language);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
