/* EARS C1, C2 and C3: the last days or weeks against those just before.
 *
 * Hutwagner L et al. 2003, J Urban Health 80(2 Suppl 1):i89. The bounds are those of earsC in the R package surveillance 1.20.3; there C3
 * sums the exceedances of the two periods before and leaves out the current one, which the option `current` puts in.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/ears.h"
#include "base/maths.h"
#include "base/tail.h"
#include <math.h>

enum { LEAST_REPORTS = 3, LAG = 2 };

typedef struct gz_ears_usual {
	double mean, sd; /* sd NAN: too few reports */
	int32_t n;       /* reports */
} gz_ears_usual;

/* Mean and standard deviation of the reports in [from, to). */
static gz_ears_usual usual(const gz_series *s, int32_t from, int32_t to, double least_sd)
{
	double sum = 0, squares = 0;
	int32_t n = 0;
	gz_ears_usual u = {NAN, NAN, 0};
	if (from < 0)
		return u;
	for (int32_t t = from; t < to; t++)
		if (!isnan(s->count[t])) {
			sum += s->count[t];
			n++;
		}
	if (n < LEAST_REPORTS)
		return u;
	u.n = n;
	u.mean = sum / n;
	for (int32_t t = from; t < to; t++)
		if (!isnan(s->count[t]))
			squares += (s->count[t] - u.mean) * (s->count[t] - u.mean);
	u.sd = sqrt(squares / (n - 1));
	if (u.sd < least_sd)
		u.sd = least_sd;
	return u;
}

/* What C3 adds up: by how many standard deviations more than one the count of period t exceeds its C2 mean. NAN: not known. */
static double excess(const gz_series *s, int32_t t, const double *o)
{
	int32_t baseline = (int32_t)o[GZ_EARS_BASELINE];
	gz_ears_usual u = usual(s, t - LAG - baseline, t - LAG, o[GZ_EARS_LEAST_SD]);
	double x = (s->count[t] - u.mean) / u.sd - 1;
	return isnan(s->count[t]) ? 0 : isnan(x) ? NAN : x > 0 ? x : 0;
}

static gz_detect_verdict verdict(double y, gz_ears_usual u, double upper, double z, double probability)
{
	bool missing = isnan(y);
	double lower = u.mean - z * u.sd;
	gz_detect_verdict v = {.state = missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .alarm = y > upper, .expected = u.mean,
		.lower = lower > 0 ? lower : 0, .upper = upper, .score = NAN, .probability = NAN,
		.phi = u.mean > 0 ? u.sd * u.sd / u.mean : NAN, .trend = NAN};
	if (missing)
		return v;
	v.score = upper > u.mean ? (y - u.mean) / (upper - u.mean) : y > upper ? 1 + (y - upper) : 0;
	v.probability = probability;
	return v;
}

/* P(at least y) from here on, after the n reports that mean and spread are taken from: the greater one of Student's t with the error of the
 * mean (a spread taken from seven counts is often too small by chance; no less than that of a Poisson count) and of the negative binomial
 * that follows n Poisson counts (Jeffreys' prior). The bound itself is Hutwagner's: it takes both as known. */
static double chance(double y, gz_ears_usual u)
{
	double floor_sd = sqrt(u.mean + 0.5 / u.n), sd = u.sd > floor_sd ? u.sd : floor_sd;
	double t = (y - 0.5 - u.mean) / (sd * sqrt(1 + 1.0 / u.n)), half = 0.5 * gz_tail_student(t, u.n - 1);
	double spread = t > 0 ? half : 1 - half, poisson = y > 0 ? gz_maths_beta_i(1 / (u.n + 1.0), y, u.mean * u.n + 0.5) : 1;
	return spread > poisson ? spread : poisson;
}

static gz_detect_verdict judge_plain(const gz_series *s, int32_t t, const double *o, int32_t lag)
{
	int32_t baseline = (int32_t)o[GZ_EARS_BASELINE];
	gz_ears_usual u = usual(s, t - lag - baseline, t - lag, o[GZ_EARS_LEAST_SD]);
	double z = gz_maths_normal_quantile(1 - o[GZ_EARS_ALPHA]), y = s->count[t];
	if (isnan(u.sd))
		return GZ_DETECT_NOTHING(GZ_DETECT_SHORT);
	return verdict(y, u, u.mean + z * u.sd, z, chance(y, u));
}

