/* Sleep: homes where nothing can happen are not stepped, and their travellers stand where the calendar says.
 *
 * The unit is (home, lane). A home sleeps when all its people rest, none is confined or held, no force acts where they stand and no
 * measure in force or event due could change them; after a closure, once about as many are away again as usual. Asleep, travellers per flow
 * and stratum are floor(F + u) - floor(F - A + u), F who have set out by then and A who are away in the mean, u a number of the flow's own and of the replicate; who they are is drawn; they are put there when the home falls
 * asleep and again when it wakes, so nothing needs doing between.
 * These numbers are part of the model, not of the schedule: the readable twin obeys the same rule.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/sleep.h"
#include "engine/step/row.h"
#include "engine/step/closure.h"
#include "model/calendar.h"
#include <assert.h>
#include <math.h>
#include <string.h>

/* The moment before or after a step's journeys, in days. Who travels once a day does so in its first step. */
static double sleep_moment(const gz_block *b, bool after)
{
	const gz_scenario *s = b->plan->scenario;
	const int32_t sub = b->step % s->steps_per_day;
	return b->day + (s->travel_each_step ? (double)(sub + after) / s->steps_per_day : after || sub > 0);
}

/* What the calendar says of a flow at a moment, in proportion between two mornings. */
static double sleep_at(const gz_block *b, const gz_flow_plan *f, double at, double (*what)(const gz_plan *, const gz_flow_plan *, int32_t))
{
	const int32_t day = (int32_t)at;
	const double morning = what(b->plan, f, day);
	return at > day ? morning + (at - day) * (what(b->plan, f, day + 1) - morning) : morning;
}

/* Travellers of a flow and stratum standing abroad at a moment: who have set out by then less who have come home, both in whole persons. */
static double sleep_standing(const gz_block *b, int32_t flow, int32_t stratum, double at, int32_t lane)
{
	const gz_flow_plan *f = &b->plan->flows[flow];
	if (f->n_stages == 0)
		return 0;
	/* What is closed from the start has kept people at home; later on, whoever is abroad when it closes is there still, and no home near it sleeps. */
	const double away = sleep_at(b, f, at, gz_calendar_standing) * (b->step == 0 ? gz_closure_pass(b, f->out_leg, lane) : 1);
	const double left = sleep_at(b, f, at, gz_calendar_left), share = gz_plan_share(b->plan, f)[stratum], u = gz_block_turn(b, gz_plan_hash(b->plan, f)[stratum], lane);
	return b->deterministic ? away * share : floor(left * share + u) - floor((left - away) * share + u);
}

/* Where in the row of a home's people the first of a flow's travellers stands, from 0 to 1: of 20 bits, so that whole persons added to it are exact. */
static double sleep_first(const gz_block *b, const gz_flow_plan *f, int32_t stratum, int32_t lane, int32_t day)
{
	const uint32_t draw = gz_plan_draw(b->plan, GZ_PURPOSE_STAND, stratum, 0, 0);
	return floor(0x1p20 * gz_random_unit(gz_random_bits(f->key, (uint32_t)(b->first + lane), (uint32_t)day, draw, 0))) / 0x1p20;
}

/* Sends `move` persons of a stratum abroad by a flow, out of total[] by product and cell; returns how many went. The people stand in a row, by cell and,
 * of each cell, by stage of the stay as those away on that day are, and as many places apart as makes that number, from a first one that is drawn: so in the mean over replicates and
 * days each cell and stage has its share, though one goes alone. */
