/* What one screen may know: the state as a seat, the control team, the projector or a newcomer sees it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_VIEW_H
#define GZ_VIEW_H
#include "serve/room.h"

enum { GZ_VIEW_MESSAGES = 100, GZ_VIEW_ENTRIES = 60 }; /* the latest of each that a screen gets */

/* A new object; NULL: no memory. */
json_t *gz_view_make(const gz_room_sight *sight, const gz_room_who *who);
/* The clock alone: state, ex, speed, started. */
json_t *gz_view_clock(const gz_room_sight *sight);
#endif
