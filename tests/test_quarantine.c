/* Quarantine and tests of arrivals: exact cases, order, and the inputs that were fitted to others' data.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/quarantine.h"

#include "base/maths.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static gz_quarantine people(void)
{
	return (gz_quarantine){.incubation = {5.489, 6.502, 0},
	                       .ill = {9.1, 14.7, 0},
	                       .infectious = {7.089, 5.960, GZ_SPREAD_LOGISTIC},
	                       .silent = {6, 12, 0},
	                       .silent_share = 0.2,
	                       .symptom_sensitivity = 0.7,
	                       .report_onset = true,
	                       .result_delay = 1,
	                       .silent_factor = 0.62};
}

static double released(const gz_quarantine *q)
{
	double share = -1;
	ck_assert_int_eq(gz_quarantine_released(q, &share, NULL), GZ_OK);
	ck_assert(share >= 0 && share <= 1);
	return share;
}

START_TEST(keeps_its_order)
{
	double last = 1;
	for (double days = 0; days <= 30; days += 5) {
		gz_quarantine q = people();
		q.days = days;
		double share = released(&q);
		ck_assert_double_le(share, last + 1e-9);
		last = share;
		q.n_tests = 1; /* a test within the quarantine never releases more */
		q.result_delay = 0;
		q.tests[0] = days;
		ck_assert_double_le(released(&q), share + 1e-9);
		q.silent_factor = 1; /* nor does a better one */
		ck_assert_double_le(released(&q), share + 1e-9);
	}
}
END_TEST

START_TEST(fixed_durations_are_exact)
{
	/* infectious for 10 days, quarantine of 4: six tenths are released; a test of sensitivity 0.5 halves them */
	gz_quarantine fixed = {.incubation = {4, 0, 0}, .ill = {6, 0, 0}, .silent = {6, 0, 0}, .silent_share = 1, .days = 4};
	ck_assert_double_eq_tol(released(&fixed), 0.6, 1e-12);
	fixed.n_tests = 1;
	fixed.even = true;
	fixed.sensitivity = 0.5;
	fixed.silent_factor = 1;
	ck_assert_double_eq_tol(released(&fixed), 0.3, 1e-12);
	fixed.sensitivity = 0;
	ck_assert_double_eq_tol(released(&fixed), 0.6, 1e-12);
	/* with symptoms, 3 days infectious from onset: out of 10 days the last departure that matters is on day 3, and only those who
	 * fall ill after release (departure before day 0) are unseen */
	gz_quarantine ill = {.incubation = {4, 0, 0}, .ill = {6, 0, 0}, .infectious = {3, 0, 0}, .days = 4};
	ck_assert_double_eq_tol(released(&ill), 0.3, 1e-12);
	ill.report_onset = true;
	ck_assert_double_eq_tol(released(&ill), 0, 1e-12);
	/* infectious when they set out: 2 days before onset to 3 after, of 10 */
	double share;
	ck_assert_int_eq(gz_quarantine_infectious(&ill, 2, &share, NULL), GZ_OK);
	ck_assert_double_eq_tol(share, 0.5, 1e-12);
	/* who does not keep it is released at once: 0.4 averted by 4 of 10 days, of which half are kept */
	gz_quarantine half = {.incubation = {4, 0, 0}, .ill = {6, 0, 0}, .days = 4};
	ck_assert_int_eq(gz_quarantine_averted(&half, 0.5, &share, NULL), GZ_OK);
	ck_assert_double_eq_tol(share, 0.2, 1e-12);
}
END_TEST

