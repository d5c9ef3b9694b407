/* The table reader: one pass over a private copy of the bytes, in which cells are unquoted and terminated in place.
 *
 * First the whole text is checked to be UTF-8 without NUL bytes and overlong lines; then the first row names the columns; then each
 * further row is read and kept if it has as many fields. Positions are counted in characters, lines as an editor counts them (LF, CRLF
 * or CR), so that a mistake can be found with "go to line".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/csv.h"

#include "base/date.h"
#include "base/file.h"
#include "base/mistakes.h"
#include "base/number.h"
#include "text/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { FILE_MAX = 256 << 20, LINE_MAX_BYTES = 1 << 20, COLUMNS_MAX = 10000 };

typedef struct field {
	const char *text;
	int32_t line, position;
	bool quoted;
} field;

typedef struct reader {
	gz_csv *csv;
	gz_arena *arena;
	gz_mistakes *mistakes;
	char *s;                /* the private copy, followed by a NUL */
	size_t n, i;
	int32_t line, position; /* of s[i], 1-based */
	field *fields;          /* [capacity] of the row being read */
	int32_t capacity;
	int32_t rows_kept;      /* room in csv->cells, rows */
	bool damaged;           /* the row being read has a mistake of its own */
} reader;

/* What a mark ends. */
enum ending { ENDS_FIELD, ENDS_ROW, ENDS_TEXT };

static bool at_line_end(const reader *r)
{
	return r->i == r->n || r->s[r->i] == '\n' || r->s[r->i] == '\r';
}

/* Passes one byte, counting lines and characters. */
static void pass(reader *r)
{
	const char c = r->s[r->i++];
	if (c == '\n' || (c == '\r' && r->s[r->i] != '\n')) {
		r->line++;
		r->position = 1;
	} else if (((unsigned char)c & 0xC0) != 0x80 && c != '\r') {
		r->position++;
	}
}

static void pass_line(reader *r)
{
	while (!at_line_end(r))
		pass(r);
}

/* Passes the mark between two fields or the end of a line. */
static enum ending pass_mark(reader *r)
{
	if (r->i == r->n)
		return ENDS_TEXT;
	const char c = r->s[r->i];
	pass(r);
	if (c == r->csv->mark)
		return ENDS_FIELD;
	if (c == '\r' && r->s[r->i] == '\n')
		pass(r);
	return r->i == r->n ? ENDS_TEXT : ENDS_ROW;
}

/* Reads a field in quotes; its text ends at *end. */
static void read_quoted(reader *r, field *f, char **end)
{
	char *out = r->s + r->i;
	pass(r);
	f->text = out;
	f->quoted = true;
	for (;;) {
		if (r->i == r->n) {
			gz_mistakes_add(r->mistakes, r->csv->path, f->line, f->position, "a quote opens here and is never closed");
			r->damaged = true;
			break;
		}
		if (r->s[r->i] == '"') {
			pass(r);
			if (r->s[r->i] != '"')
				break;
		}
		*out++ = r->s[r->i];
		pass(r);
	}
	*end = out;
	if (!at_line_end(r) && r->s[r->i] != r->csv->mark) {
		gz_mistakes_add(r->mistakes, r->csv->path, r->line, r->position,
			"text after a closing quote: a quote inside a quoted field is written twice (\"\")");
		r->damaged = true;
		pass_line(r);
	}
}

static void read_plain(reader *r, field *f, char **end)
{
	const char *at = r->s + r->i, mark = r->csv->mark;
	int32_t position = r->position;
	f->text = at;
	for (; *at != mark && *at != '\n' && *at != '\r' && *at != '\0'; at++) { /* the text ends with a NUL and holds no other */
		if (*at == '"' && !r->damaged) {
			gz_mistakes_add(r->mistakes, r->csv->path, r->line, position,
				"a quote inside an unquoted field: put the whole field in quotes and write the inner quote twice (\"\")");
			r->damaged = true;
		}
		position += ((unsigned char)*at & 0xC0) != 0x80;
	}
	r->i = (size_t)(at - r->s);
	r->position = position;
	*end = r->s + r->i;
}

