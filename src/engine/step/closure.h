/* Crossings that measures in force close.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CLOSURE_H
#define GZ_CLOSURE_H
#include "engine/step/block.h"
/* What today's closures leave of each leg: block->pass, leak, shut and closed. After the measures in force are known. */
void gz_closure_day(gz_block *b);
/* The first crossing of a leg that is closed to somebody in a lane: where people are turned back or go round. Its place in the leg, -1 none. */
int32_t gz_closure_at(const gz_block *b, int32_t leg, int32_t lane);
/* Share of a leg's travellers that closures let set out. */
static inline double gz_closure_pass(const gz_block *b, int32_t leg, int32_t lane)
{
	return b->closed && b->shut[leg] ? b->pass[(int64_t)leg * b->width + lane] : 1;
}
#endif
