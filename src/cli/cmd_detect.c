/* guzar detect: which counts of a table are unusual, ranked, in words, as a table and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/number.h"
#include "cli/console.h"
#include "cli/folder.h"
#include "cli/options.h"
#include "cli/sheets.h"
#include "cli/watch.h"
#include "detect/ties.h"
#include "detect/week.h"
#include "forecast/manifest.h"
#include "report/gazetteer.h"
#include "report/lookout.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char ABSENT[] = "absent=";

/* All that one call works with. */
typedef struct gz_detect_job {
	const gz_command *command;
	gz_options *options;
	int argc; char **argv;
	gz_counts counts;
	gz_counts_options reading;
	gz_bulletin_request request;
	gz_bulletin bulletin;
	gz_detect_link *links;
	double values[GZ_DETECT_OPTIONS_MAX];
	gz_mistakes mistakes;
	gz_folder folder;
} gz_detect_job;

/* ---- the command line --------------------------------------------------------------------------------------- */
static gz_status choose_method(gz_detect_job *job, gz_error *err)
{
	const char *name = job->options->detect.method, *names[GZ_DETECT_OPTIONS_MAX];
	int32_t n;
	const gz_detector *const *list = gz_detect_list(&n);
	if (name == NULL || strcmp(name, "auto") == 0)
		return GZ_OK;
	job->request.method = gz_detect_find(name);
	if (job->request.method != NULL)
		return GZ_OK;
	for (int32_t i = 0; i < n && i < GZ_DETECT_OPTIONS_MAX; i++)
		names[i] = list[i]->name;
	const char *near = gz_mistakes_near(name, names, n);
	if (near != NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--method %s: no such method; did you mean %s?", name, near);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--method %s: no such method; guzar detect --help lists them", name);
}

/* --set of the reader and of the method. */
static gz_status choose_options(gz_detect_job *job, gz_error *err)
{
	const gz_options *o = job->options;
	const gz_detector *method = job->request.method != NULL ? job->request.method : gz_detect_find("flexible");
	gz_detect_defaults(method, job->values);
	job->request.options = job->values;
	for (int32_t i = 0; i < o->n_sets; i++) {
		const char *text = o->sets[i];
		if (strncmp(text, ABSENT, sizeof ABSENT - 1) == 0) {
			const char *value = text + sizeof ABSENT - 1;
			if (strcmp(value, "zero") != 0 && strcmp(value, "missing") != 0)
				return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "absent=%s: expected zero or missing", value);
			job->reading.absent_is_zero = value[0] == 'z';
			continue;
		}
		GZ_TRY(gz_detect_set_option(method, text, job->values, err));
	}
	return GZ_OK;
}

/* none, fdr, fdr=0.1 */
static gz_status choose_control(gz_detect_job *job, gz_error *err)
{
	const char *text = job->options->detect.control;
	if (text == NULL || strcmp(text, "none") == 0)
		return GZ_OK;
	job->request.control = GZ_BULLETIN_FDR;
	job->request.level = 0.05;
	bool good = strcmp(text, "fdr") == 0 || (strncmp(text, "fdr=", 4) == 0 && gz_number_parse(text + 4, strlen(text + 4), &job->request.level) &&
		job->request.level > 0 && job->request.level < 1);
	return good ? GZ_OK : gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--control %s: expected none, fdr, or fdr=LEVEL with a level between 0 and 1", text);
}

/* The period that a label names; -1 after setting err. */
static int32_t period_named(const gz_counts *c, const char *option, const char *text, gz_error *err)
{
	int32_t day = 0;
	char first[16], last[16];
	gz_week_kind kind = gz_week_parse(text, &day);
	if (kind != GZ_WEEK_DATE && kind != GZ_WEEK_WEEK) {
		gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--%s %s: expected a date such as 2026-02-03 or a week such as 2026-W05", option, text);
		return -1;
	}
	if (day >= c->first && (day - c->first) / c->period < c->n)
		return (day - c->first) / c->period;
	gz_week_format(c->first, c->period, first);
	gz_week_format(c->first + (c->n - 1) * c->period, c->period, last);
	gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--%s %s: the counts are from %s to %s", option, text, first, last);
	return -1;
}

