/* Rows of a tile: gathered, drawn and written back.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/tile.h"
#include "base/kernel.h"
#include "engine/step/row.h"
#include <string.h>

/* A cell's newcomers wait where it is asked for after others have moved (who can be infected and leave besides), where a share of what
 * those there at first carry is to be known, and where numbers are not whole, so that sums depend on their order. */
static void tile_waits(gz_tile *t)
{
	const gz_plan *p = t->b->plan;
	for (int32_t c = 0; c < p->n_cells; c++)
		t->waits[c] = t->b->deterministic || p->cells[c].mass >= 0 || (p->target_of[c] >= 0 && p->cells[c].group >= 0);
}

void gz_tile_make(gz_tile *t, gz_block *b)
{
	const gz_plan *p = b->plan;
	const int32_t cells = p->n_cells;
	t->b = b;
	t->n = 0;
	t->stock = t->lane = t->after = -1;
	t->stocks = NULL;
	t->room = b->width > GZ_BLOCK_TILE ? b->width : GZ_BLOCK_TILE;
	double *at = b->rows + (int64_t)cells * t->room; /* copies come first */
	t->newcomers = at, at += (int64_t)cells * t->room;
	t->new_mass = at, at += (int64_t)p->n_mass * t->room;
	t->living = at, at += (int64_t)p->n_strata * t->room;
	t->rates = at, at += (int64_t)p->n_targets * p->n_channels * t->room;
	for (int32_t i = 0; i < GZ_TILE_WORK; i++, at += t->room)
		t->work[i] = at;
	t->n_asked = at, at += gz_tile_draws(p) * t->room;
	t->p_asked = at, at += gz_tile_draws(p) * t->room;
	t->out = at;
	t->first = b->asked;
	t->row_of = b->row_of;
	t->heres = b->heres;
	t->keys = b->keys;
	t->came = b->came;
	t->some = b->came + cells;
	t->went = b->came + 2 * cells;
	t->waits = b->came + 3 * cells;
	tile_waits(t);
}

void gz_tile_wide(gz_tile *t, int32_t stock, int32_t after)
{
	const gz_block *b = t->b;
	t->n = b->lanes;
	t->stock = stock;
	t->after = after;
	t->copied = b->awake_n[b->plan->stocks[stock].home] < b->lanes;
}

void gz_tile_narrow(gz_tile *t, const int32_t *stocks, int32_t n, int32_t lane)
{
	gz_block *b = t->b;
	for (int32_t i = 0; i < n; i++) {
		b->keys[i] = b->plan->stocks[stocks[i]].key;
		b->heres[i] = b->plan->stocks[stocks[i]].here;
	}
	t->n = n;
	t->lane = lane;
	t->stocks = stocks;
	t->copied = true;
}

/* Copies of the rows of a wide tile in which those asleep are nobody. */
static bool tile_copy_lanes(gz_tile *t)
{
	gz_block *b = t->b;
	bool any = false;
	const uint8_t *awake = &b->awake[b->plan->stocks[t->stock].home * b->width];
	for (int32_t c = 0; c < b->plan->n_cells; c++) {
		double *row = gz_tile_row(t, c);
		const bool anyone = *gz_block_anyone(b, t->stock, t->stratum, c);
		if (anyone)
			gz_row_mask(t->n, row, &b->people[gz_block_at(b, t->stock, t->stratum, c)], awake);
		t->some[c] = anyone && gz_row_any(t->n, row);
		any = any || t->some[c];
	}
	return any;
}

static bool tile_copy_stocks(gz_tile *t)
{
	const gz_block *b = t->b;
	bool any = false;
	for (int32_t c = 0; c < b->plan->n_cells; c++) {
		double *row = gz_tile_row(t, c);
		for (int32_t i = 0; i < t->n; i++)
			row[i] = b->people[gz_block_at(b, t->stocks[i], t->stratum, c) + t->lane];
		t->some[c] = gz_row_any(t->n, row);
		any = any || t->some[c];
	}
	return any;
}

