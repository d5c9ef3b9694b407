/* The stage: what is decided and what is sent changes the lived world; however it got there, it is the same world.
 *
 * The comparisons of whole series are exact. Statistical ones state their false-alarm rate; seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/observable.h"
#include "exercise/stage.h"
#include "staging.h"
#include "suite.h"

static staging s;

static void begin(void)
{
	staging_begin(&s);
	staging_two_towns(&s);
}

static void end(void) { staging_end(&s); }

static gz_stage *opened(int32_t first, int32_t n)
{
	gz_error err = {0};
	gz_stage *stage;
	ck_assert_msg(gz_stage_open(&stage, &s.pack, 7, first, n, &err) == GZ_OK, "%s", err.sentence);
	gz_stage_threads(stage, 1);
	return stage;
}

static void follow(gz_stage *stage, const json_t *state, int hours)
{
	gz_error err = {0};
	gz_impact list = {0};
	ck_assert_int_eq(gz_impact_gather(&list, &s.pack, state), GZ_OK);
	ck_assert_msg(gz_stage_follow(stage, &list, (int64_t)hours * 3600, NULL, NULL, &err) == GZ_OK, "%s", err.sentence);
	gz_impact_free(&list);
}

/* All that can be seen of a stage, as text. */
static char *seen(const gz_stage *stage)
{
	json_t *both = json_pack("{s:o, s:o}", "known", gz_stage_known(stage, 0), "truth", gz_stage_truth(stage));
	char *text = json_dumps(both, JSON_SORT_KEYS | JSON_COMPACT);
	ck_assert_ptr_nonnull(text);
	json_decref(both);
	return text;
}

static void same(const gz_stage *a, const gz_stage *b, const char *what)
{
	char *x = seen(a), *y = seen(b);
	ck_assert_msg(strcmp(x, y) == 0, "%s:\n%s\n%s", what, x, y);
	free(x);
	free(y);
}

static double value(const char *expression, const gz_stage *stage, int32_t lane)
{
	const gz_expr *expr;
	gz_error err = {0};
	gz_stage_view view = {.stage = stage, .pack = &s.pack, .lane = lane};
	ck_assert_msg(gz_observable_compile(&s.pack, expression, &expr, &err) == GZ_OK, "%s", err.sentence);
	const gz_expr_env env = gz_stage_env(&view);
	return gz_expr_eval(expr, &env);
}

/* Travellers over the bridge into A by day. */
static void crossing(const gz_stage *stage, gz_quantity quantity, int32_t lane, int32_t n, double *days)
{
	const gz_session *session = gz_stage_session(stage);
	const int32_t column = gz_session_column(session, GZ_ENTITY_CROSSING, 0, GZ_DIRECTION_IN, quantity, -1);
	ck_assert_int_ge(column, 0);
	gz_session_series(session, column, lane, n, days);
}

/* ---- decisions and effects change the world ------------------------------------------------------------------- */
START_TEST(closed_bridge)
{
	gz_stage *stage = opened(0, 1);
	json_t *state = staging_state();
	double travellers[12], leaked[12], stopped[12];
	staging_order(state, "close", 41, -1); /* from the first step of day 2, 49 steps in */
	staging_send(state, "2", 137);         /* half of the stopped go round from day 6 on */
	follow(stage, state, 12 * 24);
	crossing(stage, GZ_QUANTITY_TRAVELLERS, 0, 12, travellers);
	crossing(stage, GZ_QUANTITY_LEAKED, 0, 12, leaked);
	crossing(stage, GZ_QUANTITY_STOPPED, 0, 12, stopped);
	for (int day = 0; day < 12; day++) {
		ck_assert(day >= 2 || travellers[day] > 300);
		ck_assert(day < 3 || travellers[day] == leaked[day]);
		ck_assert(day < 3 || leaked[day] + stopped[day] > 300);
		ck_assert((day < 3 || day >= 6) || leaked[day] == 0);
		/* Binomial(about 400, 0.5), five standard deviations: a false alarm in a million days */
		ck_assert(day < 7 || fabs(leaked[day] - stopped[day]) < 5 * sqrt(leaked[day] + stopped[day]));
	}
	json_decref(state);
	gz_stage_close(stage);
}
END_TEST

/* The same worlds with the water treated from the third day: fewer infections in every one of eight. */
START_TEST(clean_water)
{
	gz_stage *left = opened(0, 8), *treated = opened(0, 8);
	json_t *nothing = staging_state(), *state = staging_state();
	staging_order(state, "clean", 48, -1);
	follow(left, nothing, 14 * 24);
	follow(treated, state, 14 * 24);
	for (int32_t lane = 0; lane < 8; lane++)
		ck_assert_double_lt(value("truth(infections, A)", treated, lane), 0.8 * value("truth(infections, A)", left, lane));
	/* until then they are the same worlds */
	follow(left, nothing, 40);
	follow(treated, state, 40);
	same(left, treated, "before the order is in force");
	json_decref(nothing);
	json_decref(state);
	gz_stage_close(left);
	gz_stage_close(treated);
}
END_TEST

