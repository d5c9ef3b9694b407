/* An exercise that plays a pack by itself over real HTTP: the script goes out, the world is lived and wound back, players never see its
 * truth; killed while people act, a full disk, a clock set back, two facilitators at once, another machine, random play.
 *
 * GUZAR_SOAK=n in the environment plays n rounds of killing and n times as many random orders instead of a few: make soak.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "suite.h"
#include "visiting.h"

enum { ROUNDS = 12, ORDERS = 150, SCREENS = 60 };

static char seat[80];

static int rounds(int usual)
{
	const char *soak = getenv("GUZAR_SOAK");
	return soak && atoi(soak) > 0 ? atoi(soak) : usual;
}

static void open_play(void)
{
	char pin[8], staff[8];
	played = "clean-water";
	setup();
	login("One", control);
	pins(pin, staff);
	join(pin, "nfp", seat);
}

static json_t *get(const char *where, const char *token)
{
	json_t *value = json_loads(ask("GET", where, token, ""), 0, NULL);
	ck_assert_msg(code == 200 && value, "%s: %d %s", where, code, answer);
	return value;
}

static int64_t number_in(const char *where, const char *token, const char *key)
{
	json_t *value = get(where, token);
	const int64_t n = json_integer_value(json_object_get(value, key));
	json_decref(value);
	return n;
}

/* With the clock standing and nothing owed the live state is the log's. */
static void settled_as_log(void)
{
	post("clock", control, "{\"act\":\"pause\"}"); /* refused where it stands already */
	usleep(600000);
	same_as_log();
}

/* Until the lived world has done so many steps; at most ten seconds. */
static void wait_step(int64_t least, int64_t most)
{
	for (int i = 0; i < 1000; i++) {
		ask("GET", "/api/world", control, "");
		const int64_t step = code == 200 ? number_in("/api/world", control, "step") : -1;
		if (step >= least && step <= most)
			return;
		usleep(10000);
	}
	ck_abort_msg("the world does not come to step %lld", (long long)least);
}

/* ---- the script ------------------------------------------------------------------------------------------------- */
/* How often each inject went out by time; more than once is one too many. */
static int sent_by_time(void)
{
	json_t *log = get("/api/log?format=json", control), *e, *counts = json_object();
	int n = 0;
	size_t i;
	json_array_foreach(log, i, e) {
		const json_t *body = json_object_get(e, "body");
		const char *inject = json_string_value(json_object_get(body, "inject")), *why = json_string_value(json_object_get(body, "why"));
		if (!inject || !why || strcmp(why, "time") != 0 || !json_is_true(json_object_get(e, "in_force")))
			continue;
		ck_assert_msg(!json_object_get(counts, inject), "inject %s went out twice", inject);
		json_object_set_new(counts, inject, json_true());
		n++;
	}
	json_decref(counts);
	json_decref(log);
	return n;
}

static void until_ex(int64_t ex)
{
	char word[16];
	for (int i = 0; i < 1000 && clock_of(control, word) < ex; i++) {
		json_t *view = state(control);
		if (json_object_get(view, "slowed")) /* a phase has begun at its own speed */
			good("clock", control, "{\"act\":\"speed\",\"value\":3600}");
		json_decref(view);
		usleep(10000);
	}
	ck_assert_int_ge(clock_of(control, word), ex);
}

/* How often each role that plays was spoken to by script and control, beside the messages themselves. */
static void load_as_told(void)
{
	json_t *view = state(control), *m, *to, *told;
	const char *role;
	size_t i, k;
	ck_assert_uint_gt(json_object_size(json_object_get(view, "load")), 0);
	json_object_foreach(json_object_get(view, "load"), role, told) {
		json_int_t n = 0, last = -1;
		json_array_foreach(json_object_get(view, "messages"), i, m) {
			bool reached = json_array_size(json_object_get(m, "to")) == 0;
			json_array_foreach(json_object_get(m, "to"), k, to)
				reached = reached || strcmp(json_string_value(to), role) == 0;
			if (!reached || (json_object_get(m, "seat") && !json_object_get(m, "persona")))
				continue;
			n++;
			last = last < 0 ? json_integer_value(json_object_get(m, "ex")) : last; /* the newest stands first */
		}
		ck_assert_int_eq(json_integer_value(json_object_get(told, "n")), n);
		ck_assert_int_eq(json_is_null(json_object_get(told, "last")) ? -1 : json_integer_value(json_object_get(told, "last")), last);
	}
	json_decref(view);
}

