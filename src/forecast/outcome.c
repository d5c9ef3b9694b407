/* What a run comes to in a few numbers a replicate: infections, deaths, reports, peak beds, days of arrival, cost.
 *
 * Infections, deaths, days and costs stand in the result; reports and beds are gathered in one pass over its days.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/outcome.h"
#include "base/order.h"
#include "forecast/target.h"
#include <math.h>
#include <string.h>

/* One outcome under way. */
typedef struct gz_gathering {
	const int32_t *columns; /* of the result, for reports and beds */
	int32_t n_columns;
	double *values;         /* [replicate] */
} gz_gathering;

typedef struct gz_measuring {
	const gz_result *result;
	gz_outcomes *out;
	gz_gathering *gathering; /* [item] */
	int32_t capacity;
} gz_measuring;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

bool gz_outcome_is_day(gz_outcome_kind kind)
{
	return kind == GZ_OUTCOME_ARRIVAL || kind == GZ_OUTCOME_FIRST_INFECTION;
}

static bool begins_in(const gz_scenario *scenario, int32_t country)
{
	for (int32_t i = 0; i < scenario->n_begins; i++) {
		int32_t place = scenario->begins[i].place;
		if (place >= 0 && scenario->world.places[place].country == country)
			return true;
	}
	return false;
}

int32_t gz_outcome_focus(const gz_scenario *scenario)
{
	const gz_world *world = &scenario->world;
	bool listed = scenario->n_report_places > 0;
	int32_t n = listed ? scenario->n_report_places : world->n_places, only = -1;
	for (int32_t i = 0; i < n; i++) {
		int32_t country = world->places[listed ? scenario->report_places[i] : i].country;
		if (!begins_in(scenario, country))
			return country;
		only = i == 0 || only == country ? country : -1;
	}
	return only;
}

/* A new item with room for its values; NULL on out of memory. */
static gz_gathering *add_item(gz_measuring *m, gz_outcome_kind kind, const char *name, const char *unit, int32_t place)
{
	gz_outcomes *out = m->out;
	if (out->n == m->capacity)
		return NULL;
	double *values = gz_arena_array(&out->arena, double, out->n_replicates);
	if (values == NULL)
		return NULL;
	out->items[out->n] = (gz_outcome){kind, name, unit, place, values};
	m->gathering[out->n] = (gz_gathering){.values = values};
	return &m->gathering[out->n++];
}

/* Sums a [place][replicate] table over the leaves of a place. */
static void sum_leaves(const gz_result *result, const double *table, int32_t place, double *values)
{
	const gz_scenario *s = result->scenario;
	size_t n = (size_t)result->n_replicates;
	for (int32_t i = 0; i < s->world.n_leaves; i++) {
		int32_t leaf = s->world.leaves[i];
		if (place >= 0 && !gz_scenario_within(s, leaf, place))
			continue;
		for (size_t r = 0; r < n; r++)
			values[r] += table[(size_t)leaf * n + r];
	}
}

static gz_status add_total(gz_measuring *m, gz_outcome_kind kind, const char *name, const double *table, int32_t place, gz_error *err)
{
	if (table == NULL)
		return GZ_OK;
	gz_gathering *g = add_item(m, kind, name, "persons", place);
	if (g == NULL)
		return no_memory(err);
	sum_leaves(m->result, table, place, g->values);
	return GZ_OK;
}

static gz_status add_daily(gz_measuring *m, gz_outcome_kind kind, const char *name, const char *unit, int32_t place, int32_t stream,
	gz_error *err)
{
	gz_quantity quantity = kind == GZ_OUTCOME_REPORTED ? GZ_QUANTITY_REPORTED : GZ_QUANTITY_BEDS;
	const int32_t *columns = NULL;
	int32_t n = 0;
	GZ_TRY(gz_target_columns(m->result, &m->out->arena, place, quantity, stream, &columns, &n, err));
	if (n == 0)
		return GZ_OK;
	gz_gathering *g = add_item(m, kind, name, unit, place);
	if (g == NULL)
		return no_memory(err);
	g->columns = columns;
	g->n_columns = n;
	return GZ_OK;
}

