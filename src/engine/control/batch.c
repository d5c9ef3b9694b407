/* Batches: the persons of one lane whom a measure finds, wherever they stand, and what is done to them.
 *
 * What measures draw goes through one uniform by inversion, so that it is monotone in numbers and probabilities; whom a short capacity
 * serves is uniform without replacement.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/batch.h"
#include "engine/step/enter.h"
#include "model/stock.h"
#include <math.h>
#include <stdlib.h>

void gz_batch_add(gz_block *b, gz_batch *batch, const gz_batch_entry *entry)
{
	if (batch->n == batch->room) {
		const int32_t room = batch->room ? 2 * batch->room : 1024;
		gz_batch_entry *grown = realloc(batch->items, (size_t)room * sizeof *grown);
		if (!grown) {
			b->failed = true;
			return;
		}
		batch->items = grown;
		batch->room = room;
	}
	batch->items[batch->n++] = *entry;
}

static int64_t batch_mass_at(const gz_block *b, const gz_batch_entry *e)
{
	const gz_plan *p = b->plan;
	const int32_t buffer = p->legs[e->leg].buffer;
	return (((((int64_t)buffer * 2 + e->class) * p->n_products + e->product) * p->n_strata + e->stratum) * p->n_mass + p->cells[e->cell].mass) * b->width;
}

double *gz_batch_people(gz_block *b, const gz_batch_entry *e, int32_t lane)
{
	if (e->leg < 0)
		return &b->people[gz_block_at(b, e->stock, e->stratum, e->cell) + lane];
	return &b->cohorts[gz_block_cohort(b, b->plan->legs[e->leg].buffer, e->class, e->product, e->stratum, e->cell) + lane];
}

double *gz_batch_found(gz_block *b, const gz_batch_entry *e, int32_t lane)
{
	return &b->cohort_found[gz_block_cohort(b, b->plan->legs[e->leg].buffer, e->class, e->product, e->stratum, e->cell) + lane];
}

gz_key gz_batch_key(const gz_block *b, gz_key measure, const gz_batch_entry *e)
{
	const gz_key other = e->leg < 0 ? b->plan->stocks[e->stock].key : b->plan->legs[e->leg].key;
	return (gz_key){{measure.k[0] ^ other.k[0], measure.k[1] ^ other.k[1]}};
}

uint32_t gz_batch_draw(const gz_block *b, int32_t purpose, const gz_batch_entry *e)
{
	return gz_plan_draw(b->plan, purpose, e->stratum, b->plan->cells[e->cell].id,
		b->plan->product_id[e->product] ^ gz_plan_part(e->class) ^ (e->found == 2 ? gz_plan_part(81) : 0) ^ (e->position > 0 ? gz_plan_part(90 + e->position) : 0));
}

double gz_batch_take(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, uint32_t part)
{
	if (e->leg < 0)
		return gz_block_take(b, e->stock, e->stratum, e->cell, lane, x, part);
	double *n = gz_batch_people(b, e, lane), moved = 0;
	if (b->plan->cells[e->cell].mass >= 0) {
		double *mass = &b->cohort_mass[batch_mass_at(b, e) + lane];
		moved = gz_block_split(b, b->plan->legs[e->leg].key, gz_batch_draw(b, GZ_PURPOSE_TRAIT, e) ^ part, e->cell, lane, x, *n, *mass);
		*mass -= moved;
	}
	*n -= x;
	if (e->found)
		*gz_batch_found(b, e, lane) -= x;
	return moved;
}

void gz_batch_put(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, double mass)
{
	if (e->leg < 0) {
		gz_block_put(b, e->stock, e->stratum, e->cell, lane, x, mass);
		return;
	}
	*gz_batch_people(b, e, lane) += x;
	if (e->found)
		*gz_batch_found(b, e, lane) += x;
	if (b->plan->cells[e->cell].mass >= 0)
		b->cohort_mass[batch_mass_at(b, e) + lane] += mass;
}

void gz_batch_thin(gz_block *b, gz_key key, int32_t purpose, gz_batch *batch, int32_t lane, double p)
{
	if (p >= 1)
		return;
	for (int32_t i = 0; i < batch->n; i++) {
		gz_batch_entry *e = &batch->items[i];
		e->n = gz_block_measure_draw(b, gz_batch_key(b, key, e), gz_batch_draw(b, purpose, e), lane, e->n, p);
	}
}

double gz_batch_limit(gz_block *b, gz_key key, int32_t purpose, gz_batch *batch, int32_t lane, double capacity, double others, gz_batch *left)
{
	double all = others;
	left->n = 0;
	for (int32_t i = 0; i < batch->n; i++)
		all += batch->items[i].n;
	if (all <= capacity)
		return all;
	double room = b->deterministic ? capacity : floor(capacity), total = all;
	for (int32_t i = 0; i < batch->n; i++) {
		gz_batch_entry *e = &batch->items[i], rest = *e;
		if (!(e->n > 0))
			continue;
		double served;
		if (b->deterministic) { /* the same share of all: what has been taken so far would leave the last of them to rounding */
			served = fmin(e->n, room * (e->n / total));
		} else {
			const gz_draw d = gz_block_address(b, gz_batch_key(b, key, e), gz_batch_draw(b, purpose, e), lane);
			served = total <= e->n ? fmin(e->n, room) : room > 0 ? gz_sample_hypergeometric(&d, e->n, total - e->n, fmin(room, total)) : 0;
			served = floor(served + 0.5);
			total -= e->n;
			room -= served;
		}
		rest.n = e->n - served;
		e->n = served;
		if (rest.n > 0)
			gz_batch_add(b, left, &rest);
	}
	return all;
}

