/* The simple rule of the Robert Koch Institute: the mean of the latest and last year's weeks, and a fixed band around it.
 *
 * Altmann D 2003, thesis; algo.rki in the R package surveillance. Below a mean of 20 the upper limit is that of Crow and Gardner 1959
 * (Biometrika 46:441) for the mean rounded down, above it two standard deviations.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/rki.h"
#include "base/tail.h"
#include "detect/baseline.h"
#include <math.h>

enum { VALUES_MAX = 2048, LEAST_REPORTS = 3 };

/* Upper 95 % limits of a Poisson mean for 0..19 cases, as in the saved results of surveillance. A mean of exactly 20, for which none is saved,
 * is treated as a larger one. */
static const double LIMITS[20] = {3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633, 19.05, 20.335, 21.364,
	22.945, 23.762, 25.4, 26.306, 27.735, 28.966};

static double spread_of(const double *values, int32_t n, double mean)
{
	double squares = 0;
	for (int32_t i = 0; i < n; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	return sqrt(squares / (n - 1));
}

static gz_detect_verdict judge_one(const gz_series *s, int32_t t, const double *o)
{
	double values[VALUES_MAX], sum = 0, y = s->count[t];
	int32_t per_week = s->period == 1 ? 7 : 1, window = (int32_t)o[GZ_RKI_WINDOW] * per_week;
	const gz_baseline_rule rule = {.years = (int32_t)o[GZ_RKI_YEARS], .window = window,
		.season = o[GZ_RKI_CALENDAR] != 0 ? 0 : s->period == 1 ? 365 : 52};
	int32_t n = gz_baseline_values(&rule, s, t, o[GZ_RKI_LATEST] != 0 ? window : 0, values);
	if (n < LEAST_REPORTS)
		return GZ_DETECT_NOTHING(GZ_DETECT_SHORT);
	for (int32_t i = 0; i < n; i++)
		sum += values[i];
	double mean = sum / n;
	double sd = spread_of(values, n, mean), upper = mean < 20 ? LIMITS[(int)mean] : mean + 2 * sd;
	double lower = mean < 20 ? gz_tail_poisson_quantile(0.025, mean) : mean - 2 * sd;
	return (gz_detect_verdict){.state = isnan(y) ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .alarm = y > upper, .expected = mean,
		.lower = lower > 0 ? lower : 0, .upper = upper, .score = (y - mean) / (upper - mean), .probability = NAN,
		.phi = mean > 0 ? sd * sd / mean : NAN, .trend = NAN};
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	(void)err;
	for (int32_t i = 0; i < set->n_series; i++)
		for (int32_t t = from; t < to; t++)
			*out++ = judge_one(&set->series[i], t, options);
	return GZ_OK;
}

static const gz_detect_option LIST[GZ_RKI_OPTIONS] = {
	{"years", 1, 0, 10, "years to look back", NULL, true},
	{"window", 6, 1, 12, "weeks either side of the same week, and latest weeks", NULL, true},
	{"latest", 1, 0, 1, "whether the latest weeks count", "no yes", true},
	{"calendar", 1, 0, 1, "same date of earlier years, or 52 weeks back", "no yes", true},
};

const gz_detector gz_rki = {"rki", "RKI: mean of the latest weeks and last year's, and a fixed band",
	"Altmann 2003, thesis; surveillance::algo.rki", LIST, GZ_RKI_OPTIONS, 52 + 6, judge};
