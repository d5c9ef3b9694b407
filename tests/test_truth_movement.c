/* Stays, seasons, scheduled movements, journeys over several crossings, interrupted treatment, pools, tracing, noise and water.
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

enum { A = 200000, B = 100000 };

typedef struct journey { const char *flows, *more, *step; int days, replicates, seed; double ill; } journey;

/* Two towns in two countries, a bridge and a ferry between them; I stays ill, T is under treatment, L has lost it. */
static void journey_write(truth *t, const journey *j)
{
	truth_write(t, "places.csv", "id,name,parent,population,lat,lon\nfar,Far,,,,\na,A,far,%d,37,68\nmid,Mid,,,,\nm,M,mid,1000,38,68\nnear,Near,,,,\nb,B,near,%d,38,68\n", A, B);
	truth_write(t, "crossings.csv", "id,name,type,near,far,category,lat,lon\nbridge,Bridge,road,b,m,international,37.5,68\nferry,Ferry,river,m,a,international,37.5,68\n"
		"air,Airport,air,b,,international,37.5,68\n");
	truth_write(t, "curves.csv", "curve,month_day,value\nleave,01-01,0.5\nleave,07-02,1.5\nback,01-01,2\nback,07-02,1\n");
	truth_write(t, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing\n%s", j->flows);
	truth_write(t, "events.csv", "date,from,to,number,compartment,age,group\n2027-01-03,a,b,100,I,,\n2027-01-04,,b,50,S,,\n2027-01-05,b,,30,I,,\n2027-01-06,b,a,3000,,,\n");
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\nparameters:\n  ill: {by: place, values: {a: %.17g}, else: 0}\ncompartments:\n"
		"  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n  T: {title: {en: T}}\n  L: {title: {en: L}}\n"
		"initial: {I: ill, T: ill, L: 0, E: 0}\ninfect:\n  - {name: person, from: S, to: E, beta: 0}\ntravel:\n  - {from: T, to: L, probability: 0.5}\n", j->ill);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\nstep: %s d\ndisease: d.yaml\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv, curves: curves.csv}\n"
		"observe:\n  lost: {of: [L]}\nreport: {places: [far, near], quantities: [infections, present], every: 7 d}\n%s",
		j->days, truth_replicates(j->replicates), j->seed, j->step ? j->step : "1", j->more);
}

static double total(double *x, int64_t n)
{
	double sum = 0;
	for (int64_t i = 0; i < n; i++)
		sum += x[i];
	free(x);
	return sum;
}

/* Travellers stand abroad in their steady number from the first day on. */
static void stay(const char *flow, double per_day, double away, const char *step)
{
	truth t;
	char flows[128];
	truth_begin(&t);
	snprintf(flows, sizeof flows, "ab,a,b,ferry;bridge,,%g,,%s,\n", per_day, flow);
	journey_write(&t, &(journey){.flows = flows, .days = 60, .replicates = 1, .seed = 1, .ill = 0.1, .step = step, .more = strcmp(step, "1") == 0 ? "" : "steps: {travel: true}\n"});
	truth_run(&t, true);
	double *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL), *in = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS);
	double *out = truth_crossing(&t, "ferry", GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS);
	for (int d = 0; d < 60; d++) {
		ck_assert_msg(fabs(b[d] - B - away) < 1e-6, "%s: on day %d %.9g are away, not %g", flow, d, b[d] - B, away);
		ck_assert_msg(fabs(in[d] - per_day) < 1e-6 && fabs(out[d] - per_day) < 1e-6, "%s: on day %d %.9g leave and %.9g come home, not %g", flow, d, in[d], out[d], per_day);
	}
	free(b); free(in); free(out);
	truth_end(&t);
}

START_TEST(stays)
{
	stay("3 d", 60, 180, "1");
	stay("erlang 3 9 d", 60, 540, "1");
	stay("fixed 7 d", 60, 420, "1");
	stay("3 d", 60, 180, "1/4");
	stay("erlang 3 9 d", 60, 540, "1/2");
	stay("fixed 7 d", 60, 420, "1/2");
}
END_TEST

/* A measure closes the bridge where all sleep: who is abroad stays there, or comes home little by little through it; open again, it fills as slowly. */
static void closed_asleep(const char *residents, double homeward)
{
	truth t;
	char measure[200];
	truth_begin(&t);
	snprintf(measure, sizeof measure, "measures: [{name: shut, at: {crossing: bridge}, when: {from: 2027-01-11, to: 2027-01-20}, close: {residents: %s}}]\n", residents);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,,10 d,\n", .days = 30, .replicates = 400, .seed = 6, .ill = 0, .more = measure});
	truth_run(&t, false);
	const int n = t.result.n_replicates;
	double *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL), *in = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS);
	double *home = truth_crossing(&t, "bridge", GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS);
	for (int i = n; i < 20 * n; i++)
		ck_assert_msg(fabs(b[i] - b[i - n] - in[i] + home[i]) < 1e-6, "day %d: %g there, %g before, %g in, %g out", i / n, b[i], b[i - n], in[i], home[i]);
	const double left = 600 * pow(1 - homeward, 10);
	truth_mean("abroad after ten days of closure", truth_moments_of(&b[19 * n], n), B + left, 0.5);
	truth_mean("ten days after it", truth_moments_of(&b[29 * n], n), B + 600 - (600 - left) * pow(0.9, 10), 0.5);
	free(b); free(in); free(home);
	truth_end(&t);
}

START_TEST(closed_while_asleep)
{
	closed_asleep("stop", 0);
	closed_asleep("pass", 0.1);
}
END_TEST

