/* Compiles a scenario to a plan, and turns rates and durations into the probabilities of one step.
 *
 * A cell left in one way only, by an Erlang stage, is left with probability n dt/m, so that the mean residence is exactly m at every dt.
 * Where rates compete, a stage's rate is r = -ln(1 - n dt/m)/dt and joins the others in the Euler-multinomial: leave with
 * 1 - exp(-dt sum r), then each way with r / sum r. A fixed stage takes whoever no competing rate took.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/plan.h"
#include "base/maths.h"
#include "model/cell.h"
#include "model/stock.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAN_EXITS_MAX = 32, PLAN_OUTCOMES_MAX = 128 };

gz_status gz_plan_key(gz_plan *plan, uint64_t seed, gz_key *key, const char *fmt, ...)
{
	char buffer[512], *name = buffer;
	va_list args;
	va_start(args, fmt);
	const int n = vsnprintf(buffer, sizeof buffer, fmt, args);
	va_end(args);
	if (n >= (int)sizeof buffer) {
		name = gz_arena_alloc(&plan->arena, (size_t)n + 1);
		va_start(args, fmt);
		if (name)
			vsnprintf(name, (size_t)n + 1, fmt, args);
		va_end(args);
	}
	if (!name || n < 0)
		return GZ_ERR_MEMORY;
	*key = gz_random_key(seed, name);
	return GZ_OK;
}

/* Leaves in the order of their ids. */
static gz_status plan_leaves(gz_plan *plan)
{
	const gz_world *w = &plan->scenario->world;
	plan->n_leaves = w->n_leaves;
	plan->leaf_place = gz_arena_array(&plan->arena, int32_t, w->n_leaves);
	plan->place_leaf = gz_arena_array(&plan->arena, int32_t, w->n_places);
	plan->leaf_key = gz_arena_array(&plan->arena, gz_key, w->n_leaves);
	int32_t *scratch = gz_arena_array(&plan->arena, int32_t, w->n_leaves);
	if (!plan->leaf_place || !plan->place_leaf || !plan->leaf_key || !scratch)
		return GZ_ERR_MEMORY;
	memcpy(plan->leaf_place, w->leaves, (size_t)w->n_leaves * sizeof *plan->leaf_place);
	int32_t *order = plan->leaf_place;
	for (int32_t width = 1; width < w->n_leaves; width *= 2) {
		for (int32_t lo = 0; lo < w->n_leaves; lo += 2 * width) {
			const int32_t mid = lo + width < w->n_leaves ? lo + width : w->n_leaves, hi = lo + 2 * width < w->n_leaves ? lo + 2 * width : w->n_leaves;
			int32_t i = lo, j = mid, k = lo;
			while (i < mid || j < hi) {
				const bool left = i < mid && (j >= hi || strcmp(w->places[order[i]].id, w->places[order[j]].id) <= 0);
				scratch[k++] = left ? order[i++] : order[j++];
			}
		}
		memcpy(order, scratch, (size_t)w->n_leaves * sizeof *order);
	}
	for (int32_t i = 0; i < w->n_places; i++)
		plan->place_leaf[i] = -1;
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++) {
		plan->place_leaf[order[leaf]] = leaf;
		GZ_TRY(gz_plan_key(plan, plan->scenario->seed, &plan->leaf_key[leaf], "place|%s", w->places[order[leaf]].id));
	}
	return GZ_OK;
}

void gz_plan_apportion(const double *share, int32_t n, double total, double *out)
{
	double given = 0, sum = 0;
	for (int32_t i = 0; i < n; i++)
		sum += share[i];
	for (int32_t i = 0; i < n; i++) {
		out[i] = sum > 0 ? floor(total * (share[i] / sum)) : 0;
		given += out[i];
	}
	while (sum > 0 && given < total) {
		int32_t best = -1;
		double most = -1;
		for (int32_t i = 0; i < n; i++) {
			const double rest = total * (share[i] / sum) - out[i];
			if (share[i] > 0 && rest > most) {
				most = rest;
				best = i;
			}
		}
		out[best] += 1;
		given += 1;
	}
}

