/* What each measure touches: legs and crossings, places, homes that it keeps awake, confinements and products.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/scope.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct scope_builder {
	gz_plan *plan;
	const gz_scenario *s;
	gz_error *err;
	int32_t post_room;
	bool *touched;        /* scratch [leaf] */
	int32_t *rank;        /* [crossing] in the order of names: not of rows */
} scope_builder;

static bool scope_covers_place(const scope_builder *b, const gz_measure *m, int32_t leaf)
{
	if (m->everywhere)
		return true;
	for (int32_t i = 0; i < m->n_places; i++)
		if (gz_scenario_within(b->s, b->plan->leaf_place[leaf], m->places[i]))
			return true;
	return m->n_places == 0 && m->n_crossings == 0 && m->n_flows == 0; /* at a group: wherever it lives */
}

/* True if the measure handles people by the leg (rather than changing rates). */
static bool scope_handles(const gz_measure *m)
{
	return m->kind == GZ_MEASURE_SCREEN || m->kind == GZ_MEASURE_TEST || m->kind == GZ_MEASURE_QUARANTINE || m->kind == GZ_MEASURE_VACCINATE ||
		m->kind == GZ_MEASURE_TREAT;
}

static gz_status scope_post(scope_builder *b, gz_measure_plan *mp, int32_t leg, int32_t position, int32_t crossing)
{
	gz_plan *plan = b->plan;
	if (plan->n_posts == b->post_room) {
		const int32_t room = b->post_room ? 2 * b->post_room : 256;
		gz_post *grown = gz_arena_array(&plan->arena, gz_post, room);
		if (!grown)
			return GZ_ERR_MEMORY;
		if (plan->n_posts)
			memcpy(grown, plan->posts, (size_t)plan->n_posts * sizeof *grown);
		plan->posts = grown;
		b->post_room = room;
	}
	plan->posts[plan->n_posts++] = (gz_post){.leg = leg, .position = position, .crossing = crossing, .rank = crossing < 0 ? -1 : b->rank[crossing]};
	mp->n_posts++;
	return GZ_OK;
}

/* Posts in the order in which they are taken: by position on the journey, then by crossing. */
static int scope_post_order(const void *a, const void *b)
{
	const gz_post *x = a, *y = b;
	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->leg < y->leg ? -1 : x->leg > y->leg;
}

static gz_status scope_posts(scope_builder *b, const gz_measure *m, gz_measure_plan *mp)
{
	gz_plan *plan = b->plan;
	mp->first_post = plan->n_posts;
	for (int32_t l = 0; l < plan->n_legs; l++) {
		gz_leg *leg = &plan->legs[l];
		const int32_t before = mp->n_posts;
		for (int32_t i = 0; i < leg->n_via; i++) {
			const bool way = m->direction == GZ_DIRECTION_BOTH || (m->direction == GZ_DIRECTION_IN) == gz_leg_in(leg, i);
			for (int32_t k = 0; way && k < m->n_crossings; k++)
				if (m->crossings[k] == leg->via[i])
					GZ_TRY(scope_post(b, mp, l, i, leg->via[i]));
			if (way && m->everywhere && m->kind == GZ_MEASURE_CLOSE)
				GZ_TRY(scope_post(b, mp, l, i, leg->via[i]));
		}
		for (int32_t k = 0; k < m->n_flows; k++) {
			const bool way = m->direction == GZ_DIRECTION_BOTH || (m->direction == GZ_DIRECTION_IN) == leg->homeward;
			if (way && m->flows[k] == plan->flows[leg->flow].flow)
				GZ_TRY(scope_post(b, mp, l, 0, leg->n_via > 0 ? leg->via[0] : -1));
		}
		if (mp->n_posts > before && scope_handles(m) && leg->buffer < 0)
			leg->buffer = plan->n_buffers++;
	}
	if (mp->n_posts > 1)
		qsort(&plan->posts[mp->first_post], (size_t)mp->n_posts, sizeof *plan->posts, scope_post_order);
	return GZ_OK;
}

static bool scope_is_nought(const gz_value *v) { return !v->expr && v->number == 0; }

