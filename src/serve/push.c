/* Streams of server-sent events: bytes queued by any thread, taken by the connection, which sleeps while there are none.
 *
 * A connection without bytes is suspended, so that a hundred idle screens cost no processor time; the next bytes resume it. Both sides
 * hold the stream; the last to let go frees it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/push.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PUSH_MOST = 1 << 20 };

struct gz_push {
	pthread_mutex_t lock;
	struct MHD_Connection *connection;
	bool asleep;                   /* the connection is suspended, waiting for bytes */
	char *bytes;
	size_t n, room;
	int holders;
	bool ended, gone;              /* by the owner; by the connection */
};

gz_push *gz_push_open(void)
{
	gz_push *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	pthread_mutex_init(&s->lock, NULL);
	s->holders = 2; /* the owner, and the response that is made of it */
	return s;
}

/* Called with the lock held; frees or unlocks. */
static void push_let_go(gz_push *s)
{
	const bool last = --s->holders == 0;
	pthread_mutex_unlock(&s->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&s->lock);
	free(s->bytes);
	free(s);
}

static void push_wake(gz_push *s)
{
	if (s->asleep)
		MHD_resume_connection(s->connection);
	s->asleep = false;
}

bool gz_push_send(gz_push *s, const char *bytes, size_t n)
{
	pthread_mutex_lock(&s->lock);
	bool taken = !s->gone && !s->ended && s->n + n <= PUSH_MOST;
	if (taken && s->n + n > s->room) {
		const size_t room = (s->n + n) * 2;
		char *grown = realloc(s->bytes, room);
		taken = grown != NULL;
		if (grown != NULL) {
			s->bytes = grown;
			s->room = room;
		}
	}
	if (taken) {
		memcpy(s->bytes + s->n, bytes, n);
		s->n += n;
		push_wake(s);
	}
	pthread_mutex_unlock(&s->lock);
	return taken;
}

size_t gz_push_waiting(gz_push *s)
{
	pthread_mutex_lock(&s->lock);
	const size_t n = s->n;
	pthread_mutex_unlock(&s->lock);
	return n;
}

void gz_push_end(gz_push *s)
{
	pthread_mutex_lock(&s->lock);
	s->ended = true;
	push_wake(s);
	push_let_go(s);
}

/* ---- the connection's side -------------------------------------------------------------------------------------- */
static ssize_t push_take(void *context, uint64_t position, char *out, size_t most)
{
	(void)position;
	gz_push *s = context;
	pthread_mutex_lock(&s->lock);
	ssize_t took = 0;
	if (s->n > 0) {
		took = (ssize_t)(s->n < most ? s->n : most);
		memcpy(out, s->bytes, (size_t)took);
		memmove(s->bytes, s->bytes + took, s->n - (size_t)took);
		s->n -= (size_t)took;
	} else if (s->ended) {
		took = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		s->asleep = true;
		MHD_suspend_connection(s->connection);
	}
	pthread_mutex_unlock(&s->lock);
	return took;
}

static void push_closed(void *context)
{
	gz_push *s = context;
	pthread_mutex_lock(&s->lock);
	s->gone = true;
	s->asleep = false;
	push_let_go(s);
}

struct MHD_Response *gz_push_response(gz_push *s, struct MHD_Connection *connection)
{
	pthread_mutex_lock(&s->lock);
	s->connection = connection;
	pthread_mutex_unlock(&s->lock);
	struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, push_take, s, push_closed);
	if (!response)
		push_closed(s);
	return response;
}
