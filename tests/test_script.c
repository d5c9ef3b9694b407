/* A script under long random sequences of orders, acts and time: the play, its timetable and its director against the slow twin, and the
 * log folded anew against the live state, byte for byte, after every step.
 *
 * The sequences are fixed by their seeds: nothing here is left to chance. GUZAR_SEQUENCES sets their number.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"
#include "exercise/entry/field.h"
#include "exercise/observable.h"
#include "playing.h"
#include "running.h"
#include "suite.h"
#include "twins/script.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>

enum { SEQUENCES = 2000, LIGHT = 120 }; /* light: under sanitizers, the first of the 2000 */
enum { STEPS = 60, LATEST = 5400 };

static const char *const PACK =
	"guzar-pack: 1\n"
	"title: Small\n"
	"start: 2027-05-03 23:10\n"
	"languages: [en, ru]\n"
	"organisations: {one: One}\n"
	"decisions: {call: {name: Call}, stop: {name: Stop, lead: 6 h}, shut: {name: Shut, lead: 2 h, confirm: true}}\n"
	"roles:\n"
	"  chief: {name: Chief, organisation: one, may: [call, stop, shut]}\n"
	"  post: {name: Post, organisation: one, may: [call, stop], absent: {does: critical, after: 00:03, orders: {1: call, 5: stop}}}\n"
	"  guard: {name: Guard, organisation: one, absent: {does: all, after: 1 h scenario}}\n"
	"  judge: {name: Judge, organisation: one, kind: EVALUATOR}\n"
	"  lead: {name: Lead, organisation: one, kind: CONTROLLER}\n"
	"channels: {mail: {name: Mail, latency: 00:01}, letter: {name: Letter, latency: 30 min scenario}}\n"
	"milestones:\n"
	"  isolated: Isolated\n"
	"  known: {name: Known, by: controller}\n"
	"  many: {name: Many, by: world, when: \"reported(A, 7 d) >= 12\"}\n"
	"phases:\n"
	"  first: {name: First, time: REAL, lasts: 00:05, speed: 2}\n"
	"  leap: {name: Leap, time: JUMP 00:50}\n"
	"  day: {name: Day, time: SCALED 60, lasts: 00:08, speed: 3}\n"
	"  table: {name: Table, time: FROZEN, lasts: 00:03, questions: [What is known?]}\n"
	"  nights: {name: Nights, time: STEPPED 6 h, lasts: 00:04}\n"
	"  last: {name: Last, time: SCALED 360, lasts: 00:06}\n"
	"injects:\n"
	"  1:\n    at: 00:00\n    to: [chief, post]\n    body: x\n    contingency: 1b\n"
	"    expect:\n"
	"      isolate: {text: x, within: 4 min, evidence: OBSERVED, critical: true, who: [post, chief], sets: isolated}\n"
	"      tell: {text: x, within: 2 min, evidence: MESSAGE, who: [post]}\n"
	"      decide: {text: x, evidence: DECISION, who: [post]}\n"
	"  1b: {kind: CONTINGENCY, to: post, body: x, expect: {again: {text: x, evidence: FORM, sets: isolated}}}\n"
	"  2: {at: 00:03, phase: first, to: guard, channel: mail, body: x, expect: {form: {text: x, within: 2 h scenario, evidence: FORM, critical: true}}, contingency: 2b}\n"
	"  2b: {to: [guard, lead], body: x}\n"
	"  3: {at: +00:02, phase: day, to: guard, channel: letter, body: x, expect: {hand: {text: x, critical: true}}, contingency: 3b}\n"
	"  3b: {to: guard, body: x, channel: mail}\n"
	"  4: {at: 04:00 scenario, to: chief, body: x}\n"
	"  5:\n    at: 00:09\n    kind: DECISION_REQUEST\n    to: [chief, post]\n    body: x\n"
	"    expect:\n"
	"      choose: {text: x, within: 3 h scenario, evidence: DECISION, critical: true, answered_by: [stop, shut]}\n"
	"      why: {text: x, within: 3 min, evidence: MESSAGE}\n"
	"    contingency: 1b\n"
	"  6: {trigger: AFTER inject 2 + 1 h scenario, to: [chief, guard], body: x, expect: {say: {text: x, evidence: VERBAL}, more: {text: x, evidence: MESSAGE, answered_by: [form sitrep, reply, message judge, stop], sets: isolated}}}\n"
	"  7: {trigger: AFTER milestone isolated + 00:01, to: post, body: x}\n"
	"  8: {trigger: AFTER decision stop + 1 h scenario, to: chief, body: x}\n"
	"  9: {trigger: UNLESS isolated BY 00:07, to: chief, body: x}\n"
	"  10: {trigger: \"WHEN reported(A, 7 d) >= 9 FOR 2 h\", to: chief, body: \"${reported(A, 7 d)}\"}\n"
	"  11: {trigger: \"WHEN reported(A, 7 d) >= 7 EVERY 00:02 MAX 4\", to: post, body: x}\n"
	"  12: {trigger: \"WHEN reported(A, 7 d) >= 10 MAX 2\", to: post, body: x}\n"
	"  13: {trigger: \"00:06 EVERY 00:03 MAX 5\", to: post, body: x}\n"
	"  14: {trigger: \"02:00 scenario EVERY 90 min scenario MAX 6\", to: chief, body: x}\n"
	"  15: {trigger: MANUAL, to: [chief, guard], body: x, expect: {deed: {text: x, within: 1 min, evidence: OBSERVED}}, contingency: 2b}\n"
	"  16: {kind: DECISION_REQUEST, at: +00:01, phase: last, to: guard, body: x, expect: {paper: {text: x, within: 2 min, evidence: FORM}}}\n"
	"  17: {trigger: AFTER milestone known + 00:02, to: post, body: x}\n"
	"  18: {trigger: AFTER milestone many, to: chief, body: x}\n";

