/* Forces of infection at every place, and who must wake because of them.
 *
 * Infectious persons are summed by place, stratum and cell, weighed by their status; dispersed where a channel says so; mixed by
 * commuting; and divided by those present, with contacts between ages reciprocal on the place's own people:
 *   lambda_a(y) = beta sum_b C_ab(y) I_b(y) / N_b(y),   lambda_a(h) = sum_y P_hy lambda_a(y).
 * Only places where some force acts are counted out: everywhere else nothing can happen.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/force.h"
#include "engine/step/mixing.h"
#include "engine/step/row.h"
#include "engine/step/sleep.h"
#include "engine/step/tile.h"
#include "engine/step/water.h"
#include "base/maths.h"
#include "model/calendar.h"
#include <assert.h>
#include <math.h>
#include <string.h>

static inline double *force_row(double *array, const gz_block *b, int32_t leaf, int32_t channel, int32_t age)
{
	return &array[(((int64_t)leaf * b->plan->n_channels + channel) * b->plan->n_ages + age) * b->width];
}

/* awake: the lanes that count, NULL all. */
static void force_add_shy(const gz_block *b, int32_t leaf, int32_t stratum, double weight, const double *n, const uint8_t *awake, double *out)
{
	const double *shy = &b->shy[((int64_t)leaf * b->plan->n_strata + stratum) * b->width];
	for (int32_t lane = 0; lane < b->lanes; lane++)
		if (!awake || awake[lane])
			out[lane] += weight * n[lane] * shy[lane];
}

/* The infectious persons of a cell (or their lasting mass) who stand at a leaf, weighed by their status and, where `shy`, by how much measures let
 * their group meet others: the row they have in the only stock that counts in full, else a sum made in `room`; NULL if there are none. Homes asleep
 * have none. */
static const double *force_infectious(const gz_block *b, int32_t leaf, int32_t stratum, int32_t cell, bool shy, double *room)
{
	const gz_plan *p = b->plan;
	const gz_setup *su = b->setup;
	const int32_t mass = p->cells[cell].mass;
	const double *only = NULL;
	bool any = false;
	assert(room);
	for (int32_t i = su->meeting_first[leaf]; i < su->meeting_first[leaf + 1]; i++) {
		const int32_t st = gz_block_listed(b, su->meeting, i, su->meeting_first[p->n_leaves]);
		if (!b->occupied[st])
			i += gz_block_idle(b, st);
		if (!b->occupied[st] || !*gz_block_anyone(b, st, stratum, cell) || b->awake_n[p->stocks[st].home] == 0)
			continue;
		const double weight = p->stocks[st].contact * p->stocks[st].infectiousness;
		if (!(weight > 0))
			continue;
		const double *n = mass >= 0 ? &b->mass[gz_block_mass(b, st, stratum, mass)] : &b->people[gz_block_at(b, st, stratum, cell)];
		assert(n);
		if (!any && weight == 1 && !shy) {
			only = n;
			any = true;
			continue;
		}
		if (!any)
			memset(room, 0, (size_t)b->lanes * sizeof *room);
		else if (only)
			memcpy(room, only, (size_t)b->lanes * sizeof *room);
		only = NULL;
		any = true;
		if (shy)
			force_add_shy(b, leaf, stratum, weight, n, NULL, room);
		else
			gz_row_add_times(b->lanes, room, n, weight);
	}
	return only ? only : any ? room : NULL;
}

/* Infectious person-steps of a dispersed channel: each lane's number is replaced by a gamma draw around it. */
static void force_disperse(gz_block *b, const gz_channel *ch, int32_t channel, int32_t leaf, int32_t stratum, int32_t cell, const double *n, double *mass)
{
	const gz_plan *p = b->plan;
	const int64_t row = ((int64_t)channel * b->dispersed.leaves + (b->dispersed.leaves > 1 ? leaf : 0)) * b->dispersed.strata + (b->dispersed.strata > 1 ? stratum : 0);
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const double shape = b->disperse[row * b->lanes + lane]; /* a dt / D */
		mass[lane] = n[lane];
		if (!(n[lane] > 0) || !(shape > 0))
			continue;
		const gz_draw d = gz_block_address(b, p->leaf_key[leaf], gz_plan_draw(p, GZ_PURPOSE_DISPERSE, stratum, p->cells[cell].id, ch->id), lane);
		mass[lane] = gz_sample_gamma(&d, shape * n[lane]) / shape;
	}
}

