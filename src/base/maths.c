/* Elementary and special functions whose bits are the same on every machine.
 *
 * Elementary functions reduce the argument exactly or with a carried correction (Cody and Waite 1980), evaluate one
 * polynomial and rebuild; the coefficients are Chebyshev fits made for these intervals at 60 digits. The polynomials of
 * exp and log, which every draw waits for, are summed as a tree (Estrin), the others in Horner order.
 * Special functions follow Loader 2000 ("Fast and accurate computation of binomial probabilities") for the powers and
 * factorials, and series or Lentz's continued fractions for the incomplete integrals.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "base/maths_table.h"
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const double LOG_ROOT_2PI = 0.91893853320467274178;
static const double TWO_PI = 6.283185307179586477;

static double evaluate(const double *c, int n, double x)
{
	double y = c[n - 1];
	for (int i = n - 2; i >= 0; i--)
		y = y * x + c[i];
	return y;
}

static uint64_t bits_of(double x)
{
	uint64_t u;
	memcpy(&u, &x, sizeof u);
	return u;
}

static double of_bits(uint64_t u)
{
	double x;
	memcpy(&x, &u, sizeof x);
	return x;
}

/* 2^k for -1022 <= k <= 1023 */
static double power_of_two(int64_t k)
{
	return of_bits((uint64_t)(k + 1023) << 52);
}

/* x 2^k in two exact steps, rounded once where the result is subnormal. */
static double scale(double x, int64_t k)
{
	int64_t half = k / 2;
	return x * power_of_two(half) * power_of_two(k - half);
}

/* ---- exp and expm1 ------------------------------------------------------------------------------------------ */
/* x + low = k log 2 + r + tail', |r| <= log(2) / 2, with exp(r) - 1 = r + tail. */
struct exp_parts {
	int64_t k;
	double r, tail;
};

static struct exp_parts exp_reduce(double x, double low)
{
	/* to the nearest whole number, ties to even: adding 1.5 2^52 leaves no room for a fraction */
	double k = (x * GZ_LOG2_E + 0x1.8p52) - 0x1.8p52;
	double high = x - k * GZ_LN2_HI, rest = low - k * GZ_LN2_LO;
	double r = high + rest;
	double lost = (high - r) + rest;
	double r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
	double a = (GZ_EXP_POLY[0] + GZ_EXP_POLY[1] * r) + (GZ_EXP_POLY[2] + GZ_EXP_POLY[3] * r) * r2;
	double b = (GZ_EXP_POLY[4] + GZ_EXP_POLY[5] * r) + (GZ_EXP_POLY[6] + GZ_EXP_POLY[7] * r) * r2;
	double c = (GZ_EXP_POLY[8] + GZ_EXP_POLY[9] * r) + GZ_EXP_POLY[10] * r2;
	return (struct exp_parts){(int64_t)k, r, r2 * ((a + b * r4) + c * r8) + lost};
}

static double exp_sum(double x, double low)
{
	struct exp_parts e = exp_reduce(x, low);
	double s = 1 + e.r, lost = (1 - s) + e.r;
	return scale(s + (lost + e.tail), e.k);
}

double gz_maths_exp(double x)
{
	if (!(x < 709.79))
		return isnan(x) ? x : x > 0x1.62e42fefa39efp+9 ? INFINITY : exp_sum(x, 0);
	return x < -745.2 ? 0 : exp_sum(x, 0);
}

double gz_maths_expm1(double x)
{
	if (isnan(x) || x > 709.79)
		return x > 0 ? INFINITY : x;
	if (x < -38)
		return -1;
	struct exp_parts e = exp_reduce(x, 0);
	if (e.k == 0)
		return x == 0 ? x : e.r + e.tail;
	/* 2^k (1 - 2^-k + r + tail), the head summed with its rounding error */
	double small = e.k <= 1000 ? power_of_two(-e.k) : 0, one = e.k <= 53 ? 1 - small : 1;
	double s = one + e.r, part = s - one;
	double lost = (one - (s - part)) + (e.r - part);
	return scale(s + (lost + e.tail - (e.k <= 53 ? 0 : small)), e.k);
}

