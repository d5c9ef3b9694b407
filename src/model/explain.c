/* Says in words and equations what a scenario was compiled to.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/explain.h"
#include "model/calendar.h"
#include "model/figures.h"
#include "model/ngm.h"
#include "scenario/measure/action.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void explain_branches(const gz_plan *p, FILE *out, const gz_branch *to, int32_t n)
{
	for (int32_t k = 0; k < n; k++) {
		fprintf(out, "%s%s", k ? ", " : "", p->scenario->disease.compartments[to[k].to].name);
		if (n == 1)
			continue;
		fprintf(out, " (");
		if (to[k].otherwise)
			fprintf(out, "else");
		else
			gz_figures_value(&to[k].probability, out);
		fprintf(out, ")");
	}
}

/* "1 place", "2 places": for words that take an s. */
static void explain_count(FILE *out, const char *before, int32_t n, const char *word)
{
	fprintf(out, "%s%d %s%s", before, n, word, n == 1 ? "" : "s");
}

static void explain_disease(const gz_plan *p, FILE *out)
{
	const gz_disease *d = &p->scenario->disease;
	fprintf(out, "\nDisease: %s", d->name);
	explain_count(out, ", ", d->n_compartments, "compartment");
	explain_count(out, " in ", p->n_cells, "stage");
	fprintf(out, "\n");
	for (int32_t i = 0; i < d->n_infects; i++) {
		const gz_infect *r = &d->infects[i];
		fprintf(out, "  infect %-12s %s -> ", r->name, d->compartments[r->from[0]].name);
		explain_branches(p, out, r->to, r->n_to);
		fprintf(out, "   lambda_a = beta x ");
		if (r->susceptibility.expr || r->susceptibility.number != 1) {
			const bool sum = r->susceptibility.expr && strpbrk(gz_expr_text(r->susceptibility.expr), "+-<=> ");
			fprintf(out, sum ? "(" : "");
			gz_figures_value(&r->susceptibility, out);
			fprintf(out, sum ? ") x " : " x ");
		}
		fprintf(out, "sum_b C_ab I_b / N_b,  %s = ", r->has_r0 ? "R0" : "beta");
		gz_figures_value(r->has_r0 ? &r->r0 : &r->beta, out);
		if (r->dispersed) {
			fprintf(out, ",  k = ");
			gz_figures_value(&r->k, out);
			fprintf(out, r->trait_person ? " (lasting)" : " (by steps)");
		}
		fprintf(out, "\n");
	}
	for (int32_t i = 0; i < d->n_environments; i++) {
		const gz_environment *r = &d->environments[i];
		fprintf(out, "  water  %-12s %s -> ", r->name, d->compartments[r->from[0]].name);
		explain_branches(p, out, r->to, r->n_to);
		fprintf(out, "   lambda = rate x W / (half + W),  half = ");
		gz_figures_value(&r->half, out);
		fprintf(out, ",  decay = ");
		gz_figures_value(&r->decay, out);
		fprintf(out, " a day\n");
	}
	for (int32_t i = 0; i < d->n_progresses; i++) {
		const gz_progress *r = &d->progresses[i];
		fprintf(out, "  leave  %-12s -> ", d->compartments[r->from].name);
		explain_branches(p, out, r->to, r->n_to);
		if (r->duration.kind == GZ_DURATION_RATE)
			fprintf(out, "   at rate ");
		else
			fprintf(out, "   after %s of ", r->duration.kind == GZ_DURATION_FIXED ? "a fixed time" : r->duration.stages > 1 ? "an Erlang time" : "a geometric time");
		gz_figures_value(&r->duration.mean, out);
		if (r->duration.kind == GZ_DURATION_ERLANG && r->duration.stages > 1)
			fprintf(out, " d in %d stages, each left with %d dt/m a step", r->duration.stages, r->duration.stages);
		else
			fprintf(out, r->duration.kind == GZ_DURATION_RATE ? " a day" : " d");
		fprintf(out, r->at_entry ? ", drawn on entering\n" : "\n");
	}
	if (d->has_vital) {
		fprintf(out, "  births ");
		gz_figures_value(&d->births, out);
		fprintf(out, ", deaths ");
		gz_figures_value(&d->deaths, out);
		fprintf(out, " a person and year%s\n", d->ageing ? ", and people age" : "");
	}
}

