/* Many binomials or elementary functions at once: chooses the form and cuts the work for it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/kernel.h"
#include "base/maths.h"
#include <stddef.h>

static double one(const gz_draw *d, double n, double p, int64_t *draws)
{
	if (!(n > 0) || !(p > 0))
		return 0;
	if (p >= 1)
		return n;
	++*draws;
	return gz_sample_binomial_some(d, n, p);
}

int64_t gz_kernel_binomial_rows(const gz_draw *first, int32_t rows, int32_t lanes, const double *n, const double *p, double *out)
{
	int64_t draws = 0;
	for (int32_t row = 0; row < rows; row++)
		draws += gz_kernel_binomial(first + row, lanes, n + (int64_t)row * lanes, p + (int64_t)row * lanes, out + (int64_t)row * lanes);
	return draws;
}

int64_t gz_kernel_binomial(const gz_draw *first, int32_t lanes, const double *n, const double *p, double *out)
{
	int64_t draws = 0;
	gz_draw d = *first;
	for (int32_t i = 0; i < lanes; i++, d.replicate++)
		out[i] = one(&d, n[i], p[i], &draws);
	return draws;
}

int64_t gz_kernel_binomial_same(const gz_draw *first, int32_t lanes, const double *n, double p, double *out)
{
	int64_t draws = 0;
	gz_draw d = *first;
	for (int32_t i = 0; i < lanes; i++, d.replicate++)
		out[i] = one(&d, n[i], p, &draws);
	return draws;
}

int64_t gz_kernel_binomial_each(const gz_kernel_places *at, int32_t count, const double *n, const double *p, double *out)
{
	int64_t draws = 0;
	for (int32_t i = 0; i < count; i++) {
		gz_draw d = at->common;
		d.key = at->keys != NULL ? at->keys[i] : d.key;
		d.replicate = at->replicates != NULL ? at->replicates[i] : d.replicate;
		d.draw = at->draws != NULL ? at->draws[i] : d.draw;
		out[i] = one(&d, n[i], p[i], &draws);
	}
	return draws;
}

#define EACH(name, value)                                          \
	void gz_kernel_##name(int32_t count, const double *x, double *y) \
	{                                                                \
		for (int32_t i = 0; i < count; i++)                            \
			y[i] = value;                                                \
	}
EACH(exp, gz_maths_exp(x[i]))
EACH(expm1, gz_maths_expm1(x[i]))
EACH(log, gz_maths_log(x[i]))
EACH(log1p, gz_maths_log1p(x[i]))
EACH(chance, -gz_maths_expm1(-x[i]))

gz_kernel_form gz_kernel_which(void)
{
	return GZ_KERNEL_PORTABLE;
}

bool gz_kernel_has(gz_kernel_form form)
{
	return form == GZ_KERNEL_PORTABLE;
}

const char *gz_kernel_name(gz_kernel_form form)
{
	static const char *const NAMES[GZ_KERNEL_FORMS] = {"portable", "avx2", "avx512"};
	return NAMES[form];
}

bool gz_kernel_force(gz_kernel_form form)
{
	return gz_kernel_has(form);
}