/* What by its numbers does nothing wakes nobody: those away stay the calendar's, as without it. */
START_TEST(nothing_wakes_nobody)
{
	static const char *const idle[] = {"at: {crossing: bridge}, close: {share: 0}", "at: {crossing: bridge}, coverage: 0, quarantine: {days: 3}",
		"at: {crossing: bridge}, quarantine: {days: 3, adherence: 0}", "at: {place: a}, vaccinate: {doses: 0, susceptibility: 0.5}",
		"at: {crossing: bridge}, compliance: 0, screen: {sensitivity: {I: 1}, specificity: 0.5}, then: {refuse: true}"};
	for (size_t i = 0; i < sizeof idle / sizeof *idle; i++) {
		truth t;
		char measure[200];
		truth_begin(&t);
		snprintf(measure, sizeof measure, "measures: [{name: nothing, %s}]\n", idle[i]);
		journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,,3 d,\n", .days = 10, .replicates = 5, .seed = 9, .ill = 0, .more = measure});
		truth_run(&t, false);
		double *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL);
		for (int k = 0; k < 10 * t.result.n_replicates; k++)
			ck_assert_msg(b[k] == B + 180, "%s: %g there", idle[i], b[k]);
		free(b);
		truth_end(&t);
	}
}
END_TEST

/* Of a journey over the ferry and the bridge, what is done at the bridge is counted at the bridge. */
START_TEST(counted_where_it_happens)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,600,,3 d,\n", .days = 3, .replicates = 1, .seed = 1, .ill = 0.2,
		.more = "measures:\n  - {name: look, at: {crossing: ferry, direction: in}, screen: {sensitivity: {I: 0.25}}}\n"
			"  - {name: send back, at: {crossing: bridge, direction: in}, screen: {sensitivity: {I: 0.5}, specificity: 0.9}, then: {refuse: true}}\n"
			"  - {name: keep, at: {crossing: bridge, direction: in}, quarantine: {days: 3}}\n"});
	truth_run(&t, true);
	static const struct { gz_quantity quantity; double ferry, bridge; } expected[] = {
		{GZ_QUANTITY_DETECTED, 600 * 0.2 * 0.25, 600 * 0.2 * 0.75 * 0.5}, {GZ_QUANTITY_REFUSED, 0, 600 * (0.2 * 0.5 + 0.8 * 0.1)},
		{GZ_QUANTITY_QUARANTINED, 0, 600 * (0.2 * 0.5 + 0.8 * 0.9)}, {GZ_QUANTITY_TRAVELLERS, 600 * (0.2 * 0.5 + 0.8 * 0.9), 600 * (0.2 * 0.5 + 0.8 * 0.9)}};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		double *ferry = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, expected[i].quantity), *bridge = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, expected[i].quantity);
		truth_close("at the bridge", bridge[0], expected[i].bridge, 1e-6);
		truth_close("at the ferry", ferry[0], expected[i].ferry, 1e-6);
		free(ferry); free(bridge);
	}
	truth_end(&t);
}
END_TEST

/* A journey over two crossings that are closed: each stops its share of those who come to it, and its own go round it. */
START_TEST(stopped_where_it_is_closed)
{
	static const struct { const char *ferry, *bridge; double stopped[2], round[2], through; } cases[] = {
		{"{share: 0.5}", "{share: 0.5}", {300, 150}, {0, 0}, 150},
		{"{leak: 0.2}", "{leak: 0.3}", {480, 84}, {36, 36}, 36},
		{"{share: 0.5, leak: 0.4}", "{share: 0.8, leak: 0.5}", {180, 168}, {72, 168}, 252}};
	for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
		char more[300];
		const bool mean = i % 2 == 0;
		truth t;
		truth_begin(&t);
		snprintf(more, sizeof more, "measures:\n  - {name: upper, at: {crossing: bridge}, close: %s, cost: {traveller: 2}}\n  - {name: lower, at: {crossing: ferry}, close: %s, cost: {traveller: 1}}\n",
			cases[i / 2].bridge, cases[i / 2].ferry);
		journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,600,,forever,\n", .days = 1, .replicates = mean ? 1 : 4000, .seed = 31, .ill = 0.1, .more = more});
		truth_run(&t, mean);
		static const char *const crossings[] = {"ferry", "bridge"};
		for (int k = 0; k < 2; k++) {
			const struct { gz_quantity quantity; const char *what; double expected; } rows[] = {{GZ_QUANTITY_STOPPED, "stopped", cases[i / 2].stopped[k]},
				{GZ_QUANTITY_LEAKED, "gone round", cases[i / 2].round[k]}, {GZ_QUANTITY_TRAVELLERS, "through", cases[i / 2].through}, {GZ_QUANTITY_COST, "cost", (k + 1) * cases[i / 2].stopped[k]}};
			for (size_t q = 0; q < sizeof rows / sizeof *rows; q++) {
				double *x = truth_crossing(&t, crossings[k], GZ_DIRECTION_IN, rows[q].quantity);
				if (mean)
					truth_close(rows[q].what, x[0], rows[q].expected, 0.051); /* costs are kept to a tenth */
				else
					truth_mean(rows[q].what, truth_moments_of(x, t.result.n_replicates), rows[q].expected, 0.01);
				free(x);
			}
		}
		truth_end(&t);
	}
}
END_TEST

