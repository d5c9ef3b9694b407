/* Reads the table of terms.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/glossary.h"
#include "text/csv.h"
#include <jansson.h>
#include <stdbool.h>

static const char *const languages[] = {"en", "ru", "tg", "prs"};
static const char *const rest[] = {"id", "meaning", "source", "read"};
enum { N_LANGUAGES = sizeof languages / sizeof languages[0], N_REST = sizeof rest / sizeof rest[0] };

typedef struct columns { int32_t language[N_LANGUAGES], rest[N_REST]; } columns;

static bool find_columns(const gz_csv *csv, columns *c, gz_mistakes *mistakes)
{
	bool good = true;
	for (int32_t i = 0; i < N_LANGUAGES + N_REST; i++) {
		const char *name = i < N_LANGUAGES ? languages[i] : rest[i - N_LANGUAGES];
		const int32_t at = gz_csv_column(csv, name);
		*(i < N_LANGUAGES ? &c->language[i] : &c->rest[i - N_LANGUAGES]) = at;
		if (at < 0)
			gz_mistakes_add(mistakes, csv->path, 1, 0, "the column %s is missing", name);
		good = good && at >= 0;
	}
	return good;
}

static json_t *term(const gz_csv *csv, int32_t row, const columns *c)
{
	json_t *one = json_object(), *word = json_object();
	for (int32_t i = 0; one && i < N_REST; i++)
		json_object_set_new(one, rest[i], json_string(gz_csv_cell(csv, row, c->rest[i])));
	for (int32_t i = 0; word && i < N_LANGUAGES; i++)
		if (gz_csv_cell(csv, row, c->language[i])[0] != '\0')
			json_object_set_new(word, languages[i], json_string(gz_csv_cell(csv, row, c->language[i])));
	json_object_set_new(one, "word", word);
	return one;
}

gz_status gz_glossary_read(const char *path, json_t **out, gz_mistakes *mistakes)
{
	gz_arena arena = {0};
	gz_csv csv = {0};
	columns c;
	gz_status st = gz_csv_load_listing(&arena, path, &csv, mistakes);
	*out = st != GZ_ERR_MEMORY && csv.n_columns > 0 && find_columns(&csv, &c, mistakes) ? json_array() : NULL;
	for (int32_t row = 0; *out != NULL && row < csv.n_rows; row++) {
		if (gz_csv_cell(&csv, row, c.language[0])[0] == '\0' || gz_csv_cell(&csv, row, c.rest[2])[0] == '\0')
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
