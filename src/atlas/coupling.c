/* Which cities people go to and come home from on one day, and what share of their time they spend there.
 *
 * Cities are sorted by latitude, so that those within the range of one are a stretch of the list.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "atlas/coupling.h"
#include "base/maths.h"
#include <stdlib.h>

/* Balcan et al. 2009, PNAS 106:21484: exponent of the destination's people and the length, for distances below 300 km. */
static const double exponent = 0.64, length = 82;
static const double km_per_degree = 111.0; /* of latitude; a little less than there are, so that no neighbour is missed */

typedef struct neighbour {
	int32_t city;
	double distance, weight;
} neighbour;

typedef struct searching {
	const gz_cities *cities;
	const gz_coupling_options *options;
	int32_t *order;       /* [n] cities by latitude */
	int32_t *position;    /* [n] of a city in the order */
	double *mass;         /* [n] people ^ exponent */
	neighbour *near;      /* [n] within the range of one city */
} searching;

typedef struct by_latitude_item {
	double lat;
	int32_t city;
} by_latitude_item;

static int by_latitude(const void *a, const void *b)
{
	const by_latitude_item *x = a, *y = b;
	if (x->lat != y->lat)
		return x->lat < y->lat ? -1 : 1;
	return (x->city > y->city) - (x->city < y->city);
}

static int by_distance(const void *a, const void *b)
{
	const neighbour *x = a, *y = b;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->city > y->city) - (x->city < y->city);
}

static int by_weight(const void *a, const void *b)
{
	const neighbour *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->city > y->city) - (x->city < y->city);
}

static gz_status prepare(searching *s, gz_arena *arena)
{
	const int32_t n = s->cities->n;
	by_latitude_item *items = gz_arena_array(arena, by_latitude_item, n);
	s->order = gz_arena_array(arena, int32_t, n);
	s->position = gz_arena_array(arena, int32_t, n);
	s->mass = gz_arena_array(arena, double, n);
	s->near = gz_arena_array(arena, neighbour, n);
	if (items == NULL || s->order == NULL || s->position == NULL || s->mass == NULL || s->near == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++) {
		items[i] = (by_latitude_item){s->cities->items[i].lat, i};
		s->mass[i] = gz_maths_pow((double)s->cities->items[i].population, exponent);
	}
	qsort(items, (size_t)n, sizeof *items, by_latitude);
	for (int32_t i = 0; i < n; i++) {
		s->order[i] = items[i].city;
		s->position[items[i].city] = i;
	}
	return GZ_OK;
}

/* Adds the cities of one direction of the list; gives how many there are now. */
static int32_t look(searching *s, int32_t city, int32_t step, int32_t n)
{
	const gz_city *home = &s->cities->items[city];
	for (int32_t at = s->position[city] + step; at >= 0 && at < s->cities->n; at += step) {
		const gz_city *other = &s->cities->items[s->order[at]];
		const double apart = other->lat > home->lat ? other->lat - home->lat : home->lat - other->lat;
		if (apart * km_per_degree > s->options->range)
			break;
		const double distance = gz_city_distance(home, other);
		if (distance <= s->options->range)
			s->near[n++] = (neighbour){.city = s->order[at], .distance = distance};
	}
	return n;
}

static void weigh(searching *s, int32_t city, int32_t n)
{
	const gz_city *home = &s->cities->items[city];
	const double m = (double)home->population;
	double nearer = 0, tied = 0;
	qsort(s->near, (size_t)n, sizeof *s->near, by_distance);
	for (int32_t i = 0; i < n; i++) {
		const gz_city *other = &s->cities->items[s->near[i].city];
		const double people = (double)other->population;
		if (i > 0 && s->near[i].distance > s->near[i - 1].distance) {
			nearer += tied;
			tied = 0;
		}
		s->near[i].weight = s->options->rule == GZ_COUPLING_GRAVITY ? s->mass[s->near[i].city] * gz_maths_exp(-s->near[i].distance / length)
			: m * people / ((m + nearer) * (m + people + nearer));
		if (other->country != home->country)
			s->near[i].weight *= s->options->border;
		tied += people;
	}
	qsort(s->near, (size_t)n, sizeof *s->near, by_weight);
}

static int32_t couple(searching *s, int32_t city, gz_coupling *out)
{
	int32_t n = look(s, city, 1, look(s, city, -1, 0));
	double sum = 0;
	weigh(s, city, n);
	n = n < GZ_COUPLING_NEIGHBOURS ? n : GZ_COUPLING_NEIGHBOURS;
	while (n > 0 && s->near[n - 1].weight <= 0)
		n--;
	for (int32_t i = 0; i < n; i++)
		sum += s->near[i].weight;
	for (int32_t i = 0; i < n; i++)
		out[i] = (gz_coupling){city, s->near[i].city, s->options->away * s->near[i].weight / sum};
	return n;
}

gz_status gz_coupling_list(gz_arena *arena, const gz_cities *cities, const gz_coupling_options *options, gz_coupling **out, int32_t *n)
{
	searching s = {.cities = cities, .options = options};
	*n = 0;
	*out = gz_arena_array(arena, gz_coupling, (int64_t)cities->n * GZ_COUPLING_NEIGHBOURS);
	if (*out == NULL)
		return GZ_ERR_MEMORY;
	GZ_TRY(prepare(&s, arena));
	for (int32_t i = 0; i < cities->n; i++)
		*n += couple(&s, i, *out + *n);
	return GZ_OK;
}
