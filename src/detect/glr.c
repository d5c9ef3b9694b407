/* The generalised likelihood ratio chart for counts: a lasting rise of unknown size since an unknown week.
 *
 * Hoehle M, Paul M 2008, Comput Stat Data Anal 52:4357, intercept chart; as algo.glrnb in the R package surveillance 1.20: the statistic is the
 * greatest log likelihood ratio over all weeks in which the rise may have begun, and the chart begins anew after an alarm. The usual mean
 * is that of the weeks before the chart begins, constant or with seasons. An unknown dispersion is the one by which Pearson's chi-square
 * equals its degrees of freedom (Breslow 1984), where surveillance maximises the likelihood.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/glr.h"
#include "base/date.h"
#include "base/maths.h"
#include "detect/glm.h"
#include <math.h>

enum { LEAST_REPORTS = 8, HARMONICS_MAX = 2, BOUND_MAX = 1000000, SATURDAY = 5, SUNDAY = 6 };

typedef struct gz_glr_chart {
	const gz_series *series;
	const double *options;
	gz_glm glm;
	double *usual, *count; /* [period] in-control mean; count as charted, the usual mean where no report has arrived */
	double alpha;          /* variance = mean + alpha mean^2 */
	int32_t per_week;
} gz_glr_chart;

/* ---- the usual mean ----------------------------------------------------------------------------------------- */
static int32_t columns_of(const gz_glr_chart *c, int32_t t, double *x)
{
	const double turn = 2 * 3.14159265358979324;
	int32_t n = 0;
	for (int h = 1; h <= (int)c->options[GZ_GLR_HARMONICS]; h++) {
		double angle = turn * h * fmod(t * c->series->period, 365.25) / 365.25;
		x[n++] = gz_maths_cos(angle);
		x[n++] = gz_maths_sin(angle);
	}
	if (c->options[GZ_GLR_TREND] != 0)
		x[n++] = t / (52.0 * c->per_week);
	int32_t day = gz_date_weekday(c->series->first + t);
	for (int32_t d = SATURDAY; d <= SUNDAY && c->per_week == 7; d++) /* the days of the week that differ most */
		x[n++] = day == d;
	return n;
}

/* The dispersion by which Pearson's chi-square equals its degrees of freedom; 0 where counts vary no more than Poisson. */
static double dispersion(const gz_glm *m)
{
	double low = 0, high = 100;
	for (int i = 0; i < 60; i++) {
		double alpha = i == 0 ? 0 : (low + high) / 2, sum = 0;
		for (int32_t r = 0; r < m->n; r++)
			sum += (m->y[r] - m->mu[r]) * (m->y[r] - m->mu[r]) / (m->mu[r] + alpha * m->mu[r] * m->mu[r]);
		if (sum > m->n - m->rank)
			low = alpha;
		else if (i == 0)
			return 0;
		else
			high = alpha;
	}
	return (low + high) / 2;
}

/* The model without columns: every mean is the mean of all. */
static void level(gz_glm *m)
{
	double sum = 0;
	for (int32_t i = 0; i < m->n; i++)
		sum += m->y[i];
	for (int32_t i = 0; i < m->n; i++)
		m->mu[i] = sum / m->n;
	m->rank = 1;
	m->first = 0;
	m->level[0] = gz_maths_log(sum / m->n);
	m->total[0] = sum;
}

/* Fills the usual mean of [begin, to) from what lies before. False: no model. */
static bool learn(gz_glr_chart *c, int32_t begin, int32_t to)
{
	double x[GZ_GLM_COLUMNS], variance;
	const gz_series *s = c->series;
	gz_glm_clear(&c->glm, 1, columns_of(c, 0, x));
	for (int32_t t = 0; t < begin; t++) {
		double y = s->count[t];
		if (isnan(y))
			continue;
		columns_of(c, t, x);
		gz_glm_add(&c->glm, y, y > 0 ? gz_maths_log(y) : 0, gz_maths_log(y + 0.1), 0, 0, x);
	}
	if (c->glm.n_columns == 0) /* a plain mean needs no rounds */
		level(&c->glm);
	else if (!gz_glm_fit(&c->glm, 0))
		return false;
	if (c->glm.n <= c->glm.rank)
		return false;
	double least = 0.01 / c->glm.n; /* where there never was a case the first one can still be judged */
	c->alpha = c->options[GZ_GLR_DISPERSION] < 0 ? dispersion(&c->glm) : c->options[GZ_GLR_DISPERSION];
	for (int32_t t = begin; t < to; t++) {
		columns_of(c, t, x);
		double usual = gz_maths_exp(gz_glm_predict(&c->glm, 0, x, &variance));
		c->usual[t] = usual > least ? usual : least;
		c->count[t] = isnan(s->count[t]) ? c->usual[t] : s->count[t];
	}
	return true;
}

/* ---- the statistic ------------------------------------------------------------------------------------------ */
/* Poisson: the greatest ratio over beginnings in [first, t], with x in place of the count of period t. */
static double ratio_poisson(const gz_glr_chart *c, int32_t first, int32_t t, double x)
{
	double sum_x = 0, sum_m = 0, most = 0;
	for (int32_t k = t; k >= first; k--) {
		sum_x += k == t ? x : c->count[k];
		sum_m += c->usual[k];
		double rise = sum_x > sum_m ? gz_maths_log(sum_x / sum_m) : 0, value = rise * sum_x + sum_m - (rise > 0 ? sum_x : sum_m);
		most = value > most ? value : most;
	}
	return most;
}

