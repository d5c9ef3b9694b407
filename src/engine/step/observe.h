/* Surveillance.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OBSERVE_H
#define GZ_OBSERVE_H
#include "engine/step/block.h"
/* Phase 8: what of today's events is detected and reported, what triggers will see, what measures have cost. */
void gz_observe_day(gz_block *b);
/* Distributions of delays of streams and surveillance measures. */
gz_status gz_observe_delays(gz_setup *setup);
/* What a measure has cost by its totals. */
double gz_observe_cost(const gz_measure *measure, const gz_measure_total *total);
#endif
