/* The page that guzar detect leaves: its data, written from the bulletin.
 *
 * Tables go by columns, so that a thousand series stay small; the page reads them again as rows.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/lookout.h"
#include "base/number.h"
#include "detect/week.h"
#include "report/catalogue.h"
#include "report/embedded.h"
#include "report/gazetteer.h"
#include "report/page.h"
#include "report/piece.h"
#include "report/shape.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { METHODS = 2, WORD_BYTES = 32, WIDE = 30 };

typedef struct gz_lookout {
	const gz_bulletin *bulletin;
	const gz_lookout_about *about;
	gz_gazetteer gazetteer;
	gz_arena arena;
	const gz_detector *methods[METHODS]; int32_t n_methods;
	int32_t n_rows;
	gz_json j;
} gz_lookout;

bool gz_lookout_range(const gz_detect_verdict *v, double *low, double *high)
{
	*low = ceil(v->lower);
	*high = v->upper < floor(v->expected) ? NAN : floor(v->upper + 1e-9);
	return !isnan(v->lower) && *low < *high;
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */
static void write_week(gz_json *j, const char *key, const gz_counts *c, int32_t period)
{
	char text[16];
	gz_week_format(c->first + period * c->period, c->period, text);
	gz_json_key_string(j, key, period >= 0 ? text : NULL);
}

static int32_t now_of(const gz_lookout *l)
{
	return l->bulletin->request.to - 1;
}

/* Series with a report of which nothing is said. */
static int32_t count_unjudged(const gz_bulletin *b)
{
	int32_t n = 0;
	for (int32_t s = 0; s < b->counts->n_series; s++) {
		const gz_bulletin_item *item = gz_bulletin_at(b, s, b->request.to - 1);
		n += !isnan(item->count) && item->verdict.state != GZ_DETECT_JUDGED;
	}
	return n;
}

static void write_totals(gz_lookout *l)
{
	const gz_bulletin *b = l->bulletin;
	gz_json *j = &l->j;
	gz_json_key(j, "totals");
	gz_json_object(j);
	gz_json_key_integer(j, "series", b->counts->n_series);
	gz_json_key_integer(j, "unusual", b->n_now);
	gz_json_key_integer(j, "judged", b->n_judged);
	gz_json_key_integer(j, "silent", b->n_silent);
	gz_json_key_integer(j, "late", b->n_late);
	gz_json_key_integer(j, "short", b->n_short);
	gz_json_key_integer(j, "unjudged", count_unjudged(b));
	gz_json_key_integer(j, "fallback", b->n_fallback);
	gz_json_key_integer(j, "unfit", b->n_unfit);
	gz_json_key_integer(j, "few", b->n_few);
	gz_json_key_integer(j, "few_cases", b->few_cases);
	gz_json_key_integer(j, "few_weeks", b->few_weeks);
	gz_json_key_integer(j, "earlier", b->n_alarms - b->n_now);
	gz_piece_key(j, "false_alarms", b->expected_false);
	gz_json_end(j);
}

static void write_head(gz_lookout *l, const char *language)
{
	const gz_bulletin *b = l->bulletin;
	const gz_counts *c = b->counts;
	gz_json *j = &l->j;
	gz_json_object(j);
	gz_json_key_string(j, "guzar", GUZAR_VERSION);
	gz_json_key_string(j, "kind", "detect");
	gz_json_key_string(j, "language", language);
	gz_json_key_string(j, "file", gz_page_path(l->about->file));
	gz_json_key_integer(j, "period", c->period);
	gz_piece_date(j, "first", c->first);
	gz_json_key_integer(j, "from", b->request.from);
	gz_json_key_integer(j, "to", b->request.to);
	write_week(j, "now", c, now_of(l));
	gz_json_key_bool(j, "arrivals", c->arrived != NULL);
	gz_json_key_bool(j, "zeros", c->absent_is_zero);
	gz_json_key_bool(j, "automatic", b->request.method == NULL);
	gz_json_key_string(j, "control", b->request.control == GZ_BULLETIN_FDR ? "fdr" : "none");
	gz_json_key_number(j, "level", b->request.level > 0 ? b->request.level : 0.05);
	write_totals(l);
}

