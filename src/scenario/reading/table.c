/* A CSV table whose columns are known beforehand: finds the columns, reads cells by kind, and lists what is wrong with them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/table.h"
#include "base/date.h"
#include "base/number.h"
#include "scenario/reading/names.h"
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 60, NAMES_SHOWN = 8 };

/* Columns that document a row and that any table may have; those that a table reads are among its own columns. */
static const char *const documentary[] = {"source", "kind", "rule", "note", "checked"};
enum { N_DOCUMENTARY = sizeof documentary / sizeof documentary[0] };

/* ---- header ----------------------------------------------------------------------------------------------- */

static int32_t column_named(const gz_table *t, const char *name)
{
	for (int32_t i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return i;
	return -1;
}

static bool is_documentary(const char *name)
{
	for (int32_t i = 0; i < N_DOCUMENTARY; i++)
		if (strcmp(documentary[i], name) == 0)
			return true;
	return false;
}

static void list_unknown_column(const gz_table *t, int32_t at)
{
	const char *candidates[GZ_TABLE_COLUMNS_MAX + N_DOCUMENTARY], *name = t->csv.header[at];
	int32_t n = 0;
	for (int32_t i = 0; i < t->n_columns; i++)
		if (t->at[i] < 0)
			candidates[n++] = t->columns[i].name;
	for (int32_t i = 0; i < N_DOCUMENTARY; i++)
		candidates[n++] = documentary[i];
	const char *near = gz_mistakes_near(name, candidates, n);
	int32_t position = t->csv.header_positions[at];
	if (near != NULL)
		gz_mistakes_add(
			t->mistakes, t->file, 1, position, "column %.*s: no such column in this table; did you mean %s?", SHOWN, name, near);
	else
		gz_mistakes_add(t->mistakes, t->file, 1, position,
			"column %.*s: no such column in this table; a column of remarks may be called note or source", SHOWN, name);
}

static gz_status check_header(gz_table *t)
{
	bool whole = true;
	for (int32_t i = 0; i < t->n_columns; i++)
		t->at[i] = gz_csv_column(&t->csv, t->columns[i].name);
	for (int32_t at = 0; at < t->csv.n_columns; at++)
		if (column_named(t, t->csv.header[at]) < 0 && !is_documentary(t->csv.header[at]))
			list_unknown_column(t, at);
	for (int32_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].required && t->at[i] < 0) {
			gz_mistakes_add(
				t->mistakes, t->file, 1, 1, "the column %s is missing: this table cannot be read without it", t->columns[i].name);
			whole = false;
		}
	return whole ? GZ_OK : GZ_ERR_INPUT;
}

gz_status gz_table_load(gz_table *t, gz_arena *arena, gz_arena *lent, const char *path, const gz_table_column *columns, int32_t n, gz_mistakes *mistakes)
{
	assert(n <= GZ_TABLE_COLUMNS_MAX);
	*t = (gz_table){.file = path, .mistakes = mistakes, .arena = arena, .lent = lent, .columns = columns, .n_columns = n};
	gz_status status = gz_csv_load_export(lent, path, &t->csv, mistakes);
	t->incomplete = status != GZ_OK;
	if (status == GZ_ERR_INPUT && t->csv.n_columns > 0)
		status = GZ_OK; /* the rows that are whole can still be checked */
	GZ_TRY(status);
	GZ_TRY(check_header(t));
	t->n_rows = t->csv.n_rows;
	return GZ_OK;
}

/* ---- mistakes --------------------------------------------------------------------------------------------- */

static int32_t cell_column(const gz_table *t, int32_t row, int32_t column)
{
	return t->at[column] < 0 ? 0 : gz_csv_cell_column(&t->csv, row, t->at[column]);
}

int32_t gz_table_line(const gz_table *t, int32_t row)
{
	return gz_csv_row_line(&t->csv, row);
}

/* Bytes of text to show: at most SHOWN, cut between two UTF-8 characters and at the end of a line. */
static int32_t shown(const char *text)
{
	int32_t n = 0;
	while (n < SHOWN && text[n] != '\0' && text[n] != '\n' && text[n] != '\r')
		n++;
	while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return n;
}

void gz_table_mistake(const gz_table *t, int32_t row, int32_t column, const char *fmt, ...)
{
	char sentence[GZ_ERROR_SENTENCE_SIZE];
	const char *text = gz_table_text(t, row, column);
	int32_t n = shown(text);
	va_list arguments;
	va_start(arguments, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, arguments);
	va_end(arguments);
	if (text[0] == '\0')
		gz_mistakes_add(
			t->mistakes, t->file, gz_table_line(t, row), cell_column(t, row, column), "%s is empty: %s", t->columns[column].name, sentence);
	else
		gz_mistakes_add(t->mistakes, t->file, gz_table_line(t, row), cell_column(t, row, column), "%s %.*s%s: %s", t->columns[column].name,
			(int)n, text, text[n] == '\0' ? "" : "...", sentence);
}

