/* Flows in the order of their homes and names, and the legs of their journeys: outward, and homeward unless they stay for good.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/leg.h"
#include "model/calendar.h"
#include "scenario/world/world.h"
#include <string.h>

/* Flows by home, then by id: a merge sort of row numbers (qsort takes no context). */
static void leg_sort(gz_plan *plan, int32_t *order, int32_t *scratch, int32_t n)
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

/* Each place's own people by stratum: who travels where a flow does not say. */
static gz_status leg_shares(gz_plan *plan)
{
	const int32_t ns = plan->n_strata;
	plan->people_share = gz_arena_array(&plan->arena, double, (int64_t)plan->n_leaves * ns);
	if (!plan->people_share)
		return GZ_ERR_MEMORY;
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++) {
		const double *people = &plan->people[(int64_t)leaf * ns];
		double total = 0;
		for (int32_t x = 0; x < ns; x++)
			total += people[x];
		for (int32_t x = 0; x < ns; x++)
			plan->people_share[(int64_t)leaf * ns + x] = total > 0 ? people[x] / total : 0;
	}
	return GZ_OK;
}

static gz_status leg_flow(gz_plan *plan, gz_flow_plan *f, int32_t row_index, gz_error *err)
{
	const gz_flow *row = &plan->scenario->world.flows[row_index];
	const gz_manner *m = row->manner;
	*f = (gz_flow_plan){.flow = row_index, .home = plan->place_leaf[row->from], .to = plan->place_leaf[row->to], .out_leg = -1};
	gz_key fixed; /* the same in every replicate, year and seed */
	GZ_TRY(gz_plan_key(plan, plan->scenario->seed, &f->key, "flow|%s", row->id));
	GZ_TRY(gz_plan_key(plan, 0, &fixed, "flow|%s", row->id));
	for (int32_t x = 0; plan->flow_hash && x < plan->n_strata; x++)
		plan->flow_hash[(f - plan->flows) * plan->n_strata + x] = gz_random_unit(gz_random_bits(fixed, 0, 0, plan->stratum_id[x], 0));
	if (m->stay == GZ_STAY_FIXED)
		f->n_stages = (int32_t)(m->stay_days / plan->travel_dt + 0.5) > 0 ? (int32_t)(m->stay_days / plan->travel_dt + 0.5) : 1;
	else if (m->stay != GZ_STAY_FOREVER)
		f->n_stages = m->stay == GZ_STAY_ERLANG ? m->stages : 1;
	return gz_calendar_flow(plan, f, err);
}

enum { LEG_AIR = -1 }; /* in place of a country: on the way from an airport or sea port to wherever it is that they land */

/* Whether a journey that has come to a country enters the near side's country at its i-th crossing. */
static bool leg_enters(const gz_world *w, const gz_leg *leg, int32_t i, int32_t country, int32_t destination)
{
	const gz_crossing *c = &w->crossings[leg->via[i]];
	const int32_t near = w->places[c->near].country, far = c->far >= 0 ? w->places[c->far].country : LEG_AIR;
	if (far != LEG_AIR && i + 1 == leg->n_via && (destination == near || destination == far))
		return destination == near;
	if (i > 0 && gz_world_facing(w, c, &w->crossings[leg->via[i - 1]]))
		return !gz_leg_in(leg, i - 1);
	if (country == LEG_AIR && far != LEG_AIR) /* landed on one of its sides, and on the other at last where that is where they go */
		return far != destination;
	return near != country;
}

/* The widest place around `place` that `other` is not in. */
static int32_t leg_part(const gz_plan *plan, int32_t place, int32_t other)
{
	const gz_place *places = plan->scenario->world.places;
	while (places[place].parent >= 0 && !gz_scenario_within(plan->scenario, other, places[place].parent))
		place = places[place].parent;
	return place;
}

/* The same of a crossing within a country: whether the journey enters the near side's part of it, or comes from the far side's and ends in neither. */
static bool leg_enters_part(const gz_plan *plan, const gz_crossing *c, int32_t from, int32_t to)
{
	const int32_t near = leg_part(plan, c->near, c->far), far = leg_part(plan, c->far, c->near);
	if (gz_scenario_within(plan->scenario, to, near) || gz_scenario_within(plan->scenario, to, far))
		return gz_scenario_within(plan->scenario, to, near);
	return gz_scenario_within(plan->scenario, from, far);
}

