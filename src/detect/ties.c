/* How places lie and touch, for methods that look at neighbours: tables of places and of links between them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/ties.h"
#include "text/csv.h"
#include <stdlib.h>
#include <string.h>

/* A name and where it stands among the places. */
typedef struct ties_name { const char *id; int32_t index; } ties_name;

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const ties_name *)a)->id, ((const ties_name *)b)->id);
}

static ties_name *sorted_names(gz_arena *arena, const gz_counts *c)
{
	ties_name *names = gz_arena_array(arena, ties_name, c->n_places);
	for (int32_t i = 0; names != NULL && i < c->n_places; i++)
		names[i] = (ties_name){c->places[i].id, i};
	if (names != NULL)
		qsort(names, (size_t)c->n_places, sizeof *names, compare_names);
	return names;
}

static int32_t find(const ties_name *names, int32_t n, const char *id)
{
	const ties_name key = {id, 0};
	const ties_name *found = n > 0 ? bsearch(&key, names, (size_t)n, sizeof *names, compare_names) : NULL;
	return found == NULL ? -1 : found->index;
}

/* A column by its name or another one for it; -1 after listing a mistake. */
static int32_t column(const gz_csv *csv, const char *name, const char *other, gz_mistakes *mistakes)
{
	int32_t c = gz_csv_column(csv, name);
	if (c < 0 && other != NULL)
		c = gz_csv_column(csv, other);
	if (c >= 0)
		return c;
	const char *near = gz_mistakes_near(name, csv->header, csv->n_columns);
	if (near != NULL)
		gz_mistakes_add(mistakes, csv->path, 1, 0, "there is no column %s; is it %s?", name, near);
	else
		gz_mistakes_add(mistakes, csv->path, 1, 0, "there is no column %s", name);
	return -1;
}

static bool number(gz_arena *arena, const gz_csv *csv, int32_t row, int32_t c, double least, double most, double *out, gz_mistakes *mistakes)
{
	const char *text = gz_csv_word(csv, arena, row, c);
	if (gz_csv_number(csv, text, out) && *out >= least && *out <= most)
		return true;
	gz_mistakes_add(mistakes, csv->path, gz_csv_row_line(csv, row), gz_csv_cell_column(csv, row, c), "%s %s: expected a number from %g to %g",
		csv->header[c], text, least, most);
	return false;
}

/* Names that all differ from those of the counts are more likely another spelling than other places. */
static void tell_strangers(const gz_csv *csv, const gz_counts *counts, gz_mistakes *mistakes)
{
	if (counts->n_places > 0)
		gz_mistakes_add(mistakes, csv->path, 0, 0, "no row is about places of the counts, which are called as %s there", counts->places[0].id);
}

gz_status gz_ties_load_places(gz_arena *arena, const char *path, gz_counts *counts, gz_mistakes *mistakes)
{
	gz_csv csv;
	gz_status status = gz_csv_load_export(arena, path, &csv, mistakes);
	ties_name *names = sorted_names(arena, counts);
	if (names == NULL || (status != GZ_OK && status != GZ_ERR_INPUT))
		return names == NULL ? GZ_ERR_MEMORY : status;
	if (csv.n_columns == 0)
		return GZ_ERR_INPUT;
	int32_t id = column(&csv, "id", "place", mistakes), lat = column(&csv, "latitude", "lat", mistakes), lon = column(&csv, "longitude", "lon", mistakes);
	bool any = csv.n_rows == 0 || id < 0;
	for (int32_t row = 0; row < csv.n_rows && id >= 0 && lat >= 0 && lon >= 0; row++) {
		int32_t place = find(names, counts->n_places, gz_csv_word(&csv, arena, row, id));
		double y, x;
		any = any || place >= 0;
		if (gz_csv_word(&csv, arena, row, lat)[0] == '\0' || !number(arena, &csv, row, lat, -90, 90, &y, mistakes) || !number(arena, &csv, row, lon, -180, 180, &x, mistakes))
			continue;
		if (place >= 0)
			counts->places[place] = (gz_detect_place){counts->places[place].id, y, x};
	}
	if (!any)
		tell_strangers(&csv, counts, mistakes);
	return gz_mistakes_status(mistakes, NULL);
}

gz_status gz_ties_load_links(gz_arena *arena, const char *path, const gz_counts *counts, gz_detect_link **links, int32_t *n, int32_t *n_passed, gz_mistakes *mistakes)
{
	gz_csv csv;
	gz_status status = gz_csv_load_export(arena, path, &csv, mistakes);
	ties_name *names = sorted_names(arena, counts);
	*n = *n_passed = 0;
	*links = NULL;
	if (names == NULL || (status != GZ_OK && status != GZ_ERR_INPUT))
		return names == NULL ? GZ_ERR_MEMORY : status;
	if (csv.n_columns == 0)
		return GZ_ERR_INPUT;
	int32_t from = column(&csv, "from", NULL, mistakes), to = column(&csv, "to", NULL, mistakes), weight = gz_csv_column(&csv, "weight");
	*links = gz_arena_array(arena, gz_detect_link, csv.n_rows);
	if (*links == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < csv.n_rows && from >= 0 && to >= 0; row++) {
		gz_detect_link link = {find(names, counts->n_places, gz_csv_word(&csv, arena, row, from)), find(names, counts->n_places, gz_csv_word(&csv, arena, row, to)), 1};
		if (weight >= 0 && !number(arena, &csv, row, weight, 0, 1e12, &link.weight, mistakes))
			continue;
		if (link.from < 0 || link.to < 0 || link.from == link.to)
			++*n_passed;
		else
			(*links)[(*n)++] = link;
	}
	if (*n == 0 && *n_passed > 0)
		tell_strangers(&csv, counts, mistakes);
	return gz_mistakes_status(mistakes, NULL);
}
