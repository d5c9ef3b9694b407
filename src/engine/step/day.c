/* The order of the day: every phase reads the state the previous one left.
 *
 *   0 parameters and calendar; 1 triggers; 2 begin rows, imports and events; 3 releases; 4 travel; 5 measures at places;
 *   6 infection; 7 progression; 8 reports. 9 output and 10 sleep belong to the run, which keeps what a day leaves.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/day.h"
#include "engine/control/confine.h"
#include "engine/control/intervene.h"
#include "engine/control/release.h"
#include "engine/control/trigger.h"
#include "engine/step/force.h"
#include "engine/step/memory.h"
#include "engine/step/observe.h"
#include "engine/step/progress.h"
#include "engine/step/row.h"
#include "engine/step/sleep.h"
#include "engine/step/start.h"
#include "engine/step/travel.h"
#include "model/ngm.h"
#include <assert.h>
#include <math.h>
#include <string.h>

gz_status gz_day_begin(gz_block *b, int32_t first, int32_t lanes, gz_error *err)
{
	assert(lanes <= b->width);
	b->first = first;
	b->lanes = lanes;
	b->day = 0;
	b->step = 0;
	b->note[0] = '\0';
	gz_memory_clear(b);
	gz_slot_evaluate(&b->plan->slots, b->store, b->deterministic ? -1 : first, lanes, 0, false);
	gz_plan_probabilities(b->plan, b->store, b->tables, lanes, false);
	GZ_TRY(gz_ngm_units(b->plan, b->store, lanes, b->unit, err));
	GZ_TRY(gz_ngm_shapes(b->plan, b->store, lanes, &b->dispersed, b->disperse, err));
	return gz_start_people(b, err);
}

static void day_calendar(gz_block *b, double day)
{
	gz_slot_evaluate(&b->plan->slots, b->store, b->deterministic ? -1 : b->first, b->lanes, day, true);
	gz_plan_probabilities(b->plan, b->store, b->tables, b->lanes, true);
}

/* Those found are followed up; whom a result finds between two tracings, in the next. */
static void day_follow(gz_block *b)
{
	const size_t size = (size_t)b->plan->n_leaves * (size_t)b->width * sizeof(double);
	memset(b->found, 0, size);
	memset(b->loose, 0, size);
}

static void day_clear(gz_block *b)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	const size_t w = (size_t)b->width * sizeof(double), nl = (size_t)p->n_leaves;
	memset(b->counted, 0, nl);
	b->died = false;
	memset(b->charged, 0, (size_t)s->n_measures * w);
	memset(b->cross, 0, (size_t)s->world.n_crossings * 2 * GZ_CROSS_COUNT * w);
}

#ifndef NDEBUG
static void day_check(const gz_block *b)
{
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const double all = gz_block_everyone(b, lane), booked = b->start[lane] + b->outside[lane];
		assert(fabs(all - booked) <= (b->deterministic ? 1e-6 * booked : 0.5) && "people = start + births + outside - deaths");
	}
}
#else
static void day_check(const gz_block *b) { (void)b; }
#endif

/* Tells the places above a leaf of today's deaths. */
static void day_deaths(gz_block *b)
{
	const gz_setup *su = b->setup;
	for (int32_t leaf = 0; b->died && leaf < b->plan->n_leaves; leaf++) {
		const double *deaths = &b->deaths[(int64_t)leaf * b->width];
		for (int32_t i = 0; b->counted[leaf] & GZ_COUNTED_DEATHS && i < su->chain_n[leaf]; i++)
			gz_row_add(b->lanes, &b->cumulated_deaths[(int64_t)su->chain[su->chain_first[leaf] + i] * b->width], deaths);
	}
}

void gz_day_open(gz_block *b)
{
	day_clear(b);
	if (b->day > 0)
		day_calendar(b, b->day);
	gz_trigger_day(b);
	gz_start_day(b);
}

/* A step up to its progression. */
static void day_prepare(gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	const int32_t sub = b->step % s->steps_per_day;
	if (sub > 0) {
		day_calendar(b, b->day + sub * b->plan->dt);
		gz_trigger_step(b);
	}
	gz_release_step(b);
	if (sub == 0 || s->travel_each_step)
		gz_travel_day(b);
	if (sub == 0 || s->measures_each_step) {
		gz_intervene_step(b);
		if (s->n_measures > 0)
			day_follow(b);
	}
	gz_confine_stay(b);
	gz_force_compute(b);
	b->travelled = false; /* nobody wakes any more in this step */
}

void gz_day_step(gz_block *b)
{
	day_prepare(b);
	gz_progress_step(b);
	b->step++;
}

static void day_end(gz_block *b)
{
	day_deaths(b);
	gz_sleep_show(b);
	day_check(b);
}

void gz_day_close(gz_block *b)
{
	b->step--; /* reports belong to the day's last step */
	gz_observe_day(b);
	b->step++;
	day_end(b);
}

/* The last step goes by pieces: what has happened at some leaves is reported and told before it leaves the nearer caches. Where people present are
 * told, those of homes asleep are shown first. */
void gz_day_run(gz_block *b, const gz_day_witness *witness)
{
	const int32_t n = b->plan->n_leaves;
	gz_day_open(b);
	for (int32_t sub = 1; sub < b->plan->scenario->steps_per_day; sub++)
		gz_day_step(b);
	day_prepare(b);
	gz_progress_begin(b);
	gz_observe_begin(b);
	for (int32_t from = 0; from < n; from += GZ_BLOCK_PIECE) {
		const int32_t to = n - from < GZ_BLOCK_PIECE ? n : from + GZ_BLOCK_PIECE;
		gz_progress_leaves(b, from, to);
		gz_observe_leaves(b, from, to);
		if (witness && !b->setup->present)
			witness->leaves(witness->context, from, to);
	}
	gz_progress_end(b);
	gz_observe_end(b);
	b->step++;
	day_end(b);
	if (witness && b->setup->present)
		witness->leaves(witness->context, 0, n);
}
