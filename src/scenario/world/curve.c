/* curves.csv: shapes round the year, for seasons of travel and for the return of seasonal workers.
 *
 * Values stand on some days of the year and are joined by straight lines, also across New Year. The lines run over the 365 days of a
 * common year; 29 February lies half-way between its neighbours. A curve is scaled so that those 365 days have mean 1.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "scenario/world/world_reader.h"
#include <string.h>

enum { CURVE, MONTH_DAY, VALUE, KIND, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"curve", true}, {"month_day", true}, {"value", true}, {"kind", false}};

enum { YEAR = 366, LEAP_DAY = 59 };

static int32_t two_digits(const char *text)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	return (text[0] - '0') * 10 + (text[1] - '0');
}

int32_t gz_curve_yearday(const char *text, int32_t *month_day)
{
	if (strlen(text) != 5 || text[2] != '-')
		return -1;
	int32_t month = two_digits(text), day = two_digits(text + 3);
	if (month < 1 || day < 1 || !gz_date_exists(2024, month, day))
		return -1;
	if (month_day != NULL)
		*month_day = month * 100 + day;
	return gz_date_yearday(gz_date_of(2024, month, day));
}

/* Where a day of the year lies in a common year, whose days are 0 .. 364. */
static double position(int32_t yearday)
{
	if (yearday < LEAP_DAY)
		return yearday;
	return yearday == LEAP_DAY ? LEAP_DAY - 0.5 : yearday - 1;
}

/* Fills a curve from the days that have a value; at least one has. */
static void join_days(gz_curve *c, const bool *has, const double *stated)
{
	int32_t last = YEAR - 1;
	while (!has[last])
		last--;
	int32_t before = last, after;
	for (int32_t day = 0; day < YEAR; day++) {
		if (has[day]) {
			c->value[day] = stated[day];
			before = day;
			continue;
		}
		after = day;
		while (!has[after])
			after = (after + 1) % YEAR;
		double x0 = position(before), x1 = position(after), x = position(day);
		x0 -= x0 > x ? 365 : 0;
		x1 += x1 < x ? 365 : 0;
		c->value[day] = stated[before] + (stated[after] - stated[before]) * (x - x0) / (x1 - x0);
	}
}

/* Scales to mean 1 over the common year; false if all is 0. */
static bool scale(gz_curve *c)
{
	double sum = 0;
	for (int32_t day = 0; day < YEAR; day++)
		sum += day == LEAP_DAY ? 0 : c->value[day];
	for (int32_t day = 0; day < YEAR && sum > 0; day++)
		c->value[day] *= 365 / sum;
	return sum > 0;
}

typedef struct points {
	bool has[YEAR];
	double stated[YEAR];
	int32_t rows[YEAR];
} points;

static void read_point(const gz_table *t, int32_t row, points *p)
{
	double value = 0;
	gz_table_kind(t, row, KIND);
	int32_t day = gz_curve_yearday(gz_table_text(t, row, MONTH_DAY), NULL);
	if (day < 0)
		gz_table_mistake(t, row, MONTH_DAY, "expected a day of the year written month-day, such as 03-15 for 15 March");
	if (!gz_table_number(t, row, VALUE, 0, 1e9, &value) || day < 0)
		return;
	if (p->has[day]) {
		gz_table_mistake(t, row, MONTH_DAY, "the curve %s has this day already on line %d", gz_table_text(t, row, CURVE),
			(int)gz_table_line(t, p->rows[day]));
		return;
	}
	p->has[day] = true;
	p->stated[day] = value;
	p->rows[day] = row;
}

/* One curve: the n rows of its name, in file order. */
static void read_curve(const gz_table *t, const int32_t *rows, int32_t n, gz_curve *c)
{
	points p = {0};
	bool any = false;
	gz_table_id(t, rows[0], CURVE, &c->id);
	for (int32_t i = 0; i < n; i++)
		read_point(t, rows[i], &p);
	for (int32_t day = 0; day < YEAR; day++)
		any = any || p.has[day];
	if (!any)
		return;
	join_days(c, p.has, p.stated);
	if (!scale(c))
		gz_table_mistake(t, rows[0], VALUE, "all values of the curve %s are 0; at least one must be more", c->id);
}

/* How many of the rows from order[0] on have the same name. */
static int32_t run_length(const gz_names *rows, int32_t from)
{
	int32_t n = 1;
	while (from + n < rows->n && strcmp(rows->name[rows->order[from]], rows->name[rows->order[from + n]]) == 0)
		n++;
	return n;
}

gz_status gz_curve_read(gz_world_reader *r)
{
	gz_table t;
	bool present = false;
	GZ_TRY(gz_world_open(r, GZ_WORLD_CURVES, columns, COLUMNS, &t, &present));
	r->world->curve_names.incomplete = r->unread[GZ_WORLD_CURVES];
	if (!present)
		return GZ_OK;
	gz_world *w = r->world;
	gz_names rows;
	const char **names = gz_arena_array(&r->lent, const char *, t.n_rows), **ids = gz_arena_array(r->arena, const char *, t.n_rows);
	if (names == NULL || ids == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < t.n_rows; row++)
		names[row] = gz_table_text(&t, row, CURVE);
	GZ_TRY(gz_names_init(&rows, &r->lent, names, t.n_rows));
	GZ_TRY(gz_names_sort(&rows, &r->lent));
	for (int32_t i = 0; i < rows.n; i += run_length(&rows, i))
		ids[w->n_curves++] = gz_table_keep(&t, names[rows.order[i]]);
	w->curves = gz_arena_array(r->arena, gz_curve, w->n_curves);
	if (w->curves == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0, curve = 0; i < rows.n; i += run_length(&rows, i), curve++)
		read_curve(&t, rows.order + i, run_length(&rows, i), &w->curves[curve]);
	GZ_TRY(gz_names_init(&w->curve_names, r->arena, ids, w->n_curves));
	w->curve_names.incomplete = r->unread[GZ_WORLD_CURVES];
	return GZ_OK;
}
