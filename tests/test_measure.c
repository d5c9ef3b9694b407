/* Measures: each kind is filled as it says with the defaults that the engine relies on, and mistakes are told.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "loading.h"
#include "suite.h"
#include <math.h>

static const gz_measure *load_rich(void)
{
	gz_status status = loading_load(loading_fixture("rich-two.yaml"), NULL, 0);
	loading_print();
	ck_assert_int_eq(status, GZ_OK);
	ck_assert_int_eq(scenario.n_measures, 16);
	return scenario.measures;
}

START_TEST(a_screen_is_filled)
{
	const gz_measure *m = &load_rich()[0];
	ck_assert_int_eq(m->kind, GZ_MEASURE_SCREEN);
	ck_assert_int_eq(m->n_crossings, 1);
	ck_assert_int_eq(m->direction, GZ_DIRECTION_IN);
	ck_assert_int_eq(m->to - m->from, 78);
	ck_assert_double_eq(m->coverage.number, 0.9);
	ck_assert_ptr_nonnull(m->compliance.expr);
	ck_assert_double_eq(m->sensitivity[2].number, 0.7);
	ck_assert_double_eq(m->sensitivity[3].number, 0);
	ck_assert_double_eq(m->specificity, 0.99);
	ck_assert_double_eq(m->capacity, 6 * 12 * 60 / 1.5);
	ck_assert_int_eq(m->pool, 0);
	ck_assert_int_eq(m->full, GZ_FULL_HOLD);
	ck_assert_int_eq(m->then->kind, GZ_THEN_ISOLATE);
	ck_assert_double_eq(m->then->beds, 20);
	ck_assert_double_eq(m->then->adherence, 1);
	ck_assert_int_eq(m->then->otherwise->kind, GZ_THEN_QUARANTINE);
	ck_assert_int_eq(m->then->otherwise->otherwise->kind, GZ_THEN_REFUSE);
	ck_assert_double_eq(m->cost_bed_day, 30);
	ck_assert_str_eq(m->currency, "USD");
}
END_TEST

START_TEST(tests_are_filled)
{
	const gz_measure *m = &load_rich()[1];
	ck_assert_int_eq(m->kind, GZ_MEASURE_TEST);
	ck_assert_int_eq(m->n_flows, 2);
	ck_assert(m->after != NULL && m->until != NULL && m->again);
	ck_assert_double_eq(m->lead, 2);
	ck_assert_double_eq(m->lasts, 60);
	ck_assert_int_eq(m->from, INT32_MIN);
	ck_assert_double_eq(m->sensitivity[2].number, 0.9);
	ck_assert_double_eq(m->sensitivity[3].number, 0.6);
	ck_assert_double_eq(m->turnaround, 2);
	ck_assert(m->wait_quarantine);
	ck_assert_int_eq(m->pool, 0);
	ck_assert_int_eq(m->then->kind, GZ_THEN_TREAT);
	ck_assert_int_eq(m->then->to, 5);
	ck_assert_double_eq(m->then->probability.number, 0.5);
	m = &scenario.measures[2];
	ck_assert_int_eq(m->n_places, 1);
	ck_assert_double_eq(m->doses.number, 100);
	ck_assert(m->of[2] && m->of[3] && !m->of[0]);
	ck_assert_int_eq(m->pool, -1);
	ck_assert_double_eq(m->capacity, 100);
	ck_assert_int_eq(m->then->kind, GZ_THEN_RECORD);
}
END_TEST

START_TEST(confinements_are_filled)
{
	const gz_measure *m = &load_rich()[3];
	ck_assert(!m->everywhere && m->n_crossings == scenario.world.n_crossings); /* a border measure everywhere is at every crossing */
	ck_assert_int_eq(m->then->kind, GZ_THEN_QUARANTINE);
	ck_assert_double_eq(m->then->days, 14);
	ck_assert_double_eq(m->then->contact, 0.1);
	ck_assert_double_eq(m->then->release[3].number, 0.6);
	ck_assert_double_eq(m->then->release_day, 5);
	m = &scenario.measures[4];
	ck_assert_int_eq(m->n_places, 2);
	ck_assert_double_eq(m->sensitivity[2].number, 0.4);
	ck_assert_int_eq(m->then->kind, GZ_THEN_ISOLATE);
	m = &scenario.measures[11];
	ck_assert_int_eq(m->kind, GZ_MEASURE_TRACE);
	ck_assert_double_eq(m->share, 0.5);
	ck_assert(m->of[1]);
	ck_assert_int_eq(m->then->kind, GZ_THEN_QUARANTINE);
	ck_assert_double_eq(m->then->beds, 10);
}
END_TEST

