/* Measures of a scenario: what all kinds share is read here, the rest by action.c.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/measure/measure.h"
#include "scenario/measure/borrow.h"
#include "scenario/measure/action.h"
#include "scenario/measure/oddity.h"
#include "scenario/measure/then.h"
#include "scenario/words.h"
#include "scenario/reading/axis.h"
#include "scenario/reading/value.h"
#include "scenario/world/world.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double money_max = 1e15;

/* ---- at ---------------------------------------------------------------------------------------------------- */
static int32_t find_crossing(gz_loader *l, const gz_node *node)
{
	const gz_world *w = &l->s->world;
	const char *id = gz_loader_text(l, node, NULL);
	if (id == NULL || !l->world_known)
		return -1;
	int32_t i = gz_world_crossing(w, id);
	const char **ids = i < 0 ? gz_loader_array(l, const char *, w->n_crossings) : NULL;
	for (int32_t k = 0; ids != NULL && k < w->n_crossings; k++)
		ids[k] = w->crossings[k].id;
	if (ids != NULL)
		gz_loader_unknown(l, node, "crossing", ids, w->n_crossings);
	return i;
}

static int32_t find_flow(gz_loader *l, const gz_node *node)
{
	const gz_world *w = &l->s->world;
	const char *id = gz_loader_text(l, node, NULL);
	if (id == NULL || !l->world_known)
		return -1;
	int32_t i = gz_world_flow(w, id);
	const char **ids = i < 0 ? gz_loader_array(l, const char *, w->n_flows) : NULL;
	for (int32_t k = 0; ids != NULL && k < w->n_flows; k++)
		ids[k] = w->flows[k].id;
	if (ids != NULL)
		gz_loader_unknown(l, node, "flow", ids, w->n_flows);
	return i;
}

static int32_t find_group(gz_loader *l, const gz_node *node)
{
	if (!l->world_known || (node != NULL && node->kind == GZ_NODE_SCALAR && strcmp(node->text, "all") == 0))
		return -1;
	return gz_loader_group(l, node);
}

static const struct {
	const char *key;
	unsigned flag;
} wheres[] = {{"crossing", GZ_ACTION_CROSSING}, {"flow", GZ_ACTION_FLOW}, {"place", GZ_ACTION_PLACE}, {"group", GZ_ACTION_GROUP}};
enum { WHERE_COUNT = sizeof wheres / sizeof wheres[0] };

/* Whether the kind can stand there; the sentence lists where it can. */
static void check_where(gz_loader *l, const gz_node *at, const gz_action *action)
{
	char list[64] = "";
	size_t used = 0;
	for (int32_t i = 0; i < WHERE_COUNT; i++)
		if ((action->where & wheres[i].flag) != 0)
			used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "", wheres[i].key);
	for (int32_t i = 0; i < WHERE_COUNT; i++) {
		const gz_node *node = gz_yaml_get(at, wheres[i].key);
		if (node != NULL && (action->where & wheres[i].flag) == 0)
			gz_loader_mistake(l, node, "`%s` cannot stand at a %s; expected %s, or everywhere: true", action->key, wheres[i].key, list);
	}
}

/* For a kind that stands at borders only, everywhere is at every crossing. */
static void spread_over_crossings(gz_loader *l, gz_measure *m, const gz_node *at)
{
	int32_t n = l->s->world.n_crossings;
	m->everywhere = false;
	m->crossings = gz_loader_array(l, int32_t, n);
	if (l->world_known && n == 0)
		gz_loader_mistake(l, at, "everywhere is at every crossing, and this world has none");
	for (int32_t i = 0; m->crossings != NULL && i < n; i++)
		m->crossings[m->n_crossings++] = i;
}

