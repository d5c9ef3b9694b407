/* The exercise room: from an action until it stands on each of sixty screens, on loopback; from nothing to the first page; a long rewind.
 * Then a room that plays the shipped pack with its worlds: an inject by hand to all while the siblings are on their way, what an idle seat
 * is sent, the world ahead to the exercise's end and back.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memmem */
#include "bench.h"
#include "serve/api_room.h"
#include "serve/door.h"
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SCREENS = 60, SEATS = 8, BYTES = 1 << 19 };

typedef struct screens {
	gz_room *room;
	gz_http *http;
	gz_api_room api;
	struct pollfd sockets[SCREENS];
	char *heard[SCREENS];
	size_t n[SCREENS];
} screens;

static int ask(uint16_t port, const char *path, const char *token)
{
	char head[512];
	const int s = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int n = snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: guzar=%s\r\n\r\n", path, token);
	if (connect(s, (struct sockaddr *)&to, sizeof to) == 0 && send(s, head, (size_t)n, MSG_NOSIGNAL) == n)
		return s;
	close(s);
	return -1;
}

/* Reads what has come to screen i; whether `text` stands in it. What was heard before is forgotten once it does. */
static bool hears(screens *s, int i, const char *text)
{
	const ssize_t got = recv(s->sockets[i].fd, s->heard[i] + s->n[i], BYTES - s->n[i], MSG_DONTWAIT);
	s->n[i] += got > 0 ? (size_t)got : 0;
	if (!memmem(s->heard[i], s->n[i], text, strlen(text)))
		return false;
	s->n[i] = 0;
	return true;
}

/* Until all screens show `text`, or ten seconds have passed; delays[i] in ms since `start`. */
static bool all_hear(screens *s, const char *text, double start, double *delays)
{
	bool heard[SCREENS] = {0};
	int left = SCREENS;
	while (left > 0 && bench_now() - start < 10) {
		poll(s->sockets, SCREENS, 100);
		for (int i = 0; i < SCREENS; i++)
			if (!heard[i] && s->sockets[i].revents && hears(s, i, text)) {
				heard[i] = true;
				delays[i] = (bench_now() - start) * 1000;
				left--;
			}
	}
	return left == 0;
}

static void read_pin(void *context, const gz_room_sight *sight)
{
	memcpy(context, sight->network->pin, GZ_LOGIN_PIN);
}

static bool open_screens(screens *s, const char *const seats[SEATS])
{
	char pin[GZ_LOGIN_PIN], tokens[SEATS][GZ_LOGIN_TOKEN];
	const char *word = NULL;
	gz_room_read(s->room, read_pin, pin);
	for (int i = 0; i < SEATS; i++)
		if (gz_door_join(s->room, "127.0.0.1", pin, seats[i], tokens[i], &word, NULL) != GZ_OK)
			return false;
	for (int i = 0; i < SCREENS; i++) {
		s->sockets[i] = (struct pollfd){.fd = ask(s->api.port, "/api/events", tokens[i % SEATS]), .events = POLLIN};
		s->heard[i] = malloc(BYTES);
		if (s->sockets[i].fd < 0 || !s->heard[i])
			return false;
	}
	double delays[SCREENS];
	return all_hear(s, "event: state", bench_now(), delays);
}

