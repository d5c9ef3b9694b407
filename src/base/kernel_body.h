/* Binomials of lanes: the recipe at the head of sample.c, step for step, for LANES lanes at once.
 *
 * Included once by each kernel_<form>.c. A chunk of up to GZ_KERNEL_CHUNK lanes goes through these stages:
 *   sort     lanes that draw nothing are answered; the others are taken by method, densely; where most would be 0, those that
 *            their random bits show to be 0 at sight are left out
 *   invert   u, f and the step of the sum in registers, until every lane of a vector has stopped
 *   propose  one attempt of every lane; the quick test settles 19 of 20 and more
 *   repeat   the lanes it leaves, dense again, from that attempt on with all tests, at addresses of their own; where few
 *            are left, several attempts of each side by side
 * The random bits of attempt 0 are made for whole rows before sorting where most lanes need them (a block serves two
 * replicates), else for the listed lanes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KERNEL_BODY_H
#define GZ_KERNEL_BODY_H
#include "base/kernel_bits.h"
#include "base/kernel_maths.h"
#include "base/maths.h"
#include "base/sample.h"

/* Lanes of one method, dense: a piece of the chunk as it was given, or a copy of those listed. */
struct view {
	int32_t count, first;      /* first: where the piece begins */
	const double *n, *p;
	const uint64_t *bits, *at; /* of attempt 0; which lane of the chunk, NULL those of the piece */
};

struct list {
	ALIGNED double n[ROOM], p[ROOM];
	ALIGNED uint64_t bits[ROOM], at[ROOM];
};

/* Lanes not yet decided, from attempt `next` on. */
struct again {
	int32_t count;
	ALIGNED double n[ROOM], p[ROOM];
	ALIGNED uint64_t at[ROOM], next[ROOM];
};

/* ---- what every stage does ------------------------------------------------------------------------------------ */
/* Writes x, or n - x where p > 1/2, to the lanes of `which`. */
static inline void answer(double *out, words at, unsigned which, lanes n, lanes p, lanes x)
{
	scatter(out, which, at, choose(less(spread(0.5), p), n - x, x));
}

/* ---- inversion ------------------------------------------------------------------------------------------------ */
/* Where each lane starts: u, f(0), and g and s of the ratio of neighbouring terms. */
struct sum {
	ALIGNED double u[ROOM], f[ROOM], g[ROOM], s[ROOM];
};

/* Of all lanes first, because exp is a long chain, of which several can overlap. */
static void start_sums(const struct view *w, struct sum *z)
{
	lanes slope = spread(0), s = spread(0), known = spread(-1); /* the p that slope and s are of */
	for (int32_t from = 0; from < w->count; from += LANES) {
		const int32_t left = w->count - from;
		const lanes n = load_first(w->n + from, left), p = load_first(w->p + from, left);
		if (bits_of(equal(p, known)) != ALL_LANES) { /* rows of one p are common */
			const lanes r = least(p, 1.0 - p);
			slope = log1p_of(-r);
			s = r / (1.0 - r);
			known = p;
		}
		store(z->u + from, unit(load_words(w->bits + from)));
		store(z->f + from, exp_of(n * slope));
		store(z->g + from, (n + 1.0) * s);
		store(z->s + from, s);
	}
}

enum { TERMS = 4 }; /* between two looks at whether all lanes have stopped: so when they have is seldom a surprise; a divisor of 200 */

/* Terms are taken off u until it is below the next, FLIGHT vectors side by side. What a lane computes after it has
 * stopped is not looked at; one that would count beyond n has none left to count. */
