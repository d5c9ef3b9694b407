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

/* A small pack of two roles, so that what is done in play is more than refused. */
static void load_pack(gz_pack *pack)
{
	static const char text[] = "guzar-pack: 1\nid: small\ntitle: t\nstart: 2027-05-03 07:10\nlanguages: [en]\n"
		"objectives: {O1: {text: o}}\norganisations: {x: X}\ndecisions:\n  shut: {name: Shut, lead: 1 h, justify: true, confirm: true}\n  open: {name: Open}\n"
		"roles:\n  border: {name: B, organisation: x, may: [shut, open], card: c}\n  post: {name: P, organisation: x, card: c}\n  evaluator: {name: E, organisation: x, kind: EVALUATOR}\n"
		"phases:\n  one: {name: One, time: SCALED 60, lasts: 01:00}\n  two: {name: Two, time: FROZEN, lasts: 01:00, questions: [why]}\n"
		"personas: {p: P}\nchannels: {radio: Radio}\nmilestones: {m: M, k: {name: K, by: controller}}\ntasks: {T1: {text: t, objective: O1, critical: true}}\n"
		"injects:\n  1: {phase: one, kind: EXPECTED_ACTION, at: 00:00, from: p, to: border, channel: radio, subject: s, body: b, objective: O1,\n"
		"    expect: {do: {text: d, within: 5 min, evidence: FORM, critical: true, task: T1, sets: m}}, contingency: 1b}\n"
		"  1b: {kind: CONTINGENCY, from: p, to: border, channel: radio, body: c, objective: O1}\n  2: {trigger: MANUAL, from: p, to: [border, post], channel: radio, body: h, objective: O1}\n";
	char file[128], folder[160];
	gz_mistakes mistakes;
	scratch_write("begin", "", 0, file);
	snprintf(folder, sizeof folder, "%s/small", scratch_folder);
	check(mkdir(folder, 0700) == 0);
	scratch_write("small/pack.yaml", text, sizeof text - 1, file);
	gz_mistakes_init(&mistakes);
	const gz_status st = gz_pack_load(pack, folder, &(gz_pack_options){0}, &mistakes);
	if (st != GZ_OK && mistakes.n > 0)
		fprintf(stderr, "%d: %s\n", (int)mistakes.items[0].row, mistakes.items[0].sentence);
	check(st == GZ_OK);
	gz_mistakes_free(&mistakes);
}

static void begin(void)
{
	gz_pack pack;
	int64_t number = 0;
	char password[GZ_ROOM_PASSWORD], pin[GZ_LOGIN_PIN];
	const char *word = NULL;
	scratch_write("play.guzar", "", 0, path);
	unlink(path);
	load_pack(&pack);
	check(gz_room_open(&room, &(gz_room_options){.path = path, .pack = &pack, .unpaced = true}, password, NULL) == GZ_OK);
	gz_pack_free(&pack);
	check(gz_door_login(room, "127.0.0.1", password, "One", control, &word, NULL) == GZ_OK);
	gz_room_read(room, read_pin, pin);
	check(gz_door_join(room, "127.0.0.1", pin, "border", seat, &word, NULL) == GZ_OK);
	check(gz_room_submit(room, GZ_ENTRY_CLOCK, json_pack("{s:s}", "act", "start"), "One", &number, &word, NULL) == GZ_OK);
	atexit(end);
}

static void same(void *context, const gz_room_sight *sight)
{
	(void)context;
	gz_play anew = {.pack = sight->pack};
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
	static const char *const orders[] = {"join", "login", "leave", "clock", "check", "send", "note", "seat", "network", "read", "emergency", "none",
		"act", "inject", "phase", "confirm", "refuse", "release", "milestone", "undone", "observe"};
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
