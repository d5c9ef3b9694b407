/* A CSV table written row by row, so that the file is whole or absent: UTF-8, commas, quotes as in RFC 4180, LF.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/sheet.h"
#include "base/date.h"
#include "base/number.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIGURES = 14 }; /* interpolated quantiles are then 4.65 instead of 4.6499999999999995 */

gz_status gz_sheet_begin(gz_sheet *sheet, const char *path, const char *header, gz_error *err)
{
	*sheet = (gz_sheet){0};
	GZ_TRY(gz_file_begin(&sheet->output, path, err));
	if (header != NULL) {
		fputs(header, sheet->output.stream);
		fputc('\n', sheet->output.stream);
	}
	return GZ_OK;
}

static void separate(gz_sheet *sheet)
{
	if (sheet->filled)
		fputc(',', sheet->output.stream);
	sheet->filled = true;
}

void gz_sheet_text(gz_sheet *sheet, const char *text)
{
	FILE *out = sheet->output.stream;
	separate(sheet);
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

void gz_sheet_integer(gz_sheet *sheet, int64_t number)
{
	separate(sheet);
	fprintf(sheet->output.stream, "%lld", (long long)number);
}

static double rounded(double x, int figures)
{
	char text[40];
	if (!isfinite(x) || (x == floor(x) && figures >= FIGURES))
		return x;
	snprintf(text, sizeof text, "%.*e", figures - 1, x);
	return strtod(text, NULL); /* in the same locale as it was written */
}

void gz_sheet_figures(gz_sheet *sheet, double number, int figures)
{
	char text[32];
	separate(sheet);
	if (isnan(number))
		return;
	const size_t n = gz_number_format(rounded(number, figures), text);
	fwrite(text, 1, n, sheet->output.stream);
}

void gz_sheet_number(gz_sheet *sheet, double number)
{
	gz_sheet_figures(sheet, number, FIGURES);
}

void gz_sheet_date(gz_sheet *sheet, int32_t day)
{
	char text[16];
	separate(sheet);
	gz_date_format(day, text);
	fputs(text, sheet->output.stream);
}

void gz_sheet_row(gz_sheet *sheet)
{
	fputc('\n', sheet->output.stream);
	sheet->filled = false;
}

gz_status gz_sheet_commit(gz_sheet *sheet, gz_error *err)
{
	return gz_file_commit(&sheet->output, err);
}

void gz_sheet_abandon(gz_sheet *sheet)
{
	gz_file_abandon(&sheet->output);
}
