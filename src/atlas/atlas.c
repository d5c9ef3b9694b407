/* A world made from a list of cities: its tables, with the rule and the source in every row, and a scenario to begin with.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "atlas/atlas.h"
#include "text/sheet.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const gz_atlas_file[GZ_ATLAS_FILES] = {"places.csv", "commuting.csv", "crossings.csv", "flows.csv", "pandemic.yaml"};

enum { FIGURES = 5 };

gz_atlas_options gz_atlas_usual(void)
{
	return (gz_atlas_options){
		.choice = {.most = 20000},
		.coupling = {.rule = GZ_COUPLING_GRAVITY, .range = 300, .away = 0.03, .border = 0.1},
		.air = {.links = 37000, .flights = 0.58}, /* 4.5 thousand million passengers in 2019 (ICAO Annual Report 2019) among 7.7 thousand million
			people (UN WPP 2019); both recalled, not re-checked */
		.airports = 40,
		.stay = 7,
		.source = "",
	};
}

gz_status gz_atlas_make(gz_atlas *atlas, const char *path, const gz_atlas_options *options, gz_mistakes *mistakes)
{
	*atlas = (gz_atlas){.n_airports = 0};
	GZ_TRY(gz_city_load(&atlas->arena, path, &options->choice, &atlas->cities, mistakes));
	GZ_TRY(gz_coupling_list(&atlas->arena, &atlas->cities, &options->coupling, &atlas->couplings, &atlas->n_couplings));
	GZ_TRY(gz_air_list(&atlas->arena, &atlas->cities, &options->air, &atlas->hubs, &atlas->n_hubs, &atlas->air, &atlas->n_air));
	atlas->n_airports = atlas->n_air == 0 ? 0 : atlas->n_hubs < options->airports ? atlas->n_hubs : options->airports;
	return GZ_OK;
}

void gz_atlas_free(gz_atlas *atlas)
{
	gz_arena_free(&atlas->arena);
	*atlas = (gz_atlas){.n_airports = 0};
}

static const gz_city *city(const gz_atlas *a, int32_t i)
{
	return &a->cities.items[i];
}

/* Where a city's figures come from. */
static const char *source_of(const gz_city *c, const gz_atlas_options *o)
{
	return c->source != NULL ? c->source : o->source;
}

static void write_words(gz_sheet *sheet, const gz_words *words)
{
	gz_sheet_text(sheet, words->en);
	gz_sheet_text(sheet, words->ru);
	gz_sheet_text(sheet, words->tg);
}

/* kind, rule, source: the end of every row. */
static void end_row(gz_sheet *sheet, const char *kind, const char *rule, const char *source)
{
	gz_sheet_text(sheet, kind);
	gz_sheet_text(sheet, rule);
	gz_sheet_text(sheet, source);
	gz_sheet_row(sheet);
}

static gz_status write_places(const gz_atlas *a, const gz_atlas_options *o, gz_sheet *sheet, const char *path, gz_error *err)
{
	GZ_TRY(gz_sheet_begin(sheet, path, "id,name,name_ru,name_tg,parent,population,lat,lon,kind,rule,source", err));
	for (int32_t i = 0; i < a->cities.n_countries; i++) {
		const gz_city_country *c = &a->cities.countries[i];
		const gz_city *largest = city(a, c->largest);
		gz_sheet_text(sheet, c->id);
		write_words(sheet, &c->name);
		gz_sheet_text(sheet, NULL);
		gz_sheet_text(sheet, NULL);
		gz_sheet_number(sheet, largest->lat);
		gz_sheet_number(sheet, largest->lon);
		end_row(sheet, "estimated", "largest-city", source_of(largest, o));
	}
	for (int32_t i = 0; i < a->cities.n; i++) {
		const gz_city *c = city(a, i);
		gz_sheet_text(sheet, c->id);
		write_words(sheet, &(gz_words){c->name, NULL, NULL});
		gz_sheet_text(sheet, a->cities.countries[c->country].id);
		gz_sheet_integer(sheet, c->population);
		gz_sheet_number(sheet, c->lat);
		gz_sheet_number(sheet, c->lon);
		end_row(sheet, "reported", NULL, source_of(c, o));
	}
	return gz_sheet_commit(sheet, err);
}

