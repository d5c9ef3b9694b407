/* Who of a home sets out today, by flow.
 *
 * All who leave a cell are one binomial draw. They are then shared among the flows: no more of them than there are flows to go by, each
 * picks a flow on a uniform number of their own; more of them, a binomial for each flow in turn, given who is left. Which of the two it is
 * depends on the numbers of the one lane alone, so that the draws are the same however lanes are grouped.
 *
 * Where a measure closes crossings, chances differ by lane. A closed flow (+0.0) and an absent one give equal bits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/depart.h"
#include "engine/step/closure.h"
#include "engine/step/land.h"
#include "engine/step/row.h"
#include "model/calendar.h"
#include <math.h>
#include <string.h>

enum { DEPART_ROWS = 8 }; /* of lanes, beside those by flow */

int64_t gz_depart_room(const gz_plan *plan, int32_t width)
{
	const int64_t n = plan->most_leaving, w = width;
	return n == 0 ? 0 : 4 * n + (n + 1) * w + n * w * (plan->n_mass > 0 ? 2 : 1) + DEPART_ROWS * w;
}

void gz_depart_begin(const gz_block *b, gz_depart *d, int32_t home)
{
	const gz_plan *p = b->plan;
	const int64_t most = p->most_leaving, w = b->width;
	double *at = b->journey;
	*d = (gz_depart){.home = home, .first = p->leaving_first[home], .n = p->leaving_n[home]};
	double **const by_lane[DEPART_ROWS] = {&d->usual, &d->ways, &d->left, &d->many, &d->chance, &d->here, &d->out, &d->carried};
	for (int32_t i = 0; i < DEPART_ROWS; i++, at += w)
		*by_lane[i] = at;
	d->rate = at, at += most;
	d->standing = at, at += most;
	d->homeward = at, at += most;
	d->any = (uint8_t *)at, at += most;
	d->suffix = at, at += (most + 1) * w;
	d->leaving = at, at += most * w;
	d->mass = at;
	for (int32_t k = 0; k < d->n; k++) {
		const gz_flow_plan *f = &p->flows[d->first + k];
		d->rate[k] = gz_calendar_rate(p, f, b->day);
		d->standing[k] = gz_calendar_standing(p, f, b->day);
		d->homeward[k] = gz_calendar_homeward(p, f, b->day);
		d->closed = d->closed || (b->closed && b->shut[f->out_leg]);
	}
}

static double depart_chance(const gz_block *b, const gz_depart *d, int32_t k, int32_t stratum, double usual)
{
	const gz_plan *p = b->plan;
	return usual > 0 ? fmin(1, d->rate[k] * p->flows[d->first + k].share[stratum] * p->travel_dt / usual) : 0;
}

/* Sums from each flow on to the last, and the number of ways: for a lane (where closed), or for all. */
static void depart_sums(const gz_block *b, gz_depart *d, int32_t stratum, int32_t lane)
{
	const gz_plan *p = b->plan;
	const int64_t step = d->closed ? b->width : 1;
	double *suffix = d->suffix + (d->closed ? lane : 0), usual = p->people[(int64_t)d->home * p->n_strata + stratum], ways = 0;
	for (int32_t k = 0; k < d->n; k++) /* whom a closure keeps from leaving are usually at home */
		usual -= d->standing[k] * p->flows[d->first + k].share[stratum] * gz_closure_pass(b, p->flows[d->first + k].out_leg, lane);
	suffix[d->n * step] = 0;
	for (int32_t k = d->n - 1; k >= 0; k--) {
		const double chance = depart_chance(b, d, k, stratum, usual) * gz_closure_pass(b, p->flows[d->first + k].out_leg, lane);
		suffix[k * step] = chance + suffix[(k + 1) * step];
		ways += suffix[k * step] - suffix[(k + 1) * step] > 0;
	}
	d->usual[lane] = usual;
	d->ways[lane] = ways;
}

