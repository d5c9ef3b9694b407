/* Measures with steps under a day: they begin and end at the step, and what they do in a day is spread over its steps.
 *
 * A town of 100,000, a tenth of them ill; nobody gets well. Expectations are the step's own recursion; comparisons are to rounding.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "engine/session.h"
#include "suite.h"
#include <math.h>
#include <stdlib.h>

enum { STEPS = 24, PEOPLE = 100000, ILL = 10000, SICKENING = 90000 };

static void town(truth *t, const char *steps, const char *measures, double beta, int days, int replicates)
{
	truth_town(t, PEOPLE);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n"
		"  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\ninitial: {I: 0.1, R: 0, E: 0}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: %.17g}\n", beta);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: 7\nstep: 1/%d d\n%sdisease: d.yaml\nworld: {places: places.csv}\nmeasures:\n%s",
		days, replicates, STEPS, steps, measures);
}

/* Infections of each day in the mean field where contacts are `scale` in the steps [from, to) and the ill meet others to the end. */
static void expect_days(const truth *t, const char *what, double beta, double scale, int from, int to)
{
	double *x = truth_series(t, "town", GZ_QUANTITY_INFECTIONS, NULL), healthy = SICKENING;
	for (int day = 0; day < t->result.n_days; day++) {
		double expected = 0;
		for (int step = day * STEPS; step < (day + 1) * STEPS; step++) {
			const double caught = healthy * -expm1(-beta / STEPS * (step >= from && step < to ? scale : 1) * ILL / PEOPLE);
			expected += caught;
			healthy -= caught;
		}
		truth_close(what, x[day], expected, 1e-9 * expected);
	}
	free(x);
}

START_TEST(leads_and_ends_are_steps)
{
	truth t;
	truth_begin(&t);
	town(&t, "", "  - {name: m, at: {place: town}, when: {after: \"day >= 1\", lead: 6 h, for: 31 h}, contacts: {scale: 0.4}, cost: {day: 48}}\n", 0.9, 4, 1);
	truth_run(&t, true);
	expect_days(&t, "contacts from 6 h after the trigger, for 31 h", 0.9, 0.4, 30, 61);
	truth_close("days in force", t.result.totals[0].active_days, 31.0 / 24, 1e-12);
	truth_close("their cost", t.result.totals[0].cost, 62, 1e-9);
	ck_assert_int_eq(t.result.totals[0].first_day, 1);
	/* whole days are whole days */
	town(&t, "", "  - {name: m, at: {place: town}, when: {after: \"day >= 1\", lead: 1 d, for: 1 d}, contacts: {scale: 0.4}}\n", 0.9, 4, 1);
	truth_run(&t, true);
	expect_days(&t, "contacts for a day", 0.9, 0.4, 48, 72);
	truth_close("days in force", t.result.totals[0].active_days, 1, 0);
	/* begun steps count: 5 h 10 min of steps of an hour is 6 */
	town(&t, "", "  - {name: m, at: {place: town}, when: {after: \"day >= 0\", lead: 0.2153 d}, contacts: {scale: 0.4}}\n", 0.9, 2, 1);
	truth_run(&t, true);
	expect_days(&t, "contacts from the sixth hour", 0.9, 0.4, 6, INT32_MAX);
	ck_assert_int_eq(t.scenario.notes.n, 1);
	truth_end(&t);
}
END_TEST

START_TEST(triggered_again_after_an_end_at_noon)
{
	truth t;
	truth_begin(&t);
	/* true on even days: in force 0 to 1.5, 2 to 3.5, 4 to 5.5 */
	town(&t, "", "  - {name: m, at: {place: town}, when: {after: \"day - 2 * floor(day / 2) < 1\", for: 36 h, again: true}, contacts: {scale: 0.4}}\n", 0, 6, 1);
	truth_run(&t, true);
	truth_close("days in force", t.result.totals[0].active_days, 4.5, 1e-12);
	truth_end(&t);
}
END_TEST

/* ---- stays -------------------------------------------------------------------------------------------------- */

/* Those who are ill and neither confined nor waiting for a result. Nothing is drawn: all probabilities here are 0 or 1. */
static double at_liberty(gz_session *s, const truth *t)
{
	const gz_session_gauge free = {.quantity = GZ_SESSION_UNTRACED, .place = gz_scenario_place(&t->scenario, "town")};
	return gz_session_value(s, &free, 0);
}

