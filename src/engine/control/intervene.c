/* Measures at places: isolating the ill, tracing, testing, presumptive treatment and vaccination of those who stand there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/intervene.h"
#include "engine/control/batch.h"
#include "engine/control/confine.h"
#include "engine/control/positive.h"
#include "base/maths.h"
#include <math.h>

/* Adds the people of free stocks at the measure's places in one lane; only cells that `concerns` says. */
static void intervene_collect(gz_block *b, int32_t measure, int32_t lane, gz_batch *batch, bool (*concerns)(const gz_block *, int32_t measure, int32_t stock, int32_t cell))
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	batch->n = 0;
	for (int32_t i = 0; i < mp->n_leaves; i++) {
		const int32_t leaf = p->measure_leaves[mp->first_leaf + i];
		for (int32_t k = 0; k < p->standing_n[leaf]; k++) {
			const int32_t st = p->standing[p->standing_first[leaf] + k];
			const gz_stock *s = &p->stocks[st];
			if (s->role != GZ_ROLE_FREE)
				break; /* stocks are in order, the free ones first */
			if (!b->occupied[st] || !b->awake[s->home * b->width + lane])
				continue;
			for (int32_t x = 0; x < p->n_strata; x++) {
				if ((m->group >= 0 && x % p->n_groups_people != m->group) || (m->ages && !m->ages[x / p->n_groups_people]))
					continue;
				for (int32_t c = 0; c < p->n_cells; c++) {
					const double n = b->people[gz_block_at(b, st, x, c) + lane];
					if (n > 0 && !p->cells[c].dead && concerns(b, measure, st, c))
						gz_batch_add(b, batch, &(gz_batch_entry){.leg = -1, .stock = st, .product = s->product, .stratum = x, .cell = c, .n = n});
				}
			}
		}
	}
}

static bool intervene_sensitive(const gz_block *b, int32_t measure, int32_t stock, int32_t cell)
{
	(void)stock;
	const int32_t slot = b->plan->measures[measure].sensitivity[b->plan->cells[cell].compartment];
	return slot >= 0 && !gz_slot_is_zero(&b->plan->slots, slot);
}

/* Presumptive treatment is given without knowing who is infected. */
static bool intervene_anybody(const gz_block *b, int32_t measure, int32_t stock, int32_t cell)
{
	(void)b, (void)measure, (void)stock, (void)cell;
	return true;
}

static bool intervene_of(const gz_block *b, int32_t measure, int32_t stock, int32_t cell)
{
	(void)stock;
	const gz_measure *m = &b->plan->scenario->measures[measure];
	return !m->of || m->of[b->plan->cells[cell].compartment];
}

/* Whose turn it is: those without a dose, or those who have had the product that this one follows. */
static bool intervene_turn(const gz_block *b, int32_t measure, int32_t stock, int32_t cell)
{
	return b->plan->stocks[stock].product == b->plan->measures[measure].follows && intervene_of(b, measure, stock, cell);
}

static double intervene_reach(const gz_block *b, int32_t measure, int32_t lane)
{
	const gz_measure_plan *mp = &b->plan->measures[measure];
	return gz_block_value(b, mp->coverage, 0, 0, lane) * gz_block_compliance(b, measure, 0, 0, lane);
}

/* A probability a day as one of this step. */
static double intervene_chance(const gz_block *b, double daily)
{
	const double dt = b->plan->measure_dt;
	return dt == 1 || daily >= 1 ? daily : -gz_maths_expm1(dt * gz_maths_log1p(-daily));
}

/* Of so many persons or doses a day, those of this step: over a day whole numbers add to what one step would give. */
static double intervene_quota(const gz_block *b, double daily)
{
	const int32_t n = b->plan->scenario->steps_per_day, step = b->step % n;
	if (b->plan->measure_dt == 1 || !isfinite(daily))
		return daily;
	return b->deterministic ? daily / n : floor(daily * (step + 1) / n) - floor(daily * step / n);
}

