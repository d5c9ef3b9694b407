/* Errors, the sorted list of mistakes, and the nearest name.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/mistakes.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(statuses_have_exit_codes)
{
	ck_assert_int_eq(gz_status_exit(GZ_OK), 0);
	ck_assert_int_eq(gz_status_exit(GZ_ERR_INPUT), 2);
	ck_assert_int_eq(gz_status_exit(GZ_ERR_MEMORY), 1);
	ck_assert_int_eq(gz_status_exit(GZ_ERR_IO), 2);
	ck_assert_int_eq(gz_status_exit(GZ_ERR_INTERRUPTED), 130);
	ck_assert_int_eq(gz_status_exit(GZ_ERR_INTERNAL), 1);
	ck_assert_int_eq(gz_status_exit((gz_status)99), 1);
	ck_assert_str_eq(gz_status_name(GZ_ERR_INPUT), "GZ_ERR_INPUT");
	for (int s = 0; s < GZ_STATUS_COUNT; s++)
		ck_assert_uint_gt(strlen(gz_status_sentence((gz_status)s)), 3);
}
END_TEST

static void expect_print(gz_error *err, const char *file, int32_t row, int32_t column, const char *want)
{
	char text[800];
	ck_assert_int_eq(gz_error_set(err, GZ_ERR_INPUT, file, row, column, "%s has no %d", "row", 7), GZ_ERR_INPUT);
	ck_assert_uint_eq(gz_error_print(err, text, sizeof text), strlen(want));
	ck_assert_str_eq(text, want);
}

START_TEST(errors_print_what_is_known)
{
	gz_error err;
	expect_print(&err, "a.yaml", 3, 9, "a.yaml:3:9: row has no 7");
	expect_print(&err, "a.yaml", 3, 0, "a.yaml:3: row has no 7");
	expect_print(&err, "a.yaml", 0, 0, "a.yaml: row has no 7");
	expect_print(&err, NULL, 0, 0, "row has no 7");
	ck_assert_int_eq(gz_error_set(NULL, GZ_ERR_IO, "x", 1, 1, "nobody listens"), GZ_ERR_IO);
	char small[8];
	ck_assert_uint_eq(gz_error_print(&err, small, sizeof small), 12);
	ck_assert_str_eq(small, "row has");
}
END_TEST

START_TEST(long_paths_keep_their_end_and_sentences_whole_characters)
{
	char path[400], sentence[700];
	memset(path, 'd', sizeof path);
	strcpy(path + 380, "/places.csv");
	memset(sentence, 'x', 510);
	strcpy(sentence + 510, "\xD1\x82\xD1\x82"); /* the first letter would be cut in half at 511 */
	gz_error err;
	(void)gz_error_set(&err, GZ_ERR_INPUT, path, 1, 1, "%s", sentence);
	ck_assert_uint_eq(strlen(err.file), GZ_ERROR_FILE_SIZE - 1);
	ck_assert_int_eq(strncmp(err.file, "...", 3), 0);
	ck_assert_str_eq(err.file + strlen(err.file) - 11, "/places.csv");
	ck_assert_uint_eq(strlen(err.sentence), 510);
	(void)gz_error_set(&err, GZ_ERR_INPUT, err.file, 1, 1, "%s", err.sentence); /* its own text as argument */
	ck_assert_uint_eq(strlen(err.sentence), 510);
}
END_TEST

START_TEST(mistakes_are_sorted_and_stable)
{
	gz_mistakes m;
	gz_error first;
	gz_mistakes_init(&m);
	ck_assert_int_eq(gz_mistakes_status(&m, NULL), GZ_OK);
	gz_mistakes_add(&m, "b.csv", 2, 1, "fourth");
	gz_mistakes_add(&m, "a.csv", 5, 2, "second");
	gz_mistakes_add(&m, "a.csv", 5, 2, "third");
	gz_mistakes_add(&m, "a.csv", 5, 1, "first");
	for (int i = 0; i < 20; i++)
		gz_mistakes_add(&m, "c.csv", 30 - i, 1, "row %d", 30 - i);
	ck_assert_int_eq(m.n, 24);
	ck_assert_str_eq(m.items[0].sentence, "first");
	ck_assert_str_eq(m.items[1].sentence, "second");
	ck_assert_str_eq(m.items[2].sentence, "third");
	ck_assert_str_eq(m.items[3].sentence, "fourth");
	ck_assert_str_eq(m.items[4].sentence, "row 11");
	ck_assert_int_eq(gz_mistakes_status(&m, &first), GZ_ERR_INPUT);
	ck_assert_str_eq(first.sentence, "first");
	gz_mistakes_free(&m);
}
END_TEST

START_TEST(mistakes_beyond_the_limit_are_counted)
{
	gz_mistakes m;
	gz_mistakes_init(&m);
	for (int i = 0; i < GZ_MISTAKES_MAX + 5; i++)
		gz_mistakes_add(&m, "a.csv", i + 1, 0, "bad");
	ck_assert_int_eq(m.n, GZ_MISTAKES_MAX);
	ck_assert_int_eq(m.more, 5);
	gz_mistakes_free(&m);
}
END_TEST

START_TEST(nearest_names)
{
	static const char *const names[] = {"latent", NULL, "infectious", "recovered", "infected", "S"};
	ck_assert_str_eq(gz_mistakes_near("latnet", names, 6), "latent");       /* neighbours exchanged: one */
	ck_assert_str_eq(gz_mistakes_near("infectous", names, 6), "infectious"); /* a letter lost */
	ck_assert_str_eq(gz_mistakes_near("infectd", names, 6), "infected");
	ck_assert_str_eq(gz_mistakes_near("recoverred", names, 6), "recovered");
	ck_assert_str_eq(gz_mistakes_near("s", names, 6), "S");
	ck_assert_ptr_null(gz_mistakes_near("quarantine", names, 6));
	ck_assert_ptr_null(gz_mistakes_near("", names, 6));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("error");
	TCase *t = tcase_create("error");
	tcase_add_test(t, statuses_have_exit_codes);
	tcase_add_test(t, errors_print_what_is_known);
	tcase_add_test(t, long_paths_keep_their_end_and_sentences_whole_characters);
	tcase_add_test(t, mistakes_are_sorted_and_stable);
	tcase_add_test(t, mistakes_beyond_the_limit_are_counted);
	tcase_add_test(t, nearest_names);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
