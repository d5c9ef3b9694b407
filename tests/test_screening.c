/* Screening at points of entry against the published figures.
 *
 * Where the reference tables lie beside the repository (../shared/reference/poe), all their rows are compared too.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/screening.h"

#include "base/number.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const gz_screening_journey NCOV = {{5.2, 4.1, 0}, {9.1, 14.7, 0}, 0.17, 0.5, 0.86, 0.86}; /* Quilty 2020, baseline */
static const gz_screening_journey SARS = {{6.4, 16.7, 0}, {3.8, 6.0, 0}, 0, 0.5, 0.86, 0.86};

static gz_screening_found journey(gz_screening_journey j, double hours)
{
	gz_screening_found f;
	gz_error err;
	j.days = hours / 24;
	ck_assert_int_eq(gz_screening_on_journey(&j, &f, &err), GZ_OK);
	ck_assert_double_eq_tol(f.at_exit + f.at_entry + f.severe_on_the_way + f.undetected, 1, 1e-12);
	return f;
}

START_TEST(quilty_2020)
{
	/* published: 46 % undetected on a 12 h flight (36-58 among 100 travellers); the other figures are 4e6 draws of the
	 * published model, standard error 0.00025 */
	gz_screening_found f = journey(NCOV, 12);
	ck_assert_double_eq_tol(f.undetected, 0.46, 0.005);
	ck_assert_double_eq_tol(f.undetected, 0.4644, 0.001);
	ck_assert_double_eq_tol(f.at_exit, 0.4453, 0.001);
	ck_assert_double_eq_tol(f.at_entry, 0.0858, 0.001);
	ck_assert_double_eq_tol(f.severe_on_the_way, 0.0045, 0.001);
	ck_assert_double_eq_tol(journey(NCOV, 1).undetected, 0.4898, 0.001);
	ck_assert_double_eq_tol(journey(NCOV, 6).undetected, 0.4785, 0.001);
	ck_assert_double_eq_tol(journey(NCOV, 24).undetected, 0.4358, 0.001);
	ck_assert_double_eq_tol(journey(SARS, 12).undetected, 0.5602, 0.001);
}
END_TEST

START_TEST(journeys_keep_their_order)
{
	double last = 1;
	for (double hours = 0; hours < 400; hours += 7) { /* a longer journey never hides more */
		double missed = journey(NCOV, hours).undetected;
		ck_assert_double_le(missed, last + 1e-9);
		last = missed;
	}
	for (int k = 0; k <= 10; k++) { /* nor does a better screen */
		gz_screening_journey a = NCOV, b = NCOV;
		a.exit_sensitivity = k / 10.0;
		b.exit_sensitivity = k / 10.0 + 0.05 > 1 ? 1 : k / 10.0 + 0.05;
		ck_assert_double_ge(journey(a, 12).undetected, journey(b, 12).undetected - 1e-12);
	}
	gz_screening_journey blind = NCOV;
	blind.exit_sensitivity = blind.entry_sensitivity = 0;
	ck_assert_double_eq_tol(journey(blind, 0).undetected, 1, 1e-12);
	/* with no time between them the two screens are independent: 1 - (1 - s)^2 of those with symptoms */
	gz_screening_found f = journey(NCOV, 0);
	double ill = f.at_exit / 0.86;
	ck_assert_double_eq_tol(f.at_exit + f.at_entry, ill * (1 - 0.14 * 0.14), 1e-9);
}
END_TEST

START_TEST(fixed_durations_are_exact)
{
	/* onset at 4 d, severe at 10 d, journey of 1 d, perfect entry screen only: undetected leave in (0, 3) of (0, 10) */
	gz_screening_journey j = {{4, 0, 0}, {6, 0, 0}, 0, 1, 0, 1};
	gz_screening_found f = journey(j, 24);
	ck_assert_double_eq_tol(f.undetected, 0.3, 1e-12);
	ck_assert_double_eq_tol(f.severe_on_the_way, 0.1, 1e-12);
	ck_assert_double_eq_tol(f.at_entry, 0.6, 1e-12);
}
END_TEST

