/* guzar run: runs a scenario, or every row of a design, and writes what it found into a folder.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/answer.h"
#include "cli/job.h"
#include "engine/ranks/gather.h"
#include "engine/ranks/ranks.h"
#include "engine/ode.h"
#include "forecast/arrivals.h"
#include "forecast/course.h"
#include "forecast/crossings.h"
#include "forecast/ensemble.h"
#include "forecast/manifest.h"
#include "forecast/summary.h"
#include "forecast/sweep.h"
#include "report/report.h"
#include <stdio.h>
#include <string.h>

static const char *const run_files[] = {"report.html", "summary.csv", "arrivals.csv", "crossings.csv", "ensemble.nc"};
static const char *const course_files[] = {"course.csv"};
static const char *const sweep_files[] = {"design.csv", "sweep.csv"};
enum { N_RUN_FILES = 5, N_SWEEP_FILES = 2 };

static gz_status write_file(gz_job *job, int32_t i, const char *path, gz_error *err)
{
	const gz_result *result = &job->results[0];
	switch (i) {
	case 0: return gz_report_write(result, path, job->options->language, err);
	case 1: return gz_summary_write(result, 0, path, NULL, err);
	case 2: return gz_arrivals_write(result, path, err);
	case 3: return gz_crossings_write(result, path, err);
	default: return gz_ensemble_write(result, GUZAR_VERSION, path, err);
	}
}

static gz_status write_files(gz_job *job, gz_error *err)
{
	for (int32_t i = 0; i < N_RUN_FILES; i++) {
		const char *path = gz_folder_file(&job->folder, run_files[i]);
		if (path == NULL)
			return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
		GZ_TRY(gz_job_check_interrupt(job, err));
		GZ_TRY(write_file(job, i, path, err));
	}
	return gz_job_finish(job, run_files, N_RUN_FILES, err);
}

static gz_status tell(const gz_job *job, gz_error *err)
{
	const char *names[N_RUN_FILES + 1];
	const gz_findings_files files = {job->folder.path, names, N_RUN_FILES + 1};
	const gz_options *o = job->options;
	gz_outcomes outcomes;
	memcpy(names, run_files, sizeof run_files);
	names[N_RUN_FILES] = "manifest.json";
	gz_status status = gz_outcome_measure(&job->results[0], &outcomes, err);
	if (status == GZ_OK && o->json)
		status = gz_answer_run(&job->results[0], &outcomes, &files, stdout, err);
	else if (status == GZ_OK && !o->quiet)
		status = gz_findings_print(&job->results[0], &outcomes, gz_console_spoken(), &files, stdout, err);
	gz_outcome_free(&outcomes);
	return status;
}

static gz_status run_single(gz_job *job, gz_error *err)
{
	gz_console_progress_begin(&job->bar, job->options->quiet);
	GZ_TRY(gz_job_run(job, 0, err));
	gz_console_progress_end(&job->bar);
	if (gz_ranks_rank(job->ranks) > 0)
		return gz_gather_serve(&job->results[0], err);
	gz_status status = write_files(job, err);
	if (status == GZ_OK)
		status = tell(job, err);
	gz_gather_end(&job->results[0], status);
	return status;
}

static void tell_sweep(const gz_job *job, const gz_design *design)
{
	if (job->options->json)
		printf("{\n  \"ok\": true,\n  \"runs\": %d,\n  \"files\": [\"design.csv\", \"sweep.csv\", \"manifest.json\"]\n}\n", design->n_runs);
	if (job->options->json || job->options->quiet)
		return;
	if (job->options->deterministic)
		gz_console_print(stdout, "%d runs of the expected course\n", design->n_runs);
	else
		gz_console_print(stdout, "%d runs of %d replicates\n", design->n_runs, job->scenarios[0].replicates);
	gz_console_print(stdout, "Files in %s: design.csv sweep.csv manifest.json\n", job->folder.path);
}

static gz_status sweep_into(gz_job *job, const gz_design *design, gz_mistakes *mistakes, gz_error *err)
{
	const gz_options *o = job->options;
	const gz_sweep_options options = {.scenario = {.sets = o->sets, .n_sets = o->n_sets, .library = o->library},
		.run = gz_job_run_options(job)};
	const char *design_path = gz_folder_file(&job->folder, "design.csv"), *sweep_path = gz_folder_file(&job->folder, "sweep.csv");
	if (design_path == NULL || sweep_path == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(gz_design_write(design, design_path, err));
	gz_console_progress_begin(&job->bar, o->quiet);
	GZ_TRY(gz_sweep_write(o->operands[0], design, &options, sweep_path, mistakes, err));
	gz_console_progress_end(&job->bar);
	GZ_TRY(gz_job_finish(job, sweep_files, N_SWEEP_FILES, err));
	tell_sweep(job, design);
	return GZ_OK;
}

static gz_status run_sweep(gz_job *job, gz_mistakes *mistakes, gz_error *err)
{
	gz_design design;
	gz_status status = gz_design_load(job->options->design, job->scenarios[0].seed, &design, err);
	if (status == GZ_OK)
		status = sweep_into(job, &design, mistakes, err);
	gz_design_free(&design);
	return status;
}

/* The course by differential equations: a table, and no report. */
static gz_status run_ode(gz_job *job, gz_error *err)
{
	gz_ode ode = {0};
	const char *path = gz_folder_file(&job->folder, course_files[0]);
	gz_status status = path == NULL ? GZ_ERR_MEMORY : gz_ode_run(&job->scenarios[0], &ode, err);
	if (status == GZ_OK)
		status = gz_course_write(&job->scenarios[0], &ode, path, err);
	gz_ode_free(&ode);
	if (status == GZ_OK)
		status = gz_job_finish(job, course_files, 1, err);
	if (status == GZ_OK && job->options->json)
		printf("{\n  \"ok\": true,\n  \"files\": [\"course.csv\", \"manifest.json\"]\n}\n");
	else if (status == GZ_OK && !job->options->quiet)
		gz_console_print(stdout, "Files in %s: course.csv manifest.json\n", job->folder.path);
	return status;
}