/* The bridge is shut at weekends and for two weeks in February: who is away then comes home little by little, the same asleep, awake and in the mean. */
static void closed_days(const char *what, bool asleep, bool deterministic, const char *stay, double leave_stage, int stages)
{
	truth t;
	char flow[64];
	truth_begin(&t);
	snprintf(flow, sizeof flow, "ab,a,b,ferry;bridge,,600,,%s,\n", stay);
	journey_write(&t, &(journey){.flows = flow, .days = 70, .replicates = 40, .seed = 4, .ill = 0, .more = ""});
	truth_write(&t, "openings.csv", "crossing,who,from,to,status,days\nbridge,,,,open,Mon-Fri\nbridge,,02-08,02-21,closed,\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-04\ndays: 70\nreplicates: %d\nseed: 4\ndisease: d.yaml\nsleep: %s\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv, curves: curves.csv, openings: openings.csv}\n"
		"report: {places: [far, near], quantities: [present]}\n", deterministic ? 1 : truth_replicates(40), asleep ? "true" : "false");
	truth_run(&t, deterministic);
	const int n = t.result.n_replicates;
	double *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL), *in = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS);
	double *home = truth_crossing(&t, "bridge", GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS), stage[3] = {0};
	for (int d = -140; d < 70; d++) {
		const bool open = (d + 140) % 7 < 5 && !(d >= 35 && d < 49); /* the 4th of January 2027 is a Monday */
		double away = 0;
		for (int k = stages - 1; k >= 0; k--)
			stage[k] += (k > 0 ? stage[k - 1] * leave_stage : open ? 600 : 0) - stage[k] * leave_stage;
		for (int k = 0; k < stages; k++)
			away += stage[k];
		for (int r = 0; d >= 0 && r < n; r++) {
			ck_assert_msg(open || in[d * n + r] == 0, "%s: on day %d, closed, %g come", what, d, in[d * n + r]);
			if (d > 0)
				ck_assert_msg(fabs(b[d * n + r] - b[(d - 1) * n + r] - in[d * n + r] + home[d * n + r]) < 1e-6, "%s: day %d: %g there, %g before, %g in, %g out", what, d, b[d * n + r],
					b[(d - 1) * n + r], in[d * n + r], home[d * n + r]);
			if (asleep)
				ck_assert_msg(fabs(b[d * n + r] - B - away) <= 1, "%s: on day %d %g are away, not %g", what, d, b[d * n + r] - B, away);
		}
		if (d % 10 == 9 && deterministic)
			truth_close(what, b[d], B + away, 0.2); /* from the same number in all stages */
		else if (d % 10 == 9 && !asleep && d >= 49)
			truth_mean(what, truth_moments_of(&b[d * n], n), B + away, 0.5);
	}
	free(b); free(in); free(home);
	truth_end(&t);
}

START_TEST(closed_days_of_the_week)
{
	closed_days("stay of 10 d, asleep", true, false, "10 d", 0.1, 1);
	closed_days("stay of 10 d, awake", false, false, "10 d", 0.1, 1);
	closed_days("stay of 10 d, in the mean", false, true, "10 d", 0.1, 1);
	closed_days("stay of 3 stages, asleep", true, false, "erlang 3 12 d", 0.25, 3);
	closed_days("stay of 3 stages, awake", false, false, "erlang 3 12 d", 0.25, 3);
}
END_TEST

/* Who is away on a long stay is as many on whichever day of the week a run begins, though the bridge is shut on Sundays. */
START_TEST(long_stays)
{
	for (int day = 4; day <= 10; day++) {
		truth t;
		truth_begin(&t);
		journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,100,,2 y,\n", .days = 1, .replicates = 1, .seed = 4, .ill = 0.1, .more = ""});
		truth_write(&t, "openings.csv", "crossing,status,days\nbridge,open,Mon-Sat\n");
		truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-%02d\ndays: 1\ndisease: d.yaml\n"
			"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv, openings: openings.csv}\nreport: {places: [near], quantities: [present]}\n", day);
		truth_run(&t, true);
		double *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL);
		truth_close("two years away, six days a week", b[0] - B, 100 * 6 / 7.0 * 730.5, 300);
		free(b);
		truth_end(&t);
	}
}
END_TEST

/* A home that people leave for ever loses them whether or not anything of the disease happens there. */
START_TEST(emigrants_of_a_resting_home)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,2000,,forever,\n", .days = 40, .replicates = 200, .seed = 3, .ill = 0, .more = ""});
	truth_run(&t, false);
	double *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL);
	const int64_t n = t.scenario.replicates;
	truth_mean("settlers after 40 days", truth_moments_of(b + 39 * n, n), B + A * (1 - pow(1 - 2000.0 / A, 40)), 0);
	free(b);
	truth_end(&t);
}
END_TEST

/* Few leave, and pick one of five ways each; many, and are shared among the ways: both are multinomial. */
static void ways(const char *what, double factor, int seed)
{
	static const double per_day[] = {0.4, 0.8, 0.1, 1.2, 0.05};
	const double n = 4000;
	truth t;
	char flows[512] = "", places[512] = "id,name,parent,population,lat,lon\nland,Land,,,,\nhome,Home,land,4000,37,68\n";
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "", .days = 1, .replicates = 20000, .seed = seed, .ill = 0, .more = ""});
	for (int i = 0; i < 5; i++) {
		snprintf(flows + strlen(flows), 64, "w%d,home,to%d,,,%g,,forever,\n", i, i, per_day[i] * factor);
		snprintf(places + strlen(places), 64, "to%d,To,land,1,37,68\n", i);
	}
	truth_write(&t, "places.csv", "%s", places);
	truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing\n%s", flows);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  I: {title: {en: I}, infectious: 1}\n"
		"infect:\n  - {name: person, from: S, to: I, beta: 0}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 1\nreplicates: %d\nseed: %d\ndisease: d.yaml\n"
		"world: {places: places.csv, flows: flows.csv}\nreport: {places: [to0, to1, to2, to3, to4], quantities: [present]}\n", truth_replicates(20000), seed);
	truth_run(&t, false);
	for (int i = 0; i < 5; i++) {
		char place[8];
		snprintf(place, sizeof place, "to%d", i);
		double *x = truth_series(&t, place, GZ_QUANTITY_PRESENT, NULL);
		const truth_moments m = truth_moments_of(x, t.scenario.replicates);
		const double mean = per_day[i] * factor;
		truth_mean(what, m, 1 + mean, 0);
		truth_variance(what, m, mean * (1 - mean / n), 0);
		free(x);
	}
	truth_end(&t);
}

