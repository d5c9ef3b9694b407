/* A slow, readable twin of how a script plays.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "script.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

#define EACH(i, n) for (int32_t i = 0; i < (n); i++)

static const char *word(const json_t *body, const char *key)
{
	const char *text = json_string_value(json_object_get(body, key));
	return text ? text : "";
}

static int64_t whole(const json_t *body, const char *key) { return json_integer_value(json_object_get(body, key)); }
static bool is(const json_t *body, const char *key, const char *text) { return strcmp(word(body, key), text) == 0; }
static bool there(const json_t *body, const char *key) { return json_object_get(body, key) != NULL; }

#define FIND(name, list, count)                                                                                          \
	static int32_t find_##name(const gz_pack *p, const char *id)                                                         \
	{                                                                                                                    \
		EACH(i, p->count)                                                                                                \
			if (strcmp(p->list[i].id, id) == 0)                                                                          \
				return i;                                                                                                \
		return -1;                                                                                                       \
	}
FIND(inject, injects, n_injects)
FIND(role, roles, n_roles)
FIND(decision, decisions, n_decisions)
FIND(milestone, milestones, n_milestones)

static int32_t find_action(const gz_pack *p, const char *name)
{
	char one[200];
	EACH(i, p->n_actions) {
		snprintf(one, sizeof one, "%s.%s", p->injects[p->actions[i].inject].id, p->actions[i].id);
		if (strcmp(one, name) == 0)
			return i;
	}
	return -1;
}

/* ---- the clocks ------------------------------------------------------------------------------------------------- */
/* Every second from STARTEX on: what the scenario's clock shows. */
static void make_clock(script *s)
{
	script_state *t = &s->state;
	int64_t sim = 0;
	t->start[0] = 0;
	EACH(i, s->pack->n_phases)
		t->start[i + 1] = t->start[i] + t->length[i];
	EACH(k, SCRIPT_CLOCKS) {
		s->sim = s->clocks[k].sim;
		if (memcmp(s->clocks[k].length, t->length, sizeof t->length) == 0)
			return;
	}
	script_clock *clock = &s->clocks[s->next_clock++ % SCRIPT_CLOCKS];
	memcpy(clock->length, t->length, sizeof t->length);
	s->sim = clock->sim;
	EACH(second, SCRIPT_SECONDS + 1) {
		EACH(i, s->pack->n_phases) { /* the second that has just passed */
			const gz_pack_phase *phase = &s->pack->phases[i];
			if (second - 1 >= t->start[i] && second - 1 < t->start[i + 1])
				sim += phase->time == GZ_PACK_REAL ? 1 : phase->time == GZ_PACK_SCALED ? phase->scale : 0;
		}
		EACH(i, s->pack->n_phases) {
			const gz_pack_phase *phase = &s->pack->phases[i];
			if (phase->time == GZ_PACK_JUMP && second == t->start[i])
				sim += phase->scale;
			if (phase->time == GZ_PACK_STEPPED && second == t->start[i + 1])
				sim += phase->scale;
		}
		clock->sim[second] = sim;
	}
}

int32_t script_phase(const script *s, int64_t ms)
{
	int32_t found = 0;
	EACH(i, s->pack->n_phases)
		if (ms / 1000 >= s->state.start[i])
			found = i;
	return found;
}

/* Of a whole second. */
int64_t script_sim(const script *s, int64_t ms)
{
	return s->sim[ms / 1000 < SCRIPT_SECONDS ? ms / 1000 : SCRIPT_SECONDS];
}

/* The first ms with so much on the scenario's clock. */
static int64_t reach(const script *s, int64_t sim)
{
	EACH(second, SCRIPT_SECONDS + 1) {
		if (s->sim[second] < sim)
			continue;
		if (second == 0)
			return 0;
		const gz_pack_phase *phase = &s->pack->phases[script_phase(s, (int64_t)(second - 1) * 1000)];
		for (int64_t ms = 1; phase->time == GZ_PACK_SCALED && ms < 1000; ms++)
			if (s->sim[second - 1] + ms * phase->scale / 1000 >= sim)
				return (int64_t)(second - 1) * 1000 + ms;
		return (int64_t)second * 1000;
	}
	return SCRIPT_NEVER;
}

