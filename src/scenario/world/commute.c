/* commuting.csv: the share of their time that people of one place spend at another, without a border event.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/world/world_reader.h"
#include <stdlib.h>

enum { FROM, TO, SHARE, KIND, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"from", true}, {"to", true}, {"share", true}, {"kind", false}};

typedef struct trip {
	gz_commute commute;
	int32_t row;
} trip;

static int by_places(const void *a, const void *b)
{
	const trip *x = a, *y = b;
	if (x->commute.from != y->commute.from)
		return x->commute.from < y->commute.from ? -1 : 1;
	if (x->commute.to != y->commute.to)
		return x->commute.to < y->commute.to ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static bool read_row(const gz_world_reader *r, const gz_table *t, int32_t row, trip *out)
{
	gz_commute c = {.from = gz_place_reference(r, t, row, FROM, true), .to = gz_place_reference(r, t, row, TO, true)};
	bool whole = gz_table_number(t, row, SHARE, 0, 1, &c.share);
	gz_table_kind(t, row, KIND);
	if (whole && c.from >= 0 && c.from == c.to) {
		gz_table_mistake(t, row, TO, "is the same place as from; the time spent at home is what the other rows leave");
		return false;
	}
	*out = (trip){c, row};
	return whole && c.from >= 0 && c.to >= 0;
}

/* Doubles, and shares of one place that add to more than 1. */
static void check(const gz_world *w, const gz_table *t, const trip *trips, int32_t n)
{
	double sum = 0;
	for (int32_t i = 0; i < n; i++) {
		const gz_commute *c = &trips[i].commute;
		bool same_from = i > 0 && trips[i - 1].commute.from == c->from;
		if (same_from && trips[i - 1].commute.to == c->to)
			gz_table_mistake(t, trips[i].row, TO, "from %s to there is already on line %d", w->places[c->from].id,
				(int)gz_table_line(t, trips[i - 1].row));
		sum = same_from ? sum + c->share : c->share;
		bool last = i + 1 == n || trips[i + 1].commute.from != c->from;
		if (last && sum > 1 + 1e-9) {
			char text[32];
			gz_table_rounded(sum, text);
			gz_table_mistake(t, trips[i].row, SHARE, "the shares of time that %s spends elsewhere add to %s; expected at most 1",
				w->places[c->from].id, text);
		}
	}
}

gz_status gz_commute_read(gz_world_reader *r)
{
	gz_world *w = r->world;
	gz_table t;
	bool present = false;
	GZ_TRY(gz_world_open(r, GZ_WORLD_COMMUTING, columns, COLUMNS, &t, &present));
	if (!present)
		return GZ_OK;
	trip *trips = gz_arena_array(&r->lent, trip, t.n_rows);
	w->commutes = gz_arena_array(r->arena, gz_commute, t.n_rows);
	if (trips == NULL || w->commutes == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < t.n_rows; row++)
		w->n_commutes += read_row(r, &t, row, &trips[w->n_commutes]) ? 1 : 0;
	qsort(trips, (size_t)w->n_commutes, sizeof trips[0], by_places);
	check(w, &t, trips, w->n_commutes);
	for (int32_t i = 0; i < w->n_commutes; i++)
		w->commutes[i] = trips[i].commute;
	return GZ_OK;
}
