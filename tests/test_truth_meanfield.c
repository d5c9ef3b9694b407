/* R0 against what one case brings about, the mean-field map against an independent one, and both against the stochastic mean and the
 * differential equations.
 *
 * Deterministic comparisons are to rounding. False-alarm rate of each statistical comparison: 1e-5 (truth.h); seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- R0 ----------------------------------------------------------------------------------------------------- */

/* With R0 = 1/2 one case (entering where the infected enter) leads to 1/2 + 1/4 + ... = 1 infection in a wholly susceptible world: the
 * next-generation matrix is right if the sum is. */
static void one_leads_to_one(const char *what, const char *compartments, const char *rest, const char *enter, const char *step, int days)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 2000000000);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: half\ntitle: {en: half}\ncompartments:\n  S: {title: {en: S}, rest: true}\n%s%s", compartments, rest);
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: 1\nseed: 1\nstep: %s d\ndisease: d.yaml\n"
		"world: {places: places.csv}\nbegin:\n  - {place: town, compartment: %s, people: 1}\n", days, step, enter);
	truth_run(&t, true);
	truth_close(what, t.result.final_size[gz_scenario_place(&t.scenario, "town")], 1, 1e-6);
	truth_end(&t);
}

static const char *const STEPS[] = {"1", "1/2", "1/4"};

START_TEST(r0_of_stages)
{
	for (int k = 0; k < 3; k++) {
		one_leads_to_one("R0: Erlang stages", "  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\n",
			"infect:\n  - {name: person, from: S, to: I, R0: 0.5}\nprogress:\n  - {from: I, duration: {erlang: 3, mean: 6 d}, to: R}\n", "I", STEPS[k], 200);
		one_leads_to_one("R0: a latent period and a competing death",
			"  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\n  D: {title: {en: D}, dead: true}\n",
			"infect:\n  - {name: person, from: S, to: E, R0: 0.5}\nprogress:\n  - {from: E, duration: {erlang: 2, mean: 3 d}, to: I}\n"
			"  - {from: E, rate: 0.05, to: D}\n  - {from: I, duration: {mean: 6 d}, to: {R: 0.7, D: 0.3}}\n  - {from: I, rate: 0.1, to: D}\n", "E", STEPS[k], 400);
		one_leads_to_one("R0: branches, one of them mild", "  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n  A: {title: {en: A}, infectious: 0.5}\n  R: {title: {en: R}, rest: true}\n",
			"infect:\n  - {name: person, from: S, to: E, R0: 0.5}\nprogress:\n  - {from: E, duration: {mean: 3 d}, to: {I: 0.6, A: else}}\n"
			"  - {from: I, duration: {mean: 5 d}, to: R}\n  - {from: A, duration: {fixed: 7 d}, to: R}\n", "E", STEPS[k], 400);
		one_leads_to_one("R0: infected straight into branches", "  I: {title: {en: I}, infectious: 1}\n  A: {title: {en: A}, infectious: 0.2}\n  R: {title: {en: R}, rest: true}\n",
			"infect:\n  - {name: person, from: S, to: I, R0: 0.5, by: {I: 2, A: 0.3}}\nprogress:\n  - {from: I, at: entry, branches: [{to: A, probability: 0.3, duration: {mean: 2 d}},"
			" {to: R, probability: else, duration: {erlang: 2, mean: 8 d}}]}\n  - {from: A, duration: {mean: 5 d}, to: R}\n", "I", STEPS[k], 600);
		one_leads_to_one("R0: by water", "  I: {title: {en: I}}\n  A: {title: {en: A}}\n  R: {title: {en: R}, rest: true}\n",
			"infect: []\nprogress:\n  - {from: I, duration: {mean: 5 d}, to: A}\n  - {from: A, duration: {mean: 3 d}, to: R}\n"
			"environment:\n  - {name: water, from: S, to: I, shed: {I: 1, A: 0.1}, decay: 1/20, half: 1e9, R0: 0.5}\n", "I", STEPS[k], 3000);
	}
}
END_TEST

