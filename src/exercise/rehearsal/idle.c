/* Worlds in which nothing is done.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/rehearsal/idle.h"
#include <math.h>
#include <string.h>

void gz_idle_free(gz_idle *idle)
{
	gz_arena_free(&idle->arena);
	*idle = (gz_idle){0};
}

/* What is or may become more than 0. */
static bool positive(const gz_value *value)
{
	double constant = 0;
	return value->expr == NULL ? value->number > 0 : !gz_expr_constant(value->expr, &constant) || constant > 0;
}

/* A compartment with a weight in some way of infection. */
static bool infectious(const gz_disease *d, int32_t c)
{
	const gz_compartment *row = &d->compartments[c];
	if (row->dead || row->rest)
		return false;
	if (positive(&row->infectious))
		return true;
	for (int32_t i = 0; i < d->n_infects; i++)
		if (d->infects[i].by != NULL && positive(&d->infects[i].by[c]))
			return true;
	return false;
}

/* Compartments of infected people: the infectious ones, and those from which people come there. */
static void mark_infected(const gz_disease *d, bool *infected)
{
	for (int32_t c = 0; c < d->n_compartments; c++)
		infected[c] = infectious(d, c);
	bool changed = true;
	while (changed) {
		changed = false;
		for (int32_t i = 0; i < d->n_progresses; i++) {
			const gz_progress *p = &d->progresses[i];
			const gz_compartment *from = &d->compartments[p->from];
			for (int32_t k = 0; k < p->n_to && !infected[p->from] && !from->rest && !from->dead; k++)
				if (p->to[k].to >= 0 && infected[p->to[k].to])
					infected[p->from] = changed = true;
		}
	}
}

static int32_t country_of(const gz_world *world, int32_t place)
{
	while (place >= 0 && world->places[place].parent >= 0)
		place = world->places[place].parent;
	return place;
}

/* Whether a place is a country of players, or any country where no player has a place. */
static bool of_players(const gz_pack *pack, int32_t place)
{
	const gz_world *world = &pack->scenario.world;
	bool any = false, own = false;
	if (world->places[place].parent >= 0)
		return false;
	for (int32_t i = 0; i < pack->n_roles; i++)
		if (pack->roles[i].kind == GZ_PACK_PLAYER && pack->roles[i].place >= 0) {
			any = true;
			own = own || country_of(world, pack->roles[i].place) == place;
		}
	return own || !any;
}

/* A quantity over the countries of players. */
static double total(const gz_stage *stage, const gz_pack *pack, gz_session_quantity quantity, int32_t compartment, int32_t lane)
{
	gz_session_gauge gauge = {.quantity = quantity, .stream = quantity == GZ_SESSION_REPORTS ? 0 : -1, .measure = -1, .compartment = compartment, .crossing = -1};
	double sum = 0;
	for (int32_t i = 0; i < pack->scenario.world.n_places; i++) {
		gauge.place = i;
		const double value = of_players(pack, i) ? gz_session_value(gz_stage_session(stage), &gauge, lane) : 0;
		sum += isnan(value) ? 0 : value;
	}
	return sum;
}

double gz_idle_infections(const gz_stage *stage, const gz_pack *pack, int32_t lane)
{
	return total(stage, pack, GZ_SESSION_INFECTIONS, -1, lane);
}

double gz_idle_reports(const gz_stage *stage, const gz_pack *pack, int32_t lane)
{
	return total(stage, pack, GZ_SESSION_REPORTS, -1, lane);
}

static void end_of_worlds(gz_idle *idle, const gz_stage *stage, const gz_pack *pack, const bool *infected)
{
	for (int32_t w = 0; w < idle->n_worlds; w++) {
		double left = 0;
		for (int32_t c = 0; c < pack->scenario.disease.n_compartments; c++)
			left += infected[c] ? total(stage, pack, GZ_SESSION_PEOPLE, c, w) : 0;
		idle->over[w] = left < 0.5;
		idle->infections[w] = gz_idle_infections(stage, pack, w);
	}
}

static int64_t morning_after(const gz_pack *pack, int32_t day)
{
	return (int64_t)day * 86400 - pack->start_second;
}

/* Conditions of one day, in all worlds. */
static void judge(gz_idle *idle, gz_stage *stage, const gz_pack *pack, int32_t day)
{
	for (int32_t k = 0; k < pack->n_conditions; k++) {
		const gz_pack_condition *c = &pack->conditions[k];
		for (int32_t w = 0; c->day == day && w < idle->n_worlds; w++) {
			gz_stage_view view = {.stage = stage, .pack = pack, .sim = morning_after(pack, day), .lane = w};
			const gz_expr_env env = gz_stage_env(&view);
			const double value = gz_expr_eval(c->value, &env);
			idle->values[(int64_t)k * idle->n_worlds + w] = value;
			idle->met[w] = idle->met[w] && value >= c->low && value <= c->high;
		}
	}
}

static gz_status rooms(gz_idle *idle, const gz_pack *pack, int32_t n, bool **infected)
{
	*idle = (gz_idle){.n_worlds = n, .n_conditions = pack->n_conditions};
	idle->values = gz_arena_array(&idle->arena, double, (int64_t)n * pack->n_conditions + 1);
	idle->met = gz_arena_array(&idle->arena, bool, n);
	idle->over = gz_arena_array(&idle->arena, bool, n);
	idle->infections = gz_arena_array(&idle->arena, double, n);
	*infected = gz_arena_array(&idle->arena, bool, (int64_t)pack->scenario.disease.n_compartments + 1);
	for (int32_t w = 0; idle->met != NULL && w < n; w++)
		idle->met[w] = true;
	return idle->values && idle->met && idle->over && idle->infections && *infected ? GZ_OK : GZ_ERR_MEMORY;
}

gz_status gz_idle_run(gz_idle *idle, const gz_pack *pack, uint64_t seed, int32_t n, int32_t threads, gz_session_progress progress, void *context, gz_error *err)
{
	gz_stage *stage = NULL;
	bool *infected;
	const gz_impact nothing = {0};
	GZ_TRY(rooms(idle, pack, n, &infected));
	gz_status status = gz_stage_open(&stage, pack, seed, 0, n, err);
	if (status != GZ_OK)
		return status;
	gz_stage_threads(stage, threads);
	gz_stage_marks(stage, false);
	mark_infected(&pack->scenario.disease, infected);
	for (int32_t day = 0; status == GZ_OK && day <= pack->scenario.days; day++) {
		status = day == 0 ? GZ_OK : gz_stage_follow(stage, &nothing, morning_after(pack, day), progress, context, err);
		if (status == GZ_OK)
			judge(idle, stage, pack, day);
	}
	if (status == GZ_OK)
		end_of_worlds(idle, stage, pack, infected);
	gz_stage_close(stage);
	return status;
}
