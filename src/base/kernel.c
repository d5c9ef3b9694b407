/* Many binomials or elementary functions at once: chooses the form and cuts the work for it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/kernel.h"
#include "base/kernel_chunk.h"
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const gz_kernel_ops *ops;
} FORMS[GZ_KERNEL_FORMS] = {
	[GZ_KERNEL_PORTABLE] = {"portable", &gz_kernel_portable_ops},
#ifdef __x86_64__
	[GZ_KERNEL_AVX2] = {"avx2", &gz_kernel_avx2_ops},
	[GZ_KERNEL_AVX512] = {"avx512", &gz_kernel_avx512_ops},
#else
	[GZ_KERNEL_AVX2] = {"avx2", NULL},
	[GZ_KERNEL_AVX512] = {"avx512", NULL},
#endif
};

static const double SMALL_MEAN = 10, SMALL_QUANTILE = 30; /* below: inversion, of a binomial and of one asked for by its quantile */

/* The form in use, -1 not chosen yet. All forms give the same bits, so whichever a thread sees is right. */
static atomic_int chosen = -1;

#ifdef __x86_64__
bool gz_kernel_has(gz_kernel_form form)
{
	return form == GZ_KERNEL_PORTABLE || (form == GZ_KERNEL_AVX2 && __builtin_cpu_supports("avx2")) ||
	       (form == GZ_KERNEL_AVX512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"));
}
#else
bool gz_kernel_has(gz_kernel_form form)
{
	return form == GZ_KERNEL_PORTABLE;
}
#endif

const char *gz_kernel_name(gz_kernel_form form)
{
	return FORMS[form].name;
}

gz_kernel_form gz_kernel_which(void)
{
	int form = atomic_load_explicit(&chosen, memory_order_relaxed);
	if (form >= 0)
		return (gz_kernel_form)form;
	const char *wish = getenv("GUZAR_KERNEL");
	int best = GZ_KERNEL_PORTABLE;
	for (form = 0; form < GZ_KERNEL_FORMS; form++)
		if (gz_kernel_has((gz_kernel_form)form))
			best = form;
	for (form = 0; wish != NULL && form < GZ_KERNEL_FORMS; form++)
		if (strcmp(wish, FORMS[form].name) == 0 && gz_kernel_has((gz_kernel_form)form))
			best = form;
	atomic_store_explicit(&chosen, best, memory_order_relaxed);
	return (gz_kernel_form)best;
}

bool gz_kernel_force(gz_kernel_form form)
{
	if (!gz_kernel_has(form))
		return false;
	atomic_store_explicit(&chosen, (int)form, memory_order_relaxed);
	return true;
}

static inline const gz_kernel_ops *ops(void)
{
	return FORMS[gz_kernel_which()].ops;
}

static int64_t by_chunks(const gz_kernel_source *source, int64_t count, const double *n, const double *p, double *out)
{
	const gz_kernel_ops *form = ops();
	int64_t draws = 0;
	for (int64_t at = 0; at < count; at += GZ_KERNEL_CHUNK) {
		const int32_t here = count - at < GZ_KERNEL_CHUNK ? (int32_t)(count - at) : GZ_KERNEL_CHUNK;
		const gz_kernel_chunk chunk = {source, at, here, n + at, p + at, out + at, SMALL_MEAN};
		draws += form->binomial(&chunk);
	}
	return draws;
}

int64_t gz_kernel_binomial_rows(const gz_draw *first, int32_t rows, int32_t lanes, const double *n, const double *p, double *out)
{
	const gz_kernel_source source = {.rows = first, .lanes = lanes};
	return by_chunks(&source, (int64_t)rows * lanes, n, p, out);
}

int64_t gz_kernel_binomial(const gz_draw *first, int32_t lanes, const double *n, const double *p, double *out)
{
	return gz_kernel_binomial_rows(first, 1, lanes, n, p, out);
}

static int64_t of_one_p(const gz_draw *first, int32_t lanes, const double *n, double p, double *out, double small)
{
	const gz_kernel_source source = {.rows = first, .lanes = lanes};
	const gz_kernel_ops *form = ops();
	double all[GZ_KERNEL_CHUNK];
	int64_t draws = 0;
	for (int32_t i = 0; i < lanes && i < GZ_KERNEL_CHUNK; i++)
		all[i] = p;
	for (int64_t at = 0; at < lanes; at += GZ_KERNEL_CHUNK) {
		const int32_t here = lanes - at < GZ_KERNEL_CHUNK ? (int32_t)(lanes - at) : GZ_KERNEL_CHUNK;
		const gz_kernel_chunk chunk = {&source, at, here, n + at, all, out + at, small};
		draws += form->binomial(&chunk);
	}
	return draws;
}

int64_t gz_kernel_binomial_same(const gz_draw *first, int32_t lanes, const double *n, double p, double *out)
{
	return of_one_p(first, lanes, n, p, out, SMALL_MEAN);
}

int64_t gz_kernel_quantile(const gz_draw *first, int32_t lanes, const double *n, double p, double *out)
{
	double few[GZ_KERNEL_CHUNK];
	int64_t draws = 0;
	for (int32_t at = 0; at < lanes; at += GZ_KERNEL_CHUNK) {
		const int32_t here = lanes - at < GZ_KERNEL_CHUNK ? lanes - at : GZ_KERNEL_CHUNK;
		gz_draw d = *first;
		d.replicate += (uint32_t)at;
		for (int32_t i = 0; i < here; i++)
			few[i] = p >= 1 || (p <= 0.5 && n[at + i] * p < SMALL_QUANTILE) ? n[at + i] : 0;
		draws += of_one_p(&d, here, few, p, out + at, SMALL_QUANTILE);
		for (int32_t i = 0; i < here; i++, d.replicate++) {
			if (few[i] == n[at + i] || !(n[at + i] > 0) || !(p > 0))
				continue;
			out[at + i] = gz_sample_binomial_quantile(&d, n[at + i], p);
			draws++;
		}
	}
	return draws;
}

int64_t gz_kernel_binomial_each(const gz_kernel_places *at, int32_t count, const double *n, const double *p, double *out)
{
	const gz_kernel_source source = {.places = at};
	return by_chunks(&source, count, n, p, out);
}

void gz_kernel_exp(int32_t count, const double *x, double *y)
{
	ops()->exp(count, x, y);
}

void gz_kernel_expm1(int32_t count, const double *x, double *y)
{
	ops()->expm1(count, x, y);
}

void gz_kernel_log(int32_t count, const double *x, double *y)
{
	ops()->log(count, x, y);
}

void gz_kernel_log1p(int32_t count, const double *x, double *y)
{
	ops()->log1p(count, x, y);
}

void gz_kernel_chance(int32_t count, const double *x, double *y)
{
	ops()->chance(count, x, y);
}
