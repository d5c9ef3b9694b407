/* EARS, the likelihood ratio chart, CUSUM, Bayes and RKI against the saved results of surveillance 1.20.3, and what every method owes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/random.h"
#include "base/sample.h"
#include "detect/baseline.h"
#include "detect/bayes.h"
#include "detect/cusum.h"
#include "detect/ears.h"
#include "detect/glr.h"
#include "detect/rki.h"
#include "reference_series.h"
#include "suite.h"

#include <check.h>
#include <math.h>

enum { OPTIONS_MAX = 32, METHODS_MAX = 16 };

typedef struct comparison {
	int32_t rows, alarms, unknown, unlike;
	double upper;
} comparison;

static void note(comparison *c, bool alarm, double theirs, double bound, double their_bound)
{
	double size = fabs(their_bound) > 1 ? fabs(their_bound) : 1, apart = fabs(bound - their_bound) / size;
	c->rows++;
	c->alarms += alarm != (theirs == 1);
	c->unlike += !(apart <= 1e-6);
	if (apart > c->upper)
		c->upper = apart;
}

static void tell(const char *name, const comparison *c, int32_t least)
{
	printf("%-24s %d periods: %d alarms differ, greatest relative difference of bounds %.1e, %d without a value in both\n", name, c->rows,
		c->alarms, c->upper, c->unknown);
	fflush(stdout);
	ck_assert_int_ge(c->rows, least);
	ck_assert_int_eq(c->alarms, 0);
	ck_assert_int_eq(c->unlike, 0);
}

/* ---- EARS --------------------------------------------------------------------------------------------------- */
static void compare_ears(const gz_detector *d, double least_sd, double alpha)
{
	reference_file r;
	comparison sum = {0};
	double o[OPTIONS_MAX];
	char name[64];
	gz_detect_verdict *v = NULL;
	const reference_series *judged = NULL;
	snprintf(name, sizeof name, "%s least sd %g alpha %g", d->name, least_sd, alpha);
	reference_defaults(d, o);
	o[GZ_EARS_ALPHA] = alpha;
	o[GZ_EARS_LEAST_SD] = least_sd;
	if (!reference_load() || !reference_open(&r, "earsC.csv"))
		return;
	while (reference_next(&r, 9)) {
		if (r.field[1][1] != d->name[1] || reference_number(r.field[3]) != least_sd || reference_number(r.field[4]) != alpha)
			continue;
		const reference_series *s = reference_find(r.field[0]);
		if (s != judged) {
			free(v);
			v = reference_judge(d, o, s->count, s->n, 0, s->n);
			judged = s;
		}
		const gz_detect_verdict *one = &v[atoi(r.field[5]) - 1];
		double upper = reference_number(r.field[7]);
		if (one->state != GZ_DETECT_JUDGED) { /* C3 of a baseline without spread: 0 / 0 there too */
			ck_assert_msg(!isfinite(upper), "%s: %s week %s is not judged", name, r.field[0], r.field[5]);
			sum.unknown++;
			continue;
		}
		note(&sum, one->alarm, reference_number(r.field[8]), one->upper, upper);
	}
	free(v);
	tell(name, &sum, 2000);
}

START_TEST(ears_equals_surveillance)
{
	static const struct { const gz_detector *detector; double least_sd, alpha; } settings[] = {{&gz_ears_c1, 0, 0.001}, {&gz_ears_c1, 1, 0.01},
		{&gz_ears_c2, 0, 0.001}, {&gz_ears_c2, 1, 0.01}, {&gz_ears_c3, 0, 0.025}, {&gz_ears_c3, 1, 0.01}};
	compare_ears(settings[_i].detector, settings[_i].least_sd, settings[_i].alpha);
}
END_TEST

/* ---- the others --------------------------------------------------------------------------------------------- */
/* Options as the saved results had them, and what of a verdict stands in their column of bounds. */
typedef struct method {
	const gz_detector *detector;
	const char *theirs; /* as the name in the file begins */
	struct { const char *name; double value; } set[4];
	int shown;          /* 0: upper, 1: upper is the bound less one, 2: score times the threshold is */
	double factor;
} method;

static const method methods[] = {
	{&gz_glr, "\"glr", {{"dispersion", 0}, {"harmonics", 0}, {"memory", 0}}, 2, 5},
	{&gz_cusum, "\"cusum", {{NULL, 0}}, 1, 0},
	{&gz_bayes, "\"bayes", {{"calendar", 0}}, 0, 0},
	{&gz_rki, "\"rki", {{"calendar", 0}}, 0, 0},
};

