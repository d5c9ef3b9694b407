/* Simulated series to judge detectors on: the 42 scenarios of Noufaily et al. 2013, and outbreaks that spread over links.
 *
 * Noufaily A et al. 2013, Stat Med 32:1206: log mean = theta + beta t + m waves of a year, variance phi times the mean; an outbreak has
 * Poisson(k standard deviations of the week it begins) cases, spread over the weeks after by a lognormal(0, 0.5); four in weeks 313-575,
 * one in 576-622.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "simulate.h"
#include "base/maths.h"
#include "base/sample.h"
#include <stdlib.h>

enum { SETS = 7, PAST_FROM = 313, PAST_OUTBREAKS = 4, CURRENT_TO = 622, SIZES = 4 };

typedef struct setting { double theta, beta, cosine, sine, phi; } setting;
static const setting settings[SETS] = {{0.1, 0.0025, 0.6, 0.6, 1.5}, {-2, 0.005, 0.1, 0.3, 2}, {1.5, 0.003, 0.2, -0.4, 1}, {0.5, 0.002, 0.5, 0.5, 5},
	{2.5, 0.001, 1, 0.1, 3}, {3.75, 0.001, 0.1, -0.1, 1.1}, {5, 0.0001, 0.05, 0.01, 1.2}};
static const int32_t sizes[SIZES] = {2, 3, 5, 10};

/* Draws of one series. */
typedef struct source {
	gz_key key;
	uint32_t week, draw;
} source;

static gz_draw next(source *s)
{
	return (gz_draw){s->key, 0, s->week, s->draw++};
}

static int32_t below(source *s, int32_t n)
{
	const gz_draw d = next(s);
	return (int32_t)(gz_sample_uniform(&d) * n);
}

static double mean_of(const setting *p, bool trend, int32_t waves, int32_t t)
{
	double eta = p->theta + (trend ? p->beta * t : 0), angle = 2 * 3.14159265358979323846 * t / 52;
	for (int32_t j = 1; j <= waves; j++)
		eta += p->cosine * gz_maths_cos(j * angle) + p->sine * gz_maths_sin(j * angle);
	return gz_maths_exp(eta);
}

static double draw_count(source *s, double mean, double phi)
{
	const gz_draw d = next(s);
	return phi > 1 ? gz_sample_negative_binomial(&d, mean, mean / (phi - 1)) : gz_sample_poisson(&d, mean);
}

/* Adds an outbreak of Poisson(mean) cases from week `begin` on; none after week `last`. */
static void add_outbreak(source *s, double *weeks, int32_t begin, int32_t last, double mean)
{
	gz_draw d = next(s);
	int32_t cases = (int32_t)gz_sample_poisson(&d, mean);
	for (int32_t i = 0; i < cases; i++) {
		d = next(s);
		int32_t t = begin + (int32_t)gz_maths_exp(0.5 * gz_sample_normal(&d));
		if (t <= last)
			weeks[t - SIMULATE_FIRST]++;
	}
}

static void simulate_one(uint64_t seed, int32_t scenario, int32_t replicate, simulate_series *out)
{
	const setting *p = &settings[scenario / 6];
	const bool trend = scenario % 6 >= 3;
	const int32_t waves = scenario % 3;
	char name[48];
	snprintf(name, sizeof name, "scenario-%d-%d", scenario, replicate);
	source s = {gz_random_key(seed, name), 0, 0};
	*out = (simulate_series){.scenario = scenario, .replicate = replicate, .size = sizes[replicate % SIZES]};
	for (int32_t i = 0; i < PAST_OUTBREAKS; i++) {
		int32_t k = sizes[below(&s, SIZES)], t = PAST_FROM + below(&s, SIMULATE_CURRENT - PAST_FROM);
		add_outbreak(&s, out->quiet, t, SIMULATE_CURRENT - 1, k * sqrt(p->phi * mean_of(p, trend, waves, t)));
	}
	int32_t t = SIMULATE_CURRENT + below(&s, CURRENT_TO - SIMULATE_CURRENT + 1);
	add_outbreak(&s, out->excess, t, SIMULATE_LAST, out->size * sqrt(p->phi * mean_of(p, trend, waves, t)));
	for (int32_t i = 0; i < SIMULATE_WEEKS; i++) {
		s.week = (uint32_t)i + 1;
		s.draw = 0;
		out->quiet[i] += draw_count(&s, mean_of(p, trend, waves, SIMULATE_FIRST + i), p->phi);
	}
}

simulate_series *simulate_noufaily(uint64_t seed, int32_t replicates, int32_t *n)
{
	simulate_series *all = calloc((size_t)(SIMULATE_SCENARIOS * replicates), sizeof *all);
	*n = all != NULL ? SIMULATE_SCENARIOS * replicates : 0;
	for (int32_t i = 0; i < *n; i++)
		simulate_one(seed, i / replicates, i % replicates, &all[i]);
	return all;
}

