/* Commuting as sparse rows: a leaf's row is a sum of other leaves' rows, kept at hand while all of them are added, in the order of leaves.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/mixing.h"
#include "engine/step/row.h"
#include <string.h>

enum { MIXING_BEFORE = 32, MIXING_AFTER = 4 }; /* leaves */

/* gz_mixing_in of one number a leaf: the sum stays in a register. */
static bool mixing_in_one(const gz_setup *su, const gz_mixing *m, int32_t leaf, double *to)
{
	const double *from = m->from;
	const uint8_t *only = m->only;
	const int32_t *commuters = &su->commuters[su->commuters_first[leaf]];
	const double *share = &su->commuters_share[su->commuters_first[leaf]];
	const int32_t n = su->commuters_n[leaf];
	bool any = !only || only[leaf];
	double sum = any ? (1 - su->away[leaf]) * from[leaf] : 0;
	for (int32_t k = 0; k < n; k++) {
		if (only && !only[commuters[k]])
			continue;
		any = true;
		sum += share[k] * from[commuters[k]];
	}
	if (any)
		to[0] = sum;
	return any;
}

bool gz_mixing_in(const gz_block *b, const gz_mixing *m, int32_t leaf, double *to)
{
	const gz_setup *su = b->setup;
	const int64_t size = (int64_t)m->rows * b->width;
	if (size == 1)
		return mixing_in_one(su, m, leaf, to);
	bool any = !m->only || m->only[leaf];
	gz_row_sum mix;
	gz_row_sum_begin(&mix, m->mixed * b->width, to);
	if (any)
		gz_row_times(mix.size, to, &m->from[leaf * size], 1 - su->away[leaf]);
	for (int32_t k = 0; k < su->commuters_n[leaf]; k++) {
		const int32_t h = su->commuters[su->commuters_first[leaf] + k];
		if (m->only && !m->only[h])
			continue;
		if (!any)
			memset(mix.to, 0, (size_t)mix.size * sizeof *to);
		any = true;
		gz_row_sum_add(&mix, &m->from[h * size], su->commuters_share[su->commuters_first[leaf] + k]);
	}
	gz_row_sum_end(&mix);
	return any;
}

/* Whether a leaf's rows are likely to be in the nearer caches when `leaf` comes: they lie beside its own, so leaves just before have asked for them. */
static inline bool mixing_at_hand(int32_t other, int32_t leaf) { return other > leaf - MIXING_BEFORE && other < leaf + MIXING_AFTER; }

void gz_mixing_fetch_in(const gz_block *b, const gz_mixing *m, int32_t leaf)
{
	const gz_setup *su = b->setup;
	const int64_t size = (int64_t)m->rows * b->width;
	for (int32_t k = 0; size > 1 && leaf < b->plan->n_leaves && k < su->commuters_n[leaf]; k++) {
		const int32_t h = su->commuters[su->commuters_first[leaf] + k];
		if (!mixing_at_hand(h, leaf) && (!m->only || m->only[h]))
			gz_row_fetch(b->width, &m->from[h * size]);
	}
}

void gz_mixing_fetch_back(const gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_channels * p->n_ages * b->width;
	for (int32_t k = 0; size > 1 && leaf < p->n_leaves && k < p->commute_n[leaf]; k++) {
		const int32_t y = p->commute_to[p->commute_first[leaf] + k];
		if (!mixing_at_hand(y, leaf))
			gz_row_fetch(b->width, &b->local[y * size]);
	}
}

static void mixing_back_one(const gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int32_t *to = &p->commute_to[p->commute_first[leaf]];
	const double *share = &p->commute_share[p->commute_first[leaf]], *local = b->local;
	const int32_t n = p->commute_n[leaf];
	double sum = b->acts[leaf] & GZ_ACTS_PEOPLE ? (1 - b->setup->away[leaf]) * local[leaf] : 0;
	for (int32_t k = 0; k < n; k++)
		if (b->acts[to[k]] & GZ_ACTS_PEOPLE)
			sum += share[k] * local[to[k]];
	gz_block_force(b, leaf)[0] = sum;
}

void gz_mixing_back(const gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_channels * p->n_ages * b->width;
	double *out = gz_block_force(b, leaf);
	if (size == 1) {
		mixing_back_one(b, leaf);
		return;
	}
	gz_row_sum mix;
	gz_row_sum_begin(&mix, b->kinds * p->n_ages * b->width, out);
	if (b->acts[leaf] & GZ_ACTS_PEOPLE)
		gz_row_times(mix.size, out, &b->local[leaf * size], 1 - b->setup->away[leaf]);
	else
		memset(out, 0, (size_t)mix.size * sizeof *out);
	for (int32_t k = 0; k < p->commute_n[leaf]; k++) {
		const int32_t y = p->commute_to[p->commute_first[leaf] + k];
		if (b->acts[y] & GZ_ACTS_PEOPLE)
			gz_row_sum_add(&mix, &b->local[y * size], p->commute_share[p->commute_first[leaf] + k]);
	}
	gz_row_sum_end(&mix);
}