static double shown(const method *m, const gz_detect_verdict *v)
{
	return m->shown == 2 ? v->score * m->factor : v->upper;
}

START_TEST(others_equal_surveillance)
{
	const method *m = &methods[_i];
	reference_file r;
	comparison sum = {0};
	double o[OPTIONS_MAX];
	gz_detect_verdict *v = NULL;
	const reference_series *judged = NULL;
	int32_t from = 0;
	reference_defaults(m->detector, o);
	for (int i = 0; i < 4 && m->set[i].name != NULL; i++)
		reference_set(m->detector, o, m->set[i].name, m->set[i].value);
	if (!reference_load() || !reference_open(&r, "other.csv.gz"))
		return;
	while (reference_next(&r, 4)) { /* series and method have commas: the first field is both */
		const char *found = strstr(r.field[0], m->theirs);
		if (found == NULL)
			continue;
		const reference_series *s = reference_find(r.field[0]);
		ck_assert_ptr_nonnull(s);
		int32_t t = atoi(r.field[1]) - 1;
		if (s != judged) {
			free(v);
			from = t;
			v = reference_judge(m->detector, o, s->count, s->n, from, s->n);
			judged = s;
		}
		ck_assert_int_eq(v[t - from].state, GZ_DETECT_JUDGED);
		double bound = reference_number(r.field[2]);
		if (m->shown == 1)
			bound = bound > 1 ? bound - 1 : 0;
		note(&sum, v[t - from].alarm, reference_number(r.field[3]), shown(m, &v[t - from]), bound);
	}
	free(v);
	tell(m->detector->name, &sum, 3000);
}
END_TEST

/* ---- what every method owes --------------------------------------------------------------------------------- */
enum { WEEKS = 330, DAYS = 5 * 365, SERIES = 3 };

static double ordinary[SERIES][DAYS];
static gz_series watched[SERIES];
static const int32_t nowhere[SERIES] = {-1, -1, -1};

/* Poisson counts with a season; weekends half as many where counts are daily. */
static gz_detect_set make_set(int32_t period, int32_t n)
{
	const gz_key key = gz_random_key(7, "detectors");
	const int32_t first = gz_date_of(2001, 12, 31); /* a Monday */
	for (int32_t s = 0; s < SERIES; s++) {
		for (int32_t t = 0; t < n; t++) {
			const gz_draw d = {.key = key, .replicate = (uint32_t)s, .step = (uint32_t)t, .draw = 1};
			double mean = 6 * (s + 1) * (1 + 0.4 * sin(2 * 3.141592653589793 * t * period / 365.25));
			ordinary[s][t] = gz_sample_poisson(&d, period == 1 && t % 7 >= 5 ? mean / 3 : mean);
		}
		watched[s] = (gz_series){"here", "measles", period, first, n, ordinary[s], NULL};
	}
	return (gz_detect_set){.series = watched, .n_series = SERIES, .place = nowhere};
}

static bool same(double a, double b)
{
	return isnan(a) ? isnan(b) : a == b;
}

static bool same_verdict(const gz_detect_verdict *a, const gz_detect_verdict *b)
{
	return a->state == b->state && a->alarm == b->alarm && same(a->expected, b->expected) && same(a->lower, b->lower) && same(a->upper, b->upper) &&
		same(a->score, b->score) && same(a->probability, b->probability);
}

static void judge(const gz_detector *d, const gz_detect_set *set, int32_t from, int32_t to, gz_detect_verdict *out)
{
	double o[GZ_DETECT_OPTIONS_MAX];
	gz_error err = {0};
	gz_detect_defaults(d, o);
	ck_assert_msg(d->judge(set, o, from, to, out, &err) == GZ_OK, "%s: %s", d->name, err.sentence);
}

static const gz_detector *detector(int i)
{
	int32_t n;
	const gz_detector *const *list = gz_detect_list(&n);
	return i < n ? list[i] : NULL;
}

