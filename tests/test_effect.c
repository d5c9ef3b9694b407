/* What each measure does, to the last digit: mean-field runs of two towns and a crossing, against numbers worked out by hand.
 *
 * Town a (1000 people) sends 100 people a day to b (1000 people) for 2 days, so that 200 of its people are away. A tenth of everybody is
 * ill at the start, nobody recovers by himself, and nobody infects unless a test says so.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "running.h"
#include "suite.h"

static running r;

static void begin(void)
{
	running_begin(&r);
	running_write(&r, "places.csv", "id,parent,population\nA,,\nB,,\na,A,1000\nb,B,1000\n");
	running_write(&r, "crossings.csv", "id,type,near,far\npost,road,a,b\n");
	running_write(&r, "flows.csv", "id,from,to,via,per_day,stay\nout,a,b,post,100,2 d\n");
}

static void end(void)
{
	running_end(&r);
}

/* Runs six days with this measure (or more of the scenario) and disease parameters "beta, interrupt". */
static void run(double beta, double interrupt, const char *more)
{
	running_write(&r, "d.yaml",
		"guzar-disease: 1\nname: d\nparameters: {b: %.17g}\n"
		"compartments: {S: , I: {infectious: 1, case: true, detect: {pcr: 0.5}}, L: , T: {infectious: 1}}\n"
		"initial: {I: 0.1, L: 0, T: 0}\ninfect: [{from: S, to: I, beta: b, by: {I: 1, T: 1}}]\nprogress: [{from: I, rate: 0, to: L}]\n"
		"travel: [{from: I, to: L, probability: %.17g}]\n",
		beta, interrupt);
	running_write(&r, "s.yaml",
		"guzar: 1\nstart: 2027-03-01\ndays: 6\nreplicates: 1\nworld: .\ndisease: d.yaml\nsleep: false\n"
		"report: {quantities: [infections, prevalence, reported, present]}\n%s\n",
		more);
	running_run(&r, NULL, &(gz_run_options){.threads = 1, .deterministic = true});
}

static double at(int32_t column, int32_t day)
{
	ck_assert_int_ge(column, 0);
	double *values = running_column(&r, column), value = values[day];
	free(values);
	return value;
}

static double place(const char *id, gz_quantity quantity, int32_t day)
{
	return at(running_place(&r, id, quantity), day);
}

static double post(gz_direction direction, gz_quantity quantity, int32_t day)
{
	return at(running_crossing(&r, "post", direction, quantity), day);
}

static void equal(double value, double expected)
{
	ck_assert_double_eq_tol(value, expected, 1e-9 * fmax(1, fabs(expected)));
}

START_TEST(without_measures_everything_stands)
{
	run(0, 0, "");
	for (int32_t day = 0; day < 6; day++) {
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, day), 100);
		equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS, day), 100);
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_INFECTED, day), 10);
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_MISSED, day), 10);
		equal(place("a", GZ_QUANTITY_PREVALENCE, day), 80);
		equal(place("b", GZ_QUANTITY_PREVALENCE, day), 120);
	}
}
END_TEST

START_TEST(screening_finds_and_refuses)
{
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, coverage: 0.9, compliance: 0.8, "
		"screen: {sensitivity: {I: 0.5}, specificity: 0.9}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 0), 72);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_DETECTED, 0), 10 * 0.72 * 0.5);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_MISSED, 0), 10 - 3.6);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 0), 100);
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TESTS, 0), 0);
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, screen: {sensitivity: {I: 0.5}, specificity: 0.9}, then: {refuse: "
		"true}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_REFUSED, 0), 10 * 0.5 + 90 * 0.1);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 0), 86);
	equal(place("a", GZ_QUANTITY_PREVALENCE, 0), 85);
}
END_TEST

START_TEST(a_short_capacity_refuses_or_holds_and_makes_wait)
{
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, "
		"screen: {sensitivity: {I: 0.5}, minutes: 10, staff: 1, hours: 10, when_full: refuse}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 0), 60);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_REFUSED, 0), 40);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_DETECTED, 0), 3);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_WAIT, 0), (100.0 / 60 - 1) * 10 * 60 / 2);
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, screen: {sensitivity: {I: 0.5}, capacity: 60, when_full: pass}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 0), 100);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_MISSED, 0), 7);
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, screen: {sensitivity: {I: 0.5}, capacity: 60, when_full: hold}}]");
	for (int32_t day = 0; day < 6; day++)
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, day), 60);
	double away = 200, queue = 0, waiting = 0; /* who waits is counted on the day that they come */
	for (int32_t day = 0; day < 6; day++) {
		const double newcomers = (1000 - away - queue) / 8;
		waiting += newcomers - fmax(0, 60 - queue);
		queue += newcomers - 60;
		away += 60 - away / 2;
	}
	equal(r.result.totals[0].full, waiting);
}
END_TEST

