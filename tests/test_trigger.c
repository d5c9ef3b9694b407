/* Which measures are in force on which step: by date, by trigger, by order; leads and ends in steps.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "engine/checkpoint.h"
#include "engine/control/trigger.h"
#include "engine/record.h"
#include "engine/setup.h"
#include "engine/step/day.h"
#include "engine/step/memory.h"
#include "running.h"
#include "suite.h"

enum { LANES = 3, DAYS = 30 };

static running r;
static gz_setup setup;
static gz_block block;

static void begin(void) { running_begin(&r); }
static void end(void)
{
	gz_memory_close(&block);
	gz_setup_close(&setup);
	running_end(&r);
}

/* A town in which one is ill and infects nobody, with these measures, ready for its first day. */
static void open_block(const char *step, const char *measures)
{
	gz_error err = {0};
	gz_memory_close(&block);
	gz_setup_close(&setup);
	running_write(&r, "places.csv", "id,name,parent,population,lat,lon\nland,Land,,,,\ntown,Town,land,1000,,\n");
	running_write(&r, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\ninitial: {I: 0}\n"
		"infect:\n  - {from: S, to: I, beta: 0}\n");
	running_write(&r, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-03-01\ndays: %d\nreplicates: %d\nstep: %s\nsleep: false\nworld: {places: places.csv}\ndisease: d.yaml\nbegin: [{place: town, compartment: I, people: 1}]\nmeasures:\n%s",
		DAYS, LANES, step, measures);
	running_load(&r, NULL);
	ck_assert_int_eq(gz_setup_open(&setup, &r.scenario, LANES, false, &err), GZ_OK);
	ck_assert_int_eq(gz_memory_open(&block, &setup, LANES, NULL), GZ_OK);
	ck_assert_int_eq(gz_day_begin(&block, 0, LANES, &err), GZ_OK);
}

static void pass_day(void)
{
	gz_day_run(&block, NULL);
	block.day++;
}

/* That a measure is in force in all lanes on exactly the days in [from, to] of those from the block's day up to the last. */
static void in_force(int32_t measure, int32_t from, int32_t to, int32_t last)
{
	while (block.day <= last) {
		const int32_t day = block.day;
		pass_day();
		for (int32_t lane = 0; lane < LANES; lane++)
			ck_assert_msg((block.active[measure * block.width + lane] != 0) == (day >= from && day <= to), "day %d", day);
	}
}

static const char on_order[] = "  - {name: m, at: {place: town}, when: {order: true, lead: 2 d, for: 3 d}, contacts: {scale: 0.5}}\n";
static const char dated[] = "  - {name: m, at: {place: town}, when: {from: 2027-03-05, to: 2027-03-20}, contacts: {scale: 0.5}}\n";

START_TEST(nobody_orders)
{
	open_block("1 d", on_order);
	ck_assert_int_eq(r.scenario.notes.n, 1);
	ck_assert_ptr_nonnull(strstr(r.scenario.notes.items[0].sentence, "waits for an order"));
	in_force(0, 1, 0, DAYS - 1);
	open_block("1 d", "  - {name: m, at: {place: town}, when: order, contacts: {scale: 0.5}}\n");
	in_force(0, 1, 0, DAYS - 1);
	ck_assert_double_eq(r.scenario.measures[0].lead, 0);
	ck_assert(isinf(r.scenario.measures[0].lasts));
}
END_TEST

START_TEST(an_order_counts)
{
	open_block("1 d", on_order);
	const gz_measure *m = &r.scenario.measures[0];
	in_force(0, 1, 0, 4);
	const int32_t from = block.step + gz_scenario_steps(&r.scenario, m->lead);
	gz_trigger_order(&block, 0, from, from + gz_scenario_steps(&r.scenario, m->lasts)); /* on day 5 */
	in_force(0, 7, 9, 12);
	gz_trigger_order(&block, 0, 15, INT32_MAX); /* once more, without end */
	in_force(0, 15, DAYS, 18);
	gz_trigger_order(&block, 0, 21, 21); /* lifted on day 21 */
	in_force(0, 15, 20, 23);
	gz_trigger_order(&block, 0, 24, 26);
	in_force(0, 24, 25, DAYS - 1);
}
END_TEST

START_TEST(the_latest_order_counts)
{
	open_block("1 d", on_order);
	gz_trigger_order(&block, 0, 3, 10);
	in_force(0, 3, 10, 5);
	gz_trigger_order(&block, 0, 14, 16); /* until then the first one counts */
	in_force(0, 3, 9, 12);
	gz_trigger_order(&block, 0, 20, 22); /* instead of the second, which never begins */
	in_force(0, 20, 21, 24);
	gz_trigger_order(&block, 0, 25, INT32_MAX);
	in_force(0, 25, DAYS, 26);
	gz_trigger_order(&block, 0, INT32_MAX, INT32_MAX); /* withdrawn */
	in_force(0, 1, 0, DAYS - 1);
}
END_TEST

