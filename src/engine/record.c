/* Writes each day of a block to the spill: one row of columns by lane, in a file, or in memory where all rows together are few.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/record.h"
#include "engine/step/observe.h"
#include "engine/step/row.h"
#include "scenario/world/world.h"
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RECORD_LEAVES_MAX = 400, RECORD_STATES = 5 }; /* infections, deaths, prevalence, beds, present */
enum { RECORD_KEPT = 16 << 20 };                     /* bytes of all rows that need no file */

static const char *const record_names[GZ_QUANTITY_COUNT] = {"infections", "deaths", "prevalence", "beds", "present", "reported", "travellers", "infected", "detected",
	"missed", "refused", "stopped", "leaked", "quarantined", "wait", "tests", "doses", "cost"};

/* Columns that are kept to a tenth. */
static double record_scale(gz_quantity q) { return q == GZ_QUANTITY_WAIT || q == GZ_QUANTITY_COST ? 10 : 1; }

static bool record_wants(const gz_scenario *s, const char *name)
{
	for (int32_t i = 0; i < s->n_report_quantities; i++)
		if (strcmp(s->report_quantities[i], name) == 0)
			return true;
	return false;
}

static bool record_place(const gz_scenario *s, int32_t depth, int32_t place)
{
	const gz_place *p = &s->world.places[place];
	for (int32_t i = 0; i < s->n_report_places; i++)
		if (s->report_places[i] == place)
			return true;
	return p->depth <= depth || (p->leaf >= 0 && s->world.n_leaves <= RECORD_LEAVES_MAX);
}

static void record_add(gz_result *r, gz_entity entity, int32_t index, gz_direction way, gz_quantity q, int32_t stream, const char *name)
{
	r->columns[r->n_columns++] = (gz_column){.entity = entity, .index = index, .direction = way, .quantity = q, .stream = stream, .name = name};
}

gz_status gz_record_columns(gz_result *r, const gz_setup *setup)
{
	const gz_scenario *s = setup->scenario;
	const int64_t room = (int64_t)s->world.n_places * (RECORD_STATES + s->n_streams) + (int64_t)s->world.n_crossings * 2 * GZ_CROSS_COUNT + 1;
	r->columns = calloc((size_t)room, sizeof *r->columns);
	bool *used = calloc((size_t)s->world.n_crossings + 1, sizeof *used);
	if (!r->columns || !used) {
		free(used);
		return GZ_ERR_MEMORY;
	}
	const int32_t depth = gz_world_depth(&s->world);
	for (int32_t i = 0; i < s->world.n_places; i++) {
		if (!record_place(s, depth, i))
			continue;
		for (gz_quantity q = GZ_QUANTITY_INFECTIONS; q <= GZ_QUANTITY_PRESENT; q++)
			if (q != GZ_QUANTITY_PRESENT || record_wants(s, "present"))
				record_add(r, GZ_ENTITY_PLACE, i, GZ_DIRECTION_BOTH, q, -1, record_names[q]);
		for (int32_t k = 0; k < s->n_streams; k++)
			record_add(r, GZ_ENTITY_PLACE, i, GZ_DIRECTION_BOTH, GZ_QUANTITY_REPORTED, k, s->streams[k].name);
	}
	for (int32_t f = 0; f < s->world.n_flows; f++)
		for (int32_t k = 0; k < s->world.flows[f].manner->n_via; k++)
			used[s->world.flows[f].manner->via[k]] = true;
	for (int32_t m = 0; m < s->n_measures; m++)
		for (int32_t k = 0; (s->measures[m].cost_day > 0 || s->measures[m].cost_bed_day > 0) && k < s->measures[m].n_crossings; k++)
			used[s->measures[m].crossings[k]] = true; /* its share of the cost is spent there, whoever comes */
	for (int32_t c = 0; c < s->world.n_crossings; c++)
		for (int32_t way = 0; used[c] && way < 2; way++)
			for (gz_quantity q = GZ_QUANTITY_TRAVELLERS; q < GZ_QUANTITY_COUNT; q++)
				record_add(r, GZ_ENTITY_CROSSING, c, way == 0 ? GZ_DIRECTION_IN : GZ_DIRECTION_OUT, q, -1, record_names[q]);
	free(used);
	return GZ_OK;
}

