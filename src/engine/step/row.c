/* Arithmetic on rows.
 *
 * Each loop is compiled for several vector widths and the widest that the machine has is taken at start; all give the same bits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/row.h"
#include "engine/step/wide.h"

enum { ROW_PIECE = 64, ROW_LOOK = 32 };

GZ_WIDE bool gz_row_wide_any(int32_t n, const double *x)
{
	int32_t at = 0;
	for (; at + ROW_LOOK <= n; at += ROW_LOOK) { /* rows with somebody in them mostly show it at once */
		int64_t any = 0;
#pragma GCC unroll 1
		for (int32_t i = 0; i < ROW_LOOK; i++)
			any |= x[at + i] > 0 ? -1 : 0;
		if (any != 0)
			return true;
	}
	int64_t rest = 0;
	for (; at < n; at++)
		rest |= x[at] > 0 ? -1 : 0;
	return rest != 0;
}

GZ_WIDE bool gz_row_wide_every(int32_t n, const double *x)
{
	int32_t at = 0;
	for (; at + ROW_LOOK <= n; at += ROW_LOOK) {
		int64_t none = 0;
#pragma GCC unroll 1
		for (int32_t i = 0; i < ROW_LOOK; i++)
			none |= x[at + i] > 0 ? 0 : -1;
		if (none != 0)
			return false;
	}
	int64_t rest = 0;
	for (; at < n; at++)
		rest |= x[at] > 0 ? 0 : -1;
	return rest == 0;
}

GZ_WIDE int32_t gz_row_below(int32_t n, const double *x, const double *y, double least)
{
	int64_t below = 0, any = 0;
	for (int32_t i = 0; i < n; i++) {
		const int64_t here = y[i] < least ? -1 : 0;
		below |= here;
		any |= x[i] > 0 ? here : 0;
	}
	return any != 0 ? 2 : below != 0;
}

GZ_WIDE void gz_row_wide_add(int32_t n, double *restrict to, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += x[i];
}

GZ_WIDE void gz_row_wide_add_times(int32_t n, double *restrict to, const double *restrict x, double k)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += k * x[i];
}

/* Eight numbers handled as one; a whole piece of a row is eight of these, which the widest machines have registers for. */
typedef double row_eight __attribute__((vector_size(64), aligned(8), may_alias));

/* A piece of the sum stays in registers while the rows stream by, each in its order: all of one row's piece before the next row, for a few
 * numbers of every row in turn are fetched badly. */
GZ_WIDE void gz_row_add_several(int32_t n, double *restrict to, const double *const *x, const double *k, int32_t count)
{
	int32_t at = 0;
	for (; at + ROW_PIECE <= n; at += ROW_PIECE) {
		row_eight *out = (row_eight *)(to + at), a = out[0], b = out[1], c = out[2], d = out[3], e = out[4], f = out[5], g = out[6], h = out[7];
		for (int32_t row = 0; row < count; row++) {
			const row_eight *from = (const row_eight *)(x[row] + at);
			const double share = k[row];
			for (int32_t i = at + ROW_PIECE; i < n && i < at + 2 * ROW_PIECE; i += 8)
				__builtin_prefetch(&x[row][i]);
			a += share * from[0], b += share * from[1], c += share * from[2], d += share * from[3];
			e += share * from[4], f += share * from[5], g += share * from[6], h += share * from[7];
		}
		out[0] = a, out[1] = b, out[2] = c, out[3] = d, out[4] = e, out[5] = f, out[6] = g, out[7] = h;
	}
	for (int32_t row = 0; row < count; row++)
		for (int32_t i = at; i < n; i++)
			to[i] += k[row] * x[row][i];
}

void gz_row_sum_end(gz_row_sum *sum)
{
	if (sum->n == 1)
		gz_row_wide_add_times(sum->size, sum->to, sum->rows[0], sum->k[0]);
	else if (sum->n > 1)
		gz_row_add_several(sum->size, sum->to, sum->rows, sum->k, sum->n);
	sum->n = 0;
}

GZ_WIDE void gz_row_wide_add_product(int32_t n, double *restrict to, const double *restrict x, const double *restrict y)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += x[i] * y[i];
}

GZ_WIDE void gz_row_wide_times(int32_t n, double *restrict to, const double *restrict x, double k)
{
	for (int32_t i = 0; i < n; i++)
		to[i] = k * x[i];
}

GZ_WIDE void gz_row_wide_scale(int32_t n, double *to, double k)
{
	for (int32_t i = 0; i < n; i++)
		to[i] *= k;
}

