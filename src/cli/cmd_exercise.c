/* guzar exercise: packs of exercises: checked, listed, begun, their MSEL as a table, everything on paper, rehearsed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/number.h"
#include "cli/console.h"
#include "cli/copy.h"
#include "cli/folder.h"
#include "cli/options.h"
#include "cli/packs.h"
#include "cli/rehearsal.h"
#include "exercise/choice.h"
#include "exercise/script/analysis.h"
#include "exercise/sheets/booklet.h"
#include "exercise/sheets/msel.h"
#include "exercise/timetable.h"
#include "report/catalogue.h"
#include "scenario/library.h"
#include "text/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_MAX = 64 };
#define TEMPLATE "template"

typedef struct work {
	const gz_command *command;
	gz_options *options;
	gz_pack pack;
	gz_analysis analysis;
	gz_mistakes mistakes;
	gz_error err;
} work;

/* --set names=fictional, the one thing that may be set. */
static const char *names_wanted(const gz_options *o)
{
	for (int32_t i = 0; i < o->n_sets; i++)
		if (strcmp(o->sets[i], "names=real") == 0 || strcmp(o->sets[i], "names=fictional") == 0)
			return o->sets[i] + strlen("names=");
	return NULL;
}

static gz_status load(work *w, const char *name)
{
	const gz_pack_options options = {.library = w->options->library, .names = names_wanted(w->options)};
	const char *path;
	const gz_status found = gz_packs_find(w->options, name, &path, &w->err);
	if (found == GZ_ERR_INPUT)
		gz_mistakes_add_error(&w->mistakes, &w->err);
	GZ_TRY(found);
	GZ_TRY(gz_pack_load(&w->pack, path, &options, &w->mistakes));
	return gz_analysis_make(&w->analysis, &w->pack);
}

/* ---- check ------------------------------------------------------------------------------------------------- */

static void print_list(const gz_mistakes *list, const char *before)
{
	for (int32_t i = 0; i < list->n; i++)
		gz_console_line(stderr, &list->items[i], before);
}

/* One line says how many texts miss a language; which, one by one, is in --json. */
static void print_notes(const work *w)
{
	const gz_mistakes *notes = &w->analysis.notes;
	char line[GZ_ERROR_FILE_SIZE + GZ_ERROR_SENTENCE_SIZE + 32];
	if (notes->n == 0)
		return;
	gz_error_print(&notes->items[0], line, sizeof line);
	gz_console_print(stdout, "note: %d of %d texts miss a language; the first: %s\n", (int)(notes->n + notes->more), (int)w->pack.n_texts, line);
}

/* When a role gets its injects, as a table: a head, then a row a role. */
static gz_status print_load(work *w)
{
	static const char *const heads[] = {"role", "injects", "first", "closest", "longest", "waiting"};
	gz_catalogue words = {0};
	gz_status status = gz_catalogue_open(&words, gz_console_spoken(), &w->options->arena, &w->err);
	for (int k = 0; status == GZ_OK && k < 6; k++)
		gz_console_cell(stdout, gz_catalogue_text(&words, gz_arena_printf(words.arena, "console.load.%s", heads[k]), NULL, 0), k == 0 ? 16 : -11);
	for (int32_t i = 0; status == GZ_OK && i < w->analysis.n_workloads; i++) {
		const gz_workload *load = &w->analysis.workloads[i];
		printf("\n%-16s%11d", w->pack.roles[load->role].id, (int)load->n);
		const int64_t seconds[] = {load->first, load->shortest, load->longest};
		for (int k = 0; k < 3; k++) {
			const int64_t minutes = (seconds[k] + 30) / 60;
			const gz_catalogue_value n = {"n", NULL, (double)minutes};
			gz_console_cell(stdout, seconds[k] < 0 ? "-" : gz_catalogue_text(&words, "console.load.minutes", &n, 1), -11);
		}
		printf("%11d", (int)load->n_unplanned);
	}
	fputs("\n", stdout);
	gz_catalogue_close(&words);
	return status;
}

