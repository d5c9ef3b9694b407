/* What a run or a comparison says, in a few sentences: facts found here, worded by the catalogue.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/headline.h"
#include "base/order.h"
#include "forecast/arrivals.h"
#include "report/catalogue.h"
#include "report/focus.h"
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RANGE_RUNS = 90, VALUES_MAX = 12 };

/* The facts of a run that sentences are made of. */
typedef struct facts {
	int32_t place, region;           /* the place spoken of; the part of it that is reached first most often, -1 none */
	double region_share;
	bool begins_here, already;       /* already: infected people are there at the start */
	double arrived;                  /* share of runs */
	double low, high;                /* days: unconditional 5 and 95 hundredths if `sure`, else those given arrival */
	bool sure;
	gz_route route;
	double infected_low, infected_high, infected_mean, reported_mean;
	bool has_infected, has_reported;
} facts;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

static void add(gz_headline *headline, const char *sentence)
{
	if (headline->n < GZ_HEADLINE_MAX && sentence[0] != '\0')
		headline->sentences[headline->n++] = sentence;
}

static const char *place_name(const gz_catalogue *c, const gz_scenario *s, int32_t place)
{
	return place < 0 ? gz_catalogue_text(c, "page.everywhere", NULL, 0) : gz_focus_name(&s->world.places[place].name, s->world.places[place].id, c->language);
}

/* "12–31", one number where both are alike, "−2 to 9" in the language's words where one is negative. */
static const char *range_text(const gz_catalogue *c, double low, double high)
{
	double a = round(low), b = round(high);
	const gz_catalogue_value both[] = {{"a", NULL, a}, {"b", NULL, b}};
	if (a < 0 || b < 0)
		return gz_catalogue_text(c, "page.range", both, 2);
	const char *made = a == b ? gz_catalogue_count(c, a) : gz_arena_printf(c->arena, "%s–%s", gz_catalogue_count(c, a), gz_catalogue_count(c, b));
	return made == NULL ? "" : made;
}

/* Days of arrival: the range of 90 of 100 runs, later than the run where the disease does not come. */
static void find_days(const gz_result *result, facts *f, double *scratch)
{
	int32_t n = result->n_replicates, arrived = 0;
	gz_arrivals_days(result, f->place, GZ_ARRIVALS_TRAVELLER, scratch);
	for (int32_t r = 0; r < n; r++)
		if (!isnan(scratch[r]))
			scratch[arrived++] = scratch[r];
	gz_order_sort(scratch, arrived);
	f->arrived = (double)arrived / n;
	/* With the others at infinity the 95th hundredth is finite if its upper neighbour is a run that arrived. */
	f->sure = ceil(0.95 * (n - 1)) < arrived;
	for (int32_t r = arrived; r < n && f->sure; r++)
		scratch[r] = result->n_days;
	f->low = gz_order_quantile(scratch, f->sure ? n : arrived, 0.05);
	f->high = gz_order_quantile(scratch, f->sure ? n : arrived, 0.95);
	f->route = gz_arrivals_route(result, f->place, scratch);
}

/* The part of a place in which the first infected traveller arrives most often. */
static gz_status find_region(const gz_result *result, facts *f, gz_arena *arena, gz_error *err)
{
	const gz_world *w = &result->scenario->world;
	int32_t n = result->n_replicates, children = 0, runs = 0, *first = gz_arena_array(arena, int32_t, w->n_places);
	if (first == NULL)
		return no_memory(err);
	for (int32_t p = 0; p < w->n_places; p++)
		children += w->places[p].parent == f->place;
	for (int32_t r = 0; r < n && children > 1; r++) {
		int32_t best = -1, day = INT32_MAX;
		for (int32_t p = 0; p < w->n_places; p++) {
			if (w->places[p].parent != f->place)
				continue;
			int32_t d = result->arrivals[(size_t)p * (size_t)n + (size_t)r].traveller;
			if (d >= 0 && d < day) {
				day = d;
				best = p;
			}
		}
		if (best >= 0) {
			first[best]++;
			runs++;
		}
	}
	f->region = -1;
	for (int32_t p = 0; p < w->n_places && runs > 0; p++)
		if (first[p] > 0 && (f->region < 0 || first[p] > first[f->region]))
			f->region = p;
	f->region_share = f->region < 0 ? 0 : (double)first[f->region] / runs;
	return GZ_OK;
}

