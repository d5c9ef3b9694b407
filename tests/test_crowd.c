/* Flows that would have more people away at once than there are, by the calendar of the run, are told before it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "model/crowd.h"
#include "running.h"
#include "suite.h"

static running r;

static void begin(void)
{
	running_begin(&r);
	running_write(&r, "places.csv", "id,name,population\nA,A,1200\nB,B,10000\nC,C,10000\n");
	running_write(&r, "ages.csv", "place,age,share\nA,0-14,0.25\nA,15+,0.75\nB,0-14,0.5\nB,15+,0.5\nC,0-14,0.5\nC,15+,0.5\n");
	running_write(&r, "curves.csv", "curve,month_day,value\nsummer,01-15,0.2\nsummer,07-15,1.8\n");
	running_write(&r, "d.yaml", "guzar-disease: 1\nname: d\ncompartments: {S: {rest: true}, I: {infectious: 1}, R: {}}\ninfect: [{from: S, to: I, beta: 1}]\n"
		"progress: [{from: I, to: R, duration: {mean: 4 d}}]\n");
	running_write(&r, "s.yaml", "guzar: 1\nworld: .\ndisease: d.yaml\nstart: 2027-01-01\ndays: 9\nbegin: [{place: A, compartment: I, people: 1}]\n");
}
static void end(void) { running_end(&r); }

static void note(const char *flows, const char *start, const char *expected)
{
	char set[64];
	running_write(&r, "flows.csv", "id,from,to,via,per_day,season,stay,ages\n%s", flows);
	snprintf(set, sizeof set, "start=%s", start);
	running_load(&r, (const char *[]){set, NULL});
	ck_assert_int_eq(gz_crowd_note(&r.scenario), GZ_OK);
	if (!expected) {
		ck_assert_msg(r.scenario.notes.n == 0, "%s: %s", flows, r.scenario.notes.items[0].sentence);
		return;
	}
	ck_assert_int_eq(r.scenario.notes.n, 1);
	const gz_error *told = &r.scenario.notes.items[0];
	ck_assert_str_eq(told->sentence, expected);
	ck_assert_msg(strstr(told->file, "flows.csv") && told->row == (expected[0] == 'A' ? 2 : 3), "%s:%d", told->file, told->row);
}

/* 60 of 900 grown-ups a day for 10 days are 600; about 15 July they are 18 in 10 of that, and those who leave that day come to it. */
START_TEST(more_than_live_there)
{
	const char *season = "ab,A,B,-,60,summer,fixed 10 d,15+:1\n";
	note("ab,A,B,-,60,,fixed 10 d,15+:1\n", "2027-07-15", NULL);
	note(season, "2027-01-15", NULL);
	note(season, "2027-07-18", "A (15+): flows would have up to 1172 of 900 people away at once; fewer travel than they say");
	note("ab,A,B,-,60,summer,fixed 10 d,15+:1\nbc,B,C,-,1500,summer,fixed 3 d,0-14:1\ncb,C,B,-,500,summer,fixed 5 d,0-14:1\n", "2027-07-18",
		"B (0-14): flows would have up to 10722 of 5000 people away at once, in other places (2) also more than live there; fewer travel than they say");
}
END_TEST

/* All who live there may be away, but then nobody is left to leave: of 900, 810 away and 90 on their way are as many as can be. */
START_TEST(as_many_as_live_there)
{
	note("ab,A,B,-,90,,fixed 9 d,15+:1\n", "2027-01-01", NULL);
	note("ab,A,B,-,90,,fixed 10 d,15+:1\n", "2027-01-01", "A (15+): flows would have up to 990 of 900 people away at once; fewer travel than they say");
	note("ab,A,B,-,90,,forever,15+:1\n", "2027-01-01", NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("crowd");
	TCase *tc = tcase_create("crowd");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, more_than_live_there);
	tcase_add_test(tc, as_many_as_live_there);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