START_TEST(several_ways)
{
	ways("few by one of five ways", 1, 5);
	ways("some by one of five ways", 2, 6);
	ways("many by one of five ways", 40, 7);
}
END_TEST

/* Where people are infected from the start nobody brings it; elsewhere the first of them to come does. */
START_TEST(already_there)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,500,,3 d,\n", .days = 20, .replicates = 10, .seed = 9, .ill = 0.2, .more = ""});
	truth_run(&t, false);
	for (int32_t p = 0; p < t.scenario.world.n_places; p++)
		for (int32_t r = 0; r < t.result.n_replicates; r++) {
			const gz_arrival *a = &t.result.arrivals[(int64_t)p * t.result.n_replicates + r];
			const char *id = t.scenario.world.places[p].id;
			const bool there = strcmp(id, "far") == 0 || strcmp(id, "a") == 0, stays_away = strcmp(id, "mid") == 0 || strcmp(id, "m") == 0;
			ck_assert_int_eq(a->from == GZ_ARRIVAL_ALREADY, there);
			ck_assert_int_eq(a->traveller < 0, stays_away);
			/* those of a who stand at b on the first morning were infected at home and came before */
			ck_assert(stays_away || a->traveller == 0);
		}
	truth_end(&t);
}
END_TEST

START_TEST(seasons)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,leave,5 d,\n", .days = 365, .replicates = 1, .seed = 1, .ill = 0.1, .more = ""});
	truth_run(&t, true);
	truth_close("travellers of a year with a season", total(truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), 365), 60 * 365, 60);
	double *x = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS);
	truth_close("low season", x[0], 30, 1);
	truth_close("high season", x[182], 90, 1);
	free(x);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,leave,curve back,5000\n", .days = 365, .replicates = 1, .seed = 1, .ill = 0.1, .more = ""});
	truth_run(&t, true);
	truth_close("people away, mean of the year", total(truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL), 365) / 365 - B, 5000, 25);
	truth_close("home-comers of a year", total(truth_crossing(&t, "bridge", GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS), 365), 60 * 365, 100);
	truth_close("leavers of a year", total(truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), 365), 60 * 365, 100);
	truth_end(&t);
}
END_TEST

START_TEST(steady_in_the_mean)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,,4 d,\n", .days = 100, .replicates = 40, .seed = 151, .ill = 0.1, .more = ""});
	truth_run(&t, false);
	const int64_t n = (int64_t)100 * t.result.n_replicates;
	double *in = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), *ill = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, GZ_QUANTITY_INFECTED);
	const truth_moments m = truth_moments_of(in, n);
	truth_mean("travellers a day", m, 60, 0.02);
	truth_variance("travellers a day: variance", m, 60, 0.1);
	truth_share("ill among them", total(ill, n), m.mean * m.n, 0.1, 0); /* neither T nor L is on the way to infect */
	free(in);
	truth_end(&t);
}
END_TEST

START_TEST(scheduled)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "", .days = 8, .replicates = 5, .seed = 152, .ill = 0.1, .more = "events: events.csv\n"});
	truth_run(&t, false);
	double *a = truth_series(&t, "a", GZ_QUANTITY_PRESENT, NULL), *b = truth_series(&t, "b", GZ_QUANTITY_PRESENT, NULL), *ill = truth_series(&t, "b", GZ_QUANTITY_PREVALENCE, NULL);
	const int n = t.result.n_replicates;
	for (int r = 0; r < n; r++) {
		static const double at_b[] = {0, 0, 100, 150, 120, -2880, -2880, -2880}, ill_b[] = {0, 0, 100, 100, 70};
		for (int d = 0; d < 8; d++) {
			ck_assert_double_eq(b[d * n + r], B + at_b[d]);
			ck_assert_double_eq(a[d * n + r], A - (d >= 2 ? 100 : 0) + (d >= 5 ? 3000 : 0));
			ck_assert(d >= 5 || ill[d * n + r] == ill_b[d]);
		}
		ck_assert_double_le(ill[7 * n + r], 70);
	}
	free(a); free(b); free(ill);
	truth_end(&t);
}
END_TEST

/* Three of ten people, of whom five are ill: each three of them is as likely as another. */
START_TEST(few_of_a_town)
{
	static const double share[] = {10 / 120., 50 / 120., 50 / 120., 10 / 120.};
	truth t;
	double counts[4] = {0};
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "", .days = 5, .replicates = 20000, .seed = 154, .ill = 0.1,
		.more = "events: few.csv\nbegin:\n  - {place: m, compartment: I, people: 5}\n"});
	truth_write(&t, "few.csv", "date,from,to,number,compartment,age,group\n2027-01-03,m,b,3,,,\n");
	truth_write(&t, "places.csv", "id,name,parent,population,lat,lon\nfar,Far,,,,\na,A,far,100,37,68\nmid,Mid,,,,\nm,M,mid,10,38,68\nnear,Near,,,,\nb,B,near,100,38,68\n");
	truth_run(&t, false);
	double *m = truth_series(&t, "m", GZ_QUANTITY_PRESENT, NULL), *ill = truth_series(&t, "b", GZ_QUANTITY_PREVALENCE, NULL);
	double *left = truth_series(&t, "m", GZ_QUANTITY_PREVALENCE, NULL);
	const int n = t.result.n_replicates;
	for (int r = 0; r < n; r++) {
		ck_assert_double_eq(m[4 * n + r], 7);
		ck_assert_double_eq(ill[4 * n + r] + left[4 * n + r], 5);
		counts[(int)ill[4 * n + r]]++;
	}
	truth_fits("ill among three of ten", counts, share, 4);
	free(m); free(ill); free(left);
	truth_end(&t);
}
END_TEST

