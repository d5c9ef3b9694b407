/* Arithmetic on rows.
 *
 * Each loop is compiled for several vector widths and the widest that the machine has is taken at start; all give the same bits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/row.h"

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if defined(__has_feature)
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)
#define ROW_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#else
#define ROW_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef ROW_WIDE
#define ROW_WIDE
#endif

ROW_WIDE bool gz_row_any(int32_t n, const double *x)
{
	int64_t any = 0;
	for (int32_t i = 0; i < n; i++)
		any |= x[i] > 0 ? -1 : 0;
	return any != 0;
}

ROW_WIDE bool gz_row_any_below(int32_t n, const double *x, const double *y, double least)
{
	int64_t any = 0;
	for (int32_t i = 0; i < n; i++)
		any |= x[i] > 0 && y[i] < least ? -1 : 0;
	return any != 0;
}

ROW_WIDE int32_t gz_row_count(int32_t n, const double *x)
{
	int64_t count = 0;
	for (int32_t i = 0; i < n; i++)
		count += x[i] > 0 ? 1 : 0;
	return (int32_t)count;
}

ROW_WIDE void gz_row_add(int32_t n, double *restrict to, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += x[i];
}

ROW_WIDE void gz_row_add_times(int32_t n, double *restrict to, const double *restrict x, double k)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += k * x[i];
}

ROW_WIDE void gz_row_add_product(int32_t n, double *restrict to, const double *restrict x, const double *restrict y)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += x[i] * y[i];
}

ROW_WIDE void gz_row_times(int32_t n, double *restrict to, const double *restrict x, double k)
{
	for (int32_t i = 0; i < n; i++)
		to[i] = k * x[i];
}

ROW_WIDE void gz_row_scale(int32_t n, double *to, double k)
{
	for (int32_t i = 0; i < n; i++)
		to[i] *= k;
}

ROW_WIDE void gz_row_multiply(int32_t n, double *restrict to, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		to[i] *= x[i];
}

ROW_WIDE void gz_row_take(int32_t n, double *restrict from, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		from[i] -= x[i];
}

ROW_WIDE void gz_row_move(int32_t n, double *restrict from, double *restrict to, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++) {
		from[i] -= x[i];
		to[i] += x[i];
	}
}

ROW_WIDE void gz_row_mask(int32_t n, double *restrict to, const double *restrict x, const uint8_t *restrict on)
{
	for (int32_t i = 0; i < n; i++)
		to[i] = on[i] ? x[i] : 0;
}

ROW_WIDE void gz_row_put(int32_t n, double *restrict to, const double *restrict x, const uint8_t *restrict on)
{
	for (int32_t i = 0; i < n; i++)
		to[i] = on[i] ? x[i] : to[i];
}

ROW_WIDE void gz_row_add_masked(int32_t n, double *restrict to, const double *restrict x, double k, const uint8_t *restrict on)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += on[i] ? k * x[i] : 0;
}

ROW_WIDE void gz_row_add_ratio(int32_t n, double *restrict to, const double *restrict a, const double *restrict b, double k)
{
	for (int32_t i = 0; i < n; i++) {
		const double top = k * a[i], bottom = b[i], ratio = top / (bottom > 0 ? bottom : 1);
		to[i] += bottom > 0 ? ratio : 0;
	}
}

ROW_WIDE void gz_row_mark(int32_t n, uint8_t *restrict on, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		on[i] |= x[i] > 0;
}

ROW_WIDE void gz_row_mark_where(int32_t n, uint8_t *restrict on, const double *restrict x, const uint8_t *restrict where)
{
	for (int32_t i = 0; i < n; i++)
		on[i] |= (uint8_t)(x[i] > 0) & where[i];
}

ROW_WIDE void gz_row_round(int32_t n, int32_t *restrict to, const double *restrict x, double scale)
{
	const double most = 2147483647;
	for (int32_t i = 0; i < n; i++) {
		double v = x[i] * scale + 0.5;
		v = v < most ? v : most;
		v = v > -most ? v : -most;
		const int32_t whole = (int32_t)v;
		to[i] = whole - (v < whole);
	}
}

ROW_WIDE void gz_row_or(int32_t n, uint8_t *restrict to, const uint8_t *restrict from)
{
	for (int32_t i = 0; i < n; i++)
		to[i] |= from[i];
}

ROW_WIDE bool gz_row_on(int32_t n, const uint8_t *on)
{
	uint8_t any = 0;
	for (int32_t i = 0; i < n; i++)
		any |= on[i];
	return any != 0;
}
