/* Sessions: blocks stepped together from one order to the next, and what is kept of them.
 *
 * Time goes in stretches: to the end of the day, the next order, or where it is to stop, whichever comes first. Within one nothing
 * changes from outside, so that blocks go through it side by side, one thread each. Orders wait in the sequence in which they were given
 * and are carried out at the step they name; what they come to lies in the blocks' state, so that a mark needs the list and the state.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/session.h"
#include "base/hash.h"
#include "base/order.h"
#include "engine/control/trigger.h"
#include "engine/live/gauge.h"
#include "engine/live/history.h"
#include "engine/live/import.h"
#include "engine/live/state.h"
#include "engine/live/tuning.h"
#include "engine/record.h"
#include "engine/setup.h"
#include "engine/step/closure.h"
#include "engine/step/day.h"
#include "engine/step/memory.h"
#include "engine/step/sleep.h"
#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SESSION_LANES = 64 /* of a block, at most */, SESSION_ALONE = 16 /* replicates that one block takes */, SESSION_THREADS = 64,
	SESSION_PLACES = 500 /* up to so many, every place's days are kept */ };

typedef struct session_block {
	gz_block b;
	double *sums;   /* see gz_record_day */
	double *served; /* [measure][lane] people served when the running day began */
} session_block;

struct gz_session {
	gz_scenario scenario;  /* the caller's, with the seed and what is kept */
	int32_t *places;       /* all of them, NULL: as the scenario says */
	gz_setup setup;
	gz_result result;      /* its columns */
	gz_tuning tuning;
	session_block *blocks; int32_t n_blocks, n_open, width;
	int32_t n_lanes, now, threads;
	gz_history history;    /* [block][column][lane] a day */
	gz_session_order *orders; int32_t n_orders, orders_room;
	/* the stretch in hand */
	int32_t until;
	bool tuned;
	char *day;             /* of the history, where the stretch ends a day */
	atomic_int next;
	atomic_bool failed;
};

struct gz_session_mark {
	int32_t step, n_blocks, n_orders;
	int64_t bytes;
	gz_state *states;
	double **served;
	gz_session_order *orders;
	gz_history history;
};

/* ---- opening ---------------------------------------------------------------------------------------------- */

static int32_t session_processors(void)
{
	const long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > SESSION_THREADS ? SESSION_THREADS : (int32_t)n;
}

/* Results do not depend on how replicates are shared among blocks. */
static void session_widths(gz_session *s)
{
	const int32_t round = s->threads * SESSION_LANES, blocks = s->n_lanes <= SESSION_ALONE ? 1 : (s->n_lanes + round - 1) / round * s->threads;
	s->width = (s->n_lanes + blocks - 1) / blocks;
	s->n_blocks = (s->n_lanes + s->width - 1) / s->width;
}

/* In a small world the days of every place are kept, whatever the report names. */
static gz_status session_places(gz_session *s)
{
	const int32_t n = s->scenario.world.n_places;
	if (n > SESSION_PLACES)
		return GZ_OK;
	s->places = malloc((size_t)n * sizeof *s->places + 1);
	if (!s->places)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++)
		s->places[i] = i;
	s->scenario.report_places = s->places;
	s->scenario.n_report_places = n;
	return GZ_OK;
}

static gz_status session_open_block(gz_session *s, int32_t index, int32_t first, gz_error *err)
{
	session_block *w = &s->blocks[index];
	const int32_t from = index * s->width, lanes = from + s->width <= s->n_lanes ? s->width : s->n_lanes - from;
	s->n_open = index + 1;
	GZ_TRY(gz_memory_open(&w->b, &s->setup, s->width, NULL));
	w->sums = malloc((size_t)gz_record_work(&s->result, s->width) * sizeof *w->sums + 1);
	w->served = calloc((size_t)s->scenario.n_measures * (size_t)s->width + 1, sizeof *w->served);
	return w->sums && w->served ? gz_day_begin(&w->b, first + from, lanes, err) : GZ_ERR_MEMORY;
}