/* Which channels: all, those between people, or those through water. */
typedef enum force_ways { FORCE_ALL, FORCE_PEOPLE, FORCE_WATER } force_ways;

/* Adds the infectious of one cell, n[lane], to the pressure of each channel; begins: to the only row, which holds nothing yet. */
static void force_weigh(gz_block *b, int32_t leaf, int32_t stratum, int32_t cell, const double *n, double *spread, bool begins, force_ways ways)
{
	const gz_plan *p = b->plan;
	for (int32_t k = 0; k < p->n_channels; k++) {
		const gz_channel *ch = &p->channels[k];
		double *out = force_row(b->pressure, b, leaf, k, stratum / p->n_groups_people);
		const double *mass = n;
		int32_t by;
		if (ch->weights[cell] < 0 || b->like[k] != k || (ways != FORCE_ALL && ch->water != (ways == FORCE_WATER)))
			continue;
		if (ch->k >= 0 && !ch->person && !b->deterministic) {
			force_disperse(b, ch, k, leaf, stratum, cell, n, spread);
			mass = spread;
		}
		const double *weight = gz_block_slot(b, ch->weights[cell], leaf, stratum, &by);
		if (by == 0 && begins)
			gz_row_times(b->lanes, out, mass, weight[0]);
		else if (by == 0)
			gz_row_add_times(b->lanes, out, mass, weight[0]);
		else {
			if (begins)
				memset(out, 0, (size_t)b->lanes * sizeof *out);
			gz_row_add_product(b->lanes, out, mass, weight);
		}
	}
}

/* The infectious weight at a leaf by channel, over the strata of each age. */
static void force_pressure(gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	const int64_t size = (int64_t)p->n_channels * p->n_ages * b->width;
	const bool alone = size == b->width; /* one row to a leaf */
	const bool apart = b->shy && p->scenario->disease.n_environments > 0; /* who meets fewer people sheds no less */
	double *room = b->scratch, *spread = room + b->width;
	for (int32_t x = 0; x < p->n_strata; x++)
		for (int32_t k = 0; k < p->n_infectious; k++) {
			const int32_t cell = p->infectious[k];
			const double *n = force_infectious(b, leaf, x, cell, b->shy != NULL, room);
			const bool begins = alone && !b->sheds[leaf] && !apart;
			if (!n || (!begins && !apart && !gz_row_any(b->lanes, n))) /* whether a row holds somebody costs as much to ask as to pass it on */
				continue;
			if (!b->sheds[leaf] && !(begins && p->channels[0].weights[cell] >= 0))
				memset(&b->pressure[leaf * size], 0, (size_t)b->kinds * (size_t)p->n_ages * (size_t)b->width * sizeof *n);
			force_weigh(b, leaf, x, cell, n, spread, begins, apart ? FORCE_PEOPLE : FORCE_ALL);
			if (apart)
				force_weigh(b, leaf, x, cell, force_infectious(b, leaf, x, cell, false, room), spread, false, FORCE_WATER);
			b->sheds[leaf] = 1;
		}
}

/* Marks a leaf (and its lanes) where some infectious weight or a reservoir acts. */
static void force_act(gz_block *b, int32_t leaf, const double *pressure, bool some)
{
	const gz_plan *p = b->plan;
	uint8_t *on = &b->acting[leaf * b->width];
	b->acts[leaf] = some ? GZ_ACTS_PEOPLE : 0;
	for (int32_t e = 0; e < p->scenario->disease.n_environments; e++)
		if (gz_row_any(b->lanes, &b->reservoir[((int64_t)e * p->n_leaves + leaf) * b->width]))
			b->acts[leaf] |= GZ_ACTS_WATER;
	if (!b->acts[leaf])
		return;
	const int64_t rows = some ? (int64_t)b->kinds * p->n_ages * b->width : 0;
	if (rows > 0 && gz_row_every(b->lanes, pressure)) { /* as nearly everywhere in an epidemic */
		memset(on, 1, (size_t)b->lanes);
		b->acts[leaf] |= GZ_ACTS_EVERYWHERE;
		return;
	}
	gz_row_clear_marks(b->lanes, on);
	for (int64_t row = 0; row < rows; row += b->width)
		gz_row_mark(b->lanes, on, &pressure[row]);
	for (int32_t e = 0; e < p->scenario->disease.n_environments; e++)
		gz_row_mark(b->lanes, on, &b->reservoir[((int64_t)e * p->n_leaves + leaf) * b->width]);
	if (!gz_row_on(b->lanes, on))
		b->acts[leaf] = 0;
	else if (gz_row_all(b->lanes, on))
		b->acts[leaf] |= GZ_ACTS_EVERYWHERE;
}

