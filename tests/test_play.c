/* The state of a play: each entry's effect on it, who may do what, and every refusal with its word.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/act.h"
#include "exercise/entry/field.h"
#include "playing.h"
#include "suite.h"
#include <stdio.h>

static const char *const PACK =
	"guzar-pack: 1\n"
	"id: small\n"
	"title: {en: Small, ru: Малый}\n"
	"start: 2027-05-03 07:10\n"
	"languages: [en, ru]\n"
	"organisations: {one: One}\n"
	"decisions:\n"
	"  call: {name: Call}\n"
	"  stop: {name: Stop, lead: 6 h, review: 90 d, justify: true}\n"
	"  shut: {name: Shut, lead: 2 h, confirm: true}\n"
	"roles:\n"
	"  chief: {name: Chief, organisation: one, may: [call, stop, shut]}\n"
	"  post: {name: Post, organisation: one, may: [call]}\n"
	"  cell: {name: Cell, organisation: one, kind: SIMCELL, speaks: [press]}\n"
	"  judge: {name: Judge, organisation: one, kind: EVALUATOR}\n"
	"  lead: {name: Lead, organisation: one, kind: CONTROLLER}\n"
	"phases:\n"
	"  first: {name: First, time: REAL, lasts: 00:10}\n"
	"  day: {name: Day, time: SCALED 60, lasts: 00:10}\n"
	"  table: {name: Table, time: FROZEN, lasts: 00:10, questions: [What is known?, Who decides?]}\n"
	"personas: {press: Press, mayor: Mayor}\n"
	"channels: {radio: Radio}\n"
	"milestones:\n"
	"  isolated: Isolated\n"
	"  seen: {name: Seen, by: evaluator}\n"
	"  many: {name: Many, by: world, when: \"reported(A, 7 d) >= 10\"}\n"
	"objectives: {O1: {text: One}}\n"
	"tasks: {T1: {text: Isolates, objective: O1, critical: true}}\n"
	"injects:\n"
	"  1:\n"
	"    at: 00:01\n"
	"    to: [chief, post]\n"
	"    body: {en: Ill, ru: Болен}\n"
	"    expect:\n"
	"      isolate: {text: Isolate, within: 5 min, evidence: OBSERVED, critical: true, who: [post], task: T1, sets: isolated}\n"
	"      tell: {text: Tell, within: 5 min, evidence: MESSAGE, who: [post]}\n"
	"      write: {text: Write, evidence: FORM, who: [post, chief]}\n"
	"      write_more: {text: Write more, evidence: FORM, who: [chief]}\n"
	"      decide: {text: Decide, evidence: DECISION, who: [chief], sets: isolated}\n"
	"    contingency: 2\n"
	"  2: {to: post, body: Worse}\n"
	"  3: {trigger: \"WHEN many == 1 FOR 2 h\", to: post, body: Many}\n"
	"  4: {at: 00:02, to: chief, body: Again, expect: {choose: {text: Choose, evidence: DECISION}}}\n";

static playing p;

static void begin(void)
{
	playing_begin(&p, PACK);
	playing_do(&p, GZ_ENTRY_SEAT, "{'act':'join','seat':'chief'}");
	playing_do(&p, GZ_ENTRY_SEAT, "{'act':'join','seat':'post'}");
	playing_do(&p, GZ_ENTRY_SEAT, "{'act':'join','seat':'judge'}");
}

static void start(void)
{
	begin();
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	p.wall += 60000;
}

static void end(void)
{
	playing_same(&p);
	playing_end(&p);
}

static const char *text_at(const json_t *row, const char *key)
{
	return json_string_value(json_object_get(row, key));
}

static int64_t whole_at(const json_t *row, const char *key)
{
	return json_integer_value(json_object_get(row, key));
}

static const json_t *last_of(const char *list)
{
	const json_t *all = playing_state(&p, list);
	return json_array_get(all, json_array_size(all) - 1);
}

static const char *how(const char *action)
{
	return text_at(json_object_get(playing_state(&p, "actions"), action), "how");
}

/* Inject 1, by hand. */
static int64_t ask(void)
{
	json_t *body = gz_director_send(&p.play, playing_ex(&p), 0, NULL, "hand", GZ_DUE_NEVER);
	json_object_set_new(body, "by", json_string("One"));
	ck_assert(playing_put(&p, GZ_ENTRY_SEND, body, NULL) == NULL);
	return p.chronicle.n;
}

/* An entry in which # is a number. */
static void numbered(char out[400], const char *text, int64_t number)
{
	const char *at = strchr(text, '#');
	snprintf(out, 400, "%.*s%d%s", (int)(at - text), text, (int)number, at + 1);
}

