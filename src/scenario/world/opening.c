/* openings.csv: when a crossing lets whom pass, by date or every year, by weekday, with hours a day.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "scenario/world/world_reader.h"
#include <math.h>
#include <string.h>

enum { CROSSING, WHO, FROM, TO, STATUS, DAYS, HOURS, KIND, SOURCE, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"crossing", true}, {"who", false}, {"from", false}, {"to", false}, {"status", true},
	{"days", false}, {"hours", false}, {"kind", false}, {"source", false}};

static const char *const whos[] = {"passengers", "freight", "market"};
static const char *const statuses[] = {"open", "closed"};

enum { ALL_DAYS = 127 };

/* ---- weekdays --------------------------------------------------------------------------------------------- */

/* The weekday whose name, whole or of three letters, in capitals or not, text[0..n) is; -1 none. */
static int32_t weekday(const char *text, size_t n)
{
	static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
	for (int32_t i = 0; i < 7; i++) {
		if (n != 3 && n != strlen(names[i]))
			continue;
		size_t same = 0;
		while (same < n && (text[same] | 0x20) == names[i][same])
			same++;
		if (same == n)
			return i;
	}
	return -1;
}

/* One part of a list, "Sat" or "Fri-Mon", as bits; 0 if it is neither. */
static uint32_t weekday_range(const char *text, size_t n)
{
	const char *dash = memchr(text, '-', n);
	if (dash == NULL) {
		int32_t day = weekday(text, n);
		return day < 0 ? 0 : 1U << day;
	}
	int32_t first = weekday(text, (size_t)(dash - text)), last = weekday(dash + 1, n - (size_t)(dash - text) - 1);
	if (first < 0 || last < 0)
		return 0;
	uint32_t bits = 1U << last;
	for (int32_t day = first; day != last; day = (day + 1) % 7)
		bits |= 1U << day;
	return bits;
}

static uint8_t read_weekdays(const gz_table *t, int32_t row)
{
	const char *text = gz_table_text(t, row, DAYS);
	uint32_t bits = 0;
	if (text[0] == '\0')
		return ALL_DAYS;
	while (*text != '\0') {
		size_t n = strcspn(text, ";, ");
		uint32_t part = n == 0 ? 0 : weekday_range(text, n);
		if (n > 0 && part == 0) {
			gz_table_mistake(t, row, DAYS, "expected weekdays such as Sat, Mon-Fri or Mon;Wed;Fri (Mon Tue Wed Thu Fri Sat Sun)");
			return ALL_DAYS;
		}
		bits |= part;
		text += n + strspn(text + n, ";, ");
	}
	return (uint8_t)bits;
}

/* ---- dates ------------------------------------------------------------------------------------------------ */

typedef enum limit_kind { LIMIT_NONE, LIMIT_DATE, LIMIT_YEARLY, LIMIT_WRONG } limit_kind;

static limit_kind read_limit(const gz_table *t, int32_t row, int32_t column, int32_t *value)
{
	const char *text = gz_table_text(t, row, column);
	if (text[0] == '\0')
		return LIMIT_NONE;
	if (gz_date_parse(gz_csv_plain(&t->csv, t->lent, row, t->at[column]), value))
		return LIMIT_DATE;
	if (gz_curve_yearday(text, value) >= 0)
		return LIMIT_YEARLY;
	gz_table_mistake(t, row, column, "expected a date such as 2027-03-01, or a day of every year such as 11-01");
	return LIMIT_WRONG;
}

static void read_limits(const gz_table *t, int32_t row, gz_opening *o)
{
	int32_t from = 0, to = 0;
	limit_kind a = read_limit(t, row, FROM, &from), b = read_limit(t, row, TO, &to);
	o->from = INT32_MIN;
	o->to = INT32_MAX;
	if (a == LIMIT_WRONG || b == LIMIT_WRONG)
		return;
	if ((a == LIMIT_DATE && b == LIMIT_YEARLY) || (a == LIMIT_YEARLY && b == LIMIT_DATE)) {
		gz_table_mistake(t, row, TO, "from and to must both be dates, or both days of every year");
		return;
	}
	o->yearly = a == LIMIT_YEARLY || b == LIMIT_YEARLY;
	if (o->yearly) {
		o->from = a == LIMIT_NONE ? 101 : from;
		o->to = b == LIMIT_NONE ? 1231 : to;
		return;
	}
	o->from = a == LIMIT_NONE ? INT32_MIN : from;
	o->to = b == LIMIT_NONE ? INT32_MAX : to;
	if (o->from > o->to)
		gz_table_mistake(t, row, TO, "lies before from (%s); are the dates reversed?", gz_table_text(t, row, FROM));
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

/* Reads a row into one opening, or into one for each kind of traveller when `who` is empty. Returns how many. */
static int32_t read_row(const gz_world_reader *r, const gz_table *t, int32_t row, gz_opening *out)
{
	int32_t status = 0, who = -1;
	gz_opening o = {.crossing = gz_table_reference(t, row, CROSSING, "crossing", &r->world->crossing_names)};
	bool everybody = gz_table_text(t, row, WHO)[0] == '\0';
	bool known = everybody || gz_table_word(t, row, WHO, whos, GZ_WHO_COUNT, -1, &who);
	gz_table_word(t, row, STATUS, statuses, 2, -1, &status);
	o.open = status == 0;
	read_limits(t, row, &o);
	o.weekdays = read_weekdays(t, row);
	gz_table_number_or(t, row, HOURS, 0, 24, NAN, &o.hours);
	if (o.open && o.hours == 0)
		gz_table_mistake(t, row, HOURS, "a crossing that is open no hour of the day is closed: write so under status");
	o.kind = gz_table_kind(t, row, KIND);
	o.source = gz_table_note(t, row, SOURCE);
	if (o.crossing < 0 || !known)
		return 0;
	int32_t n = 0;
	for (int32_t i = 0; i < GZ_WHO_COUNT; i++)
		if (everybody || i == who) {
			out[n] = o;
			out[n++].who = (gz_who)i;
		}
	return n;
}

gz_status gz_opening_read(gz_world_reader *r)
{
	gz_table t;
	bool present = false;
	GZ_TRY(gz_world_open(r, GZ_WORLD_OPENINGS, columns, COLUMNS, &t, &present));
	if (!present)
		return GZ_OK;
	gz_world *w = r->world;
	w->openings = gz_arena_items(r->arena, GZ_WHO_COUNT * sizeof(gz_opening), t.n_rows);
	if (w->openings == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < t.n_rows; row++)
		w->n_openings += read_row(r, &t, row, &w->openings[w->n_openings]);
	return GZ_OK;
}
