/* The exercise room over real HTTP: joining, orders, two facilitators, going back, wrong PINs, freed seats, bad bodies, a process killed
 * while people act, a full disk, and sixty screens.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "suite.h"
#include "visiting.h"

enum { SCREENS = 60, ROUNDS = 30 };

/* ---- tests ------------------------------------------------------------------------------------------------------ */
START_TEST(test_a_course_of_play)
{
	char pin[8], staff[8], a[80], b[80], word[16];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", a);
	join(pin, "border", b); /* a second device of the same seat */
	ck_assert_str_ne(a, b);
	good("check", control, "{\"act\":\"ask\"}");
	json_t *view = state(b);
	char body[64];
	snprintf(body, sizeof body, "{\"act\":\"answer\",\"number\":%lld}", (long long)json_integer_value(json_object_get(json_object_get(view, "check"), "number")));
	json_decref(view);
	good("check", b, body);
	view = state(a); /* the seat has answered, whichever of its devices did */
	ck_assert(json_is_true(json_object_get(json_object_get(view, "check"), "answered")));
	json_decref(view);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"jump\",\"value\":3600000}");
	good("send", control, "{\"text\":\"to all\"}");
	good("send", control, "{\"text\":\"not to you\",\"to\":[\"customs\"]}");
	ck_assert_uint_eq(messages(a), 1);
	good("clock", control, "{\"act\":\"pause\"}");
	good("clock", control, "{\"act\":\"step\",\"value\":60000}");
	ck_assert_int_ge(clock_of(a, word), 3660000);
	good("send", control, "{\"text\":\"later\"}");
	good("clock", control, "{\"act\":\"rewind\",\"value\":1800000}");
	ck_assert_int_eq(clock_of(a, word), 1800000);
	ck_assert_str_eq(word, "paused");
	ck_assert_uint_eq(messages(a), 0);
	good("clock", control, "{\"act\":\"end\"}");
	post("clock", control, "{\"act\":\"start\"}");
	ck_assert_int_eq(code, 409);
	same_as_log();
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/log?format=csv", control, ""), "send,no"));
	ck_assert_ptr_nonnull(strstr(answer, "exercise-log.csv"));
}
END_TEST

START_TEST(test_a_real_emergency)
{
	char pin[8], staff[8], a[80], word[16];
	login("One", control);
	pins(pin, staff);
	join(pin, "post", a);
	post("emergency", a, "{}");
	ck_assert_int_eq(code, 409);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"emergency\"}");
	clock_of(a, word);
	ck_assert_str_eq(word, "real");
	good("emergency", a, "{}");
	json_t *view = state(control);
	ck_assert(json_is_true(json_object_get(json_object_get(json_object_get(view, "emergency"), "read"), "post")));
	json_decref(view);
	good("clock", control, "{\"act\":\"start\"}");
	clock_of(a, word);
	ck_assert_str_eq(word, "paused");
	same_as_log();
}
END_TEST

START_TEST(test_two_facilitators)
{
	char second[80], word[16];
	login("One", control);
	login("Two", second);
	good("clock", control, "{\"act\":\"start\"}");
	post("clock", second, "{\"act\":\"start\"}");
	ck_assert_int_eq(code, 409); /* told, not done twice */
	good("clock", second, "{\"act\":\"speed\",\"value\":60}");
	good("send", second, "{\"text\":\"from two\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	clock_of(second, word);
	ck_assert_str_eq(word, "paused");
	json_t *view = state(control);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(json_object_get(view, "messages"), 0), "by")), "Two");
	json_decref(view);
}
END_TEST

/* An order whose answer was lost on the way is sent again by the page: it counts once, also when the room was killed in between. */
START_TEST(test_said_again)
{
	static const char body[] = "{\"text\":\"close the tap\",\"once\":\"k3j\"}";
	char second[80], first[160];
	login("One", control);
	login("Two", second);
	snprintf(first, sizeof first, "%s", post("send", control, body));
	ck_assert_int_eq(code, 200);
	ck_assert_str_eq(post("send", control, body), first); /* with the same number */
	close_all();
	serve();
	ck_assert_str_eq(post("send", control, body), first);
	ck_assert_uint_eq(messages(control), 1);
	good("send", second, body); /* somebody else's mark is another one */
	good("note", control, body);
	good("send", control, "{\"text\":\"close the tap\"}");
	ck_assert_uint_eq(messages(control), 3);
	same_as_log();
}
END_TEST

