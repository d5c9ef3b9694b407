/* The equations of the model in continuous time, day by day through CVODE.
 *
 * A block of one lane holds the state, so that people at the start, begin rows, scheduled movements and forces of infection are the map's
 * own; only what a step does with probabilities is written here with rates. Stages are left at n/m, stays likewise, and people leave home
 * at F(t) over those usually at home. The calendar of flows is constant within a day, so the solver starts afresh each morning.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/ode.h"
#include "engine/setup.h"
#include "engine/step/day.h"
#include "engine/step/force.h"
#include "engine/step/memory.h"
#include "engine/step/start.h"
#include "engine/step/water.h"
#include "engine/control/trigger.h"
#include "model/calendar.h"
#include "model/ngm.h"
#include "model/stock.h"
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <string.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

enum { ODE_NUMBERS_MAX = 4000, ODE_STEPS_MAX = 100000 };
#define ODE_STEP 0x1p-20 /* of a day: to all purposes none */

typedef struct ode_system {
	gz_setup setup;
	gz_block b;
	int64_t people, waters, n; /* numbers: people, reservoirs, infections by leaf */
} ode_system;

static double ode_value(const gz_block *b, int32_t slot, int32_t leaf, int32_t stratum) { return gz_block_value(b, slot, leaf, stratum, 0); }

/* Persons a day of a cell go where an outcome says. */
static void ode_go(const gz_plan *p, int32_t stock, int32_t stratum, int32_t cell, const gz_outcome *o, double flow, double *dy)
{
	const int64_t row = ((int64_t)stock * p->n_strata + stratum) * p->n_cells;
	dy[row + cell] -= flow;
	if (o->cell >= 0)
		dy[row + (int64_t)o->stratum_step * p->n_cells + o->cell] += flow;
}

static double ode_exit_rate(const gz_block *b, const gz_exit *e, int32_t leaf, int32_t stratum)
{
	const gz_plan *p = b->plan;
	const double v = e->slot >= 0 ? ode_value(b, e->slot, leaf, stratum) : 0;
	if (e->kind == GZ_EXIT_STAGE)
		return e->stages / v;
	if (e->kind == GZ_EXIT_RATE)
		return v > 0 ? v * e->per_year : 0;
	const int32_t age = stratum / p->n_groups_people;
	const double width = p->scenario->world.age_to[age] - p->scenario->world.age_from[age];
	return age + 1 < p->n_ages && isfinite(width) && width > 0 ? e->per_year / width : 0;
}

static void ode_progress(const gz_block *b, int32_t stock, int32_t stratum, const double *n, double *dy)
{
	const gz_plan *p = b->plan;
	const int32_t here = p->stocks[stock].here;
	for (int32_t i = 0; i < p->n_groups; i++) {
		const gz_group *g = &p->groups[i];
		for (int32_t o = 0; n[g->cell] != 0 && o < g->n_outcomes; o++) {
			const gz_outcome *out = &p->outcomes[g->first_outcome + o];
			const double rate = ode_exit_rate(b, &p->exits[out->exit], here, stratum);
			ode_go(p, stock, stratum, g->cell, out, n[g->cell] * rate * gz_plan_branch(p, g->first_outcome, g->n_outcomes, o, b->store, here, stratum, 0), dy);
		}
	}
}

static void ode_infect(const gz_block *b, int32_t stock, int32_t stratum, const double *n, double *dy, double *infections)
{
	const gz_plan *p = b->plan;
	const int32_t here = p->stocks[stock].here;
	for (int32_t i = 0; i < p->n_targets; i++)
		for (int32_t k = 0; k < p->targets[i].n_channels; k++) {
			const gz_channel *ch = &p->channels[p->targets[i].channels[k]];
			const double force = !b->hot_any[here] ? 0 : b->force[((int64_t)here * p->n_channels + p->targets[i].channels[k]) * p->n_ages + stratum / p->n_groups_people];
			const double flow = n[p->targets[i].cell] * force * ode_value(b, ch->susceptibility, here, stratum);
			for (int32_t o = 0; flow != 0 && o < ch->n_outcomes; o++)
				ode_go(p, stock, stratum, p->targets[i].cell, &p->outcomes[ch->first_outcome + o],
					flow * gz_plan_branch(p, ch->first_outcome, ch->n_outcomes, o, b->store, here, stratum, 0), dy);
			infections[here] += flow;
		}
}

