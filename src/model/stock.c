/* Who can stand where, in which status: flows, legs, confinements, what each measure touches, and the stocks that follow.
 *
 * Stocks are made free first (residents by leaf and product, then visitors by flow, product and stage of stay), then those held at a
 * full crossing, then the rings of the confined: a confinement of D days has D stocks, one for each day of entry modulo D.
 * Names are canonical, `home|here|flow|product|status`, and give the random keys.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/stock.h"
#include "model/calendar.h"
#include <math.h>
#include <string.h>

typedef struct stock_builder {
	gz_plan *plan;
	const gz_scenario *s;
	gz_error *err;
	int32_t room, post_room;
	bool *touched;        /* scratch [leaf] */
} stock_builder;

static const char *stock_leaf_id(const gz_plan *plan, int32_t leaf)
{
	return plan->scenario->world.places[plan->leaf_place[leaf]].id;
}

/* Flows by home, then by id: a merge sort of row numbers (qsort takes no context). */
static void stock_sort_flows(gz_plan *plan, int32_t *order, int32_t *scratch, int32_t n)
{
	const gz_world *w = &plan->scenario->world;
	for (int32_t width = 1; width < n; width *= 2) {
		for (int32_t lo = 0; lo < n; lo += 2 * width) {
			const int32_t mid = lo + width < n ? lo + width : n, hi = lo + 2 * width < n ? lo + 2 * width : n;
			int32_t i = lo, j = mid, k = lo;
			while (i < mid || j < hi) {
				bool left = j >= hi;
				if (i < mid && j < hi) {
					const gz_flow *a = &w->flows[order[i]], *b = &w->flows[order[j]];
					const int32_t ha = plan->place_leaf[a->from], hb = plan->place_leaf[b->from];
					left = ha != hb ? ha < hb : strcmp(a->id, b->id) <= 0;
				}
				scratch[k++] = left ? order[i++] : order[j++];
			}
		}
		memcpy(order, scratch, (size_t)n * sizeof *order);
	}
}

static gz_status stock_flow(stock_builder *b, gz_flow_plan *f, int32_t row_index)
{
	gz_plan *plan = b->plan;
	const gz_flow *row = &b->s->world.flows[row_index];
	*f = (gz_flow_plan){.flow = row_index, .home = plan->place_leaf[row->from], .to = plan->place_leaf[row->to], .out_leg = -1, .home_leg = -1};
	const char *name = gz_arena_printf(&plan->arena, "flow|%s", row->id);
	f->share = gz_arena_array(&plan->arena, double, plan->n_strata);
	f->hash = gz_arena_array(&plan->arena, double, plan->n_strata);
	if (!name || !f->share || !f->hash)
		return GZ_ERR_MEMORY;
	f->key = gz_random_key(b->s->seed, name);
	const gz_key fixed = gz_random_key(0, name); /* the same in every replicate, year and seed */
	double total = 0;
	for (int32_t x = 0; x < plan->n_strata; x++)
		total += plan->people[f->home * plan->n_strata + x];
	for (int32_t x = 0; x < plan->n_strata; x++) {
		f->share[x] = row->strata ? row->strata[x] : total > 0 ? plan->people[f->home * plan->n_strata + x] / total : 0;
		f->hash[x] = gz_random_unit(gz_random_bits(fixed, 0, 0, plan->stratum_id[x], 0));
	}
	if (row->stay == GZ_STAY_FIXED)
		f->n_stages = (int32_t)(row->stay_days / plan->travel_dt + 0.5) > 0 ? (int32_t)(row->stay_days / plan->travel_dt + 0.5) : 1;
	else if (row->stay != GZ_STAY_FOREVER)
		f->n_stages = row->stay == GZ_STAY_ERLANG ? row->stages : 1;
	return gz_calendar_flow(plan, f, b->err);
}

