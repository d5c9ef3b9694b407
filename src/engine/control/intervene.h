/* Measures at places.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_INTERVENE_H
#define GZ_INTERVENE_H
#include "engine/step/block.h"
/* Phase 5: isolation, tests, treatment, tracing and vaccination at places, in file order. Where they act in every step of a day, their
 * probabilities, persons and doses a day are spread over its steps. */
void gz_intervene_step(gz_block *b);
#endif
