/* The director rule by rule: when injects go out, what lapses, what absent roles do, what the world sets off.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/field.h"
#include "exercise/live.h"
#include "exercise/observable.h"
#include "playing.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>

/* A pack: the same people for every script. */
static const char *const HEAD =
	"guzar-pack: 1\n"
	"title: Small\n"
	"start: 2027-05-03 07:10\n"
	"languages: [en]\n"
	"organisations: {one: One}\n"
	"names: {town: {real: Bokhtar, fictional: Mirobod}}\n"
	"decisions: {call: {name: Call}, stop: {name: Stop, lead: 6 h}, shut: {name: Shut, lead: 2 h, confirm: true}}\n"
	"roles:\n"
	"  chief: {name: Chief, organisation: one, may: [call, stop, shut]}\n"
	"  post: {name: Post, organisation: one, may: [call], absent: {does: critical, after: 00:03, orders: {1: call}}}\n"
	"  guard: {name: Guard, organisation: one, absent: {does: all, after: 00:02}}\n"
	"  lead: {name: Lead, organisation: one, kind: CONTROLLER}\n"
	"channels: {mail: {name: Mail, latency: 00:01}}\n"
	"personas: {who: {name: \"Somebody of ${name.town}\"}}\n"
	"milestones: {isolated: Isolated, many: {name: Many, by: world, when: \"reported(A, 7 d) >= 10\"}}\n"
	"phases:\n"
	"  first: {name: First, time: REAL, lasts: 00:10}\n"
	"  leap: {name: Leap, time: JUMP 00:50}\n"
	"  day: {name: Day, time: SCALED 60, lasts: 00:10}\n"
	"  table: {name: Table, time: FROZEN, lasts: 00:10}\n"
	"  last: {name: Last, time: SCALED 60, lasts: 00:10}\n";

static playing p;
static double reported; /* what the world says of everything */
static char journal[4000];

static double world_call(void *context, int32_t id, const double *args, int32_t n)
{
	(void)context, (void)args, (void)n;
	return id == 0 ? reported : id == GZ_OBSERVABLE_TRUTH ? 3 * reported : (double)NAN;
}

static double world_symbol(void *context, int32_t id)
{
	(void)context, (void)id;
	return (double)NAN;
}

static const gz_expr_env world = {.symbol = world_symbol, .call = world_call};

static void begin(const char *script)
{
	char yaml[8000];
	snprintf(yaml, sizeof yaml, "%s%s", HEAD, script);
	playing_begin(&p, yaml);
	reported = 0;
}

