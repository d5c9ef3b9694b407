/* Runs all replicates: blocks of some of them over all days, spread over threads; what they leave goes to the result.
 *
 * Blocks share nothing that changes, and every draw is named by its replicate, so results do not depend on the number of threads.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/checkpoint.h"
#include "engine/ranks/gather.h"
#include "engine/ranks/ranks.h"
#include "engine/record.h"
#include "engine/setup.h"
#include "engine/step/day.h"
#include "engine/step/memory.h"
#include "engine/step/sleep.h"
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
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
	int32_t threads, width, n_blocks, own; /* own: of the blocks, those of this process */
	pthread_mutex_t lock;
	int32_t next;       /* block */
	int32_t noted;      /* first replicate of the block whose note the result has */
	int64_t days_done;
	atomic_bool over;   /* status is not GZ_OK */
	gz_status status;
	gz_error error;
} run_shared;

static bool run_stopped(run_shared *r)
{
	gz_ranks *ranks = r->options->ranks;
	const bool interrupted = r->options->interrupted && *r->options->interrupted;
	if (!atomic_load_explicit(&r->over, memory_order_relaxed) && (interrupted || ranks)) {
		pthread_mutex_lock(&r->lock);
		if (r->status == GZ_OK && interrupted)
			r->status = gz_error_set(&r->error, GZ_ERR_INTERRUPTED, NULL, 0, 0, "interrupted: nothing was written");
		if (r->status == GZ_OK && gz_ranks_alarmed(ranks))
			r->status = gz_error_set(&r->error, GZ_ERR_INTERRUPTED, NULL, 0, 0, "another process of this run has failed");
		if (r->status != GZ_OK)
			atomic_store(&r->over, true);
		pthread_mutex_unlock(&r->lock);
	}
	return atomic_load_explicit(&r->over, memory_order_relaxed);
}

static void run_fail(run_shared *r, gz_status st, const gz_error *err)
{
	pthread_mutex_lock(&r->lock);
	if (r->status == GZ_OK) {
		r->status = st;
		r->error = *err;
	}
	atomic_store(&r->over, true);
	pthread_mutex_unlock(&r->lock);
}

