/* Reachability: people are in the first compartment, in those that `initial`, begin rows or movements name, and in all that lead on
 * from these by infection, progress, environment, birth, travel, vaccination or treatment.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/reach.h"
#include <math.h>
#include <string.h>

static bool mark(bool *reached, int32_t c)
{
	if (c < 0 || reached[c])
		return false;
	reached[c] = true;
	return true;
}

static bool mark_branches(bool *reached, const gz_branch *to, int32_t n)
{
	bool changed = false;
	for (int32_t i = 0; i < n; i++)
		changed = mark(reached, to[i].to) || changed;
	return changed;
}

static bool any(const bool *reached, const int32_t *from, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (reached[from[i]])
			return true;
	return false;
}

static void mark_starts(const gz_scenario *s, bool *reached)
{
	const gz_disease *d = &s->disease;
	reached[0] = true;
	for (int32_t c = 0; c < d->n_compartments; c++)
		if (d->initial[c].expr != NULL || !isnan(d->initial[c].number))
			reached[c] = true;
	for (int32_t i = 0; i < s->n_begins; i++)
		(void)mark(reached, s->begins[i].compartment);
	for (int32_t i = 0; i < s->n_movements; i++)
		(void)mark(reached, s->movements[i].compartment);
	(void)mark_branches(reached, d->newborn, d->n_newborn);
}

/* One round over everything that leads on; true if it reached something new. */
static bool spread(const gz_scenario *s, bool *reached)
{
	const gz_disease *d = &s->disease;
	bool changed = false;
	for (int32_t i = 0; i < d->n_infects; i++)
		if (any(reached, d->infects[i].from, d->infects[i].n_from))
			changed = mark_branches(reached, d->infects[i].to, d->infects[i].n_to) || changed;
	for (int32_t i = 0; i < d->n_environments; i++)
		if (any(reached, d->environments[i].from, d->environments[i].n_from))
			changed = mark_branches(reached, d->environments[i].to, d->environments[i].n_to) || changed;
	for (int32_t i = 0; i < d->n_progresses; i++)
		if (reached[d->progresses[i].from])
			changed = mark_branches(reached, d->progresses[i].to, d->progresses[i].n_to) || changed;
	for (int32_t i = 0; i < d->n_interrupts; i++)
		if (reached[d->interrupts[i].from])
			changed = mark(reached, d->interrupts[i].to) || changed;
	for (int32_t i = 0; i < s->n_measures; i++) {
		changed = mark(reached, s->measures[i].to_compartment) || changed;
		for (const gz_then *then = s->measures[i].then; then != NULL; then = then->otherwise)
			if (then->kind == GZ_THEN_TREAT)
				changed = mark(reached, then->to) || changed;
	}
	return changed;
}

void gz_reach_check(gz_loader *l)
{
	const gz_disease *d = &l->s->disease;
	const gz_node *map = gz_yaml_get(l->disease_root, "compartments");
	bool *reached = gz_loader_array(l, bool, d->n_compartments);
	if (d->n_compartments == 0 || map == NULL || reached == NULL || d->initial == NULL)
		return;
	mark_starts(l->s, reached);
	while (spread(l->s, reached))
		;
	const char *file = l->file;
	l->file = d->file;
	for (int32_t c = 0; c < d->n_compartments; c++)
		if (!reached[c])
			gz_loader_mistake(l, &map->keys[c],
				"%s: nobody can ever be here: nothing leads to it (if only some scenarios use it, write "
				"initial: {%s: 0})",
				d->compartments[c].name, d->compartments[c].name);
	l->file = file;
}
