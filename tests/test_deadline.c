/* Every clock of the rules: its length, from when it runs, what is in time to the second, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/deadline.h"
#include "ruling.h"
#include "suite.h"

static const gz_rule_clock *clock_of(const char *id)
{
	int32_t i = gz_rules_clock(&rules, id);
	ck_assert_int_ge(i, 0);
	return &rules.clocks[i];
}

static gz_deadline_verdict judge(const char *id, const char *start, const char *end, const char *now)
{
	gz_deadline_verdict v;
	gz_moment none = {0};
	ck_assert_int_eq(gz_deadline_judge(clock_of(id), start == NULL ? none : at(start), end == NULL ? none : at(end), at(now), &v, NULL), GZ_OK);
	return v;
}

/* The clocks that the project's issue names, written out here a second time on purpose. */
START_TEST(every_clock_is_as_the_regulations_have_it)
{
	static const struct { const char *id, *from, *to; int32_t hours, months; const char *citation; } expected[] = {
		{"verify", "received", "verified", 24, 0, "event-based surveillance"}, {"assess", "information", "assessed", 48, 0, "IHR Annex 1A"},
		{"notify", "assessed", "who-notified", 24, 0, "IHR Article 6(1)"}, {"answer", "who-asked", "who-answered", 24, 0, "IHR Article 10(2)"},
		{"abroad", "abroad-known", "abroad-told", 24, 0, "IHR Article 9(2)"}, {"reasons", "measures-begun", "measures-told", 48, 0, "IHR Article 43(5)"},
		{"review", "measures-begun", "measures-reviewed", 0, 3, "IHR Article 43(6)"}};
	ck_assert_int_eq(rules.n_clocks, 7);
	for (int32_t i = 0; i < 7; i++) {
		const gz_rule_clock *c = clock_of(expected[i].id);
		ck_assert_str_eq(rules.steps[c->from].id, expected[i].from);
		ck_assert_str_eq(rules.steps[c->to].id, expected[i].to);
		ck_assert_int_eq(c->hours, expected[i].hours);
		ck_assert_int_eq(c->months, expected[i].months);
		ck_assert_str_eq(c->citation, expected[i].citation);
		ck_assert(c->for_notification == (strcmp(expected[i].id, "notify") == 0));
		ck_assert_str_ne(c->rule.source, "");
	}
}
END_TEST

START_TEST(the_last_second_is_in_time)
{
	for (int32_t i = 0; i < rules.n_clocks; i++) {
		const gz_rule_clock *c = &rules.clocks[i];
		gz_moment start = at("2026-11-20T08:30+05:00"), due = gz_deadline_due(c, start), now = at("2027-11-20T00:00Z"), end = due;
		gz_deadline_verdict v;
		ck_assert_int_eq(gz_deadline_judge(c, start, end, now, &v, NULL), GZ_OK);
		ck_assert_int_eq(v.state, GZ_DEADLINE_MET);
		ck_assert_int_eq(v.seconds, 0);
		end.second++;
		ck_assert_int_eq(gz_deadline_judge(c, start, end, now, &v, NULL), GZ_OK);
		ck_assert_int_eq(v.state, GZ_DEADLINE_LATE);
		ck_assert_int_eq(v.seconds, 1);
		end.second -= 2;
		ck_assert_int_eq(gz_deadline_judge(c, start, end, now, &v, NULL), GZ_OK);
		ck_assert_int_eq(v.state, GZ_DEADLINE_MET);
		ck_assert_int_eq(v.seconds, 1);
		ck_assert_int_eq(v.due.second, due.second);
		/* Not done: the same, seen from now. */
		ck_assert_int_eq(gz_deadline_judge(c, start, (gz_moment){0}, due, &v, NULL), GZ_OK);
		ck_assert_int_eq(v.state, GZ_DEADLINE_RUNNING);
		due.second++;
		ck_assert_int_eq(gz_deadline_judge(c, start, (gz_moment){0}, due, &v, NULL), GZ_OK);
		ck_assert_int_eq(v.state, GZ_DEADLINE_OVERDUE);
		ck_assert_int_eq(v.seconds, 1);
	}
}
END_TEST

