/* Residence times, branches and vital events against their exact laws.
 *
 * False-alarm rate of each statistical comparison: 1e-5 (truth.h); seeds are fixed. Deterministic comparisons are to rounding.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 300, PEOPLE = 20000 };

/* A course of illness that infects nobody: E, then what `progress` says, among A, B, R, D. */
static void course(truth *t, const char *progress, const char *more, const char *begin, int days, int replicates, int seed)
{
	truth_town(t, 1000000);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: course\ntitle: {en: course}\ncompartments:\n  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n"
		"  A: {title: {en: A}}\n  B: {title: {en: B}, infectious: 1}\n  R: {title: {en: R}, rest: true}\n  D: {title: {en: D}, dead: true}\n"
		"initial: {A: 0, B: 0, R: 0, D: 0}\ninfect:\n  - {name: person, from: S, to: E, beta: 0}\nprogress:\n%s", progress);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: %d\nworld: {places: places.csv}\ndisease: d.yaml\n"
		"begin:\n%s"
		"observe:\n  to-a: {of: [A]}\n  to-b: {of: [B]}\n  to-r: {of: [R]}\n  to-d: {of: [D]}\n%s", days, replicates, seed, begin, more);
}

/* Probability that n stages left with q each take exactly j steps. */
static double erlang(int n, double q, int j)
{
	if (j < n)
		return 0;
	if (q >= 1)
		return j == n;
	return exp(lgamma(j) - lgamma(n) - lgamma(j - n + 1.0) + n * log(q) + (j - n) * log1p(-q));
}

static void residence(const char *duration, int n, double mean, int per_day, int seed)
{
	truth t;
	char progress[256], more[64], what[96];
	double expected[DAYS + 1] = {0}, counts[DAYS + 1] = {0}, left = 1;
	truth_begin(&t);
	snprintf(progress, sizeof progress, "  - {from: E, duration: {%s}, to: R}\n", duration);
	snprintf(more, sizeof more, "step: 1/%d d\n", per_day);
	course(&t, progress, more, "  - {place: town, compartment: E, people: 20000}\n", DAYS, 1, seed);
	for (int j = 1; j <= DAYS * per_day; j++) {
		expected[(j - 1) / per_day] += erlang(n, fmin(1, (double)n / (mean * per_day)), j);
		left -= erlang(n, fmin(1, (double)n / (mean * per_day)), j);
	}
	expected[DAYS] = fmax(0, left);
	truth_run(&t, true);
	double *found = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "to-r");
	double sum = 0, square = 0;
	for (int d = 0; d < DAYS; d++) {
		ck_assert_msg(fabs(found[d] - PEOPLE * expected[d]) < 1e-7, "%s, day %d: %.12g for %.12g", duration, d, found[d], PEOPLE * expected[d]);
		sum += found[d] / PEOPLE * (d + 1);
		square += found[d] / PEOPLE * (d + 1) * (d + 1);
	}
	free(found);
	if (per_day == 1) { /* days of leaving are whole: at shorter steps the law above says it */
		snprintf(what, sizeof what, "%s: mean residence", duration);
		truth_close(what, sum, mean, 1e-8);
		snprintf(what, sizeof what, "%s: variance of residence", duration);
		truth_close(what, square - sum * sum, mean * mean / n - mean, 1e-6);
	}
	truth_run(&t, false);
	found = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "to-r");
	counts[DAYS] = PEOPLE;
	for (int d = 0; d < DAYS; d++) {
		counts[d] = found[d];
		counts[DAYS] -= found[d];
	}
	snprintf(what, sizeof what, "%s, 1/%d d: days of leaving", duration, per_day);
	if (n >= mean * per_day) /* certain */
		ck_assert_double_eq(counts[(n - 1) / per_day], PEOPLE);
	else
		truth_fits(what, counts, expected, DAYS + 1);
	free(found);
	truth_end(&t);
}

START_TEST(erlang_residence)
{
	static const int steps[] = {1, 2, 4};
	for (int k = 0; k < 3; k++) {
		residence("mean: 7 d", 1, 7, steps[k], 10 + k);
		residence("erlang: 3, mean: 3 d", 3, 3, steps[k], 20 + k); /* at a step of a day each stage is left at once */
		residence("erlang: 3, mean: 6 d", 3, 6, steps[k], 30 + k);
		residence("fixed: 5 d", 5 * steps[k], 5, steps[k], 40 + k);
	}
}
END_TEST

/* Sums of the streams over the run, all replicates. */
static double total(const truth *t, const char *stream)
{
	double *x = truth_series(t, "town", GZ_QUANTITY_REPORTED, stream), sum = 0;
	for (int64_t i = 0; i < (int64_t)t->result.n_days * t->result.n_replicates; i++)
		sum += x[i];
	free(x);
	return sum;
}

