/* Picks from the state what a screen may show.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/view.h"
#include "serve/scene.h"
#include <string.h>

json_t *gz_view_clock(const gz_room_sight *s)
{
	const gz_clock *c = &s->chronicle->clock;
	/* a room that has failed has no running clock: nothing that it shows could be kept */
	const gz_clock_state state = s->failed && c->state == GZ_CLOCK_RUNNING ? GZ_CLOCK_PAUSED : c->state;
	json_t *clock = json_pack("{s:s, s:I, s:i, s:b}", "state", gz_clock_state_name(state), "ex", (json_int_t)s->ex, "speed", (int)gz_clock_speed(c, s->wall), "started", (int)c->started);
	gz_scene_clock(clock, s);
	return clock;
}

static int online(const gz_room_sight *s, gz_room_rank rank, const char *name)
{
	int n = 0;
	for (int32_t i = 0; i < s->n_streams; i++)
		n += s->streams[i].push && s->streams[i].who.rank == rank && (!name || strcmp(s->streams[i].who.name, name) == 0);
	return n;
}

/* Of a seat that is taken: for how many minutes none of its devices was heard; -1: one is there. */
static int64_t away(const gz_room_sight *s, const char *id)
{
	const json_t *seat = json_object_get(json_object_get(s->play->state, "seats"), id);
	if (!gz_play_seated(s->play, id) || online(s, GZ_ROOM_SEAT, id) > 0)
		return -1;
	return (s->steady - gz_presence_last(s->presence, id, json_integer_value(json_object_get(seat, "generation")))) / 60000;
}

int64_t gz_view_missed(const gz_room_sight *s)
{
	int64_t minutes = 0;
	size_t i;
	json_t *role;
	json_array_foreach(json_object_get(s->play->state, "roles"), i, role) {
		const int64_t m = away(s, json_string_value(json_object_get(role, "id")));
		minutes += m > 0 ? m : 0;
	}
	return minutes;
}

/* Who plays what, and where nobody sits; more of it to those who show how the room is joined, and all of it to the control team. */
typedef enum roles_told { NAMED, ONLINE, AWAY } roles_told;

static void view_roles(json_t *view, const gz_room_sight *s, roles_told told)
{
	json_t *list = json_array(), *role, *seats = json_object_get(s->play->state, "seats");
	size_t i;
	json_array_foreach(json_object_get(s->play->state, "roles"), i, role) {
		const char *id = json_string_value(json_object_get(role, "id"));
		const int64_t minutes = told == AWAY ? away(s, id) : -1;
		json_t *one = json_pack("{s:s, s:O, s:O, s:b}", "id", id, "kind", json_object_get(role, "kind"), "name", json_object_get(role, "name"),
			"joined", json_is_true(json_object_get(json_object_get(seats, id), "joined")));
		if (told != NAMED) /* it changes with every device that comes and goes */
			json_object_set_new(one, "online", json_integer(online(s, GZ_ROOM_SEAT, id)));
		if (minutes >= 0)
			json_object_set_new(one, "away", json_integer(minutes));
		json_array_append_new(list, one);
	}
	json_object_set_new(view, "roles", list);
}

/* What everybody gets to know of how the room is joined stays with those who show it. */
static void view_network(json_t *view, const gz_room_sight *s, bool control)
{
	const gz_room_network *n = s->network;
	json_t *network = json_pack("{s:s, s:s, s:s, s:b}", "pin", n->pin, "address", n->address, "wifi", n->wifi, "open", n->key[0] == '\0');
	if (control) {
		json_object_set_new(network, "staff", json_string(n->staff));
		json_object_set_new(network, "key", json_string(n->key));
	}
	json_object_set_new(view, "network", network);
}

/* An entry's body without what is long and stands elsewhere in the view: a message's text by language, the fields of a form. */
static json_t *entry_body(const gz_entry *e)
{
	json_t *body = json_copy(e->body);
	json_object_del(body, "body");
	json_object_del(body, "from");
	json_object_del(body, "fields");
	json_object_del(body, "once");
	return body;
}

static void view_entries(json_t *view, const gz_room_sight *s)
{
	json_t *list = json_array();
	for (int32_t i = s->chronicle->n; i-- > 0 && json_array_size(list) < GZ_VIEW_ENTRIES;) {
		const gz_entry *e = &s->chronicle->entries[i];
		if (e->kind == GZ_ENTRY_TICK || e->kind == GZ_ENTRY_OPEN)
			continue;
		json_array_append_new(list, json_pack("{s:I, s:I, s:s, s:b, s:o}", "number", (json_int_t)e->number, "wall", (json_int_t)e->wall, "kind", gz_chronicle_kind_name(e->kind),
			"in_force", (int)e->in_force, "body", entry_body(e)));
	}
	json_object_set_new(view, "entries", list);
}

