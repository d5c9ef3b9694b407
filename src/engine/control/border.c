/* At the crossings: what measures do to the travellers of each leg before they land.
 *
 * Crossings are taken in the order of the journey, measures at one crossing in file order. A measure's capacity is each crossing's own,
 * unless it names a pool; a pool and beds serve whoever needs them at all crossings of the measure alike. Travellers of sleeping homes queue
 * with the others: they are counted, though nothing can happen to them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/border.h"
#include "engine/control/batch.h"
#include "engine/control/confine.h"
#include "engine/control/positive.h"
#include "engine/step/closure.h"
#include "engine/step/land.h"
#include "engine/step/sleep.h"
#include "model/calendar.h"
#include <math.h>
#include <string.h>

/* The first measure of the pool, in whose people its capacity is kept; a measure without a pool is its own. */
static int32_t border_owner(const gz_scenario *s, int32_t measure)
{
	for (int32_t i = 0; s->measures[measure].pool >= 0 && i < measure; i++)
		if (s->measures[i].pool == s->measures[measure].pool)
			return i;
	return measure;
}

static int64_t border_capacity_at(const gz_block *b, int32_t measure, int32_t crossing)
{
	const gz_scenario *s = b->plan->scenario;
	const gz_measure *m = &s->measures[measure];
	const int32_t owner = border_owner(s, measure);
	return ((int64_t)owner * (s->world.n_crossings + 1) + (m->pool >= 0 ? 0 : crossing + 1)) * b->width;
}

/* A team's day that a pool's first measure counts, in people of this measure. */
static double border_share(const gz_scenario *s, int32_t measure)
{
	const double pooled = s->measures[measure].capacity, first_of_pool = s->measures[border_owner(s, measure)].capacity;
	return pooled == first_of_pool || !(pooled > 0) || !(first_of_pool > 0) ? 1 : pooled / first_of_pool;
}

double gz_border_left(const gz_block *b, int32_t measure, int32_t lane)
{
	const gz_scenario *s = b->plan->scenario;
	const gz_measure *m = &s->measures[measure];
	double left = 0;
	if (m->pool >= 0 || m->n_crossings == 0)
		left = b->step == 0 ? s->measures[border_owner(s, measure)].capacity : b->capacity[border_capacity_at(b, measure, -1) + lane];
	for (int32_t k = 0; m->pool < 0 && k < m->n_crossings; k++)
		left += b->step == 0 ? m->capacity : b->capacity[border_capacity_at(b, measure, m->crossings[k]) + lane];
	return left * border_share(s, measure);
}

static void border_open_day(gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	const int64_t posts = s->world.n_crossings + 1;
	for (int32_t m = 0; m < s->n_measures; m++)
		for (int64_t i = 0; i < posts * b->width; i++) {
			b->capacity[m * posts * b->width + i] = s->measures[m].capacity;
			b->demand[m * posts * b->width + i] = 0;
			b->given[m * posts * b->width + i] = 0;
		}
}

/* Those of n held whom today's closures let come to the crossing: nobody leaves a queue to go round. */
static double border_come(gz_block *b, int32_t l, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double n)
{
	const double pass = gz_closure_pass(b, l, lane);
	if (!(b->closed && b->shut[l]) || !(n > 0))
		return n;
	const uint32_t draw = gz_plan_draw(b->plan, GZ_PURPOSE_STOPPED, stratum, b->plan->cells[cell].id, gz_plan_part(61));
	return gz_block_draw(b, b->plan->stocks[stock].key, draw, lane, n, pass * (1 - b->leak[(int64_t)l * b->width + lane]));
}