void gz_tile_fetch(const gz_block *b, int32_t stock, int32_t stratum)
{
	const uint8_t *anyone = gz_block_anyone(b, stock, stratum, 0);
	for (int32_t c = 0; c < b->plan->n_cells; c++)
		if (anyone[c])
			gz_row_fetch_own(b->lanes, &b->people[gz_block_at(b, stock, stratum, c)]);
}

/* Fetches ahead a row of those who come next, one whenever something is asked or moved: a processor lets most of a hundred lines go that it is
 * asked for at once. */
static void tile_fetch_row(gz_tile *t)
{
	const gz_block *b = t->b;
	const bool below = t->stratum > 0;
	const int32_t cell = t->fetched, stock = below ? t->stock : t->after, stratum = (below ? t->stratum : b->plan->n_strata) - 1;
	if (stock < 0 || cell == b->plan->n_cells)
		return;
	t->fetched++;
	if (*gz_block_anyone(b, stock, stratum, cell))
		gz_row_fetch_own(b->lanes, &b->people[gz_block_at(b, stock, stratum, cell)]);
}

static void tile_fetch_rest(gz_tile *t)
{
	for (int32_t c = t->fetched; c < t->b->plan->n_cells; c++)
		tile_fetch_row(t);
}

/* The block's own rows: marks of rows that have become empty are taken back. */
static bool tile_look(gz_tile *t)
{
	gz_block *b = t->b;
	bool any = false;
	uint8_t *anyone = gz_block_anyone(b, t->stock, t->stratum, 0);
	for (int32_t c = 0; c < b->plan->n_cells; c++) {
		if (anyone[c] && !b->deterministic)
			anyone[c] = gz_row_any(t->n, gz_tile_row(t, c));
		t->some[c] = anyone[c];
		any = any || anyone[c];
	}
	return any;
}

bool gz_tile_open(gz_tile *t, int32_t stratum)
{
	gz_block *b = t->b;
	t->stratum = stratum;
	memset(t->came, 0, (size_t)b->plan->n_cells);
	memset(t->went, 0, (size_t)b->plan->n_cells);
	t->asked = t->answered = t->fetched = 0;
	t->stride = t->copied ? t->room : b->width;
	t->rows = t->copied ? b->rows : &b->people[gz_block_at(b, t->stock, stratum, 0)];
	const bool any = !t->copied ? tile_look(t) : t->stock >= 0 ? tile_copy_lanes(t) : tile_copy_stocks(t);
	if (!any)
		tile_fetch_rest(t);
	return any;
}

bool gz_tile_move(gz_tile *t, int32_t from, int32_t to, const double *x)
{
	const bool waits = t->waits[to], first = !t->came[to] && (waits || (t->copied && !t->some[to])); /* nothing has been copied there */
	tile_fetch_row(t);
	double *row = waits ? &t->newcomers[(int64_t)to * t->room] : gz_tile_row(t, to);
	if (gz_tile_row(t, from) == row)
		return gz_row_any(t->n, x); /* out and in again */
	if (!(first ? gz_row_begin : gz_row_move)(t->n, gz_tile_row(t, from), row, x))
		return false;
	t->went[from] = t->came[to] = 1;
	return true;
}

/* ---- closing ---------------------------------------------------------------------------------------------- */

/* Marks homes of which somebody in this cell, who does not rest, is awake in every lane. */
static void tile_see_lively(gz_tile *t, int32_t cell, const double *row)
{
	gz_block *b = t->b;
	const gz_stock *stocks = b->plan->stocks;
	if (b->plan->cells[cell].rest || b->plan->cells[cell].dead)
		return;
	if (t->stock >= 0 && !t->copied && !b->lively[stocks[t->stock].home])
		b->lively[stocks[t->stock].home] = gz_row_every(t->n, row);
	for (int32_t i = 0; t->stock < 0 && b->lanes == 1 && i < t->n; i++)
		b->lively[stocks[t->stocks[i]].home] |= row[i] > 0;
}