/* ---- methods ------------------------------------------------------------------------------------------------ */
/* The word of a list between blanks; NULL if it has not so many. */
static const char *nth_word(const char *words, int32_t n, char out[WORD_BYTES])
{
	for (; n > 0 && words != NULL; n--) {
		words = strchr(words, ' ');
		words = words == NULL ? NULL : words + 1;
	}
	size_t length = words == NULL ? 0 : strcspn(words, " ");
	if (length == 0 || length >= WORD_BYTES)
		return NULL;
	memcpy(out, words, length);
	out[length] = '\0';
	return out;
}

static void write_option(gz_json *j, const gz_detect_option *o, double value)
{
	char number[32], word[WORD_BYTES];
	const char *text = o->words == NULL ? NULL : nth_word(o->words, (int32_t)value, word);
	gz_number_format(value, number);
	gz_json_object(j);
	gz_json_key_string(j, "name", o->name);
	gz_json_key_string(j, "value", text != NULL ? text : number);
	gz_json_key_string(j, "meaning", o->meaning);
	gz_json_key_bool(j, "changed", value < o->value || value > o->value);
	gz_json_end(j);
}

/* The options of the method asked for; those of the one that stands in for it are its own affair. */
static void write_method(gz_lookout *l, int32_t i)
{
	double defaults[GZ_DETECT_OPTIONS_MAX];
	const gz_detector *d = l->methods[i];
	const double *values = l->bulletin->request.options;
	gz_json *j = &l->j;
	gz_detect_defaults(d, defaults);
	gz_json_object(j);
	gz_json_key_string(j, "name", d->name);
	gz_json_key_string(j, "title", d->title);
	gz_json_key_string(j, "source", d->source);
	gz_json_key(j, "options");
	gz_json_array(j);
	for (int32_t k = 0; k < d->n_options && i == 0; k++)
		write_option(j, &d->options[k], values != NULL ? values[k] : defaults[k]);
	gz_json_end(j);
	gz_json_end(j);
}

static int32_t method_index(const gz_lookout *l, const gz_detector *d)
{
	int32_t i = 0;
	while (i < l->n_methods && l->methods[i] != d)
		i++;
	return i;
}

/* The method asked for comes first even where another judged all. */
static void find_methods(gz_lookout *l)
{
	const gz_bulletin *b = l->bulletin;
	int64_t n = (int64_t)b->counts->n_series * (b->request.to - b->request.from);
	l->methods[l->n_methods++] = b->request.method != NULL ? b->request.method : gz_detect_find("flexible");
	for (int64_t i = 0; i < n; i++)
		if (l->n_methods < METHODS && method_index(l, b->items[i].method) == l->n_methods)
			l->methods[l->n_methods++] = b->items[i].method;
}

static void write_methods(gz_lookout *l)
{
	gz_json_key(&l->j, "methods");
	gz_json_array(&l->j);
	for (int32_t i = 0; i < l->n_methods; i++)
		write_method(l, i);
	gz_json_end(&l->j);
}

/* ---- places and diseases ------------------------------------------------------------------------------------ */
static void write_places(gz_lookout *l)
{
	const gz_gazetteer *g = &l->gazetteer;
	gz_json *j = &l->j;
	gz_json_key(j, "places");
	gz_json_array(j);
	for (int32_t i = 0; i < g->n_places; i++) {
		const gz_place *p = &g->places[i];
		gz_json_object(j);
		gz_json_key_string(j, "id", p->id);
		gz_piece_words(j, "name", &p->name, p->id);
		gz_json_key_integer(j, "parent", p->parent);
		gz_json_key_integer(j, "depth", p->depth);
		gz_piece_key(j, "lat", p->lat);
		gz_piece_key(j, "lon", p->lon);
		gz_json_key_bool(j, "counted", g->counted[i]);
		gz_json_end(j);
	}
	gz_json_end(j);
	gz_json_key(j, "diseases");
	gz_json_array(j);
	for (int32_t d = 0; d < g->n_diseases; d++)
		gz_piece_words(j, NULL, &g->words[d], g->diseases[d]);
	gz_json_end(j);
}

