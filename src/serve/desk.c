/* Reads what pages send, asks whether the sender may, and hands it to the room.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/desk.h"
#include "exercise/entry/act.h"
#include "exercise/entry/typed.h"
#include "serve/door.h"
#include "serve/lived.h"
#include "serve/turn.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk { gz_room *room; const gz_desk_call *call; gz_desk_reply *reply; gz_room_who who; json_t *body; } desk;

static void tell(desk *d, int32_t code, const char *word, const char *sentence)
{
	d->reply->code = code;
	d->reply->answer = json_pack("{s:s, s:s}", "error", word, "sentence", sentence);
}

static void tell_status(desk *d, gz_status st, const char *word, const gz_error *err, int64_t number)
{
	if (st == GZ_OK) {
		d->reply->code = 200;
		d->reply->answer = json_pack("{s:b, s:I}", "ok", 1, "number", (json_int_t)number);
	} else if (st != GZ_ERR_INPUT) {
		tell(d, 503, st == GZ_ERR_MEMORY ? "memory" : "disk", err->sentence);
	} else {
		const int32_t code = strcmp(word, "wait") == 0 ? 429 : strcmp(word, "pin") == 0 || strcmp(word, "password") == 0 ? 401 : 409;
		tell(d, code, word, err->sentence);
	}
}

/* A text of the body with at most `most` bytes; NULL: not there, or not such a text. */
static const char *text_in(const desk *d, const char *key, size_t most)
{
	const json_t *value = json_object_get(d->body, key);
	return json_is_string(value) && json_string_length(value) <= most ? json_string_value(value) : NULL;
}

/* Who has ordered what is refused because it is ordered. */
static void tell_orderer(void *context, const gz_room_sight *s)
{
	const desk *d = context;
	const json_t *order = gz_act_standing(s->play, text_in(d, "decision", 64), gz_timetable_sim(&s->play->timetable, s->ex));
	if (order)
		json_object_set(d->reply->answer, "seat", json_object_get(order, "seat"));
}

/* A page that got no answer says the same again with the same mark: it counts once. NULL: it has none. */
static const char *mark_of(const desk *d)
{
	const char *once = text_in(d, "once", 40);
	return once && once[0] ? once : NULL;
}

static void submit(desk *d, gz_entry_kind kind, json_t *entry)
{
	const char *word = NULL, *once = mark_of(d);
	gz_error err = {0};
	int64_t number = 0;
	if (once && entry)
		json_object_set_new(entry, "once", json_string(once));
	const gz_status st = gz_room_submit(d->room, kind, entry, d->who.name, &number, &word, &err);
	tell_status(d, st, word, &err, number);
	if (st == GZ_ERR_INPUT && strcmp(word, "ordered") == 0)
		gz_room_read(d->room, tell_orderer, d);
}

/* ---- coming and going ------------------------------------------------------------------------------------------- */
/* A device that comes in leaves what it was before, and what it was given by an answer that was lost. */
static void come_in(desk *d, gz_status st, const char *word, gz_error *err)
{
	if (st == GZ_OK) {
		word = "disk";
		st = gz_door_again(d->room, mark_of(d), d->reply->token, err);
	}
	if (st == GZ_OK)
		st = gz_door_leave(d->room, d->call->token, err);
	tell_status(d, st, word, err, 0);
}

static void take_join(desk *d)
{
	const char *typed = text_in(d, "pin", 40), *seat = text_in(d, "seat", 63), *word = NULL;
	char pin[16] = "";
	gz_error err = {0};
	if (!typed || !seat) {
		tell(d, 400, "body", "joining needs a PIN and a seat");
		return;
	}
	gz_typed_plain(typed, pin, sizeof pin);
	const gz_status st = gz_door_join(d->room, d->call->from, pin, seat, d->reply->token, &word, &err);
	come_in(d, st, word, &err);
}