/* The scenario's clock between seconds, for times that were reached. */
static int64_t sim_between(const script *s, int64_t ms)
{
	const gz_pack_phase *phase = &s->pack->phases[script_phase(s, ms)];
	const bool over = ms / 1000 >= s->state.start[script_phase(s, ms) + 1];
	return script_sim(s, ms) + (phase->time == GZ_PACK_SCALED && !over ? ms % 1000 * phase->scale / 1000 : 0);
}

static int64_t later(const script *s, int64_t ms, gz_pack_span span)
{
	if (ms == SCRIPT_NEVER || !span.given)
		return ms;
	return span.scenario ? reach(s, sim_between(s, ms) + span.seconds) : ms + span.seconds * 1000;
}

/* ---- what has happened ------------------------------------------------------------------------------------------ */
static const script_message *message_of(const script *s, int64_t number)
{
	EACH(i, s->state.n_messages)
		if (s->state.messages[i].number == number)
			return &s->state.messages[i];
	return NULL;
}

static script_order *order_of(const script *s, int64_t number)
{
	EACH(i, s->state.n_orders)
		if (s->state.orders[i].number == number)
			return (script_order *)(uintptr_t)&s->state.orders[i];
	return NULL;
}

static bool goes_to(const script_message *m, const char *seat)
{
	bool found = json_array_size(m->to) == 0;
	EACH(i, (int32_t)json_array_size(m->to))
		found = found || strcmp(json_string_value(json_array_get(m->to, (size_t)i)), seat) == 0;
	return found;
}

static bool asked_of(const script *s, int32_t action, const char *seat)
{
	const gz_pack_action *a = &s->pack->actions[action];
	EACH(i, a->n_roles)
		if (strcmp(s->pack->roles[a->roles[i]].id, seat) == 0)
			return true;
	return false;
}

/* Whether the pack says that this does an action. */
static bool declared(const script *s, int32_t action, gz_pack_answer_kind kind, int32_t of)
{
	EACH(k, s->pack->actions[action].n_answers)
		if (s->pack->actions[action].answers[k].kind == kind && s->pack->actions[action].answers[k].of == of)
			return true;
	return false;
}

/* The first open action of the message's inject with this evidence (-1 any) for a seat. */
static int32_t open_action(const script *s, int64_t reply, const char *seat, int evidence)
{
	const script_message *m = message_of(s, reply);
	EACH(i, s->pack->n_actions)
		if (m && s->pack->actions[i].inject == m->inject && s->state.done[i] < 0 && asked_of(s, i, seat) &&
			(evidence < 0 || ((int)s->pack->actions[i].evidence == evidence &&
			(s->pack->actions[i].n_answers == 0 || evidence == GZ_PACK_VERBAL || evidence == GZ_PACK_OBSERVED))))
			return i;
	return -1;
}

static int32_t claimed_action(const script *s, const json_t *body)
{
	if (there(body, "action"))
		return find_action(s->pack, word(body, "action"));
	int32_t found = open_action(s, whole(body, "reply_to"), word(body, "seat"), GZ_PACK_VERBAL);
	if (found < 0)
		found = open_action(s, whole(body, "reply_to"), word(body, "seat"), GZ_PACK_OBSERVED);
	return found >= 0 ? found : open_action(s, whole(body, "reply_to"), word(body, "seat"), -1);
}

static int32_t lone_decision(const script *s, const char *seat)
{
	int32_t found = -1, n = 0;
	EACH(i, s->pack->n_actions)
		if (s->pack->actions[i].evidence == GZ_PACK_DECISION && s->pack->actions[i].n_answers == 0 && s->state.done[i] < 0 && asked_of(s, i, seat) && s->state.injects[s->pack->actions[i].inject].count > 0) {
			found = i;
			n++;
		}
	return n == 1 ? found : -1;
}

static void reach_milestone(script *s, int32_t milestone, int64_t ex)
{
	if (milestone >= 0 && (s->state.reached[milestone] < 0 || ex < s->state.reached[milestone]))
		s->state.reached[milestone] = ex;
}

static void do_action(script *s, int32_t action, int64_t ex, bool claim)
{
	if (action < 0)
		return;
	if (s->state.done[action] < 0) {
		s->state.done[action] = ex;
		s->state.claimed[action] = claim;
		reach_milestone(s, s->pack->actions[action].milestone, ex);
	} else {
		s->state.claimed[action] = claim;
	}
}

