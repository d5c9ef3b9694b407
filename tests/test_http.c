/* The HTTP shim over real sockets: guards, limits, bodies, streams, and the counts of connections at which epoll mode would stall.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "serve/http.h"
#include "suite.h"
#include <arpa/inet.h>
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { STREAMS = 60 };

static gz_http *server;
static gz_push *streams[STREAMS];
static int n_streams;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void handle(void *context, const gz_http_request *r, gz_http_reply *reply)
{
	(void)context;
	if (strcmp(r->path, "/stream") == 0) {
		pthread_mutex_lock(&lock);
		reply->stream = streams[n_streams++] = gz_push_open();
		pthread_mutex_unlock(&lock);
		return;
	}
	const char *word = gz_http_query(r, "word"), *cookie = gz_http_cookie(r, "seat");
	reply->owned = malloc(r->size + 256);
	reply->size = (size_t)sprintf(reply->owned, "%s %s %s %zu ", r->method, word ? word : "-", cookie ? cookie : "-", r->size);
	memcpy(reply->owned + reply->size, r->body, r->size);
	reply->size += r->size;
	reply->bytes = reply->owned;
}

static void setup(void)
{
	static const char *const names[] = {"guzar.lan"};
	gz_error err = {0};
	const gz_http_options o = {.body_max = 1000, .handler = handle, .names = names, .n_names = 1, .astray = "open it by its numbers\n", .seconds_max = 3};
	n_streams = 0;
	ck_assert_msg(gz_http_open(&server, &o, &err) == GZ_OK, "%s", err.sentence);
}

static void teardown(void)
{
	for (int i = 0; i < n_streams; i++)
		gz_push_end(streams[i]);
	gz_http_close(server);
}

static int connected(void)
{
	const int s = socket(AF_INET, SOCK_STREAM, 0);
	const struct timeval patience = {.tv_sec = 8};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(gz_http_port(server)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	ck_assert_int_eq(connect(s, (struct sockaddr *)&to, sizeof to), 0);
	return s;
}

static void say(int s, const char *text)
{
	ck_assert_int_eq(send(s, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Reads until `end` stands in what came, or the other side closes. */
static char *heard(int s, const char *end)
{
	static char text[65536];
	size_t n = 0;
	ssize_t got;
	text[0] = '\0';
	while (n + 1 < sizeof text && (got = recv(s, text + n, sizeof text - 1 - n, 0)) > 0) {
		n += (size_t)got;
		text[n] = '\0';
		if (end && strstr(text, end))
			break;
	}
	return text;
}

static char *ask(const char *request)
{
	const int s = connected();
	say(s, request);
	char *text = heard(s, NULL);
	close(s);
	return text;
}

#define HOST "Host: 127.0.0.1:8080\r\n"
#define CLOSE "Connection: close\r\n"
#define JSON "Content-Type: application/json\r\n"
#define OWN "Origin: http://127.0.0.1:8080\r\n"

START_TEST(test_get)
{
	const char *text = ask("GET /x?word=%D0%BE%D0%B1 HTTP/1.1\r\n" HOST "Cookie: seat=abc\r\n" CLOSE "\r\n");
	ck_assert_ptr_nonnull(strstr(text, "200 OK"));
	ck_assert_ptr_nonnull(strstr(text, "GET об abc 0 "));
	ck_assert_ptr_nonnull(strstr(text, "Content-Security-Policy: default-src 'none'"));
	ck_assert_ptr_nonnull(strstr(text, "X-Content-Type-Options: nosniff"));
}
END_TEST

START_TEST(test_post_from_its_own_page)
{
	ck_assert_ptr_nonnull(strstr(ask("POST /x HTTP/1.1\r\n" HOST OWN JSON CLOSE "Content-Length: 2\r\n\r\n{}"), "POST - - 2 {}"));
}
END_TEST

