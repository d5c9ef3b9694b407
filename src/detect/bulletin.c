/* What was found in a table of counts, ranked: the one struct from which terminal, files and page are made.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/bulletin.h"
#include "detect/ears.h"
#include "detect/farrington.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LATE_DAYS = 7, LEAD_WEEKS = 26 };

/* As many periods of its own as EARS's reckoned chance weighs: how often it alarmed before knows of season and overdispersion, which that does not. */
static const double EARS_WEIGHT = 20;

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

const gz_bulletin_item *gz_bulletin_at(const gz_bulletin *b, int32_t series, int32_t period)
{
	return &b->items[(int64_t)series * (b->request.to - b->request.from) + (period - b->request.from)];
}

int32_t gz_bulletin_reported(const gz_bulletin *b, int32_t series, int32_t period)
{
	int32_t t = period - 1;
	while (t >= 0 && isnan(b->counts->series[series].count[t]))
		t--;
	return t;
}

/* ---- judging ------------------------------------------------------------------------------------------------ */
/* Whether an item has less history than the flexible Farrington wants: a series begins with its first report, not with the table. */
static bool is_short(const gz_bulletin *b, const gz_bulletin_item *item, int32_t first_report)
{
	double years = b->request.options != NULL ? b->request.options[GZ_FARRINGTON_LEAST_YEARS] : 2;
	int32_t wanted = (int32_t)(years * (b->counts->period == 1 ? 364 : 52));
	return item->verdict.state == GZ_DETECT_SHORT || (item->verdict.state != GZ_DETECT_MISSING && first_report > 0 && item->period - first_report < wanted);
}

/* The flexible Farrington's stand-in where the history is short: C2, with a spread of one case at least. */
static void stand_in_options(double *options)
{
	gz_detect_defaults(&gz_ears_c2, options);
	options[GZ_EARS_LEAST_SD] = 1;
}

static gz_status judge_short(gz_bulletin *b, const gz_detect_set *set, gz_detect_verdict *verdicts, gz_error *err)
{
	double options[GZ_DETECT_OPTIONS_MAX];
	stand_in_options(options);
	GZ_TRY(gz_ears_c2.judge(set, options, b->request.from, b->request.to, verdicts, err));
	int64_t n = (int64_t)set->n_series * (b->request.to - b->request.from);
	int32_t first = 0;
	for (int64_t i = 0; i < n; i++) {
		const gz_series *series = &set->series[b->items[i].series];
		if (i == 0 || b->items[i].series != b->items[i - 1].series)
			for (first = 0; first < series->n && isnan(series->count[first]);)
				first++;
		if (!is_short(b, &b->items[i], first))
			continue;
		b->items[i].verdict = verdicts[i];
		b->items[i].alarm = verdicts[i].alarm;
		if (verdicts[i].state != GZ_DETECT_SHORT)
			b->items[i].method = &gz_ears_c2;
	}
	return GZ_OK;
}

/* Whether a method keeps a chart that begins with the first period judged: it then has an option `training`, left at 0. */
static bool keeps_chart(const gz_detector *method, const double *options)
{
	for (int32_t i = 0; i < method->n_options; i++)
		if (strcmp(method->options[i].name, "training") == 0)
			return options[i] == 0;
	return false;
}

/* From which period the method is run: half a year earlier than asked where it keeps a chart, as far as its history allows. */
static int32_t run_from(const gz_bulletin *b, const gz_detector *method, const double *options)
{
	int32_t per_week = b->counts->period == 1 ? 7 : 1, from = b->request.from - LEAD_WEEKS * per_week, least = method->history * per_week;
	if (!keeps_chart(method, options))
		return b->request.from;
	return from >= least ? from : least < b->request.from ? least : b->request.from;
}

static gz_detect_set set_of(const gz_bulletin *b)
{
	const gz_counts *c = b->counts;
	return (gz_detect_set){.series = c->series, .n_series = c->n_series, .place = c->place, .places = c->places, .n_places = c->n_places,
		.links = b->request.links, .n_links = b->request.n_links, .holiday = c->holiday};
}

