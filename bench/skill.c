/* False alarms and outbreaks found, for every detector: guzar-skill [--series FILE [--sizes FILE]] [--seed N] [--replicates N] [--links N] [--only NAME]
 *
 * FPR: share of current weeks with an alarm though there is no current outbreak. POD: share of current outbreaks with an alarm in one of
 * their weeks at least. --series reads saved series (- the standard input), --sizes the k of their outbreaks from the saved results,
 * --links simulates N maps of linked places.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "simulate.h"
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 64, SIZES = 4, FIRST_JUDGED = SIMULATE_CURRENT - SIMULATE_FIRST };
static const int32_t sizes[SIZES] = {2, 3, 5, 10};

typedef struct score {
	double weeks, alarms, outbreaks, found, at_once, judged;
	double by_size[SIZES], found_by_size[SIZES];
	double scenario_weeks[SIMULATE_SCENARIOS], scenario_alarms[SIMULATE_SCENARIOS];
	double delay, events, event_found, event_delay; /* weeks to the first alarm in a place, and anywhere */
} score;

/* What is set for the scenarios: 52 weeks a year, no least number of cases, and the level of the published comparison. */
static void set_options(const gz_detector *d, double *options)
{
	for (int32_t i = 0; i < d->n_options; i++) {
		const char *name = d->options[i].name;
		options[i] = strcmp(name, "calendar") == 0 || strcmp(name, "least_cases") == 0 ? 0 : d->options[i].value;
		if (strcmp(d->name, "farrington") == 0 && strcmp(name, "alpha") == 0)
			options[i] = 0.005;
	}
}

static bool set_named(const gz_detector *d, double *options, const char *name, double value)
{
	for (int32_t i = 0; i < d->n_options; i++)
		if (strcmp(d->options[i].name, name) == 0) {
			options[i] = value;
			return true;
		}
	return false;
}

/* Judges the current weeks of all series, with the current outbreaks or without them. NULL: it failed, and was told. */
static gz_detect_verdict *judge(const gz_detector *d, const double *options, const simulate_series *all, int32_t n, const simulate_map *map, bool outbreaks)
{
	gz_series *series = calloc((size_t)n, sizeof *series);
	double *counts = calloc((size_t)n * SIMULATE_WEEKS, sizeof *counts);
	int32_t *place = calloc((size_t)n, sizeof *place);
	gz_detect_verdict *out = calloc((size_t)n * SIMULATE_JUDGED, sizeof *out);
	gz_error err = {0};
	gz_status status = series != NULL && counts != NULL && place != NULL && out != NULL ? GZ_OK : GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n && status == GZ_OK; i++) {
		double *y = counts + (int64_t)i * SIMULATE_WEEKS;
		for (int32_t t = 0; t < SIMULATE_WEEKS; t++)
			y[t] = all[i].quiet[t] + (outbreaks ? all[i].excess[t] : 0);
		series[i] = (gz_series){map != NULL ? map->names[i] : "place", "disease", 7, 4 + 7 * 1600, SIMULATE_WEEKS, y, NULL};
		place[i] = map != NULL ? i : -1;
	}
	gz_detect_set set = {.series = series, .n_series = n, .place = place};
	if (map != NULL) {
		set.places = map->places;
		set.n_places = SIMULATE_PLACES;
		set.links = map->links;
		set.n_links = map->n_links;
	}
	if (status == GZ_OK)
		status = d->judge(&set, options, FIRST_JUDGED, SIMULATE_WEEKS, out, &err);
	if (status != GZ_OK)
		fprintf(stderr, "guzar-skill: %s: %s\n", d->name, err.sentence);
	free(series);
	free(counts);
	free(place);
	if (status == GZ_OK)
		return out;
	free(out);
	return NULL;
}

