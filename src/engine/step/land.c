/* The end of a journey: crossings and arrivals counted, interrupted treatment, and where the travellers stand from now on.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/land.h"
#include "engine/step/enter.h"
#include "engine/step/row.h"
#include <math.h>

void gz_land_count(gz_block *b, const gz_leg *leg, int32_t cell, int32_t lane, double x, bool detected)
{
	const bool infected = b->plan->cells[cell].infected;
	for (int32_t i = 0; i < leg->n_via; i++) {
		gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_TRAVELLERS)[lane] += x;
		if (infected) {
			gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_INFECTED)[lane] += x;
			if (!detected)
				gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_MISSED)[lane] += x;
		}
	}
}

void gz_land_charge(gz_block *b, int32_t measure, int32_t crossing, bool in, int32_t lane, double cost)
{
	if (crossing < 0)
		return;
	gz_block_cross(b, crossing, in, GZ_QUANTITY_COST)[lane] += cost;
	b->charged[measure * b->width + lane] += cost;
}

/* The share of the treatments that a leg interrupts which go on by a measure in a lane: at each crossing where it stands it sees to those who are left. */
static double land_continued(const gz_block *b, int32_t measure, int32_t leg, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *row = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	if (row->kind != GZ_MEASURE_CONTINUE || !b->active[measure * b->width + lane])
		return 0;
	const double share = row->share * gz_block_value(b, mp->coverage, 0, 0, lane) * gz_block_compliance(b, measure, 0, 0, lane);
	double broken = 1;
	for (int32_t i = 0; i < mp->n_posts; i++)
		broken *= p->posts[mp->first_post + i].leg == leg ? 1 - share : 1;
	return 1 - broken;
}

/* Of n interrupted treatments those that go on, each counted to the measure that sees to it: the later ones in the file see to those who are left. */
static double land_saved(gz_block *b, int32_t leg, uint32_t draw, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	double broken = 1, come = 1;
	for (int32_t m = 0; m < p->scenario->n_measures; m++)
		broken *= 1 - land_continued(b, m, leg, lane);
	const double saved = gz_block_measure_draw(b, p->legs[leg].key, draw, lane, n, 1 - broken);
	double left = saved;
	for (int32_t m = 0; left > 0 && m < p->scenario->n_measures; m++) {
		const double here = come * land_continued(b, m, leg, lane);
		if (!(here > 0))
			continue;
		const double got = gz_block_draw(b, p->legs[leg].key, draw ^ (uint32_t)p->measures[m].key.k[0], lane, left, fmin(1, here / (come - broken)));
		b->totals[m * b->width + lane].people += got;
		left -= got;
		come -= here;
	}
	return saved;
}

static void land_settle(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x, double mass)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	const gz_flow_plan *f = &p->flows[leg->flow];
	if (!leg->homeward && f->n_stages > 0) {
		gz_block_put(b, f->stocks + product * f->n_stages, stratum, cell, lane, x, mass);
		return;
	}
	if (!b->incoming) {
		gz_block_put(b, p->resident[gz_plan_destination(p, leg) * p->n_products + product], stratum, cell, lane, x, mass);
		return;
	}
	const int64_t at = (((int64_t)gz_plan_destination(p, leg) * p->n_products + product) * p->n_strata + stratum);
	b->incoming[(at * p->n_cells + cell) * b->width + lane] += x;
	if (p->cells[cell].mass >= 0)
		b->incoming_mass[(at * p->n_mass + p->cells[cell].mass) * b->width + lane] += mass;
	b->incoming_any[gz_plan_destination(p, leg)] = 1;
}

