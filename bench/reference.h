/* What speeds are held against: the plainest loops one would write by hand, with GSL's sampler where it is installed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_REFERENCE_H
#define BENCH_REFERENCE_H
#include <stdbool.h>
#include <stdint.h>

/* Whether GSL was there when this was built. */
bool reference_has_gsl(void);
/* Sum of n draws of Binomial(trials, p) by GSL (Mersenne twister, BTPE); 0 without GSL. */
double reference_gsl_binomials(int64_t n, uint32_t trials, double p);
/* A stochastic SEIR of 1e6 people by chain binomials with libm and GSL, one replicate after the other; infections in all. */
double reference_seir(int32_t days, int32_t replicates);
#endif