static void json_list(gz_json *j, const char *key, const gz_mistakes *list)
{
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < list->n; i++) {
		gz_json_object(j);
		gz_json_key_string(j, "file", list->items[i].file);
		gz_json_key_integer(j, "row", list->items[i].row);
		gz_json_key_integer(j, "column", list->items[i].column);
		gz_json_key_string(j, "sentence", list->items[i].sentence);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static gz_status print_json(const work *w)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	gz_json_key_bool(&j, "ok", w->mistakes.n == 0 && w->analysis.findings.n == 0);
	json_list(&j, "mistakes", &w->mistakes);
	json_list(&j, "findings", &w->analysis.findings);
	json_list(&j, "notes", &w->analysis.notes);
	gz_json_key(&j, "load");
	gz_json_array(&j);
	for (int32_t i = 0; i < w->analysis.n_workloads; i++) {
		const gz_workload *load = &w->analysis.workloads[i];
		gz_json_object(&j);
		gz_json_key_string(&j, "role", w->pack.roles[load->role].id);
		gz_json_key_integer(&j, "injects", load->n);
		gz_json_key_integer(&j, "waiting", load->n_unplanned);
		gz_json_key_integer(&j, "first_seconds", load->first);
		gz_json_key_integer(&j, "closest_seconds", load->shortest);
		gz_json_key_integer(&j, "longest_seconds", load->longest);
		gz_json_end(&j);
	}
	gz_json_end(&j);
	gz_json_end(&j);
	gz_json_line(&j);
	gz_status status = gz_json_status(&j);
	if (status == GZ_OK)
		fwrite(j.bytes, 1, j.n, stdout);
	gz_json_free(&j);
	return status;
}

static int check(work *w)
{
	const gz_options *o = w->options;
	gz_status status = load(w, o->operands[1]);
	if (status == GZ_ERR_MEMORY)
		return gz_console_memory(o->json);
	if (w->mistakes.n > 0)
		return gz_console_mistakes(o->json, &w->mistakes);
	if (o->json) {
		if (print_json(w) != GZ_OK)
			return gz_console_memory(false);
	} else {
		print_list(&w->analysis.findings, "");
		if (w->analysis.findings.n > 0)
			gz_console_print(stderr, "%d finding%s\n", (int)w->analysis.findings.n, w->analysis.findings.n == 1 ? "" : "s");
		if (!o->quiet) {
			const int64_t end = gz_timetable_end(&w->pack);
			gz_console_print(stdout, "%s: no mistakes; %d injects in %d minutes, %d roles%s\n", o->operands[1], (int)w->pack.n_injects, (int)(end / 60), (int)w->pack.n_roles,
				w->analysis.findings.n == 0 ? ", nothing found" : "");
			if (print_load(w) != GZ_OK)
				return gz_console_error(false, &w->err);
			print_notes(w);
		}
	}
	return w->analysis.findings.n == 0 ? 0 : 2;
}

/* ---- rehearse ---------------------------------------------------------------------------------------------- */

/* --seed, else the scenario's. */
static uint64_t seed_wanted(const work *w)
{
	int64_t seed = (int64_t)w->pack.scenario.seed;
	for (int32_t i = 0; i < w->options->n_sets; i++)
		if (strncmp(w->options->sets[i], "seed=", 5) == 0)
			gz_number_parse_int(w->options->sets[i] + 5, strlen(w->options->sets[i] + 5), &seed);
	return (uint64_t)seed;
}

/* The world nearest to the middle of what the training asks for, kept beside the pack. */
static gz_status save_choice(work *w, const gz_rehearse *result)
{
	if (result->idle.n_conditions == 0 || result->n_fit == 0)
		return gz_error_set(&w->err, GZ_ERR_INPUT, w->pack.file, 0, 0, "%s: no world was chosen", result->idle.n_conditions == 0 ?
			"the pack says nothing of what a world must give (`train`)" : "no world meets every condition (`train`)");
	GZ_TRY(gz_choice_save(&w->pack, result->seed, result->fit[0], &w->err));
	if (!w->options->json && !w->options->quiet)
		gz_console_print(stdout, "\nchosen and kept in rehearsed.yaml: world %d of seed %llu\n", (int)result->fit[0], (unsigned long long)result->seed);
	return GZ_OK;
}

static int rehearse(work *w)
{
	const gz_options *o = w->options;
	gz_status status = load(w, o->operands[1]);
	if (w->mistakes.n > 0)
		return gz_console_mistakes(o->json, &w->mistakes);
	gz_progress_bar bar;
	gz_rehearse result = {0};
	gz_console_progress_begin(&bar, o->quiet || o->json);
	const gz_rehearse_options options = {.worlds = o->worlds, .threads = o->threads, .seed = seed_wanted(w), .progress = gz_console_progress, .context = &bar};
	if (status == GZ_OK)
		status = gz_rehearse_run(&result, &w->pack, &options, &w->err);
	gz_console_progress_end(&bar);
	if (status == GZ_OK && o->json)
		status = gz_rehearsal_json(&result, o->operands[1], stdout);
	else if (status == GZ_OK)
		status = gz_rehearsal_print(&result, o->operands[1], stdout, &w->err);
	if (status == GZ_OK && o->save_choice)
		status = save_choice(w, &result);
	gz_rehearse_free(&result);
	if (status == GZ_ERR_MEMORY)
		return gz_console_memory(o->json);
	return status == GZ_OK ? 0 : gz_console_error(o->json, &w->err);
}

