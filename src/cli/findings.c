/* What a run found, in words for the terminal, in the language asked for.
 *
 * The words are those of the report's catalogue, so that the terminal and the page say the same.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings.h"
#include "cli/console.h"
#include "forecast/arrivals.h"
#include "report/catalogue.h"
#include "report/focus.h"
#include "report/headline.h"
#include "report/sentence.h"
#include <math.h>
#include <string.h>

enum { TEXT_BYTES = 8192, ARRIVALS_SHOWN = 12 };

/* What every part needs. */
typedef struct gz_findings {
	const gz_scenario *scenario;
	gz_catalogue catalogue;
	gz_arena arena;
	double *scratch; /* [replicate] */
	FILE *out;
} gz_findings;

static const char *word(const gz_findings *f, const char *key)
{
	return gz_catalogue_text(&f->catalogue, key, NULL, 0);
}

static const char *count(const gz_findings *f, double x)
{
	return gz_catalogue_count(&f->catalogue, x);
}

static const char *place_name(const gz_findings *f, int32_t place)
{
	if (place < 0)
		return word(f, "page.everywhere");
	const gz_place *p = &f->scenario->world.places[place];
	return gz_focus_name(&p->name, p->id, f->catalogue.language);
}

/* A text with the values a and b put in. */
static const char *between(const gz_findings *f, const char *key, double a, double b)
{
	const gz_catalogue_value values[] = {{"a", NULL, a}, {"b", NULL, b}};
	return gz_catalogue_text(&f->catalogue, key, values, 2);
}

/* A text with a number n put in, such as days. */
static const char *with_number(const gz_findings *f, const char *key, double n)
{
	const gz_catalogue_value value = {"n", NULL, n};
	return gz_catalogue_text(&f->catalogue, key, &value, 1);
}

static const char *of_hundred(const gz_findings *f, double share)
{
	const gz_catalogue_value value = {"p", NULL, round(100 * share)};
	return gz_catalogue_text(&f->catalogue, "page.of100", &value, 1);
}

static void print_padded(const gz_findings *f, const char *text, int width)
{
	fputs("  ", f->out);
	gz_console_cell(f->out, text, width - 1);
	fputs(" ", f->out);
}

