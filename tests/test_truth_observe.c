/* What surveillance shows of known events, and the triggers that look at it.
 *
 * Events are known exactly: people put into E leave it on the same day for R, which the streams count. False-alarm rate of each
 * statistical comparison: 1e-5 (truth.h); seeds are fixed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 20000 };

static void events(truth *t, const char *begin, const char *more, int days, int replicates, int seed)
{
	truth_town(t, 1000000);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: seen\ntitle: {en: seen}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n"
		"  I: {title: {en: I}, infectious: 1}\n  R: {title: {en: R}, rest: true}\ninitial: {I: 0}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: 0.2}\nprogress:\n  - {from: E, duration: {fixed: 1 d}, to: R}\n  - {from: I, duration: {mean: 5 d}, to: R}\n");
	/* 2027-01-04 is a Monday */
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-04\ndays: %d\nreplicates: %d\nseed: %d\ndisease: d.yaml\nworld: {places: places.csv}\nbegin:\n%s%s",
		days, truth_replicates(replicates), seed, begin, more);
}

#define ON_DAY_0 "  - {place: town, compartment: E, people: 20000}\n"

/* Mean delay, and the share reported, of a stream in the mean field. */
static void delay(const char *law, double mean, double tolerance)
{
	truth t;
	char more[200], what[96];
	truth_begin(&t);
	snprintf(more, sizeof more, "observe:\n  reported: {of: [R], probability: 0.3, delay: {%s}}\n", law);
	events(&t, ON_DAY_0, more, 70, 1, 1);
	truth_run(&t, true);
	double *x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported"), sum = 0, days = 0;
	for (int d = 0; d < 70; d++) {
		sum += x[d];
		days += d * x[d];
	}
	free(x);
	truth_close("reported in all", sum, 0.3 * PEOPLE, 1e-8);
	snprintf(what, sizeof what, "mean delay, %s", law);
	truth_close(what, days / sum, mean, tolerance);
	truth_end(&t);
}

START_TEST(delays)
{
	delay("fixed: 4 d", 4, 1e-9);
	delay("gamma: {mean: 3, sd: 2}", 3, 0.02);
	delay("gamma: {mean: 7, sd: 3}", 7, 0.01);
	delay("lognormal: {median: 5, sigma: 0.5}", 5 * exp(0.125), 0.01);
	delay("geometric: {mean: 2 d}", 2, 1e-6);
}
END_TEST

START_TEST(noise)
{
	truth t;
	truth_begin(&t);
	events(&t, ON_DAY_0, "observe:\n  reported: {of: [R], probability: 0.3, delay: {geometric: {mean: 1}}, dispersion: 10}\n  plain: {of: [R], probability: 0.3}\n"
		"  spread: {of: [R], probability: 0.3, delay: {geometric: {mean: 1}}}\n", 5, 4000, 121);
	truth_run(&t, false);
	double *x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported"), *plain = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "plain");
	double *spread = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "spread");
	const int n = t.result.n_replicates;
	for (int d = 0; d < 3; d++) {
		const double q = 0.3 * pow(0.5, d + 1), due = PEOPLE * q, v = due * (1 - q);
		truth_mean("delayed count of a day", truth_moments_of(&spread[d * n], n), due, 0);
		truth_variance("delayed count of a day: variance, binomial", truth_moments_of(&spread[d * n], n), v, 0);
		truth_mean("reported count of a day", truth_moments_of(&x[d * n], n), due, 0);
		truth_variance("reported count of a day: variance, negative binomial", truth_moments_of(&x[d * n], n), v + due + (v + due * due) / 10, 0);
	}
	truth_mean("detected", truth_moments_of(plain, n), 0.3 * PEOPLE, 0);
	truth_variance("detected: variance", truth_moments_of(plain, n), 0.3 * 0.7 * PEOPLE, 0);
	free(x); free(plain); free(spread);
	truth_end(&t);
}
END_TEST

START_TEST(weekdays)
{
	truth t;
	truth_begin(&t);
	events(&t, "  - {place: town, compartment: E, per_day: 1000, days: 14}\n", "observe:\n  reported: {of: [R], probability: 0.5, weekday: [1, 1, 0.9, 1, 1, 0.5, 0.2]}\n", 14, 1, 1);
	truth_run(&t, true);
	double *x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported");
	static const double weekday[] = {1, 1, 0.9, 1, 1, 0.5, 0.2};
	for (int d = 0; d < 14; d++)
		ck_assert_double_eq_tol(x[d], 1000 * 0.5 * weekday[d % 7], 1e-9);
	free(x);
	events(&t, "  - {place: town, compartment: E, per_day: 1000, days: 14}\n", "observe:\n  reported: {of: [R], probability: 0.5, delay: {fixed: 2 d}, weekday: [1, 1, 0.9, 1, 1, 0.5, 0.2]}\n", 14, 1, 1);
	truth_run(&t, true);
	x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported");
	for (int d = 0; d < 14; d++) /* the factor is that of the day of the report */
		ck_assert_double_eq_tol(x[d], d < 2 ? 0 : 1000 * 0.5 * weekday[d % 7], 1e-9);
	free(x);
	/* spread over many days, and by a measure's own delay: all of a day's reports have that day's factor */
	events(&t, "  - {place: town, compartment: E, per_day: 1000, days: 77}\n", "observe:\n  reported: {of: [R], probability: 0.5, delay: {geometric: {mean: 2}}, weekday: [1, 1, 0.9, 1, 1, 0.5, 0]}\n"
		"measures:\n  - {name: look, at: {place: land}, when: {from: 2027-02-15}, surveillance: {stream: reported, delay: {geometric: {mean: 1}}}}\n", 77, 1, 1);
	truth_run(&t, true);
	x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported");
	for (int d = 28; d < 77; d++)
		if (d < 42 || d > 70)
			ck_assert_double_eq_tol(x[d], 1000 * 0.5 * (d % 7 == 6 ? 0 : weekday[d % 7]), 0.02);
	free(x);
	events(&t, "  - {place: town, compartment: E, per_day: 1000, days: 14}\n", "observe:\n  reported: {of: [R], probability: 0.5}\n"
		"measures:\n  - {name: look, at: {place: land}, when: {from: 2027-01-08, to: 2027-01-10}, surveillance: {stream: reported, probability: 0.9}}\n", 14, 1, 1);
	truth_run(&t, true);
	x = truth_series(&t, "land", GZ_QUANTITY_REPORTED, "reported");
	for (int d = 0; d < 14; d++)
		ck_assert_double_eq_tol(x[d], 1000 * (d >= 4 && d <= 6 ? 0.9 : 0.5), 1e-9);
	free(x);
	truth_end(&t);
}
END_TEST

