/* What run and compare have in common: scenarios loaded and run, an output folder, and the manifest of it all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/job.h"
#include "cli/interrupt.h"
#include "forecast/manifest.h"
#include "model/crowd.h"
#include "model/duration.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 16 };

gz_status gz_job_init(gz_job *job, const gz_command *command, const gz_options *options, int argc, char **argv, int32_t n)
{
	*job = (gz_job){.command = command, .options = options, .argc = argc, .argv = argv, .n = n, .folder = {.lock = -1}};
	job->scenarios = gz_arena_array(&job->arena, gz_scenario, n);
	job->results = gz_arena_array(&job->arena, gz_result, n);
	job->interrupted = gz_interrupt_watch();
	return job->scenarios == NULL || job->results == NULL ? GZ_ERR_MEMORY : GZ_OK;
}

void gz_job_free(gz_job *job)
{
	gz_console_progress_end(&job->bar);
	for (int32_t i = 0; i < job->n && job->results != NULL; i++)
		gz_result_free(&job->results[i]);
	for (int32_t i = 0; i < job->n && job->scenarios != NULL; i++)
		gz_scenario_free(&job->scenarios[i]);
	gz_folder_close(&job->folder);
	gz_arena_free(&job->arena);
}

gz_status gz_job_load(gz_job *job, int32_t i, const char *file, const char *const *more, int32_t n_more, gz_mistakes *mistakes)
{
	const gz_options *o = job->options;
	const char **sets = gz_arena_array(&job->arena, const char *, o->n_sets + n_more);
	if (sets == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t k = 0; k < n_more; k++)
		sets[k] = more[k];
	for (int32_t k = 0; k < o->n_sets; k++)
		sets[n_more + k] = o->sets[k];
	const gz_scenario_options options = {.sets = sets, .n_sets = o->n_sets + n_more, .library = o->library};
	GZ_TRY(gz_scenario_load(&job->scenarios[i], file, &options, mistakes));
	GZ_TRY(gz_crowd_note(&job->scenarios[i]));
	return o->deterministic || o->ode ? GZ_OK : gz_duration_note(&job->scenarios[i], false); /* those have no draws */
}

/* The bar is over all scenarios of the job. */
static void progress(void *context, double fraction)
{
	gz_job *job = context;
	gz_console_progress(&job->bar, (job->running + fraction) / job->n);
}

gz_run_options gz_job_run_options(gz_job *job)
{
	const gz_options *o = job->options;
	return (gz_run_options){.threads = o->threads, .deterministic = o->deterministic, .spill_folder = job->folder.staging,
		.progress = progress, .progress_context = job, .interrupted = job->interrupted, .save_day = o->save_day,
		.save_path = o->save_path, .restart_path = o->restart, .ranks = job->ranks};
}

/* One line for all notes of the scenario, after what the run itself has to say. */
static void add_notes(gz_result *result, const gz_mistakes *notes)
{
	char line[sizeof result->note], more[64] = "";
	size_t used = strlen(result->note);
	if (notes->n == 0)
		return;
	gz_error_print(&notes->items[0], line, sizeof line);
	if (notes->n > 1)
		snprintf(more, sizeof more, " (and %d more: see guzar check)", notes->n - 1);
	int room = (int)(sizeof result->note - used - strlen(more)) - 3;
	if (room > 0)
		snprintf(result->note + used, sizeof result->note - used, "%s%.*s%s", used > 0 ? "; " : "", room, line, more);
}

gz_status gz_job_run(gz_job *job, int32_t i, gz_error *err)
{
	const gz_run_options options = gz_job_run_options(job);
	job->running = i;
	GZ_TRY(gz_run_scenario(&job->scenarios[i], &options, &job->results[i], err));
	add_notes(&job->results[i], &job->scenarios[i].notes);
	return GZ_OK;
}

gz_status gz_job_check_interrupt(const gz_job *job, gz_error *err)
{
	if (*job->interrupted == 0)
		return GZ_OK;
	return gz_error_set(err, GZ_ERR_INTERRUPTED, NULL, 0, 0, "stopped before the end; nothing was written");
}

int gz_job_code(gz_job *job, gz_status status, gz_error *err, const gz_mistakes *mistakes)
{
	bool json = job->options->json;
	gz_console_progress_end(&job->bar);
	gz_folder_name(&job->folder, err);
	if (mistakes->n > 0)
		return gz_console_mistakes(json, mistakes);
	if (status == GZ_OK)
		return 0;
	return err->status != GZ_OK ? gz_console_error(json, err) : gz_console_memory(json);
}

static const char *now(char out[32])
{
	struct tm utc;
	time_t t = time(NULL);
	if (t == (time_t)-1 || gmtime_r(&t, &utc) == NULL || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		return NULL;
	return out;
}

static gz_status write_manifest(gz_job *job, const char *const *names, int32_t n, gz_error *err)
{
	const gz_options *o = job->options;
	const gz_scenario **scenarios = gz_arena_array(&job->arena, const gz_scenario *, job->n);
	const gz_result **results = gz_arena_array(&job->arena, const gz_result *, job->n);
	const char **command = gz_arena_array(&job->arena, const char *, job->argc);
	const char *inputs[2], *path = gz_folder_file(&job->folder, "manifest.json");
	char folder[PATH_MAX], created[32];
	if (scenarios == NULL || results == NULL || command == NULL || path == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int32_t i = 0; i < job->n; i++) {
		scenarios[i] = &job->scenarios[i];
		results[i] = job->results[i].n_replicates > 0 ? &job->results[i] : NULL;
	}
	for (int i = 0; i < job->argc; i++)
		command[i] = job->argv[i];
	gz_manifest m = {.version = GUZAR_VERSION, .verb = job->command->verb, .created = now(created),
		.working_folder = getcwd(folder, sizeof folder), .command = command, .n_command = job->argc, .sets = o->sets,
		.n_sets = o->n_sets, .scenarios = scenarios, .results = results, .n_scenarios = job->n, .inputs = inputs,
		.deterministic = o->deterministic, .folder = job->folder.staging, .outputs = names, .n_outputs = n};
	if (o->design != NULL && access(o->design, R_OK) == 0)
		inputs[m.n_inputs++] = o->design;
	if (o->restart != NULL)
		inputs[m.n_inputs++] = o->restart;
	return gz_manifest_write(&m, path, err);
}

gz_status gz_job_finish(gz_job *job, const char *const *names, int32_t n, gz_error *err)
{
	const char *all[FILES_MAX];
	GZ_TRY(write_manifest(job, names, n, err));
	GZ_TRY(gz_job_check_interrupt(job, err));
	for (int32_t i = 0; i < n; i++)
		all[i] = names[i];
	all[n] = "manifest.json";
	return gz_folder_commit(&job->folder, all, n + 1, err);
}