START_TEST(test_the_script_goes_out)
{
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":3600}");
	until_ex(5400000);
	usleep(500000);
	ck_assert_int_ge(sent_by_time(), 30);
	json_t *log = get("/api/log?format=json", control), *opening = json_object_get(json_array_get(log, 0), "body");
	ck_assert_str_eq(json_string_value(json_object_get(opening, "seed_by")), "rehearsal"); /* the pack's rehearsed.yaml */
	ck_assert_int_gt(json_integer_value(json_object_get(opening, "world")), 0);
	json_decref(log);
	json_t *view = state(seat), *m;
	size_t i;
	bool values = false;
	json_array_foreach(json_object_get(view, "messages"), i, m) {
		const char *body = json_string_value(json_object_get(json_object_get(m, "body"), "en"));
		ck_assert_msg(body && !strstr(body, "${") && !strstr(body, "["), "%s", body ? body : "no text");
		values = values || (strstr(body, "in the last seven days: ") && !strstr(body, "days: ?"));
	}
	ck_assert_msg(values, "no message tells a number of the world");
	json_decref(view);
	settled_as_log();
	load_as_told();
}
END_TEST

/* Each of the truth's series, as text, stands in nothing that a seat can get; nor do the words that only the truth has. */
START_TEST(test_truth_stays_with_control)
{
	static const char *const words[] = {"infections", "prevalence", "so_far", "\"truth\"", "spread", "truth("};
	static const char *const doors[] = {"/api/state", "/api/known", "/api/role", "/api/map"};
	int looked = 0;
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"jump\",\"value\":4800000}");
	good("clock", control, "{\"act\":\"pause\"}");
	wait_step(240, 1000);
	usleep(300000);
	json_t *world = get("/api/world", control), *place, *view = state(control), *m;
	for (size_t d = 0; d < sizeof doors / sizeof *doors; d++) {
		size_t i;
		const char *seen = ask("GET", doors[d], seat, "");
		ck_assert_int_eq(code, 200);
		for (size_t w = 0; w < sizeof words / sizeof *words; w++)
			ck_assert_msg(!strstr(seen, words[w]), "%s tells %s", doors[d], words[w]);
		json_array_foreach(json_object_get(json_object_get(world, "truth"), "places"), i, place) {
			const json_t *series = json_object_get(place, "infections");
			char *text = json_dumps(series, JSON_COMPACT | JSON_ENCODE_ANY), sum[32];
			if (json_integer_value(json_object_get(place, "so_far")) > 20) { /* a series with something in it, and its sum */
				ck_assert_msg(!strstr(seen, text), "%s tells the series of %s", doors[d], json_string_value(json_object_get(place, "id")));
				snprintf(sum, sizeof sum, ":%lld,", (long long)json_integer_value(json_object_get(place, "so_far")));
				looked++;
			}
			free(text);
		}
	}
	ck_assert_int_gt(looked, 4);
	size_t i;
	bool told = false; /* a message of the script to controllers has it, and reaches no seat */
	json_array_foreach(json_object_get(view, "messages"), i, m)
		told = told || (json_object_get(m, "inject") && strcmp(json_string_value(json_object_get(m, "inject")), "28t") == 0);
	ck_assert(told);
	ck_assert_ptr_null(strstr(ask("GET", "/api/state", seat, ""), "For controllers"));
	json_decref(view);
	json_decref(world);
}
END_TEST

/* ---- back and forth --------------------------------------------------------------------------------------------- */
static char *known_at(int64_t ex, int64_t step)
{
	char body[80], word[16];
	snprintf(body, sizeof body, "{\"act\":\"step\",\"value\":%lld}", (long long)(ex - clock_of(control, word)));
	good("clock", control, body);
	wait_step(step, step);
	return strdup(ask("GET", "/api/known", seat, ""));
}

