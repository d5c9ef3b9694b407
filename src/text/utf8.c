/* Characters of UTF-8 text (RFC 3629, table 3-7 of the Unicode standard).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"
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
