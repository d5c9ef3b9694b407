/* The state of an exercise: what the entries in force of its chronicle come to, as one JSON object.
 *
 * Folding entry by entry and folding all of them anew give the same state; so does folding on another machine. The clock stands in it as
 * its last order left it, not as it runs.
 *
 *   title, roles    as the exercise was opened
 *   seats           by role: generation (grows when it is freed), joined, check (number of the comms check it answered)
 *   check           number of the last comms check asked for, 0 none
 *   messages        number, ex, by, to (roles; empty = all), text, seen {seat: "read" or "done"}
 *   emergency       null, or number and read {seat: true}
 *   back            null, or the last rewind: number, from, to
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PLAY_H
#define GZ_PLAY_H
#include "exercise/chronicle.h"
#include "exercise/pack.h"

enum { GZ_PLAY_TEXT = 4000 }; /* bytes of a message at most */

typedef struct gz_play {
	json_t *state;         /* NULL before the first fold */
	int32_t done, rewinds; /* of the chronicle: entries folded, rewinds seen */
} gz_play;

void gz_play_free(gz_play *play);
/* Takes in what the chronicle has got since the last time; starts anew after a rewind. False: no memory. */
bool gz_play_fold(gz_play *play, const gz_chronicle *chronicle);
/* State and clock with sorted keys, for the caller to free; NULL: no memory. */
char *gz_play_canonical(const gz_play *play, const gz_chronicle *chronicle);

/* Why an entry of this kind and body cannot follow now: a word ("seat", "message", "clock" ...), with a sentence in err; NULL: it can.
 * wall: the time at which it would happen. */
const char *gz_play_refusal(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, const json_t *body, int64_t wall, gz_error *err);

/* A role by its name, NULL: none; and whether it plays, rather than watches or shows. */
const json_t *gz_play_role(const gz_play *play, const char *id);
bool gz_play_plays(const json_t *role);
/* Whether a message goes to a role. */
bool gz_play_reaches(const json_t *message, const char *seat);
/* The body of the opening entry for a room without a pack: a title and the roles of eight agencies. */
json_t *gz_play_opening(void);
/* The same with title and roles of a pack; its facilitators and controllers come in by password, so that they are no seats. */
json_t *gz_play_opening_of(const gz_pack *pack);
#endif
