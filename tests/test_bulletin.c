/* The bulletin: ranks, the control of false alarms, silent and late places, short histories, periods asked for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"
#include "base/sample.h"
#include "detect/bulletin.h"
#include "detect/ears.h"
#include "detect/farrington.h"
#include "detect/glr.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 220, SERIES = 60 };

static gz_arena arena;
static gz_counts counts;
static gz_bulletin bulletin;
static gz_series series[SERIES];
static double count[SERIES][N];
static int32_t place[SERIES], arrived[SERIES * N];
static gz_detect_place places[SERIES];

static void begin(void)
{
	const gz_key key = gz_random_key(3, "bulletin");
	for (int s = 0; s < SERIES; s++) {
		for (int t = 0; t < N; t++) {
			const gz_draw d = {.key = key, .replicate = (uint32_t)s, .step = (uint32_t)t, .draw = 2};
			count[s][t] = gz_sample_poisson(&d, 5);
			arrived[s * N + t] = 1;
		}
		series[s] = (gz_series){"p", "d", 7, 11316 + 7, N, count[s], NULL};
		place[s] = s;
		places[s] = (gz_detect_place){"p", NAN, NAN};
	}
	counts = (gz_counts){.period = 7, .first = 11316 + 7, .n = N, .series = series, .n_series = SERIES, .place = place, .places = places, .n_places = SERIES};
}

static void end(void)
{
	gz_arena_free(&arena);
}

static void make(const gz_bulletin_request *request)
{
	gz_error err = {0};
	ck_assert_msg(gz_bulletin_make(&counts, request, &arena, &bulletin, &err) == GZ_OK, "%s", err.sentence);
}

/* What EARS is reckoned to raise by chance leans on how often it did in the series' own past. */
START_TEST(ears_reckons_with_its_own_past)
{
	const gz_bulletin_request last = {.method = &gz_ears_c1, .from = N - 1, .to = N};
	int32_t n = 0;
	counts.n_series = 1;
	for (int t = 0; t < N; t++)
		count[0][t] = t % 12 == 0 ? 9 : 1 + t % 2;
	ck_assert_int_eq(gz_ears_past(&series[0], N - 1, &gz_ears_c1, NULL, &n), (N - 2) / 12); /* not the first: it has no seven before it */
	ck_assert_int_eq(n, N - 1 - 7);
	make(&last);
	double chance = gz_ears_false_alarm(&series[0], N - 1, &gz_ears_c1, NULL);
	ck_assert_double_eq_tol(bulletin.expected_false, (20 * chance + (N - 2) / 12) / (20 + n), 1e-12);
}
END_TEST

/* What is above its threshold and raises no alarm is named: too few cases, which an option changes. */
START_TEST(too_few_cases_are_named)
{
	double options[GZ_DETECT_OPTIONS_MAX];
	gz_bulletin_request last = {.from = N - 1, .to = N};
	for (int t = 0; t < N; t++)
		count[7][t] = count[8][t] = t % 50 == 0;
	count[7][N - 1] = 4;
	count[8][N - 1] = 5;
	make(&last);
	ck_assert(!gz_bulletin_at(&bulletin, 7, N - 1)->alarm && gz_bulletin_at(&bulletin, 8, N - 1)->alarm);
	ck_assert_int_eq(bulletin.n_few, 1);
	ck_assert_int_eq(bulletin.few[0], 7);
	ck_assert_int_eq(bulletin.few_cases, 5);
	ck_assert_int_eq(bulletin.few_weeks, 4);
	gz_detect_defaults(&gz_farrington_flexible, options);
	options[GZ_FARRINGTON_LEAST_CASES] = 4;
	last.method = &gz_farrington_flexible;
	last.options = options;
	make(&last);
	ck_assert(gz_bulletin_at(&bulletin, 7, N - 1)->alarm);
	ck_assert_int_eq(bulletin.n_few, 0);
	last.method = &gz_ears_c1;
	last.options = NULL;
	make(&last);
	ck_assert_int_eq(bulletin.n_few, 0);
}
END_TEST

START_TEST(ranks)
{
	const gz_bulletin_request last = {.from = N - 3, .to = N};
	count[7][N - 1] = 40;
	count[8][N - 1] = 60;
	count[9][N - 2] = 50;
	count[10][N - 1] = NAN;
	make(&last);
	ck_assert_int_eq(bulletin.ranked[0], 8);
	ck_assert_int_eq(bulletin.ranked[1], 7);
	ck_assert_int_eq(bulletin.ranked[SERIES - 1], 10);
	ck_assert_int_eq(bulletin.n_now, 2);
	ck_assert_int_ge(bulletin.n_alarms, 3);
	ck_assert_int_eq(bulletin.alarms[0]->series, 8);
	ck_assert_int_eq(bulletin.alarms[2]->series, 9);
	ck_assert_int_eq(bulletin.alarms[2]->period, N - 2);
	ck_assert_int_eq(bulletin.n_judged, SERIES - 1);
	ck_assert_int_eq(bulletin.n_silent, 1);
	ck_assert_int_eq(bulletin.silent[0], 10);
	ck_assert_int_eq(gz_bulletin_reported(&bulletin, 10, N - 1), N - 2);
	ck_assert_double_eq_tol(bulletin.expected_false, 0.005 * (SERIES - 1), 1e-12);
	for (int i = 0; i + 1 < SERIES - 1; i++) {
		const gz_bulletin_item *a = gz_bulletin_at(&bulletin, bulletin.ranked[i], N - 1), *b = gz_bulletin_at(&bulletin, bulletin.ranked[i + 1], N - 1);
		ck_assert(a->alarm > b->alarm || (a->alarm == b->alarm && a->verdict.probability <= b->verdict.probability));
	}
}
END_TEST

