/* Any bytes as a table of counts: no crash, no leak; series that are read can be judged by every method.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/mistakes.h"
#include "detect/bulletin.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read keeps its promises: counts are whole or missing, never negative. */
static void look_at(const gz_counts *counts)
{
	for (int32_t s = 0; s < counts->n_series; s++) {
		const gz_series *one = &counts->series[s];
		if (one->n != counts->n || counts->place[s] < 0 || counts->place[s] >= counts->n_places)
			abort();
		for (int32_t t = 0; t < one->n; t++)
			if (!isnan(one->count[t]) && !(one->count[t] >= 0 && one->count[t] == floor(one->count[t])))
				abort();
	}
}

static void judge(const gz_counts *counts, gz_arena *arena)
{
	int32_t n;
	const gz_detector *const *list = gz_detect_list(&n);
	for (int32_t i = -1; i < n; i++) {
		const gz_bulletin_request request = {.method = i < 0 ? NULL : list[i], .from = counts->n > 2 ? counts->n - 2 : 0, .to = counts->n};
		gz_bulletin bulletin;
		if (gz_bulletin_make(counts, &request, arena, &bulletin, NULL) == GZ_OK && bulletin.n_alarms > counts->n_series * 2)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_arena arena = {0};
	gz_mistakes mistakes;
	gz_counts counts;
	const gz_counts_options options = {.absent_is_zero = size > 0 && data[size - 1] == 'z'};
	gz_mistakes_init(&mistakes);
	const gz_status status = gz_counts_parse(&arena, "fuzz.csv", (const char *)data, size, &options, &counts, &mistakes);
	if (status == GZ_OK && mistakes.n > 0)
		abort();
	if (status == GZ_ERR_INPUT && mistakes.n == 0)
		abort();
	if (status == GZ_OK) {
		look_at(&counts);
		if ((int64_t)counts.n * counts.n_series < 20000)
			judge(&counts, &arena);
	}
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
	return 0;
}