/* Those whose treatment was interrupted land as people who enter another compartment: in a stock, or where their journey ends. */
static void land_fall(gz_block *b, const gz_entrance *at, int32_t leg_index, int32_t product, int32_t into, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t stock = p->resident[p->flows[p->legs[leg_index].flow].home * p->n_products + product];
	double x[GZ_ENTER_CHAINS];
	const int32_t chains = gz_enter_chains(b, at, lane, n, x);
	for (int32_t k = 0; k < chains; k++) {
		const int32_t cell = p->entry_cells[p->entry_first[at->compartment] + k];
		if (!(x[k] > 0))
			continue;
		const double mass = gz_block_newcomers(b, stock, at->stratum, cell, lane, x[k], at->part ^ p->legs[leg_index].key.k[0]);
		if (into >= 0)
			gz_block_put(b, into, at->stratum, cell, lane, x[k], mass);
		else
			land_settle(b, leg_index, product, at->stratum, cell, lane, x[k], mass);
	}
}

double gz_land_interrupted(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t into, int32_t lane, double x, double *mass)
{
	const gz_plan *p = b->plan;
	const gz_disease *d = &p->scenario->disease;
	double landed = 0;
	if (!p->legs[leg_index].abroad)
		return 0;
	/* who is kept at the border and who goes round are drawn apart from those who travel on */
	const uint32_t who = p->product_id[product] ^ (into >= 0 ? (uint32_t)p->stocks[into].key.k[0] : into == GZ_LAND_ROUND ? gz_plan_part(14) : 0);
	for (int32_t i = 0; i < d->n_interrupts; i++) {
		if (d->interrupts[i].from != p->cells[cell].compartment)
			continue;
		const double q = gz_block_value(b, p->interrupt[i], gz_plan_origin(p, &p->legs[leg_index]), stratum, lane);
		const double broken = gz_block_draw(b, p->legs[leg_index].key, gz_plan_draw(p, GZ_PURPOSE_INTERRUPT, stratum, p->cells[cell].id, who), lane, x - landed, q);
		const double saved = broken > 0 && into != GZ_LAND_ROUND ? land_saved(b, leg_index, gz_plan_draw(p, GZ_PURPOSE_TREAT, stratum, p->cells[cell].id, who), lane, broken) : 0;
		if (broken - saved > 0)
			land_fall(b, &(gz_entrance){.key = p->legs[leg_index].key, .leaf = gz_plan_origin(p, &p->legs[leg_index]), .stratum = stratum, .compartment = d->interrupts[i].to,
				.part = p->cells[cell].id << 7 ^ who}, leg_index, product, into, lane, broken - saved);
		if (p->interrupt_streams[i])
			gz_block_count(b, gz_plan_destination(p, &p->legs[leg_index]), GZ_COUNTED_EVENTS);
		for (uint64_t bits = p->interrupt_streams[i]; bits; bits &= bits - 1)
			gz_block_events(b, __builtin_ctzll(bits), gz_plan_destination(p, &p->legs[leg_index]))[lane] += broken - saved;
		landed += broken - saved;
	}
	if (landed > 0 && *mass > 0)
		*mass -= gz_block_split(b, p->legs[leg_index].key, gz_plan_draw(p, GZ_PURPOSE_TRAIT, stratum, p->cells[cell].id, gz_plan_part(12) ^ who), cell, lane, landed, x, *mass);
	return landed;
}

void gz_land_travellers(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x, double mass, bool round)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	gz_land_count(b, leg, cell, lane, x, false);
	if (p->cells[cell].infected)
		gz_block_arrive(b, gz_plan_destination(p, leg), gz_plan_origin(p, leg), leg->n_via > 0 ? leg->via[leg->n_via - 1] : -1, lane, x);
	const double broken = gz_land_interrupted(b, leg_index, product, stratum, cell, round ? GZ_LAND_ROUND : GZ_LAND_END, lane, x, &mass);
	if (x - broken > 0)
		land_settle(b, leg_index, product, stratum, cell, lane, x - broken, mass);
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