static void invert(const gz_kernel_chunk *chunk, const struct view *w)
{
	struct sum z;
	start_sums(w, &z);
	for (int32_t at = 0; at < w->count; at += LANES * FLIGHT) {
		lanes u[FLIGHT], f[FLIGHT], g[FLIGHT], s[FLIGHT], x[FLIGHT];
		some going[FLIGHT];
		unsigned any = 0;
		for (int i = 0; i < FLIGHT; i++) {
			const int32_t from = at + i * LANES < w->count ? at + i * LANES : at;
			u[i] = load(z.u + from);
			f[i] = load(z.f + from);
			g[i] = load(z.g + from);
			s[i] = load(z.s + from);
			x[i] = spread(0);
			going[i] = both(less(f[i], u[i]), first_lanes(w->count - from));
			any |= bits_of(going[i]);
		}
		for (int step = 0; step < 200 && any; step += TERMS) {
			for (int j = step; j < step + TERMS; j++)
				for (int i = 0; i < FLIGHT; i++) {
					u[i] = u[i] - f[i];
					f[i] = f[i] * (g[i] * GZ_INVERSE[j] - s[i]);
					x[i] = choose(going[i], spread(j + 1), x[i]);
					going[i] = both(going[i], less(f[i], u[i]));
				}
			any = 0;
			for (int i = 0; i < FLIGHT; i++)
				any |= bits_of(going[i]);
		}
		for (int i = 0; i < FLIGHT && at + i * LANES < w->count; i++) {
			const int32_t from = at + i * LANES, left = w->count - from;
			const lanes n = load_first(w->n + from, left), p = load_first(w->p + from, left);
			if (w->at == NULL)
				store_first(chunk->out + w->first + from, choose(less(spread(0.5), p), n - least(x[i], n), least(x[i], n)), left);
			else
				answer(chunk->out, load_words(w->at + from), bits_of(first_lanes(left)), n, p, least(x[i], n));
		}
	}
}

/* ---- rejection ------------------------------------------------------------------------------------------------ */
/* What depends on n and p alone. */
struct hat {
	lanes r, q, w, sd, c, g;
};

static inline struct hat hat_of(lanes n, lanes p)
{
	struct hat h;
	h.r = least(p, 1.0 - p);
	h.q = 1.0 - h.r;
	const lanes mean = n * h.r;
	h.w = mean * h.q + 1.0 / 12;
	h.sd = root(h.w);
	h.c = mean + 0.5;
	h.g = (h.q - h.r) * (1.0 / 6);
	return h;
}

static inline lanes quartic(const double c[5], lanes s)
{
	const lanes s2 = s * s;
	return ((c[0] + c[1] * s) + (c[2] + c[3] * s) * s2) + c[4] * (s2 * s2);
}

/* One attempt from its first bits. */
struct proposal {
	lanes u, us, coarse, z, x, k;
	some quick; /* accepted by the quick test */
};

static inline struct proposal propose(const struct hat *h, words bits)
{
	struct proposal a;
	a.u = unit(bits) - 0.5;
	a.us = 0.5 - magnitude(a.u);
	a.coarse = as_lanes((bits & 4095) | UINT64_C(0x4330000000000000)) - 0x1p52;
	a.z = a.u * quartic(GZ_BELL_P, a.us) / (a.us * quartic(GZ_BELL_Q, a.us));
	const lanes z2 = a.z * a.z;
	a.x = (h->c + h->sd * a.z) + h->g * (least(z2, spread(16)) - 1.0);
	a.k = whole_below(a.x);
	const lanes room = (0.996 - (a.coarse + 1.0) * 0x1p-12) * h->w;
	a.quick = both(not_above(spread(0.001), a.us), not_above(0.22 + 0.05 * (z2 * z2), room));
	return a;
}

/* log of V's odds of the sloped density against the hat. */
static inline lanes odds_of(lanes n, const struct hat *h, const struct proposal *a, lanes v)
{
	const lanes over = quartic(GZ_BELL_P, a->us), under = a->us * quartic(GZ_BELL_Q, a->us);
	const lanes bend = quartic(GZ_BELL_P_SLOPE, a->us) * under - over * quartic(GZ_BELL_Q_SLOPE, a->us);
	const lanes steep = (over * under - magnitude(a->u) * bend) / (under * under);
	const lanes dx = choose(less(a->z * a->z, spread(16)), h->sd + 2.0 * h->g * a->z, h->sd) * steep;
	const lanes l = ((n - a->k) + 0.5) * h->r, r = (a->k + 0.5) * h->q, sum = l + r, d = (a->x - a->k) - 0.5;
	const lanes top = (n + 1.0) * h->r, off = (whole_below(top) + 0.5) - top;
	const lanes odds = v * 2.5117 * h->sd * (h->w + 0.145) * sum / (dx * h->w * (sum + 2.0 * (l - r) * d));
	return log_of(odds) + 0.5 * (off * off) / h->w;
}

static inline lanes atanh_of(lanes z)
{
	const double *c = GZ_ATANH_POLY;
	const lanes w = z * z, w2 = w * w, w4 = w2 * w2, w8 = w4 * w4;
	const lanes c0 = (c[0] + c[1] * w) + (c[2] + c[3] * w) * w2, c4 = (c[4] + c[5] * w) + (c[6] + c[7] * w) * w2;
	const lanes c8 = (c[8] + c[9] * w) + (c[10] + c[11] * w) * w2;
	return z * ((c0 + c4 * w4) + (c8 + c[12] * w4) * w8);
}

