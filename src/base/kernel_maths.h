/* Elementary functions of lanes: step for step those of maths.c, for arguments in their main range.
 *
 * Included after kernel_lanes.h. Arguments outside are the caller's to send to the scalar twin.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KERNEL_MATHS_H
#define GZ_KERNEL_MATHS_H
#include "base/kernel_lanes.h"
#include "base/maths_table.h"

struct exp_lanes {
	lanes k, power, r, tail; /* power = 2^k */
};

/* -708 <= x <= 709 */
static inline struct exp_lanes exp_reduced(lanes x)
{
	const double *c = GZ_EXP_POLY;
	const lanes shifted = x * GZ_LOG2_E + 0x1.8p52, k = shifted - 0x1.8p52;
	const lanes high = x - k * GZ_LN2_HI, rest = 0.0 - k * GZ_LN2_LO;
	const lanes r = high + rest, lost = (high - r) + rest;
	const lanes r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
	const lanes s0 = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
	const lanes s1 = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
	const lanes s2 = (c[8] + c[9] * r) + c[10] * r2;
	const lanes power = as_lanes((as_words(shifted) + 1023) << 52); /* the low bits of `shifted` are k */
	return (struct exp_lanes){k, power, r, r2 * ((s0 + s1 * r4) + s2 * r8) + lost};
}

static inline lanes exp_of(lanes x)
{
	const struct exp_lanes e = exp_reduced(x);
	const lanes s = 1.0 + e.r, lost = (1.0 - s) + e.r;
	return (s + (lost + e.tail)) * e.power;
}

/* -38 <= x <= 36.7: exponents up to 53 */
static inline lanes expm1_of(lanes x)
{
	const struct exp_lanes e = exp_reduced(x);
	const lanes small = as_lanes((UINT64_C(2046) << 52) - as_words(e.power)), one = 1.0 - small; /* small = 1 / power */
	const lanes s = one + e.r, part = s - one;
	const lanes lost = (one - (s - part)) + (e.r - part);
	const lanes far = (s + (lost + e.tail)) * e.power;
	return choose(equal(x, spread(0)), x, choose(equal(e.k, spread(0)), e.r + e.tail, far));
}

/* x = 2^k m, for normal x > 0 */
static inline lanes log_halves(lanes x, lanes *k)
{
	const words u = as_words(x), biased = (u - GZ_SQRT_HALF_BITS + (UINT64_C(1024) << 52)) >> 52;
	*k = as_lanes(biased | UINT64_C(0x4330000000000000)) - (0x1p52 + 1024);
	return as_lanes(u - (biased << 52) + (UINT64_C(1024) << 52));
}

static inline lanes log_total(lanes f, lanes k, lanes low)
{
	const double *c = GZ_LOG_POLY;
	const lanes s = f / (2.0 + f), z = s * s, half_square = 0.5 * f * f, z2 = z * z, z4 = z2 * z2;
	const lanes rest = z * (((c[0] + c[1] * z) + (c[2] + c[3] * z) * z2) + ((c[4] + c[5] * z) + c[6] * z2) * z4);
	return k * GZ_LN2_HI - ((half_square - (s * (half_square + rest) + (k * GZ_LN2_LO + low))) - f);
}

/* normal x > 0 */
static inline lanes log_of(lanes x)
{
	lanes k;
	const lanes m = log_halves(x, &k);
	return log_total(m - 1.0, k, spread(0));
}

/* log(1 + f) where 1 + f needs no halving: log_total without its k and low, which are 0 and change no bit. */
static inline lanes log_near(lanes f)
{
	const double *c = GZ_LOG_POLY;
	const lanes s = f / (2.0 + f), z = s * s, half_square = 0.5 * f * f, z2 = z * z, z4 = z2 * z2;
	const lanes rest = z * (((c[0] + c[1] * z) + (c[2] + c[3] * z) * z2) + ((c[4] + c[5] * z) + c[6] * z2) * z4);
	return f - (half_square - s * (half_square + rest));
}

/* finite x > -1 */
static inline lanes log1p_of(lanes x)
{
	const some near = both(less(spread(-0.2928), x), less(x, spread(0.4142)));
	if (bits_of(near) == (1u << LANES) - 1)
		return choose(equal(x, spread(0)), x, log_near(x));
	const lanes u = 1.0 + x, lost = choose(not_above(spread(1), x), 1.0 - (u - x), x - (u - 1.0)), none = spread(0);
	lanes exponent;
	const lanes m = log_halves(u, &exponent);
	return choose(equal(x, none), x, log_total(choose(near, x, m - 1.0), choose(near, none, exponent), choose(near, none, lost / u)));
}
#endif
