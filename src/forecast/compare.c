/* What alternatives change: paired differences between runs made with the same draws.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/compare.h"
#include "base/order.h"
#include "base/random.h"
#include "text/sheet.h"
#include "forecast/target.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BOOTSTRAPS = 1000 };

/* Two rows of values, replicate by replicate, and room for a third and its sorted copy; all [n]. */
typedef struct gz_pairing {
	const double *base, *alternative;
	double *difference, *scratch;
	int32_t n;
} gz_pairing;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

static const char *file_name(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');
	return slash != NULL ? slash + 1 : path != NULL ? path : "";
}

/* The title; with the file's name behind it where another of the runs bears the same title, with its path where that is no help. */
static const char *name_of(gz_comparison *c, const gz_result *const *results, int32_t n, int32_t i)
{
	const char *title = gz_words_in(&results[i]->scenario->title, "en"), *path = results[i]->scenario->file;
	const char *file = file_name(path);
	bool shared = false, alike = false;
	if (title == NULL || title[0] == '\0')
		return gz_arena_strdup(&c->arena, file);
	for (int32_t j = 0; j < n; j++) {
		const char *other = gz_words_in(&results[j]->scenario->title, "en");
		bool same = j != i && other != NULL && strcmp(other, title) == 0;
		shared = shared || same;
		alike = alike || (same && strcmp(file_name(results[j]->scenario->file), file) == 0);
	}
	if (!shared)
		return gz_arena_strdup(&c->arena, title);
	return gz_arena_printf(&c->arena, "%s (%s)", title, alike && path != NULL ? path : file);
}

/* Who is better off, and the differences of the pairs that can be subtracted. */
static void count_pairs(const gz_pairing *p, gz_effect *effect)
{
	int32_t better = 0, worse = 0;
	for (int32_t r = 0; r < p->n; r++) {
		double base = p->base[r], alternative = p->alternative[r];
		bool later = gz_outcome_is_day(effect->kind);
		p->difference[r] = alternative - base; /* NAN where either never happened */
		if (isnan(base) && isnan(alternative)) {
			effect->neither++;
		} else if (isnan(alternative)) {
			effect->only_base++;
			better++;
		} else if (isnan(base)) {
			effect->only_alternative++;
			worse++;
		} else {
			better += later ? alternative > base : alternative < base;
			worse += later ? alternative < base : alternative > base;
		}
	}
	effect->better = (double)better / p->n;
	effect->worse = (double)worse / p->n;
	effect->same = (double)(p->n - better - worse) / p->n;
}

static void fill_effect(const gz_pairing *p, const gz_outcome *outcome, gz_effect *effect)
{
	*effect = (gz_effect){.kind = outcome->kind, .name = outcome->name, .unit = outcome->unit, .place = outcome->place};
	count_pairs(p, effect);
	effect->base = gz_outcome_spread(p->base, p->n, p->scratch);
	effect->alternative = gz_outcome_spread(p->alternative, p->n, p->scratch);
	effect->difference = gz_outcome_spread(p->difference, p->n, p->scratch);
	effect->price = NAN;
}

/* 5 % and 95 % of added cost per infection averted when the replicates are drawn again with replacement. */
static void bootstrap(const gz_pairing *cost, const gz_pairing *infections, double *ratios, gz_price *price)
{
	gz_key key = gz_random_key(1, "compare|bootstrap");
	for (uint32_t b = 0; b < BOOTSTRAPS; b++) {
		double added = 0, averted = 0;
		for (uint32_t i = 0; i < (uint32_t)cost->n; i++) {
			uint64_t bits = gz_random_bits(key, b, i, 0, 0);
			int32_t r = (int32_t)(gz_random_unit(bits) * cost->n);
			added += cost->alternative[r] - cost->base[r];
			averted += infections->base[r] - infections->alternative[r];
		}
		ratios[b] = averted > 0 ? added / averted : INFINITY;
	}
	gz_order_sort(ratios, BOOTSTRAPS);
	price->per_infection_q05 = ratios[BOOTSTRAPS / 20 - 1];
	price->per_infection_q95 = ratios[BOOTSTRAPS - BOOTSTRAPS / 20];
}

