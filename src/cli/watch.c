/* A bulletin for people and programs: ranked in words with sparklines, as alarms.csv, as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/watch.h"
#include "detect/week.h"
#include "report/catalogue.h"
#include "report/lookout.h"
#include "text/json.h"
#include "text/sheet.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SPARK_WIDTH = 26, SHOWN = 30, LISTED = 12, CALM_SHOWN = 3, FIGURES = 12 };

/* Smaller chances are not told apart. */
static const double TINY = 1e-12;

typedef struct gz_watch {
	const gz_bulletin *bulletin;
	gz_catalogue catalogue;
	gz_arena arena;
	bool utf8;
	FILE *out;
} gz_watch;

bool gz_watch_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL || strstr(value, "UTF8") != NULL || strstr(value, "utf-8") != NULL;
	}
	return false;
}

static const char *state_name(gz_detect_state state)
{
	static const char *const names[] = {"judged", "missing", "short", "unfit"};
	return names[state];
}

static const char *label(gz_watch *w, int32_t period)
{
	char text[16];
	const gz_counts *c = w->bulletin->counts;
	gz_week_format(c->first + period * c->period, c->period, text);
	const char *kept = gz_arena_strdup(&w->arena, text);
	return kept == NULL ? "" : kept;
}

static const char *text(gz_watch *w, const char *key, const gz_catalogue_value *values, int32_t n)
{
	return gz_catalogue_text(&w->catalogue, key, values, n);
}

/* "measles in Vakhsh", or what there is of it. */
static const char *series_name(gz_watch *w, int32_t series)
{
	const gz_series *s = &w->bulletin->counts->series[series];
	const gz_catalogue_value both[] = {{"disease", s->disease, 0}, {"place", s->place, 0}};
	if (s->place[0] == '\0' || s->disease[0] == '\0')
		return s->place[0] != '\0' ? s->place : s->disease[0] != '\0' ? s->disease : text(w, "detect.all", NULL, 0);
	return text(w, "detect.series", both, 2);
}

static const char *whole(gz_watch *w, double x)
{
	const char *made = gz_arena_printf(&w->arena, "%.0f", x);
	return made == NULL ? "" : made;
}

/* Two figures, with the decimal mark of the language. */
static const char *small(gz_watch *w, double x)
{
	char *made = gz_arena_printf(&w->arena, x < TINY ? "<%.0e" : x < 1e-6 ? "%.0e" : "%.2g", x < TINY ? TINY : x), *point = made == NULL ? NULL : strchr(made, '.');
	if (point != NULL && w->catalogue.language[0] != 'e')
		*point = ',';
	return made == NULL ? "" : made;
}

/* A mean number of cases: whole from ten on. */
static const char *mean(gz_watch *w, double x)
{
	return x < 0.05 ? "0" : x < 9.95 ? small(w, x) : whole(w, x);
}

/* "14 this week, 3-8 expected"; what is expected alone where the method has no bound. */
static const char *say(gz_watch *w, const gz_bulletin_item *item)
{
	bool days = w->bulletin->counts->period == 1, now = item->period == w->bulletin->request.to - 1;
	const gz_detect_verdict *v = &item->verdict;
	const gz_catalogue_value when = {"when", label(w, item->period), 0};
	double low, high;
	bool range = gz_lookout_range(v, &low, &high), bounded = !isnan(high);
	const gz_catalogue_value values[] = {{"series", series_name(w, item->series), 0}, {"count", whole(w, item->count), 0},
		{"when", now ? text(w, days ? "detect.today" : "detect.thisweek", NULL, 0) : text(w, "detect.in", &when, 1), 0},
		{"a", whole(w, low), 0}, {"b", bounded ? whole(w, high) : mean(w, v->expected), 0}};
	return text(w, range ? "detect.say" : bounded ? "detect.say.most" : isnan(v->expected) ? "detect.say.alone" : "detect.say.about", values, 5);
}

/* ---- sparklines --------------------------------------------------------------------------------------------- */
static void print_spark(gz_watch *w, const gz_bulletin_item *item)
{
	static const char *const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
	static const char ascii[] = "_.:-=+*#";
	const double *count = w->bulletin->counts->series[item->series].count;
	int32_t from = item->period - SPARK_WIDTH + 1;
	double most = 0;
	for (int32_t t = from < 0 ? 0 : from; t <= item->period; t++)
		most = count[t] > most ? count[t] : most;
	for (int32_t t = from; t <= item->period; t++) {
		int level = t < 0 || isnan(count[t]) ? -1 : most > 0 ? (int)(count[t] / most * 7.999) : 0;
		if (level < 0)
			fputs(w->utf8 && t >= 0 ? "\u00B7" : " ", w->out);
		else if (w->utf8)
			fputs(blocks[level], w->out);
		else
			fputc(ascii[level], w->out);
	}
}