static void ode_births(const gz_block *b, int32_t stock, int32_t stratum, const double *n, double *dy)
{
	const gz_plan *p = b->plan;
	const int32_t here = p->stocks[stock].here, young = stratum % p->n_groups_people, with = gz_stock_with(p, stock, 0);
	double alive = 0;
	for (int32_t c = 0; p->births >= 0 && c < p->n_cells; c++)
		alive += p->cells[c].dead ? 0 : n[c];
	for (int32_t o = 0; alive > 0 && o < p->newborn_n; o++)
		dy[((int64_t)with * p->n_strata + young) * p->n_cells + p->outcomes[p->newborn_first + o].cell] += alive * ode_value(b, p->births, here, stratum) / 365.25 *
			gz_plan_branch(p, p->newborn_first, p->newborn_n, o, b->store, here, young, 0);
}

/* Journeys of a home's people by one of its flows. usual: those usually at home, by stratum. */
static void ode_flow(const gz_block *b, const gz_flow_plan *f, int32_t stratum, double usual, const double *y, double *dy)
{
	const gz_plan *p = b->plan;
	const double out = usual > 0 ? gz_calendar_rate(p, f, b->day) * gz_plan_share(p, f)[stratum] / usual : 0, back = gz_calendar_homeward(p, f, b->day) / p->travel_dt;
	for (int32_t c = 0; c < p->n_cells; c++) {
		const int64_t at = (int64_t)stratum * p->n_cells + c, size = (int64_t)p->n_strata * p->n_cells;
		const int64_t home = (int64_t)p->resident[f->home * p->n_products] * size + at;
		const int64_t settled = (int64_t)p->resident[f->to * p->n_products] * size + at;
		if (p->cells[c].dead)
			continue;
		const double leave = y[home] * out * ode_value(b, p->cells[c].travel, f->home, stratum);
		dy[home] -= leave;
		dy[f->n_stages > 0 ? (int64_t)f->stocks * size + at : settled] += leave;
		for (int32_t stage = 0; stage < f->n_stages; stage++) {
			const int64_t here = (int64_t)(f->stocks + stage) * size + at;
			const double move = y[here] * back * ode_value(b, p->cells[c].travel, f->to, stratum);
			dy[here] -= move;
			dy[stage + 1 < f->n_stages ? here + size : home] += move;
		}
	}
}

static void ode_travel(const gz_block *b, const double *y, double *dy)
{
	const gz_plan *p = b->plan;
	for (int32_t home = 0; home < p->n_leaves; home++)
		for (int32_t x = 0; x < p->n_strata; x++) {
			double usual = p->people[(int64_t)home * p->n_strata + x];
			const gz_flow_plan *f = &p->flows[p->leaving_n[home] > 0 ? p->leaving_first[home] : 0];
			for (int32_t k = 0; k < p->leaving_n[home]; k++)
				usual -= gz_calendar_standing(p, &f[k], b->day) * gz_plan_share(p, &f[k])[x];
			for (int32_t k = 0; k < p->leaving_n[home]; k++)
				ode_flow(b, &f[k], x, usual, y, dy);
		}
}

static void ode_water(const gz_block *b, const double *w, double *dw)
{
	const gz_plan *p = b->plan;
	const bool measured = gz_water_measured(b);
	for (int32_t k = 0; k < p->n_channels; k++) {
		const gz_channel *ch = &p->channels[k];
		for (int32_t leaf = 0; ch->water && leaf < p->n_leaves; leaf++) {
			const int64_t at = (int64_t)ch->index * p->n_leaves + leaf;
			const gz_water change = measured ? gz_water_at(b, ch->index, leaf, 0) : (gz_water){1, 1, 0};
			dw[at] = -w[at] * (ode_value(b, ch->decay, leaf, 0) + change.decay);
			for (int32_t a = 0; b->sheds[leaf] && a < p->n_ages; a++)
				dw[at] += change.shed * b->pressure[((int64_t)leaf * p->n_channels + k) * p->n_ages + a];
		}
	}
}

/* The state into the block, and back. */
static void ode_load(ode_system *s, const double *y)
{
	memcpy(s->b.people, y, (size_t)s->people * sizeof *y);
	memcpy(s->b.reservoir, y + s->people, (size_t)s->waters * sizeof *y);
}

