/* Compiles a declared disease to cells, ways out of them, channels of infection and targets.
 *
 * A compartment whose duration has n stages becomes n cells in a row; one whose branch is drawn on entering becomes one such row a
 * branch. Every way out of a cell (the next stage or the branches, competing rates, death, ageing) is an exit with outcomes; infection
 * is apart, because it is drawn first and from what it leaves the other exits are drawn.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/cell.h"
#include "base/hash.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CELL_STAGES_MAX = 512 };

typedef struct cell_builder {
	gz_plan *plan;
	const gz_disease *d;
	gz_error *err;
	int32_t cell_room, exit_room, outcome_room;
	const gz_progress **main;   /* [compartment] the row with the duration, NULL none */
} cell_builder;

static bool cell_constant(const gz_plan *plan, const gz_value *v, double *out)
{
	(void)plan;
	if (!v->expr) {
		*out = v->number;
		return true;
	}
	return gz_expr_constant(v->expr, out);
}

/* Value of an expression over fixed parameters, for numbers of stages: drawn and varying parameters cannot decide a structure. */
static bool cell_fixed_value(const cell_builder *b, const gz_value *v, double *out)
{
	if (cell_constant(b->plan, v, out))
		return true;
	gz_slots *slots = &b->plan->slots;
	const int32_t slot = gz_slot_add(slots, &b->plan->arena, v);
	if (slot < 0 || slots->items[slot].place || slots->items[slot].stratum || slots->items[slot].replicate || slots->items[slot].time)
		return false;
	gz_slot_layout(slots, 1);
	double *store = gz_arena_array(&b->plan->arena, double, slots->size);
	if (!store)
		return false;
	gz_slot_evaluate(slots, store, -1, 1, 0, false);
	*out = gz_slot_at(slots, store, slot, 0, 0, 0);
	return true;
}

static gz_status cell_stages(const cell_builder *b, const gz_duration *du, const char *name, int32_t *out)
{
	*out = 1;
	if (!du || du->kind == GZ_DURATION_RATE)
		return GZ_OK;
	if (du->kind == GZ_DURATION_ERLANG) {
		*out = du->stages;
	} else {
		double days;
		if (!cell_fixed_value(b, &du->mean, &days))
			return gz_error_set(b->err, GZ_ERR_INPUT, b->d->file, du->mean.row, du->mean.column,
				"compartment %s: a fixed duration must be one number, the same everywhere and always", name);
		*out = (int32_t)floor(days / b->plan->dt + 0.5);
		if (*out < 1 || fabs(*out * b->plan->dt - days) > 1e-9 * days)
			return gz_error_set(b->err, GZ_ERR_INPUT, b->d->file, du->mean.row, du->mean.column,
				"compartment %s: a fixed duration of %g d is not a whole number of steps of %g d", name, days, b->plan->dt);
	}
	if (*out < 1 || *out > CELL_STAGES_MAX)
		return gz_error_set(b->err, GZ_ERR_INPUT, b->d->file, du->mean.row, du->mean.column, "compartment %s would need %d stages; at most %d are allowed",
			name, *out, CELL_STAGES_MAX);
	return GZ_OK;
}

/* Duration of one chain of a compartment. */
static const gz_duration *cell_duration(const cell_builder *b, int32_t compartment, int32_t chain)
{
	const gz_progress *p = b->main[compartment];
	if (!p)
		return NULL;
	return p->at_entry && p->to[chain].has_duration ? p->to[chain].duration : &p->duration;
}

static gz_status cell_count(cell_builder *b)
{
	gz_plan *plan = b->plan;
	for (int32_t i = 0; i < b->d->n_progresses; i++) {
		const gz_progress *p = &b->d->progresses[i];
		if (p->duration.kind != GZ_DURATION_RATE || p->at_entry)
			b->main[p->from] = p;
	}
	for (int32_t c = 0; c < b->d->n_compartments; c++) {
		const int32_t chains = b->main[c] && b->main[c]->at_entry ? b->main[c]->n_to : 1;
		plan->entry_n[c] = chains;
		for (int32_t k = 0; k < chains; k++) {
			int32_t n;
			GZ_TRY(cell_stages(b, cell_duration(b, c, k), b->d->compartments[c].name, &n));
			plan->n_cells += n;
		}
	}
	if (plan->n_cells > CELL_STAGES_MAX)
		return gz_error_set(b->err, GZ_ERR_INPUT, b->d->file, 0, 0, "the disease has %d stages in all; at most %d are allowed", plan->n_cells, CELL_STAGES_MAX);
	return GZ_OK;
}

