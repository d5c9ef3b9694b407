/* Loads a world, a folder of CSV tables, into plain arrays, and lists every mistake in the tables by file, row and column.
 *
 * The tables are read one after the other, each by the file of its noun: places, then what divides their people (ages, groups,
 * contacts), then how people travel (curves, crossings, openings, flows, commuting).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "scenario/world/world.h"
#include "scenario/world/world_reader.h"
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *const table_names[GZ_WORLD_TABLES] = {
	"places", "ages", "groups", "contacts", "crossings", "openings", "flows", "curves", "commuting"};

const char *gz_world_table_name(gz_world_table table)
{
	return table_names[table];
}

/* ---- looking things up ------------------------------------------------------------------------------------ */

int32_t gz_world_place(const gz_world *w, const char *id)
{
	return gz_names_find(&w->place_names, id);
}

int32_t gz_world_crossing(const gz_world *w, const char *id)
{
	return gz_names_find(&w->crossing_names, id);
}

int32_t gz_world_flow(const gz_world *w, const char *id)
{
	return gz_names_find(&w->flow_names, id);
}

int32_t gz_world_curve(const gz_world *w, const char *id)
{
	return gz_names_find(&w->curve_names, id);
}

static int32_t label(const char *const *labels, int32_t n, const char *name)
{
	for (int32_t i = 0; i < n; i++)
		if (strcmp(labels[i], name) == 0)
			return i;
	return -1;
}

int32_t gz_world_age(const gz_world *w, const char *name)
{
	return label(w->ages, w->n_ages, name);
}

int32_t gz_world_group(const gz_world *w, const char *name)
{
	return label(w->groups, w->n_groups, name);
}

const char *gz_world_place_near(const gz_world *w, const char *id)
{
	return gz_names_near(&w->place_names, id);
}

int32_t gz_world_depth(const gz_world *w)
{
	int32_t n = 0;
	for (int32_t i = 0; i < w->n_places; i++)
		n += w->places[i].depth <= 1;
	return n <= GZ_WORLD_REPORTED ? 1 : 0;
}

bool gz_world_within(const gz_world *w, int32_t inner, int32_t outer)
{
	for (int32_t steps = 0; inner >= 0 && steps <= w->n_places; steps++) {
		if (inner == outer)
			return true;
		inner = w->places[inner].parent;
	}
	return false;
}

bool gz_world_facing(const gz_world *w, const gz_crossing *a, const gz_crossing *b)
{
	if (a->near < 0 || a->far < 0 || b->near < 0 || b->far < 0)
		return false;
	const int32_t near = w->places[a->near].country, far = w->places[a->far].country;
	return near != far && near == w->places[b->far].country && far == w->places[b->near].country;
}

/* ---- finding the tables ----------------------------------------------------------------------------------- */

gz_status gz_world_open(gz_world_reader *r, gz_world_table table, const gz_table_column *columns, int32_t n, gz_table *t, bool *present)
{
	*present = false;
	if (r->paths[table] == NULL)
		return GZ_OK;
	gz_status status = gz_table_load(t, r->arena, &r->lent, r->paths[table], columns, n, r->mistakes);
	*present = status == GZ_OK;
	r->unread[table] = status != GZ_OK || t->incomplete;
	return status == GZ_ERR_INPUT ? GZ_OK : status;
}

bool gz_world_is_there(const char *path)
{
	struct stat s;
	return lstat(path, &s) == 0 || errno != ENOENT;
}

static gz_status find_tables(gz_world_reader *r, const gz_world_paths *paths)
{
	for (int32_t i = 0; i < GZ_WORLD_TABLES; i++) {
		r->paths[i] = paths->tables[i];
		if (r->paths[i] != NULL || paths->folder == NULL)
			continue;
		const char *path = gz_arena_printf(r->arena, "%s/%s.csv", paths->folder, table_names[i]);
		if (path == NULL)
			return GZ_ERR_MEMORY;
		r->paths[i] = gz_world_is_there(path) ? path : NULL;
	}
	return GZ_OK;
}

