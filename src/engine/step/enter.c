/* How some people of a home, whoever brings them, are spread over its strata and enter a compartment.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/enter.h"
#include <math.h>

int32_t gz_enter_chains(gz_block *b, const gz_entrance *at, int32_t lane, double n, double out[GZ_ENTER_CHAINS])
{
	const gz_plan *p = b->plan;
	const int32_t first = p->entry_first[at->compartment], chains = p->entry_n[at->compartment];
	double rest = 1;
	for (int32_t k = 0; k < chains; k++) {
		const int32_t slot = p->entry_slot[first + k];
		const double share = slot >= 0 ? gz_block_value(b, slot, at->leaf, at->stratum, lane) : rest;
		const double q = k + 1 == chains || !(rest > 0) ? 1 : fmin(1, share / rest);
		rest -= share;
		out[k] = gz_block_draw(b, at->key, gz_plan_draw(p, GZ_PURPOSE_BEGIN, at->stratum, p->cells[p->entry_cells[first + k]].id, at->part), lane, n, q);
		n -= out[k];
	}
	return chains;
}

void gz_enter_compartment(gz_block *b, int32_t stock, int32_t stratum, int32_t compartment, int32_t lane, double n, gz_key key)
{
	const gz_plan *p = b->plan;
	const gz_entrance at = {.key = key, .leaf = p->stocks[stock].here, .stratum = stratum, .compartment = compartment};
	double x[GZ_ENTER_CHAINS];
	const int32_t chains = gz_enter_chains(b, &at, lane, n, x);
	for (int32_t k = 0; k < chains; k++) {
		const int32_t cell = p->entry_cells[p->entry_first[compartment] + k];
		if (x[k] > 0)
			gz_block_put(b, stock, stratum, cell, lane, x[k], gz_block_newcomers(b, stock, stratum, cell, lane, x[k], key.k[0]));
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

void gz_enter_outside(gz_block *b, gz_key key, int32_t leaf, int32_t lane, int32_t age, int32_t group, double n, double *out)
{
	const gz_plan *p = b->plan;
	const double *people = &p->people[(int64_t)leaf * p->n_strata];
	double all = 0;
	for (int32_t x = 0; x < p->n_strata; x++)
		all += gz_enter_matches(p, x, age, group) ? people[x] : 0;
	const bool nobody = !(all > 0); /* lives there: then no stratum comes before another */
	for (int32_t x = 0; nobody && x < p->n_strata; x++)
		all += gz_enter_matches(p, x, age, group);
	for (int32_t x = 0; x < p->n_strata; x++) {
		const double weight = !gz_enter_matches(p, x, age, group) ? 0 : nobody ? 1 : people[x];
		out[x] = weight > 0 ? gz_block_draw(b, key, gz_plan_draw(p, GZ_PURPOSE_IMPORT, x, 0, 0), lane, n, weight >= all ? 1 : weight / all) : 0;
		n -= out[x];
		all -= weight;
	}
}
