/* guzar check: lists every mistake in a scenario, its world and its disease.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "cli/options.h"
#include "model/crowd.h"
#include "model/duration.h"
#include "model/ngm.h"
#include "scenario/scenario.h"
#include <stdio.h>

static void tell_right(const gz_options *o, const gz_mistakes *notes)
{
	if (!o->json && !o->quiet)
		gz_console_print(stdout, "%s: no mistakes\n", o->operands[0]);
	if (o->json || !o->quiet)
		gz_console_notes(o->json, notes);
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 1, "the scenario file is missing"};
	gz_options o;
	gz_mistakes mistakes;
	gz_scenario scenario = {0};
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code != GZ_OPTIONS_GO) {
		gz_options_free(&o);
		return code;
	}
	const gz_scenario_options options = {.sets = o.sets, .n_sets = o.n_sets, .library = o.library};
	gz_mistakes_init(&mistakes);
	gz_status status = gz_scenario_load(&scenario, o.operands[0], &options, &mistakes);
	gz_error err = {.status = GZ_OK};
	if (status == GZ_OK)
		status = gz_ngm_check(&scenario, &err);
	if (status == GZ_OK)
		status = gz_duration_note(&scenario, true);
	if (status == GZ_OK)
		status = gz_crowd_note(&scenario);
	if (err.status == GZ_ERR_INPUT)
		gz_mistakes_add_error(&mistakes, &err);
	code = gz_status_exit(status);
	if (mistakes.n > 0)
		code = gz_console_mistakes(o.json, &mistakes);
	else if (status == GZ_ERR_MEMORY)
		code = gz_console_memory(o.json);
	else if (err.status != GZ_OK)
		code = gz_console_error(o.json, &err);
	else
		tell_right(&o, &scenario.notes);
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_check = {
	.verb = "check",
	.options = " set replicates seed days library quiet json ",
	.run = run,
};
