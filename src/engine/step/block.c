/* A block's memory, and how people are moved between cells.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise */
#include "base/kernel.h"
#include "engine/step/depart.h"
#include "engine/step/row.h"
#include "engine/step/tile.h"
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK_LINE = 64, BLOCK_LARGE = 4 << 20 }; /* bytes of a cache line: every array begins one; and from which on large pages are asked for */

/* calloc takes large pieces from the system untouched, so that rings nobody enters stay virtual. */
static void *block_room(gz_block *b, int64_t n, size_t size)
{
	char *p = b->failed || n < 0 || b->n_rooms == GZ_BLOCK_ROOMS ? NULL : calloc(1, (size_t)n * size + size + BLOCK_LINE);
	b->failed = b->failed || !p;
	if (!p)
		return NULL;
	char *array = p + (BLOCK_LINE - (uintptr_t)p % BLOCK_LINE) % BLOCK_LINE;
	b->rooms[b->n_rooms++] = (gz_room){.memory = p, .array = array, .size = n * (int64_t)size};
	return array;
}

/* Rows that a step runs over in all places: large pages, where the system has them, spare looking up the small ones (a tenth of the time of
 * 10,000 places). Not for what is mostly never touched, which would then take memory. */
static void *block_dense_room(gz_block *b, int64_t n, size_t size)
{
	char *p = block_room(b, n, size);
#ifdef MADV_HUGEPAGE
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = ((uintptr_t)p + page - 1) / page * page, to = (uintptr_t)(p ? p + (size_t)n * size : p) / page * page;
	if (to > from && to - from >= BLOCK_LARGE)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#endif
	return p;
}
#define BLOCK_DENSE(field, n) b->field = block_dense_room(b, (int64_t)(n), sizeof *b->field)
#define BLOCK_ROOM(field, n) b->field = block_room(b, (int64_t)(n), sizeof *b->field)

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

static void block_open_people(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t nl = p->n_leaves, stock = (int64_t)p->n_strata * p->n_cells, mass = (int64_t)p->n_strata * p->n_mass;
	if (p->n_flows == 0)
		BLOCK_DENSE(people, p->n_stocks * stock * w);
	else
		BLOCK_ROOM(people, p->n_stocks * stock * w);
	BLOCK_ROOM(mass, p->n_stocks * mass * w);
	BLOCK_ROOM(reservoir, p->scenario->disease.n_environments * nl * w);
	BLOCK_ROOM(occupied, p->n_stocks);
	BLOCK_ROOM(anyone, p->n_stocks * stock);
	BLOCK_ROOM(moved, nl);
	BLOCK_ROOM(plain, nl);
	BLOCK_ROOM(awake, nl * w);
	BLOCK_ROOM(list, nl * w);
	BLOCK_ROOM(list_n, nl);
	BLOCK_ROOM(store, p->slots.size);
	BLOCK_ROOM(tables, p->group_size);
	BLOCK_ROOM(outside, w);
	BLOCK_ROOM(start, w);
	BLOCK_ROOM(passed, p->n_flows);
	BLOCK_ROOM(asleep_total, 2 * (int64_t)p->n_cells * p->n_products);
}