static void seats(const char *a, const char *b)
{
	const char *const all[] = {a, b};
	for (int i = 0; i < 2; i++)
		if (all[i])
			ck_assert(playing_put(&p, GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", "join", "seat", all[i]), NULL) == NULL);
}

static void start(const char *script)
{
	begin(script);
	seats("chief", "post");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
}

static void end(void)
{
	playing_same(&p);
	playing_end(&p);
}

static void to(int64_t minutes, int64_t seconds)
{
	playing_to(&p, (minutes * 60 + seconds) * 1000, &world);
}

/* What the machine has entered so far, "1@60 done:1.isolate@120 ..." in seconds of the exercise. */
static const char *told(void)
{
	char *out = journal;
	*out = '\0';
	for (int32_t i = 0; i < p.chronicle.n; i++) {
		const gz_entry *e = &p.chronicle.entries[i];
		if (!e->in_force || !gz_field_same(e->body, "by", GZ_PLAY_MACHINE) || gz_field_same(e->body, "act", "holds"))
			continue;
		const char *act = gz_field_text(e->body, "act"), *what = gz_field_text(e->body, act && strcmp(act, "decide") == 0 ? "decision" :
			act && strcmp(act, "milestone") == 0 ? "milestone" : act && strcmp(act, "none") != 0 ? "action" : "inject");
		out += snprintf(out, sizeof journal - (size_t)(out - journal), "%s%s%s%s@%d", out == journal ? "" : " ", act ? act : "", act ? ":" : "", what, (int)(e->ex / 1000));
	}
	return journal;
}

/* What the first message of an inject says in English. */
static const char *said(int inject, const char *what)
{
	char id[16];
	size_t i;
	json_t *m;
	snprintf(id, sizeof id, "%d", inject);
	json_array_foreach(playing_state(&p, "messages"), i, m)
		if (gz_field_same(m, "inject", id))
			return gz_field_text(json_object_get(m, what), "en");
	return "";
}

START_TEST(test_times_of_the_exercise_and_of_the_scenario)
{
	start("injects:\n"
		"  1: {at: 00:01, to: chief, body: x}\n"
		"  2: {at: +00:02, phase: day, to: chief, body: x}\n"
		"  3: {at: 03:00 scenario, to: chief, body: x}\n" /* 00:10 by then, leap to 01:00, two hours more are two minutes */
		"  4: {at: 00:30 scenario, to: chief, body: x}\n" /* lies in the leap */
		"  5: {at: 00:12, channel: mail, to: chief, body: x}\n"
		"  6: {at: 20:00 scenario, to: chief, body: x}\n"
		"  7: {at: 30:00 scenario, to: chief, body: x}\n"); /* never */
	to(60, 0);
	ck_assert_str_eq(told(), "1@60 4@600 2@720 3@720 5@780 6@2340");
	end();
}
END_TEST

START_TEST(test_what_comes_after_something)
{
	start("injects:\n"
		"  1: {at: 00:01, to: chief, body: x, expect: {isolate: {text: x, sets: isolated}}}\n"
		"  2: {trigger: AFTER inject 1 + 00:02, to: chief, body: x}\n"
		"  3: {trigger: AFTER milestone isolated, to: chief, body: x}\n"
		"  4: {trigger: AFTER decision shut + 1 h scenario, to: chief, body: x}\n"
		"  5: {trigger: AFTER inject 2 + 00:01, to: chief, body: x}\n");
	to(9, 0);
	ck_assert_str_eq(told(), "1@60 2@180 5@240");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.isolate'}");
	const int64_t shut = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'shut'}");
	to(9, 30);
	char confirm[80];
	snprintf(confirm, sizeof confirm, "{'act':'confirm','order':%d}", (int)shut);
	playing_do(&p, GZ_ENTRY_ACT, confirm); /* from now on it is ordered: 00:09:30 and an hour: 30 s, the leap of 50 minutes, 9.5 s */
	to(20, 0);
	ck_assert_str_eq(told(), "1@60 2@180 5@240 3@540 4@609");
	end();
}
END_TEST

START_TEST(test_a_refused_order_sets_nothing_off)
{
	start("injects:\n  1: {trigger: MANUAL, to: chief, body: x}\n  4: {trigger: AFTER decision stop + 00:02, to: chief, body: x}\n");
	const int64_t stop = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop'}");
	char refuse[80];
	snprintf(refuse, sizeof refuse, "{'order':%d,'reason':'x'}", (int)stop);
	playing_do(&p, GZ_ENTRY_REFUSE, refuse);
	to(9, 0);
	ck_assert_str_eq(told(), "");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop'}");
	to(20, 0);
	ck_assert_str_eq(told(), "4@660");
	end();
}
END_TEST

START_TEST(test_unless_it_was_done_by_then)
{
	static const char *const script = "injects:\n"
		"  1: {at: 00:01, to: chief, body: x, expect: {isolate: {text: x, sets: isolated}}}\n"
		"  2: {trigger: UNLESS isolated BY 00:05, to: chief, body: x}\n";
	start(script);
	to(10, 0);
	ck_assert_str_eq(told(), "1@60 2@300");
	end();
	start(script);
	to(4, 59);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.isolate'}");
	to(10, 0);
	ck_assert_str_eq(told(), "1@60");
	end();
	start(script); /* entered later with the time at which it was done, before it is looked at again */
	to(2, 0);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':360000}");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.isolate','proxy':true,'seat':'chief','at':300000}");
	to(10, 0);
	ck_assert_str_eq(told(), "1@60");
	end();
	start(script); /* shifted: the time by which is shifted */
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'2','ms':120000}");
	to(6, 0);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.isolate'}");
	to(10, 0);
	ck_assert_str_eq(told(), "1@60");
	end();
}
END_TEST

