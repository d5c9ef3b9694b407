/* Calibrated prediction with the evidence of neighbours and flows: a detector of our own (docs/detect.md).
 *
 * Each period is predicted by a log-linear regression on the years before, in which past outbreaks count less (past.h); the prediction is a
 * negative binomial that holds the error of the estimates; the evidence of this period and the one before has an exact probability
 * (pair.h), unless the one before raised an alarm: its evidence is then spent. The level is shifted towards periods two after an unusual one
 * and, where series are linked, towards those whose neighbours show evidence, its mean kept.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/neighbour.h"
#include "base/date.h"
#include "base/maths.h"
#include "base/tail.h"
#include "detect/glm.h"
#include "detect/pair.h"
#include "detect/past.h"
#include <string.h>

enum { ROUNDS = 3, ROUNDS_AFTER = 2, WAVES = 2, COLUMNS = 6, SEASON_YEARS = 2, TREND_YEARS = 3, CASES_A_COLUMN = 10 };

static const double PI = 3.14159265358979323846;
/* What a coefficient has to be worth for each of its columns, and how near a fit has to come before the next round of weights. */
static const double WORTH = 4, SETTLED = 1e-5;
/* Share of the error of the columns left out that the prediction keeps: some are left out wrongly. */
static const double KEPT = 0.25;

/* Exponent by which a probability becomes an e-value, and the greatest level that neighbours can bring about. */
static const double CALIBRATOR = 0.2, LEVEL_MAX = 0.1;
/* How much of the level follows what a series itself counted two periods before, and the exponent there. */
static const double OWN = 0.2, CALIBRATOR_OWN = 0.3;

typedef struct gz_neighbour_model {
	const gz_detect_set *set;
	const gz_series *series;
	const double *options;
	gz_glm glm;
	int32_t *row;                /* [row] its period */
	double *log_y, *start;       /* [period] */
	double *wave[2 * WAVES];     /* [cosine and sine of wave 1, of wave 2][period] */
	gz_past past;
	int32_t per_week;
	int32_t waves;               /* in the model */
	bool trend, holiday;
	bool trend_tried;            /* a column for it comes first, though it may be left out */
	double phi, cases;
	double given_up;             /* what the error of the mean would be if nothing were left out (by dispersion 1) */
} gz_neighbour_model;

static double option(const gz_neighbour_model *m, int which)
{
	return m->options[which];
}

/* ---- the rows ----------------------------------------------------------------------------------------------- */
/* Part of the year at which a period lies. */
static double season(const gz_neighbour_model *m, int32_t t)
{
	int32_t year, month, day, first = m->series->first + t * m->series->period;
	if (option(m, GZ_NEIGHBOUR_CALENDAR) == 0)
		return t / (52.0 * m->per_week);
	gz_date_civil(first, &year, &month, &day);
	return (first - gz_date_of(year, 1, 1)) / 365.25;
}

static int32_t n_columns(const gz_neighbour_model *m)
{
	return (m->trend_tried ? 1 : 0) + (m->holiday ? 1 : 0) + 2 * m->waves;
}

static void columns_of(const gz_neighbour_model *m, int32_t t, int32_t k, double *x)
{
	if (m->trend_tried)
		*x++ = (t - k) / (52.0 * m->per_week);
	if (m->holiday)
		*x++ = m->set->holiday[t];
	for (int32_t j = 0; j < 2 * m->waves; j++)
		*x++ = m->wave[j][t];
}

static int32_t group_of(const gz_neighbour_model *m, int32_t t)
{
	return m->per_week == 7 ? gz_date_weekday(m->series->first + t) - 1 : 0;
}

static double offset_of(const gz_neighbour_model *m, int32_t t)
{
	return option(m, GZ_NEIGHBOUR_POPULATION) != 0 && m->series->population != NULL ? gz_maths_log(m->series->population[t]) : 0;
}

/* Fills rows [from, to) for the model as it stands. */
static void fill(gz_neighbour_model *m, int32_t from, int32_t to, int32_t k)
{
	double x[GZ_GLM_COLUMNS];
	gz_glm_clear(&m->glm, m->per_week == 7 ? 7 : 1, n_columns(m));
	for (int32_t t = from; t < to; t++) {
		double y = m->series->count[t], offset = offset_of(m, t);
		if (isnan(y) || !isfinite(offset))
			continue;
		columns_of(m, t, k, x);
		m->row[m->glm.n] = t;
		gz_glm_add(&m->glm, y, m->log_y[t], m->start[t], offset, group_of(m, t), x);
	}
}