START_TEST(test_back_and_forth)
{
	char body[96];
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	free(known_at(900000, 8)); /* what is due until then has gone out, and stays */
	usleep(300000);
	char *first = known_at(3600000, 43);
	good("clock", control, "{\"act\":\"rewind\",\"value\":900000}");
	wait_step(8, 8);
	char *second = known_at(3600000, 43);
	ck_assert_str_eq(first, second);
	good("clock", control, "{\"act\":\"rewind\",\"value\":900000}");
	json_t *told = json_loads(post("act", seat, "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\"x\"}"), 0, NULL);
	ck_assert_int_eq(code, 200);
	snprintf(body, sizeof body, "{\"order\":%lld,\"reason\":\"not yet\"}", (long long)json_integer_value(json_object_get(told, "number")));
	json_decref(told);
	good("refuse", control, body); /* what was refused has done nothing */
	char *third = known_at(3600000, 43);
	ck_assert_str_eq(first, third);
	free(first);
	free(second);
	free(third);
	settled_as_log();
}
END_TEST

/* The siblings follow, and go back with the world. */
START_TEST(test_the_siblings_follow)
{
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	good("clock", control, "{\"act\":\"step\",\"value\":3060000}");
	for (int i = 0; i < 2; i++) {
		json_t *world = NULL;
		const int64_t step = i == 0 ? 43 : 8;
		bool there = false;
		for (int k = 0; k < 3000 && !there; k++) {
			json_decref(world);
			world = get("/api/world", control);
			there = json_integer_value(json_object_get(json_object_get(world, "spread"), "steps")) == step;
			if (!there)
				usleep(10000);
		}
		ck_assert_msg(there, "the siblings do not come to step %lld", (long long)step);
		ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(world, "spread"), "worlds")), 200);
		json_decref(world);
		good("clock", control, "{\"act\":\"rewind\",\"value\":900000}");
	}
}
END_TEST

/* ---- what goes wrong -------------------------------------------------------------------------------------------- */
static pid_t kill_after(pid_t child, int microseconds)
{
	const pid_t killer = fork();
	if (killer == 0) {
		usleep((useconds_t)microseconds);
		kill(child, SIGKILL);
		_exit(0);
	}
	return killer;
}

/* Nobody reads what an order changed before the end; then everybody who has a seat does, and no stranger. */
START_TEST(test_what_each_order_changed_is_told_after_the_end)
{
	good("clock", control, "{\"act\":\"start\"}");
	good("act", seat, "{\"act\":\"decide\",\"decision\":\"hygiene\",\"reasons\":\"queues\"}");
	good("act", seat, "{\"act\":\"decide\",\"decision\":\"imported\",\"reasons\":\"x\"}");
	good("clock", control, "{\"act\":\"jump\",\"value\":4200000}");
	for (const char *const *who = (const char *const[]){control, seat, NULL}; *who; who++) {
		ask("GET", "/api/hindsight", *who, "");
		ck_assert_int_eq(code, 404);
	}
	good("clock", control, "{\"act\":\"end\"}");
	ask("GET", "/api/hindsight", seat, "");
	ck_assert_int_eq(code, 200); /* nothing yet is an answer, too */
	json_t *told = NULL;
	for (int i = 0; i < 3000; i++) {
		ask("GET", "/api/hindsight", control, "");
		told = code == 200 ? get("/api/hindsight", control) : NULL;
		if (told && json_integer_value(json_object_get(told, "done")) == json_integer_value(json_object_get(told, "total")))
			break;
		json_decref(told);
		told = NULL;
		usleep(20000);
	}
	ck_assert_msg(told != NULL, "what the orders changed does not come");
	bool hygiene = false, imported = false;
	size_t i;
	json_t *row;
	json_array_foreach(json_object_get(told, "rows"), i, row) {
		const char *decision = json_string_value(json_object_get(row, "decision"));
		hygiene = hygiene || strcmp(decision, "hygiene") == 0;
		imported = imported || strcmp(decision, "imported") == 0;
		ck_assert(json_object_get(json_object_get(row, "name"), "en") && json_object_get(json_object_get(row, "with"), "infections"));
		ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(row, "others"), "worlds")), 200);
	}
	ck_assert(hygiene && !imported); /* a word to WHO changes no world */
	json_decref(told);
	for (const char *const *who = (const char *const[]){seat, "", NULL}; *who; who++) {
		ask("GET", "/api/hindsight", *who, "");
		ck_assert_int_eq(code, **who ? 200 : 401);
	}
}
END_TEST

