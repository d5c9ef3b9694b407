/* Finds the diseases, measures, worlds, scenarios and packs of exercises that are shipped, and those beside a scenario file.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LIBRARY_H
#define GZ_LIBRARY_H
#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum gz_library_kind { GZ_LIBRARY_DISEASE, GZ_LIBRARY_WORLD, GZ_LIBRARY_SCENARIO, GZ_LIBRARY_MEASURE, GZ_LIBRARY_PACK } gz_library_kind;

/* The library's folders that exist, in the order in which they are searched: `first` if it is not NULL (and then no other), else the
 * environment's GUZAR_LIBRARY (and then no other), else the folder above the program that holds diseases/, else the installed one,
 * else the copy that the program carries (shelf.h). NULL where there is none. The text lies in the arena. */
const char *gz_library_folder(gz_arena *arena, const char *first);
/* The path of something by name: below `folder` (where the scenario lies, "" for the current one) first, as written or with .yaml
 * added (a file of another kind is passed over then: a scenario may be called as its disease), then in the library. NULL if it is nowhere. Worlds and packs are folders, the others are files. */
const char *gz_library_find(gz_arena *arena, const char *first, const char *folder, gz_library_kind kind, const char *name);
/* The names of what the library holds of a kind, sorted; *n is 0 if there is no library. NULL without memory. */
const char **gz_library_names(gz_arena *arena, const char *first, gz_library_kind kind, int32_t *n);
/* Whether something stands at a path. */
bool gz_library_has(const char *path);
/* A path below a folder, or the path itself if it is absolute or folder is "". NULL without memory. */
const char *gz_library_path(gz_arena *arena, const char *folder, const char *path);
#endif