/* Marks the homes whose people meet what acts, at home or where they commute to. */
static void force_hot(gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	uint8_t *hot = &b->hot[leaf * b->width];
	for (int32_t k = -1; k < p->commute_n[leaf]; k++) {
		const int32_t y = k < 0 ? leaf : p->commute_to[p->commute_first[leaf] + k];
		if (!b->acts[y])
			continue;
		if (b->hot_any[leaf] && !(b->acts[y] & GZ_ACTS_EVERYWHERE))
			gz_row_or(b->lanes, hot, &b->acting[y * b->width]);
		else
			gz_row_copy_marks(b->lanes, hot, &b->acting[y * b->width]);
		b->hot_any[leaf] = 1;
		if (b->acts[y] & GZ_ACTS_EVERYWHERE)
			break;
	}
}

/* Whether people of a stock may be where it stands: with few on the way nobody may be there at the moment, and somebody set out tomorrow. */
static bool force_stands(const gz_block *b, const gz_stock *s) { return s->flow < 0 || gz_calendar_standing(b->plan, &b->plan->flows[s->flow], b->day) > 0; }

static void force_wake(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = gz_block_marked(b->hot_any, 0, p->n_leaves); leaf < p->n_leaves; leaf = gz_block_marked(b->hot_any, leaf + 1, p->n_leaves))
		for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
			const gz_stock *s = &p->stocks[gz_block_listed(b, p->standing, p->standing_first[leaf] + i, p->n_stocks)];
			if (s->role != GZ_ROLE_FREE)
				break; /* stocks are in order, the free ones first */
			if (b->awake_n[s->home] == b->lanes || s->product > 0 || s->stay_stage > 0 || !force_stands(b, s))
				continue;
			for (int32_t lane = 0; lane < b->lanes; lane++)
				if (b->hot[leaf * b->width + lane] && !b->awake[s->home * b->width + lane])
					gz_sleep_wake(b, s->home, lane);
		}
}

/* Counts those present at a leaf anew, by age. Whoever stands where some force acts is awake by now. */
static void force_count(gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	double *out = &b->present[(int64_t)leaf * p->n_ages * b->width];
	gz_row_sum sum;
	b->plain[leaf] = !b->shy;
	memset(out, 0, (size_t)p->n_ages * (size_t)b->width * sizeof *out);
	for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
		const int32_t st = gz_block_listed(b, p->standing, p->standing_first[leaf] + i, p->n_stocks), home = p->stocks[st].home;
		const double contact = p->stocks[st].contact;
		if (!b->occupied[st])
			i += gz_block_idle(b, st);
		if (!b->occupied[st] || !(contact > 0) || b->awake_n[home] == 0)
			continue;
		b->plain[leaf] = b->plain[leaf] && contact == 1;
		if (i + 1 < p->standing_n[leaf])
			gz_tile_fetch(b, p->standing[p->standing_first[leaf] + i + 1], 0);
		for (int32_t x = 0; x < p->n_strata; x++) {
			gz_row_sum_begin(&sum, b->lanes, out + (int64_t)(x / p->n_groups_people) * b->width);
			for (int32_t c = 0; c < p->n_cells; c++) {
				if (p->cells[c].dead || !*gz_block_anyone(b, st, x, c))
					continue;
				if (b->shy)
					force_add_shy(b, leaf, x, contact, &b->people[gz_block_at(b, st, x, c)], &b->awake[home * b->width], sum.to);
				else if (b->awake_n[home] == b->lanes)
					gz_row_sum_add(&sum, &b->people[gz_block_at(b, st, x, c)], contact);
				else
					gz_row_add_masked(b->lanes, sum.to, &b->people[gz_block_at(b, st, x, c)], contact, &b->awake[home * b->width]);
			}
			gz_row_sum_end(&sum);
		}
	}
}

