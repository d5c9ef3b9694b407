/* Whole files: read at once with a limit, written whole or not at all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FILE_H
#define GZ_FILE_H
#include "base/arena.h"
#include "base/error.h"
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Reads a file of at most max_bytes into the arena; *bytes is followed by a NUL that *n does not count. GZ_ERR_INPUT
 * with a sentence for what a person can mend: missing, a folder, not a plain file, no permission, a loop of links, too
 * large. GZ_ERR_IO when the disk fails. */
gz_status gz_file_read(const char *path, size_t max_bytes, gz_arena *arena, char **bytes, size_t *n, gz_error *err);
/* Writes a file so that a reader sees the old one or all of the new one: to a temporary name beside, synced, renamed.
 * A link at path is replaced. GZ_ERR_IO with a sentence (full disk, no permission, missing folder). */
gz_status gz_file_write_whole(const char *path, const void *bytes, size_t n, gz_error *err);

/* Takes away a folder with what is in it, folders at most `depth` deep; what cannot be taken away stays. */
void gz_file_clear(const char *folder, int32_t depth);

/* The same as gz_file_write_whole for output that is streamed: begin, write to `stream`, then commit or abandon. */
typedef struct gz_file_output {
	FILE *stream;
	char *path, *temporary;
} gz_file_output;
gz_status gz_file_begin(gz_file_output *output, const char *path, gz_error *err);
/* Closes, syncs and renames. On failure the temporary file is gone and path is as it was. */
gz_status gz_file_commit(gz_file_output *output, gz_error *err);
/* Removes the temporary file; harmless after commit or when begin failed. */
void gz_file_abandon(gz_file_output *output);
#endif
