/* Epidemics in one town against exact theory: final sizes, extinction with superspreading, the linear birth-death process.
 *
 * False-alarm rate of each comparison: 1e-5 (truth.h); seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_MAX = 64 };

static void scenario(truth *t, const char *more, int days, int replicates, int seed, int cases)
{
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\nworld: {places: places.csv}\ndisease: d.yaml\n"
		"begin:\n  - {place: town, compartment: I, people: %d}\n%s", days, replicates, seed, cases, more);
}

/* SIR; force: what stands in the infect row, duration: of I. */
static void sir(truth *t, const char *force, const char *duration)
{
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: sir\ntitle: {en: SIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n"
		"  R: {title: {en: R}, rest: true}\ninfect:\n  - {name: person, from: S, to: I, %s}\nprogress:\n  - {from: I, duration: {%s}, to: R}\n", force, duration);
}

/* Distribution of the number infected besides the first, from n susceptible and m infectious: those still infectious stay so with
 * probability 1 - leave. Everybody of i infects each susceptible with probability 1 - q. */
static void final_size(int n, int m, double q, double leave, double *out)
{
	static double p[N_MAX][2 * N_MAX];
	memset(p, 0, sizeof p);
	memset(out, 0, sizeof(double) * (size_t)(n + 1));
	p[n][m] = 1;
	for (int s = n; s >= 0; s--)
		for (int i = n - s + m; i >= 0; i--) {
			if (i == 0)
				out[n - s] += p[s][0];
			if (i == 0 || p[s][i] == 0)
				continue;
			const double hit = 1 - pow(q, i), nothing = truth_binomial(0, s, hit) * truth_binomial(0, i, leave);
			for (int x = 0; x <= s; x++)
				for (int y = 0; y <= i; y++)
					if (x + y > 0)
						p[s - x][i - y + x] += p[s][i] * truth_binomial(x, s, hit) * truth_binomial(y, i, leave) / (1 - nothing);
		}
}

static void size_against(const char *what, int people, int cases, double beta, double days, bool fixed, int replicates, int seed)
{
	truth t;
	char force[64], duration[64];
	double expected[N_MAX] = {0}, counts[N_MAX] = {0};
	truth_begin(&t);
	truth_town(&t, people);
	snprintf(force, sizeof force, "beta: %.17g", beta);
	snprintf(duration, sizeof duration, "%s: %g d", fixed ? "fixed" : "mean", days);
	sir(&t, force, duration);
	scenario(&t, "", 60 * (int)days, truth_replicates(replicates), seed, cases);
	truth_run(&t, false);
	final_size(people - cases, cases, exp(-beta / people), 1 / days, expected);
	const int town = gz_scenario_place(&t.scenario, "town");
	for (int r = 0; r < t.result.n_replicates; r++)
		counts[(int)t.result.final_size[town * t.result.n_replicates + r]] += 1;
	truth_fits(what, counts, expected, people - cases + 1);
	truth_end(&t);
}

START_TEST(reed_frost)
{
	size_against("Reed-Frost N 10, 1 case, R0 1.5", 10, 1, 1.5, 1, true, 20000, 11);
	size_against("Reed-Frost N 25, 1 case, R0 2", 25, 1, 2, 1, true, 20000, 12);
	size_against("Reed-Frost N 50, 2 cases, R0 1.2", 50, 2, 1.2, 1, true, 20000, 13);
}
END_TEST

START_TEST(chain_binomial)
{
	size_against("chain-binomial SIR N 10, mean 3 d, R0 2.1", 10, 1, 0.7, 3, false, 20000, 21);
	size_against("chain-binomial SIR N 30, mean 4 d, R0 1.6", 30, 2, 0.4, 4, false, 10000, 22);
}
END_TEST