START_TEST(an_order_overrules_dates)
{
	open_block("1 d", dated);
	in_force(0, 4, 19, 7);
	gz_trigger_order(&block, 0, 10, 10); /* lifted while its dates go on */
	in_force(0, 4, 9, 14);
	gz_trigger_order(&block, 0, 16, 25); /* again, beyond its dates */
	in_force(0, 16, 24, DAYS - 1);
	open_block("1 d", dated);
	gz_trigger_order(&block, 0, 2, INT32_MAX); /* before its dates */
	in_force(0, 2, DAYS, 5);
	gz_trigger_order(&block, 0, INT32_MAX, INT32_MAX); /* withdrawn: its dates count again */
	in_force(0, 2, 19, DAYS - 1);
}
END_TEST

START_TEST(an_order_overrules_a_trigger)
{
	open_block("1 d", "  - {name: m, at: {place: town}, when: {after: \"day >= 6\", lead: 2 d, for: 10 d}, contacts: {scale: 0.5}}\n");
	gz_trigger_order(&block, 0, 12, 12);
	in_force(0, 8, 11, DAYS - 1);
	open_block("1 d", "  - {name: m, at: {place: town}, when: {after: \"day >= 6\", lead: 2 d, for: 10 d}, contacts: {scale: 0.5}}\n");
	in_force(0, 8, 17, DAYS - 1);
}
END_TEST

/* Orders may come between two steps of a day. */
START_TEST(an_order_at_any_step)
{
	open_block("1/24 d", on_order);
	for (int32_t step = 0; step < 5 * 24; step++) {
		if (block.step % 24 == 0)
			gz_day_open(&block);
		if (step == 30)
			gz_trigger_order(&block, 0, 31, 70);
		if (step == 75)
			gz_trigger_order(&block, 0, 75, INT32_MAX);
		if (step == 100)
			gz_trigger_order(&block, 0, 101, 101);
		gz_day_step(&block);
		for (int32_t lane = 0; lane < LANES; lane++)
			ck_assert_msg((block.active[lane] != 0) == ((step >= 31 && step < 70) || (step >= 75 && step < 101)), "step %d", step);
		if (block.step % 24 == 0) {
			gz_day_close(&block);
			block.day++;
		}
	}
	ck_assert_double_eq_tol(block.totals[0].active_days, (39 + 26) / 24.0, 1e-12);
}
END_TEST

START_TEST(steps_of_leads)
{
	open_block("1/24 d", on_order);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 0), 0);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 0.25), 6);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 1.0 / 24), 1);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 5.0 / 24), 5);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 0.2), 5);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, (double)INFINITY), INT32_MAX);
	open_block("1 d", on_order);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 0.25), 1);
	ck_assert_int_eq(gz_scenario_steps(&r.scenario, 3), 3);
}
END_TEST

/* Orders given and yet to count are part of a checkpoint. */
START_TEST(orders_are_kept)
{
	enum { SAVED = 6 };
	char path[128];
	gz_error err = {0};
	gz_checkpoint file;
	static const char three[] = "  - {name: m, at: {place: town}, when: {order: true, lead: 2 d, for: 3 d}, contacts: {scale: 0.5}}\n"
		"  - {name: n, at: {place: town}, when: {from: 2027-03-03}, contacts: {scale: 0.5}}\n  - {name: o, at: {place: town}, when: order, contacts: {scale: 0.5}}\n";
	open_block("1 d", three);
	const gz_run_options once = {.threads = 1};
	ck_assert_int_eq(running_try(&r, &once, &err), GZ_OK); /* a result whose days can be saved */
	char *row = malloc((size_t)r.result.spill->row + 1);
	ck_assert_ptr_nonnull(row);
	snprintf(path, sizeof path, "%s/state", r.folder);
	while (block.day <= SAVED) {
		if (block.day == 2)
			gz_trigger_order(&block, 0, 4, 9);
		if (block.day == 4)
			gz_trigger_order(&block, 1, 5, 5);
		if (block.day == 5)
			gz_trigger_order(&block, 2, 8, 12);
		pass_day();
	}
	ck_assert_int_eq(gz_checkpoint_create(&file, path, SAVED, &setup, &r.result, &err), GZ_OK);
	ck_assert_int_eq(gz_checkpoint_save(&file, &r.result, &block, 0, row, &err), GZ_OK);
	ck_assert_int_eq(gz_checkpoint_close(&file, true, &err), GZ_OK);
	gz_memory_close(&block);
	setup.ring = GZ_BLOCK_DELAY; /* as for every run that goes on */
	ck_assert_int_eq(gz_memory_open(&block, &setup, LANES, NULL), GZ_OK);
	ck_assert_int_eq(gz_day_begin(&block, 0, LANES, &err), GZ_OK);
	ck_assert_int_eq(gz_checkpoint_open(&file, path, &setup, &r.result, &err), GZ_OK);
	ck_assert_int_eq(gz_checkpoint_restore(&file, &r.result, &block, 0, row, &err), GZ_OK);
	ck_assert_int_eq(gz_checkpoint_close(&file, false, &err), GZ_OK);
	free(row);
	for (int32_t day = SAVED + 1; day < 14; day++) {
		ck_assert_int_eq(block.day, day);
		pass_day();
		for (int32_t lane = 0; lane < LANES; lane++) {
			ck_assert_int_eq(block.active[lane], day < 9);
			ck_assert_int_eq(block.active[block.width + lane], 0);
			ck_assert_int_eq(block.active[2 * block.width + lane], day >= 8 && day < 12);
		}
	}
}
END_TEST

