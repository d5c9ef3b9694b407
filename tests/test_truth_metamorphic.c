/* What must not change when the same world is told otherwise: rows in another order, a flow closed instead of absent, a town told as two,
 * other names; and what must never happen where there is no infection.
 *
 * Equalities are bit for bit. False-alarm rate of each statistical comparison: 1e-5 (truth.h); seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 12 };

/* Writes a table with its rows (NULL at the end) forwards or backwards. */
static void table(truth *t, const char *name, const char *head, const char *const *rows, bool backwards)
{
	char text[4096];
	int n = 0;
	while (rows[n])
		n++;
	size_t at = (size_t)snprintf(text, sizeof text, "%s\n", head);
	for (int i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s\n", rows[backwards ? n - 1 - i : i]);
	truth_write(t, name, "%s", text);
}

static const char *const PLACES[] = {"far,Far,,,,", "a,A,far,40000,37,68", "c,C,far,20000,37,67", "near,Near,,,,", "b,B,near,30000,38,68", "d,D,near,1000,38,69", NULL};
static const char *const FLOWS[] = {"ab,a,b,bridge,passengers,50,,4 d", "ba,b,a,bridge,passengers,30,,erlang 2 6 d", "ac,a,c,,,80,,2 d", "cd,c,d,ferry,freight,5,,fixed 3 d",
	"db,d,b,,,9,,forever", NULL};
static const char *const FLOWS_WITHOUT_CD[] = {"ab,a,b,bridge,passengers,50,,4 d", "ba,b,a,bridge,passengers,30,,erlang 2 6 d", "ac,a,c,,,80,,2 d", "db,d,b,,,9,,forever", NULL};
static const char *const CROSSINGS[] = {"bridge,Bridge,road,b,a,international,37.5,68", "ferry,Ferry,river,d,c,local,37.5,68", NULL};
static const char *const AGES[] = {"far,0-14,0.4", "far,15+,0.6", "near,0-14,0.3", "near,15+,0.7", NULL};
static const char *const COMMUTING[] = {"d,b,0.2", "c,a,0.1", "a,c,0.05", NULL};

static void world(truth *t, const char *const *flows, bool backwards, const char *more)
{
	table(t, "places.csv", "id,name,parent,population,lat,lon", PLACES, backwards);
	table(t, "flows.csv", "id,from,to,via,who,per_day,season,stay", flows, backwards);
	table(t, "crossings.csv", "id,name,type,near,far,category,lat,lon", CROSSINGS, backwards);
	table(t, "ages.csv", "place,age,share", AGES, false); /* bands are named by the first row */
	table(t, "commuting.csv", "from,to,share", COMMUTING, backwards);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: seir\ntitle: {en: SEIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n"
		"  I: {title: {en: I}, infectious: 1, travel: 0.5}\n  R: {title: {en: R}, rest: true}\n  D: {title: {en: D}, dead: true}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: 0.5, dispersion: {k: 0.4}}\n"
		"progress:\n  - {from: E, duration: {mean: 3 d}, to: I}\n  - {from: I, duration: {mean: 4 d}, to: {R: 0.9, D: 0.1}}\n");
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 80\nreplicates: 70\nseed: 5\ndisease: d.yaml\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv, ages: ages.csv, commuting: commuting.csv}\n%s", more);
}

#define BEGIN "begin:\n  - {place: a, compartment: I, people: 5}\n"
#define SCREEN "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 0.5}, specificity: 0.9, capacity: 40}, then: {quarantine: {days: 5, beds: 10}}}\n"

/* All columns of places and of the bridge, and the arrivals, one after another. To be freed. */
static double *everything(const truth *t, int64_t *n)
{
	static const char *const places[] = {"a", "b", "c", "d", "far", "near"};
	static const gz_quantity quantities[] = {GZ_QUANTITY_INFECTIONS, GZ_QUANTITY_DEATHS, GZ_QUANTITY_PREVALENCE};
	static const gz_quantity passing[] = {GZ_QUANTITY_TRAVELLERS, GZ_QUANTITY_INFECTED, GZ_QUANTITY_DETECTED, GZ_QUANTITY_MISSED, GZ_QUANTITY_QUARANTINED};
	const int64_t size = (int64_t)t->result.n_days * t->result.n_replicates;
	double *all = malloc((size_t)(size * (6 * 3 + 10) + 6 * t->result.n_replicates) * sizeof *all);
	*n = 0;
	for (int p = 0; p < 6; p++)
		for (int q = 0; q < 3; q++) {
			double *x = truth_series(t, places[p], quantities[q], NULL);
			memcpy(all + *n, x, (size_t)size * sizeof *x);
			*n += size;
			free(x);
		}
	for (int q = 0; q < 10; q++) {
		double *x = truth_crossing(t, "bridge", q < 5 ? GZ_DIRECTION_IN : GZ_DIRECTION_OUT, passing[q % 5]);
		memcpy(all + *n, x, (size_t)size * sizeof *x);
		*n += size;
		free(x);
	}
	for (int p = 0; p < 6; p++)
		for (int r = 0; r < t->result.n_replicates; r++)
			all[(*n)++] = t->result.arrivals[gz_scenario_place(&t->scenario, places[p]) * t->result.n_replicates + r].traveller;
	return all;
}

