/* Simulated series to judge detectors on: the 42 scenarios of Noufaily et al. 2013, and outbreaks that spread over links.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SIMULATE_H
#define SIMULATE_H
#include "detect/detect.h"
#include <stdio.h>

enum {
	SIMULATE_SCENARIOS = 42, SIMULATE_FIRST = 261, SIMULATE_LAST = 624, SIMULATE_CURRENT = 576, /* weeks, the first judged one */
	SIMULATE_WEEKS = SIMULATE_LAST - SIMULATE_FIRST + 1, SIMULATE_JUDGED = SIMULATE_LAST - SIMULATE_CURRENT + 1
};

typedef struct simulate_series {
	int32_t scenario, replicate; /* 0 .. 41; from 0 */
	int32_t size;         /* k of the current outbreak: 2, 3, 5, 10; 0 none or not known */
	double quiet[SIMULATE_WEEKS], excess[SIMULATE_WEEKS]; /* with past outbreaks; cases of the current one */
} simulate_series;

/* Of every scenario so many; free it. */
simulate_series *simulate_noufaily(uint64_t seed, int32_t replicates, int32_t *n);
/* From the columns scen, rep, t, baseline, past, current of a file with a line of names. NULL: not such a file. */
simulate_series *simulate_read(FILE *file, int32_t *n);
/* The sizes of their current outbreaks, from saved results with the columns scen, rep, config, series, k. */
bool simulate_read_sizes(const char *path, simulate_series *all, int32_t n);

/* Places on a plane, each linked with those near it; an outbreak begins somewhere and passes along the links. */
enum { SIMULATE_PLACES = 60, SIMULATE_LINKS = SIMULATE_PLACES * (SIMULATE_PLACES - 1) };
typedef struct simulate_map {
	simulate_series series[SIMULATE_PLACES];
	gz_detect_place places[SIMULATE_PLACES];
	char names[SIMULATE_PLACES][16];
	gz_detect_link links[SIMULATE_LINKS];
	int32_t n_links, reached; /* places with cases of the outbreak */
} simulate_map;
void simulate_spread(uint64_t seed, int32_t replicate, simulate_map *map);
#endif