void gz_depart_stratum(const gz_block *b, gz_depart *d, int32_t stratum)
{
	depart_sums(b, d, stratum, 0);
	for (int32_t lane = 1; lane < b->lanes; lane++) {
		if (d->closed)
			depart_sums(b, d, stratum, lane);
		d->ways[lane] = d->closed ? d->ways[lane] : d->ways[0];
	}
}

/* Those whom a closure keeps from setting out, counted at the crossing. */
static void depart_count_stopped(gz_block *b, const gz_depart *d, int32_t stratum, int32_t cell, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const double often = gz_block_value(b, p->cells[cell].travel, d->home, stratum, lane);
	for (int32_t k = 0; k < d->n; k++) {
		const int32_t out = p->flows[d->first + k].out_leg;
		const gz_leg *leg = &p->legs[out];
		const double stop = 1 - gz_closure_pass(b, out, lane), chance = depart_chance(b, d, k, stratum, d->usual[lane]) * often;
		if (!(stop > 0) || !(chance > 0))
			continue;
		const double x = gz_block_draw(b, leg->key, gz_plan_draw(p, GZ_PURPOSE_STOPPED, stratum, p->cells[cell].id, 0), lane, n, chance * stop);
		const int32_t at = x > 0 ? gz_closure_at(b, out, lane) : -1, m = x > 0 ? gz_land_measure(b, GZ_MEASURE_CLOSE, out, lane) : -1;
		if (at >= 0 && at < leg->n_via)
			gz_block_cross(b, leg->via[at], leg->in[at], GZ_QUANTITY_STOPPED)[lane] += x;
		if (m >= 0)
			b->totals[m * b->width + lane].people += x;
	}
}

/* All who leave a cell, into out. */
static void depart_all(gz_block *b, const gz_depart *d, int32_t stock, int32_t stratum, int32_t cell, const double *n, double *out)
{
	const gz_plan *p = b->plan;
	const gz_key key = p->stocks[stock].key;
	const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_DEPART, stratum, p->cells[cell].id, 0);
	const int32_t slot = p->cells[cell].travel;
	if (!d->closed && p->slots.items[slot].by_lane == 0) {
		gz_block_draws_same(b, key, draw, n, fmin(1, d->suffix[0] * gz_block_value(b, slot, d->home, stratum, 0)), out);
		return;
	}
	for (int32_t lane = 0; lane < b->lanes; lane++)
		d->chance[lane] = fmin(1, d->suffix[d->closed ? lane : 0] * gz_block_value(b, slot, d->home, stratum, lane));
	gz_block_draws(b, key, draw, n, d->chance, out);
}

/* Shares many[lane] among the flows, one after the other, given who is left. */
static void depart_share(gz_block *b, gz_depart *d, int32_t stock, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_DEPART, stratum, p->cells[cell].id, p->product_id[p->stocks[stock].product]);
	const int64_t w = b->width;
	for (int32_t k = 0; k < d->n; k++) {
		double *out = &d->leaving[k * w];
		if (d->closed) {
			const double *from = &d->suffix[k * w], *next = from + w;
			for (int32_t lane = 0; lane < b->lanes; lane++) /* exactly 1 where no later flow is open */
				d->chance[lane] = from[lane] > 0 ? (from[lane] - next[lane]) / from[lane] : 0;
			gz_block_draws(b, p->flows[d->first + k].key, draw, d->many, d->chance, out);
		} else {
			if (!(d->suffix[k] - d->suffix[k + 1] > 0))
				continue;
			gz_block_draws_same(b, p->flows[d->first + k].key, draw, d->many, (d->suffix[k] - d->suffix[k + 1]) / d->suffix[k], out);
		}
		d->any[k] = gz_row_any(b->lanes, out);
		if (d->any[k])
			gz_row_take(b->lanes, d->many, out);
	}
}

