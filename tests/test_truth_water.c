/* Measures on water against the reservoir's own recursion and, in continuous time, its closed form.
 *
 * A town of 100,000 of whom a tenth are ill and shed for ever; nobody infects anybody but through water, and the infected do not shed. So the
 * reservoir is known exactly, and with it each day's infections in the mean field. One statistical comparison: false-alarm rate 1e-5 (truth.h).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/ode.h"
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ILL = 10000, SICKENING = 90000, DAYS = 8 };
static const double shed = 0.5, decay = 0.2, half = 20000, rate = 0.3;

static void town(truth *t, const char *step, const char *environments, const char *measures, int replicates)
{
	truth_write(t, "places.csv", "id,name,parent,population\nland,Land,,\ntown,Town,land,100000\nother,Other,land,100000\n");
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n"
		"  S: {title: {en: S}, rest: true}\n  E: {title: {en: E}}\n  I: {title: {en: I}, infectious: 1}\ninitial: {I: 0.1, E: 0}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: 0}\nenvironment:\n%s", environments);
	truth_write(t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: %d\nreplicates: %d\nseed: 11\nstep: %s\ndisease: d.yaml\nworld: {places: places.csv}\nmeasures:\n%s",
		DAYS, replicates, step, measures);
}

/* What measures make of the water from a step on. */
typedef struct change { double intake, shed, decay; int from; } change;

static double *recursion(change c, int steps)
{
	double *days = calloc(DAYS, sizeof *days), healthy = SICKENING, w = 0;
	for (int i = 0; i < DAYS * steps; i++) {
		const change now = i >= c.from ? c : (change){1, 1, 0, 0};
		const double caught = healthy * -expm1(-rate * now.intake * w / (half + w) / steps);
		days[i / steps] += caught;
		healthy -= caught;
		w = w * exp(-(decay + now.decay) / steps) + shed * now.shed * ILL / steps;
	}
	return days;
}

static void expect(const char *what, const truth *t, const char *place, change c, int steps)
{
	double *x = truth_series(t, place, GZ_QUANTITY_INFECTIONS, NULL), *expected = recursion(c, steps);
	for (int day = 0; day < DAYS; day++)
		truth_close(what, x[day], expected[day], 1e-7 * (1 + expected[day]));
	free(x);
	free(expected);
}

static char water[256];
static const char *one_water(void)
{
	snprintf(water, sizeof water, "  - {name: water, from: S, to: E, shed: {I: %g}, decay: %g, half: %g, rate: %g}\n", shed, decay, half, rate);
	return water;
}

static void try(const char *what, const char *measures, change c)
{
	truth t;
	truth_begin(&t);
	town(&t, "1 d", one_water(), measures, 1);
	truth_run(&t, true);
	expect(what, &t, "town", c, 1);
	expect("where nothing is done", &t, "other", (change){1, 1, 0, 0}, 1);
	truth_end(&t);
}

START_TEST(each_field_does_what_it_says)
{
	try("nothing", "  []\n", (change){1, 1, 0, 0});
	try("risk", "  - {name: m, at: {place: town}, water: {scale: 0.4}}\n", (change){0.4, 1, 0, 0});
	try("risk, some of the people", "  - {name: m, at: {place: town}, coverage: 0.7, compliance: 0.5, water: {scale: 0.4}}\n", (change){1 - 0.35 * 0.6, 1, 0, 0});
	try("risk from a day on", "  - {name: m, at: {place: town}, when: {from: 2027-01-04}, water: {scale: 0}}\n", (change){0, 1, 0, 3});
	try("shedding", "  - {name: m, at: {place: town}, coverage: 0.5, water: {shed: 0.2}}\n", (change){1, 0.6, 0, 0});
	try("shedding from a day on", "  - {name: m, at: {place: town}, when: {from: 2027-01-04}, water: {shed: 0}}\n", (change){1, 0, 0, 3});
	try("decay", "  - {name: m, at: {place: town}, compliance: 0.5, water: {decay: 1.2}}\n", (change){1, 1, 0.6, 0});
	try("all", "  - {name: m, at: {place: town}, when: {from: 2027-01-05}, coverage: 0.9, water: {scale: 0.3, shed: 0.5, decay: 0.4}}\n",
		(change){1 - 0.9 * 0.7, 1 - 0.9 * 0.5, 0.9 * 0.4, 4});
	try("two measures", "  - {name: m, at: {place: town}, coverage: 0.5, water: {scale: 0.4, decay: 0.2}}\n  - {name: n, at: {place: town}, water: {scale: 0.5, decay: 0.3}}\n",
		(change){0.7 * 0.5, 1, 0.4, 0});
	try("on order only", "  - {name: m, at: {place: town}, when: order, water: {scale: 0}}\n", (change){1, 1, 0, 0});
}
END_TEST

