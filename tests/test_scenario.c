/* Scenarios: a rich one is filled as it says, overrides work before checking, and mistakes are told all at once.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "loading.h"
#include "scenario/reading/keys.h"
#include "scenario/library.h"
#include "text/yaml.h"
#include "suite.h"
#include <jansson.h>
#include <math.h>

static int32_t load_rich(void)
{
	gz_status status = loading_load(loading_fixture("rich-two.yaml"), NULL, 0);
	loading_print();
	ck_assert_int_eq(status, GZ_OK);
	return mistakes.n;
}

START_TEST(a_simple_scenario_has_the_defaults)
{
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), NULL, 0), GZ_OK);
	ck_assert_int_eq(scenario.steps_per_day, 1);
	ck_assert(scenario.sleep && !scenario.travel_each_step);
	ck_assert_int_eq(scenario.n_streams, 1);
	ck_assert_str_eq(scenario.streams[0].name, "reported");
	ck_assert_int_eq(scenario.streams[0].event, -1);
	ck_assert_int_eq(scenario.streams[0].compartments[0], 1);
	ck_assert_double_eq(scenario.streams[0].probability.number, 1);
	ck_assert(isinf(scenario.streams[0].dispersion.number));
	ck_assert_str_eq(scenario.disease.events[0].name, "infection");
	ck_assert_str_eq(scenario.disease.events[1].name, "death");
	ck_assert_int_eq(scenario.disease.events[1].n_into, 0);
	ck_assert_ptr_nonnull(scenario.disease.events[1].into);
	ck_assert_double_eq(scenario.begins[0].people, 5);
	ck_assert_int_eq(scenario.begins[0].from, scenario.start);
	ck_assert_int_eq(scenario.begins[0].age, -1);
	ck_assert_int_eq(scenario.n_inputs, 3);
}
END_TEST

START_TEST(everything_in_a_rich_scenario_is_filled)
{
	ck_assert_int_eq(load_rich(), 0);
	ck_assert_int_eq(scenario.days, 182);
	ck_assert_int_eq(scenario.steps_per_day, 2);
	ck_assert(scenario.travel_each_step && !scenario.sleep);
	ck_assert_str_eq(gz_words_in(&scenario.title, "ru"), "Всё");
	ck_assert_str_eq(gz_words_in(&scenario.title, "tg"), "One of everything");
	ck_assert_int_eq(scenario.n_begins, 5);
	ck_assert(isnan(scenario.begins[1].people));
	ck_assert_ptr_nonnull(scenario.begins[1].per_day.expr);
	ck_assert_int_eq(scenario.begins[1].days, 30);
	ck_assert(scenario.begins[2].outside);
	ck_assert_double_eq(scenario.begins[4].per_day.number, 1.5);
	ck_assert_int_eq(scenario.n_movements, 3);
	ck_assert_int_eq(scenario.movements[0].from, -1);
	ck_assert_int_eq(scenario.movements[1].number, 10);
	ck_assert_int_eq(scenario.movements[2].to, -1);
	ck_assert_int_eq(scenario.n_streams, 2);
	ck_assert_int_eq(scenario.streams[0].event, 2);
	ck_assert_int_eq(scenario.streams[0].delay.kind, GZ_DELAY_GAMMA);
	ck_assert_double_eq(scenario.streams[0].weekday[6], 0.3);
	ck_assert_int_eq(scenario.streams[1].n_compartments, 2);
	ck_assert_int_eq(scenario.n_posterior_rows, 2);
	ck_assert_double_eq(scenario.posterior[3], 0.4);
	ck_assert_int_eq(scenario.report_every, 7);
	ck_assert_int_eq(scenario.n_report_quantities, 5);
	ck_assert_int_eq(scenario.n_inputs, 14);
}
END_TEST

START_TEST(overrides_work_before_checking)
{
	static const char *const sets[] = {"days=3 w", "replicates=2", "seed=99", "start=2027-03-02", "parameters.period=7 d",
		"parameters.R0={uniform: {min: 1, max: 2}}", "measures.shut v1.5.leak=0.25", "measures.entry screening.staff=12",
		"measures.entry screening.when.to=2027-07-01", "begin.1.people=41", "initial.T=0.01", "parameters.cfr.else=0.5"};
	gz_status status = loading_load(loading_fixture("rich-two.yaml"), sets, 12);
	loading_print();
	ck_assert_int_eq(status, GZ_ERR_INPUT);
	loading_expect(12, 12, "cfr: expected one of `value`");
	status = loading_load(loading_fixture("rich-two.yaml"), sets, 11);
	loading_print();
	ck_assert_int_eq(status, GZ_OK);
	ck_assert_int_eq(scenario.days, 21);
	ck_assert_int_eq(scenario.replicates, 2);
	ck_assert_int_eq((int)scenario.seed, 99);
	ck_assert_double_eq(scenario.disease.parameters[2].value.number, 7);
	ck_assert_int_eq(scenario.disease.parameters[0].kind, GZ_PARAMETER_DRAWN);
	ck_assert_double_eq(scenario.disease.parameters[0].law_b, 2);
	ck_assert_double_eq(scenario.disease.parameters[0].high, 3);
	ck_assert_double_eq(scenario.measures[12].leak, 0.25);
	ck_assert_double_eq(scenario.measures[0].capacity, 12 * 12 * 60 / 1.5);
	ck_assert_double_eq(scenario.begins[0].people, 41);
	ck_assert_double_eq(scenario.disease.initial[5].number, 0.01);
	ck_assert_double_eq(scenario.disease.initial[4].number, 0.1);
}
END_TEST

START_TEST(a_scenario_may_have_parameters_of_its_own)
{
	static const char *const sets[] = {"parameters.rho={lognormal: {median: 0.3, sigma: 0.1}}", "parameters.half=rho / 2",
		"observe={reported: {of: I, probability: half}}"};
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), sets, 3), GZ_OK);
	ck_assert_int_eq(scenario.disease.n_parameters, 4);
	ck_assert_int_eq(scenario.disease.parameters[2].kind, GZ_PARAMETER_DRAWN);
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), sets, 2), GZ_ERR_INPUT);
	loading_expect(2, 12, "half: no such parameter of this disease");
	ck_assert_int_eq(mistakes.n, 1);
}
END_TEST

static const struct {
	const char *set, *text;
} broken[] = {
	{"days=0", "0: expected a number from 1 to 36525"},
	{"days=1.5", "1.5: expected a whole number from 1 to 36525"},
	{"days=[1]", "expected a number or an expression, found a list"},
	{"days=", "`days` is empty"},
	{"replicates=2000000", "expected a number from 1 to 1000000"},
	{"seed=-1", "-1: expected a whole number from 0 to 9223372036854775807"},
	{"start=2027-02-29", "2027-02-29: expected a date that exists"},
	{"start=1.3.2027", "1.3.2027: expected a date that exists"},
	{"start=3027-02-01", "expected a date from 1900-01-01 to 2200-12-31"},
	{"step=5 h", "5 h: expected 1 d, or a whole part of it"},
	{"guzar=2", "2: expected the format version 1"},
	{"world=ones", "ones: no such world"},
	{"disease=si", "si: no such disease"},
	{"dayz=3", "dayz: no such key in `scenario`; did you mean days?"},
	{"sleep=yes", "yes: expected true or false, found a text"},
	{"days", "days: expected KEY=VALUE"},
	{"days=[1", "is not closed"},
	{"a..b=1", "a part of the key is empty"},
	{"begin.2.people=1", "2: expected the number of a row, 1 to 1"},
	{"begin.1.people=1001", "1001 people begin at town, where 1000 live"},
	{"begin.1.place=twon", "twon: no such place; did you mean town?"},
	{"begin.1.compartment=Q", "Q: no such compartment; expected one of S, I, R"},
	{"begin.1.per_day=2", "both `people` and `per_day` stand here"},
	{"begin.1.days=2", "`days` goes with `per_day`"},
	{"begin.1.from=2027-02-01", "2027-02-01 is before the start, 2027-03-01"},
	{"begin.1.age=0-14", "0-14: no such age band; expected one of all"},
	{"begin.1={place: town, people: 1}", "`compartment` is missing here"},
	{"begin.1={from: nowhere.csv}", "there is no such file"},
	{"begin={place: town}", "expected a list of begin rows"},
	{"events=nowhere.csv", "there is no such file"},
	{"parameters.R1=2", "R1: no such parameter of this disease; did you mean R0?"},
	{"parameters.from=nowhere.csv", "there is no such file"},
	{"parameters.R0=a lot", "unknown"},
	{"parameters.R0={lognormal: {median: 0, sigma: 1}}", "0: expected a number above 0"},
	{"parameters.R0={normal: {mean: 0, sd: 1, max: 3}}", "max: no such key in `normal`"},
	{"parameters.R0={uniform: {min: 3, max: 1}}", "min 3 is above max 1"},
	{"parameters.R0={triangular: {min: 1, mode: 9, max: 2}}", "mode 9 lies outside min .. max"},
	{"parameters.R0={beta: {mean: 0.5, sd: 0.6}}", "a beta distribution of mean 0.5 has a sd below 0.5, this is 0.6"},
	{"parameters.R0={value: 2, gamma: {mean: 1, sd: 1}}", "found more than one"},
	{"parameters.R0={by: place, values: {twon: 2}, else: 1}", "twon: no such place; did you mean town?"},
	{"parameters.R0={by: age, values: {0-14: 2}}", "there is no value for all of age band all"},
	{"parameters.R0={by: age, values: {0-14: 2, 10-20: 1}, else: 3}", "age band 10-20 overlaps 0-14"},
	{"parameters.R0={by: group, values: {driver: 2}, else: 1}", "driver: no such group; expected one of all"},
	{"parameters.R0={by: date, values: {2027-04-01: 2}}", "R0 has no value before 2027-04-01"},
	{"parameters.R0={by: weather, values: {rain: 2}}", "weather: no such choice"},
	{"parameters.R0=1/0", "1/0 = inf: expected a finite number"},
	{"parameters.R0=-1", "R0 = -1: expected 0 or more"},
	{"parameters.R0=R0 + 1", "parameters name each other in a circle: R0 -> R0"},
	{"parameters.period=0.5 d", "each would be shorter than a step"},
	{"initial={R: 0.7, I: 0.5}", "the shares at the start add to 1.2, expected 1 or less"},
	{"initial={R: 1.2}", "1.2: expected a number from 0 to 1"},
	{"observe={reported: {of: onsets}}", "onsets: no such event or compartment"},
	{"observe={reported: {of: I, probability: 2}}", "2: expected a number from 0 to 1"},
	{"observe={reported: {of: I, probability: {by: place, values: {town: 1}}}}", "found a map; what varies or is drawn is declared under `parameters`"},
	{"observe={reported: {of: I, weekday: [1, 2]}}", "expected seven numbers, Monday first, found 2"},
	{"observe={reported: {of: I, delay: {gamma: {mean: 3}}}}", "`sd` is missing here"},
	{"observe={reported: {of: I, delay: {fixed: 2, gamma: {mean: 3, sd: 1}}}}", "expected one of fixed, gamma, lognormal, geometric"},
	{"observe={7days: {of: I}}", "7days: a name is letters"},
	{"report={quantities: [death]}", "death: no such quantity or stream; did you mean deaths?"},
	{"report={places: [twon]}", "twon: no such place"},
	{"report={every: 0}", "0: expected a number from 1"},
	{"measures.x.y=1", "this scenario has no measures"},
	{"title={de: Titel}", "de: no such key in `words`"},
};

START_TEST(each_mistake_is_told)
{
	loading_expect_set("sir-one.yaml", broken[_i].set, broken[_i].text);
}
END_TEST

/* What can never act in the days of the run is no mistake, but said. */
static void expect_note(const char *file, int32_t row, const char *text)
{
	for (int32_t i = 0; i < scenario.notes.n; i++) {
		const gz_error *note = &scenario.notes.items[i];
		if (strstr(note->file, file) != NULL && note->row == row && strstr(note->sentence, text) != NULL)
			return;
	}
	ck_abort_msg("no note at %s:%d with \"%s\"", file, row, text);
}

