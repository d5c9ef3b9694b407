/* Why an entry cannot follow now.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/refusal.h"
#include "exercise/entry/authority.h"
#include "exercise/entry/field.h"
#include "exercise/entry/hold.h"
#include "exercise/entry/message.h"
#include "exercise/live.h"
#include "exercise/observable.h"
#include <string.h>

const char *gz_refusal_say(const gz_refusal_asked *a, const char *word, const char *sentence)
{
	gz_error_set(a->err, GZ_ERR_INPUT, NULL, 0, 0, "%s", sentence);
	return word;
}

const char *gz_refusal_clock(const gz_refusal_asked *a)
{
	const gz_clock *c = &a->chronicle->clock;
	if (c->state == GZ_CLOCK_REAL)
		return gz_refusal_say(a, "emergency", "a real emergency was declared: the exercise stands still");
	if (c->state == GZ_CLOCK_ENDED)
		return gz_refusal_say(a, "ended", "the exercise has ended");
	return c->started ? NULL : gz_refusal_say(a, "started", "the exercise has not started");
}

const char *gz_refusal_proxy(const gz_refusal_asked *a)
{
	const json_t *at = json_object_get(a->body, "at"), *proxy = json_object_get(a->body, "proxy");
	if (!json_is_true(proxy))
		return !at && (!proxy || json_is_false(proxy)) ? NULL : gz_refusal_say(a, "at", "only what is entered for somebody else has a time of its own");
	if (!json_is_integer(at))
		return gz_refusal_say(a, "at", "what is entered for somebody else says when it was done");
	if (json_integer_value(at) < 0 || !a->chronicle->clock.started)
		return gz_refusal_say(a, "at", "that time was before STARTEX");
	return json_integer_value(at) <= a->ex ? NULL : gz_refusal_say(a, "at", "that time has not come yet");
}

static const char *refuse_role(const gz_refusal_asked *a, const char *seat)
{
	return gz_play_role(a->play, seat) ? NULL : gz_refusal_say(a, "role", "there is no such role in this exercise");
}

/* ---- messages --------------------------------------------------------------------------------------------------- */
static bool machine(const gz_refusal_asked *a)
{
	return gz_field_same(a->body, "by", GZ_PLAY_MACHINE);
}

static const char *refuse_words(const gz_refusal_asked *a)
{
	const size_t most = machine(a) ? GZ_PLAY_LONG : GZ_PLAY_TEXT;
	if (json_object_get(a->body, "text"))
		return gz_field_full(a->body, "text", most) ? NULL : gz_refusal_say(a, "text", "a message has between 1 and 4000 bytes");
	if (!gz_field_spoken(a->body, "body", most))
		return gz_refusal_say(a, "text", "a message has between 1 and 4000 bytes in at least one language");
	return !json_object_get(a->body, "subject") || gz_field_spoken(a->body, "subject", most) ? NULL :
		gz_refusal_say(a, "text", "a subject has between 1 and 4000 bytes in at least one language");
}

const char *gz_refusal_to(const gz_refusal_asked *a, const json_t *list)
{
	const char *seat = gz_field_text(a->body, "seat");
	size_t i;
	json_t *to;
	if (list && !json_is_array(list))
		return gz_refusal_say(a, "role", "those who get a message are a list of roles");
	if (seat && json_array_size(list) == 0)
		return gz_refusal_say(a, "role", "a role writes to somebody: to other roles or to control");
	json_array_foreach(list, i, to) {
		const char *id = json_string_value(to);
		if (!id || (strcmp(id, GZ_PLAY_CONTROL) != 0 && !gz_play_role(a->play, id)))
			return gz_refusal_say(a, "role", "there is no such role in this exercise");
		if (seat && strcmp(id, seat) == 0)
			return gz_refusal_say(a, "role", "a role does not write to itself");
	}
	return NULL;
}

/* Whether the pack lets a role of the simulation cell speak as a persona. */
static bool speaks_as(const gz_pack *pack, const char *role, int32_t persona)
{
	for (int32_t i = 0; i < pack->n_roles; i++)
		if (strcmp(pack->roles[i].id, role) == 0) {
			bool named = pack->roles[i].n_speaks == 0;
			for (int32_t k = 0; k < pack->roles[i].n_speaks; k++)
				named = named || pack->roles[i].speaks[k] == persona;
			return named;
		}
	return true;
}