static void tile_write_row(gz_tile *t, int32_t cell)
{
	gz_block *b = t->b;
	const double *row = gz_tile_row(t, cell);
	tile_see_lively(t, cell, row);
	if (t->stock < 0) {
		for (int32_t i = 0; i < t->n; i++) {
			b->people[gz_block_at(b, t->stocks[i], t->stratum, cell) + t->lane] = row[i];
			*gz_block_anyone(b, t->stocks[i], t->stratum, cell) |= row[i] > 0;
		}
		return;
	}
	if (t->copied)
		gz_row_put(t->n, &b->people[gz_block_at(b, t->stock, t->stratum, cell)], row, &b->awake[b->plan->stocks[t->stock].home * b->width]);
	if (t->came[cell])
		*gz_block_anyone(b, t->stock, t->stratum, cell) = 1;
}

void gz_tile_close(gz_tile *t)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	tile_fetch_rest(t);
	for (int32_t c = 0; c < p->n_cells; c++) {
		if (t->came[c] && t->waits[c] && t->copied && !t->some[c]) /* nobody was copied */
			memcpy(gz_tile_row(t, c), &t->newcomers[(int64_t)c * t->room], (size_t)t->n * sizeof(double));
		else if (t->came[c] && t->waits[c])
			gz_row_add(t->n, gz_tile_row(t, c), &t->newcomers[(int64_t)c * t->room]);
		if (t->came[c] && p->cells[c].mass >= 0)
			for (int32_t i = 0; i < t->n; i++)
				b->mass[gz_block_mass(b, gz_tile_stock(t, i), t->stratum, p->cells[c].mass) + gz_tile_lane(t, i)] += t->new_mass[(int64_t)p->cells[c].mass * t->room + i];
		if (t->came[c] || (t->copied && t->went[c]))
			tile_write_row(t, c);
	}
}

/* ---- draws ------------------------------------------------------------------------------------------------ */

/* Members of many stocks: each has a key of its own. */
static void tile_draw_each(gz_tile *t, uint32_t draw, const double *n, const double *p, double *out)
{
	const gz_block *b = t->b;
	const gz_kernel_places at = {.common = gz_block_address(b, t->keys[0], draw, t->lane), .keys = t->keys};
	const int64_t drawn = gz_kernel_binomial_each(&at, t->n, n, p, out);
	t->b->draws += (uint64_t)drawn;
	t->b->skipped += (uint64_t)(t->n - drawn);
}

void gz_tile_draw(gz_tile *t, uint32_t draw, const double *n, const double *p, double *out)
{
	if (t->stock < 0)
		tile_draw_each(t, draw, n, p, out);
	else
		gz_block_draws(t->b, t->b->plan->stocks[t->stock].key, draw, n, p, out);
}

int32_t gz_tile_ask(gz_tile *t, uint32_t draw, const double *n, const double *p, bool same)
{
	const gz_block *b = t->b;
	const int64_t at = (int64_t)t->asked * t->n;
	double *q = gz_tile_chances(t);
	memcpy(&t->n_asked[at], n, (size_t)t->n * sizeof *n);
	if (same)
		for (int32_t i = 0; i < t->n; i++)
			q[i] = p[0];
	else if (p != q)
		memcpy(q, p, (size_t)t->n * sizeof *p);
	tile_fetch_row(t);
	t->first[t->asked] = gz_block_address(b, b->plan->stocks[gz_tile_stock(t, 0)].key, draw, gz_tile_lane(t, 0));
	return t->asked++;
}

