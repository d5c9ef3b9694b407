/* A result in memory, small enough to be worked out by hand: two countries, one crossing, four replicates, ten days.
 *
 * It stands in for engine/result.c in the tests of what is made of results: this header defines the functions that read a result, so
 * only one file of a test program may include it.
 *
 *   A: leaves a1 and a2      B: a leaf itself      crossing x between a1 and B      stream "reported"      measure "post", 7 USD
 *   infections on day d in replicate r: a1 has d + r, a2 has 10, B has 0            prevalence 100 d + r at a1, 0 elsewhere
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FAKE_RESULT_H
#define GZ_FAKE_RESULT_H
#include "base/file.h"
#include "engine/result.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FAKE_REPLICATES = 4, FAKE_DAYS = 10, FAKE_PLACES = 4, FAKE_COLUMNS = 19 };

/* Place indices. */
enum { FAKE_A, FAKE_A1, FAKE_A2, FAKE_B };

typedef struct gz_fake {
	gz_scenario scenario;
	gz_result result;
	gz_place places[FAKE_PLACES];
	int32_t leaves[3];
	gz_crossing crossing;
	gz_stream stream;
	gz_measure measure;
	gz_column columns[FAKE_COLUMNS];
	gz_arrival arrivals[FAKE_PLACES * FAKE_REPLICATES];
	gz_measure_total totals[FAKE_REPLICATES];
	double final_size[FAKE_PLACES * FAKE_REPLICATES], final_deaths[FAKE_PLACES * FAKE_REPLICATES];
	double values[FAKE_COLUMNS * FAKE_DAYS * FAKE_REPLICATES]; /* [column][day][replicate] */
	const char *input;
} gz_fake;

static inline double *fake_cell(gz_fake *f, int32_t column, int32_t day, int32_t replicate)
{
	return &f->values[((size_t)column * FAKE_DAYS + (size_t)day) * FAKE_REPLICATES + (size_t)replicate];
}

static inline void fake_world(gz_fake *f)
{
	gz_scenario *s = &f->scenario;
	f->places[FAKE_A] = (gz_place){.id = "A", .name = {"Land A", NULL, NULL}, .parent = -1, .country = FAKE_A, .leaf = -1, .population = 3000};
	f->places[FAKE_A1] = (gz_place){.id = "a1", .name = {"East, A", NULL, NULL}, .parent = FAKE_A, .country = FAKE_A, .depth = 1, .leaf = 0, .population = 1000};
	f->places[FAKE_A2] = (gz_place){.id = "a2", .name = {"West A", NULL, NULL}, .parent = FAKE_A, .country = FAKE_A, .depth = 1, .leaf = 1, .population = 2000};
	f->places[FAKE_B] = (gz_place){.id = "B", .name = {"Land B", NULL, NULL}, .parent = -1, .country = FAKE_B, .leaf = 2, .population = 500};
	f->leaves[0] = FAKE_A1;
	f->leaves[1] = FAKE_A2;
	f->leaves[2] = FAKE_B;
	f->crossing = (gz_crossing){.id = "x", .name = {"Bridge", NULL, NULL}, .near = FAKE_A1, .far = FAKE_B};
	f->stream = (gz_stream){.name = "reported"};
	f->measure = (gz_measure){.name = "post", .currency = "USD"};
	s->title.en = "A hand-made run";
	s->file = "fake.yaml";
	s->start = 20000; /* 2024-10-04 */
	s->days = FAKE_DAYS;
	s->replicates = FAKE_REPLICATES;
	s->seed = 7;
	s->world.places = f->places;
	s->world.n_places = FAKE_PLACES;
	s->world.leaves = f->leaves;
	s->world.n_leaves = 3;
	s->world.crossings = &f->crossing;
	s->world.n_crossings = 1;
	s->streams = &f->stream;
	s->n_streams = 1;
	s->measures = &f->measure;
	s->n_measures = 1;
	s->disease.name = "flu";
}

static inline void fake_columns(gz_fake *f)
{
	static const struct {
		gz_quantity quantity;
		const char *name;
	} kept[] = {{GZ_QUANTITY_INFECTIONS, "infections"}, {GZ_QUANTITY_DEATHS, "deaths"}, {GZ_QUANTITY_PREVALENCE, "prevalence"},
		{GZ_QUANTITY_BEDS, "beds"}, {GZ_QUANTITY_REPORTED, "reported"}};
	int32_t n = 0;
	for (int32_t q = 0; q < 5; q++)
		for (int32_t leaf = 0; leaf < 3; leaf++)
			f->columns[n++] = (gz_column){GZ_ENTITY_PLACE, f->leaves[leaf], GZ_DIRECTION_BOTH, kept[q].quantity, q == 4 ? 0 : -1, kept[q].name};
	for (int32_t d = 0; d < 2; d++) {
		gz_direction direction = d == 0 ? GZ_DIRECTION_IN : GZ_DIRECTION_OUT;
		f->columns[n++] = (gz_column){GZ_ENTITY_CROSSING, 0, direction, GZ_QUANTITY_TRAVELLERS, -1, "travellers"};
		f->columns[n++] = (gz_column){GZ_ENTITY_CROSSING, 0, direction, GZ_QUANTITY_DETECTED, -1, "detected"};
	}
}

