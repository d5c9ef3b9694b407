/* Surveillance: what is detected of the day's events, when it is reported, and what the measures have cost.
 *
 * Detected = Binomial(events, probability x the weekday's factor of the day on which each is reported); spread over later days by the delay
 * (multinomial); the count reported on a day is then negative binomial around what is due that day, and may exceed the truth. Triggers see
 * reports up to yesterday only.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/observe.h"
#include "base/kernel.h"
#include "base/maths.h"
#include "engine/step/row.h"
#include "scenario/delay.h"
#include <math.h>
#include <string.h>

_Static_assert((int)GZ_BLOCK_DELAY == (int)GZ_DELAY_DAYS, "the ring holds the longest delay");

/* The ring of reports due must hold the longest delay. */
static void observe_reach(gz_setup *setup, const double pmf[GZ_BLOCK_DELAY])
{
	for (int32_t k = setup->ring; k < GZ_BLOCK_DELAY; k++)
		if (pmf[k] > 0)
			setup->ring = k + 1;
}

/* The delays of what happens on each day of the week, given that it is reported at all: what would fall on a day with a factor of 0.5 is
 * reported half as often. *heard: the mean factor, 1 where no day differs. */
static void observe_weekdays(const double pmf[GZ_BLOCK_DELAY], const double weekday[7], gz_delay_week *week)
{
	bool same = true;
	for (int32_t i = 1; i < 7; i++)
		same = same && weekday[i] == weekday[0];
	for (int32_t day = 0; day < 7; day++) {
		double sum = 0;
		for (int32_t k = 0; k < GZ_BLOCK_DELAY; k++)
			sum += week->pmf[day][k] = same ? pmf[k] : pmf[k] * weekday[(day + k) % 7];
		for (int32_t k = 0; k < GZ_BLOCK_DELAY; k++)
			week->pmf[day][k] /= same || !(sum > 0) ? 1 : sum;
		week->heard[day] = same ? weekday[0] : sum;
	}
}

gz_status gz_observe_delays(gz_setup *setup)
{
	const gz_scenario *s = setup->scenario;
	setup->n_delays = s->n_streams + s->n_measures;
	setup->ring = 1;
	setup->delay = gz_arena_alloc(&setup->arena, sizeof *setup->delay * (size_t)(setup->n_delays + 1));
	setup->stream_id = gz_arena_array(&setup->arena, uint32_t, s->n_streams);
	if (!setup->delay || !setup->stream_id)
		return GZ_ERR_MEMORY;
	double pmf[GZ_BLOCK_DELAY];
	for (int32_t i = 0; i < s->n_streams; i++) {
		gz_delay_pmf(&s->streams[i].delay, pmf);
		observe_weekdays(pmf, s->streams[i].weekday, &setup->delay[i]);
		setup->stream_id[i] = gz_random_draw_id(s->streams[i].name);
		observe_reach(setup, pmf);
	}
	for (int32_t m = 0; m < s->n_measures; m++)
		if (s->measures[m].has_delay) {
			gz_delay_pmf(&s->measures[m].delay, pmf);
			observe_weekdays(pmf, s->streams[s->measures[m].stream].weekday, &setup->delay[s->n_streams + m]);
			observe_reach(setup, pmf);
		}
	return GZ_OK;
}

/* The surveillance measures in force for a stream at a leaf in a lane that say how likely its events are found, and how late they are reported: of several
 * the last in the file that says so; -1 none. */
typedef struct observe_by { int32_t probability, delay; } observe_by;

static observe_by observe_measures(const gz_block *b, int32_t stream, int32_t leaf, int32_t lane)
{
	const gz_plan *p = b->plan;
	observe_by by = {-1, -1};
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure *row = &p->scenario->measures[m];
		if (row->kind != GZ_MEASURE_SURVEILLANCE || row->stream != stream || !b->active[m * b->width + lane] || !b->setup->covers[(int64_t)m * p->n_leaves + leaf])
			continue;
		by.probability = row->probability.expr || !isnan(row->probability.number) ? m : by.probability;
		by.delay = row->has_delay ? m : by.delay;
	}
	return by;
}

