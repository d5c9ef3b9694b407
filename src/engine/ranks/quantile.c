/* Quantiles over all replicates, wherever they are: of sums of columns over days, exactly, without bringing the replicates together.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/ranks/quantile.h"
#include "base/arena.h"
#include "base/order.h"
#include "engine/record.h"
#include "engine/ranks/ranks.h"
#include <math.h>
#include <string.h>

/* Work on one request; all ranks have the same but for the values. */
typedef struct quantile_work {
	const gz_result *result;
	gz_arena arena;
	int32_t n, first, last, n_levels, lanes;
	int32_t *start;   /* [n + 1] of a group among the columns */
	int32_t *columns;
	bool *state;      /* [n] */
	double *levels;
	double *values;   /* [n][lanes] of this rank's replicates; among ranks in units of the spill, which are whole */
	double *day;      /* [column][replicate], of one process by itself */
	void *row;        /* of the spill, among ranks */
} quantile_work;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

static gz_status reserve(quantile_work *w, int32_t n_columns, gz_error *err)
{
	w->lanes = gz_gather_lanes(w->result);
	w->start = gz_arena_array(&w->arena, int32_t, w->n + 1);
	w->columns = gz_arena_array(&w->arena, int32_t, n_columns);
	w->state = gz_arena_array(&w->arena, bool, w->n);
	w->levels = gz_arena_array(&w->arena, double, w->n_levels);
	w->values = gz_arena_array(&w->arena, double, (int64_t)w->n * w->lanes);
	if (!w->start || !w->columns || !w->state || !w->levels || !w->values)
		return no_memory(err);
	if (w->result->ranks != NULL)
		w->row = gz_arena_alloc(&w->arena, (size_t)w->result->spill->row + 1);
	else if (w->day == NULL)
		w->day = gz_arena_array(&w->arena, double, (int64_t)w->result->n_columns * w->lanes);
	return w->row != NULL || w->day != NULL ? GZ_OK : no_memory(err);
}

/* ---- the values of this rank's replicates ---- */

/* lanes of each column, `width` apart in the row, or in the day of a process by itself. */
static void add_lanes(const quantile_work *w, int32_t group, int32_t at, int32_t lanes, int64_t width)
{
	double *into = w->values + (int64_t)group * w->lanes + at;
	for (int32_t c = w->start[group]; c < w->start[group + 1]; c++) {
		if (w->row == NULL) {
			const double *from = w->day + w->columns[c] * width;
			for (int32_t lane = 0; lane < lanes; lane++)
				into[lane] += from[lane];
		} else if (w->result->spill->piece[w->columns[c]] >= 0) {
			const int32_t *from = (const int32_t *)w->row + w->result->spill->piece[w->columns[c]] * width;
			for (int32_t lane = 0; lane < lanes; lane++)
				into[lane] += from[lane];
		}
	}
}

static void add_groups(const quantile_work *w, int32_t day, int32_t at, int32_t lanes, int64_t width)
{
	for (int32_t g = 0; g < w->n; g++)
		if (!w->state[g] || day == w->last)
			add_lanes(w, g, at, lanes, width);
}

static gz_status add_days(const quantile_work *w, gz_error *err)
{
	for (int32_t day = w->first; day <= w->last; day++) {
		if (w->row == NULL) {
			GZ_TRY(gz_result_read_day(w->result, day, w->day, err));
			add_groups(w, day, 0, w->lanes, w->lanes);
			continue;
		}
		const gz_spill *spill = w->result->spill;
		for (int32_t block = 0, at = 0; block < spill->n_blocks; block++) {
			if (!gz_gather_own(w->result, block))
				continue;
			const int32_t left = w->result->n_replicates - block * spill->width, lanes = left < spill->width ? left : spill->width;
			GZ_TRY(gz_record_read(w->result, block, day, w->row, err));
			add_groups(w, day, at, lanes, spill->width);
			at += lanes;
		}
	}
	return GZ_OK;
}

/* ---- order statistics ---- */