START_TEST(everywhere_and_by_the_hour)
{
	truth t;
	truth_begin(&t);
	town(&t, "1 h", one_water(), "  - {name: m, at: {everywhere: true}, when: {after: \"day >= 2\", lead: 7 h}, water: {scale: 0.4, decay: 0.5}}\n", 1);
	truth_run(&t, true);
	expect("by the hour", &t, "town", (change){0.4, 1, 0.5, 55}, 24);
	expect("by the hour", &t, "other", (change){0.4, 1, 0.5, 55}, 24);
	truth_end(&t);
}
END_TEST

START_TEST(one_reservoir_of_two)
{
	truth t;
	truth_begin(&t);
	char both[512];
	snprintf(both, sizeof both, "  - {name: milk, from: S, to: E, shed: {I: 1}, decay: 1, half: 1, rate: 0}\n%s", one_water());
	town(&t, "1 d", both, "  - {name: m, at: {place: town}, water: {scale: 0.4, of: milk}}\n  - {name: n, at: {place: town}, water: {scale: 0.6, of: [water]}}\n", 1);
	truth_run(&t, true);
	expect("the row that is named", &t, "town", (change){0.6, 1, 0, 0}, 1);
	truth_end(&t);
}
END_TEST

START_TEST(infections_are_binomial)
{
	truth t;
	truth_begin(&t);
	town(&t, "1 d", one_water(), "  - {name: m, at: {place: town}, coverage: 0.8, water: {scale: 0.25}}\n", truth_replicates(200));
	truth_run(&t, false);
	double *x = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL), second = 0;
	const double w = shed * ILL;
	for (int r = 0; r < t.result.n_replicates; r++) {
		ck_assert_double_eq(x[r], 0); /* the water is clean on the first day */
		second += x[t.result.n_replicates + r];
	}
	truth_share("infected on the second day", second, (double)SICKENING * t.result.n_replicates, -expm1(-rate * 0.4 * w / (half + w)), 0);
	free(x);
	truth_end(&t);
}
END_TEST

/* Where the reservoir is far below half, the force is rate/half x W, and W and its integral are sums of exponentials. */
START_TEST(equations)
{
	const double thin = 1e12, steep = rate * thin / half;
	truth t;
	gz_ode ode;
	gz_error err = {0};
	truth_begin(&t);
	char row[256];
	snprintf(row, sizeof row, "  - {name: water, from: S, to: E, shed: {I: %g}, decay: %g, half: %g, rate: %g}\n", shed, decay, thin, steep);
	town(&t, "1 d", row, "  - {name: m, at: {place: town}, when: {from: 2027-01-04}, coverage: 0.5, water: {scale: 0.2, shed: 0.4, decay: 0.6}}\n"
		"  - {name: never, at: {place: town}, when: order, isolate: {of: {I: 1}, days: 5}}\n", 1);
	truth_load(&t);
	ck_assert_msg(gz_ode_run(&t.scenario, &ode, &err) == GZ_OK, "%s", err.sentence);
	const double before = shed * ILL / decay, after = shed * 0.7 * ILL / (decay + 0.3), w3 = before * -expm1(-decay * 3);
	for (int day = 0; day < DAYS; day++) {
		const double a = fmin(day + 1, 3), b = fmax(0, day + 1 - 3), d = decay + 0.3;
		const double drunk = before * (a + expm1(-decay * a) / decay) + 0.6 * (after * b + (w3 - after) * -expm1(-d * b) / d);
		const double caught = SICKENING * -expm1(-rate / half * drunk);
		double found = 0;
		for (int32_t leaf = 0; leaf < ode.n_leaves; leaf++)
			found += ode.place[leaf] == gz_scenario_place(&t.scenario, "town") ? ode.infections[day * ode.n_leaves + leaf] : 0;
		truth_close("infections so far by the equations", found, caught, 2e-6 * caught);
	}
	gz_ode_free(&ode);
	/* what follows reports has no equation */
	town(&t, "1 d", row, "  - {name: m, at: {place: town}, when: {after: \"reported(town, 7 d) >= 5\"}, water: {scale: 0.2}}\n", 1);
	truth_load(&t);
	ck_assert_int_eq(gz_ode_run(&t.scenario, &ode, &err), GZ_ERR_INPUT);
	gz_ode_free(&ode);
	truth_end(&t);
}
END_TEST

