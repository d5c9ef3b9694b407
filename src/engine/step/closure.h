/* Crossings that measures in force close.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CLOSURE_H
#define GZ_CLOSURE_H
#include "engine/step/block.h"
/* What today's closures leave of each leg: block->pass, leak, shut and closed. After the measures in force are known. */
void gz_closure_day(gz_block *b);
/* One measure that closes a crossing of a leg: at which one on the way, whom of those who come there it stops, and who goes round of those who come to the
 * border, the posts that face each other together. */
typedef struct gz_closing { int32_t measure, position; double stop, round; } gz_closing;
enum { GZ_CLOSURES = 16 /* of one leg, at most */ };
/* What closes a leg in a lane, in the order of the journey; returns how many. */
int32_t gz_closure_list(const gz_block *b, int32_t leg, int32_t lane, gz_closing out[GZ_CLOSURES]);
/* The share of those who make the journey who go round one crossing of it. */
double gz_closure_round(const gz_block *b, int32_t leg, int32_t position, int32_t lane);
/* Share of a leg's travellers that closures let set out. */
static inline double gz_closure_pass(const gz_block *b, int32_t leg, int32_t lane)
{
	return b->closed && b->shut[leg] ? b->pass[(int64_t)leg * b->width + lane] : 1;
}
#endif
