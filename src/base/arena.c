/* Memory by lifetime: a chain of blocks, each filled from its start; what does not fit opens a larger block, and what is large has one of its own.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 64, FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

/* The head of a block; its room begins ALIGN bytes further. */
struct gz_arena_block {
	struct gz_arena_block *before;
};
_Static_assert(sizeof(struct gz_arena_block) <= ALIGN, "the head must fit before the room");

static struct gz_arena_block *block_new(gz_arena *arena, size_t room)
{
	struct gz_arena_block *block = aligned_alloc(ALIGN, room + ALIGN);
	arena->total += block != NULL ? room + ALIGN : 0;
	return block;
}

/* Opens a block with at least `size` bytes of room; blocks double up to LARGEST_STEP. */
static int block_open(gz_arena *arena, size_t size)
{
	size_t room = arena->size == 0 ? FIRST_BLOCK : arena->size * 2;
	if (room > LARGEST_STEP)
		room = LARGEST_STEP;
	if (room < size)
		room = size;
	room = (room + ALIGN - 1) / ALIGN * ALIGN;
	struct gz_arena_block *block = block_new(arena, room);
	if (block == NULL)
		return 0;
	block->before = arena->last;
	arena->last = block;
	arena->used = 0;
	arena->size = room;
	return 1;
}

/* A block of its own for what is large, behind the one being filled, whose room is kept for others. */
static void *take_large(gz_arena *arena, size_t size)
{
	struct gz_arena_block *block = block_new(arena, (size + ALIGN - 1) / ALIGN * ALIGN);
	if (block == NULL)
		return NULL;
	block->before = arena->last->before;
	arena->last->before = block;
	return (char *)block + ALIGN;
}

/* size bytes at a multiple of `align` (a power of two, at most ALIGN) within the room. */
static void *take(gz_arena *arena, size_t size, size_t align)
{
	if (size > SIZE_MAX / 2)
		return NULL;
	size_t at = (arena->used + align - 1) / align * align;
	if (arena->last == NULL || at > arena->size || size > arena->size - at) {
		if (arena->last != NULL && size > LARGEST_STEP / 8)
			return take_large(arena, size);
		if (!block_open(arena, size))
			return NULL;
		at = 0;
	}
	arena->used = at + size;
	return (char *)arena->last + ALIGN + at;
}

void *gz_arena_alloc(gz_arena *arena, size_t size)
{
	void *p = take(arena, size, ALIGN);
	if (p != NULL && size > 0)
		memset(p, 0, size);
	return p;
}

void *gz_arena_items(gz_arena *arena, size_t size, int64_t n)
{
	if (n < 0 || (size > 0 && (uint64_t)n > SIZE_MAX / 2 / size))
		return NULL;
	return gz_arena_alloc(arena, size * (size_t)n);
}

char *gz_arena_strndup(gz_arena *arena, const char *text, size_t n)
{
	const char *end = memchr(text, '\0', n);
	size_t length = end != NULL ? (size_t)(end - text) : n;
	if (length == SIZE_MAX)
		return NULL;
	char *copy = take(arena, length + 1, 1);
	if (copy == NULL)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *gz_arena_strdup(gz_arena *arena, const char *text)
{
	return gz_arena_strndup(arena, text, strlen(text));
}

char *gz_arena_printf(gz_arena *arena, const char *fmt, ...)
{
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	char *text = n < 0 ? NULL : take(arena, (size_t)n + 1, 1);
	if (text != NULL)
		(void)vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	return text;
}

void gz_arena_free(gz_arena *arena)
{
	struct gz_arena_block *block = arena->last;
	while (block != NULL) {
		struct gz_arena_block *before = block->before;
		free(block);
		block = before;
	}
	*arena = (gz_arena){0};
}
