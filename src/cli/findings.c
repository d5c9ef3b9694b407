/* What a run found, in words for the terminal and as JSON for programs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings.h"
#include "forecast/arrivals.h"
#include "report/headline.h"
#include "text/json.h"
#include <math.h>
#include <string.h>

enum { TEXT_BYTES = 8192, ARRIVALS_SHOWN = 12, NUMBER_BYTES = 40 };

/* A count for people: 1,234,567; below 10 with one decimal where it has any. */
static const char *count_text(double x, char out[NUMBER_BYTES])
{
	char digits[32];
	size_t at = 0;
	if (fabs(x) < 10 && fabs(x - nearbyint(x)) > 0.05) {
		snprintf(out, NUMBER_BYTES, "%.1f", x);
		return out;
	}
	if (fabs(x) >= 1e15) {
		snprintf(out, NUMBER_BYTES, "%.3g", x);
		return out;
	}
	int n = snprintf(digits, sizeof digits, "%.0f", fabs(x));
	if (x < -0.5)
		out[at++] = '-';
	for (int i = 0; i < n; i++) {
		out[at++] = digits[i];
		if ((n - i) % 3 == 1 && i + 1 < n)
			out[at++] = ',';
	}
	out[at] = '\0';
	return out;
}

static const char *place_name(const gz_scenario *s, int32_t place, const char *language)
{
	if (place < 0)
		return "all places";
	const char *name = gz_words_in(&s->world.places[place].name, language);
	return name == NULL || name[0] == '\0' ? s->world.places[place].id : name;
}

/* Left-aligned in `width` characters, not bytes: names may be in Cyrillic. */
static void print_padded(FILE *out, const char *text, int width)
{
	int used = 0;
	for (const char *c = text; *c != '\0'; c++)
		used += ((unsigned char)*c & 0xC0) != 0x80;
	fprintf(out, "%s%*s", text, used < width ? width - used : 1, "");
}

static void print_files(const gz_findings_files *files, FILE *out)
{
	fprintf(out, "\nFiles in %s:", files->folder);
	for (int32_t i = 0; i < files->n; i++)
		fprintf(out, " %s", files->names[i]);
	fprintf(out, "\n");
}

static void print_range(FILE *out, const gz_spread *s)
{
	char a[NUMBER_BYTES], b[NUMBER_BYTES], c[NUMBER_BYTES];
	fprintf(out, "%s (%s to %s)", count_text(s->q50, a), count_text(s->q05, b), count_text(s->q95, c));
}

/* Totals at the place that the headline speaks of: median and the range of 90 % of the runs. */
static void print_totals(const gz_result *result, const gz_outcomes *outcomes, double *scratch, const char *language, FILE *out)
{
	int32_t focus = gz_outcome_focus(result->scenario);
	fprintf(out, "\n%s, whole run: median%s\n", place_name(result->scenario, focus, language),
		result->deterministic ? "" : " (range of 90 % of the runs)");
	for (int32_t i = 0; i < outcomes->n; i++) {
		const gz_outcome *o = &outcomes->items[i];
		bool cost = o->kind == GZ_OUTCOME_COST;
		if ((o->place != focus && !cost) || gz_outcome_is_day(o->kind) || (cost && o->unit[0] == '\0'))
			continue;
		gz_spread s = gz_outcome_spread(o->values, outcomes->n_replicates, scratch);
		fprintf(out, "  ");
		print_padded(out, o->kind == GZ_OUTCOME_PEAK_BEDS ? "beds at the peak" : cost ? "cost of measures" : o->name, 20);
		print_range(out, &s);
		fprintf(out, "%s%s\n", cost ? " " : "", cost ? o->unit : "");
	}
}

/* Where it comes next: the places of the report by their median day of arrival. */
typedef struct gz_coming {
	int32_t place;
	double probability, q05, q50, q95;
} gz_coming;

static int32_t soonest(const gz_result *result, const gz_outcomes *outcomes, double *scratch, gz_coming *into)
{
	int32_t n = 0;
	for (int32_t i = 0; i < outcomes->n; i++) {
		const gz_outcome *o = &outcomes->items[i];
		if (o->kind != GZ_OUTCOME_ARRIVAL)
			continue;
		gz_spread s = gz_outcome_spread(o->values, outcomes->n_replicates, scratch);
		if (s.n_known == 0 || (gz_arrivals_route(result, o->place, scratch).from < 0 && s.q50 <= 0))
			continue;
		gz_coming c = {o->place, (double)s.n_known / outcomes->n_replicates, s.q05, s.q50, s.q95};
		int32_t at = n < ARRIVALS_SHOWN ? n++ : ARRIVALS_SHOWN;
		for (; at > 0 && into[at - 1].q50 / into[at - 1].probability > c.q50 / c.probability; at--)
			if (at < ARRIVALS_SHOWN)
				into[at] = into[at - 1];
		if (at < ARRIVALS_SHOWN)
			into[at] = c;
	}
	return n;
}

