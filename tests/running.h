/* For tests of whole runs: files written to a folder, loaded, run, and columns compared.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_RUNNING_H
#define GZ_TEST_RUNNING_H
#include "base/mistakes.h"
#include "engine/result.h"
#include <check.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A scenario on its own folder, and its run. */
typedef struct running {
	char folder[64];
	gz_scenario scenario;
	gz_result result;
	bool loaded, ran;
} running;

static inline bool running_light(void) { return getenv("GZ_TRUTH_LIGHT") != NULL; }

static inline void running_begin(running *r)
{
	*r = (running){0};
	strcpy(r->folder, "/tmp/guzar-run-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(r->folder));
	setenv("GUZAR_LIBRARY", "/nowhere", 1);
}

/* Closes a run, keeping the folder for the next one. */
static inline void running_reset(running *r)
{
	if (r->ran)
		gz_result_free(&r->result);
	if (r->loaded)
		gz_scenario_free(&r->scenario);
	r->ran = r->loaded = false;
}

static inline void running_end(running *r)
{
	char command[128];
	running_reset(r);
	snprintf(command, sizeof command, "rm -rf '%s'", r->folder);
	ck_assert_int_eq(system(command), 0);
}

static inline void running_write(const running *r, const char *name, const char *format, ...)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", r->folder, name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	va_list args;
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fclose(file);
}

/* Loads s.yaml of the folder with overrides "key=value", ended by NULL. */
static inline void running_load(running *r, const char *const *sets)
{
	char path[256], text[1024];
	gz_mistakes mistakes;
	int32_t n = 0;
	while (sets && sets[n])
		n++;
	running_reset(r);
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/s.yaml", r->folder);
	const gz_scenario_options options = {.sets = sets, .n_sets = n};
	const gz_status st = gz_scenario_load(&r->scenario, path, &options, &mistakes);
	for (int32_t i = 0; i < mistakes.n; i++) {
		gz_error_print(&mistakes.items[i], text, sizeof text);
		fprintf(stderr, "%s\n", text);
	}
	gz_mistakes_free(&mistakes);
	r->loaded = true;
	ck_assert_int_eq(st, GZ_OK);
}

static inline gz_status running_try(running *r, const gz_run_options *options, gz_error *err)
{
	*err = (gz_error){0};
	r->ran = true;
	return gz_run_scenario(&r->scenario, options, &r->result, err);
}

static inline void running_run(running *r, const char *const *sets, const gz_run_options *options)
{
	const gz_run_options one = {.threads = 1};
	gz_error err;
	running_load(r, sets);
	const gz_status st = running_try(r, options ? options : &one, &err);
	ck_assert_msg(st == GZ_OK, "the run failed: %s", err.sentence);
}

/* All values of a column: [day][replicate], to be freed. */
static inline double *running_column(const running *r, int32_t column)
{
	gz_error err = {0};
	double *values = malloc((size_t)r->result.n_days * (size_t)r->result.n_replicates * sizeof *values + 1);
	ck_assert_ptr_nonnull(values);
	ck_assert_int_eq(gz_result_read_column(&r->result, column, values, &err), GZ_OK);
	return values;
}

/* The id of a column's place or crossing. */
static inline const char *running_id(const running *r, const gz_column *c)
{
	return c->entity == GZ_ENTITY_PLACE ? r->scenario.world.places[c->index].id : r->scenario.world.crossings[c->index].id;
}

/* The column of another run that means the same, by names; -1 none. */
static inline int32_t running_match(const running *a, int32_t column, const running *b)
{
	const gz_column *c = &a->result.columns[column];
	for (int32_t i = 0; i < b->result.n_columns; i++) {
		const gz_column *o = &b->result.columns[i];
		if (o->entity == c->entity && o->direction == c->direction && o->quantity == c->quantity && strcmp(o->name, c->name) == 0 &&
			strcmp(running_id(a, c), running_id(b, o)) == 0)
			return i;
	}
	return -1;
}