/* What is kept of a trigger is steps; a run that goes on with another step goes on with its own. */
START_TEST(another_step_goes_on)
{
	static const char measures[] = "  - {name: m, at: {place: town}, when: {after: \"day >= 3\", lead: 2 d, for: 10 d}, contacts: {scale: 0.5}}\n";
	char path[128];
	open_block("1 d", measures);
	snprintf(path, sizeof path, "%s/state", r.folder);
	const gz_run_options save = {.threads = 1, .save_day = 7, .save_path = path}, restart = {.threads = 1, .restart_path = path};
	running_run(&r, NULL, &save);
	for (int32_t lane = 0; lane < LANES; lane++)
		ck_assert_double_eq(r.result.totals[lane].active_days, 10);
	running_run(&r, (const char *const[]){"step=1 h", NULL}, &restart);
	for (int32_t lane = 0; lane < LANES; lane++)
		ck_assert_double_eq(r.result.totals[lane].active_days, 10);
}
END_TEST

static int notes_of(const char *step, const char *measure)
{
	open_block(step, measure);
	return r.scenario.notes.n;
}

/* What does not go by the step is told. */
START_TEST(rounding_is_told)
{
	static const char contacts[] = "  - {name: m, at: {place: town}, when: {after: \"day > 3\", lead: 6 h, for: 30 h}, contacts: {scale: 0.5}}\n";
	static const char isolate[] = "  - {name: m, at: {place: town}, when: {after: \"day > 3\", lead: 6 h}, isolate: {of: {I: 0.5}, days: 3}}\n";
	ck_assert_int_eq(notes_of("1 h", contacts), 0);
	ck_assert_int_eq(notes_of("1 d", contacts), 2);
	ck_assert_ptr_nonnull(strstr(r.scenario.notes.items[0].sentence, "counts as 1 d"));
	ck_assert_ptr_nonnull(strstr(r.scenario.notes.items[1].sentence, "counts as 2 d"));
	ck_assert_int_eq(notes_of("1 h\nsteps: {measures: true}", isolate), 0);
	ck_assert_int_eq(notes_of("1 h", isolate), 1);
	ck_assert_ptr_nonnull(strstr(r.scenario.notes.items[0].sentence, "steps: {measures: true}"));
	ck_assert_int_eq(notes_of("1 d", "  - {name: m, at: {place: town}, test: {sensitivity: {I: 1}, per_day: 5, turnaround: 6 h}}\n"), 1);
	ck_assert_ptr_nonnull(strstr(r.scenario.notes.items[0].sentence, "6 h is no whole number of steps (`step`) and counts as 1 d"));
	ck_assert_int_eq(notes_of("12 h", "  - {name: m, at: {place: town}, isolate: {of: {I: 1}, days: 31 h, release: {test: {I: 1}, day: 20 h}}}\n"), 2);
	ck_assert_ptr_nonnull(strstr(r.scenario.notes.items[0].sentence, "31 h is no whole number of steps (`step`) and counts as 1.5 d"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trigger");
	TCase *tc = tcase_create("all");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, nobody_orders);
	tcase_add_test(tc, an_order_counts);
	tcase_add_test(tc, the_latest_order_counts);
	tcase_add_test(tc, an_order_overrules_dates);
	tcase_add_test(tc, an_order_overrules_a_trigger);
	tcase_add_test(tc, an_order_at_any_step);
	tcase_add_test(tc, steps_of_leads);
	tcase_add_test(tc, orders_are_kept);
	tcase_add_test(tc, another_step_goes_on);
	tcase_add_test(tc, rounding_is_told);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