/* Yesterday's held people come first; where the way is shut today they wait on (on a closed day of the calendar home-comers pass). */
static void border_unhold(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t l = 0; l < p->n_legs; l++) {
		const gz_leg *leg = &p->legs[l];
		if (leg->held < 0 || leg->buffer < 0 || (!leg->homeward && gz_calendar_shut(p, &p->flows[leg->flow], b->day)))
			continue;
		for (int32_t product = 0; product < p->n_products; product++) {
			const int32_t st = leg->held + product;
			for (int32_t x = 0; b->occupied[st] && x < p->n_strata; x++)
				for (int32_t c = 0; c < p->n_cells; c++)
					for (int32_t lane = 0; lane < b->lanes; lane++) {
						const double n = p->cells[c].dead ? 0 : border_come(b, l, st, x, c, lane, b->people[gz_block_at(b, st, x, c) + lane]);
						if (!(n > 0))
							continue;
						const gz_batch_entry e = {.leg = l, .class = 0, .stock = 0, .product = product, .stratum = x, .cell = c};
						gz_batch_put(b, &e, lane, n, gz_block_take(b, st, x, c, lane, n, gz_plan_part(71)));
						b->cohort_any[leg->buffer * b->width + lane] = 1;
					}
		}
	}
}

static int32_t border_landing(const gz_plan *p, const gz_leg *leg, int32_t product)
{
	const gz_flow_plan *f = &p->flows[leg->flow];
	return !leg->homeward && f->n_stages > 0 ? f->stocks + product * f->n_stages : p->resident[gz_plan_destination(p, leg) * p->n_products + product];
}

/* Adds a class (0: held yesterday) of a leg's cohort of one lane to a batch: those already found on this journey apart from the others. */
static void border_collect(gz_block *b, const gz_measure *m, const gz_post *post, int32_t class, int32_t lane, gz_batch *batch)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[post->leg];
	if (leg->buffer < 0 || !b->cohort_any[leg->buffer * b->width + lane] || (class == 0 && leg->held < 0))
		return;
	for (int32_t product = 0; product < p->n_products; product++)
		for (int32_t x = 0; x < p->n_strata; x++) {
			if ((m->group >= 0 && x % p->n_groups_people != m->group) || (m->ages && !m->ages[x / p->n_groups_people]))
				continue;
			for (int32_t c = 0; c < p->n_cells; c++) {
				gz_batch_entry e = {.leg = post->leg, .class = class, .post = post->crossing, .position = post->position, .stock = border_landing(p, leg, product), .product = product, .stratum = x, .cell = c};
				const double found = *gz_batch_found(b, &e, lane);
				e.n = *gz_batch_people(b, &e, lane) - found;
				if (e.n > 0)
					gz_batch_add(b, batch, &e);
				e.n = found;
				e.found = 2;
				if (found > 0)
					gz_batch_add(b, batch, &e);
			}
		}
}

/* Travellers of sleeping homes whom a measure reaches at some posts of a crossing, by direction: n[0] in, n[1] out. Returns all. */
static double border_asleep(gz_block *b, int32_t measure, const gz_post *posts, int32_t n_posts, double reach, int32_t lane, double n[2])
{
	const gz_plan *p = b->plan;
	const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_COVER, 0, 0, gz_plan_part(62));
	n[0] = n[1] = 0;
	for (int32_t i = 0; i < n_posts; i++) {
		const gz_leg *leg = &p->legs[posts[i].leg];
		const gz_flow_plan *f = &p->flows[leg->flow];
		if (b->awake[f->home * b->width + lane])
			continue;
		const gz_batch_entry e = {.leg = posts[i].leg};
		n[leg->n_via > 0 && !gz_leg_in(leg, posts[i].position)] +=
			gz_block_measure_draw(b, gz_batch_key(b, p->measures[measure].key, &e), draw, lane, gz_sleep_passing(b, leg->flow, leg->homeward, lane), reach);
	}
	return n[0] + n[1];
}