START_TEST(test_refusals)
{
	static const struct { const char *request, *code; } cases[] = {
		{"GET / HTTP/1.1\r\nHost: evil.example\r\n" CLOSE "\r\n", "403"},
		{"GET / HTTP/1.0\r\n\r\n", "403"},
		{"POST / HTTP/1.1\r\n" HOST JSON CLOSE "Content-Length: 2\r\n\r\n{}", "403"},
		{"POST / HTTP/1.1\r\n" HOST JSON "Origin: http://evil.example\r\n" CLOSE "Content-Length: 2\r\n\r\n{}", "403"},
		{"POST / HTTP/1.1\r\n" HOST JSON "Origin: http://127.0.0.1:9999\r\n" CLOSE "Content-Length: 2\r\n\r\n{}", "403"},
		{"POST / HTTP/1.1\r\n" HOST OWN "Content-Type: text/plain\r\n" CLOSE "Content-Length: 2\r\n\r\n{}", "403"},
		{"DELETE / HTTP/1.1\r\n" HOST OWN JSON CLOSE "\r\n", "405"},
	};
	ck_assert_msg(strstr(ask(cases[_i].request), cases[_i].code) != NULL, "%s", cases[_i].request);
}
END_TEST

START_TEST(test_a_body_too_large)
{
	char request[4096];
	const int n = snprintf(request, sizeof request, "POST / HTTP/1.1\r\n" HOST OWN JSON CLOSE "Content-Length: 2000\r\n\r\n");
	memset(request + n, 'x', 2000);
	request[n + 2000] = '\0';
	ck_assert_ptr_nonnull(strstr(ask(request), "413"));
}
END_TEST

START_TEST(test_a_name_that_it_was_told)
{
	ck_assert_ptr_nonnull(strstr(ask("GET / HTTP/1.1\r\nHost: Guzar.lan:80\r\n" CLOSE "\r\n"), "200 OK"));
	ck_assert_ptr_nonnull(strstr(ask("GET / HTTP/1.1\r\nHost: [::1]:80\r\n" CLOSE "\r\n"), "200 OK"));
	ck_assert_ptr_nonnull(strstr(ask("GET / HTTP/1.1\r\nHost: laptop.local\r\n" CLOSE "\r\n"), "by its numbers")); /* a person is told so in words */
	ck_assert_ptr_nonnull(strstr(ask("GET /api/x HTTP/1.1\r\nHost: laptop.local\r\n" CLOSE "\r\n"), "{\"error\":\"host\",\"sentence\""));
}
END_TEST

START_TEST(test_whoever_is_silent_is_left)
{
	const int s = connected();
	say(s, "GET / HTTP/1.1\r\nHost: 127");
	const time_t start = time(NULL);
	heard(s, NULL); /* the server closes */
	ck_assert_int_lt(time(NULL) - start, 7);
	close(s);
}
END_TEST

START_TEST(test_streams_sleep_and_wake)
{
	int sockets[STREAMS];
	for (int i = 0; i < STREAMS; i++) {
		sockets[i] = connected();
		say(sockets[i], "GET /stream HTTP/1.1\r\n" HOST "\r\n");
		heard(sockets[i], "\r\n\r\n");
	}
	ck_assert_int_eq(n_streams, STREAMS);
	for (int round = 0; round < 3; round++) {
		usleep(50000); /* long enough for all to be asleep */
		char line[64];
		snprintf(line, sizeof line, "data: %d\n\n", round);
		for (int i = 0; i < STREAMS; i++)
			ck_assert(gz_push_send(streams[i], line, strlen(line)));
		for (int i = 0; i < STREAMS; i++)
			ck_assert_ptr_nonnull(strstr(heard(sockets[i], line), line));
	}
	for (int i = 0; i < STREAMS; i++)
		close(sockets[i]);
	for (int i = 0; i < 40 && gz_push_send(streams[0], ":\n\n", 3); i++)
		usleep(50000);
	ck_assert(!gz_push_send(streams[0], ":\n\n", 3)); /* gone is seen */
}
END_TEST

START_TEST(test_a_slow_reader_is_dropped)
{
	char line[4096];
	memset(line, 'x', sizeof line);
	const int s = connected();
	say(s, "GET /stream HTTP/1.1\r\n" HOST "\r\n");
	heard(s, "\r\n\r\n");
	bool taken = true;
	for (int i = 0; taken && i < 20000; i++)
		taken = gz_push_send(streams[0], line, sizeof line);
	ck_assert(!taken);
	close(s);
}
END_TEST

