/* Measures at places.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_INTERVENE_H
#define GZ_INTERVENE_H
#include "engine/step/block.h"
/* Phase 5: isolation, tests, treatment, tracing and vaccination at places, in file order. */
void gz_intervene_day(gz_block *b);
#endif
