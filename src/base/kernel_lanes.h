/* The words of a vector kernel: LANES numbers handled as one, eight with AVX-512, four with AVX2, one anywhere.
 *
 * Included once by each kernel_<form>.c with LANES defined. + - * / between lanes, and between lanes and a number, are
 * the language's own (vector extensions of gcc and clang); what it lacks is named here. Everything is static, so that no
 * instruction of a wide form can reach a narrow one. `some` holds one truth a lane; as unsigned bits, lane 0 is bit 0.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KERNEL_LANES_H
#define GZ_KERNEL_LANES_H
#include "base/random.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if LANES == 8
#include <immintrin.h>
/* Without optimising, gcc has macros for some of these, and warns of conversions within them. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
typedef double lanes __attribute__((vector_size(64)));
typedef uint64_t words __attribute__((vector_size(64)));
typedef __mmask8 some;
enum { FLIGHT = 2 }; /* vectors handled together where one would wait for itself */

static inline lanes spread(double x) { return _mm512_set1_pd(x); }
static inline words spread_word(uint64_t x) { return (words)_mm512_set1_epi64((long long)x); }
static inline words pair_order(void) { return (words){0, 4, 1, 5, 2, 6, 3, 7}; } /* see interleave_low */
static inline words lane_numbers(void) { return (words){0, 1, 2, 3, 4, 5, 6, 7}; }
static inline lanes load(const double *x) { return _mm512_loadu_pd(x); }
static inline words load_words(const uint64_t *x) { return (words)_mm512_loadu_si512(x); }
static inline void store(double *to, lanes x) { _mm512_storeu_pd(to, x); }
static inline void store_words(uint64_t *to, words x) { _mm512_storeu_si512(to, (__m512i)x); }
static inline some first_lanes(int32_t n) { return (some)(n >= LANES ? 255 : n > 0 ? (1 << n) - 1 : 0); }
static inline lanes load_first(const double *x, int32_t n) { return n >= LANES ? load(x) : (lanes)_mm512_maskz_loadu_pd(first_lanes(n), x); }
static inline void store_first(double *to, lanes x, int32_t n)
{
	if (n >= LANES)
		store(to, x);
	else
		_mm512_mask_storeu_pd(to, first_lanes(n), x);
}
static inline lanes as_lanes(words x) { return (lanes)x; }
static inline words as_words(lanes x) { return (words)x; }
static inline words product(words a, words b) { return (words)_mm512_mul_epu32((__m512i)a, (__m512i)b); } /* of low halves */
static inline words exclusive(words a, words b, words c) { return (words)_mm512_ternarylogic_epi64((__m512i)a, (__m512i)b, (__m512i)c, 0x96); }
static inline words interleave_low(words a, words b) { return (words)_mm512_unpacklo_epi64((__m512i)a, (__m512i)b); }
static inline words interleave_high(words a, words b) { return (words)_mm512_unpackhi_epi64((__m512i)a, (__m512i)b); }
static inline lanes root(lanes x) { return _mm512_sqrt_pd(x); }
static inline lanes whole_below(lanes x) { return _mm512_roundscale_pd(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
static inline lanes magnitude(lanes x) { return _mm512_abs_pd(x); }
static inline lanes least(lanes a, lanes b) { return _mm512_min_pd(a, b); }
static inline lanes most(lanes a, lanes b) { return _mm512_max_pd(a, b); }
static inline some less(lanes a, lanes b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
static inline some not_above(lanes a, lanes b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
static inline some equal(lanes a, lanes b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
static inline some both(some a, some b) { return (some)(a & b); }
static inline some either(some a, some b) { return (some)(a | b); }
static inline some but_not(some a, some b) { return (some)(a & ~b); }
static inline unsigned bits_of(some a) { return a; }
static inline int32_t count_of(unsigned bits) { return __builtin_popcount(bits); }
static inline lanes choose(some a, lanes yes, lanes no) { return _mm512_mask_blend_pd(a, no, yes); }
/* scatter: to[at] = x for the lanes whose bit is set. pack: those lanes one after another, rubbish behind, LANES in all. */
static inline void scatter(double *to, unsigned bits, words at, lanes x) { _mm512_mask_i64scatter_pd(to, (__mmask8)bits, (__m512i)at, x, 8); }
static inline void pack(double *to, unsigned bits, lanes x) { store(to, _mm512_maskz_compress_pd((__mmask8)bits, x)); }
static inline void pack_words(uint64_t *to, unsigned bits, words x) { store_words(to, (words)_mm512_maskz_compress_epi64((__mmask8)bits, (__m512i)x)); }
#pragma GCC diagnostic pop

#elif LANES == 4
#include <immintrin.h>
typedef double lanes __attribute__((vector_size(32)));
typedef uint64_t words __attribute__((vector_size(32)));
typedef words some; /* all bits of a lane, or none */
enum { FLIGHT = 2 };

static inline lanes spread(double x) { return _mm256_set1_pd(x); }
static inline words spread_word(uint64_t x) { return (words)_mm256_set1_epi64x((long long)x); }
static inline words pair_order(void) { return (words){0, 2, 1, 3}; }
static inline words lane_numbers(void) { return (words){0, 1, 2, 3}; }
static inline lanes load(const double *x) { return _mm256_loadu_pd(x); }
static inline words load_words(const uint64_t *x) { words w; memcpy(&w, x, sizeof w); return w; }
static inline void store(double *to, lanes x) { _mm256_storeu_pd(to, x); }
static inline void store_words(uint64_t *to, words x) { memcpy(to, &x, sizeof x); }
static inline some first_lanes(int32_t n) { return (some)((__m256i)lane_numbers() < _mm256_set1_epi64x(n)); }
static inline lanes load_first(const double *x, int32_t n) { return n >= LANES ? load(x) : (lanes)_mm256_maskload_pd(x, (__m256i)first_lanes(n)); }
static inline void store_first(double *to, lanes x, int32_t n)
{
	if (n >= LANES)
		store(to, x);
	else
		_mm256_maskstore_pd(to, (__m256i)first_lanes(n), x);
}
static inline lanes as_lanes(words x) { return (lanes)x; }
static inline words as_words(lanes x) { return (words)x; }
static inline words product(words a, words b) { return (words)_mm256_mul_epu32((__m256i)a, (__m256i)b); }
static inline words exclusive(words a, words b, words c) { return a ^ b ^ c; }
static inline words interleave_low(words a, words b) { return (words)_mm256_unpacklo_epi64((__m256i)a, (__m256i)b); }
static inline words interleave_high(words a, words b) { return (words)_mm256_unpackhi_epi64((__m256i)a, (__m256i)b); }
static inline lanes root(lanes x) { return _mm256_sqrt_pd(x); }
static inline lanes whole_below(lanes x) { return _mm256_floor_pd(x); }
static inline lanes magnitude(lanes x) { return (lanes)((words)x & ~(UINT64_C(1) << 63)); }
static inline lanes least(lanes a, lanes b) { return _mm256_min_pd(a, b); }
static inline lanes most(lanes a, lanes b) { return _mm256_max_pd(a, b); }
static inline some less(lanes a, lanes b) { return (some)_mm256_cmp_pd(a, b, _CMP_LT_OQ); }
static inline some not_above(lanes a, lanes b) { return (some)_mm256_cmp_pd(a, b, _CMP_LE_OQ); }
static inline some equal(lanes a, lanes b) { return (some)_mm256_cmp_pd(a, b, _CMP_EQ_OQ); }
static inline some both(some a, some b) { return a & b; }
static inline some either(some a, some b) { return a | b; }
static inline some but_not(some a, some b) { return a & ~b; }
static inline unsigned bits_of(some a) { return (unsigned)_mm256_movemask_pd((__m256d)a); }
static inline int32_t count_of(unsigned bits) { return __builtin_popcount(bits); }
static inline lanes choose(some a, lanes yes, lanes no) { return _mm256_blendv_pd(no, yes, (__m256d)a); }
static inline words packed(unsigned bits, words x)
{
	static const uint32_t ORDER[16][8] = { /* which 32-bit halves go where */
		{0}, {0, 1}, {2, 3}, {0, 1, 2, 3}, {4, 5}, {0, 1, 4, 5}, {2, 3, 4, 5}, {0, 1, 2, 3, 4, 5}, {6, 7}, {0, 1, 6, 7}, {2, 3, 6, 7},
		{0, 1, 2, 3, 6, 7}, {4, 5, 6, 7}, {0, 1, 4, 5, 6, 7}, {2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}};
	__m256i order;
	memcpy(&order, ORDER[bits], sizeof order);
	return (words)_mm256_permutevar8x32_epi32((__m256i)x, order);
}
static inline void scatter(double *to, unsigned bits, words at, lanes x)
{
	for (int i = 0; i < LANES; i++)
		if (bits >> i & 1)
			to[at[i]] = x[i];
}
static inline void pack(double *to, unsigned bits, lanes x) { store(to, (lanes)packed(bits, (words)x)); }
static inline void pack_words(uint64_t *to, unsigned bits, words x) { store_words(to, packed(bits, x)); }

#else
#include <math.h>
typedef double lanes;
typedef uint64_t words;
typedef bool some;
enum { FLIGHT = 2 };

static inline lanes spread(double x) { return x; }
static inline words spread_word(uint64_t x) { return x; }
static inline words pair_order(void) { return 0; }
static inline words lane_numbers(void) { return 0; }
static inline lanes load(const double *x) { return *x; }
static inline words load_words(const uint64_t *x) { return *x; }
static inline void store(double *to, lanes x) { *to = x; }
static inline void store_words(uint64_t *to, words x) { *to = x; }
static inline some first_lanes(int32_t n) { return n > 0; }
static inline lanes load_first(const double *x, int32_t n) { return n > 0 ? *x : 0; }
static inline void store_first(double *to, lanes x, int32_t n)
{
	if (n > 0)
		*to = x;
}
static inline lanes as_lanes(words x) { lanes y; memcpy(&y, &x, sizeof y); return y; }
static inline words as_words(lanes x) { words y; memcpy(&y, &x, sizeof y); return y; }
static inline words product(words a, words b) { return (a & 0xffffffffu) * (b & 0xffffffffu); }
static inline words exclusive(words a, words b, words c) { return a ^ b ^ c; }
static inline words interleave_low(words a, words b) { (void)b; return a; }
static inline words interleave_high(words a, words b) { (void)a; return b; }
static inline lanes root(lanes x) { return sqrt(x); }
static inline lanes whole_below(lanes x) { return floor(x); }
static inline lanes magnitude(lanes x) { return fabs(x); }
static inline lanes least(lanes a, lanes b) { return a < b ? a : b; }
static inline lanes most(lanes a, lanes b) { return a > b ? a : b; }
static inline some less(lanes a, lanes b) { return a < b; }
static inline some not_above(lanes a, lanes b) { return a <= b; }
static inline some equal(lanes a, lanes b) { return a == b; }
static inline some both(some a, some b) { return a && b; }
static inline some either(some a, some b) { return a || b; }
static inline some but_not(some a, some b) { return a && !b; }
static inline unsigned bits_of(some a) { return a; }
static inline int32_t count_of(unsigned bits) { return (int32_t)bits; }
static inline lanes choose(some a, lanes yes, lanes no) { return a ? yes : no; }
static inline void scatter(double *to, unsigned bits, words at, lanes x)
{
	if (bits)
		to[at] = x;
}
static inline void pack(double *to, unsigned bits, lanes x) { (void)bits; *to = x; }
static inline void pack_words(uint64_t *to, unsigned bits, words x) { (void)bits; *to = x; }
#endif
#endif