START_TEST(rows_outside_the_run_are_noted)
{
	char path[128];
	loading_write("places.csv", "id,name,population\ntown,Town,1000\ncity,City,1000\n");
	loading_write("d.yaml", "guzar-disease: 1\nname: d\ncompartments: {S: {rest: true}, I: {infectious: 1}, R: {}}\ninfect: [{from: S, to: I, beta: 1}]\n"
		"progress: [{from: I, duration: {mean: 5}, to: R}]\n");
	loading_write("events.csv", "date,from,to,number\n2027-03-10,town,city,1\n2027-03-11,town,city,1\n");
	loading_write("imports.csv", "place,compartment,date,people\ntown,I,2027-03-10,1\ntown,I,2027-03-11,1\n");
	loading_write("s.yaml",
		"guzar: 1\nstart: 2027-03-01\ndays: 10\nworld: .\ndisease: d.yaml\nevents: events.csv\nbegin:\n  - {from: imports.csv}\n"
		"  - {place: town, compartment: I, people: 1, from: 2027-03-10}\n  - {place: town, compartment: I, per_day: 1, from: 2027-03-11}\nmeasures:\n"
		"  - {name: a, at: {place: town}, when: {from: 2027-03-10}, contacts: {scale: 0.5}}\n"
		"  - {name: b, at: {place: town}, when: {from: 2027-03-11}, contacts: {scale: 0.5}}\n"
		"  - {name: c, at: {place: town}, when: {to: 2027-03-01}, contacts: {scale: 0.5}}\n"
		"  - {name: d, at: {place: town}, when: {to: 2027-02-28}, contacts: {scale: 0.5}}\n");
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 5);
	expect_note("events.csv", 3, "2027-03-11 is after the last day of the run, 2027-03-10: this row moves nobody");
	expect_note("imports.csv", 3, "nobody begins by this row");
	expect_note("s.yaml", 10, "nobody begins by this row");
	expect_note("s.yaml", 13, "the measure never begins");
	expect_note("s.yaml", 15, "2027-02-28 is before the start, 2027-03-01: the measure is over before the run begins");
	static const char *const longer = "days=11", *const shorter = "days=9";
	ck_assert_int_eq(loading_load(path, &longer, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 1);
	ck_assert_int_eq(loading_load(path, &shorter, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 9);
}
END_TEST

/* What two scenarios differ in besides their measures. */
START_TEST(what_differs_otherwise)
{
	static const char *const same[] = {"title=another", "seed=7", "measures=[]", "replicates=3"}, *const other[] = {"days=7", "begin.1.people=3", "parameters.R0=9"};
	gz_scenario base;
	gz_mistakes none;
	gz_mistakes_init(&none);
	ck_assert_int_eq(gz_scenario_load(&base, loading_fixture("sir-one.yaml"), NULL, &none), GZ_OK);
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), same, 4), GZ_OK);
	ck_assert_str_eq(gz_scenario_otherwise(&base, &scenario, &scenario.arena), "");
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), other, 3), GZ_OK);
	const char *keys = gz_scenario_otherwise(&base, &scenario, &scenario.arena);
	ck_assert_msg(strstr(keys, "`days`") && strstr(keys, "`begin`") && strstr(keys, "`parameters`") && !strstr(keys, "`disease`"), "%s", keys);
	ck_assert_int_eq((int)strlen(keys), (int)strlen("`days`, `begin`, `parameters`"));
	gz_scenario_free(&base);
	gz_mistakes_free(&none);
}
END_TEST

