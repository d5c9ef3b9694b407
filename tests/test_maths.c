/* Elementary functions against long double in units in the last place, special ones against known values and inverses.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "base/random.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 250000 };

static uint32_t drawn;

static double between(double low, double high)
{
	const gz_key key = {{3, 5}};
	return low + (high - low) * gz_random_unit(gz_random_bits(key, drawn++, 0, 0, 0));
}

/* Error in units in the last place of the double nearest to the exact value. */
static double ulps(double got, long double want)
{
	double near = (double)want;
	if (near == 0 || !isfinite(near))
		return got == near ? 0 : INFINITY;
	double unit = nextafter(fabs(near), INFINITY) - fabs(near);
	return (double)(fabsl((long double)got - want) / (long double)unit);
}

static void within(double (*ours)(double), long double (*exact)(long double), double low, double high, double limit)
{
	for (int i = 0; i < POINTS; i++) {
		double x = between(low, high), e = ulps(ours(x), exact((long double)x));
		if (!(e <= limit))
			ck_abort_msg("at %.17g: %g ulp, limit %g", x, e, limit);
	}
}

START_TEST(exponentials)
{
	within(gz_maths_exp, expl, -1, 1, 0.75);
	within(gz_maths_exp, expl, -708, 709, 0.75);
	within(gz_maths_expm1, expm1l, -1, 1, 1.25);
	within(gz_maths_expm1, expm1l, -1e-5, 1e-5, 0.6);
	within(gz_maths_expm1, expm1l, -40, 709, 1.0);
	ck_assert_double_eq(gz_maths_exp(0), 1);
	ck_assert_double_eq(gz_maths_exp(-1000), 0);
	ck_assert(isinf(gz_maths_exp(710)) && isinf(gz_maths_exp(INFINITY)) && isnan(gz_maths_exp(NAN)));
	ck_assert(isfinite(gz_maths_exp(709.782712893384)));
	ck_assert_double_eq(gz_maths_exp(-745), exp(-745)); /* subnormal */
	ck_assert_double_eq(gz_maths_exp(-INFINITY), 0);
	ck_assert_double_eq(gz_maths_expm1(-INFINITY), -1);
	ck_assert(isinf(gz_maths_expm1(1000)) && isnan(gz_maths_expm1(NAN)));
}
END_TEST

START_TEST(logarithms)
{
	within(gz_maths_log, logl, 0.5, 2, 0.95);
	within(gz_maths_log, logl, 0.99, 1.01, 0.75);
	within(gz_maths_log, logl, 0, 1e12, 0.75);
	within(gz_maths_log1p, log1pl, -0.999, 1, 0.95);
	within(gz_maths_log1p, log1pl, -1e-5, 1e-5, 0.6);
	within(gz_maths_log1p, log1pl, 0, 1e5, 0.95);
	ck_assert_double_eq(gz_maths_log(1), 0);
	ck_assert_double_le(ulps(gz_maths_log(5e-324), logl((long double)5e-324)), 1);
	ck_assert(isinf(gz_maths_log(0)) && isnan(gz_maths_log(-1)) && isinf(gz_maths_log(INFINITY)) && isnan(gz_maths_log(NAN)));
	ck_assert(isinf(gz_maths_log1p(-1)) && isnan(gz_maths_log1p(-2)) && isinf(gz_maths_log1p(INFINITY)));
	ck_assert_double_eq(gz_maths_log1p(1e-300), 1e-300);
	ck_assert_double_eq(gz_maths_expm1(1e-300), 1e-300);
}
END_TEST

START_TEST(circular_functions)
{
	within(gz_maths_sin, sinl, -4, 4, 1);
	within(gz_maths_sin, sinl, -1e6, 1e6, 1);
	within(gz_maths_cos, cosl, -4, 4, 1);
	within(gz_maths_cos, cosl, -1e6, 1e6, 1);
	for (int k = 1; k < 4000; k++) { /* next to the zeros */
		double x = k * 1.5707963267948966;
		ck_assert_double_le(ulps(gz_maths_sin(x), sinl((long double)x)), 1);
		ck_assert_double_le(ulps(gz_maths_cos(x), cosl((long double)x)), 1);
	}
	ck_assert(isnan(gz_maths_sin(INFINITY)) && isnan(gz_maths_cos(NAN)));
	ck_assert_double_eq(gz_maths_cos(0), 1);
}
END_TEST