static gz_status record_file(gz_result *r, const char *folder, gz_error *err)
{
	char path[1024];
	const char *tmp = folder ? folder : getenv("TMPDIR");
	snprintf(path, sizeof path, "%s/guzar-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	r->spill->fd = mkstemp(path);
	if (r->spill->fd < 0)
		return gz_error_set(err, errno == EACCES || errno == ENOENT ? GZ_ERR_INPUT : GZ_ERR_IO, path, 0, 0, "the temporary file of the run cannot be made: %s", strerror(errno));
	unlink(path); /* gone by itself, however the run ends */
	return GZ_OK;
}

/* Which places tell which: those above leaves, from the deepest up. */
static gz_status record_ways_up(gz_result *r)
{
	const gz_world *w = &r->scenario->world;
	gz_spill *s = r->spill;
	s->up = calloc((size_t)w->n_places + 1, sizeof *s->up);
	if (!s->up)
		return GZ_ERR_MEMORY;
	int32_t deepest = 0;
	for (int32_t i = 0; i < w->n_places; i++)
		deepest = w->places[i].depth > deepest ? w->places[i].depth : deepest;
	for (int32_t depth = deepest; depth > 0; depth--)
		for (int32_t i = 0; i < w->n_places; i++) {
			int32_t above = w->places[i].parent;
			if (w->places[i].depth != depth || w->places[i].leaf >= 0 || s->told[i] < 0)
				continue;
			while (above >= 0 && s->told[above] < 0)
				above = w->places[above].parent;
			if (above >= 0)
				s->up[s->n_up++] = (struct gz_record_way){s->told[i], s->told[above]};
		}
	return GZ_OK;
}

/* The first columns of places. */
static void record_firsts(gz_result *r)
{
	gz_spill *s = r->spill;
	for (int32_t i = 0; i < r->scenario->world.n_places; i++)
		s->first[i] = -1;
	for (; s->n_place_columns < r->n_columns && r->columns[s->n_place_columns].entity == GZ_ENTITY_PLACE; s->n_place_columns++) {
		int32_t *first = &s->first[r->columns[s->n_place_columns].index];
		*first = *first < 0 ? s->n_place_columns : *first;
	}
	r->first_column = s->first;
}

/* Whether a column may ever hold anything but 0. */
static bool record_counts(const gz_setup *setup, const gz_column *c)
{
	const gz_plan *p = &setup->plan;
	bool dies = false;
	for (int32_t i = 0; i < p->n_outcomes; i++)
		dies = dies || p->outcomes[i].death;
	if (c->quantity == GZ_QUANTITY_DEATHS)
		return dies;
	return c->quantity < GZ_QUANTITY_PREVALENCE || c->quantity > GZ_QUANTITY_PRESENT || setup->tallies[c->quantity - GZ_QUANTITY_PREVALENCE].n > 0;
}

/* The column whose numbers a column has: its own, or that of its place's only part. parts: [place] that part, -1 where there is none or several. */
static int32_t record_like(const gz_result *r, const int32_t *parts, int32_t column)
{
	const int32_t *first = r->spill->first;
	int32_t place = r->columns[column].index;
	if (column >= r->spill->n_place_columns)
		return column;
	while (parts[place] >= 0 && first[parts[place]] >= 0)
		place = parts[place];
	return first[place] + column - first[r->columns[column].index];
}

/* Which columns have pieces of their own; the others share one, or have none. */
static void record_pieces(const gz_result *r, const gz_setup *setup, const int32_t *parts, bool whole)
{
	gz_spill *s = r->spill;
	for (int32_t i = 0; i < r->n_columns; i++) {
		s->piece[i] = -1;
		if (record_like(r, parts, i) != i || !(whole || record_counts(setup, &r->columns[i])))
			continue;
		s->piece[i] = s->n_pieces;
		s->column[s->n_pieces++] = i;
	}
	for (int32_t i = 0; i < r->n_columns; i++)
		s->piece[i] = s->piece[record_like(r, parts, i)];
}

/* The places that leaves tell of what they have counted; beforehand their only parts, as record_like asks for. */
static void record_told(gz_result *r, const gz_setup *setup, bool whole)
{
	enum { NO_PART = -1, PARTS = -2 };
	const gz_world *w = &r->scenario->world;
	gz_spill *s = r->spill;
	for (int32_t i = 0; i < w->n_places; i++)
		s->told[i] = NO_PART;
	for (int32_t i = 0; i < w->n_places; i++) {
		const int32_t above = w->places[i].parent;
		if (above >= 0)
			s->told[above] = s->told[above] == NO_PART && !whole ? i : PARTS;
	}
	record_pieces(r, setup, s->told, whole);
	for (int32_t i = 0; i < w->n_places; i++)
		s->told[i] = s->told[i] >= 0 && s->first[s->told[i]] >= 0 ? -1 : s->first[i];
}

gz_status gz_record_layout(gz_result *r, const gz_setup *setup, int32_t width, int32_t n_blocks, bool whole)
{
	const size_t n_places = (size_t)r->scenario->world.n_places, n_columns = (size_t)r->n_columns;
	gz_spill *s = r->spill = calloc(1, sizeof *r->spill);
	if (!s)
		return GZ_ERR_MEMORY;
	s->fd = -1;
	s->first = malloc(n_places * sizeof *s->first + 1);
	s->told = malloc(n_places * sizeof *s->told + 1);
	s->piece = malloc(n_columns * sizeof *s->piece + 1);
	s->column = malloc(n_columns * sizeof *s->column + 1);
	if (!s->first || !s->told || !s->piece || !s->column)
		return GZ_ERR_MEMORY;
	record_firsts(r);
	record_told(r, setup, whole);
	GZ_TRY(record_ways_up(r));
	s->width = width;
	s->n_blocks = n_blocks;
	s->doubles = r->deterministic;
	s->row = (int64_t)s->n_pieces * width * (int64_t)(r->deterministic ? sizeof(double) : sizeof(int32_t));
	return GZ_OK;
}

gz_status gz_record_open(gz_result *r, const gz_setup *setup, int32_t width, int32_t n_blocks, bool whole, const char *folder, gz_error *err)
{
	GZ_TRY(gz_record_layout(r, setup, width, n_blocks, whole));
	if (r->spill->row <= RECORD_KEPT && r->spill->row * n_blocks <= RECORD_KEPT && r->spill->row * n_blocks * r->n_days <= RECORD_KEPT)
		r->spill->kept = malloc((size_t)(r->spill->row * n_blocks * r->n_days) + 1);
	return r->spill->kept ? GZ_OK : record_file(r, folder, err);
}

int64_t gz_record_work(const gz_result *r, int32_t width)
{
	const int64_t columns = r->spill->n_place_columns;
	return (columns + 1) * width + columns * (int64_t)sizeof(double *) / (int64_t)sizeof(double);
}

static double *record_sum(const gz_record_page *page, int32_t column) { return &page->sums[(int64_t)column * page->b->width]; }

/* Adds a row to a column. The only one is not copied if it lasts until the day is written. */
static void record_tell(const gz_record_page *page, int32_t column, const double *row, bool lasts)
{
	const double *before = page->rows[column];
	double *sum = record_sum(page, column);
	if (!before && lasts) {
		page->rows[column] = row;
		return;
	}
	page->rows[column] = sum;
	if (before != sum)
		gz_row_copy(page->b->lanes, sum, before ? before : row);
	if (before)
		gz_row_add(page->b->lanes, sum, row);
}

/* Which of a place's columns a quantity has. */
static int32_t record_nth(const gz_record_page *page, int32_t quantity) { return quantity - (quantity > GZ_QUANTITY_PRESENT && !page->b->setup->present); }

/* Adds a leaf's row of a quantity to columns of places above it. Sums of whole numbers are exact in any order:
 * then only its own place and the next one above are told, which tell those above them (record_fold). Else all of them, leaf after leaf. */
static void record_add_up(const gz_record_page *page, int32_t leaf, int32_t quantity, const double *row)
{
	const gz_block *b = page->b;
	const int32_t *chain = &b->setup->chain[b->setup->chain_first[leaf]], nth = record_nth(page, quantity);
	const bool lasts = row != page->room && !gz_block_folds(b); /* rows of today go to the next piece */
	for (int32_t i = 0, n = b->setup->chain_n[leaf]; i < n; i++) {
		const int32_t first = page->spill->told[chain[i]];
		if (first < 0)
			continue;
		record_tell(page, first + nth, row, lasts);
		if (i > 0 && page->folds)
			break;
	}
}

/* Every place above leaves tells the next one above it that has columns, the lowest first. */
static void record_fold(const gz_record_page *page)
{
	const gz_spill *s = page->spill;
	const gz_block *b = page->b;
	const int32_t columns = RECORD_STATES - (b->setup->present ? 0 : 1) + b->plan->scenario->n_streams;
	for (int32_t i = 0; page->folds && i < s->n_up; i++)
		for (int32_t k = 0; k < columns; k++)
			if (page->rows[s->up[i].from + k])
				record_tell(page, s->up[i].to + k, page->rows[s->up[i].from + k], true);
}

/* A state at a leaf at the end of the day: the row of the only cell that counts in it once, else a sum made in `room`. Homes asleep have
 * nobody ill; they are looked at where people present are asked for. */
static const double *record_state(const gz_block *b, int32_t leaf, gz_quantity state, double *room)
{
	const gz_plan *p = b->plan;
	const gz_tally *tally = &b->setup->tallies[state - GZ_QUANTITY_PREVALENCE];
	const double *only = NULL;
	gz_row_sum sum;
	sum.to = NULL;
	for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
		const int32_t st = gz_block_listed(b, p->standing, p->standing_first[leaf] + i, p->n_stocks);
		if (!b->occupied[st])
			i += gz_block_idle(b, st);
		if (!b->occupied[st] || (b->awake_n[p->stocks[st].home] == 0 && !b->setup->present))
			continue;
		for (int32_t x = 0; x < p->n_strata; x++)
			for (int32_t k = 0; k < tally->n; k++) {
				const double weight = tally->weights[k];
				if (!*gz_block_anyone(b, st, x, tally->cells[k]))
					continue;
				const double *row = &b->people[gz_block_at(b, st, x, tally->cells[k])];
				assert(b->people && row);
				if (!only && !sum.to && weight == 1) {
					only = row;
					continue;
				}
				if (!sum.to) {
					memset(room, 0, (size_t)b->lanes * sizeof *room);
					gz_row_sum_begin(&sum, b->lanes, room);
				}
				if (only)
					gz_row_sum_add(&sum, only, 1);
				only = NULL;
				gz_row_sum_add(&sum, row, weight);
			}
	}
	if (sum.to)
		gz_row_sum_end(&sum);
	return sum.to ? room : only;
}

