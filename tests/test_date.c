/* Dates: every day of four centuries there and back, and what is no date.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>

START_TEST(every_day_there_and_back)
{
	int32_t first = gz_date_of(1800, 1, 1), last = gz_date_of(2200, 12, 31), py = 1799, pm = 12, pd = 31;
	for (int32_t day = first; day <= last; day++) {
		int32_t y, m, d, parsed = -1;
		char text[16];
		gz_date_civil(day, &y, &m, &d);
		ck_assert(gz_date_exists(y, m, d));
		ck_assert_int_eq(gz_date_of(y, m, d), day);
		bool next = (y == py && m == pm && d == pd + 1) || (y == py && m == pm + 1 && d == 1) || (y == py + 1 && m == 1 && d == 1);
		ck_assert(next);
		gz_date_format(day, text);
		ck_assert(gz_date_parse(text, &parsed));
		ck_assert_int_eq(parsed, day);
		py = y;
		pm = m;
		pd = d;
	}
}
END_TEST

START_TEST(known_days)
{
	ck_assert_int_eq(gz_date_of(1970, 1, 1), 0);
	ck_assert_int_eq(gz_date_of(2000, 3, 1), 11017);
	ck_assert_int_eq(gz_date_of(2027, 3, 1), 20878);
	ck_assert_int_eq(gz_date_of(1969, 12, 31), -1);
	ck_assert_int_eq(gz_date_weekday(0), 3);
	ck_assert_int_eq(gz_date_weekday(gz_date_of(2027, 3, 1)), 0); /* a Monday */
	ck_assert_int_eq(gz_date_weekday(-4), 6);
}
END_TEST

START_TEST(what_is_no_date)
{
	static const char *const bad[] = {"",           "2027-02-29", "2027-13-01", "2027-00-10", "2027-1-01",  "2027-01-1",
	                                  "2027-01-011", "27-01-01",   "2027/01/01", "2027-01-32", " 2027-01-01", "2027-01-01 ",
	                                  "0000-01-01", "1900-02-29", "2027",       "2027-",      "2027-01-0x", "-027-01-01"};
	int32_t day = 77;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!gz_date_parse(bad[i], &day), "%s", bad[i]);
	ck_assert_int_eq(day, 77);
	static const char *const either[] = {"31.04.2026", "1.04.2026", "01.04.26", "01.04.2026 ", "01/04/2026", "04.31.2026", "01.04.2026x"};
	for (size_t i = 0; i < sizeof either / sizeof *either; i++)
		ck_assert_msg(!gz_date_parse_either(either[i], &day), "%s", either[i]);
	ck_assert(gz_date_parse_either("01.04.2026", &day) && day == gz_date_of(2026, 4, 1));
	ck_assert(gz_date_parse_either("2026-04-02", &day) && day == gz_date_of(2026, 4, 2));
	ck_assert(gz_date_parse("2000-02-29", &day));
	ck_assert(gz_date_parse("0001-01-01", &day));
	ck_assert(gz_date_parse("9999-12-31", &day));
}
END_TEST

START_TEST(yearday_has_a_fixed_grid)
{
	ck_assert_int_eq(gz_date_yearday(gz_date_of(2027, 1, 1)), 0);
	ck_assert_int_eq(gz_date_yearday(gz_date_of(2027, 2, 28)), 58);
	ck_assert_int_eq(gz_date_yearday(gz_date_of(2027, 3, 1)), 60);
	ck_assert_int_eq(gz_date_yearday(gz_date_of(2028, 2, 29)), 59);
	ck_assert_int_eq(gz_date_yearday(gz_date_of(2028, 3, 1)), 60);
	ck_assert_int_eq(gz_date_yearday(gz_date_of(2027, 12, 31)), 365);
}
END_TEST

START_TEST(iso_weeks)
{
	/* examples of ISO 8601 itself */
	int32_t year;
	ck_assert_int_eq(gz_date_iso_week(gz_date_of(2005, 1, 1), &year), 53);
	ck_assert_int_eq(year, 2004);
	ck_assert_int_eq(gz_date_iso_week(gz_date_of(2007, 1, 1), &year), 1);
	ck_assert_int_eq(year, 2007);
	ck_assert_int_eq(gz_date_iso_week(gz_date_of(2008, 12, 29), &year), 1);
	ck_assert_int_eq(year, 2009);
	ck_assert_int_eq(gz_date_iso_week(gz_date_of(2010, 1, 3), &year), 53);
	ck_assert_int_eq(year, 2009);
	ck_assert_int_eq(gz_date_iso_week(gz_date_of(2026, 12, 31), NULL), 53);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("date");
	TCase *t = tcase_create("date");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, every_day_there_and_back);
	tcase_add_test(t, known_days);
	tcase_add_test(t, what_is_no_date);
	tcase_add_test(t, yearday_has_a_fixed_grid);
	tcase_add_test(t, iso_weeks);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
