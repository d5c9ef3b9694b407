/* A CSV table written row by row, so that the file is whole or absent: UTF-8, commas, quotes as in RFC 4180, LF.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/table.h"
#include "base/date.h"
#include "base/number.h"
#include <math.h>
#include <string.h>

gz_status gz_table_begin(gz_table *table, const char *path, const char *header, gz_error *err)
{
	*table = (gz_table){0};
	GZ_TRY(gz_file_begin(&table->output, path, err));
	if (header != NULL) {
		fputs(header, table->output.stream);
		fputc('\n', table->output.stream);
	}
	return GZ_OK;
}

static void separate(gz_table *table)
{
	if (table->filled)
		fputc(',', table->output.stream);
	table->filled = true;
}

void gz_table_text(gz_table *table, const char *text)
{
	FILE *out = table->output.stream;
	separate(table);
	if (text == NULL)
		return;
	if (strpbrk(text, ",\"\r\n") == NULL) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

void gz_table_integer(gz_table *table, int64_t number)
{
	separate(table);
	fprintf(table->output.stream, "%lld", (long long)number);
}

void gz_table_number(gz_table *table, double number)
{
	char text[32];
	separate(table);
	if (isnan(number))
		return;
	fwrite(text, 1, gz_number_format(number, text), table->output.stream);
}

void gz_table_date(gz_table *table, int32_t day)
{
	char text[16];
	separate(table);
	gz_date_format(day, text);
	fputs(text, table->output.stream);
}

void gz_table_row(gz_table *table)
{
	fputc('\n', table->output.stream);
	table->filled = false;
}

gz_status gz_table_commit(gz_table *table, gz_error *err)
{
	return gz_file_commit(&table->output, err);
}

void gz_table_abandon(gz_table *table)
{
	gz_file_abandon(&table->output);
}