START_TEST(test_killed_in_play)
{
	int64_t told = 0, expected = 0;
	int n = 0;
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":60}");
	close_all();
	srand(20270503);
	for (int round = 0; round < rounds(ROUNDS); round++) {
		const pid_t child = served_by_a_child(0);
		const int after = rand() % 150000;
		pid_t killer = -1;
		int taken = 0;
		post("clock", control, "{\"act\":\"start\"}");
		do {
			char body[96];
			if (n % 3 == 1)
				post("inject", control, "{\"act\":\"send\",\"inject\":\"43\"}");
			else if (n % 3 == 2)
				post("act", seat, "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"n\":1}}");
			expected += n % 3 != 0 && code == 200;
			snprintf(body, sizeof body, "{\"text\":\"%d\",\"to\":[\"post\"]}", ++n);
			post("send", seat, body);
			acknowledged[n] = code == 200;
			taken += code == 200;
			if (taken == 2 && killer < 0) /* at a random moment once something has happened, however slow the machine is */
				killer = kill_after(child, after);
		} while (code == 200 && n < 99999);
		told += taken;
		waitpid(killer, NULL, 0);
		reap(child);
	}
	ck_assert_int_ge(told, 2 * rounds(ROUNDS));
	all_kept(told);
	serve();
	settled_as_log();
	json_t *view = state(control);
	const int64_t forms = (int64_t)json_array_size(json_object_get(view, "forms"));
	json_t *quick = json_object_get(json_object_get(view, "injects"), "43");
	ck_assert_int_ge(forms + json_integer_value(json_object_get(quick, "count")), expected);
	json_decref(view);
	sent_by_time(); /* none twice */
	good("clock", control, "{\"act\":\"start\"}"); /* and it goes on */
	good("clock", control, "{\"act\":\"jump\",\"value\":4800000}");
	wait_step(240, 1000);
	settled_as_log();
}
END_TEST

START_TEST(test_a_full_disk_in_play)
{
	char body[3200];
	int64_t told = 0;
	int n = 0;
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":600}");
	close_all();
	const pid_t child = served_by_a_child(700 << 10);
	post("clock", control, "{\"act\":\"start\"}");
	do {
		snprintf(body, sizeof body, "{\"text\":\"%d %03000d\",\"to\":[\"post\"]}", ++n, 0);
		post("send", seat, body);
		acknowledged[n] = code == 200;
		told += code == 200;
	} while (code == 200 && n < 1000);
	ck_assert_int_eq(code, 503);
	usleep(400000); /* the script finds it full as well, and nothing breaks */
	json_t *view = state(control);
	ck_assert(json_is_string(json_object_get(view, "failed")));
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(view, "clock"), "state")), "paused");
	json_decref(view);
	ck_assert_ptr_nonnull(strstr(post("inject", control, "{\"act\":\"send\",\"inject\":\"43\"}"), "nothing more is taken"));
	reap(child);
	all_kept(told);
	serve();
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"jump\",\"value\":5000000}");
	wait_step(240, 1000);
	sent_by_time();
	settled_as_log();
}
END_TEST

/* A log whose last entry lies a day ahead: the wall's clock was set back since. */
START_TEST(test_a_clock_set_back)
{
	gz_ledger *l = NULL;
	gz_error err = {0};
	int64_t number = 0;
	char start[] = "{\"act\":\"start\",\"ex\":0,\"by\":\"One\"}", word[16];
	close_all();
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
	ck_assert_int_eq(gz_ledger_add(l, ((int64_t)time(NULL) + 86400) * 1000, "clock", start, strlen(start), &number, &err), GZ_OK);
	gz_ledger_close(l);
	serve();
	clock_of(control, word);
	ck_assert_str_eq(word, "paused");
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":600}");
	until_ex(400000);
	ck_assert_int_ge(sent_by_time(), 2);
	settled_as_log();
}
END_TEST

/* Two facilitators and a seat act at the same time, each from a process of its own. */
START_TEST(test_two_facilitators_at_once)
{
	char second[80];
	int fine = 0;
	login("Two", second);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":600}");
	pid_t others[2];
	for (int k = 0; k < 2; k++) {
		others[k] = fork();
		if (others[k] == 0) {
			for (int i = 0; i < 20; i++) {
				if (k == 0)
					post("inject", second, i % 2 ? "{\"act\":\"release\",\"inject\":\"33\"}" : "{\"act\":\"hold\",\"inject\":\"33\"}");
				else
					post("send", seat, "{\"text\":\"seat\",\"to\":[\"post\"]}");
				if (code != 200 && code != 409)
					_exit(1);
			}
			_exit(0);
		}
	}
	for (int i = 0; i < 20; i++) {
		post("inject", control, "{\"act\":\"send\",\"inject\":\"43\"}");
		fine += code == 200;
		post("inject", control, i % 2 ? "{\"act\":\"release\",\"inject\":\"34\"}" : "{\"act\":\"hold\",\"inject\":\"34\"}");
		ck_assert(code == 200 || code == 409);
	}
	for (int k = 0; k < 2; k++) {
		int status = 0;
		waitpid(others[k], &status, 0);
		ck_assert_int_eq(status, 0);
	}
	ck_assert_int_eq(fine, 20);
	json_t *view = state(control);
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(json_object_get(view, "injects"), "43"), "count")), 20);
	json_decref(view);
	settled_as_log();
}
END_TEST

