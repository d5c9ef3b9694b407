/* Forces of infection.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FORCE_H
#define GZ_FORCE_H
#include "engine/step/block.h"
/* Phase 6, first half: the force on every age at every place, and who must wake because of it. */
void gz_force_compute(gz_block *b);
/* The forces on the people of a leaf, if they wait until they are needed: made of those at the places it commutes to, and at hand in the
 * nearest cache. (Where a reservoir or few lanes have them all made at once there is nothing to do.) */
void gz_force_at(gz_block *b, int32_t leaf);
#endif
