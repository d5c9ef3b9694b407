/* Paired differences, censored days and prices against numbers worked out by hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "fake_result.h"
#include "forecast/compare.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

static gz_fake *base, *other;
static gz_comparison comparison;

static void begin(void)
{
	base = fake_new();
	other = fake_new();
	other->scenario.file = "other.yaml";
	for (int32_t r = 0; r < FAKE_REPLICATES; r++) {
		other->final_size[FAKE_A1 * FAKE_REPLICATES + r] -= 10 * r; /* averts 0, 10, 20, 30 */
		other->totals[r].cost = 67;                                 /* 60 more */
	}
	gz_arrival *a = other->arrivals + FAKE_A1 * FAKE_REPLICATES;   /* base: 4, 6, 8, never */
	a[0].traveller = 9;                                            /* 5 later */
	a[1].traveller = -1;                                           /* never */
	a[2].traveller = 8;                                            /* same */
}

static void end(void)
{
	gz_compare_free(&comparison);
	free(base);
	free(other);
}

static void compare(void)
{
	const gz_result *results[] = {&base->result, &other->result};
	ck_assert_int_eq(gz_compare_results(results, 2, &comparison, NULL), GZ_OK);
	ck_assert_int_eq(comparison.n_alternatives, 1);
}

START_TEST(differences_are_of_the_same_replicate)
{
	compare();
	const gz_effect *e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_INFECTIONS, -1);
	ck_assert_ptr_nonnull(e);
	ck_assert_double_eq(e->base.mean, 160);
	ck_assert_double_eq(e->difference.mean, -15);
	ck_assert_double_eq(e->difference.q50, -15);
	ck_assert_double_eq(e->difference.q25, -22.5);
	ck_assert_double_eq(e->better, 0.75);
	ck_assert_double_eq(e->same, 0.25);
	ck_assert_double_eq(e->worse, 0);
	ck_assert(comparison.paired);
	ck_assert_str_eq(comparison.note, "");
	/* the group of places is the sum of its leaves */
	e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_INFECTIONS, FAKE_A);
	ck_assert_double_eq(e->difference.mean, -15);
	e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_PEAK_BEDS, FAKE_A1);
	ck_assert_double_eq(e->base.q50, 4.5);
	ck_assert_double_eq(e->same, 1);
}
END_TEST

START_TEST(days_are_compared_where_both_arrive)
{
	compare();
	const gz_effect *e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_ARRIVAL, FAKE_A1);
	ck_assert_int_eq(e->difference.n_known, 2);
	ck_assert_double_eq(e->difference.mean, 2.5);
	ck_assert_int_eq(e->only_base, 1);
	ck_assert_int_eq(e->only_alternative, 0);
	ck_assert_int_eq(e->neither, 1);
	ck_assert_double_eq(e->better, 0.5); /* later once, never once */
	ck_assert_double_eq(e->same, 0.5);
	ck_assert_ptr_null(gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_ARRIVAL, -1));
}
END_TEST

/* Infected people from the start are no arrival on day 0, in any run of the comparison. */
START_TEST(who_is_there_already_does_not_arrive)
{
	for (int32_t r = 0; r < FAKE_REPLICATES; r++) {
		base->arrivals[FAKE_A1 * FAKE_REPLICATES + r] = (gz_arrival){.traveller = 0, .infection = 1, .tenth = 2, .crossing = -1, .from = GZ_ARRIVAL_ALREADY};
		other->arrivals[FAKE_A1 * FAKE_REPLICATES + r] = base->arrivals[FAKE_A1 * FAKE_REPLICATES + r];
	}
	base->arrivals[FAKE_A1 * FAKE_REPLICATES].from = FAKE_B; /* in most of them */
	compare();
	const gz_effect *e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_ARRIVAL, FAKE_A1);
	ck_assert(e->already);
	ck_assert_str_eq(e->unit, "already there");
	ck_assert(isnan(e->base.q50) && isnan(e->alternative.mean) && isnan(e->difference.q95) && isnan(e->price));
	ck_assert_double_eq(e->same, 1);
	e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_FIRST_INFECTION, FAKE_A1);
	ck_assert(!e->already);
	ck_assert_double_eq(e->base.q50, 1);
	base->arrivals[FAKE_A1 * FAKE_REPLICATES + 1].from = FAKE_B;
	gz_compare_free(&comparison);
	compare();
	ck_assert(!gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_ARRIVAL, FAKE_A1)->already);
}
END_TEST

