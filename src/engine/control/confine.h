/* Quarantine, isolation and waiting for a result.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CONFINE_H
#define GZ_CONFINE_H
#include "engine/step/block.h"
/* The slot in the ring of a confinement of those who entered in a step, -1 if nobody can have. */
static inline int32_t gz_confine_slot(const gz_confine *c, int32_t step)
{
	return step < 0 || step % c->every != c->phase ? -1 : step / c->every % c->slots;
}
/* A step of everybody in a bed, counted as they stand after the measures at places. */
void gz_confine_stay(gz_block *b);
/* The batch's persons enter; whoever finds no bed goes to the alternative or walks free (and stays where they are). */
void gz_confine_enter(gz_block *b, int32_t confine, const gz_batch *batch, int32_t lane);
#endif
