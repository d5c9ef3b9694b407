/* Picks from the state of play what a screen may know.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/scene.h"
#include "exercise/director.h"
#include "exercise/entry/act.h"
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include "serve/papers.h"
#include <stdlib.h>
#include <string.h>

enum { NEXT = 5 };

static json_t *state_of(const gz_room_sight *s, const char *key)
{
	return json_object_get(s->play->state, key);
}

/* A new object with those of the keys (NULL after the last) that are there. */
static json_t *pick(const json_t *from, const char *const *keys)
{
	json_t *one = json_object();
	for (int i = 0; one && keys[i]; i++)
		if (json_object_get(from, keys[i]))
			json_object_set(one, keys[i], json_object_get(from, keys[i]));
	return one;
}

/* ---- time ------------------------------------------------------------------------------------------------------- */
/* From when to when the discussions lasted that have begun: nobody is late by them who was asked before. */
static json_t *frozen(const gz_timetable *t, int64_t ex)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < t->n; i++)
		if (t->pack->phases[i].time == GZ_PACK_FROZEN && t->from[i] <= ex)
			json_array_append_new(list, json_pack("[I, I]", (json_int_t)t->from[i], (json_int_t)t->to[i]));
	return list;
}

void gz_scene_clock(json_t *clock, const gz_room_sight *s)
{
	const gz_timetable *t = &s->play->timetable;
	const int32_t phase = gz_timetable_at(t, s->ex);
	char date[24];
	if (!s->pack || phase < 0)
		return;
	const gz_pack_phase *p = &s->pack->phases[phase];
	const int64_t sim = gz_timetable_sim(t, s->ex);
	const bool over = s->ex >= t->to[phase];
	gz_timetable_print(s->pack, sim, date);
	json_object_set_new(clock, "sim", json_integer(sim));
	json_object_set_new(clock, "date", json_string(date));
	json_object_set_new(clock, "phase", json_integer(phase));
	json_object_set_new(clock, "pace", json_integer(over ? 0 : p->time == GZ_PACK_REAL ? 1 : p->time == GZ_PACK_SCALED ? p->scale : 0));
	json_object_set_new(clock, "phase_ends", json_integer(t->to[phase]));
	json_object_set_new(clock, "over", json_boolean(s->ex >= gz_timetable_close(t)));
	json_object_set_new(clock, "frozen", frozen(t, s->ex));
}

/* The phase of now, with its questions. */
static json_t *phase_json(const gz_room_sight *s)
{
	const gz_timetable *t = &s->play->timetable;
	const int32_t phase = gz_timetable_at(t, s->ex);
	json_t *all = s->phases && phase >= 0 ? json_array_get(s->phases, (size_t)phase) : NULL, *one = all ? json_copy(all) : NULL;
	if (!one)
		return json_null();
	json_object_set_new(one, "index", json_integer(phase));
	json_object_set_new(one, "from", json_integer(t->from[phase]));
	json_object_set_new(one, "to", json_integer(t->to[phase]));
	return one;
}

/* ---- messages --------------------------------------------------------------------------------------------------- */
/* When the first of the actions that a message asks of a seat, and that are not done, is due, in ms; INT64_MAX: none. */
static int64_t due(const gz_room_sight *s, const json_t *message, const char *seat)
{
	const int32_t inject = s->pack ? gz_play_inject(s->play, gz_field_text(message, "inject")) : -1;
	int64_t first = INT64_MAX;
	for (int32_t i = 0; inject >= 0 && i < s->pack->injects[inject].n_actions; i++) {
		const int32_t action = s->pack->injects[inject].actions[i];
		const gz_pack_action *a = &s->pack->actions[action];
		if (!a->within.given || !gz_mark_may(s->pack, action, seat) || gz_mark_done(s->play, action))
			continue;
		const int64_t at = gz_timetable_due(&s->play->timetable, gz_field_whole(message, "ex"), &a->within);
		first = at < first ? at : first;
	}
	return first;
}

static void put_once(json_t *list, json_t *word)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
		if (json_equal(one, word)) {
			json_decref(word);
			return;
		}
	json_array_append_new(list, word);
}

