/* The border-aware detector: its exact probability, its false alarms on null data, and what linked places add.
 *
 * Counts of alarms lie in binomial bounds that chance breaks once in a hundred thousand, at fixed seeds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "base/sample.h"
#include "base/tail.h"
#include "detect/neighbour.h"
#include "detect/pair.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WEEKS = 320, JUDGED = 10 };

static double density(double y, double mean, double phi)
{
	return gz_tail_negbin(y, mean, phi) - gz_tail_negbin(y + 1, mean, phi);
}

/* Likelihood of a count: from the formula, apart from the code under test. */
static double likelihood(double y, double mean, double phi)
{
	double r = mean / (phi - 1);
	return exp(lgamma(y + r) - lgamma(r) - lgamma(y + 1) - r * log(phi) + y * log(1 - 1 / phi));
}

static double evidence(double before, double now, double m1, double m0, double phi)
{
	static const double rises[] = {1.5, 2.5, 4};
	double sum = 0;
	for (int e = 0; e < 3; e++) {
		double a = likelihood(now, m0 + rises[e] * sqrt(phi * m0), phi) / likelihood(now, m0, phi);
		double b = likelihood(before, m1 + rises[e] * sqrt(phi * m1), phi) / likelihood(before, m1, phi);
		sum += a * (1 + 5 * b);
	}
	return now < ceil(m0 + sqrt(phi * m0)) ? 0 : sum;
}

START_TEST(the_probability_is_the_sum_over_all_pairs)
{
	static const struct { double m1, m0, phi, before, now; } cases[] = {{2, 2.5, 1.5, 3, 7}, {0.13, 0.14, 2, 0, 2}, {0.13, 0.14, 2, 2, 2}, {12, 10, 3, 20, 18}, {40, 42, 1.1, 40, 60}};
	gz_pair *pair = malloc(sizeof *pair);
	ck_assert_ptr_nonnull(pair);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double m1 = cases[i].m1, m0 = cases[i].m0, phi = cases[i].phi, least = evidence(cases[i].before, cases[i].now, m1, m0, phi), sum = 0;
		for (int before = 0; before < 150; before++)
			for (int now = 0; now < 150; now++)
				if (evidence(before, now, m1, m0, phi) >= least * (1 - 1e-9))
					sum += density(before, m1, phi) * density(now, m0, phi);
		gz_pair_prepare(pair, m1, m0, phi);
		double p = gz_pair_probability(pair, cases[i].before, cases[i].now);
		ck_assert_msg(fabs(p - sum) < 1e-6 * sum + 1e-9, "case %zu: %.10g is not %.10g", i, p, sum);
		double bound = gz_pair_bound(pair, cases[i].before, 0.01);
		ck_assert(gz_pair_probability(pair, cases[i].before, bound) > 0.01);
		ck_assert(gz_pair_probability(pair, cases[i].before, bound + 1) <= 0.01);
	}
	free(pair);
}
END_TEST

/* Given that no count of the period before was above `most`: the sum over the pairs in which it was not, by their share. */
START_TEST(what_raised_no_alarm_is_known)
{
	const double m1 = 6, m0 = 5, phi = 1.8, least = evidence(9, 10, m1, m0, phi);
	const int most = 11;
	double sum = 0, share = 0;
	gz_pair *pair = malloc(sizeof *pair);
	ck_assert_ptr_nonnull(pair);
	for (int before = 0; before <= most; before++) {
		share += density(before, m1, phi);
		for (int now = 0; now < 150; now++)
			if (evidence(before, now, m1, m0, phi) >= least * (1 - 1e-9))
				sum += density(before, m1, phi) * density(now, m0, phi);
	}
	gz_pair_prepare(pair, m1, m0, phi);
	double plain = gz_pair_probability(pair, 9, 10);
	gz_pair_assume(pair, most);
	ck_assert_double_eq_tol(gz_pair_probability(pair, 9, 10), sum / share, 1e-6 * sum);
	ck_assert(gz_pair_probability(pair, 9, 10) < plain);
	gz_pair_prepare(pair, NAN, m0, phi);
	gz_pair_assume(pair, NAN);
	ck_assert_double_eq_tol(gz_pair_probability(pair, NAN, 12), gz_tail_negbin(12, m0, phi), 1e-9);
	free(pair);
}
END_TEST

