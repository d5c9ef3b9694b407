/* What must not change when the question is put otherwise: rows in another order, other names, a place split in two, a crossing closed
 * or absent, more threads, other blocks, something added far away, sleep.
 *
 * Comparisons "in distribution" are of means of final sizes, two-sided at 4.5 standard errors: a false alarm in 150,000 each.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "running.h"
#include "suite.h"

static running a, b;

static void begin(void)
{
	running_begin(&a);
	running_begin(&b);
}
static void end(void)
{
	running_end(&a);
	running_end(&b);
}

/* What is different about a world. */
typedef struct variant {
	bool turned;                 /* rows in another order */
	const char *const (*names)[2]; /* from, to; ended by NULL */
	bool far;                    /* two more countries, with flows and cases of their own */
	bool no_bridge;              /* the flows over the bridge are not there */
	bool no_flows, no_cases;
	const char *measures, *more;
} variant;

/* Writes text with names replaced, where they stand as whole words. */
static void put(const running *r, const variant *v, const char *file, const char *text)
{
	char out[16384];
	size_t n = 0;
	while (*text) {
		bool replaced = false;
		for (int32_t i = 0; v->names && v->names[i][0] && !replaced; i++) {
			const size_t length = strlen(v->names[i][0]);
			if (strncmp(text, v->names[i][0], length) != 0)
				continue;
			n += (size_t)snprintf(out + n, sizeof out - n, "%s", v->names[i][1]);
			text += length;
			replaced = true;
		}
		if (!replaced)
			out[n++] = *text++;
		ck_assert_uint_lt(n, sizeof out - 64);
	}
	out[n] = '\0';
	running_write(r, file, "%s", out);
}

