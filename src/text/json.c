/* The JSON writer: a growing buffer and a stack of what is open.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/json.h"

#include "base/number.h"
#include "text/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void gz_json_free(gz_json *j)
{
	free(j->bytes);
	*j = (gz_json){0};
}

gz_status gz_json_status(const gz_json *j)
{
	return j->failed ? GZ_ERR_MEMORY : GZ_OK;
}

/* Room for n more bytes and the final NUL; false if there is none. */
static bool reserve(gz_json *j, size_t n)
{
	if (j->failed)
		return false;
	if (n < j->capacity - j->n)
		return true;
	if (n > SIZE_MAX / 2 - j->n - 256) {
		j->failed = true;
		return false;
	}
	size_t capacity = j->capacity == 0 ? 256 : j->capacity;
	while (capacity <= j->n + n)
		capacity *= 2;
	char *bytes = realloc(j->bytes, capacity);
	if (bytes == NULL) {
		j->failed = true;
		return false;
	}
	j->bytes = bytes;
	j->capacity = capacity;
	return true;
}

static void put(gz_json *j, const char *bytes, size_t n)
{
	if (!reserve(j, n))
		return;
	if (n > 0)
		memcpy(j->bytes + j->n, bytes, n);
	j->n += n;
	j->bytes[j->n] = '\0';
}

static void put_text(gz_json *j, const char *text)
{
	put(j, text, strlen(text));
}

static void break_line(gz_json *j)
{
	if (!j->pretty)
		return;
	put_text(j, "\n");
	for (int32_t i = 0; i < j->depth; i++)
		put_text(j, "  ");
}

/* The comma and the line break that are due before an element of what is open. */
static void separate(gz_json *j)
{
	if (j->depth == 0)
		return;
	if (j->open[j->depth - 1].filled)
		put_text(j, ",");
	j->open[j->depth - 1].filled = true;
	break_line(j);
}

static void begin_value(gz_json *j)
{
	assert(j->depth == 0 || j->open[j->depth - 1].object == j->keyed);
	if (!j->keyed)
		separate(j);
	j->keyed = false;
}

static void open_kind(gz_json *j, bool object)
{
	assert(j->depth < GZ_JSON_DEPTH_MAX);
	begin_value(j);
	put_text(j, object ? "{" : "[");
	j->open[j->depth].object = object;
	j->open[j->depth].filled = false;
	j->depth++;
}

void gz_json_object(gz_json *j)
{
	open_kind(j, true);
}

void gz_json_array(gz_json *j)
{
	open_kind(j, false);
}

void gz_json_end(gz_json *j)
{
	assert(j->depth > 0 && !j->keyed);
	j->depth--;
	if (j->open[j->depth].filled)
		break_line(j);
	put_text(j, j->open[j->depth].object ? "}" : "]");
}

static void put_escape(gz_json *j, uint32_t code)
{
	static const char digits[] = "0123456789abcdef";
	const char escape[6] = {'\\', 'u', digits[code >> 12 & 15], digits[code >> 8 & 15], digits[code >> 4 & 15], digits[code & 15]};
	put(j, escape, sizeof escape);
}

/* One character of a string; length 0 is a byte that is not UTF-8. */
static void put_character(gz_json *j, const char *s, size_t length, uint32_t code)
{
	if (length == 0)
		put(j, "\xEF\xBF\xBD", 3);
	else if (code == '"' || code == '\\')
		put(j, code == '"' ? "\\\"" : "\\\\", 2);
	else if (code == '\n')
		put(j, "\\n", 2);
	else if (code < 0x20 || code == 0x7F || code == '<' || code == '>' || code == '&' || code == 0x2028 || code == 0x2029)
		put_escape(j, code);
	else
		put(j, s, length);
}

static void put_string(gz_json *j, const char *text)
{
	const size_t n = strlen(text);
	put_text(j, "\"");
	for (size_t i = 0; i < n;) {
		uint32_t code = 0;
		const size_t length = gz_utf8_next(text + i, n - i, &code);
		put_character(j, text + i, length, code);
		i += length == 0 ? 1 : length;
	}
	put_text(j, "\"");
}

void gz_json_key(gz_json *j, const char *key)
{
	assert(j->depth > 0 && j->open[j->depth - 1].object && !j->keyed);
	separate(j);
	put_string(j, key);
	put_text(j, j->pretty ? ": " : ":");
	j->keyed = true;
}

void gz_json_string(gz_json *j, const char *text)
{
	if (text == NULL) {
		gz_json_null(j);
		return;
	}
	begin_value(j);
	put_string(j, text);
}

void gz_json_number(gz_json *j, double number)
{
	if (!isfinite(number)) {
		gz_json_null(j);
		return;
	}
	char buffer[32];
	gz_number_format(number, buffer);
	begin_value(j);
	put_text(j, buffer);
}

void gz_json_integer(gz_json *j, int64_t number)
{
	char buffer[24];
	char *p = buffer + sizeof buffer;
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	*--p = '\0';
	do {
		*--p = (char)('0' + (int)(left % 10));
		left /= 10;
	} while (left > 0);
	if (number < 0)
		*--p = '-';
	begin_value(j);
	put_text(j, p);
}

void gz_json_bool(gz_json *j, bool value)
{
	begin_value(j);
	put_text(j, value ? "true" : "false");
}

void gz_json_null(gz_json *j)
{
	begin_value(j);
	put_text(j, "null");
}

void gz_json_raw(gz_json *j, const char *bytes, size_t n)
{
	begin_value(j);
	put(j, bytes, n);
}

void gz_json_line(gz_json *j)
{
	assert(j->depth == 0);
	put_text(j, "\n");
}

void gz_json_key_string(gz_json *j, const char *key, const char *text)
{
	gz_json_key(j, key);
	gz_json_string(j, text);
}

void gz_json_key_number(gz_json *j, const char *key, double number)
{
	gz_json_key(j, key);
	gz_json_number(j, number);
}

void gz_json_key_integer(gz_json *j, const char *key, int64_t number)
{
	gz_json_key(j, key);
	gz_json_integer(j, number);
}

void gz_json_key_bool(gz_json *j, const char *key, bool value)
{
	gz_json_key(j, key);
	gz_json_bool(j, value);
}
