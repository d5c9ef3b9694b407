/* Tables as other programs write them: UTF-16 with a byte-order mark and Windows-1251 to UTF-8.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ENCODING_H
#define GZ_ENCODING_H
#include "base/arena.h"
#include "base/error.h"
#include <stddef.h>

typedef enum gz_encoding { GZ_ENCODING_UTF8, GZ_ENCODING_UTF16, GZ_ENCODING_WINDOWS_1251 } gz_encoding;

/* Finds out how a text of *n bytes is written and, where that is not UTF-8, gives *bytes and *n anew, from the arena and followed by a NUL.
 * UTF-16 is known by its byte-order mark. Windows-1251 is what is not UTF-8 and has, above ASCII, nothing but letters of Russian, Belarusian
 * and Ukrainian, quotes, dashes, no-break blanks, a few signs, and no word of Latin and Cyrillic letters mixed, as an accent of Western Europe would read.
 * All else (DOS Cyrillic, damaged text) is left as it stands, found as GZ_ENCODING_UTF8, for the reader to refuse. */
gz_status gz_encoding_read(gz_arena *arena, const char **bytes, size_t *n, gz_encoding *found);
#endif
