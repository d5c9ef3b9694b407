/* A small JSON writer over a growing buffer: objects, arrays and values in order, numbers shortest and free of the locale.
 *
 *   gz_json j = {.pretty = true};
 *   gz_json_object(&j);
 *     gz_json_key(&j, "days"); gz_json_integer(&j, 180);
 *     gz_json_key(&j, "places"); gz_json_array(&j); gz_json_string(&j, "TJK"); gz_json_end(&j);
 *   gz_json_end(&j);
 *   if (gz_json_status(&j) == GZ_OK) fwrite(j.bytes, 1, j.n, file);
 *   gz_json_free(&j);
 *
 * Not a number and infinities become null. `<`, `>`, `&`, U+2028 and U+2029 are escaped, so that the text can stand inside a page's
 * script; bytes that are not UTF-8 become U+FFFD. What is in the buffer may be written away at any time and n set to 0.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_JSON_H
#define GZ_JSON_H
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GZ_JSON_DEPTH_MAX = 64 };

/* Zero-initialised is an empty writer; set pretty for line breaks and two blanks of indentation. */
typedef struct gz_json {
	char *bytes;      /* what was written, NUL-terminated once anything was */
	size_t n, capacity;
	bool pretty;
	bool failed;      /* out of memory: everything after is ignored */
	bool keyed;       /* a key was written, its value is due */
	int32_t depth;
	struct { bool object, filled; } open[GZ_JSON_DEPTH_MAX];
} gz_json;

void gz_json_free(gz_json *j);
/* GZ_ERR_MEMORY if anything could not be written. */
gz_status gz_json_status(const gz_json *j);

void gz_json_object(gz_json *j);
void gz_json_array(gz_json *j);
/* Closes the innermost object or array. */
void gz_json_end(gz_json *j);

void gz_json_key(gz_json *j, const char *key);
/* NULL becomes null. */
void gz_json_string(gz_json *j, const char *text);
void gz_json_number(gz_json *j, double number);
void gz_json_integer(gz_json *j, int64_t number);
void gz_json_bool(gz_json *j, bool value);
void gz_json_null(gz_json *j);
/* A value that is JSON already, n bytes. */
void gz_json_raw(gz_json *j, const char *bytes, size_t n);
/* A line break outside every object and array: for newline-delimited JSON. */
void gz_json_line(gz_json *j);

/* Key and value in one call. */
void gz_json_key_string(gz_json *j, const char *key, const char *text);
void gz_json_key_number(gz_json *j, const char *key, double number);
void gz_json_key_integer(gz_json *j, const char *key, int64_t number);
void gz_json_key_bool(gz_json *j, const char *key, bool value);
#endif