static gz_status stock_leg(stock_builder *b, int32_t flow, bool homeward)
{
	gz_plan *plan = b->plan;
	const gz_world *w = &b->s->world;
	gz_flow_plan *f = &plan->flows[flow];
	const gz_flow *row = &w->flows[f->flow];
	gz_leg *leg = &plan->legs[plan->n_legs];
	*leg = (gz_leg){.flow = flow, .homeward = homeward, .origin = homeward ? f->to : f->home, .destination = homeward ? f->home : f->to, .n_via = row->n_via,
		.buffer = -1, .held = -1};
	int32_t country = w->places[plan->leaf_place[leg->origin]].country; /* where the journey has come to */
	for (int32_t i = 0; i < row->n_via; i++) {
		leg->via[i] = row->via[homeward ? row->n_via - 1 - i : i];
		const gz_crossing *c = &w->crossings[leg->via[i]];
		leg->in[i] = w->places[c->near].country != country;
		const int32_t beyond = leg->in[i] ? c->near : c->far >= 0 ? c->far : plan->leaf_place[leg->destination];
		country = w->places[beyond].country;
	}
	const char *name = gz_arena_printf(&plan->arena, "leg|%s|%s", row->id, homeward ? "home" : "out");
	if (!name)
		return GZ_ERR_MEMORY;
	leg->key = gz_random_key(b->s->seed, name);
	*(homeward ? &f->home_leg : &f->out_leg) = plan->n_legs++;
	return GZ_OK;
}

static gz_status stock_flows(stock_builder *b)
{
	gz_plan *plan = b->plan;
	const int32_t n = b->s->world.n_flows;
	int32_t *order = gz_arena_array(&plan->arena, int32_t, n), *scratch = gz_arena_array(&plan->arena, int32_t, n);
	plan->flows = gz_arena_array(&plan->arena, gz_flow_plan, n);
	plan->legs = gz_arena_array(&plan->arena, gz_leg, 2 * (int64_t)n);
	plan->leaving_first = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	plan->leaving_n = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	if (!order || !scratch || !plan->flows || !plan->legs || !plan->leaving_first || !plan->leaving_n)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++)
		order[i] = i;
	stock_sort_flows(plan, order, scratch, n);
	plan->n_flows = n;
	for (int32_t i = 0; i < n; i++) {
		GZ_TRY(stock_flow(b, &plan->flows[i], order[i]));
		const int32_t home = plan->flows[i].home;
		if (plan->leaving_n[home]++ == 0)
			plan->leaving_first[home] = i;
		GZ_TRY(stock_leg(b, i, false));
		if (b->s->world.flows[order[i]].stay != GZ_STAY_FOREVER)
			GZ_TRY(stock_leg(b, i, true));
	}
	return GZ_OK;
}

/* ---- measures --------------------------------------------------------------------------------------------- */

static bool stock_covers_place(const stock_builder *b, const gz_measure *m, int32_t leaf)
{
	if (m->everywhere)
		return true;
	for (int32_t i = 0; i < m->n_places; i++)
		if (gz_scenario_within(b->s, b->plan->leaf_place[leaf], m->places[i]))
			return true;
	return m->n_places == 0 && m->n_crossings == 0 && m->n_flows == 0; /* at a group: wherever it lives */
}

/* True if the measure handles people by the leg (rather than changing rates). */
static bool stock_handles(const gz_measure *m)
{
	return m->kind == GZ_MEASURE_SCREEN || m->kind == GZ_MEASURE_TEST || m->kind == GZ_MEASURE_QUARANTINE || m->kind == GZ_MEASURE_VACCINATE ||
		m->kind == GZ_MEASURE_TREAT;
}

static gz_status stock_post(stock_builder *b, gz_measure_plan *mp, int32_t leg, int32_t position, int32_t crossing)
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
	plan->posts[plan->n_posts++] = (gz_post){.leg = leg, .position = position, .crossing = crossing};
	mp->n_posts++;
	return GZ_OK;
}

