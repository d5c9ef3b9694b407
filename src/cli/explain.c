/* Says in words and equations what a scenario was compiled to.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/explain.h"
#include "base/date.h"
#include "cli/console.h"
#include "cli/figures.h"
#include "model/calendar.h"
#include "model/ngm.h"
#include "model/plan.h"
#include "report/focus.h"
#include "scenario/measure/action.h"
#include "scenario/measure/oddity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_SHOWN = 12, NAME_WIDTH = 12 };

/* What every part needs. */
typedef struct explained {
	const gz_plan *plan;
	gz_catalogue words;
	gz_arena arena;
	FILE *out;
} explained;

/* ---- words -------------------------------------------------------------------------------------------------- */

static const char *word(const explained *e, const char *key) { return gz_catalogue_text(&e->words, key, NULL, 0); }

static const char *value(const explained *e, const gz_value *v) { return gz_figures_value(&e->words, v); }

/* A value for {name}: the number to so many digits, 15: whole. */
static gz_catalogue_value number(const explained *e, const char *name, int digits, double x)
{
	return (gz_catalogue_value){name, gz_arena_printf(e->words.arena, "%.*g", digits, x), x};
}

/* So many of what the key names, in its forms: "1 place", "2 places". */
static const char *count(const explained *e, const char *key, int64_t n)
{
	const gz_catalogue_value one = number(e, "n", 15, (double)n);
	return gz_catalogue_text(&e->words, key, &one, 1);
}

static void say(const explained *e, const char *key, const gz_catalogue_value *values, int32_t n)
{
	fputs(gz_catalogue_text(&e->words, key, values, n), e->out);
}

/* ---- the world and the run ---------------------------------------------------------------------------------- */

static void explain_run(const explained *e)
{
	const gz_scenario *s = e->plan->scenario;
	char date[16], seed[24];
	gz_date_format(s->start, date);
	snprintf(seed, sizeof seed, "%llu", (unsigned long long)s->seed);
	const gz_catalogue_value values[] = {{"days", count(e, "console.explain.days", s->days), 0}, {"date", date, 0}, {"replicates", count(e, "console.explain.replicates", s->replicates), 0},
		{"seed", seed, 0}, number(e, "step", 6, e->plan->dt)};
	fprintf(e->out, "%s\n", gz_words_in(&s->title, e->words.language));
	say(e, "console.explain.run", values, 5);
	fprintf(e->out, "\n");
}

static void explain_world(const explained *e)
{
	const gz_plan *p = e->plan;
	const gz_world *w = &p->scenario->world;
	double people = 0, travellers = 0;
	for (int32_t i = 0; i < p->n_leaves * p->n_strata; i++)
		people += p->people[i];
	for (int32_t f = 0; f < p->n_flows; f++)
		travellers += gz_calendar_rate(p, &p->flows[f], 0);
	const gz_catalogue_value values[] = {{"name", w->name, 0}, number(e, "people", 15, round(people)),
		{"places", count(e, "console.explain.places", p->n_leaves), 0}, {"strata", count(e, "console.explain.strata", p->n_strata), 0},
		{"crossings", count(e, "console.explain.crossings", w->n_crossings), 0}, {"flows", count(e, "console.explain.flows", p->n_flows), 0},
		number(e, "travellers", 15, round(travellers)), {"links", count(e, "console.explain.links", w->n_commutes), 0}};
	fprintf(e->out, "\n");
	say(e, "console.explain.world", values, 8);
	fprintf(e->out, "\n");
}

/* ---- the disease -------------------------------------------------------------------------------------------- */

/* "  infect person       S -> E", or without a name, as the table's other rows. */
static void explain_row(const explained *e, const char *key, const char *name, const char *from)
{
	static const char *const keys[] = {"console.explain.infect", "console.explain.water", "console.explain.leave"};
	int width = 0;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		int used = 0;
		for (const char *c = word(e, keys[i]); *c != '\0'; c++)
			used += ((unsigned char)*c & 0xC0) != 0x80;
		width = used > width ? used : width;
	}
	fprintf(e->out, "  ");
	gz_console_cell(e->out, word(e, key), width);
	fprintf(e->out, " %-*s %s%s-> ", NAME_WIDTH, name, from, from[0] != '\0' ? " " : "");
}

static void explain_branches(const explained *e, const gz_branch *to, int32_t n)
{
	for (int32_t k = 0; k < n; k++) {
		fprintf(e->out, "%s%s", k ? ", " : "", e->plan->scenario->disease.compartments[to[k].to].name);
		if (n > 1)
			fprintf(e->out, " (%s)", to[k].otherwise ? word(e, "console.explain.else") : value(e, &to[k].probability));
	}
}

