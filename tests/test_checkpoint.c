/* The state of a run saved on a day: going on from it gives the bytes of the run that was never interrupted; another scenario may go on
 * from it and nobody is lost; a file that is damaged, cut or of something else is told as such.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "engine/control/ring.h"
#include "running.h"
#include "suite.h"

static running a, b;
static char path[128];

enum { DAYS = 60, SAVED = 27, REPLICATES = 70 };

static void begin(void)
{
	running_begin(&a);
	running_begin(&b);
	snprintf(path, sizeof path, "%s/state", a.folder);
}
static void end(void)
{
	running_end(&a);
	running_end(&b);
}

static const char screening[] = "  - name: entry screening\n    at: {crossing: bridge, direction: in}\n    when: {from: 2027-03-05}\n    coverage: 0.9\n"
	"    screen: {sensitivity: {I: 0.7}, specificity: 0.9, capacity: 15, when_full: hold}\n    then: {isolate: {days: 9, contact: 0.2, beds: 8, else: {quarantine: {days: 5}}}}\n";
static const char wards[] = "  - name: wards\n    at: {place: X}\n    when: {after: \"reported(X, 7 d) >= 2\", lead: 3 d, for: 12 d, again: true}\n"
	"    isolate: {of: {I: 0.3}, days: 8, beds: 40}\n";
static const char doses[] = "  - name: doses\n    at: {place: Y}\n    when: {from: 2027-03-10}\n    vaccinate: {doses: 30, of: [S, R], susceptibility: 0.4, infectiousness: 0.5}\n";
static const char pcr[] = "  - name: pcr\n    at: {crossing: ferry}\n    test: {sensitivity: {I: 0.9, A: 0.6}, specificity: 0.95, turnaround: 3 d, wait: quarantine}\n    then: {quarantine: {days: 6}}\n";
static const char hold[] = "  - name: quarantine\n    at: {flow: drivers}\n    when: {from: 2027-03-20}\n    quarantine: {days: 14, contact: 0.1, adherence: 0.8, release: {test: {I: 0.8}, day: 4}}\n";

/* What may differ between two scenarios of the same world. */
typedef struct choice {
	const char *measures, *more, *vital, *trait;
	bool fewer_flows, fewer_crossings;
} choice;

static void write_all(const running *r, const choice *c)
{
	running_write(r, "places.csv", "id,name,parent,population,lat,lon\nX,X,,,,\nY,Y,,,,\nZ,Z,,,,\nx-town,a,X,3000,,\nx-hills,b,X,800,,\ny-port,c,Y,2000,,\nz-isle,e,Z,900,,\n");
	running_write(r, "ages.csv", "place,age,share\nX,0-14,0.4\nX,15+,0.6\nY,0-14,0.25\nY,15+,0.75\nZ,0-14,0.3\nZ,15+,0.7\n");
	running_write(r, "crossings.csv", "id,name,type,near,far,category\n%sbridge,Bridge,road,x-town,y-port,international\nferry,Ferry,river,z-isle,y-port,local\n",
		c->fewer_crossings ? "" : "airport,Airport,air,x-town,,\n");
	running_write(r, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group\n%sshoppers,x-town,y-port,bridge,,20,,3 d,,,\ndrivers,y-port,x-town,bridge,freight,4,,4 d,,,\n"
		"relatives,y-port,z-isle,ferry,,2,,erlang 3 9 d,,,\nsettlers,x-hills,x-town,,,0.5,,forever,,,\n", c->fewer_flows ? "" : "labour,x-hills,y-port,bridge,,6,,erlang 2 8 d,,,\n");
	running_write(r, "d.yaml",
		"guzar-disease: 1\nname: saved\ntitle: {en: Saved}\nparameters:\n  beta: {lognormal: {median: 0.6, sigma: 0.2}}\ncompartments:\n  S: {rest: true}\n  E: {}\n"
		"  I: {infectious: 1, case: true, bed: 0.2}\n  A: {infectious: 0.5}\n  R: {rest: true}\n  D: {dead: true}\ninitial: {R: 0.1, I: 0.0005}\n"
		"infect:\n  - {name: contact, from: S, to: E, beta: beta, dispersion: {k: 0.5, trait: %s}, noise: 0.2}\nprogress:\n"
		"  - {from: E, duration: {erlang: 2, mean: 4 d}, to: {I: 0.6, A: else}}\n  - {from: I, duration: {mean: 5 d}, to: {R: 0.9, D: else}}\n"
		"  - {from: A, duration: {mean: 3 d}, to: R}\nenvironment:\n  - {name: water, from: S, to: E, shed: {I: 1}, decay: 1/10, half: 500, rate: 0.05}\n"
		"%sevents: {onset: {into: [I]}}\n", c->trait ? c->trait : "person", c->vital ? c->vital : "");
	running_write(r, "s.yaml", "guzar: 1\ntitle: Saved\nstart: 2027-03-01\ndays: %d\nreplicates: %d\nseed: 3\nworld: .\ndisease: d.yaml\n"
		"begin:\n  - {place: y-port, compartment: I, people: 4}\n  - {place: x-hills, compartment: I, people: 2, from: 2027-04-10}\n"
		"observe:\n  reported: {of: onset, probability: 0.4, delay: {gamma: {mean: 6, sd: 4}}, dispersion: 10}\n"
		"report: {places: [X, Y, Z], quantities: [infections, reported, present], every: 1 d}\nmeasures:%s%s\n%s", DAYS, REPLICATES, *c->measures ? "\n" : " []\n", c->measures,
		c->more ? c->more : "");
}

