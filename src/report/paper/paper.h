/* A plain sheet that is read, printed or sent: the same parts as text for a terminal, or as one page of HTML without anything from outside.
 *
 * The parts are written one after another; a table is held back until it ends, so that its columns can be laid out. Texts are escaped for
 * HTML here and nowhere else.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PAPER_H
#define GZ_PAPER_H
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { GZ_PAPER_COLUMNS = 12 };

typedef struct gz_paper {
	FILE *out;            /* borrowed */
	bool html;
	bool rtl;             /* written from right to left: tables are mirrored */
	const char *language; /* "en", "ru", "tg", "fa-AF": the page's */
	gz_arena *arena;      /* borrowed: for tables */
	const char **cells;   /* [row][column] of the open table, row 0 its head */
	int32_t n_columns, n_rows, capacity;
	bool failed;          /* out of memory */
} gz_paper;

/* The frame of a page with its title (as heading too), and its end. GZ_ERR_IO or GZ_ERR_MEMORY if anything could not be written. */
void gz_paper_begin(gz_paper *paper, const char *title);
gz_status gz_paper_end(gz_paper *paper, gz_error *err);
void gz_paper_heading(gz_paper *paper, const char *text);
/* The same, on a new page when printed. */
void gz_paper_part(gz_paper *paper, const char *text);
void gz_paper_line(gz_paper *paper, const char *text);
/* A paragraph that must be seen first. */
void gz_paper_strong(gz_paper *paper, const char *text);
void gz_paper_note(gz_paper *paper, const char *text);
void gz_paper_item(gz_paper *paper, const char *text);
void gz_paper_pair(gz_paper *paper, const char *label, const char *value);
/* A number or time as this page writes its digits: Persian where it runs from right to left. */
const char *gz_paper_digits(gz_paper *paper, const char *text);
/* A citation with a mark where its primary text was not at hand; in the paper's arena. */
const char *gz_paper_cite(gz_paper *paper, const char *citation, bool at_hand);
/* A table: n <= GZ_PAPER_COLUMNS heads, then rows of as many cells (borrowed until the table ends). */
void gz_paper_table(gz_paper *paper, const char *const *heads, int32_t n);
void gz_paper_row(gz_paper *paper, const char *const *cells);
void gz_paper_table_end(gz_paper *paper);
#endif