START_TEST(sent_effects)
{
	gz_stage *left = opened(0, 8), *sent = opened(0, 8);
	json_t *nothing = staging_state(), *imported = staging_state(), *contact = staging_state(), *unreported = staging_state();
	staging_send(imported, "1", 0);
	staging_send(contact, "2", 24);
	staging_send(unreported, "3", 24);
	follow(left, nothing, 5);
	follow(sent, imported, 5); /* forty people from outside, after three hours */
	for (int32_t lane = 0; lane < 8; lane++)
		ck_assert_double_ge(value("truth(prevalence, A)", sent, lane), value("truth(prevalence, A)", left, lane) + 35);
	follow(left, nothing, 5 * 24);
	follow(sent, contact, 5 * 24);
	for (int32_t lane = 0; lane < 8; lane++)
		ck_assert_double_gt(value("truth(infections, A)", sent, lane), value("truth(infections, A)", left, lane));
	follow(left, nothing, 6 * 24);
	follow(sent, unreported, 6 * 24);
	double all = 0, few = 0;
	for (int32_t lane = 0; lane < 8; lane++) {
		ck_assert_double_eq(value("truth(infections, A)", sent, lane), value("truth(infections, A)", left, lane)); /* people do not know how they are counted */
		all += value("reported(A, 3 d)", left, lane);
		few += value("reported(A, 3 d)", sent, lane);
	}
	ck_assert_double_lt(few, 0.5 * all);
	json_decref(nothing);
	json_decref(imported);
	json_decref(contact);
	json_decref(unreported);
	gz_stage_close(left);
	gz_stage_close(sent);
}
END_TEST

/* ---- however it got there ------------------------------------------------------------------------------------- */
static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* Something happens: an order, a lift, a refusal, an inject, or the past is changed. */
static void happen(json_t *state, uint64_t *x, int now)
{
	static const char *const decisions[] = {"close", "clean", "wards", "also", "talk"}, *const injects[] = {"1", "2", "3"};
	json_t *orders = json_object_get(state, "orders"), *messages = json_object_get(state, "messages");
	const size_t n = json_array_size(orders);
	switch (next_random(x) % 6) {
	case 0:
	case 1: staging_order(state, decisions[next_random(x) % 5], now + (int)(next_random(x) % 48), -1); break;
	case 2: staging_send(state, injects[next_random(x) % 3], now); break;
	case 3:
		if (n > 0) {
			json_t *order = json_array_get(orders, next_random(x) % n);
			json_object_set_new(order, "status", json_string("lifted"));
			json_object_set_new(order, "lifted_sim", json_integer((json_int_t)(now > 10 && next_random(x) % 4 == 0 ? now - 10 : now) * 3600));
		}
		break;
	case 4:
		if (n > 0)
			json_object_set_new(json_array_get(orders, next_random(x) % n), "status", json_string("refused"));
		break;
	default: /* a rewind takes away what came last */
		if (n > 0)
			json_array_remove(orders, n - 1);
		if (json_array_size(messages) > 0 && next_random(x) % 2)
			json_array_remove(messages, json_array_size(messages) - 1);
	}
}

START_TEST(any_way)
{
	uint64_t x = 88172645463325252u + (uint64_t)_i;
	const int32_t n = _i % 3 == 2 ? 5 : 1;
	gz_stage *wanderer = opened(3, n);
	json_t *state = staging_state();
	int now = 0;
	for (int k = 0; k < 25; k++) {
		now = next_random(&x) % 4 == 0 ? (int)(next_random(&x) % (unsigned)(now + 1)) : now + (int)(next_random(&x) % 60); /* back, or on */
		now = now > 26 * 24 ? 26 * 24 : now;
		for (uint64_t m = next_random(&x) % 3; m > 0; m--)
			happen(state, &x, now);
		follow(wanderer, state, now);
	}
	gz_stage *straight = opened(3, n);
	follow(straight, state, now);
	same(wanderer, straight, "wandered and straight");
	/* and both go on alike */
	follow(wanderer, state, now + 30);
	follow(straight, state, now + 30);
	same(wanderer, straight, "a day later");
	json_decref(state);
	gz_stage_close(wanderer);
	gz_stage_close(straight);
}
END_TEST

