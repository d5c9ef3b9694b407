/* Sessions: replicates as the run has them, stops and marks that change nothing, and what each order does.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "engine/session.h"
#include "base/random.h"
#include "engine/control/trigger.h"
#include "engine/live/state.h"
#include "engine/setup.h"
#include "engine/step/day.h"
#include "engine/step/memory.h"
#include "engine/step/sleep.h"
#include "running.h"
#include "suite.h"

enum { DAYS = 20 };

static running r;
static gz_session *s, *other;
static gz_error err;

static void begin(void)
{
	running_begin(&r);
	err = (gz_error){0};
	s = other = NULL;
}

static void end(void)
{
	gz_session_close(s);
	gz_session_close(other);
	running_end(&r);
}

/* Two countries over a river, with travellers who stay, some who move for good, and commuters. */
static void write_world(const running *q)
{
	running_write(q, "places.csv", "id,name,parent,population,lat,lon\nx,X,,,,\nx-town,Town,x,20000,,\nx-hills,Hills,x,5000,,\ny,Y,,,,\ny-port,Port,y,8000,,\ny-farm,Farm,y,3000,,\n");
	running_write(q, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,x-town,y-port,international\n");
	running_write(q, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing\nshoppers,x-town,y-port,bridge,,300,,3 d,\ndrivers,y-port,x-town,bridge,freight,200,,2 d,\nmovers,x-hills,x-town,,,3,,forever,\n");
	running_write(q, "commuting.csv", "from,to,share\ny-farm,y-port,0.2\nx-hills,x-town,0.1\n");
	running_write(q, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\nparameters:\n  k: {uniform: {min: 0.3, max: 0.9}, source: theory}\ncompartments:\n  S: {rest: true}\n  E: {}\n"
		"  I: {infectious: 1, bed: 0.3, case: true, symptomatic: 1}\n  R: {rest: true}\n  D: {dead: true}\ninfect:\n  - {from: S, to: E, R0: 2, dispersion: {k: k, trait: person}}\n"
		"progress:\n  - {from: E, duration: {mean: 2 d}, to: I}\n  - {from: I, duration: {erlang: 2, mean: 4 d}, to: {R: 0.95, D: 0.05}}\n"
		"environment:\n  - {name: water, from: S, to: E, shed: {I: 1}, decay: 0.2, half: 300, R0: 0.3}\nevents:\n  onset: {into: [I]}\n");
}

static const char measures[] =
	"  - {name: look, at: {crossing: bridge, direction: in}, when: order, screen: {sensitivity: {I: 0.8}, capacity: 150, when_full: hold, hours: 12}, then: {isolate: {days: 4, beds: 6}}}\n"
	"  - {name: shut, at: {crossing: bridge}, when: order, close: {share: 1, leak: 0.25}}\n"
	"  - {name: find, at: {place: [x, y-port]}, when: order, isolate: {of: {I: 0.4}, days: 5, contact: 0.1, beds: 40}, cost: {day: 100, bed_day: 3, currency: USD}}\n"
	"  - {name: trace, at: {place: x}, when: order, trace: {share: 0.7, of: [E], days: 5, contact: 0.2}}\n"
	"  - {name: apart, at: {place: y}, when: order, contacts: {scale: 0.5}}\n"
	"  - {name: jab, at: {place: x}, when: order, vaccinate: {product: one dose, doses: 500, of: [S], susceptibility: 0.2, target: 0.9}}\n"
	"  - {name: search, at: {place: x}, when: order, surveillance: {stream: cases, probability: 0.9, delay: {gamma: {mean: 1, sd: 1}}}}\n"
	"  - {name: late, at: {place: y}, when: {after: \"cases(y, 3 d) >= 4\", lead: 1 d}, contacts: {scale: 0.8}}\n";
enum { LOOK, SHUT, FIND, TRACE, APART, JAB, SEARCH, LATE };

/* steps: `step` and what else the scenario says of steps. */
static void load_with(running *q, const char *step, const char *steps, int32_t replicates, const char *what)
{
	write_world(q);
	running_write(q, "s.yaml", "guzar: 1\ntitle: a session\nstart: 2027-03-01\ndays: %d\nreplicates: %d\nseed: 7\nstep: %s\n%sworld: {places: places.csv, crossings: crossings.csv, flows: flows.csv, commuting: commuting.csv}\n"
		"disease: d.yaml\nbegin:\n  - {place: y-port, compartment: I, people: 40}\n  - {place: x-town, compartment: E, people: 5}\nmeasures:\n%sobserve:\n  cases: {of: onset, probability: 0.5, delay: {gamma: {mean: 2, sd: 1.5}}, dispersion: 5}\n"
		"report: {places: [x, y, x-town, y-port], quantities: [infections, cases, deaths, beds]}\n", DAYS, replicates, step, steps, what);
	running_load(q, NULL);
}

static void load(const char *step, const char *steps, int32_t replicates) { load_with(&r, step, steps, replicates, measures); }

static gz_session *opened(int32_t first, int32_t n)
{
	gz_session *session = NULL;
	const gz_status st = gz_session_open(&session, &r.scenario, r.scenario.seed, first, n, &err);
	ck_assert_msg(st == GZ_OK, "%s", err.sentence);
	return session;
}

static void go(gz_session *session, int32_t step)
{
	const gz_status st = gz_session_go(session, step, NULL, NULL, &err);
	ck_assert_msg(st == GZ_OK, "%s", err.sentence);
	ck_assert_int_eq(gz_session_now(session), step);
}

static int32_t place(const char *id) { return gz_scenario_place(&r.scenario, id); }

static void command(gz_session *session, gz_session_order order)
{
	const gz_status st = gz_session_command(session, &order, &err);
	ck_assert_msg(st == GZ_OK, "%s", err.sentence);
}

static void on(gz_session *session, int32_t measure, int32_t from, int32_t until)
{
	command(session, (gz_session_order){.kind = GZ_SESSION_ON, .measure = measure, .from = from, .until = until});
}

static double value(const gz_session *session, gz_session_gauge gauge, int32_t lane) { return gz_session_value(session, &gauge, lane); }
static double people(const gz_session *session, const char *compartment, const char *where, int32_t lane)
{
	return value(session, (gz_session_gauge){.quantity = GZ_SESSION_PEOPLE, .place = place(where), .compartment = gz_scenario_compartment(&r.scenario, compartment)}, lane);
}
static double at(const gz_session *session, gz_session_quantity quantity, const char *where, int32_t lane)
{
	return value(session, (gz_session_gauge){.quantity = quantity, .place = place(where)}, lane);
}
static double of(const gz_session *session, gz_session_quantity quantity, int32_t measure, int32_t lane)
{
	return value(session, (gz_session_gauge){.quantity = quantity, .measure = measure}, lane);
}

static bool equal(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

/* That two sessions show the same, lane a of one as lane b of the other. */
static void same_lane(const gz_session *x, int32_t a, const gz_session *y, int32_t b, const char *what)
{
	const gz_scenario *c = &r.scenario;
	for (gz_session_quantity q = GZ_SESSION_REPORTS; q <= GZ_SESSION_COST; q++)
		for (int32_t p = 0; p < c->world.n_places; p++)
			for (int32_t k = 0; k < c->disease.n_compartments; k++) {
				const gz_session_gauge g = {.quantity = q, .place = p, .compartment = k, .measure = (p + k) % c->n_measures};
				const double u = gz_session_value(x, &g, a), v = gz_session_value(y, &g, b);
				ck_assert_msg(equal(u, v), "%s: quantity %d at %s, %d: %.17g and %.17g", what, (int)q, c->world.places[p].id, k, u, v);
			}
	ck_assert_int_eq(gz_session_days(x), gz_session_days(y));
	ck_assert_msg(gz_session_digest(x, a) == gz_session_digest(y, b), "%s: digests of step %d", what, gz_session_now(x));
	for (int32_t column = 0; column < gz_session_columns(x); column++) {
		double u[DAYS], v[DAYS];
		gz_session_series(x, column, a, gz_session_days(x), u);
		gz_session_series(y, column, b, gz_session_days(x), v);
		for (int32_t day = 0; day < gz_session_days(x); day++)
			ck_assert_msg(u[day] == v[day], "%s: column %d of day %d: %.17g and %.17g", what, column, day, u[day], v[day]);
	}
}

static void same(const gz_session *x, const gz_session *y, const char *what)
{
	ck_assert_int_eq(gz_session_now(x), gz_session_now(y));
	for (int32_t lane = 0; lane < gz_session_replicates(x); lane++)
		same_lane(x, lane, y, lane, what);
}

/* ---- as the run ------------------------------------------------------------------------------------------- */

/* That a session which has gone all its days has the run's columns, from replicate `first` on. */
static void same_run(const gz_session *session, const running *run, int32_t first)
{
	for (int32_t i = 0; i < run->result.n_columns; i++) {
		const gz_column *c = &run->result.columns[i];
		const int32_t column = gz_session_column(session, c->entity, c->index, c->direction, c->quantity, c->stream), n = run->result.n_replicates;
		double *whole = running_column(run, i), *own = malloc((size_t)run->result.n_days * sizeof *own);
		ck_assert_int_ge(column, 0);
		for (int32_t lane = 0; lane < gz_session_replicates(session); lane++) {
			gz_session_series(session, column, lane, run->result.n_days, own);
			for (int32_t day = 0; day < run->result.n_days; day++)
				ck_assert_msg(own[day] == whole[(int64_t)day * n + first + lane], "%s %s of day %d, replicate %d: %.17g and %.17g", running_id(run, c), c->name, day, first + lane,
					own[day], whole[(int64_t)day * n + first + lane]);
		}
		free(whole);
		free(own);
	}
}

START_TEST(as_the_run)
{
	static const char *const steps[] = {"1 d", "1/4 d", "1/4 d", "1/4 d"}, *const travel[] = {"", "", "steps: {travel: true}\n", "steps: {travel: true, measures: true}\n"};
	for (int i = 0; i < 4; i++) {
		load(steps[i], travel[i], 40);
		running_run(&r, NULL, NULL);
		s = opened(0, 1);
		go(s, gz_session_last(s));
		same_run(s, &r, 0);
		other = opened(3, 37);
		for (int32_t step = 1; step <= gz_session_last(s); step++)
			go(other, step);
		same_run(other, &r, 3);
		same_lane(s, 0, s, 0, "itself");
		gz_session_close(s);
		gz_session_close(other);
		s = other = NULL;
	}
}
END_TEST

/* The measures with dates in place of orders. */
static void date_measures(char *out, const char *when)
{
	const char *from = measures;
	*out = '\0';
	for (const char *order; (order = strstr(from, "when: order")) != NULL; from = order + strlen("when: order")) {
		strncat(out, from, (size_t)(order - from));
		strcat(out, when);
	}
	strcat(out, from);
}

/* Ordered at midnight, measures do to the bit what the same do by date. */
START_TEST(as_measures_by_date)
{
	static const char steps[] = "steps: {travel: true, measures: true}\n";
	running dated;
	char text[sizeof measures + 500];
	running_begin(&dated);
	date_measures(text, "when: {from: 2027-03-04, to: 2027-03-11}");
	load_with(&dated, "1/4 d", steps, 30, text);
	running_run(&dated, NULL, NULL);
	load("1/4 d", steps, 30);
	s = opened(0, 30);
	for (int32_t m = LOOK; m <= SEARCH; m++)
		on(s, m, 3 * 4, 11 * 4);
	go(s, gz_session_last(s));
	same_run(s, &dated, 0);
	running_end(&dated);
}
END_TEST

/* ---- winding back ----------------------------------------------------------------------------------------- */

typedef struct dice { uint32_t at; } dice;
static int32_t throw(dice *d, int32_t n) { return (int32_t)(gz_random_bits((gz_key){{3, 14}}, 0, 0, d->at++, 0) % (uint64_t)n); }

static gz_session_order random_order(dice *d, int32_t now, int32_t last)
{
	static const double sizes[] = {0, 0.3, 0.5, 1};
	const int32_t from = now + throw(d, 10);
	gz_session_order o = {.kind = (gz_session_kind)throw(d, GZ_SESSION_CONTACT + 1), .from = from, .until = throw(d, 3) == 0 ? INT32_MAX : from + 1 + throw(d, 20),
		.measure = throw(d, 8), .place = throw(d, 6), .compartment = throw(d, 3), .size = sizes[throw(d, 4)]};
	if (o.kind == GZ_SESSION_IMPORT)
		o.size = throw(d, 30);
	else if (o.kind == GZ_SESSION_REPORTING && throw(d, 2))
		o.place = o.stream = -1;
	else if (o.kind == GZ_SESSION_LEAK)
		o.measure = throw(d, 2) ? SHUT : -1;
	return o.from < last ? o : (gz_session_order){.kind = GZ_SESSION_OFF, .from = last, .measure = LOOK};
}

/* Two sessions with the same orders: one goes straight, the other stops, goes astray with orders of its own, and comes back. */
static void wander(uint32_t seed, int32_t n, int32_t threads)
{
	dice d = {seed * 1000}, astray = {seed * 1000 + 500};
	s = opened(0, n);
	other = opened(0, n);
	gz_session_threads(other, threads);
	while (gz_session_now(s) < gz_session_last(s)) {
		const int32_t now = gz_session_now(s), last = gz_session_last(s), far = now + 1 + throw(&d, 11), step = far < last ? far : last;
		for (int k = throw(&d, 3); k > 0; k--) {
			const gz_session_order o = random_order(&d, now, last);
			command(s, o);
			command(other, o);
		}
		gz_session_mark *mark = NULL;
		ck_assert_int_eq(gz_session_save(other, &mark, &err), GZ_OK);
		ck_assert_int_eq(gz_session_mark_step(mark), now);
		for (int k = throw(&astray, 3); k > 0; k--) {
			command(other, random_order(&astray, gz_session_now(other), last));
			go(other, gz_session_now(other) + throw(&astray, last - gz_session_now(other) + 1));
		}
		gz_session_restore(other, mark);
		same(s, other, "back at a mark");
		go(s, step);
		go(other, now + (step - now) / 2);
		go(other, step);
		same(s, other, "after a mark");
		gz_session_mark_free(mark);
	}
	gz_session_close(s);
	gz_session_close(other);
	s = other = NULL;
}

START_TEST(marks_and_stops_change_nothing)
{
	static const char *const travel[] = {"", "steps: {travel: true}\n", "steps: {travel: true, measures: true}\n"};
	for (int i = 0; i < 3; i++) {
		load("1/4 d", travel[i], 2);
		for (uint32_t seed = 0; seed < (running_light() ? 1 : 3); seed++) {
			wander(2 * seed, 1, 1);
			wander(2 * seed + 1, seed % 2 ? 20 : 3, 1 + (int32_t)seed);
		}
	}
}
END_TEST

/* Lanes are what they are however many are beside them, orders and all. */
START_TEST(alone_as_among_others)
{
	load("1/4 d", "steps: {travel: true}\n", 2);
	dice d = {77};
	s = opened(0, 90);
	other = opened(88, 1);
	gz_session_threads(s, 3);
	while (gz_session_now(s) < gz_session_last(s)) {
		const gz_session_order o = random_order(&d, gz_session_now(s), gz_session_last(s));
		command(s, o);
		command(other, o);
		go(s, gz_session_now(s) + 1);
		go(other, gz_session_now(s));
	}
	same_lane(s, 88, other, 0, "alone");
}
END_TEST

/* One person more or less, in one step, is another world. */
START_TEST(digests_tell_worlds_apart)
{
	load("1/4 d", "", 2);
	s = opened(0, 3);
	other = opened(0, 1);
	go(s, 9);
	go(other, 9);
	ck_assert_uint_eq(gz_session_digest(s, 0), gz_session_digest(other, 0));
	ck_assert_uint_ne(gz_session_digest(s, 0), gz_session_digest(s, 1));
	command(other, (gz_session_order){.kind = GZ_SESSION_IMPORT, .place = place("x-hills"), .compartment = 3, .size = 1, .from = 9});
	go(s, 10);
	go(other, 10);
	ck_assert_uint_ne(gz_session_digest(s, 0), gz_session_digest(other, 0));
}
END_TEST

/* The world of the shipped exercise, lived hour by hour. */
START_TEST(the_shipped_world)
{
	char path[4096];
	const char *source = getenv("GUZAR_SOURCE");
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	setenv("GUZAR_LIBRARY", source ? source : ".", 1);
	snprintf(path, sizeof path, "%s/packs/clean-water/scenario.yaml", source ? source : ".");
	const gz_scenario_options options = {.sets = (const char *const[]){"replicates=3"}, .n_sets = 1};
	ck_assert_int_eq(gz_scenario_load(&r.scenario, path, &options, &mistakes), GZ_OK);
	gz_mistakes_free(&mistakes);
	r.loaded = true;
	ck_assert_int_eq(running_try(&r, &(gz_run_options){.threads = 1}, &err), GZ_OK);
	s = opened(0, 1);
	other = opened(1, 2);
	go(s, gz_session_last(s));
	go(other, gz_session_last(other));
	same_run(s, &r, 0);
	same_run(other, &r, 1);
}
END_TEST

/* ---- the state of a block --------------------------------------------------------------------------------- */

static void pass_steps(gz_block *b, int32_t n)
{
	for (int32_t i = 0; i < n; i++) {
		if (b->step % 4 == 0)
			gz_day_open(b);
		gz_day_step(b);
		if (b->step % 4 != 0)
			continue;
		gz_day_close(b);
		gz_sleep_day(b);
		b->day++;
	}
}

/* Arrays that only one phase works with: what they hold between steps means nothing. */
static bool is_work(const gz_block *b, const void *array) { return array == b->rows || array == b->asked || array == b->journey; }

/* A block goes astray and comes back: every array is then byte for byte what it was, those left out of the copy too (they are empty). */
START_TEST(a_state_is_all_there_is)
{
	load("1/4 d", "steps: {travel: true, measures: true}\n", 2);
	for (int32_t steps = 21; steps < 25; steps++) {
		gz_setup setup = {0};
		gz_block b = {0};
		gz_state state = {0};
		ck_assert_int_eq(gz_setup_open(&setup, &r.scenario, 5, false, &err), GZ_OK);
		ck_assert_int_eq(gz_memory_open(&b, &setup, 5, NULL), GZ_OK);
		ck_assert_int_eq(gz_day_begin(&b, 0, 5, &err), GZ_OK);
		for (int32_t m = LOOK; m <= SEARCH; m++)
			gz_trigger_order(&b, m, 8 + m, INT32_MAX);
		pass_steps(&b, steps);
		ck_assert_int_eq(gz_state_save(&state, &b), GZ_OK);
		char *kept[GZ_BLOCK_ROOMS];
		for (int32_t i = 0; i < b.n_rooms; i++) {
			kept[i] = malloc((size_t)b.rooms[i].size + 1);
			memcpy(kept[i], b.rooms[i].array, (size_t)b.rooms[i].size);
		}
		for (int32_t m = LOOK; m <= SEARCH; m += 2)
			gz_trigger_order(&b, m, b.step, b.step);
		pass_steps(&b, 30);
		gz_state_load(&state, &b);
		ck_assert_int_eq(b.step, steps);
		ck_assert_int_eq(b.day, steps / 4);
		for (int32_t i = 0; i < b.n_rooms; i++) {
			ck_assert_msg(is_work(&b, b.rooms[i].array) || memcmp(kept[i], b.rooms[i].array, (size_t)b.rooms[i].size) == 0, "array %d of %d", i, b.n_rooms);
			free(kept[i]);
		}
		gz_state_free(&state);
		gz_memory_close(&b);
		gz_setup_close(&setup);
	}
}
END_TEST

/* A session forgets what was ordered after a mark. */
START_TEST(orders_come_back_as_they_were)
{
	load("1 d", "", 2);
	gz_session_mark *mark = NULL;
	s = opened(0, 2);
	on(s, APART, 5, INT32_MAX);
	go(s, 3);
	ck_assert_int_eq(gz_session_save(s, &mark, &err), GZ_OK);
	on(s, SHUT, 4, INT32_MAX);
	go(s, 7);
	ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, SHUT, 1), 1);
	gz_session_restore(s, mark);
	ck_assert_int_eq(gz_session_now(s), 3);
	ck_assert_int_eq(gz_session_days(s), 3);
	go(s, 7);
	ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, SHUT, 1), 0);
	ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, APART, 1), 1);
	gz_session_close(s);
	s = NULL;
	ck_assert_int_gt(gz_session_mark_bytes(mark), 1000);
	gz_session_mark_free(mark); /* outlives the session */
}
END_TEST

