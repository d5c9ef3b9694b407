/* Farrington against the saved results of surveillance 1.20.3: alarms the same, bounds within 1e-6, all four configurations.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "detect/farrington.h"
#include "reference_series.h"
#include "suite.h"

#include <check.h>
#include <math.h>

typedef struct configuration {
	const char *name;
	double alpha, blocks, window, excluded, above, trend_p, threshold, power;
} configuration;

static const configuration configurations[] = {
	{"noufaily", 0.005, 10, 3, 26, 2.58, 1, 0, 2},
	{"farrington", 0.05, 1, 3, 3, 1, 0.05, 2, 2},
	{"muan", 0.01, 10, 3, 26, 2.58, 1, 1, 2},
	{"delta_none", 0.025, 4, 2, 26, 2.58, 0.05, 2, 0},
};
enum { CONFIGURATIONS = 4 };

/* What was found different, by configuration. */
typedef struct comparison {
	int32_t rows, alarms, trends, bounds_beyond, infinite;
	double expected, upper, probability, phi, trend, score;
} comparison;

static double apart(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) == isnan(b) ? 0 : INFINITY;
	double size = fabs(b) > 1e-9 ? fabs(b) : 1e-9;
	return fabs(a - b) / size;
}

static void raise(double *most, double value)
{
	if (value > *most)
		*most = value;
}

static void set_options(const configuration *c, double *o)
{
	reference_defaults(&gz_farrington_flexible, o);
	o[GZ_FARRINGTON_ALPHA] = c->alpha;
	o[GZ_FARRINGTON_BLOCKS] = c->blocks;
	o[GZ_FARRINGTON_WINDOW] = c->window;
	o[GZ_FARRINGTON_EXCLUDED] = c->excluded;
	o[GZ_FARRINGTON_WEIGHT_ABOVE] = c->above;
	o[GZ_FARRINGTON_TREND_P] = c->trend_p;
	o[GZ_FARRINGTON_THRESHOLD] = c->threshold;
	o[GZ_FARRINGTON_POWER] = c->power;
	o[GZ_FARRINGTON_CALENDAR] = 0; /* the saved results count 52 weeks a year */
}

/* The score of surveillance, which for the negative binomial bounds puts the logarithm of the mean where the mean belongs. */
static double their_score(const configuration *c, const gz_detect_verdict *v, double y)
{
	double middle = c->threshold == 2 ? v->expected : gz_maths_log(v->expected);
	return (y - middle) / (v->upper - middle);
}

static void compare_row(const configuration *c, const reference_file *r, const gz_detect_verdict *v, comparison *sum)
{
	double y = reference_number(r->field[8]), expected = reference_number(r->field[9]), upper = reference_number(r->field[10]);
	sum->rows++;
	ck_assert_msg(v->state == GZ_DETECT_JUDGED || !isfinite(reference_number(r->field[16])), "%s %s week %s is not judged", r->field[0], c->name, r->field[7]);
	if (v->state != GZ_DETECT_JUDGED) { /* no bound: the upper limit of the mean is infinite there too */
		sum->infinite++;
		ck_assert(isnan(upper) && reference_number(r->field[11]) != 1);
		return;
	}
	if (v->alarm != (reference_number(r->field[11]) == 1)) {
		sum->alarms++;
		printf("%s %s week %s: alarm %d\n", r->field[0], c->name, r->field[7], v->alarm);
	}
	sum->trends += !isnan(v->trend) != (reference_number(r->field[12]) == 1);
	if (!isnan(upper)) { /* else fewer than five cases in four weeks: surveillance gives none */
		raise(&sum->expected, apart(v->expected, expected));
		raise(&sum->upper, apart(v->upper, upper));
		sum->bounds_beyond += apart(v->upper, upper) > 1e-6;
	}
	raise(&sum->probability, apart(v->probability, reference_number(r->field[14])));
	raise(&sum->phi, apart(v->phi, reference_number(r->field[15])));
	raise(&sum->trend, apart(v->trend, reference_number(r->field[13])));
	raise(&sum->score, fabs(their_score(c, v, y) - reference_number(r->field[17])));
}