static void same(const char *what, const char *const *flows1, bool backwards1, const char *more1, const char *const *flows2, bool backwards2, const char *more2)
{
	truth t;
	int64_t n1, n2, different = 0;
	double moved = 0;
	truth_begin(&t);
	world(&t, flows1, backwards1, more1);
	truth_run(&t, false);
	double *x = everything(&t, &n1);
	world(&t, flows2, backwards2, more2);
	truth_run(&t, false);
	double *y = everything(&t, &n2);
	ck_assert_int_eq(n1, n2);
	for (int64_t i = 0; i < n1; i++) {
		different += x[i] != y[i];
		moved += fabs(x[i]);
	}
	printf("%-72s %lld of %lld numbers differ\n", what, (long long)different, (long long)n1);
	ck_assert_msg(different == 0, "%s: %lld of %lld numbers differ", what, (long long)different, (long long)n1);
	ck_assert_double_gt(moved, 0);
	free(x);
	free(y);
	truth_end(&t);
}

START_TEST(order_of_rows)
{
	same("rows in another order", FLOWS, false, BEGIN "measures:\n" SCREEN, FLOWS, true, BEGIN "measures:\n" SCREEN);
}
END_TEST

START_TEST(closed_is_absent)
{
	same("a flow closed and a flow absent", FLOWS_WITHOUT_CD, false, BEGIN "measures:\n" SCREEN, FLOWS, false,
		BEGIN "measures:\n" SCREEN "  - {name: shut, at: {crossing: ferry}, when: {from: 2027-01-01}, close: {share: 1}}\n");
}
END_TEST

START_TEST(a_measure_that_does_nothing)
{
	same("a screen that finds nobody and none", FLOWS, false, BEGIN, FLOWS, false,
		BEGIN "measures:\n  - {name: look, at: {crossing: bridge}, coverage: 0, screen: {sensitivity: {I: 1}}, then: {refuse: true}}\n"
			  "  - {name: later, at: {crossing: bridge}, when: {after: \"day > 500\"}, screen: {sensitivity: {I: 1}}, then: {refuse: true}}\n");
}
END_TEST

START_TEST(no_infection)
{
	truth t;
	truth_begin(&t);
	world(&t, FLOWS, false, "measures:\n" SCREEN);
	truth_run(&t, false);
	for (int p = 0; p < t.scenario.world.n_places; p++)
		for (int r = 0; r < t.result.n_replicates; r++) {
			ck_assert_double_eq(t.result.final_size[p * t.result.n_replicates + r], 0);
			ck_assert_int_eq(t.result.arrivals[p * t.result.n_replicates + r].traveller, -1);
		}
	world(&t, FLOWS, false, "begin:\n  - {place: d, compartment: I, people: 50}\nmeasures:\n  - {name: shut, at: {everywhere: true}, close: {share: 1}}\n");
	table(&t, "commuting.csv", "from,to,share", (const char *const[]){NULL}, false);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++)
		ck_assert_double_eq(t.result.final_size[gz_scenario_place(&t.scenario, "far") * t.result.n_replicates + r], 0);
	truth_end(&t);
}
END_TEST

/* ---- equal in distribution ---------------------------------------------------------------------------------- */

static truth_moments sizes(const char *places, const char *commuting, const char *begin, const char *total, int seed)
{
	truth t;
	double x[4000];
	truth_begin(&t);
	truth_write(&t, "places.csv", "id,name,parent,population,lat,lon\nland,Land,,,,\n%s", places);
	truth_write(&t, "commuting.csv", "from,to,share\n%s", commuting);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: sir\ntitle: {en: SIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n"
		"  R: {title: {en: R}, rest: true}\ninfect:\n  - {name: person, from: S, to: I, beta: 0.4}\nprogress:\n  - {from: I, duration: {mean: 4 d}, to: R}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 150\nreplicates: %d\nseed: %d\ndisease: d.yaml\n"
		"world: {places: places.csv, commuting: commuting.csv}\nbegin:\n  - {place: %s, compartment: I, people: 4}\n", truth_replicates(2000), seed, begin);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++)
		x[r] = t.result.final_size[gz_scenario_place(&t.scenario, total) * t.result.n_replicates + r];
	const truth_moments m = truth_moments_of(x, t.result.n_replicates);
	truth_end(&t);
	return m;
}

START_TEST(one_town_told_as_two)
{
	/* halves that spend half of their time in each other mix fully */
	const truth_moments one = sizes("t,T,land,2000,,\n", "", "t", "land", 141), two = sizes("u,U,land,1000,,\nv,V,land,1000,,\n", "u,v,0.5\nv,u,0.5\n", "u", "land", 142);
	const truth_moments named = sizes("z,Z,land,2000,,\n", "", "z", "land", 141);
	truth_mean("one town told as two halves: final size", two, one.mean, TRUTH_Z * sqrt(one.variance / one.n));
	truth_mean("a town of another name: final size", named, one.mean, TRUTH_Z * sqrt(one.variance / one.n));
	truth_variance("one town told as two halves: variance", two, one.variance, TRUTH_Z * sqrt((one.fourth - one.variance * one.variance) / one.n));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_metamorphic");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, order_of_rows);
	tcase_add_test(tc, closed_is_absent);
	tcase_add_test(tc, a_measure_that_does_nothing);
	tcase_add_test(tc, no_infection);
	tcase_add_test(tc, one_town_told_as_two);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