/* Personas speak through the control team and the simulation cell; persona and channel are the pack's. */
static const char *refuse_persona(const gz_refusal_asked *a, const json_t *role)
{
	const gz_pack *pack = a->play->pack;
	const json_t *persona = json_object_get(a->body, "persona"), *channel = json_object_get(a->body, "channel"), *from = json_object_get(a->body, "from");
	bool known = !persona, carried = !channel;
	if (role && !gz_field_same(role, "kind", "simcell") && (persona || from))
		return gz_refusal_say(a, "rank", "a role writes in its own name");
	for (int32_t i = 0; pack && json_is_string(persona) && i < pack->n_personas; i++)
		if (strcmp(pack->personas[i].id, json_string_value(persona)) == 0) {
			if (role && !speaks_as(pack, gz_field_text(role, "id"), i))
				return gz_refusal_say(a, "persona", "the pack does not let this role speak as that persona");
			known = true;
		}
	for (int32_t i = 0; pack && json_is_string(channel) && i < pack->n_channels; i++)
		carried = carried || strcmp(pack->channels[i].id, json_string_value(channel)) == 0;
	if (!known || (from && !gz_field_spoken(a->body, "from", GZ_PLAY_TEXT)))
		return gz_refusal_say(a, "persona", "there is no such persona in this exercise");
	return carried ? NULL : gz_refusal_say(a, "channel", "there is no such channel in this exercise");
}

static const char *refuse_writer(const gz_refusal_asked *a, const char *seat)
{
	const char *refusal = gz_refusal_proxy(a);
	if (!refusal)
		refusal = refuse_role(a, seat);
	if (refusal)
		return refusal;
	if (gz_field_same(gz_play_role(a->play, seat), "kind", "projector") || gz_field_same(gz_play_role(a->play, seat), "kind", "observer"))
		return gz_refusal_say(a, "rank", "who watches does not write to others");
	if (!json_is_true(json_object_get(a->body, "proxy")) && !gz_play_seated(a->play, seat))
		return gz_refusal_say(a, "seat", "nobody sits there");
	if (json_object_get(a->body, "reply_to") && !gz_message_answers(a->play, seat, gz_field_whole(a->body, "reply_to")))
		return gz_refusal_say(a, "message", "there is no such message to answer; it may have been undone by going back");
	return json_object_get(a->body, "inject") ? gz_refusal_say(a, "inject", "only the script and the control team send injects") : NULL;
}

/* An inject, by the script or by hand; the machine keeps to what is held and skipped. */
static const char *refuse_inject(const gz_refusal_asked *a)
{
	const int32_t inject = gz_play_inject(a->play, gz_field_text(a->body, "inject"));
	const json_t *variant = json_object_get(a->body, "variant"), *touched = gz_play_touched(a->play, inject);
	if (inject < 0)
		return gz_refusal_say(a, "inject", "there is no such inject in this exercise");
	if (variant && (!json_is_integer(variant) || json_integer_value(variant) < 0 || json_integer_value(variant) >= a->play->pack->injects[inject].n_variants))
		return gz_refusal_say(a, "inject", "this inject has no such variant");
	if (machine(a) && (gz_field_same(touched, "status", "held") || gz_field_same(touched, "status", "skipped")))
		return gz_refusal_say(a, "inject", "this inject is held");
	return gz_refusal_clock(a);
}

static const char *refuse_send(const gz_refusal_asked *a)
{
	const char *refusal = refuse_words(a), *seat = gz_field_text(a->body, "seat");
	if (!refusal)
		refusal = gz_refusal_to(a, json_object_get(a->body, "to"));
	if (refusal)
		return refusal;
	refusal = refuse_persona(a, gz_play_role(a->play, seat));
	if (refusal)
		return refusal;
	if (json_object_get(a->body, "seat"))
		return refuse_writer(a, seat);
	if (json_object_get(a->body, "at") || json_object_get(a->body, "proxy"))
		return gz_refusal_say(a, "at", "only what is entered for a role has a time of its own");
	return json_object_get(a->body, "inject") ? refuse_inject(a) : NULL;
}

static const char *refuse_read(const gz_refusal_asked *a)
{
	const char *seat = gz_field_text(a->body, "seat");
	if (!gz_play_seated(a->play, seat))
		return gz_refusal_say(a, "seat", "nobody sits there");
	if (!gz_field_same(a->body, "act", "read") && !gz_field_same(a->body, "act", "done"))
		return gz_refusal_say(a, "act", "a message is read or done");
	return gz_message_answers(a->play, seat, gz_field_whole(a->body, "message")) ? NULL :
		gz_refusal_say(a, "message", "there is no such message; it may have been undone by going back");
}

