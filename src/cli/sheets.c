/* What signal, assess and post have in common: the rules, the time it is, and sheets in three languages written into a folder.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/sheets.h"
#include "base/file.h"
#include "cli/console.h"
#include "cli/folder.h"
#include "forecast/manifest.h"
#include "scenario/library.h"
#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 64, TEMPLATE_BYTES = 1 << 20 };

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

const char *gz_sheets_path(gz_options *options, const char *file)
{
	const char *folder = gz_library_folder(&options->arena, options->library);
	return folder == NULL ? NULL : gz_arena_printf(&options->arena, "%s/rules%s%s", folder, file[0] == '\0' ? "" : "/", file);
}

gz_status gz_sheets_rules(gz_rules *rules, gz_options *options, gz_mistakes *mistakes, gz_error *err)
{
	const char *folder = gz_sheets_path(options, "");
	if (folder == NULL || access(folder, F_OK) != 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the shipped rules are not found; say where the library is with --library DIR");
	gz_status status = gz_rules_load(rules, &options->arena, folder, mistakes);
	return status == GZ_ERR_MEMORY ? no_memory(err) : status;
}

gz_status gz_sheets_now(const gz_options *options, int32_t zone, bool day_will_do, gz_moment *now, gz_error *err)
{
	const char *why;
	if (options->at == NULL) {
		*now = (gz_moment){.second = (int64_t)time(NULL), .zone = zone == GZ_MOMENT_NO_ZONE ? 0 : zone, .known = true};
		return GZ_OK;
	}
	if (!gz_moment_parse(options->at, zone, now, &why))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--at %s: %s", options->at, why);
	if (now->day && !day_will_do)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--at %s: the time of day is needed, as 2026-11-20T08:30+05:00", options->at);
	return GZ_OK;
}

static gz_status write_sheet(const gz_sheet *sheet, const char *language, bool html, gz_arena *arena, FILE *out, gz_error *err)
{
	gz_catalogue words = {0};
	gz_paper paper = {.out = out, .html = html, .language = language, .arena = arena};
	gz_status status = gz_catalogue_open(&words, language, arena, err);
	if (status == GZ_OK) {
		gz_paper_begin(&paper, sheet->title(sheet->context, &words));
		status = sheet->write(sheet->context, &paper, &words);
	}
	if (status == GZ_ERR_MEMORY)
		(void)no_memory(err);
	if (status == GZ_OK)
		status = gz_paper_end(&paper, err);
	gz_catalogue_close(&words);
	return status;
}

/* ---- the folder -------------------------------------------------------------------------------------------- */

typedef struct output {
	gz_folder folder;
	const char *names[FILES_MAX];
	int32_t n;
} output;

/* Begins a file under way; its name is kept. */
static gz_status begin_file(output *o, gz_options *options, const char *name, gz_file_output *file, gz_error *err)
{
	const char *kept = gz_arena_strdup(&options->arena, name), *path = gz_folder_file(&o->folder, name);
	if (kept == NULL || path == NULL || o->n == FILES_MAX)
		return no_memory(err);
	o->names[o->n++] = kept;
	return gz_file_begin(file, path, err);
}

static gz_status end_file(gz_file_output *file, gz_status status, gz_error *err)
{
	if (status == GZ_OK)
		return gz_file_commit(file, err);
	gz_file_abandon(file);
	return status;
}

static gz_status save_sheets(const gz_sheets *s, output *o, gz_error *err)
{
	static const char *const languages[] = {"en", "ru", "tg"};
	for (int32_t i = 0; i < s->n_sheets; i++) {
		for (int32_t k = 0; k < 3; k++) {
			gz_file_output file = {0};
			const gz_sheet *sheet = &s->sheets[i];
			const char *name = gz_arena_printf(&s->options->arena, "%s.%s.%s", sheet->name, languages[k], sheet->text ? "txt" : "html");
			if (name == NULL)
				return no_memory(err);
			GZ_TRY(begin_file(o, s->options, name, &file, err));
			gz_status status = write_sheet(sheet, languages[k], !sheet->text, &s->options->arena, file.stream, err);
			GZ_TRY(end_file(&file, status, err));
		}
	}
	return GZ_OK;
}

static gz_status save_tables(const gz_sheets *s, output *o, gz_error *err)
{
	gz_file_output file = {0};
	GZ_TRY(begin_file(o, s->options, s->json_name, &file, err));
	fwrite(s->json->bytes, 1, s->json->n, file.stream);
	GZ_TRY(end_file(&file, GZ_OK, err));
	if (s->csv != NULL) {
		GZ_TRY(begin_file(o, s->options, s->csv_name, &file, err));
		s->csv(s->csv_context, file.stream);
		GZ_TRY(end_file(&file, GZ_OK, err));
	}
	return GZ_OK;
}

