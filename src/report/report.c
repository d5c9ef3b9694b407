/* The page people read: what is written into it, in order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"
#include "report/basis.h"
#include "report/catalogue.h"
#include "report/coming.h"
#include "report/digest.h"
#include "report/effort.h"
#include "report/fan.h"
#include "report/focus.h"
#include "report/gate.h"
#include "report/page.h"
#include "report/piece.h"
#include "report/shape.h"
#include "report/versus.h"
#include <math.h>
#include <stdlib.h>

static const char *const languages[] = {"en", "ru", "tg"};

static gz_status known_language(const char *language, gz_error *err)
{
	if (gz_catalogue_language(language) == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "language \"%s\" is not known; the report speaks en, ru and tg", language);
	return GZ_OK;
}

static gz_status write_outcomes(gz_json *j, const gz_result *result, gz_error *err)
{
	gz_outcomes outcomes = {0};
	double *scratch = malloc((size_t)result->n_replicates * sizeof *scratch);
	gz_status status = scratch == NULL ? gz_piece_no_memory(err) : gz_outcome_measure(result, &outcomes, err);
	gz_json_key(j, "outcomes");
	gz_json_array(j);
	for (int32_t i = 0; status == GZ_OK && i < outcomes.n; i++) {
		const gz_outcome *o = &outcomes.items[i];
		gz_spread s = gz_outcome_spread(o->values, outcomes.n_replicates, scratch);
		gz_json_object(j);
		gz_json_key_string(j, "kind", gz_versus_kind(o->kind));
		gz_json_key_string(j, "name", o->name);
		gz_json_key_string(j, "unit", o->unit);
		gz_json_key_integer(j, "place", o->place);
		gz_piece_quantiles(j, "spread", &s);
		gz_json_end(j);
	}
	gz_json_end(j);
	gz_outcome_free(&outcomes);
	free(scratch);
	return status;
}

static gz_status write_run(gz_json *j, const gz_result *result, const gz_digest *digest, int32_t focus, gz_error *err)
{
	const gz_scenario *s = result->scenario;
	double window[4];
	gz_focus_window(s, window);
	gz_json_key(j, "window");
	gz_json_array(j);
	for (int32_t i = 0; i < 4; i++)
		gz_piece_number(j, window[i]);
	gz_json_end(j);
	gz_fan_write_steps(j, digest);
	GZ_TRY(gz_coming_write(j, digest, focus, err));
	GZ_TRY(gz_coming_write_report(j, digest, focus, err));
	gz_fan_write_charts(j, digest);
	gz_fan_write_maps(j, digest);
	GZ_TRY(gz_gate_write(j, digest, err));
	GZ_TRY(gz_gate_write_flows(j, s, err));
	GZ_TRY(write_outcomes(j, result, err));
	GZ_TRY(gz_effort_write(j, result, err));
	GZ_TRY(gz_basis_write(j, result, err));
	gz_shape_write(j, &s->world, window);
	return GZ_OK;
}

gz_status gz_report_write(const gz_result *result, const char *path, const char *language, gz_error *err)
{
	GZ_TRY(known_language(language, err));
	gz_arena arena = {0};
	gz_json j = {0};
	gz_digest digest = {0};
	gz_headline headlines[3] = {0};
	int32_t focus = gz_focus_place(result->scenario);
	gz_status status = gz_headline_make_all(result, &arena, headlines, err);
	if (status == GZ_OK)
		status = gz_digest_read(result, focus, true, &digest, err);
	if (status == GZ_OK) {
		gz_page_begin(&j, "run", language, headlines, result, focus, digest.interval);
		status = write_run(&j, result, &digest, focus, err);
	}
	if (status == GZ_OK)
		status = gz_page_write(&j, path, err);
	gz_digest_free(&digest);
	gz_json_free(&j);
	gz_arena_free(&arena);
	return status;
}

gz_status gz_report_write_comparison(const gz_comparison *comparison, const char *path, const char *language, gz_error *err)
{
	GZ_TRY(known_language(language, err));
	gz_arena arena = {0};
	gz_json j = {0};
	gz_digest digest = {0};
	gz_headline headlines[3] = {0};
	gz_status status = GZ_OK;
	for (int32_t l = 0; l < 3 && status == GZ_OK; l++)
		status = gz_headline_compare(comparison, languages[l], &arena, &headlines[l], err);
	if (status == GZ_OK)
		status = gz_digest_read(comparison->base, comparison->focus, false, &digest, err);
	if (status == GZ_OK) {
		gz_page_begin(&j, "compare", language, headlines, comparison->base, comparison->focus, digest.interval);
		gz_fan_write_steps(&j, &digest);
		status = gz_versus_write(&j, comparison, &digest, err);
	}
	if (status == GZ_OK)
		status = gz_page_write(&j, path, err);
	gz_digest_free(&digest);
	gz_json_free(&j);
	gz_arena_free(&arena);
	return status;
}
