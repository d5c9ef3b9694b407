/* Counts read from a table, long or wide, to series of equal length: what a detector is given.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/counts.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/number.h"
#include "detect/holidays.h"
#include "detect/week.h"
#include "text/csv.h"
#include "text/utf8.h"
#include <math.h>
#include <string.h>

enum { CELLS_MAX = 100 * 1000 * 1000, BYTES_MAX = 256 << 20, NO_LINE = 0, NAME_MAX_BYTES = 64 };
static const double fractions_from = 10000; /* people: a mean over a year may have a fraction, but below this it is thousands of people */

/* What a column is for. */
typedef enum column_role { TIME, PLACE, DISEASE, COUNT, POPULATION, REPORTED, OUTPUT, LEVEL, ROLES, PASSED = ROLES } column_role;

typedef struct column_name { const char *name; column_role role; } column_name;

/* As gz_utf8_plain writes them: ours, those of hubverse, those of Russian and of Tajik tables. */
static const column_name NAMES[] = {{"date", TIME}, {"week", TIME}, {"place", PLACE}, {"disease", DISEASE}, {"count", COUNT},
	{"cases", COUNT}, {"population", POPULATION}, {"reported", REPORTED}, {"location", PLACE}, {"target", DISEASE}, {"value", COUNT},
	{"target_end_date", TIME}, {"output_type", OUTPUT}, {"output_type_id", LEVEL}, {"origin_date", PASSED}, {"reference_date", PASSED},
	{"horizon", PASSED}, {"note", PASSED}, {"source", PASSED}, {"примечание", PASSED}, {"примечания", PASSED}, {"источник", PASSED},
	{"эзоҳ", PASSED}, {"манбаъ", PASSED}, {"дата", TIME}, {"дата регистрации", TIME}, {"санаи бақайдгирӣ", TIME}, {"неделя", TIME},
	{"место", PLACE}, {"район", PLACE}, {"город", PLACE}, {"область", PLACE}, {"регион", PLACE}, {"территория", PLACE},
	{"болезнь", DISEASE}, {"заболевание", DISEASE}, {"диагноз", DISEASE}, {"нозология", DISEASE}, {"случаи", COUNT}, {"случаев", COUNT},
	{"число случаев", COUNT}, {"кол-во случаев", COUNT}, {"число заболевших", COUNT}, {"кол-во заболевших", COUNT},
	{"количество случаев", COUNT}, {"население", POPULATION}, {"численность населения", POPULATION}, {"сообщено", REPORTED},
	{"донесение", REPORTED}, {"сана", TIME}, {"рӯз", TIME}, {"ҳафта", TIME}, {"ҷой", PLACE}, {"маҳал", PLACE}, {"ноҳия", PLACE},
	{"шаҳр", PLACE}, {"вилоят", PLACE}, {"беморӣ", DISEASE}, {"касалӣ", DISEASE}, {"ҳолатҳо", COUNT}, {"шумора", COUNT},
	{"шумораи ҳолатҳо", COUNT}, {"аҳолӣ", POPULATION}, {"шумораи аҳолӣ", POPULATION}, {"хабар", REPORTED}};
enum { N_NAMES = sizeof NAMES / sizeof *NAMES };

/* One count as it stands in the table. */
typedef struct counts_row {
	int32_t day, series, row, column; /* row and column of the table */
	double count, population; /* NAN: not reported; not given */
	int32_t arrived;          /* day of the report, INT32_MIN unknown */
} counts_row;

typedef struct counts_reader {
	gz_arena *arena;
	gz_mistakes *mistakes;
	const gz_counts_options *options;
	gz_counts *out;
	gz_csv csv;
	int32_t column[ROLES];    /* -1 none */
	counts_row *rows; int64_t n_rows;
	gz_week_kind kind;        /* of the first label */
	int32_t *slots; int64_t n_slots; /* of series by name: index + 1, 0 empty; places likewise */
	int32_t *place_slots;
	bool medians;             /* of a summary: the medians, else the means */
	bool any_arrived;
} counts_reader;

static gz_status no_memory(void)
{
	return GZ_ERR_MEMORY;
}

