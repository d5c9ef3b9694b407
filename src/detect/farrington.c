/* The Farrington family: a regression on the same season of earlier years, original and flexible.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/farrington.h"
#include "base/date.h"
#include "base/kernel.h"
#include "base/maths.h"
#include "base/tail.h"
#include "detect/baseline.h"
#include "detect/glm.h"
#include "detect/threshold.h"
#include <math.h>
#include <string.h>

enum { WEEKDAYS = 6, TREND_YEARS = 3 };

/* What is judged, and what a series needs computed once. */
typedef struct gz_farrington {
	const gz_detect_set *set;
	const gz_series *series;
	const double *options;
	gz_baseline_rule rule;
	gz_glm glm;
	int32_t *group;                    /* [period] of the baseline */
	double *log_y, *start, *two_thirds; /* [period] of the count: logarithm, log(count + 0.1), count^(2/3) */
	double *sixth;                     /* [row of glm] mean^(-1/6) */
	int32_t *row;                      /* [row of glm] its period */
	int32_t per_week;                  /* periods of a week: 1 or 7 */
	double power;
} gz_farrington;

/* A fitted model. */
typedef struct gz_farrington_fit {
	double phi, dispersion; /* phi >= 1; dispersion is what standard errors are made of */
	bool trend;
} gz_farrington_fit;

static double option(const gz_farrington *f, int which)
{
	return f->options[which];
}

static int32_t whole(const gz_farrington *f, int which)
{
	return (int32_t)option(f, which);
}

/* ---- the rows ----------------------------------------------------------------------------------------------- */
static void prepare(gz_farrington *f, const gz_series *s)
{
	f->series = s;
	f->per_week = s->period == 1 ? 7 : 1;
	f->rule = (gz_baseline_rule){whole(f, GZ_FARRINGTON_YEARS), whole(f, GZ_FARRINGTON_LEAST_YEARS),
		whole(f, GZ_FARRINGTON_WINDOW) * f->per_week, whole(f, GZ_FARRINGTON_BLOCKS), whole(f, GZ_FARRINGTON_EXCLUDED) * f->per_week,
		option(f, GZ_FARRINGTON_CALENDAR) != 0 ? 0 : s->period == 1 ? 365 : 52};
	for (int32_t t = 0; t < s->n; t++) {
		f->log_y[t] = s->count[t];
		f->start[t] = s->count[t] + 0.1;
	}
	gz_kernel_log(s->n, f->log_y, f->log_y);
	gz_kernel_log(s->n, f->start, f->start);
	for (int32_t t = 0; t < s->n; t++)
		f->two_thirds[t] = f->log_y[t] * (2.0 / 3);
	gz_kernel_exp(s->n, f->two_thirds, f->two_thirds);
	for (int32_t t = 0; t < s->n; t++)
		f->log_y[t] = s->count[t] == 0 ? 0 : f->log_y[t];
}

/* Years before period k, negative; the columns of a row: trend, six days of the week, holiday. */
static void columns_of(const gz_farrington *f, int32_t t, int32_t k, double *x)
{
	int32_t n = 0;
	x[n++] = (t - k) / (52.0 * f->per_week);
	if (f->per_week == 7 && option(f, GZ_FARRINGTON_WEEKDAY) != 0) {
		int32_t day = gz_date_weekday(f->series->first + t);
		for (int32_t d = 1; d <= WEEKDAYS; d++)
			x[n++] = day == d;
	}
	if (f->set->holiday != NULL)
		x[n] = f->set->holiday[t];
}

static int32_t n_columns(const gz_farrington *f)
{
	int32_t n = f->per_week == 7 && option(f, GZ_FARRINGTON_WEEKDAY) != 0 ? 1 + WEEKDAYS : 1, holidays = whole(f, GZ_FARRINGTON_HOLIDAYS);
	bool minded = f->set->holiday != NULL && (holidays == 2 || (holidays == 1 && f->per_week == 7));
	return minded ? n + 1 : n;
}

static double offset_of(const gz_farrington *f, int32_t t)
{
	return option(f, GZ_FARRINGTON_POPULATION) != 0 && f->series->population != NULL ? gz_maths_log(f->series->population[t]) : 0;
}

