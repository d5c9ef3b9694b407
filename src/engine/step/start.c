/* How people come into the world of a run: the population at the start, begin rows and importation.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/start.h"
#include "engine/control/trigger.h"
#include "engine/step/enter.h"
#include "engine/step/move.h"
#include "engine/step/sleep.h"
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { START_CELLS = 512 };

/* Weights of a compartment's cells, from its first: as many are in each as where people come in day by day and nothing else takes them away. Returns
 * how many there are. */
static int32_t start_weights(const gz_block *b, int32_t leaf, int32_t stratum, int32_t compartment, int32_t lane, double weight[START_CELLS])
{
	const gz_plan *p = b->plan;
	const int32_t entry = p->entry_first[compartment], first = p->entry_cells[entry];
	double enter[GZ_ENTER_CHAINS], rest = 1;
	int32_t n = 0;
	assert(p->entry_n[compartment] > 0);
	for (int32_t k = 0; k < p->entry_n[compartment]; k++) {
		enter[k] = p->entry_slot[entry + k] >= 0 ? gz_block_value(b, p->entry_slot[entry + k], leaf, stratum, lane) : fmax(0, rest);
		rest -= enter[k];
	}
	for (int32_t c = first; c < p->n_cells && p->cells[c].compartment == compartment && n < START_CELLS; c++) {
		const gz_exit *e = p->entry_n[compartment] > 1 ? &p->exits[p->groups[p->cells[c].group].first_exit] : NULL;
		const double days = !e ? 1 : e->kind == GZ_EXIT_FIXED ? p->dt : fmax(p->dt, gz_block_value(b, e->slot, leaf, stratum, lane) / e->stages);
		weight[n++] = !e ? 1 : enter[p->cells[c].chain] * days;
	}
	return n;
}

/* Where the people of a home start. */
typedef struct start_home {
	int32_t leaf, lane;
	double round[START_CELLS], stand[START_CELLS]; /* by compartment, out of what its persons, and how many stand in each cell, are rounded */
	double owed[START_CELLS];  /* by compartment, to the next stratum */
} start_home;

/* Puts n persons of one home into a compartment, spread over its stages. In whole persons they stand in a row by stage, one place apart from a first one that
 * differs between replicates and goes on from stratum to stratum: each stage of each stratum has its mean over the replicates, and of few people in many
 * strata as many stand in each stage as of many in one. */
static void start_spread(gz_block *b, const start_home *h, int32_t stratum, int32_t compartment, double n)
{
	const gz_plan *p = b->plan;
	const int32_t stock = p->resident[h->leaf * p->n_products], first = p->entry_cells[p->entry_first[compartment]];
	double weight[START_CELLS], all = 0, upto = 0;
	if (!(n > 0))
		return;
	const int32_t cells = start_weights(b, h->leaf, stratum, compartment, h->lane, weight);
	const double u = gz_block_turn(b, h->stand[compartment], h->lane) + (double)stratum / p->n_strata, from = u < 1 ? u : u - 1;
	for (int32_t i = 0; i < cells; i++)
		all += weight[i];
	for (int32_t i = 0; i < cells; i++) {
		const double before = upto;
		upto = i + 1 < cells ? before + n * weight[i] / all : n;
		const double here = b->deterministic ? upto - before : floor(upto + from) - floor(before + from);
		if (here > 0)
			gz_block_put(b, stock, stratum, first + i, h->lane, here, 0);
	}
}

/* Of n persons of a stratum, those who start in a compartment. What rounding to whole persons leaves is owed to the next stratum, so that the place as a
 * whole has its share; by what it begins with, the replicates have it in the mean. */
static double start_share(const gz_block *b, double n, double share, double left, double *owed)
{
	if (b->deterministic || !(share > 0))
		return n * share;
	*owed += n * share;
	const double here = fmax(0, fmin(floor(*owed + 0.5), left));
	*owed -= here;
	return here;
}

static gz_status start_lane(gz_block *b, start_home *h, gz_error *err)
{
	const gz_plan *p = b->plan;
	const gz_disease *d = &p->scenario->disease;
	for (int32_t c = 0; c < d->n_compartments; c++)
		h->owed[c] = b->deterministic ? 0 : gz_block_turn(b, h->round[c], h->lane) - 0.5;
	for (int32_t x = 0; x < p->n_strata; x++) {
		const double n = p->people[(int64_t)h->leaf * p->n_strata + x];
		double left = n, shares = 0;
		for (int32_t c = 0; c < d->n_compartments; c++) {
			if (p->initial[c] < 0)
				continue;
			const double share = gz_block_value(b, p->initial[c], h->leaf, x, h->lane);
			shares += share;
			if (!(share >= 0) || shares > 1 + 1e-9)
				return gz_error_set(err, GZ_ERR_INPUT, d->file, 0, 0, "initial: the shares of %s add to %g; they must be between 0 and 1 and leave the rest to %s",
					p->scenario->world.places[p->leaf_place[h->leaf]].id, shares, d->compartments[0].name);
			const double here = start_share(b, n, share, left, &h->owed[c]);
			start_spread(b, h, x, c, here);
			left -= here;
		}
		start_spread(b, h, x, 0, left);
		b->start[h->lane] += n;
	}
	return GZ_OK;
}