static gz_status plan_people(gz_plan *plan)
{
	const gz_world *w = &plan->scenario->world;
	plan->n_ages = w->n_ages;
	plan->n_groups_people = w->n_groups;
	plan->n_strata = w->n_ages * w->n_groups;
	plan->people = gz_arena_array(&plan->arena, double, (int64_t)plan->n_leaves * plan->n_strata);
	plan->stratum_id = gz_arena_array(&plan->arena, uint32_t, plan->n_strata);
	if (!plan->people || !plan->stratum_id)
		return GZ_ERR_MEMORY;
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++) {
		const gz_place *p = &w->places[plan->leaf_place[leaf]];
		gz_plan_apportion(&w->shares[(int64_t)p->leaf * plan->n_strata], plan->n_strata, (double)p->population, &plan->people[(int64_t)leaf * plan->n_strata]);
	}
	for (int32_t x = 0; x < plan->n_strata; x++) {
		char name[160];
		snprintf(name, sizeof name, "stratum|%s|%s", w->ages[x / w->n_groups], w->groups[x % w->n_groups]);
		plan->stratum_id[x] = gz_random_draw_id(name);
	}
	return GZ_OK;
}

/* Contacts made reciprocal on each place's own ages: C'_ab = (C_ab N_a + C_ba N_b) / (2 N_a). */
static gz_status plan_contacts(gz_plan *plan)
{
	const gz_world *w = &plan->scenario->world;
	const int32_t na = plan->n_ages;
	plan->homogeneous = gz_arena_array(&plan->arena, bool, plan->n_leaves);
	plan->contact = gz_arena_array(&plan->arena, double, (int64_t)plan->n_leaves * GZ_SETTING_COUNT * na * na);
	if (!plan->homogeneous || !plan->contact)
		return GZ_ERR_MEMORY;
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++) {
		const int32_t from = w->contact_of ? w->contact_of[w->places[plan->leaf_place[leaf]].leaf] : -1;
		plan->homogeneous[leaf] = from < 0 || !w->contacts;
		if (plan->homogeneous[leaf])
			continue;
		for (int32_t setting = 0; setting < GZ_SETTING_COUNT; setting++) {
			const double *c = &w->contacts[((int64_t)from * GZ_SETTING_COUNT + setting) * na * na];
			double *out = &plan->contact[((int64_t)leaf * GZ_SETTING_COUNT + setting) * na * na];
			for (int32_t a = 0; a < na; a++)
				for (int32_t b = 0; b < na; b++) {
					double n_a = 0, n_b = 0;
					for (int32_t g = 0; g < plan->n_groups_people; g++) {
						n_a += plan->people[(int64_t)leaf * plan->n_strata + a * plan->n_groups_people + g];
						n_b += plan->people[(int64_t)leaf * plan->n_strata + b * plan->n_groups_people + g];
					}
					out[a * na + b] = n_a > 0 ? (c[a * na + b] * n_a + c[b * na + a] * n_b) / (2 * n_a) : 0;
				}
		}
	}
	return GZ_OK;
}

static gz_status plan_commutes(gz_plan *plan)
{
	const gz_world *w = &plan->scenario->world;
	plan->commute_first = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	plan->commute_n = gz_arena_array(&plan->arena, int32_t, plan->n_leaves);
	plan->commute_to = gz_arena_array(&plan->arena, int32_t, w->n_commutes);
	plan->commute_share = gz_arena_array(&plan->arena, double, w->n_commutes);
	if (!plan->commute_first || !plan->commute_n || !plan->commute_to || !plan->commute_share)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->n_commutes; i++)
		plan->commute_n[plan->place_leaf[w->commutes[i].from]]++;
	for (int32_t leaf = 1; leaf < plan->n_leaves; leaf++)
		plan->commute_first[leaf] = plan->commute_first[leaf - 1] + plan->commute_n[leaf - 1];
	memset(plan->commute_n, 0, (size_t)plan->n_leaves * sizeof *plan->commute_n);
	for (int32_t i = 0; i < w->n_commutes; i++) { /* insertion by destination, so that row order does not matter */
		const int32_t from = plan->place_leaf[w->commutes[i].from], to = plan->place_leaf[w->commutes[i].to];
		int32_t at = plan->commute_first[from] + plan->commute_n[from]++;
		for (; at > plan->commute_first[from] && plan->commute_to[at - 1] > to; at--) {
			plan->commute_to[at] = plan->commute_to[at - 1];
			plan->commute_share[at] = plan->commute_share[at - 1];
		}
		plan->commute_to[at] = to;
		plan->commute_share[at] = w->commutes[i].share;
	}
	return GZ_OK;
}