static void take_login(desk *d)
{
	const char *password = text_in(d, "password", 200), *name = text_in(d, "name", 40), *word = NULL;
	gz_error err = {0};
	if (!password || (!name && json_object_get(d->body, "name"))) {
		tell(d, 400, "body", "logging in needs a password; a name has at most 40 bytes");
		return;
	}
	const gz_status st = gz_door_login(d->room, d->call->from, password, name && name[0] ? name : "control", d->reply->token, &word, &err);
	come_in(d, st, word, &err);
}

static void take_leave(desk *d)
{
	gz_error err = {0};
	const gz_status st = gz_door_leave(d->room, d->call->token, &err);
	tell_status(d, st, "disk", &err, 0);
	d->reply->forget = st == GZ_OK;
}

/* ---- the control team ------------------------------------------------------------------------------------------- */
static void take_clock(desk *d)
{
	const char *act = text_in(d, "act", 16);
	json_t *value = json_object_get(d->body, "value");
	if (!act || (value && !json_is_integer(value))) {
		tell(d, 400, "body", "an order to the clock has an act, and a value that is a whole number");
		return;
	}
	submit(d, GZ_ENTRY_CLOCK, value ? json_pack("{s:s, s:O}", "act", act, "value", value) : json_pack("{s:s}", "act", act));
}

static void take_ask(desk *d)
{
	submit(d, GZ_ENTRY_CHECK, json_pack("{s:s}", "act", "ask"));
}

static void take_note(desk *d)
{
	const char *text = text_in(d, "text", 65536);
	if (text && text[0])
		submit(d, GZ_ENTRY_NOTE, json_pack("{s:s}", "text", text));
	else
		tell(d, 400, "body", "a note has a text");
}

