/* Opens and closes a room, takes what is handed in, shows it to readers.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* flock */
#include "serve/room.h"
#include "serve/door.h"
#include "serve/inside.h"
#include "serve/keep.h"
#include "serve/lived.h"
#include "serve/parcel.h"
#include "serve/teller.h"
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

gz_status gz_room_submit(gz_room *r, gz_entry_kind kind, json_t *body, const char *by, int64_t *number, const char **word, gz_error *err)
{
	*word = "memory";
	if (!body || (by && json_object_set_new(body, "by", json_string(by)) != 0)) {
		json_decref(body);
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	}
	pthread_mutex_lock(&r->lock);
	*number = gz_keep_once(r, kind, body);
	const gz_status st = *number > 0 ? GZ_OK : gz_keep_take(r, kind, body, gz_keep_wall(r), number, word, err);
	pthread_mutex_unlock(&r->lock);
	json_decref(body);
	GZ_TRY(st);
	return gz_keep_shown(r, *number, word, err);
}

void gz_room_read(gz_room *r, gz_room_reader *reader, void *context)
{
	for (int32_t again = 0; again < 2; again++) {
		pthread_mutex_lock(&r->lock);
		const gz_room_sight sight = gz_keep_sight(r);
		const int64_t last = sight.failed ? 0 : gz_ledger_last(r->ledger);
		reader(context, &sight);
		pthread_mutex_unlock(&r->lock);
		if (gz_keep_wait(r, last, NULL) == GZ_OK)
			return;
	}
}

const gz_papers *gz_room_papers(const gz_room *r)
{
	return r->has_pack ? &r->papers : NULL;
}

const gz_annex *gz_room_annex(const gz_room *r)
{
	return &r->annex;
}

gz_push *gz_room_follow(gz_room *r, const gz_room_who *who)
{
	gz_push *push = NULL;
	int32_t same = 0;
	pthread_mutex_lock(&r->lock);
	for (int32_t i = 0; i < r->n_streams; i++)
		same += r->streams[i].who.rank == who->rank && strcmp(r->streams[i].who.name, who->name) == 0;
	if (!r->hushed && same < GZ_ROOM_STREAMS_EACH && r->n_streams < GZ_ROOM_STREAMS)
		push = gz_push_open();
	if (push) {
		r->streams[r->n_streams++] = (gz_room_stream){.push = push, .who = *who, .generation = who->rank == GZ_ROOM_SEAT ? gz_keep_generation(r, who->name) : 0};
		r->changed = true; /* who is there has changed; the stream's own first state goes the same way */
		pthread_cond_signal(&r->wake);
	}
	pthread_mutex_unlock(&r->lock);
	return push;
}

void gz_room_hush(gz_room *r)
{
	pthread_mutex_lock(&r->lock);
	r->hushed = true;
	while (r->n_streams > 0)
		gz_teller_drop(r, r->n_streams - 1);
	pthread_mutex_unlock(&r->lock);
}

/* ---- opening and closing ---------------------------------------------------------------------------------------- */
static void password_make(char out[GZ_ROOM_PASSWORD])
{
	static const char letters[] = "abcdefghkmnpqrstuvwxyz23456789"; /* none that looks like another */
	for (int32_t i = 0; i < GZ_ROOM_PASSWORD - 1; i++)
		out[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform((uint32_t)sizeof letters - 1)];
	out[GZ_ROOM_PASSWORD - 1] = '\0';
}

static gz_status room_password(gz_room *r, bool fresh, char out[GZ_ROOM_PASSWORD], gz_error *err)
{
	char *held = NULL;
	out[0] = '\0';
	GZ_TRY(gz_ledger_get(r->ledger, "password:control", &held, err));
	const bool has = held != NULL;
	free(held);
	if (has && !fresh)
		return GZ_OK;
	password_make(out);
	return gz_login_set_password(&r->login, "control", out, err);
}

/* ---- the pack --------------------------------------------------------------------------------------------------- */
static bool read_opening(void *context, const gz_ledger_entry *e)
{
	*(json_t **)context = json_loadb(e->body, e->size, 0, NULL);
	return false;
}

