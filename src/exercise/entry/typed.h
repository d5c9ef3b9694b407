/* What people type: numbers in the digits of their own script, and whether a text has words at all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TYPED_H
#define GZ_TYPED_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Copies a text with European digits in place of Arabic (U+0660-0669) and Persian ones (U+06F0-06F9), and without blanks and marks of
 * direction; at most size - 1 bytes. */
void gz_typed_plain(const char *text, char *out, size_t size);
/* Whether a text is one number, in any of these digits, with a point, a comma or U+066B before the fraction and blanks or U+066C between
 * thousands; only then is *out set. A comma before just three digits may mean either and is not read. */
bool gz_typed_read(const char *text, double *out);
/* Makes numbers of the fields of a form that are numbers and came as text; what is no number stays as it is. */
void gz_typed_settle(const char *form, json_t *fields);
/* The first field of a form that should be a number, 0 or more, and is not; NULL none. */
const char *gz_typed_wrong(const char *form, const json_t *fields);
/* Whether a text has at least one letter or digit of some script: "-" gives no reasons. */
bool gz_typed_words(const char *text);
#endif