/* Which periods: the last one unless said. */
static gz_status choose_periods(gz_detect_job *job, gz_error *err)
{
	const gz_options *o = job->options;
	const gz_counts *c = &job->counts;
	gz_bulletin_request *q = &job->request;
	int64_t last = o->detect.last > 0 ? o->detect.last : 1;
	q->to = c->n;
	if (o->detect.to != NULL) {
		int32_t to = period_named(c, "to", o->detect.to, err);
		if (to < 0)
			return GZ_ERR_INPUT;
		q->to = to + 1;
	}
	q->from = last > q->to ? 0 : q->to - (int32_t)last;
	if (o->from == NULL)
		return GZ_OK;
	if (o->detect.last > 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--from and --last say the same thing: give one of them");
	q->from = period_named(c, "from", o->from, err);
	if (q->from < 0)
		return GZ_ERR_INPUT;
	return q->from < q->to ? GZ_OK : gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--from %s comes after --to %s", o->from, o->detect.to);
}

/* ---- the work ----------------------------------------------------------------------------------------------- */
/* All tables, so that the mistakes of all are told together. */
static gz_status load(gz_detect_job *job)
{
	gz_options *o = job->options;
	int32_t passed;
	gz_status places = GZ_OK, links = GZ_OK, counts = gz_counts_load(&o->arena, o->operands[0], &job->reading, &job->counts, &job->mistakes);
	if (counts != GZ_OK && counts != GZ_ERR_INPUT)
		return counts;
	if (o->detect.places != NULL)
		places = gz_ties_load_places(&o->arena, o->detect.places, &job->counts, &job->mistakes);
	if (o->detect.links != NULL)
		links = gz_ties_load_links(&o->arena, o->detect.links, &job->counts, &job->links, &job->request.n_links, &passed, &job->mistakes);
	job->request.links = job->links;
	return counts != GZ_OK ? counts : places != GZ_OK ? places : links;
}

static gz_status write_manifest(gz_detect_job *job, const char *const *outputs, int32_t n, const char *path, gz_error *err)
{
	const gz_options *o = job->options;
	const char *inputs[3] = {o->operands[0]}, **command = gz_arena_array(&job->options->arena, const char *, job->argc);
	char created[32], here[4096];
	struct tm utc;
	time_t now = time(NULL);
	if (command == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int i = 0; i < job->argc; i++)
		command[i] = job->argv[i];
	bool dated = gmtime_r(&now, &utc) != NULL && strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", &utc) > 0;
	gz_manifest m = {.version = GUZAR_VERSION, .verb = job->command->verb, .created = dated ? created : NULL,
		.working_folder = getcwd(here, sizeof here), .command = command, .n_command = job->argc, .sets = o->sets, .n_sets = o->n_sets,
		.inputs = inputs, .n_inputs = 1, .folder = job->folder.staging, .outputs = outputs, .n_outputs = n};
	if (o->detect.places != NULL)
		inputs[m.n_inputs++] = o->detect.places;
	if (o->detect.links != NULL)
		inputs[m.n_inputs++] = o->detect.links;
	return gz_manifest_write(&m, path, err);
}

static gz_status write_json(const gz_bulletin *bulletin, const char *folder, const char *path, gz_error *err)
{
	gz_file_output file;
	GZ_TRY(gz_file_begin(&file, path, err));
	gz_status status = gz_watch_json(bulletin, folder, file.stream, err);
	if (status == GZ_OK)
		status = gz_file_commit(&file, err);
	gz_file_abandon(&file);
	return status;
}

static gz_status write_files(gz_detect_job *job, gz_error *err)
{
	static const char *const names[] = {"alarms.csv", "detect.json", "report.html", "manifest.json"};
	const gz_lookout_about about = {job->options->operands[0], job->options->library};
	const char *paths[4];
	GZ_TRY(gz_folder_open(&job->folder, job->options->output, err));
	for (int i = 0; i < 4; i++)
		if ((paths[i] = gz_folder_file(&job->folder, names[i])) == NULL)
			return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(gz_watch_write(&job->bulletin, job->options->detect.all, paths[0], err));
	GZ_TRY(write_json(&job->bulletin, job->folder.path, paths[1], err));
	GZ_TRY(gz_lookout_write(&job->bulletin, &about, paths[2], job->options->language, err));
	GZ_TRY(write_manifest(job, names, 3, paths[3], err));
	return gz_folder_commit(&job->folder, names, 4, err);
}

static gz_status tell(gz_detect_job *job, gz_error *err)
{
	const gz_options *o = job->options;
	if (o->json)
		return gz_watch_json(&job->bulletin, o->output != NULL ? job->folder.path : NULL, stdout, err);
	if (o->quiet)
		return GZ_OK;
	GZ_TRY(gz_watch_print(&job->bulletin, gz_console_spoken(), gz_watch_utf8(), stdout, err));
	if (o->output != NULL)
		printf("\n%s/: alarms.csv, detect.json, report.html, manifest.json\n", job->folder.path);
	return GZ_OK;
}

static gz_status detect(gz_detect_job *job, gz_error *err)
{
	GZ_TRY(choose_method(job, err));
	GZ_TRY(choose_options(job, err));
	GZ_TRY(choose_control(job, err));
	GZ_TRY(load(job));
	if (job->request.method == &gz_scan && gz_gazetteer_locate(&job->counts, job->options->library, &job->options->arena) != GZ_OK)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(choose_periods(job, err));
	GZ_TRY(gz_bulletin_make(&job->counts, &job->request, &job->options->arena, &job->bulletin, err));
	if (job->options->output != NULL)
		GZ_TRY(write_files(job, err));
	return tell(job, err);
}

static int run_options(gz_detect_job *job)
{
	gz_error err = {0};
	bool json = job->options->json;
	int code = 0;
	job->folder.lock = -1;
	gz_mistakes_init(&job->mistakes);
	gz_status status = job->options->create ? gz_sheets_begin(job->options, "counts-template.csv", &err) : detect(job, &err);
	gz_folder_name(&job->folder, &err);
	if (job->mistakes.n > 0)
		code = gz_console_mistakes(json, &job->mistakes);
	else if (status != GZ_OK)
		code = err.status != GZ_OK ? gz_console_error(json, &err) : gz_console_memory(json);
	gz_folder_close(&job->folder);
	gz_mistakes_free(&job->mistakes);
	return code;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, 1, ""};
	gz_options o;
	gz_detect_job job = {.command = command, .options = &o, .argc = argc, .argv = argv};
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO && o.n_operands == 0 && o.create == NULL)
		code = gz_console_usage(command, o.json, "which table of counts? as in guzar detect counts.csv");
	if (code == GZ_OPTIONS_GO)
		code = run_options(&job);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_detect = {
	.verb = "detect",
	.options = " method set from to last control links places all new output quiet json library ",
	.run = run,
};
