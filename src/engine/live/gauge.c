/* Gauges: numbers of people by place, and what measures have left, for all lanes of a block.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/live/gauge.h"
#include "base/hash.h"
#include "engine/control/border.h"
#include "engine/step/observe.h"
#include "engine/step/row.h"
#include <math.h>
#include <string.h>

static bool gauge_mid_day(const gz_block *b) { return b->step % b->plan->scenario->steps_per_day != 0; }

/* ---- people ----------------------------------------------------------------------------------------------- */

/* Whether some `trace` measure looks for people of a compartment; without any, whoever is infected and infects nobody yet counts. */
static bool gauge_traced(const gz_plan *p, const gz_cell *cell)
{
	const gz_scenario *s = p->scenario;
	bool some = false, named = false;
	for (int32_t m = 0; m < s->n_measures; m++) {
		const gz_measure *row = &s->measures[m];
		if (row->kind != GZ_MEASURE_TRACE)
			continue;
		some = true;
		named = named || !row->of || row->of[cell->compartment];
	}
	return cell->infected && !cell->dead && (some ? named : !cell->infectious);
}

/* What a person in a cell counts for. */
static double gauge_weight(const gz_plan *p, const gz_session_gauge *g, const gz_cell *cell)
{
	switch (g->quantity) {
	case GZ_SESSION_BEDS:
		return cell->bed;
	case GZ_SESSION_UNTRACED:
		return gauge_traced(p, cell);
	case GZ_SESSION_PREVALENCE:
		return cell->infectious && !cell->dead;
	case GZ_SESSION_PRESENT:
		return !cell->dead;
	default:
		return cell->compartment == g->compartment;
	}
}

static void gauge_stock(const gz_block *b, int32_t stock, const gz_session_gauge *g, double *out)
{
	const gz_plan *p = b->plan;
	for (int32_t c = 0; c < p->n_cells; c++) {
		const double weight = gauge_weight(p, g, &p->cells[c]);
		for (int32_t x = 0; weight != 0 && x < p->n_strata; x++)
			if (*gz_block_anyone(b, stock, x, c))
				gz_row_add_times(b->lanes, out, &b->people[gz_block_at(b, stock, x, c)], weight);
	}
}

static void gauge_people(const gz_block *b, const gz_session_gauge *g, double *out)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
		if (!gz_scenario_within(p->scenario, p->leaf_place[leaf], g->place))
			continue;
		for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
			const int32_t st = p->standing[p->standing_first[leaf] + i];
			if (!b->occupied[st])
				i += gz_block_idle(b, st);
			else if (g->quantity != GZ_SESSION_UNTRACED || p->stocks[st].role == GZ_ROLE_FREE)
				gauge_stock(b, st, g, out);
		}
	}
}

static void gauge_queue(const gz_block *b, int32_t crossing, double *out)
{
	const gz_plan *p = b->plan;
	for (int32_t l = 0; l < p->n_legs; l++) {
		const gz_leg *leg = &p->legs[l];
		bool through = false;
		for (int32_t k = 0; k < leg->n_via; k++)
			through = through || leg->via[k] == crossing;
		for (int32_t product = 0; through && leg->held >= 0 && product < p->n_products; product++)
			for (int32_t c = 0; b->occupied[leg->held + product] && c < p->n_cells; c++)
				for (int32_t x = 0; !p->cells[c].dead && x < p->n_strata; x++)
					gz_row_add(b->lanes, out, &b->people[gz_block_at(b, leg->held + product, x, c)]);
	}
}

static void gauge_deaths(const gz_block *b, int32_t place, double *out)
{
	const gz_plan *p = b->plan;
	memcpy(out, &b->cumulated_deaths[(int64_t)place * b->width], (size_t)b->lanes * sizeof *out);
	for (int32_t leaf = 0; gauge_mid_day(b) && b->died && leaf < p->n_leaves; leaf++)
		if (b->counted[leaf] & GZ_COUNTED_DEATHS && gz_scenario_within(p->scenario, p->leaf_place[leaf], place))
			gz_row_add(b->lanes, out, &b->deaths[(int64_t)leaf * b->width]);
}

/* ---- measures --------------------------------------------------------------------------------------------- */

/* Beds left of a measure's confinements in a lane; NAN without a bound. */
static double gauge_beds_left(const gz_block *b, int32_t measure, int32_t lane)
{
	const gz_plan *p = b->plan;
	double left = NAN;
	for (int32_t i = 0; i < p->n_confines; i++) {
		const gz_confine *c = &p->confines[i];
		if (c->measure == measure && c->then && isfinite(c->beds))
			left = (isnan(left) ? 0 : left) + fmax(0, c->beds - b->beds[(int64_t)i * b->width + lane]);
	}
	return left;
}

/* Of a measure at places, which serves people on a day's first step. */
static double gauge_room(const gz_block *b, int32_t measure, double room, const double *served, int32_t lane)
{
	const int64_t at = (int64_t)measure * b->width + lane;
	if (!isfinite(room))
		return NAN;
	return b->step == 0 || b->plan->measures[measure].n_leaves == 0 ? room : fmax(0, room - (b->totals[at].people - served[at]));
}

static double gauge_capacity_left(const gz_block *b, int32_t measure, const double *served, int32_t lane)
{
	const gz_measure *m = &b->plan->scenario->measures[measure];
	if (b->plan->measures[measure].n_posts > 0 && isfinite(m->capacity))
		return gz_border_left(b, measure, lane);
	return gauge_room(b, measure, m->capacity, served, lane);
}

static double gauge_doses_left(const gz_block *b, int32_t measure, const double *served, int32_t lane)
{
	const gz_measure_plan *mp = &b->plan->measures[measure];
	return mp->n_leaves > 0 && mp->doses >= 0 ? gauge_room(b, measure, gz_block_value(b, mp->doses, 0, 0, lane), served, lane) : NAN;
}

