/* Transitions of a disease, read row by row.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/transition.h"
#include "scenario/disease/branch.h"
#include "scenario/reading/axis.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

/* A compartment that people can leave. */
static int32_t find_from(gz_loader *l, const gz_node *node)
{
	int32_t c = gz_loader_compartment(l, node);
	if (c >= 0 && l->s->disease.compartments[c].dead) {
		gz_loader_mistake(l, node, "%s is dead: nobody leaves it", node->text);
		return -1;
	}
	return c;
}

/* The row's own name, or a made-up one that no earlier row has. */
static const char *row_name(gz_loader *l, const gz_node *map, const char *kind, int32_t i)
{
	const gz_node *node = gz_yaml_get(map, "name");
	const char *name = gz_loader_text(l, node, NULL);
	if (name != NULL && !gz_loader_is_name(name))
		gz_loader_mistake(l, node, "%.80s: a name is letters, digits, '-', '_' and '.', and starts with a letter", name);
	if (name != NULL)
		return name;
	return i == 0 ? kind : gz_arena_printf(&l->s->arena, "%s-%d", kind, i + 1);
}

static void check_loop(gz_loader *l, const gz_node *node, int32_t from, const gz_branch *to, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (to[i].to == from)
			gz_loader_mistake(l, node, "%s leads back to itself", l->s->disease.compartments[from].name);
}

/* Exactly one of two keys; true if it is the first. */
static bool one_of(gz_loader *l, const gz_node *map, const char *first, const char *second)
{
	bool a = gz_yaml_get(map, first) != NULL, b = gz_yaml_get(map, second) != NULL;
	if (a == b)
		gz_loader_mistake(l, map, a ? "both `%s` and `%s` stand here: expected one of them" : "expected `%s` or `%s`", first, second);
	return a;
}

/* ---- infect ------------------------------------------------------------------------------------------------ */
static void read_dispersion(gz_loader *l, gz_infect *infect, const gz_node *map)
{
	static const char *const traits[] = {"step", "person", NULL};
	infect->k = gz_value_of(INFINITY);
	if (map == NULL || !gz_loader_map(l, map, GZ_KEYS_DISPERSION))
		return;
	infect->dispersed = true;
	infect->k = gz_value_read(l, gz_loader_need(l, map, "k"), GZ_VALUE_POSITIVE, INFINITY, 1);
	infect->trait_person = gz_loader_choice(l, gz_yaml_get(map, "trait"), traits, 0) == 1;
	if (infect->trait_person)
		gz_axis_refuse(l, &infect->k, "k", GZ_AXIS_ALL, "people take a lasting trait with them wherever they go");
}

/* How to say what R0 and beta cannot. */
static const char by_people[] = "what differs between people is said by `susceptibility` and by the weights of `by`";

static void read_infect(gz_loader *l, gz_infect *infect, const gz_node *map, int32_t i)
{
	infect->name = row_name(l, map, "infect", i);
	const gz_node *from = gz_loader_need(l, map, "from"), *to = gz_loader_need(l, map, "to");
	infect->from = gz_loader_indices(l, from, find_from, &infect->n_from);
	infect->to = gz_branch_read(l, to, &infect->n_to);
	for (int32_t k = 0; k < infect->n_from; k++)
		check_loop(l, to != NULL ? to : map, infect->from[k], infect->to, infect->n_to);
	infect->has_r0 = one_of(l, map, "R0", "beta");
	infect->r0 = gz_value_read(l, gz_yaml_get(map, "R0"), 0, INFINITY, 0);
	infect->beta = gz_value_as(l, gz_yaml_get(map, "beta"), GZ_UNIT_RATE, 0, INFINITY, 0);
	gz_axis_refuse(l, &infect->r0, "R0", GZ_AXIS_PEOPLE, by_people);
	gz_axis_refuse(l, &infect->beta, "beta", GZ_AXIS_PEOPLE, by_people);
	infect->susceptibility = gz_value_read(l, gz_yaml_get(map, "susceptibility"), 0, INFINITY, 1);
	const gz_node *by = gz_yaml_get(map, "by");
	infect->by = by != NULL ? gz_value_by_compartment(l, by, GZ_UNIT_NONE, INFINITY, 0) : NULL;
	read_dispersion(l, infect, gz_yaml_get(map, "dispersion"));
	infect->noise = gz_value_read(l, gz_yaml_get(map, "noise"), 0, INFINITY, 0);
	gz_axis_refuse(l, &infect->noise, "noise", GZ_AXIS_PEOPLE, NULL);
}

