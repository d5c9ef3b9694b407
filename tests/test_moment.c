/* Points in time: what is read, what is refused, and that lengths of time are those that passed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/moment.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>

static gz_moment read_at(const char *text, int32_t zone)
{
	const char *why;
	gz_moment m;
	ck_assert_msg(gz_moment_parse(text, zone, &m, &why), "%s: %s", text, why);
	return m;
}

START_TEST(the_same_instant_in_several_zones)
{
	gz_moment dushanbe = read_at("2026-11-20T05:00+05:00", GZ_MOMENT_NO_ZONE), utc = read_at("2026-11-20T00:00Z", GZ_MOMENT_NO_ZONE);
	ck_assert_int_eq(dushanbe.second, utc.second);
	ck_assert_int_eq(utc.second, 1795132800);
	ck_assert_int_eq(read_at("2026-11-20 04:30:00+04:30", 300).second, utc.second);
	ck_assert_int_eq(read_at("2026-11-19T20:30-03:30", 0).second, utc.second);
	ck_assert_int_eq(read_at("2026-11-20T05:00", 300).second, utc.second);
	ck_assert_int_eq(read_at("20.11.2026 5:00", 300).second, utc.second); /* as spreadsheets in Russian write it */
	ck_assert_int_eq(read_at("20.11.2026 5:00:07+05:00", 0).second, utc.second + 7);
	ck_assert(read_at("20.11.2026", 300).day);
	ck_assert_int_eq(read_at("2026-11-20T05:00:01", 300).second, utc.second + 1);
	ck_assert_int_eq(gz_moment_day(read_at("2026-11-20T00:30+05:00", 0)), gz_moment_day(read_at("2026-11-20", 300)));
	ck_assert_int_eq(gz_moment_day(read_at("1969-12-31T23:00Z", 0)), -1);
}
END_TEST

START_TEST(what_is_refused)
{
	static const char *const texts[] = {"", "31.11.2026", "20/11/2026", "2.11.2026", "20.11.26", "2026-11-31", "2026-02-29", "2026-11-20T24:00Z", "2026-11-20T08:60Z", "2026-11-20T8:3Z", "2026-11-20T:30Z",
		"2026-11-20T08:30+5", "2026-11-20T08:30+05:60", "2026-11-20T08:30+14:01", "2026-11-20T08:30Zx", "2026-11-20x", "2026-11-20T",
		"2026-11-20T08", "2026-11-20T08:30:", "2026-11-20T08:30:6", "2026-11-20T08:30:60Z", "2026-11-20T08:30 +05:00"};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *why;
		gz_moment m;
		ck_assert_msg(!gz_moment_parse(texts[i], 300, &m, &why), "%s was read", texts[i]);
		ck_assert(!m.known);
		ck_assert_ptr_nonnull(why);
	}
	const char *why;
	gz_moment m;
	ck_assert(!gz_moment_parse("2026-11-20T08:30", GZ_MOMENT_NO_ZONE, &m, &why));
	ck_assert_str_eq(why, "the time needs its offset from UTC, as +05:00, or the file a zone");
	ck_assert(gz_moment_parse("2026-11-20", GZ_MOMENT_NO_ZONE, &m, &why) && m.day);
}
END_TEST

START_TEST(what_is_written_is_read_again)
{
	static const char *const texts[] = {"2026-11-20T08:30+05:00", "2026-11-20T08:30:07+04:30", "2026-11-20T23:59-03:30", "2026-11-20",
		"1969-12-31T23:59:59+00:00", "2024-02-29T00:00+06:00"};
	char out[GZ_MOMENT_BYTES];
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		gz_moment_format(read_at(texts[i], GZ_MOMENT_NO_ZONE), out);
		ck_assert_str_eq(out, texts[i]);
	}
	gz_moment_format((gz_moment){0}, out);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(months_end_where_the_calendar_does)
{
	static const struct { const char *from; int32_t months; const char *to; } cases[] = {
		{"2026-11-20T08:30+05:00", 3, "2027-02-20T08:30+05:00"}, {"2026-11-30T08:30+05:00", 3, "2027-02-28T08:30+05:00"},
		{"2027-11-30T23:00+05:00", 3, "2028-02-29T23:00+05:00"}, {"2026-08-31T00:00+05:00", 3, "2026-11-30T00:00+05:00"},
		{"2026-01-31T00:00+05:00", 12, "2027-01-31T00:00+05:00"}, {"2026-12-31T00:00+05:00", 2, "2027-02-28T00:00+05:00"}};
	char out[GZ_MOMENT_BYTES];
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		gz_moment_format(gz_moment_months_later(read_at(cases[i].from, GZ_MOMENT_NO_ZONE), cases[i].months), out);
		ck_assert_str_eq(out, cases[i].to);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("moment");
	TCase *tcase = tcase_create("moment");
	tcase_add_test(tcase, the_same_instant_in_several_zones);
	tcase_add_test(tcase, what_is_refused);
	tcase_add_test(tcase, what_is_written_is_read_again);
	tcase_add_test(tcase, months_end_where_the_calendar_does);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
