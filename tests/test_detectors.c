/* EARS, the likelihood ratio chart, CUSUM, Bayes and RKI against the saved results of surveillance 1.20.3, and what every method owes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "detect/bayes.h"
#include "detect/cusum.h"
#include "detect/ears.h"
#include "detect/glr.h"
#include "detect/rki.h"
#include "reference_series.h"

#include <check.h>
#include <math.h>

enum { OPTIONS_MAX = 32 };

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
	compare_ears(&gz_ears_c1, 0, 0.001);
	compare_ears(&gz_ears_c1, 1, 0.01);
	compare_ears(&gz_ears_c2, 0, 0.001);
	compare_ears(&gz_ears_c2, 1, 0.01);
	compare_ears(&gz_ears_c3, 0, 0.025);
	compare_ears(&gz_ears_c3, 1, 0.01);
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

int main(void)
{
	Suite *suite = suite_create("detectors");
	TCase *cases = tcase_create("detectors");
	tcase_add_test(cases, ears_equals_surveillance);
	tcase_add_loop_test(cases, others_equal_surveillance, 0, 4);
	suite_add_tcase(suite, cases);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
