/* Events: what is read and refused, 7-1-7, and the drafts from level to level.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/event.h"
#include "assess/notice.h"
#include "assess/timeliness.h"
#include "ruling.h"
#include "suite.h"
#include <math.h>

static gz_event event;
#define HEAD "guzar-event: 1\ntitle: Watery diarrhoea on a bus\ncountry: TJ\n"

static gz_status parse(const char *text)
{
	gz_status status = gz_event_parse(&event, &rules, &arena, "event.yaml", text, strlen(text), &mistakes);
	if (status == GZ_OK)
		gz_event_check(&event, &rules, at("2026-11-30T12:00+05:00"), &mistakes);
	return gz_mistakes_status(&mistakes, NULL);
}

static void must_parse(const char *text)
{
	ck_assert_msg(parse(text) == GZ_OK, "%d: %s", mistakes.n > 0 ? (int)mistakes.items[0].row : 0, mistakes.n > 0 ? mistakes.items[0].sentence : "");
}

static gz_timeliness interval(int32_t i)
{
	gz_timeliness t;
	gz_timeliness_judge(&rules, i, &event, at("2026-11-30T12:00+05:00"), &t);
	return t;
}

START_TEST(all_of_it_is_read)
{
	must_parse(HEAD "condition: cholera\nplace: Panj\npost: panji-poyon\n"
		"times: {information: 2026-11-20T08:30, assessed: \"2026-11-21 10:00\", emerged: 2026-11-15, coordination: not applicable}\n"
		"annex2:\n  serious: yes\n  unusual: {answer: no, because: cases every summer}\n  spread: unknown\n  help: true\n"
		"risk: {likelihood: likely, consequence: major, confidence: low, level: very-high, hazard: h, exposure: e, context: c}\n"
		"notice: {cases: 3, deaths: none so far, laboratory: \"under way\"}\n"
		"bottlenecks: [{interval: detect, what: no tests at the post, category: laboratory}]\n"
		"contacts: {post: Dr A, focal-point: NFP}\n");
	ck_assert_str_eq(rules.conditions[event.condition].rule.id, "cholera");
	ck_assert_int_eq(event.zone, 300);
	ck_assert_int_eq(event.steps[gz_rules_step(&rules, "information")].second, at("2026-11-20T03:30Z").second);
	ck_assert(event.not_applicable[gz_rules_step(&rules, "coordination")]);
	ck_assert_int_eq(event.answers[gz_rules_question(&rules, "serious")], GZ_ANSWER_YES);
	ck_assert_int_eq(event.answers[gz_rules_question(&rules, "unusual")], GZ_ANSWER_NO);
	ck_assert_str_eq(event.because[gz_rules_question(&rules, "unusual")], "cases every summer");
	ck_assert_int_eq(event.answers[gz_rules_question(&rules, "spread")], GZ_ANSWER_UNKNOWN);
	ck_assert_int_eq(event.answers[gz_rules_question(&rules, "help")], GZ_ANSWER_YES);
	ck_assert_str_eq(rules.scales[GZ_RULE_LEVEL][gz_risk_level(&rules, &event.risk)].id, "high");
	ck_assert_str_eq(rules.scales[GZ_RULE_LEVEL][event.risk.level].id, "very-high");
	ck_assert_str_eq(event.fields[gz_rules_field(&rules, "cases")], "3");
	ck_assert_int_eq(event.n_bottlenecks, 1);
}
END_TEST

START_TEST(every_mistake_by_its_row)
{
	ck_assert_int_eq(parse("guzar-event: 2\ncountri: TJ\ncountry: TK\ncondition: chlera\nzone: \"5\"\ntimes:\n  informaton: 2026-11-20T08:30\n"
		"  assessed: 20/11/2026\nannex2:\n  serios: yes\n  serious: maybe\nrisk:\n  likelihood: probable\n  hazards: x\nnotice:\n  case: 1\n  cases: -1\n"
		"  deaths: 1.5\nbottlenecks:\n  - {interval: detekt, what: x}\n  - {interval: notify}\n  - 7\ncontacts: [x]\n"), GZ_ERR_INPUT);
	ck_assert(told(1, "guzar-event: 1 must say"));
	ck_assert(told(1, "title: say in a few words"));
	ck_assert(told(2, "no such key here: countri; did you mean country?"));
	ck_assert(told(3, "country TK: no such country in the rules; did you mean TJ?"));
	ck_assert(told(4, "condition chlera: no such condition; other and unknown are there too; did you mean cholera?"));
	ck_assert(told(5, "zone 5: expected an offset"));
	ck_assert(told(7, "no such step: informaton; did you mean information?"));
	ck_assert(told(8, "assessed 20/11/2026: expected a day or a time"));
	ck_assert(told(10, "no such question: serios; did you mean serious?"));
	ck_assert(told(11, "maybe: expected yes, no or unknown"));
	ck_assert(told(13, "likelihood probable: no such step of the scale"));
	ck_assert(told(14, "no such key here: hazards; did you mean hazard?"));
	ck_assert(told(16, "no such item of a notice: case; did you mean cases?"));
	ck_assert(told(17, "cases -1: expected a whole number"));
	ck_assert(told(18, "deaths 1.5: expected a whole number"));
	ck_assert(told(20, "interval detekt: expected detect, notify or respond"));
	ck_assert(told(21, "what: say in words"));
	ck_assert(told(22, "expected a map, this is a number") || told(22, "expected a map"));
	ck_assert(told(23, "expected a map, this is a list"));
}
END_TEST

START_TEST(steps_out_of_order)
{
	ck_assert_int_eq(parse(HEAD "times:\n  information: 2026-11-20T08:30\n  assessed: 2026-11-20T08:29:59\n  who-notified: 2026-11-20\n"
		"  emerged: 2026-11-19\n  detected: 2026-11-18\n  notified: 2026-11-20\n  laboratory: 2026-11-19\n  who-asked: 2026-12-24T08:00\n"), GZ_ERR_INPUT);
	ck_assert(told(6, "assessed: this comes before information"));
	ck_assert(told(7, "who-notified: a clock of hours needs the time of day"));
	ck_assert(told(9, "detected: this comes before emerged"));
	ck_assert(told(11, "laboratory: this comes before notified"));
	ck_assert(told(12, "who-asked: this lies in the future"));
	/* The same day is in order where a day alone is written. */
	mistakes.n = 0;
	must_parse(HEAD "times: {emerged: 2026-11-18, detected: 2026-11-18T00:10, notified: 2026-11-18}\n");
	/* A zone of its own goes before that of the country. */
	must_parse(HEAD "zone: \"+03:00\"\ntimes: {information: 2026-11-20T08:30}\n");
	ck_assert_int_eq(event.steps[gz_rules_step(&rules, "information")].second, at("2026-11-20T05:30Z").second);
}
END_TEST