/* A run in which nothing can happen is no good news. */
START_TEST(a_start_of_nobody_is_noted)
{
	static const char *const nobody = "begin=[{place: town, compartment: I, people: 0}]", *const none = "begin=[]", *const some = "initial={I: 0.001}",
		*const both[] = {none, some};
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), NULL, 0), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 0);
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), &nobody, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 1);
	ck_assert_ptr_nonnull(strstr(scenario.notes.items[0].sentence, "nothing will happen"));
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), &none, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 1);
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), both, 2), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 0);
}
END_TEST

/* A dose that changes nothing is noted, unless another follows it. */
START_TEST(a_first_dose_may_do_nothing_alone)
{
	static const char *const alone = "measures=[{name: a, at: {place: town}, vaccinate: {product: one, doses: 9, susceptibility: 1}}]";
	static const char *const followed = "measures=[{name: a, at: {place: town}, vaccinate: {product: one, doses: 9, susceptibility: 1}},"
		"{name: b, at: {place: town}, vaccinate: {product: two, after: one, doses: 9, susceptibility: 0.2}}]";
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), &alone, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 1);
	ck_assert_ptr_nonnull(strstr(scenario.notes.items[0].sentence, "changes nothing"));
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), &followed, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 0);
}
END_TEST

/* What leaves everything as it is, never begins or costs what it never does is noted, each by its name. */
START_TEST(odd_measures_are_noted)
{
	static const struct { const char *set, *note; } odd[] = {
		{"vaccinate: {doses: 0, to: R}", "with these numbers the measure changes nothing"},
		{"vaccinate: {doses: 9, to: R, target: 0}", "changes nothing"},
		{"vaccinate: {doses: 9, to: R, take: 0}", "the vaccinated are drawn apart"},
		{"coverage: 0, vaccinate: {doses: 9, to: R}", "changes nothing"},
		{"compliance: 0, contacts: {scale: 0.5}", "changes nothing"},
		{"treat: {per_day: 9, of: {I: 0}, to: R}", "changes nothing"},
		{"isolate: {of: {I: 0.5}, days: 5, beds: 0}", "changes nothing"},
		{"isolate: {of: {}, days: 5}", "changes nothing"},
		{"trace: {share: 0.5, of: [I], days: 5}", "no measure here finds cases"},
		{"when: {after: \"day >= 5\", lead: 400 d}, contacts: {scale: 0.5}", "the measure never begins"},
		{"when: {after: \"1\"}, contacts: {scale: 0.5}", "holds from the first day"},
		{"when: {after: \"0\"}, contacts: {scale: 0.5}", "never holds"},
		{"cost: {bed_day: 1}, contacts: {scale: 0.5}", "its cost `bed_day` never arises"},
		{"cost: {dose: 1}, isolate: {of: {I: 0.5}, days: 5}", "its cost `dose` never arises"},
	};
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		char set[400];
		const char *const sets[] = {set};
		snprintf(set, sizeof set, "measures=[{name: odd, at: {place: town}, %s}]", odd[i].set);
		ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), sets, 1), GZ_OK);
		ck_assert_msg(scenario.notes.n == 1, "%s: %d notes", odd[i].set, scenario.notes.n);
		ck_assert_msg(strstr(scenario.notes.items[0].sentence, odd[i].note) != NULL, "%s: %s", odd[i].set, scenario.notes.items[0].sentence);
		ck_assert_ptr_eq(strstr(scenario.notes.items[0].sentence, "odd: "), scenario.notes.items[0].sentence);
	}
}
END_TEST