/* Of several rows that find too few people the first is told. */
START_TEST(short_of_people)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "", .days = 8, .replicates = 5, .seed = 153, .ill = 0.1, .more = "events: short.csv\n"});
	truth_write(&t, "short.csv", "date,from,to,number,compartment,age,group\n2027-01-03,m,,1500,,,\n2027-01-05,m,,7,,,\n2027-01-06,m,b,8,,,\n");
	truth_load(&t);
	gz_error err = {0};
	ck_assert_int_eq(gz_run_scenario(&t.scenario, &(gz_run_options){.threads = 1}, &t.result, &err), GZ_OK);
	t.ran = true;
	ck_assert_str_eq(t.result.note, "events: row 2 of 2027-01-03 asked for 1500 people from m, where only 1000 were; all of them were moved");
	truth_end(&t);
}
END_TEST

START_TEST(interrupted)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,500,,forever,\n", .days = 40, .replicates = 10, .seed = 153, .ill = 0.2, .more = ""});
	truth_run(&t, false);
	const int64_t n = (int64_t)40 * t.result.n_replicates;
	double moved = total(truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), n);
	truth_share("treatment lost on the way", total(truth_series(&t, "near", GZ_QUANTITY_REPORTED, "lost"), n), moved, 0.2 * 0.5, 0);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,500,,forever,\n", .days = 40, .replicates = 10, .seed = 153, .ill = 0.2,
		.more = "measures:\n  - {name: go on, at: {crossing: bridge}, coverage: 0.5, continue: {share: 0.6}}\n"});
	truth_run(&t, false);
	moved = total(truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), n);
	truth_share("treatment lost, some of it goes on", total(truth_series(&t, "near", GZ_QUANTITY_REPORTED, "lost"), n), moved, 0.2 * 0.5 * 0.7, 0);
	truth_end(&t);
}
END_TEST

START_TEST(pools)
{
	/* two screens share a team of 100 a day; the first in the file is served first */
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,,forever,\nba,b,a,air,,150,,forever,\n", .days = 20, .replicates = 5, .seed = 154, .ill = 0.2,
		.more = "measures:\n  - {name: one, at: {crossing: ferry}, screen: {sensitivity: {I: 1}, capacity: 100, pool: team}, then: {record: true}}\n"
			"  - {name: two, at: {crossing: air}, screen: {sensitivity: {I: 1}, capacity: 100, pool: team}, then: {record: true}}\n"});
	truth_run(&t, false);
	double *in = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, GZ_QUANTITY_TESTS), *out = truth_crossing(&t, "air", GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS);
	double *wanted = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS);
	for (int64_t i = 0; i < (int64_t)20 * t.result.n_replicates; i++) {
		ck_assert_double_eq(in[i], wanted[i]);
		ck_assert_double_eq(in[i] + out[i], 100);
	}
	free(in); free(out); free(wanted);
	/* the second takes twice as long a person: after 60 of 100 there is time for 40 % of its 50 */
	journey_write(&t, &(journey){.flows = "ab,a,b,ferry;bridge,,60,,forever,\nba,b,a,air,,150,,forever,\n", .days = 1, .replicates = 1, .seed = 154, .ill = 0.2,
		.more = "measures:\n  - {name: one, at: {crossing: ferry}, screen: {sensitivity: {I: 1}, capacity: 100, hours: 10, pool: team}}\n"
			"  - {name: two, at: {crossing: air}, screen: {sensitivity: {I: 1}, capacity: 50, hours: 10, pool: team}}\n"});
	truth_run(&t, true);
	in = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, GZ_QUANTITY_TESTS);
	out = truth_crossing(&t, "air", GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS);
	wanted = truth_crossing(&t, "air", GZ_DIRECTION_OUT, GZ_QUANTITY_WAIT);
	truth_close("first of a pool", in[0], 60, 1e-9);
	truth_close("second of a pool, at half the speed", out[0], 20, 1e-9);
	truth_close("wait of a pool: its whole load", wanted[0], (60.0 / 100 + 150.0 / 50 - 1) * 10 * 60 / 2, 1e-9);
	free(in); free(out); free(wanted);
	truth_end(&t);
}
END_TEST

/* Two crossings share a team of 60 and 60 beds: who passes either is looked at, and kept, with the same chance. What it costs is counted where it is spent. */
START_TEST(shared_by_crossings)
{
	static const struct { const char *measure; gz_quantity quantity; double ferry, air; } cases[] = {
		{"screen: {sensitivity: {I: 1}, capacity: 60, hours: 10, pool: team}", GZ_QUANTITY_TESTS, 40, 20},
		{"screen: {sensitivity: {I: 1}, capacity: 60, hours: 10, pool: team}", GZ_QUANTITY_WAIT, 450, 450},
		{"screen: {sensitivity: {I: 1}, capacity: 60, hours: 10, pool: team}, cost: {day: 6, traveller: 1, test: 10}", GZ_QUANTITY_COST, 40 * 11 + 3, 20 * 11 + 3},
		{"quarantine: {days: 5, beds: 60}", GZ_QUANTITY_QUARANTINED, 40, 20},
		{"quarantine: {days: 5, beds: 60}, cost: {traveller: 1, bed_day: 2}", GZ_QUANTITY_COST, 100 + 60, 50 + 60},
		{"screen: {sensitivity: {I: 1}}, then: {isolate: {days: 5, beds: 6, else: {refuse: true}}}", GZ_QUANTITY_REFUSED, 5, 2.5},
		{"screen: {sensitivity: {I: 1}}, then: {isolate: {days: 5, beds: 6}}", GZ_QUANTITY_QUARANTINED, 4, 2},
		{"vaccinate: {product: v, doses: 30, susceptibility: 0.5}, cost: {dose: 3}", GZ_QUANTITY_COST, 90, 90},
		{"close: {share: 0.2}, cost: {traveller: 5}", GZ_QUANTITY_COST, 100, 50},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		truth t;
		char measure[300];
		truth_begin(&t);
		snprintf(measure, sizeof measure, "measures:\n  - {name: one, at: {crossing: [air, ferry], direction: in}, %s}\n", cases[i].measure);
		journey_write(&t, &(journey){.flows = "am,a,m,ferry,,100,,forever,\nab,a,b,air,,50,,forever,\n", .days = 1, .replicates = 1, .seed = 9, .ill = 0.09, .more = measure});
		truth_run(&t, true);
		double *ferry = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, cases[i].quantity), *air = truth_crossing(&t, "air", GZ_DIRECTION_IN, cases[i].quantity);
		truth_close(cases[i].measure, ferry[0], cases[i].ferry, 0.05);
		truth_close(cases[i].measure, air[0], cases[i].air, 0.05);
		free(ferry); free(air);
		truth_end(&t);
	}
}
END_TEST

