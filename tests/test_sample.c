/* Every sampler against its exact law by chi-square, with fixed seeds.
 *
 * False alarms: each chi-square test fails with probability 1e-6 under the exact law (some 100 of them: 1e-4 in all, were
 * the seeds not fixed). References are distribution functions through the incomplete gamma and beta, or sums of terms in
 * long double; the samplers use neither.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/sample.h"
#include "base/maths.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 20000, BINS = 400 };
static const double FALSE_ALARM = 1e-6;

typedef struct law {
	double (*draw)(const gz_draw *d, const double *par);
	double (*below)(double k, const double *par); /* P(X <= k) */
	double mean, deviation;
	double par[3];
} law;

static gz_draw address(uint32_t i, uint32_t draw)
{
	return (gz_draw){{{0x2027u, 0x0301u}}, i, 9, draw};
}

/* Edges e[0] < e[1] < ...: bin j holds e[j-1] < x <= e[j]. A quarter of a deviation wide, or single values. */
static int edges(const law *w, double e[BINS])
{
	int n = 0;
	for (int j = -24; j <= 24; j++) {
		double at = floor(w->mean + j * w->deviation / 4);
		if (at >= 0 && (n == 0 || at > e[n - 1]))
			e[n++] = at;
	}
	return n;
}

static void fits(const law *w, uint32_t id)
{
	double e[BINS], seen[BINS + 1] = {0}, statistic = 0, open_want = 0, open_seen = 0, before = 0;
	int n = edges(w, e), used = 0;
	for (uint32_t i = 0; i < DRAWS; i++) {
		gz_draw d = address(i, id);
		double x = w->draw(&d, w->par);
		int j = 0;
		while (j < n && x > e[j])
			j++;
		seen[j]++;
	}
	for (int j = 0; j <= n; j++) { /* bins are joined until each expects ten; what is left at the end joins the last */
		double below = j < n ? w->below(e[j], w->par) : 1;
		open_want += (below - before) * DRAWS;
		open_seen += seen[j];
		before = below;
		if (open_want >= 10 && (1 - below) * DRAWS >= 10) {
			statistic += (open_seen - open_want) * (open_seen - open_want) / open_want;
			used++;
			open_want = open_seen = 0;
		}
	}
	if (open_want > 0)
		statistic += (open_seen - open_want) * (open_seen - open_want) / open_want;
	double chance = used > 0 ? gz_maths_gamma_q(used / 2.0, statistic / 2) : 1;
	ck_assert_msg(chance > FALSE_ALARM, "par %g %g %g: chi-square %g on %d, p = %g", w->par[0], w->par[1], w->par[2], statistic, used, chance);
}

static double binomial_below(double k, const double *par)
{
	return k >= par[0] ? 1 : gz_maths_beta_i(1 - par[1], par[0] - k, k + 1);
}

static double binomial_draw(const gz_draw *d, const double *par)
{
	return gz_sample_binomial(d, par[0], par[1]);
}

static double quantile_draw(const gz_draw *d, const double *par)
{
	return gz_sample_binomial_quantile(d, par[0], par[1]);
}

static void binomial_grid(double (*draw)(const gz_draw *, const double *))
{
	static const double ns[] = {1, 2, 7, 20, 100, 1000, 65536, 16777216, 16777217, 1e9};
	static const double ps[] = {1e-9, 1e-6, 1e-3, 0.02, 0.1, 0.3, 0.5, 0.7, 0.999};
	for (uint32_t i = 0; i < 10; i++)
		for (uint32_t j = 0; j < 9; j++) {
			double n = ns[i], p = ps[j];
			law w = {draw, binomial_below, n * p, sqrt(n * p * (1 - p)), {n, p, 0}};
			fits(&w, 100 + i * 9 + j);
		}
	/* on both sides of n p = 30, where the method changes */
	law below = {draw, binomial_below, 29.999, 5.5, {29999, 0.001, 0}}, above = {draw, binomial_below, 30, 5.5, {30000, 0.001, 0}};
	fits(&below, 1);
	fits(&above, 2);
}

START_TEST(binomial_fits)
{
	binomial_grid(binomial_draw);
}
END_TEST

START_TEST(binomial_quantile_fits)
{
	binomial_grid(quantile_draw);
}
END_TEST

START_TEST(binomial_edges)
{
	gz_draw d = address(1, 1);
	ck_assert_double_eq(gz_sample_binomial(&d, 0, 0.5), 0);
	ck_assert_double_eq(gz_sample_binomial(&d, -3, 0.5), 0);
	ck_assert_double_eq(gz_sample_binomial(&d, 10, 0), 0);
	ck_assert_double_eq(gz_sample_binomial(&d, 10, -0.0), 0);
	ck_assert_double_eq(gz_sample_binomial(&d, 10, 1), 10);
	ck_assert_double_eq(gz_sample_binomial(&d, 1e12, 1), 1e12);
	ck_assert_double_eq(gz_sample_binomial_quantile(&d, 10, 1.5), 10);
	for (uint32_t i = 0; i < 2000; i++) {
		d = address(i, 2);
		double n = floor(1 + 1e9 * gz_sample_uniform(&d)), p = 1e-3 * (i % 1000), x = gz_sample_binomial(&d, n, p);
		ck_assert(x >= 0 && x <= n && x == floor(x));
		ck_assert_double_eq(gz_sample_binomial(&d, n, p), x);
	}
}
END_TEST

