/* The director: what the program itself owes the play at a moment, by the script, the clock and the world.
 *
 * Pure: it looks at the play and says the next entry; the caller puts it into the log, folds, and asks again until nothing is owed.
 * Of several, what should have come first comes first. An entry that the play refuses would be said again: the caller stops then.
 * Injects go out when their time has come and their channel's latency is over; the texts hold the values of that moment, in every
 * language of the pack. What was held goes out when it is released.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DIRECTOR_H
#define GZ_DIRECTOR_H
#include "exercise/due.h"
#include "exercise/play.h"

/* What need not be worked out anew at every look; zero-initialised it is empty, and nothing is lost by that: since when the conditions
 * of WHEN hold stands in the log (`holds`), so that a restart or a way back changes no moment. */
typedef struct gz_director_memory {
	int32_t done;  /* entries folded when time was last asked: until something is folded, or `quiet` ms, it owes nothing */
	int64_t quiet;
} gz_director_memory;

/* The next entry owed at ex ms. *body, for the caller to release, NULL: nothing is owed. world: streams, beds, untraced, queue, left and
 * truth (exercise/outlook.h), NULL: not known. False: no memory. Nothing is owed before STARTEX, after ENDEX and in a real emergency. */
bool gz_director_due(const gz_play *play, const gz_chronicle *chronicle, int64_t ex, const gz_expr_env *world, gz_director_memory *memory,
	gz_entry_kind *kind, json_t **body);
/* The earliest ms at which time alone makes something due, GZ_DUE_NEVER: nothing. What is owed already has been. */
int64_t gz_director_next(const gz_play *play, const gz_chronicle *chronicle, int64_t ex);

/* The body of SEND for an inject as it would go out now; why: "time", "trigger", "contingency" or "hand"; due GZ_DUE_NEVER: not planned.
 * NULL: no memory. */
json_t *gz_director_send(const gz_play *play, int64_t ex, int32_t inject, const gz_expr_env *world, const char *why, int64_t due);

/* A row of the script as it stands. */
typedef struct gz_director_row {
	int64_t planned; /* ms by the pack's plan with everything done in time, GZ_DUE_NEVER: it waits for the world, a decision or a person */
	int64_t due;     /* ms at which it will come as things stand; if it was sent, of its next time */
	int64_t sent;    /* ms of its first time, GZ_DUE_NEVER: not sent */
	int32_t count;   /* how often it was sent */
	bool held, skipped;
} gz_director_row;
/* rows: [n_injects] of the pack. */
void gz_director_plan(const gz_play *play, int64_t ex, gz_director_row *rows);
#endif
