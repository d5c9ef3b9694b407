/* Which expected actions an entry does.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/mark.h"
#include "exercise/entry/field.h"
#include <stdio.h>
#include <string.h>

int64_t gz_mark_when(const gz_entry *e)
{
	const int64_t at = gz_field_whole(e->body, "at");
	const bool told = json_is_true(json_object_get(e->body, "proxy")) && json_is_integer(json_object_get(e->body, "at"));
	return told && at >= 0 && at <= e->ex ? at : e->ex;
}

int32_t gz_mark_find(const gz_pack *pack, const char *name)
{
	for (int32_t i = 0; pack && name && i < pack->n_actions; i++) {
		const char *inject = pack->injects[pack->actions[i].inject].id;
		const size_t n = strlen(inject);
		if (strncmp(name, inject, n) == 0 && name[n] == '.' && strcmp(name + n + 1, pack->actions[i].id) == 0)
			return i;
	}
	return -1;
}

json_t *gz_mark_name(const gz_pack *pack, int32_t action)
{
	return json_sprintf("%s.%s", pack->injects[pack->actions[action].inject].id, pack->actions[action].id);
}

static json_t *held(const gz_play *play, int32_t action)
{
	const json_t *actions = json_object_get(play->state, "actions");
	char usual[128]; /* asked for each action, again and again: no memory is taken for it */
	const int length = snprintf(usual, sizeof usual, "%s.%s", play->pack->injects[play->pack->actions[action].inject].id, play->pack->actions[action].id);
	if (length >= 0 && (size_t)length < sizeof usual)
		return json_object_get(actions, usual);
	json_t *name = gz_mark_name(play->pack, action), *found = json_object_get(actions, json_string_value(name));
	json_decref(name);
	return found;
}

bool gz_mark_done(const gz_play *play, int32_t action)
{
	return held(play, action) != NULL;
}

bool gz_mark_may(const gz_pack *pack, int32_t action, const char *seat)
{
	const gz_pack_action *a = &pack->actions[action];
	for (int32_t i = 0; seat && i < a->n_roles; i++)
		if (strcmp(pack->roles[a->roles[i]].id, seat) == 0)
			return true;
	return false;
}

/* The first action of an inject that is open for a seat; evidence GZ_PACK_EVIDENCES: of any, else of those that do not say what does them. */
static int32_t open_of(const gz_play *play, int32_t inject, const char *seat, gz_pack_evidence evidence)
{
	const gz_pack_inject *i = &play->pack->injects[inject];
	for (int32_t k = 0; k < i->n_actions; k++) {
		const gz_pack_action *a = &play->pack->actions[i->actions[k]];
		const bool told = evidence == GZ_PACK_VERBAL || evidence == GZ_PACK_OBSERVED; /* by word of mouth, whatever else would do it */
		if ((evidence == GZ_PACK_EVIDENCES || (a->evidence == evidence && (told || a->n_answers == 0))) && gz_mark_may(play->pack, i->actions[k], seat) && !gz_mark_done(play, i->actions[k]))
			return i->actions[k];
	}
	return -1;
}

int32_t gz_mark_answered(const gz_play *play, const char *seat, int64_t message, gz_pack_evidence evidence)
{
	const json_t *m = gz_field_numbered(json_object_get(play->state, "messages"), message);
	const int32_t inject = play->pack && m ? gz_play_inject(play, gz_field_text(m, "inject")) : -1;
	if (inject < 0)
		return -1;
	if (evidence != GZ_PACK_EVIDENCES)
		return open_of(play, inject, seat, evidence);
	static const gz_pack_evidence claims[] = {GZ_PACK_VERBAL, GZ_PACK_OBSERVED, GZ_PACK_EVIDENCES};
	int32_t found = -1;
	for (int k = 0; k < 3 && found < 0; k++)
		found = open_of(play, inject, seat, claims[k]);
	return found;
}