static int64_t doing(gz_entry_kind kind, const char *text, int64_t number)
{
	char whole[400];
	numbered(whole, text, number);
	return playing_do(&p, kind, whole);
}

static void notdoing(gz_entry_kind kind, const char *text, int64_t number, const char *word)
{
	char whole[400];
	numbered(whole, text, number);
	playing_not(&p, kind, whole, word);
}

START_TEST(test_messages_of_roles_and_of_control)
{
	start();
	const int64_t first = playing_do(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief','control'],'text':'Come'}");
	ck_assert_str_eq(text_at(last_of("messages"), "seat"), "post");
	ck_assert_int_eq(whole_at(last_of("messages"), "sim"), 60);
	doing(GZ_ENTRY_SEND, "{'seat':'chief','to':['post'],'text':'Yes','reply_to':#}", first);
	ck_assert_int_eq(whole_at(last_of("messages"), "reply_to"), first);
	playing_do(&p, GZ_ENTRY_SEND, "{'to':[],'subject':{'en':'All'},'body':{'en':'Hear','ru':'Слушайте'},'why':'quick'}");
	ck_assert_str_eq(text_at(json_object_get(last_of("messages"), "body"), "ru"), "Слушайте");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':[],'text':'x'}", "role");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['post'],'text':'x'}", "role");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['lead'],'text':'x'}", "role");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':'chief','text':'x'}", "role");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'cell','to':['chief'],'text':'x'}", "seat");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'projector','to':['chief'],'text':'x'}", "rank");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':' '}", "text");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'body':{'de':'x'}}", "text");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'body':{'en':'x'},'subject':{'en':''}}", "text");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'x','inject':'1'}", "inject");
	playing_not(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','at':3}", "at");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'x','persona':'press'}", "rank");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'x','from':{'en':'WHO'}}", "rank");
	playing_not(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','persona':'police'}", "persona");
	playing_not(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','from':'WHO'}", "persona");
	playing_not(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','channel':'pigeon'}", "channel");
	playing_do(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','persona':'press','channel':'radio','from':{'en':'Press'}}");
	playing_do(&p, GZ_ENTRY_SEND, "{'seat':'cell','to':['chief'],'text':'x','persona':'press','proxy':true,'at':1}");
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'cell','to':['chief'],'text':'x','persona':'mayor','proxy':true,'at':1}", "persona"); /* the pack gives it the press alone */
	playing_do(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','persona':'mayor'}");
	playing_do(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'x','channel':'radio'}");
	playing_not(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','inject':'9'}", "inject");
	playing_not(&p, GZ_ENTRY_SEND, "{'to':['chief'],'text':'x','inject':'1','variant':1}", "inject");
	notdoing(GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'x','reply_to':#}", first, "message"); /* its own */
	playing_not(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'x','reply_to':999}", "message");
	playing_not(&p, GZ_ENTRY_READ, "{'seat':'post','message':999,'act':'read'}", "message");
	notdoing(GZ_ENTRY_READ, "{'seat':'chief','message':#,'act':'burnt'}", first, "act");
	doing(GZ_ENTRY_READ, "{'seat':'chief','message':#,'act':'read'}", first);
	end();
}
END_TEST

START_TEST(test_an_inject_goes_out_with_what_the_play_holds)
{
	start();
	const int64_t number = ask();
	const json_t *m = last_of("messages"), *row = json_object_get(playing_state(&p, "injects"), "1");
	ck_assert_str_eq(text_at(json_object_get(m, "body"), "ru"), "Болен");
	ck_assert_uint_eq(json_array_size(json_object_get(m, "to")), 2);
	ck_assert_str_eq(text_at(row, "status"), "sent");
	ck_assert_int_eq(whole_at(row, "number"), number);
	ck_assert_int_eq(whole_at(row, "count"), 1);
	ask();
	row = json_object_get(playing_state(&p, "injects"), "1");
	ck_assert_int_eq(whole_at(row, "count"), 2);
	ck_assert_int_eq(whole_at(row, "number"), number);
	end();
}
END_TEST

START_TEST(test_expected_actions_mark_themselves)
{
	start();
	const int64_t number = ask();
	doing(GZ_ENTRY_SEND, "{'seat':'chief','to':['post'],'text':'I see','reply_to':#}", number); /* not chief's to tell */
	ck_assert_ptr_null(how("1.tell"));
	playing_do(&p, GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'One ill'}"); /* no reply */
	ck_assert_ptr_null(how("1.tell"));
	doing(GZ_ENTRY_SEND, "{'seat':'post','to':['chief'],'text':'One ill','reply_to':#}", number);
	ck_assert_str_eq(how("1.tell"), "reply");
	doing(GZ_ENTRY_ACT, "{'act':'form','seat':'chief','form':'sitrep','fields':{'known':'one'},'reply_to':#}", number);
	ck_assert_str_eq(how("1.write"), "form"); /* one entry, one action: the first that is open */
	ck_assert_ptr_null(how("1.write_more"));
	doing(GZ_ENTRY_ACT, "{'act':'form','seat':'chief','form':'annex2','fields':{'serious':true},'reply_to':#}", number);
	ck_assert_str_eq(how("1.write_more"), "form");
	ck_assert_ptr_null(how("1.isolate"));
	doing(GZ_ENTRY_ACT, "{'act':'done','seat':'post','reply_to':#,'text':'by radio'}", number);
	ck_assert_str_eq(how("1.isolate"), "claim");
	ck_assert_int_eq(whole_at(playing_state(&p, "milestones"), "isolated"), 60000);
	notdoing(GZ_ENTRY_ACT, "{'act':'done','seat':'post','reply_to':#}", number, "action");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','seat':'judge','action':'1.isolate'}");
	ck_assert_str_eq(how("1.isolate"), "tick");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.isolate'}", "action");
	end();
}
END_TEST

START_TEST(test_a_decision_does_the_one_open_action)
{
	start();
	const int64_t number = ask();
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call'}");
	ck_assert_str_eq(how("1.decide"), "decision");
	ck_assert_int_eq(whole_at(playing_state(&p, "milestones"), "isolated"), 60000);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'undone','action':'1.decide'}");
	ck_assert_ptr_null(how("1.decide"));
	ck_assert_uint_eq(json_object_size(playing_state(&p, "milestones")), 0);
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'undone','action':'1.decide'}", "action");
	playing_do(&p, GZ_ENTRY_SEND, "{'inject':'4','variant':0,'to':['chief'],'body':{'en':'Again'},'why':'hand'}");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call'}"); /* two are open: it is not known which */
	ck_assert_ptr_null(how("1.decide"));
	ck_assert_ptr_null(how("4.choose"));
	doing(GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call','reply_to':#}", number);
	ck_assert_str_eq(how("1.decide"), "decision");
	ck_assert_ptr_null(how("4.choose"));
	end();
}
END_TEST

START_TEST(test_a_milestone_is_what_the_actions_left_make_of_it)
{
	start();
	ask();
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.decide'}");
	p.wall += 1000;
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','action':'1.isolate'}");
	ck_assert_int_eq(whole_at(playing_state(&p, "milestones"), "isolated"), 60000);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'undone','action':'1.decide'}");
	ck_assert_int_eq(whole_at(playing_state(&p, "milestones"), "isolated"), 61000);
	end();
}
END_TEST

START_TEST(test_orders_with_lead_confirmation_and_end)
{
	start();
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop'}", "reasons");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'  '}", "reasons");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'post','decision':'stop','reasons':'x'}", "authority");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'fly'}", "decision");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','decision':'call'}", "rank");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'cell','decision':'call'}", "seat");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'judge','decision':'call'}", "rank");
	const int64_t stop = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'hands'}");
	ck_assert_str_eq(text_at(last_of("orders"), "status"), "ordered");
	ck_assert_int_eq(whole_at(last_of("orders"), "from_sim"), 60 + 6 * 3600);
	ck_assert_int_eq(whole_at(last_of("orders"), "review_sim"), 60 + 6 * 3600 + 90 * 86400);
	const int64_t shut = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'shut'}");
	ck_assert_str_eq(text_at(last_of("orders"), "status"), "waiting");
	ck_assert_ptr_null(json_object_get(last_of("orders"), "from_sim"));
	notdoing(GZ_ENTRY_ACT, "{'act':'confirm','order':#}", stop, "order");
	p.wall += 60000;
	notdoing(GZ_ENTRY_ACT, "{'act':'confirm','order':#,'seat':'chief'}", shut, "rank");
	doing(GZ_ENTRY_ACT, "{'act':'confirm','order':#}", shut);
	ck_assert_int_eq(whole_at(last_of("orders"), "from_sim"), 120 + 2 * 3600);
	ck_assert_ptr_null(json_object_get(last_of("orders"), "review_sim")); /* the pack asks for none */
	ck_assert_int_eq(whole_at(last_of("orders"), "ordered"), 120000);
	notdoing(GZ_ENTRY_REFUSE, "{'order':#}", shut, "reasons");
	notdoing(GZ_ENTRY_REFUSE, "{'order':#,'reason':'x','seat':'chief'}", shut, "rank");
	doing(GZ_ENTRY_REFUSE, "{'order':#,'reason':'Article 43'}", shut);
	ck_assert_str_eq(text_at(last_of("orders"), "status"), "refused");
	ck_assert_str_eq(text_at(last_of("orders"), "reason"), "Article 43");
	notdoing(GZ_ENTRY_REFUSE, "{'order':#,'reason':'again'}", shut, "order");
	notdoing(GZ_ENTRY_ACT, "{'act':'lift','seat':'post','order':#}", stop, "authority");
	doing(GZ_ENTRY_ACT, "{'act':'lift','seat':'chief','order':#}", stop);
	ck_assert_int_eq(whole_at(gz_field_numbered(playing_state(&p, "orders"), stop), "lifted_sim"), 120);
	notdoing(GZ_ENTRY_ACT, "{'act':'lift','seat':'chief','order':#}", stop, "order");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'lift','seat':'chief','order':999}", "order");
	end();
}
END_TEST