static const char *chance(gz_watch *w, double p)
{
	const gz_catalogue_value value = {"p", small(w, p), 0};
	return text(w, "detect.chance", &value, 1);
}

static void print_item(gz_watch *w, const gz_bulletin_item *item)
{
	fputs("  ", w->out);
	print_spark(w, item);
	fprintf(w->out, "  %s", say(w, item));
	if (!isnan(item->verdict.probability))
		fprintf(w->out, " (%s)", chance(w, item->verdict.probability));
	fputc('\n', w->out);
}

/* ---- in words ----------------------------------------------------------------------------------------------- */
static void print_alarms(gz_watch *w)
{
	const gz_bulletin *b = w->bulletin;
	int32_t now = b->request.to - 1, shown = 0, earlier = b->n_alarms - b->n_now;
	for (int32_t i = 0; i < b->counts->n_series && shown < SHOWN; i++) {
		const gz_bulletin_item *item = gz_bulletin_at(b, b->ranked[i], now);
		if (!item->alarm)
			break;
		print_item(w, item);
		shown++;
	}
	const gz_catalogue_value rest = {"n", NULL, b->n_now - shown};
	if (b->n_now > shown)
		fprintf(w->out, "  %s\n", text(w, "detect.more", &rest, 1));
	if (earlier == 0)
		return;
	fprintf(w->out, "\n%s\n", text(w, "detect.earlier", NULL, 0));
	for (int32_t i = b->n_now; i < b->n_alarms && i < b->n_now + SHOWN; i++)
		print_item(w, b->alarms[i]);
	const gz_catalogue_value hidden = {"n", NULL, earlier - SHOWN};
	if (earlier > SHOWN)
		fprintf(w->out, "  %s\n", text(w, "detect.more", &hidden, 1));
}

/* Where nothing is unusual, what comes nearest to it. */
static void print_calm(gz_watch *w)
{
	const gz_bulletin *b = w->bulletin;
	int32_t now = b->request.to - 1;
	if (b->n_now > 0 || b->n_judged == 0)
		return;
	fprintf(w->out, "%s\n", text(w, "detect.nearest", NULL, 0));
	for (int32_t i = 0; i < b->counts->n_series && i < CALM_SHOWN; i++) {
		const gz_bulletin_item *item = gz_bulletin_at(b, b->ranked[i], now);
		if (item->verdict.state == GZ_DETECT_JUDGED)
			print_item(w, item);
	}
}

/* "cholera: 41 cases from 2026-W05 to 2026-W08 in 5 places up to 80 km around Vakhsh, 12 expected" */
static const char *say_cluster(gz_watch *w, const gz_scan_cluster *c)
{
	const gz_series *middle = &w->bulletin->counts->series[c->series[0]];
	const gz_catalogue_value span[] = {{"a", label(w, c->from), 0}, {"b", label(w, c->to - 1), 0}}, when = {"when", label(w, c->from), 0};
	const gz_catalogue_value values[] = {{"series", middle->disease[0] != '\0' ? middle->disease : text(w, "detect.all", NULL, 0), 0},
		{"count", whole(w, c->seen), 0}, {"when", c->to - c->from > 1 ? text(w, "detect.span", span, 2) : text(w, "detect.in", &when, 1), 0}, {"n", NULL, c->n},
		{"r", whole(w, c->radius), 0}, {"place", middle->place, 0}, {"b", mean(w, c->expected), 0}};
	return text(w, c->n == 1 ? "detect.cluster.one" : isnan(c->radius) ? "detect.cluster.linked" : "detect.cluster", values, 7);
}

static void print_clusters(gz_watch *w)
{
	const gz_bulletin *b = w->bulletin;
	if (b->n_clusters > 0)
		fprintf(w->out, "\n%s\n", text(w, "detect.clusters", NULL, 0));
	for (int32_t i = 0; i < b->n_clusters && i < LISTED; i++)
		fprintf(w->out, "  %s (%s)\n", say_cluster(w, &b->clusters[i]), chance(w, b->clusters[i].probability));
	const gz_catalogue_value rest = {"n", NULL, b->n_clusters - LISTED};
	if (b->n_clusters > LISTED)
		fprintf(w->out, "  %s\n", text(w, "detect.more", &rest, 1));
}