/* What carries the story where the world does not send something. */
START_TEST(test_unless_another_inject_has_come)
{
	static const char *const script = "injects:\n"
		"  1: {trigger: \"WHEN reported(A, 7 d) >= 5\", to: chief, body: x}\n"
		"  2: {trigger: UNLESS inject 1 BY 00:05, to: chief, body: x}\n";
	start(script);
	to(8, 0);
	ck_assert_str_eq(told(), "2@300");
	end();
	start(script);
	to(4, 59);
	reported = 5;
	to(5, 0); /* the last moment counts */
	to(8, 0);
	ck_assert_str_eq(told(), "1@299");
	end();
	start(script);
	reported = 5;
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'skip','inject':'1'}");
	to(8, 0);
	ck_assert_str_eq(told(), "2@300");
	end();
}
END_TEST

START_TEST(test_contingencies_come_when_nothing_is_done)
{
	static const char *const script = "injects:\n"
		"  1:\n    at: 00:01\n    to: chief\n    body: x\n    contingency: 1b\n"
		"    expect:\n"
		"      isolate: {text: x, within: 5 min, critical: true}\n"
		"      tell: {text: x, within: 3 min}\n"
		"  1b: {kind: CONTINGENCY, to: chief, body: x}\n";
	start(script);
	to(10, 0);
	ck_assert_str_eq(told(), "1@60 pass:1.isolate@360 1b@360"); /* what is not critical arms nothing */
	ck_assert(gz_field_same(json_array_get(playing_state(&p, "messages"), 1), "why", "contingency"));
	end();
	start(script);
	to(6, 0); /* on the last second: noted as missed, by the machine, before anybody could say so */
	ck_assert_str_eq(told(), "1@60 pass:1.isolate@360 1b@360");
	end();
	start(script);
	to(5, 59);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','seat':'chief','action':'1.isolate'}");
	to(20, 0);
	ck_assert_str_eq(told(), "1@60");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'undone','action':'1.isolate'}"); /* it was not done after all */
	to(21, 0);
	ck_assert_str_eq(told(), "1@60 pass:1.isolate@1200 1b@1200");
	end();
	start(script);
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'skip','inject':'1b'}");
	to(20, 0);
	ck_assert_str_eq(told(), "1@60 pass:1.isolate@360");
	end();
	start(script); /* more time for them: the contingency is moved */
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'1b','ms':60000}");
	to(20, 0);
	ck_assert_str_eq(told(), "1@60 pass:1.isolate@360 1b@420");
	end();
}
END_TEST

START_TEST(test_a_critical_action_without_a_time_has_the_phase)
{
	start("injects:\n"
		"  1: {at: 00:01, to: chief, body: x, contingency: 1b, expect: {isolate: {text: x, critical: true}}}\n"
		"  1b: {kind: CONTINGENCY, to: chief, body: x}\n");
	to(8, 0);
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':60000}");
	to(20, 0);
	ck_assert_str_eq(told(), "1@60 pass:1.isolate@660 1b@660");
	end();
}
END_TEST

START_TEST(test_no_decision_by_its_time)
{
	static const char *const script = "injects:\n"
		"  1: {at: 00:01, kind: DECISION_REQUEST, to: chief, body: x, expect: {decide: {text: x, within: 1 h scenario, evidence: DECISION}}}\n"
		"  2: {at: 00:02, kind: DECISION_REQUEST, to: chief, body: x, expect: {write: {text: x, within: 00:05, evidence: FORM}}}\n";
	start(script);
	to(20, 0);
	ck_assert_str_eq(told(), "1@60 2@120 none:2@420 none:1@601"); /* an hour of the scenario, of which 50 minutes are leapt over */
	end();
	start(script);
	to(3, 0);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call'}");
	char reply[120];
	snprintf(reply, sizeof reply, "{'act':'decide','seat':'chief','decision':'stop','reply_to':%d}",
		(int)gz_field_whole(json_object_get(playing_state(&p, "injects"), "2"), "number"));
	playing_do(&p, GZ_ENTRY_ACT, reply);
	to(20, 0);
	ck_assert_str_eq(told(), "1@60 2@120");
	end();
}
END_TEST