/* Those of them who were served are counted: nothing else can happen to them. */
static void border_count_asleep(gz_block *b, int32_t measure, int32_t crossing, const double n[2], double covered, double served, int32_t lane)
{
	const gz_measure *m = &b->plan->scenario->measures[measure];
	const gz_measure_kind kind = m->kind;
	gz_measure_total *total = &b->totals[measure * b->width + lane];
	const double in = b->deterministic ? served * (n[0] / (n[0] + n[1])) : floor(served * (n[0] / (n[0] + n[1])) + 0.5);
	const bool tested = kind == GZ_MEASURE_SCREEN || kind == GZ_MEASURE_TEST;
	total->people += kind == GZ_MEASURE_VACCINATE ? 0 : served;
	total->full += covered - served;
	*(tested ? &total->tests : &total->doses) += tested || kind == GZ_MEASURE_TREAT ? served : 0;
	const double each = (kind == GZ_MEASURE_VACCINATE ? 0 : m->cost_traveller) + (tested ? m->cost_test : kind == GZ_MEASURE_TREAT ? m->cost_dose : 0);
	gz_land_charge(b, measure, crossing, true, lane, each * in);
	gz_land_charge(b, measure, crossing, false, lane, each * (served - in));
	for (int32_t way = 0; way < 2 && crossing >= 0 && (tested || kind == GZ_MEASURE_TREAT); way++)
		gz_block_cross(b, crossing, way == 0, tested ? GZ_QUANTITY_TESTS : GZ_QUANTITY_DOSES)[lane] += way == 0 ? in : served - in;
}

static double border_positive(const gz_block *b, const gz_measure *m, const gz_measure_plan *mp, const gz_batch_entry *e, int32_t lane)
{
	const int32_t c = b->plan->cells[e->cell].compartment;
	const double stated = mp->sensitivity[c] >= 0 ? gz_block_value(b, mp->sensitivity[c], b->plan->stocks[e->stock].here, e->stratum, lane) : 0;
	return fmax(stated, 1 - m->specificity);
}

static void border_count(gz_block *b, const gz_batch *batch, gz_quantity quantity, int32_t lane)
{
	for (int32_t i = 0; i < batch->n; i++)
		gz_batch_count(b, &batch->items[i], quantity, lane, batch->items[i].n);
}

/* What a measure spends on each person of a batch. */
static void border_charge(gz_block *b, int32_t measure, const gz_batch *batch, double each, int32_t lane)
{
	for (int32_t i = 0; each > 0 && i < batch->n; i++) {
		const gz_batch_entry *e = &batch->items[i];
		const gz_leg *leg = &b->plan->legs[e->leg];
		for (int32_t k = 0; k < leg->n_via; k++)
			if (leg->via[k] == e->post)
				gz_land_charge(b, measure, e->post, gz_leg_in(leg, k), lane, each * e->n);
	}
}

/* Screening and tests: positives by compartment; with a turnaround they are found out later, where they have gone. */
static void border_screen(gz_block *b, int32_t measure, gz_batch *served, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	gz_batch *positive = &b->batches[2];
	positive->n = 0;
	border_count(b, served, GZ_QUANTITY_TESTS, lane);
	border_charge(b, measure, served, m->cost_test, lane);
	for (int32_t i = 0; i < served->n; i++) {
		gz_batch_entry e = served->items[i];
		b->totals[measure * b->width + lane].tests += e.n;
		e.n = gz_block_measure_draw(b, gz_batch_key(b, mp->key, &e), gz_batch_draw(b, GZ_PURPOSE_POSITIVE, &e), lane, e.n, border_positive(b, m, mp, &e, lane));
		served->items[i].n -= e.n;
		if (e.n > 0)
			gz_batch_add(b, positive, &e);
	}
	if (mp->wait_positive >= 0) {
		gz_positive_find(b, positive, lane); /* found here, though known later */
		gz_confine_enter(b, mp->wait_positive, positive, lane);
		if (mp->wait_negative >= 0)
			gz_confine_enter(b, mp->wait_negative, served, lane);
		return;
	}
	gz_positive_then(b, measure, positive, lane);
}