/* ---- orders ----------------------------------------------------------------------------------------------- */

START_TEST(measures_on_and_off)
{
	load("1/4 d", "steps: {travel: true}\n", 2);
	s = opened(0, 1);
	on(s, SHUT, 6, 14);
	on(s, APART, 9, INT32_MAX);
	command(s, (gz_session_order){.kind = GZ_SESSION_OFF, .measure = APART, .from = 21});
	for (int32_t step = 1; step < 40; step++) { /* in force in step - 1, the last one done */
		go(s, step);
		ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, SHUT, 0), step - 1 >= 6 && step - 1 < 14);
		ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, APART, 0), step - 1 >= 9 && step - 1 < 21);
		ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, FIND, 0), 0);
	}
}
END_TEST

/* A closed crossing lets only the leak through, here a quarter of those stopped; with the leak ordered to 0 nobody. */
START_TEST(a_closed_crossing_leaks)
{
	static const gz_session_gauge over = {.quantity = GZ_SESSION_CROSSING, .flow = GZ_QUANTITY_TRAVELLERS}, round = {.quantity = GZ_SESSION_CROSSING, .flow = GZ_QUANTITY_LEAKED};
	load("1/4 d", "steps: {travel: true}\n", 2);
	s = opened(0, 1);
	on(s, SHUT, 16, INT32_MAX);
	command(s, (gz_session_order){.kind = GZ_SESSION_LEAK, .measure = LOOK, .crossing = -1, .size = 0.9, .from = 16, .until = 80}); /* closes nothing */
	command(s, (gz_session_order){.kind = GZ_SESSION_LEAK, .measure = -1, .crossing = 0, .size = 0, .from = 32, .until = 50});
	command(s, (gz_session_order){.kind = GZ_SESSION_LEAK, .measure = SHUT, .crossing = -1, .size = 1, .from = 54, .until = 80});
	go(s, 16);
	ck_assert_double_gt(value(s, over, 0), 500);
	ck_assert_double_eq(value(s, round, 0), 0);
	for (int32_t day = 4; day < 8; day++) {
		go(s, 4 * day + 4);
		ck_assert_double_eq(value(s, over, 0), value(s, round, 0));
		ck_assert_double_gt(value(s, round, 0), 20);
	}
	for (int32_t step = 33; step <= 52; step++) {
		go(s, step);
		ck_assert(step > 50 ? value(s, over, 0) > 0 : value(s, over, 0) == 0);
	}
	go(s, 60);
	ck_assert_double_gt(value(s, over, 0), 400); /* all go round */
	ck_assert_double_eq(value(s, over, 0), value(s, round, 0));
}
END_TEST

