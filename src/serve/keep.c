/* The room's time, its log and its state, which is what the log comes to.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/keep.h"
#include "serve/lived.h"
#include <stdlib.h>
#include <string.h>

enum { ONCE_MOST = 5000 }; /* entries among which a repeated one is looked for */

int64_t gz_keep_ms(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t gz_keep_wall(const gz_room *r)
{
	return r->wall0 + gz_keep_ms(CLOCK_MONOTONIC) - r->steady0;
}

gz_room_sight gz_keep_sight(const gz_room *r)
{
	const bool failed = r->failed.sentence[0] != '\0';
	/* a room that has failed stands where it will stand when it is opened again: at the last time that the log knows */
	const int64_t wall = failed && r->chronicle.n > 0 ? r->chronicle.entries[r->chronicle.n - 1].wall : gz_keep_wall(r);
	return (gz_room_sight){.chronicle = &r->chronicle, .play = &r->play, .pack = r->has_pack ? &r->pack : NULL, .phases = r->papers.phases,
		.decisions = r->papers.decisions, .channels = r->papers.channels, .personas = r->papers.personas, .wall = wall, .ex = gz_clock_ex(&r->chronicle.clock, wall),
		.failed = failed ? r->failed.sentence : NULL, .world = &r->world, .network = &r->network, .streams = r->streams, .n_streams = r->n_streams,
		.presence = &r->presence, .steady = gz_keep_ms(CLOCK_MONOTONIC)};
}

typedef struct reading { gz_chronicle *chronicle; gz_status status; gz_error *err; } reading;

static bool read_one(void *context, const gz_ledger_entry *e)
{
	reading *r = context;
	r->status = gz_chronicle_add(r->chronicle, e->number, e->wall, e->kind, e->body, e->size, r->err);
	return r->status == GZ_OK;
}

/* The chronicle and the state as the file has them. */
gz_status gz_keep_recall(gz_room *r, gz_error *err)
{
	reading told = {&r->chronicle, GZ_OK, err};
	gz_chronicle_free(&r->chronicle);
	gz_chronicle_init(&r->chronicle);
	gz_play_free(&r->play);
	r->play.pack = r->has_pack ? &r->pack : NULL;
	GZ_TRY(gz_ledger_read(r->ledger, 1, read_one, &told, err));
	GZ_TRY(told.status);
	return gz_play_fold(&r->play, &r->chronicle) ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

/* With the lock held: a write has failed. What is shown from now on is what the file has. */
void gz_keep_fail(gz_room *r, const gz_error *why)
{
	if (r->failed.sentence[0])
		return;
	r->failed = *why;
	if (!r->failed.sentence[0])
		gz_error_set(&r->failed, GZ_ERR_IO, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_IO));
	gz_error err = {0};
	if (gz_keep_recall(r, &err) != GZ_OK)
		gz_play_fold(&r->play, &r->chronicle); /* as far as it could be read */
	r->changed = true;
	pthread_cond_signal(&r->wake);
}

gz_status gz_keep_refusal(const gz_room *r, const char **word, gz_error *err)
{
	*word = "disk";
	return gz_error_set(err, GZ_ERR_IO, NULL, 0, 0, "nothing more is taken: %s. Mend that and start guzar again; all that was acknowledged is kept", r->failed.sentence);
}

/* With the lock held: into chronicle, state and log, not yet on the disk. */
gz_status gz_keep_put(gz_room *r, gz_entry_kind kind, json_t *body, int64_t wall, int64_t *number, gz_error *err)
{
	char *text = gz_play_stamp(&r->play, &r->chronicle, kind, body, wall) ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
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
			gz_keep_fail(r, &why);
			if (err)
				*err = why;
		}
	}
	free(text);
	gz_lived_stir(r);
	return st;
}

int64_t gz_keep_once(const gz_room *r, gz_entry_kind kind, const json_t *body)
{
	const char *once = json_string_value(json_object_get(body, "once"));
	const int32_t n = r->chronicle.n, oldest = n > ONCE_MOST ? n - ONCE_MOST : 0;
	for (int32_t i = n; once && i-- > oldest;) {
		const gz_entry *e = &r->chronicle.entries[i];
		const char *held = json_string_value(json_object_get(e->body, "once"));
		if (held && e->kind == kind && e->in_force && strcmp(held, once) == 0 && json_equal(json_object_get(e->body, "by"), json_object_get(body, "by")))
			return e->number;
	}
	return 0;
}

/* With the lock held: refused, or put. */
gz_status gz_keep_take(gz_room *r, gz_entry_kind kind, json_t *body, int64_t wall, int64_t *number, const char **word, gz_error *err)
{
	if (r->failed.sentence[0])
		return gz_keep_refusal(r, word, err);
	const char *refusal = gz_play_refusal(&r->play, &r->chronicle, kind, body, wall, err);
	if (!refusal && kind == GZ_ENTRY_ACT)
		refusal = gz_annex_judge(&r->annex, &r->play, gz_clock_ex(&r->chronicle.clock, wall), wall, body, err);
	if (!refusal)
		return gz_keep_put(r, kind, body, wall, number, err);
	*word = refusal;
	return GZ_ERR_INPUT;
}

/* Without the lock: until an entry is on the disk. */
gz_status gz_keep_wait(gz_room *r, int64_t number, gz_error *err)
{
	gz_error why = {0};
	const gz_status st = gz_ledger_wait(r->ledger, number, &why);
	if (st != GZ_OK) {
		pthread_mutex_lock(&r->lock);
		gz_keep_fail(r, &why);
		pthread_mutex_unlock(&r->lock);
		if (err)
			*err = why;
	}
	return st;
}

int64_t gz_keep_generation(const gz_room *r, const char *seat)
{
	return json_integer_value(json_object_get(json_object_get(json_object_get(r->play.state, "seats"), seat), "generation"));
}

gz_status gz_keep_shown(gz_room *r, int64_t number, const char **word, gz_error *err)
{
	*word = "disk";
	GZ_TRY(gz_keep_wait(r, number, err));
	pthread_mutex_lock(&r->lock);
	r->changed = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	return GZ_OK;
}