/* That of 10,000 ill, all found by a measure in the step `entry`, so many are free at the end of each step. `free` says how many. */
static void expect_free(const char *what, const char *steps, const char *measure, int n, double (*free)(int step))
{
	truth t;
	gz_session *s = NULL;
	gz_error err = {0};
	truth_begin(&t);
	town(&t, steps, measure, 0, n / STEPS + 1, 1);
	truth_load(&t);
	ck_assert_int_eq(gz_session_open(&s, &t.scenario, 7, 0, 1, &err), GZ_OK);
	for (int step = 0; step < n; step++) {
		ck_assert_int_eq(gz_session_go(s, step + 1, NULL, NULL, &err), GZ_OK);
		const double found = at_liberty(s, &t);
		ck_assert_msg(found == free(step), "%s: after step %d %g of the ill are free, not %g", what, step, found, free(step));
	}
	gz_session_close(s);
	truth_end(&t);
}

#define NOON "when: {after: \"day >= 0\", lead: 15 h, for: 1 h}"
#define TRACED "  - {name: seen, at: {place: town}, when: order, trace: {share: 1, of: [I], days: 1}}\n" /* who can be traced is counted: the ill who are free */
static const char each[] = "steps: {measures: true}\n";

static double fortnight(int step) { return step < 15 || step >= 15 + 14 * STEPS ? ILL : 0; }
static double six_hours(int step) { return step < 15 || step >= 15 + 6 ? ILL : 0; }
static double day_and_half(int step) { return step < 15 || step >= 15 + 36 ? ILL : 0; }
static double found_at_six(int step) { return step >= 6 + 2 * STEPS ? ILL : 0; }
static double found_later(int step) { return step < 15 || step >= 15 + 6 + 31 ? ILL : 0; }
static double tested_out(int step) { return step < 15 || step >= 15 + 30 ? ILL : 0; }
static double mornings(int step) { return step >= 36 && step < 2 * STEPS ? ILL : 0; }

/* From 15:00 on day 0 to the hour. */
START_TEST(stays_end_at_the_step)
{
	expect_free("14 d of isolation", each, "  - {name: m, at: {place: town}, " NOON ", isolate: {of: {I: 1}, days: 14}}\n" TRACED, 15 * STEPS, fortnight);
	expect_free("6 h of isolation", each, "  - {name: m, at: {place: town}, " NOON ", isolate: {of: {I: 1}, days: 6 h}}\n" TRACED, 2 * STEPS, six_hours);
	expect_free("1.5 d of isolation", each, "  - {name: m, at: {place: town}, " NOON ", isolate: {of: {I: 1}, days: 1.5 d}}\n" TRACED, 3 * STEPS, day_and_half);
	expect_free("a test to release after 30 h", each, "  - {name: m, at: {place: town}, " NOON ", isolate: {of: {I: 1}, days: 9, release: {test: {E: 1}, day: 30 h}}}\n" TRACED, 4 * STEPS, tested_out);
	/* results of the first step come in at six, and the two days count from then */
	expect_free("a turnaround of 6 h", "", "  - {name: m, at: {place: town}, when: {to: 2027-01-01}, test: {sensitivity: {I: 1}, of: [I], per_day: 20000, turnaround: 6 h}, then: {isolate: {days: 2}}}\n" TRACED, 4 * STEPS,
		found_at_six);
	expect_free("a turnaround of 6 h at three", each,
		"  - {name: m, at: {place: town}, " NOON ", test: {sensitivity: {I: 1}, of: [I], per_day: 10000000, turnaround: 6 h}, then: {isolate: {days: 31 h}}}\n" TRACED, 4 * STEPS, found_later);
	/* once a day: in again at midnight */
	expect_free("36 h from midnight, each midnight", "", "  - {name: m, at: {place: town}, isolate: {of: {I: 1}, days: 36 h}}\n" TRACED, 2 * STEPS, mornings);
}
END_TEST

static gz_measure_total totals(const char *steps, const char *measure, int days)
{
	truth t;
	truth_begin(&t);
	town(&t, steps, measure, 0, days, 1);
	truth_run(&t, true);
	const gz_measure_total total = t.result.totals[0];
	truth_end(&t);
	return total;
}
static double confined(const char *steps, const char *measure, int days) { return totals(steps, measure, days).confined; }

