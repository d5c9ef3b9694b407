/* What kernel.c hands to a form: chunks of lanes, and where each lane draws.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KERNEL_CHUNK_H
#define GZ_KERNEL_CHUNK_H
#include "base/kernel.h"
#include <stddef.h>

enum { GZ_KERNEL_CHUNK = 256 };

/* Lane i of a call draws at rows[i / lanes], replicate + i % lanes; or, if rows is NULL, at its own place. */
typedef struct gz_kernel_source {
	const gz_draw *rows;
	int32_t lanes;
	const gz_kernel_places *places;
} gz_kernel_source;

/* Lanes offset ... offset + count - 1 of a call, count <= GZ_KERNEL_CHUNK; n, p and out begin at the first of them. */
typedef struct gz_kernel_chunk {
	const gz_kernel_source *source;
	int64_t offset;
	int32_t count;
	const double *n, *p;
	double *out;
	double small; /* means below this are drawn by inversion */
} gz_kernel_chunk;

typedef struct gz_kernel_ops {
	int64_t (*binomial)(const gz_kernel_chunk *chunk);
	void (*exp)(int32_t count, const double *x, double *y);
	void (*expm1)(int32_t count, const double *x, double *y);
	void (*log)(int32_t count, const double *x, double *y);
	void (*log1p)(int32_t count, const double *x, double *y);
	void (*chance)(int32_t count, const double *x, double *y);
} gz_kernel_ops;

extern const gz_kernel_ops gz_kernel_portable_ops;
#ifdef __x86_64__
extern const gz_kernel_ops gz_kernel_avx2_ops, gz_kernel_avx512_ops;
#endif

static inline gz_draw gz_kernel_address(const gz_kernel_chunk *chunk, uint64_t lane)
{
	const gz_kernel_source *s = chunk->source;
	const int64_t i = chunk->offset + (int64_t)lane;
	if (s->rows != NULL) {
		gz_draw d = s->rows[i / s->lanes];
		d.replicate += (uint32_t)(i % s->lanes);
		return d;
	}
	gz_draw d = s->places->common;
	d.key = s->places->keys != NULL ? s->places->keys[i] : d.key;
	d.replicate = s->places->replicates != NULL ? s->places->replicates[i] : d.replicate;
	d.draw = s->places->draws != NULL ? s->places->draws[i] : d.draw;
	return d;
}
#endif
