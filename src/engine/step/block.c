/* A block's memory, and how people are moved between cells.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/block.h"
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* calloc takes large pieces from the system untouched, so that rings nobody enters stay virtual. */
static void *block_room(gz_block *b, int64_t n, size_t size, bool *failed)
{
	void *p = *failed || n < 0 || b->n_rooms == GZ_BLOCK_ROOMS ? NULL : calloc((size_t)n + 1, size);
	*failed = *failed || !p;
	if (p)
		b->rooms[b->n_rooms++] = p;
	return p;
}
#define BLOCK_ROOM(field, type, n) b->field = (type *)block_room(b, (int64_t)(n), sizeof(type), &failed)

static bool block_needs_incoming(const gz_plan *plan)
{
	bool needed = plan->scenario->disease.n_interrupts > 0;
	for (int32_t f = 0; f < plan->n_flows; f++)
		needed = needed || plan->flows[f].n_stages == 0;
	return needed;
}

/* True if the scenario has a measure of that kind (that names a group of people). */
static bool block_has(const gz_scenario *s, gz_measure_kind kind, bool group)
{
	for (int32_t m = 0; m < s->n_measures; m++)
		if (s->measures[m].kind == kind && (!group || s->measures[m].group >= 0))
			return true;
	return false;
}

gz_status gz_block_open(gz_block *b, const gz_setup *setup, int32_t width)
{
	const gz_plan *p = &setup->plan;
	const gz_scenario *s = p->scenario;
	*b = (gz_block){.setup = setup, .plan = p, .width = width, .deterministic = setup->deterministic};
	bool failed = false;
	const int64_t w = width, nl = p->n_leaves, ns = p->n_strata, na = p->n_ages, nc = p->n_cells, nch = p->n_channels, nm = s->n_measures;
	const int64_t posts = s->world.n_crossings + 1;
	BLOCK_ROOM(people, double, (int64_t)p->n_stocks * ns * nc * w);
	BLOCK_ROOM(mass, double, (int64_t)p->n_stocks * ns * p->n_mass * w);
	BLOCK_ROOM(reservoir, double, s->disease.n_environments * nl * w);
	if (block_needs_incoming(p)) {
		BLOCK_ROOM(incoming, double, nl * p->n_products * ns * nc * w);
		BLOCK_ROOM(incoming_mass, double, nl * p->n_products * ns * p->n_mass * w);
	}
	BLOCK_ROOM(incoming_any, uint8_t, nl);
	BLOCK_ROOM(store, double, p->slots.size);
	BLOCK_ROOM(tables, double, p->group_size);
	BLOCK_ROOM(unit, double, nch * w);
	BLOCK_ROOM(occupied, uint8_t, p->n_stocks);
	BLOCK_ROOM(awake, uint8_t, nl * w);
	BLOCK_ROOM(passed, double, p->n_flows);
	BLOCK_ROOM(list, int32_t, nl * w);
	BLOCK_ROOM(list_n, int32_t, nl);
	BLOCK_ROOM(cohorts, double, (int64_t)p->n_buffers * 2 * p->n_products * ns * nc * w);
	BLOCK_ROOM(cohort_mass, double, (int64_t)p->n_buffers * 2 * p->n_products * ns * p->n_mass * w);
	BLOCK_ROOM(cohort_found, double, (int64_t)p->n_buffers * 2 * p->n_products * ns * nc * w);
	BLOCK_ROOM(cohort_any, uint8_t, p->n_buffers * w);
	BLOCK_ROOM(handled, uint8_t, p->n_legs);
	if (block_has(s, GZ_MEASURE_CLOSE, false)) {
		BLOCK_ROOM(pass, double, p->n_legs * w);
		BLOCK_ROOM(leak, double, p->n_legs * w);
	}
	if (block_has(s, GZ_MEASURE_CONTACTS, true))
		BLOCK_ROOM(shy, double, nl * ns * w);
	BLOCK_ROOM(effective, double, nl * ns * p->n_infectious * w);
	BLOCK_ROOM(present, double, nl * na * w);
	BLOCK_ROOM(pressure, double, nl * nch * na * w);
	if (s->world.n_commutes > 0) {
		BLOCK_ROOM(mixed_present, double, nl * na * w);
		BLOCK_ROOM(mixed_pressure, double, nl * nch * na * w);
	}
	BLOCK_ROOM(force, double, nl * nch * na * w);
	BLOCK_ROOM(disperse, double, nch * w);
	BLOCK_ROOM(hot, uint8_t, nl * w);
	BLOCK_ROOM(hot_any, uint8_t, nl);
	/* progress: the cells and masses of one stratum as they were */
	BLOCK_ROOM(scratch, double, (nc + p->n_mass + 16) * w + nch * na * w);
	BLOCK_ROOM(scratch2, double, (int64_t)(p->most_leaving + 4 + na * na * 4) * w);
	BLOCK_ROOM(infected, double, (nch + 4) * w * ns);
	BLOCK_ROOM(active, uint8_t, nm * w);
	BLOCK_ROOM(active_any, uint8_t, nm);
	BLOCK_ROOM(since, int32_t, nm * w);
	BLOCK_ROOM(until, int32_t, nm * w);
	BLOCK_ROOM(fired, uint8_t, nm * w);
	BLOCK_ROOM(capacity, double, nm * posts * w);
	BLOCK_ROOM(demand, double, nm * posts * w);
	BLOCK_ROOM(beds, double, p->n_confines * w);
	BLOCK_ROOM(found, double, nl * w);
	BLOCK_ROOM(totals, gz_measure_total, nm * w);
	BLOCK_ROOM(events, double, s->n_streams * nl * w);
	BLOCK_ROOM(due, double, s->n_streams * nl * GZ_BLOCK_DELAY * w);
	BLOCK_ROOM(reported, double, s->n_streams * nl * w);
	BLOCK_ROOM(history, double, (int64_t)setup->n_watches * s->days * w);
	BLOCK_ROOM(infections, double, nl * w);
	BLOCK_ROOM(deaths, double, nl * w);
	BLOCK_ROOM(cross, double, (int64_t)s->world.n_crossings * 2 * GZ_CROSS_COUNT * w);
	BLOCK_ROOM(asleep_total, double, 4 * (nc * p->n_products + p->n_flows + 8));
	BLOCK_ROOM(arrivals, gz_arrival, s->world.n_places * w);
	BLOCK_ROOM(arrived, double, s->world.n_places * w);
	BLOCK_ROOM(cumulated, double, s->world.n_places * w);
	BLOCK_ROOM(cumulated_deaths, double, s->world.n_places * w);
	BLOCK_ROOM(outside, double, w);
	BLOCK_ROOM(start, double, w);
	return failed ? GZ_ERR_MEMORY : GZ_OK;
}