static gz_screening_checks gostic(double incubation, double fever)
{
	return (gz_screening_checks){{incubation, 2.25 * 2.25, 0}, fever, 0.2, 0.7, 0.25, 1, true, true};
}

static double found_after(double fever, double days)
{
	gz_screening_checks c = gostic(5.5, fever);
	gz_screening_outcome o;
	ck_assert_int_eq(gz_screening_since_exposure(&c, days, &o, NULL), GZ_OK);
	double all = gz_screening_outcome_found(&o) + o.missed_both + o.missed_fever + o.missed_aware + o.undetectable;
	ck_assert_double_eq_tol(all, 1, 1e-12);
	return gz_screening_outcome_found(&o);
}

START_TEST(gostic_2020_by_days_since_exposure)
{
	/* eLife 9:e55570, figure 2, source data */
	static const double days[6] = {0, 3, 5, 7, 10, 15};
	static const double f95[6] = {0.0881, 0.2750, 0.5587, 0.7539, 0.8566, 0.8759};
	static const double f50[6] = {0.0878, 0.1862, 0.3355, 0.4382, 0.4923, 0.5024};
	for (int i = 0; i < 6; i++) {
		ck_assert_double_eq_tol(found_after(0.95, days[i]), f95[i], 5.1e-5);
		ck_assert_double_eq_tol(found_after(0.5, days[i]), f50[i], 5.1e-5);
	}
}
END_TEST

START_TEST(growing_epidemics)
{
	/* a growth rate near 0 gives the plain mean over days since exposure */
	gz_screening_checks c = gostic(5.5, 0.75);
	gz_screening_outcome o, flat, unsure;
	double sum = 0;
	ck_assert_int_eq(gz_screening_growing(&c, 1e-9, 10, &flat, NULL), GZ_OK);
	for (int k = 0; k < 2000; k++) {
		ck_assert_int_eq(gz_screening_since_exposure(&c, (k + 0.5) / 200, &o, NULL), GZ_OK);
		sum += gz_screening_outcome_found(&o) / 2000;
	}
	ck_assert_double_eq_tol(gz_screening_outcome_found(&flat), sum, 1e-6);
	/* bounds that coincide are no doubt at all; a fine rounding of days is none either */
	gz_screening_unsure u = {{0.2, 0.2}, {0.7, 0.7}, {0.25, 0.25}, {5.5, 5.5}, {2, 2}, {5, 5}, 0};
	ck_assert_int_eq(gz_screening_growing(&c, 2, 10.5, &o, NULL), GZ_OK);
	ck_assert_int_eq(gz_screening_growing_unsure(&c, &u, &unsure, NULL), GZ_OK);
	ck_assert_double_eq_tol(gz_screening_outcome_found(&unsure), gz_screening_outcome_found(&o), 1e-12);
	u.age_step = 0.001;
	ck_assert_int_eq(gz_screening_growing_unsure(&c, &u, &unsure, NULL), GZ_OK);
	ck_assert_double_eq_tol(gz_screening_outcome_found(&unsure), gz_screening_outcome_found(&o), 1e-4);
	/* three points in each of the doubtful figures are enough: the same by 20 steps in the two that are no polynomials */
	gz_screening_unsure wide = {{0.2, 0.2}, {0.7, 0.7}, {0.25, 0.25}, {4.5, 6.5}, {1.5, 4}, {5, 5}, 0};
	ck_assert_int_eq(gz_screening_growing_unsure(&c, &wide, &unsure, NULL), GZ_OK);
	for (int i = 0, n = 20; i < n * n; i++) {
		c.incubation.mean = 4.5 + 2 * (i % n + 0.5) / n;
		ck_assert_int_eq(gz_screening_growing(&c, 1.5 + 2.5 * (i / n + 0.5) / n, c.incubation.mean + 5, &o, NULL), GZ_OK);
		sum = (i == 0 ? 0 : sum) + gz_screening_outcome_found(&o) / (n * n);
	}
	ck_assert_double_eq_tol(gz_screening_outcome_found(&unsure), sum, 1e-4);
}
END_TEST