/* Those present at the leaves that matter, or all, counted only where somebody came, went or died since; and mixed by commuting. */
static void force_present(gz_block *b, bool all)
{
	const gz_plan *p = b->plan;
	const gz_mixing mixing = {.from = b->present, .rows = p->n_ages, .mixed = p->n_ages};
	const uint8_t *where = all ? b->moved : b->hot_any;
	for (int32_t leaf = gz_block_marked(where, 0, p->n_leaves); leaf < p->n_leaves; leaf = gz_block_marked(where, leaf + 1, p->n_leaves)) {
		if (!(b->moved[leaf] || b->deterministic || b->shy)) /* how much a group meets others may change any day */
			continue;
		if (b->moved[leaf] != GZ_MOVED_COUNTED || b->shy)
			force_count(b, leaf);
		b->moved[leaf] = GZ_MOVED_NOT;
		b->remix[leaf] = 1;
		for (int32_t k = 0; b->mixed_present && k < p->commute_n[leaf]; k++)
			b->remix[p->commute_to[p->commute_first[leaf] + k]] = 1;
	}
	if (!b->mixed_present)
		return;
	where = all ? b->remix : b->acts;
	for (int32_t leaf = gz_block_marked(where, 0, p->n_leaves); leaf < p->n_leaves; leaf = gz_block_marked(where, leaf + 1, p->n_leaves))
		if ((all || b->acts[leaf] & GZ_ACTS_PEOPLE) && b->remix[leaf]) {
			gz_mixing_in(b, &mixing, leaf, &b->mixed_present[(int64_t)leaf * p->n_ages * b->width]);
			b->remix[leaf] = 0;
		}
}

/* What an order makes of everything that infects at a leaf. */
static double force_contact(const gz_block *b, int32_t leaf) { return b->tuning ? b->tuning->contact[leaf] : 1; }

/* Multipliers of contacts by setting that measures in force give a leaf in a lane; false if none. */
static bool force_scales(const gz_block *b, int32_t leaf, int32_t lane, double scale[GZ_SETTING_COUNT])
{
	const gz_plan *p = b->plan;
	bool any = false;
	for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
		scale[s] = force_contact(b, leaf);
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure *row = &p->scenario->measures[m];
		const gz_measure_plan *mp = &p->measures[m];
		if (row->kind != GZ_MEASURE_CONTACTS || row->group >= 0 || !b->active[m * b->width + lane] || !b->setup->covers[(int64_t)m * p->n_leaves + leaf])
			continue;
		const double reach = gz_block_value(b, mp->coverage, leaf, 0, lane) * gz_block_compliance(b, m, leaf, 0, lane);
		for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
			scale[s] *= 1 - reach * (1 - row->scale[s]);
		any = true;
	}
	return any;
}

/* Contacts of the leaf in one lane, by age: C, and whether everyone meets everyone (then a single multiplier in C[0]). */
static bool force_contacts(const gz_block *b, int32_t leaf, const double scale[GZ_SETTING_COUNT], double *c)
{
	const gz_plan *p = b->plan;
	const int32_t na = p->n_ages;
	if (p->homogeneous[leaf]) {
		c[0] = (scale[0] + scale[1] + scale[2] + scale[3]) / 4;
		return true;
	}
	for (int32_t i = 0; i < na * na; i++) {
		c[i] = 0;
		for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
			c[i] += scale[s] * p->contact[((int64_t)leaf * GZ_SETTING_COUNT + s) * na * na + i];
	}
	return false;
}

static double force_scale(const gz_block *b, int32_t channel, int32_t leaf, int32_t lane)
{
	const gz_channel *ch = &b->plan->channels[channel];
	return b->unit[(int64_t)channel * b->lanes + lane] * gz_block_value(b, ch->scale_slot, leaf, 0, lane);
}

/* White noise on transmission, where there is somebody to transmit. */
static void force_noise(gz_block *b, int32_t channel, int32_t leaf, int32_t first, int32_t n, const double *some, double *rate)
{
	const gz_channel *ch = &b->plan->channels[channel];
	for (int32_t i = 0; ch->noise >= 0 && !b->deterministic && i < n; i++) {
		const double sigma = gz_block_value(b, ch->noise, leaf, 0, first + i), shape = b->plan->dt / (sigma * sigma);
		if (!(sigma > 0) || !(some[i] > 0))
			continue;
		const gz_draw d = gz_block_address(b, b->plan->leaf_key[leaf], gz_plan_draw(b->plan, GZ_PURPOSE_NOISE, 0, 0, ch->id), first + i);
		rate[i] *= gz_sample_gamma(&d, shape) / shape;
	}
}

