/* The lived world of an exercise and what the script owes: two threads of the room.
 *
 * One keeps the stage where the state of play says, and puts into the log what the director owes: injects, lapses, what absent roles do.
 * The other, at low priority, lets two hundred worlds beside it follow. What they come to is published in the room's `world`. Nobody who
 * acts waits for either: the room's lock is held only to look and to put.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LIVED_H
#define GZ_LIVED_H
#include "serve/room.h"

enum { GZ_LIVED_SIBLINGS = 200 };

/* With the lock held: starts the threads, where the room plays a pack. */
gz_status gz_lived_start(gz_room *room, gz_error *err) GZ_MUST_CHECK;
/* Ends them, once the room is closing; harmless where they were not started. */
void gz_lived_stop(gz_room *room);
/* What is to go out by hand, and who says so. */
typedef struct gz_lived_order {
	const char *inject, *by;
	const char *once; /* the mark of the order, which counts once; NULL none */
	int64_t count;    /* how often it has been sent as far as `by` knows; -1 whatever it is */
} gz_lived_order;

/* An inject goes out now, by hand, with the values of the moment; on the disk when it returns GZ_OK. As gz_room_submit. */
gz_status gz_lived_send(gz_room *room, const gz_lived_order *order, int64_t *number, const char **word, gz_error *err) GZ_MUST_CHECK;
/* With the lock held: something has happened that the threads should look at. */
void gz_lived_stir(gz_room *room);
#endif