void gz_land_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, const double *x, const double *mass)
{
	const int32_t m = b->plan->cells[cell].mass;
	b->occupied[stock] = 1;
	*gz_block_anyone(b, stock, stratum, cell) = 1;
	b->moved[b->plan->stocks[stock].here] = 1;
	gz_row_add(b->lanes, &b->people[gz_block_at(b, stock, stratum, cell)], x);
	if (m >= 0)
		gz_row_add(b->lanes, &b->mass[gz_block_mass(b, stock, stratum, m)], mass);
}

static void land_count_row(gz_block *b, const gz_leg *leg, int32_t cell, const double *x)
{
	const bool infected = b->plan->cells[cell].infected;
	for (int32_t i = 0; i < leg->n_via; i++) {
		gz_row_add(b->lanes, gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_TRAVELLERS), x);
		if (infected) {
			gz_row_add(b->lanes, gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_INFECTED), x);
			gz_row_add(b->lanes, gz_block_cross(b, leg->via[i], gz_leg_in(leg, i), GZ_QUANTITY_MISSED), x);
		}
	}
}

static void land_settle_row(gz_block *b, const gz_leg *leg, int32_t product, int32_t stratum, int32_t cell, const double *x, const double *mass)
{
	const gz_plan *p = b->plan;
	const gz_flow_plan *f = &p->flows[leg->flow];
	if (!leg->homeward && f->n_stages > 0) {
		gz_land_put(b, f->stocks + product * f->n_stages, stratum, cell, x, mass);
		return;
	}
	if (!b->incoming) {
		gz_land_put(b, p->resident[gz_plan_destination(p, leg) * p->n_products + product], stratum, cell, x, mass);
		return;
	}
	const int64_t at = ((int64_t)gz_plan_destination(p, leg) * p->n_products + product) * p->n_strata + stratum;
	gz_row_add(b->lanes, &b->incoming[(at * p->n_cells + cell) * b->width], x);
	if (mass)
		gz_row_add(b->lanes, &b->incoming_mass[(at * p->n_mass + p->cells[cell].mass) * b->width], mass);
	b->incoming_any[gz_plan_destination(p, leg)] = 1;
}

/* As gz_block_arrive, for a row. Once somebody has arrived in every lane nothing more needs counting. */
static void land_arrive_row(gz_block *b, const gz_leg *leg, const double *x)
{
	const gz_setup *su = b->setup;
	const int32_t *above = &su->chain[su->chain_first[gz_plan_destination(b->plan, leg)]];
	for (int32_t i = 0; i < leg->levels; i++) {
		const int32_t place = above[i];
		const int64_t row = (int64_t)place * b->width;
		const int32_t open = b->entered[place] ? 0 : gz_row_below(b->lanes, x, &b->arrived[row], 1);
		b->entered[place] = open == 0;
		if (open < 2)
			continue;
		for (int32_t lane = 0; lane < b->lanes; lane++)
			if (x[lane] > 0)
				gz_block_arrive_at(b, row + lane, gz_plan_origin(b->plan, leg), leg->n_via > 0 ? leg->via[leg->n_via - 1] : -1, x[lane]);
	}
}

/* Does the leg interrupt the treatment of people in this cell? */
static bool land_interrupts(const gz_plan *p, const gz_leg *leg, int32_t cell)
{
	const gz_disease *d = &p->scenario->disease;
	for (int32_t i = 0; leg->abroad && i < d->n_interrupts; i++)
		if (d->interrupts[i].from == p->cells[cell].compartment)
			return true;
	return false;
}

void gz_land_row(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, const double *x, const double *mass)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	if (land_interrupts(p, leg, cell)) {
		for (int32_t lane = 0; lane < b->lanes; lane++)
			if (x[lane] > 0)
				gz_land_travellers(b, leg_index, product, stratum, cell, lane, x[lane], mass ? mass[lane] : 0, false);
		return;
	}
	land_count_row(b, leg, cell, x);
	if (p->cells[cell].infected)
		land_arrive_row(b, leg, x);
	land_settle_row(b, leg, product, stratum, cell, x, mass);
}