/* Whom the doses of a crossing that today's earlier travellers have left are given to. */
static void border_give(gz_block *b, int32_t measure, int32_t crossing, gz_batch *served, int32_t lane)
{
	const gz_measure_plan *mp = &b->plan->measures[measure];
	double *given = &b->given[((int64_t)measure * (b->plan->scenario->world.n_crossings + 1) + crossing + 1) * b->width + lane];
	gz_batch_limit(b, mp->key, GZ_PURPOSE_TAKE, served, lane, fmax(0, gz_block_value(b, mp->doses, 0, 0, lane) - *given), 0, &b->batches[2]);
	for (int32_t i = 0; i < served->n; i++)
		*given += served->items[i].n;
}

static void border_treat(gz_block *b, int32_t measure, int32_t crossing, gz_batch *served, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	border_give(b, measure, crossing, served, lane);
	border_count(b, served, GZ_QUANTITY_DOSES, lane);
	border_charge(b, measure, served, m->cost_dose, lane);
	for (int32_t i = 0; i < served->n; i++) {
		const gz_batch_entry *e = &served->items[i];
		const int32_t c = p->cells[e->cell].compartment;
		b->totals[measure * b->width + lane].doses += e->n;
		if (mp->sensitivity[c] < 0 || m->to_compartment < 0)
			continue;
		const double q = gz_block_value(b, mp->sensitivity[c], p->stocks[e->stock].here, e->stratum, lane);
		gz_batch_turn(b, mp->key, e, lane, gz_block_measure_draw(b, gz_batch_key(b, mp->key, e), gz_batch_draw(b, GZ_PURPOSE_TREAT, e), lane, e->n, q), m->to_compartment, -1);
	}
}

static void border_vaccinate(gz_block *b, int32_t measure, int32_t crossing, gz_batch *served, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	for (int32_t i = 0; i < served->n; i++) {
		gz_batch_entry *e = &served->items[i];
		if ((m->of && !m->of[p->cells[e->cell].compartment]) || e->product != mp->follows)
			e->n = 0;
	}
	border_give(b, measure, crossing, served, lane);
	border_count(b, served, GZ_QUANTITY_DOSES, lane);
	border_charge(b, measure, served, m->cost_dose + m->cost_traveller, lane);
	gz_batch_vaccinate(b, measure, served, lane);
}

/* Whom the capacity does not reach: pass on (uncontrolled), go back, or wait at the crossing until tomorrow. */
static void border_unserved(gz_block *b, int32_t measure, const gz_batch *left, int32_t lane)
{
	const gz_measure *m = &b->plan->scenario->measures[measure];
	for (int32_t i = 0; i < left->n; i++) {
		const gz_batch_entry *e = &left->items[i];
		b->totals[measure * b->width + lane].full += m->full == GZ_FULL_HOLD && e->class == 0 ? 0 : e->n; /* who waits is counted once */
		if (m->full == GZ_FULL_PASS)
			continue;
		if (m->full == GZ_FULL_REFUSE)
			gz_batch_count(b, e, GZ_QUANTITY_REFUSED, lane, e->n);
		gz_batch_back(b, e, lane, e->n, m->full == GZ_FULL_HOLD);
	}
}

/* Whom the capacity serves, uniformly. again: they were held yesterday. Returns how many of the sleepers are served. */
static double border_serve(gz_block *b, int32_t measure, int32_t crossing, double asleep, bool again, int32_t lane, gz_batch *batch, gz_batch *left)
{
	const gz_plan *p = b->plan;
	const double share = border_share(p->scenario, measure);
	double *left_over = &b->capacity[border_capacity_at(b, measure, crossing) + lane], room = *left_over * share, served = 0;
	const double all = gz_batch_limit(b, p->measures[measure].key, GZ_PURPOSE_CAPACITY, batch, lane, room, asleep, left);
	if (!again || gz_block_opens(b)) /* who waits is of a day's load once */
		b->demand[((int64_t)measure * (p->scenario->world.n_crossings + 1) + crossing + 1) * b->width + lane] += all;
	if (all <= room) {
		*left_over -= all / share;
		return asleep;
	}
	for (int32_t i = 0; i < batch->n; i++)
		served += batch->items[i].n;
	const double spare = (b->deterministic ? room : floor(room)) - served;
	*left_over = 0;
	return fmax(0, fmin(asleep, spare));
}