/* ---- columns ------------------------------------------------------------------------------------------------ */
static const column_name *known(const char *name)
{
	char plain[NAME_MAX_BYTES];
	if (strlen(name) >= sizeof plain)
		return NULL;
	gz_utf8_plain(name, plain);
	for (int32_t i = 0; i < N_NAMES; i++)
		if (strcmp(plain, NAMES[i].name) == 0)
			return &NAMES[i];
	return NULL;
}

static const char *nearest(const char *name)
{
	const char *names[N_NAMES];
	for (int32_t i = 0; i < N_NAMES; i++)
		names[i] = NAMES[i].name;
	return strlen(name) < 4 ? NULL : gz_mistakes_near(name, names, N_NAMES);
}

static void mistake_column(counts_reader *r, int32_t c)
{
	const char *name = r->csv.header[c], *near = nearest(name);
	if (near != NULL)
		gz_mistakes_add(r->mistakes, r->csv.path, 1, r->csv.header_positions[c], "no such column here: %s; did you mean %s?", name, near);
	else
		gz_mistakes_add(r->mistakes, r->csv.path, 1, r->csv.header_positions[c],
			"no such column here: %s; expected date or week, place, disease, count, population, reported", name);
}

/* Gives each known column its role; two of one role are a mistake. */
static void take_columns(counts_reader *r)
{
	for (int32_t role = 0; role < ROLES; role++)
		r->column[role] = -1;
	for (int32_t c = 0; c < r->csv.n_columns; c++) {
		const column_name *name = known(r->csv.header[c]);
		if (name == NULL || name->role == PASSED)
			continue;
		if (r->column[name->role] >= 0)
			gz_mistakes_add(r->mistakes, r->csv.path, 1, r->csv.header_positions[c], "%s says the same as %s: keep one of them",
				r->csv.header[c], r->csv.header[r->column[name->role]]);
		else
			r->column[name->role] = c;
	}
}

/* Long, wide or a summary of ours; false where columns are missing or unknown. */
static bool choose_shape(counts_reader *r)
{
	bool named = r->column[PLACE] >= 0 || r->column[DISEASE] >= 0 || r->column[COUNT] >= 0;
	if (r->column[TIME] < 0) {
		gz_mistakes_add(r->mistakes, r->csv.path, 1, 0, "there is no column date or week");
		for (int32_t c = 0; c < r->csv.n_columns; c++)
			if (known(r->csv.header[c]) == NULL && nearest(r->csv.header[c]) != NULL)
				mistake_column(r, c);
		return false;
	}
	r->out->shape = !named ? GZ_COUNTS_WIDE : r->column[OUTPUT] >= 0 ? GZ_COUNTS_SUMMARY : GZ_COUNTS_LONG;
	if (!named)
		return true;
	for (int32_t c = 0; c < r->csv.n_columns; c++)
		if (known(r->csv.header[c]) == NULL)
			mistake_column(r, c);
	if (r->column[COUNT] < 0)
		gz_mistakes_add(r->mistakes, r->csv.path, 1, 0, "there is no column count");
	return r->column[COUNT] >= 0;
}

/* ---- names to series ---------------------------------------------------------------------------------------- */
static uint64_t hash_of(const char *a, const char *b)
{
	static const uint64_t key[2] = {0x67757a6172, 0x636f756e7473};
	uint64_t one = gz_hash_siphash(key, a, strlen(a));
	return b == NULL ? one : gz_hash_siphash(key, b, strlen(b)) ^ (one * 3);
}

static int32_t place_index(counts_reader *r, const char *id)
{
	uint64_t at = hash_of(id, NULL) % (uint64_t)r->n_slots;
	while (r->place_slots[at] != 0) {
		if (strcmp(r->out->places[r->place_slots[at] - 1].id, id) == 0)
			return r->place_slots[at] - 1;
		at = (at + 1) % (uint64_t)r->n_slots;
	}
	r->out->places[r->out->n_places] = (gz_detect_place){id, NAN, NAN};
	r->place_slots[at] = ++r->out->n_places;
	return r->out->n_places - 1;
}