static gz_status save_manifest(const gz_sheets *s, output *o, gz_error *err)
{
	char folder[PATH_MAX], created[32] = "";
	struct tm utc;
	time_t t = time(NULL);
	const char *path = gz_folder_file(&o->folder, "manifest.json");
	const char **command = gz_arena_array(&s->options->arena, const char *, s->argc);
	if (path == NULL || command == NULL || o->n == FILES_MAX)
		return no_memory(err);
	for (int i = 0; i < s->argc; i++)
		command[i] = s->argv[i];
	if (gmtime_r(&t, &utc) == NULL || strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		created[0] = '\0';
	const gz_manifest m = {.version = GUZAR_VERSION, .verb = s->command->verb, .created = created, .working_folder = getcwd(folder, sizeof folder),
		.command = command, .n_command = s->argc, .inputs = s->inputs, .n_inputs = s->n_inputs, .folder = o->folder.staging, .outputs = o->names,
		.n_outputs = o->n};
	GZ_TRY(gz_manifest_write(&m, path, err));
	o->names[o->n++] = "manifest.json";
	return GZ_OK;
}

static gz_status save(const gz_sheets *sheets, gz_error *err)
{
	output o = {.n = 0};
	gz_status status = gz_folder_open(&o.folder, sheets->options->output, err);
	if (status == GZ_OK)
		status = save_sheets(sheets, &o, err);
	if (status == GZ_OK)
		status = save_tables(sheets, &o, err);
	if (status == GZ_OK)
		status = save_manifest(sheets, &o, err);
	if (status == GZ_OK)
		status = gz_folder_commit(&o.folder, o.names, o.n, err);
	gz_folder_name(&o.folder, err);
	gz_folder_close(&o.folder);
	return status;
}

/* Who reads Cyrillic by another table than the writer's sees other letters: it is said how they were read. */
static gz_status tell_encoding(gz_options *options, gz_error *err)
{
	gz_catalogue words = {0};
	GZ_TRY(gz_catalogue_open(&words, gz_console_spoken(), &options->arena, err));
	printf("\n%s\n", gz_catalogue_text(&words, "detect.remark.cyrillic", NULL, 0));
	gz_catalogue_close(&words);
	return GZ_OK;
}

gz_status gz_sheets_show(const gz_sheets *sheets, gz_error *err)
{
	GZ_TRY(gz_json_status(sheets->json));
	if (sheets->options->output != NULL)
		GZ_TRY(save(sheets, err));
	if (sheets->options->json)
		fwrite(sheets->json->bytes, 1, sheets->json->n, stdout);
	if (sheets->options->json || sheets->options->quiet)
		return GZ_OK;
	GZ_TRY(write_sheet(&sheets->sheets[0], gz_console_spoken(), false, &sheets->options->arena, stdout, err));
	return sheets->encoding == GZ_ENCODING_WINDOWS_1251 ? tell_encoding(sheets->options, err) : GZ_OK;
}

/* ---- beginning, ending ------------------------------------------------------------------------------------- */

gz_status gz_sheets_begin(gz_options *options, const char *model, gz_error *err)
{
	char *text = NULL;
	size_t n = 0;
	const bool plain = strcmp(gz_console_spoken(), "en") == 0;
	const char *end = strrchr(model, '.');
	const char *own = plain ? NULL : gz_arena_printf(&options->arena, "%.*s.%s%s", (int)(end - model), model, gz_console_spoken(), end);
	const char *in_own = own == NULL ? NULL : gz_sheets_path(options, own), *source = in_own != NULL && access(in_own, R_OK) == 0 ? in_own : gz_sheets_path(options, model);
	if (access(options->create, F_OK) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, options->create, 0, 0, "this file exists already and is left alone; give another name");
	if (source == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the shipped rules are not found; say where the library is with --library DIR");
	GZ_TRY(gz_file_read(source, TEMPLATE_BYTES, &options->arena, &text, &n, err));
	return gz_file_write_whole(options->create, text, n, err);
}

static int exit_code(const gz_options *options, gz_status status, const gz_error *err, const gz_mistakes *mistakes)
{
	if (mistakes->n > 0)
		return gz_console_mistakes(options->json, mistakes);
	if (status == GZ_OK)
		return 0;
	return err->status != GZ_OK ? gz_console_error(options->json, err) : gz_console_memory(options->json);
}

int gz_sheets_run(const gz_sheets_steps *steps, gz_sheets_work *work, const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, steps->most, ""};
	gz_options o;
	gz_error err = {.status = GZ_OK};
	work->command = command;
	work->options = &o;
	work->argc = argc;
	work->argv = argv;
	gz_mistakes_init(&work->mistakes);
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO && o.n_operands == 0 && o.create == NULL)
		code = gz_console_usage(command, o.json, "%s", steps->missing);
	if (code == GZ_OPTIONS_GO) {
		gz_status status = o.create == NULL ? steps->read(work, &err) : steps->create != NULL ? steps->create(work, &err) : gz_sheets_begin(&o, steps->model, &err);
		if (status == GZ_OK && o.create == NULL)
			status = steps->show(work, &err);
		code = exit_code(&o, status, &err, &work->mistakes);
	}
	gz_mistakes_free(&work->mistakes);
	gz_options_free(&o);
	return code;
}
