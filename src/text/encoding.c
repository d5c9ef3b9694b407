/* Tables as other programs write them: UTF-16 with a byte-order mark and Windows-1251 to UTF-8, by the C library's iconv.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding.h"
#include "text/utf8.h"
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool is_latin(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Letters of Windows-1251. */
static bool is_cyrillic(unsigned char c)
{
	return c >= 0xC0 || (c != 0 && strchr("\xA1\xA2\xA5\xA8\xAA\xAF\xB2\xB3\xB4\xB8\xBA\xBF", c) != NULL);
}

/* Other signs that texts in it have: quotes, dashes, dots, a no-break blank, the number and degree signs. */
static bool is_sign(unsigned char c)
{
	return c != 0 && strchr("\x84\x85\x91\x92\x93\x94\x96\x97\xA0\xA7\xAB\xB0\xB9\xBB", c) != NULL;
}

static bool is_windows_1251(const char *s, size_t n)
{
	unsigned char before = ' ';
	for (size_t i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)s[i];
		if (c == 0 || (c >= 0x80 && !is_cyrillic(c) && !is_sign(c)))
			return false;
		if ((is_cyrillic(c) && is_latin(before)) || (is_latin(c) && is_cyrillic(before)))
			return false;
		before = c;
	}
	return true;
}

/* Whether all of it could be converted; *bytes and *n are then the text as UTF-8. `most`: bytes of UTF-8 that a byte may need. */
static gz_status convert(gz_arena *arena, const char *from, size_t most, const char **bytes, size_t *n, bool *whole)
{
	*whole = false;
	if (*n > (SIZE_MAX - 1) / most)
		return GZ_OK;
	char *in = (char *)(uintptr_t)*bytes, *text = gz_arena_alloc(arena, *n * most + 1), *out = text;
	size_t left = *n, room = *n * most;
	if (text == NULL)
		return GZ_ERR_MEMORY;
	iconv_t way = iconv_open("UTF-8", from);
	if (way == (iconv_t)-1)
		return GZ_OK;
	*whole = iconv(way, &in, &left, &out, &room) != (size_t)-1 && left == 0;
	iconv_close(way);
	if (!*whole)
		return GZ_OK;
	*out = '\0';
	*bytes = text;
	*n = (size_t)(out - text);
	return GZ_OK;
}

gz_status gz_encoding_read(gz_arena *arena, const char **bytes, size_t *n, gz_encoding *found)
{
	const char *s = *bytes;
	bool whole = false;
	const bool little = *n >= 2 && memcmp(s, "\xFF\xFE", 2) == 0, big = *n >= 2 && memcmp(s, "\xFE\xFF", 2) == 0;
	*found = GZ_ENCODING_UTF8;
	if (little || big) { /* "UTF-16" heeds the mark and drops it */
		GZ_TRY(convert(arena, "UTF-16", 2, bytes, n, &whole));
		*found = whole ? GZ_ENCODING_UTF16 : GZ_ENCODING_UTF8;
	} else if (gz_utf8_invalid(s, *n) < *n && is_windows_1251(s, *n)) {
		GZ_TRY(convert(arena, "WINDOWS-1251", 3, bytes, n, &whole));
		*found = whole ? GZ_ENCODING_WINDOWS_1251 : GZ_ENCODING_UTF8;
	}
	return GZ_OK;
}