START_TEST(hours_are_those_that_passed)
{
	/* Kabul half an hour behind Dushanbe, and Geneva: one instant each. */
	gz_deadline_verdict v = judge("notify", "2026-11-20T08:30+05:00", "2026-11-21T04:30+01:00", "2026-12-01T00:00Z");
	ck_assert_int_eq(v.state, GZ_DEADLINE_MET);
	ck_assert_int_eq(v.seconds, 0);
	ck_assert_int_eq(judge("notify", "2026-11-20T08:30+05:00", "2026-11-21T08:00+04:30", "2026-12-01T00:00Z").seconds, 0);
	ck_assert_int_eq(judge("notify", "2026-11-20T08:30+05:00", "2026-11-21T08:30+04:30", "2026-12-01T00:00Z").state, GZ_DEADLINE_LATE);
	/* The clock is put forward on 29 March 2026 in Geneva: 02:00+01:00 is followed by 03:00+02:00. 24 hours end an hour later by the wall. */
	v = judge("answer", "2026-03-28T12:00+01:00", "2026-03-29T13:00+02:00", "2026-04-01T00:00Z");
	ck_assert_int_eq(v.state, GZ_DEADLINE_MET);
	ck_assert_int_eq(v.seconds, 0);
	ck_assert_int_eq(judge("answer", "2026-03-28T12:00+01:00", "2026-03-29T13:01+02:00", "2026-04-01T00:00Z").seconds, 60);
	/* And back on 25 October: an hour earlier. */
	ck_assert_int_eq(judge("answer", "2026-10-24T12:00+02:00", "2026-10-25T11:00+01:00", "2026-11-01T00:00Z").seconds, 0);
	ck_assert_int_eq(judge("answer", "2026-10-24T12:00+02:00", "2026-10-25T12:00+01:00", "2026-11-01T00:00Z").state, GZ_DEADLINE_LATE);
	/* A leap day has its hours too. */
	ck_assert_int_eq(judge("assess", "2028-02-28T10:00+05:00", "2028-03-01T10:00+05:00", "2028-04-01T00:00Z").seconds, 0);
}
END_TEST

START_TEST(what_has_not_begun)
{
	gz_deadline_verdict v = judge("assess", NULL, NULL, "2026-12-01T00:00Z");
	ck_assert_int_eq(v.state, GZ_DEADLINE_NOT_BEGUN);
	ck_assert(!v.due.known);
	ck_assert_int_eq(judge("assess", NULL, "2026-11-20T08:30Z", "2026-12-01T00:00Z").state, GZ_DEADLINE_NOT_BEGUN);
	v = judge("assess", "2026-11-30T12:00Z", NULL, "2026-12-01T00:00Z");
	ck_assert_int_eq(v.state, GZ_DEADLINE_RUNNING);
	ck_assert_int_eq(v.seconds, 36 * 3600);
}
END_TEST

START_TEST(what_is_refused)
{
	static const struct { const char *start, *end, *part; } cases[] = {
		{"2026-11-20T08:30Z", "2026-11-20T08:29:59Z", "comes before"}, {"2026-11-20T08:30+05:00", "2026-11-20T07:59+04:30", "comes before"},
		{"2026-11-20", "2026-11-21T08:30Z", "time of day"}, {"2026-11-20T08:30Z", "2026-11-21", "time of day"},
		{"2026-12-01T00:00:01Z", NULL, "future"}, {"2026-11-20T08:30Z", "2026-12-01T00:01Z", "future"}};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		gz_deadline_verdict v;
		gz_error err = {0};
		gz_moment end = {0};
		if (cases[i].end != NULL)
			end = at(cases[i].end);
		ck_assert_int_eq(gz_deadline_judge(clock_of("notify"), at(cases[i].start), end, at("2026-12-01T00:00Z"), &v, &err), GZ_ERR_INPUT);
		ck_assert_msg(strstr(err.sentence, cases[i].part) != NULL, "%s", err.sentence);
	}
	/* The same instant is no negative interval. */
	ck_assert_int_eq(judge("notify", "2026-11-20T08:30+05:00", "2026-11-20T08:00+04:30", "2026-12-01T00:00Z").state, GZ_DEADLINE_MET);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("deadline");
	TCase *tcase = tcase_create("deadline");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, every_clock_is_as_the_regulations_have_it);
	tcase_add_test(tcase, the_last_second_is_in_time);
	tcase_add_test(tcase, hours_are_those_that_passed);
	tcase_add_test(tcase, what_has_not_begun);
	tcase_add_test(tcase, what_is_refused);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
