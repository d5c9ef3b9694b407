/* Evaluates declared values only as finely as they vary; parameters first, in the order in which they name each other.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/slot.h"
#include "base/maths.h"
#include "base/random.h"
#include <assert.h>
#include <math.h>
#include <string.h>

typedef struct slot_context {
	const gz_slots *slots;
	const double *store;
	int32_t leaf, stratum, lane;
	double day;
} slot_context;

static double slot_symbol(void *context, int32_t id)
{
	const slot_context *c = context;
	const gz_scenario *s = c->slots->scenario;
	if (id < s->disease.n_parameters)
		return gz_slot_at(c->slots, c->store, id, c->leaf, c->stratum, c->lane);
	if (id == GZ_SYMBOL_POPULATION)
		return (double)s->world.places[c->slots->leaf_place[c->leaf]].population;
	if (id == GZ_SYMBOL_DAY)
		return c->day;
	const int32_t date = s->start + (int32_t)floor(c->day);
	if (id == GZ_SYMBOL_DATE)
		return date;
	if (id == GZ_SYMBOL_YEARDAY)
		return gz_date_yearday(date) + (c->day - floor(c->day));
	if (id == GZ_SYMBOL_POPULATION)
		return (double)s->world.places[c->slots->leaf_place[c->leaf]].population;
	return id >= GZ_SYMBOL_PLACE ? id - GZ_SYMBOL_PLACE : (double)NAN;
}

static double slot_value(const slot_context *c, const gz_value *v)
{
	if (!v->expr)
		return v->number;
	slot_context copy = *c;
	const gz_expr_env env = {.context = &copy, .symbol = slot_symbol, .call = NULL};
	const double x = gz_expr_eval(v->expr, &env);
	return x < v->low ? v->low : x > v->high ? v->high : x;
}

static double slot_law(const gz_parameter *p, double u)
{
	const double a = p->law_a, b = p->law_b, c = p->law_c;
	switch (p->law) {
	case GZ_LAW_NORMAL:
		return a + b * gz_maths_normal_quantile(u);
	case GZ_LAW_LOGNORMAL:
		return a * gz_maths_exp(b * gz_maths_normal_quantile(u));
	case GZ_LAW_UNIFORM:
		return a + (b - a) * u;
	case GZ_LAW_TRIANGULAR: {
		const double cut = c > a ? (b - a) / (c - a) : 0;
		return u < cut ? a + sqrt(u * (c - a) * (b - a)) : c - sqrt((1 - u) * (c - a) * (c - b));
	}
	case GZ_LAW_GAMMA: {
		const double shape = a * a / (b * b);
		return gz_maths_gamma_quantile(shape, u) * (b * b / a);
	}
	case GZ_LAW_BETA: {
		const double size = a * (1 - a) / (b * b) - 1;
		return gz_maths_beta_quantile(u, a * size, (1 - a) * size);
	}
	}
	return NAN;
}

/* The row of a by-place parameter for a leaf: its own or its nearest ancestor's. */
static const gz_value *slot_place_row(const gz_scenario *s, const gz_parameter *p, int32_t place)
{
	for (int32_t at = place; at >= 0; at = s->world.places[at].parent)
		for (int32_t i = 0; i < p->n_values; i++)
			if (p->keys[i] == at)
				return &p->values[i];
	return &p->otherwise;
}