void gz_transition_infects(gz_loader *l, const gz_node *list)
{
	gz_disease *d = &l->s->disease;
	if (!gz_loader_list(l, list, "infect rows {from, to, R0}"))
		return;
	d->infects = gz_loader_array(l, gz_infect, list->n);
	for (int32_t i = 0; d->infects != NULL && i < list->n; i++) {
		if (!gz_loader_map(l, &list->items[i], GZ_KEYS_INFECT))
			continue;
		gz_infect *infect = &d->infects[d->n_infects];
		read_infect(l, infect, &list->items[i], d->n_infects);
		for (int32_t k = 0; k < d->n_infects; k++)
			if (infect->name != NULL && strcmp(d->infects[k].name, infect->name) == 0)
				gz_loader_mistake(l, &list->items[i], "%s: an earlier infect row has this name", infect->name);
		d->n_infects++;
	}
}

/* The weight with which a compartment infects; false if it is not constant. */
static bool weight_of(gz_loader *l, const gz_infect *infect, int32_t c, double *x)
{
	const gz_compartment *compartment = &l->s->disease.compartments[c];
	return gz_value_constant(l, infect->by != NULL ? &infect->by[c] : &compartment->infectious, x);
}

/* Step-wise dispersion cannot be narrower than the infectious period itself makes it: 1/k > CV^2. Judged here where one compartment
 * infects, with one Erlang or fixed period that is constant; the compiled model judges the rest. */
static void check_dispersion(gz_loader *l, const gz_infect *infect, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	const gz_progress *period = NULL;
	double k, mean, x;
	int32_t n = 0;
	for (int32_t c = 0; c < d->n_compartments; c++) {
		if (!weight_of(l, infect, c, &x))
			return;
		if (x <= 0)
			continue;
		n++;
		for (int32_t i = 0; i < d->n_progresses; i++)
			if (d->progresses[i].from == c) {
				if (period != NULL)
					return;
				period = &d->progresses[i];
			}
	}
	if (n != 1 || period == NULL || period->duration.kind != GZ_DURATION_ERLANG || period->at_entry)
		return;
	if (!gz_value_constant(l, &infect->k, &k) || !gz_value_constant(l, &period->duration.mean, &mean))
		return;
	double square = 1.0 / period->duration.stages - 1 / (mean * l->s->steps_per_day);
	if (square > 0 && k >= 1 / square)
		gz_loader_mistake(l, node,
			"k %s: the infectious period alone varies so much that offspring have a k below %s; expected a smaller k, "
			"`trait: person`, or a period of more stages",
			gz_value_print(l, k), gz_value_print(l, round(1e4 / square) / 1e4));
}

/* Somebody must infect, and with R0 not for ever. */
static void check_infectious(gz_loader *l, const gz_infect *infect, const gz_node *map)
{
	const gz_disease *d = &l->s->disease;
	bool nobody = true;
	for (int32_t c = 0; c < d->n_compartments; c++) {
		double x = 0;
		if (weight_of(l, infect, c, &x) && x <= 0)
			continue;
		nobody = false;
		bool leaves = d->has_vital;
		for (int32_t i = 0; i < d->n_progresses && !leaves; i++)
			leaves = d->progresses[i].from == c;
		if (infect->has_r0 && !leaves)
			gz_loader_mistake(l, map, "people in %s infect for ever (no `progress` leads from it), so that R0 has no meaning: give `beta`",
				d->compartments[c].name);
	}
	const gz_node *by = gz_yaml_get(map, "by");
	for (int32_t i = 0; by != NULL && i < by->n; i++)
		if (by->keys != NULL && gz_scenario_compartment(l->s, by->keys[i].text) < 0)
			return; /* has been told */
	if (nobody && infect->by != NULL)
		gz_loader_mistake(l, map, "%s: nobody infects: expected a weight above 0 in `by`", infect->name);
	else if (nobody)
		gz_loader_mistake(l, map, "%s: nobody infects: expected `infectious` in a compartment, or weights in `by`", infect->name);
}