static void explain_infect(const explained *e, const gz_infect *r)
{
	explain_row(e, "console.explain.infect", r->name, e->plan->scenario->disease.compartments[r->from[0]].name);
	explain_branches(e, r->to, r->n_to);
	fprintf(e->out, "   lambda_a = beta x ");
	if (r->susceptibility.expr || r->susceptibility.number != 1) {
		const bool sum = r->susceptibility.expr && strpbrk(gz_expr_text(r->susceptibility.expr), "+-<=> ");
		fprintf(e->out, sum ? "(%s) x " : "%s x ", value(e, &r->susceptibility));
	}
	fprintf(e->out, "sum_b C_ab I_b / N_b,  %s = %s", r->has_r0 ? "R0" : "beta", value(e, r->has_r0 ? &r->r0 : &r->beta));
	if (r->dispersed)
		fprintf(e->out, ",  k = %s (%s)", value(e, &r->k), word(e, r->trait_person ? "console.explain.lasting" : "console.explain.by-steps"));
	fprintf(e->out, "\n");
}

static void explain_environment(const explained *e, const gz_environment *r)
{
	const gz_catalogue_value decay = {"decay", value(e, &r->decay), 0};
	explain_row(e, "console.explain.water", r->name, e->plan->scenario->disease.compartments[r->from[0]].name);
	explain_branches(e, r->to, r->n_to);
	fprintf(e->out, "   lambda = rate x W / (half + W),  half = %s,  ", value(e, &r->half));
	say(e, "console.explain.decay", &decay, 1);
	fprintf(e->out, "\n");
}

static void explain_progress(const explained *e, const gz_progress *r)
{
	static const char *const keys[] = {[GZ_DURATION_RATE] = "console.explain.rate", [GZ_DURATION_FIXED] = "console.explain.fixed"};
	const gz_catalogue_value values[] = {{"mean", value(e, &r->duration.mean), 0}, number(e, "stages", 6, r->duration.stages)};
	const bool erlang = r->duration.kind == GZ_DURATION_ERLANG;
	explain_row(e, "console.explain.leave", e->plan->scenario->disease.compartments[r->from].name, "");
	explain_branches(e, r->to, r->n_to);
	fprintf(e->out, "   ");
	say(e, !erlang ? keys[r->duration.kind] : r->duration.stages > 1 ? "console.explain.erlang" : "console.explain.geometric", values, 2);
	fprintf(e->out, "%s%s\n", r->at_entry ? ", " : "", r->at_entry ? word(e, "console.explain.at-entry") : "");
}

static void explain_disease(const explained *e)
{
	const gz_disease *d = &e->plan->scenario->disease;
	const gz_catalogue_value title[] = {{"name", d->name, 0}, {"compartments", count(e, "console.explain.compartments", d->n_compartments), 0},
		{"stages", count(e, "console.explain.stages", e->plan->n_cells), 0}};
	fprintf(e->out, "\n");
	say(e, "console.explain.disease", title, 3);
	fprintf(e->out, "\n");
	for (int32_t i = 0; i < d->n_infects; i++)
		explain_infect(e, &d->infects[i]);
	for (int32_t i = 0; i < d->n_environments; i++)
		explain_environment(e, &d->environments[i]);
	for (int32_t i = 0; i < d->n_progresses; i++)
		explain_progress(e, &d->progresses[i]);
	if (d->has_vital) {
		const gz_catalogue_value rates[] = {{"births", value(e, &d->births), 0}, {"deaths", value(e, &d->deaths), 0}};
		fprintf(e->out, "  ");
		say(e, d->ageing ? "console.explain.vital-ageing" : "console.explain.vital", rates, 2);
		fprintf(e->out, "\n");
	}
}

/* ---- how it spreads ----------------------------------------------------------------------------------------- */