static gz_status session_begin(gz_session *s, int32_t first, gz_error *err)
{
	session_widths(s);
	GZ_TRY(session_places(s));
	GZ_TRY(gz_setup_open(&s->setup, &s->scenario, s->width, false, err));
	GZ_TRY(gz_record_columns(&s->result, &s->setup));
	GZ_TRY(gz_record_layout(&s->result, &s->setup, s->width, s->n_blocks, false));
	assert(s->result.spill);
	GZ_TRY(gz_history_open(&s->history, s->result.spill->row * s->n_blocks, s->scenario.days));
	GZ_TRY(gz_tuning_open(&s->tuning, &s->setup.plan));
	s->blocks = calloc((size_t)s->n_blocks, sizeof *s->blocks);
	if (!s->blocks)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < s->n_blocks; i++)
		GZ_TRY(session_open_block(s, i, first, err));
	return GZ_OK;
}

gz_status gz_session_open(gz_session **session, const gz_scenario *scenario, uint64_t seed, int32_t first, int32_t n, gz_error *err)
{
	*session = NULL;
	if (first < 0 || n < 1 || first > INT32_MAX - n)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "a session needs at least one replicate, numbered from 0: %d from %d on are asked for", n, first);
	gz_session *s = calloc(1, sizeof *s);
	if (!s)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	s->scenario = *scenario;
	s->scenario.seed = seed;
	s->n_lanes = n;
	s->threads = session_processors();
	s->result = (gz_result){.scenario = &s->scenario, .n_replicates = n, .n_days = scenario->days};
	const gz_status st = session_begin(s, first, err);
	if (st == GZ_OK) {
		*session = s;
		return GZ_OK;
	}
	gz_session_close(s);
	return st == GZ_ERR_MEMORY ? gz_error_set(err, st, NULL, 0, 0, "%s", gz_status_sentence(st)) : st;
}

void gz_session_close(gz_session *s)
{
	if (!s)
		return;
	for (int32_t i = 0; i < s->n_open; i++) {
		gz_memory_close(&s->blocks[i].b);
		free(s->blocks[i].sums);
		free(s->blocks[i].served);
	}
	free(s->blocks);
	free(s->orders);
	free(s->places);
	gz_history_close(&s->history);
	gz_tuning_close(&s->tuning);
	gz_result_free(&s->result);
	gz_setup_close(&s->setup);
	free(s);
}

void gz_session_threads(gz_session *s, int32_t threads)
{
	s->threads = threads < 1 ? session_processors() : threads > SESSION_THREADS ? SESSION_THREADS : threads;
}

int32_t gz_session_now(const gz_session *s) { return s->now; }
int32_t gz_session_steps_a_day(const gz_session *s) { return s->scenario.steps_per_day; }
int32_t gz_session_last(const gz_session *s) { return s->scenario.days * s->scenario.steps_per_day; }
int32_t gz_session_days(const gz_session *s) { return s->history.n; }
int32_t gz_session_replicates(const gz_session *s) { return s->n_lanes; }

/* ---- going forward ---------------------------------------------------------------------------------------- */

static bool session_is_measure(const gz_session_order *o) { return o->kind == GZ_SESSION_ON || o->kind == GZ_SESSION_OFF; }

/* Within a day a closure is looked at anew where what is ordered of it changes now, and only then: stopping here changes nothing. */
static void session_closures(const gz_session *s, gz_block *b)
{
	bool turns = false;
	for (int32_t i = 0; i < s->n_orders; i++) {
		const gz_session_order *o = &s->orders[i];
		turns = turns || ((o->kind == GZ_SESSION_LEAK || o->kind == GZ_SESSION_COMPLIANCE) && (o->from == s->now || o->until == s->now));
	}
	if (turns)
		gz_closure_day(b);
}