static double slot_parameter(const slot_context *c, int32_t index, int32_t replicate)
{
	const gz_scenario *s = c->slots->scenario;
	const gz_parameter *p = &s->disease.parameters[index];
	switch (p->kind) {
	case GZ_PARAMETER_VALUE:
		return slot_value(c, &p->value);
	case GZ_PARAMETER_DRAWN: {
		char name[256] = "parameter|";
		strncat(name, p->name, sizeof name - strlen(name) - 1);
		const gz_key key = gz_random_key(s->seed, name);
		const double u = replicate < 0 ? 0.5 : gz_random_unit(gz_random_bits(key, (uint32_t)replicate, 0, 0, 0));
		return slot_law(p, u);
	}
	case GZ_PARAMETER_AGE:
		return slot_value(c, &p->values[c->stratum / s->world.n_groups]);
	case GZ_PARAMETER_GROUP:
		return slot_value(c, &p->values[c->stratum % s->world.n_groups]);
	case GZ_PARAMETER_PLACE:
		return slot_value(c, slot_place_row(s, p, c->slots->leaf_place[c->leaf]));
	case GZ_PARAMETER_DATE: {
		const int32_t date = s->start + (int32_t)floor(c->day);
		const gz_value *v = &p->otherwise;
		for (int32_t i = 0; i < p->n_values && p->keys[i] <= date; i++)
			v = &p->values[i];
		return slot_value(c, v);
	}
	case GZ_PARAMETER_POSTERIOR:
		return s->posterior[(int64_t)((replicate < 0 ? 0 : replicate) % s->n_posterior_rows) * s->n_posterior_columns + p->column];
	}
	return NAN;
}

/* Joins to *d whatever a value's symbols depend on. Parameters named must already have their flags. */
static void slot_depend_value(const gz_slots *slots, const gz_value *v, gz_slot *d)
{
	if (!v->expr)
		return;
	int32_t n = 0;
	const int32_t *ids = gz_expr_symbols(v->expr, &n);
	for (int32_t i = 0; i < n; i++) {
		if (ids[i] < slots->scenario->disease.n_parameters) {
			const gz_slot *p = &slots->items[ids[i]];
			d->place |= p->place;
			d->stratum |= p->stratum;
			d->replicate |= p->replicate;
			d->time |= p->time;
		} else if (ids[i] == GZ_SYMBOL_POPULATION) {
			d->place = true;
		} else if (ids[i] < GZ_SYMBOL_PLACE) {
			d->time = true;
		}
	}
}

static void slot_depend_parameter(const gz_slots *slots, const gz_parameter *p, gz_slot *d)
{
	d->place = p->kind == GZ_PARAMETER_PLACE;
	d->stratum = p->kind == GZ_PARAMETER_AGE || p->kind == GZ_PARAMETER_GROUP;
	d->replicate = p->kind == GZ_PARAMETER_DRAWN || p->kind == GZ_PARAMETER_POSTERIOR;
	d->time = p->kind == GZ_PARAMETER_DATE;
	if (p->kind == GZ_PARAMETER_VALUE)
		slot_depend_value(slots, &p->value, d);
	for (int32_t i = 0; i < p->n_values; i++)
		slot_depend_value(slots, &p->values[i], d);
	if (p->kind == GZ_PARAMETER_PLACE || p->kind == GZ_PARAMETER_DATE)
		slot_depend_value(slots, &p->otherwise, d);
}

/* True if every parameter that the value names has been placed in the order. */
static bool slot_ready(const gz_slots *slots, const gz_value *v, const bool *placed)
{
	if (!v->expr)
		return true;
	int32_t n = 0;
	const int32_t *ids = gz_expr_symbols(v->expr, &n);
	for (int32_t i = 0; i < n; i++)
		if (ids[i] < slots->scenario->disease.n_parameters && !placed[ids[i]])
			return false;
	return true;
}

static bool slot_parameter_ready(const gz_slots *slots, const gz_parameter *p, const bool *placed)
{
	bool ready = slot_ready(slots, &p->value, placed) && slot_ready(slots, &p->otherwise, placed);
	for (int32_t i = 0; ready && i < p->n_values; i++)
		ready = slot_ready(slots, &p->values[i], placed);
	return ready;
}

static gz_status slot_grow(gz_slots *slots, gz_arena *arena)
{
	const int32_t capacity = slots->capacity ? 2 * slots->capacity : 64;
	gz_slot *items = gz_arena_array(arena, gz_slot, capacity);
	if (!items)
		return GZ_ERR_MEMORY;
	if (slots->n > 0)
		memcpy(items, slots->items, (size_t)slots->n * sizeof *items);
	slots->items = items;
	slots->capacity = capacity;
	return GZ_OK;
}

