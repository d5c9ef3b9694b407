/* A list of names that can be searched: found by a table of hashes, with the nearest one for a mistyped name.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/names.h"
#include "base/mistakes.h"
#include <string.h>

/* Merges two sorted runs [low, middle) and [middle, high) of `from` into `to`; the left one wins among equals. */
static void merge(const char *const *name, const int32_t *from, int32_t *to, int32_t low, int32_t middle, int32_t high)
{
	int32_t left = low, right = middle;
	for (int32_t i = low; i < high; i++) {
		bool take_left = left < middle && (right >= high || strcmp(name[from[left]], name[from[right]]) <= 0);
		to[i] = take_left ? from[left++] : from[right++];
	}
}

static const char *name_of(const gz_names *names, int32_t i)
{
	return *(const char *const *)(const void *)((const char *)names->name + (size_t)i * names->step);
}

static int32_t smaller(int64_t a, int32_t b)
{
	return a < b ? (int32_t)a : b;
}

/* FNV-1a (Fowler, Noll and Vo). */
static uint32_t hash(const char *name)
{
	uint32_t h = 2166136261u;
	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h ^ h >> 15;
}

/* Where a name stands in the table, or the empty entry where it would. */
static uint32_t entry(const gz_names *names, const char *name)
{
	uint32_t at = hash(name) & (names->size - 1);
	while (names->table[at] != 0 && strcmp(name_of(names, names->table[at] - 1), name) != 0)
		at = (at + 1) & (names->size - 1);
	return at;
}

static gz_status make_table(gz_names *names, gz_arena *arena)
{
	names->size = 4;
	while (names->size < 2 * (uint32_t)names->n)
		names->size *= 2;
	names->table = gz_arena_array(arena, int32_t, names->size);
	if (names->table == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < names->n; i++) {
		const uint32_t at = entry(names, name_of(names, i));
		if (names->table[at] == 0)
			names->table[at] = i + 1;
	}
	return GZ_OK;
}

gz_status gz_names_init(gz_names *names, gz_arena *arena, const char *const *name, int32_t n)
{
	return gz_names_init_apart(names, arena, name, sizeof *name, n);
}

gz_status gz_names_init_apart(gz_names *names, gz_arena *arena, const char *const *first, size_t step, int32_t n)
{
	*names = (gz_names){.name = first, .step = step, .n = n};
	return make_table(names, arena);
}

gz_status gz_names_sort(gz_names *names, gz_arena *arena)
{
	const int32_t n = names->n;
	int32_t *order = gz_arena_array(arena, int32_t, n), *other = gz_arena_array(arena, int32_t, n);
	if (order == NULL || other == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++)
		order[i] = i;
	for (int64_t width = 1; width < n; width *= 2) {
		for (int64_t low = 0; low < n; low += 2 * width)
			merge(names->name, order, other, (int32_t)low, smaller(low + width, n), smaller(low + 2 * width, n));
		int32_t *swap = order;
		order = other;
		other = swap;
	}
	names->order = order;
	return GZ_OK;
}

int32_t gz_names_find(const gz_names *names, const char *name)
{
	return names->n == 0 ? -1 : names->table[entry(names, name)] - 1;
}

void gz_names_doubles(const gz_names *names, void (*each)(void *context, int32_t again, int32_t first), void *context)
{
	for (int32_t i = 0; i < names->n; i++) {
		const int32_t first = gz_names_find(names, name_of(names, i));
		if (first != i)
			each(context, i, first);
	}
}

const char *gz_names_near(const gz_names *names, const char *name)
{
	return gz_mistakes_near(name, names->name, names->n);
}
