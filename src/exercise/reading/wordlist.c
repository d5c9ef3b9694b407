/* The translator's table of a pack: words.csv.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/wordlist.h"
#include "text/csv.h"
#include <stdlib.h>
#include <string.h>

/* A text by what it says in the pack's language; sorted, a row finds all that say the same. */
typedef struct entry { const char *key; gz_pack_text *text; } entry;

static int by_key(const void *a, const void *b)
{
	const entry *x = a, *y = b;
	return strcmp(x->key, y->key);
}

/* A table: where its columns are, and whether it wins over what the pack has. */
typedef struct table { const gz_csv *csv; int32_t columns[GZ_PACK_LANGUAGES], reviewed; bool over; } table;

/* Whether a native speaker has read the row in a language: the column says "ru", or "ru;tg". */
static bool read_by_native(const table *t, int32_t row, int32_t language)
{
	const char *cell = t->reviewed < 0 ? "" : gz_csv_cell(t->csv, row, t->reviewed), *code = gz_pack_language_code((gz_pack_language)language);
	for (const char *at = cell; (at = strstr(at, code)) != NULL; at++)
		if ((at == cell || strchr("; ,", at[-1])) && strchr("; ,", at[strlen(code)]) != NULL)
			return true;
	return false;
}

/* Puts a row's translations into every text that says the same; how many do. */
static int32_t fill(gz_pack *p, const entry *entries, int32_t n, const table *t, int32_t row)
{
	const gz_csv *csv = t->csv;
	const int32_t *columns = t->columns, own = (int32_t)p->language;
	const char *key = gz_csv_cell(csv, row, columns[own]);
	int32_t low = 0, high = n, found = 0;
	while (low < high) {
		int32_t middle = low + (high - low) / 2;
		if (strcmp(entries[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && strcmp(entries[low].key, key) == 0; low++, found++)
		for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++)
			if (columns[l] >= 0 && l != own && (t->over || entries[low].text->in[l] == NULL) && gz_csv_cell(csv, row, columns[l])[0] != '\0') {
				entries[low].text->in[l] = gz_csv_cell(csv, row, columns[l]);
				entries[low].text->reviewed[l] = read_by_native(t, row, l);
			}
	return found;
}

static void tell_columns(gz_reader *r, const gz_csv *csv)
{
	static const char *const known[] = {"en", "ru", "tg", "prs", "reviewed", "note"};
	for (int32_t c = 0; c < csv->n_columns; c++) {
		bool found = false;
		for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
			found = found || strcmp(csv->header[c], known[k]) == 0;
		if (!found)
			gz_mistakes_add(r->mistakes, csv->path, 1, csv->header_positions[c], "no such column here: %.60s; there are: en, ru, tg, prs, reviewed, note", csv->header[c]);
	}
}

typedef struct said { const char *text; int32_t row; } said;

static int by_text(const void *a, const void *b)
{
	const said *x = a, *y = b;
	const int order = strcmp(x->text, y->text);
	return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* A text that stands in two rows would be translated by the first of them, whatever the second says. */
static void tell_twice(gz_reader *r, const gz_csv *csv, int32_t own)
{
	said *all = gz_reader_array(r, said, csv->n_rows + 1);
	for (int32_t row = 0; all != NULL && row < csv->n_rows; row++)
		all[row] = (said){gz_csv_cell(csv, row, own), row};
	if (all != NULL && csv->n_rows > 1)
		qsort(all, (size_t)csv->n_rows, sizeof *all, by_text);
	for (int32_t i = 1; all != NULL && i < csv->n_rows; i++)
		if (strcmp(all[i].text, all[i - 1].text) == 0)
			gz_mistakes_add(r->mistakes, csv->path, gz_csv_row_line(csv, all[i].row), gz_csv_cell_column(csv, all[i].row, own),
				"this text stands in row %d already", (int)gz_csv_row_line(csv, all[i - 1].row));
}

static void apply(gz_reader *r, const gz_csv *csv, bool over)
{
	table t = {.csv = csv, .reviewed = gz_csv_column(csv, "reviewed"), .over = over};
	gz_pack *p = r->pack;
	int32_t n = 0;
	for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++)
		t.columns[l] = gz_csv_column(csv, gz_pack_language_code((gz_pack_language)l));
	const int32_t own = t.columns[p->language];
	if (own < 0) {
		gz_mistakes_add(r->mistakes, csv->path, 1, 0, "the column %s is missing: the texts as they stand in the pack", gz_pack_language_code(p->language));
		return;
	}
	tell_columns(r, csv);
	tell_twice(r, csv, own);
	entry *entries = gz_reader_array(r, entry, p->n_texts);
	for (int32_t i = 0; entries != NULL && i < p->n_texts; i++)
		if (p->texts[i]->in[p->language] != NULL)
			entries[n++] = (entry){p->texts[i]->in[p->language], p->texts[i]};
	if (n > 1)
		qsort(entries, (size_t)n, sizeof *entries, by_key);
	for (int32_t row = 0; entries != NULL && row < csv->n_rows; row++)
		if (fill(p, entries, n, &t, row) == 0)
			gz_mistakes_add(r->mistakes, csv->path, gz_csv_row_line(csv, row), gz_csv_cell_column(csv, row, own),
				"this translates nothing: no text of the pack says it; was the text changed?");
}

void gz_wordlist_apply(gz_reader *r, const char *path, bool over)
{
	gz_csv csv = {0};
	gz_status status = gz_csv_load_listing(&r->pack->arena, path, &csv, r->mistakes);
	r->no_memory = r->no_memory || status == GZ_ERR_MEMORY;
	if (status != GZ_ERR_MEMORY && csv.n_columns > 0)
		apply(r, &csv, over);
}