/* What does an action by the pack's word: nothing else, everything that is named, and what stood before it was asked. */
START_TEST(test_what_is_declared_to_answer)
{
	start("injects:\n"
		"  1: {at: 00:01, kind: DECISION_REQUEST, to: chief, body: x, expect: {shut: {text: x, within: 5 min, evidence: DECISION, answered_by: [shut, stop], sets: isolated},\n"
		"     ring: {text: x, evidence: MESSAGE, answered_by: [call, message post]}}}\n"
		"  2: {at: 00:02, to: [chief, post], body: x, expect: {halt: {text: x, evidence: DECISION, answered_by: stop}, tell: {text: x, evidence: MESSAGE, answered_by: reply},\n"
		"     paper: {text: x, evidence: FORM, answered_by: [form annex2, form sitrep]}}}\n"
		"  3: {at: 00:08, to: chief, body: x, expect: {halted: {text: x, evidence: DECISION, answered_by: stop}}}\n");
	to(3, 0);
	char text[200];
	const int one = (int)gz_field_whole(json_object_get(playing_state(&p, "injects"), "1"), "number"), two = (int)gz_field_whole(json_object_get(playing_state(&p, "injects"), "2"), "number");
	snprintf(text, sizeof text, "{'act':'decide','seat':'chief','decision':'call','reply_to':%d}", one); /* in reply to 1, but not what it asks: only the ring */
	playing_do(&p, GZ_ENTRY_ACT, text);
	snprintf(text, sizeof text, "{'act':'form','form':'case','fields':{'a':1},'seat':'chief','reply_to':%d}", two);
	playing_do(&p, GZ_ENTRY_ACT, text);
	snprintf(text, sizeof text, "{'seat':'chief','to':['guard'],'text':'x','reply_to':%d}", one); /* a reply is not what 1 asks */
	playing_do(&p, GZ_ENTRY_SEND, text);
	const json_t *done = playing_state(&p, "actions");
	ck_assert_int_eq((int)json_object_size(done), 1);
	ck_assert_ptr_nonnull(json_object_get(done, "1.ring"));
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop'}"); /* both that name it, whatever it replies to */
	ck_assert(json_object_get(done, "1.shut") && json_object_get(done, "2.halt") && json_object_get(playing_state(&p, "milestones"), "isolated"));
	snprintf(text, sizeof text, "{'seat':'post','to':['chief'],'text':'x','reply_to':%d}", two);
	playing_do(&p, GZ_ENTRY_SEND, text);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'form','form':'sitrep','fields':{'a':1},'seat':'chief'}");
	ck_assert(json_object_get(done, "2.tell") && json_object_get(done, "2.paper"));
	ck_assert_str_eq(gz_field_text(json_object_get(done, "2.paper"), "how"), "form");
	ck_assert_ptr_null(json_object_get(done, "3.halted"));
	to(9, 0); /* asked for what stands already */
	ck_assert_str_eq(gz_field_text(json_object_get(done, "3.halted"), "seat"), "chief");
	ck_assert_int_eq(gz_field_whole(json_object_get(done, "3.halted"), "ex"), 480000);
	ck_assert_str_eq(told(), "1@60 2@120 3@480");
	end();
	start("injects:\n"
		"  1: {at: 00:01, kind: DECISION_REQUEST, to: chief, body: x, contingency: 2, expect: {shut: {text: x, within: 2 min, critical: true, evidence: DECISION, answered_by: shut}}}\n"
		"  2: {kind: CONTINGENCY, to: chief, body: x}\n");
	to(2, 0);
	snprintf(text, sizeof text, "{'act':'decide','seat':'chief','decision':'call','reply_to':%d}", (int)gz_field_whole(json_object_get(playing_state(&p, "injects"), "1"), "number"));
	playing_do(&p, GZ_ENTRY_ACT, text); /* another order in reply is no decision on what was asked */
	to(5, 0);
	ck_assert_str_eq(told(), "1@60 none:1@180 pass:1.shut@180 2@180");
	end();
}
END_TEST

