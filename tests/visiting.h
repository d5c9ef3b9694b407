/* For tests of the exercise room over real HTTP: a room in a folder of its own, a client, and a room that runs in a child to be killed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_VISITING_H
#define GZ_TEST_VISITING_H
#include "serve/api_room.h"
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

enum { VISITING_ANSWER = 1 << 26 };

static char folder[64], path[128], password[GZ_ROOM_PASSWORD], control[80], answer[VISITING_ANSWER];
static const char *played; /* a pack that a new room plays, by its name; NULL none */
static int64_t silence; /* ms after which a seat is away; 0 as people have it */
static int32_t silent_most; /* seconds that a silent connection has; 0 as people have it */
static gz_room *room;
static gz_http *http;
static gz_api_room api;
static uint16_t port;
static int code;

static inline const char *source_folder(void)
{
	return getenv("GUZAR_SOURCE") ? getenv("GUZAR_SOURCE") : ".";
}

static inline void load_played(gz_pack *pack)
{
	gz_mistakes mistakes;
	char at[512];
	snprintf(at, sizeof at, "%s/packs/%s", source_folder(), played);
	gz_mistakes_init(&mistakes);
	ck_assert_msg(gz_pack_load(pack, at, &(gz_pack_options){.library = source_folder()}, &mistakes) == GZ_OK, "%s", mistakes.n ? mistakes.items[0].sentence : "");
	gz_mistakes_free(&mistakes);
}

static inline void serve(void)
{
	gz_error err = {0};
	gz_pack pack = {0};
	char made[GZ_ROOM_PASSWORD];
	const bool begins = played && access(path, F_OK) != 0;
	if (begins)
		load_played(&pack);
	const gz_room_options o = {.path = path, .pack = begins ? &pack : NULL, .library = source_folder(), .away = silence};
	ck_assert_msg(gz_room_open(&room, &o, made, &err) == GZ_OK, "%s", err.sentence);
	gz_pack_free(&pack);
	if (made[0])
		memcpy(password, made, sizeof made);
	api = (gz_api_room){.room = room};
	const gz_http_options h = {.handler = gz_api_room_handle, .context = &api, .seconds_max = silent_most};
	ck_assert_msg(gz_http_open(&http, &h, &err) == GZ_OK, "%s", err.sentence);
	port = api.port = gz_http_port(http);
}

static inline void close_all(void)
{
	if (room)
		gz_room_hush(room);
	gz_http_close(http);
	gz_room_close(room);
	room = NULL;
	http = NULL;
}

static inline void setup(void)
{
	snprintf(folder, sizeof folder, "/tmp/guzar-room-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/play.guzar", folder);
	serve();
}

static inline void teardown(void)
{
	char command[128];
	close_all();
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

/* ---- a client --------------------------------------------------------------------------------------------------- */
static inline int connected(void)
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
static inline void hear(int s, const char *end)
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
static inline const char *ask(const char *method, const char *where, const char *token, const char *body)
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

static inline const char *post(const char *order, const char *token, const char *body)
{
	char where[64];
	snprintf(where, sizeof where, "/api/%s", order);
	return ask("POST", where, token, body);
}

static inline json_t *state(const char *token)
{
	json_t *view = json_loads(ask("GET", "/api/state", token, ""), 0, NULL);
	ck_assert_ptr_nonnull(view);
	return view;
}

static inline void keep_token(char token[80])
{
	const char *at = strstr(answer, "Set-Cookie: guzar=");
	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(at, "HttpOnly; SameSite=Strict"));
	snprintf(token, 80, "%.64s", at + 18);
}

static inline void login(const char *name, char token[80])
{
	char body[128];
	snprintf(body, sizeof body, "{\"password\":\"%s\",\"name\":\"%s\"}", password, name);
	post("login", NULL, body);
	ck_assert_int_eq(code, 200);
	keep_token(token);
}

static inline void pins(char pin[8], char staff[8])
{
	json_t *view = state(control), *n = json_object_get(view, "network");
	snprintf(pin, 8, "%s", json_string_value(json_object_get(n, "pin")));
	snprintf(staff, 8, "%s", json_string_value(json_object_get(n, "staff")));
	json_decref(view);
}

static inline void join(const char *pin, const char *seat, char token[80])
{
	char body[128];
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"%s\"}", pin, seat);
	post("join", NULL, body);
	ck_assert_int_eq(code, 200);
	keep_token(token);
}

static inline void good(const char *order, const char *token, const char *body)
{
	const char *told = post(order, token, body);
	ck_assert_msg(code == 200, "%s %s: %d %s", order, body, code, told);
}

static inline int64_t clock_of(const char *token, char word[16])
{
	json_t *view = state(token), *clock = json_object_get(view, "clock");
	const int64_t ex = json_integer_value(json_object_get(clock, "ex"));
	snprintf(word, 16, "%s", json_string_value(json_object_get(clock, "state")));
	json_decref(view);
	return ex;
}

static inline size_t messages(const char *token)
{
	json_t *view = state(token);
	const size_t n = json_array_size(json_object_get(view, "messages"));
	json_decref(view);
	return n;
}

/* The live state and the one folded from the file must be the same bytes; where the room itself wrote something meanwhile, both are read
 * again. */
static inline void same_as_log(void)
{
	gz_error err = {0};
	bool still = false;
	for (int32_t again = 0; again < 100 && !still; again++) {
		char *folded = NULL, *live = strdup(ask("GET", "/api/replay", control, ""));
		ck_assert_ptr_nonnull(live);
		ck_assert_msg(gz_room_replay(path, &folded, &err) == GZ_OK, "%s", err.sentence);
		still = strcmp(live, ask("GET", "/api/replay", control, "")) == 0;
		size_t at = 0;
		while (live[at] && live[at] == folded[at])
			at++;
		ck_assert_msg(!still || live[at] == folded[at], "live and log part at %zu: %.80s ... %.80s", at, live + at, folded + at);
		free(folded);
		free(live);
		if (!still)
			usleep(20000);
	}
	ck_assert_msg(still, "the room never came to rest");
}

/* ---- killed, and a full disk ------------------------------------------------------------------------------------ */
static inline pid_t served_by_a_child(rlim_t room_on_disk)
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

static inline void reap(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static bool acknowledged[100000];

static inline bool count_kept(void *context, const gz_ledger_entry *e)
{
	int64_t *lost = context;
	const char *at = strstr(e->body, "\"text\":\"");
	if (strcmp(e->kind, "send") == 0 && at && acknowledged[atoi(at + 8)]) {
		acknowledged[atoi(at + 8)] = false;
		*lost -= 1;
	}
	return true;
}

static inline void all_kept(int64_t told)
{
	gz_ledger *l = NULL;
	gz_error err = {0};
	ck_assert_msg(gz_ledger_open(&l, path, "exercise", &err) == GZ_OK, "%s", err.sentence);
	ck_assert_int_eq(gz_ledger_read(l, 1, count_kept, &told, &err), GZ_OK);
	ck_assert_msg(told == 0, "%lld acknowledged messages are not in the log", (long long)told);
	gz_ledger_close(l);
}
#endif
