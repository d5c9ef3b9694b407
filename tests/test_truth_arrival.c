/* When an epidemic first reaches another place: exact laws of the discrete model on two places, the closed formulas, and effective
 * distance on gravity networks.
 *
 * Exact law: one infectious person lets nobody through in the next k days with probability f_k,
 *   f_{k+1} = (1 - w) (g + (1 - g) f_k) exp(-b (1 - f_k)),  f_0 = 1,
 * w the chance of travelling in a day, g of recovering, b infections a day; I0 persons: f_k^I0. False-alarm rate of each statistical
 * comparison: 1e-5 (truth.h); seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "base/maths.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 140, SOURCE = 1000000000 };

#define EULER 0.57721566490153286

typedef struct link {
	double b, g;          /* infections and recoveries a day of one infectious person */
	double leave;         /* per_day of the flow from the source */
	double visit, stay;   /* per_day and stay of the flow of the destination's residents to the source */
	int cases;
	double closed, leak;  /* closed < 0: no closure */
	int replicates, seed;
} link;

static void two_places(truth *t, const link *l)
{
	truth_write(t, "places.csv", "id,name,parent,population,lat,lon,source\nfar,Far,,,,,theory\na,A,far,%d,37,68,theory\nnear,Near,,,,,theory\nb,B,near,%d,38,68,theory\n",
		SOURCE, SOURCE);
	truth_write(t, "crossings.csv", "id,name,type,near,far,category,lat,lon,source\nbridge,Bridge,road,b,a,international,37.5,68,theory\n");
	char back[128] = "";
	if (l->visit > 0)
		snprintf(back, sizeof back, "back,b,a,bridge,passengers,%.17g,,%g d,theory\n", l->visit, l->stay);
	truth_write(t, "flows.csv", "id,from,to,via,who,per_day,season,stay,source\nout,a,b,bridge,passengers,%.17g,,2 d,theory\n%s", l->leave, back);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: sir\ntitle: {en: SIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n"
		"  R: {title: {en: R}, rest: true}\ninfect:\n  - {name: person, from: S, to: I, beta: %.17g}\nprogress:\n  - {from: I, duration: {mean: %.17g d}, to: R}\n",
		l->b, 1 / l->g);
	char close[256] = "";
	if (l->closed >= 0)
		snprintf(close, sizeof close, "measures:\n  - {name: shut, at: {crossing: bridge}, when: {from: 2027-01-01}, close: {share: %g, leak: %g}}\n", l->closed, l->leak);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\ndisease: d.yaml\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv}\nbegin:\n  - {place: a, compartment: I, people: %d}\n%s",
		DAYS, truth_replicates(l->replicates), l->seed, l->cases, close);
}

/* Law of the day of the first arrival: law[0..DAYS-1], law[DAYS] later or never. Two types: residents of the source, and visitors there. */
static void exact_law(const link *l, double *law)
{
	const double pass = l->closed >= 0 ? 1 - l->closed * (1 - l->leak) : 1, standing = l->visit * l->stay;
	const double w = l->leave / (SOURCE - 2 * l->leave) * pass, h = l->visit > 0 ? 1 / l->stay * pass : 0, share = standing / (SOURCE + standing);
	double r = 1, v = 1, before = 1;
	for (int k = 0; k < DAYS; k++) {
		const double new = exp(-l->b * ((1 - share) * (1 - r) + share * (1 - v)));
		const double r2 = (1 - w) * (l->g + (1 - l->g) * r) * new, v2 = (1 - h) * (l->g + (1 - l->g) * v) * new;
		r = k == 0 ? 1 - w : r2;
		v = k == 0 ? 1 - h : v2;
		const double none = pow(r, l->cases);
		law[k] = before - none;
		before = none;
	}
	law[DAYS] = before;
}

/* Mean day of arrival given arrival within the run. */
static double law_mean(const double *law)
{
	double sum = 0, all = 0;
	for (int d = 0; d < DAYS; d++) {
		sum += d * law[d];
		all += law[d];
	}
	return sum / all;
}

/* Runs, compares the whole law, and returns the exact mean. */
static double arrival(const char *what, const link *l)
{
	truth t;
	double law[DAYS + 1], counts[DAYS + 1] = {0}, days[20000];
	truth_begin(&t);
	two_places(&t, l);
	truth_run(&t, false);
	exact_law(l, law);
	const int b = gz_scenario_place(&t.scenario, "b"), n = t.result.n_replicates;
	int seen = 0;
	for (int r = 0; r < n; r++) {
		const gz_arrival *a = &t.result.arrivals[b * n + r];
		counts[a->traveller < 0 ? DAYS : a->traveller] += 1;
		if (a->traveller >= 0)
			days[seen++] = a->traveller;
	}
	truth_fits(what, counts, law, DAYS + 1);
	truth_mean(what, truth_moments_of(days, seen), law_mean(law), 0);
	truth_end(&t);
	return law_mean(law);
}

