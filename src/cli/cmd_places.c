/* guzar places: lists the worlds that are shipped, or the places or crossings of one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "cli/options.h"
#include "report/catalogue.h"
#include "scenario/library.h"
#include "scenario/world/world.h"
#include "text/json.h"
#include <stdio.h>

static const char *name_in(const gz_words *words, const char *language, const char *otherwise)
{
	const char *name = gz_words_in(words, language);
	return name == NULL || name[0] == '\0' ? otherwise : name;
}

static void json_place(gz_json *j, const gz_world *w, const gz_place *p)
{
	gz_json_object(j);
	gz_json_key_string(j, "id", p->id);
	gz_json_key_string(j, "name", name_in(&p->name, "en", p->id));
	gz_json_key_string(j, "parent", p->parent < 0 ? NULL : w->places[p->parent].id);
	gz_json_key_integer(j, "population", p->population);
	gz_json_key_bool(j, "leaf", p->leaf >= 0);
	gz_json_end(j);
}

static void json_crossing(gz_json *j, const gz_world *w, const gz_crossing *c)
{
	gz_json_object(j);
	gz_json_key_string(j, "id", c->id);
	gz_json_key_string(j, "name", name_in(&c->name, "en", c->id));
	gz_json_key_string(j, "near", c->near < 0 ? NULL : w->places[c->near].id);
	gz_json_key_string(j, "far", c->far < 0 ? NULL : w->places[c->far].id);
	gz_json_end(j);
}

static int print_json(gz_json *j)
{
	gz_json_line(j);
	gz_status status = gz_json_status(j);
	if (status == GZ_OK)
		fwrite(j->bytes, 1, j->n, stdout);
	gz_json_free(j);
	return status == GZ_OK ? 0 : gz_console_memory(true);
}

static int world_json(const gz_world *w)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	gz_json_key(&j, "places");
	gz_json_array(&j);
	for (int32_t i = 0; i < w->n_places; i++)
		json_place(&j, w, &w->places[i]);
	gz_json_end(&j);
	gz_json_key(&j, "crossings");
	gz_json_array(&j);
	for (int32_t i = 0; i < w->n_crossings; i++)
		json_crossing(&j, w, &w->crossings[i]);
	gz_json_end(&j);
	gz_json_end(&j);
	return print_json(&j);
}

static void print_below(const gz_world *w, int32_t parent)
{
	for (int32_t i = 0; i < w->n_places; i++) {
		const gz_place *p = &w->places[i];
		if (p->parent != parent)
			continue;
		printf("%*s%-*s %12lld %s\n", 2 * p->depth, "", 30 - 2 * p->depth, p->id, (long long)p->population, name_in(&p->name, gz_console_spoken(), p->id));
		if (p->leaf < 0 && p->depth < 16)
			print_below(w, i);
	}
}

/* A row of heads, each in its width. */
static void print_heads(const gz_catalogue *words, const char *const *names, const int *widths, int n)
{
	for (int i = 0; i < n; i++) {
		gz_console_cell(stdout, gz_catalogue_text(words, gz_arena_printf(words->arena, "console.places.head.%s", names[i]), NULL, 0), widths[i]);
		fputs(i + 1 < n ? " " : "\n", stdout);
	}
}

static gz_status print_world(const gz_world *w, gz_arena *arena, gz_error *err)
{
	gz_catalogue words = {0};
	const gz_status status = gz_catalogue_open(&words, gz_console_spoken(), arena, err);
	if (status == GZ_OK) {
		print_heads(&words, (const char *const[]){"place", "people", "name"}, (const int[]){30, -12, 0}, 3);
		print_below(w, -1);
	}
	if (status == GZ_OK && w->n_crossings > 0) {
		fputs("\n", stdout);
		print_heads(&words, (const char *const[]){"crossing", "near", "far", "name"}, (const int[]){30, 20, 20, 0}, 4);
	}
	for (int32_t i = 0; status == GZ_OK && i < w->n_crossings; i++) {
		const gz_crossing *c = &w->crossings[i];
		printf("%-30s %-20s %-20s %s\n", c->id, c->near < 0 ? "" : w->places[c->near].id, c->far < 0 ? "" : w->places[c->far].id,
			name_in(&c->name, gz_console_spoken(), c->id));
	}
	gz_catalogue_close(&words);
	return status;
}

static int list_world(gz_options *o, const char *name)
{
	const char *inputs[GZ_WORLD_TABLES];
	int32_t n_inputs = 0;
	int code = 0;
	gz_world world = {0};
	gz_mistakes mistakes;
	gz_error err = {0};
	const char *folder = gz_library_find(&o->arena, o->library, "", GZ_LIBRARY_WORLD, name);
	if (folder == NULL) {
		gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, "%s: no such world; guzar places lists those that are shipped", name);
		return gz_console_error(o->json, &err);
	}
	const gz_world_paths paths = {.name = name, .folder = folder};
	gz_mistakes_init(&mistakes);
	gz_status status = gz_world_load(&world, &o->arena, &paths, &mistakes, inputs, &n_inputs);
	if (mistakes.n > 0)
		code = gz_console_mistakes(o->json, &mistakes);
	else if (status != GZ_OK)
		code = gz_console_memory(o->json);
	else if (o->json)
		code = world_json(&world);
	else if (print_world(&world, &o->arena, &err) != GZ_OK)
		code = gz_console_error(false, &err);
	gz_mistakes_free(&mistakes);
	return code;
}

static int list_worlds(gz_options *o)
{
	int32_t n = 0;
	gz_json j = {.pretty = true};
	const char **names = gz_library_names(&o->arena, o->library, GZ_LIBRARY_WORLD, &n);
	if (names == NULL)
		return gz_console_memory(o->json);
	if (o->json) {
		gz_json_array(&j);
		for (int32_t i = 0; i < n; i++)
			gz_json_string(&j, names[i]);
		gz_json_end(&j);
		return print_json(&j);
	}
	for (int32_t i = 0; i < n; i++)
		printf("%s\n", names[i]);
	if (n == 0)
		gz_console_print(stdout, "no worlds are shipped where the program looks; give a library with --library DIR\n");
	else
		gz_console_print(stdout, "\nguzar places %s lists its places and crossings\n", names[0]);
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, 1, ""};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = o.n_operands > 0 ? list_world(&o, o.operands[0]) : list_worlds(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_places = {
	.verb = "places",
	.options = " json library ",
	.run = run,
};