static void count_false(const simulate_series *s, const gz_detect_verdict *v, score *sum)
{
	for (int32_t t = 0; t < SIMULATE_JUDGED; t++) {
		sum->weeks++;
		sum->judged += v[t].state == GZ_DETECT_JUDGED;
		sum->alarms += v[t].alarm;
		sum->scenario_weeks[s->scenario]++;
		sum->scenario_alarms[s->scenario] += v[t].alarm;
	}
}

/* Adds one outbreak; gives the first week with an alarm in it, and its first week in *begin; -1 none. */
static int32_t count_found(const simulate_series *s, const gz_detect_verdict *v, score *sum, int32_t *begin)
{
	int32_t first = -1;
	*begin = -1;
	for (int32_t t = 0; t < SIMULATE_JUDGED; t++)
		if (s->excess[FIRST_JUDGED + t] > 0) {
			*begin = *begin < 0 ? t : *begin;
			first = first < 0 && v[t].alarm ? t : first;
		}
	if (*begin < 0)
		return -1;
	sum->outbreaks++;
	sum->found += first >= 0;
	sum->at_once += first == *begin;
	sum->delay += first >= 0 ? first - *begin : 0;
	for (int32_t k = 0; k < SIZES; k++)
		if (s->size == sizes[k]) {
			sum->by_size[k]++;
			sum->found_by_size[k] += first >= 0;
		}
	return first;
}

static bool measure(const gz_detector *d, const double *options, const simulate_series *all, int32_t n, const simulate_map *map, score *sum)
{
	int32_t first = -1, earliest = -1, begin;
	gz_detect_verdict *quiet = judge(d, options, all, n, map, false), *loud = judge(d, options, all, n, map, true);
	for (int32_t i = 0; i < n && quiet != NULL && loud != NULL; i++) {
		count_false(&all[i], quiet + (int64_t)i * SIMULATE_JUDGED, sum);
		int32_t t = count_found(&all[i], loud + (int64_t)i * SIMULATE_JUDGED, sum, &begin);
		first = begin >= 0 && (first < 0 || begin < first) ? begin : first;
		earliest = t >= 0 && (earliest < 0 || t < earliest) ? t : earliest;
	}
	if (map != NULL && first >= 0) {
		sum->events++;
		sum->event_found += earliest >= 0;
		sum->event_delay += earliest >= 0 ? earliest - first : 0;
	}
	bool done = quiet != NULL && loud != NULL;
	free(quiet);
	free(loud);
	return done;
}

static void tell_scenarios(const char *name, const score *s)
{
	int32_t worst = 0;
	double most = -1;
	for (int32_t i = 0; i < SIMULATE_SCENARIOS; i++) {
		double share = s->scenario_weeks[i] > 0 ? s->scenario_alarms[i] / s->scenario_weeks[i] : 0;
		if (share > most) {
			most = share;
			worst = i;
		}
	}
	if (s->judged == 0) {
		printf("%-12s says nothing of these series\n", name);
		return;
	}
	printf("%-12s FPR %.4f POD %.4f  in the first week %.3f  by k", name, s->alarms / s->weeks, s->found / s->outbreaks, s->at_once / s->outbreaks);
	for (int32_t k = 0; k < SIZES; k++)
		if (s->by_size[k] > 0)
			printf(" %d: %.3f", sizes[k], s->found_by_size[k] / s->by_size[k]);
		else
			printf(" %d: -", sizes[k]);
	printf("  worst scenario %d: %.4f\n", worst + 1, most);
}

static bool table(const simulate_series *all, int32_t n, const char *only)
{
	int32_t detectors;
	const gz_detector *const *list = gz_detect_list(&detectors);
	double options[OPTIONS_MAX];
	bool done = true;
	for (int32_t i = 0; i < detectors; i++) {
		score sum = {0};
		if (only != NULL && strcmp(only, list[i]->name) != 0)
			continue;
		set_options(list[i], options);
		done = measure(list[i], options, all, n, NULL, &sum) && done;
		tell_scenarios(list[i]->name, &sum);
		fflush(stdout);
	}
	return done;
}