/* Whether some surveillance measure for a stream is in force at a leaf, in any lane. */
static bool observe_measured(const gz_block *b, int32_t stream, int32_t leaf)
{
	const gz_plan *p = b->plan;
	for (int32_t m = 0; m < p->scenario->n_measures; m++)
		if (p->scenario->measures[m].kind == GZ_MEASURE_SURVEILLANCE && p->scenario->measures[m].stream == stream && b->active_any[m] &&
			b->setup->covers[(int64_t)m * p->n_leaves + leaf])
			return true;
	return false;
}

/* The delays of what happens today: of a stream, or of n_streams + a measure; *heard is the weekday's mean factor. */
static const double *observe_today(const gz_block *b, int32_t which, double *heard)
{
	const gz_delay_week *week = &b->setup->delay[which];
	const int32_t day = gz_date_weekday(b->plan->scenario->start + b->day);
	*heard = week->heard[day];
	return week->pmf[day];
}

/* What is found is due on later days: conditional binomials over the delay. left[lane] are used up; a pmf for all lanes. */
static void observe_spread(gz_block *b, int32_t stream, int32_t leaf, double *left, const double *pmf)
{
	const gz_plan *p = b->plan;
	double *due = &b->due[((int64_t)stream * p->n_leaves + leaf) * b->setup->ring * b->width], *x = b->scratch + 2 * (int64_t)b->width, rest = 1;
	for (int32_t k = 0; k < GZ_BLOCK_DELAY && gz_row_any(b->lanes, left); k++) {
		const double q = rest > pmf[k] * (1 + 1e-12) ? pmf[k] / rest : 1;
		rest -= pmf[k];
		if (!(pmf[k] > 0))
			continue;
		gz_block_draws_same(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_DELAY, 0, b->setup->stream_id[stream], gz_plan_part(k + 1)), left, q, x);
		const int64_t at = (int64_t)stream * p->n_leaves + leaf;
		b->due_until[at] = b->due_until[at] > b->day + k ? b->due_until[at] : b->day + k + 1;
		gz_row_move(b->lanes, left, &due[(int64_t)((b->day + k) % b->setup->ring) * b->width], x);
	}
}

/* What an order makes of the chance that an event is found. */
static double observe_tuned(const gz_block *b, int32_t stream, int32_t leaf)
{
	return b->tuning ? b->tuning->reporting[(int64_t)stream * b->plan->n_leaves + leaf] : 1;
}

/* How many of one lane's events are found. */
static double observe_find(gz_block *b, int32_t stream, int32_t leaf, int32_t lane, double n, observe_by by)
{
	const gz_plan *p = b->plan;
	double q = gz_block_value(b, by.probability >= 0 ? p->measures[by.probability].probability : p->stream_probability[stream], leaf, 0, lane), heard;
	observe_today(b, by.delay >= 0 ? p->scenario->n_streams + by.delay : stream, &heard);
	q *= heard * observe_tuned(b, stream, leaf);
	return gz_block_measure_draw(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_REPORT, 0, b->setup->stream_id[stream], 0), lane, n, q);
}

/* Whether everything is found, and on the same day: then nothing is drawn. */
static bool observe_sees_all(const gz_block *b, int32_t stream, int32_t leaf, double heard)
{
	const gz_scenario *s = b->plan->scenario;
	int32_t by;
	const double *q = gz_block_slot(b, b->plan->stream_probability[stream], leaf, 0, &by);
	return by == 0 && s->streams[stream].delay.kind == GZ_DELAY_NONE && q[0] * (heard * observe_tuned(b, stream, leaf)) >= 1;
}

