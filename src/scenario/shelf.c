/* Unpacks the library that the program carries. It was packed by tools/shelve: a line with a hash of it all; for each file a
 * line with path and size, then the bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "scenario/shelf.h"
#include "base/file.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern const unsigned char gz_embedded_shelf[];
extern const size_t gz_embedded_shelf_size;

enum { PATH = 4096, DEPTH = 8, HASH = 16 };

/* Ours alone: nobody else may have put anything there. */
static bool is_private(const char *folder)
{
	struct stat what;
	return lstat(folder, &what) == 0 && S_ISDIR(what.st_mode) && what.st_uid == geteuid() && (what.st_mode & 0022) == 0;
}

/* Makes the folders on the way to a path below root. */
static bool make_way(char *path, size_t root)
{
	for (char *slash = path + root + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		const bool there = mkdir(path, 0700) == 0 || errno == EEXIST;
		*slash = '/';
		if (!there)
			return false;
	}
	return true;
}

static bool write_file(const char *path, const unsigned char *bytes, size_t n)
{
	FILE *out = fopen(path, "wbx");
	const bool written = out != NULL && fwrite(bytes, 1, n, out) == n;
	return out != NULL && fclose(out) == 0 && written;
}

static bool unpack(const char *folder)
{
	const char *at = (const char *)gz_embedded_shelf + HASH + 1, *end = (const char *)gz_embedded_shelf + gz_embedded_shelf_size;
	while (at < end) {
		char path[PATH];
		const char *space = memchr(at, ' ', (size_t)(end - at));
		char *after = NULL;
		if (space == NULL || (size_t)snprintf(path, sizeof path, "%s/%.*s", folder, (int)(space - at), at) >= sizeof path)
			return false;
		const size_t n = (size_t)strtoull(space + 1, &after, 10);
		if (*after != '\n' || n > (size_t)(end - after - 1) || !make_way(path, strlen(folder)) || !write_file(path, (const unsigned char *)after + 1, n))
			return false;
		at = after + 1 + n;
	}
	return true;
}

/* Unpacks beside and renames, so that the folder is whole whenever it is there. */
static bool put_up(gz_arena *arena, const char *folder)
{
	char *fresh = gz_arena_printf(arena, "%s.XXXXXX", folder);
	if (fresh == NULL || mkdtemp(fresh) == NULL)
		return false;
	if (unpack(fresh) && rename(fresh, folder) == 0)
		return true;
	gz_file_clear(fresh, DEPTH);
	return is_private(folder); /* somebody else was first */
}

static const char *below(gz_arena *arena, const char *where, const char *rest, const char *name)
{
	if (where == NULL || where[0] != '/')
		return NULL;
	const char *parent = gz_arena_printf(arena, "%s%s", where, rest), *folder = gz_arena_printf(arena, "%s/%s", parent != NULL ? parent : "", name);
	if (parent == NULL || folder == NULL)
		return NULL;
	mkdir(parent, 0700); /* a home without a .cache */
	return is_private(folder) || put_up(arena, folder) ? folder : NULL;
}

const char *gz_shelf_folder(gz_arena *arena)
{
	const char *name = gz_arena_printf(arena, "guzar-library-%.*s", HASH, (const char *)gz_embedded_shelf);
	const char *const places[][2] = {{getenv("XDG_CACHE_HOME"), ""}, {getenv("HOME"), "/.cache"}, {getenv("TMPDIR"), ""}, {"/tmp", ""}};
	for (size_t i = 0; name != NULL && i < sizeof places / sizeof *places; i++) {
		const char *folder = below(arena, places[i][0], places[i][1], name);
		if (folder != NULL)
			return folder;
	}
	return NULL;
}
