/* guzar assess: Annex 2, clocks, risk, timeliness and drafts for an event; several events together.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/console.h"
#include "cli/sheets.h"
#include "report/paper/letter.h"
#include "text/yaml.h"
#include <stdio.h>

enum { EVENTS_MAX = 10000, SHEETS = 4 };

typedef struct work {
	gz_sheets_work is; /* first */
	gz_event *events;
	gz_casefile *casefiles; int32_t n;
} work;

/* A draft of one level, for a sheet. */
typedef struct draft { const work *work; gz_notice_level level; } draft;

static const char *say(const gz_catalogue *words, const char *key)
{
	return gz_catalogue_text(words, key, NULL, 0);
}

static const char *title(const void *context, const gz_catalogue *words)
{
	const work *w = context;
	return w->n == 1 ? say(words, "assess.title") : say(words, "assess.717");
}

/* One event: the assessment, and every draft on a page of its own. Several: their timeliness, then each in short. */
static gz_status write_all(const void *context, gz_paper *paper, const gz_catalogue *words)
{
	const work *w = context;
	if (w->n > 1)
		return gz_casefile_sum(w->casefiles, w->n, paper, words);
	gz_casefile_write(w->casefiles, paper, words);
	for (int32_t level = 0; level < GZ_NOTICE_LEVELS && paper->html; level++) {
		gz_paper_part(paper, gz_letter_title(w->casefiles, (gz_notice_level)level, words));
		gz_letter_write(w->casefiles, (gz_notice_level)level, paper, words);
	}
	return GZ_OK;
}

static const char *draft_title(const void *context, const gz_catalogue *words)
{
	const draft *d = context;
	return gz_letter_title(d->work->casefiles, d->level, words);
}

static gz_status write_draft(const void *context, gz_paper *paper, const gz_catalogue *words)
{
	const draft *d = context;
	gz_letter_write(d->work->casefiles, d->level, paper, words);
	return GZ_OK;
}

static gz_status read_event(work *w, int32_t i, gz_error *err)
{
	char *bytes = NULL;
	size_t n = 0;
	gz_moment now;
	gz_event *event = &w->events[i];
	GZ_TRY(gz_file_read(w->is.options->operands[i], GZ_YAML_BYTES_MAX, &w->is.options->arena, &bytes, &n, err));
	gz_status status = gz_event_parse(event, &w->is.rules, &w->is.options->arena, w->is.options->operands[i], bytes, n, &w->is.mistakes);
	if (status != GZ_OK)
		return status;
	GZ_TRY(gz_sheets_now(w->is.options, event->zone, false, &now, err));
	gz_event_check(event, &w->is.rules, now, &w->is.mistakes);
	gz_casefile_open(&w->casefiles[i], &w->is.rules, event, now);
	return GZ_OK;
}

static gz_status read_events(gz_sheets_work *is, gz_error *err)
{
	work *w = (work *)is;
	w->n = w->is.options->n_operands;
	w->events = gz_arena_array(&w->is.options->arena, gz_event, w->n);
	w->casefiles = gz_arena_array(&w->is.options->arena, gz_casefile, w->n);
	if (w->events == NULL || w->casefiles == NULL)
		return GZ_ERR_MEMORY;
	GZ_TRY(gz_sheets_rules(&w->is.rules, w->is.options, &w->is.mistakes, err));
	for (int32_t i = 0; i < w->n; i++) {
		gz_status status = read_event(w, i, err);
		if (status != GZ_OK && (status != GZ_ERR_INPUT || w->is.mistakes.n == 0))
			return status;
	}
	return gz_mistakes_status(&w->is.mistakes, NULL);
}

static void make_json(const work *w, gz_json *j)
{
	gz_json_object(j);
	gz_json_key_bool(j, "ok", true);
	gz_json_key(j, "events");
	gz_json_array(j);
	for (int32_t i = 0; i < w->n; i++)
		gz_casefile_json(&w->casefiles[i], j);
	gz_json_end(j);
	gz_json_end(j);
	gz_json_line(j);
}

static gz_status show(const gz_sheets_work *is, gz_error *err)
{
	const work *w = (const work *)is;
	gz_json j = {.pretty = true};
	draft drafts[GZ_NOTICE_LEVELS];
	gz_sheet all[SHEETS] = {{"assessment", false, title, write_all, w}};
	for (int32_t i = 0; i < GZ_NOTICE_LEVELS; i++) {
		drafts[i] = (draft){w, (gz_notice_level)i};
		all[1 + i] = (gz_sheet){gz_arena_printf(&w->is.options->arena, "draft-%s", gz_letter_level((gz_notice_level)i)), true, draft_title, write_draft,
			&drafts[i]};
	}
	const gz_sheets sheets = {.command = w->is.command, .options = w->is.options, .argc = w->is.argc, .argv = w->is.argv, .sheets = all,
		.n_sheets = w->n == 1 ? SHEETS : 1, .json_name = "assessment.json", .json = &j, .inputs = w->is.options->operands, .n_inputs = w->n};
	make_json(w, &j);
	const gz_status status = gz_sheets_show(&sheets, err);
	gz_json_free(&j);
	return status;
}

static int run(const gz_command *command, int argc, char **argv)
{
	static const gz_sheets_steps steps = {EVENTS_MAX, "the file of the event is missing", "event-template.yaml", NULL, read_events, show};
	work w = {0};
	return gz_sheets_run(&steps, &w.is, command, argc, argv);
}

const gz_command gz_cmd_assess = {
	.verb = "assess",
	.options = " output at new library json quiet ",
	.run = run,
};
