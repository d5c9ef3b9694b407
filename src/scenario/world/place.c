/* places.csv: countries, regions and the places in them where people live.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/world/world_reader.h"
#include <math.h>
#include <string.h>

enum { ID, NAME, NAME_RU, NAME_TG, PARENT, POPULATION, LAT, LON, KIND, SOURCE, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"id", true}, {"name", false}, {"name_ru", false}, {"name_tg", false}, {"parent", false},
	{"population", true}, {"lat", false}, {"lon", false}, {"kind", false}, {"source", false}};

enum { DEPTH_MAX = 16, PEOPLE_MAX = 2000000000 };

/* ---- what other tables ask of places ---------------------------------------------------------------------- */

/* The first leaf below a place, for an example in a sentence. */
static const char *leaf_below(const gz_world *w, int32_t place)
{
	for (int32_t i = 0; i < w->n_leaves; i++)
		if (gz_world_within(w, w->leaves[i], place))
			return w->places[w->leaves[i]].id;
	return "";
}

int32_t gz_place_reference(const gz_world_reader *r, const gz_table *t, int32_t row, int32_t column, bool leaf)
{
	int32_t place = gz_table_reference(t, row, column, "place", &r->world->place_names);
	if (place < 0 || !leaf || r->world->places[place].leaf >= 0)
		return place;
	if (r->world->places[place].country < 0)
		return -1; /* what lies within what is not known, which has been listed */
	gz_table_mistake(
		t, row, column, "is a group of places; name one of the places in it where people live, such as %s", leaf_below(r->world, place));
	return -1;
}

void gz_place_position(const gz_table *t, int32_t row, int32_t lat, double *latitude, double *longitude)
{
	bool whole = gz_table_number_or(t, row, lat, -90, 90, NAN, latitude);
	whole = gz_table_number_or(t, row, lat + 1, -180, 180, NAN, longitude) && whole;
	if (!whole || t->incomplete || isnan(*latitude) == isnan(*longitude))
		return;
	int32_t empty = isnan(*latitude) ? lat : lat + 1;
	gz_table_mistake(t, row, empty, "give both lat and lon, or neither");
}

int32_t gz_place_nearest(const gz_world *w, int32_t place, const bool *own)
{
	for (int32_t depth = 0; place >= 0 && depth <= DEPTH_MAX; depth++) {
		if (own[place])
			return place;
		place = w->places[place].parent;
	}
	return -1;
}

/* ---- reading ---------------------------------------------------------------------------------------------- */

typedef struct reading {
	gz_world *world;
	gz_table *t;
	bool *has_children; /* [place] */
	bool *broken;       /* [place] its parent is not known, so neither is its country */
} reading;

static void list_double(void *context, int32_t again, int32_t first)
{
	reading *k = context;
	gz_table_mistake(k->t, again, ID, "this place is already on line %d", (int)gz_table_line(k->t, first));
}

static gz_status read_names(gz_world_reader *r, reading *k)
{
	gz_world *w = r->world;
	const char **names = gz_arena_array(r->arena, const char *, k->t->n_rows);
	if (names == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->n_places; i++) {
		gz_place *p = &w->places[i];
		gz_table_id(k->t, i, ID, &p->id);
		p->name = gz_table_words(k->t, i, NAME, NAME_RU, NAME_TG, p->id);
		names[i] = p->id;
		p->kind = gz_table_kind(k->t, i, KIND);
		p->source = gz_table_note(k->t, i, SOURCE);
		gz_place_position(k->t, i, LAT, &p->lat, &p->lon);
	}
	GZ_TRY(gz_names_init(&w->place_names, r->arena, names, w->n_places));
	w->place_names.incomplete = r->unread[GZ_WORLD_PLACES];
	gz_names_doubles(&w->place_names, list_double, k);
	return GZ_OK;
}

static void read_parents(reading *k)
{
	gz_world *w = k->world;
	for (int32_t i = 0; i < w->n_places; i++) {
		gz_place *p = &w->places[i];
		p->parent = -1;
		if (gz_table_text(k->t, i, PARENT)[0] == '\0')
			continue;
		p->parent = gz_table_reference(k->t, i, PARENT, "place", &w->place_names);
		if (p->parent < 0)
			k->broken[i] = true;
		else if (p->parent != i)
			k->has_children[p->parent] = true;
	}
}