START_TEST(late_reports)
{
	const gz_bulletin_request last = {.from = N - 1, .to = N};
	counts.arrived = arrived;
	arrived[4 * N + N - 1] = 8;
	arrived[5 * N + N - 1] = 7;
	arrived[6 * N + N - 1] = INT32_MIN;
	make(&last);
	ck_assert_int_eq(bulletin.n_late, 1);
	ck_assert_int_eq(bulletin.late[0], 4);
}
END_TEST

/* Adjusted probabilities are those of Benjamini and Hochberg: min over j >= rank of p_j m / j. */
START_TEST(control_of_false_alarms)
{
	gz_bulletin_request request = {.method = &gz_ears_c2, .from = N - 1, .to = N, .control = GZ_BULLETIN_FDR, .level = 0.1};
	double options[GZ_EARS_OPTIONS];
	gz_detect_defaults(&gz_ears_c2, options);
	options[GZ_EARS_ALPHA] = 0.1;
	request.options = options;
	count[7][N - 1] = 30;
	count[8][N - 1] = 60;
	make(&request);
	int32_t plain = 0;
	for (int32_t s = 0; s < SERIES; s++) {
		const gz_bulletin_item *item = gz_bulletin_at(&bulletin, s, N - 1);
		double least = 1;
		for (int32_t other = 0; other < SERIES; other++) {
			double p = gz_bulletin_at(&bulletin, other, N - 1)->verdict.probability;
			int32_t rank = 0;
			for (int32_t k = 0; k < SERIES; k++)
				rank += gz_bulletin_at(&bulletin, k, N - 1)->verdict.probability <= p;
			if (p >= item->verdict.probability && p * SERIES / rank < least)
				least = p * SERIES / rank;
		}
		ck_assert_double_eq_tol(item->adjusted, least, 1e-12);
		ck_assert_int_eq(item->alarm, item->verdict.alarm && least <= 0.1);
		plain += item->verdict.alarm;
	}
	ck_assert_int_gt(plain, bulletin.n_now);
	ck_assert_int_ge(bulletin.n_now, 2);
}
END_TEST

START_TEST(short_history_is_said)
{
	const gz_bulletin_request automatic = {.from = N - 1, .to = N};
	gz_bulletin_request flexible = automatic;
	for (int t = 0; t < N - 40; t++)
		count[3][t] = NAN;
	counts.n = 60; /* a little more than a year */
	for (int s = 0; s < SERIES; s++)
		series[s].n = 60;
	gz_bulletin_request now = automatic;
	now.from = 59;
	now.to = 60;
	make(&now);
	ck_assert_int_eq(bulletin.n_fallback, SERIES - 1); /* series 3 has no report at all */
	ck_assert_int_eq(bulletin.n_short, 1);
	ck_assert_ptr_eq(gz_bulletin_at(&bulletin, 0, 59)->method, &gz_ears_c2);
	ck_assert_int_eq(bulletin.n_now, 0);
	count[1][59] = 60; /* what stands in for the method raises alarms of its own */
	make(&now);
	ck_assert_int_eq(bulletin.n_now, 1);
	ck_assert_int_eq(bulletin.n_alarms, 1);
	ck_assert_int_eq(bulletin.ranked[0], 1);
	ck_assert(bulletin.alarms[0]->alarm && bulletin.alarms[0]->verdict.alarm);
	for (int s = 0; s < SERIES; s++)
		ck_assert(gz_bulletin_at(&bulletin, s, 59)->alarm == gz_bulletin_at(&bulletin, s, 59)->verdict.alarm);
	flexible.method = gz_detect_find("flexible");
	flexible.from = 59;
	flexible.to = 60;
	make(&flexible);
	ck_assert_int_eq(bulletin.n_short, SERIES);
	ck_assert_int_eq(bulletin.n_now, 0);
}
END_TEST

START_TEST(a_series_begins_with_its_first_report)
{
	const gz_bulletin_request last = {.from = N - 1, .to = N};
	for (int t = 0; t < N - 5; t++) {
		count[3][t] = t < N - 40 ? NAN : count[3][t];
		count[4][t] = NAN;
	}
	make(&last);
	ck_assert_int_eq(bulletin.n_fallback, 1);
	ck_assert_ptr_eq(gz_bulletin_at(&bulletin, 3, N - 1)->method, &gz_ears_c2);
	ck_assert_int_eq(gz_bulletin_at(&bulletin, 3, N - 1)->verdict.state, GZ_DETECT_JUDGED);
	ck_assert_int_eq(gz_bulletin_at(&bulletin, 4, N - 1)->verdict.state, GZ_DETECT_SHORT);
	ck_assert_int_eq(bulletin.n_short, 1);
	ck_assert_int_eq(bulletin.n_unfit, 0);
}
END_TEST