START_TEST(tables_agree_with_plain_sums)
{
	/* the tabulated integral of two tests against 200 000 departures, durations fixed */
	gz_quarantine q = {.incubation = {5, 0, 0}, .ill = {20, 0, 0}, .silent = {20, 0, 0}, .silent_share = 1, .n_tests = 2,
	                   .tests = {0.3, 4.3}, .silent_factor = 0.62, .journey = 0.45};
	double sum = 0;
	for (int i = 0; i < 200000; i++) {
		double t = 25 * (i + 0.5) / 200000;
		if (t + 0.45 + 4.3 < 25)
			sum += (1 - 0.62 * gz_quarantine_pcr(t + 0.75)) * (1 - 0.62 * gz_quarantine_pcr(t + 4.75)) / 200000;
	}
	ck_assert_double_eq_tol(released(&q), sum, 2e-5);
	ck_assert_double_eq_tol(gz_quarantine_pcr(8), 0.793, 1e-12);
	ck_assert_double_eq(gz_quarantine_pcr(0), 0);
	ck_assert_double_eq(gz_quarantine_pcr(100), 0);
}
END_TEST

START_TEST(inputs_that_were_fitted)
{
	/* the quantiles that the inputs of Clifford 2021 are to have */
	double shape = 5.48937 * 5.48937 / 6.50194, scale = 6.50194 / 5.48937;
	ck_assert_double_eq_tol(scale * gz_maths_gamma_quantile(shape, 0.5), 5.1, 1e-3);
	ck_assert_double_eq_tol(scale * gz_maths_gamma_quantile(shape, 0.975), 11.5, 1e-3);
	ck_assert_double_eq_tol(gz_maths_beta_quantile(0.025, 1.87733, 6.31485), 0.03, 1e-4);
	ck_assert_double_eq_tol(gz_maths_beta_quantile(0.975, 1.87733, 6.31485), 0.55, 1e-4);
	/* logistic regression of "no longer infectious" on the day, Woelfel 2020: at the maximum both scores are 0 */
	static const double still[7] = {3, 4, 5, 6, 7, 8, 8}, ended[9] = {5, 7, 8, 8, 9, 10, 11, 11, 13};
	double pi = acos(-1), width = sqrt(3 * 5.96025) / pi, score = 0, slope = 0;
	for (int i = 0; i < 16; i++) {
		double day = i < 7 ? still[i] : ended[i - 7], rest = (i < 7 ? 0 : 1) - 1 / (1 + exp(-(day - 7.08912) / width));
		score += rest;
		slope += rest * day;
	}
	ck_assert_double_eq_tol(score, 0, 1e-4);
	ck_assert_double_eq_tol(slope, 0, 1e-3);
}
END_TEST

START_TEST(impossible_figures_are_refused)
{
	gz_error err;
	double share;
	gz_quarantine q = people();
	q.n_tests = 2;
	q.tests[0] = 5;
	q.tests[1] = 3;
	ck_assert_int_eq(gz_quarantine_released(&q, &share, &err), GZ_ERR_INPUT);
	ck_assert_uint_gt(strlen(err.sentence), 10);
	q = people();
	q.incubation.mean = 0;
	ck_assert_int_eq(gz_quarantine_released(&q, &share, NULL), GZ_ERR_INPUT);
	q = people();
	q.days = NAN;
	ck_assert_int_eq(gz_quarantine_averted(&q, 1, &share, NULL), GZ_ERR_INPUT);
	q = people();
	ck_assert_int_eq(gz_quarantine_averted(&q, 1.1, &share, NULL), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_quarantine_infectious(&q, -1, &share, NULL), GZ_ERR_INPUT);
	q.n_tests = 5;
	ck_assert_int_eq(gz_quarantine_released(&q, &share, NULL), GZ_ERR_INPUT);
	q = people();
	q.silent_share = 2;
	ck_assert_int_eq(gz_quarantine_released(&q, &share, NULL), GZ_ERR_INPUT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quarantine");
	TCase *t = tcase_create("quarantine");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, keeps_its_order);
	tcase_add_test(t, fixed_durations_are_exact);
	tcase_add_test(t, tables_agree_with_plain_sums);
	tcase_add_test(t, inputs_that_were_fitted);
	tcase_add_test(t, impossible_figures_are_refused);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
