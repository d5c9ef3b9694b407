/* Forces of infection.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FORCE_H
#define GZ_FORCE_H
#include "engine/step/block.h"
/* Phase 6, first half: the force on every age at every place, and who must wake because of it. */
void gz_force_compute(gz_block *b);
#endif