/* Writes a table; turned: from the last row to the first, the halves swapped. */
static void table(const running *r, const variant *v, const char *file, const char *header, const char *const *rows)
{
	char text[8192];
	int32_t n = 0;
	while (rows[n])
		n++;
	size_t at = (size_t)snprintf(text, sizeof text, "%s\n", header);
	for (int32_t i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s\n", rows[v->turned ? (2 * n - 1 - i - n / 2) % n : i]);
	put(r, v, file, text);
}
#define ROWS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void write_world(const running *r, const variant *v)
{
	table(r, v, "places.csv", "id,name,parent,population,lat,lon", v->far
		? ROWS("X,X,,,,", "Y,Y,,,,", "Z,Z,,,,", "AA,A,,,,", "M,M,,,,", "x-town,a,X,3000,,", "x-hills,b,X,800,,", "aa-cape,c,AA,5000,,", "y-port,c,Y,2000,,", "m-mid,d,M,4000,,",
			"y-farm,d,Y,300,,", "z-isle,e,Z,900,,")
		: ROWS("X,X,,,,", "Y,Y,,,,", "Z,Z,,,,", "x-town,a,X,3000,,", "x-hills,b,X,800,,", "y-port,c,Y,2000,,", "y-farm,d,Y,300,,", "z-isle,e,Z,900,,"));
	table(r, v, "ages.csv", "place,age,share", v->far
		? ROWS("X,0-14,0.4", "X,15+,0.6", "Y,0-14,0.25", "Y,15+,0.75", "Z,0-14,0.3", "Z,15+,0.7", "M,0-14,0.4", "M,15+,0.6", "AA,0-14,0.4", "AA,15+,0.6")
		: ROWS("X,0-14,0.4", "X,15+,0.6", "Y,0-14,0.25", "Y,15+,0.75", "Z,0-14,0.3", "Z,15+,0.7"));
	table(r, v, "groups.csv", "place,group,share", v->far
		? ROWS("X,settled,0.9", "X,moving,0.1", "Y,settled,0.8", "Y,moving,0.2", "Z,settled,1", "Z,moving,0", "M,settled,1", "M,moving,0", "AA,settled,1", "AA,moving,0")
		: ROWS("X,settled,0.9", "X,moving,0.1", "Y,settled,0.8", "Y,moving,0.2", "Z,settled,1", "Z,moving,0"));
	table(r, v, "contacts.csv", "place,setting,age,contact_age,contacts", ROWS("X,home,0-14,0-14,3", "X,home,0-14,15+,2", "X,home,15+,0-14,1.5", "X,home,15+,15+,4",
		"X,school,0-14,0-14,5", "X,school,0-14,15+,0", "X,school,15+,0-14,0.1", "X,school,15+,15+,0", "Y,other,0-14,0-14,6", "Y,other,0-14,15+,3", "Y,other,15+,0-14,2",
		"Y,other,15+,15+,5"));
	table(r, v, "crossings.csv", "id,name,type,near,far,category", v->far
		? ROWS("bridge,Bridge,road,x-town,y-port,international", "ferry,Ferry,river,z-isle,y-port,local", "airport,Airport,air,m-mid,,", "aa-gate,Gate,road,aa-cape,m-mid,")
		: ROWS("bridge,Bridge,road,x-town,y-port,international", "ferry,Ferry,river,z-isle,y-port,local"));
	table(r, v, "curves.csv", "curve,month_day,value", ROWS("summer,01-01,0", "summer,07-02,2", "back,11-15,1", "back,03-20,2", "back,05-01,0.1"));
	if (v->no_flows)
		table(r, v, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group", ROWS(NULL));
	else if (v->no_bridge)
		table(r, v, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group", ROWS("relatives,y-port,z-isle,ferry,,2,,erlang 3 9 d,,,",
			"milk,y-farm,y-port,,,7,,2 d,,,", "settlers,x-hills,x-town,,,0.5,,forever,,,", "trips,x-town,x-hills,,,9,,fixed 3 d,,,"));
	else if (v->far)
		table(r, v, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group", ROWS("shoppers,x-town,y-port,bridge,,20,,3 d,,,",
			"labour,x-hills,y-port,bridge,,1,,curve back,60,15+:1,", "drivers,y-port,x-town,bridge,freight,4,,4 d,,0-14:0.1;15+:0.9,moving:1",
			"relatives,y-port,z-isle,ferry,,2,,erlang 3 9 d,,,", "milk,y-farm,y-port,,,7,,2 d,,,", "settlers,x-hills,x-town,,,0.5,,forever,,,", "trips,x-town,x-hills,,,9,,fixed 3 d,,,",
			"far,z-isle,x-town,ferry;bridge,,2,summer,12 d,,15+:1,", "a-new,m-mid,aa-cape,aa-gate,,30,,5 d,,,", "new,aa-cape,m-mid,aa-gate,,30,,5 d,,,"));
	else
		table(r, v, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group", ROWS("shoppers,x-town,y-port,bridge,,20,,3 d,,,",
			"labour,x-hills,y-port,bridge,,1,,curve back,60,15+:1,", "drivers,y-port,x-town,bridge,freight,4,,4 d,,0-14:0.1;15+:0.9,moving:1",
			"relatives,y-port,z-isle,ferry,,2,,erlang 3 9 d,,,", "milk,y-farm,y-port,,,7,,2 d,,,", "settlers,x-hills,x-town,,,0.5,,forever,,,", "trips,x-town,x-hills,,,9,,fixed 3 d,,,",
			"far,z-isle,x-town,ferry;bridge,,2,summer,12 d,,15+:1,"));
	table(r, v, "commuting.csv", "from,to,share", v->far ? ROWS("x-hills,x-town,0.2", "x-town,x-hills,0.05", "y-farm,y-port,0.3", "aa-cape,m-mid,0.1")
		: ROWS("x-hills,x-town,0.2", "x-town,x-hills,0.05", "y-farm,y-port,0.3"));
	table(r, v, "imports.csv", "place,compartment,date,people,per_day,days", v->no_cases ? ROWS(NULL) : v->far
		? ROWS("y-port,I,2027-03-01,4,,", "x-hills,I,2027-04-10,2,,", "aa-cape,I,2027-03-02,10,,", "y-port,E,2027-03-03,,0.5,20", "y-port,I,2027-03-01,,0.1,20", "m-mid,E,2027-03-02,10,,")
		: ROWS("y-port,I,2027-03-01,4,,", "x-hills,I,2027-04-10,2,,", "y-port,E,2027-03-03,,0.5,20", "y-port,I,2027-03-01,,0.1,20"));
}

