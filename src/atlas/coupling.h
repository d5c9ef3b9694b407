/* Which cities people go to and come home from on one day, and what share of their time they spend there.
 *
 * From city i of m people to city j of n people, d kilometres away, within a range:
 *   gravity    n^0.64 exp(-d / 82 km)                      Balcan et al. 2009, PNAS 106:21484, for distances below 300 km
 *   radiation  m n / ((m + s)(m + n + s)), s the people living nearer to i than j does   Simini et al. 2012, Nature 484:96
 * taken a tenth as strong across a border. The k strongest share the time spent away, in proportion.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COUPLING_H
#define GZ_COUPLING_H
#include "atlas/city.h"

typedef enum gz_coupling_rule { GZ_COUPLING_GRAVITY, GZ_COUPLING_RADIATION } gz_coupling_rule;
enum { GZ_COUPLING_NEIGHBOURS = 10 };

typedef struct gz_coupling_options {
	gz_coupling_rule rule;
	double range;  /* km */
	double away;   /* share of everybody's time that is spent in other cities */
	double border; /* how strong a pair of two countries is beside one of one country */
} gz_coupling_options;

typedef struct gz_coupling {
	int32_t from, to; /* cities */
	double share;     /* of the time of those who live at from */
} gz_coupling;

/* The couplings of all cities, in the order of the cities and, within one, from the strongest; a city with none in range has no row.
 * *out has room in the arena for n cities x GZ_COUPLING_NEIGHBOURS. */
gz_status gz_coupling_list(gz_arena *arena, const gz_cities *cities, const gz_coupling_options *options, gz_coupling **out, int32_t *n);
#endif