START_TEST(without_the_period_before_it_is_the_tail)
{
	gz_pair *pair = malloc(sizeof *pair);
	ck_assert_ptr_nonnull(pair);
	gz_pair_prepare(pair, NAN, 5, 1.8);
	ck_assert_double_eq_tol(gz_pair_probability(pair, NAN, 12), gz_tail_negbin(12, 5, 1.8), 1e-9);
	ck_assert_double_eq(gz_pair_probability(pair, NAN, 6), 1); /* not a standard deviation above */
	gz_pair_prepare(pair, 250000, 250000, 40); /* a grid of steps: half a step is less than 0.03 standard deviations */
	double sd = sqrt(250000 * 40.0);
	ck_assert(gz_pair_bound(pair, 250000, 0.01) > 250000 + 2 * sd);
	ck_assert(gz_pair_bound(pair, 250000, 0.01) < 250000 + 4 * sd);
	free(pair);
}
END_TEST

/* ---- the detector ------------------------------------------------------------------------------------------- */
typedef struct watched {
	gz_series *series;
	int32_t *place;
	gz_detect_place *places;
	gz_detect_link *links;
	double *counts;
	int32_t n;
} watched;

/* n places in a ring; counts with a season, dispersion 2 and means between 0.5 and 40. */
static watched make(uint64_t seed, int32_t n)
{
	watched s = {calloc((size_t)n, sizeof(gz_series)), calloc((size_t)n, sizeof(int32_t)), calloc((size_t)n, sizeof(gz_detect_place)),
		calloc((size_t)n * 2, sizeof(gz_detect_link)), calloc((size_t)n * WEEKS, sizeof(double)), n};
	ck_assert(s.series != NULL && s.place != NULL && s.places != NULL && s.links != NULL && s.counts != NULL);
	for (int32_t i = 0; i < n; i++) {
		char name[32];
		snprintf(name, sizeof name, "series-%d", i);
		gz_key key = gz_random_key(seed, name);
		double mean = 0.5 * gz_maths_pow(80, (double)i / n);
		for (int32_t t = 0; t < WEEKS; t++) {
			double m = mean * gz_maths_exp(0.5 * gz_maths_cos(2 * 3.14159265358979 * t / 52));
			s.counts[i * WEEKS + t] = gz_sample_negative_binomial(&(gz_draw){key, 0, (uint32_t)t, 1}, m, m);
		}
		s.series[i] = (gz_series){"place", "measles", 7, 4 + 7 * 1600, WEEKS, s.counts + i * WEEKS, NULL};
		s.place[i] = i;
		s.places[i] = (gz_detect_place){"place", NAN, NAN};
		s.links[2 * i] = (gz_detect_link){i, (i + 1) % n, 1};
		s.links[2 * i + 1] = (gz_detect_link){(i + 1) % n, i, 1};
	}
	return s;
}

static gz_detect_verdict *judge(const watched *s, bool linked, int32_t from, int32_t to)
{
	double options[GZ_NEIGHBOUR_OPTIONS];
	gz_error err = {0};
	gz_detect_verdict *out = calloc((size_t)s->n * (size_t)(to - from), sizeof *out);
	ck_assert_ptr_nonnull(out);
	for (int32_t i = 0; i < GZ_NEIGHBOUR_OPTIONS; i++)
		options[i] = gz_neighbour.options[i].value;
	options[GZ_NEIGHBOUR_CALENDAR] = 0;
	const gz_detect_set set = {.series = s->series, .n_series = s->n, .place = s->place, .places = s->places, .n_places = s->n,
		.links = linked ? s->links : NULL, .n_links = linked ? 2 * s->n : 0};
	ck_assert_msg(gz_neighbour.judge(&set, options, from, to, out, &err) == GZ_OK, "%s", err.sentence);
	return out;
}

static void forget(watched *s)
{
	free(s->series);
	free(s->place);
	free(s->places);
	free(s->links);
	free(s->counts);
}

static int32_t alarms_of(const gz_detect_verdict *v, int32_t n)
{
	int32_t alarms = 0;
	for (int32_t i = 0; i < n; i++) {
		ck_assert_int_eq(v[i].state, GZ_DETECT_JUDGED);
		ck_assert(v[i].upper >= v[i].expected);
		alarms += v[i].alarm;
	}
	return alarms;
}

