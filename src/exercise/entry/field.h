/* Fields of a body: texts, whole numbers, and what is missing told from what is wrong.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FIELD_H
#define GZ_FIELD_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text, NULL where there is none; a whole number, 0 where there is none. */
const char *gz_field_text(const json_t *object, const char *key);
int64_t gz_field_whole(const json_t *object, const char *key);
bool gz_field_same(const json_t *object, const char *key, const char *text);
/* Whether a text is there, has more than blanks, and at most so many bytes; whether it is absent or has at most so many. */
bool gz_field_full(const json_t *object, const char *key, size_t most);
bool gz_field_short(const json_t *object, const char *key, size_t most);
/* Whether it is an object of texts by language (en, ru, tg, prs), each with at most so many bytes, one at least more than blanks. */
bool gz_field_spoken(const json_t *object, const char *key, size_t most);
/* Copies those of the keys (NULL after the last) that are there. False: no memory. */
bool gz_field_copy(json_t *to, const json_t *from, const char *const *keys);
/* The row of a list whose "number" it is; NULL: none. */
json_t *gz_field_numbered(const json_t *list, int64_t number);
#endif
