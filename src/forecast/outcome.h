/* What a run comes to in a few numbers a replicate: infections, deaths, reports, peak beds, days of arrival, cost.
 *
 * They are what comparisons, sweeps and headlines are made of. An outcome belongs to a place, or to all places together.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OUTCOME_H
#define GZ_OUTCOME_H
#include "engine/result.h"

typedef enum gz_outcome_kind {
	GZ_OUTCOME_INFECTIONS,      /* persons infected over the run */
	GZ_OUTCOME_DEATHS,          /* persons */
	GZ_OUTCOME_REPORTED,        /* reports of one stream dated within the run; name is the stream's */
	GZ_OUTCOME_PEAK_BEDS,       /* greatest number of beds needed on a day */
	GZ_OUTCOME_ARRIVAL,         /* days from the start to the first infected traveller */
	GZ_OUTCOME_FIRST_INFECTION, /* days from the start to the first local infection */
	GZ_OUTCOME_COST             /* of all measures, in their currency; place -1 only */
} gz_outcome_kind;

typedef struct gz_outcome {
	gz_outcome_kind kind;
	const char *name;     /* "infections", "deaths", a stream's name, "peak_beds", "arrival", "first_infection", "cost" */
	const char *unit;     /* "persons", "reports", "beds", "days", or the currency ("" if none is stated) */
	int32_t place;        /* place index, -1 = all places together */
	const double *values; /* [replicate]; NAN = did not happen within the run (days only) */
} gz_outcome;

/* items: all places together first, then the focus if it is no place of the report, then the places of the report; and within a place in the order of gz_outcome_kind. */
typedef struct gz_outcomes {
	gz_arena arena;
	gz_outcome *items;
	int32_t n, n_replicates;
} gz_outcomes;

/* Measures a run. out is freed by gz_outcome_free, also after an error. Reads the result a day at a time. */
gz_status gz_outcome_measure(const gz_result *result, gz_outcomes *out, gz_error *err);
/* The same for these places (-1 = all together), in their order. */
gz_status gz_outcome_measure_at(const gz_result *result, const int32_t *places, int32_t n_places, gz_outcomes *out, gz_error *err);
void gz_outcome_free(gz_outcomes *outcomes);
/* The one currency of all measures, "" if none states it. */
const char *gz_outcome_currency(const gz_scenario *scenario);
/* The item of a kind (and, for reports, of a name; else name may be NULL) at a place; NULL none. */
const gz_outcome *gz_outcome_find(const gz_outcomes *outcomes, gz_outcome_kind kind, const char *name, int32_t place);
/* The place a headline speaks of: the country of the first place of the report (of the world, if none are listed) in which the outbreak
 * does not begin; where it begins in all, the one country if there is but one; else -1, all places together. */
int32_t gz_outcome_focus(const gz_scenario *scenario);
/* True for kinds measured in days, which may be censored. */
bool gz_outcome_is_day(gz_outcome_kind kind);

/* Mean and type-7 quantiles of n values without the NANs; n_known how many those are (all others NAN when 0). */
typedef struct gz_spread {
	int32_t n_known;
	double mean, q05, q25, q50, q75, q95;
} gz_spread;
/* scratch [n] is overwritten. */
gz_spread gz_outcome_spread(const double *values, int32_t n, double *scratch);
#endif