/* The border-aware detector with its neighbours and without them, on outbreaks that spread. */
static bool compare_links(uint64_t seed, int32_t maps)
{
	const gz_detector *d = gz_detect_find("border");
	static const char *const names[2] = {"with links", "without"};
	double options[OPTIONS_MAX];
	simulate_map *map = calloc(1, sizeof *map);
	score sums[2];
	memset(sums, 0, sizeof sums);
	double reached = 0;
	bool done = map != NULL && d != NULL;
	for (int32_t r = 0; r < maps && done; r++) {
		simulate_spread(seed, r, map);
		reached += map->reached;
		for (int32_t i = 0; i < 2 && done; i++) {
			set_options(d, options);
			done = (i == 0 || set_named(d, options, "neighbours", 0)) && measure(d, options, map->series, SIMULATE_PLACES, map, &sums[i]);
		}
	}
	if (done)
		printf("# outbreaks of k 2, 3 or 5 that pass along links: seed %llu, %d maps of %d places, %.1f places reached\n", (unsigned long long)seed, maps,
			SIMULATE_PLACES, reached / maps);
	for (int32_t i = 0; i < 2 && done; i++) {
		const score *s = &sums[i];
		printf("%-12s FPR %.4f POD %.4f  in the first week %.3f  the outbreak anywhere: found %.3f, after %.2f weeks\n", names[i], s->alarms / s->weeks,
			s->found / s->outbreaks, s->at_once / s->outbreaks, s->event_found / s->events, s->event_delay / s->event_found);
	}
	free(map);
	return done;
}

typedef struct wishes {
	const char *series, *sizes, *only;
	uint64_t seed;
	int32_t replicates, maps;
} wishes;

static bool read_wishes(int argc, char **argv, wishes *w)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		const char *name = argv[i], *value = argv[i + 1];
		if (strcmp(name, "--series") == 0)
			w->series = value;
		else if (strcmp(name, "--sizes") == 0)
			w->sizes = value;
		else if (strcmp(name, "--only") == 0)
			w->only = value;
		else if (strcmp(name, "--seed") == 0)
			w->seed = strtoull(value, NULL, 10);
		else if (strcmp(name, "--replicates") == 0)
			w->replicates = atoi(value);
		else if (strcmp(name, "--links") == 0)
			w->maps = atoi(value);
		else
			return false;
	}
	return argc % 2 == 1 && w->replicates >= 0 && w->replicates <= 10000;
}

int main(int argc, char **argv)
{
	wishes w = {.seed = 1, .replicates = 4};
	int32_t n;
	bool done = true;
	if (!read_wishes(argc, argv, &w)) {
		fprintf(stderr, "usage: guzar-skill [--series FILE [--sizes FILE]] [--seed N] [--replicates N] [--links N] [--only NAME]\n");
		return 2;
	}
	if (w.series != NULL) {
		FILE *file = strcmp(w.series, "-") == 0 ? stdin : fopen(w.series, "r");
		simulate_series *all = file != NULL ? simulate_read(file, &n) : NULL;
		if (all == NULL) {
			fprintf(stderr, "guzar-skill: %s is no table of scen, rep, t, baseline, past, current\n", w.series);
			return 1;
		}
		if (w.sizes != NULL && !simulate_read_sizes(w.sizes, all, n)) {
			fprintf(stderr, "guzar-skill: %s is no table of results\n", w.sizes);
			free(all);
			return 1;
		}
		printf("# saved series: %d\n", n);
		done = table(all, n, w.only);
		free(all);
	} else if (w.replicates > 0) {
		simulate_series *all = simulate_noufaily(w.seed, w.replicates, &n);
		printf("# own series: seed %llu, %d scenarios x %d\n", (unsigned long long)w.seed, SIMULATE_SCENARIOS, w.replicates);
		done = all != NULL && table(all, n, w.only);
		free(all);
	}
	if (w.maps > 0)
		done = compare_links(w.seed, w.maps) && done;
	return done ? 0 : 1;
}
