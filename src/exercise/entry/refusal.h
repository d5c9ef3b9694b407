/* Why an entry cannot follow now: a word for programs, a sentence for people.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_REFUSAL_H
#define GZ_REFUSAL_H
#include "exercise/play.h"

typedef struct gz_refusal_asked {
	const gz_play *play;
	const gz_chronicle *chronicle;
	const json_t *body;
	int64_t wall, ex; /* when it would happen */
	gz_error *err;
} gz_refusal_asked;

/* NULL: it can follow. */
const char *gz_refusal_of(const gz_refusal_asked *asked, gz_entry_kind kind);
/* Puts the sentence into err and gives back the word. */
const char *gz_refusal_say(const gz_refusal_asked *asked, const char *word, const char *sentence);
/* Whether the clock stands where an entry of the play makes no sense: before STARTEX, after ENDEX, in a real emergency. */
const char *gz_refusal_clock(const gz_refusal_asked *asked);
/* A list of roles that get something, or of control: none but the writer's own is wrong. */
const char *gz_refusal_to(const gz_refusal_asked *asked, const json_t *list);
/* What was entered for somebody: it says when, and that time has been. */
const char *gz_refusal_proxy(const gz_refusal_asked *asked);
#endif