static void block_open_travel(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t stock = (int64_t)p->n_products * p->n_strata * p->n_cells, mass = (int64_t)p->n_products * p->n_strata * p->n_mass;
	if (block_needs_incoming(p)) {
		BLOCK_ROOM(incoming, p->n_leaves * stock * w);
		BLOCK_ROOM(incoming_mass, p->n_leaves * mass * w);
	}
	BLOCK_ROOM(incoming_any, p->n_leaves);
	b->journeys = gz_depart_journeys(p, (int32_t)w);
	BLOCK_ROOM(journey, gz_depart_room(&b->journeys, (int32_t)w));
	BLOCK_ROOM(cohorts, (int64_t)p->n_buffers * 2 * stock * w);
	BLOCK_ROOM(cohort_mass, (int64_t)p->n_buffers * 2 * mass * w);
	BLOCK_ROOM(cohort_found, (int64_t)p->n_buffers * 2 * stock * w);
	BLOCK_ROOM(cohort_any, p->n_buffers * w);
	BLOCK_ROOM(handled, p->n_legs);
	if (block_has(p->scenario, GZ_MEASURE_CLOSE, false)) {
		BLOCK_ROOM(pass, p->n_legs * w);
		BLOCK_ROOM(leak, p->n_legs * w);
		BLOCK_ROOM(shut, p->n_legs);
	}
	BLOCK_ROOM(cross, (int64_t)p->scenario->world.n_crossings * 2 * GZ_CROSS_COUNT * w);
}

static void block_open_force(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t nl = p->n_leaves, ages = nl * p->n_ages, channels = ages * p->n_channels;
	const bool commute = p->scenario->world.n_commutes > 0;
	BLOCK_ROOM(unit, p->n_channels * w);
	BLOCK_ROOM(disperse, p->n_channels * w);
	if (block_has(p->scenario, GZ_MEASURE_CONTACTS, true))
		BLOCK_ROOM(shy, nl * p->n_strata * w);
	BLOCK_DENSE(present, ages * w);
	BLOCK_DENSE(pressure, channels * w);
	BLOCK_DENSE(force, channels * w);
	b->local = b->force;
	if (commute) {
		BLOCK_DENSE(mixed_present, ages * w);
		BLOCK_DENSE(mixed_pressure, channels * w);
		BLOCK_DENSE(local, channels * w);
	}
	BLOCK_ROOM(sheds, nl);
	BLOCK_ROOM(acts, nl);
	BLOCK_ROOM(remix, nl);
	BLOCK_ROOM(lively, nl);
	BLOCK_ROOM(stirs, nl);
	BLOCK_ROOM(near, nl);
	BLOCK_ROOM(acting, nl * w);
	BLOCK_ROOM(hot, nl * w);
	BLOCK_ROOM(hot_any, nl);
	BLOCK_ROOM(scratch, (p->n_ages + 8) * w);
}

static void block_open_progress(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t members = w > GZ_BLOCK_TILE ? w : GZ_BLOCK_TILE;
	BLOCK_ROOM(rows, gz_tile_rows(p) * members);
	BLOCK_ROOM(keys, members);
	BLOCK_ROOM(asked, gz_tile_draws(p));
	BLOCK_ROOM(row_of, p->n_groups);
	BLOCK_ROOM(members, members);
	BLOCK_ROOM(heres, members);
	BLOCK_ROOM(came, 4 * p->n_cells);
	if (p->scenario->steps_per_day > 1)
		BLOCK_ROOM(before, p->n_leaves * w);
	BLOCK_ROOM(reached, p->scenario->world.n_places);
	BLOCK_ROOM(entered, p->scenario->world.n_places);
}

static void block_open_measures(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t nm = p->scenario->n_measures, posts = p->scenario->world.n_crossings + 1;
	BLOCK_ROOM(active, nm * w);
	BLOCK_ROOM(active_any, nm);
	BLOCK_ROOM(dated, nm * w);
	BLOCK_ROOM(active_steps, nm * w);
	BLOCK_ROOM(since, nm * w);
	BLOCK_ROOM(until, nm * w);
	BLOCK_ROOM(fired, nm * w);
	BLOCK_ROOM(ordered, nm * w);
	BLOCK_ROOM(lifted, nm * w);
	BLOCK_ROOM(held, nm * w);
	BLOCK_ROOM(capacity, nm * posts * w);
	BLOCK_ROOM(demand, nm * posts * w);
	BLOCK_ROOM(beds, p->n_confines * w);
	BLOCK_ROOM(found, p->n_leaves * w);
	BLOCK_ROOM(totals, nm * w);
}

