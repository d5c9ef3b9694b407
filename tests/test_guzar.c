/* The public header as a C program uses it: a scenario is loaded, run, and its files and outcomes agree with each other.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "guzar.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static gz_scenario scenario;
static gz_result result;
static gz_mistakes mistakes;

static void load(const char *const *sets, int32_t n_sets, bool deterministic)
{
	char path[4096];
	const char *source = getenv("GUZAR_SOURCE");
	const gz_scenario_options options = {.sets = sets, .n_sets = n_sets};
	const gz_run_options how = {.threads = 2, .deterministic = deterministic};
	gz_error err = {0};
	snprintf(path, sizeof path, "%s/tests/cases/base/scenario.yaml", source == NULL ? "." : source);
	gz_mistakes_init(&mistakes);
	gz_status status = gz_scenario_load(&scenario, path, &options, &mistakes);
	ck_assert_msg(status == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "no memory");
	ck_assert_msg(gz_run_scenario(&scenario, &how, &result, &err) == GZ_OK, "%s", err.sentence);
}

static void end(void)
{
	gz_result_free(&result);
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
}

static double sum_of_days(int32_t place, int32_t replicate)
{
	int32_t column = gz_result_column(&result, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, GZ_QUANTITY_INFECTIONS, -1);
	double *values = calloc((size_t)result.n_days * (size_t)result.n_replicates, sizeof *values), sum = 0;
	ck_assert_int_ge(column, 0);
	ck_assert_int_eq(gz_result_read_column(&result, column, values, NULL), GZ_OK);
	for (int32_t d = 0; d < result.n_days; d++)
		sum += values[(size_t)d * (size_t)result.n_replicates + (size_t)replicate];
	free(values);
	return sum;
}

START_TEST(outcomes_are_the_sums_of_the_days)
{
	gz_outcomes outcomes;
	load(NULL, 0, false);
	ck_assert_int_eq(gz_outcome_measure(&result, &outcomes, NULL), GZ_OK);
	int32_t focus = gz_scenario_place(&scenario, "A");
	const gz_outcome *o = gz_outcome_find(&outcomes, GZ_OUTCOME_INFECTIONS, NULL, focus);
	ck_assert_ptr_nonnull(o);
	for (int32_t r = 0; r < result.n_replicates; r++)
		ck_assert_double_eq(o->values[r], sum_of_days(focus, r));
	gz_outcome_free(&outcomes);
	end();
}
END_TEST

START_TEST(the_mean_is_one_run)
{
	load(NULL, 0, true);
	ck_assert_int_eq(result.n_replicates, 1);
	ck_assert_double_gt(sum_of_days(gz_scenario_place(&scenario, "A"), 0), 0);
	end();
}
END_TEST

START_TEST(every_file_can_be_written)
{
	static const char *const names[] = {"test_guzar_summary.csv", "test_guzar_arrivals.csv", "test_guzar_crossings.csv", "test_guzar.nc"};
	const char *const sets[] = {"replicates=4", "days=20"};
	load(sets, 2, false);
	ck_assert_int_eq(result.n_replicates, 4);
	ck_assert_int_eq(gz_summary_write(&result, 0, names[0], NULL, NULL), GZ_OK);
	ck_assert_int_eq(gz_arrivals_write(&result, names[1], NULL), GZ_OK);
	ck_assert_int_eq(gz_crossings_write(&result, names[2], NULL), GZ_OK);
	ck_assert_int_eq(gz_ensemble_write(&result, "0", names[3], NULL), GZ_OK);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(unlink(names[i]), 0);
	end();
}
END_TEST

START_TEST(a_run_does_not_differ_from_itself)
{
	gz_comparison comparison;
	const gz_result *results[] = {&result, &result};
	load(NULL, 0, false);
	ck_assert_int_eq(gz_compare_results(results, 2, &comparison, NULL), GZ_OK);
	for (int32_t i = 0; i < comparison.alternatives[0].n_effects; i++) {
		const gz_effect *e = &comparison.alternatives[0].effects[i];
		ck_assert_double_eq(e->same, 1);
		ck_assert(e->difference.n_known == 0 || (e->difference.q05 == 0 && e->difference.q95 == 0)); /* exactly */
	}
	gz_compare_free(&comparison);
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("guzar");
	TCase *c = tcase_create("guzar");
	tcase_add_test(c, outcomes_are_the_sums_of_the_days);
	tcase_add_test(c, the_mean_is_one_run);
	tcase_add_test(c, every_file_can_be_written);
	tcase_add_test(c, a_run_does_not_differ_from_itself);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
