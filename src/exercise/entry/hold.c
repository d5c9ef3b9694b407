/* What the facilitator does to the script, into the state.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/hold.h"
#include "exercise/entry/field.h"

bool gz_hold_phases(gz_play *play)
{
	json_t *list = json_array();
	for (int32_t i = 0; list && i < play->timetable.n; i++)
		if (json_array_append_new(list, json_pack("{s:I, s:I}", "from", (json_int_t)play->timetable.from[i], "to", (json_int_t)play->timetable.to[i])) != 0) {
			json_decref(list);
			return false;
		}
	return json_object_set_new(play->state, "phases", list) == 0;
}

const char *gz_hold_phase(gz_timetable *timetable, const json_t *body, int64_t ms)
{
	if (gz_field_same(body, "do", "next"))
		return gz_timetable_next(timetable, ms);
	return gz_field_same(body, "do", "extend") ? gz_timetable_extend(timetable, ms, gz_field_whole(body, "ms")) : "the next phase begins, or this one is made longer";
}

static bool fold_phase(gz_play *play, const gz_entry *e)
{
	return gz_hold_phase(&play->timetable, e->body, e->ex) != NULL || gz_hold_phases(play);
}

/* Texts by language replace those that were edited before in that language. */
static bool fold_edit(json_t *row, const json_t *body)
{
	static const char *const texts[] = {"subject", "body"}, *const to[] = {"to", NULL};
	json_t *edit = json_object_get(row, "edit");
	if (!edit && (!(edit = json_object()) || json_object_set_new(row, "edit", edit) != 0))
		return false;
	for (int k = 0; k < 2; k++) {
		json_t *said = json_object_get(body, texts[k]), *before = json_object_get(edit, texts[k]);
		if (!json_is_object(said))
			continue;
		json_t *both = before ? json_copy(before) : json_object();
		if (!both || json_object_update(both, said) != 0 || json_object_set_new(edit, texts[k], both) != 0)
			return false;
	}
	return gz_field_copy(edit, body, to);
}

/* Shifts add up; one that no room takes is none. */
static bool fold_shift(json_t *row, int64_t ms)
{
	if (ms > GZ_CLOCK_MOST || ms < -GZ_CLOCK_MOST)
		return true;
	const int64_t shift = gz_field_whole(row, "shift") + ms;
	return shift > GZ_CLOCK_MOST || shift < -GZ_CLOCK_MOST || json_object_set_new(row, "shift", json_integer(shift)) == 0;
}

bool gz_hold_fold(gz_play *play, const gz_entry *e)
{
	const char *act = gz_field_text(e->body, "act");
	if (gz_field_same(e->body, "act", "phase"))
		return fold_phase(play, e);
	const int32_t inject = gz_play_inject(play, gz_field_text(e->body, "inject"));
	if (inject < 0 || !act)
		return true;
	json_t *row = gz_play_touched(play, inject);
	if (!row && (!(row = json_pack("{s:s, s:i}", "status", "planned", "shift", 0)) ||
		json_object_set_new(json_object_get(play->state, "injects"), play->pack->injects[inject].id, row) != 0))
		return false;
	if (gz_field_same(e->body, "act", "edit"))
		return fold_edit(row, e->body);
	if (gz_field_same(e->body, "act", "shift"))
		return fold_shift(row, gz_field_whole(e->body, "ms"));
	const char *status = gz_field_same(e->body, "act", "hold") ? "held" : gz_field_same(e->body, "act", "skip") ? "skipped" :
		json_object_get(row, "number") ? "sent" : "planned";
	return json_object_set_new(row, "status", json_string(status)) == 0;
}
