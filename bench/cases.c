/* The cases (a), (b), (b2) and (c), each beside its plain reference loop, and how cost grows.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include "reference.h"
#include <stdio.h>

/* Days in which infection goes on everywhere; and a year, as it dies out. */
enum { AWAKE = 40, YEAR = 365 };
static const double commuting = 0.02, moving = 0.01, beta = 0.4, people = 10000;

void bench_a(bench *b)
{
	const bench_world w = {.name = "a", .places = 1, .countries = 1, .days = YEAR, .replicates = b->quick ? 16 : 64, .population = 1e6, .beta = beta,
		.seeding = BENCH_SOME, .seeded = 1};
	if (!bench_world_write(b, &w))
		return;
	const bench_cost one = bench_run(b, &(bench_task){.world = "a", .threads = 1, .rounds = b->quick ? 1 : 20});
	bench_run_ratio("a", bench_run_tell("a", &one), reference_seir(w.days, w.replicates));
	/* Two threads on enough replicates to be measured by the clock. */
	const int32_t many = b->quick ? 64 : 16384;
	const bench_cost single = bench_run(b, &(bench_task){.world = "a", .threads = 1, .replicates = many, .rounds = 3});
	const bench_cost twice = bench_run(b, &(bench_task){.world = "a", .threads = 2, .replicates = many, .rounds = 3});
	if (single.ok && twice.ok)
		bench_tell(single.wall / twice.wall, "x", "a_two_threads");
}

static bool coupled(bench *b, const char *name, int32_t places, int32_t days, int32_t replicates)
{
	const bench_world w = {.name = name, .places = places, .countries = 1, .days = days, .replicates = replicates, .population = people,
		.commuting = commuting, .beta = beta, .seeding = BENCH_EVERYWHERE};
	return bench_world_write(b, &w);
}

static bench_cost b_case(bench *b, const char *name, int32_t places, int32_t days)
{
	const int32_t size = b->quick ? places / 10 : places, replicates = b->quick ? 16 : 64;
	if (!coupled(b, name, size, days, replicates))
		return (bench_cost){0};
	const bench_cost cost = bench_run(b, &(bench_task){.world = name, .threads = 1, .rounds = places > 10000 || b->quick ? 1 : places > 1000 ? 2 : 5});
	bench_run_ratio(name, bench_run_tell(name, &cost), reference_coupled(size, days, places > 10000 ? 1 : places > 1000 ? 4 : 16, commuting));
	return cost;
}

void bench_b_1000(bench *b) { b_case(b, "b_1000", 1000, AWAKE); }
void bench_b_100000(bench *b) { b_case(b, "b_100000", 100000, AWAKE); }

void bench_b_10000(bench *b)
{
	const bench_cost cost = b_case(b, "b_10000", 10000, AWAKE);
	const bench_cost twice = cost.ok ? bench_run(b, &(bench_task){.world = "b_10000", .threads = 2, .rounds = 2}) : cost;
	if (twice.ok)
		bench_tell(cost.wall / twice.wall, "x", "b_10000_two_threads");
}

void bench_b_year(bench *b)
{
	b_case(b, "b_year_1000", 1000, YEAR);
	b_case(b, "b_year_10000", 10000, YEAR);
	if (b->full)
		b_case(b, "b_year_100000", 100000, YEAR);
}

void bench_b_one(bench *b)
{
	static const int32_t sizes[] = {1000, 10000, 100000};
	for (int i = 0; i < 3; i++) {
		char name[32];
		const int32_t places = b->quick ? sizes[i] / 10 : sizes[i];
		snprintf(name, sizeof name, "b_one_%d", sizes[i]);
		if (!coupled(b, name, places, 40, 1))
			return;
		const bench_cost cost = bench_run(b, &(bench_task){.world = name, .threads = 1, .rounds = sizes[i] > 10000 ? 1 : 5});
		bench_run_ratio(name, bench_run_tell(name, &cost), reference_coupled(places, 40, sizes[i] > 10000 ? 1 : 5, commuting));
	}
}

