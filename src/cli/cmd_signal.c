/* guzar signal: ranks signals, and says which verifications are due.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/console.h"
#include "cli/sheets.h"
#include "report/paper/ranking.h"
#include <stdio.h>

typedef struct work {
	const gz_command *command;
	gz_options *options;
	int argc; char **argv;
	gz_rules rules;
	gz_mistakes mistakes;
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
	const char *code = w->options->country;
	*country = code == NULL ? -1 : gz_rules_country(&w->rules, code);
	if (code == NULL || *country >= 0)
		return GZ_OK;
	const char *near = gz_rules_near(&w->rules, GZ_RULES_COUNTRIES, code);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--country %s: no such country in the rules%s%s", code, near == NULL ? "" : "; did you mean ",
		near == NULL ? "" : near);
}

static gz_status read_signals(work *w, gz_error *err)
{
	gz_csv csv = {0};
	gz_signal *signals = NULL;
	gz_signal_defaults defaults = {.country = -1};
	gz_arena *arena = &w->options->arena;
	GZ_TRY(gz_sheets_rules(&w->rules, w->options, &w->mistakes, err));
	GZ_TRY(find_country(w, &defaults.country, err));
	int32_t zone = defaults.country < 0 ? GZ_MOMENT_NO_ZONE : w->rules.countries[defaults.country].zone;
	GZ_TRY(gz_sheets_now(w->options, zone, false, &defaults.now, err));
	gz_status status = gz_csv_load_listing(arena, w->options->operands[0], &csv, &w->mistakes);
	if (status != GZ_OK && (status != GZ_ERR_INPUT || csv.n_columns == 0))
		return status;
	GZ_TRY(gz_signal_read(&w->rules, &csv, &defaults, arena, &w->mistakes, &signals, &w->ranking.n));
	gz_triage *triages = gz_arena_array(arena, gz_triage, w->ranking.n);
	if (triages == NULL)
		return GZ_ERR_MEMORY;
	w->ranking = (gz_ranking){&w->rules, signals, triages, w->ranking.n, defaults.now};
	return gz_triage_rank(&w->rules, signals, w->ranking.n, defaults.now, arena, triages);
}

static gz_status show(const work *w, gz_error *err)
{
	gz_json j = {.pretty = true};
	const gz_sheet sheet = {"signals", false, title, write_ranking, &w->ranking};
	const char *const inputs[] = {w->options->operands[0]};
	const gz_sheets sheets = {.command = w->command, .options = w->options, .argc = w->argc, .argv = w->argv, .sheets = &sheet, .n_sheets = 1,
		.json_name = "signals.json", .json = &j, .csv_name = "signals.csv", .csv = write_csv, .csv_context = &w->ranking, .inputs = inputs, .n_inputs = 1};
	gz_ranking_json(&w->ranking, &j);
	gz_status status = gz_json_status(&j);
	if (status == GZ_OK && w->options->output != NULL)
		status = gz_sheets_save(&sheets, err);
	if (status == GZ_OK && w->options->json)
		fwrite(j.bytes, 1, j.n, stdout);
	else if (status == GZ_OK && !w->options->quiet)
		status = gz_sheets_print(&sheet, w->options, stdout, err);
	gz_json_free(&j);
	return status;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, 1, ""};
	gz_options o;
	gz_error err = {.status = GZ_OK};
	work w = {.command = command, .options = &o, .argc = argc, .argv = argv};
	gz_mistakes_init(&w.mistakes);
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO && o.n_operands == 0 && o.create == NULL)
		code = gz_console_usage(command, o.json, "the table of signals is missing");
	if (code == GZ_OPTIONS_GO) {
		gz_status status = o.create != NULL ? gz_sheets_create(&o, "signals-template.csv", &err) : read_signals(&w, &err);
		if (status == GZ_OK && o.create == NULL)
			status = show(&w, &err);
		code = gz_sheets_code(&o, status, &err, &w.mistakes);
	}
	gz_mistakes_free(&w.mistakes);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_signal = {
	.verb = "signal",
	.purpose = "rank signals, and say which verifications are due",
	.options = " output at country new language library json quiet ",
	.run = run,
	.help =
		"Usage: guzar signal SIGNALS.csv [options]\n"
		"       guzar signal --new SIGNALS.csv\n"
		"\n"
		"Reads a table of signals (one ill traveller, a rumour, a laboratory slip), says why each matters by the rules,\n"
		"when its verification is due (24 hours after it was received), and puts them in order. Columns: source, place,\n"
		"received, persons; and any of id, country, seen, what, condition, syndrome, deaths, conveyance, triaged, triage\n"
		"(keep, discard), verified, outcome (event, not an event, unknown), note. Every mistake is told by row.\n"
		"\n"
		"  --at TIME         the time it is, as 2026-11-20T08:30+05:00; without it, now\n"
		"  --country CODE    the country of rows that name none: TJ, UZ, KG, KZ, AF, RU\n"
		"  --new FILE        write a table to start from\n"
		"  -o, --output DIR  signals.{en,ru,tg}.html, signals.csv and signals.json\n"
		"  --language LANG   en, ru or tg\n"
		"  --library DIR     look for the rules in DIR/rules\n"
		"  -j, --json        the ranked signals as JSON\n"
		"  -q, --quiet       print nothing\n"
		"  -h, --help        this text\n"
		"\n"
		"Example:\n"
		"  guzar signal --new signals.csv\n"
		"  guzar signal signals.csv --country TJ --at 2026-11-22T12:00 -o signals\n",
};