/* The series of this name, made if it is new. */
static int32_t series_index(counts_reader *r, const char *place, const char *disease)
{
	uint64_t at = hash_of(place, disease) % (uint64_t)r->n_slots;
	for (; r->slots[at] != 0; at = (at + 1) % (uint64_t)r->n_slots) {
		const gz_series *s = &r->out->series[r->slots[at] - 1];
		if (strcmp(s->place, place) == 0 && strcmp(s->disease, disease) == 0)
			return r->slots[at] - 1;
	}
	int32_t index = r->out->n_series++;
	r->out->series[index] = (gz_series){.place = place, .disease = disease};
	r->out->place[index] = place_index(r, place);
	r->slots[at] = index + 1;
	return index;
}

static gz_status make_room(counts_reader *r, int64_t most_rows, int64_t most_series)
{
	r->n_slots = 2 * most_series + 7;
	r->rows = gz_arena_array(r->arena, counts_row, most_rows);
	r->slots = gz_arena_array(r->arena, int32_t, r->n_slots);
	r->place_slots = gz_arena_array(r->arena, int32_t, r->n_slots);
	r->out->series = gz_arena_array(r->arena, gz_series, most_series);
	r->out->place = gz_arena_array(r->arena, int32_t, most_series);
	r->out->places = gz_arena_array(r->arena, gz_detect_place, most_series);
	bool all = r->rows != NULL && r->slots != NULL && r->place_slots != NULL && r->out->series != NULL && r->out->place != NULL && r->out->places != NULL;
	return all ? GZ_OK : no_memory();
}

/* ---- cells -------------------------------------------------------------------------------------------------- */
static void mistake_at(const counts_reader *r, int32_t row, int32_t column, const char *text, const char *why)
{
	gz_mistakes_add(r->mistakes, r->csv.path, gz_csv_row_line(&r->csv, row), gz_csv_cell_column(&r->csv, row, column), "%s %s: %s",
		r->csv.header[column], text, why);
}

static const char *cell(const counts_reader *r, int32_t row, int32_t column)
{
	return column < 0 ? "" : gz_csv_word(&r->csv, r->arena, row, column);
}

static bool is_one_of(const char *text, const char *const *words)
{
	char plain[NAME_MAX_BYTES];
	if (strlen(text) >= sizeof plain)
		return false;
	gz_utf8_plain(text, plain);
	while (*words != NULL && strcmp(plain, *words) != 0)
		words++;
	return *words != NULL;
}

static bool is_missing(const char *text)
{
	static const char *const none[] = {"", "na", "н/д", "нет данных", "маълумот нест", NULL};
	return (text[0] < '0' || text[0] > '9') && is_one_of(text, none);
}

/* The label of a row; false after listing a mistake. */
static bool read_time(counts_reader *r, int32_t row, int32_t *day)
{
	static const char *const why[] = {[GZ_WEEK_NEITHER] = "expected a date such as 2026-02-03 or an ISO week such as 2026-W05",
		[GZ_WEEK_NO_DAY] = "there is no such day or week in the years 1900 to 2100", [GZ_WEEK_NO_53] = "this year has 52 weeks"};
	int32_t c = r->column[TIME];
	const char *text = cell(r, row, c);
	gz_week_kind kind = gz_week_parse(text, day);
	if (kind != GZ_WEEK_DATE && kind != GZ_WEEK_WEEK) {
		const bool slashes = kind == GZ_WEEK_NEITHER && strchr(text, '/') != NULL;
		mistake_at(r, row, c, text, slashes ? "with slashes the month may be the first: write the day, the month and the year with dots" : why[kind]);
		return false;
	}
	if (r->kind == GZ_WEEK_NEITHER)
		r->kind = kind;
	if (kind != r->kind) {
		mistake_at(r, row, c, text, kind == GZ_WEEK_WEEK ? "this is a week, the rows before have dates" : "this is a date, the rows before have weeks");
		return false;
	}
	return true;
}

