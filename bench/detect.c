/* Detection: the flexible Farrington over many weeks of a hundred series, and over one week of ten thousand; the border-aware
 * detector over the same week; the scan over a hundred places.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/sample.h"
#include "bench.h"
#include "detect/farrington.h"
#include "detect/neighbour.h"
#include "detect/scan.h"
#include <math.h>
#include <stdlib.h>

/* Weekly Poisson counts with a season, of means from 0.3 to 80. */
static void draw_counts(double *count, int32_t n_series, int32_t n)
{
	const gz_key key = gz_random_key(1, "bench detect");
	for (int32_t s = 0; s < n_series; s++)
		for (int32_t t = 0; t < n; t++) {
			const gz_draw d = {.key = key, .replicate = (uint32_t)s, .step = (uint32_t)t, .draw = 1};
			count[(int64_t)s * n + t] = gz_sample_poisson(&d, 0.3 * exp(5.6 * (s % 100) / 100) * (1 + 0.5 * sin(0.12083 * t)));
		}
}

/* The best of three, processor time; weeks [from, n) are judged. */
static double seconds(bench *b, const gz_detector *d, int32_t n_series, int32_t n, int32_t from)
{
	double *count = malloc(sizeof *count * (size_t)n_series * (size_t)n), options[GZ_FARRINGTON_OPTIONS], best = INFINITY;
	gz_series *series = calloc((size_t)n_series, sizeof *series);
	int32_t *place = calloc((size_t)n_series, sizeof *place);
	gz_detect_verdict *out = malloc(sizeof *out * (size_t)n_series * (size_t)(n - from));
	if (count != NULL && series != NULL && place != NULL && out != NULL) {
		draw_counts(count, n_series, n);
		for (int32_t s = 0; s < n_series; s++)
			series[s] = (gz_series){"place", "disease", 7, 4 + 7 * 1600, n, count + (int64_t)s * n, NULL};
		const gz_detect_set set = {.series = series, .n_series = n_series, .place = place};
		gz_detect_defaults(d, options);
		for (int round = 0; round < 3; round++) {
			const double start = bench_work();
			if (d->judge(&set, options, from, n, out, NULL) != GZ_OK)
				bench_wrong(b, "%s does not judge", d->name);
			best = fmin(best, bench_work() - start);
			bench_keep(out[0].upper);
		}
	}
	free(count);
	free(series);
	free(place);
	free(out);
	return best;
}

/* One week of a hundred places in a square, 999 deals of the cases; processor time. */
static double scan_seconds(bench *b)
{
	enum { PLACES = 100, WEEKS = 120 };
	static double count[PLACES * WEEKS];
	gz_detect_place places[PLACES];
	gz_series series[PLACES];
	int32_t place[PLACES];
	gz_detect_verdict out[PLACES];
	double options[GZ_SCAN_OPTIONS];
	draw_counts(count, PLACES, WEEKS);
	for (int32_t i = 0; i < PLACES; i++) {
		places[i] = (gz_detect_place){"place", 30 + i / 10, 60 + i % 10};
		place[i] = i;
		series[i] = (gz_series){"place", "disease", 7, 4 + 7 * 1600, WEEKS, count + (int64_t)i * WEEKS, NULL};
	}
	const gz_detect_set set = {.series = series, .n_series = PLACES, .place = place, .places = places, .n_places = PLACES};
	gz_detect_defaults(&gz_scan, options);
	const double start = bench_work();
	if (gz_scan.judge(&set, options, WEEKS - 1, WEEKS, out, NULL) != GZ_OK)
		bench_wrong(b, "the scan does not judge");
	bench_keep(out[0].score);
	return bench_work() - start;
}

void bench_detect(bench *b)
{
	const double hundred = seconds(b, &gz_farrington_flexible, b->quick ? 10 : 100, 520, 264) * (b->quick ? 10 : 1);
	bench_tell(hundred, "s", "detect_farrington_100x256");
	bench_tell(hundred / (100 * 256) * 1e3, "ms", "detect_farrington_fit");
	bench_tell(seconds(b, &gz_farrington_flexible, b->quick ? 1000 : 10000, 270, 269) * (b->quick ? 10 : 1), "s", "detect_current_10000");
	bench_tell(seconds(b, &gz_neighbour, b->quick ? 1000 : 10000, 270, 269) * (b->quick ? 10 : 1), "s", "detect_border_10000");
	bench_tell(scan_seconds(b), "s", "detect_scan_100");
}
