/* Streams of server-sent events: bytes queued by any thread, sent by the connection that waits for them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PUSH_H
#define GZ_PUSH_H
#include <stdbool.h>
#include <stddef.h>

typedef struct gz_push gz_push;

/* A stream is shared by the connection and its owner; each lets go once. Whoever opens one hands it to a reply, so that an owner may end
 * it before the connection has seen it. */
gz_push *gz_push_open(void);
/* Queues bytes; false: the other side is gone, or too slow (1 MiB waits): end it. Never blocks. Any thread. A sleeping connection is
 * not seen to be gone until something is sent, so its owner sends a comment line (":\n\n") from time to time. */
bool gz_push_send(gz_push *stream, const char *bytes, size_t n);
/* Bytes that are queued and not sent yet. */
size_t gz_push_waiting(gz_push *stream);
/* The owner's last word: the connection ends after what is queued. */
void gz_push_end(gz_push *stream);

/* The server's side: the response that sends what the stream is given; takes the connection's share of it. */
struct MHD_Connection;
struct MHD_Response *gz_push_response(gz_push *stream, struct MHD_Connection *connection);
#endif