START_TEST(powers)
{
	for (int i = 0; i < POINTS; i++) {
		double x = gz_maths_exp(between(-10, 10)), y = between(-60, 60);
		double worst = ulps(gz_maths_pow(x, y), powl(x, y));
		x = between(0.9999, 1.0001);
		y = between(-6e6, 6e6);
		double e = ulps(gz_maths_pow(x, y), powl(x, y));
		if (!(worst <= 0.75 && e <= 0.75))
			ck_abort_msg("at %.17g ^ %.17g: %g and %g ulp", x, y, worst, e);
	}
	static const double ends[] = {-INFINITY, -3, -2.5, -2, -1, -0.5, -0.0, 0.0, 0.5, 1, 2, 2.5, 3, INFINITY, NAN};
	for (size_t i = 0; i < 15; i++)
		for (size_t j = 0; j < 15; j++) {
			double got = gz_maths_pow(ends[i], ends[j]), want = pow(ends[i], ends[j]);
			ck_assert_msg((isnan(got) && isnan(want)) || (signbit(got) == signbit(want) && fabs(got - want) <= 1e-15 * fabs(want)) ||
			                  (isinf(want) && got == want), "%g ^ %g = %g, not %g", ends[i], ends[j], got, want);
		}
	ck_assert_double_eq(gz_maths_pow(10, 3), 1000);
	ck_assert(isinf(gz_maths_pow(10, 400)) && gz_maths_pow(10, -400) == 0);
}
END_TEST

START_TEST(gamma_functions)
{
	for (int i = 0; i < POINTS; i++) {
		double x = gz_maths_exp(between(-20, 25)), exact = lgamma(x);
		if (!(fabs(gz_maths_lgamma(x) - exact) <= 1e-15 + 8e-16 * fabs(exact)))
			ck_abort_msg("lgamma at %.17g", x);
	}
	for (int i = 1; i < 20; i++) { /* the zeros keep their relative accuracy */
		double w = ldexp(1, -2 * i);
		ck_assert_double_le(fabs(gz_maths_lgamma(1 + w) / (double)lgammal(1 + (long double)w) - 1), 2e-15);
		ck_assert_double_le(fabs(gz_maths_lgamma(2 + w) / (double)lgammal(2 + (long double)w) - 1), 2e-15);
	}
	/* Abramowitz and Stegun, table 6.1 and the recurrence 6.3.5 */
	ck_assert_double_eq_tol(gz_maths_digamma(1), -0.57721566490153286061, 1e-15);
	ck_assert_double_eq_tol(gz_maths_digamma(0.5), -1.96351002602142347944, 2e-15);
	ck_assert_double_eq_tol(gz_maths_digamma(10), 2.25175258906672110765, 2e-15);
	for (int i = 0; i < 2000; i++) {
		double x = between(0.01, 50);
		ck_assert_double_eq_tol(gz_maths_digamma(x + 1), gz_maths_digamma(x) + 1 / x, 1e-13);
	}
}
END_TEST

START_TEST(normal_distribution)
{
	for (int i = 0; i < 40000; i++) {
		double z = between(-37, 8), exact = (double)(0.5L * erfcl(-(long double)z / sqrtl(2)));
		ck_assert_double_le(fabs(gz_maths_normal_cdf(z) / exact - 1), 1e-12);
		double p = between(0, 1);
		ck_assert_double_le(fabs(gz_maths_normal_cdf(gz_maths_normal_quantile(p)) / p - 1), 1e-12);
	}
	ck_assert_double_eq_tol(gz_maths_normal_quantile(0.975), 1.95996398454005423552, 1e-15);
	ck_assert_double_eq_tol(gz_maths_normal_quantile(1e-20), -9.26234008979840757, 1e-13); /* Wichura 1988, table */
	ck_assert_double_eq(gz_maths_normal_quantile(0.5), 0);
	ck_assert(isinf(gz_maths_normal_quantile(0)) && isinf(gz_maths_normal_quantile(1)) && isnan(gz_maths_normal_quantile(2)));
}
END_TEST

START_TEST(incomplete_gamma)
{
	/* P(3, x) = 1 - exp(-x) (1 + x + x^2 / 2); Q(1, x) = exp(-x) */
	for (int i = 0; i < 2000; i++) {
		double x = between(0, 30), exact = exp(-x) * (1 + x + x * x / 2);
		ck_assert_double_eq_tol(gz_maths_gamma_q(3, x), exact, 1e-14);
		ck_assert_double_eq_tol(gz_maths_gamma_p(3, x), 1 - exact, 1e-14);
		ck_assert_double_le(fabs(gz_maths_gamma_q(1, x) / exp(-x) - 1), 1e-13);
	}
	for (int i = 0; i < 10000; i++) {
		double a = gz_maths_exp(between(-4, 12)), p = between(0, 1), x = gz_maths_gamma_quantile(a, p);
		ck_assert_double_le(fabs(gz_maths_gamma_p(a, x) - p), x > 0 ? 1e-12 : p);
	}
	ck_assert_double_eq_tol(gz_maths_gamma_quantile(1, 0.5), log(2), 1e-15);
	ck_assert_double_eq(gz_maths_gamma_quantile(2, 0), 0);
	ck_assert(isinf(gz_maths_gamma_quantile(2, 1)) && isnan(gz_maths_gamma_p(-1, 1)));
}
END_TEST

