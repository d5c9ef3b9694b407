/* Begin rows: people who are in a compartment at the start, or who come to be there day by day.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/begin.h"
#include "base/number.h"
#include "scenario/library.h"
#include "scenario/reading/axis.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

enum { DAYS_MAX = 36525 };
static const double people_max = 1e12;

typedef struct reading {
	gz_loader *l;
	int32_t room;   /* for begin rows */
	double *people; /* [place] who begin there so far, all at once */
} reading;

static gz_begin *add(reading *r)
{
	gz_loader *l = r->l;
	gz_scenario *s = l->s;
	if (s->n_begins == r->room) {
		int32_t more = 16 + 2 * r->room;
		gz_begin *longer = gz_loader_array(l, gz_begin, more);
		if (longer == NULL)
			return NULL;
		for (int32_t i = 0; i < s->n_begins; i++)
			longer[i] = s->begins[i];
		s->begins = longer;
		r->room = more;
	}
	gz_begin *begin = &s->begins[s->n_begins++];
	*begin = (gz_begin){.place = -1, .compartment = -1, .age = -1, .group = -1, .people = NAN, .from = s->start, .days = 1};
	return begin;
}

/* People of one begin row against those who live there, and all rows so far together. */
static void check_people(reading *r, const gz_node *node, const gz_begin *begin)
{
	gz_loader *l = r->l;
	const gz_scenario *s = l->s;
	if (begin->place < 0 || begin->outside || isnan(begin->people) || s->world.places[begin->place].leaf < 0)
		return;
	double share = 0, live = (double)s->world.places[begin->place].population;
	double people = r->people[begin->place] += begin->people;
	if (people > live) {
		gz_loader_mistake(l, node, "%s people begin at %s, where %s live", gz_value_print(l, people), s->world.places[begin->place].id,
			gz_value_print(l, live));
		return;
	}
	int32_t n_groups = s->world.n_groups, strata = s->world.n_ages * n_groups;
	for (int32_t x = 0; x < strata && s->world.shares != NULL; x++)
		if ((begin->age < 0 || x / n_groups == begin->age) && (begin->group < 0 || x % n_groups == begin->group))
			share += s->world.shares[(int64_t)s->world.places[begin->place].leaf * strata + x];
	if (s->world.shares != NULL && begin->people > ceil(live * share))
		gz_loader_mistake(l, node, "%s people begin at %s in an age band and group of %s", gz_value_print(l, begin->people),
			s->world.places[begin->place].id, gz_value_print(l, round(live * share)));
}

static void check_day(gz_loader *l, const gz_node *node, int32_t day)
{
	char start[16];
	gz_date_format(l->s->start, start);
	if (l->s->start != INT32_MIN && day < l->s->start)
		gz_loader_mistake(l, node, "%.80s is before the start, %s", node->text, start);
	(void)gz_loader_too_late(l, node, day, "nobody begins by this row");
}

static void read_row(reading *r, const gz_node *map)
{
	gz_loader *l = r->l;
	gz_begin *begin = add(r);
	if (begin == NULL)
		return;
	const gz_node *people = gz_yaml_get(map, "people"), *per_day = gz_yaml_get(map, "per_day"), *from = gz_yaml_get(map, "from");
	begin->place = gz_loader_leaf(l, gz_loader_need(l, map, "place"));
	begin->compartment = gz_loader_compartment(l, gz_loader_need(l, map, "compartment"));
	begin->age = gz_loader_age(l, gz_yaml_get(map, "age"));
	begin->group = gz_loader_group(l, gz_yaml_get(map, "group"));
	begin->outside = gz_loader_bool(l, gz_yaml_get(map, "outside"), false);
	if (begin->compartment == 0 && !begin->outside)
		gz_loader_mistake(l, gz_yaml_get(map, "compartment"), "%s: those who begin are taken from there, so that nobody would change; expected another compartment, or `outside: true` for more people",
			l->s->disease.compartments[0].name);
	begin->from = gz_loader_date(l, from, l->s->start);
	if (from != NULL)
		check_day(l, from, begin->from);
	if ((people != NULL) == (per_day != NULL))
		gz_loader_mistake(l, map,
			people != NULL ? "both `people` and `per_day` stand here: expected one of them"
						   : "expected `people` (all at once) or `per_day`");
	if (people != NULL)
		begin->people = (double)gz_loader_whole(l, people, 0, INT32_MAX, 0);
	begin->per_day = gz_value_as(l, per_day, GZ_UNIT_DAILY, 0, people_max, 0);
	gz_axis_refuse(l, &begin->per_day, "per_day", GZ_AXIS_PEOPLE, "write a row for each age or group");
	const gz_node *days = gz_yaml_get(map, "days");
	begin->days = gz_loader_whole_days(l, days, 1, DAYS_MAX, per_day != NULL ? l->s->days : 1);
	if (days != NULL && per_day == NULL)
		gz_loader_mistake(l, days, "`days` goes with `per_day`");
	check_people(r, people != NULL ? people : map, begin);
}

