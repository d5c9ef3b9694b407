/* Commuting as sparse rows: a leaf's row is a sum of other leaves' rows, kept at hand while all of them are added, in the order of leaves.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/mixing.h"
#include "engine/step/row.h"
#include <string.h>

/* gz_mixing_in of one number a leaf: the sum stays in a register. */
static bool mixing_in_one(const gz_setup *su, int32_t leaf, const double *from, double *to, const uint8_t *only)
{
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
		to[leaf] = sum;
	return any;
}

bool gz_mixing_in(const gz_block *b, int32_t leaf, const double *from, double *to, int32_t rows, int32_t mixed, const uint8_t *only)
{
	const gz_setup *su = b->setup;
	const int64_t size = (int64_t)rows * b->width;
	if (size == 1)
		return mixing_in_one(su, leaf, from, to, only);
	bool any = !only || only[leaf];
	gz_row_sum mix;
	gz_row_sum_begin(&mix, mixed * b->width, &to[leaf * size]);
	if (any)
		gz_row_times(mix.size, mix.to, &from[leaf * size], 1 - su->away[leaf]);
	for (int32_t k = 0; k < su->commuters_n[leaf]; k++) {
		const int32_t h = su->commuters[su->commuters_first[leaf] + k];
		if (only && !only[h])
			continue;
		if (!any)
			memset(mix.to, 0, (size_t)mix.size * sizeof *to);
		any = true;
		gz_row_sum_add(&mix, &from[h * size], su->commuters_share[su->commuters_first[leaf] + k]);
	}
	gz_row_sum_end(&mix);
	return any;
}

static void mixing_back_one(gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int32_t *to = &p->commute_to[p->commute_first[leaf]];
	const double *share = &p->commute_share[p->commute_first[leaf]], *local = b->local;
	const int32_t n = p->commute_n[leaf];
	double sum = b->acts[leaf] & GZ_ACTS_PEOPLE ? (1 - b->setup->away[leaf]) * local[leaf] : 0;
	for (int32_t k = 0; k < n; k++)
		if (b->acts[to[k]] & GZ_ACTS_PEOPLE)
			sum += share[k] * local[to[k]];
	b->force[leaf] = sum;
}

void gz_mixing_back(gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_channels * p->n_ages * b->width;
	double *out = &b->force[leaf * size];
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