/* Does the measure move or change people whom the disease leaves at rest? Then their homes cannot sleep while it is in force. */
static bool scope_changes_resting(const scope_builder *b, const gz_measure *m)
{
	const gz_disease *d = &b->s->disease;
	if (scope_is_nought(&m->coverage) || scope_is_nought(&m->compliance))
		return false; /* as in the base of a sweep */
	switch (m->kind) {
	case GZ_MEASURE_QUARANTINE:
		return !m->then || m->then->adherence > 0;
	case GZ_MEASURE_VACCINATE:
		return !scope_is_nought(&m->doses);
	case GZ_MEASURE_CLOSE:
		return m->share > 0;
	case GZ_MEASURE_SCREEN:
	case GZ_MEASURE_TEST:
		if (m->specificity < 1 || m->full == GZ_FULL_REFUSE || m->full == GZ_FULL_HOLD || m->wait_quarantine)
			return true;
		break;
	case GZ_MEASURE_TRACE:
		for (int32_t c = 0; c < d->n_compartments; c++)
			if (m->of && m->of[c] && d->compartments[c].rest)
				return true;
		return false;
	case GZ_MEASURE_ISOLATE:
	case GZ_MEASURE_TREAT:
		break;
	default:
		return false;
	}
	for (int32_t c = 0; c < d->n_compartments; c++)
		if (m->sensitivity && d->compartments[c].rest && (m->sensitivity[c].expr || m->sensitivity[c].number > 0))
			return true;
	return false;
}

/* When people enter a confinement and how long they stay. A measure acts in each step or in a day's first; who is confined on a result enters
 * `after` steps later. */
static void scope_ring(const scope_builder *b, gz_confine *c, double days, int32_t after)
{
	const gz_scenario *s = b->s;
	const gz_measure_plan *mp = &b->plan->measures[c->measure];
	const bool each = (mp->n_posts > 0 && s->travel_each_step) || (mp->n_leaves > 0 && s->measures_each_step);
	c->steps = gz_scenario_steps(s, days);
	c->every = each ? 1 : s->steps_per_day;
	c->phase = after % c->every;
	c->slots = (c->steps + c->every - 1) / c->every;
}

static gz_status scope_confine(scope_builder *b, int32_t measure, const gz_then *then, int32_t depth, int32_t *out)
{
	gz_plan *plan = b->plan;
	*out = -1;
	if (!then || (then->kind != GZ_THEN_ISOLATE && then->kind != GZ_THEN_QUARANTINE) || depth > 8)
		return GZ_OK;
	int32_t otherwise;
	GZ_TRY(scope_confine(b, measure, then->otherwise, depth + 1, &otherwise));
	const char *name = gz_arena_printf(&plan->arena, "confine|%s|%d", b->s->measures[measure].name, depth);
	if (!name)
		return GZ_ERR_MEMORY;
	gz_confine c = {.measure = measure, .then = then, .contact = then->contact, .beds = then->beds, .otherwise = otherwise, .treat = -1,
		.key = gz_random_key(b->s->seed, name)};
	scope_ring(b, &c, then->days, gz_scenario_steps(b->s, b->s->measures[measure].turnaround));
	if (then->otherwise && then->otherwise->kind == GZ_THEN_TREAT)
		c.treat = gz_slot_add(&plan->slots, &plan->arena, &then->otherwise->probability);
	if (then->release && then->release_day > 0) {
		c.release_steps = gz_scenario_steps(b->s, then->release_day);
		c.release = gz_arena_array(&plan->arena, int32_t, b->s->disease.n_compartments);
		if (!c.release)
			return GZ_ERR_MEMORY;
		for (int32_t k = 0; k < b->s->disease.n_compartments; k++)
			c.release[k] = gz_slot_add(&plan->slots, &plan->arena, &then->release[k]);
	}
	*out = plan->n_confines;
	plan->confines[plan->n_confines++] = c;
	return GZ_OK;
}