/* The reproduction number of a channel: of each place where they are few, else of the least and the greatest. */
static void explain_radius(const explained *e, int32_t c, const double *store, double unit)
{
	const gz_plan *p = e->plan;
	const gz_place *places = p->scenario->world.places;
	double low = INFINITY, high = 0;
	int32_t at_low = 0, at_high = 0;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		const double r = gz_ngm_radius(p, store, c, leaf, 0, unit * gz_slot_at(&p->slots, store, p->channels[c].scale_slot, leaf, 0, 0));
		const gz_catalogue_value one[] = {{"name", p->channels[c].name, 0}, {"place", places[p->leaf_place[leaf]].id, 0}, number(e, "r", 4, r)};
		if (r < low)
			low = r, at_low = leaf;
		if (r > high)
			high = r, at_high = leaf;
		if (p->n_leaves <= PLACES_SHOWN) {
			fprintf(e->out, "  ");
			say(e, "console.explain.r0", one, 3);
			fprintf(e->out, "\n");
		}
	}
	if (p->n_leaves <= PLACES_SHOWN)
		return;
	const gz_catalogue_value both[] = {{"name", p->channels[c].name, 0}, number(e, "low", 3, low), {"at_low", places[p->leaf_place[at_low]].id, 0},
		number(e, "high", 3, high), {"at_high", places[p->leaf_place[at_high]].id, 0}};
	fprintf(e->out, "  ");
	say(e, "console.explain.r0-range", both, 5);
	fprintf(e->out, "\n");
}

static void explain_scale(const explained *e, int32_t c, const double *store, double unit)
{
	const gz_plan *p = e->plan;
	const gz_channel *channel = &p->channels[c];
	const bool here = p->slots.items[channel->scale_slot].place;
	const double scale = unit * gz_slot_at(&p->slots, store, channel->scale_slot, 0, 0, 0);
	const gz_catalogue_value values[] = {{"what", channel->water ? word(e, "console.explain.water-rate") : "beta", 0}, {"name", channel->name, 0},
		{"place", p->scenario->world.places[p->leaf_place[0]].id, 0}, number(e, "x", 6, scale)};
	fprintf(e->out, "  ");
	say(e, here ? "console.explain.scale-in" : "console.explain.scale", values, 4);
	fprintf(e->out, "%s%s\n", channel->has_r0 ? ", " : "", channel->has_r0 ? word(e, "console.explain.from-r0") : "");
}

static void explain_r0(const explained *e, const double *store, const double *unit)
{
	const gz_plan *p = e->plan;
	for (int32_t c = 0; c < p->n_channels; c++) {
		double mean, cv2;
		explain_radius(e, c, store, unit[c]);
		explain_scale(e, c, store, unit[c]);
		if (gz_ngm_period(p, store, c, 0, 0, 0, &mean, &cv2) != GZ_OK)
			continue;
		const gz_catalogue_value values[] = {{"name", p->channels[c].name, 0}, number(e, "mean", 4, mean), number(e, "cv2", 4, cv2 > 1e-12 ? cv2 : 0)};
		fprintf(e->out, "  ");
		say(e, "console.explain.period", values, 3);
		fprintf(e->out, "\n");
	}
}

/* ---- measures ----------------------------------------------------------------------------------------------- */

static const char *measure_name(const explained *e, const gz_measure *m) { return gz_focus_name(&m->title, m->name, e->words.language); }

/* Tracing finds nobody by itself: only contacts of those whom these find. */
static void explain_tracing(const explained *e)
{
	const gz_scenario *s = e->plan->scenario;
	const char *finders = "";
	for (int32_t m = 0; m < s->n_measures && finders != NULL; m++)
		if (gz_oddity_finds(&s->measures[m]))
			finders = gz_arena_printf(e->words.arena, "%s%s%s", finders, finders[0] != '\0' ? ", " : "", measure_name(e, &s->measures[m]));
	const gz_catalogue_value by = {"finders", finders, 0};
	fprintf(e->out, "; ");
	say(e, finders == NULL || finders[0] == '\0' ? "console.explain.traces-nobody" : "console.explain.traces", &by, 1);
}

/* How long a measure confines people, and how long its results take. */
static void explain_stays(const explained *e, int32_t measure)
{
	const gz_plan *p = e->plan;
	const double n = p->scenario->steps_per_day;
	for (int32_t i = p->n_confines - 1; i >= 0; i--) { /* alternatives come before what they stand for */
		const gz_confine *c = &p->confines[i];
		if (c->measure != measure || (c->waiting && !c->positive))
			continue;
		const gz_catalogue_value values[] = {number(e, "days", 6, c->steps / n), number(e, "released", 6, c->release_steps / n), number(e, "contacts", 6, c->contact)};
		fprintf(e->out, "    ");
		say(e, c->waiting ? "console.explain.result" : c->then->kind == GZ_THEN_ISOLATE ? "console.explain.isolation" : "console.explain.quarantine", values, 3);
		if (n > 1)
			fprintf(e->out, " = %s", count(e, "console.explain.steps", c->steps));
		if (c->release && c->release_steps < c->steps)
			say(e, "console.explain.released", values, 3);
		if (c->contact > 0 && !c->waiting)
			say(e, "console.explain.contacts", values, 3);
		fprintf(e->out, "\n");
	}
}