void gz_block_close(gz_block *b)
{
	for (int32_t i = 0; i < b->n_rooms; i++)
		free(b->rooms[i]);
	for (size_t i = 0; i < sizeof b->batches / sizeof *b->batches; i++)
		free(b->batches[i].items);
	*b = (gz_block){0};
}

void gz_block_clear(gz_block *b)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const size_t w = (size_t)b->width, cell = (size_t)p->n_strata * (size_t)p->n_cells * w;
	for (int32_t st = 0; st < p->n_stocks; st++) /* only what was touched: the rest is still virtual */
		if (b->occupied[st]) {
			memset(&b->people[(size_t)st * cell], 0, cell * sizeof(double));
			memset(&b->mass[gz_block_mass(b, st, 0, 0)], 0, (size_t)p->n_strata * (size_t)p->n_mass * w * sizeof(double));
		}
	memset(b->occupied, 0, (size_t)p->n_stocks);
	memset(b->reservoir, 0, (size_t)(s->disease.n_environments * p->n_leaves) * w * sizeof(double));
	memset(b->beds, 0, (size_t)p->n_confines * w * sizeof(double));
	memset(b->due, 0, (size_t)s->n_streams * (size_t)p->n_leaves * GZ_BLOCK_DELAY * w * sizeof(double));
	memset(b->history, 0, (size_t)b->setup->n_watches * (size_t)s->days * w * sizeof(double));
	memset(b->totals, 0, (size_t)s->n_measures * w * sizeof *b->totals);
	memset(b->fired, 0, (size_t)s->n_measures * w);
	memset(b->arrived, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->cumulated, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->cumulated_deaths, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->outside, 0, w * sizeof(double));
	for (int32_t i = 0; i < s->n_measures * b->width; i++) {
		b->since[i] = INT32_MAX;
		b->until[i] = INT32_MAX;
		b->totals[i].first_day = -1;
	}
	for (int32_t i = 0; i < s->world.n_places * b->width; i++)
		b->arrivals[i] = (gz_arrival){-1, -1, -1, -1, -1};
}