/* A measure at crossings that no flow goes by meets nobody; one flow by one of them is enough. Whom a test there finds at once has no contacts that are traced. */
START_TEST(a_crossing_that_nobody_passes_is_noted)
{
	static const struct { const char *set; int32_t notes; } at[] = {
		{"measures=[{name: close, at: {crossing: ferry}, close: {leak: 0.1}}]", 1},
		{"measures=[{name: close, at: {crossing: bridge}, close: {leak: 0.1}}]", 0},
		{"measures=[{name: close, at: {crossing: [ferry, bridge]}, close: {leak: 0.1}}]", 0},
		{"measures=[{name: look, at: {everywhere: true}, screen: {sensitivity: {I: 0.9}}}]", 0},
		{"measures=[{name: swab, at: {crossing: bridge}, test: {sensitivity: {I: 1}}}, {name: follow, at: {everywhere: true}, trace: {share: 1, of: [I], days: 9}}]", 1}, /* found before they are there */
		{"measures=[{name: swab, at: {crossing: bridge}, test: {sensitivity: {I: 1}, turnaround: 1 d}}, {name: follow, at: {everywhere: true}, trace: {share: 1, of: [I], days: 9}}]", 0},
		{"measures=[{name: swab, at: {place: a}, test: {sensitivity: {I: 1}, per_day: 10}}, {name: follow, at: {everywhere: true}, trace: {share: 1, of: [I], days: 9}}]", 0},
	};
	char path[128];
	loading_write("places.csv", "id,name,parent,population\nA,A,,\na,Town,A,1000\nB,B,,\nb,Port,B,1000\n");
	loading_write("crossings.csv", "id,name,type,near,far\nferry,Ferry,river,a,b\nbridge,Bridge,road,a,b\n");
	loading_write("flows.csv", "id,from,to,via,per_day,stay\nover,a,b,bridge,10,2 d\n");
	loading_write("d.yaml", "guzar-disease: 1\nname: d\ncompartments: {S: {rest: true}, I: {infectious: 1}, R: {}}\ninfect: [{from: S, to: I, beta: 1}]\n"
		"progress: [{from: I, to: R, duration: {mean: 4 d}}]\n");
	loading_write("s.yaml", "guzar: 1\nworld: .\ndisease: d.yaml\nstart: 2027-03-01\ndays: 9\nbegin: [{place: a, compartment: I, people: 1}]\n");
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
		ck_assert_int_eq(loading_load(path, &at[i].set, 1), GZ_OK);
		ck_assert_msg(scenario.notes.n == at[i].notes, "%s: %d notes", at[i].set, scenario.notes.n);
	}
	ck_assert_int_eq(loading_load(path, &at[0].set, 1), GZ_OK);
	ck_assert_str_eq(scenario.notes.items[0].sentence, "close: no flow goes by any crossing it stands at, so that the measure meets nobody");
}
END_TEST