/* ---- files of rows ----------------------------------------------------------------------------------------- */
/* A cell as a node, so that the same readers (and sentences) serve; NULL for an empty or absent one. */
static const gz_node *cell_node(gz_loader *l, const gz_csv *csv, int32_t row, const char *name)
{
	int32_t column = gz_csv_column(csv, name);
	if (column < 0 || gz_csv_cell(csv, row, column)[0] == '\0')
		return NULL;
	gz_node *node = gz_loader_array(l, gz_node, 1);
	if (node != NULL)
		*node = (gz_node){.kind = GZ_NODE_SCALAR,
			.row = gz_csv_row_line(csv, row),
			.column = gz_csv_cell_column(csv, row, column),
			.text = gz_csv_plain(csv, &l->s->arena, row, column),
			.plain = true};
	return node;
}

static const char *const columns[] = {"place", "compartment", "date", "people", "per_day", "days", "age", "group", "outside", NULL};

/* A row of a file as the map that it would be in the scenario. */
static void read_file_row(reading *r, const gz_csv *csv, int32_t row)
{
	gz_loader *l = r->l;
	enum { COLUMNS = sizeof columns / sizeof columns[0] - 1 };
	gz_node *keys = gz_loader_array(l, gz_node, COLUMNS), *items = gz_loader_array(l, gz_node, COLUMNS);
	gz_node map = {.kind = GZ_NODE_MAP, .row = gz_csv_row_line(csv, row), .column = 1, .text = "", .keys = keys, .items = items};
	if (keys == NULL || items == NULL)
		return;
	for (int32_t i = 0; i < COLUMNS; i++) {
		const gz_node *cell = cell_node(l, csv, row, columns[i]);
		if (cell == NULL)
			continue;
		keys[map.n] = *cell;
		keys[map.n].text = strcmp(columns[i], "date") == 0 ? "from" : columns[i];
		items[map.n++] = *cell;
	}
	read_row(r, &map);
}

static void read_file(reading *r, const gz_node *node)
{
	gz_loader *l = r->l;
	gz_csv csv = {0};
	const char *path = gz_loader_path(l, node);
	const char *file = l->file;
	if (path == NULL)
		return;
	if (gz_csv_load_export(&l->s->arena, path, &csv, l->mistakes) == GZ_ERR_MEMORY)
		l->no_memory = true;
	if (csv.n_columns == 0)
		return;
	gz_loader_input(l, path);
	l->file = path;
	gz_loader_columns(l, &csv, columns);
	bool whole = gz_csv_column(&csv, "place") >= 0 && gz_csv_column(&csv, "compartment") >= 0 && gz_csv_column(&csv, "date") >= 0;
	if (!whole)
		gz_mistakes_add(l->mistakes, path, 1, 1, "expected columns place, compartment, date, and people or per_day");
	for (int32_t i = 0; whole && i < csv.n_rows; i++)
		read_file_row(r, &csv, i);
	l->file = file;
}

void gz_begin_load(gz_loader *l, const gz_node *list)
{
	reading r = {.l = l};
	if (!gz_loader_list(l, list, "begin rows {place, compartment, people}"))
		return;
	r.people = gz_loader_array(l, double, l->s->world.n_places);
	for (int32_t i = 0; r.people != NULL && i < list->n; i++) {
		const gz_node *map = &list->items[i], *from = gz_yaml_get(map, "from");
		if (!gz_loader_map(l, map, GZ_KEYS_BEGIN))
			continue;
		int32_t day;
		bool is_file =
			from != NULL && from->kind == GZ_NODE_SCALAR && gz_yaml_get(map, "place") == NULL && !gz_date_parse(from->text, &day);
		if (is_file)
			read_file(&r, from);
		else
			read_row(&r, map);
	}
}
