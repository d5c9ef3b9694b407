/* Who can stand where, in which status.
 *
 * Stocks are made free first (residents by leaf and product, then visitors by flow, product and stage of stay), then those held at a
 * full crossing, then the rings of the confined: a confinement has a stock for each time of entry whose people may
 * still be there: of D days D by the day, or, where people enter in every step, one for each step of its length.
 * Names are canonical, `home|here|flow|product|status`, and give the random keys.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/stock.h"
#include "model/leg.h"
#include "model/scope.h"
#include <stdio.h>
#include <string.h>

typedef struct stock_builder {
	gz_plan *plan;
	const gz_scenario *s;
	int32_t room;
} stock_builder;

void gz_stock_confinement(const gz_plan *plan, int32_t confine, char *out, size_t size)
{
	const gz_confine *c = &plan->confines[confine];
	const int32_t number = (confine - plan->measures[c->measure].confine + 64) % 10;
	snprintf(out, size, "%c%.88s%d", c->waiting ? c->positive ? '+' : '-' : 'c', plan->scenario->measures[c->measure].name, number);
}

/* What sets a stock apart from the free one of the same people: the last part of its name. */
static void stock_status(const gz_plan *plan, const gz_stock *s, char *out, size_t size)
{
	const gz_scenario *sc = plan->scenario;
	if (s->role == GZ_ROLE_HELD) {
		const gz_leg *leg = &plan->legs[s->leg];
		snprintf(out, size, "held %.58s", leg->homeward ? "home" : sc->world.flows[plan->flows[leg->flow].flow].id);
	} else if (s->role == GZ_ROLE_CONFINED) {
		gz_stock_confinement(plan, s->confine, out, size);
	} else {
		snprintf(out, size, "free");
	}
}

static const char *stock_leaf_id(const gz_plan *plan, int32_t leaf) { return plan->scenario->world.places[plan->leaf_place[leaf]].id; }
static const char *stock_flow_id(const gz_plan *plan, const gz_stock *s)
{
	return s->flow < 0 ? "-" : plan->scenario->world.flows[plan->flows[s->flow].flow].id;
}

void gz_stock_name(const gz_plan *plan, int32_t stock, char *out, size_t size)
{
	const gz_stock *s = &plan->stocks[stock];
	char status[128];
	stock_status(plan, s, status, sizeof status);
	snprintf(out, size, "%s|%s|%s.%d|%s|%s.%d", stock_leaf_id(plan, s->home), stock_leaf_id(plan, s->here), stock_flow_id(plan, s), s->stay_stage,
		plan->products[s->product], status, s->slot);
}

static gz_status stock_add(stock_builder *b, gz_stock stock)
{
	gz_plan *plan = b->plan;
	if (plan->n_stocks == b->room) {
		const int32_t room = 2 * b->room;
		gz_stock *grown = gz_arena_array(&plan->arena, gz_stock, room);
		if (!grown)
			return GZ_ERR_MEMORY;
		memcpy(grown, plan->stocks, (size_t)plan->n_stocks * sizeof *grown);
		plan->stocks = grown;
		b->room = room;
	}
	stock.susceptibility = plan->product_susceptibility[stock.product];
	stock.infectiousness = plan->product_infectiousness[stock.product];
	plan->stocks[plan->n_stocks++] = stock;
	return GZ_OK;
}

/* The keys of n stocks from `first` on, whose names differ in the slot alone: what they share is written once. */
static gz_status stock_keys(stock_builder *b, int32_t first, int32_t n)
{
	gz_plan *plan = b->plan;
	char status[128], shared[512];
	const gz_stock *s = &plan->stocks[first];
	const char *home = stock_leaf_id(plan, s->home), *here = stock_leaf_id(plan, s->here), *flow = stock_flow_id(plan, s), *product = plan->products[s->product];
	stock_status(plan, s, status, sizeof status);
	const int length = snprintf(shared, sizeof shared, "%s|%s|%s.%d|%s|%s.", home, here, flow, s->stay_stage, product, status);
	for (int32_t i = first; i < first + n; i++)
		if (length >= 0 && (size_t)length < sizeof shared)
			GZ_TRY(gz_plan_key(plan, b->s->seed, &plan->stocks[i].key, "%s%d", shared, plan->stocks[i].slot));
		else
			GZ_TRY(gz_plan_key(plan, b->s->seed, &plan->stocks[i].key, "%s|%s|%s.%d|%s|%s.%d", home, here, flow, s->stay_stage, product, status, plan->stocks[i].slot));
	return GZ_OK;
}

static gz_status stock_add_one(stock_builder *b, gz_stock stock)
{
	GZ_TRY(stock_add(b, stock));
	return stock_keys(b, b->plan->n_stocks - 1, 1);
}