START_TEST(imports_bring_exactly_so_many)
{
	load("1/4 d", "", 2);
	s = opened(0, 5);
	other = opened(0, 5);
	go(s, 10);
	go(other, 10);
	command(s, (gz_session_order){.kind = GZ_SESSION_IMPORT, .place = place("x-hills"), .compartment = 3, .size = 17, .from = 10});
	command(s, (gz_session_order){.kind = GZ_SESSION_IMPORT, .place = place("y"), .compartment = 3, .size = 1000, .from = 10});
	go(s, 11); /* the immune do nothing but live there */
	go(other, 11);
	for (int32_t lane = 0; lane < 5; lane++) {
		ck_assert_double_eq(people(s, "R", "x-hills", lane), people(other, "R", "x-hills", lane) + 17);
		ck_assert_double_eq(people(s, "R", "y", lane), people(other, "R", "y", lane) + 1000);
		ck_assert_double_eq_tol(people(s, "R", "y-farm", lane) - people(other, "R", "y-farm", lane), 1000 * 3.0 / 11, 100); /* 7 standard deviations */
		ck_assert_double_eq(at(s, GZ_SESSION_PRESENT, "x", lane), at(other, GZ_SESSION_PRESENT, "x", lane) + 17);
	}
	command(s, (gz_session_order){.kind = GZ_SESSION_IMPORT, .place = place("x-hills"), .compartment = 1, .size = 400, .from = 12});
	go(s, 12);
	go(other, 12);
	const double before = people(s, "E", "x-hills", 0) + people(s, "I", "x-hills", 0);
	go(s, 13);
	const double after = people(s, "E", "x-hills", 0) + people(s, "I", "x-hills", 0);
	ck_assert_double_eq_tol(after - before, 400, 15); /* but for those newly infected or well again within a quarter of a day */
	ck_assert_double_gt(at(s, GZ_SESSION_UNTRACED, "x-hills", 0), 330);
}
END_TEST