/* ---- the model ---------------------------------------------------------------------------------------------- */
static double dispersion(const gz_neighbour_model *m)
{
	const gz_glm *g = &m->glm;
	double sum = 0, weight = 0;
	for (int32_t i = 0; i < g->n; i++) {
		double r = g->y[i] - g->mu[i];
		sum += g->weight[i] * r * r / g->mu[i];
		weight += g->weight[i];
	}
	return weight > g->rank ? sum / (weight - g->rank) : NAN;
}

/* One fit, begun anew or from the one before, and its dispersion. */
static bool fit_once(gz_neighbour_model *m, bool again)
{
	bool fitted = again ? gz_glm_refit(&m->glm) : gz_glm_fit(&m->glm, 0);
	double phi = fitted && m->glm.converged ? dispersion(m) : NAN;
	if (isnan(phi))
		return false;
	m->phi = phi > 1 ? phi : 1;
	return true;
}

/* So many fits, each with the weights that follow from the one before. */
static bool fit(gz_neighbour_model *m, int32_t rounds, bool again)
{
	for (int32_t round = 0; round < rounds; round++) {
		if (round > 0)
			gz_past_weigh(&m->past, &m->glm, m->row, m->phi);
		if (!fit_once(m, again || round > 0))
			return false;
	}
	return true;
}

/* Whether columns [first, first + n) matter, by Wald's statistic. */
static bool matters(const gz_neighbour_model *m, int32_t first, int32_t n)
{
	const gz_glm *g = &m->glm;
	double a = g->inverse[first][first], x = g->slope[first], wald = x * x / a;
	if (n == 2) {
		double b = g->inverse[first + 1][first + 1], c = g->inverse[first + 1][first], y = g->slope[first + 1];
		wald = (b * x * x - 2 * c * x * y + a * y * y) / (a * b - c * c);
	}
	return wald > WORTH * n * m->phi;
}

/* The largest model that the history allows. */
static void propose(gz_neighbour_model *m, int32_t from, int32_t to)
{
	double years = (to - from) / (52.0 * m->per_week);
	m->cases = 0;
	for (int32_t t = from; t < to; t++)
		m->cases += isnan(m->series->count[t]) ? 0 : m->series->count[t];
	int32_t room = m->cases < 1e6 ? (int32_t)(m->cases / CASES_A_COLUMN) : COLUMNS;
	m->holiday = m->set->holiday != NULL && (option(m, GZ_NEIGHBOUR_HOLIDAYS) == 2 || (option(m, GZ_NEIGHBOUR_HOLIDAYS) == 1 && m->per_week == 7));
	m->waves = years < SEASON_YEARS ? 0 : (int32_t)option(m, GZ_NEIGHBOUR_HARMONICS);
	m->waves = m->waves < room / 2 ? m->waves : room / 2;
	m->trend = years >= TREND_YEARS && option(m, GZ_NEIGHBOUR_TREND) != 0 && room > 2 * m->waves;
	m->trend_tried = m->trend;
}

/* Error of the logarithm of the mean at a period, by dispersion 1. */
static double error_at(const gz_neighbour_model *m, int32_t t, int32_t k)
{
	double x[GZ_GLM_COLUMNS] = {0}, variance;
	columns_of(m, t, k, x);
	gz_glm_predict(&m->glm, group_of(m, t), x, &variance);
	return variance;
}

/* Leaves out what does not matter; whether that is anything. */
static bool leave_out(gz_neighbour_model *m, int32_t k)
{
	int32_t waves = m->waves, first = (m->trend_tried ? 1 : 0) + (m->holiday ? 1 : 0);
	m->given_up = error_at(m, k, k);
	m->trend = m->trend_tried && matters(m, 0, 1);
	while (m->waves > 0 && !matters(m, first + 2 * m->waves - 2, 2))
		m->waves--;
	m->glm.first = m->trend_tried && !m->trend ? 1 : 0;
	m->glm.n_columns = n_columns(m);
	return m->trend != m->trend_tried || m->waves != waves;
}

