/* Days past, counted by their users: copying a history costs a pointer a day.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/live/history.h"
#include <stdlib.h>

gz_status gz_history_open(gz_history *h, int64_t size, int32_t room)
{
	*h = (gz_history){.size = size, .room = room, .days = calloc((size_t)room + 1, sizeof *h->days)};
	return h->days ? GZ_OK : GZ_ERR_MEMORY;
}

char *gz_history_add(gz_history *h)
{
	gz_history_day *day = h->n < h->room ? calloc(1, sizeof *day + (size_t)h->size) : NULL;
	if (!day)
		return NULL;
	atomic_init(&day->users, 1);
	h->days[h->n++] = day;
	return day->bytes;
}

static void history_forget(gz_history *h)
{
	while (h->n > 0) {
		gz_history_day *day = h->days[--h->n];
		if (atomic_fetch_sub(&day->users, 1) == 1)
			free(day);
	}
}

void gz_history_share(gz_history *to, const gz_history *from)
{
	for (int32_t i = 0; i < from->n; i++) /* first, for they may be the same days */
		atomic_fetch_add(&from->days[i]->users, 1);
	history_forget(to);
	for (; to->n < from->n; to->n++)
		to->days[to->n] = from->days[to->n];
}

void gz_history_close(gz_history *h)
{
	history_forget(h);
	free(h->days);
	*h = (gz_history){0};
}