static void block_open_observation(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const int64_t nl = p->n_leaves, np = s->world.n_places;
	BLOCK_ROOM(events, s->n_streams * nl * w);
	BLOCK_ROOM(due, s->n_streams * nl * b->setup->ring * w);
	BLOCK_ROOM(due_until, s->n_streams * nl);
	BLOCK_ROOM(reported, s->n_streams * nl * w);
	BLOCK_ROOM(reports, s->n_streams * nl);
	BLOCK_ROOM(history, (int64_t)b->setup->n_watches * s->days * w);
	BLOCK_DENSE(infections, nl * w);
	BLOCK_ROOM(deaths, nl * w);
	BLOCK_ROOM(counted, nl);
	BLOCK_ROOM(arrivals, np * w);
	BLOCK_ROOM(arrived, np * w);
	BLOCK_DENSE(cumulated, np * w);
	BLOCK_ROOM(cumulated_deaths, np * w);
}

gz_status gz_block_open(gz_block *b, const gz_setup *setup, int32_t width)
{
	*b = (gz_block){.setup = setup, .plan = &setup->plan, .width = width, .deterministic = setup->deterministic};
	block_open_people(b, width);
	block_open_travel(b, width);
	block_open_force(b, width);
	block_open_progress(b, width);
	block_open_measures(b, width);
	block_open_observation(b, width);
	return b->failed ? GZ_ERR_MEMORY : GZ_OK;
}

void gz_block_close(gz_block *b)
{
	for (int32_t i = 0; i < b->n_rooms; i++)
		free(b->rooms[i].memory);
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
	memset(b->anyone, 0, (size_t)p->n_stocks * (size_t)p->n_strata * (size_t)p->n_cells);
	memset(b->moved, GZ_MOVED, (size_t)p->n_leaves);
	memset(b->remix, 1, (size_t)p->n_leaves);
	memset(b->reached, 0, (size_t)s->world.n_places);
	memset(b->entered, 0, (size_t)s->world.n_places);
	memset(b->reservoir, 0, (size_t)(s->disease.n_environments * p->n_leaves) * w * sizeof(double));
	memset(b->beds, 0, (size_t)p->n_confines * w * sizeof(double));
	b->died_confined = true;
	for (int64_t i = 0; i < (int64_t)s->n_streams * p->n_leaves; i++) {
		if (b->due_until[i] > 0)
			memset(&b->due[i * b->setup->ring * b->width], 0, (size_t)b->setup->ring * w * sizeof(double));
		b->due_until[i] = 0;
	}
	memset(b->history, 0, (size_t)b->setup->n_watches * (size_t)s->days * w * sizeof(double));
	memset(b->totals, 0, (size_t)s->n_measures * w * sizeof *b->totals);
	memset(b->fired, 0, (size_t)s->n_measures * w);
	memset(b->arrived, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->cumulated, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->cumulated_deaths, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->outside, 0, w * sizeof(double));
	memset(b->counted, 0, (size_t)p->n_leaves);
	memset(b->lively, 0, (size_t)p->n_leaves);
	b->died = false;
	for (int32_t i = 0; i < s->n_measures * b->width; i++) {
		b->since[i] = INT32_MAX;
		b->until[i] = INT32_MAX;
		b->ordered[i] = INT32_MAX;
		b->lifted[i] = INT32_MAX;
		b->held[i] = INT32_MIN;
		b->totals[i].first_day = -1;
	}
	for (int32_t i = 0; i < s->world.n_places * b->width; i++)
		b->arrivals[i] = (gz_arrival){-1, -1, -1, -1, -1};
}