START_TEST(branches)
{
	truth t;
	truth_begin(&t);
	course(&t, "  - {from: E, duration: {erlang: 2, mean: 3 d}, to: {A: 0.2, B: 0.5, R: 0.05, D: else}}\n  - {from: A, duration: {fixed: 1 d}, to: S}\n"
		"  - {from: B, duration: {fixed: 1 d}, to: S}\n", "", "  - {place: town, compartment: E, people: 20000}\n", DAYS, 4, 51);
	truth_run(&t, false);
	const double counts[] = {total(&t, "to-a"), total(&t, "to-b"), total(&t, "to-r"), total(&t, "to-d")}, expected[] = {0.2, 0.5, 0.05, 0.25};
	truth_fits("branches on leaving .2 .5 .05 .25", counts, expected, 4);
	ck_assert_double_eq(counts[0] + counts[1] + counts[2] + counts[3], 4.0 * PEOPLE);
	truth_end(&t);
}
END_TEST

/* What a certain branch leaves is nothing: on leaving, at entry, of births. */
START_TEST(nothing_is_left_of_certainty)
{
	static const char *rows[] = {"  - {from: E, duration: {mean: 3 d}, to: {A: 1, B: else}}\n", "  - {from: E, duration: {mean: 3 d}, to: {A: 1, R: 0, B: else}}\n",
		"  - {from: E, at: entry, branches: [{to: A, probability: 1, duration: {mean: 3 d}}, {to: B, probability: else, duration: {mean: 3 d}}]}\n",
		"  - {from: E, duration: {mean: 3 d}, to: A}\nvital: {births: 0.1, into: {S: 1, B: else}}\n"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		truth t;
		char progress[400];
		truth_begin(&t);
		snprintf(progress, sizeof progress, "  - {from: A, duration: {fixed: 1 d}, to: R}\n  - {from: B, duration: {fixed: 1 d}, to: R}\n%s", rows[i]);
		course(&t, progress, "", "  - {place: town, compartment: E, people: 20000}\n", DAYS, 1, 55);
		truth_run(&t, true);
		truth_close("into the certain branch", total(&t, "to-a"), PEOPLE, 1e-9);
		ck_assert_double_eq(total(&t, "to-b"), 0);
		truth_end(&t);
	}
}
END_TEST

START_TEST(branches_at_entry)
{
	truth t;
	truth_begin(&t);
	course(&t, "  - {from: E, at: entry, branches: [{to: A, probability: 0.3, duration: {fixed: 2 d}}, {to: B, probability: 0.1, duration: {fixed: 4 d}},"
		" {to: R, probability: else, duration: {mean: 3 d}}]}\n  - {from: A, duration: {fixed: 1 d}, to: S}\n  - {from: B, duration: {fixed: 1 d}, to: S}\n",
		"", "  - {place: town, compartment: E, people: 20000}\n", DAYS, 1, 52);
	truth_run(&t, false);
	const double counts[] = {total(&t, "to-a"), total(&t, "to-b"), total(&t, "to-r")}, expected[] = {0.3, 0.1, 0.6};
	truth_fits("branches drawn at entry .3 .1 .6", counts, expected, 3);
	double *a = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "to-a"), *b = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "to-b");
	double *r = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "to-r"), days[DAYS + 1] = {0}, law[DAYS + 1] = {0};
	ck_assert_double_eq(a[1], counts[0]); /* all of them two steps after they entered */
	ck_assert_double_eq(b[3], counts[1]);
	law[DAYS] = 1;
	for (int d = 0; d < DAYS; d++) {
		days[d] = r[d];
		law[d] = erlang(1, 1.0 / 3, d + 1);
		law[DAYS] -= law[d];
	}
	truth_fits("days of the third branch", days, law, DAYS + 1);
	free(a);
	free(b);
	free(r);
	truth_end(&t);
}
END_TEST

/* A stage of mean m against a rate: each takes its share of the sum of rates, and of the Euler-multinomial's 1 - exp(-sum). */
START_TEST(competing)
{
	for (int per_day = 1; per_day <= 4; per_day *= 2) {
		truth t;
		char more[64];
		truth_begin(&t);
		snprintf(more, sizeof more, "step: 1/%d d\n", per_day);
		course(&t, "  - {from: E, duration: {mean: 5 d}, to: R}\n  - {from: E, rate: 0.1, to: D}\n", more, "  - {place: town, compartment: E, people: 20000}\n", 300, 2, 53);
		const double dt = 1.0 / per_day, stage = -log1p(-dt / 5) / dt, leave = -expm1(-(stage + 0.1) * dt);
		truth_run(&t, true);
		double *d = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "to-d");
		double expected = 0;
		for (int k = 0; k < per_day; k++)
			expected += PEOPLE * pow(1 - leave, k) * leave * 0.1 / (stage + 0.1);
		truth_close("competing death on the first day", d[0], expected, 1e-8);
		free(d);
		truth_run(&t, false);
		truth_share("competing death, share of all", total(&t, "to-d"), 2.0 * PEOPLE, 0.1 / (stage + 0.1), 0);
		truth_end(&t);
	}
}
END_TEST

