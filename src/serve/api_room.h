/* The room over HTTP: pages, the state, its stream, orders, pictures to scan, the log.
 *
 *   GET /  /play  /control  /wall          the page         GET /room.js  /room.css
 *   GET /words.json  /glossary.json        what is said otherwise than in the page, the shares reviewed; terms with sources
 *   GET /api/state                         what the caller may know, once; /api/events: the same at every change
 *   GET /api/qr?of=join|wifi               a picture         GET /api/addresses   of this machine
 *   GET /api/log?format=json|csv           the whole log     GET /api/replay      the live state, as `guzar serve --replay` folds it
 *   POST /api/ORDER                        as serve/desk.h lists them
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_API_ROOM_H
#define GZ_API_ROOM_H
#include "serve/http.h"
#include "serve/room.h"

typedef struct gz_api_room {
	gz_room *room;
	uint16_t port;   /* filled once the server is open */
	bool secure;     /* pages come by TLS */
	bool lan;        /* others on the network may come; else only this machine */
	const char *bind; /* the one private address that is listened on; NULL: all of them */
	const char *astray; /* told to a person who opens a page from elsewhere; NULL: JSON */
	const char *words, *glossary; /* JSON of report/wording.h and report/glossary.h; NULL: none */
} gz_api_room;

/* A gz_http_handler; context is a gz_api_room. */
void gz_api_room_handle(void *context, const gz_http_request *request, gz_http_reply *reply);
#endif