static const char disease[] =
	"guzar-disease: 1\nname: meta\ntitle: {en: Meta}\nparameters:\n  beta: {lognormal: {median: 0.12, sigma: 0.2}}\n  p_sym: {by: age, values: {0-14: 0.4, 15+: 0.7}}\n"
	"  better: {by: place, values: {X: 0.9, y-farm: 0.5}, else: 1}\ncompartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1, case: true, bed: 0.1, travel: 0.5}\n"
	"  A: {infectious: 0.5}\n  H: {bed: 1}\n  R: {rest: true}\n  D: {dead: true}\ninitial: {R: 0.1}\n"
	"infect:\n  - {name: contact, from: S, to: E, beta: beta * better, by: {I: 1, A: 0.5}, dispersion: {k: 0.5, trait: %s}, noise: 0.2}\n"
	"progress:\n  - {from: E, duration: {erlang: 2, mean: 4 d}, to: {I: p_sym, A: else}}\n  - {from: I, duration: {mean: 5 d}, to: {R: 0.8, H: else}}\n"
	"  - {from: I, rate: 1/40, to: D}\n  - {from: A, duration: {erlang: 3, mean: 6 d}, to: R}\n  - {from: H, duration: {fixed: 6 d}, to: {R: 0.7, D: else}}\n"
	"environment:\n  - {name: water, from: S, to: E, shed: {I: 1}, decay: 1/10, half: 500, rate: 0.05}\nevents: {onset: {into: [I]}}\n";

static const char measures[] =
	"measures:\n  - name: entry screening\n    at: {crossing: bridge, direction: in}\n    when: {from: 2027-03-10}\n    coverage: 0.9\n"
	"    screen: {sensitivity: {I: 0.7}, specificity: 0.95, capacity: 20, when_full: hold}\n    then: {isolate: {days: 5, contact: 0.2, beds: 6, else: {quarantine: {days: 9}}}}\n"
	"  - name: wards\n    at: {place: X}\n    when: {after: \"reported(X, 7 d) >= 5\", lead: 2 d, for: 40 d, again: true}\n    isolate: {of: {I: 0.3}, days: 8, beds: 40}\n"
	"  - name: doses\n    at: {place: Y}\n    when: {from: 2027-03-20, to: 2027-04-10}\n    vaccinate: {doses: 30, of: [S, R], susceptibility: 0.4, infectiousness: 0.5}\n"
	"  - name: schools\n    at: {place: X}\n    when: {from: 2027-04-01}\n    contacts: {school: 0, other: 0.5}\n"
	"  - name: ferry half closed\n    at: {crossing: ferry}\n    when: {from: 2027-04-05}\n    close: {share: 0.8, leak: 0.3}\n";

static void write_all(const running *r, const variant *v, const char *trait, int32_t replicates, int32_t days)
{
	char text[8192];
	write_world(r, v);
	snprintf(text, sizeof text, disease, trait);
	put(r, v, "d.yaml", text);
	snprintf(text, sizeof text, "guzar: 1\ntitle: Meta\nstart: 2027-03-01\ndays: %d\nreplicates: %d\nseed: 3\nworld: .\ndisease: d.yaml\nbegin:\n  - {from: imports.csv}\n"
		"observe:\n  reported: {of: onset, probability: 0.4, delay: {gamma: {mean: 3, sd: 2}}, dispersion: 10}\n  deaths_told: {of: [D], delay: {geometric: {mean: 2}}}\n"
		"report: {places: [X, Y, Z], quantities: [infections, reported, present], every: 1 d}\n%s%s", days, replicates, v->measures ? v->measures : measures, v->more ? v->more : "");
	put(r, v, "s.yaml", text);
}

static void run(running *r, const variant *v, const char *trait, int32_t replicates, int32_t days)
{
	write_all(r, v, trait, replicates, days);
	running_run(r, NULL, NULL);
}

/* That the run had an epidemic, so that equality says something. */
static void alive(const running *r)
{
	double error;
	ck_assert_double_gt(running_mean(r, "X", &error), 3);
	ck_assert_double_gt(running_mean(r, "Y", &error), 10);
}

