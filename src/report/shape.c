/* Map shapes for the countries of a world and for those around it.
 *
 * A line of the embedded text: kind (D detail, O outline), code, west, south, east, north, topology; divided by tabs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/shape.h"
#include "base/number.h"
#include "report/embedded.h"
#include <string.h>

enum { FIELDS = 7 };

typedef struct line {
	const char *field[FIELDS];
	size_t size[FIELDS];
} line;

/* Cuts the next line; false at the end. */
static bool next_line(const char **at, const char *end, line *out)
{
	if (*at >= end)
		return false;
	const char *stop = memchr(*at, '\n', (size_t)(end - *at));
	if (stop == NULL)
		stop = end;
	*out = (line){{0}, {0}};
	const char *from = *at;
	for (int32_t i = 0; i < FIELDS && from <= stop; i++) {
		const char *tab = i == FIELDS - 1 ? NULL : memchr(from, '\t', (size_t)(stop - from));
		out->field[i] = from;
		out->size[i] = (size_t)((tab == NULL ? stop : tab) - from);
		from = (tab == NULL ? stop : tab) + 1;
	}
	*at = stop + 1;
	return true;
}

static bool in_world(const gz_world *world, const line *x)
{
	for (int32_t p = 0; p < world->n_places; p++)
		if (world->places[p].parent < 0 && x->field[1] != NULL && strlen(world->places[p].id) == x->size[1] && memcmp(world->places[p].id, x->field[1], x->size[1]) == 0)
			return true;
	return false;
}

static bool touches(const line *x, const double window[4])
{
	double box[4];
	for (int32_t i = 0; i < 4; i++)
		if (x->field[2 + i] == NULL || !gz_number_parse(x->field[2 + i], x->size[2 + i], &box[i]))
			return false;
	return box[0] <= window[2] && box[2] >= window[0] && box[1] <= window[3] && box[3] >= window[1];
}

static void write_kind(gz_json *j, const gz_world *world, const double window[4], bool detail)
{
	const char *at = (const char *)gz_embedded_shapes, *end = at + gz_embedded_shapes_size;
	char code[8];
	line x;
	gz_json_key(j, detail ? "shapes" : "context");
	gz_json_object(j);
	while (next_line(&at, end, &x)) {
		bool wanted = detail ? in_world(world, &x) : touches(&x, window) && !in_world(world, &x);
		if (x.field[FIELDS - 1] == NULL || x.size[1] >= sizeof code || x.field[0][0] != (detail ? 'D' : 'O') || !wanted)
			continue;
		memcpy(code, x.field[1], x.size[1]);
		code[x.size[1]] = '\0';
		gz_json_key(j, code);
		gz_json_raw(j, x.field[FIELDS - 1], x.size[FIELDS - 1]);
	}
	gz_json_end(j);
}

void gz_shape_write(gz_json *j, const gz_world *world, const double window[4])
{
	const double around[4] = {window[0] - 3, window[1] - 2, window[2] + 3, window[3] + 2};
	write_kind(j, world, around, true);
	write_kind(j, world, around, false);
}