/* The wait of those held is by a day's load, in whatever steps they come: 60 of them, on the next day those left over too (and a few fewer, for they settle). */
START_TEST(waits_by_the_hour)
{
	static const char *const steps[] = {"1", "1/24"};
	for (size_t i = 0; i < 2; i++) {
		truth t;
		char more[300];
		truth_begin(&t);
		snprintf(more, sizeof more, "%smeasures:\n  - {name: look, at: {crossing: bridge, direction: in}, screen: {sensitivity: {I: 1}, capacity: 48, hours: 10, when_full: hold}}\n",
			i == 0 ? "" : "steps: {travel: true}\n");
		journey_write(&t, &(journey){.flows = "ab,a,b,bridge,,60,,forever,\n", .days = 2, .replicates = 1, .seed = 9, .ill = 0.1, .step = steps[i], .more = more});
		truth_run(&t, true);
		double *wait = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_WAIT);
		truth_close("wait on the first day", wait[0], (60.0 / 48 - 1) * 300, 0.1);
		truth_close("wait on the second", wait[1], (72.0 / 48 - 1) * 300, 0.5);
		free(wait);
		truth_end(&t);
	}
}
END_TEST

/* Isolation at a place beside a queue at a crossing: nobody leaves a bed that somebody else's measure put them into. */
START_TEST(beds_beside_a_queue)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,bridge,,60,,30 d,\n", .days = 12, .replicates = 1, .seed = 9, .ill = 0.1, .more =
		"measures:\n  - {name: tests, at: {place: a}, test: {sensitivity: {I: 1}, per_day: 100}, then: {quarantine: {days: 2}}, cost: {bed_day: 1}}\n"
		"  - {name: look, at: {crossing: bridge, direction: in}, screen: {sensitivity: {I: 1}, capacity: 20, when_full: hold}, then: {isolate: {days: 3}}, cost: {bed_day: 1}}\n"});
	truth_run(&t, true);
	const gz_measure_total *tests = &t.result.totals[0], *look = &t.result.totals[t.result.n_replicates];
	double *cost = truth_crossing(&t, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_COST);
	truth_close("two nights for each whom the tests at the place find", tests->bed_days, 2 * tests->confined - tests->confined / 12, 0.05 * tests->confined);
	truth_close("three for each found at the bridge", look->bed_days, 3 * look->confined - 3 * look->confined / 12, 0.05 * look->confined);
	for (int d = 3; d < 12; d++)
		truth_close("beds of the bridge", cost[d], cost[2], 0.1 * cost[2]);
	free(cost);
	truth_end(&t);
}
END_TEST

/* Who flies from one airport to another leaves at the one and enters at the other, and the other way on the way home; by a road beyond it too, and at two
 * posts of a border that face each other. */
START_TEST(from_airport_to_airport)
{
	static const struct { const char *via; struct { const char *crossing; gz_direction way; } there[2]; } journeys[] = {
		{"home;air", {{"home", GZ_DIRECTION_OUT}, {"air", GZ_DIRECTION_IN}}}, {"home;bridge", {{"home", GZ_DIRECTION_OUT}, {"bridge", GZ_DIRECTION_IN}}},
		{"ferry;air", {{"ferry", GZ_DIRECTION_IN}, {"air", GZ_DIRECTION_IN}}}, {"home;back", {{"home", GZ_DIRECTION_OUT}, {"back", GZ_DIRECTION_OUT}}},
		{"gate;door", {{"gate", GZ_DIRECTION_OUT}, {"door", GZ_DIRECTION_IN}}}, {"door;gate", {{"door", GZ_DIRECTION_IN}, {"gate", GZ_DIRECTION_OUT}}},
		{"ferry;back", {{"ferry", GZ_DIRECTION_IN}, {"back", GZ_DIRECTION_OUT}}}};
	for (size_t i = 0; i < sizeof journeys / sizeof *journeys; i++) {
		truth t;
		char flow[64];
		truth_begin(&t);
		snprintf(flow, sizeof flow, "ab,a,b,%s,,60,,fixed 2 d,\n", journeys[i].via);
		journey_write(&t, &(journey){.flows = flow, .days = 1, .replicates = 1, .seed = 9, .ill = 0.1, .more = ""});
		truth_write(&t, "crossings.csv", "id,name,type,near,far\nbridge,Bridge,road,b,m\nback,Back,road,m,b\nferry,Ferry,river,m,a\nair,Airport,air,b,\nhome,Airport,air,a,\n"
			"gate,Gate,road,a,b\ndoor,Door,road,b,a\n");
		truth_run(&t, true);
		for (int k = 0; k < 2; k++) {
			const gz_direction way = journeys[i].there[k].way, home = way == GZ_DIRECTION_IN ? GZ_DIRECTION_OUT : GZ_DIRECTION_IN;
			double *there = truth_crossing(&t, journeys[i].there[k].crossing, way, GZ_QUANTITY_INFECTED);
			double *back = truth_crossing(&t, journeys[i].there[k].crossing, home, GZ_QUANTITY_TRAVELLERS);
			truth_close(journeys[i].via, there[0], 6, 1e-6);
			truth_close(journeys[i].via, back[0], 60, 1e-6);
			free(there); free(back);
		}
		truth_end(&t);
	}
}
END_TEST

