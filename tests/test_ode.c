/* The mean-field map against the differential equations: the difference halves with the step, so both are the same model.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "engine/ode.h"
#include "running.h"
#include "suite.h"

static running r;

static void begin(void) { running_begin(&r); }
static void end(void) { running_end(&r); }

static void write_all(const char *stay, const char *duration, const char *measures)
{
	running_write(&r, "places.csv", "id,name,parent,population,lat,lon\nX,X,,,,\nY,Y,,,,\nx-town,a,X,30000,,\nx-hills,b,X,8000,,\ny-port,c,Y,20000,,\n");
	running_write(&r, "ages.csv", "place,age,share\nX,0-14,0.4\nX,15+,0.6\nY,0-14,0.25\nY,15+,0.75\n");
	running_write(&r, "contacts.csv", "place,setting,age,contact_age,contacts\nX,home,0-14,0-14,3\nX,home,0-14,15+,2\nX,home,15+,0-14,1.5\nX,home,15+,15+,4\n");
	running_write(&r, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,x-town,y-port,international\n");
	running_write(&r, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group\nshoppers,x-town,y-port,bridge,,200,,%s,,,\nlabour,x-hills,y-port,bridge,,60,,erlang 2 8 d,,15+:1,\n"
		"drivers,y-port,x-town,bridge,freight,40,,4 d,,,\nsettlers,x-hills,x-town,,,2,,forever,,,\n", stay);
	running_write(&r, "commuting.csv", "from,to,share\nx-hills,x-town,0.2\nx-town,x-hills,0.05\n");
	running_write(&r, "d.yaml",
		"guzar-disease: 1\nname: smooth\ntitle: {en: Smooth}\ncompartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1, travel: 0.5}\n  A: {infectious: 0.5}\n  R: {}\n"
		"  D: {dead: true}\ninfect:\n  - {name: contact, from: S, to: E, beta: 0.08 * (1 + 0.1 * sin(day / 10))}\nprogress:\n  - {from: E, duration: {erlang: 2, mean: 4 d}, to: {I: 0.6, A: else}}\n"
		"  - {from: I, duration: {%s}, to: {R: 0.9, D: else}}\n  - {from: I, rate: 1/30, to: A}\n  - {from: A, duration: {mean: 3 d}, to: R}\n  - {from: R, rate: 1/60, to: S}\n"
		"vital: {births: 0.03, into: S, deaths: 0.02, ageing: true}\nenvironment:\n  - {name: water, from: S, to: E, shed: {I: 1}, decay: 1/10, half: 5000, rate: 0.02}\n", duration);
	running_write(&r, "s.yaml", "guzar: 1\ntitle: Smooth\nstart: 2027-03-01\ndays: 60\nreplicates: 1\nseed: 1\nworld: .\ndisease: d.yaml\n"
		"begin:\n  - {place: y-port, compartment: I, people: 40}\n  - {place: x-hills, compartment: I, per_day: 2, days: 10}\nreport: {places: [X, Y], quantities: [infections], every: 1 d}\n%s", measures);
}

/* Without measures, and with those that have equations, changing on whole days. */
static const char *const written[] = {"steps: {travel: true}\n",
	"steps: {travel: true}\nmeasures:\n  - {name: less, at: {place: X}, when: {from: 2027-03-20, to: 2027-04-10}, coverage: 0.6, contacts: {scale: 0.5}}\n"
	"  - {name: clean, at: {everywhere: true}, when: {from: 2027-03-15}, coverage: 0.5, water: {scale: 0.4, shed: 0.7, decay: 0.1}}\n"};

START_TEST(the_map_tends_to_the_equations)
{
	static const char *const steps[] = {"step=1", "step=1/2", "step=1/4", "step=1/8"};
	const gz_run_options mean = {.threads = 1, .deterministic = true};
	double before[3] = {0};
	write_all("5 d", "mean: 5 d", written[_i]);
	for (int32_t k = 0; k < 4; k++) {
		gz_ode ode;
		gz_error err = {0};
		running_run(&r, (const char *[]){steps[k], NULL}, &mean);
		const gz_status st = gz_ode_run(&r.scenario, &ode, &err);
		ck_assert_msg(st == GZ_OK, "%s", err.sentence);
		ck_assert_int_eq(ode.n_leaves, 3);
		for (int32_t leaf = 0; leaf < 3; leaf++) {
			const double exact = ode.infections[59 * 3 + leaf], map = r.result.final_size[ode.place[leaf]], error = fabs(map - exact) / exact;
			ck_assert_double_gt(exact, 100);
			ck_assert_msg(error < 0.5 * (1 << (3 - k)) / 8, "step %s, leaf %d: the map %g, the equations %g", steps[k], leaf, map, exact);
			if (k > 0)
				ck_assert_msg(before[leaf] / error > 1.6 && before[leaf] / error < 2.5, "step %s, leaf %d: the error went from %g to %g", steps[k], leaf, before[leaf], error);
			before[leaf] = error;
		}
		gz_ode_free(&ode);
	}
}
END_TEST