static gz_status find_sizes(const gz_result *result, facts *f, double *scratch, gz_error *err)
{
	gz_outcomes outcomes = {0};
	gz_status status = gz_outcome_measure(result, &outcomes, err);
	const gz_outcome *infections = status == GZ_OK ? gz_outcome_find(&outcomes, GZ_OUTCOME_INFECTIONS, NULL, f->place) : NULL;
	const gz_outcome *reported = status == GZ_OK ? gz_outcome_find(&outcomes, GZ_OUTCOME_REPORTED, NULL, f->place) : NULL;
	if (infections != NULL) {
		gz_spread s = gz_outcome_spread(infections->values, outcomes.n_replicates, scratch);
		f->has_infected = true;
		f->infected_low = s.q05;
		f->infected_high = s.q95;
		f->infected_mean = s.mean;
	}
	if (reported != NULL) {
		f->has_reported = true;
		f->reported_mean = gz_outcome_spread(reported->values, outcomes.n_replicates, scratch).mean;
	}
	gz_outcome_free(&outcomes);
	return status;
}

static gz_status find_facts(const gz_result *result, gz_arena *arena, facts *f, gz_error *err)
{
	const gz_scenario *s = result->scenario;
	double *scratch = gz_arena_array(arena, double, result->n_replicates);
	if (scratch == NULL)
		return no_memory(err);
	*f = (facts){.place = gz_focus_place(s), .region = -1, .route = {.crossing = -1}};
	if (f->place >= 0) {
		const gz_route route = gz_arrivals_route(result, f->place, scratch);
		f->already = route.from == GZ_ARRIVAL_ALREADY && route.share > 0.5;
	}
	f->begins_here = f->place < 0 || f->already || gz_arrivals_begins(s, f->place);
	if (!f->begins_here) {
		find_days(result, f, scratch);
		GZ_TRY(find_region(result, f, arena, err));
	}
	return find_sizes(result, f, scratch, err);
}

/* Which sentence suits the facts. */
static const char *first_key(const gz_result *result, const facts *f)
{
	bool border = f->route.crossing >= 0, never = f->arrived <= 0;
	if (result->deterministic || result->n_replicates == 1)
		return f->begins_here ? "say.once.here" : never ? "say.once.never" : border ? "say.once" : "say.once.inland";
	if (f->begins_here)
		return f->place < 0 ? "say.size.everywhere" : f->already ? "say.already" : "say.here";
	if (never)
		return "say.never";
	if (f->arrived < 0.01)
		return "say.rarely";
	if (f->sure)
		return border ? "say.range" : "say.range.inland";
	return border ? "say.partly" : "say.partly.inland";
}

static double of_100(double share)
{
	double p = round(share * 100);
	return share > 0 && p < 1 ? 1 : share < 1 && p > 99 ? 99 : p;
}

/* Infections are counted, not people: over years, or with many visitors, there may be more than live there, and that must not read as people. */
static void say_more_than_live(const gz_catalogue *c, const gz_scenario *s, const facts *f, bool once, gz_headline *out)
{
	double residents = 0;
	for (int32_t p = 0; p < s->world.n_places; p++)
		residents += p == f->place || (f->place < 0 && s->world.places[p].parent < 0) ? (double)s->world.places[p].population : 0;
	const gz_catalogue_value live[] = {{"n", gz_catalogue_count(c, residents), 0}};
	if (f->has_infected && (once ? f->infected_mean : f->infected_high) > residents)
		add(out, gz_catalogue_text(c, "say.more_than_live", live, 1));
}