/* The kinds of answer that do an action: a form by its name, "order", "message" to somebody, "reply", "done" by word of mouth. */
static void put_kinds(json_t *list, const gz_pack_action *a)
{
	static const char *const declared[] = {[GZ_PACK_BY_DECISION] = "order", [GZ_PACK_BY_MESSAGE] = "message", [GZ_PACK_BY_REPLY] = "reply"};
	static const char *const guessed[] = {[GZ_PACK_DECISION] = "order", [GZ_PACK_MESSAGE] = "reply", [GZ_PACK_FORM] = "form"};
	for (int32_t i = 0; i < a->n_answers; i++) {
		const gz_pack_answer *by = &a->answers[i];
		put_once(list, by->kind == GZ_PACK_BY_FORM ? json_sprintf("form %s", gz_pack_form_words[by->of]) : json_string(declared[by->kind]));
	}
	if (a->evidence == GZ_PACK_VERBAL || a->evidence == GZ_PACK_OBSERVED)
		put_once(list, json_string("done"));
	else if (a->n_answers == 0)
		put_once(list, json_string(guessed[a->evidence]));
}

/* For each action that a message still asks of a seat the kinds of answer that do it: nothing of what they are to say. NULL: none. */
static json_t *asks(const gz_room_sight *s, const json_t *message, const char *seat)
{
	const int32_t inject = s->pack ? gz_play_inject(s->play, gz_field_text(message, "inject")) : -1;
	json_t *list = NULL;
	for (int32_t i = 0; inject >= 0 && i < s->pack->injects[inject].n_actions; i++) {
		const int32_t action = s->pack->injects[inject].actions[i];
		if (!gz_mark_may(s->pack, action, seat) || gz_mark_done(s->play, action))
			continue;
		json_t *kinds = json_array();
		list = list ? list : json_array();
		put_kinds(kinds, &s->pack->actions[action]);
		put_once(list, kinds);
	}
	return list;
}

/* What a seat has said that it did by phone or by word of mouth, for a message. NULL: nothing. */
static json_t *told(const gz_room_sight *s, const json_t *message, const char *seat)
{
	const int32_t inject = s->pack ? gz_play_inject(s->play, gz_field_text(message, "inject")) : -1;
	json_t *list = NULL;
	for (int32_t i = 0; inject >= 0 && i < s->pack->injects[inject].n_actions; i++) {
		json_t *name = gz_mark_name(s->pack, s->pack->injects[inject].actions[i]), *row = json_object_get(state_of(s, "actions"), json_string_value(name));
		json_decref(name);
		if (!gz_field_same(row, "seat", seat) || !gz_field_same(row, "how", "claim"))
			continue;
		list = list ? list : json_array();
		json_array_append_new(list, json_pack("{s:O, s:O*}", "ex", json_object_get(row, "ex"), "text", json_object_get(row, "text")));
	}
	return list;
}

/* Who speaks, where the simulation cell named somebody of the story. */
static void put_persona(const gz_room_sight *s, const json_t *message, json_t *one)
{
	const char *persona = gz_field_text(message, "persona");
	if (persona && !json_object_get(message, "from") && json_object_get(s->personas, persona))
		json_object_set(one, "from", json_object_get(s->personas, persona));
}

static json_t *letter(const gz_room_sight *s, const json_t *m, const char *seat)
{
	static const char *const keys[] = {"number", "ex", "sim", "from", "seat", "subject", "body", "text", "form", "to", "reply_to", NULL};
	const bool mine = gz_field_same(m, "seat", seat);
	json_t *one = pick(m, keys), *seen = json_object_get(json_object_get(m, "seen"), seat);
	const char *channel = gz_field_text(m, "channel");
	const int64_t until = mine ? INT64_MAX : due(s, m, seat);
	if (mine) {
		if (json_object_get(m, "persona"))
			json_object_set(one, "persona", json_object_get(m, "persona"));
		if (json_object_get(m, "proxy"))
			json_object_set(one, "proxy", json_object_get(m, "proxy"));
	} else if (!json_object_get(m, "from") && !json_object_get(m, "seat")) {
		json_object_set(one, "by", json_object_get(m, "by"));
	}
	if (channel && json_object_get(s->channels, channel))
		json_object_set(one, "channel", json_object_get(s->channels, channel));
	put_persona(s, m, one);
	if (json_object_get(m, "form"))
		json_object_set(one, "fields", json_object_get(gz_field_numbered(state_of(s, "forms"), gz_field_whole(m, "number")), "fields"));
	json_object_set_new(one, "mine", json_boolean(mine));
	json_object_set(one, "seen", seen ? seen : json_null());
	if (until < INT64_MAX)
		json_object_set_new(one, "due", json_integer(until));
	if (!mine) {
		json_object_set_new(one, "asks", asks(s, m, seat));
		json_object_set_new(one, "done", told(s, m, seat));
	}
	return one;
}

