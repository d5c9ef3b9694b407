/* A table read row by row, every mistake told at its cell.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ROLL_H
#define GZ_ROLL_H
#include "base/mistakes.h"
#include "text/csv.h"
#include <stdbool.h>

enum { GZ_ROLL_COLUMNS_MAX = 32 };

typedef struct gz_roll {
	const gz_csv *csv;
	const struct gz_rules *rules;       /* NULL: names and words stand in English alone */
	const char *const *columns; int32_t n_columns;
	int32_t at[GZ_ROLL_COLUMNS_MAX];    /* [column] where it stands in the table, -1 nowhere */
	gz_mistakes *mistakes;
} gz_roll;

/* Checks the columns against the n names known (at most GZ_ROLL_COLUMNS_MAX), of which the first n_required must be there. False if one of those is missing.
 * With rules they may be named in Russian or Tajik, too, and so may what gz_roll_choice reads. `columns` and `csv` must outlive the roll. */
bool gz_roll_open(gz_roll *roll, const gz_csv *csv, const char *const *columns, int32_t n, int32_t n_required, const struct gz_rules *rules, gz_mistakes *mistakes);
/* A cell by the column's name; "" where the table has no such column. */
const char *gz_roll_cell(const gz_roll *roll, int32_t row, const char *column);
/* Adds a mistake at a cell; `column` may be one that the table has not, then it stands at the row. */
void gz_roll_wrong(const gz_roll *roll, int32_t row, const char *column, const char *fmt, ...) GZ_PRINTF(4, 5);
/* The whole number in a cell; false, and a mistake, if it is none or not within low..high. */
bool gz_roll_whole(const gz_roll *roll, int32_t row, const char *column, int64_t low, int64_t high, int64_t *out);
/* Which of the n words stands in a cell; -1, and a mistake that names the nearest, if none does. */
int32_t gz_roll_choice(const gz_roll *roll, int32_t row, const char *column, const char *const *words, int32_t n);
#endif
