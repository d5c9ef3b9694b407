/* The day of release: rings of days are emptied, tests to release are taken, and results that were waited for come in.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/release.h"
#include "engine/control/batch.h"
#include "engine/control/confine.h"
#include "engine/control/positive.h"
#include <math.h>

/* Persons of a ring stock go free, or on to what their result asks for. */
static void release_out(gz_block *b, int32_t confine, int32_t st, int32_t stratum, int32_t cell, int32_t lane, double x, gz_batch *positives)
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
static double release_negative(gz_block *b, const gz_confine *c, int32_t st, int32_t stratum, int32_t cell, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t compartment = p->cells[cell].compartment;
	const double q = gz_block_value(b, c->release[compartment], p->stocks[st].here, stratum, lane);
	const double stay = gz_block_measure_draw(b, p->stocks[st].key, gz_plan_draw(p, GZ_PURPOSE_RELEASE, stratum, p->cells[cell].id, 0), lane, n, q);
	b->totals[c->measure * b->width + lane].tests += n;
	return n - stay;
}

static void release_slot(gz_block *b, int32_t confine, int32_t slot, bool tested)
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
						n = release_negative(b, c, first + slot, x, k, lane, n);
					if (n > 0)
						release_out(b, confine, first + slot, x, k, lane, n, positives);
				}
		}
		if (positives->n > 0)
			gz_positive_then(b, c->measure, positives, lane);
	}
}

void gz_release_day(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->n_confines; i++) {
		const gz_confine *c = &p->confines[i];
		if (b->day >= c->days)
			release_slot(b, i, gz_confine_slot(c, b->day), false);
		if (c->release && b->day >= c->then->release_day && c->then->release_day < c->days)
			release_slot(b, i, gz_confine_slot(c, b->day - c->then->release_day), true);
	}
}
