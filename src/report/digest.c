/* One pass over a result, day by day: quantiles for the charts, means for the map, totals at the crossings.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/digest.h"
#include "base/order.h"
#include "forecast/target.h"
#include "report/piece.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double probability[GZ_DIGEST_BANDS] = {0.05, 0.25, 0.5, 0.75, 0.95};

/* ---- what is read ----------------------------------------------------------------------------------------- */

static gz_status add_fan(gz_digest *d, gz_digest_fan *list, int32_t *n, int32_t place, gz_quantity quantity, int32_t stream, int64_t room, gz_error *err)
{
	gz_digest_fan fan = {.place = place, .quantity = quantity, .stream = stream,
		.state = quantity == GZ_QUANTITY_PREVALENCE || quantity == GZ_QUANTITY_BEDS || quantity == GZ_QUANTITY_PRESENT};
	GZ_TRY(gz_target_columns(d->result, &d->arena, place, quantity, stream, &fan.columns, &fan.n_columns, err));
	if (fan.n_columns == 0)
		return GZ_OK;
	fan.sum = gz_arena_array(&d->arena, double, d->result->n_replicates);
	fan.bands = gz_arena_array(&d->arena, double, room);
	if (fan.sum == NULL || fan.bands == NULL)
		return gz_piece_no_memory(err);
	list[(*n)++] = fan;
	return GZ_OK;
}

static gz_status add_fans(gz_digest *d, int32_t place, bool everything, gz_error *err)
{
	int64_t room = (int64_t)d->n_periods * GZ_DIGEST_BANDS;
	GZ_TRY(add_fan(d, d->fans, &d->n_fans, place, GZ_QUANTITY_INFECTIONS, -1, room, err));
	for (int32_t s = 0; everything && s < d->result->scenario->n_streams; s++)
		GZ_TRY(add_fan(d, d->fans, &d->n_fans, place, GZ_QUANTITY_REPORTED, s, room, err));
	if (everything) {
		GZ_TRY(add_fan(d, d->fans, &d->n_fans, place, GZ_QUANTITY_DEATHS, -1, room, err));
		GZ_TRY(add_fan(d, d->fans, &d->n_fans, place, GZ_QUANTITY_BEDS, -1, room, err));
	}
	return GZ_OK;
}

/* Places with charts: the focus, what lies directly below it, then the other places reported on. */
static gz_status choose_charts(gz_digest *d, int32_t focus, bool everything, gz_error *err)
{
	const gz_scenario *s = d->result->scenario;
	const int32_t *reported;
	int32_t n_reported, n = 0;
	GZ_TRY(gz_target_places(s, &d->arena, &reported, &n_reported, err));
	d->fans = gz_arena_array(&d->arena, gz_digest_fan, GZ_DIGEST_FAN_PLACES * (3 + (int64_t)s->n_streams));
	bool *taken = gz_arena_array(&d->arena, bool, s->world.n_places);
	if (d->fans == NULL || taken == NULL)
		return gz_piece_no_memory(err);
	GZ_TRY(add_fans(d, focus, everything, err));
	if (focus >= 0)
		taken[focus] = true;
	for (int32_t p = 0; everything && p < s->world.n_places && n < GZ_DIGEST_FAN_PLACES - 1; p++) {
		if (taken[p] || focus < 0 || s->world.places[p].parent != focus)
			continue;
		taken[p] = true;
		n++;
		GZ_TRY(add_fans(d, p, everything, err));
	}
	for (int32_t i = 0; everything && i < n_reported && n < GZ_DIGEST_FAN_PLACES - 1; i++) {
		if (taken[reported[i]])
			continue;
		taken[reported[i]] = true;
		n++;
		GZ_TRY(add_fans(d, reported[i], everything, err));
	}
	return GZ_OK;
}

