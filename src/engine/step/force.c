/* Forces of infection at every place, and who must wake because of them.
 *
 * Infectious persons are summed by place, stratum and cell, weighed by their status; dispersed where a channel says so; mixed by
 * commuting; and divided by those present, with contacts between ages reciprocal on the place's own people:
 *   lambda_a(y) = beta sum_b C_ab(y) I_b(y) / N_b(y),   lambda_a(h) = sum_y P_hy lambda_a(y).
 * Only places where some force acts are counted out: everywhere else nothing can happen.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/force.h"
#include "engine/step/sleep.h"
#include "base/maths.h"
#include "model/calendar.h"
#include <math.h>
#include <string.h>

static inline double *force_row(double *array, const gz_block *b, int32_t leaf, int32_t channel, int32_t age)
{
	return &array[(((int64_t)leaf * b->plan->n_channels + channel) * b->plan->n_ages + age) * b->width];
}
static inline double *force_effective(const gz_block *b, int32_t leaf, int32_t stratum, int32_t k)
{
	return &b->effective[(((int64_t)leaf * b->plan->n_strata + stratum) * b->plan->n_infectious + k) * b->width];
}

/* Infectious persons (or their lasting mass) of awake homes, where they stand. */
static void force_gather(gz_block *b)
{
	const gz_plan *p = b->plan;
	memset(b->effective, 0, (size_t)p->n_leaves * (size_t)p->n_strata * (size_t)p->n_infectious * (size_t)b->width * sizeof(double));
	for (int32_t home = 0; home < p->n_leaves; home++) {
		if (b->list_n[home] == 0)
			continue;
		for (int32_t i = 0; i < p->home_n[home]; i++) {
			const int32_t st = p->of_home[p->home_first[home] + i];
			const gz_stock *s = &p->stocks[st];
			const double weight = s->contact * s->infectiousness;
			if (!b->occupied[st] || !(weight > 0))
				continue;
			for (int32_t x = 0; x < p->n_strata; x++)
				for (int32_t k = 0; k < p->n_infectious; k++) {
					const int32_t cell = p->infectious[k];
					const double *n = p->cells[cell].mass >= 0 ? &b->mass[gz_block_mass(b, st, x, p->cells[cell].mass)] : &b->people[gz_block_at(b, st, x, cell)];
					double *out = force_effective(b, s->here, x, k);
					const double *shy = b->shy ? &b->shy[((int64_t)s->here * p->n_strata + x) * b->width] : NULL;
					for (int32_t lane = 0; lane < b->lanes; lane++)
						out[lane] += weight * n[lane] * (shy ? shy[lane] : 1);
				}
		}
	}
}

/* Weighed by a channel, over the strata of each age; dispersed by person-steps where the channel has a k. */
static void force_pressure(gz_block *b, int32_t leaf, int32_t channel)
{
	const gz_plan *p = b->plan;
	const gz_channel *ch = &p->channels[channel];
	for (int32_t x = 0; x < p->n_strata; x++) {
		double *out = force_row(b->pressure, b, leaf, channel, x / p->n_groups_people);
		for (int32_t k = 0; k < p->n_infectious; k++) {
			const int32_t cell = p->infectious[k];
			const double *n = force_effective(b, leaf, x, k);
			if (ch->weights[cell] < 0)
				continue;
			for (int32_t lane = 0; lane < b->lanes; lane++) {
				if (!(n[lane] > 0))
					continue;
				double mass = n[lane];
				const double shape = ch->k >= 0 && !ch->person && !b->deterministic ? b->disperse[(int64_t)channel * b->lanes + lane] : 0;
				if (shape > 0) { /* shape: a dt / D */
					const gz_draw d = gz_block_address(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_DISPERSE, x, p->cells[cell].id, ch->id), lane);
					mass = gz_sample_gamma(&d, shape * mass) / shape;
				}
				out[lane] += mass * gz_block_value(b, ch->weights[cell], leaf, x, lane);
			}
		}
	}
}

static void force_commute(const gz_block *b, const double *from, double *to, int32_t rows)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)rows * b->width;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		for (int64_t i = 0; i < size; i++)
			to[leaf * size + i] = from[leaf * size + i] * (1 - b->setup->away[leaf]);
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		for (int32_t k = 0; k < p->commute_n[leaf]; k++) {
			const int32_t y = p->commute_to[p->commute_first[leaf] + k];
			const double share = p->commute_share[p->commute_first[leaf] + k];
			for (int64_t i = 0; i < size; i++)
				to[y * size + i] += share * from[leaf * size + i];
		}
	}
}

