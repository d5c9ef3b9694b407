/* Air links between the largest cities, by a declared rule of gravity: nothing here was counted.
 *
 * Hubs are the largest city of every country and the largest of all. A pair of hubs d kilometres apart, at least 250, weighs
 * (people x people)^0.8 / d^0.7. Every hub has its ten heaviest pairs; the heaviest of the others are added until there are as many
 * links as asked for, at most 250 pairs a hub. All pairs together carry the flights of everybody in the cities, in proportion to their weights: a visit is two
 * flights, one there and one back, and either end makes half of the visits. The exponents and the nearest distance are assumptions of this project.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_AIR_H
#define GZ_AIR_H
#include "atlas/city.h"

enum { GZ_AIR_HUBS = 600, GZ_AIR_LEAST = 10, GZ_AIR_MOST = 250 };

typedef struct gz_air_options {
	int32_t links;     /* directed, at most; each pair is two */
	double flights;    /* of a person a year, each way counted */
} gz_air_options;

/* One direction of a pair. */
typedef struct gz_air {
	int32_t from, to; /* cities */
	double per_day;   /* visits that residents of from begin */
} gz_air;

/* Hubs by their size (*n_hubs of them), and the links sorted by from and to. */
gz_status gz_air_list(gz_arena *arena, const gz_cities *cities, const gz_air_options *options, int32_t **hubs, int32_t *n_hubs, gz_air **out,
	int32_t *n);
#endif
