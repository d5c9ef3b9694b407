/* What one screen may know: the state as a seat, the control team, the projector or a newcomer sees it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_VIEW_H
#define GZ_VIEW_H
#include "serve/room.h"

enum { GZ_VIEW_ENTRIES = 60 }; /* the latest that a screen gets */

/* A new object that shares parts of the state: to be written out and let go while the room is held. NULL: no memory. */
json_t *gz_view_make(const gz_room_sight *sight, const gz_room_who *who);
/* The clock alone: state, ex, speed, started, and where a pack is played sim, date, phase, pace, phase_ends. */
json_t *gz_view_clock(const gz_room_sight *sight);
/* For how many minutes the seats whose devices are silent have been so, all together. */
int64_t gz_view_missed(const gz_room_sight *sight);
#endif