/* Fits the largest model, then one without what does not matter in it; a constant where neither can be fitted. */
static bool choose(gz_neighbour_model *m, int32_t from, int32_t to, int32_t k)
{
	propose(m, from, to);
	gz_past_begin(&m->past, m->per_week);
	fill(m, from, to, k);
	if (m->cases == 0)
		return true;
	if (fit(m, ROUNDS, false) && (!leave_out(m, k) || fit(m, ROUNDS_AFTER, true)))
		return true;
	m->trend = m->trend_tried = false;
	m->waves = 0;
	m->given_up = NAN;
	fill(m, from, to, k);
	return fit(m, ROUNDS, false);
}

/* ---- verdicts ----------------------------------------------------------------------------------------------- */
static double mean_at(const gz_neighbour_model *m, int32_t t, int32_t k, double *variance)
{
	double x[GZ_GLM_COLUMNS] = {0};
	columns_of(m, t, k, x);
	return gz_maths_exp(gz_glm_predict(&m->glm, group_of(m, t), x, variance) + offset_of(m, t));
}

/* What is known of a period of a series before the neighbours are asked. */
typedef struct gz_neighbour_view {
	double before, now, phi; /* means and dispersion of the prediction */
	double earlier, y;       /* the two counts */
	double quiet;       /* the greatest earlier count without an alarm of its own; before, earlier and this NAN: not known, or it was one */
	double level;       /* without neighbours */
	double probability; /* NAN: not judged */
} gz_neighbour_view;

/* The dispersion of the prediction: with the error v (by dispersion 1) of the logarithm of the mean, and that of the dispersion itself, of
 * which the tail beyond the level alpha has the elasticity z f(z) / (2 alpha): averaged over a lognormal error the tail is as if the
 * dispersion were larger by half of it. A mean that is too low brings a standard deviation that is too low with it, and mostly a
 * dispersion that is too low as well: the last factor (docs/detect.md). */
static double with_errors(const gz_neighbour_model *m, double v, const gz_neighbour_view *view)
{
	double alpha = option(m, GZ_NEIGHBOUR_ALPHA), z = -gz_maths_normal_quantile(alpha), n = m->glm.n, phi = m->phi, now = view->now;
	double elasticity = z * 0.3989422804014327 * gz_maths_exp(-z * z / 2) / (2 * alpha);
	double mean = now > 0.01 ? now : 0.01, of_phi = (2 + 6 * (phi - 1) / mean + 1 / (phi * mean)) / n, slope = sqrt(now / phi) + z / 2;
	double of_mean = v * (now + (isnan(view->earlier) ? 0 : view->before)), together = z * (slope - z / 4 + slope * (phi - 1) / phi);
	of_phi = of_phi < 0.5 ? of_phi : 0.5;
	return phi * (1 + of_mean) * (1 + elasticity / 2 * of_phi) * (1 + v * phi * together);
}

static gz_detect_verdict verdict(const gz_neighbour_model *m, const gz_pair *pair, const gz_neighbour_view *v, double level)
{
	bool missing = isnan(v->y);
	gz_detect_verdict out = {.state = missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED, .expected = v->now,
		.lower = gz_tail_negbin_quantile(option(m, GZ_NEIGHBOUR_ALPHA), v->now, v->phi), .upper = gz_pair_bound(pair, v->earlier, level),
		.score = NAN, .probability = v->probability, .phi = v->phi, .trend = m->trend ? m->glm.slope[0] / (52.0 * m->per_week) : NAN};
	out.alarm = v->y > out.upper;
	out.score = out.upper > v->now ? (v->y - v->now) / (out.upper - v->now) : NAN;
	return out;
}

/* The mean of a period before k; after n periods without a case that of Jeffreys' prior. */
static double mean_before(const gz_neighbour_model *m, int32_t t, int32_t k)
{
	double variance;
	return m->cases == 0 ? 0.5 / m->glm.n : mean_at(m, t, k, &variance);
}

static void weigh_up(gz_pair *pair, const gz_neighbour_view *v)
{
	gz_pair_prepare(pair, v->before, v->now, v->phi);
	gz_pair_assume(pair, v->quiet);
}

