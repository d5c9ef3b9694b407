/* The server on libmicrohttpd: collects bodies, guards, answers.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "serve/http.h"
#include "serve/push.h"
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct gz_http {
	struct MHD_Daemon *daemon;
	gz_http_options options;
	uint16_t port;
};

/* A request while its body arrives; over counts what came beyond the limit. */
typedef struct arriving { char *body; size_t size, over; bool refused; } arriving;

/* Of a body beyond the limit so much is taken before the connection is cut, so that a page gets to read why it was refused. */
enum { OVER_MOST = 4 << 20 };
enum { THREADS = 8 };
/* After so long without a sign from the other side a connection is gone, also one that only listens. */
enum { DEAF_MS = 20000 };

static const char POLICY[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
	"media-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
static const char PAPER_POLICY[] = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/* ---- of a request --------------------------------------------------------------------------------------------- */
const char *gz_http_header(const gz_http_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->native, MHD_HEADER_KIND, name);
}
const char *gz_http_query(const gz_http_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->native, MHD_GET_ARGUMENT_KIND, name);
}
const char *gz_http_cookie(const gz_http_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->native, MHD_COOKIE_KIND, name);
}

static void http_peer(struct MHD_Connection *connection, char *out, size_t size)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *address = info ? info->client_addr : NULL;
	socklen_t length = address && address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
	if (!address || getnameinfo(address, length, out, (socklen_t)size, NULL, 0, NI_NUMERICHOST) != 0)
		snprintf(out, size, "?");
}

/* ---- guards --------------------------------------------------------------------------------------------------- */
/* The host of "host", "host:port" or "[v6]:port", without brackets. */
static bool http_host(const char *text, char *out, size_t size)
{
	const bool bracket = text[0] == '[';
	const size_t n = bracket ? strcspn(text + 1, "]") : strcspn(text, ":");
	if (n == 0 || n >= size)
		return false;
	memcpy(out, text + bracket, n);
	out[n] = '\0';
	return true;
}

/* Numeric addresses, localhost and the names given: another name was put there by someone else's DNS. */
static bool http_known_host(const gz_http *server, const char *host)
{
	char name[256];
	unsigned char address[16];
	if (!host || !http_host(host, name, sizeof name))
		return false;
	bool known = strcasecmp(name, "localhost") == 0 || inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1;
	for (int32_t i = 0; i < server->options.n_names; i++)
		known = known || strcasecmp(name, server->options.names[i]) == 0;
	return known;
}

/* A change must come from a page of this very server. */
static bool http_own_page(const gz_http_request *r)
{
	const char *origin = gz_http_header(r, "Origin"), *host = gz_http_header(r, "Host"), *type = gz_http_header(r, "Content-Type");
	if (!origin || !host || !type || strncasecmp(type, "application/json", 16) != 0)
		return false;
	const char *after = strstr(origin, "://");
	return after && strcasecmp(after + 3, host) == 0;
}

static const char *http_guard(const gz_http *server, const gz_http_request *r, int32_t *code)
{
	*code = 403;
	if (!http_known_host(server, gz_http_header(r, "Host")))
		return "{\"error\":\"host\",\"sentence\":\"open the address in numbers, as it stands on the wall: this name was given to it by somebody else\"}";
	if (strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0)
		return NULL;
	if (strcmp(r->method, "POST") != 0) {
		*code = 405;
		return "{\"error\":\"method\",\"sentence\":\"only GET, HEAD and POST are understood\"}";
	}
	return http_own_page(r) ? NULL : "{\"error\":\"origin\",\"sentence\":\"what changes something is JSON from a page of this server\"}";
}

/* ---- replies -------------------------------------------------------------------------------------------------- */
static struct MHD_Response *http_response(struct MHD_Connection *connection, const gz_http_reply *reply)
{
	if (reply->stream)
		return gz_push_response(reply->stream, connection);
	if (reply->owned)
		return MHD_create_response_from_buffer(reply->size, reply->owned, MHD_RESPMEM_MUST_FREE);
	return MHD_create_response_from_buffer(reply->size, (void *)(uintptr_t)(reply->bytes ? reply->bytes : ""), MHD_RESPMEM_PERSISTENT);
}