/* An order given for some hours ends by itself, may be lifted before and ordered anew after. */
START_TEST(test_orders_for_some_hours)
{
	start();
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'hands','hours':0}", "hours");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'hands','hours':8785}", "hours");
	const int64_t stop = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'hands','hours':2}"), from = 60 + 6 * 3600;
	ck_assert_str_eq(text_at(last_of("orders"), "status"), "ordered");
	ck_assert_int_eq(whole_at(last_of("orders"), "from_sim"), from);
	ck_assert_int_eq(whole_at(last_of("orders"), "lifted_sim"), from + 2 * 3600);
	ck_assert_ptr_nonnull(gz_act_standing(&p.play, "stop", from + 2 * 3600 - 1));
	ck_assert_ptr_null(gz_act_standing(&p.play, "stop", from + 2 * 3600));
	const int64_t shut = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'shut','hours':24}");
	ck_assert_ptr_null(json_object_get(last_of("orders"), "lifted_sim")); /* it waits */
	p.wall += 60000;
	doing(GZ_ENTRY_ACT, "{'act':'confirm','order':#}", shut);
	ck_assert_int_eq(whole_at(last_of("orders"), "lifted_sim"), 120 + 2 * 3600 + 24 * 3600);
	doing(GZ_ENTRY_ACT, "{'act':'lift','seat':'chief','order':#}", shut);
	ck_assert_int_eq(whole_at(last_of("orders"), "lifted_sim"), 120);
	ck_assert_str_eq(text_at(last_of("orders"), "status"), "lifted");
	p.wall += 600000 + 11 * 60000; /* an hour a minute from 00:10: its hours are over */
	doing(GZ_ENTRY_ACT, "{'act':'lift','seat':'chief','order':#}", stop); /* nothing is left to be lifted */
	ck_assert_int_eq(whole_at(gz_field_numbered(playing_state(&p, "orders"), stop), "lifted_sim"), from + 2 * 3600);
	end();
}
END_TEST

