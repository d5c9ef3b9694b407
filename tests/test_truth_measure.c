/* Measures at crossings and places against what they promise: shares found, capacities, queues, days kept, alternatives.
 *
 * The world: people go from `a`, where a third are ill, to stay at `b` for good; nobody infects anybody unless a test says so. False-alarm
 * rate of each statistical comparison: 1e-5 (truth.h); seeds are fixed. Deterministic comparisons are to rounding.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A = 1000000, B = 1000000 };

typedef struct border {
	const char *measures, *more; /* of the scenario */
	double per_day, ill, beta;
	const char *openings;        /* NULL: always open */
	int days, replicates, seed;
} border;

static void border_write(truth *t, const border *x)
{
	truth_write(t, "places.csv", "id,name,parent,population,lat,lon,source\nfar,Far,,,,,theory\na,A,far,%d,37,68,theory\nnear,Near,,,,,theory\nb,B,near,%d,38,68,theory\n", A, B);
	truth_write(t, "crossings.csv", "id,name,type,near,far,category,lat,lon,source\nbridge,Bridge,road,b,a,international,37.5,68,theory\n");
	truth_write(t, "openings.csv", "crossing,who,from,to,status,days,hours,source\n%s", x->openings ? x->openings : "");
	truth_write(t, "flows.csv", "id,from,to,via,who,per_day,season,stay,source\nout,a,b,bridge,passengers,%.17g,,forever,theory\n", x->per_day);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\nparameters:\n  ill: {by: place, values: {a: %.17g}, else: 0}\ncompartments:\n"
		"  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\ninitial: {I: ill, R: 0, E: 0}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: %.17g}\n", x->ill, x->beta);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\ndisease: d.yaml\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv%s}\nmeasures:\n%s%s",
		x->days, truth_replicates(x->replicates), x->seed, x->openings ? ", openings: openings.csv" : "", x->measures, x->more ? x->more : "");
}

static double *way_in(const truth *t, gz_quantity q)
{
	return truth_crossing(t, "bridge", GZ_DIRECTION_IN, q);
}

static double sum_of(const truth *t, gz_quantity q)
{
	double *x = way_in(t, q), sum = 0;
	for (int64_t i = 0; i < (int64_t)t->result.n_days * t->result.n_replicates; i++)
		sum += x[i];
	free(x);
	return sum;
}

START_TEST(screening_finds)
{
	truth t;
	truth_begin(&t);
	border_write(&t, &(border){.per_day = 500, .ill = 0.3, .days = 50, .replicates = 20, .seed = 101,
		.measures = "  - {name: look, at: {crossing: bridge}, coverage: 0.9, screen: {sensitivity: {I: 0.7}}, then: {record: true}}\n"});
	truth_run(&t, false);
	const double ill = sum_of(&t, GZ_QUANTITY_INFECTED), found = sum_of(&t, GZ_QUANTITY_DETECTED), missed = sum_of(&t, GZ_QUANTITY_MISSED);
	truth_share("screening: found of the ill, coverage .9 x sensitivity .7", found, ill, 0.63, 0);
	ck_assert_double_eq(ill, found + missed);
	truth_share("screening: ill among travellers", ill, sum_of(&t, GZ_QUANTITY_TRAVELLERS), 0.3, 0);
	border_write(&t, &(border){.per_day = 500, .ill = 0.3, .days = 50, .replicates = 20, .seed = 102,
		.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 0.7}, specificity: 0.95}, then: {refuse: true}}\n"});
	truth_run(&t, false);
	const double in = sum_of(&t, GZ_QUANTITY_TRAVELLERS), back = sum_of(&t, GZ_QUANTITY_REFUSED);
	truth_share("screening: refused, .3 x .7 + .7 x .05", back, in + back, 0.3 * 0.7 + 0.7 * 0.05, 0);
	ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_MISSED), sum_of(&t, GZ_QUANTITY_INFECTED));
	truth_end(&t);
}
END_TEST