double gz_block_everyone(const gz_block *b, int32_t lane)
{
	double sum = 0;
	for (int32_t st = 0; st < b->plan->n_stocks; st++) {
		if (!b->occupied[st])
			continue;
		for (int32_t x = 0; x < b->plan->n_strata; x++)
			for (int32_t c = 0; c < b->plan->n_cells; c++)
				sum += b->people[gz_block_at(b, st, x, c) + lane];
	}
	return sum;
}

/* ---- moving people ---------------------------------------------------------------------------------------- */

/* The dispersion of the channel that gives a cell its lasting trait. */
static double block_trait_k(const gz_block *b, int32_t leaf, int32_t stratum, int32_t cell, int32_t lane)
{
	for (int32_t k = 0; k < b->plan->n_channels; k++)
		if (b->plan->channels[k].person && b->plan->channels[k].weights[cell] >= 0)
			return gz_block_value(b, b->plan->channels[k].k, leaf, stratum, lane);
	return 1;
}

double gz_block_split(gz_block *b, gz_key key, uint32_t draw, int32_t cell, int32_t lane, double x, double n, double mass)
{
	if (x >= n || b->deterministic || mass <= 0)
		return n > 0 ? mass * (x / n) : 0;
	const double k = block_trait_k(b, 0, 0, cell, lane);
	const gz_draw d = gz_block_address(b, key, draw, lane);
	return mass * gz_sample_beta(&d, k * x, k * (n - x));
}

double gz_block_take(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, uint32_t part)
{
	double *n = &b->people[gz_block_at(b, stock, stratum, cell) + lane];
	const int32_t m = b->plan->cells[cell].mass;
	double moved = 0;
	if (m >= 0 && x > 0) {
		double *mass = &b->mass[gz_block_mass(b, stock, stratum, m) + lane];
		moved = gz_block_split(b, b->plan->stocks[stock].key, gz_plan_draw(b->plan, GZ_PURPOSE_TRAIT, stratum, b->plan->cells[cell].id, part), cell, lane, x, *n, *mass);
		*mass -= moved;
	}
	*n -= x;
	return moved;
}

void gz_block_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, double mass)
{
	b->people[gz_block_at(b, stock, stratum, cell) + lane] += x;
	b->occupied[stock] = 1;
	if (b->plan->cells[cell].mass >= 0)
		b->mass[gz_block_mass(b, stock, stratum, b->plan->cells[cell].mass) + lane] += mass;
}

double gz_block_newcomers(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, uint32_t part)
{
	if (b->plan->cells[cell].mass < 0 || !(x > 0))
		return 0;
	if (b->deterministic)
		return x;
	const double k = block_trait_k(b, b->plan->stocks[stock].here, stratum, cell, lane);
	const gz_draw d = gz_block_address(b, b->plan->stocks[stock].key, gz_plan_draw(b->plan, GZ_PURPOSE_TRAIT, stratum, b->plan->cells[cell].id, gz_plan_part(77) ^ part), lane);
	return gz_sample_gamma(&d, k * x) / k;
}

void gz_block_arrive(gz_block *b, int32_t leaf, int32_t from, int32_t crossing, int32_t lane, double x)
{
	const gz_setup *su = b->setup;
	for (int32_t i = 0; i < su->chain_n[leaf]; i++) {
		const int32_t place = su->chain[su->chain_first[leaf] + i];
		if (from >= 0 && gz_scenario_within(b->plan->scenario, b->plan->leaf_place[from], place))
			return; /* from within: not an arrival here, nor further up */
		gz_arrival *a = &b->arrivals[(int64_t)place * b->width + lane];
		double *so_far = &b->arrived[(int64_t)place * b->width + lane];
		*so_far += x;
		if (a->traveller < 0 && *so_far > 1 - 1e-9) {
			a->traveller = b->day;
			a->crossing = crossing;
			a->from = from < 0 ? from : b->plan->leaf_place[from];
		}
	}
}