static void print_route(const gz_result *result, int32_t place, double *scratch, const char *language, FILE *out)
{
	const gz_scenario *s = result->scenario;
	gz_route route = gz_arrivals_route(result, place, scratch);
	const char *crossing = route.crossing < 0 ? NULL : gz_words_in(&s->world.crossings[route.crossing].name, language);
	if (route.crossing >= 0 && (crossing == NULL || crossing[0] == '\0'))
		crossing = s->world.crossings[route.crossing].id;
	if (route.from < 0)
		fprintf(out, "begins here");
	else if (crossing != NULL)
		fprintf(out, "%s (%.0f %%)", crossing, 100 * route.share);
	else
		fprintf(out, "from %s (%.0f %%)", place_name(s, route.from, language), 100 * route.share);
}

static void print_arrivals(const gz_result *result, const gz_outcomes *outcomes, double *scratch, const char *language, FILE *out)
{
	gz_coming coming[ARRIVALS_SHOWN];
	int32_t n = soonest(result, outcomes, scratch, coming);
	if (n == 0)
		return;
	fprintf(out, "\nFirst infected traveller          runs  day (90 %% of those)  most often by\n");
	for (int32_t i = 0; i < n; i++) {
		char days[64];
		snprintf(days, sizeof days, "%.0f (%.0f to %.0f)", coming[i].q50, coming[i].q05, coming[i].q95);
		fprintf(out, "  ");
		print_padded(out, place_name(result->scenario, coming[i].place, language), 30);
		fprintf(out, "%4.0f %%  %-19s ", 100 * coming[i].probability, days);
		print_route(result, coming[i].place, scratch, language, out);
		fprintf(out, "\n");
	}
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

static void print_part(FILE *out, double x, const char *words)
{
	char text[NUMBER_BYTES];
	if (x > 0)
		fprintf(out, "; %s %s", count_text(x, text), words);
}

static void print_measures(const gz_result *result, FILE *out)
{
	const gz_scenario *s = result->scenario;
	if (s->n_measures == 0 || result->totals == NULL)
		return;
	fprintf(out, "\nMeasures, mean of a run\n");
	for (int32_t i = 0; i < s->n_measures; i++) {
		const gz_measure *m = &s->measures[i];
		int32_t in_force;
		gz_measure_total t = mean_total(result, i, &in_force);
		fprintf(out, "  %s: ", m->name);
		if (in_force == 0) {
			fprintf(out, "never in force\n");
			continue;
		}
		fprintf(out, "in force on %.0f days", t.active_days);
		if (in_force < result->n_replicates)
			fprintf(out, " (in %.0f %% of the runs)", 100.0 * in_force / result->n_replicates);
		print_part(out, t.people, "people");
		print_part(out, t.detected, "infected found");
		print_part(out, t.confined, "confined");
		print_part(out, t.tests, "tests");
		print_part(out, t.doses, "doses");
		print_part(out, t.bed_days, "bed days");
		print_part(out, t.full, "turned away as full");
		print_part(out, t.cost, m->currency == NULL ? "cost" : m->currency);
		fprintf(out, "\n");
	}
}

gz_status gz_findings_print(const gz_result *result, const gz_outcomes *outcomes, const char *language,
	const gz_findings_files *files, FILE *out, gz_error *err)
{
	char text[TEXT_BYTES];
	gz_arena work = {0};
	double *scratch = gz_arena_array(&work, double, result->n_replicates);
	if (scratch == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	gz_status status = gz_headline_text(result, language, text, sizeof text, err);
	if (status == GZ_OK) {
		fprintf(out, "%s\n", text);
		print_totals(result, outcomes, scratch, language, out);
		print_arrivals(result, outcomes, scratch, language, out);
		print_measures(result, out);
		if (result->note[0] != '\0')
			fprintf(out, "\nNote: %s\n", result->note);
		print_files(files, out);
		fprintf(out, "%d %s of %d days in %.1f s: %.3g random draws made, %.3g skipped\n", result->n_replicates,
			result->n_replicates == 1 ? "run" : "runs", result->n_days, result->seconds, (double)result->draws, (double)result->skipped);
	}
	gz_arena_free(&work);
	return status;
}

static void print_effect(const gz_alternative *a, gz_outcome_kind kind, int32_t place, const char *words, FILE *out)
{
	const gz_effect *e = gz_compare_effect(a, kind, place);
	char m[NUMBER_BYTES], b[NUMBER_BYTES], c[NUMBER_BYTES], d[NUMBER_BYTES], f[NUMBER_BYTES];
	if (e == NULL || (e->difference.n_known == 0 && e->only_base + e->only_alternative == 0))
		return;
	fprintf(out, "  ");
	print_padded(out, words, 24);
	if (e->difference.n_known > 0)
		fprintf(out, "%s (50 %%: %s to %s; 90 %%: %s to %s); ", count_text(e->difference.q50, m), count_text(e->difference.q25, b),
			count_text(e->difference.q75, c), count_text(e->difference.q05, d), count_text(e->difference.q95, f));
	fprintf(out, "better in %.0f %% of the runs, worse in %.0f %%", 100 * e->better, 100 * e->worse);
	if (e->only_base > 0)
		fprintf(out, "; in %d of %d only the base is reached", e->only_base, e->only_base + e->only_alternative + e->neither + e->difference.n_known);
	fprintf(out, "\n");
}

static void print_alternative(const gz_comparison *c, const gz_alternative *a, FILE *out)
{
	char text[NUMBER_BYTES], low[NUMBER_BYTES], high[NUMBER_BYTES];
	const gz_price *p = &a->price;
	fprintf(out, "\n%s, median of the differences to %s\n", a->name, c->base_name);
	print_effect(a, GZ_OUTCOME_INFECTIONS, c->focus, "infections", out);
	print_effect(a, GZ_OUTCOME_DEATHS, c->focus, "deaths", out);
	print_effect(a, GZ_OUTCOME_REPORTED, c->focus, "reported", out);
	print_effect(a, GZ_OUTCOME_PEAK_BEDS, c->focus, "beds at the peak", out);
	print_effect(a, GZ_OUTCOME_ARRIVAL, c->focus, "days to first traveller", out);
	print_effect(a, GZ_OUTCOME_FIRST_INFECTION, c->focus, "days to first infection", out);
	print_effect(a, GZ_OUTCOME_COST, -1, "cost", out);
	if (!isnan(p->per_infection) && !isinf(p->per_infection_q95))
		fprintf(out, "  %s %s per infection averted (90 %%: %s to %s)\n", count_text(p->per_infection, text), p->currency,
			count_text(p->per_infection_q05, low), count_text(p->per_infection_q95, high));
	else if (!isnan(p->per_infection))
		fprintf(out, "  %s %s per infection averted, but it may avert none\n", count_text(p->per_infection, text), p->currency);
	if (!isnan(p->per_day))
		fprintf(out, "  %s %s per day of delay\n", count_text(p->per_day, text), p->currency);
}

gz_status gz_findings_print_comparison(const gz_comparison *comparison, const char *language, const gz_findings_files *files,
	FILE *out, gz_error *err)
{
	char text[TEXT_BYTES];
	GZ_TRY(gz_headline_text_compare(comparison, language, text, sizeof text, err));
	fprintf(out, "%s\n", text);
	for (int32_t i = 0; i < comparison->n_alternatives; i++)
		print_alternative(comparison, &comparison->alternatives[i], out);
	if (comparison->note[0] != '\0')
		fprintf(out, "\nNote: %s\n", comparison->note);
	print_files(files, out);
	return GZ_OK;
}

static void json_files(gz_json *j, const gz_findings_files *files)
{
	gz_json_key_bool(j, "ok", true);
	gz_json_key_string(j, "folder", files->folder);
	gz_json_key(j, "files");
	gz_json_array(j);
	for (int32_t i = 0; i < files->n; i++)
		gz_json_string(j, files->names[i]);
	gz_json_end(j);
}

static void json_spread(gz_json *j, const char *key, const gz_spread *s)
{
	gz_json_key(j, key);
	gz_json_object(j);
	gz_json_key_integer(j, "known", s->n_known);
	gz_json_key_number(j, "mean", s->mean);
	gz_json_key_number(j, "q05", s->q05);
	gz_json_key_number(j, "q25", s->q25);
	gz_json_key_number(j, "q50", s->q50);
	gz_json_key_number(j, "q75", s->q75);
	gz_json_key_number(j, "q95", s->q95);
	gz_json_end(j);
}

static void json_outcome(gz_json *j, const gz_scenario *s, const gz_outcome *o, int32_t n, double *scratch)
{
	gz_spread spread = gz_outcome_spread(o->values, n, scratch);
	gz_json_object(j);
	gz_json_key_string(j, "place", o->place < 0 ? "all" : s->world.places[o->place].id);
	gz_json_key_string(j, "outcome", o->name);
	gz_json_key_string(j, "unit", o->unit);
	if (gz_outcome_is_day(o->kind))
		gz_json_key_number(j, "probability", (double)spread.n_known / n);
	json_spread(j, "value", &spread);
	gz_json_end(j);
}

static gz_status put_json(gz_json *j, FILE *out, gz_error *err)
{
	gz_status status = gz_json_status(j);
	if (status == GZ_OK)
		fwrite(j->bytes, 1, j->n, out);
	else
		gz_error_set(err, status, NULL, 0, 0, "there is not enough memory");
	gz_json_free(j);
	return status;
}

gz_status gz_findings_json(const gz_result *result, const gz_outcomes *outcomes, const gz_findings_files *files, FILE *out, gz_error *err)
{
	gz_json j = {.pretty = true};
	gz_arena work = {0};
	double *scratch = gz_arena_array(&work, double, result->n_replicates);
	if (scratch == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	gz_json_object(&j);
	json_files(&j, files);
	gz_json_key_string(&j, "title", gz_words_in(&result->scenario->title, "en"));
	gz_json_key_integer(&j, "replicates", result->n_replicates);
	gz_json_key_integer(&j, "days", result->n_days);
	gz_json_key_number(&j, "seconds", result->seconds);
	gz_json_key_integer(&j, "draws", (int64_t)result->draws);
	gz_json_key_integer(&j, "draws_skipped", (int64_t)result->skipped);
	gz_json_key_string(&j, "note", result->note);
	gz_json_key(&j, "outcomes");
	gz_json_array(&j);
	for (int32_t i = 0; i < outcomes->n; i++)
		json_outcome(&j, result->scenario, &outcomes->items[i], outcomes->n_replicates, scratch);
	gz_json_end(&j);
	gz_json_end(&j);
	gz_json_line(&j);
	gz_arena_free(&work);
	return put_json(&j, out, err);
}

static void json_effect(gz_json *j, const gz_scenario *s, const gz_effect *e)
{
	gz_json_object(j);
	gz_json_key_string(j, "place", e->place < 0 ? "all" : s->world.places[e->place].id);
	gz_json_key_string(j, "outcome", e->name);
	gz_json_key_string(j, "unit", e->unit);
	json_spread(j, "base", &e->base);
	json_spread(j, "alternative", &e->alternative);
	json_spread(j, "difference", &e->difference);
	gz_json_key_integer(j, "only_base", e->only_base);
	gz_json_key_integer(j, "only_alternative", e->only_alternative);
	gz_json_key_integer(j, "neither", e->neither);
	gz_json_key_number(j, "better", e->better);
	gz_json_key_number(j, "same", e->same);
	gz_json_key_number(j, "worse", e->worse);
	gz_json_key_number(j, "cost_per_unit", e->price);
	gz_json_end(j);
}

gz_status gz_findings_json_comparison(const gz_comparison *comparison, const gz_findings_files *files, FILE *out, gz_error *err)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	json_files(&j, files);
	gz_json_key_string(&j, "base", comparison->base_name);
	gz_json_key_integer(&j, "replicates", comparison->n_replicates);
	gz_json_key_bool(&j, "paired", comparison->paired);
	gz_json_key_string(&j, "note", comparison->note);
	gz_json_key(&j, "alternatives");
	gz_json_array(&j);
	for (int32_t i = 0; i < comparison->n_alternatives; i++) {
		const gz_alternative *a = &comparison->alternatives[i];
		gz_json_object(&j);
		gz_json_key_string(&j, "name", a->name);
		gz_json_key_number(&j, "cost_per_infection_averted", a->price.per_infection);
		gz_json_key_number(&j, "cost_per_day_of_delay", a->price.per_day);
		gz_json_key(&j, "effects");
		gz_json_array(&j);
		for (int32_t k = 0; k < a->n_effects; k++)
			json_effect(&j, comparison->base->scenario, &a->effects[k]);
		gz_json_end(&j);
		gz_json_end(&j);
	}
	gz_json_end(&j);
	gz_json_end(&j);
	gz_json_line(&j);
	return put_json(&j, out, err);
}
