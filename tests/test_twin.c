/* The engine against its readable twin, bit for bit: infections, deaths, prevalence, reports and travellers of every day, the days of
 * arrival and the final sizes, in small worlds with and without sleep, screening, short capacity, few beds, commuting and shorter steps.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "running.h"
#include "twins/twin.h"
#include "suite.h"

static running r;

static void begin(void) { running_begin(&r); }
static void end(void) { running_end(&r); }

static const twin_numbers plain = {.beta = 0.08, .latent = 4, .symptomatic = 0.6, .ill = 5, .silent = 3, .weight = 0.5, .die = 0.1, .travel = 0.3, .immune = 0.2,
	.report = 0.4, .delay_mean = 3, .delay_sd = 2, .size = 10, .weekend = 0.5};

static void write_world(bool commuting)
{
	running_write(&r, "places.csv", "id,name,parent,population,lat,lon\nX,X,,,,\nY,Y,,,,\nZ,Z,,,,\nx-town,a,X,3000,,\nx-hills,b,X,800,,\ny-port,c,Y,2000,,\n"
		"y-farm,d,Y,300,,\nz-isle,e,Z,900,,\n");
	running_write(&r, "ages.csv", "place,age,share\nX,0-14,0.4\nX,15+,0.6\nY,0-14,0.25\nY,15+,0.75\nZ,0-14,0.3\nZ,15+,0.7\n");
	running_write(&r, "contacts.csv", "place,setting,age,contact_age,contacts\nX,home,0-14,0-14,3\nX,home,0-14,15+,2\nX,home,15+,0-14,1.5\nX,home,15+,15+,4\n"
		"X,school,0-14,0-14,5\nX,school,0-14,15+,0\nX,school,15+,0-14,0\nX,school,15+,15+,0\n"
		"Y,other,0-14,0-14,6\nY,other,0-14,15+,3\nY,other,15+,0-14,2\nY,other,15+,15+,5\n"
		"Z,other,0-14,0-14,6\nZ,other,0-14,15+,3\nZ,other,15+,0-14,2\nZ,other,15+,15+,5\n");
	running_write(&r, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,x-town,y-port,international\nferry,Ferry,river,z-isle,y-port,local\n");
	running_write(&r, "curves.csv", "curve,month_day,value\nsummer,01-01,0\nsummer,07-02,2\n");
	running_write(&r, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group\n"
		"shoppers,x-town,y-port,bridge,,20,,3 d,,,\nlabour,x-hills,y-port,bridge,,6,summer,erlang 2 8 d,,15+:1,\n"
		"drivers,y-port,x-town,bridge,freight,4,,4 d,,0-14:0.1;15+:0.9,\nrelatives,y-port,z-isle,ferry,,0.3,,erlang 3 9 d,,,\n"
		"milk,y-farm,y-port,,,7,,2 d,,,\nfar,z-isle,x-town,ferry;bridge,,0.4,,12 d,,15+:1,\n");
	running_write(&r, "commuting.csv", commuting ? "from,to,share\nx-hills,x-town,0.2\nx-town,x-hills,0.05\ny-farm,y-port,0.3\n" : "from,to,share\n");
}

static void write_scenario(const twin_numbers *d, const char *more)
{
	running_write(&r, "d.yaml",
		"guzar-disease: 1\nname: twin\ntitle: {en: Twin}\nparameters: {beta: %.17g, p_sym: %.17g, cfr: %.17g}\ncompartments:\n  S: {rest: true}\n  E: {}\n"
		"  I: {infectious: 1, case: true, travel: %.17g}\n  A: {infectious: %.17g}\n  R: {rest: true}\n  D: {dead: true}\ninitial: {R: %.17g}\n"
		"infect:\n  - {name: contact, from: S, to: E, beta: beta, by: {I: 1, A: %.17g}}\nprogress:\n"
		"  - {from: E, duration: {erlang: 2, mean: %.17g}, to: {I: p_sym, A: else}}\n  - {from: I, duration: {mean: %.17g}, to: {R: 1 - cfr, D: cfr}}\n"
		"  - {from: A, duration: {mean: %.17g}, to: R}\nevents: {onset: {into: [I]}}\n",
		d->beta, d->symptomatic, d->die, d->travel, d->weight, d->immune, d->weight, d->latent, d->ill, d->silent);
	running_write(&r, "s.yaml", "guzar: 1\ntitle: Twin\nstart: 2027-03-01\ndays: 90\nreplicates: 70\nseed: 1\nworld: .\ndisease: d.yaml\n"
		"begin:\n  - {place: y-port, compartment: I, people: 3}\n  - {place: x-hills, compartment: I, people: 2, from: 2027-04-10}\n"
		"observe:\n  reported: {of: onset, probability: %.17g, delay: {gamma: {mean: %.17g, sd: %.17g}}, dispersion: %.17g, weekday: [1, 1, 1, 1, 1, %.17g, %.17g]}\n"
		"report: {places: [X, Y, Z], quantities: [infections, reported], every: 1 d}\n%s",
		d->report, d->delay_mean, d->delay_sd, d->size, d->weekend, d->weekend, more);
}

static void compare(const twin *t, const gz_plan *ids, int32_t entity, int32_t index, gz_direction way, gz_quantity quantity, const double *expected, int32_t rep)
{
	const int32_t c = gz_result_column(&r.result, entity, index, way, quantity, quantity == GZ_QUANTITY_REPORTED ? 0 : -1);
	ck_assert_int_ge(c, 0);
	double *values = running_column(&r, c);
	(void)ids;
	for (int32_t day = 0; day < t->s->days; day++)
		ck_assert_msg(values[day * r.result.n_replicates + rep] == expected[day], "%s of %s on day %d, replicate %d: the engine says %.17g, the twin %.17g",
			r.result.columns[c].name, running_id(&r, &r.result.columns[c]), day, rep, values[day * r.result.n_replicates + rep], expected[day]);
	free(values);
}

static void compare_places(const twin *t, int32_t rep)
{
	const int64_t n = r.result.n_replicates;
	for (int32_t p = 0; p < t->n; p++) {
		const int32_t place = t->place[p];
		compare(t, t->ids, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, GZ_QUANTITY_INFECTIONS, t->infections[p], rep);
		compare(t, t->ids, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, GZ_QUANTITY_DEATHS, t->deaths[p], rep);
		compare(t, t->ids, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, GZ_QUANTITY_PREVALENCE, t->prevalence[p], rep);
		compare(t, t->ids, GZ_ENTITY_PLACE, place, GZ_DIRECTION_BOTH, GZ_QUANTITY_REPORTED, t->reported[p], rep);
		const gz_arrival *a = &r.result.arrivals[place * n + rep];
		ck_assert_int_eq(a->traveller, t->traveller[p]);
		ck_assert_int_eq(a->infection, t->first[p]);
		ck_assert_int_eq(a->tenth, t->tenth[p]);
		ck_assert_double_eq(r.result.final_size[place * n + rep], t->total[p]);
	}
}

/* Runs the scenario of the folder and holds some replicates of it against the twin. Returns infections in all, as a sign of life. */
static double hold(const twin_numbers *d, uint64_t seed)
{
	static const int32_t all[] = {0, 1, 7, 63, 64, 69};
	static const gz_quantity counts[TWIN_COUNTS] = {GZ_QUANTITY_TRAVELLERS, GZ_QUANTITY_INFECTED, GZ_QUANTITY_DETECTED, GZ_QUANTITY_MISSED, GZ_QUANTITY_QUARANTINED};
	char set[32];
	gz_error err = {0};
	gz_plan ids;
	double sum = 0;
	snprintf(set, sizeof set, "seed=%llu", (unsigned long long)seed);
	running_run(&r, (const char *[]){set, NULL}, NULL);
	ck_assert_int_eq(gz_plan_compile(&ids, &r.scenario, &err), GZ_OK);
	twin *t = malloc(sizeof *t);
	ck_assert_ptr_nonnull(t);
	for (size_t i = 0; i < (running_light() ? 2 : sizeof all / sizeof *all); i++) {
		twin_run(t, &r.scenario, &ids, d, (uint32_t)all[i]);
		for (int32_t c = 0; c < 2; c++)
			for (int32_t way = 0; way < 2; way++)
				for (int32_t q = 0; q < TWIN_COUNTS; q++)
					compare(t, &ids, GZ_ENTITY_CROSSING, c, way == 0 ? GZ_DIRECTION_IN : GZ_DIRECTION_OUT, counts[q], t->crossing[c][way][q], all[i]);
		compare_places(t, all[i]);
		for (int32_t p = 0; p < t->n; p++)
			sum += t->total[p];
	}
	free(t);
	gz_plan_free(&ids);
	return sum;
}

