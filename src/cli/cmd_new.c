/* guzar new: writes a commented scenario to start from.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/console.h"
#include "cli/options.h"
#include "scenario/library.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NAME_BYTES = 4096, TEMPLATE_BYTES = 1 << 20 };

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && strcmp(text + n - m, end) == 0;
}

/* The title from the file's name: "cholera-panj.yaml" -> "cholera panj". */
static void make_title(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
	snprintf(out, size, "%.*s", (int)strcspn(name, "."), name);
	for (char *c = out; *c != '\0'; c++)
		if (strchr("-_\"\\", *c) != NULL || (unsigned char)*c < ' ')
			*c = ' ';
}

/* The shipped template with another title. */
static gz_status write_template(const char *path, const char *library, gz_arena *arena, gz_error *err)
{
	gz_file_output output = {0};
	char title[NAME_BYTES], *text = NULL;
	size_t n = 0;
	const char *source = gz_library_find(arena, library, "", GZ_LIBRARY_SCENARIO, "template");
	if (access(path, F_OK) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this file exists already and is left alone; give another name");
	if (source == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the shipped scenarios are not found; say where they are with --library DIR");
	GZ_TRY(gz_file_read(source, TEMPLATE_BYTES, arena, &text, &n, err));
	make_title(path, title, sizeof title);
	GZ_TRY(gz_file_begin(&output, path, err));
	const char *line = strstr(text, "\ntitle:"), *rest = line == NULL ? NULL : strchr(line + 1, '\n');
	if (rest == NULL)
		fputs(text, output.stream);
	else
		fprintf(output.stream, "%.*s\ntitle: \"%s\"%s", (int)(line - text), text, title, rest);
	return gz_file_commit(&output, err);
}

static int write_named(gz_options *o)
{
	char path[NAME_BYTES];
	gz_error err = {0};
	const char *name = o->operands[0];
	bool whole = ends_with(name, ".yaml") || ends_with(name, ".yml");
	int n = snprintf(path, sizeof path, "%s%s", name, whole ? "" : ".yaml");
	gz_status status = GZ_OK;
	if (name[0] == '\0' || ends_with(name, "/") || n >= (int)sizeof path)
		status = gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, "\"%s\" is no name for a scenario", name);
	if (status == GZ_OK)
		status = write_template(path, o->library, &o->arena, &err);
	if (status != GZ_OK)
		return gz_console_error(false, &err);
	const char *quote = strpbrk(path, " '$&;()*?") == NULL ? "" : "\"";
	if (!o->quiet)
		printf("%s is written. Next:\n  guzar check %s%s%s\n  guzar run %s%s%s -o results\n", path, quote, path, quote, quote, path, quote);
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 1, "a name for the scenario is missing"};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = write_named(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_new = {
	.verb = "new",
	.purpose = "write a commented scenario to start from",
	.options = " quiet library ",
	.run = run,
	.help =
		"Usage: guzar new NAME [options]\n"
		"\n"
		"Writes NAME.yaml (or NAME if it ends so): a scenario that runs as it is, with a comment at every part.\n"
		"A file that exists is left alone.\n"
		"\n"
		"  --library DIR     look for the shipped template in DIR\n"
		"  -q, --quiet       say nothing\n"
		"  -h, --help        this text\n"
		"\n"
		"Example:\n"
		"  guzar new cholera-panj\n",
};
