/* What people do in play, from the body that a page sent to the entry of the log.
 *
 * An entry gets the keys that its order knows, each of its type, and the seat that it is of; whether it may follow is for the state to
 * say. The control team enters what a role said or did elsewhere with `seat` and `at` (ms of exercise time): that is marked `proxy`.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TURN_H
#define GZ_TURN_H
#include "serve/room.h"

enum { GZ_TURN_SEAT = 1, GZ_TURN_CONTROL = 2 };

typedef struct gz_turn {
	gz_entry_kind kind;
	json_t *entry;        /* for the caller to hand on; NULL: no such entry, and `why` says why */
	const char *why;
} gz_turn;

/* Who may give an order, GZ_TURN_SEAT, GZ_TURN_CONTROL or both; 0: there is no such order. */
int gz_turn_may(const char *order);
void gz_turn_make(gz_turn *turn, const char *order, const json_t *body, const gz_room_who *who);
#endif