/* A flood is cut off, also where nobody would read the refusal. */
START_TEST(test_a_flood)
{
	static char much[1 << 20];
	const int s = connected();
	size_t sent = 0;
	ssize_t n = 1;
	say(s, "POST / HTTP/1.1\r\n" HOST OWN JSON "Content-Length: 500000000\r\n\r\n");
	memset(much, 'x', sizeof much);
	while (sent < 100u << 20 && (n = send(s, much, sizeof much, MSG_NOSIGNAL)) > 0)
		sent += (size_t)n;
	ck_assert_int_le(n, 0);
	close(s);
}
END_TEST

/* One device that opens all that it may leaves room for the others. */
START_TEST(test_one_address_does_not_fill_the_room)
{
	enum { MANY = 420 };
	int greedy[MANY];
	for (int i = 0; i < MANY; i++) {
		greedy[i] = connected();
		send(greedy[i], "GET / HTTP", 10, MSG_NOSIGNAL); /* may be closed already */
	}
	const int s = socket(AF_INET, SOCK_STREAM, 0);
	const struct timeval patience = {.tv_sec = 10};
	const struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1)};
	const struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(gz_http_port(server)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	ck_assert_int_eq(bind(s, (const struct sockaddr *)&own, sizeof own), 0);
	ck_assert_int_eq(connect(s, (const struct sockaddr *)&to, sizeof to), 0);
	say(s, "GET /x HTTP/1.1\r\n" HOST CLOSE "\r\n");
	ck_assert_ptr_nonnull(strstr(heard(s, NULL), "200 OK"));
	close(s);
	for (int i = 0; i < MANY; i++)
		close(greedy[i]);
}
END_TEST

/* At 126 to 130 keep-alive connections on one machine the epoll mode of 0.9.75 waits for minutes; poll must answer all at once. */
START_TEST(test_around_128_connections)
{
	enum { MOST = 130 };
	int sockets[MOST];
	for (int i = 0; i < MOST; i++) {
		sockets[i] = connected();
		if (i + 1 < 126)
			continue;
		for (int round = 0; round < 2; round++) {
			struct timespec a, b;
			clock_gettime(CLOCK_MONOTONIC, &a);
			for (int k = 0; k <= i; k++)
				say(sockets[k], "GET /x HTTP/1.1\r\n" HOST "\r\n");
			for (int k = 0; k <= i; k++)
				ck_assert_ptr_nonnull(strstr(heard(sockets[k], "GET - - 0 "), "200 OK"));
			clock_gettime(CLOCK_MONOTONIC, &b);
			ck_assert_msg((double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec) < 2, "%d connections stall", i + 1);
		}
	}
	for (int i = 0; i < MOST; i++)
		close(sockets[i]);
}
END_TEST

START_TEST(test_what_cannot_be_opened)
{
	gz_error err = {0};
	gz_http *other = NULL;
	gz_http_options o = {.port = gz_http_port(server), .handler = handle};
	ck_assert_int_eq(gz_http_open(&other, &o, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "taken"));
	o.port = 0;
	o.bind = "home";
	ck_assert_int_eq(gz_http_open(&other, &o, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "not an address"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("http");
	TCase *c = tcase_create("http");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_get);
	tcase_add_test(c, test_post_from_its_own_page);
	tcase_add_loop_test(c, test_refusals, 0, 7);
	tcase_add_test(c, test_a_body_too_large);
	tcase_add_test(c, test_a_name_that_it_was_told);
	tcase_add_test(c, test_whoever_is_silent_is_left);
	tcase_add_test(c, test_streams_sleep_and_wake);
	tcase_add_test(c, test_a_slow_reader_is_dropped);
	tcase_add_test(c, test_a_flood);
	tcase_add_test(c, test_one_address_does_not_fill_the_room);
	tcase_add_test(c, test_around_128_connections);
	tcase_add_test(c, test_what_cannot_be_opened);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