/* ---- another machine, another pack ------------------------------------------------------------------------------ */
START_TEST(test_the_file_alone_is_enough)
{
	gz_error err = {0};
	char *folded = NULL, other[160], command[512];
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"jump\",\"value\":3000000}");
	usleep(400000);
	good("clock", control, "{\"act\":\"pause\"}");
	close_all();
	snprintf(other, sizeof other, "%s/carried.guzar", folder);
	snprintf(command, sizeof command, "cp '%s' '%s'", path, other);
	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(setenv("GUZAR_LIBRARY", "/nonexistent", 1), 0);
	ck_assert_msg(gz_room_replay(other, &folded, &err) == GZ_OK, "%s", err.sentence);
	serve();
	ck_assert_str_eq(ask("GET", "/api/replay", control, ""), folded);
	free(folded);
	good("clock", control, "{\"act\":\"start\"}"); /* and it plays on without the library */
	good("clock", control, "{\"act\":\"jump\",\"value\":4800000}");
	wait_step(240, 1000);
}
END_TEST

START_TEST(test_another_pack_is_refused)
{
	gz_ledger *l = NULL;
	gz_error err = {0};
	gz_room *again = NULL;
	char *text = NULL, made[GZ_ROOM_PASSWORD];
	close_all();
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
	ck_assert_int_eq(gz_ledger_get(l, "pack", &text, &err), GZ_OK);
	char *at = strstr(text, "A driver is ill");
	ck_assert_ptr_nonnull(at);
	at[0] = 'E';
	ck_assert_int_eq(gz_ledger_set(l, "pack", text, &err), GZ_OK);
	gz_ledger_close(l);
	ck_assert_int_eq(gz_room_open(&again, &(gz_room_options){.path = path}, made, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "not the one that it was begun with"));
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
	ck_assert_int_eq(gz_ledger_set(l, "pack", NULL, &err), GZ_OK);
	gz_ledger_close(l);
	ck_assert_int_eq(gz_room_open(&again, &(gz_room_options){.path = path}, made, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "missing"));
	free(text);
}
END_TEST

