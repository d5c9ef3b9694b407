/* crossings.csv: what happens at each crossing, day by day.
 *
 * Two passes over the days: the first finds which columns ever leave zero, the second writes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/crossings.h"
#include "base/order.h"
#include "text/sheet.h"
#include <string.h>

typedef struct gz_crossings {
	const gz_result *result;
	gz_sheet sheet;
	double *day;    /* [column][replicate] */
	double *sorted; /* [replicate] */
	bool *written;  /* [column] */
} gz_crossings;

static gz_status find_used(gz_crossings *c, gz_error *err)
{
	const gz_result *result = c->result;
	size_t n = (size_t)result->n_replicates;
	for (int32_t d = 0; d < result->n_days; d++) {
		GZ_TRY(gz_result_read_day(result, d, c->day, err));
		for (int32_t i = 0; i < result->n_columns; i++) {
			if (c->written[i] || result->columns[i].entity != GZ_ENTITY_CROSSING)
				continue;
			for (size_t r = 0; r < n && !c->written[i]; r++)
				c->written[i] = c->day[(size_t)i * n + r] != 0;
		}
	}
	return GZ_OK;
}

/* Infected travellers are worth a row of zeros wherever anybody travels. */
static void keep_infected(gz_crossings *c)
{
	const gz_result *result = c->result;
	for (int32_t i = 0; i < result->n_columns; i++) {
		const gz_column *column = &result->columns[i];
		if (column->entity != GZ_ENTITY_CROSSING || column->quantity != GZ_QUANTITY_TRAVELLERS || !c->written[i])
			continue;
		int32_t infected = gz_result_column(result, GZ_ENTITY_CROSSING, column->index, column->direction, GZ_QUANTITY_INFECTED, -1);
		if (infected >= 0)
			c->written[infected] = true;
	}
}

static void write_column(gz_crossings *c, int32_t day, int32_t i)
{
	const gz_result *result = c->result;
	const gz_column *column = &result->columns[i];
	const double *values = c->day + (size_t)i * (size_t)result->n_replicates;
	int32_t n = result->n_replicates;
	double sum = 0;
	bool equal = true;
	for (int32_t r = 0; r < n; r++) {
		sum += values[r];
		equal = equal && values[r] == values[0];
	}
	memcpy(c->sorted, values, (size_t)n * sizeof *values);
	if (!equal)
		gz_order_sort(c->sorted, n);
	gz_sheet_date(&c->sheet, result->scenario->start + day);
	gz_sheet_text(&c->sheet, result->scenario->world.crossings[column->index].id);
	gz_sheet_text(&c->sheet, column->direction == GZ_DIRECTION_OUT ? "out" : "in");
	gz_sheet_text(&c->sheet, column->name);
	gz_sheet_number(&c->sheet, equal ? values[0] : sum / n);
	gz_sheet_number(&c->sheet, gz_order_quantile(c->sorted, n, 0.05));
	gz_sheet_number(&c->sheet, gz_order_quantile(c->sorted, n, 0.5));
	gz_sheet_number(&c->sheet, gz_order_quantile(c->sorted, n, 0.95));
	gz_sheet_row(&c->sheet);
}

static gz_status write_days(gz_crossings *c, gz_error *err)
{
	const gz_result *result = c->result;
	for (int32_t d = 0; d < result->n_days; d++) {
		GZ_TRY(gz_result_read_day(result, d, c->day, err));
		for (int32_t i = 0; i < result->n_columns; i++)
			if (c->written[i])
				write_column(c, d, i);
	}
	return GZ_OK;
}

static gz_status write_all(gz_crossings *c, gz_arena *work, const char *path, gz_error *err)
{
	const gz_result *result = c->result;
	c->day = gz_arena_array(work, double, (int64_t)result->n_columns * result->n_replicates);
	c->sorted = gz_arena_array(work, double, result->n_replicates);
	c->written = gz_arena_array(work, bool, result->n_columns);
	if (c->day == NULL || c->sorted == NULL || c->written == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory for the table of crossings");
	GZ_TRY(find_used(c, err));
	keep_infected(c);
	GZ_TRY(gz_sheet_begin(&c->sheet, path, "date,crossing,direction,quantity,mean,q05,q50,q95", err));
	GZ_TRY(write_days(c, err));
	return gz_sheet_commit(&c->sheet, err);
}

gz_status gz_crossings_write(const gz_result *result, const char *path, gz_error *err)
{
	gz_crossings c = {.result = result};
	gz_arena work = {0};
	gz_status status = write_all(&c, &work, path, err);
	gz_sheet_abandon(&c.sheet);
	gz_arena_free(&work);
	return status;
}
