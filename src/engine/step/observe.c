/* Surveillance: what is detected of the day's events, when it is reported, and what the measures have cost.
 *
 * Detected = Binomial(events, probability x weekday effect); spread over later days by the delay (multinomial); the count reported on a
 * day is then negative binomial around what is due that day, and may exceed the truth. Triggers see reports up to yesterday only.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/observe.h"
#include "base/maths.h"
#include <math.h>

/* Distribution function of a delay at x days. */
static double observe_cdf(const gz_delay *d, double x)
{
	if (!(x > 0))
		return 0;
	switch (d->kind) {
	case GZ_DELAY_GAMMA:
		return gz_maths_gamma_p(d->a * d->a / (d->b * d->b), x * d->a / (d->b * d->b));
	case GZ_DELAY_LOGNORMAL:
		return gz_maths_normal_cdf((gz_maths_log(x) - gz_maths_log(d->a)) / d->b);
	default:
		return 1;
	}
}

/* Probability of a delay of each whole number of days: continuous laws are rounded to the nearest day, so that the mean is kept. */
static void observe_pmf(const gz_delay *d, double pmf[GZ_BLOCK_DELAY])
{
	double sum = 0;
	for (int32_t k = 0; k < GZ_BLOCK_DELAY; k++) {
		if (d->kind == GZ_DELAY_NONE)
			pmf[k] = k == 0;
		else if (d->kind == GZ_DELAY_FIXED)
			pmf[k] = k == (int32_t)floor(d->a + 0.5) || (k == GZ_BLOCK_DELAY - 1 && d->a > k);
		else if (d->kind == GZ_DELAY_GEOMETRIC)
			pmf[k] = gz_maths_pow(d->a / (1 + d->a), k) / (1 + d->a);
		else
			pmf[k] = observe_cdf(d, k + 0.5) - observe_cdf(d, k - 0.5);
		sum += pmf[k];
	}
	for (int32_t k = 0; k < GZ_BLOCK_DELAY; k++)
		pmf[k] /= sum > 0 ? sum : 1;
}

gz_status gz_observe_delays(gz_setup *setup)
{
	const gz_scenario *s = setup->scenario;
	setup->n_delays = s->n_streams + s->n_measures;
	setup->delay = gz_arena_alloc(&setup->arena, sizeof *setup->delay * (size_t)(setup->n_delays + 1));
	setup->stream_id = gz_arena_array(&setup->arena, uint32_t, s->n_streams);
	if (!setup->delay || !setup->stream_id)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < s->n_streams; i++) {
		observe_pmf(&s->streams[i].delay, setup->delay[i]);
		setup->stream_id[i] = gz_random_draw_id(s->streams[i].name);
	}
	for (int32_t m = 0; m < s->n_measures; m++)
		if (s->measures[m].has_delay)
			observe_pmf(&s->measures[m].delay, setup->delay[s->n_streams + m]);
	return GZ_OK;
}

/* The surveillance measure in force for a stream at a leaf in a lane (the last one wins), -1 none. */
static int32_t observe_measure(const gz_block *b, int32_t stream, int32_t leaf, int32_t lane)
{
	const gz_plan *p = b->plan;
	int32_t found = -1;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		if (p->scenario->measures[m].kind != GZ_MEASURE_SURVEILLANCE || p->scenario->measures[m].stream != stream || !b->active[m * b->width + lane])
			continue;
		for (int32_t i = 0; i < p->measures[m].n_leaves; i++)
			if (p->measure_leaves[p->measures[m].first_leaf + i] == leaf)
				found = m;
	}
	return found;
}

static void observe_spread(gz_block *b, int32_t stream, int32_t leaf, int32_t lane, double n, const double *pmf)
{
	const gz_plan *p = b->plan;
	double *due = &b->due[((int64_t)stream * p->n_leaves + leaf) * GZ_BLOCK_DELAY * b->width];
	double rest = 1;
	for (int32_t k = 0; k < GZ_BLOCK_DELAY && n > 0; k++) {
		const double q = rest > pmf[k] * (1 + 1e-12) ? pmf[k] / rest : 1;
		const double x = pmf[k] > 0 ? gz_block_draw(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_DELAY, 0, b->setup->stream_id[stream], gz_plan_part(k + 1)), lane, n, q) : 0;
		due[(int64_t)((b->day + k) % GZ_BLOCK_DELAY) * b->width + lane] += x;
		n -= x;
		rest -= pmf[k];
	}
}

static void observe_detect(gz_block *b, int32_t stream, int32_t leaf, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const double n = b->events[((int64_t)stream * p->n_leaves + leaf) * b->width + lane];
	if (!(n > 0))
		return;
	const int32_t m = observe_measure(b, stream, leaf, lane);
	double q = gz_block_value(b, p->stream_probability[stream], leaf, 0, lane);
	const double *pmf = b->setup->delay[stream];
	if (m >= 0) {
		const gz_value *stated = &s->measures[m].probability;
		if (stated->expr || !isnan(stated->number))
			q = gz_block_value(b, p->measures[m].probability, leaf, 0, lane);
		if (s->measures[m].has_delay)
			pmf = b->setup->delay[s->n_streams + m];
	}
	q *= s->streams[stream].weekday[gz_date_weekday(s->start + b->day)];
	const double found = gz_block_measure_draw(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_REPORT, 0, b->setup->stream_id[stream], 0), lane, n, q);
	observe_spread(b, stream, leaf, lane, found, pmf);
}

static void observe_report(gz_block *b, int32_t stream, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int64_t row = ((int64_t)stream * p->n_leaves + leaf);
	double *due = &b->due[(row * GZ_BLOCK_DELAY + b->day % GZ_BLOCK_DELAY) * b->width], *out = &b->reported[row * b->width];
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		out[lane] = due[lane];
		due[lane] = 0;
		if (!(out[lane] > 0) || b->deterministic)
			continue;
		const double size = gz_block_value(b, p->stream_dispersion[stream], leaf, 0, lane);
		if (size > 0 && isfinite(size)) {
			const gz_draw d = gz_block_address(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_SIZE, 0, b->setup->stream_id[stream], 0), lane);
			out[lane] = gz_sample_negative_binomial(&d, out[lane], size);
		}
	}
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
			const double *in = &b->reported[((int64_t)su->watches[w].stream * p->n_leaves + leaf) * b->width];
			for (int32_t lane = 0; lane < b->lanes; lane++)
				out[lane] += in[lane];
		}
	}
}

static void observe_costs(gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	for (int32_t m = 0; m < s->n_measures; m++) {
		const gz_measure *row = &s->measures[m];
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			gz_measure_total *t = &b->totals[m * b->width + lane];
			if (b->active[m * b->width + lane]) {
				t->active_days += 1;
				t->first_day = t->first_day < 0 ? b->day : t->first_day;
			}
			const double cost = row->cost_day * t->active_days + row->cost_traveller * t->people + row->cost_test * t->tests + row->cost_dose * t->doses +
				row->cost_bed_day * t->bed_days;
			for (int32_t k = 0; k < row->n_crossings; k++)
				gz_block_cross(b, row->crossings[k], row->direction != GZ_DIRECTION_OUT, GZ_QUANTITY_COST)[lane] += (cost - t->cost) / row->n_crossings;
			t->cost = cost;
		}
	}
}

void gz_observe_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t stream = 0; stream < p->scenario->n_streams; stream++)
		for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
			for (int32_t lane = 0; lane < b->lanes; lane++)
				observe_detect(b, stream, leaf, lane);
			observe_report(b, stream, leaf);
		}
	observe_history(b);
	observe_costs(b);
}