static int ode_slope(realtype t, N_Vector state, N_Vector slope, void *context)
{
	ode_system *s = context;
	gz_block *b = &s->b;
	const gz_plan *p = b->plan;
	const double *y = N_VGetArrayPointer(state);
	double *dy = N_VGetArrayPointer(slope);
	memset(dy, 0, (size_t)s->n * sizeof *dy);
	gz_slot_evaluate(&p->slots, b->store, -1, 1, t, true);
	ode_load(s, y);
	gz_force_compute(b);
	for (int32_t st = 0; st < p->n_free; st++)
		for (int32_t x = 0; x < p->n_strata; x++) {
			const double *n = &y[((int64_t)st * p->n_strata + x) * p->n_cells];
			ode_infect(b, st, x, n, dy, dy + s->people + s->waters);
			ode_progress(b, st, x, n, dy);
			ode_births(b, st, x, n, dy);
		}
	ode_travel(b, y, dy);
	ode_water(b, y + s->people, dy + s->people);
	return b->failed;
}

/* ---- a run ------------------------------------------------------------------------------------------------ */

static gz_status ode_refuse(const ode_system *s, gz_error *err)
{
	const gz_scenario *sc = s->setup.scenario;
	const gz_plan *p = &s->setup.plan;
	for (int32_t m = 0; m < sc->n_measures; m++) {
		const gz_measure *row = &sc->measures[m];
		if (row->on_order)
			continue; /* nobody orders here */
		if ((row->kind != GZ_MEASURE_CONTACTS && row->kind != GZ_MEASURE_WATER) || row->after || row->until)
			return gz_error_set(err, GZ_ERR_INPUT, sc->file, 0, 0,
				"measure %.80s has no form as differential equations: only contacts and water have, by dates; take it out or use --deterministic", row->name);
	}
	bool crossed = false; /* else there is nothing to interrupt a treatment */
	for (int32_t i = 0; i < p->n_legs; i++)
		crossed = crossed || p->legs[i].abroad;
	if (sc->disease.n_interrupts > 0 && crossed)
		return gz_error_set(err, GZ_ERR_INPUT, sc->disease.file, 0, 0, "treatment interrupted by a crossing has no form as differential equations");
	for (int32_t i = 0; i < p->n_exits; i++)
		if (p->exits[i].kind == GZ_EXIT_FIXED)
			return gz_error_set(err, GZ_ERR_INPUT, sc->disease.file, 0, 0, "a fixed duration has no form as differential equations; give it stages (`erlang`)");
	for (int32_t f = 0; f < p->n_flows; f++) {
		const gz_flow *row = &sc->world.flows[p->flows[f].flow];
		if (row->manner->stay == GZ_STAY_FIXED || row->manner->stay == GZ_STAY_CURVE)
			return gz_error_set(err, GZ_ERR_INPUT, sc->world.folder, 0, 0, "flow %s: a stay that is fixed or by a curve has no form as differential equations", row->id);
	}
	if (s->n > ODE_NUMBERS_MAX)
		return gz_error_set(err, GZ_ERR_INPUT, sc->file, 0, 0, "the equations would have %lld unknowns; at most %d are solved", (long long)s->n, ODE_NUMBERS_MAX);
	return GZ_OK;
}

static void ode_record(const ode_system *s, const double *y, gz_ode *out)
{
	const gz_plan *p = s->b.plan;
	double *prevalence = &out->prevalence[(int64_t)s->b.day * p->n_leaves];
	for (int32_t st = 0; st < p->n_free; st++)
		for (int32_t x = 0; x < p->n_strata; x++)
			for (int32_t c = 0; c < p->n_cells; c++)
				prevalence[p->stocks[st].here] += p->cells[c].infectious && !p->cells[c].dead ? y[((int64_t)st * p->n_strata + x) * p->n_cells + c] : 0;
	memcpy(&out->infections[(int64_t)s->b.day * p->n_leaves], y + s->people + s->waters, (size_t)p->n_leaves * sizeof *y);
}

static gz_status ode_days(ode_system *s, void *solver, N_Vector state, gz_ode *out, gz_error *err)
{
	gz_block *b = &s->b;
	double *y = N_VGetArrayPointer(state);
	for (; b->day < s->setup.scenario->days; b->day++) {
		gz_slot_evaluate(&b->plan->slots, b->store, -1, 1, b->day, true);
		gz_trigger_day(b);
		gz_start_day(b);
		memset(b->occupied, 1, (size_t)b->plan->n_free);
		memset(b->anyone, 1, (size_t)b->plan->n_free * (size_t)b->plan->n_strata * (size_t)b->plan->n_cells);
		memcpy(y, b->people, (size_t)s->people * sizeof *y);
		memcpy(y + s->people, b->reservoir, (size_t)s->waters * sizeof *y);
		realtype t = b->day;
		if (CVodeReInit(solver, t, state) != CV_SUCCESS || CVodeSetStopTime(solver, t + 1) != CV_SUCCESS || CVode(solver, b->day + 1, state, &t, CV_NORMAL) < 0)
			return gz_error_set(err, GZ_ERR_INTERNAL, NULL, 0, 0, "the equations could not be solved on day %d", b->day);
		y = N_VGetArrayPointer(state);
		ode_record(s, y, out);
		ode_load(s, y);
		b->step += s->setup.scenario->steps_per_day;
	}
	return GZ_OK;
}

