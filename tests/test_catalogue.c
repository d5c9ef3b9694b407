/* The three catalogues have the same keys and values to put in, and numbers and plural forms follow each language.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/detect.h"
#include "report/catalogue.h"
#include "report/embedded.h"
#include "suite.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static gz_arena arena;
static gz_catalogue catalogue;

static void open_in(const char *language)
{
	ck_assert_int_eq(gz_catalogue_open(&catalogue, language, &arena, NULL), GZ_OK);
}

static void end(void)
{
	gz_catalogue_close(&catalogue);
	gz_arena_free(&arena);
}

START_TEST(a_name_with_quotes_of_its_own)
{
	const gz_catalogue_value bridge[] = {{"base", "пункт «Мост»\u00A0«Дружба»", 0}}, plain[] = {{"base", "Мост", 0}};
	ck_assert_int_eq(gz_catalogue_open(&catalogue, "ru", &arena, NULL), GZ_OK);
	ck_assert_ptr_nonnull(strstr(gz_catalogue_text(&catalogue, "say.compare.none", bridge, 1), "«пункт „Мост“\u00A0„Дружба“»"));
	ck_assert_ptr_nonnull(strstr(gz_catalogue_text(&catalogue, "say.compare.none", plain, 1), "«Мост»"));
}
END_TEST

static json_t *load(const unsigned char *bytes, size_t n)
{
	json_t *root = json_loadb((const char *)bytes, n, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(root);
	return root;
}

/* Every {mark} of a also stands in b. */
static void same_marks(const char *key, const char *a, const char *b)
{
	char mark[64];
	for (const char *open = strchr(a, '{'); open != NULL; open = strchr(open + 1, '{')) {
		const char *close = strchr(open, '}');
		ck_assert_msg(close != NULL && close - open < 60, "%s: a brace is not closed", key);
		snprintf(mark, sizeof mark, "%.*s", (int)strcspn(open + 1, ":}"), open + 1);
		const char *found = b;
		size_t n = strlen(mark);
		while (found != NULL && !(strncmp(found, mark, n) == 0 && found > b && found[-1] == '{' && (found[n] == '}' || found[n] == ':')))
			found = found[0] == '\0' ? NULL : found + 1;
		ck_assert_msg(found != NULL, "%s: {%s} of \"%s\" is missing in \"%s\"", key, mark, a, b);
	}
}

static void same_keys(json_t *a, json_t *b, const char *which)
{
	const char *key;
	json_t *value;
	json_object_foreach(a, key, value) {
		json_t *other = json_object_get(b, key);
		ck_assert_msg(other != NULL, "%s: no \"%s\"", which, key);
		ck_assert_msg(json_typeof(other) == json_typeof(value), "%s: \"%s\" is of another kind", which, key);
		ck_assert_msg(!json_is_array(value) || json_array_size(value) == json_array_size(other), "%s: \"%s\" has another length", which, key);
		ck_assert_msg(!json_is_object(other) || json_object_get(other, "other") != NULL, "%s: \"%s\" has no form `other`", which, key);
		if (json_is_string(value) && key[0] != '_')
			same_marks(key, json_string_value(value), json_string_value(other));
	}
}

START_TEST(three_catalogues_have_the_same_keys)
{
	json_t *en = load(gz_embedded_en, gz_embedded_en_size), *ru = load(gz_embedded_ru, gz_embedded_ru_size), *tg = load(gz_embedded_tg, gz_embedded_tg_size);
	ck_assert_uint_gt(json_object_size(en), 200);
	same_keys(en, ru, "ru");
	same_keys(ru, en, "en");
	same_keys(en, tg, "tg");
	same_keys(tg, en, "en");
	json_decref(en);
	json_decref(ru);
	json_decref(tg);
}
END_TEST

/* Dari speaks in the exercise room and on its paper alone: all of it, and nothing else. */
START_TEST(the_room_speaks_dari)
{
	json_t *en = load(gz_embedded_en, gz_embedded_en_size), *prs = load(gz_embedded_prs, gz_embedded_prs_size), *room = json_object(), *value;
	const char *key;
	json_object_foreach(en, key, value)
		if (strncmp(key, "room.", 5) == 0 || strncmp(key, "booklet.", 8) == 0)
			json_object_set(room, key, value);
	ck_assert_uint_gt(json_object_size(room), 100);
	same_keys(room, prs, "prs");
	same_keys(prs, en, "en");
	json_decref(en);
	json_decref(prs);
	json_decref(room);
}
END_TEST