/* No reports of what happens while reporting is 0; what was found before still comes in. */
START_TEST(reporting_stops_reports)
{
	load("1/4 d", "", 2);
	s = opened(0, 1);
	other = opened(0, 1);
	command(s, (gz_session_order){.kind = GZ_SESSION_REPORTING, .stream = -1, .place = -1, .size = 0, .from = 0, .until = INT32_MAX});
	command(other, (gz_session_order){.kind = GZ_SESSION_REPORTING, .stream = 0, .place = place("y"), .size = 0, .from = 0, .until = 40});
	command(s, (gz_session_order){.kind = GZ_SESSION_OFF, .measure = LATE});
	command(other, (gz_session_order){.kind = GZ_SESSION_OFF, .measure = LATE}); /* no measure follows from reports */
	go(s, gz_session_last(s));
	go(other, gz_session_last(other));
	const gz_session_gauge all = {.quantity = GZ_SESSION_REPORTS, .place = place("x")};
	gz_session_gauge there = all;
	there.place = place("y");
	ck_assert_double_eq(value(s, all, 0) + value(s, there, 0), 0);
	ck_assert_double_gt(value(other, all, 0), 5);
	ck_assert_double_gt(value(other, there, 0), 5);
	double series[DAYS], early = 0;
	gz_session_series(other, gz_session_column(other, GZ_ENTITY_PLACE, there.place, GZ_DIRECTION_BOTH, GZ_QUANTITY_REPORTED, 0), 0, 10, series);
	for (int32_t day = 0; day < 10; day++)
		early += series[day];
	ck_assert_double_eq(early, 0);
	ck_assert_double_eq(at(s, GZ_SESSION_INFECTIONS, "y", 0), at(other, GZ_SESSION_INFECTIONS, "y", 0));
}
END_TEST

