/* The large cases: a nation with and without travellers, one day of an exercise, the world.
 *
 * They are told in seconds by the clock, on two threads, for this is what a person waits for. Without --full the nation is run with a
 * quarter of its replicates and told per 1,000, and the world for a third of its year; `processor` is the time of all processors together,
 * twice what two idle ones would take.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include "base/mistakes.h"
#include "base/order.h"
#include "engine/session.h"
#include <stdio.h>
#include <stdlib.h>

static bench_world nation(const bench *b, const char *name)
{
	return (bench_world){.name = name, .places = 400, .countries = 2, .days = b->quick ? 40 : 180, .replicates = b->full ? 1000 : b->quick ? 32 : 250,
		.population = 25000, .commuting = 0.01, .ages = true, .disease = BENCH_TWELVE, .beta = 0.15, .seeding = BENCH_EVERYWHERE};
}

static void with_flows(bench_world *w)
{
	w->crossings = 40;
	w->visits = 400;
	w->travellers = 20;
}

static void nation_case(bench *b, const bench_world *w)
{
	if (!bench_world_write(b, w))
		return;
	const bench_cost cost = bench_run(b, &(bench_task){.world = w->name, .threads = 2, .files = true});
	bench_run_tell(w->name, &cost);
	if (!cost.ok)
		return;
	bench_tell(cost.seconds * 1000 / w->replicates, "s/1000", "%s_time", w->name);
	bench_tell(cost.work / cost.share * 1000 / w->replicates, "s/1000", "%s_processor", w->name);
	bench_tell(cost.load, "s", "%s_load", w->name);
	bench_tell(cost.files, "s", "%s_files", w->name);
	bench_tell(cost.draws / (cost.draws + cost.skipped), "share", "%s_drawn", w->name);
}

void bench_national(bench *b)
{
	const bench_world w = nation(b, "national");
	nation_case(b, &w);
}

/* One place begins, and a person infects less than one other: nearly everybody rests. */
void bench_flows_asleep(bench *b)
{
	bench_world w = nation(b, "flows_asleep");
	with_flows(&w);
	w.beta = 0.04;
	w.seeding = BENCH_SOME;
	w.seeded = 1;
	nation_case(b, &w);
}

void bench_flows_awake(bench *b)
{
	bench_world w = nation(b, "flows_awake");
	with_flows(&w);
	nation_case(b, &w);
}

/* ---- a day of an exercise ------------------------------------------------------------------------------------- */
enum { FIRST_DAY = 30, DAYS = 21 }; /* the day that is measured first, when all are awake, and how many are */

/* The quantiles of the last day done, of what a report tells unless a scenario says otherwise: of countries and one level below. */
static void day_quantiles(const gz_session *session, const gz_world *world, double *values)
{
	static const double levels[] = {0.01, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.99};
	const int32_t days = gz_session_days(session), n = gz_session_replicates(session);
	double *series = values + n;
	for (int32_t i = 0; i < world->n_places; i++) {
		const int32_t parent = world->places[i].parent;
		if (parent >= 0 && world->places[parent].parent >= 0)
			continue;
		for (gz_quantity q = GZ_QUANTITY_INFECTIONS; q < GZ_QUANTITY_TRAVELLERS; q++) {
			const int32_t column = gz_session_column(session, GZ_ENTITY_PLACE, i, GZ_DIRECTION_BOTH, q, q == GZ_QUANTITY_REPORTED ? 0 : -1);
			for (int32_t lane = 0; column >= 0 && lane < n; lane++) {
				gz_session_series(session, column, lane, days, series);
				values[lane] = series[days - 1];
			}
			gz_order_sort(values, column < 0 ? 0 : n);
			for (size_t k = 0; column >= 0 && k < sizeof levels / sizeof *levels; k++)
				bench_keep(gz_order_quantile(values, n, levels[k]));
		}
	}
}