START_TEST(tajik_has_its_own_letters)
{
	static const char *const letters[] = {"ӣ", "ӯ", "ҳ", "ҷ", "қ", "ғ"};
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
		ck_assert_ptr_nonnull(strstr((const char *)gz_embedded_tg, letters[i]));
}
END_TEST

static const char *days(double n)
{
	const gz_catalogue_value values[] = {{"n", NULL, n}};
	return gz_catalogue_text(&catalogue, "page.days", values, 1);
}

START_TEST(plural_forms)
{
	open_in("ru");
	ck_assert_str_eq(days(1), "1 день");
	ck_assert_str_eq(days(3), "3 дня");
	ck_assert_str_eq(days(12), "12 дней");
	ck_assert_str_eq(days(21), "21 день");
	ck_assert_str_eq(days(111), "111 дней");
	ck_assert_str_eq(days(1.5), "1,5 дня");
	ck_assert_str_eq(days(22.6), "23 дня"); /* the form is that of the number as it is written */
	ck_assert_str_eq(days(1004), "1000 дней");
	gz_catalogue_close(&catalogue);
	open_in("tg");
	ck_assert_str_eq(days(5), "5 рӯз");
	gz_catalogue_close(&catalogue);
	open_in("en");
	ck_assert_str_eq(days(1), "1 day");
	ck_assert_str_eq(days(0), "0 days");
}
END_TEST

START_TEST(numbers)
{
	open_in("en");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 1234567), "1\u202F230\u202F000");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 1234), "1230");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 2.25), "2.3"); /* halves away from zero, as on the page */
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 22.5), "23");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, -22.5), "\u221223");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 0.01), "0");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, -45.4), "\u221245");
	gz_catalogue_close(&catalogue);
	open_in("ru");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 2.25), "2,3"); /* halves away from zero, as on the page */
	ck_assert_str_eq(gz_catalogue_count(&catalogue, 22.5), "23");
	ck_assert_str_eq(gz_catalogue_count(&catalogue, -22.5), "\u221223");
}
END_TEST

START_TEST(unknown_language_and_key)
{
	gz_error err = {0};
	ck_assert_int_eq(gz_catalogue_open(&catalogue, "fr", &arena, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "fr"));
	open_in(NULL);
	ck_assert_str_eq(gz_catalogue_text(&catalogue, "no.such.key", NULL, 0), "no.such.key");
	ck_assert_str_eq(gz_catalogue_text(&catalogue, "page.title", NULL, 0), ": report");
}
END_TEST

/* What detectors and their options say of themselves stands in the catalogues in the same words. */
static void says(const json_t *en, const char *own, const char *first, const char *second)
{
	const char *text = json_string_value(json_object_get(en, first));
	if (text == NULL && second != NULL)
		text = json_string_value(json_object_get(en, second));
	ck_assert_msg(text != NULL && strcmp(text, own) == 0, "%s: \"%s\", not \"%s\"", first, text != NULL ? text : "nothing", own);
}

START_TEST(test_detectors_are_worded)
{
	int32_t n = 0;
	char first[96], second[96];
	const gz_detector *const *list = gz_detect_list(&n);
	json_t *en = load(gz_embedded_en, gz_embedded_en_size);
	for (int32_t i = 0; i < n; i++) {
		snprintf(first, sizeof first, "method.name.%s", list[i]->name);
		says(en, list[i]->title, first, NULL);
		for (int32_t k = 0; k < list[i]->n_options; k++) {
			snprintf(first, sizeof first, "method.means.%s.%s", list[i]->name, list[i]->options[k].name);
			snprintf(second, sizeof second, "method.means.%s", list[i]->options[k].name);
			says(en, list[i]->options[k].meaning, first, second);
		}
	}
	json_decref(en);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("catalogue");
	TCase *cases = tcase_create("catalogue");
	tcase_add_checked_fixture(cases, NULL, end);
	tcase_add_test(cases, a_name_with_quotes_of_its_own);
	tcase_add_test(cases, three_catalogues_have_the_same_keys);
	tcase_add_test(cases, the_room_speaks_dari);
	tcase_add_test(cases, tajik_has_its_own_letters);
	tcase_add_test(cases, plural_forms);
	tcase_add_test(cases, numbers);
	tcase_add_test(cases, unknown_language_and_key);
	tcase_add_test(cases, test_detectors_are_worded);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