static void print_series(gz_watch *w, const char *key, const int32_t *series, int32_t n)
{
	int32_t now = w->bulletin->request.to - 1;
	const gz_catalogue_value values[] = {{"n", NULL, n}, {"when", label(w, now), 0}};
	if (n == 0)
		return;
	fprintf(w->out, "\n%s\n", text(w, key, values, 2));
	for (int32_t i = 0; i < n && i < LISTED; i++) {
		int32_t last = gz_bulletin_reported(w->bulletin, series[i], now + 1);
		const gz_catalogue_value since = {"when", last >= 0 ? label(w, last) : "", 0};
		const char *when = last < 0 ? text(w, "detect.never", NULL, 0) : last < now ? text(w, "detect.last", &since, 1) : "";
		fprintf(w->out, "  %s%s%s\n", series_name(w, series[i]), when[0] != '\0' ? "; " : "", when);
	}
	const gz_catalogue_value rest = {"n", NULL, n - LISTED};
	if (n > LISTED)
		fprintf(w->out, "  %s\n", text(w, "detect.more", &rest, 1));
}

/* What an alarm lacks is cases, not rarity: the rule is named with what it holds back. */
static void print_few(gz_watch *w)
{
	const gz_bulletin *b = w->bulletin;
	const gz_catalogue_value values[] = {{"n", NULL, b->n_few}, {"least", NULL, b->few_cases}, {"weeks", NULL, b->few_weeks}};
	if (b->n_few == 0)
		return;
	fprintf(w->out, "\n%s\n", text(w, "detect.few", values, 3));
	for (int32_t i = 0; i < b->n_few && i < LISTED; i++)
		print_item(w, gz_bulletin_at(b, b->few[i], b->request.to - 1));
	const gz_catalogue_value rest = {"n", NULL, b->n_few - LISTED};
	if (b->n_few > LISTED)
		fprintf(w->out, "  %s\n", text(w, "detect.more", &rest, 1));
}

static void print_number(gz_watch *w, const char *key, double n)
{
	const gz_catalogue_value values[] = {{"n", NULL, n}, {"when", label(w, w->bulletin->request.to - 1), 0}};
	if (n > 0)
		fprintf(w->out, "%s\n", text(w, key, values, 2));
}

static void print_remarks(gz_watch *w)
{
	static const char *const keys[] = {"detect.remark.unsorted", "detect.remark.gaps", "detect.remark.rounded", "detect.remark.population", "detect.remark.eids",
		"detect.remark.cyrillic", "detect.remark.leap"};
	const gz_counts *c = w->bulletin->counts;
	for (int kind = 0; kind < GZ_COUNTS_REMARKS; kind++) {
		const gz_counts_remark *m = &c->remarks[kind];
		if (m->n == 0)
			continue;
		const gz_catalogue_value values[] = {{"n", NULL, (double)m->n}, {"line", whole(w, m->line), 0},
			{"series", m->series >= 0 ? series_name(w, m->series) : "", 0}, {"when", m->period >= 0 ? label(w, m->period) : "", 0}};
		bool zeros = kind == GZ_COUNTS_GAPS && c->absent_is_zero;
		fprintf(w->out, "%s\n", text(w, zeros ? "detect.remark.zeros" : keys[kind], values, 4));
	}
}

/* How far the alarms may be trusted. */
static void print_trust(gz_watch *w)
{
	const gz_bulletin *b = w->bulletin;
	double level = b->request.level > 0 ? b->request.level : 0.05;
	const gz_catalogue_value values[] = {{"n", NULL, b->n_judged}, {"x", b->expected_false < 10 ? small(w, b->expected_false) : NULL, b->expected_false}, {"p", NULL, 100 * level}};
	if (b->request.control == GZ_BULLETIN_FDR)
		fprintf(w->out, "%s\n", text(w, "detect.fdr", values, 3));
	else if (!isnan(b->expected_false) && b->n_judged > 0)
		fprintf(w->out, "%s\n", text(w, b->counts->period == 1 ? "detect.false.day" : "detect.false", values, 3));
	print_number(w, "detect.fallback", b->n_fallback);
	print_number(w, "detect.short", b->n_short);
	print_number(w, b->request.method == &gz_scan ? "detect.unplaced" : "detect.unfit", b->n_unfit);
}

