/* Durations that are drawn at 0 or below: noted before a run, because they pass in one step and not in no time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/duration.h"
#include "base/maths.h"
#include "base/number.h"
#include "model/slot.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DURATION_REPLICATES = 100000, DURATION_LANES = 64 };
static const double duration_rare = 1e-6; /* a law that goes below 0 no more often is not worth a word */

/* A mean that varies by replicate, and what the replicates looked at draw. */
typedef struct duration_mean {
	const gz_value *value;
	char what[160];   /* "E", "I to R" */
	int32_t slot;
	int32_t replicate; /* the first at 0 or below, -1 none */
	int32_t n;         /* how many are */
	double days;       /* of the first */
	char draws[160];   /* " (latent = -0.3)" of the first */
} duration_mean;

typedef struct duration_list {
	gz_scenario *s;
	gz_slots slots;
	gz_arena arena;
	duration_mean *means;
	int32_t n, room;
} duration_list;

static gz_status duration_add(duration_list *l, const gz_duration *d, int32_t from, int32_t to)
{
	const gz_compartment *c = l->s->disease.compartments;
	if (d->kind != GZ_DURATION_ERLANG || !d->mean.expr || l->n == l->room)
		return GZ_OK;
	duration_mean *m = &l->means[l->n];
	*m = (duration_mean){.value = &d->mean, .slot = gz_slot_add(&l->slots, &l->arena, &d->mean), .replicate = -1};
	if (m->slot < 0)
		return GZ_ERR_MEMORY;
	snprintf(m->what, sizeof m->what, "%.64s%s%.64s", c[from].name, to >= 0 ? " to " : "", to >= 0 ? c[to].name : "");
	l->n += l->slots.items[m->slot].replicate;
	return GZ_OK;
}

static gz_status duration_collect(duration_list *l)
{
	const gz_disease *d = &l->s->disease;
	for (int32_t i = 0; i < d->n_progresses; i++)
		l->room += 1 + d->progresses[i].n_to;
	l->means = gz_arena_array(&l->arena, duration_mean, l->room);
	if (!l->means)
		return GZ_ERR_MEMORY;
	GZ_TRY(gz_slot_begin(&l->slots, &l->arena, l->s, l->s->world.leaves, l->s->world.n_leaves));
	for (int32_t i = 0; i < d->n_progresses; i++) {
		const gz_progress *p = &d->progresses[i];
		GZ_TRY(duration_add(l, &p->duration, p->from, -1));
		for (int32_t k = 0; k < p->n_to; k++)
			if (p->to[k].has_duration)
				GZ_TRY(duration_add(l, p->to[k].duration, p->from, p->to[k].to));
	}
	return GZ_OK;
}

/* ---- what is drawn ------------------------------------------------------------------------------------------ */
/* The drawn parameters that a mean names, with their values. */
static void duration_draws(const duration_list *l, duration_mean *m, const double *store, int32_t leaf, int32_t stratum, int32_t lane)
{
	int32_t n = 0, told = 0;
	const int32_t *ids = gz_expr_symbols(m->value->expr, &n);
	size_t used = 0;
	for (int32_t i = 0; i < n && used < sizeof m->draws; i++) {
		char number[32];
		if (ids[i] >= l->s->disease.n_parameters || !l->slots.items[ids[i]].replicate)
			continue;
		gz_number_format(round(1e4 * gz_slot_at(&l->slots, store, ids[i], leaf, stratum, lane)) / 1e4, number);
		used += (size_t)snprintf(m->draws + used, sizeof m->draws - used, "%s%.48s = %s", told++ > 0 ? ", " : " (", l->s->disease.parameters[ids[i]].name, number);
	}
	if (told > 0 && used < sizeof m->draws)
		snprintf(m->draws + used, sizeof m->draws - used, ")");
}

