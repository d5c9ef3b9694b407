/* The director: what the program itself owes the play at a moment.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/director.h"
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include "exercise/live.h"
#include "exercise/outlook.h"
#include <stdlib.h>

/* ---- since when conditions hold --------------------------------------------------------------------------------- */
/* Whether the log must say when a condition begins and ceases to hold: where it is to hold for a while, or to begin anew before the
 * inject comes again; as long as the inject may come. */
static bool watched(const gz_play *play, int32_t inject)
{
	const gz_pack_trigger *t = &play->pack->injects[inject].trigger;
	if (t->kind != GZ_PACK_WHEN || (t->lasts.seconds == 0 && (t->most < 2 || t->every.given)))
		return false;
	const int64_t count = gz_field_whole(gz_play_touched(play, inject), "count");
	return count == 0 || (t->most > 0 ? count < t->most : t->every.given);
}

static const json_t *holding(const gz_play *play, int32_t inject)
{
	return json_object_get(json_object_get(play->state, "holding"), play->pack->injects[inject].id);
}

/* Whether a WHEN has held long enough, and may send (again). */
static bool holds_long(const gz_outlook *o, int32_t inject)
{
	const gz_pack_trigger *t = &o->play->pack->injects[inject].trigger;
	if (t->kind != GZ_PACK_WHEN)
		return false;
	const json_t *touched = gz_play_touched(o->play, inject), *since = holding(o->play, inject);
	const int64_t count = gz_field_whole(touched, "count");
	if ((count > 0 && t->most > 0 && count >= t->most) || (count > 0 && t->most < 2 && !t->every.given))
		return false; /* never again */
	if (gz_field_same(touched, "status", "skipped") || !gz_outlook_holds(o, t->when))
		return false;
	if (watched(o->play, inject) && (!since || gz_timetable_sim(&o->play->timetable, o->ex) - gz_field_whole(since, "sim") < t->lasts.seconds))
		return false;
	if (count == 0)
		return true;
	if (t->every.given)
		return gz_timetable_after(&o->play->timetable, gz_field_whole(touched, "last"), &t->every) <= o->ex;
	return gz_field_whole(touched, "last") < gz_field_whole(since, "ex");
}

/* ---- texts ------------------------------------------------------------------------------------------------------ */
/* What is said in every language that the pack promises and the text has; what was edited by hand stands over it. */
static json_t *say(const gz_outlook *o, const gz_pack_text *text, const json_t *edited)
{
	json_t *all = json_object();
	for (gz_pack_language l = GZ_PACK_EN; all && l < GZ_PACK_LANGUAGES; l++) {
		const char *by_hand = gz_field_text(edited, gz_pack_language_code(l)), *template = by_hand ? by_hand : o->play->pack->wanted[l] ? text->in[l] : NULL;
		if (!template)
			continue;
		char *said = gz_live_now(o->play->pack, template, l, &o->env);
		if (!said || json_object_set_new(all, gz_pack_language_code(l), json_string(said)) != 0) {
			json_decref(all);
			all = NULL;
		}
		free(said);
	}
	return all;
}

static bool put_text(json_t *body, const char *key, const gz_outlook *o, const gz_pack_text *text, const json_t *edited)
{
	json_t *said = say(o, text, edited);
	if (said && json_object_size(said) > 0)
		return json_object_set_new(body, key, said) == 0;
	json_decref(said);
	return said != NULL;
}

static int32_t choose_variant(const gz_outlook *o, const gz_pack_inject *inject)
{
	for (int32_t v = 0; v + 1 < inject->n_variants; v++)
		if (gz_outlook_holds(o, inject->variants[v].condition))
			return v;
	return inject->n_variants - 1;
}

/* The roles of an inject that are seats; those of the control team are one. */
static json_t *receivers(const gz_play *play, const gz_pack_inject *inject)
{
	json_t *to = json_array();
	bool control = false;
	for (int32_t i = 0; to && i < inject->n_to; i++) {
		const char *id = play->pack->roles[inject->to[i]].id;
		if (gz_play_role(play, id))
			json_array_append_new(to, json_string(id));
		else
			control = true;
	}
	if (to && control)
		json_array_append_new(to, json_string(GZ_PLAY_CONTROL));
	return to;
}

json_t *gz_director_send(const gz_play *play, int64_t ex, int32_t index, const gz_expr_env *world, const char *why, int64_t due)
{
	const gz_pack *pack = play->pack;
	const gz_pack_inject *inject = &pack->injects[index];
	const json_t *edit = json_object_get(gz_play_touched(play, index), "edit");
	json_t *to = json_object_get(edit, "to");
	gz_outlook o;
	gz_outlook_make(&o, play, ex, world);
	const int32_t variant = choose_variant(&o, inject);
	json_t *body = json_pack("{s:s, s:i, s:s, s:o, s:s?}", "inject", inject->id, "variant", (int)variant, "why", why,
		"to", to ? json_incref(to) : receivers(play, inject), "channel", inject->channel < 0 ? NULL : pack->channels[inject->channel].id);
	if (!body)
		return NULL;
	if (inject->channel < 0)
		json_object_del(body, "channel");
	bool done = put_text(body, "subject", &o, &inject->variants[variant].subject, json_object_get(edit, "subject")) &&
		put_text(body, "body", &o, &inject->variants[variant].body, json_object_get(edit, "body"));
	if (inject->from >= 0)
		done = done && json_object_set_new(body, "persona", json_string(pack->personas[inject->from].id)) == 0 &&
			put_text(body, "from", &o, &pack->personas[inject->from].name, NULL);
	if (due != GZ_DUE_NEVER)
		done = done && json_object_set_new(body, "due", json_integer(due)) == 0;
	if (done)
		return body;
	json_decref(body);
	return NULL;
}