static gz_status ode_solve(ode_system *s, gz_ode *out, gz_error *err)
{
	SUNContext context = NULL;
	if (SUNContext_Create(NULL, &context) != 0)
		return GZ_ERR_MEMORY;
	N_Vector state = N_VNew_Serial(s->n, context);
	SUNMatrix matrix = SUNDenseMatrix(s->n, s->n, context);
	SUNLinearSolver linear = state && matrix ? SUNLinSol_Dense(state, matrix, context) : NULL;
	void *solver = CVodeCreate(CV_BDF, context);
	gz_status st = linear && solver ? GZ_OK : GZ_ERR_MEMORY;
	if (st == GZ_OK) {
		memset(N_VGetArrayPointer(state), 0, (size_t)s->n * sizeof(double));
		if (CVodeInit(solver, ode_slope, 0, state) != CV_SUCCESS || CVodeSStolerances(solver, 1e-9, 1e-7) != CV_SUCCESS || CVodeSetUserData(solver, s) != CV_SUCCESS ||
			CVodeSetLinearSolver(solver, linear, matrix) != CV_SUCCESS || CVodeSetMaxNumSteps(solver, ODE_STEPS_MAX) != CV_SUCCESS)
			st = GZ_ERR_MEMORY;
	}
	if (st == GZ_OK)
		st = ode_days(s, solver, state, out, err);
	if (solver)
		CVodeFree(&solver);
	if (linear)
		SUNLinSolFree(linear);
	if (matrix)
		SUNMatDestroy(matrix);
	if (state)
		N_VDestroy(state);
	SUNContext_Free(&context);
	return st;
}

static gz_status ode_open(ode_system *s, const gz_scenario *scenario, gz_ode *out, gz_error *err)
{
	GZ_TRY(gz_setup_open(&s->setup, scenario, 1, true, err));
	const gz_plan *p = &s->setup.plan;
	s->people = (int64_t)p->n_free * p->n_strata * p->n_cells;
	s->waters = (int64_t)scenario->disease.n_environments * p->n_leaves;
	s->n = s->people + s->waters + p->n_leaves;
	GZ_TRY(ode_refuse(s, err));
	GZ_TRY(gz_memory_open(&s->b, &s->setup, 1, NULL));
	GZ_TRY(gz_day_begin(&s->b, 0, 1, err));
	gz_plan fine = *p; /* from R0 to beta in continuous time, whatever the step */
	fine.dt = ODE_STEP;
	GZ_TRY(gz_ngm_units(&fine, s->b.store, 1, s->b.unit, err));
	const size_t n = (size_t)p->n_leaves * (size_t)scenario->days + 1;
	out->n_leaves = p->n_leaves;
	out->n_days = scenario->days;
	out->place = calloc((size_t)p->n_leaves + 1, sizeof *out->place);
	out->prevalence = calloc(n, sizeof *out->prevalence);
	out->infections = calloc(n, sizeof *out->infections);
	if (!out->place || !out->prevalence || !out->infections)
		return GZ_ERR_MEMORY;
	memcpy(out->place, p->leaf_place, (size_t)p->n_leaves * sizeof *out->place);
	return GZ_OK;
}

gz_status gz_ode_run(const gz_scenario *scenario, gz_ode *out, gz_error *err)
{
	ode_system s = {0};
	*out = (gz_ode){0};
	gz_status st = ode_open(&s, scenario, out, err);
	if (st == GZ_OK)
		st = ode_solve(&s, out, err);
	gz_memory_close(&s.b);
	gz_setup_close(&s.setup);
	if (st != GZ_OK && err && err->status == GZ_OK)
		gz_error_set(err, st, NULL, 0, 0, "%s", gz_status_sentence(st));
	return st;
}

void gz_ode_free(gz_ode *out)
{
	free(out->place);
	free(out->prevalence);
	free(out->infections);
	*out = (gz_ode){0};
}
