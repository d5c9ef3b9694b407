/* People who spend a share of their time elsewhere: what they bring there, and what they meet.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MIXING_H
#define GZ_MIXING_H
#include "engine/step/block.h"
/* What is mixed: [leaf][row][lane], the first `mixed` of a leaf's `rows`; of leaves where `only`, for the rows of the others are all 0, NULL all. */
typedef struct gz_mixing {
	const double *from;
	int32_t rows, mixed;
	const uint8_t *only;
} gz_mixing;
/* The rows of a leaf after commuting into `to`: its own people's share of the time at home, and of those who commute to it, in the order of
 * leaves. False if all is 0. */
bool gz_mixing_in(const gz_block *b, const gz_mixing *m, int32_t leaf, double *to);
/* Fetches ahead the rows that gz_mixing_in will ask for at a leaf, and gz_mixing_back. */
void gz_mixing_fetch_in(const gz_block *b, const gz_mixing *m, int32_t leaf);
void gz_mixing_fetch_back(const gz_block *b, int32_t leaf);
/* What people of a leaf meet: the force at home for the time they are there, and those of all places they commute to. */
void gz_mixing_back(const gz_block *b, int32_t leaf);
#endif
