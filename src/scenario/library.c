/* The library of what is shipped: diseases/NAME.yaml, measures/NAME.yaml, scenarios/NAME.yaml; worlds as folders with a places.csv, packs
 * as folders with a pack.yaml.
 *
 * Worlds lie beside the scenarios that use them, in scenarios/NAME/ (or worlds/NAME/).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/library.h"
#include "base/file.h"
#include "scenario/shelf.h"
#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef GUZAR_DATADIR
#define GUZAR_DATADIR "/usr/share/guzar"
#endif

enum { PATH_SIZE = 4096, NAMES_MAX = 1000, FOLDERS_MAX = 2, MARKED_MOST = 1 << 20 };

static const char *const kind_folders[][FOLDERS_MAX] = {
	[GZ_LIBRARY_DISEASE] = {"diseases", NULL},
	[GZ_LIBRARY_WORLD] = {"scenarios", "worlds"},
	[GZ_LIBRARY_SCENARIO] = {"scenarios", NULL},
	[GZ_LIBRARY_MEASURE] = {"measures", NULL},
	[GZ_LIBRARY_PACK] = {"packs", NULL},
};
/* How a file of the kind begins a line; NULL: not asked. */
static const char *const kind_marks[] = {[GZ_LIBRARY_DISEASE] = "guzar-disease:", [GZ_LIBRARY_MEASURE] = "guzar-measure:", [GZ_LIBRARY_PACK] = NULL};
/* What a folder of the kind holds; NULL: the kind is files. */
static const char *const kind_holds[] = {[GZ_LIBRARY_WORLD] = "places.csv", [GZ_LIBRARY_PACK] = "pack.yaml"};

static bool is_folder(const char *path)
{
	struct stat st;
	return path != NULL && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool gz_library_has(const char *path)
{
	struct stat st;
	return path != NULL && stat(path, &st) == 0;
}

const char *gz_library_path(gz_arena *arena, const char *folder, const char *path)
{
	if (folder[0] == '\0' || path[0] == '/')
		return gz_arena_strdup(arena, path);
	return gz_arena_printf(arena, "%s/%s", folder, path);
}

/* The nearest folder above the running program that holds a library, itself or in share/guzar; NULL none. */
static const char *beside_program(gz_arena *arena)
{
	char path[PATH_SIZE];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	if (length <= 0)
		return NULL;
	path[length] = '\0';
	for (char *slash = strrchr(path, '/'); slash != NULL && slash != path; slash = strrchr(path, '/')) {
		*slash = '\0';
		if (is_folder(gz_arena_printf(arena, "%s/diseases", path)))
			return gz_arena_strdup(arena, path);
		const char *share = gz_arena_printf(arena, "%s/share/guzar", path);
		if (share != NULL && is_folder(gz_arena_printf(arena, "%s/diseases", share)))
			return share;
	}
	return NULL;
}

const char *gz_library_folder(gz_arena *arena, const char *first)
{
	if (first != NULL)
		return is_folder(first) ? first : NULL;
	const char *named = getenv("GUZAR_LIBRARY");
	if (named != NULL && named[0] != '\0')
		return is_folder(named) ? gz_arena_strdup(arena, named) : NULL;
	const char *beside = beside_program(arena);
	if (beside != NULL)
		return beside;
	return is_folder(GUZAR_DATADIR) ? GUZAR_DATADIR : gz_shelf_folder(arena);
}

/* What lies at path, or at path.yaml; NULL if it is not of this kind. */
static const char *at_path(gz_arena *arena, const char *path, gz_library_kind kind)
{
	if (path == NULL)
		return NULL;
	if (kind_holds[kind] != NULL)
		return is_folder(path) && gz_library_has(gz_arena_printf(arena, "%s/%s", path, kind_holds[kind])) ? path : NULL;
	if (gz_library_has(path) && !is_folder(path))
		return path;
	const char *longer = gz_arena_printf(arena, "%s.yaml", path);
	return gz_library_has(longer) ? longer : NULL;
}

/* Whether a file says that it is of another kind: a scenario called cholera.yaml is not the disease that it names. */
static bool other_kind(gz_arena *arena, const char *path, gz_library_kind kind)
{
	char *text = NULL;
	size_t n = 0;
	if (path == NULL || kind_marks[kind] == NULL || gz_file_read(path, MARKED_MOST, arena, &text, &n, NULL) != GZ_OK)
		return false;
	for (const char *at = strstr(text, kind_marks[kind]); at != NULL; at = strstr(at + 1, kind_marks[kind]))
		if (at == text || at[-1] == '\n')
			return false;
	return true;
}

const char *gz_library_find(gz_arena *arena, const char *first, const char *folder, gz_library_kind kind, const char *name)
{
	const char *path = at_path(arena, gz_library_path(arena, folder, name), kind);
	const char *const beside = path;
	bool is_path = name[0] == '/' || name[0] == '.';
	if (!is_path && strcmp(path == NULL ? "" : path, gz_library_path(arena, folder, name)) != 0 && other_kind(arena, path, kind))
		path = NULL;
	const char *library = path == NULL && !is_path ? gz_library_folder(arena, first) : NULL;
	for (int32_t i = 0; library != NULL && path == NULL && i < FOLDERS_MAX; i++)
		if (kind_folders[kind][i] != NULL)
			path = at_path(arena, gz_arena_printf(arena, "%s/%s/%s", library, kind_folders[kind][i], name), kind);
	/* A folder beside the scenario that lacks its tables is a better answer than none: its reader says what is missing. */
	const char *here = gz_library_path(arena, folder, name);
	if (path == NULL && beside != NULL)
		return beside;
	return path == NULL && kind == GZ_LIBRARY_WORLD && is_folder(here) ? here : path;
}

/* The name under which an entry of a folder is known, NULL if it is not of this kind. */
static const char *entry_name(gz_arena *arena, const char *folder, const char *entry, gz_library_kind kind)
{
	size_t length = strlen(entry);
	if (entry[0] == '.')
		return NULL;
	if (kind_holds[kind] != NULL)
		return at_path(arena, gz_arena_printf(arena, "%s/%s", folder, entry), kind) != NULL ? gz_arena_strdup(arena, entry) : NULL;
	if (length <= 5 || strcmp(entry + length - 5, ".yaml") != 0)
		return NULL;
	return gz_arena_strndup(arena, entry, length - 5);
}

static int by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	return strcmp(*x, *y);
}

const char **gz_library_names(gz_arena *arena, const char *first, gz_library_kind kind, int32_t *n)
{
	*n = 0;
	const char **names = gz_arena_array(arena, const char *, NAMES_MAX);
	const char *library = gz_library_folder(arena, first);
	for (int32_t i = 0; names != NULL && library != NULL && i < FOLDERS_MAX; i++) {
		const char *folder = kind_folders[kind][i] != NULL ? gz_arena_printf(arena, "%s/%s", library, kind_folders[kind][i]) : NULL;
		DIR *dir = folder != NULL ? opendir(folder) : NULL;
		if (dir == NULL)
			continue;
		for (struct dirent *entry = readdir(dir); entry != NULL && *n < NAMES_MAX; entry = readdir(dir)) {
			const char *name = entry_name(arena, folder, entry->d_name, kind);
			if (name != NULL)
				names[(*n)++] = name;
		}
		(void)closedir(dir);
	}
	if (names != NULL)
		qsort(names, (size_t)*n, sizeof *names, by_name);
	return names;
}
