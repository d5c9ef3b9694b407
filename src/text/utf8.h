/* Characters of UTF-8 text: one at a time, the first byte that is none, and what a name is but for capitals and blanks.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_UTF8_H
#define GZ_UTF8_H
#include <stddef.h>
#include <stdint.h>

/* Length in bytes (1..4) of the character at s, n bytes of which may be read; 0 if there is none (overlong forms, surrogates and code
 * points above U+10FFFF are none). *code may be NULL. */
size_t gz_utf8_next(const char *s, size_t n, uint32_t *code);
/* Offset of the first byte that is not UTF-8, n if all of it is. */
size_t gz_utf8_invalid(const char *s, size_t n);
/* Writes a text as names are compared: Latin and Cyrillic letters small, no blank at the ends, one blank (no-break ones too) where there
 * are more. `out` has room for strlen(s) + 1 bytes. */
void gz_utf8_plain(const char *s, char *out);
#endif
