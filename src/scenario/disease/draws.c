/* A file of joint draws: columns are parameter names, each row is one draw, so that correlations are kept.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/draws.h"
#include "base/number.h"
#include "scenario/library.h"
#include <string.h>

/* Columns that only say where the rows come from. */
static const char *const documentary[] = {"source", "kind", "rule", "note", "checked", "draw", NULL};

/* Ties a column to its parameter; a column that names none is a mistake. */
static void tie_column(gz_loader *l, const gz_csv *csv, int32_t column)
{
	gz_disease *d = &l->s->disease;
	const char *name = csv->header[column];
	for (int32_t i = 0; documentary[i] != NULL; i++)
		if (strcmp(documentary[i], name) == 0)
			return;
	const char **names = gz_loader_array(l, const char *, d->n_parameters);
	for (int32_t i = 0; names != NULL && i < d->n_parameters; i++) {
		gz_parameter *p = &d->parameters[i];
		names[i] = p->name;
		if (strcmp(p->name, name) != 0)
			continue;
		if (!p->overridden) {
			p->kind = GZ_PARAMETER_POSTERIOR;
			p->column = column;
			p->overridden = true;
		}
		return;
	}
	const char *near = names != NULL ? gz_mistakes_near(name, names, d->n_parameters) : NULL;
	gz_mistakes_add(l->mistakes, csv->path, 1, csv->header_positions[column], "%.80s: no such parameter of this disease%s%s%s", name,
		near != NULL ? "; did you mean " : "", near != NULL ? near : "", near != NULL ? "?" : "");
}

static void read_cells(gz_loader *l, const gz_csv *csv, double *out)
{
	gz_disease *d = &l->s->disease;
	for (int32_t i = 0; i < d->n_parameters; i++) {
		int32_t column = d->parameters[i].column;
		if (d->parameters[i].kind != GZ_PARAMETER_POSTERIOR)
			continue;
		for (int32_t r = 0; r < csv->n_rows; r++) {
			const char *cell = gz_csv_cell(csv, r, column);
			if (!gz_number_parse(cell, strlen(cell), &out[(int64_t)r * csv->n_columns + column]))
				gz_mistakes_add(l->mistakes, csv->path, gz_csv_row_line(csv, r), gz_csv_cell_column(csv, r, column),
					"%.80s: expected a number for %s", cell[0] != '\0' ? cell : "nothing", d->parameters[i].name);
		}
	}
}

void gz_draws_load(gz_loader *l, const gz_node *node)
{
	gz_scenario *s = l->s;
	const int64_t before = l->mistakes->n + l->mistakes->more;
	const char *path = gz_loader_path(l, node);
	gz_csv csv = {0};
	if (path == NULL)
		return;
	if (gz_csv_load_listing(&s->arena, path, &csv, l->mistakes) == GZ_ERR_MEMORY)
		l->no_memory = true;
	if (csv.n_columns == 0)
		return;
	gz_loader_input(l, path);
	if (csv.n_rows == 0) {
		gz_mistakes_add(l->mistakes, path, 1, 1, "the file has no draws: expected at least one row below the names");
		return;
	}
	s->posterior = gz_loader_array(l, double, (int64_t)csv.n_rows *csv.n_columns);
	if (s->posterior == NULL)
		return;
	s->n_posterior_rows = csv.n_rows;
	s->n_posterior_columns = csv.n_columns;
	for (int32_t c = 0; c < csv.n_columns && l->disease_known; c++)
		tie_column(l, &csv, c);
	read_cells(l, &csv, s->posterior);
	l->draws = csv;
	l->draws_told = l->mistakes->n + l->mistakes->more == before ? gz_loader_array(l, bool, (int64_t)csv.n_rows * csv.n_columns) : NULL;
}