/* A count; NAN where there is none. False after listing a mistake. */
static bool read_count(counts_reader *r, int32_t row, int32_t c, double *count)
{
	const char *text = cell(r, row, c);
	*count = NAN;
	if (is_missing(text))
		return true;
	if (!gz_csv_number(&r->csv, text, count)) {
		mistake_at(r, row, c, text, "expected a whole number of cases, or nothing where no report came");
		return false;
	}
	if (*count < 0 || *count > 1e9) {
		mistake_at(r, row, c, text, *count < 0 ? "a count cannot be negative" : "more than a thousand million cases");
		return false;
	}
	if (*count != floor(*count) && r->out->shape != GZ_COUNTS_SUMMARY) {
		mistake_at(r, row, c, text, "a count is whole; rates per population cannot be used");
		return false;
	}
	if (*count != floor(*count)) {
		gz_counts_remark *m = &r->out->remarks[GZ_COUNTS_ROUNDED];
		m->line = m->n++ == 0 ? gz_csv_row_line(&r->csv, row) : m->line;
		*count = floor(*count + 0.5);
	}
	return true;
}

static bool read_population(counts_reader *r, int32_t row, double *population)
{
	int32_t c = r->column[POPULATION];
	const char *text = cell(r, row, c);
	*population = NAN;
	if (is_missing(text))
		return true;
	if (gz_csv_number(&r->csv, text, population) && *population > 0 && *population < 1e11) {
		if (*population >= fractions_from || *population == floor(*population))
			return true;
		mistake_at(r, row, c, text, "a fraction of so few people: write how many live there, not in thousands");
		return false;
	}
	mistake_at(r, row, c, text, "expected how many people live there, more than 0");
	return false;
}

/* Whether and when the report came: "no" makes the count unknown, "yes" without a count is a report of none. */
static bool read_reported(counts_reader *r, int32_t row, counts_row *into)
{
	static const char *const yes[] = {"yes", "1", "да", "ҳа", "бале", NULL}, *const no[] = {"no", "0", "нет", "не", NULL};
	int32_t c = r->column[REPORTED];
	const char *text = cell(r, row, c);
	into->arrived = INT32_MIN;
	if (is_missing(text))
		return true;
	if (is_one_of(text, no)) {
		if (into->count > 0) {
			mistake_at(r, row, c, text, "not reported, but there is a count");
			return false;
		}
		into->count = NAN;
		return true;
	}
	bool dated = gz_week_parse(text, &into->arrived) == GZ_WEEK_DATE;
	if (!dated && !is_one_of(text, yes)) {
		mistake_at(r, row, c, text, "expected yes, no, or the day on which the report arrived");
		return false;
	}
	r->any_arrived = r->any_arrived || dated;
	if (isnan(into->count))
		into->count = 0;
	return true;
}

/* ---- rows --------------------------------------------------------------------------------------------------- */
/* Whether a row of a summary is the one of its kind that is read. */
static bool is_read(const counts_reader *r, int32_t row)
{
	if (r->out->shape != GZ_COUNTS_SUMMARY)
		return true;
	const char *type = cell(r, row, r->column[OUTPUT]), *level = cell(r, row, r->column[LEVEL]);
	double number = 0;
	bool median = strcmp(type, "median") == 0 || (strcmp(type, "quantile") == 0 && gz_number_parse(level, strlen(level), &number) && number == 0.5);
	return r->medians ? median : strcmp(type, "mean") == 0;
}

static void look_for_medians(counts_reader *r)
{
	r->medians = true;
	for (int32_t row = 0; row < r->csv.n_rows; row++)
		if (is_read(r, row))
			return;
	r->medians = false;
}

static void read_long_row(counts_reader *r, int32_t row)
{
	counts_row *into = &r->rows[r->n_rows];
	const char *place = cell(r, row, r->column[PLACE]), *disease = cell(r, row, r->column[DISEASE]);
	*into = (counts_row){.row = row, .column = r->column[COUNT]};
	bool good = read_time(r, row, &into->day);
	good = read_count(r, row, r->column[COUNT], &into->count) && good;
	good = read_population(r, row, &into->population) && good;
	good = read_reported(r, row, into) && good;
	if (!good)
		return;
	into->series = series_index(r, place, disease);
	r->n_rows++;
}

/* "place" or "place/disease" at the head of a column. */
static int32_t series_of_header(counts_reader *r, const char *header)
{
	const char *slash = strchr(header, '/');
	if (slash == NULL)
		return series_index(r, header, "");
	const char *place = gz_arena_strndup(r->arena, header, (size_t)(slash - header));
	return place == NULL ? -1 : series_index(r, place, slash + 1);
}

