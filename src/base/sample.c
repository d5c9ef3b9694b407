/* Random draws of every law the program uses, each a pure function of its address.
 *
 * Notation: bits(a) is gz_random_bits at attempt a, unit52(b) = ((b >> 12) + 0.5) 2^-52, low32 and high32 the halves of
 * 64 bits as (x + 0.5) 2^-32. All arithmetic is in double, in the order written here, with no fused operations; a kernel
 * that follows the same order gives the same bits.
 *
 * Binomial(n, p), 0 < n, 0 < p:
 *   p >= 1 gives n. If p > 0.5 the draw is n - Binomial(n, 1 - p). Let q = 1 - p (after the exchange), s = p / q.
 *   n p < 10, inversion: u = unit52(bits(0)); f = exp(n log1p(-p)); g = (n + 1) s;
 *     x = 0; while u > f and x < min(n, 200): u -= f, x += 1, f *= g (1 / x) - s. The draw is x.
 *   else transformed rejection (the idea is Hormann's, 1993, "The generation of binomial random variates"; the
 *     transformation, nearly the quantile function of the law, is ours), attempts t = 0, 1, 2 ...:
 *     w = n p q + 1/12; sd = sqrt(w); c = n p + 1/2; g = (q - p) / 6.
 *     B = bits(2t), U = unit52(B) - 1/2, us = 1/2 - |U|; z is the bell of U (maths_table.h), near a normal number;
 *     x = (c + sd z) + g (min(z^2, 16) - 1), the two leading terms of Cornish and Fisher's expansion; k = floor(x).
 *     The low 12 bits of B are the first of V's: with j their number, accept k if us >= 0.001 and
 *     (0.996 - (j + 1) / 4096) w >= 0.22 + 0.05 z^4. Otherwise reject if k < 0 or k > n, and
 *     V = (j + unit52(bits(2t+1))) / 4096. What x is spread over [k, k + 1) with density f(k) (1 + slope (x - k - 1/2)),
 *     which has f(k) in all: with slope = 2 (l - r) / (l + r), l = (n - k + 1/2) p, r = (k + 1/2) q, it follows the bell.
 *     Accept if V 2.5117 sd (1 + 0.145 / w) <= that density / f(m) * e(m) * dx/dU, where m = floor((n + 1) p) is the
 *     mode and log e(m) = -(m + 1/2 - (n + 1) p)^2 / (2 w) takes out where it lies between two whole numbers. The
 *     logarithms of both sides are compared: binomial_near gives log f(k) / f(m) for k not too far from m, and a bound
 *     on it beyond; gz_sample_binomial_far decides what passes the bound.
 *     tests/test_kernel.c holds that the right side never exceeds the left at V = 1, nor the quick test the full one.
 *   Nothing depends on earlier draws.
 *
 * The other samplers run on one address too: Poisson and BTRS style attempts count up from 0; gamma keeps attempt 0 for
 * the boost of shapes below 1 and uses 2t + 1 and 2t + 2 for its t-th trial; beta takes its second gamma, and negative
 * binomial its Poisson, from attempt 2^31 on.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/sample.h"
#include "base/maths.h"
#include "base/maths_table.h"
#include <assert.h>
#include <math.h>
#include <stdbool.h>

static const double SMALL_BINOMIAL = 10, SMALL_POISSON = 10, SMALL_QUANTILE = 30; /* below these means: inversion from 0 */
static const uint32_t SECOND_HALF = UINT32_C(1) << 31;

static inline uint64_t bits_at(const gz_draw *d, uint32_t attempt)
{
	return gz_random_bits(d->key, d->replicate, d->step, d->draw, attempt);
}

static inline double unit_at(const gz_draw *d, uint32_t attempt)
{
	return gz_random_unit(bits_at(d, attempt));
}

/* ---- binomial ----------------------------------------------------------------------------------------------- */
/* Inversion by chopping down from 0. */
static inline double binomial_chop(double u, double n, double p, double steps)
{
	double q = 1 - p, s = p / q, g = (n + 1) * s;
	double f = gz_maths_exp(n * gz_maths_log1p(-p)), x = 0, end = n < steps ? n : steps;
	while (u > f && x < end) {
		u -= f;
		x += 1;
		f *= g * (1 / x) - s;
	}
	return x;
}

