/* Measures in force.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TRIGGER_H
#define GZ_TRIGGER_H
#include "engine/step/block.h"
/* Phase 1: which measures are in force in each lane in the day's first step. */
void gz_trigger_day(gz_block *b);
/* Homes that a measure in force in this step could change wake. */
void gz_trigger_wake(gz_block *b);
/* In each later step of a day: leads, ends and orders count in steps; what reports and dates say holds for the day. */
void gz_trigger_step(gz_block *b);
/* A session's order, in all lanes: from from_step on the measure is in force until until_step (INT32_MAX without end) and not after it,
 * whatever its own trigger says; until from_step all stays as it is. A measure is lifted by from_step = until_step. The latest order counts.
 * from_step INT32_MAX withdraws the order: the measure's own trigger counts again, and one that waits for orders is not in force. */
void gz_trigger_order(gz_block *b, int32_t measure, int32_t from_step, int32_t until_step);
#endif
