/* Designs of sweeps: Latin hypercubes, one at a time, tables, and what is wrong with others.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "forecast/design.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_design design;
static gz_error err;

static void end(void)
{
	gz_design_free(&design);
}

static double cell(int32_t run, int32_t key)
{
	const char *text = design.cells[run * design.n_keys + key];
	double x = -1;
	ck_assert(gz_number_parse(text, strlen(text), &x));
	return x;
}

START_TEST(each_slice_is_used_once)
{
	ck_assert_int_eq(gz_design_load("lhs:50:parameters.R0=1..2,measures.post.coverage=-5..5", 3, &design, &err), GZ_OK);
	ck_assert_int_eq(design.n_runs, 50);
	ck_assert_int_eq(design.n_keys, 2);
	ck_assert_str_eq(design.keys[1], "measures.post.coverage");
	for (int32_t key = 0; key < 2; key++) {
		int used[50] = {0};
		for (int32_t run = 0; run < 50; run++) {
			double share = key == 0 ? cell(run, key) - 1 : (cell(run, key) + 5) / 10;
			ck_assert(share > 0 && share < 1);
			used[(int)(share * 50)]++;
		}
		for (int i = 0; i < 50; i++)
			ck_assert_int_eq(used[i], 1);
	}
	ck_assert_int_ne((int)(100 * (cell(0, 0) - 1)), (int)(10 * (cell(0, 1) + 5)));
}
END_TEST

START_TEST(one_at_a_time)
{
	gz_arena arena = {0};
	const char *sets[2];
	int32_t n = -1;
	ck_assert_int_eq(gz_design_load("one:parameters.R0=1..2,days=10..30", 3, &design, &err), GZ_OK);
	ck_assert_int_eq(design.n_runs, 5);
	ck_assert_int_eq(gz_design_sets(&design, 0, &arena, sets, &n, &err), GZ_OK);
	ck_assert_int_eq(n, 0);
	ck_assert_int_eq(gz_design_sets(&design, 2, &arena, sets, &n, &err), GZ_OK);
	ck_assert_int_eq(n, 1);
	ck_assert_str_eq(sets[0], "parameters.R0=2");
	ck_assert_int_eq(gz_design_sets(&design, 3, &arena, sets, &n, &err), GZ_OK);
	ck_assert_str_eq(sets[0], "days=10");
	gz_arena_free(&arena);
	gz_design_free(&design);
	ck_assert_int_eq(gz_design_load("one:3:parameters.R0=1..2", 3, &design, &err), GZ_OK);
	ck_assert_int_eq(design.n_runs, 4);
	ck_assert_double_eq(cell(2, 0), 1.5);
}
END_TEST

START_TEST(a_written_design_can_be_read_again)
{
	static const char path[] = "test_design.csv";
	ck_assert_int_eq(gz_design_load("lhs:7:parameters.R0=1..2,days=10..30", 3, &design, &err), GZ_OK);
	double first = cell(0, 0);
	ck_assert_int_eq(gz_design_write(&design, path, &err), GZ_OK);
	gz_design_free(&design);
	ck_assert_int_eq(gz_design_load(path, 0, &design, &err), GZ_OK);
	ck_assert_int_eq(design.n_runs, 7);
	ck_assert_int_eq(design.n_keys, 2);
	ck_assert_str_eq(design.keys[0], "parameters.R0");
	ck_assert_double_eq(cell(0, 0), first);
	unlink(path);
}
END_TEST

START_TEST(mistakes_are_told)
{
	static const char *const wrong[] = {"lhs:", "lhs:0:a=1..2", "lhs:a=1..2", "lhs:5:a", "lhs:5:a=1", "lhs:5:a=1..", "lhs:5:a=2..1", "lhs:5:=1..2",
		"lhs:5:a=1..2,", "one:1:a=1..2", "lhs:5:a=x..y", "lhs:1000000:a=1..2", "no-such-file.csv", "one:"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		err = (gz_error){0};
		ck_assert_msg(gz_design_load(wrong[i], 1, &design, &err) == GZ_ERR_INPUT, "%s was accepted", wrong[i]);
		ck_assert_int_ne(err.sentence[0], '\0');
		gz_design_free(&design);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("design");
	TCase *c = tcase_create("design");
	tcase_add_checked_fixture(c, NULL, end);
	tcase_add_test(c, each_slice_is_used_once);
	tcase_add_test(c, one_at_a_time);
	tcase_add_test(c, a_written_design_can_be_read_again);
	tcase_add_test(c, mistakes_are_told);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
