/* Every published figure beside ours: those that hold lie within their tolerance, those that are said not to, do not; and wrong models
 * are caught by the same tolerances.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/published.h"

#include "model/quarantine.h"
#include "model/screening.h"
#include "model/trajectory.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const gz_published_figure *named(const char *paper, const char *what)
{
	for (int32_t i = 0; i < gz_published_count(); i++) {
		const gz_published_figure *f = gz_published_figure_at(i);
		if (strncmp(f->paper, paper, strlen(paper)) == 0 && strcmp(f->what, what) == 0)
			return f;
	}
	ck_abort_msg("no figure %s: %s", paper, what);
	return NULL;
}

static bool would_pass(const char *paper, const char *what, double value)
{
	const gz_published_figure *f = named(paper, what);
	return fabs(value - f->published) <= f->tolerance;
}

START_TEST(every_figure)
{
	ck_assert_int_gt(gz_published_count(), 25);
	for (int32_t i = 0; i < gz_published_count(); i++) {
		const gz_published_figure *f = gz_published_figure_at(i);
		double ours = NAN;
		ck_assert_int_eq(gz_published_compute(i, &ours, NULL), GZ_OK);
		double apart = fabs(ours - f->published);
		ck_assert_msg(f->holds ? apart <= f->tolerance : apart > f->tolerance, "%s, %s: ours %.5g, published %.5g, tolerance %.3g, said to %s", f->paper,
		              f->what, ours, f->published, f->tolerance, f->holds ? "hold" : "fail");
		/* where there is an interval, what holds lies in it (to the last place that is printed) */
		if (f->holds && !isnan(f->low))
			ck_assert_msg(ours >= f->low - 0.005 && ours <= f->high + 0.005, "%s, %s: ours %.5g", f->paper, f->what, ours);
		ck_assert_uint_gt(strlen(f->note), 10);
		ck_assert_ptr_nonnull(gz_published_inputs_word(f->inputs));
	}
	double ours;
	ck_assert_ptr_null(gz_published_figure_at(-1));
	ck_assert_int_eq(gz_published_compute(gz_published_count(), &ours, NULL), GZ_ERR_INPUT);
}
END_TEST

START_TEST(wrong_gostic_models_fail)
{
	/* the middle of every range instead of the whole of it */
	gz_screening_checks c = {{5.5, 2.25 * 2.25, 0}, 0.75, 0.225, 0.75, 0.15, 1, true, true};
	gz_screening_outcome o;
	ck_assert_int_eq(gz_screening_growing(&c, 2.75, 10.5, &o, NULL), GZ_OK);
	ck_assert(!would_pass("Gostic", "75 %: missed, undetectable", o.undetectable));
	ck_assert(!would_pass("Gostic", "75 %: caught at departure, fever", o.departure_fever));
	/* an epidemic that does not grow */
	ck_assert_int_eq(gz_screening_growing(&c, 1e-9, 10.5, &o, NULL), GZ_OK);
	ck_assert(!would_pass("Gostic", "found, growing epidemic, 75 %", gz_screening_outcome_found(&o)));
	ck_assert(!would_pass("Gostic", "75 %: missed, undetectable", o.undetectable));
}
END_TEST

START_TEST(wrong_quarantine_models_fail)
{
	gz_quarantine q = {.incubation = {5.48937, 6.50194, 0}, .ill = {9.1, 14.7, 0}, .infectious = {7.08912, 5.96025, GZ_SPREAD_LOGISTIC},
	                   .silent = {6, 12, 0}, .silent_share = 0.2065, .symptom_sensitivity = 0.7, .report_onset = true, .n_tests = 1,
	                   .tests = {7}, .result_delay = 1, .silent_factor = 0.62};
	double averted;
	ck_assert_int_eq(gz_quarantine_averted(&q, 1, &averted, NULL), GZ_OK);
	ck_assert(would_pass("Clifford", "infectious released, averted: test on day 7", averted));
	gz_quarantine wrong = q;
	wrong.report_onset = false; /* nobody who falls ill in quarantine is kept */
	ck_assert_int_eq(gz_quarantine_averted(&wrong, 1, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Clifford", "infectious released, averted: test on day 7", averted));
	wrong = q;
	wrong.n_tests = 0; /* no test */
	wrong.days = 8;
	ck_assert_int_eq(gz_quarantine_averted(&wrong, 1, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Clifford", "infectious released, averted: test on day 7", averted));
	wrong = q;
	wrong.silent_factor = 1; /* a test as good without symptoms */
	ck_assert_int_eq(gz_quarantine_averted(&wrong, 1, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Clifford", "infectious released, averted: test on day 7", averted));
	/* full adherence instead of the survey's */
	gz_quarantine fortnight = q;
	fortnight.n_tests = 0;
	fortnight.days = 14;
	ck_assert_int_eq(gz_quarantine_averted(&fortnight, 1, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Taylor", "effect of 14 days of self-isolation", averted));
	/* nobody tested before the flight */
	const gz_trajectory untested = {17, 10.2, 0.9423, 1.63, 0.5, 22.3, 4.2, 0.307, {22.25, 1.492}, {-1000, 1.5}, 35};
	const gz_trajectory_measures measures = {0.25, 5, 10, false, 0.589, 0.834, 0.92};
	ck_assert_int_eq(gz_trajectory_averted(&untested, &measures, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Quilty et al. 2021", "transmission averted: LFT, 5 days, PCR", averted));
	/* the same coefficients by another laboratory's line from copies to cycles (Kissler 2021) */
	const gz_trajectory elsewhere = {17, 10.2, 0.9423, 1.63, 0.5, 22.3, 4.2, 0.307, {24.15, 1.719}, {31.34, 2.005}, 35};
	ck_assert_int_eq(gz_trajectory_averted(&elsewhere, &measures, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Quilty et al. 2021", "transmission averted: LFT, 5 days, PCR", averted));
	/* artemether-lumefantrine no better than sulfadoxine-pyrimethamine */
	ck_assert(!would_pass("Phares", "malaria per 1000 after fully supervised AL", gz_screening_presumptive(15.5 / 0.29, 0.71, 1)));
	ck_assert(!would_pass("Phares", "malaria per 1000 after partly supervised AL", gz_screening_presumptive(15.5 / 0.29, 0.71, 0.983)));
	/* infectious only from onset */
	gz_quarantine dickens = {.incubation = {5.2, 4.1, 0}, .ill = {9.1, 14.7, 0}};
	ck_assert_int_eq(gz_quarantine_infectious(&dickens, 0, &averted, NULL), GZ_OK);
	ck_assert(!would_pass("Dickens", "infectious on arrival", averted));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("published");
	TCase *t = tcase_create("published");
	tcase_set_timeout(t, 240);
	tcase_add_test(t, every_figure);
	tcase_add_test(t, wrong_gostic_models_fail);
	tcase_add_test(t, wrong_quarantine_models_fail);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
