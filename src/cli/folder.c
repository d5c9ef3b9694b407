/* The output folder of a run: files are made in a hidden folder inside it and appear together when all are whole.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/folder.h"
#include "forecast/manifest.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char staging_name[] = ".guzar-under-way";

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

/* Makes one folder if it is not there, and counts those made. */
static gz_status make_one(gz_folder *folder, const char *path, gz_error *err)
{
	struct stat status;
	if (mkdir(path, 0777) == 0) {
		folder->n_created++;
		return GZ_OK;
	}
	int problem = errno;
	if (problem != EEXIST)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "cannot make this folder: %s", strerror(problem));
	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this is a file; the results need a folder");
	return GZ_OK;
}

/* Makes the folder and those above it. */
static gz_status make(gz_folder *folder, gz_error *err)
{
	char *part = gz_arena_strdup(&folder->arena, folder->path);
	if (part == NULL)
		return no_memory(err);
	for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		GZ_TRY(make_one(folder, part, err));
		*slash = '/';
	}
	return make_one(folder, folder->path, err);
}

/* Removes the folders that were made, from the innermost, as long as they are empty. */
static void unmake(const gz_folder *folder)
{
	char path[4096];
	snprintf(path, sizeof path, "%s", folder->path == NULL ? "" : folder->path);
	for (int32_t i = 0; i < folder->n_created && rmdir(path) == 0; i++) {
		char *slash = strrchr(path, '/');
		if (slash == NULL)
			return;
		*slash = '\0';
	}
}

static gz_status lock(gz_folder *folder, gz_error *err)
{
	folder->lock = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->lock < 0)
		return gz_error_set(err, GZ_ERR_INPUT, folder->path, 0, 0, "cannot open this folder: %s", strerror(errno));
	if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return gz_error_set(err, GZ_ERR_INPUT, folder->path, 0, 0, "another run is writing into this folder; wait for it, or choose another");
	return GZ_OK;
}

/* Empties and removes the staging folder; nothing happens if there is none. */
static void remove_staging(const gz_folder *folder)
{
	char path[4096];
	DIR *dir = folder->staging == NULL ? NULL : opendir(folder->staging);
	if (dir == NULL)
		return;
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		snprintf(path, sizeof path, "%s/%s", folder->staging, entry->d_name);
		if (entry->d_name[0] != '.' || (entry->d_name[1] != '\0' && strcmp(entry->d_name, "..") != 0))
			unlink(path);
	}
	closedir(dir);
	rmdir(folder->staging);
}

/* Whether the folder holds anything but a manifest, and whether it holds that. */
static void look(const gz_folder *folder, bool *others, bool *manifest)
{
	DIR *dir = opendir(folder->path);
	*others = *manifest = false;
	if (dir == NULL)
		return;
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, staging_name) == 0)
			continue;
		if (strcmp(name, "manifest.json") == 0)
			*manifest = true;
		else
			*others = true;
	}
	closedir(dir);
}

static gz_status check_contents(gz_folder *folder, gz_error *err)
{
	gz_manifest_record record = {0};
	bool others, manifest;
	look(folder, &others, &manifest);
	if (!others && !manifest)
		return GZ_OK;
	const char *path = gz_arena_printf(&folder->arena, "%s/manifest.json", folder->path);
	if (path == NULL)
		return no_memory(err);
	if (!manifest || gz_manifest_load(path, false, &folder->arena, &record, NULL) != GZ_OK)
		return gz_error_set(err, GZ_ERR_INPUT, folder->path, 0, 0,
			"the folder is not empty; choose another, or empty it first");
	folder->earlier = record.outputs;
	folder->n_earlier = record.n_outputs;
	return GZ_OK;
}

gz_status gz_folder_open(gz_folder *folder, const char *path, gz_error *err)
{
	*folder = (gz_folder){.lock = -1};
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	if (length == 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the name of the output folder is empty");
	folder->path = gz_arena_strndup(&folder->arena, path, length);
	if (folder->path == NULL)
		return no_memory(err);
	GZ_TRY(make(folder, err));
	GZ_TRY(lock(folder, err));
	GZ_TRY(check_contents(folder, err));
	folder->staging = gz_arena_printf(&folder->arena, "%s/%s", folder->path, staging_name);
	if (folder->staging == NULL)
		return no_memory(err);
	remove_staging(folder); /* of a run that was killed */
	if (mkdir(folder->staging, 0777) != 0)
		return gz_error_set(err, GZ_ERR_INPUT, folder->path, 0, 0, "cannot write into this folder: %s", strerror(errno));
	return GZ_OK;
}

const char *gz_folder_file(gz_folder *folder, const char *name)
{
	return gz_arena_printf(&folder->arena, "%s/%s", folder->staging, name);
}

void gz_folder_name(const gz_folder *folder, gz_error *err)
{
	char name[GZ_ERROR_FILE_SIZE];
	size_t n = folder->staging == NULL ? 0 : strlen(folder->staging);
	if (n == 0 || strncmp(err->file, folder->staging, n) != 0)
		return;
	snprintf(name, sizeof name, "%s%s", folder->path, err->file + n);
	memcpy(err->file, name, sizeof name);
}

/* Files of an earlier run that this one does not replace would be taken for its own. */
static void remove_earlier(const gz_folder *folder, const char *const *names, int32_t n)
{
	char path[4096];
	for (int32_t i = 0; i < folder->n_earlier; i++) {
		const char *earlier = folder->earlier[i];
		bool replaced = strchr(earlier, '/') != NULL;
		for (int32_t j = 0; j < n; j++)
			replaced = replaced || strcmp(names[j], earlier) == 0;
		snprintf(path, sizeof path, "%s/%s", folder->path, earlier);
		if (!replaced)
			unlink(path);
	}
}

gz_status gz_folder_commit(gz_folder *folder, const char *const *names, int32_t n, gz_error *err)
{
	char from[4096], to[4096];
	for (int32_t i = 0; i < n; i++) {
		snprintf(from, sizeof from, "%s/%s", folder->staging, names[i]);
		snprintf(to, sizeof to, "%s/%s", folder->path, names[i]);
		if (rename(from, to) != 0)
			return gz_error_set(err, GZ_ERR_IO, to, 0, 0, "cannot put this file in place: %s", strerror(errno));
	}
	folder->n_created = 0;
	remove_earlier(folder, names, n);
	return GZ_OK;
}

void gz_folder_close(gz_folder *folder)
{
	remove_staging(folder);
	unmake(folder);
	if (folder->lock >= 0)
		close(folder->lock);
	gz_arena_free(&folder->arena);
	*folder = (gz_folder){.lock = -1};
}