START_TEST(a_pool_is_shared_in_file_order)
{
	run(0, 0,
		"measures:\n  - {name: m, at: {crossing: post, direction: out}, screen: {sensitivity: {I: 0.5}, capacity: 130, pool: team}}\n"
		"  - {name: n, at: {crossing: post, direction: in}, screen: {sensitivity: {I: 0.5}, capacity: 130, pool: team}}");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 0), 100);
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TESTS, 0), 30);
}
END_TEST

START_TEST(isolation_falls_to_its_alternative_when_full)
{
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, screen: {sensitivity: {I: 1}}, "
		"then: {isolate: {days: 3, beds: 4, else: {quarantine: {days: 3, beds: 2}}}}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_DETECTED, 0), 10);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_QUARANTINED, 0), 6);
	equal(r.result.totals[0].confined > 6, 1);
	equal(place("b", GZ_QUANTITY_PREVALENCE, 0), 120);
}
END_TEST

START_TEST(quarantine_holds_those_who_adhere)
{
	run(0, 0, "measures: [{name: m, at: {crossing: post, direction: out}, quarantine: {days: 2, adherence: 0.5}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_QUARANTINED, 0), 50);
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS, 1), 75); /* of 200 - 100 + 50 free visitors half go home */
	run(0.5, 0, "measures: [{name: m, at: {crossing: post, direction: out}, quarantine: {days: 6, contact: 0}}]");
	/* At b on the first day: 1000 residents and 100 visitors who meet others, a tenth of them ill. */
	equal(place("b", GZ_QUANTITY_INFECTIONS, 0), 990 * -expm1(-0.05));
}
END_TEST

/* Two crossings and beds for half of the travellers: each has its share, in whatever order the rows of crossings.csv stand. */
START_TEST(crossings_share_beds_alike)
{
	static const char *const rows[] = {"post,road,a,b\n", "ferry,river,a,b\n"};
	char table[128];
	running_write(&r, "flows.csv", "id,from,to,via,per_day,stay\nout,a,b,post,100,2 d\nover,a,b,ferry,100,2 d\n");
	for (int first = 0; first < 2; first++) {
		snprintf(table, sizeof table, "id,type,near,far\n%s%s", rows[first], rows[!first]);
		running_write(&r, "crossings.csv", table);
		run(0, 0, "measures: [{name: m, at: {crossing: [post, ferry], direction: out}, quarantine: {days: 2, beds: 100}}]");
		equal(at(running_crossing(&r, "ferry", GZ_DIRECTION_OUT, GZ_QUANTITY_QUARANTINED), 0), 50);
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_QUARANTINED, 0), 50);
	}
}
END_TEST

/* Groups stand by name, whatever the order of rows: the same strata, and the same draws. */
START_TEST(groups_stand_by_name)
{
	running_write(&r, "groups.csv", "place,group,share\nA,other,0.6\nA,driver,0.4\nB,driver,0\nB,other,1\n");
	run(0, 0, "");
	ck_assert_int_eq(r.scenario.world.n_groups, 2);
	ck_assert_str_eq(r.scenario.world.groups[0], "driver");
	ck_assert_double_eq(r.scenario.world.shares[0], 0.4);
}
END_TEST

START_TEST(treatment_cures_whom_it_reaches)
{
	run(0, 0, "measures: [{name: m, at: {place: a}, treat: {of: {I: 0.9}, to: L, per_day: 100}}]");
	equal(place("a", GZ_QUANTITY_PREVALENCE, 0), 80 - 100 * 0.1 * 0.9);
	equal(r.result.totals[0].doses, 600);
	run(0, 0, "measures: [{name: m, at: {crossing: post, direction: out}, treat: {of: {I: 0.9}, to: L}}]");
	equal(place("b", GZ_QUANTITY_PREVALENCE, 0), 120 - 9);
	run(0, 0, "measures: [{name: m, at: {crossing: post, direction: out}, screen: {test: pcr}, then: {treat: {to: L, probability: 0.8}}}]");
	equal(place("b", GZ_QUANTITY_PREVALENCE, 0), 120 - 10 * 0.5 * 0.8);
}
END_TEST

