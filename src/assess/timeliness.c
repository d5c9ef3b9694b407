/* 7-1-7: whether an event was noticed, told and answered in time, counted in calendar days; and many events together.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/timeliness.h"
#include "base/order.h"
#include <math.h>

/* The last action that applies, -1 none; *missing those not done. */
static int32_t last_action(const gz_rules *rules, const gz_event *event, int32_t *missing)
{
	int32_t last = -1;
	*missing = 0;
	for (int32_t i = 0; i < rules->n_actions; i++) {
		int32_t step = rules->actions[i].step;
		if (event->not_applicable[step])
			continue;
		if (!event->steps[step].known)
			++*missing;
		else if (last < 0 || gz_moment_day(event->steps[step]) > gz_moment_day(event->steps[last]))
			last = step;
	}
	return last;
}

void gz_timeliness_judge(const gz_rules *rules, int32_t interval, const gz_event *event, gz_moment now, gz_timeliness *out)
{
	const gz_rule_interval *rule = &rules->intervals[interval];
	const gz_moment *start = &event->steps[rule->from];
	*out = (gz_timeliness){.last = rule->to};
	if (rule->to < 0)
		out->last = last_action(rules, event, &out->missing);
	else
		out->missing = event->steps[rule->to].known ? 0 : 1;
	if (!start->known || (out->last < 0 && out->missing == 0))
		return;
	bool done = out->missing == 0;
	now.zone = start->zone;
	out->days = gz_moment_day(done ? event->steps[out->last] : now) - gz_moment_day(*start);
	if (done)
		out->state = out->days <= rule->days ? GZ_TIMELINESS_MET : GZ_TIMELINESS_LATE;
	else
		out->state = out->days <= rule->days ? GZ_TIMELINESS_RUNNING : GZ_TIMELINESS_OVERDUE;
	if (!done)
		out->last = -1;
}

void gz_timeliness_add_up(const gz_timeliness *judged, int32_t n, double *scratch, gz_timeliness_sum *out)
{
	int32_t m = 0;
	*out = (gz_timeliness_sum){.median = NAN};
	for (int32_t i = 0; i < n; i++) {
		out->n_met += judged[i].state == GZ_TIMELINESS_MET;
		out->n_late += judged[i].state == GZ_TIMELINESS_LATE;
		out->n_running += judged[i].state == GZ_TIMELINESS_RUNNING;
		out->n_overdue += judged[i].state == GZ_TIMELINESS_OVERDUE;
		out->n_unknown += judged[i].state == GZ_TIMELINESS_UNKNOWN;
		if (judged[i].state == GZ_TIMELINESS_MET || judged[i].state == GZ_TIMELINESS_LATE)
			scratch[m++] = judged[i].days;
	}
	if (m == 0)
		return;
	gz_order_sort(scratch, m);
	out->median = gz_order_quantile(scratch, m, 0.5);
	out->least = (int32_t)scratch[0];
	out->most = (int32_t)scratch[m - 1];
}