static inline lanes tiny_atanh_of(lanes z)
{
	const lanes w = z * z, w2 = w * w;
	return z * ((1.0 + w * (1.0 / 3)) + w2 * ((1.0 / 5 + w * (1.0 / 7)) + w2 * (1.0 / 9 + w * (1.0 / 11))));
}

static inline lanes tail_of(lanes i)
{
	const double *c = GZ_TAIL_POLY;
	const lanes w = i * i, w2 = w * w;
	return i * ((c[0] + c[1] * w) + w2 * ((c[2] + c[3] * w) + w2 * (c[4] + c[5] * w)));
}

/* log f(k) - log f(m), or a bound on it where k is far from the mode m: binomial_near of sample.c. */
static inline lanes near_ratio(lanes n, const struct hat *h, lanes k, some *close)
{
	const lanes top = (n + 1.0) * h->r, m = whole_below(top), lower = m + 1.0, upper = (n - m) + 1.0, e = k - m;
	const lanes floor_of_e = -least(least(lower * (2.0 / 3), 2.0 * upper), lower - 6.0);
	const lanes ceiling = least(least(2.0 * lower, upper * (2.0 / 3)), upper - 6.0);
	const lanes d = least(most(e, floor_of_e), ceiling), over = lower + d, under = upper - d;
	*close = equal(d, e);
	const lanes x = ((top - m) + h->r) - 1.0, zero = tiny_atanh_of(x / (2.0 * (h->q * lower) + x));
	const lanes one = atanh_of(d / (lower + over)), two = atanh_of(d / (upper + under));
	const lanes i = 1.0 / (lower * over), j = 1.0 / (upper * under);
	const lanes tails = (tail_of(over * i) - tail_of(lower * i)) + (tail_of(under * j) - tail_of(upper * j));
	const lanes sum = d * zero - ((over - 0.5) * one - (under - 0.5) * two);
	return 2.0 * sum + tails;
}

/* The bits of `far` for which the general test accepts. */
static unsigned far_accepts(unsigned far, lanes n, lanes r, lanes k, lanes odds)
{
	double value[4][LANES];
	unsigned accepted = 0;
	store(value[0], n);
	store(value[1], r);
	store(value[2], k);
	store(value[3], odds);
	for (; far; far &= far - 1) {
		const int i = __builtin_ctz(far);
		if (gz_sample_binomial_far(value[0][i], value[1][i], value[2][i], value[3][i]))
			accepted |= 1u << i;
	}
	return accepted;
}

/* Attempts of lanes, and the verdict. */
struct trial {
	int32_t count;
	lanes n, p, k, odds;
	words at;
	unsigned accepted, far; /* bits: surely; if the general test says so */
};

/* Attempt `attempts` of each lane, with all tests. */
static inline void try(const gz_kernel_chunk *chunk, struct trial *t, words attempts)
{
	const struct addresses where = addresses_of(chunk, t->at, t->count), twice[2] = {where, where};
	const words of[2] = {attempts + attempts, attempts + attempts + 1};
	words bits[2];
	address_bits(twice, of, 2, bits);
	const struct hat h = hat_of(t->n, t->p);
	const struct proposal a = propose(&h, bits[0]);
	t->k = a.k;
	t->odds = odds_of(t->n, &h, &a, (a.coarse + unit(bits[1])) * 0x1p-12);
	some close;
	const some near = not_above(t->odds, near_ratio(t->n, &h, t->k, &close)), real = first_lanes(t->count);
	const some inside = both(both(not_above(spread(0), t->k), not_above(t->k, t->n)), real);
	t->accepted = bits_of(both(both(inside, near), close)) | bits_of(both(a.quick, real));
	t->far = bits_of(but_not(both(inside, near), close)) & ~t->accepted;
}

/* After try: asks the general test, and answers. The bits of the lanes rejected. */
static inline unsigned conclude(struct trial *t, double *out)
{
	if (t->far)
		t->accepted |= far_accepts(t->far, t->n, least(t->p, 1.0 - t->p), t->k, t->odds);
	answer(out, t->at, t->accepted, t->n, t->p, t->k);
	return bits_of(first_lanes(t->count)) & ~t->accepted;
}