static gz_status add_day(gz_measuring *m, gz_outcome_kind kind, const char *name, int32_t place, gz_error *err)
{
	const gz_result *result = m->result;
	if (place < 0 || result->arrivals == NULL)
		return GZ_OK;
	gz_gathering *g = add_item(m, kind, name, "days", place);
	if (g == NULL)
		return no_memory(err);
	const gz_arrival *arrivals = result->arrivals + (size_t)place * (size_t)result->n_replicates;
	for (int32_t r = 0; r < result->n_replicates; r++) {
		int32_t day = kind == GZ_OUTCOME_ARRIVAL ? arrivals[r].traveller : arrivals[r].infection;
		g->values[r] = day < 0 ? NAN : (double)day;
	}
	return GZ_OK;
}

const char *gz_outcome_currency(const gz_scenario *s)
{
	for (int32_t i = 0; i < s->n_measures; i++)
		if (s->measures[i].currency != NULL)
			return s->measures[i].currency;
	return "";
}

static gz_status add_cost(gz_measuring *m, int32_t place, gz_error *err)
{
	const gz_result *result = m->result;
	size_t n = (size_t)result->n_replicates;
	if (place >= 0)
		return GZ_OK;
	gz_gathering *g = add_item(m, GZ_OUTCOME_COST, "cost", gz_outcome_currency(result->scenario), place);
	if (g == NULL)
		return no_memory(err);
	for (int32_t i = 0; result->totals != NULL && i < result->scenario->n_measures; i++)
		for (size_t r = 0; r < n; r++)
			g->values[r] += result->totals[(size_t)i * n + r].cost;
	return GZ_OK;
}

static gz_status add_place(gz_measuring *m, int32_t place, gz_error *err)
{
	const gz_scenario *s = m->result->scenario;
	GZ_TRY(add_total(m, GZ_OUTCOME_INFECTIONS, "infections", m->result->final_size, place, err));
	GZ_TRY(add_total(m, GZ_OUTCOME_DEATHS, "deaths", m->result->final_deaths, place, err));
	for (int32_t i = 0; i < s->n_streams; i++)
		GZ_TRY(add_daily(m, GZ_OUTCOME_REPORTED, s->streams[i].name, "reports", place, i, err));
	GZ_TRY(add_daily(m, GZ_OUTCOME_PEAK_BEDS, "peak_beds", "beds", place, -1, err));
	GZ_TRY(add_day(m, GZ_OUTCOME_ARRIVAL, "arrival", place, err));
	GZ_TRY(add_day(m, GZ_OUTCOME_FIRST_INFECTION, "first_infection", place, err));
	return add_cost(m, place, err);
}

static void gather_day(gz_measuring *m, const double *day, double *beds)
{
	int32_t n = m->result->n_replicates;
	for (int32_t i = 0; i < m->out->n; i++) {
		gz_gathering *g = &m->gathering[i];
		if (m->out->items[i].kind == GZ_OUTCOME_REPORTED)
			gz_target_add(g->columns, g->n_columns, day, n, g->values);
		if (m->out->items[i].kind != GZ_OUTCOME_PEAK_BEDS)
			continue;
		memset(beds, 0, (size_t)n * sizeof *beds);
		gz_target_add(g->columns, g->n_columns, day, n, beds);
		for (int32_t r = 0; r < n; r++)
			if (beds[r] > g->values[r])
				g->values[r] = beds[r];
	}
}

static gz_status gather_days(gz_measuring *m, gz_arena *work, gz_error *err)
{
	const gz_result *result = m->result;
	bool any = false;
	for (int32_t i = 0; i < m->out->n; i++)
		any = any || m->gathering[i].n_columns > 0;
	if (!any)
		return GZ_OK;
	double *day = gz_arena_array(work, double, (int64_t)result->n_columns * result->n_replicates);
	double *beds = gz_arena_array(work, double, result->n_replicates);
	if (day == NULL || beds == NULL)
		return no_memory(err);
	for (int32_t d = 0; d < result->n_days; d++) {
		GZ_TRY(gz_result_read_day(result, d, day, err));
		gather_day(m, day, beds);
	}
	return GZ_OK;
}

