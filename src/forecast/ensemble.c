/* ensemble.nc: every replicate's days, for those who analyse further in R, Python or Julia.
 *
 * The variables are read a column at a time from the result and written a place at a time: one chunk each.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/ensemble.h"
#include "forecast/target.h"
#include <netcdf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DEFLATE = 2, CHUNK_BYTES = 32 << 20 };

typedef struct gz_ensemble {
	const gz_result *result;
	gz_targets targets;
	const char *path; /* the temporary one */
	gz_error *err;
	int file, dims[3]; /* place, day, replicate */
	int *variables;    /* [quantity], -1 not kept by the run */
	double *column, *sum; /* [day][replicate] */
} gz_ensemble;

/* Hands a failure of the NetCDF library on as a sentence. */
static gz_status check(const gz_ensemble *e, int code)
{
	if (code == NC_NOERR)
		return GZ_OK;
	return gz_error_set(e->err, code == NC_ENOMEM ? GZ_ERR_MEMORY : GZ_ERR_IO, e->path, 0, 0, "cannot write this file: %s", nc_strerror(code));
}

static gz_status text(const gz_ensemble *e, int variable, const char *name, const char *value)
{
	return check(e, nc_put_att_text(e->file, variable, name, strlen(value), value));
}

static gz_status define_axis(const gz_ensemble *e, const char *name, nc_type type, int dim, const char *long_name, int *variable)
{
	GZ_TRY(check(e, nc_def_var(e->file, name, type, 1, &dim, variable)));
	return text(e, *variable, "long_name", long_name);
}

static gz_status define_global(const gz_ensemble *e, const char *version)
{
	const gz_scenario *s = e->result->scenario;
	const char *title = gz_words_in(&s->title, "en");
	char source[64], seed[32];
	snprintf(source, sizeof source, "guzar %s", version);
	snprintf(seed, sizeof seed, "%llu", (unsigned long long)s->seed);
	GZ_TRY(text(e, NC_GLOBAL, "Conventions", "CF-1.10"));
	GZ_TRY(text(e, NC_GLOBAL, "title", title == NULL ? "" : title));
	GZ_TRY(text(e, NC_GLOBAL, "source", source));
	GZ_TRY(text(e, NC_GLOBAL, "disease", s->disease.name == NULL ? "" : s->disease.name));
	GZ_TRY(text(e, NC_GLOBAL, "seed", seed));
	return text(e, NC_GLOBAL, "comment", "counts are over the day of what happened among people standing at the place; states are at the end of the day");
}

/* Writes text values of a place axis: what gives a place's word. */
static gz_status put_words(const gz_ensemble *e, int variable, bool names)
{
	const gz_scenario *s = e->result->scenario;
	for (int32_t p = 0; p < e->targets.n_places; p++) {
		const gz_place *place = &s->world.places[e->targets.places[p]];
		const char *name = names ? gz_words_in(&place->name, "en") : place->id;
		const char *word = name == NULL ? place->id : name;
		size_t at = (size_t)p;
		GZ_TRY(check(e, nc_put_var1_string(e->file, variable, &at, &word)));
	}
	return GZ_OK;
}

static gz_status put_counting(const gz_ensemble *e, int variable, int32_t n, int first)
{
	for (int32_t i = 0; i < n; i++) {
		size_t at = (size_t)i;
		int value = first + i;
		GZ_TRY(check(e, nc_put_var1_int(e->file, variable, &at, &value)));
	}
	return GZ_OK;
}

static gz_status define_axes(gz_ensemble *e)
{
	const gz_result *result = e->result;
	const gz_scenario *s = result->scenario;
	char date[16], units[48];
	int place, name, population, day, replicate;
	GZ_TRY(check(e, nc_def_dim(e->file, "place", (size_t)e->targets.n_places, &e->dims[0])));
	GZ_TRY(check(e, nc_def_dim(e->file, "day", (size_t)result->n_days, &e->dims[1])));
	GZ_TRY(check(e, nc_def_dim(e->file, "replicate", (size_t)result->n_replicates, &e->dims[2])));
	GZ_TRY(define_axis(e, "place", NC_STRING, e->dims[0], "place id", &place));
	GZ_TRY(define_axis(e, "place_name", NC_STRING, e->dims[0], "name of the place", &name));
	GZ_TRY(define_axis(e, "population", NC_INT64, e->dims[0], "people living there", &population));
	GZ_TRY(text(e, population, "units", "1"));
	GZ_TRY(define_axis(e, "day", NC_INT, e->dims[1], "date", &day));
	gz_date_format(s->start, date);
	snprintf(units, sizeof units, "days since %s", date);
	GZ_TRY(text(e, day, "standard_name", "time"));
	GZ_TRY(text(e, day, "axis", "T"));
	GZ_TRY(text(e, day, "units", units));
	GZ_TRY(text(e, day, "calendar", "proleptic_gregorian"));
	GZ_TRY(define_axis(e, "replicate", NC_INT, e->dims[2], "replicate of the simulation", &replicate));
	GZ_TRY(text(e, replicate, "standard_name", "realization"));
	GZ_TRY(put_words(e, place, false));
	GZ_TRY(put_words(e, name, true));
	for (int32_t p = 0; p < e->targets.n_places; p++) {
		size_t at = (size_t)p;
		long long people = s->world.places[e->targets.places[p]].population;
		GZ_TRY(check(e, nc_put_var1_longlong(e->file, population, &at, &people)));
	}
	GZ_TRY(put_counting(e, day, result->n_days, 0));
	return put_counting(e, replicate, result->n_replicates, 0);
}

