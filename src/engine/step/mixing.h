/* People who spend a share of their time elsewhere: what they bring there, and what they meet.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MIXING_H
#define GZ_MIXING_H
#include "engine/step/block.h"
/* Rows of a leaf after commuting: its own people's share of the time at home, and of those who commute to it, in the order of leaves.
 * A leaf has `rows` rows, the first `mixed` of which are made. only: leaves whose rows are not all 0, NULL all. False if all is 0. */
bool gz_mixing_in(const gz_block *b, int32_t leaf, const double *from, double *to, int32_t rows, int32_t mixed, const uint8_t *only);
/* What people of a leaf meet: the force at home for the time they are there, and those of all places they commute to. */
void gz_mixing_back(gz_block *b, int32_t leaf);
#endif