/* Streams and reports that cannot show what they are meant to show are told. */
START_TEST(odd_observations_are_noted)
{
	static const struct { const char *set, *note; } odd[] = {
		{"observe={late: {of: I, delay: {gamma: {mean: 50, sd: 50}}}}", "30 % of this delay is longer than 60 days"},
		{"observe={late: {of: I, delay: {lognormal: {median: 40, sigma: 1}}}}", "of this delay is longer than 60 days"},
		{"observe={late: {of: I, delay: {geometric: {mean: 30}}}}", "of this delay is longer than 60 days"},
		{"report={every: 4000}", "longer than the run"},
	};
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), &odd[i].set, 1), GZ_OK);
		ck_assert_msg(scenario.notes.n == 1 && strstr(scenario.notes.items[0].sentence, odd[i].note) != NULL, "%s: %d notes, %s", odd[i].set, scenario.notes.n,
			scenario.notes.n > 0 ? scenario.notes.items[0].sentence : "-");
	}
	static const char *const short_delay = "observe={soon: {of: I, delay: {gamma: {mean: 5, sd: 3}}}}";
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), &short_delay, 1), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 0);
}
END_TEST

/* An event that the disease never does is told; so that a stream of it is not taken for quiet. */
START_TEST(events_that_never_happen_are_noted)
{
	char path[128];
	loading_write("places.csv", "id,name,population\ntown,Town,1000\n");
	loading_write("d.yaml", "guzar-disease: 1\nname: d\ncompartments: {S: {rest: true}, I: {infectious: 1}, R: {}}\ninfect: [{from: S, to: I, beta: 1}]\n"
		"progress: [{from: I, duration: {mean: 5}, to: R}]\nevents: {cured: {out: [I], into: [R]}, spared: {out: [S], into: [R]}}\n");
	loading_write("s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: 10\nworld: .\ndisease: d.yaml\nbegin: [{place: town, compartment: I, people: 1}]\n");
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 1);
	expect_note("d.yaml", 6, "spared: nobody ever goes that way");
}
END_TEST

