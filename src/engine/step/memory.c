/* A block's arrays: taken from the system, emptied between runs, given back.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise */
#include "engine/step/memory.h"
#include "engine/step/depart.h"
#include "engine/step/tile.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MEMORY_LINE = 64, MEMORY_OWN = 1 << 18, MEMORY_LARGE = 4 << 20 }; /* bytes of a cache line: every array begins one; from which on what is rarely
	used has a mapping of its own; and from which on large pages are asked for */

static void *memory_room(gz_block *b, int64_t n, size_t size)
{
	char *p = b->failed || n < 0 || b->n_rooms == GZ_BLOCK_ROOMS ? NULL : calloc(1, (size_t)n * size + size + MEMORY_LINE);
	b->failed = b->failed || !p;
	if (!p)
		return NULL;
	char *array = p + (MEMORY_LINE - (uintptr_t)p % MEMORY_LINE) % MEMORY_LINE;
	b->rooms[b->n_rooms++] = (gz_room){.memory = p, .array = array, .size = n * (int64_t)size};
	return array;
}

/* What many worlds never touch stays virtual: calloc would write zeros to memory that somebody has used before. */
static void *memory_rare_room(gz_block *b, int64_t n, size_t size)
{
	const size_t bytes = n < 0 || (uint64_t)n > SIZE_MAX / 2 / size ? SIZE_MAX : (size_t)n * size;
	if (b->failed || bytes < MEMORY_OWN || bytes == SIZE_MAX || b->n_rooms == GZ_BLOCK_ROOMS)
		return memory_room(b, n, size);
	/* cppcheck-suppress invalidFunctionArg ; -1 is what no file is called */
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	b->failed = p == MAP_FAILED;
	if (b->failed)
		return NULL; /* cppcheck-suppress memleak ; nothing was mapped */
	b->rooms[b->n_rooms++] = (gz_room){.memory = p, .array = p, .size = (int64_t)bytes, .mapped = (int64_t)bytes};
	return p;
}

/* Rows that a step runs over in all places: large pages, where the system has them, spare looking up the small ones (a tenth of the time of
 * 10,000 places). Not for what is mostly never touched, which would then take memory. */
static void *memory_dense(void *p, int64_t n, size_t size)
{
#ifdef MADV_HUGEPAGE
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = ((uintptr_t)p + page - 1) / page * page, to = (p ? (uintptr_t)p + (size_t)n * size : 0) / page * page;
	if (to > from && to - from >= MEMORY_LARGE)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#endif
	return p;
}
#define MEMORY_DENSE(field, n) b->field = memory_dense(memory_room(b, (int64_t)(n), sizeof *b->field), (int64_t)(n), sizeof *b->field)
#define MEMORY_RARE(field, n) b->field = memory_rare_room(b, (int64_t)(n), sizeof *b->field)
#define MEMORY_ROOM(field, n) b->field = memory_room(b, (int64_t)(n), sizeof *b->field)

static bool memory_needs_incoming(const gz_plan *plan)
{
	bool needed = plan->scenario->disease.n_interrupts > 0;
	for (int32_t f = 0; f < plan->n_flows; f++)
		needed = needed || plan->flows[f].n_stages == 0;
	return needed;
}

/* True if the scenario has a measure of that kind (that names a group of people). */
static bool memory_has(const gz_scenario *s, gz_measure_kind kind, bool group)
{
	for (int32_t m = 0; m < s->n_measures; m++)
		if (s->measures[m].kind == kind && (!group || s->measures[m].group >= 0))
			return true;
	return false;
}

static void memory_open_people(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t nl = p->n_leaves, stock = (int64_t)p->n_strata * p->n_cells, mass = (int64_t)p->n_strata * p->n_mass;
	if (p->n_flows == 0)
		MEMORY_DENSE(people, p->n_stocks * stock * w);
	else
		MEMORY_ROOM(people, p->n_stocks * stock * w);
	MEMORY_RARE(mass, p->n_stocks * mass * w);
	MEMORY_RARE(reservoir, p->scenario->disease.n_environments * nl * w);
	MEMORY_ROOM(occupied, p->n_stocks);
	MEMORY_ROOM(anyone, p->n_stocks * stock);
	MEMORY_ROOM(moved, nl);
	MEMORY_ROOM(plain, nl);
	MEMORY_ROOM(awake, nl * w);
	MEMORY_ROOM(awake_n, nl);
	MEMORY_ROOM(store, p->slots.size);
	MEMORY_ROOM(tables, p->group_size);
	MEMORY_ROOM(outside, w);
	MEMORY_ROOM(start, w);
	MEMORY_ROOM(asleep_total, (int64_t)p->n_cells * p->n_products);
}

