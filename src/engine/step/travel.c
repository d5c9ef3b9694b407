/* Travel: who sets out today and who goes home, each through its crossings.
 *
 * Departures are drawn from the residents at home and returns from the visitors abroad, all from the state at the start of the phase, so
 * that nobody makes two journeys a day. Legs that a measure handles wait in cohorts until every leg has been drawn, because capacities
 * are shared; the others land at once, home-comers first. Everything is done for all lanes of a cell at once.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/travel.h"
#include "engine/control/border.h"
#include "engine/step/closure.h"
#include "engine/step/depart.h"
#include "engine/step/land.h"
#include "engine/step/row.h"
#include "engine/step/sleep.h"
#include <math.h>
#include <string.h>

/* ---- on the way ------------------------------------------------------------------------------------------- */

/* Those of one lane who go round a closed crossing land at once; what is left of x and mass goes on. */
static void travel_round(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double *x, double *mass)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	const double leak = b->leak[(int64_t)leg_index * b->width + lane];
	const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_LEAK, stratum, p->cells[cell].id, p->product_id[product]);
	const double round = *x > 0 && leak > 0 ? gz_block_draw(b, leg->key, draw, lane, *x, leak) : 0;
	if (!(round > 0))
		return;
	const double carried = gz_block_split(b, leg->key, gz_plan_draw(p, GZ_PURPOSE_TRAIT, stratum, p->cells[cell].id, gz_plan_part(9)), cell, lane, round, *x, *mass);
	for (int32_t at = 0; at < leg->n_via; at++) { /* who goes round somewhere, or at several */
		const double share = gz_closure_round(b, leg_index, at, lane);
		if (share > 0)
			gz_block_cross(b, leg->via[at], gz_leg_in(leg, at), GZ_QUANTITY_LEAKED)[lane] += share >= leak * (1 - 1e-12) ? round :
				gz_block_draw(b, leg->key, draw ^ gz_plan_part(81 + at), lane, round, share / leak);
	}
	gz_land_travellers(b, leg_index, product, stratum, cell, lane, round, carried, true);
	*x -= round;
	*mass -= carried;
}

/* Sends x[lane] persons on their way: round the crossing, to the leg's cohort, or straight to where they land. x and mass are used up. */
static void travel_send(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, double *x, double *mass)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	const int32_t m = p->cells[cell].mass;
	for (int32_t lane = 0; b->closed && b->shut[leg_index] && lane < b->lanes; lane++) {
		double none = 0;
		travel_round(b, leg_index, product, stratum, cell, lane, &x[lane], m >= 0 ? &mass[lane] : &none);
	}
	if (leg->buffer < 0 || !b->handled[leg_index]) {
		gz_land_row(b, leg_index, product, stratum, cell, x, m >= 0 ? mass : NULL);
		return;
	}
	gz_row_add(b->lanes, &b->cohorts[gz_block_cohort(b, leg->buffer, 1, product, stratum, cell)], x);
	if (m >= 0)
		gz_row_add(b->lanes, &b->cohort_mass[((((int64_t)leg->buffer * 2 + 1) * p->n_products + product) * p->n_strata + stratum) * p->n_mass * b->width + (int64_t)m * b->width], mass);
	for (int32_t lane = 0; lane < b->lanes; lane++)
		b->cohort_any[leg->buffer * b->width + lane] |= x[lane] > 0;
}

/* Takes x[lane] persons of a cell out of a stock, and what they carry into mass. part: names the draw. */
static void travel_take(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, const double *x, double *mass, uint32_t part)
{
	b->moved[b->plan->stocks[stock].here] = 1;
	if (b->plan->cells[cell].mass < 0) {
		gz_row_take(b->lanes, &b->people[gz_block_at(b, stock, stratum, cell)], x);
		return;
	}
	for (int32_t lane = 0; lane < b->lanes; lane++)
		mass[lane] = x[lane] > 0 ? gz_block_take(b, stock, stratum, cell, lane, x[lane], part) : 0;
}

/* ---- going home ------------------------------------------------------------------------------------------- */

/* Asks who of a cell leaves a stage of the stay; the last for home, where a closure may keep them. */
static void travel_ask_stage(const gz_block *b, gz_depart *d, int32_t k, int32_t stage, int32_t product, int32_t stratum, int32_t cell, int32_t slot)
{
	const gz_plan *p = b->plan;
	const gz_flow_plan *f = &p->flows[d->first + k];
	const int32_t stock = f->stocks + product * f->n_stages + stage, often = p->cells[cell].travel;
	const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_RETURN, stratum, p->cells[cell].id, 0);
	const bool last = stage == f->n_stages - 1, shut = last && b->closed && b->shut[gz_plan_home_leg(f)];
	if (!gz_depart_people(b, d, stock, stratum, cell))
		return;
	if (!shut && p->slots.items[often].by_lane == 0) {
		gz_depart_ask_same(b, d, p->stocks[stock].key, draw, cell, slot, fmin(1, d->homeward[k] * gz_block_value(b, often, f->to, stratum, 0)));
		return;
	}
	double *chance = gz_depart_chances(b, d);
	for (int32_t lane = 0; lane < b->lanes; lane++)
		chance[lane] = fmin(1, d->homeward[k] * gz_block_value(b, often, f->to, stratum, lane) * (last ? gz_closure_pass(b, gz_plan_home_leg(f), lane) : 1));
	gz_depart_ask(b, d, p->stocks[stock].key, draw, cell, slot);
}