/* Whether what is due is what is reported. */
static bool observe_exact(const gz_block *b, int32_t stream, int32_t leaf)
{
	int32_t by;
	const double *size = gz_block_slot(b, b->plan->stream_dispersion[stream], leaf, 0, &by);
	return b->deterministic || (by == 0 && !(size[0] > 0 && isfinite(size[0])));
}

/* How many of each lane's events are found where one probability holds for all: false where it does not. */
static bool observe_find_row(gz_block *b, int32_t stream, int32_t leaf, double heard, const double *n, double *found)
{
	const gz_plan *p = b->plan;
	int32_t by;
	const double *q = gz_block_slot(b, p->stream_probability[stream], leaf, 0, &by);
	if (by != 0 || b->deterministic)
		return false;
	const gz_draw first = gz_block_address(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_REPORT, 0, b->setup->stream_id[stream], 0), 0);
	b->draws += (uint64_t)gz_kernel_quantile(&first, b->lanes, n, q[0] * (heard * observe_tuned(b, stream, leaf)), found);
	return true;
}

/* Finds a leaf's events of today, and spreads them: those under a measure with a delay of its own first, lane by lane. */
static void observe_detect(gz_block *b, int32_t stream, int32_t leaf)
{
	const gz_plan *p = b->plan;
	double heard, apart_heard;
	const double *delay = observe_today(b, stream, &heard), *n = gz_block_events(b, stream, leaf);
	double *found = b->scratch, *apart = found + b->width;
	if (!(b->counted[leaf] & GZ_COUNTED_EVENTS) || !gz_row_any(b->lanes, n))
		return;
	const bool measured = observe_measured(b, stream, leaf);
	if (!measured && observe_sees_all(b, stream, leaf, heard)) {
		const int64_t at = (int64_t)stream * p->n_leaves + leaf;
		if (b->due_until[at] <= b->day && observe_exact(b, stream, leaf)) { /* nothing else is due */
			b->reports[at] = GZ_REPORTS_EVENTS;
			return;
		}
		b->due_until[at] = b->due_until[at] > b->day ? b->due_until[at] : b->day + 1;
		gz_row_add(b->lanes, &b->due[(at * b->setup->ring + b->day % b->setup->ring) * b->width], n);
		return;
	}
	if (!measured && observe_find_row(b, stream, leaf, heard, n, found)) {
		observe_spread(b, stream, leaf, found, delay);
		return;
	}
	memset(apart, 0, (size_t)b->lanes * sizeof *apart);
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const observe_by by = measured ? observe_measures(b, stream, leaf, lane) : (observe_by){-1, -1};
		found[lane] = n[lane] > 0 ? observe_find(b, stream, leaf, lane, n[lane], by) : 0;
		if (by.delay < 0)
			continue;
		apart[lane] = found[lane];
		found[lane] = 0;
		observe_spread(b, stream, leaf, apart, observe_today(b, p->scenario->n_streams + by.delay, &apart_heard));
		apart[lane] = 0;
	}
	observe_spread(b, stream, leaf, found, delay);
}

static void observe_report(gz_block *b, int32_t stream, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int64_t row = ((int64_t)stream * p->n_leaves + leaf);
	double *due = &b->due[(row * b->setup->ring + b->day % b->setup->ring) * b->width], *out = &b->reported[row * b->width];
	int32_t by;
	if (b->day >= b->due_until[row])
		return; /* nothing is due */
	b->reports[row] = GZ_REPORTS_DUE;
	const double *size = gz_block_slot(b, p->stream_dispersion[stream], leaf, 0, &by);
	memcpy(out, due, (size_t)b->lanes * sizeof *out);
	memset(due, 0, (size_t)b->lanes * sizeof *due);
	if (observe_exact(b, stream, leaf))
		return;
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const double k = size[(int64_t)lane * by];
		if (!(out[lane] > 0) || !(k > 0) || !isfinite(k))
			continue;
		const gz_draw d = gz_block_address(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_SIZE, 0, b->setup->stream_id[stream], 0), lane);
		out[lane] = gz_sample_negative_binomial(&d, out[lane], k);
	}
}