void gz_transition_check(gz_loader *l, const gz_node *list)
{
	const gz_disease *d = &l->s->disease;
	int32_t row = 0;
	if (list == NULL || list->kind != GZ_NODE_LIST)
		return;
	for (int32_t i = 0; i < list->n && row < d->n_infects; i++) {
		if (list->items[i].kind != GZ_NODE_MAP)
			continue;
		const gz_infect *infect = &d->infects[row++];
		const gz_node *node = gz_yaml_get(&list->items[i], "dispersion");
		check_infectious(l, infect, &list->items[i]);
		if (infect->dispersed && !infect->trait_person && node != NULL)
			check_dispersion(l, infect, node);
	}
}

/* ---- progress ---------------------------------------------------------------------------------------------- */
static void read_progress(gz_loader *l, gz_progress *progress, const gz_node *map)
{
	static const char *const moments[] = {"exit", "entry", NULL};
	const gz_node *to = gz_yaml_get(map, "to"), *branches = gz_yaml_get(map, "branches");
	const gz_node *duration = gz_yaml_get(map, "duration");
	bool by_duration = duration != NULL || (branches != NULL && gz_yaml_get(map, "rate") == NULL);
	const gz_node *at = gz_yaml_get(map, "at");
	progress->at_entry = gz_loader_choice(l, at, moments, branches != NULL) == 1;
	if ((to != NULL) == (branches != NULL))
		gz_loader_mistake(
			l, map, to != NULL ? "both `to` and `branches` stand here: expected one of them" : "expected `to`: where people go");
	if (branches != NULL && !progress->at_entry)
		gz_loader_mistake(l, at, "`branches` have durations of their own, and so are drawn `at: entry`");
	if (duration != NULL || branches == NULL)
		by_duration = one_of(l, map, "duration", "rate");
	else if (gz_yaml_get(map, "rate") != NULL)
		gz_loader_mistake(l, map, "`branches` go with durations, not with a `rate`");
	if (by_duration && duration != NULL)
		progress->duration = gz_branch_duration(l, duration);
	else if (!by_duration)
		progress->duration =
			(gz_duration){.kind = GZ_DURATION_RATE, .stages = 1, .mean = gz_value_as(l, gz_yaml_get(map, "rate"), GZ_UNIT_RATE, 0, INFINITY, 0)};
	else
		progress->duration = (gz_duration){.kind = GZ_DURATION_ERLANG, .stages = 1, .mean = gz_value_of(1)};
	if (progress->at_entry && !by_duration)
		gz_loader_mistake(l, at != NULL ? at : map, "`at: entry` goes with a duration, not with a `rate`");
	progress->to =
		branches != NULL ? gz_branch_read_list(l, branches, duration == NULL, &progress->n_to) : gz_branch_read(l, to, &progress->n_to);
}

/* One row for each compartment in `from`. */
static void add_progress(gz_loader *l, const gz_node *map, bool *has_duration)
{
	gz_disease *d = &l->s->disease;
	gz_progress progress = {0};
	int32_t n;
	const gz_node *node = gz_loader_need(l, map, "from");
	int32_t *from = gz_loader_indices(l, node, find_from, &n);
	read_progress(l, &progress, map);
	for (int32_t k = 0; k < n; k++) {
		progress.from = from[k];
		check_loop(l, node, from[k], progress.to, progress.n_to);
		if (progress.duration.kind != GZ_DURATION_RATE && has_duration[from[k]])
			gz_loader_mistake(
				l, node, "%s has a duration already: a compartment has one, further rows have a `rate`", d->compartments[from[k]].name);
		has_duration[from[k]] = has_duration[from[k]] || progress.duration.kind != GZ_DURATION_RATE;
		d->progresses[d->n_progresses++] = progress;
	}
}

void gz_transition_progresses(gz_loader *l, const gz_node *list)
{
	gz_disease *d = &l->s->disease;
	if (!gz_loader_list(l, list, "progress rows {from, duration, to}"))
		return;
	bool *has_duration = gz_loader_array(l, bool, d->n_compartments);
	int32_t rows = 0;
	for (int32_t i = 0; i < list->n; i++) {
		const gz_node *from = gz_yaml_get(&list->items[i], "from");
		rows += from != NULL && from->kind == GZ_NODE_LIST ? from->n : 1;
	}
	d->progresses = gz_loader_array(l, gz_progress, rows);
	for (int32_t i = 0; d->progresses != NULL && has_duration != NULL && i < list->n; i++)
		if (gz_loader_map(l, &list->items[i], GZ_KEYS_PROGRESS))
			add_progress(l, &list->items[i], has_duration);
}

