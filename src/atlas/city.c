/* The cities of the world from a table: id, name, country, population, lat, lon; the largest first.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "atlas/city.h"
#include "base/maths.h"
#include "scenario/reading/names.h"
#include "scenario/reading/table.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ID, NAME, COUNTRY, COUNTRY_NAME, COUNTRY_NAME_RU, COUNTRY_NAME_TG, POPULATION, LAT, LON, KIND, SOURCE, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"id", true}, {"name", false}, {"country", true}, {"country_name", false},
	{"country_name_ru", false}, {"country_name_tg", false}, {"population", true}, {"lat", true}, {"lon", true}, {"kind", false}, {"source", false}};

enum { PEOPLE_MAX = 100000000 };
static const double earth = 6371.0088; /* km, mean radius (IUGG) */
static const double degree = 3.14159265358979323846 / 180;

double gz_city_distance(const gz_city *a, const gz_city *b)
{
	double square = 0;
	for (int i = 0; i < 3; i++)
		square += (a->at[i] - b->at[i]) * (a->at[i] - b->at[i]);
	double half = sqrt(square) / 2, times = 2; /* sine of half the angle */
	half = half > 1 ? 1 : half;
	/* asin(x) = 2 asin(x / sqrt(2 + 2 sqrt(1 - x^2))), three times; then its series, for x below 0.2. */
	for (int i = 0; i < 3; i++) {
		half /= sqrt(2 + 2 * sqrt(1 - half * half));
		times *= 2;
	}
	const double x = half * half;
	return earth * times * half *
		(1 + x * (1.0 / 6 + x * (3.0 / 40 + x * (15.0 / 336 + x * (105.0 / 3456 + x * (945.0 / 42240 + x * (10395.0 / 599040)))))));
}