/* Countries around are drawn where the window is not wider than so many degrees: beyond, their outlines would weigh more than all else. */
static void write_shapes(gz_lookout *l)
{
	const double nowhere[4] = {NAN, NAN, NAN, NAN};
	double window[4];
	bool any = gz_gazetteer_window(&l->gazetteer, window);
	gz_world world = {.places = l->gazetteer.places, .n_places = l->gazetteer.n_places};
	gz_json *j = &l->j;
	gz_json_key(j, "window");
	if (any) {
		gz_json_array(j);
		for (int32_t i = 0; i < 4; i++)
			gz_piece_number(j, window[i]);
		gz_json_end(j);
		gz_shape_write(j, &world, window[2] - window[0] > WIDE ? nowhere : window);
	} else {
		gz_json_null(j);
	}
}

/* ---- rows --------------------------------------------------------------------------------------------------- */
static int32_t page_place(const gz_lookout *l, int32_t series)
{
	int32_t place = l->bulletin->counts->place[series];
	return place < 0 ? -1 : l->gazetteer.place[place];
}

/* One column over n items: what its name asks for. */
typedef struct gz_lookout_column {
	const char *name;
	void (*write)(gz_lookout *l, const gz_bulletin_item *item);
} gz_lookout_column;

static void column_place(gz_lookout *l, const gz_bulletin_item *i) { gz_json_integer(&l->j, page_place(l, i->series)); }
static void column_disease(gz_lookout *l, const gz_bulletin_item *i) { gz_json_integer(&l->j, l->gazetteer.disease[i->series]); }
static void column_period(gz_lookout *l, const gz_bulletin_item *i) { gz_json_integer(&l->j, i->period); }
static void column_count(gz_lookout *l, const gz_bulletin_item *i) { gz_json_number(&l->j, i->count); }
static void column_expected(gz_lookout *l, const gz_bulletin_item *i) { gz_piece_number(&l->j, i->verdict.expected); }
static void column_upper(gz_lookout *l, const gz_bulletin_item *i) { gz_piece_number(&l->j, i->verdict.upper); }
static void column_score(gz_lookout *l, const gz_bulletin_item *i) { gz_piece_number(&l->j, i->verdict.score); }
static void column_probability(gz_lookout *l, const gz_bulletin_item *i) { gz_piece_number(&l->j, i->verdict.probability); }
static void column_adjusted(gz_lookout *l, const gz_bulletin_item *i) { gz_piece_number(&l->j, i->adjusted); }
static void column_state(gz_lookout *l, const gz_bulletin_item *i) { gz_json_integer(&l->j, i->verdict.state); }
static void column_alarm(gz_lookout *l, const gz_bulletin_item *i) { gz_json_integer(&l->j, i->alarm); }
static void column_method(gz_lookout *l, const gz_bulletin_item *i) { gz_json_integer(&l->j, method_index(l, i->method)); }

/* Null where a sentence says "at most". */
static void column_low(gz_lookout *l, const gz_bulletin_item *i)
{
	double low, high;
	gz_json_number(&l->j, gz_lookout_range(&i->verdict, &low, &high) ? low : NAN);
}

static void column_high(gz_lookout *l, const gz_bulletin_item *i)
{
	double low, high;
	(void)gz_lookout_range(&i->verdict, &low, &high);
	gz_json_number(&l->j, high);
}

/* The last period with a report up to the one judged. */
static void column_last(gz_lookout *l, const gz_bulletin_item *i)
{
	gz_json_integer(&l->j, gz_bulletin_reported(l->bulletin, i->series, i->period + 1));
}

/* Days from the period's end to the report, null where unknown. */
static void column_late(gz_lookout *l, const gz_bulletin_item *i)
{
	const gz_counts *c = l->bulletin->counts;
	int32_t days = c->arrived == NULL ? INT32_MIN : c->arrived[(int64_t)i->series * c->n + i->period];
	gz_json_number(&l->j, days == INT32_MIN ? NAN : (double)days);
}

static void write_table(gz_lookout *l, const char *key, const gz_lookout_column *columns, const gz_bulletin_item *const *items, int32_t n)
{
	gz_json_key(&l->j, key);
	gz_json_object(&l->j);
	for (; columns->name != NULL; columns++) {
		gz_json_key(&l->j, columns->name);
		gz_json_array(&l->j);
		for (int32_t i = 0; i < n; i++)
			columns->write(l, items[i]);
		gz_json_end(&l->j);
	}
	gz_json_end(&l->j);
}

