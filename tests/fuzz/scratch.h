/* A folder in memory where a fuzz target puts its bytes, for readers that take a path.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FUZZ_SCRATCH_H
#define FUZZ_SCRATCH_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_folder[64];

static inline void scratch_remove(void)
{
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", scratch_folder);
	if (system(command) != 0)
		perror(scratch_folder);
}

/* Writes the file `name` into the folder, which is made at the first call and removed when the process ends. */
static inline void scratch_write(const char *name, const void *bytes, size_t n, char path[128])
{
	if (scratch_folder[0] == '\0') {
		snprintf(scratch_folder, sizeof scratch_folder, "%s/guzar-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
		if (mkdtemp(scratch_folder) == NULL)
			abort();
		atexit(scratch_remove);
	}
	snprintf(path, 128, "%s/%s", scratch_folder, name);
	FILE *file = fopen(path, "wb");
	if (file == NULL || (n > 0 && fwrite(bytes, 1, n, file) != n) || fclose(file) != 0)
		abort();
}
#endif