/* Ages that no band holds are told. */
START_TEST(ages_between_bands_are_noted)
{
	char path[128];
	loading_write("places.csv", "id,name,population\ntown,Town,1000\n");
	loading_write("ages.csv", "place,age,share\ntown,0-14,0.4\ntown,20-49,0.4\ntown,50+,0.2\n");
	loading_write("d.yaml", "guzar-disease: 1\nname: d\ncompartments: {S: {rest: true}, I: {infectious: 1}, R: {}}\ninfect: [{from: S, to: I, beta: 1}]\n"
		"progress: [{from: I, duration: {mean: 5}, to: R}]\n");
	loading_write("s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: 10\nworld: .\ndisease: d.yaml\nbegin: [{place: town, compartment: I, people: 1}]\n");
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_OK);
	ck_assert_int_eq(scenario.notes.n, 1);
	expect_note("s.yaml", 4, "no band holds the ages from 15 to below 20, between 0-14 and 20-49");
}
END_TEST

START_TEST(all_mistakes_are_told_at_once)
{
	static const char *const sets[] = {
		"days=0", "start=2027-13-01", "begin.1.place=twon", "parameters.R1=2", "observe={a: {of: J}}", "foo=1"};
	ck_assert_int_eq(loading_load(loading_fixture("sir-one.yaml"), sets, 6), GZ_ERR_INPUT);
	loading_expect(1, 6, "0: expected");
	loading_expect(2, 7, "2027-13-01: expected a date");
	loading_expect(3, 15, "twon");
	loading_expect(4, 12, "R1");
	loading_expect(5, 18, "J: no such event or compartment");
	loading_expect(6, 1, "foo: no such key");
	ck_assert_int_eq(mistakes.n, 6);
	ck_assert_str_eq(mistakes.items[0].file, "--set");
}
END_TEST

