/* Diseases: a rich one is filled as it says, and of broken ones every mistake is told.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "loading.h"
#include "scenario/disease/band.h"
#include "suite.h"
#include <math.h>

static const gz_disease *load_rich(void)
{
	gz_status status = loading_load(loading_fixture("rich-two.yaml"), NULL, 0);
	loading_print();
	ck_assert_int_eq(status, GZ_OK);
	return &scenario.disease;
}

START_TEST(compartments_are_filled)
{
	const gz_disease *d = load_rich();
	ck_assert_int_eq(d->n_compartments, 7);
	ck_assert_str_eq(d->name, "rich");
	ck_assert_str_eq(d->title.tg, "Бой");
	ck_assert_str_eq(d->compartments[0].title.en, "Susceptible");
	ck_assert(d->compartments[0].rest && !d->compartments[2].rest);
	ck_assert_double_eq(d->compartments[2].infectious.number, 1);
	ck_assert_double_eq(d->compartments[3].infectious.number, 0.5);
	ck_assert_double_eq(d->compartments[2].travel.number, 0.3);
	ck_assert_double_eq(d->compartments[5].travel.number, 1);
	ck_assert_double_eq(d->compartments[2].bed, 0.1);
	ck_assert_int_eq(d->compartments[2].n_detect, 2);
	ck_assert_str_eq(d->compartments[2].detect[1].test, "symptoms");
	ck_assert(d->compartments[6].dead && d->compartments[6].rest);
	ck_assert(isnan(d->initial[0].number));
	ck_assert_double_eq(d->initial[4].number, 0.1); /* the scenario's own */
	ck_assert_double_eq(d->initial[5].number, 0);
	ck_assert_int_eq(d->n_sources, 1);
}
END_TEST

START_TEST(transitions_are_filled)
{
	const gz_disease *d = load_rich();
	const gz_infect *infect = &d->infects[0];
	ck_assert_int_eq(infect->n_from, 2);
	ck_assert(infect->has_r0 && infect->r0.expr != NULL);
	ck_assert(infect->dispersed && !infect->trait_person);
	ck_assert_double_eq(infect->k.number, 0.3);
	ck_assert_double_eq(infect->by[2].number, 1);
	ck_assert_ptr_nonnull(infect->by[3].expr);
	ck_assert_double_eq(infect->by[0].number, 0);
	ck_assert_double_eq(infect->noise.number, 0.05);
	ck_assert_int_eq(d->n_progresses, 6); /* a list in `from` is a row each */
	ck_assert_int_eq(d->progresses[0].duration.stages, 2);
	ck_assert(d->progresses[0].to[1].otherwise);
	ck_assert(d->progresses[1].at_entry);
	ck_assert_int_eq(d->progresses[2].duration.kind, GZ_DURATION_RATE);
	ck_assert_double_eq_tol(d->progresses[2].duration.mean.number, 1.0 / 30, 1e-15);
	ck_assert(d->progresses[3].at_entry);
	ck_assert_int_eq(d->progresses[3].to[0].duration->kind, GZ_DURATION_FIXED);
	ck_assert_int_eq(d->progresses[5].from, 5);
	ck_assert(d->has_vital && d->ageing);
	ck_assert_double_eq(d->births.number, 0.025);
	ck_assert_ptr_nonnull(d->deaths.expr);
	ck_assert_int_eq(d->n_newborn, 2);
	ck_assert_double_eq(d->environments[0].shed[3].number, 0.1);
	ck_assert(!d->environments[0].has_r0);
	ck_assert_int_eq(d->interrupts[0].from, 5);
	ck_assert_int_eq(d->n_events, 4);
	ck_assert_int_eq(d->events[3].n_out, 1);
	ck_assert_int_eq(d->events[1].into[0], 6);
}
END_TEST