/* Exponential integral E1 by its series. */
static double e1(double x)
{
	double sum = -EULER - log(x), term = 1;
	for (int k = 1; k < 60; k++) {
		term *= -x / k;
		sum -= term / k;
	}
	return sum;
}

START_TEST(growth_without_chance)
{
	/* 20,000 cases grow smoothly: E[T] = e^c E1(c) / lambda, c = w I0 / (e^lambda - 1) in steps of a day; an arrival on day d is one in
	 * [d, d + 1), hence the half day */
	const link l = {.b = 0.4, .g = 0.2, .leave = 1000, .cases = 20000, .closed = -1, .replicates = 6000, .seed = 71};
	const double mean = arrival("first arrival, deterministic growth", &l), lambda = log(1.2), c = l.leave / SOURCE * l.cases / 0.2;
	truth_close("E[T] = e^c E1(c) / lambda", mean + 0.5, exp(c) * e1(c) / lambda, 0.05);
}
END_TEST

START_TEST(visitors_carry_it_home)
{
	const link l = {.b = 0.4, .g = 0.2, .leave = 500, .visit = 500, .stay = 200, .cases = 20000, .closed = -1, .replicates = 6000, .seed = 72};
	const double mean = arrival("first arrival, with returning residents", &l), lambda = log(1.2), w = (l.leave + l.visit) / (SOURCE + l.visit * l.stay);
	const double c = w * l.cases / 0.2;
	truth_close("E[T] with w of departures and home-goers", mean + 0.5, exp(c) * e1(c) / lambda, 0.5);
}
END_TEST

/* E[ln W], W ~ Gamma(K, rate 1 - q), K ~ Binomial(I0, 1 - q) given K >= 1. */
static double log_w(int cases, double q)
{
	double sum = 0, all = 0;
	for (int k = 1; k <= cases; k++) {
		const double p = truth_binomial(k, cases, 1 - q);
		sum += p * gz_maths_digamma(k);
		all += p;
	}
	return sum / all - log(1 - q);
}

START_TEST(stochastic_given_arrival)
{
	/* the closed form counts days from 1, and is of continuous time: it holds within a step */
	static const int cases[] = {1, 5, 20};
	for (int k = 0; k < 3; k++) {
		const link l = {.b = 0.3, .g = 0.15, .leave = 2e5, .cases = cases[k], .closed = -1, .replicates = 8000, .seed = 80 + k};
		char what[64];
		snprintf(what, sizeof what, "first arrival from %d cases", cases[k]);
		const double mean = arrival(what, &l), lambda = log(1.15), w = l.leave / SOURCE;
		const double formula = (log((exp(lambda) - 1) / w) - EULER - log_w(cases[k], l.g / l.b)) / lambda + 0.5;
		truth_close("the closed formula, given arrival", mean + 1, formula, 1);
	}
}
END_TEST

/* Closing by c delays by ln(1/(1-c))/lambda; what leaks counts as open. Doubling time 5 d. */
START_TEST(closure)
{
	const double lambda = log(2) / 5, b = exp(lambda) - 1 + 0.2;
	const link open = {.b = b, .g = 0.2, .leave = 1e4, .cases = 50, .closed = -1, .replicates = 5000, .seed = 91};
	const double base = arrival("open crossing", &open);
	static const double closed[][3] = {{0.9, 0, 16.6}, {0.8, 0, 11.6}, {0.9, 0.2, 0}, {1, 0.05, 0}};
	for (int k = 0; k < 4; k++) {
		link l = open;
		char what[64];
		l.closed = closed[k][0];
		l.leak = closed[k][1];
		l.seed = 92 + k;
		snprintf(what, sizeof what, "closed by %g, leak %g", l.closed, l.leak);
		const double delay = arrival(what, &l) - base, theory = log(1 / (1 - l.closed * (1 - l.leak))) / lambda;
		truth_close("delay = ln(1/(1-c))/lambda", delay, theory, 0.3);
		if (closed[k][2] > 0)
			truth_close("the stated delay", delay, closed[k][2], 0.3);
	}
}
END_TEST

/* ---- effective distance ------------------------------------------------------------------------------------- */

enum { NODES = 24 };

static double uniform(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) / 16777216.0;
}