/* ---- log and log1p ------------------------------------------------------------------------------------------ */
/* x = 2^k m, sqrt(1/2) <= m < sqrt(2), for normal x > 0. */
static double log_split(double x, int64_t *k)
{
	uint64_t u = bits_of(x);
	*k = (int64_t)(u - GZ_SQRT_HALF_BITS) >> 52;
	return of_bits(u - ((uint64_t)*k << 52));
}

/* k log 2 + log(1 + f) + low, with 1 + f in the reduced interval. With s = f / (2 + f):
 * log(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + R(s^2)). */
static double log_sum(double f, double k, double low)
{
	double s = f / (2 + f), z = s * s;
	double half_square = 0.5 * f * f;
	double z2 = z * z, z4 = z2 * z2;
	double rest = z * (((GZ_LOG_POLY[0] + GZ_LOG_POLY[1] * z) + (GZ_LOG_POLY[2] + GZ_LOG_POLY[3] * z) * z2) + ((GZ_LOG_POLY[4] + GZ_LOG_POLY[5] * z) + GZ_LOG_POLY[6] * z2) * z4);
	return k * GZ_LN2_HI - ((half_square - (s * (half_square + rest) + (k * GZ_LN2_LO + low))) - f);
}

double gz_maths_log(double x)
{
	if (!(x > 0))
		return x == 0 ? -INFINITY : NAN;
	if (x > 0x1.fffffffffffffp+1023)
		return x;
	int64_t k, below = 0;
	if (x < 0x1p-1022) {
		x *= 0x1p54;
		below = 54;
	}
	double m = log_split(x, &k);
	return log_sum(m - 1, (double)(k - below), 0);
}

double gz_maths_log1p(double x)
{
	if (!(x > -1))
		return x == -1 ? -INFINITY : NAN;
	if (x > -0.2928 && x < 0.4142)
		return x == 0 ? x : log_sum(x, 0, 0);
	if (x > 0x1.fffffffffffffp+1023)
		return x;
	double u = 1 + x, lost = x >= 1 ? 1 - (u - x) : x - (u - 1);
	int64_t k;
	double m = log_split(u, &k);
	return log_sum(m - 1, (double)k, lost / u);
}

/* ---- pow: logarithm and product in double-double (Dekker 1971) ---------------------------------------------- */
struct two {
	double high, low;
};

static struct two two_sum(double a, double b)
{
	double s = a + b, part = s - a;
	return (struct two){s, (a - (s - part)) + (b - part)};
}

static struct two two_product(double a, double b)
{
	double p = a * b, ca = 0x1.0000002p27 * a, cb = 0x1.0000002p27 * b;
	double a1 = ca - (ca - a), a2 = a - a1, b1 = cb - (cb - b), b2 = b - b1;
	return (struct two){p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2};
}