/* Posts of a measure that belong together, the first at an index: of one crossing; with `pooled`, of all crossings that share a team. How many. */
static int32_t border_group(const gz_plan *p, const gz_measure_plan *mp, int32_t first, bool pooled)
{
	const gz_post *posts = &p->posts[mp->first_post];
	int32_t n = 1;
	while (first + n < mp->n_posts && posts[first + n].position == posts[first].position && (pooled || posts[first + n].crossing == posts[first].crossing))
		n++;
	return n;
}

/* Counts `served` of the sleepers whom a measure reaches at some posts: at each crossing in proportion. */
static void border_sleepers(gz_block *b, int32_t measure, const gz_post *posts, int32_t n, double reach, double reached, double served, int32_t lane)
{
	double way[2], before = 0, counted = 0;
	for (int32_t i = 0, k; i < n; i += k) {
		for (k = 1; i + k < n && posts[i + k].crossing == posts[i].crossing; k++)
			;
		const double here = border_asleep(b, measure, &posts[i], k, reach, lane, way);
		before += here;
		const double upto = served * (before / reached), now = b->deterministic ? upto : floor(upto + 0.5);
		if (here > 0)
			border_count_asleep(b, measure, posts[i].crossing, way, here, now - counted, lane);
		counted = now;
	}
}

/* Collects whom a measure reaches at some posts, of one crossing after the other. Returns how many sleepers it reaches. */
static double border_gather(gz_block *b, int32_t measure, const gz_post *posts, int32_t n, double reach, int32_t class, int32_t lane, gz_batch *batch)
{
	const gz_plan *p = b->plan;
	double way[2], asleep = 0;
	batch->n = 0;
	for (int32_t i = 0, k; i < n; i += k) {
		for (k = 0; i + k < n && posts[i + k].crossing == posts[i].crossing; k++)
			border_collect(b, &p->scenario->measures[measure], &posts[i + k], class, lane, batch);
		asleep += class == 0 ? 0 : border_asleep(b, measure, &posts[i], k, reach, lane, way);
	}
	gz_batch_thin(b, p->measures[measure].key, GZ_PURPOSE_COVER, batch, lane, reach);
	return asleep;
}

/* What a measure does to those whom it serves; at the crossing that gives doses. */
static void border_act(gz_block *b, int32_t measure, int32_t crossing, gz_batch *served, int32_t lane)
{
	switch (b->plan->scenario->measures[measure].kind) {
	case GZ_MEASURE_SCREEN:
	case GZ_MEASURE_TEST:
		border_screen(b, measure, served, lane);
		break;
	case GZ_MEASURE_QUARANTINE:
		gz_confine_enter(b, b->plan->measures[measure].confine, served, lane);
		break;
	case GZ_MEASURE_TREAT:
		border_treat(b, measure, crossing, served, lane);
		break;
	case GZ_MEASURE_VACCINATE:
		border_vaccinate(b, measure, crossing, served, lane);
		break;
	default:
		break;
	}
}

/* A measure and those held yesterday (class 0) or under way today, in one lane, at its posts of one position: each crossing (or team) serves its own, doses are
 * each crossing's own too; what follows is done to all together, for they share the beds. */
