/* Travellers of one cell who each pick a flow on a uniform number of their own.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PICK_H
#define GZ_PICK_H
#include "base/sample.h"
#include <stdbool.h>

enum { GZ_PICK_MOST = 512, GZ_PICK_STEP = 8 };

/* The flows to pick from: suffix[flow + 1], the probability of going by that flow or a later one; by_lane: apart for each lane, so many numbers from
 * one flow to the next, 0 the same for all. */
typedef struct gz_pick_ways {
	const double *suffix;
	int32_t n, by_lane;
} gz_pick_ways;

/* Person i of a lane picks on attempt i of the draw. */
typedef struct gz_pick {
	gz_draw draw; /* of lane 0 */
	int32_t n;    /* travellers in hand */
	int32_t more; /* of the last lane, those for whom there was no room: they are in hand next */
	int32_t lane[GZ_PICK_MOST + GZ_PICK_STEP], flow[GZ_PICK_MOST];
	uint32_t person[GZ_PICK_MOST + GZ_PICK_STEP];
} gz_pick;

static inline void gz_pick_begin(gz_pick *pick, gz_draw draw)
{
	pick->draw = draw;
	pick->n = pick->more = 0;
}
static inline bool gz_pick_room(const gz_pick *pick) { return pick->n < GZ_PICK_MOST; }
/* Takes `count` persons of a lane, from one on, in hand: written some at a time, so that how many they are does not steer where the program goes. */
static inline void gz_pick_persons(gz_pick *pick, int32_t lane, uint32_t from, int32_t count)
{
	const int32_t room = GZ_PICK_MOST - pick->n, taken = count < room ? count : room;
	for (int32_t at = 0; at < taken; at += GZ_PICK_STEP)
		for (int32_t i = 0; i < GZ_PICK_STEP; i++) {
			pick->lane[pick->n + at + i] = lane;
			pick->person[pick->n + at + i] = from + (uint32_t)(at + i);
		}
	pick->n += taken;
	pick->more = count - taken;
}
static inline void gz_pick_lane(gz_pick *pick, int32_t lane, int32_t count) { gz_pick_persons(pick, lane, 0, count); }
/* flow[] of the n travellers. */
void gz_pick_flows(gz_pick *pick, const gz_pick_ways *ways);
/* Begins anew, with those who are left over. */
static inline void gz_pick_next(gz_pick *pick)
{
	const int32_t last = pick->n - 1, more = pick->more;
	pick->n = 0;
	if (more > 0)
		gz_pick_persons(pick, pick->lane[last], pick->person[last] + 1, more);
}
#endif