/* One measure at both crossings of a way looks twice, each time anew: of those whom the first look misses the second finds as many of a hundred. Few at a time,
 * so that a draw that both looks share would find the same. */
START_TEST(the_same_measure_at_two_crossings_looks_twice)
{
	truth t;
	truth_begin(&t);
	journey_write(&t, &(journey){.flows = "ab,a,b,home;air,,20,,forever,\n", .days = 40, .replicates = 400, .seed = 11, .ill = 0.1, .more =
		"measures:\n  - {name: look, at: {everywhere: true}, coverage: 0.8, screen: {sensitivity: {I: 0.5}}, then: {refuse: true}}\n"});
	truth_write(&t, "crossings.csv", "id,name,type,near,far\nair,Airport,air,b,\nhome,Airport,air,a,\n");
	truth_run(&t, false);
	const int64_t n = (int64_t)40 * t.result.n_replicates;
	const double first = total(truth_crossing(&t, "home", GZ_DIRECTION_OUT, GZ_QUANTITY_DETECTED), n);
	const double second = total(truth_crossing(&t, "air", GZ_DIRECTION_IN, GZ_QUANTITY_DETECTED), n);
	ck_assert_double_gt(first, 1000);
	truth_close("found at the second look", second, 0.6 * first, 5 * sqrt((0.6 + 0.36) * first));
	truth_end(&t);
}
END_TEST

/* A post between two regions of a country: in is towards its near side's region, wherever in it one goes, and back again is out; for whom it is on the way to
 * somewhere else, in is away from the far side. */
START_TEST(a_post_within_a_country)
{
	static const struct { const char *from, *to; gz_direction way; } journeys[] = {{"a", "b", GZ_DIRECTION_IN}, {"c", "b", GZ_DIRECTION_IN}, {"b", "c", GZ_DIRECTION_OUT},
		{"a", "m", GZ_DIRECTION_IN}, {"b", "m", GZ_DIRECTION_OUT}, {"m", "b", GZ_DIRECTION_IN}, {"m", "c", GZ_DIRECTION_OUT}};
	for (size_t i = 0; i < sizeof journeys / sizeof *journeys; i++) {
		truth t;
		char flow[64];
		truth_begin(&t);
		snprintf(flow, sizeof flow, "f,%s,%s,post,,60,,forever,\n", journeys[i].from, journeys[i].to);
		journey_write(&t, &(journey){.flows = flow, .days = 1, .replicates = 1, .seed = 9, .ill = 0.1, .more = ""});
		truth_write(&t, "places.csv", "id,name,parent,population\nfar,Far,,\neast,East,far,\na,A,east,1000\nc,C,east,1000\nwest,West,far,\nb,B,west,1000\nnear,Near,,\nm,M,near,1000\n");
		truth_write(&t, "crossings.csv", "id,name,type,near,far\npost,Post,road,b,a\n");
		truth_run(&t, true);
		double *in = truth_crossing(&t, "post", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), *out = truth_crossing(&t, "post", GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS);
		truth_close(journeys[i].to, in[0], journeys[i].way == GZ_DIRECTION_IN ? 60 : 0, 1e-6);
		truth_close(journeys[i].to, out[0], journeys[i].way == GZ_DIRECTION_IN ? 0 : 60, 1e-6);
		free(in); free(out);
		truth_end(&t);
	}
}
END_TEST

/* Half of the home's people are away by the ferry when it closes for a share of them: that share of the usual number is stopped from the first day on, and
 * as many as ever take the aeroplane. */
static void closed_for_some(const char *close, double through)
{
	truth t;
	char measure[200];
	truth_begin(&t);
	snprintf(measure, sizeof measure, "measures: [{name: shut, at: {crossing: ferry}, when: {from: 2027-01-11}, close: %s}]\n", close);
	journey_write(&t, &(journey){.flows = "am,a,m,ferry,,1000,,100 d,\nab,a,b,air,,500,,2 d,\n", .days = 40, .replicates = 1, .seed = 6, .ill = 0.1, .more = measure});
	truth_run(&t, true);
	double *ferry = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS), *air = truth_crossing(&t, "air", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS);
	double *stopped = truth_crossing(&t, "ferry", GZ_DIRECTION_IN, GZ_QUANTITY_STOPPED);
	for (int d = 10; d < 40; d++) {
		truth_close("through a ferry that is closed for some", ferry[d], 1000 * through, 1e-6);
		truth_close("stopped there", stopped[d], 1000 * (1 - through), 1e-6);
		truth_close("by air, which is open", air[d], 500, 1e-6);
	}
	free(ferry); free(air); free(stopped);
	truth_end(&t);
}

START_TEST(a_share_is_a_share)
{
	closed_for_some("{}", 0);
	closed_for_some("{residents: pass}", 0);
	closed_for_some("{share: 0.5}", 0.5);
	closed_for_some("{share: 0.5, residents: pass}", 0.5);
	closed_for_some("{share: 0.8, leak: 0.25}", 0.4);
}
END_TEST

/* ---- one town ----------------------------------------------------------------------------------------------- */

