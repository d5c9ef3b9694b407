/* Travel through crossings, day by day.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TRAVEL_H
#define GZ_TRAVEL_H
#include "engine/step/block.h"
/* Phase 4: departures and returns of today, each through its crossings. */
void gz_travel_day(gz_block *b);
#endif
