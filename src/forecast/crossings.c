/* crossings.csv: what happens at each crossing, day by day.
 *
 * First which columns ever leave zero, then the quantiles of each day.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/crossings.h"
#include "engine/ranks/quantile.h"
#include "text/sheet.h"

enum { LEVELS = 3 };
static const double level[LEVELS] = {0.05, 0.5, 0.95};

typedef struct gz_crossings {
	const gz_result *result;
	gz_sheet sheet;
	bool *written;             /* [column] */
	int32_t *columns, n;       /* those that are */
	gz_quantile_group *groups; /* one for each */
	double *quantiles, *mean;
	double *day;               /* scratch */
} gz_crossings;

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

static void list_columns(gz_crossings *c)
{
	for (int32_t i = 0; i < c->result->n_columns; i++) {
		if (!c->written[i] || c->result->columns[i].entity != GZ_ENTITY_CROSSING)
			continue;
		c->columns[c->n] = i;
		c->groups[c->n] = (gz_quantile_group){&c->columns[c->n], 1, false};
		c->n++;
	}
}

static void write_column(gz_crossings *c, int32_t day, int32_t i)
{
	const gz_result *result = c->result;
	const gz_column *column = &result->columns[c->columns[i]];
	gz_sheet_date(&c->sheet, result->scenario->start + day);
	gz_sheet_text(&c->sheet, result->scenario->world.crossings[column->index].id);
	gz_sheet_text(&c->sheet, column->direction == GZ_DIRECTION_OUT ? "out" : "in");
	gz_sheet_text(&c->sheet, column->name);
	gz_sheet_number(&c->sheet, c->mean[i]);
	for (int32_t k = 0; k < LEVELS; k++)
		gz_sheet_number(&c->sheet, c->quantiles[i * LEVELS + k]);
	gz_sheet_row(&c->sheet);
}

static gz_status write_days(gz_crossings *c, gz_error *err)
{
	for (int32_t d = 0; d < c->result->n_days && c->n > 0; d++) {
		const gz_quantile_wanted wanted = {.groups = c->groups, .n = c->n, .first = d, .last = d, .levels = level, .n_levels = LEVELS, .day = c->day};
		GZ_TRY(gz_quantile_take(c->result, &wanted, c->quantiles, c->mean, err));
		for (int32_t i = 0; i < c->n; i++)
			write_column(c, d, i);
	}
	return GZ_OK;
}

static gz_status write_all(gz_crossings *c, gz_arena *work, const char *path, gz_error *err)
{
	const int32_t n = c->result->n_columns;
	c->written = gz_arena_array(work, bool, n);
	c->columns = gz_arena_array(work, int32_t, n);
	c->groups = gz_arena_array(work, gz_quantile_group, n);
	c->quantiles = gz_arena_array(work, double, (int64_t)n * LEVELS);
	c->mean = gz_arena_array(work, double, n);
	c->day = c->result->ranks != NULL ? NULL : gz_arena_array(work, double, (int64_t)n * c->result->n_replicates);
	if ((c->day == NULL && c->result->ranks == NULL) || c->written == NULL || c->columns == NULL || c->groups == NULL || c->quantiles == NULL || c->mean == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(gz_quantile_used(c->result, c->written, err));
	keep_infected(c);
	list_columns(c);
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