static void b2_case(bench *b, const char *name, int32_t places)
{
	const int32_t size = b->quick ? places / 10 : places, days = 40, replicates = b->quick ? 16 : places > 1000 ? 16 : 64;
	const bench_world w = {.name = name, .places = size, .countries = 1, .days = days, .replicates = replicates, .population = people, .moving = moving, .beta = beta,
		.seeding = BENCH_EVERYWHERE};
	if (!bench_world_write(b, &w))
		return;
	const bench_cost cost = bench_run(b, &(bench_task){.world = name, .threads = 1, .rounds = b->quick ? 1 : 2});
	bench_run_ratio(name, bench_run_tell(name, &cost), reference_moving(size, days, places > 1000 ? 1 : 4, moving));
}

void bench_b2_1000(bench *b) { b2_case(b, "b2_1000", 1000); }
void bench_b2_10000(bench *b) { b2_case(b, "b2_10000", 10000); }

void bench_c(bench *b)
{
	const bench_world w = {.name = "c", .places = 1600, .countries = 1, .days = b->quick ? 365 : 1461, .replicates = 1, .population = 200, .beta = 0.1,
		.movements = b->quick ? 46669 : 466692, .seeding = BENCH_SOME, .seeded = 16};
	if (!bench_world_write(b, &w))
		return;
	const bench_cost cost = bench_run(b, &(bench_task){.world = "c", .threads = 1, .rounds = b->quick ? 1 : 3});
	bench_run_tell("c", &cost);
	if (cost.ok) {
		bench_tell(cost.work, "s", "c_time");
		bench_tell(cost.load, "s", "c_load");
	}
}

void bench_by_places(bench *b)
{
	static const int32_t sizes[] = {10, 100, 1000, 10000};
	for (int i = 0; i < (b->quick ? 3 : 4); i++) {
		char name[32];
		snprintf(name, sizeof name, "by_places_%d", sizes[i]);
		if (!coupled(b, name, sizes[i] + 1, 40, 64))
			return;
		const bench_cost cost = bench_run(b, &(bench_task){.world = name, .threads = 1, .rounds = sizes[i] < 1000 ? 5 : 1});
		if (cost.ok)
			bench_tell(cost.work / cost.steps * 1e9, "ns/place-step", "%s", name);
	}
}

void bench_by_replicates(bench *b)
{
	static const int32_t replicates[] = {1, 2, 8, 32, 128, 512};
	if (!coupled(b, "by_replicates", b->quick ? 100 : 400, 40, 1))
		return;
	for (int i = 0; i < 6; i++) {
		const bench_cost cost = bench_run(b, &(bench_task){.world = "by_replicates", .threads = 1, .replicates = replicates[i], .rounds = i < 3 ? 5 : 1});
		if (cost.ok)
			bench_tell(cost.work / cost.steps * 1e9, "ns/place-step", "by_replicates_%d", replicates[i]);
	}
}

void bench_by_days(bench *b)
{
	static const int32_t days[] = {30, 90, 180, 365};
	if (!coupled(b, "by_days", b->quick ? 100 : 400, 365, 64))
		return;
	for (int i = 0; i < 4; i++) {
		const bench_cost cost = bench_run(b, &(bench_task){.world = "by_days", .threads = 1, .days = days[i]});
		if (cost.ok)
			bench_tell(cost.work / cost.steps * 1e9, "ns/place-step", "by_days_%d", days[i]);
	}
}

/* Places that do not touch one another, so that the infected stay the infected. */
void bench_by_infected(bench *b)
{
	static const double shares[] = {0, 0.01, 0.1, 1};
	const int32_t places = b->quick ? 200 : 2000;
	for (int i = 0; i < 4; i++) {
		char name[32];
		snprintf(name, sizeof name, "by_infected_%g", shares[i]);
		const bench_world w = {.name = name, .places = places, .countries = 1, .days = 40, .replicates = 64, .population = people, .beta = beta, .seeding = BENCH_SOME,
			.seeded = (int32_t)(places * shares[i])};
		if (!bench_world_write(b, &w))
			return;
		const bench_cost cost = bench_run(b, &(bench_task){.world = name, .threads = 1});
		if (cost.ok)
			bench_tell(cost.work / cost.steps * 1e9, "ns/place-step", "%s", name);
	}
}