static void take_seat(desk *d)
{
	const char *act = text_in(d, "act", 16), *seat = text_in(d, "seat", 63);
	gz_error err = {0};
	if (act && strcmp(act, "pin") == 0) {
		const gz_status st = gz_door_new_pins(d->room, d->who.name, mark_of(d), &err);
		tell_status(d, st, "disk", &err, 0);
	} else if (act && seat && strcmp(act, "free") == 0) {
		submit(d, GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", act, "seat", seat));
	} else {
		tell(d, 400, "body", "a seat can be freed, or the PINs made anew");
	}
}

static bool network_fits(const json_t *body, const char *key, size_t most)
{
	const json_t *value = json_object_get(body, key);
	return !value || (json_is_string(value) && json_string_length(value) <= most);
}

static void take_network(desk *d)
{
	gz_error err = {0};
	if (!network_fits(d->body, "address", 79) || !network_fits(d->body, "wifi", 32) || !network_fits(d->body, "key", 63)) {
		tell(d, 400, "body", "a Wi-Fi has a name of at most 32 bytes and a password of at most 63");
		return;
	}
	tell_status(d, gz_door_set_network(d->room, text_in(d, "address", 79), text_in(d, "wifi", 32), text_in(d, "key", 63), &err), "disk", &err, 0);
}

/* ---- a seat ----------------------------------------------------------------------------------------------------- */
static void take_answer(desk *d)
{
	json_t *number = json_object_get(d->body, "number");
	if (json_is_integer(number))
		submit(d, GZ_ENTRY_CHECK, json_pack("{s:s, s:s, s:O}", "act", "answer", "seat", d->who.name, "number", number));
	else
		tell(d, 400, "body", "an answer names the comms check");
}

static void take_read(desk *d)
{
	json_t *message = json_object_get(d->body, "message");
	const char *act = text_in(d, "act", 8);
	if (json_is_integer(message) && act && (strcmp(act, "read") == 0 || strcmp(act, "done") == 0))
		submit(d, GZ_ENTRY_READ, json_pack("{s:s, s:O, s:s}", "act", act, "message", message, "seat", d->who.name));
	else
		tell(d, 400, "body", "a message is read or done");
}

static void take_emergency(desk *d)
{
	submit(d, GZ_ENTRY_EMERGENCY, json_pack("{s:s}", "seat", d->who.name));
}

/* ---- in play ---------------------------------------------------------------------------------------------------- */
static void send_inject(desk *d, const char *inject)
{
	const char *word = NULL;
	gz_error err = {0};
	int64_t number = 0;
	const json_t *count = json_object_get(d->body, "count");
	const gz_lived_order order = {.inject = inject, .by = d->who.name, .once = mark_of(d), .count = json_is_integer(count) ? json_integer_value(count) : -1};
	const gz_status st = gz_lived_send(d->room, &order, &number, &word, &err);
	tell_status(d, st, word, &err, number);
}

static void take_turn(desk *d)
{
	gz_turn turn;
	const char *act = text_in(d, "act", 16), *inject = text_in(d, "inject", 63);
	if (strcmp(d->call->order, "inject") == 0 && act && strcmp(act, "send") == 0) {
		if (inject)
			send_inject(d, inject);
		else
			tell(d, 400, "body", "an inject is named");
		return;
	}
	gz_turn_make(&turn, d->call->order, d->body, &d->who);
	if (turn.entry)
		submit(d, turn.kind, turn.entry);
	else
		tell(d, 400, "body", turn.why);
}

/* ---- which ------------------------------------------------------------------------------------------------------ */
enum { SEAT = GZ_TURN_SEAT, CONTROL = GZ_TURN_CONTROL };
static const struct { const char *order, *act; int may; void (*take)(desk *); } ORDERS[] = { /* may 0: anybody */
	{"join", NULL, 0, take_join}, {"login", NULL, 0, take_login}, {"leave", NULL, 0, take_leave},
	{"clock", NULL, CONTROL, take_clock}, {"check", "ask", CONTROL, take_ask},
	{"note", NULL, CONTROL, take_note}, {"seat", NULL, CONTROL, take_seat}, {"network", NULL, CONTROL, take_network},
	{"check", "answer", SEAT, take_answer}, {"read", NULL, SEAT, take_read}, {"emergency", NULL, SEAT, take_emergency},
};
enum { N_ORDERS = sizeof ORDERS / sizeof *ORDERS };

static int find_order(const desk *d)
{
	const char *act = text_in(d, "act", 16);
	for (int i = 0; i < N_ORDERS; i++)
		if (strcmp(ORDERS[i].order, d->call->order) == 0 && (!ORDERS[i].act || (act && strcmp(act, ORDERS[i].act) == 0)))
			return i;
	return -1;
}

/* A stuck key or a script does not fill the log; a real emergency never waits. */
static bool too_often(desk *d)
{
	const char *act = text_in(d, "act", 16);
	if (strcmp(d->call->order, "clock") == 0 && act && strcmp(act, "emergency") == 0)
		return false;
	const int64_t wait = gz_door_pace(d->room, &d->who, d->call->from, d->call->order, d->call->size);
	if (wait == 0)
		return false;
	tell(d, 429, "often", "too much at once: it is taken when this has waited");
	json_object_set_new(d->reply->answer, "wait", json_integer(wait));
	return true;
}

static void take(desk *d)
{
	bool expired = false;
	const int which = find_order(d);
	const int may = which >= 0 ? ORDERS[which].may : gz_turn_may(d->call->order);
	if (which < 0 && may == 0) {
		tell(d, 404, "order", "there is no such order");
		return;
	}
	d->who = gz_door_known(d->room, d->call->token, &expired);
	const int own = d->who.rank == GZ_ROOM_SEAT ? SEAT : d->who.rank == GZ_ROOM_CONTROL ? CONTROL : 0;
	if (may != 0 && own == 0)
		tell(d, 401, expired ? "expired" : "nobody", expired ? "this seat was freed: join again" : "join the exercise first");
	else if (may != 0 && !(may & own))
		tell(d, 403, "rank", may == CONTROL ? "only the control team may do this" : "only a seat may do this");
	else if (!too_often(d))
		(which >= 0 ? ORDERS[which].take : take_turn)(d);
}

void gz_desk_take(gz_room *room, const gz_desk_call *call, gz_desk_reply *reply)
{
	desk d = {.room = room, .call = call, .reply = reply};
	*reply = (gz_desk_reply){0};
	d.body = json_loadb(call->body, call->size, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(d.body))
		take(&d);
	else
		tell(&d, 400, "json", "what was sent is not a JSON object");
	json_decref(d.body);
}