START_TEST(vaccines_and_treatment_are_filled)
{
	const gz_measure *m = &load_rich()[5];
	ck_assert(m->everywhere);
	ck_assert_int_eq(m->group, 1 - (strcmp(scenario.world.groups[0], "driver") == 0));
	ck_assert_str_eq(m->product, "oral");
	ck_assert(m->of[0] && m->of[4] && !m->of[2]);
	ck_assert_ptr_nonnull(m->ages);
	ck_assert_double_eq(m->take.number, 0.8);
	ck_assert_int_eq(m->to_compartment, 4);
	ck_assert_double_eq(m->target, 0.7);
	m = &scenario.measures[6];
	ck_assert_double_eq(m->susceptibility, 0.3);
	ck_assert_double_eq(m->infectiousness, 1);
	ck_assert_int_eq(m->to_compartment, -1);
	ck_assert(isinf(m->doses.number) && m->of[0]);
	m = &scenario.measures[7];
	ck_assert_double_eq(m->sensitivity[3].number, 0.5);
	ck_assert_double_eq(m->doses.number, 40);
	ck_assert_int_eq(m->to_compartment, 5);
	ck_assert_double_eq(scenario.measures[8].share, 0.6);
}
END_TEST

START_TEST(the_others_are_filled)
{
	const gz_measure *m = &load_rich()[9];
	ck_assert_double_eq(m->scale[GZ_SETTING_SCHOOL], 0);
	ck_assert_double_eq(m->scale[GZ_SETTING_WORK], 0.6);
	ck_assert_double_eq(m->scale[GZ_SETTING_HOME], 1);
	m = &scenario.measures[10];
	ck_assert_double_eq(m->scale[GZ_SETTING_HOME], 0.7);
	m = &scenario.measures[12];
	ck_assert_double_eq(m->share, 0.9);
	ck_assert_double_eq(m->leak, 0.1);
	ck_assert(m->residents_pass);
	m = &scenario.measures[13];
	ck_assert_int_eq(m->stream, 1);
	ck_assert_double_eq(m->probability.number, 0.5);
	ck_assert(m->has_delay && m->delay.kind == GZ_DELAY_GEOMETRIC);
	ck_assert(isnan(scenario.measures[0].probability.number));
	m = &scenario.measures[14];
	ck_assert_int_eq(m->kind, GZ_MEASURE_WATER);
	ck_assert(m->on_order && m->waters[0]);
	ck_assert_double_eq(m->lead, 0.25);
	ck_assert_double_eq(m->lasts, 3);
	ck_assert_double_eq(m->intake, 0.4);
	ck_assert_double_eq(m->shed, 1);
	ck_assert_double_eq(m->decay, 0.3);
	m = &scenario.measures[15];
	ck_assert(!m->on_order && m->waters[0] && m->everywhere);
	ck_assert_double_eq(m->intake, 1);
	ck_assert_double_eq(m->shed, 0.5);
	ck_assert_double_eq(m->decay, 0);
	ck_assert(!scenario.measures[0].on_order && scenario.measures[0].waters == NULL);
}
END_TEST

START_TEST(a_name_in_three_languages)
{
	const char *sets[] = {"measures.pcr.name={ru: лаборатория, en: laboratory}", "measures.laboratory.coverage=0.25"};
	ck_assert_int_eq(loading_load(loading_fixture("rich-two.yaml"), sets, 2), GZ_OK);
	const gz_measure *m = &scenario.measures[1];
	ck_assert_str_eq(m->name, "laboratory");
	ck_assert_str_eq(m->title.ru, "лаборатория");
	ck_assert_ptr_null(m->title.tg);
	ck_assert_double_eq(m->coverage.number, 0.25);
}
END_TEST