static gz_status judge_all(gz_bulletin *b, gz_arena *arena, gz_error *err)
{
	const gz_counts *c = b->counts;
	const gz_bulletin_request *q = &b->request;
	const gz_detector *method = q->method != NULL ? q->method : &gz_farrington_flexible;
	const gz_detect_set set = set_of(b);
	double options[GZ_DETECT_OPTIONS_MAX];
	gz_detect_defaults(method, options);
	const double *chosen = q->options != NULL ? q->options : options;
	int32_t width = q->to - q->from, from = run_from(b, method, chosen), run = q->to - from;
	int64_t n = (int64_t)c->n_series * width;
	gz_detect_verdict *verdicts = gz_arena_array(arena, gz_detect_verdict, (int64_t)c->n_series * run);
	b->items = gz_arena_array(arena, gz_bulletin_item, n);
	if (verdicts == NULL || b->items == NULL)
		return no_memory(err);
	GZ_TRY(method->judge(&set, chosen, from, q->to, verdicts, err));
	for (int64_t i = 0; i < n; i++) {
		int32_t series = (int32_t)(i / width), period = q->from + (int32_t)(i % width);
		const gz_detect_verdict *v = &verdicts[(int64_t)series * run + (period - from)];
		b->items[i] = (gz_bulletin_item){series, period, c->series[series].count[period], *v, method, NAN, v->alarm};
	}
	return q->method == NULL ? judge_short(b, &set, verdicts, err) : GZ_OK;
}

/* ---- clusters ----------------------------------------------------------------------------------------------- */
static int compare_clusters(const void *a, const void *b)
{
	const gz_scan_cluster *x = a, *y = b;
	if (x->probability != y->probability)
		return x->probability < y->probability ? -1 : 1;
	return x->ratio != y->ratio ? (x->ratio > y->ratio ? -1 : 1) : x->series[0] - y->series[0];
}

/* Those of which an alarm is left after the control. */
static gz_status find_clusters(gz_bulletin *b, gz_arena *arena, gz_error *err)
{
	double options[GZ_DETECT_OPTIONS_MAX];
	const gz_detect_set set = set_of(b);
	int32_t found, kept = 0;
	if (b->request.method != &gz_scan)
		return GZ_OK;
	gz_detect_defaults(&gz_scan, options);
	GZ_TRY(gz_scan_clusters(&set, b->request.options != NULL ? b->request.options : options, b->request.to - 1, arena, &b->clusters, &found, err));
	for (int32_t i = 0; i < found; i++) {
		bool alarm = false;
		for (int32_t j = 0; j < b->clusters[i].n && !alarm; j++)
			alarm = gz_bulletin_at(b, b->clusters[i].series[j], b->request.to - 1)->alarm;
		if (alarm)
			b->clusters[kept++] = b->clusters[i];
	}
	b->n_clusters = kept;
	qsort(b->clusters, (size_t)kept, sizeof *b->clusters, compare_clusters);
	return GZ_OK;
}

/* ---- ranks -------------------------------------------------------------------------------------------------- */
static int compare_numbers(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a > b) - (a < b);
}

/* Alarms first, then the judged; the less probable first, then the higher score, then as in the table. */
static int compare_items(const gz_bulletin_item *a, const gz_bulletin_item *b)
{
	if (a->alarm != b->alarm)
		return a->alarm ? -1 : 1;
	bool judged_a = a->verdict.state == GZ_DETECT_JUDGED, judged_b = b->verdict.state == GZ_DETECT_JUDGED;
	if (judged_a != judged_b)
		return judged_a ? -1 : 1;
	int order = compare_numbers(a->verdict.probability, b->verdict.probability);
	if (order == 0)
		order = compare_numbers(-a->verdict.score, -b->verdict.score);
	return order != 0 ? order : (a->series > b->series) - (a->series < b->series);
}

static int compare_ranked(const void *a, const void *b)
{
	return compare_items(*(gz_bulletin_item *const *)a, *(gz_bulletin_item *const *)b);
}

