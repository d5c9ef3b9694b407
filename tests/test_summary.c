/* summary.csv against quantiles worked out by hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "faking.h"
#include "forecast/summary.h"
#include "forecast/target.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

static const char path[] = "test_summary.csv";

/* The value of the row that begins so; fails if there is none. */
static double value_of(const char *text, const char *begins)
{
	const char *at = strstr(text, begins);
	ck_assert_msg(at != NULL, "no row %s in\n%s", begins, text);
	return strtod(at + strlen(begins), NULL);
}

static int count_lines(const char *text)
{
	int n = 0;
	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

START_TEST(counts_are_added_and_states_are_taken_at_the_end)
{
	f->scenario.report_every = 5;
	char *text = faking_text(gz_summary_write(&f->result, 0, path, NULL, NULL), path);
	ck_assert_int_eq(strncmp(text, "origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value\n", 84), 0);
	/* days 0-4 at a1: 10 + 5 r; a2 50; so A is 60, 65, 70, 75 */
	ck_assert_double_eq(value_of(text, "2024-10-04,infections,4,2024-10-08,A,mean,NA,"), 67.5);
	ck_assert_double_eq(value_of(text, "2024-10-04,infections,4,2024-10-08,A,quantile,0.5,"), 67.5);
	ck_assert_double_eq(value_of(text, "2024-10-04,infections,4,2024-10-08,A,quantile,0.25,"), 63.75);
	ck_assert_double_eq_tol(value_of(text, "2024-10-04,infections,4,2024-10-08,A,quantile,0.01,"), 60.15, 1e-12);
	/* days 5-9 at a1: 35 + 5 r; state at the end of day 9: 900 + r */
	ck_assert_double_eq(value_of(text, "2024-10-04,infections,9,2024-10-13,a1,quantile,0.5,"), 42.5);
	ck_assert_double_eq(value_of(text, "2024-10-04,prevalence,9,2024-10-13,A,quantile,0.5,"), 901.5);
	/* 4 places x 5 quantities x 2 periods x 24 and the header */
	ck_assert_int_eq(count_lines(text), 4 * 5 * 2 * 24 + 1);
	free(text);
}
END_TEST

START_TEST(incomplete_periods_are_left_out)
{
	f->scenario.report_every = 4;
	char *text = faking_text(gz_summary_write(&f->result, 0, path, NULL, NULL), path);
	ck_assert_ptr_nonnull(strstr(text, ",infections,7,"));
	ck_assert_ptr_null(strstr(text, ",infections,9,"));
	free(text);
	f->scenario.report_every = 30; /* longer than the run: the one period there is */
	text = faking_text(gz_summary_write(&f->result, 0, path, NULL, NULL), path);
	ck_assert_double_eq(value_of(text, "2024-10-04,infections,9,2024-10-13,a2,mean,NA,"), 100);
	free(text);
}
END_TEST

START_TEST(periods_grow_until_the_file_is_small_enough)
{
	int32_t every = 0;
	ck_assert_int_eq(gz_summary_write(&f->result, 0, path, &every, NULL), GZ_OK);
	ck_assert_int_eq(every, 1);
	ck_assert_int_eq(gz_summary_write(&f->result, 100000, path, &every, NULL), GZ_OK);
	ck_assert_int_eq(every, 7);
	f->scenario.report_every = 2; /* as told */
	ck_assert_int_eq(gz_summary_write(&f->result, 100000, path, &every, NULL), GZ_OK);
	ck_assert_int_eq(every, 2);
}
END_TEST

START_TEST(a_deterministic_run_has_its_mean_only)
{
	static const char *const quantities[] = {"reported"};
	static const int32_t places[] = {FAKE_A};
	f->result.deterministic = true;
	f->scenario.report_quantities = (const char **)(uintptr_t)quantities;
	f->scenario.n_report_quantities = 1;
	f->scenario.report_places = (int32_t *)(uintptr_t)places;
	f->scenario.n_report_places = 1;
	f->scenario.report_every = 10;
	char *text = faking_text(gz_summary_write(&f->result, 0, path, NULL, NULL), path);
	ck_assert_int_eq(count_lines(text), 2);
	ck_assert_double_eq(value_of(text, "2024-10-04,reported,9,2024-10-13,A,mean,NA,"), 20);
	free(text);
}
END_TEST

START_TEST(usual_periods)
{
	gz_scenario s = {.days = 60};
	ck_assert_int_eq(gz_target_every(&s), 1);
	s.days = 61;
	ck_assert_int_eq(gz_target_every(&s), 7);
	s.days = 3 * 365;
	ck_assert_int_eq(gz_target_every(&s), 30);
	s.report_every = 14;
	ck_assert_int_eq(gz_target_every(&s), 14);
}
END_TEST

START_TEST(no_file_is_left_where_none_can_be)
{
	gz_error err = {0};
	ck_assert_int_ne(gz_summary_write(&f->result, 0, "no/such/folder/summary.csv", NULL, &err), GZ_OK);
	ck_assert_int_ne(err.sentence[0], '\0');
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("summary");
	TCase *c = tcase_create("summary");
	tcase_add_checked_fixture(c, faking_begin, faking_end);
	tcase_add_test(c, counts_are_added_and_states_are_taken_at_the_end);
	tcase_add_test(c, incomplete_periods_are_left_out);
	tcase_add_test(c, periods_grow_until_the_file_is_small_enough);
	tcase_add_test(c, a_deterministic_run_has_its_mean_only);
	tcase_add_test(c, usual_periods);
	tcase_add_test(c, no_file_is_left_where_none_can_be);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
