/* Infection, progression, births and deaths: every transition of the people who were there at the start of the step.
 *
 * Each stock and stratum is copied first, so that all draws read the state at the start and nobody makes two transitions in one step.
 * Those infected are drawn first; from the others, the ways out of their cell. Strata are taken from the oldest down, so that those who
 * age into a stratum already done are not drawn again.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/progress.h"
#include "base/maths.h"
#include <math.h>
#include <string.h>

typedef struct progress_at {
	int32_t stock, here, stratum;
	const int32_t *lanes; int32_t n_lanes;
	double *old, *old_mass; /* [cell], [mass][lane]: those of the start of the step who have not moved yet, and their lasting infectiousness */
} progress_at;

static void progress_count(gz_block *b, const progress_at *at, const gz_outcome *o, int32_t lane, double x)
{
	const int64_t row = (int64_t)at->here * b->width + lane;
	if (o->death)
		b->deaths[row] += x;
	for (uint64_t bits = o->streams; bits; bits &= bits - 1) {
		const int32_t stream = __builtin_ctzll(bits);
		b->events[(int64_t)stream * b->plan->n_leaves * b->width + row] += x;
	}
}

/* Lasting infectiousness that x leavers carry: a share of what those had who were there at the start of the step, never of newcomers. */
static double progress_carry(gz_block *b, const progress_at *at, int32_t cell, int32_t lane, double x, uint32_t part)
{
	const gz_plan *p = b->plan;
	const int32_t m = p->cells[cell].mass;
	double *n = &at->old[cell * b->width + lane], moved = 0;
	if (m >= 0) {
		double *mass = &at->old_mass[m * b->width + lane];
		moved = gz_block_split(b, p->stocks[at->stock].key, gz_plan_draw(p, GZ_PURPOSE_TRAIT, at->stratum, p->cells[cell].id, part), cell, lane, x, *n, *mass);
		*mass -= moved;
		b->mass[gz_block_mass(b, at->stock, at->stratum, m) + lane] -= moved;
	}
	*n -= x;
	b->people[gz_block_at(b, at->stock, at->stratum, cell) + lane] -= x;
	return moved;
}

/* Who is born or dies in confinement takes up a bed, or frees one: beds in use are the people in them. */
static void progress_bed(gz_block *b, int32_t stock, int32_t lane, double x)
{
	if (b->plan->stocks[stock].role == GZ_ROLE_CONFINED)
		b->beds[(int64_t)b->plan->stocks[stock].confine * b->width + lane] += x;
}

/* x persons leave `cell` by an outcome. */
static void progress_move(gz_block *b, const progress_at *at, int32_t cell, const gz_outcome *o, int32_t lane, double x)
{
	const gz_plan *p = b->plan;
	const double mass = progress_carry(b, at, cell, lane, x, o->id);
	if (o->cell < 0) {
		b->outside[lane] -= x;
		progress_bed(b, at->stock, lane, -x);
	} else {
		const bool carries = p->cells[cell].mass >= 0;
		gz_block_put(b, at->stock, at->stratum + o->stratum_step, o->cell, lane, x,
			carries ? mass : gz_block_newcomers(b, at->stock, at->stratum + o->stratum_step, o->cell, lane, x, p->cells[cell].id ^ o->id));
	}
	progress_count(b, at, o, lane, x);
}

