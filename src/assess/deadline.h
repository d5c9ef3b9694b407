/* Clocks: from when a period runs, when it ends, and whether what it asks for came in time.
 *
 * The periods and what starts them are rules (rules/clocks.csv) with their citations. What comes at the very end of the period, to the
 * second, is in time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DEADLINE_H
#define GZ_DEADLINE_H
#include "assess/moment.h"
#include "assess/rules/rules.h"

typedef enum gz_deadline_state {
	GZ_DEADLINE_NOT_BEGUN, /* what starts it is not known to have happened */
	GZ_DEADLINE_RUNNING,   /* not done, and time is left (or none, but not less) */
	GZ_DEADLINE_OVERDUE,   /* not done, and the time is over */
	GZ_DEADLINE_MET,
	GZ_DEADLINE_LATE       /* done, after the time */
} gz_deadline_state;

typedef struct gz_deadline_verdict {
	gz_deadline_state state;
	gz_moment due;
	int64_t seconds; /* left (RUNNING), to spare (MET), over (LATE, OVERDUE); >= 0 */
} gz_deadline_verdict;

/* Judges a rule between its two steps, seen from `now`; an `end` that is not known has not happened. GZ_ERR_INPUT with a sentence where the
 * end lies before the start, or either after now, or has no time of day. */
gz_status gz_deadline_judge(const gz_rule_clock *rule, gz_moment start, gz_moment end, gz_moment now, gz_deadline_verdict *out, gz_error *err);
/* When a period that starts then is over, in the zone of its start. */
gz_moment gz_deadline_due(const gz_rule_clock *rule, gz_moment start);
#endif