/* The pack that the exercise was begun with, from the file itself. */
static gz_status room_unpack(gz_room *r, const char *words, gz_error *err)
{
	json_t *opening = NULL;
	char *text = NULL, hash[GZ_PARCEL_HASH];
	GZ_TRY(gz_ledger_read(r->ledger, 1, read_opening, &opening, err));
	const char *told = json_string_value(json_object_get(opening, "pack_hash"));
	gz_status st = told ? gz_ledger_get(r->ledger, "pack", &text, err) : GZ_OK;
	if (st == GZ_OK && text)
		gz_parcel_hash(text, hash);
	if (st == GZ_OK && told && (!text || strcmp(hash, told) != 0))
		st = gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, text ? "the pack kept in this exercise is not the one that it was begun with" : "the pack of this exercise is missing from its file");
	if (st == GZ_OK && told)
		st = gz_parcel_load(&r->pack, text, &(gz_pack_options){.names = json_string_value(json_object_get(opening, "names")), .words = words}, err);
	r->has_pack = st == GZ_OK && told;
	free(text);
	json_decref(opening);
	return st;
}

/* Keeps the pack of a new exercise in its file; opening gets what says which one, and which world is lived. */
static gz_status room_pack(gz_room *r, const gz_room_options *o, json_t *opening, gz_error *err)
{
	char *text = NULL, hash[GZ_PARCEL_HASH];
	GZ_TRY(gz_parcel_make(o->pack, o->library, &text, err));
	gz_parcel_hash(text, hash);
	gz_status st = gz_ledger_set(r->ledger, "pack", text, err);
	if (st == GZ_OK)
		st = gz_parcel_load(&r->pack, text, &(gz_pack_options){.names = o->names, .words = o->words}, err);
	r->has_pack = st == GZ_OK;
	r->play.pack = r->has_pack ? &r->pack : NULL;
	gz_play_free(&r->play);
	free(text);
	GZ_TRY(st);
	const gz_pack_choice *chosen = &r->pack.choice;
	const int64_t own = chosen->made ? (int64_t)chosen->seed : r->pack.has_scenario ? (int64_t)(r->pack.scenario.seed & INT64_MAX) : 0;
	json_t *more = json_pack("{s:s, s:I, s:i, s:s, s:s}", "pack_hash", hash, "seed", (json_int_t)(o->seeded ? o->seed : own), "world",
		o->seeded ? (int)o->world : (int)chosen->world, "seed_by", o->seeded ? "facilitator" : chosen->made ? "rehearsal" : "pack", "names", r->pack.fictional ? "fictional" : "real");
	st = more && json_object_update(opening, more) == 0 ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	json_decref(more);
	return st;
}

/* The first entry of an exercise. */
static gz_status room_begin(gz_room *r, const gz_room_options *o, gz_error *err)
{
	int64_t number = 0;
	const char *word = NULL;
	json_t *opening = o->pack ? gz_play_opening_of(o->pack) : gz_play_opening();
	const gz_status st = opening && o->pack ? room_pack(r, o, opening, err) : GZ_OK;
	if (st != GZ_OK) {
		json_decref(opening);
		return st;
	}
	return gz_room_submit(r, GZ_ENTRY_OPEN, opening, "guzar", &number, &word, err);
}

/* The first entry, or the pause at which a room that was running stands after it was closed or killed. */
static gz_status room_resume(gz_room *r, const gz_room_options *o, gz_error *err)
{
	int64_t number = 0;
	const int32_t n = r->chronicle.n;
	const int64_t last = n > 0 ? r->chronicle.entries[n - 1].wall : 0;
	r->wall0 = gz_keep_ms(CLOCK_REALTIME) > last ? gz_keep_ms(CLOCK_REALTIME) : last;
	r->steady0 = gz_keep_ms(CLOCK_MONOTONIC);
	if (n == 0)
		return room_begin(r, o, err);
	if (r->chronicle.clock.state != GZ_CLOCK_RUNNING)
		return GZ_OK;
	json_t *body = json_pack("{s:s, s:s}", "act", "pause", "by", "guzar");
	gz_status st = body ? gz_keep_put(r, GZ_ENTRY_CLOCK, body, last, &number, err) : GZ_ERR_MEMORY;
	json_decref(body);
	return st == GZ_OK ? gz_keep_wait(r, number, err) : st;
}

/* A file that cannot be opened here is told of by the ledger. */
static gz_status room_guard(gz_room *r, const char *path, gz_error *err)
{
	r->guard = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (r->guard >= 0 && flock(r->guard, LOCK_EX | LOCK_NB) != 0) {
		close(r->guard);
		r->guard = -1;
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this exercise is being served already; two rooms cannot share a file");
	}
	return GZ_OK;
}