START_TEST(presumptive_treatment)
{
	/* exact: nobody treated, nobody missed, half of those who take it cured */
	ck_assert_double_eq(gz_screening_presumptive(15.5, 0.92, 0), 15.5);
	ck_assert_double_eq(gz_screening_presumptive(15.5, 1, 1), 0);
	ck_assert_double_eq_tol(gz_screening_presumptive(100, 0.5, 0.8), 60, 1e-12);
}
END_TEST

static gz_screening_followed follow(gz_screening_cohort c)
{
	gz_screening_followed f;
	ck_assert_int_eq(gz_screening_follow(&c, &f, NULL), GZ_OK);
	return f;
}

START_TEST(aldridge_2016_tuberculosis_after_arrival)
{
	/* Lancet 388:2510: 519 955 migrants screened 2006 to 2012, followed to the end of 2013; 1873 cases, 147 (140-154)
	 * per 100 000 person-years, so about 1.27 million of them. Leaving at 0.2642 a year gives those person-years. */
	/* The leaving is set from the published person-years: a check of consistency. It lies between what the Home Office tells of
	 * visas of 2008: 81 % of families and 16 % of students still have leave to stay after five years (Migrant journey, 5th report). */
	ck_assert(0.2642 > -log(0.81) / 5 && 0.2642 < -log(0.16) / 5);
	gz_screening_followed f = follow((gz_screening_cohort){519955, 7, 1, 0.00147, 0.00147, 0, 0.2642});
	ck_assert_double_eq_tol(f.person_years, 1.274e6, 3000);
	ck_assert_double_eq_tol(f.cases, 1873, 5);
	ck_assert_double_eq_tol(f.cases / f.person_years, 0.00147, 1e-9);
	/* a hazard that falls after arrival: the same cases from other pairs, more of them early */
	gz_screening_followed fast = follow((gz_screening_cohort){519955, 7, 1, 0.00294, 0.000735, 1.5, 0.2642});
	ck_assert(fast.cases > 1500 && fast.cases < 2600);
	/* exact: all enter at once, constant hazards h and m */
	double h = 0.01, m = 0.2, years = 5, want = 1000 * (1 - exp(-(h + m) * years)) / (h + m);
	f = follow((gz_screening_cohort){1000, 0, years, h, h, 0, m});
	ck_assert_double_eq_tol(f.person_years, want, 1e-8);
	ck_assert_double_eq_tol(f.cases, want * h, 1e-9);
}
END_TEST

START_TEST(impossible_figures_are_refused)
{
	gz_screening_journey j = NCOV;
	gz_screening_found f;
	gz_error err;
	j.asymptomatic = 1.2;
	ck_assert_int_eq(gz_screening_on_journey(&j, &f, &err), GZ_ERR_INPUT);
	ck_assert_uint_gt(strlen(err.sentence), 10);
	j = NCOV;
	j.incubation.mean = 0;
	ck_assert_int_eq(gz_screening_on_journey(&j, &f, NULL), GZ_ERR_INPUT);
	j = NCOV;
	j.days = NAN;
	ck_assert_int_eq(gz_screening_on_journey(&j, &f, NULL), GZ_ERR_INPUT);
	gz_screening_checks c = gostic(5.5, 0.5);
	gz_screening_outcome o;
	ck_assert_int_eq(gz_screening_since_exposure(&c, -1, &o, NULL), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_screening_growing(&c, 0, 10, &o, NULL), GZ_ERR_INPUT);
	gz_screening_unsure u = {{0.2, 0.1}, {0.7, 0.7}, {0.25, 0.25}, {5.5, 5.5}, {2, 2}, {5, 5}, 0};
	ck_assert_int_eq(gz_screening_growing_unsure(&c, &u, &o, NULL), GZ_ERR_INPUT);
	u.aware[1] = 0.2;
	u.age_step = -1;
	ck_assert_int_eq(gz_screening_growing_unsure(&c, &u, &o, NULL), GZ_ERR_INPUT);
	gz_screening_cohort cohort = {-1, 1, 1, 0, 0, 0, 0};
	gz_screening_followed followed;
	ck_assert_int_eq(gz_screening_follow(&cohort, &followed, NULL), GZ_ERR_INPUT);
}
END_TEST