START_TEST(vaccination_moves_the_immune)
{
	/* T counts as infectious, and so shows who was vaccinated. */
	run(0, 0,
		"measures: [{name: m, at: {place: a}, when: {from: 2027-03-02, to: 2027-03-02}, vaccinate: {doses: 100, of: [S], take: 0.8, to: "
		"T}}]");
	equal(place("a", GZ_QUANTITY_PREVALENCE, 0), 80);
	equal(place("a", GZ_QUANTITY_PREVALENCE, 1), 80 + 80);
	equal(r.result.totals[0].doses, 100);
	run(0, 0, "measures: [{name: m, at: {place: a}, vaccinate: {doses: 0, of: [S], to: T}}]");
	equal(place("a", GZ_QUANTITY_PREVALENCE, 5), 80);
	/* A leaky product on all of a, from the first day: half the force on them. */
	run(0.5, 0, "measures: [{name: m, at: {place: a}, vaccinate: {doses: 1e6, of: [S], susceptibility: 0.5}}]");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.025));
}
END_TEST

/* Half of the exposed contacts of those found today are put away, whether tracing stands before or after who finds them. */
START_TEST(tracing_knows_everybody_found_today)
{
	static const char find[] = "  - {name: find, at: {place: a}, isolate: {of: {I: 0.25}, days: 9}}\n";
	static const char trace[] = "  - {name: trace, at: {place: a}, when: {from: 2027-03-01, to: 2027-03-01}, trace: {share: 0.5, of: [T], days: 9}}\n";
	char more[512];
	for (int first = 0; first < 2; first++) {
		snprintf(more, sizeof more, "initial: {T: 0.2}\nmeasures:\n%s%s", first ? trace : find, first ? find : trace);
		run(0, 0, more);
		equal(r.result.totals[!first].confined, 160 * 0.5 * 20 / (20 + 60 + 160)); /* of 800 at a 80 are I and 160 T, 20 are found */
	}
}
END_TEST

START_TEST(fewer_contacts_and_isolation_lower_the_force)
{
	run(0.5, 0, "");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.05));
	run(0.5, 0, "measures: [{name: m, at: {place: A}, coverage: 0.5, contacts: {scale: 0.4}}]");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.05 * (1 - 0.5 * 0.6)));
	run(0.5, 0, "measures: [{name: m, at: {place: a}, isolate: {of: {I: 0.25}, days: 5}}]");
	/* 20 of 80 are put away, and neither meet nor are met. */
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.5 * 60 / 780));
	equal(r.result.totals[0].confined > 0, 1);
}
END_TEST

/* Of 800 at a, 320 are drivers who meet half as much: they count half where others look for somebody to meet, and meet half themselves. */
START_TEST(a_group_with_fewer_contacts_counts_less)
{
	running_write(&r, "groups.csv", "place,group,share\nA,driver,0.4\nA,other,0.6\nB,driver,0\nB,other,1\n");
	run(0.5, 0, "measures: [{name: m, at: {group: driver, place: a}, contacts: {scale: 0.5}}]");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 288 * -expm1(-0.5 * 0.1 * 0.5) + 432 * -expm1(-0.5 * 0.1));
	run(0.5, 0, "measures: [{name: m, at: {place: a}, contacts: {scale: 0.5}}, {name: n, at: {group: other, place: b}, contacts: {scale: 1}}]");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.5 * 0.1 * 0.5));
	run(0.5, 0, "measures: [{name: m, at: {group: driver, place: a}, contacts: {scale: 0.5}}, {name: n, at: {group: other, place: a}, contacts: {scale: 0.5}}]");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.5 * 0.1 * 0.5)); /* everybody's half is the place's half */
}
END_TEST

START_TEST(closing_stops_and_leaks)
{
	/* Closed from the start, so that 80 are away instead of 200. */
	run(0, 0, "measures: [{name: m, at: {crossing: post, direction: out}, close: {share: 0.8, leak: 0.25}}]");
	for (int32_t day = 0; day < 6; day++) {
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_STOPPED, day), 60);
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, day), 20);
		equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, day), 40);
		equal(place("b", GZ_QUANTITY_PREVALENCE, day), 108);
	}
	run(0, 0, "measures: [{name: m, at: {crossing: post}, when: {from: 2027-03-02}, close: {residents: pass}}]");
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS, 1), 100);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 1), 0);
	run(0, 0, "measures: [{name: m, at: {crossing: post}, when: {from: 2027-03-02}, close: {residents: stop}}]");
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS, 1), 0);
}
END_TEST