static void fill_rows(gz_farrington *f, int32_t k)
{
	double x[GZ_GLM_COLUMNS];
	gz_glm_clear(&f->glm, f->rule.blocks, n_columns(f));
	for (int32_t t = 0; t < k; t++) {
		double y = f->series->count[t], offset = f->group[t] < 0 ? 0 : offset_of(f, t);
		if (f->group[t] < 0 || isnan(y) || !isfinite(offset))
			continue;
		columns_of(f, t, k, x);
		f->row[f->glm.n] = t;
		gz_glm_add(&f->glm, y, f->log_y[t], f->start[t], offset, f->group[t], x);
	}
}

/* ---- the model ---------------------------------------------------------------------------------------------- */
/* Weights from Anscombe residuals, so that past outbreaks count less. False where a residual cannot be had. */
static bool reweight(gz_farrington *f, double phi)
{
	gz_glm *m = &f->glm;
	double limit = option(f, GZ_FARRINGTON_WEIGHT_ABOVE), sum = 0;
	for (int32_t i = 0; i < m->n; i++)
		f->sixth[i] = -m->eta[i] / 6;
	gz_kernel_exp(m->n, f->sixth, f->sixth);
	for (int32_t i = 0; i < m->n; i++) {
		double raw = 1.5 * (f->two_thirds[f->row[i]] * f->sixth[i] - sqrt(m->mu[i]));
		double s = raw / sqrt(phi * (1 - gz_glm_hat(m, i)));
		if (isnan(s))
			return false;
		m->weight[i] = s > limit ? 1 / (s * s) : 1;
		sum += m->weight[i];
	}
	for (int32_t i = 0; i < m->n; i++)
		m->weight[i] *= m->n / sum;
	return true;
}

/* Fits, sets the weights and fits again; without a trend where the fit with one does not settle. */
static bool fit_twice(gz_farrington *f, bool trend, gz_farrington_fit *fit)
{
	gz_glm *m = &f->glm;
	bool twice = option(f, GZ_FARRINGTON_REWEIGHT) != 0;
	for (int32_t i = 0; i < m->n; i++)
		m->weight[i] = 1;
	bool fitted = gz_glm_fit(m, trend ? 0 : 1) && m->converged;
	if (!fitted && trend) {
		trend = false;
		fitted = gz_glm_fit(m, 1) && m->converged;
	}
	if (!fitted)
		return false;
	fit->trend = trend;
	fit->dispersion = gz_glm_dispersion(m, false);
	if (twice) {
		if (!reweight(f, fit->dispersion > 1 ? fit->dispersion : 1) || !gz_glm_fit(m, trend ? 0 : 1))
			return false;
		fit->dispersion = gz_glm_dispersion(m, false);
	}
	fit->phi = fit->dispersion > 1 ? fit->dispersion : 1;
	if (twice) /* standard errors rest on the rows' weights, not on those of the last round: as surveillance has it */
		fit->dispersion = gz_glm_dispersion(m, true);
	return isfinite(fit->phi);
}

/* Whether a trend was found that may be kept: clear enough, of three years at least, and not beyond every count of the baseline. */
static bool keeps_trend(const gz_farrington *f, const gz_farrington_fit *fit, int32_t years, double eta)
{
	const gz_glm *m = &f->glm;
	double limit = option(f, GZ_FARRINGTON_TREND_P), most = 0;
	double t = m->slope[0] / sqrt(fit->dispersion * m->inverse[0][0]);
	if (years < TREND_YEARS || isnan(t))
		return false;
	if (limit < 1 ? !(gz_tail_student(t, m->n - m->rank) < limit) : t == 0)
		return false;
	for (int32_t i = 0; i < m->n; i++)
		most = m->y[i] > most ? m->y[i] : most;
	return gz_maths_exp(eta) <= most;
}