static void memory_open_travel(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t stock = (int64_t)p->n_products * p->n_strata * p->n_cells, mass = (int64_t)p->n_products * p->n_strata * p->n_mass;
	if (memory_needs_incoming(p)) {
		MEMORY_ROOM(incoming, p->n_leaves * stock * w);
		MEMORY_ROOM(incoming_mass, p->n_leaves * mass * w);
	}
	MEMORY_ROOM(incoming_any, p->n_leaves);
	b->journeys = gz_depart_journeys(p, (int32_t)w);
	MEMORY_ROOM(journey, gz_depart_room(&b->journeys, (int32_t)w));
	MEMORY_RARE(cohorts, (int64_t)p->n_buffers * 2 * stock * w);
	MEMORY_RARE(cohort_mass, (int64_t)p->n_buffers * 2 * mass * w);
	MEMORY_RARE(cohort_found, (int64_t)p->n_buffers * 2 * stock * w);
	MEMORY_RARE(cohort_any, p->n_buffers * w);
	MEMORY_ROOM(handled, p->n_legs);
	if (memory_has(p->scenario, GZ_MEASURE_CLOSE, false)) {
		MEMORY_RARE(pass, p->n_legs * w);
		MEMORY_RARE(leak, p->n_legs * w);
		MEMORY_RARE(straight, p->n_legs * w);
		MEMORY_ROOM(shut, p->n_legs);
	}
	MEMORY_ROOM(cross, (int64_t)p->scenario->world.n_crossings * 2 * GZ_CROSS_COUNT * w);
}

static void memory_open_force(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t nl = p->n_leaves, ages = nl * p->n_ages, channels = ages * p->n_channels;
	const bool commute = p->scenario->world.n_commutes > 0;
	MEMORY_ROOM(unit, p->n_channels * w);
	MEMORY_RARE(disperse, (int64_t)p->n_channels * b->dispersed.leaves * b->dispersed.strata * w);
	if (memory_has(p->scenario, GZ_MEASURE_CONTACTS, true))
		MEMORY_RARE(shy, nl * p->n_strata * w);
	MEMORY_DENSE(present, ages * w);
	MEMORY_DENSE(pressure, channels * w);
	MEMORY_DENSE(force, channels * w);
	b->local = b->force;
	if (commute) {
		MEMORY_DENSE(mixed_present, ages * w);
		MEMORY_DENSE(mixed_pressure, channels * w);
		MEMORY_DENSE(local, channels * w);
	}
	MEMORY_ROOM(sheds, nl);
	MEMORY_ROOM(acts, nl);
	MEMORY_ROOM(remix, nl);
	MEMORY_ROOM(lively, nl);
	MEMORY_ROOM(stirs, nl);
	MEMORY_ROOM(near, nl);
	MEMORY_ROOM(acting, nl * w);
	MEMORY_ROOM(hot, nl * w);
	MEMORY_ROOM(hot_any, nl);
	MEMORY_ROOM(scratch, (p->n_ages + 8) * w);
}

static void memory_open_progress(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t members = w > GZ_BLOCK_TILE ? w : GZ_BLOCK_TILE;
	MEMORY_ROOM(rows, gz_tile_rows(p) * members);
	MEMORY_ROOM(keys, members);
	MEMORY_ROOM(asked, gz_tile_draws(p));
	MEMORY_ROOM(row_of, p->n_groups);
	MEMORY_ROOM(members, members);
	MEMORY_ROOM(heres, members);
	MEMORY_ROOM(came, 4 * p->n_cells);
	if (p->scenario->steps_per_day > 1)
		MEMORY_ROOM(before, p->n_leaves * w);
	MEMORY_ROOM(reached, p->scenario->world.n_places);
	MEMORY_ROOM(entered, p->scenario->world.n_places);
}

static void memory_open_measures(gz_block *b, int64_t w)
{
	const gz_plan *p = b->plan;
	const int64_t nm = p->scenario->n_measures, posts = p->scenario->world.n_crossings + 1;
	MEMORY_ROOM(active, nm * w);
	MEMORY_ROOM(active_any, nm);
	MEMORY_ROOM(dated, nm * w);
	MEMORY_ROOM(active_steps, nm * w);
	MEMORY_ROOM(since, nm * w);
	MEMORY_ROOM(until, nm * w);
	MEMORY_ROOM(fired, nm * w);
	MEMORY_ROOM(ordered, nm * w);
	MEMORY_ROOM(lifted, nm * w);
	MEMORY_ROOM(held, nm * w);
	MEMORY_RARE(capacity, nm * posts * w);
	MEMORY_RARE(given, nm * posts * w);
	MEMORY_RARE(demand, nm * posts * w);
	MEMORY_ROOM(beds, p->n_confines * w);
	MEMORY_RARE(charged, nm * w);
	MEMORY_RARE(found, p->n_leaves * w);
	MEMORY_RARE(loose, p->n_leaves * w);
	MEMORY_ROOM(totals, nm * w);
}

/* Whether today's counts of a leaf are asked for in its own piece of the day alone (gz_day_run): in a run that steps by the day and by rows, without
 * triggers that look back, without people present told at the end of the day, and without events on journeys. */
static bool memory_folds(const gz_block *b, const gz_result *into)
{
	const gz_scenario *s = b->plan->scenario;
	const int32_t rest = into ? into->n_replicates % b->width : 0;
	return into && !b->deterministic && b->width >= GZ_BLOCK_WIDE && (rest == 0 || rest >= GZ_BLOCK_WIDE) && s->steps_per_day == 1 && b->setup->n_watches == 0 &&
		!b->setup->present && s->disease.n_interrupts == 0 && b->plan->n_leaves > GZ_BLOCK_PIECE;
}