START_TEST(sensitivity_never_hurts)
{
	/* same seed, draw by draw: a better screen, then a better staffed one, misses no more on any day of any replicate */
	static const char *const screens[] = {"sensitivity: {I: 0.3}", "sensitivity: {I: 0.5}", "sensitivity: {I: 0.9}"};
	double *last = NULL;
	for (int k = 0; k < 3; k++) {
		truth t;
		char measures[256];
		truth_begin(&t);
		snprintf(measures, sizeof measures, "  - {name: look, at: {crossing: bridge}, coverage: 0.8, screen: {%s}, then: {record: true}}\n", screens[k]);
		border_write(&t, &(border){.per_day = 100, .ill = 0.3, .days = 60, .replicates = 50, .seed = 103, .measures = measures});
		truth_run(&t, false);
		double *missed = way_in(&t, GZ_QUANTITY_MISSED);
		for (int64_t i = 0; last && i < (int64_t)t.result.n_days * t.result.n_replicates; i++)
			ck_assert_double_le(missed[i], last[i]);
		free(last);
		last = missed;
		truth_end(&t);
	}
	free(last);
}
END_TEST

/* Two screens on one journey: whoever the first has found is not found again, and is never counted as missed. */
START_TEST(found_once_on_a_journey)
{
	static const char *const first[] = {"0.3", "0.5", "0.8"};
	double *last = NULL;
	for (int k = 0; k < 3; k++) {
		truth t;
		char measures[512];
		truth_begin(&t);
		snprintf(measures, sizeof measures, "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: %s}}}\n"
			"  - {name: look again, at: {crossing: bridge}, coverage: 0.9, screen: {sensitivity: {I: 0.5}}, then: {isolate: {days: 2, beds: 5}}}\n", first[k]);
		border_write(&t, &(border){.per_day = 200, .ill = 0.3, .days = 60, .replicates = 40, .seed = 117, .measures = measures});
		truth_run(&t, false);
		const double ill = sum_of(&t, GZ_QUANTITY_INFECTED), found = sum_of(&t, GZ_QUANTITY_DETECTED);
		truth_share("found by one screen or the other", found, ill, 1 - (1 - atof(first[k])) * (1 - 0.9 * 0.5), 0);
		ck_assert_double_eq(ill, found + sum_of(&t, GZ_QUANTITY_MISSED));
		double *missed = way_in(&t, GZ_QUANTITY_MISSED);
		for (int64_t i = 0; last && i < (int64_t)t.result.n_days * t.result.n_replicates; i++)
			ck_assert_double_le(missed[i], last[i]);
		free(last);
		last = missed;
		truth_end(&t);
	}
	free(last);
}
END_TEST

/* A known case who is then quarantined, tested again or sent back leaves the count of the missed as it is. */
START_TEST(found_and_then_kept)
{
	static const char *const second[] = {"quarantine: {days: 3, adherence: 0.5}", "test: {sensitivity: {I: 0.6}, turnaround: 2 d}",
		"test: {sensitivity: {I: 0.6}, turnaround: 1 d, wait: quarantine}", "screen: {sensitivity: {I: 0.5}}, then: {refuse: true}"};
	static const double missed[] = {0.2 * 0.5, 0.2 * 0.4, 0.2 * 0.4, 0.2 * 0.5};
	for (int k = 0; k < 4; k++) {
		truth t;
		char measures[512];
		truth_begin(&t);
		snprintf(measures, sizeof measures, "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 0.8}}}\n  - {name: next, at: {crossing: bridge}, %s}\n", second[k]);
		border_write(&t, &(border){.per_day = 200, .ill = 0.3, .days = 40, .replicates = 20, .seed = 118, .measures = measures});
		truth_run(&t, false);
		const double set_out = sum_of(&t, GZ_QUANTITY_INFECTED) + (k == 3 ? sum_of(&t, GZ_QUANTITY_REFUSED) : 0);
		truth_share(second[k], sum_of(&t, GZ_QUANTITY_MISSED), set_out, missed[k], 0);
		truth_end(&t);
	}
}
END_TEST