/* A lane of many is the world by itself, on any number of threads. */
START_TEST(one_of_many)
{
	gz_stage *all = opened(0, 40), *one = opened(17, 1);
	json_t *state = staging_state();
	staging_order(state, "close", 30, 100);
	staging_send(state, "1", 20);
	gz_stage_threads(all, 3);
	follow(all, state, 200);
	follow(one, state, 200);
	json_t *x = gz_stage_known(all, 17), *y = gz_stage_known(one, 0);
	ck_assert(json_equal(x, y));
	ck_assert_double_eq(value("truth(infections, A)", all, 17), value("truth(infections, A)", one, 0));
	json_decref(x);
	json_decref(y);
	json_decref(state);
	gz_stage_close(all);
	gz_stage_close(one);
}
END_TEST

static bool stop_at(void *context, int32_t step)
{
	return step < *(int32_t *)context;
}

/* Stopped on the way, with another state meanwhile: nothing of the first is left. */
START_TEST(interrupted)
{
	gz_stage *stage = opened(0, 1), *straight = opened(0, 1);
	json_t *state = staging_state(), *other = staging_state();
	gz_impact list = {0};
	gz_error err = {0};
	staging_order(state, "clean", 50, -1);
	ck_assert_int_eq(gz_impact_gather(&list, &s.pack, state), GZ_OK);
	for (int32_t at = 24; at <= 96; at += 24)
		ck_assert_int_eq(gz_stage_follow(stage, &list, 400 * 3600, stop_at, &at, &err), GZ_ERR_INTERRUPTED);
	follow(stage, other, 200);
	follow(straight, other, 200);
	same(stage, straight, "after an interruption");
	gz_impact_free(&list);
	json_decref(state);
	json_decref(other);
	gz_stage_close(stage);
	gz_stage_close(straight);
}
END_TEST

/* ---- what is shown -------------------------------------------------------------------------------------------- */
START_TEST(shown)
{
	gz_stage *one = opened(0, 1), *many = opened(0, 20), *early = opened(0, 1);
	json_t *state = staging_state();
	follow(one, state, 100);
	follow(many, state, 100);
	follow(early, state, 12);
	json_t *known = gz_stage_known(one, 0), *truth = gz_stage_truth(one), *fan = gz_stage_truth(many);
	char *text = json_dumps(known, JSON_COMPACT | JSON_SORT_KEYS);
	ck_assert_ptr_null(strstr(text, "infections"));
	ck_assert_ptr_null(strstr(text, "\"B\"")); /* no player sits there */
	ck_assert_str_eq(json_string_value(json_object_get(known, "first")), "2027-05-03");
	ck_assert_str_eq(json_string_value(json_object_get(known, "at")), "2027-05-07 11:00"); /* a hundred hours from ten past seven, the hour that has begun */
	ck_assert_int_eq(json_integer_value(json_object_get(known, "days")), 4);
	const json_t *place = json_array_get(json_object_get(known, "places"), 0), *days = json_object_get(json_object_get(place, "reported"), "reported");
	ck_assert_uint_eq(json_array_size(days), 4);
	ck_assert(json_is_integer(json_object_get(place, "beds"))); /* whole people, as the wards said when the day was over */
	json_t *first = gz_stage_known(early, 0);
	ck_assert_ptr_null(json_object_get(json_array_get(json_object_get(first, "places"), 0), "beds"));
	json_decref(first);
	double sum = 0;
	for (size_t i = 0; i < 4; i++)
		sum += json_number_value(json_array_get(days, i));
	ck_assert_double_eq(sum, value("reported(A, 7 d)", one, 0));
	ck_assert_uint_eq(json_array_size(json_object_get(truth, "places")), 3);
	const json_t *spread = json_array_get(json_object_get(json_array_get(json_object_get(fan, "places"), 0), "infections"), 3);
	ck_assert_uint_eq(json_array_size(spread), GZ_SESSION_QUANTILES);
	ck_assert_double_le(json_number_value(json_array_get(spread, 0)), json_number_value(json_array_get(spread, 4)));
	free(text);
	json_decref(known);
	json_decref(truth);
	json_decref(fan);
	json_decref(state);
	gz_stage_close(one);
	gz_stage_close(many);
	gz_stage_close(early);
}
END_TEST

START_TEST(beyond_the_end)
{
	gz_stage *stage = opened(0, 1);
	json_t *state = staging_state();
	follow(stage, state, 100 * 24);
	ck_assert_int_eq(gz_session_now(gz_stage_session(stage)), 28 * 24);
	follow(stage, state, 101 * 24);
	json_decref(state);
	gz_stage_close(stage);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stage");
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, closed_bridge);
	tcase_add_test(all, clean_water);
	tcase_add_test(all, sent_effects);
	tcase_add_loop_test(all, any_way, 0, 24);
	tcase_add_test(all, one_of_many);
	tcase_add_test(all, interrupted);
	tcase_add_test(all, shown);
	tcase_add_test(all, beyond_the_end);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