/* Of 1,000 ill for three days 600 find a bed and all die; three days later their beds are free for 300 others. */
START_TEST(the_dead_leave_their_beds)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, PEOPLE);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: ill\ncompartments: {S: {rest: true}, I: {infectious: 1}, D: {dead: true}}\n"
		"infect: [{from: S, to: I, beta: 0}]\nprogress: [{from: I, duration: {fixed: 3 d}, to: D}]\n");
	for (int random = 0; random < 2; random++) {
		truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 8\nreplicates: 3\nseed: 7\ndisease: d.yaml\nworld: {places: places.csv}\n"
			"begin: [{place: town, compartment: I, people: 1000}, {place: town, compartment: I, people: 300, from: 2027-01-04}]\n"
			"measures: [{name: m, at: {place: town}, isolate: {of: {I: 1}, days: 10, beds: 600, release: {test: {I: 1, D: 1}, day: 5}}}]\n");
		truth_run(&t, !random);
		truth_close("people in beds", t.result.totals[0].confined, 900, 1e-8);
		truth_close("their days there", t.result.totals[0].bed_days, 3 * 900, 1e-8);
		truth_close("tests of the dead", t.result.totals[0].tests, 0, 0);
	}
	truth_end(&t);
}
END_TEST

START_TEST(bed_days_are_those_stayed)
{
	truth_close("36 h", totals(each, "  - {name: m, at: {place: town}, " NOON ", isolate: {of: {I: 1}, days: 36 h}}\n", 3).bed_days, 1.5 * ILL, 1e-8);
	const gz_measure_total total = totals(each, "  - {name: m, at: {place: town}, " NOON ", isolate: {of: {I: 1}, days: 9, release: {test: {I: 0.25}, day: 30 h}}, cost: {bed_day: 2}}\n", 12);
	truth_close("9 d, three quarters let out after 30 h", total.bed_days, (0.25 * 9 + 0.75 * 1.25) * ILL, 1e-8);
	truth_close("their cost", total.cost, 2 * total.bed_days, 1e-8);
	truth_close("tests", total.tests, ILL, 0);
	truth_close("9 d, of which the run has 3", totals("", "  - {name: m, at: {place: town}, when: {to: 2027-01-01}, isolate: {of: {I: 1}, days: 9}}\n", 3).bed_days, 3 * ILL, 1e-8);
}
END_TEST

START_TEST(a_chance_a_day_is_spread)
{
	truth_close("isolated in a day, once a day", confined("", "  - {name: m, at: {place: town}, isolate: {of: {I: 0.4}, days: 9}}\n", 1), 4000, 1e-7);
	truth_close("isolated in a day, each hour", confined(each, "  - {name: m, at: {place: town}, isolate: {of: {I: 0.4}, days: 9}}\n", 1), 4000, 1e-7);
	truth_close("isolated in three days, each hour", confined(each, "  - {name: m, at: {place: town}, isolate: {of: {I: 0.4}, days: 9}}\n", 3), ILL * (1 - pow(0.6, 3)), 1e-6);
	truth_close("isolated by half of a day", confined(each, "  - {name: m, at: {place: town}, when: {after: \"day >= 0\", lead: 12 h}, isolate: {of: {I: 0.4}, days: 9}}\n", 1),
		ILL * (1 - sqrt(0.6)), 1e-6);
	truth_close("everybody at once", confined(each, "  - {name: m, at: {place: town}, isolate: {of: {I: 1}, days: 9}}\n", 1), ILL, 1e-7);
	truth_close("once a day, from noon on: not before the next morning",
		confined("", "  - {name: m, at: {place: town}, when: {after: \"day >= 0\", lead: 12 h}, isolate: {of: {I: 0.4}, days: 9}}\n", 1), 0, 0);
}
END_TEST

START_TEST(doses_a_day_are_spread)
{
	truth t;
	truth_begin(&t);
	town(&t, "steps: {measures: true}\n", "  - {name: m, at: {place: town}, when: {after: \"day >= 0\", lead: 12 h, for: 36 h}, vaccinate: {doses: 1235, of: [S], to: R}}\n"
		"  - {name: n, at: {place: town}, when: {after: \"day >= 0\"}, test: {sensitivity: {I: 1}, per_day: 100}}\n", 0, 4, 5);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++) {
		ck_assert_double_eq(t.result.totals[r].doses, 1235 - 617 + 1235); /* the other 617 belong to the hours before noon */
		ck_assert_double_eq(t.result.totals[t.result.n_replicates + r].tests, 400);
	}
	truth_run(&t, true);
	truth_close("doses in a day and a half", t.result.totals[0].doses, 1.5 * 1235, 1e-8);
	truth_end(&t);
}
END_TEST