START_TEST(capacity_is_drawn_without_replacement)
{
	truth t;
	truth_begin(&t);
	border_write(&t, &(border){.per_day = 300, .ill = 0.3, .days = 100, .replicates = 40, .seed = 104,
		.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 1}, minutes: 6, staff: 2, hours: 5}, then: {record: true}}\n"});
	truth_run(&t, false);
	double *in = way_in(&t, GZ_QUANTITY_TRAVELLERS), *ill = way_in(&t, GZ_QUANTITY_INFECTED), *found = way_in(&t, GZ_QUANTITY_DETECTED);
	double *wait = way_in(&t, GZ_QUANTITY_WAIT), *tests = way_in(&t, GZ_QUANTITY_TESTS);
	const int64_t n = (int64_t)t.result.n_days * t.result.n_replicates;
	const double room = 100;
	for (int64_t i = 0; i < n; i++) {
		const double share = ill[i] / in[i], variance = room * share * (1 - share) * (in[i] - room) / (in[i] - 1);
		ck_assert_double_gt(in[i], room);
		ck_assert_double_eq(tests[i], room);
		ck_assert_double_eq_tol(wait[i], (in[i] / room - 1) * 5 * 60 / 2, 0.0501); /* kept to a tenth */
		found[i] = (found[i] - room * share) / sqrt(variance);
	}
	const truth_moments m = truth_moments_of(found, n);
	truth_mean("capacity: standardised hypergeometric, mean", m, 0, 0);
	truth_variance("capacity: standardised hypergeometric, variance", m, 1, 0);
	free(in); free(ill); free(found); free(wait); free(tests);
	truth_end(&t);
}
END_TEST

START_TEST(when_full)
{
	truth t;
	truth_begin(&t);
	border x = {.per_day = 150, .ill = 0.3, .days = 40, .replicates = 20, .seed = 105,
		.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 0}, capacity: 100, when_full: refuse}, then: {record: true}}\n"};
	border_write(&t, &x);
	truth_run(&t, false);
	double *in = way_in(&t, GZ_QUANTITY_TRAVELLERS), *back = way_in(&t, GZ_QUANTITY_REFUSED);
	const int64_t n = (int64_t)t.result.n_days * t.result.n_replicates;
	for (int64_t i = 0; i < n; i++)
		ck_assert(in[i] == 100 || (in[i] < 100 && back[i] == 0));
	truth_share("full and refused: those who wanted to leave", sum_of(&t, GZ_QUANTITY_REFUSED) + sum_of(&t, GZ_QUANTITY_TRAVELLERS), 1e6 * (double)n, 150e-6, 1e-6);
	free(in); free(back);
	x.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 0}, capacity: 100, when_full: hold}, then: {record: true}}\n";
	border_write(&t, &x);
	truth_run(&t, false);
	in = way_in(&t, GZ_QUANTITY_TRAVELLERS);
	for (int64_t i = 0; i < n; i++)
		ck_assert_double_eq(in[i], 100);
	free(in);
	x.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 1}, capacity: 100, when_full: pass}, then: {record: true}}\n";
	border_write(&t, &x);
	truth_run(&t, false);
	ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_TESTS), 100 * (double)n);
	ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_INFECTED), sum_of(&t, GZ_QUANTITY_DETECTED) + sum_of(&t, GZ_QUANTITY_MISSED));
	truth_end(&t);
}
END_TEST