/* Random bits of several replicates at one address: apart, so that compilers make vectors of it. */
static void __attribute__((noinline)) depart_bits(const gz_draw *at, uint32_t attempt, int32_t n, const uint32_t *replicate, uint64_t *bits)
{
	for (int32_t i = 0; i < n; i++)
		bits[i] = gz_random_bits(at->key, replicate[i], at->step, at->draw, attempt); /* NOLINT(clang-analyzer-core.CallAndMessage): the caller has set n of them */
}

/* The flow that a number in (0, suffix[0]) picks. */
static int32_t depart_pick(const gz_depart *d, int64_t step, const double *suffix, double x)
{
	int32_t at = 0;
	for (int32_t n = d->n; n > 1;) {
		const int32_t half = n / 2;
		at += x >= suffix[0] - suffix[(at + half) * step] ? half : 0;
		n -= half;
	}
	while (at > 0 && !(suffix[at * step] - suffix[(at + 1) * step] > 0))
		at--; /* rounded up to the end, where the last flows are closed */
	return at;
}

/* Each of left[lane] persons picks a flow: attempt i of the draw is the i-th person's. */
static void depart_choose(gz_block *b, gz_depart *d, int32_t stock, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	const gz_draw at = gz_block_address(b, p->stocks[stock].key, gz_plan_draw(p, GZ_PURPOSE_CHOOSE, stratum, p->cells[cell].id, 0), 0);
	const int64_t w = b->width, step = d->closed ? w : 1;
	uint32_t replicate[GZ_BLOCK_LANES];
	int32_t lanes[GZ_BLOCK_LANES], n = 0;
	uint64_t bits[GZ_BLOCK_LANES];
	for (int32_t lane = 0; lane < b->lanes; lane++)
		if (d->left[lane] > 0) {
			lanes[n] = lane;
			replicate[n++] = at.replicate + (uint32_t)lane;
		}
	for (uint32_t person = 0; n > 0; person++) {
		int32_t more = 0;
		depart_bits(&at, person, n, replicate, bits);
		b->draws += (uint64_t)n;
		for (int32_t i = 0; i < n; i++) {
			const int32_t lane = lanes[i];
			const double *suffix = d->suffix + (d->closed ? lane : 0);
			const int32_t k = depart_pick(d, step, suffix, gz_random_unit(bits[i]) * suffix[0]);
			if (!d->any[k])
				memset(&d->leaving[k * w], 0, (size_t)w * sizeof *d->leaving);
			d->any[k] = 1;
			d->leaving[k * w + lane] += 1;
			lanes[more] = lane;
			replicate[more] = replicate[i];
			more += person + 1 < d->left[lane];
		}
		n = more;
	}
}

bool gz_depart_draw(gz_block *b, gz_depart *d, int32_t stock, int32_t stratum, int32_t cell, const double *n)
{
	for (int32_t lane = 0; d->closed && lane < b->lanes; lane++)
		if (n[lane] > 0)
			depart_count_stopped(b, d, stratum, cell, lane, n[lane]);
	if (d->n == 1) { /* all by the only way */
		depart_all(b, d, stock, stratum, cell, n, d->leaving);
		d->any[0] = gz_row_any(b->lanes, d->leaving);
		return d->any[0];
	}
	depart_all(b, d, stock, stratum, cell, n, d->left);
	if (!gz_row_any(b->lanes, d->left))
		return false;
	memset(d->any, 0, (size_t)d->n);
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const bool share = b->deterministic || d->left[lane] > d->ways[lane] || d->ways[lane] < 2;
		d->many[lane] = share ? d->left[lane] : 0;
		d->left[lane] = share ? 0 : d->left[lane];
	}
	if (gz_row_any(b->lanes, d->many))
		depart_share(b, d, stock, stratum, cell);
	if (gz_row_any(b->lanes, d->left))
		depart_choose(b, d, stock, stratum, cell);
	return true;
}