START_TEST(farrington_equals_surveillance)
{
	const configuration *c = &configurations[_i];
	reference_file r;
	comparison sum = {0};
	double options[GZ_FARRINGTON_OPTIONS];
	set_options(c, options);
	if (!reference_load() || !reference_open(&r, "farringtonFlexible.csv"))
		return;
	gz_detect_verdict *verdicts = NULL;
	const reference_series *judged = NULL;
	int32_t from = 0;
	while (reference_next(&r, 18)) {
		if (strcmp(r.field[1], c->name) != 0)
			continue;
		const reference_series *s = reference_find(r.field[0]);
		int32_t t = atoi(r.field[7]) - 1;
		if (s != judged) {
			free(verdicts);
			from = t;
			judged = s;
			options[GZ_FARRINGTON_YEARS] = reference_number(r.field[2]);
			verdicts = reference_judge(&gz_farrington_flexible, options, s->count, s->n, from, s->n);
		}
		compare_row(c, &r, &verdicts[t - from], &sum);
	}
	free(verdicts);
	printf("%-10s %d weeks: %d alarms and %d trends differ, %d bounds by more than 1e-6, %d without bound in both; greatest relative difference: expected %.1e, "
		"bound %.1e, phi %.1e, probability %.1e, trend %.1e; score %.1e\n", c->name, sum.rows, sum.alarms, sum.trends,
		sum.bounds_beyond, sum.infinite, sum.expected, sum.upper, sum.phi, sum.probability, sum.trend, sum.score);
	fflush(stdout);
	ck_assert_int_gt(sum.rows, 2000);
	ck_assert_int_eq(sum.alarms, 0);
	ck_assert_int_eq(sum.trends, 0);
	ck_assert_double_le(sum.upper, 1e-6);
	ck_assert_double_le(sum.expected, 1e-6);
	ck_assert_double_le(sum.probability, 1e-6);
	ck_assert_double_le(sum.phi, 1e-6);
	ck_assert_double_le(sum.trend, 1e-6);
	ck_assert_double_le(sum.score, 1e-6);
}
END_TEST

/* ---- the simulated series of Noufaily et al. ----------------------------------------------------------------- */
enum { SIMULATED = 168, FIRST_WEEK = 261, SIMULATED_WEEKS = 364, JUDGED_FROM = 576 - FIRST_WEEK, JUDGED = SIMULATED_WEEKS - JUDGED_FROM };

static double simulated[2][SIMULATED][SIMULATED_WEEKS]; /* with the outbreaks of the baseline; with the current one too */

static bool load_simulated(void)
{
	reference_file r;
	if (!reference_open(&r, "noufaily_series.csv.gz"))
		return false;
	while (reference_next(&r, 6)) {
		int32_t i = (atoi(r.field[0]) - 1) * 4 + atoi(r.field[1]) - 1, t = atoi(r.field[2]) - FIRST_WEEK;
		ck_assert(i >= 0 && i < SIMULATED && t >= 0 && t < SIMULATED_WEEKS);
		simulated[0][i][t] = reference_number(r.field[3]) + reference_number(r.field[4]);
		simulated[1][i][t] = simulated[0][i][t] + reference_number(r.field[5]);
	}
	return true;
}

