/* Packs up a pack's files and unpacks them.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* realpath, mkdtemp, flock */
#include "serve/parcel.h"
#include "base/file.h"
#include "base/hash.h"
#include "scenario/library.h"
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <sodium.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "guzar-pack-" /* and six letters: where a pack is unpacked, for as long as it takes to load it */
enum { DEPTH = 6, NAME = 1024, PATIENCE = 60 };

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

/* ---- packing ---------------------------------------------------------------------------------------------------- */
typedef struct packing { json_t *files; size_t bytes; char *folder, *library; gz_error *err; } packing;

static json_t *file_value(const char *bytes, size_t n)
{
	json_t *plain = memchr(bytes, 0, n) ? NULL : json_stringn(bytes, n);
	if (plain)
		return plain;
	const size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
	char *text = malloc(size);
	json_t *value = text ? json_pack("{s:s}", "base64", sodium_bin2base64(text, size, (const unsigned char *)bytes, n, sodium_base64_VARIANT_ORIGINAL)) : NULL;
	free(text);
	return value;
}

static gz_status pack_file(packing *p, const char *path, const char *name)
{
	gz_arena arena = {0};
	char *bytes = NULL;
	size_t n = 0;
	if (json_object_get(p->files, name))
		return GZ_OK;
	gz_status st = gz_file_read(path, GZ_PARCEL_BYTES, &arena, &bytes, &n, p->err);
	p->bytes += n;
	if (st == GZ_OK && (p->bytes > GZ_PARCEL_BYTES || json_object_size(p->files) >= GZ_PARCEL_FILES))
		st = gz_error_set(p->err, GZ_ERR_INPUT, path, 0, 0, "the pack is too large to be kept in the exercise's file: at most 64 MiB in 2000 files");
	if (st == GZ_OK && json_object_set_new(p->files, name, file_value(bytes, n)) != 0)
		st = no_memory(p->err);
	gz_arena_free(&arena);
	return st;
}

static gz_status pack_folder(packing *p, const char *folder, const char *name, int32_t depth)
{
	DIR *dir = opendir(folder);
	gz_status st = GZ_OK;
	if (!dir)
		return gz_error_set(p->err, GZ_ERR_INPUT, folder, 0, 0, "the folder cannot be read: %s", strerror(errno));
	for (const struct dirent *e = readdir(dir); e && st == GZ_OK; e = readdir(dir)) {
		char path[PATH_MAX], inside[NAME];
		struct stat what;
		if (e->d_name[0] == '.')
			continue;
		const bool fits = (size_t)snprintf(path, sizeof path, "%s/%s", folder, e->d_name) < sizeof path &&
			(size_t)snprintf(inside, sizeof inside, "%s/%s", name, e->d_name) < sizeof inside;
		if (!fits || stat(path, &what) != 0)
			st = gz_error_set(p->err, GZ_ERR_INPUT, folder, 0, 0, "%.100s cannot be read", e->d_name);
		else if (S_ISDIR(what.st_mode))
			st = depth > 0 ? pack_folder(p, path, inside, depth - 1) : gz_error_set(p->err, GZ_ERR_INPUT, path, 0, 0, "folders of a pack lie too deep");
		else if (S_ISREG(what.st_mode))
			st = pack_file(p, path, inside);
	}
	closedir(dir);
	return st;
}

