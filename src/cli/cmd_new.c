/* guzar new: writes a commented scenario to start from, or a copy of something shipped, to be changed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/mistakes.h"
#include "cli/console.h"
#include "cli/copy.h"
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

/* The shipped template with its remarks in the language spoken, or else in English; NULL where there is none. */
static const char *find_template(gz_options *o)
{
	const char *own = gz_arena_printf(&o->arena, "template.%s", gz_options_language(o));
	const char *found = own == NULL ? NULL : gz_library_find(&o->arena, o->library, "", GZ_LIBRARY_SCENARIO, own);
	return found != NULL ? found : gz_library_find(&o->arena, o->library, "", GZ_LIBRARY_SCENARIO, "template");
}

/* It with another title. */
static gz_status write_template(gz_options *o, const char *path, gz_error *err)
{
	gz_file_output output = {0};
	char title[NAME_BYTES], *text = NULL;
	size_t n = 0;
	const char *source = find_template(o);
	if (access(path, F_OK) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this file exists already and is left alone; give another name");
	if (source == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the shipped scenarios are not found; say where they are with --library DIR");
	GZ_TRY(gz_file_read(source, TEMPLATE_BYTES, &o->arena, &text, &n, err));
	make_title(path, title, sizeof title);
	GZ_TRY(gz_file_begin(&output, path, err));
	const char *line = strstr(text, "\ntitle:"), *rest = line == NULL ? NULL : strchr(line + 1, '\n');
	if (rest == NULL)
		fputs(text, output.stream);
	else
		fprintf(output.stream, "%.*s\ntitle: \"%s\"%s", (int)(line - text), text, title, rest);
	return gz_file_commit(&output, err);
}

/* What may be copied, in the order in which a name is looked for; the key by which a scenario names it. */
static const struct {
	gz_library_kind kind;
	bool folder;
	const char *key;
} COPIED[] = {
	{GZ_LIBRARY_SCENARIO, false, NULL}, {GZ_LIBRARY_DISEASE, false, "disease"}, {GZ_LIBRARY_MEASURE, false, "use"},
	{GZ_LIBRARY_WORLD, true, "world"}, {GZ_LIBRARY_PACK, true, NULL},
};
enum { COPIED_KINDS = sizeof COPIED / sizeof *COPIED };

/* Which kind the thing shipped is of that is called so: COPIED_KINDS if there is none, *near then the name most like it, NULL none. */
static size_t find_copied(gz_options *o, const char **near)
{
	*near = NULL;
	for (size_t i = 0; i < COPIED_KINDS; i++) {
		int32_t n = 0;
		const char **names = gz_library_names(&o->arena, o->library, COPIED[i].kind, &n);
		const char *like = names == NULL ? NULL : gz_mistakes_near(o->from, names, n);
		if (like != NULL && strcmp(like, o->from) == 0)
			return i;
		*near = *near == NULL ? like : *near;
	}
	return COPIED_KINDS;
}

static gz_status write_copy(gz_options *o, size_t kind, const char *near, const char *folder, const char *file, gz_error *err)
{
	const char *library = gz_library_folder(&o->arena, o->library);
	if (library == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "nothing shipped is found; say where it is with --library DIR");
	if (kind == COPIED_KINDS)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--from %.200s: nothing shipped is called so%s%s%s", o->from,
			near == NULL ? "; see guzar diseases, guzar places, guzar exercise list" : "; did you mean ", near == NULL ? "" : near, near == NULL ? "" : "?");
	const char *source = gz_library_find(&o->arena, o->library, library, COPIED[kind].kind, o->from);
	if (source == NULL)
		return GZ_ERR_MEMORY;
	return COPIED[kind].folder ? gz_copy_folder(source, folder, &o->arena, err) : gz_copy_file(source, file, &o->arena, err);
}

static void tell_next(size_t kind, const char *folder, const char *file)
{
	const char *quote = strpbrk(file, " '$&;()*?") == NULL ? "" : "\"", *slash = strrchr(folder, '/');
	gz_console_print(stdout, "%s is written. Next:\n", COPIED[kind].folder ? folder : file);
	if (COPIED[kind].kind == GZ_LIBRARY_SCENARIO)
		gz_console_print(stdout, "  guzar check %s%s%s\n  guzar run %s%s%s -o results\n", quote, file, quote, quote, file, quote);
	else if (COPIED[kind].kind == GZ_LIBRARY_PACK)
		gz_console_print(stdout, "  guzar exercise check %s%s%s\n  guzar exercise rehearse %s%s%s\n", quote, folder, quote, quote, folder, quote);
	else
		gz_console_print(stdout, "  change it; a scenario in the same folder names it by `%s: %s`\n", COPIED[kind].key, slash == NULL ? folder : slash + 1);
}

static int write_named(gz_options *o)
{
	char folder[NAME_BYTES], file[NAME_BYTES + 8];
	gz_error err = {0};
	const char *name = o->operands[0], *near;
	const bool whole = ends_with(name, ".yaml") || ends_with(name, ".yml");
	const size_t length = strlen(name);
	gz_status status = GZ_OK;
	if (length == 0 || length >= sizeof folder || ends_with(name, "/"))
		status = gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, "\"%.200s\" is no name for a file", name);
	snprintf(folder, sizeof folder, "%.*s", whole ? (int)(strrchr(name, '.') - name) : (int)length, name);
	snprintf(file, sizeof file, "%s%s", name, whole ? "" : ".yaml");
	const size_t kind = o->from == NULL ? 0 : find_copied(o, &near);
	if (status == GZ_OK)
		status = o->from == NULL ? write_template(o, file, &err) : write_copy(o, kind, near, folder, file, &err);
	if (status == GZ_ERR_MEMORY)
		return gz_console_memory(false);
	if (status != GZ_OK)
		return gz_console_error(false, &err);
	if (!o->quiet)
		tell_next(kind, folder, file);
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 1, "a name for what is written is missing"};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = write_named(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_new = {
	.verb = "new",
	.options = " from quiet library ",
	.run = run,
};