/* Tells a block which measures are ordered now. */
static void session_measures(const gz_session *s, gz_block *b)
{
	for (int32_t i = 0; i < s->n_orders; i++) {
		const gz_session_order *o = &s->orders[i];
		if (session_is_measure(o) && o->from == s->now)
			gz_trigger_order(b, o->measure, s->now, o->kind == GZ_SESSION_ON ? o->until : s->now);
	}
}

static void session_imports(const gz_session *s, gz_block *b)
{
	for (int32_t i = 0; i < s->n_orders; i++) {
		const gz_session_order *o = &s->orders[i];
		int32_t before = 0;
		for (int32_t k = 0; k < i; k++)
			before += s->orders[k].kind == o->kind && s->orders[k].from == o->from && s->orders[k].compartment == o->compartment;
		if (o->kind == GZ_SESSION_IMPORT && o->from == s->now)
			gz_import_people(b, o, before);
	}
}

static void session_open_day(session_block *w)
{
	const int32_t n = w->b.plan->scenario->n_measures * w->b.width;
	for (int32_t i = 0; i < n; i++)
		w->served[i] = w->b.totals[i].people;
	gz_day_open(&w->b);
}

/* One block from now to the end of the stretch. */
static void session_step(gz_session *s, int32_t index)
{
	session_block *w = &s->blocks[index];
	gz_block *b = &w->b;
	const bool opens = s->now % s->scenario.steps_per_day == 0;
	b->tuning = s->tuned ? &s->tuning : NULL;
	session_measures(s, b);
	if (opens)
		session_open_day(w);
	else
		session_closures(s, b);
	session_imports(s, b);
	while (b->step < s->until && !b->failed)
		gz_day_step(b);
	if (s->day && !b->failed) {
		gz_day_close(b);
		gz_record_day(&s->result, b, w->sums, s->day + index * s->result.spill->row);
		gz_sleep_day(b);
		b->day++;
	}
	if (b->failed)
		atomic_store(&s->failed, true);
}

static void *session_thread(void *context)
{
	gz_session *s = context;
	for (int32_t i; (i = atomic_fetch_add(&s->next, 1)) < s->n_blocks;)
		session_step(s, i);
	return NULL;
}