START_TEST(rows_in_another_order)
{
	const char *const trait[] = {"step", "person"};
	for (int32_t i = 0; i < 2; i++) {
		run(&a, &(variant){0}, trait[i], 8, 80);
		alive(&a);
		run(&b, &(variant){.turned = true}, trait[i], 8, 80);
		running_same(&a, &b, NULL, trait[i]);
	}
	run(&a, &(variant){.more = "step: 1/2\nsteps: {travel: true}\nsleep: false\n"}, "step", 3, 60);
	run(&b, &(variant){.turned = true, .more = "step: 1/2\nsteps: {travel: true}\nsleep: false\n"}, "step", 3, 60);
	running_same(&a, &b, NULL, "half days");
}
END_TEST

static void close_means(const char *ia, const char *ib, const char *what)
{
	double ea, eb;
	const double ma = running_mean(&a, ia, &ea), mb = running_mean(&b, ib, &eb), z = (ma - mb) / sqrt(ea * ea + eb * eb);
	ck_assert_msg(fabs(z) < 4.5, "%s: mean final size at %s is %g (%g), at %s %g (%g): %.1f standard errors", what, ia, ma, ea, ib, mb, eb, z);
}

START_TEST(places_renamed)
{
	static const char *const names[][2] = {{"x-town", "town"}, {"x-hills", "a-hills"}, {"y-port", "zz-port"}, {"y-farm", "farm"}, {"z-isle", "b-isle"}, {NULL, NULL}};
	const int32_t n = running_light() ? 64 : 384;
	run(&a, &(variant){0}, "step", n, 60);
	run(&b, &(variant){.names = names}, "step", n, 60);
	for (int32_t i = 0; names[i][0]; i++)
		close_means(names[i][0], names[i][1], "renamed");
}
END_TEST

START_TEST(a_place_split_in_two)
{
	const int32_t n = running_light() ? 128 : 1024;
	const char *yaml = "guzar: 1\ntitle: Split\nstart: 2027-03-01\ndays: 90\nreplicates: %d\nseed: %d\nworld: .\ndisease: d.yaml\nbegin:\n  - {place: %s, compartment: I, people: 3}\n"
		"report: {places: [X], quantities: [infections], every: 1 d}\n";
	const char *plain = "guzar-disease: 1\nname: meta\ntitle: {en: Meta}\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\n  R: {rest: true}\ninfect:\n"
		"  - {name: contact, from: S, to: I, beta: 0.3}\nprogress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n";
	running_write(&a, "places.csv", "id,name,parent,population,lat,lon\nX,X,,,,\nwhole,w,X,1000,,\n");
	running_write(&a, "d.yaml", "%s", plain);
	running_write(&a, "s.yaml", yaml, n, 1, "whole");
	running_write(&b, "places.csv", "id,name,parent,population,lat,lon\nX,X,,,,\none,o,X,400,,\ntwo,t,X,600,,\n");
	running_write(&b, "commuting.csv", "from,to,share\none,two,0.3\ntwo,one,0.7\n"); /* all spend 0.7 of their time at `one` */
	running_write(&b, "d.yaml", "%s", plain);
	running_write(&b, "s.yaml", yaml, n, 2, "one");
	running_run(&a, NULL, NULL);
	running_run(&b, NULL, NULL);
	close_means("X", "X", "split");
}
END_TEST

START_TEST(a_closed_crossing_is_an_absent_flow)
{
	static const char closed[] = "measures:\n  - name: shut\n    at: {crossing: bridge}\n    close: {share: 1}\n";
	run(&a, &(variant){.measures = closed, .more = "sleep: false\n"}, "person", 8, 80);
	run(&b, &(variant){.measures = "", .more = "sleep: false\n", .no_bridge = true}, "person", 8, 80);
	running_same(&a, &b, "|bridge|stopped|", "closed from the start");
	double error;
	ck_assert_double_gt(running_mean(&a, "Y", &error), 10);
	double *values = running_column(&a, running_crossing(&a, "bridge", GZ_DIRECTION_IN, GZ_QUANTITY_TRAVELLERS));
	for (int32_t i = 0; i < 80 * 8; i++)
		ck_assert_double_eq(values[i], 0);
	free(values);
}
END_TEST