/* Cuts open every circle of parents, listing it at the place where it was found. seen [place] is zeroed. */
static void cut_circles(reading *k, int32_t *seen)
{
	gz_world *w = k->world;
	for (int32_t i = 0; i < w->n_places; i++) {
		int32_t at = i;
		while (at >= 0 && seen[at] == 0) {
			seen[at] = i + 1;
			int32_t parent = w->places[at].parent;
			if (parent >= 0 && seen[parent] == i + 1) {
				gz_table_mistake(k->t, at, PARENT, "goes round in a circle: %s would lie within itself; a country has an empty parent",
					w->places[at].id);
				w->places[at].parent = -1;
				k->broken[at] = true;
			}
			at = w->places[at].parent;
		}
	}
}

/* Climbs from a place to its country; there are no circles any more. */
static void place_in_tree(reading *k, int32_t place)
{
	gz_world *w = k->world;
	int32_t depth = 0, at = place;
	while (w->places[at].parent >= 0 && depth <= DEPTH_MAX) {
		at = w->places[at].parent;
		depth++;
	}
	if (depth > DEPTH_MAX) {
		gz_table_mistake(k->t, place, PARENT, "more than %d places, one within the other", (int)DEPTH_MAX);
		w->places[place].parent = -1;
		k->broken[place] = true;
		depth = 0;
		at = place;
	}
	w->places[place].country = k->broken[at] ? -1 : at;
	w->places[place].depth = depth;
}

static gz_status number_leaves(gz_world_reader *r, reading *k)
{
	gz_world *w = r->world;
	w->leaves = gz_arena_array(r->arena, int32_t, w->n_places);
	if (w->leaves == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->n_places; i++) {
		w->places[i].leaf = k->has_children[i] ? -1 : w->n_leaves;
		if (!k->has_children[i])
			w->leaves[w->n_leaves++] = i;
	}
	return GZ_OK;
}

static void read_population(reading *k, int32_t place)
{
	gz_place *p = &k->world->places[place];
	bool empty = gz_table_text(k->t, place, POPULATION)[0] == '\0';
	if (p->leaf < 0) {
		if (!empty && p->country >= 0)
			gz_table_mistake(
				k->t, place, POPULATION, "%s has places within it, so its population is their sum; leave this cell empty", p->id);
		return;
	}
	int64_t people = 0;
	p->population = PEOPLE_MAX; /* unless it is known: no later check shall find too few */
	if (empty)
		gz_table_mistake(k->t, place, POPULATION, "how many people live at %s? expected a whole number", p->id);
	else if (gz_table_whole(k->t, place, POPULATION, 0, PEOPLE_MAX, &people))
		p->population = people;
}

static void add_up(gz_world *w)
{
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++) {
		const gz_place *p = &w->places[w->leaves[leaf]];
		for (int32_t above = p->parent, depth = 0; above >= 0 && depth <= DEPTH_MAX; above = w->places[above].parent, depth++)
			w->places[above].population += p->population;
	}
}

/* Results are counted in 32 bits, those of a group of places too. */
static void check_sums(const reading *k)
{
	for (int32_t i = 0; i < k->world->n_places; i++) {
		const gz_place *p = &k->world->places[i];
		if (p->leaf < 0 && (double)p->population > (double)INT32_MAX)
			gz_table_mistake(k->t, i, ID, "has %.0f people in all: a group of places is counted up to %d; leave the parent of its parts empty",
				(double)p->population, INT32_MAX);
	}
}

gz_status gz_place_read(gz_world_reader *r)
{
	gz_table t;
	bool present = false;
	GZ_TRY(gz_world_open(r, GZ_WORLD_PLACES, columns, COLUMNS, &t, &present));
	if (!present)
		return GZ_OK;
	gz_world *w = r->world;
	reading k = {
		.world = w, .t = &t, .has_children = gz_arena_array(&r->lent, bool, t.n_rows), .broken = gz_arena_array(&r->lent, bool, t.n_rows)};
	w->places = gz_arena_array(r->arena, gz_place, t.n_rows);
	if (w->places == NULL || k.has_children == NULL || k.broken == NULL)
		return GZ_ERR_MEMORY;
	w->n_places = t.n_rows;
	if (t.n_rows == 0)
		gz_mistakes_add(r->mistakes, t.file, 0, 0, "no place in this table: a world needs at least one place where people live");
	GZ_TRY(read_names(r, &k));
	read_parents(&k);
	int32_t *seen = gz_arena_array(&r->lent, int32_t, t.n_rows);
	if (seen == NULL)
		return GZ_ERR_MEMORY;
	cut_circles(&k, seen);
	for (int32_t i = 0; i < w->n_places; i++)
		place_in_tree(&k, i);
	GZ_TRY(number_leaves(r, &k));
	const int32_t told = r->mistakes->n;
	for (int32_t i = 0; i < w->n_places; i++)
		read_population(&k, i);
	add_up(w);
	if (r->mistakes->n == told) /* every population is known */
		check_sums(&k);
	return GZ_OK;
}
