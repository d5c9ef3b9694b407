/* How fast one may write: every writer has a pace, and may be ahead of it by as much as GZ_PACE_AHEAD.
 *
 * The same as a bucket of tokens, kept as one number a writer: the time by which all that it wrote would have been written at its pace.
 * Seats and addresses have the pace of one write a second (120 at once), the control team four (480 at once): more than the fastest hand,
 * and enough for what a telephone kept while it was away. A message marked as read counts a fifth, what is long once more for each 4 KiB.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PACE_H
#define GZ_PACE_H
#include <stdint.h>

enum { GZ_PACE_WRITERS = 512, GZ_PACE_AHEAD = 120000, GZ_PACE_SEAT = 1000, GZ_PACE_CONTROL = 250, GZ_PACE_MARK = 5, GZ_PACE_BYTES = 4096 };

typedef struct gz_pace { struct { char who[80]; int64_t until; } writers[GZ_PACE_WRITERS]; } gz_pace;

/* 0: it may be written, and counts; else the ms after which it may, and nothing counts. cost: ms of the writer's pace; now: ms of any
 * steady clock. Of too many writers the one that has been quiet for longest is forgotten, which gives it all its pace again. */
int64_t gz_pace_take(gz_pace *pace, const char *who, int64_t cost, int64_t now);
#endif
