/* Which measures are in force today, in each replicate: by date, or once what surveillance shows has met their condition.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/trigger.h"
#include "engine/step/closure.h"
#include "engine/step/sleep.h"
#include <math.h>
#include <string.h>

typedef struct trigger_context { const gz_block *b; int32_t lane; } trigger_context;

static double trigger_symbol(void *context, int32_t id)
{
	const trigger_context *c = context;
	const gz_scenario *s = c->b->plan->scenario;
	if (id < s->disease.n_parameters)
		return gz_block_value(c->b, id, 0, 0, c->lane);
	if (id == GZ_SYMBOL_DAY)
		return c->b->day;
	if (id == GZ_SYMBOL_DATE)
		return s->start + c->b->day;
	if (id == GZ_SYMBOL_YEARDAY)
		return gz_date_yearday(s->start + c->b->day);
	return id >= GZ_SYMBOL_PLACE ? id - GZ_SYMBOL_PLACE : (double)NAN;
}

/* stream(place, window): reports dated in the window days up to yesterday. */
static double trigger_call(void *context, int32_t id, const double *args, int32_t n)
{
	const trigger_context *c = context;
	const gz_block *b = c->b;
	const gz_setup *su = b->setup;
	const int32_t place = (int32_t)args[0], window = n > 1 ? (int32_t)ceil(args[1]) : 1;
	for (int32_t w = 0; w < su->n_watches; w++) {
		if (su->watches[w].stream != id || su->watches[w].place != place)
			continue;
		double sum = 0;
		for (int32_t day = b->day - window < 0 ? 0 : b->day - window; day < b->day; day++)
			sum += b->history[((int64_t)w * su->scenario->days + day) * b->width + c->lane];
		return sum;
	}
	return 0;
}

static bool trigger_true(const gz_block *b, const gz_expr *e, int32_t lane)
{
	trigger_context c = {b, lane};
	const gz_expr_env env = {.context = &c, .symbol = trigger_symbol, .call = trigger_call};
	const double v = gz_expr_eval(e, &env);
	return v != 0 && !isnan(v);
}

static int32_t trigger_later(int32_t step, int32_t steps) { return steps < INT32_MAX - step ? step + steps : INT32_MAX; }

/* What the calendar and the reports up to yesterday say in the morning of a measure that nobody orders. */
static void trigger_dawn(gz_block *b, int32_t measure, int32_t lane)
{
	const gz_scenario *s = b->plan->scenario;
	const gz_measure *m = &s->measures[measure];
	const int64_t at = (int64_t)measure * b->width + lane;
	const int32_t date = s->start + b->day;
	const bool dated = date >= m->from && date <= m->to;
	const bool ends = m->until && trigger_true(b, m->until, lane);
	if (!m->after) {
		b->dated[at] = !m->on_order && dated && !ends;
		return;
	}
	if (b->since[at] != INT32_MAX && (b->step >= b->until[at] || (b->step >= b->since[at] && (ends || date > m->to))))
		b->since[at] = INT32_MAX; /* over since this morning, which may trigger it again */
	if (b->since[at] == INT32_MAX && dated && (!b->fired[at] || m->again) && trigger_true(b, m->after, lane)) {
		b->fired[at] = 1;
		b->since[at] = trigger_later(b->step, gz_scenario_steps(s, m->lead));
		b->until[at] = trigger_later(b->since[at], gz_scenario_steps(s, m->lasts));
	}
	if (b->step >= b->since[at] && ends)
		b->since[at] = INT32_MAX; /* over before its first day */
}

/* Whether it is in force in this step. */
static bool trigger_lane(gz_block *b, int32_t measure, int32_t lane)
{
	const int64_t at = (int64_t)measure * b->width + lane;
	if (b->step >= b->ordered[at]) {
		b->held[at] = b->lifted[at];
		b->ordered[at] = INT32_MAX;
	}
	if (b->held[at] != INT32_MIN)
		return b->step < b->held[at];
	if (!b->plan->scenario->measures[measure].after)
		return b->dated[at];
	if (b->since[at] != INT32_MAX && b->step >= b->until[at])
		b->since[at] = INT32_MAX;
	return b->step >= b->since[at] && b->since[at] != INT32_MAX;
}

/* Says of every measure and lane whether it is in force in this step; true if that has changed since the step before. */
static bool trigger_switch(gz_block *b)
{
	bool changed = false;
	for (int32_t m = 0; m < b->plan->scenario->n_measures; m++) {
		b->active_any[m] = 0;
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			const int64_t at = (int64_t)m * b->width + lane;
			const bool active = trigger_lane(b, m, lane);
			changed = changed || active != b->active[at];
			b->active[at] = active;
			b->active_any[m] |= active;
			b->active_steps[at] += active;
		}
	}
	return changed;
}

void gz_trigger_order(gz_block *b, int32_t measure, int32_t from_step, int32_t until_step)
{
	for (int32_t lane = 0; lane < b->width; lane++) {
		const int64_t at = (int64_t)measure * b->width + lane;
		b->ordered[at] = from_step;
		b->lifted[at] = until_step;
		b->held[at] = from_step == INT32_MAX ? INT32_MIN : b->held[at];
	}
}

void gz_trigger_day(gz_block *b)
{
	const int32_t n = b->plan->scenario->n_measures;
	for (int32_t m = 0; m < n; m++)
		for (int32_t lane = 0; lane < b->lanes; lane++)
			trigger_dawn(b, m, lane);
	memset(b->active_steps, 0, (size_t)n * (size_t)b->width * sizeof *b->active_steps);
	trigger_switch(b);
	gz_closure_day(b);
}

void gz_trigger_wake(gz_block *b)
{
	for (int32_t m = 0; m < b->plan->scenario->n_measures; m++)
		for (int32_t i = 0; b->active_any[m] && i < b->plan->measures[m].n_homes; i++)
			for (int32_t lane = 0; lane < b->lanes; lane++)
				if (b->active[m * b->width + lane])
					gz_sleep_wake(b, b->plan->measure_homes[b->plan->measures[m].first_home + i], lane);
}

void gz_trigger_step(gz_block *b)
{
	if (!trigger_switch(b))
		return;
	gz_closure_day(b);
	gz_trigger_wake(b);
}
