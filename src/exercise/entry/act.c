/* What roles do, into the state.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/act.h"
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include "exercise/entry/message.h"
#include <string.h>

static const int64_t HOUR = 3600;

json_t *gz_act_order(const gz_play *play, int64_t number)
{
	return gz_field_numbered(json_object_get(play->state, "orders"), number);
}

bool gz_act_over(const json_t *order, int64_t sim)
{
	const json_t *ends = json_object_get(order, "lifted_sim");
	return ends && json_integer_value(ends) <= sim;
}

const json_t *gz_act_standing(const gz_play *play, const char *decision, int64_t sim)
{
	size_t i;
	const json_t *order;
	json_array_foreach(json_object_get(play->state, "orders"), i, order)
		if (gz_field_same(order, "decision", decision) && !gz_act_over(order, sim) &&
			(gz_field_same(order, "status", "ordered") || gz_field_same(order, "status", "waiting")))
			return order;
	return NULL;
}

int32_t gz_act_action(const gz_play *play, const json_t *body)
{
	if (!play->pack)
		return -1;
	if (json_object_get(body, "action"))
		return gz_mark_find(play->pack, gz_field_text(body, "action"));
	return gz_mark_answered(play, gz_field_text(body, "seat"), gz_field_whole(body, "reply_to"), GZ_PACK_EVIDENCES);
}

static bool machine(const gz_entry *e)
{
	return gz_field_same(e->body, "by", GZ_PLAY_MACHINE);
}

/* A row with number, time, and those of the keys that the entry has, at the end of a list of the state. */
static json_t *add_row(gz_play *play, const gz_entry *e, const char *list, const char *const *keys)
{
	json_t *row = json_pack("{s:I, s:I, s:I}", "number", (json_int_t)e->number, "ex", (json_int_t)e->ex, "sim", (json_int_t)gz_timetable_sim(&play->timetable, e->ex));
	if (!row || !gz_field_copy(row, e->body, keys)) {
		json_decref(row);
		return NULL;
	}
	return json_array_append_new(json_object_get(play->state, list), row) == 0 ? row : NULL;
}

/* In force so long after ms as the decision needs, by the scenario's clock, and for the hours that were asked for. */
static bool put_in_force(gz_play *play, json_t *order, int64_t ms)
{
	const int32_t decision = gz_play_decision(play, gz_field_text(order, "decision"));
	const gz_pack_decision *d = decision < 0 ? NULL : &play->pack->decisions[decision];
	const int64_t from = gz_timetable_sim(&play->timetable, ms) + (d ? d->lead.seconds : 0);
	return json_object_set_new(order, "status", json_string("ordered")) == 0 && json_object_set_new(order, "ordered", json_integer(ms)) == 0 &&
		json_object_set_new(order, "from_sim", json_integer(from)) == 0 &&
		(!json_object_get(order, "hours") || json_object_set_new(order, "lifted_sim", json_integer(from + HOUR * gz_field_whole(order, "hours"))) == 0) &&
		(!d || !d->review.given || json_object_set_new(order, "review_sim", json_integer(from + d->review.seconds)) == 0);
}

/* ---- what seats do ---------------------------------------------------------------------------------------------- */
static bool fold_decide(gz_play *play, const gz_entry *e)
{
	static const char *const keys[] = {"by", "seat", "decision", "hours", "reasons", "legal", "reply_to", "proxy", "at", NULL};
	const char *seat = gz_field_text(e->body, "seat");
	const int32_t decision = gz_play_decision(play, gz_field_text(e->body, "decision"));
	if (decision < 0 || !seat)
		return true;
	json_t *order = add_row(play, e, "orders", keys);
	const int32_t action = json_object_get(e->body, "reply_to") ? gz_mark_answered(play, seat, gz_field_whole(e->body, "reply_to"), GZ_PACK_DECISION) :
		gz_mark_open_decision(play, seat);
	if (!order || !(play->pack->decisions[decision].confirm ? json_object_set_new(order, "status", json_string("waiting")) == 0 :
		put_in_force(play, order, gz_mark_when(e))) || !gz_mark_declared(play, e, GZ_PACK_BY_DECISION, decision, machine(e) ? "machine" : "decision"))
		return false;
	return action < 0 || gz_mark_set(play, e, action, machine(e) ? "machine" : "decision");
}

static bool fold_lift(gz_play *play, const gz_entry *e)
{
	const int64_t sim = gz_timetable_sim(&play->timetable, gz_mark_when(e));
	json_t *order = gz_act_order(play, gz_field_whole(e->body, "order"));
	return !order || gz_act_over(order, sim) || (json_object_set_new(order, "status", json_string("lifted")) == 0 &&
		json_object_set_new(order, "lifted_sim", json_integer(sim)) == 0);
}

static bool fold_form(gz_play *play, const gz_entry *e)
{
	static const char *const keys[] = {"by", "seat", "form", "fields", "result", "to", "reply_to", "proxy", "at", NULL};
	int32_t form = 0;
	while (gz_pack_form_words[form] && !gz_field_same(e->body, "form", gz_pack_form_words[form]))
		form++;
	if (!add_row(play, e, "forms", keys) || !gz_mark_declared(play, e, GZ_PACK_BY_FORM, form, "form") || !gz_message_form(play, e))
		return false;
	const int32_t action = gz_mark_answered(play, gz_field_text(e->body, "seat"), gz_field_whole(e->body, "reply_to"), GZ_PACK_FORM);
	return action < 0 || gz_mark_set(play, e, action, "form");
}