START_TEST(threads_and_blocks)
{
	const int32_t counts[] = {1, 3, 64, 65, 130};
	const gz_run_options two = {.threads = 2}, three = {.threads = 3};
	run(&a, &(variant){0}, "person", 150, 50);
	alive(&a);
	for (int32_t i = 0; i < 2; i++) {
		write_all(&b, &(variant){0}, "person", 150, 50);
		running_run(&b, NULL, i == 0 ? &two : &three);
		running_same(&a, &b, NULL, "threads");
	}
	for (int32_t i = 0; i < 5; i++) {
		run(&b, &(variant){0}, "person", counts[i], 50);
		running_same(&a, &b, NULL, "a replicate in another block");
	}
}
END_TEST

/* Each replicate run alone equals the same replicate in a tile of 512, asleep lanes beside those awake included. */
START_TEST(alone_or_in_a_tile)
{
	const int32_t n = running_light() ? 40 : 512;
	const gz_run_options alone = {.threads = 2, .width = 1}, few = {.threads = 2, .width = 7}, tile = {.threads = 1, .width = 512};
	write_all(&a, &(variant){0}, "person", n, 40);
	running_run(&a, NULL, &tile);
	alive(&a);
	write_all(&b, &(variant){0}, "person", n, 40);
	running_run(&b, NULL, &alone);
	running_same(&a, &b, NULL, "a replicate alone");
	ck_assert_uint_eq(a.result.draws, b.result.draws);
	running_run(&b, NULL, &few);
	running_same(&a, &b, NULL, "a replicate among seven");
	ck_assert_uint_eq(a.result.draws, b.result.draws);
}
END_TEST

/* A hamlet that nobody ever leaves sleeps in some replicates while others have deaths there, and wakes by those who commute to it. */
START_TEST(alone_or_beside_deaths)
{
	const gz_run_options alone = {.threads = 2, .width = 1}, tile = {.threads = 1, .width = 128};
	running *const both[] = {&a, &b};
	for (int32_t i = 0; i < 2; i++) {
		running_write(both[i], "places.csv", "id,name,parent,population,lat,lon\nX,X,,,,\ntown,t,X,300,,\nhamlet,h,X,20,,\n");
		running_write(both[i], "commuting.csv", "from,to,share\ntown,hamlet,0.2\n");
		running_write(both[i], "d.yaml", "guzar-disease: 1\nname: meta\ntitle: {en: Meta}\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\n  R: {rest: true}\n  D: {dead: true}\ninfect:\n"
			"  - {name: contact, from: S, to: I, beta: 0.3}\nprogress:\n  - {from: I, duration: {mean: 3 d}, to: {R: 0.5, D: 0.5}}\n");
		running_write(both[i], "s.yaml", "guzar: 1\ntitle: Hamlet\nstart: 2027-03-01\ndays: 120\nreplicates: 64\nseed: 1\nworld: .\ndisease: d.yaml\n"
			"begin:\n  - {place: town, compartment: I, per_day: 0.1}\nreport: {places: [X, hamlet], quantities: [infections, deaths], every: 1 d}\n");
		running_run(both[i], NULL, i == 0 ? &tile : &alone);
	}
	running_same(&a, &b, NULL, "a replicate alone");
}
END_TEST

/* Many places, whose counts of a day may share the rows of a piece, or stand where the result wants them: with two streams, one seen whole and one in part,
 * deaths, travellers for good and for a while. */