/* How many of this rank's values of a group, sorted, are at most x. */
static int64_t not_above(const quantile_work *w, int32_t group, int64_t x)
{
	const double *values = w->values + (int64_t)group * w->lanes;
	int32_t low = 0, high = w->lanes;
	while (low < high) {
		const int32_t middle = low + (high - low) / 2;
		if (values[middle] <= (double)x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where to look, for each group and position; the least and the greatest value over all ranks to begin with. */
static void bound(const quantile_work *w, int64_t *low, int64_t *high, int32_t n_positions)
{
	const int64_t n = (int64_t)w->n * n_positions;
	for (int64_t i = 0; i < n; i++) {
		const double *values = w->values + i / n_positions * w->lanes;
		low[i] = w->lanes > 0 ? -(int64_t)values[0] : -INT64_MAX;
		high[i] = w->lanes > 0 ? (int64_t)values[w->lanes - 1] : -INT64_MAX;
	}
	gz_ranks_most(w->result->ranks, low, n);
	gz_ranks_most(w->result->ranks, high, n);
	for (int64_t i = 0; i < n; i++)
		low[i] = -low[i];
}

/* The order statistics at `positions` of every group, into low [group][position]; count is scratch of the same size. */
static void select(const quantile_work *w, const int64_t *positions, int32_t n_positions, int64_t *low, int64_t *high, int64_t *count)
{
	const int64_t n = (int64_t)w->n * n_positions;
	bound(w, low, high, n_positions);
	for (bool open = true; open;) {
		open = false;
		for (int64_t i = 0; i < n; i++)
			count[i] = low[i] < high[i] ? not_above(w, (int32_t)(i / n_positions), low[i] + (high[i] - low[i]) / 2) : 0;
		gz_ranks_sum(w->result->ranks, count, n);
		for (int64_t i = 0; i < n; i++) {
			if (low[i] >= high[i])
				continue;
			const int64_t middle = low[i] + (high[i] - low[i]) / 2;
			if (count[i] > positions[i % n_positions])
				high[i] = middle;
			else
				low[i] = middle + 1;
			open = open || low[i] < high[i];
		}
	}
}

/* Positions that the levels need, each once: the value below and, where a level lies between two, the one above. Ends with the mean. */
static gz_status find(quantile_work *w, double *quantiles, double *mean, gz_error *err)
{
	const int32_t n_positions = 2 * w->n_levels + 2;
	const int64_t n = w->result->n_replicates, room = (int64_t)w->n * n_positions;
	int64_t *positions = gz_arena_array(&w->arena, int64_t, n_positions), *low = gz_arena_array(&w->arena, int64_t, room),
			*high = gz_arena_array(&w->arena, int64_t, room), *count = gz_arena_array(&w->arena, int64_t, room), *sum = gz_arena_array(&w->arena, int64_t, w->n);
	gz_status status = positions && low && high && count && sum ? GZ_OK : no_memory(err);
	GZ_TRY(gz_ranks_agree(w->result->ranks, status, err));
	for (int32_t i = 0; i < w->n_levels; i++) {
		gz_order_position(n, w->levels[i], &positions[2 * i]);
		positions[2 * i + 1] = positions[2 * i] + 1 < n ? positions[2 * i] + 1 : n - 1;
	}
	positions[n_positions - 2] = 0;
	positions[n_positions - 1] = n - 1;
	for (int32_t g = 0; g < w->n; g++)
		for (int32_t lane = 0; lane < w->lanes; lane++)
			sum[g] += (int64_t)w->values[(int64_t)g * w->lanes + lane];
	gz_ranks_sum(w->result->ranks, sum, w->n);
	select(w, positions, n_positions, low, high, count);
	for (int32_t g = 0; g < w->n && quantiles != NULL && mean != NULL; g++) {
		const int64_t *at = low + (int64_t)g * n_positions;
		const double scale = gz_record_scale(w->result, w->columns[w->start[g]]);
		mean[g] = at[n_positions - 2] == at[n_positions - 1] ? (double)at[0] / scale : (double)sum[g] / scale / (double)n;
		for (int32_t i = 0; i < w->n_levels; i++) {
			const double pair[2] = {(double)at[2 * i] / scale, (double)at[2 * i + 1] / scale};
			int64_t below;
			const double part = gz_order_position(n, w->levels[i], &below);
			quantiles[(int64_t)g * w->n_levels + i] = gz_order_between(pair[0], pair[1], part);
		}
	}
	return GZ_OK;
}

/* One process by itself has all values: sorted, they are their own order statistics. The mean is taken in whole units, as among ranks. */
static void look(const quantile_work *w, double *quantiles, double *mean)
{
	const int32_t n = w->lanes;
	for (int32_t g = 0; g < w->n; g++) {
		const double *values = w->values + (int64_t)g * n, scale = gz_record_scale(w->result, w->columns[w->start[g]]);
		double sum = 0;
		for (int32_t i = 0; i < n; i++)
			sum += w->result->deterministic ? values[i] : floor(values[i] * scale + 0.5);
		mean[g] = values[0] == values[n - 1] ? values[0] : sum / scale / n;
		for (int32_t i = 0; i < w->n_levels; i++)
			quantiles[(int64_t)g * w->n_levels + i] = gz_order_quantile(values, n, w->levels[i]);
	}
}

/* What all ranks do together, once they know what is wanted. */
static gz_status work_out(quantile_work *w, double *quantiles, double *mean, gz_error *err)
{
	GZ_TRY(gz_ranks_agree(w->result->ranks, add_days(w, err), err));
	for (int32_t g = 0; g < w->n; g++)
		gz_order_sort(w->values + (int64_t)g * w->lanes, w->lanes);
	if (w->result->ranks != NULL || quantiles == NULL || mean == NULL) /* without room for them this rank only answers */
		return find(w, quantiles, mean, err);
	look(w, quantiles, mean);
	return GZ_OK;
}

/* Rank 0's columns and levels, to all. */
static void share(quantile_work *w, int32_t n_columns)
{
	gz_ranks_tell(w->result->ranks, w->start, (int64_t)(w->n + 1) * (int64_t)sizeof *w->start);
	gz_ranks_tell(w->result->ranks, w->columns, (int64_t)n_columns * (int64_t)sizeof *w->columns);
	gz_ranks_tell(w->result->ranks, w->state, (int64_t)w->n * (int64_t)sizeof *w->state);
	gz_ranks_tell(w->result->ranks, w->levels, (int64_t)w->n_levels * (int64_t)sizeof *w->levels);
}

gz_status gz_quantile_take(const gz_result *result, const gz_quantile_wanted *wanted, double *quantiles, double *mean, gz_error *err)
{
	quantile_work w = {.result = result, .n = wanted->n, .first = wanted->first, .last = wanted->last, .n_levels = wanted->n_levels,
		.day = wanted->day};
	int32_t n_columns = 0;
	for (int32_t g = 0; g < w.n; g++)
		n_columns += wanted->groups[g].n;
	if (result->ranks != NULL)
		gz_gather_begin(result, &(gz_gather_request){GZ_GATHER_QUANTILES, w.first, w.last, w.n, n_columns, w.n_levels});
	gz_status status = gz_ranks_agree(result->ranks, reserve(&w, n_columns, err), err);
	if (status == GZ_OK) {
		for (int32_t g = 0, at = 0; g < w.n; g++) {
			memcpy(w.columns + at, wanted->groups[g].columns, (size_t)wanted->groups[g].n * sizeof *w.columns);
			w.state[g] = wanted->groups[g].state;
			at += wanted->groups[g].n;
			w.start[g + 1] = at;
		}
		memcpy(w.levels, wanted->levels, (size_t)w.n_levels * sizeof *w.levels);
		share(&w, n_columns);
		status = work_out(&w, quantiles, mean, err);
	}
	gz_arena_free(&w.arena);
	return status;
}

/* ---- columns that are ever used ---- */

static gz_status scan_alone(const gz_result *r, gz_arena *arena, int64_t *used, gz_error *err)
{
	double *day = gz_arena_array(arena, double, (int64_t)r->n_columns * r->n_replicates);
	if (day == NULL)
		return no_memory(err);
	for (int32_t d = 0; d < r->n_days; d++) {
		GZ_TRY(gz_result_read_day(r, d, day, err));
		for (int32_t i = 0; i < r->n_columns; i++)
			for (int32_t k = 0; k < r->n_replicates && !used[i]; k++)
				used[i] = day[(int64_t)i * r->n_replicates + k] != 0;
	}
	return GZ_OK;
}

static gz_status scan(const gz_result *r, gz_arena *arena, int64_t *used, gz_error *err)
{
	if (r->ranks == NULL)
		return scan_alone(r, arena, used, err);
	const int64_t width = r->spill->width;
	int32_t *row = gz_arena_alloc(arena, (size_t)r->spill->row + 1);
	if (row == NULL)
		return no_memory(err);
	for (int32_t day = 0; day < r->n_days; day++)
		for (int32_t block = 0; block < r->spill->n_blocks; block++) {
			if (!gz_gather_own(r, block))
				continue;
			GZ_TRY(gz_record_read(r, block, day, row, err));
			for (int32_t i = 0; i < r->n_columns; i++)
				for (int64_t lane = 0; r->spill->piece[i] >= 0 && lane < width; lane++)
					if (row[r->spill->piece[i] * width + lane] != 0)
						used[i] = 1;
		}
	return GZ_OK;
}

/* used may be NULL for a rank that only answers. */
static gz_status find_used(const gz_result *r, bool *used, gz_error *err)
{
	gz_arena arena = {0};
	int64_t *flags = gz_arena_array(&arena, int64_t, r->n_columns);
	gz_status status = gz_ranks_agree(r->ranks, flags == NULL ? no_memory(err) : scan(r, &arena, flags, err), err);
	if (status == GZ_OK) {
		gz_ranks_most(r->ranks, flags, r->n_columns);
		for (int32_t i = 0; i < r->n_columns && used != NULL; i++)
			used[i] = flags[i] != 0;
	}
	gz_arena_free(&arena);
	return status;
}

gz_status gz_quantile_used(const gz_result *result, bool *used, gz_error *err)
{
	if (result->ranks != NULL)
		gz_gather_begin(result, &(gz_gather_request){.wish = GZ_GATHER_USED});
	return find_used(result, used, err);
}

gz_status gz_quantile_answer(const gz_result *result, const gz_gather_request *q, gz_error *err)
{
	if (q->wish == GZ_GATHER_USED)
		return find_used(result, NULL, err);
	quantile_work w = {.result = result, .n = q->n, .first = q->a, .last = q->b, .n_levels = q->k};
	gz_status status = gz_ranks_agree(result->ranks, reserve(&w, q->m, err), err);
	if (status == GZ_OK) {
		share(&w, q->m);
		status = work_out(&w, NULL, NULL, err);
	}
	gz_arena_free(&w.arena);
	return status;
}
