/* Keeps the world where the play says, and puts into the log what the script owes.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* gettid by syscall, setpriority for a thread */
#include "serve/lived.h"
#include "serve/inside.h"
#include "exercise/director.h"
#include "exercise/entry/field.h"
#include "exercise/hindsight.h"
#include "exercise/stage.h"
#include "serve/keep.h"
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LOOK_MS = 200, REST_MS = 1000, OWED_MOST = 500, LOW = 15 };

/* A stage with the impacts that it follows, and the play that they were gathered from. */
typedef struct company {
	gz_stage *stage;
	gz_impact impact;
	int64_t sim;
	int32_t generation;
} company;

typedef struct gz_lived gz_lived;
struct gz_lived {
	gz_room *room;
	pthread_t thread, crowd;
	bool runs, crowd_runs;
	pthread_mutex_t world;     /* the lived stage and the director's memory; taken before the room's lock */
	pthread_cond_t stir;       /* with the room's lock */
	company one, many;
	gz_director_memory memory;
	int32_t generation;        /* grows when the past of the world has changed */
	int32_t done, rewinds, step; /* of the play, when it was last looked at */
	int64_t next;              /* ms at which time makes something due */
};

/* ---- with the room's lock held ---------------------------------------------------------------------------------- */
void gz_lived_stir(gz_room *r)
{
	if (r->lived)
		pthread_cond_broadcast(&r->lived->stir);
}

static void nap(gz_lived *l, int64_t ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(ms / 1000);
	until.tv_nsec += (ms % 1000) * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_cond_timedwait(&l->stir, &l->room->lock, &until);
}

static int64_t ex_now(const gz_room *r)
{
	return gz_clock_ex(&r->chronicle.clock, gz_keep_wall(r));
}

static int64_t sim_now(const gz_room *r)
{
	return gz_timetable_sim(&r->play.timetable, ex_now(r));
}

/* Whether time or people have moved anything since the last look. */
static bool moved(const gz_lived *l)
{
	const gz_room *r = l->room;
	return l->done != r->play.done || l->rewinds != r->play.rewinds || ex_now(r) >= l->next || (l->one.stage && l->step != gz_impact_step(&r->pack, sim_now(r)));
}

static void swap_text(char **held, char *text)
{
	if (!text)
		return;
	free(*held);
	*held = text;
}

static void world_failed(gz_lived *l, const gz_error *err)
{
	l->room->world.failed = *err;
	if (!l->room->world.failed.sentence[0])
		gz_error_set(&l->room->world.failed, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	l->room->world.news = true;
}

/* Gathers what the play does to the world; whether what is past has become another. */
static gz_status gather(gz_lived *l, company *c, bool *other)
{
	gz_impact now = {0};
	const int64_t sim = sim_now(l->room);
	const gz_status st = gz_impact_gather(&now, &l->room->pack, l->room->play.state);
	if (st != GZ_OK) {
		gz_impact_free(&now);
		return st;
	}
	*other = sim < c->sim || gz_impact_differ(&c->impact, &now, gz_impact_step(&l->room->pack, c->sim)) != INT32_MAX;
	gz_impact_free(&c->impact);
	c->impact = now;
	c->sim = sim;
	return GZ_OK;
}

/* ---- what the script owes, with the lock held ------------------------------------------------------------------- */
static void put_owed(gz_lived *l, const gz_expr_env *world)
{
	gz_room *r = l->room;
	for (int32_t i = 0; i < OWED_MOST && !r->failed.sentence[0] && !r->closing; i++) {
		const int64_t wall = gz_keep_wall(r);
		gz_entry_kind kind = GZ_ENTRY_COUNT;
		json_t *body = NULL;
		int64_t number = 0;
		if (!gz_director_due(&r->play, &r->chronicle, gz_clock_ex(&r->chronicle.clock, wall), world, &l->memory, &kind, &body) || !body)
			break;
		const bool taken = !gz_play_refusal(&r->play, &r->chronicle, kind, body, wall, NULL) && gz_keep_put(r, kind, body, wall, &number, NULL) == GZ_OK;
		json_decref(body);
		if (!taken) /* it would be owed again at once: the next look may find another state */
			break;
		r->changed = true;
		pthread_cond_signal(&r->wake);
	}
	l->next = gz_director_next(&r->play, &r->chronicle, ex_now(r));
	if (l->next <= ex_now(r)) /* what is owed and cannot be taken is not asked for without end */
		l->next = ex_now(r) + REST_MS;
}

/* ---- the lived world -------------------------------------------------------------------------------------------- */
/* Called without the lock, day by day; false: not further. */
static bool goes_on(void *context, int32_t step)
{
	(void)step;
	gz_lived *l = context;
	pthread_mutex_lock(&l->room->lock);
	const bool on = !l->room->closing;
	pthread_mutex_unlock(&l->room->lock);
	return on;
}

static char *text_of(json_t *value)
{
	char *text = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(7)) : NULL;
	json_decref(value);
	return text;
}