START_TEST(test_pins)
{
	char pin[8], staff[8], a[80], body[128];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", a);
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"evaluator\"}", pin);
	post("join", NULL, body); /* players' PIN does not open an evaluator's seat */
	ck_assert_int_eq(code, 401);
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"nobody\"}", pin);
	post("join", NULL, body);
	ck_assert_int_eq(code, 409);
	good("seat", control, "{\"act\":\"pin\"}");
	char fresh[8];
	pins(fresh, staff);
	ck_assert_str_ne(fresh, pin);
	messages(a); /* who has joined keeps the seat */
	ck_assert_int_eq(code, 200);
	for (int i = 0; i < 4; i++) {
		snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"border\"}", "x");
		ck_assert_ptr_nonnull(strstr(post("join", NULL, body), "PIN is not the right one"));
	}
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"border\"}", fresh);
	ck_assert_ptr_nonnull(strstr(post("join", NULL, body), "wait a minute")); /* even the right one */
	ck_assert_int_eq(code, 429);
}
END_TEST

START_TEST(test_a_freed_seat)
{
	char pin[8], staff[8], a[80], b[80];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", a);
	good("seat", control, "{\"act\":\"free\",\"seat\":\"border\"}");
	ck_assert_ptr_nonnull(strstr(post("read", a, "{\"message\":1,\"act\":\"done\"}"), "join again"));
	ck_assert_int_eq(code, 401);
	ask("GET", "/api/events", a, "");
	ck_assert_int_eq(code, 401);
	join(pin, "border", b);
	post("read", a, "{\"message\":1,\"act\":\"done\"}"); /* the old token stays dead */
	ck_assert_int_eq(code, 401);
	post("leave", b, "{}");
	post("read", b, "{\"message\":1,\"act\":\"done\"}");
	ck_assert_int_eq(code, 401);
}
END_TEST

static bool listed(const json_t *list, const char *id)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
		if (strcmp(json_string_value(one), id) == 0)
			return true;
	return false;
}

/* How a seat stands with the comms check, for the control team: 'a' answered, 'm' missing, 'e' nobody sits there, '-' not asked. */
static char checked(const char *id)
{
	json_t *view = state(control), *check = json_object_get(view, "check");
	const char how = listed(json_object_get(check, "answered"), id) ? 'a' : listed(json_object_get(check, "missing"), id) ? 'm' :
		listed(json_object_get(check, "empty"), id) ? 'e' : '-';
	json_decref(view);
	return how;
}

static bool seated(const char *id)
{
	json_t *view = state(control);
	const bool joined = json_is_true(json_object_get(json_object_get(json_object_get(view, "seats"), id), "joined"));
	json_decref(view);
	return joined;
}

/* Who leaves on purpose leaves the seat empty, unless another device still sits there. */
START_TEST(test_a_seat_that_is_left)
{
	char pin[8], staff[8], a[80], b[80], c[80], body[64];
	login("One", control);
	pins(pin, staff);
	ck_assert_int_eq(checked("border"), 'e');
	ck_assert_int_eq(checked("evaluator"), '-'); /* it need not be there */
	join(pin, "border", a);
	join(pin, "border", b);
	join(pin, "post", c);
	good("check", control, "{\"act\":\"ask\"}");
	json_t *view = state(a);
	snprintf(body, sizeof body, "{\"act\":\"answer\",\"number\":%lld}", (long long)json_integer_value(json_object_get(json_object_get(view, "check"), "number")));
	json_decref(view);
	ck_assert_int_eq(checked("border"), 'm');
	good("check", a, body);
	ck_assert_int_eq(checked("border"), 'a');
	ck_assert_int_eq(checked("post"), 'm');
	ck_assert_int_eq(checked("customs"), 'e');
	good("leave", a, "{}");
	ck_assert(seated("border"));
	post("check", a, body);
	ck_assert_int_eq(code, 401);
	good("leave", a, "{}"); /* nobody leaves twice */
	ck_assert(seated("border"));
	good("leave", b, "{}");
	ck_assert(!seated("border"));
	ck_assert_int_eq(checked("border"), 'e');
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"customs\"}", pin);
	post("join", c, body); /* one that changes its seat has left the other */
	ck_assert_int_eq(code, 200);
	ck_assert(!seated("post") && seated("customs"));
	join(pin, "border", a);
	ck_assert(seated("border"));
	ck_assert_int_eq(checked("border"), 'm'); /* who comes anew is asked anew */
	same_as_log();
	close_all();
	serve();
	ck_assert(seated("border") && !seated("post"));
}
END_TEST

