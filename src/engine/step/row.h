/* Rows: arithmetic element by element on dense arrays of lanes, the inner loops of a step.
 *
 * Every function does + - * / on each element by itself, so that the compiler may take as many at once as the machine can: the same
 * bits at any width. No sums over a row, no fused operations. Rows may not overlap unless a name is written twice. A row of one number
 * (one replicate) is done on the spot.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ROW_H
#define GZ_ROW_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The loops, for rows of any width. */
bool gz_row_wide_any(int32_t n, const double *x);
bool gz_row_wide_every(int32_t n, const double *x);
void gz_row_wide_add(int32_t n, double *to, const double *x);
void gz_row_wide_add_times(int32_t n, double *to, const double *x, double k);
void gz_row_wide_add_product(int32_t n, double *to, const double *x, const double *y);
void gz_row_wide_times(int32_t n, double *to, const double *x, double k);
void gz_row_wide_scale(int32_t n, double *to, double k);
void gz_row_wide_multiply(int32_t n, double *to, const double *x);
void gz_row_wide_take(int32_t n, double *from, const double *x);
void gz_row_wide_add_ratio(int32_t n, double *to, const double *a, const double *b, double k);
void gz_row_wide_meet(int32_t n, double *to, const double *x, const double *y, const double *rate, double k, double scale);
void gz_row_wide_mark(int32_t n, uint8_t *on, const double *x);
void gz_row_wide_mark_where(int32_t n, uint8_t *on, const double *x, const uint8_t *where);
void gz_row_wide_or(int32_t n, uint8_t *to, const uint8_t *from);
bool gz_row_wide_on(int32_t n, const uint8_t *on);