START_TEST(the_future_is_not_seen)
{
	const gz_detector *d = detector(_i);
	gz_detect_verdict before[SERIES * 2], after[SERIES * 2], one[SERIES];
	if (d == NULL)
		return;
	gz_detect_set set = make_set(7, WEEKS);
	judge(d, &set, WEEKS - 20, WEEKS - 18, before);
	for (int32_t s = 0; s < SERIES; s++)
		for (int32_t t = WEEKS - 18; t < WEEKS; t++)
			ordinary[s][t] = 1000 + t;
	judge(d, &set, WEEKS - 20, WEEKS - 18, after);
	for (int i = 0; i < SERIES * 2; i++)
		ck_assert_msg(same_verdict(&before[i], &after[i]), "%s looks ahead", d->name);
	judge(d, &set, WEEKS - 20, WEEKS - 19, one); /* one week at a time gives the same */
	for (int i = 0; i < SERIES; i++)
		ck_assert_msg(same_verdict(&before[2 * i], &one[i]), "%s depends on what else is judged", d->name);
}
END_TEST

START_TEST(missing_short_and_high)
{
	const gz_detector *d = detector(_i);
	gz_detect_verdict v[SERIES];
	const int32_t now = WEEKS - 1;
	if (d == NULL || strcmp(d->name, "scan") == 0) /* which needs places: test_scan.c */
		return;
	gz_detect_set set = make_set(7, WEEKS);
	for (int32_t t = 3; t < now; t += 9) /* reports that never came */
		ordinary[0][t] = NAN;
	ordinary[0][now] = 95;
	ordinary[1][now] = NAN;
	judge(d, &set, now, now + 1, v);
	ck_assert_msg(v[0].state == GZ_DETECT_JUDGED && isfinite(v[0].upper), "%s: a missing report spoils the baseline", d->name);
	ck_assert_int_eq(v[1].state, GZ_DETECT_MISSING);
	ck_assert(!v[1].alarm && isnan(v[1].score));
	if (strcmp(d->name, "c3") != 0) { /* C3 sums the periods before, not this one */
		ck_assert_msg(v[0].alarm && v[0].score > 1 && 95 > v[0].upper, "%s does not see 95 where 6 are usual", d->name);
		ck_assert(isnan(v[0].probability) || v[0].probability < 0.001);
	}
	ck_assert(v[0].expected > 1 && v[0].expected < 12);
	judge(d, &set, 5, 6, v);
	ck_assert_msg(v[2].state == GZ_DETECT_SHORT && !v[2].alarm, "%s judges with five weeks of history", d->name);
}
END_TEST

START_TEST(first_cases_ever)
{
	const gz_detector *flexible = gz_detect_find("flexible");
	gz_detect_verdict v[SERIES];
	gz_detect_set set = make_set(7, WEEKS);
	for (int32_t t = 0; t < WEEKS; t++)
		ordinary[0][t] = ordinary[1][t] = 0;
	ordinary[0][WEEKS - 1] = 5;
	ordinary[1][WEEKS - 1] = 2;
	judge(flexible, &set, WEEKS - 1, WEEKS, v);
	ck_assert(v[0].state == GZ_DETECT_JUDGED && v[0].alarm && v[0].probability < 1e-6);
	ck_assert(!v[1].alarm); /* fewer than five cases in four weeks */
}
END_TEST

/* Counts of a weekend are judged as such: the same number is ordinary on a Monday and high on a Sunday. */
START_TEST(days_of_the_week)
{
	const gz_detector *flexible = gz_detect_find("flexible");
	gz_detect_verdict v[SERIES * 7];
	gz_detect_set set = make_set(1, DAYS);
	judge(flexible, &set, DAYS - 7, DAYS, v);
	double weekday = 0, weekend = 0;
	for (int i = 0; i < 7; i++) {
		const gz_detect_verdict *one = &v[2 * 7 + i];
		ck_assert_int_eq(one->state, GZ_DETECT_JUDGED);
		if ((DAYS - 7 + i) % 7 >= 5)
			weekend += one->expected / 2;
		else
			weekday += one->expected / 5;
	}
	ck_assert_double_eq_tol(weekend / weekday, 1.0 / 3, 0.05);
	bool holiday[DAYS] = {false};
	for (int32_t t = 40; t < DAYS; t += 45) { /* nobody reports on holidays */
		holiday[t] = true;
		for (int s = 0; s < SERIES; s++)
			ordinary[s][t] = 1;
	}
	set.holiday = holiday;
	int32_t last = 40 + 45 * ((DAYS - 41) / 45);
	judge(flexible, &set, last, last + 1, v);
	ck_assert_double_lt(v[2].expected, 4);
	set.holiday = NULL;
	judge(flexible, &set, last, last + 1, v);
	ck_assert_double_gt(v[2].expected, 4);
}
END_TEST

