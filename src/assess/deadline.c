/* Clocks: from when a period runs, when it ends, and whether what it asks for came in time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/deadline.h"

gz_moment gz_deadline_due(const gz_rule_clock *rule, gz_moment start)
{
	if (rule->months > 0)
		return gz_moment_months_later(start, rule->months);
	start.second += (int64_t)rule->hours * 3600;
	return start;
}

static gz_status refuse(gz_error *err, const char *sentence)
{
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s", sentence);
}

gz_status gz_deadline_judge(const gz_rule_clock *rule, gz_moment start, gz_moment end, gz_moment now, gz_deadline_verdict *out, gz_error *err)
{
	*out = (gz_deadline_verdict){.state = GZ_DEADLINE_NOT_BEGUN};
	if ((start.known && start.day) || (end.known && end.day))
		return refuse(err, "a clock of hours needs the time of day, as 2026-11-20T08:30");
	if ((start.known && start.second > now.second) || (end.known && end.second > now.second))
		return refuse(err, "this lies in the future");
	if (!start.known)
		return GZ_OK;
	if (end.known && end.second < start.second)
		return refuse(err, "this comes before what it follows");
	out->due = gz_deadline_due(rule, start);
	int64_t left = out->due.second - (end.known ? end.second : now.second);
	out->seconds = left < 0 ? -left : left;
	if (end.known)
		out->state = left < 0 ? GZ_DEADLINE_LATE : GZ_DEADLINE_MET;
	else
		out->state = left < 0 ? GZ_DEADLINE_OVERDUE : GZ_DEADLINE_RUNNING;
	return GZ_OK;
}
