/* Civil dates as day numbers: int32 days since 1970-01-01 in the proleptic Gregorian calendar, years 1 to 9999.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DATE_H
#define GZ_DATE_H
#include <stdbool.h>
#include <stdint.h>

/* Whether text is exactly YYYY-MM-DD, a day that exists; only then is *day set. */
bool gz_date_parse(const char *text, int32_t *day);
/* The same, or DD.MM.YYYY, as tables in Russian have it. With slashes it is none: that may have the month first. */
bool gz_date_parse_either(const char *text, int32_t *day);
/* Writes YYYY-MM-DD. */
void gz_date_format(int32_t day, char out[16]);
/* Day number of a date; month 1..12, day 1..31 (not checked: see gz_date_exists). */
int32_t gz_date_of(int32_t year, int32_t month, int32_t day_of_month);
bool gz_date_exists(int32_t year, int32_t month, int32_t day_of_month);
void gz_date_civil(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month);
/* 0 Monday .. 6 Sunday */
int32_t gz_date_weekday(int32_t day);
/* Position in a fixed grid of 366 days: 0 = 1 January, 59 = 29 February, 365 = 31 December. In other years 59 is passed
 * over, so that a calendar date has the same position every year. */
int32_t gz_date_yearday(int32_t day);
/* ISO 8601 week: week 1..53, and the year that the week belongs to (may be NULL). */
int32_t gz_date_iso_week(int32_t day, int32_t *iso_year);
#endif