void gz_block_first_count(gz_block *b, int32_t leaf, int32_t what)
{
	const int64_t at = (int64_t)leaf * b->width;
	b->counted[leaf] = (uint8_t)(b->counted[leaf] | what);
	if (what != GZ_COUNTED_EVENTS)
		gz_row_clear(b->width, what == GZ_COUNTED_DEATHS ? &b->deaths[at] : &b->infections[at]);
	if (what == GZ_COUNTED_INFECTIONS && b->before)
		gz_row_clear(b->width, &b->before[at]);
	for (int64_t stream = 0; what == GZ_COUNTED_EVENTS && stream < b->plan->scenario->n_streams; stream++)
		gz_row_clear(b->width, &b->events[stream * b->plan->n_leaves * b->width + at]);
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

/* ---- draws ------------------------------------------------------------------------------------------------ */

void gz_block_draws(gz_block *b, gz_key key, uint32_t draw, const double *n, const double *p, double *out)
{
	const gz_draw first = gz_block_address(b, key, draw, 0);
	if (b->deterministic) {
		for (int32_t lane = 0; lane < b->lanes; lane++)
			out[lane] = n[lane] > 0 && p[lane] > 0 ? n[lane] * (p[lane] < 1 ? p[lane] : 1) : 0;
		return;
	}
	const int64_t drawn = gz_kernel_binomial(&first, b->lanes, n, p, out);
	b->draws += (uint64_t)drawn;
	b->skipped += (uint64_t)(b->lanes - drawn);
}

void gz_block_draws_same(gz_block *b, gz_key key, uint32_t draw, const double *n, double p, double *out)
{
	const gz_draw first = gz_block_address(b, key, draw, 0);
	if (b->deterministic) {
		for (int32_t lane = 0; lane < b->lanes; lane++)
			out[lane] = n[lane] > 0 && p > 0 ? n[lane] * (p < 1 ? p : 1) : 0;
		return;
	}
	const int64_t drawn = gz_kernel_binomial_same(&first, b->lanes, n, p, out);
	b->draws += (uint64_t)drawn;
	b->skipped += (uint64_t)(b->lanes - drawn);
}

void gz_block_draws_rows(gz_block *b, const gz_draw *first, int32_t rows, const double *n, const double *p, double *out)
{
	const int64_t count = (int64_t)rows * b->lanes;
	if (b->deterministic) {
		for (int64_t i = 0; i < count; i++)
			out[i] = n[i] > 0 && p[i] > 0 ? n[i] * (p[i] < 1 ? p[i] : 1) : 0;
		return;
	}
	const int64_t drawn = count > 0 ? gz_kernel_binomial_rows(first, rows, b->lanes, n, p, out) : 0;
	b->draws += (uint64_t)drawn;
	b->skipped += (uint64_t)(count - drawn);
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
	b->moved[b->plan->stocks[stock].here] = GZ_MOVED;
	return moved;
}

void gz_block_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, double mass)
{
	b->people[gz_block_at(b, stock, stratum, cell) + lane] += x;
	b->occupied[stock] = 1;
	*gz_block_anyone(b, stock, stratum, cell) = 1;
	b->moved[b->plan->stocks[stock].here] = GZ_MOVED;
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

void gz_block_arrive_at(gz_block *b, int64_t row, int32_t from, int32_t crossing, double x)
{
	gz_arrival *a = &b->arrivals[row];
	b->arrived[row] += x;
	if (a->traveller < 0 && b->arrived[row] > 1 - 1e-9) {
		a->traveller = b->day;
		a->crossing = crossing;
		a->from = from < 0 ? from : b->plan->leaf_place[from];
	}
}

void gz_block_arrive(gz_block *b, int32_t leaf, int32_t from, int32_t crossing, int32_t lane, double x)
{
	const gz_setup *su = b->setup;
	for (int32_t i = 0; i < su->chain_n[leaf]; i++) {
		const int32_t place = su->chain[su->chain_first[leaf] + i];
		if (from >= 0 && gz_scenario_within(b->plan->scenario, b->plan->leaf_place[from], place))
			return; /* from within: not an arrival here, nor further up */
		gz_block_arrive_at(b, (int64_t)place * b->width + lane, from, crossing, x);
	}
}
