/* Days past: one piece of bytes a day, shared by all who have it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HISTORY_H
#define GZ_HISTORY_H
#include "base/error.h"
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gz_history_day { atomic_int users; int32_t unused; char bytes[]; } gz_history_day;

typedef struct gz_history {
	int64_t size;            /* bytes of a day */
	int32_t n, room;
	gz_history_day **days;
} gz_history;

gz_status gz_history_open(gz_history *h, int64_t size, int32_t room);
/* The bytes of one more day, all 0, to be filled before the history is copied; NULL: no memory, or no room. */
char *gz_history_add(gz_history *h);
static inline const char *gz_history_bytes(const gz_history *h, int32_t day) { return h->days[day]->bytes; }
/* Another who has the same days; `to` must be open, of the same size and room, and forgets its own. */
void gz_history_share(gz_history *to, const gz_history *from);
void gz_history_close(gz_history *h);
#endif