static void undo_action(script *s, int32_t action)
{
	const int32_t milestone = s->pack->actions[action].milestone;
	const int64_t ex = s->state.done[action];
	s->state.done[action] = -1;
	if (milestone < 0 || s->state.reached[milestone] != ex)
		return;
	s->state.reached[milestone] = -1;
	EACH(i, s->pack->n_actions)
		if (s->pack->actions[i].milestone == milestone && s->state.done[i] >= 0)
			reach_milestone(s, milestone, s->state.done[i]);
}

static bool machine(const json_t *body) { return is(body, "by", "machine"); }
static bool proxy(const json_t *body) { return json_is_true(json_object_get(body, "proxy")); }
static int64_t when(const script_fact *f) { return proxy(f->body) ? whole(f->body, "at") : f->ex; }

/* What an entry does by the pack's word; inject -1: whatever was asked for. */
static void do_declared(script *s, const script_fact *f, gz_pack_answer_kind kind, int32_t of, int32_t inject)
{
	EACH(i, s->pack->n_actions)
		if (declared(s, i, kind, of) && asked_of(s, i, word(f->body, "seat")) && s->state.done[i] < 0 &&
			s->state.injects[s->pack->actions[i].inject].count > 0 && (inject < 0 || s->pack->actions[i].inject == inject))
			do_action(s, i, when(f), false);
}

static int32_t replied(const script *s, const script_fact *f)
{
	const script_message *m = there(f->body, "reply_to") ? message_of(s, whole(f->body, "reply_to")) : NULL;
	return m ? m->inject : -1;
}

static void do_written(script *s, const script_fact *f)
{
	EACH(r, s->pack->n_roles) {
		bool to = false;
		EACH(k, (int32_t)json_array_size(json_object_get(f->body, "to")))
			to = to || strcmp(json_string_value(json_array_get(json_object_get(f->body, "to"), (size_t)k)), s->pack->roles[r].id) == 0;
		if (to)
			do_declared(s, f, GZ_PACK_BY_MESSAGE, r, replied(s, f));
	}
	if (replied(s, f) >= 0)
		do_declared(s, f, GZ_PACK_BY_REPLY, -1, replied(s, f));
}

/* Orders that stand when they are asked for. */
static void do_standing(script *s, int32_t inject, int64_t ex)
{
	EACH(k, s->state.n_orders)
		EACH(i, s->pack->n_actions) {
			const script_order *o = &s->state.orders[k];
			if (s->pack->actions[i].inject == inject && (o->status == SCRIPT_ORDERED || o->status == SCRIPT_WAITING) && s->state.done[i] < 0 &&
				declared(s, i, GZ_PACK_BY_DECISION, o->decision) && asked_of(s, i, s->pack->roles[o->role].id))
				do_action(s, i, ex, false);
		}
}

static void happen_send(script *s, const script_fact *f)
{
	script_state *t = &s->state;
	const int32_t inject = find_inject(s->pack, word(f->body, "inject"));
	t->messages[t->n_messages++] = (script_message){f->number, inject, json_object_get(f->body, "to")};
	if (inject >= 0) {
		script_inject *i = &t->injects[inject];
		i->status = 0;
		if (i->count++ == 0) {
			i->first = f->ex;
			i->number = f->number;
		}
		i->last = f->ex;
		i->due = there(f->body, "due") ? whole(f->body, "due") : -1;
		do_standing(s, inject, f->ex);
	}
	if (there(f->body, "seat"))
		do_written(s, f);
	if (there(f->body, "seat"))
		do_action(s, open_action(s, whole(f->body, "reply_to"), word(f->body, "seat"), GZ_PACK_MESSAGE), when(f), false);
}

static void happen_hold(script *s, const script_fact *f)
{
	script_inject *i = &s->state.injects[find_inject(s->pack, word(f->body, "inject")) < 0 ? 0 : find_inject(s->pack, word(f->body, "inject"))];
	if (is(f->body, "act", "phase")) {
		const int32_t phase = script_phase(s, f->ex);
		s->state.length[phase] = is(f->body, "do", "next") ? f->ex / 1000 - s->state.start[phase] : s->state.length[phase] + whole(f->body, "ms") / 1000;
		make_clock(s);
	} else if (is(f->body, "act", "shift")) {
		i->shift += whole(f->body, "ms");
	} else {
		i->status = is(f->body, "act", "hold") ? 1 : is(f->body, "act", "skip") ? 2 : 0;
	}
}

