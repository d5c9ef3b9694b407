/* Tokens of the expression language: numbers with their units, dates, names, marks.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TOKEN_H
#define GZ_TOKEN_H
#include "base/error.h"
#include "text/power.h"
#include <stdbool.h>
#include <stddef.h>

typedef enum gz_token_kind {
	GZ_TOKEN_END, GZ_TOKEN_NUMBER, GZ_TOKEN_NAME, GZ_TOKEN_OPEN, GZ_TOKEN_CLOSE, GZ_TOKEN_COMMA,
	GZ_TOKEN_ADD, GZ_TOKEN_SUBTRACT, GZ_TOKEN_MULTIPLY, GZ_TOKEN_DIVIDE, GZ_TOKEN_POWER,
	GZ_TOKEN_LESS, GZ_TOKEN_AT_MOST, GZ_TOKEN_MORE, GZ_TOKEN_AT_LEAST, GZ_TOKEN_EQUAL, GZ_TOKEN_UNEQUAL
} gz_token_kind;

typedef struct gz_token {
	gz_token_kind kind;
	size_t at, length; /* bytes of the text; a NAME is the longest one that can stand here */
	double number;     /* NUMBER: with its unit */
	gz_power power;    /* NUMBER: of time, by its unit */
} gz_token;

/* The token at or after `at` in text (n bytes, NUL-terminated). GZ_ERR_INPUT with the column (byte position + 1) and a sentence for a
 * character that starts none, and for a number, date or unit with a mistake. */
gz_status gz_token_next(const char *text, size_t n, size_t at, gz_token *out, gz_error *err);
/* Whether c may start a name, or stand inside one. */
bool gz_token_starts_name(char c);
bool gz_token_continues_name(char c);
#endif
