/* The thread that tells the screens.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/teller.h"
#include "base/hash.h"
#include "exercise/entry/act.h"
#include "serve/keep.h"
#include "serve/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICK_MS = 200, KEEP_MS = 5000, KEEP_LEAST_MS = 1000, KEEP_EX_MS = 60000, AWAKE_MS = 5000, WORLD_MS = 500, SLOW_BYTES = 64 << 10 };

void gz_teller_drop(gz_room *r, int32_t i)
{
	gz_push_end(r->streams[i].push);
	r->streams[i] = r->streams[--r->n_streams];
}

/* A line of the stream: an event with its data; rest is the text of an object to which what stands before it belongs, or "". */
static char *event_line(const char *name, const char *before, const char *data, const char *rest)
{
	const size_t size = strlen(name) + strlen(before) + strlen(data) + strlen(rest) + 24;
	char *text = malloc(size);
	if (text)
		snprintf(text, size, "event: %s\ndata: %s%s%s%s\n\n", name, before, data, rest[0] ? "," : "", rest[0] ? rest + 1 : "");
	return text;
}

/* What every stream is to be told, made once for all screens of one seat: the view without its clock, and what that hashes to. A screen
 * that has it already is told the clock alone. */
typedef struct telling { int32_t n; char *rests[GZ_ROOM_STREAMS]; uint64_t hashes[GZ_ROOM_STREAMS]; bool shared[GZ_ROOM_STREAMS]; char *clock; } telling;

static bool same_who(const gz_room_who *a, const gz_room_who *b)
{
	return a->rank == b->rank && strcmp(a->name, b->name) == 0;
}

static uint64_t hash_of(const char *text)
{
	static const uint64_t key[2] = {0x73637265656e7321, 0x746f6c64206f6e63};
	return gz_hash_siphash(key, text, strlen(text));
}

/* With the lock held. */
static char *view_rest(const gz_room_sight *sight, const gz_room_who *who)
{
	json_t *view = gz_view_make(sight, who);
	char *text = view && json_object_del(view, "clock") == 0 ? json_dumps(view, JSON_COMPACT) : NULL;
	json_decref(view);
	return text;
}

/* With the lock held. */
static void telling_make(telling *t, const gz_room *r)
{
	const gz_room_sight sight = gz_keep_sight(r);
	json_t *clock = gz_view_clock(&sight);
	*t = (telling){.n = r->n_streams, .clock = clock ? json_dumps(clock, JSON_COMPACT) : NULL};
	json_decref(clock);
	for (int32_t i = 0; i < t->n; i++) {
		for (int32_t k = 0; k < i && !t->rests[i]; k++)
			if (same_who(&r->streams[k].who, &r->streams[i].who)) {
				t->rests[i] = t->rests[k];
				t->shared[i] = true;
			}
		if (!t->rests[i])
			t->rests[i] = view_rest(&sight, &r->streams[i].who);
		t->hashes[i] = t->rests[i] ? hash_of(t->rests[i]) : 0;
	}
}

static bool send_text(gz_room_stream *s, char *text)
{
	const bool sent = text && gz_push_send(s->push, text, strlen(text));
	free(text);
	return sent;
}

static void telling_send(const telling *t, gz_room *r)
{
	for (int32_t i = 0; i < t->n && i < r->n_streams; i++) {
		gz_room_stream *s = &r->streams[i];
		if (!t->rests[i] || !t->clock)
			continue;
		if (gz_push_waiting(s->push) > SLOW_BYTES) { /* a slow screen gets the newest view once it has taken what it was sent */
			r->behind = true;
			continue;
		}
		const bool known = s->told == t->hashes[i];
		s->gone = !send_text(s, known ? event_line("clock", "", t->clock, "") : event_line("state", "{\"clock\":", t->clock, t->rests[i])) || s->gone;
		s->told = t->hashes[i];
	}
}

static void telling_free(telling *t)
{
	for (int32_t i = 0; i < t->n; i++)
		if (!t->shared[i])
			free(t->rests[i]);
	free(t->clock);
	free(t);
}