/* The remainder of Stirling's formula log k! = (k + 1/2) log(k + 1) - (k + 1) + log sqrt(2 pi) + tail(k). */
static inline double stirling_tail(double k)
{
	static const double TABLE[10] = {0.08106146679532725822,  0.041340695955409294094, 0.027677925684998339149,
	                                 0.020790672103765093112, 0.016644691189821192163, 0.013876128823070747999,
	                                 0.011896709945891770095, 0.010411265261972096497, 0.0092554621827127329177,
	                                 0.0083305634333628712565};
	if (k <= 9)
		return TABLE[(int)k];
	double r = 1 / (k + 1), z = r * r;
	return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 * z) * z) * z) * z) * r;
}

/* log f(k) - log f(m) of Binomial(n, p) with s = p / q, in terms as small as k - m, so that it is exact at any n. */
static inline double binomial_ratio(double n, double s, double m, double k)
{
	double e = k - m, lower = m + 1, upper = n - m + 1;
	double tails = (stirling_tail(m) + stirling_tail(n - m)) - (stirling_tail(k) + stirling_tail(n - k));
	double near = (k + 0.5) * gz_maths_log1p(e / lower) + (n - k + 0.5) * gz_maths_log1p(-e / upper);
	return (e * gz_maths_log(s * upper / lower) - near) + tails;
}

bool gz_sample_binomial_far(double n, double p, double k, double log_odds)
{
	return log_odds <= binomial_ratio(n, p / (1 - p), floor((n + 1) * p), k);
}

/* atanh z for |z| <= 1/2 */
static inline double atanh_near(double z)
{
	const double *c = GZ_ATANH_POLY, w = z * z, w2 = w * w, w4 = w2 * w2, w8 = w4 * w4;
	double c0 = (c[0] + c[1] * w) + (c[2] + c[3] * w) * w2, c4 = (c[4] + c[5] * w) + (c[6] + c[7] * w) * w2;
	double c8 = (c[8] + c[9] * w) + (c[10] + c[11] * w) * w2;
	return z * ((c0 + c4 * w4) + (c8 + c[12] * w4) * w8);
}

/* atanh z for |z| <= 0.06: Taylor's terms */
static inline double atanh_tiny(double z)
{
	double w = z * z, w2 = w * w;
	return z * ((1 + w * (1.0 / 3)) + w2 * ((1.0 / 5 + w * (1.0 / 7)) + w2 * (1.0 / 9 + w * (1.0 / 11))));
}

/* The tail of Stirling's formula for k >= 5, from i = 1 / (k + 1). */
static inline double tail_near(double i)
{
	const double *c = GZ_TAIL_POLY, w = i * i, w2 = w * w;
	return i * ((c[0] + c[1] * w) + w2 * ((c[2] + c[3] * w) + w2 * (c[4] + c[5] * w)));
}

static inline double smaller(double a, double b)
{
	return a < b ? a : b;
}

/* log f(m + e) - log f(m) for m >= 10 and e whose logarithms, log1p in binomial_ratio, are here log((1 + z) / (1 - z)) with
 * |z| <= 1/2, and for which neither k nor n - k is below 5. An e further out is drawn in to where these hold (*far), which
 * gives a bound: f falls away from its mode. */
static double binomial_near(double n, double p, double k, bool *far)
{
	double q = 1 - p, top = (n + 1) * p, m = floor(top), lower = m + 1, upper = (n - m) + 1, e = k - m;
	double least = -smaller(smaller(lower * (2.0 / 3), 2 * upper), lower - 6);
	double most = smaller(smaller(2 * lower, upper * (2.0 / 3)), upper - 6);
	double d = smaller(e > least ? e : least, most), over = lower + d, under = upper - d;
	*far = d != e;
	double x = ((top - m) + p) - 1, zero = atanh_tiny(x / (2 * (q * lower) + x));
	double one = atanh_near(d / (lower + over)), two = atanh_near(d / (upper + under));
	double i = 1 / (lower * over), j = 1 / (upper * under);
	double tails = (tail_near(over * i) - tail_near(lower * i)) + (tail_near(under * j) - tail_near(upper * j));
	double sum = d * zero - ((over - 0.5) * one - (under - 0.5) * two);
	return 2 * sum + tails;
}

