/* The lock, the log and the thread that tells the screens.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* flock */
#include "serve/room.h"
#include "serve/view.h"
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 200, KEEP_MS = 5000, AWAKE_MS = 15000 };

struct gz_room {
	gz_ledger *ledger;
	int guard;                  /* holds the file against a second room; closed last, as closing it would end the database's own locks */
	pthread_mutex_t lock, door; /* the room; who may come in (hashing a password takes a tenth of a second) */
	pthread_cond_t wake;
	pthread_t teller;
	gz_chronicle chronicle;
	gz_play play;
	gz_login login;
	gz_room_network network;
	gz_room_stream streams[GZ_ROOM_STREAMS];
	int32_t n_streams;
	int64_t wall0, steady0;     /* wall = wall0 + steady - steady0 */
	bool started, closing, hushed, changed;
	gz_error failed;            /* sentence "" while all is well */
};

/* ---- time ------------------------------------------------------------------------------------------------------- */
static int64_t ms_of(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t room_wall(const gz_room *r)
{
	return r->wall0 + ms_of(CLOCK_MONOTONIC) - r->steady0;
}

static gz_room_sight room_sight(const gz_room *r)
{
	const int64_t wall = room_wall(r);
	const bool failed = r->failed.sentence[0] != '\0';
	return (gz_room_sight){.chronicle = &r->chronicle, .play = &r->play, .wall = wall, .ex = failed ? r->chronicle.clock.ex : gz_clock_ex(&r->chronicle.clock, wall),
		.failed = failed ? r->failed.sentence : NULL, .network = &r->network, .streams = r->streams, .n_streams = r->n_streams};
}

/* ---- the log ---------------------------------------------------------------------------------------------------- */
typedef struct reading { gz_chronicle *chronicle; gz_status status; gz_error *err; } reading;

static bool read_one(void *context, const gz_ledger_entry *e)
{
	reading *r = context;
	r->status = gz_chronicle_add(r->chronicle, e->number, e->wall, e->kind, e->body, e->size, r->err);
	return r->status == GZ_OK;
}

/* The chronicle and the state as the file has them. */
static gz_status room_recall(gz_room *r, gz_error *err)
{
	reading told = {&r->chronicle, GZ_OK, err};
	gz_chronicle_free(&r->chronicle);
	gz_chronicle_init(&r->chronicle);
	gz_play_free(&r->play);
	GZ_TRY(gz_ledger_read(r->ledger, 1, read_one, &told, err));
	GZ_TRY(told.status);
	return gz_play_fold(&r->play, &r->chronicle) ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

/* With the lock held: a write has failed. What is shown from now on is what the file has. */
static void room_fail(gz_room *r, const gz_error *why)
{
	if (r->failed.sentence[0])
		return;
	r->failed = *why;
	if (!r->failed.sentence[0])
		gz_error_set(&r->failed, GZ_ERR_IO, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_IO));
	gz_error err = {0};
	if (room_recall(r, &err) != GZ_OK)
		gz_play_fold(&r->play, &r->chronicle); /* as far as it could be read */
	r->changed = true;
	pthread_cond_signal(&r->wake);
}

static gz_status room_refuse_failed(const gz_room *r, const char **word, gz_error *err)
{
	*word = "disk";
	return gz_error_set(err, GZ_ERR_IO, NULL, 0, 0, "nothing more is taken: %s. Make room on the disk and start guzar again; all that was acknowledged is kept", r->failed.sentence);
}

/* With the lock held: into chronicle, state and log, not yet on the disk. */
static gz_status room_put(gz_room *r, gz_entry_kind kind, json_t *body, int64_t wall, int64_t *number, gz_error *err)
{
	json_object_set_new(body, "ex", json_integer(gz_clock_ex(&r->chronicle.clock, wall)));
	char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
	if (!text)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	const size_t size = strlen(text);
	gz_status st = gz_chronicle_add(&r->chronicle, gz_ledger_last(r->ledger) + 1, wall, gz_chronicle_kind_name(kind), text, size, err);
	if (st == GZ_OK) {
		gz_error why = {0};
		st = gz_ledger_add(r->ledger, wall, gz_chronicle_kind_name(kind), text, size, number, &why);
		if (st == GZ_OK && !gz_play_fold(&r->play, &r->chronicle))
			st = gz_error_set(&why, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
		if (st != GZ_OK) {
			room_fail(r, &why);
			if (err)
				*err = why;
		}
	}
	free(text);
	return st;
}

/* Without the lock: until an entry is on the disk. */
static gz_status room_wait(gz_room *r, int64_t number, gz_error *err)
{
	gz_error why = {0};
	const gz_status st = gz_ledger_wait(r->ledger, number, &why);
	if (st != GZ_OK) {
		pthread_mutex_lock(&r->lock);
		room_fail(r, &why);
		pthread_mutex_unlock(&r->lock);
		if (err)
			*err = why;
	}
	return st;
}

gz_status gz_room_submit(gz_room *r, gz_entry_kind kind, json_t *body, const char *by, int64_t *number, const char **word, gz_error *err)
{
	*word = "memory";
	if (!body || (by && json_object_set_new(body, "by", json_string(by)) != 0)) {
		json_decref(body);
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	}
	pthread_mutex_lock(&r->lock);
	const int64_t wall = room_wall(r);
	gz_status st = r->failed.sentence[0] ? room_refuse_failed(r, word, err) : GZ_OK;
	const char *refusal = st == GZ_OK ? gz_play_refusal(&r->play, &r->chronicle, kind, body, wall, err) : NULL;
	if (refusal) {
		*word = refusal;
		st = GZ_ERR_INPUT;
	}
	if (st == GZ_OK)
		st = room_put(r, kind, body, wall, number, err);
	pthread_mutex_unlock(&r->lock);
	json_decref(body);
	if (st != GZ_OK)
		return st;
	*word = "disk";
	GZ_TRY(room_wait(r, *number, err));
	pthread_mutex_lock(&r->lock);
	r->changed = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	return GZ_OK;
}

void gz_room_read(gz_room *r, gz_room_reader *reader, void *context)
{
	for (int32_t again = 0; again < 2; again++) {
		pthread_mutex_lock(&r->lock);
		const gz_room_sight sight = room_sight(r);
		const int64_t last = sight.failed ? 0 : gz_ledger_last(r->ledger);
		reader(context, &sight);
		pthread_mutex_unlock(&r->lock);
		if (room_wait(r, last, NULL) == GZ_OK)
			return;
	}
}

/* ---- telling the screens ---------------------------------------------------------------------------------------- */
static void stream_drop(gz_room *r, int32_t i)
{
	gz_push_end(r->streams[i].push);
	r->streams[i] = r->streams[--r->n_streams];
}

static int64_t seat_generation(const gz_room *r, const char *seat)
{
	return json_integer_value(json_object_get(json_object_get(json_object_get(r->play.state, "seats"), seat), "generation"));
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
	const gz_room_sight sight = room_sight(r);
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
			stream_drop(r, i);
		} else if (s->who.rank == GZ_ROOM_SEAT && s->generation != seat_generation(r, s->who.name)) {
			gz_push_send(s->push, "event: gone\ndata: {}\n\n", 22);
			stream_drop(r, i);
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
	const gz_room_sight sight = room_sight(r);
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
	if (body && room_put(r, GZ_ENTRY_TICK, body, wall, &number, NULL) == GZ_OK)
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
	const gz_status st = room_wait(r, last, NULL);
	pthread_mutex_lock(&r->lock);
	if (!t)
		return;
	if (st == GZ_OK && !r->hushed)
		telling_send(t, r);
	telling_free(t);
}

static void *teller(void *context)
{
	gz_room *r = context;
	int64_t spoke = ms_of(CLOCK_MONOTONIC);
	pthread_mutex_lock(&r->lock);
	while (!r->closing) {
		teller_sleep(r);
		keep_tick(r, room_wall(r));
		tell_changes(r);
		const int64_t now = ms_of(CLOCK_MONOTONIC);
		if (now - spoke >= AWAKE_MS) {
			tell_line(r, ":\n\n");
			spoke = now;
		}
		sweep(r);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
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
		r->streams[r->n_streams++] = (gz_room_stream){.push = push, .who = *who, .generation = who->rank == GZ_ROOM_SEAT ? seat_generation(r, who->name) : 0};
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
		stream_drop(r, r->n_streams - 1);
	pthread_mutex_unlock(&r->lock);
}

/* ---- who may come in -------------------------------------------------------------------------------------------- */
/* Tokens stand for "control:NAME" or "seat:GENERATION:ROLE". */
gz_room_who gz_room_known(gz_room *r, const char *token, bool *expired)
{
	gz_room_who who = {0};
	char *held = gz_login_who(&r->login, token);
	*expired = token && token[0] && !held;
	if (held && strncmp(held, "control:", 8) == 0) {
		who.rank = GZ_ROOM_CONTROL;
		snprintf(who.name, sizeof who.name, "%s", held + 8);
	} else if (held && strncmp(held, "seat:", 5) == 0) {
		char *end = NULL;
		const int64_t generation = strtoll(held + 5, &end, 10);
		pthread_mutex_lock(&r->lock);
		*expired = *end != ':' || generation != seat_generation(r, end + 1);
		const char *kind = *expired ? NULL : json_string_value(json_object_get(gz_play_role(&r->play, end + 1), "kind"));
		who.shows = kind && strcmp(kind, "projector") == 0;
		pthread_mutex_unlock(&r->lock);
		if (!*expired) {
			who.rank = GZ_ROOM_SEAT;
			snprintf(who.name, sizeof who.name, "%s", end + 1);
		}
	}
	free(held);
	return who;
}

/* Whether an address must wait; with the door held. */
static gz_status door_waits(gz_room *r, const char *from, const char **word, gz_error *err)
{
	if (!gz_login_waits(&r->login, from, ms_of(CLOCK_MONOTONIC)))
		return GZ_OK;
	*word = "wait";
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "too many wrong tries from this device: wait a minute");
}

static gz_status door_wrong(gz_room *r, const char *from, const char *what, const char **word, gz_error *err)
{
	gz_login_wrong(&r->login, from, ms_of(CLOCK_MONOTONIC));
	*word = what;
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this %s is not the right one", strcmp(what, "pin") == 0 ? "PIN" : what);
}

/* A PIN opens the seats of its kind: players', or those of the people who watch and show. */
static gz_status door_pin(gz_room *r, const char *from, const char *pin, const char *seat, const char **word, gz_error *err)
{
	pthread_mutex_lock(&r->lock);
	const json_t *role = gz_play_role(&r->play, seat);
	const bool known = role != NULL, plays = known && gz_play_plays(role);
	const bool fits = strcmp(pin, plays ? r->network.pin : r->network.staff) == 0;
	pthread_mutex_unlock(&r->lock);
	if (!known) {
		*word = "role";
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "there is no such role in this exercise");
	}
	return fits ? GZ_OK : door_wrong(r, from, "pin", word, err);
}

gz_status gz_room_join(gz_room *r, const char *from, const char *pin, const char *seat, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err)
{
	int64_t number = 0;
	char who[96];
	pthread_mutex_lock(&r->door);
	gz_status st = door_waits(r, from, word, err);
	if (st == GZ_OK)
		st = door_pin(r, from, pin, seat, word, err);
	pthread_mutex_unlock(&r->door);
	GZ_TRY(st);
	GZ_TRY(gz_room_submit(r, GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", "join", "seat", seat), NULL, &number, word, err));
	pthread_mutex_lock(&r->lock);
	snprintf(who, sizeof who, "seat:%lld:%s", (long long)seat_generation(r, seat), seat);
	pthread_mutex_unlock(&r->lock);
	*word = "disk";
	return gz_login_give(&r->login, who, token, err);
}

gz_status gz_room_login(gz_room *r, const char *from, const char *password, const char *name, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err)
{
	char who[96];
	pthread_mutex_lock(&r->door);
	gz_status st = door_waits(r, from, word, err);
	if (st == GZ_OK && !gz_login_fits(&r->login, "control", password))
		st = door_wrong(r, from, "password", word, err);
	if (st == GZ_OK) {
		*word = "disk";
		snprintf(who, sizeof who, "control:%s", name);
		st = gz_login_give(&r->login, who, token, err);
	}
	pthread_mutex_unlock(&r->door);
	return st;
}

gz_status gz_room_leave(gz_room *r, const char *token, gz_error *err)
{
	return token ? gz_login_forget(&r->login, token, err) : GZ_OK;
}

/* ---- how the room is reached ------------------------------------------------------------------------------------ */
static gz_status network_save(gz_room *r, const gz_room_network *n, gz_error *err)
{
	GZ_TRY(gz_ledger_set(r->ledger, "pin", n->pin, err));
	GZ_TRY(gz_ledger_set(r->ledger, "staff", n->staff, err));
	GZ_TRY(gz_ledger_set(r->ledger, "address", n->address, err));
	GZ_TRY(gz_ledger_set(r->ledger, "wifi", n->wifi, err));
	GZ_TRY(gz_ledger_set(r->ledger, "key", n->key, err));
	pthread_mutex_lock(&r->lock);
	r->network = *n;
	r->changed = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	return GZ_OK;
}

static gz_room_network network_now(gz_room *r)
{
	pthread_mutex_lock(&r->lock);
	const gz_room_network n = r->network;
	pthread_mutex_unlock(&r->lock);
	return n;
}

static void network_pins(gz_room_network *n)
{
	gz_login_pin(n->pin);
	do
		gz_login_pin(n->staff);
	while (strcmp(n->pin, n->staff) == 0);
}

gz_status gz_room_new_pins(gz_room *r, const char *by, gz_error *err)
{
	int64_t number = 0;
	const char *word = NULL;
	GZ_TRY(gz_room_submit(r, GZ_ENTRY_SEAT, json_pack("{s:s}", "act", "pin"), by, &number, &word, err));
	pthread_mutex_lock(&r->door);
	gz_room_network n = network_now(r);
	network_pins(&n);
	const gz_status st = network_save(r, &n, err);
	pthread_mutex_unlock(&r->door);
	return st;
}

gz_status gz_room_set_network(gz_room *r, const char *address, const char *wifi, const char *key, gz_error *err)
{
	pthread_mutex_lock(&r->door);
	gz_room_network n = network_now(r);
	snprintf(n.address, sizeof n.address, "%s", address ? address : n.address);
	snprintf(n.wifi, sizeof n.wifi, "%s", wifi ? wifi : n.wifi);
	snprintf(n.key, sizeof n.key, "%s", key ? key : n.key);
	const gz_status st = network_save(r, &n, err);
	pthread_mutex_unlock(&r->door);
	return st;
}

static gz_status setting_load(gz_room *r, const char *key, char *out, size_t size, gz_error *err)
{
	char *value = NULL;
	GZ_TRY(gz_ledger_get(r->ledger, key, &value, err));
	if (value)
		snprintf(out, size, "%s", value);
	free(value);
	return GZ_OK;
}

static gz_status network_load(gz_room *r, gz_error *err)
{
	gz_room_network n = {0};
	GZ_TRY(setting_load(r, "pin", n.pin, sizeof n.pin, err));
	GZ_TRY(setting_load(r, "staff", n.staff, sizeof n.staff, err));
	GZ_TRY(setting_load(r, "address", n.address, sizeof n.address, err));
	GZ_TRY(setting_load(r, "wifi", n.wifi, sizeof n.wifi, err));
	GZ_TRY(setting_load(r, "key", n.key, sizeof n.key, err));
	if (n.pin[0] && n.staff[0]) {
		r->network = n;
		return GZ_OK;
	}
	network_pins(&n);
	return network_save(r, &n, err);
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

/* The first entry, or the pause at which a room that was running stands after it was closed or killed. */
static gz_status room_resume(gz_room *r, const gz_pack *pack, gz_error *err)
{
	int64_t number = 0;
	const char *word = NULL;
	const int32_t n = r->chronicle.n;
	const int64_t last = n > 0 ? r->chronicle.entries[n - 1].wall : 0;
	r->wall0 = ms_of(CLOCK_REALTIME) > last ? ms_of(CLOCK_REALTIME) : last;
	r->steady0 = ms_of(CLOCK_MONOTONIC);
	if (n == 0)
		return gz_room_submit(r, GZ_ENTRY_OPEN, pack ? gz_play_opening_of(pack) : gz_play_opening(), "guzar", &number, &word, err);
	if (r->chronicle.clock.state != GZ_CLOCK_RUNNING)
		return GZ_OK;
	json_t *body = json_pack("{s:s, s:s}", "act", "pause", "by", "guzar");
	gz_status st = body ? room_put(r, GZ_ENTRY_CLOCK, body, last, &number, err) : GZ_ERR_MEMORY;
	json_decref(body);
	return st == GZ_OK ? room_wait(r, number, err) : st;
}

/* A file that cannot be opened here is told of by the ledger. */
static gz_status room_guard(gz_room *r, const char *path, gz_error *err)
{
	r->guard = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (r->guard >= 0 && flock(r->guard, LOCK_EX | LOCK_NB) != 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this exercise is being served already; two rooms cannot share a file");
	return GZ_OK;
}

static gz_status room_start(gz_room *r, const gz_room_options *o, char password[GZ_ROOM_PASSWORD], gz_error *err)
{
	GZ_TRY(room_guard(r, o->path, err));
	GZ_TRY(gz_ledger_open(&r->ledger, o->path, "exercise", err));
	GZ_TRY(gz_login_init(&r->login, r->ledger, err));
	GZ_TRY(room_recall(r, err));
	GZ_TRY(room_resume(r, o->pack, err));
	GZ_TRY(network_load(r, err));
	GZ_TRY(room_password(r, o->fresh_password, password, err));
	if (pthread_create(&r->teller, NULL, teller, r) != 0)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "no thread could be started");
	r->started = true;
	return GZ_OK;
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
	pthread_cond_init(&r->wake, &steady);
	pthread_condattr_destroy(&steady);
	gz_chronicle_init(&r->chronicle);
	r->guard = -1;
	const gz_status st = room_start(r, options, password, err);
	if (st != GZ_OK) {
		gz_room_close(r);
		return st;
	}
	*out = r;
	return GZ_OK;
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
		st = room_recall(r, err);
		if (st == GZ_OK && (*canonical = gz_play_canonical(&r->play, &r->chronicle)) == NULL)
			st = gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
		gz_play_free(&r->play);
		gz_chronicle_free(&r->chronicle);
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
	pthread_mutex_unlock(&r->lock);
	if (r->started)
		pthread_join(r->teller, NULL);
	gz_room_hush(r);
	gz_ledger_close(r->ledger);
	gz_play_free(&r->play);
	gz_chronicle_free(&r->chronicle);
	if (r->guard >= 0)
		close(r->guard);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	pthread_mutex_destroy(&r->door);
	free(r);
}
