/* How some people of a home, whoever brings them, are spread over its strata and enter a compartment.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/enter.h"
#include <math.h>

void gz_enter_compartment(gz_block *b, int32_t stock, int32_t stratum, int32_t compartment, int32_t lane, double n, gz_key key)
{
	const gz_plan *p = b->plan;
	const int32_t chains = p->entry_n[compartment];
	double rest = 1;
	for (int32_t k = 0; k < chains && n > 0; k++) {
		const int32_t cell = p->entry_cells[p->entry_first[compartment] + k];
		const int32_t slot = p->entry_slot[p->entry_first[compartment] + k];
		const double share = slot >= 0 ? gz_block_value(b, slot, p->stocks[stock].here, stratum, lane) : rest;
		const double q = k + 1 == chains || !(rest > 0) ? 1 : fmin(1, share / rest);
		rest -= share;
		const double x = gz_block_draw(b, key, gz_plan_draw(p, GZ_PURPOSE_BEGIN, stratum, p->cells[cell].id, 0), lane, n, q);
		if (x > 0)
			gz_block_put(b, stock, stratum, cell, lane, x, gz_block_newcomers(b, stock, stratum, cell, lane, x, key.k[0]));
		n -= x;
	}
}

bool gz_enter_matches(const gz_plan *p, int32_t stratum, int32_t age, int32_t group)
{
	return (age < 0 || stratum / p->n_groups_people == age) && (group < 0 || stratum % p->n_groups_people == group);
}

void gz_enter_strata(gz_block *b, gz_key key, int32_t lane, const double *weight, double n, double *out)
{
	const int32_t ns = b->plan->n_strata;
	double all = 0;
	for (int32_t x = 0; x < ns; x++)
		all += weight[x];
	for (int32_t x = 0; x < ns; x++) {
		out[x] = 0;
		if (!(weight[x] > 0) || !(n > 0))
			continue;
		if (b->deterministic) {
			out[x] = n * (weight[x] / all);
			continue;
		}
		const gz_draw d = gz_block_address(b, key, gz_plan_draw(b->plan, GZ_PURPOSE_IMPORT, x, 0, 0), lane);
		out[x] = gz_sample_hypergeometric(&d, weight[x], all - weight[x], fmin(n, all));
		n -= out[x];
		all -= weight[x];
	}
}
