/* The exercise room over real HTTP: joining, orders, two facilitators, going back, wrong PINs, freed seats, bad bodies, a process killed
 * while people act, a full disk, and sixty screens.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "serve/api_room.h"
#include "suite.h"
#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SCREENS = 60, ROUNDS = 30, ANSWER = 1 << 20 };

static char folder[64], path[128], password[GZ_ROOM_PASSWORD], control[80], answer[ANSWER];
static gz_room *room;
static gz_http *http;
static gz_api_room api;
static uint16_t port;
static int code;

static void serve(void)
{
	gz_error err = {0};
	char made[GZ_ROOM_PASSWORD];
	ck_assert_msg(gz_room_open(&room, &(gz_room_options){.path = path}, made, &err) == GZ_OK, "%s", err.sentence);
	if (made[0])
		memcpy(password, made, sizeof made);
	api = (gz_api_room){.room = room};
	const gz_http_options o = {.handler = gz_api_room_handle, .context = &api};
	ck_assert_msg(gz_http_open(&http, &o, &err) == GZ_OK, "%s", err.sentence);
	port = api.port = gz_http_port(http);
}

static void close_all(void)
{
	if (room)
		gz_room_hush(room);
	gz_http_close(http);
	gz_room_close(room);
	room = NULL;
	http = NULL;
}

static void setup(void)
{
	snprintf(folder, sizeof folder, "/tmp/guzar-room-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/play.guzar", folder);
	serve();
}

static void teardown(void)
{
	char command[128];
	close_all();
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

/* ---- a client --------------------------------------------------------------------------------------------------- */
static int connected(void)
{
	const int s = socket(AF_INET, SOCK_STREAM, 0);
	const struct timeval patience = {.tv_sec = 10};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(s, (struct sockaddr *)&to, sizeof to) == 0)
		return s;
	close(s);
	return -1;
}

/* Reads until `end` stands in what came, or the other side closes. */
static void hear(int s, const char *end)
{
	size_t n = 0;
	ssize_t got;
	answer[0] = '\0';
	while (n + 1 < sizeof answer && (got = recv(s, answer + n, sizeof answer - 1 - n, 0)) > 0) {
		n += (size_t)got;
		answer[n] = '\0';
		if (end && strstr(answer, end))
			break;
	}
}

/* The body of the answer; code and answer are kept. A connection that breaks gives code 0. */
static const char *ask(const char *method, const char *where, const char *token, const char *body)
{
	char head[512];
	const int s = connected();
	code = 0;
	answer[0] = '\0';
	if (s < 0)
		return answer;
	const int n = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nOrigin: http://127.0.0.1:%u\r\nContent-Type: application/json\r\nConnection: close\r\n"
		"Cookie: guzar=%s\r\nContent-Length: %zu\r\n\r\n", method, where, port, port, token ? token : "", strlen(body));
	if (send(s, head, (size_t)n, MSG_NOSIGNAL) == n && send(s, body, strlen(body), MSG_NOSIGNAL) == (ssize_t)strlen(body))
		hear(s, NULL);
	close(s);
	code = strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : 0;
	const char *after = strstr(answer, "\r\n\r\n");
	return after ? after + 4 : "";
}

static const char *post(const char *order, const char *token, const char *body)
{
	char where[64];
	snprintf(where, sizeof where, "/api/%s", order);
	return ask("POST", where, token, body);
}

static json_t *state(const char *token)
{
	json_t *view = json_loads(ask("GET", "/api/state", token, ""), 0, NULL);
	ck_assert_ptr_nonnull(view);
	return view;
}

static void keep_token(char token[80])
{
	const char *at = strstr(answer, "Set-Cookie: guzar=");
	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(at, "HttpOnly; SameSite=Strict"));
	snprintf(token, 80, "%.64s", at + 18);
}

static void login(const char *name, char token[80])
{
	char body[128];
	snprintf(body, sizeof body, "{\"password\":\"%s\",\"name\":\"%s\"}", password, name);
	post("login", NULL, body);
	ck_assert_int_eq(code, 200);
	keep_token(token);
}

static void pins(char pin[8], char staff[8])
{
	json_t *view = state(control), *n = json_object_get(view, "network");
	snprintf(pin, 8, "%s", json_string_value(json_object_get(n, "pin")));
	snprintf(staff, 8, "%s", json_string_value(json_object_get(n, "staff")));
	json_decref(view);
}

static void join(const char *pin, const char *seat, char token[80])
{
	char body[128];
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"%s\"}", pin, seat);
	post("join", NULL, body);
	ck_assert_int_eq(code, 200);
	keep_token(token);
}

static void good(const char *order, const char *token, const char *body)
{
	const char *told = post(order, token, body);
	ck_assert_msg(code == 200, "%s %s: %d %s", order, body, code, told);
}

static int64_t clock_of(const char *token, char word[16])
{
	json_t *view = state(token), *clock = json_object_get(view, "clock");
	const int64_t ex = json_integer_value(json_object_get(clock, "ex"));
	snprintf(word, 16, "%s", json_string_value(json_object_get(clock, "state")));
	json_decref(view);
	return ex;
}

