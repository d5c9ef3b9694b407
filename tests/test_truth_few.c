/* Who is away where homes sleep and wake: who the few are, that they set out each day, come home in turn, and are as many as the calendar has away.
 *
 * Deterministic comparisons are to rounding. False-alarm rate of each statistical comparison: 1e-5 (truth.h); seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Fifty homes, of each of which two or so are away where somebody is ill, nine in ten immune: who is away is as they are at home, and each is as likely in
 * one stage of the stay as in another. */
static void few_away(truth *t, const char *stay, double per_day, const char *sleep, int days)
{
	char places[8000], flows[4000];
	int n = snprintf(places, sizeof places, "id,name,parent,population\nland,Land,,\nhub,Hub,land,100000\nfar,Far,,\n");
	int m = snprintf(flows, sizeof flows, "id,from,to,via,who,per_day,season,stay,standing\n");
	for (int i = 0; i < 50; i++) {
		n += snprintf(places + n, sizeof places - (size_t)n, "h%d,H,far,10000\n", i);
		m += snprintf(flows + m, sizeof flows - (size_t)m, "f%d,h%d,hub,bridge,,%g,,%s,\n", i, i, per_day, stay);
	}
	truth_begin(t);
	truth_write(t, "places.csv", "%s", places);
	truth_write(t, "flows.csv", "%s", flows);
	truth_write(t, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,hub,h0,international\n");
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: x\nparameters:\n  ill: {by: place, values: {hub: 1}, else: 0}\n  immune: {by: place, values: {hub: 0}, else: 0.9}\n"
		"compartments:\n  S: {rest: true}\n  I: {infectious: 1, travel: 0}\n  R: {rest: true}\ninitial: {I: ill, R: immune}\ninfect:\n  - {from: S, to: R, beta: 5}\n");
	truth_write(t, "s.yaml", "guzar: 1\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: 14\nsleep: %s\ndisease: d.yaml\n"
		"world: {places: places.csv, flows: flows.csv, crossings: crossings.csv}\n", days, truth_replicates(200), sleep);
}

START_TEST(few_away_are_as_those_at_home)
{
	static const char *const sleep[] = {"true", "false"};
	for (int i = 0; i < 2; i++) {
		truth t;
		few_away(&t, "2 d", 1, sleep[i], 1);
		truth_run(&t, true);
		double *x = truth_series(&t, "hub", GZ_QUANTITY_INFECTIONS, NULL);
		const double expected = x[0];
		free(x);
		truth_run(&t, false);
		x = truth_series(&t, "hub", GZ_QUANTITY_INFECTIONS, NULL);
		truth_mean("infected of the few away", truth_moments_of(x, t.result.n_replicates), expected, 0);
		free(x);
		truth_end(&t);
	}
}
END_TEST

/* Of each home one is there on one day of five: it sleeps no more because nobody is there just now than because somebody always is. */
START_TEST(few_away_set_out_each_day)
{
	static const char *const sleep[] = {"true", "false"};
	for (int i = 0; i < 2; i++) {
		truth t;
		double expected = 0;
		few_away(&t, "2 d", 0.1, sleep[i], 20);
		truth_run(&t, true);
		double *x = truth_series(&t, "hub", GZ_QUANTITY_INFECTIONS, NULL);
		for (int d = 10; d < 20; d++)
			expected += x[d];
		free(x);
		truth_run(&t, false);
		x = truth_series(&t, "hub", GZ_QUANTITY_INFECTIONS, NULL);
		const int32_t n = t.result.n_replicates;
		for (int32_t r = 0; r < n; r++)
			for (int d = 11; d < 20; d++)
				x[10 * n + r] += x[d * n + r];
		truth_mean("infected of whom few set out", truth_moments_of(&x[10 * n], n), expected, 0);
		free(x);
		truth_end(&t);
	}
}
END_TEST