START_TEST(who_goes_round_a_crossing_is_stopped_there_by_no_second_closure)
{
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, close: {share: 1, leak: 0.2}}, "
		"{name: n, at: {crossing: post, direction: out}, when: {from: 2027-03-03}, close: {share: 0.5, leak: 0.1}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, 0), 20);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, 2), 20); /* nobody comes to the second */
	run(0, 0,
		"measures: [{name: m, at: {crossing: post, direction: out}, close: {share: 0.5, leak: 0.2}}, "
		"{name: n, at: {crossing: post, direction: out}, close: {share: 0.5, leak: 0.4}}]");
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, 0), 10 + 50 * 0.5 * 0.4);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 0), 10 + 10 + 25);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_STOPPED, 0), 40 + 15);
}
END_TEST

#define HELD_AND_SHUT(share) \
	"measures: [{name: m, at: {crossing: post, direction: out}, screen: {sensitivity: {I: 0.5}, capacity: 60, when_full: hold}}, " \
	"{name: n, at: {crossing: post, direction: out}, when: {from: 2027-03-02, to: 2027-03-02}, close: {share: " share ", leak: 0.1}}]"

START_TEST(a_closure_keeps_those_who_are_held)
{
	run(0, 0, HELD_AND_SHUT("1"));
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 0), 60);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 1), 0); /* 40 wait on; who goes round sets out today */
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 1), post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, 1));
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 2), 60);
	run(0, 0, HELD_AND_SHUT("0.9"));
	const double straight = post(GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS, 1) - post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, 1);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_TESTS, 1), straight);
	equal(straight, 0.1 * 40 + post(GZ_DIRECTION_OUT, GZ_QUANTITY_LEAKED, 1) * 0.1 / 0.09);
}
END_TEST

START_TEST(a_flow_waits_and_spends_at_its_first_crossing)
{
	running_write(&r, "crossings.csv", "id,type,near,far\npost,road,b,a\nspare,road,a,b\n"); /* on the way from home into B */
	run(0, 0,
		"measures: [{name: m, at: {flow: out, direction: out}, screen: {sensitivity: {I: 0.5}, capacity: 60}, cost: {test: 2, traveller: 1, day: 7, currency: USD}}]");
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_WAIT, 0), (100.0 / 60 - 1) * 24 * 60 / 2);
	equal(post(GZ_DIRECTION_OUT, GZ_QUANTITY_WAIT, 0), 0);
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_COST, 0), 180);
	run(0, 0, "measures: [{name: m, at: {crossing: [post, spare]}, screen: {sensitivity: {I: 0.5}}, cost: {day: 7, currency: USD}}]");
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_COST, 0), 3.5);
	equal(at(running_crossing(&r, "spare", GZ_DIRECTION_IN, GZ_QUANTITY_COST), 0), 3.5); /* though nobody comes by it */
}
END_TEST

START_TEST(crossing_interrupts_unless_treatment_goes_on)
{
	run(0, 0.5, "");
	equal(place("a", GZ_QUANTITY_PREVALENCE, 0), 80 - 10 + 5);
	equal(place("b", GZ_QUANTITY_PREVALENCE, 0), 120 - 10 + 5);
	equal(post(GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS, 0), 100);
	run(0, 0.5, "measures: [{name: m, at: {crossing: post}, continue: {share: 0.6}}]");
	equal(place("b", GZ_QUANTITY_PREVALENCE, 0), 120 - 10 + 10 * (1 - 0.5 * 0.4));
}
END_TEST

START_TEST(surveillance_sees_more_and_sooner)
{
	run(0.5, 0,
		"observe: {reported: {of: infection, probability: 0.5, delay: {fixed: 2}}}\n"
		"measures: [{name: m, at: {place: A}, when: {from: 2027-03-03}, surveillance: {probability: 0.25, delay: {fixed: 1}}}]");
	double infections[6];
	for (int32_t day = 0; day < 6; day++)
		infections[day] = place("a", GZ_QUANTITY_INFECTIONS, day);
	equal(place("a", GZ_QUANTITY_REPORTED, 1), 0);
	equal(place("a", GZ_QUANTITY_REPORTED, 2), 0.5 * infections[0]);
	equal(place("a", GZ_QUANTITY_REPORTED, 3), 0.5 * infections[1] + 0.25 * infections[2]);
	equal(place("a", GZ_QUANTITY_REPORTED, 4), 0.25 * infections[3]);
}
END_TEST