static void sweep(gz_room *r)
{
	const int32_t before = r->n_streams;
	for (int32_t i = r->n_streams; i-- > 0;) {
		gz_room_stream *s = &r->streams[i];
		if (s->gone) {
			gz_teller_drop(r, i);
		} else if (s->who.rank == GZ_ROOM_SEAT && (s->generation != gz_keep_generation(r, s->who.name) || !gz_play_seated(&r->play, s->who.name))) {
			gz_push_send(s->push, "event: gone\ndata: {}\n\n", 22);
			gz_teller_drop(r, i);
		}
	}
	r->changed = r->changed || before != r->n_streams; /* who is there has changed */
}

static void tell_line(gz_room *r, const char *line)
{
	for (int32_t i = 0; i < r->n_streams; i++)
		if (!gz_push_send(r->streams[i].push, line, strlen(line)))
			r->streams[i].gone = true;
}

static void tell_clock(gz_room *r)
{
	const gz_room_sight sight = gz_keep_sight(r);
	json_t *clock = gz_view_clock(&sight);
	char *json = clock ? json_dumps(clock, JSON_COMPACT) : NULL, *text = json ? event_line("clock", "", json, "") : NULL;
	if (text)
		tell_line(r, text);
	free(text);
	free(json);
	json_decref(clock);
}

/* With the lock held: of what the world has come to, not more often than every half second. Seats hear of it when what is known changes,
 * and once the exercise has ended: what each order changed is theirs, too. */
static void tell_world(gz_room *r, int64_t now, int64_t *told)
{
	char known[64], truth[96];
	if (!r->world.news || now - *told < WORLD_MS)
		return;
	const bool seats = r->version != r->world.version || r->chronicle.clock.state == GZ_CLOCK_ENDED;
	snprintf(known, sizeof known, "event: world\ndata: {\"step\":%d}\n\n", (int)r->world.step);
	snprintf(truth, sizeof truth, "event: world\ndata: {\"step\":%d,\"fan\":{\"done\":%d,\"total\":%d}}\n\n", (int)r->world.step, (int)r->world.fan_done, (int)r->world.fan_total);
	for (int32_t i = 0; i < r->n_streams; i++) {
		gz_room_stream *s = &r->streams[i];
		const char *line = s->who.rank == GZ_ROOM_CONTROL ? truth : known;
		if ((seats || s->who.rank == GZ_ROOM_CONTROL) && !gz_push_send(s->push, line, strlen(line)))
			s->gone = true;
	}
	*told = now;
	r->version = r->world.version;
	r->world.news = false;
}

/* With the lock held: what of the views changes by time alone, the phase, whether the last one is over, and the orders that have come into force
 * and ended, as one number. */
static int64_t scene_of(const gz_room *r)
{
	const int64_t ex = gz_clock_ex(&r->chronicle.clock, gz_keep_wall(r)), sim = gz_timetable_sim(&r->play.timetable, ex);
	int64_t turns = 0;
	size_t i;
	json_t *order;
	json_array_foreach(json_object_get(r->play.state, "orders"), i, order)
		turns += (json_object_get(order, "from_sim") && json_integer_value(json_object_get(order, "from_sim")) <= sim) + gz_act_over(order, sim);
	return (turns * GZ_PACK_PHASES + gz_timetable_at(&r->play.timetable, ex)) * 2 + (ex >= gz_timetable_close(&r->play.timetable));
}

static void keep_scene(gz_room *r)
{
	const int64_t scene = r->has_pack ? scene_of(r) : 0;
	r->changed = r->changed || r->behind || scene != r->scene;
	r->behind = false;
	r->scene = scene;
}

/* ms of the wall after which the log must hear how far the running clock has come: so many that a minute of exercise time passes at
 * most, but no more often than once a second, and no more seldom than every five. */
static int64_t keep_ms(const gz_clock *clock)
{
	const int64_t ms = KEEP_EX_MS / clock->speed;
	return ms < KEEP_LEAST_MS ? KEEP_LEAST_MS : ms > KEEP_MS ? KEEP_MS : ms;
}

/* With the lock held: a tick of the running clock that is due goes to the log; screens hear of it every five seconds, as often as at rest. */
static void keep_tick(gz_room *r, int64_t wall)
{
	const gz_chronicle *c = &r->chronicle;
	const gz_entry *last = c->n > 0 ? &c->entries[c->n - 1] : NULL;
	int64_t number = 0;
	if (r->failed.sentence[0] || c->clock.state != GZ_CLOCK_RUNNING || (last && wall - last->wall < keep_ms(&c->clock)))
		return;
	if (last && last->ex == gz_clock_ex(&c->clock, wall))
		return; /* it stands at its end */
	json_t *body = json_object();
	if (body && gz_keep_put(r, GZ_ENTRY_TICK, body, wall, &number, NULL) == GZ_OK && wall - r->ticked >= KEEP_MS) {
		tell_clock(r);
		r->ticked = wall;
	}
	json_decref(body);
}