/* What a channel's force is per contact with somebody infectious, by lane. */
static void force_rate(gz_block *b, int32_t channel, int32_t leaf, int32_t first, int32_t n, double *rate)
{
	const gz_channel *ch = &b->plan->channels[channel];
	int32_t by;
	const double *scale = gz_block_slot(b, ch->scale_slot, leaf, 0, &by);
	if (by == 0) {
		gz_row_times(n, rate, &b->unit[(int64_t)channel * b->lanes + first], scale[0]);
	} else {
		memcpy(rate, &b->unit[(int64_t)channel * b->lanes + first], (size_t)n * sizeof *rate);
		gz_row_multiply(n, rate, scale + first);
	}
}

/* A place as a scene: who is infectious and who is there, by age, at n lanes from `first`; and their contacts. */
typedef struct force_scene {
	int32_t leaf, first, n;
	const double *present;
	bool alike; /* everyone meets everyone: c[0] alone */
	double c[GZ_PLAN_AGES * GZ_PLAN_AGES];
} force_scene;

/* Force on each age of a channel: rate times contacts with the infectious share of each other age; all alike where everyone meets everyone. */
static void force_meet(gz_block *b, const force_scene *at, int32_t channel, const double *infectious, const double *some, const double *rate)
{
	const gz_plan *p = b->plan;
	const int32_t na = p->n_ages;
	const bool alike = at->alike;
	double *sum = b->scratch + 3 * (int64_t)b->width, *all = b->scratch + 4 * (int64_t)b->width;
	memset(sum, 0, (size_t)at->n * sizeof *sum);
	if (alike) {
		memset(all, 0, (size_t)at->n * sizeof *all);
		for (int32_t e = 0; e < na; e++)
			gz_row_add(at->n, all, at->present + (int64_t)e * b->width);
		gz_row_add_ratio(at->n, sum, some, all, at->c[0]);
		gz_row_multiply(at->n, sum, rate);
	}
	for (int32_t a = 0; a < na; a++) {
		if (!alike) {
			memset(sum, 0, (size_t)at->n * sizeof *sum);
			for (int32_t e = 0; e < na; e++)
				gz_row_add_ratio(at->n, sum, infectious + (int64_t)e * b->width, at->present + (int64_t)e * b->width, at->c[a * na + e]);
			gz_row_multiply(at->n, sum, rate);
		}
		memcpy(force_row(b->local, b, at->leaf, channel, a) + at->first, sum, (size_t)at->n * sizeof *sum);
	}
}

/* Everyone meets everyone, one age, one channel whose rate is one number and whose reach one multiplier: force_local in one loop.
 * Here and below `pressure` are a leaf's rows. */
static bool force_local_plain(gz_block *b, int32_t leaf, const double *pressure, const double *present, double contacts, int32_t first, int32_t n)
{
	const gz_plan *p = b->plan;
	const gz_channel *ch = &p->channels[0];
	const int64_t at = leaf * (int64_t)b->width + first;
	int32_t by;
	if (p->n_ages > 1 || p->n_channels > 1 || ch->water || (ch->noise >= 0 && !b->deterministic))
		return false;
	const double *scale = gz_block_slot(b, ch->scale_slot, leaf, 0, &by);
	if (by != 0)
		return false;
	gz_row_meet(n, &b->local[at], &pressure[first], &present[at], &b->unit[first], contacts, scale[0]);
	return true;
}

/* Everyone meets everyone in one lane: force_local with its sums in registers. */
static void force_local_one(gz_block *b, int32_t leaf, const double *pressure, const double *present, double contacts, int32_t lane)
{
	const gz_plan *p = b->plan;
	const int32_t na = p->n_ages;
	const int64_t w = b->width;
	const double *there = &present[(int64_t)leaf * na * w + lane];
	double all = 0;
	for (int32_t a = 0; a < na; a++)
		all += there[a * w];
	for (int32_t k = 0; k < p->n_channels; k++) {
		const double *infectious = &pressure[(int64_t)k * na * w + lane];
		double some = 0, rate = 0, sum = 0;
		if (p->channels[k].water || b->like[k] != k)
			continue;
		for (int32_t a = 0; a < na; a++)
			some += infectious[a * w];
		if (some > 0) {
			rate = force_scale(b, k, leaf, lane);
			force_noise(b, k, leaf, lane, 1, &some, &rate);
		}
		if (all > 0)
			sum += contacts * some / all;
		sum *= rate;
		for (int32_t a = 0; a < na; a++)
			force_row(b->local, b, leaf, k, a)[lane] = sum;
	}
}