typedef struct network { double x[NODES], y[NODES]; int people[NODES]; double share[NODES][NODES]; } network;

static void gravity(network *g, uint32_t seed)
{
	uint32_t state = seed * 2654435761u + 1;
	for (int i = 0; i < NODES; i++) {
		g->x[i] = uniform(&state);
		g->y[i] = uniform(&state);
		g->people[i] = (int)(50000 * exp(2 * uniform(&state)));
	}
	for (int i = 0; i < NODES; i++) {
		double sum = 0;
		for (int j = 0; j < NODES; j++) {
			const double d = 0.05 + hypot(g->x[i] - g->x[j], g->y[i] - g->y[j]);
			g->share[i][j] = i == j ? 0 : g->people[j] / (d * d);
			sum += g->share[i][j];
		}
		for (int j = 0; j < NODES; j++)
			g->share[i][j] /= sum;
	}
}

static void gravity_write(truth *t, const network *g, int seed)
{
	char *text = calloc(1, 64 * NODES * NODES + 256);
	size_t at = (size_t)sprintf(text, "id,name,parent,population,lat,lon,source\nland,Land,,,,,theory\n");
	for (int i = 0; i < NODES; i++)
		at += (size_t)sprintf(text + at, "n%02d,N,land,%d,37,68,theory\n", i, g->people[i]);
	truth_write(t, "places.csv", "%s", text);
	at = (size_t)sprintf(text, "id,from,to,via,who,per_day,season,stay,source\n");
	for (int i = 0; i < NODES; i++)
		for (int j = 0; j < NODES; j++)
			if (i != j)
				at += (size_t)sprintf(text + at, "f%02d-%02d,n%02d,n%02d,,,%.9g,,forever,theory\n", i, j, i, j, 0.002 * g->people[i] * g->share[i][j]);
	truth_write(t, "flows.csv", "%s", text);
	free(text);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: sir\ntitle: {en: SIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n"
		"  R: {title: {en: R}, rest: true}\ninfect:\n  - {name: person, from: S, to: I, beta: 0.4}\nprogress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n");
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 130\nreplicates: %d\nseed: %d\ndisease: d.yaml\n"
		"world: {places: places.csv, flows: flows.csv}\nbegin:\n  - {place: n00, compartment: I, people: 50}\n", 24, seed);
}

/* Squared correlation of mean arrival times with effective distance from node 0. */
static double r_squared(const network *g, const truth *t)
{
	double distance[NODES], sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
	for (int i = 0; i < NODES; i++)
		distance[i] = i == 0 ? 0 : 1 - log(g->share[0][i]);
	for (int round = 0; round < NODES; round++)
		for (int i = 0; i < NODES; i++)
			for (int j = 0; j < NODES; j++)
				if (i != j && distance[i] + 1 - log(g->share[i][j]) < distance[j])
					distance[j] = distance[i] + 1 - log(g->share[i][j]);
	int n = 0;
	for (int i = 1; i < NODES; i++) {
		char id[8];
		snprintf(id, sizeof id, "n%02d", i);
		const int place = gz_scenario_place(&t->scenario, id), reps = t->result.n_replicates;
		double sum = 0, seen = 0;
		for (int r = 0; r < reps; r++) {
			const gz_arrival *a = &t->result.arrivals[place * reps + r];
			sum += a->infection >= 0 ? a->infection : 0;
			seen += a->infection >= 0;
		}
		if (seen == 0)
			continue;
		const double x = distance[i], y = sum / seen;
		sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y;
		n++;
	}
	const double c = sxy - sx * sy / n, vx = sxx - sx * sx / n, vy = syy - sy * sy / n;
	return c * c / (vx * vy);
}

START_TEST(effective_distance)
{
	double sum = 0;
	const int seeds = truth_replicates(20);
	for (int s = 0; s < seeds; s++) {
		truth t;
		network g;
		truth_begin(&t);
		gravity(&g, (uint32_t)(100 + s));
		gravity_write(&t, &g, 100 + s);
		truth_run(&t, false);
		const double r2 = r_squared(&g, &t);
		printf("network %d: r^2 %.3f\n", s, r2);
		sum += r2 / seeds;
		truth_end(&t);
	}
	printf("%-72s found %.4f expected > 0.9\n", "arrival time on effective distance, r^2, mean of networks", sum);
	ck_assert_double_gt(sum, 0.9);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_arrival");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, growth_without_chance);
	tcase_add_test(tc, visitors_carry_it_home);
	tcase_add_test(tc, stochastic_given_arrival);
	tcase_add_test(tc, closure);
	tcase_add_test(tc, effective_distance);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
