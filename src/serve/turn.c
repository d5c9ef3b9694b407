/* Reads the bodies of what people do in play.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/turn.h"
#include "exercise/entry/typed.h"
#include <string.h>

enum { TEXT_MOST = 65536, ROLES_MOST = 100 };

/* What a key holds. */
typedef enum holds { TEXT, WHOLE, TRUTH, ROLES, SPOKEN, FIELDS } holds;
typedef struct key { const char *name; holds holds; bool must; } key;
enum { KEYS_MOST = 9 };

typedef struct order {
	const char *name, *act;     /* act NULL: any, or none */
	gz_entry_kind kind;
	int may;
	bool proxy;                 /* the control team may enter it for a role */
	const char *why;            /* told where the body does not fit */
	key keys[KEYS_MOST];
} order;

enum { SEAT = GZ_TURN_SEAT, CONTROL = GZ_TURN_CONTROL, BOTH = SEAT | CONTROL };

static const order ORDERS[] = {
	{"send", NULL, GZ_ENTRY_SEND, BOTH, true, "a message has a text, or a body in some languages, and a list of roles that get it",
		{{"text", TEXT, false}, {"subject", SPOKEN, false}, {"body", SPOKEN, false}, {"to", ROLES, false}, {"from", SPOKEN, false}, {"persona", TEXT, false},
			{"channel", TEXT, false}, {"reply_to", WHOLE, false}}},
	{"act", "decide", GZ_ENTRY_ACT, BOTH, true, "a decision is named; reasons and legal basis are texts, hours a whole number",
		{{"decision", TEXT, true}, {"hours", WHOLE, false}, {"reasons", TEXT, false}, {"legal", TEXT, false}, {"reply_to", WHOLE, false}}},
	{"act", "lift", GZ_ENTRY_ACT, BOTH, true, "an order is named by its number", {{"order", WHOLE, true}}},
	{"act", "done", GZ_ENTRY_ACT, BOTH, true, "what is done is named, or answers a message", {{"action", TEXT, false}, {"reply_to", WHOLE, false}, {"text", TEXT, false}}},
	{"act", "form", GZ_ENTRY_ACT, BOTH, true, "a form has a name and its fields", {{"form", TEXT, true}, {"fields", FIELDS, true}, {"to", ROLES, false}, {"reply_to", WHOLE, false}}},
	{"act", "answer", GZ_ENTRY_ACT, BOTH, true, "an answer has a phase, the number of the question and a text",
		{{"phase", TEXT, true}, {"question", WHOLE, true}, {"text", TEXT, true}}},
	{"inject", "hold", GZ_ENTRY_HOLD, CONTROL, false, "an inject is named", {{"inject", TEXT, true}}},
	{"inject", "release", GZ_ENTRY_HOLD, CONTROL, false, "an inject is named", {{"inject", TEXT, true}}},
	{"inject", "skip", GZ_ENTRY_HOLD, CONTROL, false, "an inject is named", {{"inject", TEXT, true}}},
	{"inject", "edit", GZ_ENTRY_HOLD, CONTROL, false, "an edit names the inject, and has subject or body in some languages, or roles",
		{{"inject", TEXT, true}, {"subject", SPOKEN, false}, {"body", SPOKEN, false}, {"to", ROLES, false}}},
	{"inject", "shift", GZ_ENTRY_HOLD, CONTROL, false, "a shift names the inject and the milliseconds", {{"inject", TEXT, true}, {"ms", WHOLE, true}}},
	{"phase", NULL, GZ_ENTRY_HOLD, CONTROL, false, "a phase is ended (do: next) or made longer (do: extend, ms); phase names the one that is meant", {{"do", TEXT, true}, {"ms", WHOLE, false}, {"phase", TEXT, false}}},
	{"confirm", NULL, GZ_ENTRY_ACT, CONTROL, false, "an order is named by its number", {{"order", WHOLE, true}}},
	{"refuse", NULL, GZ_ENTRY_REFUSE, CONTROL, false, "a refusal names the order and its reason", {{"order", WHOLE, true}, {"reason", TEXT, true}}},
	{"release", NULL, GZ_ENTRY_ACT, CONTROL, false, "a release names phase and question, and says whether it is shown",
		{{"phase", TEXT, true}, {"question", WHOLE, true}, {"shown", TRUTH, true}}},
	{"milestone", NULL, GZ_ENTRY_ACT, BOTH, false, "a milestone is named, with 1 or 0", {{"milestone", TEXT, true}, {"value", WHOLE, true}}},
	{"undone", NULL, GZ_ENTRY_ACT, CONTROL, false, "an expected action is named", {{"action", TEXT, true}}},
	{"observe", NULL, GZ_ENTRY_OBSERVE, BOTH, false, "an observation has a kind; task, inject and text are texts, order and time numbers",
		{{"kind", TEXT, true}, {"task", TEXT, false}, {"text", TEXT, false}, {"inject", TEXT, false}, {"order", WHOLE, false}, {"at", WHOLE, false}}},
};
enum { N_ORDERS = sizeof ORDERS / sizeof *ORDERS };