/* Nobody is ill: the town sleeps, and wakes at noon for the doses. */
START_TEST(sleepers_wake_at_the_step)
{
	truth t;
	truth_begin(&t);
	town(&t, "steps: {measures: true}\ninitial: {I: 0}\n", "  - {name: m, at: {place: town}, when: {after: \"day >= 2\", lead: 12 h, for: 36 h}, vaccinate: {doses: 240, of: [S], to: R}}\n", 0, 6, 3);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++) {
		ck_assert_double_eq(t.result.totals[r].doses, 360);
		ck_assert_double_eq(t.result.totals[r].active_days, 1.5);
	}
	truth_end(&t);
}
END_TEST

START_TEST(tracing_follows_the_hour)
{
	truth t;
	truth_begin(&t);
	/* E do not fall ill: each hour the share of the ill who are found is the share of the exposed traced, at .5 */
	town(&t, "steps: {measures: true}\n", "  - {name: find, at: {place: town}, isolate: {of: {I: 0.4}, days: 9}}\n  - {name: trace, at: {place: town}, trace: {share: 0.5, of: [E], days: 9}}\n"
		"begin:\n  - {place: town, compartment: E, people: 1000}\n", 0, 1, 1);
	truth_run(&t, true);
	const double hourly = 1 - pow(0.6, 1.0 / STEPS);
	truth_close("traced", t.result.totals[1].confined, 1000 * (1 - pow(1 - 0.5 * hourly, STEPS)), 1e-6);
	truth_end(&t);
}
END_TEST

/* Tracing at the start of a day follows up those whose result came in the day before, after the tracing. */
START_TEST(results_of_the_afternoon_are_traced)
{
	truth t;
	truth_begin(&t);
	town(&t, "", "  - {name: find, at: {place: town}, when: {to: 2027-01-01}, test: {per_day: 1e9, of: [I], sensitivity: {I: 0.4}, turnaround: 7 h}, then: {isolate: {days: 9}}}\n"
		"  - {name: trace, at: {place: town}, trace: {share: 0.5, of: [E], days: 9}}\nbegin:\n  - {place: town, compartment: E, people: 1000}\n", 0, 3, 1);
	truth_run(&t, true);
	truth_close("traced", t.result.totals[1].confined, 1000 * 0.5 * 0.4, 1e-6);
	truth_end(&t);
}
END_TEST

/* Travellers of a day at a crossing that closes at noon. */
START_TEST(a_closure_from_noon)
{
	truth t;
	truth_begin(&t);
	truth_write(&t, "places.csv", "id,name,parent,population,lat,lon,source\nfar,Far,,,,,theory\na,A,far,100000,37,68,theory\nnear,Near,,,,,theory\nb,B,near,100000,38,68,theory\n");
	truth_write(&t, "crossings.csv", "id,name,type,near,far,category,lat,lon,source\nbridge,Bridge,road,b,a,international,37.5,68,theory\n");
	truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,source\nout,a,b,bridge,passengers,1200,,forever,theory\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\ninitial: {I: 0.5}\ninfect:\n  - {from: S, to: I, beta: 0}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 2\nreplicates: 1\nstep: 1 h\nsteps: {travel: true}\ndisease: d.yaml\nworld: {places: places.csv, crossings: crossings.csv, flows: flows.csv}\n"
		"measures:\n  - {name: shut, at: {crossing: bridge}, when: {after: \"day >= 0\", lead: 15 h, for: 12 h}, close: {}}\n");
	truth_run(&t, true);
	double *x = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), home = PEOPLE;
	for (int day = 0; day < 2; day++) {
		double gone = 0;
		for (int step = day * STEPS; step < (day + 1) * STEPS; step++) {
			const double leave = step >= 15 && step < 27 ? 0 : home * 0.012 / STEPS;
			gone += leave;
			home -= leave;
		}
		truth_close("travellers of a day", x[day], gone, 1e-7);
	}
	free(x);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_step");
	TCase *tc = tcase_create("all");
	tcase_add_test(tc, leads_and_ends_are_steps);
	tcase_add_test(tc, triggered_again_after_an_end_at_noon);
	tcase_add_test(tc, stays_end_at_the_step);
	tcase_add_test(tc, bed_days_are_those_stayed);
	tcase_add_test(tc, the_dead_leave_their_beds);
	tcase_add_test(tc, a_chance_a_day_is_spread);
	tcase_add_test(tc, doses_a_day_are_spread);
	tcase_add_test(tc, sleepers_wake_at_the_step);
	tcase_add_test(tc, tracing_follows_the_hour);
	tcase_add_test(tc, results_of_the_afternoon_are_traced);
	tcase_add_test(tc, a_closure_from_noon);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