/* Marks the lanes and leaves in which somebody is exposed. */
static void force_hot(gz_block *b, const double *pressure)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_channels * p->n_ages * b->width;
	uint8_t acts[GZ_BLOCK_LANES];
	memset(b->hot, 0, (size_t)p->n_leaves * (size_t)b->width);
	memset(b->hot_any, 0, (size_t)p->n_leaves);
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		memset(acts, 0, sizeof acts);
		bool any = false;
		for (int64_t row = 0; row < size; row += b->width)
			for (int32_t lane = 0; lane < b->lanes; lane++)
				acts[lane] |= pressure[leaf * size + row + lane] > 0;
		for (int32_t e = 0; e < p->scenario->disease.n_environments; e++)
			for (int32_t lane = 0; lane < b->lanes; lane++)
				acts[lane] |= b->reservoir[((int64_t)e * p->n_leaves + leaf) * b->width + lane] > 0;
		for (int32_t lane = 0; lane < b->lanes; lane++)
			any = any || acts[lane];
		if (!any)
			continue;
		for (int32_t k = -1; k < b->setup->commuters_n[leaf]; k++) {
			const int32_t h = k < 0 ? leaf : b->setup->commuters[b->setup->commuters_first[leaf] + k];
			b->hot_any[h] = 1;
			for (int32_t lane = 0; lane < b->lanes; lane++)
				b->hot[h * b->width + lane] |= acts[lane];
		}
	}
}

static bool force_stands(const gz_block *b, const gz_stock *s)
{
	if (s->flow < 0)
		return true;
	const gz_flow_plan *f = &b->plan->flows[s->flow];
	const double standing = gz_calendar_standing(b->plan, f, b->day);
	for (int32_t x = 0; x < b->plan->n_strata; x++)
		if (standing > 0 && floor(standing * f->share[x] + f->hash[x]) > 0)
			return true;
	return false;
}

static void force_wake(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		if (!b->hot_any[leaf])
			continue;
		for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
			const gz_stock *s = &p->stocks[p->standing[p->standing_first[leaf] + i]];
			if (s->role != GZ_ROLE_FREE || b->list_n[s->home] == b->lanes || s->product > 0 || s->stay_stage > 0 || !force_stands(b, s))
				continue;
			for (int32_t lane = 0; lane < b->lanes; lane++)
				if (b->hot[leaf * b->width + lane])
					gz_sleep_wake(b, s->home, lane);
		}
	}
}

static void force_present(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		if (!b->hot_any[leaf])
			continue;
		double *out = &b->present[(int64_t)leaf * p->n_ages * b->width];
		memset(out, 0, (size_t)p->n_ages * (size_t)b->width * sizeof *out);
		for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
			const int32_t st = p->standing[p->standing_first[leaf] + i];
			const double contact = p->stocks[st].contact;
			const uint8_t *awake = &b->awake[p->stocks[st].home * b->width];
			if (!b->occupied[st] || !(contact > 0))
				continue;
			for (int32_t x = 0; x < p->n_strata; x++)
				for (int32_t c = 0; c < p->n_cells; c++) {
					const double *n = &b->people[gz_block_at(b, st, x, c)];
					double *row = out + (int64_t)(x / p->n_groups_people) * b->width;
					for (int32_t lane = 0; !p->cells[c].dead && lane < b->lanes; lane++)
						row[lane] += awake[lane] ? contact * n[lane] : 0; /* whoever stands here is awake by now */
				}
		}
	}
}

/* Multipliers of contacts by setting that measures in force give a leaf in a lane; false if none. */
static bool force_scales(const gz_block *b, int32_t leaf, int32_t lane, double scale[GZ_SETTING_COUNT])
{
	const gz_plan *p = b->plan;
	bool any = false;
	for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
		scale[s] = 1;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure *row = &p->scenario->measures[m];
		if (row->kind != GZ_MEASURE_CONTACTS || row->group >= 0 || !b->active[m * b->width + lane])
			continue;
		const gz_measure_plan *mp = &p->measures[m];
		for (int32_t i = 0; i < mp->n_leaves; i++) {
			if (p->measure_leaves[mp->first_leaf + i] != leaf)
				continue;
			const double reach = gz_block_value(b, mp->coverage, leaf, 0, lane) * gz_block_value(b, mp->compliance, leaf, 0, lane);
			for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
				scale[s] *= 1 - reach * (1 - row->scale[s]);
			any = true;
			break;
		}
	}
	return any;
}

