/* guzar compare: runs a base and its alternatives on the same draws and says what each alternative changes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/answer.h"
#include "cli/job.h"
#include "forecast/outcome.h"
#include "report/report.h"
#include <string.h>

static const char *const file_names[] = {"report.html", "compare.csv", "manifest.json"};
enum { N_FILES = 3 };

/* The base says with which seed and how many replicates all are run, unless the command line does. */
static gz_status load_all(gz_job *job, gz_mistakes *mistakes)
{
	const gz_options *o = job->options;
	const char *same[2];
	gz_status status = gz_job_load(job, 0, o->operands[0], NULL, 0, mistakes);
	if (status != GZ_OK && status != GZ_ERR_INPUT)
		return status;
	same[0] = gz_arena_printf(&job->arena, "seed=%llu", (unsigned long long)job->scenarios[0].seed);
	same[1] = gz_arena_printf(&job->arena, "replicates=%d", job->scenarios[0].replicates);
	if (same[0] == NULL || same[1] == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 1; i < job->n; i++) {
		gz_status other = gz_job_load(job, i, o->operands[i], same, status == GZ_OK ? 2 : 0, mistakes);
		if (other != GZ_OK && other != GZ_ERR_INPUT)
			return other;
		if (other != GZ_OK)
			status = other;
	}
	return status;
}

/* What costs are compared in must be one thing: no rate of exchange is known. */
static gz_status check_currencies(const gz_job *job, gz_error *err)
{
	int32_t first = -1;
	for (int32_t i = 0; i < job->n; i++) {
		const char *own = gz_outcome_currency(&job->scenarios[i]);
		if (own[0] == '\0')
			continue;
		first = first < 0 ? i : first;
		const char *before = gz_outcome_currency(&job->scenarios[first]);
		if (strcmp(own, before) != 0)
			return gz_error_set(err, GZ_ERR_INPUT, job->options->operands[i], 0, 0, "its measures cost in %.20s, those of %.120s in %.20s: to compare costs, state all in one currency", own,
				job->options->operands[first], before);
	}
	return GZ_OK;
}

static gz_status write_files(gz_job *job, const gz_comparison *comparison, gz_error *err)
{
	const char *report = gz_folder_file(&job->folder, file_names[0]), *table = gz_folder_file(&job->folder, file_names[1]);
	if (report == NULL || table == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(gz_job_check_interrupt(job, err));
	GZ_TRY(gz_report_write_comparison(comparison, report, job->options->language, err));
	GZ_TRY(gz_compare_write(comparison, table, err));
	return gz_job_finish(job, file_names, N_FILES - 1, err);
}

static gz_status tell(const gz_job *job, const gz_comparison *comparison, gz_error *err)
{
	const gz_findings_files files = {job->folder.path, file_names, N_FILES};
	if (job->options->json)
		return gz_answer_comparison(comparison, &files, stdout, err);
	if (job->options->quiet)
		return GZ_OK;
	return gz_findings_print_comparison(comparison, gz_console_spoken(), &files, stdout, err);
}

static gz_status compare_all(gz_job *job, gz_error *err)
{
	const gz_result **results = gz_arena_array(&job->arena, const gz_result *, job->n);
	gz_comparison comparison;
	if (results == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	gz_console_progress_begin(&job->bar, job->options->quiet);
	for (int32_t i = 0; i < job->n; i++) {
		GZ_TRY(gz_job_run(job, i, err));
		results[i] = &job->results[i];
	}
	gz_console_progress_end(&job->bar);
	gz_status status = gz_compare_results(results, job->n, &comparison, err);
	if (status == GZ_OK)
		status = write_files(job, &comparison, err);
	if (status == GZ_OK)
		status = tell(job, &comparison, err);
	gz_compare_free(&comparison);
	return status;
}

static int compare_options(const gz_command *command, int argc, char **argv, const gz_options *o)
{
	gz_job job;
	gz_mistakes mistakes;
	gz_error err = {0};
	if (o->output == NULL)
		return gz_console_usage(command, o->json, "say which folder the files go to, as in -o results");
	gz_mistakes_init(&mistakes);
	gz_status status = gz_job_init(&job, command, o, argc, argv, o->n_operands);
	if (status == GZ_OK)
		status = load_all(&job, &mistakes);
	if (status == GZ_OK)
		status = check_currencies(&job, &err);
	if (status == GZ_OK)
		status = gz_folder_open(&job.folder, o->output, &err);
	if (status == GZ_OK)
		status = compare_all(&job, &err);
	int code = gz_job_code(&job, status, &err, &mistakes);
	gz_job_free(&job);
	gz_mistakes_free(&mistakes);
	return code;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {2, 64, "a base and at least one alternative are needed"};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = compare_options(command, argc, argv, &o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_compare = {
	.verb = "compare",
	.options = " output replicates seed days threads set deterministic quiet json library ",
	.run = run,
};
