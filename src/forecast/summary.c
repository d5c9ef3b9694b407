/* summary.csv: quantiles of what is reported on, in the columns of hubverse.
 *
 * The quantiles of a period are taken together, from the days of that period alone.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/summary.h"
#include "engine/ranks/quantile.h"
#include "forecast/target.h"
#include "text/sheet.h"
#include <math.h>
#include <string.h>

const double gz_summary_level[GZ_SUMMARY_LEVELS] = {0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55,
	0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99};

enum { ROW_BYTES = 72 }; /* a usual row */

typedef struct gz_summary {
	const gz_result *result;
	gz_targets targets;
	gz_sheet sheet;
	gz_quantile_group *groups; /* of the targets that the run kept */
	int32_t *target;           /* [group] index of its target */
	int32_t n;
	double *quantiles, *mean;  /* [group][level], [group] */
	double *day;               /* scratch */
} gz_summary;

static int32_t n_periods(const gz_result *result, int32_t every)
{
	int32_t n = result->n_days / every;
	return n > 0 ? n : 1;
}

static int32_t choose_every(const gz_result *result, int64_t n_targets, int64_t max_bytes)
{
	static const int32_t wider[] = {7, 30, 91, 365};
	int32_t every = gz_target_every(result->scenario);
	int64_t rows = n_targets * (result->deterministic ? 1 : GZ_SUMMARY_LEVELS + 1) * ROW_BYTES;
	if (result->scenario->report_every > 0)
		return every;
	for (int32_t i = 0; i < 4 && rows * n_periods(result, every) > max_bytes; i++)
		if (wider[i] > every)
			every = wider[i];
	return every;
}

static void write_row(gz_summary *s, const gz_target *target, int32_t last_day, const char *type, double level, double value)
{
	const gz_scenario *scenario = s->result->scenario;
	gz_sheet_date(&s->sheet, scenario->start);
	gz_sheet_text(&s->sheet, target->name);
	gz_sheet_integer(&s->sheet, last_day);
	gz_sheet_date(&s->sheet, scenario->start + last_day);
	gz_sheet_text(&s->sheet, scenario->world.places[target->place].id);
	gz_sheet_text(&s->sheet, type);
	if (isnan(level))
		gz_sheet_text(&s->sheet, "NA");
	else
		gz_sheet_number(&s->sheet, level);
	gz_sheet_number(&s->sheet, value);
	gz_sheet_row(&s->sheet);
}

static void write_target(gz_summary *s, int32_t group, int32_t last_day)
{
	const gz_target *target = &s->targets.items[s->target[group]];
	for (int32_t i = 0; i < GZ_SUMMARY_LEVELS && !s->result->deterministic; i++)
		write_row(s, target, last_day, "quantile", gz_summary_level[i], s->quantiles[(int64_t)group * GZ_SUMMARY_LEVELS + i]);
	write_row(s, target, last_day, "mean", NAN, s->mean[group]);
}

static gz_status write_periods(gz_summary *s, int32_t every, gz_error *err)
{
	int32_t n_days = s->result->n_days, last = n_periods(s->result, every) * every;
	if (last > n_days)
		last = n_days;
	for (int32_t day = 0; day < last; day += every) {
		const int32_t end = (day + every < last ? day + every : last) - 1;
		const gz_quantile_wanted wanted = {.groups = s->groups, .n = s->n, .first = day, .last = end, .levels = gz_summary_level, .n_levels = GZ_SUMMARY_LEVELS,
			.day = s->day};
		GZ_TRY(gz_quantile_take(s->result, &wanted, s->quantiles, s->mean, err));
		for (int32_t i = 0; i < s->n; i++)
			write_target(s, i, end);
	}
	return GZ_OK;
}

static gz_status list_groups(gz_summary *s, gz_error *err)
{
	s->groups = gz_arena_array(&s->targets.arena, gz_quantile_group, s->targets.n);
	s->target = gz_arena_array(&s->targets.arena, int32_t, s->targets.n);
	s->quantiles = gz_arena_array(&s->targets.arena, double, (int64_t)s->targets.n * GZ_SUMMARY_LEVELS);
	s->mean = gz_arena_array(&s->targets.arena, double, s->targets.n);
	s->day = s->result->ranks != NULL ? NULL : gz_arena_array(&s->targets.arena, double, (int64_t)s->result->n_columns * s->result->n_replicates);
	if (s->groups == NULL || (s->day == NULL && s->result->ranks == NULL) || s->target == NULL || s->quantiles == NULL || s->mean == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int32_t t = 0; t < s->targets.n; t++) {
		const gz_target *target = &s->targets.items[t];
		if (target->n_columns == 0)
			continue;
		s->groups[s->n] = (gz_quantile_group){target->columns, target->n_columns, target->state};
		s->target[s->n++] = t;
	}
	return GZ_OK;
}

static gz_status write_all(gz_summary *s, int64_t max_bytes, const char *path, int32_t *every, gz_error *err)
{
	const gz_result *result = s->result;
	GZ_TRY(gz_target_list(result, &s->targets, err));
	int32_t days = choose_every(result, s->targets.n, max_bytes > 0 ? max_bytes : GZ_SUMMARY_BYTES);
	if (every != NULL)
		*every = days;
	GZ_TRY(list_groups(s, err));
	GZ_TRY(gz_sheet_begin(&s->sheet, path,
		"origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value", err));
	GZ_TRY(write_periods(s, days, err));
	return gz_sheet_commit(&s->sheet, err);
}

gz_status gz_summary_write(const gz_result *result, int64_t max_bytes, const char *path, int32_t *every, gz_error *err)
{
	gz_summary s = {.result = result};
	gz_status status = write_all(&s, max_bytes, path, every, err);
	gz_sheet_abandon(&s.sheet);
	gz_target_free(&s.targets);
	return status;
}