static void totals_equal(void)
{
	for (int32_t i = 0; i < a.scenario.n_measures * a.result.n_replicates; i++)
		ck_assert_msg(memcmp(&a.result.totals[i], &b.result.totals[i], sizeof a.result.totals[i]) == 0, "totals of measure %d", i / a.result.n_replicates);
}

/* The uninterrupted run, one that saves, and one that goes on from there. */
static void hold_to_the_byte(const choice *c, bool deterministic)
{
	const gz_run_options plain = {.threads = 1, .deterministic = deterministic}, save = {.threads = 2, .deterministic = deterministic, .save_day = SAVED, .save_path = path},
		restart = {.threads = 1, .deterministic = deterministic, .restart_path = path};
	write_all(&a, c);
	write_all(&b, c);
	running_run(&a, NULL, &plain);
	running_run(&b, NULL, &save);
	running_same(&a, &b, NULL, "a run that saves");
	running_run(&b, NULL, &restart);
	running_same(&a, &b, NULL, "a run that goes on");
	totals_equal();
	double error;
	ck_assert_double_gt(running_mean(&a, "Y", &error), 10);
}

START_TEST(going_on_is_never_having_stopped)
{
	char all[4096];
	snprintf(all, sizeof all, "%s%s%s%s%s", screening, wards, doses, pcr, hold);
	hold_to_the_byte(&(choice){.measures = all}, false);
	hold_to_the_byte(&(choice){.measures = all, .trait = "step", .more = "step: 1/2\nsteps: {travel: true}\nsleep: false\n"}, false);
	hold_to_the_byte(&(choice){.measures = all, .trait = "step", .more = "step: 1/4\nsteps: {travel: true, measures: true}\n"}, false);
	hold_to_the_byte(&(choice){.measures = ""}, false);
	/* results between two tracings are followed up in the next */
	hold_to_the_byte(&(choice){.measures = "  - {name: tests, at: {place: Y}, test: {per_day: 400, of: [I], sensitivity: {I: 0.6}, turnaround: 18 h}}\n"
		"  - {name: tracing, at: {place: Y}, trace: {share: 0.7, of: [E], days: 6}}\n", .trait = "step", .more = "step: 1/4\n"}, false);
}
END_TEST

