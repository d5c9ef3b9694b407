/* The words of the pages as tables, and back.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/wording.h"
#include "report/embedded.h"
#include "text/csv.h"
#include "text/sheet.h"
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct { const char *code; const unsigned char *bytes; const size_t *n; } catalogues[] = {
	{"en", gz_embedded_en, &gz_embedded_en_size}, {"ru", gz_embedded_ru, &gz_embedded_ru_size}, {"tg", gz_embedded_tg, &gz_embedded_tg_size},
	{"prs", gz_embedded_prs, &gz_embedded_prs_size}};
enum { N_CATALOGUES = sizeof catalogues / sizeof catalogues[0], KEY_MOST = 160 };

static json_t *catalogue_of(const char *language)
{
	for (size_t i = 0; language != NULL && i < N_CATALOGUES; i++)
		if (strcmp(catalogues[i].code, language) == 0)
			return json_loadb((const char *)catalogues[i].bytes, *catalogues[i].n, 0, NULL);
	return NULL;
}

/* ---- rows: a text by KEY, or by KEY#FORM in an object and KEY#1 in a list ------------------------------------------- */
typedef bool row_visitor(void *context, const char *key, const json_t *text);

static bool each_part(const char *key, const json_t *value, row_visitor *visit, void *context)
{
	char part[KEY_MOST];
	const char *form;
	json_t *one;
	size_t i;
	json_object_foreach((json_t *)(uintptr_t)value, form, one) {
		snprintf(part, sizeof part, "%s#%s", key, form);
		if (!visit(context, part, one))
			return false;
	}
	json_array_foreach(value, i, one) {
		snprintf(part, sizeof part, "%s#%zu", key, i + 1);
		if (!visit(context, part, one))
			return false;
	}
	return true;
}

static bool each_row(const json_t *catalogue, const char *prefix, row_visitor *visit, void *context)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)catalogue, key, value) {
		if (key[0] == '_' || strncmp(key, prefix, strlen(prefix)) != 0)
			continue;
		if (json_is_string(value) ? !visit(context, key, value) : !each_part(key, value, visit, context))
			return false;
	}
	return true;
}

/* What a row says in a catalogue; NULL: nothing. A form that a language has not is its `other`. */
static const char *row_text(const json_t *catalogue, const char *row)
{
	char key[KEY_MOST];
	snprintf(key, sizeof key, "%s", row);
	char *part = strchr(key, '#');
	if (part != NULL)
		*part++ = '\0';
	const json_t *value = json_object_get(catalogue, key), *one = value;
	if (part != NULL && json_is_array(value))
		one = json_array_get(value, (size_t)(strtol(part, NULL, 10) - 1));
	else if (part != NULL)
		one = json_object_get(value, part) != NULL ? json_object_get(value, part) : json_object_get(value, "other");
	return json_string_value(one);
}

/* ---- writing -------------------------------------------------------------------------------------------------------- */
typedef struct writing { const json_t *english, *reviewed; gz_sheet sheet; } writing;

static bool write_row(void *context, const char *key, const json_t *text)
{
	writing *w = context;
	gz_sheet_text(&w->sheet, key);
	gz_sheet_text(&w->sheet, row_text(w->english, key));
	gz_sheet_text(&w->sheet, json_string_value(text));
	gz_sheet_text(&w->sheet, json_object_get(w->reviewed, key) != NULL ? "yes" : NULL);
	gz_sheet_row(&w->sheet);
	return true;
}

/* Rows that the catalogue itself calls reviewed: {row: true}. */
static json_t *reviewed_of(const json_t *catalogue)
{
	json_t *rows = json_object(), *row;
	size_t i;
	json_array_foreach(json_object_get(catalogue, "_reviewed"), i, row) {
		json_object_set_new(rows, json_string_value(row), json_true());
	}
	return rows;
}

gz_status gz_wording_write(const char *language, const char *prefix, const char *path, gz_error *err)
{
	json_t *catalogue = catalogue_of(language);
	if (catalogue == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "language \"%s\" is not known; the pages speak en, ru and tg, the exercise room prs too", language);
	writing w = {.english = catalogue_of("en"), .reviewed = reviewed_of(catalogue)};
	gz_status st = gz_sheet_begin(&w.sheet, path, "key,english,text,reviewed", err);
	if (st == GZ_OK) {
		each_row(catalogue, prefix, write_row, &w);
		st = gz_sheet_commit(&w.sheet, err);
	}
	json_decref(catalogue);
	json_decref((json_t *)(uintptr_t)w.english);
	json_decref((json_t *)(uintptr_t)w.reviewed);
	return st;
}

/* ---- reading -------------------------------------------------------------------------------------------------------- */
/* Whether every {value} of one text stands in the other. */
static bool marks_within(const char *a, const char *b)
{
	for (const char *open = a; (open = strchr(open, '{')) != NULL; open++) {
		const char *close = strchr(open, '}');
		if (close == NULL)
			return true;
		char mark[KEY_MOST];
		snprintf(mark, sizeof mark, "%.*s", (int)(close - open + 1), open);
		if (strstr(b, mark) == NULL)
			return false;
	}
	return true;
}

typedef struct reading { gz_wording *wording; const json_t *own; const char *language; const gz_csv *csv; gz_mistakes *mistakes; int32_t key, text, reviewed; } reading;

static void wrong(const reading *r, int32_t row, int32_t column, const char *sentence)
{
	gz_mistakes_add(r->mistakes, r->csv->path, gz_csv_row_line(r->csv, row), gz_csv_cell_column(r->csv, row, column), "%s", sentence);
}