static void http_headers(struct MHD_Response *m, const gz_http_reply *reply)
{
	MHD_add_response_header(m, "Content-Type", reply->stream ? "text/event-stream" : reply->type ? reply->type : "application/json");
	MHD_add_response_header(m, "Cache-Control", reply->keep ? "public, max-age=31536000, immutable" : "no-store");
	MHD_add_response_header(m, "Content-Security-Policy", reply->paper ? PAPER_POLICY : POLICY);
	MHD_add_response_header(m, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(m, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(m, "Cross-Origin-Opener-Policy", "same-origin");
	MHD_add_response_header(m, "Cross-Origin-Resource-Policy", "same-origin");
	if (reply->encoding)
		MHD_add_response_header(m, "Content-Encoding", reply->encoding);
	if (reply->location)
		MHD_add_response_header(m, "Location", reply->location);
	if (reply->cookie[0])
		MHD_add_response_header(m, "Set-Cookie", reply->cookie);
	if (reply->download[0]) {
		char value[128];
		snprintf(value, sizeof value, "attachment; filename=\"%s\"", reply->download);
		MHD_add_response_header(m, "Content-Disposition", value);
	}
}

static enum MHD_Result http_send(struct MHD_Connection *connection, gz_http_reply *reply)
{
	struct MHD_Response *m = http_response(connection, reply);
	if (!m) {
		free(reply->owned);
		return MHD_NO;
	}
	http_headers(m, reply);
	const enum MHD_Result queued = MHD_queue_response(connection, reply->code ? (unsigned)reply->code : MHD_HTTP_OK, m);
	MHD_destroy_response(m);
	return queued;
}

static gz_http_reply http_told(int32_t code, const char *text)
{
	return (gz_http_reply){.code = code, .bytes = text, .size = strlen(text)};
}

/* ---- requests ------------------------------------------------------------------------------------------------- */
static enum MHD_Result http_body(const gz_http *server, arriving *a, const char *bytes, size_t *n)
{
	const size_t most = server->options.body_max;
	char *grown = a->refused || *n > most - a->size ? NULL : realloc(a->body, a->size + *n + 1);
	if (grown) {
		memcpy(grown + a->size, bytes, *n);
		a->body = grown;
		a->size += *n;
		grown[a->size] = '\0';
	} else {
		a->refused = true;
		a->over += *n;
	}
	*n = 0;
	return a->over > OVER_MOST ? MHD_NO : MHD_YES;
}

static enum MHD_Result http_request(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
	const char *upload, size_t *upload_size, void **state)
{
	(void)version;
	gz_http *server = context;
	arriving *a = *state;
	if (!a) {
		*state = a = calloc(1, sizeof *a);
		return a ? MHD_YES : MHD_NO;
	}
	if (*upload_size > 0)
		return http_body(server, a, upload, upload_size);
	char from[NI_MAXHOST];
	http_peer(connection, from, sizeof from);
	const gz_http_request r = {.method = method, .path = url, .body = a->body ? a->body : "", .size = a->size, .from = from,
		.secure = server->options.certificate != NULL, .native = connection};
	gz_http_reply reply = {0};
	int32_t code = 0;
	const char *refusal = http_guard(server, &r, &code);
	if (refusal && server->options.astray && strncmp(url, "/api/", 5) != 0 && strcmp(method, "GET") == 0)
		reply = (gz_http_reply){.code = code, .type = "text/plain; charset=utf-8", .bytes = server->options.astray, .size = strlen(server->options.astray)};
	else if (refusal)
		reply = http_told(code, refusal);
	else if (a->refused)
		reply = http_told(413, "{\"error\":\"size\",\"sentence\":\"what was sent is too large\"}");
	else
		server->options.handler(server->options.context, &r, &reply);
	return http_send(connection, &reply);
}

static void http_finished(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
	(void)context;
	(void)connection;
	(void)why;
	arriving *a = *state;
	if (a)
		free(a->body);
	free(a);
	*state = NULL;
}

/* A phone that has left the Wi-Fi says no word: its connection ends when what was sent to it stays unanswered. */
static void http_connected(void *context, struct MHD_Connection *connection, void **state, enum MHD_ConnectionNotificationCode what)
{
	(void)context;
	(void)state;
	const union MHD_ConnectionInfo *info = what == MHD_CONNECTION_NOTIFY_STARTED ? MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD) : NULL;
	const unsigned patience = DEAF_MS;
	if (info) /* where the system does not know this, it waits longer */
		(void)setsockopt(info->connect_fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
}

/* ---- opening and closing -------------------------------------------------------------------------------------- */
static gz_status http_address(const gz_http_options *o, struct sockaddr_storage *out, gz_error *err)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
	const char *bind = o->bind ? o->bind : "127.0.0.1";
	memset(out, 0, sizeof *out);
	if (inet_pton(AF_INET, bind, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(o->port);
	} else if (inet_pton(AF_INET6, bind, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(o->port);
	} else {
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s is not an address: give numbers, such as 127.0.0.1 or 192.168.1.10", bind);
	}
	return GZ_OK;
}

static gz_status http_start(gz_http *server, gz_error *err)
{
	const gz_http_options *o = &server->options;
	struct sockaddr_storage address;
	GZ_TRY(http_address(o, &address, err));
	unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
	flags |= address.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0;
	struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->certificate}, {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->key}, {MHD_OPTION_END, 0, NULL}};
	const struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
	if (o->certificate)
		flags |= MHD_USE_TLS;
	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, http_request, server,
		MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections_max,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)(o->connections_max + 1) / 2,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->seconds_max,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536,
		MHD_OPTION_NOTIFY_COMPLETED, http_finished, NULL,
		MHD_OPTION_NOTIFY_CONNECTION, http_connected, NULL,
		MHD_OPTION_ARRAY, o->certificate ? tls : none,
		MHD_OPTION_END);
	if (!server->daemon)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "cannot listen on %s port %u: the port is taken, the address is not this machine's, or the certificate is not whole",
			o->bind ? o->bind : "127.0.0.1", (unsigned)o->port);
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
	server->port = info ? info->port : o->port;
	return GZ_OK;
}

gz_status gz_http_open(gz_http **out, const gz_http_options *options, gz_error *err)
{
	*out = NULL;
	gz_http *server = calloc(1, sizeof *server);
	if (!server)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	server->options = *options;
	if (server->options.body_max == 0)
		server->options.body_max = 256 << 10;
	if (server->options.connections_max <= 0)
		server->options.connections_max = 400;
	if (server->options.seconds_max <= 0)
		server->options.seconds_max = 20;
	const gz_status st = http_start(server, err);
	if (st != GZ_OK) {
		free(server);
		return st;
	}
	*out = server;
	return GZ_OK;
}

uint16_t gz_http_port(const gz_http *server)
{
	return server->port;
}

void gz_http_close(gz_http *server)
{
	if (!server)
		return;
	MHD_stop_daemon(server->daemon);
	free(server);
}