/* Forces at one leaf in some lanes, from the pressure and the people there (after commuting), contacts scaled by setting. */
static void force_local(gz_block *b, int32_t leaf, const double *pressure, const double *present, const double scale[GZ_SETTING_COUNT], int32_t first, int32_t n)
{
	const gz_plan *p = b->plan;
	force_scene at; /* not zeroed: its contacts are large */
	at.c[0] = 0;
	at.alike = force_contacts(b, leaf, scale, at.c);
	if (at.alike && force_local_plain(b, leaf, pressure, present, at.c[0], first, n))
		return;
	if (at.alike && n == 1) {
		force_local_one(b, leaf, pressure, present, at.c[0], first);
		return;
	}
	at.leaf = leaf;
	at.first = first;
	at.n = n;
	at.present = &present[(int64_t)leaf * p->n_ages * b->width + first];
	double *some = b->scratch, *rate = some + b->width;
	for (int32_t k = 0; k < p->n_channels; k++) {
		const double *infectious = &pressure[(int64_t)k * p->n_ages * b->width + first];
		if (p->channels[k].water || b->like[k] != k)
			continue;
		memset(some, 0, (size_t)n * sizeof *some);
		for (int32_t a = 0; a < p->n_ages; a++)
			gz_row_add(n, some, infectious + (int64_t)a * b->width);
		memset(rate, 0, (size_t)n * sizeof *rate);
		if (gz_row_any(n, some)) {
			force_rate(b, k, leaf, first, n, rate);
			force_noise(b, k, leaf, first, n, some, rate);
		}
		force_meet(b, &at, k, infectious, some, rate);
	}
}

static bool force_alike(const double a[GZ_SETTING_COUNT], const double b[GZ_SETTING_COUNT])
{
	bool alike = true;
	for (int32_t i = 0; i < GZ_SETTING_COUNT; i++)
		alike = alike && a[i] == b[i];
	return alike;
}

/* Forces at one leaf where something acts: lanes beside each other in which measures act alike are counted out together. */
static void force_place(gz_block *b, int32_t leaf, const double *pressure, bool measured)
{
	const double one = force_contact(b, leaf), *present = b->mixed_present ? b->mixed_present : b->present;
	double scale[GZ_SETTING_COUNT] = {one, one, one, one}, next[GZ_SETTING_COUNT];
	if (!(b->acts[leaf] & GZ_ACTS_PEOPLE)) {
		memset(force_row(b->local, b, leaf, 0, 0), 0, (size_t)b->plan->n_channels * (size_t)b->plan->n_ages * (size_t)b->width * sizeof *b->local);
		return;
	}
	for (int32_t lane = 0, end; lane < b->lanes; lane = end) {
		end = measured ? lane + 1 : b->lanes;
		if (measured)
			force_scales(b, leaf, lane, scale);
		while (end < b->lanes) {
			force_scales(b, leaf, end, next);
			if (!force_alike(scale, next))
				break;
			end++;
		}
		force_local(b, leaf, pressure, present, scale, lane, end - lane);
	}
}

/* The reservoir's force at a leaf, from what stands in it before today's shedding; then decay and shedding. */
static void force_water(gz_block *b, int32_t channel, int32_t leaf, bool measured)
{
	const gz_plan *p = b->plan;
	const gz_channel *ch = &p->channels[channel];
	double *w = &b->reservoir[((int64_t)ch->index * p->n_leaves + leaf) * b->width], *force = b->scratch, *shed = force + b->width;
	memset(force, 0, (size_t)b->lanes * sizeof *force);
	memset(shed, 0, (size_t)b->lanes * sizeof *shed);
	for (int32_t a = 0; b->sheds[leaf] && a < p->n_ages; a++)
		gz_row_add(b->lanes, shed, force_row(b->pressure, b, leaf, channel, a));
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		if (w[lane] == 0 && shed[lane] == 0)
			continue;
		const double half = gz_block_value(b, ch->half, leaf, 0, lane);
		const gz_water change = measured ? gz_water_at(b, ch->index, leaf, lane) : (gz_water){1, 1, 0};
		shed[lane] *= change.shed;
		force[lane] = force_scale(b, channel, leaf, lane) * w[lane] / (half + w[lane]) * change.intake * force_contact(b, leaf);
		w[lane] = w[lane] * gz_maths_exp(-(gz_block_value(b, ch->decay, leaf, 0, lane) + change.decay) * p->dt) + shed[lane] * p->dt;
		if (shed[lane] == 0 && w[lane] < 1e-6 * half && !b->deterministic)
			w[lane] = 0; /* so little that nobody will ever meet it: the place may rest */
	}
	for (int32_t a = 0; a < p->n_ages; a++)
		memcpy(force_row(b->force, b, leaf, channel, a), force, (size_t)b->lanes * sizeof *force);
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
							1 - gz_block_value(b, mp->coverage, 0, x, lane) * gz_block_compliance(b, m, 0, x, lane) * (1 - mean);
	}
}