static gz_status write_rows(gz_lookout *l)
{
	static const gz_lookout_column now[] = {{"place", column_place}, {"disease", column_disease}, {"count", column_count}, {"expected", column_expected},
		{"low", column_low}, {"high", column_high}, {"upper", column_upper}, {"score", column_score}, {"probability", column_probability},
		{"adjusted", column_adjusted}, {"state", column_state}, {"alarm", column_alarm}, {"method", column_method}, {"last", column_last},
		{"late", column_late}, {NULL, NULL}};
	static const gz_lookout_column earlier[] = {{"period", column_period}, {"place", column_place}, {"disease", column_disease}, {"count", column_count},
		{"expected", column_expected}, {"low", column_low}, {"high", column_high}, {"probability", column_probability}, {NULL, NULL}};
	static const gz_lookout_column reports[] = {{"place", column_place}, {"disease", column_disease}, {"last", column_last}, {"late", column_late}, {NULL, NULL}};
	const gz_bulletin *b = l->bulletin;
	int32_t n = b->counts->n_series, before = b->n_alarms - b->n_now;
	int32_t silent = b->n_silent < GZ_LOOKOUT_LISTED ? b->n_silent : GZ_LOOKOUT_LISTED, late = b->n_late < GZ_LOOKOUT_LISTED ? b->n_late : GZ_LOOKOUT_LISTED;
	const gz_bulletin_item **items = gz_arena_array(&l->arena, const gz_bulletin_item *, n > GZ_LOOKOUT_LISTED ? n : GZ_LOOKOUT_LISTED);
	if (items == NULL)
		return GZ_ERR_MEMORY;
	l->n_rows = n < GZ_LOOKOUT_ROWS ? n : GZ_LOOKOUT_ROWS;
	for (int32_t i = 0; i < l->n_rows; i++)
		items[i] = gz_bulletin_at(b, b->ranked[i], now_of(l));
	write_table(l, "rows", now, items, l->n_rows);
	for (int32_t i = 0; i < silent; i++)
		items[i] = gz_bulletin_at(b, b->silent[i], now_of(l));
	write_table(l, "silent", reports, items, silent);
	for (int32_t i = 0; i < late; i++)
		items[i] = gz_bulletin_at(b, b->late[i], now_of(l));
	write_table(l, "late", reports, items, late);
	before = before < GZ_LOOKOUT_LISTED ? before : GZ_LOOKOUT_LISTED;
	for (int32_t i = 0; i < before; i++)
		items[i] = b->alarms[b->n_now + i];
	write_table(l, "earlier", earlier, items, before);
	return GZ_OK;
}

/* ---- clusters ----------------------------------------------------------------------------------------------- */
static void write_cluster(gz_lookout *l, const gz_scan_cluster *c)
{
	gz_json *j = &l->j;
	gz_json_object(j);
	gz_json_key_integer(j, "place", page_place(l, c->series[0]));
	gz_json_key_integer(j, "disease", l->gazetteer.disease[c->series[0]]);
	gz_json_key(j, "places");
	gz_json_array(j);
	for (int32_t i = 0; i < c->n; i++)
		gz_json_integer(j, page_place(l, c->series[i]));
	gz_json_end(j);
	gz_json_key_integer(j, "from", c->from);
	gz_json_key_number(j, "count", c->seen);
	gz_piece_key(j, "expected", c->expected);
	gz_json_key_number(j, "lat", c->latitude);
	gz_json_key_number(j, "lon", c->longitude);
	gz_piece_key(j, "radius", c->radius);
	gz_piece_key(j, "probability", c->probability);
	gz_json_end(j);
}

static void write_clusters(gz_lookout *l)
{
	gz_json_key(&l->j, "clusters");
	gz_json_array(&l->j);
	for (int32_t i = 0; i < l->bulletin->n_clusters && i < GZ_LOOKOUT_LISTED; i++)
		write_cluster(l, &l->bulletin->clusters[i]);
	gz_json_end(&l->j);
}

/* ---- courses ------------------------------------------------------------------------------------------------ */
static void write_bound(gz_lookout *l, const char *key, int32_t series, int32_t from, void (*write)(gz_lookout *l, const gz_bulletin_item *item))
{
	gz_json_key(&l->j, key);
	gz_json_array(&l->j);
	for (int32_t t = from; t < l->bulletin->request.to; t++)
		write(l, gz_bulletin_at(l->bulletin, series, t));
	gz_json_end(&l->j);
}