static void set_going(script *s, script_order *o, int64_t ex)
{
	o->status = SCRIPT_ORDERED;
	o->ordered = ex;
	o->from_sim = sim_between(s, ex) + s->pack->decisions[o->decision].lead.seconds;
}

static void happen_decide(script *s, const script_fact *f)
{
	script_order *o = &s->state.orders[s->state.n_orders++];
	const char *seat = word(f->body, "seat");
	*o = (script_order){.number = f->number, .decision = find_decision(s->pack, word(f->body, "decision")), .role = find_role(s->pack, seat),
		.reply = (int32_t)whole(f->body, "reply_to"), .at = when(f), .ordered = -1, .from_sim = -1, .lifted_sim = -1};
	if (!s->pack->decisions[o->decision].confirm)
		set_going(s, o, when(f));
	do_declared(s, f, GZ_PACK_BY_DECISION, o->decision, -1);
	do_action(s, there(f->body, "reply_to") ? open_action(s, o->reply, seat, GZ_PACK_DECISION) : lone_decision(s, seat), when(f), false);
}

static void happen_act(script *s, const script_fact *f)
{
	script_order *o = order_of(s, whole(f->body, "order"));
	const int32_t role = find_role(s->pack, word(f->body, "seat"));
	if (is(f->body, "act", "decide")) {
		happen_decide(s, f);
	} else if (is(f->body, "act", "lift")) {
		o->status = SCRIPT_LIFTED;
		o->lifted_sim = sim_between(s, when(f));
	} else if (is(f->body, "act", "confirm")) {
		set_going(s, o, f->ex);
	} else if (is(f->body, "act", "done")) {
		do_action(s, claimed_action(s, f->body), when(f), !machine(f->body) && !proxy(f->body) && role >= 0 && s->pack->roles[role].kind == GZ_PACK_PLAYER);
	} else if (is(f->body, "act", "undone")) {
		undo_action(s, find_action(s->pack, word(f->body, "action")));
	} else if (is(f->body, "act", "form")) {
		do_declared(s, f, GZ_PACK_BY_FORM, 0, replied(s, f));
		do_action(s, open_action(s, whole(f->body, "reply_to"), word(f->body, "seat"), GZ_PACK_FORM), when(f), false);
	} else if (is(f->body, "act", "milestone")) {
		const int32_t m = find_milestone(s->pack, word(f->body, "milestone"));
		if (whole(f->body, "value"))
			reach_milestone(s, m, f->ex);
		else
			s->state.reached[m] = -1;
	} else if (is(f->body, "act", "holds")) {
		const int32_t i = find_inject(s->pack, word(f->body, "inject"));
		s->state.since[i] = whole(f->body, "value") ? f->ex : -1;
		s->state.since_sim[i] = script_sim(s, f->ex);
	} else if (is(f->body, "act", "pass")) {
		s->state.passed[find_inject(s->pack, word(f->body, "inject"))] = f->ex;
	} else if (is(f->body, "act", "none")) {
		s->state.none[find_inject(s->pack, word(f->body, "inject"))] = f->ex;
	}
}

static void happen(script *s, const script_fact *f)
{
	if (strcmp(f->kind, "send") == 0)
		happen_send(s, f);
	else if (strcmp(f->kind, "hold") == 0)
		happen_hold(s, f);
	else if (strcmp(f->kind, "act") == 0)
		happen_act(s, f);
	else if (strcmp(f->kind, "seat") == 0)
		s->state.joined[find_role(s->pack, word(f->body, "seat"))] = is(f->body, "act", "join");
	else if (strcmp(f->kind, "refuse") == 0) {
		script_order *o = order_of(s, whole(f->body, "order"));
		o->status = SCRIPT_REFUSED;
		o->lifted_sim = sim_between(s, f->ex);
	}
}

/* From the first second on, all over again. */
static void again(script *s)
{
	memset(&s->state, 0, sizeof s->state);
	EACH(i, SCRIPT_ROWS)
		s->state.done[i] = s->state.reached[i] = s->state.passed[i] = s->state.none[i] = s->state.injects[i].first = s->state.injects[i].due = s->state.since[i] = -1;
	EACH(i, s->pack->n_phases)
		s->state.length[i] = s->pack->phases[i].to - s->pack->phases[i].from;
	make_clock(s);
	EACH(i, s->n)
		happen(s, &s->facts[i]);
}