/* Fits the model of period k: logarithm of the mean there and its standard error. */
static bool predict(gz_farrington *f, int32_t k, int32_t years, gz_farrington_fit *fit, double *eta, double *error)
{
	double x[GZ_GLM_COLUMNS] = {0}, variance, offset = offset_of(f, k);
	columns_of(f, k, k, x);
	if (!fit_twice(f, option(f, GZ_FARRINGTON_TREND) != 0, fit))
		return false;
	*eta = gz_glm_predict(&f->glm, 0, x, &variance) + offset;
	if (fit->trend && !keeps_trend(f, fit, years, *eta)) {
		if (!fit_twice(f, false, fit))
			return false;
		*eta = gz_glm_predict(&f->glm, 0, x, &variance) + offset;
	}
	*error = sqrt(fit->dispersion * variance);
	return isfinite(*eta) && isfinite(*error);
}

/* ---- verdicts ----------------------------------------------------------------------------------------------- */
/* Whether there were enough cases in the last weeks for an alarm; what is missing is not counted. */
static bool enough_cases(const gz_farrington *f, int32_t k)
{
	double sum = 0;
	for (int32_t i = 0; i < whole(f, GZ_FARRINGTON_LEAST_WEEKS) * f->per_week && k - i >= 0; i++)
		sum += isnan(f->series->count[k - i]) ? 0 : f->series->count[k - i];
	return sum >= option(f, GZ_FARRINGTON_LEAST_CASES);
}

/* A baseline of n periods without a single case: the mean goes on falling as long as the fit lasts, so chances are those of a count that
 * follows n reports of none (Jeffreys' prior: negative binomial). Bounds stay those of the fit, nearly 0, where it settles. */
static gz_detect_verdict judge_first_cases(const gz_farrington *f, const gz_detect_verdict *fitted, double y)
{
	double n = f->glm.n, mean = 0.5 / n, phi = (n + 1) / n;
	bool missing = isnan(y), known = !isnan(fitted->upper);
	gz_detect_verdict v = {.state = missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .expected = known ? fitted->expected : 0, .lower = 0,
		.upper = known ? fitted->upper : 0, .score = missing ? NAN : y / sqrt(mean * phi),
		.probability = missing ? NAN : gz_tail_negbin(y, mean, phi), .phi = 1, .trend = known ? fitted->trend : NAN};
	return v;
}

static bool has_cases(const gz_glm *m)
{
	for (int32_t i = 0; i < m->n; i++)
		if (m->y[i] > 0)
			return true;
	return false;
}

/* The verdict of the model fitted to the rows, without the alarm. */
static gz_detect_verdict judge_fitted(gz_farrington *f, int32_t k, int32_t years)
{
	gz_farrington_fit fit;
	double y = f->series->count[k], eta, error;
	bool missing = isnan(y);
	if (!predict(f, k, years, &fit, &eta, &error))
		return GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	gz_threshold t = gz_threshold_of((gz_threshold_kind)option(f, GZ_FARRINGTON_THRESHOLD), eta, error, fit.phi,
		option(f, GZ_FARRINGTON_ALPHA), f->power, missing ? 0 : y);
	if (isnan(t.upper))
		return GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	return (gz_detect_verdict){.state = missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .expected = gz_maths_exp(eta), .lower = t.lower,
		.upper = t.upper, .score = missing ? NAN : t.score, .probability = missing ? NAN : t.probability, .phi = fit.phi,
		.trend = fit.trend ? f->glm.slope[0] / (52.0 * f->per_week) : NAN};
}