/* A second column of one series is left out: its counts would all stand there already. Two of one name have been told with the table. */
static void skip_column(counts_reader *r, int32_t c, int32_t first, int32_t *series)
{
	*series = -1;
	if (strcmp(r->csv.header[c], r->csv.header[first]) != 0)
		gz_mistakes_add(r->mistakes, r->csv.path, 1, r->csv.header_positions[c], "%s says the same as %s: keep one of them", r->csv.header[c],
			r->csv.header[first]);
}

static gz_status read_wide(counts_reader *r)
{
	int32_t *series = gz_arena_array(r->arena, int32_t, r->csv.n_columns), *head = gz_arena_array(r->arena, int32_t, r->csv.n_columns);
	if (series == NULL || head == NULL)
		return no_memory();
	for (int32_t c = 0; c < r->csv.n_columns; c++) {
		const int32_t n = r->out->n_series;
		const column_name *name = known(r->csv.header[c]);
		series[c] = -1;
		if (c == r->column[TIME] || (name != NULL && name->role == PASSED))
			continue;
		series[c] = series_of_header(r, r->csv.header[c]);
		if (series[c] < 0)
			return no_memory();
		if (series[c] == n)
			head[n] = c;
		else
			skip_column(r, c, head[series[c]], &series[c]);
	}
	for (int32_t row = 0; row < r->csv.n_rows; row++) {
		int32_t day;
		bool good = read_time(r, row, &day);
		for (int32_t c = 0; c < r->csv.n_columns; c++) {
			counts_row into = {.row = row, .column = c, .population = NAN, .arrived = INT32_MIN};
			if (series[c] < 0 || !read_count(r, row, c, &into.count) || !good)
				continue;
			into.day = day;
			into.series = series[c];
			r->rows[r->n_rows++] = into;
		}
	}
	return GZ_OK;
}

static gz_status read_rows(counts_reader *r)
{
	int64_t most = r->out->shape == GZ_COUNTS_WIDE ? (int64_t)r->csv.n_rows * r->csv.n_columns : r->csv.n_rows;
	int64_t series = r->out->shape == GZ_COUNTS_WIDE ? r->csv.n_columns : r->csv.n_rows;
	if (most > CELLS_MAX || series > GZ_COUNTS_SERIES_MAX * (int64_t)100) {
		gz_mistakes_add(r->mistakes, r->csv.path, 0, 0, "the table has more than %d counts; split it by disease", CELLS_MAX);
		return GZ_ERR_INPUT;
	}
	GZ_TRY(make_room(r, most + 1, series + 1));
	if (r->out->shape == GZ_COUNTS_WIDE)
		return read_wide(r);
	if (r->out->shape == GZ_COUNTS_SUMMARY)
		look_for_medians(r);
	for (int32_t row = 0; row < r->csv.n_rows; row++)
		if (is_read(r, row))
			read_long_row(r, row);
	return GZ_OK;
}

/* ---- periods ------------------------------------------------------------------------------------------------ */
/* Whether dates are days or weeks, and from when to when. */
static bool find_periods(counts_reader *r)
{
	int32_t least = INT32_MAX, most = INT32_MIN, weekday = -1;
	bool one_weekday = true;
	for (int64_t i = 0; i < r->n_rows; i++) {
		int32_t day = r->rows[i].day, of_week = day - gz_week_monday(day);
		least = day < least ? day : least;
		most = day > most ? day : most;
		one_weekday = one_weekday && (weekday < 0 || of_week == weekday);
		weekday = of_week;
	}
	if (r->n_rows == 0) {
		gz_mistakes_add(r->mistakes, r->csv.path, 0, 0, "there is no count in this table");
		return false;
	}
	r->out->period = one_weekday ? 7 : 1;
	r->out->first = one_weekday ? gz_week_monday(least) : least;
	r->out->n = (most - least) / r->out->period + 1;
	if ((int64_t)r->out->n * r->out->n_series <= CELLS_MAX)
		return true;
	gz_mistakes_add(r->mistakes, r->csv.path, 0, 0, "%d series over %d periods are too many; is a year mistyped?", r->out->n_series, r->out->n);
	return false;
}