static void border_measure(gz_block *b, int32_t measure, int32_t first, int32_t n, int32_t class, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_measure *m = &p->scenario->measures[measure];
	const gz_measure_plan *mp = &p->measures[measure];
	const gz_post *posts = &p->posts[mp->first_post];
	const double reach = gz_block_value(b, mp->coverage, 0, 0, lane) * gz_block_compliance(b, measure, 0, 0, lane);
	const bool doses = m->kind == GZ_MEASURE_TREAT || m->kind == GZ_MEASURE_VACCINATE;
	gz_batch *batch = &b->batches[0], *left = &b->batches[1], *all = &b->batches[6];
	all->n = 0;
	for (int32_t i = first, k; i < first + n; i += k) {
		k = border_group(p, mp, i, m->pool >= 0);
		const double asleep = border_gather(b, measure, &posts[i], k, reach, class, lane, batch);
		if (batch->n == 0 && !(asleep > 0))
			continue;
		const double served = border_serve(b, measure, posts[i].crossing, asleep, class == 0, lane, batch, left);
		if (asleep > 0)
			border_sleepers(b, measure, &posts[i], k, reach, asleep, served, lane);
		border_unserved(b, measure, left, lane);
		border_charge(b, measure, batch, m->kind == GZ_MEASURE_VACCINATE ? 0 : m->cost_traveller, lane);
		for (int32_t e = 0; e < batch->n; e++) {
			b->totals[measure * b->width + lane].people += m->kind == GZ_MEASURE_VACCINATE ? 0 : batch->items[e].n;
			if (!doses)
				gz_batch_add(b, all, &batch->items[e]);
		}
		if (doses)
			border_act(b, measure, posts[i].crossing, batch, lane);
	}
	if (!doses)
		border_act(b, measure, -1, all, lane);
}

/* Load of a measure's capacity today: of all its pool, where it has one. */
static double border_load(const gz_block *b, int32_t measure, int32_t crossing, int32_t lane)
{
	const gz_scenario *s = b->plan->scenario;
	const int64_t posts = s->world.n_crossings + 1;
	const int32_t pool = s->measures[measure].pool;
	if (pool < 0)
		return b->demand[(measure * posts + crossing + 1) * b->width + lane] / s->measures[measure].capacity;
	double all = 0;
	for (int32_t i = 0; i < s->n_measures; i++)
		for (int64_t post = 0; s->measures[i].pool == pool && post < posts; post++)
			all += b->demand[(i * posts + post) * b->width + lane] / s->measures[i].capacity;
	return all;
}

/* Whether people wait for a measure at some of its posts of one crossing on their way in (way 0) or out: a flow's way from home may be either. */
static bool border_waits(const gz_block *b, const gz_measure *m, const gz_post *posts, int32_t n_posts, int32_t way)
{
	bool waits = m->n_crossings > 0 && m->direction != (way == 0 ? GZ_DIRECTION_OUT : GZ_DIRECTION_IN);
	for (int32_t i = 0; m->n_crossings == 0 && i < n_posts; i++)
		waits = waits || gz_leg_in(&b->plan->legs[posts[i].leg], posts[i].position) == (way == 0);
	return waits;
}

/* Waiting time of the fluid queue: max(0, rho - 1) x hours x 60 / 2 minutes, the longest of a crossing's measures. */
static void border_wait(gz_block *b, int32_t measure, const gz_post *posts, int32_t n_posts)
{
	const int32_t crossing = posts->crossing;
	const gz_scenario *s = b->plan->scenario;
	const gz_measure *m = &s->measures[measure];
	if (crossing < 0 || !(m->capacity < (double)INFINITY) || !(m->capacity > 0))
		return;
	if (m->kind != GZ_MEASURE_SCREEN && m->kind != GZ_MEASURE_TEST)
		return; /* a short supply of medicine makes nobody queue */
	const double hours = isnan(m->hours) ? 24 : m->hours;
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const double rho = border_load(b, measure, crossing, lane);
		const double wait = b->active[measure * b->width + lane] ? fmax(0, rho - 1) * hours * 60 / 2 : 0;
		for (int32_t way = 0; way < 2; way++) {
			if (!border_waits(b, m, posts, n_posts, way))
				continue;
			double *out = gz_block_cross(b, crossing, way == 0, GZ_QUANTITY_WAIT);
			out[lane] = fmax(out[lane], wait);
		}
	}
}

static bool border_handles(const gz_measure *m)
{
	return m->kind == GZ_MEASURE_SCREEN || m->kind == GZ_MEASURE_TEST || m->kind == GZ_MEASURE_QUARANTINE || m->kind == GZ_MEASURE_VACCINATE ||
		m->kind == GZ_MEASURE_TREAT;
}