START_TEST(binomial_quantile_is_the_inverse)
{
	/* against the sum of exact terms, at every step of the distribution function */
	static const double cases[][2] = {{30, 0.2}, {30, 0.8}, {200, 0.3}, {200, 0.61}, {2000, 0.01}, {2000, 0.4}};
	for (size_t c = 0; c < 6; c++) {
		double n = cases[c][0], p = cases[c][1];
		long double sum = 0;
		for (double k = 0; k < n; k++) {
			long double f = expl(lgammal(n + 1) - lgammal(k + 1) - lgammal(n - k + 1) + k * logl(p) + (n - k) * log1pl(-p));
			if (f > 1e-9L && sum > 1e-9L && sum < 1 - 1e-9L) {
				ck_assert_double_eq(gz_sample_binomial_inverse((double)sum + 1e-12, n, p), k);
				ck_assert_double_eq(gz_sample_binomial_inverse((double)(sum + f) - 1e-12, n, p), k);
			}
			sum += f;
		}
	}
}
END_TEST

START_TEST(binomial_quantile_is_monotone)
{
	for (uint32_t i = 0; i < 300; i++) {
		gz_draw d = address(i, 77);
		double last = 0;
		for (double p = 0.0005; p < 1; p += 0.0131) {
			double x = gz_sample_binomial_quantile(&d, 500, p);
			ck_assert_double_ge(x, last);
			last = x;
		}
		last = 0;
		for (double n = 1; n < 3e6; n = floor(n * 1.3) + 1) {
			double x = gz_sample_binomial_quantile(&d, n, 0.03);
			ck_assert_double_ge(x, last);
			last = x;
		}
		for (double n = 950; n < 1050; n += 1) { /* across n p = 30 */
			double x = gz_sample_binomial_quantile(&d, n, 0.03);
			ck_assert(n == 950 || x >= last);
			last = x;
		}
	}
}
END_TEST

static double poisson_below(double k, const double *par)
{
	return gz_maths_gamma_q(k + 1, par[0]);
}

static double poisson_draw(const gz_draw *d, const double *par)
{
	return gz_sample_poisson(d, par[0]);
}

START_TEST(poisson_fits)
{
	static const double means[] = {1e-3, 0.3, 1, 5, 9.99, 10, 17, 100, 1e4, 1e7, 1e9};
	for (uint32_t i = 0; i < 11; i++) {
		law w = {poisson_draw, poisson_below, means[i], sqrt(means[i]), {means[i], 0, 0}};
		fits(&w, 300 + i);
	}
	gz_draw d = address(1, 1);
	ck_assert_double_eq(gz_sample_poisson(&d, 0), 0);
}
END_TEST

static double negative_below(double k, const double *par)
{
	return gz_maths_beta_i(par[1] / (par[1] + par[0]), par[1], k + 1);
}

static double negative_draw(const gz_draw *d, const double *par)
{
	return gz_sample_negative_binomial(d, par[0], par[1]);
}

START_TEST(negative_binomial_fits)
{
	static const double cases[][2] = {{0.5, 0.1}, {2.5, 0.16}, {3, 1}, {50, 0.3}, {1000, 10}, {20, 1e6}};
	for (uint32_t i = 0; i < 6; i++) {
		double m = cases[i][0], k = cases[i][1];
		law w = {negative_draw, negative_below, m, sqrt(m + m * m / k), {m, k, 0}};
		fits(&w, 400 + i);
	}
	gz_draw d = address(1, 1);
	ck_assert_double_eq(gz_sample_negative_binomial(&d, 0, 1), 0);
	ck_assert_double_ge(gz_sample_negative_binomial(&d, 5, INFINITY), 0);
}
END_TEST

/* Terms in long double from the least value up, by the exact ratio of neighbours. */
static double hypergeometric_below(double k, const double *par)
{
	double good = par[0], bad = par[1], n = par[2], least = n > bad ? n - bad : 0, most = n < good ? n : good;
	long double sum = 0;
	long double c = lgammal(good + 1) + lgammal(bad + 1) + lgammal(n + 1) + lgammal(good + bad - n + 1) - lgammal(good + bad + 1);
	double deviation = sqrt(n * good / (good + bad) * bad / (good + bad)) + 1, start = floor(n * good / (good + bad) - 40 * deviation);
	for (double x = start > least ? start : least; x <= k && x <= most; x++)
		sum += expl(c - lgammal(x + 1) - lgammal(good - x + 1) - lgammal(n - x + 1) - lgammal(bad - n + x + 1));
	return (double)sum;
}

static double hypergeometric_draw(const gz_draw *d, const double *par)
{
	return gz_sample_hypergeometric(d, par[0], par[1], par[2]);
}