static gz_status submit(screens *s, gz_entry_kind kind, json_t *body)
{
	int64_t number = 0;
	const char *word = NULL;
	return gz_room_submit(s->room, kind, body, "One", &number, &word, NULL);
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void measure(bench *b, screens *s)
{
	enum { MOST = 100 };
	static double delays[MOST * SCREENS];
	const int rounds = b->quick ? 20 : MOST;
	bool good = submit(s, GZ_ENTRY_CLOCK, json_pack("{s:s}", "act", "start")) == GZ_OK;
	for (int i = 0; good && i < rounds; i++) {
		char text[32];
		snprintf(text, sizeof text, "message-%06d", i);
		const double start = bench_now();
		good = submit(s, GZ_ENTRY_SEND, json_pack("{s:s, s:[]}", "text", text, "to")) == GZ_OK && all_hear(s, text, start, delays + i * SCREENS);
	}
	const double start = bench_now();
	good = good && submit(s, GZ_ENTRY_CLOCK, json_pack("{s:s, s:i}", "act", "rewind", "value", 0)) == GZ_OK;
	if (!good) {
		bench_wrong(b, "serve: a message did not reach every screen");
		return;
	}
	bench_tell((bench_now() - start) * 1000, "ms", "serve_rewind");
	qsort(delays, (size_t)(rounds * SCREENS), sizeof *delays, by_size);
	bench_tell(delays[rounds * SCREENS / 2], "ms", "serve_sse_60_p50");
	bench_tell(delays[rounds * SCREENS * 95 / 100], "ms", "serve_sse_60_p95");
}

/* ---- a pack in play --------------------------------------------------------------------------------------------- */
static bool order(screens *s, const char *act, int64_t value)
{
	return submit(s, GZ_ENTRY_CLOCK, json_pack("{s:s, s:I}", "act", act, "value", (json_int_t)value)) == GZ_OK;
}

typedef struct far_off { int32_t step, fan; } far_off;

static void read_step(void *context, const gz_room_sight *sight)
{
	*(far_off *)context = (far_off){sight->world->step, sight->world->fan_done};
}

/* Seconds until the lived world, or all of them, stand at a step between; at most thirty. */
static double until_step(screens *s, int32_t least, int32_t most, bool fan, double start)
{
	far_off now = {-1, -1};
	while (bench_now() - start < 30) {
		gz_room_read(s->room, read_step, &now);
		const int32_t step = fan ? now.fan : now.step;
		if (step >= least && step <= most)
			break;
		usleep(500);
	}
	return bench_now() - start;
}

/* An inject by hand while the siblings are on their way: they must not slow what people do. */
static void measure_injects(bench *b, screens *s)
{
	enum { MOST = 40 };
	static double delays[MOST * SCREENS];
	const int rounds = b->quick ? 10 : MOST;
	bool good = order(s, "jump", 4800000);
	for (int i = 0; good && i < rounds; i++) {
		const double start = bench_now();
		char text[32];
		snprintf(text, sizeof text, "inject-%06d", i);
		good = submit(s, GZ_ENTRY_SEND, json_pack("{s:{s:s}, s:[], s:s}", "body", "en", text, "to", "why", "quick")) == GZ_OK && all_hear(s, text, start, delays + i * SCREENS);
	}
	if (!good) {
		bench_wrong(b, "serve: an inject did not reach every screen");
		return;
	}
	qsort(delays, (size_t)(rounds * SCREENS), sizeof *delays, by_size);
	bench_tell(delays[rounds * SCREENS / 2], "ms", "serve_inject_60_p50");
	bench_tell(delays[rounds * SCREENS * 95 / 100], "ms", "serve_inject_60_p95");
}

/* Bytes a second to a seat that does nothing while the clock runs. */
static void measure_idle(bench *b, screens *s)
{
	const double seconds = b->quick ? 3 : 12, start = bench_now();
	double all = 0;
	while (bench_now() - start < seconds) {
		poll(s->sockets, SCREENS, 100);
		for (int i = 0; i < SCREENS; i++) {
			const ssize_t got = recv(s->sockets[i].fd, s->heard[i], BYTES, MSG_DONTWAIT);
			all += i == 0 && got > 0 ? (double)got : 0;
		}
	}
	bench_tell(all / seconds, "B/s", "serve_idle_seat");
}

static void measure_world(bench *b, screens *s)
{
	if (!order(s, "pause", 0) || !order(s, "rewind", 60000))
		bench_wrong(b, "serve: the clock took no order");
	until_step(s, 0, 8, true, bench_now());
	double start = bench_now();
	bool good = order(s, "step", 5400000 - 60000);
	bench_tell(until_step(s, 300, 1000, false, start) * 1000, "ms", "serve_jump_12_days");
	bench_tell(until_step(s, 300, 1000, true, start) * 1000, "ms", "serve_fan_12_days");
	start = bench_now();
	good = good && order(s, "rewind", 60000);
	bench_tell(until_step(s, 0, 8, false, start) * 1000, "ms", "serve_rewind_12_days");
	if (!good)
		bench_wrong(b, "serve: the clock took no order");
}

static void close_screens(screens *s)
{
	for (int i = 0; i < SCREENS; i++) {
		if (s->sockets[i].fd > 0)
			close(s->sockets[i].fd);
		free(s->heard[i]);
	}
	if (s->room)
		gz_room_hush(s->room);
	gz_http_close(s->http);
	gz_room_close(s->room);
}

/* Opens a room and a server; ms until the first page has come are told under a name. */
static bool open_room(screens *s, const gz_room_options *options, const char *name)
{
	char password[GZ_ROOM_PASSWORD], page[64];
	const double start = bench_now();
	bool good = gz_room_open(&s->room, options, password, NULL) == GZ_OK;
	s->api = (gz_api_room){.room = s->room};
	good = good && gz_http_open(&s->http, &(gz_http_options){.handler = gz_api_room_handle, .context = &s->api}, NULL) == GZ_OK;
	if (!good)
		return false;
	s->api.port = gz_http_port(s->http);
	const int first = ask(s->api.port, "/", "");
	good = first >= 0 && recv(first, page, sizeof page, 0) > 0;
	bench_tell((bench_now() - start) * 1000, "ms", "%s", name);
	close(first);
	return good;
}

static void bench_play(bench *b)
{
	static const char *const seats[SEATS] = {"nfp", "surveillance", "post", "border", "customs", "migration", "hospital", "district"};
	const char *source = getenv("GUZAR_SOURCE") ? getenv("GUZAR_SOURCE") : ".";
	screens s = {0};
	gz_pack pack;
	gz_mistakes mistakes;
	char path[512], at[512];
	snprintf(path, sizeof path, "%s/pack.guzar", b->folder);
	snprintf(at, sizeof at, "%s/packs/clean-water", source);
	gz_mistakes_init(&mistakes);
	bool good = gz_pack_load(&pack, at, &(gz_pack_options){.library = source}, &mistakes) == GZ_OK;
	good = good && open_room(&s, &(gz_room_options){.path = path, .pack = &pack, .library = source}, "serve_first_page_of_a_pack");
	gz_mistakes_free(&mistakes);
	gz_pack_free(&pack);
	if (good && open_screens(&s, seats) && submit(&s, GZ_ENTRY_CLOCK, json_pack("{s:s}", "act", "start")) == GZ_OK) {
		measure_injects(b, &s);
		measure_idle(b, &s);
		measure_world(b, &s);
	} else {
		bench_wrong(b, "serve: the pack could not be played");
	}
	close_screens(&s);
}

void bench_serve(bench *b)
{
	static const char *const seats[SEATS] = {"ministry", "surveillance", "post", "border", "customs", "migration", "hospital", "emergency"};
	screens s = {0};
	char path[512];
	snprintf(path, sizeof path, "%s/play.guzar", b->folder);
	if (open_room(&s, &(gz_room_options){.path = path}, "serve_first_page") && open_screens(&s, seats))
		measure(b, &s);
	else
		bench_wrong(b, "serve: the room could not be opened");
	close_screens(&s);
	bench_play(b);
}
