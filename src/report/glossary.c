/* Reads the table of terms.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/glossary.h"
#include "text/csv.h"
#include <jansson.h>
#include <stdbool.h>

static const char *const languages[] = {"en", "ru", "tg", "prs"};
static const char *const meanings[] = {"meaning", "meaning_ru", "meaning_tg", "meaning_prs"};
static const char *const sources[] = {"source", "source_ru", "source_tg", "source_prs"};
static const char *const rest[] = {"id", "read"};
enum { N_LANGUAGES = sizeof languages / sizeof languages[0], N_REST = sizeof rest / sizeof rest[0] };

typedef struct columns { int32_t word[N_LANGUAGES], meaning[N_LANGUAGES], source[N_LANGUAGES], rest[N_REST]; } columns;

static bool find_columns(const gz_csv *csv, const char *const *names, int32_t n, int32_t *at, gz_mistakes *mistakes)
{
	bool good = true;
	for (int32_t i = 0; i < n; i++) {
		at[i] = gz_csv_column(csv, names[i]);
		if (at[i] < 0)
			gz_mistakes_add(mistakes, csv->path, 1, 0, "the column %s is missing", names[i]);
		good = good && at[i] >= 0;
	}
	return good;
}

static bool find_all(const gz_csv *csv, columns *c, gz_mistakes *mistakes)
{
	const bool words = find_columns(csv, languages, N_LANGUAGES, c->word, mistakes), means = find_columns(csv, meanings, N_LANGUAGES, c->meaning, mistakes);
	const bool sourced = find_columns(csv, sources, N_LANGUAGES, c->source, mistakes);
	return find_columns(csv, rest, N_REST, c->rest, mistakes) && words && means && sourced;
}

/* One text in the languages that have it. */
static json_t *said(const gz_csv *csv, int32_t row, const int32_t *at)
{
	json_t *words = json_object();
	for (int32_t i = 0; words && i < N_LANGUAGES; i++)
		if (gz_csv_cell(csv, row, at[i])[0] != '\0')
			json_object_set_new(words, languages[i], json_string(gz_csv_cell(csv, row, at[i])));
	return words;
}

static json_t *term(const gz_csv *csv, int32_t row, const columns *c)
{
	json_t *one = json_object();
	for (int32_t i = 0; one && i < N_REST; i++)
		json_object_set_new(one, rest[i], json_string(gz_csv_cell(csv, row, c->rest[i])));
	json_object_set_new(one, "word", said(csv, row, c->word));
	json_object_set_new(one, "meaning", said(csv, row, c->meaning));
	json_object_set_new(one, "source", said(csv, row, c->source));
	return one;
}

gz_status gz_glossary_read(const char *path, json_t **out, gz_mistakes *mistakes)
{
	gz_arena arena = {0};
	gz_csv csv = {0};
	columns c;
	gz_status st = gz_csv_load_listing(&arena, path, &csv, mistakes);
	*out = st != GZ_ERR_MEMORY && csv.n_columns > 0 && find_all(&csv, &c, mistakes) ? json_array() : NULL;
	for (int32_t row = 0; *out != NULL && row < csv.n_rows; row++) {
		if (gz_csv_cell(&csv, row, c.word[0])[0] == '\0' || gz_csv_cell(&csv, row, c.source[0])[0] == '\0')
			gz_mistakes_add(mistakes, csv.path, gz_csv_row_line(&csv, row), 0, "a term has its English word and its source");
		json_array_append_new(*out, term(&csv, row, &c));
	}
	gz_arena_free(&arena);
	if (st != GZ_ERR_MEMORY)
		st = gz_mistakes_status(mistakes, NULL);
	if (st != GZ_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return st;
}
