/* Quarantine, isolation and waiting for a result: people enter a ring of days and are released on the day they are due.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/block.h"
#include <math.h>

static int32_t confine_slot(const gz_confine *c, int32_t day) { return day % c->days; }

/* Puts an entry's persons into today's slot of a confinement, counting the journey that ends there. */
static void confine_put(gz_block *b, int32_t confine, const gz_batch_entry *e, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_confine *c = &p->confines[confine];
	const int32_t first = p->confined[(int64_t)confine * p->n_free + e->stock];
	if (first < 0 || !(e->n > 0))
		return;
	gz_measure_total *total = &b->totals[c->measure * b->width + lane];
	if (e->leg >= 0) {
		const gz_leg *leg = &p->legs[e->leg];
		gz_travel_count(b, leg, e->cell, lane, e->n, !c->waiting || c->positive); /* who waits for a negative result was missed */
		if (p->cells[e->cell].infected)
			gz_block_arrive(b, leg->destination, leg->origin, leg->n_via > 0 ? leg->via[leg->n_via - 1] : -1, lane, e->n);
		for (int32_t k = 0; k < leg->n_via && c->then; k++)
			gz_block_cross(b, leg->via[k], leg->in[k], GZ_QUANTITY_QUARANTINED)[lane] += e->n;
	}
	const double mass = gz_batch_take(b, e, lane, e->n, c->key.k[0]);
	gz_block_put(b, first + confine_slot(c, b->day), e->stratum, e->cell, lane, e->n, mass);
	b->beds[(int64_t)confine * b->width + lane] += e->n;
	total->confined += c->then ? e->n : 0;
	total->bed_days += c->then ? e->n * c->days : 0;
}

void gz_confine_enter(gz_block *b, int32_t confine, const gz_batch *batch, int32_t lane)
{
	const gz_plan *p = b->plan;
	gz_batch *in = &b->batches[3], *left = &b->batches[4];
	in->n = 0;
	for (int32_t i = 0; i < batch->n; i++)
		gz_batch_add(b, in, &batch->items[i]);
	for (int32_t depth = 0; confine >= 0 && in->n > 0 && depth < 10; depth++) {
		const gz_confine *c = &p->confines[confine];
		if (c->then)
			gz_batch_thin(b, c->key, GZ_PURPOSE_ADHERE, in, lane, c->then->adherence);
		const double free = fmax(0, c->beds - b->beds[(int64_t)confine * b->width + lane]);
		gz_batch_limit(b, c->key, GZ_PURPOSE_BEDS, in, lane, free, 0, left);
		for (int32_t i = 0; i < in->n; i++)
			confine_put(b, confine, &in->items[i], lane);
		in->n = 0;
		for (int32_t i = 0; i < left->n; i++) {
			b->totals[c->measure * b->width + lane].full += left->items[i].n;
			gz_batch_add(b, in, &left->items[i]);
		}
		if (c->otherwise < 0 && c->then && c->then->otherwise)
			gz_batch_alternative(b, confine, in, lane);
		confine = c->otherwise;
	}
}

/* Persons of a ring stock go free, or on to what their result asks for. */
static void confine_out(gz_block *b, int32_t confine, int32_t st, int32_t stratum, int32_t cell, int32_t lane, double x, gz_batch *positives)
{
	const gz_plan *p = b->plan;
	const gz_confine *c = &p->confines[confine];
	const gz_stock *s = &p->stocks[st];
	const double mass = gz_block_take(b, st, stratum, cell, lane, x, gz_plan_part(61));
	b->beds[(int64_t)confine * b->width + lane] -= x;
	gz_block_put(b, s->release, stratum, cell, lane, x, mass);
	if (c->waiting && c->positive)
		gz_batch_add(b, positives, &(gz_batch_entry){.leg = -1, .class = 0, .stock = s->release, .product = s->product, .stratum = stratum, .cell = cell, .n = x});
}

/* Test to release: of those who entered `release_day` days ago, the negatives go. */
static double confine_negative(gz_block *b, const gz_confine *c, int32_t st, int32_t stratum, int32_t cell, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t compartment = p->cells[cell].compartment;
	const double q = gz_block_value(b, c->release[compartment], p->stocks[st].here, stratum, lane);
	const double stay = gz_block_measure_draw(b, p->stocks[st].key, gz_plan_draw(p, GZ_PURPOSE_RELEASE, stratum, p->cells[cell].id, 0), lane, n, q);
	b->totals[c->measure * b->width + lane].tests += n;
	return n - stay;
}

static void confine_slot_release(gz_block *b, int32_t confine, int32_t slot, bool tested)
{
	const gz_plan *p = b->plan;
	const gz_confine *c = &p->confines[confine];
	gz_batch *positives = &b->batches[5];
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		positives->n = 0;
		if (b->beds[(int64_t)confine * b->width + lane] <= 0)
			continue;
		for (int32_t from = 0; from < p->n_free; from++) {
			const int32_t first = p->confined[(int64_t)confine * p->n_free + from];
			if (first < 0 || !b->occupied[first + slot])
				continue;
			for (int32_t x = 0; x < p->n_strata; x++)
				for (int32_t k = 0; k < p->n_cells; k++) {
					double n = b->people[gz_block_at(b, first + slot, x, k) + lane];
					if (n > 0 && tested)
						n = confine_negative(b, c, first + slot, x, k, lane, n);
					if (n > 0)
						confine_out(b, confine, first + slot, x, k, lane, n, positives);
				}
		}
		if (positives->n > 0)
			gz_batch_then(b, c->measure, positives, lane);
	}
}

void gz_confine_release(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->n_confines; i++) {
		const gz_confine *c = &p->confines[i];
		if (b->day >= c->days)
			confine_slot_release(b, i, confine_slot(c, b->day), false);
		if (c->release && b->day >= c->then->release_day && c->then->release_day < c->days)
			confine_slot_release(b, i, confine_slot(c, b->day - c->then->release_day), true);
	}
}