static inline double quartic(const double c[5], double s)
{
	double s2 = s * s;
	return ((c[0] + c[1] * s) + (c[2] + c[3] * s) * s2) + c[4] * (s2 * s2);
}

/* The bell of u. */
static inline double bell(double u, double us)
{
	return u * quartic(GZ_BELL_P, us) / (us * quartic(GZ_BELL_Q, us));
}

/* Its derivative. */
static inline double bell_slope(double u, double us)
{
	double over = quartic(GZ_BELL_P, us), under = us * quartic(GZ_BELL_Q, us);
	double bend = quartic(GZ_BELL_P_SLOPE, us) * under - over * quartic(GZ_BELL_Q_SLOPE, us);
	return (over * under - fabs(u) * bend) / (under * under);
}

/* What depends on n and p alone. */
typedef struct binomial_hat {
	double n, p, q, w, sd, c, g;
} binomial_hat;

static inline binomial_hat binomial_hat_of(double n, double p)
{
	double q = 1 - p, mean = n * p, w = mean * q + 1.0 / 12;
	return (binomial_hat){n, p, q, w, sqrt(w), mean + 0.5, (q - p) * (1.0 / 6)};
}

/* log of V's odds of the sloped density against the hat at x = k + 1/2 + d. */
static double binomial_odds(const binomial_hat *h, double u, double us, double z, double v, double k, double d)
{
	double slope = z * z < 16 ? h->sd + 2 * h->g * z : h->sd, dx = slope * bell_slope(u, us);
	double l = ((h->n - k) + 0.5) * h->p, r = (k + 0.5) * h->q, both = l + r;
	double top = (h->n + 1) * h->p, off = (floor(top) + 0.5) - top;
	double odds = v * 2.5117 * h->sd * (h->w + 0.145) * both / (dx * h->w * (both + 2 * (l - r) * d));
	return gz_maths_log(odds) + 0.5 * (off * off) / h->w;
}

static double binomial_reject(const gz_draw *d, double n, double p)
{
	const binomial_hat h = binomial_hat_of(n, p);
	for (uint32_t t = 0;; t += 2) {
		uint64_t bits = bits_at(d, t);
		double u = gz_random_unit(bits) - 0.5, us = 0.5 - fabs(u), coarse = (double)(bits & 4095), z = bell(u, us), z2 = z * z;
		double x = (h.c + h.sd * z) + h.g * (smaller(z2, 16) - 1), k = floor(x);
		if (us >= 0.001 && (0.996 - (coarse + 1) * 0x1p-12) * h.w >= 0.22 + 0.05 * (z2 * z2))
			return k;
		if (k < 0 || k > n)
			continue;
		bool far;
		double odds = binomial_odds(&h, u, us, z, (coarse + unit_at(d, t + 1)) * 0x1p-12, k, (x - k) - 0.5);
		if (odds <= binomial_near(n, p, k, &far) && (!far || gz_sample_binomial_far(n, p, k, odds)))
			return k;
	}
}

double gz_sample_binomial_some(const gz_draw *d, double n, double p)
{
	assert(n == floor(n) && !isnan(p));
	if (p >= 1)
		return n;
	bool flip = p > 0.5;
	double r = flip ? 1 - p : p;
	double x = n * r < SMALL_BINOMIAL ? binomial_chop(unit_at(d, 0), n, r, 200) : binomial_reject(d, n, r);
	return flip ? n - x : x;
}

/* The distribution function at k and above, through the incomplete beta: P(X <= k) = 1 - I_p(k + 1, n - k). */
static double binomial_above(double n, double p, double k)
{
	return k >= n ? 0 : gz_maths_beta_i(p, k + 1, n - k);
}