/* Room for the free stocks, whose number is known; the others are few. */
static gz_status stock_room(stock_builder *b)
{
	gz_plan *plan = b->plan;
	int64_t n = plan->n_leaves;
	for (int32_t f = 0; f < plan->n_flows; f++)
		n += plan->flows[f].n_stages;
	n = n * plan->n_products + 64;
	if (n > INT32_MAX / 4)
		return GZ_ERR_MEMORY;
	b->room = (int32_t)n;
	plan->stocks = gz_arena_array(&plan->arena, gz_stock, n);
	return plan->stocks ? GZ_OK : GZ_ERR_MEMORY;
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
			GZ_TRY(stock_add_one(b, s));
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
				GZ_TRY(stock_add_one(b, s));
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
				gz_stock s = {.home = f->home, .here = gz_plan_origin(plan, leg), .flow = leg->homeward ? leg->flow : -1, .product = p, .role = GZ_ROLE_HELD, .leg = l, .confine = -1,
					.next = -1, .contact = 1};
				s.release = leg->homeward ? f->stocks + p * f->n_stages : plan->resident[f->home * plan->n_products + p];
				GZ_TRY(stock_add_one(b, s));
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
	const gz_confine *c = &plan->confines[confine];
	for (int32_t slot = 0; slot < c->slots; slot++) {
		gz_stock s = plan->stocks[from];
		s.role = GZ_ROLE_CONFINED;
		s.confine = confine;
		s.slot = slot;
		s.release = from;
		s.next = -1;
		s.contact = c->contact;
		GZ_TRY(stock_add(b, s));
	}
	return stock_keys(b, *at, c->slots);
}

/* Free stocks where a leg of a post lands its people, for every product. */
static int32_t stock_landing(const gz_plan *plan, const gz_leg *leg, int32_t product)
{
	const gz_flow_plan *f = &plan->flows[leg->flow];
	if (!leg->homeward && f->n_stages > 0)
		return f->stocks + product * f->n_stages;
	return plan->resident[gz_plan_destination(plan, leg) * plan->n_products + product];
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

static gz_status stock_confined_ones(stock_builder *b)
{
	gz_plan *plan = b->plan;
	const int64_t n = (int64_t)plan->n_confines * plan->n_free;
	plan->confined = gz_arena_array(&plan->arena, int32_t, n);
	if (!plan->confined)
		return GZ_ERR_MEMORY;
	int32_t *there_first, *there_n, *there; /* free stocks by where they stand */
	GZ_TRY(stock_index(b, false, &there_first, &there_n, &there));
	for (int64_t i = 0; i < n; i++)
		plan->confined[i] = -1;
	for (int32_t c = 0; c < plan->n_confines; c++) {
		const gz_measure_plan *mp = &plan->measures[plan->confines[c].measure];
		for (int32_t k = 0; k < mp->n_posts; k++)
			for (int32_t p = 0; p < plan->n_products; p++)
				GZ_TRY(stock_ring(b, c, stock_landing(plan, &plan->legs[plan->posts[mp->first_post + k].leg], p)));
		for (int32_t k = 0; k < mp->n_leaves; k++) {
			const int32_t leaf = plan->measure_leaves[mp->first_leaf + k];
			for (int32_t i = 0; i < there_n[leaf] && there[there_first[leaf] + i] < plan->n_free; i++) /* in order: behind them, who is held at a crossing */
				GZ_TRY(stock_ring(b, c, there[there_first[leaf] + i]));
		}
	}
	return GZ_OK;
}

gz_status gz_stock_compile(gz_plan *plan, gz_error *err)
{
	stock_builder b = {.plan = plan, .s = plan->scenario};
	GZ_TRY(gz_leg_compile(plan, err));
	GZ_TRY(gz_scope_compile(plan, err));
	GZ_TRY(stock_room(&b));
	GZ_TRY(stock_free_ones(&b));
	GZ_TRY(stock_held_ones(&b));
	GZ_TRY(stock_confined_ones(&b));
	GZ_TRY(stock_index(&b, false, &plan->standing_first, &plan->standing_n, &plan->standing));
	return stock_index(&b, true, &plan->home_first, &plan->home_n, &plan->of_home);
}

int32_t gz_stock_with(const gz_plan *plan, int32_t stock, int32_t product)
{
	const gz_stock *s = &plan->stocks[stock];
	if (s->role == GZ_ROLE_HELD) /* those of one leg stand side by side */
		return stock + product - s->product;
	if (s->role == GZ_ROLE_CONFINED)
		return plan->confined[(int64_t)s->confine * plan->n_free + gz_stock_with(plan, s->release, product)] + s->slot;
	return s->flow < 0 ? plan->resident[s->home * plan->n_products + product] : plan->flows[s->flow].stocks + product * plan->flows[s->flow].n_stages + s->stay_stage;
}