START_TEST(incomplete_beta)
{
	/* I_x(2, 5) = 1 - (1 - x)^5 (1 + 5 x); I_x(1/2, 1/2) = 2 / pi asin(sqrt x) */
	for (int i = 0; i < 2000; i++) {
		double x = between(0, 1);
		ck_assert_double_eq_tol(gz_maths_beta_i(x, 2, 5), 1 - pow(1 - x, 5) * (1 + 5 * x), 1e-14);
		ck_assert_double_eq_tol(gz_maths_beta_i(x, 0.5, 0.5), 2 / 3.14159265358979324 * asin(sqrt(x)), 1e-14);
	}
	for (int i = 0; i < 10000; i++) {
		double a = gz_maths_exp(between(-4, 10)), b = gz_maths_exp(between(-4, 10)), p = between(0, 1);
		double x = gz_maths_beta_quantile(p, a, b);
		/* next to 1 the answer is limited by the spacing of x */
		if (x < 0.999 && x > 1e-290)
			ck_assert_msg(fabs(gz_maths_beta_i(x, a, b) - p) < 1e-11, "a %g b %g p %g x %g", a, b, p, x);
	}
	ck_assert_double_eq_tol(gz_maths_beta_quantile(0.5, 3, 3), 0.5, 1e-15);
	ck_assert_double_eq(gz_maths_beta_quantile(0, 3, 3), 0);
	ck_assert_double_eq(gz_maths_beta_quantile(1, 3, 3), 1);
	ck_assert_double_eq_tol(gz_maths_beta_i(0.3, 3e8, 7e8), 0.5, 1e-4); /* large arguments stay near the median */
}
END_TEST

START_TEST(densities)
{
	for (int i = 0; i < 20000; i++) {
		double n = floor(gz_maths_exp(between(0, 14))), p = between(0, 1), k = floor(between(0, n + 1));
		long double exact = expl(lgammal(n + 1) - lgammal(k + 1) - lgammal(n - k + 1) + k * logl(p) + (n - k) * log1pl(-p));
		if (exact > 1e-200L)
			ck_assert_double_le(fabs(gz_maths_binomial_density(k, n, p) / (double)exact - 1), 5e-12);
		exact = expl(k * logl(p * n) - p * n - lgammal(k + 1));
		if (exact > 1e-200L)
			ck_assert_double_le(fabs(gz_maths_poisson_density(k, p * n) / (double)exact - 1), 5e-12);
	}
	ck_assert_double_eq(gz_maths_binomial_density(3, 2, 0.5), 0);
	ck_assert_double_eq(gz_maths_binomial_density(0, 5, 0), 1);
	ck_assert_double_eq(gz_maths_poisson_density(0, 0), 1);
}
END_TEST

START_TEST(bits_are_pinned)
{
	/* The very bits, on one machine and another: any change here changes every result of every scenario. */
	static const struct {
		double (*f)(double);
		double x;
	} rows[] = {{gz_maths_exp, -0.7}, {gz_maths_log, 0.3}, {gz_maths_log1p, -0.25}, {gz_maths_expm1, 0.6}, {gz_maths_sin, 100}, {gz_maths_cos, 2}, {gz_maths_lgamma, 7.5}, {gz_maths_normal_quantile, 0.01}};
	uint64_t sum = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		for (int k = 0; k < 1000; k++) {
			double y = rows[i].f(rows[i].x * (1 + k * 0x1p-12));
			uint64_t u;
			memcpy(&u, &y, sizeof u);
			sum = sum * UINT64_C(6364136223846793005) + u;
		}
	}
	ck_assert_msg(sum == UINT64_C(0xc641eb0ee65df158), "0x%016llx", (unsigned long long)sum);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("maths");
	TCase *t = tcase_create("maths");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, exponentials);
	tcase_add_test(t, logarithms);
	tcase_add_test(t, circular_functions);
	tcase_add_test(t, powers);
	tcase_add_test(t, gamma_functions);
	tcase_add_test(t, normal_distribution);
	tcase_add_test(t, incomplete_gamma);
	tcase_add_test(t, incomplete_beta);
	tcase_add_test(t, densities);
	tcase_add_test(t, bits_are_pinned);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