/* Writes "a, b, c ..." of the first names. */
static void join(char *out, size_t size, const char *const *names, int32_t n)
{
	size_t length = 0;
	out[0] = '\0';
	for (int32_t i = 0; i < n && i < NAMES_SHOWN && length < size; i++) {
		int written = snprintf(out + length, size - length, "%s%.*s", i == 0 ? "" : ", ", SHOWN, names[i]);
		length += written > 0 ? (size_t)written : 0;
	}
	if (n > NAMES_SHOWN && length < size)
		snprintf(out + length, size - length, " ...");
}

void gz_table_unknown_part(
	const gz_table *t, int32_t row, int32_t column, const char *part, const char *noun, const char *const *names, int32_t n)
{
	/* Past the limit mistakes are only counted: looking for near names among thousands would take long. */
	const bool look = t->mistakes->n < GZ_MISTAKES_MAX;
	const char *alike = look ? gz_mistakes_alike(part, names, n) : NULL,
			   *near = look && strlen(part) > 1 ? gz_mistakes_near(part, names, n) : NULL;
	const char *text = gz_table_text(t, row, column);
	char list[256], lead[SHOWN + 8] = "";
	if (strcmp(part, text) != 0)
		snprintf(lead, sizeof lead, "%.*s: ", (int)shown(part), part);
	join(list, sizeof list, names, n);
	if (part[0] == '\0')
		gz_table_mistake(t, row, column, "expected the %s", noun);
	else if (alike != NULL)
		gz_table_mistake(t, row, column, "%sno such %s; did you mean %s, in Latin letters?", lead, noun, alike);
	else if (near != NULL)
		gz_table_mistake(t, row, column, "%sno such %s; did you mean %s?", lead, noun, near);
	else if (n == 0)
		gz_table_mistake(t, row, column, "%sno such %s; this world has none", lead, noun);
	else
		gz_table_mistake(t, row, column, "%sno such %s; there are: %s", lead, noun, list);
}

void gz_table_unknown(const gz_table *t, int32_t row, int32_t column, const char *noun, const char *const *names, int32_t n)
{
	gz_table_unknown_part(t, row, column, gz_table_text(t, row, column), noun, names, n);
}

int32_t gz_table_reference(const gz_table *t, int32_t row, int32_t column, const char *noun, const gz_names *names)
{
	const char *text = gz_table_text(t, row, column);
	int32_t found = text[0] == '\0' ? -1 : gz_names_find(names, text);
	if (found < 0 && (!names->incomplete || text[0] == '\0'))
		gz_table_unknown(t, row, column, noun, names->name, names->n);
	return found;
}

/* ---- cells ------------------------------------------------------------------------------------------------ */

const char *gz_table_text(const gz_table *t, int32_t row, int32_t column)
{
	if (t->at[column] < 0)
		return "";
	return gz_csv_word(&t->csv, t->lent, row, t->at[column]);
}

