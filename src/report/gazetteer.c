/* What a table of counts speaks of, by the names under which the library knows it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/gazetteer.h"
#include "base/number.h"
#include "scenario/library.h"
#include "text/csv.h"
#include "text/yaml.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char REGION[] = "central-asia";
enum { SEVERAL = -2 }; /* a name that several places have */

/* A way to call a place. */
typedef struct gazetteer_name { const char *text; int32_t place; } gazetteer_name;

typedef struct gazetteer_work {
	gz_arena *arena;
	const gz_counts *counts;
	gz_gazetteer *out;
	gz_place *known; int32_t n_known; /* of the shipped region */
	gazetteer_name *names; int32_t n_names;
	int32_t *found;                   /* [place of the counts] index in known, -1 none */
	int32_t *at;                      /* [known] index in out->places, -1 left out */
} gazetteer_work;

/* ---- the shipped region ------------------------------------------------------------------------------------- */
static int small(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* Without regard to large and small letters of ASCII, whatever the locale. */
static int compare_loosely(const char *a, const char *b)
{
	while (*a != '\0' && small(*a) == small(*b)) {
		a++;
		b++;
	}
	return small(*a) - small(*b);
}

static int compare_names(const void *a, const void *b)
{
	return compare_loosely(((const gazetteer_name *)a)->text, ((const gazetteer_name *)b)->text);
}

static void add_name(gazetteer_work *w, const char *text, int32_t place)
{
	if (text != NULL && text[0] != '\0')
		w->names[w->n_names++] = (gazetteer_name){text, place};
}

static const char *cell(const gz_csv *csv, int32_t row, const char *column)
{
	int32_t c = gz_csv_column(csv, column);
	return c < 0 ? "" : gz_csv_cell(csv, row, c);
}

static double degrees(const gz_csv *csv, int32_t row, const char *column)
{
	double x;
	const char *text = cell(csv, row, column);
	return gz_number_parse(text, strlen(text), &x) ? x : NAN;
}

/* One row as a place. Parents stand above their children in the table; what has none is a country. */
static void read_place(gazetteer_work *w, const gz_csv *csv, int32_t row)
{
	gz_place *p = &w->known[w->n_known];
	const char *parent = cell(csv, row, "parent");
	*p = (gz_place){.id = cell(csv, row, "id"), .name = {cell(csv, row, "name"), cell(csv, row, "name_ru"), cell(csv, row, "name_tg")},
		.parent = -1, .lat = degrees(csv, row, "lat"), .lon = degrees(csv, row, "lon")};
	for (int32_t i = 0; i < w->n_known && parent[0] != '\0'; i++)
		if (strcmp(w->known[i].id, parent) == 0)
			p->parent = i;
	p->depth = p->parent < 0 ? 0 : w->known[p->parent].depth + 1;
	const char *dash = strchr(p->id, '-');
	add_name(w, p->id, w->n_known);
	add_name(w, dash != NULL ? dash + 1 : NULL, w->n_known);
	add_name(w, p->name.en, w->n_known);
	add_name(w, p->name.ru, w->n_known);
	add_name(w, p->name.tg, w->n_known);
	w->n_known++;
}

/* A library that is not there, or not as it should be, leaves the words of the counts. */
static gz_status read_region(gazetteer_work *w, const char *library)
{
	gz_csv csv = {0};
	gz_error unread = {0};
	const char *folder = gz_library_find(w->arena, library, "", GZ_LIBRARY_WORLD, REGION);
	const char *path = folder == NULL ? NULL : gz_arena_printf(w->arena, "%s/places.csv", folder);
	if (path == NULL || gz_csv_load(w->arena, path, &csv, &unread) != GZ_OK)
		csv.n_rows = 0;
	w->known = gz_arena_array(w->arena, gz_place, csv.n_rows);
	w->names = gz_arena_array(w->arena, gazetteer_name, 5 * (int64_t)csv.n_rows);
	w->at = gz_arena_array(w->arena, int32_t, csv.n_rows);
	if (w->known == NULL || w->names == NULL || w->at == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < csv.n_rows; row++)
		read_place(w, &csv, row);
	qsort(w->names, (size_t)w->n_names, sizeof *w->names, compare_names);
	return GZ_OK;
}

/* The place that a name means: -1 none, SEVERAL several. An id as it is goes before everything. */
static int32_t find_place(const gazetteer_work *w, const char *text)
{
	const gazetteer_name key = {text, 0};
	const gazetteer_name *hit = w->n_names == 0 ? NULL : bsearch(&key, w->names, (size_t)w->n_names, sizeof *w->names, compare_names);
	if (hit == NULL)
		return -1;
	int32_t place = hit->place;
	while (hit > w->names && compare_names(hit - 1, &key) == 0)
		hit--;
	for (; hit < w->names + w->n_names && compare_names(hit, &key) == 0; hit++) {
		if (strcmp(w->known[hit->place].id, text) == 0)
			return hit->place;
		place = hit->place == place ? place : SEVERAL;
	}
	return place;
}

/* ---- what of it belongs on the page ------------------------------------------------------------------------- */
static int32_t country_of(const gazetteer_work *w, int32_t place)
{
	while (w->known[place].parent >= 0)
		place = w->known[place].parent;
	return place;
}

/* Marks w->at with 0 where a place is wanted: countries of what is counted, and their regions unless only the country is counted. */
static void mark_wanted(gazetteer_work *w)
{
	for (int32_t i = 0; i < w->n_known; i++)
		w->at[i] = -1;
	for (int32_t i = 0; i < w->counts->n_places; i++) {
		int32_t place = w->found[i];
		if (place < 0)
			continue;
		int32_t country = country_of(w, place);
		for (int32_t k = 0; k < w->n_known && place != country; k++)
			if (w->known[k].parent == country)
				w->at[k] = 0;
		w->at[place] = w->at[country] = 0;
		if (w->known[place].parent >= 0)
			w->at[w->known[place].parent] = 0;
	}
}

/* A place of the counts takes its position from them, else from the library. */
static void place_counted(gazetteer_work *w, int32_t i)
{
	gz_gazetteer *g = w->out;
	const gz_detect_place *own = &w->counts->places[i];
	if (w->found[i] >= 0) {
		g->place[i] = w->at[w->found[i]];
	} else {
		g->place[i] = g->n_places;
		g->places[g->n_places++] = (gz_place){.id = own->id, .name = {own->id, NULL, NULL}, .parent = -1, .depth = 2, .lat = NAN, .lon = NAN};
	}
	gz_place *p = &g->places[g->place[i]];
	g->counted[g->place[i]] = true;
	if (isfinite(own->latitude) && isfinite(own->longitude)) {
		p->lat = own->latitude;
		p->lon = own->longitude;
	}
}

static gz_status make_places(gazetteer_work *w)
{
	gz_gazetteer *g = w->out;
	int64_t n = (int64_t)w->n_known + w->counts->n_places;
	g->places = gz_arena_array(w->arena, gz_place, n);
	g->counted = gz_arena_array(w->arena, bool, n);
	g->place = gz_arena_array(w->arena, int32_t, w->counts->n_places);
	w->found = gz_arena_array(w->arena, int32_t, w->counts->n_places);
	bool *taken = gz_arena_array(w->arena, bool, w->n_known);
	if (g->places == NULL || g->counted == NULL || g->place == NULL || w->found == NULL || taken == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->counts->n_places; i++) {
		int32_t place = find_place(w, w->counts->places[i].id);
		w->found[i] = place >= 0 && !taken[place] ? place : -1;
		if (w->found[i] >= 0)
			taken[place] = true;
	}
	mark_wanted(w);
	for (int32_t i = 0; i < w->n_known; i++) {
		if (w->at[i] < 0)
			continue;
		w->at[i] = g->n_places;
		g->places[g->n_places] = w->known[i];
		g->places[g->n_places++].parent = w->known[i].parent < 0 ? -1 : w->at[w->known[i].parent];
	}
	for (int32_t i = 0; i < w->counts->n_places; i++)
		place_counted(w, i);
	return GZ_OK;
}

/* ---- diseases ----------------------------------------------------------------------------------------------- */
/* English is as the counts have it; the other languages are the library's, if its names hold this one. */
static void name_disease(gazetteer_work *w, const char *library, const char *const *names, int32_t n_names, const char *id, gz_words *words)
{
	*words = (gz_words){.en = id};
	for (int32_t i = 0; i < n_names; i++) {
		const gz_node *root = NULL;
		const char *file = compare_loosely(names[i], id) != 0 ? NULL : gz_library_find(w->arena, library, "", GZ_LIBRARY_DISEASE, names[i]);
		if (file == NULL || gz_yaml_load(w->arena, file, &root, NULL) != GZ_OK)
			continue;
		const gz_node *title = gz_yaml_get(root, "title"), *ru = gz_yaml_get(title, "ru"), *tg = gz_yaml_get(title, "tg");
		words->ru = ru == NULL ? NULL : ru->text;
		words->tg = tg == NULL ? NULL : tg->text;
	}
}

static int compare_texts(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	return strcmp(*x, *y);
}

static gz_status make_diseases(gazetteer_work *w, const char *library)
{
	gz_gazetteer *g = w->out;
	const gz_counts *c = w->counts;
	int32_t n_names = 0;
	const char **names = gz_library_names(w->arena, library, GZ_LIBRARY_DISEASE, &n_names);
	g->diseases = gz_arena_array(w->arena, const char *, c->n_series);
	g->disease = gz_arena_array(w->arena, int32_t, c->n_series);
	if (names == NULL || g->diseases == NULL || g->disease == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t s = 0; s < c->n_series; s++)
		g->diseases[s] = c->series[s].disease;
	qsort(g->diseases, (size_t)c->n_series, sizeof *g->diseases, compare_texts);
	for (int32_t s = 0; s < c->n_series; s++)
		if (g->n_diseases == 0 || strcmp(g->diseases[g->n_diseases - 1], g->diseases[s]) != 0)
			g->diseases[g->n_diseases++] = g->diseases[s];
	for (int32_t s = 0; s < c->n_series; s++) {
		const char *const *hit = bsearch(&c->series[s].disease, g->diseases, (size_t)g->n_diseases, sizeof *g->diseases, compare_texts);
		g->disease[s] = hit == NULL ? 0 : (int32_t)(hit - g->diseases);
	}
	g->words = gz_arena_array(w->arena, gz_words, g->n_diseases);
	for (int32_t d = 0; d < g->n_diseases && g->words != NULL; d++)
		name_disease(w, library, names, n_names, g->diseases[d], &g->words[d]);
	return g->words == NULL ? GZ_ERR_MEMORY : GZ_OK;
}

gz_status gz_gazetteer_make(const gz_counts *counts, const char *library, gz_arena *arena, gz_gazetteer *out)
{
	*out = (gz_gazetteer){0};
	gazetteer_work w = {.arena = arena, .counts = counts, .out = out};
	GZ_TRY(read_region(&w, library));
	GZ_TRY(make_places(&w));
	return make_diseases(&w, library);
}

gz_status gz_gazetteer_locate(gz_counts *counts, const char *library, gz_arena *arena)
{
	gz_gazetteer g;
	GZ_TRY(gz_gazetteer_make(counts, library, arena, &g));
	for (int32_t i = 0; i < counts->n_places; i++) {
		gz_detect_place *place = &counts->places[i];
		if (isfinite(place->latitude) && isfinite(place->longitude))
			continue;
		place->latitude = g.places[g.place[i]].lat;
		place->longitude = g.places[g.place[i]].lon;
	}
	return GZ_OK;
}

bool gz_gazetteer_window(const gz_gazetteer *g, double window[4])
{
	bool any = false;
	for (int32_t i = 0; i < g->n_places; i++) {
		const gz_place *p = &g->places[i];
		if (!g->counted[i] || !isfinite(p->lat) || !isfinite(p->lon))
			continue;
		window[0] = any ? fmin(window[0], p->lon) : p->lon;
		window[1] = any ? fmin(window[1], p->lat) : p->lat;
		window[2] = any ? fmax(window[2], p->lon) : p->lon;
		window[3] = any ? fmax(window[3], p->lat) : p->lat;
		any = true;
	}
	return any;
}
