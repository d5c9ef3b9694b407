/* A CSV table whose columns are known beforehand: finds the columns, reads cells by kind, and lists what is wrong with them.
 *
 * Every reader takes a row (0-based, as in gz_csv) and the index of a column in the list given to gz_table_load. A reader returns
 * false after listing a mistake, so that the caller goes on with the next cell; an optional column that is absent reads as empty.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TABLE_H
#define GZ_TABLE_H
#include "base/arena.h"
#include "base/error.h"
#include "base/mistakes.h"
#include "scenario/scenario.h"
#include "text/csv.h"
#include <stdbool.h>
#include <stdint.h>

enum { GZ_TABLE_COLUMNS_MAX = 24 };

typedef struct gz_table_column {
	const char *name;
	bool required; /* the table must have this column */
} gz_table_column;

typedef struct gz_table {
	gz_csv csv;
	const char *file;      /* path as shown in mistakes */
	gz_mistakes *mistakes; /* borrowed */
	gz_arena *arena, *lent; /* borrowed: of what is kept; of the table itself */
	const gz_table_column *columns;
	int32_t n_columns;
	int32_t at[GZ_TABLE_COLUMNS_MAX]; /* [column] index in the file, -1 absent */
	int32_t n_rows;
	bool incomplete; /* some rows were unreadable and are left out (listed) */
} gz_table;

/* Reads a table and checks its header: unknown columns (documentary ones are allowed), missing and doubled columns.
 * arena     of ids and notes; lent: of the table with its texts, which may be freed once it has been read
 * columns   [n] borrowed for the table's life; n <= GZ_TABLE_COLUMNS_MAX
 * Returns GZ_ERR_INPUT if the rows cannot be used (mistakes say why), GZ_ERR_MEMORY, else GZ_OK. */
gz_status gz_table_load(gz_table *t, gz_arena *arena, gz_arena *lent, const char *path, const gz_table_column *columns, int32_t n, gz_mistakes *mistakes);

/* The cell without blanks around it, "" when empty or absent. Never NULL; lent, as the table is. */
const char *gz_table_text(const gz_table *t, int32_t row, int32_t column);
/* A copy that is kept; "" when memory runs out. */
const char *gz_table_keep(const gz_table *t, const char *text);

/* Lists a mistake at a cell: "COLUMN VALUE: ..." or "COLUMN is empty: ...", the rest as in printf. */
void gz_table_mistake(const gz_table *t, int32_t row, int32_t column, const char *fmt, ...) GZ_PRINTF(4, 5);

/* Lists "COLUMN VALUE: no such NOUN; did you mean NEAR?", or what there is when nothing is near. names [n] are the valid ones. */
void gz_table_unknown(const gz_table *t, int32_t row, int32_t column, const char *noun, const char *const *names, int32_t n);
/* The same for a part of a cell, as in a list. */
void gz_table_unknown_part(
	const gz_table *t, int32_t row, int32_t column, const char *part, const char *noun, const char *const *names, int32_t n);

/* Index of the place, crossing ... named in a cell, -1 after listing a mistake (empty is one too). When some of the names could not
 * be read, one that is not found is -1 without a further mistake. */
int32_t gz_table_reference(const gz_table *t, int32_t row, int32_t column, const char *noun, const gz_names *names);

/* The file's line of a row, for sentences that point to another row. */
int32_t gz_table_line(const gz_table *t, int32_t row);

/* An id, kept: Latin letters, digits, - _ . ; begins with a letter. Empty is a mistake. */
bool gz_table_id(const gz_table *t, int32_t row, int32_t column, const char **out);
/* A decimal number in low .. high, both included; empty is a mistake. */
bool gz_table_number(const gz_table *t, int32_t row, int32_t column, double low, double high, double *out);
/* A number as above, or `otherwise` when empty. */
bool gz_table_number_or(const gz_table *t, int32_t row, int32_t column, double low, double high, double otherwise, double *out);
/* A whole number in low .. high. */
bool gz_table_whole(const gz_table *t, int32_t row, int32_t column, int64_t low, int64_t high, int64_t *out);
/* The same for a part of a cell: `text` instead of the cell's. */
bool gz_table_number_part(const gz_table *t, int32_t row, int32_t column, const char *text, double low, double high, double *out);
/* One of words[n]; its index. Empty gives `otherwise`, or a mistake when that is -1. */
bool gz_table_word(const gz_table *t, int32_t row, int32_t column, const char *const *words, int32_t n, int32_t otherwise, int32_t *out);
/* A sum for a sentence: at most four decimals. */
void gz_table_rounded(double x, char out[32]);
/* The names of a row in English, Russian and Tajik, each NULL where empty, but English: that is then the Russian, the Tajik, or the id. */
gz_words gz_table_words(const gz_table *t, int32_t row, int32_t en, int32_t ru, int32_t tg, const char *id);
/* The `kind` of a row: measured, reported or estimated, NULL when empty. */
const char *gz_table_kind(const gz_table *t, int32_t row, int32_t column);
/* A text that may be missing: NULL when empty, else kept. */
const char *gz_table_note(const gz_table *t, int32_t row, int32_t column);
#endif
