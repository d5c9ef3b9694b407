/* A play without a room: entries go into a chronicle as a room would put them, one wall clock, one pack.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PLAYING_H
#define PLAYING_H
#include "exercise/director.h"
#include <check.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

typedef struct playing {
	gz_pack pack;
	gz_chronicle chronicle;
	gz_play play;
	gz_director_memory memory;
	int64_t wall;
} playing;

static inline int64_t playing_ex(const playing *p)
{
	return gz_clock_ex(&p->chronicle.clock, p->wall);
}

/* The word of the refusal, NULL: it was taken. Takes the body over. */
static inline const char *playing_put(playing *p, gz_entry_kind kind, json_t *body, gz_error *err)
{
	ck_assert_ptr_nonnull(body);
	const char *word = gz_play_refusal(&p->play, &p->chronicle, kind, body, p->wall, err);
	if (!word) {
		gz_error why = {0};
		ck_assert(gz_play_stamp(&p->play, &p->chronicle, kind, body, p->wall));
		char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
		ck_assert_msg(gz_chronicle_add(&p->chronicle, p->chronicle.n + 1, p->wall, gz_chronicle_kind_name(kind), text, strlen(text), &why) == GZ_OK, "%s: %s",
			text, why.sentence);
		free(text);
		ck_assert(gz_play_fold(&p->play, &p->chronicle));
	}
	json_decref(body);
	return word;
}

/* A body as people write it, with ' for ". */
static inline json_t *playing_body(const char *text)
{
	char *copy = strdup(text);
	for (char *s = copy; *s; s++)
		*s = *s == '\'' ? '"' : *s;
	json_error_t why;
	json_t *body = json_loads(copy, 0, &why);
	ck_assert_msg(body != NULL, "%s: %s", copy, why.text);
	free(copy);
	return body;
}

/* Taken, with `by`. */
static inline int64_t playing_do(playing *p, gz_entry_kind kind, const char *text)
{
	gz_error err = {0};
	json_t *body = playing_body(text);
	if (!json_object_get(body, "by"))
		json_object_set_new(body, "by", json_object_get(body, "seat") ? json_incref(json_object_get(body, "seat")) : json_string("One"));
	const char *word = playing_put(p, kind, body, &err);
	ck_assert_msg(word == NULL, "%s: refused, %s: %s", text, word, err.sentence);
	return p->chronicle.n;
}

/* Refused, with this word and a sentence. */
static inline void playing_not(playing *p, gz_entry_kind kind, const char *text, const char *wanted)
{
	gz_error err = {0};
	json_t *body = playing_body(text);
	if (!json_object_get(body, "by"))
		json_object_set_new(body, "by", json_string("One"));
	const char *word = playing_put(p, kind, body, &err);
	ck_assert_msg(word != NULL, "%s: was taken", text);
	ck_assert_msg(strcmp(word, wanted) == 0, "%s: %s (%s), wanted %s", text, word, err.sentence, wanted);
	ck_assert_msg(err.sentence[0] != '\0', "%s: no sentence", text);
}

/* What the director owes now, put in; how many entries. */
static inline int playing_direct(playing *p, const gz_expr_env *world)
{
	for (int n = 0;; n++) {
		gz_entry_kind kind = GZ_ENTRY_TICK;
		gz_error err = {0};
		json_t *body = NULL;
		ck_assert(gz_director_due(&p->play, &p->chronicle, playing_ex(p), world, &p->memory, &kind, &body));
		if (!body)
			return n;
		char *text = json_dumps(body, JSON_COMPACT);
		const char *word = playing_put(p, kind, body, &err);
		ck_assert_msg(word == NULL, "the director's %s is refused, %s: %s", text, word, err.sentence);
		free(text);
		ck_assert_msg(n < 10000, "the director does not come to an end");
	}
}

/* The clock at ex ms, or at the end of the last phase, by a jump, stepping where time makes something due. */
static inline void playing_to(playing *p, int64_t ex, const gz_expr_env *world)
{
	for (;;) {
		playing_direct(p, world);
		const int64_t next = gz_director_next(&p->play, &p->chronicle, playing_ex(p)), to = next < ex ? next : ex;
		if (to <= playing_ex(p) || gz_clock_over(&p->chronicle.clock, p->wall))
			return;
		gz_error err = {0};
		ck_assert(playing_put(p, GZ_ENTRY_CLOCK, json_pack("{s:s, s:I}", "act", "jump", "value", (json_int_t)to), &err) == NULL);
	}
}

static inline void playing_open(playing *p)
{
	gz_chronicle_init(&p->chronicle);
	p->play = (gz_play){.pack = &p->pack};
	p->memory = (gz_director_memory){0};
	p->wall = 1000000;
	ck_assert(gz_play_fold(&p->play, &p->chronicle));
	ck_assert(playing_put(p, GZ_ENTRY_OPEN, gz_play_opening_of(&p->pack), NULL) == NULL);
}

/* From the text of a pack without a scenario. */
static inline void playing_begin(playing *p, const char *yaml)
{
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	*p = (playing){0};
	const gz_status st = gz_pack_parse(&p->pack, yaml, strlen(yaml), &mistakes);
	ck_assert_msg(st == GZ_OK, "the pack: %s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
	gz_mistakes_free(&mistakes);
	playing_open(p);
}

static inline void playing_end(playing *p)
{
	gz_play_free(&p->play);
	gz_chronicle_free(&p->chronicle);
	gz_pack_free(&p->pack);
}

/* The state is what the log comes to: folded anew, the same bytes. */
static inline void playing_same(const playing *p)
{
	gz_play anew = {.pack = &p->pack};
	ck_assert(gz_play_fold(&anew, &p->chronicle));
	char *live = gz_play_canonical(&p->play, &p->chronicle), *folded = gz_play_canonical(&anew, &p->chronicle);
	ck_assert_str_eq(live, folded);
	free(live);
	free(folded);
	gz_play_free(&anew);
}

static inline json_t *playing_state(const playing *p, const char *key)
{
	return json_object_get(p->play.state, key);
}

/* ms of exercise time at which an inject was sent first, -1 not. */
static inline int64_t playing_sent(const playing *p, const char *inject)
{
	const json_t *row = json_object_get(playing_state(p, "injects"), inject), *number = json_object_get(row, "number");
	return number ? json_integer_value(json_object_get(row, "ex")) : -1;
}
#endif