START_TEST(mean_field_final_size)
{
	/* log(S_end / S_start) = -R0 (N - S_end) / N whatever the step, because an I is infectious for m/dt steps on average */
	const char *const steps[] = {"1", "1/4", "1/50"};
	const double people = 1e6, cases = 1, r0 = 1.7;
	for (int k = 0; k < 3; k++) {
		truth t;
		char more[64];
		truth_begin(&t);
		truth_town(&t, (long long)people);
		sir(&t, "R0: 1.7", "mean: 5 d");
		snprintf(more, sizeof more, "step: %s d\n", steps[k]);
		scenario(&t, more, 700, 1, 1, (int)cases);
		truth_run(&t, true);
		double z = 0.7;
		for (int i = 0; i < 200; i++)
			z = 1 - (1 - cases / people) * exp(-r0 * z);
		truth_close("SIR final size, mean field", t.result.final_size[gz_scenario_place(&t.scenario, "town")] + cases, z * people, 1e-3);
		truth_close("beta of R0 1.7 over 5 d", t.result.beta[0], 1.7 / 5, 1e-12);
		truth_end(&t);
	}
}
END_TEST

START_TEST(mean_field_map)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000);
	sir(&t, "beta: 0.4", "mean: 5 d");
	scenario(&t, "", 60, 1, 1, 10);
	truth_run(&t, true);
	double *found = truth_series(&t, "town", GZ_QUANTITY_PREVALENCE, NULL);
	double s = 990, i = 10;
	for (int day = 0; day < 60; day++) {
		const double x = s * -expm1(-0.4 * i / 1000), y = i / 5;
		s -= x;
		i += x - y;
		ck_assert_double_eq_tol(found[day], i, 1e-12 * 1000);
	}
	free(found);
	truth_end(&t);
}
END_TEST

/* ---- extinction from one case ------------------------------------------------------------------------------- */

typedef double lives(double s, double r, double k); /* generating function of one case's offspring */

static double fixed_period(double s, double r, double k)
{
	return pow(1 + r / k * (1 - s), -k);
}

/* Geometric period of mean 5 steps, of which each step's spread gives s the factor h. */
static double geometric(double h)
{
	return 0.2 * h / (1 - 0.8 * h);
}

static double step_form(double s, double r, double k)
{
	const double a = 1 / (1 / k - 0.8);
	return geometric(pow(1 + r / a * (1 - s), -a / 5));
}

static double trait_form(double s, double r, double k)
{
	/* expectation over the trait, Gamma(k, 1/k), in x = trait^k: the density is then bounded and smooth */
	double sum = 0, weight = 0;
	const int n = 20000;
	const double top = pow(60 / k, k);
	for (int i = 0; i < n; i++) {
		const double trait = pow((i + 0.5) / n * top, 1 / k), w = exp(-k * trait);
		sum += w * geometric(exp(-r / 5 * trait * (1 - s)));
		weight += w;
	}
	return sum / weight;
}

static double extinct(lives *f, double r, double k)
{
	double s = 0;
	for (int i = 0; i < 400; i++)
		s = f(s, r, k);
	return s;
}

static void extinction(const char *what, const char *trait, bool fixed, double r, double k, double published, lives *f, int replicates, int seed)
{
	truth t;
	char force[128];
	truth_begin(&t);
	truth_town(&t, 100000000);
	snprintf(force, sizeof force, "R0: %g, dispersion: {k: %g, trait: %s}", r, k, trait);
	sir(&t, force, fixed ? "fixed: 5 d" : "mean: 5 d");
	scenario(&t, "", 90, truth_replicates(replicates), seed, 1);
	truth_run(&t, false);
	const int town = gz_scenario_place(&t.scenario, "town");
	double small = 0;
	for (int i = 0; i < t.result.n_replicates; i++)
		small += t.result.final_size[town * t.result.n_replicates + i] < 500;
	const double theory = extinct(f, r, k);
	truth_close("published figure", theory, published, 0.0006);
	truth_share(what, small, t.result.n_replicates, theory, 1e-4);
	truth_end(&t);
}

START_TEST(extinction_fixed)
{
	extinction("fixed period, R 2.5, k 0.3: extinct", "step", true, 2.5, 0.3, 0.675, fixed_period, 12000, 31);
	extinction("fixed period, R 2.5, k 0.1: extinct", "step", true, 2.5, 0.1, 0.861, fixed_period, 12000, 32);
	extinction("fixed period, R 0.47, k 0.3: extinct", "step", true, 0.47, 0.3, 1, fixed_period, 4000, 33);
	extinction("fixed period, R 2.5, k 0.3, trait of a person: extinct", "person", true, 2.5, 0.3, 0.675, fixed_period, 12000, 34);
}
END_TEST

