/* Sweeps: one scenario run once for every row of a design, with the same draws, and what each run came to.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/sweep.h"
#include "base/mistakes.h"
#include "forecast/outcome.h"
#include "text/sheet.h"
#include "forecast/target.h"
#include <string.h>

typedef struct gz_sweep {
	const char *file;
	const gz_design *design;
	const gz_sweep_options *options;
	gz_sheet sheet;
	int32_t run;
	const char **sets; /* of the run loaded last, in its arena */
	int32_t n_sets;
} gz_sweep;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

/* Loads the scenario of a run: the common overrides, then the design's. */
static gz_status load(gz_sweep *sweep, int32_t run, gz_arena *arena, gz_scenario *scenario, gz_mistakes *mistakes, gz_error *err)
{
	gz_scenario_options options = sweep->options->scenario;
	int32_t n = 0;
	const char **sets = gz_arena_array(arena, const char *, options.n_sets + sweep->design->n_keys);
	*scenario = (gz_scenario){0};
	if (sets == NULL)
		return no_memory(err);
	for (int32_t i = 0; i < options.n_sets; i++)
		sets[i] = options.sets[i];
	GZ_TRY(gz_design_sets(sweep->design, run, arena, sets + options.n_sets, &n, err));
	options.sets = sets;
	options.n_sets += n;
	sweep->sets = sets;
	sweep->n_sets = options.n_sets;
	return gz_scenario_load(scenario, sweep->file, &options, mistakes);
}

/* What to do where lhs: and one: made a number with decimals for a key that wants none; they round the scenario's own keys only. */
static const char *whole_numbers(const gz_design *d, const char *set, const char *sentence)
{
	bool below = memchr(set, '.', strcspn(set, "=")) != NULL;
	return d->path == NULL && below && strstr(sentence, "expected a whole number") != NULL
		? "; lhs: and one: make none for this key, write them in a table (--design FILE)"
		: "";
}

/* Whether a mistake is among all, perhaps with words behind it that say in which run. */
static bool told(const gz_mistakes *all, const gz_error *e)
{
	for (int32_t i = 0; i < all->n; i++)
		if (all->items[i].row == e->row && strncmp(all->items[i].sentence, e->sentence, strlen(e->sentence)) == 0)
			return true;
	return false;
}

/* Adds the mistakes of one run to all, once each however many runs share them. What is wrong with an override (whose number is
 * its row) stands in the design, at the line of the run; what is wrong elsewhere because of one says which run it is. */
static void adopt(const gz_sweep *sweep, int32_t run, const gz_mistakes *found, gz_mistakes *all)
{
	const gz_design *d = sweep->design;
	for (int32_t i = 0; i < found->n; i++) {
		gz_error e = found->items[i];
		const char *sentence = found->items[i].sentence;
		bool key = strstr(sentence, "no such") != NULL; /* a wrong key is wrong in the header, for all runs alike */
		const bool set = strncmp(e.file, "--set", 5) == 0 && e.row > 0 && e.row <= sweep->n_sets;
		if (set)
			gz_error_set(&e, GZ_ERR_INPUT, d->path == NULL ? "--design" : d->path, d->lines == NULL ? 0 : key ? 1 : d->lines[run], 0,
				"%s%s%s%s", key ? "" : sweep->sets[e.row - 1], key ? "" : ": ", sentence,
				whole_numbers(d, sweep->sets[e.row - 1], sentence));
		if (told(all, &e))
			continue;
		if (!set && d->lines)
			gz_error_set(&e, GZ_ERR_INPUT, found->items[i].file, e.row, e.column, "%s (with line %d of %s)", sentence, d->lines[run], d->path);
		else if (!set)
			gz_error_set(&e, GZ_ERR_INPUT, found->items[i].file, e.row, e.column, "%s (in run %d of the design)", sentence, run + 1);
		gz_mistakes_add_error(all, &e);
	}
}

static gz_status check_runs(gz_sweep *sweep, gz_mistakes *mistakes, gz_error *err)
{
	bool wrong = false;
	for (int32_t run = 0; run < sweep->design->n_runs; run++) {
		gz_arena arena = {0};
		gz_scenario scenario;
		gz_mistakes found;
		gz_mistakes_init(&found);
		gz_status status = load(sweep, run, &arena, &scenario, &found, err);
		adopt(sweep, run, &found, mistakes);
		gz_mistakes_free(&found);
		gz_scenario_free(&scenario);
		gz_arena_free(&arena);
		if (status != GZ_OK && status != GZ_ERR_INPUT)
			return status;
		wrong = wrong || status != GZ_OK;
	}
	if (wrong && mistakes->n == 0)
		return GZ_ERR_INPUT;
	return wrong ? gz_mistakes_status(mistakes, err) : GZ_OK;
}