START_TEST(held_are_served_first)
{
	/* 150 a day, 100 served: by day 3 there are more held than can be served, so nobody who leaves on that day passes on it */
	truth t;
	truth_begin(&t);
	border_write(&t, &(border){.per_day = 150, .ill = 0, .days = 6, .replicates = 1, .seed = 106,
		.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 0}, capacity: 100, when_full: hold}, then: {record: true}}\n",
		.more = "begin:\n  - {place: a, compartment: I, people: 500000, from: 2027-01-04}\n"});
	truth_run(&t, true);
	double *ill = way_in(&t, GZ_QUANTITY_INFECTED), *in = way_in(&t, GZ_QUANTITY_TRAVELLERS);
	ck_assert_double_eq_tol(ill[3], 0, 1e-9);
	/* held at the end of day 3: 50 from before and 150 newcomers, half of them ill */
	ck_assert_double_eq_tol(ill[4], 100 * 75 / 200.0, 0.05);
	for (int d = 0; d < 6; d++)
		ck_assert_double_eq_tol(in[d], 100, 1e-6);
	free(ill); free(in);
	truth_end(&t);
}
END_TEST

START_TEST(found_or_missed)
{
	/* whatever is done to those found: of the ill who come, those let in were found or missed, once */
	static const char *const then[] = {"then: {record: true}", "then: {isolate: {days: 3, beds: 20}}", "then: {isolate: {days: 3, adherence: 0.5}}",
		"then: {isolate: {days: 3, beds: 20, else: {quarantine: {days: 2, beds: 10}}}}"};
	static const char *const tests[] = {"screen: {sensitivity: {I: 0.6}}", "test: {sensitivity: {I: 0.6}, turnaround: 1 d}", "test: {sensitivity: {I: 0.6}, turnaround: 1 d, wait: quarantine}"};
	for (int k = 0; k < 4; k++)
		for (int m = 0; m < 3; m++) {
			truth t;
			char measures[256];
			truth_begin(&t);
			snprintf(measures, sizeof measures, "  - {name: look, at: {crossing: bridge}, %s, %s}\n", tests[m], then[k]);
			border_write(&t, &(border){.per_day = 200, .ill = 0.3, .days = 20, .replicates = 5, .seed = 111, .measures = measures});
			truth_run(&t, false);
			ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_INFECTED), sum_of(&t, GZ_QUANTITY_DETECTED) + sum_of(&t, GZ_QUANTITY_MISSED));
			truth_end(&t);
		}
	truth t;
	truth_begin(&t);
	border_write(&t, &(border){.per_day = 200, .ill = 0.3, .days = 20, .replicates = 5, .seed = 112,
		.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 1}}, then: {treat: {to: R, probability: 0.5}}}\n"});
	truth_run(&t, false);
	ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_MISSED), 0);
	border_write(&t, &(border){.per_day = 200, .ill = 0.3, .days = 20, .replicates = 5, .seed = 112,
		.measures = "  - {name: look, at: {crossing: bridge}, screen: {sensitivity: {I: 1}}, then: {isolate: {days: 2, beds: 5, else: {refuse: true}}}}\n"});
	truth_run(&t, false);
	ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_MISSED), 0);
	truth_end(&t);
}
END_TEST

/* ---- days kept ---------------------------------------------------------------------------------------------- */

#define FIRST_DAY_ONLY "bridge,,2027-01-02,,closed,,,theory\n"

/* Infections by day at b in the mean field, when all travellers come on the first day. To be freed. */
static double *infections(const char *measures)
{
	truth t;
	truth_begin(&t);
	border_write(&t, &(border){.per_day = 1000, .ill = 0.3, .beta = 0.2, .openings = FIRST_DAY_ONLY, .days = 12, .replicates = 1, .seed = 107, .measures = measures});
	truth_run(&t, true);
	double *x = truth_series(&t, "b", GZ_QUANTITY_INFECTIONS, NULL);
	double *in = way_in(&t, GZ_QUANTITY_TRAVELLERS);
	for (int d = 1; d < 12; d++)
		ck_assert_double_eq(in[d], 0);
	free(in);
	truth_end(&t);
	return x;
}

/* Free infectious persons that give the day's infections: they infect from b's susceptible, of whom `lost` are no longer so. */
static double free_ill(double x, double lost)
{
	return -log1p(-x / (B + 700 - lost)) / 0.2 * (B + 1000);
}