/* Two ages with contacts: beta = R0 / spectral radius of days x C'_ij N_i / N_j, worked by hand. */
START_TEST(r0_of_ages)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000000);
	truth_write(&t, "ages.csv", "place,age,share,source\nland,0-14,0.3,theory\nland,15+,0.7,theory\n");
	truth_write(&t, "contacts.csv", "place,setting,age,contact_age,contacts,source\nland,home,0-14,0-14,2,t\nland,home,0-14,15+,3,t\nland,home,15+,0-14,1,t\nland,home,15+,15+,4,t\n"
		"land,school,0-14,0-14,5,t\nland,school,0-14,15+,1,t\nland,school,15+,0-14,1,t\nland,school,15+,15+,0,t\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: ages\ntitle: {en: ages}\nparameters:\n  open: {by: age, values: {0-14: 0.6, 15+: 1}}\ncompartments:\n"
		"  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\n"
		"infect:\n  - {name: person, from: S, to: I, R0: 2.5, susceptibility: open}\nprogress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 40\nreplicates: 1\nseed: 1\ndisease: d.yaml\n"
		"world: {places: places.csv, ages: ages.csv, contacts: contacts.csv}\nbegin:\n  - {place: town, compartment: I, people: 10}\n");
	truth_run(&t, true);
	const double n[] = {300000, 700000}, c[2][2] = {{7, 4}, {2, 4}}, sigma[] = {0.6, 1};
	double m[2][2], k[2][2];
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++) {
			m[i][j] = (c[i][j] * n[i] + c[j][i] * n[j]) / (2 * n[i]);
			k[i][j] = 5 * sigma[i] * m[i][j] * n[i] / n[j];
		}
	const double trace = k[0][0] + k[1][1], det = k[0][0] * k[1][1] - k[0][1] * k[1][0], beta = 2.5 / (trace / 2 + sqrt(trace * trace / 4 - det));
	truth_close("beta of two ages with contacts", t.result.beta[0], beta, 1e-12);
	double *found = truth_series(&t, "town", GZ_QUANTITY_PREVALENCE, NULL), s[2], ill[] = {3, 7};
	for (int i = 0; i < 2; i++)
		s[i] = n[i] - ill[i];
	for (int d = 0; d < 40; d++) {
		double new[2];
		for (int i = 0; i < 2; i++)
			new[i] = s[i] * -expm1(-beta * sigma[i] * (m[i][0] * ill[0] / n[0] + m[i][1] * ill[1] / n[1]));
		for (int i = 0; i < 2; i++) {
			s[i] -= new[i];
			ill[i] += new[i] - ill[i] / 5;
		}
		ck_assert_double_eq_tol(found[d], ill[0] + ill[1], 1e-11 * 1e6);
	}
	free(found);
	truth_end(&t);
}
END_TEST

/* Births: each day b / 365.25 of the living, entries into the compartment where the newborn begin, and no deaths by the disease. */
START_TEST(births_are_entries)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 100000);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: v\ncompartments: {S: , V: }\ninitial: {V: 0.25}\nprogress: [{from: V, rate: 0.01, to: S}]\n"
		"vital: {births: 0.03, into: {S: 0.2, V: 0.8}, deaths: 0.01}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 3\nreplicates: 1\nseed: 1\ndisease: d.yaml\nworld: {places: places.csv}\n"
		"observe: {s: {of: S}, v: {of: V}}\nreport: {quantities: [s, v, deaths]}\n");
	truth_run(&t, true);
	double *s = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "s"), *v = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "v");
	double *deaths = truth_series(&t, "town", GZ_QUANTITY_DEATHS, NULL);
	const double born = 100000 * 0.03 / 365.25, rates = 0.01 + 0.01 / 365.25, waned = 25000 * -expm1(-rates) * 0.01 / rates;
	truth_close("births into V", v[0], 0.8 * born, 1e-9);
	truth_close("births and waning into S", s[0], 0.2 * born + waned, 1e-9);
	ck_assert_double_eq(deaths[0], 0);
	free(s);
	free(v);
	free(deaths);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: v\ncompartments: {S: , V: }\nvital: {births: 0.03, into: V}\n"); /* and nothing else happens */
	truth_run(&t, true);
	v = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "v");
	for (int d = 0; d < 3; d++)
		truth_close("births of a day", v[d], born * pow(1 + born / 100000, d), 1e-9);
	free(v);
	truth_end(&t);
}
END_TEST

/* Early growth: one generation's infections by steps since infection, and the root of sum k_j exp(-lambda j) = 1 (Euler, Lotka). */
START_TEST(early_growth)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 2000000000);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: seir\ntitle: {en: SEIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n"
		"  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\n"
		"infect:\n  - {name: person, from: S, to: E, R0: 2.2}\nprogress:\n  - {from: E, duration: {fixed: 3 d}, to: I}\n  - {from: I, duration: {mean: 5 d}, to: R}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 100\nreplicates: 1\nseed: 1\ndisease: d.yaml\nworld: {places: places.csv}\n"
		"begin:\n  - {place: town, compartment: I, people: 1}\n");
	truth_run(&t, true);
	double *x = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL), lo = 0, hi = 1;
	for (int round = 0; round < 100; round++) {
		const double l = (lo + hi) / 2;
		double sum = 0; /* infected in step 0; E in steps 1 to 3; infectious in step j >= 4 with probability .8^(j-4) */
		for (int j = 4; j < 400; j++)
			sum += 2.2 / 5 * pow(0.8, j - 4) * exp(-l * j);
		*(sum > 1 ? &lo : &hi) = l;
	}
	truth_close("early growth a day, Euler-Lotka", log(x[70] / x[69]), lo, 1e-6);
	free(x);
	truth_end(&t);
}
END_TEST