static void say_run(const gz_catalogue *c, const gz_result *result, const facts *f, gz_headline *out)
{
	const gz_scenario *s = result->scenario;
	assert(f->route.crossing < s->world.n_crossings);
	const gz_crossing *crossing = f->route.crossing < 0 ? NULL : &s->world.crossings[f->route.crossing];
	bool once = result->deterministic || result->n_replicates == 1;
	double low = f->begins_here ? (once ? f->infected_mean : f->infected_low) : floor(f->low), high = f->begins_here ? f->infected_high : ceil(f->high);
	const gz_catalogue_value values[] = {
		{"disease", gz_focus_name(&s->disease.title, s->disease.name, c->language), 0}, {"place", place_name(c, s, f->place), 0},
		{"a", NULL, round(low)}, {"b", NULL, round(high)}, {"range", range_text(c, low, high), 0}, {"of", NULL, RANGE_RUNS}, {"p", NULL, of_100(f->arrived)}, {"days", NULL, result->n_days},
		{"n", NULL, result->n_replicates}, {"which", gz_catalogue_text(c, result->deterministic ? "say.which.average" : "say.which.run", NULL, 0), 0}, {"crossing", crossing == NULL ? "" : gz_focus_name(&crossing->name, crossing->id, c->language), 0},
	};
	add(out, gz_catalogue_text(c, first_key(result, f), values, (int32_t)(sizeof values / sizeof values[0])));
	if (f->region >= 0 && f->region_share > 0.2 && f->arrived >= 0.01 && !once) {
		const gz_catalogue_value region[] = {{"place", place_name(c, s, f->place), 0}, {"region", place_name(c, s, f->region), 0}, {"p", NULL, of_100(f->region_share)}};
		add(out, gz_catalogue_text(c, "say.first", region, 3));
	}
	if (f->has_infected && !f->begins_here && !once && f->infected_high > 0) {
		const gz_catalogue_value size[] = {{"place", place_name(c, s, f->place), 0}, {"days", NULL, result->n_days}, {"range", range_text(c, f->infected_low, f->infected_high), 0}};
		add(out, gz_catalogue_text(c, "say.size", size, 3));
	}
	say_more_than_live(c, s, f, once, out);
	if (f->has_infected && f->has_reported && f->infected_mean >= 1 && f->reported_mean < 0.995 * f->infected_mean) {
		const gz_catalogue_value seen[] = {{"p", NULL, of_100(f->reported_mean / f->infected_mean)}, {"place", place_name(c, s, f->place), 0}};
		add(out, gz_catalogue_text(c, f->place < 0 ? "say.seen.share" : "say.seen.place", seen, 2));
	}
	add(out, gz_catalogue_text(c, "say.condition", NULL, 0));
}

static gz_status say_in(const gz_result *result, const facts *f, const char *language, gz_arena *arena, gz_headline *out, gz_error *err)
{
	gz_catalogue c;
	*out = (gz_headline){0};
	gz_status status = gz_catalogue_open(&c, language, arena, err);
	if (status == GZ_OK)
		say_run(&c, result, f, out);
	gz_catalogue_close(&c);
	return status;
}

gz_status gz_headline_make(const gz_result *result, const char *language, gz_arena *arena, gz_headline *out, gz_error *err)
{
	facts f = {0};
	*out = (gz_headline){0};
	if (gz_catalogue_language(language) != NULL)
		GZ_TRY(find_facts(result, arena, &f, err));
	return say_in(result, &f, language, arena, out, err);
}

gz_status gz_headline_make_all(const gz_result *result, gz_arena *arena, gz_headline out[3], gz_error *err)
{
	facts f = {0};
	GZ_TRY(find_facts(result, arena, &f, err));
	GZ_TRY(say_in(result, &f, "en", arena, &out[0], err));
	GZ_TRY(say_in(result, &f, "ru", arena, &out[1], err));
	return say_in(result, &f, "tg", arena, &out[2], err);
}

/* ---- comparison ------------------------------------------------------------------------------------------- */

const char *gz_headline_run_name(const gz_catalogue *c, const char *name, const gz_result *result)
{
	const gz_words *title = &result->scenario->title;
	const size_t n = title->en != NULL ? strlen(title->en) : 0;
	if (n == 0 || strncmp(name, title->en, n) != 0 || (name[n] != '\0' && strncmp(name + n, " (", 2) != 0))
		return name;
	return gz_arena_printf(c->arena, "%s%s", gz_focus_name(title, name, c->language), name + n);
}

static const gz_alternative *best_of(const gz_comparison *comparison)
{
	const gz_alternative *best = NULL;
	double most = -1;
	for (int32_t i = 0; i < comparison->n_alternatives; i++) {
		const gz_effect *e = gz_compare_effect(&comparison->alternatives[i], GZ_OUTCOME_INFECTIONS, comparison->focus);
		double score = e == NULL ? -1 : e->better - e->worse - 1e-9 * e->difference.mean;
		if (e != NULL && score > most) {
			most = score;
			best = &comparison->alternatives[i];
		}
	}
	return best;
}

static void say_effect(const gz_catalogue *c, const gz_comparison *comparison, const gz_alternative *best, gz_headline *out)
{
	const gz_effect *infections = gz_compare_effect(best, GZ_OUTCOME_INFECTIONS, comparison->focus);
	const gz_effect *first = gz_compare_effect(best, GZ_OUTCOME_FIRST_INFECTION, comparison->focus);
	const gz_spread *d = &infections->difference;
	const gz_catalogue_value averted[] = {{"range", range_text(c, 0 - d->q95, 0 - d->q05), 0}, {"m", NULL, round(0 - d->q50)}, {"mean", NULL, round(0 - d->mean)}};
	add(out, gz_catalogue_text(c, "say.compare.averted", averted, 3));
	if (first != NULL && first->difference.n_known > 0 && round(first->difference.q50) > 0) {
		d = &first->difference;
		const gz_catalogue_value delay[] = {{"a", NULL, round(d->q05)}, {"b", NULL, round(d->q95)}, {"m", NULL, round(d->q50)}};
		add(out, gz_catalogue_text(c, "say.compare.delay", delay, 3));
	}
	if (isfinite(best->price.per_infection)) {
		const gz_catalogue_value price[] = {{"price", NULL, best->price.per_infection}, {"currency", best->price.currency, 0}};
		add(out, gz_catalogue_text(c, "say.compare.price", price, 2));
	}
}

