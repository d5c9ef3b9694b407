/* Any bytes as a manifest to repeat a run from.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/manifest.h"
#include "scratch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_arena arena = {0};
	gz_error err = {0};
	gz_manifest_record record = {0};
	char path[128];
	scratch_write("manifest.json", data, size, path);
	if (gz_manifest_load(path, false, &arena, &record, &err) != GZ_OK && err.sentence[0] == '\0')
		__builtin_trap();
	gz_arena_free(&arena);
	return 0;
}