/* That a column holds the same numbers in both, for the replicates that both have. */
static inline void running_same_column(const running *a, int32_t column, const running *b, int32_t other, const char *what)
{
	double *x = running_column(a, column), *y = running_column(b, other);
	const int32_t na = a->result.n_replicates, nb = b->result.n_replicates, n = na < nb ? na : nb;
	for (int32_t day = 0; day < a->result.n_days && day < b->result.n_days; day++)
		for (int32_t rep = 0; rep < n; rep++)
			ck_assert_msg(x[day * na + rep] == y[day * nb + rep], "%s: %s %s of day %d, replicate %d: %.17g and %.17g", what,
				running_id(a, &a->result.columns[column]), a->result.columns[column].name, day, rep, x[day * na + rep], y[day * nb + rep]);
	free(x);
	free(y);
}

/* That every column of a which b has too is equal, and the arrivals and final sizes of its places; skip: ids and names
 * of columns not compared, between bars, or NULL. */
static inline bool running_skips(const char *skip, const char *id)
{
	char word[128];
	snprintf(word, sizeof word, "|%s|", id);
	return skip && strstr(skip, word) != NULL;
}
static inline void running_same(const running *a, const running *b, const char *skip, const char *what)
{
	const gz_world *w = &a->scenario.world;
	const int64_t na = a->result.n_replicates, nb = b->result.n_replicates;
	int32_t compared = 0;
	for (int32_t i = 0; i < a->result.n_columns; i++) {
		const int32_t k = running_match(a, i, b);
		if (k < 0 || running_skips(skip, running_id(a, &a->result.columns[i])) || running_skips(skip, a->result.columns[i].name))
			continue;
		running_same_column(a, i, b, k, what);
		compared++;
	}
	ck_assert_int_gt(compared, 4);
	for (int32_t p = 0; p < w->n_places; p++) {
		const int32_t q = gz_scenario_place(&b->scenario, w->places[p].id);
		if (q < 0 || running_skips(skip, w->places[p].id))
			continue;
		for (int64_t rep = 0; rep < na && rep < nb; rep++) {
			const gz_arrival *x = &a->result.arrivals[p * na + rep], *y = &b->result.arrivals[q * nb + rep];
			ck_assert_msg(x->traveller == y->traveller && x->infection == y->infection && x->tenth == y->tenth, "%s: arrivals at %s in replicate %d", what,
				w->places[p].id, (int)rep);
			ck_assert_msg((x->crossing < 0) == (y->crossing < 0) && (x->from < 0) == (y->from < 0), "%s: ways to %s in replicate %d", what, w->places[p].id, (int)rep);
			if (x->crossing >= 0)
				ck_assert_str_eq(w->crossings[x->crossing].id, b->scenario.world.crossings[y->crossing].id);
			if (x->from >= 0)
				ck_assert_str_eq(w->places[x->from].id, b->scenario.world.places[y->from].id);
			ck_assert_double_eq(a->result.final_size[p * na + rep], b->result.final_size[q * nb + rep]);
			ck_assert_double_eq(a->result.final_deaths[p * na + rep], b->result.final_deaths[q * nb + rep]);
		}
	}
}

/* The column of a place by id. */
static inline int32_t running_place(const running *r, const char *id, gz_quantity quantity)
{
	const int32_t place = gz_scenario_place(&r->scenario, id);
	ck_assert_int_ge(place, 0);
	const int32_t c = gz_result_column(&r->result, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, quantity, quantity == GZ_QUANTITY_REPORTED ? 0 : -1);
	ck_assert_int_ge(c, 0);
	return c;
}

/* The column of a crossing by id. */
static inline int32_t running_crossing(const running *r, const char *id, gz_direction way, gz_quantity quantity)
{
	const int32_t crossing = gz_scenario_crossing(&r->scenario, id);
	ck_assert_int_ge(crossing, 0);
	const int32_t c = gz_result_column(&r->result, GZ_ENTITY_CROSSING, crossing, way, quantity, -1);
	ck_assert_int_ge(c, 0);
	return c;
}

/* Mean over replicates of the final size at a place, and the standard error of that mean. */
static inline double running_mean(const running *r, const char *id, double *error)
{
	const int32_t n = r->result.n_replicates, p = gz_scenario_place(&r->scenario, id);
	ck_assert_int_ge(p, 0);
	double sum = 0, square = 0;
	for (int32_t i = 0; i < n; i++) {
		const double x = r->result.final_size[(int64_t)p * n + i];
		sum += x;
		square += x * x;
	}
	*error = sqrt(fmax(0, square / n - sum / n * (sum / n)) / (n - 1));
	return sum / n;
}
#endif
