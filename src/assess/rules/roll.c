/* A table read row by row, every mistake told at its cell.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/rules/roll.h"
#include "assess/rules/rules.h"
#include "base/number.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool means(const gz_roll *roll, const char *text, const char *word)
{
	return strcmp(text, word) == 0 || (roll->rules != NULL && gz_rules_means(roll->rules, text, word));
}

/* Which column a name is, -1 none. */
static int32_t known(const gz_roll *roll, const char *name)
{
	for (int32_t i = 0; i < roll->n_columns; i++)
		if (means(roll, name, roll->columns[i]))
			return i;
	return -1;
}

/* Where a column stands in the table, -1 nowhere. */
static int32_t place(const gz_roll *roll, const char *column)
{
	for (int32_t i = 0; i < roll->n_columns; i++)
		if (strcmp(roll->columns[i], column) == 0)
			return roll->at[i];
	return -1;
}

static void take_column(gz_roll *roll, int32_t c)
{
	const gz_csv *csv = roll->csv;
	const int32_t i = known(roll, csv->header[c]);
	if (i >= 0 && roll->at[i] < 0) {
		roll->at[i] = c;
	} else if (i >= 0 && strcmp(csv->header[c], csv->header[roll->at[i]]) != 0) { /* the same name twice has been told with the table */
		gz_mistakes_add(roll->mistakes, csv->path, 1, csv->header_positions[c], "%.80s says the same as %.80s: keep one of them", csv->header[c],
			csv->header[roll->at[i]]);
	} else if (i < 0) {
		const char *near = gz_mistakes_near(csv->header[c], roll->columns, roll->n_columns);
		gz_mistakes_add(roll->mistakes, csv->path, 1, csv->header_positions[c], "no such column here: %.80s%s%s", csv->header[c],
			near == NULL ? "" : "; did you mean ", near == NULL ? "" : near);
	}
}

bool gz_roll_open(gz_roll *roll, const gz_csv *csv, const char *const *columns, int32_t n, int32_t n_required, const gz_rules *rules, gz_mistakes *mistakes)
{
	bool whole = true;
	assert(n <= GZ_ROLL_COLUMNS_MAX);
	*roll = (gz_roll){.csv = csv, .rules = rules, .columns = columns, .n_columns = n, .mistakes = mistakes};
	for (int32_t i = 0; i < n; i++)
		roll->at[i] = -1;
	for (int32_t c = 0; c < csv->n_columns; c++)
		take_column(roll, c);
	for (int32_t i = 0; i < n_required; i++) {
		if (roll->at[i] >= 0)
			continue;
		gz_mistakes_add(mistakes, csv->path, 1, 0, "the column %s is missing", columns[i]);
		whole = false;
	}
	return whole;
}

const char *gz_roll_cell(const gz_roll *roll, int32_t row, const char *column)
{
	int32_t c = place(roll, column);
	const char *text = c < 0 ? "" : gz_csv_cell(roll->csv, row, c);
	return text + strspn(text, " ");
}

void gz_roll_wrong(const gz_roll *roll, int32_t row, const char *column, const char *fmt, ...)
{
	char sentence[GZ_ERROR_SENTENCE_SIZE];
	int32_t c = place(roll, column);
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	gz_mistakes_add(roll->mistakes, roll->csv->path, gz_csv_row_line(roll->csv, row), c < 0 ? 0 : gz_csv_cell_column(roll->csv, row, c), "%s",
		sentence);
}

bool gz_roll_whole(const gz_roll *roll, int32_t row, const char *column, int64_t low, int64_t high, int64_t *out)
{
	const char *cell = gz_roll_cell(roll, row, column);
	if (gz_number_parse_int(cell, strlen(cell), out) && *out >= low && *out <= high)
		return true;
	*out = low;
	gz_roll_wrong(roll, row, column, "%s %.40s: expected a whole number from %lld to %lld", column, cell[0] == '\0' ? "(empty)" : cell,
		(long long)low, (long long)high);
	return false;
}

int32_t gz_roll_choice(const gz_roll *roll, int32_t row, const char *column, const char *const *words, int32_t n)
{
	const char *cell = gz_roll_cell(roll, row, column);
	for (int32_t i = 0; i < n; i++)
		if (means(roll, cell, words[i]))
			return i;
	const char *near = gz_mistakes_near(cell, words, n);
	gz_roll_wrong(roll, row, column, "%s %.80s: no such word here%s%s", column, cell[0] == '\0' ? "(empty)" : cell,
		near == NULL ? "" : "; did you mean ", near == NULL ? "" : near);
	return -1;
}
