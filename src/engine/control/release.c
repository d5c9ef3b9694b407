/* The step of release: slots of rings are emptied, tests to release are taken, and results that were waited for come in.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/release.h"
#include "engine/control/batch.h"
#include "engine/control/confine.h"
#include "engine/control/positive.h"
#include <string.h>

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

/* Test to release: of those who entered that long ago, the negatives go. */
static double release_negative(gz_block *b, const gz_confine *c, int32_t st, int32_t stratum, int32_t cell, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t compartment = p->cells[cell].compartment;
	const double q = gz_block_value(b, c->release[compartment], p->stocks[st].here, stratum, lane);
	const double stay = gz_block_measure_draw(b, p->stocks[st].key, gz_plan_draw(p, GZ_PURPOSE_RELEASE, stratum, p->cells[cell].id, 0), lane, n, q);
	b->totals[c->measure * b->width + lane].tests += n;
	return n - stay;
}

/* A ring stock whose people have gone is passed over until somebody enters. */
static void release_forget(gz_block *b, int32_t stock)
{
	const gz_plan *p = b->plan;
	const int64_t n = (int64_t)p->n_strata * p->n_cells * b->width;
	const double *people = &b->people[gz_block_at(b, stock, 0, 0)];
	for (int64_t i = 0; i < n; i++)
		if (people[i] != 0)
			return;
	memset(gz_block_anyone(b, stock, 0, 0), 0, (size_t)p->n_strata * (size_t)p->n_cells);
	b->occupied[stock] = 0;
}

/* Those of one lane who stand in a ring stock. */
static void release_stock(gz_block *b, int32_t confine, int32_t st, int32_t lane, bool tested, gz_batch *positives)
{
	const gz_plan *p = b->plan;
	for (int32_t x = 0; x < p->n_strata; x++)
		for (int32_t k = 0; k < p->n_cells; k++) {
			double n = b->people[gz_block_at(b, st, x, k) + lane];
			if (n > 0 && tested)
				n = release_negative(b, &p->confines[confine], st, x, k, lane, n);
			if (n > 0)
				release_out(b, confine, st, x, k, lane, n, positives);
		}
}

static void release_slot(gz_block *b, int32_t confine, int32_t slot, bool tested)
{
	const gz_plan *p = b->plan;
	const int32_t *first = &p->confined[(int64_t)confine * p->n_free];
	gz_batch *positives = &b->batches[5];
	bool anybody = false;
	for (int32_t from = 0; from < p->n_free && !anybody; from++)
		anybody = first[from] >= 0 && b->occupied[first[from] + slot];
	for (int32_t lane = 0; anybody && lane < b->lanes; lane++) {
		positives->n = 0;
		if (b->beds[(int64_t)confine * b->width + lane] <= 0)
			continue;
		for (int32_t from = 0; from < p->n_free; from++)
			if (first[from] >= 0 && b->occupied[first[from] + slot])
				release_stock(b, confine, first[from] + slot, lane, tested, positives);
		if (positives->n > 0)
			gz_positive_then(b, p->confines[confine].measure, positives, lane);
	}
	for (int32_t from = 0; anybody && !tested && from < p->n_free; from++)
		if (first[from] >= 0 && b->occupied[first[from] + slot])
			release_forget(b, first[from] + slot);
}

/* Those of a ring stock who have died: nobody tests them, and their beds are free. */
static void release_dead(gz_block *b, int32_t st)
{
	const gz_plan *p = b->plan;
	for (int32_t x = 0; x < p->n_strata; x++)
		for (int32_t k = 0; k < p->n_cells; k++) {
			if (!p->cells[k].dead || !*gz_block_anyone(b, st, x, k))
				continue;
			for (int32_t lane = 0; lane < b->lanes; lane++) {
				const double n = b->people[gz_block_at(b, st, x, k) + lane];
				if (!(n > 0))
					continue;
				gz_block_put(b, p->stocks[st].release, x, k, lane, n, gz_block_take(b, st, x, k, lane, n, gz_plan_part(61)));
				b->beds[(int64_t)p->stocks[st].confine * b->width + lane] -= n;
			}
		}
}

void gz_release_step(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t st = p->n_free; b->died_confined && st < p->n_stocks; st++)
		if (b->occupied[st] && p->stocks[st].role == GZ_ROLE_CONFINED)
			release_dead(b, st);
	b->died_confined = false;
	for (int32_t i = 0; i < p->n_confines; i++) {
		const gz_confine *c = &p->confines[i];
		const int32_t over = gz_confine_slot(c, b->step - c->steps), tested = c->release && c->release_steps < c->steps ? gz_confine_slot(c, b->step - c->release_steps) : -1;
		if (over >= 0)
			release_slot(b, i, over, false);
		if (tested >= 0)
			release_slot(b, i, tested, true);
	}
}
