/* When time makes something due in a play as it stands.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/due.h"
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include <string.h>

enum { MS = 1000 };

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t after(const gz_play *play, int64_t ms, const gz_pack_span *span)
{
	return ms == GZ_DUE_NEVER || !span->given ? ms : gz_timetable_after(&play->timetable, ms, span);
}

static int64_t sent_at(const gz_play *play, int32_t inject)
{
	const json_t *touched = gz_play_touched(play, inject);
	return json_object_get(touched, "number") ? gz_field_whole(touched, "ex") : GZ_DUE_NEVER;
}

/* ---- injects ---------------------------------------------------------------------------------------------------- */
int64_t gz_due_time(const gz_timetable *t, const gz_pack_inject *inject, const gz_pack_span *at)
{
	int32_t phase = inject->phase;
	if (at->relative && phase < 0)
		return GZ_DUE_NEVER;
	if (at->scenario)
		return gz_timetable_reach(t, at->seconds + (at->relative ? gz_timetable_sim(t, t->from[phase]) : 0));
	if (t->n == 0)
		return at->seconds * MS;
	const gz_pack_phase *phases = t->pack->phases;
	if (!at->relative && (phase < 0 || at->seconds < phases[phase].from || at->seconds > phases[phase].to))
		phase = gz_timetable_phase(t->pack, at->seconds);
	const int64_t into = (at->relative ? at->seconds : at->seconds - phases[phase].from) * MS;
	const bool within_plan = into <= (phases[phase].to - phases[phase].from) * MS, cut = into > t->to[phase] - t->from[phase];
	return within_plan && cut ? GZ_DUE_NEVER : t->from[phase] + into;
}

static int64_t ordered_at(const gz_play *play, int32_t decision)
{
	int64_t found = GZ_DUE_NEVER;
	size_t i;
	json_t *order;
	json_array_foreach(json_object_get(play->state, "orders"), i, order)
		if (json_object_get(order, "ordered") && !gz_field_same(order, "status", "refused") && gz_play_decision(play, gz_field_text(order, "decision")) == decision)
			found = earlier(found, gz_field_whole(order, "ordered"));
	return found;
}

static int64_t reached_at(const gz_play *play, int32_t milestone)
{
	const json_t *ex = json_object_get(json_object_get(play->state, "milestones"), play->pack->milestones[milestone].id);
	return ex ? json_integer_value(ex) : GZ_DUE_NEVER;
}

static int64_t passed_at(const gz_play *play, int32_t contingency)
{
	const json_t *passed = json_object_get(play->state, "passed");
	int64_t found = GZ_DUE_NEVER;
	const int32_t n = json_object_size(passed) > 0 ? play->pack->n_injects : 0;
	for (int32_t i = 0; i < n; i++) {
		const json_t *ex = play->pack->injects[i].contingency == contingency ? json_object_get(passed, play->pack->injects[i].id) : NULL;
		if (ex)
			found = earlier(found, json_integer_value(ex));
	}
	return found;
}

/* Not reached, or not sent, by its time; who shifts the inject, shifts that time. */
static int64_t undone_at(const gz_play *play, const gz_pack_inject *inject, int64_t shift)
{
	const int64_t by = gz_due_time(&play->timetable, inject, &inject->trigger.at);
	const int32_t of = inject->trigger.of;
	const int64_t reached = of < 0 ? GZ_DUE_NEVER : inject->trigger.kind == GZ_PACK_UNLESS ? reached_at(play, of) : sent_at(play, of);
	return by == GZ_DUE_NEVER || (reached != GZ_DUE_NEVER && reached <= by + shift) ? GZ_DUE_NEVER : by;
}

/* Before any shift. */
static int64_t triggered_at(const gz_play *play, int32_t index)
{
	const gz_pack_inject *inject = &play->pack->injects[index];
	const gz_pack_trigger *t = &inject->trigger;
	switch (t->kind) {
	case GZ_PACK_AT: return gz_due_time(&play->timetable, inject, &t->at);
	case GZ_PACK_UNLESS: case GZ_PACK_UNLESS_INJECT: return undone_at(play, inject, gz_field_whole(gz_play_touched(play, index), "shift"));
	case GZ_PACK_AFTER_INJECT: return t->of < 0 ? GZ_DUE_NEVER : after(play, sent_at(play, t->of), &t->at);
	case GZ_PACK_AFTER_DECISION: return t->of < 0 ? GZ_DUE_NEVER : after(play, ordered_at(play, t->of), &t->at);
	case GZ_PACK_AFTER_MILESTONE: return t->of < 0 ? GZ_DUE_NEVER : after(play, reached_at(play, t->of), &t->at);
	default: return GZ_DUE_NEVER;
	}
}

bool gz_due_contingent(const gz_play *play, int32_t inject)
{
	return passed_at(play, inject) < triggered_at(play, inject);
}