/* Fetches a row ahead, to be read, or to be written too. */
static inline void gz_row_fetch(int32_t n, const double *x)
{
	for (int32_t i = 0; i < n; i += 8)
		__builtin_prefetch(&x[i]);
}
static inline void gz_row_fetch_own(int32_t n, const double *x)
{
	for (int32_t i = 0; i < n; i += 8)
		__builtin_prefetch(&x[i], 1, 3);
}
/* Whether some x > 0. */
static inline bool gz_row_any(int32_t n, const double *x) { return n == 1 ? x[0] > 0 : gz_row_wide_any(n, x); }
/* Whether all x > 0. */
static inline bool gz_row_every(int32_t n, const double *x) { return n == 1 ? x[0] > 0 : gz_row_wide_every(n, x); }
/* to = 0. */
static inline void gz_row_clear(int32_t n, double *to)
{
	if (n == 1)
		to[0] = 0;
	else if (n > 0)
		memset(to, 0, (size_t)n * sizeof *to);
}
/* to = x. */
static inline void gz_row_copy(int32_t n, double *to, const double *x)
{
	if (n == 1)
		to[0] = x[0];
	else if (n > 0)
		memcpy(to, x, (size_t)n * sizeof *to);
}
/* to += x; to += k x; to += x y; to = k x; to *= k; to *= x; to -= x. */
static inline void gz_row_add(int32_t n, double *to, const double *x)
{
	if (n == 1)
		to[0] += x[0];
	else
		gz_row_wide_add(n, to, x);
}
static inline void gz_row_add_times(int32_t n, double *to, const double *x, double k)
{
	if (n == 1)
		to[0] += k * x[0];
	else
		gz_row_wide_add_times(n, to, x, k);
}
static inline void gz_row_add_product(int32_t n, double *to, const double *x, const double *y)
{
	if (n == 1)
		to[0] += x[0] * y[0];
	else
		gz_row_wide_add_product(n, to, x, y);
}
static inline void gz_row_times(int32_t n, double *to, const double *x, double k)
{
	if (n == 1)
		to[0] = k * x[0];
	else
		gz_row_wide_times(n, to, x, k);
}
static inline void gz_row_scale(int32_t n, double *to, double k)
{
	if (n == 1)
		to[0] *= k;
	else
		gz_row_wide_scale(n, to, k);
}
static inline void gz_row_multiply(int32_t n, double *to, const double *x)
{
	if (n == 1)
		to[0] *= x[0];
	else
		gz_row_wide_multiply(n, to, x);
}
static inline void gz_row_take(int32_t n, double *from, const double *x)
{
	if (n == 1)
		from[0] -= x[0];
	else
		gz_row_wide_take(n, from, x);
}
/* to += k[0] x[0], then k[1] x[1] and so on: `count` rows. */
void gz_row_add_several(int32_t n, double *to, const double *const *x, const double *k, int32_t count);
/* The same where the rows are found one after the other: begin, add, end. */
typedef struct gz_row_sum {
	double *to;
	int32_t size, n;
	const double *rows[16];
	double k[16];
} gz_row_sum;
void gz_row_sum_end(gz_row_sum *sum);
static inline void gz_row_sum_begin(gz_row_sum *sum, int32_t size, double *to)
{
	sum->to = to;
	sum->size = size;
	sum->n = 0;
}
static inline void gz_row_sum_add(gz_row_sum *sum, const double *x, double k)
{
	if (sum->size == 1) {
		sum->to[0] += k * x[0];
		return;
	}
	sum->rows[sum->n] = x;
	sum->k[sum->n++] = k;
	if (sum->n == (int32_t)(sizeof sum->k / sizeof *sum->k))
		gz_row_sum_end(sum);
}
/* x persons go from one row to another; or they are the first there. Whether some x > 0. */
bool gz_row_move(int32_t n, double *from, double *to, const double *x);
bool gz_row_begin(int32_t n, double *from, double *to, const double *x);
/* to = on ? x : 0, and to = on ? x : to. */
void gz_row_mask(int32_t n, double *to, const double *x, const uint8_t *on);
void gz_row_put(int32_t n, double *to, const double *x, const uint8_t *on);
/* to += on ? k x : 0. */
void gz_row_add_masked(int32_t n, double *to, const double *x, double k, const uint8_t *on);
/* to += a / b where b > 0, of (k a) / b. */
static inline void gz_row_add_ratio(int32_t n, double *to, const double *a, const double *b, double k)
{
	if (n == 1)
		to[0] += b[0] > 0 ? k * a[0] / b[0] : 0;
	else
		gz_row_wide_add_ratio(n, to, a, b, k);
}
/* to = (k x) / y (0 where y is not above 0) times (rate scale). */
static inline void gz_row_meet(int32_t n, double *to, const double *x, const double *y, const double *rate, double k, double scale)
{
	if (n == 1)
		to[0] = (y[0] > 0 ? k * x[0] / y[0] : 0) * (scale * rate[0]);
	else
		gz_row_wide_meet(n, to, x, y, rate, k, scale);
}
/* on |= x > 0, and on |= x > 0 where `where`. */
static inline void gz_row_mark(int32_t n, uint8_t *on, const double *x)
{
	if (n == 1)
		on[0] |= x[0] > 0;
	else
		gz_row_wide_mark(n, on, x);
}
static inline void gz_row_mark_where(int32_t n, uint8_t *on, const double *x, const uint8_t *where)
{
	if (n == 1)
		on[0] |= (uint8_t)(x[0] > 0) & where[0];
	else
		gz_row_wide_mark_where(n, on, x, where);
}
/* to = x, whole and not below 0; to = x scale rounded half up; kept within 2^31 - 1. */
void gz_row_whole(int32_t n, int32_t *to, const double *x);
void gz_row_round(int32_t n, int32_t *to, const double *x, double scale);
/* to |= from, of bytes. */
static inline void gz_row_or(int32_t n, uint8_t *to, const uint8_t *from)
{
	if (n == 1)
		to[0] |= from[0];
	else
		gz_row_wide_or(n, to, from);
}
/* Of y < least: 0 there is none, 1 there is, 2 there is where x > 0. */
int32_t gz_row_below(int32_t n, const double *x, const double *y, double least);
/* to = from and to = 0, of bytes. */
static inline void gz_row_copy_marks(int32_t n, uint8_t *to, const uint8_t *from)
{
	if (n == 1)
		to[0] = from[0];
	else if (n > 0)
		memcpy(to, from, (size_t)n);
}
static inline void gz_row_clear_marks(int32_t n, uint8_t *to)
{
	if (n == 1)
		to[0] = 0;
	else if (n > 0)
		memset(to, 0, (size_t)n);
}
/* Whether no byte is 0. */
static inline bool gz_row_all(int32_t n, const uint8_t *on) { return on[0] != 0 && (n == 1 || memchr(on, 0, (size_t)n) == NULL); }
/* Whether some byte is not 0. */
static inline bool gz_row_on(int32_t n, const uint8_t *on) { return n == 1 ? on[0] != 0 : gz_row_wide_on(n, on); }
#endif