/* Half of a day without reporting halves it: 400 lanes, difference of two binomials within 5 standard deviations. */
START_TEST(reporting_is_the_mean_of_a_day)
{
	double half = 0, whole = 0;
	load("1/4 d", "", 2);
	s = opened(0, 400);
	other = opened(0, 400);
	command(s, (gz_session_order){.kind = GZ_SESSION_REPORTING, .stream = -1, .place = -1, .size = 0, .from = 2, .until = 4});
	command(s, (gz_session_order){.kind = GZ_SESSION_REPORTING, .stream = -1, .place = -1, .size = 0, .from = 4, .until = INT32_MAX});
	command(other, (gz_session_order){.kind = GZ_SESSION_REPORTING, .stream = -1, .place = -1, .size = 0, .from = 4, .until = INT32_MAX});
	go(s, gz_session_last(s));
	go(other, gz_session_last(other));
	for (int32_t lane = 0; lane < 400; lane++) {
		half += value(s, (gz_session_gauge){.quantity = GZ_SESSION_REPORTS, .place = place("x")}, lane) + value(s, (gz_session_gauge){.quantity = GZ_SESSION_REPORTS, .place = place("y")}, lane);
		whole += value(other, (gz_session_gauge){.quantity = GZ_SESSION_REPORTS, .place = place("x")}, lane) + value(other, (gz_session_gauge){.quantity = GZ_SESSION_REPORTS, .place = place("y")}, lane);
	}
	ck_assert_double_gt(whole, 100);
	ck_assert_double_eq_tol(half, whole / 2, 5 * sqrt(whole));
}
END_TEST

