/* guzar explain: says in words and equations what a scenario means once it is compiled.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "cli/explain.h"
#include "cli/options.h"
#include "scenario/scenario.h"
#include <stdio.h>

static int explain(const gz_options *o)
{
	const gz_scenario_options options = {.sets = o->sets, .n_sets = o->n_sets, .library = o->library};
	gz_scenario scenario = {0};
	gz_mistakes mistakes;
	gz_error err = {0};
	int code = 0;
	gz_mistakes_init(&mistakes);
	gz_status status = gz_scenario_load(&scenario, o->operands[0], &options, &mistakes);
	if (mistakes.n > 0)
		code = gz_console_mistakes(false, &mistakes);
	else if (status != GZ_OK)
		code = gz_console_memory(false);
	else if (gz_explain_print(&scenario, gz_console_spoken(), stdout, &err) != GZ_OK)
		code = gz_console_error(false, &err);
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	return code;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 1, "the scenario file is missing"};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = explain(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_explain = {
	.verb = "explain",
	.options = " set replicates seed days library ",
	.run = run,
};