gz_status gz_watch_print(const gz_bulletin *bulletin, const char *language, bool utf8, FILE *out, gz_error *err)
{
	gz_watch w = {.bulletin = bulletin, .utf8 = utf8, .out = out};
	gz_status status = gz_catalogue_open(&w.catalogue, language, &w.arena, err);
	if (status == GZ_OK) {
		const gz_catalogue_value values[] = {{"when", label(&w, bulletin->request.to - 1), 0}, {"n", NULL, bulletin->n_now},
			{"m", NULL, bulletin->n_judged}};
		fprintf(out, "%s\n", text(&w, "detect.head", values, 3));
		print_alarms(&w);
		print_calm(&w);
		print_clusters(&w);
		print_few(&w);
		print_series(&w, "detect.silent", bulletin->silent, bulletin->n_silent);
		print_series(&w, "detect.late", bulletin->late, bulletin->n_late);
		fputc('\n', out);
		print_trust(&w);
		print_remarks(&w);
	}
	gz_catalogue_close(&w.catalogue);
	gz_arena_free(&w.arena);
	return status;
}

/* ---- alarms.csv --------------------------------------------------------------------------------------------- */
static void write_item(gz_sheet *sheet, const gz_bulletin *b, const gz_bulletin_item *item)
{
	char when[16];
	const gz_counts *c = b->counts;
	const gz_detect_verdict *v = &item->verdict;
	gz_week_format(c->first + item->period * c->period, c->period, when);
	gz_sheet_text(sheet, when);
	gz_sheet_text(sheet, c->series[item->series].place);
	gz_sheet_text(sheet, c->series[item->series].disease);
	const double numbers[] = {item->count, v->expected, v->lower, v->upper, v->score, v->probability, item->adjusted, v->phi, v->trend};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		gz_sheet_figures(sheet, numbers[i], FIGURES);
	gz_sheet_text(sheet, state_name(v->state));
	gz_sheet_integer(sheet, item->alarm);
	gz_sheet_text(sheet, item->method->name);
	gz_sheet_row(sheet);
}

gz_status gz_watch_write(const gz_bulletin *b, bool all, const char *path, gz_error *err)
{
	gz_sheet sheet;
	GZ_TRY(gz_sheet_begin(&sheet, path, b->counts->period == 7
		? "week,place,disease,count,expected,lower,upper,score,probability,adjusted,dispersion,trend,state,alarm,method"
		: "date,place,disease,count,expected,lower,upper,score,probability,adjusted,dispersion,trend,state,alarm,method", err));
	int64_t n = (int64_t)b->counts->n_series * (b->request.to - b->request.from);
	for (int64_t i = 0; all && i < n; i++)
		write_item(&sheet, b, &b->items[i]);
	for (int32_t i = 0; !all && i < b->n_alarms; i++)
		write_item(&sheet, b, b->alarms[i]);
	gz_status status = gz_sheet_commit(&sheet, err);
	if (status != GZ_OK)
		gz_sheet_abandon(&sheet);
	return status;
}

/* ---- JSON --------------------------------------------------------------------------------------------------- */
static void json_label(gz_json *j, const char *key, const gz_counts *c, int32_t period)
{
	char when[16];
	gz_week_format(c->first + period * c->period, c->period, when);
	gz_json_key_string(j, key, period >= 0 ? when : NULL);
}

static void json_series(gz_json *j, const gz_counts *c, int32_t series)
{
	gz_json_key_string(j, "place", c->series[series].place);
	gz_json_key_string(j, "disease", c->series[series].disease);
}

static void json_item(gz_json *j, gz_watch *w, const gz_bulletin_item *item)
{
	const gz_detect_verdict *v = &item->verdict;
	gz_json_object(j);
	json_label(j, "period", w->bulletin->counts, item->period);
	json_series(j, w->bulletin->counts, item->series);
	gz_json_key_number(j, "count", item->count);
	gz_json_key_number(j, "expected", v->expected);
	gz_json_key_number(j, "lower", v->lower);
	gz_json_key_number(j, "upper", v->upper);
	gz_json_key_number(j, "score", v->score);
	gz_json_key_number(j, "probability", v->probability);
	gz_json_key_number(j, "adjusted", item->adjusted);
	gz_json_key_number(j, "dispersion", v->phi);
	gz_json_key_number(j, "trend", v->trend);
	gz_json_key_string(j, "state", state_name(v->state));
	gz_json_key_bool(j, "alarm", item->alarm);
	gz_json_key_string(j, "method", item->method->name);
	if (v->state == GZ_DETECT_JUDGED)
		gz_json_key_string(j, "sentence", say(w, item));
	gz_json_end(j);
}