/* Of the times after `last`, so far from each other, the last one that has been, or the next. */
static int64_t again(const gz_play *play, int64_t last, int64_t ex, const gz_pack_span *every)
{
	const int64_t next = after(play, last, every);
	if (next >= ex)
		return next;
	if (!every->scenario)
		return next + (ex - next) / (every->seconds * MS) * (every->seconds * MS);
	const int64_t sim = gz_timetable_sim(&play->timetable, next), past = gz_timetable_sim(&play->timetable, ex) - sim;
	return gz_timetable_reach(&play->timetable, sim + past / every->seconds * every->seconds);
}

int64_t gz_due_inject(const gz_play *play, int64_t ex, int32_t index)
{
	const gz_pack_inject *inject = &play->pack->injects[index];
	const json_t *touched = gz_play_touched(play, index);
	const gz_pack_trigger *t = &inject->trigger;
	if (gz_field_same(touched, "status", "skipped"))
		return GZ_DUE_NEVER;
	int64_t at = earlier(triggered_at(play, index), passed_at(play, index));
	if (at == GZ_DUE_NEVER)
		return at;
	if (json_object_get(touched, "number")) { /* `due` holds shift and latency already */
		const int64_t due = gz_field_whole(touched, "due");
		const bool planned = json_object_get(touched, "due") && due >= 0 && due <= GZ_CLOCK_MOST;
		if (!t->every.given || (t->most > 0 && gz_field_whole(touched, "count") >= t->most))
			return GZ_DUE_NEVER;
		return again(play, planned ? due : gz_field_whole(touched, "last"), ex, &t->every);
	}
	at += gz_field_whole(touched, "shift");
	if (at < 0)
		at = 0;
	return inject->channel < 0 ? at : after(play, at, &play->pack->channels[inject->channel].latency);
}

/* ---- what lapses ------------------------------------------------------------------------------------------------ */
int64_t gz_due_action(const gz_play *play, int32_t action)
{
	const gz_pack_action *a = &play->pack->actions[action];
	const int64_t sent = sent_at(play, a->inject);
	if (sent == GZ_DUE_NEVER)
		return sent;
	if (a->within.given)
		return gz_timetable_due(&play->timetable, sent, &a->within);
	const int32_t phase = a->critical ? gz_timetable_at(&play->timetable, sent) : -1;
	return phase < 0 ? GZ_DUE_NEVER : play->timetable.to[phase]; /* critical without a time: while the phase lasts */
}

static bool in_time(const gz_play *play, int32_t action, int64_t by)
{
	json_t *name = gz_mark_name(play->pack, action);
	const json_t *done = json_object_get(json_object_get(play->state, "actions"), json_string_value(name));
	json_decref(name);
	return done && gz_field_whole(done, "ex") <= by;
}

/* Whether an order answers a message of the inject by then. */
static bool answered(const gz_play *play, const char *inject, int64_t by)
{
	size_t i;
	json_t *order;
	json_array_foreach(json_object_get(play->state, "orders"), i, order) {
		const json_t *message = gz_field_numbered(json_object_get(play->state, "messages"), gz_field_whole(order, "reply_to"));
		const bool proxy = json_is_true(json_object_get(order, "proxy"));
		if (message && gz_field_same(message, "inject", inject) && gz_field_whole(order, proxy ? "at" : "ex") <= by)
			return true;
	}
	return false;
}

int64_t gz_due_none(const gz_play *play, int32_t index)
{
	const gz_pack_inject *inject = &play->pack->injects[index];
	int64_t by = -1;
	bool decided = false, asked = false, guessed = false;
	if (inject->kind != GZ_PACK_DECISION_REQUEST || sent_at(play, index) == GZ_DUE_NEVER || json_object_get(json_object_get(play->state, "none"), inject->id))
		return GZ_DUE_NEVER;
	for (int32_t i = 0; i < inject->n_actions; i++)
		asked = asked || play->pack->actions[inject->actions[i]].evidence == GZ_PACK_DECISION;
	for (int32_t i = 0; i < inject->n_actions; i++) {
		const int32_t action = inject->actions[i];
		const int64_t due = gz_due_action(play, action);
		if (asked && play->pack->actions[action].evidence != GZ_PACK_DECISION)
			continue;
		by = due > by ? due : by;
		guessed = guessed || play->pack->actions[action].n_answers == 0;
		decided = decided || (asked && in_time(play, action, due));
	}
	return by < 0 || decided || (guessed && answered(play, inject->id, by)) ? GZ_DUE_NEVER : by;
}