static void town(truth *t, const char *disease, const char *more, int days, int replicates, int seed)
{
	truth_town(t, 1000000);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n%s", disease);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\ndisease: d.yaml\nworld: {places: places.csv}\n%s",
		days, truth_replicates(replicates), seed, more);
}

START_TEST(traced)
{
	truth t;
	truth_begin(&t);
	town(&t, "initial: {E: 0.05, I: 0.1}\ninfect:\n  - {name: person, from: S, to: E, beta: 0}\n",
		"measures:\n  - {name: m, at: {place: town}, isolate: {of: {I: 0.4}, days: 5}}\n  - {name: n, at: {place: town}, trace: {share: 0.5, of: [E], days: 5}}\n", 1, 1, 1);
	truth_run(&t, true);
	truth_close("isolated", t.result.totals[0].confined, 40000, 1e-6);
	truth_close("traced: share x found / infectious of the exposed", t.result.totals[1].confined, 50000 * 0.5 * 0.4, 1e-6);
	truth_end(&t);
	/* who is found and stays free, recorded or unwilling, counts once; whom tracing finds counts for no other tracing */
	static const struct { const char *found; double share; } loose[] = {{"test: {per_day: 1e9, of: [I], sensitivity: {I: 0.4}}", 0.4},
		{"isolate: {of: {I: 0.4}, days: 5, adherence: 0.25}", 0.4}, {"test: {per_day: 1e9, of: [I, E], sensitivity: {I: 1, E: 0.2}}, then: {isolate: {days: 5, adherence: 0.5}}", 1}};
	for (int i = 0; i < 3; i++) {
		char measures[600];
		truth_begin(&t);
		snprintf(measures, sizeof measures, "measures:\n  - {name: m, at: {place: town}, %s}\n  - {name: n, at: {place: town}, trace: {share: 0.5, of: [E], days: 5}}\n"
			"  - {name: o, at: {place: town}, trace: {share: 0.5, of: [E], days: 5}}\n", loose[i].found);
		town(&t, "initial: {E: 0.05, I: 0.1}\ninfect:\n  - {name: person, from: S, to: E, beta: 0}\n", measures, 1, 1, 1);
		truth_run(&t, true);
		const double left = i == 2 ? 50000 * (1 - 0.2 * 0.5) : 50000, first = left * 0.5 * loose[i].share;
		truth_close(loose[i].found, t.result.totals[1].confined, first, 1e-6);
		truth_close("traced by the second", t.result.totals[2].confined, (left - first) * 0.5 * loose[i].share, 1e-6);
		truth_end(&t);
	}
}
END_TEST

START_TEST(white_noise)
{
	truth t;
	truth_begin(&t);
	town(&t, "initial: {E: 0, I: 0.1}\ninfect:\n  - {name: person, from: S, to: E, beta: 0.2, noise: 0.3}\n", "", 1, 8000, 161);
	truth_run(&t, false);
	/* lambda x G, G ~ Gamma(1/s^2, s^2): S (1 - E exp(-lambda G)), and its variance with the binomial's */
	const double s = 900000, l = 0.02, v = 0.09, q1 = pow(1 + l * v, -1 / v), q2 = pow(1 + 2 * l * v, -1 / v);
	const int town_ = gz_scenario_place(&t.scenario, "town");
	const truth_moments m = truth_moments_of(&t.result.final_size[town_ * t.result.n_replicates], t.result.n_replicates);
	truth_mean("gamma white noise: infections of a day", m, s * (1 - q1), 0);
	truth_variance("gamma white noise: variance", m, s * (q1 - q2) + s * s * (q2 - q1 * q1), 0);
	truth_end(&t);
}
END_TEST

START_TEST(water)
{
	truth t;
	truth_begin(&t);
	town(&t, "initial: {E: 0, I: 0}\ninfect: []\nenvironment:\n  - {name: water, from: S, to: E, shed: {I: 2}, decay: 0.1, half: 5000, rate: 0.01}\n",
		"begin:\n  - {place: town, compartment: I, people: 1000}\n", 50, 1, 1);
	truth_run(&t, true);
	double *x = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL), w = 0, s = 999000;
	for (int d = 0; d < 50; d++) {
		const double new = s * -expm1(-0.01 * w / (5000 + w));
		ck_assert_double_eq_tol(x[d], new, 1e-7);
		s -= new;
		w = w * exp(-0.1) + 2000;
	}
	free(x);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_movement");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, stays);
	tcase_add_test(tc, closed_days_of_the_week);
	tcase_add_test(tc, long_stays);
	tcase_add_test(tc, closed_while_asleep);
	tcase_add_test(tc, nothing_wakes_nobody);
	tcase_add_test(tc, counted_where_it_happens);
	tcase_add_test(tc, stopped_where_it_is_closed);
	tcase_add_test(tc, emigrants_of_a_resting_home);
	tcase_add_test(tc, several_ways);
	tcase_add_test(tc, already_there);
	tcase_add_test(tc, seasons);
	tcase_add_test(tc, steady_in_the_mean);
	tcase_add_test(tc, scheduled);
	tcase_add_test(tc, few_of_a_town);
	tcase_add_test(tc, short_of_people);
	tcase_add_test(tc, interrupted);
	tcase_add_test(tc, pools);
	tcase_add_test(tc, shared_by_crossings);
	tcase_add_test(tc, a_share_is_a_share);
	tcase_add_test(tc, beds_beside_a_queue);
	tcase_add_test(tc, from_airport_to_airport);
	tcase_add_test(tc, the_same_measure_at_two_crossings_looks_twice);
	tcase_add_test(tc, a_post_within_a_country);
	tcase_add_test(tc, waits_by_the_hour);
	tcase_add_test(tc, traced);
	tcase_add_test(tc, white_noise);
	tcase_add_test(tc, water);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
