/* The clock against a slow twin that counts every millisecond, under long random sequences of orders; the refusals; the chronicle.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/chronicle.h"
#include "base/random.h"
#include "suite.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the twin: no arithmetic with factors, only counting --------------------------------------------------------- */
typedef struct twin { bool started, running, ended, real; int64_t ex, wall, until, turn; int speed, then; } twin;

/* One ms further, unless it stands at its end; where the next phase begins, at that phase's speed. */
static bool twin_on(twin *t)
{
	if (t->until != 0 && t->ex >= t->until)
		return false;
	if (++t->ex == t->turn)
		t->speed = t->then;
	return true;
}

static void twin_forward(twin *t, int64_t ms)
{
	while (ms-- > 0 && twin_on(t))
		continue;
}

static void twin_pass(twin *t, int64_t wall)
{
	for (; t->wall < wall; t->wall++)
		for (int k = t->speed; t->running && !t->ended && !t->real && k > 0 && twin_on(t); k--)
			if (t->ex == t->turn)
				break; /* the rest of this ms is the new phase's, and begins with the next one */
}

static bool twin_order(twin *t, gz_clock_order o, int64_t wall)
{
	twin_pass(t, wall);
	if (t->ended && o.act != GZ_CLOCK_REWIND)
		return false;
	if (t->real && o.act != GZ_CLOCK_START && o.act != GZ_CLOCK_END)
		return false;
	switch (o.act) {
	case GZ_CLOCK_START:
		if (t->real) {
			t->real = t->running = false;
			return true;
		}
		if (t->running)
			return false;
		return t->started = t->running = true;
	case GZ_CLOCK_PAUSE:
		if (!t->running)
			return false;
		t->running = false;
		return true;
	case GZ_CLOCK_SPEED:
		if (o.value < 1 || o.value > 3600)
			return false;
		t->speed = (int)o.value;
		return true;
	case GZ_CLOCK_STEP:
		if (!t->started || t->running || o.value < 1 || (t->until > 0 && t->ex >= t->until))
			return false;
		twin_forward(t, o.value);
		return true;
	case GZ_CLOCK_JUMP:
		if (!t->started || o.value < t->ex || (t->until > 0 && t->ex >= t->until))
			return false;
		twin_forward(t, o.value - t->ex);
		return true;
	case GZ_CLOCK_REWIND:
		if (!t->started || o.value < 0 || o.value > t->ex)
			return false;
		t->ex = o.value;
		t->running = t->ended = false;
		return true;
	case GZ_CLOCK_END:
		if (!t->started && !t->real)
			return false;
		t->ended = true;
		t->running = t->real = false;
		return true;
	case GZ_CLOCK_EMERGENCY:
		t->real = true;
		t->running = false;
		return true;
	default:
		return false;
	}
}

static uint64_t chance(uint32_t round, uint32_t step, uint32_t what)
{
	return gz_random_bits((gz_key){{7, 11}}, round, step, what, 0);
}

static gz_clock_order random_order(uint32_t round, uint32_t step, int64_t ex)
{
	gz_clock_order o = {.act = (gz_clock_act)(chance(round, step, 0) % GZ_CLOCK_ACT_COUNT)};
	if ((o.act == GZ_CLOCK_END || o.act == GZ_CLOCK_EMERGENCY) && chance(round, step, 1) % 4)
		o.act = GZ_CLOCK_START;
	const int64_t by = (int64_t)(chance(round, step, 2) % 100000);
	o.value = o.act == GZ_CLOCK_SPEED ? (int64_t)(chance(round, step, 3) % 80) : o.act == GZ_CLOCK_STEP ? by - 5 : o.act == GZ_CLOCK_JUMP ? ex + by - 3000 :
		o.act == GZ_CLOCK_REWIND ? ex - by + 1000 : 0;
	return o;
}

/* The wall time at which the clock says that it will show ex is the first at which it does. */
static void as_told(const gz_clock *c, int64_t ex)
{
	const int64_t wall = gz_clock_wall(c, ex);
	if (wall == INT64_MAX)
		return;
	ck_assert_int_ge(gz_clock_ex(c, wall), ex);
	ck_assert(wall == c->wall || gz_clock_ex(c, wall - 1) < ex);
}