/* The least k with P(X <= k) >= u, by walking from a normal guess with the exact ratio of neighbouring terms. */
static double binomial_walk(double u, double n, double p)
{
	double q = 1 - p, sd = sqrt(n * p * q), z = gz_maths_normal_quantile(u);
	double k = floor(n * p + sd * z + (q - p) * (z * z - 1) / 6 + 0.5);
	k = k < 0 ? 0 : k > n ? n : k;
	/* The nearer tail keeps its figures: work with P(X <= k) below the middle, with P(X > k) above. */
	bool upper = u > 0.5;
	double f = gz_maths_binomial_density(k, n, p);
	double tail = upper ? binomial_above(n, p, k) : k >= n ? 1 : gz_maths_beta_i(q, n - k, k + 1);
	double goal = upper ? 1 - u : u;
	while (k < n && (upper ? tail > goal : tail < goal)) {
		k += 1;
		f *= (n - k + 1) / k * (p / q);
		tail += upper ? -f : f;
	}
	while (k > 0 && (upper ? tail + f <= goal : tail - f >= goal)) {
		tail += upper ? f : -f;
		f *= k / (n - k + 1) * (q / p);
		k -= 1;
	}
	return k;
}

double gz_sample_binomial_inverse(double u, double n, double p)
{
	assert(n == floor(n) || isnan(n));
	if (n <= 0 || p <= 0)
		return 0;
	if (p >= 1)
		return n;
	bool flip = p > 0.5;
	double r = flip ? 1 - p : p, w = flip ? 1 - u : u;
	double x = n * r < SMALL_QUANTILE ? binomial_chop(w, n, r, 200) : binomial_walk(w, n, r);
	return flip ? n - x : x;
}

double gz_sample_binomial_quantile(const gz_draw *d, double n, double p)
{
	return n <= 0 || p <= 0 ? 0 : gz_sample_binomial_inverse(unit_at(d, 0), n, p);
}

/* ---- Poisson ------------------------------------------------------------------------------------------------ */
/* log of the Poisson density at k, less that at the mode m, in small terms. */
static double poisson_ratio(double mean, double m, double k)
{
	double e = k - m, lower = m + 1;
	return e * gz_maths_log(mean / lower) + e - (k + 0.5) * gz_maths_log1p(e / lower) + stirling_tail(m) - stirling_tail(k);
}

/* PTRS (Hormann 1993, "The transformed rejection method for generating Poisson random variables"), mean >= 10. */
static double poisson_reject(const gz_draw *d, double mean, uint32_t first)
{
	double root = sqrt(mean), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b, vr = 0.9277 - 3.6224 / (b - 2);
	double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), m = floor(mean);
	double log_mode = gz_maths_log(gz_maths_poisson_density(m, mean));
	for (uint32_t t = 0;; t++) {
		double u = unit_at(d, first + 2 * t) - 0.5, v = unit_at(d, first + 2 * t + 1);
		double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + mean + 0.43);
		if (us >= 0.07 && v <= vr)
			return k;
		if (k < 0 || (us < 0.013 && v > us))
			continue;
		if (gz_maths_log(v * inverse_alpha / (a / (us * us) + b)) <= log_mode + poisson_ratio(mean, m, k))
			return k;
	}
}

static double poisson_from(const gz_draw *d, double mean, uint32_t first)
{
	if (!(mean > 0))
		return 0;
	if (mean >= SMALL_POISSON)
		return poisson_reject(d, mean, first);
	double u = unit_at(d, first), f = gz_maths_exp(-mean), x = 0;
	while (u > f && x < 200) {
		u -= f;
		x += 1;
		f *= mean / x;
	}
	return x;
}

double gz_sample_poisson(const gz_draw *d, double mean)
{
	assert(!isnan(mean));
	return poisson_from(d, mean, 0);
}

/* ---- normal, gamma, beta ------------------------------------------------------------------------------------ */
double gz_sample_normal(const gz_draw *d)
{
	return gz_maths_normal_quantile(unit_at(d, 0));
}

/* Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; shape >= 1. */
static double gamma_large(const gz_draw *d, double shape, uint32_t first)
{
	double e = shape - 1.0 / 3, c = 1 / sqrt(9 * e);
	for (uint32_t t = 0;; t++) {
		double x = gz_maths_normal_quantile(unit_at(d, first + 2 * t + 1)), w = 1 + c * x;
		if (w <= 0)
			continue;
		double v = w * w * w, u = unit_at(d, first + 2 * t + 2), square = x * x;
		if (u < 1 - 0.0331 * square * square || gz_maths_log(u) < 0.5 * square + e * (1 - v + gz_maths_log(v)))
			return e * v;
	}
}

/* log of a gamma draw: shapes below 1 are boosted, G(a) = G(a + 1) U^(1/a), which may underflow as a number. */
static double gamma_log(const gz_draw *d, double shape, uint32_t first)
{
	if (shape >= 1)
		return gz_maths_log(gamma_large(d, shape, first));
	return gz_maths_log(gamma_large(d, shape + 1, first)) + gz_maths_log(unit_at(d, first)) / shape;
}

double gz_sample_gamma(const gz_draw *d, double shape)
{
	assert(!isnan(shape));
	if (!(shape > 0))
		return 0;
	return shape >= 1 ? gamma_large(d, shape, 0) : gz_maths_exp(gamma_log(d, shape, 0));
}

double gz_sample_beta(const gz_draw *d, double a, double b)
{
	assert(!isnan(a) && !isnan(b));
	if (!(a > 0))
		return 0;
	if (!(b > 0))
		return 1;
	double e = gamma_log(d, b, SECOND_HALF) - gamma_log(d, a, 0);
	return e > 0 ? gz_maths_exp(-e) / (1 + gz_maths_exp(-e)) : 1 / (1 + gz_maths_exp(e));
}

/* ---- hypergeometric ----------------------------------------------------------------------------------------- */
/* P(x good of `sampled`): a quotient of binomial densities with p = sampled / all (Loader 2000), accurate at any size. */
static double hypergeometric_density(double x, double good, double bad, double sampled)
{
	double all = good + bad, p = sampled / all;
	return gz_maths_binomial_density(x, good, p) * gz_maths_binomial_density(sampled - x, bad, p) /
	       gz_maths_binomial_density(sampled, all, p);
}

/* Inversion outwards from the mode: mode, mode + 1, mode - 1, ... on one uniform; about two deviations of steps. */
double gz_sample_hypergeometric(const gz_draw *d, double good, double bad, double sampled)
{
	assert(good >= 0 && bad >= 0 && good == floor(good) && bad == floor(bad) && sampled == floor(sampled));
	if (sampled <= 0 || good <= 0)
		return 0;
	if (bad <= 0 || sampled >= good + bad)
		return good < sampled ? good : sampled;
	double least = sampled > bad ? sampled - bad : 0, most = sampled < good ? sampled : good;
	double mode = floor((sampled + 1) * ((good + 1) / (good + bad + 2)));
	mode = mode < least ? least : mode > most ? most : mode;
	double u = unit_at(d, 0), up = mode, down = mode;
	double f = hypergeometric_density(mode, good, bad, sampled), g = f;
	u -= f;
	while (u > 0 && (up < most || down > least)) {
		if (up < most) {
			f *= (good - up) / (up + 1) * ((sampled - up) / (bad - sampled + up + 1));
			up += 1;
			u -= f;
			if (u <= 0)
				return up;
		}
		if (down > least) {
			g *= down / (good - down + 1) * ((bad - sampled + down) / (sampled - down + 1));
			down -= 1;
			u -= g;
			if (u <= 0)
				return down;
		}
		if (f + g == 0)
			break; /* only rounding error is left of u */
	}
	return mode;
}

/* ---- negative binomial -------------------------------------------------------------------------------------- */
double gz_sample_negative_binomial(const gz_draw *d, double mean, double size)
{
	assert(!isnan(mean) && !isnan(size));
	if (!(mean > 0) || !(size > 0))
		return 0;
	if (isinf(size))
		return poisson_from(d, mean, SECOND_HALF);
	double g = size >= 1 ? gamma_large(d, size, 0) : gz_maths_exp(gamma_log(d, size, 0));
	return poisson_from(d, g * (mean / size), SECOND_HALF);
}
