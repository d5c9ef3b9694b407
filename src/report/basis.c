/* The page's data about what a run rests on: parameters, transmission, where it begins, what reports catch.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/basis.h"
#include "report/known.h"
#include "report/piece.h"
#include <math.h>
#include <stdlib.h>

static const char *const kind_name[] = {
	[GZ_PARAMETER_VALUE] = "value", [GZ_PARAMETER_DRAWN] = "drawn", [GZ_PARAMETER_AGE] = "age", [GZ_PARAMETER_GROUP] = "group",
	[GZ_PARAMETER_PLACE] = "place", [GZ_PARAMETER_DATE] = "date", [GZ_PARAMETER_POSTERIOR] = "posterior",
};
static const char *const law_name[] = {
	[GZ_LAW_NORMAL] = "normal", [GZ_LAW_LOGNORMAL] = "lognormal", [GZ_LAW_UNIFORM] = "uniform", [GZ_LAW_TRIANGULAR] = "triangular",
	[GZ_LAW_GAMMA] = "gamma", [GZ_LAW_BETA] = "beta",
};

/* {"q05", "q50", "q95"} of values, or null where none is finite. scratch [n]. */
static void write_three(gz_json *j, const char *key, const double *values, int32_t n, double *scratch)
{
	gz_spread s = gz_outcome_spread(values, n, scratch);
	gz_json_key(j, key);
	if (s.n_known == 0 || !isfinite(s.q50)) {
		gz_json_null(j);
		return;
	}
	gz_json_object(j);
	gz_piece_key(j, "q05", s.q05);
	gz_piece_key(j, "q50", s.q50);
	gz_piece_key(j, "q95", s.q95);
	gz_json_end(j);
}

/* What a value of a parameter given by age, group, place or date belongs to. */
static void write_key(gz_json *j, const gz_scenario *s, const gz_parameter *p, int32_t i)
{
	char date[16];
	switch (p->kind) {
	case GZ_PARAMETER_AGE: gz_json_string(j, s->world.ages[i]); return;
	case GZ_PARAMETER_GROUP: gz_json_string(j, s->world.groups[i]); return;
	case GZ_PARAMETER_PLACE: gz_json_integer(j, p->keys[i]); return; /* the page knows its name in each language */
	default:
		gz_date_format(p->keys[i], date);
		gz_json_string(j, date);
	}
}