static void duration_look(const duration_list *l, duration_mean *m, const double *store, int32_t replicate, int32_t lane)
{
	const gz_slot *slot = &l->slots.items[m->slot];
	const int32_t n_strata = slot->stratum ? l->s->world.n_ages * l->s->world.n_groups : 1, n_leaves = slot->place ? l->slots.n_leaves : 1;
	for (int32_t i = 0; i < n_leaves * n_strata; i++) {
		const double days = gz_slot_at(&l->slots, store, m->slot, i / n_strata, i % n_strata, lane);
		if (days > 0)
			continue;
		if (m->n++ == 0) {
			m->replicate = replicate;
			m->days = days;
			duration_draws(l, m, store, i / n_strata, i % n_strata, lane);
		}
		return;
	}
}

static gz_status duration_draw(duration_list *l)
{
	const int32_t all = l->s->replicates < DURATION_REPLICATES ? l->s->replicates : DURATION_REPLICATES;
	gz_slot_layout(&l->slots, DURATION_LANES);
	double *store = malloc((size_t)l->slots.size * sizeof *store + 1);
	if (!store)
		return GZ_ERR_MEMORY;
	for (int32_t first = 0; first < all; first += DURATION_LANES) {
		const int32_t lanes = all - first < DURATION_LANES ? all - first : DURATION_LANES;
		gz_slot_evaluate(&l->slots, store, first, lanes, 0, false);
		for (int32_t i = 0; i < l->n; i++)
			for (int32_t lane = 0; lane < lanes; lane++)
				duration_look(l, &l->means[i], store, first + lane, lane);
	}
	free(store);
	return GZ_OK;
}

/* ---- what the law allows ------------------------------------------------------------------------------------ */
/* The chance that a law gives 0 or less; lognormal, gamma and beta never do. */
static double duration_chance(const gz_parameter *p)
{
	const double a = p->law_a, b = p->law_b, c = p->law_c;
	if (p->law == GZ_LAW_NORMAL)
		return b > 0 ? gz_maths_normal_cdf(-a / b) : a <= 0;
	if (p->law == GZ_LAW_UNIFORM)
		return a > 0 ? 0 : b <= 0 ? 1 : -a / (b - a);
	if (p->law != GZ_LAW_TRIANGULAR || a > 0)
		return 0;
	if (c <= 0)
		return 1;
	return b > 0 ? a * a / ((c - a) * (b - a)) : 1 - c * c / ((c - a) * (c - b));
}

/* The drawn parameter that a mean is, by itself; NULL if it is an expression of more. */
static const gz_parameter *duration_parameter(const gz_scenario *s, const gz_value *value)
{
	int32_t n = 0;
	const int32_t *ids = gz_expr_symbols(value->expr, &n);
	if (n != 1 || ids[0] >= s->disease.n_parameters)
		return NULL;
	const gz_parameter *p = &s->disease.parameters[ids[0]];
	return p->kind == GZ_PARAMETER_DRAWN && strcmp(p->name, gz_expr_text(value->expr)) == 0 ? p : NULL;
}

/* ---- the notes ---------------------------------------------------------------------------------------------- */
static void duration_tell(gz_scenario *s, const duration_mean *m, bool laws)
{
	const gz_value *at = m->value;
	char days[32];
	if (m->n > 0) {
		gz_number_format(round(1e4 * m->days) / 1e4, days);
		gz_mistakes_add(&s->notes, at->file, at->row, at->column, "mean of %s: %s d in replicate %d%s; 0 or less in %d of %d replicates, where it counts as one step", m->what,
			days, m->replicate, m->draws, m->n, s->replicates < DURATION_REPLICATES ? s->replicates : DURATION_REPLICATES);
		return;
	}
	const gz_parameter *p = laws ? duration_parameter(s, at) : NULL;
	const double chance = p ? duration_chance(p) : 0;
	if (!p || chance < duration_rare)
		return;
	gz_mistakes_add(&s->notes, at->file, at->row, at->column, "mean of %s: %s may be drawn at 0 or below (chance %.2g %%), which counts as one step", m->what, p->name,
		100 * chance);
}

gz_status gz_duration_note(gz_scenario *s, bool laws)
{
	duration_list l = {.s = s};
	gz_status st = duration_collect(&l);
	if (st == GZ_OK && l.n > 0)
		st = duration_draw(&l);
	for (int32_t i = 0; st == GZ_OK && i < l.n; i++)
		duration_tell(s, &l.means[i], laws);
	gz_arena_free(&l.arena);
	return st;
}