static int plan_compare_ids(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Draw ids of stocks for one salt: true if no two are the same. */
static bool plan_salt(gz_plan *plan, int32_t salt, uint32_t *ids)
{
	for (int32_t p = 0; p < GZ_PURPOSE_COUNT; p++) {
		char name[48];
		snprintf(name, sizeof name, "purpose|%d|%d", p, salt);
		plan->purpose_id[p] = gz_random_draw_id(name);
	}
	int64_t n = 0;
	for (int32_t x = 0; x < plan->n_strata; x++) {
		for (int32_t cell = 0; cell < plan->n_cells; cell++) {
			const uint32_t item = plan->cells[cell].id;
			const gz_group *g = plan->cells[cell].group >= 0 ? &plan->groups[plan->cells[cell].group] : NULL;
			for (int32_t p = GZ_PURPOSE_INFECT; p <= GZ_PURPOSE_RELEASE; p++)
				ids[n++] = gz_plan_draw(plan, p, x, item, 0);
			ids[n++] = gz_plan_draw(plan, GZ_PURPOSE_CHOOSE, x, item, 0);
			for (int32_t i = 0; g && i < g->n_outcomes; i++)
				ids[n++] = gz_plan_draw(plan, GZ_PURPOSE_LEAVE, x, item, plan->outcomes[g->first_outcome + i].id);
			for (int32_t k = 0; plan->target_of[cell] >= 0 && k < plan->n_channels; k++) {
				ids[n++] = gz_plan_draw(plan, GZ_PURPOSE_CHANNEL, x, item, plan->channels[k].id);
				for (int32_t i = 0; i < plan->channels[k].n_outcomes; i++)
					ids[n++] = gz_plan_draw(plan, GZ_PURPOSE_CHANNEL, x, item, plan->channels[k].id ^ plan->outcomes[plan->channels[k].first_outcome + i].id);
			}
		}
	}
	qsort(ids, (size_t)n, sizeof *ids, plan_compare_ids);
	for (int64_t i = 1; i < n; i++)
		if (ids[i] == ids[i - 1])
			return false;
	return true;
}

static gz_status plan_draw_ids(gz_plan *plan, gz_error *err)
{
	int64_t n = 0;
	for (int32_t cell = 0; cell < plan->n_cells; cell++) {
		n += GZ_PURPOSE_RELEASE + 2 + (plan->cells[cell].group >= 0 ? plan->groups[plan->cells[cell].group].n_outcomes : 0);
		for (int32_t k = 0; k < plan->n_channels; k++)
			n += 1 + plan->channels[k].n_outcomes;
	}
	uint32_t *ids = gz_arena_array(&plan->arena, uint32_t, n * plan->n_strata);
	if (!ids)
		return GZ_ERR_MEMORY;
	for (int32_t salt = 0; salt < 1000; salt++)
		if (plan_salt(plan, salt, ids))
			return GZ_OK;
	return gz_error_set(err, GZ_ERR_INTERNAL, NULL, 0, 0, "no set of draw numbers without collisions was found: two compartments may have the same name");
}

static gz_status plan_values(gz_plan *plan)
{
	const gz_scenario *s = plan->scenario;
	gz_slots *slots = &plan->slots;
	gz_arena *arena = &plan->arena;
	plan->begin_slot = gz_arena_array(arena, int32_t, s->n_begins);
	plan->stream_probability = gz_arena_array(arena, int32_t, s->n_streams);
	plan->stream_dispersion = gz_arena_array(arena, int32_t, s->n_streams);
	plan->initial = gz_arena_array(arena, int32_t, s->disease.n_compartments);
	plan->interrupt = gz_arena_array(arena, int32_t, s->disease.n_interrupts);
	if (!plan->begin_slot || !plan->stream_probability || !plan->stream_dispersion || !plan->initial || !plan->interrupt)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < s->n_begins; i++)
		plan->begin_slot[i] = gz_slot_add(slots, arena, &s->begins[i].per_day);
	for (int32_t i = 0; i < s->n_streams; i++) {
		plan->stream_probability[i] = gz_slot_add(slots, arena, &s->streams[i].probability);
		plan->stream_dispersion[i] = gz_slot_add(slots, arena, &s->streams[i].dispersion);
	}
	for (int32_t c = 0; c < s->disease.n_compartments; c++)
		plan->initial[c] = !s->disease.initial || (!s->disease.initial[c].expr && isnan(s->disease.initial[c].number)) ? -1
			: gz_slot_add(slots, arena, &s->disease.initial[c]);
	for (int32_t i = 0; i < s->disease.n_interrupts; i++)
		plan->interrupt[i] = gz_slot_add(slots, arena, &s->disease.interrupts[i].probability);
	return GZ_OK;
}