static gz_status room_start(gz_room *r, const gz_room_options *o, char password[GZ_ROOM_PASSWORD], gz_error *err)
{
	GZ_TRY(room_guard(r, o->path, err));
	GZ_TRY(gz_ledger_open(&r->ledger, o->path, "exercise", err));
	GZ_TRY(gz_login_init(&r->login, r->ledger, err));
	GZ_TRY(room_unpack(r, o->words, err));
	GZ_TRY(gz_annex_open(&r->annex, r->ledger, o->library, err));
	GZ_TRY(gz_keep_recall(r, err));
	GZ_TRY(room_resume(r, o, err));
	GZ_TRY(r->has_pack ? gz_papers_make(&r->papers, &r->pack, err) : GZ_OK);
	GZ_TRY(gz_door_network(r, err));
	GZ_TRY(room_password(r, o->fresh_password, password, err));
	pthread_mutex_lock(&r->lock); /* the threads wait until the room knows of them */
	r->started = pthread_create(&r->teller, NULL, gz_teller_run, r) == 0;
	const gz_status st = r->started ? gz_lived_start(r, err) : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "no thread could be started");
	pthread_mutex_unlock(&r->lock);
	return st;
}

/* An opening that was refused leaves no empty file behind. */
static void room_leave_none(const gz_room *r, const char *path)
{
	struct stat s;
	if (r->guard >= 0 && fstat(r->guard, &s) == 0 && s.st_size == 0)
		unlink(path);
}

gz_status gz_room_open(gz_room **out, const gz_room_options *options, char password[GZ_ROOM_PASSWORD], gz_error *err)
{
	*out = NULL;
	gz_room *r = calloc(1, sizeof *r);
	if (!r)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	pthread_condattr_t steady;
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&r->lock, NULL);
	pthread_mutex_init(&r->door, NULL);
	pthread_rwlock_init(&r->seats, NULL);
	pthread_cond_init(&r->wake, &steady);
	pthread_condattr_destroy(&steady);
	gz_chronicle_init(&r->chronicle);
	r->unpaced = options->unpaced;
	r->presence = (gz_presence){.begun = gz_keep_ms(CLOCK_MONOTONIC), .away = options->away > 0 ? options->away : GZ_PRESENCE_AWAY};
	r->guard = -1;
	const gz_status st = room_start(r, options, password, err);
	if (st != GZ_OK) {
		room_leave_none(r, options->path);
		gz_room_close(r);
		return st;
	}
	*out = r;
	return GZ_OK;
}

const gz_pack *gz_room_pack(const gz_room *room)
{
	return room->has_pack ? &room->pack : NULL;
}

gz_status gz_room_replay(const char *path, char **canonical, gz_error *err)
{
	gz_room *r = calloc(1, sizeof *r);
	*canonical = NULL;
	if (!r)
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	gz_status st = gz_ledger_open(&r->ledger, path, "exercise", err);
	if (st == GZ_OK) {
		gz_chronicle_init(&r->chronicle);
		st = room_unpack(r, NULL, err);
		if (st == GZ_OK)
			st = gz_keep_recall(r, err);
		if (st == GZ_OK && (*canonical = gz_play_canonical(&r->play, &r->chronicle)) == NULL)
			st = gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
		gz_play_free(&r->play);
		gz_chronicle_free(&r->chronicle);
		gz_pack_free(&r->pack);
		gz_ledger_close(r->ledger);
	}
	free(r);
	return st;
}

/* A room that is closed in order stands at the time at which it was closed. */
static void room_stand(gz_room *r)
{
	int64_t number = 0;
	const char *word = NULL;
	gz_error err = {0};
	pthread_mutex_lock(&r->lock);
	const bool runs = r->chronicle.clock.state == GZ_CLOCK_RUNNING;
	pthread_mutex_unlock(&r->lock);
	if (runs && gz_room_submit(r, GZ_ENTRY_CLOCK, json_pack("{s:s}", "act", "pause"), "guzar", &number, &word, &err) != GZ_OK)
		return; /* the log's last tick stands instead */
}

void gz_room_close(gz_room *r)
{
	if (!r)
		return;
	if (r->started)
		room_stand(r);
	pthread_mutex_lock(&r->lock);
	r->closing = true;
	pthread_cond_signal(&r->wake);
	gz_lived_stir(r);
	pthread_mutex_unlock(&r->lock);
	if (r->started)
		pthread_join(r->teller, NULL); /* it reads the world that the next line takes away */
	gz_lived_stop(r);
	gz_room_hush(r);
	gz_ledger_close(r->ledger);
	gz_play_free(&r->play);
	gz_chronicle_free(&r->chronicle);
	gz_papers_free(&r->papers);
	gz_annex_free(&r->annex);
	gz_pack_free(&r->pack);
	if (r->guard >= 0)
		close(r->guard);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	pthread_mutex_destroy(&r->door);
	pthread_rwlock_destroy(&r->seats);
	free(r);
}