static double ratio(double cost, double gain)
{
	return cost > 0 && gain > 0 ? cost / gain : NAN;
}

static void price_effects(gz_alternative *a, int32_t focus)
{
	const gz_effect *cost = gz_compare_effect(a, GZ_OUTCOME_COST, -1);
	const gz_effect *infections = gz_compare_effect(a, GZ_OUTCOME_INFECTIONS, -1);
	const gz_effect *first = gz_compare_effect(a, GZ_OUTCOME_FIRST_INFECTION, focus);
	gz_price *price = &a->price;
	*price = (gz_price){NAN, NAN, NAN, NAN, NAN, NAN, NAN, ""};
	if (cost == NULL)
		return;
	price->cost = cost->difference.mean;
	price->currency = cost->unit;
	for (int32_t i = 0; i < a->n_effects; i++) {
		gz_effect *e = &a->effects[i];
		double gain = gz_outcome_is_day(e->kind) ? e->difference.mean : -e->difference.mean;
		if (e->kind != GZ_OUTCOME_COST && e->kind != GZ_OUTCOME_REPORTED)
			e->price = ratio(price->cost, gain);
	}
	if (infections != NULL)
		price->averted = -infections->difference.mean;
	if (first != NULL)
		price->delay = first->difference.mean;
	price->per_infection = ratio(price->cost, price->averted);
	price->per_day = ratio(price->cost, price->delay);
}

/* The place of the same id in another world, which is mostly the same world. */
static int32_t same_place(const gz_scenario *theirs, const gz_scenario *ours, int32_t place)
{
	const char *id = ours->world.places[place].id;
	if (place < theirs->world.n_places && strcmp(theirs->world.places[place].id, id) == 0)
		return place;
	return gz_scenario_place(theirs, id);
}

/* The outcome of the alternative that answers one of the base. */
static const gz_outcome *answering(const gz_outcomes *outcomes, const gz_scenario *theirs, const gz_scenario *ours, const gz_outcome *o)
{
	int32_t place = o->place < 0 ? -1 : same_place(theirs, ours, o->place);
	if (o->place >= 0 && place < 0)
		return NULL;
	return gz_outcome_find(outcomes, o->kind, o->kind == GZ_OUTCOME_REPORTED ? o->name : NULL, place);
}

/* Whether an outcome is the arrival where most runs hold infected people from the start. */
static bool holds_already(const gz_result *result, const gz_outcome *o)
{
	int32_t n = 0;
	if (o->kind != GZ_OUTCOME_ARRIVAL || o->place < 0)
		return false;
	const gz_arrival *arrivals = result->arrivals + (size_t)o->place * (size_t)result->n_replicates;
	for (int32_t r = 0; r < result->n_replicates; r++)
		n += arrivals[r].traveller >= 0 && arrivals[r].from == GZ_ARRIVAL_ALREADY;
	return 2 * n > result->n_replicates;
}

/* Day 0 is no arrival there, and nothing is gained or lost. */
static void fill_already(gz_effect *effect)
{
	static const gz_spread none = {.mean = NAN, .q05 = NAN, .q25 = NAN, .q50 = NAN, .q75 = NAN, .q95 = NAN};
	effect->already = true;
	effect->base = effect->alternative = effect->difference = none;
	effect->only_base = effect->only_alternative = effect->neither = 0;
	effect->better = effect->worse = 0;
	effect->same = 1;
}

