/* Any lines as entries of an exercise with a pack: each is taken or refused with a word and a sentence, the director always comes to an
 * end and is never refused, and the state stays what the log comes to. A line that begins with ! goes into the log unasked, as in a file
 * from elsewhere: then nothing is promised but that it is folded and asked.
 *
 * A line is a letter for the kind, seconds of the wall as one more byte, and the body.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/director.h"
#include "exercise/entry/field.h"
#include "exercise/observable.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char PACK[] =
	"guzar-pack: 1\ntitle: Small\nlanguages: [en]\norganisations: {one: One}\nnames: {town: {real: A, fictional: B}}\n"
	"decisions: {call: {name: Call}, stop: {name: Stop, lead: 6 h, justify: true}, shut: {name: Shut, confirm: true}}\n"
	"roles:\n  chief: {name: Chief, may: [call, stop, shut]}\n  post: {name: Post, may: [call], absent: {does: critical, after: 00:01, orders: {1: call}}}\n"
	"  judge: {name: Judge, kind: EVALUATOR}\n"
	"channels: {mail: {name: Mail, latency: 00:01}}\nmilestones: {isolated: Isolated, many: {name: Many, by: world, when: \"reported(A, 7 d) >= 5\"}}\n"
	"objectives: {O1: {text: One}}\ntasks: {T1: {text: One, objective: O1}}\n"
	"phases:\n  first: {name: First, time: REAL, lasts: 00:02}\n  leap: {name: Leap, time: JUMP 1 h}\n  day: {name: Day, time: SCALED 60, lasts: 00:05, questions: [Q]}\n"
	"  nights: {name: Nights, time: STEPPED 6 h, lasts: 00:04}\n"
	"injects:\n"
	"  1: {at: 00:00, kind: DECISION_REQUEST, to: [chief, post], body: \"${ex} ${beds(A)} ${name.town}\", contingency: 2, "
	"expect: {isolate: {text: x, within: 1 min, critical: true, sets: isolated}, tell: {text: x, evidence: MESSAGE}, decide: {text: x, within: 1 h scenario, evidence: DECISION}}}\n"
	"  2: {to: post, body: x, channel: mail}\n"
	"  3: {trigger: \"WHEN many == 1 FOR 1 h EVERY 30 min scenario MAX 9\", to: chief, body: x}\n"
	"  4: {trigger: UNLESS isolated BY 00:03, to: chief, body: x, variants: [{if: \"ordered(call) == 1\", body: y}]}\n"
	"  5: {trigger: AFTER decision shut + 1 h scenario, to: chief, body: x}\n"
	"  6: {trigger: \"00:01 EVERY 00:01 MAX 20\", to: chief, body: x}\n";

static void check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static double world_call(void *context, int32_t id, const double *args, int32_t n)
{
	(void)args, (void)n;
	return id == 0 ? (double)(*(int64_t *)context / 60000) : (double)NAN;
}

static double world_symbol(void *context, int32_t id)
{
	(void)context, (void)id;
	return (double)NAN;
}

static gz_pack pack; /* read once, only looked at */

typedef struct game { gz_chronicle chronicle; gz_play play; gz_director_memory memory; int64_t wall, ex; bool foreign; } game;

static void add(game *g, gz_entry_kind kind, json_t *body)
{
	json_object_set_new(body, "ex", json_integer(gz_clock_ex(&g->chronicle.clock, g->wall)));
	char *text = json_dumps(body, JSON_COMPACT);
	const gz_status st = gz_chronicle_add(&g->chronicle, g->chronicle.n + 1, g->wall, gz_chronicle_kind_name(kind), text, strlen(text), NULL);
	check(st == GZ_OK || g->foreign);
	check(gz_play_fold(&g->play, &g->chronicle) || g->foreign);
	free(text);
}

static void direct(game *g)
{
	const gz_expr_env world = {.context = &g->ex, .symbol = world_symbol, .call = world_call};
	for (int n = 0; n < 1000; n++) {
		gz_entry_kind kind = GZ_ENTRY_TICK;
		json_t *body = NULL;
		g->ex = gz_clock_ex(&g->chronicle.clock, g->wall);
		check(gz_director_due(&g->play, &g->chronicle, g->ex, &world, &g->memory, &kind, &body));
		if (!body)
			return;
		const bool refused = gz_play_refusal(&g->play, &g->chronicle, kind, body, g->wall, NULL) != NULL;
		check(!refused || g->foreign);
		if (!refused)
			add(g, kind, body);
		json_decref(body);
		if (refused)
			return;
	}
	check(g->foreign);
}

static void same(game *g)
{
	gz_play anew = {.pack = &pack};
	gz_director_row rows[8];
	check(gz_play_fold(&anew, &g->chronicle) || g->foreign);
	char *live = gz_play_canonical(&g->play, &g->chronicle), *folded = gz_play_canonical(&anew, &g->chronicle);
	check(g->foreign || (live && folded && strcmp(live, folded) == 0));
	check(pack.n_injects <= 8);
	gz_director_plan(&g->play, g->ex, rows);
	free(live);
	free(folded);
	gz_play_free(&anew);
}

static void line(game *g, const char *text, size_t n)
{
	static const char letters[] = "ocskxtSHRArOn"; /* in the order of the kinds */
	const bool unasked = n > 0 && text[0] == '!';
	text += unasked;
	n -= unasked;
	const char *letter = n > 2 ? strchr(letters, text[0]) : NULL;
	json_t *body = letter && *letter ? json_loadb(text + 2, n - 2, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (json_is_object(body)) {
		const gz_entry_kind kind = (gz_entry_kind)(letter - letters);
		gz_error err = {0};
		g->wall += (int64_t)(unsigned char)text[1] * 1000;
		direct(g);
		const char *word = gz_play_refusal(&g->play, &g->chronicle, kind, body, g->wall, &err);
		check(!word || (word[0] && err.sentence[0]));
		g->foreign = g->foreign || (word && unasked);
		if (!word || unasked)
			add(g, kind, body);
		direct(g);
	}
	json_decref(body);
}

static void end(void)
{
	gz_pack_free(&pack);
}

static void begin(void)
{
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	check(sizeof "ocskxtSHRArOn" - 1 == GZ_ENTRY_COUNT);
	check(gz_pack_parse(&pack, PACK, sizeof PACK - 1, &mistakes) == GZ_OK);
	gz_mistakes_free(&mistakes);
	atexit(end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	game g = {.wall = 1000};
	if (pack.n_injects == 0)
		begin();
	gz_chronicle_init(&g.chronicle);
	g.play = (gz_play){.pack = &pack};
	check(gz_play_fold(&g.play, &g.chronicle));
	json_t *opening = gz_play_opening_of(&pack), *start = json_pack("{s:s}", "act", "start");
	add(&g, GZ_ENTRY_OPEN, opening);
	add(&g, GZ_ENTRY_CLOCK, start);
	json_decref(opening);
	json_decref(start);
	const char *at = (const char *)data, *end = at + size;
	for (int k = 0; at < end && k < 60; k++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		line(&g, at, (size_t)((stop ? stop : end) - at));
		at = stop ? stop + 1 : end;
	}
	same(&g);
	gz_play_free(&g.play);
	gz_chronicle_free(&g.chronicle);
	return 0;
}
