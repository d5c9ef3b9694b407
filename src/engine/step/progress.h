/* Transitions.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PROGRESS_H
#define GZ_PROGRESS_H
#include "engine/step/block.h"
/* Phases 6 and 7 of one step: infection, progression, births and deaths of those there at its start. */
void gz_progress_step(gz_block *b);
/* The same in pieces: begun, leaves from .. to - 1 in their order, ended. */
void gz_progress_begin(gz_block *b);
void gz_progress_leaves(gz_block *b, int32_t from, int32_t to);
void gz_progress_end(gz_block *b);
#endif
