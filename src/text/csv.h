/* Tables: comma-separated UTF-8 text to rows of cells, with every mistake told by row and column.
 *
 * The first row names the columns; quotes as in RFC 4180. A byte-order mark and CRLF are accepted silently, lines without
 * anything but blanks and commas are skipped, names of columns have no blanks around them. Where the first row has no comma, semicolons
 * separate, or tabs where it has none of these either, as a spreadsheet writes them whose decimal sign is a comma.
 * Refused with a sentence each: files that are not UTF-8 text, rows with too few or too many fields,
 * a column named twice or not at all, a quote that is never closed, an empty file, a line above 1 MiB.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CSV_H
#define GZ_CSV_H
#include "base/arena.h"
#include "base/error.h"
#include "text/encoding.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gz_csv {
	const char *path;           /* as given */
	gz_encoding encoding;       /* of the file: UTF-8 unless it was loaded as an export */
	char mark;                  /* what separates: , ; or a tab */
	const char **header;        /* [column] */
	int32_t n_columns, n_rows;  /* the header row is not counted */
	const char **cells;         /* [row][column], as written, quotes removed; never NULL */
	int32_t *lines;             /* [row] 1-based line of the file on which the row starts */
	int32_t *header_positions;  /* [column] 1-based character position on the header's line */
	int32_t *positions;         /* [row][column] 1-based character position on the line where the cell starts */
} gz_csv;

/* Loads the table at path (at most 256 MiB) into arena. On the first mistake of the file err is set and GZ_ERR_INPUT returned. */
gz_status gz_csv_load(gz_arena *arena, const char *path, gz_csv *out, gz_error *err);

/* The same, but every mistake goes to `mistakes`, and ragged rows are left out of `out`, so that the other rows can still be
 * checked. GZ_ERR_INPUT if there was any mistake; `out` is then usable if out->n_columns > 0. */
gz_status gz_csv_load_listing(gz_arena *arena, const char *path, gz_csv *out, gz_mistakes *mistakes);

/* The same from n bytes in memory; `path` only names them in mistakes. Borrows bytes. */
gz_status gz_csv_parse(gz_arena *arena, const char *path, const char *bytes, size_t n, gz_csv *out, gz_mistakes *mistakes);

/* gz_csv_load_listing for a table exported by another program, which may also be written in UTF-16 or Windows-1251 (encoding.h). */
gz_status gz_csv_load_export(gz_arena *arena, const char *path, gz_csv *out, gz_mistakes *mistakes);

/* Whether a cell is one number, which only then is in *out, as gz_number_parse reads it or as people write it: blanks between groups of three
 * digits (190 000), and, where no comma separates the cells, a decimal comma, unless it may as well mean a thousand (1,234). */
bool gz_csv_number(const gz_csv *csv, const char *text, double *out);
/* The same for tables of the project's own language: as people write it only where no comma separates the cells, and 38,123 is 38.123 if as a
 * thousand it would pass `high`. */
bool gz_csv_number_within(const gz_csv *csv, const char *text, double high, double *out);

/* Index of the column with this name, -1 none. */
int32_t gz_csv_column(const gz_csv *csv, const char *name);
/* Text of a cell; row 0 is the first below the header. Asserts that row and column exist. */
const char *gz_csv_cell(const gz_csv *csv, int32_t row, int32_t column);
/* The same without blanks around it; a copy in arena where that needs one. */
const char *gz_csv_word(const gz_csv *csv, gz_arena *arena, int32_t row, int32_t column);
/* The same as a scenario writes it, for readers of both: where no comma separates the cells, a number with a point and without blanks, a date as
 * YYYY-MM-DD. */
const char *gz_csv_plain(const gz_csv *csv, gz_arena *arena, int32_t row, int32_t column);
/* 1-based line of the file on which the row starts. */
int32_t gz_csv_row_line(const gz_csv *csv, int32_t row);
/* 1-based character position of the cell on its line. */
int32_t gz_csv_cell_column(const gz_csv *csv, int32_t row, int32_t column);
#endif
