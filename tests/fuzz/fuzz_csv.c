/* Any bytes as a table: no crash, no leak, every cell readable.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/mistakes.h"
#include "text/csv.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_arena arena = {0};
	gz_mistakes mistakes;
	gz_csv csv;
	gz_mistakes_init(&mistakes);
	const gz_status status = gz_csv_parse(&arena, "fuzz.csv", (const char *)data, size, &csv, &mistakes);
	if ((status == GZ_OK) != (mistakes.n == 0))
		__builtin_trap();
	size_t length = 0;
	for (int32_t r = 0; r < csv.n_rows; r++)
		for (int32_t c = 0; c < csv.n_columns; c++)
			length += strlen(gz_csv_cell(&csv, r, c)) + (size_t)gz_csv_cell_column(&csv, r, c);
	if (length > (size_t)csv.n_rows * (size_t)csv.n_columns * (size + 1) * 2)
		__builtin_trap();
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
	return 0;
}