static int32_t period_of(const counts_reader *r, const counts_row *row)
{
	return (row->day - r->out->first) / r->out->period;
}

static void remark(counts_reader *r, gz_counts_remark_kind kind, int32_t line, int32_t series, int32_t period)
{
	gz_counts_remark *m = &r->out->remarks[kind];
	if (m->n++ == 0)
		*m = (gz_counts_remark){1, line, series, period};
}

static int32_t line_of(const counts_reader *r, const counts_row *row)
{
	return gz_csv_row_line(&r->csv, row->row);
}

static void mistake_twice(const counts_reader *r, const counts_row *row, int32_t earlier)
{
	char label[16];
	const gz_series *s = &r->out->series[row->series];
	gz_week_format(r->out->period == 7 ? gz_week_monday(row->day) : row->day, r->out->period, label);
	gz_mistakes_add(r->mistakes, r->csv.path, line_of(r, row), gz_csv_cell_column(&r->csv, row->row, row->column), "%s%s%s stands in line %d already for %s", s->disease,
		s->disease[0] != '\0' && s->place[0] != '\0' ? ", " : "", s->place, earlier, label);
}

/* Puts the rows where they belong; a second one for the same place, disease and period is a mistake. */
static void place_rows(counts_reader *r, double *count, int32_t *line, int32_t *arrived, int32_t *latest)
{
	const gz_counts *out = r->out;
	for (int64_t i = 0; i < r->n_rows; i++) {
		const counts_row *row = &r->rows[i];
		int32_t t = period_of(r, row);
		int64_t at = (int64_t)row->series * out->n + t;
		if (line[at] != NO_LINE) {
			mistake_twice(r, row, line[at]);
			continue;
		}
		line[at] = line_of(r, row);
		count[at] = row->count;
		if (row->arrived != INT32_MIN && row->arrived < out->first + t * out->period)
			mistake_at(r, row->row, r->column[REPORTED], cell(r, row->row, r->column[REPORTED]), "the report cannot have arrived before what it counts");
		if (arrived != NULL && row->arrived != INT32_MIN)
			arrived[at] = row->arrived - (out->first + (t + 1) * out->period - 1);
		if (row->day < latest[row->series])
			remark(r, GZ_COUNTS_UNSORTED, line_of(r, row), row->series, t);
		else
			latest[row->series] = row->day;
	}
}

/* Finds the periods without a row between the first and the last of a series. */
static void find_gaps(counts_reader *r, int32_t series, double *count, const int32_t *line)
{
	int32_t first = 0, last = r->out->n - 1;
	while (first < last && line[first] == NO_LINE)
		first++;
	while (last > first && line[last] == NO_LINE)
		last--;
	for (int32_t t = 0; t < r->out->n; t++) {
		if (line[t] != NO_LINE)
			continue;
		if (t > first && t < last)
			remark(r, GZ_COUNTS_GAPS, 0, series, t);
		if (r->options->absent_is_zero)
			count[t] = 0;
	}
}

/* The line of a period's first row, NO_LINE where no series has one. */
static int32_t first_line(const counts_reader *r, const int32_t *line, int32_t t)
{
	int32_t first = NO_LINE;
	for (int32_t s = 0; s < r->out->n_series; s++) {
		const int32_t own = line[(int64_t)s * r->out->n + t];
		first = own != NO_LINE && (first == NO_LINE || own < first) ? own : first;
	}
	return first;
}

/* One year mistyped makes a last period far from all others: what is happening now would then not be judged. */
static void find_leap(counts_reader *r, const int32_t *line)
{
	enum { LAST_PERIODS = 2, GAP_DAYS = 21 };
	int32_t after = r->out->n - 1, gap = 0;
	while (after > 0 && first_line(r, line, after - 1) != NO_LINE)
		after--;
	if (r->out->n - after > LAST_PERIODS)
		return;
	while (gap < after && first_line(r, line, after - 1 - gap) == NO_LINE)
		gap++;
	if (gap * r->out->period <= GAP_DAYS)
		return;
	remark(r, GZ_COUNTS_LEAP, first_line(r, line, after), -1, after);
	r->out->remarks[GZ_COUNTS_LEAP].n = gap;
}