json_t *gz_scene_inbox(const gz_room_sight *s, const char *seat)
{
	const json_t *all = state_of(s, "messages");
	json_t *list = json_array();
	for (size_t i = json_array_size(all); i-- > 0 && json_array_size(list) < GZ_SCENE_MESSAGES;) {
		const json_t *m = json_array_get(all, i);
		if (gz_play_reaches(m, seat) || gz_field_same(m, "seat", seat))
			json_array_append_new(list, letter(s, m, seat));
	}
	return list;
}

json_t *gz_scene_traffic(const gz_room_sight *s, bool heads)
{
	static const char *const head[] = {"number", "ex", "sim", "by", "from", "persona", "seat", "channel", "subject", "form", "inject", "variant", "why", "due", "to",
		"reply_to", "proxy", "at", NULL};
	const json_t *all = state_of(s, "messages");
	json_t *list = json_array();
	for (size_t i = json_array_size(all); i-- > 0 && json_array_size(list) < GZ_SCENE_MESSAGES;) {
		const json_t *m = json_array_get(all, i);
		json_t *one = pick(m, head);
		const bool whole = !heads && json_array_size(list) < GZ_SCENE_BODIES;
		put_persona(s, m, one);
		if (!heads)
			json_object_set(one, "seen", json_object_get(m, "seen"));
		if (json_object_get(m, "text")) /* a person's few words */
			json_object_set(one, "text", json_object_get(m, "text"));
		if (whole && json_object_get(m, "body"))
			json_object_set(one, "body", json_object_get(m, "body"));
		json_array_append_new(list, one);
	}
	return list;
}

/* ---- orders, answers -------------------------------------------------------------------------------------------- */
static bool in_force(const gz_room_sight *s, const json_t *order)
{
	const int64_t sim = gz_timetable_sim(&s->play->timetable, s->ex);
	return gz_field_same(order, "status", "ordered") && sim >= gz_field_whole(order, "from_sim") && !gz_act_over(order, sim);
}

/* The name of an order's decision, and whether it changes nothing in the world: it is put on record. */
static void put_name(const gz_room_sight *s, json_t *order)
{
	const int32_t decision = gz_play_decision(s->play, gz_field_text(order, "decision"));
	if (decision >= 0 && s->pack->decisions[decision].measure < 0)
		json_object_set_new(order, "record", json_true());
	json_t *name = decision >= 0 ? json_array_get(s->decisions, (size_t)decision) : NULL;
	if (name)
		json_object_set(order, "name", name);
}

/* A seat's own orders, and those that can be seen because they are in force; seat NULL: these alone. */
static json_t *orders_known(const gz_room_sight *s, const char *seat)
{
	static const char *const own[] = {"number", "ex", "sim", "seat", "decision", "hours", "reasons", "legal", "status", "from_sim", "lifted_sim", "review_sim", "reason", "proxy", "at", NULL};
	static const char *const others[] = {"number", "seat", "decision", "status", "from_sim", "lifted_sim", NULL};
	json_t *list = json_array(), *order;
	size_t i;
	json_array_foreach(state_of(s, "orders"), i, order) {
		const bool mine = seat && gz_field_same(order, "seat", seat), now = in_force(s, order);
		if (!mine && !now)
			continue;
		json_t *one = pick(order, mine ? own : others);
		put_name(s, one);
		json_object_set_new(one, "mine", json_boolean(mine));
		json_object_set_new(one, "in_force", json_boolean(now));
		json_array_append_new(list, one);
	}
	return list;
}

/* All orders, those that wait first. */
static json_t *orders_all(const gz_room_sight *s)
{
	json_t *list = json_array(), *order;
	size_t i;
	for (int waiting = 1; waiting >= 0; waiting--)
		json_array_foreach(state_of(s, "orders"), i, order)
			if (gz_field_same(order, "status", "waiting") == waiting) {
				json_t *one = json_copy(order);
				put_name(s, one);
				json_object_set_new(one, "in_force", json_boolean(in_force(s, order)));
				json_array_append_new(list, one);
			}
	return list;
}