/* Alarms on 168 series and 49 weeks each, with and without an outbreak; and the share of weeks without one in which there is an alarm. */
START_TEST(simulated_series_equal_surveillance)
{
	static gz_detect_verdict verdicts[2][SIMULATED][JUDGED];
	const configuration *c = &configurations[_i];
	double options[GZ_FARRINGTON_OPTIONS];
	reference_file r;
	comparison sum = {0};
	int32_t ordinary = 0, alarms = 0;
	set_options(c, options);
	options[GZ_FARRINGTON_ALPHA] = 0.005;
	options[GZ_FARRINGTON_LEAST_CASES] = 0;
	if (!load_simulated() || !reference_open(&r, "noufaily_results.csv.gz"))
		return;
	for (int with = 0; with < 2; with++)
		for (int i = 0; i < SIMULATED; i++) {
			gz_detect_verdict *v = reference_judge(&gz_farrington_flexible, options, simulated[with][i], SIMULATED_WEEKS, JUDGED_FROM, SIMULATED_WEEKS);
			memcpy(verdicts[with][i], v, sizeof verdicts[with][i]);
			free(v);
		}
	while (reference_next(&r, 9)) {
		if (strncmp(r.field[2] + 1, c->name, strlen(c->name)) != 0)
			continue;
		int32_t i = (atoi(r.field[0]) - 1) * 4 + atoi(r.field[1]) - 1, with = strcmp(r.field[3], "\"current\"") == 0, t = atoi(r.field[5]) - 576;
		const gz_detect_verdict *v = &verdicts[with][i][t];
		double upper = reference_number(r.field[6]);
		sum.rows++;
		sum.alarms += v->alarm != (reference_number(r.field[7]) == 1);
		raise(&sum.upper, apart(v->upper, upper));
		raise(&sum.expected, apart(v->expected, reference_number(r.field[8])));
		ordinary += with == 0;
		alarms += with == 0 && v->alarm;
	}
	printf("simulated, %-10s %d weeks: %d alarms differ, bound %.1e, expected %.1e; alarms in weeks without an outbreak %.4f\n", c->name, sum.rows,
		sum.alarms, sum.upper, sum.expected, (double)alarms / ordinary);
	fflush(stdout);
	ck_assert_int_eq(sum.rows, 8722);
	ck_assert_int_eq(sum.alarms, 0);
	ck_assert_double_le(sum.upper, 1e-6);
	ck_assert_double_le(sum.expected, 1e-6);
}
END_TEST

/* With a population that swings: the same model fitted by glm of R 4.2.2, population 1000 (1.2 + sin t). */
START_TEST(population_is_an_offset)
{
	static const struct { int32_t week; double expected, phi, trend; } theirs[] = {
		{265, 1.11456746826233, 5.07661766364958, -0.00228407471586},
		{288, 0.70322114204338, 5.46359280586918, -0.00162666947841},
		{312, 1.60587756571449, 5.77910770534175, -0.00215967728607}};
	double options[GZ_FARRINGTON_OPTIONS], people[1024];
	if (!reference_load())
		return;
	const reference_series *agona = reference_find("salmonella.agona");
	for (int32_t t = 0; t < agona->n; t++)
		people[t] = 1000 * (1.2 + sin(t));
	const gz_series series = {"place", "disease", 7, 4 + 7 * 1600, agona->n, agona->count, people};
	const int32_t place = -1;
	const gz_detect_set set = {.series = &series, .n_series = 1, .place = &place};
	set_options(&configurations[0], options);
	options[GZ_FARRINGTON_POPULATION] = 1;
	for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
		gz_detect_verdict v;
		ck_assert_int_eq(gz_farrington_flexible.judge(&set, options, theirs[i].week - 1, theirs[i].week, &v, NULL), GZ_OK);
		ck_assert_double_le(apart(v.expected, theirs[i].expected), 1e-9);
		ck_assert_double_le(apart(v.phi, theirs[i].phi), 1e-9);
		ck_assert_double_le(apart(v.trend, theirs[i].trend), 1e-9);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("farrington");
	TCase *cases = tcase_create("farrington");
	tcase_add_loop_test(cases, farrington_equals_surveillance, 0, CONFIGURATIONS);
	tcase_add_loop_test(cases, simulated_series_equal_surveillance, 0, 2);
	tcase_add_test(cases, population_is_an_offset);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