/* Puts a text in the place of a row: the whole of KEY's value is said otherwise, so that other forms of it are kept. */
static bool replace(const reading *r, const char *row, const char *text)
{
	char key[KEY_MOST];
	snprintf(key, sizeof key, "%s", row);
	char *part = strchr(key, '#');
	if (part != NULL)
		*part++ = '\0';
	json_t *said = json_object_get(r->wording->languages, r->language);
	if (part == NULL)
		return json_object_set_new(said, key, json_string(text)) == 0;
	json_t *value = json_object_get(said, key);
	if (value == NULL && json_object_set_new(said, key, value = json_deep_copy(json_object_get(r->own, key))) != 0)
		return false;
	return json_is_array(value) ? json_array_set_new(value, (size_t)(strtol(part, NULL, 10) - 1), json_string(text)) == 0 :
		json_object_set_new(value, part, json_string(text)) == 0;
}

static bool read_row(const reading *r, int32_t row)
{
	const char *key = gz_csv_cell(r->csv, row, r->key), *text = gz_csv_cell(r->csv, row, r->text), *own = strlen(key) < KEY_MOST ? row_text(r->own, key) : NULL;
	const char *reviewed = r->reviewed < 0 ? "" : gz_csv_cell(r->csv, row, r->reviewed);
	if (own == NULL)
		wrong(r, row, r->key, "the pages have no text of this key");
	else if (text[0] == '\0')
		wrong(r, row, r->text, "the text is empty; to leave it as it is, leave the row out");
	else if (!marks_within(own, text) || !marks_within(text, own))
		wrong(r, row, r->text, "the values in braces are not those of the program's own text");
	else if (reviewed[0] != '\0' && strcmp(reviewed, "yes") != 0 && strcmp(reviewed, "no") != 0)
		wrong(r, row, r->reviewed, "this says yes, no or nothing");
	else if (strcmp(own, text) != 0 && !replace(r, key, text))
		return false;
	else if (strcmp(reviewed, "yes") == 0)
		return json_object_set_new(json_object_get(r->wording->reviewed, r->language), key, json_true()) == 0;
	return true;
}

static bool read_table(gz_wording *wording, const char *language, const json_t *own, const gz_csv *csv, gz_mistakes *mistakes)
{
	const reading r = {wording, own, language, csv, mistakes, gz_csv_column(csv, "key"), gz_csv_column(csv, "text"), gz_csv_column(csv, "reviewed")};
	if (r.key < 0 || r.text < 0) {
		gz_mistakes_add(mistakes, csv->path, 1, 0, "the columns key and text must be there");
		return true;
	}
	for (int32_t row = 0; row < csv->n_rows; row++)
		if (!read_row(&r, row))
			return false;
	return true;
}

/* False: no memory. *found: there is such a table. */
static bool load_language(gz_wording *wording, gz_arena *arena, const char *folder, const char *language, gz_mistakes *mistakes, bool *found)
{
	const char *path = folder == NULL ? NULL : gz_arena_printf(arena, "%s/%s.csv", folder, language);
	json_t *own = catalogue_of(language);
	struct stat st;
	gz_csv csv = {0};
	bool good = (folder == NULL || path != NULL) && own != NULL && json_object_set_new(wording->languages, language, json_object()) == 0 &&
		json_object_set_new(wording->reviewed, language, reviewed_of(own)) == 0;
	if (good && path != NULL && stat(path, &st) == 0) {
		*found = true;
		good = gz_csv_load_listing(arena, path, &csv, mistakes) != GZ_ERR_MEMORY;
		good = good && (csv.n_columns == 0 || read_table(wording, language, own, &csv, mistakes));
	}
	json_decref(own);
	return good;
}

gz_status gz_wording_load(gz_wording *wording, const char *folder, gz_mistakes *mistakes)
{
	gz_arena arena = {0};
	const char *pack = folder == NULL ? NULL : gz_arena_printf(&arena, "%s/pack.csv", folder);
	struct stat st;
	bool good = true, found = pack != NULL && stat(pack, &st) == 0;
	*wording = (gz_wording){json_object(), json_object()};
	for (size_t i = 0; good && i < N_CATALOGUES; i++)
		good = load_language(wording, &arena, folder, catalogues[i].code, mistakes, &found);
	if (good && folder != NULL && !found)
		gz_mistakes_add(mistakes, folder, 0, 0, "the folder has no table of words: en.csv, ru.csv, tg.csv, prs.csv, or pack.csv for the texts of a pack");
	gz_arena_free(&arena);
	return good ? gz_mistakes_status(mistakes, NULL) : GZ_ERR_MEMORY;
}

void gz_wording_free(gz_wording *wording)
{
	json_decref(wording->languages);
	json_decref(wording->reviewed);
	*wording = (gz_wording){0};
}

/* ---- telling -------------------------------------------------------------------------------------------------------- */
typedef struct counting { const json_t *reviewed; json_int_t n, of; } counting;

static bool count_row(void *context, const char *key, const json_t *text)
{
	counting *c = context;
	(void)text;
	c->n += json_object_get(c->reviewed, key) != NULL;
	c->of++;
	return true;
}

json_t *gz_wording_json(const gz_wording *wording, const char *prefix)
{
	json_t *shares = json_object();
	for (size_t i = 0; shares != NULL && i < N_CATALOGUES; i++) {
		json_t *own = catalogue_of(catalogues[i].code);
		counting c = {.reviewed = json_object_get(wording->reviewed, catalogues[i].code)};
		each_row(own, prefix, count_row, &c);
		json_decref(own);
		json_object_set_new(shares, catalogues[i].code, json_pack("{s:I, s:I}", "n", c.n, "of", c.of));
	}
	return json_pack("{s:O, s:o}", "languages", wording->languages, "reviewed", shares);
}
