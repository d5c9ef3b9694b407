/* The page's data about a comparison: each alternative with its effects, its price and the course of infections.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/versus.h"
#include "report/basis.h"
#include "report/effort.h"
#include "report/fan.h"
#include "report/piece.h"
#include <math.h>
#include <string.h>

const char *gz_versus_kind(gz_outcome_kind kind)
{
	switch (kind) {
	case GZ_OUTCOME_INFECTIONS: return "infections";
	case GZ_OUTCOME_DEATHS: return "deaths";
	case GZ_OUTCOME_REPORTED: return "reported";
	case GZ_OUTCOME_PEAK_BEDS: return "peak_beds";
	case GZ_OUTCOME_ARRIVAL: return "arrival";
	case GZ_OUTCOME_FIRST_INFECTION: return "first_infection";
	case GZ_OUTCOME_COST: return "cost";
	}
	return "";
}

static void write_effect(gz_json *j, const gz_effect *e)
{
	gz_json_object(j);
	gz_json_key_string(j, "kind", gz_versus_kind(e->kind));
	gz_json_key_string(j, "name", e->name);
	gz_json_key_string(j, "unit", e->unit);
	gz_json_key_integer(j, "place", e->place);
	gz_json_key_bool(j, "already", e->already);
	gz_piece_quantiles(j, "base", &e->base);
	gz_piece_quantiles(j, "alternative", &e->alternative);
	gz_piece_quantiles(j, "difference", &e->difference);
	gz_json_key_integer(j, "only_base", e->only_base);
	gz_json_key_integer(j, "only_alternative", e->only_alternative);
	gz_json_key_integer(j, "neither", e->neither);
	gz_piece_key(j, "better", e->better);
	gz_piece_key(j, "same", e->same);
	gz_piece_key(j, "worse", e->worse);
	gz_json_end(j);
}

static void write_price(gz_json *j, const gz_price *p)
{
	gz_json_key(j, "price");
	gz_json_object(j);
	gz_piece_key(j, "cost", p->cost);
	gz_piece_key(j, "averted", p->averted);
	gz_piece_key(j, "delay", p->delay);
	gz_piece_key(j, "per_infection", p->per_infection);
	gz_piece_key(j, "per_infection_q05", p->per_infection_q05);
	gz_piece_key(j, "per_infection_q95", p->per_infection_q95);
	gz_json_key_bool(j, "unbounded", isinf(p->per_infection_q95));
	gz_piece_key(j, "per_day", p->per_day);
	gz_json_key_string(j, "currency", p->currency);
	gz_json_end(j);
}

static const char *last_part(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');
	return path == NULL ? "" : slash == NULL ? path : slash + 1;
}

static void write_head(gz_json *j, const char *name, const gz_result *result, const gz_digest *digest)
{
	const gz_scenario *s = result->scenario;
	gz_json_key_string(j, "name", name);
	gz_piece_words(j, "title", &s->title, name);
	gz_json_key_string(j, "file", last_part(s->file));
	gz_json_key(j, "measures");
	gz_json_array(j);
	for (int32_t i = 0; i < s->n_measures; i++)
		gz_piece_words(j, NULL, &s->measures[i].title, s->measures[i].name);
	gz_json_end(j);
	gz_json_key(j, "kinds");
	gz_json_array(j);
	for (int32_t i = 0; i < s->n_measures; i++)
		gz_json_string(j, gz_effort_kind(s->measures[i].kind));
	gz_json_end(j);
	gz_json_key(j, "course");
	if (digest->n_fans > 0)
		gz_fan_write_bands(j, digest, &digest->fans[0]);
	else
		gz_json_null(j);
}

static gz_status write_alternative(gz_json *j, const gz_alternative *a, int32_t focus, const gz_digest *base, gz_error *err)
{
	gz_digest digest = {0};
	gz_status status = gz_digest_read(a->result, focus, false, &digest, err);
	if (status == GZ_OK) {
		/* Courses of other lengths cannot be laid over each other. */
		if (digest.n_periods != base->n_periods || digest.period != base->period)
			digest.n_fans = 0;
		gz_json_object(j);
		write_head(j, a->name, a->result, &digest);
		gz_json_key(j, "effects");
		gz_json_array(j);
		for (int32_t i = 0; i < a->n_effects; i++)
			write_effect(j, &a->effects[i]);
		gz_json_end(j);
		write_price(j, &a->price);
		gz_json_end(j);
	}
	gz_digest_free(&digest);
	return status;
}

gz_status gz_versus_write(gz_json *j, const gz_comparison *comparison, const gz_digest *base, gz_error *err)
{
	gz_json_key(j, "base");
	gz_json_object(j);
	write_head(j, comparison->base_name, comparison->base, base);
	gz_json_end(j);
	gz_json_key_integer(j, "runs", comparison->n_replicates);
	gz_json_key_bool(j, "paired", comparison->paired);
	gz_piece_said(j, "note", comparison->note);
	gz_json_key(j, "alternatives");
	gz_json_array(j);
	for (int32_t i = 0; i < comparison->n_alternatives; i++)
		GZ_TRY(write_alternative(j, &comparison->alternatives[i], comparison->focus, base, err));
	gz_json_end(j);
	return gz_basis_write(j, comparison->base, err);
}
