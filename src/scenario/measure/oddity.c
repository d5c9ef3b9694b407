/* What leaves everything as it is may be the base of a sweep, or a slip of the pen: `check` says so, and the run goes on.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/measure/oddity.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

static bool is_nought(gz_loader *l, const gz_value *v)
{
	double x;
	return gz_value_constant(l, v, &x) && x == 0;
}

/* Whether nobody is found: 0 for every compartment. */
static bool finds_nobody(gz_loader *l, const gz_measure *m)
{
	for (int32_t c = 0; c < l->s->disease.n_compartments; c++)
		if (m->sensitivity == NULL || !is_nought(l, &m->sensitivity[c]))
			return false;
	return true;
}

static bool keeps_nobody(const gz_then *then) { return then != NULL && (then->adherence == 0 || (then->beds == 0 && then->otherwise == NULL)); }

/* The first of two doses may do nothing alone. */
static bool is_followed(const gz_loader *l, const gz_measure *m)
{
	for (int32_t i = 0; i < l->s->n_measures; i++)
		if (l->s->measures[i].follows != NULL && m->product != NULL && strcmp(l->s->measures[i].follows, m->product) == 0)
			return true;
	return false;
}

/* Whether the numbers of its kind leave everything as it is. */
static bool is_idle(gz_loader *l, const gz_measure *m)
{
	bool same = true;
	switch (m->kind) {
	case GZ_MEASURE_CONTACTS:
		for (int32_t i = 0; i < GZ_SETTING_COUNT; i++)
			same = same && m->scale[i] == 1;
		return same;
	case GZ_MEASURE_WATER:
		return m->intake == 1 && m->shed == 1 && m->decay == 0;
	case GZ_MEASURE_CLOSE:
	case GZ_MEASURE_CONTINUE:
	case GZ_MEASURE_TRACE:
		return m->share == 0 || (m->kind == GZ_MEASURE_TRACE && keeps_nobody(m->then));
	case GZ_MEASURE_VACCINATE:
		same = m->susceptibility == 1 && m->infectiousness == 1 && (m->to_compartment < 0 || is_nought(l, &m->take));
		return is_nought(l, &m->doses) || m->target == 0 || (same && !is_followed(l, m));
	case GZ_MEASURE_TREAT:
		return is_nought(l, &m->doses) || finds_nobody(l, m);
	case GZ_MEASURE_ISOLATE:
		return finds_nobody(l, m) || keeps_nobody(m->then);
	case GZ_MEASURE_QUARANTINE:
		return keeps_nobody(m->then);
	case GZ_MEASURE_SCREEN:
	case GZ_MEASURE_TEST:
		return m->capacity == 0 && m->full == GZ_FULL_PASS;
	default:
		return false;
	}
}

bool gz_oddity_finds(const gz_measure *m)
{
	const bool at_border = m->n_crossings > 0 || m->n_flows > 0;
	return m->kind == GZ_MEASURE_ISOLATE || (m->kind == GZ_MEASURE_TEST && (m->turnaround > 0 || !at_border));
}

static bool some_find(const gz_loader *l)
{
	for (int32_t i = 0; i < l->s->n_measures; i++)
		if (gz_oddity_finds(&l->s->measures[i]))
			return true;
	return false;
}

static bool confines(const gz_measure *m)
{
	return m->then != NULL && (m->then->kind == GZ_THEN_ISOLATE || m->then->kind == GZ_THEN_QUARANTINE);
}

/* Costs of what the measure never does. */
static void note_costs(gz_loader *l, const gz_measure *m, const gz_node *map)
{
	const bool looks = m->kind == GZ_MEASURE_SCREEN || m->kind == GZ_MEASURE_TEST, gives = m->kind == GZ_MEASURE_VACCINATE || m->kind == GZ_MEASURE_TREAT;
	const bool nobody = m->kind == GZ_MEASURE_CONTACTS || m->kind == GZ_MEASURE_WATER || m->kind == GZ_MEASURE_SURVEILLANCE;
	const bool released = confines(m) && m->then->release != NULL;
	const struct { double cost; bool arises; const char *key, *of; } costs[] = {{m->cost_test, looks || released, "test", "makes no tests"},
		{m->cost_dose, gives, "dose", "gives no doses"}, {m->cost_bed_day, confines(m), "bed_day", "has no beds"}, {m->cost_traveller, !nobody, "traveller", "handles nobody one by one"}};
	for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++)
		if (costs[i].cost > 0 && !costs[i].arises)
			gz_loader_note(l, map, "%.80s: its cost `%s` never arises: the measure %s", m->name, costs[i].key, costs[i].of);
}

/* Whether some flow goes by one of the crossings it stands at. */
static bool is_passed(const gz_world *w, const gz_measure *m)
{
	for (int32_t f = 0; f < w->n_flows; f++)
		for (int32_t v = 0; v < w->flows[f].manner->n_via; v++)
			for (int32_t i = 0; i < m->n_crossings; i++)
				if (w->flows[f].manner->via[v] == m->crossings[i])
					return true;
	return false;
}

static void note_one(gz_loader *l, const gz_measure *m, const gz_node *map)
{
	double holds;
	const bool reaches = m->kind != GZ_MEASURE_SURVEILLANCE && (is_nought(l, &m->coverage) || is_nought(l, &m->compliance));
	if (reaches || is_idle(l, m))
		gz_loader_note(l, map, "%.80s: with these numbers the measure changes nothing%s", m->name,
			m->kind == GZ_MEASURE_VACCINATE && !reaches && m->target > 0 && !is_nought(l, &m->doses) ? " (but the vaccinated are drawn apart from others, so that chance is another one)" : "");
	else if (m->kind == GZ_MEASURE_TRACE && !some_find(l))
		gz_loader_note(l, map, "%.80s: no measure here finds cases whose contacts could be traced (isolate, test), so that this one changes nothing", m->name);
	else if (m->kind == GZ_MEASURE_CONTINUE && l->s->disease.n_interrupts == 0)
		gz_loader_note(l, map, "%.80s: no crossing interrupts a treatment of this disease (`travel`), so that the measure changes nothing", m->name);
	else if (m->n_crossings > 0 && l->world_known && !is_passed(&l->s->world, m))
		gz_loader_note(l, map, "%.80s: no flow goes by any crossing it stands at, so that the measure meets nobody", m->name);
	if (m->after != NULL && m->lead >= l->s->days)
		gz_loader_note(l, map, "%.80s: its lead is as long as the run or longer: the measure never begins", m->name);
	else if (m->after != NULL && gz_expr_constant(m->after, &holds))
		gz_loader_note(l, map, "%.80s: what starts it %s", m->name, holds != 0 ? "holds from the first day" : "never holds: the measure never begins");
	note_costs(l, m, map);
}

void gz_oddity_note(gz_loader *l, const gz_node *const *maps)
{
	for (int32_t i = 0; i < l->s->n_measures; i++)
		note_one(l, &l->s->measures[i], maps[i]);
}