/* Contacts of the leaf in one lane, by age: C, and whether everyone meets everyone (then a single multiplier in C[0]). */
static void force_contacts(const gz_block *b, int32_t leaf, const double scale[GZ_SETTING_COUNT], double *c)
{
	const gz_plan *p = b->plan;
	const int32_t na = p->n_ages;
	if (p->homogeneous[leaf]) {
		c[0] = (scale[0] + scale[1] + scale[2] + scale[3]) / 4;
		return;
	}
	for (int32_t i = 0; i < na * na; i++) {
		c[i] = 0;
		for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
			c[i] += scale[s] * p->contact[((int64_t)leaf * GZ_SETTING_COUNT + s) * na * na + i];
	}
}

static double force_scale(const gz_block *b, int32_t channel, int32_t leaf, int32_t lane)
{
	const gz_channel *ch = &b->plan->channels[channel];
	return b->unit[(int64_t)channel * b->lanes + lane] * gz_block_value(b, ch->scale_slot, leaf, 0, lane);
}

static double force_noise(gz_block *b, int32_t channel, int32_t leaf, int32_t lane)
{
	const gz_channel *ch = &b->plan->channels[channel];
	if (ch->noise < 0 || b->deterministic)
		return 1;
	const double sigma = gz_block_value(b, ch->noise, leaf, 0, lane);
	if (!(sigma > 0))
		return 1;
	const double shape = b->plan->dt / (sigma * sigma);
	const gz_draw d = gz_block_address(b, b->plan->leaf_key[leaf], gz_plan_draw(b->plan, GZ_PURPOSE_NOISE, 0, 0, ch->id), lane);
	return gz_sample_gamma(&d, shape) / shape;
}

/* Forces at one leaf from the pressure and the people there (after commuting): written to the force rows of the leaf. */
static void force_local(gz_block *b, int32_t leaf, const double *pressure, const double *present, const double *scale, bool scaled, int32_t only)
{
	const gz_plan *p = b->plan;
	const int32_t na = p->n_ages;
	double c[GZ_PLAN_AGES * GZ_PLAN_AGES];
	const double plain[GZ_SETTING_COUNT] = {1, 1, 1, 1};
	force_contacts(b, leaf, scaled ? scale : plain, c);
	const double *n = &present[(int64_t)leaf * na * b->width];
	for (int32_t k = 0; k < p->n_channels; k++) {
		if (p->channels[k].water)
			continue;
		const double *i_of = &pressure[(((int64_t)leaf * p->n_channels + k) * na) * b->width];
		for (int32_t lane = only < 0 ? 0 : only; lane < (only < 0 ? b->lanes : only + 1); lane++) {
			double some = 0, all = 0;
			for (int32_t a = 0; a < na; a++) {
				some += i_of[a * b->width + lane];
				all += n[a * b->width + lane];
			}
			if (!(some > 0)) {
				for (int32_t a = 0; a < na; a++)
					force_row(b->force, b, leaf, k, a)[lane] = 0;
				continue;
			}
			const double rate = force_scale(b, k, leaf, lane) * force_noise(b, k, leaf, lane);
			for (int32_t a = 0; a < na; a++) {
				double sum = 0;
				if (p->homogeneous[leaf])
					sum = all > 0 ? c[0] * some / all : 0;
				for (int32_t e = 0; !p->homogeneous[leaf] && e < na; e++)
					sum += n[e * b->width + lane] > 0 ? c[a * na + e] * i_of[e * b->width + lane] / n[e * b->width + lane] : 0;
				force_row(b->force, b, leaf, k, a)[lane] = rate * sum;
			}
		}
	}
}

static void force_place(gz_block *b, int32_t leaf, const double *pressure, const double *present)
{
	double scale[GZ_SETTING_COUNT];
	bool measured = false;
	for (int32_t m = 0; m < b->plan->scenario->n_measures; m++)
		measured = measured || (b->active_any[m] && b->plan->scenario->measures[m].kind == GZ_MEASURE_CONTACTS);
	force_local(b, leaf, pressure, present, NULL, false, -1);
	for (int32_t lane = 0; measured && lane < b->lanes; lane++)
		if (force_scales(b, leaf, lane, scale))
			force_local(b, leaf, pressure, present, scale, true, lane);
}

