/* How some people of a home are spread over its strata and enter a compartment.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ENTER_H
#define GZ_ENTER_H
#include "engine/step/block.h"
/* Does a stratum belong to an age band and a group (-1: any)? */
bool gz_enter_matches(const gz_plan *plan, int32_t stratum, int32_t age, int32_t group);
/* Shares n persons over strata in proportion to weight[], uniformly without replacement, into out[]. */
void gz_enter_strata(gz_block *b, gz_key key, int32_t lane, const double *weight, double n, double *out);
/* n persons enter a compartment of a resident stock: its chain drawn by its probabilities, first stage. */
void gz_enter_compartment(gz_block *b, int32_t stock, int32_t stratum, int32_t compartment, int32_t lane, double n, gz_key key);
#endif