static gz_status scope_wait(scope_builder *b, int32_t measure, bool positive, int32_t *out)
{
	gz_plan *plan = b->plan;
	const gz_measure *m = &b->s->measures[measure];
	const char *name = gz_arena_printf(&plan->arena, "wait|%s|%s", m->name, positive ? "positive" : "negative");
	if (!name)
		return GZ_ERR_MEMORY;
	gz_confine c = {.measure = measure, .contact = m->wait_quarantine ? 0 : 1, .beds = (double)INFINITY, .otherwise = -1, .treat = -1, .waiting = true, .positive = positive,
		.key = gz_random_key(b->s->seed, name)};
	scope_ring(b, &c, m->turnaround, 0);
	*out = plan->n_confines;
	plan->confines[plan->n_confines++] = c;
	return GZ_OK;
}

/* Whether a late result changes anything: where it is only recorded, and nobody traces the contacts of those found, nobody needs to wait for it. */
static bool scope_awaits(const scope_builder *b, const gz_measure *m)
{
	bool traced = false;
	for (int32_t i = 0; i < b->s->n_measures; i++)
		traced = traced || (b->s->measures[i].kind == GZ_MEASURE_TRACE && b->s->measures[i].share > 0);
	return traced || m->wait_quarantine || (m->then && m->then->kind != GZ_THEN_RECORD);
}

static gz_status scope_measure_slots(scope_builder *b, const gz_measure *m, gz_measure_plan *mp)
{
	gz_plan *plan = b->plan;
	const int32_t n = b->s->disease.n_compartments;
	mp->coverage = gz_slot_add(&plan->slots, &plan->arena, &m->coverage);
	mp->compliance = gz_slot_add(&plan->slots, &plan->arena, &m->compliance);
	mp->doses = gz_slot_add(&plan->slots, &plan->arena, &m->doses);
	mp->take = gz_slot_add(&plan->slots, &plan->arena, &m->take);
	mp->probability = gz_slot_add(&plan->slots, &plan->arena, m->kind == GZ_MEASURE_SURVEILLANCE || !m->then ? &m->probability : &m->then->probability);
	mp->sensitivity = gz_arena_array(&plan->arena, int32_t, n);
	if (!mp->sensitivity)
		return GZ_ERR_MEMORY;
	for (int32_t c = 0; c < n; c++)
		mp->sensitivity[c] = m->sensitivity ? gz_slot_add(&plan->slots, &plan->arena, &m->sensitivity[c]) : -1;
	return GZ_OK;
}

static gz_status scope_measure(scope_builder *b, int32_t index)
{
	gz_plan *plan = b->plan;
	const gz_measure *m = &b->s->measures[index];
	gz_measure_plan *mp = &plan->measures[index];
	*mp = (gz_measure_plan){.confine = -1, .wait_positive = -1, .wait_negative = -1, .per_crossing = m->pool < 0};
	const char *name = gz_arena_printf(&plan->arena, "measure|%s", m->name);
	if (!name)
		return GZ_ERR_MEMORY;
	mp->key = gz_random_key(b->s->seed, name);
	GZ_TRY(scope_measure_slots(b, m, mp));
	GZ_TRY(scope_posts(b, m, mp));
	const bool at_border = m->n_crossings > 0 || m->n_flows > 0;
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++)
		mp->n_leaves += !at_border && scope_covers_place(b, m, leaf);
	GZ_TRY(scope_confine(b, index, m->then, 0, &mp->confine));
	if (m->kind == GZ_MEASURE_TEST && m->turnaround > 0 && scope_awaits(b, m)) {
		GZ_TRY(scope_wait(b, index, true, &mp->wait_positive));
		if (m->wait_quarantine)
			GZ_TRY(scope_wait(b, index, false, &mp->wait_negative));
	}
	return GZ_OK;
}