static gz_status fill_counts(counts_reader *r)
{
	gz_counts *out = r->out;
	int64_t cells = (int64_t)out->n * out->n_series;
	double *count = gz_arena_array(r->arena, double, cells);
	int32_t *line = gz_arena_array(r->arena, int32_t, cells), *latest = gz_arena_array(r->arena, int32_t, out->n_series);
	int32_t *arrived = r->any_arrived ? gz_arena_array(r->arena, int32_t, cells) : NULL;
	if (count == NULL || line == NULL || latest == NULL || (r->any_arrived && arrived == NULL))
		return no_memory();
	for (int64_t i = 0; i < cells; i++) {
		count[i] = NAN;
		if (arrived != NULL)
			arrived[i] = INT32_MIN;
	}
	for (int32_t s = 0; s < out->n_series; s++)
		latest[s] = INT32_MIN;
	place_rows(r, count, line, arrived, latest);
	out->arrived = arrived;
	find_leap(r, line);
	for (int32_t s = 0; s < out->n_series; s++) {
		double *own = count + (int64_t)s * out->n;
		find_gaps(r, s, own, line + (int64_t)s * out->n);
		out->series[s] = (gz_series){out->series[s].place, out->series[s].disease, out->period, out->first, out->n, own, NULL};
	}
	return GZ_OK;
}

/* ---- population --------------------------------------------------------------------------------------------- */
/* What is not given is as in the period before, or else as in the next one where it is; says how much it jumps. */
static bool spread_population(counts_reader *r, double *people, int32_t series)
{
	double last = NAN;
	bool jumped = false;
	for (int32_t t = 0; t < r->out->n; t++) {
		if (isnan(people[t])) {
			people[t] = last;
			continue;
		}
		if (!jumped && fabs(people[t] / last - 1) > 0.2) {
			remark(r, GZ_COUNTS_POPULATION, 0, series, t);
			jumped = true;
		}
		last = people[t];
	}
	for (int32_t t = r->out->n - 2; t >= 0; t--)
		if (isnan(people[t]))
			people[t] = people[t + 1];
	return !isnan(last);
}

static gz_status fill_population(counts_reader *r)
{
	gz_counts *out = r->out;
	int64_t cells = (int64_t)out->n * out->n_places;
	double *people = gz_arena_array(r->arena, double, cells);
	if (people == NULL)
		return no_memory();
	for (int64_t i = 0; i < cells; i++)
		people[i] = NAN;
	for (int64_t i = 0; i < r->n_rows; i++) {
		const counts_row *row = &r->rows[i];
		double *at = &people[(int64_t)out->place[row->series] * out->n + period_of(r, row)];
		if (isnan(row->population))
			continue;
		if (!isnan(*at) && *at != row->population)
			gz_mistakes_add(r->mistakes, r->csv.path, line_of(r, row), gz_csv_cell_column(&r->csv, row->row, r->column[POPULATION]),
				"population of %s is %.0f here and %.0f in another row of the same time", out->series[row->series].place, row->population, *at);
		*at = row->population;
	}
	bool *filled = gz_arena_array(r->arena, bool, out->n_places), *known_there = gz_arena_array(r->arena, bool, out->n_places);
	if (filled == NULL || known_there == NULL)
		return no_memory();
	for (int32_t s = 0; s < out->n_series; s++) {
		int32_t p = out->place[s];
		double *own = people + (int64_t)p * out->n;
		if (!filled[p])
			known_there[p] = spread_population(r, own, s);
		filled[p] = true;
		out->series[s].population = known_there[p] ? own : NULL;
		out->has_population = out->has_population || known_there[p];
	}
	return GZ_OK;
}

/* Days that are mostly absent are months, or something else that is neither days nor weeks. */
static gz_status check_days(counts_reader *r)
{
	int32_t n = r->out->n, different = 0;
	bool *seen = gz_arena_array(r->arena, bool, n);
	if (seen == NULL)
		return no_memory();
	for (int64_t i = 0; i < r->n_rows; i++) {
		int32_t t = period_of(r, &r->rows[i]);
		different += !seen[t];
		seen[t] = true;
	}
	if (r->out->period == 7 || n <= 14 || different > n / 6)
		return GZ_OK;
	gz_mistakes_add(r->mistakes, r->csv.path, 0, 0,
		"the dates are neither days nor weeks: %d different ones within %d days; weeks are one and the same day of each week", different, n);
	return GZ_ERR_INPUT;
}