/* Reads one row; returns how many fields it has, of which the first `capacity` are kept in r->fields. */
static int32_t read_row(reader *r)
{
	int32_t n = 0;
	enum ending ending;
	r->damaged = false;
	do {
		field f = {.line = r->line, .position = r->position};
		char *end = NULL;
		if (r->s[r->i] == '"')
			read_quoted(r, &f, &end);
		else
			read_plain(r, &f, &end);
		ending = pass_mark(r);
		*end = '\0'; /* only now: it may stand on the mark */
		if (n < r->capacity)
			r->fields[n] = f;
		n++;
	} while (ending == ENDS_FIELD);
	return n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether a row has nothing but blanks: a spreadsheet leaves rows of commas where something was deleted. */
static bool is_empty(const reader *r, int32_t n)
{
	for (int32_t c = 0; c < n && c < r->capacity; c++)
		if (r->fields[c].quoted || r->fields[c].text[strspn(r->fields[c].text, " \t")] != '\0')
			return false;
	return true;
}

/* The name of a column, without the blanks around it. */
static const char *name_in(reader *r, const field *f)
{
	char *name = r->s + (f->text - r->s);
	size_t n = strlen(name);
	while (n > 0 && is_blank(name[n - 1]))
		name[--n] = '\0';
	return name + strspn(name, " \t");
}

static bool skip_empty_lines(reader *r)
{
	while (r->i < r->n && at_line_end(r))
		pass(r);
	return r->i < r->n;
}

/* Line and character position of a byte: for mistakes found before reading. */
static void locate(const char *s, size_t offset, int32_t *line, int32_t *position)
{
	*line = *position = 1;
	for (size_t i = 0; i < offset; i++) {
		if (s[i] == '\n') {
			(*line)++;
			*position = 1;
		} else if (((unsigned char)s[i] & 0xC0) != 0x80) {
			(*position)++;
		}
	}
}

static size_t longest_line(const char *s, size_t n, size_t *start)
{
	size_t longest = 0;
	const bool returns = memchr(s, '\r', n) != NULL;
	for (size_t begin = 0; begin < n;) {
		const char *feed = memchr(s + begin, '\n', n - begin);
		size_t length = feed != NULL ? (size_t)(feed - s) - begin : n - begin;
		const char *back = returns ? memchr(s + begin, '\r', length) : NULL;
		length = back != NULL ? (size_t)(back - s) - begin : length;
		if (length > longest) {
			longest = length;
			*start = begin;
		}
		begin += length + 1;
	}
	return longest;
}

/* Whether the bytes are text that can be read at all. */
static bool is_text(const char *path, const char *s, size_t n, gz_mistakes *mistakes)
{
	int32_t line, position;
	const char *nul = memchr(s, '\0', n);
	if (nul != NULL) {
		locate(s, (size_t)(nul - s), &line, &position);
		gz_mistakes_add(mistakes, path, line, position, "a NUL byte: this is not a text file (a spreadsheet must be saved as CSV UTF-8)");
		return false;
	}
	const size_t bad = gz_utf8_invalid(s, n);
	if (bad < n) {
		locate(s, bad, &line, &position);
		gz_mistakes_add(mistakes, path, line, position, "byte 0x%02X is not UTF-8: save the file as CSV UTF-8", (unsigned char)s[bad]);
		return false;
	}
	size_t start = 0;
	if (longest_line(s, n, &start) > LINE_MAX_BYTES) {
		locate(s, start, &line, &position);
		gz_mistakes_add(mistakes, path, line, 1, "this line is longer than 1 MiB");
		return false;
	}
	return true;
}

/* How many fields the first row can have at most, and what separates them. */
static int32_t count_header(reader *r)
{
	int32_t commas = 0, semicolons = 0, tabs = 0;
	bool quoted = false;
	for (size_t i = r->i; i < r->n && (quoted || (r->s[i] != '\n' && r->s[i] != '\r')); i++) {
		const char c = r->s[i];
		if (c == '"')
			quoted = !quoted;
		commas += !quoted && c == ',';
		semicolons += !quoted && c == ';';
		tabs += !quoted && c == '\t';
	}
	r->csv->mark = commas == 0 && semicolons > 0 ? ';' : commas == 0 && tabs > 0 ? '\t' : ',';
	const int32_t marks = r->csv->mark == ';' ? semicolons : r->csv->mark == '\t' ? tabs : commas;
	if (marks >= COLUMNS_MAX) {
		gz_mistakes_add(r->mistakes, r->csv->path, r->line, 1, "the first row names more than %d columns", COLUMNS_MAX);
		return 0;
	}
	return marks + 1;
}

static void check_header(const reader *r)
{
	const gz_csv *csv = r->csv;
	for (int32_t c = 0; c < csv->n_columns; c++) {
		if (csv->header[c][0] == '\0') {
			gz_mistakes_add(r->mistakes, csv->path, r->fields[c].line, r->fields[c].position, "column %d has no name", c + 1);
			continue;
		}
		const int32_t first = gz_csv_column(csv, csv->header[c]);
		if (first < c)
			gz_mistakes_add(r->mistakes, csv->path, r->fields[c].line, r->fields[c].position,
				"column '%s' is named twice: columns %d and %d", csv->header[c], first + 1, c + 1);
	}
}

static gz_status read_header(reader *r)
{
	gz_csv *csv = r->csv;
	if (!skip_empty_lines(r)) {
		gz_mistakes_add(r->mistakes, csv->path, 1, 1, "the file is empty: the first row must name the columns");
		return GZ_ERR_INPUT;
	}
	r->capacity = count_header(r);
	if (r->capacity == 0)
		return GZ_ERR_INPUT;
	r->fields = gz_arena_array(r->arena, field, r->capacity + 1);
	csv->header = gz_arena_array(r->arena, const char *, r->capacity);
	csv->header_positions = gz_arena_array(r->arena, int32_t, r->capacity);
	if (r->fields == NULL || csv->header == NULL || csv->header_positions == NULL)
		return GZ_ERR_MEMORY;
	const int32_t n = read_row(r);
	if (r->damaged)
		return GZ_ERR_INPUT;
	assert(n <= r->capacity);
	csv->n_columns = n;
	r->capacity = n + 1; /* one more shows where a decimal comma split the last number */
	for (int32_t c = 0; c < n; c++) {
		csv->header[c] = name_in(r, &r->fields[c]);
		csv->header_positions[c] = r->fields[c].position;
	}
	check_header(r);
	return GZ_OK;
}

/* A longer array of the same; NULL on out of memory. The old one stays in the arena. */
static void *widen(gz_arena *arena, const void *old, size_t size, int64_t n_old, int64_t n_new)
{
	void *wide = gz_arena_items(arena, size, n_new);
	if (wide != NULL && n_old > 0)
		memcpy(wide, old, size * (size_t)n_old);
	return wide;
}

/* Rows that the rest of the text can hold: its lines, each of which takes a byte at least for every field. */
static int32_t rows_left(const reader *r)
{
	size_t lines = 2;
	for (const char *at = r->s + r->i; (at = memchr(at, '\n', r->n - (size_t)(at - r->s))) != NULL; at++)
		lines++;
	const size_t most = (r->n - r->i) / (size_t)r->csv->n_columns + 2;
	lines = lines < most ? lines : most;
	return lines < INT32_MAX / 4 ? (int32_t)lines : INT32_MAX / 4;
}

static bool more_rows(reader *r)
{
	gz_csv *csv = r->csv;
	if (csv->n_rows < r->rows_kept)
		return true;
	if (r->rows_kept > INT32_MAX / 2 / csv->n_columns)
		return false;
	const int32_t rows = r->rows_kept == 0 ? rows_left(r) : r->rows_kept * 2;
	const int64_t had = (int64_t)csv->n_rows * csv->n_columns, wanted = (int64_t)rows * csv->n_columns;
	csv->cells = widen(r->arena, (const void *)csv->cells, sizeof *csv->cells, had, wanted);
	csv->positions = widen(r->arena, csv->positions, sizeof *csv->positions, had, wanted);
	csv->lines = widen(r->arena, csv->lines, sizeof *csv->lines, csv->n_rows, rows);
	r->rows_kept = rows;
	return csv->cells != NULL && csv->positions != NULL && csv->lines != NULL;
}

static bool only_digits(const char *text)
{
	return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* Whether the row looks as if somebody wrote 3,5 for 3.5. */
static bool decimal_comma(const reader *r)
{
	for (int32_t c = 0; c + 1 < r->capacity; c++)
		if (!r->fields[c].quoted && !r->fields[c + 1].quoted && only_digits(r->fields[c].text) && only_digits(r->fields[c + 1].text))
			return true;
	return false;
}

static void tell_ragged(const reader *r, int32_t line, int32_t found)
{
	const int32_t wanted = r->csv->n_columns;
	const char *hint = found > wanted && r->csv->mark == ',' && decimal_comma(r) ? "; if a comma is meant as a decimal sign, write a point" : "";
	const int32_t position = found > wanted ? 1 : r->fields[found - 1].position;
	gz_mistakes_add(r->mistakes, r->csv->path, line, position, "row %d has %d field%s, the first row names %d%s", line, found,
		found == 1 ? "" : "s", wanted, hint);
}

static void keep_row(reader *r, int32_t line)
{
	gz_csv *csv = r->csv;
	const int64_t at = (int64_t)csv->n_rows * csv->n_columns;
	for (int32_t c = 0; c < csv->n_columns; c++) {
		csv->cells[at + c] = r->fields[c].text;
		csv->positions[at + c] = r->fields[c].position;
	}
	csv->lines[csv->n_rows++] = line;
}

static gz_status read_rows(reader *r)
{
	while (skip_empty_lines(r)) {
		const int32_t line = r->line;
		const int32_t n = read_row(r);
		if (r->damaged || is_empty(r, n))
			continue;
		if (n != r->csv->n_columns) {
			tell_ragged(r, line, n);
			continue;
		}
		if (!more_rows(r))
			return GZ_ERR_MEMORY;
		keep_row(r, line);
	}
	return GZ_OK;
}

/* Reads s, which it may change and which is followed by a NUL. */
static gz_status read_table(gz_arena *arena, const char *path, char *s, size_t n, gz_csv *out, gz_mistakes *mistakes)
{
	const int64_t before = mistakes->n + mistakes->more;
	*out = (gz_csv){.path = gz_arena_strdup(arena, path), .mark = ','};
	if (out->path == NULL)
		return GZ_ERR_MEMORY;
	if (!is_text(path, s, n, mistakes))
		return GZ_ERR_INPUT;
	reader r = {.csv = out, .arena = arena, .mistakes = mistakes, .s = s, .n = n, .line = 1, .position = 1};
	if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		r.i = 3;
	GZ_TRY(read_header(&r));
	GZ_TRY(read_rows(&r));
	return mistakes->n + mistakes->more == before ? GZ_OK : GZ_ERR_INPUT;
}

gz_status gz_csv_parse(gz_arena *arena, const char *path, const char *bytes, size_t n, gz_csv *out, gz_mistakes *mistakes)
{
	*out = (gz_csv){0};
	char *copy = n < SIZE_MAX ? gz_arena_alloc(arena, n + 1) : NULL;
	if (copy == NULL)
		return GZ_ERR_MEMORY;
	if (n > 0)
		memcpy(copy, bytes, n);
	return read_table(arena, path, copy, n, out, mistakes);
}

gz_status gz_csv_load_listing(gz_arena *arena, const char *path, gz_csv *out, gz_mistakes *mistakes)
{
	*out = (gz_csv){0};
	char *bytes = NULL;
	size_t n = 0;
	gz_error err = {0};
	const gz_status status = gz_file_read(path, FILE_MAX, arena, &bytes, &n, &err);
	if (status != GZ_OK) {
		gz_mistakes_add_error(mistakes, &err);
		return status;
	}
	return read_table(arena, path, bytes, n, out, mistakes);
}

gz_status gz_csv_load_export(gz_arena *arena, const char *path, gz_csv *out, gz_mistakes *mistakes)
{
	*out = (gz_csv){0};
	char *bytes = NULL;
	size_t n = 0;
	gz_encoding encoding;
	gz_error err = {0};
	gz_status status = gz_file_read(path, FILE_MAX, arena, &bytes, &n, &err);
	if (status != GZ_OK) {
		gz_mistakes_add_error(mistakes, &err);
		return status;
	}
	const char *text = bytes;
	GZ_TRY(gz_encoding_read(arena, &text, &n, &encoding));
	status = gz_csv_parse(arena, path, text, n, out, mistakes);
	out->encoding = encoding;
	return status;
}

gz_status gz_csv_load(gz_arena *arena, const char *path, gz_csv *out, gz_error *err)
{
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	const gz_status status = gz_csv_load_listing(arena, path, out, &mistakes);
	const gz_status listed = gz_mistakes_status(&mistakes, err);
	gz_mistakes_free(&mistakes);
	if (status != GZ_OK && listed == GZ_OK)
		return gz_error_set(err, status, path, 0, 0, "%s", gz_status_sentence(status));
	return status;
}

/* Length in bytes of the blank between two groups of digits that stands here: a plain one, a no-break one, a narrow one; 0 none. */
static size_t blank_between(const char *s)
{
	return s[0] == ' ' ? 1 : strncmp(s, "\u00A0", 2) == 0 ? 2 : strncmp(s, "\u202F", 3) == 0 || strncmp(s, "\u2009", 3) == 0 ? 3 : 0;
}

/* Writes digits in groups of three without what separates them; returns how many bytes they took, 0 if they are no such groups. */
static size_t ungrouped(const char *s, char *out)
{
	size_t at = strspn(s, "0123456789"), gap;
	if (at < 1 || at > 3 || blank_between(s + at) == 0)
		return 0;
	memcpy(out, s, at);
	out += at;
	for (; (gap = blank_between(s + at)) > 0; at += gap + 3, out += 3) {
		if (strspn(s + at + gap, "0123456789") != 3)
			return 0;
		memcpy(out, s + at + gap, 3);
	}
	*out = '\0';
	return at;
}

bool gz_csv_number(const gz_csv *csv, const char *text, double *out)
{
	char plain[64] = "";
	const size_t n = strlen(text), grouped = n < sizeof plain ? ungrouped(text, plain) : 0;
	if (gz_number_parse(text, n, out) || n >= sizeof plain)
		return gz_number_parse(text, n, out);
	memcpy(plain + (grouped > 0 ? strlen(plain) : 0), text + grouped, n - grouped + 1);
	char *comma = csv->mark == ',' ? NULL : strchr(plain, ',');
	const size_t whole = strspn(plain + (plain[0] == '-'), "0123456789"), rest = comma ? strspn(comma + 1, "0123456789") : 0;
	const bool thousand = grouped == 0 && rest == 3 && whole <= 3 && plain[plain[0] == '-'] != '0';
	if (comma != NULL && (thousand || rest == 0 || comma[1 + rest] != '\0' || whole == 0))
		return false;
	if (comma != NULL)
		*comma = '.';
	return gz_number_parse(plain, strlen(plain), out);
}

bool gz_csv_number_within(const gz_csv *csv, const char *text, double high, double *out)
{
	char plain[64];
	const char *comma = strchr(text, ',');
	const size_t n = strlen(text);
	if (csv->mark == ',')
		return gz_number_parse(text, n, out);
	if (gz_csv_number(csv, text, out) || comma == NULL || n >= sizeof plain)
		return gz_csv_number(csv, text, out);
	memcpy(plain, text, n + 1);
	plain[comma - text] = '.';
	return gz_number_parse(plain, n, out) && fabs(*out) * 1000 > high;
}

int32_t gz_csv_column(const gz_csv *csv, const char *name)
{
	for (int32_t c = 0; c < csv->n_columns; c++)
		if (strcmp(csv->header[c], name) == 0)
			return c;
	return -1;
}

const char *gz_csv_cell(const gz_csv *csv, int32_t row, int32_t column)
{
	assert(row >= 0 && row < csv->n_rows && column >= 0 && column < csv->n_columns);
	return csv->cells[(int64_t)row * csv->n_columns + column];
}

const char *gz_csv_word(const gz_csv *csv, gz_arena *arena, int32_t row, int32_t column)
{
	const char *text = gz_csv_cell(csv, row, column);
	text += strspn(text, " \t");
	size_t n = strlen(text);
	if (n == 0 || !is_blank(text[n - 1]))
		return text;
	while (n > 0 && is_blank(text[n - 1]))
		n--;
	const char *copy = gz_arena_strndup(arena, text, n);
	return copy == NULL ? "" : copy;
}

const char *gz_csv_plain(const gz_csv *csv, gz_arena *arena, int32_t row, int32_t column)
{
	const char *text = gz_csv_word(csv, arena, row, column), *copy;
	char said[32];
	double x;
	int32_t day;
	if (csv->mark == ',')
		return text;
	if (gz_date_parse_either(text, &day))
		gz_date_format(day, said);
	else if (gz_csv_number(csv, text, &x) && !gz_number_parse(text, strlen(text), &x))
		gz_number_format(x, said);
	else
		return text;
	copy = gz_arena_strdup(arena, said);
	return copy == NULL ? "" : copy;
}

int32_t gz_csv_row_line(const gz_csv *csv, int32_t row)
{
	assert(row >= 0 && row < csv->n_rows);
	return csv->lines[row];
}

int32_t gz_csv_cell_column(const gz_csv *csv, int32_t row, int32_t column)
{
	assert(row >= 0 && row < csv->n_rows && column >= 0 && column < csv->n_columns);
	return csv->positions[(int64_t)row * csv->n_columns + column];
}