/* Keeps of each entry those to whom something of probability sensitivity x reach happens; daily: it is a probability a day. */
static void intervene_hits(gz_block *b, int32_t measure, int32_t purpose, gz_batch *batch, int32_t lane, double reach, double least, bool daily)
{
	const gz_plan *p = b->plan;
	const gz_measure_plan *mp = &p->measures[measure];
	for (int32_t i = 0; i < batch->n; i++) {
		gz_batch_entry *e = &batch->items[i];
		const int32_t slot = mp->sensitivity[p->cells[e->cell].compartment];
		const double q = slot >= 0 ? gz_block_value(b, slot, p->stocks[e->stock].here, e->stratum, lane) : 0;
		e->n = gz_block_measure_draw(b, gz_batch_key(b, mp->key, e), gz_plan_draw(p, purpose, e->stratum, p->cells[e->cell].id, p->product_id[e->product]), lane, e->n,
			daily ? intervene_chance(b, fmax(q, least) * reach) : fmax(q, least) * reach);
	}
}

static void intervene_isolate(gz_block *b, int32_t measure, int32_t lane)
{
	gz_batch *batch = &b->batches[0];
	intervene_collect(b, measure, lane, batch, intervene_sensitive);
	intervene_hits(b, measure, GZ_PURPOSE_FIND, batch, lane, intervene_reach(b, measure, lane), 0, true);
	for (int32_t i = 0; i < batch->n; i++)
		b->totals[measure * b->width + lane].people += batch->items[i].n;
	gz_positive_then(b, measure, batch, lane);
}

/* Those whom a measure with a capacity reaches today, uniformly among whom it concerns; counted in totals. Returns their number. */
static double intervene_serve(gz_block *b, int32_t measure, int32_t lane, gz_batch *batch, bool (*concerns)(const gz_block *, int32_t measure, int32_t stock, int32_t cell))
{
	const gz_measure_plan *mp = &b->plan->measures[measure];
	const double room = intervene_quota(b, fmin(b->plan->scenario->measures[measure].capacity, gz_block_value(b, mp->doses, 0, 0, lane)));
	double served = 0;
	intervene_collect(b, measure, lane, batch, concerns);
	gz_batch_thin(b, mp->key, GZ_PURPOSE_COVER, batch, lane, intervene_reach(b, measure, lane));
	gz_batch_limit(b, mp->key, GZ_PURPOSE_CAPACITY, batch, lane, room, 0, &b->batches[1]);
	for (int32_t i = 0; i < batch->n; i++)
		served += batch->items[i].n;
	b->totals[measure * b->width + lane].people += served;
	return served;
}

static void intervene_test(gz_block *b, int32_t measure, int32_t lane)
{
	const gz_measure_plan *mp = &b->plan->measures[measure];
	gz_batch *batch = &b->batches[0], *negative = &b->batches[2];
	b->totals[measure * b->width + lane].tests += intervene_serve(b, measure, lane, batch, intervene_of);
	negative->n = 0;
	for (int32_t i = 0; i < batch->n && mp->wait_negative >= 0; i++)
		gz_batch_add(b, negative, &batch->items[i]);
	intervene_hits(b, measure, GZ_PURPOSE_POSITIVE, batch, lane, 1, 1 - b->plan->scenario->measures[measure].specificity, false);
	for (int32_t i = 0; i < negative->n; i++)
		negative->items[i].n -= batch->items[i].n;
	if (mp->wait_positive >= 0)
		gz_confine_enter(b, mp->wait_positive, batch, lane);
	else
		gz_positive_then(b, measure, batch, lane);
	if (mp->wait_negative >= 0)
		gz_confine_enter(b, mp->wait_negative, negative, lane);
}

static void intervene_treat(gz_block *b, int32_t measure, int32_t lane)
{
	gz_batch *batch = &b->batches[0];
	b->totals[measure * b->width + lane].doses += intervene_serve(b, measure, lane, batch, intervene_anybody);
	intervene_hits(b, measure, GZ_PURPOSE_TREAT, batch, lane, 1, 0, false);
	for (int32_t i = 0; i < batch->n; i++)
		gz_batch_turn(b, b->plan->measures[measure].key, &batch->items[i], lane, batch->items[i].n, b->plan->scenario->measures[measure].to_compartment, -1);
}