/* ---- list and new ------------------------------------------------------------------------------------------ */

/* A path among the packs that are shipped; NULL: nothing is. */
static const char *shipped(gz_options *o, const char *path)
{
	const char *library = gz_library_folder(&o->arena, o->library);
	return library == NULL ? NULL : gz_arena_printf(&o->arena, "%s/packs/%s", library, path);
}

static int list(work *w)
{
	gz_options *o = w->options;
	int32_t n = 0;
	const char **names = gz_library_names(&o->arena, o->library, GZ_LIBRARY_PACK, &n);
	if (names == NULL)
		return gz_console_memory(o->json);
	if (n == 0) {
		gz_error_set(&w->err, GZ_ERR_INPUT, NULL, 0, 0, "the shipped packs are not found; say where they are with --library DIR");
		return gz_console_error(o->json, &w->err);
	}
	for (int32_t i = 0; i < n; i++) {
		const char *path = shipped(o, names[i]);
		if (path == NULL || strcmp(names[i], TEMPLATE) == 0)
			continue;
		gz_mistakes mistakes;
		gz_pack pack;
		const gz_pack_options options = {.library = o->library, .names = names_wanted(o)};
		gz_mistakes_init(&mistakes);
		const gz_status status = gz_pack_load(&pack, path, &options, &mistakes);
		printf("%-20s ", names[i]);
		if (status == GZ_OK)
			printf("%s\n", gz_pack_say(&pack, &pack.title, gz_pack_language_named(gz_options_language(o))));
		else
			gz_console_print(stdout, "cannot be read: guzar exercise check says why\n");
		gz_pack_free(&pack);
		gz_mistakes_free(&mistakes);
	}
	return 0;
}

/* A copy of the shipped template, or of the pack that --from names. */
static gz_status write_pack(work *w, const char *folder)
{
	gz_options *o = w->options;
	const char *source = o->from == NULL ? shipped(o, TEMPLATE) : NULL;
	if (o->from != NULL)
		GZ_TRY(gz_packs_find(o, o->from, &source, &w->err));
	if (source == NULL || access(source, F_OK) != 0)
		return gz_error_set(&w->err, GZ_ERR_INPUT, NULL, 0, 0, "the shipped packs are not found; say where they are with --library DIR");
	return gz_copy_folder(source, folder, &o->arena, &w->err);
}

static int create(work *w)
{
	const char *folder = w->options->operands[1];
	if (write_pack(w, folder) != GZ_OK)
		return gz_console_error(w->options->json, &w->err);
	if (!w->options->quiet)
		gz_console_print(stdout, "%s is written. Next:\n  guzar exercise check %s\n  guzar exercise msel %s -o msel\n", folder, folder, folder);
	return 0;
}

/* ---- msel and print ---------------------------------------------------------------------------------------- */

typedef gz_status (*writer)(work *w, gz_folder *folder, const char **names, int32_t *n);

static gz_status write_msel(work *w, gz_folder *folder, const char **names, int32_t *n)
{
	const gz_pack_language language = gz_pack_language_named(w->options->language);
	const char *csv = gz_folder_file(folder, "msel.csv"), *xlsx = gz_folder_file(folder, "msel.xlsx");
	if (csv == NULL || xlsx == NULL)
		return GZ_ERR_MEMORY;
	GZ_TRY(gz_msel_csv(&w->pack, language, csv, &w->err));
	GZ_TRY(gz_msel_xlsx(&w->pack, language, xlsx, &w->err));
	names[(*n)++] = "msel.csv";
	names[(*n)++] = "msel.xlsx";
	return GZ_OK;
}

