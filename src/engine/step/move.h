/* Scheduled movements.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MOVE_H
#define GZ_MOVE_H
#include "engine/step/block.h"
/* Moves the exact numbers that today's rows of events.csv ask for. */
void gz_move_day(gz_block *b);
#endif
