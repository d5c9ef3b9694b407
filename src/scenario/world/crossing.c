/* crossings.csv: the border posts, airports and ports through which people go from one place to another.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/world/world_reader.h"
#include <math.h>
#include <string.h>

enum { ID, NAME, NAME_RU, NAME_TG, TYPE, NEAR, FAR, CATEGORY, LAT, LON, KIND, SOURCE, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"id", true}, {"name", false}, {"name_ru", false}, {"name_tg", false}, {"type", true},
	{"near", true}, {"far", false}, {"category", false}, {"lat", false}, {"lon", false}, {"kind", false}, {"source", false}};

static const char *const types[] = {"road", "rail", "air", "river", "sea"};
static const char *const categories[] = {"international", "bilateral", "local", "market"};

static void list_double(void *context, int32_t again, int32_t first)
{
	const gz_table *t = context;
	gz_table_mistake(t, again, ID, "this crossing is already on line %d", (int)gz_table_line(t, first));
}

static void read_sides(const gz_world_reader *r, const gz_table *t, int32_t row, gz_crossing *c)
{
	c->near = gz_place_reference(r, t, row, NEAR, true);
	c->far = -1;
	if (gz_table_text(t, row, FAR)[0] == '\0') {
		if (c->type != GZ_CROSSING_AIR && c->type != GZ_CROSSING_SEA)
			gz_table_mistake(t, row, FAR, "where does %s lead? only an airport or a sea port may leave this cell empty", c->id);
		return;
	}
	c->far = gz_place_reference(r, t, row, FAR, true);
	if (c->far >= 0 && c->far == c->near)
		gz_table_mistake(t, row, FAR, "near and far are the same place; a crossing lies between two");
}

static void read_crossing(const gz_world_reader *r, const gz_table *t, int32_t row, gz_crossing *c)
{
	int32_t type = 0, category = -1;
	gz_table_id(t, row, ID, &c->id);
	c->name = gz_table_words(t, row, NAME, NAME_RU, NAME_TG, c->id);
	bool typed = gz_table_word(t, row, TYPE, types, sizeof types / sizeof types[0], -1, &type);
	c->type = typed ? (gz_crossing_type)type : GZ_CROSSING_AIR;
	read_sides(r, t, row, c);
	if (gz_table_text(t, row, CATEGORY)[0] != '\0' &&
		gz_table_word(t, row, CATEGORY, categories, sizeof categories / sizeof categories[0], -1, &category))
		c->category = categories[category];
	gz_place_position(t, row, LAT, &c->lat, &c->lon);
	c->kind = gz_table_kind(t, row, KIND);
	c->source = gz_table_note(t, row, SOURCE);
}

gz_status gz_crossing_read(gz_world_reader *r)
{
	gz_table t;
	bool present = false;
	GZ_TRY(gz_world_open(r, GZ_WORLD_CROSSINGS, columns, COLUMNS, &t, &present));
	r->world->crossing_names.incomplete = r->unread[GZ_WORLD_CROSSINGS];
	if (!present)
		return GZ_OK;
	gz_world *w = r->world;
	const char **names = gz_arena_array(r->arena, const char *, t.n_rows);
	w->crossings = gz_arena_array(r->arena, gz_crossing, t.n_rows);
	if (names == NULL || w->crossings == NULL)
		return GZ_ERR_MEMORY;
	w->n_crossings = t.n_rows;
	for (int32_t row = 0; row < t.n_rows; row++) {
		read_crossing(r, &t, row, &w->crossings[row]);
		names[row] = w->crossings[row].id;
	}
	GZ_TRY(gz_names_init(&w->crossing_names, r->arena, names, w->n_crossings));
	GZ_TRY(gz_names_sort(&w->crossing_names, r->arena));
	w->crossing_names.incomplete = r->unread[GZ_WORLD_CROSSINGS];
	gz_names_doubles(&w->crossing_names, list_double, &t);
	return GZ_OK;
}