START_TEST(rows_and_columns_are_those_of_the_file)
{
	loading_write("s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: ten\nreplicates: 0\nbegin:\n  - {place: x, people: -1}\nfoo: {}\n");
	char path[128];
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_ERR_INPUT);
	loading_expect(3, 7, "ten");
	loading_expect(4, 13, "0: expected");
	loading_expect(1, 1, "`world` is missing");
	loading_expect(1, 1, "`disease` is missing");
	loading_expect(6, 5, "`compartment` is missing");
	loading_expect(6, 24, "-1");
	loading_expect(7, 1, "foo");
	ck_assert_str_eq(mistakes.items[0].file, path);
}
END_TEST

START_TEST(tables_are_read_and_checked)
{
	char text[1024], path[128];
	snprintf(text, sizeof text,
		"guzar: 1\nstart: 2027-03-01\ndays: 9\nworld: %s\ndisease: %s.yaml\nevents: e.csv\nbegin: [{from: b.csv}]\n"
		"parameters: {from: p.csv}\n",
		loading_fixture("one"), "x");
	loading_write("s.yaml", text);
	snprintf(text, sizeof text,
		"guzar-disease: 1\nname: x\nparameters: {a: 1}\ncompartments: {S: , I: {infectious: 1}}\n"
		"infect: [{from: S, to: I, beta: a}]\n");
	loading_write("x.yaml", text);
	loading_write("e.csv",
		"date,from,to,number,weather\n2027-03-02,,,1,\n2027-03-02,twon,,1,\n2027-03-02,,town,-1,\n2027-02-02,,town,1,\n"
		"x,,town,1,\n2027-03-02,town,town,1,\n");
	loading_write("b.csv", "place,compartment,date,people,per_day\ntown,I,2027-03-02,1,2\ntown,J,2027-03-02,x,\n");
	loading_write("p.csv", "a,b\n1,1\nx,2\n");
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_ERR_INPUT);
	loading_expect(1, 21, "weather: no such column");
	loading_expect(2, 12, "both `from` and `to` are empty");
	loading_expect(3, 12, "twon: no such place; did you mean town?");
	loading_expect(4, 18, "-1: expected a whole number of people");
	loading_expect(5, 1, "2027-02-02 is before the start");
	loading_expect(6, 1, "x: expected a date");
	loading_expect(7, 17, "town: people would move to where they are");
	loading_expect(2, 1, "both `people` and `per_day`");
	loading_expect(3, 6, "J: no such compartment");
	loading_expect(3, 19, "unknown");
	loading_expect(1, 3, "b: no such parameter of this disease");
	loading_expect(3, 1, "x: expected a number for a");
	if (mistakes.n != 12)
		loading_print();
	ck_assert_int_eq(mistakes.n, 12);
}
END_TEST

START_TEST(a_missing_or_broken_file_is_one_sentence)
{
	char path[128];
	ck_assert_int_eq(loading_load("/nowhere/s.yaml", NULL, 0), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 1);
	loading_write("s.yaml", "guzar: [1\n");
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 1);
	loading_write("t.yaml", "");
	snprintf(path, sizeof path, "%s/t.yaml", folder);
	ck_assert_int_eq(loading_load(path, NULL, 0), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 1);
}
END_TEST

/* ---- schemas ----------------------------------------------------------------------------------------------- */
static json_t *load_schema(const char *name)
{
	char path[512];
	json_error_t err;
	const char *source = getenv("GUZAR_SOURCE");
	snprintf(path, sizeof path, "%s/schema/%s", source == NULL ? "." : source, name);
	json_t *schema = json_load_file(path, JSON_REJECT_DUPLICATES, &err);
	ck_assert_msg(schema != NULL, "%s:%d: %s", path, err.line, err.text);
	return schema;
}

