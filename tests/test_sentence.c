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
	ck_assert_str_eq(say("I: expected 0 or more (with line 4 of design.csv)"), "I: нужно не меньше 0 (при строке 4 в design.csv)");
	ck_assert_str_eq(say("date 1: 2: expected a number"), "date 1: 2: нужно число");
	ck_assert_str_eq(say("a.yaml:25:35: 6 h is no whole number of steps (`step`) and counts as 1 d (and 1 more: see guzar check)"),
		"a.yaml:25:35: 6 h — не целое число шагов (`step`), считается как 1 d (и ещё 1: см. guzar check)");
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

/* A word of English that is left in what was said: none of those that sentences are built with, but in quotes, in `code` and in {maps}. */
static const char *left_in_english(const char *text)
{
	static const char *const words[] = {"the", "is", "are", "was", "be", "expected", "found", "this", "that", "has", "have", "with", "where", "there", "such", "which"};
	static char word[32];
	char until = '\0';
	for (const char *c = text; *c != '\0'; c++) {
		if (until != '\0' || strchr("`\"{", *c) != NULL) {
			until = until == '\0' ? (char)(*c == '{' ? '}' : *c) : *c == until ? '\0' : until;
			continue;
		}
		const size_t n = strspn(c, "abcdefghijklmnopqrstuvwxyz");
		const bool apart = c == text || strchr(" (:", c[-1]) != NULL, ends = strchr(" :;,?).", c[n]) != NULL;
		snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : 0), c);
		for (size_t i = 0; apart && ends && i < sizeof words / sizeof *words; i++)
			if (n > 0 && strcmp(word, words[i]) == 0)
				return word;
		c += n > 0 ? n - 1 : 0;
	}
	return NULL;
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
				const bool known = strstr(sentence, "not an event") != NULL; /* a word of the rules */
				if (gz_sentence_say(&sentences, sentence, said) && (known || left_in_english(said) == NULL))
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

/* Whether a call begins here that takes a sentence for people. */
static bool tells(const char *at)
{
	static const char *const calls[] = {"gz_error_set(", "_mistake(", "_note(", "gz_mistakes_add(", "_wrong(", "FOUND(", "gz_axis_refuse(", "gz_console_usage(", " refuse(", "\twrong("};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (strncmp(at, calls[i], strlen(calls[i])) == 0)
			return true;
	return false;
}

/* The next text of the call in which `at` stands, its pieces joined and its values as Z; where it goes on, or NULL at the end of the call. */
static const char *next_text(const char *at, int *depth, char out[1024])
{
	size_t n = 0;
	for (; *at != '\0' && (*at != '"' || n > 0 || at[-1] == '\''); at++) {
		*depth += (*at == '(') - (*at == ')');
		if (*depth == 0)
			return NULL;
	}
	while (*at == '"') {
		for (at++; *at != '"' && n < 1000; at++) {
			if (*at == '%' && strchr("%\" ", at[1]) == NULL) {
				at += strcspn(at, "sdiuxgfec");
				const bool apart = n == 0 || strchr(" '\"`=-(", out[n - 1]) != NULL, ends = strchr(" \"'`:;,.?)=-}\\", at[1]) != NULL;
				if (apart && ends) /* else an ending, or a beginning that may be empty */
					out[n++] = 'Z';
				continue;
			}
			at += *at == '\\' || (*at == '%' && at[1] == '%');
			out[n++] = *at;
		}
		at++;
		at += strspn(at, " \t\n");
	}
	out[n] = '\0';
	return *at != '\0' ? at : NULL;
}

static int32_t told, untold;

static void read_source(const char *path)
{
	static char source[1 << 20], text[1024];
	FILE *file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	source[fread(source, 1, sizeof source - 1, file)] = '\0';
	fclose(file);
	for (const char *at = source; *at != '\0'; at++) {
		int depth = 1;
		if (!tells(at))
			continue;
		for (const char *in = strchr(at, '(') + 1; in != NULL && (in = next_text(in, &depth, text)) != NULL;) {
			int32_t blanks = 0;
			for (const char *c = text; *c != '\0'; c++)
				blanks += *c == ' ';
			if (blanks < 2 || strncmp(text, "sentence ", 9) == 0)
				continue;
			say(text);
			told++;
			if (left_in_english(said) != NULL) {
				untold++;
				fprintf(stderr, "%s: \"%s\": %s\n", path, text, said);
			}
		}
	}
}

static void read_room(const char *folder)
{
	char path[1024];
	struct dirent *one;
	DIR *room = opendir(folder);
	ck_assert_ptr_nonnull(room);
	while ((one = readdir(room)) != NULL) {
		const size_t n = strlen(one->d_name);
		snprintf(path, sizeof path, "%.700s/%.200s", folder, one->d_name);
		if (n > 2 && strcmp(one->d_name + n - 2, ".c") == 0)
			read_source(path);
		else if (strchr(one->d_name, '.') == NULL)
			read_room(path);
	}
	closedir(room);
}

/* All sentences of the sources, as they stand there. PIECES are the beginnings and ends that are put together when the program runs: as sentences
 * they are among those of the broken inputs; a new sentence without a pattern makes them one more. */
START_TEST(the_sentences_of_the_sources_are_told)
{
	enum { PIECES = 45 };
	const char *source = getenv("GUZAR_SOURCE");
	char path[1024];
	snprintf(path, sizeof path, "%.900s/src", source != NULL ? source : ".");
	speak("ru");
	told = untold = 0;
	read_room(path);
	ck_assert_int_gt(told, 600);
	ck_assert_msg(untold <= PIECES, "%d of %d sentences are not said whole", (int)untold, (int)told);
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
	tcase_add_test(tc, the_sentences_of_the_sources_are_told);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
