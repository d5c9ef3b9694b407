/* Travel: who sets out today and who goes home, each through its crossings.
 *
 * Departures are drawn from the residents at home and returns from the visitors abroad, all from the state at the start of the phase, so
 * that nobody makes two journeys a day. Closures act on the rates before anything is drawn: a closed flow (+0.0) and an absent one give
 * equal bits. Legs that a measure handles wait in cohorts until every leg has been drawn, because capacities are shared; the others
 * land at once, home-comers first.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/travel.h"
#include "engine/control/border.h"
#include "engine/step/land.h"
#include "engine/step/sleep.h"
#include "model/calendar.h"
#include <math.h>
#include <string.h>

/* What closures in force leave of each leg: pass, the share of travellers that sets out; leak, the share of those who go round. */
static void travel_closures(gz_block *b)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	b->closed = false;
	for (int32_t m = 0; m < s->n_measures; m++)
		b->closed = b->closed || (b->active_any[m] && s->measures[m].kind == GZ_MEASURE_CLOSE);
	const int64_t size = (int64_t)p->n_legs * b->width;
	for (int64_t i = 0; b->closed && i < size; i++) {
		b->pass[i] = 1;
		b->leak[i] = 1; /* first the share that goes through the crossing */
	}
	for (int32_t m = 0; m < s->n_measures; m++) {
		const gz_measure *row = &s->measures[m];
		const gz_measure_plan *mp = &p->measures[m];
		for (int32_t i = 0; row->kind == GZ_MEASURE_CLOSE && b->active_any[m] && i < mp->n_posts; i++) {
			const int32_t leg = p->posts[mp->first_post + i].leg;
			for (int32_t lane = 0; lane < b->lanes; lane++) {
				if (!b->active[m * b->width + lane] || (row->residents_pass && p->legs[leg].homeward))
					continue;
				const double share = row->share * gz_block_value(b, mp->coverage, 0, 0, lane) * gz_block_value(b, mp->compliance, 0, 0, lane);
				b->pass[(int64_t)leg * b->width + lane] *= 1 - share * (1 - row->leak);
				b->leak[(int64_t)leg * b->width + lane] *= 1 - share;
			}
		}
	}
	for (int64_t i = 0; b->closed && i < size; i++)
		b->leak[i] = b->pass[i] > 0 ? (b->pass[i] - b->leak[i]) / b->pass[i] : 0;
}

/* The first crossing of a leg that is closed to somebody in a lane: where people are turned back or go round. Its place in the leg, -1 none. */
static int32_t travel_closed_at(const gz_block *b, int32_t leg, int32_t lane)
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

/* Sends x persons on their way: to the leg's cohort, round the crossing, or straight to where they land. */
static void travel_send(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x, double mass, double leak)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	if (leak > 0) {
		const double round = gz_block_draw(b, leg->key, gz_plan_draw(p, GZ_PURPOSE_LEAK, stratum, p->cells[cell].id, p->product_id[product]), lane, x, leak);
		if (round > 0) {
			const double carried = gz_block_split(b, leg->key, gz_plan_draw(p, GZ_PURPOSE_TRAIT, stratum, p->cells[cell].id, gz_plan_part(9)), cell, lane, round, x, mass);
			const int32_t at = travel_closed_at(b, leg_index, lane);
			if (at >= 0 && at < leg->n_via)
				gz_block_cross(b, leg->via[at], leg->in[at], GZ_QUANTITY_LEAKED)[lane] += round;
			gz_land_travellers(b, leg_index, product, stratum, cell, lane, round, carried, false);
			x -= round;
			mass -= carried;
			if (!(x > 0))
				return;
		}
	}
	if (leg->buffer < 0 || !b->handled[leg_index]) {
		gz_land_travellers(b, leg_index, product, stratum, cell, lane, x, mass, false);
		return;
	}
	b->cohorts[gz_block_cohort(b, leg->buffer, 1, product, stratum, cell) + lane] += x;
	if (p->cells[cell].mass >= 0)
		b->cohort_mass[((((int64_t)leg->buffer * 2 + 1) * p->n_products + product) * p->n_strata + stratum) * p->n_mass * b->width + (int64_t)p->cells[cell].mass * b->width + lane] += mass;
	b->cohort_any[leg->buffer * b->width + lane] = 1;
}

/* ---- departures ------------------------------------------------------------------------------------------- */

