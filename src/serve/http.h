/* HTTP behind a small shim: requests in, replies out, streams of server-sent events; knows nothing of what is served.
 *
 * libmicrohttpd does the protocol: poll mode (its epoll mode stalls at 128 connections in Debian 12's version), a pool of threads,
 * limits on connections (also of one address), header and body sizes, and a time limit for whoever is silent or gone. The handler runs
 * on those threads, several at once; where it waits for the disk, as many as there are threads share one sync. Every reply carries a strict content security policy; a request that changes something must be JSON from a page of this
 * server's own (Origin), and its Host must be an address or a name that the server was told, so that no foreign page can speak for a user.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HTTP_H
#define GZ_HTTP_H
#include "base/error.h"
#include "serve/push.h"
#include <stdbool.h>

typedef struct gz_http gz_http;

typedef struct gz_http_request {
	const char *method, *path; /* "GET", "/api/state" */
	const char *body; size_t size;
	const char *from;          /* address of the peer, as text */
	bool secure;               /* came by TLS */
	void *native;
} gz_http_request;

typedef struct gz_http_reply {
	int32_t code;              /* 0 = 200 */
	const char *type;          /* static; NULL = application/json */
	const char *bytes;         /* static, or the same as `owned` */
	size_t size;
	char *owned;               /* freed after sending */
	const char *encoding;      /* static, "gzip" */
	const char *location;      /* static or inside owned_header */
	bool keep;                 /* may be kept by the browser for ever: its name changes with its contents */
	char cookie[192];          /* Set-Cookie, "" none */
	char download[96];         /* offered as a file of that name, "" not */
	bool paper;                /* a sheet to be printed, with a style of its own and no script: for that alone the policy makes room */
	gz_push *stream;    /* a stream instead of bytes */
} gz_http_reply;

typedef void gz_http_handler(void *context, const gz_http_request *request, gz_http_reply *reply);

typedef struct gz_http_options {
	const char *bind;          /* numeric address, IPv4 or IPv6; NULL = 127.0.0.1 */
	uint16_t port;             /* 0 = any that is free */
	const char *certificate, *key; /* PEM texts; NULL = no TLS */
	size_t body_max;           /* bytes; 0 = 256 KiB */
	int32_t connections_max;   /* 0 = 400; half of them from one address */
	int32_t seconds_max;       /* of silence; 0 = 20 */
	const char *const *names; int32_t n_names; /* host names allowed beside numeric addresses and localhost */
	const char *astray;        /* plain text for a person who opens a page by another name; NULL: the refusal as JSON */
	gz_http_handler *handler;
	void *context;
} gz_http_options;

/* Starts to serve. GZ_ERR_INPUT: the port is taken or the address is not this machine's. Gives a server for gz_http_close. */
gz_status gz_http_open(gz_http **out, const gz_http_options *options, gz_error *err) GZ_MUST_CHECK;
uint16_t gz_http_port(const gz_http *server);
/* Ends all connections; no handler runs afterwards. Streams must have been ended by their owner before. server may be NULL. */
void gz_http_close(gz_http *server);

/* Of a request: a header, a value of the query, a cookie; NULL: not there. Borrowed until the handler returns. */
const char *gz_http_header(const gz_http_request *request, const char *name);
const char *gz_http_query(const gz_http_request *request, const char *name);
const char *gz_http_cookie(const gz_http_request *request, const char *name);
#endif