START_TEST(extinction_geometric)
{
	extinction("geometric period, trait of a person, k 0.3: extinct", "person", false, 2.5, 0.3, 0.756, trait_form, 12000, 41);
	extinction("geometric period, trait of a person, k 0.1: extinct", "person", false, 2.5, 0.1, 0.895, trait_form, 12000, 42);
	extinction("geometric period, trait of a step, k 0.3: extinct", "step", false, 2.5, 0.3, 0.691, step_form, 12000, 43);
	extinction("geometric period, trait of a step, k 0.1: extinct", "step", false, 2.5, 0.1, 0.865, step_form, 12000, 44);
}
END_TEST

/* ---- offspring and birth-death ------------------------------------------------------------------------------ */

/* All infections by one case: those it infects stay exposed for 30,000 years. */
static void offspring(const char *what, const char *force, const char *duration, double r, double k, int seed)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 100000000);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: one\ntitle: {en: one}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n"
		"  E: {title: {en: E}}\n"
		"  R: {title: {en: R}, rest: true}\ninfect:\n  - {name: person, from: S, to: E, beta: %g, by: {I: 1}, %s}\n"
		"progress:\n  - {from: E, duration: {mean: 1e7 d}, to: I}\n  - {from: I, duration: {%s}, to: R}\n",
		r / 5, force, duration);
	scenario(&t, "", 60, truth_replicates(20000), seed, 1);
	truth_run(&t, false);
	const int town = gz_scenario_place(&t.scenario, "town");
	const truth_moments m = truth_moments_of(&t.result.final_size[town * t.result.n_replicates], t.result.n_replicates);
	char text[128];
	snprintf(text, sizeof text, "offspring mean, %s", what);
	truth_mean(text, m, r, 0);
	snprintf(text, sizeof text, "offspring variance, %s", what);
	truth_variance(text, m, r + r * r / k, 0);
	truth_end(&t);
}

START_TEST(offspring_moments)
{
	offspring("fixed period, step form, k 0.5", "dispersion: {k: 0.5}", "fixed: 5 d", 2, 0.5, 51);
	offspring("geometric period, step form, k 0.5", "dispersion: {k: 0.5}", "mean: 5 d", 2, 0.5, 52);
}
END_TEST

START_TEST(birth_death)
{
	/* each case a step: survives with 1 - g, and Poisson(b) new ones */
	truth t;
	const double b = 0.3, g = 0.2, m = 1 + b - g, v = g * (1 - g) + b, n = 20;
	truth_begin(&t);
	truth_town(&t, 1000000000);
	sir(&t, "beta: 0.3", "mean: 5 d");
	scenario(&t, "", 30, truth_replicates(8000), 61, (int)n);
	truth_run(&t, false);
	double *found = truth_series(&t, "town", GZ_QUANTITY_PREVALENCE, NULL);
	for (int day = 9; day < 30; day += 10) {
		char text[96];
		const truth_moments sample = truth_moments_of(&found[(int64_t)day * t.result.n_replicates], t.result.n_replicates);
		snprintf(text, sizeof text, "linear birth-death, mean after %d steps", day + 1);
		truth_mean(text, sample, n * pow(m, day + 1), 0);
		snprintf(text, sizeof text, "linear birth-death, variance after %d steps", day + 1);
		truth_variance(text, sample, n * v * pow(m, day) * (pow(m, day + 1) - 1) / (m - 1), 0);
	}
	free(found);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_epidemic");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, reed_frost);
	tcase_add_test(tc, chain_binomial);
	tcase_add_test(tc, mean_field_final_size);
	tcase_add_test(tc, mean_field_map);
	tcase_add_test(tc, extinction_fixed);
	tcase_add_test(tc, extinction_geometric);
	tcase_add_test(tc, offspring_moments);
	tcase_add_test(tc, birth_death);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
