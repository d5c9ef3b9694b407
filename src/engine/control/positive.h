/* What follows a positive result.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_POSITIVE_H
#define GZ_POSITIVE_H
#include "engine/step/block.h"
/* Counts infected travellers among positives as found, once a journey; the entries say so from then on. */
void gz_positive_find(gz_block *b, gz_batch *batch, int32_t lane);
/* What a measure's `then` does to positives. */
void gz_positive_then(gz_block *b, int32_t measure, gz_batch *batch, int32_t lane);
#endif