/* ---- random play ------------------------------------------------------------------------------------------------ */
START_TEST(test_random_play)
{
	static const struct { bool seat; const char *order, *body; } deeds[] = {
		{false, "clock", "{\"act\":\"start\"}"}, {false, "clock", "{\"act\":\"pause\"}"}, {false, "clock", "{\"act\":\"speed\",\"value\":3600}"}, {false, "clock", "{\"act\":\"speed\",\"value\":7}"},
		{false, "clock", "{\"act\":\"rewind\",\"value\":300000}"}, {false, "clock", "{\"act\":\"rewind\",\"value\":2400000}"}, {false, "clock", "{\"act\":\"step\",\"value\":120000}"},
		{false, "clock", "{\"act\":\"jump\",\"value\":3600000}"}, {false, "phase", "{\"do\":\"next\"}"}, {false, "phase", "{\"do\":\"extend\",\"ms\":30000}"},
		{false, "inject", "{\"act\":\"hold\",\"inject\":\"9\"}"}, {false, "inject", "{\"act\":\"release\",\"inject\":\"9\"}"}, {false, "inject", "{\"act\":\"skip\",\"inject\":\"12\"}"},
		{false, "inject", "{\"act\":\"send\",\"inject\":\"1b\"}"}, {false, "inject", "{\"act\":\"shift\",\"inject\":\"20\",\"ms\":-60000}"}, {false, "milestone", "{\"milestone\":\"confirmed\",\"value\":1}"},
		{true, "act", "{\"act\":\"decide\",\"decision\":\"hygiene\",\"reasons\":\"x\"}"}, {true, "act", "{\"act\":\"decide\",\"decision\":\"vaccine\"}"}, {true, "send", "{\"text\":\"x\",\"to\":[\"post\"]}"},
		{true, "act", "{\"act\":\"form\",\"form\":\"annex2\",\"fields\":{\"serious\":true}}"}, {false, "act", "{\"act\":\"decide\",\"decision\":\"kits\",\"seat\":\"surveillance\",\"at\":1000}"},
		{false, "clock", "{\"act\":\"emergency\"}"}, {false, "clock", "{\"act\":\"start\"}"}, {true, "act", "{\"act\":\"answer\",\"phase\":\"table\",\"question\":2,\"text\":\"x\"}"},
	};
	int taken = 0;
	srand(5);
	for (int i = 0; i < ORDERS * (rounds(1) > 1 ? rounds(1) / 10 + 1 : 1); i++) {
		const int which = rand() % (int)(sizeof deeds / sizeof *deeds);
		post(deeds[which].order, deeds[which].seat ? seat : control, deeds[which].body);
		ck_assert_msg(code == 200 || code == 409, "%s %s: %d", deeds[which].order, deeds[which].body, code);
		taken += code == 200;
		if (rand() % 8 == 0)
			usleep((useconds_t)(rand() % 30000));
		if (i % 50 == 49)
			settled_as_log();
	}
	ck_assert_int_gt(taken, 20);
	post("clock", control, "{\"act\":\"pause\"}");
	usleep(500000);
	json_t *world = get("/api/world", control);
	ck_assert_msg(json_is_null(json_object_get(world, "failed")), "%s", json_string_value(json_object_get(world, "failed")));
	json_decref(world);
	close_all();
	serve();
	settled_as_log();
}
END_TEST

/* ---- screens ---------------------------------------------------------------------------------------------------- */
/* An inject stands on sixty screens; a seat that sits idle while the clock runs gets at most 1 kB a second. */
START_TEST(test_sixty_screens_in_play)
{
	char head[256];
	int screens[SCREENS];
	good("clock", control, "{\"act\":\"start\"}");
	for (int i = 0; i < SCREENS; i++) {
		screens[i] = connected();
		const int n = snprintf(head, sizeof head, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: guzar=%s\r\n\r\n", port, i < 40 ? seat : control);
		ck_assert_int_eq(send(screens[i], head, (size_t)n, 0), n);
		hear(screens[i], "event: state");
	}
	good("inject", control, "{\"act\":\"send\",\"inject\":\"43\"}");
	for (int i = 0; i < SCREENS; i++) {
		hear(screens[i], "A video from somewhere else");
		ck_assert_ptr_nonnull(strstr(answer, "A video from somewhere else"));
	}
	usleep(500000);
	const struct timeval brief = {.tv_usec = 1000};
	setsockopt(screens[0], SOL_SOCKET, SO_RCVTIMEO, &brief, sizeof brief);
	while (recv(screens[0], answer, sizeof answer, 0) > 0)
		;
	ssize_t got, all = 0;
	usleep(6000000);
	while ((got = recv(screens[0], answer, sizeof answer, 0)) > 0)
		all += got;
	ck_assert_msg(all > 0 && all <= 6 * 1024, "an idle seat got %zd bytes in six seconds", all);
	for (int i = 0; i < SCREENS; i++)
		close(screens[i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lived");
	TCase *c = tcase_create("lived");
	tcase_set_timeout(c, getenv("GUZAR_SOAK") ? 7200 : 240);
	tcase_add_checked_fixture(c, open_play, teardown);
	tcase_add_test(c, test_the_script_goes_out);
	tcase_add_test(c, test_truth_stays_with_control);
	tcase_add_test(c, test_back_and_forth);
	tcase_add_test(c, test_the_siblings_follow);
	tcase_add_test(c, test_what_each_order_changed_is_told_after_the_end);
	tcase_add_test(c, test_killed_in_play);
	tcase_add_test(c, test_a_full_disk_in_play);
	tcase_add_test(c, test_a_clock_set_back);
	tcase_add_test(c, test_two_facilitators_at_once);
	tcase_add_test(c, test_the_file_alone_is_enough);
	tcase_add_test(c, test_another_pack_is_refused);
	tcase_add_test(c, test_random_play);
	tcase_add_test(c, test_sixty_screens_in_play);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
