/* Measures on water.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WATER_H
#define GZ_WATER_H
#include "engine/step/block.h"
/* What measures in force change at a place: multipliers of the risk that a reservoir means there and of what people shed into it, and
 * the share a day that it loses besides its own decay. */
typedef struct gz_water { double intake, shed, decay; } gz_water;
/* Whether some measure on water is in force, in any lane. */
bool gz_water_measured(const gz_block *b);
gz_water gz_water_at(const gz_block *b, int32_t environment, int32_t leaf, int32_t lane);
#endif