static size_t messages(const char *token)
{
	json_t *view = state(token);
	const size_t n = json_array_size(json_object_get(view, "messages"));
	json_decref(view);
	return n;
}

/* The live state and the one folded from the file must be the same bytes. */
static void same_as_log(void)
{
	gz_error err = {0};
	char *folded = NULL;
	const char *live = ask("GET", "/api/replay", control, "");
	ck_assert_msg(gz_room_replay(path, &folded, &err) == GZ_OK, "%s", err.sentence);
	ck_assert_str_eq(live, folded);
	free(folded);
}

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

START_TEST(test_pages)
{
	ck_assert_ptr_nonnull(strstr(ask("GET", "/", NULL, ""), "/room.js"));
	ck_assert_ptr_null(strstr(answer, "http://www"));
	ask("GET", "/control", NULL, "");
	ck_assert_int_eq(code, 200);
	ask("GET", "/room.js", NULL, "");
	ck_assert_ptr_nonnull(strstr(answer, "Content-Encoding: gzip"));
	ask("GET", "/other", NULL, "");
	ck_assert_int_eq(code, 404);
	login("One", control);
	good("network", control, "{\"wifi\":\"Training\",\"key\":\"secret;1\",\"address\":\"192.168.1.10:8080\"}");
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/qr?of=wifi", control, ""), "<svg"));
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/addresses", control, ""), "192.168.1.10:8080"));
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
static pid_t served_by_a_child(rlim_t room_on_disk)
{
	int told[2];
	ck_assert_int_eq(pipe(told), 0);
	const pid_t child = fork();
	if (child == 0) {
		const struct rlimit small = {room_on_disk, room_on_disk};
		close(told[0]);
		signal(SIGXFSZ, SIG_IGN);
		serve();
		if (room_on_disk > 0 && setrlimit(RLIMIT_FSIZE, &small) != 0)
			_exit(1);
		if (write(told[1], &port, sizeof port) != sizeof port)
			_exit(1);
		for (;;)
			pause();
	}
	close(told[1]);
	ck_assert_int_eq(read(told[0], &port, sizeof port), sizeof port);
	close(told[0]);
	return child;
}

static void reap(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static bool acknowledged[100000];

static bool count_kept(void *context, const gz_ledger_entry *e)
{
	int64_t *lost = context;
	const char *at = strstr(e->body, "\"text\":\"");
	if (strcmp(e->kind, "send") == 0 && at && acknowledged[atoi(at + 8)]) {
		acknowledged[atoi(at + 8)] = false;
		*lost -= 1;
	}
	return true;
}

static void all_kept(int64_t told)
{
	gz_ledger *l = NULL;
	gz_error err = {0};
	ck_assert_msg(gz_ledger_open(&l, path, "exercise", &err) == GZ_OK, "%s", err.sentence);
	ck_assert_int_eq(gz_ledger_read(l, 1, count_kept, &told, &err), GZ_OK);
	ck_assert_msg(told == 0, "%lld acknowledged messages are not in the log", (long long)told);
	gz_ledger_close(l);
}

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

START_TEST(test_a_full_disk)
{
	int64_t told = 0;
	int n = 0;
	char body[3200];
	login("One", control);
	good("clock", control, "{\"act\":\"start\"}");
	close_all();
	const pid_t child = served_by_a_child(400 << 10);
	do {
		snprintf(body, sizeof body, "{\"text\":\"%d %03000d\"}", ++n, 0);
		post("send", control, body);
		acknowledged[n] = code == 200;
		told += code == 200;
	} while (code == 200 && n < 1000);
	ck_assert_int_eq(code, 503);
	ck_assert_int_gt(told, 0);
	ck_assert_ptr_nonnull(strstr(post("send", control, "{\"text\":\"small\"}"), "nothing more is taken"));
	json_t *view = state(control);
	ck_assert(json_is_string(json_object_get(view, "failed")));
	ck_assert_int_eq(json_integer_value(json_object_get(json_array_get(json_object_get(view, "messages"), 0), "number")) > 0, 1);
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(view, "clock"), "state")), "paused");
	json_decref(view);
	reap(child);
	all_kept(told);
	serve(); /* with room again, it goes on */
	good("send", control, "{\"text\":\"on\"}");
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

int main(void)
{
	Suite *suite = suite_create("room");
	TCase *c = tcase_create("room");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_a_course_of_play);
	tcase_add_test(c, test_a_real_emergency);
	tcase_add_test(c, test_two_facilitators);
	tcase_add_test(c, test_pins);
	tcase_add_test(c, test_a_freed_seat);
	tcase_add_loop_test(c, test_what_nobody_may, 0, 14);
	tcase_add_loop_test(c, test_bodies_of_the_control_team, 0, 14);
	tcase_add_test(c, test_too_much);
	tcase_add_test(c, test_pages);
	tcase_add_test(c, test_opened_again);
	tcase_add_test(c, test_a_wall_clock_set_back);
	tcase_add_test(c, test_one_room_a_file);
	tcase_add_test(c, test_roles_of_a_pack);
	tcase_add_test(c, test_killed_while_people_act);
	tcase_add_test(c, test_a_full_disk);
	tcase_add_test(c, test_sixty_screens);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