/* Places with a colour on the map: those on which anything ever happens, leaves and what lies below a country. */
static gz_status choose_maps(gz_digest *d, gz_error *err)
{
	const gz_result *result = d->result;
	const gz_world *w = &result->scenario->world;
	d->maps = gz_arena_array(&d->arena, gz_digest_fan, GZ_DIGEST_MAP_PLACES);
	if (d->maps == NULL)
		return gz_piece_no_memory(err);
	for (int32_t p = 0; p < w->n_places && d->n_maps < GZ_DIGEST_MAP_PLACES; p++) {
		const gz_arrival *a = result->arrivals + (size_t)p * (size_t)result->n_replicates;
		bool reached = false;
		for (int32_t r = 0; r < result->n_replicates && !reached; r++)
			reached = a[r].traveller >= 0 || a[r].infection >= 0;
		if (reached && (w->places[p].leaf >= 0 || w->places[p].depth == 1))
			GZ_TRY(add_fan(d, d->maps, &d->n_maps, p, GZ_QUANTITY_PREVALENCE, -1, d->n_steps, err));
	}
	return GZ_OK;
}

static gz_status choose_steps(gz_digest *d, gz_error *err)
{
	int32_t days = d->result->n_days;
	d->interval = days <= GZ_DIGEST_STEPS ? 1 : (days + GZ_DIGEST_STEPS - 1) / GZ_DIGEST_STEPS;
	d->n_steps = (days + d->interval - 1) / d->interval;
	d->period = gz_target_every(d->result->scenario);
	if (d->period > days)
		d->period = days;
	d->n_periods = days / d->period;
	d->steps = gz_arena_array(&d->arena, int32_t, d->n_steps);
	if (d->steps == NULL)
		return gz_piece_no_memory(err);
	for (int32_t k = 0; k < d->n_steps; k++)
		d->steps[k] = (k + 1) * d->interval <= days ? (k + 1) * d->interval - 1 : days - 1;
	return GZ_OK;
}

static gz_status make_room(gz_digest *d, gz_error *err)
{
	int64_t crossings = d->result->scenario->world.n_crossings, n = d->result->n_replicates;
	d->passages = gz_arena_array(&d->arena, double, crossings * 2 * GZ_QUANTITY_COUNT * n);
	d->infected = gz_arena_array(&d->arena, double, crossings * d->n_steps);
	d->waits = gz_arena_array(&d->arena, double, crossings * 2);
	d->reported = gz_arena_array(&d->arena, double, n);
	if (d->passages == NULL || d->infected == NULL || d->waits == NULL || d->reported == NULL)
		return gz_piece_no_memory(err);
	for (int32_t r = 0; r < n; r++)
		d->reported[r] = NAN;
	return GZ_OK;
}

/* ---- the pass --------------------------------------------------------------------------------------------- */

static double mean_of(const double *values, int32_t n)
{
	double sum = 0;
	for (int32_t r = 0; r < n; r++)
		sum += values[r];
	return sum / n;
}

static void close_fan(gz_digest_fan *fan, int32_t period, int32_t n)
{
	bool any = false;
	for (int32_t r = 0; r < n && !any; r++)
		any = fan->sum[r] > 0;
	if (any) {
		gz_order_sort(fan->sum, n);
		for (int32_t b = 0; b < GZ_DIGEST_BANDS; b++)
			fan->bands[period * GZ_DIGEST_BANDS + b] = gz_order_quantile(fan->sum, n, probability[b]);
		fan->highest = fmax(fan->highest, fan->bands[period * GZ_DIGEST_BANDS + GZ_DIGEST_BANDS - 1]);
	}
	memset(fan->sum, 0, (size_t)n * sizeof *fan->sum);
}

static void read_places(gz_digest *d, int32_t day, int32_t step, const double *values)
{
	int32_t n = d->result->n_replicates, period = day / d->period;
	bool last = day == d->steps[step], closes = (day + 1) % d->period == 0;
	for (int32_t i = 0; i < d->n_fans && period < d->n_periods; i++) {
		gz_digest_fan *fan = &d->fans[i];
		if (!fan->state || closes)
			gz_target_add(fan->columns, fan->n_columns, values, n, fan->sum);
		if (closes)
			close_fan(fan, period, n);
	}
	for (int32_t i = 0; i < d->n_maps && last; i++) {
		gz_digest_fan *map = &d->maps[i];
		gz_target_add(map->columns, map->n_columns, values, n, map->sum);
		map->bands[step] = mean_of(map->sum, n);
		map->highest = fmax(map->highest, map->bands[step]);
		memset(map->sum, 0, (size_t)n * sizeof *map->sum);
	}
}