static void read_at(gz_loader *l, gz_measure *m, const gz_node *at, const gz_action *action)
{
	static const char *const directions[] = {"both", "in", "out", NULL};
	static const char *const one[] = {"crossing", "flow", "place", "everywhere", NULL};
	const char *which = NULL;
	l->at = 0;
	if (at == NULL || !gz_loader_map(l, at, GZ_KEYS_AT))
		return;
	for (int32_t i = 0; i < WHERE_COUNT; i++)
		if (gz_yaml_get(at, wheres[i].key) != NULL)
			l->at |= wheres[i].flag;
	m->crossings = gz_loader_indices(l, gz_yaml_get(at, "crossing"), find_crossing, &m->n_crossings);
	m->flows = gz_loader_indices(l, gz_yaml_get(at, "flow"), find_flow, &m->n_flows);
	m->places = gz_loader_indices(l, gz_yaml_get(at, "place"), gz_loader_place, &m->n_places);
	const gz_node *group = gz_yaml_get(at, "group"), *everywhere = gz_yaml_get(at, "everywhere");
	m->group = group != NULL ? find_group(l, group) : -1;
	m->everywhere = gz_loader_bool(l, everywhere, false);
	const gz_node *direction = gz_yaml_get(at, "direction");
	m->direction = (gz_direction)gz_loader_choice(l, direction, directions, GZ_DIRECTION_BOTH);
	int32_t n = gz_loader_present(at, one, &which);
	if (n > 1)
		gz_loader_mistake(l, at, "expected one of crossing, flow, place, everywhere; found more than one");
	else if (n == 0 && group == NULL && gz_loader_misspelt(at, GZ_KEYS_AT))
		return;
	else if (n == 0 && group == NULL)
		gz_loader_mistake(l, at, "expected a crossing, a flow, a place, a group, or everywhere: true");
	else if (n == 0)
		m->everywhere = true;
	else if (strcmp(which, "everywhere") == 0 && !m->everywhere)
		gz_loader_mistake(l, everywhere, "expected everywhere: true");
	if (direction != NULL && gz_yaml_get(at, "place") != NULL)
		gz_loader_mistake(l, direction, "`direction` goes with a crossing or a flow");
	if (action != NULL)
		check_where(l, at, action);
	if (action != NULL && m->everywhere && (action->where & GZ_ACTION_PLACE) == 0)
		spread_over_crossings(l, m, everywhere != NULL ? everywhere : at);
}

/* ---- when -------------------------------------------------------------------------------------------------- */
/* Dates that leave no day of the run to the measure. */
static void note_outside(gz_loader *l, const gz_measure *m, const gz_node *from, const gz_node *to)
{
	const gz_scenario *s = l->s;
	char start[16];
	if (from != NULL && gz_loader_too_late(l, from, m->from, "the measure never begins"))
		return;
	if (to == NULL || s->start == INT32_MIN || m->to >= s->start)
		return;
	gz_date_format(s->start, start);
	gz_loader_note(l, to, "%.40s is before the start, %s: the measure is over before the run begins", to->text, start);
}

/* `when: order`, or among keys that say how long after the order and for how long: `order: true`. */
static void read_order(gz_loader *l, gz_measure *m, const gz_node *when)
{
	static const char *const others[] = {"from", "to", "after", "again", "until", NULL};
	const gz_node *order = gz_yaml_get(when, "order");
	m->on_order = when->kind == GZ_NODE_SCALAR || gz_loader_bool(l, order, true);
	if (!m->on_order)
		gz_loader_mistake(l, order, "expected order: true; a measure that waits for no order says nothing of it");
	for (int32_t i = 0; order != NULL && others[i] != NULL; i++)
		if (gz_yaml_get(when, others[i]) != NULL)
			gz_loader_mistake(l, gz_yaml_get(when, others[i]), "`%s` does not go with `order`: the order says when the measure begins and ends", others[i]);
	gz_loader_note(l, when, "%.80s waits for an order: only a running exercise starts it, `guzar run` never does", m->name);
}

static void read_when(gz_loader *l, gz_measure *m, const gz_node *when)
{
	static const char *const needing[] = {"lead", "for", "again", "until", NULL};
	const bool word = when != NULL && when->kind == GZ_NODE_SCALAR && strcmp(when->text, "order") == 0;
	if (when != NULL && when->kind == GZ_NODE_SCALAR && !word && !gz_yaml_is_null(when))
		gz_loader_mistake(l, when, "%.40s: expected `order`, or keys such as from, to, after", when->text);
	else if (when != NULL && !word && !gz_loader_map(l, when, GZ_KEYS_WHEN))
		return;
	if (when == NULL || (when->kind == GZ_NODE_SCALAR && !word))
		return;
	if (word || gz_yaml_get(when, "order") != NULL)
		read_order(l, m, when);
	if (word)
		return;
	const gz_node *from = gz_yaml_get(when, "from"), *to = gz_yaml_get(when, "to");
	m->from = gz_loader_date(l, from, INT32_MIN);
	m->to = gz_loader_date(l, to, INT32_MAX);
	if (from != NULL && to != NULL && m->from > m->to)
		gz_loader_mistake(l, to, "the measure ends (%.40s) before it begins (%.40s)", to->text, from->text);
	else
		note_outside(l, m, from, to);
	const gz_node *after = gz_yaml_get(when, "after");
	m->after = gz_value_trigger(l, after);
	m->until = gz_value_trigger(l, gz_yaml_get(when, "until"));
	m->lead = gz_loader_days(l, gz_yaml_get(when, "lead"), 0, 3660, 0);
	m->lasts = gz_loader_days(l, gz_yaml_get(when, "for"), GZ_VALUE_POSITIVE, 36600, INFINITY);
	m->again = gz_loader_bool(l, gz_yaml_get(when, "again"), false);
	gz_loader_rounded(l, gz_yaml_get(when, "lead"), m->lead);
	gz_loader_rounded(l, gz_yaml_get(when, "for"), m->lasts);
	for (int32_t i = 0; after == NULL && !m->on_order && needing[i] != NULL; i++)
		if (gz_yaml_get(when, needing[i]) != NULL)
			gz_loader_mistake(l, gz_yaml_get(when, needing[i]), "`%s` goes with `after`, the report that starts the measure, or with `order`", needing[i]);
}

