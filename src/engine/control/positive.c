/* What follows a positive result: counted, refused, treated, isolated or quarantined.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/positive.h"
#include "engine/control/batch.h"
#include "engine/control/confine.h"
#include <stdbool.h>

void gz_positive_find(gz_block *b, gz_batch *batch, int32_t lane)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < batch->n; i++) {
		gz_batch_entry *e = &batch->items[i];
		if (e->leg < 0 || e->found || !p->cells[e->cell].infected || !(e->n > 0))
			continue;
		gz_batch_count(b, e, GZ_QUANTITY_DETECTED, lane, e->n);
		*gz_batch_found(b, e, lane) += e->n;
		e->found = 1;
	}
}

/* Counts the positives who are infected: for the measure, and at the place or on the journey where they were found. At a place tracing asks for
 * those who may have infected others. */
static void positive_count(gz_block *b, gz_batch *batch, int32_t measure, int32_t lane)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < batch->n; i++) {
		const gz_batch_entry *e = &batch->items[i];
		if (!p->cells[e->cell].infected || !(e->n > 0))
			continue;
		b->totals[measure * b->width + lane].detected += e->n;
		if (e->leg < 0 && p->cells[e->cell].infectious && p->scenario->measures[measure].kind != GZ_MEASURE_TRACE) {
			const int64_t at = (int64_t)p->stocks[e->stock].here * b->width + lane;
			b->found[at] += e->n;
			b->loose[at] += e->n;
		}
	}
	gz_positive_find(b, batch, lane);
}

/* Those in the cells of a batch's infectious, with a sign: before what follows and after it, so that who is fetched is no longer loose. */
static void positive_loose(gz_block *b, const gz_batch *batch, int32_t measure, int32_t lane, double sign)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; p->scenario->measures[measure].kind != GZ_MEASURE_TRACE && i < batch->n; i++) {
		const gz_batch_entry *e = &batch->items[i];
		if (e->leg < 0 && p->cells[e->cell].infectious)
			b->loose[(int64_t)p->stocks[e->stock].here * b->width + lane] += sign * b->people[gz_block_at(b, e->stock, e->stratum, e->cell) + lane];
	}
}

void gz_positive_then(gz_block *b, int32_t measure, gz_batch *batch, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure_plan *mp = &p->measures[measure];
	const gz_then *then = p->scenario->measures[measure].then;
	const gz_then_kind kind = then ? then->kind : GZ_THEN_RECORD;
	positive_count(b, batch, measure, lane);
	positive_loose(b, batch, measure, lane, -1);
	if (kind == GZ_THEN_REFUSE) {
		gz_batch_refuse(b, batch, lane);
	} else if (kind == GZ_THEN_TREAT) {
		gz_batch_treat(b, mp->key, mp->probability, then->to, batch, lane);
	} else if (kind == GZ_THEN_ISOLATE || kind == GZ_THEN_QUARANTINE) {
		gz_confine_enter(b, mp->confine, batch, lane);
	}
	positive_loose(b, batch, measure, lane, 1);
}