/* By the calendar the weeks compared begin within three days of the same date, years of 53 weeks or not; by steps of 52 they drift away. */
static int32_t furthest(int32_t season, int32_t k)
{
	const gz_baseline_rule rule = {.years = 5, .least_years = 1, .window = 0, .blocks = 1, .excluded = 3, .season = season};
	int32_t group[WEEKS], year, month, day, most = 0;
	ck_assert_int_eq(gz_baseline_mark(&rule, &watched[0], k, group), 5);
	gz_date_civil(watched[0].first + 7 * k, &year, &month, &day);
	for (int32_t i = 1; i <= 5; i++) {
		int32_t then = gz_date_of(year - i, month, day), near = INT32_MAX;
		for (int32_t t = 0; t < k; t++)
			if (group[t] == 0 && abs(watched[0].first + 7 * t - then) < near)
				near = abs(watched[0].first + 7 * t - then);
		most = near > most ? near : most;
	}
	return most;
}

START_TEST(week_53_is_met)
{
	int32_t by_date = 0, by_steps = 0;
	make_set(7, WEEKS);
	for (int32_t k = 270; k < WEEKS; k++) {
		int32_t a = furthest(0, k), b = furthest(52, k);
		by_date = a > by_date ? a : by_date;
		by_steps = b > by_steps ? b : by_steps;
	}
	ck_assert_int_le(by_date, 3);
	ck_assert_int_gt(by_steps, 3);
}
END_TEST

START_TEST(options_are_checked)
{
	const gz_detector *d = gz_detect_find("flexible");
	double o[GZ_DETECT_OPTIONS_MAX];
	gz_error err = {0};
	gz_detect_defaults(d, o);
	ck_assert_int_eq(gz_detect_set_option(d, "threshold=delta", o, &err), GZ_OK);
	ck_assert_int_eq(gz_detect_set_option(d, "alpha=0.01", o, &err), GZ_OK);
	ck_assert_int_eq(gz_detect_set_option(d, "power=1/2", o, &err), GZ_OK);
	ck_assert_int_eq(gz_detect_set_option(d, "thershold=delta", o, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "did you mean threshold?"));
	ck_assert_int_eq(gz_detect_set_option(d, "threshold=deta", o, &err), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_detect_set_option(d, "alpha=7", o, &err), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_detect_set_option(d, "years=2.5", o, &err), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_detect_set_option(d, "years", o, &err), GZ_ERR_INPUT);
	ck_assert_ptr_null(gz_detect_find("nothing"));
}
END_TEST

/* The negative binomial chart's statistic is what trying every rise from every week gives. */
START_TEST(glr_of_overdispersed_counts)
{
	static const double count[] = {3, 5, 4, 6, 2, 5, 4, 3, 7, 4, 5, 4, 9, 12, 8};
	double o[GZ_DETECT_OPTIONS_MAX];
	const double alpha = 0.2;
	enum { N = sizeof count / sizeof *count, FROM = 12 };
	double mean = 0, best = 0;
	gz_detect_defaults(&gz_glr, o);
	reference_set(&gz_glr, o, "dispersion", alpha);
	reference_set(&gz_glr, o, "harmonics", 0);
	reference_set(&gz_glr, o, "threshold", 50);
	for (int i = 0; i < FROM; i++)
		mean += count[i] / FROM;
	for (int k = FROM; k < N; k++)
		for (double rise = 0; rise < 3; rise += 1e-4) {
			double value = 0;
			for (int i = k; i < N; i++)
				value += rise * count[i] + (count[i] + 1 / alpha) * log((1 + alpha * mean) / (1 + alpha * mean * exp(rise)));
			best = value > best ? value : best;
		}
	gz_detect_verdict *v = reference_judge(&gz_glr, o, count, N, FROM, N);
	ck_assert_double_eq_tol(v[N - 1 - FROM].score * 50, best, 1e-6);
	free(v);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("detectors");
	TCase *cases = tcase_create("detectors");
	tcase_add_loop_test(cases, ears_equals_surveillance, 0, 6);
	tcase_add_loop_test(cases, others_equal_surveillance, 0, 4);
	tcase_add_loop_test(cases, the_future_is_not_seen, 0, METHODS_MAX);
	tcase_add_loop_test(cases, missing_short_and_high, 0, METHODS_MAX);
	tcase_add_test(cases, first_cases_ever);
	tcase_add_test(cases, days_of_the_week);
	tcase_add_test(cases, week_53_is_met);
	tcase_add_test(cases, options_are_checked);
	tcase_add_test(cases, glr_of_overdispersed_counts);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