static double few_and_a_half(void *context, int32_t id, const double *args, int32_t n)
{
	(void)context, (void)id, (void)args, (void)n;
	return 3.6;
}

static double some_place(void *context, int32_t id)
{
	(void)context;
	return id;
}

/* The mean of a day may be a fraction; people are told whole. */
START_TEST(test_people_are_told_whole)
{
	const gz_expr_env env = {.symbol = some_place, .call = few_and_a_half};
	begin("injects:\n  1: {at: 00:01, to: post, body: x}\n");
	char *said = gz_live_now(&p.pack, "${beds(A)} in hospital, ${beds(A) + beds(B)} in both, ${beds(A) / 8} of the beds", GZ_PACK_EN, &env);
	ck_assert_str_eq(said, "4 in hospital, 7 in both, 0.5 of the beds");
	free(said);
	end();
}
END_TEST

START_TEST(test_absent_roles_do_what_their_cards_say)
{
	static const char *const script = "injects:\n"
		"  1:\n    at: 00:01\n    to: [post, guard]\n    body: x\n"
		"    expect:\n"
		"      a: {text: x, who: [post], critical: true}\n"
		"      b: {text: x, who: [post]}\n"
		"      c: {text: x, who: [guard]}\n"
		"      d: {text: x, who: [guard, chief], critical: true}\n"
		"      e: {text: x, who: [post], evidence: DECISION, sets: isolated}\n";
	begin(script);
	seats("chief", NULL);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	to(10, 0);
	ck_assert_str_eq(told(), "1@60 done:1.c@180 decide:call@240 done:1.a@240"); /* d is the chief's, who is there; b is not critical */
	ck_assert(gz_field_same(json_object_get(playing_state(&p, "actions"), "1.c"), "how", "machine"));
	ck_assert(gz_field_same(json_object_get(playing_state(&p, "actions"), "1.e"), "how", "machine"));
	ck_assert(json_object_get(playing_state(&p, "milestones"), "isolated"));
	end();
	begin(script);
	seats("post", NULL);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	to(10, 0);
	ck_assert_str_eq(told(), "1@60 done:1.c@180 done:1.d@180");
	end();
	begin(script); /* somebody comes, and goes again */
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	seats("post", "guard");
	to(5, 0);
	ck_assert_str_eq(told(), "1@60");
	playing_do(&p, GZ_ENTRY_SEAT, "{'act':'free','seat':'guard'}");
	to(6, 0);
	ck_assert_str_eq(told(), "1@60 done:1.c@300 done:1.d@300");
	end();
	begin(script); /* a role that was taken by mistake is played again as soon as it is left */
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	playing_not(&p, GZ_ENTRY_SEAT, "{'act':'leave','seat':'guard'}", "seat");
	seats("post", "guard");
	to(5, 0);
	playing_do(&p, GZ_ENTRY_SEAT, "{'act':'leave','seat':'guard'}");
	playing_not(&p, GZ_ENTRY_SEAT, "{'act':'leave','seat':'guard'}", "seat");
	to(6, 0);
	ck_assert_str_eq(told(), "1@60 done:1.c@300 done:1.d@300");
	playing_same(&p);
	end();
}
END_TEST

/* While the others talk nobody changes the world behind their backs: what was asked for before is ordered as the discussion begins, what is
 * asked for in it in its own time. It lasts from 20 to 30 minutes. */
START_TEST(test_absent_roles_in_a_discussion)
{
	static const struct { const char *at; int32_t measure; const char *told; } cases[] = {
		{"00:18", 0, "1@1080 decide:call@1200 done:1.a@1260"}, {"00:18", -1, "1@1080 decide:call@1260 done:1.a@1260"}, /* information alone goes on */
		{"00:16", 0, "1@960 decide:call@1140 done:1.a@1140"}, {"00:17", 0, "1@1020 decide:call@1200 done:1.a@1200"},
		{"00:21", 0, "1@1260 decide:call@1440 done:1.a@1440"}, {"00:28", 0, "1@1680 decide:call@1860 done:1.a@1860"},
	};
	char script[200];
	snprintf(script, sizeof script, "injects:\n  1: {at: %s, to: post, body: x, expect: {a: {text: x, critical: true}}}\n", cases[_i].at);
	begin(script);
	p.pack.decisions[0].measure = cases[_i].measure;
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	to(33, 0);
	ck_assert_str_eq(told(), cases[_i].told);
	p.pack.decisions[0].measure = -1;
	end();
}
END_TEST