/* Whether two slots have the same numbers; where they vary by place or stratum only if they are one. */
static bool force_same(const gz_block *b, int32_t a, int32_t c)
{
	if (a == c || a < 0 || c < 0)
		return a == c;
	const gz_slot *x = &b->plan->slots.items[a], *y = &b->plan->slots.items[c];
	return x->by_leaf == 0 && y->by_leaf == 0 && x->by_stratum == 0 && y->by_stratum == 0 && x->by_lane == y->by_lane &&
		memcmp(&b->store[x->offset], &b->store[y->offset], (size_t)(x->by_lane ? b->lanes : 1) * sizeof *b->store) == 0;
}

/* Whether two channels give the same forces: equally weighed, at equal rates, and nothing is drawn for either. */
static bool force_alike_channels(const gz_block *b, int32_t i, int32_t j)
{
	const gz_plan *p = b->plan;
	const gz_channel *x = &p->channels[i], *y = &p->channels[j];
	if (b->deterministic || x->water || y->water || x->noise >= 0 || y->noise >= 0 || x->k >= 0 || y->k >= 0 || !force_same(b, x->scale_slot, y->scale_slot))
		return false;
	for (int32_t k = 0; k < p->n_infectious; k++)
		if (!force_same(b, x->weights[p->infectious[k]], y->weights[p->infectious[k]]))
			return false;
	return memcmp(&b->unit[(int64_t)i * b->lanes], &b->unit[(int64_t)j * b->lanes], (size_t)b->lanes * sizeof *b->unit) == 0;
}

/* Channels of one disease often differ in whom they infect alone, as do vaccinated people from others. */
static void force_channels(gz_block *b)
{
	b->kinds = 0;
	for (int32_t k = 0; k < b->plan->n_channels; k++) {
		b->like[k] = k;
		for (int32_t j = 0; j < k && b->like[k] == k; j++)
			if (b->like[j] == j && force_alike_channels(b, k, j))
				b->like[k] = j;
		b->kinds = b->like[k] == k ? k + 1 : b->kinds;
	}
}

/* Where somebody awake stands. True if nobody is asleep, in any lane. */
static bool force_stir(gz_block *b)
{
	const gz_plan *p = b->plan;
	bool all = true;
	memset(b->stirs, 0, (size_t)p->n_leaves);
	for (int32_t home = 0; home < p->n_leaves; home++) {
		all = all && b->awake_n[home] == b->lanes;
		if (b->awake_n[home] > 0)
			gz_sleep_stir(b, home);
	}
	return all;
}

/* Marks leaves near which the marks say something is: themselves, and those that commuting joins them to, by to[first .. first + n). All, where many
 * are marked, for then looking costs less than marking. */
static void force_near(gz_block *b, const uint8_t *marks, const int32_t *first, const int32_t *n, const int32_t *to)
{
	const int32_t leaves = b->plan->n_leaves;
	int32_t count = 0;
	memcpy(b->near, marks, (size_t)leaves);
	for (int32_t leaf = 0; b->mixed_pressure && leaf < leaves; leaf++)
		count += marks[leaf] != 0;
	const bool all = count > leaves / 16;
	for (int32_t leaf = 0; all && leaf < leaves; leaf++)
		b->near[leaf] = 1;
	if (all || count == 0)
		return;
	for (int32_t leaf = gz_block_marked(marks, 0, leaves); leaf < leaves; leaf = gz_block_marked(marks, leaf + 1, leaves)) {
		for (int32_t k = 0; k < n[leaf]; k++)
			b->near[to[first[leaf] + k]] = 1;
	}
}