/* ---- the whole reference tables, where they are ---- */
static FILE *reference(const char *name)
{
	const char *source = getenv("GUZAR_SOURCE");
	char path[1024];
	snprintf(path, sizeof path, "%s/../shared/reference/poe/%s", source != NULL ? source : ".", name);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		printf("skipped: %s is not beside the repository\n", name);
	return file;
}

/* Splits a line of plain cells in place; returns how many. */
static int cells(char *line, char *cell[16])
{
	int n = 0;
	line[strcspn(line, "\r\n")] = '\0';
	for (char *at = line; at != NULL && n < 16; n++) {
		cell[n] = at;
		at = strchr(at, ',');
		if (at != NULL)
			*at++ = '\0';
	}
	return n;
}

static double number(const char *text)
{
	double x = NAN;
	ck_assert_msg(gz_number_parse(text, strlen(text), &x), "%s", text);
	return x;
}

static double outcome_named(const gz_screening_outcome *o, const char *name)
{
	static const char *const names[8] = {"detected: departure fever screen", "detected: departure risk screen", "detected: arrival fever screen",
	                                     "detected: arrival risk screen",    "missed: had both",                "missed: had fever",
	                                     "missed: had risk awareness",       "missed: undetectable"};
	const double values[8] = {o->departure_fever, o->departure_questionnaire, o->arrival_fever, o->arrival_questionnaire,
	                          o->missed_both,     o->missed_fever,            o->missed_aware,  o->undetectable};
	for (int i = 0; i < 8; i++)
		if (strcmp(name, names[i]) == 0)
			return values[i];
	ck_abort_msg("no outcome %s", name);
	return NAN;
}

START_TEST(gostic_2020_whole_table)
{
	FILE *file = reference("gostic2020_fig2_both.csv");
	char line[512], *cell[16];
	int rows = 0;
	if (file == NULL)
		return;
	ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file) != NULL) {
		ck_assert_int_eq(cells(line, cell), 5);
		double subclinical = strtod(cell[1], NULL), incubation = strtod(cell[2] + strlen("Mean incubation "), NULL);
		gz_screening_checks c = gostic(incubation, 1 - subclinical / 100);
		gz_screening_outcome o;
		ck_assert_int_eq(gz_screening_since_exposure(&c, number(cell[0]), &o, NULL), GZ_OK);
		double got = outcome_named(&o, cell[3]), want = number(cell[4]);
		ck_assert_msg(fabs(got - want) < 1e-6, "%s %s %s %s: %.9f, not %s", cell[0], cell[1], cell[2], cell[3], got, cell[4]);
		rows++;
	}
	(void)fclose(file);
	ck_assert_int_eq(rows, 1152);
}
END_TEST

START_TEST(quilty_2020_whole_table)
{
	FILE *file = reference("quilty2020_dev.csv");
	char line[512], *cell[16];
	if (file == NULL)
		return;
	ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file) != NULL) {
		ck_assert_int_eq(cells(line, cell), 13);
		gz_screening_journey j = {{number(cell[1]), number(cell[2]), 0}, {number(cell[3]), number(cell[4]), 0}, number(cell[5]), 0, number(cell[7]), number(cell[8])};
		gz_screening_found f = journey(j, number(cell[6]));
		ck_assert_double_eq_tol(f.at_exit, number(cell[9]), 0.001); /* four standard errors */
		ck_assert_double_eq_tol(f.at_entry, number(cell[10]), 0.001);
		ck_assert_double_eq_tol(f.severe_on_the_way, number(cell[11]), 0.001);
		ck_assert_double_eq_tol(f.undetected, number(cell[12]), 0.001);
	}
	(void)fclose(file);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("screening");
	TCase *t = tcase_create("screening");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, quilty_2020);
	tcase_add_test(t, journeys_keep_their_order);
	tcase_add_test(t, fixed_durations_are_exact);
	tcase_add_test(t, gostic_2020_by_days_since_exposure);
	tcase_add_test(t, growing_epidemics);
	tcase_add_test(t, presumptive_treatment);
	tcase_add_test(t, aldridge_2016_tuberculosis_after_arrival);
	tcase_add_test(t, impossible_figures_are_refused);
	tcase_add_test(t, gostic_2020_whole_table);
	tcase_add_test(t, quilty_2020_whole_table);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