static gz_status go_days(gz_session *session, const gz_scenario *s, const char *name, gz_error *err)
{
	double *values = malloc(((size_t)s->replicates + FIRST_DAY + DAYS) * sizeof *values), days[DAYS], quantiles[DAYS];
	gz_status st = values ? gz_session_go(session, FIRST_DAY, NULL, NULL, err) : GZ_ERR_MEMORY;
	for (int32_t i = 0; i < DAYS && st == GZ_OK; i++) {
		const double begin = bench_now();
		st = gz_session_go(session, FIRST_DAY + i + 1, NULL, NULL, err);
		const double done = bench_now();
		day_quantiles(session, &s->world, values);
		quantiles[i] = bench_now() - done;
		days[i] = bench_now() - begin;
	}
	free(values);
	GZ_TRY(st);
	gz_order_sort(days, DAYS);
	gz_order_sort(quantiles, DAYS);
	bench_tell(gz_order_quantile(days, DAYS, 0.5) * 1e3, "ms", "%s_day", name);
	bench_tell(days[0] * 1e3, "ms", "%s_least", name);
	bench_tell(gz_order_quantile(quantiles, DAYS, 0.5) * 1e3, "ms", "%s_quantiles", name);
	return GZ_OK;
}

/* A day as the room lives it: of a session, its quantiles read when it is done. The median of some days, one after the other, and the least:
 * on a busy machine the former tells what one waits for, the latter what the day costs. */
static void exercise_case(bench *b, const bench_world *w)
{
	char path[512];
	gz_mistakes mistakes;
	gz_scenario s = {0};
	gz_session *session = NULL;
	gz_error err = {0};
	if (!bench_world_write(b, w))
		return;
	snprintf(path, sizeof path, "%s/%s/scenario.yaml", b->folder, w->name);
	gz_mistakes_init(&mistakes);
	gz_status st = gz_scenario_load(&s, path, &(gz_scenario_options){.n_sets = 0}, &mistakes);
	const double begin = bench_now();
	st = st == GZ_OK ? gz_session_open(&session, &s, s.seed, 0, w->replicates, &err) : st;
	if (st == GZ_OK) {
		bench_tell((bench_now() - begin) * 1e3, "ms", "%s_open", w->name);
		gz_session_threads(session, 2);
		st = go_days(session, &s, w->name, &err);
	}
	if (st != GZ_OK)
		bench_wrong(b, "%s: %s", w->name, mistakes.n > 0 ? mistakes.items[0].sentence : err.sentence);
	gz_session_close(session);
	gz_scenario_free(&s);
	gz_mistakes_free(&mistakes);
}

void bench_exercise(bench *b)
{
	bench_world w = nation(b, "exercise");
	w.days = 60;
	w.replicates = b->quick ? 16 : 200;
	exercise_case(b, &w);
}

void bench_exercise_awake(bench *b)
{
	bench_world w = nation(b, "exercise_awake");
	with_flows(&w);
	w.days = 60;
	w.replicates = b->quick ? 16 : 200;
	exercise_case(b, &w);
}

void bench_world_year(bench *b)
{
	const bench_world w = {.name = "world", .places = b->quick ? 2000 : 20000, .countries = 200, .days = b->full ? 365 : 120, .replicates = b->quick ? 10 : 100,
		.population = 2e7, .zipf = true, .commuting = 0.001, .air_links = b->quick ? 3700 : 37000, .travellers = 30, .beta = 0.4, .seeding = BENCH_SOME,
		.seeded = 1};
	if (!bench_world_write(b, &w))
		return;
	const bench_cost cost = bench_run(b, &(bench_task){.world = "world", .threads = 2, .files = true});
	bench_run_tell("world", &cost);
	if (!cost.ok)
		return;
	bench_tell(cost.seconds, "s", "world_time");
	bench_tell(cost.work / cost.share, "s", "world_processor");
	bench_tell(cost.load, "s", "world_load");
	bench_tell(cost.files, "s", "world_files");
	bench_tell(cost.draws / (cost.draws + cost.skipped), "share", "world_drawn");
	bench_tell(cost.infections / (double)w.replicates, "persons", "world_infections");
}
