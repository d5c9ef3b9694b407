/* Transmission averted along the course of the viral load: limits, order, and a plain sum.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/trajectory.h"

#include "base/maths.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const gz_trajectory COURSE = {17, 10.2, 0.9423, 1.63, 0.5, 22.3, 4.2, 0.307, {25, 1.5}, {30, 1.5}, 35};
static const gz_trajectory_measures MEASURES = {0.25, 5, 10, false, 0.28, 0.71, 0.86};

static double averted(const gz_trajectory *course, const gz_trajectory_measures *measures)
{
	double share = -1;
	ck_assert_int_eq(gz_trajectory_averted(course, measures, &share, NULL), GZ_OK);
	ck_assert(share >= -1e-12 && share <= 1 + 1e-12);
	return share;
}

START_TEST(limits)
{
	gz_trajectory blind = COURSE, seeing = COURSE;
	gz_trajectory_measures nothing = MEASURES, all = MEASURES;
	blind.antigen.half = -1000; /* a test that finds nobody, and nobody complies */
	nothing.keep_quarantine = nothing.keep_test = 0;
	ck_assert_double_eq_tol(averted(&blind, &nothing), 0, 1e-12);
	seeing.antigen.half = 1000; /* one that finds everybody before the flight */
	ck_assert_double_eq_tol(averted(&seeing, &nothing), 1, 1e-12);
	/* nobody has symptoms, nothing before or after, quarantine without end from departure on */
	blind.silent_share = 1;
	all.flight = 0;
	all.quarantine = 100;
	all.keep_quarantine = 1;
	ck_assert_double_eq_tol(averted(&blind, &all), 1, 1e-9);
	all.keep_quarantine = 0.5;
	ck_assert_double_eq_tol(averted(&blind, &all), 0.5, 1e-9);
}
END_TEST

START_TEST(order)
{
	double last = 0;
	for (int days = 0; days <= 10; days += 2) {
		gz_trajectory_measures m = MEASURES;
		m.keep_test = 0;
		m.quarantine = days;
		double now = averted(&COURSE, &m);
		ck_assert_double_ge(now, last);
		last = now;
		m.keep_test = 1; /* a test at the end never averts less */
		ck_assert_double_ge(averted(&COURSE, &m), now);
	}
}
END_TEST

static double at(double t, double onset, double end, double peak)
{
	double x = t < onset ? t / onset : (end - t) / (end - onset);
	return t <= 0 || t >= end ? 40 : 40 + (peak - 40) * x * x * (3 - 2 * x);
}

/* Transmission between two times by 100 steps. */
static double between(double from, double to, double onset, double end, double peak)
{
	double sum = 0;
	for (int k = 0; k < 100 && to > from; k++)
		sum += (to - from) / 100 / (1 + exp((at(from + (to - from) * (k + 0.5) / 100, onset, end, peak) - 25) / 1.5));
	return sum;
}

START_TEST(a_plain_sum)
{
	enum { N = 24 };
	double total = 0, gained = 0;
	gz_trajectory silent = COURSE;
	silent.silent_share = 1;
	for (int i = 0; i < N * N * N; i++) {
		double u = (i % N + 0.5) / N, v = (i / N % N + 0.5) / N, end = 10.2 + 0.9423 * gz_maths_normal_quantile(u);
		double below = gz_maths_normal_cdf((log(end) - 1.63) / 0.5), onset = exp(1.63 + 0.5 * gz_maths_normal_quantile(u * below));
		double peak = 22.3 + 4.2 * gz_maths_normal_quantile(v), t = end * (i / N / N + 0.5) / N;
		double here = between(t, end, onset, end, peak), passed = 1 - 1 / (1 + exp((at(t, onset, end, peak) - 30) / 1.5));
		total += here;
		gained += (1 - passed) * here + passed * 0.28 * between(t + 0.25, t + 5.25 < end ? t + 5.25 : end, onset, end, peak);
		if (at(t + 5.25, onset, end, peak) < 35)
			gained += passed * 0.86 * between(t + 5.25, end, onset, end, peak);
	}
	ck_assert_double_eq_tol(averted(&silent, &MEASURES), gained / total, 0.003);
}
END_TEST

START_TEST(impossible_figures_are_refused)
{
	gz_error err;
	double share;
	gz_trajectory course = COURSE;
	gz_trajectory_measures measures = MEASURES;
	course.clearance = 0;
	ck_assert_int_eq(gz_trajectory_averted(&course, &measures, &share, &err), GZ_ERR_INPUT);
	ck_assert_uint_gt(strlen(err.sentence), 10);
	course = COURSE;
	course.culture.scale = 0;
	ck_assert_int_eq(gz_trajectory_averted(&course, &measures, &share, NULL), GZ_ERR_INPUT);
	measures.keep_test = 1.1;
	ck_assert_int_eq(gz_trajectory_averted(&COURSE, &measures, &share, NULL), GZ_ERR_INPUT);
	measures = MEASURES;
	measures.quarantine = NAN;
	ck_assert_int_eq(gz_trajectory_averted(&COURSE, &measures, &share, NULL), GZ_ERR_INPUT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trajectory");
	TCase *t = tcase_create("trajectory");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, limits);
	tcase_add_test(t, order);
	tcase_add_test(t, a_plain_sum);
	tcase_add_test(t, impossible_figures_are_refused);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