static double sleep_send(gz_block *b, const gz_flow_plan *f, int32_t stratum, int32_t lane, int32_t day, double move, double *total)
{
	const gz_plan *p = b->plan;
	const int32_t n = p->n_products * p->n_cells;
	const double first = b->deterministic ? 0 : sleep_first(b, f, stratum, lane, day);
	double all = 0, before = 0, sent = 0;
	for (int32_t i = 0; i < n; i++)
		all += total[i];
	for (int32_t i = 0; i < n; i++) {
		const double lo = first + move * (before / all);
		before += total[i];
		const double hi = first + move * (before / all);
		double to = lo;
		for (int32_t stage = 0; total[i] > 0 && stage < f->n_stages; stage++) {
			const double from = to;
			to = stage + 1 < f->n_stages ? lo + (hi - lo) * gz_calendar_staying(f, day, stage) : hi;
			const double here = fmin(total[i], b->deterministic ? to - from : floor(to) - floor(from));
			if (!(here > 0))
				continue;
			gz_block_put(b, f->stocks + i / p->n_cells * f->n_stages + stage, stratum, i % p->n_cells, lane, here, 0);
			total[i] -= here;
			sent += here;
		}
	}
	return sent;
}

/* Collects a stratum's living people of a home by product and cell, taking them out of their free stocks. */
static void sleep_gather(gz_block *b, int32_t home, int32_t stratum, int32_t lane, double *total)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->home_n[home]; i++) {
		const int32_t st = p->of_home[p->home_first[home] + i];
		const gz_stock *s = &p->stocks[st];
		if (s->role != GZ_ROLE_FREE)
			break; /* stocks are in order, the free ones first */
		if (!b->occupied[st])
			continue;
		for (int32_t c = 0; c < p->n_cells; c++) {
			double *n = &b->people[gz_block_at(b, st, stratum, c) + lane];
			if (p->cells[c].dead || !*gz_block_anyone(b, st, stratum, c) || *n == 0)
				continue;
			total[s->product * p->n_cells + c] += *n;
			*n = 0;
			b->moved[s->here] = GZ_MOVED;
		}
	}
}

void gz_sleep_settle(gz_block *b, int32_t home, int32_t lane, double at)
{
	const gz_plan *p = b->plan;
	const int32_t n = p->n_products * p->n_cells;
	double *total = b->asleep_total;
	if (p->leaving_n[home] == 0)
		return; /* nobody of it is ever elsewhere */
	for (int32_t x = 0; x < p->n_strata; x++) {
		memset(total, 0, (size_t)n * sizeof *total);
		sleep_gather(b, home, x, lane, total);
		double all = 0;
		for (int32_t i = 0; i < n; i++)
			all += total[i];
		for (int32_t k = 0; k < p->leaving_n[home]; k++) {
			const int32_t flow = p->leaving_first[home] + k;
			const double move = fmin(sleep_standing(b, flow, x, at, lane), all);
			if (move > 0)
				all -= sleep_send(b, &p->flows[flow], x, lane, (int32_t)at, move, total);
		}
		for (int32_t i = 0; i < n; i++)
			if (total[i] > 0)
				gz_block_put(b, p->resident[home * p->n_products + i / p->n_cells], x, i % p->n_cells, lane, total[i], 0);
	}
}

void gz_sleep_stir(gz_block *b, int32_t home)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->home_n[home]; i++) {
		const int32_t st = p->of_home[p->home_first[home] + i];
		if (b->occupied[st])
			b->stirs[p->stocks[st].here] = 1;
		else
			i += gz_block_idle(b, st);
	}
}

void gz_sleep_wake(gz_block *b, int32_t home, int32_t lane)
{
	uint8_t *awake = &b->awake[home * b->width + lane];
	if (*awake)
		return;
	gz_sleep_settle(b, home, lane, sleep_moment(b, b->travelled));
	b->moved[home] = GZ_MOVED; /* those present may have been counted for other lanes while this one slept */
	gz_sleep_stir(b, home);
	*awake = 1;
	b->awake_n[home]++;
}

static void sleep_list(gz_block *b, int32_t home)
{
	b->awake_n[home] = 0;
	for (int32_t lane = 0; lane < b->lanes; lane++)
		b->awake_n[home] += b->awake[home * b->width + lane] != 0;
}

void gz_sleep_lists(gz_block *b)
{
	for (int32_t home = 0; home < b->plan->n_leaves; home++)
		sleep_list(b, home);
}

