/* The library that the program carries in itself, so that one file copied to a laptop is enough.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SHELF_H
#define GZ_SHELF_H
#include "base/arena.h"

/* The folder of the carried library: below XDG_CACHE_HOME, else HOME/.cache, else TMPDIR, else /tmp, in guzar-library-HASH, private to
 * the user. It is unpacked when first asked for and stays; two programs may do so at once. NULL: it can be written nowhere. The text
 * lies in the arena. */
const char *gz_shelf_folder(gz_arena *arena);
#endif