/* Entry cells: entry_first[c] is an offset into entry_cells kept as: chain k of c starts at cell entry_cells[entry_first[c] + k]. */
static gz_status cell_make(cell_builder *b)
{
	gz_plan *plan = b->plan;
	gz_arena *arena = &plan->arena;
	int32_t cell = 0, entry = 0;
	for (int32_t c = 0; c < b->d->n_compartments; c++) {
		const gz_compartment *row = &b->d->compartments[c];
		plan->entry_first[c] = entry;
		const int32_t travel = gz_slot_add(&plan->slots, arena, &row->travel);
		for (int32_t k = 0; k < plan->entry_n[c]; k++) {
			int32_t n;
			GZ_TRY(cell_stages(b, cell_duration(b, c, k), row->name, &n));
			const gz_branch *branch = plan->entry_n[c] > 1 ? &b->main[c]->to[k] : NULL;
			plan->entry_slot[entry] = !branch ? -1 : branch->otherwise ? -2 : gz_slot_add(&plan->slots, arena, &branch->probability);
			plan->entry_cells[entry++] = cell;
			for (int32_t stage = 0; stage < n; stage++, cell++) {
				const char *name = n == 1 && k == 0 ? gz_arena_strdup(arena, row->name) : gz_arena_printf(arena, "%s.%d.%d", row->name, k + 1, stage + 1);
				if (!name || travel < 0)
					return GZ_ERR_MEMORY;
				plan->cells[cell] = (gz_cell){.compartment = c, .stage = stage, .chain = k, .group = -1, .rest = row->rest, .dead = row->dead, .mass = -1,
					.bed = row->bed, .travel = travel, .name = name, .id = gz_random_draw_id(name)};
			}
		}
	}
	return GZ_OK;
}

/* Which streams count a passage between compartments (or an infection); from -1: a birth, which counts as an entry. */
static uint64_t cell_streams(const cell_builder *b, int32_t from, int32_t to, bool infection)
{
	const gz_scenario *s = b->plan->scenario;
	uint64_t bits = 0;
	if (from == to && !infection)
		return 0;
	for (int32_t i = 0; i < s->n_streams; i++) {
		const gz_stream *st = &s->streams[i];
		bool counts = false;
		if (st->event == 0) {
			counts = infection;
		} else if (st->event > 0) {
			const gz_event *e = &b->d->events[st->event];
			bool into = e->n_into == 0, out = e->n_out == 0;
			for (int32_t k = 0; k < e->n_into; k++)
				into = into || e->into[k] == to;
			for (int32_t k = 0; k < e->n_out; k++)
				out = out || e->out[k] == from;
			counts = into && out && e->n_into + e->n_out > 0;
		} else {
			for (int32_t k = 0; k < st->n_compartments; k++)
				counts = counts || st->compartments[k] == to;
		}
		bits |= counts ? (uint64_t)1 << i : 0;
	}
	return bits;
}

static gz_status cell_outcome(cell_builder *b, const gz_outcome *o)
{
	gz_plan *plan = b->plan;
	if (plan->n_outcomes == b->outcome_room) {
		const int32_t room = b->outcome_room ? 2 * b->outcome_room : 256;
		gz_outcome *grown = gz_arena_array(&plan->arena, gz_outcome, room);
		if (!grown)
			return GZ_ERR_MEMORY;
		if (plan->n_outcomes)
			memcpy(grown, plan->outcomes, (size_t)plan->n_outcomes * sizeof *grown);
		plan->outcomes = grown;
		b->outcome_room = room;
	}
	plan->outcomes[plan->n_outcomes] = *o;
	char name[160];
	snprintf(name, sizeof name, "%s+%d/%d", o->cell < 0 ? "-" : plan->cells[o->cell].name, o->stratum_step != 0, o->exit);
	plan->outcomes[plan->n_outcomes++].id = gz_random_draw_id(name);
	return GZ_OK;
}

