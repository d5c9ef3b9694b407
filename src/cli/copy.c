/* Copies of what is shipped.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/copy.h"
#include "base/file.h"
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BYTES = 64 << 20, COPY_DEPTH = 3 };

gz_status gz_copy_file(const char *from, const char *to, gz_arena *arena, gz_error *err)
{
	char *text;
	size_t n;
	if (access(to, F_OK) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, to, 0, 0, "this file exists already and is left alone; give another name");
	GZ_TRY(gz_file_read(from, COPY_BYTES, arena, &text, &n, err));
	return gz_file_write_whole(to, text, n, err);
}

static gz_status copy_entries(const char *from, const char *to, int32_t depth, gz_arena *arena, gz_error *err);

static gz_status copy_entry(const char *from, const char *to, int32_t depth, gz_arena *arena, gz_error *err)
{
	struct stat st;
	if (from == NULL || to == NULL)
		return GZ_ERR_MEMORY;
	if (lstat(from, &st) != 0 || (S_ISDIR(st.st_mode) && depth == 0))
		return GZ_OK;
	if (S_ISREG(st.st_mode))
		return gz_copy_file(from, to, arena, err);
	return !S_ISDIR(st.st_mode) ? GZ_OK : mkdir(to, 0777) != 0 ? gz_error_set(err, GZ_ERR_IO, to, 0, 0, "this folder cannot be made")
	                                                            : copy_entries(from, to, depth - 1, arena, err);
}

static gz_status copy_entries(const char *from, const char *to, int32_t depth, gz_arena *arena, gz_error *err)
{
	gz_status status = GZ_OK;
	DIR *folder = opendir(from);
	if (folder == NULL)
		return gz_error_set(err, GZ_ERR_IO, from, 0, 0, "this folder cannot be read");
	for (const struct dirent *entry = readdir(folder); status == GZ_OK && entry != NULL; entry = readdir(folder))
		if (entry->d_name[0] != '.')
			status = copy_entry(gz_arena_printf(arena, "%s/%s", from, entry->d_name), gz_arena_printf(arena, "%s/%s", to, entry->d_name), depth, arena, err);
	closedir(folder);
	return status;
}

gz_status gz_copy_folder(const char *from, const char *to, gz_arena *arena, gz_error *err)
{
	if (mkdir(to, 0777) != 0)
		return gz_error_set(err, GZ_ERR_INPUT, to, 0, 0, "this folder cannot be made, or is there already; give another name");
	const gz_status status = copy_entries(from, to, COPY_DEPTH - 1, arena, err);
	if (status != GZ_OK)
		gz_file_clear(to, COPY_DEPTH);
	return status;
}