static void explain_r0(const gz_plan *p, const double *store, const double *unit, FILE *out)
{
	for (int32_t c = 0; c < p->n_channels; c++) {
		double low = INFINITY, high = 0;
		int32_t at_low = 0, at_high = 0;
		for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
			const double scale = unit[c] * gz_slot_at(&p->slots, store, p->channels[c].scale_slot, leaf, 0, 0);
			const double r = gz_ngm_radius(p, store, c, leaf, 0, scale);
			if (r < low)
				low = r, at_low = leaf;
			if (r > high)
				high = r, at_high = leaf;
			if (p->n_leaves <= 12)
				fprintf(out, "  R0 of %s in %s: %.4g\n", p->channels[c].name, p->scenario->world.places[p->leaf_place[leaf]].id, r);
		}
		if (p->n_leaves > 12)
			fprintf(out, "  R0 of %s: from %.3g (%s) to %.3g (%s)\n", p->channels[c].name, low, p->scenario->world.places[p->leaf_place[at_low]].id, high,
				p->scenario->world.places[p->leaf_place[at_high]].id);
		const bool here = p->slots.items[p->channels[c].scale_slot].place;
		fprintf(out, "  %s of %s%s%s: %.6g%s\n", p->channels[c].water ? "rate" : "beta", p->channels[c].name, here ? " in " : "", here ? p->scenario->world.places[p->leaf_place[0]].id : "",
			unit[c] * gz_slot_at(&p->slots, store, p->channels[c].scale_slot, 0, 0, 0), p->channels[c].has_r0 ? ", from the next-generation matrix, everybody susceptible" : "");
		double mean, cv2;
		if (gz_ngm_period(p, store, c, 0, 0, 0, &mean, &cv2) == GZ_OK)
			fprintf(out, "  infectious period of %s: mean %.4g d, CV^2 %.4g\n", p->channels[c].name, mean, cv2 > 1e-12 ? cv2 : 0);
	}
}

static void explain_world(const gz_plan *p, FILE *out)
{
	const gz_scenario *s = p->scenario;
	double people = 0, travellers = 0;
	for (int32_t i = 0; i < p->n_leaves * p->n_strata; i++)
		people += p->people[i];
	for (int32_t f = 0; f < p->n_flows; f++)
		travellers += gz_calendar_rate(p, &p->flows[f], 0);
	fprintf(out, "\nWorld: %s, %.0f people", s->world.name, people);
	explain_count(out, " in ", p->n_leaves, "place");
	fprintf(out, ", %d %s", p->n_strata, p->n_strata == 1 ? "stratum" : "strata");
	explain_count(out, ", ", s->world.n_crossings, "crossing");
	explain_count(out, ", ", p->n_flows, "flow");
	fprintf(out, " (%.0f set out on the first day)", travellers);
	explain_count(out, ", ", s->world.n_commutes, "commuting link");
	fprintf(out, "\n");
}

/* Tracing finds nobody by itself: only contacts of those whom these find. */
static void explain_tracing(const gz_scenario *s, FILE *out)
{
	bool any = false;
	fprintf(out, "; contacts of cases found by ");
	for (int32_t m = 0; m < s->n_measures; m++) {
		const gz_measure_kind kind = s->measures[m].kind;
		if (kind != GZ_MEASURE_ISOLATE && kind != GZ_MEASURE_TEST && kind != GZ_MEASURE_SCREEN)
			continue;
		fprintf(out, "%s%s", any ? ", " : "", s->measures[m].name);
		any = true;
	}
	fprintf(out, any ? ": alone it changes nothing" : "no measure here: it changes nothing");
}

/* How long a measure confines people, and how long its results take. */
static void explain_stays(const gz_plan *p, int32_t measure, FILE *out)
{
	const gz_scenario *s = p->scenario;
	const double n = s->steps_per_day;
	for (int32_t i = p->n_confines - 1; i >= 0; i--) { /* alternatives come before what they stand for */
		const gz_confine *c = &p->confines[i];
		if (c->measure != measure || (c->waiting && !c->positive))
			continue;
		fprintf(out, "    %s %g d", c->waiting ? "a result takes" : c->then->kind == GZ_THEN_ISOLATE ? "isolation for" : "quarantine for", c->steps / n);
		if (n > 1)
			explain_count(out, " = ", c->steps, "step");
		if (c->release && c->release_steps < c->steps)
			fprintf(out, ", %g d for those whom a test then finds negative", c->release_steps / n);
		if (c->contact > 0 && !c->waiting)
			fprintf(out, ", contacts x %g", c->contact);
		fprintf(out, "\n");
	}
}