/* A file whose name is nearly that of a table that is absent was surely meant to be read. */
static void check_file_name(gz_world_reader *r, const char *folder, const char *name)
{
	const char *candidates[GZ_WORLD_TABLES];
	size_t n = strlen(name);
	if (n < 5 || n > 40 || (strcmp(name + n - 4, ".csv") != 0 && strcmp(name + n - 4, ".CSV") != 0))
		return;
	char stem[48];
	memcpy(stem, name, n - 4);
	stem[n - 4] = '\0';
	for (size_t i = 0; i < n - 4; i++)
		stem[i] = stem[i] >= 'A' && stem[i] <= 'Z' ? (char)(stem[i] - 'A' + 'a') : stem[i];
	for (int32_t i = 0; i < GZ_WORLD_TABLES; i++) {
		candidates[i] = r->paths[i] == NULL ? table_names[i] : NULL;
		if (strcmp(stem, table_names[i]) == 0 && r->paths[i] != NULL)
			return;
	}
	const char *near = gz_mistakes_near(stem, candidates, GZ_WORLD_TABLES);
	const char *path = near == NULL ? NULL : gz_arena_printf(r->arena, "%s/%s", folder, name);
	if (path != NULL)
		gz_mistakes_add(r->mistakes, path, 0, 0, "no table of a world is called so; did you mean %s.csv?", near);
}

/* The folder must be one; the files in it are looked at for mistyped names. */
static bool check_folder(gz_world_reader *r, const char *folder)
{
	DIR *d = opendir(folder);
	if (d == NULL) {
		const char *why = errno == ENOTDIR ? "is a file; a world is a folder of tables"
			: errno == ENOENT              ? "no such folder"
			: errno == EACCES              ? "no permission to read this folder"
			: errno == ELOOP               ? "a loop of links leads nowhere"
										   : "this folder cannot be read";
		gz_mistakes_add(r->mistakes, folder, 0, 0, "%s", why);
		return false;
	}
	for (const struct dirent *entry = readdir(d); entry != NULL; entry = readdir(d))
		check_file_name(r, folder, entry->d_name);
	closedir(d);
	return true;
}

/* ---- loading ---------------------------------------------------------------------------------------------- */

typedef gz_status table_reader(gz_world_reader *);

static gz_status read_tables(gz_world_reader *r)
{
	static table_reader *const readers[] = {
		gz_place_read, gz_stratum_read, gz_contact_read, gz_curve_read, gz_crossing_read, gz_opening_read, gz_flow_read, gz_commute_read};
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		gz_status status = readers[i](r);
		gz_arena_free(&r->lent);
		GZ_TRY(status);
	}
	return GZ_OK;
}

gz_status gz_world_load(
	gz_world *w, gz_arena *arena, const gz_world_paths *paths, gz_mistakes *mistakes, const char **inputs, int32_t *n_inputs)
{
	gz_world_reader r = {.world = w, .arena = arena, .mistakes = mistakes};
	int64_t before = mistakes->n + mistakes->more;
	*w = (gz_world){.name = paths->name, .folder = paths->folder};
	*n_inputs = 0;
	w->place_names.incomplete = true; /* until it has been read */
	GZ_TRY(find_tables(&r, paths));
	if (paths->folder != NULL && !check_folder(&r, paths->folder))
		return GZ_ERR_INPUT;
	for (int32_t i = 0; i < GZ_WORLD_TABLES; i++)
		if (r.paths[i] != NULL)
			inputs[(*n_inputs)++] = r.paths[i];
	if (r.paths[GZ_WORLD_PLACES] == NULL)
		gz_mistakes_add(mistakes, paths->folder, 0, 0, "places.csv is missing: a world needs at least this table");
	GZ_TRY(read_tables(&r));
	return mistakes->n + mistakes->more > before ? GZ_ERR_INPUT : GZ_OK;
}
