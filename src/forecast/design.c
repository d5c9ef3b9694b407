/* Designs of sweeps: which values each run of a sweep takes, read from a table or made.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/design.h"
#include "base/number.h"
#include "base/random.h"
#include "text/sheet.h"
#include "text/csv.h"
#include <math.h>
#include <string.h>

/* A key with its range, of lhs: and one: */
typedef struct gz_range {
	const char *key;
	double low, high;
} gz_range;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

/* "1.2..2.5" and what follows; NULL if it is not that. */
static const char *parse_range(const char *text, gz_range *range)
{
	const char *dots = strstr(text, ".."), *end;
	if (dots == NULL || !gz_number_parse(text, (size_t)(dots - text), &range->low))
		return NULL;
	end = dots + 2 + strcspn(dots + 2, ",");
	if (!gz_number_parse(dots + 2, (size_t)(end - dots - 2), &range->high) || range->low > range->high)
		return NULL;
	return end;
}

static gz_status parse_ranges(const char *text, gz_arena *arena, gz_range *ranges, int32_t *n, gz_error *err)
{
	const char *at = text;
	for (*n = 0; *n < GZ_DESIGN_KEYS; at++) {
		const char *equals = strchr(at, '=');
		const char *end = equals == NULL ? NULL : parse_range(equals + 1, &ranges[*n]);
		if (end == NULL || equals == at)
			return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0,
				"--design: \"%s\" is not key=low..high (as in parameters.R0=1.2..2.5), with the low end first", at);
		ranges[*n].key = gz_arena_strndup(arena, at, (size_t)(equals - at));
		if (ranges[*n].key == NULL)
			return no_memory(err);
		for (int32_t i = 0; i < *n; i++)
			if (strcmp(ranges[i].key, ranges[*n].key) == 0)
				return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--design: %s stands twice", ranges[i].key);
		(*n)++;
		at = end;
		if (*at == '\0')
			return GZ_OK;
	}
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--design: at most %d keys are possible", (int)GZ_DESIGN_KEYS);
}

/* The number before the next colon, or `otherwise` where the text goes on with a key. */
static gz_status parse_count(const char **text, int64_t least, int64_t otherwise, int64_t *n, gz_error *err)
{
	const char *colon = strchr(*text, ':');
	*n = otherwise;
	if (colon != NULL && gz_number_parse_int(*text, (size_t)(colon - *text), n))
		*text = colon + 1;
	if (*n < least || *n > GZ_DESIGN_RUNS)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--design: the number of values must stand first, between %lld and %d, as in lhs:50:parameters.R0=1.2..2.5",
			(long long)least, (int)GZ_DESIGN_RUNS);
	return GZ_OK;
}

static gz_status make_room(gz_design *d, const gz_range *ranges, int32_t n_keys, int64_t n_runs, gz_error *err)
{
	if (n_runs > GZ_DESIGN_RUNS)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "--design: %lld runs are more than the %d that are possible", (long long)n_runs, (int)GZ_DESIGN_RUNS);
	d->n_keys = n_keys;
	d->n_runs = (int32_t)n_runs;
	d->keys = gz_arena_array(&d->arena, const char *, n_keys);
	d->cells = gz_arena_array(&d->arena, const char *, n_runs * n_keys);
	if (d->keys == NULL || d->cells == NULL)
		return no_memory(err);
	for (int32_t k = 0; k < n_keys; k++)
		d->keys[k] = ranges[k].key;
	for (int64_t i = 0; i < n_runs * n_keys; i++)
		d->cells[i] = "";
	return GZ_OK;
}

/* Keys of the scenario itself (days, replicates, seed) take whole numbers. */
static gz_status put_cell(gz_design *d, int32_t run, int32_t key, double value, gz_error *err)
{
	char text[32];
	if (strchr(d->keys[key], '.') == NULL)
		value = floor(value + 0.5);
	gz_number_format(value, text);
	const char *copy = gz_arena_strdup(&d->arena, text);
	if (copy == NULL)
		return no_memory(err);
	d->cells[(size_t)run * (size_t)d->n_keys + (size_t)key] = copy;
	return GZ_OK;
}

/* McKay, Beckman and Conover 1979: a random slice for each run, and a random point in it. */
static gz_status make_latin(gz_design *d, const gz_range *ranges, uint64_t seed, gz_error *err)
{
	int32_t *slice = gz_arena_array(&d->arena, int32_t, d->n_runs);
	if (slice == NULL)
		return no_memory(err);
	for (int32_t k = 0; k < d->n_keys; k++) {
		gz_key key = gz_random_key(seed, d->keys[k]);
		for (int32_t i = 0; i < d->n_runs; i++)
			slice[i] = i;
		for (int32_t i = d->n_runs - 1; i > 0; i--) { /* Fisher-Yates */
			double unit = gz_random_unit(gz_random_bits(key, (uint32_t)i, 0, 0, 0));
			int32_t j = (int32_t)(unit * (i + 1)), kept = slice[i];
			slice[i] = slice[j];
			slice[j] = kept;
		}
		for (int32_t i = 0; i < d->n_runs; i++) {
			double unit = gz_random_unit(gz_random_bits(key, (uint32_t)i, 1, 0, 0));
			double share = (slice[i] + unit) / d->n_runs;
			GZ_TRY(put_cell(d, i, k, ranges[k].low + (ranges[k].high - ranges[k].low) * share, err));
		}
	}
	return GZ_OK;
}