static void write_many(const running *r)
{
	char places[8192], commuting[8192], flows[8192];
	size_t n = (size_t)snprintf(places, sizeof places, "id,name,parent,population,lat,lon\nX,X,,,,\nY,Y,,,,\n");
	size_t m = (size_t)snprintf(commuting, sizeof commuting, "from,to,share\n"), k = (size_t)snprintf(flows, sizeof flows, "id,from,to,via,per_day,stay\n");
	for (int32_t i = 0; i < 75; i++) {
		n += (size_t)snprintf(places + n, sizeof places - n, "p%02d,p,%s,%d,,\n", (int)i, i < 40 ? "X" : "Y", 200 + 7 * (int)i);
		m += (size_t)snprintf(commuting + m, sizeof commuting - m, "p%02d,p%02d,0.1\n", (int)i, (int)(i + 11) % 75);
		k += (size_t)snprintf(flows + k, sizeof flows - k, "f%02d,p%02d,p%02d,-,3,%s\n", (int)i, (int)i, (int)(i + 31) % 75, i % 2 ? "forever" : "4 d");
	}
	running_write(r, "places.csv", "%s", places);
	running_write(r, "commuting.csv", "%s", commuting);
	running_write(r, "flows.csv", "%s", flows);
	running_write(r, "d.yaml", "guzar-disease: 1\nname: meta\ntitle: {en: Meta}\ncompartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1, case: true}\n  R: {rest: true}\n"
		"  D: {dead: true}\ninfect:\n  - {name: contact, from: S, to: E, beta: 0.5}\nprogress:\n  - {from: E, duration: {mean: 3 d}, to: I}\n"
		"  - {from: I, duration: {mean: 4 d}, to: {R: 0.9, D: 0.1}}\nevents: {onset: {into: [I]}}\n");
	running_write(r, "s.yaml", "guzar: 1\ntitle: Many\nstart: 2027-03-01\ndays: 50\nreplicates: 40\nseed: 5\nworld: .\ndisease: d.yaml\n"
		"begin:\n  - {place: p03, compartment: I, from: 2027-03-01, people: 5}\nobserve:\n  seen: {of: onset}\n  reported: {of: onset, probability: 0.4, delay: {gamma: {mean: 3, sd: 2}}}\n"
		"report: {places: [X, Y, p03, p70], quantities: [infections, deaths, prevalence, reported], every: 1 d}\n");
}

START_TEST(counted_by_pieces)
{
	const gz_run_options alone = {.threads = 2, .width = 1}, halves = {.threads = 2, .width = 20}, whole = {.threads = 1, .width = 40}, ends = {.threads = 1, .width = 35};
	const gz_run_options *const others[] = {&halves, &whole, &ends};
	write_many(&a);
	running_run(&a, NULL, &alone);
	alive(&a);
	for (int32_t i = 0; i < 3; i++) {
		write_many(&b);
		running_run(&b, NULL, others[i]);
		running_same(&a, &b, NULL, "counts by pieces");
		ck_assert_uint_eq(a.result.draws, b.result.draws);
	}
}
END_TEST

START_TEST(nothing_comes_of_nothing)
{
	run(&a, &(variant){.no_cases = true, .no_flows = true}, "step", 8, 60);
	for (int32_t c = 0; c < a.result.n_columns; c++) {
		if (a.result.columns[c].quantity == GZ_QUANTITY_PRESENT || a.result.columns[c].quantity == GZ_QUANTITY_DOSES)
			continue;
		double *values = running_column(&a, c);
		for (int32_t i = 0; i < 60 * 8; i++)
			ck_assert_double_eq(values[i], 0);
		free(values);
	}
	run(&b, &(variant){.no_cases = true}, "step", 8, 60);
	for (int32_t i = 0; i < b.scenario.world.n_places * 8; i++) {
		ck_assert_double_eq(b.result.final_size[i], 0);
		ck_assert_int_eq(b.result.arrivals[i].traveller, -1);
	}
}
END_TEST

START_TEST(what_is_far_away_changes_nothing_here)
{
	static const char more[] = "  - name: far doses\n    at: {place: M}\n    vaccinate: {product: other, doses: 100, susceptibility: 0.1, of: [S]}\n"
		"  - name: a far ward\n    at: {place: AA}\n    isolate: {of: {I: 0.3}, days: 7}\n  - name: a far gate\n    at: {crossing: aa-gate}\n"
		"    screen: {sensitivity: {I: 0.7}, specificity: 0.9}\n    then: {quarantine: {days: 3}}\n  - name: far close\n    at: {crossing: aa-gate, direction: in}\n    close: {share: 0.5}\n"
		"  - name: far count\n    at: {place: M}\n    surveillance: {stream: reported, probability: 0.9}\n";
	char before[8192], after[8192];
	snprintf(before, sizeof before, "measures:\n%s%s", more, measures + strlen("measures:\n"));
	snprintf(after, sizeof after, "%s%s", measures, more);
	const char *const trait[] = {"step", "person"};
	for (int32_t i = 0; i < 2; i++) {
		run(&a, &(variant){0}, trait[i], 8, 80);
		run(&b, &(variant){.far = true}, trait[i], 8, 80);
		running_same(&a, &b, NULL, "places far away");
		run(&b, &(variant){.far = true, .measures = after}, trait[i], 8, 80);
		running_same(&a, &b, NULL, "measures far away");
		run(&b, &(variant){.far = true, .measures = before}, trait[i], 8, 80);
		running_same(&a, &b, NULL, "measures far away, first in the file");
	}
}
END_TEST