#define ACTIONS "investigation: 2026-11-19, analysis: 2026-11-20, laboratory: 2026-11-24, care: 2026-11-19, countermeasures: 2026-11-20, communication: 2026-11-20"

/* What cannot be is told; words in place of numbers are not judged. */
START_TEST(what_cannot_be)
{
	ck_assert_int_eq(parse(HEAD "notice:\n  cases: 3\n  deaths: 5\n"), GZ_ERR_INPUT);
	ck_assert(told(6, "deaths 5: more than the number of cases (3)"));
	mistakes.n = 0;
	ck_assert_int_eq(parse(HEAD "times:\n  emerged: 2026-11-19\n  notified: 2026-11-18\n  information: 2026-11-17T08:00\n  detected: 2026-11-20\n"
		"  assessed: 2026-11-21T08:00\n"), GZ_ERR_INPUT);
	ck_assert(told(6, "notified: this comes before emerged"));
	ck_assert(told(7, "information: this comes before emerged"));
	ck_assert(told(7, "information: this comes before detected"));
	mistakes.n = 0;
	must_parse(HEAD "notice: {cases: 3, deaths: 3}\ntimes: {emerged: 2026-11-19, detected: 2026-11-19, notified: 2026-11-19, information: 2026-11-19T00:10}\n");
	must_parse(HEAD "notice: {cases: some, deaths: 3}\n");
	must_parse(HEAD "notice: {deaths: 3}\n");
}
END_TEST

