/* Quarantine, isolation and waiting for a result: people enter a ring by the step and are released in the step they are due.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/confine.h"
#include "engine/control/batch.h"
#include "engine/step/land.h"
#include <math.h>

/* Puts an entry's persons into this step's slot of a confinement, counting the journey that ends there. */
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
		gz_land_count(b, leg, e->cell, lane, e->n, !c->waiting || c->positive || e->found); /* who waits for a negative result was missed, unless found before */
		if (p->cells[e->cell].infected)
			gz_block_arrive(b, gz_plan_destination(b->plan, leg), gz_plan_origin(b->plan, leg), leg->n_via > 0 ? leg->via[leg->n_via - 1] : -1, lane, e->n);
		if (c->then)
			gz_batch_count(b, e, GZ_QUANTITY_QUARANTINED, lane, e->n);
	}
	double mass = gz_batch_take(b, e, lane, e->n, c->key.k[0]);
	const int32_t stock = first + gz_confine_slot(c, b->step);
	const double broken = e->leg >= 0 ? gz_land_interrupted(b, e->leg, e->product, e->stratum, e->cell, stock, lane, e->n, &mass) : 0;
	if (e->n - broken > 0)
		gz_block_put(b, stock, e->stratum, e->cell, lane, e->n - broken, mass);
	b->beds[(int64_t)confine * b->width + lane] += e->n;
	total->confined += c->then ? e->n : 0;
}

void gz_confine_stay(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->n_confines; i++)
		for (int32_t lane = 0; p->confines[i].then && lane < b->lanes; lane++)
			b->totals[p->confines[i].measure * b->width + lane].bed_days += b->beds[(int64_t)i * b->width + lane] / p->scenario->steps_per_day;
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
