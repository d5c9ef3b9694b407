/* What each order has changed: the pack "Clean water" lived in a few worlds, with and without each of its orders.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/hindsight.h"
#include "exercise/rehearsal/idle.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = 9, FIRST = 3 };
static const int64_t END = 9 * 86400 + 5 * 3600; /* in the middle of a day */

static gz_pack pack;
static json_t *state;

static void setup(void)
{
	char path[1000];
	const char *source = getenv("GUZAR_SOURCE");
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/packs/clean-water", source ? source : ".");
	ck_assert_int_eq(gz_pack_load(&pack, path, &(gz_pack_options){.library = source ? source : "."}, &mistakes), GZ_OK);
	gz_mistakes_free(&mistakes);
	state = json_pack("{s:[{s:i,s:s,s:s,s:i}, {s:i,s:s,s:s,s:i}, {s:i,s:s,s:s,s:i}, {s:i,s:s,s:s,s:i}, {s:i,s:s,s:s}], s:[]}", "orders",
		"number", 11, "decision", "close", "status", "ordered", "from_sim", 86400, "number", 12, "decision", "ors", "status", "ordered", "from_sim", 50000,
		"number", 13, "decision", "notify", "status", "ordered", "from_sim", 3600, "number", 14, "decision", "vaccine", "status", "ordered", "from_sim", 20 * 86400,
		"number", 15, "decision", "kits", "status", "waiting", "messages");
	ck_assert_ptr_nonnull(state);
}

static void teardown(void)
{
	json_decref(state);
	gz_pack_free(&pack);
}

static double part(const json_t *row, const char *side, const char *what)
{
	return json_number_value(json_object_get(json_object_get(row, side), what));
}

/* A world of its own, straight to the end under what is left of the orders. */
static double straight(int32_t world, int left_out)
{
	gz_impact impact = {0};
	gz_stage *stage;
	gz_error err = {0};
	json_t *own = json_deep_copy(state);
	if (left_out >= 0)
		json_array_remove(json_object_get(own, "orders"), (size_t)left_out);
	ck_assert_int_eq(gz_impact_gather(&impact, &pack, own), GZ_OK);
	ck_assert_int_eq(gz_stage_open(&stage, &pack, 77, world, 1, &err), GZ_OK);
	ck_assert_int_eq(gz_stage_follow(stage, &impact, END, NULL, NULL, &err), GZ_OK);
	const double infections = gz_idle_infections(stage, &pack, 0) + 1e6 * gz_idle_reports(stage, &pack, 0);
	gz_stage_close(stage);
	gz_impact_free(&impact);
	json_decref(own);
	return infections;
}

START_TEST(test_the_same_world_without_one_order)
{
	gz_hindsight h;
	gz_error err = {0};
	json_t *rows[5];
	ck_assert_msg(gz_hindsight_open(&h, &(gz_hindsight_view){.pack = &pack, .state = state, .sim = END, .seed = 77, .world = FIRST, .n = WORLDS, .threads = 1}, NULL, NULL, &err) == GZ_OK, "%s", err.sentence);
	for (size_t i = 0; i < 5; i++)
		ck_assert_msg(gz_hindsight_order(&h, i, &rows[i], NULL, NULL, &err) == GZ_OK, "%s", err.sentence);
	ck_assert(rows[0] && rows[1]);
	ck_assert_msg(!rows[2] && !rows[3] && !rows[4], "an order without a measure, one not in force yet and one that waits have changed nothing");
	for (int i = 0; i < 2; i++) { /* the lived world is the first of them, and as if it were lived alone */
		ck_assert(fabs(part(rows[i], "with", "infections") + 1e6 * part(rows[i], "with", "reported") - straight(FIRST, -1)) < 1e-6);
		ck_assert(fabs(part(rows[i], "without", "infections") + 1e6 * part(rows[i], "without", "reported") - straight(FIRST, i)) < 1e-6);
	}
	/* what closing the bridge did: nearly nobody by the bridge, some round by the fords; each day has its travellers without it */
	ck_assert(part(rows[0], "with", "crossed") < 0.5 * part(rows[0], "without", "crossed"));
	ck_assert(part(rows[0], "with", "round") > 100 && part(rows[0], "without", "round") < 0.5);
	ck_assert(part(rows[0], "without", "crossed") > 2000);
	/* rehydration points spare infections in most worlds, and have nothing to do with who crosses */
	const json_t *spared = json_object_get(json_object_get(rows[1], "others"), "infections");
	ck_assert(json_number_value(json_array_get(spared, 1)) > 0 && json_number_value(json_array_get(spared, 0)) <= json_number_value(json_array_get(spared, 2)));
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(rows[1], "others"), "worlds")), WORLDS - 1);
	ck_assert(fabs(part(rows[1], "with", "crossed") - part(rows[1], "without", "crossed")) < 0.2 * part(rows[1], "with", "crossed"));
	/* asked again, the same: the one before has left nothing behind */
	json_t *again = NULL;
	ck_assert_int_eq(gz_hindsight_order(&h, 0, &again, NULL, NULL, &err), GZ_OK);
	ck_assert(json_equal(again, rows[0]));
	json_decref(again);
	for (int i = 0; i < 5; i++)
		json_decref(rows[i]);
	gz_hindsight_free(&h);
}
END_TEST

static bool never(void *context, int32_t step)
{
	(void)context, (void)step;
	return false;
}

START_TEST(test_it_can_be_broken_off)
{
	gz_hindsight h;
	gz_error err = {0};
	ck_assert_int_eq(gz_hindsight_open(&h, &(gz_hindsight_view){.pack = &pack, .state = state, .sim = END, .seed = 77, .world = FIRST, .n = WORLDS, .threads = 1}, never, NULL, &err), GZ_ERR_INTERRUPTED);
	gz_hindsight_free(&h);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hindsight");
	TCase *c = tcase_create("hindsight");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 120);
	tcase_add_test(c, test_the_same_world_without_one_order);
	tcase_add_test(c, test_it_can_be_broken_off);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
