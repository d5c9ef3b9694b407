/* Any text as a design, and any bytes as a table of one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/design.h"
#include "scratch.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void load(const char *spec)
{
	gz_design design = {0};
	gz_error err = {0};
	if (gz_design_load(spec, 1, &design, &err) != GZ_OK && err.sentence[0] == '\0')
		__builtin_trap();
	gz_design_free(&design);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[128];
	if (size == 0)
		return 0;
	if (data[0] % 2 == 0) {
		char *text = calloc(size + 8, 1);
		if (text == NULL)
			return 0;
		memcpy(text, data[0] % 4 == 0 ? "lhs:" : "one:", 4);
		memcpy(text + 4, data + 1, size - 1);
		load(text);
		free(text);
		return 0;
	}
	scratch_write("design.csv", data + 1, size - 1, path);
	load(path);
	return 0;
}
