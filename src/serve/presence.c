/* Devices by seat, and when they were heard.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/presence.h"
#include <stdio.h>
#include <string.h>

static bool of_seat(const gz_presence *p, int32_t i, const char *seat, int64_t generation)
{
	return p->devices[i].device != 0 && p->devices[i].generation == generation && strcmp(p->devices[i].seat, seat) == 0;
}

void gz_presence_heard(gz_presence *p, const char *seat, int64_t generation, uint64_t device, int64_t now)
{
	int32_t at = 0;
	for (int32_t i = 0; i < GZ_PRESENCE_DEVICES; i++) {
		if (p->devices[i].device == device) {
			at = i;
			break;
		}
		if (p->devices[i].device == 0 ? p->devices[at].device != 0 : p->devices[at].device != 0 && p->devices[i].heard < p->devices[at].heard)
			at = i;
	}
	p->devices[at].device = device;
	p->devices[at].generation = generation;
	p->devices[at].heard = now;
	snprintf(p->devices[at].seat, sizeof p->devices[at].seat, "%s", seat);
}

void gz_presence_forget(gz_presence *p, uint64_t device)
{
	for (int32_t i = 0; i < GZ_PRESENCE_DEVICES; i++)
		if (p->devices[i].device == device)
			p->devices[i].device = 0;
}

int64_t gz_presence_last(const gz_presence *p, const char *seat, int64_t generation)
{
	int64_t last = p->begun;
	for (int32_t i = 0; i < GZ_PRESENCE_DEVICES; i++)
		if (of_seat(p, i, seat, generation) && p->devices[i].heard > last)
			last = p->devices[i].heard;
	return last;
}

bool gz_presence_other(const gz_presence *p, const char *seat, int64_t generation, uint64_t device, int64_t now)
{
	bool other = now - p->begun < p->away;
	for (int32_t i = 0; i < GZ_PRESENCE_DEVICES; i++)
		other = other || (of_seat(p, i, seat, generation) && p->devices[i].device != device && now - p->devices[i].heard < p->away);
	return other;
}