/* Of one home 2.4 are away for long: two in some replicates, three in others, whether it sleeps or not. */
START_TEST(few_away_for_long)
{
	static const char *const sleep[] = {"true", "false"};
	for (int i = 0; i < 2; i++) {
		truth t;
		truth_begin(&t);
		truth_write(&t, "places.csv", "id,name,parent,population\na,A,,\nhome,H,a,1000\nb,B,,\nhub,U,b,1000\n");
		truth_write(&t, "ages.csv", "place,age,share\na,0-19,0.5\na,20+,0.5\nb,0-19,0.5\nb,20+,0.5\n");
		truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing\nf,home,hub,-,,0.012,,200 d,\n");
		truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\ninfect:\n  - {from: S, to: I, beta: 0}\n");
		truth_write(&t, "s.yaml", "guzar: 1\nstart: 2027-01-01\ndays: 1\nreplicates: 1000\nseed: 1\nsleep: %s\ndisease: d.yaml\n"
			"world: {places: places.csv, flows: flows.csv, ages: ages.csv}\nreport: {places: [b], quantities: [present], every: 1 d}\n", sleep[i]);
		truth_run(&t, false);
		double *x = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL);
		truth_mean("away of 2.4", truth_moments_of(x, t.result.n_replicates), 1002.4, 0);
		free(x);
		truth_end(&t);
	}
}
END_TEST

START_TEST(few_away_come_home_in_turn)
{
	truth t;
	few_away(&t, "fixed 10 d", 0.1, "false", 3);
	truth_run(&t, false);
	double *home = truth_crossing(&t, "bridge", GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS);
	for (int d = 0; d < 3; d++)
		truth_mean("of fifty, a tenth a day", truth_moments_of(&home[(int64_t)d * t.result.n_replicates], t.result.n_replicates), 5, 0);
	free(home);
	truth_end(&t);
}
END_TEST

/* A home sleeps for a month while the season changes and its bridge is shut for three weeks, and wakes when somebody in the hub falls ill: as many are away
 * on all days as in the mean of one that never sleeps. */
static void wakes(const char *what, const char *flow, const char *start, const char *woken)
{
	enum { DAYS = 60, WOKEN = 40 };
	static double expected[DAYS];
	static const char *const sleep[] = {"false", "true"};
	for (int i = 0; i < 2; i++) {
		truth t;
		truth_begin(&t);
		truth_write(&t, "places.csv", "id,name,parent,population\na,A,,\nhome,H,a,50000\nb,B,,\nhub,U,b,1000\n");
		truth_write(&t, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,hub,home,international\n");
		truth_write(&t, "openings.csv", "crossing,who,from,to,status,days,hours\nbridge,passengers,,,open,Mon-Fri,8\nbridge,freight,02-01,02-20,closed,,\n");
		truth_write(&t, "curves.csv", "curve,month_day,value\nleave,01-15,0.2\nleave,03-01,2\nleave,07-15,1.5\nback,01-01,1\nback,03-01,3\n");
		truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing\nf,home,hub,%s\n", flow);
		truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\ninfect:\n  - {from: S, to: I, beta: 0}\n");
		truth_write(&t, "s.yaml", "guzar: 1\nstart: %s\ndays: %d\nreplicates: %d\nseed: 3\nsleep: %s\ndisease: d.yaml\nbegin:\n"
			"  - {place: hub, compartment: I, people: 1, from: %s}\nreport: {places: [b], quantities: [present], every: 1 d}\n"
			"world: {places: places.csv, crossings: crossings.csv, openings: openings.csv, curves: curves.csv, flows: flows.csv}\n", start, DAYS, truth_replicates(200), sleep[i], woken);
		truth_run(&t, i == 0);
		double *x = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL);
		for (int d = 0; d < DAYS; d++) {
			if (i == 0)
				expected[d] = x[d];
			else if (d <= WOKEN)
				ck_assert_msg(fabs(x[(int64_t)d * t.result.n_replicates] - expected[d]) < 1, "%s, day %d: %g there, not %g", what, d, x[(int64_t)d * t.result.n_replicates],
					expected[d]);
			else if (d % 5 == 0)
				truth_mean(what, truth_moments_of(&x[(int64_t)d * t.result.n_replicates], t.result.n_replicates), expected[d], 0.01);
		}
		free(x);
		truth_end(&t);
	}
}