static gz_status measure(gz_measuring *m, const int32_t *places, int32_t n_places, gz_arena *work, gz_error *err)
{
	m->capacity = n_places * (7 + m->result->scenario->n_streams);
	m->out->items = gz_arena_array(&m->out->arena, gz_outcome, m->capacity);
	m->gathering = gz_arena_array(work, gz_gathering, m->capacity);
	if (m->out->items == NULL || m->gathering == NULL)
		return no_memory(err);
	for (int32_t i = 0; i < n_places; i++)
		GZ_TRY(add_place(m, places[i], err));
	return gather_days(m, work, err);
}

gz_status gz_outcome_measure_at(const gz_result *result, const int32_t *places, int32_t n_places, gz_outcomes *out, gz_error *err)
{
	*out = (gz_outcomes){.n_replicates = result->n_replicates};
	gz_measuring m = {.result = result, .out = out};
	gz_arena work = {0};
	gz_status status = measure(&m, places, n_places, &work, err);
	gz_arena_free(&work);
	return status;
}

/* All together, the focus if it is no place of the report, the places of the report. */
static gz_status usual_places(const gz_scenario *s, gz_arena *arena, int32_t **places, int32_t *n, gz_error *err)
{
	const int32_t *listed = NULL, focus = gz_outcome_focus(s);
	int32_t n_listed = 0;
	bool has_focus = focus < 0;
	GZ_TRY(gz_target_places(s, arena, &listed, &n_listed, err));
	for (int32_t i = 0; i < n_listed; i++)
		has_focus = has_focus || listed[i] == focus;
	*places = gz_arena_array(arena, int32_t, n_listed + 2);
	if (*places == NULL)
		return no_memory(err);
	*n = 0;
	(*places)[(*n)++] = -1;
	if (!has_focus)
		(*places)[(*n)++] = focus;
	for (int32_t i = 0; i < n_listed; i++)
		(*places)[(*n)++] = listed[i];
	return GZ_OK;
}

gz_status gz_outcome_measure(const gz_result *result, gz_outcomes *out, gz_error *err)
{
	gz_arena work = {0};
	int32_t *places = NULL, n = 0;
	*out = (gz_outcomes){0};
	gz_status status = usual_places(result->scenario, &work, &places, &n, err);
	if (status == GZ_OK)
		status = gz_outcome_measure_at(result, places, n, out, err);
	gz_arena_free(&work);
	return status;
}

void gz_outcome_free(gz_outcomes *outcomes)
{
	gz_arena_free(&outcomes->arena);
	*outcomes = (gz_outcomes){0};
}

const gz_outcome *gz_outcome_find(const gz_outcomes *outcomes, gz_outcome_kind kind, const char *name, int32_t place)
{
	for (int32_t i = 0; i < outcomes->n; i++) {
		const gz_outcome *o = &outcomes->items[i];
		if (o->kind == kind && o->place == place && (name == NULL || strcmp(name, o->name) == 0))
			return o;
	}
	return NULL;
}

gz_spread gz_outcome_spread(const double *values, int32_t n, double *scratch)
{
	int32_t known = 0;
	double sum = 0;
	for (int32_t r = 0; r < n; r++)
		if (!isnan(values[r])) {
			scratch[known++] = values[r];
			sum += values[r];
		}
	gz_order_sort(scratch, known);
	return (gz_spread){.n_known = known,
		.mean = known > 0 ? sum / known : NAN,
		.q05 = gz_order_quantile(scratch, known, 0.05),
		.q25 = gz_order_quantile(scratch, known, 0.25),
		.q50 = gz_order_quantile(scratch, known, 0.50),
		.q75 = gz_order_quantile(scratch, known, 0.75),
		.q95 = gz_order_quantile(scratch, known, 0.95)};
}