int64_t gz_due_pass(const gz_play *play, int32_t index, int32_t *action)
{
	const gz_pack_inject *inject = &play->pack->injects[index];
	int64_t found = GZ_DUE_NEVER;
	bool critical = false;
	if (inject->contingency < 0 || sent_at(play, index) == GZ_DUE_NEVER || json_object_get(json_object_get(play->state, "passed"), inject->id))
		return found;
	for (int32_t i = 0; i < inject->n_actions; i++)
		critical = critical || play->pack->actions[inject->actions[i]].critical;
	for (int32_t i = 0; i < inject->n_actions; i++) {
		const gz_pack_action *a = &play->pack->actions[inject->actions[i]];
		const int64_t by = gz_due_action(play, inject->actions[i]);
		if (by < found && (a->critical || (!critical && a->within.given)) && !in_time(play, inject->actions[i], by)) {
			found = by;
			*action = inject->actions[i];
		}
	}
	return found;
}

/* ---- absent roles ----------------------------------------------------------------------------------------------- */
static bool absent(const gz_play *play, int32_t role)
{
	const gz_pack_role *r = &play->pack->roles[role];
	return r->kind != GZ_PACK_CONTROLLER && r->kind != GZ_PACK_FACILITATOR && !gz_play_there(play, r->id);
}

/* Whether an order of a decision could be made by a seat about an inject: none was, since it was sent, and none stands. */
static bool to_order(const gz_play *play, const char *seat, int32_t decision, int64_t since)
{
	const gz_pack_decision *d = &play->pack->decisions[decision];
	size_t i;
	json_t *order;
	json_array_foreach(json_object_get(play->state, "orders"), i, order) {
		if (!gz_field_same(order, "decision", d->id))
			continue;
		if (gz_field_same(order, "seat", seat) && gz_field_whole(order, "number") > since)
			return false;
		if (d->measure >= 0 && (gz_field_same(order, "status", "ordered") || gz_field_same(order, "status", "waiting")))
			return false;
	}
	return true;
}

/* The decision that an absent role orders when an inject asks it, and has not yet; -1 none. */
static int32_t pending(const gz_play *play, int32_t role, int32_t inject)
{
	const gz_pack_role *r = &play->pack->roles[role];
	for (int32_t k = 0; k < r->n_orders; k++)
		if (r->orders[k].inject == inject && r->orders[k].decision >= 0 && absent(play, role) &&
			to_order(play, r->id, r->orders[k].decision, gz_field_whole(gz_play_touched(play, inject), "number")))
			return r->orders[k].decision;
	return -1;
}

/* The role that does an action in the absence of everybody who could; -1 none. */
static int32_t stand_in(const gz_play *play, int32_t action)
{
	const gz_pack_action *a = &play->pack->actions[action];
	int32_t found = -1;
	for (int32_t i = 0; i < a->n_roles; i++) {
		const gz_pack_role *r = &play->pack->roles[a->roles[i]];
		if (!absent(play, a->roles[i]))
			return -1;
		if (found < 0 && (r->absent == GZ_PACK_ABSENT_ALL || (r->absent == GZ_PACK_ABSENT_CRITICAL && a->critical)))
			found = a->roles[i];
	}
	return found;
}

/* When an absent role orders what it was asked for. What changes the world is not ordered behind the backs of those who talk: asked for before
 * a discussion, it is ordered when that begins at the latest. Time stands from then on, so that for the world it is the same. */
static int64_t orders_at(const gz_play *play, int64_t sent, int32_t role, int32_t decision)
{
	const gz_timetable *t = &play->timetable;
	int64_t at = after(play, sent, &play->pack->roles[role].absent_after);
	for (int32_t i = 0; i < t->n && play->pack->decisions[decision].measure >= 0; i++)
		if (play->pack->phases[i].time == GZ_PACK_FROZEN && t->from[i] > sent && at > t->from[i] && at < t->to[i])
			at = t->from[i];
	return at;
}

gz_due_deed gz_due_absent(const gz_play *play, int32_t index)
{
	const gz_pack_inject *inject = &play->pack->injects[index];
	const int64_t sent = sent_at(play, index);
	gz_due_deed deed = {.at = GZ_DUE_NEVER, .role = -1, .action = -1, .decision = -1};
	if (sent == GZ_DUE_NEVER)
		return deed;
	for (int32_t r = 0; r < play->pack->n_roles; r++) {
		const int32_t decision = pending(play, r, index);
		const int64_t at = decision < 0 ? GZ_DUE_NEVER : orders_at(play, sent, r, decision);
		if (at < deed.at)
			deed = (gz_due_deed){.at = at, .role = r, .action = -1, .decision = decision};
	}
	for (int32_t i = 0; i < inject->n_actions; i++) {
		const int32_t action = inject->actions[i], r = gz_mark_done(play, action) ? -1 : stand_in(play, action);
		const int64_t at = r < 0 || (play->pack->actions[action].evidence == GZ_PACK_DECISION && pending(play, r, index) >= 0) ? GZ_DUE_NEVER :
			after(play, sent, &play->pack->roles[r].absent_after);
		if (at < deed.at)
			deed = (gz_due_deed){.at = at, .role = r, .action = action, .decision = -1};
	}
	return deed;
}