/* That on each day so many of the 300 ill who came on day 0 are free. */
static void kept(const char *measures, const double *free_by_day)
{
	double *x = infections(measures), lost = 0;
	for (int d = 0; d < 12; d++) {
		ck_assert_msg(fabs(free_ill(x[d], lost) - free_by_day[d]) < 0.5, "%s: on day %d %.4g of the ill are free, not %.4g", measures, d, free_ill(x[d], lost), free_by_day[d]);
		lost += x[d];
	}
	free(x);
}

START_TEST(quarantine_days)
{
	kept("  - {name: q, at: {crossing: bridge}, quarantine: {days: 4}}\n", (double[]){0, 0, 0, 0, 300, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: q, at: {crossing: bridge}, quarantine: {days: 1}}\n", (double[]){0, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: q, at: {crossing: bridge}, quarantine: {days: 5, contact: 0.5}}\n", (double[]){150, 150, 150, 150, 150, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: q, at: {crossing: bridge}, quarantine: {days: 4, adherence: 0.6}}\n", (double[]){120, 120, 120, 120, 300, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: q, at: {crossing: bridge}, coverage: 0.5, compliance: 0.5, quarantine: {days: 4}}\n",
		(double[]){225, 225, 225, 225, 300, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: q, at: {crossing: bridge}, quarantine: {days: 6, release: {test: {I: 0.8}, day: 2}}}\n",
		(double[]){0, 0, 60, 60, 60, 60, 300, 300, 300, 300, 300, 300});
}
END_TEST

START_TEST(then_days)
{
	kept("  - {name: s, at: {crossing: bridge}, screen: {sensitivity: {I: 0.5}}, then: {isolate: {days: 3}}}\n",
		(double[]){150, 150, 150, 300, 300, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: s, at: {crossing: bridge}, screen: {sensitivity: {I: 1}}, then: {isolate: {days: 5, beds: 90, else: {quarantine: {days: 2}}}}}\n",
		(double[]){0, 0, 210, 210, 210, 300, 300, 300, 300, 300, 300, 300});
	kept("  - {name: s, at: {crossing: bridge}, screen: {sensitivity: {I: 1}}, then: {isolate: {days: 5, beds: 90, else: {quarantine: {days: 2, beds: 60, else: {refuse: true}}}}}}\n",
		(double[]){0, 0, 60, 60, 60, 150, 150, 150, 150, 150, 150, 150});
	kept("  - {name: s, at: {crossing: bridge}, screen: {sensitivity: {I: 1}}, then: {isolate: {days: 5, beds: 90, else: {treat: {to: R, probability: 0.5}}}}}\n",
		(double[]){105, 105, 105, 105, 105, 195, 195, 195, 195, 195, 195, 195});
	kept("  - {name: s, at: {crossing: bridge}, screen: {sensitivity: {I: 0.6}}, then: {treat: {to: R, probability: 0.5}}}\n",
		(double[]){210, 210, 210, 210, 210, 210, 210, 210, 210, 210, 210, 210});
	kept("  - {name: s, at: {crossing: bridge}, screen: {sensitivity: {I: 1}}, then: {isolate: {days: 3, beds: 100}}}\n",
		(double[]){200, 200, 200, 300, 300, 300, 300, 300, 300, 300, 300, 300});
}
END_TEST

START_TEST(results_take_time)
{
	kept("  - {name: t, at: {crossing: bridge}, test: {sensitivity: {I: 0.8}, turnaround: 2 d}, then: {isolate: {days: 4}}}\n",
		(double[]){300, 300, 60, 60, 60, 60, 300, 300, 300, 300, 300, 300});
	kept("  - {name: t, at: {crossing: bridge}, test: {sensitivity: {I: 0.8}, turnaround: 2 d, wait: quarantine}, then: {isolate: {days: 4}}}\n",
		(double[]){0, 0, 60, 60, 60, 60, 300, 300, 300, 300, 300, 300});
	kept("  - {name: t, at: {crossing: bridge}, test: {sensitivity: {I: 0.8}}, then: {isolate: {days: 4}}}\n",
		(double[]){60, 60, 60, 60, 300, 300, 300, 300, 300, 300, 300, 300});
}
END_TEST

