/* Releases from confinement.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RELEASE_H
#define GZ_RELEASE_H
#include "engine/step/block.h"
/* Phase 3: those whose time is over go free; results that were waited for have their consequences. */
void gz_release_step(gz_block *b);
#endif