/* The prediction for period k; after n periods without a case the negative binomial of Jeffreys' prior. */
static void predict(const gz_neighbour_model *m, int32_t k, gz_neighbour_view *v)
{
	double variance, n = m->glm.n;
	v->before = isnan(v->earlier) ? NAN : mean_before(m, k - 1, k);
	if (m->cases == 0) {
		v->now = 0.5 / n;
		v->phi = (n + 1) / n;
		return;
	}
	v->now = mean_at(m, k, k, &variance);
	variance += m->given_up > variance ? KEPT * (m->given_up - variance) : 0;
	v->phi = with_errors(m, variance, v);
}

/* Evidence that has raised an alarm is spent: after one the period before is left out; where there was none, that is known, too. The alarm
 * is that of the model at hand, so that a verdict does not hang on which periods were judged before. */
static void spend(const gz_neighbour_model *m, gz_pair *pair, int32_t k, gz_neighbour_view *v)
{
	double two_before = k > 1 ? m->series->count[k - 2] : NAN;
	if (isnan(v->earlier))
		return;
	gz_pair_prepare(pair, isnan(two_before) ? NAN : mean_before(m, k - 2, k), v->before, v->phi);
	v->quiet = gz_pair_bound(pair, two_before, option(m, GZ_NEIGHBOUR_ALPHA));
	if (v->earlier > v->quiet) {
		v->earlier = v->quiet = NAN;
		predict(m, k, v);
	}
}

/* An e-value of a probability: 1 on average at most if nothing is unusual (Vovk and Wang 2021). */
static double surprise(double p, double exponent)
{
	return isnan(p) ? 1 : exponent * gz_maths_pow(p > 1e-9 ? p : 1e-9, exponent - 1);
}

/* The level, moved towards periods two after an unusual one; on average over what chance brings it does not rise. A count that was an
 * alarm by itself weighs as one just below: its evidence is spent. */
static double own_level(const gz_neighbour_model *m, int32_t k, const gz_neighbour_view *v)
{
	double alpha = option(m, GZ_NEIGHBOUR_ALPHA), two_before = k > 1 ? m->series->count[k - 2] : NAN;
	if (isnan(two_before) || isnan(v->earlier))
		return alpha;
	double p = gz_tail_negbin(two_before, mean_before(m, k - 2, k), v->phi);
	return alpha * (1 - OWN + OWN * surprise(p > alpha ? p : alpha, CALIBRATOR_OWN));
}

static int32_t reports(const gz_neighbour_model *m, int32_t from, int32_t to)
{
	int32_t n = 0;
	for (int32_t t = from; t < to; t++)
		n += !isnan(m->series->count[t]);
	return n;
}

