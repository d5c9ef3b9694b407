/* guzar words: tables of the pages' words for translators and reviewers, a check of such tables, and the glossary.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "cli/options.h"
#include "report/glossary.h"
#include "report/wording.h"
#include "scenario/library.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int table(const gz_command *command, const gz_options *o)
{
	gz_error err = {0};
	if (o->n_operands > 1)
		return gz_console_usage(command, o->json, "guzar words table takes no folder");
	if (o->output == NULL)
		return gz_console_usage(command, o->json, "say where the table goes: -o FILE.csv");
	return gz_wording_write(o->language[0] == '\0' ? "en" : o->language, "", o->output, &err) == GZ_OK ? 0 : gz_console_error(o->json, &err);
}

static int print(json_t *value)
{
	char *text = value != NULL ? json_dumps(value, JSON_INDENT(1)) : NULL;
	json_decref(value);
	if (text == NULL)
		return gz_console_memory(true);
	puts(text);
	free(text);
	return 0;
}

static int check(const gz_command *command, const gz_options *o, gz_mistakes *mistakes)
{
	gz_wording w = {0};
	int code = 0;
	if (o->n_operands < 2)
		return gz_console_usage(command, o->json, "the folder with the tables is missing");
	const gz_status st = gz_wording_load(&w, o->operands[1], mistakes);
	json_t *told = gz_wording_json(&w, "");
	if (st == GZ_ERR_MEMORY || told == NULL) {
		code = gz_console_memory(o->json);
	} else if (st != GZ_OK) {
		code = gz_console_mistakes(o->json, mistakes);
	} else if (o->json) {
		code = print(json_incref(told));
	} else {
		const char *language;
		json_t *share;
		json_object_foreach(json_object_get(told, "reviewed"), language, share) {
			const json_int_t n = json_integer_value(json_object_get(share, "n")), of = json_integer_value(json_object_get(share, "of"));
			printf("%-3s  %4d said otherwise, %4d of %d reviewed\n", language, (int)json_object_size(json_object_get(w.languages, language)), (int)n, (int)of);
		}
	}
	json_decref(told);
	gz_wording_free(&w);
	return code;
}

/* A text in a language, else in English. */
static const char *told(const json_t *words, const char *language)
{
	const char *own = json_string_value(json_object_get(words, language));
	return own != NULL ? own : json_string_value(json_object_get(words, "en"));
}

static int glossary(gz_options *o, gz_mistakes *mistakes)
{
	const char *library = gz_library_folder(&o->arena, o->library), *path = library == NULL ? NULL : gz_library_path(&o->arena, library, "rules/glossary.csv");
	json_t *terms = NULL, *one;
	if (path == NULL) {
		gz_error err = {0};
		gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, "the library with rules/glossary.csv was not found: name its folder with --library");
		return gz_console_error(o->json, &err);
	}
	const gz_status st = gz_glossary_read(path, &terms, mistakes);
	if (st == GZ_ERR_MEMORY)
		return gz_console_memory(o->json);
	if (st != GZ_OK)
		return gz_console_mistakes(o->json, mistakes);
	if (o->json)
		return print(terms);
	size_t i;
	const char *language = gz_options_language(o);
	const bool english = strcmp(language, "en") == 0;
	json_array_foreach(terms, i, one) {
		const char *own = json_string_value(json_object_get(json_object_get(one, "word"), language));
		printf("%s%s%s\n    %s\n    %s", json_string_value(json_object_get(json_object_get(one, "word"), "en")), english ? "" : ": ",
			english || own == NULL ? "" : own, told(json_object_get(one, "meaning"), language), told(json_object_get(one, "source"), language));
		gz_console_print(stdout, strcmp(json_string_value(json_object_get(one, "read")), "own") == 0 ? "\n" : " (recalled, the text itself was not at hand)\n");
	}
	json_decref(terms);
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 2, "say what: table, check or glossary"};
	gz_options o;
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO) {
		const char *what = o.operands[0];
		code = strcmp(what, "table") == 0 ? table(command, &o) : strcmp(what, "check") == 0 ? check(command, &o, &mistakes) :
			strcmp(what, "glossary") == 0 ? glossary(&o, &mistakes) : gz_console_usage(command, o.json, "there is table, check and glossary, not %s", what);
	}
	gz_mistakes_free(&mistakes);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_words = {
	.verb = "words",
	.options = " output library json ",
	.dari = true,
	.run = run,
};