void script_begin(script *s, const gz_pack *pack)
{
	memset(s, 0, sizeof *s);
	s->pack = pack;
	assert(pack->n_phases < SCRIPT_ROWS && pack->n_injects < SCRIPT_ROWS && pack->n_actions < SCRIPT_ROWS && pack->n_roles < SCRIPT_ROWS);
	again(s);
}

void script_end(script *s)
{
	EACH(i, s->n)
		json_decref(s->facts[i].body);
}

void script_take(script *s, const char *kind, int64_t ex, int32_t number, const json_t *body)
{
	assert(s->n < SCRIPT_MOST);
	script_fact *f = &s->facts[s->n++];
	snprintf(f->kind, sizeof f->kind, "%s", kind);
	f->ex = ex;
	f->number = number;
	f->body = json_deep_copy(body);
	again(s);
}

void script_rewind(script *s, int64_t to)
{
	int32_t kept = 0;
	EACH(i, s->n) {
		if (s->facts[i].ex <= to || strcmp(s->facts[i].kind, "seat") == 0)
			s->facts[kept++] = s->facts[i];
		else
			json_decref(s->facts[i].body);
	}
	s->n = kept;
	again(s);
}

/* ---- what may happen -------------------------------------------------------------------------------------------- */
static bool may_order(const script *s, int32_t role, int32_t decision)
{
	EACH(i, role < 0 ? 0 : s->pack->roles[role].n_may)
		if (s->pack->roles[role].may[i] == decision)
			return true;
	return false;
}

static bool may_hold(const script *s, int64_t ex, const json_t *body)
{
	if (s->ended)
		return false;
	if (is(body, "act", "phase")) {
		const int32_t phase = script_phase(s, ex);
		return s->started && !s->real && (is(body, "do", "next") ? phase + 1 < s->pack->n_phases : ex / 1000 <= s->state.start[phase + 1]);
	}
	const int32_t index = find_inject(s->pack, word(body, "inject"));
	const script_inject *i = &s->state.injects[index];
	const gz_pack_trigger *t = &s->pack->injects[index].trigger;
	if (is(body, "act", "release"))
		return i->status != 0;
	if (i->count > 0 && !t->every.given && t->most < 2)
		return false;
	if (is(body, "act", "shift"))
		return t->kind != GZ_PACK_WHEN && t->kind != GZ_PACK_MANUAL;
	return i->status != (is(body, "act", "hold") ? 1 : 2);
}

static bool may_act(const script *s, int64_t ex, const json_t *body)
{
	const char *seat = word(body, "seat");
	const int32_t role = find_role(s->pack, seat);
	const script_order *o = order_of(s, whole(body, "order"));
	const bool ticks = is(body, "act", "done") || is(body, "act", "undone"), player = role >= 0 && s->pack->roles[role].kind == GZ_PACK_PLAYER;
	if (s->real || !s->started || (s->ended && !(ticks && (role < 0 || (!player && !proxy(body))))))
		return false;
	if (role >= 0 && !proxy(body) && !s->state.joined[role])
		return false;
	if (proxy(body) && (!player || whole(body, "at") < 0 || whole(body, "at") > ex))
		return false;
	if (player && there(body, "reply_to") && !(message_of(s, whole(body, "reply_to")) && goes_to(message_of(s, whole(body, "reply_to")), seat)))
		return false;
	if (is(body, "act", "decide"))
		return player && may_order(s, role, find_decision(s->pack, word(body, "decision")));
	if (is(body, "act", "lift"))
		return player && o && (o->status == SCRIPT_WAITING || o->status == SCRIPT_ORDERED) && may_order(s, role, o->decision);
	if (is(body, "act", "confirm"))
		return role < 0 && o && o->status == SCRIPT_WAITING;
	const int32_t action = claimed_action(s, body);
	if (is(body, "act", "undone"))
		return role < 0 && action >= 0 && s->state.done[action] >= 0;
	if (action < 0 || (player && !asked_of(s, action, seat)))
		return false;
	return s->state.done[action] < 0 || (s->state.claimed[action] && !player);
}

bool script_may(const script *s, const char *kind, int64_t ex, const json_t *body)
{
	const script_order *o = order_of(s, whole(body, "order"));
	if (strcmp(kind, "hold") == 0)
		return may_hold(s, ex, body);
	if (strcmp(kind, "refuse") == 0)
		return s->started && !s->ended && !s->real && o && (o->status == SCRIPT_WAITING || o->status == SCRIPT_ORDERED);
	return may_act(s, ex, body);
}