/* Daily counts of years without a table of Eids: those days then count as ordinary ones. */
static void remark_eids(counts_reader *r)
{
	for (int32_t t = 0; t < r->out->n && r->out->period == 1; t++) {
		int32_t year, month, day;
		gz_date_civil(r->out->first + t, &year, &month, &day);
		if (year < GZ_HOLIDAYS_FIRST_YEAR || year > GZ_HOLIDAYS_LAST_YEAR)
			remark(r, GZ_COUNTS_EIDS, 0, -1, t);
	}
}

/* ---- all together ------------------------------------------------------------------------------------------- */
static gz_status assemble(counts_reader *r)
{
	bool *holiday;
	if (!find_periods(r))
		return GZ_ERR_INPUT;
	GZ_TRY(check_days(r));
	GZ_TRY(fill_counts(r));
	if (r->column[POPULATION] >= 0 && r->out->shape != GZ_COUNTS_WIDE)
		GZ_TRY(fill_population(r));
	holiday = gz_arena_array(r->arena, bool, r->out->n);
	if (holiday == NULL)
		return no_memory();
	gz_holidays_mark(r->out->first, r->out->period, r->out->n, holiday);
	r->out->holiday = holiday;
	remark_eids(r);
	return GZ_OK;
}

static gz_status read_all(counts_reader *r)
{
	if (r->csv.n_columns == 0)
		return GZ_ERR_INPUT;
	const int64_t before = r->mistakes->n + r->mistakes->more;
	take_columns(r);
	if (!choose_shape(r))
		return GZ_ERR_INPUT;
	/* With a column that is not known rows seem to say the same twice. */
	const bool named = r->mistakes->n + r->mistakes->more == before;
	GZ_TRY(read_rows(r));
	gz_status status = gz_mistakes_status(r->mistakes, NULL);
	gz_status whole = named && (r->n_rows > 0 || status == GZ_OK) ? assemble(r) : status;
	return whole != GZ_OK ? whole : gz_mistakes_status(r->mistakes, NULL);
}

gz_status gz_counts_parse(
	gz_arena *arena, const char *path, const char *bytes, size_t n, const gz_counts_options *options, gz_counts *out, gz_mistakes *mistakes)
{
	counts_reader r = {.arena = arena, .mistakes = mistakes, .options = options, .out = out};
	gz_encoding encoding;
	*out = (gz_counts){.absent_is_zero = options->absent_is_zero};
	for (int kind = 0; kind < GZ_COUNTS_REMARKS; kind++)
		out->remarks[kind] = (gz_counts_remark){0, 0, -1, -1};
	GZ_TRY(gz_encoding_read(arena, &bytes, &n, &encoding));
	gz_status status = gz_csv_parse(arena, path, bytes, n, &r.csv, mistakes);
	if (encoding == GZ_ENCODING_WINDOWS_1251)
		remark(&r, GZ_COUNTS_CYRILLIC, 0, -1, -1);
	if (status != GZ_OK && status != GZ_ERR_INPUT)
		return status;
	gz_status read = read_all(&r);
	status = status == GZ_OK ? read : status;
	if (status != GZ_OK)
		*out = (gz_counts){0};
	return status;
}

gz_status gz_counts_load(gz_arena *arena, const char *path, const gz_counts_options *options, gz_counts *out, gz_mistakes *mistakes)
{
	char *bytes;
	size_t n;
	gz_error err = {0};
	*out = (gz_counts){0};
	gz_status status = gz_file_read(path, BYTES_MAX, arena, &bytes, &n, &err);
	if (status == GZ_OK)
		return gz_counts_parse(arena, path, bytes, n, options, out, mistakes);
	gz_mistakes_add_error(mistakes, &err);
	return status == GZ_ERR_MEMORY ? status : GZ_ERR_INPUT;
}