/* Fetches ahead the visitors of a cell whom the home's flow k will ask for: those of one flow lie far from those of the next. */
static void travel_fetch(const gz_block *b, const gz_depart *d, int32_t k, int32_t product, int32_t stratum, int32_t cell)
{
	const gz_flow_plan *f = k < d->n ? &b->plan->flows[d->first + k] : NULL;
	if (f && f->n_stages > 0)
		gz_row_fetch_own(b->lanes, &b->people[gz_block_at(b, f->stocks + product * f->n_stages, stratum, cell)]);
}

static void travel_ask_returns(const gz_block *b, gz_depart *d, int32_t product, int32_t stratum)
{
	enum { AHEAD = 3 }; /* flows */
	const gz_plan *p = b->plan;
	for (int32_t c = d->begin; c < d->end; c++)
		for (int32_t k = 0, slot = 1; !p->cells[c].dead && k < d->n; k++) {
			travel_fetch(b, d, k + AHEAD, product, stratum, c);
			for (int32_t stage = 0; stage < p->flows[d->first + k].n_stages; stage++)
				travel_ask_stage(b, d, k, stage, product, stratum, c, slot++);
		}
}

/* Visitors of a cell: of each flow the last stage goes home, the others move on. */
static void travel_return(gz_block *b, const gz_depart *d, int32_t product, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	int32_t slot = 1;
	for (int32_t k = 0; k < d->n; slot += p->flows[d->first + k].n_stages, k++) {
		const gz_flow_plan *f = &p->flows[d->first + k];
		for (int32_t stage = f->n_stages - 1; stage >= 0; stage--) {
			const int32_t st = f->stocks + product * f->n_stages + stage;
			double *gone = gz_depart_gone(b, d, cell, slot + stage);
			if (!gone)
				continue;
			travel_take(b, st, stratum, cell, gone, d->carried, gz_plan_part(stage));
			if (stage == f->n_stages - 1)
				travel_send(b, gz_plan_home_leg(f), product, stratum, cell, gone, d->carried);
			else
				gz_land_put(b, st + 1, stratum, cell, gone, d->carried);
		}
	}
}

/* ---- a home ----------------------------------------------------------------------------------------------- */

/* Who of a cell is drawn: both, or one after the other for all cells, where a crossing changes the cell (else those whom the way out
 * puts into a later cell would start for home on the same day). */
enum { TRAVEL_RETURN = 1, TRAVEL_DEPART = 2 };

/* One cell: those who leave are taken out, those who come home are sent, then those who leave. */
static void travel_cell(gz_block *b, const gz_depart *d, int32_t product, int32_t stratum, int32_t cell, int32_t who)
{
	const gz_plan *p = b->plan;
	const int32_t resident = p->resident[d->home * p->n_products + product];
	const double *gone = (who & TRAVEL_DEPART) != 0 ? gz_depart_gone(b, d, cell, 0) : NULL;
	const bool leave = gone != NULL, whole = p->cells[cell].mass < 0 && !b->deterministic; /* then all can be taken at once */
	if (leave && whole)
		travel_take(b, resident, stratum, cell, gone, NULL, 0);
	for (int32_t k = 0; leave && !whole && k < d->n; k++) {
		const double *leaving = gz_depart_leaving(b, d, cell, k);
		if (leaving)
			travel_take(b, resident, stratum, cell, leaving, &d->mass[(int64_t)k * b->width], p->flows[d->first + k].key.k[0]);
	}
	if ((who & TRAVEL_RETURN) != 0)
		travel_return(b, d, product, stratum, cell);
	for (int32_t k = 0; leave && k < d->n; k++) {
		double *leaving = gz_depart_leaving(b, d, cell, k);
		if (leaving)
			travel_send(b, p->flows[d->first + k].out_leg, product, stratum, cell, leaving, &d->mass[(int64_t)k * b->width]);
	}
}