const char *gz_table_keep(const gz_table *t, const char *text)
{
	const char *copy = gz_arena_strdup(t->arena, text);
	return copy == NULL ? "" : copy;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool gz_table_id(const gz_table *t, int32_t row, int32_t column, const char **out)
{
	const char *text = gz_table_text(t, row, column);
	*out = gz_table_keep(t, text);
	if (!is_letter(text[0])) {
		gz_table_mistake(t, row, column, "expected a name that begins with a Latin letter, such as TJK-dushanbe");
		return false;
	}
	for (const char *c = text; *c != '\0'; c++) {
		if (is_letter(*c) || (*c >= '0' && *c <= '9') || *c == '-' || *c == '_' || *c == '.')
			continue;
		if ((unsigned char)*c >= 0x80)
			gz_table_mistake(
				t, row, column, "expected Latin letters, digits, - _ . only (one letter here is of another alphabet, however alike)");
		else
			gz_table_mistake(t, row, column, "expected Latin letters, digits, - _ . only, not '%c'", *c);
		return false;
	}
	return true;
}

/* What a person probably did when a cell is not a number. */
static const char *number_hint(const char *text)
{
	if (strchr(text, '%') != NULL)
		return "; write 0.25 for 25 %";
	if (strchr(text, ',') != NULL)
		return "; write 0.5 with a point, and 12000 without separators";
	if (strchr(text, ' ') != NULL || strstr(text, "\xC2\xA0") != NULL || strstr(text, "\xE2\x80\xAF") != NULL)
		return "; write 12000 without spaces";
	return "";
}

static void list_range(
	const gz_table *t, int32_t row, int32_t column, const char *lead, const char *what, double low, double high, const char *hint)
{
	char from[32], to[32];
	gz_number_format(low, from);
	gz_number_format(high, to);
	if (high >= 1e9)
		gz_table_mistake(t, row, column, "%sexpected %s, %s or more%s", lead, what, from, hint);
	else
		gz_table_mistake(t, row, column, "%sexpected %s from %s to %s%s", lead, what, from, to, hint);
}

bool gz_table_number_part(const gz_table *t, int32_t row, int32_t column, const char *text, double low, double high, double *out)
{
	double x = 0;
	bool is_number = gz_csv_number_within(&t->csv, text, high, &x);
	if (is_number && x >= low && x <= high) {
		*out = x;
		return true;
	}
	char lead[SHOWN + 8] = "";
	if (strcmp(text, gz_table_text(t, row, column)) != 0)
		snprintf(lead, sizeof lead, "%.*s: ", (int)shown(text), text);
	if (is_number && x > high && high >= 1e9)
		gz_table_mistake(t, row, column, "%stoo large a number", lead);
	else
		list_range(t, row, column, lead, "a number", low, high, is_number ? "" : number_hint(text));
	return false;
}

bool gz_table_number(const gz_table *t, int32_t row, int32_t column, double low, double high, double *out)
{
	return gz_table_number_part(t, row, column, gz_table_text(t, row, column), low, high, out);
}

bool gz_table_number_or(const gz_table *t, int32_t row, int32_t column, double low, double high, double otherwise, double *out)
{
	*out = otherwise;
	if (gz_table_text(t, row, column)[0] == '\0')
		return true;
	return gz_table_number(t, row, column, low, high, out);
}

bool gz_table_whole(const gz_table *t, int32_t row, int32_t column, int64_t low, int64_t high, int64_t *out)
{
	const char *text = gz_table_text(t, row, column);
	double x = 0;
	if (gz_csv_number_within(&t->csv, text, HUGE_VAL, &x) && x >= -9e15 && x <= 9e15 && x == (double)(int64_t)x) {
		if ((int64_t)x >= low && (int64_t)x <= high) {
			*out = (int64_t)x;
			return true;
		}
		if ((int64_t)x > high) {
			gz_table_mistake(t, row, column, "too many: expected at most %lld", (long long)high);
			return false;
		}
	}
	list_range(t, row, column, "", "a whole number", (double)low, (double)high, number_hint(text));
	return false;
}

bool gz_table_word(const gz_table *t, int32_t row, int32_t column, const char *const *words, int32_t n, int32_t otherwise, int32_t *out)
{
	const char *text = gz_table_text(t, row, column);
	*out = otherwise;
	if (text[0] == '\0' && otherwise >= 0)
		return true;
	for (int32_t i = 0; i < n; i++)
		if (strcmp(words[i], text) == 0) {
			*out = i;
			return true;
		}
	const char *near = gz_mistakes_near(text, words, n);
	char list[256];
	join(list, sizeof list, words, n);
	if (text[0] != '\0' && near != NULL)
		gz_table_mistake(t, row, column, "expected one of %s; did you mean %s?", list, near);
	else
		gz_table_mistake(t, row, column, "expected one of %s", list);
	return false;
}

void gz_table_rounded(double x, char out[32])
{
	gz_number_format(floor(x * 1e4 + 0.5) / 1e4, out);
}

const char *gz_table_note(const gz_table *t, int32_t row, int32_t column)
{
	const char *text = gz_table_text(t, row, column);
	return text[0] == '\0' ? NULL : gz_table_keep(t, text);
}

gz_words gz_table_words(const gz_table *t, int32_t row, int32_t en, int32_t ru, int32_t tg, const char *id)
{
	gz_words words = {gz_table_note(t, row, en), gz_table_note(t, row, ru), gz_table_note(t, row, tg)};
	if (words.en == NULL)
		words.en = words.ru != NULL ? words.ru : words.tg != NULL ? words.tg : id;
	return words;
}

const char *gz_table_kind(const gz_table *t, int32_t row, int32_t column)
{
	static const char *const kinds[] = {"measured", "reported", "estimated"};
	int32_t which = -1;
	if (gz_table_text(t, row, column)[0] == '\0' || !gz_table_word(t, row, column, kinds, 3, -1, &which))
		return NULL;
	return kinds[which];
}
