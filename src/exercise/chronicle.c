/* Folds entries: parses them, moves the clock, takes out of force what a rewind undoes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/chronicle.h"
#include <stdlib.h>
#include <string.h>

static const struct { const char *name; bool lasts; } KINDS[GZ_ENTRY_COUNT] = {
#define CHRONICLE_KIND(name, word, lasts) {word, lasts},
	GZ_ENTRY_LIST(CHRONICLE_KIND)
#undef CHRONICLE_KIND
};

const char *gz_chronicle_kind_name(gz_entry_kind kind)
{
	return KINDS[kind].name;
}

int32_t gz_chronicle_kind_of(const char *name)
{
	for (int32_t i = 0; i < GZ_ENTRY_COUNT; i++)
		if (strcmp(KINDS[i].name, name) == 0)
			return i;
	return -1;
}

void gz_chronicle_init(gz_chronicle *chronicle)
{
	*chronicle = (gz_chronicle){0};
	gz_clock_init(&chronicle->clock);
}

void gz_chronicle_free(gz_chronicle *chronicle)
{
	for (int32_t i = 0; i < chronicle->n; i++)
		json_decref(chronicle->entries[i].body);
	free(chronicle->entries);
	*chronicle = (gz_chronicle){0};
}

static bool chronicle_grow(gz_chronicle *c)
{
	if (c->n < c->room)
		return true;
	const int32_t room = c->room ? c->room * 2 : 64;
	gz_entry *grown = realloc(c->entries, (size_t)room * sizeof *grown);
	if (!grown)
		return false;
	c->entries = grown;
	c->room = room;
	return true;
}

static gz_status chronicle_parse(gz_entry *e, const char *kind, const char *body, size_t size, gz_error *err)
{
	const int32_t known = gz_chronicle_kind_of(kind);
	if (known < 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld is of a kind that this program does not know: %s", (long long)e->number, kind);
	json_error_t why;
	json_t *root = json_loadb(body, size, JSON_REJECT_DUPLICATES, &why);
	json_t *ex = json_object_get(root, "ex");
	if (!json_is_object(root) || !json_is_integer(ex) || json_integer_value(ex) < 0 || json_integer_value(ex) > GZ_CLOCK_MOST) {
		json_decref(root);
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld has no readable body with its exercise time", (long long)e->number);
	}
	e->kind = (gz_entry_kind)known;
	e->ex = json_integer_value(ex);
	e->body = root;
	return GZ_OK;
}

static bool whole_between(const json_t *value, int64_t least, int64_t most)
{
	return json_is_integer(value) && json_integer_value(value) >= least && json_integer_value(value) <= most;
}

/* Where the clock is to stand by itself, as orders to it and to the script say since rooms know their end; and where it goes at another
 * speed, as they say since a phase begins with its own. */
static gz_status chronicle_hold(gz_clock *clock, const gz_entry *e, gz_error *err)
{
	const json_t *until = json_object_get(e->body, "until"), *turn = json_object_get(e->body, "turn");
	if (until && !whole_between(until, 0, GZ_CLOCK_MOST))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld says no readable time at which the clock is to stand", (long long)e->number);
	if (turn && (!whole_between(json_array_get(turn, 0), 0, GZ_CLOCK_MOST) || !whole_between(json_array_get(turn, 1), 1, GZ_CLOCK_SPEED_MAX)))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld says no readable time and speed at which the clock is to go on", (long long)e->number);
	if (until)
		gz_clock_hold(clock, json_integer_value(until), e->wall);
	if (turn)
		gz_clock_turn(clock, json_integer_value(json_array_get(turn, 0)), (int32_t)json_integer_value(json_array_get(turn, 1)), e->wall);
	return GZ_OK;
}

/* How fast it goes at once, where the order begins a phase. */
static gz_status chronicle_speed(gz_clock *clock, const gz_entry *e, gz_error *err)
{
	const json_t *speed = json_object_get(e->body, "speed");
	if (speed && !whole_between(speed, 1, GZ_CLOCK_SPEED_MAX))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld says no readable speed", (long long)e->number);
	if (speed)
		clock->speed = (int32_t)json_integer_value(speed);
	return GZ_OK;
}

static gz_status chronicle_order(const gz_chronicle *c, const gz_entry *e, gz_clock *clock, gz_clock_order *order, gz_error *err)
{
	const char *act = json_string_value(json_object_get(e->body, "act"));
	json_t *value = json_object_get(e->body, "value");
	const int32_t known = act ? gz_clock_act_of(act) : -1;
	if (known < 0 || (value && !json_is_integer(value)))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld gives the clock an order that it does not know", (long long)e->number);
	*order = (gz_clock_order){.act = (gz_clock_act)known, .value = json_integer_value(value)};
	if (gz_clock_ex(&c->clock, e->wall) != e->ex)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "entry %lld says another time than the clock showed", (long long)e->number);
	return gz_clock_apply(clock, *order, e->wall, err);
}

static void chronicle_rewind(gz_chronicle *c, int64_t to)
{
	for (int32_t i = 0; i < c->n; i++)
		c->entries[i].in_force = c->entries[i].in_force && (c->entries[i].ex <= to || KINDS[c->entries[i].kind].lasts);
	c->rewinds++;
}

gz_status gz_chronicle_add(gz_chronicle *chronicle, int64_t number, int64_t wall, const char *kind, const char *body, size_t size, gz_error *err)
{
	gz_entry e = {.number = number, .wall = wall, .in_force = true};
	if (!chronicle_grow(chronicle))
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	GZ_TRY(chronicle_parse(&e, kind, body, size, err));
	gz_clock clock = chronicle->clock;
	gz_clock_order order = {0};
	const bool timed = e.kind == GZ_ENTRY_CLOCK || e.kind == GZ_ENTRY_HOLD;
	gz_status st = timed ? chronicle_hold(&clock, &e, err) : GZ_OK;
	if (st == GZ_OK && e.kind == GZ_ENTRY_CLOCK)
		st = chronicle_order(chronicle, &e, &clock, &order, err);
	if (st == GZ_OK && timed)
		st = chronicle_speed(&clock, &e, err);
	if (st != GZ_OK) {
		json_decref(e.body);
		return st;
	}
	chronicle->clock = clock;
	if (e.kind == GZ_ENTRY_CLOCK && order.act == GZ_CLOCK_REWIND)
		chronicle_rewind(chronicle, order.value);
	chronicle->entries[chronicle->n++] = e;
	return GZ_OK;
}
