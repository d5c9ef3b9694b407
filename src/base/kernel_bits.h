/* Random bits of lanes: Philox for vectors of counters, bit for bit gz_random_bits.
 *
 * Included after LANES is defined. Rows of replicates share blocks in pairs; lanes at addresses of their own take a block each.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KERNEL_BITS_H
#define GZ_KERNEL_BITS_H
#include "base/kernel_chunk.h"
#include "base/kernel_lanes.h"

#define ALIGNED _Alignas(64) /* whole vectors of scratch begin cache lines, wherever the stack stands */
enum { CHUNK = GZ_KERNEL_CHUNK, ROOM = CHUNK + 16, ALL_LANES = (1 << LANES) - 1 };

/* Ten rounds of Philox on vectors of counters c[0..3][vector]; the words are in the low halves, the high ones are rubbish. */
static inline void rounds(words k[2][FLIGHT], words c[4][FLIGHT], int vectors)
{
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < vectors; i++) {
			const words a = product(c[0][i], spread_word(0xD2511F53u)), b = product(c[2][i], spread_word(0xCD9E8D57u));
			c[0][i] = exclusive(b >> 32, c[1][i], k[0][i]);
			c[2][i] = exclusive(a >> 32, c[3][i], k[1][i]);
			c[1][i] = b;
			c[3][i] = a;
			k[0][i] += 0x9E3779B9u;
			k[1][i] += 0xBB67AE85u;
		}
	}
}

static inline words halves(words low, words high)
{
	return (low & 0xffffffffu) | high << 32;
}

/* bits[i] of replicates d->replicate + i, whose first is even; writes whole vectors, up to 2 LANES FLIGHT - 1 too many. */
static inline void row_bits(const gz_draw *d, int32_t count, uint64_t *bits)
{
	for (int32_t at = 0; at < count; at += 2 * LANES * FLIGHT) {
		words c[4][FLIGHT], k[2][FLIGHT];
		for (int i = 0; i < FLIGHT; i++) {
			k[0][i] = spread_word(d->key.k[0]);
			k[1][i] = spread_word(d->key.k[1]);
			c[0][i] = pair_order() + ((uint64_t)(d->replicate / 2) + (uint64_t)(at / 2 + i * LANES));
			c[1][i] = spread_word(d->step);
			c[2][i] = spread_word(d->draw);
			c[3][i] = spread_word(0);
		}
		rounds(k, c, FLIGHT);
		for (int i = 0; i < FLIGHT; i++) {
			const words even = halves(c[0][i], c[1][i]), odd = halves(c[2][i], c[3][i]);
			store_words(bits + at + 2 * LANES * i, interleave_low(even, odd));
			store_words(bits + at + 2 * LANES * i + LANES, interleave_high(even, odd));
		}
	}
}

/* Addresses of a vector of lanes; k[0] and k[1] are the halves of the keys. */
struct addresses {
	words k[2], replicate, step, draw;
};

/* The bits of `vectors` vectors of lanes, each lane at its own address and attempt. */
static inline void address_bits(const struct addresses *a, const words *attempt, int vectors, words *bits)
{
	words c[4][FLIGHT], k[2][FLIGHT];
	for (int i = 0; i < vectors; i++) {
		k[0][i] = a[i].k[0];
		k[1][i] = a[i].k[1];
		c[0][i] = (a[i].replicate & 0xffffffffu) >> 1;
		c[1][i] = a[i].step;
		c[2][i] = a[i].draw;
		c[3][i] = attempt[i];
	}
	rounds(k, c, vectors);
	for (int i = 0; i < vectors; i++) {
		const words even = halves(c[0][i], c[1][i]), odd = halves(c[2][i], c[3][i]);
		const words parity = spread_word(0) - (a[i].replicate & 1);
		bits[i] = (even & ~parity) | (odd & parity);
	}
}

/* Some lanes of a chunk: bit i % 64 of word i / 64. */
struct marks {
	uint64_t word[CHUNK / 64];
};