START_TEST(test_a_discussion_that_begins_early)
{
	begin("injects:\n  1: {at: 00:18, to: post, body: x, expect: {a: {text: x, critical: true}}}\n");
	p.pack.decisions[0].measure = 0;
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	to(19, 0);
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}");
	to(25, 0);
	ck_assert_str_eq(told(), "1@1080 decide:call@1140 done:1.a@1260");
	p.pack.decisions[0].measure = -1;
	end();
}
END_TEST

START_TEST(test_the_world_sets_milestones_and_conditions)
{
	start("injects:\n"
		"  1: {trigger: \"WHEN reported(A, 7 d) >= 5 FOR 2 h\", to: chief, body: \"${reported(A, 7 d)} in ${name.town}; ${beds(A)}\"}\n"
		"  2: {trigger: AFTER milestone many + 00:01, to: chief, body: x}\n"
		"  3: {trigger: \"WHEN reported(A, 7 d) >= 8 MAX 2\", to: chief, body: x}\n"
		"  4: {trigger: \"WHEN reported(A, 7 d) >= 8 EVERY 00:02 MAX 3\", to: chief, body: x, from: who}\n"
		"  5: {at: 00:01, to: lead, body: \"${truth(infections, A)}\"}\n");
	to(12, 0);
	reported = 7;
	to(13, 0); /* an hour */
	reported = 2;
	to(13, 30);
	reported = 7;
	to(14, 0);
	to(15, 0);
	ck_assert_str_eq(told(), "5@60");
	reported = 12;
	to(16, 0);
	to(17, 0);
	to(18, 0);
	reported = 1;
	to(18, 30);
	reported = 9;
	for (int minute = 19; minute < 25; minute++)
		to(minute, 0);
	ck_assert_str_eq(told(), "5@60 milestone:many@900 3@900 4@900 1@960 2@960 4@1020 3@1110 4@1140");
	ck_assert_str_eq(said(1, "body"), "12 in Bokhtar; ?");
	end();
}
END_TEST

START_TEST(test_again_every_so_often)
{
	start("injects:\n"
		"  1: {trigger: \"00:01 EVERY 00:02 MAX 3\", to: chief, body: x}\n"
		"  2: {trigger: \"12:00 scenario EVERY 1 h scenario MAX 100\", to: chief, body: x}\n");
	to(4, 0);
	ck_assert_str_eq(told(), "1@60 1@180");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':1260000}"); /* 00:21 at one go: of those that were missed the last one comes */
	playing_direct(&p, &world);
	ck_assert_str_eq(told(), "1@60 1@180 1@1260");
	ck_assert_int_eq(gz_field_whole(json_object_get(playing_state(&p, "injects"), "1"), "due"), 1260000);
	to(31, 30); /* the clock of the scenario stands at 11:00 from 00:20 to 00:30 */
	ck_assert_str_eq(told(), "1@60 1@180 1@1260 2@1860");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':2130000}");
	playing_direct(&p, &world);
	ck_assert_str_eq(told(), "1@60 1@180 1@1260 2@1860 2@2130");
	ck_assert_int_eq(gz_field_whole(json_object_get(playing_state(&p, "injects"), "2"), "due"), 2100000);
	end();
}
END_TEST

