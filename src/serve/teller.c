/* The thread that tells the screens.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/teller.h"
#include "serve/keep.h"
#include "serve/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICK_MS = 200, KEEP_MS = 5000, AWAKE_MS = 15000 };

void gz_teller_drop(gz_room *r, int32_t i)
{
	gz_push_end(r->streams[i].push);
	r->streams[i] = r->streams[--r->n_streams];
}

/* A line of the stream for `who`: an event with its data. */
static char *event_text(const char *name, json_t *data)
{
	char *json = data ? json_dumps(data, JSON_COMPACT) : NULL, *text = NULL;
	const size_t size = json ? strlen(json) + strlen(name) + 24 : 0;
	if (json && (text = malloc(size)) != NULL)
		snprintf(text, size, "event: %s\ndata: %s\n\n", name, json);
	free(json);
	json_decref(data);
	return text;
}

/* What every stream is to be told: the text of stream i, made once for all screens of one seat. */
typedef struct telling { int32_t n; char *texts[GZ_ROOM_STREAMS]; bool shared[GZ_ROOM_STREAMS]; } telling;

static bool same_who(const gz_room_who *a, const gz_room_who *b)
{
	return a->rank == b->rank && strcmp(a->name, b->name) == 0;
}

/* With the lock held. */
static void telling_make(telling *t, const gz_room *r)
{
	const gz_room_sight sight = gz_keep_sight(r);
	*t = (telling){.n = r->n_streams};
	for (int32_t i = 0; i < t->n; i++) {
		for (int32_t k = 0; k < i && !t->texts[i]; k++)
			if (same_who(&r->streams[k].who, &r->streams[i].who)) {
				t->texts[i] = t->texts[k];
				t->shared[i] = true;
			}
		if (!t->texts[i])
			t->texts[i] = event_text("state", gz_view_make(&sight, &r->streams[i].who));
	}
}

static void telling_send(const telling *t, gz_room *r)
{
	for (int32_t i = 0; i < t->n && i < r->n_streams; i++)
		if (t->texts[i] && !gz_push_send(r->streams[i].push, t->texts[i], strlen(t->texts[i])))
			r->streams[i].gone = true;
}

static void telling_free(telling *t)
{
	for (int32_t i = 0; i < t->n; i++)
		if (!t->shared[i])
			free(t->texts[i]);
	free(t);
}

static void sweep(gz_room *r)
{
	const int32_t before = r->n_streams;
	for (int32_t i = r->n_streams; i-- > 0;) {
		gz_room_stream *s = &r->streams[i];
		if (s->gone) {
			gz_teller_drop(r, i);
		} else if (s->who.rank == GZ_ROOM_SEAT && s->generation != gz_keep_generation(r, s->who.name)) {
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
	char *text = event_text("clock", gz_view_clock(&sight));
	if (text)
		tell_line(r, text);
	free(text);
}

/* With the lock held: a tick of the running clock that is due goes to the log. */
static void keep_tick(gz_room *r, int64_t wall)
{
	const gz_chronicle *c = &r->chronicle;
	int64_t number = 0;
	if (r->failed.sentence[0] || c->clock.state != GZ_CLOCK_RUNNING || (c->n > 0 && wall - c->entries[c->n - 1].wall < KEEP_MS))
		return;
	json_t *body = json_object();
	if (body && gz_keep_put(r, GZ_ENTRY_TICK, body, wall, &number, NULL) == GZ_OK)
		tell_clock(r);
	json_decref(body);
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
	int64_t spoke = gz_keep_ms(CLOCK_MONOTONIC);
	pthread_mutex_lock(&r->lock);
	while (!r->closing) {
		teller_sleep(r);
		keep_tick(r, gz_keep_wall(r));
		tell_changes(r);
		const int64_t now = gz_keep_ms(CLOCK_MONOTONIC);
		if (now - spoke >= AWAKE_MS) {
			tell_line(r, ":\n\n");
			spoke = now;
		}
		sweep(r);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}