START_TEST(test_what_is_entered_for_a_role_has_its_own_time)
{
	start();
	ask();
	p.wall += 540000; /* 00:10, when the scenario's clock begins to run 60 times as fast */
	p.wall += 60000;
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call','proxy':true}", "at");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call','proxy':true,'at':660001}", "at");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call','proxy':true,'at':-1}", "at");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call','at':5}", "at");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'judge','decision':'call','proxy':true,'at':5}", "role");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'nobody','form':'sitrep','fields':{'a':1},'proxy':true,'at':5}", "role");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'x','proxy':true,'at':600000}");
	ck_assert_int_eq(whole_at(last_of("orders"), "ex"), 660000);
	ck_assert_int_eq(whole_at(last_of("orders"), "sim"), 600 + 3600);
	ck_assert_int_eq(whole_at(last_of("orders"), "from_sim"), 600 + 6 * 3600);
	ck_assert_int_eq(whole_at(json_object_get(playing_state(&p, "actions"), "1.decide"), "ex"), 600000);
	playing_do(&p, GZ_ENTRY_SEND, "{'seat':'cell','to':['chief'],'text':'by phone','proxy':true,'at':1000}");
	ck_assert_int_eq(whole_at(last_of("messages"), "at"), 1000);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','seat':'post','action':'1.isolate','proxy':true,'at':120000}");
	ck_assert_str_eq(how("1.isolate"), "tick");
	ck_assert_int_eq(whole_at(playing_state(&p, "milestones"), "isolated"), 120000);
	end();
}
END_TEST