/* ---- what is owed ----------------------------------------------------------------------------------------------- */
static int64_t first_of(int64_t a, int64_t b) { return a < b ? a : b; }

static int64_t time_of(const script *s, const gz_pack_inject *i)
{
	const gz_pack_span at = i->trigger.at;
	int32_t phase = i->phase;
	if (at.scenario)
		return reach(s, at.seconds + (at.relative ? script_sim(s, s->state.start[phase] * 1000) : 0));
	int64_t into = at.seconds;
	if (!at.relative) {
		if (phase < 0 || at.seconds < s->pack->phases[phase].from || at.seconds > s->pack->phases[phase].to)
			EACH(k, s->pack->n_phases)
				if (at.seconds >= s->pack->phases[k].from)
					phase = k;
		into = at.seconds - s->pack->phases[phase].from;
	}
	const int64_t planned = s->pack->phases[phase].to - s->pack->phases[phase].from;
	return into <= planned && into > s->state.length[phase] ? SCRIPT_NEVER : (s->state.start[phase] + into) * 1000;
}

/* When what sets an inject off by its own trigger was. */
static int64_t set_off(const script *s, int32_t index)
{
	const gz_pack_inject *i = &s->pack->injects[index];
	const gz_pack_trigger *t = &i->trigger;
	int64_t found = SCRIPT_NEVER;
	if (t->kind == GZ_PACK_AT)
		return time_of(s, i);
	if (t->kind == GZ_PACK_UNLESS) {
		const int64_t by = time_of(s, i), reached = s->state.reached[t->of];
		return by != SCRIPT_NEVER && reached >= 0 && reached <= by + s->state.injects[index].shift ? SCRIPT_NEVER : by;
	}
	if (t->kind == GZ_PACK_AFTER_INJECT && s->state.injects[t->of].count > 0)
		found = s->state.injects[t->of].first;
	if (t->kind == GZ_PACK_AFTER_MILESTONE && s->state.reached[t->of] >= 0)
		found = s->state.reached[t->of];
	EACH(k, t->kind == GZ_PACK_AFTER_DECISION ? s->state.n_orders : 0)
		if (s->state.orders[k].decision == t->of && s->state.orders[k].ordered >= 0 && s->state.orders[k].status != SCRIPT_REFUSED)
			found = first_of(found, s->state.orders[k].ordered);
	return later(s, found, t->at);
}

static int64_t inject_due(const script *s, int64_t ex, int32_t index)
{
	const gz_pack_inject *i = &s->pack->injects[index];
	const script_inject *now = &s->state.injects[index];
	int64_t at = set_off(s, index);
	EACH(k, s->pack->n_injects)
		if (s->pack->injects[k].contingency == index && s->state.passed[k] >= 0)
			at = first_of(at, s->state.passed[k]);
	if (at == SCRIPT_NEVER || now->status == 2)
		return SCRIPT_NEVER;
	if (now->count > 0) {
		if (!i->trigger.every.given || (i->trigger.most > 0 && now->count >= i->trigger.most))
			return SCRIPT_NEVER;
		/* the last of its times that has been, or the next one */
		const gz_pack_span every = i->trigger.every;
		const int64_t one = later(s, now->due >= 0 ? now->due : now->last, every);
		int64_t next = one;
		for (int64_t k = 1; one != SCRIPT_NEVER; k++) {
			const int64_t then = every.scenario ? reach(s, sim_between(s, one) + k * every.seconds) : one + k * every.seconds * 1000;
			if (then > ex)
				break;
			next = then;
		}
		return next;
	}
	at = at + now->shift < 0 ? 0 : at + now->shift;
	return i->channel < 0 ? at : later(s, at, s->pack->channels[i->channel].latency);
}

/* So many seconds of work after sent: each second counts in which there is no discussion that began later. */
static int64_t worked(const script *s, int64_t sent, int64_t seconds)
{
	const int32_t own = script_phase(s, sent);
	int64_t at = sent;
	while (seconds > 0) {
		const int32_t phase = script_phase(s, at);
		const bool talk = s->pack->phases[phase].time == GZ_PACK_FROZEN && phase != own && at / 1000 < s->state.start[phase + 1];
		seconds -= !talk;
		at += 1000;
	}
	return at;
}

