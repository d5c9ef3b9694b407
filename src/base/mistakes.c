/* A sorted list of mistakes, and the nearest valid name to a mistyped one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/mistakes.h"
#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 128 }; /* longer names are not compared */

void gz_mistakes_init(gz_mistakes *mistakes)
{
	*mistakes = (gz_mistakes){0};
}

void gz_mistakes_free(gz_mistakes *mistakes)
{
	gz_arena_free(&mistakes->arena);
	*mistakes = (gz_mistakes){0};
}

static int compare(const gz_error *a, const gz_error *b)
{
	int files = strcmp(a->file, b->file);
	if (files != 0)
		return files;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->column > b->column) - (a->column < b->column);
}

static int grow(gz_mistakes *mistakes)
{
	int32_t capacity = mistakes->capacity == 0 ? 8 : mistakes->capacity * 2;
	gz_error *items = gz_arena_array(&mistakes->arena, gz_error, capacity);
	if (items == NULL)
		return 0;
	if (mistakes->n > 0)
		memcpy(items, mistakes->items, sizeof *items * (size_t)mistakes->n);
	mistakes->items = items;
	mistakes->capacity = capacity;
	return 1;
}

void gz_mistakes_add_error(gz_mistakes *mistakes, const gz_error *err)
{
	if (mistakes->n >= GZ_MISTAKES_MAX || (mistakes->n == mistakes->capacity && !grow(mistakes))) {
		mistakes->more++;
		return;
	}
	int32_t at = mistakes->n;
	while (at > 0 && compare(err, &mistakes->items[at - 1]) < 0)
		at--;
	memmove(mistakes->items + at + 1, mistakes->items + at, sizeof *err * (size_t)(mistakes->n - at));
	mistakes->items[at] = *err;
	mistakes->n++;
}

void gz_mistakes_add(gz_mistakes *mistakes, const char *file, int32_t row, int32_t column, const char *fmt, ...)
{
	char sentence[GZ_ERROR_SENTENCE_SIZE + 8]; /* longer than the field, so that gz_error_set makes the cut */
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	gz_error err;
	(void)gz_error_set(&err, GZ_ERR_INPUT, file, row, column, "%s", n < 0 ? fmt : sentence);
	gz_mistakes_add_error(mistakes, &err);
}

gz_status gz_mistakes_status(const gz_mistakes *mistakes, gz_error *err)
{
	if (mistakes->n > 0) {
		if (err != NULL)
			*err = mistakes->items[0];
		return GZ_ERR_INPUT;
	}
	if (mistakes->more > 0)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	return GZ_OK;
}

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment distance, three rolling rows. */
static int32_t distance(const char *a, int32_t na, const char *b, int32_t nb)
{
	int32_t rows[3][NAME_MAX_LENGTH + 1];
	int32_t *before = rows[0], *last = rows[1], *now = rows[2];
	for (int32_t j = 0; j <= nb; j++)
		last[j] = j;
	for (int32_t i = 1; i <= na; i++) {
		now[0] = i;
		for (int32_t j = 1; j <= nb; j++) {
			int32_t cost = a[i - 1] != b[j - 1];
			now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		int32_t *free_row = before;
		before = last;
		last = now;
		now = free_row;
	}
	return last[nb];
}

const char *gz_mistakes_near(const char *name, const char *const *candidates, int32_t n)
{
	size_t length = strlen(name);
	if (length == 0 || length > NAME_MAX_LENGTH)
		return NULL;
	int32_t limit = length >= 6 ? (int32_t)(length / 3) : 1;
	const char *nearest = NULL;
	for (int32_t i = 0; i < n; i++) {
		size_t other = candidates[i] != NULL ? strlen(candidates[i]) : 0;
		if (other == 0 || other > NAME_MAX_LENGTH || (int64_t)other - (int64_t)length > limit ||
		    (int64_t)length - (int64_t)other > limit)
			continue;
		int32_t d = distance(name, (int32_t)length, candidates[i], (int32_t)other);
		if (d <= limit) {
			nearest = candidates[i];
			limit = d - 1; /* only a nearer one replaces it */
		}
	}
	return nearest;
}

const char *gz_mistakes_alike(const char *name, const char *const *candidates, int32_t n)
{
	static const char *const twins[][2] = {{"А", "A"}, {"В", "B"}, {"С", "C"}, {"Е", "E"}, {"Н", "H"}, {"І", "I"}, {"К", "K"}, {"М", "M"},
		{"О", "O"}, {"Р", "P"}, {"Т", "T"}, {"Х", "X"}, {"У", "Y"}, {"а", "a"}, {"с", "c"}, {"е", "e"}, {"і", "i"}, {"о", "o"}, {"р", "p"},
		{"х", "x"}, {"у", "y"}};
	char latin[NAME_MAX_LENGTH + 1];
	size_t length = 0;
	bool folded = false;
	while (*name != '\0' && length < NAME_MAX_LENGTH) {
		size_t i = 0;
		while (i < sizeof twins / sizeof *twins && strncmp(name, twins[i][0], strlen(twins[i][0])) != 0)
			i++;
		const bool twin = i < sizeof twins / sizeof *twins;
		latin[length++] = twin ? twins[i][1][0] : *name;
		name += twin ? strlen(twins[i][0]) : 1;
		folded = folded || twin;
	}
	latin[length] = '\0';
	for (int32_t i = 0; folded && *name == '\0' && i < n; i++)
		if (candidates[i] != NULL && strcmp(latin, candidates[i]) == 0)
			return candidates[i];
	return NULL;
}
