/* Civil dates as day numbers, after the algorithms of Howard Hinnant, "chrono-compatible low-level date algorithms".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include <stdio.h>

static bool leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool gz_date_exists(int32_t year, int32_t month, int32_t day_of_month)
{
	static const int32_t LENGTHS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1)
		return false;
	return day_of_month <= LENGTHS[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

int32_t gz_date_of(int32_t year, int32_t month, int32_t day_of_month)
{
	/* Years begin in March, so that the leap day is the last of its year; an era is 400 years of 146097 days. */
	int32_t y = month <= 2 ? year - 1 : year;
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t year_of_era = y - era * 400;
	int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;
	int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

void gz_date_civil(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	*day_of_month = (int32_t)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int32_t)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int32_t)(yoe + era * 400 + (*month <= 2 ? 1 : 0));
}

static bool digits(const char *text, int n, int32_t *out)
{
	int32_t value = 0;
	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*out = value;
	return true;
}

bool gz_date_parse(const char *text, int32_t *day)
{
	int32_t y, m, d;
	/* Each test stops at the terminating NUL, so nothing beyond it is read. */
	if (!digits(text, 4, &y) || text[4] != '-' || !digits(text + 5, 2, &m) || text[7] != '-' ||
	    !digits(text + 8, 2, &d) || text[10] != '\0' || !gz_date_exists(y, m, d))
		return false;
	*day = gz_date_of(y, m, d);
	return true;
}

bool gz_date_parse_either(const char *text, int32_t *day)
{
	int32_t y, m, d;
	if (!digits(text, 2, &d) || text[2] != '.' || !digits(text + 3, 2, &m) || text[5] != '.' || !digits(text + 6, 4, &y) || text[10] != '\0')
		return gz_date_parse(text, day);
	if (!gz_date_exists(y, m, d))
		return false;
	*day = gz_date_of(y, m, d);
	return true;
}

void gz_date_format(int32_t day, char out[16])
{
	int32_t y, m, d;
	gz_date_civil(day, &y, &m, &d);
	(void)snprintf(out, 16, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
}

int32_t gz_date_weekday(int32_t day)
{
	int32_t r = (int32_t)(((int64_t)day + 3) % 7); /* 1970-01-01 was a Thursday */
	return r < 0 ? r + 7 : r;
}

int32_t gz_date_yearday(int32_t day)
{
	int32_t y, m, d;
	gz_date_civil(day, &y, &m, &d);
	return gz_date_of(2000, m, d) - gz_date_of(2000, 1, 1);
}

int32_t gz_date_iso_week(int32_t day, int32_t *iso_year)
{
	int32_t y, m, d;
	gz_date_civil(day - gz_date_weekday(day) + 3, &y, &m, &d); /* a week belongs to the year of its Thursday */
	if (iso_year != NULL)
		*iso_year = y;
	return (day - gz_date_weekday(day) + 3 - gz_date_of(y, 1, 1)) / 7 + 1;
}