/* The marks of lanes 64 `word` ... of those from ... to - 1. */
static inline uint64_t marks_within(const struct marks *m, int32_t word, int32_t from, int32_t to)
{
	const int32_t first = from - word * 64, end = to - word * 64;
	const uint64_t past = first > 0 ? ~UINT64_C(0) << first : ~UINT64_C(0);
	return m->word[word] & past & (end < 64 ? (UINT64_C(1) << end) - 1 : ~UINT64_C(0));
}

static inline int32_t count_marks(const struct marks *m, int32_t from, int32_t to)
{
	int32_t n = 0;
	for (int32_t word = from / 64; word * 64 < to; word++)
		n += __builtin_popcountll(marks_within(m, word, from, to));
	return n;
}

/* The first marked lane, of some. */
static inline int32_t first_mark(const struct marks *m)
{
	int32_t word = 0;
	while (m->word[word] == 0)
		word++;
	return word * 64 + __builtin_ctzll(m->word[word]);
}

/* Which lanes are marked, in order: how many. */
static inline int32_t list_marks(const struct marks *m, int32_t from, int32_t to, uint64_t *at)
{
	int32_t n = 0;
	for (int32_t word = from / 64; word * 64 < to; word++)
		for (uint64_t left = marks_within(m, word, from, to); left; left &= left - 1)
			at[n++] = (uint64_t)word * 64 + (uint64_t)__builtin_ctzll(left);
	return n;
}

/* The bits of the few lanes of a row that draw; its lane 0 stands at `from`. */
static void few_bits(const gz_draw *d, const struct marks *open, int32_t from, int32_t to, uint64_t *bits)
{
	const words zero = spread_word(0);
	struct addresses a = {{zero + d->key.k[0], zero + d->key.k[1]}, zero, zero + d->step, zero + d->draw};
	uint64_t at[ROOM], made[LANES];
	const int32_t n = list_marks(open, from, to, at);
	for (int32_t i = 0; i < LANES; i++)
		at[n + i] = at[0];
	for (int32_t i = 0; i < n; i += LANES) {
		words bits_of_these;
		a.replicate = load_words(at + i) + ((uint64_t)d->replicate - (uint64_t)from);
		address_bits(&a, &zero, 1, &bits_of_these);
		store_words(made, bits_of_these);
		for (int32_t j = 0; j < LANES; j++)
			bits[at[i + j]] = made[j];
	}
}

/* Attempt 0 of the lanes of a chunk of rows that draw: of whole rows, where that costs less, since a block serves two lanes. */
static void chunk_bits(const gz_kernel_chunk *chunk, const struct marks *open, uint64_t *bits)
{
	for (int32_t at = 0; at < chunk->count;) {
		const int32_t lanes_of_row = chunk->source->lanes, within = (int32_t)((chunk->offset + at) % lanes_of_row);
		const int32_t end = at + lanes_of_row - within < chunk->count ? at + lanes_of_row - within : chunk->count;
		const int32_t draw = count_marks(open, at, end);
		gz_draw d = gz_kernel_address(chunk, (uint64_t)at);
		if (draw * 3 < end - at) {
			if (draw > 0)
				few_bits(&d, open, at, end, bits);
			at = end;
			continue;
		}
		if (d.replicate & 1) {
			bits[at++] = gz_random_bits(d.key, d.replicate, d.step, d.draw, 0);
			d.replicate++;
		}
		row_bits(&d, end - at, bits + at);
		at = end;
	}
}

/* Places that differ by their keys alone: attempt 0 of every lane. */
static bool only_keys(const gz_kernel_source *s)
{
	return s->rows == NULL && s->places->keys != NULL && s->places->replicates == NULL && s->places->draws == NULL;
}

static struct addresses with_keys(const gz_draw *common, const uint64_t *keys)
{
	struct addresses a;
	const words k = load_words(keys);
	a.k[0] = k;
	a.k[1] = k >> 32;
	a.replicate = spread_word(common->replicate);
	a.step = spread_word(common->step);
	a.draw = spread_word(common->draw);
	return a;
}

