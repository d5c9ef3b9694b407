/* Movements: rows of events.csv, sorted by date.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/movement.h"
#include "base/number.h"
#include "scenario/library.h"
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"date", "from", "to", "number", "compartment", "age", "group", NULL};

static int by_date(const void *a, const void *b)
{
	const gz_movement *x = a, *y = b;
	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

enum { DATE, FROM, TO, NUMBER, COMPARTMENT, AGE, GROUP, COLUMNS };

/* A cell as a node for the common readers; its text is "" if empty or if there is no such column. */
static gz_node cell(gz_loader *l, const gz_csv *csv, int32_t row, int32_t column)
{
	gz_node node = {.kind = GZ_NODE_SCALAR, .row = gz_csv_row_line(csv, row), .column = 1, .text = "", .plain = true};
	if (column >= 0) {
		node.column = gz_csv_cell_column(csv, row, column);
		node.text = gz_csv_plain(csv, &l->s->arena, row, column);
	}
	return node;
}

static bool stated(const gz_node *node)
{
	return node->text[0] != '\0';
}

/* at [COLUMNS]: their indices in the table, -1 absent. */
static void read_row(gz_loader *l, const gz_csv *csv, int32_t row, const int32_t *at)
{
	gz_scenario *s = l->s;
	const gz_node date = cell(l, csv, row, at[DATE]), from = cell(l, csv, row, at[FROM]), to = cell(l, csv, row, at[TO]);
	const gz_node number = cell(l, csv, row, at[NUMBER]), compartment = cell(l, csv, row, at[COMPARTMENT]);
	const gz_node age = cell(l, csv, row, at[AGE]), group = cell(l, csv, row, at[GROUP]);
	int32_t before = l->mistakes->n;
	gz_movement m = {.date = gz_loader_date(l, &date, 0), .row = date.row};
	m.from = stated(&from) ? gz_loader_leaf(l, &from) : -1;
	m.to = stated(&to) ? gz_loader_leaf(l, &to) : -1;
	m.compartment = stated(&compartment) ? gz_loader_compartment(l, &compartment) : -1;
	m.age = stated(&age) ? gz_loader_age(l, &age) : -1;
	m.group = stated(&group) ? gz_loader_group(l, &group) : -1;
	if (!gz_number_parse_int(number.text, strlen(number.text), &m.number) || m.number < 0 || m.number > 1000000000000)
		gz_loader_mistake(l, &number, "%.80s: expected a whole number of people, 0 or more", stated(&number) ? number.text : "nothing");
	if (!stated(&from) && !stated(&to))
		gz_loader_mistake(l, &from, "both `from` and `to` are empty: expected a place in one of them");
	if (stated(&from) && m.from >= 0 && m.from == m.to)
		gz_loader_mistake(l, &to, "%.80s: people would move to where they are", to.text);
	if (l->mistakes->n == before && s->start != INT32_MIN && m.date < s->start)
		gz_loader_mistake(l, &date, "%.80s is before the start of the scenario", date.text);
	if (l->mistakes->n == before)
		s->movements[s->n_movements++] = m;
	if (l->mistakes->n == before)
		(void)gz_loader_too_late(l, &date, m.date, "this row moves nobody");
}

static uint32_t mixed(const gz_movement *m)
{
	uint64_t h = (uint64_t)(uint32_t)m->from * 0x9E3779B97F4A7C15u ^ (uint64_t)(uint32_t)m->to * 0xC2B2AE3D27D4EB4Fu ^ (uint64_t)m->number * 0x165667B19E3779F9u;
	h ^= (uint64_t)(uint32_t)m->compartment << 40 ^ (uint64_t)(uint32_t)m->age << 20 ^ (uint32_t)m->group;
	h *= 0xFF51AFD7ED558CCDu;
	return (uint32_t)(h >> 32);
}

static bool alike(const gz_movement *a, const gz_movement *b)
{
	return a->from == b->from && a->to == b->to && a->number == b->number && a->compartment == b->compartment && a->age == b->age && a->group == b->group;
}

/* Rows of one date that say the same are told apart by their number among them. table [size] holds rows of the day + 1, 0 none. */
static void number_day(gz_movement *rows, int32_t n, int32_t *table, uint32_t size)
{
	for (int32_t i = 0; i < n; i++) {
		uint32_t at = mixed(&rows[i]) & (size - 1);
		while (table[at] != 0 && !alike(&rows[table[at] - 1], &rows[i]))
			at = (at + 1) & (size - 1);
		rows[i].before = table[at] == 0 ? 0 : rows[table[at] - 1].before + 1;
		table[at] = i + 1; /* the latest of its kind */
	}
}

static void number_alike(gz_loader *l)
{
	gz_scenario *s = l->s;
	int32_t most = 0, first = 0;
	uint32_t size = 16;
	for (int32_t i = 0; i < s->n_movements; i++) {
		first = i > 0 && s->movements[i].date == s->movements[i - 1].date ? first : i;
		most = i + 1 - first > most ? i + 1 - first : most;
	}
	while (size < 2 * (uint32_t)most)
		size *= 2;
	int32_t *table = gz_loader_array(l, int32_t, size);
	for (int32_t i = 0, n; table != NULL && i < s->n_movements; i += n) {
		for (n = 1; i + n < s->n_movements && s->movements[i + n].date == s->movements[i].date; n++)
			;
		memset(table, 0, size * sizeof *table);
		number_day(&s->movements[i], n, table, size);
	}
}

/* All rows of a table that has the columns it must have. */
static void read_rows(gz_loader *l, const gz_csv *csv)
{
	gz_scenario *s = l->s;
	int32_t at[COLUMNS];
	bool whole = true, sorted = true;
	for (int32_t i = 0; i < COLUMNS; i++) {
		at[i] = gz_csv_column(csv, columns[i]);
		if (at[i] < 0 && i <= NUMBER) {
			gz_mistakes_add(l->mistakes, csv->path, 1, 1, "the column `%s` is missing: expected date, from, to, number", columns[i]);
			whole = false;
		}
	}
	s->movements = gz_loader_array(l, gz_movement, csv->n_rows);
	for (int32_t r = 0; whole && s->movements != NULL && r < csv->n_rows; r++)
		read_row(l, csv, r, at);
	for (int32_t i = 1; i < s->n_movements; i++)
		sorted = sorted && s->movements[i - 1].date <= s->movements[i].date;
	if (!sorted)
		qsort(s->movements, (size_t)s->n_movements, sizeof *s->movements, by_date);
	number_alike(l);
}

void gz_movement_load(gz_loader *l, const gz_node *node)
{
	gz_arena lent = {0};
	gz_csv csv = {0};
	const char *file = l->file, *path = gz_loader_path(l, node);
	if (path == NULL)
		return;
	if (gz_csv_load_export(&lent, path, &csv, l->mistakes) == GZ_ERR_MEMORY)
		l->no_memory = true;
	if (csv.n_columns > 0) {
		gz_loader_input(l, path);
		l->file = path;
		gz_loader_columns(l, &csv, columns);
		read_rows(l, &csv);
		l->file = file;
	}
	gz_arena_free(&lent);
}