/* What was counted at a leaf today, and the states. */
static void record_leaf(const gz_record_page *page, int32_t leaf)
{
	const gz_block *b = page->b;
	const int32_t own = page->spill->first[b->plan->leaf_place[leaf]];
	if (b->counted[leaf] & GZ_COUNTED_INFECTIONS)
		record_add_up(page, leaf, GZ_QUANTITY_INFECTIONS, gz_block_infections(b, leaf));
	if (b->counted[leaf] & GZ_COUNTED_DEATHS)
		record_add_up(page, leaf, GZ_QUANTITY_DEATHS, &b->deaths[(int64_t)leaf * b->width]);
	for (gz_quantity q = GZ_QUANTITY_PREVALENCE; q <= GZ_QUANTITY_PRESENT; q++) {
		if (!page->counts[q])
			continue;
		const double *row = record_state(b, leaf, q, own < 0 ? page->room : record_sum(page, own + record_nth(page, (int32_t)q)));
		if (row)
			record_add_up(page, leaf, (int32_t)q, row);
	}
}

static void record_reports(const gz_record_page *page, int32_t stream, int32_t from, int32_t to)
{
	const uint8_t *some = &page->b->reports[(int64_t)stream * page->b->plan->n_leaves];
	for (int32_t leaf = gz_block_marked(some, from, to); leaf < to; leaf = gz_block_marked(some, leaf + 1, to))
		record_add_up(page, leaf, RECORD_STATES + stream, gz_observe_reported(page->b, stream, leaf));
}

