/* Labels of periods: ISO weeks "2026-W05" and dates "2026-02-03".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WEEK_H
#define GZ_WEEK_H
#include <stdbool.h>
#include <stdint.h>

typedef enum gz_week_kind {
	GZ_WEEK_NEITHER,
	GZ_WEEK_DATE,   /* a day of the years 1900 to 2100 */
	GZ_WEEK_WEEK,   /* an ISO week of these years */
	GZ_WEEK_NO_DAY, /* written as a date or week, but there is none of that name */
	GZ_WEEK_NO_53   /* week 53 of a year that has 52 */
} gz_week_kind;

/* What a label is; *day is the date, or the Monday of the week. Also "2026W05", "2026 W05", "2026-w05" and "2026-W5";
 * a date also as "03.02.2026". With slashes it is none: that may be March or February. */
gz_week_kind gz_week_parse(const char *text, int32_t *day);
/* Monday of the ISO week that a day lies in. */
int32_t gz_week_monday(int32_t day);
/* How many ISO weeks a year has: 52 or 53. */
int32_t gz_week_count(int32_t year);
/* Writes "2026-W05" for periods of 7 days, else "2026-02-03". */
void gz_week_format(int32_t day, int32_t period, char out[16]);
#endif
