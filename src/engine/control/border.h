/* Measures at crossings.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BORDER_H
#define GZ_BORDER_H
#include "engine/step/block.h"
/* Before anyone sets out: which legs are handled today; those held since yesterday come first. */
void gz_border_open(gz_block *b);
/* When all have set out: what measures do to the cohorts; then everyone whom nothing kept lands. */
void gz_border_process(gz_block *b);
/* What is left today of a measure's capacity at its crossings, in one lane: that of a pool, or of all of them. */
double gz_border_left(const gz_block *b, int32_t measure, int32_t lane);
#endif