START_TEST(test_held_skipped_released_and_sent_by_hand)
{
	start("injects:\n"
		"  1: {at: 00:01, to: chief, body: x}\n"
		"  2: {at: 00:02, to: chief, body: x}\n"
		"  3: {at: 00:03, to: chief, body: x}\n"
		"  4: {at: 00:04, to: chief, body: x}\n"
		"  5: {at: 00:05, to: chief, body: x}\n");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'hold','inject':'1'}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'skip','inject':'2'}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'3','ms':150000}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'5','ms':-270000}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'3','body':{'en':'${ex} s'}}");
	json_t *now = gz_director_send(&p.play, playing_ex(&p), 3, &world, "hand", GZ_DUE_NEVER);
	json_object_set_new(now, "by", json_string("One"));
	ck_assert_ptr_null(playing_put(&p, GZ_ENTRY_SEND, now, NULL));
	to(9, 0);
	ck_assert_str_eq(told(), "5@30 3@330");
	ck_assert_str_eq(said(3, "body"), "330 s");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'release','inject':'1'}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'release','inject':'2'}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'skip','inject':'2'}");
	to(10, 0);
	ck_assert_str_eq(told(), "5@30 3@330 1@540");
	ck_assert_int_eq(gz_field_whole(json_object_get(playing_state(&p, "injects"), "1"), "due"), 60000); /* so it is known how late it was */
	end();
}
END_TEST

START_TEST(test_times_move_with_their_phase)
{
	static const char *const script = "injects:\n"
		"  1: {at: 00:04, to: chief, body: x}\n"
		"  2: {at: 00:08, to: chief, body: x}\n"
		"  3: {at: 00:11, to: chief, body: x}\n"
		"  4: {at: 00:19, to: chief, body: x}\n"
		"  5: {trigger: UNLESS isolated BY 00:09, to: chief, body: x}\n";
	start(script);
	to(5, 0);
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':120000}");
	to(40, 0);
	ck_assert_str_eq(told(), "1@240 2@480 5@540 3@780 4@1260");
	end();
	start(script);
	to(5, 0);
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}"); /* into the leap, which is over at once */
	to(40, 0);
	ck_assert_str_eq(told(), "1@240 3@360 4@840"); /* 2 and 5 were of a time that was cut off: they wait for a hand */
	end();
}
END_TEST

START_TEST(test_nothing_is_owed_while_the_exercise_stands)
{
	begin("injects:\n  1: {at: 00:00, to: chief, body: x}\n  2: {at: 00:01, to: chief, body: x}\n");
	ck_assert_int_eq(playing_direct(&p, &world), 0);
	ck_assert_int_eq(gz_director_next(&p.play, &p.chronicle, 0), GZ_DUE_NEVER);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	ck_assert_int_eq(playing_direct(&p, &world), 1);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':60000}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'emergency'}");
	ck_assert_int_eq(playing_direct(&p, &world), 0);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'end'}");
	ck_assert_int_eq(playing_direct(&p, &world), 0);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':0}"); /* what was sent at that very time stays sent */
	ck_assert_int_eq(playing_direct(&p, &world), 0);
	to(2, 0);
	ck_assert_str_eq(told(), "1@0 2@60");
	end();
}
END_TEST

START_TEST(test_the_first_variant_that_holds)
{
	start("injects:\n"
		"  1: {at: 00:02, to: chief, subject: S, body: none, variants: [{if: \"inforce(stop) == 1\", body: in force}, {if: \"ordered(stop) == 1\", body: ordered}]}\n"
		"  2: {at: 00:03, to: chief, subject: S, body: none, variants: [{if: \"isolated == 1\", body: isolated}, {if: \"beds(A) >= 0\", body: known}]}\n"
		"  3: {at: 00:12, from: who, to: [chief, lead], subject: S, body: none, variants: [{if: \"inforce(stop) == 1\", subject: T, body: in force}]}\n");
	to(1, 0);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop'}"); /* six hours: 00:15:10 and a bit */
	to(11, 0);
	ck_assert_str_eq(said(1, "body"), "ordered");
	ck_assert_str_eq(said(1, "subject"), "S");
	ck_assert_str_eq(said(2, "body"), "none"); /* nobody knows of the beds */
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'3','ms':240000}");
	to(20, 0);
	ck_assert_str_eq(said(3, "subject"), "T");
	ck_assert_str_eq(said(3, "from"), "Somebody of Bokhtar");
	const json_t *m = json_array_get(playing_state(&p, "messages"), 2);
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(m, "to"), 1)), "control");
	ck_assert_int_eq(gz_field_whole(m, "due"), 960000);
	ck_assert_str_eq(gz_field_text(m, "why"), "time");
	end();
}
END_TEST