void gz_record_begin(gz_record_page *page, const gz_result *r, const gz_block *b, double *sums)
{
	const int32_t n = r->spill->n_place_columns;
	*page = (gz_record_page){.result = r, .b = b, .spill = r->spill, .sums = sums, .room = sums + (int64_t)n * b->width,
		.rows = (const double **)(sums + (int64_t)(n + 1) * b->width), .folds = !b->deterministic};
	for (int32_t i = 0; i < n; i++)
		page->rows[i] = NULL;
	for (gz_quantity q = GZ_QUANTITY_PREVALENCE; q <= GZ_QUANTITY_PRESENT; q++) {
		const gz_tally *tally = &b->setup->tallies[q - GZ_QUANTITY_PREVALENCE];
		page->counts[q] = tally->n > 0 && (q != GZ_QUANTITY_PRESENT || b->setup->present);
		page->folds = page->folds && tally->whole;
	}
}

/* Where nobody awake stands nothing has happened today, and nobody is ill. */
void gz_record_leaves(gz_record_page *page, int32_t from, int32_t to)
{
	const gz_block *b = page->b;
	const bool all = b->deterministic || b->setup->present;
	for (int32_t leaf = from; leaf < to; leaf++) {
		leaf = all ? leaf : gz_block_marked(b->stirs, leaf, to);
		if (leaf < to)
			record_leaf(page, leaf);
	}
	for (int32_t k = 0; k < b->plan->scenario->n_streams; k++)
		record_reports(page, k, from, to);
}

