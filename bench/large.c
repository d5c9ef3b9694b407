/* The large cases: a nation with and without travellers, one day of an exercise, the world.
 *
 * They are told in seconds by the clock, on two threads, for this is what a person waits for. Without --full the nation is run with a
 * quarter of its replicates and told per 1,000, and the world for a third of its year; `processor` is the time of all processors together,
 * twice what two idle ones would take.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include <stdio.h>

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

/* A day is what ten more days cost, divided by ten: neither what compiling costs nor the first day. */
static void exercise_case(bench *b, const bench_world *w)
{
	enum { MORE = 10 };
	if (!bench_world_write(b, w))
		return;
	const int32_t rounds = b->quick ? 1 : 2;
	const bench_cost less = bench_run(b, &(bench_task){.world = w->name, .threads = 2, .days = 30, .rounds = rounds, .files = true});
	const bench_cost more = bench_run(b, &(bench_task){.world = w->name, .threads = 2, .days = 30 + MORE, .rounds = rounds, .files = true});
	if (!less.ok || !more.ok)
		return;
	bench_tell((more.seconds - less.seconds + more.files - less.files) / MORE * 1e3, "ms", "%s_day", w->name);
	bench_tell((more.files - less.files) / MORE * 1e3, "ms", "%s_quantiles", w->name);
	bench_tell((less.seconds - less.wall / less.share) * 1e3, "ms", "%s_compile", w->name);
	bench_tell(more.memory, "MiB", "%s_memory", w->name);
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
