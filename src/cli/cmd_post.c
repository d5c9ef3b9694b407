/* guzar post: what points of entry have and lack, as an action list.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/console.h"
#include "cli/sheets.h"
#include "report/paper/postlist.h"
#include "scenario/library.h"
#include "scenario/world/world.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char default_world[] = "central-asia";

typedef struct work {
	gz_sheets_work is; /* first */
	gz_world world;
	const char **posts; int32_t n_posts; /* ids of the crossings; NULL: any name will do */
	gz_capacity capacity;
	gz_postlist list;
} work;

static const char *title(const void *context, const gz_catalogue *words)
{
	(void)context;
	return gz_catalogue_text(words, "post.title", NULL, 0);
}

static gz_status write_list(const void *context, gz_paper *paper, const gz_catalogue *words)
{
	gz_postlist_write(context, paper, words);
	return GZ_OK;
}

static const char *crossing_name(const void *context, const char *id, const char *language)
{
	const gz_world *world = context;
	for (int32_t i = 0; i < world->n_crossings; i++)
		if (strcmp(world->crossings[i].id, id) == 0)
			return gz_words_in(&world->crossings[i].name, language);
	return NULL;
}

/* The crossings of the world whose name is given, of the demonstration region where none is, of none where it is "none". */
static gz_status load_posts(work *w, const char *name, gz_error *err)
{
	const char *inputs[GZ_WORLD_TABLES];
	int32_t n = 0;
	gz_arena *arena = &w->is.options->arena;
	if (strcmp(name, "none") == 0)
		return GZ_OK;
	const char *folder = gz_library_find(arena, w->is.options->library, "", GZ_LIBRARY_WORLD, name);
	if (folder == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s: no such world; none takes any name of a post", name);
	const gz_world_paths paths = {.name = name, .folder = folder};
	GZ_TRY(gz_world_load(&w->world, arena, &paths, &w->is.mistakes, inputs, &n));
	w->n_posts = w->world.n_crossings;
	w->posts = gz_arena_array(arena, const char *, w->n_posts);
	if (w->posts == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->n_posts; i++)
		w->posts[i] = w->world.crossings[i].id;
	return GZ_OK;
}

static gz_status read_posts(gz_sheets_work *is, gz_error *err)
{
	work *w = (work *)is;
	gz_csv csv = {0};
	gz_moment now;
	gz_capacity_gap *gaps;
	gz_arena *arena = &w->is.options->arena;
	GZ_TRY(gz_sheets_rules(&w->is.rules, w->is.options, &w->is.mistakes, err));
	GZ_TRY(load_posts(w, w->is.options->n_operands > 1 ? w->is.options->operands[1] : default_world, err));
	GZ_TRY(gz_sheets_now(w->is.options, GZ_MOMENT_NO_ZONE, true, &now, err));
	gz_status status = gz_csv_load_export(arena, w->is.options->operands[0], &csv, &w->is.mistakes);
	is->encoding = csv.encoding;
	if (status != GZ_OK && (status != GZ_ERR_INPUT || csv.n_columns == 0))
		return status;
	GZ_TRY(gz_capacity_read(&w->is.rules, &csv, w->posts, w->n_posts, gz_moment_day(now), arena, &w->is.mistakes, &w->capacity));
	w->list = (gz_postlist){.rules = &w->is.rules, .capacity = &w->capacity, .name = crossing_name, .context = &w->world};
	GZ_TRY(gz_capacity_gaps(&w->is.rules, &w->capacity, arena, &gaps, &w->list.n_gaps));
	w->list.gaps = gaps;
	return GZ_OK;
}

static gz_status show(const gz_sheets_work *is, gz_error *err)
{
	const work *w = (const work *)is;
	gz_json j = {.pretty = true};
	const gz_sheet all[] = {{"posts", false, title, write_list, &w->list}, {"posts", true, title, write_list, &w->list}};
	const char *const inputs[] = {w->is.options->operands[0]};
	const gz_sheets sheets = {.command = w->is.command, .options = w->is.options, .argc = w->is.argc, .argv = w->is.argv, .sheets = all, .n_sheets = 2,
		.json_name = "posts.json", .json = &j, .inputs = inputs, .n_inputs = 1,
		.encoding = is->encoding};
	gz_postlist_json(&w->list, &j);
	const gz_status status = gz_sheets_show(&sheets, err);
	gz_json_free(&j);
	return status;
}

static void write_cell(FILE *out, const char *text, char end)
{
	const bool quoted = strpbrk(text, ",;\"\n") != NULL;
	if (quoted)
		fputc('"', out);
	for (; *text != '\0'; text++)
		fprintf(out, "%s%c", *text == '"' ? "\"" : "", *text);
	fprintf(out, quoted ? "\"%c" : "%c", end);
}

/* A table with every item of every crossing, all of it not known yet. In Russian and Tajik in words, and as its spreadsheets write tables: with a
 * byte-order mark and semicolons. */
static void write_table(const work *w, FILE *out)
{
	static const char *const columns[] = {"post", "item", "state", "evidence", "date"};
	const gz_rules *rules = &w->is.rules;
	const char *language = gz_console_spoken();
	const bool ids = strcmp(language, "en") == 0;
	const char mark = ids ? ',' : ';';
	fputs(ids ? "" : "\xEF\xBB\xBF", out);
	for (int32_t c = 0; c < 5; c++)
		write_cell(out, gz_rules_word(rules, columns[c], language), c < 4 ? mark : '\n');
	for (int32_t p = 0; p <= w->n_posts; p++) /* the country last */
		for (int32_t i = 0; i < rules->n_items; i++) {
			if ((rules->items[i].part == GZ_RULE_NATIONAL) != (p == w->n_posts))
				continue;
			write_cell(out, p < w->n_posts ? w->posts[p] : gz_rules_word(rules, "national", language), mark);
			write_cell(out, ids || p == w->n_posts ? rules->items[i].rule.id : gz_rules_say(&rules->items[i].rule, language), mark);
			write_cell(out, gz_rules_word(rules, "unknown", language), mark);
			fprintf(out, "%c\n", mark);
		}
}

static gz_status create(gz_sheets_work *is, gz_error *err)
{
	work *w = (work *)is;
	gz_file_output file = {0};
	const char *path = w->is.options->create;
	if (access(path, F_OK) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this file exists already and is left alone; give another name");
	GZ_TRY(gz_sheets_rules(&w->is.rules, w->is.options, &w->is.mistakes, err));
	GZ_TRY(load_posts(w, w->is.options->n_operands > 0 ? w->is.options->operands[0] : default_world, err));
	GZ_TRY(gz_file_begin(&file, path, err));
	write_table(w, file.stream);
	return gz_file_commit(&file, err);
}

static int run(const gz_command *command, int argc, char **argv)
{
	static const gz_sheets_steps steps = {2, "the table of posts is missing", NULL, create, read_posts, show};
	work w = {0};
	return gz_sheets_run(&steps, &w.is, command, argc, argv);
}

const gz_command gz_cmd_post = {
	.verb = "post",
	.options = " output at new library json quiet ",
	.run = run,
};