int32_t gz_mark_open_decision(const gz_play *play, const char *seat)
{
	int32_t found = -1;
	for (int32_t i = 0; play->pack && i < play->pack->n_actions; i++) {
		const gz_pack_action *a = &play->pack->actions[i];
		if (a->evidence != GZ_PACK_DECISION || a->n_answers > 0 || !gz_mark_may(play->pack, i, seat) || gz_mark_done(play, i))
			continue;
		if (!json_object_get(gz_play_touched(play, a->inject), "number"))
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

bool gz_mark_milestone(gz_play *play, const char *milestone, int64_t ex)
{
	json_t *all = json_object_get(play->state, "milestones"), *before = json_object_get(all, milestone);
	return (before && json_integer_value(before) <= ex) || json_object_set_new(all, milestone, json_integer(ex)) == 0;
}

bool gz_mark_set(gz_play *play, const gz_entry *e, int32_t action, const char *how)
{
	const gz_pack_action *a = &play->pack->actions[action];
	json_t *before = held(play, action);
	if (before) /* ticked what a seat has claimed */
		return json_object_set_new(before, "how", json_string(how)) == 0;
	json_t *name = gz_mark_name(play->pack, action);
	json_t *row = json_pack("{s:I, s:I, s:s, s:O*, s:O*, s:O*}", "ex", (json_int_t)gz_mark_when(e), "entry", (json_int_t)e->number, "how", how,
		"seat", json_object_get(e->body, "seat"), "by", json_object_get(e->body, "by"), "text", json_object_get(e->body, "text"));
	const bool set = name && row && json_object_set_new(json_object_get(play->state, "actions"), json_string_value(name), row) == 0;
	json_decref(name);
	return set && (a->milestone < 0 || gz_mark_milestone(play, play->pack->milestones[a->milestone].id, gz_mark_when(e)));
}

/* ---- by the pack's word ------------------------------------------------------------------------------------------ */
static bool named(const gz_pack_action *a, gz_pack_answer_kind kind, int32_t of)
{
	for (int32_t i = 0; i < a->n_answers; i++)
		if (a->answers[i].kind == kind && a->answers[i].of == of)
			return true;
	return false;
}

bool gz_mark_declared(gz_play *play, const gz_entry *e, gz_pack_answer_kind kind, int32_t of, const char *how)
{
	const gz_pack *pack = play->pack;
	const char *seat = gz_field_text(e->body, "seat");
	const json_t *message = gz_field_numbered(json_object_get(play->state, "messages"), gz_field_whole(e->body, "reply_to"));
	const int32_t only = message && pack && kind != GZ_PACK_BY_DECISION ? gz_play_inject(play, gz_field_text(message, "inject")) : -1;
	if (kind == GZ_PACK_BY_REPLY && only < 0)
		return true;
	for (int32_t i = 0; pack && seat && i < pack->n_actions; i++) {
		const gz_pack_action *a = &pack->actions[i];
		if (!named(a, kind, of) || (only >= 0 && a->inject != only) || !gz_mark_may(pack, i, seat) || gz_mark_done(play, i))
			continue;
		if (json_object_get(gz_play_touched(play, a->inject), "number") && !gz_mark_set(play, e, i, how))
			return false;
	}
	return true;
}

bool gz_mark_standing(gz_play *play, const gz_entry *e, int32_t inject)
{
	const gz_pack_inject *asks = &play->pack->injects[inject];
	size_t k;
	json_t *order;
	json_array_foreach(json_object_get(play->state, "orders"), k, order) {
		const int32_t decision = gz_play_decision(play, gz_field_text(order, "decision"));
		const bool stands = gz_field_same(order, "status", "ordered") || gz_field_same(order, "status", "waiting");
		for (int32_t i = 0; stands && i < asks->n_actions; i++) {
			const int32_t action = asks->actions[i];
			if (!named(&play->pack->actions[action], GZ_PACK_BY_DECISION, decision) || gz_mark_done(play, action) ||
				!gz_mark_may(play->pack, action, gz_field_text(order, "seat")))
				continue;
			json_t *name = gz_mark_name(play->pack, action);
			if (!gz_mark_set(play, e, action, "decision") || !name)
				return false;
			json_object_set(json_object_get(json_object_get(play->state, "actions"), json_string_value(name)), "seat", json_object_get(order, "seat"));
			json_decref(name);
		}
	}
	return true;
}

bool gz_mark_clear(gz_play *play, int32_t action)
{
	json_t *all = json_object_get(play->state, "actions"), *milestones = json_object_get(play->state, "milestones"), *row = held(play, action);
	const int32_t milestone = play->pack->actions[action].milestone;
	if (!row)
		return true;
	const int64_t ex = gz_field_whole(row, "ex");
	json_t *name = gz_mark_name(play->pack, action);
	if (!name)
		return false;
	json_object_del(all, json_string_value(name));
	json_decref(name);
	if (milestone < 0 || gz_field_whole(milestones, play->pack->milestones[milestone].id) != ex)
		return true;
	json_object_del(milestones, play->pack->milestones[milestone].id);
	for (int32_t i = 0; i < play->pack->n_actions; i++)
		if (play->pack->actions[i].milestone == milestone && (row = held(play, i)) != NULL &&
			!gz_mark_milestone(play, play->pack->milestones[milestone].id, gz_field_whole(row, "ex")))
			return false;
	return true;
}
