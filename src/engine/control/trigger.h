/* Measures in force.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TRIGGER_H
#define GZ_TRIGGER_H
#include "engine/step/block.h"
/* Phase 1: which measures are in force today in each lane. */
void gz_trigger_day(gz_block *b);
#endif
