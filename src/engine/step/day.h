/* The order of the day.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DAY_H
#define GZ_DAY_H
#include "engine/step/block.h"
/* Makes the block ready for replicates first .. first + lanes - 1 at the start of day 0. */
gz_status gz_day_begin(gz_block *b, int32_t first, int32_t lanes, gz_error *err);
/* Who is told of leaves from .. to - 1 whose day is over, while their rows are at hand: of all leaves, in their order. NULL nobody. */
typedef struct gz_day_witness {
	void (*leaves)(void *context, int32_t from, int32_t to);
	void *context;
} gz_day_witness;
/* Steps one whole day, but for output and sleep: opened, each of its steps, closed. */
void gz_day_run(gz_block *b, const gz_day_witness *witness);
void gz_day_open(gz_block *b);
void gz_day_step(gz_block *b);
void gz_day_close(gz_block *b);
#endif