static void memory_open_observation(gz_block *b, int64_t w, const gz_result *into)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const int64_t nl = p->n_leaves, np = s->world.n_places;
	b->today = memory_folds(b, into) ? GZ_BLOCK_PIECE : p->n_leaves;
	MEMORY_ROOM(events, s->n_streams * (int64_t)b->today * w);
	MEMORY_RARE(due, s->n_streams * nl * b->setup->ring * w);
	MEMORY_ROOM(due_until, s->n_streams * nl);
	MEMORY_RARE(reported, s->n_streams * nl * w);
	MEMORY_ROOM(reports, s->n_streams * nl);
	MEMORY_RARE(history, (int64_t)b->setup->n_watches * s->days * w);
	MEMORY_DENSE(infections, b->today * w);
	MEMORY_RARE(deaths, nl * w);
	MEMORY_ROOM(counted, nl);
	MEMORY_RARE(arrived, np * w);
	if (into && into->n_replicates == w) {
		b->arrivals = into->arrivals;
		b->cumulated = memory_dense(into->final_size, np * w, sizeof *b->cumulated);
		b->cumulated_deaths = into->final_deaths;
		return;
	}
	MEMORY_ROOM(arrivals, np * w);
	MEMORY_DENSE(cumulated, np * w);
	MEMORY_RARE(cumulated_deaths, np * w);
}

gz_status gz_memory_open(gz_block *b, const gz_setup *setup, int32_t width, const gz_result *into)
{
	*b = (gz_block){.setup = setup, .plan = &setup->plan, .width = width, .deterministic = setup->deterministic, .fresh = true};
	GZ_TRY(gz_ngm_shapes_spread(b->plan, &b->dispersed));
	memory_open_people(b, width);
	memory_open_travel(b, width);
	memory_open_force(b, width);
	memory_open_progress(b, width);
	memory_open_measures(b, width);
	memory_open_observation(b, width, into);
	return b->failed ? GZ_ERR_MEMORY : GZ_OK;
}

void gz_memory_close(gz_block *b)
{
	for (int32_t i = 0; i < b->n_rooms; i++)
		if (b->rooms[i].mapped > 0)
			(void)munmap(b->rooms[i].memory, (size_t)b->rooms[i].mapped);
		else
			free(b->rooms[i].memory);
	for (size_t i = 0; i < sizeof b->batches / sizeof *b->batches; i++)
		free(b->batches[i].items);
	*b = (gz_block){0};
}

/* Forgets what the replicates before have left. Only what was touched: the rest is still virtual. */
static void memory_forget(gz_block *b)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const size_t w = (size_t)b->width, cell = (size_t)p->n_strata * (size_t)p->n_cells * w;
	for (int32_t st = 0; st < p->n_stocks; st++)
		if (b->occupied[st]) {
			memset(&b->people[(size_t)st * cell], 0, cell * sizeof(double));
			memset(&b->mass[gz_block_mass(b, st, 0, 0)], 0, (size_t)p->n_strata * (size_t)p->n_mass * w * sizeof(double));
		}
	memset(b->occupied, 0, (size_t)p->n_stocks);
	memset(b->anyone, 0, (size_t)p->n_stocks * (size_t)p->n_strata * (size_t)p->n_cells);
	memset(b->reached, 0, (size_t)s->world.n_places);
	memset(b->entered, 0, (size_t)s->world.n_places);
	memset(b->reservoir, 0, (size_t)(s->disease.n_environments * p->n_leaves) * w * sizeof(double));
	memset(b->beds, 0, (size_t)p->n_confines * w * sizeof(double));
	for (int64_t i = 0; i < (int64_t)s->n_streams * p->n_leaves; i++) {
		if (b->due_until[i] > 0)
			memset(&b->due[i * b->setup->ring * b->width], 0, (size_t)b->setup->ring * w * sizeof(double));
		b->due_until[i] = 0;
	}
	memset(b->history, 0, (size_t)b->setup->n_watches * (size_t)s->days * w * sizeof(double));
	memset(b->totals, 0, (size_t)s->n_measures * w * sizeof *b->totals);
	memset(b->fired, 0, (size_t)s->n_measures * w);
	if (s->n_measures > 0) {
		memset(b->found, 0, (size_t)p->n_leaves * w * sizeof(double));
		memset(b->loose, 0, (size_t)p->n_leaves * w * sizeof(double));
	}
	memset(b->arrived, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->cumulated, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->cumulated_deaths, 0, (size_t)s->world.n_places * w * sizeof(double));
	memset(b->outside, 0, w * sizeof(double));
	memset(b->counted, 0, (size_t)p->n_leaves);
	memset(b->lively, 0, (size_t)p->n_leaves);
}

void gz_memory_clear(gz_block *b)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	if (!b->fresh)
		memory_forget(b);
	b->fresh = false;
	memset(b->moved, GZ_MOVED, (size_t)p->n_leaves);
	memset(b->remix, 1, (size_t)p->n_leaves);
	b->died_confined = true;
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