START_TEST(a_world_without_sleep)
{
	write_world(false);
	write_scenario(&plain, "sleep: false\n");
	ck_assert_double_gt(hold(&plain, 1), 500);
	ck_assert_double_gt(hold(&plain, 20270301), 500);
}
END_TEST

START_TEST(a_world_that_sleeps)
{
	twin_numbers weak = plain;
	weak.beta = 0.03; /* dies out in most replicates: homes fall asleep again */
	write_world(false);
	write_scenario(&weak, "sleep: true\n");
	ck_assert_double_gt(hold(&weak, 2), 5);
	write_scenario(&plain, "sleep: true\n");
	ck_assert_double_gt(hold(&plain, 3), running_light() ? 100 : 500); /* infections met: the light form has fewer replicates */
}
END_TEST

START_TEST(commuting)
{
	write_world(true);
	write_scenario(&plain, "sleep: true\n");
	hold(&plain, 4);
	write_scenario(&plain, "sleep: false\n");
	hold(&plain, 5);
}
END_TEST

START_TEST(shorter_steps)
{
	write_world(true);
	write_scenario(&plain, "step: 1/2\n");
	hold(&plain, 6);
	write_scenario(&plain, "step: 6 h\nsteps: {travel: true}\n");
	hold(&plain, 7);
}
END_TEST

