/* A list of names that can be searched: found by a table of hashes, with the nearest one for a mistyped name.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_NAMES_H
#define GZ_NAMES_H
#include "scenario/scenario.h"

/* Takes the n names (borrowed, none NULL). */
gz_status gz_names_init(gz_names *names, gz_arena *arena, const char *const *name, int32_t n);
/* The same where they lie `step` bytes apart from the first on, as in rows of a table: only to be found, and told doubles of. */
gz_status gz_names_init_apart(gz_names *names, gz_arena *arena, const char *const *first, size_t step, int32_t n);
/* Sorts an `order` of them. Equal names keep their order. */
gz_status gz_names_sort(gz_names *names, gz_arena *arena);
/* Index of the first of the equal names, -1 none. */
int32_t gz_names_find(const gz_names *names, const char *name);
/* For each name that was given before: calls back with its index and the index of the first one. */
void gz_names_doubles(const gz_names *names, void (*each)(void *context, int32_t again, int32_t first), void *context);
/* The nearest name to a mistyped one, NULL when none is near. */
const char *gz_names_near(const gz_names *names, const char *name);
#endif