START_TEST(test_nothing_is_done_before_the_start_or_after_the_end)
{
	begin();
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call'}", "started");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'done','seat':'chief','action':'1.decide','proxy':true,'at':0}", "started");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap'}", "started");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}", "started");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'hold','inject':'1'}"); /* the script can be made ready */
	playing_do(&p, GZ_ENTRY_SEND, "{'to':[],'text':'Welcome'}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'emergency'}");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call'}", "emergency");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'end'}");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'call'}", "ended");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'chief','form':'sitrep','fields':{'a':1}}", "ended");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'release','inject':'1'}", "ended");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'done','seat':'judge','action':'1.isolate'}");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'undone','action':'1.isolate'}");
	playing_do(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap','task':'T1','text':'late'}");
	end();
}
END_TEST

START_TEST(test_an_exercise_that_ended_before_it_began)
{
	begin();
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'emergency'}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'end'}");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'done','seat':'judge','action':'1.isolate'}", "ended");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap'}", "started");
	end();
}
END_TEST

START_TEST(test_the_script_is_held_skipped_moved_and_edited)
{
	start();
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'hold','inject':'1'}");
	ck_assert_str_eq(text_at(json_object_get(playing_state(&p, "injects"), "1"), "status"), "held");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'hold','inject':'1'}", "inject");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'skip','inject':'1'}");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'skip','inject':'1'}", "inject");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'release','inject':'1'}");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'release','inject':'1'}", "inject");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'1','ms':60000}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'1','ms':-30000}");
	ck_assert_int_eq(whole_at(json_object_get(playing_state(&p, "injects"), "1"), "shift"), 30000);
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'3','ms':1000}", "inject");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'shift','inject':'1','ms':0}", "inject");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1','body':{'en':'Very ill'}}");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1','body':{'ru':'Очень болен'},'to':['post','control']}");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1'}", "text");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1','to':[]}", "role");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1','to':['nobody']}", "role");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1','body':{'en':'${oops'}}", "text");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'1','body':{'en':'${truth(infections, A)}'}}", "text");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'edit','inject':'9','body':{'en':'x'}}", "inject");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'tear','inject':'1'}", "act");
	ask();
	ck_assert_str_eq(text_at(json_object_get(last_of("messages"), "body"), "en"), "Very ill");
	ck_assert_str_eq(text_at(json_object_get(last_of("messages"), "body"), "ru"), "Очень болен");
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(last_of("messages"), "to"), 1)), "control");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'hold','inject':'1'}", "inject");
	end();
}
END_TEST

START_TEST(test_phases_begin_early_and_last_longer)
{
	start();
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':120000}");
	ck_assert_int_eq(whole_at(json_array_get(playing_state(&p, "phases"), 1), "from"), 720000);
	p.wall += 120000;
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}");
	ck_assert_int_eq(whole_at(json_array_get(playing_state(&p, "phases"), 0), "to"), 180000);
	ck_assert_int_eq(whole_at(json_array_get(playing_state(&p, "phases"), 2), "to"), 180000 + 1200000);
	p.wall += 60000;
	ck_assert_int_eq(gz_timetable_sim(&p.play.timetable, playing_ex(&p)), 180 + 3600);
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':0}", "phase");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'back'}", "phase");
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}");
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}", "phase");
	playing_same(&p);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':100000}"); /* the order to begin the next phase is undone, the longer one stays */
	ck_assert_int_eq(whole_at(json_array_get(playing_state(&p, "phases"), 0), "to"), 720000);
	const int64_t close = gz_timetable_close(&p.play.timetable);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':9000000}"); /* no further than the end */
	ck_assert_int_eq(playing_ex(&p), close);
	playing_not(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':9000000}", "over");
	playing_not(&p, GZ_ENTRY_CLOCK, "{'act':'step','value':1000}", "over");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	p.wall += 3600000;
	ck_assert_int_eq(playing_ex(&p), close); /* it stands, whatever the wall says */
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':60000}");
	p.wall += 30000;
	ck_assert_int_eq(playing_ex(&p), close + 30000);
	playing_same(&p);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':100000}"); /* the minute is undone with what came later */
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':9000000}");
	ck_assert_int_eq(playing_ex(&p), close);
	playing_same(&p);
	end();
}
END_TEST

