/* 7-1-7: whether an event was noticed, told and answered in time, counted in calendar days; and many events together.
 *
 * Source of the method: Frieden et al. 2021, doi 10.1016/S0140-6736(21)01250-2; the days and the seven early actions are rules
 * (rules/timeliness.csv). The last interval ends with the last of the actions that apply.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TIMELINESS_H
#define GZ_TIMELINESS_H
#include "assess/event.h"

typedef enum gz_timeliness_state {
	GZ_TIMELINESS_UNKNOWN, /* its first step is not known, or nothing of it applies */
	GZ_TIMELINESS_RUNNING,
	GZ_TIMELINESS_OVERDUE, /* not done, and the days are over */
	GZ_TIMELINESS_MET,
	GZ_TIMELINESS_LATE
} gz_timeliness_state;

typedef struct gz_timeliness {
	gz_timeliness_state state;
	int32_t days;    /* taken, or gone so far; 0 if UNKNOWN */
	int32_t last;    /* the step that ended it, -1 */
	int32_t missing; /* actions that apply and are not done */
} gz_timeliness;

/* Judges an interval (index in rules->intervals) of an event that gz_event_check found no mistake in, as seen from now. */
void gz_timeliness_judge(const gz_rules *rules, int32_t interval, const gz_event *event, gz_moment now, gz_timeliness *out);

/* One interval over many events. */
typedef struct gz_timeliness_sum {
	int32_t n_met, n_late, n_running, n_overdue, n_unknown;
	double median;        /* days, of those that are done; NAN none */
	int32_t least, most;  /* days, of those that are done; 0 none */
} gz_timeliness_sum;
/* scratch holds n doubles. */
void gz_timeliness_add_up(const gz_timeliness *judged, int32_t n, double *scratch, gz_timeliness_sum *out);
#endif