/* A stream may bear the name of something that is in the file already. */
static void variable_name(const gz_ensemble *e, int32_t q, char *out, size_t size)
{
	const char *name = e->targets.items[(size_t)q * (size_t)e->targets.n_places].name;
	int taken;
	bool used = nc_inq_varid(e->file, name, &taken) == NC_NOERR;
	snprintf(out, size, used ? "%s_reports" : "%s", name);
}

static bool kept(const gz_ensemble *e, int32_t q)
{
	for (int32_t p = 0; p < e->targets.n_places; p++)
		if (e->targets.items[(size_t)q * (size_t)e->targets.n_places + (size_t)p].n_columns > 0)
			return true;
	return false;
}

/* Persons as int32, or 64 bits where the places together may hold more than that can count. */
static nc_type value_type(const gz_ensemble *e)
{
	int64_t people = 0;
	for (int32_t p = 0; p < e->result->scenario->world.n_places; p++)
		if (e->result->scenario->world.places[p].parent < 0)
			people += e->result->scenario->world.places[p].population;
	return e->result->deterministic ? NC_DOUBLE : people > INT32_MAX / 2 ? NC_INT64 : NC_INT;
}

static gz_status define_variable(gz_ensemble *e, int32_t q)
{
	static const char *const long_names[] = {"people infected over the day", "people who died over the day",
		"infectious people at the end of the day", "beds needed at the end of the day", "people present at the end of the day",
		"cases reported, by the date of the report"};
	const gz_target *target = &e->targets.items[(size_t)q * (size_t)e->targets.n_places];
	size_t days = (size_t)e->result->n_days, replicates = (size_t)e->result->n_replicates;
	size_t most = CHUNK_BYTES / sizeof(double) / replicates;
	const size_t chunk[3] = {1, days <= most ? days : most > 0 ? most : 1, replicates};
	char name[NC_MAX_NAME + 1];
	int *variable = &e->variables[q];
	*variable = -1;
	if (!kept(e, q))
		return GZ_OK;
	variable_name(e, q, name, sizeof name - 16);
	GZ_TRY(check(e, nc_def_var(e->file, name, value_type(e), 3, e->dims, variable)));
	GZ_TRY(check(e, nc_def_var_chunking(e->file, *variable, NC_CHUNKED, chunk)));
	GZ_TRY(check(e, nc_def_var_deflate(e->file, *variable, 1, 1, DEFLATE)));
	GZ_TRY(text(e, *variable, "long_name", long_names[target->quantity]));
	GZ_TRY(text(e, *variable, "units", "1"));
	GZ_TRY(text(e, *variable, "coordinates", "place_name"));
	return text(e, *variable, "cell_methods", target->state ? "day: point" : "day: sum");
}

static gz_status write_target(gz_ensemble *e, int32_t q, int32_t p)
{
	const gz_target *target = &e->targets.items[(size_t)q * (size_t)e->targets.n_places + (size_t)p];
	size_t n = (size_t)e->result->n_days * (size_t)e->result->n_replicates;
	const size_t start[3] = {(size_t)p, 0, 0};
	const size_t count[3] = {1, (size_t)e->result->n_days, (size_t)e->result->n_replicates};
	memset(e->sum, 0, n * sizeof *e->sum);
	if (e->variables[q] < 0 || target->n_columns == 0)
		return GZ_OK;
	for (int32_t c = 0; c < target->n_columns; c++) {
		GZ_TRY(gz_result_read_column(e->result, target->columns[c], e->column, e->err));
		for (size_t i = 0; i < n; i++)
			e->sum[i] += e->column[i];
	}
	return check(e, nc_put_vara_double(e->file, e->variables[q], start, count, e->sum));
}

static gz_status write_open(gz_ensemble *e, const char *version)
{
	int64_t n = (int64_t)e->result->n_days * e->result->n_replicates;
	GZ_TRY(gz_target_list(e->result, &e->targets, e->err));
	e->variables = gz_arena_array(&e->targets.arena, int, e->targets.n_quantities);
	e->column = gz_arena_array(&e->targets.arena, double, n);
	e->sum = gz_arena_array(&e->targets.arena, double, n);
	if (e->variables == NULL || e->column == NULL || e->sum == NULL)
		return gz_error_set(e->err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(define_global(e, version));
	GZ_TRY(define_axes(e));
	for (int32_t q = 0; q < e->targets.n_quantities; q++)
		GZ_TRY(define_variable(e, q));
	for (int32_t q = 0; q < e->targets.n_quantities; q++)
		for (int32_t p = 0; p < e->targets.n_places; p++)
			GZ_TRY(write_target(e, q, p));
	return GZ_OK;
}

gz_status gz_ensemble_write(const gz_result *result, const char *version, const char *path, gz_error *err)
{
	gz_arena names = {0};
	const char *temporary = gz_arena_printf(&names, "%s.part-%ld", path, (long)getpid());
	gz_ensemble e = {.result = result, .path = temporary, .err = err};
	gz_status status = GZ_ERR_MEMORY;
	if (temporary == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	status = check(&e, nc_create(temporary, NC_NETCDF4 | NC_CLOBBER, &e.file));
	if (status == GZ_OK) {
		status = write_open(&e, version);
		gz_status closed = check(&e, nc_close(e.file));
		if (status == GZ_OK)
			status = closed;
		if (status == GZ_OK && rename(temporary, path) != 0)
			status = gz_error_set(err, GZ_ERR_IO, path, 0, 0, "cannot put this file in place");
		if (status != GZ_OK)
			remove(temporary);
	}
	gz_target_free(&e.targets);
	gz_arena_free(&names);
	return status;
}