/* A log of old knows no end of the clock: it comes to the same as it did, and stands from the next order on. */
START_TEST(test_a_log_that_went_past_the_end)
{
	static const struct { int64_t wall; const char *kind, *body; } old[] = {{1000000, "clock", "{\"act\":\"start\",\"by\":\"One\",\"ex\":0}"},
		{1060000, "clock", "{\"act\":\"jump\",\"by\":\"One\",\"ex\":60000,\"value\":9000000}"}, {1070000, "tick", "{\"ex\":9010000}"}};
	begin();
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		ck_assert_int_eq(gz_chronicle_add(&p.chronicle, p.chronicle.n + 1, old[i].wall, old[i].kind, old[i].body, strlen(old[i].body), NULL), GZ_OK);
	ck_assert(gz_play_fold(&p.play, &p.chronicle));
	p.wall = 1080000;
	ck_assert_int_eq(playing_ex(&p), 9020000);
	char *text = gz_play_canonical(&p.play, &p.chronicle);
	ck_assert_ptr_null(strstr(text, "until"));
	free(text);
	playing_not(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':60000}", "phase");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'speed','value':60}");
	p.wall += 60000;
	ck_assert_int_eq(playing_ex(&p), 9020000);
	playing_same(&p);
	end();
}
END_TEST

static const json_t *slowed(void) { return json_object_get(p.play.state, "slowed"); }

START_TEST(test_a_phase_begins_at_its_own_speed)
{
	start();
	playing_direct(&p, NULL);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'speed','value':60}");
	p.wall += 9000;
	ck_assert_int_eq(playing_ex(&p), 600000); /* the second phase, to the ms */
	ck_assert_int_eq(gz_director_next(&p.play, &p.chronicle, 60001), 120000); /* an inject first */
	playing_direct(&p, NULL);
	const gz_entry *e = &p.chronicle.entries[p.chronicle.n - 1];
	for (int32_t i = p.chronicle.n - 1; e->kind != GZ_ENTRY_CLOCK; i--)
		e = &p.chronicle.entries[i];
	ck_assert_str_eq(text_at(e->body, "by"), GZ_PLAY_MACHINE);
	ck_assert_int_eq(whole_at(e->body, "was"), 60);
	ck_assert_int_eq(whole_at(e->body, "value"), 1);
	ck_assert_int_eq(whole_at(slowed(), "ex"), 600000);
	p.wall += 60000;
	ck_assert_int_eq(playing_ex(&p), 660000);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'speed','value':60}"); /* chosen anew: nothing more to tell */
	ck_assert_ptr_null(slowed());
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':60000}"); /* the same phase goes on as fast */
	ck_assert_int_eq(gz_clock_speed(&p.chronicle.clock, p.wall), 60);
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}"); /* the discussion */
	ck_assert_int_eq(gz_clock_speed(&p.chronicle.clock, p.wall), 1);
	ck_assert_int_eq(whole_at(slowed(), "was"), 60);
	playing_same(&p);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'speed','value':30}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':300000}"); /* no phase begins: what was chosen stays */
	ck_assert_int_eq(gz_clock_speed(&p.chronicle.clock, p.wall), 30);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':400000}");
	ck_assert_int_eq(gz_clock_speed(&p.chronicle.clock, p.wall), 30);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':1300000}"); /* over two borders */
	ck_assert_int_eq(gz_clock_speed(&p.chronicle.clock, p.wall), 1);
	ck_assert_int_eq(whole_at(slowed(), "was"), 30);
	end();
}
END_TEST

/* Whatever comes first after the border finds the clock at the phase's speed, and says that it was set back. */
START_TEST(test_an_order_that_comes_before_the_machine_at_a_border)
{
	start();
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'speed','value':60}");
	p.wall += 12000;
	ck_assert_int_eq(playing_ex(&p), 603000);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'pause'}");
	ck_assert_int_eq(whole_at(slowed(), "was"), 60);
	ck_assert_int_eq(p.chronicle.clock.speed, 1);
	ck_assert_int_eq(playing_ex(&p), 603000);
	const int32_t n = p.chronicle.n;
	playing_direct(&p, NULL);
	for (int32_t i = n; i < p.chronicle.n; i++)
		ck_assert(p.chronicle.entries[i].kind != GZ_ENTRY_CLOCK);
	end();
}
END_TEST