static gz_status write_paper(work *w, gz_folder *folder, const char **names, int32_t *n)
{
	for (gz_pack_language l = GZ_PACK_EN; l < GZ_PACK_LANGUAGES; l++)
		for (int32_t kind = 0; kind < GZ_BOOKLET_KINDS; kind++) {
			const char *name = gz_arena_printf(&w->options->arena, "%s.%s.html", gz_booklet_name((gz_booklet_kind)kind), gz_pack_language_code(l));
			const char *path = name == NULL ? NULL : gz_folder_file(folder, name);
			if (path == NULL)
				return GZ_ERR_MEMORY;
			GZ_TRY(gz_booklet_write(&w->pack, &w->analysis, (gz_booklet_kind)kind, l, path, &w->err));
			names[(*n)++] = name;
		}
	return GZ_OK;
}

/* A small manifest lets the folder be written again. */
static gz_status write_manifest(gz_folder *folder, const char **names, int32_t *n, gz_error *err)
{
	static const char text[] = "{\n  \"guzar\": \"" GUZAR_VERSION "\",\n  \"command\": \"exercise\"\n}\n";
	const char *path = gz_folder_file(folder, "manifest.json");
	names[(*n)++] = "manifest.json";
	return path == NULL ? GZ_ERR_MEMORY : gz_file_write_whole(path, text, sizeof text - 1, err);
}

static int write_files(work *w, writer write)
{
	gz_folder folder = {0};
	const char *names[FILES_MAX];
	int32_t n = 0;
	const gz_options *o = w->options;
	if (o->output == NULL)
		return gz_console_usage(w->command, o->json, "a folder for the files is missing: -o DIR");
	gz_status status = load(w, o->operands[1]);
	if (w->mistakes.n > 0)
		return gz_console_mistakes(o->json, &w->mistakes);
	if (status == GZ_OK)
		status = gz_folder_open(&folder, o->output, &w->err);
	if (status == GZ_OK) {
		status = write(w, &folder, names, &n);
		if (status == GZ_OK)
			status = write_manifest(&folder, names, &n, &w->err);
		if (status == GZ_OK)
			status = gz_folder_commit(&folder, names, n, &w->err);
		else
			gz_folder_name(&folder, &w->err);
		gz_folder_close(&folder);
	}
	if (status == GZ_ERR_MEMORY)
		return gz_console_memory(o->json);
	if (status != GZ_OK)
		return gz_console_error(o->json, &w->err);
	for (int32_t i = 0; !o->quiet && i < n - 1; i++)
		printf("%s/%s\n", o->output, names[i]);
	return 0;
}

/* ---- the verb ---------------------------------------------------------------------------------------------- */

static int act(work *w)
{
	static const char *const verbs[] = {"check", "list", "new", "msel", "print", "rehearse"};
	const gz_options *o = w->options;
	const char *verb = o->operands[0];
	for (int32_t i = 0; i < o->n_sets; i++)
		if (strcmp(o->sets[i], "names=real") != 0 && strcmp(o->sets[i], "names=fictional") != 0 && strncmp(o->sets[i], "seed=", 5) != 0)
			return gz_console_usage(w->command, o->json, "--set %.60s: only names=real and names=fictional can be set here", o->sets[i]);
	if (strcmp(verb, "list") == 0)
		return list(w);
	const char *near = gz_mistakes_near(verb, verbs, 6);
	bool known = near != NULL && strcmp(near, verb) == 0;
	if (!known)
		return gz_console_usage(w->command, o->json, "no such thing to do with an exercise: %s; there are check, list, new, msel, print and rehearse%s%s%s", verb,
			near == NULL ? "" : "; did you mean ", near == NULL ? "" : near, near == NULL ? "" : "?");
	if (o->n_operands < 2)
		return gz_console_usage(w->command, o->json, strcmp(verb, "new") == 0 ? "a name for the pack is missing" : "the pack is missing");
	if (strcmp(verb, "check") == 0)
		return check(w);
	if (strcmp(verb, "new") == 0)
		return create(w);
	if (strcmp(verb, "rehearse") == 0)
		return rehearse(w);
	return write_files(w, strcmp(verb, "msel") == 0 ? write_msel : write_paper);
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 2, "what to do is missing: check, list, new, msel, print or rehearse"};
	gz_options o;
	work w = {.command = command, .options = &o};
	gz_mistakes_init(&w.mistakes);
	gz_mistakes_init(&w.analysis.findings);
	gz_mistakes_init(&w.analysis.notes);
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = act(&w);
	gz_analysis_free(&w.analysis);
	gz_pack_free(&w.pack);
	gz_mistakes_free(&w.mistakes);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_exercise = {
	.verb = "exercise",
	.options = " output library set seed worlds threads save-choice from quiet json ",
	.dari = true,
	.run = run,
};