static bool marked_away(const char *id)
{
	json_t *view = state(control);
	const bool away = json_is_true(json_object_get(json_object_get(json_object_get(view, "seats"), id), "away"));
	json_decref(view);
	return away;
}

static bool becomes_away(const char *id, bool wanted)
{
	for (int i = 0; i < 200 && marked_away(id) != wanted; i++)
		usleep(20000);
	return marked_away(id) == wanted;
}

/* Nobody is there for ever because a device once was: silent for long its role is played by its card, and a lost token holds no seat. */
START_TEST(test_a_seat_that_is_silent)
{
	char pin[8], staff[8], lost[80], found[80], head[256];
	close_all();
	silence = 300;
	serve();
	login("One", control);
	pins(pin, staff);
	join(pin, "border", lost);
	join(pin, "post", found);
	usleep(400000);
	ck_assert(!marked_away("border")); /* nobody is missed before the start */
	good("clock", control, "{\"act\":\"start\"}");
	ck_assert(becomes_away("border", true));
	ck_assert(seated("border") && !marked_away("evaluator"));
	json_t *view = state(control), *role;
	size_t i;
	json_array_foreach(json_object_get(view, "roles"), i, role)
		if (strcmp(json_string_value(json_object_get(role, "id")), "border") == 0 || strcmp(json_string_value(json_object_get(role, "id")), "evaluator") == 0)
			ck_assert_int_eq(json_object_get(role, "away") != NULL, json_string_value(json_object_get(role, "id"))[0] == 'b');
	json_decref(view);
	const int s = connected(), n = snprintf(head, sizeof head, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: guzar=%s\r\n\r\n", port, lost);
	ck_assert_int_eq(send(s, head, (size_t)n, MSG_NOSIGNAL), n);
	hear(s, "event: state");
	ck_assert(becomes_away("border", false));
	usleep(500000);
	ck_assert(!marked_away("border")); /* a screen that follows is there however long it says nothing */
	ck_assert(becomes_away("post", true));
	join(pin, "post", found); /* the same hands with another token: the first one is lost */
	good("leave", found, "{}");
	ck_assert(!seated("post"));
	same_as_log();
	close(s);
	silence = 0;
}
END_TEST

/* A screen of a seat that was left is told so, and shows no more. */
START_TEST(test_screens_of_a_seat_that_is_left)
{
	char pin[8], staff[8], a[80], head[256];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", a);
	const int s = connected(), n = snprintf(head, sizeof head, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: guzar=%s\r\n\r\n", port, a);
	ck_assert_int_eq(send(s, head, (size_t)n, MSG_NOSIGNAL), n);
	hear(s, "event: state");
	good("leave", a, "{}");
	hear(s, "event: gone");
	ck_assert_ptr_nonnull(strstr(answer, "event: gone"));
	close(s);
}
END_TEST

START_TEST(test_what_nobody_may)
{
	static const struct { const char *order, *body; int code; } cases[] = {
		{"clock", "{\"act\":\"start\"}", 403}, {"send", "{\"text\":\"x\"}", 409}, {"seat", "{\"act\":\"pin\"}", 403}, {"network", "{\"wifi\":\"x\"}", 403}, {"note", "{\"text\":\"x\"}", 403},
		{"read", "{\"message\":999,\"act\":\"done\"}", 409}, {"read", "{\"message\":\"1\",\"act\":\"done\"}", 400}, {"check", "{\"act\":\"answer\",\"number\":1}", 409},
		{"fly", "{}", 404}, {"read", "[1]", 400}, {"read", "{", 400}, {"read", "", 400}, {"read", "{\"act\":\"done\",\"act\":\"done\"}", 400}, {"join", "{\"pin\":7}", 400},
	};
	char pin[8], staff[8], a[80];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", a);
	const char *told = post(cases[_i].order, a, cases[_i].body);
	ck_assert_msg(code == cases[_i].code && strstr(told, "sentence"), "%s %s: %d %s", cases[_i].order, cases[_i].body, code, told);
	post(cases[_i].order, "0000000000000000000000000000000000000000000000000000000000000000", cases[_i].body);
	ck_assert_int_ge(code, 400);
	ask("GET", "/api/log", a, "");
	ck_assert_int_eq(code, 403);
	ask("GET", "/api/qr?of=join", a, "");
	ck_assert_int_eq(code, 403);
	ask("GET", "/api/replay", NULL, "");
	ck_assert_int_eq(code, 401);
}
END_TEST

START_TEST(test_bodies_of_the_control_team)
{
	static const struct { const char *order, *body; int code; } cases[] = {
		{"clock", "{\"act\":\"fly\"}", 409}, {"clock", "{\"act\":\"speed\",\"value\":0}", 409}, {"clock", "{\"act\":\"speed\",\"value\":4294967297}", 409},
		{"clock", "{\"act\":\"speed\",\"value\":1.5}", 400}, {"clock", "{\"act\":\"rewind\",\"value\":-1}", 409}, {"clock", "{}", 400},
		{"send", "{\"text\":\" \"}", 409}, {"send", "{\"text\":\"x\",\"to\":[\"moon\"]}", 409}, {"send", "{\"text\":\"x\",\"to\":[1]}", 400}, {"send", "{\"text\":\"x\",\"to\":\"border\"}", 400},
		{"send", "{\"text\":\"a\\u0000b\"}", 400}, {"seat", "{\"act\":\"free\",\"seat\":\"border\"}", 409}, {"seat", "{}", 400},
		{"network", "{\"wifi\":\"a name that is longer than any Wi-Fi may have\"}", 400},
	};
	login("One", control);
	const char *told = post(cases[_i].order, control, cases[_i].body);
	ck_assert_msg(code == cases[_i].code && strstr(told, "sentence"), "%s %s: %d %s", cases[_i].order, cases[_i].body, code, told);
	same_as_log();
}
END_TEST

START_TEST(test_too_much)
{
	char *big = malloc(400000);
	login("One", control);
	memset(big, 'x', 400000);
	big[399999] = '\0';
	post("send", control, big);
	ck_assert_int_eq(code, 413);
	snprintf(big, 400000, "{\"text\":\"%0*d\"}", 4001, 1);
	ck_assert_ptr_nonnull(strstr(post("send", control, big), "4000"));
	ck_assert_int_eq(code, 409);
	free(big);
}
END_TEST

/* A key that is stuck, or a script: the log gets what fits, the writer is told when to go on, and nobody else is slowed. */
START_TEST(test_too_often)
{
	char pin[8], staff[8], seat[80], other[80], body[64];
	int n = 0;
	login("One", control);
	pins(pin, staff);
	join(pin, "border", seat);
	join(pin, "post", other);
	good("clock", control, "{\"act\":\"start\"}");
	do {
		snprintf(body, sizeof body, "{\"text\":\"%d\",\"to\":[\"control\"]}", n++);
		post("send", seat, body);
	} while (code == 200 && n < 1000);
	ck_assert_int_eq(code, 429);
	ck_assert_int_ge(n, 121);
	ck_assert_int_lt(n, 1000);
	json_t *told = json_loads(strstr(answer, "\r\n\r\n") + 4, 0, NULL);
	ck_assert_str_eq(json_string_value(json_object_get(told, "error")), "often");
	ck_assert(json_integer_value(json_object_get(told, "wait")) > 0 && json_integer_value(json_object_get(told, "wait")) <= 1000);
	usleep((useconds_t)(json_integer_value(json_object_get(told, "wait")) + 5) * 1000);
	json_decref(told);
	good("send", seat, body);
	good("send", other, body);
	do
		post("note", control, "{\"text\":\"x\"}");
	while (code == 200 && n++ < 5000);
	ck_assert_int_eq(code, 429);
	good("clock", control, "{\"act\":\"emergency\"}"); /* that never waits */
	same_as_log();
}
END_TEST

START_TEST(test_pages)
{
	ck_assert_ptr_nonnull(strstr(ask("GET", "/", NULL, ""), "/room.js"));
	ck_assert_ptr_null(strstr(answer, "http://www"));
	ask("GET", "/control", NULL, "");
	ck_assert_int_eq(code, 200);
	ask("GET", "/room.js", NULL, "");
	ck_assert_ptr_nonnull(strstr(answer, "Content-Encoding: gzip"));
	ask("GET", "/other.js", NULL, "");
	ck_assert_int_eq(code, 404);
	ask("GET", "/other", NULL, ""); /* mistyped: there is the first page */
	ck_assert(code == 302 && strstr(answer, "Location: /\r\n"));
	ask("GET", "/Control/", NULL, "");
	ck_assert(code == 302 && strstr(answer, "Location: /control\r\n"));
	login("One", control);
	good("network", control, "{\"wifi\":\"Training\",\"key\":\"secret;1\",\"address\":\"192.168.1.10:8080\"}");
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/qr?of=wifi", control, ""), "<svg"));
	ck_assert_ptr_null(strstr(ask("GET", "/api/addresses", control, ""), "192.168.1.10")); /* of another day, another network */
	ck_assert_ptr_nonnull(strstr(answer, "\"shown\":\"127.0.0.1:"));
}
END_TEST

START_TEST(test_opened_again)
{
	char pin[8], staff[8], a[80], word[16];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", a);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":3600}");
	usleep(20000);
	close_all();
	serve();
	const int64_t ex = clock_of(a, word); /* the device rejoins without being asked */
	ck_assert_int_eq(code, 200);
	ck_assert_str_eq(word, "paused");
	ck_assert_int_ge(ex, 20 * 3600);
	usleep(20000);
	ck_assert_int_eq(clock_of(a, word), ex);
	same_as_log();
}
END_TEST

/* Whoever has lost the password, or told it to somebody, makes another: who came in by the old one is out. */
START_TEST(test_a_new_password)
{
	char seat[80], pin[8], staff[8], made[GZ_ROOM_PASSWORD];
	gz_error err = {0};
	login("One", control);
	pins(pin, staff);
	join(pin, "border", seat);
	close_all();
	ck_assert_int_eq(gz_room_open(&room, &(gz_room_options){.path = path, .fresh_password = true, .library = source_folder()}, made, &err), GZ_OK);
	ck_assert_str_ne(made, password);
	close_all();
	serve();
	ask("GET", "/api/log", control, "");
	ck_assert_int_eq(code, 401);
	ask("GET", "/api/role", seat, "");
	ck_assert_int_ne(code, 401); /* seats stay */
	memcpy(password, made, sizeof made);
	login("One", control);
	good("clock", control, "{\"act\":\"start\"}");
}
END_TEST

/* A log whose last entry lies in the future: the wall clock was set back since. */
START_TEST(test_a_wall_clock_set_back)
{
	char word[16];
	gz_ledger *l = NULL;
	gz_error err = {0};
	int64_t number = 0;
	static const char start[] = "{\"act\":\"start\",\"ex\":0}";
	const int64_t later = ((int64_t)time(NULL) + 86400) * 1000;
	login("One", control);
	close_all();
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
	ck_assert_int_eq(gz_ledger_add(l, later, "clock", start, sizeof start - 1, &number, &err), GZ_OK);
	gz_ledger_close(l);
	serve();
	ck_assert_int_eq(clock_of(control, word), 0);
	ck_assert_str_eq(word, "paused");
	good("clock", control, "{\"act\":\"start\"}");
	usleep(60000);
	ck_assert_int_ge(clock_of(control, word), 50);
	ck_assert_int_le(clock_of(control, word), 5000);
	same_as_log();
}
END_TEST

START_TEST(test_one_room_a_file)
{
	gz_error err = {0};
	gz_room *second = NULL;
	char made[GZ_ROOM_PASSWORD];
	ck_assert_int_eq(gz_room_open(&second, &(gz_room_options){.path = path}, made, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "served already"));
	login("One", control); /* the first is as it was */
	good("clock", control, "{\"act\":\"start\"}");
	same_as_log();
}
END_TEST

START_TEST(test_roles_of_a_pack)
{
	gz_pack pack;
	gz_mistakes mistakes;
	gz_error err = {0};
	char other[160], made[GZ_ROOM_PASSWORD], *state_text = NULL;
	const char *source = getenv("GUZAR_SOURCE") ? getenv("GUZAR_SOURCE") : ".";
	char at[512];
	snprintf(at, sizeof at, "%s/packs/clean-water", source);
	gz_mistakes_init(&mistakes);
	ck_assert_msg(gz_pack_load(&pack, at, &(gz_pack_options){.library = source}, &mistakes) == GZ_OK, "%s", mistakes.n ? mistakes.items[0].sentence : "");
	gz_mistakes_free(&mistakes);
	gz_room *second = NULL;
	snprintf(other, sizeof other, "%s/pack.guzar", folder);
	ck_assert_int_eq(gz_room_open(&second, &(gz_room_options){.path = other, .pack = &pack}, made, &err), GZ_OK);
	gz_room_close(second);
	gz_pack_free(&pack);
	ck_assert_int_eq(gz_room_replay(other, &state_text, &err), GZ_OK); /* the log alone knows them */
	ck_assert_ptr_nonnull(strstr(state_text, "\"id\":\"border\",\"kind\":\"player\""));
	ck_assert_ptr_nonnull(strstr(state_text, "\"kind\":\"projector\""));
	ck_assert_ptr_nonnull(strstr(state_text, "\"kind\":\"evaluator\""));
	ck_assert_ptr_null(strstr(state_text, "\"kind\":\"facilitator\""));
	ck_assert_ptr_nonnull(strstr(state_text, "Clean water"));
	free(state_text);
}
END_TEST

/* ---- killed, and a full disk ------------------------------------------------------------------------------------ */
START_TEST(test_killed_while_people_act)
{
	int64_t told = 0;
	int n = 0;
	login("One", control);
	good("clock", control, "{\"act\":\"start\"}");
	close_all();
	srand(20261122);
	for (int round = 0; round < ROUNDS; round++) {
		const pid_t child = served_by_a_child(0);
		const int64_t before = told;
		const int least = rand() % 12, after = rand() % 30000; /* messages acknowledged, then microseconds */
		pid_t killer = 0;
		do {
			if (told - before >= least && killer == 0 && (killer = fork()) == 0) {
				usleep((useconds_t)after);
				kill(child, SIGKILL);
				_exit(0);
			}
			char body[64];
			snprintf(body, sizeof body, "{\"text\":\"%d\"}", ++n);
			post("send", control, body);
			acknowledged[n] = code == 200;
			told += code == 200;
		} while (code == 200 && n < 99999);
		waitpid(killer, NULL, 0);
		reap(child);
	}
	ck_assert_msg(told > 3 * ROUNDS, "only %lld messages in %d rounds", (long long)told, ROUNDS);
	all_kept(told);
	serve();
	same_as_log();
}
END_TEST

static bool count_ticks(void *context, const gz_ledger_entry *e)
{
	*(int32_t *)context += strcmp(e->kind, "tick") == 0;
	return true;
}

/* Killed at high speed the clock stands back by little: what passes in a second and a half, and the log has a tick a second, no more. */
START_TEST(test_killed_at_high_speed)
{
	char word[16];
	int32_t ticks = 0;
	gz_ledger *l = NULL;
	gz_error err = {0};
	close_all();
	const pid_t child = served_by_a_child(0);
	login("One", control);
	json_t *view = state(control);
	const json_t *speeds = json_object_get(view, "speeds"); /* those that the page offers are taken */
	for (size_t i = 0; i < json_array_size(speeds); i++) {
		char body[64];
		snprintf(body, sizeof body, "{\"act\":\"speed\",\"value\":%lld}", (long long)json_integer_value(json_array_get(speeds, i)));
		good("clock", control, body);
	}
	ck_assert_uint_ge(json_array_size(speeds), 4);
	ck_assert_int_eq(json_integer_value(json_array_get(speeds, json_array_size(speeds) - 1)), GZ_CLOCK_SPEED_MAX);
	json_decref(view);
	good("clock", control, "{\"act\":\"start\"}");
	usleep(3900000);
	const int64_t shown = clock_of(control, word);
	reap(child);
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
	ck_assert_int_eq(gz_ledger_read(l, 1, count_ticks, &ticks, &err), GZ_OK);
	gz_ledger_close(l);
	ck_assert_int_ge(ticks, 2);
	ck_assert_int_le(ticks, 4);
	serve();
	ck_assert_int_le(shown - clock_of(control, word), 1500 * (int64_t)GZ_CLOCK_SPEED_MAX);
	ck_assert_str_eq(word, "paused");
}
END_TEST

START_TEST(test_a_full_disk)
{
	int64_t told = 0;
	int n = 0;
	char body[3200], pin[8], staff[8], seat[80];
	login("One", control);
	pins(pin, staff);
	join(pin, "border", seat);
	good("clock", control, "{\"act\":\"start\"}");
	close_all();
	const pid_t child = served_by_a_child(400 << 10);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"speed\",\"value\":3600}");
	do {
		snprintf(body, sizeof body, "{\"text\":\"%d %03000d\"}", ++n, 0);
		post("send", control, body);
		acknowledged[n] = code == 200;
		told += code == 200;
	} while (code == 200 && n < 1000);
	ck_assert_int_eq(code, 503);
	ck_assert_int_gt(told, 0);
	ck_assert_ptr_nonnull(strstr(post("send", control, "{\"text\":\"small\"}"), "nothing more is taken"));
	post("leave", seat, "{}"); /* nobody has left whom the log does not know to have left */
	ck_assert_int_eq(code, 503);
	ck_assert_ptr_null(strstr(answer, "Set-Cookie"));
	json_t *view = state(control);
	ck_assert(json_is_string(json_object_get(view, "failed")));
	ck_assert_int_eq(json_integer_value(json_object_get(json_array_get(json_object_get(view, "messages"), 0), "number")) > 0, 1);
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(view, "clock"), "state")), "paused");
	const json_int_t stood = json_integer_value(json_object_get(json_object_get(view, "clock"), "ex"));
	json_decref(view);
	reap(child);
	all_kept(told);
	serve(); /* with room again, it goes on from where the screens stood */
	char word[16];
	ck_assert_int_eq(clock_of(control, word), stood);
	good("send", control, "{\"text\":\"on\"}");
	ck_assert(seated("border"));
	good("leave", seat, "{}");
	ck_assert(!seated("border"));
	same_as_log();
}
END_TEST

