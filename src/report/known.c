/* How the facts of a world are known: rows by kind, rules of estimation, sources.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/known.h"
#include "base/file.h"
#include "report/piece.h"
#include <stdlib.h>
#include <string.h>

enum { README_BYTES = 1 << 20 };

typedef enum table { PLACES, CROSSINGS, OPENINGS, FLOWS, N_TABLES } table;
static const char *const table_name[N_TABLES] = {"places", "crossings", "openings", "flows"};

/* One row of a world's table, as far as it says how it is known; and how many are alike. */
typedef struct fact {
	table table;
	const char *kind, *source, *rule;
	int32_t n, estimated;
} fact;

static int compare_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? (a != NULL) - (b != NULL) : strcmp(a, b);
}

static int by_source(const void *a, const void *b)
{
	const fact *x = a, *y = b;
	return x->table != y->table ? (int)x->table - (int)y->table : compare_text(x->source, y->source);
}

static int by_rule(const void *a, const void *b)
{
	return compare_text(((const fact *)a)->rule, ((const fact *)b)->rule);
}

static int by_rows(const void *a, const void *b)
{
	const fact *x = a, *y = b;
	return x->n != y->n ? (x->n < y->n ? 1 : -1) : by_source(a, b);
}

static const char *said(const char *text)
{
	return text != NULL && text[0] != '\0' ? text : NULL;
}

static int32_t collect(const gz_world *w, fact *facts)
{
	int32_t n = 0;
	for (int32_t i = 0; i < w->n_places; i++)
		if (w->places[i].leaf >= 0)
			facts[n++] = (fact){PLACES, said(w->places[i].kind), said(w->places[i].source), NULL, 1, 0};
	for (int32_t i = 0; i < w->n_crossings; i++)
		facts[n++] = (fact){CROSSINGS, said(w->crossings[i].kind), said(w->crossings[i].source), NULL, 1, 0};
	for (int32_t i = 0; i < w->n_openings; i++)
		facts[n++] = (fact){OPENINGS, said(w->openings[i].kind), said(w->openings[i].source), NULL, 1, 0};
	for (int32_t i = 0; i < w->n_flows; i++)
		facts[n++] = (fact){FLOWS, said(w->flows[i].manner->kind), said(w->flows[i].manner->source), said(w->flows[i].manner->rule), 1, 0};
	for (int32_t i = 0; i < n; i++)
		facts[i].estimated = facts[i].kind != NULL && strcmp(facts[i].kind, "estimated") == 0;
	return n;
}

static void write_tables(gz_json *j, const fact *facts, int32_t n)
{
	static const char *const kinds[] = {"measured", "reported", "estimated", "unsaid"};
	int32_t count[N_TABLES][4] = {{0}};
	for (int32_t i = 0; i < n; i++) {
		int32_t k = 0;
		while (k < 3 && compare_text(facts[i].kind, kinds[k]) != 0)
			k++;
		count[facts[i].table][k]++;
	}
	gz_json_key(j, "tables");
	gz_json_array(j);
	for (int32_t t = 0; t < N_TABLES; t++) {
		gz_json_object(j);
		gz_json_key_string(j, "table", table_name[t]);
		gz_json_key_integer(j, "n", (int64_t)count[t][0] + count[t][1] + count[t][2] + count[t][3]);
		for (int32_t k = 0; k < 4; k++)
			gz_json_key_integer(j, kinds[k], count[t][k]);
		gz_json_end(j);
	}
	gz_json_end(j);
}

/* Joins neighbours that are alike; returns how many are left, the largest first. */
static int32_t join(fact *facts, int32_t n, int (*alike)(const void *, const void *))
{
	int32_t left = 0;
	qsort(facts, (size_t)n, sizeof *facts, alike);
	for (int32_t i = 0; i < n; i++) {
		if (left > 0 && alike(&facts[left - 1], &facts[i]) == 0) {
			facts[left - 1].n += facts[i].n;
			facts[left - 1].estimated += facts[i].estimated;
		} else {
			facts[left++] = facts[i];
		}
	}
	qsort(facts, (size_t)left, sizeof *facts, by_rows);
	return left;
}

/* The README.md of the world's folder, "" where there is none. */
static const char *readme_of(const gz_world *world, gz_arena *arena)
{
	char *path = world->folder == NULL ? NULL : gz_arena_printf(arena, "%s/README.md", world->folder), *bytes;
	size_t n;
	return path != NULL && gz_file_read(path, README_BYTES, arena, &bytes, &n, NULL) == GZ_OK ? bytes : "";
}

/* What a rule says: the last cell of its table row; NULL where there is no such row. */
static const char *text_of(const char *readme, const char *rule, gz_arena *arena)
{
	char *start = gz_arena_printf(arena, "\n| %s |", rule);
	const char *row = start == NULL ? NULL : strstr(readme, start);
	if (row == NULL)
		return NULL;
	const char *end = strchr(row + 1, '\n'), *from;
	end = end == NULL ? row + strlen(row) : end;
	while (end > row && (end[-1] == ' ' || end[-1] == '|' || end[-1] == '\r'))
		end--;
	for (from = end; from > row && from[-1] != '|';)
		from--;
	while (from < end && *from == ' ')
		from++;
	return gz_arena_strndup(arena, from, (size_t)(end - from));
}

static void write_rules(gz_json *j, const gz_world *world, fact *facts, int32_t n)
{
	gz_arena arena = {0};
	const char *readme = readme_of(world, &arena);
	gz_json_key(j, "rules");
	gz_json_array(j);
	n = join(facts, n, by_rule);
	for (int32_t i = 0; i < n; i++) {
		if (facts[i].rule == NULL)
			continue;
		gz_json_object(j);
		gz_json_key_string(j, "rule", facts[i].rule);
		gz_json_key_string(j, "text", text_of(readme, facts[i].rule, &arena));
		gz_json_key_integer(j, "n", facts[i].n);
		gz_json_end(j);
	}
	gz_json_end(j);
	gz_arena_free(&arena);
}

static void write_sources(gz_json *j, fact *facts, int32_t n)
{
	gz_json_key(j, "sources");
	gz_json_array(j);
	n = join(facts, n, by_source);
	for (int32_t i = 0; i < n && i < GZ_KNOWN_SOURCES; i++) {
		gz_json_object(j);
		gz_json_key_string(j, "source", facts[i].source);
		gz_json_key_string(j, "table", table_name[facts[i].table]);
		gz_json_key_integer(j, "n", facts[i].n);
		gz_json_key_integer(j, "estimated", facts[i].estimated);
		gz_json_end(j);
	}
	gz_json_end(j);
}

gz_status gz_known_write(gz_json *j, const gz_world *world, gz_error *err)
{
	size_t rows = (size_t)world->n_places + (size_t)world->n_crossings + (size_t)world->n_openings + (size_t)world->n_flows + 1;
	fact *facts = calloc(rows, sizeof *facts), *copy = calloc(rows, sizeof *copy);
	if (facts == NULL || copy == NULL) {
		free(facts);
		free(copy);
		return gz_piece_no_memory(err);
	}
	int32_t n = collect(world, facts);
	memcpy(copy, facts, rows * sizeof *facts);
	gz_json_key(j, "facts");
	gz_json_object(j);
	write_tables(j, facts, n);
	write_rules(j, world, facts, n);
	write_sources(j, copy, n);
	gz_json_end(j);
	free(facts);
	free(copy);
	return GZ_OK;
}
