/* A pack rehearsed in many worlds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/rehearse.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THREADS_MOST = 64, TROOP = 25 /* worlds walked side by side */ };

typedef struct rehearse_work {
	gz_rehearse *out;
	const gz_rehearse_options *options;
	pthread_mutex_t lock;
	int32_t next, done;  /* troops */
	gz_status status;
	gz_error error;
} rehearse_work;

void gz_rehearse_free(gz_rehearse *r)
{
	for (int32_t v = 0; v < r->n_casts; v++)
		for (int32_t w = 0; r->walks[v] && w < r->n_worlds; w++)
			gz_walk_free(&r->walks[v][w]);
	gz_idle_free(&r->idle);
	gz_arena_free(&r->arena);
	*r = (gz_rehearse){0};
}

/* ---- all walks, spread over threads ------------------------------------------------------------------------ */
/* How many troops each cast has. */
static int32_t troops(const gz_rehearse *r) { return (r->n_worlds + TROOP - 1) / TROOP; }

/* The next troop, -1 none is left or something failed. */
static int32_t take(rehearse_work *work)
{
	pthread_mutex_lock(&work->lock);
	const int32_t all = troops(work->out) * work->out->n_casts, index = work->status == GZ_OK && work->next < all ? work->next++ : -1;
	pthread_mutex_unlock(&work->lock);
	return index;
}

static void give(rehearse_work *work, gz_status status, const gz_error *err)
{
	pthread_mutex_lock(&work->lock);
	if (status != GZ_OK && work->status == GZ_OK) {
		work->status = status;
		work->error = *err;
	}
	work->done++;
	if (work->options->progress)
		work->options->progress(work->options->context, (double)work->done / (troops(work->out) * work->out->n_casts));
	pthread_mutex_unlock(&work->lock);
}

static void *rehearse_thread(void *context)
{
	rehearse_work *work = context;
	gz_rehearse *r = work->out;
	for (int32_t index; (index = take(work)) >= 0;) {
		gz_error err = {0};
		const int32_t cast = index % r->n_casts, first = index / r->n_casts * TROOP, n = r->n_worlds - first < TROOP ? r->n_worlds - first : TROOP;
		const gz_status status = gz_walk_run(&r->walks[cast][first], n, r->pack, r->seed, first, (gz_walk_cast)cast, &err);
		if (status != GZ_OK && err.status == GZ_OK)
			gz_error_set(&err, status, NULL, 0, 0, "%s", gz_status_sentence(status));
		give(work, status, &err);
	}
	return NULL;
}