/* 200 series x 10 weeks, alone and linked. Alarms of a series follow one another only by the shared fit, so that binomial bounds at a
 * level of 0.0085 hold (0.0075 and what the errors of the estimates add): at most 38 of 2000 (chance of more 3e-6), at least 3 (of fewer 7e-6). */
START_TEST(false_alarms_keep_to_their_level)
{
	watched s = make(_i == 0 ? 21 : 22, 200);
	gz_detect_verdict *alone = judge(&s, false, WEEKS - JUDGED, WEEKS), *linked = judge(&s, true, WEEKS - JUDGED, WEEKS);
	int32_t a = alarms_of(alone, s.n * JUDGED), b = alarms_of(linked, s.n * JUDGED);
	printf("null data: %d alarms alone, %d linked, of %d weeks\n", a, b, s.n * JUDGED);
	ck_assert_int_ge(a, 3);
	ck_assert_int_le(a, 38);
	ck_assert_int_le(b, 38);
	free(alone);
	free(linked);
	forget(&s);
}
END_TEST

/* Four outbreaks of two weeks, of 6 standard deviations each: plain means would rise by 8 x 6 / 308 = 0.16 standard deviations. */
START_TEST(past_outbreaks_hardly_move_what_is_expected)
{
	watched s = make(26, 60);
	int32_t k = WEEKS - 1;
	double moved = 0;
	gz_detect_verdict *quiet = judge(&s, false, k, WEEKS);
	for (int32_t i = 0; i < s.n; i++)
		for (int32_t t = 20; t < WEEKS - 20; t += 75)
			for (int32_t j = 0; j < 2; j++)
				s.counts[i * WEEKS + t + j] += floor(6 * sqrt(2 * quiet[i].expected));
	gz_detect_verdict *loud = judge(&s, false, k, WEEKS);
	for (int32_t i = 0; i < s.n; i++)
		moved += (loud[i].expected - quiet[i].expected) / sqrt(2 * quiet[i].expected) / s.n;
	printf("past outbreaks move what is expected by %.3f standard deviations\n", moved);
	ck_assert(fabs(moved) < 0.04);
	free(quiet);
	free(loud);
	forget(&s);
}
END_TEST

START_TEST(evidence_next_door_lowers_the_bound)
{
	watched s = make(23, 30);
	int32_t k = WEEKS - 1;
	gz_detect_verdict *quiet = judge(&s, true, k, WEEKS);
	s.counts[20 * WEEKS + k - 1] += 60;
	gz_detect_verdict *loud = judge(&s, true, k, WEEKS), *alone = judge(&s, false, k, WEEKS);
	ck_assert(loud[19].upper < alone[19].upper && loud[21].upper < alone[21].upper);
	for (int32_t i = 0; i < s.n; i++)
		if (i < 19 || i > 21)
			ck_assert_double_eq(loud[i].upper, quiet[i].upper);
	for (int32_t i = 0; i < s.n; i++)
		ck_assert(loud[i].probability == alone[i].probability);
	free(quiet);
	free(loud);
	free(alone);
	forget(&s);
}
END_TEST

/* What raised an alarm last week says nothing more this week: the bound is that of a week alone, and lower after a count just below. */
START_TEST(evidence_that_raised_an_alarm_is_spent)
{
	watched s = make(27, 20);
	const int32_t k = WEEKS - 1;
	for (int32_t i = 0; i < s.n; i++) {
		double *count = s.counts + i * WEEKS + k;
		count[-2] = NAN; /* no evidence of a third week */
		count[-1] = 0;
		gz_detect_verdict *last = judge(&s, false, k - 1, k);
		count[-1] = last[i].upper;
		gz_detect_verdict *below = judge(&s, false, k, WEEKS);
		count[-1] = last[i].upper + 3;
		gz_detect_verdict *spent = judge(&s, false, k, WEEKS);
		count[-1] = NAN;
		gz_detect_verdict *alone = judge(&s, false, k, WEEKS);
		ck_assert_double_eq(spent[i].upper, alone[i].upper);
		ck_assert_msg(below[i].upper < spent[i].upper || spent[i].upper < 6, "series %d: %g after no alarm, %g after one", i,
			below[i].upper, spent[i].upper);
		free(last);
		free(below);
		free(spent);
		free(alone);
	}
	forget(&s);
}
END_TEST

