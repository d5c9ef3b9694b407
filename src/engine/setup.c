/* What all blocks of a run share: the plan, chains of places, who commutes where, what triggers watch.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/setup.h"
#include "engine/step/observe.h"
#include <math.h>
#include <string.h>

static gz_status setup_chains(gz_setup *su)
{
	const gz_plan *p = &su->plan;
	const gz_world *w = &su->scenario->world;
	int64_t n = 0;
	su->chain_first = gz_arena_array(&su->arena, int32_t, p->n_leaves);
	su->chain_n = gz_arena_array(&su->arena, int32_t, p->n_leaves);
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		n += w->places[p->leaf_place[leaf]].depth + 1;
	su->chain = gz_arena_array(&su->arena, int32_t, n);
	if (!su->chain_first || !su->chain_n || !su->chain)
		return GZ_ERR_MEMORY;
	int32_t at = 0;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		su->chain_first[leaf] = at;
		for (int32_t place = p->leaf_place[leaf]; place >= 0; place = w->places[place].parent)
			su->chain[at++] = place;
		su->chain_n[leaf] = at - su->chain_first[leaf];
	}
	return GZ_OK;
}

static gz_status setup_commuters(gz_setup *su)
{
	const gz_plan *p = &su->plan;
	su->commuters_first = gz_arena_array(&su->arena, int32_t, p->n_leaves + 1);
	su->commuters_n = gz_arena_array(&su->arena, int32_t, p->n_leaves);
	su->commuters = gz_arena_array(&su->arena, int32_t, su->scenario->world.n_commutes);
	su->commuters_share = gz_arena_array(&su->arena, double, su->scenario->world.n_commutes);
	su->away = gz_arena_array(&su->arena, double, p->n_leaves);
	if (!su->commuters_first || !su->commuters_n || !su->commuters || !su->commuters_share || !su->away)
		return GZ_ERR_MEMORY;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		for (int32_t k = 0; k < p->commute_n[leaf]; k++) {
			su->commuters_n[p->commute_to[p->commute_first[leaf] + k]]++;
			su->away[leaf] += p->commute_share[p->commute_first[leaf] + k];
		}
	for (int32_t leaf = 1; leaf < p->n_leaves; leaf++)
		su->commuters_first[leaf] = su->commuters_first[leaf - 1] + su->commuters_n[leaf - 1];
	memset(su->commuters_n, 0, (size_t)p->n_leaves * sizeof *su->commuters_n);
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		for (int32_t k = 0; k < p->commute_n[leaf]; k++) {
			const int32_t y = p->commute_to[p->commute_first[leaf] + k];
			su->commuters_share[su->commuters_first[y] + su->commuters_n[y]] = p->commute_share[p->commute_first[leaf] + k];
			su->commuters[su->commuters_first[y] + su->commuters_n[y]++] = leaf;
		}
	return GZ_OK;
}

static gz_status setup_covers(gz_setup *su)
{
	const gz_plan *p = &su->plan;
	su->covers = gz_arena_array(&su->arena, uint8_t, (int64_t)su->scenario->n_measures * p->n_leaves);
	if (!su->covers)
		return GZ_ERR_MEMORY;
	for (int32_t m = 0; m < su->scenario->n_measures; m++)
		for (int32_t i = 0; i < p->measures[m].n_leaves; i++)
			su->covers[(int64_t)m * p->n_leaves + p->measure_leaves[p->measures[m].first_leaf + i]] = 1;
	return GZ_OK;
}

/* Stocks by where they stand, in the order of their homes: the order in which the infectious are summed. */
static gz_status setup_meetings(gz_setup *su)
{
	const gz_plan *p = &su->plan;
	su->meeting_first = gz_arena_array(&su->arena, int32_t, p->n_leaves + 2);
	su->meeting = gz_arena_array(&su->arena, int32_t, p->n_stocks);
	if (!su->meeting_first || !su->meeting)
		return GZ_ERR_MEMORY;
	for (int32_t st = 0; st < p->n_stocks; st++)
		su->meeting_first[p->stocks[st].here + 2] += p->stocks[st].contact > 0;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		su->meeting_first[leaf + 2] += su->meeting_first[leaf + 1];
	for (int32_t home = 0; home < p->n_leaves; home++)
		for (int32_t i = 0; i < p->home_n[home]; i++) {
			const int32_t st = p->of_home[p->home_first[home] + i];
			if (p->stocks[st].contact > 0)
				su->meeting[su->meeting_first[p->stocks[st].here + 1]++] = st;
		}
	return GZ_OK;
}