START_TEST(a_trigger_waits_for_reports_and_its_lead)
{
	/* 35.1 + 47.5 infections at a by the end of the second day: reported that day, seen the next, in force two days later. */
	run(0.5, 0,
		"observe: {reported: {of: infection}}\nmeasures: [{name: m, at: {place: a}, "
		"when: {after: \"reported(A, 7 d) >= 50\", lead: 2 d, for: 1 d}, contacts: {scale: 0}}]");
	for (int32_t day = 0; day < 6; day++)
		ck_assert_msg((place("a", GZ_QUANTITY_INFECTIONS, day) == 0) == (day == 4), "day %d", day);
	equal(r.result.totals[0].active_days, 1);
	ck_assert_int_eq(r.result.totals[0].first_day, 4);
}
END_TEST

START_TEST(parameters_vary_by_place_and_date)
{
	run(0, 0, "parameters: {b: {by: date, values: {2027-03-03: 0.5, 2027-03-04: 0}, else: 0.1}}");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 720 * -expm1(-0.01));
	ck_assert_double_gt(place("a", GZ_QUANTITY_INFECTIONS, 2), 30);
	equal(place("a", GZ_QUANTITY_INFECTIONS, 3), 0);
	run(0, 0, "parameters: {b: {by: place, values: {B: 0.5}, else: 0}}");
	equal(place("a", GZ_QUANTITY_INFECTIONS, 0), 0);
	equal(place("b", GZ_QUANTITY_INFECTIONS, 0), 1080 * -expm1(-0.05));
	run(0, 0, "parameters: {b: population / 2000}");
	equal(place("b", GZ_QUANTITY_INFECTIONS, 0), 1080 * -expm1(-0.05));
}
END_TEST

START_TEST(people_begin_and_move_as_stated)
{
	running_write(&r, "e.csv", "date,from,to,number,compartment\n2027-03-02,a,b,60,I\n2027-03-03,,a,50,I\n");
	run(0, 0,
		"events: e.csv\nbegin: [{place: a, compartment: I, people: 10, from: 2027-03-05}, {place: b, compartment: I, people: 7, outside: "
		"true}]");
	equal(place("b", GZ_QUANTITY_PREVALENCE, 0), 127);
	equal(place("a", GZ_QUANTITY_PREVALENCE, 1), (80 - 60) * 0.875 + 10);
	ck_assert_double_eq_tol(place("a", GZ_QUANTITY_PRESENT, 5) + place("b", GZ_QUANTITY_PRESENT, 5), 2057, 1e-6);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("effect");
	TCase *tests = tcase_create("effect");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, without_measures_everything_stands);
	tcase_add_test(tests, screening_finds_and_refuses);
	tcase_add_test(tests, a_short_capacity_refuses_or_holds_and_makes_wait);
	tcase_add_test(tests, a_pool_is_shared_in_file_order);
	tcase_add_test(tests, isolation_falls_to_its_alternative_when_full);
	tcase_add_test(tests, quarantine_holds_those_who_adhere);
	tcase_add_test(tests, crossings_share_beds_alike);
	tcase_add_test(tests, groups_stand_by_name);
	tcase_add_test(tests, tracing_knows_everybody_found_today);
	tcase_add_test(tests, a_group_with_fewer_contacts_counts_less);
	tcase_add_test(tests, treatment_cures_whom_it_reaches);
	tcase_add_test(tests, vaccination_moves_the_immune);
	tcase_add_test(tests, fewer_contacts_and_isolation_lower_the_force);
	tcase_add_test(tests, closing_stops_and_leaks);
	tcase_add_test(tests, who_goes_round_a_crossing_is_stopped_there_by_no_second_closure);
	tcase_add_test(tests, a_closure_keeps_those_who_are_held);
	tcase_add_test(tests, a_flow_waits_and_spends_at_its_first_crossing);
	tcase_add_test(tests, crossing_interrupts_unless_treatment_goes_on);
	tcase_add_test(tests, surveillance_sees_more_and_sooner);
	tcase_add_test(tests, a_trigger_waits_for_reports_and_its_lead);
	tcase_add_test(tests, parameters_vary_by_place_and_date);
	tcase_add_test(tests, people_begin_and_move_as_stated);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
