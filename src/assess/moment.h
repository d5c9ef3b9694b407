/* Points in time as people write them: a day, or a day with its time and its distance from UTC.
 *
 * Accepted: 2026-11-20, 2026-11-20T08:30, 2026-11-20 08:30:15, each time with Z or an offset such as +05:00 behind it or with the zone
 * that the file states. A place's own clock may be put forward or back in summer: what is written is the offset in force then, so
 * that lengths of time are those that passed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MOMENT_H
#define GZ_MOMENT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GZ_MOMENT_NO_ZONE = INT32_MIN, GZ_MOMENT_BYTES = 32 };

typedef struct gz_moment {
	int64_t second; /* since 1970-01-01T00:00Z; of a day alone, its midnight in the zone */
	int32_t zone;   /* minutes east of UTC, -840..840 */
	bool known, day; /* day: no time of day was written */
} gz_moment;

/* Reads text; zone (minutes east of UTC) stands in where none is written, GZ_MOMENT_NO_ZONE where there is none to stand in (then only a
 * day needs no offset, and counts in UTC). False, and *why a sentence, if it cannot be read. */
bool gz_moment_parse(const char *text, int32_t zone, gz_moment *out, const char **why);
/* Reads an offset: Z, +05:00, -03:30; at most 14 hours. */
bool gz_moment_zone(const char *text, int32_t *minutes);
/* Writes 2026-11-20T08:30+05:00 (seconds only where they are not 0), 2026-11-20 for a day, "" if not known. */
void gz_moment_format(gz_moment moment, char out[GZ_MOMENT_BYTES]);
/* The calendar day, days since 1970-01-01, by the moment's own zone. */
int32_t gz_moment_day(gz_moment moment);
/* The same time of day in `months` calendar months; the last day of the month where that day does not exist. */
gz_moment gz_moment_months_later(gz_moment moment, int32_t months);
#endif