/* Costs are added up, and no rate of exchange is known. */
static void check_currency(gz_loader *l, const gz_measure *m, const gz_node *node)
{
	for (int32_t i = 0; m->currency != NULL && i < l->s->n_measures; i++) {
		const gz_measure *other = &l->s->measures[i];
		if (other->currency == NULL || strcmp(other->currency, m->currency) == 0)
			continue;
		gz_loader_mistake(l, node, "%.80s costs in %.20s, and %.80s in %.20s: costs are added up, so that one currency is expected (a `cost` of its own replaces that of the library)",
			m->name, m->currency, other->name, other->currency);
		return;
	}
}

static void read_cost(gz_loader *l, gz_measure *m, const gz_node *cost)
{
	if (cost == NULL || !gz_loader_map(l, cost, GZ_KEYS_COST))
		return;
	m->cost_day = gz_loader_constant(l, gz_yaml_get(cost, "day"), GZ_UNIT_COUNT, 0, money_max, 0);
	m->cost_traveller = gz_loader_constant(l, gz_yaml_get(cost, "traveller"), GZ_UNIT_COUNT, 0, money_max, 0);
	m->cost_test = gz_loader_constant(l, gz_yaml_get(cost, "test"), GZ_UNIT_COUNT, 0, money_max, 0);
	m->cost_dose = gz_loader_constant(l, gz_yaml_get(cost, "dose"), GZ_UNIT_COUNT, 0, money_max, 0);
	m->cost_bed_day = gz_loader_constant(l, gz_yaml_get(cost, "bed_day"), GZ_UNIT_COUNT, 0, money_max, 0);
	m->currency = gz_loader_text(l, gz_yaml_get(cost, "currency"), NULL);
	check_currency(l, m, gz_yaml_get(cost, "currency"));
}

/* ---- one measure ------------------------------------------------------------------------------------------- */
/* The kind of a measure, -1 after a mistake. */
static int32_t find_kind(gz_loader *l, const gz_node *map)
{
	int32_t kind = -1, n = 0;
	const char *first = NULL;
	char list[240];
	size_t used = 0;
	for (int32_t k = 0; gz_action_get(k) != NULL; k++) {
		const char *key = gz_action_get(k)->key;
		used += used < sizeof list ? (size_t)snprintf(list + used, sizeof list - used, "%s%s", k > 0 ? ", " : "", key) : 0;
		if (gz_yaml_get(map, key) == NULL)
			continue;
		if (n++ > 0)
			gz_loader_mistake(l, map, "a measure does one thing, this one has both `%s` and `%s`: write two measures", first, key);
		first = key;
		kind = k;
	}
	if (n == 0 && !gz_loader_misspelt(map, GZ_KEYS_MEASURE))
		gz_loader_mistake(l, map, "this measure does nothing: expected one of %s", list);
	return n == 1 ? kind : -1;
}

static void check_name(gz_loader *l, const gz_measure *m, const gz_node *node)
{
	if (m->name[0] == '\0' && node->kind != GZ_NODE_LIST)
		gz_loader_mistake(l, node, "name: expected a text, or {en: ..., ru: ..., tg: ...}, found an empty one");
	for (int32_t i = 0; m->name[0] != '\0' && i < l->s->n_measures; i++)
		if (strcmp(l->s->measures[i].name, m->name) == 0) {
			gz_loader_mistake(l, node, "%.80s: an earlier measure has this name", m->name);
			return;
		}
}