void gz_tile_answer(gz_tile *t)
{
	gz_block *b = t->b;
	const int32_t rows = t->asked - t->answered;
	const int64_t at = (int64_t)t->answered * t->n;
	if (t->stock >= 0 && !b->deterministic && rows > 0) {
		const int64_t drawn = gz_kernel_binomial_rows(&t->first[t->answered], rows, t->n, &t->n_asked[at], &t->p_asked[at], &t->out[at]);
		b->draws += (uint64_t)drawn;
		b->skipped += (uint64_t)((int64_t)rows * t->n - drawn);
	} else {
		for (int32_t i = t->answered; i < t->asked; i++)
			gz_tile_draw(t, t->first[i].draw, &t->n_asked[(int64_t)i * t->n], &t->p_asked[(int64_t)i * t->n], gz_tile_out(t, i));
	}
	t->answered = t->asked;
}

/* ---- numbers by member ------------------------------------------------------------------------------------ */

const double *gz_tile_slot(const gz_tile *t, int32_t slot, int32_t stratum, double *out, bool *same)
{
	const gz_block *b = t->b;
	const gz_slot *s = &b->plan->slots.items[slot];
	*same = t->stock >= 0 ? s->by_lane == 0 : s->by_leaf == 0;
	if (*same)
		out[0] = gz_block_value(b, slot, gz_tile_here(t, 0), stratum, gz_tile_lane(t, 0));
	else if (t->stock >= 0 && s->by_lane == 1)
		return &b->store[s->offset + (int64_t)gz_tile_here(t, 0) * s->by_leaf + (int64_t)stratum * s->by_stratum];
	else
		for (int32_t i = 0; i < t->n; i++)
			out[i] = gz_block_value(b, slot, gz_tile_here(t, i), stratum, gz_tile_lane(t, i));
	return out;
}

const double *gz_tile_table(const gz_tile *t, const gz_group *g, int32_t number, double *out, bool *same)
{
	const double *table = t->b->tables + (int64_t)number * g->entries;
	*same = t->stock >= 0 ? g->by_lane == 0 : g->by_leaf == 0;
	if (*same)
		out[0] = table[gz_plan_entry(g, gz_tile_here(t, 0), t->stratum, gz_tile_lane(t, 0))];
	else if (t->stock >= 0 && g->by_lane == 1)
		return &table[gz_plan_entry(g, gz_tile_here(t, 0), t->stratum, 0)];
	else
		for (int32_t i = 0; i < t->n; i++)
			out[i] = table[gz_plan_entry(g, gz_tile_here(t, i), t->stratum, gz_tile_lane(t, i))];
	return out;
}

static double *tile_counted(const gz_block *b, int32_t what, int32_t stream, int32_t leaf)
{
	return what == GZ_COUNTED_EVENTS ? gz_block_events(b, stream, leaf) : what == GZ_COUNTED_DEATHS ? &b->deaths[(int64_t)leaf * b->width] : gz_block_infections(b, leaf);
}

void gz_tile_count(const gz_tile *t, int32_t what, int32_t stream, const double *x)
{
	gz_block *b = t->b;
	if (t->stock >= 0) {
		const int32_t here = gz_tile_here(t, 0);
		double *row = tile_counted(b, what, stream, here);
		const bool alone = t->n == b->width && !(what == GZ_COUNTED_EVENTS ? b->plan->scenario->n_streams > 1 : b->before != NULL);
		if (alone && !(b->counted[here] & what)) { /* the first, of this row alone: written, not added to zeros */
			b->counted[here] = (uint8_t)(b->counted[here] | what);
			gz_row_copy(t->n, row, x);
			return;
		}
		gz_block_count(b, here, what);
		gz_row_add(t->n, row, x);
		return;
	}
	for (int32_t i = 0; i < t->n; i++) {
		if (x[i] == 0)
			continue;
		gz_block_count(b, gz_tile_here(t, i), what);
		tile_counted(b, what, stream, gz_tile_here(t, i))[t->lane] += x[i];
	}
}
