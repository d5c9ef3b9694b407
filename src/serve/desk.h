/* The desk of the room: what pages ask for by POST, a JSON object each, and what they are told.
 *
 *   join {pin, seat}   login {password, name}   leave {}
 *   clock {act, value}   check {act: "ask"}   note {text}   seat {act: "free" | "pin", seat}
 *   network {address, wifi, key}                                                                     the control team
 *   check {act: "answer", number}   read {message, act: "read" | "done"}   emergency {}              a seat
 *   and what is done in play: serve/turn.h
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DESK_H
#define GZ_DESK_H
#include "serve/room.h"

typedef struct gz_desk_call {
	const char *order;       /* "join" */
	const char *body; size_t size;
	const char *from;        /* address */
	const char *token;       /* NULL: none came */
} gz_desk_call;

typedef struct gz_desk_reply {
	int32_t code;            /* as HTTP counts: 200, 400, 401, 403, 404, 409, 429, 503 */
	json_t *answer;          /* {"ok": true, "number"} or {"error": word, "sentence"}; for the caller to let go */
	char token[GZ_LOGIN_TOKEN]; /* to be kept by the device, "" none */
	bool forget;             /* the device's token is to be dropped */
} gz_desk_reply;

void gz_desk_take(gz_room *room, const gz_desk_call *call, gz_desk_reply *reply);
#endif