static void write_values(gz_json *j, const gz_scenario *s, const gz_parameter *p)
{
	gz_json_key(j, "values");
	gz_json_array(j);
	for (int32_t i = 0; i < p->n_values; i++) {
		gz_json_array(j);
		write_key(j, s, p, i);
		if (p->values[i].expr != NULL)
			gz_json_string(j, gz_expr_text(p->values[i].expr));
		else
			gz_piece_number(j, p->values[i].number);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void write_parameter(gz_json *j, const gz_result *result, int32_t i, double *scratch)
{
	const gz_scenario *s = result->scenario;
	const gz_parameter *p = &s->disease.parameters[i];
	gz_json_object(j);
	gz_json_key_string(j, "name", p->name);
	gz_json_key_string(j, "kind", kind_name[p->kind]);
	if (p->kind == GZ_PARAMETER_VALUE)
		gz_piece_value(j, "value", &p->value);
	if (p->kind == GZ_PARAMETER_DRAWN)
		gz_json_key_string(j, "law", law_name[p->law]);
	if ((p->kind == GZ_PARAMETER_DRAWN || p->kind == GZ_PARAMETER_POSTERIOR) && result->parameters != NULL)
		write_three(j, "drawn", result->parameters + (size_t)i * (size_t)result->n_replicates, result->n_replicates, scratch);
	if (p->n_values > 0)
		write_values(j, s, p);
	if (p->kind == GZ_PARAMETER_PLACE || p->kind == GZ_PARAMETER_DATE)
		gz_piece_value(j, "otherwise", &p->otherwise);
	gz_piece_key(j, "low", p->low);
	gz_piece_key(j, "high", p->high);
	gz_piece_words(j, "unit", &p->unit, NULL);
	gz_json_key_string(j, "source", p->source);
	gz_json_key_string(j, "checked", p->checked);
	gz_json_key_bool(j, "overridden", p->overridden);
	gz_json_end(j);
}

/* ---- transmission ----------------------------------------------------------------------------------------- */

/* The parameters of one replicate, for expressions. */
typedef struct drawn {
	const gz_result *result;
	int32_t replicate;
} drawn;

static double symbol_of(void *context, int32_t id)
{
	const drawn *d = context;
	if (id >= 0 && id < d->result->scenario->disease.n_parameters && d->result->parameters != NULL)
		return d->result->parameters[(size_t)id * (size_t)d->result->n_replicates + (size_t)d->replicate];
	int32_t start = d->result->scenario->start;
	switch (id) {
	case GZ_SYMBOL_DAY: return 0;
	case GZ_SYMBOL_DATE: return start;
	case GZ_SYMBOL_YEARDAY: return gz_date_yearday(start);
	default: return NAN;
	}
}

static double call_of(void *context, int32_t id, const double *args, int32_t n)
{
	(void)context;
	(void)id;
	(void)args;
	(void)n;
	return NAN;
}

/* R0 in every replicate, as at the start. */
static void evaluate(const gz_result *result, const gz_value *value, double *into)
{
	for (int32_t r = 0; r < result->n_replicates; r++) {
		drawn d = {result, r};
		const gz_expr_env env = {&d, symbol_of, call_of};
		into[r] = value->expr == NULL ? value->number : gz_expr_eval(value->expr, &env);
	}
}

static void write_way(gz_json *j, const gz_result *result, const char *name, const gz_value *r0, const double *beta, const gz_value *rate, double *scratch)
{
	int32_t n = result->n_replicates;
	gz_json_object(j);
	gz_json_key_string(j, "name", name);
	gz_piece_value(j, "r0", r0);
	if (r0 != NULL) {
		evaluate(result, r0, scratch);
		write_three(j, "drawn", scratch, n, scratch + n);
	}
	if (beta != NULL) {
		write_three(j, "beta", beta, n, scratch);
	} else if (rate != NULL) {
		evaluate(result, rate, scratch);
		write_three(j, "beta", scratch, n, scratch + n);
	}
	gz_json_end(j);
}

static void write_transmission(gz_json *j, const gz_result *result, double *scratch)
{
	const gz_disease *d = &result->scenario->disease;
	gz_json_key(j, "transmission");
	gz_json_array(j);
	for (int32_t i = 0; i < d->n_infects; i++)
		write_way(j, result, d->infects[i].name, d->infects[i].has_r0 ? &d->infects[i].r0 : NULL,
			result->beta == NULL ? NULL : result->beta + (size_t)i * (size_t)result->n_replicates, &d->infects[i].beta, scratch);
	for (int32_t i = 0; i < d->n_environments; i++)
		write_way(j, result, d->environments[i].name, d->environments[i].has_r0 ? &d->environments[i].r0 : NULL, NULL,
			d->environments[i].has_r0 ? NULL : &d->environments[i].rate, scratch);
	gz_json_end(j);
}

/* ---- beginning and reports -------------------------------------------------------------------------------- */

static void write_begins(gz_json *j, const gz_scenario *s)
{
	gz_json_key(j, "begin");
	gz_json_array(j);
	for (int32_t i = 0; i < s->n_begins; i++) {
		const gz_begin *b = &s->begins[i];
		gz_json_object(j);
		gz_json_key_integer(j, "place", b->place);
		gz_json_key_number(j, "people", b->people);
		gz_piece_value(j, "daily", isnan(b->people) ? &b->per_day : NULL);
		gz_piece_date(j, "date", b->from);
		gz_json_key_integer(j, "days", b->days);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void write_streams(gz_json *j, const gz_scenario *s)
{
	gz_json_key(j, "streams");
	gz_json_array(j);
	for (int32_t i = 0; i < s->n_streams; i++) {
		const gz_stream *x = &s->streams[i];
		gz_json_object(j);
		gz_json_key_string(j, "name", x->name);
		const char *of = x->event >= 0 && x->event < s->disease.n_events ? s->disease.events[x->event].name : NULL;
		if (x->event < 0 && x->n_compartments > 0)
			of = s->disease.compartments[x->compartments[0]].name;
		gz_json_key_string(j, "of", of);
		gz_piece_value(j, "probability", &x->probability);
		gz_json_end(j);
	}
	gz_json_end(j);
}

gz_status gz_basis_write(gz_json *j, const gz_result *result, gz_error *err)
{
	const gz_scenario *s = result->scenario;
	double *scratch = malloc(2 * (size_t)result->n_replicates * sizeof *scratch);
	if (scratch == NULL)
		return gz_piece_no_memory(err);
	gz_json_key(j, "parameters");
	gz_json_array(j);
	for (int32_t i = 0; i < s->disease.n_parameters; i++)
		write_parameter(j, result, i, scratch);
	gz_json_end(j);
	write_transmission(j, result, scratch);
	free(scratch);
	write_begins(j, s);
	write_streams(j, s);
	gz_json_key(j, "sources");
	gz_json_array(j);
	for (int32_t i = 0; i < s->disease.n_sources; i++)
		gz_json_string(j, s->disease.sources[i]);
	gz_json_end(j);
	return gz_known_write(j, &s->world, err);
}