static void session_blocks(gz_session *s)
{
	pthread_t threads[SESSION_THREADS];
	const int32_t wanted = s->threads < s->n_blocks ? s->threads : s->n_blocks;
	int32_t started = 0;
	atomic_store(&s->next, 0);
	while (started < wanted - 1 && pthread_create(&threads[started], NULL, session_thread, s) == 0)
		started++; /* fewer threads give the same result */
	session_thread(s);
	for (int32_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

/* Where the stretch from now on ends, if it is to go to `step`. */
static int32_t session_stretch(const gz_session *s, int32_t step)
{
	const int32_t steps = s->scenario.steps_per_day, evening = (s->now / steps + 1) * steps;
	int32_t end = step < evening ? step : evening;
	for (int32_t i = 0; i < s->n_orders; i++) {
		const gz_session_order *o = &s->orders[i];
		end = o->from > s->now && o->from < end ? o->from : end;
		end = o->until > s->now && o->until < end ? o->until : end;
	}
	return end;
}

static gz_status session_forward(gz_session *s, int32_t step, gz_error *err)
{
	s->until = session_stretch(s, step);
	s->tuned = gz_tuning_set(&s->tuning, &s->setup.plan, s->orders, s->n_orders, s->now);
	s->day = NULL;
	if (s->until % s->scenario.steps_per_day == 0 && (s->day = gz_history_add(&s->history)) == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	session_blocks(s);
	if (atomic_load(&s->failed))
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	s->now = s->until;
	return GZ_OK;
}

gz_status gz_session_go(gz_session *s, int32_t step, gz_session_progress progress, void *context, gz_error *err)
{
	if (step > gz_session_last(s))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the scenario ends after %d days: step %d lies beyond its last, %d", s->scenario.days, step, gz_session_last(s));
	if (step < s->now)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "step %d is past: the session stands at %d and goes back only to a mark", step, s->now);
	while (s->now < step) {
		GZ_TRY(session_forward(s, step, err));
		if (progress && (s->day || s->now == step) && !progress(context, s->now))
			return gz_error_set(err, GZ_ERR_INTERRUPTED, NULL, 0, 0, "stopped at step %d", s->now);
	}
	return GZ_OK;
}

/* ---- orders ----------------------------------------------------------------------------------------------- */

static const char *session_wrong_subject(const gz_session *s, const gz_session_order *o)
{
	const gz_scenario *c = &s->scenario;
	const bool anywhere = o->place == -1 && (o->kind == GZ_SESSION_REPORTING || o->kind == GZ_SESSION_CONTACT);
	if ((session_is_measure(o) || o->kind == GZ_SESSION_COMPLIANCE) && (o->measure < 0 || o->measure >= c->n_measures))
		return "names no measure";
	if (!session_is_measure(o) && o->kind != GZ_SESSION_COMPLIANCE && o->kind != GZ_SESSION_LEAK && !anywhere && (o->place < 0 || o->place >= c->world.n_places))
		return "names no place";
	if (o->kind == GZ_SESSION_IMPORT && (o->compartment < 0 || o->compartment >= c->disease.n_compartments))
		return "names no compartment";
	if (o->kind == GZ_SESSION_REPORTING && (o->stream < -1 || o->stream >= c->n_streams))
		return "names no stream";
	if (o->kind == GZ_SESSION_LEAK && (o->measure < -1 || o->measure >= c->n_measures))
		return "names no measure";
	return o->kind == GZ_SESSION_LEAK && (o->crossing < (o->measure < 0 ? 0 : -1) || o->crossing >= c->world.n_crossings) ? "names no crossing" : NULL;
}

static const char *session_wrong(const gz_session *s, const gz_session_order *o)
{
	if (o->kind < GZ_SESSION_ON || o->kind > GZ_SESSION_CONTACT)
		return "is of no known kind";
	if (o->from < s->now)
		return "begins in the past";
	if (o->kind != GZ_SESSION_OFF && o->kind != GZ_SESSION_IMPORT && o->until < o->from)
		return "ends before it begins";
	if (session_is_measure(o))
		return session_wrong_subject(s, o);
	if (!(o->size >= 0) || !isfinite(o->size))
		return "has a size that is no number of 0 or more";
	if (o->kind == GZ_SESSION_IMPORT && (floor(o->size) != o->size || o->size > 1e9))
		return "brings no whole number of persons up to 1,000,000,000";
	if (o->kind == GZ_SESSION_LEAK && o->size > 1)
		return "has a leak beyond 1: it is a share of those who are stopped";
	return session_wrong_subject(s, o);
}

gz_status gz_session_command(gz_session *s, const gz_session_order *order, gz_error *err)
{
	const char *wrong = session_wrong(s, order);
	if (wrong)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "an order for step %d %s (the session stands at step %d)", order->from, wrong, s->now);
	if (s->n_orders == s->orders_room) {
		const int32_t room = s->orders_room ? 2 * s->orders_room : 32;
		gz_session_order *grown = realloc(s->orders, (size_t)room * sizeof *grown);
		if (!grown)
			return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
		s->orders = grown;
		s->orders_room = room;
	}
	s->orders[s->n_orders] = *order;
	if (order->kind == GZ_SESSION_OFF || order->kind == GZ_SESSION_IMPORT)
		s->orders[s->n_orders].until = order->from;
	s->n_orders++;
	return GZ_OK;
}

/* ---- winding back ----------------------------------------------------------------------------------------- */

static gz_status session_fill_mark(const gz_session *s, gz_session_mark *m)
{
	const size_t served = (size_t)s->scenario.n_measures * (size_t)s->width * sizeof(double);
	m->states = calloc((size_t)s->n_blocks, sizeof *m->states);
	m->served = calloc((size_t)s->n_blocks, sizeof *m->served);
	m->orders = malloc((size_t)s->n_orders * sizeof *m->orders + 1);
	if (!m->states || !m->served || !m->orders)
		return GZ_ERR_MEMORY;
	m->n_blocks = s->n_blocks;
	for (int32_t i = 0; i < s->n_blocks; i++) {
		GZ_TRY(gz_state_save(&m->states[i], &s->blocks[i].b));
		m->served[i] = malloc(served + 1);
		if (!m->served[i])
			return GZ_ERR_MEMORY;
		memcpy(m->served[i], s->blocks[i].served, served);
		m->bytes += m->states[i].size + (int64_t)served;
	}
	for (int32_t i = 0; i < s->n_orders; i++)
		m->orders[i] = s->orders[i];
	GZ_TRY(gz_history_open(&m->history, s->history.size, s->history.room));
	gz_history_share(&m->history, &s->history);
	return GZ_OK;
}

gz_status gz_session_save(const gz_session *s, gz_session_mark **mark, gz_error *err)
{
	gz_session_mark *m = calloc(1, sizeof *m);
	*mark = NULL;
	if (m) {
		*m = (gz_session_mark){.step = s->now, .n_orders = s->n_orders};
		if (session_fill_mark(s, m) == GZ_OK) {
			*mark = m;
			return GZ_OK;
		}
		gz_session_mark_free(m);
	}
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

void gz_session_restore(gz_session *s, const gz_session_mark *m)
{
	const size_t served = (size_t)s->scenario.n_measures * (size_t)s->width * sizeof(double);
	for (int32_t i = 0; i < s->n_blocks; i++) {
		gz_state_load(&m->states[i], &s->blocks[i].b);
		memcpy(s->blocks[i].served, m->served[i], served);
	}
	s->n_orders = m->n_orders; /* there is room: orders only ever get more of it */
	for (int32_t i = 0; i < s->n_orders; i++)
		s->orders[i] = m->orders[i];
	s->now = m->step;
	atomic_store(&s->failed, false);
	gz_history_share(&s->history, &m->history);
}

void gz_session_mark_free(gz_session_mark *m)
{
	if (!m)
		return;
	for (int32_t i = 0; i < m->n_blocks; i++) {
		gz_state_free(&m->states[i]);
		free(m->served[i]);
	}
	free(m->states);
	free(m->served);
	free(m->orders);
	gz_history_close(&m->history);
	free(m);
}

int32_t gz_session_mark_step(const gz_session_mark *m) { return m->step; }
int64_t gz_session_mark_bytes(const gz_session_mark *m) { return m->bytes; }

/* ---- reading ---------------------------------------------------------------------------------------------- */

int32_t gz_session_column(const gz_session *s, gz_entity entity, int32_t index, gz_direction direction, gz_quantity quantity, int32_t stream)
{
	return gz_result_column(&s->result, entity, index, direction, quantity, stream);
}

int32_t gz_session_columns(const gz_session *s) { return s->result.n_columns; }

/* A kept value: column of a day in a replicate. */
static double session_kept(const gz_session *s, int32_t column, int32_t day, int32_t lane)
{
	const void *row = gz_history_bytes(&s->history, day) + lane / s->width * s->result.spill->row;
	const int64_t piece = s->result.spill->piece[column];
	return piece < 0 ? 0 : ((const int32_t *)row)[piece * s->width + lane % s->width] / gz_record_scale(&s->result, column);
}

void gz_session_series(const gz_session *s, int32_t column, int32_t lane, int32_t n, double *out)
{
	for (int32_t day = 0; day < n; day++)
		out[day] = session_kept(s, column, day, lane);
}

uint64_t gz_session_digest(const gz_session *s, int32_t lane)
{
	uint64_t hash[2] = {gz_gauge_digest(&s->blocks[lane / s->width].b, lane % s->width), 0};
	for (int32_t day = 0; day < s->history.n; day++)
		for (int32_t column = 0; column < s->result.n_columns; column++) {
			const double value = session_kept(s, column, day, lane);
			hash[1] = (uint64_t)column;
			hash[0] = value == 0 ? hash[0] : gz_hash_siphash(hash, &value, sizeof value);
		}
	return hash[0];
}

static void session_reports(const gz_session *s, const gz_session_gauge *g, int32_t first, int32_t lanes, double *out)
{
	const int32_t column = gz_session_column(s, GZ_ENTITY_PLACE, g->place, GZ_DIRECTION_BOTH, GZ_QUANTITY_REPORTED, g->stream), days = s->history.n;
	for (int32_t lane = 0; lane < lanes; lane++) {
		out[lane] = column < 0 ? (double)NAN : 0;
		for (int32_t day = g->days > 0 && g->days < days ? days - g->days : 0; column >= 0 && day < days; day++)
			out[lane] += session_kept(s, column, day, first + lane);
	}
}

/* Whether a gauge names what there is. */
static bool session_readable(const gz_session *s, const gz_session_gauge *g)
{
	const gz_scenario *c = &s->scenario;
	if (g->quantity >= GZ_SESSION_IN_FORCE && g->quantity <= GZ_SESSION_COST)
		return g->measure >= 0 && g->measure < c->n_measures;
	if (g->quantity == GZ_SESSION_QUEUE || g->quantity == GZ_SESSION_CROSSING)
		return g->crossing >= 0 && g->crossing < c->world.n_crossings &&
			(g->quantity == GZ_SESSION_QUEUE || (g->flow >= GZ_QUANTITY_TRAVELLERS && g->flow < GZ_QUANTITY_COUNT));
	if (g->quantity == GZ_SESSION_REPORTS && (g->stream < 0 || g->stream >= c->n_streams))
		return false;
	return g->place >= 0 && g->place < c->world.n_places;
}

/* A gauge over the lanes of a block. */
static void session_read(const gz_session *s, const gz_session_gauge *g, int32_t block, double *out)
{
	const session_block *w = &s->blocks[block];
	if (g->quantity == GZ_SESSION_REPORTS)
		session_reports(s, g, block * s->width, w->b.lanes, out);
	else
		gz_gauge_read(&w->b, w->served, g, out);
}

double gz_session_value(const gz_session *s, const gz_session_gauge *g, int32_t lane)
{
	double out[SESSION_LANES];
	if (lane < 0 || lane >= s->n_lanes || !session_readable(s, g))
		return NAN;
	session_read(s, g, lane / s->width, out);
	return out[lane % s->width];
}

/* Quantiles of values, which are sorted; those that are no number are left out. */
static void session_quantiles(double *values, int32_t n, double out[GZ_SESSION_QUANTILES])
{
	static const double at[GZ_SESSION_QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};
	gz_order_sort(values, n);
	while (n > 0 && isnan(values[n - 1]))
		n--;
	for (int32_t i = 0; i < GZ_SESSION_QUANTILES; i++)
		out[i] = gz_order_quantile(values, n, at[i]);
}

bool gz_session_spread(const gz_session *s, const gz_session_gauge *g, double out[GZ_SESSION_QUANTILES])
{
	double *values = malloc((size_t)s->n_lanes * sizeof *values);
	for (int32_t i = 0; i < GZ_SESSION_QUANTILES; i++)
		out[i] = NAN;
	if (!values)
		return false;
	for (int32_t block = 0; session_readable(s, g) && block < s->n_blocks; block++)
		session_read(s, g, block, values + block * s->width);
	if (session_readable(s, g))
		session_quantiles(values, s->n_lanes, out);
	free(values);
	return true;
}

bool gz_session_series_spread(const gz_session *s, int32_t column, int32_t n, double (*out)[GZ_SESSION_QUANTILES])
{
	double *values = malloc((size_t)s->n_lanes * sizeof *values);
	for (int32_t day = 0; values && day < n; day++) {
		for (int32_t lane = 0; lane < s->n_lanes; lane++)
			values[lane] = session_kept(s, column, day, lane);
		session_quantiles(values, s->n_lanes, out[day]);
	}
	free(values);
	return values != NULL;
}
