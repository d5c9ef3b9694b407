/* What run and compare have in common: scenarios loaded and run, an output folder, and the manifest of it all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_JOB_H
#define GZ_JOB_H
#include "cli/console.h"
#include "cli/folder.h"
#include "cli/options.h"
#include "engine/result.h"

typedef struct gz_job {
	const gz_command *command;
	const gz_options *options;
	int argc; char **argv;      /* as typed, for the manifest; argv[0] is the verb */
	gz_scenario *scenarios; gz_result *results; int32_t n;
	struct gz_ranks *ranks;   /* the other processes of the run, NULL none; only rank 0 has a folder and says anything */
	gz_folder folder;
	gz_progress_bar bar;
	int32_t running;            /* scenario under way, for the bar */
	const volatile sig_atomic_t *interrupted;
	gz_arena arena;
} gz_job;

/* Room for n scenarios; options and argv are borrowed. */
gz_status gz_job_init(gz_job *job, const gz_command *command, const gz_options *options, int argc, char **argv, int32_t n);
void gz_job_free(gz_job *job);
/* Loads scenario i from a file with the command line's overrides and n_more of its own. Mistakes go to `mistakes`. */
gz_status gz_job_load(gz_job *job, int32_t i, const char *file, const char *const *more, int32_t n_more, gz_mistakes *mistakes);
/* Run options as the command line says, with bar and interruption. */
gz_run_options gz_job_run_options(gz_job *job);
/* Runs scenario i. */
gz_status gz_job_run(gz_job *job, int32_t i, gz_error *err);
/* GZ_ERR_INTERRUPTED with a sentence once Ctrl-C was pressed. */
gz_status gz_job_check_interrupt(const gz_job *job, gz_error *err);
/* Tells what went wrong, if anything did, and gives the exit code. */
int gz_job_code(gz_job *job, gz_status status, gz_error *err, const gz_mistakes *mistakes);
/* Writes the manifest of the named files (and names itself last), then moves all into place. */
gz_status gz_job_finish(gz_job *job, const char *const *names, int32_t n, gz_error *err);
#endif