/* Checks that only the compiled plan can make: stages left with more than certainty at the central values. */
static gz_status plan_check(gz_plan *plan, gz_error *err)
{
	const gz_disease *d = &plan->scenario->disease;
	for (int32_t g = 0; g < plan->n_groups; g++)
		if (plan->groups[g].n_exits > PLAN_EXITS_MAX || plan->groups[g].n_outcomes > PLAN_OUTCOMES_MAX)
			return gz_error_set(err, GZ_ERR_INPUT, d->file, 0, 0, "compartment %s has too many ways out", plan->cells[plan->groups[g].cell].name);
	gz_slot_layout(&plan->slots, 1);
	double *store = malloc((size_t)plan->slots.size * sizeof *store);
	if (!store)
		return GZ_ERR_MEMORY;
	gz_slot_evaluate(&plan->slots, store, -1, 1, 0, false);
	gz_status st = GZ_OK;
	for (int32_t g = 0; g < plan->n_groups && st == GZ_OK; g++)
		for (int32_t i = 0; i < plan->groups[g].n_exits && st == GZ_OK; i++) {
			const gz_exit *e = &plan->exits[plan->groups[g].first_exit + i];
			if (e->kind != GZ_EXIT_STAGE)
				continue;
			const gz_slot *slot = &plan->slots.items[e->slot];
			for (int32_t leaf = 0; leaf < (slot->place ? plan->n_leaves : 1); leaf++)
				for (int32_t x = 0; x < (slot->stratum ? plan->n_strata : 1) && st == GZ_OK; x++) {
					const double mean = gz_slot_at(&plan->slots, store, e->slot, leaf, x, 0);
					if (!(mean > 0) || e->stages * plan->dt / mean > 1 + 1e-12)
						st = gz_error_set(err, GZ_ERR_INPUT, d->file, slot->value.row, slot->value.column,
							"compartment %s: %d stage%s in %g d cannot be passed in steps of %g d; use fewer stages or a shorter step",
							d->compartments[plan->cells[plan->groups[g].cell].compartment].name, e->stages, e->stages == 1 ? "" : "s", mean, plan->dt);
				}
		}
	free(store);
	return st;
}

/* Bounds of the step's fixed arrays, told before anything is compiled. */
static gz_status plan_limits(const gz_scenario *s, gz_error *err)
{
	const struct { int64_t n, most; const char *what; } limits[] = {
		{s->world.n_ages, GZ_PLAN_AGES, "age bands"}, {(int64_t)s->world.n_ages * s->world.n_groups, GZ_PLAN_STRATA, "age bands times groups"},
		{s->disease.n_infects + s->disease.n_environments, GZ_PLAN_CHANNELS, "ways of infection"}, {s->n_streams, 64, "observation streams"}};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (limits[i].n > limits[i].most)
			return gz_error_set(err, GZ_ERR_INPUT, s->file, 0, 0, "%lld %s; at most %lld are possible", (long long)limits[i].n, limits[i].what, (long long)limits[i].most);
	return GZ_OK;
}