START_TEST(as_many_as_the_calendar_has_away)
{
	wakes("season and weekends, three days", "bridge,passengers,50,leave,fixed 3 d,", "2027-01-11", "2027-02-20");
	wakes("season and weekends, two stages", "bridge,passengers,50,leave,erlang 2 9 d,", "2027-01-11", "2027-02-20");
	wakes("return by a curve, closed for three weeks", "bridge,freight,20,leave,curve back,600", "2027-01-11", "2027-02-20");
	wakes("return by a curve, always open", "-,passengers,20,leave,curve back,600", "2027-02-01", "2027-03-13");
	wakes("the same in a leap year", "-,passengers,20,leave,curve back,600", "2028-02-01", "2028-03-12");
}
END_TEST

static double all_days(double *x, int64_t n, int32_t replicate, int32_t replicates)
{
	double sum = 0;
	for (int64_t i = replicate; i < n; i += replicates)
		sum += x[i];
	return sum;
}

/* Where all sleep, as many pass a bridge and are tested there as in the mean, though one travels on a day of five and one in three is tested. */
START_TEST(passing_in_their_sleep)
{
	enum { DAYS = 90 };
	static const gz_quantity counted[] = {GZ_QUANTITY_TRAVELLERS, GZ_QUANTITY_TESTS};
	double expected[2][2] = {{0}};
	for (int i = 0; i < 2; i++) {
		truth t;
		truth_begin(&t);
		truth_write(&t, "places.csv", "id,name,parent,population\na,A,,\nhome,H,a,50000\nb,B,,\nhub,U,b,1000\n");
		truth_write(&t, "ages.csv", "place,age,share\na,0-19,0.4\na,20+,0.6\nb,0-19,0.5\nb,20+,0.5\n");
		truth_write(&t, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,hub,home,international\n");
		truth_write(&t, "openings.csv", "crossing,who,from,to,status,days,hours\nbridge,passengers,,,open,Mon-Fri,8\n");
		truth_write(&t, "curves.csv", "curve,month_day,value\nleave,01-15,0.2\nleave,03-01,2\nleave,07-15,1.5\n");
		truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing\nf,home,hub,bridge,passengers,0.2,leave,5 d,\ng,home,hub,bridge,freight,0.2,leave,30 d,\n");
		truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\ninfect:\n  - {from: S, to: I, beta: 0}\n");
		truth_write(&t, "s.yaml", "guzar: 1\nstart: 2027-01-11\ndays: %d\nreplicates: %d\nseed: 3\ndisease: d.yaml\nmeasures:\n"
			"  - {name: look, at: {crossing: bridge}, coverage: 0.3, screen: {sensitivity: {I: 1}}, then: {isolate: {days: 2}}}\nreport: {places: [b], quantities: [present]}\n"
			"world: {places: places.csv, ages: ages.csv, crossings: crossings.csv, openings: openings.csv, curves: curves.csv, flows: flows.csv}\n", DAYS, truth_replicates(400));
		truth_run(&t, i == 0);
		const int32_t n = t.result.n_replicates;
		double *sum = calloc((size_t)n, sizeof *sum);
		for (int k = 0; k < 4; k++) {
			double *x = truth_crossing(&t, "bridge", k % 2 ? GZ_DIRECTION_OUT : GZ_DIRECTION_IN, counted[k / 2]);
			for (int32_t r = 0; r < n; r++)
				sum[r] = all_days(x, (int64_t)DAYS * n, r, n);
			if (i == 0)
				expected[k / 2][k % 2] = sum[0];
			else
				truth_mean(k / 2 ? "tested asleep" : "passing asleep", truth_moments_of(sum, n), expected[k / 2][k % 2], 0.01);
			free(x);
		}
		free(sum);
		truth_end(&t);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_few");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, few_away_are_as_those_at_home);
	tcase_add_test(tc, few_away_set_out_each_day);
	tcase_add_test(tc, few_away_for_long);
	tcase_add_test(tc, few_away_come_home_in_turn);
	tcase_add_test(tc, passing_in_their_sleep);
	tcase_add_test(tc, as_many_as_the_calendar_has_away);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