START_TEST(hypergeometric_fits)
{
	static const double cases[][3] = {{5, 5, 3},     {3, 500, 100},  {500, 3, 100},   {500, 3, 502},      {100, 100, 100},
	                                  {70, 930, 40}, {1, 1000, 999}, {3000, 500, 60}, {40000, 60000, 5000}, {2000000, 3000000, 100000}};
	for (uint32_t i = 0; i < 10; i++) {
		double g = cases[i][0], b = cases[i][1], n = cases[i][2], all = g + b;
		law w = {hypergeometric_draw, hypergeometric_below, n * g / all, sqrt(n * g / all * b / all * (all - n) / (all - 1)), {g, b, n}};
		fits(&w, 500 + i);
	}
	gz_draw d = address(3, 3);
	ck_assert_double_eq(gz_sample_hypergeometric(&d, 0, 5, 3), 0);
	ck_assert_double_eq(gz_sample_hypergeometric(&d, 5, 0, 3), 3);
	ck_assert_double_eq(gz_sample_hypergeometric(&d, 5, 7, 0), 0);
	ck_assert_double_eq(gz_sample_hypergeometric(&d, 5, 7, 12), 5);
	ck_assert_double_eq(gz_sample_hypergeometric(&d, 5, 7, 90), 5);
}
END_TEST

/* Continuous laws: the distribution function of a draw is uniform, in 50 equal bins. */
static void uniform_fits(const double *u, const char *what)
{
	double seen[50] = {0}, statistic = 0, want = DRAWS / 50.0;
	for (int i = 0; i < DRAWS; i++)
		seen[u[i] >= 1 ? 49 : (int)(u[i] * 50)]++;
	for (int j = 0; j < 50; j++)
		statistic += (seen[j] - want) * (seen[j] - want) / want;
	double chance = gz_maths_gamma_q(24.5, statistic / 2);
	ck_assert_msg(chance > FALSE_ALARM, "%s: chi-square %g, p = %g", what, statistic, chance);
}

START_TEST(continuous_laws_fit)
{
	static double u[DRAWS];
	static const double shapes[] = {0.05, 0.3, 1, 1.7, 12, 4000};
	for (uint32_t s = 0; s < 6; s++) {
		for (uint32_t i = 0; i < DRAWS; i++) {
			gz_draw d = address(i, 600 + s);
			u[i] = gz_maths_gamma_p(shapes[s], gz_sample_gamma(&d, shapes[s]));
		}
		uniform_fits(u, "gamma");
		for (uint32_t i = 0; i < DRAWS; i++) {
			gz_draw d = address(i, 700 + s);
			u[i] = gz_maths_beta_i(gz_sample_beta(&d, shapes[s], 2), shapes[s], 2);
		}
		uniform_fits(u, "beta");
		if (shapes[s] < 1)
			continue; /* so near to 1 that doubles are too coarse for its law */
		for (uint32_t i = 0; i < DRAWS; i++) {
			gz_draw d = address(i, 800 + s);
			u[i] = 1 - gz_maths_beta_i(gz_sample_beta(&d, 0.4, shapes[s]), 0.4, shapes[s]);
		}
		uniform_fits(u, "beta below 1");
	}
	for (uint32_t i = 0; i < DRAWS; i++) {
		gz_draw d = address(i, 900);
		u[i] = gz_maths_normal_cdf(gz_sample_normal(&d));
	}
	uniform_fits(u, "normal");
	gz_draw d = address(0, 0);
	ck_assert_double_eq(gz_sample_gamma(&d, 0), 0);
	ck_assert_double_eq(gz_sample_beta(&d, 0, 1), 0);
	ck_assert_double_eq(gz_sample_beta(&d, 1, 0), 1);
}
END_TEST

START_TEST(draws_are_pinned)
{
	/* The very bits: any change here changes every result of every scenario. */
	uint64_t sum = 0;
	for (uint32_t i = 0; i < 4000; i++) {
		gz_draw d = address(i, i % 7);
		double n = floor(gz_maths_exp(i % 23)), p = (i % 101) / 100.0;
		double draws[5] = {gz_sample_binomial(&d, n, p), gz_sample_binomial_quantile(&d, floor(n / 100), p), gz_sample_poisson(&d, n * p),
		                   gz_sample_gamma(&d, p * 5), gz_sample_hypergeometric(&d, i, 500, i % 300)};
		for (int k = 0; k < 5; k++) {
			uint64_t u;
			memcpy(&u, &draws[k], sizeof u);
			sum = sum * UINT64_C(6364136223846793005) + u;
		}
	}
	ck_assert_msg(sum == UINT64_C(0x006dee0a64b5b773), "0x%016llx", (unsigned long long)sum);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sample");
	TCase *t = tcase_create("sample");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, binomial_fits);
	tcase_add_test(t, binomial_quantile_fits);
	tcase_add_test(t, binomial_edges);
	tcase_add_test(t, binomial_quantile_is_the_inverse);
	tcase_add_test(t, binomial_quantile_is_monotone);
	tcase_add_test(t, poisson_fits);
	tcase_add_test(t, negative_binomial_fits);
	tcase_add_test(t, hypergeometric_fits);
	tcase_add_test(t, continuous_laws_fit);
	tcase_add_test(t, draws_are_pinned);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