static void scope_measure_leaves(scope_builder *b, int32_t index, int32_t *leaves, int32_t *homes)
{
	gz_plan *plan = b->plan;
	const gz_measure *m = &b->s->measures[index];
	gz_measure_plan *mp = &plan->measures[index];
	const bool at_border = m->n_crossings > 0 || m->n_flows > 0;
	mp->first_leaf = *leaves;
	memset(b->touched, 0, (size_t)plan->n_leaves * sizeof *b->touched);
	for (int32_t leaf = 0; !at_border && leaf < plan->n_leaves; leaf++)
		if (scope_covers_place(b, m, leaf)) {
			plan->measure_leaves[(*leaves)++] = leaf;
			b->touched[leaf] = true;
		}
	for (int32_t f = 0; f < plan->n_flows; f++)
		if (b->touched[plan->flows[f].to] && !at_border && plan->flows[f].n_stages > 0)
			b->touched[plan->flows[f].home] = true; /* visitors there */
	for (int32_t i = 0; i < mp->n_posts; i++)
		b->touched[plan->flows[plan->legs[plan->posts[mp->first_post + i].leg].flow].home] = true;
	mp->first_home = *homes;
	for (int32_t leaf = 0; scope_changes_resting(b, m) && leaf < plan->n_leaves; leaf++)
		if (b->touched[leaf])
			plan->measure_homes[(*homes)++] = leaf;
	mp->n_homes = *homes - mp->first_home;
}

static gz_status scope_products(scope_builder *b)
{
	gz_plan *plan = b->plan;
	const int32_t n = b->s->n_measures;
	plan->products = gz_arena_array(&plan->arena, const char *, n + 1);
	plan->product_id = gz_arena_array(&plan->arena, uint32_t, n + 1);
	plan->product_susceptibility = gz_arena_array(&plan->arena, double, n + 1);
	plan->product_infectiousness = gz_arena_array(&plan->arena, double, n + 1);
	if (!plan->products || !plan->product_id || !plan->product_susceptibility || !plan->product_infectiousness)
		return GZ_ERR_MEMORY;
	plan->products[0] = "-";
	plan->product_susceptibility[0] = plan->product_infectiousness[0] = 1;
	plan->n_products = 1;
	for (int32_t i = 0; i < n; i++) {
		const gz_measure *m = &b->s->measures[i];
		if (m->kind != GZ_MEASURE_VACCINATE)
			continue;
		const char *name = m->product ? m->product : m->name;
		for (int32_t q = 1; m->follows && q < plan->n_products; q++)
			if (strcmp(plan->products[q], m->follows) == 0)
				plan->measures[i].follows = q;
		int32_t p = 1;
		while (p < plan->n_products && strcmp(plan->products[p], name) != 0)
			p++;
		plan->measures[i].product = p;
		if (p < plan->n_products) {
			if (plan->product_susceptibility[p] != m->susceptibility || plan->product_infectiousness[p] != m->infectiousness)
				return gz_error_set(b->err, GZ_ERR_INPUT, b->s->file, 0, 0, "measure %s: product %s has other multipliers in an earlier measure; name each product (`product: NAME`)",
					m->name, name);
			continue;
		}
		plan->products[p] = name;
		plan->product_id[p] = gz_random_draw_id(name);
		plan->product_susceptibility[p] = m->susceptibility;
		plan->product_infectiousness[p] = m->infectiousness;
		plan->n_products++;
	}
	return GZ_OK;
}

gz_status gz_scope_compile(gz_plan *plan, gz_error *err)
{
	scope_builder b = {.plan = plan, .s = plan->scenario, .err = err};
	const int32_t n = plan->scenario->n_measures;
	plan->measures = gz_arena_array(&plan->arena, gz_measure_plan, n);
	plan->confines = gz_arena_array(&plan->arena, gz_confine, 12 * (int64_t)n + 1);
	plan->measure_leaves = gz_arena_array(&plan->arena, int32_t, (int64_t)n * plan->n_leaves);
	plan->measure_homes = gz_arena_array(&plan->arena, int32_t, (int64_t)n * plan->n_leaves);
	b.touched = gz_arena_array(&plan->arena, bool, plan->n_leaves);
	b.rank = gz_arena_array(&plan->arena, int32_t, b.s->world.n_crossings);
	if (!plan->measures || !plan->confines || !plan->measure_leaves || !plan->measure_homes || !b.touched || !b.rank)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < b.s->world.n_crossings; i++)
		b.rank[b.s->world.crossing_names.order[i]] = i;
	int32_t leaves = 0, homes = 0;
	for (int32_t i = 0; i < n; i++) {
		GZ_TRY(scope_measure(&b, i));
		scope_measure_leaves(&b, i, &leaves, &homes);
	}
	return scope_products(&b);
}
