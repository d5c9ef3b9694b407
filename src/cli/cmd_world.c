/* guzar world: makes a world of thousands of cities from a table of them, by rules that are named in every row.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "atlas/atlas.h"
#include "cli/folder.h"
#include "cli/job.h"
#include "forecast/manifest.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct building {
	const gz_command *command;
	const gz_options *options;
	int argc; char **argv;
	gz_atlas_options rules;
	gz_atlas atlas;
	gz_folder folder;
} building;

static gz_atlas_options choose(const gz_options *o, const char *source)
{
	gz_atlas_options r = gz_atlas_usual();
	r.source = source;
	if (o->world.least >= 0 && o->world.cities < 0)
		r.choice.most = 0;
	if (o->world.cities >= 0)
		r.choice.most = o->world.cities;
	if (o->world.least >= 0)
		r.choice.least = o->world.least;
	if (o->world.rule != NULL && strcmp(o->world.rule, "radiation") == 0)
		r.coupling.rule = GZ_COUPLING_RADIATION;
	if (o->world.range >= 0)
		r.coupling.range = (double)o->world.range;
	if (o->world.links >= 0)
		r.air.links = (int32_t)o->world.links;
	if (o->world.airports >= 0)
		r.airports = (int32_t)o->world.airports;
	return r;
}

static gz_status write_manifest(building *b, gz_error *err)
{
	const char *command[64], *path = gz_folder_file(&b->folder, "manifest.json");
	char folder[PATH_MAX];
	if (path == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	gz_manifest m = {.version = GUZAR_VERSION, .verb = "world", .working_folder = getcwd(folder, sizeof folder), .command = command,
		.inputs = b->options->operands, .n_inputs = 1, .folder = b->folder.staging, .outputs = gz_atlas_file, .n_outputs = GZ_ATLAS_FILES};
	for (int i = 0; i < b->argc && i < 64; i++)
		command[m.n_command++] = b->argv[i];
	return gz_manifest_write(&m, path, err);
}

static gz_status write_files(building *b, gz_error *err)
{
	const char *names[GZ_ATLAS_FILES + 1];
	for (int32_t i = 0; i < GZ_ATLAS_FILES; i++) {
		const char *path = gz_folder_file(&b->folder, gz_atlas_file[i]);
		names[i] = gz_atlas_file[i];
		if (path == NULL)
			return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
		GZ_TRY(gz_atlas_write(&b->atlas, &b->rules, i, path, err));
	}
	names[GZ_ATLAS_FILES] = "manifest.json";
	GZ_TRY(write_manifest(b, err));
	return gz_folder_commit(&b->folder, names, GZ_ATLAS_FILES + 1, err);
}

static void tell(const building *b)
{
	const gz_atlas *a = &b->atlas;
	double visits = 0;
	for (int32_t i = 0; i < a->n_air; i++)
		visits += a->air[i].per_day;
	printf("%d cities in %d countries, %.0f million people\n", a->cities.n, a->cities.n_countries, (double)a->cities.population / 1e6);
	printf("%d couplings of neighbours (%s), %d air links between %d cities with %.2f million departures a day, %d airports as crossings\n",
		a->n_couplings, b->rules.coupling.rule == GZ_COUPLING_GRAVITY ? "gravity" : "radiation", a->n_air, a->n_air > 0 ? a->n_hubs : 0, visits / 1e6,
		a->n_airports);
	printf("All of it is estimated by rules that every row names; nothing was counted.\n"
		   "Files in %s: places.csv commuting.csv crossings.csv flows.csv pandemic.yaml manifest.json\nNext:\n  guzar run %s/pandemic.yaml -o results\n",
		b->folder.path, b->folder.path);
}

static gz_status build(building *b, gz_mistakes *mistakes, gz_error *err)
{
	GZ_TRY(gz_atlas_make(&b->atlas, b->options->operands[0], &b->rules, mistakes));
	GZ_TRY(gz_folder_open(&b->folder, b->options->output, err));
	return write_files(b, err);
}

/* The source of the rows: what the table is called. */
static const char *source_of(const gz_options *o, gz_arena *arena)
{
	const char *slash = strrchr(o->operands[0], '/'), *name = slash == NULL ? o->operands[0] : slash + 1;
	return gz_arena_printf(arena, "%s (see its own sources)", name);
}

static int world(const gz_command *command, int argc, char **argv, const gz_options *o)
{
	gz_mistakes mistakes;
	gz_error err = {0};
	gz_arena arena = {0};
	int code = 0;
	if (o->output == NULL)
		return gz_console_usage(command, false, "say which folder the world goes to, as in -o world");
	const char *source = source_of(o, &arena);
	building b = {.command = command, .options = o, .argc = argc, .argv = argv, .folder = {.lock = -1}};
	gz_mistakes_init(&mistakes);
	gz_status status = source == NULL ? GZ_ERR_MEMORY : GZ_OK;
	if (status == GZ_OK) {
		b.rules = choose(o, source);
		status = build(&b, &mistakes, &err);
	}
	gz_folder_name(&b.folder, &err);
	if (mistakes.n > 0)
		code = gz_console_mistakes(false, &mistakes);
	else if (status != GZ_OK)
		code = err.status != GZ_OK ? gz_console_error(false, &err) : gz_console_memory(false);
	else if (!o->quiet)
		tell(&b);
	gz_atlas_free(&b.atlas);
	gz_folder_close(&b.folder);
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
	return code;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 1, "the table of cities is missing"};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = world(command, argc, argv, &o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_world = {
	.verb = "world",
	.options = " output cities population-above rule range air-links airports quiet ",
	.run = run,
};