/* Infections over 60 days in one town of 10000, by a way of infection. */
static double spread_by(const char *person, const char *water, const char *step)
{
	gz_ode ode;
	gz_error err = {0};
	running_write(&r, "one.csv", "id,name,parent,population,lat,lon\nX,X,,,,\nx-town,a,X,10000,,\n");
	running_write(&r, "d.yaml", "guzar-disease: 1\nname: by\ntitle: {en: By}\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\n  H: {}\n  R: {rest: true}\n"
		"infect:\n  - {name: person, from: S, to: I, %s}\nenvironment:\n  - {name: water, from: S, to: I, shed: {I: 2}, decay: 1/4, half: 500, %s}\n"
		"progress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n  - {from: I, rate: 1/3, to: H}\n  - {from: H, duration: {mean: 3 d}, to: R}\n"
		"travel:\n  - {from: H, to: R, probability: 0.5}\n", person, water); /* nobody crosses a border */
	running_write(&r, "s.yaml", "guzar: 1\ntitle: By\nstart: 2027-03-01\ndays: 60\nreplicates: 1\nseed: 1\nstep: %s\nworld: {places: one.csv}\ndisease: d.yaml\n"
		"begin:\n  - {place: x-town, compartment: I, people: 40}\n", step);
	running_load(&r, NULL);
	const gz_status st = gz_ode_run(&r.scenario, &ode, &err);
	ck_assert_msg(st == GZ_OK, "%s", err.sentence);
	const double all = ode.infections[59];
	gz_ode_free(&ode);
	return all;
}

/* One who is ill is so for 1 / (1/5 + 1/3) days and sheds twice that, of which each part acts for four days: R0 is of continuous time, whatever the step. */
START_TEST(r0_of_continuous_time)
{
	const double by_rate = spread_by("beta: 1.2 * (1/5 + 1/3)", "rate: 0.9 * 500 / 10000 / 2 / 4 * (1/5 + 1/3)", "1");
	ck_assert_double_gt(by_rate, 1000);
	static const char *const steps[] = {"1", "1/2", "1/8"};
	for (size_t i = 0; i < 3; i++) {
		const double by_r0 = spread_by("R0: 1.2", "R0: 0.9", steps[i]);
		ck_assert_msg(fabs(by_r0 - by_rate) < 1e-5 * by_rate, "step %s: %.9g by R0, %.9g by rates", steps[i], by_r0, by_rate);
	}
}
END_TEST

static void refused(const char *words)
{
	gz_ode ode;
	gz_error err = {0};
	running_load(&r, NULL);
	ck_assert_int_eq(gz_ode_run(&r.scenario, &ode, &err), GZ_ERR_INPUT);
	ck_assert_msg(strstr(err.sentence, words) != NULL, "%s", err.sentence);
	gz_ode_free(&ode);
}

START_TEST(what_has_no_such_form_is_told)
{
	write_all("5 d", "mean: 5 d", "measures:\n  - name: shut\n    at: {crossing: bridge}\n    close: {share: 1}\n");
	refused("measure shut");
	write_all("5 d", "mean: 5 d", "measures:\n  - name: later\n    at: {place: X}\n    when: {after: \"reported(X, 7 d) > 5\"}\n    contacts: {scale: 0.5}\n");
	refused("measure later");
	write_all("fixed 5 d", "mean: 5 d", "");
	refused("shoppers");
	write_all("5 d", "fixed: 5 d", "");
	refused("fixed duration");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ode");
	TCase *tc = tcase_create("ode");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 400);
	tcase_add_loop_test(tc, the_map_tends_to_the_equations, 0, 2);
	tcase_add_test(tc, r0_of_continuous_time);
	tcase_add_test(tc, what_has_no_such_form_is_told);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