START_TEST(test_the_script_as_it_stands)
{
	start("injects:\n"
		"  1: {at: 00:04, to: chief, body: x}\n"
		"  2: {trigger: AFTER inject 1 + 00:02, to: chief, body: x, channel: mail}\n"
		"  3: {trigger: AFTER inject 2 + 00:01, to: chief, body: x}\n"
		"  4: {trigger: MANUAL, to: chief, body: x}\n");
	gz_director_row rows[4];
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'1','ms':60000}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'2','ms':30000}");
	gz_director_plan(&p.play, 0, rows);
	ck_assert_int_eq(rows[0].planned, 240000);
	ck_assert_int_eq(rows[1].planned, 420000);
	ck_assert_int_eq(rows[2].planned, 480000);
	ck_assert_int_eq(rows[3].planned, GZ_DUE_NEVER);
	ck_assert_int_eq(rows[0].due, 300000);
	ck_assert_int_eq(rows[1].due, 510000);
	ck_assert_int_eq(rows[2].due, 570000);
	ck_assert_int_eq(rows[3].due, GZ_DUE_NEVER);
	to(8, 30);
	gz_director_plan(&p.play, playing_ex(&p), rows);
	ck_assert_int_eq(rows[0].sent, 300000);
	ck_assert_int_eq(rows[0].due, GZ_DUE_NEVER);
	ck_assert_int_eq(rows[1].sent, 510000);
	ck_assert_int_eq(rows[2].due, 570000);
	ck_assert_int_eq(rows[2].sent, GZ_DUE_NEVER);
	ck_assert(rows[1].count == 1 && rows[2].count == 0 && !rows[2].held);
	end();
}
END_TEST

START_TEST(test_a_room_that_was_opened_again_sends_nothing_twice)
{
	start("injects:\n  1: {trigger: \"WHEN reported(A, 7 d) >= 5\", to: chief, body: x}\n  2: {trigger: \"WHEN reported(A, 7 d) >= 5 MAX 3\", to: chief, body: x}\n");
	reported = 9;
	to(1, 0);
	p.memory = (gz_director_memory){0};
	to(2, 0);
	ck_assert_str_eq(told(), "1@0 2@0");
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("director");
	TCase *c = tcase_create("director");
	tcase_add_test(c, test_times_of_the_exercise_and_of_the_scenario);
	tcase_add_test(c, test_what_comes_after_something);
	tcase_add_test(c, test_a_refused_order_sets_nothing_off);
	tcase_add_test(c, test_unless_it_was_done_by_then);
	tcase_add_test(c, test_unless_another_inject_has_come);
	tcase_add_test(c, test_contingencies_come_when_nothing_is_done);
	tcase_add_test(c, test_a_critical_action_without_a_time_has_the_phase);
	tcase_add_test(c, test_no_decision_by_its_time);
	tcase_add_test(c, test_what_is_declared_to_answer);
	tcase_add_test(c, test_people_are_told_whole);
	tcase_add_test(c, test_absent_roles_do_what_their_cards_say);
	tcase_add_loop_test(c, test_absent_roles_in_a_discussion, 0, 6);
	tcase_add_test(c, test_a_discussion_that_begins_early);
	tcase_add_test(c, test_the_world_sets_milestones_and_conditions);
	tcase_add_test(c, test_again_every_so_often);
	tcase_add_test(c, test_held_skipped_released_and_sent_by_hand);
	tcase_add_test(c, test_times_move_with_their_phase);
	tcase_add_test(c, test_nothing_is_owed_while_the_exercise_stands);
	tcase_add_test(c, test_the_first_variant_that_holds);
	tcase_add_test(c, test_the_script_as_it_stands);
	tcase_add_test(c, test_a_room_that_was_opened_again_sends_nothing_twice);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
