/* Reading, looking up and freeing what a run left.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/record.h"
#include "engine/ranks/gather.h"
#include <stdlib.h>
#include <unistd.h>

void gz_result_free(gz_result *r)
{
	free(r->columns);
	free(r->arrivals);
	free(r->totals);
	free(r->parameters);
	free(r->beta);
	free(r->final_size);
	free(r->final_deaths);
	if (r->spill) {
		if (r->spill->fd >= 0)
			close(r->spill->fd);
		free(r->spill->kept);
		free(r->spill->piece);
		free(r->spill->column);
		free(r->spill->first);
		free(r->spill->told);
		free(r->spill->up);
		free(r->spill);
	}
	*r = (gz_result){0};
}

int32_t gz_result_column(const gz_result *r, gz_entity entity, int32_t index, gz_direction direction, gz_quantity quantity, int32_t stream)
{
	const bool known = entity == GZ_ENTITY_PLACE && r->first_column != NULL;
	for (int32_t i = known ? r->first_column[index] : 0; i >= 0 && i < r->n_columns; i++) {
		const gz_column *c = &r->columns[i];
		if (known && (c->entity != entity || c->index != index))
			break;
		if (c->entity == entity && c->index == index && c->quantity == quantity && (entity == GZ_ENTITY_PLACE || c->direction == direction) &&
			(quantity != GZ_QUANTITY_REPORTED || c->stream == stream))
			return i;
	}
	return -1;
}

/* Where blocks go that are being read: a day, or a column. */
typedef struct result_target {
	const gz_result *result;
	int32_t column; /* -1 = a day */
	double *values;
} result_target;

static double result_value(const gz_result *r, const void *row, int64_t at, double scale)
{
	return r->spill->doubles ? ((const double *)row)[at] : ((const int32_t *)row)[at] / scale;
}

/* A block of a day, [piece][lane], or of a column, [day][lane], to its replicates among all. */
static gz_status result_take(void *context, int32_t block, const void *bytes)
{
	const result_target *t = context;
	const gz_result *r = t->result;
	const int64_t w = r->spill->width, rows = t->column < 0 ? r->n_columns : r->n_days;
	for (int32_t i = 0; i < rows; i++) {
		const double scale = gz_record_scale(r, t->column < 0 ? i : t->column);
		const int64_t piece = t->column < 0 ? r->spill->piece[i] : i;
		for (int64_t lane = 0; lane < w && block * w + lane < r->n_replicates; lane++)
			t->values[(int64_t)i * r->n_replicates + block * w + lane] = piece < 0 ? 0 : result_value(r, bytes, piece * w + lane, scale);
	}
	return GZ_OK;
}

gz_status gz_result_read_day(const gz_result *r, int32_t day, double *values, gz_error *err)
{
	result_target t = {.result = r, .column = -1, .values = values};
	void *row = calloc((size_t)r->spill->row + 1, 1);
	if (!row)
		return GZ_ERR_MEMORY;
	gz_status st = gz_gather_ask(r, GZ_GATHER_DAY, day, result_take, &t, err);
	for (int32_t block = 0; block < r->spill->n_blocks && st == GZ_OK; block++) {
		if (!gz_gather_own(r, block))
			continue;
		st = gz_record_read(r, block, day, row, err);
		if (st == GZ_OK)
			result_take(&t, block, row);
	}
	free(row);
	return st;
}

gz_status gz_result_read_column(const gz_result *r, int32_t column, double *values, gz_error *err)
{
	const int64_t size = r->spill->width * (int64_t)(r->spill->doubles ? sizeof(double) : sizeof(int32_t));
	result_target t = {.result = r, .column = column, .values = values};
	for (int64_t i = 0; r->spill->piece[column] < 0 && i < (int64_t)r->n_days * r->n_replicates; i++)
		values[i] = 0;
	if (r->spill->piece[column] < 0)
		return GZ_OK;
	char *days = calloc((size_t)(r->n_days * size) + 1, 1);
	if (!days)
		return GZ_ERR_MEMORY;
	gz_status st = gz_gather_ask(r, GZ_GATHER_COLUMN, column, result_take, &t, err);
	for (int32_t block = 0; block < r->spill->n_blocks && st == GZ_OK; block++) {
		if (!gz_gather_own(r, block))
			continue;
		for (int32_t day = 0; day < r->n_days && st == GZ_OK; day++)
			st = gz_record_read_part(r, block, day, r->spill->piece[column] * size, days + day * size, size, err);
		if (st == GZ_OK)
			result_take(&t, block, days);
	}
	free(days);
	return st;
}
