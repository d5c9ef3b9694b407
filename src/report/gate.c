/* The page's data about borders: crossings with what passed through them, and the journeys across.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/gate.h"
#include "report/piece.h"
#include <math.h>
#include <stdlib.h>

static const char *const type_name[] = {"road", "rail", "air", "river", "sea"};
static const struct { gz_quantity quantity; const char *name; } passed[] = {
	{GZ_QUANTITY_TRAVELLERS, "travellers"}, {GZ_QUANTITY_INFECTED, "infected"}, {GZ_QUANTITY_DETECTED, "detected"}, {GZ_QUANTITY_MISSED, "missed"},
	{GZ_QUANTITY_REFUSED, "refused"}, {GZ_QUANTITY_STOPPED, "stopped"}, {GZ_QUANTITY_LEAKED, "leaked"}, {GZ_QUANTITY_QUARANTINED, "quarantined"},
	{GZ_QUANTITY_TESTS, "tests"}, {GZ_QUANTITY_DOSES, "doses"}, {GZ_QUANTITY_COST, "cost"},
};

static void write_side(gz_json *j, const gz_digest *d, int32_t crossing, gz_direction direction, double *scratch)
{
	int32_t n = d->result->n_replicates;
	gz_json_key(j, direction == GZ_DIRECTION_IN ? "in" : "out");
	gz_json_object(j);
	for (size_t k = 0; k < sizeof passed / sizeof passed[0]; k++)
		gz_piece_spread(j, passed[k].name, gz_digest_passage(d, crossing, direction, passed[k].quantity), n, scratch);
	gz_piece_key(j, "wait", d->waits[crossing * 2 + (direction == GZ_DIRECTION_OUT)]);
	gz_json_end(j);
}

static void write_crossing(gz_json *j, const gz_digest *d, int32_t i, double *scratch)
{
	const gz_crossing *c = &d->result->scenario->world.crossings[i];
	gz_json_object(j);
	gz_json_key_string(j, "id", c->id);
	gz_piece_words(j, "name", &c->name, c->id);
	gz_json_key_string(j, "type", type_name[c->type]);
	gz_json_key_string(j, "category", c->category);
	gz_json_key_integer(j, "near", c->near);
	gz_json_key_integer(j, "far", c->far);
	gz_json_key_number(j, "lat", c->lat);
	gz_json_key_number(j, "lon", c->lon);
	gz_json_key_string(j, "kind", c->kind);
	gz_json_key_string(j, "source", c->source);
	write_side(j, d, i, GZ_DIRECTION_IN, scratch);
	write_side(j, d, i, GZ_DIRECTION_OUT, scratch);
	gz_json_key(j, "cumulative");
	gz_json_array(j);
	for (int32_t k = 0; k < d->n_steps; k++)
		gz_piece_number(j, d->infected[(size_t)i * (size_t)d->n_steps + (size_t)k]);
	gz_json_end(j);
	gz_json_end(j);
}

gz_status gz_gate_write(gz_json *j, const gz_digest *digest, gz_error *err)
{
	double *scratch = malloc((size_t)digest->result->n_replicates * sizeof *scratch);
	if (scratch == NULL)
		return gz_piece_no_memory(err);
	gz_json_key(j, "crossings");
	gz_json_array(j);
	for (int32_t i = 0; i < digest->result->scenario->world.n_crossings; i++)
		write_crossing(j, digest, i, scratch);
	gz_json_end(j);
	free(scratch);
	return GZ_OK;
}

/* ---- journeys --------------------------------------------------------------------------------------------- */

/* A journey between two places by one crossing, of everybody who makes it. */
typedef struct journey {
	int32_t from, to, crossing;
	double per_day;
	const char *kind;
} journey;

static int by_ends(const void *a, const void *b)
{
	const journey *x = a, *y = b;
	int32_t d = x->from != y->from ? x->from - y->from : x->to != y->to ? x->to - y->to : x->crossing - y->crossing;
	return (d > 0) - (d < 0);
}

static int by_size(const void *a, const void *b)
{
	const journey *x = a, *y = b;
	return x->per_day < y->per_day ? 1 : x->per_day > y->per_day ? -1 : by_ends(a, b);
}

/* Joins rows of the same ends and crossing; the kind is that of the first. Returns how many are left. */
static int32_t join(journey *rows, int32_t n)
{
	int32_t left = 0;
	qsort(rows, (size_t)n, sizeof *rows, by_ends);
	for (int32_t i = 0; i < n; i++) {
		if (left > 0 && by_ends(&rows[left - 1], &rows[i]) == 0)
			rows[left - 1].per_day += rows[i].per_day;
		else
			rows[left++] = rows[i];
	}
	qsort(rows, (size_t)left, sizeof *rows, by_size);
	return left;
}

gz_status gz_gate_write_flows(gz_json *j, const gz_scenario *scenario, gz_error *err)
{
	const gz_world *w = &scenario->world;
	journey *rows = calloc((size_t)w->n_flows + 1, sizeof *rows);
	if (rows == NULL)
		return gz_piece_no_memory(err);
	int32_t n = 0, air = 0, land = 0;
	for (int32_t i = 0; i < w->n_flows; i++)
		if (w->flows[i].manner->n_via > 0)
			rows[n++] = (journey){w->flows[i].from, w->flows[i].to, w->flows[i].manner->via[0], w->flows[i].per_day, w->flows[i].manner->kind};
	n = join(rows, n);
	gz_json_key(j, "flows");
	gz_json_array(j);
	for (int32_t i = 0; i < n; i++) {
		/* Half of the room for air links, which would otherwise crowd out the roads. */
		int32_t *shown = w->crossings[rows[i].crossing].type == GZ_CROSSING_AIR ? &air : &land;
		if ((*shown)++ >= GZ_GATE_JOURNEYS / 2)
			continue;
		gz_json_array(j);
		gz_json_integer(j, rows[i].from);
		gz_json_integer(j, rows[i].to);
		gz_json_integer(j, rows[i].crossing);
		gz_piece_number(j, rows[i].per_day);
		gz_json_string(j, rows[i].kind);
		gz_json_end(j);
	}
	gz_json_end(j);
	free(rows);
	return GZ_OK;
}
