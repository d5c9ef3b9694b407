/* Impacts: decisions and effects as orders to the engine, from states of play made by hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/impact.h"
#include "staging.h"
#include "suite.h"

static staging s;
static gz_impact list;
static json_t *state;

static void begin(void)
{
	staging_begin(&s);
	staging_two_towns(&s);
	state = staging_state();
}

static void end(void)
{
	json_decref(state);
	gz_impact_free(&list);
	staging_end(&s);
}

static void gather(int32_t n)
{
	ck_assert_int_eq(gz_impact_gather(&list, &s.pack, state), GZ_OK);
	ck_assert_int_eq(list.n, n);
}

static void is(int32_t i, gz_session_kind kind, int32_t from, int32_t until, double size)
{
	ck_assert_int_eq(list.items[i].kind, kind);
	ck_assert_int_eq(list.items[i].from, from);
	ck_assert_int_eq(list.items[i].until, until);
	ck_assert(list.items[i].size == size);
}

/* STARTEX is at 07:10: the eighth step is under way. */
START_TEST(steps)
{
	ck_assert_int_eq(gz_impact_step(&s.pack, 0), 7);
	ck_assert_int_eq(gz_impact_next(&s.pack, 0), 8);
	ck_assert_int_eq(gz_impact_step(&s.pack, 50 * 60), 8);
	ck_assert_int_eq(gz_impact_next(&s.pack, 50 * 60), 8);
	ck_assert_int_eq(gz_impact_step(&s.pack, 50 * 60 - 1), 7);
	ck_assert_int_eq(gz_impact_step(&s.pack, 86400), 31);
}
END_TEST

START_TEST(decisions)
{
	gather(0);
	staging_order(state, "close", 6, -1);
	staging_order(state, "talk", 0, -1); /* changes nothing in the world */
	gather(1);
	is(0, GZ_SESSION_ON, 14, INT32_MAX, 0);
	json_object_set_new(staging_order(state, "clean", 1, -1), "status", json_string("waiting"));
	json_object_set_new(staging_order(state, "clean", 1, -1), "status", json_string("refused"));
	staging_order(state, "clean", 5, 4); /* lifted before it came into force */
	gather(1);
	staging_order(state, "clean", 2, 30);
	gather(3);
	is(0, GZ_SESSION_ON, 10, INT32_MAX, 0);
	is(1, GZ_SESSION_ON, 14, INT32_MAX, 0);
	is(2, GZ_SESSION_OFF, 38, INT32_MAX, 0);
}
END_TEST

/* Two decisions, one measure: what is in force is in force once. */
START_TEST(together)
{
	staging_order(state, "close", 6, 20);
	staging_order(state, "also", 10, 20);
	staging_order(state, "also", 20, 25);
	staging_order(state, "close", 30, 31);
	gather(4);
	is(0, GZ_SESSION_ON, 14, INT32_MAX, 0);
	is(1, GZ_SESSION_OFF, 33, INT32_MAX, 0);
	is(2, GZ_SESSION_ON, 38, INT32_MAX, 0);
	is(3, GZ_SESSION_OFF, 39, INT32_MAX, 0);
}
END_TEST

START_TEST(own_end) /* `for` of the measure */
{
	staging_order(state, "wards", 24, -1);
	gather(2);
	is(0, GZ_SESSION_ON, 32, INT32_MAX, 0);
	is(1, GZ_SESSION_OFF, 80, INT32_MAX, 0);
}
END_TEST

START_TEST(effects)
{
	staging_send(state, "3", 10);
	staging_send(state, "1", 0);
	staging_send(state, "2", 5);
	staging_send(state, "2", 20);
	json_array_append_new(json_object_get(state, "messages"), json_pack("{s:s, s:I}", "text", "Hello", "sim", (json_int_t)0));
	gather(5);
	is(0, GZ_SESSION_IMPORT, 11, INT32_MAX, 40);
	ck_assert_int_eq(list.items[0].place, gz_scenario_place(&s.pack.scenario, "A-town"));
	ck_assert_int_ge(list.items[0].compartment, 0);
	is(1, GZ_SESSION_CONTACT, 13, 61, 2);
	is(2, GZ_SESSION_COMPLIANCE, 18, INT32_MAX, 0.5);
	ck_assert_int_eq(list.items[2].measure, 1);
	is(3, GZ_SESSION_CONTACT, 28, 76, 2);
	is(4, GZ_SESSION_REPORTING, 42, 114, 0.2);
}
END_TEST

/* A closure's leak is felt while it is in force. */
START_TEST(leaks)
{
	staging_send(state, "2", 20);
	gather(1);
	staging_order(state, "close", 6, 40);
	staging_order(state, "close", 60, -1);
	gather(6);
	is(0, GZ_SESSION_ON, 14, INT32_MAX, 0);
	is(2, GZ_SESSION_CONTACT, 28, 76, 2);
	is(1, GZ_SESSION_LEAK, 28, 48, 0.5);
	is(3, GZ_SESSION_OFF, 48, INT32_MAX, 0);
	is(5, GZ_SESSION_LEAK, 68, INT32_MAX, 0.5);
	ck_assert_int_eq(list.items[1].crossing, 0);
}
END_TEST

START_TEST(differences)
{
	gz_impact other = {0};
	staging_order(state, "close", 6, 20);
	staging_send(state, "2", 5);
	gather(4); /* contact at 13, on and leak at 14, off at 28 */
	ck_assert_int_eq(gz_impact_gather(&other, &s.pack, state), GZ_OK);
	ck_assert_int_eq(gz_impact_differ(&list, &other, INT32_MAX), INT32_MAX);
	json_object_set_new(json_array_get(json_object_get(state, "orders"), 0), "lifted_sim", json_integer(18 * 3600));
	gather(4);
	ck_assert_int_eq(gz_impact_differ(&list, &other, INT32_MAX), 14); /* the leak ends with the closure */
	ck_assert_int_eq(gz_impact_differ(&list, &other, 15), 14);
	ck_assert_int_eq(gz_impact_differ(&list, &other, 14), INT32_MAX);
	json_array_clear(json_object_get(state, "messages"));
	gather(2);
	ck_assert_int_eq(gz_impact_differ(&other, &list, INT32_MAX), 13);
	gz_impact_free(&other);
	ck_assert_int_eq(gz_impact_differ(&other, &list, INT32_MAX), 14);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("impact");
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, steps);
	tcase_add_test(all, decisions);
	tcase_add_test(all, together);
	tcase_add_test(all, own_end);
	tcase_add_test(all, effects);
	tcase_add_test(all, leaks);
	tcase_add_test(all, differences);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
