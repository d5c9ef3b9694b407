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

/* The first measure of a kind in force on a leg in a lane: the one that people stopped or helped are counted to; -1 none. */
int32_t gz_land_measure(const gz_block *b, gz_measure_kind kind, int32_t leg, int32_t lane)
{
	const gz_plan *p = b->plan;
	for (int32_t m = 0; m < p->scenario->n_measures; m++)
		for (int32_t i = 0; p->scenario->measures[m].kind == kind && b->active[m * b->width + lane] && i < p->measures[m].n_posts; i++)
			if (p->posts[p->measures[m].first_post + i].leg == leg)
				return m;
	return -1;
}

void gz_land_charge(gz_block *b, int32_t measure, int32_t crossing, bool in, int32_t lane, double cost)
{
	if (crossing < 0)
		return;
	gz_block_cross(b, crossing, in, GZ_QUANTITY_COST)[lane] += cost;
	b->charged[measure * b->width + lane] += cost;
}

/* Share of interrupted treatments that a continuity measure saves on this leg. */
static double land_continued(const gz_block *b, int32_t leg, int32_t lane)
{
	const gz_plan *p = b->plan;
	double broken = 1;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		if (p->scenario->measures[m].kind != GZ_MEASURE_CONTINUE || !b->active[m * b->width + lane])
			continue;
		for (int32_t i = 0; i < mp->n_posts; i++)
			if (p->posts[mp->first_post + i].leg == leg)
				broken *= 1 - p->scenario->measures[m].share * gz_block_value(b, mp->coverage, 0, 0, lane) * gz_block_compliance(b, m, 0, 0, lane);
	}
	return 1 - broken;
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

/* Those whose treatment was interrupted land as people who enter another compartment. */
static void land_fall(gz_block *b, const gz_entrance *at, int32_t leg_index, int32_t product, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t stock = p->resident[p->flows[p->legs[leg_index].flow].home * p->n_products + product];
	double x[GZ_ENTER_CHAINS];
	const int32_t chains = gz_enter_chains(b, at, lane, n, x);
	for (int32_t k = 0; k < chains; k++) {
		const int32_t cell = p->entry_cells[p->entry_first[at->compartment] + k];
		if (x[k] > 0)
			land_settle(b, leg_index, product, at->stratum, cell, lane, x[k], gz_block_newcomers(b, stock, at->stratum, cell, lane, x[k], at->part ^ p->legs[leg_index].key.k[0]));
	}
}

/* Treatment interrupted by the crossing: who loses it lands in another cell. Returns how many were landed so. */
static double land_interrupt(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x)
{
	const gz_plan *p = b->plan;
	const gz_disease *d = &p->scenario->disease;
	double landed = 0;
	if (p->legs[leg_index].n_via == 0)
		return 0;
	for (int32_t i = 0; i < d->n_interrupts; i++) {
		if (d->interrupts[i].from != p->cells[cell].compartment)
			continue;
		const double q = gz_block_value(b, p->interrupt[i], gz_plan_origin(p, &p->legs[leg_index]), stratum, lane);
		const double broken = gz_block_draw(b, p->legs[leg_index].key, gz_plan_draw(p, GZ_PURPOSE_INTERRUPT, stratum, p->cells[cell].id, p->product_id[product]), lane, x - landed, q);
		const double saved = broken > 0 ? gz_block_measure_draw(b, p->legs[leg_index].key, gz_plan_draw(p, GZ_PURPOSE_TREAT, stratum, p->cells[cell].id, p->product_id[product]), lane, broken,
			land_continued(b, leg_index, lane)) : 0;
		if (broken - saved > 0)
			land_fall(b, &(gz_entrance){.key = p->legs[leg_index].key, .leaf = gz_plan_origin(p, &p->legs[leg_index]), .stratum = stratum, .compartment = d->interrupts[i].to,
				.part = p->cells[cell].id << 7 ^ p->product_id[product]}, leg_index, product, lane, broken - saved);
		if (p->interrupt_streams[i])
			gz_block_count(b, gz_plan_destination(p, &p->legs[leg_index]), GZ_COUNTED_EVENTS);
		for (uint64_t bits = p->interrupt_streams[i]; bits; bits &= bits - 1)
			gz_block_events(b, __builtin_ctzll(bits), gz_plan_destination(p, &p->legs[leg_index]))[lane] += broken - saved;
		const int32_t m = saved > 0 ? gz_land_measure(b, GZ_MEASURE_CONTINUE, leg_index, lane) : -1;
		if (m >= 0)
			b->totals[m * b->width + lane].people += saved;
		landed += broken - saved;
	}
	return landed;
}

void gz_land_travellers(gz_block *b, int32_t leg_index, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x, double mass, bool detected)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	gz_land_count(b, leg, cell, lane, x, detected);
	if (p->cells[cell].infected)
		gz_block_arrive(b, gz_plan_destination(p, leg), gz_plan_origin(p, leg), leg->n_via > 0 ? leg->via[leg->n_via - 1] : -1, lane, x);
	const double broken = land_interrupt(b, leg_index, product, stratum, cell, lane, x);
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

/* Does a crossing of the leg interrupt the treatment of people in this cell? */
static bool land_interrupts(const gz_plan *p, const gz_leg *leg, int32_t cell)
{
	const gz_disease *d = &p->scenario->disease;
	for (int32_t i = 0; leg->n_via > 0 && i < d->n_interrupts; i++)
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