GZ_WIDE void gz_row_wide_multiply(int32_t n, double *restrict to, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		to[i] *= x[i];
}

GZ_WIDE void gz_row_wide_take(int32_t n, double *restrict from, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		from[i] -= x[i];
}

GZ_WIDE bool gz_row_move(int32_t n, double *restrict from, double *restrict to, const double *restrict x)
{
	int64_t any = 0;
	for (int32_t i = 0; i < n; i++) {
		from[i] -= x[i];
		to[i] += x[i];
		any |= x[i] > 0 ? -1 : 0;
	}
	return any != 0;
}

GZ_WIDE bool gz_row_begin(int32_t n, double *restrict from, double *restrict to, const double *restrict x)
{
	int64_t any = 0;
	for (int32_t i = 0; i < n; i++) {
		from[i] -= x[i];
		to[i] = x[i];
		any |= x[i] > 0 ? -1 : 0;
	}
	return any != 0;
}

GZ_WIDE_BYTES void gz_row_mask(int32_t n, double *restrict to, const double *restrict x, const uint8_t *restrict on)
{
	for (int32_t i = 0; i < n; i++)
		to[i] = x[i] * on[i];
}

GZ_WIDE_BYTES void gz_row_put(int32_t n, double *restrict to, const double *restrict x, const uint8_t *restrict on)
{
	for (int32_t i = 0; i < n; i++)
		to[i] = x[i] * on[i] + to[i] * (1 - on[i]);
}

GZ_WIDE_BYTES void gz_row_add_masked(int32_t n, double *restrict to, const double *restrict x, double k, const uint8_t *restrict on)
{
	for (int32_t i = 0; i < n; i++)
		to[i] += k * x[i] * on[i];
}

GZ_WIDE void gz_row_wide_add_ratio(int32_t n, double *restrict to, const double *restrict a, const double *restrict b, double k)
{
	for (int32_t i = 0; i < n; i++) {
		const double top = k * a[i], bottom = b[i], ratio = top / (bottom > 0 ? bottom : 1);
		to[i] += bottom > 0 ? ratio : 0;
	}
}

GZ_WIDE void gz_row_wide_meet(int32_t n, double *restrict to, const double *restrict x, const double *restrict y, const double *restrict rate, double k, double scale)
{
	for (int32_t i = 0; i < n; i++) {
		const double top = k * x[i], bottom = y[i], ratio = top / (bottom > 0 ? bottom : 1);
		to[i] = (bottom > 0 ? ratio : 0) * (scale * rate[i]);
	}
}

GZ_WIDE_BYTES void gz_row_wide_mark(int32_t n, uint8_t *restrict on, const double *restrict x)
{
	for (int32_t i = 0; i < n; i++)
		on[i] |= x[i] > 0;
}

GZ_WIDE_BYTES void gz_row_wide_mark_where(int32_t n, uint8_t *restrict on, const double *restrict x, const uint8_t *restrict where)
{
	for (int32_t i = 0; i < n; i++)
		on[i] |= (uint8_t)(x[i] > 0) & where[i];
}

GZ_WIDE void gz_row_whole(int32_t n, int32_t *restrict to, const double *restrict x)
{
	const double most = 2147483647;
	for (int32_t i = 0; i < n; i++)
		to[i] = (int32_t)(x[i] < most ? x[i] : most);
}

GZ_WIDE static void row_round(int32_t n, int32_t *restrict to, const double *restrict x, double scale)
{
	const double most = 2147483647;
	double v[ROW_PIECE];
	for (int32_t i = 0; i < n; i++) {
		const double up = x[i] * scale + 0.5, below = up < most ? up : most;
		v[i] = below > -most ? below : -most;
	}
	for (int32_t i = 0; i < n; i++) {
		const int32_t whole = (int32_t)v[i];
		to[i] = v[i] < (double)whole ? whole - 1 : whole;
	}
}

void gz_row_round(int32_t n, int32_t *to, const double *x, double scale)
{
	for (int32_t i = 0; i < n; i += ROW_PIECE)
		row_round(n - i < ROW_PIECE ? n - i : ROW_PIECE, to + i, x + i, scale);
}

GZ_WIDE void gz_row_wide_or(int32_t n, uint8_t *restrict to, const uint8_t *restrict from)
{
	for (int32_t i = 0; i < n; i++)
		to[i] |= from[i];
}

GZ_WIDE bool gz_row_wide_on(int32_t n, const uint8_t *on)
{
	uint8_t any = 0;
	for (int32_t i = 0; i < n; i++)
		any |= on[i];
	return any != 0;
}