/* A log of before phases had a speed of their own: it comes to the same state as it did, byte for byte, and goes on by the rule of now. */
START_TEST(test_a_log_that_kept_its_speed)
{
	static const struct { int64_t wall; const char *kind, *body; } old[] = {{1000000, "clock", "{\"act\":\"start\",\"by\":\"One\",\"ex\":0,\"until\":1800000}"},
		{1000000, "clock", "{\"act\":\"speed\",\"by\":\"One\",\"ex\":0,\"until\":1800000,\"value\":60}"},
		{1011000, "hold", "{\"act\":\"phase\",\"by\":\"One\",\"do\":\"extend\",\"ex\":660000,\"ms\":60000,\"until\":1860000}"},
		{1012000, "hold", "{\"act\":\"phase\",\"by\":\"One\",\"do\":\"next\",\"ex\":720000,\"until\":1320000}"}, {1013000, "tick", "{\"ex\":780000}"}};
	begin();
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		ck_assert_int_eq(gz_chronicle_add(&p.chronicle, p.chronicle.n + 1, old[i].wall, old[i].kind, old[i].body, strlen(old[i].body), NULL), GZ_OK);
	ck_assert(gz_play_fold(&p.play, &p.chronicle));
	p.wall = 1014000;
	ck_assert_int_eq(playing_ex(&p), 840000);
	char *text = gz_play_canonical(&p.play, &p.chronicle);
	ck_assert_ptr_null(strstr(text, "slowed"));
	ck_assert_ptr_null(strstr(text, "turn"));
	ck_assert_ptr_nonnull(strstr(text, "\"clock\":{\"ex\":720000,\"speed\":60,\"started\":true,\"state\":\"running\",\"until\":1320000,\"wall\":1012000}"));
	free(text);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'pause'}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':60000}");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	ck_assert_int_eq(p.chronicle.clock.speed, 60); /* in its phase */
	p.wall += 40000;
	ck_assert_int_eq(gz_clock_speed(&p.chronicle.clock, p.wall), 1);
	end();
}
END_TEST

START_TEST(test_forms_and_the_table)
{
	start();
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'poem','fields':{'a':1}}", "form");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'case','fields':{}}", "form");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'case','fields':{'a':[1]}}", "form");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'case','fields':{'age':31,'dry':true,'note':'x'}}");
	ck_assert_int_eq(whole_at(json_object_get(last_of("forms"), "fields"), "age"), 31);
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'case','fields':{'age':-1}}", "number");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'sitrep','fields':{'cases':'some'}}", "number");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'forecast','fields':{'what':'x','low':30,'middle':20,'high':40}}", "forecast");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'forecast','fields':{'what':'x','low':10,'middle':50,'high':40}}", "forecast");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'forecast','fields':{'what':'x','low':10,'high':9.5}}", "forecast");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'forecast','fields':{'what':'x','low':10,'middle':10,'high':40}}");
	ck_assert_uint_eq(json_array_size(json_object_get(p.play.state, "messages")), 0); /* the control team has them */
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'article43','fields':{'reasons':'x'},'to':['moon']}", "role");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'article43','fields':{'reasons':'x'},'to':['post']}", "role");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'form','seat':'post','form':'article43','fields':{'reasons':'x'},'to':['chief']}");
	ck_assert_str_eq(json_string_value(json_object_get(last_of("messages"), "form")), "article43");
	ck_assert_int_eq(whole_at(last_of("messages"), "number"), whole_at(last_of("forms"), "number"));
	ck_assert(gz_play_reaches(last_of("messages"), "chief"));
	ck_assert(!gz_play_reaches(last_of("messages"), "nobody"));
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'post','phase':'table','question':0,'text':'x'}", "phase");
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'jump','value':1200000}");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'post','phase':'table','question':2,'text':'x'}", "question");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'post','phase':'chair','question':0,'text':'x'}", "phase");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'post','phase':'table','question':0,'text':''}", "text");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'post','phase':'table','question':0,'text':'Little'}");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'chief','phase':'table','question':0,'text':'Much'}");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'answer','seat':'post','phase':'table','question':0,'text':'Less'}");
	ck_assert_uint_eq(json_array_size(playing_state(&p, "answers")), 2); /* the last one of a table counts */
	ck_assert_str_eq(text_at(last_of("answers"), "text"), "Less");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'release','seat':'post','phase':'table','question':0,'shown':true}", "rank");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'release','phase':'table','question':0}", "question");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'release','phase':'table','question':0,'shown':true}");
	ck_assert(json_is_true(json_object_get(playing_state(&p, "released"), "table.0")));
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'release','phase':'table','question':0,'shown':false}");
	ck_assert_uint_eq(json_object_size(playing_state(&p, "released")), 0);
	end();
}
END_TEST

START_TEST(test_milestones_and_observations)
{
	start();
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'seen','value':1,'seat':'post'}", "rank");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'isolated','value':1,'seat':'judge'}", "authority");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'unknown','value':1}", "milestone");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'seen','value':2}", "milestone");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'seen','value':0}", "milestone");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'seen','value':1,'seat':'judge'}");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'seen','value':1}", "milestone");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'seen','value':0}");
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'many','value':1}");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'milestone','milestone':'many','value':0}", "milestone");
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'none','inject':'1'}", "rank"); /* the program notes that by itself */
	playing_not(&p, GZ_ENTRY_ACT, "{'act':'pass','inject':'1','action':'1.isolate','by':'machine'}", "inject");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'post','kind':'gap'}", "rank");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'bad'}", "kind");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap','task':'T9'}", "task");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap','inject':'9'}", "inject");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap','order':9}", "order");
	playing_not(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'gap','at':60001}", "at");
	playing_do(&p, GZ_ENTRY_OBSERVE, "{'seat':'judge','kind':'strength','task':'T1','at':60000,'inject':'1'}");
	playing_do(&p, GZ_ENTRY_OBSERVE, "{'kind':'neutral','text':'x'}");
	ck_assert_uint_eq(json_array_size(playing_state(&p, "observations")), 2);
	end();
}
END_TEST

