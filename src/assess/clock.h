/* Clocks: from when a period runs, when it ends, and whether what it asks for came in time.
 *
 * The periods and what starts them are rules (rules/clocks.csv) with their citations. What comes at the very end of the period, to the
 * second, is in time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CLOCK_H
#define GZ_CLOCK_H
#include "assess/moment.h"
#include "assess/rules/rules.h"

typedef enum gz_clock_state {
	GZ_CLOCK_NOT_BEGUN, /* what starts it is not known to have happened */
	GZ_CLOCK_RUNNING,   /* not done, and time is left (or none, but not less) */
	GZ_CLOCK_OVERDUE,   /* not done, and the time is over */
	GZ_CLOCK_MET,
	GZ_CLOCK_LATE       /* done, after the time */
} gz_clock_state;

typedef struct gz_clock_verdict {
	gz_clock_state state;
	gz_moment due;
	int64_t seconds; /* left (RUNNING), to spare (MET), over (LATE, OVERDUE); >= 0 */
} gz_clock_verdict;

/* Judges a rule between its two steps, seen from `now`; an `end` that is not known has not happened. GZ_ERR_INPUT with a sentence where the
 * end lies before the start, or either after now, or has no time of day. */
gz_status gz_clock_judge(const gz_rule_clock *rule, gz_moment start, gz_moment end, gz_moment now, gz_clock_verdict *out, gz_error *err);
/* When a period that starts then is over, in the zone of its start. */
gz_moment gz_clock_due(const gz_rule_clock *rule, gz_moment start);
#endif