static void view_scene(json_t *view, const gz_room_sight *s, const char *seat, const char *kind)
{
	if (strcmp(kind, "projector") == 0)
		gz_scene_projector(view, s);
	else if (strcmp(kind, "evaluator") == 0 || strcmp(kind, "observer") == 0)
		gz_scene_evaluator(view, s, seat);
	else
		gz_scene_player(view, s, seat);
}

static void view_seat(json_t *view, const gz_room_sight *s, const char *seat)
{
	const json_t *state = s->play->state, *emergency = json_object_get(state, "emergency"), *role = gz_play_role(s->play, seat);
	const json_int_t asked = json_integer_value(json_object_get(state, "check"));
	const json_int_t answered = json_integer_value(json_object_get(json_object_get(json_object_get(state, "seats"), seat), "check"));
	const char *kind = json_string_value(json_object_get(role, "kind"));
	json_object_set_new(view, "me", json_pack("{s:s, s:s, s:O*}", "rank", kind ? kind : "player", "seat", seat, "name", json_object_get(role, "name")));
	json_object_set_new(view, "check", json_pack("{s:I, s:b}", "number", asked, "answered", asked == answered));
	json_object_set_new(view, "messages", gz_scene_inbox(s, seat));
	if (json_is_object(emergency))
		json_object_set_new(view, "emergency", json_pack("{s:O, s:b}", "number", json_object_get(emergency, "number"),
			"read", json_is_true(json_object_get(json_object_get(emergency, "read"), seat))));
	const bool shows = kind && strcmp(kind, "projector") == 0;
	view_roles(view, s, shows ? ONLINE : NAMED);
	if (shows)
		view_network(view, s, false);
	if (s->pack)
		view_scene(view, s, seat, kind ? kind : "player");
}

/* Who has answered the comms check, who sits there and has not, and which roles that play nobody sits at. */
static json_t *view_check(const gz_room_sight *s)
{
	json_t *answered = json_array(), *missing = json_array(), *empty = json_array(), *role, *number = json_object_get(s->play->state, "check");
	size_t i;
	json_array_foreach(json_object_get(s->play->state, "roles"), i, role) {
		json_t *id = json_object_get(role, "id"), *seat = json_object_get(json_object_get(s->play->state, "seats"), json_string_value(id));
		if (strcmp(json_string_value(json_object_get(role, "kind")), "projector") == 0)
			continue;
		if (gz_play_seated(s->play, json_string_value(id)))
			json_array_append(json_integer_value(number) > 0 && json_equal(json_object_get(seat, "check"), number) ? answered : missing, id);
		else if (gz_play_plays(role))
			json_array_append(empty, id);
	}
	return json_pack("{s:O, s:o, s:o, s:o}", "number", number, "answered", answered, "missing", missing, "empty", empty);
}

static void view_control(json_t *view, const gz_room_sight *s, const char *name)
{
	json_object_set_new(view, "me", json_pack("{s:s, s:s}", "rank", "control", "name", name));
	json_object_set(view, "seats", json_object_get(s->play->state, "seats"));
	json_object_set_new(view, "check", view_check(s));
	json_object_set(view, "emergency", json_object_get(s->play->state, "emergency"));
	if (json_object_get(s->play->state, "slowed"))
		json_object_set(view, "slowed", json_object_get(s->play->state, "slowed"));
	json_object_set_new(view, "control", json_integer(online(s, GZ_ROOM_CONTROL, NULL)));
	json_object_set_new(view, "speeds", json_pack("[i, i, i, i, i, i, i, i, i, i]", 1, 2, 5, 10, 30, 60, 300, 360, 600, GZ_CLOCK_SPEED_MAX));
	view_roles(view, s, AWAY);
	json_object_set_new(view, "messages", gz_scene_traffic(s, false));
	view_network(view, s, true);
	view_entries(view, s);
	if (s->pack)
		gz_scene_control(view, s);
}

json_t *gz_view_make(const gz_room_sight *s, const gz_room_who *who)
{
	json_t *view = json_pack("{s:O, s:o, s:O, s:n, s:s?, s:n}", "title", json_object_get(s->play->state, "title"), "clock", gz_view_clock(s),
		"back", json_object_get(s->play->state, "back"), "emergency", "failed", s->failed, "me");
	if (!view)
		return NULL;
	if (who->rank == GZ_ROOM_SEAT)
		view_seat(view, s, who->name);
	else if (who->rank == GZ_ROOM_CONTROL)
		view_control(view, s, who->name);
	else
		view_roles(view, s, ONLINE);
	return view;
}