static gz_status compare_one(gz_comparison *c, const gz_outcomes *base, const gz_outcomes *other, gz_alternative *a, gz_arena *work,
	gz_error *err)
{
	gz_pairing p = {.n = c->n_replicates}, cost = {0}, infections = {0};
	p.difference = gz_arena_array(work, double, p.n);
	p.scratch = gz_arena_array(work, double, p.n);
	double *ratios = gz_arena_array(work, double, BOOTSTRAPS);
	a->effects = gz_arena_array(&c->arena, gz_effect, base->n);
	if (p.difference == NULL || p.scratch == NULL || ratios == NULL || a->effects == NULL)
		return no_memory(err);
	for (int32_t i = 0; i < base->n; i++) {
		const gz_outcome *ours = &base->items[i];
		const gz_outcome *theirs = answering(other, a->result->scenario, c->base->scenario, ours);
		if (theirs == NULL)
			continue;
		p.base = ours->values;
		p.alternative = theirs->values;
		gz_effect *effect = &a->effects[a->n_effects++];
		fill_effect(&p, ours, effect);
		effect->name = gz_arena_strdup(&c->arena, ours->name);
		if (holds_already(c->base, ours))
			fill_already(effect);
		effect->unit = gz_arena_strdup(&c->arena, effect->already ? "already there" : ours->unit[0] == '\0' ? theirs->unit : ours->unit);
		if (effect->name == NULL || effect->unit == NULL)
			return no_memory(err);
		if (ours->kind == GZ_OUTCOME_COST)
			cost = p;
		if (ours->kind == GZ_OUTCOME_INFECTIONS && ours->place < 0)
			infections = p;
	}
	price_effects(a, c->focus);
	if (!isnan(a->price.per_infection) && cost.base != NULL && infections.base != NULL)
		bootstrap(&cost, &infections, ratios, &a->price);
	return GZ_OK;
}

static void note_differences(gz_comparison *c, const gz_result *const *results, int32_t n)
{
	const gz_scenario *base = results[0]->scenario;
	const char *seeds = "", *days = "", *runs = "";
	c->paired = true;
	c->n_replicates = results[0]->n_replicates;
	for (int32_t i = 1; i < n; i++) {
		const gz_scenario *s = results[i]->scenario;
		if (s->seed != base->seed) {
			c->paired = false;
			seeds = "The runs have different seeds: differences are not of the same draws, so their intervals are wider. ";
		}
		if (s->start != base->start || results[i]->n_days != results[0]->n_days)
			days = "The runs do not cover the same days: totals are of each run's own length. ";
		if (results[i]->n_replicates != results[0]->n_replicates)
			runs = "The runs have different numbers of replicates: only those that both have are compared. ";
		if (results[i]->n_replicates < c->n_replicates)
			c->n_replicates = results[i]->n_replicates;
	}
	int length = snprintf(c->note, sizeof c->note, "%s%s%s", seeds, days, runs);
	if (length > 0 && (size_t)length < sizeof c->note)
		c->note[length - 1] = '\0';
}

/* Measures an alternative at the places of the base's outcomes, whatever its own report is of. */
static gz_status measure_alike(const gz_comparison *c, const gz_outcomes *base, const gz_result *result, gz_arena *work, gz_outcomes *out,
	gz_error *err)
{
	int32_t *places = gz_arena_array(work, int32_t, base->n + 1), n = 0;
	if (places == NULL)
		return no_memory(err);
	for (int32_t i = 0; i < base->n; i++) {
		int32_t place = base->items[i].place;
		if (i > 0 && place == base->items[i - 1].place)
			continue;
		int32_t theirs = place < 0 ? -1 : same_place(result->scenario, c->base->scenario, place);
		if (place < 0 || theirs >= 0)
			places[n++] = theirs;
	}
	return gz_outcome_measure_at(result, places, n, out, err);
}

static gz_status add_alternative(gz_comparison *c, const gz_result *const *results, int32_t n, int32_t i, const gz_outcomes *base,
	gz_error *err)
{
	gz_alternative *a = &c->alternatives[c->n_alternatives++];
	gz_outcomes other = {0};
	gz_arena work = {0};
	a->result = results[i];
	a->name = name_of(c, results, n, i);
	gz_status status = a->name == NULL ? no_memory(err) : measure_alike(c, base, results[i], &work, &other, err);
	if (status == GZ_OK)
		status = compare_one(c, base, &other, a, &work, err);
	gz_outcome_free(&other);
	gz_arena_free(&work);
	return status;
}