static int64_t action_due(const script *s, int32_t action)
{
	const gz_pack_action *a = &s->pack->actions[action];
	const int64_t sent = s->state.injects[a->inject].first;
	if (a->within.given)
		return a->within.scenario ? later(s, sent, a->within) : worked(s, sent, a->within.seconds);
	return a->critical ? s->state.start[script_phase(s, sent) + 1] * 1000 : SCRIPT_NEVER;
}

static bool in_time(const script *s, int32_t action) { return s->state.done[action] >= 0 && s->state.done[action] <= action_due(s, action); }

static int64_t none_due(const script *s, int32_t index)
{
	const gz_pack_inject *i = &s->pack->injects[index];
	int64_t by = -1;
	bool decisions = false, decided = false, guessed = false;
	if (i->kind != GZ_PACK_DECISION_REQUEST || s->state.injects[index].count == 0 || s->state.none[index] >= 0)
		return SCRIPT_NEVER;
	EACH(k, i->n_actions)
		decisions = decisions || s->pack->actions[i->actions[k]].evidence == GZ_PACK_DECISION;
	EACH(k, i->n_actions)
		if (!decisions || s->pack->actions[i->actions[k]].evidence == GZ_PACK_DECISION) {
			by = action_due(s, i->actions[k]) > by ? action_due(s, i->actions[k]) : by;
			decided = decided || (decisions && in_time(s, i->actions[k]));
			guessed = guessed || s->pack->actions[i->actions[k]].n_answers == 0;
		}
	EACH(k, s->state.n_orders) {
		const script_message *m = message_of(s, s->state.orders[k].reply);
		decided = decided || (guessed && m && m->inject == index && s->state.orders[k].at <= by);
	}
	return by < 0 || decided ? SCRIPT_NEVER : by;
}

static int64_t pass_due(const script *s, int32_t index)
{
	const gz_pack_inject *i = &s->pack->injects[index];
	int64_t found = SCRIPT_NEVER;
	bool critical = false;
	if (i->contingency < 0 || s->state.injects[index].count == 0 || s->state.passed[index] >= 0)
		return SCRIPT_NEVER;
	EACH(k, i->n_actions)
		critical = critical || s->pack->actions[i->actions[k]].critical;
	EACH(k, i->n_actions) {
		const gz_pack_action *a = &s->pack->actions[i->actions[k]];
		if ((critical ? a->critical : a->within.given) && !in_time(s, i->actions[k]))
			found = first_of(found, action_due(s, i->actions[k]));
	}
	return found;
}

static bool away(const script *s, int32_t role)
{
	const gz_pack_role_kind kind = s->pack->roles[role].kind;
	return kind != GZ_PACK_CONTROLLER && kind != GZ_PACK_FACILITATOR && !s->state.joined[role];
}

/* The decision that an absent role would still order about an inject. */
static int32_t would_order(const script *s, int32_t role, int32_t inject)
{
	EACH(k, s->pack->roles[role].n_orders) {
		const gz_pack_order *o = &s->pack->roles[role].orders[k];
		bool made = o->inject != inject || !away(s, role);
		EACH(m, s->state.n_orders)
			made = made || (s->state.orders[m].decision == o->decision && s->state.orders[m].role == role && s->state.orders[m].number > s->state.injects[inject].number);
		if (!made)
			return o->decision;
	}
	return -1;
}

typedef struct owing { int64_t at; int rank; int32_t index; char text[80]; } owing;

static void owe(owing *best, int64_t at, int rank, int32_t index, const char *verb, const char *what)
{
	if (at == SCRIPT_NEVER || at > best->at || (at == best->at && (rank > best->rank || (rank == best->rank && index >= best->index))))
		return;
	*best = (owing){.at = at, .rank = rank, .index = index};
	snprintf(best->text, sizeof best->text, "%s %.60s", verb, what);
}

static int32_t stand_in(const script *s, int32_t action)
{
	const gz_pack_action *a = &s->pack->actions[action];
	EACH(k, a->n_roles)
		if (!away(s, a->roles[k]))
			return -1;
	EACH(k, a->n_roles) {
		const gz_pack_role *r = &s->pack->roles[a->roles[k]];
		if (r->absent == GZ_PACK_ABSENT_ALL || (r->absent == GZ_PACK_ABSENT_CRITICAL && a->critical))
			return a->roles[k];
	}
	return -1;
}

