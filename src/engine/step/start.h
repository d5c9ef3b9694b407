/* How people come into a run.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_START_H
#define GZ_START_H
#include "engine/step/block.h"
/* The population at the start, after triggers of day 0. */
gz_status gz_start_people(gz_block *b, gz_error *err);
/* Begin rows, importation and movements of today; homes that a measure in force could change wake. */
void gz_start_day(gz_block *b);
/* Homes that a measure in force in this step could change wake. */
void gz_start_wake(gz_block *b);
/* Does a stratum belong to an age band and a group (-1: any)? */
bool gz_start_matches(const gz_plan *plan, int32_t stratum, int32_t age, int32_t group);
/* Shares n persons over strata in proportion to weight[], uniformly without replacement, into out[]. */
void gz_start_strata(gz_block *b, gz_key key, int32_t lane, const double *weight, double n, double *out);
/* n persons enter a compartment of a resident stock: its chain drawn by its probabilities, first stage. */
void gz_start_enter(gz_block *b, int32_t stock, int32_t stratum, int32_t compartment, int32_t lane, double n, gz_key key);
#endif