START_TEST(with_births_and_deaths)
{
	char all[4096];
	snprintf(all, sizeof all, "%s%s%s", screening, wards, hold);
	hold_to_the_byte(&(choice){.measures = all, .vital = "vital: {births: 2, into: S, deaths: 2, ageing: true}\n"}, false);
}
END_TEST

START_TEST(the_mean_field_goes_on)
{
	char all[4096];
	snprintf(all, sizeof all, "%s%s%s", screening, doses, pcr);
	hold_to_the_byte(&(choice){.measures = all}, true);
}
END_TEST

/* The run saved with some measures, gone on from with others. People are counted on the last day. */
static void branch(const choice *before, const choice *after, const char *what)
{
	const gz_run_options save = {.threads = 1, .save_day = SAVED, .save_path = path}, restart = {.threads = 2, .restart_path = path};
	write_all(&a, before);
	write_all(&b, after);
	running_run(&a, NULL, &save);
	running_run(&b, NULL, &restart);
	double dead[REPLICATES] = {0}, present[REPLICATES] = {0};
	static const char *const countries[] = {"X", "Y", "Z"};
	for (int32_t i = 0; i < 3; i++) {
		double *people = running_column(&b, running_place(&b, countries[i], GZ_QUANTITY_PRESENT));
		const int32_t place = gz_scenario_place(&b.scenario, countries[i]);
		for (int32_t rep = 0; rep < REPLICATES; rep++) {
			present[rep] += people[(DAYS - 1) * REPLICATES + rep];
			dead[rep] += b.result.final_deaths[place * REPLICATES + rep];
		}
		free(people);
		const int32_t c = running_place(&a, countries[i], GZ_QUANTITY_INFECTIONS), d = running_place(&b, countries[i], GZ_QUANTITY_INFECTIONS);
		double *x = running_column(&a, c), *y = running_column(&b, d);
		for (int32_t k = 0; k < (SAVED + 1) * REPLICATES; k++)
			ck_assert_msg(x[k] == y[k], "%s: the past is not the same", what);
		free(x);
		free(y);
	}
	for (int32_t rep = 0; rep < REPLICATES; rep++)
		ck_assert_msg(present[rep] + dead[rep] == 6700, "%s: %g people and %g dead of 6700 in replicate %d", what, present[rep], dead[rep], rep);
	for (int32_t i = 0; i < b.scenario.world.n_places * REPLICATES; i++) {
		ck_assert_int_lt(b.result.arrivals[i].crossing, b.scenario.world.n_crossings);
		ck_assert_int_lt(b.result.arrivals[i].from, b.scenario.world.n_places);
	}
}

START_TEST(another_scenario_goes_on)
{
	char all[4096], some[4096];
	snprintf(all, sizeof all, "%s%s%s%s%s", screening, wards, doses, pcr, hold);
	snprintf(some, sizeof some, "%s%s", wards, pcr);
	branch(&(choice){.measures = all}, &(choice){.measures = ""}, "all measures ended");
	branch(&(choice){.measures = ""}, &(choice){.measures = all}, "measures begun");
	branch(&(choice){.measures = all}, &(choice){.measures = some}, "some measures ended");
	branch(&(choice){.measures = screening}, &(choice){.measures = all, .fewer_flows = true}, "a flow ended");
	branch(&(choice){.measures = "", .fewer_flows = true}, &(choice){.measures = ""}, "a flow begun");
	branch(&(choice){.measures = ""}, &(choice){.measures = "", .fewer_crossings = true}, "a crossing gone");
	/* whoever came by the bridge still came by the bridge, though its row is another one */
	int32_t seen = 0;
	for (int32_t p = 0; p < b.scenario.world.n_places; p++)
		for (int32_t rep = 0; rep < REPLICATES; rep++) {
			const gz_arrival *x = &a.result.arrivals[p * REPLICATES + rep], *y = &b.result.arrivals[p * REPLICATES + rep];
			if (x->traveller < 0 || x->traveller > SAVED || x->crossing < 0)
				continue;
			ck_assert_int_ge(y->crossing, 0);
			ck_assert_str_eq(a.scenario.world.crossings[x->crossing].id, b.scenario.world.crossings[y->crossing].id);
			seen++;
		}
	ck_assert_int_gt(seen, 10);
}
END_TEST