int gz_turn_may(const char *name)
{
	int may = 0;
	for (int i = 0; i < N_ORDERS; i++)
		if (strcmp(ORDERS[i].name, name) == 0)
			may |= ORDERS[i].may;
	return may;
}

static const char *text_in(const json_t *body, const char *name)
{
	return json_string_value(json_object_get(body, name));
}

static bool fits(const json_t *value, holds what)
{
	size_t i;
	json_t *one;
	const char *language;
	switch (what) {
	case TEXT: return json_is_string(value) && json_string_length(value) <= TEXT_MOST;
	case WHOLE: return json_is_integer(value);
	case TRUTH: return json_is_boolean(value);
	case FIELDS: return json_is_object(value);
	case ROLES:
		json_array_foreach(value, i, one)
			if (!json_is_string(one))
				return false;
		return json_is_array(value) && json_array_size(value) <= ROLES_MOST;
	default:
		json_object_foreach((json_t *)(uintptr_t)value, language, one)
			if (!json_is_string(one) || json_string_length(one) > TEXT_MOST)
				return false;
		return json_is_object(value) && json_object_size(value) <= 8;
	}
}

/* Copies what the order knows; false: something is missing, or of another type. */
static bool copy_keys(const order *o, const json_t *body, json_t *entry)
{
	for (int i = 0; i < KEYS_MOST && o->keys[i].name; i++) {
		json_t *value = json_object_get(body, o->keys[i].name);
		if (!value || json_is_null(value)) {
			if (o->keys[i].must)
				return false;
		} else if (!fits(value, o->keys[i].holds) || json_object_set(entry, o->keys[i].name, value) != 0) {
			return false;
		}
	}
	return true;
}

/* Of whom it is: the seat itself, or the role for which the control team enters it. */
static bool put_speaker(const order *o, const json_t *body, const gz_room_who *who, json_t *entry)
{
	const char *seat = text_in(body, "seat");
	json_t *at = json_object_get(body, "at");
	if (who->rank == GZ_ROOM_SEAT)
		return json_object_set_new(entry, "seat", json_string(who->name)) == 0;
	if (!o->proxy || !seat)
		return true;
	return strlen(seat) < sizeof who->name && json_is_integer(at) && json_object_set_new(entry, "seat", json_string(seat)) == 0 &&
		json_object_set(entry, "at", at) == 0 && json_object_set_new(entry, "proxy", json_true()) == 0;
}

/* What the room itself adds: the act, empty receivers, and why a message of the control team was sent. */
static bool put_rest(const order *o, const gz_room_who *who, json_t *entry)
{
	const char *act = o->act ? o->act : o->kind == GZ_ENTRY_HOLD || o->kind == GZ_ENTRY_ACT ? o->name : NULL;
	bool put = !act || json_object_set_new(entry, "act", json_string(act)) == 0;
	if (o->kind != GZ_ENTRY_SEND)
		return put;
	put = put && (json_object_get(entry, "to") || json_object_set_new(entry, "to", json_array()) == 0);
	return put && (who->rank == GZ_ROOM_SEAT || json_object_get(entry, "seat") || !json_object_get(entry, "body") ||
		json_object_set_new(entry, "why", json_string("quick")) == 0);
}

/* Only the control team speaks in the script's way, as anybody; a seat names a persona at most, which the state allows to the simulation cell alone. */
static bool speaks_for_itself(const order *o, const gz_room_who *who, const json_t *entry)
{
	return o->kind != GZ_ENTRY_SEND || who->rank != GZ_ROOM_SEAT ||
		(!json_object_get(entry, "from") && !json_object_get(entry, "body") && !json_object_get(entry, "subject"));
}

static const order *find(const char *name, const char *act)
{
	for (int i = 0; i < N_ORDERS; i++)
		if (strcmp(ORDERS[i].name, name) == 0 && (!ORDERS[i].act || (act && strcmp(ORDERS[i].act, act) == 0)))
			return &ORDERS[i];
	return NULL;
}

void gz_turn_make(gz_turn *turn, const char *name, const json_t *body, const gz_room_who *who)
{
	const order *o = find(name, text_in(body, "act"));
	*turn = (gz_turn){.why = "there is no such order"};
	if (!o)
		return;
	*turn = (gz_turn){.kind = o->kind, .entry = json_object(), .why = o->why};
	bool good = turn->entry && copy_keys(o, body, turn->entry);
	if (good)
		gz_typed_settle(text_in(turn->entry, "form"), json_object_get(turn->entry, "fields"));
	good = good && speaks_for_itself(o, who, turn->entry) && (o->kind != GZ_ENTRY_SEND || !json_object_get(turn->entry, "text") != !json_object_get(turn->entry, "body"));
	if (good && !put_speaker(o, body, who, turn->entry)) {
		turn->why = "what is entered for a role names it (seat) and when that was (at)";
		good = false;
	}
	if (good && put_rest(o, who, turn->entry))
		return;
	json_decref(turn->entry);
	turn->entry = NULL;
}
