/* Random draws of every law the program uses, each a pure function of its address (key, replicate, step, draw).
 *
 * Counts are doubles that hold whole numbers, exact below 2^53. Parameters out of range are the caller's bug (asserted);
 * n <= 0 or p <= 0 draws nothing and gives 0. The recipes, bit by bit, stand at the head of sample.c: a vector kernel
 * must reproduce them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SAMPLE_H
#define GZ_SAMPLE_H
#include "base/random.h"
#include <stdbool.h>
#include <stdint.h>

/* The address of a draw: attempts within it are the sampler's own. */
typedef struct gz_draw {
	gz_key key;
	uint32_t replicate, step, draw;
} gz_draw;

/* Out-of-line part of gz_sample_binomial, for n > 0 and 0 < p. */
double gz_sample_binomial_some(const gz_draw *d, double n, double p);
/* Whether log_odds <= log f(k) - log f(m) for the density f of Binomial(n, p) and its mode m: the last step of an attempt
 * whose k is far from m, for p <= 0.5 (see sample.c). */
bool gz_sample_binomial_far(double n, double p, double k, double log_odds);

/* Uniform in (0,1): attempt 0, 52 bits. */
static inline double gz_sample_uniform(const gz_draw *d)
{
	return gz_random_unit(gz_random_bits(d->key, d->replicate, d->step, d->draw, 0));
}

/* Binomial(n, p): the number of n persons to whom something of probability p happens. n whole, below 2^53. */
static inline double gz_sample_binomial(const gz_draw *d, double n, double p)
{
	return n <= 0 || p <= 0 ? 0.0 : gz_sample_binomial_some(d, n, p);
}

/* Binomial(n, p) from one uniform through the exact inverse distribution function at any n: for one address the result
 * never falls when n or p grows. Slower; for the draws of measures. */
double gz_sample_binomial_quantile(const gz_draw *d, double n, double p);
/* The same for a uniform u of the caller's. */
double gz_sample_binomial_inverse(double u, double n, double p);
/* Poisson(mean), mean >= 0. */
double gz_sample_poisson(const gz_draw *d, double mean);
/* Standard normal from one uniform. */
double gz_sample_normal(const gz_draw *d);
/* Gamma(shape, scale 1); shape <= 0 gives 0. */
double gz_sample_gamma(const gz_draw *d, double shape);
/* Beta(a, b); a <= 0 gives 0, b <= 0 gives 1. */
double gz_sample_beta(const gz_draw *d, double a, double b);
/* How many of `sampled` persons, taken without replacement from good + bad, are good. */
double gz_sample_hypergeometric(const gz_draw *d, double good, double bad, double sampled);
/* Negative binomial with that mean and size k (variance mean + mean^2 / size): Poisson of a gamma. */
double gz_sample_negative_binomial(const gz_draw *d, double mean, double size);
#endif