static struct two two_multiply(struct two a, struct two b)
{
	struct two p = two_product(a.high, b.high);
	return two_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

static struct two two_add(struct two a, struct two b)
{
	struct two s = two_sum(a.high, b.high);
	return two_sum(s.high, s.low + (a.low + b.low));
}

/* log x for normal or subnormal x > 0, relative error about 2^-65 */
static struct two log_two(double x)
{
	static const double POLY[8] = {0x1.999999999999ap-2, 0x1.2492492492522p-2, 0x1.c71c71c6ea5acp-3, 0x1.745d177ad436ap-3,
	                               0x1.3b1395b82701ep-3, 0x1.1118cd67251c5p-3, 0x1.df7ba1f4809c3p-4, 0x1.e03a7acf07f85p-4};
	int64_t k, below = x < 0x1p-1022 ? 54 : 0;
	double f = log_split(below ? x * 0x1p54 : x, &k) - 1;
	struct two d = two_sum(2, f);
	double s = f / d.high;
	struct two product = two_product(s, d.high);
	struct two t = two_sum(s, ((f - product.high) - product.low - s * d.low) / d.high);
	struct two z = two_multiply(t, t);
	struct two third = two_sum(0x1.5555555555555p-1, 0x1.5555555555555p-55 + z.high * evaluate(POLY, 8, z.high));
	struct two tail = two_multiply(two_multiply(t, z), third);
	double e = (double)(k - below);
	struct two whole = two_add((struct two){2 * t.high, 2 * t.low}, tail);
	return two_add(two_sum(e * GZ_LN2_HI, e * GZ_LN2_LO), whole);
}

static double pow_positive(double x, double y)
{
	struct two l = log_two(x);
	double rough = y * l.high;
	if (rough > 710)
		return INFINITY;
	if (rough < -746)
		return 0;
	struct two p = fabs(y) < 0x1p100 ? two_product(y, l.high) : (struct two){rough, 0};
	double value = exp_sum(p.high, p.low + y * l.low);
	return value;
}

double gz_maths_pow(double x, double y)
{
	if (y == 0 || x == 1)
		return 1;
	if (isnan(x) || isnan(y))
		return NAN;
	if (isinf(y)) {
		double size = fabs(x);
		return size == 1 ? 1 : (size > 1) == (y > 0) ? INFINITY : 0;
	}
	bool whole = floor(y) == y, odd = whole && fabs(y) < 0x1p53 && floor(y * 0.5) * 2 != y;
	bool negative = signbit(x) && odd;
	double size;
	if (x == 0 || isinf(x))
		size = (x == 0) == (y > 0) ? 0 : INFINITY;
	else if (x < 0 && !whole)
		return NAN;
	else
		size = pow_positive(fabs(x), y);
	return negative ? -size : size;
}

/* ---- sin and cos -------------------------------------------------------------------------------------------- */
/* x = k pi/2 + r + low; pi/2 in three parts of 33 bits and a tail, so that k part is exact for |k| <= 2^20. */
static int64_t angle_reduce(double x, double *r, double *low)
{
	double k = floor(x * 0x1.45f306dc9c883p-1 + 0.5);
	double t = x - k * 0x1.921fb54400000p+0;
	struct two a = two_sum(t, -(k * 0x1.0b4611a600000p-34));
	struct two b = two_sum(a.high, -(k * 0x1.3198a2e000000p-69));
	*r = b.high;
	*low = a.low + (b.low - k * 0x1.b839a252049c1p-104);
	return (int64_t)k;
}

static double sin_near(double r, double low)
{
	static const double POLY[6] = {-0x1.5555555555555p-3,  0x1.1111111110ba5p-7,  -0x1.a01a019e80693p-13,
	                               0x1.71de379252004p-19, -0x1.ae60069e53ef1p-26, 0x1.5e098556d302ep-33};
	double z = r * r;
	return r + (r * z * evaluate(POLY, 6, z) + low * (1 - 0.5 * z));
}

static double cos_near(double r, double low)
{
	static const double POLY[6] = {0x1.5555555555555p-5,   -0x1.6c16c16c16960p-10, 0x1.a01a019f4d0edp-16,
	                               -0x1.27e4fa15bd814p-22, 0x1.1eeb66b683028p-29,  -0x1.907c0e63adbb6p-37};
	double z = r * r, half = 0.5 * z, s = 1 - half;
	return s + (((1 - s) - half) + (z * z * evaluate(POLY, 6, z) - r * low));
}

/* sin(x + quarter pi/2) */
static double angle_value(double x, int64_t quarter)
{
	if (!(fabs(x) <= 0x1p30))
		return NAN;
	double r, low;
	int64_t q = (angle_reduce(x, &r, &low) + quarter) & 3;
	double value = q & 1 ? cos_near(r, low) : sin_near(r, low);
	return q & 2 ? -value : value;
}

double gz_maths_sin(double x)
{
	return x == 0 ? x : angle_value(x, 0);
}

double gz_maths_cos(double x)
{
	return angle_value(x, 1);
}

/* ---- gamma function ----------------------------------------------------------------------------------------- */
/* The error of Stirling's formula, log Gamma(x + 1) - ((x + 1/2) log x - x + log sqrt(2 pi)), for x >= 10. */
static double stirling_series(double x)
{
	static const double POLY[8] = {1.0 / 12,   -1.0 / 360,       1.0 / 1260, -1.0 / 1680,
	                               1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
	return evaluate(POLY, 8, 1 / (x * x)) / x;
}

/* log Gamma(1 + z) + log(1 + z), |z| <= 1/2: Abramowitz and Stegun 6.1.33, terms (-1)^k (zeta(k) - 1) z^k / k */
static double lgamma_series(double z)
{
	static const double POLY[28] = {
		0.32246703342411321824,     -0.067352301053198095133,   0.020580808427784547879,    -0.0073855510286739852663,
		0.0028905103307415232858,   -0.0011927539117032609771,  0.00050966952474304242234,  -0.00022315475845357937976,
		0.000099457512781808533715, -0.0000449262367381331417,  0.000020507212775670691553, -9.439488275268395904e-6,
		4.3748667899074878042e-6,   -2.0392157538013662368e-6,  9.5514121304074198329e-7,   -4.4924691987645660433e-7,
		2.1207184805554665869e-7,   -1.0043224823968099609e-7,  4.7698101693639805658e-8,   -2.271109460894316491e-8,
		1.0838659214896954091e-8,   -5.1834750419700466551e-9,  2.4836745438024783172e-9,   -1.1921401405860912074e-9,
		5.7313672416788620133e-10,  -2.7595228851242331452e-10, 1.3304764374244489481e-10,  -6.4229645638381000221e-11};
	return z * (0.42278433509846713939 + z * evaluate(POLY, 28, z));
}

double gz_maths_lgamma(double x)
{
	if (!(x > 0))
		return x == 0 ? INFINITY : NAN;
	if (x >= 10)
		return x > 1e306 ? INFINITY : (x - 0.5) * (gz_maths_log(x) - 1) + (LOG_ROOT_2PI - 0.5 + stirling_series(x));
	if (x < 0.5)
		return lgamma_series(x) - gz_maths_log1p(x) - gz_maths_log(x);
	if (x < 1.5)
		return lgamma_series(x - 1) - gz_maths_log1p(x - 1);
	double product = 1;
	while (x >= 2.5) {
		x -= 1;
		product *= x;
	}
	return lgamma_series(x - 2) + gz_maths_log(product);
}

double gz_maths_digamma(double x)
{
	static const double POLY[7] = {1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12};
	if (!(x > 0))
		return x == 0 ? -INFINITY : NAN;
	double sum = 0;
	while (x < 12) {
		sum -= 1 / x;
		x += 1;
	}
	double z = 1 / (x * x);
	return sum + (gz_maths_log(x) - 0.5 / x - z * evaluate(POLY, 7, z));
}

/* ---- normal distribution ------------------------------------------------------------------------------------ */
double gz_maths_normal_quantile(double p)
{
	static const double A[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
	                            1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
	                            3.3430575583588128105e+4, 2.5090809287301226727e+3};
	static const double B[8] = {1,                        4.2313330701600911252e+1, 6.8718700749205790830e+2,
	                            5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
	                            2.8729085735721942674e+4, 5.2264952788528545610e+3};
	static const double C[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
	                            3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
	                            2.27238449892691845833e-2, 7.74545014278341407640e-4};
	static const double D[8] = {1,                         2.05319162663775882187e0,  1.67638483018380384940e0,
	                            6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
	                            5.47593808499534494600e-4, 1.05075007164441684324e-9};
	static const double E[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
	                            2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
	                            2.71155556874348757815e-5, 2.01033439929228813265e-7};
	static const double F[8] = {1,                         5.99832206555887937690e-1, 1.36929880922735805310e-1,
	                            1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
	                            1.42151175831644588870e-7, 2.04426310338993978564e-15};
	if (!(p > 0 && p < 1))
		return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
	double q = p - 0.5;
	if (fabs(q) <= 0.425) {
		double r = 0.180625 - q * q;
		return q * evaluate(A, 8, r) / evaluate(B, 8, r);
	}
	double r = sqrt(-gz_maths_log(q < 0 ? p : 1 - p));
	double z = r <= 5 ? evaluate(C, 8, r - 1.6) / evaluate(D, 8, r - 1.6) : evaluate(E, 8, r - 5) / evaluate(F, 8, r - 5);
	return q < 0 ? -z : z;
}

double gz_maths_normal_cdf(double z)
{
	if (isnan(z))
		return z;
	if (fabs(z) > 39)
		return z > 0 ? 1 : 0;
	double tail = 0.5 * gz_maths_gamma_q(0.5, 0.5 * z * z);
	return z < 0 ? tail : 1 - tail;
}

/* ---- probabilities, after Loader 2000 ----------------------------------------------------------------------- */
static double stirling_error(double x)
{
	if (x >= 10)
		return stirling_series(x);
	return gz_maths_lgamma(x + 1) - (x + 0.5) * gz_maths_log(x) + x - LOG_ROOT_2PI;
}

/* Deviance x log(x / m) + m - x, without cancellation where x is near m. */
static double deviance(double x, double m)
{
	if (fabs(x - m) >= 0.1 * (x + m))
		return x * gz_maths_log(x / m) + m - x;
	double v = (x - m) / (x + m), sum = (x - m) * v, term = 2 * x * v, square = v * v;
	for (int j = 1; j < 1000; j++) {
		term *= square;
		double next = sum + term / (2 * j + 1);
		if (next == sum)
			break;
		sum = next;
	}
	return sum;
}

double gz_maths_poisson_density(double x, double mean)
{
	if (x < 0 || !(mean >= 0))
		return 0;
	if (mean == 0)
		return x == 0;
	if (x == 0)
		return gz_maths_exp(-mean);
	if (x < 1)
		return gz_maths_exp(x * gz_maths_log(mean) - mean - gz_maths_lgamma(x + 1));
	return gz_maths_exp(-stirling_error(x) - deviance(x, mean)) / sqrt(TWO_PI * x);
}

/* x of n, with p + q = 1 given both */
static double binomial_density(double x, double n, double p, double q)
{
	if (p == 0 || q == 0)
		return p == 0 ? x == 0 : x == n;
	if (x == 0 || x == n) {
		double one = x == 0 ? p : q, other = x == 0 ? q : p;
		return gz_maths_exp(n * (one < 0.5 ? gz_maths_log1p(-one) : gz_maths_log(other)));
	}
	double y = n - x;
	double e = stirling_error(n) - stirling_error(x) - stirling_error(y) - deviance(x, n * p) - deviance(y, n * q);
	return gz_maths_exp(e) * sqrt(n / (TWO_PI * x * y));
}

double gz_maths_binomial_density(double x, double n, double p)
{
	return x < 0 || x > n ? 0 : binomial_density(x, n, p, 1 - p);
}

/* ---- incomplete gamma --------------------------------------------------------------------------------------- */
enum { STEPS_MAX = 10000000 };

/* P by its series, times Gamma(a + 1) e^x / x^a */
static double gamma_series(double a, double x)
{
	double term = 1, sum = 1;
	for (int k = 1; k < STEPS_MAX; k++) {
		term *= x / (a + k);
		sum += term;
		if (term < sum * 0x1p-54)
			break;
	}
	return sum;
}

/* Q by its continued fraction (modified Lentz), times Gamma(a) e^x / x^a */
static double gamma_fraction(double a, double x)
{
	const double tiny = 1e-300;
	double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
	for (int k = 1; k < STEPS_MAX; k++) {
		double an = -k * (k - a);
		b += 2;
		d = an * d + b;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = b + an / c;
		c = fabs(c) < tiny ? tiny : c;
		h *= d * c;
		if (fabs(d * c - 1) < 0x1p-52)
			break;
	}
	return h;
}

/* P (upper false) or Q (upper true) */
static double gamma_part(double a, double x, bool upper)
{
	if (!(a > 0) || !(x >= 0))
		return NAN;
	if (x == 0 || isinf(x))
		return (x == 0) == upper;
	double density = gz_maths_poisson_density(a, x);
	bool series = x < a + 1;
	double value = density * (series ? gamma_series(a, x) : a * gamma_fraction(a, x));
	return series == upper ? 1 - value : value;
}

double gz_maths_gamma_p(double a, double x)
{
	return gamma_part(a, x, false);
}

double gz_maths_gamma_q(double a, double x)
{
	return gamma_part(a, x, true);
}

static double gamma_guess(double a, double p)
{
	if (a > 1) {
		double z = gz_maths_normal_quantile(p), w = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
		double x = a * w * w * w;
		if (w > 0.1)
			return x;
		return gz_maths_exp((gz_maths_log(p) + gz_maths_lgamma(a + 1)) / a);
	}
	double t = 1 - a * (0.253 + a * 0.12);
	return p < t ? gz_maths_pow(p / t, 1 / a) : 1 - gz_maths_log1p(-(p - t) / (1 - t));
}

/* Newton's step t corrected by the density's logarithmic slope where that is a small correction. */
static double halley(double t, double slope)
{
	double bend = t * slope;
	return fabs(bend) < 1 ? t / (1 - 0.5 * bend) : t;
}

/* Whether a root search is down to rounding error: the step against x, or the miss against the nearer tail. */
static bool settled(double step, double x, double miss, double p)
{
	double tail = p < 0.5 ? p : 1 - p;
	return fabs(step) <= 2e-15 * x || fabs(miss) <= 2e-15 * tail;
}

double gz_maths_gamma_quantile(double a, double p)
{
	if (!(a > 0) || !(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? 0 : INFINITY;
	double x = gamma_guess(a, p), low = 0, high = INFINITY;
	for (int i = 0; i < 200 && x > 0; i++) {
		double miss = p <= 0.5 ? gz_maths_gamma_p(a, x) - p : (1 - p) - gz_maths_gamma_q(a, x);
		if (miss > 0)
			high = x;
		else
			low = x;
		double slope = gz_maths_poisson_density(a, x) * a / x;
		double step = halley(miss / slope, (a - 1) / x - 1), next = x - step;
		if (settled(step, x, miss, p))
			return next;
		if (!(next > low && next < high))
			next = isinf(high) ? 2 * x : low > 0 ? sqrt(low) * sqrt(high) : high / 64;
		x = next;
	}
	return x;
}

/* ---- incomplete beta ---------------------------------------------------------------------------------------- */
static double beta_fraction(double x, double a, double b)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1);
	d = 1 / (fabs(d) < tiny ? tiny : d);
	double h = d;
	for (int k = 1; k < STEPS_MAX; k++) {
		double even = k * (b - k) * x / ((a - 1 + 2 * k) * (a + 2 * k));
		d = 1 + even * d;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = 1 + even / c;
		c = fabs(c) < tiny ? tiny : c;
		h *= d * c;
		double odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 1 + 2 * k));
		d = 1 + odd * d;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = 1 + odd / c;
		c = fabs(c) < tiny ? tiny : c;
		h *= d * c;
		if (fabs(d * c - 1) < 0x1p-52)
			break;
	}
	return h;
}