/* Who is confined has been there as long, whatever the step and the length of the stay of the run that goes on. */
START_TEST(stays_go_on)
{
	static const char *const rings[] = {"60 1 0 4|cwards4", "24 4 3 4|cpcr4", "3 1 0 1|-pcr6"};
	static const struct { const char *stock, *more; int32_t days; const char *expected; } rows[] = {
		{"x-town|x-town|-.0|-|cwards4.7", "step: 1/4\nsteps: {measures: true}\n", 20, "x-town|x-town|-.0|-|cwards4.3"}, /* since step 67 of 80: 67 of a ring of 32 is 3 */
		{"x-town|x-town|-.0|-|cwards4.7", "step: 1/2\nsteps: {measures: true}\n", 20, "x-town|x-town|-.0|-|cwards4.1"}, /* since step 33 of 40 */
		{"x-town|x-town|-.0|-|cwards4.7", "", 20, "x-town|x-town|-.0|-|cwards4.0"},                                     /* since day 16 */
		{"x-town|x-town|-.0|-|cwards4.21", "", 20, "x-town|x-town|-.0|-|cwards4.4"},                                    /* since step 21, day 5: too long, next to go */
		{"z-isle|z-isle|-.0|-|cpcr4.2", "", 21, "z-isle|z-isle|-.0|-|cpcr4.2"},                                         /* since step 83 of 84, day 20 */
		{"z-isle|z-isle|-.0|-|-pcr6.1", "step: 1/4\n", 21, "z-isle|z-isle|-.0|-|-pcr6.1"},                               /* since day 19 */
		{"z-isle|z-isle|-.0|-|-pcr6.1", "step: 1/4\nsteps: {travel: true}\n", 21, "z-isle|z-isle|-.0|-|-pcr6.4"},        /* since step 76 of 84, of a ring of 12 */
		{"z-isle|z-isle|-.0|-|cgone4.1", "", 21, NULL},
		{"z-isle|z-isle|-.0|-|free.0", "", 21, NULL}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char all[4096], out[256] = "";
		gz_plan plan;
		gz_error err = {0};
		snprintf(all, sizeof all, "%s%s", wards, pcr);
		write_all(&b, &(choice){.measures = all, .trait = "step", .more = rows[i].more});
		running_load(&b, NULL);
		ck_assert_int_eq(gz_plan_compile(&plan, &b.scenario, &err), GZ_OK);
		ck_assert_int_eq(gz_ring_move(&plan, rings, 3, rows[i].days, rows[i].stock, out, sizeof out), rows[i].expected != NULL);
		ck_assert_msg(rows[i].expected == NULL || strcmp(out, rows[i].expected) == 0, "%s with %s: %s, not %s", rows[i].stock, rows[i].more, out, rows[i].expected);
		gz_plan_free(&plan);
	}
	char all[4096];
	snprintf(all, sizeof all, "%s%s%s", screening, wards, pcr);
	branch(&(choice){.measures = all, .trait = "step", .more = "step: 1/4\nsteps: {travel: true, measures: true}\n"}, &(choice){.measures = all, .trait = "step"}, "longer steps");
	branch(&(choice){.measures = all, .trait = "step"}, &(choice){.measures = all, .trait = "step", .more = "step: 1/4\nsteps: {travel: true, measures: true}\n"}, "shorter steps");
}
END_TEST

