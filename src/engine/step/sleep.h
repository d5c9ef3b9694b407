/* Homes where nothing can happen, and their waking.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SLEEP_H
#define GZ_SLEEP_H
#include "engine/step/block.h"
/* Wakes a home in a lane: its travellers are put where the calendar has them before this step's journeys, or after them where these have been made. */
void gz_sleep_wake(gz_block *b, int32_t home, int32_t lane);
/* Marks in b->stirs the leaves where people of a home stand. */
void gz_sleep_stir(gz_block *b, int32_t home);
/* Puts a home's travellers where the calendar has them at a moment, in days: of whole ones, in the morning. */
void gz_sleep_settle(gz_block *b, int32_t home, int32_t lane, double at);
/* Lists of lanes awake, from the flags. */
void gz_sleep_lists(gz_block *b);
/* Persons of a sleeping home who travel by a flow in this step, outward or homeward: whole numbers, by as many as those away grow or become fewer. */
double gz_sleep_passing(const gz_block *b, int32_t flow, bool homeward, int32_t lane);
/* Where the report wants people present, those of sleeping homes are put each evening where the calendar has them tomorrow. */
void gz_sleep_show(gz_block *b);
/* Phase 10: who may sleep from tomorrow on. */
void gz_sleep_day(gz_block *b);
#endif