/* log Gamma(x + d) - log Gamma(x), d >= 0, without cancellation for large x */
static double lgamma_rise(double x, double d)
{
	if (x < 10)
		return gz_maths_lgamma(x + d) - gz_maths_lgamma(x);
	return (x - 0.5) * gz_maths_log1p(d / x) + d * (gz_maths_log(x + d) - 1) + (stirling_series(x + d) - stirling_series(x));
}

/* x^a y^b Gamma(a + b) / (Gamma(a) Gamma(b)), y = 1 - x */
static double beta_power(double x, double y, double a, double b)
{
	if (a >= 1 && b >= 1)
		return a * (b / (a + b)) * binomial_density(a, a + b, x, y);
	double log_y = x < 0.5 ? gz_maths_log1p(-x) : gz_maths_log(y);
	double log_x = y < 0.5 ? gz_maths_log1p(-y) : gz_maths_log(x);
	double small = a < b ? a : b, large = a < b ? b : a;
	return gz_maths_exp(a * log_x + b * log_y + lgamma_rise(large, small) - gz_maths_lgamma(small));
}

/* I_x(a, b), or its complement, from x and y = 1 - x */
static double beta_part(double x, double y, double a, double b, bool upper)
{
	if (x <= 0 || y <= 0)
		return (x <= 0) == upper;
	double power = beta_power(x, y, a, b);
	bool direct = x < (a + 1) / (a + b + 2);
	double value = power * (direct ? beta_fraction(x, a, b) / a : beta_fraction(y, b, a) / b);
	return direct == upper ? 1 - value : value;
}