static gz_status walk_all(gz_rehearse *r, const gz_rehearse_options *options, gz_error *err)
{
	rehearse_work work = {.out = r, .options = options};
	pthread_t threads[THREADS_MOST] = {0};
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int32_t wanted = options->threads > 0 ? options->threads : processors > 0 ? (int32_t)processors : 1, started = 0;
	wanted = wanted > THREADS_MOST ? THREADS_MOST : wanted;
	if (pthread_mutex_init(&work.lock, NULL) != 0)
		return GZ_ERR_MEMORY;
	for (; started < wanted - 1; started++)
		if (pthread_create(&threads[started], NULL, rehearse_thread, &work) != 0)
			break; /* fewer threads give the same result */
	rehearse_thread(&work);
	for (int32_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_mutex_destroy(&work.lock);
	if (work.status != GZ_OK && err)
		*err = work.error;
	return work.status;
}

/* ---- worlds worth playing ---------------------------------------------------------------------------------- */
typedef struct candidate { double distance; int32_t world; } candidate;

static int by_distance(const void *a, const void *b)
{
	const candidate *x = a, *y = b;
	return x->distance != y->distance ? (x->distance < y->distance ? -1 : 1) : (x->world > y->world) - (x->world < y->world);
}

/* How far from the middle of what each condition allows, in halves of its width. */
static double distance(const gz_rehearse *r, int32_t world)
{
	double sum = 0;
	for (int32_t k = 0; k < r->idle.n_conditions; k++) {
		const gz_pack_condition *c = &r->pack->conditions[k];
		const double half = (c->high - c->low) / 2, off = fabs(r->idle.values[(int64_t)k * r->n_worlds + world] - (c->low + c->high) / 2);
		sum += isfinite(half) && half > 0 ? off / half : 0;
	}
	return sum;
}

static gz_status choose(gz_rehearse *r)
{
	candidate *all = gz_arena_array(&r->arena, candidate, r->n_worlds);
	r->fit = gz_arena_array(&r->arena, int32_t, r->n_worlds);
	if (!all || !r->fit)
		return GZ_ERR_MEMORY;
	for (int32_t w = 0; w < r->n_worlds; w++)
		if (r->idle.met[w])
			all[r->n_fit++] = (candidate){distance(r, w), w};
	qsort(all, (size_t)r->n_fit, sizeof *all, by_distance);
	for (int32_t i = 0; i < r->n_fit; i++)
		r->fit[i] = all[i].world;
	return GZ_OK;
}

gz_status gz_rehearse_run(gz_rehearse *out, const gz_pack *pack, const gz_rehearse_options *options, gz_error *err)
{
	*out = (gz_rehearse){.pack = pack, .seed = options->seed, .n_worlds = options->worlds > 0 ? options->worlds : GZ_REHEARSE_WORLDS,
		.n_casts = GZ_WALK_CASTS + pack->n_casts};
	if (pack->has_scenario) {
		GZ_TRY(gz_idle_run(&out->idle, pack, options->seed, out->n_worlds, options->threads, NULL, NULL, err));
		GZ_TRY(choose(out));
	} else {
		out->n_worlds = 1; /* nothing is left to chance */
	}
	for (int32_t v = 0; v < out->n_casts; v++)
		if (!(out->walks[v] = gz_arena_array(&out->arena, gz_walk, out->n_worlds)))
			return GZ_ERR_MEMORY;
	return walk_all(out, options, err);
}

/* ---- over the worlds --------------------------------------------------------------------------------------- */
static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Of values in ms that are there (>= 0). */
static gz_rehearse_times times_of(int64_t *values, int32_t n)
{
	gz_rehearse_times t = {.first = -1, .median = -1, .last = -1};
	for (int32_t w = 0; w < n; w++)
		if (values[w] >= 0)
			values[t.worlds++] = values[w];
	if (t.worlds > 0) {
		qsort(values, (size_t)t.worlds, sizeof *values, by_size);
		t.first = values[0] / 1000;
		t.median = values[(t.worlds - 1) / 2] / 1000;
		t.last = values[t.worlds - 1] / 1000;
	}
	return t;
}

gz_rehearse_times gz_rehearse_inject(const gz_rehearse *r, gz_walk_cast cast, int32_t inject)
{
	int64_t *values = malloc((size_t)r->n_worlds * sizeof *values);
	for (int32_t w = 0; values && w < r->n_worlds; w++)
		values[w] = r->walks[cast][w].sent[inject];
	const gz_rehearse_times times = times_of(values, values ? r->n_worlds : 0);
	free(values);
	return times;
}

int32_t gz_rehearse_variant(const gz_rehearse *r, gz_walk_cast cast, int32_t inject, int32_t variant)
{
	int32_t n = 0;
	for (int32_t w = 0; w < r->n_worlds; w++)
		n += r->walks[cast][w].sent[inject] >= 0 && r->walks[cast][w].variant[inject] == variant;
	return n;
}

bool gz_rehearse_shown(const gz_rehearse *r, int32_t inject, int32_t variant)
{
	bool shown = false;
	for (int32_t c = 0; c < r->n_casts; c++)
		for (int32_t w = 0; w < r->n_worlds; w++)
			shown = shown || (r->walks[c][w].shown[inject] >> (variant < 63 ? variant : 63) & 1) != 0;
	return shown;
}

gz_rehearse_times gz_rehearse_decision(const gz_rehearse *r, gz_walk_cast cast, int32_t decision)
{
	int64_t *values = malloc((size_t)r->n_worlds * sizeof *values);
	for (int32_t w = 0; values && w < r->n_worlds; w++)
		values[w] = r->walks[cast][w].ordered[decision];
	const gz_rehearse_times times = times_of(values, values ? r->n_worlds : 0);
	free(values);
	return times;
}

int32_t gz_rehearse_in_force(const gz_rehearse *r, gz_walk_cast cast, int32_t decision)
{
	int32_t n = 0;
	for (int32_t w = 0; w < r->n_worlds; w++)
		n += r->walks[cast][w].in_force[decision];
	return n;
}

gz_rehearse_load gz_rehearse_loaded(const gz_rehearse *r, gz_walk_cast cast, int32_t role)
{
	gz_rehearse_load load = {{0}, {0}};
	int64_t *values = malloc((size_t)r->n_worlds * 3 * sizeof *values), *n = values, *most = values + r->n_worlds, *longest = most + r->n_worlds;
	for (int32_t w = 0; values && w < r->n_worlds; w++) {
		const gz_walk_load *one = &r->walks[cast][w].loads[role];
		n[w] = one->n;
		most[w] = one->most;
		longest[w] = one->longest;
	}
	const int32_t last = r->n_worlds - 1, middle = last / 2;
	for (int32_t k = 0; values && k < 3; k++)
		qsort(values + (int64_t)k * r->n_worlds, (size_t)r->n_worlds, sizeof *values, by_size);
	if (values) {
		load.median = (gz_walk_load){.n = (int32_t)n[middle], .most = (int32_t)most[middle], .longest = longest[middle]};
		load.worst = (gz_walk_load){.n = (int32_t)n[last], .most = (int32_t)most[last], .longest = longest[last]};
	}
	free(values);
	return load;
}

double gz_rehearse_contingencies(const gz_rehearse *r, gz_walk_cast cast, int32_t *worlds)
{
	int64_t sent = 0;
	*worlds = 0;
	for (int32_t w = 0; w < r->n_worlds; w++) {
		const int64_t before = sent;
		for (int32_t i = 0; i < r->pack->n_injects; i++)
			sent += r->pack->injects[i].kind == GZ_PACK_CONTINGENCY && r->walks[cast][w].sent[i] >= 0;
		*worlds += sent > before;
	}
	return (double)sent / r->n_worlds;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Sorts the values. */
static void spread(double *values, int32_t n, double out[GZ_SESSION_QUANTILES])
{
	static const double shares[GZ_SESSION_QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};
	if (values)
		qsort(values, (size_t)n, sizeof *values, by_value);
	for (int32_t q = 0; q < GZ_SESSION_QUANTILES; q++) {
		const double at = shares[q] * (n - 1);
		const int32_t low = (int32_t)at, high = low + 1 < n ? low + 1 : low;
		out[q] = values ? values[low] + (at - low) * (values[high] - values[low]) : (double)NAN;
	}
	free(values);
}

void gz_rehearse_condition(const gz_rehearse *r, int32_t condition, double out[GZ_SESSION_QUANTILES])
{
	double *values = malloc((size_t)r->n_worlds * sizeof *values);
	for (int32_t w = 0; values && w < r->n_worlds; w++)
		values[w] = r->idle.values[(int64_t)condition * r->n_worlds + w];
	spread(values, r->n_worlds, out);
}

void gz_rehearse_infections(const gz_rehearse *r, gz_walk_cast cast, bool beyond, double out[GZ_SESSION_QUANTILES])
{
	double *values = malloc((size_t)r->n_worlds * sizeof *values);
	for (int32_t w = 0; values && w < r->n_worlds; w++)
		values[w] = r->walks[cast][w].infections - (beyond ? r->walks[GZ_WALK_NOBODY][w].infections : 0);
	spread(values, r->n_worlds, out);
}