static void read_crossings(gz_digest *d, int32_t step, const double *values)
{
	const gz_result *result = d->result;
	int32_t n = result->n_replicates;
	for (int32_t c = 0; c < result->n_columns; c++) {
		const gz_column *column = &result->columns[c];
		if (column->entity != GZ_ENTITY_CROSSING)
			continue;
		const double *x = values + (size_t)c * (size_t)n;
		int32_t side = column->direction == GZ_DIRECTION_OUT;
		size_t at = (size_t)column->index * 2 + (size_t)side;
		double *total = d->passages + (at * GZ_QUANTITY_COUNT + (size_t)column->quantity) * (size_t)n, sum = 0;
		for (int32_t r = 0; r < n; r++) {
			total[r] += x[r];
			sum += x[r];
		}
		if (column->quantity == GZ_QUANTITY_WAIT)
			d->waits[at] = fmax(d->waits[at], sum / n);
		if (column->quantity == GZ_QUANTITY_INFECTED)
			d->infected[(size_t)column->index * (size_t)d->n_steps + (size_t)step] += sum / n;
	}
}

/* The day of the first report of the first stream at the focus, whose columns are given. */
static void read_first_report(gz_digest *d, int32_t day, const int32_t *columns, int32_t n_columns, const double *values)
{
	int32_t n = d->result->n_replicates;
	for (int32_t i = 0; i < n_columns; i++)
		for (int32_t r = 0; r < n; r++)
			if (isnan(d->reported[r]) && values[(size_t)columns[i] * (size_t)n + (size_t)r] > 0)
				d->reported[r] = day;
}

static gz_status read_days(gz_digest *d, int32_t focus, bool everything, gz_error *err)
{
	const gz_result *result = d->result;
	const int32_t *columns = NULL;
	int32_t n_columns = 0;
	if (everything && result->scenario->n_streams > 0)
		GZ_TRY(gz_target_columns(result, &d->arena, focus, GZ_QUANTITY_REPORTED, 0, &columns, &n_columns, err));
	double *values = malloc((size_t)(result->n_columns + 1) * (size_t)result->n_replicates * sizeof *values);
	if (values == NULL)
		return gz_piece_no_memory(err);
	gz_status status = GZ_OK;
	for (int32_t day = 0; day < result->n_days && status == GZ_OK; day++) {
		int32_t step = day / d->interval;
		status = gz_result_read_day(result, day, values, err);
		if (status != GZ_OK)
			break;
		read_places(d, day, step, values);
		if (!everything)
			continue;
		read_crossings(d, step, values);
		read_first_report(d, day, columns, n_columns, values);
	}
	free(values);
	return status;
}

gz_status gz_digest_read(const gz_result *result, int32_t focus, bool everything, gz_digest *out, gz_error *err)
{
	*out = (gz_digest){.result = result};
	GZ_TRY(choose_steps(out, err));
	GZ_TRY(choose_charts(out, focus, everything, err));
	if (everything) {
		GZ_TRY(choose_maps(out, err));
		GZ_TRY(make_room(out, err));
	}
	GZ_TRY(read_days(out, focus, everything, err));
	for (int32_t c = 0; everything && c < result->scenario->world.n_crossings; c++)
		for (int32_t k = 1; k < out->n_steps; k++)
			out->infected[(size_t)c * (size_t)out->n_steps + (size_t)k] += out->infected[(size_t)c * (size_t)out->n_steps + (size_t)k - 1];
	return GZ_OK;
}

void gz_digest_free(gz_digest *digest)
{
	gz_arena_free(&digest->arena);
	*digest = (gz_digest){0};
}

const double *gz_digest_passage(const gz_digest *digest, int32_t crossing, gz_direction direction, gz_quantity quantity)
{
	size_t at = (size_t)crossing * 2 + (direction == GZ_DIRECTION_OUT);
	return digest->passages + (at * GZ_QUANTITY_COUNT + (size_t)quantity) * (size_t)digest->result->n_replicates;
}
