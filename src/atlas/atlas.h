/* A world made from a list of cities: its tables, with the rule and the source in every row, and a scenario to begin with.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ATLAS_H
#define GZ_ATLAS_H
#include "atlas/air.h"
#include "atlas/coupling.h"

typedef struct gz_atlas_options {
	gz_city_choice choice;
	gz_coupling_options coupling;
	gz_air_options air;
	int32_t airports;   /* how many of the largest hubs are crossings, where measures may stand and travellers are counted */
	double stay;        /* days a visit by air lasts, on average */
	const char *source; /* of cities whose row does not say */
} gz_atlas_options;

typedef struct gz_atlas {
	gz_arena arena;
	gz_cities cities;
	gz_coupling *couplings; int32_t n_couplings;
	int32_t *hubs, n_hubs, n_airports; /* the first n_airports hubs are crossings */
	gz_air *air; int32_t n_air;
} gz_atlas;

/* What the rules are if nothing else is said: 20,000 cities, gravity, 300 km, 3 % of the time away, a tenth of it across a border;
 * 37,000 air links, 0.58 flights of a person a year, 40 airports, 7 days. */
gz_atlas_options gz_atlas_usual(void);
/* Reads the cities and works out the world. Freed by gz_atlas_free in any case. */
gz_status gz_atlas_make(gz_atlas *atlas, const char *path, const gz_atlas_options *options, gz_mistakes *mistakes);
void gz_atlas_free(gz_atlas *atlas);

/* The files of the world, in the order in which they are to be written. */
enum { GZ_ATLAS_FILES = 5 };
extern const char *const gz_atlas_file[GZ_ATLAS_FILES];
/* Writes file i of the list to path. */
gz_status gz_atlas_write(const gz_atlas *atlas, const gz_atlas_options *options, int32_t file, const char *path, gz_error *err);
#endif