/* x persons of an entry are in another cell (-1: the same) and have had another product (-1: the same). */
static void batch_turn_cell(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, int32_t cell, int32_t product, uint32_t part)
{
	const gz_plan *p = b->plan;
	gz_batch_entry to = *e;
	const double mass = gz_batch_take(b, e, lane, x, part);
	if (cell >= 0)
		to.cell = cell;
	if (product >= 0 && product != e->product) {
		to.product = product;
		if (e->leg < 0)
			to.stock = gz_stock_with(p, e->stock, product);
	}
	gz_batch_put(b, &to, lane, x, p->cells[e->cell].mass >= 0 ? mass : gz_block_newcomers(b, to.stock, to.stratum, to.cell, lane, x,
		part ^ p->cells[e->cell].id));
}

void gz_batch_turn(gz_block *b, gz_key key, const gz_batch_entry *e, int32_t lane, double x, int32_t compartment, int32_t product)
{
	const gz_plan *p = b->plan;
	const uint32_t part = gz_plan_part(31) ^ (product < 0 ? 0 : p->product_id[product]), own = gz_batch_draw(b, GZ_PURPOSE_TAKE, e);
	if (!(x > 0))
		return;
	if (compartment < 0 || p->entry_n[compartment] == 1) {
		batch_turn_cell(b, e, lane, x, compartment < 0 ? -1 : p->entry_cells[p->entry_first[compartment]], product, part);
		return;
	}
	const gz_entrance at = {.key = gz_batch_key(b, key, e), .leaf = p->stocks[e->stock].here, .stratum = e->stratum, .compartment = compartment,
		.part = own << 7 | own >> 25};
	double some[GZ_ENTER_CHAINS];
	const int32_t chains = gz_enter_chains(b, &at, lane, x, some);
	for (int32_t k = 0; k < chains; k++)
		if (some[k] > 0)
			batch_turn_cell(b, e, lane, some[k], p->entry_cells[p->entry_first[compartment] + k], product, part ^ gz_plan_part(1000 + k));
}

void gz_batch_back(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, bool held)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[e->leg];
	const gz_flow_plan *f = &p->flows[leg->flow];
	const double mass = gz_batch_take(b, e, lane, x, gz_plan_part(held ? 41 : 42));
	int32_t to = leg->homeward ? f->stocks + e->product * f->n_stages : p->resident[f->home * p->n_products + e->product];
	if (held && leg->held >= 0)
		to = leg->held + e->product;
	gz_block_put(b, to, e->stratum, e->cell, lane, x, mass);
}

void gz_batch_count(gz_block *b, const gz_batch_entry *e, gz_quantity quantity, int32_t lane, double x)
{
	const gz_leg *leg = &b->plan->legs[e->leg];
	for (int32_t k = 0; k < leg->n_via; k++)
		if (leg->via[k] == e->post)
			gz_block_cross(b, leg->via[k], gz_leg_in(leg, k), quantity)[lane] += x;
}

void gz_batch_refuse(gz_block *b, const gz_batch *batch, int32_t lane)
{
	for (int32_t i = 0; i < batch->n; i++) {
		const gz_batch_entry *e = &batch->items[i];
		if (e->leg < 0 || !(e->n > 0))
			continue;
		gz_batch_count(b, e, GZ_QUANTITY_REFUSED, lane, e->n);
		gz_batch_back(b, e, lane, e->n, false);
	}
}

void gz_batch_treat(gz_block *b, gz_key key, int32_t probability, int32_t to, const gz_batch *batch, int32_t lane)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < batch->n; i++) {
		const gz_batch_entry *e = &batch->items[i];
		const double q = gz_block_value(b, probability, p->stocks[e->stock].here, e->stratum, lane);
		const double x = p->cells[e->cell].infected ? gz_block_measure_draw(b, gz_batch_key(b, key, e), gz_batch_draw(b, GZ_PURPOSE_TREAT, e), lane, e->n, q) : 0;
		gz_batch_turn(b, key, e, lane, x, to, -1);
	}
}

void gz_batch_alternative(gz_block *b, int32_t confine, gz_batch *batch, int32_t lane)
{
	const gz_confine *c = &b->plan->confines[confine];
	if (c->then->otherwise->kind == GZ_THEN_REFUSE)
		gz_batch_refuse(b, batch, lane);
	else if (c->then->otherwise->kind == GZ_THEN_TREAT)
		gz_batch_treat(b, c->key, c->treat, c->then->otherwise->to, batch, lane);
}

void gz_batch_vaccinate(gz_block *b, int32_t measure, const gz_batch *batch, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	gz_measure_total *total = &b->totals[measure * b->width + lane];
	for (int32_t i = 0; i < batch->n; i++) {
		const gz_batch_entry *e = &batch->items[i];
		const double take = gz_block_value(b, mp->take, p->stocks[e->stock].here, e->stratum, lane);
		const double immune = m->to_compartment >= 0 ? gz_block_measure_draw(b, gz_batch_key(b, mp->key, e), gz_batch_draw(b, GZ_PURPOSE_TAKE, e), lane, e->n, take) : 0;
		total->doses += e->n;
		total->people += e->n;
		gz_batch_turn(b, mp->key, e, lane, immune, m->to_compartment, mp->product);
		gz_batch_turn(b, mp->key, e, lane, e->n - immune, -1, mp->product);
	}
}
