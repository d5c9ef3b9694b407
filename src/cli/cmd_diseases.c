/* guzar diseases: lists the diseases that are shipped.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "cli/options.h"
#include "scenario/library.h"
#include "text/json.h"
#include "text/yaml.h"
#include <stdio.h>

typedef struct gz_diseases_row {
	const char *name, *title, *file;
} gz_diseases_row;

/* The title of a disease file in the language, in English where it has no other, or its name where it has none or cannot be read. */
static gz_diseases_row describe(gz_arena *arena, const char *library, const char *name, const char *language)
{
	const char *file = gz_library_find(arena, library, "", GZ_LIBRARY_DISEASE, name);
	const gz_node *root = NULL;
	gz_diseases_row row = {name, name, file};
	if (file == NULL || gz_yaml_load(arena, file, &root, NULL) != GZ_OK)
		return row;
	const gz_node *title = gz_yaml_get(root, "title");
	const gz_node *own = gz_yaml_get(title, language), *said = own != NULL ? own : gz_yaml_get(title, "en");
	if (said != NULL)
		row.title = said->text;
	else if (title != NULL && title->kind == GZ_NODE_SCALAR)
		row.title = title->text;
	return row;
}

static int print_json(const gz_diseases_row *rows, int32_t n)
{
	gz_json j = {.pretty = true};
	gz_json_array(&j);
	for (int32_t i = 0; i < n; i++) {
		gz_json_object(&j);
		gz_json_key_string(&j, "name", rows[i].name);
		gz_json_key_string(&j, "title", rows[i].title);
		gz_json_key_string(&j, "file", rows[i].file);
		gz_json_end(&j);
	}
	gz_json_end(&j);
	gz_json_line(&j);
	gz_status status = gz_json_status(&j);
	if (status == GZ_OK)
		fwrite(j.bytes, 1, j.n, stdout);
	gz_json_free(&j);
	return status == GZ_OK ? 0 : gz_console_memory(true);
}

static int list(gz_options *o)
{
	int32_t n = 0;
	const char **names = gz_library_names(&o->arena, o->library, GZ_LIBRARY_DISEASE, &n);
	gz_diseases_row *rows = gz_arena_array(&o->arena, gz_diseases_row, n);
	if (names == NULL || rows == NULL)
		return gz_console_memory(o->json);
	for (int32_t i = 0; i < n; i++)
		rows[i] = describe(&o->arena, o->library, names[i], o->json ? "en" : gz_console_spoken());
	if (o->json)
		return print_json(rows, n);
	for (int32_t i = 0; i < n; i++)
		printf("%-22s %s\n", rows[i].name, rows[i].title);
	if (n == 0)
		gz_console_print(stdout, "no diseases are shipped where the program looks; give a library with --library DIR\n");
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, 0, ""};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = list(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_diseases = {
	.verb = "diseases",
	.options = " json library ",
	.run = run,
};