START_TEST(without_contact_nobody_is_infected)
{
	load("1/4 d", "", 2);
	s = opened(0, 3);
	go(s, 9);
	command(s, (gz_session_order){.kind = GZ_SESSION_CONTACT, .place = -1, .size = 0, .from = 9, .until = 30});
	double x[3];
	for (int32_t lane = 0; lane < 3; lane++)
		x[lane] = at(s, GZ_SESSION_INFECTIONS, "x", lane) + at(s, GZ_SESSION_INFECTIONS, "y", lane);
	go(s, 30);
	for (int32_t lane = 0; lane < 3; lane++) {
		ck_assert_double_gt(x[lane], 3);
		ck_assert_double_eq(at(s, GZ_SESSION_INFECTIONS, "x", lane) + at(s, GZ_SESSION_INFECTIONS, "y", lane), x[lane]);
	}
	go(s, 60);
	ck_assert_double_gt(at(s, GZ_SESSION_INFECTIONS, "y", 0), x[0]);
	/* a place without contacts while the others have them: its people who stay there are spared */
	command(s, (gz_session_order){.kind = GZ_SESSION_CONTACT, .place = place("y-port"), .size = 0, .from = 60, .until = INT32_MAX});
	const double port = at(s, GZ_SESSION_INFECTIONS, "y-port", 0), town = at(s, GZ_SESSION_INFECTIONS, "x-town", 0);
	go(s, gz_session_last(s));
	ck_assert_double_eq(at(s, GZ_SESSION_INFECTIONS, "y-port", 0), port);
	ck_assert_double_gt(at(s, GZ_SESSION_INFECTIONS, "x-town", 0), town);
}
END_TEST