static void screened(twin_numbers d, const char *direction, const char *more, uint64_t seed)
{
	char text[1024], capacity[40] = "", beds[40] = "";
	d.screen = true;
	d.from = 10;
	d.contact = 0.25;
	d.ring = 5;
	if (isfinite(d.capacity))
		snprintf(capacity, sizeof capacity, ", capacity: %g", d.capacity);
	if (isfinite(d.beds))
		snprintf(beds, sizeof beds, ", beds: %g", d.beds);
	snprintf(text, sizeof text, "measures:\n  - name: entry screening\n    at: {crossing: bridge%s}\n    when: {from: 2027-03-11}\n    coverage: %.17g\n"
		"    screen: {sensitivity: {I: %.17g}, specificity: %.17g%s}\n    then: {isolate: {days: 5, contact: 0.25%s}}\n%s", direction, d.coverage, d.sensitivity,
		d.specificity, capacity, beds, more);
	write_scenario(&d, text);
	hold(&d, seed);
}

START_TEST(screening_and_isolation)
{
	twin_numbers d = plain;
	d.sensitivity = 0.7, d.specificity = 1, d.coverage = 0.9, d.capacity = (double)INFINITY, d.beds = (double)INFINITY;
	d.travel = 1;
	write_world(false);
	screened(d, "", "", 8);
	d.specificity = 0.97;
	screened(d, ", direction: in", "", 9);
	d.coverage = 1;
	screened(d, ", direction: out", "sleep: false\n", 10);
}
END_TEST

START_TEST(short_capacity_and_few_beds)
{
	twin_numbers d = plain;
	d.sensitivity = 0.9, d.specificity = 0.9, d.coverage = 0.9, d.capacity = 12, d.beds = 4;
	write_world(true);
	screened(d, "", "", 11);
	d.specificity = 1;
	d.beds = 2;
	screened(d, ", direction: in", "step: 1/2\nsteps: {travel: true}\n", 12);
	screened(d, "", "step: 6 h\nsteps: {travel: true}\n", 13);
	screened(d, "", "step: 1/2\n", 14);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("twin");
	TCase *tc = tcase_create("twin");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 400);
	tcase_add_test(tc, a_world_without_sleep);
	tcase_add_test(tc, a_world_that_sleeps);
	tcase_add_test(tc, commuting);
	tcase_add_test(tc, shorter_steps);
	tcase_add_test(tc, screening_and_isolation);
	tcase_add_test(tc, short_capacity_and_few_beds);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