/* Who is infectious where, before commuting; true if there are some at most leaves. */
static bool force_shed(gz_block *b)
{
	const int32_t n = b->plan->n_leaves;
	int32_t count = 0;
	memset(b->sheds, 0, (size_t)n);
	for (int32_t leaf = gz_block_marked(b->stirs, 0, n); leaf < n; leaf = gz_block_marked(b->stirs, leaf + 1, n)) {
		force_pressure(b, leaf);
		count += b->sheds[leaf];
	}
	return count > n / 2;
}

/* A leaf's infectious after commuting; they stay until all leaves' are known, or, made at once into forces, in the room of the first leaf. */
static double *force_mixed(const gz_block *b, int32_t leaf, bool at_once)
{
	return &b->mixed_pressure[(at_once ? 0 : (int64_t)leaf) * b->plan->n_channels * b->plan->n_ages * b->width];
}

/* What acts where, after commuting, and who meets it. at_once: forces are made besides, while the rows are at hand. */
static void force_spread(gz_block *b, bool at_once, bool measured)
{
	const gz_plan *p = b->plan;
	const gz_setup *su = b->setup;
	const int32_t n = p->n_leaves;
	const gz_mixing mixing = {.from = b->pressure, .rows = p->n_channels * p->n_ages, .mixed = b->kinds * p->n_ages, .only = b->sheds};
	memset(b->acts, 0, (size_t)n);
	memset(b->hot_any, 0, (size_t)n);
	force_near(b, b->sheds, p->commute_first, p->commute_n, p->commute_to);
	for (int32_t leaf = 0; p->scenario->disease.n_environments > 0 && leaf < n; leaf++)
		b->near[leaf] = 1;
	for (int32_t leaf = gz_block_marked(b->near, 0, n); leaf < n; leaf = gz_block_marked(b->near, leaf + 1, n)) {
		double *mixed = b->mixed_pressure ? force_mixed(b, leaf, at_once) : NULL;
		if (mixed)
			gz_mixing_fetch_in(b, &mixing, gz_block_marked(b->near, leaf + 1, n));
		const double *pressure = mixed ? mixed : force_row(b->pressure, b, leaf, 0, 0);
		force_act(b, leaf, pressure, mixed ? gz_mixing_in(b, &mixing, leaf, mixed) : b->sheds[leaf]);
		if (at_once && b->acts[leaf])
			force_place(b, leaf, pressure, measured);
	}
	force_near(b, b->acts, su->commuters_first, su->commuters_n, su->commuters);
	for (int32_t leaf = gz_block_marked(b->near, 0, n); leaf < n; leaf = gz_block_marked(b->near, leaf + 1, n))
		force_hot(b, leaf);
}

void gz_force_compute(gz_block *b)
{
	const gz_plan *p = b->plan;
	const int32_t n = p->n_leaves;
	const bool watered = gz_water_measured(b);
	bool measured = false;
	for (int32_t m = 0; m < p->scenario->n_measures; m++)
		measured = measured || (b->active_any[m] && p->scenario->measures[m].kind == GZ_MEASURE_CONTACTS);
	force_groups(b);
	force_channels(b);
	/* Where nobody can be woken, whom the infectious meet is known before where these are. */
	const bool awake = force_stir(b), at_once = force_shed(b) && awake && !b->deterministic && !b->shy;
	if (at_once)
		force_present(b, true);
	force_spread(b, at_once, measured);
	if (!at_once) {
		force_wake(b);
		force_present(b, false);
	}
	for (int32_t leaf = gz_block_marked(b->acts, 0, n); !at_once && leaf < n; leaf = gz_block_marked(b->acts, leaf + 1, n))
		force_place(b, leaf, b->mixed_pressure ? force_mixed(b, leaf, false) : force_row(b->pressure, b, leaf, 0, 0), measured);
	b->late = b->mixed_pressure && p->scenario->disease.n_environments == 0 && b->lanes >= GZ_BLOCK_WIDE && !b->deterministic;
	for (int32_t leaf = gz_block_marked(b->hot_any, 0, n); !b->late && leaf < n; leaf = gz_block_marked(b->hot_any, leaf + 1, n)) {
		if (b->mixed_pressure)
			gz_mixing_back(b, leaf);
		for (int32_t k = 0; k < p->n_channels; k++)
			if (p->channels[k].water)
				force_water(b, k, leaf, watered);
	}
}