/* ---- what is owed ----------------------------------------------------------------------------------------------- */
enum { HOLDS, MILESTONE, DEED, NONE, PASS, INJECT };
typedef struct owed { int64_t at; int what; int32_t index; } owed; /* index: of the milestone or the inject */

static void consider(owed *best, int64_t at, int what, int32_t index)
{
	if (at > best->at || at == GZ_DUE_NEVER)
		return;
	if (at < best->at || what < best->what || (what == best->what && index < best->index))
		*best = (owed){at, what, index};
}

/* What time makes due, first of all; held injects wait. */
static owed by_time(const gz_play *play, int64_t ex)
{
	owed best = {GZ_DUE_NEVER, INJECT, -1};
	int32_t action = -1;
	for (int32_t i = 0; i < play->pack->n_injects; i++) {
		const json_t *touched = gz_play_touched(play, i);
		if (!gz_field_same(touched, "status", "held"))
			consider(&best, gz_due_inject(play, ex, i), INJECT, i);
		if (!json_object_get(touched, "number"))
			continue; /* nothing is owed about what was never sent */
		consider(&best, gz_due_absent(play, i).at, DEED, i);
		consider(&best, gz_due_none(play, i), NONE, i);
		consider(&best, gz_due_pass(play, i, &action), PASS, i);
	}
	return best;
}

static void by_world(owed *best, const gz_outlook *o)
{
	const gz_pack *pack = o->play->pack;
	for (int32_t i = 0; i < pack->n_injects; i++)
		if (watched(o->play, i) && gz_outlook_holds(o, pack->injects[i].trigger.when) != (holding(o->play, i) != NULL))
			consider(best, o->ex, HOLDS, i);
	for (int32_t i = 0; i < pack->n_milestones; i++)
		if (pack->milestones[i].by == GZ_PACK_BY_WORLD && !json_object_get(json_object_get(o->play->state, "milestones"), pack->milestones[i].id) &&
			gz_outlook_holds(o, pack->milestones[i].when))
			consider(best, o->ex, MILESTONE, i);
	for (int32_t i = 0; i < pack->n_injects; i++)
		if (holds_long(o, i) && !gz_field_same(gz_play_touched(o->play, i), "status", "held"))
			consider(best, o->ex, INJECT, i);
}

static json_t *deed_body(const gz_play *play, int32_t inject)
{
	const gz_due_deed deed = gz_due_absent(play, inject);
	const char *seat = play->pack->roles[deed.role].id;
	if (deed.action < 0)
		return json_pack("{s:s, s:s, s:s, s:O}", "act", "decide", "seat", seat, "decision", play->pack->decisions[deed.decision].id,
			"reply_to", json_object_get(gz_play_touched(play, inject), "number"));
	return json_pack("{s:s, s:s, s:o}", "act", "done", "seat", seat, "action", gz_mark_name(play->pack, deed.action));
}

static json_t *lapse_body(const gz_play *play, int32_t inject, bool none)
{
	int32_t action = -1;
	if (none)
		return json_pack("{s:s, s:s}", "act", "none", "inject", play->pack->injects[inject].id);
	gz_due_pass(play, inject, &action);
	return json_pack("{s:s, s:s, s:o}", "act", "pass", "inject", play->pack->injects[inject].id, "action", gz_mark_name(play->pack, action));
}

static json_t *inject_body(const gz_outlook *o, int32_t inject)
{
	const int64_t due = gz_due_inject(o->play, o->ex, inject);
	const char *why = due > o->ex ? "trigger" : gz_due_contingent(o->play, inject) ? "contingency" :
		o->play->pack->injects[inject].trigger.kind == GZ_PACK_AT ? "time" : "trigger";
	return gz_director_send(o->play, o->ex, inject, o->world, why, due > o->ex ? GZ_DUE_NEVER : due);
}

static json_t *owed_body(const owed *w, const gz_outlook *o)
{
	switch (w->what) {
	case HOLDS: return json_pack("{s:s, s:s, s:i}", "act", "holds", "inject", o->play->pack->injects[w->index].id, "value", holding(o->play, w->index) ? 0 : 1);
	case MILESTONE: return json_pack("{s:s, s:s, s:i}", "act", "milestone", "milestone", o->play->pack->milestones[w->index].id, "value", 1);
	case DEED: return deed_body(o->play, w->index);
	case NONE: case PASS: return lapse_body(o->play, w->index, w->what == NONE);
	default: return inject_body(o, w->index);
	}
}