static inline void keep(struct again *rest, unsigned which, lanes n, lanes p, words at, words next)
{
	pack(rest->n + rest->count, which, n);
	pack(rest->p + rest->count, which, p);
	pack_words(rest->at + rest->count, which, at);
	pack_words(rest->next + rest->count, which, next);
	rest->count += count_of(which);
}

/* Attempt 0 of all, the quick test only: which lanes it leaves open. (Listed afterwards, because a branch on the end of so long a
 * chain, taken now and then, would hold up the vectors behind it.) */
static void propose_all(const gz_kernel_chunk *chunk, const struct view *w, struct again *rest)
{
	struct marks open = {{0}};
	for (int32_t from = 0; from < w->count; from += LANES) {
		const int32_t left = w->count - from;
		const lanes n = load_first(w->n + from, left), p = load_first(w->p + from, left);
		const struct hat h = hat_of(n, p);
		const struct proposal a = propose(&h, load_words(w->bits + from));
		const unsigned all = bits_of(first_lanes(left)), quick = bits_of(a.quick);
		open.word[from / 64] |= (uint64_t)(all & ~quick) << (from % 64);
		if (w->at == NULL)
			store_first(chunk->out + w->first + from, choose(less(spread(0.5), p), n - a.k, a.k), left);
		else
			answer(chunk->out, load_words(w->at + from), all & quick, n, p, a.k);
	}
	uint64_t at[ROOM];
	rest->count = list_marks(&open, 0, w->count, at);
	for (int32_t i = 0; i < rest->count; i++) {
		rest->n[i] = w->n[at[i]];
		rest->p[i] = w->p[at[i]];
		rest->at[i] = w->at != NULL ? w->at[at[i]] : at[i] + (uint64_t)w->first;
		rest->next[i] = 0;
	}
}

static inline struct trial trial_of(const double *n, const double *p, const uint64_t *at, int32_t left)
{
	return (struct trial){.count = left, .n = load_first(n, left), .p = load_first(p, left), .at = load_words(at)};
}

/* One attempt more of each lane. The list shrinks in place: what is kept never overtakes what is read. */
static void repeat(const gz_kernel_chunk *chunk, struct again *list)
{
	const int32_t count = list->count;
	list->count = 0;
	for (int32_t at = 0; at < count; at += LANES * FLIGHT) {
		struct trial t[FLIGHT];
		words next[FLIGHT];
		const int vectors = count - at > LANES ? FLIGHT : 1;
		for (int i = 0; i < vectors; i++) {
			const int32_t from = at + i * LANES;
			next[i] = load_words(list->next + from);
			t[i] = trial_of(list->n + from, list->p + from, list->at + from, count - from);
			try(chunk, &t[i], next[i]);
		}
		for (int i = 0; i < vectors; i++)
			keep(list, conclude(&t[i], chunk->out), t[i].n, t[i].p, t[i].at, next[i] + 1);
	}
}

/* Several attempts of each of a few lanes side by side: the first accepted counts. */
static void repeat_few(const gz_kernel_chunk *chunk, struct again *list)
{
	double n[LANES], p[LANES], x[LANES];
	uint64_t at[LANES], next[LANES];
	const int32_t each = LANES / list->count, last = list->count - 1;
	for (int32_t i = 0; i < LANES; i++) {
		const int32_t j = i / each < last ? i / each : last;
		n[i] = list->n[j];
		p[i] = list->p[j];
		at[i] = list->at[j];
		next[i] = list->next[j] + (uint64_t)(i - j * each);
	}
	struct trial t = trial_of(n, p, at, LANES);
	try(chunk, &t, load_words(next));
	if (t.far)
		t.accepted |= far_accepts(t.far, t.n, least(t.p, 1.0 - t.p), t.k, t.odds);
	store(x, choose(less(spread(0.5), t.p), t.n - t.k, t.k));
	list->count = 0;
	for (int32_t j = 0; j <= last; j++) {
		const int32_t start = j * each, tried = j < last ? each : LANES - start;
		const unsigned accepted = t.accepted >> start & ((1u << tried) - 1);
		if (accepted) {
			chunk->out[at[start]] = x[start + __builtin_ctz(accepted)];
		} else {
			const int32_t to = list->count++;
			list->n[to] = n[start];
			list->p[to] = p[start];
			list->at[to] = at[start];
			list->next[to] = next[start + tried - 1] + 1;
		}
	}
}