static double gauge_measure(const gz_block *b, const gz_session_gauge *g, const double *served, int32_t lane)
{
	gz_measure_total total = b->totals[(int64_t)g->measure * b->width + lane];
	double left;
	switch (g->quantity) {
	case GZ_SESSION_IN_FORCE:
		return b->active[(int64_t)g->measure * b->width + lane];
	case GZ_SESSION_CAPACITY_LEFT:
		return gauge_capacity_left(b, g->measure, served, lane);
	case GZ_SESSION_DOSES_LEFT:
		return gauge_doses_left(b, g->measure, served, lane);
	case GZ_SESSION_BEDS_LEFT:
		return gauge_beds_left(b, g->measure, lane);
	case GZ_SESSION_LEFT:
		left = gauge_capacity_left(b, g->measure, served, lane);
		left = isnan(left) ? gauge_doses_left(b, g->measure, served, lane) : left;
		return isnan(left) ? gauge_beds_left(b, g->measure, lane) : left;
	case GZ_SESSION_SERVED:
		return total.people;
	default:
		if (gauge_mid_day(b))
			total.active_days += (double)b->active_steps[(int64_t)g->measure * b->width + lane] / b->plan->scenario->steps_per_day;
		return gz_observe_cost(&b->plan->scenario->measures[g->measure], &total);
	}
}

/* Whether a measure names some leaf of a place. */
static bool gauge_covers(const gz_block *b, int32_t measure, int32_t place)
{
	const gz_plan *p = b->plan;
	for (int32_t leaf = 0; leaf < p->n_leaves; leaf++)
		if (b->setup->covers[(int64_t)measure * p->n_leaves + leaf] && gz_scenario_within(p->scenario, p->leaf_place[leaf], place))
			return true;
	return false;
}

static void gauge_beds_free(const gz_block *b, int32_t place, double *out)
{
	for (int32_t m = 0; m < b->plan->scenario->n_measures; m++)
		for (int32_t lane = 0; b->active_any[m] && gauge_covers(b, m, place) && lane < b->lanes; lane++) {
			const double left = b->active[(int64_t)m * b->width + lane] ? gauge_beds_left(b, m, lane) : 0;
			out[lane] += isnan(left) ? 0 : left;
		}
}

static void gauge_crossing(const gz_block *b, const gz_session_gauge *g, double *out)
{
	for (int32_t in = 0; in < 2; in++)
		if (g->direction == GZ_DIRECTION_BOTH || (g->direction == GZ_DIRECTION_IN) == (in == 1))
			gz_row_add(b->lanes, out, gz_block_cross(b, g->crossing, in == 1, g->flow));
}

void gz_gauge_read(const gz_block *b, const double *served, const gz_session_gauge *g, double *out)
{
	memset(out, 0, (size_t)b->lanes * sizeof *out);
	switch (g->quantity) {
	case GZ_SESSION_BEDS:
	case GZ_SESSION_UNTRACED:
	case GZ_SESSION_PREVALENCE:
	case GZ_SESSION_PRESENT:
	case GZ_SESSION_PEOPLE:
		gauge_people(b, g, out);
		break;
	case GZ_SESSION_BEDS_FREE:
		gauge_beds_free(b, g->place, out);
		break;
	case GZ_SESSION_QUEUE:
		gauge_queue(b, g->crossing, out);
		break;
	case GZ_SESSION_INFECTIONS:
		memcpy(out, &b->cumulated[(int64_t)g->place * b->width], (size_t)b->lanes * sizeof *out);
		break;
	case GZ_SESSION_DEATHS:
		gauge_deaths(b, g->place, out);
		break;
	case GZ_SESSION_CROSSING:
		gauge_crossing(b, g, out);
		break;
	default:
		for (int32_t lane = 0; lane < b->lanes; lane++)
			out[lane] = gauge_measure(b, g, served, lane);
	}
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

/* Adds the values of a lane in rows of an array, those that are 0 left out. */
static void gauge_hash(uint64_t hash[2], const gz_block *b, int32_t lane, const double *array, int64_t rows)
{
	for (int64_t row = 0; row < rows; row++) {
		const double value = array[row * b->width + lane];
		if (value == 0)
			continue;
		hash[1] = (uint64_t)row;
		hash[0] = gz_hash_siphash(hash, &value, sizeof value);
	}
}

uint64_t gz_gauge_digest(const gz_block *b, int32_t lane)
{
	const gz_plan *p = b->plan;
	const gz_scenario *s = p->scenario;
	uint64_t hash[2] = {(uint64_t)b->step, 0};
	for (int32_t st = 0; st < p->n_stocks; st++) {
		if (!b->occupied[st])
			continue;
		const uint64_t before = hash[0];
		hash[0] = (uint64_t)st;
		gauge_hash(hash, b, lane, &b->people[gz_block_at(b, st, 0, 0)], (int64_t)p->n_strata * p->n_cells);
		gauge_hash(hash, b, lane, &b->mass[gz_block_mass(b, st, 0, 0)], (int64_t)p->n_strata * p->n_mass);
		hash[0] = hash[0] == (uint64_t)st ? before : before * 31 + hash[0]; /* nobody of this lane: as if it were not there */
	}
	gauge_hash(hash, b, lane, b->reservoir, (int64_t)s->disease.n_environments * p->n_leaves);
	gauge_hash(hash, b, lane, b->due, (int64_t)s->n_streams * p->n_leaves * b->setup->ring);
	gauge_hash(hash, b, lane, b->cumulated, s->world.n_places);
	return hash[0];
}
