/* Memory by lifetime: what is allocated together is freed together.
 *
 * A zero-initialised gz_arena is valid and empty. Every allocation is zeroed and aligned to 64 bytes (a cache line and
 * the widest vector). NULL means out of memory, or a size that overflows. One arena belongs to one thread at a time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ARENA_H
#define GZ_ARENA_H
#include "base/error.h"
#include <stddef.h>

typedef struct gz_arena {
	struct gz_arena_block *last; /* newest block, blocks chain backwards */
	size_t used, size;           /* of the newest block's room, bytes */
	size_t total;                /* bytes asked of the system so far */
} gz_arena;

/* size bytes, zeroed, 64-byte aligned; a size of 0 gives a valid pointer. NULL on out of memory. */
void *gz_arena_alloc(gz_arena *arena, size_t size);
/* n items of `size` bytes; NULL also when n is negative or n * size overflows. Use the macro below. */
void *gz_arena_items(gz_arena *arena, size_t size, int64_t n);
#define gz_arena_array(arena, type, n) ((type *)gz_arena_items((arena), sizeof(type), (int64_t)(n)))
/* Copies of a text; strndup takes at most n bytes. NULL on out of memory. Strings are packed, not 64-byte aligned. */
char *gz_arena_strdup(gz_arena *arena, const char *text);
char *gz_arena_strndup(gz_arena *arena, const char *text, size_t n);
char *gz_arena_printf(gz_arena *arena, const char *fmt, ...) GZ_PRINTF(2, 3);
/* Frees everything; the arena is empty and valid again. */
void gz_arena_free(gz_arena *arena);
#endif
