/* Whole files: read at once with a limit, written whole or not at all. POSIX.1-2008.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

/* The sentence for an errno when a file was to be opened. */
static const char *open_sentence(int code)
{
	switch (code) {
	case ENOENT: return "there is no such file";
	case EACCES: return "there is no permission to open this file";
	case EISDIR: return "this is a folder, not a file";
	case ENOTDIR: return "a part of this path is a file, not a folder";
	case ELOOP: return "this path is a loop of links";
	case ENAMETOOLONG: return "this path is too long";
	case EMFILE:
	case ENFILE: return "too many files are open";
	case ENOMEM: return "there is not enough memory";
	default: return NULL;
	}
}

static const char *write_sentence(int code)
{
	switch (code) {
	case ENOSPC: return "the disk is full: nothing was written here";
	case EDQUOT: return "the disk quota is used up: nothing was written here";
	case EFBIG: return "the file would become larger than the system allows";
	case EROFS: return "this disk cannot be written to";
	case EACCES:
	case EPERM: return "there is no permission to write here";
	case ENOENT: return "the folder does not exist";
	default: return open_sentence(code);
	}
}

static gz_status failure(gz_error *err, gz_status status, const char *path, const char *sentence, int code)
{
	if (sentence != NULL)
		return gz_error_set(err, status, path, 0, 0, "%s", sentence);
	return gz_error_set(err, status, path, 0, 0, "the system says: %s", strerror(code));
}

/* Opens a plain file; a pipe or device is refused without waiting for it. */
static gz_status plain_open(const char *path, int *handle, size_t *size, gz_error *err)
{
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return failure(err, GZ_ERR_INPUT, path, open_sentence(errno), errno);
	const char *sentence = NULL;
	if (fstat(fd, &info) != 0)
		sentence = "the file cannot be examined";
	else if (S_ISDIR(info.st_mode))
		sentence = "this is a folder, not a file";
	else if (!S_ISREG(info.st_mode))
		sentence = "this is not a plain file";
	if (sentence != NULL) {
		(void)close(fd);
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "%s", sentence);
	}
	*handle = fd;
	*size = info.st_size > 0 ? (size_t)info.st_size : 0;
	return GZ_OK;
}

/* Reads until `size` bytes or the end; *n is what was read, -1 never reaches the caller. */
static bool read_all(int fd, char *bytes, size_t size, size_t *n)
{
	*n = 0;
	while (*n < size) {
		ssize_t part = read(fd, bytes + *n, size - *n);
		if (part < 0 && errno == EINTR)
			continue;
		if (part < 0)
			return false;
		if (part == 0)
			break;
		*n += (size_t)part;
	}
	return true;
}

static gz_status too_large(const char *path, size_t size, size_t max_bytes, gz_error *err)
{
	const size_t mebibyte = (size_t)1 << 20;
	if (max_bytes < mebibyte)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the file is too large: %zu bytes, at most %zu are read", size, max_bytes);
	return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the file is too large: %zu MiB, at most %zu MiB are read",
		size / mebibyte + (size % mebibyte > 0), max_bytes / mebibyte);
}

gz_status gz_file_read(const char *path, size_t max_bytes, gz_arena *arena, char **bytes, size_t *n, gz_error *err)
{
	int fd = -1;
	size_t size = 0;
	GZ_TRY(plain_open(path, &fd, &size, err));
	gz_status status = GZ_OK;
	char *text = NULL;
	if (size > max_bytes)
		status = too_large(path, size, max_bytes, err);
	else if ((text = gz_arena_alloc(arena, size + 1)) == NULL)
		status = gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	else if (!read_all(fd, text, size, n))
		status = failure(err, GZ_ERR_IO, path, "the file cannot be read to its end", errno);
	else
		text[*n] = '\0';
	(void)close(fd);
	if (status == GZ_OK)
		*bytes = text;
	return status;
}

static void output_clear(gz_file_output *output)
{
	free(output->path);
	free(output->temporary);
	*output = (gz_file_output){0};
}

