/* Tells every screen what has changed, once it is on the disk; keeps the running clock's ticks: inside the room.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TELLER_H
#define GZ_TELLER_H
#include "serve/inside.h"

/* A thread; context is the room. */
void *gz_teller_run(void *context);
/* With the lock held: ends a stream. */
void gz_teller_drop(gz_room *room, int32_t stream);
#endif