static playing p;
static script twin;
static double reported;
static uint32_t round_now, step_now;

static uint32_t chance(uint32_t what, uint32_t n)
{
	return (uint32_t)(gz_random_bits((gz_key){{5, 23}}, round_now, step_now, what, 0) % n);
}

static double world_call(void *context, int32_t id, const double *args, int32_t n)
{
	(void)context, (void)args, (void)n;
	return id == 0 ? reported : (double)NAN;
}

static double world_symbol(void *context, int32_t id)
{
	(void)context, (void)id;
	return (double)NAN;
}

static const gz_expr_env world = {.symbol = world_symbol, .call = world_call};

/* Said only where it does not hold: each ck_assert writes to a pipe. */
#define SAME(condition)                                                                                                                                  \
	do {                                                                                                                                                  \
		if (!(condition))                                                                                                                                \
			ck_abort_msg("sequence %u, step %u: %s", round_now, step_now, #condition);                                                                    \
	} while (0)

/* Handed in; the twin says beforehand whether it may be, where it knows. */
static bool hand_in(gz_entry_kind kind, json_t *body, bool judged)
{
	const int64_t ex = playing_ex(&p);
	gz_error err = {0};
	if (!json_object_get(body, "by"))
		json_object_set_new(body, "by", json_object_get(body, "seat") && !json_object_get(body, "proxy") ? json_incref(json_object_get(body, "seat")) : json_string("One"));
	json_t *copy = json_deep_copy(body);
	const bool may = judged && script_may(&twin, gz_chronicle_kind_name(kind), ex, copy);
	const char *word = playing_put(&p, kind, body, &err);
	if (judged) {
		char *text = json_dumps(copy, JSON_COMPACT);
		ck_assert_msg(may == (word == NULL), "sequence %u, step %u: %s at %lld: %s, the twin says %s", round_now, step_now, text, (long long)ex,
			word ? err.sentence : "taken", may ? "yes" : "no");
		free(text);
	}
	if (!word)
		script_take(&twin, gz_chronicle_kind_name(kind), ex, p.chronicle.n, copy);
	json_decref(copy);
	return word == NULL;
}

/* ---- the clock's speed: chosen, or the own of the phase that has begun -------------------------------------------- */
static int32_t going;

static int32_t own_speed(int64_t ex) { return p.pack.phases[script_phase(&twin, ex)].speed; }

/* The wall goes on. Where a phase begins at another speed the clock takes it to the ms, and the machine says so at once. */
static void wall_goes(int64_t ms)
{
	const int64_t ex = playing_ex(&p);
	int64_t border = 0;
	for (int32_t i = p.pack.n_phases - 1; i > 0; i--)
		if (twin.state.start[i] * 1000 > ex && own_speed(twin.state.start[i] * 1000) != going)
			border = twin.state.start[i] * 1000;
	const int64_t wait = (border - ex + going - 1) / going;
	if (p.chronicle.clock.state != GZ_CLOCK_RUNNING || border == 0 || wait > ms) {
		p.wall += ms;
		return;
	}
	p.wall += wait;
	SAME(playing_ex(&p) == border);
	gz_entry_kind kind = GZ_ENTRY_TICK;
	json_t *body = NULL;
	ck_assert(gz_director_due(&p.play, &p.chronicle, border, &world, &p.memory, &kind, &body));
	SAME(kind == GZ_ENTRY_CLOCK && gz_field_same(body, "act", "speed") && gz_field_whole(body, "value") == own_speed(border));
	ck_assert(playing_put(&p, kind, body, NULL) == NULL);
	SAME(gz_field_whole(playing_state(&p, "slowed"), "was") == going && gz_field_whole(playing_state(&p, "slowed"), "ex") == border);
	going = own_speed(border);
	wall_goes((ms - wait) / 1000 * 1000);
}

/* What an order has made of it, that was taken in a phase (-1: before STARTEX) and led to where the clock is now. */
static void went(int32_t phase, gz_clock_act act, int64_t value)
{
	const bool first = phase < 0 && act == GZ_CLOCK_START && p.chronicle.clock.started;
	if (act == GZ_CLOCK_SPEED)
		going = (int32_t)value;
	else if (first ? going == 1 : phase >= 0 && act != GZ_CLOCK_REWIND && phase != script_phase(&twin, playing_ex(&p)))
		going = own_speed(playing_ex(&p));
}

static int32_t phase_now(void) { return p.chronicle.clock.started ? script_phase(&twin, playing_ex(&p)) : -1; }

/* ---- steps ------------------------------------------------------------------------------------------------------ */
static void clock_step(void)
{
	static const gz_clock_act acts[] = {GZ_CLOCK_START, GZ_CLOCK_START, GZ_CLOCK_PAUSE, GZ_CLOCK_SPEED, GZ_CLOCK_STEP, GZ_CLOCK_JUMP, GZ_CLOCK_REWIND,
		GZ_CLOCK_REWIND, GZ_CLOCK_END, GZ_CLOCK_EMERGENCY};
	const int64_t ex = playing_ex(&p), by = (int64_t)chance(11, 400) * 1000;
	gz_clock_act act = acts[chance(10, 10)];
	if ((act == GZ_CLOCK_END || act == GZ_CLOCK_EMERGENCY) && chance(12, 3))
		act = GZ_CLOCK_START;
	int64_t value = act == GZ_CLOCK_SPEED ? 1 + chance(13, 20) : act == GZ_CLOCK_STEP ? by : act == GZ_CLOCK_JUMP ? ex + by : act == GZ_CLOCK_REWIND ? ex - by : 0;
	if (act != GZ_CLOCK_REWIND && ex + by > (int64_t)LATEST * 1000)
		return;
	gz_error err = {0};
	json_t *body = json_pack("{s:s, s:I, s:s}", "act", gz_clock_act_name(act), "value", (json_int_t)value, "by", "One");
	const int32_t phase = phase_now();
	if (playing_put(&p, GZ_ENTRY_CLOCK, body, &err))
		return;
	twin.started = p.chronicle.clock.started;
	twin.ended = p.chronicle.clock.state == GZ_CLOCK_ENDED;
	twin.real = p.chronicle.clock.state == GZ_CLOCK_REAL;
	if (act == GZ_CLOCK_REWIND)
		script_rewind(&twin, value);
	went(phase, act, value);
}

static const char *any_inject(uint32_t what) { return p.pack.injects[chance(what, (uint32_t)p.pack.n_injects)].id; }
static const char *const SEATS[] = {"chief", "post", "guard", "judge"};
static const char *any_seat(uint32_t what) { return SEATS[chance(what, 4)]; }

static int64_t any_number(const char *list, uint32_t what)
{
	const json_t *all = playing_state(&p, list);
	return json_array_size(all) == 0 ? 1 : gz_field_whole(json_array_get(all, chance(what, (uint32_t)json_array_size(all))), "number");
}

static void hold_step(void)
{
	static const char *const acts[] = {"hold", "release", "skip", "shift", "phase", "phase"};
	const char *act = acts[chance(20, 6)];
	json_t *body = json_pack("{s:s}", "act", act);
	if (strcmp(act, "phase") == 0)
		json_object_set_new(body, "do", json_string(chance(21, 2) ? "next" : "extend"));
	else
		json_object_set_new(body, "inject", json_string(any_inject(22)));
	json_object_set_new(body, "ms", json_integer(((int64_t)chance(23, 120) - (strcmp(act, "shift") == 0 ? 50 : -1)) * 1000));
	if (json_integer_value(json_object_get(body, "ms")) == 0)
		json_object_set_new(body, "ms", json_integer(1000));
	const int32_t phase = phase_now();
	if (hand_in(GZ_ENTRY_HOLD, body, true))
		went(phase, GZ_CLOCK_ACT_COUNT, 0);
}

/* Sometimes entered by control for a role, with its own time; sometimes a wrong one. */
static void speaker(json_t *body)
{
	json_object_set_new(body, "seat", json_string(any_seat(30)));
	if (chance(31, 4) == 0) {
		json_object_set_new(body, "proxy", json_true());
		json_object_set_new(body, "at", json_integer(playing_ex(&p) - ((int64_t)chance(32, 300) - 10) * 1000));
	}
}

static void act_step(void)
{
	static const char *const acts[] = {"decide", "decide", "lift", "confirm", "done", "done", "done", "undone"};
	static const char *const decisions[] = {"call", "stop", "shut"};
	const char *act = acts[chance(40, 8)];
	json_t *body = json_pack("{s:s}", "act", act);
	const int32_t action = (int32_t)chance(41, (uint32_t)p.pack.n_actions);
	char name[80];
	snprintf(name, sizeof name, "%s.%s", p.pack.injects[p.pack.actions[action].inject].id, p.pack.actions[action].id);
	if (strcmp(act, "decide") == 0) {
		speaker(body);
		json_object_set_new(body, "decision", json_string(decisions[chance(42, 3)]));
		if (chance(43, 2))
			json_object_set_new(body, "reply_to", json_integer(any_number("messages", 44)));
	} else if (strcmp(act, "lift") == 0 || strcmp(act, "confirm") == 0) {
		json_object_set_new(body, "order", json_integer(any_number("orders", 45)));
		if (strcmp(act, "lift") == 0)
			speaker(body);
	} else if (strcmp(act, "done") == 0 && chance(46, 3)) {
		speaker(body);
		json_object_set_new(body, "reply_to", json_integer(any_number("messages", 47)));
	} else {
		if (strcmp(act, "done") == 0 && chance(48, 2))
			json_object_set_new(body, "seat", json_string("judge"));
		json_object_set_new(body, "action", json_string(name));
	}
	hand_in(GZ_ENTRY_ACT, body, true);
}

static void other_step(void)
{
	json_t *body = NULL;
	switch (chance(50, 6)) {
	case 0:
		hand_in(GZ_ENTRY_REFUSE, json_pack("{s:I, s:s}", "order", (json_int_t)any_number("orders", 51), "reason", "x"), true);
		break;
	case 1:
		hand_in(GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", chance(52, 3) ? "join" : "free", "seat", any_seat(53)), false);
		break;
	case 2: {
		const int32_t inject = (int32_t)chance(54, (uint32_t)p.pack.n_injects);
		hand_in(GZ_ENTRY_SEND, gz_director_send(&p.play, playing_ex(&p), inject, &world, "hand", GZ_DUE_NEVER), false);
		break;
	}
	case 3:
		body = json_pack("{s:[s], s:s, s:I}", "to", chance(59, 2) ? "control" : "judge", "text", "x", "reply_to", (json_int_t)any_number("messages", 55));
		speaker(body);
		hand_in(GZ_ENTRY_SEND, body, false);
		break;
	case 4:
		body = json_pack("{s:s, s:s, s:{s:i}, s:I}", "act", "form", "form", "sitrep", "fields", "ill", 1, "reply_to", (json_int_t)any_number("messages", 56));
		speaker(body);
		hand_in(GZ_ENTRY_ACT, body, false);
		break;
	default:
		hand_in(GZ_ENTRY_ACT, json_pack("{s:s, s:s, s:i}", "act", "milestone", "milestone", chance(57, 2) ? "known" : "isolated", "value", (int)chance(58, 2)), false);
	}
}

/* ---- comparing -------------------------------------------------------------------------------------------------- */
static void same_injects(void)
{
	for (int32_t i = 0; i < p.pack.n_injects; i++) {
		const json_t *row = gz_play_touched(&p.play, i);
		const script_inject *t = &twin.state.injects[i];
		SAME(gz_field_whole(row, "count") == t->count);
		SAME(gz_field_whole(row, "shift") == t->shift);
		SAME(gz_field_same(row, "status", "held") == (t->status == 1) && gz_field_same(row, "status", "skipped") == (t->status == 2));
		SAME(t->count == 0 || (gz_field_whole(row, "ex") == t->first && gz_field_whole(row, "last") == t->last && gz_field_whole(row, "number") == t->number));
		const json_t *passed = json_object_get(playing_state(&p, "passed"), p.pack.injects[i].id), *none = json_object_get(playing_state(&p, "none"), p.pack.injects[i].id);
		SAME((passed ? json_integer_value(passed) : -1) == twin.state.passed[i]);
		SAME((none ? json_integer_value(none) : -1) == twin.state.none[i]);
	}
}

static void same_actions(void)
{
	for (int32_t i = 0; i < p.pack.n_actions; i++) {
		char name[80];
		snprintf(name, sizeof name, "%s.%s", p.pack.injects[p.pack.actions[i].inject].id, p.pack.actions[i].id);
		const json_t *row = json_object_get(playing_state(&p, "actions"), name);
		SAME((row ? gz_field_whole(row, "ex") : -1) == twin.state.done[i]);
		SAME(!row || gz_field_same(row, "how", "claim") == twin.state.claimed[i]);
	}
	for (int32_t i = 0; i < p.pack.n_milestones; i++) {
		const json_t *ex = json_object_get(playing_state(&p, "milestones"), p.pack.milestones[i].id);
		SAME((ex ? json_integer_value(ex) : -1) == twin.state.reached[i]);
	}
}

static int64_t whole_or(const json_t *row, const char *key, int64_t otherwise)
{
	const json_t *value = json_object_get(row, key);
	return value ? json_integer_value(value) : otherwise;
}

static void same_orders(void)
{
	static const char *const words[] = {"waiting", "ordered", "refused", "lifted"};
	SAME((int32_t)json_array_size(playing_state(&p, "orders")) == twin.state.n_orders);
	for (int32_t i = 0; i < twin.state.n_orders; i++) {
		const json_t *row = json_array_get(playing_state(&p, "orders"), (size_t)i);
		const script_order *o = &twin.state.orders[i];
		SAME(gz_field_whole(row, "number") == o->number && gz_field_same(row, "status", words[o->status]));
		SAME(whole_or(row, "ordered", -1) == o->ordered && whole_or(row, "from_sim", -1) == o->from_sim && whole_or(row, "lifted_sim", -1) == o->lifted_sim);
	}
}

static void same(void)
{
	const int64_t ex = playing_ex(&p);
	SAME(gz_timetable_sim(&p.play.timetable, ex) == script_sim(&twin, ex));
	SAME(gz_timetable_at(&p.play.timetable, ex) == script_phase(&twin, ex));
	for (int32_t i = 0; i < p.pack.n_phases; i++)
		SAME(p.play.timetable.from[i] == twin.state.start[i] * 1000 && p.play.timetable.to[i] == twin.state.start[i + 1] * 1000);
	SAME(ex <= twin.state.start[p.pack.n_phases] * 1000); /* at the end of the last phase the clock stands, and not before */
	SAME(!p.chronicle.clock.started || gz_clock_over(&p.chronicle.clock, p.wall) == (ex == twin.state.start[p.pack.n_phases] * 1000));
	SAME((int32_t)json_array_size(playing_state(&p, "messages")) == twin.state.n_messages);
	same_injects();
	same_actions();
	same_orders();
	SAME(gz_clock_speed(&p.chronicle.clock, p.wall) == going);
	const int64_t next = script_next(&twin, ex), turn = p.chronicle.clock.turn;
	SAME(gz_director_next(&p.play, &p.chronicle, ex) == (next != SCRIPT_NEVER && turn > ex && turn < next ? turn : next) || (next == SCRIPT_NEVER && turn > ex));
}

/* The director against the twin, until nothing is owed. */
static void direct(void)
{
	const int64_t ex = playing_ex(&p), hour = gz_timetable_sim(&p.play.timetable, ex) / 3600;
	reported = twin.reported = (double)(gz_random_bits((gz_key){{1, 2}}, round_now, (uint32_t)hour, 0, 0) % 14);
	for (int n = 0;; n++) {
		gz_entry_kind kind = GZ_ENTRY_TICK;
		json_t *body = NULL;
		char wanted[80], got[80] = "";
		script_owes(&twin, ex, wanted);
		ck_assert(gz_director_due(&p.play, &p.chronicle, ex, &world, &p.memory, &kind, &body));
		if (body) {
			const char *act = gz_field_text(body, "act");
			snprintf(got, sizeof got, "%s %.60s", act ? act : "send", gz_field_text(body, !act ? "inject" : strcmp(act, "done") == 0 ? "action" :
				strcmp(act, "decide") == 0 ? "decision" : strcmp(act, "milestone") == 0 ? "milestone" : "inject"));
		}
		ck_assert_msg(strcmp(wanted, got) == 0, "sequence %u, step %u, at %lld: the director says '%s', the twin '%s'", round_now, step_now, (long long)ex, got, wanted);
		if (!body)
			return;
		const char *text = got;
		ck_assert_msg(hand_in(kind, body, false), "sequence %u, step %u: %s is refused", round_now, step_now, text);
		ck_assert_msg(n < 200, "sequence %u, step %u: no end", round_now, step_now);
	}
}

static void step(void)
{
	const uint32_t what = chance(0, 20);
	const int64_t pass = (int64_t)(1 + chance(1, 30)) * 1000;
	if (playing_ex(&p) + pass * p.chronicle.clock.speed < (int64_t)LATEST * 1000)
		wall_goes(pass);
	if (what < 3)
		clock_step();
	else if (what < 6)
		hold_step();
	else if (what < 10)
		act_step();
	else if (what < 14)
		other_step();
	if (chance(2, 8))
		direct();
	same();
	playing_same(&p);
}

static int sequences(void)
{
	const char *wanted = getenv("GUZAR_SEQUENCES");
	const long n = wanted ? strtol(wanted, NULL, 10) : 0;
	return n > 0 ? (int)n : running_light() ? LIGHT : SEQUENCES;
}

START_TEST(test_random_sequences_as_the_twin)
{
	const int n = sequences();
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	p = (playing){0};
	ck_assert_msg(gz_pack_parse(&p.pack, PACK, strlen(PACK), &mistakes) == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
	for (round_now = (uint32_t)_i; round_now < (uint32_t)n; round_now += 4) {
		step_now = 0;
		playing_open(&p);
		script_begin(&twin, &p.pack);
		going = 1;
		for (step_now = 1; step_now <= STEPS; step_now++) {
			for (uint32_t seat = 0; step_now == 1 && seat < 4; seat++)
				if (chance(60 + seat, 2))
					hand_in(GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", "join", "seat", SEATS[seat]), false);
			if (step_now == 2) {
				const int32_t phase = phase_now();
				ck_assert(playing_put(&p, GZ_ENTRY_CLOCK, json_pack("{s:s}", "act", "start"), NULL) == NULL || p.chronicle.clock.started);
				twin.started = p.chronicle.clock.started;
				twin.ended = p.chronicle.clock.state == GZ_CLOCK_ENDED;
				twin.real = p.chronicle.clock.state == GZ_CLOCK_REAL;
				went(phase, phase < 0 ? GZ_CLOCK_START : GZ_CLOCK_ACT_COUNT, 0);
			}
			step();
		}
		script_end(&twin);
		gz_play_free(&p.play);
		gz_chronicle_free(&p.chronicle);
	}
	gz_pack_free(&p.pack);
	gz_mistakes_free(&mistakes);
}
END_TEST

/* ---- a room that is closed and opened again --------------------------------------------------------------------- */
/* The room of a round from STARTEX on, with a world that changes every hour, people who act and a way back; closed and opened again at
 * moments of chance, or never. All that the log holds, as one text. */
static char *played(bool restarts)
{
	step_now = 0;
	int64_t back = 600 + chance(70, 900);
	playing_open(&p);
	playing_do(&p, GZ_ENTRY_SEAT, "{'act':'join','seat':'chief'}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	for (int64_t second = 0; second < 1560; second += 5) {
		step_now = (uint32_t)(second + 1);
		const int64_t hour = gz_timetable_sim(&p.play.timetable, playing_ex(&p)) / 3600;
		reported = (double)(gz_random_bits((gz_key){{3, 4}}, round_now, (uint32_t)(hour / 3), 0, 0) % 16);
		if (restarts && chance(71, 12) == 0) {
			gz_play_free(&p.play);
			p.memory = (gz_director_memory){0};
			ck_assert(gz_play_fold(&p.play, &p.chronicle));
		}
		playing_direct(&p, &world);
		if (chance(72, 60) == 0)
			playing_put(&p, GZ_ENTRY_ACT, json_pack("{s:s, s:s, s:i, s:s}", "act", "milestone", "milestone", "known", "value", (int)chance(73, 2), "by", "One"), NULL);
		if (second >= back) {
			back = INT64_MAX;
			ck_assert(playing_put(&p, GZ_ENTRY_CLOCK, json_pack("{s:s, s:I, s:s}", "act", "rewind", "value", (json_int_t)(second - 400) * 1000, "by", "One"), NULL) == NULL);
			ck_assert(playing_put(&p, GZ_ENTRY_CLOCK, json_pack("{s:s, s:s}", "act", "start", "by", "One"), NULL) == NULL || p.chronicle.clock.state == GZ_CLOCK_RUNNING);
		}
		p.wall += 5000;
	}
	json_t *all = json_array();
	for (int32_t i = 0; i < p.chronicle.n; i++)
		json_array_append(all, p.chronicle.entries[i].body);
	char *text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(all);
	p.memory = (gz_director_memory){0};
	gz_play_free(&p.play);
	gz_chronicle_free(&p.chronicle);
	return text;
}

START_TEST(test_a_restart_at_any_moment_changes_nothing)
{
	gz_mistakes mistakes;
	int waited = 0;
	gz_mistakes_init(&mistakes);
	p = (playing){0};
	ck_assert_msg(gz_pack_parse(&p.pack, PACK, strlen(PACK), &mistakes) == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
	const uint32_t rounds = running_light() ? 12 : 60;
	for (round_now = 0; round_now < rounds; round_now++) {
		char *whole = played(false), *broken = played(true);
		ck_assert_msg(strcmp(whole, broken) == 0, "round %u: what was opened again in between has gone another way", round_now);
		waited += strstr(whole, "\"act\":\"holds\"") && strstr(whole, "\"inject\":\"10\"") && strstr(whole, "\"variant\"");
		free(whole);
		free(broken);
	}
	ck_assert_msg(waited > (int)rounds / 2, "conditions that hold for a while were played in %d rounds", waited);
	gz_pack_free(&p.pack);
	gz_mistakes_free(&mistakes);
}
END_TEST

int main(void)
{
	setlocale(LC_ALL, ""); /* test-locale runs it again where the decimal sign is a comma, five hours east */
	Suite *suite = suite_create("script");
	TCase *c = tcase_create("script");
	tcase_set_timeout(c, 300);
	tcase_add_loop_test(c, test_random_sequences_as_the_twin, 0, 4);
	tcase_add_test(c, test_a_restart_at_any_moment_changes_nothing);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
