/* Detection: which periods of which series of counts are unusual. One grammar for every method.
 *
 * A detector is one `const struct` in one file and one line in the list of detect.c. It is a pure function from a set of series to
 * verdicts: it keeps nothing, draws nothing, and sees of the periods after the one it judges nothing at all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DETECT_H
#define GZ_DETECT_H
#include "base/error.h"
#include "base/series.h"
#include <math.h>
#include <stdbool.h>

typedef struct gz_detect_place {
	const char *id;
	double latitude, longitude; /* degrees; NAN unknown */
} gz_detect_place;

/* How two places touch: persons who go from one to the other in a period, or 1 both ways for plain neighbours. */
typedef struct gz_detect_link { int32_t from, to; double weight; } gz_detect_link;

/* Series watched together: all have the same period, first day and length (what is not known is NAN). */
typedef struct gz_detect_set {
	const gz_series *series; int32_t n_series;
	const int32_t *place;    /* [series] index in places, -1 unknown */
	const gz_detect_place *places; int32_t n_places;
	const gz_detect_link *links; int32_t n_links;
	const bool *holiday;     /* [period] a holiday falls into it; NULL: unknown */
} gz_detect_set;

typedef enum gz_detect_state {
	GZ_DETECT_JUDGED,
	GZ_DETECT_MISSING, /* no report for the period: nothing can be said */
	GZ_DETECT_SHORT,   /* history too short for the method */
	GZ_DETECT_UNFIT    /* the model did not fit */
} gz_detect_state;

typedef struct gz_detect_verdict {
	gz_detect_state state;
	bool alarm;
	double expected;    /* persons */
	double lower, upper; /* persons: the usual range; upper is the threshold. NAN: the method has none */
	double score;       /* exceedance: 0 at expected, 1 at the threshold */
	double probability; /* of a count at least as high if nothing is unusual; NAN: the method gives none */
	double phi;         /* dispersion, variance / mean; NAN none */
	double trend;       /* on the log scale per period; NAN: no trend was kept */
} gz_detect_verdict;

/* A verdict that says nothing but its state. */
#define GZ_DETECT_NOTHING(why) \
	((gz_detect_verdict){.state = (why), .expected = NAN, .lower = NAN, .upper = NAN, .score = NAN, .probability = NAN, .phi = NAN, .trend = NAN})

typedef struct gz_detect_option {
	const char *name;
	double value, least, most; /* as it is unless set, and its bounds */
	const char *meaning;
	const char *words;         /* names for the values 0, 1, ... between blanks: "nb muan delta"; NULL: a number */
	bool whole;                /* only whole numbers */
} gz_detect_option;

typedef struct gz_detector {
	const char *name, *title, *source; /* as typed on the command line; one line; paper */
	const gz_detect_option *options; int32_t n_options;
	int32_t history;                   /* weeks of history it wants at least */
	/* Judges periods [from, to) of every series: out is verdicts [series][to - from]. options: values in the order of the list above. */
	gz_status (*judge)(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err);
} gz_detector;

/* All methods, in the order in which they are offered. */
const gz_detector *const *gz_detect_list(int32_t *n);
/* By name; NULL: none of that name. */
const gz_detector *gz_detect_find(const char *name);
/* The values of a method's options as they are unless set. */
void gz_detect_defaults(const gz_detector *detector, double *options);
/* Sets one from "name=value", where value is a number or one of its words; GZ_ERR_INPUT with a sentence for what it does not take. */
gz_status gz_detect_set_option(const gz_detector *detector, const char *text, double *options, gz_error *err);
enum { GZ_DETECT_OPTIONS_MAX = 32 };
#endif