static gz_status start_population(gz_block *b, int32_t leaf, gz_error *err)
{
	const gz_plan *p = b->plan;
	start_home h = {.leaf = leaf};
	for (int32_t c = 0; c < p->scenario->disease.n_compartments; c++) {
		const uint32_t item = p->cells[p->entry_cells[p->entry_first[c]]].id;
		h.round[c] = gz_random_unit(gz_random_bits(p->leaf_key[leaf], 0, 0, gz_plan_draw(p, GZ_PURPOSE_STAND, 0, item, 0), 0));
		h.stand[c] = gz_random_unit(gz_random_bits(p->leaf_key[leaf], 0, 0, gz_plan_draw(p, GZ_PURPOSE_STAND, 0, item, gz_plan_part(1)), 0));
	}
	for (h.lane = 0; h.lane < b->lanes; h.lane++) {
		GZ_TRY(start_lane(b, &h, err));
		gz_sleep_settle(b, leaf, h.lane, 0);
	}
	return GZ_OK;
}

/* Lasting traits of those ill at the start. */
static void start_traits(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t st = 0; st < p->n_stocks && p->n_mass > 0; st++)
		for (int32_t x = 0; b->occupied[st] && x < p->n_strata; x++)
			for (int32_t c = 0; c < p->n_cells; c++)
				for (int32_t lane = 0; p->cells[c].mass >= 0 && lane < b->lanes; lane++)
					b->mass[gz_block_mass(b, st, x, p->cells[c].mass) + lane] = gz_block_newcomers(b, st, x, c, lane, b->people[gz_block_at(b, st, x, c) + lane],
						gz_plan_part(1));
}

/* Where infected people are from the start nobody has to bring it. */
static void start_already(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		for (int32_t lane = 0; lane < b->lanes; lane++) {
			double infected = 0;
			for (int32_t i = 0; i < p->home_n[leaf]; i++) {
				const int32_t st = p->of_home[p->home_first[leaf] + i];
				for (int32_t x = 0; b->occupied[st] && x < p->n_strata; x++)
					for (int32_t c = 0; c < p->n_cells; c++)
						infected += p->cells[c].infected ? b->people[gz_block_at(b, st, x, c) + lane] : 0;
			}
			if (infected > 0)
				gz_block_arrive(b, leaf, GZ_ARRIVAL_ALREADY, -1, lane, infected);
		}
}

gz_status gz_start_people(gz_block *b, gz_error *err)
{
	const gz_plan *p = b->plan;
	memset(b->start, 0, (size_t)b->width * sizeof *b->start);
	memset(b->awake, 1, (size_t)p->n_leaves * (size_t)b->width);
	gz_sleep_lists(b);
	gz_trigger_day(b); /* measures in force from the first day close flows before anyone has left */
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		GZ_TRY(start_population(b, leaf, err));
	start_traits(b);
	start_already(b);
	memset(b->hot, 0, (size_t)p->n_leaves * (size_t)b->width);
	const int32_t day = b->day;
	b->day = -1; /* settle for day 0 */
	gz_sleep_day(b);
	b->day = day;
	return GZ_OK;
}

/* Cells of the first compartment, from which people begin: all its stages. */
static int32_t start_stages(const gz_plan *p)
{
	int32_t n = 0;
	for (int32_t c = 0; c < p->n_cells; c++)
		n += p->cells[c].compartment == 0;
	return n;
}

/* How many of a stratum of a stock are in the first compartment. */
static double start_there(const gz_block *b, int32_t stock, int32_t stratum, int32_t lane)
{
	const int32_t first = b->plan->entry_cells[b->plan->entry_first[0]], stages = start_stages(b->plan);
	double n = 0;
	for (int32_t i = 0; i < stages; i++)
		n += b->people[gz_block_at(b, stock, stratum, first + i) + lane];
	return n;
}

/* How many of *n persons, drawn of *all, are among those `there`; in the mean-field mode their share, of the same numbers for every part. */
static double start_part(const gz_block *b, gz_draw d, double there, double *n, double *all)
{
	if (b->deterministic)
		return *all > 0 ? *n * (there / *all) : 0;
	const double x = there >= *all ? *n : gz_sample_hypergeometric(&d, there, *all - there, *n);
	*n -= x;
	*all -= there;
	return x;
}