typedef struct travel_home {
	int32_t home, first, n;        /* flows */
	double p[GZ_PLAN_FLOWS];                 /* [flow] probability today for the stratum */
	double suffix[GZ_PLAN_FLOWS + 1];            /* [flow] sums from that flow on, where nothing is closed */
} travel_home;

/* Probabilities of leaving by each flow today for people of a stratum: F(t) persons on average, of those usually at home. */
static bool travel_rates(const gz_block *b, travel_home *h, int32_t stratum)
{
	const gz_plan *p = b->plan;
	double home = p->people[(int64_t)h->home * p->n_strata + stratum];
	bool any = false;
	for (int32_t k = 0; k < h->n; k++)
		home -= gz_calendar_standing(p, &p->flows[h->first + k], b->day) * p->flows[h->first + k].share[stratum];
	for (int32_t k = 0; k < h->n; k++) {
		const gz_flow_plan *f = &p->flows[h->first + k];
		h->p[k] = home > 0 ? fmin(1, gz_calendar_rate(p, f, b->day) * f->share[stratum] * p->travel_dt / home) : 0;
		any = any || h->p[k] > 0;
	}
	h->suffix[h->n] = 0;
	for (int32_t k = h->n - 1; k >= 0; k--)
		h->suffix[k] = h->p[k] + h->suffix[k + 1];
	return any;
}

static void travel_count_stopped(gz_block *b, const travel_home *h, int32_t k, int32_t stratum, int32_t cell, int32_t lane, double n, double pr, double stop)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[p->flows[h->first + k].out_leg];
	const double x = stop > 0 && pr > 0 ? gz_block_draw(b, leg->key, gz_plan_draw(p, GZ_PURPOSE_STOPPED, stratum, p->cells[cell].id, 0), lane, n, pr * stop) : 0;
	const int32_t at = x > 0 ? travel_closed_at(b, p->flows[h->first + k].out_leg, lane) : -1;
	if (at >= 0 && at < leg->n_via)
		gz_block_cross(b, leg->via[at], leg->in[at], GZ_QUANTITY_STOPPED)[lane] += x;
	const int32_t m = x > 0 ? gz_land_measure(b, GZ_MEASURE_CLOSE, p->flows[h->first + k].out_leg, lane) : -1;
	if (m >= 0)
		b->totals[m * b->width + lane].people += x;
}

/* Departures of one cell in one lane. leaving[flow] is filled; returns their sum. */
static double travel_depart(gz_block *b, const travel_home *h, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double n, double *leaving)
{
	const gz_plan *p = b->plan;
	const double often = gz_block_value(b, p->cells[cell].travel, h->home, stratum, lane);
	double closed[GZ_PLAN_FLOWS + 1];
	const double *suffix = h->suffix;
	if (b->closed) {
		double home = p->people[(int64_t)h->home * p->n_strata + stratum]; /* whom a closure keeps from leaving are usually at home */
		closed[h->n] = 0;
		for (int32_t k = 0; k < h->n; k++)
			home -= gz_calendar_standing(p, &p->flows[h->first + k], b->day) * p->flows[h->first + k].share[stratum] * b->pass[(int64_t)p->flows[h->first + k].out_leg * b->width + lane];
		for (int32_t k = h->n - 1; k >= 0; k--) {
			const gz_flow_plan *f = &p->flows[h->first + k];
			const double pass = b->pass[(int64_t)f->out_leg * b->width + lane];
			const double pr = home > 0 ? fmin(1, gz_calendar_rate(p, f, b->day) * f->share[stratum] * p->travel_dt / home) : 0;
			travel_count_stopped(b, h, k, stratum, cell, lane, n, pr * often, 1 - pass);
			closed[k] = pr * pass + closed[k + 1];
		}
		suffix = closed;
	}
	const double all = fmin(1, suffix[0] * often);
	double left = gz_block_draw(b, p->stocks[stock].key, gz_plan_draw(p, GZ_PURPOSE_DEPART, stratum, p->cells[cell].id, 0), lane, n, all);
	const double sum = left;
	for (int32_t k = 0; k < h->n; k++) {
		leaving[k] = 0;
		const double pr = suffix[k] - suffix[k + 1];
		if (!(left > 0) || !(pr > 0))
			continue;
		const gz_flow_plan *f = &p->flows[h->first + k];
		leaving[k] = suffix[k + 1] > 0 ? gz_block_draw(b, f->key, gz_plan_draw(p, GZ_PURPOSE_DEPART, stratum, p->cells[cell].id, p->product_id[p->stocks[stock].product]), lane, left, pr / suffix[k]) : left;
		left -= leaving[k];
	}
	return sum;
}

