/* A CSV table written row by row, so that the file is whole or absent: UTF-8, commas, quotes as in RFC 4180, LF.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TABLE_H
#define GZ_TABLE_H
#include "base/error.h"
#include "base/file.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct gz_table {
	gz_file_output output;
	bool filled; /* the row has a cell already */
} gz_table;

/* Opens the table and writes its header: column names separated by commas (NULL: the caller writes
 * the first row itself). */
gz_status gz_table_begin(gz_table *table, const char *path, const char *header, gz_error *err);
/* Cells of the current row, left to right. NULL and NAN are empty cells. */
void gz_table_text(gz_table *table, const char *text);
void gz_table_integer(gz_table *table, int64_t number);
void gz_table_number(gz_table *table, double number);
void gz_table_date(gz_table *table, int32_t day);
/* Ends the row. */
void gz_table_row(gz_table *table);
gz_status gz_table_commit(gz_table *table, gz_error *err);
/* Leaves no file; harmless after commit. */
void gz_table_abandon(gz_table *table);
#endif
