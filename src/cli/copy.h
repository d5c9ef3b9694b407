/* Copies of what is shipped, to be changed: a file, or a folder with what is in it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COPY_H
#define GZ_COPY_H
#include "base/arena.h"
#include "base/error.h"

/* Nothing that exists is written over (GZ_ERR_INPUT with a sentence); after an error nothing of the copy stays. A folder's hidden
 * entries, links and folders more than 3 deep are left out; a file of it has at most 64 MiB. Scratch lies in the arena. */
gz_status gz_copy_file(const char *from, const char *to, gz_arena *arena, gz_error *err);
gz_status gz_copy_folder(const char *from, const char *to, gz_arena *arena, gz_error *err);
#endif