static void explain_when(const explained *e, const gz_measure *m)
{
	char from[16] = "", to[16] = "";
	if (m->from != INT32_MIN)
		gz_date_format(m->from, from);
	if (m->to != INT32_MAX)
		gz_date_format(m->to, to);
	const gz_catalogue_value values[] = {number(e, "lead", 6, m->lead), {"after", m->after != NULL ? gz_expr_text(m->after) : "", 0}, {"from", from, 0}, {"to", to, 0}};
	say(e, m->on_order ? "console.explain.on-order" : m->after != NULL ? "console.explain.after" : *from ? (*to ? "console.explain.from-to" : "console.explain.from") :
		*to ? "console.explain.to" : "console.explain.always", values, 4);
}

static void explain_measure(const explained *e, int32_t i)
{
	const gz_measure *m = &e->plan->scenario->measures[i];
	const gz_measure_plan *compiled = &e->plan->measures[i];
	const gz_catalogue_value name[] = {{"name", measure_name(e, m), 0}, {"kind", gz_action_get((int32_t)m->kind)->key, 0}};
	const gz_catalogue_value water[] = {number(e, "intake", 6, m->intake), number(e, "shed", 6, m->shed), number(e, "decay", 6, m->decay)};
	fprintf(e->out, "  ");
	say(e, "console.explain.measure", name, 2);
	if (m->kind == GZ_MEASURE_WATER)
		say(e, "console.explain.safe-water", water, 3);
	fprintf(e->out, ", %s, %s; ", count(e, "console.explain.places", compiled->n_leaves), count(e, "console.explain.legs", compiled->n_posts));
	explain_when(e, m);
	if (m->kind == GZ_MEASURE_TRACE)
		explain_tracing(e);
	fprintf(e->out, "\n");
	explain_stays(e, i);
}

/* ---- size --------------------------------------------------------------------------------------------------- */

static void explain_size(const explained *e)
{
	const gz_plan *p = e->plan;
	const int64_t cells = (int64_t)p->n_free * p->n_strata * p->n_cells;
	const int64_t draws = (int64_t)p->n_free * p->n_strata * (p->n_groups + p->n_targets) + (int64_t)p->n_flows * p->n_strata * p->n_cells * 2;
	const gz_catalogue_value values[] = {{"stocks", count(e, "console.explain.stocks", p->n_stocks), 0}, number(e, "free", 15, p->n_free),
		number(e, "cells", 15, (double)cells), number(e, "draws", 15, (double)draws)};
	fprintf(e->out, "\n");
	say(e, "console.explain.size", values, 4);
	fprintf(e->out, "\n      ");
	say(e, "console.explain.draws", values, 4);
	fprintf(e->out, "\n");
}

static void explain_all(const explained *e, const double *store, const double *unit)
{
	const gz_scenario *s = e->plan->scenario;
	explain_run(e);
	explain_world(e);
	explain_disease(e);
	explain_r0(e, store, unit);
	gz_figures_print(&e->words, s, e->out);
	if (s->n_measures > 0)
		fprintf(e->out, "\n");
	for (int32_t m = 0; m < s->n_measures; m++)
		explain_measure(e, m);
	explain_size(e);
}

gz_status gz_explain_print(const gz_scenario *s, const char *language, FILE *out, gz_error *err)
{
	gz_plan p = {0};
	explained e = {.plan = &p, .out = out};
	gz_status st = gz_catalogue_open(&e.words, language, &e.arena, err);
	if (st == GZ_OK)
		st = gz_plan_compile(&p, s, err);
	if (st == GZ_OK)
		gz_plan_layout(&p, 1);
	double *store = st == GZ_OK ? malloc((size_t)p.slots.size * sizeof *store + 1) : NULL, *unit = st == GZ_OK ? malloc((size_t)p.n_channels * sizeof *unit + 1) : NULL;
	if (st == GZ_OK && (!store || !unit))
		st = GZ_ERR_MEMORY;
	if (st == GZ_OK) {
		gz_slot_evaluate(&p.slots, store, -1, 1, 0, false);
		st = gz_ngm_units(&p, store, 1, unit, err);
	}
	if (st == GZ_OK)
		explain_all(&e, store, unit);
	free(store);
	free(unit);
	gz_plan_free(&p);
	gz_catalogue_close(&e.words);
	gz_arena_free(&e.arena);
	return st;
}
