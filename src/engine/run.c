/* Runs all replicates: blocks of 64 over all days, spread over threads; what they leave goes to the result.
 *
 * Blocks share nothing that changes, and every draw is named by its replicate, so results do not depend on the number of threads.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/checkpoint.h"
#include "engine/record.h"
#include "engine/setup.h"
#include "engine/step/day.h"
#include "engine/step/sleep.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct run_shared {
	const gz_scenario *scenario;
	const gz_run_options *options;
	const gz_setup *setup;
	gz_result *result;
	gz_checkpoint *save, *load;
	int32_t width, n_blocks;
	pthread_mutex_t lock;
	int32_t next;       /* block */
	int64_t days_done;
	gz_status status;
	gz_error error;
} run_shared;

static bool run_stopped(run_shared *r)
{
	pthread_mutex_lock(&r->lock);
	if (r->status == GZ_OK && r->options->interrupted && *r->options->interrupted)
		r->status = gz_error_set(&r->error, GZ_ERR_INTERRUPTED, NULL, 0, 0, "interrupted: nothing was written");
	const bool stopped = r->status != GZ_OK;
	pthread_mutex_unlock(&r->lock);
	return stopped;
}

static void run_fail(run_shared *r, gz_status st, const gz_error *err)
{
	pthread_mutex_lock(&r->lock);
	if (r->status == GZ_OK) {
		r->status = st;
		r->error = *err;
	}
	pthread_mutex_unlock(&r->lock);
}

static void run_progress(run_shared *r)
{
	pthread_mutex_lock(&r->lock);
	r->days_done++;
	if (r->options->progress)
		r->options->progress(r->options->progress_context, (double)r->days_done / ((double)r->n_blocks * r->scenario->days));
	pthread_mutex_unlock(&r->lock);
}

/* What a finished block leaves in the result, besides its spilled columns. */
static void run_collect(run_shared *r, const gz_block *b)
{
	gz_result *out = r->result;
	const gz_scenario *s = r->scenario;
	const int64_t n = out->n_replicates;
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const int64_t rep = b->first + lane;
		for (int32_t i = 0; i < s->world.n_places; i++) {
			out->arrivals[i * n + rep] = b->arrivals[(int64_t)i * b->width + lane];
			out->final_size[i * n + rep] = b->cumulated[(int64_t)i * b->width + lane];
			out->final_deaths[i * n + rep] = b->cumulated_deaths[(int64_t)i * b->width + lane];
		}
		for (int32_t m = 0; m < s->n_measures; m++)
			out->totals[m * n + rep] = b->totals[(int64_t)m * b->width + lane];
		for (int32_t i = 0; i < s->disease.n_parameters; i++)
			out->parameters[i * n + rep] = gz_block_value(b, i, 0, 0, lane);
		for (int32_t i = 0; i < s->disease.n_infects; i++)
			out->beta[i * n + rep] = b->unit[(int64_t)i * b->lanes + lane] * gz_block_value(b, b->plan->channels[i].scale_slot, 0, 0, lane);
	}
	pthread_mutex_lock(&r->lock);
	out->draws += b->draws;
	out->skipped += b->skipped;
	if (b->note[0] && !out->note[0])
		memcpy(out->note, b->note, sizeof out->note);
	pthread_mutex_unlock(&r->lock);
}

static gz_status run_block(run_shared *r, gz_block *b, int32_t index, double *work, void *row, gz_error *err)
{
	const int32_t first = index * r->width, lanes = first + r->width <= r->result->n_replicates ? r->width : r->result->n_replicates - first;
	GZ_TRY(gz_day_begin(b, first, lanes, err));
	if (r->load)
		GZ_TRY(gz_checkpoint_restore(r->load, r->result, b, index, row, err));
	while (b->day < r->scenario->days) {
		if (run_stopped(r))
			return GZ_OK;
		gz_day_run(b);
		if (b->failed)
			return GZ_ERR_MEMORY;
		for (int32_t leaf = 0; leaf < b->plan->n_leaves; leaf++)
			for (int32_t i = 0; i < r->setup->chain_n[leaf]; i++)
				for (int32_t lane = 0; lane < lanes; lane++)
					b->cumulated_deaths[(int64_t)r->setup->chain[r->setup->chain_first[leaf] + i] * b->width + lane] += b->deaths[(int64_t)leaf * b->width + lane];
		gz_record_day(r->result, b, work, row);
		GZ_TRY(gz_record_write(r->result, index, b->day, row, err));
		gz_sleep_day(b);
		b->day++;
		if (r->save && b->day == r->options->save_day + 1)
			GZ_TRY(gz_checkpoint_save(r->save, r->result, b, index, row, err));
		run_progress(r);
	}
	run_collect(r, b);
	return GZ_OK;
}

