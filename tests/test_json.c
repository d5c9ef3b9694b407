/* The JSON writer: form, escapes, numbers.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/json.h"
#include "suite.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

START_TEST(compact_objects_and_arrays)
{
	gz_json j = {0};
	gz_json_object(&j);
	gz_json_key_string(&j, "title", "Cholera");
	gz_json_key_integer(&j, "days", 180);
	gz_json_key(&j, "list");
	gz_json_array(&j);
	gz_json_number(&j, 0.1);
	gz_json_number(&j, NAN);
	gz_json_number(&j, INFINITY);
	gz_json_bool(&j, true);
	gz_json_null(&j);
	gz_json_string(&j, NULL);
	gz_json_end(&j);
	gz_json_key(&j, "empty");
	gz_json_object(&j);
	gz_json_end(&j);
	gz_json_end(&j);
	gz_json_line(&j);
	ck_assert_int_eq(gz_json_status(&j), GZ_OK);
	ck_assert_str_eq(j.bytes, "{\"title\":\"Cholera\",\"days\":180,\"list\":[0.1,null,null,true,null,null],\"empty\":{}}\n");
	ck_assert_uint_eq(j.n, strlen(j.bytes));
	gz_json_free(&j);
}
END_TEST

START_TEST(pretty_form)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	gz_json_key(&j, "a");
	gz_json_array(&j);
	gz_json_integer(&j, INT64_MIN);
	gz_json_integer(&j, 0);
	gz_json_end(&j);
	gz_json_key(&j, "b");
	gz_json_array(&j);
	gz_json_end(&j);
	gz_json_key_bool(&j, "c", false);
	gz_json_end(&j);
	ck_assert_str_eq(j.bytes, "{\n  \"a\": [\n    -9223372036854775808,\n    0\n  ],\n  \"b\": [],\n  \"c\": false\n}");
	gz_json_free(&j);
}
END_TEST

START_TEST(strings_are_safe_in_a_page)
{
	gz_json j = {0};
	gz_json_string(&j, "</script>&\"\\\n\t\x01 \xD0\x9F\xD0\xB0\xD0\xBD\xD1\x87 \xE2\x80\xA8 \xFF\xC3 \xF0\x9F\x98\x80");
	ck_assert_str_eq(j.bytes, "\"\\u003c/script\\u003e\\u0026\\\"\\\\\\n\\u0009\\u0001 \xD0\x9F\xD0\xB0\xD0\xBD\xD1\x87 \\u2028 \xEF\xBF\xBD\xEF\xBF\xBD "
		"\xF0\x9F\x98\x80\"");
	gz_json_free(&j);
}
END_TEST

START_TEST(a_reader_agrees)
{
	gz_json j = {.pretty = true};
	gz_json_array(&j);
	for (int i = 0; i < 1000; i++) {
		gz_json_object(&j);
		gz_json_key_number(&j, "x", i / 7.0);
		gz_json_key_string(&j, "s", i % 2 != 0 ? "odd" : "<even>");
		gz_json_end(&j);
	}
	gz_json_end(&j);
	json_t *root = json_loadb(j.bytes, j.n, 0, NULL);
	ck_assert_ptr_nonnull(root);
	ck_assert_uint_eq(json_array_size(root), 1000);
	for (size_t i = 0; i < 1000; i++) {
		const json_t *item = json_array_get(root, i);
		ck_assert_double_eq(json_number_value(json_object_get(item, "x")), (double)i / 7.0);
		ck_assert_str_eq(json_string_value(json_object_get(item, "s")), i % 2 != 0 ? "odd" : "<even>");
	}
	json_decref(root);
	gz_json_free(&j);
}
END_TEST

START_TEST(the_buffer_may_be_emptied)
{
	gz_json j = {0};
	gz_json_array(&j);
	gz_json_integer(&j, 1);
	ck_assert_str_eq(j.bytes, "[1");
	j.n = 0;
	gz_json_raw(&j, "{}", 2);
	gz_json_end(&j);
	ck_assert_str_eq(j.bytes, ",{}]");
	gz_json_free(&j);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");
	tcase_add_test(tc, compact_objects_and_arrays);
	tcase_add_test(tc, pretty_form);
	tcase_add_test(tc, strings_are_safe_in_a_page);
	tcase_add_test(tc, a_reader_agrees);
	tcase_add_test(tc, the_buffer_may_be_emptied);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