/* Outcomes of entering compartment `to` with a branch's probability: one a chain of it. from -1: not from a compartment. */
static gz_status cell_enter(cell_builder *b, int32_t from, const gz_branch *branch, int32_t exit, bool infection)
{
	gz_plan *plan = b->plan;
	const int32_t to = branch->to, n = plan->entry_n[to];
	gz_outcome o = {.exit = exit, .slot = -1, .entry_slot = -1, .streams = cell_streams(b, from, to, infection),
		.death = b->d->compartments[to].dead && from != to};
	if (branch->otherwise)
		o.slot = -2;
	else if (branch->probability.expr || branch->probability.number != 1)
		o.slot = gz_slot_add(&plan->slots, &plan->arena, &branch->probability);
	for (int32_t k = 0; k < n; k++) {
		o.cell = plan->entry_cells[plan->entry_first[to] + k];
		if (n > 1) {
			const gz_branch *e = &b->main[to]->to[k];
			o.entry_slot = e->otherwise ? -2 : gz_slot_add(&plan->slots, &plan->arena, &e->probability);
		}
		GZ_TRY(cell_outcome(b, &o));
	}
	return GZ_OK;
}

static gz_status cell_exit(cell_builder *b, const gz_exit *e)
{
	gz_plan *plan = b->plan;
	if (plan->n_exits == b->exit_room) {
		const int32_t room = b->exit_room ? 2 * b->exit_room : 256;
		gz_exit *grown = gz_arena_array(&plan->arena, gz_exit, room);
		if (!grown)
			return GZ_ERR_MEMORY;
		if (plan->n_exits)
			memcpy(grown, plan->exits, (size_t)plan->n_exits * sizeof *grown);
		plan->exits = grown;
		b->exit_room = room;
	}
	plan->exits[plan->n_exits++] = *e;
	return GZ_OK;
}

/* The exit of a cell's own duration: to the next stage, or out by the branches. */
static gz_status cell_exit_duration(cell_builder *b, int32_t cell, const gz_duration *du, bool last)
{
	gz_plan *plan = b->plan;
	const gz_cell *c = &plan->cells[cell];
	const gz_progress *p = b->main[c->compartment];
	const int32_t exit = plan->n_exits;
	gz_exit e = {.kind = du->kind == GZ_DURATION_FIXED ? GZ_EXIT_FIXED : du->kind == GZ_DURATION_RATE ? GZ_EXIT_RATE : GZ_EXIT_STAGE, .stages = du->stages, .per_year = 1};
	e.slot = gz_slot_add(&plan->slots, &plan->arena, &du->mean);
	GZ_TRY(cell_exit(b, &e));
	if (!last)
		return cell_outcome(b, &(gz_outcome){.cell = cell + 1, .exit = exit, .slot = -1, .entry_slot = -1});
	if (p->at_entry) {
		const gz_branch sure = {.to = p->to[c->chain].to, .probability = {.number = 1}};
		return cell_enter(b, c->compartment, &sure, exit, false);
	}
	for (int32_t k = 0; k < p->n_to; k++)
		GZ_TRY(cell_enter(b, c->compartment, &p->to[k], exit, false));
	return GZ_OK;
}

static gz_status cell_exits_other(cell_builder *b, int32_t cell)
{
	gz_plan *plan = b->plan;
	const gz_disease *d = b->d;
	const gz_cell *c = &plan->cells[cell];
	for (int32_t i = 0; i < d->n_progresses; i++) {
		const gz_progress *p = &d->progresses[i];
		if (p->from != c->compartment || p == b->main[c->compartment])
			continue;
		const int32_t exit = plan->n_exits;
		GZ_TRY(cell_exit(b, &(gz_exit){.kind = GZ_EXIT_RATE, .slot = gz_slot_add(&plan->slots, &plan->arena, &p->duration.mean), .stages = 1, .per_year = 1}));
		for (int32_t k = 0; k < p->n_to; k++)
			GZ_TRY(cell_enter(b, c->compartment, &p->to[k], exit, false));
	}
	if (!d->has_vital || c->dead)
		return GZ_OK;
	if (d->deaths.expr || d->deaths.number != 0) {
		GZ_TRY(cell_exit(b, &(gz_exit){.kind = GZ_EXIT_RATE, .slot = gz_slot_add(&plan->slots, &plan->arena, &d->deaths), .stages = 1, .per_year = 1 / 365.25}));
		GZ_TRY(cell_outcome(b, &(gz_outcome){.cell = -1, .exit = plan->n_exits - 1, .slot = -1, .entry_slot = -1}));
	}
	if (d->ageing && plan->n_ages > 1) {
		GZ_TRY(cell_exit(b, &(gz_exit){.kind = GZ_EXIT_AGE, .slot = -1, .stages = 1, .per_year = 1 / 365.25}));
		GZ_TRY(cell_outcome(b, &(gz_outcome){.cell = cell, .stratum_step = plan->n_groups_people, .exit = plan->n_exits - 1, .slot = -1, .entry_slot = -1}));
	}
	return GZ_OK;
}