static bool sleep_all(const gz_block *b, const uint8_t *busy) { return gz_row_all(b->lanes, busy); }

/* Marks the lanes in which some of a home's people do not rest, or are confined or held; those who rest are busy where a force acts: they
 * are looked at last, for most homes awake have somebody ill in every lane. True once all lanes are marked. */
static bool sleep_busy_people(const gz_block *b, int32_t home, bool resting, uint8_t *busy)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->home_n[home]; i++) {
		const int32_t st = p->of_home[p->home_first[home] + i];
		const gz_stock *s = &p->stocks[st];
		if (!b->occupied[st])
			i += gz_block_idle(b, st);
		if (!b->occupied[st] || (resting && (s->role != GZ_ROLE_FREE || !b->hot_any[s->here])))
			continue;
		for (int32_t x = 0; x < p->n_strata; x++) {
			for (int32_t c = 0; c < p->n_cells; c++) {
				const bool rests = (p->cells[c].rest || p->cells[c].dead) && s->role == GZ_ROLE_FREE;
				if (rests != resting || !*gz_block_anyone(b, st, x, c))
					continue;
				if (rests)
					gz_row_mark_where(b->lanes, busy, &b->people[gz_block_at(b, st, x, c)], &b->hot[s->here * b->width]);
				else
					gz_row_mark(b->lanes, busy, &b->people[gz_block_at(b, st, x, c)]);
			}
			if (sleep_all(b, busy))
				return true;
		}
	}
	return false;
}

/* Whether a closure may have kept people from travelling in a lane before today. */
static bool sleep_was_closed(const gz_block *b, int32_t measure, int32_t lane)
{
	const gz_measure *m = &b->plan->scenario->measures[measure];
	const int64_t at = (int64_t)measure * b->width + lane;
	return b->held[at] != INT32_MIN || (m->after ? b->fired[at] : !m->on_order && b->plan->scenario->start + b->day >= m->from);
}

/* Whether fewer or more of a home are away than usual, by more than chance makes of it. */
static bool sleep_unusual(const gz_block *b, int32_t home, int32_t lane)
{
	const gz_plan *p = b->plan;
	double missing = 0, all = 0;
	for (int32_t k = 0; k < p->leaving_n[home]; k++) {
		const gz_flow_plan *f = &p->flows[p->leaving_first[home] + k];
		for (int32_t x = 0; x < p->n_strata; x++) {
			const double usual = sleep_standing(b, p->leaving_first[home] + k, x, b->day + 1, lane);
			double away = 0;
			for (int32_t i = 0; i < p->n_products * f->n_stages; i++)
				for (int32_t c = 0; b->occupied[f->stocks + i] && c < p->n_cells; c++)
					away += p->cells[c].dead ? 0 : b->people[gz_block_at(b, f->stocks + i, x, c) + lane];
			if (fabs(away - usual) > 1 + 3 * sqrt(usual))
				return true;
			missing += usual - away;
			all += usual;
		}
	}
	return fabs(missing) > 1 + 0.5 * sqrt(all);
}

/* Marks the lanes in which those whom a closure kept from travelling, or from coming home, are not yet back to what is usual. */
static void sleep_busy_closed(const gz_block *b, int32_t home, uint8_t *busy)
{
	const gz_plan *p = b->plan;
	for (int32_t m = 0; b->pass && m < p->scenario->n_measures; m++) {
		if (p->scenario->measures[m].kind != GZ_MEASURE_CLOSE)
			continue;
		for (int32_t i = 0; i < p->measures[m].n_homes; i++)
			if (p->measure_homes[p->measures[m].first_home + i] == home)
				for (int32_t lane = 0; lane < b->lanes; lane++)
					busy[lane] |= !busy[lane] && sleep_was_closed(b, m, lane) && sleep_unusual(b, home, lane);
	}
}