/* With nobody complying a measure does nothing, to the bit; it is in force all the same. */
START_TEST(without_compliance_a_measure_is_nothing)
{
	load("1/4 d", "steps: {travel: true}\n", 2);
	s = opened(0, 3);
	other = opened(0, 3);
	on(s, SHUT, 4, INT32_MAX);
	on(s, APART, 6, INT32_MAX);
	command(s, (gz_session_order){.kind = GZ_SESSION_COMPLIANCE, .measure = SHUT, .size = 0, .from = 0, .until = INT32_MAX});
	command(s, (gz_session_order){.kind = GZ_SESSION_COMPLIANCE, .measure = APART, .size = 0, .from = 0, .until = INT32_MAX});
	go(s, 40);
	go(other, 40);
	ck_assert_double_eq(of(s, GZ_SESSION_IN_FORCE, SHUT, 0), 1);
	for (int32_t lane = 0; lane < 3; lane++)
		for (int k = 0; k < r.scenario.disease.n_compartments; k++)
			for (int32_t p = 0; p < r.scenario.world.n_places; p++) {
				const gz_session_gauge g = {.quantity = GZ_SESSION_PEOPLE, .place = p, .compartment = k};
				ck_assert_double_eq(gz_session_value(s, &g, lane), gz_session_value(other, &g, lane));
			}
	on(other, SHUT, 40, INT32_MAX);
	go(s, 48);
	go(other, 48);
	const gz_session_gauge over = {.quantity = GZ_SESSION_CROSSING, .flow = GZ_QUANTITY_TRAVELLERS};
	ck_assert_double_gt(value(s, over, 0), 2 * value(other, over, 0));
}
END_TEST

/* ---- what can be read ------------------------------------------------------------------------------------- */

START_TEST(what_measures_have_left)
{
	load("1 d", "", 2);
	s = opened(0, 2);
	ck_assert_double_eq(of(s, GZ_SESSION_CAPACITY_LEFT, LOOK, 0), 150);
	ck_assert_double_eq(of(s, GZ_SESSION_DOSES_LEFT, JAB, 0), 500);
	ck_assert_double_eq(of(s, GZ_SESSION_LEFT, JAB, 0), 500);
	ck_assert_double_eq(of(s, GZ_SESSION_LEFT, FIND, 0), 40);
	ck_assert_double_eq(of(s, GZ_SESSION_BEDS_LEFT, LOOK, 0), 6);
	ck_assert_double_nan(of(s, GZ_SESSION_LEFT, APART, 0));
	ck_assert_double_nan(of(s, GZ_SESSION_CAPACITY_LEFT, FIND, 0));
	on(s, LOOK, 1, INT32_MAX);
	on(s, JAB, 1, INT32_MAX);
	on(s, FIND, 1, INT32_MAX);
	go(s, 6);
	ck_assert_double_eq(of(s, GZ_SESSION_CAPACITY_LEFT, LOOK, 0), 0);
	ck_assert_double_gt(value(s, (gz_session_gauge){.quantity = GZ_SESSION_QUEUE}, 0), 100);
	ck_assert_double_eq(of(s, GZ_SESSION_DOSES_LEFT, JAB, 0), 0);
	ck_assert_double_eq(of(s, GZ_SESSION_SERVED, JAB, 0), 2500);
	ck_assert_double_lt(of(s, GZ_SESSION_BEDS_LEFT, FIND, 0), 40);
	ck_assert_double_eq(at(s, GZ_SESSION_BEDS_FREE, "y-port", 0), of(s, GZ_SESSION_BEDS_LEFT, FIND, 0));
	ck_assert_double_eq(at(s, GZ_SESSION_BEDS_FREE, "y-farm", 0), 0);
	ck_assert_double_ge(of(s, GZ_SESSION_COST, FIND, 0), 500);
}
END_TEST

/* Of a day that is not over, also when the session comes back to it. */
START_TEST(what_is_left_of_a_day)
{
	gz_session_mark *mark = NULL;
	load("1/4 d", "steps: {measures: true}\n", 2);
	s = opened(0, 1);
	on(s, JAB, 0, INT32_MAX);
	for (int32_t step = 1; step <= 6; step++) {
		go(s, step);
		ck_assert_double_eq(of(s, GZ_SESSION_DOSES_LEFT, JAB, 0), 500 - 125 * ((step - 1) % 4 + 1));
	}
	ck_assert_int_eq(gz_session_save(s, &mark, &err), GZ_OK);
	go(s, 16);
	gz_session_restore(s, mark);
	ck_assert_double_eq(of(s, GZ_SESSION_DOSES_LEFT, JAB, 0), 250);
	gz_session_mark_free(mark);
}
END_TEST

/* Numbers that must agree with one another. */
START_TEST(gauges_agree)
{
	load("1/4 d", "", 2);
	s = opened(0, 20);
	const int32_t column = gz_session_column(s, GZ_ENTITY_PLACE, place("y"), GZ_DIRECTION_BOTH, GZ_QUANTITY_INFECTIONS, -1);
	go(s, 41);
	for (int32_t lane = 0; lane < 20; lane++) {
		double series[DAYS], all = 0;
		const double sofar = at(s, GZ_SESSION_INFECTIONS, "y", lane);
		gz_session_series(s, column, lane, gz_session_days(s), series);
		for (int32_t day = 0; day < gz_session_days(s); day++)
			all += series[day];
		ck_assert_double_le(all, sofar);
		ck_assert_double_le(sofar - all, 60); /* of one step */
		ck_assert_double_eq(at(s, GZ_SESSION_PREVALENCE, "y", lane), people(s, "I", "y", lane));
		ck_assert_double_eq(at(s, GZ_SESSION_UNTRACED, "y", lane), people(s, "E", "y", lane));
		ck_assert_double_eq_tol(at(s, GZ_SESSION_BEDS, "y", lane), 0.3 * people(s, "I", "y", lane), 1e-9);
		ck_assert_double_eq(at(s, GZ_SESSION_DEATHS, "x", lane) + at(s, GZ_SESSION_DEATHS, "y", lane), people(s, "D", "x", lane) + people(s, "D", "y", lane));
	}
	double q[GZ_SESSION_QUANTILES], days[DAYS][GZ_SESSION_QUANTILES];
	const gz_session_gauge g = {.quantity = GZ_SESSION_INFECTIONS, .place = place("y")};
	ck_assert(gz_session_spread(s, &g, q));
	int32_t below = 0;
	for (int32_t lane = 0; lane < 20; lane++)
		below += gz_session_value(s, &g, lane) <= q[2];
	ck_assert_int_ge(below, 10);
	ck_assert(q[0] <= q[1] && q[1] <= q[2] && q[2] <= q[3] && q[3] <= q[4] && q[0] < q[4]);
	ck_assert(gz_session_series_spread(s, column, gz_session_days(s), days));
	ck_assert_double_gt(days[9][4], days[9][0]);
}
END_TEST