static int by_size(const void *a, const void *b)
{
	const gz_city *x = a, *y = b;
	if (x->population != y->population)
		return x->population > y->population ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void place(gz_city *c)
{
	const double lat = c->lat * degree, lon = c->lon * degree;
	c->at[0] = gz_maths_cos(lat) * gz_maths_cos(lon);
	c->at[1] = gz_maths_cos(lat) * gz_maths_sin(lon);
	c->at[2] = gz_maths_sin(lat);
}

/* Of every row, also of those that are too small to be taken: a mistake is a mistake. */
static bool read_row(const gz_table *t, int32_t row, gz_city *c, const char **country)
{
	bool whole = gz_table_id(t, row, ID, &c->id);
	whole = gz_table_id(t, row, COUNTRY, country) && whole;
	whole = gz_table_whole(t, row, POPULATION, 0, PEOPLE_MAX, &c->population) && whole;
	whole = gz_table_number(t, row, LAT, -90, 90, &c->lat) && whole;
	whole = gz_table_number(t, row, LON, -180, 180, &c->lon) && whole;
	gz_table_kind(t, row, KIND);
	const char *name = gz_table_note(t, row, NAME);
	c->name = name != NULL ? name : c->id;
	c->source = gz_table_note(t, row, SOURCE);
	if (!whole)
		return false;
	place(c);
	return true;
}

/* ---- names that stand twice, and names that mean two things ---- */

typedef struct reading {
	gz_table t;
	const char **names; /* [row] id, or country */
	int32_t n;
} reading;

static void list_double(void *context, int32_t again, int32_t first)
{
	reading *r = context;
	gz_table_mistake(&r->t, again, ID, "this city is already on line %d", (int)gz_table_line(&r->t, first));
}

static gz_status check_names(reading *r, gz_arena *arena, gz_names *countries)
{
	gz_names ids;
	for (int32_t i = 0; i < r->n; i++)
		r->names[i] = gz_table_text(&r->t, i, ID);
	GZ_TRY(gz_names_init(&ids, arena, r->names, r->n));
	gz_names_doubles(&ids, list_double, r);
	for (int32_t i = 0; i < r->n; i++)
		if (gz_names_find(countries, r->names[i]) >= 0)
			gz_table_mistake(&r->t, i, ID, "is also the name of a country; a city needs another, such as %s-city", r->names[i]);
	return GZ_OK;
}

/* ---- countries ---- */

static int by_country(const void *a, const void *b)
{
	return strcmp(((const gz_city_country *)a)->id, ((const gz_city_country *)b)->id);
}

/* Index of a country among those found so far, which are few; a new one is added. -1 where there are too many. */
static int32_t country_of(gz_cities *out, const gz_table *t, int32_t row, const char *id)
{
	for (int32_t i = out->n_countries - 1; i >= 0; i--)
		if (strcmp(out->countries[i].id, id) == 0)
			return i;
	if (out->n_countries == GZ_CITY_COUNTRIES)
		return -1;
	const char *en = gz_table_note(t, row, COUNTRY_NAME);
	out->countries[out->n_countries] = (gz_city_country){.id = id,
		.name = {en != NULL ? en : id, gz_table_note(t, row, COUNTRY_NAME_RU), gz_table_note(t, row, COUNTRY_NAME_TG)}, .largest = -1};
	return out->n_countries++;
}

/* Drops countries without a city that was taken, and sorts the rest. */
static gz_status settle(gz_cities *out, gz_arena *arena)
{
	gz_city_country *found = out->countries;
	int32_t *to = gz_arena_array(arena, int32_t, out->n_countries), kept = 0;
	gz_city_country *sorted = gz_arena_array(arena, gz_city_country, out->n_countries);
	if (to == NULL || sorted == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < out->n; i++) {
		gz_city_country *c = &found[out->items[i].country];
		c->largest = c->n == 0 ? i : c->largest;
		c->n++;
		c->population += out->items[i].population;
		out->population += out->items[i].population;
	}
	for (int32_t i = 0; i < out->n_countries; i++)
		if (found[i].n > 0)
			sorted[kept++] = found[i];
	qsort(sorted, (size_t)kept, sizeof *sorted, by_country);
	for (int32_t i = 0; i < kept; i++)
		to[out->items[sorted[i].largest].country] = i;
	for (int32_t i = 0; i < out->n; i++)
		out->items[i].country = to[out->items[i].country];
	out->countries = sorted;
	out->n_countries = kept;
	return GZ_OK;
}

static gz_status read_rows(reading *r, gz_arena *arena, const gz_city_choice *choice, gz_cities *out, gz_mistakes *mistakes)
{
	gz_names countries;
	int32_t *rows = gz_arena_array(arena, int32_t, r->n);
	const char **names = gz_arena_array(arena, const char *, GZ_CITY_COUNTRIES);
	out->items = gz_arena_array(arena, gz_city, r->n);
	out->countries = gz_arena_array(arena, gz_city_country, GZ_CITY_COUNTRIES);
	r->names = gz_arena_array(arena, const char *, r->n);
	if (rows == NULL || names == NULL || out->items == NULL || out->countries == NULL || r->names == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < r->n; row++) {
		gz_city c = {0};
		const char *country = NULL;
		if (!read_row(&r->t, row, &c, &country))
			continue;
		c.country = country_of(out, &r->t, row, country);
		if (c.country < 0)
			gz_table_mistake(&r->t, row, COUNTRY, "more than %d countries", (int)GZ_CITY_COUNTRIES);
		else if (c.population >= choice->least && c.population > 0)
			out->items[out->n++] = c;
	}
	for (int32_t i = 0; i < out->n_countries; i++)
		names[i] = out->countries[i].id;
	GZ_TRY(gz_names_init(&countries, arena, names, out->n_countries));
	GZ_TRY(check_names(r, arena, &countries));
	if (mistakes->n > 0)
		return GZ_ERR_INPUT;
	qsort(out->items, (size_t)out->n, sizeof *out->items, by_size);
	if (choice->most > 0 && out->n > choice->most)
		out->n = (int32_t)choice->most;
	return settle(out, arena);
}

gz_status gz_city_load(gz_arena *arena, const char *path, const gz_city_choice *choice, gz_cities *out, gz_mistakes *mistakes)
{
	reading r = {.n = 0};
	*out = (gz_cities){0};
	GZ_TRY(gz_table_load(&r.t, arena, arena, path, columns, COLUMNS, mistakes));
	r.n = r.t.n_rows;
	GZ_TRY(read_rows(&r, arena, choice, out, mistakes));
	if (out->n == 0) {
		gz_mistakes_add(mistakes, path, 0, 0, "no city of this table has %lld people or more", (long long)(choice->least > 1 ? choice->least : 1));
		return GZ_ERR_INPUT;
	}
	return GZ_OK;
}
