/* Importation by order: whole persons from outside join the residents, as a movement from outside brings them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/live/import.h"
#include "engine/step/enter.h"
#include "engine/step/sleep.h"
#include <math.h>
#include <stdio.h>

typedef struct import_job { const gz_session_order *order; gz_key key; int32_t lane; } import_job;

static void import_leaf(gz_block *b, const import_job *j, int32_t leaf, double n)
{
	const gz_plan *p = b->plan;
	const int32_t compartment = j->order->compartment;
	double take[GZ_PLAN_STRATA];
	gz_sleep_wake(b, leaf, j->lane);
	gz_enter_outside(b, j->key, leaf, j->lane, -1, -1, n, take);
	for (int32_t x = 0; x < p->n_strata; x++) {
		if (!(take[x] > 0))
			continue;
		b->outside[j->lane] += take[x];
		gz_enter_compartment(b, p->resident[leaf * p->n_products], x, compartment, j->lane, take[x], j->key);
		if (p->cells[p->entry_cells[p->entry_first[compartment]]].infected)
			gz_block_arrive(b, leaf, -1, -1, j->lane, take[x]);
	}
}

static gz_key import_key(const gz_block *b, const gz_session_order *o, int32_t place, int32_t number)
{
	const gz_scenario *s = b->plan->scenario;
	char name[400];
	snprintf(name, sizeof name, "order|import|%s|%s|%d", s->world.places[place].id, s->disease.compartments[o->compartment].name, number);
	return gz_random_key(s->seed, name);
}

void gz_import_people(gz_block *b, const gz_session_order *o, int32_t number)
{
	const gz_plan *p = b->plan;
	const gz_place *places = p->scenario->world.places;
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		double left = o->size, people = (double)places[o->place].population;
		for (int32_t leaf = 0; leaf < p->n_leaves && left > 0; leaf++) {
			const int32_t place = p->leaf_place[leaf];
			if (!gz_scenario_within(p->scenario, place, o->place))
				continue;
			const import_job j = {.order = o, .key = import_key(b, o, place, number), .lane = lane};
			const double here = (double)places[place].population, share = people > here ? here / people : 1;
			const gz_draw d = gz_block_address(b, j.key, gz_plan_draw(p, GZ_PURPOSE_IMPORT, 0, 0, gz_plan_part(2)), lane);
			const double n = share < 1 ? gz_sample_binomial_some(&d, left, share) : left;
			people -= here;
			left -= n;
			if (n > 0)
				import_leaf(b, &j, leaf, n);
		}
	}
}
