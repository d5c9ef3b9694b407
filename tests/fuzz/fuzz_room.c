/* Any bytes as what a page sends: every order, from nobody, a seat and the control team, gets an answer with a code, and the state stays
 * what the log comes to.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"
#include "serve/desk.h"
#include "serve/door.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gz_room *room;
static char control[GZ_LOGIN_TOKEN], seat[GZ_LOGIN_TOKEN], path[128];
static int64_t taken;

static void check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static void read_pin(void *context, const gz_room_sight *sight)
{
	memcpy(context, sight->network->pin, GZ_LOGIN_PIN);
}

static void end(void)
{
	gz_room_close(room);
}

static void begin(void)
{
	char password[GZ_ROOM_PASSWORD], pin[GZ_LOGIN_PIN];
	const char *word = NULL;
	scratch_write("play.guzar", "", 0, path);
	unlink(path);
	check(gz_room_open(&room, &(gz_room_options){.path = path}, password, NULL) == GZ_OK);
	check(gz_door_login(room, "127.0.0.1", password, "One", control, &word, NULL) == GZ_OK);
	gz_room_read(room, read_pin, pin);
	check(gz_door_join(room, "127.0.0.1", pin, "border", seat, &word, NULL) == GZ_OK);
	atexit(end);
}

static void same(void *context, const gz_room_sight *sight)
{
	(void)context;
	gz_play anew = {0};
	check(gz_play_fold(&anew, sight->chronicle));
	char *live = gz_play_canonical(sight->play, sight->chronicle), *folded = gz_play_canonical(&anew, sight->chronicle);
	check(live && folded && strcmp(live, folded) == 0);
	free(live);
	free(folded);
	gz_play_free(&anew);
}

/* The first byte chooses the order, the second who sends it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const orders[] = {"join", "login", "leave", "clock", "check", "send", "note", "seat", "network", "read", "emergency", "none"};
	if (!room)
		begin();
	if (size < 2)
		return 0;
	const char *order = orders[data[0] % (sizeof orders / sizeof *orders)];
	const char *tokens[] = {NULL, seat, control, "x"};
	const gz_desk_call call = {.order = order, .body = (const char *)data + 2, .size = size - 2, .from = "10.0.0.1", .token = tokens[data[1] % 4]};
	if (strcmp(order, "leave") == 0 || (strcmp(order, "login") == 0 && taken > 20)) /* a password is slow, and who has left stays away */
		return 0;
	gz_desk_reply reply;
	gz_desk_take(room, &call, &reply);
	check(reply.code >= 200 && reply.code < 600 && reply.answer);
	check((reply.code == 200) == json_is_true(json_object_get(reply.answer, "ok")));
	json_decref(reply.answer);
	if (++taken % 64 == 0)
		gz_room_read(room, same, NULL);
	return 0;
}