double gz_maths_beta_i(double x, double a, double b)
{
	if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1))
		return NAN;
	return beta_part(x, 1 - x, a, b, false);
}

/* Abramowitz and Stegun 26.5.22 for a, b >= 1; the leading powers at both ends otherwise. */
static double beta_guess(double p, double a, double b)
{
	if (a >= 1 && b >= 1) {
		double z = -gz_maths_normal_quantile(p), ra = 1 / (2 * a - 1), rb = 1 / (2 * b - 1);
		double l = (z * z - 3) / 6, h = 2 / (ra + rb), under = h + l > 0 ? h + l : 0;
		double w = z * sqrt(under) / h - (rb - ra) * (l + 5.0 / 6 - 2 / (3 * h));
		return a / (a + b * gz_maths_exp(2 * w));
	}
	double t = gz_maths_exp(a * gz_maths_log(a / (a + b))) / a, u = gz_maths_exp(b * gz_maths_log(b / (a + b))) / b;
	double w = t + u;
	return p < t / w ? gz_maths_pow(a * w * p, 1 / a) : 1 - gz_maths_pow(b * w * (1 - p), 1 / b);
}

/* The root x of I_x(a, b) = p (upper false) or 1 - I_x(a, b) = p (upper true), for a root in the lower part. */
static double beta_root(double p, double a, double b, bool upper)
{
	double x = beta_guess(upper ? 1 - p : p, a, b), low = 0, high = 1;
	if (!(x > 0 && x < 1))
		x = x >= 1 ? 0.5 : 1e-300;
	for (int i = 0; i < 400; i++) {
		double value = beta_part(x, 1 - x, a, b, upper), miss = upper ? p - value : value - p;
		if (miss > 0)
			high = x;
		else
			low = x;
		double slope = beta_power(x, 1 - x, a, b) / (x * (1 - x));
		double step = halley(miss / slope, (a - 1) / x - (b - 1) / (1 - x)), next = x - step;
		if (settled(step, x, miss, p))
			return next;
		if (!(next > low && next < high))
			next = low > 0 ? (high > 4 * low ? sqrt(low) * sqrt(high) : low + 0.5 * (high - low)) : high / 1024;
		x = next;
		if (x < 1e-305)
			break;
	}
	return x;
}

double gz_maths_beta_quantile(double p, double a, double b)
{
	if (!(a > 0) || !(b > 0) || !(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p;
	/* Solved from the end that is nearer, so that 1 - x keeps its figures. */
	if (p <= gz_maths_beta_i(0.5, a, b))
		return p <= 0.5 ? beta_root(p, a, b, false) : beta_root(1 - p, a, b, true);
	return 1 - (p > 0.5 ? beta_root(1 - p, b, a, false) : beta_root(p, b, a, true));
}