START_TEST(test_going_back_undoes_what_came_later)
{
	start();
	const int64_t number = ask();
	p.wall += 60000;
	doing(GZ_ENTRY_ACT, "{'act':'done','seat':'post','reply_to':#}", number);
	playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'chief','decision':'stop','reasons':'x'}");
	playing_not(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':'2'}", "clock"); /* the log could not be read again */
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':60000}");
	ck_assert_uint_eq(json_object_size(playing_state(&p, "actions")), 0);
	ck_assert_uint_eq(json_object_size(playing_state(&p, "milestones")), 0);
	ck_assert_uint_eq(json_array_size(playing_state(&p, "orders")), 0);
	ck_assert_int_eq(playing_sent(&p, "1"), 60000); /* at that very time: it stays */
	playing_same(&p);
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'rewind','value':59999}");
	ck_assert_int_eq(playing_sent(&p, "1"), -1);
	end();
}
END_TEST

START_TEST(test_a_room_without_a_pack_takes_no_decisions)
{
	gz_play play = {0};
	gz_chronicle c;
	gz_error err = {0};
	gz_chronicle_init(&c);
	json_t *opening = gz_play_opening();
	json_object_set_new(opening, "ex", json_integer(0));
	char *text = json_dumps(opening, JSON_COMPACT);
	ck_assert_int_eq(gz_chronicle_add(&c, 1, 0, "open", text, strlen(text), &err), GZ_OK);
	ck_assert_int_eq(gz_chronicle_add(&c, 2, 0, "clock", "{\"ex\":0,\"act\":\"start\"}", 22, &err), GZ_OK);
	ck_assert(gz_play_fold(&play, &c));
	json_t *decide = playing_body("{'act':'decide','seat':'post','decision':'call','by':'machine'}"), *hold = playing_body("{'act':'hold','inject':'1'}");
	ck_assert_str_eq(gz_play_refusal(&play, &c, GZ_ENTRY_ACT, decide, 1, &err), "decision");
	ck_assert_str_eq(gz_play_refusal(&play, &c, GZ_ENTRY_HOLD, hold, 1, &err), "inject");
	gz_director_memory memory = {0};
	gz_entry_kind kind;
	json_t *body = NULL;
	ck_assert(gz_director_due(&play, &c, 1, NULL, &memory, &kind, &body) && !body);
	json_decref(decide);
	json_decref(hold);
	json_decref(opening);
	free(text);
	gz_play_free(&play);
	gz_chronicle_free(&c);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("play");
	TCase *c = tcase_create("play");
	tcase_add_test(c, test_messages_of_roles_and_of_control);
	tcase_add_test(c, test_an_inject_goes_out_with_what_the_play_holds);
	tcase_add_test(c, test_expected_actions_mark_themselves);
	tcase_add_test(c, test_a_decision_does_the_one_open_action);
	tcase_add_test(c, test_a_milestone_is_what_the_actions_left_make_of_it);
	tcase_add_test(c, test_orders_with_lead_confirmation_and_end);
	tcase_add_test(c, test_orders_for_some_hours);
	tcase_add_test(c, test_what_is_entered_for_a_role_has_its_own_time);
	tcase_add_test(c, test_nothing_is_done_before_the_start_or_after_the_end);
	tcase_add_test(c, test_an_exercise_that_ended_before_it_began);
	tcase_add_test(c, test_the_script_is_held_skipped_moved_and_edited);
	tcase_add_test(c, test_phases_begin_early_and_last_longer);
	tcase_add_test(c, test_a_log_that_went_past_the_end);
	tcase_add_test(c, test_a_phase_begins_at_its_own_speed);
	tcase_add_test(c, test_an_order_that_comes_before_the_machine_at_a_border);
	tcase_add_test(c, test_a_log_that_kept_its_speed);
	tcase_add_test(c, test_forms_and_the_table);
	tcase_add_test(c, test_milestones_and_observations);
	tcase_add_test(c, test_going_back_undoes_what_came_later);
	tcase_add_test(c, test_a_room_without_a_pack_takes_no_decisions);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