/* Where one row ends and the next begins with a compartment of branches drawn on entering, each row's `else` takes what its own others leave. */
START_TEST(rows_beside_each_other)
{
	truth t;
	truth_begin(&t);
	course(&t, "  - {from: E, duration: {mean: 4 d}, to: {B: 0.4, A: else}}\n  - {from: E, rate: 0.2, to: {A: 0.7, R: else}}\n"
		"  - {from: A, at: entry, branches: [{to: S, probability: 0.5, duration: {fixed: 1 d}}, {to: D, probability: else, duration: {fixed: 2 d}}]}\n"
		"  - {from: B, duration: {fixed: 1 d}, to: S}\n", "", "  - {place: town, compartment: E, people: 20000}\n", DAYS, 1, 55);
	const double stage = -log1p(-0.25), own = PEOPLE * stage / (stage + 0.2), other = PEOPLE - own;
	truth_run(&t, true);
	truth_close("by the first row's branch", total(&t, "to-b"), 0.4 * own, 1e-6);
	truth_close("by both rows", total(&t, "to-a"), 0.6 * own + 0.7 * other, 1e-6);
	truth_close("by the second row's else", total(&t, "to-r"), 0.3 * other, 1e-6);
	truth_close("by the entry's else", total(&t, "to-d"), 0.5 * (0.6 * own + 0.7 * other), 1e-6);
	truth_end(&t);
}
END_TEST

/* Births and deaths by the year, ageing, and everybody accounted for. */
START_TEST(vital)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 100000);
	truth_write(&t, "ages.csv", "place,age,share,source\nland,0-9,0.2,theory\nland,10+,0.8,theory\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: course\ntitle: {en: course}\nparameters:\n  dying: {by: age, values: {0-9: 0, 10+: 0.05}}\ncompartments:\n"
		"  S: {title: {en: S}}\n  B: {title: {en: B}, infectious: 1}\n"
		"infect:\n  - {name: person, from: S, to: B, beta: 0}\nprogress:\n  - {from: B, duration: {mean: 3 d}, to: S}\n"
		"vital: {births: 0.03, into: S, deaths: dying, ageing: true}\n");
	truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 365\nreplicates: 20\nseed: 54\nworld: {places: places.csv, ages: ages.csv}\n"
		"disease: d.yaml\nreport: {places: [land], quantities: [infections, present], every: 7 d}\n");
	truth_run(&t, true);
	double *present = truth_series(&t, "town", GZ_QUANTITY_PRESENT, NULL), young = 20000, old = 80000;
	const double death = -expm1(-0.05 / 365.25), up = -expm1(-1 / (10 * 365.25));
	for (int d = 0; d < 365; d++) {
		const double birth = 0.03 / 365.25 * (young + old), y = young * up, o = old * death;
		young += birth - y;
		old += y - o;
		ck_assert_msg(fabs(present[d] - young - old) < 1e-6, "day %d: %.12g for %.12g", d, present[d], young + old);
	}
	free(present);
	truth_run(&t, false);
	present = truth_series(&t, "town", GZ_QUANTITY_PRESENT, NULL);
	truth_mean("people after a year of births, deaths and ageing", truth_moments_of(&present[364 * 20], 20), young + old, 30);
	free(present);
	truth_end(&t);
}
END_TEST

/* Everybody has a dose on the first day; afterwards a day's doses are the births of the day before. */
START_TEST(newborns_have_had_no_dose)
{
	truth t;
	truth_begin(&t);
	course(&t, "  - {from: E, duration: {mean: 3 d}, to: R}\nvital: {births: 0.2}\n", "measures:\n  - {name: m, at: {everywhere: true}, vaccinate: {product: one, doses: 1e7, of: [S], susceptibility: 0.5}}\n"
		"  - {name: n, at: {everywhere: true}, vaccinate: {product: two, doses: 1e7, of: [S], after: one, susceptibility: 0.2}}\n", "  []\n", 60, 20, 56);
	truth_run(&t, true);
	const double doses = 1e6 * pow(1 + 0.2 / 365.25, 59);
	truth_close("doses, all who were ever born", t.result.totals[0].doses, doses, 1e-6);
	truth_close("second doses", t.result.totals[1].doses, doses, 1e-6);
	truth_run(&t, false);
	double born[20];
	for (int r = 0; r < 20; r++) {
		ck_assert_double_eq(t.result.totals[r].doses, t.result.totals[20 + r].doses);
		born[r] = t.result.totals[r].doses - 1e6;
	}
	truth_mean("newborns vaccinated", truth_moments_of(born, 20), doses - 1e6, 0);
	truth_end(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_duration");
	TCase *tc = tcase_create("all");
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, erlang_residence);
	tcase_add_test(tc, branches);
	tcase_add_test(tc, nothing_is_left_of_certainty);
	tcase_add_test(tc, branches_at_entry);
	tcase_add_test(tc, competing);
	tcase_add_test(tc, rows_beside_each_other);
	tcase_add_test(tc, vital);
	tcase_add_test(tc, newborns_have_had_no_dose);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