/* What a finished block leaves in the result, besides its spilled columns. */
static void run_collect(run_shared *r, gz_block *b)
{
	gz_result *out = r->result;
	const gz_scenario *s = r->scenario;
	const int64_t n = out->n_replicates;
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const int64_t rep = b->first + lane;
		for (int32_t i = 0; b->arrivals != out->arrivals && i < s->world.n_places; i++) {
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
	b->draws = b->skipped = 0;
	if (b->note[0] && (!out->note[0] || b->first < r->noted)) { /* the first replicates' note, whichever thread is first */
		memcpy(out->note, b->note, sizeof out->note);
		r->noted = b->first;
	}
	pthread_mutex_unlock(&r->lock);
}

/* What a thread works with: a block, and the spill rows of some days that wait to be written together. */
typedef struct run_work {
	gz_block b;
	double *sums;           /* see gz_record_day */
	char *rows;
	int32_t room, n;        /* days */
	int32_t untold, patience; /* days done since the last were told; so many at most */
} run_work;

enum { RUN_ROWS = 1 << 18 }; /* bytes of rows that wait, at least one day's */
enum { RUN_PATIENCE = 1 << 16 }; /* days of one leaf and lane that may go untold */

/* Tells how far the run has come: after the first and the last day of a block, and now and then between, for all threads ask for one lock,
 * which takes as long as a small step. */
static void run_progress(run_shared *r, run_work *w)
{
	const bool edge = w->b.day == 1 || w->b.day == r->scenario->days;
	if (!r->options->progress || (++w->untold < w->patience && !edge))
		return;
	pthread_mutex_lock(&r->lock);
	r->days_done += w->untold;
	r->options->progress(r->options->progress_context, (double)r->days_done / ((double)r->own * r->scenario->days));
	pthread_mutex_unlock(&r->lock);
	w->untold = 0;
}

static gz_status run_flush(const run_shared *r, run_work *w, int32_t index, gz_error *err)
{
	const gz_status st = w->n == 0 ? GZ_OK : gz_record_write_days(r->result, index, w->b.day - w->n, w->n, w->rows, err);
	w->n = 0;
	return st;
}

static void run_leaves(void *page, int32_t from, int32_t to) { gz_record_leaves(page, from, to); }

static gz_status run_day(run_shared *r, run_work *w, int32_t index, gz_error *err)
{
	gz_block *b = &w->b;
	gz_record_page page;
	gz_record_begin(&page, r->result, b, w->sums);
	gz_day_run(b, &(gz_day_witness){run_leaves, &page});
	if (b->failed)
		return GZ_ERR_MEMORY;
	void *kept = gz_record_kept(r->result, index, b->day);
	gz_record_end(&page, kept ? kept : w->rows + w->n++ * r->result->spill->row);
	gz_sleep_day(b);
	b->day++;
	if (w->n == w->room || b->day == r->scenario->days)
		GZ_TRY(run_flush(r, w, index, err));
	if (r->save && b->day == r->options->save_day + 1) {
		GZ_TRY(run_flush(r, w, index, err));
		GZ_TRY(gz_checkpoint_save(r->save, r->result, b, index, w->rows, err));
	}
	run_progress(r, w);
	return GZ_OK;
}

static gz_status run_block(run_shared *r, run_work *w, int32_t index, gz_error *err)
{
	const int32_t first = index * r->width, lanes = first + r->width <= r->result->n_replicates ? r->width : r->result->n_replicates - first;
	w->n = 0;
	GZ_TRY(gz_day_begin(&w->b, first, lanes, err));
	if (r->load)
		GZ_TRY(gz_checkpoint_restore(r->load, r->result, &w->b, index, w->rows, err));
	while (w->b.day < r->scenario->days) {
		if (run_stopped(r))
			return GZ_OK;
		GZ_TRY(run_day(r, w, index, err));
	}
	run_collect(r, &w->b);
	return GZ_OK;
}

static gz_status run_open(const run_shared *r, run_work *w)
{
	const int64_t row = r->result->spill->row, days = row > 0 ? RUN_ROWS / row : RUN_ROWS;
	w->room = days < 1 ? 1 : days > r->scenario->days ? r->scenario->days : (int32_t)days;
	w->patience = (int32_t)(RUN_PATIENCE / ((int64_t)r->scenario->world.n_leaves * r->width));
	w->sums = malloc((size_t)gz_record_work(r->result, r->width) * sizeof *w->sums + 1);
	w->rows = malloc((size_t)(row * w->room) + 1);
	const gz_status st = gz_memory_open(&w->b, r->setup, r->width, r->result);
	return w->sums && w->rows ? st : GZ_ERR_MEMORY;
}

static void *run_thread(void *context)
{
	run_shared *r = context;
	run_work w = {0};
	gz_error err = {0};
	gz_status st = run_open(r, &w);
	while (st == GZ_OK && !run_stopped(r)) {
		pthread_mutex_lock(&r->lock);
		const int32_t index = r->next < r->n_blocks ? r->next : -1;
		r->next += gz_ranks_size(r->options->ranks);
		pthread_mutex_unlock(&r->lock);
		if (index < 0)
			break;
		st = run_block(r, &w, index, &err);
	}
	if (st != GZ_OK) {
		if (err.status == GZ_OK)
			gz_error_set(&err, st, NULL, 0, 0, "%s", gz_status_sentence(st));
		run_fail(r, st, &err);
	}
	free(w.sums);
	free(w.rows);
	gz_memory_close(&w.b);
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
	GZ_TRY(gz_record_open(out, setup, r->width, r->n_blocks, o->restart_path != NULL, o->spill_folder, err));
	gz_checkpoint save = {0}, load = {0};
	gz_status st = GZ_OK;
	if (o->restart_path) {
		setup->ring = GZ_BLOCK_DELAY; /* whatever delays the saved run had */
		st = gz_checkpoint_open(&load, o->restart_path, setup, out, err);
		r->load = &load;
	}
	if (st == GZ_OK && o->save_path) {
		st = gz_checkpoint_create(&save, o->save_path, o->save_day, setup, out, err);
		r->save = &save;
	}
	if (st == GZ_OK) {
		const int32_t threads = r->threads > r->own ? r->own : r->threads;
		st = run_threads(r, threads < 1 ? 1 : threads);
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

/* Brings together what the processes of a run have, except for the spilled days, which stay where they are. */
static gz_status run_gather(gz_result *out, gz_error *err)
{
	const gz_scenario *s = out->scenario;
	int64_t counts[2] = {(int64_t)out->draws, (int64_t)out->skipped};
	if (out->ranks == NULL)
		return GZ_OK;
	GZ_TRY(gz_gather_table(out, out->arrivals, s->world.n_places, sizeof *out->arrivals, err));
	GZ_TRY(gz_gather_table(out, out->totals, s->n_measures, sizeof *out->totals, err));
	GZ_TRY(gz_gather_table(out, out->parameters, s->disease.n_parameters, sizeof *out->parameters, err));
	GZ_TRY(gz_gather_table(out, out->beta, s->disease.n_infects, sizeof *out->beta, err));
	GZ_TRY(gz_gather_table(out, out->final_size, s->world.n_places, sizeof *out->final_size, err));
	GZ_TRY(gz_gather_table(out, out->final_deaths, s->world.n_places, sizeof *out->final_deaths, err));
	gz_gather_note(out);
	gz_ranks_sum(out->ranks, counts, 2);
	out->draws = (uint64_t)counts[0];
	out->skipped = (uint64_t)counts[1];
	return GZ_OK;
}

enum { RUN_LANES = 64, RUN_THREADS = 256 }; /* lanes of a block at most, unless the options ask for more */

/* How many threads, and how many lanes a block: as many blocks for each thread of each process, of nearly equal size, so that they share
 * the work fairly. Results do not depend on it. A run that goes on from a checkpoint has the checkpoint's blocks. */
static void run_widths(run_shared *r)
{
	const int32_t n = r->result->n_replicates, ranks = gz_ranks_size(r->options->ranks), rank = gz_ranks_rank(r->options->ranks);
	int64_t threads = r->options->threads; /* asking the system costs as much as thirty steps of a small world */
	if (threads <= 0)
		threads = r->options->ranks ? gz_ranks_threads(r->options->ranks) : sysconf(_SC_NPROCESSORS_ONLN);
	gz_ranks_tell(r->options->ranks, &threads, sizeof threads); /* blocks are the same for all processes */
	r->threads = threads < 1 ? 1 : threads > RUN_THREADS ? RUN_THREADS : (int32_t)threads;
	const int32_t workers = r->threads * ranks, round = workers * RUN_LANES, blocks = (n + round - 1) / round * workers;
	r->width = r->options->width > 0 ? r->options->width : (n + blocks - 1) / blocks;
	const int32_t saved = r->options->restart_path ? gz_checkpoint_width(r->options->restart_path) : 0;
	r->width = saved > 0 ? saved : r->width;
	r->width = r->width > GZ_BLOCK_LANES ? GZ_BLOCK_LANES : r->width > n ? n : r->width;
	r->n_blocks = (n + r->width - 1) / r->width;
	r->own = r->n_blocks > rank ? (r->n_blocks - rank + ranks - 1) / ranks : 0;
	r->next = rank;
}

gz_status gz_run_scenario(const gz_scenario *scenario, const gz_run_options *options, gz_result *result, gz_error *err)
{
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	*result = (gz_result){.scenario = scenario, .n_replicates = options->deterministic ? 1 : scenario->replicates, .n_days = scenario->days,
		.deterministic = options->deterministic, .ranks = options->ranks};
	run_shared r = {.scenario = scenario, .options = options, .result = result};
	run_widths(&r);
	if (pthread_mutex_init(&r.lock, NULL) != 0)
		return GZ_ERR_MEMORY;
	gz_setup setup = {0};
	r.setup = &setup;
	gz_status st = run_all(&r, &setup, err);
	gz_setup_close(&setup);
	pthread_mutex_destroy(&r.lock);
	if (st != GZ_OK)
		gz_ranks_alarm(options->ranks);
	st = gz_ranks_agree(options->ranks, st, err);
	if (st == GZ_OK)
		st = run_gather(result, err);
	clock_gettime(CLOCK_MONOTONIC, &end);
	result->seconds = (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec);
	if (st != GZ_OK && err && err->status == GZ_OK)
		gz_error_set(err, st, NULL, 0, 0, "%s", gz_status_sentence(st));
	return st;
}