/* Those infected of one target cell: total, then by channel, then by where the channel leads. */
static void progress_infect(gz_block *b, const progress_at *at, const gz_target *t, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const gz_stock *s = &p->stocks[at->stock];
	const uint32_t item = p->cells[t->cell].id;
	const double shy = b->shy ? b->shy[((int64_t)at->here * p->n_strata + at->stratum) * b->width + lane] : 1;
	double rate[GZ_PLAN_CHANNELS], total = 0;
	for (int32_t i = 0; i < t->n_channels; i++) {
		const gz_channel *ch = &p->channels[t->channels[i]];
		const double *f = &b->force[(((int64_t)at->here * p->n_channels + t->channels[i]) * p->n_ages + at->stratum / p->n_groups_people) * b->width];
		rate[i] = f[lane] > 0 ? f[lane] * shy * s->contact * s->susceptibility * gz_block_value(b, ch->susceptibility, at->here, at->stratum, lane) : 0;
		total += rate[i];
	}
	if (!(total > 0))
		return;
	const double infected = gz_block_draw(b, s->key, gz_plan_draw(p, GZ_PURPOSE_INFECT, at->stratum, item, 0), lane, n, -gz_maths_expm1(-total * p->dt));
	double left = infected;
	for (int32_t i = 0; i < t->n_channels && left > 0; i++) {
		const gz_channel *ch = &p->channels[t->channels[i]];
		double rest = 0;
		for (int32_t j = i; j < t->n_channels; j++)
			rest += rate[j];
		const double by = gz_block_draw(b, s->key, gz_plan_draw(p, GZ_PURPOSE_CHANNEL, at->stratum, item, ch->id), lane, left, rest > rate[i] ? rate[i] / rest : rate[i] > 0);
		left -= by;
		double go = by, share = 1;
		for (int32_t o = 0; o < ch->n_outcomes && go > 0; o++) {
			const gz_outcome *out = &p->outcomes[ch->first_outcome + o];
			double q = 1;
			if (o + 1 < ch->n_outcomes) {
				const double pr = gz_plan_branch(p, ch->first_outcome, ch->n_outcomes, o, b->store, at->here, at->stratum, lane);
				q = share > 0 ? fmin(1, pr / share) : 1;
				share -= pr;
			}
			const double x = gz_block_draw(b, s->key, gz_plan_draw(p, GZ_PURPOSE_CHANNEL, at->stratum, item, ch->id ^ out->id), lane, go, q);
			go -= x;
			if (x > 0) {
				progress_move(b, at, t->cell, out, lane, x);
				b->infections[(int64_t)at->here * b->width + lane] += x;
			}
		}
	}
}

static void progress_leave(gz_block *b, const progress_at *at, const gz_group *g, const double *old)
{
	const gz_plan *p = b->plan;
	const gz_key key = p->stocks[at->stock].key;
	const uint32_t item = p->cells[g->cell].id;
	const uint32_t id = gz_plan_draw(p, GZ_PURPOSE_LEAVE, at->stratum, item, 0);
	for (int32_t i = 0; i < at->n_lanes; i++) {
		const int32_t lane = at->lanes[i];
		if (!(old[lane] > 0)) {
			b->skipped++;
			continue;
		}
		const double *table = &b->tables[gz_plan_entry(g, at->here, at->stratum, lane)];
		double left = gz_block_draw(b, key, id, lane, old[lane], table[0]);
		for (int32_t o = 0; o < g->n_outcomes && left > 0; o++) {
			const gz_outcome *out = &p->outcomes[g->first_outcome + o];
			const double q = o + 1 < g->n_outcomes ? table[(int64_t)(o + 1) * g->entries] : 1;
			const double x = o + 1 < g->n_outcomes ? gz_block_draw(b, key, gz_plan_draw(p, GZ_PURPOSE_LEAVE, at->stratum, item, out->id), lane, left, q) : left;
			left -= x;
			if (x > 0)
				progress_move(b, at, g->cell, out, lane, x);
		}
	}
}

/* Copies the cells of a stock's stratum; false if nobody is there in the lanes awake. */
static bool progress_copy(const gz_block *b, const progress_at *at)
{
	bool any = false;
	for (int32_t c = 0; c < b->plan->n_cells; c++) {
		const double *n = &b->people[gz_block_at(b, at->stock, at->stratum, c)];
		for (int32_t i = 0; i < at->n_lanes; i++) {
			at->old[c * b->width + at->lanes[i]] = n[at->lanes[i]];
			any = any || n[at->lanes[i]] > 0;
		}
	}
	for (int32_t m = 0; any && m < b->plan->n_mass; m++)
		memcpy(&at->old_mass[m * b->width], &b->mass[gz_block_mass(b, at->stock, at->stratum, m)], (size_t)b->width * sizeof *at->old_mass);
	return any;
}

static void progress_living(const gz_block *b, const progress_at *at, double *living)
{
	for (int32_t c = 0; b->plan->births >= 0 && c < b->plan->n_cells; c++)
		for (int32_t lane = 0; !b->plan->cells[c].dead && lane < b->lanes; lane++)
			living[lane] += at->old[c * b->width + lane];
}