/* One piece of a day as it is spilled. in: NULL nothing. */
static void record_out(const gz_result *r, const gz_block *b, int32_t piece, const double *in, bool whole, void *row)
{
	const int64_t w = b->width, at = piece * w;
	const size_t lanes = in ? (size_t)b->lanes : 0, rest = (size_t)w - lanes;
	if (r->deterministic) {
		double *out = (double *)row + at;
		if (in)
			memcpy(out, in, lanes * sizeof *out);
		if (rest > 0)
			memset(out + lanes, 0, rest * sizeof *out);
		return;
	}
	int32_t *out = (int32_t *)row + at;
	if (in && whole)
		gz_row_whole(b->lanes, out, in);
	else if (in)
		gz_row_round(b->lanes, out, in, record_scale(r->columns[r->spill->column[piece]].quantity));
	if (rest > 0) /* mostly not, and asking costs as much as a column */
		memset(out + lanes, 0, rest * sizeof *out);
}

void gz_record_end(gz_record_page *page, void *out)
{
	const gz_result *r = page->result;
	record_fold(page);
	for (int32_t i = 0; i < page->spill->n_pieces; i++) {
		const int32_t column = page->spill->column[i];
		const gz_column *c = &r->columns[column];
		if (column < page->spill->n_place_columns)
			record_out(r, page->b, i, page->rows[column], page->folds, out);
		else
			record_out(r, page->b, i, gz_block_cross(page->b, c->index, c->direction == GZ_DIRECTION_IN, c->quantity), false, out);
	}
}

void gz_record_day(const gz_result *r, const gz_block *b, double *sums, void *out)
{
	gz_record_page page;
	gz_record_begin(&page, r, b, sums);
	gz_record_leaves(&page, 0, b->plan->n_leaves);
	gz_record_end(&page, out);
}

void *gz_record_kept(const gz_result *r, int32_t block, int32_t day)
{
	return r->spill->kept ? r->spill->kept + ((int64_t)block * r->n_days + day) * r->spill->row : NULL;
}

static gz_status record_all(const gz_result *r, int64_t offset, void *bytes, int64_t size, bool write, gz_error *err)
{
	char *kept = r->spill->kept ? r->spill->kept + offset : NULL;
	if (kept)
		memcpy(write ? kept : bytes, write ? bytes : kept, (size_t)size);
	for (int64_t done = kept ? size : 0; done < size;) {
		const ssize_t n = write ? pwrite(r->spill->fd, (char *)bytes + done, (size_t)(size - done), offset + done)
			: pread(r->spill->fd, (char *)bytes + done, (size_t)(size - done), offset + done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return gz_error_set(err, GZ_ERR_IO, NULL, 0, 0, "the temporary file of the run cannot be %s: %s", write ? "written" : "read",
				n < 0 ? strerror(errno) : "it ended early");
		done += n;
	}
	return GZ_OK;
}

gz_status gz_record_write(const gz_result *r, int32_t block, int32_t day, const void *row, gz_error *err)
{
	return record_all(r, ((int64_t)block * r->n_days + day) * r->spill->row, (void *)(uintptr_t)row, r->spill->row, true, err);
}

gz_status gz_record_write_days(const gz_result *r, int32_t block, int32_t first, int32_t n, const void *rows, gz_error *err)
{
	return record_all(r, ((int64_t)block * r->n_days + first) * r->spill->row, (void *)(uintptr_t)rows, n * r->spill->row, true, err);
}

gz_status gz_record_read(const gz_result *r, int32_t block, int32_t day, void *row, gz_error *err)
{
	return record_all(r, ((int64_t)block * r->n_days + day) * r->spill->row, row, r->spill->row, false, err);
}

gz_status gz_record_read_part(const gz_result *r, int32_t block, int32_t day, int64_t from, void *bytes, int64_t size, gz_error *err)
{
	return record_all(r, ((int64_t)block * r->n_days + day) * r->spill->row + from, bytes, size, false, err);
}

double gz_record_scale(const gz_result *r, int32_t column)
{
	return r->deterministic ? 1 : record_scale(r->columns[column].quantity);
}