static void column_lower(gz_lookout *l, const gz_bulletin_item *i) { gz_piece_number(&l->j, i->verdict.lower); }

/* Counts of the latest periods; bounds and alarms of those judged. */
static void write_course(gz_lookout *l, int32_t series, int32_t from)
{
	const gz_bulletin *b = l->bulletin;
	int32_t judged = from > b->request.from ? from : b->request.from;
	gz_json_object(&l->j);
	gz_json_key(&l->j, "count");
	gz_json_array(&l->j);
	for (int32_t t = from; t < b->request.to; t++)
		gz_json_number(&l->j, b->counts->series[series].count[t]);
	gz_json_end(&l->j);
	write_bound(l, "expected", series, judged, column_expected);
	write_bound(l, "lower", series, judged, column_lower);
	write_bound(l, "upper", series, judged, column_upper);
	write_bound(l, "alarm", series, judged, column_alarm);
	gz_json_end(&l->j);
}

/* In the order of the rows, until the page would grow too large. */
static void write_courses(gz_lookout *l)
{
	const gz_bulletin *b = l->bulletin;
	int32_t from = b->request.to > GZ_LOOKOUT_PERIODS ? b->request.to - GZ_LOOKOUT_PERIODS : 0;
	size_t n = l->j.n, room = n < GZ_LOOKOUT_BYTES ? GZ_LOOKOUT_BYTES - n : 0;
	room = room < GZ_LOOKOUT_COURSES_LEAST ? GZ_LOOKOUT_COURSES_LEAST : room < GZ_LOOKOUT_COURSES_MOST ? room : GZ_LOOKOUT_COURSES_MOST;
	gz_json_key_integer(&l->j, "since", from);
	gz_json_key(&l->j, "courses");
	gz_json_array(&l->j);
	for (int32_t i = 0; i < l->n_rows && l->j.n < n + room; i++)
		write_course(l, b->ranked[i], from);
	gz_json_end(&l->j);
}

static void write_remarks(gz_lookout *l)
{
	static const char *const names[] = {"unsorted", "gaps", "rounded", "population", "eids", "cyrillic", "leap"};
	const gz_counts *c = l->bulletin->counts;
	gz_json *j = &l->j;
	gz_json_key(j, "remarks");
	gz_json_array(j);
	for (int kind = 0; kind < GZ_COUNTS_REMARKS; kind++) {
		const gz_counts_remark *m = &c->remarks[kind];
		if (m->n == 0)
			continue;
		gz_json_object(j);
		gz_json_key_string(j, "kind", names[kind]);
		gz_json_key_integer(j, "n", m->n);
		gz_json_key_integer(j, "line", m->line);
		gz_json_key_integer(j, "place", m->series < 0 ? -1 : page_place(l, m->series));
		gz_json_key_integer(j, "disease", m->series < 0 ? -1 : l->gazetteer.disease[m->series]);
		gz_json_key_integer(j, "period", m->period);
		gz_json_end(j);
	}
	gz_json_end(j);
}

/* ---- the page ----------------------------------------------------------------------------------------------- */
static gz_status write_all(gz_lookout *l, const char *language)
{
	GZ_TRY(gz_gazetteer_make(l->bulletin->counts, l->about->library, &l->arena, &l->gazetteer));
	find_methods(l);
	write_head(l, language);
	write_methods(l);
	write_places(l);
	GZ_TRY(write_rows(l));
	write_clusters(l);
	write_remarks(l);
	write_shapes(l);
	write_courses(l);
	return GZ_OK;
}

gz_status gz_lookout_write(const gz_bulletin *bulletin, const gz_lookout_about *about, const char *path, const char *language, gz_error *err)
{
	gz_lookout l = {.bulletin = bulletin, .about = about};
	if (gz_catalogue_language(language) == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "language \"%s\" is not known; the page speaks en, ru and tg", language);
	gz_status status = write_all(&l, language);
	if (status == GZ_OK)
		status = gz_page_fill(&l.j, gz_embedded_lookout, gz_embedded_lookout_size, path, err);
	if (status == GZ_ERR_MEMORY)
		(void)gz_piece_no_memory(err);
	gz_json_free(&l.j);
	gz_arena_free(&l.arena);
	return status;
}