static void reject(const gz_kernel_chunk *chunk, const struct view *w)
{
	struct again again;
	propose_all(chunk, w, &again);
	while (again.count > 0)
		if (again.count * 2 <= LANES)
			repeat_few(chunk, &again);
		else
			repeat(chunk, &again);
}

/* ---- sorting -------------------------------------------------------------------------------------------------- */
struct sorted {
	struct marks small, big; /* the lanes of each method */
	int32_t smalls, bigs;
	int32_t slights;         /* of the small ones: most of these will be 0 */
};

/* Of a vector of lanes of a chunk: who is drawn at all, and who of them by inversion. */
struct kinds {
	some live, open, small, slight; /* live: somebody and some chance; open: no certainty either */
};

static inline struct kinds kinds_of(const gz_kernel_chunk *chunk, lanes n, lanes p)
{
	struct kinds k;
	k.live = both(less(spread(0), n), less(spread(0), p));
	k.open = but_not(k.live, not_above(spread(1), p));
	const lanes mean = n * least(p, 1.0 - p);
	k.small = both(k.open, less(mean, spread(chunk->small)));
	k.slight = both(k.open, less(mean, spread(0.5)));
	return k;
}

/* Answers the vectors at the beginning that draw nothing, nobody being sure: where the first lane of another stands. */
static inline int32_t pass_idle(const gz_kernel_chunk *chunk)
{
	int32_t from = 0;
	for (; from < chunk->count; from += LANES) {
		const int32_t left = chunk->count - from;
		const lanes n = load_first(chunk->n + from, left), p = load_first(chunk->p + from, left);
		if (bits_of(both(less(spread(0), n), less(spread(0), p))))
			break;
		store_first(chunk->out + from, spread(0), left);
	}
	return from;
}

/* Answers the lanes that draw nothing, the others for now as if the rarer outcome never came, and says which of these goes where; all before
 * `from` are answered. */
static void sort(const gz_kernel_chunk *chunk, int32_t from, struct sorted *s)
{
	for (int i = 0; i < CHUNK / 64; i++)
		s->small.word[i] = s->big.word[i] = 0;
	s->slights = 0;
	for (; from < chunk->count; from += LANES) {
		const int32_t left = chunk->count - from;
		const lanes n = load_first(chunk->n + from, left), p = load_first(chunk->p + from, left);
		const struct kinds k = kinds_of(chunk, n, p);
		store_first(chunk->out + from, choose(both(k.live, less(spread(0.5), p)), n, spread(0)), left);
		s->slights += count_of(bits_of(k.slight));
		s->small.word[from / 64] |= (uint64_t)bits_of(k.small) << (from % 64);
		s->big.word[from / 64] |= (uint64_t)bits_of(but_not(k.open, k.small)) << (from % 64);
	}
	s->smalls = count_marks(&s->small, 0, chunk->count);
	s->bigs = count_marks(&s->big, 0, chunk->count);
}

/* The `count` lanes that `which` marks: few are listed one by one. */
static void list_lanes(const gz_kernel_chunk *chunk, const struct marks *which, int32_t count, const uint64_t *bits, struct list *to)
{
	if (count * 3 < chunk->count) {
		list_marks(which, 0, chunk->count, to->at);
		for (int32_t i = 0; i < count; i++) {
			to->n[i] = chunk->n[to->at[i]];
			to->p[i] = chunk->p[to->at[i]];
			to->bits[i] = bits != NULL ? bits[to->at[i]] : 0;
		}
		return;
	}
	for (int32_t from = 0, n = 0; from < chunk->count; from += LANES) {
		const int32_t left = chunk->count - from;
		const unsigned these = (unsigned)(which->word[from / 64] >> (from % 64)) & bits_of(first_lanes(left));
		pack(to->n + n, these, load_first(chunk->n + from, left));
		pack(to->p + n, these, load_first(chunk->p + from, left));
		pack_words(to->at + n, these, lane_numbers() + (uint64_t)from);
		if (bits != NULL)
			pack_words(to->bits + n, these, load_words(bits + from));
		n += count_of(these);
	}
}

