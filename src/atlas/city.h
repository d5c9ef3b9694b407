/* The cities of the world from a table: id, name, country, population, lat, lon; the largest first.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CITY_H
#define GZ_CITY_H
#include "base/arena.h"
#include "base/mistakes.h"
#include "scenario/scenario.h"

enum { GZ_CITY_COUNTRIES = 1000, GZ_CITY_MOST = 500000 };

typedef struct gz_city {
	const char *id;
	const char *name, *source; /* source: NULL where the table does not say */
	int32_t country;     /* index among the countries */
	int64_t population;  /* persons */
	double lat, lon;     /* degrees */
	double at[3];        /* the same on the unit sphere */
} gz_city;

typedef struct gz_city_country {
	const char *id;
	gz_words name;
	int64_t population;  /* of its cities that were taken */
	int32_t n, largest;  /* cities, and the index of the largest */
} gz_city_country;

typedef struct gz_cities {
	gz_city *items; int32_t n;                 /* by population, then by id */
	gz_city_country *countries; int32_t n_countries; /* by id */
	int64_t population;
} gz_cities;

/* Which cities to take: at most `most` of the largest (0 = all), with at least `least` people. */
typedef struct gz_city_choice {
	int64_t most, least;
} gz_city_choice;

/* Loads the table. Columns: id, name, country, population, lat, lon; and, where there are any, country_name, country_name_ru,
 * country_name_tg, source. Every mistake goes to `mistakes` by row. */
gz_status gz_city_load(gz_arena *arena, const char *path, const gz_city_choice *choice, gz_cities *out, gz_mistakes *mistakes);
/* Kilometres along the great circle. */
double gz_city_distance(const gz_city *a, const gz_city *b);
#endif