static void owe_deeds(const script *s, int32_t inject, owing *best)
{
	const int64_t sent = s->state.injects[inject].first;
	owing one = {.at = SCRIPT_NEVER, .rank = 9};
	if (sent < 0)
		return;
	EACH(r, s->pack->n_roles)
		if (would_order(s, r, inject) >= 0)
			owe(&one, later(s, sent, s->pack->roles[r].absent_after), 0, r, "decide", s->pack->decisions[would_order(s, r, inject)].id);
	EACH(i, s->pack->n_actions) {
		const gz_pack_action *a = &s->pack->actions[i];
		const int32_t r = a->inject == inject && s->state.done[i] < 0 ? stand_in(s, i) : -1;
		char name[80];
		if (r < 0 || (a->evidence == GZ_PACK_DECISION && would_order(s, r, inject) >= 0))
			continue;
		snprintf(name, sizeof name, "%.30s.%.40s", s->pack->injects[inject].id, a->id);
		owe(&one, later(s, sent, s->pack->roles[r].absent_after), 1, i, "done", name);
	}
	if (one.at == SCRIPT_NEVER || one.at > best->at || (one.at == best->at && (best->rank < 1 || (best->rank == 1 && best->index <= inject))))
		return;
	*best = one;
	best->rank = 1;
	best->index = inject;
}

static owing by_time(const script *s, int64_t ex)
{
	owing best = {.at = SCRIPT_NEVER, .rank = 9};
	EACH(i, s->pack->n_injects) {
		const char *id = s->pack->injects[i].id;
		if (s->state.injects[i].status != 1)
			owe(&best, inject_due(s, ex, i), 4, i, "send", id);
		owe_deeds(s, i, &best);
		owe(&best, none_due(s, i), 2, i, "none", id);
		owe(&best, pass_due(s, i), 3, i, "pass", id);
	}
	return best;
}

int64_t script_next(script *s, int64_t ex)
{
	return !s->started || s->ended || s->real ? SCRIPT_NEVER : by_time(s, ex).at;
}

/* The pack of the test has one shape of condition only: reported(...) >= number. */
static bool holds(const script *s, const gz_expr *condition)
{
	const char *text = strstr(gz_expr_text(condition), ">= ");
	int32_t bound = 0;
	for (text += 3; *text >= '0' && *text <= '9'; text++)
		bound = bound * 10 + (*text - '0');
	return s->reported >= bound;
}

/* Whether it matters since when a condition has held. */
static bool counted(const script *s, int32_t index)
{
	const gz_pack_trigger *t = &s->pack->injects[index].trigger;
	const int32_t count = s->state.injects[index].count;
	const bool matters = t->kind == GZ_PACK_WHEN && (t->lasts.seconds > 0 || (t->most > 1 && !t->every.given));
	return matters && (count == 0 || (t->most > 0 ? count < t->most : t->every.given));
}

static bool when_sends(const script *s, int64_t ex, int32_t index)
{
	const gz_pack_trigger *t = &s->pack->injects[index].trigger;
	const script_inject *now = &s->state.injects[index];
	const int64_t since = s->state.since[index];
	if (t->kind != GZ_PACK_WHEN || now->status != 0 || !holds(s, t->when))
		return false;
	if (counted(s, index) && (since < 0 || script_sim(s, ex) - s->state.since_sim[index] < t->lasts.seconds))
		return false;
	if (now->count == 0)
		return true;
	if (t->most > 0 && now->count >= t->most)
		return false;
	return t->every.given ? later(s, now->last, t->every) <= ex : t->most > 1 && now->last < since;
}

void script_owes(script *s, int64_t ex, char out[80])
{
	out[0] = '\0';
	if (!s->started || s->ended || s->real)
		return;
	owing best = by_time(s, ex);
	EACH(i, s->pack->n_injects)
		if (counted(s, i) && holds(s, s->pack->injects[i].trigger.when) != (s->state.since[i] >= 0))
			owe(&best, ex, -1, i, "holds", s->pack->injects[i].id);
	EACH(i, s->pack->n_milestones)
		if (s->pack->milestones[i].by == GZ_PACK_BY_WORLD && s->state.reached[i] < 0 && holds(s, s->pack->milestones[i].when))
			owe(&best, ex, 0, i, "milestone", s->pack->milestones[i].id);
	EACH(i, s->pack->n_injects)
		if (when_sends(s, ex, i))
			owe(&best, ex, 4, i, "send", s->pack->injects[i].id);
	if (best.at <= ex)
		memcpy(out, best.text, sizeof best.text);
}
