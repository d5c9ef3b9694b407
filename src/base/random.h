/* Counter-based random numbers: a pure function of (seed, name, replicate, step, draw, attempt), with no state.
 *
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). The key is SipHash
 * of the entity's canonical name under the seed; the counter is {replicate / 2, step, draw, attempt}. One block of four
 * words serves two neighbouring replicates: words 0 and 1 the even one, 2 and 3 the odd one. Nothing else shares a
 * block, so no draw can shift another one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RANDOM_H
#define GZ_RANDOM_H
#include <stdint.h>

typedef struct gz_key {
	uint32_t k[2];
} gz_key;

/* The key of an entity: SipHash-2-4 of its name (without the NUL) under the 128-bit key {seed, 0}; k[0] is the low half. */
gz_key gz_random_key(uint64_t seed, const char *name);
/* A draw id from a name such as "transition|stratum|purpose": the low half of SipHash under the key {0, 0}. */
uint32_t gz_random_draw_id(const char *name);

/* One block: ten rounds. counter and out may be the same array. */
static inline void gz_random_block(gz_key key, const uint32_t counter[4], uint32_t out[4])
{
	uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
	uint32_t k0 = key.k[0], k1 = key.k[1];
	for (int round = 0; round < 10; round++) {
		uint64_t a = (uint64_t)0xD2511F53u * c0, b = (uint64_t)0xCD9E8D57u * c2;
		c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
		c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
		c1 = (uint32_t)b;
		c3 = (uint32_t)a;
		k0 += 0x9E3779B9u;
		k1 += 0xBB67AE85u;
	}
	out[0] = c0;
	out[1] = c1;
	out[2] = c2;
	out[3] = c3;
}

/* 64 random bits: (word 1 << 32 | word 0) of the block for an even replicate, (word 3 << 32 | word 2) for an odd one. */
static inline uint64_t gz_random_bits(gz_key key, uint32_t replicate, uint32_t step, uint32_t draw, uint32_t attempt)
{
	const uint32_t counter[4] = {replicate >> 1, step, draw, attempt};
	uint32_t w[4];
	gz_random_block(key, counter, w);
	return replicate & 1u ? (uint64_t)w[3] << 32 | w[2] : (uint64_t)w[1] << 32 | w[0];
}

/* The upper 52 bits as a number strictly between 0 and 1: ((bits >> 12) + 0.5) * 2^-52, exact. */
static inline double gz_random_unit(uint64_t bits)
{
	return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52;
}

/* Stirs a number into a hash: two multiplications, for what is asked too often for a block of its own. */
static inline uint64_t gz_random_mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0xFF51AFD7ED558CCDu;
	h = (h ^ h >> 32) * 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 29;
}

/* A number from 0 to 1 for each replicate, out of one: what is rounded up where it exceeds the rest keeps its mean over the replicates. */
static inline double gz_random_turn(double u, uint32_t replicate) { return gz_random_unit(gz_random_mix((uint64_t)(u * 0x1p52), replicate)); }
#endif