simulate_series *simulate_read(FILE *file, int32_t *n)
{
	enum { MOST = 4096 };
	char line[128];
	int32_t scenario, replicate, t;
	double base, past, current;
	simulate_series *all = calloc(MOST, sizeof *all);
	int32_t last = -1;
	*n = 0;
	if (all == NULL || fgets(line, sizeof line, file) == NULL)
		goto wrong;
	while (fgets(line, sizeof line, file) != NULL) {
		if (sscanf(line, "%d,%d,%d,%lf,%lf,%lf", &scenario, &replicate, &t, &base, &past, &current) != 6 || scenario < 1
			|| scenario > SIMULATE_SCENARIOS || t < SIMULATE_FIRST || t > SIMULATE_LAST)
			goto wrong;
		int32_t which = scenario * 1000 + replicate;
		if (which != last && ++*n > MOST)
			goto wrong;
		last = which;
		simulate_series *s = &all[*n - 1];
		s->scenario = scenario - 1;
		s->replicate = replicate - 1;
		s->quiet[t - SIMULATE_FIRST] = base + past;
		s->excess[t - SIMULATE_FIRST] = current;
	}
	if (*n > 0)
		return all;
wrong:
	free(all);
	return NULL;
}

bool simulate_read_sizes(const char *path, simulate_series *all, int32_t n)
{
	char line[256];
	int32_t scenario, replicate, size, last = 0;
	FILE *file = fopen(path, "r");
	bool some = false;
	while (file != NULL && fgets(line, sizeof line, file) != NULL) {
		if (sscanf(line, "%d,%d,\"%*[a-z]\",\"current\",%d", &scenario, &replicate, &size) != 3)
			continue;
		for (int32_t i = 0; i < n; i++, last = (last + 1) % n)
			if (all[last].scenario == scenario - 1 && all[last].replicate == replicate - 1) {
				all[last].size = size;
				some = true;
				break;
			}
	}
	if (file != NULL)
		fclose(file);
	return some;
}

/* ---- outbreaks over links ----------------------------------------------------------------------------------- */
static void place_all(uint64_t seed, simulate_map *map)
{
	const double radius = 0.22; /* of a unit square: six neighbours on average away from the sides */
	source s = {gz_random_key(seed, "map"), 0, 0};
	map->n_links = 0;
	for (int32_t i = 0; i < SIMULATE_PLACES; i++) {
		gz_draw a = next(&s), b = next(&s);
		snprintf(map->names[i], sizeof map->names[i], "P%d", i);
		map->places[i] = (gz_detect_place){map->names[i], gz_sample_uniform(&a), gz_sample_uniform(&b)};
	}
	for (int32_t i = 0; i < SIMULATE_PLACES; i++)
		for (int32_t j = 0; j < SIMULATE_PLACES; j++) {
			double x = map->places[i].latitude - map->places[j].latitude, y = map->places[i].longitude - map->places[j].longitude;
			if (i != j && x * x + y * y < radius * radius)
				map->links[map->n_links++] = (gz_detect_link){i, j, 1};
		}
}

/* Passes the outbreak on: a place gives it to each neighbour with chance 0.3, one to three weeks after its own began. */
static void pass_on(source *s, const simulate_map *map, int32_t *begin)
{
	for (int32_t t = SIMULATE_CURRENT; t <= CURRENT_TO; t++)
		for (int32_t l = 0; l < map->n_links; l++) {
			const gz_detect_link *link = &map->links[l];
			if (begin[link->from] != t)
				continue;
			gz_draw d = next(s);
			int32_t later = t + 1 + below(s, 3);
			if (gz_sample_uniform(&d) < 0.3 && begin[link->to] == 0 && later <= CURRENT_TO)
				begin[link->to] = later;
		}
}

void simulate_spread(uint64_t seed, int32_t replicate, simulate_map *map)
{
	int32_t begin[SIMULATE_PLACES] = {0};
	place_all(seed + (uint64_t)replicate, map);
	source s = {gz_random_key(seed + (uint64_t)replicate, "outbreak"), 0, 0};
	for (int32_t i = 0; i < SIMULATE_PLACES; i++) {
		/* Scenarios with every dispersion, trend and season, one for each place. */
		int32_t scenario = below(&s, SIMULATE_SCENARIOS);
		simulate_one(seed + (uint64_t)replicate, scenario, SIZES * (1000 + i), &map->series[i]);
		for (int32_t t = 0; t < SIMULATE_WEEKS; t++)
			map->series[i].excess[t] = 0;
	}
	begin[below(&s, SIMULATE_PLACES)] = SIMULATE_CURRENT + below(&s, 30);
	pass_on(&s, map, begin);
	map->reached = 0;
	for (int32_t i = 0; i < SIMULATE_PLACES; i++) {
		const setting *p = &settings[map->series[i].scenario / 6];
		if (begin[i] == 0)
			continue;
		int32_t k = sizes[below(&s, 3)]; /* 2, 3 or 5: those that are easily missed */
		double mean = mean_of(p, map->series[i].scenario % 6 >= 3, map->series[i].scenario % 3, begin[i]);
		map->series[i].size = k;
		add_outbreak(&s, map->series[i].excess, begin[i], SIMULATE_LAST, k * sqrt(p->phi * mean));
		map->reached++;
	}
}