/* Without the lock: brings the stage to where the play is. */
static gz_status follow(gz_lived *l, char **known, char **truth, gz_error *err)
{
	*known = *truth = NULL;
	if (!l->one.stage)
		return GZ_OK;
	GZ_TRY(gz_stage_follow(l->one.stage, &l->one.impact, l->one.sim, goes_on, l, err));
	*known = text_of(gz_stage_known(l->one.stage, 0));
	*truth = text_of(gz_stage_truth(l->one.stage));
	return *known && *truth ? GZ_OK : GZ_ERR_MEMORY;
}

static void publish(gz_lived *l, char *known, char *truth)
{
	gz_room *r = l->room;
	const bool same = !known || (r->world.known && strcmp(known, r->world.known) == 0);
	swap_text(&r->world.known, known);
	swap_text(&r->world.truth, truth);
	if (l->one.stage)
		r->world.step = gz_session_now(gz_stage_session(l->one.stage));
	r->world.version += !same;
	r->world.news = true;
}

/* With the lock held, given back in between; the lived stage is this thread's as long as `world` is held. */
static void look(gz_lived *l)
{
	gz_room *r = l->room;
	gz_error err = {0};
	bool other = false;
	char *known, *truth;
	l->done = r->play.done;
	l->rewinds = r->play.rewinds;
	l->step = l->one.stage ? gz_impact_step(&r->pack, sim_now(r)) : 0;
	const int32_t rewinds = r->play.rewinds;
	gz_status st = l->one.stage ? gather(l, &l->one, &other) : GZ_OK;
	l->generation += other;
	pthread_mutex_unlock(&r->lock);
	pthread_mutex_lock(&l->world);
	if (st == GZ_OK)
		st = follow(l, &known, &truth, &err);
	else
		known = truth = NULL;
	gz_stage_view view = {.stage = l->one.stage, .pack = &r->pack, .sim = l->one.sim, .lane = 0};
	const gz_expr_env env = l->one.stage ? gz_stage_env(&view) : (gz_expr_env){0};
	pthread_mutex_lock(&r->lock);
	publish(l, known, truth);
	if (st != GZ_OK && st != GZ_ERR_INTERRUPTED)
		world_failed(l, &err);
	if (rewinds == r->play.rewinds) /* else the world stands later than the play */
		put_owed(l, l->one.stage && st == GZ_OK ? &env : NULL);
	pthread_mutex_unlock(&r->lock);
	pthread_mutex_unlock(&l->world);
	pthread_mutex_lock(&r->lock);
}

static void open_stage(gz_lived *l, company *c, int32_t first, int32_t n, int32_t threads)
{
	gz_room *r = l->room;
	gz_error err = {0};
	pthread_mutex_lock(&r->lock);
	const json_t *opened = json_object_get(r->play.state, "opened");
	const int64_t seed = gz_field_whole(opened, "seed"), world = gz_field_whole(opened, "world");
	pthread_mutex_unlock(&r->lock);
	if (!r->pack.has_scenario)
		return;
	gz_stage *stage = NULL;
	const gz_status st = gz_stage_open(&stage, &r->pack, (uint64_t)seed, (int32_t)world + first, n, &err);
	if (st == GZ_OK)
		gz_stage_threads(stage, threads);
	pthread_mutex_lock(&r->lock); /* from here on whoever sends an inject by hand sees it */
	c->stage = stage;
	if (st != GZ_OK)
		world_failed(l, &err);
	pthread_mutex_unlock(&r->lock);
}

/* ms of the wall that this thread may sleep, unless it is stirred. */
static int64_t until_next(const gz_lived *l)
{
	const gz_room *r = l->room;
	if (r->chronicle.clock.state != GZ_CLOCK_RUNNING)
		return REST_MS;
	const int64_t at = l->next == GZ_DUE_NEVER ? INT64_MAX : gz_clock_wall(&r->chronicle.clock, l->next), wall = gz_keep_wall(r);
	return at > wall + LOOK_MS ? LOOK_MS : at > wall ? at - wall : 1;
}

