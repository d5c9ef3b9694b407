/* Messages into the state.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/message.h"
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include <string.h>

/* An inject went out: when first, when last, and how often. */
static bool sent(gz_play *play, const gz_entry *e, int32_t inject)
{
	static const char *const of_entry[] = {"variant", "due", NULL};
	const char *id = play->pack->injects[inject].id;
	json_t *row = gz_play_touched(play, inject), *all = json_object_get(play->state, "injects");
	if (!row && (!(row = json_pack("{s:i}", "shift", 0)) || json_object_set_new(all, id, row) != 0))
		return false;
	const bool first = !json_object_get(row, "number");
	json_object_del(row, "due");
	return gz_field_copy(row, e->body, of_entry) && json_object_set_new(row, "status", json_string("sent")) == 0 &&
		json_object_set_new(row, "last", json_integer(e->ex)) == 0 && json_object_set_new(row, "count", json_integer(gz_field_whole(row, "count") + 1)) == 0 &&
		(!first || (json_object_set_new(row, "number", json_integer(e->number)) == 0 && json_object_set_new(row, "ex", json_integer(e->ex)) == 0));
}

static bool written_to(const gz_entry *e, const char *role)
{
	size_t i;
	json_t *to;
	json_array_foreach(json_object_get(e->body, "to"), i, to)
		if (json_is_string(to) && strcmp(json_string_value(to), role) == 0)
			return true;
	return false;
}

/* What is done by writing to a role. */
static bool mark_receivers(gz_play *play, const gz_entry *e)
{
	for (int32_t r = 0; gz_field_text(e->body, "seat") && play->pack && r < play->pack->n_roles; r++)
		if (written_to(e, play->pack->roles[r].id) && !gz_mark_declared(play, e, GZ_PACK_BY_MESSAGE, r, "reply"))
			return false;
	return true;
}

static bool mark_reply(gz_play *play, const gz_entry *e)
{
	const char *seat = gz_field_text(e->body, "seat");
	if (seat && !gz_mark_declared(play, e, GZ_PACK_BY_REPLY, -1, "reply"))
		return false;
	const int32_t action = seat ? gz_mark_answered(play, seat, gz_field_whole(e->body, "reply_to"), GZ_PACK_MESSAGE) : -1;
	return action < 0 || gz_mark_set(play, e, action, "reply");
}

static bool add(gz_play *play, const gz_entry *e)
{
	static const char *const keys[] = {"by", "seat", "from", "persona", "channel", "inject", "variant", "why", "due", "subject", "body", "text", "form", "to",
		"reply_to", "proxy", "at", NULL};
	json_t *message = json_pack("{s:I, s:I, s:I, s:[], s:{}}", "number", (json_int_t)e->number, "ex", (json_int_t)e->ex,
		"sim", (json_int_t)gz_timetable_sim(&play->timetable, e->ex), "to", "seen");
	if (!message || !gz_field_copy(message, e->body, keys)) {
		json_decref(message);
		return false;
	}
	return json_array_append_new(json_object_get(play->state, "messages"), message) == 0;
}

bool gz_message_form(gz_play *play, const gz_entry *e)
{
	return json_array_size(json_object_get(e->body, "to")) == 0 || (add(play, e) && mark_receivers(play, e));
}

bool gz_message_fold(gz_play *play, const gz_entry *e)
{
	if (!add(play, e))
		return false;
	const int32_t inject = gz_play_inject(play, gz_field_text(e->body, "inject"));
	return (inject < 0 || (sent(play, e, inject) && gz_mark_standing(play, e, inject))) && mark_receivers(play, e) && mark_reply(play, e);
}

bool gz_message_read(gz_play *play, const gz_entry *e)
{
	const json_t *message = gz_field_numbered(json_object_get(play->state, "messages"), gz_field_whole(e->body, "message"));
	const char *seat = gz_field_text(e->body, "seat");
	json_t *act = json_object_get(e->body, "act");
	return !message || !seat || !act || json_object_set(json_object_get(message, "seen"), seat, act) == 0;
}

bool gz_message_answers(const gz_play *play, const char *seat, int64_t message)
{
	const json_t *m = gz_field_numbered(json_object_get(play->state, "messages"), message);
	return m && seat && gz_play_reaches(m, seat);
}