/* ---- environment and travel -------------------------------------------------------------------------------- */
static void read_environment(gz_loader *l, gz_environment *e, const gz_node *map, int32_t i)
{
	e->name = row_name(l, map, "environment", i);
	const gz_node *from = gz_loader_need(l, map, "from"), *to = gz_loader_need(l, map, "to");
	e->from = gz_loader_indices(l, from, find_from, &e->n_from);
	e->to = gz_branch_read(l, to, &e->n_to);
	for (int32_t k = 0; k < e->n_from; k++)
		check_loop(l, to != NULL ? to : map, e->from[k], e->to, e->n_to);
	e->shed = gz_value_by_compartment(l, gz_loader_need(l, map, "shed"), GZ_UNIT_CHANCE, INFINITY, 0);
	e->decay = gz_value_as(l, gz_loader_need(l, map, "decay"), GZ_UNIT_RATE, 0, INFINITY, 1);
	e->half = gz_value_read(l, gz_loader_need(l, map, "half"), GZ_VALUE_POSITIVE, INFINITY, 1);
	e->has_r0 = one_of(l, map, "R0", "rate");
	e->r0 = gz_value_read(l, gz_yaml_get(map, "R0"), 0, INFINITY, 0);
	e->rate = gz_value_as(l, gz_yaml_get(map, "rate"), GZ_UNIT_RATE, 0, INFINITY, 0);
	gz_axis_refuse(l, &e->r0, "R0", GZ_AXIS_PEOPLE, NULL);
	gz_axis_refuse(l, &e->rate, "rate", GZ_AXIS_PEOPLE, NULL);
	gz_axis_refuse(l, &e->decay, "decay", GZ_AXIS_PEOPLE, NULL);
	gz_axis_refuse(l, &e->half, "half", GZ_AXIS_PEOPLE, NULL);
	double decay;
	if (e->has_r0 && gz_value_constant(l, &e->decay, &decay) && decay == 0)
		gz_loader_mistake(l, map, "%s: a reservoir that never decays infects for ever, so that R0 has no meaning: give `rate`", e->name);
}

void gz_transition_environments(gz_loader *l, const gz_node *list)
{
	gz_disease *d = &l->s->disease;
	if (!gz_loader_list(l, list, "reservoirs {name, from, to, shed, decay, half, rate}"))
		return;
	d->environments = gz_loader_array(l, gz_environment, list->n);
	for (int32_t i = 0; d->environments != NULL && i < list->n; i++) {
		if (!gz_loader_map(l, &list->items[i], GZ_KEYS_ENVIRONMENT))
			continue;
		gz_environment *e = &d->environments[d->n_environments];
		read_environment(l, e, &list->items[i], d->n_environments);
		for (int32_t k = 0; k < d->n_environments; k++)
			if (e->name != NULL && strcmp(d->environments[k].name, e->name) == 0)
				gz_loader_mistake(l, &list->items[i], "%s: an earlier reservoir has this name", e->name);
		for (int32_t k = 0; k < d->n_infects; k++)
			if (e->name != NULL && strcmp(d->infects[k].name, e->name) == 0)
				gz_loader_mistake(l, &list->items[i], "%s: an infect row has this name", e->name);
		d->n_environments++;
	}
}

void gz_transition_interrupts(gz_loader *l, const gz_node *list)
{
	gz_disease *d = &l->s->disease;
	if (!gz_loader_list(l, list, "rows {from, to, probability}"))
		return;
	d->interrupts = gz_loader_array(l, gz_interrupt, list->n);
	for (int32_t i = 0; d->interrupts != NULL && i < list->n; i++) {
		const gz_node *map = &list->items[i];
		if (!gz_loader_map(l, map, GZ_KEYS_INTERRUPT))
			continue;
		const gz_node *from = gz_loader_need(l, map, "from"), *to = gz_loader_need(l, map, "to");
		gz_interrupt interrupt = {from != NULL ? find_from(l, from) : -1, gz_loader_compartment(l, to),
			gz_value_read(l, gz_loader_need(l, map, "probability"), 0, 1, 0)};
		if (interrupt.from >= 0 && interrupt.from == interrupt.to)
			gz_loader_mistake(l, map, "%s leads back to itself", d->compartments[interrupt.from].name);
		if (interrupt.from >= 0 && interrupt.to >= 0)
			d->interrupts[d->n_interrupts++] = interrupt;
	}
}