gz_status gz_slot_begin(gz_slots *slots, gz_arena *arena, const gz_scenario *s, const int32_t *leaf_place, int32_t n_leaves)
{
	const int32_t n = s->disease.n_parameters;
	*slots = (gz_slots){.scenario = s, .leaf_place = leaf_place, .n_leaves = n_leaves};
	bool *placed = gz_arena_array(arena, bool, n);
	slots->order = gz_arena_array(arena, int32_t, n);
	while (slots->capacity < n + 1)
		GZ_TRY(slot_grow(slots, arena));
	if (!placed || !slots->order)
		return GZ_ERR_MEMORY;
	slots->n = n;
	int32_t done = 0;
	for (int32_t round = 0; round <= n && done < n; round++)
		for (int32_t i = 0; i < n; i++)
			if (!placed[i] && slot_parameter_ready(slots, &s->disease.parameters[i], placed)) {
				slots->items[i] = (gz_slot){.parameter = i};
				slot_depend_parameter(slots, &s->disease.parameters[i], &slots->items[i]);
				placed[i] = true;
				slots->order[done++] = i;
			}
	return done == n ? GZ_OK : GZ_ERR_INPUT; /* a cycle: the loader names it */
}

int32_t gz_slot_add(gz_slots *slots, gz_arena *arena, const gz_value *value)
{
	if (!value->expr)
		for (int32_t i = slots->scenario->disease.n_parameters; i < slots->n; i++)
			if (!slots->items[i].value.expr && slots->items[i].value.number == value->number)
				return i;
	if (slots->n == slots->capacity && slot_grow(slots, arena) != GZ_OK)
		return -1;
	gz_slot *slot = &slots->items[slots->n];
	*slot = (gz_slot){.value = *value, .parameter = -1};
	slot_depend_value(slots, value, slot);
	return slots->n++;
}

void gz_slot_layout(gz_slots *slots, int32_t n_lanes)
{
	const int32_t n_strata = slots->scenario->world.n_ages * slots->scenario->world.n_groups;
	int64_t offset = 0;
	slots->n_lanes = n_lanes;
	for (int32_t i = 0; i < slots->n; i++) {
		gz_slot *s = &slots->items[i];
		int32_t size = 1;
		s->by_lane = s->replicate ? size : 0;
		size *= s->replicate ? n_lanes : 1;
		s->by_stratum = s->stratum ? size : 0;
		size *= s->stratum ? n_strata : 1;
		s->by_leaf = s->place ? size : 0;
		s->offset = offset;
		offset += (int64_t)size * (s->place ? slots->n_leaves : 1);
	}
	slots->size = offset;
}

static void slot_evaluate_one(const gz_slots *slots, double *store, int32_t index, int32_t first, int32_t lanes, double day)
{
	const gz_slot *s = &slots->items[index];
	const int32_t n_strata = slots->scenario->world.n_ages * slots->scenario->world.n_groups;
	slot_context c = {.slots = slots, .store = store, .day = day};
	for (c.leaf = 0; c.leaf < (s->place ? slots->n_leaves : 1); c.leaf++)
		for (c.stratum = 0; c.stratum < (s->stratum ? n_strata : 1); c.stratum++)
			for (c.lane = 0; c.lane < (s->replicate ? lanes : 1); c.lane++) {
				double *at = &store[s->offset + (int64_t)c.leaf * s->by_leaf + (int64_t)c.stratum * s->by_stratum + (int64_t)c.lane * s->by_lane];
				*at = s->parameter >= 0 ? slot_parameter(&c, s->parameter, first < 0 ? -1 : first + c.lane) : slot_value(&c, &s->value);
			}
}

void gz_slot_evaluate(const gz_slots *slots, double *store, int32_t first, int32_t lanes, double day, bool only_time)
{
	const int32_t n = slots->scenario->disease.n_parameters;
	assert(lanes <= slots->n_lanes);
	for (int32_t i = 0; i < slots->n; i++) {
		const int32_t index = i < n ? slots->order[i] : i;
		if (!only_time || slots->items[index].time)
			slot_evaluate_one(slots, store, index, first, lanes, day);
	}
}

bool gz_slot_is_zero(const gz_slots *slots, int32_t slot)
{
	const gz_slot *s = &slots->items[slot];
	return s->parameter < 0 && !s->value.expr && s->value.number == 0;
}
