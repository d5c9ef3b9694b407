/* What each order has changed: the world of a play lived once more without it, all else as it was, with the same draws of chance.
 *
 * What was said stays said: injects that an order set off, and their effects, are kept. The lived world comes with others of its seed, in
 * which the same was done, so that a difference can be told from luck. Nobody is rated by it: it is what a model says.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HINDSIGHT_H
#define GZ_HINDSIGHT_H
#include "exercise/stage.h"

enum { GZ_HINDSIGHT_INFECTIONS, GZ_HINDSIGHT_REPORTED /* first stream */, GZ_HINDSIGHT_CROSSED /* by the crossings, both ways */,
	GZ_HINDSIGHT_ROUND /* by informal ways */, GZ_HINDSIGHT_HELD /* at the end */, GZ_HINDSIGHT_QUANTITIES };
extern const char *const gz_hindsight_words[GZ_HINDSIGHT_QUANTITIES]; /* "infections", "reported", "crossed", "round", "held" */

typedef struct gz_hindsight {
	const gz_pack *pack;  /* borrowed */
	json_t *state;        /* of the play; shared, not changed */
	int64_t sim;
	gz_stage *stage;
	gz_impact played;
	int32_t n, days;      /* worlds; whole days lived */
	double *kept;         /* [day 0 .. days][crossed, round][world]: so far, as played */
	double *with, *without; /* [quantity][world] */
} gz_hindsight;

/* What is looked back on. */
typedef struct gz_hindsight_view {
	const gz_pack *pack;
	json_t *state;             /* of the play */
	int64_t sim;               /* scenario seconds at the end */
	uint64_t seed;
	int32_t world, n, threads; /* the world played; with the n - 1 after it; at most so many threads, 0 all */
} gz_hindsight_view;

/* Lives the worlds of a view as its state says, to its end. The pack and the state must outlive it, and may be read by others meanwhile.
 * GZ_ERR_INTERRUPTED where progress said no. Free it in any case. */
gz_status gz_hindsight_open(gz_hindsight *hindsight, const gz_hindsight_view *view, gz_session_progress progress, void *context, gz_error *err);
void gz_hindsight_free(gz_hindsight *hindsight);
/* The order at an index of the state's list: {order, decision, seat, from_sim, lifted_sim, with: {infections ...}, without: {...}, others:
 * {worlds, infections: [5, 50, 95 %], ...}}; others: without it less with it, in the worlds beside. *row NULL: it never came into force.
 * Infections and reports are those of the countries where players sit. */
gz_status gz_hindsight_order(gz_hindsight *hindsight, size_t index, json_t **row, gz_session_progress progress, void *context, gz_error *err);
#endif
