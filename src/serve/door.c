/* Who may come in, and how.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/door.h"
#include "base/hash.h"
#include "exercise/entry/typed.h"
#include "serve/inside.h"
#include "serve/keep.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Whom the rest of a token of the control team names, as long as the password is the one with which it was given. */
static gz_room_who door_control(gz_room *r, const char *rest)
{
	gz_room_who who = {0};
	char mark[GZ_LOGIN_MARK];
	gz_login_mark(&r->login, "control", mark);
	const size_t n = strlen(mark);
	if (n > 0 && strncmp(rest, mark, n) == 0 && rest[n] == ':') {
		who.rank = GZ_ROOM_CONTROL;
		snprintf(who.name, sizeof who.name, "%s", rest + n + 1);
	}
	return who;
}

static uint64_t door_device(const char *token)
{
	static const uint64_t key[2] = {0x6465766963657321, 0x746f6b656e206f66};
	const uint64_t hash = gz_hash_siphash(key, token, strlen(token));
	return hash ? hash : 1;
}

/* Tokens stand for "control:MARK:NAME", with the mark of the password, or "seat:GENERATION:ROLE". */
gz_room_who gz_door_known(gz_room *r, const char *token, bool *expired)
{
	gz_room_who who = {0};
	char *held = gz_login_who(&r->login, token);
	*expired = token && token[0] && !held;
	if (held && strncmp(held, "control:", 8) == 0) {
		who = door_control(r, held + 8);
	} else if (held && strncmp(held, "seat:", 5) == 0) {
		char *end = NULL;
		const int64_t generation = strtoll(held + 5, &end, 10);
		pthread_mutex_lock(&r->lock);
		*expired = *end != ':' || generation != gz_keep_generation(r, end + 1) || !gz_play_seated(&r->play, end + 1);
		const char *kind = *expired ? NULL : json_string_value(json_object_get(gz_play_role(&r->play, end + 1), "kind"));
		who.shows = kind && strcmp(kind, "projector") == 0;
		who.watches = kind && (strcmp(kind, "evaluator") == 0 || strcmp(kind, "observer") == 0);
		who.device = door_device(token);
		if (!*expired)
			gz_presence_heard(&r->presence, end + 1, generation, who.device, gz_keep_ms(CLOCK_MONOTONIC));
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
	if (!gz_login_waits(&r->login, from, gz_keep_ms(CLOCK_MONOTONIC)))
		return GZ_OK;
	*word = "wait";
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "too many wrong tries from this device: wait a minute");
}

