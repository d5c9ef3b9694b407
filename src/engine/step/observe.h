/* Surveillance.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OBSERVE_H
#define GZ_OBSERVE_H
#include "engine/step/block.h"
/* Phase 8: what of today's events is detected and reported, what triggers will see, what measures have cost. */
void gz_observe_day(gz_block *b);
/* The same in pieces: begun, leaves from .. to - 1 in their order, ended. */
void gz_observe_begin(gz_block *b);
void gz_observe_leaves(gz_block *b, int32_t from, int32_t to);
void gz_observe_end(gz_block *b);
/* Today's reports of a stream at a leaf, NULL if there are none. */
const double *gz_observe_reported(const gz_block *b, int32_t stream, int32_t leaf);
/* Distributions of delays of streams and surveillance measures. */
gz_status gz_observe_delays(gz_setup *setup);
/* What a measure has cost by its totals. */
double gz_observe_cost(const gz_measure *measure, const gz_measure_total *total);
#endif
