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
/* An inject goes out now, by hand, with the values of the moment; on the disk when it returns GZ_OK. As gz_room_submit. once: the mark of the
 * order, which counts once; NULL none. */
gz_status gz_lived_send(gz_room *room, const char *inject, const char *by, const char *once, int64_t *number, const char **word, gz_error *err) GZ_MUST_CHECK;
/* With the lock held: something has happened that the threads should look at. */
void gz_lived_stir(gz_room *room);
#endif
