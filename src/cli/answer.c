/* What a run found, as JSON for programs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/answer.h"
#include "text/json.h"

static void json_files(gz_json *j, const gz_findings_files *files)
{
	gz_json_key_bool(j, "ok", true);
	gz_json_key_string(j, "folder", files->folder);
	gz_json_key(j, "files");
	gz_json_array(j);
	for (int32_t i = 0; i < files->n; i++)
		gz_json_string(j, files->names[i]);
	gz_json_end(j);
}

static void json_spread(gz_json *j, const char *key, const gz_spread *s)
{
	gz_json_key(j, key);
	gz_json_object(j);
	gz_json_key_integer(j, "known", s->n_known);
	gz_json_key_number(j, "mean", s->mean);
	gz_json_key_number(j, "q05", s->q05);
	gz_json_key_number(j, "q25", s->q25);
	gz_json_key_number(j, "q50", s->q50);
	gz_json_key_number(j, "q75", s->q75);
	gz_json_key_number(j, "q95", s->q95);
	gz_json_end(j);
}

static void json_outcome(gz_json *j, const gz_scenario *s, const gz_outcome *o, int32_t n, double *scratch)
{
	gz_spread spread = gz_outcome_spread(o->values, n, scratch);
	gz_json_object(j);
	gz_json_key_string(j, "place", o->place < 0 ? "all" : s->world.places[o->place].id);
	gz_json_key_string(j, "outcome", o->name);
	gz_json_key_string(j, "unit", o->unit);
	if (gz_outcome_is_day(o->kind))
		gz_json_key_number(j, "probability", (double)spread.n_known / n);
	json_spread(j, "value", &spread);
	gz_json_end(j);
}

static gz_status put_json(gz_json *j, FILE *out, gz_error *err)
{
	gz_status status = gz_json_status(j);
	if (status == GZ_OK)
		fwrite(j->bytes, 1, j->n, out);
	else
		gz_error_set(err, status, NULL, 0, 0, "there is not enough memory");
	gz_json_free(j);
	return status;
}

gz_status gz_answer_run(const gz_result *result, const gz_outcomes *outcomes, const gz_findings_files *files, FILE *out, gz_error *err)
{
	gz_json j = {.pretty = true};
	gz_arena work = {0};
	double *scratch = gz_arena_array(&work, double, result->n_replicates);
	if (scratch == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	gz_json_object(&j);
	json_files(&j, files);
	gz_json_key_string(&j, "title", gz_words_in(&result->scenario->title, "en"));
	gz_json_key_integer(&j, "replicates", result->n_replicates);
	gz_json_key_integer(&j, "days", result->n_days);
	gz_json_key_number(&j, "seconds", result->seconds);
	gz_json_key_integer(&j, "draws", (int64_t)result->draws);
	gz_json_key_integer(&j, "draws_skipped", (int64_t)result->skipped);
	gz_json_key_string(&j, "note", result->note);
	gz_json_key(&j, "outcomes");
	gz_json_array(&j);
	for (int32_t i = 0; i < outcomes->n; i++)
		json_outcome(&j, result->scenario, &outcomes->items[i], outcomes->n_replicates, scratch);
	gz_json_end(&j);
	gz_json_end(&j);
	gz_json_line(&j);
	gz_arena_free(&work);
	return put_json(&j, out, err);
}

static void json_effect(gz_json *j, const gz_scenario *s, const gz_effect *e)
{
	gz_json_object(j);
	gz_json_key_string(j, "place", e->place < 0 ? "all" : s->world.places[e->place].id);
	gz_json_key_string(j, "outcome", e->name);
	gz_json_key_string(j, "unit", e->unit);
	json_spread(j, "base", &e->base);
	json_spread(j, "alternative", &e->alternative);
	json_spread(j, "difference", &e->difference);
	gz_json_key_integer(j, "only_base", e->only_base);
	gz_json_key_integer(j, "only_alternative", e->only_alternative);
	gz_json_key_integer(j, "neither", e->neither);
	gz_json_key_number(j, "better", e->better);
	gz_json_key_number(j, "same", e->same);
	gz_json_key_number(j, "worse", e->worse);
	gz_json_key_number(j, "cost_per_unit", e->price);
	gz_json_end(j);
}

gz_status gz_answer_comparison(const gz_comparison *comparison, const gz_findings_files *files, FILE *out, gz_error *err)
{
	gz_json j = {.pretty = true};
	gz_arena keys = {0};
	gz_json_object(&j);
	json_files(&j, files);
	gz_json_key_string(&j, "base", comparison->base_name);
	gz_json_key_integer(&j, "replicates", comparison->n_replicates);
	gz_json_key_bool(&j, "paired", comparison->paired);
	gz_json_key_string(&j, "note", comparison->note);
	gz_json_key(&j, "alternatives");
	gz_json_array(&j);
	for (int32_t i = 0; i < comparison->n_alternatives; i++) {
		const gz_alternative *a = &comparison->alternatives[i];
		gz_json_object(&j);
		gz_json_key_string(&j, "name", a->name);
		gz_json_key_string(&j, "differs_in", gz_scenario_otherwise(comparison->base->scenario, a->result->scenario, &keys));
		gz_json_key_number(&j, "cost_per_infection_averted", a->price.per_infection);
		gz_json_key_number(&j, "cost_per_day_of_delay", a->price.per_day);
		gz_json_key(&j, "effects");
		gz_json_array(&j);
		for (int32_t k = 0; k < a->n_effects; k++)
			json_effect(&j, comparison->base->scenario, &a->effects[k]);
		gz_json_end(&j);
		gz_json_end(&j);
	}
	gz_json_end(&j);
	gz_json_end(&j);
	gz_json_line(&j);
	gz_arena_free(&keys);
	return put_json(&j, out, err);
}
