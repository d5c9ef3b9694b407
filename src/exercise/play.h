/* The state of an exercise: what the entries in force of its chronicle come to, as one JSON object.
 *
 * Folding entry by entry and folding all of them anew give the same state; so does folding on another machine. The clock stands in it as
 * its last order left it, not as it runs. Times ex, at, from, to are ms of exercise time; sim is seconds of the scenario's clock.
 *
 *   title, roles    as the exercise was opened
 *   opened          pack, pack_hash, seed, world, seed_by, names: as far as the opening says them
 *   seats           by role: generation (grows when it is freed), joined (until it is freed, or its last device leaves), check (number of
 *                   the comms check it answered), away (true: none of its devices was heard for long)
 *   check           number of the last comms check asked for, 0 none
 *   phases          from, to: the timetable in force
 *   injects         by id, those that were touched: status (planned, held, skipped, sent), shift, edit {subject, body, to};
 *                   once sent number, ex (of the first time), last (ex), due, variant, count
 *   messages        number, ex, sim, by, to (roles, "control"; empty = all roles), text, or subject and body by language; seat (who writes),
 *                   from, persona, channel, inject, variant, why, due, reply_to, proxy, at; seen {seat: "read" or "done"}
 *   actions         by INJECT.ACTION: ex, seat, by, entry, how (reply, decision, form, claim, tick, machine), text
 *   milestones      by id: ex. passed, none: by inject: ex
 *   holding         by inject: ex and sim since which the condition it waits for has held
 *   orders          number, ex, sim, seat, decision, hours (for which it is given; none: until it is lifted), reasons, legal, status (waiting,
 *                   ordered, refused, lifted), ordered (ex), from_sim and lifted_sim (in force between them; yet to come where hours were given),
 *                   review_sim (by when it is to be looked at again), reason, reply_to, proxy, at
 *   forms           number, ex, sim, seat, form, fields, result (of annex2: serve/annex.h), reply_to, proxy, at
 *   answers         phase, question, seat, text, number, ex: the last of each seat. released: {"PHASE.Q": true}
 *   observations    number, ex, sim, by, seat, task, kind, text, inject, order, at
 *   emergency       null, or number and read {seat: true}
 *   back            null, or the last rewind: number, from, to
 *   slowed          number, ex, was: the speed at which the clock went before a phase began with its own; absent once one is chosen
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PLAY_H
#define GZ_PLAY_H
#include "exercise/chronicle.h"
#include "exercise/pack.h"
#include "exercise/timetable.h"

enum { GZ_PLAY_TEXT = 4000, GZ_PLAY_LONG = 65536 }; /* bytes of a text of a person at most, and of a body of the pack's */
#define GZ_PLAY_MACHINE "machine"  /* `by` of what the program itself enters */
#define GZ_PLAY_CONTROL "control"  /* in `to` of a message: the control team */

/* {.pack = pack} before the first fold; a room without a pack has none. The pack is borrowed and only read. */
typedef struct gz_play {
	const gz_pack *pack;
	gz_timetable timetable; /* in force after what was folded */
	json_t *state;          /* NULL before the first fold */
	int32_t done, rewinds;  /* of the chronicle: entries folded, rewinds seen */
} gz_play;

/* Keeps the pack. */
void gz_play_free(gz_play *play);
/* Takes in what the chronicle has got since the last time; starts anew after a rewind. False: no memory. */
bool gz_play_fold(gz_play *play, const gz_chronicle *chronicle);
/* Puts into a body what the log itself says of it: its exercise time at a wall time, and in orders to the clock and the phases when the
 * clock is to stand or to go at another speed by itself (chronicle.h), and the speed that a phase has set back (`was`). False: no memory. */
bool gz_play_stamp(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, json_t *body, int64_t wall);
/* State and clock with sorted keys, for the caller to free; NULL: no memory. */
char *gz_play_canonical(const gz_play *play, const gz_chronicle *chronicle);

/* Why an entry of this kind and body cannot follow now: a word ("seat", "message", "clock" ...), with a sentence in err; NULL: it can.
 * wall: the time at which it would happen. */
const char *gz_play_refusal(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, const json_t *body, int64_t wall, gz_error *err);

/* A role by its name, NULL: none; and whether it plays, rather than watches or shows. */
const json_t *gz_play_role(const gz_play *play, const char *id);
bool gz_play_plays(const json_t *role);
/* Whether somebody has taken the seat. */
bool gz_play_seated(const gz_play *play, const char *seat);
/* And has been heard of late. */
bool gz_play_there(const gz_play *play, const char *seat);
/* Whether a message goes to a role. */
bool gz_play_reaches(const json_t *message, const char *seat);
/* An inject, decision or phase of the pack by its name, -1: none. */
int32_t gz_play_inject(const gz_play *play, const char *id);
int32_t gz_play_decision(const gz_play *play, const char *id);
int32_t gz_play_phase(const gz_play *play, const char *id);
/* What the state holds of an inject that was touched, NULL: nothing. */
json_t *gz_play_touched(const gz_play *play, int32_t inject);
/* The body of the opening entry for a room without a pack: a title and the roles of eight agencies. */
json_t *gz_play_opening(void);
/* The same with title and roles of a pack; its facilitators and controllers come in by password, so that they are no seats. */
json_t *gz_play_opening_of(const gz_pack *pack);
#endif