/* ---- screens ---------------------------------------------------------------------------------------------------- */
START_TEST(test_sixty_screens)
{
	static const char *const seats[] = {"ministry", "surveillance", "post", "border", "customs", "migration", "hospital", "emergency"};
	char pin[8], staff[8], tokens[8][80], head[256];
	int screens[SCREENS];
	login("One", control);
	pins(pin, staff);
	for (int i = 0; i < 8; i++)
		join(pin, seats[i], tokens[i]);
	for (int i = 0; i < SCREENS; i++) {
		screens[i] = connected();
		const int n = snprintf(head, sizeof head, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: guzar=%s\r\n\r\n", port, tokens[i % 8]);
		ck_assert_int_eq(send(screens[i], head, (size_t)n, 0), n);
		hear(screens[i], "event: state");
	}
	good("send", control, "{\"text\":\"seen by all of them\"}");
	for (int i = 0; i < SCREENS; i++) {
		hear(screens[i], "seen by all of them");
		ck_assert_ptr_nonnull(strstr(answer, "seen by all of them"));
	}
	good("seat", control, "{\"act\":\"free\",\"seat\":\"border\"}");
	hear(screens[3], "event: gone"); /* a freed seat's screens are told and ended */
	ck_assert_ptr_nonnull(strstr(answer, "event: gone"));
	for (int i = 0; i < SCREENS; i++)
		close(screens[i]);
}
END_TEST

static int follow(const char *token, const char *mark)
{
	char head[256];
	const int s = connected(), n = snprintf(head, sizeof head, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: guzar=%s\r\n\r\n", port, token);
	ck_assert_int_eq(send(s, head, (size_t)n, MSG_NOSIGNAL), n);
	if (mark)
		hear(s, mark);
	return s;
}

static int64_t screens_of(const char *id)
{
	json_t *view = state(control), *role;
	int64_t n = -1;
	size_t i;
	json_array_foreach(json_object_get(view, "roles"), i, role)
		if (strcmp(json_string_value(json_object_get(role, "id")), id) == 0)
			n = json_integer_value(json_object_get(role, "online"));
	json_decref(view);
	return n;
}

/* A telephone that takes nothing more of what it is sent delays nobody, and is let go. */
START_TEST(test_a_screen_that_does_not_read)
{
	static char body[3700];
	char pin[8], staff[8], slow[80], fast[80], mark[32];
	struct timespec a, b;
	close_all();
	silent_most = 2;
	serve();
	login("One", control);
	pins(pin, staff);
	join(pin, "border", slow);
	join(pin, "post", fast);
	const int deaf = follow(slow, NULL), small = 4096, s = follow(fast, "event: state");
	setsockopt(deaf, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	good("clock", control, "{\"act\":\"start\"}");
	for (int i = 0; i < 80; i++) {
		snprintf(mark, sizeof mark, "message-%d ", i);
		snprintf(body, sizeof body, "{\"text\":\"%s%03500d\"}", mark, i);
		clock_gettime(CLOCK_MONOTONIC, &a);
		good("send", control, body);
		hear(s, mark);
		clock_gettime(CLOCK_MONOTONIC, &b);
		ck_assert_ptr_nonnull(strstr(answer, mark));
		ck_assert_msg(b.tv_sec - a.tv_sec < 2, "message %d came after %d s", i, (int)(b.tv_sec - a.tv_sec));
	}
	for (int i = 0; i < 300 && screens_of("border") > 0; i++)
		usleep(100000);
	ck_assert_int_eq(screens_of("border"), 0);
	ck_assert_int_eq(screens_of("post"), 1);
	ck_assert(seated("border")); /* it keeps its seat and comes back when it can */
	close(deaf);
	close(s);
	silent_most = 0;
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("room");
	TCase *c = tcase_create("room");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_a_course_of_play);
	tcase_add_test(c, test_a_real_emergency);
	tcase_add_test(c, test_two_facilitators);
	tcase_add_test(c, test_said_again);
	tcase_add_test(c, test_pins);
	tcase_add_test(c, test_a_freed_seat);
	tcase_add_test(c, test_a_seat_that_is_left);
	tcase_add_test(c, test_a_seat_that_is_silent);
	tcase_add_test(c, test_screens_of_a_seat_that_is_left);
	tcase_add_loop_test(c, test_what_nobody_may, 0, 14);
	tcase_add_loop_test(c, test_bodies_of_the_control_team, 0, 14);
	tcase_add_test(c, test_too_much);
	tcase_add_test(c, test_too_often);
	tcase_add_test(c, test_pages);
	tcase_add_test(c, test_opened_again);
	tcase_add_test(c, test_a_new_password);
	tcase_add_test(c, test_a_wall_clock_set_back);
	tcase_add_test(c, test_one_room_a_file);
	tcase_add_test(c, test_roles_of_a_pack);
	tcase_add_test(c, test_killed_while_people_act);
	tcase_add_test(c, test_killed_at_high_speed);
	tcase_add_test(c, test_a_full_disk);
	tcase_add_test(c, test_sixty_screens);
	tcase_add_test(c, test_a_screen_that_does_not_read);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