static bool fold_answer(gz_play *play, const gz_entry *e)
{
	static const char *const keys[] = {"phase", "question", "seat", "text", "proxy", "at", NULL};
	json_t *list = json_object_get(play->state, "answers"), *row;
	size_t i;
	json_array_foreach(list, i, row)
		if (gz_field_same(row, "seat", gz_field_text(e->body, "seat")) && gz_field_same(row, "phase", gz_field_text(e->body, "phase")) &&
			gz_field_whole(row, "question") == gz_field_whole(e->body, "question")) {
			json_array_remove(list, i);
			break;
		}
	return add_row(play, e, "answers", keys) != NULL;
}

/* ---- what is ticked, confirmed, shown --------------------------------------------------------------------------- */
static bool fold_done(gz_play *play, const gz_entry *e)
{
	const int32_t action = gz_act_action(play, e->body);
	const char *seat = gz_field_text(e->body, "seat");
	if (action < 0)
		return true;
	const bool claimed = seat && gz_play_plays(gz_play_role(play, seat)) && !json_is_true(json_object_get(e->body, "proxy"));
	return gz_mark_set(play, e, action, machine(e) ? "machine" : claimed ? "claim" : "tick");
}

static bool fold_undone(gz_play *play, const gz_entry *e)
{
	const int32_t action = gz_act_action(play, e->body);
	return action < 0 || gz_mark_clear(play, action);
}

static bool fold_confirm(gz_play *play, const gz_entry *e)
{
	json_t *order = gz_act_order(play, gz_field_whole(e->body, "order"));
	return !order || put_in_force(play, order, e->ex);
}

static bool fold_release(gz_play *play, const gz_entry *e)
{
	json_t *all = json_object_get(play->state, "released"), *name = json_sprintf("%s.%d", gz_field_text(e->body, "phase") ? gz_field_text(e->body, "phase") : "",
		(int)gz_field_whole(e->body, "question"));
	if (!name)
		return false;
	bool done = true;
	if (json_is_true(json_object_get(e->body, "shown")))
		done = json_object_set_new(all, json_string_value(name), json_true()) == 0;
	else
		json_object_del(all, json_string_value(name));
	json_decref(name);
	return done;
}

static bool fold_milestone(gz_play *play, const gz_entry *e)
{
	const char *milestone = gz_field_text(e->body, "milestone");
	if (!milestone)
		return true;
	if (gz_field_whole(e->body, "value") != 0)
		return gz_mark_milestone(play, milestone, e->ex);
	json_object_del(json_object_get(play->state, "milestones"), milestone);
	return true;
}

/* The condition of an inject begins to hold, or no longer does. */
static bool fold_holds(gz_play *play, const gz_entry *e)
{
	json_t *all = json_object_get(play->state, "holding");
	const char *inject = gz_field_text(e->body, "inject");
	if (!inject)
		return true;
	if (gz_field_whole(e->body, "value") != 0)
		return json_object_set_new(all, inject, json_pack("{s:I, s:I}", "ex", (json_int_t)e->ex, "sim", (json_int_t)gz_timetable_sim(&play->timetable, e->ex))) == 0;
	json_object_del(all, inject);
	return true;
}

static bool fold_lapse(gz_play *play, const gz_entry *e)
{
	const char *inject = gz_field_text(e->body, "inject");
	return !inject || json_object_set_new(json_object_get(play->state, gz_field_same(e->body, "act", "none") ? "none" : "passed"), inject, json_integer(e->ex)) == 0;
}

bool gz_act_fold(gz_play *play, const gz_entry *e)
{
	static const struct { const char *act; bool (*fold)(gz_play *, const gz_entry *); } acts[] = {{"decide", fold_decide}, {"lift", fold_lift},
		{"confirm", fold_confirm}, {"done", fold_done}, {"undone", fold_undone}, {"form", fold_form}, {"answer", fold_answer}, {"release", fold_release},
		{"milestone", fold_milestone}, {"holds", fold_holds}, {"none", fold_lapse}, {"pass", fold_lapse}};
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (gz_field_same(e->body, "act", acts[i].act))
			return acts[i].fold(play, e);
	return true;
}

bool gz_act_refuse(gz_play *play, const gz_entry *e)
{
	static const char *const keys[] = {"reason", NULL};
	json_t *order = gz_act_order(play, gz_field_whole(e->body, "order"));
	return !order || (json_object_set_new(order, "status", json_string("refused")) == 0 && gz_field_copy(order, e->body, keys) &&
		json_object_set_new(order, "lifted_sim", json_integer(gz_timetable_sim(&play->timetable, e->ex))) == 0);
}

bool gz_act_observe(gz_play *play, const gz_entry *e)
{
	static const char *const keys[] = {"by", "seat", "task", "kind", "text", "inject", "order", "at", NULL};
	return add_row(play, e, "observations", keys) != NULL;
}
