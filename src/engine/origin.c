/* What a checkpoint is of: a disease, its compartments and ways of infection, the places and how many people live there.
 *
 * Each is a line "kind TAB name TAB detail". A run may go on from the checkpoint if its own lines are the same.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/origin.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct origin_lines {
	char *text;
	char **line;
	int32_t n;
} origin_lines;

static void origin_print(FILE *out, const gz_scenario *s)
{
	const gz_disease *d = &s->disease;
	fprintf(out, "disease\t%s\t\n", d->name);
	for (int32_t i = 0; i < d->n_compartments; i++)
		fprintf(out, "compartment\t%s\t\n", d->compartments[i].name);
	for (int32_t i = 0; i < d->n_infects; i++)
		fprintf(out, "infect row\t%s\t%d\n", d->infects[i].name, i + 1);
	for (int32_t i = 0; i < d->n_environments; i++)
		fprintf(out, "environment row\t%s\t%d\n", d->environments[i].name, i + 1);
	for (int32_t i = 0; i < s->world.n_places; i++) {
		const gz_place *p = &s->world.places[i];
		if (p->leaf >= 0)
			fprintf(out, "place\t%s\t%lld\n", p->id, (long long)p->population);
		else
			fprintf(out, "group of places\t%s\t\n", p->id);
	}
}

char *gz_origin_text(gz_arena *arena, const gz_scenario *s)
{
	char *text = NULL, *copy = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	origin_print(out, s);
	if (fclose(out) == 0)
		copy = gz_arena_strdup(arena, text);
	free(text);
	return copy;
}

/* Cuts a text of the arena into its lines. */
static gz_status origin_cut(gz_arena *arena, char *text, origin_lines *lines)
{
	int32_t n = 0;
	if (!text)
		return GZ_ERR_MEMORY;
	for (const char *at = text; *at; at++)
		n += *at == '\n';
	*lines = (origin_lines){.text = text, .line = gz_arena_array(arena, char *, n)};
	if (!lines->line)
		return GZ_ERR_MEMORY;
	for (char *end = strchr(text, '\n'); end; text = end + 1, end = strchr(text, '\n')) {
		*end = '\0';
		lines->line[lines->n++] = text;
	}
	return GZ_OK;
}

/* The line that says the same, usually at the same number; -1 none. n: bytes compared, 0 all. */
static int32_t origin_find(const origin_lines *lines, const char *line, int32_t usual, size_t n)
{
	for (int32_t probe = 0; probe < lines->n; probe++) {
		const int32_t i = (int32_t)(((int64_t)usual + probe) % lines->n);
		if (n > 0 ? strncmp(lines->line[i], line, n) == 0 : strcmp(lines->line[i], line) == 0)
			return i;
	}
	return -1;
}

/* One line, in pieces. */
typedef struct origin_item { char kind[32], name[160], detail[32]; size_t head; } origin_item;

static origin_item origin_split(const char *line)
{
	origin_item item = {{0}, {0}, {0}, 0};
	const char *first = strchr(line, '\t'), *second = first ? strchr(first + 1, '\t') : NULL;
	if (!second)
		return item;
	snprintf(item.kind, sizeof item.kind, "%.*s", (int)(first - line), line);
	snprintf(item.name, sizeof item.name, "%.*s", (int)(second - first - 1), first + 1);
	snprintf(item.detail, sizeof item.detail, "%s", second + 1);
	item.head = (size_t)(second - line) + 1;
	return item;
}

/* A line that only one of the two has. */
static gz_status origin_differ(const char *line, bool is_kept, const origin_lines *other, const gz_scenario *s, const char *path, gz_error *err)
{
	const origin_item item = origin_split(line);
	const bool place = strcmp(item.kind, "place") == 0, group = strcmp(item.kind, "group of places") == 0;
	const char *whose = place || group ? "world" : "disease";
	if (item.head == 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is damaged: it does not say what it is of");
	const int32_t same = origin_find(other, line, 0, item.head);
	const origin_item theirs = same >= 0 ? origin_split(other->line[same]) : item;
	if (strcmp(item.kind, "disease") == 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is of another disease: %s, and this scenario's is %s", item.name, s->disease.name);
	if (same >= 0 && place)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is of another world: %s had %s people there and has %s here", item.name, item.detail, theirs.detail);
	if (same >= 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is of another disease: %s %s was number %s there and is number %s here", item.kind, item.name, item.detail,
			theirs.detail);
	return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is of another %s: it has %s %s %s, and this %s %s", whose, is_kept ? "the" : "no", item.kind, item.name, whose,
		is_kept ? "has not" : "has");
}

static gz_status origin_compare(const origin_lines *kept, const origin_lines *own, const gz_scenario *s, const char *path, gz_error *err)
{
	for (int32_t i = 0; i < kept->n; i++)
		if (origin_find(own, kept->line[i], i, 0) < 0)
			return origin_differ(kept->line[i], true, own, s, path, err);
	for (int32_t i = 0; i < own->n; i++)
		if (origin_find(kept, own->line[i], i, 0) < 0)
			return origin_differ(own->line[i], false, kept, s, path, err);
	return GZ_OK;
}

gz_status gz_origin_check(const char *kept, const gz_scenario *s, const char *path, gz_error *err)
{
	gz_arena arena = {0};
	origin_lines theirs = {0}, own = {0};
	gz_status st = origin_cut(&arena, gz_arena_strdup(&arena, kept), &theirs);
	if (st == GZ_OK)
		st = origin_cut(&arena, gz_origin_text(&arena, s), &own);
	if (st == GZ_OK)
		st = origin_compare(&theirs, &own, s, path, err);
	gz_arena_free(&arena);
	return st;
}