/* Homes that slept when the state was saved wake where the calendar has their travellers on the day the branch begins. */
START_TEST(sleepers_of_a_branch_wake_in_time)
{
	const choice quiet = {.measures = "", .trait = "step"}, told = {.measures = wards, .trait = "step"};
	const gz_run_options save = {.threads = 1, .save_day = SAVED, .save_path = path}, restart = {.threads = 1, .restart_path = path};
	write_all(&a, &quiet);
	write_all(&b, &told);
	running_run(&a, (const char *[]){"parameters.beta=0.0001", "initial.I=0", NULL}, &save);
	running_run(&b, (const char *[]){"parameters.beta=0.0001", "initial.I=0", NULL}, &restart);
	double *x = running_column(&a, running_place(&a, "z-isle", GZ_QUANTITY_PRESENT)), *y = running_column(&b, running_place(&b, "z-isle", GZ_QUANTITY_PRESENT));
	double sx = 0, sy = 0;
	for (int32_t i = 0; i < REPLICATES; i++) {
		sx += x[(SAVED + 1) * REPLICATES + i];
		sy += y[(SAVED + 1) * REPLICATES + i];
	}
	ck_assert_msg(fabs(sx - sy) < 0.01 * sx, "people at z-isle: %g and %g", sx / REPLICATES, sy / REPLICATES);
	free(x);
	free(y);
}
END_TEST

/* Measures that begin after the day kept: the branch is to the byte the run that had them from the start, those asleep included. */
START_TEST(a_branch_is_the_run_that_had_it_in_store)
{
	static const char later[] = "  - name: fewer\n    at: {place: X}\n    when: {from: 2027-04-03}\n    contacts: {scale: 0.5}\n"
		"  - name: dose\n    at: {place: Y}\n    when: {from: 2027-04-05}\n    vaccinate: {product: new, doses: 9, susceptibility: 0.1}\n"
		"  - name: shut\n    at: {flow: drivers}\n    when: {from: 2027-04-09}\n    close: {share: 0.9, leak: 0.1}\n"
		"  - name: found\n    at: {place: Z}\n    when: {from: 2027-04-01}\n    isolate: {of: {I: 0.3}, days: 8}\n";
	const choice quiet = {.measures = "", .trait = "step"}, told = {.measures = later, .trait = "step"};
	const gz_run_options plain = {.threads = 1}, save = {.threads = 1, .save_day = 3, .save_path = path}, restart = {.threads = 1, .restart_path = path};
	const char *const mild[] = {"parameters.beta=0.1", "initial.I=0", "begin.1.place=z-isle", NULL};
	write_all(&a, &quiet);
	write_all(&b, &told);
	running_run(&a, mild, &save);
	running_run(&b, mild, &restart);
	write_all(&a, &told);
	running_run(&a, mild, &plain);
	running_same(&a, &b, NULL, "a branch");
	totals_equal();
}
END_TEST

/* ---- files that are not what they should be ---------------------------------------------------------------- */

/* text: what the sentence must hold, NULL anything. */
static void refused_with(const char *what, const char *text)
{
	const gz_run_options restart = {.threads = 1, .restart_path = path};
	gz_error err;
	running_load(&b, NULL);
	const gz_status st = running_try(&b, &restart, &err);
	ck_assert_msg(st == GZ_ERR_INPUT && strlen(err.sentence) > 20, "%s: status %d, \"%s\"", what, (int)st, err.sentence);
	ck_assert_msg(text == NULL || strstr(err.sentence, text), "%s: \"%s\"", what, err.sentence);
}
static void refused(const char *what) { refused_with(what, NULL); }