/* The infected contacts of those detected since the tracing before: each infected person of `of` belongs to a detected case's contacts with probability
 * detected / (detected and infectious persons free there), of the detected those who are infectious. */
static void intervene_trace(gz_block *b, int32_t measure, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	gz_batch *batch = &b->batches[0];
	intervene_collect(b, measure, lane, batch, intervene_of);
	for (int32_t i = 0; i < batch->n; i++) {
		gz_batch_entry *e = &batch->items[i];
		const int32_t here = p->stocks[e->stock].here;
		const double found = b->found[(int64_t)here * b->width + lane];
		double infectious = -b->loose[(int64_t)here * b->width + lane];
		for (int32_t k = 0; found > 0 && k < p->standing_n[here]; k++) {
			const int32_t st = p->standing[p->standing_first[here] + k];
			if (p->stocks[st].role != GZ_ROLE_FREE)
				break;
			for (int32_t x = 0; b->occupied[st] && x < p->n_strata; x++)
				for (int32_t c = 0; c < p->n_infectious; c++)
					infectious += b->people[gz_block_at(b, st, x, p->infectious[c]) + lane];
		}
		const double q = found > 0 ? m->share * intervene_reach(b, measure, lane) * (found / (found + fmax(0, infectious))) : 0;
		e->n = gz_block_measure_draw(b, gz_batch_key(b, mp->key, e), gz_plan_draw(p, GZ_PURPOSE_FIND, e->stratum, p->cells[e->cell].id, p->product_id[e->product]), lane, e->n, q);
		b->totals[measure * b->width + lane].people += e->n;
	}
	gz_positive_then(b, measure, batch, lane);
}

static void intervene_vaccinate(gz_block *b, int32_t measure, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	gz_batch *batch = &b->batches[0], *left = &b->batches[1];
	intervene_collect(b, measure, lane, batch, intervene_turn);
	double eligible = b->totals[measure * b->width + lane].doses;
	const double done = eligible;
	for (int32_t i = 0; i < batch->n; i++)
		eligible += batch->items[i].n;
	const double reach = fmin(m->target, intervene_reach(b, measure, lane));
	const double doses = intervene_quota(b, gz_block_value(b, mp->doses, 0, 0, lane)), all = eligible * reach, room = fmax(0, (b->deterministic ? all : floor(all + 0.5)) - done);
	gz_batch_limit(b, mp->key, GZ_PURPOSE_CAPACITY, batch, lane, fmin(room, doses), 0, left);
	gz_batch_vaccinate(b, measure, batch, lane);
}

/* Tracing, when everybody whom other measures find today is known, wherever it stands in the file. */
static void intervene_follow_up(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t m = 0; m < p->scenario->n_measures; m++)
		for (int32_t lane = 0; lane < b->lanes && b->active_any[m] && p->scenario->measures[m].kind == GZ_MEASURE_TRACE; lane++)
			if (b->active[m * b->width + lane])
				intervene_trace(b, m, lane);
}

void gz_intervene_step(gz_block *b)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	for (int32_t m = 0; m < s->n_measures; m++) {
		if (!b->active_any[m] || p->measures[m].n_leaves == 0)
			continue;
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			if (!b->active[m * b->width + lane])
				continue;
			switch (s->measures[m].kind) {
			case GZ_MEASURE_ISOLATE:
				intervene_isolate(b, m, lane);
				break;
			case GZ_MEASURE_TEST:
				intervene_test(b, m, lane);
				break;
			case GZ_MEASURE_TREAT:
				intervene_treat(b, m, lane);
				break;
			case GZ_MEASURE_VACCINATE:
				intervene_vaccinate(b, m, lane);
				break;
			default:
				break;
			}
		}
	}
	intervene_follow_up(b);
}
