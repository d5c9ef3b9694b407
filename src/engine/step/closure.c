/* Crossings that measures in force close: how many of a leg's travellers set out all the same, and how many of those go round.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/closure.h"
#include <math.h>
#include <string.h>

/* A leg met by the first closure of the day: everybody sets out, everybody through the crossing. */
static void closure_open(gz_block *b, int32_t leg)
{
	if (b->shut[leg])
		return;
	b->shut[leg] = 1;
	for (int32_t lane = 0; lane < b->lanes; lane++)
		b->pass[(int64_t)leg * b->width + lane] = b->leak[(int64_t)leg * b->width + lane] = 1; /* first the share that goes through */
}

static void closure_post(gz_block *b, int32_t measure, const gz_post *post)
{
	const gz_plan *p = b->plan;
	const gz_measure *row = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	const int32_t leg = post->leg;
	const double tuned = b->tuning && post->crossing >= 0 ? b->tuning->leak[(int64_t)measure * p->scenario->world.n_crossings + post->crossing] : (double)NAN;
	const double round = isnan(tuned) ? row->leak : tuned;
	closure_open(b, leg);
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		if (!b->active[measure * b->width + lane] || (row->residents_pass && p->legs[leg].homeward))
			continue;
		const double share = row->share * gz_block_value(b, mp->coverage, 0, 0, lane) * gz_block_compliance(b, measure, 0, 0, lane);
		b->pass[(int64_t)leg * b->width + lane] *= 1 - share * (1 - round);
		b->leak[(int64_t)leg * b->width + lane] *= 1 - share;
	}
}

void gz_closure_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	if (!b->pass)
		return;
	memset(b->shut, 0, (size_t)p->n_legs);
	b->closed = false;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		if (!b->active_any[m] || p->scenario->measures[m].kind != GZ_MEASURE_CLOSE)
			continue;
		b->closed = true;
		for (int32_t i = 0; i < mp->n_posts; i++)
			closure_post(b, m, &p->posts[mp->first_post + i]);
	}
	for (int32_t leg = 0; b->closed && leg < p->n_legs; leg++) {
		double *pass = &b->pass[(int64_t)leg * b->width], *leak = &b->leak[(int64_t)leg * b->width];
		for (int32_t lane = 0; b->shut[leg] && lane < b->lanes; lane++)
			leak[lane] = pass[lane] > 0 ? (pass[lane] - leak[lane]) / pass[lane] : 0;
	}
}

int32_t gz_closure_at(const gz_block *b, int32_t leg, int32_t lane)
{
	const gz_plan *p = b->plan;
	int32_t first = -1;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		if (p->scenario->measures[m].kind != GZ_MEASURE_CLOSE || !b->active[m * b->width + lane])
			continue;
		for (int32_t i = 0; i < mp->n_posts; i++) {
			const gz_post *post = &p->posts[mp->first_post + i];
			if (post->leg == leg && (first < 0 || post->position < first))
				first = post->position;
		}
	}
	return first;
}