/* ---- the map ------------------------------------------------------------------------------------------------ */

enum { DAYS = 90 };

static void two_towns(truth *t, const char *step, int days, int replicates, double scale, int seed)
{
	truth_write(t, "places.csv", "id,name,parent,population,lat,lon,source\nfar,Far,,,,,theory\na,A,far,%.0f,37,68,theory\nnear,Near,,,,,theory\nb,B,near,%.0f,38,68,theory\n",
		1e5 * scale, 5e4 * scale);
	truth_write(t, "crossings.csv", "id,name,type,near,far,category,lat,lon,source\nbridge,Bridge,road,b,a,international,37.5,68,theory\n");
	truth_write(t, "flows.csv", "id,from,to,via,who,per_day,season,stay,source\nab,a,b,bridge,passengers,%.17g,,4 d,theory\nba,b,a,bridge,passengers,%.17g,,erlang 2 6 d,theory\n",
		500 * scale, 300 * scale);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: seir\ntitle: {en: SEIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n"
		"  I: {title: {en: I}, infectious: 1, travel: 0.5}\n  R: {title: {en: R}, rest: true}\n  D: {title: {en: D}, dead: true}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: 0.5}\nprogress:\n  - {from: E, duration: {mean: 3 d}, to: I}\n  - {from: I, duration: {mean: 4 d}, to: {R: 0.9, D: 0.1}}\n");
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\nstep: %s d\ndisease: d.yaml\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv}\nbegin:\n  - {place: a, compartment: I, people: %.0f}\n", days, replicates, seed, step, 1000 * scale);
}

/* Five stocks: a at home, a at b; b at home, b at a in the first and second stage of the stay. */
enum { AA, AB, BB, BA1, BA2, STOCKS };
typedef struct people { double s, e, i, r, d; } people;

static void shift(people *from, people *to, const people *share)
{
	const people x = {from->s * share->s, from->e * share->e, from->i * share->i, from->r * share->r, 0};
	from->s -= x.s; from->e -= x.e; from->i -= x.i; from->r -= x.r;
	to->s += x.s; to->e += x.e; to->i += x.i; to->r += x.r;
}

static people all_but_ill(double p)
{
	return (people){p, p, p / 2, p, 0};
}

static double living(const people *p)
{
	return p->s + p->e + p->i + p->r;
}

static void map_travel(people w[STOCKS])
{
	const people from_a = all_but_ill(500.0 / (1e5 - 2000)), from_b = all_but_ill(300.0 / (5e4 - 1800)), home_a = all_but_ill(1.0 / 4), stage_b = all_but_ill(2.0 / 6);
	people gone[3] = {{0}};
	shift(&w[AA], &gone[0], &from_a); /* everybody by where they were when the day began */
	shift(&w[BB], &gone[1], &from_b);
	shift(&w[AB], &w[AA], &home_a);
	shift(&w[BA2], &w[BB], &stage_b);
	shift(&w[BA1], &w[BA2], &stage_b);
	const people all = {1, 1, 1, 1, 1};
	shift(&gone[0], &w[AB], &all);
	shift(&gone[1], &w[BA1], &all);
}

static void map_step(people w[STOCKS])
{
	static const int at_a[] = {AA, BA1, BA2}, at_b[] = {AB, BB};
	for (int place = 0; place < 2; place++) {
		const int *at = place == 0 ? at_a : at_b, n = place == 0 ? 3 : 2;
		double ill = 0, all = 0;
		for (int k = 0; k < n; k++) {
			ill += w[at[k]].i;
			all += living(&w[at[k]]);
		}
		const double p = -expm1(-0.5 * ill / all);
		for (int k = 0; k < n; k++) {
			people *x = &w[at[k]];
			const double infected = x->s * p, onset = x->e / 3, out = x->i / 4;
			x->s -= infected;
			x->e += infected - onset;
			x->i += onset - out;
			x->r += 0.9 * out;
			x->d += 0.1 * out;
		}
	}
}