static gz_status write_commuting(const gz_atlas *a, const gz_atlas_options *o, gz_sheet *sheet, const char *path, gz_error *err)
{
	const bool gravity = o->coupling.rule == GZ_COUPLING_GRAVITY;
	GZ_TRY(gz_sheet_begin(sheet, path, "from,to,share,kind,rule,source", err));
	for (int32_t i = 0; i < a->n_couplings; i++) {
		const gz_coupling *c = &a->couplings[i];
		gz_sheet_text(sheet, city(a, c->from)->id);
		gz_sheet_text(sheet, city(a, c->to)->id);
		gz_sheet_figures(sheet, c->share, FIGURES);
		end_row(sheet, "estimated", gravity ? "gravity" : "radiation", gravity ? "Balcan 2009 PNAS 106:21484" : "Simini 2012 Nature 484:96");
	}
	return gz_sheet_commit(sheet, err);
}

static void airport_id(const gz_atlas *a, int32_t hub, char *out, size_t size)
{
	snprintf(out, size, "airport-%s", city(a, a->hubs[hub])->id);
}

static gz_status write_crossings(const gz_atlas *a, const gz_atlas_options *o, gz_sheet *sheet, const char *path, gz_error *err)
{
	char text[512];
	GZ_TRY(gz_sheet_begin(sheet, path, "id,name,type,near,far,category,lat,lon,kind,rule,source", err));
	for (int32_t i = 0; i < a->n_airports; i++) {
		const gz_city *c = city(a, a->hubs[i]);
		airport_id(a, i, text, sizeof text);
		gz_sheet_text(sheet, text);
		snprintf(text, sizeof text, "%s, all airports", c->name);
		gz_sheet_text(sheet, text);
		gz_sheet_text(sheet, "air");
		gz_sheet_text(sheet, c->id);
		gz_sheet_text(sheet, NULL);
		gz_sheet_text(sheet, "international");
		gz_sheet_number(sheet, c->lat);
		gz_sheet_number(sheet, c->lon);
		end_row(sheet, "estimated", "largest-hubs", source_of(c, o));
	}
	return gz_sheet_commit(sheet, err);
}

/* Airports on the way, where they are crossings: those of the journey's two ends. */
static void write_via(const gz_atlas *a, const int32_t *airport, const gz_air *link, gz_sheet *sheet)
{
	char from[256] = "", to[256] = "", via[600];
	if (city(a, link->from)->country == city(a, link->to)->country) {
		gz_sheet_text(sheet, NULL);
		return;
	}
	if (airport[link->from] > 0)
		airport_id(a, airport[link->from] - 1, from, sizeof from);
	if (airport[link->to] > 0)
		airport_id(a, airport[link->to] - 1, to, sizeof to);
	snprintf(via, sizeof via, "%s%s%s", from, from[0] != '\0' && to[0] != '\0' ? ";" : "", to);
	gz_sheet_text(sheet, via[0] != '\0' ? via : "-");
}

