/* What was found in a table of counts, ranked: the one struct from which terminal, files and page are made.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BULLETIN_H
#define GZ_BULLETIN_H
#include "base/arena.h"
#include "detect/counts.h"
#include "detect/detect.h"
#include "detect/scan.h"

/* How false alarms across many series are kept few. */
typedef enum gz_bulletin_control {
	GZ_BULLETIN_NONE, /* each series by itself */
	GZ_BULLETIN_FDR   /* Benjamini and Hochberg 1995 over the series of a period: false ones among the alarms at most `level` on average */
} gz_bulletin_control;

typedef struct gz_bulletin_request {
	const gz_detector *method;  /* NULL: the flexible Farrington, and EARS C2 where its history is too short */
	const double *options;      /* of the method, in its order; NULL: as they are unless set */
	int32_t from, to;           /* periods judged: [from, to) */
	gz_bulletin_control control;
	double level;               /* of the control; 0: 0.05 */
	const gz_detect_link *links; int32_t n_links;
} gz_bulletin_request;

/* One series in one period. */
typedef struct gz_bulletin_item {
	int32_t series, period;     /* indices in counts */
	double count;               /* NAN: not reported */
	gz_detect_verdict verdict;
	const gz_detector *method;  /* that judged it */
	double adjusted;            /* probability after the control; NAN without one */
	bool alarm;                 /* after the control */
} gz_bulletin_item;

typedef struct gz_bulletin {
	const gz_counts *counts;
	gz_bulletin_request request;
	gz_bulletin_item *items;    /* [series][period - from] */
	int32_t *ranked;            /* [series] of the last period: alarms first, then by probability and score */
	gz_bulletin_item **alarms; int32_t n_alarms; /* all of [from, to), the latest period first, ranked within */
	int32_t *silent; int32_t n_silent;           /* series without a report for the last period */
	int32_t *late; int32_t n_late;               /* series whose report for the last period came more than 7 days after its end */
	int32_t *few; int32_t n_few;                 /* series above their threshold in the last period, with too few cases for an alarm; ranked */
	int32_t few_cases, few_weeks;                /* fewer than so many in so many weeks */
	gz_scan_cluster *clusters; int32_t n_clusters; /* of the last period, the least probable first; none but by the space-time scan */
	/* in the last period */
	int32_t n_now, n_judged, n_short, n_fallback, n_unfit; /* alarms; judged; history too short; judged by EARS instead; no model */
	double expected_false;      /* alarms a period if nothing is unusual, as the method reckons; NAN: it does not say */
} gz_bulletin;

/* Judges; everything is in arena and borrows counts and request. GZ_ERR_INPUT with a sentence where the request cannot be met. */
gz_status gz_bulletin_make(const gz_counts *counts, const gz_bulletin_request *request, gz_arena *arena, gz_bulletin *out, gz_error *err);
/* The item of a series in a period of [from, to). */
const gz_bulletin_item *gz_bulletin_at(const gz_bulletin *bulletin, int32_t series, int32_t period);
/* The last period before `period` in which a series reported, -1 none. */
int32_t gz_bulletin_reported(const gz_bulletin *bulletin, int32_t series, int32_t period);
#endif