/* The map with ever shorter steps goes to the equations: the greatest difference in the infections so far halves with the step. */
START_TEST(the_map_goes_to_the_equations)
{
	static const char measures[] = "  - {name: m, at: {place: town}, when: {from: 2027-01-04}, coverage: 0.5, water: {scale: 0.2, shed: 0.4, decay: 0.6}}\n";
	static const char *const steps[] = {"1/8 d", "1/16 d", "1/32 d", "1/64 d"};
	truth t;
	gz_ode ode;
	gz_error err = {0};
	double exact[DAYS], off[4];
	truth_begin(&t);
	town(&t, "1 d", one_water(), measures, 1);
	truth_load(&t);
	ck_assert_int_eq(gz_ode_run(&t.scenario, &ode, &err), GZ_OK);
	const int32_t leaf = ode.place[0] == gz_scenario_place(&t.scenario, "town") ? 0 : 1;
	for (int32_t day = 0; day < DAYS; day++)
		exact[day] = ode.infections[day * ode.n_leaves + leaf];
	gz_ode_free(&ode);
	for (int k = 0; k < 4; k++) {
		town(&t, steps[k], one_water(), measures, 1);
		truth_run(&t, true);
		double *x = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL), sum = 0;
		off[k] = 0;
		for (int day = 0; day < DAYS; day++) {
			sum += x[day];
			off[k] = fmax(off[k], fabs(sum - exact[day]));
		}
		free(x);
	}
	for (int k = 1; k < 4; k++)
		truth_close("error by half the step", off[k] / off[k - 1], 0.5, 0.03);
	truth_end(&t);
}
END_TEST

/* Who meets fewer people drinks no less, and sheds no less; also a group that meets nobody. */
START_TEST(contacts_of_a_group_leave_water_alone)
{
	static const double scales[] = {0, 0.4, 2};
	for (int k = 0; k < 3; k++) {
		truth t;
		truth_begin(&t);
		truth_town(&t, 1000000);
		truth_write(&t, "groups.csv", "place,group,share\nland,g,0.3\nland,h,0.7\n");
		truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  I: {infectious: 1}\n  R: {}\ninfect:\n  - {from: S, to: I, beta: 0.3}\n"
			"environment:\n  - {from: S, to: I, shed: {I: 2}, decay: 0.1, half: 50000, rate: 0.3}\nprogress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n");
		truth_write(&t, "s.yaml", "guzar: 1\nstart: 2027-03-01\ndays: 40\nreplicates: 1\ndisease: d.yaml\nworld: {places: places.csv, groups: groups.csv}\nbegin:\n"
			"  - {place: town, compartment: I, people: 300, group: g}\n  - {place: town, compartment: I, people: 700, group: h}\n"
			"measures:\n  - {name: m, at: {group: g}, contacts: {scale: %g}}\n", scales[k]);
		truth_run(&t, true);
		double *found = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL), s[2] = {3e5 - 300, 7e5 - 700}, ill[2] = {300, 700}, reservoir = 0;
		for (int day = 0; day < 40; day++) {
			const double met = (ill[0] * scales[k] + ill[1]) / (3e5 * scales[k] + 7e5), drunk = 0.3 * reservoir / (50000 + reservoir);
			double expected = 0;
			reservoir = reservoir * exp(-0.1) + 2 * (ill[0] + ill[1]);
			for (int g = 0; g < 2; g++) {
				const double x = s[g] * (1 - exp(-0.3 * met * (g == 0 ? scales[k] : 1) - drunk));
				s[g] -= x;
				ill[g] += x - ill[g] / 5;
				expected += x;
			}
			ck_assert_double_eq_tol(found[day], expected, 1e-9 * expected);
		}
		free(found);
		truth_end(&t);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth_water");
	TCase *tc = tcase_create("all");
	tcase_add_test(tc, each_field_does_what_it_says);
	tcase_add_test(tc, everywhere_and_by_the_hour);
	tcase_add_test(tc, one_reservoir_of_two);
	tcase_add_test(tc, infections_are_binomial);
	tcase_add_test(tc, equations);
	tcase_add_test(tc, the_map_goes_to_the_equations);
	tcase_add_test(tc, contacts_of_a_group_leave_water_alone);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