static gz_status door_wrong(gz_room *r, const char *from, const char *what, const char **word, gz_error *err)
{
	gz_login_wrong(&r->login, from, gz_keep_ms(CLOCK_MONOTONIC));
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

/* Into the log, then the token. */
static gz_status door_take(gz_room *r, const char *seat, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err)
{
	int64_t number = 0;
	char who[96];
	GZ_TRY(gz_room_submit(r, GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", "join", "seat", seat), NULL, &number, word, err));
	pthread_mutex_lock(&r->lock);
	const int64_t generation = gz_keep_generation(r, seat);
	pthread_mutex_unlock(&r->lock);
	snprintf(who, sizeof who, "seat:%lld:%s", (long long)generation, seat);
	*word = "disk";
	GZ_TRY(gz_login_give(&r->login, who, token, err));
	pthread_mutex_lock(&r->lock);
	gz_presence_heard(&r->presence, seat, generation, door_device(token), gz_keep_ms(CLOCK_MONOTONIC));
	pthread_mutex_unlock(&r->lock);
	return GZ_OK;
}

gz_status gz_door_join(gz_room *r, const char *from, const char *pin, const char *seat, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err)
{
	pthread_mutex_lock(&r->door);
	gz_status st = door_waits(r, from, word, err);
	if (st == GZ_OK)
		st = door_pin(r, from, pin, seat, word, err);
	pthread_mutex_unlock(&r->door);
	GZ_TRY(st);
	pthread_rwlock_rdlock(&r->seats);
	st = door_take(r, seat, token, word, err);
	pthread_rwlock_unlock(&r->seats);
	return st;
}

/* Whether the log knows the program or a seat by a name, however it is written: nobody signs as them. */
static bool name_taken(gz_room *r, const char *name)
{
	char plain[64];
	size_t i;
	json_t *role;
	gz_typed_plain(name, plain, sizeof plain);
	bool taken = strcasecmp(plain, "machine") == 0 || strcasecmp(plain, "guzar") == 0;
	pthread_mutex_lock(&r->lock);
	json_array_foreach(json_object_get(r->play.state, "roles"), i, role)
		taken = taken || strcasecmp(plain, json_string_value(json_object_get(role, "id"))) == 0;
	pthread_mutex_unlock(&r->lock);
	return taken;
}

gz_status gz_door_login(gz_room *r, const char *from, const char *password, const char *name, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err)
{
	if (name_taken(r, name)) {
		*word = "name";
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the log knows the program itself or a role by this name: take another");
	}
	pthread_mutex_lock(&r->door);
	gz_status st = door_waits(r, from, word, err);
	if (st == GZ_OK && !gz_login_fits(&r->login, "control", password))
		st = door_wrong(r, from, "password", word, err);
	if (st == GZ_OK) {
		char who[96], mark[GZ_LOGIN_MARK];
		*word = "disk";
		gz_login_mark(&r->login, "control", mark);
		snprintf(who, sizeof who, "control:%s:%s", mark, name);
		st = gz_login_give(&r->login, who, token, err);
	}
	pthread_mutex_unlock(&r->door);
	return st;
}

/* A seat is left with the last device that could act for it; one that was not heard for long no longer could. Told to the log first, so that where the disk is full nobody has left. */
static gz_status door_left(gz_room *r, const char *held, const gz_room_who *who, gz_error *err)
{
	int64_t devices = 0, number = 0;
	const char *word = NULL;
	GZ_TRY(gz_ledger_count(r->ledger, held, &devices, err));
	pthread_mutex_lock(&r->lock);
	const bool other = gz_presence_other(&r->presence, who->name, gz_keep_generation(r, who->name), who->device, gz_keep_ms(CLOCK_MONOTONIC));
	pthread_mutex_unlock(&r->lock);
	if (devices > 1 && other)
		return GZ_OK;
	return gz_room_submit(r, GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", "leave", "seat", who->name), NULL, &number, &word, err);
}

gz_status gz_door_leave(gz_room *r, const char *token, gz_error *err)
{
	bool expired = false;
	pthread_rwlock_wrlock(&r->seats); /* nobody is half way in meanwhile */
	const gz_room_who who = gz_door_known(r, token, &expired);
	char *held = gz_login_who(&r->login, token);
	gz_status st = held && who.rank == GZ_ROOM_SEAT ? door_left(r, held, &who, err) : GZ_OK;
	if (st == GZ_OK && held)
		st = gz_login_forget(&r->login, token, err);
	pthread_mutex_lock(&r->lock);
	if (st == GZ_OK && who.device != 0)
		gz_presence_forget(&r->presence, who.device);
	pthread_mutex_unlock(&r->lock);
	pthread_rwlock_unlock(&r->seats);
	free(held);
	return st;
}

gz_status gz_door_again(gz_room *r, const char *once, const char token[GZ_LOGIN_TOKEN], gz_error *err)
{
	char before[GZ_LOGIN_TOKEN] = "";
	int32_t at = 0;
	if (!once)
		return GZ_OK;
	pthread_mutex_lock(&r->door);
	while (at < GZ_ROOM_COMERS && strcmp(r->comers[at].once, once) != 0)
		at++;
	if (at < GZ_ROOM_COMERS)
		memcpy(before, r->comers[at].token, sizeof before);
	else
		at = r->next_comer++ % GZ_ROOM_COMERS;
	snprintf(r->comers[at].once, sizeof r->comers[at].once, "%s", once);
	memcpy(r->comers[at].token, token, GZ_LOGIN_TOKEN);
	pthread_mutex_unlock(&r->door);
	return before[0] ? gz_door_leave(r, before, err) : GZ_OK;
}

int64_t gz_door_pace(gz_room *r, const gz_room_who *who, const char *from, const char *order, size_t size)
{
	static const char *const ranks[] = {[GZ_ROOM_NOBODY] = "from", [GZ_ROOM_SEAT] = "seat", [GZ_ROOM_CONTROL] = "control"};
	const int64_t each = who->rank == GZ_ROOM_CONTROL ? GZ_PACE_CONTROL : GZ_PACE_SEAT;
	const int64_t cost = strcmp(order, "read") == 0 ? each / GZ_PACE_MARK : each * (1 + (int64_t)(size / GZ_PACE_BYTES));
	char writer[80];
	if (r->unpaced)
		return 0;
	snprintf(writer, sizeof writer, "%s:%s", ranks[who->rank], who->rank == GZ_ROOM_NOBODY ? from : who->name);
	pthread_mutex_lock(&r->lock);
	const int64_t wait = gz_pace_take(&r->pace, writer, cost, gz_keep_ms(CLOCK_MONOTONIC));
	pthread_mutex_unlock(&r->lock);
	return wait;
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

/* Whether PINs were made by this order before. */
static bool pins_made(gz_room *r, const char *by, const char *once)
{
	json_t *body = once ? json_pack("{s:s, s:s}", "by", by, "once", once) : NULL;
	pthread_mutex_lock(&r->lock);
	const bool made = body && gz_keep_once(r, GZ_ENTRY_SEAT, body) > 0;
	pthread_mutex_unlock(&r->lock);
	json_decref(body);
	return made;
}

gz_status gz_door_new_pins(gz_room *r, const char *by, const char *once, gz_error *err)
{
	int64_t number = 0;
	const char *word = NULL;
	if (pins_made(r, by, once))
		return GZ_OK;
	GZ_TRY(gz_room_submit(r, GZ_ENTRY_SEAT, json_pack("{s:s, s:s*}", "act", "pin", "once", once), by, &number, &word, err));
	pthread_mutex_lock(&r->door);
	gz_room_network n = network_now(r);
	network_pins(&n);
	const gz_status st = network_save(r, &n, err);
	pthread_mutex_unlock(&r->door);
	return st;
}

gz_status gz_door_set_network(gz_room *r, const char *address, const char *wifi, const char *key, gz_error *err)
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

gz_status gz_door_network(gz_room *r, gz_error *err)
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
