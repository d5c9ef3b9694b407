/* Plain loops to measure against, written the way users write them with GSL's generator and binomial. Each gives place-steps a second of
 * processor time, 0 without GSL.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_REFERENCE_H
#define BENCH_REFERENCE_H
#include <stdbool.h>
#include <stdint.h>

bool reference_has_gsl(void);
/* Draws n binomials of slightly varying p and gives their sum. */
double reference_gsl_binomials(int64_t n, uint32_t trials, double p);
/* (a) SEIR in one place of a million. */
double reference_seir(int32_t days, int32_t replicates);
/* (b) SEIR in places coupled by commuting over the links of bench_world_link, a thousandth infectious at the start. */
double reference_coupled(int32_t places, int32_t days, int32_t replicates, double commuting);
/* (b2) SEIR in places whose people move for good over those links, a share `moving` a day. */
double reference_moving(int32_t places, int32_t days, int32_t replicates, double moving);
#endif