START_TEST(test_random_orders_as_the_twin)
{
	int32_t turned = 0;
	for (uint32_t round = 0; round < 60; round++) {
		gz_clock c;
		twin t = {.speed = 1};
		gz_clock_init(&c);
		int64_t wall = 0;
		for (uint32_t step = 0; step < 200; step++) {
			wall += (int64_t)(chance(round, step, 9) % 700);
			if (chance(round, step, 5) % 8 == 0) { /* the last phase ends at another time: earlier, later, never */
				const int64_t until = chance(round, step, 6) % 5 == 0 ? 0 : gz_clock_ex(&c, wall) + (int64_t)(chance(round, step, 7) % 90000) - 20000;
				twin_pass(&t, wall);
				t.until = until < 0 ? 0 : until;
				gz_clock_hold(&c, t.until, wall);
				ck_assert_int_eq(gz_clock_ex(&c, wall), t.ex);
			}
			if (chance(round, step, 8) % 6 == 0) { /* the next phase begins at another time, with another speed: ahead, past, never */
				const int64_t turn = chance(round, step, 10) % 5 == 0 ? 0 : gz_clock_ex(&c, wall) + (int64_t)(chance(round, step, 11) % 60000) - 9000;
				twin_pass(&t, wall);
				t.turn = turn < 0 ? 0 : turn;
				t.then = chance(round, step, 12) % 3 ? 1 : (int)(chance(round, step, 13) % 90) + 1;
				gz_clock_turn(&c, t.turn, t.then, wall);
				ck_assert_int_eq(gz_clock_speed(&c, wall), t.speed);
			}
			const gz_clock before = c;
			const gz_clock_order o = random_order(round, step, gz_clock_ex(&c, wall));
			const bool done = gz_clock_apply(&c, o, wall, NULL) == GZ_OK;
			ck_assert_msg(done == twin_order(&t, o, wall), "round %u step %u: %s %lld", round, step, gz_clock_act_name(o.act), (long long)o.value);
			if (!done)
				ck_assert(memcmp(&before, &c, sizeof c) == 0);
			ck_assert_int_eq(gz_clock_ex(&c, wall), t.ex);
			ck_assert_int_eq(gz_clock_over(&c, wall), t.until > 0 && t.ex >= t.until);
			ck_assert_int_eq(gz_clock_speed(&c, wall), t.speed);
			turned += gz_clock_turned(&c, gz_clock_ex(&c, wall + 500));
			as_told(&c, gz_clock_ex(&c, wall) + (int64_t)(chance(round, step, 14) % 90000));
			ck_assert_int_eq(c.state == GZ_CLOCK_RUNNING, t.running && !t.real && !t.ended);
		}
	}
	ck_assert_int_gt(turned, 100);
}
END_TEST

START_TEST(test_a_phase_begins_at_its_own_speed)
{
	gz_clock c;
	gz_clock_init(&c);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_START, 0}, 0, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_SPEED, 60}, 0, NULL), GZ_OK);
	gz_clock_turn(&c, 100001, 2, 0);
	ck_assert_int_eq(gz_clock_wall(&c, 100001), 1667);
	ck_assert_int_eq(gz_clock_ex(&c, 1666), 99960);
	ck_assert_int_eq(gz_clock_speed(&c, 1666), 60);
	ck_assert_int_eq(gz_clock_ex(&c, 1667), 100001); /* not 100020: what a fast tick would go past the border is not gone */
	ck_assert_int_eq(gz_clock_speed(&c, 1667), 2);
	ck_assert_int_eq(gz_clock_ex(&c, 2667), 102001);
	ck_assert_int_eq(gz_clock_wall(&c, 102001), 2667);
	ck_assert(gz_clock_turned(&c, 102001) && !gz_clock_turned(&c, 100000));
	gz_clock_hold(&c, 0, 2667); /* whatever is told next, it goes on as it went */
	ck_assert(!gz_clock_turned(&c, 102001));
	ck_assert_int_eq(gz_clock_ex(&c, 3667), 104001);
	gz_clock_turn(&c, 50000, 60, 3667); /* a turn that lies behind is none */
	ck_assert_int_eq(gz_clock_ex(&c, 4667), 106001);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_SPEED, 60}, 4667, NULL), GZ_OK);
	gz_clock_turn(&c, 200000, 1, 4667);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_JUMP, 300000}, 4667, NULL), GZ_OK);
	ck_assert_int_eq(c.speed, 1);
}
END_TEST

START_TEST(test_time_stands_while_paused)
{
	gz_clock c;
	gz_clock_init(&c);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_START, 0}, 1000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_SPEED, 60}, 2000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_ex(&c, 3000), 61000);
	ck_assert_int_eq(gz_clock_wall(&c, 61000), 3000);
	ck_assert_int_eq(gz_clock_wall(&c, 61001), 3001);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_PAUSE, 0}, 3000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_ex(&c, 3000 + 1800000), 61000); /* half an hour of break adds nothing */
	ck_assert_int_eq(gz_clock_wall(&c, 61001), INT64_MAX);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_START, 0}, 1803000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_ex(&c, 1803500), 91000);
	ck_assert_int_eq(gz_clock_ex(&c, 1000), 61000); /* the wall set back */
	ck_assert_int_eq(gz_clock_ex(&c, INT64_MAX), (GZ_CLOCK_MOST - 61000) / 60 * 60 + 61000);
}
END_TEST