static void json_list(gz_json *j, gz_watch *w, const char *key, const int32_t *series, int32_t n)
{
	const gz_bulletin *b = w->bulletin;
	int32_t now = b->request.to - 1;
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < n; i++) {
		gz_json_object(j);
		json_series(j, b->counts, series[i]);
		json_label(j, "last_report", b->counts, gz_bulletin_reported(b, series[i], now + 1));
		if (b->counts->arrived != NULL) {
			int32_t days = b->counts->arrived[(int64_t)series[i] * b->counts->n + now];
			gz_json_key_number(j, "days_after_end", days == INT32_MIN ? (double)NAN : (double)days);
		}
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void json_clusters(gz_json *j, gz_watch *w)
{
	const gz_bulletin *b = w->bulletin;
	gz_json_key(j, "clusters");
	gz_json_array(j);
	for (int32_t i = 0; i < b->n_clusters; i++) {
		const gz_scan_cluster *c = &b->clusters[i];
		gz_json_object(j);
		json_series(j, b->counts, c->series[0]);
		json_label(j, "from", b->counts, c->from);
		json_label(j, "to", b->counts, c->to - 1);
		gz_json_key(j, "places");
		gz_json_array(j);
		for (int32_t k = 0; k < c->n; k++)
			gz_json_string(j, b->counts->series[c->series[k]].place);
		gz_json_end(j);
		gz_json_key_number(j, "count", c->seen);
		gz_json_key_number(j, "expected", c->expected);
		gz_json_key_number(j, "latitude", c->latitude);
		gz_json_key_number(j, "longitude", c->longitude);
		gz_json_key_number(j, "radius_km", c->radius);
		gz_json_key_number(j, "log_likelihood_ratio", c->ratio);
		gz_json_key_number(j, "probability", c->probability);
		gz_json_key_string(j, "sentence", say_cluster(w, c));
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void json_remarks(gz_json *j, const gz_counts *c)
{
	static const char *const names[] = {"unsorted", "gaps", "rounded", "population_changes", "eids_unknown", "windows_1251", "after_gap"};
	gz_json_key(j, "remarks");
	gz_json_object(j);
	for (int kind = 0; kind < GZ_COUNTS_REMARKS; kind++)
		gz_json_key_integer(j, names[kind], c->remarks[kind].n);
	gz_json_end(j);
}

static void json_all(gz_json *j, gz_watch *w, const char *folder)
{
	const gz_bulletin *b = w->bulletin;
	int32_t now = b->request.to - 1;
	gz_json_object(j);
	gz_json_key_bool(j, "ok", true);
	gz_json_key_string(j, "folder", folder);
	gz_json_key_string(j, "method", b->request.method == NULL ? "auto" : b->request.method->name);
	gz_json_key_string(j, "control", b->request.control == GZ_BULLETIN_FDR ? "fdr" : "none");
	gz_json_key_string(j, "periods", b->counts->period == 7 ? "weeks" : "days");
	json_label(j, "from", b->counts, b->request.from);
	json_label(j, "to", b->counts, now);
	gz_json_key_integer(j, "series", b->counts->n_series);
	gz_json_key_integer(j, "judged", b->n_judged);
	gz_json_key_integer(j, "short_history", b->n_short);
	gz_json_key_integer(j, "judged_by_fallback", b->n_fallback);
	gz_json_key_integer(j, "without_model", b->n_unfit);
	gz_json_key_integer(j, "too_few_cases", b->n_few);
	gz_json_key_number(j, "expected_false_alarms", b->expected_false);
	gz_json_key(j, "alarms");
	gz_json_array(j);
	for (int32_t i = 0; i < b->n_alarms; i++)
		json_item(j, w, b->alarms[i]);
	gz_json_end(j);
	gz_json_key(j, "ranked");
	gz_json_array(j);
	for (int32_t i = 0; i < b->counts->n_series; i++)
		json_item(j, w, gz_bulletin_at(b, b->ranked[i], now));
	gz_json_end(j);
	json_clusters(j, w);
	json_list(j, w, "silent", b->silent, b->n_silent);
	json_list(j, w, "late", b->late, b->n_late);
	json_remarks(j, b->counts);
	gz_json_end(j);
	gz_json_line(j);
}

gz_status gz_watch_json(const gz_bulletin *bulletin, const char *folder, FILE *out, gz_error *err)
{
	gz_watch w = {.bulletin = bulletin, .out = out};
	gz_json j = {.pretty = true};
	gz_status status = gz_catalogue_open(&w.catalogue, "en", &w.arena, err);
	if (status == GZ_OK) {
		json_all(&j, &w, folder);
		status = gz_json_status(&j);
		if (status != GZ_OK)
			gz_error_set(err, status, NULL, 0, 0, "there is not enough memory");
		else
			fwrite(j.bytes, 1, j.n, out);
	}
	gz_json_free(&j);
	gz_catalogue_close(&w.catalogue);
	gz_arena_free(&w.arena);
	return status;
}
