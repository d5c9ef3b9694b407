/* Counts read from a table, long or wide, to series of equal length: what a detector is given.
 *
 * Long: one row a count, with columns date or week, place, disease, count, and if known population and reported (yes, no, or the day on
 * which the report arrived), in English, Russian or Tajik; the columns of hubverse (target_end_date, location, target, value) are understood
 * too, as other verbs write them. A file may be written in UTF-16 or Windows-1251, too. Wide: date or week, then a column a series, "place" or "place/disease". Weeks are ISO weeks; dates one week apart, all on the same
 * day of the week, are weeks as well. An empty count or NA is a missing report, 0 is a report of none.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COUNTS_H
#define GZ_COUNTS_H
#include "base/arena.h"
#include "base/mistakes.h"
#include "detect/detect.h"

typedef enum gz_counts_shape { GZ_COUNTS_LONG, GZ_COUNTS_WIDE, GZ_COUNTS_SUMMARY } gz_counts_shape;

/* What a reader should know though it is no mistake. */
typedef enum gz_counts_remark_kind {
	GZ_COUNTS_UNSORTED,   /* rows are not in the order of time: n of them */
	GZ_COUNTS_GAPS,       /* periods without a row within a series: n of them, taken as missing reports (or as none, if so asked) */
	GZ_COUNTS_ROUNDED,    /* n values of a summary were not whole */
	GZ_COUNTS_POPULATION, /* the population of n places changes by more than a fifth from one period to the next */
	GZ_COUNTS_EIDS,       /* n days of daily counts lie in years of which the Eids are not known */
	GZ_COUNTS_CYRILLIC,   /* the file is not UTF-8 and was read as Windows-1251 */
	GZ_COUNTS_LEAP,       /* no series has a row in the n periods before this one, among the last two: its date may be mistyped */
	GZ_COUNTS_REMARKS
} gz_counts_remark_kind;

typedef struct gz_counts_remark {
	int64_t n;             /* 0: nothing to say */
	int32_t line;          /* of the first one, 0 none */
	int32_t series, period; /* of the first one, -1 none */
} gz_counts_remark;

typedef struct gz_counts {
	gz_counts_shape shape;
	int32_t period, first, n;           /* days of a period; first day; periods */
	gz_series *series; int32_t n_series; /* in the order in which they first occur */
	int32_t *place;                     /* [series] index in places */
	gz_detect_place *places; int32_t n_places;
	const bool *holiday;                /* [period] */
	const int32_t *arrived;             /* [series][period] days from the period's end to the report; INT32_MIN unknown; NULL: none known */
	bool has_population, absent_is_zero;
	gz_counts_remark remarks[GZ_COUNTS_REMARKS];
} gz_counts;

typedef struct gz_counts_options {
	bool absent_is_zero; /* a period without a row had no case, rather than no report */
} gz_counts_options;

enum { GZ_COUNTS_SERIES_MAX = 1000000 };

/* Reads the table at path into arena. GZ_ERR_INPUT: all mistakes are listed and `out` is empty. */
gz_status gz_counts_load(gz_arena *arena, const char *path, const gz_counts_options *options, gz_counts *out, gz_mistakes *mistakes);
/* The same from memory; `path` only names the bytes in mistakes. */
gz_status gz_counts_parse(
	gz_arena *arena, const char *path, const char *bytes, size_t n, const gz_counts_options *options, gz_counts *out, gz_mistakes *mistakes);
#endif