static void *run_thread(void *context)
{
	run_shared *r = context;
	gz_block b = {0};
	gz_error err = {0};
	gz_status st = gz_block_open(&b, r->setup, r->width);
	double *work = malloc((size_t)gz_record_work(r->setup, r->width) * sizeof *work + 1);
	void *row = malloc((size_t)r->result->spill->row + 1);
	if (!work || !row)
		st = GZ_ERR_MEMORY;
	while (st == GZ_OK && !run_stopped(r)) {
		pthread_mutex_lock(&r->lock);
		const int32_t index = r->next < r->n_blocks ? r->next++ : -1;
		pthread_mutex_unlock(&r->lock);
		if (index < 0)
			break;
		st = run_block(r, &b, index, work, row, &err);
	}
	if (st != GZ_OK) {
		if (err.status == GZ_OK)
			gz_error_set(&err, st, NULL, 0, 0, "%s", gz_status_sentence(st));
		run_fail(r, st, &err);
	}
	free(work);
	free(row);
	gz_block_close(&b);
	return NULL;
}

static gz_status run_threads(run_shared *r, int32_t n)
{
	pthread_t threads[256];
	int32_t started = 0;
	for (; started < n - 1; started++)
		if (pthread_create(&threads[started], NULL, run_thread, r) != 0)
			break; /* fewer threads give the same result */
	run_thread(r);
	for (int32_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	return r->status;
}

static gz_status run_rooms(gz_result *out)
{
	const gz_scenario *s = out->scenario;
	const size_t n = (size_t)out->n_replicates;
	out->arrivals = calloc((size_t)s->world.n_places * n + 1, sizeof *out->arrivals);
	out->totals = calloc((size_t)s->n_measures * n + 1, sizeof *out->totals);
	out->parameters = calloc((size_t)s->disease.n_parameters * n + 1, sizeof *out->parameters);
	out->beta = calloc((size_t)s->disease.n_infects * n + 1, sizeof *out->beta);
	out->final_size = calloc((size_t)s->world.n_places * n + 1, sizeof *out->final_size);
	out->final_deaths = calloc((size_t)s->world.n_places * n + 1, sizeof *out->final_deaths);
	return out->arrivals && out->totals && out->parameters && out->beta && out->final_size && out->final_deaths ? GZ_OK : GZ_ERR_MEMORY;
}

static gz_status run_all(run_shared *r, gz_setup *setup, gz_error *err)
{
	gz_result *out = r->result;
	const gz_run_options *o = r->options;
	GZ_TRY(gz_setup_open(setup, r->scenario, r->width, out->deterministic, err));
	GZ_TRY(run_rooms(out));
	GZ_TRY(gz_record_columns(out, setup));
	GZ_TRY(gz_record_open(out, r->width, r->n_blocks, o->spill_folder, err));
	gz_checkpoint save = {0}, load = {0};
	gz_status st = GZ_OK;
	if (o->restart_path) {
		st = gz_checkpoint_open(&load, o->restart_path, setup, out, err);
		r->load = &load;
	}
	if (st == GZ_OK && o->save_path) {
		st = gz_checkpoint_create(&save, o->save_path, o->save_day, setup, out, err);
		r->save = &save;
	}
	if (st == GZ_OK) {
		int32_t threads = o->threads > 0 ? o->threads : (int32_t)sysconf(_SC_NPROCESSORS_ONLN);
		threads = threads < 1 ? 1 : threads > r->n_blocks ? r->n_blocks : threads;
		st = run_threads(r, threads > 256 ? 256 : threads);
		if (st != GZ_OK && err)
			*err = r->error;
	}
	if (r->save) {
		const gz_status closed = gz_checkpoint_close(&save, st == GZ_OK, st == GZ_OK ? err : NULL);
		st = st == GZ_OK ? closed : st;
	}
	if (r->load)
		gz_checkpoint_close(&load, false, NULL);
	r->save = r->load = NULL;
	return st;
}

gz_status gz_run_scenario(const gz_scenario *scenario, const gz_run_options *options, gz_result *result, gz_error *err)
{
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	*result = (gz_result){.scenario = scenario, .n_replicates = options->deterministic ? 1 : scenario->replicates, .n_days = scenario->days,
		.deterministic = options->deterministic};
	run_shared r = {.scenario = scenario, .options = options, .result = result};
	/* An even number of blocks of nearly equal size, whatever the number of threads, so that two processors share the work fairly. */
	const int32_t pairs = (result->n_replicates + 2 * GZ_BLOCK_LANES - 1) / (2 * GZ_BLOCK_LANES);
	r.width = (result->n_replicates + 2 * pairs - 1) / (2 * pairs);
	r.n_blocks = (result->n_replicates + r.width - 1) / r.width;
	if (pthread_mutex_init(&r.lock, NULL) != 0)
		return GZ_ERR_MEMORY;
	gz_setup setup = {0};
	r.setup = &setup;
	gz_status st = run_all(&r, &setup, err);
	gz_setup_close(&setup);
	pthread_mutex_destroy(&r.lock);
	clock_gettime(CLOCK_MONOTONIC, &end);
	result->seconds = (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec);
	if (st != GZ_OK && err && err->status == GZ_OK)
		gz_error_set(err, st, NULL, 0, 0, "%s", gz_status_sentence(st));
	return st;
}