/* The crossings of a leg in the order of its journey, and whether it goes in there. */
static void leg_via(const gz_plan *plan, gz_leg *leg, const gz_manner *m)
{
	const gz_world *w = &plan->scenario->world;
	const int32_t from = plan->leaf_place[gz_plan_origin(plan, leg)], to = plan->leaf_place[gz_plan_destination(plan, leg)];
	const int32_t destination = w->places[to].country;
	int32_t country = w->places[from].country; /* where the journey has come to */
	leg->abroad = country != destination;
	leg->n_via = (uint8_t)m->n_via;
	leg->via = leg->homeward ? m->back : m->via;
	for (int32_t i = 0; i < m->n_via; i++) {
		const gz_crossing *c = &w->crossings[leg->via[i]];
		const bool within = c->far >= 0 && w->places[c->far].country == w->places[c->near].country;
		leg->abroad = leg->abroad || (c->far >= 0 && !within);
		const bool in = within ? leg_enters_part(plan, c, from, to) : leg_enters(w, leg, i, country, destination);
		leg->inward |= (uint8_t)(in << i);
		country = in ? w->places[c->near].country : c->far >= 0 ? w->places[c->far].country : LEG_AIR;
	}
}

static uint8_t leg_levels(const gz_plan *plan, const gz_leg *leg)
{
	uint8_t levels = 0;
	for (int32_t at = plan->leaf_place[gz_plan_destination(plan, leg)]; at >= 0; at = plan->scenario->world.places[at].parent, levels++)
		if (gz_scenario_within(plan->scenario, plan->leaf_place[gz_plan_origin(plan, leg)], at))
			break;
	return levels;
}

static gz_status leg_add(gz_plan *plan, int32_t flow, bool homeward)
{
	gz_flow_plan *f = &plan->flows[flow];
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	gz_leg *leg = &plan->legs[plan->n_legs];
	*leg = (gz_leg){.flow = flow, .homeward = homeward, .buffer = -1, .held = -1};
	leg->levels = leg_levels(plan, leg);
	leg_via(plan, leg, row->manner);
	GZ_TRY(gz_plan_key(plan, plan->scenario->seed, &leg->key, "leg|%s|%s", row->id, homeward ? "home" : "out"));
	f->out_leg = homeward ? f->out_leg : plan->n_legs;
	plan->n_legs++;
	return GZ_OK;
}

static gz_status leg_compile(gz_plan *plan, const int32_t *order, gz_error *err)
{
	const gz_world *w = &plan->scenario->world;
	const int32_t n = w->n_flows;
	int64_t n_legs = n;
	bool passes = plan->scenario->n_measures > 0; /* somebody may be asked for on the way */
	for (int32_t i = 0; i < n; i++) {
		n_legs += w->flows[i].manner->stay != GZ_STAY_FOREVER;
		passes = passes || w->flows[i].manner->n_via > 0;
	}
	plan->flow_hash = passes || n_legs > n ? gz_arena_array(&plan->arena, double, (int64_t)n * plan->n_strata) : NULL;
	if (!plan->flow_hash && (passes || n_legs > n))
		return GZ_ERR_MEMORY;
	plan->flows = gz_arena_array(&plan->arena, gz_flow_plan, n);
	plan->legs = gz_arena_array(&plan->arena, gz_leg, n_legs);
	plan->leaving_first = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	plan->leaving_n = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	if (!plan->flows || !plan->legs || !plan->leaving_first || !plan->leaving_n)
		return GZ_ERR_MEMORY;
	GZ_TRY(gz_calendar_days(plan));
	GZ_TRY(leg_shares(plan));
	plan->n_flows = n;
	for (int32_t i = 0; i < n; i++) {
		GZ_TRY(leg_flow(plan, &plan->flows[i], order[i], err));
		const int32_t home = plan->flows[i].home;
		if (plan->leaving_n[home]++ == 0)
			plan->leaving_first[home] = i;
		plan->most_leaving = plan->leaving_n[home] > plan->most_leaving ? plan->leaving_n[home] : plan->most_leaving;
		GZ_TRY(leg_add(plan, i, false));
		if (w->flows[order[i]].manner->stay != GZ_STAY_FOREVER)
			GZ_TRY(leg_add(plan, i, true));
	}
	return GZ_OK;
}

gz_status gz_leg_compile(gz_plan *plan, gz_error *err)
{
	const int32_t n = plan->scenario->world.n_flows;
	gz_arena scratch = {0};
	int32_t *order = gz_arena_array(&scratch, int32_t, n), *other = gz_arena_array(&scratch, int32_t, n);
	for (int32_t i = 0; order && i < n; i++)
		order[i] = i;
	if (order && other)
		leg_sort(plan, order, other, n);
	const gz_status st = order && other ? leg_compile(plan, order, err) : GZ_ERR_MEMORY;
	gz_arena_free(&scratch);
	return st;
}