/* Who waits at a crossing waits on while it is shut, by its calendar (at the weekend) or by a measure (on Tuesday). */
START_TEST(nobody_is_served_where_it_is_shut)
{
	truth t;
	truth_begin(&t);
	border_write(&t, &(border){.per_day = 400, .days = 7, .replicates = 1, .seed = 1, .openings = "bridge,,,,open,Mon-Fri,,theory\n",
		.measures = "  - {name: look, at: {crossing: bridge, direction: in}, screen: {sensitivity: {I: 1}, capacity: 300, when_full: hold}}\n"
			"  - {name: shut, at: {crossing: bridge}, when: {from: 2027-01-05, to: 2027-01-05}, close: {}}\n"});
	truth_run(&t, true);
	static const double expected[] = {300, 0, 0, 300, 0, 300, 300}; /* from Friday on */
	double *x = way_in(&t, GZ_QUANTITY_TRAVELLERS);
	for (int d = 0; d < 7; d++)
		truth_close("through on a day", x[d], expected[d], 1e-9);
	free(x);
	truth_end(&t);
}
END_TEST

/* A test whose late result is only recorded leaves every replicate as it is. */
START_TEST(recording_changes_nothing)
{
	double *infections[2];
	int64_t n = 0, found = 0;
	for (int i = 0; i < 2; i++) {
		truth t;
		truth_begin(&t);
		border_write(&t, &(border){.per_day = 500, .ill = 0.01, .beta = 0.3, .days = 20, .replicates = 20, .seed = 131, .measures = i == 0 ?
			"  - {name: other, at: {place: b}, contacts: {scale: 0.9}}\n" :
			"  - {name: other, at: {place: b}, contacts: {scale: 0.9}}\n  - {name: look, at: {crossing: bridge}, test: {sensitivity: {I: 1}, specificity: 0.9, turnaround: 2 d}}\n"
			"  - {name: follow, at: {place: b}, trace: {share: 0, of: [E], days: 3}}\n"});
		truth_run(&t, false);
		n = (int64_t)t.result.n_days * t.result.n_replicates;
		infections[i] = truth_series(&t, "b", GZ_QUANTITY_INFECTIONS, NULL);
		found = (int64_t)sum_of(&t, GZ_QUANTITY_DETECTED);
		truth_end(&t);
	}
	ck_assert_int_gt(found, 100);
	for (int64_t i = 0; i < n; i++)
		ck_assert_msg(infections[0][i] == infections[1][i], "infections %g without the test, %g with it", infections[0][i], infections[1][i]);
	free(infections[0]);
	free(infections[1]);
}
END_TEST

START_TEST(treated_at_the_crossing)
{
	kept("  - {name: p, at: {crossing: bridge}, treat: {of: {I: 0.9}, to: R}}\n", (double[]){30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30});
	kept("  - {name: p, at: {crossing: bridge}, treat: {of: {I: 0.9}, to: R, per_day: 500}}\n", (double[]){165, 165, 165, 165, 165, 165, 165, 165, 165, 165, 165, 165});
}
END_TEST

/* ---- at places ---------------------------------------------------------------------------------------------- */

static void town(truth *t, const char *measures, double beta, double ill, int days, int replicates, int seed)
{
	truth_town(t, 100000);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n"
		"  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\ninitial: {I: %g, R: 0, E: 0}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: %.17g}\n", ill, beta);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\ndisease: d.yaml\nworld: {places: places.csv}\nmeasures:\n%s",
		days, truth_replicates(replicates), seed, measures);
}

