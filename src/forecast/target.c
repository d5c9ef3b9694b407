/* What is reported on: quantities of places, each as the columns of a result that are added up for it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/target.h"
#include "scenario/world/world.h"
#include <string.h>

static const struct {
	const char *name;
	gz_quantity quantity;
	bool state;
} known[] = {
	{"infections", GZ_QUANTITY_INFECTIONS, false},
	{"deaths", GZ_QUANTITY_DEATHS, false},
	{"prevalence", GZ_QUANTITY_PREVALENCE, true},
	{"beds", GZ_QUANTITY_BEDS, true},
	{"present", GZ_QUANTITY_PRESENT, true},
};
enum { N_KNOWN = sizeof known / sizeof known[0] };

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

gz_status gz_target_places(const gz_scenario *scenario, gz_arena *arena, const int32_t **places, int32_t *n, gz_error *err)
{
	const gz_world *world = &scenario->world;
	if (scenario->n_report_places > 0) {
		*places = scenario->report_places;
		*n = scenario->n_report_places;
		return GZ_OK;
	}
	int32_t *list = gz_arena_array(arena, int32_t, world->n_places), count = 0, depth = gz_world_depth(world);
	if (list == NULL)
		return no_memory(err);
	for (int32_t p = 0; p < world->n_places; p++)
		if (world->places[p].depth <= depth)
			list[count++] = p;
	*places = list;
	*n = count;
	return GZ_OK;
}

/* The place's own column if the run kept it, else those of all its leaves; 0 where one of them is missing, for a part is no sum.
 * into may be NULL: only counts. */
static int32_t place_columns(const gz_result *result, int32_t place, gz_quantity quantity, int32_t stream, int32_t *into)
{
	const gz_scenario *scenario = result->scenario;
	int32_t own = gz_result_column(result, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, quantity, stream);
	if (own >= 0) {
		if (into != NULL)
			into[0] = own;
		return 1;
	}
	int32_t n = 0;
	if (scenario->world.places[place].leaf >= 0)
		return 0;
	for (int32_t i = 0; i < scenario->world.n_leaves; i++) {
		int32_t leaf = scenario->world.leaves[i];
		if (!gz_scenario_within(scenario, leaf, place))
			continue;
		int32_t column = gz_result_column(result, GZ_ENTITY_PLACE, leaf, GZ_DIRECTION_BOTH, quantity, stream);
		if (column < 0)
			return 0;
		if (into != NULL)
			into[n] = column;
		n++;
	}
	return n;
}

static int32_t all_columns(const gz_result *result, int32_t place, gz_quantity quantity, int32_t stream, int32_t *into)
{
	const gz_world *world = &result->scenario->world;
	int32_t n = 0;
	if (place >= 0)
		return place_columns(result, place, quantity, stream, into);
	for (int32_t p = 0; p < world->n_places; p++) {
		if (world->places[p].parent >= 0)
			continue;
		int32_t more = place_columns(result, p, quantity, stream, into == NULL ? NULL : into + n);
		if (more == 0)
			return 0;
		n += more;
	}
	return n;
}

gz_status gz_target_columns(const gz_result *result, gz_arena *arena, int32_t place, gz_quantity quantity, int32_t stream,
	const int32_t **columns, int32_t *n, gz_error *err)
{
	*n = all_columns(result, place, quantity, stream, NULL);
	int32_t *list = gz_arena_array(arena, int32_t, *n);
	if (list == NULL)
		return no_memory(err);
	all_columns(result, place, quantity, stream, list);
	*columns = list;
	return GZ_OK;
}

void gz_target_add(const int32_t *columns, int32_t n_columns, const double *day, int32_t n_replicates, double *into)
{
	for (int32_t c = 0; c < n_columns; c++) {
		const double *values = day + (size_t)columns[c] * (size_t)n_replicates;
		for (int32_t r = 0; r < n_replicates; r++)
			into[r] += values[r];
	}
}

int32_t gz_target_every(const gz_scenario *scenario)
{
	if (scenario->report_every > 0)
		return scenario->report_every;
	return scenario->days <= 60 ? 1 : scenario->days <= 731 ? 7 : 30;
}

const char *gz_target_place_id(const gz_scenario *scenario, int32_t place)
{
	return place < 0 ? "all" : scenario->world.places[place].id;
}

/* Quantities by name, in the order asked for: name, quantity, stream, state of up to `room` rows of place 0. */
static int32_t add_stream(const gz_scenario *s, int32_t stream, gz_target *into)
{
	*into = (gz_target){.name = s->streams[stream].name, .quantity = GZ_QUANTITY_REPORTED, .stream = stream};
	return 1;
}

static int32_t add_named(const gz_scenario *s, const char *name, gz_target *into)
{
	for (int32_t i = 0; i < N_KNOWN; i++)
		if (strcmp(name, known[i].name) == 0) {
			*into = (gz_target){.name = known[i].name, .quantity = known[i].quantity, .stream = -1, .state = known[i].state};
			return 1;
		}
	for (int32_t i = 0; i < s->n_streams; i++)
		if (strcmp(name, s->streams[i].name) == 0)
			return add_stream(s, i, into);
	int32_t n = 0;
	for (int32_t i = 0; strcmp(name, "reported") == 0 && i < s->n_streams; i++)
		n += add_stream(s, i, into + n);
	return n; /* other words, such as arrival, have files of their own */
}

static int32_t list_quantities(const gz_scenario *s, gz_target *into)
{
	static const char *const usual[] = {"infections", "deaths", "prevalence", "beds"};
	int32_t n = 0;
	for (int32_t i = 0; i < s->n_report_quantities; i++)
		n += add_named(s, s->report_quantities[i], into + n);
	if (s->n_report_quantities > 0)
		return n;
	for (int32_t i = 0; i < 4; i++)
		n += add_named(s, usual[i], into + n);
	for (int32_t i = 0; i < s->n_streams; i++)
		n += add_stream(s, i, into + n);
	return n;
}

gz_status gz_target_list(const gz_result *result, gz_targets *out, gz_error *err)
{
	const gz_scenario *s = result->scenario;
	*out = (gz_targets){0};
	GZ_TRY(gz_target_places(s, &out->arena, &out->places, &out->n_places, err));
	gz_target *quantities = gz_arena_array(&out->arena, gz_target, (s->n_report_quantities + 1) * (s->n_streams + 1) + N_KNOWN);
	if (quantities == NULL)
		return no_memory(err);
	out->n_quantities = list_quantities(s, quantities);
	out->items = gz_arena_array(&out->arena, gz_target, (int64_t)out->n_quantities * out->n_places);
	if (out->items == NULL)
		return no_memory(err);
	for (int32_t q = 0; q < out->n_quantities; q++)
		for (int32_t p = 0; p < out->n_places; p++) {
			gz_target *t = &out->items[out->n++];
			*t = quantities[q];
			t->place = out->places[p];
			GZ_TRY(gz_target_columns(result, &out->arena, t->place, t->quantity, t->stream, &t->columns, &t->n_columns, err));
		}
	return GZ_OK;
}

void gz_target_free(gz_targets *targets)
{
	gz_arena_free(&targets->arena);
	*targets = (gz_targets){0};
}