static void explain_measures(const gz_plan *p, FILE *out)
{
	const gz_scenario *s = p->scenario;
	for (int32_t m = 0; m < s->n_measures; m++) {
		const gz_measure *r = &s->measures[m];
		char from[16] = "", to[16] = "";
		if (r->from != INT32_MIN)
			gz_date_format(r->from, from);
		if (r->to != INT32_MAX)
			gz_date_format(r->to, to);
		fprintf(out, "  measure %s: %s", r->name, gz_action_get((int32_t)r->kind)->key);
		if (r->kind == GZ_MEASURE_WATER)
			fprintf(out, " (of those reached: risk x %g, shedding x %g; the reservoir loses %g a day besides)", r->intake, r->shed, r->decay);
		explain_count(out, ", ", p->measures[m].n_leaves, "place");
		fprintf(out, ", %d leg%s of journeys; ", p->measures[m].n_posts, p->measures[m].n_posts == 1 ? "" : "s");
		if (r->on_order)
			fprintf(out, "only when a running exercise orders it, %g d later", r->lead);
		else if (r->after)
			fprintf(out, "after %s, %g d later", gz_expr_text(r->after), r->lead);
		else
			fprintf(out, "%s%s%s%s", *from ? "from " : "from the start", from, *to ? " to " : "", to);
		if (r->kind == GZ_MEASURE_TRACE)
			explain_tracing(s, out);
		fprintf(out, "\n");
		explain_stays(p, m, out);
	}
}

static void explain_size(const gz_plan *p, FILE *out)
{
	int64_t cells = (int64_t)p->n_free * p->n_strata * p->n_cells;
	fprintf(out, "\nSize: %d stock%s (%d free, the others for people held or confined), %lld numbers a replicate in free stocks\n", p->n_stocks, p->n_stocks == 1 ? "" : "s", p->n_free,
		(long long)cells);
	fprintf(out, "      at most about %lld draws a replicate and day, where everybody is awake and no cell is empty\n",
		(long long)p->n_free * p->n_strata * (p->n_groups + p->n_targets) + (long long)p->n_flows * p->n_strata * p->n_cells * 2);
}

gz_status gz_explain_print(const gz_scenario *s, FILE *out, gz_error *err)
{
	gz_plan p = {0};
	gz_status st = gz_plan_compile(&p, s, err);
	if (st == GZ_OK)
		gz_plan_layout(&p, 1);
	double *store = st == GZ_OK ? malloc((size_t)p.slots.size * sizeof *store + 1) : NULL, *unit = st == GZ_OK ? malloc((size_t)p.n_channels * sizeof *unit + 1) : NULL;
	if (st == GZ_OK && (!store || !unit))
		st = GZ_ERR_MEMORY;
	if (st == GZ_OK) {
		gz_slot_evaluate(&p.slots, store, -1, 1, 0, false);
		st = gz_ngm_units(&p, store, 1, unit, err);
	}
	if (st == GZ_OK) {
		char date[16];
		gz_date_format(s->start, date);
		fprintf(out, "%s\n", gz_words_in(&s->title, "en"));
		explain_count(out, "", s->days, "day");
		fprintf(out, " from %s", date);
		explain_count(out, ", ", s->replicates, "replicate");
		fprintf(out, ", seed %llu, steps of %g d (drawn parameters are shown at their medians)\n", (unsigned long long)s->seed, p.dt);
		explain_world(&p, out);
		explain_disease(&p, out);
		explain_r0(&p, store, unit, out);
		gz_figures_print(s, out);
		if (s->n_measures > 0)
			fprintf(out, "\n");
		explain_measures(&p, out);
		explain_size(&p, out);
	}
	free(store);
	free(unit);
	gz_plan_free(&p);
	return st;
}