START_TEST(parameters_are_filled)
{
	const gz_disease *d = load_rich();
	const gz_parameter *p = d->parameters;
	ck_assert_int_eq(d->n_parameters, 11); /* ten, and deaths by age written on the spot */
	ck_assert_int_eq(p[0].kind, GZ_PARAMETER_POSTERIOR);
	ck_assert_int_eq(p[0].column, 0);
	ck_assert_double_eq(p[0].high, 3);
	ck_assert_str_eq(p[0].checked, "not needed");
	ck_assert_double_eq(p[1].value.number, 1.4);
	ck_assert(p[2].overridden);
	ck_assert_double_eq(p[2].value.number, 6);
	ck_assert_str_eq(p[2].unit.en, "d");
	ck_assert_double_eq(p[3].value.number, 0.3);
	ck_assert_int_eq(p[4].kind, GZ_PARAMETER_AGE);
	ck_assert_int_eq(p[5].kind, GZ_PARAMETER_POSTERIOR);
	ck_assert_int_eq(p[6].kind, GZ_PARAMETER_DATE);
	ck_assert_int_lt(p[6].keys[0], p[6].keys[1]);
	ck_assert_double_eq(p[6].values[0].number, 1);
	ck_assert_double_eq(p[6].otherwise.number, 1);
	ck_assert_int_eq(p[7].kind, GZ_PARAMETER_PLACE);
	ck_assert_int_eq(p[7].n_values, 2);
	ck_assert_int_eq(p[8].kind, GZ_PARAMETER_GROUP);
	ck_assert_ptr_nonnull(p[9].value.expr);
	ck_assert_str_eq(p[10].name, "vital.deaths");
}
END_TEST

START_TEST(values_by_age_come_to_the_bands_of_the_world)
{
	const gz_parameter *p = &load_rich()->parameters[4]; /* 0-4: 0.01, 5-14: 0.02, 15-49: 0.03, else 0.05 */
	for (int32_t a = 0; a < scenario.world.n_ages; a++) {
		double expected = strcmp(scenario.world.ages[a], "0-14") == 0 ? (5 * 0.01 + 10 * 0.02) / 15
			: strcmp(scenario.world.ages[a], "15-49") == 0            ? 0.03
																	  : 0.05;
		ck_assert_double_eq_tol(p->values[a].number, expected, 1e-15);
	}
	double from, to;
	ck_assert(gz_band_parse("65+", &from, &to) && from == 65 && isinf(to));
	ck_assert(gz_band_parse("0-4", &from, &to) && from == 0 && to == 5);
	ck_assert(!gz_band_parse("5-", &from, &to) && !gz_band_parse("-5", &from, &to) && !gz_band_parse("9-5", &from, &to) &&
		!gz_band_parse("old", &from, &to) && !gz_band_parse("", &from, &to));
}
END_TEST

#define HEAD "guzar-disease: 1\nname: d\n"
#define SIR "compartments: {S: , I: {infectious: 1}, R: }\n"
#define INFECT "infect: [{from: S, to: I, R0: 2}]\n"
#define PROGRESS "progress: [{from: I, duration: {mean: 5 d}, to: R}]\n"