/* With steps under a day: who acts in a day's first step only. */
static void note_steps(gz_loader *l, const gz_measure *m, const gz_node *map)
{
	const gz_scenario *s = l->s;
	const bool at_place = m->kind == GZ_MEASURE_ISOLATE || m->kind == GZ_MEASURE_TREAT || m->kind == GZ_MEASURE_TRACE || m->kind == GZ_MEASURE_VACCINATE || m->kind == GZ_MEASURE_TEST;
	const bool at_border = m->n_crossings > 0 || m->n_flows > 0;
	const bool within_days = fmod(m->lead, 1) != 0 || (isfinite(m->lasts) && fmod(m->lasts, 1) != 0);
	if (s->steps_per_day == 1)
		return;
	if (within_days && at_border && !s->travel_each_step)
		gz_loader_note(l, map, "%.80s: people travel in the first step of a day, so that it is met then only; steps: {travel: true} has them travel in each", m->name);
	else if (within_days && at_place && !at_border && !s->measures_each_step)
		gz_loader_note(l, map, "%.80s acts in the first step of a day only; steps: {measures: true} has measures at places act in each", m->name);
}

/* Coverage and compliance are the whole measure's; contacts and water know them by place, contacts of a group by age. */
static void check_reach(gz_loader *l, const gz_measure *m, const gz_node *map)
{
	static const char *const shares[] = {"coverage", "compliance"};
	for (int32_t i = 0; m->kind == GZ_MEASURE_SURVEILLANCE && i < 2; i++)
		if (gz_yaml_get(map, shares[i]) != NULL)
			gz_loader_mistake(l, gz_yaml_get(map, shares[i]), "%s: surveillance has none; expected the `probability` that comes of it", shares[i]);
	const bool mixes = m->kind == GZ_MEASURE_CONTACTS || m->kind == GZ_MEASURE_WATER;
	const unsigned axes = !mixes ? GZ_AXIS_ALL : m->group < 0 ? GZ_AXIS_PEOPLE : GZ_AXIS_PLACE | GZ_AXIS_GROUP;
	gz_axis_refuse(l, &m->coverage, "coverage", axes, "write a measure for each");
	gz_axis_refuse(l, &m->compliance, "compliance", axes, "write a measure for each");
}

static void read_measure(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *name = gz_loader_need(l, map, "name"), *then = gz_yaml_get(map, "then");
	*m = gz_action_default();
	m->title = gz_words_read(l, name);
	m->name = gz_words_in(&m->title, NULL);
	if (name != NULL)
		check_name(l, m, name);
	int32_t kind = find_kind(l, map);
	const gz_action *action = gz_action_get(kind);
	read_at(l, m, gz_loader_need(l, map, "at"), action);
	read_when(l, m, gz_yaml_get(map, "when"));
	m->coverage = gz_value_read(l, gz_yaml_get(map, "coverage"), 0, 1, 1);
	m->compliance = gz_value_read(l, gz_yaml_get(map, "compliance"), 0, 1, 1);
	read_cost(l, m, gz_yaml_get(map, "cost"));
	m->source = gz_loader_text(l, gz_yaml_get(map, "source"), NULL);
	if (action == NULL)
		return;
	m->kind = (gz_measure_kind)kind;
	const gz_node *fields = gz_yaml_get(map, action->key);
	if (gz_loader_map(l, fields, action->keys))
		action->read(l, m, fields);
	check_reach(l, m, map);
	if (action->then)
		m->then = gz_then_read(l, then);
	else if (then != NULL)
		gz_loader_mistake(l, then, "`then` follows a screen or a test, not `%s`", action->key);
	note_steps(l, m, map);
}

/* What the library says of a borrowed measure; a mistake in it stands in the library's file. */
static void read_summary(gz_loader *l, gz_measure *m)
{
	const char *file = l->file;
	if (l->borrowed_summary == NULL)
		return;
	l->borrowed = NULL;
	l->file = l->borrowed_file;
	m->summary = gz_words_read(l, l->borrowed_summary);
	l->file = file;
}

void gz_measure_load(gz_loader *l, const gz_node *list)
{
	gz_scenario *s = l->s;
	if (!gz_loader_list(l, list, "measures"))
		return;
	s->measures = gz_loader_array(l, gz_measure, list->n);
	l->pools = gz_loader_array(l, const char *, list->n);
	const gz_node **maps = gz_loader_array(l, const gz_node *, list->n);
	if (s->measures == NULL || l->pools == NULL || maps == NULL)
		return;
	for (int32_t i = 0; i < list->n; i++) {
		if (!gz_loader_map(l, &list->items[i], GZ_KEYS_MEASURE))
			continue;
		const gz_node *map = gz_borrow_measure(l, &list->items[i]);
		if (map == NULL)
			continue;
		read_measure(l, &s->measures[s->n_measures], map);
		read_summary(l, &s->measures[s->n_measures]);
		l->borrowed = NULL;
		maps[s->n_measures++] = &list->items[i];
	}
	gz_oddity_note(l, maps);
}