static bool streams_to(const gz_room *r, const char *seat)
{
	for (int32_t i = 0; i < r->n_streams; i++)
		if (r->streams[i].who.rank == GZ_ROOM_SEAT && strcmp(r->streams[i].who.name, seat) == 0)
			return true;
	return false;
}

/* With the lock held: a role whose devices are silent for long while the clock runs is played by its card until one is heard again. */
static void keep_present(gz_room *r, const char *seat, int64_t now)
{
	const bool there = gz_play_there(&r->play, seat), screen = streams_to(r, seat);
	const bool silent = !screen && now - gz_presence_last(&r->presence, seat, gz_keep_generation(r, seat)) >= r->presence.away;
	int64_t number = 0;
	if (!gz_play_seated(&r->play, seat) || there != silent || (silent && r->chronicle.clock.state != GZ_CLOCK_RUNNING))
		return;
	json_t *body = json_pack("{s:s, s:s, s:s}", "act", silent ? "away" : "here", "seat", seat, "by", GZ_PLAY_MACHINE);
	if (body && gz_keep_put(r, GZ_ENTRY_SEAT, body, gz_keep_wall(r), &number, NULL) == GZ_OK)
		r->changed = true;
	json_decref(body);
}

/* With the lock held: who has been silent for long, and that a minute of silence more is shown. */
static void keep_presence(gz_room *r)
{
	const gz_room_sight sight = gz_keep_sight(r);
	const int64_t missed = gz_view_missed(&sight);
	json_t *roles = json_incref(json_object_get(r->play.state, "roles")), *role;
	size_t i;
	r->changed = r->changed || missed != r->missed;
	r->missed = missed;
	json_array_foreach(roles, i, role)
		if (!r->failed.sentence[0] && gz_play_plays(role))
			keep_present(r, json_string_value(json_object_get(role, "id")), sight.steady);
	json_decref(roles);
}

static void hear_streams(gz_room *r, int64_t now)
{
	for (int32_t i = 0; i < r->n_streams; i++)
		if (r->streams[i].who.rank == GZ_ROOM_SEAT)
			gz_presence_heard(&r->presence, r->streams[i].who.name, r->streams[i].generation, r->streams[i].who.device, now);
}

static void teller_sleep(gz_room *r)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += TICK_MS * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	while (!r->changed && !r->closing && pthread_cond_timedwait(&r->wake, &r->lock, &until) == 0)
		;
}

/* With the lock held, given back while the disk is waited for: what is told must be on it. Only the teller drops single streams, so that
 * those it has made texts for are still the first ones, unless all were ended. */
static void tell_changes(gz_room *r)
{
	telling *t = r->changed ? malloc(sizeof *t) : NULL;
	const int64_t last = r->failed.sentence[0] ? 0 : gz_ledger_last(r->ledger);
	if (t) {
		r->changed = false;
		telling_make(t, r);
	}
	pthread_mutex_unlock(&r->lock);
	const gz_status st = gz_keep_wait(r, last, NULL);
	pthread_mutex_lock(&r->lock);
	if (!t)
		return;
	if (st == GZ_OK && !r->hushed)
		telling_send(t, r);
	telling_free(t);
}

void *gz_teller_run(void *context)
{
	gz_room *r = context;
	int64_t spoke = gz_keep_ms(CLOCK_MONOTONIC), world = 0;
	pthread_mutex_lock(&r->lock);
	while (!r->closing) {
		teller_sleep(r);
		keep_tick(r, gz_keep_wall(r));
		keep_scene(r);
		keep_presence(r);
		tell_changes(r);
		const int64_t now = gz_keep_ms(CLOCK_MONOTONIC);
		tell_world(r, now, &world);
		if (now - spoke >= AWAKE_MS) {
			tell_line(r, "event: alive\ndata: 1\n\n"); /* a page that hears nothing for longer knows that it has lost the room */
			hear_streams(r, now);
			spoke = now;
		}
		sweep(r);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}