gz_status gz_plan_compile(gz_plan *plan, const gz_scenario *scenario, gz_error *err)
{
	*plan = (gz_plan){.scenario = scenario, .dt = 1.0 / scenario->steps_per_day};
	plan->travel_dt = scenario->travel_each_step ? plan->dt : 1;
	plan->measure_dt = scenario->measures_each_step ? plan->dt : 1;
	GZ_TRY(plan_limits(scenario, err));
	GZ_TRY(plan_leaves(plan));
	GZ_TRY(plan_people(plan));
	GZ_TRY(plan_contacts(plan));
	GZ_TRY(plan_commutes(plan));
	GZ_TRY(gz_slot_begin(&plan->slots, &plan->arena, scenario, plan->leaf_place, plan->n_leaves));
	GZ_TRY(plan_values(plan));
	GZ_TRY(gz_cell_compile(plan, err));
	GZ_TRY(plan_draw_ids(plan, err));
	GZ_TRY(gz_stock_compile(plan, err));
	plan->can_sleep = scenario->sleep && !scenario->disease.has_vital;
	GZ_TRY(plan_check(plan, err));
	return GZ_OK;
}

void gz_plan_layout(gz_plan *plan, int32_t lanes)
{
	gz_slot_layout(&plan->slots, lanes);
	int64_t offset = 0;
	for (int32_t i = 0; i < plan->n_groups; i++) {
		gz_group *g = &plan->groups[i];
		int32_t size = 1;
		g->by_lane = g->replicate ? size : 0;
		size *= g->replicate ? lanes : 1;
		g->by_stratum = g->stratum ? size : 0;
		size *= g->stratum ? plan->n_strata : 1;
		g->by_leaf = g->place ? size : 0;
		g->entries = (int64_t)size * (g->place ? plan->n_leaves : 1);
		g->offset = offset;
		offset += g->entries * g->n_outcomes;
	}
	plan->group_size = offset;
}

void gz_plan_free(gz_plan *plan)
{
	gz_arena_free(&plan->arena);
	*plan = (gz_plan){0};
}

/* Probabilities of each exit of a group in one step. Returns their sum. */
static double plan_exits(const gz_plan *plan, const gz_group *g, const double *store, int32_t leaf, int32_t stratum, int32_t lane, double p[PLAN_EXITS_MAX])
{
	const double dt = plan->dt;
	double rate[PLAN_EXITS_MAX], total = 0;
	int32_t fixed = -1;
	for (int32_t i = 0; i < g->n_exits; i++) {
		const gz_exit *e = &plan->exits[g->first_exit + i];
		const double v = e->slot >= 0 ? gz_slot_at(&plan->slots, store, e->slot, leaf, stratum, lane) : 0;
		rate[i] = 0;
		if (e->kind == GZ_EXIT_STAGE) {
			const double q = v > 0 ? e->stages * dt / v : 1; /* a mean drawn at 0 or below is one step */
			if (g->n_exits == 1) {
				p[0] = q < 1 ? q : 1;
				return p[0];
			}
			if (q >= 1 - 1e-12)
				fixed = i;
			else
				rate[i] = -gz_maths_log1p(-q) / dt;
		} else if (e->kind == GZ_EXIT_FIXED) {
			fixed = i;
		} else if (e->kind == GZ_EXIT_RATE) {
			rate[i] = v > 0 ? v * e->per_year : 0;
		} else {
			const int32_t age = stratum / plan->n_groups_people;
			const double width = plan->scenario->world.age_to[age] - plan->scenario->world.age_from[age];
			rate[i] = age + 1 < plan->n_ages && isfinite(width) && width > 0 ? e->per_year / width : 0;
		}
		total += rate[i];
	}
	const double leave = -gz_maths_expm1(-total * dt);
	for (int32_t i = 0; i < g->n_exits; i++)
		p[i] = total > 0 ? leave * (rate[i] / total) : 0;
	if (fixed < 0)
		return leave;
	p[fixed] = 1 - leave;
	return 1;
}