/* Log likelihood ratio of a rise by the factor exp(rise) in [k, t], and its first two derivatives. */
static double negbin_at(const gz_glr_chart *c, int32_t k, int32_t t, double x, double rise, double *slope, double *bend)
{
	double a = c->alpha, factor = gz_maths_exp(rise), value = 0;
	*slope = *bend = 0;
	for (int32_t i = k; i <= t; i++) {
		double y = i == t ? x : c->count[i], m = c->usual[i], under = 1 + a * factor * m;
		value += rise * y + (y + 1 / a) * gz_maths_log((1 + a * m) / under);
		*slope += (y - factor * m) / under;
		*bend += factor * m * (a * y + 1) / (under * under);
	}
	return value;
}

static double ratio_negbin(const gz_glr_chart *c, int32_t first, int32_t t, double x)
{
	double most = 0, rise = 0.5, slope, bend;
	for (int32_t k = first; k <= t; k++) {
		for (int i = 0; i < 100; i++) {
			negbin_at(c, k, t, x, rise, &slope, &bend);
			double step = slope / bend;
			step = step > 2 ? 2 : step < -2 ? -2 : step;
			rise += step;
			if (fabs(step) < 1e-9 || rise < -18)
				break;
		}
		rise = rise > 0 ? rise : 0;
		double value = negbin_at(c, k, t, x, rise, &slope, &bend);
		most = value > most ? value : most;
	}
	return most;
}

static double ratio_of(const gz_glr_chart *c, int32_t reset, int32_t t, double x)
{
	int32_t memory = (int32_t)c->options[GZ_GLR_MEMORY] * c->per_week, first = memory > 0 && t - memory > reset ? t - memory : reset;
	return c->alpha > 0 ? ratio_negbin(c, first, t, x) : ratio_poisson(c, first, t, x);
}

/* The greatest count that is no alarm in period t. */
static double bound_of(const gz_glr_chart *c, int32_t reset, int32_t t)
{
	double limit = c->options[GZ_GLR_THRESHOLD];
	int64_t low = -1, high = 1;
	while (high < BOUND_MAX && ratio_of(c, reset, t, (double)high) < limit)
		high *= 2;
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		if (ratio_of(c, reset, t, (double)middle) < limit)
			low = middle;
		else
			high = middle;
	}
	return low > 0 ? (double)low : 0;
}

static gz_detect_verdict verdict(const gz_glr_chart *c, int32_t reset, int32_t t, double value)
{
	bool missing = isnan(c->series->count[t]);
	double limit = c->options[GZ_GLR_THRESHOLD];
	return (gz_detect_verdict){.state = missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .alarm = !missing && value >= limit,
		.expected = c->usual[t], .lower = NAN, .upper = bound_of(c, reset, t), .score = missing ? NAN : value / limit, .probability = NAN,
		.phi = 1 + c->alpha * c->usual[t], .trend = NAN};
}

static int32_t reports(const gz_series *s, int32_t to)
{
	int32_t n = 0;
	for (int32_t t = 0; t < to; t++)
		n += !isnan(s->count[t]);
	return n;
}

static void judge_series(gz_glr_chart *c, int32_t from, int32_t to, gz_detect_verdict *out)
{
	c->per_week = c->series->period == 1 ? 7 : 1;
	int32_t begin = (int32_t)c->options[GZ_GLR_TRAINING] * c->per_week;
	if (begin == 0 || begin > from)
		begin = from;
	int32_t least = c->options[GZ_GLR_HARMONICS] > 0 ? 52 * c->per_week : LEAST_REPORTS;
	gz_detect_state state = reports(c->series, begin) < least ? GZ_DETECT_SHORT : learn(c, begin, to) ? GZ_DETECT_JUDGED : GZ_DETECT_UNFIT;
	for (int32_t t = begin, reset = begin; t < to; t++) {
		if (state != GZ_DETECT_JUDGED) {
			if (t >= from)
				out[t - from] = GZ_DETECT_NOTHING(state);
			continue;
		}
		double value = ratio_of(c, reset, t, c->count[t]);
		if (t >= from)
			out[t - from] = verdict(c, reset, t, value);
		if (value >= c->options[GZ_GLR_THRESHOLD])
			reset = t + 1;
	}
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	gz_arena arena = {0};
	gz_glr_chart c = {.options = options};
	int32_t n = set->n_series > 0 ? set->series[0].n : 0;
	gz_status status = gz_glm_init(&c.glm, &arena, n, err);
	c.usual = gz_arena_array(&arena, double, n);
	c.count = gz_arena_array(&arena, double, n);
	if (status == GZ_OK && (c.usual == NULL || c.count == NULL))
		status = gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int32_t i = 0; i < set->n_series && status == GZ_OK; i++) {
		c.series = &set->series[i];
		judge_series(&c, from, to, out + (int64_t)i * (to - from));
	}
	gz_arena_free(&arena);
	return status;
}

static const gz_detect_option LIST[GZ_GLR_OPTIONS] = {
	{"threshold", 5, 0.1, 1000, "the log likelihood ratio that is an alarm", NULL, false},
	{"dispersion", -1, -1, 100, "variance = mean + dispersion mean^2: 0 Poisson, -1 from the weeks before", NULL, false},
	{"harmonics", 1, 0, HARMONICS_MAX, "waves of a year in the usual mean; 0: a constant mean", NULL, true},
	{"trend", 0, 0, 1, "whether the usual mean has a trend", "no yes", true},
	{"memory", 26, 0, 1000, "weeks back in which a rise may have begun; 0: all since the chart began", NULL, true},
	{"training", 0, 0, 1000, "weeks before the chart begins; 0: all before the first one judged", NULL, true},
};

const gz_detector gz_glr = {"glr", "GLR: a lasting rise of unknown size", "Hoehle and Paul 2008, Comput Stat Data Anal 52:4357", LIST, GZ_GLR_OPTIONS,
	52, judge};