/* ---- the room --------------------------------------------------------------------------------------------------- */
static const char *refuse_seat(const gz_refusal_asked *a)
{
	const char *seat = gz_field_text(a->body, "seat");
	if (gz_field_same(a->body, "act", "pin"))
		return NULL;
	if (!gz_play_role(a->play, seat))
		return gz_refusal_say(a, "role", "there is no such role in this exercise");
	if (gz_field_same(a->body, "act", "free") || gz_field_same(a->body, "act", "leave"))
		return gz_play_seated(a->play, seat) ? NULL : gz_refusal_say(a, "seat", "nobody sits there");
	if (machine(a) && (gz_field_same(a->body, "act", "away") || gz_field_same(a->body, "act", "here")))
		return gz_play_seated(a->play, seat) ? NULL : gz_refusal_say(a, "seat", "nobody sits there");
	return gz_field_same(a->body, "act", "join") ? NULL : gz_refusal_say(a, "act", "no such order");
}

static const char *refuse_check(const gz_refusal_asked *a)
{
	if (gz_field_same(a->body, "act", "ask"))
		return NULL;
	if (!gz_play_seated(a->play, gz_field_text(a->body, "seat")))
		return gz_refusal_say(a, "seat", "nobody sits there");
	if (gz_field_whole(a->body, "number") == 0 || gz_field_whole(a->body, "number") != gz_field_whole(a->play->state, "check"))
		return gz_refusal_say(a, "check", "this comms check is over");
	return NULL;
}

static const char *refuse_order(const gz_refusal_asked *a)
{
	const char *act = gz_field_text(a->body, "act");
	const int32_t known = act ? gz_clock_act_of(act) : -1;
	const json_t *value = json_object_get(a->body, "value");
	if (known < 0)
		return gz_refusal_say(a, "act", "no such order");
	if (value && !json_is_integer(value))
		return gz_refusal_say(a, "clock", "an order to the clock has a value that is a whole number");
	gz_clock trial = a->chronicle->clock;
	const gz_clock_order order = {.act = (gz_clock_act)known, .value = gz_field_whole(a->body, "value")};
	const bool onward = order.act == GZ_CLOCK_STEP || order.act == GZ_CLOCK_JUMP;
	if (gz_clock_apply(&trial, order, a->wall, a->err) == GZ_OK)
		return NULL;
	return onward && gz_clock_over(&a->chronicle->clock, a->wall) ? "over" : "clock";
}

static const char *refuse_emergency(const gz_refusal_asked *a)
{
	if (!json_is_object(json_object_get(a->play->state, "emergency")))
		return gz_refusal_say(a, "emergency", "no real emergency is declared");
	return gz_play_seated(a->play, gz_field_text(a->body, "seat")) ? NULL : gz_refusal_say(a, "seat", "nobody sits there");
}

/* ---- the script ------------------------------------------------------------------------------------------------- */
static const char *refuse_phase(const gz_refusal_asked *a)
{
	gz_timetable trial = a->play->timetable;
	const char *refusal = gz_refusal_clock(a);
	if (refusal)
		return refusal;
	const char *meant = gz_field_text(a->body, "phase");
	const int32_t now = gz_timetable_at(&trial, a->ex);
	if (meant && (now < 0 || strcmp(meant, a->play->pack->phases[now].id) != 0))
		return gz_refusal_say(a, "begun", "another phase has begun meanwhile: look again"); /* two who pressed at once skip one phase, not two */
	refusal = gz_hold_phase(&trial, a->body, a->ex);
	return refusal ? gz_refusal_say(a, "phase", refusal) : NULL;
}

/* A text that the facilitator has changed must still be a text of the pack: its live values are known, and players read no truth. */
static const char *refuse_template(const gz_refusal_asked *a, const json_t *texts)
{
	const char *language, *refusal = NULL;
	json_t *one;
	json_object_foreach((json_t *)(uintptr_t)texts, language, one) {
		gz_pack scratch = *a->play->pack;
		gz_live_piece *pieces = NULL;
		gz_error why = {0};
		int32_t n = 0;
		scratch.arena = (gz_arena){0};
		if (gz_live_parse(&scratch, json_string_value(one), &pieces, &n, &why) != GZ_OK)
			refusal = gz_refusal_say(a, "text", why.sentence);
		for (int32_t i = 0; !refusal && i < n; i++)
			if (pieces[i].expr && gz_observable_truth(pieces[i].expr))
				refusal = gz_refusal_say(a, "text", "a message that was changed by hand does not tell the truth() of the model");
		gz_arena_free(&scratch.arena);
		if (refusal)
			return refusal;
	}
	return NULL;
}