/* The properties of a kind of map in either schema; the roots are the scenario and the disease themselves. */
static json_t *properties_of(json_t *scenarios, json_t *diseases, const char *name)
{
	if (strcmp(name, "scenario") == 0)
		return json_object_get(scenarios, "properties");
	if (strcmp(name, "disease") == 0)
		return json_object_get(diseases, "properties");
	json_t *found = json_object_get(json_object_get(scenarios, "$defs"), name);
	if (found == NULL)
		found = json_object_get(json_object_get(diseases, "$defs"), name);
	return json_object_get(found, "properties");
}

static void check_same_keys(json_t *properties, const gz_keys *keys)
{
	ck_assert_msg(properties != NULL, "no schema for %s", keys->name);
	for (int32_t i = 0; i < gz_keys_count(keys); i++)
		ck_assert_msg(json_object_get(properties, keys->items[i]) != NULL, "the schema of %s lacks %s", keys->name, keys->items[i]);
	ck_assert_msg((int32_t)json_object_size(properties) == gz_keys_count(keys), "the schema of %s has keys that the loader does not know",
		keys->name);
}

START_TEST(schemas_know_the_keys_that_the_loader_knows)
{
	json_t *scenarios = load_schema("scenario.schema.json"), *diseases = load_schema("disease.schema.json");
	for (int32_t k = 0; k < GZ_KEYS_COUNT; k++) {
		const gz_keys *keys = gz_keys_get((gz_keys_id)k);
		check_same_keys(properties_of(scenarios, diseases, keys->name), keys);
	}
	const char *name;
	json_t *definition;
	json_object_foreach(json_object_get(scenarios, "$defs"), name, definition)
	{
		json_t *other = json_object_get(json_object_get(diseases, "$defs"), name);
		ck_assert_msg(other == NULL || json_equal(other, definition), "%s differs between the schemas", name);
	}
	json_decref(scenarios);
	json_decref(diseases);
}
END_TEST

START_TEST(the_library_is_found)
{
	gz_arena arena = {0};
	int32_t n;
	const char *source = getenv("GUZAR_SOURCE");
	if (source != NULL) {
		ck_assert_ptr_nonnull(gz_library_find(&arena, source, "", GZ_LIBRARY_WORLD, "central-asia"));
		const char **names = gz_library_names(&arena, source, GZ_LIBRARY_WORLD, &n);
		ck_assert_int_ge(n, 1);
		ck_assert_str_eq(names[0], "central-asia");
	}
	ck_assert_ptr_null(gz_library_find(&arena, source, "", GZ_LIBRARY_WORLD, "nowhere"));
	ck_assert_ptr_null(gz_library_folder(&arena, NULL));
	gz_arena_free(&arena);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scenario");
	TCase *tests = tcase_create("scenario");
	tcase_add_checked_fixture(tests, loading_begin, loading_end);
	tcase_add_test(tests, a_simple_scenario_has_the_defaults);
	tcase_add_test(tests, everything_in_a_rich_scenario_is_filled);
	tcase_add_test(tests, overrides_work_before_checking);
	tcase_add_test(tests, a_scenario_may_have_parameters_of_its_own);
	tcase_add_loop_test(tests, each_mistake_is_told, 0, sizeof broken / sizeof broken[0]);
	tcase_add_test(tests, all_mistakes_are_told_at_once);
	tcase_add_test(tests, rows_outside_the_run_are_noted);
	tcase_add_test(tests, what_differs_otherwise);
	tcase_add_test(tests, a_start_of_nobody_is_noted);
	tcase_add_test(tests, a_first_dose_may_do_nothing_alone);
	tcase_add_test(tests, odd_measures_are_noted);
	tcase_add_test(tests, a_crossing_that_nobody_passes_is_noted);
	tcase_add_test(tests, ages_between_bands_are_noted);
	tcase_add_test(tests, odd_observations_are_noted);
	tcase_add_test(tests, events_that_never_happen_are_noted);
	tcase_add_test(tests, rows_and_columns_are_those_of_the_file);
	tcase_add_test(tests, tables_are_read_and_checked);
	tcase_add_test(tests, a_missing_or_broken_file_is_one_sentence);
	tcase_add_test(tests, schemas_know_the_keys_that_the_loader_knows);
	tcase_add_test(tests, the_library_is_found);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
