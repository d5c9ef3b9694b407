/* The room's time, its log and its state: inside the room.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KEEP_H
#define GZ_KEEP_H
#include "serve/inside.h"
#include <time.h>

/* ms of a clock of the machine. */
int64_t gz_keep_ms(clockid_t which);

/* With the lock held: ms of the room's own wall; what a reader sees; how often a seat was freed. */
int64_t gz_keep_wall(const gz_room *room);
gz_room_sight gz_keep_sight(const gz_room *room);
int64_t gz_keep_generation(const gz_room *room, const char *seat);

/* Chronicle and state as the file has them. */
gz_status gz_keep_recall(gz_room *room, gz_error *err) GZ_MUST_CHECK;
/* With the lock held: a write has failed. What is shown from now on is what the file has. */
void gz_keep_fail(gz_room *room, const gz_error *why);
/* That nothing more is taken since. */
gz_status gz_keep_refusal(const gz_room *room, const char **word, gz_error *err) GZ_MUST_CHECK;
/* With the lock held: into chronicle, state and log, not yet on the disk. body is borrowed and gets its ex. */
gz_status gz_keep_put(gz_room *room, gz_entry_kind kind, json_t *body, int64_t wall, int64_t *number, gz_error *err) GZ_MUST_CHECK;
/* With the lock held: the number of the entry in force that says the same with the same mark (`once`), of late; 0 none. */
int64_t gz_keep_once(const gz_room *room, gz_entry_kind kind, const json_t *body);
/* As gz_keep_put where it may follow: GZ_ERR_INPUT with the word of the refusal. */
gz_status gz_keep_take(gz_room *room, gz_entry_kind kind, json_t *body, int64_t wall, int64_t *number, const char **word, gz_error *err) GZ_MUST_CHECK;
/* Without the lock: until an entry is on the disk. */
gz_status gz_keep_wait(gz_room *room, int64_t number, gz_error *err);
/* The same, and screens are told. */
gz_status gz_keep_shown(gz_room *room, int64_t number, const char **word, gz_error *err) GZ_MUST_CHECK;
#endif