/* ---- mistakes --------------------------------------------------------------------------------------------- */

static bool stop_at(void *context, int32_t step) { return step < *(int32_t *)context; }

START_TEST(what_cannot_be)
{
	load("1/4 d", "", 2);
	ck_assert_int_eq(gz_session_open(&s, &r.scenario, 1, 0, 0, &err), GZ_ERR_INPUT);
	ck_assert_ptr_null(s);
	s = opened(0, 1);
	ck_assert_int_eq(gz_session_go(s, gz_session_last(s) + 1, NULL, NULL, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "after 20 days"));
	int32_t where = 12;
	ck_assert_int_eq(gz_session_go(s, 40, stop_at, &where, &err), GZ_ERR_INTERRUPTED);
	ck_assert_int_eq(gz_session_now(s), 12);
	ck_assert_int_eq(gz_session_go(s, 11, NULL, NULL, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "only to a mark"));
	const gz_session_order wrong[] = {
		{.kind = GZ_SESSION_ON, .measure = 0, .from = 11, .until = 20}, {.kind = GZ_SESSION_ON, .measure = 8, .from = 12, .until = 20},
		{.kind = GZ_SESSION_ON, .measure = 0, .from = 14, .until = 13}, {.kind = GZ_SESSION_IMPORT, .from = 12, .size = 1.5},
		{.kind = GZ_SESSION_IMPORT, .from = 12, .size = -1}, {.kind = GZ_SESSION_IMPORT, .from = 12, .size = 1, .place = -1},
		{.kind = GZ_SESSION_IMPORT, .from = 12, .size = 1, .compartment = 9}, {.kind = GZ_SESSION_LEAK, .from = 12, .until = 20, .size = 1.1},
		{.kind = GZ_SESSION_LEAK, .from = 12, .until = 20, .size = 1, .measure = -1, .crossing = -1}, {.kind = GZ_SESSION_LEAK, .from = 12, .until = 20, .size = 1, .measure = 8},
		{.kind = GZ_SESSION_LEAK, .from = 12, .until = 20, .size = 1, .crossing = 1}, {.kind = GZ_SESSION_REPORTING, .from = 12, .until = 20, .size = NAN},
		{.kind = GZ_SESSION_REPORTING, .from = 12, .until = 20, .size = 1, .stream = 1}, {.kind = GZ_SESSION_CONTACT, .from = 12, .until = 20, .size = 1, .place = 6},
		{.kind = (gz_session_kind)99, .from = 12}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		err = (gz_error){0};
		ck_assert_msg(gz_session_command(s, &wrong[i], &err) == GZ_ERR_INPUT, "order %d", (int)i);
		ck_assert_ptr_nonnull(strstr(err.sentence, "an order for step"));
	}
	ck_assert_double_nan(at(s, GZ_SESSION_BEDS, "nowhere", 0));
	ck_assert_double_nan(of(s, GZ_SESSION_COST, 8, 0));
	ck_assert_double_nan(at(s, GZ_SESSION_BEDS, "x", 1));
	go(s, gz_session_last(s));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("session");
	TCase *tc = tcase_create("session");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, as_the_run);
	tcase_add_test(tc, as_measures_by_date);
	tcase_add_test(tc, marks_and_stops_change_nothing);
	tcase_add_test(tc, alone_as_among_others);
	tcase_add_test(tc, digests_tell_worlds_apart);
	tcase_add_test(tc, the_shipped_world);
	tcase_add_test(tc, a_state_is_all_there_is);
	tcase_add_test(tc, orders_come_back_as_they_were);
	tcase_add_test(tc, measures_on_and_off);
	tcase_add_test(tc, a_closed_crossing_leaks);
	tcase_add_test(tc, imports_bring_exactly_so_many);
	tcase_add_test(tc, reporting_stops_reports);
	tcase_add_test(tc, reporting_is_the_mean_of_a_day);
	tcase_add_test(tc, without_contact_nobody_is_infected);
	tcase_add_test(tc, without_compliance_a_measure_is_nothing);
	tcase_add_test(tc, what_measures_have_left);
	tcase_add_test(tc, what_is_left_of_a_day);
	tcase_add_test(tc, gauges_agree);
	tcase_add_test(tc, what_cannot_be);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