static void write_outcome(gz_sweep *sweep, const gz_scenario *scenario, const gz_outcome *o, int32_t n, double *scratch)
{
	gz_sheet *sheet = &sweep->sheet;
	const gz_design *d = sweep->design;
	gz_spread spread = gz_outcome_spread(o->values, n, scratch);
	gz_sheet_integer(sheet, sweep->run + 1);
	for (int32_t k = 0; k < d->n_keys; k++)
		gz_sheet_text(sheet, d->cells[(size_t)sweep->run * (size_t)d->n_keys + (size_t)k]);
	gz_sheet_text(sheet, gz_target_place_id(scenario, o->place));
	gz_sheet_text(sheet, o->name);
	gz_sheet_text(sheet, o->unit);
	gz_sheet_number(sheet, (double)spread.n_known / n);
	gz_sheet_number(sheet, spread.mean);
	gz_sheet_number(sheet, spread.q05);
	gz_sheet_number(sheet, spread.q50);
	gz_sheet_number(sheet, spread.q95);
	gz_sheet_row(sheet);
}

static gz_status write_outcomes(gz_sweep *sweep, const gz_result *result, gz_error *err)
{
	gz_outcomes outcomes;
	gz_status status = gz_outcome_measure(result, &outcomes, err);
	double *scratch = gz_arena_array(&outcomes.arena, double, result->n_replicates);
	if (status == GZ_OK && scratch == NULL)
		status = no_memory(err);
	for (int32_t i = 0; i < outcomes.n && status == GZ_OK; i++)
		write_outcome(sweep, result->scenario, &outcomes.items[i], result->n_replicates, scratch);
	gz_outcome_free(&outcomes);
	return status;
}

static void progress(void *context, double fraction)
{
	const gz_sweep *sweep = context;
	const gz_run_options *run = &sweep->options->run;
	if (run->progress != NULL)
		run->progress(run->progress_context, (sweep->run + fraction) / sweep->design->n_runs);
}

static gz_status run_one(gz_sweep *sweep, gz_error *err)
{
	gz_arena arena = {0};
	gz_scenario scenario;
	gz_result result = {0};
	gz_mistakes mistakes;
	gz_run_options options = sweep->options->run;
	options.progress = progress;
	options.progress_context = sweep;
	gz_mistakes_init(&mistakes);
	gz_status status = load(sweep, sweep->run, &arena, &scenario, &mistakes, err);
	if (status == GZ_OK)
		status = gz_run_scenario(&scenario, &options, &result, err);
	if (status == GZ_OK)
		status = write_outcomes(sweep, &result, err);
	gz_result_free(&result);
	gz_mistakes_free(&mistakes);
	gz_scenario_free(&scenario);
	gz_arena_free(&arena);
	return status;
}

static gz_status write_header(gz_sweep *sweep, const char *path, gz_error *err)
{
	static const char *const columns[] = {"place", "outcome", "unit", "known", "mean", "q05", "q50", "q95"};
	GZ_TRY(gz_sheet_begin(&sweep->sheet, path, NULL, err));
	gz_sheet_text(&sweep->sheet, "run");
	for (int32_t k = 0; k < sweep->design->n_keys; k++)
		gz_sheet_text(&sweep->sheet, sweep->design->keys[k]);
	for (int32_t i = 0; i < 8; i++)
		gz_sheet_text(&sweep->sheet, columns[i]);
	gz_sheet_row(&sweep->sheet);
	return GZ_OK;
}

gz_status gz_sweep_write(const char *scenario, const gz_design *design, const gz_sweep_options *options, const char *path,
	gz_mistakes *mistakes, gz_error *err)
{
	gz_sweep sweep = {.file = scenario, .design = design, .options = options};
	GZ_TRY(check_runs(&sweep, mistakes, err));
	gz_status status = write_header(&sweep, path, err);
	for (sweep.run = 0; sweep.run < design->n_runs && status == GZ_OK; sweep.run++)
		status = run_one(&sweep, err);
	if (status == GZ_OK)
		status = gz_sheet_commit(&sweep.sheet, err);
	gz_sheet_abandon(&sweep.sheet);
	return status;
}
