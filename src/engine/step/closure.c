/* Crossings that measures in force close: how many of a leg's travellers set out all the same, and how many of those go round.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/closure.h"
#include "scenario/world/world.h"
#include <math.h>
#include <string.h>

/* A leg met by the first closure of the day: everybody sets out, everybody through the crossing. */
static void closure_open(gz_block *b, int32_t leg)
{
	if (b->shut[leg])
		return;
	b->shut[leg] = 1;
	for (int32_t lane = 0; lane < b->lanes; lane++) /* leak: first the share that goes through every crossing */
		b->pass[(int64_t)leg * b->width + lane] = b->leak[(int64_t)leg * b->width + lane] = b->straight[(int64_t)leg * b->width + lane] = 1;
}

/* The share of those who come to it that a measure in a lane would stop, 0 where it does not act; *round: the share of these who go round. */
static double closure_share(const gz_block *b, int32_t measure, const gz_post *post, int32_t lane, double *round)
{
	const gz_plan *p = b->plan;
	const gz_measure *row = &p->scenario->measures[measure];
	const double tuned = b->tuning && post->crossing >= 0 ? b->tuning->leak[(int64_t)measure * p->scenario->world.n_crossings + post->crossing] : (double)NAN;
	*round = isnan(tuned) ? row->leak : tuned;
	if (!b->active[measure * b->width + lane] || (row->residents_pass && p->legs[post->leg].homeward))
		return 0;
	return row->share * gz_block_value(b, p->measures[measure].coverage, 0, 0, lane) * gz_block_compliance(b, measure, 0, 0, lane);
}

static void closure_post(gz_block *b, int32_t measure, const gz_post *post)
{
	const int32_t leg = post->leg;
	closure_open(b, leg);
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		double round;
		const double share = closure_share(b, measure, post, lane, &round);
		if (!(share > 0))
			continue;
		const int64_t at = (int64_t)leg * b->width + lane;
		if (b->straight[at] == b->pass[at])
			b->pass[at] *= 1 - share * (1 - round);
		else /* who goes round the crossing already is stopped there by nothing else */
			b->pass[at] -= b->straight[at] * share * (1 - round);
		b->straight[at] *= 1 - share;
		b->leak[at] *= 1 - share;
	}
}

/* The closures in force at one position of each journey, in the order of the file. Returns whether there are any. */
static bool closure_position(gz_block *b, int32_t position)
{
	const gz_plan *p = b->plan;
	bool some = false;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		if (!b->active_any[m] || p->scenario->measures[m].kind != GZ_MEASURE_CLOSE)
			continue;
		b->closed = true;
		for (int32_t i = 0; i < mp->n_posts; i++) {
			const gz_post *post = &p->posts[mp->first_post + i];
			if (post->position != position)
				continue;
			closure_post(b, m, post);
			some = true;
		}
	}
	return some;
}

/* Whether who goes round a journey's crossing at one position goes round the one before too: the posts of a border that face each other. */
static bool closure_faces(const gz_plan *p, const gz_leg *leg, int32_t position)
{
	const gz_world *w = &p->scenario->world;
	return position > 0 && position < leg->n_via && gz_world_facing(w, &w->crossings[leg->via[position - 1]], &w->crossings[leg->via[position]]);
}

/* Those who have come past one position come to the next, where closures look at all of them, but at the other post of the same border not at who went round. */
static void closure_go_on(gz_block *b, int32_t position)
{
	for (int32_t leg = 0; leg < b->plan->n_legs; leg++)
		if (b->shut[leg] && !closure_faces(b->plan, &b->plan->legs[leg], position + 1))
			memcpy(&b->straight[(int64_t)leg * b->width], &b->pass[(int64_t)leg * b->width], (size_t)b->lanes * sizeof *b->pass);
}

void gz_closure_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	if (!b->pass)
		return;
	memset(b->shut, 0, (size_t)p->n_legs);
	b->closed = false;
	for (int32_t position = 0; position < GZ_VIA_MAX; position++)
		if (closure_position(b, position))
			closure_go_on(b, position);
	for (int32_t leg = 0; b->closed && leg < p->n_legs; leg++) {
		double *pass = &b->pass[(int64_t)leg * b->width], *leak = &b->leak[(int64_t)leg * b->width];
		for (int32_t lane = 0; b->shut[leg] && lane < b->lanes; lane++)
			leak[lane] = pass[lane] > 0 ? (pass[lane] - leak[lane]) / pass[lane] : 0;
	}
}

int32_t gz_closure_list(const gz_block *b, int32_t leg, int32_t lane, gz_closing out[GZ_CLOSURES])
{
	const gz_plan *p = b->plan;
	int32_t n = 0;
	double here = 1, straight = 1; /* of those who come there: who is not stopped, who has not gone round either */
	for (int32_t position = 0; position <= p->legs[leg].n_via; position++) {
		if (!closure_faces(p, &p->legs[leg], position))
			here = straight = 1;
		for (int32_t m = 0; m < p->scenario->n_measures; m++)
			for (int32_t i = 0; p->scenario->measures[m].kind == GZ_MEASURE_CLOSE && n < GZ_CLOSURES && i < p->measures[m].n_posts; i++) {
				const gz_post *post = &p->posts[p->measures[m].first_post + i];
				double round = 0;
				const double share = post->leg == leg && post->position == position ? closure_share(b, m, post, lane, &round) : 0;
				if (!(share > 0) || !(straight > 0))
					continue;
				out[n] = (gz_closing){m, position, straight / here * share * (1 - round), straight * share * round};
				here *= 1 - out[n++].stop;
				straight *= 1 - share;
			}
	}
	return n;
}

double gz_closure_round(const gz_block *b, int32_t leg, int32_t position, int32_t lane)
{
	gz_closing list[GZ_CLOSURES];
	const int32_t n = gz_closure_list(b, leg, lane, list);
	double round = 0, here = 1; /* of those who come to the border: who goes round at this position, and who is not stopped at any post of it */
	for (int32_t i = 0; i < n; i++) {
		const bool another = i > 0 && list[i].position > list[i - 1].position && !closure_faces(b->plan, &b->plan->legs[leg], list[i].position);
		if (another && list[i].position > position)
			break;
		here = (another ? 1 : here) * (1 - list[i].stop);
		round += list[i].position == position ? list[i].round : 0;
	}
	return round > 0 ? round / here : 0;
}
