/* Which devices of the seats were heard, and when: a seat is away when none of its devices was heard for a while.
 *
 * A device is its token's hash; whoever lost the token and joins again is another device, and the old one is no longer heard. Not kept
 * in the file: devices are heard again within seconds after the room was opened.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PRESENCE_H
#define GZ_PRESENCE_H
#include <stdbool.h>
#include <stdint.h>

enum { GZ_PRESENCE_DEVICES = 512, GZ_PRESENCE_AWAY = 600000 };

typedef struct gz_presence {
	struct { uint64_t device; int64_t generation, heard; char seat[64]; } devices[GZ_PRESENCE_DEVICES];
	int64_t begun;  /* nothing was heard before */
	int64_t away;   /* ms of silence after which a device no longer counts */
} gz_presence;

/* Times are ms of a steady clock. Of too many devices the one that was silent for longest is forgotten. */
void gz_presence_heard(gz_presence *presence, const char *seat, int64_t generation, uint64_t device, int64_t now);
void gz_presence_forget(gz_presence *presence, uint64_t device);
/* When a device of the seat was last heard; the beginning where none was. */
int64_t gz_presence_last(const gz_presence *presence, const char *seat, int64_t generation);
/* Whether another device than this one may still be there; until `away` ms have passed all may that have a token. */
bool gz_presence_other(const gz_presence *presence, const char *seat, int64_t generation, uint64_t device, int64_t now);
#endif