static gz_status stock_posts(stock_builder *b, const gz_measure *m, gz_measure_plan *mp)
{
	gz_plan *plan = b->plan;
	mp->first_post = plan->n_posts;
	for (int32_t l = 0; l < plan->n_legs; l++) {
		gz_leg *leg = &plan->legs[l];
		const int32_t before = mp->n_posts;
		for (int32_t i = 0; i < leg->n_via; i++) {
			const bool way = m->direction == GZ_DIRECTION_BOTH || (m->direction == GZ_DIRECTION_IN) == leg->in[i];
			for (int32_t k = 0; way && k < m->n_crossings; k++)
				if (m->crossings[k] == leg->via[i])
					GZ_TRY(stock_post(b, mp, l, i, leg->via[i]));
			if (way && m->everywhere && m->kind == GZ_MEASURE_CLOSE)
				GZ_TRY(stock_post(b, mp, l, i, leg->via[i]));
		}
		for (int32_t k = 0; k < m->n_flows; k++) {
			const bool way = m->direction == GZ_DIRECTION_BOTH || (m->direction == GZ_DIRECTION_IN) == leg->homeward;
			if (way && m->flows[k] == plan->flows[leg->flow].flow)
				GZ_TRY(stock_post(b, mp, l, 0, leg->n_via > 0 ? leg->via[0] : -1));
		}
		if (mp->n_posts > before && stock_handles(m) && leg->buffer < 0)
			leg->buffer = plan->n_buffers++;
	}
	return GZ_OK;
}

