/* The rings of confinements by name: for a checkpoint, whose reader may have rings of other lengths or other steps.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RING_H
#define GZ_RING_H
#include "model/plan.h"
/* "STEPS EVERY PHASE STEPS_A_DAY|status": how a ring turns, and the last part of its stocks' names but for the slot. */
void gz_ring_name(const gz_plan *plan, int32_t confine, char *out, size_t size);
/* The name in the plan of a stock in one of the n rings of a writer, at the end of so many days: of the slot for who has been there as long,
 * or who goes free first if that is longer than the plan keeps anybody. False if it is in no such ring, or in one that the plan does not have. */
bool gz_ring_move(const gz_plan *plan, const char *const *rings, int32_t n, int32_t days, const char *stock, char *out, size_t size);
#endif