/* Infections on the first day in the mean field, all measures in force. */
static double first_day(const char *measures)
{
	truth t;
	truth_begin(&t);
	town(&t, measures, 0.2, 0.1, 1, 1, 108);
	truth_run(&t, true);
	double *x = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL);
	const double found = x[0];
	free(x);
	truth_end(&t);
	return found;
}

START_TEST(places)
{
	const double s = 90000, n = 100000, i = 10000;
	const double plain = s * -expm1(-0.2 * i / n);
	truth_close("one day's infections", first_day("  []\n"), plain, 1e-7);
	truth_close("isolation of .4 a day", first_day("  - {name: m, at: {place: town}, isolate: {of: {I: 0.4}, days: 5}}\n"), s * -expm1(-0.2 * 6000 / 96000), 1e-7);
	truth_close("isolation with a contact of .25", first_day("  - {name: m, at: {place: land}, isolate: {of: {I: 0.4}, days: 5, contact: 0.25}}\n"),
		s * -expm1(-0.2 * 7000 / 97000), 1e-7);
	truth_close("fewer contacts", first_day("  - {name: m, at: {place: town}, coverage: 0.5, contacts: {scale: 0.6}}\n"), s * -expm1(-0.2 * 0.8 * i / n), 1e-7);
	truth_close("tests of a number of people", first_day("  - {name: m, at: {place: town}, test: {sensitivity: {I: 0.8}, per_day: 20000}, then: {isolate: {days: 5}}}\n"),
		s * -expm1(-0.2 * 8400 / 98400), 1e-7);
	truth_close("treatment of a number of people", first_day("  - {name: m, at: {place: town}, treat: {of: {I: 0.5}, to: R, per_day: 4000}}\n"),
		s * -expm1(-0.2 * 9800 / n), 1e-7); /* presumptive: nobody knows who of all of them is ill */
	truth_close("vaccination: doses a day x take", first_day("  - {name: m, at: {place: town}, vaccinate: {doses: 30000, of: [S], to: R, take: 0.8}}\n"),
		(s - 24000) * -expm1(-0.2 * i / n), 1e-7);
	truth_close("vaccination up to a target", first_day("  - {name: m, at: {place: town}, vaccinate: {doses: 1e6, of: [S], to: R, target: 0.7}}\n"),
		0.3 * s * -expm1(-0.2 * i / n), 1e-7);
	truth_close("a leaky vaccine", first_day("  - {name: m, at: {place: town}, vaccinate: {doses: 1e6, of: [S], susceptibility: 0.4}}\n"),
		s * -expm1(-0.4 * 0.2 * i / n), 1e-7);
	truth_close("a second dose for half of those who had the first", first_day("  - {name: m, at: {place: town}, vaccinate: {product: one, doses: 60000, of: [S], susceptibility: 0.4}}\n"
		"  - {name: n, at: {place: town}, vaccinate: {product: two, after: one, doses: 1e6, target: 0.5, of: [S], susceptibility: 0.1}}\n"),
		30000 * (-expm1(-0.2 * i / n) - expm1(-0.4 * 0.2 * i / n) - expm1(-0.1 * 0.2 * i / n)), 1e-7);
	truth_close("a second dose before the first is for nobody", first_day("  - {name: m, at: {place: town}, when: {from: 2027-01-02}, vaccinate: {product: one, doses: 60000, of: [S], susceptibility: 0.4}}\n"
		"  - {name: n, at: {place: town}, vaccinate: {product: two, after: one, doses: 1e6, of: [S], susceptibility: 0.1}}\n"), plain, 1e-7);
	truth_close("a vaccine of the infectious", first_day("  - {name: m, at: {place: town}, vaccinate: {doses: 1e6, of: [I], infectiousness: 0.3}}\n"),
		s * -expm1(-0.3 * 0.2 * i / n), 1e-7);
}
END_TEST