static const char *refuse_edit(const gz_refusal_asked *a)
{
	static const char *const texts[] = {"subject", "body"};
	const json_t *to = json_object_get(a->body, "to");
	if (!json_object_get(a->body, "subject") && !json_object_get(a->body, "body") && !to)
		return gz_refusal_say(a, "text", "an edit changes the subject, the body or those who get it");
	if (to && json_array_size(to) == 0)
		return gz_refusal_say(a, "role", "an inject goes to somebody");
	for (int k = 0; k < 2; k++) {
		const json_t *said = json_object_get(a->body, texts[k]);
		if (said && !gz_field_spoken(a->body, texts[k], GZ_PLAY_TEXT))
			return gz_refusal_say(a, "text", "a text has between 1 and 4000 bytes in each language that is changed");
		const char *refusal = said ? refuse_template(a, said) : NULL;
		if (refusal)
			return refusal;
	}
	return to ? gz_refusal_to(a, to) : NULL;
}

static const char *refuse_shift(const gz_refusal_asked *a, const gz_pack_inject *inject)
{
	const json_t *ms = json_object_get(a->body, "ms");
	if (inject->trigger.kind == GZ_PACK_WHEN || inject->trigger.kind == GZ_PACK_MANUAL)
		return gz_refusal_say(a, "inject", "this inject has no planned time: hold it, or send it now");
	if (!json_is_integer(ms) || json_integer_value(ms) == 0 || json_integer_value(ms) > GZ_CLOCK_MOST || json_integer_value(ms) < -GZ_CLOCK_MOST)
		return gz_refusal_say(a, "inject", "a shift is a time, forward or back");
	const int64_t shift = gz_field_whole(gz_play_touched(a->play, (int32_t)(inject - a->play->pack->injects)), "shift") + json_integer_value(ms);
	return shift > GZ_CLOCK_MOST || shift < -GZ_CLOCK_MOST ? gz_refusal_say(a, "inject", "that shift is too long") : NULL;
}

static const char *refuse_hold(const gz_refusal_asked *a)
{
	if (!a->play->pack)
		return gz_refusal_say(a, "inject", "this exercise has no script");
	if (a->chronicle->clock.state == GZ_CLOCK_ENDED)
		return gz_refusal_say(a, "ended", "the exercise has ended");
	if (gz_field_same(a->body, "act", "phase"))
		return refuse_phase(a);
	const int32_t index = gz_play_inject(a->play, gz_field_text(a->body, "inject"));
	if (index < 0)
		return gz_refusal_say(a, "inject", "there is no such inject in this exercise");
	const gz_pack_inject *inject = &a->play->pack->injects[index];
	const json_t *touched = gz_play_touched(a->play, index);
	const bool held = gz_field_same(touched, "status", "held"), skipped = gz_field_same(touched, "status", "skipped");
	if (gz_field_same(a->body, "act", "release"))
		return held || skipped ? NULL : gz_refusal_say(a, "inject", "this inject is not held");
	if (json_object_get(touched, "number") && !inject->trigger.every.given && inject->trigger.most < 2)
		return gz_refusal_say(a, "inject", "this inject has been sent");
	if (gz_field_same(a->body, "act", "hold"))
		return held ? gz_refusal_say(a, "inject", "this inject is held already") : NULL;
	if (gz_field_same(a->body, "act", "skip"))
		return skipped ? gz_refusal_say(a, "inject", "this inject is skipped already") : NULL;
	if (gz_field_same(a->body, "act", "edit"))
		return refuse_edit(a);
	return gz_field_same(a->body, "act", "shift") ? refuse_shift(a, inject) : gz_refusal_say(a, "act", "no such order");
}

const char *gz_refusal_of(const gz_refusal_asked *a, gz_entry_kind kind)
{
	switch (kind) {
	case GZ_ENTRY_OPEN: return a->chronicle->n == 0 ? NULL : gz_refusal_say(a, "open", "the exercise has been opened");
	case GZ_ENTRY_CLOCK: return refuse_order(a);
	case GZ_ENTRY_SEAT: return refuse_seat(a);
	case GZ_ENTRY_CHECK: return refuse_check(a);
	case GZ_ENTRY_SEND: return refuse_send(a);
	case GZ_ENTRY_READ: return refuse_read(a);
	case GZ_ENTRY_EMERGENCY: return refuse_emergency(a);
	case GZ_ENTRY_HOLD: return refuse_hold(a);
	case GZ_ENTRY_ACT: return gz_authority_act(a);
	case GZ_ENTRY_REFUSE: return gz_authority_refuse(a);
	case GZ_ENTRY_OBSERVE: return gz_authority_observe(a);
	case GZ_ENTRY_TICK: return NULL;
	case GZ_ENTRY_NOTE: return gz_field_text(a->body, "text") && gz_field_short(a->body, "text", GZ_PLAY_TEXT) ? NULL :
		gz_refusal_say(a, "text", "a note has at most 4000 bytes");
	default: return gz_refusal_say(a, "act", "no such order");
	}
}