START_TEST(importation)
{
	truth t;
	truth_begin(&t);
	events(&t, "  - {place: town, compartment: E, per_day: 12, days: 50}\n", "observe:\n  reported: {of: [R], probability: 1}\n", 60, 400, 122);
	truth_run(&t, false);
	double *x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported");
	const int64_t n = (int64_t)50 * t.result.n_replicates;
	truth_mean("importation, 12 a day", truth_moments_of(x, n), 12, 0);
	truth_variance("importation, 12 a day: variance, Poisson", truth_moments_of(x, n), 12, 0);
	for (int64_t i = n; i < (int64_t)60 * t.result.n_replicates; i++)
		ck_assert_double_eq(x[i], 0);
	free(x);
	truth_end(&t);
}
END_TEST

/* A trigger with 100 events on day 5 and on day 15: the first day in force and how many days, in every replicate. */
static void trigger(const char *when, int first, int active)
{
	truth t;
	char more[400];
	truth_begin(&t);
	snprintf(more, sizeof more, "observe:\n  reported: {of: [R], probability: 1}\nmeasures:\n  - {name: m, at: {place: town}, when: {%s}, contacts: {scale: 0.5}}\n", when);
	events(&t, "  - {place: town, compartment: E, people: 100, from: 2027-01-09}\n  - {place: town, compartment: E, people: 100, from: 2027-01-19}\n", more, 40, 3, 1);
	truth_run(&t, false);
	for (int r = 0; r < t.result.n_replicates; r++) {
		ck_assert_msg(t.result.totals[r].first_day == first, "%s: in force from day %d, not %d", when, t.result.totals[r].first_day, first);
		ck_assert_msg(t.result.totals[r].active_days == active, "%s: in force on %g days, not %d", when, t.result.totals[r].active_days, active);
	}
	truth_end(&t);
}

START_TEST(triggers)
{
	/* reports of day 5 are known on day 6 */
	trigger("after: \"reported(town, 1 d) >= 100\", for: 3 d", 6, 3);
	trigger("after: \"reported(land, 7 d) >= 100\", lead: 2 d, for: 3 d", 8, 3);
	trigger("after: \"reported(town, 1 d) >= 100\"", 6, 34);
	trigger("after: \"reported(town, 1 d) >= 101\"", -1, 0);
	trigger("after: \"reported(town, 1 d) >= 100\", for: 3 d, again: true", 6, 6);
	trigger("after: \"reported(town, 3 d) >= 100\", for: 1 d, again: true", 6, 6); /* 6, 7, 8 and 16, 17, 18: no day between is lost */
	trigger("after: \"reported(town, 11 d) >= 200\"", 16, 24);
	trigger("after: \"reported(town, 10 d) >= 200\"", -1, 0);
	trigger("after: \"reported(town, 1 d) >= 100\", until: \"reported(town, 3 d) == 0\"", 6, 3); /* in force on 6, 7, 8: on 9 the window is 6 to 8 */
	trigger("from: 2027-01-08, to: 2027-01-12", 4, 5);
}
END_TEST

START_TEST(triggers_by_replicate)
{
	truth t;
	truth_begin(&t);
	events(&t, "  - {place: town, compartment: E, per_day: 10, days: 60}\n", "observe:\n  reported: {of: [R], probability: 0.5, delay: {geometric: {mean: 2}}, dispersion: 5}\n"
		"measures:\n  - {name: m, at: {place: town}, when: {after: \"reported(town, 3 d) > 22\", lead: 4 d}, contacts: {scale: 0.5}}\n", 60, 200, 123);
	truth_run(&t, false);
	double *x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "reported");
	const int n = t.result.n_replicates;
	int never = 0;
	for (int r = 0; r < n; r++) {
		int first = -1;
		for (int d = 0; d < 60 && first < 0; d++) {
			double sum = 0;
			for (int k = d - 3 < 0 ? 0 : d - 3; k < d; k++)
				sum += x[k * n + r];
			if (sum > 22)
				first = d + 4 < 60 ? d + 4 : 60;
		}
		never += first < 0 || first >= 60;
		ck_assert_int_eq(t.result.totals[r].first_day, first >= 60 ? -1 : first);
	}
	ck_assert_int_lt(never, n);
	free(x);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_observe");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, delays);
	tcase_add_test(tc, noise);
	tcase_add_test(tc, weekdays);
	tcase_add_test(tc, importation);
	tcase_add_test(tc, triggers);
	tcase_add_test(tc, triggers_by_replicate);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
