/* All mistakes found in what a person wrote, so that they can be mended in one go, and the names they may have meant.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MISTAKES_H
#define GZ_MISTAKES_H
#include "base/arena.h"
#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

enum { GZ_MISTAKES_MAX = 1000 }; /* further ones are counted, not kept */

/* Items are always sorted by file, row, column; equal positions keep the order in which they were added. */
struct gz_mistakes {
	gz_arena arena;
	gz_error *items;
	int32_t n, capacity;
	int64_t more; /* mistakes beyond GZ_MISTAKES_MAX, or for which there was no memory */
};

void gz_mistakes_init(gz_mistakes *mistakes);
void gz_mistakes_free(gz_mistakes *mistakes);
/* Adds a mistake of status GZ_ERR_INPUT. file may be NULL; row and column are 1-based, 0 = not known. */
void gz_mistakes_add(gz_mistakes *mistakes, const char *file, int32_t row, int32_t column, const char *fmt, ...)
	GZ_PRINTF(5, 6);
/* Adds a copy of an error that another function gave. */
void gz_mistakes_add_error(gz_mistakes *mistakes, const gz_error *err);
/* GZ_OK when there is none, else GZ_ERR_INPUT; err (may be NULL) receives the first one. */
gz_status gz_mistakes_status(const gz_mistakes *mistakes, gz_error *err);
/* The candidate nearest to a mistyped name by Damerau-Levenshtein distance, in bytes (optimal string alignment: a
 * letter added, lost, changed, or two neighbours exchanged). NULL when none is within max(1, length / 3); the first
 * of equals. Candidates that are NULL are passed over. */
const char *gz_mistakes_near(const char *name, const char *const *candidates, int32_t n);
/* The candidate that looks like the name, whose Cyrillic letters have Latin twins; NULL where none does, or where the name has no such letter. */
const char *gz_mistakes_alike(const char *name, const char *const *candidates, int32_t n);
#endif
