/* A CSV table written row by row, so that the file is whole or absent: UTF-8, commas, quotes as in RFC 4180, LF.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SHEET_H
#define GZ_SHEET_H
#include "base/error.h"
#include "base/file.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct gz_sheet {
	gz_file_output output;
	bool filled; /* the row has a cell already */
} gz_sheet;

/* Opens the table and writes its header: column names separated by commas (NULL: the caller writes
 * the first row itself). */
gz_status gz_sheet_begin(gz_sheet *sheet, const char *path, const char *header, gz_error *err);
/* Cells of the current row, left to right. NULL and NAN are empty cells; numbers have 14 figures at most. */
void gz_sheet_text(gz_sheet *sheet, const char *text);
void gz_sheet_integer(gz_sheet *sheet, int64_t number);
void gz_sheet_number(gz_sheet *sheet, double number);
/* A number rounded to so many figures (1 to 14). */
void gz_sheet_figures(gz_sheet *sheet, double number, int figures);
void gz_sheet_date(gz_sheet *sheet, int32_t day);
/* Ends the row. */
void gz_sheet_row(gz_sheet *sheet);
gz_status gz_sheet_commit(gz_sheet *sheet, gz_error *err);
/* Leaves no file; harmless after commit. */
void gz_sheet_abandon(gz_sheet *sheet);
#endif