/* Of 5000 infectious, half are found and walk on; of 10000 in the latent period any number may be found: they have infected nobody. */
START_TEST(contacts_of_the_infectious)
{
	static const struct { const char *sensitivity; double traced; } cases[] = {{"{I: 0.5}", 0.8 * 5000}, {"{I: 0.5, E: 0.9}", 0.8 * 5000}, {"{E: 1}", 0}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		truth t;
		char measures[400];
		truth_begin(&t);
		snprintf(measures, sizeof measures, "  - {name: m, at: {place: town}, test: {sensitivity: %s, per_day: 1e6}}\n"
			"  - {name: n, at: {place: town}, trace: {share: 0.8, of: [E], days: 5}}\ninitial: {I: 0.05, E: 0.1}\n", cases[i].sensitivity);
		town(&t, measures, 0, 0, 1, 1, 120);
		truth_run(&t, true);
		truth_close(cases[i].sensitivity, t.result.totals[1].confined, cases[i].traced, 1e-9);
		truth_end(&t);
	}
}
END_TEST

START_TEST(isolation_is_binomial)
{
	truth t;
	double people[2000];
	truth_begin(&t);
	town(&t, "  - {name: m, at: {place: town}, coverage: 0.5, isolate: {of: {I: 0.4}, days: 5}}\n", 0, 0.1, 1, 1000, 109);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++)
		people[r] = t.result.totals[r].confined;
	const truth_moments m = truth_moments_of(people, t.result.n_replicates);
	truth_mean("isolated of 10000, .4 x .5", m, 2000, 0);
	truth_variance("isolated of 10000, .4 x .5: variance", m, 10000 * 0.2 * 0.8, 0);
	truth_end(&t);
}
END_TEST

START_TEST(doses)
{
	truth t;
	truth_begin(&t);
	town(&t, "  - {name: m, at: {place: town}, when: {from: 2027-01-03, to: 2027-01-06}, vaccinate: {doses: 1234, of: [S], to: R, take: 0.8}, cost: {dose: 2, day: 10}}\n", 0, 0.1, 10, 10, 110);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++) {
		ck_assert_double_eq(t.result.totals[r].doses, 4 * 1234);
		ck_assert_double_eq(t.result.totals[r].active_days, 4);
		ck_assert_int_eq(t.result.totals[r].first_day, 2);
		ck_assert_double_eq_tol(t.result.totals[r].cost, 4 * 1234 * 2 + 40, 1e-9);
	}
	/* at a crossing they are also counted at it */
	border_write(&t, &(border){.per_day = 1000, .ill = 0.3, .days = 5, .replicates = 5, .seed = 119,
		.measures = "  - {name: jab, at: {crossing: bridge}, coverage: 0.9, vaccinate: {doses: 300, susceptibility: 0.5}}\n"});
	truth_run(&t, false);
	ck_assert_double_eq(sum_of(&t, GZ_QUANTITY_DOSES), 5.0 * 300 * t.result.n_replicates);
	ck_assert_double_eq(t.result.totals[0].doses, 5 * 300);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_measure");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, screening_finds);
	tcase_add_test(tc, sensitivity_never_hurts);
	tcase_add_test(tc, found_once_on_a_journey);
	tcase_add_test(tc, found_and_then_kept);
	tcase_add_test(tc, capacity_is_drawn_without_replacement);
	tcase_add_test(tc, when_full);
	tcase_add_test(tc, held_are_served_first);
	tcase_add_test(tc, found_or_missed);
	tcase_add_test(tc, quarantine_days);
	tcase_add_test(tc, then_days);
	tcase_add_test(tc, results_take_time);
	tcase_add_test(tc, recording_changes_nothing);
	tcase_add_test(tc, nobody_is_served_where_it_is_shut);
	tcase_add_test(tc, treated_at_the_crossing);
	tcase_add_test(tc, places);
	tcase_add_test(tc, contacts_of_the_infectious);
	tcase_add_test(tc, isolation_is_binomial);
	tcase_add_test(tc, doses);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