static gz_status run_job(gz_job *job, gz_mistakes *mistakes, gz_error *err)
{
	const gz_options *o = job->options;
	gz_status status = gz_job_load(job, 0, o->operands[0], NULL, 0, mistakes);
	if (status != GZ_OK && job->ranks != NULL)
		gz_mistakes_status(mistakes, err);
	if (status == GZ_OK && gz_ranks_rank(job->ranks) == 0)
		status = gz_folder_open(&job->folder, o->output, err);
	GZ_TRY(gz_ranks_agree(job->ranks, status, err));
	if (o->ode)
		return run_ode(job, err);
	return o->design != NULL ? run_sweep(job, mistakes, err) : run_single(job, err);
}

static int run_options(const gz_command *command, int argc, char **argv, const gz_options *o, gz_ranks *ranks)
{
	gz_job job;
	gz_mistakes mistakes;
	gz_error err = {0};
	if (o->output == NULL)
		return gz_console_usage(command, o->json, "say which folder the files go to, as in -o results");
	if (o->design != NULL && (o->save_path != NULL || o->restart != NULL))
		return gz_console_usage(command, o->json, "--design does not go with --save or --restart");
	if (o->ode && (o->design != NULL || o->save_path != NULL || o->restart != NULL || o->deterministic))
		return gz_console_usage(command, o->json, "--ode goes with none of --design, --deterministic, --save and --restart");
	if (ranks != NULL && (o->save_path != NULL || o->restart != NULL))
		return gz_console_usage(command, o->json, "--save and --restart are for one process; run without mpirun");
	gz_mistakes_init(&mistakes);
	gz_status status = gz_job_init(&job, command, o, argc, argv, 1);
	job.ranks = ranks;
	if (status == GZ_OK)
		status = run_job(&job, &mistakes, &err);
	int code = gz_job_code(&job, status, &err, &mistakes);
	gz_job_free(&job);
	gz_mistakes_free(&mistakes);
	return code;
}

static int run_words(const gz_command *command, int argc, char **argv, gz_ranks *ranks);

/* The command of a manifest again, with another output folder. */
static int repeat(const gz_command *command, const gz_options *o, gz_ranks *ranks)
{
	gz_arena arena = {0};
	gz_manifest_record record;
	gz_error err = {0};
	int code = 0, n = 0;
	gz_status status = gz_manifest_load(o->manifest, true, &arena, &record, &err);
	char **argv = gz_arena_array(&arena, char *, record.n_command + 3);
	if (status == GZ_OK && (record.verb == NULL || strcmp(record.verb, "run") != 0 || argv == NULL))
		status = gz_error_set(&err, GZ_ERR_INPUT, o->manifest, 0, 0, "this manifest is of guzar %s, not of guzar run", record.verb == NULL ? "?" : record.verb);
	if (status == GZ_OK && record.changed != NULL)
		status = gz_error_set(&err, GZ_ERR_INPUT, record.changed, 0, 0,
			"this file is missing or no longer what it was when the run was made%s%s", record.working_folder == NULL ? "" : " in ",
			record.working_folder == NULL ? "" : record.working_folder);
	if (status != GZ_OK) {
		code = gz_console_error(o->json, &err);
	} else {
		for (int32_t i = 0; i < record.n_command; i++)
			argv[n++] = gz_arena_strdup(&arena, record.command[i]);
		argv[n++] = gz_arena_strdup(&arena, "--output");
		argv[n++] = gz_arena_strdup(&arena, o->output);
		code = run_words(command, n, argv, ranks);
	}
	gz_arena_free(&arena);
	return code;
}

/* What is done by one process only: the others leave, and the first goes on by itself. */
static bool single(const gz_options *o)
{
	return o->ode || o->design != NULL || o->deterministic;
}

static int run_words(const gz_command *command, int argc, char **argv, gz_ranks *ranks)
{
	const gz_options_wanted wanted = {0, 1, ""};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO) {
		if (o.manifest != NULL && (o.n_operands > 0 || o.output == NULL))
			code = gz_console_usage(command, o.json, "--manifest FILE takes no scenario, and a new folder with -o");
		else if (o.manifest != NULL)
			code = repeat(command, &o, ranks);
		else if (o.n_operands == 0)
			code = gz_console_usage(command, o.json, "the scenario file is missing");
		else if (single(&o) && gz_ranks_rank(ranks) > 0)
			code = 0;
		else
			code = run_options(command, argc, argv, &o, single(&o) ? NULL : ranks);
	}
	gz_options_free(&o);
	return code;
}

static int run(const gz_command *command, int argc, char **argv)
{
	gz_error err = {0};
	gz_ranks *ranks = NULL;
	int code;
	const gz_status status = gz_ranks_open(&ranks, &err);
	if (gz_ranks_rank(ranks) > 0 && (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL))
		code = 1; /* the first process speaks for all */
	else
		code = status == GZ_OK ? run_words(command, argc, argv, ranks) : gz_console_error(false, &err);
	gz_ranks_close(ranks);
	return code;
}

const gz_command gz_cmd_run = {
	.verb = "run",
	.options = " output replicates seed days threads set design deterministic ode quiet json save restart manifest library ",
	.spreads = true,
	.run = run,
};
