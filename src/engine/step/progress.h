/* Transitions.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PROGRESS_H
#define GZ_PROGRESS_H
#include "engine/step/block.h"
/* Phases 6 and 7 of one step: infection, progression, births and deaths of those there at its start. */
void gz_progress_step(gz_block *b);
#endif
