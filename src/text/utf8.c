/* Characters of UTF-8 text (RFC 3629, table 3-7 of the Unicode standard).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"
#include <stdbool.h>
#include <string.h>

size_t gz_utf8_next(const char *s, size_t n, uint32_t *code)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	if (n == 0)
		return 0;
	const unsigned char first = (unsigned char)s[0];
	const size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
	if (length == 0 || length > n)
		return 0;
	uint32_t c = length == 1 ? first : first & (0x7FU >> length);
	for (size_t i = 1; i < length; i++) {
		const unsigned char next = (unsigned char)s[i];
		if ((next & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (next & 0x3FU);
	}
	if (c < least[length] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
		return 0;
	if (code != NULL)
		*code = c;
	return length;
}

size_t gz_utf8_invalid(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n) {
		uint64_t eight; /* most text is plain: eight letters at a time */
		while (n - i >= sizeof eight && (memcpy(&eight, s + i, sizeof eight), (eight & 0x8080808080808080u) == 0))
			i += sizeof eight;
		if (i == n)
			break;
		const size_t length = gz_utf8_next(s + i, n - i, NULL);
		if (length == 0)
			return i;
		i += length;
	}
	return n;
}

/* The small letter of a Latin or Cyrillic one, the two of which take as many bytes. */
static uint32_t small_of(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	if ((c >= 0x460 && c <= 0x480) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F))
		return c | 1;
	return c;
}

void gz_utf8_plain(const char *s, char *out)
{
	const size_t n = strlen(s);
	char *to = out;
	bool blank = false;
	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = 0;
		step = gz_utf8_next(s + i, n - i, &c);
		if (c == ' ' || c == '\t' || c == 0xA0) {
			blank = to > out;
			continue;
		}
		if (blank)
			*to++ = ' ';
		blank = false;
		const uint32_t small = small_of(c);
		if (step == 0 || small == c) { /* as it is; also a byte that is no character */
			step = step == 0 ? 1 : step;
			memcpy(to, s + i, step);
			to += step;
		} else if (step == 1) {
			*to++ = (char)small;
		} else {
			*to++ = (char)(0xC0 | (small >> 6));
			*to++ = (char)(0x80 | (small & 0x3F));
		}
	}
	*to = '\0';
}