static gz_detect_verdict judge_one(gz_neighbour_model *m, gz_pair *pair, int32_t k, gz_neighbour_view *v)
{
	int32_t to = k - (int32_t)option(m, GZ_NEIGHBOUR_EXCLUDED) * m->per_week, from = k - (int32_t)(option(m, GZ_NEIGHBOUR_YEARS) * 52) * m->per_week;
	from = from > 0 ? from : 0;
	*v = (gz_neighbour_view){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	if (reports(m, from, to) < option(m, GZ_NEIGHBOUR_LEAST_WEEKS) * m->per_week)
		return GZ_DETECT_NOTHING(GZ_DETECT_SHORT);
	if (!choose(m, from, to, k) || m->glm.n == 0)
		return GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	v->y = m->series->count[k];
	v->earlier = m->series->count[k - 1];
	predict(m, k, v);
	if (!isfinite(v->now) || !isfinite(v->phi) || (!isfinite(v->before) && !isnan(v->earlier)))
		return GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	spend(m, pair, k, v);
	weigh_up(pair, v);
	v->level = own_level(m, k, v);
	v->probability = isnan(v->y) ? NAN : gz_pair_probability(pair, v->earlier, v->y);
	return verdict(m, pair, v, v->level);
}

/* ---- neighbours --------------------------------------------------------------------------------------------- */
/* Which series lie at a place, and which links lead to it. */
typedef struct gz_neighbour_map {
	int32_t *first_series, *series; /* [place + 1]; by place */
	int32_t *first_link, *link;
} gz_neighbour_map;

static bool sort_by(gz_arena *arena, int32_t places, int32_t n, const int32_t *place, int32_t **first, int32_t **items)
{
	*first = gz_arena_array(arena, int32_t, places + 2);
	*items = gz_arena_array(arena, int32_t, n);
	if (*first == NULL || *items == NULL)
		return false;
	for (int32_t i = 0; i < n; i++)
		if (place[i] >= 0 && place[i] < places)
			(*first)[place[i] + 2]++;
	for (int32_t p = 0; p < places; p++)
		(*first)[p + 2] += (*first)[p + 1];
	for (int32_t i = 0; i < n; i++)
		if (place[i] >= 0 && place[i] < places)
			(*items)[(*first)[place[i] + 1]++] = i;
	return true;
}

static bool chart(gz_arena *arena, const gz_detect_set *set, gz_neighbour_map *map)
{
	int32_t *to = gz_arena_array(arena, int32_t, set->n_links);
	if (to == NULL)
		return false;
	for (int32_t i = 0; i < set->n_links; i++)
		to[i] = set->links[i].to;
	return sort_by(arena, set->n_places, set->n_series, set->place, &map->first_series, &map->series)
		&& sort_by(arena, set->n_places, set->n_links, to, &map->first_link, &map->link);
}

static bool same_disease(const gz_series *a, const gz_series *b)
{
	return a->disease == b->disease || (a->disease != NULL && b->disease != NULL && strcmp(a->disease, b->disease) == 0);
}

/* The mean e-value of the linked series in period k and the one before, weighed by the links; 1 where there are none. */
static double evidence_around(const gz_neighbour_model *m, const gz_neighbour_map *map, const gz_neighbour_view *views, int32_t periods, int32_t i, int32_t at)
{
	const gz_detect_set *set = m->set;
	double sum = 0, weight = 0;
	int32_t place = set->place[i];
	if (place < 0 || place >= set->n_places)
		return 1;
	for (int32_t l = map->first_link[place]; l < map->first_link[place + 1]; l++) {
		const gz_detect_link *link = &set->links[map->link[l]];
		if (link->from < 0 || link->from >= set->n_places || link->from == place || !(link->weight > 0))
			continue;
		for (int32_t j = map->first_series[link->from]; j < map->first_series[link->from + 1]; j++) {
			const gz_neighbour_view *other = views + (int64_t)map->series[j] * periods + at;
			if (!same_disease(&set->series[map->series[j]], &set->series[i]))
				continue;
			sum += link->weight * (surprise(other->probability, CALIBRATOR) + (at > 0 ? surprise(other[-1].probability, CALIBRATOR) : 1)) / 2;
			weight += link->weight;
		}
	}
	return weight > 0 ? sum / weight : 1;
}

/* Waves of a year: once for a set, whose series have all the same periods. */
static void swing(gz_neighbour_model *m)
{
	for (int32_t t = 0; t < m->series->n; t++) {
		double angle = 2 * PI * season(m, t);
		for (int32_t j = 0; j < WAVES; j++) {
			m->wave[2 * j][t] = gz_maths_cos((j + 1) * angle);
			m->wave[2 * j + 1][t] = gz_maths_sin((j + 1) * angle);
		}
	}
}

static void prepare(gz_neighbour_model *m, const gz_series *s)
{
	bool first = m->series == NULL;
	m->series = s;
	m->per_week = s->period == 1 ? 7 : 1;
	if (first)
		swing(m);
	for (int32_t t = 0; t < s->n; t++) {
		double y = s->count[t];
		if (isnan(y))
			continue;
		m->log_y[t] = y > 0 ? gz_maths_log(y) : 0;
		m->start[t] = gz_maths_log(y + 0.1);
	}
}

static gz_status prepare_all(gz_neighbour_model *m, gz_arena *arena, int32_t n, gz_error *err)
{
	gz_status status = gz_glm_init(&m->glm, arena, n, err);
	m->row = gz_arena_array(arena, int32_t, n);
	m->log_y = gz_arena_array(arena, double, n);
	m->start = gz_arena_array(arena, double, n);
	m->glm.settled = SETTLED;
	status = status != GZ_OK ? status : gz_past_init(&m->past, arena, n, err);
	bool all = m->row != NULL && m->log_y != NULL && m->start != NULL;
	for (int32_t j = 0; j < 2 * WAVES; j++)
		all = (m->wave[j] = gz_arena_array(arena, double, n)) != NULL && all;
	return status != GZ_OK || all ? status : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

/* Moves the level of each series to where its neighbours show evidence; on average over what chance brings, it stays (docs/detect.md). */
static void ask_neighbours(gz_neighbour_model *m, gz_pair *pair, const gz_neighbour_map *map, const gz_neighbour_view *views, int32_t from, int32_t to,
	gz_detect_verdict *out)
{
	double share = option(m, GZ_NEIGHBOUR_NEIGHBOURS);
	int32_t earlier = from > 0 ? 1 : 0, periods = to - from + earlier;
	for (int32_t i = 0; i < m->set->n_series; i++)
		for (int32_t k = 0; k < to - from; k++) {
			const gz_neighbour_view *v = views + (int64_t)i * periods + k + earlier;
			gz_detect_verdict *o = out + (int64_t)i * (to - from) + k;
			if (o->state != GZ_DETECT_JUDGED && o->state != GZ_DETECT_MISSING)
				continue;
			double level = v->level * (1 - share + share * evidence_around(m, map, views, periods, i, k + earlier)), trend = o->trend;
			double most = v->level > LEVEL_MAX ? v->level : LEVEL_MAX;
			if (level == v->level)
				continue;
			weigh_up(pair, v);
			*o = verdict(m, pair, v, level < most ? level : most);
			o->trend = trend;
		}
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	gz_arena arena = {0};
	gz_neighbour_model m = {.set = set, .options = options};
	gz_neighbour_map map = {0};
	bool linked = set->n_links > 0 && set->n_places > 0 && options[GZ_NEIGHBOUR_NEIGHBOURS] > 0;
	int32_t begin = linked && from > 0 ? from - 1 : from;
	gz_status status = prepare_all(&m, &arena, set->n_series > 0 ? set->series[0].n : 0, err);
	gz_pair *pair = gz_arena_array(&arena, gz_pair, 1);
	gz_neighbour_view *views = gz_arena_array(&arena, gz_neighbour_view, linked ? (int64_t)set->n_series * (to - begin) : 1);
	if (status == GZ_OK && (pair == NULL || views == NULL || (linked && !chart(&arena, set, &map))))
		status = gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	for (int32_t i = 0; i < set->n_series && status == GZ_OK; i++) {
		prepare(&m, &set->series[i]);
		for (int32_t k = begin; k < to; k++) {
			gz_detect_verdict v = judge_one(&m, pair, k, &views[linked ? (int64_t)i * (to - begin) + (k - begin) : 0]);
			if (k >= from)
				out[(int64_t)i * (to - from) + (k - from)] = v;
		}
	}
	if (linked && status == GZ_OK)
		ask_neighbours(&m, pair, &map, views, from, to, out);
	gz_arena_free(&arena);
	return status;
}

static const gz_detect_option LIST[GZ_NEIGHBOUR_OPTIONS] = {
	{"alpha", 0.008, 1e-6, 0.25, "share of alarms in ordinary periods", NULL, false},
	{"years", 8, 1, 30, "years to look back at most", NULL, false},
	{"excluded", 4, 1, 51, "latest weeks left out of what is usual", NULL, true},
	{"harmonics", 2, 0, 2, "waves of a year tried", NULL, true},
	{"trend", 1, 0, 1, "whether a trend is tried", "no yes", true},
	{"least_weeks", 26, 8, 520, "weeks with a report without which nothing is said", NULL, true},
	{"population", 0, 0, 1, "whether rates by population are modelled", "no yes", true},
	{"calendar", 1, 0, 1, "season by the calendar, or every 52 weeks", "no yes", true},
	{"holidays", 1, 0, 2, "periods with holidays differ", "no daily always", true},
	{"neighbours", 0.5, 0, 0.9, "how much of the level follows the evidence of linked places", NULL, false},
};

const gz_detector gz_neighbour = {"border", "Border: calibrated prediction, with neighbours and flows where they are known", "docs/detect.md", LIST,
	GZ_NEIGHBOUR_OPTIONS, 26, judge};
