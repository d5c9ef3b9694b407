/* Who may come in: seats by PIN, the control team by password, each known by a token afterwards; and how the room is reached.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DOOR_H
#define GZ_DOOR_H
#include "serve/room.h"

/* Who a token stands for; a seat freed since then is nobody, with *expired. */
gz_room_who gz_door_known(gz_room *room, const char *token, bool *expired);
/* By PIN to a seat, by password to the control team: fills token. Wrong tries are slowed down by address: word "pin", "password", "wait". */
gz_status gz_door_join(gz_room *room, const char *from, const char *pin, const char *seat, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err) GZ_MUST_CHECK;
gz_status gz_door_login(gz_room *room, const char *from, const char *password, const char *name, char token[GZ_LOGIN_TOKEN], const char **word, gz_error *err) GZ_MUST_CHECK;
/* A device that got no answer asks again to come in, with the same mark: the token that never reached it is forgotten. */
gz_status gz_door_again(gz_room *room, const char *once, const char token[GZ_LOGIN_TOKEN], gz_error *err) GZ_MUST_CHECK;
/* The device has gone on purpose: its token is forgotten, and a seat whose last device it was is left, so that nobody sits there. */
gz_status gz_door_leave(gz_room *room, const char *token, gz_error *err) GZ_MUST_CHECK;

/* 0: who writes now may, and it counts; else the ms after which it may: serve/pace.h. order: what it is, of so many bytes; nobody is known by the address. */
int64_t gz_door_pace(gz_room *room, const gz_room_who *who, const char *from, const char *order, size_t size);

/* New PINs, by which those who have joined keep their seats (once: the mark of the order, which counts once; NULL none); and how the room is reached. */
gz_status gz_door_new_pins(gz_room *room, const char *by, const char *once, gz_error *err) GZ_MUST_CHECK;
gz_status gz_door_set_network(gz_room *room, const char *address, const char *wifi, const char *key, gz_error *err) GZ_MUST_CHECK;
/* PINs and network as the file has them, or new PINs: when the room is opened. */
gz_status gz_door_network(gz_room *room, gz_error *err) GZ_MUST_CHECK;
#endif
