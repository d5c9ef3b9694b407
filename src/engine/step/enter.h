/* How some people of a home are spread over its strata and enter a compartment.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ENTER_H
#define GZ_ENTER_H
#include "engine/step/block.h"
enum { GZ_ENTER_CHAINS = 512 /* as many as a disease has stages */ };
/* Where some people come in, and what makes their draws different from those of others who do. */
typedef struct gz_entrance { gz_key key; int32_t leaf, stratum, compartment; uint32_t part; } gz_entrance;
/* Does a stratum belong to an age band and a group (-1: any)? */
bool gz_enter_matches(const gz_plan *plan, int32_t stratum, int32_t age, int32_t group);
/* Shares n persons over strata in proportion to weight[], uniformly without replacement, into out[]. */
void gz_enter_strata(gz_block *b, gz_key key, int32_t lane, const double *weight, double n, double *out);
/* n persons enter a compartment of a resident stock: its chain drawn by its probabilities, first stage. */
void gz_enter_compartment(gz_block *b, int32_t stock, int32_t stratum, int32_t compartment, int32_t lane, double n, gz_key key);
/* How many of n who enter a compartment take each of its chains, drawn by their probabilities. Returns how many chains there are. */
int32_t gz_enter_chains(gz_block *b, const gz_entrance *at, int32_t lane, double n, double out[GZ_ENTER_CHAINS]);
/* Shares n persons from outside over the strata of an age band and a group (-1: any), each by itself in proportion to who lives there. */
void gz_enter_outside(gz_block *b, gz_key key, int32_t leaf, int32_t lane, int32_t age, int32_t group, double n, double *out);
#endif
