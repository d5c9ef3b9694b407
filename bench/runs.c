/* One run of a scenario in a process of its own, so that its memory is its own, with its times told apart.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* wait4 */
#include "base/mistakes.h"
#include "bench.h"
#include "engine/result.h"
#include "forecast/arrivals.h"
#include "forecast/crossings.h"
#include "forecast/summary.h"
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct run_clock {
	double wall, work, fraction;             /* when the first day was done */
	double last_wall, last_work;             /* when the last one was */
	bool begun;
} run_clock;

static void mark(void *context, double fraction)
{
	run_clock *c = context;
	if (!c->begun)
		*c = (run_clock){.wall = bench_now(), .work = bench_work(), .fraction = fraction, .begun = true};
	if (fraction >= 1 - 1e-9) {
		c->last_wall = bench_now();
		c->last_work = bench_work();
	}
}

static gz_status write_files(const bench *b, const gz_result *result, gz_error *err)
{
	char path[512];
	snprintf(path, sizeof path, "%s/summary.csv", b->folder);
	GZ_TRY(gz_summary_write(result, 0, path, NULL, err));
	snprintf(path, sizeof path, "%s/arrivals.csv", b->folder);
	GZ_TRY(gz_arrivals_write(result, path, err));
	snprintf(path, sizeof path, "%s/crossings.csv", b->folder);
	return gz_crossings_write(result, path, err);
}

static double infections(const gz_result *r)
{
	double sum = 0;
	for (int32_t i = 0; i < r->scenario->world.n_places; i++)
		for (int32_t k = 0; k < r->n_replicates && r->scenario->world.places[i].parent < 0; k++)
			sum += r->final_size[(int64_t)i * r->n_replicates + k];
	return sum;
}

static gz_status run_once(const bench *b, const bench_task *task, const gz_scenario *scenario, bench_cost *cost, gz_error *err)
{
	run_clock clock = {.begun = false};
	gz_result result = {0};
	const gz_run_options options = {.threads = task->threads, .spill_folder = b->folder, .progress = mark, .progress_context = &clock};
	gz_status status = gz_run_scenario(scenario, &options, &result, err);
	if (status == GZ_OK) {
		const double start = bench_now();
		cost->seconds = result.seconds;
		cost->wall = clock.last_wall - clock.wall;
		cost->work = clock.last_work - clock.work;
		cost->share = 1 - clock.fraction;
		cost->steps = cost->share * scenario->world.n_leaves * (double)scenario->days * scenario->replicates;
		cost->draws = (double)result.draws;
		cost->skipped = (double)result.skipped;
		cost->infections = infections(&result);
		if (task->files)
			status = write_files(b, &result, err);
		cost->files = bench_now() - start;
	}
	gz_result_free(&result);
	return status;
}

/* In the child. A round more costs no more than what it replaces: the best one counts. Rounds after the first use the same memory again, or a tenth
 * of the smallest cases would be the system's handing out of pages. */
static bench_cost child_run(const bench *b, const bench_task *task)
{
	enum { KEPT = 32 << 20 }; /* bytes */
	mallopt(M_MMAP_THRESHOLD, KEPT);
	mallopt(M_TRIM_THRESHOLD, 4 * KEPT);
	char path[512], days[32], replicates[32];
	const char *sets[2];
	int32_t n_sets = 0;
	gz_mistakes mistakes;
	gz_scenario scenario = {0};
	gz_error err = {0};
	bench_cost best = {.ok = false};
	snprintf(path, sizeof path, "%s/%s/scenario.yaml", b->folder, task->world);
	snprintf(days, sizeof days, "days=%d", task->days);
	snprintf(replicates, sizeof replicates, "replicates=%d", task->replicates);
	if (task->days > 0)
		sets[n_sets++] = days;
	if (task->replicates > 0)
		sets[n_sets++] = replicates;
	const gz_scenario_options options = {.sets = sets, .n_sets = n_sets};
	gz_mistakes_init(&mistakes);
	const double start = bench_now();
	gz_status status = gz_scenario_load(&scenario, path, &options, &mistakes);
	const double load = bench_now() - start;
	if (status != GZ_OK)
		gz_mistakes_status(&mistakes, &err);
	for (int32_t round = 0; status == GZ_OK && round < (task->rounds > 0 ? task->rounds : 1); round++) {
		bench_cost cost = {.ok = true, .load = load};
		status = run_once(b, task, &scenario, &cost, &err);
		if (!best.ok || cost.work < best.work)
			best = cost;
	}
	if (status != GZ_OK) {
		fprintf(stderr, "%s: %s:%d:%d: %s\n", task->world, err.file, err.row, err.column, err.sentence);
		best.ok = false;
	}
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	return best;
}

bench_cost bench_run(bench *b, const bench_task *task)
{
	int ends[2], status = 0;
	bench_cost cost = {.ok = false};
	struct rusage usage = {0};
	if (pipe(ends) != 0)
		return cost;
	fflush(stdout);
	const pid_t child = fork();
	if (child == 0) {
		cost = child_run(b, task);
		_exit(write(ends[1], &cost, sizeof cost) == (ssize_t)sizeof cost && cost.ok ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &cost, sizeof cost) != (ssize_t)sizeof cost)
		cost.ok = false;
	close(ends[0]);
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		cost.ok = false;
	cost.memory = (double)usage.ru_maxrss / 1024;
	if (!cost.ok)
		bench_wrong(b, "%s: the run failed", task->world);
	return cost;
}

double bench_run_tell(const char *name, const bench_cost *cost)
{
	if (!cost->ok)
		return 0;
	const double rate = cost->steps / cost->work;
	bench_tell(rate, "place-steps/s", "%s", name);
	bench_tell(cost->work / (cost->draws * cost->share) * 1e9, "ns/draw", "%s_draw", name);
	bench_tell(cost->draws, "draws", "%s_draws", name);
	bench_tell(cost->skipped, "skipped", "%s_skipped", name);
	bench_tell(cost->memory, "MiB", "%s_memory", name);
	return rate;
}

void bench_run_ratio(const char *name, double rate, double reference)
{
	if (reference <= 0)
		return;
	bench_tell(reference, "place-steps/s", "%s_reference", name);
	bench_tell(rate / reference, "x", "%s_ratio", name);
}