START_TEST(map_of_two_towns)
{
	truth t;
	truth_begin(&t);
	two_towns(&t, "1", DAYS, 1, 1, 1);
	truth_run(&t, true);
	people w[STOCKS] = {[AA] = {.s = 98000}, [AB] = {.s = 2000}, [BB] = {.s = 48200}, [BA1] = {.s = 900}, [BA2] = {.s = 900}};
	double *a = truth_series(&t, "a", GZ_QUANTITY_PREVALENCE, NULL), *b = truth_series(&t, "b", GZ_QUANTITY_PREVALENCE, NULL), worst = 0;
	w[AA].s -= 1000;
	w[AA].i += 1000;
	for (int d = 0; d < DAYS; d++) {
		map_travel(w);
		map_step(w);
		worst = fmax(worst, fabs(a[d] - w[AA].i - w[BA1].i - w[BA2].i) / a[d]);
		worst = fmax(worst, fabs(b[d] - w[AB].i - w[BB].i) / b[d]);
	}
	truth_close("two towns with stays: largest relative difference from the map", worst, 0, 1e-12);
	free(a); free(b);
	truth_end(&t);
}
END_TEST

START_TEST(stochastic_mean)
{
	truth t;
	truth_begin(&t);
	two_towns(&t, "1", DAYS, truth_replicates(100), 100, 131);
	truth_run(&t, true);
	double *a = truth_series(&t, "a", GZ_QUANTITY_PREVALENCE, NULL), *b = truth_series(&t, "b", GZ_QUANTITY_PREVALENCE, NULL);
	truth_run(&t, false);
	double *x = truth_series(&t, "a", GZ_QUANTITY_PREVALENCE, NULL), *y = truth_series(&t, "b", GZ_QUANTITY_PREVALENCE, NULL);
	const int n = t.result.n_replicates;
	for (int d = 9; d < DAYS; d += 20) { /* the bias of a mean is of the order of 1: allow two persons in ten million */
		truth_mean("mean of replicates against the map, a", truth_moments_of(&x[d * n], n), a[d], 2 + 3e-6 * a[d]);
		truth_mean("mean of replicates against the map, b", truth_moments_of(&y[d * n], n), b[d], 2 + 3e-6 * b[d]);
	}
	free(a); free(b); free(x); free(y);
	truth_end(&t);
}
END_TEST

/* ---- the differential equations ------------------------------------------------------------------------------ */

static void ode(double out[4], double days)
{
	const double h = 0.001;
	for (int step = 0; step < (int)(days / h + 0.5); step++) {
		double k[4][4], x[4];
		for (int stage = 0; stage < 4; stage++) {
			for (int v = 0; v < 4; v++)
				x[v] = out[v] + (stage == 0 ? 0 : k[stage - 1][v] * h * (stage == 3 ? 1 : 0.5));
			const double n = 1e5 - 0.1 / 0.9 * x[3], infected = 0.5 * x[0] * x[2] / n;
			k[stage][0] = -infected;
			k[stage][1] = infected - x[1] / 3;
			k[stage][2] = x[1] / 3 - x[2] / 4;
			k[stage][3] = 0.9 * x[2] / 4;
		}
		for (int v = 0; v < 4; v++)
			out[v] += h / 6 * (k[0][v] + 2 * k[1][v] + 2 * k[2][v] + k[3][v]);
	}
}

START_TEST(first_order_in_the_step)
{
	static const char *const steps[] = {"1", "1/2", "1/4", "1/8", "1/16"};
	double exact[4] = {99000, 0, 1000, 0}, last = 0;
	ode(exact, 40);
	for (int k = 0; k < 5; k++) {
		truth t;
		truth_begin(&t);
		two_towns(&t, steps[k], 40, 1, 1, 1);
		truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,source\nab,a,b,bridge,passengers,0,,4 d,theory\n");
		truth_run(&t, true);
		double *a = truth_series(&t, "a", GZ_QUANTITY_PREVALENCE, NULL);
		const double error = a[39] - exact[2];
		printf("step %s: infectious on day 40 %.3f, equations %.3f, error %.3f\n", steps[k], a[39], exact[2], error);
		if (k > 1)
			truth_close("halving the step halves the error", last / error, 2, 0.25);
		last = error;
		free(a);
		truth_end(&t);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_meanfield");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, r0_of_stages);
	tcase_add_test(tc, r0_of_ages);
	tcase_add_test(tc, births_are_entries);
	tcase_add_test(tc, early_growth);
	tcase_add_test(tc, map_of_two_towns);
	tcase_add_test(tc, stochastic_mean);
	tcase_add_test(tc, first_order_in_the_step);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
