/* Air links between the largest cities, by a declared rule of gravity: nothing here was counted.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "atlas/air.h"
#include "base/maths.h"
#include <stdlib.h>
#include <string.h>

static const double mass_exponent = 0.8, distance_exponent = 0.7, nearest = 250, days_a_year = 365;

typedef struct pair {
	int32_t a, b; /* indices of hubs, a < b */
	double weight;
	bool taken;
} pair;

static int by_weight(const void *x, const void *y)
{
	const pair *p = x, *q = y;
	if (p->weight != q->weight)
		return p->weight > q->weight ? -1 : 1;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return (p->b > q->b) - (p->b < q->b);
}

static int by_ends(const void *x, const void *y)
{
	const gz_air *p = x, *q = y;
	if (p->from != q->from)
		return p->from < q->from ? -1 : 1;
	return (p->to > q->to) - (p->to < q->to);
}

/* The largest cities, and the largest of every country, in the order of the cities. */
static int32_t choose_hubs(const gz_cities *cities, int32_t *hubs)
{
	int32_t n = 0, rest = GZ_AIR_HUBS > cities->n_countries ? GZ_AIR_HUBS - cities->n_countries : 0;
	for (int32_t i = 0; i < cities->n; i++) {
		const bool first = cities->countries[cities->items[i].country].largest == i;
		if (!first && rest == 0)
			continue;
		rest -= first ? 0 : 1;
		hubs[n++] = i;
	}
	return n;
}

static int32_t weigh_pairs(const gz_cities *cities, const int32_t *hubs, int32_t n_hubs, pair *pairs)
{
	int32_t n = 0;
	for (int32_t a = 0; a < n_hubs; a++)
		for (int32_t b = a + 1; b < n_hubs; b++) {
			const gz_city *x = &cities->items[hubs[a]], *y = &cities->items[hubs[b]];
			const double distance = gz_city_distance(x, y);
			if (distance < nearest)
				continue;
			const double mass = gz_maths_pow((double)x->population * (double)y->population, mass_exponent);
			pairs[n++] = (pair){.a = a, .b = b, .weight = mass / gz_maths_pow(distance, distance_exponent)};
		}
	qsort(pairs, (size_t)n, sizeof *pairs, by_weight);
	return n;
}

/* Marks the pairs to keep, the heaviest of every hub first; gives their weight together. */
static double take_pairs(pair *pairs, int32_t n, int32_t wanted, int32_t *of_hub)
{
	double sum = 0;
	for (int32_t round = 0; round < 2; round++)
		for (int32_t i = 0; i < n && wanted > 0; i++) {
			pair *p = &pairs[i];
			if (p->taken || of_hub[p->a] >= GZ_AIR_MOST || of_hub[p->b] >= GZ_AIR_MOST || (round == 0 && of_hub[p->a] >= GZ_AIR_LEAST && of_hub[p->b] >= GZ_AIR_LEAST))
				continue;
			p->taken = true;
			of_hub[p->a]++;
			of_hub[p->b]++;
			sum += p->weight;
			wanted--;
		}
	return sum;
}

gz_status gz_air_list(gz_arena *arena, const gz_cities *cities, const gz_air_options *options, int32_t **hubs, int32_t *n_hubs, gz_air **out,
	int32_t *n)
{
	const int32_t most = GZ_AIR_HUBS > cities->n_countries ? GZ_AIR_HUBS : cities->n_countries, room = cities->n < most ? cities->n : most;
	pair *pairs = gz_arena_array(arena, pair, (int64_t)room * (room - 1) / 2);
	int32_t *of_hub = gz_arena_array(arena, int32_t, room);
	*hubs = gz_arena_array(arena, int32_t, room);
	*out = gz_arena_array(arena, gz_air, options->links + 1);
	if (pairs == NULL || of_hub == NULL || *hubs == NULL || *out == NULL)
		return GZ_ERR_MEMORY;
	*n_hubs = choose_hubs(cities, *hubs);
	const int32_t n_pairs = weigh_pairs(cities, *hubs, *n_hubs, pairs);
	const double sum = take_pairs(pairs, n_pairs, options->links / 2, of_hub);
	*n = 0;
	for (int32_t i = 0; i < n_pairs; i++) {
		if (!pairs[i].taken)
			continue;
		/* of its flights a quarter leave home from either end */
		const double visits = options->flights * (double)cities->population / days_a_year / 4 * pairs[i].weight / sum;
		const int32_t a = (*hubs)[pairs[i].a], b = (*hubs)[pairs[i].b];
		(*out)[(*n)++] = (gz_air){a, b, visits};
		(*out)[(*n)++] = (gz_air){b, a, visits};
	}
	qsort(*out, (size_t)*n, sizeof **out, by_ends);
	return GZ_OK;
}