static void key_bits(const gz_kernel_chunk *chunk, uint64_t *bits)
{
	const gz_kernel_places *s = chunk->source->places;
	uint64_t keys[ROOM + LANES * FLIGHT] = {0};
	for (int32_t i = 0; i < chunk->count; i++)
		keys[i] = s->keys[chunk->offset + i].k[0] | (uint64_t)s->keys[chunk->offset + i].k[1] << 32;
	for (int32_t at = 0; at < chunk->count; at += LANES * FLIGHT) {
		struct addresses a[FLIGHT];
		words attempt[FLIGHT], made[FLIGHT];
		for (int i = 0; i < FLIGHT; i++) {
			a[i] = with_keys(&s->common, keys + at + i * LANES);
			attempt[i] = spread_word(0);
		}
		address_bits(a, attempt, FLIGHT, made);
		for (int i = 0; i < FLIGHT; i++)
			store_words(bits + at + i * LANES, made[i]);
	}
}

/* The addresses of some lanes of a chunk. */
static inline struct addresses addresses_of(const gz_kernel_chunk *chunk, words at, int32_t count)
{
	const gz_kernel_source *s = chunk->source;
	uint64_t lane[LANES], a[5][LANES];
	if (s->rows != NULL && s->lanes >= chunk->offset + chunk->count) { /* one row */
		const words zero = spread_word(0);
		return (struct addresses){{zero + s->rows->key.k[0], zero + s->rows->key.k[1]}, at + ((uint64_t)s->rows->replicate + (uint64_t)chunk->offset),
		                          zero + s->rows->step, zero + s->rows->draw};
	}
	store_words(lane, at);
	if (s->rows != NULL && chunk->offset < (1 << 24)) { /* short division */
		const uint32_t lanes_of_row = (uint32_t)s->lanes, offset = (uint32_t)chunk->offset;
		for (int32_t i = 0; i < LANES; i++) {
			const uint32_t where = offset + (uint32_t)lane[i < count ? i : 0], row = where / lanes_of_row;
			const gz_draw *d = &s->rows[row];
			a[0][i] = d->key.k[0];
			a[1][i] = d->key.k[1];
			a[2][i] = d->replicate + (where - row * lanes_of_row);
			a[3][i] = d->step;
			a[4][i] = d->draw;
		}
		return (struct addresses){{load_words(a[0]), load_words(a[1])}, load_words(a[2]), load_words(a[3]), load_words(a[4])};
	}
	if (only_keys(s)) {
		for (int32_t i = 0; i < LANES; i++) {
			const gz_key key = s->places->keys[chunk->offset + (int64_t)lane[i < count ? i : 0]];
			a[0][i] = key.k[0] | (uint64_t)key.k[1] << 32;
		}
		return with_keys(&s->places->common, a[0]);
	}
	for (int32_t i = 0; i < LANES; i++) {
		const gz_draw d = gz_kernel_address(chunk, lane[i < count ? i : 0]);
		a[0][i] = d.key.k[0];
		a[1][i] = d.key.k[1];
		a[2][i] = d.replicate;
		a[3][i] = d.step;
		a[4][i] = d.draw;
	}
	return (struct addresses){{load_words(a[0]), load_words(a[1])}, load_words(a[2]), load_words(a[3]), load_words(a[4])};
}

static inline words lane_bits(const gz_kernel_chunk *chunk, words at, int32_t count, words attempt)
{
	const struct addresses a = addresses_of(chunk, at, count);
	words bits;
	address_bits(&a, &attempt, 1, &bits);
	return bits;
}

/* ((bits >> 12) + 0.5) 2^-52 */
static inline lanes unit(words bits)
{
	return (as_lanes(bits >> 12 | UINT64_C(0x4330000000000000)) - (0x1p52 - 0.5)) * 0x1p-52;
}
#endif