START_TEST(test_time_stands_at_the_end)
{
	gz_clock c;
	gz_clock_init(&c);
	gz_clock_hold(&c, 60000, 0);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_START, 0}, 1000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_wall(&c, 60000), 61000);
	ck_assert_int_eq(gz_clock_wall(&c, 60001), INT64_MAX);
	ck_assert(!gz_clock_over(&c, 60999));
	ck_assert_int_eq(gz_clock_ex(&c, 3600000), 60000);
	ck_assert(gz_clock_over(&c, 3600000));
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_JUMP, 90000}, 3600000, NULL), GZ_ERR_INPUT);
	gz_clock_hold(&c, 120000, 3600000); /* made longer: it goes on from where it stood, not from where it would have been */
	ck_assert_int_eq(gz_clock_ex(&c, 3601000), 61000);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_JUMP, 999000}, 3601000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_ex(&c, 3601000), 120000);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_REWIND, 30000}, 3602000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_STEP, 999000}, 3602000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_ex(&c, 3602000), 120000);
	gz_clock_hold(&c, 0, 3602000); /* a log of old: past the end; it stands where it is as soon as the end is known */
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_STEP, 30000}, 3602000, NULL), GZ_OK);
	gz_clock_hold(&c, 120000, 3602000);
	ck_assert_int_eq(gz_clock_apply(&c, (gz_clock_order){GZ_CLOCK_START, 0}, 3602000, NULL), GZ_OK);
	ck_assert_int_eq(gz_clock_ex(&c, 9000000), 150000);
}
END_TEST

/* ---- the chronicle ---------------------------------------------------------------------------------------------- */
static gz_status put(gz_chronicle *c, int64_t wall, const char *kind, const char *body, gz_error *err)
{
	return gz_chronicle_add(c, c->n + 1, wall, kind, body, strlen(body), err);
}

static void in_force(const gz_chronicle *c, char *out)
{
	*out = '\0';
	for (int32_t i = 0; i < c->n; i++)
		if (c->entries[i].in_force && c->entries[i].kind != GZ_ENTRY_CLOCK)
			out += sprintf(out, "%d ", i);
}

START_TEST(test_a_rewind_takes_what_came_later_out_of_force)
{
	gz_chronicle c;
	char text[256];
	gz_chronicle_init(&c);
	ck_assert_int_eq(put(&c, 0, "clock", "{\"ex\":0,\"act\":\"start\"}", NULL), GZ_OK);
	ck_assert_int_eq(put(&c, 5000, "send", "{\"ex\":5000}", NULL), GZ_OK);
	ck_assert_int_eq(put(&c, 6000, "seat", "{\"ex\":6000}", NULL), GZ_OK);
	ck_assert_int_eq(put(&c, 7000, "act", "{\"ex\":7000}", NULL), GZ_OK);
	ck_assert_int_eq(put(&c, 8000, "clock", "{\"ex\":8000,\"act\":\"rewind\",\"value\":5000}", NULL), GZ_OK);
	in_force(&c, text);
	ck_assert_str_eq(text, "1 2 ");
	ck_assert_int_eq(c.rewinds, 1);
	ck_assert_int_eq(put(&c, 9000, "clock", "{\"ex\":5000,\"act\":\"start\"}", NULL), GZ_OK);
	ck_assert_int_eq(put(&c, 9500, "act", "{\"ex\":5500}", NULL), GZ_OK);
	ck_assert_int_eq(put(&c, 9600, "clock", "{\"ex\":5600,\"act\":\"rewind\",\"value\":0}", NULL), GZ_OK);
	in_force(&c, text);
	ck_assert_str_eq(text, "2 ");
	gz_chronicle_free(&c);
}
END_TEST

START_TEST(test_entries_that_are_refused)
{
	static const struct { const char *kind, *body; } cases[] = {{"guess", "{\"ex\":0}"}, {"act", "{}"}, {"act", "[]"}, {"act", "{\"ex\":-1}"},
		{"act", "{\"ex\":0,\"ex\":1}"}, {"act", "{\"ex\":0"}, {"act", ""}, {"clock", "{\"ex\":0}"}, {"clock", "{\"ex\":0,\"act\":\"fly\"}"},
		{"clock", "{\"ex\":0,\"act\":\"pause\"}"}, {"clock", "{\"ex\":0,\"act\":\"speed\",\"value\":\"fast\"}"}, {"clock", "{\"ex\":3,\"act\":\"start\"}"},
		{"clock", "{\"ex\":0,\"act\":\"start\",\"turn\":[5]}"}, {"clock", "{\"ex\":0,\"act\":\"start\",\"turn\":[5,0]}"},
		{"hold", "{\"ex\":0,\"speed\":3601}"}, {"clock", "{\"ex\":0,\"act\":\"start\",\"until\":-1}"}, {"hold", "{\"ex\":0,\"until\":\"late\"}"}};
	gz_chronicle c;
	gz_error err = {0};
	gz_chronicle_init(&c);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		err.sentence[0] = '\0';
		ck_assert_msg(put(&c, 0, cases[i].kind, cases[i].body, &err) == GZ_ERR_INPUT, "%s", cases[i].body);
		ck_assert(err.sentence[0] != '\0');
		ck_assert_int_eq(c.n, 0);
	}
	gz_chronicle_free(&c);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("clock");
	TCase *c = tcase_create("clock");
	tcase_add_test(c, test_random_orders_as_the_twin);
	tcase_add_test(c, test_a_phase_begins_at_its_own_speed);
	tcase_add_test(c, test_time_stands_while_paused);
	tcase_add_test(c, test_time_stands_at_the_end);
	tcase_add_test(c, test_a_rewind_takes_what_came_later_out_of_force);
	tcase_add_test(c, test_entries_that_are_refused);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