/* Births by the people who were there at the start of the step; after all transitions, so that nobody newborn makes one. */
static void progress_births(gz_block *b, const progress_at *at, const double *living)
{
	const gz_plan *p = b->plan;
	if (p->births < 0)
		return;
	progress_at young = *at;
	young.stratum = at->stratum % p->n_groups_people;
	for (int32_t i = 0; i < at->n_lanes; i++) {
		const int32_t lane = at->lanes[i];
		const double mean = living[lane] * gz_block_value(b, p->births, at->here, at->stratum, lane) / 365.25 * p->dt;
		if (!(mean > 0))
			continue;
		const gz_draw d = gz_block_address(b, p->stocks[at->stock].key, gz_plan_draw(p, GZ_PURPOSE_BIRTH, at->stratum, 0, 0), lane);
		double born = b->deterministic ? mean : gz_sample_poisson(&d, mean);
		b->outside[lane] += born;
		progress_bed(b, at->stock, lane, born);
		double share = 1;
		for (int32_t o = 0; o < p->newborn_n && born > 0; o++) {
			const gz_outcome *out = &p->outcomes[p->newborn_first + o];
			const double pr = gz_plan_branch(p, p->newborn_first, p->newborn_n, o, b->store, at->here, young.stratum, lane);
			const double q = o + 1 < p->newborn_n && share > 0 ? fmin(1, pr / share) : 1;
			share -= pr;
			const double x = gz_block_draw(b, p->stocks[at->stock].key, gz_plan_draw(p, GZ_PURPOSE_BIRTH, at->stratum, p->cells[out->cell].id, out->id), lane, born, q);
			born -= x;
			if (x > 0)
				gz_block_put(b, at->stock, young.stratum, out->cell, lane, x, gz_block_newcomers(b, at->stock, young.stratum, out->cell, lane, x, gz_plan_part(at->stratum + 1) ^ out->id));
		}
	}
}

static void progress_stock(gz_block *b, int32_t st)
{
	const gz_plan *p = b->plan;
	const gz_stock *s = &p->stocks[st];
	progress_at at = {.stock = st, .here = s->here, .lanes = &b->list[s->home * b->width], .n_lanes = b->list_n[s->home]};
	at.old = b->scratch;
	at.old_mass = b->scratch + (int64_t)p->n_cells * b->width;
	double *living = b->infected;
	const uint8_t *hot = &b->hot[s->here * b->width];
	for (at.stratum = p->n_strata - 1; at.stratum >= 0; at.stratum--) {
		memset(&living[at.stratum * b->width], 0, (size_t)b->width * sizeof *living);
		if (!progress_copy(b, &at)) {
			b->skipped += (uint64_t)at.n_lanes * (uint64_t)p->n_cells;
			continue;
		}
		progress_living(b, &at, &living[at.stratum * b->width]);
		for (int32_t i = 0; b->hot_any[s->here] && i < p->n_targets; i++) {
			const int32_t cell = p->targets[i].cell;
			for (int32_t k = 0; k < at.n_lanes; k++) {
				const int32_t lane = at.lanes[k];
				const double *n = &at.old[cell * b->width + lane];
				if (hot[lane] && *n > 0)
					progress_infect(b, &at, &p->targets[i], lane, *n);
			}
		}
		for (int32_t g = 0; g < p->n_groups; g++)
			progress_leave(b, &at, &p->groups[g], &at.old[p->groups[g].cell * b->width]);
	}
	for (at.stratum = 0; p->births >= 0 && at.stratum < p->n_strata; at.stratum++)
		progress_births(b, &at, &living[at.stratum * b->width]);
}

/* Tells the places above a leaf of today's infections and deaths. */
static void progress_cumulate(gz_block *b, int32_t leaf, const double *before)
{
	const gz_setup *su = b->setup;
	const double *now = &b->infections[(int64_t)leaf * b->width];
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const double x = now[lane] - before[lane];
		if (!(x > 0))
			continue;
		for (int32_t i = 0; i < su->chain_n[leaf]; i++) {
			const int64_t at = (int64_t)su->chain[su->chain_first[leaf] + i] * b->width + lane;
			b->cumulated[at] += x;
			if (b->arrivals[at].infection < 0 && b->cumulated[at] >= 1)
				b->arrivals[at].infection = b->day;
			if (b->arrivals[at].traveller < 0 && b->cumulated[at] >= 1)
				b->arrivals[at].traveller = b->day; /* by commuting or water: no journey was counted */
			if (b->arrivals[at].tenth < 0 && b->cumulated[at] >= 10)
				b->arrivals[at].tenth = b->day;
		}
	}
}

void gz_progress_step(gz_block *b)
{
	const gz_plan *p = b->plan;
	double *before = b->scratch2;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		memcpy(before, &b->infections[(int64_t)leaf * b->width], (size_t)b->width * sizeof *before);
		for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
			const int32_t st = p->standing[p->standing_first[leaf] + i];
			if (b->occupied[st] && b->list_n[p->stocks[st].home] > 0)
				progress_stock(b, st);
		}
		progress_cumulate(b, leaf, before);
	}
}
