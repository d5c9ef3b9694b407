/* The output folder of a run: files are made in a hidden folder inside it and appear together when all are whole.
 *
 * Accepted are a new name, an empty folder, and one in which guzar wrote before (it holds a manifest.json of guzar); any other
 * is refused, so that nothing of anybody's is overwritten. While a run works the folder is locked.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FOLDER_H
#define GZ_FOLDER_H
#include "base/arena.h"
#include "base/error.h"
#include <stdint.h>

typedef struct gz_folder {
	gz_arena arena;
	const char *path, *staging;
	int lock;              /* file descriptor, -1 none */
	int32_t n_created;     /* folders made for it: removed again if the run fails */
	const char **earlier; int32_t n_earlier; /* files of the run that was here before */
} gz_folder;

/* Opens or makes the folder. GZ_ERR_INPUT with a sentence where that cannot be. */
gz_status gz_folder_open(gz_folder *folder, const char *path, gz_error *err);
/* Path of a file under way, in the folder's arena; NULL on out of memory. */
const char *gz_folder_file(gz_folder *folder, const char *name);
/* Names a file under way in a mistake by where it was to be. */
void gz_folder_name(const gz_folder *folder, gz_error *err);
/* Moves the named files into place, in their order (the manifest last), and removes what an earlier run left besides. */
gz_status gz_folder_commit(gz_folder *folder, const char *const *names, int32_t n, gz_error *err);
/* Removes what is under way and unlocks; harmless after commit, when only the lock is given up. */
void gz_folder_close(gz_folder *folder);
#endif