START_TEST(prices_are_ratios_of_means)
{
	compare();
	const gz_price *p = &comparison.alternatives[0].price;
	ck_assert_double_eq(p->cost, 60);
	ck_assert_double_eq(p->averted, 15);
	ck_assert_double_eq(p->per_infection, 4);
	ck_assert_str_eq(p->currency, "USD");
	ck_assert_double_le(p->per_infection_q05, 4);
	ck_assert_double_ge(p->per_infection_q95, 4);
	const gz_effect *e = gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_ARRIVAL, FAKE_A1);
	ck_assert_double_eq(e->price, 24); /* 60 for 2.5 days */
	ck_assert(isnan(gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_DEATHS, -1)->price));
}
END_TEST

START_TEST(what_is_not_alike_is_said)
{
	other->scenario.seed = 8;
	other->result.n_replicates = FAKE_REPLICATES; /* the same */
	compare();
	ck_assert(!comparison.paired);
	ck_assert_ptr_nonnull(strstr(comparison.note, "different seeds"));
	ck_assert_str_eq(comparison.base_name, "A hand-made run (fake.yaml)");
	ck_assert_str_eq(comparison.alternatives[0].name, "A hand-made run (other.yaml)");
}
END_TEST

START_TEST(the_headline_is_of_where_it_does_not_begin)
{
	static int32_t places[] = {FAKE_B, FAKE_A2};
	static gz_begin begin_at = {.place = FAKE_B};
	ck_assert_int_eq(gz_outcome_focus(&base->scenario), FAKE_A);
	base->scenario.report_places = places;
	base->scenario.n_report_places = 2;
	ck_assert_int_eq(gz_outcome_focus(&base->scenario), FAKE_B);
	base->scenario.begins = &begin_at;
	base->scenario.n_begins = 1;
	ck_assert_int_eq(gz_outcome_focus(&base->scenario), FAKE_A);
	base->scenario.n_report_places = 1; /* nothing but where it begins */
	ck_assert_int_eq(gz_outcome_focus(&base->scenario), FAKE_B);
}
END_TEST

START_TEST(an_alternative_is_measured_where_the_base_is)
{
	static int32_t only_b[] = {FAKE_B};
	other->scenario.report_places = only_b;
	other->scenario.n_report_places = 1;
	compare();
	ck_assert_double_eq(gz_compare_effect(&comparison.alternatives[0], GZ_OUTCOME_INFECTIONS, FAKE_A)->difference.mean, -15);
}
END_TEST

START_TEST(one_result_is_no_comparison)
{
	const gz_result *results[] = {&base->result};
	ck_assert_int_eq(gz_compare_results(results, 1, &comparison, NULL), GZ_ERR_INPUT);
}
END_TEST

START_TEST(the_table_has_a_row_for_each)
{
	static const char path[] = "test_compare.csv";
	compare();
	ck_assert_int_eq(gz_compare_write(&comparison, path, NULL), GZ_OK);
	char *text = fake_read(path);
	ck_assert_ptr_nonnull(strstr(text, "A hand-made run (other.yaml),all,infections,persons,4,4,0,0,0,160,"));
	ck_assert_ptr_nonnull(strstr(text, "A hand-made run (other.yaml),a1,arrival,days,4,2,1,0,1,6,"));
	free(text);
	unlink(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compare");
	TCase *c = tcase_create("compare");
	tcase_add_checked_fixture(c, begin, end);
	tcase_add_test(c, differences_are_of_the_same_replicate);
	tcase_add_test(c, days_are_compared_where_both_arrive);
	tcase_add_test(c, prices_are_ratios_of_means);
	tcase_add_test(c, who_is_there_already_does_not_arrive);
	tcase_add_test(c, what_is_not_alike_is_said);
	tcase_add_test(c, the_headline_is_of_where_it_does_not_begin);
	tcase_add_test(c, an_alternative_is_measured_where_the_base_is);
	tcase_add_test(c, one_result_is_no_comparison);
	tcase_add_test(c, the_table_has_a_row_for_each);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