/* Probability of one of n outcomes that share an exit, given the exit; `else` (-2) takes what the others leave of 1. */
static double plan_branch(const gz_plan *plan, const gz_outcome *outcomes, int32_t n, int32_t index, const double *store, int32_t leaf, int32_t stratum, int32_t lane)
{
	const gz_outcome *o = &outcomes[index];
	double p = 1;
	if (o->slot >= 0) {
		p = gz_slot_at(&plan->slots, store, o->slot, leaf, stratum, lane);
	} else if (o->slot == -2) {
		int32_t last = -1; /* chains of one compartment follow each other and share its branch */
		for (int32_t i = 0; i < n; i++) {
			if (outcomes[i].exit != o->exit)
				continue;
			const int32_t to = outcomes[i].entry_slot == -1 || outcomes[i].cell < 0 ? -1 : plan->cells[outcomes[i].cell].compartment;
			if (outcomes[i].slot >= -1 && (to < 0 || to != last))
				p -= outcomes[i].slot < 0 ? 1 : gz_slot_at(&plan->slots, store, outcomes[i].slot, leaf, stratum, lane);
			last = to;
		}
	}
	if (o->entry_slot >= 0) {
		p *= gz_slot_at(&plan->slots, store, o->entry_slot, leaf, stratum, lane);
	} else if (o->entry_slot == -2) {
		double rest = 1;
		const int32_t compartment = plan->cells[o->cell].compartment;
		for (int32_t i = 0; i < n; i++)
			if (outcomes[i].exit == o->exit && outcomes[i].cell >= 0 && plan->cells[outcomes[i].cell].compartment == compartment && outcomes[i].entry_slot >= 0)
				rest -= gz_slot_at(&plan->slots, store, outcomes[i].entry_slot, leaf, stratum, lane);
		p *= rest;
	}
	return p > 0 ? p < 1 ? p : 1 : 0;
}

double gz_plan_branch(const gz_plan *plan, int32_t first, int32_t n, int32_t index, const double *store, int32_t leaf, int32_t stratum, int32_t lane)
{
	return plan_branch(plan, &plan->outcomes[first], n, index, store, leaf, stratum, lane);
}

void gz_plan_outcomes(const gz_plan *plan, const gz_group *g, const double *store, int32_t leaf, int32_t stratum, int32_t lane, double *p)
{
	double exits[PLAN_EXITS_MAX];
	plan_exits(plan, g, store, leaf, stratum, lane, exits);
	for (int32_t i = 0; i < g->n_outcomes; i++) {
		const gz_outcome *o = &plan->outcomes[g->first_outcome + i];
		p[i] = exits[o->exit - g->first_exit] * plan_branch(plan, &plan->outcomes[g->first_outcome], g->n_outcomes, i, store, leaf, stratum, lane);
	}
}

/* The group's table: the probability of leaving, then of each outcome but the last given that none before it happened. */
static void plan_group(const gz_plan *plan, const gz_group *g, const double *store, double *tables, int32_t lanes)
{
	double p[PLAN_OUTCOMES_MAX] = {0}, exits[PLAN_EXITS_MAX];
	for (int32_t leaf = 0; leaf < (g->place ? plan->n_leaves : 1); leaf++)
		for (int32_t x = 0; x < (g->stratum ? plan->n_strata : 1); x++)
			for (int32_t lane = 0; lane < (g->replicate ? lanes : 1); lane++) {
				double *at = &tables[gz_plan_entry(g, leaf, x, lane)];
				const double leave = plan_exits(plan, g, store, leaf, x, lane, exits);
				gz_plan_outcomes(plan, g, store, leaf, x, lane, p);
				at[0] = leave;
				double rest = 0;
				for (int32_t i = g->n_outcomes - 1; i >= 0; i--) {
					rest += p[i];
					if (i < g->n_outcomes - 1)
						at[(int64_t)(i + 1) * g->entries] = rest > 0 ? p[i] / rest : 0;
				}
			}
}

void gz_plan_probabilities(const gz_plan *plan, const double *store, double *tables, int32_t lanes, bool only_time)
{
	for (int32_t i = 0; i < plan->n_groups; i++)
		if (!only_time || plan->groups[i].time)
			plan_group(plan, &plan->groups[i], store, tables, lanes);
}