static void cell_group_depend(gz_plan *plan, gz_group *g, int32_t slot)
{
	if (slot < 0)
		return;
	const gz_slot *s = &plan->slots.items[slot];
	g->place |= s->place;
	g->stratum |= s->stratum;
	g->replicate |= s->replicate;
	g->time |= s->time;
}

static gz_status cell_groups(cell_builder *b)
{
	gz_plan *plan = b->plan;
	for (int32_t cell = 0; cell < plan->n_cells; cell++) {
		gz_cell *c = &plan->cells[cell];
		const gz_duration *du = cell_duration(b, c->compartment, c->chain);
		const bool last = cell + 1 == plan->n_cells || plan->cells[cell + 1].compartment != c->compartment || plan->cells[cell + 1].chain != c->chain;
		gz_group g = {.cell = cell, .first_exit = plan->n_exits, .first_outcome = plan->n_outcomes};
		if (du)
			GZ_TRY(cell_exit_duration(b, cell, du, last));
		GZ_TRY(cell_exits_other(b, cell));
		g.n_exits = plan->n_exits - g.first_exit;
		g.n_outcomes = plan->n_outcomes - g.first_outcome;
		if (g.n_exits == 0)
			continue;
		for (int32_t i = 0; i < g.n_exits; i++) {
			cell_group_depend(plan, &g, plan->exits[g.first_exit + i].slot);
			g.stratum |= plan->exits[g.first_exit + i].kind == GZ_EXIT_AGE;
		}
		for (int32_t i = 0; i < g.n_outcomes; i++) {
			cell_group_depend(plan, &g, plan->outcomes[g.first_outcome + i].slot);
			cell_group_depend(plan, &g, plan->outcomes[g.first_outcome + i].entry_slot);
		}
		c->group = plan->n_groups;
		plan->groups[plan->n_groups++] = g;
	}
	return GZ_OK;
}

static gz_status cell_channel(cell_builder *b, gz_channel *ch, const gz_branch *to, int32_t n_to, const int32_t *from, int32_t n_from)
{
	gz_plan *plan = b->plan;
	ch->id = gz_random_draw_id(ch->name);
	ch->first_outcome = plan->n_outcomes;
	for (int32_t k = 0; k < n_to; k++)
		GZ_TRY(cell_enter(b, n_from > 0 ? from[0] : -1, &to[k], 0, true));
	ch->n_outcomes = plan->n_outcomes - ch->first_outcome;
	return GZ_OK;
}

/* Slots of weights by cell from values by compartment; -1 where the weight is nothing. */
static gz_status cell_weights(cell_builder *b, const gz_value *by, int32_t **out)
{
	gz_plan *plan = b->plan;
	*out = gz_arena_array(&plan->arena, int32_t, plan->n_cells);
	if (!*out)
		return GZ_ERR_MEMORY;
	for (int32_t cell = 0; cell < plan->n_cells; cell++) {
		const int32_t c = plan->cells[cell].compartment;
		const gz_value *v = by ? &by[c] : &b->d->compartments[c].infectious;
		(*out)[cell] = !v->expr && v->number == 0 ? -1 : gz_slot_add(&plan->slots, &plan->arena, v);
	}
	return GZ_OK;
}