/* What people at a leaf meet while they are elsewhere: the forces of all places they commute to. */
static void force_travel_back(gz_block *b)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_channels * p->n_ages * b->width;
	memcpy(b->mixed_pressure, b->force, (size_t)p->n_leaves * (size_t)size * sizeof(double));
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		double *out = &b->force[leaf * size];
		for (int64_t i = 0; i < size; i++)
			out[i] *= 1 - b->setup->away[leaf];
		for (int32_t k = 0; k < p->commute_n[leaf]; k++) {
			const int32_t y = p->commute_to[p->commute_first[leaf] + k];
			const double share = p->commute_share[p->commute_first[leaf] + k], *there = &b->mixed_pressure[y * size];
			for (int64_t i = 0; b->hot_any[leaf] && i < size; i++)
				out[i] += share * there[i];
		}
	}
}

/* The reservoir's force, from what stands in it before today's shedding; then decay and shedding. */
static void force_water(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t k = 0; k < p->n_channels; k++) {
		const gz_channel *ch = &p->channels[k];
		if (!ch->water)
			continue;
		for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
			double *w = &b->reservoir[((int64_t)ch->index * p->n_leaves + leaf) * b->width];
			for (int32_t lane = 0; lane < b->lanes; lane++) {
				double shed = 0;
				for (int32_t a = 0; a < p->n_ages; a++)
					shed += force_row(b->pressure, b, leaf, k, a)[lane];
				if (w[lane] == 0 && shed == 0) {
					for (int32_t a = 0; a < p->n_ages; a++)
						force_row(b->force, b, leaf, k, a)[lane] = 0;
					continue;
				}
				const double half = gz_block_value(b, ch->half, leaf, 0, lane), force = force_scale(b, k, leaf, lane) * w[lane] / (half + w[lane]);
				for (int32_t a = 0; a < p->n_ages; a++)
					force_row(b->force, b, leaf, k, a)[lane] = force;
				w[lane] = w[lane] * gz_maths_exp(-gz_block_value(b, ch->decay, leaf, 0, lane) * p->dt) + shed * p->dt;
				if (shed == 0 && w[lane] < 1e-6 * half && !b->deterministic)
					w[lane] = 0; /* so little that nobody will ever meet it: the place may rest */
			}
		}
	}
}

/* Measures that reduce the contacts of one group: a multiplier on what its people give and take. */
static void force_groups(gz_block *b)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_leaves * p->n_strata * b->width;
	for (int64_t i = 0; b->shy && i < size; i++)
		b->shy[i] = 1;
	for (int32_t m = 0; b->shy && m < p->scenario->n_measures; m++) {
		const gz_measure *row = &p->scenario->measures[m];
		const gz_measure_plan *mp = &p->measures[m];
		if (row->kind != GZ_MEASURE_CONTACTS || row->group < 0 || !b->active_any[m])
			continue;
		const double mean = (row->scale[0] + row->scale[1] + row->scale[2] + row->scale[3]) / 4;
		for (int32_t i = 0; i < mp->n_leaves; i++)
			for (int32_t x = row->group; x < p->n_strata; x += p->n_groups_people)
				for (int32_t lane = 0; lane < b->lanes; lane++)
					if (b->active[m * b->width + lane])
						b->shy[((int64_t)p->measure_leaves[mp->first_leaf + i] * p->n_strata + x) * b->width + lane] *=
							1 - gz_block_value(b, mp->coverage, 0, x, lane) * gz_block_value(b, mp->compliance, 0, x, lane) * (1 - mean);
	}
}

void gz_force_compute(gz_block *b)
{
	const gz_plan *p = b->plan;
	force_groups(b);
	const int64_t size = (int64_t)p->n_leaves * p->n_channels * p->n_ages * b->width;
	force_gather(b);
	memset(b->pressure, 0, (size_t)size * sizeof(double));
	memset(b->force, 0, (size_t)size * sizeof(double));
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		for (int32_t k = 0; k < p->n_channels; k++)
			force_pressure(b, leaf, k);
	const double *pressure = b->pressure, *present = b->present;
	if (b->mixed_pressure) {
		force_commute(b, b->pressure, b->mixed_pressure, p->n_channels * p->n_ages);
		pressure = b->mixed_pressure;
	}
	force_hot(b, pressure);
	force_wake(b);
	force_present(b);
	if (b->mixed_present) {
		force_commute(b, b->present, b->mixed_present, p->n_ages);
		present = b->mixed_present;
	}
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		if (b->hot_any[leaf])
			force_place(b, leaf, pressure, present);
	if (b->mixed_pressure)
		force_travel_back(b);
	force_water(b);
}