static gz_status make_single(gz_design *d, const gz_range *ranges, int32_t n_levels, gz_error *err)
{
	int32_t run = 1; /* run 0 is as declared */
	for (int32_t k = 0; k < d->n_keys; k++)
		for (int32_t i = 0; i < n_levels; i++) {
			double share = (double)i / (n_levels - 1);
			GZ_TRY(put_cell(d, run++, k, ranges[k].low + (ranges[k].high - ranges[k].low) * share, err));
		}
	return GZ_OK;
}

static gz_status make(gz_design *d, const char *text, bool latin, uint64_t seed, gz_error *err)
{
	int64_t n = 0;
	int32_t n_keys = 0;
	gz_range *ranges = gz_arena_array(&d->arena, gz_range, GZ_DESIGN_KEYS);
	if (ranges == NULL)
		return no_memory(err);
	GZ_TRY(parse_count(&text, latin ? 1 : 2, latin ? 0 : 2, &n, err));
	GZ_TRY(parse_ranges(text, &d->arena, ranges, &n_keys, err));
	GZ_TRY(make_room(d, ranges, n_keys, latin ? n : 1 + n * n_keys, err));
	return latin ? make_latin(d, ranges, seed, err) : make_single(d, ranges, (int32_t)n, err);
}

/* A column `run` is the number that design.csv itself bears, so that a written design can be read again. */
static gz_status read_table(gz_design *d, const char *path, gz_error *err)
{
	gz_csv csv;
	GZ_TRY(gz_csv_load(&d->arena, path, &csv, err));
	int32_t skipped = gz_csv_column(&csv, "run");
	if (csv.n_rows == 0 || csv.n_columns == (skipped >= 0))
		return gz_error_set(err, GZ_ERR_INPUT, path, 1, 1, "this design has no %s", csv.n_rows == 0 ? "rows: each row is one run" : "columns: each is a key as in --set");
	if (csv.n_rows > GZ_DESIGN_RUNS || csv.n_columns > GZ_DESIGN_KEYS)
		return gz_error_set(err, GZ_ERR_INPUT, path, 1, 1, "at most %d rows and %d columns are possible", (int)GZ_DESIGN_RUNS, (int)GZ_DESIGN_KEYS);
	d->path = gz_arena_strdup(&d->arena, path);
	d->keys = gz_arena_array(&d->arena, const char *, csv.n_columns);
	d->cells = gz_arena_array(&d->arena, const char *, (int64_t)csv.n_rows * csv.n_columns);
	if (d->keys == NULL || d->cells == NULL || d->path == NULL)
		return no_memory(err);
	d->lines = csv.lines;
	d->n_runs = csv.n_rows;
	for (int32_t c = 0; c < csv.n_columns; c++)
		if (c != skipped)
			d->keys[d->n_keys++] = csv.header[c];
	const char **cell = d->cells;
	for (int32_t r = 0; r < csv.n_rows; r++)
		for (int32_t c = 0; c < csv.n_columns; c++)
			if (c != skipped)
				*cell++ = gz_csv_cell(&csv, r, c);
	return GZ_OK;
}

gz_status gz_design_load(const char *spec, uint64_t seed, gz_design *out, gz_error *err)
{
	*out = (gz_design){0};
	if (strncmp(spec, "lhs:", 4) == 0)
		return make(out, spec + 4, true, seed, err);
	if (strncmp(spec, "one:", 4) == 0)
		return make(out, spec + 4, false, seed, err);
	return read_table(out, spec, err);
}

void gz_design_free(gz_design *design)
{
	gz_arena_free(&design->arena);
	*design = (gz_design){0};
}

gz_status gz_design_sets(const gz_design *design, int32_t run, gz_arena *arena, const char **sets, int32_t *n, gz_error *err)
{
	const char *const *cells = design->cells + (size_t)run * (size_t)design->n_keys;
	*n = 0;
	for (int32_t k = 0; k < design->n_keys; k++) {
		if (cells[k][0] == '\0')
			continue;
		sets[*n] = gz_arena_printf(arena, "%s=%s", design->keys[k], cells[k]);
		if (sets[(*n)++] == NULL)
			return no_memory(err);
	}
	return GZ_OK;
}

static gz_status write_header(gz_sheet *sheet, const gz_design *design, const char *path, gz_error *err)
{
	GZ_TRY(gz_sheet_begin(sheet, path, NULL, err));
	gz_sheet_text(sheet, "run");
	for (int32_t k = 0; k < design->n_keys; k++)
		gz_sheet_text(sheet, design->keys[k]);
	gz_sheet_row(sheet);
	return GZ_OK;
}

gz_status gz_design_write(const gz_design *design, const char *path, gz_error *err)
{
	gz_sheet sheet = {0};
	GZ_TRY(write_header(&sheet, design, path, err));
	for (int32_t r = 0; r < design->n_runs; r++) {
		gz_sheet_integer(&sheet, r + 1);
		for (int32_t k = 0; k < design->n_keys; k++)
			gz_sheet_text(&sheet, design->cells[(size_t)r * (size_t)design->n_keys + (size_t)k]);
		gz_sheet_row(&sheet);
	}
	return gz_sheet_commit(&sheet, err);
}
