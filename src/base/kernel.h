/* Many binomials or elementary functions at once: the widest vector form the machine has, bit for bit the scalar twin.
 *
 * gz_sample_binomial_some (sample.c) and gz_maths_* (maths.c) are the twins: every form gives their bits, so results do
 * not depend on the machine, on the width of a batch or on which lanes stand in it. Nothing is allocated; scratch is on
 * the stack (below 40 KB). All functions may be called from any thread.
 *
 * Binomials: n[i] is a whole number below 2^53 held in a double, p[i] a probability. n <= 0 or p <= 0 gives 0 and draws
 * nothing; p >= 1 gives n and draws nothing. out overlaps neither n nor p. Every lane is written. The value returned is
 * the number of lanes that drew. A lane costs about the same whatever its neighbours are, but small batches pay for the
 * rounds of the few lanes that must draw again, so hand over as many lanes at once as there are: rows before row, and a
 * batch of 32 and more before one of 8 (11.4 ns a lane with 8, 5.5 with 32, 4.4 with 64, 3.7 with 256: the mean of five
 * cases with AVX-512). A batch with nothing to draw costs next to nothing, one with few to draw little more than these.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KERNEL_H
#define GZ_KERNEL_H
#include "base/sample.h"
#include <stdbool.h>
#include <stdint.h>

/* Lane i is replicate first->replicate + i of one address. */
int64_t gz_kernel_binomial(const gz_draw *first, int32_t lanes, const double *n, const double *p, double *out);
/* The same with one p for all lanes. */
int64_t gz_kernel_binomial_same(const gz_draw *first, int32_t lanes, const double *n, double p, double *out);
/* Several such batches in one call: first [row]; n, p, out [row][lane], without gaps. */
int64_t gz_kernel_binomial_rows(const gz_draw *first, int32_t rows, int32_t lanes, const double *n, const double *p, double *out);

/* Lanes at addresses of their own, as when lanes are places: each array holds [count], and NULL stands for the common
 * value in `common` (whose step is everybody's). */
typedef struct gz_kernel_places {
	gz_draw common;
	const gz_key *keys;
	const uint32_t *replicates, *draws;
} gz_kernel_places;
int64_t gz_kernel_binomial_each(const gz_kernel_places *at, int32_t count, const double *n, const double *p, double *out);

/* Lane i as gz_sample_binomial_quantile draws it: one uniform number by inversion, whatever n is. Below a mean of 30 and for p <= 1/2 that is
 * done for all lanes at once; the others one by one. */
int64_t gz_kernel_quantile(const gz_draw *first, int32_t lanes, const double *n, double p, double *out);

/* y[i] = f(x[i]), i < count, bit for bit gz_maths_<f>, any argument; y may be x. */
void gz_kernel_exp(int32_t count, const double *x, double *y);
void gz_kernel_expm1(int32_t count, const double *x, double *y);
void gz_kernel_log(int32_t count, const double *x, double *y);
void gz_kernel_log1p(int32_t count, const double *x, double *y);
/* The probability of at least one event at rate x: 1 - exp(-x), evaluated as -gz_maths_expm1(-x). */
void gz_kernel_chance(int32_t count, const double *x, double *y);

typedef enum gz_kernel_form { GZ_KERNEL_PORTABLE, GZ_KERNEL_AVX2, GZ_KERNEL_AVX512, GZ_KERNEL_FORMS } gz_kernel_form;
/* The form in use: the widest the machine has, or what the environment's GUZAR_KERNEL (portable, avx2, avx512) asks for
 * and the machine has. */
gz_kernel_form gz_kernel_which(void);
bool gz_kernel_has(gz_kernel_form form);
const char *gz_kernel_name(gz_kernel_form form);
/* For tests and measurements: uses this form from now on, in the whole process; false where the machine lacks it. */
bool gz_kernel_force(gz_kernel_form form);
#endif
