/* guzar signal: ranks signals, and says which verifications are due.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/console.h"
#include "cli/sheets.h"
#include "report/paper/ranking.h"
#include <stdio.h>

typedef struct work {
	gz_sheets_work is; /* first */
	gz_ranking ranking;
} work;

static const char *title(const void *context, const gz_catalogue *words)
{
	(void)context;
	return gz_catalogue_text(words, "signal.title", NULL, 0);
}

static gz_status write_ranking(const void *context, gz_paper *paper, const gz_catalogue *words)
{
	gz_ranking_write(context, paper, words);
	return GZ_OK;
}

static void write_csv(const void *context, FILE *out)
{
	gz_ranking_csv(context, out);
}

static gz_status find_country(const work *w, int32_t *country, gz_error *err)
{
	const char *code = w->is.options->country;
	*country = code == NULL ? -1 : gz_rules_country(&w->is.rules, code);
	if (code == NULL || *country >= 0)
		return GZ_OK;
	const char *near = gz_rules_near(&w->is.rules, GZ_RULES_COUNTRIES, code);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--country %s: no such country in the rules%s%s", code, near == NULL ? "" : "; did you mean ",
		near == NULL ? "" : near);
}

static gz_status read_signals(gz_sheets_work *is, gz_error *err)
{
	work *w = (work *)is;
	gz_csv csv = {0};
	gz_signal *signals = NULL;
	gz_signal_defaults defaults = {.country = -1};
	gz_arena *arena = &w->is.options->arena;
	GZ_TRY(gz_sheets_rules(&w->is.rules, w->is.options, &w->is.mistakes, err));
	GZ_TRY(find_country(w, &defaults.country, err));
	int32_t zone = defaults.country < 0 ? GZ_MOMENT_NO_ZONE : w->is.rules.countries[defaults.country].zone;
	GZ_TRY(gz_sheets_now(w->is.options, zone, false, &defaults.now, err));
	gz_status status = gz_csv_load_export(arena, w->is.options->operands[0], &csv, &w->is.mistakes);
	is->encoding = csv.encoding;
	if (status != GZ_OK && (status != GZ_ERR_INPUT || csv.n_columns == 0))
		return status;
	GZ_TRY(gz_signal_read(&w->is.rules, &csv, &defaults, arena, &w->is.mistakes, &signals, &w->ranking.n));
	gz_triage *triages = gz_arena_array(arena, gz_triage, w->ranking.n);
	if (triages == NULL)
		return GZ_ERR_MEMORY;
	w->ranking = (gz_ranking){&w->is.rules, signals, triages, w->ranking.n, defaults.now};
	return gz_triage_rank(&w->is.rules, signals, w->ranking.n, defaults.now, arena, triages);
}

static gz_status show(const gz_sheets_work *is, gz_error *err)
{
	const work *w = (const work *)is;
	gz_json j = {.pretty = true};
	const gz_sheet sheet = {"signals", false, title, write_ranking, &w->ranking};
	const char *const inputs[] = {w->is.options->operands[0]};
	const gz_sheets sheets = {.command = w->is.command, .options = w->is.options, .argc = w->is.argc, .argv = w->is.argv, .sheets = &sheet, .n_sheets = 1,
		.json_name = "signals.json", .json = &j, .csv_name = "signals.csv", .csv = write_csv, .csv_context = &w->ranking, .inputs = inputs, .n_inputs = 1,
		.encoding = is->encoding};
	gz_ranking_json(&w->ranking, &j);
	const gz_status status = gz_sheets_show(&sheets, err);
	gz_json_free(&j);
	return status;
}

static int run(const gz_command *command, int argc, char **argv)
{
	static const gz_sheets_steps steps = {1, "the table of signals is missing", "signals-template.csv", NULL, read_signals, show};
	work w = {0};
	return gz_sheets_run(&steps, &w.is, command, argc, argv);
}

const gz_command gz_cmd_signal = {
	.verb = "signal",
	.options = " output at country new library json quiet ",
	.run = run,
};