static gz_status cell_channels(cell_builder *b)
{
	gz_plan *plan = b->plan;
	gz_arena *arena = &plan->arena;
	const gz_disease *d = b->d;
	for (int32_t i = 0; i < d->n_infects; i++) {
		const gz_infect *row = &d->infects[i];
		gz_channel *ch = &plan->channels[plan->n_channels++];
		*ch = (gz_channel){.name = row->name, .index = i, .noise = -1, .k = -1, .person = row->trait_person, .has_r0 = row->has_r0, .decay = -1, .half = -1};
		ch->susceptibility = gz_slot_add(&plan->slots, arena, &row->susceptibility);
		ch->scale_slot = gz_slot_add(&plan->slots, arena, row->has_r0 ? &row->r0 : &row->beta);
		if (row->noise.expr || row->noise.number != 0)
			ch->noise = gz_slot_add(&plan->slots, arena, &row->noise);
		if (row->dispersed)
			ch->k = gz_slot_add(&plan->slots, arena, &row->k);
		GZ_TRY(cell_weights(b, row->by, &ch->weights));
		GZ_TRY(cell_channel(b, ch, row->to, row->n_to, row->from, row->n_from));
	}
	for (int32_t i = 0; i < d->n_environments; i++) {
		const gz_environment *row = &d->environments[i];
		gz_channel *ch = &plan->channels[plan->n_channels++];
		*ch = (gz_channel){.name = row->name, .index = i, .water = true, .noise = -1, .k = -1, .has_r0 = row->has_r0};
		ch->susceptibility = gz_slot_add(&plan->slots, arena, &(gz_value){.number = 1});
		ch->scale_slot = gz_slot_add(&plan->slots, arena, row->has_r0 ? &row->r0 : &row->rate);
		ch->decay = gz_slot_add(&plan->slots, arena, &row->decay);
		ch->half = gz_slot_add(&plan->slots, arena, &row->half);
		GZ_TRY(cell_weights(b, row->shed, &ch->weights));
		GZ_TRY(cell_channel(b, ch, row->to, row->n_to, row->from, row->n_from));
	}
	return GZ_OK;
}

/* The outcomes of a channel from the i-th compartment that it infects: the same cells, but other streams may count them. */
static gz_status cell_leads(cell_builder *b, const gz_channel *ch, int32_t i, int32_t *first)
{
	const gz_infect *infect = ch->water ? NULL : &b->d->infects[ch->index];
	const gz_environment *water = ch->water ? &b->d->environments[ch->index] : NULL;
	const gz_branch *to = infect ? infect->to : water->to;
	*first = i == 0 ? ch->first_outcome : b->plan->n_outcomes;
	for (int32_t k = 0; i > 0 && k < (infect ? infect->n_to : water->n_to); k++)
		GZ_TRY(cell_enter(b, infect ? infect->from[i] : water->from[i], &to[k], 0, true));
	return GZ_OK;
}

static gz_status cell_targets(cell_builder *b)
{
	gz_plan *plan = b->plan;
	for (int32_t cell = 0; cell < plan->n_cells; cell++) {
		const int32_t c = plan->cells[cell].compartment;
		gz_target t = {.cell = cell, .channels = gz_arena_array(&plan->arena, int32_t, plan->n_channels), .leads = gz_arena_array(&plan->arena, int32_t, plan->n_channels)};
		if (!t.channels || !t.leads)
			return GZ_ERR_MEMORY;
		for (int32_t k = 0; k < plan->n_channels; k++) {
			const gz_channel *ch = &plan->channels[k];
			const int32_t *from = ch->water ? b->d->environments[ch->index].from : b->d->infects[ch->index].from;
			const int32_t n = ch->water ? b->d->environments[ch->index].n_from : b->d->infects[ch->index].n_from;
			for (int32_t i = 0; i < n; i++)
				if (from[i] == c) {
					GZ_TRY(cell_leads(b, ch, i, &t.leads[t.n_channels]));
					t.channels[t.n_channels++] = k;
				}
		}
		plan->target_of[cell] = -1;
		if (t.n_channels > 0) {
			plan->target_of[cell] = plan->n_targets;
			plan->targets[plan->n_targets++] = t;
		}
	}
	return GZ_OK;
}