/* Marks the lanes in which a force acts where people of a home travel to, whether or not somebody is there today. */
static void sleep_busy_abroad(const gz_block *b, int32_t home, uint8_t *busy)
{
	const gz_plan *p = b->plan;
	for (int32_t k = 0; k < p->leaving_n[home]; k++) {
		const gz_flow_plan *f = &p->flows[p->leaving_first[home] + k];
		if (b->hot_any[f->to] && gz_calendar_standing(p, f, b->day + 1) > 0)
			gz_row_or(b->lanes, busy, &b->hot[f->to * b->width]);
	}
}

/* Marks the lanes in which a home may not fall asleep; those asleep already count as marked. */
static void sleep_busy(const gz_block *b, int32_t home, uint8_t *busy)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	assert(b->lanes > 0);
	if (b->awake_n[home] == b->lanes)
		gz_row_clear_marks(b->lanes, busy);
	else
		for (int32_t lane = 0; lane < b->lanes; lane++)
			busy[lane] = !b->awake[home * b->width + lane];
	for (int32_t k = 0; k < p->leaving_n[home]; k++)
		if (p->flows[p->leaving_first[home] + k].n_stages == 0)
			memset(busy, 1, (size_t)b->lanes); /* who leaves for ever is gone: such a home has no steady numbers */
	if (sleep_all(b, busy) || sleep_busy_people(b, home, false, busy))
		return;
	for (int32_t m = 0; m < s->n_measures; m++)
		for (int32_t i = 0; b->active_any[m] && i < p->measures[m].n_homes; i++)
			if (p->measure_homes[p->measures[m].first_home + i] == home)
				gz_row_or(b->lanes, busy, &b->active[m * b->width]);
	for (int32_t e = 0; e < s->disease.n_environments; e++)
		gz_row_mark(b->lanes, busy, &b->reservoir[((int64_t)e * p->n_leaves + home) * b->width]);
	sleep_busy_abroad(b, home, busy);
	if (!sleep_all(b, busy) && !sleep_busy_people(b, home, true, busy))
		sleep_busy_closed(b, home, busy);
}

void gz_sleep_show(gz_block *b)
{
	for (int32_t home = 0; b->setup->present && home < b->plan->n_leaves; home++)
		for (int32_t lane = 0; b->awake_n[home] < b->lanes && lane < b->lanes; lane++)
			if (!b->awake[home * b->width + lane])
				gz_sleep_settle(b, home, lane, b->day + 1);
}

double gz_sleep_passing(const gz_block *b, int32_t flow, bool homeward, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_flow_plan *f = &p->flows[flow];
	const double *share = gz_plan_share(p, f);
	const double before = sleep_moment(b, false), after = sleep_moment(b, true);
	const double out = sleep_at(b, f, before, gz_calendar_left) - (homeward ? sleep_at(b, f, before, gz_calendar_standing) : 0);
	const double then = sleep_at(b, f, after, gz_calendar_left) - (homeward ? sleep_at(b, f, after, gz_calendar_standing) : 0);
	double n = 0;
	for (int32_t x = 0; x < p->n_strata; x++) {
		const double u = gz_block_turn(b, gz_plan_hash(p, f)[x], lane);
		n += fmax(0, floor(then * share[x] + u) - floor(out * share[x] + u));
	}
	return n;
}

void gz_sleep_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	if (!p->can_sleep || b->deterministic)
		return;
	uint8_t busy[GZ_BLOCK_LANES]; /* of the lanes of one home: see sleep_busy */
	if (b->day >= 0 && !b->setup->present && gz_block_marked(b->stirs, 0, p->n_leaves) == p->n_leaves)
		return; /* all sleep */
	for (int32_t home = 0; home < p->n_leaves; home++) {
		if (b->awake_n[home] == 0 || b->lively[home])
			continue;
		sleep_busy(b, home, busy);
		if (sleep_all(b, busy))
			continue;
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			if (busy[lane])
				continue;
			gz_sleep_settle(b, home, lane, b->day + 1);
			b->awake[home * b->width + lane] = 0;
		}
		sleep_list(b, home);
	}
}