static bool released(const gz_room_sight *s, const json_t *answer)
{
	json_t *name = json_sprintf("%s.%d", gz_field_text(answer, "phase"), (int)gz_field_whole(answer, "question"));
	const bool shown = name && json_object_get(state_of(s, "released"), json_string_value(name)) != NULL;
	json_decref(name);
	return shown;
}

/* Answers of a seat, or those released. */
static json_t *answers(const gz_room_sight *s, const char *seat)
{
	static const char *const keys[] = {"phase", "question", "seat", "text", "number", "ex", "proxy", NULL};
	json_t *list = json_array(), *answer;
	size_t i;
	json_array_foreach(state_of(s, "answers"), i, answer)
		if (seat ? gz_field_same(answer, "seat", seat) : released(s, answer))
			json_array_append_new(list, pick(answer, keys));
	return list;
}

/* ---- who sees what ---------------------------------------------------------------------------------------------- */
void gz_scene_player(json_t *view, const gz_room_sight *s, const char *seat)
{
	static const char *const keys[] = {"number", "ex", "sim", "form", "fields", "result", "reply_to", "proxy", NULL};
	json_t *forms = json_array(), *form;
	size_t i;
	json_array_foreach(state_of(s, "forms"), i, form)
		if (gz_field_same(form, "seat", seat))
			json_array_append_new(forms, pick(form, keys));
	json_object_set_new(view, "phase", phase_json(s));
	json_object_set_new(view, "orders", orders_known(s, seat));
	json_object_set_new(view, "answers", answers(s, seat));
	json_object_set_new(view, "released", answers(s, NULL));
	json_object_set_new(view, "forms", forms);
}

/* By when the expected actions of what was sent are due, in ms. */
static json_t *dues(const gz_room_sight *s)
{
	json_t *all = json_object();
	for (int32_t i = 0; i < s->pack->n_actions; i++) {
		const int64_t due = gz_due_action(s->play, i);
		json_t *name = due == GZ_DUE_NEVER ? NULL : gz_mark_name(s->pack, i);
		if (name)
			json_object_set_new(all, json_string_value(name), json_integer(due));
		json_decref(name);
	}
	return all;
}

void gz_scene_evaluator(json_t *view, const gz_room_sight *s, const char *seat)
{
	json_t *own = json_array(), *one;
	size_t i;
	json_array_foreach(state_of(s, "observations"), i, one)
		if (gz_field_same(one, "seat", seat))
			json_array_append(own, one);
	json_object_set_new(view, "phase", phase_json(s));
	json_object_set_new(view, "observations", own);
	json_object_set_new(view, "traffic", gz_scene_traffic(s, true));
	json_object_set_new(view, "orders", orders_all(s));
	json_object_set_new(view, "answers", json_copy(state_of(s, "answers")));
	json_object_set(view, "actions", state_of(s, "actions"));
	json_object_set_new(view, "due", dues(s));
	json_object_set(view, "milestones", state_of(s, "milestones"));
	json_object_set(view, "injects", state_of(s, "injects"));
}

/* Subjects of what went to everybody who plays. */
static json_t *headlines(const gz_room_sight *s)
{
	static const char *const keys[] = {"number", "ex", "sim", "from", "subject", "text", NULL};
	const json_t *all = state_of(s, "messages");
	json_t *list = json_array();
	for (size_t i = json_array_size(all); i-- > 0 && json_array_size(list) < 10;) {
		const json_t *m = json_array_get(all, i), *role;
		bool everybody = true;
		size_t k;
		json_array_foreach(state_of(s, "roles"), k, role)
			everybody = everybody && (!gz_play_plays(role) || gz_play_reaches(m, gz_field_text(role, "id")));
		if (!everybody)
			continue;
		json_array_append_new(list, pick(m, keys));
		put_persona(s, m, json_array_get(list, json_array_size(list) - 1));
	}
	return list;
}

void gz_scene_projector(json_t *view, const gz_room_sight *s)
{
	json_object_set_new(view, "phase", phase_json(s));
	json_object_set_new(view, "headlines", headlines(s));
	json_object_set_new(view, "orders", orders_known(s, NULL));
	json_object_set_new(view, "released", answers(s, NULL));
}