static gz_detect_verdict judge_one(gz_farrington *f, int32_t k)
{
	double y = f->series->count[k];
	int32_t years = gz_baseline_mark(&f->rule, f->series, k, f->group);
	if (years > 0)
		fill_rows(f, k);
	if (years == 0 || f->glm.n == 0)
		return GZ_DETECT_NOTHING(GZ_DETECT_SHORT);
	gz_detect_verdict v = judge_fitted(f, k, years);
	if (!has_cases(&f->glm))
		v = judge_first_cases(f, &v, y);
	v.alarm = y > v.upper && y != 0 && enough_cases(f, k);
	return v;
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	gz_arena arena = {0};
	gz_farrington f = {.set = set, .options = options};
	int32_t n = set->n_series > 0 ? set->series[0].n : 0;
	gz_status status = gz_glm_init(&f.glm, &arena, n, err);
	f.group = gz_arena_array(&arena, int32_t, n);
	f.row = gz_arena_array(&arena, int32_t, n);
	f.log_y = gz_arena_array(&arena, double, n);
	f.start = gz_arena_array(&arena, double, n);
	f.two_thirds = gz_arena_array(&arena, double, n);
	f.sixth = gz_arena_array(&arena, double, n);
	f.power = options[GZ_FARRINGTON_POWER] == 0 ? 1 : options[GZ_FARRINGTON_POWER] == 1 ? 0.5 : 2.0 / 3;
	if (status == GZ_OK && (f.group == NULL || f.row == NULL || f.log_y == NULL || f.start == NULL || f.two_thirds == NULL || f.sixth == NULL))
		status = gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int32_t i = 0; i < set->n_series && status == GZ_OK; i++) {
		prepare(&f, &set->series[i]);
		for (int32_t k = from; k < to; k++)
			out[(int64_t)i * (to - from) + (k - from)] = judge_one(&f, k);
	}
	gz_arena_free(&arena);
	return status;
}

/* ---- the plug-ins ------------------------------------------------------------------------------------------- */
#define OPTIONS(alpha, blocks, excluded, above, trend_p, threshold)                                                                   \
	{                                                                                                                                 \
		{"alpha", alpha, 1e-9, 0.5, "share of alarms in ordinary periods", NULL, false},                                              \
		{"years", 5, 1, 30, "years to look back", NULL, true},                                                                        \
		{"window", 3, 0, 20, "weeks either side of the same week of earlier years", NULL, true},                                      \
		{"blocks", blocks, 1, 40, "parts of a year with levels of their own; 1: the windows alone", NULL, true},                     \
		{"excluded", excluded, 0, 51, "latest weeks left out of the baseline", NULL, true},                                          \
		{"reweight", 1, 0, 1, "whether past outbreaks count less", "no yes", true},                                                   \
		{"weight_above", above, 0, 100, "residual above which a week counts less", NULL, false},                                     \
		{"trend", 1, 0, 1, "whether a trend is tried", "no yes", true},                                                               \
		{"trend_p", trend_p, 0, 1, "the trend stays if its p-value is below", NULL, false},                                          \
		{"threshold", threshold, 0, 2, "how the bound is made", "nb muan delta", true},                                               \
		{"power", 2, 0, 2, "transformation of the delta bound", "none 1/2 2/3", true},                                                \
		{"population", 0, 0, 1, "whether rates by population are modelled", "no yes", true},                                          \
		{"least_cases", 5, 0, 1e6, "no alarm with fewer cases in the last weeks", NULL, true},                                       \
		{"least_weeks", 4, 1, 52, "how many last weeks, this one included", NULL, true},                                             \
		{"least_years", 2, 1, 30, "years of history without which nothing is said", NULL, true},                                     \
		{"calendar", 1, 0, 1, "same date of earlier years, or 52 weeks back", "no yes", true},                                        \
		{"weekday", 1, 0, 1, "days of the week differ (daily counts)", "no yes", true},                                               \
		{"holidays", 1, 0, 2, "periods with holidays differ", "no daily always", true},                                               \
	}

static const gz_detect_option ORIGINAL[GZ_FARRINGTON_OPTIONS] = OPTIONS(0.05, 1, 3, 1, 0.05, GZ_THRESHOLD_DELTA);
static const gz_detect_option FLEXIBLE[GZ_FARRINGTON_OPTIONS] = OPTIONS(0.005, 10, 26, 2.58, 1, GZ_THRESHOLD_PLUGIN);

const gz_detector gz_farrington_original = {"farrington", "Farrington: the same weeks of earlier years",
	"Farrington et al. 1996, J R Stat Soc A 159:547", ORIGINAL, GZ_FARRINGTON_OPTIONS, 2 * 52 + 4, judge};
const gz_detector gz_farrington_flexible = {"flexible", "Flexible Farrington: all weeks of earlier years, with season and trend",
	"Noufaily et al. 2013, Stat Med 32:1206", FLEXIBLE, GZ_FARRINGTON_OPTIONS, 2 * 52 + 4, judge};
