/* The Bayes method of the Robert Koch Institute's comparison: a negative binomial prediction from the latest and last year's weeks.
 *
 * Riebler A 2004, diploma thesis, University of Munich; algo.bayes in the R package surveillance: counts are Poisson with a rate under
 * Jeffreys' prior, so that the next one is negative binomial with size (sum + 1/2) and success n / (n + 1). A
 * count beyond the quantile is an alarm.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/bayes.h"
#include "base/tail.h"
#include "detect/baseline.h"
#include <math.h>

enum { VALUES_MAX = 2048, LEAST_REPORTS = 3 };

static gz_detect_verdict judge_one(const gz_series *s, int32_t t, const double *o)
{
	double values[VALUES_MAX], sum = 0, y = s->count[t];
	int32_t per_week = s->period == 1 ? 7 : 1, window = (int32_t)o[GZ_BAYES_WINDOW] * per_week;
	const gz_baseline_rule rule = {.years = (int32_t)o[GZ_BAYES_YEARS], .window = window,
		.season = o[GZ_BAYES_CALENDAR] != 0 ? 0 : s->period == 1 ? 365 : 52};
	int32_t n = gz_baseline_values(&rule, s, t, o[GZ_BAYES_LATEST] != 0 ? window : 0, values);
	if (n < LEAST_REPORTS)
		return GZ_DETECT_NOTHING(GZ_DETECT_SHORT);
	for (int32_t i = 0; i < n; i++)
		sum += values[i];
	double mean = (sum + 0.5) / n, phi = (n + 1.0) / n, quantile = gz_tail_negbin_quantile(1 - o[GZ_BAYES_ALPHA], mean, phi);
	gz_detect_verdict v = {.state = isnan(y) ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .alarm = y > quantile, .expected = mean,
		.lower = gz_tail_negbin_quantile(o[GZ_BAYES_ALPHA], mean, phi), .upper = quantile, .score = NAN, .probability = NAN,
		.phi = phi, .trend = NAN};
	if (isnan(y))
		return v;
	v.score = quantile > mean ? (y - mean) / (quantile - mean) : y > quantile;
	v.probability = gz_tail_negbin(y, mean, phi);
	return v;
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	(void)err;
	for (int32_t i = 0; i < set->n_series; i++)
		for (int32_t t = from; t < to; t++)
			*out++ = judge_one(&set->series[i], t, options);
	return GZ_OK;
}

static const gz_detect_option LIST[GZ_BAYES_OPTIONS] = {
	{"alpha", 0.05, 1e-9, 0.5, "share of alarms in ordinary periods", NULL, false},
	{"years", 1, 0, 10, "years to look back", NULL, true},
	{"window", 6, 1, 12, "weeks either side of the same week, and latest weeks", NULL, true},
	{"latest", 1, 0, 1, "whether the latest weeks count", "no yes", true},
	{"calendar", 1, 0, 1, "same date of earlier years, or 52 weeks back", "no yes", true},
};

const gz_detector gz_bayes = {"bayes", "Bayes: negative binomial prediction from the latest weeks and last year's",
	"Riebler 2004, thesis, University of Munich; surveillance::algo.bayes", LIST, GZ_BAYES_OPTIONS, 52 + 6, judge};