/* Leaves out small lanes that are 0 at sight: (1 - p)^n >= 1 - n p, so where u is below that, with room for rounding, no power is needed. */
static void pass_zeros(const gz_kernel_chunk *chunk, const uint64_t *bits, struct sorted *s)
{
	for (int32_t from = 0; from < chunk->count; from += LANES) {
		const int32_t left = chunk->count - from;
		const lanes n = load_first(chunk->n + from, left), p = load_first(chunk->p + from, left);
		const some zero = not_above(unit(load_words(bits + from)), 1.0 - n * least(p, 1.0 - p) - 0x1p-40);
		s->small.word[from / 64] &= ~((uint64_t)bits_of(zero) << (from % 64));
	}
	s->smalls = count_marks(&s->small, 0, chunk->count);
}

/* The lanes of one method; their bits are made, or taken from `bits`. Most stand side by side, a row or two of a batch: these are not copied. */
static struct view view_of(const gz_kernel_chunk *chunk, const struct marks *which, int32_t count, const uint64_t *bits, struct list *to)
{
	const int32_t first = first_mark(which);
	if (bits != NULL && first + count <= chunk->count && count_marks(which, first, first + count) == count)
		return (struct view){count, first, chunk->n + first, chunk->p + first, bits + first, NULL};
	list_lanes(chunk, which, count, bits, to);
	for (int32_t from = 0; bits == NULL && from < count; from += LANES)
		store_words(to->bits + from, lane_bits(chunk, load_words(to->at + from), count - from, spread_word(0)));
	return (struct view){count, 0, to->n, to->p, to->bits, to->at};
}

/* Apart, so that an idle chunk does not pay for this one's scratch. */
static __attribute__((noinline)) int64_t draw(const gz_kernel_chunk *chunk, int32_t begin)
{
	struct sorted s;
	sort(chunk, begin, &s);
	const int32_t open = s.smalls + s.bigs;
	if (open == 0)
		return 0;
	ALIGNED uint64_t all[ROOM + 2 * LANES * FLIGHT];
	const uint64_t *bits = all;
	struct list list;
	if (chunk->source->rows != NULL) {
		struct marks drawn;
		for (int i = 0; i < CHUNK / 64; i++)
			drawn.word[i] = s.small.word[i] | s.big.word[i];
		chunk_bits(chunk, &drawn, all);
	} else if (only_keys(chunk->source) && open * 2 > chunk->count) {
		key_bits(chunk, all);
	} else {
		bits = NULL;
	}
	if (bits != NULL && s.slights * 2 > s.smalls)
		pass_zeros(chunk, bits, &s);
	if (s.smalls > 0) {
		const struct view w = view_of(chunk, &s.small, s.smalls, bits, &list);
		invert(chunk, &w);
	}
	if (s.bigs > 0) {
		const struct view w = view_of(chunk, &s.big, s.bigs, bits, &list);
		reject(chunk, &w);
	}
	return open;
}

static int64_t binomial(const gz_kernel_chunk *chunk)
{
	const int32_t begin = pass_idle(chunk);
	return begin < chunk->count ? draw(chunk, begin) : 0;
}

/* ---- elementary functions ------------------------------------------------------------------------------------- */
/* y[i] = f(x[i]): by lanes where all of a vector lie within low ... high, else by the scalar twin. */
#define ARRAY(name, low, high, by_lanes, twin)                                                       \
	static void name##_array(int32_t count, const double *x, double *y)                                \
	{                                                                                                  \
		for (int32_t at = 0; at < count; at += LANES) {                                                  \
			const int32_t left = count - at;                                                               \
			const lanes v = load_first(x + at, left);                                                      \
			const unsigned within = bits_of(both(not_above(spread(low), v), not_above(v, spread(high))));  \
			if ((bits_of(first_lanes(left)) & ~within) == 0)                                               \
				store_first(y + at, by_lanes, left);                                                         \
			else                                                                                           \
				for (int32_t i = at; i < count && i < at + LANES; i++)                                       \
					y[i] = twin;                                                                               \
		}                                                                                                \
	}
ARRAY(exp, -708, 709, exp_of(v), gz_maths_exp(x[i]))
ARRAY(expm1, -38, 36.7, expm1_of(v), gz_maths_expm1(x[i]))
ARRAY(log, 0x1p-1022, 0x1.fffffffffffffp1023, log_of(v), gz_maths_log(x[i]))
ARRAY(log1p, -0x1.fffffffffffffp-1, 0x1p1022, log1p_of(v), gz_maths_log1p(x[i]))
ARRAY(chance, -36.7, 38, -expm1_of(-v), -gz_maths_expm1(-x[i]))

#define KERNEL_OPS {binomial, exp_array, expm1_array, log_array, log1p_array, chance_array}
#endif