static const struct {
	const char *text;
	const char *mistakes[6];
} broken[] = {
	{HEAD SIR INFECT PROGRESS, {NULL}},
	{"name: d\n" SIR INFECT PROGRESS, {"`guzar-disease` is missing"}},
	{"guzar-disease: 1\n" SIR INFECT PROGRESS, {"`name` is missing"}},
	{"guzar-disease: 2\nname: d d\n" SIR INFECT PROGRESS, {"2: expected the format version 1", "d d: a name is letters"}},
	{HEAD "compartment: {S: }\n", {"compartment: no such key in `disease`; did you mean compartments?", "`compartments` is missing"}},
	{HEAD "compartments: {}\n", {"there are no compartments"}},
	{HEAD "compartments: {S: {infectios: 1}, 2I: , D: {dead: true, infectious: 1}}\ninitial: {2I: 0, D: 0}\n",
		{"infectios: no such key in `compartment`; did you mean infectious?", "2I: a name is letters", "D is dead, and so neither meets"}},
	{HEAD "compartments: {S: {dead: true}}\n", {"S is where people start, and cannot be dead"}},
	{HEAD "compartments: {S: {bed: 2, symptomatic: -1, case: 1, detect: {pcr: 1.1}}}\n",
		{"2: expected a number from 0 to 1", "-1: expected a number from 0 to 1", "1: expected true or false", "1.1: expected a number"}},
	{HEAD SIR "infect: [{from: S, to: I, beta: 2}]\n", {"R: nobody can ever be here"}},
	{HEAD SIR "infect: [{from: S, to: I, beta: 2}]\ninitial: {R: 0}\n", {NULL}},
	{HEAD SIR "infect: [{from: S, to: J, R0: 2, beta: 1}]\n" PROGRESS,
		{"both `R0` and `beta` stand here", "J: no such compartment; expected one of S, I, R", "I: nobody can ever be here",
			"R: nobody can ever"}},
	{HEAD SIR "infect: [{from: S, to: I}]\n" PROGRESS, {"expected `R0` or `beta`"}},
	{HEAD SIR "infect: [{from: S, to: {I: 0.5, R: 0.6}, R0: 2}]\n" PROGRESS, {"the probabilities of the branches add to 1.1, expected 1"}},
	{HEAD SIR "infect: [{from: S, to: {I: 0.7, R: else}, R0: 2}]\n" PROGRESS, {NULL}},
	{HEAD SIR "infect: [{from: S, to: {I: else, R: 0.5}, R0: 2}]\n" PROGRESS, {"only the last branch may be `else`"}},
	{HEAD SIR "infect: [{from: S, to: [I], R0: -2}]\n" PROGRESS,
		{"expected the name of a compartment, found a list", "-2: expected 0 or more", "I: nobody can ever be", "R: nobody can ever be"}},
	{HEAD SIR "infect: [{from: [S, S], to: I, R0: 2}, {name: infect, from: S, to: I, beta: 1}]\n" PROGRESS,
		{"S stands in this list twice", "infect: an earlier infect row has this name"}},
	{HEAD SIR "infect: [{from: S, to: I, R0: 2, by: {J: 1}, susceptibility: -1, noise: x}]\n" PROGRESS,
		{"J: no such compartment", "-1: expected 0 or more", "unknown name 'x'"}},
	{HEAD SIR "infect: [{from: S, to: I, R0: 2, dispersion: {k: 0, trait: steps}}]\n" PROGRESS,
		{"0: expected a number above 0", "steps: no such choice; did you mean step?"}},
	{HEAD SIR "infect: [{from: S, to: I, R0: 2, dispersion: {k: 1.25}}]\n" PROGRESS,
		{"k 1.25: the infectious period alone varies so much"}},
	{HEAD SIR "infect: [{from: S, to: I, R0: 2, dispersion: {k: 1.24}}]\n" PROGRESS, {NULL}},
	{HEAD SIR "infect: [{from: S, to: I, R0: 2, dispersion: {k: 5, trait: person}}]\n" PROGRESS, {NULL}},
	{HEAD "compartments: {S: , I: {infectious: 1}}\n" INFECT, {"people in I infect for ever"}},
	{HEAD "compartments: {S: , I: {infectious: 1}}\ninfect: [{from: S, to: I, beta: 2}]\n", {NULL}},
	{HEAD "compartments: {S: , I: , R: }\n" INFECT PROGRESS, {"infect: nobody infects: expected `infectious` in a compartment"}},
	{HEAD SIR "infect: [{from: S, to: I, R0: 2, by: {S: 0}}]\n" PROGRESS, {"infect: nobody infects: expected a weight above 0 in `by`"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {erlang: 6, mean: 5 d}, to: R}]\n",
		{"6 stages in 5 d: each would be shorter than a step"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {fixed: 2.5 d}, to: R}]\n",
		{"a fixed duration of 2.5 d is not a whole number of steps"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {fixed: 2, mean: 3}, to: R}]\n", {"`fixed` stands alone"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: 5 d, to: R}]\n", {"5 d: expected a map with keys such as mean, erlang, found a text"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {mean: 0}, to: R}]\n", {"0: expected a number above 0"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {mean: 5}, rate: 1, to: R}]\n", {"both `duration` and `rate` stand here"}},
	{HEAD SIR INFECT "progress: [{from: I, to: R}]\n", {"expected `duration` or `rate`"}},
	{HEAD SIR INFECT "progress: [{from: I, rate: 0.1, to: R, at: entry}]\n", {"`at: entry` goes with a duration"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {mean: 5}, to: I}]\n", {"I leads back to itself", "R: nobody can ever be here"}},
	{HEAD SIR INFECT "progress: [{from: I, duration: {mean: 5}, to: R}, {from: I, duration: {mean: 6}, to: S}]\n",
		{"I has a duration already"}},
	{HEAD "compartments: {S: , I: {infectious: 1}, D: {dead: true}}\n" INFECT
		  "progress: [{from: I, duration: {mean: 5}, to: D}, {from: D, rate: 0.1, to: S}]\n",
		{"D is dead: nobody leaves it"}},
	{HEAD SIR INFECT "progress: [{from: I, at: exit, branches: [{to: R, probability: 1, duration: {mean: 5}}]}]\n",
		{"`branches` have durations of their own"}},
	{HEAD SIR INFECT "progress: [{from: I, branches: [{to: R, probability: 0.9, duration: {mean: 5}}]}]\n", {"add to 0.9, expected 1"}},
	{HEAD SIR INFECT "progress: [{from: I, branches: [{to: R, probability: 1}]}]\n", {"`duration` is missing here"}},
	{HEAD "parameters: {a: b, b: c + 1, c: 2 * a}\n" SIR INFECT PROGRESS, {"parameters name each other in a circle: a -> b -> c -> a"}},
	{HEAD "parameters: {day: 1, 2x: 3, ok: {value: 1, low: 3, high: 2}}\n" SIR INFECT PROGRESS,
		{"day has a meaning of its own", "2x: a name is letters", "ok: low 3 is above high 2"}},
	{HEAD "parameters: {p: 1.2}\n" SIR "infect: [{from: S, to: {I: p, R: else}, R0: 2}]\n" PROGRESS,
		{"p = 1.2: expected a number from 0 to 1"}},
	{HEAD "parameters: {p: {by: age, values: {0-14: 0.2, 15+: 0.7}}}\n" SIR
		  "infect: [{from: S, to: {I: p * 1.5, R: else}, R0: 2}]\n" PROGRESS,
		{NULL}},
	{HEAD "parameters: {p: {by: date, values: {2027-03-01: 0.2, 2027-04-01: 0.7}}}\n" SIR
		  "infect: [{from: S, to: {I: p * 1.5, R: else}, R0: 2}]\n" PROGRESS,
		{"p * 1.5 = 1.05: expected a number from 0 to 1"}},
	{HEAD "parameters: {p: {by: place, values: {town: 0.6}}}\n" SIR "infect: [{from: S, to: {I: p, R: 0.5}, R0: 2}]\n" PROGRESS,
		{"add to 1.1"}},
	{HEAD "parameters: {p: {values: {0-14: 0.2}}, q: {value: 1, else: 2}, r: {by: age, values: {young: 1}, else: 1}}\n" SIR INFECT PROGRESS,
		{"p: expected one of `value`", "`else` goes with `by: age`", "young: expected an age band"}},
	{HEAD SIR INFECT PROGRESS "initial: {R: 0.7, I: 0.4}\nvital: {births: -1, into: J, dying: 1}\n",
		{"the shares at the start add to 1.1", "-1: expected 0 or more", "J: no such compartment", "dying: no such key in `vital`"}},
	{HEAD SIR INFECT PROGRESS "environment: [{from: S, to: I, shed: {J: 1}, decay: -1, rate: 1, R0: 1}]\n",
		{"J: no such compartment", "-1: expected 0 or more", "`half` is missing", "both `R0` and `rate`"}},
	{HEAD SIR INFECT PROGRESS "travel: [{from: I, to: R, probability: 2}, {from: I}]\n",
		{"2: expected a number from 0 to 1", "`to` is missing", "`probability` is missing"}},
	{HEAD SIR INFECT PROGRESS "events: {infection: {into: I}, onset: {}, cured: {into: [J]}}\n",
		{"infection is counted in every disease", "onset: expected `into` or `out`", "J: no such compartment"}},
	{HEAD SIR INFECT PROGRESS "progress: 3\n", {"twice"}},
	{"- 1\n", {"expected a map with keys such as guzar-disease, name, found a list"}},
};

START_TEST(each_mistake_is_told)
{
	loading_expect_disease(broken[_i].text, broken[_i].mistakes);
}
END_TEST

START_TEST(rows_and_columns_are_those_of_the_disease)
{
	static const char *const none[] = {"x: no such compartment", NULL};
	loading_expect_disease(HEAD SIR INFECT PROGRESS "initial:\n  x: 0.5\n", none);
	ck_assert_int_eq(mistakes.items[0].row, 7);
	ck_assert_int_eq(mistakes.items[0].column, 3);
	ck_assert_ptr_nonnull(strstr(mistakes.items[0].file, "/d.yaml"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("disease");
	TCase *tests = tcase_create("disease");
	tcase_add_checked_fixture(tests, loading_begin, loading_end);
	tcase_add_test(tests, compartments_are_filled);
	tcase_add_test(tests, transitions_are_filled);
	tcase_add_test(tests, parameters_are_filled);
	tcase_add_test(tests, values_by_age_come_to_the_bands_of_the_world);
	tcase_add_loop_test(tests, each_mistake_is_told, 0, sizeof broken / sizeof broken[0]);
	tcase_add_test(tests, rows_and_columns_are_those_of_the_disease);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