/* All forms, the latest with their fields; those before stand in the log. */
static json_t *forms_all(const gz_room_sight *s)
{
	const json_t *all = state_of(s, "forms");
	const size_t n = json_array_size(all);
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_copy(json_array_get(all, i));
		if (i + GZ_SCENE_BODIES < n)
			json_object_set_new(one, "fields", json_object());
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *time_json(int64_t ms)
{
	return ms == GZ_DUE_NEVER ? json_null() : json_integer(ms);
}

/* Messages of the script and the control team that came: how many, and the exercise time of the last; -1 none. */
typedef struct came { json_int_t n, last; } came;

static json_t *came_json(came own, came everybody)
{
	const json_int_t last = own.last > everybody.last ? own.last : everybody.last;
	return json_pack("{s:I, s:o}", "n", own.n + everybody.n, "last", last < 0 ? json_null() : json_integer(last));
}

/* The number of a role among those of the exercise; their number where it is none of them. */
static size_t role_at(const json_t *roles, const char *id)
{
	size_t i = 0;
	while (id && i < json_array_size(roles) && !gz_field_same(json_array_get(roles, i), "id", id))
		i++;
	return id ? i : json_array_size(roles);
}

/* For each role that plays, in one way through the messages, as there may be thousands. */
static json_t *load(const gz_room_sight *s)
{
	const json_t *roles = state_of(s, "roles");
	const size_t n = json_array_size(roles);
	json_t *all = json_object(), *m, *to;
	came *own = calloc(n + 1, sizeof *own), everybody = {0, -1};
	size_t i, k;
	for (i = 0; own && i <= n; i++)
		own[i].last = -1;
	json_array_foreach(state_of(s, "messages"), k, m) {
		const json_t *receivers = json_object_get(m, "to");
		const came one = {1, gz_field_whole(m, "ex")};
		if (!own || (json_object_get(m, "seat") && !json_object_get(m, "persona")))
			continue;
		if (json_array_size(receivers) == 0)
			everybody = (came){everybody.n + one.n, one.last};
		json_array_foreach(receivers, i, to) {
			came *role = &own[role_at(roles, json_string_value(to))];
			*role = (came){role->n + one.n, one.last};
		}
	}
	for (i = 0; own && i < n; i++)
		if (gz_play_plays(json_array_get(roles, i)))
			json_object_set_new(all, gz_field_text(json_array_get(roles, i), "id"), came_json(own[i], everybody));
	free(own);
	return all;
}

/* When each inject is planned and due as things stand, and the five that come next. */
static void put_plan(json_t *view, const gz_room_sight *s)
{
	const int32_t n = s->pack->n_injects;
	gz_director_row *rows = calloc((size_t)n + 1, sizeof *rows);
	json_t *plan = json_object(), *next = json_array();
	if (rows)
		gz_director_plan(s->play, s->ex, rows);
	for (int32_t i = 0; rows && i < n; i++)
		json_object_set_new(plan, s->pack->injects[i].id, json_pack("{s:o, s:o}", "planned", time_json(rows[i].planned), "due", time_json(rows[i].due)));
	for (int32_t k = 0; rows && k < NEXT; k++) {
		int32_t first = -1;
		for (int32_t i = 0; i < n; i++)
			if (!rows[i].held && !rows[i].skipped && rows[i].due != GZ_DUE_NEVER && (first < 0 || rows[i].due < rows[first].due))
				first = i;
		if (first < 0)
			break;
		json_array_append_new(next, json_string(s->pack->injects[first].id));
		rows[first].due = GZ_DUE_NEVER;
	}
	free(rows);
	json_object_set_new(view, "plan", plan);
	json_object_set_new(view, "next", next);
}

void gz_scene_control(json_t *view, const gz_room_sight *s)
{
	static const char *const whole[] = {"opened", "phases", "injects", "actions", "milestones", "passed", "none", "answers", "released", "observations", NULL};
	for (int i = 0; whole[i]; i++)
		json_object_set(view, whole[i], state_of(s, whole[i]));
	json_object_set_new(view, "phase", phase_json(s));
	json_object_set_new(view, "orders", orders_all(s));
	json_object_set_new(view, "due", dues(s));
	json_object_set_new(view, "load", load(s));
	json_object_set_new(view, "forms", forms_all(s));
	put_plan(view, s);
}