/* Takes n persons of a stratum out of the first compartment, uniformly over its stages. */
static void start_take(gz_block *b, gz_key key, int32_t stock, int32_t stratum, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t first = p->entry_cells[p->entry_first[0]], stages = start_stages(p);
	double all = start_there(b, stock, stratum, lane);
	for (int32_t i = 0; i < stages && n > 0; i++) {
		const double there = b->people[gz_block_at(b, stock, stratum, first + i) + lane];
		const double x = start_part(b, gz_block_address(b, key, gz_plan_draw(p, GZ_PURPOSE_IMPORT, stratum, p->cells[first + i].id, 0), lane), there, &n, &all);
		if (x > 0)
			gz_block_take(b, stock, stratum, first + i, lane, x, gz_plan_part(3));
	}
}

/* n residents of a stratum leave the first compartment for another, the vaccinated among them by their share. */
static void start_turn(gz_block *b, gz_key key, int32_t leaf, int32_t stratum, int32_t compartment, int32_t lane, double n, double all)
{
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < p->n_products && n > 0; i++) {
		const int32_t stock = p->resident[leaf * p->n_products + i];
		const double there = start_there(b, stock, stratum, lane);
		gz_key own = key;
		if (i > 0)
			own.k[0] ^= p->product_id[i];
		const double x = start_part(b, gz_block_address(b, own, gz_plan_draw(p, GZ_PURPOSE_IMPORT, stratum, 0, gz_plan_part(4)), lane), there, &n, &all);
		if (!(x > 0))
			continue;
		start_take(b, own, stock, stratum, lane, x);
		gz_enter_compartment(b, stock, stratum, compartment, lane, x, own);
	}
}

static void start_begin_lane(gz_block *b, const gz_begin *row, gz_key key, int32_t leaf, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const int32_t stock = p->resident[leaf * p->n_products];
	double weight[GZ_PLAN_STRATA] = {0}, take[GZ_PLAN_STRATA] = {0}, all = 0;
	gz_sleep_wake(b, leaf, lane);
	for (int32_t x = 0; x < p->n_strata; x++) {
		for (int32_t i = 0; i < p->n_products && gz_enter_matches(p, x, row->age, row->group); i++)
			weight[x] += start_there(b, stock + i, x, lane);
		all += weight[x];
	}
	if (!row->outside && n > all) {
		if (b->note[0] == '\0')
			snprintf(b->note, sizeof b->note, "begin: only %.0f of %.0f people at %s could still be changed to %s", all, n, p->scenario->world.places[row->place].id,
				p->scenario->disease.compartments[row->compartment].name);
		n = all;
	}
	if (row->outside)
		gz_enter_outside(b, key, leaf, lane, row->age, row->group, n, take);
	else
		gz_enter_strata(b, key, lane, weight, n, take);
	for (int32_t x = 0; x < p->n_strata; x++) {
		if (!(take[x] > 0))
			continue;
		if (row->outside) {
			b->outside[lane] += take[x];
			gz_enter_compartment(b, stock, x, row->compartment, lane, take[x], key);
		} else {
			start_turn(b, key, leaf, x, row->compartment, lane, take[x], weight[x]);
		}
		if (p->cells[p->entry_cells[p->entry_first[row->compartment]]].infected)
			gz_block_arrive(b, leaf, -1, -1, lane, take[x]);
	}
}

static void start_begin(gz_block *b, int32_t index)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const gz_begin *row = &s->begins[index];
	const int32_t date = s->start + b->day, leaf = p->place_leaf[row->place];
	const bool once = !isnan(row->people);
	if (once ? date != row->from : date < row->from || date >= row->from + row->days)
		return;
	int32_t before = 0; /* rows that say the same draw apart */
	for (int32_t i = 0; i < index; i++)
		before += s->begins[i].place == row->place && s->begins[i].compartment == row->compartment && s->begins[i].age == row->age &&
			s->begins[i].group == row->group && isnan(s->begins[i].people) != once;
	char name[400];
	snprintf(name, sizeof name, "begin|%s|%s|%s|%s|%d|%d", s->world.places[row->place].id, s->disease.compartments[row->compartment].name,
		row->age < 0 ? "-" : s->world.ages[row->age], row->group < 0 ? "-" : s->world.groups[row->group], once, before);
	const gz_key key = gz_random_key(s->seed, name);
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		double n = row->people;
		if (!once) {
			const double mean = gz_block_value(b, p->begin_slot[index], leaf, 0, lane);
			const gz_draw d = gz_block_address(b, key, gz_plan_draw(p, GZ_PURPOSE_BEGIN, 0, 0, gz_plan_part(1)), lane);
			n = b->deterministic ? mean : gz_sample_poisson(&d, mean > 0 ? mean : 0);
		}
		if (n > 0)
			start_begin_lane(b, row, key, leaf, lane, n);
	}
}

void gz_start_day(gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	for (int32_t i = 0; i < s->n_begins; i++)
		start_begin(b, i);
	gz_move_day(b);
	gz_trigger_wake(b);
}