static int compare_alarms(const void *a, const void *b)
{
	const gz_bulletin_item *x = *(gz_bulletin_item *const *)a, *y = *(gz_bulletin_item *const *)b;
	return x->period != y->period ? (x->period < y->period ? 1 : -1) : compare_items(x, y);
}

static int compare_probability(const void *a, const void *b)
{
	const gz_bulletin_item *x = *(gz_bulletin_item *const *)a, *y = *(gz_bulletin_item *const *)b;
	int order = compare_numbers(x->verdict.probability, y->verdict.probability);
	return order != 0 ? order : (x->series > y->series) - (x->series < y->series);
}

/* ---- control ------------------------------------------------------------------------------------------------ */
/* Adjusted probabilities of one period: p m / rank, made to rise with p; an alarm stays where it is at most the level. */
static void control_period(gz_bulletin *b, int32_t period, gz_bulletin_item **sorted)
{
	int32_t n = 0, width = b->request.to - b->request.from;
	double least = 1, level = b->request.level > 0 ? b->request.level : 0.05;
	for (int32_t s = 0; s < b->counts->n_series; s++) {
		gz_bulletin_item *item = &b->items[(int64_t)s * width + (period - b->request.from)];
		if (item->verdict.state == GZ_DETECT_JUDGED && !isnan(item->verdict.probability))
			sorted[n++] = item;
		item->alarm = false;
	}
	qsort(sorted, (size_t)n, sizeof *sorted, compare_probability);
	for (int32_t i = n - 1; i >= 0; i--) {
		double adjusted = sorted[i]->verdict.probability * n / (i + 1);
		least = adjusted < least ? adjusted : least;
		sorted[i]->adjusted = least;
		sorted[i]->alarm = sorted[i]->verdict.alarm && least <= level;
	}
}

/* ---- lists -------------------------------------------------------------------------------------------------- */
static void list_reports(gz_bulletin *b)
{
	const gz_counts *c = b->counts;
	int32_t now = b->request.to - 1;
	for (int32_t s = 0; s < c->n_series; s++) {
		if (isnan(c->series[s].count[now]))
			b->silent[b->n_silent++] = s;
		else if (c->arrived != NULL && c->arrived[(int64_t)s * c->n + now] > LATE_DAYS)
			b->late[b->n_late++] = s;
	}
}

/* Series that only the rule of least cases keeps from an alarm, which a person would otherwise look for in vain. */
static void list_few(gz_bulletin *b)
{
	const gz_detector *d = b->request.method != NULL ? b->request.method : &gz_farrington_flexible;
	double defaults[GZ_DETECT_OPTIONS_MAX];
	if (d != &gz_farrington_flexible && d != &gz_farrington_original)
		return;
	gz_detect_defaults(d, defaults);
	const double *options = b->request.options != NULL ? b->request.options : defaults;
	b->few_cases = (int32_t)options[GZ_FARRINGTON_LEAST_CASES];
	b->few_weeks = (int32_t)options[GZ_FARRINGTON_LEAST_WEEKS];
	for (int32_t i = 0; i < b->counts->n_series; i++) {
		const gz_bulletin_item *item = gz_bulletin_at(b, b->ranked[i], b->request.to - 1);
		if (item->method == d && item->verdict.state == GZ_DETECT_JUDGED && !item->verdict.alarm && item->count > item->verdict.upper)
			b->few[b->n_few++] = b->ranked[i];
	}
}

/* The chance of a false alarm that a method reckons with in the last period; NAN where it does not say. */
static double false_alarm(const gz_bulletin *b, const gz_bulletin_item *item, const double *options)
{
	const gz_detector *d = item->method;
	if (d == &gz_ears_c1 || d == &gz_ears_c2 || d == &gz_ears_c3) {
		const gz_series *s = &b->counts->series[item->series];
		int32_t n, past = gz_ears_past(s, item->period, d, options, &n);
		return (EARS_WEIGHT * gz_ears_false_alarm(s, item->period, d, options) + past) / (EARS_WEIGHT + n);
	}
	for (int32_t i = 0; i < d->n_options; i++)
		if (strcmp(d->options[i].name, "alpha") == 0)
			return options != NULL ? options[i] : d->options[i].value;
	return NAN;
}