/* Visitors of one flow, product, stratum and cell: the last stage goes home, the others move on. */
static void travel_return(gz_block *b, const travel_home *h, int32_t k, int32_t product, int32_t stratum, int32_t cell, int32_t lane)
{
	const gz_plan *p = b->plan;
	const int32_t flow = h->first + k;
	const gz_flow_plan *f = &p->flows[flow];
	for (int32_t stage = f->n_stages - 1; stage >= 0; stage--) {
		const int32_t st = f->stocks + product * f->n_stages + stage;
		const double n = b->people[gz_block_at(b, st, stratum, cell) + lane];
		if (!(n > 0))
			continue;
		const bool last = stage == f->n_stages - 1;
		const int64_t way = (int64_t)f->home_leg * b->width + lane;
		const double pass = last && b->closed ? b->pass[way] : 1;
		const double q = gz_calendar_homeward(p, f, b->day) * gz_block_value(b, p->cells[cell].travel, f->to, stratum, lane) * pass;
		const uint32_t part = gz_plan_part(stage);
		const double x = gz_block_draw(b, p->stocks[st].key, gz_plan_draw(p, GZ_PURPOSE_RETURN, stratum, p->cells[cell].id, 0), lane, n, fmin(1, q));
		if (!(x > 0))
			continue;
		const double mass = gz_block_take(b, st, stratum, cell, lane, x, part);
		if (last)
			travel_send(b, f->home_leg, product, stratum, cell, lane, x, mass, b->closed ? b->leak[way] : 0);
		else
			gz_block_put(b, st + 1, stratum, cell, lane, x, mass);
	}
}

/* Travellers of a sleeping home through crossings: whole numbers by the calendar, the same in every replicate. */
static void travel_asleep(gz_block *b, int32_t home)
{
	const gz_plan *p = b->plan;
	if (b->list_n[home] == b->lanes || !gz_block_opens(b))
		return;
	for (int32_t k = 0; k < p->leaving_n[home]; k++) {
		const gz_flow_plan *f = &p->flows[p->leaving_first[home] + k];
		if (p->legs[f->out_leg].n_via == 0)
			continue;
		const int32_t flow = p->leaving_first[home] + k;
		const double out = gz_sleep_passing(b, flow, false), back = f->home_leg >= 0 ? gz_sleep_passing(b, flow, true) : 0;
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			if (b->awake[home * b->width + lane])
				continue;
			const gz_leg *leg = &p->legs[f->out_leg];
			for (int32_t i = 0; i < leg->n_via; i++)
				gz_block_cross(b, leg->via[i], leg->in[i], GZ_QUANTITY_TRAVELLERS)[lane] += out;
			if (f->home_leg < 0)
				continue;
			leg = &p->legs[f->home_leg];
			for (int32_t i = 0; i < leg->n_via; i++)
				gz_block_cross(b, leg->via[i], leg->in[i], GZ_QUANTITY_TRAVELLERS)[lane] += back;
		}
	}
}

/* Who of a cell is drawn: both, or one after the other for all cells, where a crossing changes the cell (else those whom the way out
 * puts into a later cell would start for home on the same day). */
enum { TRAVEL_RETURN = 1, TRAVEL_DEPART = 2 };

/* One lane of one cell: departures drawn, returns drawn and sent, then departures sent. */
static void travel_cell(gz_block *b, const travel_home *h, int32_t product, int32_t stratum, int32_t cell, int32_t lane, int32_t who)
{
	const gz_plan *p = b->plan;
	const int32_t resident = p->resident[h->home * p->n_products + product];
	const double n = b->people[gz_block_at(b, resident, stratum, cell) + lane];
	double leaving[GZ_PLAN_FLOWS], mass[GZ_PLAN_FLOWS], sum = 0;
	if (n > 0 && (who & TRAVEL_DEPART) != 0)
		sum = travel_depart(b, h, resident, stratum, cell, lane, n, leaving);
	for (int32_t k = 0; k < h->n && sum > 0; k++)
		if (leaving[k] > 0)
			mass[k] = gz_block_take(b, resident, stratum, cell, lane, leaving[k], p->flows[h->first + k].key.k[0]);
	for (int32_t k = 0; (who & TRAVEL_RETURN) != 0 && k < h->n; k++)
		travel_return(b, h, k, product, stratum, cell, lane);
	for (int32_t k = 0; k < h->n && sum > 0; k++)
		if (leaving[k] > 0)
			travel_send(b, p->flows[h->first + k].out_leg, product, stratum, cell, lane, leaving[k], mass[k], b->closed ? b->leak[(int64_t)p->flows[h->first + k].out_leg * b->width + lane] : 0);
}