static double mean_travellers(const running *r, const char *id)
{
	double sum = 0;
	for (int32_t way = 0; way < 2; way++) {
		double *values = running_column(r, running_crossing(r, id, way == 0 ? GZ_DIRECTION_IN : GZ_DIRECTION_OUT, GZ_QUANTITY_TRAVELLERS));
		for (int32_t i = 0; i < r->result.n_days * r->result.n_replicates; i++)
			sum += values[i];
		free(values);
	}
	return sum / r->result.n_replicates;
}

START_TEST(sleep_changes_no_distribution)
{
	const int32_t n = running_light() ? 64 : 384;
	run(&a, &(variant){.measures = "", .more = "sleep: true\n"}, "step", n, 60);
	run(&b, &(variant){.measures = "", .more = "sleep: false\n"}, "step", n, 60);
	static const char *const places[] = {"x-town", "x-hills", "y-port", "y-farm", "z-isle", "X", "Y"};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		close_means(places[i], places[i], "sleep");
	for (size_t i = 0; i < 5; i++) { /* people standing at each place on the last day, a seasonal flow among them */
		double *x = running_column(&a, running_place(&a, places[i], GZ_QUANTITY_PRESENT)), *y = running_column(&b, running_place(&b, places[i], GZ_QUANTITY_PRESENT));
		double sx = 0, sy = 0;
		for (int32_t k = 0; k < n; k++) {
			sx += x[59 * n + k];
			sy += y[59 * n + k];
		}
		ck_assert_msg(fabs(sx - sy) < 0.01 * sy, "people at %s: %g asleep, %g awake", places[i], sx / n, sy / n);
		free(x);
		free(y);
	}
	static const char *const crossings[] = {"bridge", "ferry"};
	for (int32_t i = 0; i < 2; i++) {
		const double x = mean_travellers(&a, crossings[i]), y = mean_travellers(&b, crossings[i]);
		ck_assert_msg(fabs(x - y) < 0.02 * y, "travellers of %s: %g asleep, %g awake", crossings[i], x, y);
	}
}
END_TEST

START_TEST(the_mean_field_is_repeatable)
{
	const gz_run_options one = {.threads = 1, .deterministic = true}, two = {.threads = 2, .deterministic = true};
	write_all(&a, &(variant){0}, "step", 8, 80);
	write_all(&b, &(variant){0}, "step", 99, 80);
	running_run(&a, NULL, &one);
	running_run(&b, (const char *[]){"seed=77", NULL}, &two);
	running_same(&a, &b, NULL, "deterministic");
	ck_assert_int_eq(a.result.n_replicates, 1);
	ck_assert_double_gt(a.result.final_size[gz_scenario_place(&a.scenario, "Y")], 10);
	write_all(&b, &(variant){.far = true}, "step", 8, 80);
	running_run(&b, NULL, &one);
	running_same(&a, &b, NULL, "deterministic, places far away");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("metamorphic");
	TCase *tc = tcase_create("metamorphic");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 400);
	tcase_add_test(tc, rows_in_another_order);
	tcase_add_test(tc, places_renamed);
	tcase_add_test(tc, a_place_split_in_two);
	tcase_add_test(tc, a_closed_crossing_is_an_absent_flow);
	tcase_add_test(tc, threads_and_blocks);
	tcase_add_test(tc, alone_or_in_a_tile);
	tcase_add_test(tc, alone_or_beside_deaths);
	tcase_add_test(tc, counted_by_pieces);
	tcase_add_test(tc, nothing_comes_of_nothing);
	tcase_add_test(tc, what_is_far_away_changes_nothing_here);
	tcase_add_test(tc, sleep_changes_no_distribution);
	tcase_add_test(tc, the_mean_field_is_repeatable);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
