/* A workbook of plain tables.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/book.h"
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

gz_status gz_book_begin(gz_book *book, const char *path, const char *title, gz_error *err)
{
	char words[256];
	snprintf(words, sizeof words, "%.255s", title);
	lxw_doc_properties properties = {.title = words, .created = 946684800 /* the same bytes every time */};
	*book = (gz_book){.book = workbook_new(path), .path = path};
	if (book->book == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	workbook_set_properties(book->book, &properties);
	book->head = workbook_add_format(book->book);
	book->body = workbook_add_format(book->book);
	format_set_bold(book->head);
	format_set_bg_color(book->head, 0xDDE6F0);
	format_set_text_wrap(book->body);
	format_set_align(book->body, LXW_ALIGN_VERTICAL_TOP);
	return GZ_OK;
}

struct lxw_worksheet *gz_book_sheet(gz_book *book, const char *name, const double *widths, int32_t n, int32_t rows, bool rtl)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);
	if (sheet == NULL)
		return NULL;
	for (int32_t c = 0; c < n; c++)
		worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
	worksheet_freeze_panes(sheet, 1, 1);
	worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(n - 1));
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_repeat_rows(sheet, 0, 0);
	worksheet_set_header(sheet, "&C&B\xD0\x9C\xD0\x90\xD0\xA8\xD2\x9A / \xD0\xA3\xD0\xA7\xD0\x95\xD0\x9D\xD0\x98\xD0\x95 / EXERCISE / \xD8\xAA\xD9\x85\xD8\xB1\xDB\x8C\xD9\x86");
	if (rtl)
		worksheet_right_to_left(sheet);
	return sheet;
}

void gz_book_cell(const gz_book *book, struct lxw_worksheet *sheet, int32_t row, int32_t column, const char *text)
{
	char cut[32000];
	lxw_format *format = row == 0 ? book->head : book->body;
	snprintf(cut, sizeof cut, "%s", text);
	if (sheet == NULL)
		return;
	if (cut[0] == '\0')
		worksheet_write_blank(sheet, (lxw_row_t)row, (lxw_col_t)column, format);
	else
		worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, cut, format);
}

void gz_book_remark(struct lxw_worksheet *sheet, int32_t row, int32_t column, const char *text)
{
	if (sheet != NULL)
		worksheet_write_comment(sheet, (lxw_row_t)row, (lxw_col_t)column, text);
}

gz_status gz_book_end(gz_book *book, gz_error *err)
{
	const lxw_error failed = workbook_close(book->book);
	book->book = NULL;
	return failed == LXW_NO_ERROR ? GZ_OK : gz_error_set(err, GZ_ERR_IO, book->path, 0, 0, "the workbook could not be written: %s", lxw_strerror(failed));
}