/* A file of b's folder with one text put for another. */
static void change(const char *name, const char *from, const char *to)
{
	char file[128], text[8192];
	snprintf(file, sizeof file, "%s/%s", b.folder, name);
	FILE *f = fopen(file, "r");
	ck_assert_ptr_nonnull(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	char *at = strstr(text, from);
	ck_assert_msg(at != NULL, "%s holds no \"%s\"", name, from);
	running_write(&b, name, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void spoil(const char *bytes, size_t n, size_t at, const char *with, size_t length)
{
	FILE *f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	for (size_t i = 0; i < n; i++)
		fputc(i >= at && i < at + length ? with[i - at] : bytes[i], f);
	fclose(f);
}

START_TEST(bad_files_are_told)
{
	const gz_run_options save = {.threads = 1, .save_day = 3, .save_path = path};
	const choice c = {.measures = "", .trait = "step"};
	write_all(&a, &c);
	write_all(&b, &c);
	running_run(&a, (const char *[]){"replicates=2", "days=10", NULL}, &save);
	running_write(&b, "s2.yaml", "x");
	FILE *f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	static char bytes[4 << 20];
	const size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	ck_assert_uint_gt(n, 1000);
	ck_assert_uint_lt(n, sizeof bytes);
	refused("70 replicates asked for");
	char text[64];
	snprintf(text, sizeof text, "%s/s.yaml", b.folder);
	write_all(&b, &c);
	/* the same number of replicates from here on */
	const gz_run_options restart = {.threads = 1, .restart_path = path};
	running_run(&b, (const char *[]){"replicates=2", "days=10", NULL}, &restart);
	running_same(&a, &b, NULL, "undamaged");
	f = fopen(text, "r");
	static char yaml[8192];
	const size_t length = fread(yaml, 1, sizeof yaml - 1, f);
	fclose(f);
	yaml[length] = '\0';
	char *days = strstr(yaml, "days: 60\nreplicates: 70");
	ck_assert_ptr_nonnull(days);
	memcpy(days, "days: 10\nreplicates: 2 ", strlen("days: 10\nreplicates: 2 "));
	running_write(&b, "s.yaml", "%s", yaml);
	const size_t cuts[] = {0, 3, 8, 20, 60, 150, 500, 1000, n / 2, n - 9, n - 1};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		spoil(bytes, cuts[i], 0, "", 0);
		snprintf(text, sizeof text, "cut at %d", (int)cuts[i]);
		refused(text);
	}
	spoil(bytes, n, 0, "GZCHECK9", 8);
	refused("another magic");
	refused_with("another magic", "another version of guzar");
	for (size_t at = 8; at < 8 + 24 + 18 * 4; at += 4) { /* every number of the head but the seed */
		if (at < 16)
			continue;
		spoil(bytes, n, at, "\xff\xff\xff\x7f", 4);
		snprintf(text, sizeof text, "largest number at %d", (int)at);
		refused(text);
		spoil(bytes, n, at, "\xff\xff\xff\xff", 4);
		snprintf(text, sizeof text, "-1 at %d", (int)at);
		refused(text);
	}
	spoil(bytes, n, 127, "zzzz", 4);
	refused_with("another origin", "damaged: it does not say");
	size_t names = 128;
	while (names < n && memcmp(bytes + names, "z-isle|", 7) != 0)
		names++;
	ck_assert_uint_lt(names, n);
	spoil(bytes, n, names, "zzzz", 4);
	refused("other names");
	for (size_t at = 0; at + 100 < n; at += n / 37) { /* numbers in the middle: refused or, where they mean nothing, taken; never a crash */
		spoil(bytes, n, at, "\xff\xf1\xff\xf7\xff\xff\xf8\xff\x7f\xff\xff\xff\x7f\xff\xff\xff\xf0\xff\x00\x80\x80\x80\x80\xc0", 24);
		gz_error err;
		running_load(&b, NULL);
		const gz_status st = running_try(&b, &restart, &err);
		ck_assert_msg(st == GZ_OK || st == GZ_ERR_INPUT, "noise at %d: status %d %s", (int)at, (int)st, err.sentence);
	}
	spoil(bytes, n, 0, "", 0);
	running_write(&a, "state", "a foreign file, long enough to hold a head of a checkpoint, or so it seems to whoever reads it: id,name,parent\n%01000d", 7);
	refused("a foreign file");
	unlink(path);
	refused("no file");
	ck_assert_int_eq(mkdir(path, 0777), 0);
	refused("a folder");
	rmdir(path);
}
END_TEST

START_TEST(other_worlds_are_told)
{
	const gz_run_options save = {.threads = 1, .save_day = 3, .save_path = path};
	const choice c = {.measures = "", .trait = "step"};
	write_all(&a, &c);
	running_run(&a, NULL, &save);
	write_all(&b, &(choice){.measures = "", .trait = "person"});
	refused_with("a lasting trait", "kept in another way");
	static const struct { const char *file, *from, *to, *text; } others[] = {
		{"d.yaml", "name: saved", "name: flu", "of another disease: saved, and this scenario's is flu"},
		{"d.yaml", "  D: {dead: true}", "  D: {dead: true}\n  V: {}", "no compartment V, and this disease has"},
		{"d.yaml", "name: contact", "name: touch", "it has the infect row contact, and this disease has not"},
		{"d.yaml", "name: water", "name: well", "it has the environment row water, and this disease has not"},
		{"d.yaml", "erlang: 2", "erlang: 3", "other stages"},
		{"places.csv", "b,X,800", "b,X,801", "x-hills had 800 people there and has 801 here"},
		{"places.csv", "Z,Z,,,,", "Z,Z,,,,\nW,W,X,,,\nw-end,w,W,7,,", "no group of places W, and this world has"},
		{"places.csv", "z-isle,e,Z,900,,", "z-isle,e,Z,900,,\nz-rock,e,Z,9,,", "no place z-rock, and this world has"}};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		write_all(&b, &c);
		change(others[i].file, others[i].from, others[i].to);
		if (strstr(others[i].to, "V: {}"))
			change("d.yaml", "I: 0.0005}", "I: 0.001, V: 0}");
		refused_with(others[i].to, others[i].text);
	}
	/* what a branch may change */
	write_all(&b, &c);
	change("s.yaml", "world: .", "parameters: {beta: 0.3}\nworld: .");
	change("places.csv", "X,X,,,,\nY,Y,,,,", "Y,Y,,,,\nX,X,,,,");
	running_run(&b, NULL, &(gz_run_options){.restart_path = path});
	write_all(&b, &c);
	running_write(&b, "ages.csv", "place,age,share\nX,0-14,0.4\nX,15-64,0.5\nX,65+,0.1\nY,0-14,0.25\nY,15-64,0.7\nY,65+,0.05\nZ,0-14,0.3\nZ,15-64,0.6\nZ,65+,0.1\n");
	refused("other ages");
	write_all(&b, &c);
	gz_error err;
	running_load(&b, (const char *[]){"start=2027-03-02", NULL});
	ck_assert_int_eq(running_try(&b, &(gz_run_options){.restart_path = path}, &err), GZ_ERR_INPUT);
	running_load(&b, (const char *[]){"days=3", NULL});
	ck_assert_int_eq(running_try(&b, &(gz_run_options){.restart_path = path}, &err), GZ_ERR_INPUT);
	running_load(&b, NULL);
	ck_assert_int_eq(running_try(&b, &(gz_run_options){.save_path = path, .save_day = DAYS}, &err), GZ_ERR_INPUT);
	running_load(&b, NULL);
	ck_assert_int_eq(running_try(&b, &(gz_run_options){.save_path = "/nowhere/state", .save_day = 3}, &err), GZ_ERR_INPUT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("checkpoint");
	TCase *tc = tcase_create("checkpoint");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 400);
	tcase_add_test(tc, going_on_is_never_having_stopped);
	tcase_add_test(tc, with_births_and_deaths);
	tcase_add_test(tc, the_mean_field_goes_on);
	tcase_add_test(tc, another_scenario_goes_on);
	tcase_add_test(tc, stays_go_on);
	tcase_add_test(tc, sleepers_of_a_branch_wake_in_time);
	tcase_add_test(tc, a_branch_is_the_run_that_had_it_in_store);
	tcase_add_test(tc, bad_files_are_told);
	tcase_add_test(tc, other_worlds_are_told);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