static void count_states(gz_bulletin *b)
{
	int32_t now = b->request.to - 1;
	double stand_in[GZ_DETECT_OPTIONS_MAX];
	stand_in_options(stand_in);
	b->expected_false = 0;
	for (int32_t s = 0; s < b->counts->n_series; s++) {
		const gz_bulletin_item *item = gz_bulletin_at(b, s, now);
		gz_detect_state state = item->verdict.state;
		bool fallback = b->request.method == NULL && item->method == &gz_ears_c2;
		b->n_now += item->alarm;
		b->n_judged += state == GZ_DETECT_JUDGED;
		b->n_short += state == GZ_DETECT_SHORT;
		b->n_unfit += state == GZ_DETECT_UNFIT;
		b->n_fallback += fallback;
		if (state == GZ_DETECT_JUDGED)
			b->expected_false += false_alarm(b, item, fallback ? stand_in : b->request.options);
	}
}

static gz_status make_lists(gz_bulletin *b, gz_arena *arena, gz_error *err)
{
	int32_t n = b->counts->n_series, width = b->request.to - b->request.from;
	gz_bulletin_item **sorted = gz_arena_array(arena, gz_bulletin_item *, n);
	b->ranked = gz_arena_array(arena, int32_t, n);
	b->silent = gz_arena_array(arena, int32_t, n);
	b->late = gz_arena_array(arena, int32_t, n);
	b->few = gz_arena_array(arena, int32_t, n);
	if (sorted == NULL || b->ranked == NULL || b->silent == NULL || b->late == NULL || b->few == NULL)
		return no_memory(err);
	for (int32_t t = b->request.from; t < b->request.to && b->request.control == GZ_BULLETIN_FDR; t++)
		control_period(b, t, sorted);
	for (int32_t s = 0; s < n; s++)
		sorted[s] = &b->items[(int64_t)s * width + width - 1];
	qsort(sorted, (size_t)n, sizeof *sorted, compare_ranked);
	for (int32_t s = 0; s < n; s++)
		b->ranked[s] = sorted[s]->series;
	for (int64_t i = 0; i < (int64_t)n * width; i++)
		b->n_alarms += b->items[i].alarm;
	b->alarms = gz_arena_array(arena, gz_bulletin_item *, b->n_alarms);
	if (b->alarms == NULL)
		return no_memory(err);
	for (int64_t i = 0, k = 0; i < (int64_t)n * width; i++)
		if (b->items[i].alarm)
			b->alarms[k++] = &b->items[i];
	qsort(b->alarms, (size_t)b->n_alarms, sizeof(gz_bulletin_item *), compare_alarms);
	list_reports(b);
	list_few(b);
	count_states(b);
	return GZ_OK;
}

/* Whether any verdict has a probability for the control to rank. */
static bool has_probability(const gz_bulletin *b)
{
	int64_t n = (int64_t)b->counts->n_series * (b->request.to - b->request.from);
	bool judged = false;
	for (int64_t i = 0; i < n; i++) {
		if (!isnan(b->items[i].verdict.probability))
			return true;
		judged = judged || b->items[i].verdict.state == GZ_DETECT_JUDGED;
	}
	return !judged;
}

gz_status gz_bulletin_make(const gz_counts *counts, const gz_bulletin_request *request, gz_arena *arena, gz_bulletin *out, gz_error *err)
{
	*out = (gz_bulletin){.counts = counts, .request = *request, .expected_false = NAN};
	if (request->from < 0 || request->from >= request->to || request->to > counts->n)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "there is no period to judge between these dates");
	GZ_TRY(judge_all(out, arena, err));
	if (request->control == GZ_BULLETIN_FDR && !has_probability(out))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s gives no probabilities, which the control of false alarms ranks; choose another method", request->method->name);
	GZ_TRY(make_lists(out, arena, err));
	return find_clusters(out, arena, err);
}
