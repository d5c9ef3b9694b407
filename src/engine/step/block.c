/* What a block's phases share: draws, the day's counts, and how people are moved between cells.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/block.h"
#include "base/kernel.h"
#include "engine/step/row.h"

void gz_block_first_count(gz_block *b, int32_t leaf, int32_t what)
{
	const int64_t at = (int64_t)leaf * b->width;
	b->counted[leaf] = (uint8_t)(b->counted[leaf] | what);
	if (what != GZ_COUNTED_EVENTS)
		gz_row_clear(b->width, what == GZ_COUNTED_DEATHS ? &b->deaths[at] : gz_block_infections(b, leaf));
	if (what == GZ_COUNTED_INFECTIONS && b->before)
		gz_row_clear(b->width, &b->before[at]);
	for (int32_t stream = 0; what == GZ_COUNTED_EVENTS && stream < b->plan->scenario->n_streams; stream++)
		gz_row_clear(b->width, gz_block_events(b, stream, leaf));
}

double gz_block_everyone(const gz_block *b, int32_t lane)
{
	double sum = 0;
	for (int32_t st = 0; st < b->plan->n_stocks; st++) {
		if (!b->occupied[st])
			continue;
		for (int32_t x = 0; x < b->plan->n_strata; x++)
			for (int32_t c = 0; c < b->plan->n_cells; c++)
				sum += b->people[gz_block_at(b, st, x, c) + lane];
	}
	return sum;
}

/* ---- draws ------------------------------------------------------------------------------------------------ */

void gz_block_draws(gz_block *b, gz_key key, uint32_t draw, const double *n, const double *p, double *out)
{
	const gz_draw first = gz_block_address(b, key, draw, 0);
	if (b->deterministic) {
		for (int32_t lane = 0; lane < b->lanes; lane++)
			out[lane] = n[lane] > 0 && p[lane] > 0 ? n[lane] * (p[lane] < 1 ? p[lane] : 1) : 0;
		return;
	}
	const int64_t drawn = gz_kernel_binomial(&first, b->lanes, n, p, out);
	b->draws += (uint64_t)drawn;
	b->skipped += (uint64_t)(b->lanes - drawn);
}

void gz_block_draws_same(gz_block *b, gz_key key, uint32_t draw, const double *n, double p, double *out)
{
	const gz_draw first = gz_block_address(b, key, draw, 0);
	if (b->deterministic) {
		for (int32_t lane = 0; lane < b->lanes; lane++)
			out[lane] = n[lane] > 0 && p > 0 ? n[lane] * (p < 1 ? p : 1) : 0;
		return;
	}
	const int64_t drawn = gz_kernel_binomial_same(&first, b->lanes, n, p, out);
	b->draws += (uint64_t)drawn;
	b->skipped += (uint64_t)(b->lanes - drawn);
}

void gz_block_draws_rows(gz_block *b, const gz_draw *first, int32_t rows, const double *n, const double *p, double *out)
{
	const int64_t count = (int64_t)rows * b->lanes;
	if (b->deterministic) {
		for (int64_t i = 0; i < count; i++)
			out[i] = n[i] > 0 && p[i] > 0 ? n[i] * (p[i] < 1 ? p[i] : 1) : 0;
		return;
	}
	const int64_t drawn = count > 0 ? gz_kernel_binomial_rows(first, rows, b->lanes, n, p, out) : 0;
	b->draws += (uint64_t)drawn;
	b->skipped += (uint64_t)(count - drawn);
}

/* ---- moving people ---------------------------------------------------------------------------------------- */

/* The dispersion of the channel that gives a cell its lasting trait. */
static double block_trait_k(const gz_block *b, int32_t leaf, int32_t stratum, int32_t cell, int32_t lane)
{
	for (int32_t k = 0; k < b->plan->n_channels; k++)
		if (b->plan->channels[k].person && b->plan->channels[k].weights[cell] >= 0)
			return gz_block_value(b, b->plan->channels[k].k, leaf, stratum, lane);
	return 1;
}

double gz_block_split(gz_block *b, gz_key key, uint32_t draw, int32_t cell, int32_t lane, double x, double n, double mass)
{
	if (x >= n || b->deterministic || mass <= 0)
		return n > 0 ? mass * (x / n) : 0;
	const double k = block_trait_k(b, 0, 0, cell, lane);
	const gz_draw d = gz_block_address(b, key, draw, lane);
	return mass * gz_sample_beta(&d, k * x, k * (n - x));
}

double gz_block_take(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, uint32_t part)
{
	double *n = &b->people[gz_block_at(b, stock, stratum, cell) + lane];
	const int32_t m = b->plan->cells[cell].mass;
	double moved = 0;
	if (m >= 0 && x > 0) {
		double *mass = &b->mass[gz_block_mass(b, stock, stratum, m) + lane];
		moved = gz_block_split(b, b->plan->stocks[stock].key, gz_plan_draw(b->plan, GZ_PURPOSE_TRAIT, stratum, b->plan->cells[cell].id, part), cell, lane, x, *n, *mass);
		*mass -= moved;
	}
	*n -= x;
	b->moved[b->plan->stocks[stock].here] = GZ_MOVED;
	return moved;
}

void gz_block_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, double mass)
{
	b->people[gz_block_at(b, stock, stratum, cell) + lane] += x;
	b->occupied[stock] = 1;
	*gz_block_anyone(b, stock, stratum, cell) = 1;
	b->moved[b->plan->stocks[stock].here] = GZ_MOVED;
	if (b->plan->cells[cell].mass >= 0)
		b->mass[gz_block_mass(b, stock, stratum, b->plan->cells[cell].mass) + lane] += mass;
}

double gz_block_newcomers(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, uint32_t part)
{
	if (b->plan->cells[cell].mass < 0 || !(x > 0))
		return 0;
	if (b->deterministic)
		return x;
	const double k = block_trait_k(b, b->plan->stocks[stock].here, stratum, cell, lane);
	const gz_draw d = gz_block_address(b, b->plan->stocks[stock].key, gz_plan_draw(b->plan, GZ_PURPOSE_TRAIT, stratum, b->plan->cells[cell].id, gz_plan_part(77) ^ part), lane);
	return gz_sample_gamma(&d, k * x) / k;
}

void gz_block_arrive_at(gz_block *b, int64_t row, int32_t from, int32_t crossing, double x)
{
	gz_arrival *a = &b->arrivals[row];
	b->arrived[row] += x;
	if (a->traveller < 0 && b->arrived[row] > 1 - 1e-9) {
		a->traveller = b->day;
		a->crossing = crossing;
		a->from = from < 0 ? from : b->plan->leaf_place[from];
	}
}

void gz_block_arrive(gz_block *b, int32_t leaf, int32_t from, int32_t crossing, int32_t lane, double x)
{
	const gz_setup *su = b->setup;
	for (int32_t i = 0; i < su->chain_n[leaf]; i++) {
		const int32_t place = su->chain[su->chain_first[leaf] + i];
		if (from >= 0 && gz_scenario_within(b->plan->scenario, b->plan->leaf_place[from], place))
			return; /* from within: not an arrival here, nor further up */
		gz_block_arrive_at(b, (int64_t)place * b->width + lane, from, crossing, x);
	}
}