/* Does the measure move or change people whom the disease leaves at rest? Then their homes cannot sleep while it is in force. */
static bool stock_changes_resting(const stock_builder *b, const gz_measure *m)
{
	const gz_disease *d = &b->s->disease;
	switch (m->kind) {
	case GZ_MEASURE_QUARANTINE:
	case GZ_MEASURE_VACCINATE:
	case GZ_MEASURE_CLOSE:
		return true;
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

static gz_status stock_confine(stock_builder *b, int32_t measure, const gz_then *then, int32_t depth, int32_t *out)
{
	gz_plan *plan = b->plan;
	*out = -1;
	if (!then || (then->kind != GZ_THEN_ISOLATE && then->kind != GZ_THEN_QUARANTINE) || depth > 8)
		return GZ_OK;
	int32_t otherwise;
	GZ_TRY(stock_confine(b, measure, then->otherwise, depth + 1, &otherwise));
	const char *name = gz_arena_printf(&plan->arena, "confine|%s|%d", b->s->measures[measure].name, depth);
	if (!name)
		return GZ_ERR_MEMORY;
	gz_confine c = {.measure = measure, .then = then, .days = then->days, .contact = then->contact, .beds = then->beds, .otherwise = otherwise, .treat = -1,
		.key = gz_random_key(b->s->seed, name)};
	if (then->otherwise && then->otherwise->kind == GZ_THEN_TREAT)
		c.treat = gz_slot_add(&plan->slots, &plan->arena, &then->otherwise->probability);
	if (then->release && then->release_day > 0) {
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

static gz_status stock_wait(stock_builder *b, int32_t measure, bool positive, int32_t *out)
{
	gz_plan *plan = b->plan;
	const gz_measure *m = &b->s->measures[measure];
	const char *name = gz_arena_printf(&plan->arena, "wait|%s|%s", m->name, positive ? "positive" : "negative");
	if (!name)
		return GZ_ERR_MEMORY;
	const int32_t days = (int32_t)(m->turnaround + 0.999999);
	*out = plan->n_confines;
	plan->confines[plan->n_confines++] = (gz_confine){.measure = measure, .days = days, .contact = m->wait_quarantine ? 0 : 1, .beds = (double)INFINITY, .otherwise = -1, .treat = -1,
		.waiting = true, .positive = positive, .key = gz_random_key(b->s->seed, name)};
	return GZ_OK;
}

static gz_status stock_measure_slots(stock_builder *b, const gz_measure *m, gz_measure_plan *mp)
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

static gz_status stock_measure(stock_builder *b, int32_t index)
{
	gz_plan *plan = b->plan;
	const gz_measure *m = &b->s->measures[index];
	gz_measure_plan *mp = &plan->measures[index];
	*mp = (gz_measure_plan){.confine = -1, .wait_positive = -1, .wait_negative = -1, .per_crossing = m->pool < 0};
	const char *name = gz_arena_printf(&plan->arena, "measure|%s", m->name);
	if (!name)
		return GZ_ERR_MEMORY;
	mp->key = gz_random_key(b->s->seed, name);
	GZ_TRY(stock_measure_slots(b, m, mp));
	GZ_TRY(stock_posts(b, m, mp));
	GZ_TRY(stock_confine(b, index, m->then, 0, &mp->confine));
	if (m->kind == GZ_MEASURE_TEST && m->turnaround > 0) {
		GZ_TRY(stock_wait(b, index, true, &mp->wait_positive));
		if (m->wait_quarantine)
			GZ_TRY(stock_wait(b, index, false, &mp->wait_negative));
	}
	const bool at_border = m->n_crossings > 0 || m->n_flows > 0;
	mp->first_leaf = 0;
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++)
		mp->n_leaves += !at_border && stock_covers_place(b, m, leaf);
	return GZ_OK;
}

static void stock_measure_leaves(stock_builder *b, int32_t index, int32_t *leaves, int32_t *homes)
{
	gz_plan *plan = b->plan;
	const gz_measure *m = &b->s->measures[index];
	gz_measure_plan *mp = &plan->measures[index];
	const bool at_border = m->n_crossings > 0 || m->n_flows > 0;
	mp->first_leaf = *leaves;
	memset(b->touched, 0, (size_t)plan->n_leaves * sizeof *b->touched);
	for (int32_t leaf = 0; !at_border && leaf < plan->n_leaves; leaf++)
		if (stock_covers_place(b, m, leaf)) {
			plan->measure_leaves[(*leaves)++] = leaf;
			b->touched[leaf] = true;
		}
	for (int32_t f = 0; f < plan->n_flows; f++)
		if (b->touched[plan->flows[f].to] && !at_border && plan->flows[f].n_stages > 0)
			b->touched[plan->flows[f].home] = true; /* visitors there */
	for (int32_t i = 0; i < mp->n_posts; i++)
		b->touched[plan->flows[plan->legs[plan->posts[mp->first_post + i].leg].flow].home] = true;
	mp->first_home = *homes;
	for (int32_t leaf = 0; stock_changes_resting(b, m) && leaf < plan->n_leaves; leaf++)
		if (b->touched[leaf])
			plan->measure_homes[(*homes)++] = leaf;
	mp->n_homes = *homes - mp->first_home;
}

static gz_status stock_products(stock_builder *b)
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

static gz_status stock_measures(stock_builder *b)
{
	gz_plan *plan = b->plan;
	const int32_t n = b->s->n_measures;
	plan->measures = gz_arena_array(&plan->arena, gz_measure_plan, n);
	plan->confines = gz_arena_array(&plan->arena, gz_confine, 12 * (int64_t)n + 1);
	plan->measure_leaves = gz_arena_array(&plan->arena, int32_t, (int64_t)n * plan->n_leaves);
	plan->measure_homes = gz_arena_array(&plan->arena, int32_t, (int64_t)n * plan->n_leaves);
	b->touched = gz_arena_array(&plan->arena, bool, plan->n_leaves);
	if (!plan->measures || !plan->confines || !plan->measure_leaves || !plan->measure_homes || !b->touched)
		return GZ_ERR_MEMORY;
	int32_t leaves = 0, homes = 0;
	for (int32_t i = 0; i < n; i++) {
		GZ_TRY(stock_measure(b, i));
		stock_measure_leaves(b, i, &leaves, &homes);
	}
	return stock_products(b);
}

/* ---- stocks ----------------------------------------------------------------------------------------------- */

static gz_status stock_add(stock_builder *b, gz_stock stock, const char *status)
{
	gz_plan *plan = b->plan;
	if (plan->n_stocks == b->room) {
		const int32_t room = b->room ? 2 * b->room : 1024;
		gz_stock *grown = gz_arena_array(&plan->arena, gz_stock, room);
		if (!grown)
			return GZ_ERR_MEMORY;
		if (plan->n_stocks)
			memcpy(grown, plan->stocks, (size_t)plan->n_stocks * sizeof *grown);
		plan->stocks = grown;
		b->room = room;
	}
	stock.susceptibility = plan->product_susceptibility[stock.product];
	stock.infectiousness = plan->product_infectiousness[stock.product];
	const char *flow = stock.flow < 0 ? "-" : b->s->world.flows[plan->flows[stock.flow].flow].id;
	stock.name = gz_arena_printf(&plan->arena, "%s|%s|%s.%d|%s|%s.%d", stock_leaf_id(plan, stock.home), stock_leaf_id(plan, stock.here), flow, stock.stay_stage,
		plan->products[stock.product], status, stock.slot);
	if (!stock.name)
		return GZ_ERR_MEMORY;
	stock.key = gz_random_key(b->s->seed, stock.name);
	plan->stocks[plan->n_stocks++] = stock;
	return GZ_OK;
}

static gz_status stock_free_ones(stock_builder *b)
{
	gz_plan *plan = b->plan;
	const int32_t np = plan->n_products;
	plan->resident = gz_arena_array(&plan->arena, int32_t, (int64_t)plan->n_leaves * np);
	if (!plan->resident)
		return GZ_ERR_MEMORY;
	gz_stock blank = {.flow = -1, .confine = -1, .leg = -1, .release = -1, .next = -1, .contact = 1};
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++)
		for (int32_t p = 0; p < np; p++) {
			gz_stock s = blank;
			s.home = s.here = leaf;
			s.product = p;
			plan->resident[leaf * np + p] = plan->n_stocks;
			GZ_TRY(stock_add(b, s, "free"));
		}
	for (int32_t f = 0; f < plan->n_flows; f++) {
		gz_flow_plan *flow = &plan->flows[f];
		flow->stocks = plan->n_stocks;
		for (int32_t p = 0; p < np; p++)
			for (int32_t stage = 0; stage < flow->n_stages; stage++) {
				gz_stock s = blank;
				s.home = flow->home;
				s.here = flow->to;
				s.flow = f;
				s.product = p;
				s.stay_stage = stage;
				s.next = stage + 1 < flow->n_stages ? plan->n_stocks + 1 : -1;
				GZ_TRY(stock_add(b, s, "free"));
			}
	}
	plan->n_free = plan->n_stocks;
	return GZ_OK;
}

static gz_status stock_held_ones(stock_builder *b)
{
	gz_plan *plan = b->plan;
	for (int32_t i = 0; i < b->s->n_measures; i++) {
		if (b->s->measures[i].full != GZ_FULL_HOLD)
			continue;
		const gz_measure_plan *mp = &plan->measures[i];
		for (int32_t k = 0; k < mp->n_posts; k++) {
			const int32_t l = plan->posts[mp->first_post + k].leg;
			gz_leg *leg = &plan->legs[l];
			const gz_flow_plan *f = &plan->flows[leg->flow];
			if (leg->held >= 0)
				continue;
			leg->held = plan->n_stocks;
			for (int32_t p = 0; p < plan->n_products; p++) {
				gz_stock s = {.home = f->home, .here = leg->origin, .flow = leg->homeward ? leg->flow : -1, .product = p, .role = GZ_ROLE_HELD, .leg = l, .confine = -1,
					.next = -1, .contact = 1};
				s.release = leg->homeward ? f->stocks + p * f->n_stages : plan->resident[f->home * plan->n_products + p];
				char status[64] = "held ";
				strncat(status, leg->homeward ? "home" : b->s->world.flows[f->flow].id, sizeof status - 6);
				GZ_TRY(stock_add(b, s, status));
			}
		}
	}
	return GZ_OK;
}

/* The ring of one confinement for people of one free stock. */
static gz_status stock_ring(stock_builder *b, int32_t confine, int32_t from)
{
	gz_plan *plan = b->plan;
	int32_t *at = &plan->confined[(int64_t)confine * plan->n_free + from];
	if (*at >= 0)
		return GZ_OK;
	*at = plan->n_stocks;
	char status[96];
	const gz_confine *c = &plan->confines[confine];
	const gz_measure *m = &b->s->measures[c->measure];
	for (int32_t slot = 0; slot < c->days; slot++) {
		gz_stock s = plan->stocks[from];
		s.role = GZ_ROLE_CONFINED;
		s.confine = confine;
		s.slot = slot;
		s.release = from;
		s.next = -1;
		s.contact = c->contact;
		status[0] = c->waiting ? c->positive ? '+' : '-' : 'c';
		status[1] = '\0';
		strncat(status, m->name, sizeof status - 8);
		const size_t length = strlen(status);
		status[length] = (char)('0' + (confine - plan->measures[c->measure].confine + 64) % 10);
		status[length + 1] = '\0';
		GZ_TRY(stock_add(b, s, status));
	}
	return GZ_OK;
}

/* Free stocks where a leg of a post lands its people, for every product. */
static int32_t stock_landing(const gz_plan *plan, const gz_leg *leg, int32_t product)
{
	const gz_flow_plan *f = &plan->flows[leg->flow];
	if (!leg->homeward && f->n_stages > 0)
		return f->stocks + product * f->n_stages;
	return plan->resident[leg->destination * plan->n_products + product];
}

static gz_status stock_confined_ones(stock_builder *b)
{
	gz_plan *plan = b->plan;
	const int64_t n = (int64_t)plan->n_confines * plan->n_free;
	plan->confined = gz_arena_array(&plan->arena, int32_t, n);
	if (!plan->confined)
		return GZ_ERR_MEMORY;
	for (int64_t i = 0; i < n; i++)
		plan->confined[i] = -1;
	for (int32_t c = 0; c < plan->n_confines; c++) {
		const gz_measure_plan *mp = &plan->measures[plan->confines[c].measure];
		for (int32_t k = 0; k < mp->n_posts; k++)
			for (int32_t p = 0; p < plan->n_products; p++)
				GZ_TRY(stock_ring(b, c, stock_landing(plan, &plan->legs[plan->posts[mp->first_post + k].leg], p)));
		for (int32_t k = 0; k < mp->n_leaves; k++)
			for (int32_t s = 0; s < plan->n_free; s++)
				if (plan->stocks[s].here == plan->measure_leaves[mp->first_leaf + k])
					GZ_TRY(stock_ring(b, c, s));
	}
	return GZ_OK;
}

/* Ranges of stocks by where they stand and by home, in the order of stocks. */
static gz_status stock_index(stock_builder *b, bool by_home, int32_t **first, int32_t **n, int32_t **list)
{
	gz_plan *plan = b->plan;
	*first = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	*n = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	*list = gz_arena_array(&plan->arena, int32_t, plan->n_stocks);
	if (!*first || !*n || !*list)
		return GZ_ERR_MEMORY;
	for (int32_t s = 0; s < plan->n_stocks; s++)
		(*n)[by_home ? plan->stocks[s].home : plan->stocks[s].here]++;
	for (int32_t leaf = 1; leaf < plan->n_leaves; leaf++)
		(*first)[leaf] = (*first)[leaf - 1] + (*n)[leaf - 1];
	memset(*n, 0, (size_t)plan->n_leaves * sizeof **n);
	for (int32_t s = 0; s < plan->n_stocks; s++) {
		const int32_t leaf = by_home ? plan->stocks[s].home : plan->stocks[s].here;
		(*list)[(*first)[leaf] + (*n)[leaf]++] = s;
	}
	return GZ_OK;
}

gz_status gz_stock_compile(gz_plan *plan, gz_error *err)
{
	stock_builder b = {.plan = plan, .s = plan->scenario, .err = err};
	GZ_TRY(stock_flows(&b));
	GZ_TRY(stock_measures(&b));
	GZ_TRY(stock_free_ones(&b));
	GZ_TRY(stock_held_ones(&b));
	GZ_TRY(stock_confined_ones(&b));
	GZ_TRY(stock_index(&b, false, &plan->standing_first, &plan->standing_n, &plan->standing));
	return stock_index(&b, true, &plan->home_first, &plan->home_n, &plan->of_home);
}