double gz_ears_false_alarm(const gz_series *s, int32_t t, const gz_detector *method, const double *options)
{
	double defaults[GZ_DETECT_OPTIONS_MAX];
	gz_detect_defaults(method, defaults);
	const double *o = options != NULL ? options : defaults;
	int32_t baseline = (int32_t)o[GZ_EARS_BASELINE], lag = method == &gz_ears_c1 ? 0 : LAG;
	gz_ears_usual u = usual(s, t - lag - baseline, t - lag, o[GZ_EARS_LEAST_SD]);
	if (method == &gz_ears_c3 || isnan(u.sd))
		return NAN;
	return chance(floor(u.mean + gz_maths_normal_quantile(1 - o[GZ_EARS_ALPHA]) * u.sd) + 1, u);
}

int32_t gz_ears_past(const gz_series *s, int32_t t, const gz_detector *method, const double *options, int32_t *n)
{
	double defaults[GZ_DETECT_OPTIONS_MAX];
	gz_detect_defaults(method, defaults);
	const double *o = options != NULL ? options : defaults;
	int32_t alarms = 0, baseline = (int32_t)o[GZ_EARS_BASELINE], lag = method == &gz_ears_c1 ? 0 : LAG;
	double z = gz_maths_normal_quantile(1 - o[GZ_EARS_ALPHA]);
	*n = 0;
	for (int32_t k = lag + baseline; k < t; k++) {
		gz_ears_usual u = usual(s, k - lag - baseline, k - lag, o[GZ_EARS_LEAST_SD]);
		if (isnan(u.sd) || isnan(s->count[k]))
			continue;
		alarms += s->count[k] > u.mean + z * u.sd;
		++*n;
	}
	return alarms;
}

static gz_detect_verdict judge_sum(const gz_series *s, int32_t t, const double *o)
{
	int32_t baseline = (int32_t)o[GZ_EARS_BASELINE];
	gz_ears_usual u = usual(s, t - LAG - baseline, t - LAG, o[GZ_EARS_LEAST_SD]);
	double z = gz_maths_normal_quantile(1 - o[GZ_EARS_ALPHA]), y = s->count[t];
	if (t < baseline + 2 * LAG || isnan(u.sd))
		return GZ_DETECT_NOTHING(GZ_DETECT_SHORT);
	double sum = excess(s, t - 1, o) + excess(s, t - 2, o) + (o[GZ_EARS_CURRENT] != 0 ? excess(s, t, o) : 0);
	double upper = (isnan(y) ? u.mean : y) + u.sd * (z - sum);
	if (isnan(upper)) /* a baseline without any spread: the sum has no value */
		return GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	gz_detect_verdict v = verdict(y, u, upper > 0 ? upper : 0, z, NAN);
	v.score = v.state == GZ_DETECT_JUDGED ? sum / z : NAN;
	return v;
}

static void judge_all(const gz_detect_set *set, const double *o, int32_t from, int32_t to, gz_detect_verdict *out, int lag)
{
	for (int32_t i = 0; i < set->n_series; i++)
		for (int32_t t = from; t < to; t++)
			*out++ = lag < 0 ? judge_sum(&set->series[i], t, o) : judge_plain(&set->series[i], t, o, lag);
}

static gz_status judge_c1(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	(void)err;
	judge_all(set, options, from, to, out, 0);
	return GZ_OK;
}

static gz_status judge_c2(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	(void)err;
	judge_all(set, options, from, to, out, LAG);
	return GZ_OK;
}

static gz_status judge_c3(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	(void)err;
	judge_all(set, options, from, to, out, -1);
	return GZ_OK;
}

#define OPTIONS(alpha)                                                                                                     \
	{                                                                                                                      \
		{"alpha", alpha, 1e-9, 0.5, "share of alarms if counts were normal", NULL, false},                                \
		{"baseline", 7, 3, 60, "periods of the baseline", NULL, true},                                                    \
		{"least_sd", 0, 0, 1e6, "standard deviation taken at least", NULL, false},                                        \
		{"current", 0, 0, 1, "whether C3 sums the current period too", "no yes", true},                                   \
	}

static const gz_detect_option SINGLE[GZ_EARS_OPTIONS] = OPTIONS(0.001), SUMMED[GZ_EARS_OPTIONS] = OPTIONS(0.025);
static const char SOURCE[] = "Hutwagner et al. 2003, J Urban Health 80(2 Suppl 1):i89";

const gz_detector gz_ears_c1 = {"c1", "EARS C1: the seven periods before", SOURCE, SINGLE, GZ_EARS_OPTIONS, 7, judge_c1};
const gz_detector gz_ears_c2 = {"c2", "EARS C2: seven periods, the last two left out", SOURCE, SINGLE, GZ_EARS_OPTIONS, 9, judge_c2};
const gz_detector gz_ears_c3 = {"c3", "EARS C3: as C2, summed over periods", SOURCE, SUMMED, GZ_EARS_OPTIONS, 11, judge_c3};
