/* Durations drawn at 0 or below are told before a run, with the parameter, its value and the replicate, and pass in one step.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "model/duration.h"
#include "running.h"
#include "suite.h"

static running r;

static void begin(void)
{
	running_begin(&r);
	running_write(&r, "places.csv", "id,name,population\nA,A,10000\nB,B,10000\n");
	running_write(&r, "d.yaml",
		"guzar-disease: 1\nname: d\nparameters:\n  latent: {uniform: {min: 2, max: 3}}\n  scale: 1\ncompartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1}\n  R: {rest: true}\n"
		"infect:\n  - {from: S, to: E, beta: 0}\nprogress:\n  - {from: E, duration: {mean: latent * scale}, to: I}\n"
		"  - {from: I, at: entry, branches: [{to: R, probability: 1, duration: {erlang: 2, mean: latent}}]}\n");
	running_write(&r, "s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: 3\nreplicates: 200\nworld: .\ndisease: d.yaml\ninitial: {E: 1}\n");
}
static void end(void) { running_end(&r); }

/* The notes with this law of `latent`. */
static int32_t notes(const char *law, bool laws)
{
	char set[128];
	snprintf(set, sizeof set, "parameters.latent=%s", law);
	running_load(&r, (const char *[]){set, NULL});
	ck_assert_int_eq(gz_duration_note(&r.scenario, laws), GZ_OK);
	return r.scenario.notes.n;
}

static void note_says(int32_t i, const char *text)
{
	const gz_error *note = &r.scenario.notes.items[i];
	ck_assert_int_gt(note->row, 13);
	ck_assert_msg(strstr(note->file, "d.yaml") && strstr(note->sentence, text), "%s: no \"%s\" in \"%s\"", note->file, text, note->sentence);
}

START_TEST(laws_above_zero_are_silent)
{
	static const char *const laws[] = {"3", "{uniform: {min: 2, max: 3}}", "{lognormal: {median: 3, sigma: 2}}", "{gamma: {mean: 5, sd: 4}}", "{normal: {mean: 9, sd: 1}}",
		"{triangular: {min: 2, mode: 3, max: 4}}"};
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		ck_assert_msg(notes(laws[i], true) == 0, "%s: %s", laws[i], r.scenario.notes.items[0].sentence);
}
END_TEST

/* The chance is that of the distribution function at 0; only a mean that is the parameter itself is judged by its law. */
START_TEST(laws_that_reach_below_are_told)
{
	static const struct { const char *law, *chance; } laws[] = {{"{normal: {mean: 4, sd: 1}}", "latent may be drawn at 0 or below (chance 0.0032 %)"},
		{"{uniform: {min: -0.0001, max: 9.9999}}", "(chance 0.001 %)"}, {"{triangular: {min: -0.01, mode: 4.99, max: 9.99}}", "(chance 0.0002 %)"}};
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
		ck_assert_int_eq(notes(laws[i].law, true), 1);
		note_says(0, laws[i].chance);
		note_says(0, "mean of I to R");
		ck_assert_int_eq(notes(laws[i].law, false), 0);
	}
}
END_TEST

START_TEST(draws_at_zero_or_below_are_told)
{
	ck_assert_int_eq(notes("{uniform: {min: -4, max: 8}}", false), 2);
	char first[GZ_ERROR_SENTENCE_SIZE];
	snprintf(first, sizeof first, "%s", r.scenario.notes.items[0].sentence);
	note_says(0, "mean of E: -");
	note_says(0, "(latent = -");
	note_says(1, "mean of I to R: -");
	double days = 0;
	int replicate = -1, many = 0;
	ck_assert_int_eq(sscanf(first, "mean of E: %lf d in replicate %d", &days, &replicate), 2);
	ck_assert_int_eq(sscanf(strstr(first, "0 or less in"), "0 or less in %d of 200", &many), 1);
	/* what the run itself draws */
	const gz_run_options options = {.threads = 1};
	running_run(&r, (const char *[]){"parameters.latent={uniform: {min: -4, max: 8}}", NULL}, &options);
	int below = 0, earliest = -1;
	for (int i = 0; i < 200; i++)
		if (r.result.parameters[i] <= 0) {
			earliest = below++ == 0 ? i : earliest;
		}
	ck_assert_int_eq(replicate, earliest);
	ck_assert_int_eq(many, below);
	ck_assert_double_eq_tol(r.result.parameters[replicate], days, 1e-4);
}
END_TEST

/* Nobody is left in E after a step where its mean is below 0, as where it is a step; all stay where it is long. */
START_TEST(a_mean_below_zero_is_one_step)
{
	const gz_run_options options = {.threads = 1};
	running_write(&r, "s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: 1\nreplicates: 60\nworld: .\ndisease: d.yaml\ninitial: {E: 1}\nobserve: {left: {of: I}}\n");
	running_run(&r, (const char *[]){"parameters.latent={uniform: {min: -30, max: 40}}", NULL}, &options);
	double *left = running_column(&r, running_place(&r, "A", GZ_QUANTITY_REPORTED));
	int32_t below = 0;
	for (int32_t i = 0; i < 60; i++) {
		const double latent = r.result.parameters[i];
		below += latent <= 0;
		if (latent <= 1)
			ck_assert_double_eq(left[i], 10000);
		else
			ck_assert_msg(fabs(left[i] - 10000 / latent) < 6 * sqrt(10000 / latent), "%g left of a mean of %g d", left[i], latent);
	}
	ck_assert_int_gt(below, 10);
	free(left);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("duration");
	TCase *tc = tcase_create("duration");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, laws_above_zero_are_silent);
	tcase_add_test(tc, laws_that_reach_below_are_told);
	tcase_add_test(tc, draws_at_zero_or_below_are_told);
	tcase_add_test(tc, a_mean_below_zero_is_one_step);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