static gz_status write_flows(const gz_atlas *a, const gz_atlas_options *o, gz_sheet *sheet, const char *path, gz_error *err)
{
	char text[600];
	gz_arena work = {0};
	int32_t *airport = gz_arena_array(&work, int32_t, a->cities.n); /* 1 + index of the crossing, 0 none */
	if (airport == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int32_t i = 0; i < a->n_airports; i++)
		airport[a->hubs[i]] = i + 1;
	gz_status status = gz_sheet_begin(sheet, path, "id,from,to,via,per_day,stay,kind,rule,source", err);
	for (int32_t i = 0; i < a->n_air && status == GZ_OK; i++) {
		const gz_air *link = &a->air[i];
		snprintf(text, sizeof text, "%s.%s", city(a, link->from)->id, city(a, link->to)->id);
		gz_sheet_text(sheet, text);
		gz_sheet_text(sheet, city(a, link->from)->id);
		gz_sheet_text(sheet, city(a, link->to)->id);
		write_via(a, airport, link, sheet);
		gz_sheet_figures(sheet, link->per_day, FIGURES);
		snprintf(text, sizeof text, "%g d", o->stay);
		gz_sheet_text(sheet, text);
		end_row(sheet, "estimated", "air-gravity", "assumption; flights per head: ICAO 2019 and UN WPP 2019 (recalled)");
	}
	if (status == GZ_OK)
		status = gz_sheet_commit(sheet, err);
	gz_arena_free(&work);
	return status;
}

static int by_people(const void *a, const void *b)
{
	const gz_city_country *x = a, *y = b;
	if (x->population != y->population)
		return x->population > y->population ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* The countries to report on, that with most people first. */
static gz_status write_countries(const gz_atlas *a, FILE *out, gz_error *err)
{
	gz_arena work = {0};
	const int32_t n = a->cities.n_countries;
	gz_city_country *sorted = gz_arena_array(&work, gz_city_country, n);
	if (sorted == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	memcpy(sorted, a->cities.countries, (size_t)n * sizeof *sorted);
	qsort(sorted, (size_t)n, sizeof *sorted, by_people);
	fputs("report:\n  quantities: [infections, reported, prevalence, deaths]\n  every: 7 d\n  places:", out);
	for (int32_t i = 0; i < n; i++)
		fprintf(out, "%s%s\"%s\"", i == 0 ? " [" : ",", i % 20 == 0 ? "\n    " : " ", sorted[i].id);
	fputs("]\n", out);
	gz_arena_free(&work);
	return GZ_OK;
}

/* A scenario that runs as it is: a pandemic strain of influenza that begins in the largest city. */
static gz_status write_scenario(const gz_atlas *a, const char *path, gz_error *err)
{
	gz_file_output output = {0};
	const gz_city *begin = city(a, 0);
	GZ_TRY(gz_file_begin(&output, path, err));
	fprintf(output.stream,
		"# A pandemic in this world. Change what begins where, add measures (docs/language.md), then: guzar run THIS FILE -o results\n"
		"guzar: 1\n"
		"title: A new influenza that begins in %s\n"
		"start: 2027-01-01\n"
		"days: 365\n"
		"replicates: 100\n"
		"seed: 1\n"
		"world: .\n"
		"disease: influenza\n"
		"parameters:\n"
		"  R0: {lognormal: {median: 1.46, sigma: 0.1}, source: \"Biggerstaff 2014 BMC Infect Dis 14:480: pandemic of 2009, median 1.46\", checked: \"recalled, not re-checked\"}\n"
		"begin:\n"
		"  - {place: %s, compartment: E, people: 20}\n"
		"observe:\n"
		"  reported: {of: onset, probability: 0.05, delay: {gamma: {mean: 5, sd: 3}}, source: assumption}\n",
		begin->id, begin->id);
	const gz_status status = write_countries(a, output.stream, err);
	if (status != GZ_OK) {
		gz_file_abandon(&output);
		return status;
	}
	return gz_file_commit(&output, err);
}

gz_status gz_atlas_write(const gz_atlas *atlas, const gz_atlas_options *options, int32_t file, const char *path, gz_error *err)
{
	gz_sheet sheet = {0};
	gz_status status = GZ_OK;
	switch (file) {
	case 0: status = write_places(atlas, options, &sheet, path, err); break;
	case 1: status = write_commuting(atlas, options, &sheet, path, err); break;
	case 2: status = write_crossings(atlas, options, &sheet, path, err); break;
	case 3: status = write_flows(atlas, options, &sheet, path, err); break;
	default: return write_scenario(atlas, path, err);
	}
	gz_sheet_abandon(&sheet);
	return status;
}
