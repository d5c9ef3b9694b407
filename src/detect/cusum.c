/* The one-sided CUSUM of standardised counts (Rossi et al. 1999).
 *
 * Rossi G, Lampugnani L, Marchi M 1999, Stat Med 18:2111; as algo.cusum in the R package surveillance: (count - m) / sqrt(m), m the mean
 * before the chart begins; the chart is not reset after an alarm.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/cusum.h"
#include <math.h>

enum { LEAST_REPORTS = 8 };

static double mean_before(const gz_series *s, int32_t begin)
{
	double sum = 0;
	int32_t n = 0;
	for (int32_t t = 0; t < begin; t++)
		if (!isnan(s->count[t])) {
			sum += s->count[t];
			n++;
		}
	return n < LEAST_REPORTS ? NAN : sum / n;
}

/* The verdict on a period whose chart stood at `before` and stands at `now`. */
static gz_detect_verdict verdict(double y, double m, double before, double now, const double *o)
{
	double bound = ceil(sqrt(m) * (o[GZ_CUSUM_DECISION] + o[GZ_CUSUM_REFERENCE] - before) + m);
	bool missing = isnan(y);
	return (gz_detect_verdict){.state = missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .alarm = !missing && now >= o[GZ_CUSUM_DECISION],
		.expected = m, .lower = NAN, .upper = bound > 1 ? bound - 1 : 0, .score = missing ? NAN : now / o[GZ_CUSUM_DECISION],
		.probability = NAN, .phi = NAN, .trend = NAN};
}

static void judge_series(const gz_series *s, const double *o, int32_t from, int32_t to, gz_detect_verdict *out)
{
	int32_t per_week = s->period == 1 ? 7 : 1, begin = (int32_t)o[GZ_CUSUM_TRAINING] * per_week;
	if (begin == 0 || begin > from)
		begin = from;
	double m = mean_before(s, begin), chart = 0;
	for (int32_t t = begin; t < to; t++) {
		double y = s->count[t], before = chart, next = chart + (y - m) / sqrt(m) - o[GZ_CUSUM_REFERENCE];
		if (!isnan(next))
			chart = next > 0 ? next : 0;
		if (t >= from)
			out[t - from] = isnan(m) ? GZ_DETECT_NOTHING(GZ_DETECT_SHORT) : m > 0 ? verdict(y, m, before, chart, o) : GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	}
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	(void)err;
	for (int32_t i = 0; i < set->n_series; i++)
		judge_series(&set->series[i], options, from, to, out + (int64_t)i * (to - from));
	return GZ_OK;
}

static const gz_detect_option LIST[GZ_CUSUM_OPTIONS] = {
	{"reference", 1.04, 0, 100, "standard deviations taken off each week (k)", NULL, false},
	{"decision", 2.26, 0.01, 1000, "the sum that is an alarm (h)", NULL, false},
	{"training", 0, 0, 1000, "weeks before the chart begins; 0: all before the first one judged", NULL, true},
};

const gz_detector gz_cusum = {"cusum", "CUSUM: small excesses added up", "Rossi et al. 1999, Stat Med 18:2111", LIST, GZ_CUSUM_OPTIONS, 52, judge};