/* Whether a stream has anything due, at any of the leaves. */
static bool observe_some_due(const gz_block *b, int32_t stream, int32_t from, int32_t to)
{
	const int32_t *until = &b->due_until[(int64_t)stream * b->plan->n_leaves], day = b->day;
	int32_t some = 0;
	for (int32_t leaf = from; leaf < to; leaf++)
		some |= until[leaf] > day;
	return some;
}

const double *gz_observe_reported(const gz_block *b, int32_t stream, int32_t leaf)
{
	const int64_t row = (int64_t)stream * b->plan->n_leaves + leaf;
	if (b->reports[row] == GZ_REPORTS_EVENTS)
		return gz_block_events(b, stream, leaf);
	return b->reports[row] == GZ_REPORTS_DUE ? &b->reported[row * b->width] : NULL;
}

static void observe_history(gz_block *b)
{
	const gz_setup *su = b->setup;
	const gz_plan *p = b->plan;
	for (int32_t w = 0; w < su->n_watches; w++) {
		double *out = &b->history[((int64_t)w * p->scenario->days + b->day) * b->width];
		for (int32_t lane = 0; lane < b->lanes; lane++)
			out[lane] = 0;
		for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
			if (!gz_scenario_within(p->scenario, p->leaf_place[leaf], su->watches[w].place))
				continue;
			const double *reported = gz_observe_reported(b, su->watches[w].stream, leaf);
			if (reported)
				gz_row_add(b->lanes, out, reported);
		}
	}
}

double gz_observe_cost(const gz_measure *m, const gz_measure_total *t)
{
	return m->cost_day * t->active_days + m->cost_traveller * t->people + m->cost_test * t->tests + m->cost_dose * t->doses + m->cost_bed_day * t->bed_days;
}

static void observe_costs(gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	for (int32_t m = 0; m < s->n_measures; m++) {
		const gz_measure *row = &s->measures[m];
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			gz_measure_total *t = &b->totals[m * b->width + lane];
			const int32_t steps = b->active_steps[m * b->width + lane];
			if (steps > 0) {
				t->active_days += (double)steps / s->steps_per_day;
				t->first_day = t->first_day < 0 ? b->day : t->first_day;
			}
			const double cost = gz_observe_cost(row, t), rest = cost - t->cost - b->charged[m * b->width + lane];
			for (int32_t k = 0; k < row->n_crossings; k++) /* days in force and in bed belong to all alike */
				gz_block_cross(b, row->crossings[k], row->direction != GZ_DIRECTION_OUT, GZ_QUANTITY_COST)[lane] += rest / row->n_crossings;
			t->cost = cost;
		}
	}
}

void gz_observe_begin(gz_block *b)
{
	memset(b->reports, GZ_REPORTS_NONE, (size_t)b->plan->scenario->n_streams * (size_t)b->plan->n_leaves);
}

void gz_observe_leaves(gz_block *b, int32_t from, int32_t to)
{
	for (int32_t stream = 0; stream < b->plan->scenario->n_streams; stream++) {
		for (int32_t leaf = gz_block_marked(b->counted, from, to); leaf < to; leaf = gz_block_marked(b->counted, leaf + 1, to))
			observe_detect(b, stream, leaf);
		const bool due = observe_some_due(b, stream, from, to);
		for (int32_t leaf = from; due && leaf < to; leaf++)
			observe_report(b, stream, leaf);
	}
}

void gz_observe_end(gz_block *b)
{
	observe_history(b);
	observe_costs(b);
}

void gz_observe_day(gz_block *b)
{
	gz_observe_begin(b);
	gz_observe_leaves(b, 0, b->plan->n_leaves);
	gz_observe_end(b);
}