/* Infectious: weighed by some channel. Infected: infectious, or on the way to it without another infection. */
static gz_status cell_attributes(cell_builder *b)
{
	gz_plan *plan = b->plan;
	for (int32_t cell = 0; cell < plan->n_cells; cell++) {
		gz_cell *c = &plan->cells[cell];
		for (int32_t k = 0; k < plan->n_channels; k++)
			c->infectious = c->infectious || plan->channels[k].weights[cell] >= 0;
		c->infected = c->infectious;
		if (c->infectious)
			plan->infectious[plan->n_infectious++] = cell;
		for (int32_t k = 0; k < plan->n_channels; k++)
			if (c->infectious && plan->channels[k].person && c->mass < 0)
				c->mass = plan->n_mass++;
	}
	for (int32_t round = 0; round < plan->n_cells; round++)
		for (int32_t cell = 0; cell < plan->n_cells; cell++) {
			gz_cell *c = &plan->cells[cell];
			const gz_group *g = c->group >= 0 ? &plan->groups[c->group] : NULL;
			for (int32_t i = 0; g && !c->infected && i < g->n_outcomes; i++) {
				const gz_outcome *o = &plan->outcomes[g->first_outcome + i];
				c->infected = o->cell >= 0 && plan->cells[o->cell].infected;
			}
		}
	/* Who waits in a resting or susceptible state is not infected, even where a slow return to illness is possible by new infection only. */
	for (int32_t cell = 0; cell < plan->n_cells; cell++)
		plan->cells[cell].infected = plan->cells[cell].infected && !plan->cells[cell].rest && !plan->cells[cell].dead;
	return GZ_OK;
}

static gz_status cell_newborn(cell_builder *b)
{
	gz_plan *plan = b->plan;
	plan->births = -1;
	if (!b->d->has_vital || (!b->d->births.expr && b->d->births.number == 0))
		return GZ_OK;
	plan->births = gz_slot_add(&plan->slots, &plan->arena, &b->d->births);
	plan->newborn_first = plan->n_outcomes;
	for (int32_t k = 0; k < b->d->n_newborn; k++)
		GZ_TRY(cell_enter(b, -1, &b->d->newborn[k], 0, false));
	plan->newborn_n = plan->n_outcomes - plan->newborn_first;
	return GZ_OK;
}

gz_status gz_cell_compile(gz_plan *plan, gz_error *err)
{
	const gz_disease *d = &plan->scenario->disease;
	gz_arena *arena = &plan->arena;
	cell_builder b = {.plan = plan, .d = d, .err = err, .main = gz_arena_array(arena, const gz_progress *, d->n_compartments)};
	plan->entry_first = gz_arena_array(arena, int32_t, d->n_compartments);
	plan->entry_n = gz_arena_array(arena, int32_t, d->n_compartments);
	if (!b.main || !plan->entry_first || !plan->entry_n)
		return GZ_ERR_MEMORY;
	GZ_TRY(cell_count(&b));
	plan->entry_cells = gz_arena_array(arena, int32_t, plan->n_cells);
	plan->entry_slot = gz_arena_array(arena, int32_t, plan->n_cells);
	plan->cells = gz_arena_array(arena, gz_cell, plan->n_cells);
	plan->groups = gz_arena_array(arena, gz_group, plan->n_cells);
	plan->targets = gz_arena_array(arena, gz_target, plan->n_cells);
	plan->target_of = gz_arena_array(arena, int32_t, plan->n_cells);
	plan->infectious = gz_arena_array(arena, int32_t, plan->n_cells);
	plan->channels = gz_arena_array(arena, gz_channel, d->n_infects + d->n_environments);
	if (!plan->entry_cells || !plan->entry_slot || !plan->cells || !plan->groups || !plan->targets || !plan->target_of || !plan->infectious || !plan->channels)
		return GZ_ERR_MEMORY;
	GZ_TRY(cell_make(&b));
	GZ_TRY(cell_groups(&b));
	GZ_TRY(cell_channels(&b));
	GZ_TRY(cell_targets(&b));
	GZ_TRY(cell_newborn(&b));
	plan->interrupt_streams = gz_arena_array(arena, uint64_t, d->n_interrupts);
	if (!plan->interrupt_streams)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < d->n_interrupts; i++)
		plan->interrupt_streams[i] = cell_streams(&b, d->interrupts[i].from, d->interrupts[i].to, false);
	return cell_attributes(&b);
}
