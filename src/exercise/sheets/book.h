/* A workbook of plain tables: one look for all of them, the same bytes for the same cells.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BOOK_H
#define GZ_BOOK_H
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct gz_book {
	struct lxw_workbook *book;
	struct lxw_format *head, *body;
	const char *path;
} gz_book;

/* path and title are borrowed until the end. */
gz_status gz_book_begin(gz_book *book, const char *path, const char *title, gz_error *err);
/* A table: n columns of these widths, `rows` rows and a head. rtl: written from right to left. NULL: no memory. */
struct lxw_worksheet *gz_book_sheet(gz_book *book, const char *name, const double *widths, int32_t n, int32_t rows, bool rtl);
/* Row 0 is the head. What begins as a formula does stays text; a cell holds 32,000 bytes at most. */
void gz_book_cell(const gz_book *book, struct lxw_worksheet *sheet, int32_t row, int32_t column, const char *text);
/* A remark on a cell, seen when it is pointed at. */
void gz_book_remark(struct lxw_worksheet *sheet, int32_t row, int32_t column, const char *text);
/* Writes the file. */
gz_status gz_book_end(gz_book *book, gz_error *err);
#endif
