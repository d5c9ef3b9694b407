/* Offspring of one infectious person: mean R and variance R + R^2/k, whatever the course of the infection and whoever has it.
 *
 * The infected wait in a compartment that they hardly leave, so that all infections are those of the one. False-alarm rate of each
 * comparison: 1e-5 (truth.h), variances measured against the kurtosis of a negative binomial, 6/k + 1/variance; seeds are fixed.
 * A tenth of the replicates would not show a variance with such tails, so light runs make them all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>

typedef struct course { const char *what, *parameters, *k, *progress, *begin; double r, expected_k; } course;

static const course courses[] = {
	{"period of the young", "du: {by: age, values: {0-14: 3, 15+: 12}}", "0.3", "{from: I, duration: {erlang: 3, mean: du}, to: R}", "place: town, age: 0-14", 0.9, 0.3},
	{"period of the old", "du: {by: age, values: {0-14: 3, 15+: 12}}", "0.3", "{from: I, duration: {erlang: 3, mean: du}, to: R}", "place: town, age: 15+", 3.6, 0.3},
	{"k of a place", "kk: {by: place, values: {town: 0.3, port: 2}}", "kk", "{from: I, duration: {fixed: 5 d}, to: R}", "place: port", 1.5, 2},
	{"less infectious later", "kk: 0.3", "kk", "{from: I, duration: {fixed: 3 d}, to: J}\n  - {from: J, duration: {fixed: 6 d}, to: R}", "place: town", 1.35, 0.3},
	{"milder branch", "kk: 0.5", "kk", "{from: I, duration: {fixed: 2 d}, to: {J: 0.5, R: 0.5}}\n  - {from: J, duration: {mean: 8 d}, to: R}", "place: town", 0.9, 0.5},
};

START_TEST(offspring)
{
	const course *c = &courses[_i];
	truth t;
	truth_begin(&t);
	truth_write(&t, "places.csv", "id,name,parent,population\nland,Land,,\ntown,Town,land,1000000\nport,Port,land,1000000\n");
	truth_write(&t, "ages.csv", "place,age,share\nland,0-14,0.5\nland,15+,0.5\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\nparameters: {%s}\ncompartments:\n  S: {}\n  E: {}\n  I: {infectious: 1}\n  J: {infectious: 0.25}\n  R: {}\n"
		"initial: {J: 0}\ninfect:\n  - {from: S, to: E, beta: 0.3, dispersion: {k: %s}}\nprogress:\n  - {from: E, duration: {mean: 1e9}, to: I}\n  - %s\n%s",
		c->parameters, c->k, c->progress, strstr(c->progress, "from: J") ? "" : "  - {from: J, duration: {mean: 5 d}, to: R}\n");
	truth_write(&t, "s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: 120\nreplicates: %d\nseed: 11\ndisease: d.yaml\nworld: {places: places.csv, ages: ages.csv}\n"
		"begin: [{%s, compartment: I, people: 1}]\nreport: {places: [land]}\n", 4000, c->begin);
	truth_run(&t, false);
	double *x = truth_series(&t, "land", GZ_QUANTITY_INFECTIONS, NULL);
	const int n = t.result.n_replicates;
	for (int day = 1; day < t.scenario.days; day++)
		for (int r = 0; r < n; r++)
			x[r] += x[day * n + r];
	truth_mean(c->what, truth_moments_of(x, n), c->r, 0);
	const double variance = c->r + c->r * c->r / c->expected_k;
	truth_variance_law(c->what, truth_moments_of(x, n), variance, 6 / c->expected_k + 1 / variance);
	free(x);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dispersion");
	TCase *tc = tcase_create("theory");
	tcase_set_timeout(tc, 300);
	tcase_add_loop_test(tc, offspring, 0, sizeof courses / sizeof courses[0]);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