/* Every measure in force, in the order of the file, at its posts of one position. */
static void border_position(gz_block *b, int32_t position)
{
	const gz_plan *p = b->plan;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		const gz_post *posts = &p->posts[mp->first_post];
		int32_t first = 0, n = 0;
		bool holds = false;
		if (!b->active_any[m] || !border_handles(&p->scenario->measures[m]))
			continue;
		for (int32_t i = 0; i < mp->n_posts; i++) {
			first += posts[i].position < position;
			n += posts[i].position == position;
			holds = holds || (posts[i].position == position && p->legs[posts[i].leg].held >= 0);
		}
		for (int32_t lane = 0; n > 0 && lane < b->lanes; lane++)
			for (int32_t class = holds ? 0 : 1; b->active[m * b->width + lane] && class < 2; class++)
				border_measure(b, m, first, n, class, lane);
	}
}

/* How long people wait today, when all have come: measures of a team have their day's load together. */
static void border_waiting(gz_block *b)
{
	const gz_plan *p = b->plan;
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		for (int32_t i = 0, k; b->active_any[m] && i < mp->n_posts; i += k) {
			k = border_group(p, mp, i, false);
			border_wait(b, m, &p->posts[mp->first_post + i], k);
		}
	}
}

/* Those whom no measure kept land at last. */
static void border_land(gz_block *b, int32_t l)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[l];
	uint8_t *any = &b->cohort_any[leg->buffer * b->width], waiting = 0;
	for (int32_t lane = 0; lane < b->lanes; lane++)
		waiting |= any[lane];
	if (!waiting)
		return;
	for (int32_t class = leg->held >= 0 ? 0 : 1; class < 2; class++)
		for (int32_t product = 0; product < p->n_products; product++)
			for (int32_t x = 0; x < p->n_strata; x++)
				for (int32_t c = 0; c < p->n_cells; c++) {
					const gz_batch_entry e = {.leg = l, .class = class, .product = product, .stratum = x, .cell = c};
					double *n = gz_batch_people(b, &e, 0), *found = gz_batch_found(b, &e, 0);
					for (int32_t lane = 0; lane < b->lanes; lane++) {
						const double here = n[lane], known = found[lane];
						found[lane] = 0;
						if (here == 0)
							continue;
						const double mass = here > 0 ? gz_batch_take(b, &e, lane, here, 0) : 0;
						n[lane] = 0;
						if (here > 0)
							gz_land_travellers(b, l, product, x, c, lane, here, mass, false);
						for (int32_t k = 0; here > 0 && known > 0 && p->cells[c].infected && k < leg->n_via; k++)
							gz_block_cross(b, leg->via[k], gz_leg_in(leg, k), GZ_QUANTITY_MISSED)[lane] -= known;
					}
				}
	memset(any, 0, (size_t)b->width);
}

void gz_border_open(gz_block *b)
{
	const gz_plan *p = b->plan;
	if (p->n_buffers == 0)
		return;
	memset(b->handled, 0, (size_t)p->n_legs);
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure_plan *mp = &p->measures[m];
		for (int32_t i = 0; b->active_any[m] && border_handles(&p->scenario->measures[m]) && i < mp->n_posts; i++)
			b->handled[p->posts[mp->first_post + i].leg] = 1;
	}
	if (gz_block_opens(b))
		border_open_day(b);
	border_unhold(b);
}

void gz_border_process(gz_block *b)
{
	const gz_plan *p = b->plan;
	if (p->n_buffers == 0)
		return;
	for (int32_t position = 0; position < GZ_VIA_MAX; position++)
		border_position(b, position);
	border_waiting(b);
	for (int32_t homeward = 1; homeward >= 0; homeward--)
		for (int32_t l = 0; l < p->n_legs; l++)
			if (p->legs[l].buffer >= 0 && p->legs[l].homeward == (homeward == 1))
				border_land(b, l);
}
