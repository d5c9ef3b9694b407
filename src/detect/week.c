/* Labels of periods: ISO weeks "2026-W05" and dates "2026-02-03", as spreadsheets in Russian have them "03.02.2026".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/week.h"
#include "base/date.h"
#include "base/number.h"
#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2100 };

int32_t gz_week_monday(int32_t day)
{
	return day - gz_date_weekday(day);
}

int32_t gz_week_count(int32_t year)
{
	return gz_date_iso_week(gz_date_of(year, 12, 28), NULL); /* 28 December always lies in the last week */
}

static gz_week_kind week_of(int64_t year, int64_t week, int32_t *day)
{
	if (year < YEAR_MIN || year > YEAR_MAX || week < 1 || week > 53)
		return GZ_WEEK_NO_DAY;
	if (week > gz_week_count((int32_t)year))
		return GZ_WEEK_NO_53;
	*day = gz_week_monday(gz_date_of((int32_t)year, 1, 4)) + 7 * ((int32_t)week - 1);
	return GZ_WEEK_WEEK;
}

/* Whether text has this form, in which d is a digit. */
static bool has_form(const char *text, const char *form)
{
	for (; *form != '\0'; text++, form++)
		if (*form == 'd' ? *text < '0' || *text > '9' : *text != *form)
			return false;
	return *text == '\0';
}

gz_week_kind gz_week_parse(const char *text, int32_t *day)
{
	int64_t year, week;
	const char *w = strpbrk(text, "Ww");
	if (has_form(text, "dddd-dd-dd") || has_form(text, "dd.dd.dddd")) {
		int32_t found, civil, month, of_month;
		if (!gz_date_parse_either(text, &found))
			return GZ_WEEK_NO_DAY;
		gz_date_civil(found, &civil, &month, &of_month);
		if (civil < YEAR_MIN || civil > YEAR_MAX)
			return GZ_WEEK_NO_DAY;
		*day = found;
		return GZ_WEEK_DATE;
	}
	if (w == NULL || w - text < 4 || !gz_number_parse_int(text, 4, &year) || text[0] == '-' || text[0] == '+')
		return GZ_WEEK_NEITHER;
	bool dashed = w - text == 5 && (text[4] == '-' || text[4] == ' ');
	size_t digits = strlen(w + 1);
	if ((!dashed && w - text != 4) || digits < 1 || digits > 2 || strspn(w + 1, "0123456789") != digits || !gz_number_parse_int(w + 1, digits, &week))
		return GZ_WEEK_NEITHER;
	return week_of(year, week, day);
}

void gz_week_format(int32_t day, int32_t period, char out[16])
{
	int32_t year, week;
	if (period != 7) {
		gz_date_format(day, out);
		return;
	}
	week = gz_date_iso_week(day, &year);
	snprintf(out, 16, "%04d-W%02d", (int)year, (int)week);
}