START_TEST(seven_one_seven)
{
	ck_assert_int_eq(rules.n_intervals, 3);
	ck_assert_int_eq(rules.n_actions, 7);
	must_parse(HEAD "times: {emerged: 2026-11-10, detected: 2026-11-17T23:59, notified: 2026-11-19T00:01, " ACTIONS ", coordination: 2026-11-26T23:59}\n");
	ck_assert_int_eq(interval(0).state, GZ_TIMELINESS_MET);
	ck_assert_int_eq(interval(0).days, 7);
	ck_assert_int_eq(interval(1).state, GZ_TIMELINESS_LATE);
	ck_assert_int_eq(interval(1).days, 2);
	ck_assert_int_eq(interval(2).state, GZ_TIMELINESS_MET);
	ck_assert_int_eq(interval(2).days, 7);
	ck_assert_str_eq(rules.steps[interval(2).last].id, "coordination");
	must_parse(HEAD "times: {notified: 2026-11-19, " ACTIONS ", coordination: 2026-11-27}\n");
	ck_assert_int_eq(interval(0).state, GZ_TIMELINESS_UNKNOWN);
	ck_assert_int_eq(interval(2).state, GZ_TIMELINESS_LATE);
	must_parse(HEAD "times: {notified: 2026-11-19, " ACTIONS ", coordination: not applicable}\n");
	ck_assert_int_eq(interval(2).state, GZ_TIMELINESS_MET);
	ck_assert_int_eq(interval(2).days, 5);
	must_parse(HEAD "times: {notified: 2026-11-19, " ACTIONS "}\n"); /* 11 days gone, one action missing */
	ck_assert_int_eq(interval(2).state, GZ_TIMELINESS_OVERDUE);
	ck_assert_int_eq(interval(2).missing, 1);
	ck_assert_int_eq(interval(2).days, 11);
	must_parse(HEAD "times: {emerged: 2026-11-23}\n");
	ck_assert_int_eq(interval(0).state, GZ_TIMELINESS_RUNNING);
	/* The day is the one of the place: 19:30Z on the 17th is the 18th in Dushanbe. */
	must_parse(HEAD "times: {emerged: 2026-11-10, detected: \"2026-11-18T00:30\"}\n");
	ck_assert_int_eq(interval(0).days, 8);
}
END_TEST

START_TEST(many_events_together)
{
	const gz_timeliness t[] = {{GZ_TIMELINESS_MET, 3, 0, 0}, {GZ_TIMELINESS_LATE, 12, 0, 0}, {GZ_TIMELINESS_MET, 7, 0, 0},
		{GZ_TIMELINESS_RUNNING, 2, -1, 1}, {GZ_TIMELINESS_OVERDUE, 30, -1, 1}, {GZ_TIMELINESS_UNKNOWN, 0, -1, 1}};
	gz_timeliness_sum sum;
	double scratch[6];
	gz_timeliness_add_up(t, 6, scratch, &sum);
	ck_assert(sum.n_met == 2 && sum.n_late == 1 && sum.n_running == 1 && sum.n_overdue == 1 && sum.n_unknown == 1);
	ck_assert_double_eq(sum.median, 7);
	ck_assert(sum.least == 3 && sum.most == 12);
	gz_timeliness_add_up(t + 3, 3, scratch, &sum);
	ck_assert(isnan(sum.median));
}
END_TEST

START_TEST(only_the_last_draft_goes_to_who)
{
	gz_notice notice;
	int32_t travellers = gz_rules_field(&rules, "travellers");
	must_parse(HEAD "notice: {cases: 3, deaths: 0, travellers: \"seats 12 and 13\"}\ncontacts: {post: Dr A}\n");
	for (int32_t level = 0; level < GZ_NOTICE_LEVELS; level++) {
		bool holds_travellers = false;
		gz_notice_make(&rules, &event, GZ_ANNEX2_NOTIFY, (gz_notice_level)level, &notice);
		ck_assert(notice.to_who == (level == GZ_NOTICE_FOCAL_POINT));
		for (int32_t i = 0; i < notice.n_items; i++)
			holds_travellers = holds_travellers || notice.items[i] == travellers;
		ck_assert(holds_travellers == (level != GZ_NOTICE_FOCAL_POINT));
	}
	/* Article 6(2) and the measures of 6(1): all eight are asked of the National IHR Focal Point, cases and deaths are there, the sender is not. */
	ck_assert_int_eq(notice.n_items, 8);
	ck_assert_int_eq(notice.n_missing, 7);
	ck_assert_int_eq(notice.kind, GZ_NOTICE_NOTIFICATION);
	gz_notice_make(&rules, &event, GZ_ANNEX2_ALWAYS, GZ_NOTICE_FOCAL_POINT, &notice);
	ck_assert_int_eq(notice.kind, GZ_NOTICE_NOTIFICATION);
	gz_notice_make(&rules, &event, GZ_ANNEX2_REASSESS, GZ_NOTICE_FOCAL_POINT, &notice);
	ck_assert_int_eq(notice.kind, GZ_NOTICE_CONSULTATION);
	gz_notice_make(&rules, &event, GZ_ANNEX2_NOTIFY, GZ_NOTICE_POST, &notice);
	ck_assert_int_eq(notice.kind, GZ_NOTICE_REPORT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("event");
	TCase *tcase = tcase_create("event");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, all_of_it_is_read);
	tcase_add_test(tcase, every_mistake_by_its_row);
	tcase_add_test(tcase, steps_out_of_order);
	tcase_add_test(tcase, what_cannot_be);
	tcase_add_test(tcase, seven_one_seven);
	tcase_add_test(tcase, many_events_together);
	tcase_add_test(tcase, only_the_last_draft_goes_to_who);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