static gz_status compare_all(gz_comparison *c, const gz_result *const *results, int32_t n, gz_error *err)
{
	gz_outcomes base = {0};
	c->alternatives = gz_arena_array(&c->arena, gz_alternative, n - 1);
	c->base_name = name_of(c, results, n, 0);
	if (c->alternatives == NULL || c->base_name == NULL)
		return no_memory(err);
	gz_status status = gz_outcome_measure(results[0], &base, err);
	for (int32_t i = 1; i < n && status == GZ_OK; i++)
		status = add_alternative(c, results, n, i, &base, err);
	gz_outcome_free(&base);
	return status;
}

gz_status gz_compare_results(const gz_result *const *results, int32_t n, gz_comparison *out, gz_error *err)
{
	*out = (gz_comparison){.base = n > 0 ? results[0] : NULL};
	if (n < 2)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "a comparison needs a base and at least one alternative");
	out->focus = gz_outcome_focus(results[0]->scenario);
	note_differences(out, results, n);
	return compare_all(out, results, n, err);
}

void gz_compare_free(gz_comparison *comparison)
{
	gz_arena_free(&comparison->arena);
	*comparison = (gz_comparison){0};
}

const gz_effect *gz_compare_effect(const gz_alternative *alternative, gz_outcome_kind kind, int32_t place)
{
	for (int32_t i = 0; i < alternative->n_effects; i++)
		if (alternative->effects[i].kind == kind && alternative->effects[i].place == place)
			return &alternative->effects[i];
	return NULL;
}

static void write_spread(gz_sheet *sheet, const gz_spread *s, bool halves)
{
	gz_sheet_number(sheet, s->mean);
	gz_sheet_number(sheet, s->q05);
	if (halves)
		gz_sheet_number(sheet, s->q25);
	gz_sheet_number(sheet, s->q50);
	if (halves)
		gz_sheet_number(sheet, s->q75);
	gz_sheet_number(sheet, s->q95);
}

static void write_effect(gz_sheet *sheet, const gz_comparison *c, const gz_alternative *a, const gz_effect *e)
{
	gz_sheet_text(sheet, a->name);
	gz_sheet_text(sheet, gz_target_place_id(c->base->scenario, e->place));
	gz_sheet_text(sheet, e->name);
	gz_sheet_text(sheet, e->unit);
	gz_sheet_integer(sheet, c->n_replicates);
	gz_sheet_integer(sheet, e->difference.n_known);
	gz_sheet_integer(sheet, e->only_base);
	gz_sheet_integer(sheet, e->only_alternative);
	gz_sheet_integer(sheet, e->neither);
	write_spread(sheet, &e->base, false);
	write_spread(sheet, &e->alternative, false);
	write_spread(sheet, &e->difference, true);
	gz_sheet_number(sheet, e->better);
	gz_sheet_number(sheet, e->same);
	gz_sheet_number(sheet, e->worse);
	gz_sheet_number(sheet, e->price);
	gz_sheet_row(sheet);
}

gz_status gz_compare_write(const gz_comparison *comparison, const char *path, gz_error *err)
{
	gz_sheet sheet = {0};
	GZ_TRY(gz_sheet_begin(&sheet, path,
		"alternative,place,outcome,unit,replicates,pairs,only_base,only_alternative,neither,"
		"base_mean,base_q05,base_q50,base_q95,alternative_mean,alternative_q05,alternative_q50,alternative_q95,"
		"difference_mean,difference_q05,difference_q25,difference_q50,difference_q75,difference_q95,"
		"better,same,worse,cost_per_unit", err));
	for (int32_t i = 0; i < comparison->n_alternatives; i++) {
		const gz_alternative *a = &comparison->alternatives[i];
		for (int32_t j = 0; j < a->n_effects; j++)
			write_effect(&sheet, comparison, a, &a->effects[j]);
	}
	return gz_sheet_commit(&sheet, err);
}
