/* Weighted points: sums over them are the integrals they stand for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/spread.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static double power_mean(const gz_spread_points *p, int power)
{
	double sum = 0;
	for (int32_t i = 0; i < p->n; i++)
		sum += p->weight[i] * pow(p->at[i], power);
	return sum;
}

START_TEST(moments)
{
	static const double shapes[7] = {1, 2, 4.6, 40, 101, 1e4, 1e9};
	gz_spread_points p;
	for (int i = 0; i < 7; i++) {
		double mean = 5.5, variance = mean * mean / shapes[i];
		gz_spread_take(&(gz_spread){mean, variance, GZ_SPREAD_GAMMA}, 3.21, &p);
		ck_assert_double_eq_tol(power_mean(&p, 0), 1, 1e-12);
		ck_assert_double_eq_tol(power_mean(&p, 1), mean, 1e-6);
		ck_assert_double_eq_tol(power_mean(&p, 2), mean * mean + variance, 1e-5);
	}
	gz_spread_take(&(gz_spread){4, 0, GZ_SPREAD_GAMMA}, 0, &p);
	ck_assert_int_eq(p.n, 1);
	ck_assert_double_eq(p.at[0], 4);
	/* uniform from 1 to 3: the mean of x^5 is (3^6 - 1) / 12 */
	gz_spread_take(&(gz_spread){2, 4.0 / 12, GZ_SPREAD_UNIFORM}, 0, &p);
	ck_assert_double_eq_tol(power_mean(&p, 5), 728.0 / 12, 1e-10);
	gz_spread_between(1, 3, &p);
	ck_assert_double_eq_tol(power_mean(&p, 9), (pow(3, 10) - 1) / 10, 1e-8);
}
END_TEST

START_TEST(a_logistic_without_its_ends)
{
	gz_spread_points p;
	double scale = 1.3, variance = scale * scale * acos(-1) * acos(-1) / 3, low = 7 - scale * log(99), sum = 0;
	gz_spread_take(&(gz_spread){7, variance, GZ_SPREAD_LOGISTIC}, 0, &p);
	ck_assert_double_eq_tol(power_mean(&p, 1), 7, 1e-9);
	for (int i = 0; i < 100000; i++) {
		double u = 0.01 + 0.98 * (i + 0.5) / 100000, x = 7 + scale * log(u / (1 - u));
		sum += x * x / 100000;
	}
	ck_assert_double_eq_tol(power_mean(&p, 2), sum, 2e-3);
	for (int32_t i = 0; i < p.n; i++)
		ck_assert_double_gt(p.at[i], low);
}
END_TEST

START_TEST(below_and_durations)
{
	/* an exponential: 1 - exp(-x / mean) */
	const gz_spread exponential = {2, 4, GZ_SPREAD_GAMMA}, fixed = {2, 0, GZ_SPREAD_GAMMA};
	ck_assert_double_eq_tol(gz_spread_below(&exponential, 3), 1 - exp(-1.5), 1e-12);
	ck_assert_double_eq(gz_spread_below(&exponential, -1), 0);
	ck_assert_double_eq(gz_spread_below(&fixed, 1.99), 0);
	ck_assert_double_eq(gz_spread_below(&fixed, 2), 1);
	ck_assert(gz_spread_is_duration(&fixed));
	ck_assert(!gz_spread_is_duration(&(gz_spread){0, 1, GZ_SPREAD_GAMMA}));
	ck_assert(!gz_spread_is_duration(&(gz_spread){1, -1, GZ_SPREAD_GAMMA}));
	ck_assert(!gz_spread_is_duration(&(gz_spread){1, 1.1, GZ_SPREAD_GAMMA}));
	ck_assert(!gz_spread_is_duration(&(gz_spread){NAN, 1, GZ_SPREAD_GAMMA}));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spread");
	TCase *t = tcase_create("spread");
	tcase_add_test(t, moments);
	tcase_add_test(t, a_logistic_without_its_ends);
	tcase_add_test(t, below_and_durations);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