static bool stands(const gz_chronicle *c)
{
	return !c->clock.started || c->clock.state == GZ_CLOCK_ENDED || c->clock.state == GZ_CLOCK_REAL;
}

bool gz_director_due(const gz_play *play, const gz_chronicle *chronicle, int64_t ex, const gz_expr_env *world, gz_director_memory *memory,
	gz_entry_kind *kind, json_t **body)
{
	gz_outlook o;
	*body = NULL;
	if (!play->pack || !play->state || stands(chronicle))
		return true;
	if (gz_clock_turned(&chronicle->clock, ex)) { /* a phase has begun at its own speed: the log says so */
		*kind = GZ_ENTRY_CLOCK;
		*body = json_pack("{s:s, s:i, s:s}", "act", "speed", "value", (int)chronicle->clock.then, "by", GZ_PLAY_MACHINE);
		return *body != NULL;
	}
	gz_outlook_make(&o, play, ex, world);
	const bool quiet = memory->done == play->done && ex < memory->quiet;
	owed best = quiet ? (owed){memory->quiet, INJECT, -1} : by_time(play, ex);
	memory->done = play->done;
	memory->quiet = best.at;
	by_world(&best, &o);
	if (best.at > ex)
		return true;
	*kind = best.what == INJECT ? GZ_ENTRY_SEND : GZ_ENTRY_ACT;
	*body = owed_body(&best, &o);
	if (!*body || json_object_set_new(*body, "by", json_string(GZ_PLAY_MACHINE)) != 0) {
		json_decref(*body);
		*body = NULL;
		return false;
	}
	return true;
}

int64_t gz_director_next(const gz_play *play, const gz_chronicle *chronicle, int64_t ex)
{
	if (!play->pack || !play->state || stands(chronicle))
		return GZ_DUE_NEVER;
	const gz_clock *c = &chronicle->clock;
	const int64_t at = by_time(play, ex).at;
	return c->turn > c->ex && c->turn < at ? c->turn : at;
}

/* ---- the script as it stands ------------------------------------------------------------------------------------ */
/* When an inject would come if all that it waits for came as the rows say. */
static int64_t foreseen(const gz_play *play, const gz_timetable *t, int32_t index, int64_t of)
{
	const gz_pack_inject *inject = &play->pack->injects[index];
	int64_t at = GZ_DUE_NEVER;
	if (inject->trigger.kind == GZ_PACK_AT)
		at = gz_due_time(t, inject, &inject->trigger.at);
	else if (inject->trigger.kind == GZ_PACK_AFTER_INJECT && of != GZ_DUE_NEVER)
		at = gz_timetable_after(t, of, &inject->trigger.at);
	return at == GZ_DUE_NEVER || inject->channel < 0 ? at : gz_timetable_after(t, at, &play->pack->channels[inject->channel].latency);
}

/* One step along the chains of AFTER inject; whether the row has changed. */
static bool foresee(const gz_play *play, const gz_timetable *plan, int32_t i, gz_director_row *rows)
{
	const gz_pack_trigger *t = &play->pack->injects[i].trigger;
	const bool chained = t->kind == GZ_PACK_AFTER_INJECT && t->of >= 0;
	const gz_director_row before = rows[i];
	rows[i].planned = foreseen(play, plan, i, chained ? rows[t->of].planned : GZ_DUE_NEVER);
	if (chained && before.sent == GZ_DUE_NEVER && rows[t->of].sent == GZ_DUE_NEVER && !before.skipped) {
		const int64_t due = foreseen(play, &play->timetable, i, rows[t->of].due);
		rows[i].due = due == GZ_DUE_NEVER ? due : due + gz_field_whole(gz_play_touched(play, i), "shift");
	}
	return rows[i].planned != before.planned || rows[i].due != before.due;
}

void gz_director_plan(const gz_play *play, int64_t ex, gz_director_row *rows)
{
	gz_timetable plan;
	gz_timetable_plan(&plan, play->pack);
	for (int32_t i = 0; i < play->pack->n_injects; i++) {
		const json_t *touched = gz_play_touched(play, i);
		rows[i] = (gz_director_row){.planned = GZ_DUE_NEVER, .due = gz_due_inject(play, ex, i), .count = (int32_t)gz_field_whole(touched, "count"),
			.sent = json_object_get(touched, "number") ? gz_field_whole(touched, "ex") : GZ_DUE_NEVER,
			.held = gz_field_same(touched, "status", "held"), .skipped = gz_field_same(touched, "status", "skipped")};
	}
	bool changed = true;
	for (int32_t round = 0; changed && round < play->pack->n_injects + 1; round++) { /* along the chains; a circle never settles */
		changed = false;
		for (int32_t i = 0; i < play->pack->n_injects; i++)
			changed = foresee(play, &plan, i, rows) || changed;
	}
}