/* The sentence that comes first: what the best alternative does, or that none does any good. */
static const char *say_verdict(const gz_catalogue *c, const gz_comparison *comparison, const gz_alternative *best, const gz_effect *e)
{
	const bool one = comparison->n_alternatives == 1, helps = e != NULL && e->better > e->worse, harms = e != NULL && e->worse > e->better;
	const double p = e == NULL ? 0 : of_100(e->better), q = e == NULL ? 0 : of_100(e->worse);
	const gz_catalogue_value values[] = {{"n", NULL, comparison->n_alternatives},
		{"name", best == NULL ? "" : gz_headline_run_name(c, best->name, best->result), 0},
		{"base", gz_headline_run_name(c, comparison->base_name, comparison->base), 0}, {"p", NULL, p}, {"q", NULL, q},
		{"s", NULL, fmax(0, 100 - p - q)}};
	const char *key = helps ? (one ? "say.compare.one" : "say.compare.best") : one && harms ? "say.compare.more" : "say.compare.none";
	return gz_catalogue_text(c, key, values, 6);
}

/* Whatever else than measures the scenarios differ in: nobody should take the effect of fewer days, or of another start, for that of a measure. */
static void say_otherwise(const gz_catalogue *c, const gz_comparison *comparison, gz_headline *out)
{
	for (int32_t i = 0; i < comparison->n_alternatives && out->n < GZ_HEADLINE_MAX - 1; i++) { /* the condition comes last */
		const gz_alternative *one = &comparison->alternatives[i];
		const char *keys = gz_scenario_otherwise(comparison->base->scenario, one->result->scenario, c->arena);
		const gz_catalogue_value values[] = {{"name", gz_headline_run_name(c, one->name, one->result), 0}, {"keys", keys, 0}};
		if (keys[0] != '\0')
			add(out, gz_catalogue_text(c, "say.compare.otherwise", values, 2));
	}
}

gz_status gz_headline_compare(const gz_comparison *comparison, const char *language, gz_arena *arena, gz_headline *out, gz_error *err)
{
	gz_catalogue c;
	*out = (gz_headline){0};
	gz_status status = gz_catalogue_open(&c, language, arena, err);
	const gz_alternative *best = status == GZ_OK ? best_of(comparison) : NULL;
	const gz_effect *e = best == NULL ? NULL : gz_compare_effect(best, GZ_OUTCOME_INFECTIONS, comparison->focus);
	if (status == GZ_OK) {
		add(out, say_verdict(&c, comparison, best, e));
		if (e != NULL && e->better > e->worse)
			say_effect(&c, comparison, best, out);
		say_otherwise(&c, comparison, out);
		add(out, gz_catalogue_text(&c, "say.compare.condition", NULL, 0));
	}
	gz_catalogue_close(&c);
	return status;
}

/* ---- for the terminal ------------------------------------------------------------------------------------- */

/* The sentences that fit whole, a line each. */
static void join(const gz_headline *headline, char *text, size_t size)
{
	size_t at = 0;
	if (size > 0)
		text[0] = '\0';
	for (int32_t i = 0; i < headline->n; i++) {
		size_t n = strlen(headline->sentences[i]);
		if (at + n + 2 > size)
			return;
		if (at > 0)
			text[at++] = '\n';
		memcpy(text + at, headline->sentences[i], n + 1);
		at += n;
	}
}

gz_status gz_headline_text(const gz_result *result, const char *language, char *text, size_t size, gz_error *err)
{
	gz_arena arena = {0};
	gz_headline headline;
	gz_status status = gz_headline_make(result, language, &arena, &headline, err);
	join(&headline, text, size);
	gz_arena_free(&arena);
	return status;
}

gz_status gz_headline_text_compare(const gz_comparison *comparison, const char *language, char *text, size_t size, gz_error *err)
{
	gz_arena arena = {0};
	gz_headline headline;
	gz_status status = gz_headline_compare(comparison, language, &arena, &headline, err);
	join(&headline, text, size);
	gz_arena_free(&arena);
	return status;
}
