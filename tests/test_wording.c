/* Tables of the pages' words: written, read back, changed, reviewed, and every mistake told; the shipped glossary.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "base/file.h"
#include "report/glossary.h"
#include "report/wording.h"
#include "suite.h"
#include "text/csv.h"
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64], path[256];

static void setup(void)
{
	snprintf(folder, sizeof folder, "/tmp/guzar-words-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void teardown(void)
{
	char command[96];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static void put(const char *language, const char *text)
{
	snprintf(path, sizeof path, "%s/%s.csv", folder, language);
	ck_assert_int_eq(gz_file_write_whole(path, text, strlen(text), NULL), GZ_OK);
}

static json_t *load(gz_mistakes *mistakes, gz_status want, const char *prefix)
{
	gz_wording w = {0};
	gz_mistakes_init(mistakes);
	ck_assert_int_eq(gz_wording_load(&w, folder, mistakes), want);
	json_t *told = gz_wording_json(&w, prefix);
	gz_wording_free(&w);
	return told;
}

static json_int_t share(const json_t *told, const char *language, const char *what)
{
	return json_integer_value(json_object_get(json_object_get(json_object_get(told, "reviewed"), language), what));
}

/* A table as it is written changes nothing when it is read back, in every language. */
START_TEST(test_there_and_back)
{
	static const char *const languages[] = {"en", "ru", "tg", "prs"};
	gz_mistakes mistakes;
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder, languages[i]);
		ck_assert_int_eq(gz_wording_write(languages[i], "", path, NULL), GZ_OK);
	}
	json_t *told = load(&mistakes, GZ_OK, "");
	for (int i = 0; i < 4; i++) {
		ck_assert_uint_eq(json_object_size(json_object_get(json_object_get(told, "languages"), languages[i])), 0);
		ck_assert_int_gt(share(told, languages[i], "of"), i < 3 ? 700 : 300); /* Dari speaks in the room alone */
		ck_assert_int_eq(share(told, languages[i], "n"), 0);
	}
	ck_assert_int_gt(share(told, "ru", "of"), share(told, "en", "of")); /* Russian has more forms */
	json_decref(told);
	gz_mistakes_free(&mistakes);
}
END_TEST

START_TEST(test_said_otherwise_and_reviewed)
{
	gz_mistakes mistakes;
	put("tg", "key,english,text,reviewed\nroom.exercise,EXERCISE,МАШҚИ МО,yes\nmonths#2,February,феврали нав,\n");
	json_t *told = load(&mistakes, GZ_OK, "room."), *tg = json_object_get(json_object_get(told, "languages"), "tg");
	ck_assert_str_eq(json_string_value(json_object_get(tg, "room.exercise")), "МАШҚИ МО");
	const json_t *months = json_object_get(tg, "months");
	ck_assert_uint_eq(json_array_size(months), 12);
	ck_assert_str_eq(json_string_value(json_array_get(months, 1)), "феврали нав");
	ck_assert_str_eq(json_string_value(json_array_get(months, 0)), "январ");
	ck_assert_int_eq(share(told, "tg", "n"), 1);
	ck_assert_int_eq(share(told, "ru", "n"), 0);
	json_decref(told);
	gz_mistakes_free(&mistakes);
}
END_TEST

START_TEST(test_every_mistake_is_told)
{
	static const struct { const char *rows, *says; } wrong[] = {
		{"key,text\nroom.exercis,x\n", "no text of this key"}, {"key,text\nroom.back,no value\n", "values in braces"},
		{"key,text\nroom.exercise,{time} x\n", "values in braces"}, {"key,text\nroom.exercise,\n", "empty"},
		{"key,text,reviewed\nroom.exercise,x,perhaps\n", "yes, no or nothing"}, {"key,reviewed\nroom.exercise,yes\n", "must be there"},
		{"key,text\nmonths#13,x\n", "no text of this key"}, {"key,text\nmonths,x\n", "no text of this key"}, {"key|text\n", ""}};
	gz_mistakes mistakes;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put("ru", wrong[i].rows);
		json_decref(load(&mistakes, GZ_ERR_INPUT, ""));
		ck_assert_int_ge(mistakes.n, 1);
		ck_assert_msg(strstr(mistakes.items[0].sentence, wrong[i].says) != NULL, "%s", mistakes.items[0].sentence);
		gz_mistakes_free(&mistakes);
	}
	ck_assert_int_eq(remove(path), 0);
	json_decref(load(&mistakes, GZ_ERR_INPUT, "")); /* a folder without tables */
	gz_mistakes_free(&mistakes);
	ck_assert_int_eq(gz_wording_write("xx", "", path, NULL), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_wording_write("ru", "", "/nowhere/ru.csv", NULL), GZ_ERR_IO);
}
END_TEST

START_TEST(test_glossary)
{
	gz_mistakes mistakes;
	json_t *terms = NULL, *one;
	size_t i;
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/rules/glossary.csv", getenv("GUZAR_SOURCE") ? getenv("GUZAR_SOURCE") : ".");
	ck_assert_int_eq(gz_glossary_read(path, &terms, &mistakes), GZ_OK);
	ck_assert_uint_ge(json_array_size(terms), 35);
	json_array_foreach(terms, i, one) {
		ck_assert_uint_eq(json_object_size(json_object_get(one, "word")), 4);
		ck_assert_uint_eq(json_object_size(json_object_get(one, "meaning")), 4);
		ck_assert_str_ne(json_string_value(json_object_get(json_object_get(one, "source"), "en")), "");
	}
	json_decref(terms);
	put("en", "id,en,ru,tg,prs,meaning,meaning_ru,meaning_tg,meaning_prs,source,source_ru,source_tg,source_prs,read\na,,b,,,c,,,,d,,,,own\n");
	ck_assert_int_eq(gz_glossary_read(path, &terms, &mistakes), GZ_ERR_INPUT);
	ck_assert_ptr_null(terms);
	gz_mistakes_free(&mistakes);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wording");
	TCase *c = tcase_create("wording");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_there_and_back);
	tcase_add_test(c, test_said_otherwise_and_reviewed);
	tcase_add_test(c, test_every_mistake_is_told);
	tcase_add_test(c, test_glossary);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
