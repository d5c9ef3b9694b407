/* Age bands: parsed, and values stated for some bands brought to those of a world.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/band.h"
#include "base/number.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

/* An open band counts as ending here, or this much after its start, when values are averaged over years of age. */
static const double open_end = 80, open_width = 15;

bool gz_band_parse(const char *text, double *from, double *to)
{
	size_t length = strlen(text);
	int64_t low, high;
	const char *dash = strchr(text, '-');
	if (strcmp(text, "all") == 0) {
		*from = 0;
		*to = INFINITY;
		return true;
	}
	if (length > 1 && text[length - 1] == '+' && gz_number_parse_int(text, length - 1, &low) && low >= 0 && low <= 120) {
		*from = (double)low;
		*to = INFINITY;
		return true;
	}
	if (dash == NULL || dash == text || !gz_number_parse_int(text, (size_t)(dash - text), &low) ||
		!gz_number_parse_int(dash + 1, strlen(dash + 1), &high) || low < 0 || high < low || high > 150)
		return false;
	*from = (double)low;
	*to = (double)high + 1;
	return true;
}

typedef struct row {
	const char *text;
	double from, to;
	gz_value value;
} row;

static int32_t read_rows(gz_loader *l, const gz_node *map, row *rows)
{
	int32_t n = 0;
	for (int32_t i = 0; i < map->n; i++) {
		row r = {.text = map->keys[i].text, .value = gz_value_as(l, &map->items[i], GZ_UNIT_ANY, -INFINITY, INFINITY, 0)};
		if (!gz_band_parse(r.text, &r.from, &r.to)) {
			gz_loader_mistake(l, &map->keys[i], "%.80s: expected an age band such as 0-14 or 65+", r.text);
			continue;
		}
		for (int32_t k = 0; k < n; k++)
			if (r.from < rows[k].to && rows[k].from < r.to)
				gz_loader_mistake(l, &map->keys[i], "age band %s overlaps %s", r.text, rows[k].text);
		rows[n++] = r;
	}
	return n;
}

/* The years of age that a row shares with from .. to. */
static double shared_years(const row *r, double from, double to)
{
	double end = isfinite(to) ? to : fmax(open_end, from + open_width);
	double last = isfinite(r->to) ? r->to : fmax(end, r->from);
	return fmax(0, fmin(end, last) - fmax(from, r->from));
}

/* The mean over the years of a band of the world that several rows share. */
static gz_value mean_value(gz_loader *l, const gz_node *map, const row *rows, int32_t n, int32_t age, const gz_value *otherwise)
{
	const gz_world *w = &l->s->world;
	double from = w->age_from[age], to = w->age_to[age], sum = 0, years = 0, x;
	double width = (isfinite(to) ? to : fmax(open_end, from + open_width)) - from;
	for (int32_t k = 0; k < n; k++) {
		double part = shared_years(&rows[k], from, to);
		if (part <= 0)
			continue;
		if (rows[k].value.expr != NULL) {
			if (!l->is_replaced)
				gz_loader_mistake(l, map,
					"age band %s of the world spans several of these, which needs plain numbers, but %s has an expression", w->ages[age],
					rows[k].text);
			return rows[k].value;
		}
		sum += part * rows[k].value.number;
		years += part;
	}
	if (width - years > 1e-9 && otherwise == NULL) {
		if (!l->is_replaced)
			gz_loader_mistake(
				l, map, "there is no value for %sage band %s of the world: add it, or `else`", years > 0 ? "all of " : "", w->ages[age]);
		return gz_value_of(0);
	}
	if (width - years > 1e-9) {
		if (years <= 0 || otherwise->expr != NULL || !gz_value_constant(l, otherwise, &x))
			return *otherwise;
		sum += (width - years) * x;
		years = width;
	}
	gz_value mean = rows[0].value;
	mean.number = sum / years;
	return mean;
}

gz_value *gz_band_values(gz_loader *l, const gz_node *map, const gz_value *otherwise)
{
	const gz_world *w = &l->s->world;
	row *rows = gz_loader_array(l, row, map->n);
	gz_value *values = gz_loader_array(l, gz_value, w->n_ages);
	if (rows == NULL || values == NULL)
		return NULL;
	int32_t n = read_rows(l, map, rows);
	for (int32_t a = 0; a < w->n_ages; a++) {
		bool whole = false;
		for (int32_t k = 0; k < n && !whole; k++)
			if (strcmp(rows[k].text, w->ages[a]) == 0 || (rows[k].from <= w->age_from[a] && rows[k].to >= w->age_to[a])) {
				values[a] = rows[k].value;
				whole = true;
			}
		if (!whole)
			values[a] = mean_value(l, map, rows, n, a, otherwise);
	}
	return values;
}