/* Marks in lanes[] (bit 0 residents, bit 1 visitors) where a cell of a home holds anybody; false if nobody anywhere. */
static bool travel_somebody(const gz_block *b, const travel_home *h, int32_t product, int32_t stratum, int32_t cell, uint8_t lanes[GZ_BLOCK_LANES])
{
	const gz_plan *p = b->plan;
	uint8_t any = 0;
	const double *n = &b->people[gz_block_at(b, p->resident[h->home * p->n_products + product], stratum, cell)];
	for (int32_t lane = 0; lane < b->lanes; lane++)
		any |= lanes[lane] = n[lane] > 0;
	for (int32_t k = 0; k < h->n; k++) {
		const gz_flow_plan *f = &p->flows[h->first + k];
		for (int32_t stage = 0; stage < f->n_stages; stage++) {
			const int32_t st = f->stocks + product * f->n_stages + stage;
			if (!b->occupied[st])
				continue;
			n = &b->people[gz_block_at(b, st, stratum, cell)];
			for (int32_t lane = 0; lane < b->lanes; lane++)
				any |= lanes[lane] |= (uint8_t)(n[lane] > 0 ? 2 : 0);
		}
	}
	return any != 0;
}

static void travel_incoming(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = 0; b->incoming && leaf < p->n_leaves; leaf++) {
		if (!b->incoming_any[leaf])
			continue;
		b->incoming_any[leaf] = 0;
		for (int32_t product = 0; product < p->n_products; product++)
			for (int32_t x = 0; x < p->n_strata; x++)
				for (int32_t c = 0; c < p->n_cells; c++) {
					const int64_t at = ((int64_t)leaf * p->n_products + product) * p->n_strata + x;
					double *n = &b->incoming[(at * p->n_cells + c) * b->width];
					double *mass = p->cells[c].mass >= 0 ? &b->incoming_mass[(at * p->n_mass + p->cells[c].mass) * b->width] : NULL;
					for (int32_t lane = 0; lane < b->lanes; lane++) {
						if (n[lane] == 0)
							continue;
						gz_sleep_wake(b, leaf, lane); /* settlers join a home: it must count them */
						gz_block_put(b, p->resident[leaf * p->n_products + product], x, c, lane, n[lane], mass ? mass[lane] : 0);
						n[lane] = 0;
						if (mass)
							mass[lane] = 0;
					}
				}
	}
}

/* Everybody of a home, stratum and vaccine whom `who` concerns. */
static void travel_people(gz_block *b, const travel_home *h, int32_t product, int32_t stratum, int32_t who)
{
	const gz_plan *p = b->plan;
	uint8_t lanes[GZ_BLOCK_LANES];
	for (int32_t c = 0; c < p->n_cells; c++) {
		if (p->cells[c].dead || !travel_somebody(b, h, product, stratum, c, lanes))
			continue;
		for (int32_t i = 0; i < b->list_n[h->home]; i++) {
			const int32_t lane = b->list[h->home * b->width + i];
			if (lanes[lane])
				travel_cell(b, h, product, stratum, c, lane, lanes[lane] & 2 ? who : who & TRAVEL_DEPART);
		}
	}
}

void gz_travel_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	const bool changes = p->scenario->disease.n_interrupts > 0; /* then those who come home wait in `incoming` */
	travel_home h = {0};
	travel_closures(b);
	gz_border_open(b);
	for (h.home = 0; h.home < p->n_leaves; h.home++) {
		h.first = p->leaving_first[h.home];
		h.n = p->leaving_n[h.home];
		if (h.n == 0)
			continue;
		travel_asleep(b, h.home);
		for (int32_t x = 0; b->list_n[h.home] > 0 && x < p->n_strata; x++) {
			travel_rates(b, &h, x);
			for (int32_t product = 0; product < p->n_products; product++) {
				if (changes)
					travel_people(b, &h, product, x, TRAVEL_RETURN);
				travel_people(b, &h, product, x, changes ? TRAVEL_DEPART : TRAVEL_RETURN | TRAVEL_DEPART);
			}
		}
	}
	gz_border_process(b);
	travel_incoming(b);
}