static inline void fake_values(gz_fake *f)
{
	for (int32_t d = 0; d < FAKE_DAYS; d++)
		for (int32_t r = 0; r < FAKE_REPLICATES; r++) {
			*fake_cell(f, 0, d, r) = d + r;          /* infections a1 */
			*fake_cell(f, 1, d, r) = 10;             /* infections a2 */
			*fake_cell(f, 6, d, r) = 100.0 * d + r;  /* prevalence a1 */
			*fake_cell(f, 9, d, r) = d == 5 ? 3 + r : 1; /* beds a1 */
			*fake_cell(f, 12, d, r) = 2;             /* reported a1 */
			*fake_cell(f, 15, d, r) = 50 + r;        /* travellers in */
		}
	for (int32_t r = 0; r < FAKE_REPLICATES; r++) {
		f->final_size[FAKE_A1 * FAKE_REPLICATES + r] = 45 + 10 * r;
		f->final_size[FAKE_A2 * FAKE_REPLICATES + r] = 100;
		f->totals[r] = (gz_measure_total){.active_days = 3, .people = 20, .detected = r, .cost = 7, .first_day = 2};
	}
	for (int32_t i = 0; i < FAKE_PLACES * FAKE_REPLICATES; i++)
		f->arrivals[i] = (gz_arrival){-1, -1, -1, -1, -1};
	for (int32_t r = 0; r < 3; r++) /* B begins it; a1 is reached in three of four runs, twice by the bridge */
		f->arrivals[FAKE_A1 * FAKE_REPLICATES + r] = (gz_arrival){4 + 2 * r, 5 + 2 * r, -1, r < 2 ? 0 : -1, r < 2 ? FAKE_B : FAKE_A2};
	for (int32_t r = 0; r < FAKE_REPLICATES; r++)
		f->arrivals[FAKE_B * FAKE_REPLICATES + r] = (gz_arrival){0, 0, 1, -1, -1};
}

/* A new fake; free() it. */
static inline gz_fake *fake_new(void)
{
	gz_fake *f = calloc(1, sizeof *f);
	if (f == NULL)
		abort();
	fake_world(f);
	fake_columns(f);
	fake_values(f);
	f->result = (gz_result){.scenario = &f->scenario, .n_replicates = FAKE_REPLICATES, .n_days = FAKE_DAYS, .columns = f->columns,
		.n_columns = FAKE_COLUMNS, .arrivals = f->arrivals, .totals = f->totals, .final_size = f->final_size,
		.final_deaths = f->final_deaths, .spill = (struct gz_spill *)f};
	return f;
}

gz_status gz_result_read_day(const gz_result *result, int32_t day, double *values, gz_error *err)
{
	gz_fake *f = (gz_fake *)result->spill;
	(void)err;
	for (int32_t c = 0; c < FAKE_COLUMNS; c++)
		memcpy(values + (size_t)c * FAKE_REPLICATES, fake_cell(f, c, day, 0), FAKE_REPLICATES * sizeof *values);
	return GZ_OK;
}

gz_status gz_result_read_column(const gz_result *result, int32_t column, double *values, gz_error *err)
{
	(void)err;
	memcpy(values, fake_cell((gz_fake *)result->spill, column, 0, 0), FAKE_DAYS * FAKE_REPLICATES * sizeof *values);
	return GZ_OK;
}

int32_t gz_result_column(const gz_result *result, gz_entity entity, int32_t index, gz_direction direction, gz_quantity quantity, int32_t stream)
{
	for (int32_t c = 0; c < result->n_columns; c++) {
		const gz_column *column = &result->columns[c];
		if (column->entity == entity && column->index == index && column->quantity == quantity &&
			(entity == GZ_ENTITY_PLACE || column->direction == direction) && (quantity != GZ_QUANTITY_REPORTED || column->stream == stream))
			return c;
	}
	return -1;
}

void gz_result_free(gz_result *result)
{
	*result = (gz_result){0};
}

/* A file's text; free() it. NULL if there is none. */
static inline char *fake_read(const char *path)
{
	gz_arena arena = {0};
	char *bytes = NULL, *copy = NULL;
	size_t n = 0;
	if (gz_file_read(path, (size_t)1 << 24, &arena, &bytes, &n, NULL) == GZ_OK && (copy = malloc(n + 1)) != NULL)
		memcpy(copy, bytes, n + 1);
	gz_arena_free(&arena);
	return copy;
}
#endif
