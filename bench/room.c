/* The exercise room: from an action until it stands on each of sixty screens, on loopback; from nothing to the first page; a long rewind.
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

static bool open_screens(screens *s)
{
	static const char *const seats[SEATS] = {"ministry", "surveillance", "post", "border", "customs", "migration", "hospital", "emergency"};
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

void bench_serve(bench *b)
{
	screens s = {0};
	char path[512], password[GZ_ROOM_PASSWORD], page[64];
	const double start = bench_now();
	snprintf(path, sizeof path, "%s/play.guzar", b->folder);
	bool good = gz_room_open(&s.room, &(gz_room_options){.path = path}, password, NULL) == GZ_OK;
	s.api = (gz_api_room){.room = s.room};
	good = good && gz_http_open(&s.http, &(gz_http_options){.handler = gz_api_room_handle, .context = &s.api}, NULL) == GZ_OK;
	if (good) {
		s.api.port = gz_http_port(s.http);
		const int first = ask(s.api.port, "/", "");
		good = first >= 0 && recv(first, page, sizeof page, 0) > 0;
		bench_tell((bench_now() - start) * 1000, "ms", "serve_first_page");
		close(first);
	}
	if (good && open_screens(&s))
		measure(b, &s);
	else
		bench_wrong(b, "serve: the room could not be opened");
	for (int i = 0; i < SCREENS; i++) {
		if (s.sockets[i].fd > 0)
			close(s.sockets[i].fd);
		free(s.heard[i]);
	}
	if (s.room)
		gz_room_hush(s.room);
	gz_http_close(s.http);
	gz_room_close(s.room);
}