/* What was unusual two weeks before, without an alarm, lowers the bound; what was usual raises it; a missing week leaves it. */
START_TEST(the_third_week_moves_the_bound)
{
	watched s = make(28, 20);
	const int32_t k = WEEKS - 1;
	int32_t moved = 0;
	for (int32_t i = 0; i < s.n; i++) {
		double *count = s.counts + i * WEEKS + k, upper[4];
		count[-1] = 0;
		const double before[4] = {0, NAN, 0, 1e4};
		for (int32_t j = 0; j < 4; j++) {
			count[-2] = before[j];
			if (j == 2) {
				count[-3] = NAN;
				gz_detect_verdict *then = judge(&s, false, k - 2, k - 1);
				count[-2] = then[i].upper;
				free(then);
			}
			gz_detect_verdict *v = judge(&s, false, k, WEEKS);
			upper[j] = v[i].upper;
			free(v);
		}
		ck_assert_msg(upper[0] >= upper[1] && upper[1] >= upper[2] && upper[2] >= upper[3], "series %d: %g %g %g %g", i, upper[0], upper[1], upper[2], upper[3]);
		moved += upper[0] > upper[2];
	}
	ck_assert_int_gt(moved, s.n / 2);
	forget(&s);
}
END_TEST

/* A period's verdict does not hang on which others are asked for, nor on what comes later. */
START_TEST(verdicts_stand_alone)
{
	watched s = make(24, 10);
	gz_detect_verdict *many = judge(&s, true, WEEKS - JUDGED, WEEKS), *one = judge(&s, true, WEEKS - 3, WEEKS - 2);
	for (int32_t i = 0; i < s.n; i++) {
		ck_assert_double_eq(many[i * JUDGED + JUDGED - 3].upper, one[i].upper);
		ck_assert_double_eq(many[i * JUDGED + JUDGED - 3].probability, one[i].probability);
	}
	free(many);
	free(one);
	forget(&s);
}
END_TEST

START_TEST(what_cannot_be_judged_says_so)
{
	watched s = make(25, 2);
	s.counts[WEEKS - 1] = NAN;
	gz_detect_verdict *v = judge(&s, false, WEEKS - 1, WEEKS);
	ck_assert_int_eq(v[0].state, GZ_DETECT_MISSING);
	ck_assert(isfinite(v[0].upper) && !v[0].alarm);
	free(v);
	v = judge(&s, false, 0, 30);
	ck_assert_int_eq(v[0].state, GZ_DETECT_SHORT);
	ck_assert_int_eq(v[29].state, GZ_DETECT_SHORT);
	free(v);
	/* A place that began to report: 26 reports before the 4 weeks left out, or it is too early, however long the table is. */
	double *kept = malloc(WEEKS * sizeof *kept);
	ck_assert_ptr_nonnull(kept);
	memcpy(kept, s.counts, WEEKS * sizeof *kept);
	for (int32_t t = 0; t < WEEKS - 31; t++)
		s.counts[t] = NAN;
	s.counts[WEEKS - 1] = 4;
	v = judge(&s, false, WEEKS - 2, WEEKS);
	ck_assert_int_eq(v[0].state, GZ_DETECT_SHORT);
	ck_assert_int_eq(v[1].state, GZ_DETECT_JUDGED);
	free(v);
	memcpy(s.counts, kept, WEEKS * sizeof *kept);
	free(kept);
	for (int32_t t = 0; t < WEEKS; t++)
		s.counts[t] = t == WEEKS - 1 ? 3 : 0;
	v = judge(&s, false, WEEKS - 1, WEEKS);
	ck_assert_int_eq(v[0].state, GZ_DETECT_JUDGED);
	ck_assert(v[0].alarm && v[0].probability < 0.01);
	free(v);
	forget(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("neighbour");
	TCase *tc = tcase_create("all");
	tcase_add_test(tc, the_probability_is_the_sum_over_all_pairs);
	tcase_add_test(tc, what_raised_no_alarm_is_known);
	tcase_add_test(tc, evidence_that_raised_an_alarm_is_spent);
	tcase_add_test(tc, the_third_week_moves_the_bound);
	tcase_add_test(tc, without_the_period_before_it_is_the_tail);
	tcase_add_loop_test(tc, false_alarms_keep_to_their_level, 0, 2);
	tcase_add_test(tc, past_outbreaks_hardly_move_what_is_expected);
	tcase_add_test(tc, evidence_next_door_lowers_the_bound);
	tcase_add_test(tc, verdicts_stand_alone);
	tcase_add_test(tc, what_cannot_be_judged_says_so);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
