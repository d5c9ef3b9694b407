/* arrivals.csv and crossings.csv against a run made by hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "faking.h"
#include "forecast/arrivals.h"
#include "forecast/crossings.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

static const char path[] = "test_arrivals.csv";

START_TEST(days_are_given_that_it_arrives)
{
	gz_begin begins = {.place = FAKE_B, .from = f->scenario.start};
	f->scenario.begins = &begins;
	f->scenario.n_begins = 1;
	char *text = faking_text(gz_arrivals_write(&f->result, path, NULL), path);
	/* days 4, 6, 8 in three of four runs; the bridge from B twice of three */
	ck_assert_ptr_nonnull(strstr(text, "a1,\"East, A\",first_traveller,4,0.75,0.25,6,4.2,5,6,7,7.8,2024-10-08,2024-10-10,2024-10-11,x,B,crossing,0.66666666666667\n"));
	ck_assert_ptr_nonnull(strstr(text, "a1,\"East, A\",first_infection,4,0.75,0.25,7,"));
	ck_assert_ptr_nonnull(strstr(text, "a2,West A,first_traveller,4,0,1,,,,,,,,,,,,,\n"));
	ck_assert_ptr_nonnull(strstr(text, "B,Land B,first_traveller,4,1,0,0,0,0,0,0,0,2024-10-04,2024-10-04,2024-10-04,,,begins here,1\n"));
	free(text);
	for (int r = 0; r < FAKE_REPLICATES; r++)
		f->arrivals[FAKE_A2 * FAKE_REPLICATES + r] = (gz_arrival){.traveller = 0, .infection = -1, .tenth = -1, .crossing = -1, .from = GZ_ARRIVAL_ALREADY};
	begins.from = f->scenario.start + FAKE_DAYS; /* a row after the run's last day lets nothing begin */
	text = faking_text(gz_arrivals_write(&f->result, path, NULL), path);
	ck_assert_ptr_nonnull(strstr(text, "2024-10-04,,,already there,1\n"));
	ck_assert_ptr_null(strstr(text, "begins here"));
	free(text);
}
END_TEST

START_TEST(the_route_is_the_most_frequent)
{
	double scratch[FAKE_REPLICATES];
	gz_route route = gz_arrivals_route(&f->result, FAKE_A1, scratch);
	ck_assert_int_eq(route.crossing, 0);
	ck_assert_int_eq(route.from, FAKE_B);
	ck_assert_double_eq_tol(route.share, 2.0 / 3, 1e-15);
	route = gz_arrivals_route(&f->result, FAKE_A2, scratch);
	ck_assert_double_eq(route.share, 0);
}
END_TEST

START_TEST(crossings_that_never_see_anything_are_left_out)
{
	char *text = faking_text(gz_crossings_write(&f->result, path, NULL), path);
	ck_assert_int_eq(strncmp(text, "date,crossing,direction,quantity,mean,q05,q50,q95\n2024-10-04,x,in,travellers,51.5,50.15,51.5,52.85\n", 99), 0);
	ck_assert_ptr_null(strstr(text, "out"));
	ck_assert_ptr_null(strstr(text, "detected"));
	free(text);
	*fake_cell(f, 16, 3, 2) = 1; /* one person found once: then the whole series is there */
	text = faking_text(gz_crossings_write(&f->result, path, NULL), path);
	ck_assert_ptr_nonnull(strstr(text, "2024-10-04,x,in,detected,0,0,0,0\n"));
	ck_assert_ptr_nonnull(strstr(text, "2024-10-07,x,in,detected,0.25,0,0,0.85\n"));
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("arrivals");
	TCase *c = tcase_create("arrivals");
	tcase_add_checked_fixture(c, faking_begin, faking_end);
	tcase_add_test(c, days_are_given_that_it_arrives);
	tcase_add_test(c, the_route_is_the_most_frequent);
	tcase_add_test(c, crossings_that_never_see_anything_are_left_out);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