/* Everybody of n homes, of one stratum and vaccine, whom `who` concerns: some cells at a time are drawn, then sent. */
static void travel_people(gz_block *b, gz_depart *d, int32_t n, int32_t product, int32_t stratum, int32_t who)
{
	const gz_plan *p = b->plan;
	for (int32_t begin = 0; begin < p->n_cells; begin += d->together) {
		gz_depart_clear(b, d->asked);
		for (int32_t i = 0; i < n; i++) {
			gz_depart_cells(&d[i], begin, begin + d->together < p->n_cells ? begin + d->together : p->n_cells);
			if ((who & TRAVEL_DEPART) != 0)
				gz_depart_ask_leavers(b, &d[i], product, stratum);
			if ((who & TRAVEL_RETURN) != 0)
				travel_ask_returns(b, &d[i], product, stratum);
		}
		gz_depart_answer(b, d->asked);
		if ((who & TRAVEL_DEPART) != 0)
			gz_depart_share(b, d, n, product, stratum);
		for (int32_t i = 0; d->asked->n > 0 && i < n; i++)
			for (int32_t c = d[i].begin; c < d[i].end; c++)
				if (!p->cells[c].dead)
					travel_cell(b, &d[i], product, stratum, c, who);
	}
}

/* Some homes side by side: one, or such as take all their cells in hand at once. */
static void travel_homes(gz_block *b, const int32_t *homes, int32_t n)
{
	const gz_plan *p = b->plan;
	const bool changes = p->scenario->disease.n_interrupts > 0; /* then those who come home wait in `incoming` */
	gz_depart d[GZ_DEPART_HOMES];
	gz_depart_asked asked;
	for (int32_t i = 0; i < n; i++)
		gz_depart_begin(b, &d[i], &asked, homes[i], i);
	for (int32_t x = 0; n > 0 && x < p->n_strata; x++) {
		for (int32_t i = 0; i < n; i++)
			gz_depart_stratum(b, &d[i], x);
		for (int32_t product = 0; product < p->n_products; product++) {
			if (changes)
				travel_people(b, d, n, product, x, TRAVEL_RETURN);
			travel_people(b, d, n, product, x, changes ? TRAVEL_DEPART : TRAVEL_RETURN | TRAVEL_DEPART);
		}
	}
}

/* Travellers of a sleeping home through crossings: whole numbers by the calendar. */
static void travel_asleep(gz_block *b, int32_t home)
{
	const gz_plan *p = b->plan;
	for (int32_t k = 0; k < p->leaving_n[home]; k++) {
		const int32_t flow = p->leaving_first[home] + k;
		const gz_flow_plan *f = &p->flows[flow];
		for (int32_t way = 0; way < (gz_plan_home_leg(f) >= 0 ? 2 : 1); way++) {
			const gz_leg *leg = &p->legs[way == 0 ? f->out_leg : gz_plan_home_leg(f)];
			for (int32_t lane = 0; leg->n_via > 0 && lane < b->lanes; lane++) {
				const double x = b->awake[home * b->width + lane] ? 0 : gz_sleep_passing(b, flow, way == 1, lane);
				for (int32_t i = 0; x > 0 && i < leg->n_via; i++)
					gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_TRAVELLERS)[lane] += x;
			}
		}
	}
}

/* ---- the day ---------------------------------------------------------------------------------------------- */

/* One row of those who have come to settle joins the residents; their new home must be awake, so that it counts them. */
static void travel_join(gz_block *b, int32_t leaf, int32_t product, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	const int64_t at = ((int64_t)leaf * p->n_products + product) * p->n_strata + stratum;
	const int32_t m = p->cells[cell].mass;
	double *n = &b->incoming[(at * p->n_cells + cell) * b->width], *mass = m >= 0 ? &b->incoming_mass[(at * p->n_mass + m) * b->width] : NULL;
	if (!gz_row_any(b->lanes, n))
		return;
	for (int32_t lane = 0; b->awake_n[leaf] < b->lanes && lane < b->lanes; lane++)
		if (n[lane] > 0)
			gz_sleep_wake(b, leaf, lane);
	gz_land_put(b, p->resident[leaf * p->n_products + product], stratum, cell, n, mass);
	memset(n, 0, (size_t)b->lanes * sizeof *n);
	if (mass)
		memset(mass, 0, (size_t)b->lanes * sizeof *mass);
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
				for (int32_t c = 0; c < p->n_cells; c++)
					travel_join(b, leaf, product, x, c);
	}
}

void gz_travel_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	int32_t homes[GZ_DEPART_HOMES], n = 0;
	gz_border_open(b);
	for (int32_t home = 0; home < p->n_leaves; home++) {
		if (p->leaving_n[home] == 0)
			continue;
		if (b->awake_n[home] < b->lanes)
			travel_asleep(b, home);
		if (b->awake_n[home] == 0)
			continue;
		const bool apart = b->journeys.homes > 1 && !gz_depart_at_once(p, home, b->width);
		if (n == b->journeys.homes || (n > 0 && apart)) {
			travel_homes(b, homes, n);
			n = 0;
		}
		homes[n++] = home;
		if (apart) {
			travel_homes(b, homes, n);
			n = 0;
		}
	}
	travel_homes(b, homes, n);
	gz_border_process(b);
	b->travelled = true;
	travel_incoming(b);
}
