/* Tails and quantiles of counts and of Student's t: one incomplete integral at a first guess, then steps by the ratio of densities.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/tail.h"
#include "base/maths.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

/* A count: Poisson where size is 0. */
typedef struct gz_tail_count {
	double mean, phi, size;
} gz_tail_count;

static gz_tail_count count_of(double mean, double phi)
{
	return (gz_tail_count){mean, phi > 1 ? phi : 1, phi > 1 ? mean / (phi - 1) : 0};
}

/* P(Y >= y), y >= 1 */
static double above(const gz_tail_count *c, double y)
{
	return c->size > 0 ? gz_maths_beta_i(1 - 1 / c->phi, y, c->size) : gz_maths_gamma_p(y, c->mean);
}

/* P(Y <= y), y >= 0 */
static double below(const gz_tail_count *c, double y)
{
	return c->size > 0 ? gz_maths_beta_i(1 / c->phi, c->size, y + 1) : gz_maths_gamma_q(y + 1, c->mean);
}

static double density(const gz_tail_count *c, double y)
{
	if (c->size == 0)
		return gz_maths_poisson_density(y, c->mean);
	/* P(Y = y) = size / (size + y) times the binomial density of size among size + y */
	return c->size / (c->size + y) * gz_maths_binomial_density(c->size, c->size + y, 1 / c->phi);
}

/* P(Y = y + 1) / P(Y = y) */
static double ratio(const gz_tail_count *c, double y)
{
	return c->size > 0 ? (c->size + y) / (y + 1) * (1 - 1 / c->phi) : c->mean / (y + 1);
}

/* The whole number nearest to the quantile of a normal with the same mean, variance and skewness (Cornish and Fisher 1938). */
static double guess(const gz_tail_count *c, double p)
{
	double sd = sqrt(c->mean * c->phi), skew = (2 * c->phi - 1) / sd, z = gz_maths_normal_quantile(p);
	double y = floor(c->mean + sd * (z + skew * (z * z - 1) / 6) + 0.5);
	return y > 0 ? y : 0;
}

/* The quantile when P(Y > y) or P(Y <= y), whichever is smaller at p, is followed from the guess. */
static double search(const gz_tail_count *c, double p)
{
	const double fuzz = 64 * DBL_EPSILON;
	double y = guess(c, p);
	bool upper = p > 0.5;
	double want = upper ? (1 - p) * (1 + fuzz) : p * (1 - fuzz);
	double tail = upper ? above(c, y + 1) : below(c, y), mass = density(c, y);
	for (int i = 0; i < 100000 && (upper ? tail > want : tail < want); i++) { /* too low */
		mass *= ratio(c, y);
		y += 1;
		tail += upper ? -mass : mass;
	}
	for (int i = 0; i < 100000 && y > 0; i++) { /* perhaps too high */
		double next = upper ? tail + mass : tail - mass;
		if (upper ? next > want : next < want)
			break;
		tail = next;
		y -= 1;
		mass /= ratio(c, y);
	}
	return y;
}

/* By halves, where the guess is too far off to be stepped from: many cases in few of the periods. */
static double bisect(const gz_tail_count *c, double p)
{
	double low = -1, high = ceil(1 + 4 * (c->mean + sqrt(c->mean * c->phi)));
	while (above(c, high + 1) > 1 - p && high < 1e15)
		high *= 2;
	while (high - low > 1) {
		double middle = floor(low + (high - low) / 2);
		bool enough = p > 0.5 ? above(c, middle + 1) <= (1 - p) * (1 + 64 * DBL_EPSILON) : below(c, middle) >= p * (1 - 64 * DBL_EPSILON);
		if (enough)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* Counts so large that the guess is right to better than one in a million. */
static bool is_vast(const gz_tail_count *c)
{
	return c->mean * c->phi > 1e8 && (c->size == 0 || c->size > 1e6);
}

static double quantile(const gz_tail_count *c, double p)
{
	if (isnan(p) || !(c->mean >= 0) || isinf(c->mean) || !(p >= 0 && p < 1))
		return NAN;
	if (p == 0 || c->mean == 0)
		return 0;
	if (is_vast(c))
		return guess(c, p);
	return c->mean * c->phi < 1e8 && (c->size == 0 || c->size > 0.02) ? search(c, p) : bisect(c, p);
}

double gz_tail_negbin(double y, double mean, double phi)
{
	if (isnan(y) || isnan(phi) || !(mean >= 0))
		return NAN;
	const gz_tail_count c = count_of(mean, phi);
	if (y <= 0)
		return 1;
	if (mean == 0)
		return 0;
	return is_vast(&c) ? gz_maths_normal_cdf((mean - ceil(y) + 0.5) / sqrt(mean * phi)) : above(&c, ceil(y));
}

double gz_tail_poisson_quantile(double p, double mean)
{
	const gz_tail_count c = count_of(mean, 1);
	return quantile(&c, p);
}

double gz_tail_negbin_quantile(double p, double mean, double phi)
{
	const gz_tail_count c = count_of(mean, phi);
	return isnan(phi) ? NAN : quantile(&c, p);
}

double gz_tail_student(double t, double df)
{
	if (isnan(t) || !(df > 0))
		return NAN;
	return isinf(t) ? 0 : gz_maths_beta_i(df / (df + t * t), df / 2, 0.5);
}