static const struct {
	const char *set, *text;
} broken[] = {
	{"measures.nobody.coverage=1", "nobody: no such measure; expected one of entry screening"},
	{"measures.pcrs.coverage=1", "pcrs: no such measure; did you mean pcr?"},
	{"measures.pcr.coverage=1.1", "1.1: expected a number from 0 to 1"},
	{"measures.pcr.compliance=-0.1", "-0.1: expected a number from 0 to 1"},
	{"measures.entry screening.screen.coverage=1", "`coverage` stands twice"},
	{"measures.pcr.coverge=1", "coverge: no such key in `measure`; did you mean coverage?"},
	{"measures.pcr.name=wards", "wards: an earlier measure has this name"},
	{"measures.pcr.name={ru: wards}", "wards: an earlier measure has this name"},
	{"measures.pcr.name={}", "name: expected a text, or {en: ..., ru: ..., tg: ...}, found an empty one"},
	{"measures.pcr.name=''", "found an empty one"},
	{"measures.pcr.at={crossing: brigde}", "brigde: no such crossing; did you mean bridge?"},
	{"measures.pcr.at={flow: labor}", "labor: no such flow; did you mean labour?"},
	{"measures.wards.at={place: A-twon}", "A-twon: no such place; did you mean A-town?"},
	{"measures.pcr.at={}", "expected a crossing, a flow, a place, a group, or everywhere: true"},
	{"measures.pcr.at={crossing: bridge, flow: drivers}", "expected one of crossing, flow, place, everywhere; found more than one"},
	{"measures.pcr.at={crossing: []}", "the list is empty"},
	{"measures.pcr.at={crossing: bridge, direction: inn}", "inn: no such choice; did you mean in?"},
	{"measures.wards.at={crossing: bridge}", "`isolate` cannot stand at a crossing; expected place"},
	{"measures.wards.at={everywhere: false}", "expected everywhere: true"},
	{"measures.doses.at={group: drivr}", "drivr: no such group; did you mean driver?"},
	{"measures.wards.at={place: A, direction: in}", "`direction` goes with a crossing or a flow"},
	{"measures.wards.close={share: 1}", "this one has both `isolate` and `close`"},
	{"measures.wards.then={refuse: true}", "`then` follows a screen or a test, not `isolate`"},
	{"measures.pcr.when={from: 2027-05-01, to: 2027-04-01}", "ends (2027-04-01) before it begins (2027-05-01)"},
	{"measures.pcr.when={lead: 2}", "`lead` goes with `after`"},
	{"measures.pcr.when={after: 'reportd(A, 7) > 1'}", "unknown function 'reportd'"},
	{"measures.pcr.when={after: 'reported(A-twon, 7) > 1'}", "A-twon"},
	{"measures.pcr.when={after: 'reported(7, 7) > 1'}", "the first argument of a stream is a place"},
	{"measures.pcr.when={after: 'reported(A, 0) > 1'}", "the second argument of a stream is a whole number of days"},
	{"measures.pcr.when={after: 'A > 1'}", "a place stands only as the first argument"},
	{"measures.pcr.when={after: 'reported(A) > 1'}", "reported takes 2 arguments, here is 1"},
	{"measures.pcr.when={after: 'reported(A, 7) >'}", "a value is missing at the end"},
	{"measures.pcr.when={after: [1]}", "expected an expression such as"},
	{"measures.entry screening.screen.sensitivity={J: 0.5}", "J: no such compartment"},
	{"measures.entry screening.sensitivity=0.5", "a test finds people by compartment"},
	{"measures.entry screening.sensitivity={I: 1.5}", "1.5: expected a number from 0 to 1"},
	{"measures.entry screening.screen.test=pcr", "both `sensitivity` and `test` stand here"},
	{"measures.pcr.test.test=pcrs", "pcrs: no such test among the `detect` of this disease; did you mean pcr?"},
	{"measures.pcr.test.test={I: 0.3, Q: 1}", "Q: no such compartment"},
	{"measures.entry screening.specificity=2", "2: expected a number from 0 to 1"},
	{"measures.entry screening.capacity=2", "both `capacity` and `staff` stand here"},
	{"measures.entry screening.screen={sensitivity: {I: 1}, staff: 2}", "`staff` needs `minutes`"},
	{"measures.entry screening.screen={sensitivity: {I: 1}, minutes: 2}", "`minutes` needs `staff`"},
	{"measures.entry screening.screen={}", "expected `sensitivity` by compartment"},
	{"measures.entry screening.when_full=wait", "wait: no such choice; expected one of pass, refuse, hold"},
	{"measures.entry screening.then={isolate: {beds: 2}}", "`days` is missing"},
	{"measures.entry screening.then={isolate: {days: 0}}", "0: expected more than 0 days, and up to 365"},
	{"measures.entry screening.then={isolate: {days: 5, else: {refuse: true}}}", "`beds` is not stated"},
	{"measures.entry screening.then={isolate: {days: 5}, refuse: true}", "found more than one"},
	{"measures.entry screening.then={}", "expected one of isolate, quarantine, refuse, treat, record; found none"},
	{"measures.entry screening.then={refuse: false}", "expected `refuse: true`"},
	{"measures.entry screening.then={treat: {to: Q}}", "Q: no such compartment"},
	{"measures.entry screening.then=refuse", "refuse: expected a map with keys such as isolate, quarantine, found a text"},
	{"measures.town tests.test={test: pcr}", "a test at a place needs `per_day`"},
	{"measures.pcr.per_day=5", "`per_day` goes with a test at a place"},
	{"measures.arrivals stay in.release={test: pcr, day: 20}", "20: the test to release comes after the 14 days are over"},
	{"measures.doses.vaccinate={doses: 5}", "this vaccine would change nothing"},
	{"measures.doses.vaccinate={doses: 5, to: R, product: two, after: on}", "on: no such product of an earlier measure"},
	{"measures.leaky.vaccinate={susceptibility: 0.3, after: vaccine}", "a dose that follows is another product"},
	{"measures.doses.vaccinate={to: R}", "`doses` a day is missing"},
	{"measures.doses.ages=[0-15]", "0-15: no such age band"},
	{"measures.leaky.take=0.5", "`take` is the share who become immune"},
	{"measures.presumptive.doses=5", "both `doses` and `per_day` stand here"},
	{"measures.go on.share=1.5", "1.5: expected a number from 0 to 1"},
	{"measures.schools.contacts={}", "expected `scale: 0.7`"},
	{"measures.schools.contacts={schol: 0}", "schol: no such key in `contacts`; did you mean school?"},
	{"measures.contact tracing.share=rho", "rho: expected a number that does not vary"},
	{"measures.shut v1.5.leak=1.5", "1.5: expected a number from 0 to 1"},
	{"measures.shut v1.5.residents=go", "go: no such choice; expected one of stop, pass"},
	{"measures.look harder.stream=sik", "sik: no such stream under `observe`; did you mean sick?"},
	{"measures.look harder.surveillance={stream: sick}", "surveillance changes the `probability` or the `delay`"},
	{"measures.chlorine.water={}", "this measure on water would change nothing: expected `scale`"},
	{"measures.chlorine.water={of: water}", "this measure on water would change nothing"},
	{"measures.chlorine.of=milk", "milk: no such environment; expected one of water"},
	{"measures.chlorine.decay=-1", "-1: expected a number from 0 to 1000"},
	{"measures.chlorine.at={crossing: bridge}", "`water` cannot stand at a crossing; expected place"},
	{"measures.chlorine.at={place: A, group: driver}", "`water` cannot stand at a group"},
	{"measures.chlorine.when={order: true, until: 'day > 3'}", "`until` does not go with `order`"},
	{"measures.chlorine.when=now", "now: expected `order`, or keys such as from, to, after"},
	{"measures.pcr.cost={day: -1}", "day -1: expected 0 or more"},
};

START_TEST(each_mistake_is_told)
{
	loading_expect_set("rich-two.yaml", broken[_i].set, broken[_i].text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("measure");
	TCase *tests = tcase_create("measure");
	tcase_add_checked_fixture(tests, loading_begin, loading_end);
	tcase_add_test(tests, a_screen_is_filled);
	tcase_add_test(tests, tests_are_filled);
	tcase_add_test(tests, confinements_are_filled);
	tcase_add_test(tests, vaccines_and_treatment_are_filled);
	tcase_add_test(tests, the_others_are_filled);
	tcase_add_test(tests, a_name_in_three_languages);
	tcase_add_loop_test(tests, each_mistake_is_told, 0, sizeof broken / sizeof broken[0]);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