static gz_status begin(gz_findings *f, const gz_scenario *scenario, int32_t n_replicates, const char *language, FILE *out, gz_error *err)
{
	*f = (gz_findings){.scenario = scenario, .out = out};
	f->scratch = gz_arena_array(&f->arena, double, n_replicates);
	if (f->scratch == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	return gz_catalogue_open(&f->catalogue, language, &f->arena, err);
}

static void end(gz_findings *f)
{
	gz_catalogue_close(&f->catalogue);
	gz_arena_free(&f->arena);
}

static void print_files(const gz_findings *f, const gz_findings_files *files)
{
	fprintf(f->out, "\n%s/: ", files->folder);
	for (int32_t i = 0; i < files->n; i++)
		fprintf(f->out, "%s%s", i > 0 ? ", " : "", files->names[i]);
	fprintf(f->out, "\n");
}

/* ---- a run -------------------------------------------------------------------------------------------------- */

static const char *outcome_name(const gz_findings *f, gz_outcome_kind kind, const char *name)
{
	static const char *const keys[] = {"compare.outcome.infections", "compare.outcome.deaths", "compare.outcome.reported",
		"compare.outcome.peak_beds", "compare.outcome.arrival", "compare.outcome.first_infection", "compare.outcome.cost"};
	return kind == GZ_OUTCOME_REPORTED && strcmp(name, "reported") != 0 ? name : word(f, keys[kind]);
}

static void print_outcome(const gz_findings *f, const gz_outcome *o, int32_t n)
{
	gz_spread s = gz_outcome_spread(o->values, n, f->scratch);
	bool cost = o->kind == GZ_OUTCOME_COST;
	print_padded(f, outcome_name(f, o->kind, o->name), 28);
	fprintf(f->out, "%s%s%s", count(f, s.q50), cost ? " " : "", cost ? o->unit : "");
	if (n > 1)
		fprintf(f->out, "  (%s)", between(f, "figure.range", s.q05, s.q95));
	fprintf(f->out, "\n");
}

/* Totals at the place that the headline speaks of. */
static void print_totals(const gz_findings *f, const gz_outcomes *outcomes)
{
	int32_t focus = gz_outcome_focus(f->scenario);
	const gz_catalogue_value place = {"place", place_name(f, focus), 0};
	fprintf(f->out, "\n%s\n", gz_catalogue_text(&f->catalogue, "figure.title", &place, 1));
	for (int32_t i = 0; i < outcomes->n; i++)
		if (outcomes->items[i].place == focus && !gz_outcome_is_day(outcomes->items[i].kind) && outcomes->items[i].kind != GZ_OUTCOME_COST)
			print_outcome(f, &outcomes->items[i], outcomes->n_replicates);
	const gz_outcome *cost = gz_outcome_find(outcomes, GZ_OUTCOME_COST, NULL, -1);
	if (cost != NULL && cost->unit[0] != '\0')
		print_outcome(f, cost, outcomes->n_replicates);
}

/* A place of the report that is reached, with the days given that it is. */
typedef struct gz_coming {
	int32_t place;
	double probability, q05, q50, q95;
} gz_coming;

/* The places reached soonest and surest, where it does not begin; gives how many. */
static int32_t soonest(const gz_findings *f, const gz_result *result, const gz_outcomes *outcomes, gz_coming *into)
{
	int32_t n = 0;
	for (int32_t i = 0; i < outcomes->n; i++) {
		const gz_outcome *o = &outcomes->items[i];
		if (o->kind != GZ_OUTCOME_ARRIVAL || gz_arrivals_begins(f->scenario, o->place))
			continue;
		gz_spread s = gz_outcome_spread(o->values, result->n_replicates, f->scratch);
		if (s.n_known == 0)
			continue;
		gz_coming c = {o->place, (double)s.n_known / result->n_replicates, s.q05, s.q50, s.q95};
		int32_t at = n < ARRIVALS_SHOWN ? n++ : ARRIVALS_SHOWN;
		for (; at > 0 && into[at - 1].q50 / into[at - 1].probability > c.q50 / c.probability; at--)
			if (at < ARRIVALS_SHOWN)
				into[at] = into[at - 1];
		if (at < ARRIVALS_SHOWN)
			into[at] = c;
	}
	return n;
}

/* One run is no average and happens in no share of the runs. */
static bool alone(const gz_result *result)
{
	return result->deterministic || result->n_replicates == 1;
}

static void print_coming(const gz_findings *f, const gz_result *result, const gz_coming *c)
{
	const gz_catalogue_value values[] = {{"m", NULL, c->q50}, {"a", NULL, c->q05}, {"b", NULL, c->q95}};
	gz_route route = gz_arrivals_route(result, c->place, f->scratch);
	print_padded(f, place_name(f, c->place), 28);
	if (route.from == GZ_ARRIVAL_ALREADY)
		fprintf(f->out, "%s", word(f, "arrival.route.already"));
	else if (!alone(result))
		fprintf(f->out, "%s; %s", of_hundred(f, c->probability), gz_catalogue_text(&f->catalogue, "map.arrival.value", values, 3));
	else
		fprintf(f->out, "%s", with_number(f, "page.days", c->q50));
	if (route.crossing >= 0) {
		const gz_crossing *x = &f->scenario->world.crossings[route.crossing];
		fprintf(f->out, "; %s", gz_focus_name(&x->name, x->id, f->catalogue.language));
	} else if (route.from >= 0) {
		fprintf(f->out, "; %s", place_name(f, route.from));
	}
	if ((route.crossing >= 0 || route.from >= 0) && !alone(result))
		fprintf(f->out, " (%.0f %%)", round(100 * route.share));
	fprintf(f->out, "\n");
}

static void print_arrivals(const gz_findings *f, const gz_result *result, const gz_outcomes *outcomes)
{
	gz_coming coming[ARRIVALS_SHOWN];
	int32_t n = soonest(f, result, outcomes, coming);
	if (n > 0)
		fprintf(f->out, "\n%s\n", word(f, "map.arrival"));
	for (int32_t i = 0; i < n; i++)
		print_coming(f, result, &coming[i]);
}

/* Means over the runs of what a measure did. */
static gz_measure_total mean_total(const gz_result *result, int32_t measure, int32_t *in_force)
{
	const gz_measure_total *t = result->totals + (size_t)measure * (size_t)result->n_replicates;
	gz_measure_total sum = {0};
	double n = result->n_replicates;
	*in_force = 0;
	for (int32_t r = 0; r < result->n_replicates; r++) {
		*in_force += t[r].first_day >= 0;
		sum.active_days += t[r].active_days / n;
		sum.people += t[r].people / n;
		sum.detected += t[r].detected / n;
		sum.confined += t[r].confined / n;
		sum.bed_days += t[r].bed_days / n;
		sum.tests += t[r].tests / n;
		sum.doses += t[r].doses / n;
		sum.full += t[r].full / n;
		sum.cost += t[r].cost / n;
	}
	return sum;
}

static void print_part(const gz_findings *f, const char *key, double x, const char *unit)
{
	if (x > 0)
		fprintf(f->out, "; %s %s%s%s", word(f, key), count(f, x), unit[0] == '\0' ? "" : " ", unit);
}

static void print_measure(const gz_findings *f, const gz_result *result, int32_t i)
{
	const gz_measure *m = &f->scenario->measures[i];
	int32_t in_force;
	gz_measure_total t = mean_total(result, i, &in_force);
	fprintf(f->out, "  %s", gz_focus_name(&m->title, m->name, f->catalogue.language));
	if (!alone(result))
		fprintf(f->out, ": %s %s", word(f, "measure.active"), of_hundred(f, (double)in_force / result->n_replicates));
	else if (in_force == 0)
		fprintf(f->out, "; %s 0", word(f, "measure.days"));
	if (in_force > 0)
		print_part(f, "measure.days", t.active_days, "");
	print_part(f, "measure.people", t.people, "");
	print_part(f, "measure.detected", t.detected, "");
	print_part(f, "measure.confined", t.confined, "");
	print_part(f, "measure.tests", t.tests, "");
	print_part(f, "measure.doses", t.doses, "");
	print_part(f, "measure.bed_days", t.bed_days, "");
	print_part(f, "measure.full", t.full, "");
	print_part(f, "measure.cost", t.cost, m->currency == NULL ? "" : m->currency);
	fprintf(f->out, "\n");
}

static void print_measures(const gz_findings *f, const gz_result *result)
{
	if (f->scenario->n_measures == 0 || result->totals == NULL)
		return;
	fprintf(f->out, alone(result) ? "\n%s\n" : "\n%s (%s)\n", word(f, "measure.title"), word(f, "figure.mean"));
	for (int32_t i = 0; i < f->scenario->n_measures; i++)
		print_measure(f, result, i);
}

static void print_note(const gz_findings *f, const char *english)
{
	char said[GZ_SENTENCE_SIZE];
	gz_sentences s;
	gz_error unsaid = {0};
	if (english[0] == '\0')
		return;
	if (gz_sentence_open(&s, f->catalogue.language, &unsaid) != GZ_OK)
		gz_sentence_close(&s);
	gz_sentence_say(&s, english, said);
	fprintf(f->out, "\n%s: %s\n", word(f, "page.note"), said);
	gz_sentence_close(&s);
}

static void print_work(const gz_findings *f, const gz_result *result)
{
	fprintf(f->out, "%s: %s x %s, ", word(f, "repeat.runs"), count(f, result->n_replicates), with_number(f, "page.days", result->n_days));
	fprintf(f->out, "%s; %s: %s\n", with_number(f, "room.cue.seconds", result->seconds),
		 word(f, "repeat.draws"), between(f, "repeat.draws.value", (double)result->draws, (double)result->skipped));
}

gz_status gz_findings_print(const gz_result *result, const gz_outcomes *outcomes, const char *language,
	const gz_findings_files *files, FILE *out, gz_error *err)
{
	char text[TEXT_BYTES];
	gz_findings f;
	gz_status status = begin(&f, result->scenario, result->n_replicates, language, out, err);
	if (status == GZ_OK)
		status = gz_headline_text(result, language, text, sizeof text, err);
	if (status == GZ_OK) {
		fprintf(out, "%s\n", text);
		print_totals(&f, outcomes);
		print_arrivals(&f, result, outcomes);
		print_measures(&f, result);
		print_note(&f, result->note);
		print_files(&f, files);
		print_work(&f, result);
	}
	end(&f);
	return status;
}

enum { COMPARED_WIDTH = 37 }; /* of the longest name of an outcome, in Russian */

/* ---- a comparison ------------------------------------------------------------------------------------------- */

static void print_effect(const gz_findings *f, const gz_alternative *a, gz_outcome_kind kind, int32_t place)
{
	const gz_effect *e = gz_compare_effect(a, kind, place);
	if (e != NULL && e->already) {
		print_padded(f, outcome_name(f, kind, e->name), COMPARED_WIDTH);
		fprintf(f->out, "%s\n", word(f, "arrival.route.already"));
		return;
	}
	if (e == NULL || (e->difference.n_known == 0 && e->only_base + e->only_alternative == 0))
		return;
	const gz_spread *d = &e->difference;
	print_padded(f, outcome_name(f, kind, e->name), COMPARED_WIDTH);
	if (d->n_known > 0)
		fprintf(f->out, "%s%s; %s: %s; %s: %s; ", d->q50 > 0 ? "+" : "", count(f, d->q50), word(f, "say.half"),
			between(f, "page.range", d->q25, d->q75), word(f, "say.ninety"), between(f, "page.range", d->q05, d->q95));
	fprintf(f->out, "%s %s, %s %s", word(f, "compare.better"), of_hundred(f, e->better), word(f, "compare.same"), of_hundred(f, e->same));
	if (e->only_base + e->only_alternative > 0) {
		const gz_catalogue_value left[] = {{"a", NULL, e->only_base}, {"b", NULL, e->only_alternative}, {"c", NULL, e->neither}};
		fprintf(f->out, "; %s", gz_catalogue_text(&f->catalogue, "say.left", left, 3));
	}
	fprintf(f->out, "\n");
}

static void print_prices(const gz_findings *f, const gz_price *p)
{
	if (!isnan(p->per_infection)) {
		print_padded(f, word(f, "compare.per_infection"), COMPARED_WIDTH);
		fprintf(f->out, "%s %s; %s: %s\n", count(f, p->per_infection), p->currency, word(f, "say.confidence"),
			isinf(p->per_infection_q95) ? word(f, "compare.unbounded") : between(f, "page.range", p->per_infection_q05, p->per_infection_q95));
	}
	if (!isnan(p->per_day)) {
		print_padded(f, word(f, "compare.per_day"), COMPARED_WIDTH);
		fprintf(f->out, "%s %s\n", count(f, p->per_day), p->currency);
	}
}

static void print_alternative(const gz_findings *f, const gz_comparison *c, const gz_alternative *a)
{
	fprintf(f->out, "\n%s: %s, %s\n", gz_headline_run_name(&f->catalogue, a->name, a->result), word(f, "compare.difference"),
		place_name(f, c->focus));
	for (int kind = GZ_OUTCOME_INFECTIONS; kind < GZ_OUTCOME_COST; kind++)
		print_effect(f, a, (gz_outcome_kind)kind, c->focus);
	print_effect(f, a, GZ_OUTCOME_COST, -1);
	print_prices(f, &a->price);
}

gz_status gz_findings_print_comparison(const gz_comparison *comparison, const char *language, const gz_findings_files *files,
	FILE *out, gz_error *err)
{
	char text[TEXT_BYTES];
	gz_findings f;
	gz_status status = begin(&f, comparison->base->scenario, comparison->n_replicates, language, out, err);
	if (status == GZ_OK)
		status = gz_headline_text_compare(comparison, language, text, sizeof text, err);
	if (status == GZ_OK) {
		fprintf(out, "%s\n", text);
		for (int32_t i = 0; i < comparison->n_alternatives; i++)
			print_alternative(&f, comparison, &comparison->alternatives[i]);
		print_note(&f, comparison->note);
		print_files(&f, files);
	}
	end(&f);
	return status;
}