/* What follows folder and a slash in a path; NULL: the path lies elsewhere. */
static const char *below(const char *folder, const char *path)
{
	const size_t n = folder ? strlen(folder) : 0;
	return n > 0 && strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

/* A file that the scenario was read from: in the pack's folder, where it is packed already, or in the library. */
static gz_status pack_input(packing *p, const char *input)
{
	char name[NAME];
	char *real = realpath(input, NULL);
	gz_status st = GZ_OK;
	const char *inside = real ? below(p->library, real) : NULL;
	if (!real)
		st = gz_error_set(p->err, GZ_ERR_INPUT, input, 0, 0, "the file is gone");
	else if (below(p->folder, real))
		st = GZ_OK;
	else if (!inside)
		st = gz_error_set(p->err, GZ_ERR_INPUT, input, 0, 0, "the file lies outside the pack; an exercise keeps its pack in its own file: put it into the pack's folder");
	else if ((size_t)snprintf(name, sizeof name, "library/%s", inside) < sizeof name)
		st = pack_file(p, real, name);
	free(real);
	return st;
}

static gz_status pack_all(packing *p, const gz_pack *pack, const char *library)
{
	gz_arena arena = {0};
	const char *found = gz_library_folder(&arena, library);
	p->folder = realpath(pack->folder[0] ? pack->folder : ".", NULL);
	p->library = found ? realpath(found, NULL) : NULL;
	gz_arena_free(&arena);
	if (!p->folder)
		return gz_error_set(p->err, GZ_ERR_INPUT, pack->folder, 0, 0, "the folder is gone");
	GZ_TRY(pack_folder(p, p->folder, "pack", DEPTH));
	for (int32_t i = 0; pack->has_scenario && i < pack->scenario.n_inputs; i++)
		GZ_TRY(pack_input(p, pack->scenario.inputs[i]));
	return GZ_OK;
}

gz_status gz_parcel_make(const gz_pack *pack, const char *library, char **text, gz_error *err)
{
	packing p = {.files = json_object(), .err = err};
	*text = NULL;
	gz_status st = p.files ? pack_all(&p, pack, library) : no_memory(err);
	if (st == GZ_OK && (*text = json_dumps(p.files, JSON_COMPACT | JSON_SORT_KEYS)) == NULL)
		st = no_memory(err);
	json_decref(p.files);
	free(p.folder);
	free(p.library);
	return st;
}

void gz_parcel_hash(const char *text, char hex[GZ_PARCEL_HASH])
{
	gz_hash_sha256 hash;
	gz_hash_sha256_init(&hash);
	gz_hash_sha256_add(&hash, text, strlen(text));
	gz_hash_sha256_hex(&hash, hex);
}

/* ---- unpacking -------------------------------------------------------------------------------------------------- */
/* Names of a parcel lead into its own folder only. */
static bool sound(const char *name)
{
	if (strncmp(name, "pack/", 5) != 0 && strncmp(name, "library/", 8) != 0)
		return false;
	for (const char *part = name; *part; part += strcspn(part, "/") + (part[strcspn(part, "/")] == '/'))
		if (part[0] == '/' || part[0] == '.')
			return false;
	return strlen(name) < NAME && name[strlen(name) - 1] != '/';
}

static bool write_file(const char *path, const char *bytes, size_t n)
{
	FILE *out = fopen(path, "wbx");
	if (!out)
		return false;
	const bool written = fwrite(bytes, 1, n, out) == n;
	return fclose(out) == 0 && written;
}

static bool write_value(const char *path, const json_t *value)
{
	if (json_is_string(value))
		return write_file(path, json_string_value(value), json_string_length(value));
	const char *text = json_string_value(json_object_get(value, "base64"));
	const size_t room = text ? strlen(text) + 1 : 0;
	unsigned char *bytes = text ? malloc(room) : NULL;
	size_t n = 0;
	const bool good = bytes && sodium_base642bin(bytes, room, text, strlen(text), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
		write_file(path, (const char *)bytes, n);
	free(bytes);
	return good;
}

static bool unpack_file(const char *folder, const char *name, const json_t *value)
{
	char path[NAME + 256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		const bool there = mkdir(path, 0700) == 0 || errno == EEXIST;
		*slash = '/';
		if (!there)
			return false;
	}
	return write_value(path, value);
}

static gz_status load_folder(gz_pack *pack, const char *folder, const gz_pack_options *wanted, gz_error *err)
{
	char path[PATH_MAX], library[PATH_MAX];
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/pack", folder);
	snprintf(library, sizeof library, "%s/library", folder);
	const gz_pack_options options = {.library = library, .names = wanted->names, .words = wanted->words};
	gz_status st = gz_pack_load(pack, path, &options, &mistakes);
	if (st == GZ_ERR_INPUT && mistakes.n > 0 && wanted->words && strcmp(mistakes.items[0].file, wanted->words) == 0)
		*err = mistakes.items[0]; /* the reader's own table, which they can mend */
	else if (st == GZ_ERR_INPUT && mistakes.n > 0)
		gz_error_set(err, st, NULL, 0, 0, "the pack kept in this exercise cannot be read by this program: %.200s", mistakes.items[0].sentence);
	else if (st != GZ_OK)
		gz_error_set(err, st, NULL, 0, 0, "the pack kept in this exercise cannot be read: %s", gz_status_sentence(st));
	gz_mistakes_free(&mistakes);
	return st;
}

static gz_status unpack(const json_t *files, const char *folder, gz_error *err)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)files, name, value) {
		if (!sound(name))
			return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the pack kept in this exercise names a file outside itself");
		if (!unpack_file(folder, name, value))
			return gz_error_set(err, GZ_ERR_IO, folder, 0, 0, "the pack could not be unpacked: %s", errno ? strerror(errno) : "it is damaged");
	}
	return GZ_OK;
}

/* The folder, held: nobody else takes it away; -1 it is somebody's, or no such folder. */
static int hold(const char *folder)
{
	const int held = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (held >= 0 && flock(held, LOCK_EX | LOCK_NB) != 0) {
		close(held);
		return -1;
	}
	return held;
}

/* What a program that was killed while it unpacked has left: private folders of this user with our name, held by nobody, for a while. */
static void clear_left(const char *where)
{
	DIR *dir = opendir(where);
	if (!dir)
		return;
	for (const struct dirent *e = readdir(dir); e; e = readdir(dir)) {
		char path[PATH_MAX];
		struct stat what;
		if (strncmp(e->d_name, FOLDER, strlen(FOLDER)) != 0 || strlen(e->d_name) != strlen(FOLDER) + 6 ||
			(size_t)snprintf(path, sizeof path, "%s/%s", where, e->d_name) >= sizeof path)
			continue;
		const int held = hold(path);
		if (held >= 0 && fstat(held, &what) == 0 && what.st_uid == geteuid() && (what.st_mode & 0777) == 0700 && what.st_mtime + PATIENCE < time(NULL))
			gz_file_clear(path, DEPTH + 2);
		if (held >= 0)
			close(held);
	}
	closedir(dir);
}

gz_status gz_parcel_load(gz_pack *pack, const char *text, const gz_pack_options *options, gz_error *err)
{
	const char *given = getenv("TMPDIR"), *where = given && given[0] ? given : "/tmp";
	char folder[256];
	*pack = (gz_pack){0};
	json_t *files = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(files)) {
		json_decref(files);
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the pack kept in this exercise is damaged");
	}
	gz_status st = GZ_OK;
	clear_left(where);
	snprintf(folder, sizeof folder, "%.200s/" FOLDER "XXXXXX", where);
	if (!mkdtemp(folder)) {
		st = gz_error_set(err, GZ_ERR_IO, folder, 0, 0, "no folder could be made to unpack the pack: %s", strerror(errno));
	} else {
		const int held = hold(folder);
		st = unpack(files, folder, err);
		if (st == GZ_OK)
			st = load_folder(pack, folder, options, err);
		gz_file_clear(folder, DEPTH + 2);
		if (held >= 0)
			close(held);
	}
	json_decref(files);
	return st;
}