/* What a cell counts for in a state: infectious persons, beds, or people. */
static double setup_weight(const gz_cell *cell, gz_quantity state)
{
	if (state == GZ_QUANTITY_BEDS)
		return cell->bed;
	return cell->dead || (state == GZ_QUANTITY_PREVALENCE && !cell->infectious) ? 0 : 1;
}

static gz_status setup_tallies(gz_setup *su)
{
	const gz_plan *p = &su->plan;
	for (gz_quantity q = GZ_QUANTITY_PREVALENCE; q <= GZ_QUANTITY_PRESENT; q++) {
		gz_tally *t = &su->tallies[q - GZ_QUANTITY_PREVALENCE];
		*t = (gz_tally){.cells = gz_arena_array(&su->arena, int32_t, p->n_cells), .weights = gz_arena_array(&su->arena, double, p->n_cells), .whole = true};
		if (!t->cells || !t->weights)
			return GZ_ERR_MEMORY;
		for (int32_t c = 0; c < p->n_cells; c++) {
			const double weight = setup_weight(&p->cells[c], q);
			if (weight == 0)
				continue;
			t->cells[t->n] = c;
			t->weights[t->n++] = weight;
			t->whole = t->whole && weight == floor(weight);
		}
	}
	return GZ_OK;
}

static int32_t setup_watch_expr(gz_setup *su, const gz_expr *e, bool count)
{
	int32_t n_calls = 0, n_symbols = 0, n = 0;
	if (!e)
		return 0;
	const int32_t *calls = gz_expr_calls(e, &n_calls), *symbols = gz_expr_symbols(e, &n_symbols);
	for (int32_t i = 0; i < n_calls; i++)
		for (int32_t k = 0; k < n_symbols; k++) {
			if (symbols[k] < GZ_SYMBOL_PLACE)
				continue;
			n++;
			if (!count)
				su->watches[su->n_watches++] = (gz_watch){.stream = calls[i], .place = symbols[k] - GZ_SYMBOL_PLACE};
		}
	return n;
}

static gz_status setup_watches(gz_setup *su)
{
	const gz_scenario *s = su->scenario;
	int32_t n = 0;
	for (int32_t m = 0; m < s->n_measures; m++)
		n += setup_watch_expr(su, s->measures[m].after, true) + setup_watch_expr(su, s->measures[m].until, true);
	su->watches = gz_arena_array(&su->arena, gz_watch, n);
	if (!su->watches)
		return GZ_ERR_MEMORY;
	for (int32_t m = 0; m < s->n_measures; m++) {
		setup_watch_expr(su, s->measures[m].after, false);
		setup_watch_expr(su, s->measures[m].until, false);
	}
	return GZ_OK;
}

gz_status gz_setup_open(gz_setup *su, const gz_scenario *s, int32_t width, bool deterministic, gz_error *err)
{
	*su = (gz_setup){.scenario = s, .deterministic = deterministic};
	GZ_TRY(gz_plan_compile(&su->plan, s, err));
	gz_plan_layout(&su->plan, width);
	GZ_TRY(setup_chains(su));
	GZ_TRY(setup_commuters(su));
	GZ_TRY(setup_meetings(su));
	GZ_TRY(setup_covers(su));
	GZ_TRY(setup_tallies(su));
	GZ_TRY(setup_watches(su));
	for (int32_t i = 0; i < s->n_report_quantities; i++)
		su->present = su->present || strcmp(s->report_quantities[i], "present") == 0;
	return gz_observe_delays(su);
}

void gz_setup_close(gz_setup *su)
{
	gz_plan_free(&su->plan);
	gz_arena_free(&su->arena);
	*su = (gz_setup){0};
}