static char *copy(const char *text, const char *ending)
{
	size_t size = strlen(text) + strlen(ending) + 1;
	char *out = malloc(size);
	if (out != NULL)
		(void)snprintf(out, size, "%s%s", text, ending);
	return out;
}

/* A device or pipe (/dev/stdout) is written straight: it cannot be replaced by a rename. */
static gz_status device_begin(gz_file_output *output, const char *path, gz_error *err)
{
	output->path = copy(path, "");
	output->stream = output->path != NULL ? fopen(path, "wb") : NULL;
	if (output->stream != NULL)
		return GZ_OK;
	int code = output->path != NULL ? errno : ENOMEM;
	output_clear(output);
	return failure(err, GZ_ERR_IO, path, write_sentence(code), code);
}

/* Rights of a new file as open(2) would give them: those of the file it replaces, else 0644. mkstemp gives 0600. The
 * process's mask cannot be read without changing it for all threads, so the group and others only ever may read. */
static mode_t rights(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? info.st_mode & 0777 : 0644;
}

gz_status gz_file_begin(gz_file_output *output, const char *path, gz_error *err)
{
	struct stat info;
	*output = (gz_file_output){0};
	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
		return gz_error_set(err, GZ_ERR_IO, path, 0, 0, "this is a folder, not a file");
	if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
		return device_begin(output, path, err);
	output->path = copy(path, "");
	output->temporary = copy(path, ".part-XXXXXX");
	if (output->path == NULL || output->temporary == NULL) {
		output_clear(output);
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	}
	int fd = mkstemp(output->temporary);
	int code = errno;
	if (fd >= 0 && (fchmod(fd, rights(path)) != 0 || (output->stream = fdopen(fd, "wb")) == NULL)) {
		code = errno;
		(void)close(fd);
		(void)unlink(output->temporary);
		fd = -1;
	}
	if (fd < 0) {
		output_clear(output);
		return failure(err, GZ_ERR_IO, path, write_sentence(code), code);
	}
	return GZ_OK;
}

gz_status gz_file_commit(gz_file_output *output, gz_error *err)
{
	gz_status status = GZ_OK;
	errno = 0;
	bool good = fflush(output->stream) == 0 && !ferror(output->stream) &&
	            (output->temporary == NULL || fsync(fileno(output->stream)) == 0);
	int code = errno;
	if (fclose(output->stream) != 0 && good) {
		good = false;
		code = errno;
	}
	if (good && output->temporary != NULL && rename(output->temporary, output->path) != 0) {
		good = false;
		code = errno;
	}
	if (!good) {
		if (output->temporary != NULL)
			(void)unlink(output->temporary);
		status = failure(err, GZ_ERR_IO, output->path,
		                 code == 0 ? "the file could not be written whole: is the disk full?" : write_sentence(code), code);
	}
	output_clear(output);
	return status;
}

void gz_file_abandon(gz_file_output *output)
{
	if (output->stream == NULL)
		return;
	(void)fclose(output->stream);
	if (output->temporary != NULL)
		(void)unlink(output->temporary);
	output_clear(output);
}

gz_status gz_file_write_whole(const char *path, const void *bytes, size_t n, gz_error *err)
{
	gz_file_output output;
	GZ_TRY(gz_file_begin(&output, path, err));
	if (n > 0 && fwrite(bytes, 1, n, output.stream) != n) {
		int code = errno;
		gz_file_abandon(&output);
		return failure(err, GZ_ERR_IO, path, write_sentence(code), code);
	}
	return gz_file_commit(&output, err);
}

void gz_file_clear(const char *folder, int32_t depth)
{
	DIR *dir = opendir(folder);
	for (const struct dirent *e = dir != NULL ? readdir(dir) : NULL; e != NULL; e = readdir(dir)) {
		char path[PATH_SIZE];
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || (size_t)snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= sizeof path)
			continue;
		if (unlink(path) != 0 && depth > 0)
			gz_file_clear(path, depth - 1);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(folder);
}