/* A rise too small for one week is seen by the chart, which begins before the week that is asked for. */
START_TEST(a_slow_rise_is_seen)
{
	const gz_bulletin_request request = {.method = &gz_glr, .from = N - 1, .to = N};
	for (int t = N - 3; t < N; t++)
		count[5][t] = 9; /* one such week alone comes to a score of a quarter */
	make(&request);
	ck_assert_double_gt(gz_bulletin_at(&bulletin, 5, N - 1)->verdict.score, 0.5);
}
END_TEST

/* EARS takes mean and spread from seven counts as known: its alarms are many times alpha. What it gives as chance and as false alarms to be
 * reckoned with must not be. 60 series x 200 weeks without anything unusual: a chance of 0.01 comes in a hundredth of them at most (four
 * standard errors: with a free seed this test would fail once in 10,000), and what is reckoned with is neither below the alarms that come
 * nor above one and a half times as many (the greater of two chances is a third too great for Poisson counts). */
START_TEST(ears_knows_how_often_it_errs)
{
	const gz_key key = gz_random_key(77, "ears");
	const double means[] = {0.4, 3, 12, 60};
	const gz_detector *const methods[] = {&gz_ears_c1, &gz_ears_c2};
	for (int s = 0; s < SERIES; s++)
		for (int t = 0; t < N; t++) {
			const gz_draw d = {.key = key, .replicate = (uint32_t)s, .step = (uint32_t)t, .draw = 4};
			count[s][t] = gz_sample_poisson(&d, means[s % 4]);
		}
	for (int m = 0; m < 2; m++) {
		double reckoned = 0, alarms = 0, small = 0, n = 0;
		const gz_bulletin_request all = {.method = methods[m], .from = 20, .to = N};
		make(&all);
		for (int64_t i = 0; i < (int64_t)SERIES * (N - 20); i++, n++) {
			const gz_bulletin_item *item = &bulletin.items[i];
			double chance = gz_ears_false_alarm(&series[item->series], item->period, methods[m], NULL);
			ck_assert(item->verdict.state == GZ_DETECT_JUDGED && item->verdict.probability >= 0 && item->verdict.probability <= 1);
			ck_assert(item->alarm == (item->verdict.probability <= chance));
			reckoned += chance;
			alarms += item->alarm;
			small += item->verdict.probability <= 0.01;
		}
		ck_assert_msg(small <= 0.01 * n + 4 * sqrt(0.01 * n), "%s: %g of %g have a chance of 0.01", methods[m]->name, small, n);
		ck_assert_msg(alarms > 0.01 * n && reckoned >= alarms - 4 * sqrt(alarms) && reckoned <= 1.5 * alarms, "%s: %g alarms, %g reckoned with", methods[m]->name, alarms, reckoned);
	}
	const gz_bulletin_request last = {.method = &gz_ears_c2, .from = N - 1, .to = N}, sums = {.method = &gz_ears_c3, .from = N - 1, .to = N};
	make(&last);
	ck_assert(bulletin.expected_false > 0.005 * SERIES && bulletin.expected_false < 0.1 * SERIES);
	make(&sums);
	ck_assert(isnan(bulletin.expected_false));
}
END_TEST

START_TEST(what_cannot_be_asked)
{
	gz_error err = {0};
	gz_bulletin_request request = {.from = N, .to = N};
	ck_assert_int_eq(gz_bulletin_make(&counts, &request, &arena, &bulletin, &err), GZ_ERR_INPUT);
	request = (gz_bulletin_request){.method = &gz_glr, .from = N - 1, .to = N, .control = GZ_BULLETIN_FDR};
	ck_assert_int_eq(gz_bulletin_make(&counts, &request, &arena, &bulletin, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "glr gives no probabilities"));
	request.control = GZ_BULLETIN_NONE;
	make(&request);
	ck_assert(isnan(bulletin.expected_false));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bulletin");
	TCase *cases = tcase_create("bulletin");
	tcase_add_checked_fixture(cases, begin, end);
	tcase_add_test(cases, too_few_cases_are_named);
	tcase_add_test(cases, ears_reckons_with_its_own_past);
	tcase_add_test(cases, ranks);
	tcase_add_test(cases, late_reports);
	tcase_add_test(cases, control_of_false_alarms);
	tcase_add_test(cases, short_history_is_said);
	tcase_add_test(cases, a_series_begins_with_its_first_report);
	tcase_add_test(cases, a_slow_rise_is_seen);
	tcase_add_test(cases, ears_knows_how_often_it_errs);
	tcase_add_test(cases, what_cannot_be_asked);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
