/* The page's data about measures: what they are, where and when, and what each did.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/effort.h"
#include "report/piece.h"
#include "scenario/measure/action.h"
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static const struct { const char *name; size_t offset; } sums[] = {
	{"days", offsetof(gz_measure_total, active_days)}, {"people", offsetof(gz_measure_total, people)}, {"detected", offsetof(gz_measure_total, detected)},
	{"confined", offsetof(gz_measure_total, confined)}, {"bed_days", offsetof(gz_measure_total, bed_days)}, {"tests", offsetof(gz_measure_total, tests)},
	{"doses", offsetof(gz_measure_total, doses)}, {"full", offsetof(gz_measure_total, full)}, {"cost", offsetof(gz_measure_total, cost)},
};

const char *gz_effort_kind(gz_measure_kind kind)
{
	return gz_action_get((int32_t)kind)->key;
}

static void write_indices(gz_json *j, const char *key, const int32_t *items, int32_t n)
{
	if (n == 0)
		return;
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < n; i++)
		gz_json_integer(j, items[i]);
	gz_json_end(j);
}

static void write_where(gz_json *j, const gz_scenario *s, const gz_measure *m)
{
	static const char *const direction[] = {[GZ_DIRECTION_BOTH] = "both", [GZ_DIRECTION_IN] = "in", [GZ_DIRECTION_OUT] = "out"};
	gz_json_key(j, "where");
	gz_json_object(j);
	gz_json_key_bool(j, "everywhere", m->everywhere);
	write_indices(j, "places", m->places, m->n_places);
	write_indices(j, "crossings", m->crossings, m->n_crossings);
	if (m->n_flows > 0)
		gz_json_key_integer(j, "flows", m->n_flows);
	gz_json_key_string(j, "group", m->group < 0 ? NULL : s->world.groups[m->group]);
	gz_json_key_string(j, "direction", m->n_crossings > 0 ? direction[m->direction] : NULL);
	gz_json_end(j);
}

static void write_when(gz_json *j, const gz_measure *m)
{
	gz_json_key(j, "when");
	gz_json_object(j);
	if (m->from > INT32_MIN)
		gz_piece_date(j, "start", m->from);
	if (m->to < INT32_MAX)
		gz_piece_date(j, "end", m->to);
	gz_json_key_bool(j, "order", m->on_order);
	gz_json_key_string(j, "after", m->after == NULL ? NULL : gz_expr_text(m->after));
	gz_json_key_string(j, "until", m->until == NULL ? NULL : gz_expr_text(m->until));
	gz_piece_key(j, "lead", m->lead);
	gz_piece_key(j, "lasts", m->lasts);
	gz_json_end(j);
}

static void write_totals(gz_json *j, const gz_measure_total *totals, int32_t n, double *scratch)
{
	int32_t active = 0;
	for (int32_t r = 0; r < n; r++) {
		active += totals[r].first_day >= 0;
		scratch[r] = totals[r].first_day >= 0 ? (double)totals[r].first_day : NAN;
	}
	gz_piece_key(j, "active", (double)active / n);
	gz_piece_spread(j, "first", scratch, n, scratch + n);
	for (size_t k = 0; k < sizeof sums / sizeof sums[0]; k++) {
		for (int32_t r = 0; r < n; r++)
			scratch[r] = *(const double *)(const void *)((const char *)&totals[r] + sums[k].offset);
		gz_piece_spread(j, sums[k].name, scratch, n, scratch + n);
	}
}

gz_status gz_effort_write(gz_json *j, const gz_result *result, gz_error *err)
{
	const gz_scenario *s = result->scenario;
	int32_t n = result->n_replicates;
	double *scratch = malloc(2 * (size_t)n * sizeof *scratch);
	if (scratch == NULL)
		return gz_piece_no_memory(err);
	gz_json_key(j, "measures");
	gz_json_array(j);
	for (int32_t i = 0; i < s->n_measures; i++) {
		const gz_measure *m = &s->measures[i];
		gz_json_object(j);
		gz_piece_words(j, "name", &m->title, m->name);
		gz_json_key_string(j, "kind", gz_effort_kind(m->kind));
		gz_piece_words(j, "summary", &m->summary, "");
		write_where(j, s, m);
		write_when(j, m);
		write_totals(j, result->totals + (size_t)i * (size_t)n, n, scratch);
		gz_json_key_string(j, "currency", m->currency);
		gz_json_key_string(j, "source", m->source);
		gz_json_end(j);
	}
	gz_json_end(j);
	free(scratch);
	return GZ_OK;
}