static void *live(void *context)
{
	gz_lived *l = context;
	gz_room *r = l->room;
	open_stage(l, &l->one, 0, 1, 1);
	pthread_mutex_lock(&r->lock);
	while (!r->closing) {
		if (!r->failed.sentence[0] && moved(l)) {
			look(l);
			gz_lived_stir(r); /* the worlds beside it follow */
		}
		if (!r->closing && (r->failed.sentence[0] || !moved(l)))
			nap(l, until_next(l));
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* ---- the worlds beside it --------------------------------------------------------------------------------------- */
static bool crowd_goes_on(void *context, int32_t step)
{
	gz_lived *l = context;
	pthread_mutex_lock(&l->room->lock);
	const bool on = !l->room->closing && l->many.generation == l->generation;
	l->room->world.fan_done = step;
	l->room->world.news = true;
	pthread_mutex_unlock(&l->room->lock);
	return on;
}

/* With the lock held, given back in between. */
static void crowd_look(gz_lived *l)
{
	gz_room *r = l->room;
	gz_error err = {0};
	bool other = false;
	gz_status st = gather(l, &l->many, &other);
	l->many.generation = l->generation;
	r->world.fan_total = gz_impact_step(&r->pack, l->many.sim);
	pthread_mutex_unlock(&r->lock);
	if (st == GZ_OK)
		st = gz_stage_follow(l->many.stage, &l->many.impact, l->many.sim, crowd_goes_on, l, &err);
	char *text = st == GZ_OK ? text_of(gz_stage_truth(l->many.stage)) : NULL;
	pthread_mutex_lock(&r->lock);
	swap_text(&r->world.fan, text);
	if (st == GZ_OK)
		r->world.fan_done = gz_session_now(gz_stage_session(l->many.stage));
	else if (st != GZ_ERR_INTERRUPTED)
		world_failed(l, &err);
	r->world.news = true;
}

/* ---- after the end ---------------------------------------------------------------------------------------------- */
/* What the log had come to when it was looked back on. */
typedef struct hindsight { gz_hindsight of; json_t *state, *rows; int64_t sim, seed; int32_t world; size_t n; } hindsight;

static bool ended(const gz_room *r) { return r->chronicle.clock.state == GZ_CLOCK_ENDED; }

/* With the lock held: a copy of the orders and of what was sent, so that the room goes on meanwhile. */
static bool look_back_on(const gz_room *r, hindsight *b)
{
	const json_t *opened = json_object_get(r->play.state, "opened");
	b->sim = sim_now(r);
	b->seed = gz_field_whole(opened, "seed");
	b->world = (int32_t)gz_field_whole(opened, "world");
	b->state = json_pack("{s:o, s:o}", "orders", json_deep_copy(json_object_get(r->play.state, "orders")), "messages",
		json_deep_copy(json_object_get(r->play.state, "messages")));
	b->rows = json_array();
	b->n = json_array_size(json_object_get(b->state, "orders"));
	return b->state && b->rows;
}

/* Tells how far it is; the rows that are there can be read already. */
static void tell_back(gz_lived *l, const hindsight *b, size_t done)
{
	char *text = text_of(json_pack("{s:I, s:I, s:i, s:O}", "done", (json_int_t)done, "total", (json_int_t)b->n, "worlds", GZ_LIVED_SIBLINGS, "rows", b->rows));
	pthread_mutex_lock(&l->room->lock);
	swap_text(&l->room->world.hindsight, text);
	l->room->world.news = true;
	pthread_mutex_unlock(&l->room->lock);
}

static gz_status look_back(gz_lived *l, hindsight *b, gz_error *err)
{
	gz_room *r = l->room;
	const json_t *names = r->papers.decisions;
	GZ_TRY(gz_hindsight_open(&b->of,
		&(gz_hindsight_view){.pack = &r->pack, .state = b->state, .sim = b->sim, .seed = (uint64_t)b->seed, .world = b->world, .n = GZ_LIVED_SIBLINGS + 1}, goes_on, l, err));
	for (size_t i = 0; i < b->n; i++) {
		json_t *row = NULL;
		GZ_TRY(gz_hindsight_order(&b->of, i, &row, goes_on, l, err));
		const int32_t decision = row ? gz_play_decision(&r->play, gz_field_text(row, "decision")) : -1;
		if (decision >= 0)
			json_object_set(row, "name", json_array_get(names, (size_t)decision));
		if (row)
			json_array_append_new(b->rows, row);
		tell_back(l, b, i + 1);
	}
	return GZ_OK;
}

/* With the lock held, given back in between. */
static void afterwards(gz_lived *l)
{
	gz_room *r = l->room;
	hindsight b = {0};
	gz_error err = {0};
	gz_status st = look_back_on(r, &b) ? GZ_OK : GZ_ERR_MEMORY;
	pthread_mutex_unlock(&r->lock);
	if (st == GZ_OK)
		tell_back(l, &b, 0);
	if (st == GZ_OK)
		st = look_back(l, &b, &err);
	if (st == GZ_OK)
		tell_back(l, &b, b.n);
	gz_hindsight_free(&b.of);
	json_decref(b.state);
	json_decref(b.rows);
	pthread_mutex_lock(&r->lock);
	if (st != GZ_OK && st != GZ_ERR_INTERRUPTED)
		world_failed(l, &err);
}

static void *accompany(void *context)
{
	gz_lived *l = context;
	gz_room *r = l->room;
	int64_t step = -1;
	(void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), LOW); /* where it is not allowed, it runs as the others do */
	open_stage(l, &l->many, 1, GZ_LIVED_SIBLINGS, 0);
	pthread_mutex_lock(&r->lock);
	while (l->many.stage && !r->closing) {
		const bool caught_up = step == r->world.step && l->many.generation == l->generation;
		if (caught_up && ended(r) && !r->world.hindsight && !r->failed.sentence[0]) {
			afterwards(l);
			continue;
		}
		if (r->failed.sentence[0] || caught_up) {
			nap(l, REST_MS);
			continue;
		}
		step = r->world.step;
		crowd_look(l);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* ---- an inject by hand ------------------------------------------------------------------------------------------ */
/* With both locks held. */
static gz_status send_now(gz_lived *l, const gz_lived_order *o, int64_t *number, const char **word, gz_error *err)
{
	gz_room *r = l->room;
	const int64_t wall = gz_keep_wall(r);
	const int32_t index = gz_play_inject(&r->play, o->inject);
	gz_stage_view view = {.stage = l->one.stage, .pack = &r->pack, .sim = l->one.sim, .lane = 0};
	const gz_expr_env env = l->one.stage ? gz_stage_env(&view) : (gz_expr_env){0};
	*word = "inject";
	if (index < 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "there is no such inject in this exercise");
	json_t *body = gz_director_send(&r->play, gz_clock_ex(&r->chronicle.clock, wall), index, l->one.stage ? &env : NULL, "hand", GZ_DUE_NEVER);
	*word = "memory";
	gz_status st = body && json_object_set_new(body, "by", json_string(o->by)) == 0 ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	if (st == GZ_OK && o->once)
		json_object_set_new(body, "once", json_string(o->once));
	*number = st == GZ_OK ? gz_keep_once(r, GZ_ENTRY_SEND, body) : 0;
	if (st == GZ_OK && *number == 0 && o->count >= 0 && o->count != gz_field_whole(gz_play_touched(&r->play, index), "count")) {
		*word = "gone";
		st = gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this inject has gone out meanwhile: look again");
	}
	if (st == GZ_OK && *number == 0)
		st = gz_keep_take(r, GZ_ENTRY_SEND, body, wall, number, word, err);
	json_decref(body);
	return st;
}

gz_status gz_lived_send(gz_room *r, const gz_lived_order *order, int64_t *number, const char **word, gz_error *err)
{
	gz_lived *l = r->lived;
	*word = "inject";
	if (!l)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this exercise has no script");
	pthread_mutex_lock(&l->world);
	pthread_mutex_lock(&r->lock);
	const gz_status st = send_now(l, order, number, word, err);
	pthread_mutex_unlock(&r->lock);
	pthread_mutex_unlock(&l->world);
	GZ_TRY(st);
	return gz_keep_shown(r, *number, word, err);
}

/* ---- starting and stopping -------------------------------------------------------------------------------------- */
gz_status gz_lived_start(gz_room *r, gz_error *err)
{
	if (!r->has_pack)
		return GZ_OK;
	gz_lived *l = calloc(1, sizeof *l);
	if (!l)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	pthread_condattr_t steady;
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&l->stir, &steady);
	pthread_condattr_destroy(&steady);
	pthread_mutex_init(&l->world, NULL);
	l->room = r;
	l->done = -1;
	l->next = GZ_DUE_NEVER;
	r->lived = l;
	l->runs = pthread_create(&l->thread, NULL, live, l) == 0;
	l->crowd_runs = l->runs && pthread_create(&l->crowd, NULL, accompany, l) == 0;
	return l->crowd_runs ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "no thread could be started");
}

static void company_free(company *c)
{
	gz_stage_close(c->stage);
	gz_impact_free(&c->impact);
}

void gz_lived_stop(gz_room *r)
{
	gz_lived *l = r->lived;
	if (!l)
		return;
	if (l->runs)
		pthread_join(l->thread, NULL);
	if (l->crowd_runs)
		pthread_join(l->crowd, NULL);
	company_free(&l->one);
	company_free(&l->many);
	pthread_cond_destroy(&l->stir);
	pthread_mutex_destroy(&l->world);
	free(l);
	r->lived = NULL;
	free(r->world.known);
	free(r->world.truth);
	free(r->world.fan);
	free(r->world.hindsight);
	r->world = (gz_room_world){0};
}
