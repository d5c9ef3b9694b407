/* Numbers: shortest round trip, what is refused, and the decimal comma of other locales.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "base/random.h"
#include "suite.h"

#include <check.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse(const char *text, double *x)
{
	return gz_number_parse(text, strlen(text), x);
}

static void expect_format(double x, const char *want)
{
	char text[32];
	ck_assert_uint_eq(gz_number_format(x, text), strlen(want));
	ck_assert_str_eq(text, want);
}

static void check_numbers(void)
{
	double x = -1;
	ck_assert(parse("2.5", &x) && x == 2.5);
	ck_assert(parse("-.5e-3", &x) && x == -0.0005);
	ck_assert(parse("+7.", &x) && x == 7);
	ck_assert(parse("0.1", &x) && x == 0.1);
	ck_assert(parse("1e400", &x) == false);
	ck_assert(parse("1e-400", &x) && x == 0);
	ck_assert(parse("4.9406564584124654e-324", &x) && x == 0x1p-1074);
	ck_assert(parse("1.7976931348623157e308", &x) && x == DBL_MAX);
	/* halfway cases need every digit (Clinger's and the famous 2.2250738585072011e-308) */
	ck_assert(parse("2.2250738585072011e-308", &x) && x == 0x0.fffffffffffffp-1022);
	ck_assert(parse("9007199254740993", &x) && x == 9007199254740992.0);
	ck_assert(parse("9007199254740993.00000000000000000000000000000000000001", &x) && x == 9007199254740994.0);
	expect_format(0.1, "0.1");
	expect_format(1.0 / 3, "0.3333333333333333");
	expect_format(0.1 + 0.2, "0.30000000000000004");
	expect_format(123456789, "123456789");
	expect_format(-0.0, "-0");
	expect_format(1e21, "1e+21");
	expect_format(5e-324, "5e-324");
	expect_format(NAN, "nan");
	expect_format(-INFINITY, "-inf");
}

START_TEST(numbers_read_and_written)
{
	check_numbers();
}
END_TEST

START_TEST(texts_that_are_no_number)
{
	static const char *const bad[] = {"",    " 1",  "1 ",  "0x10", "inf", "nan", "NaN", "1,5", "1.2.3", "e5", ".",
	                                  "-",   "+",   "1e",  "1e+",  "--1", "1d",  "1_0", "٣",   "1e5.0", "infinity"};
	double x = 42;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!parse(bad[i], &x), "%s", bad[i]);
	ck_assert(!gz_number_parse("1\0", 2, &x));
	ck_assert_double_eq(x, 42);
}
END_TEST

START_TEST(whole_numbers)
{
	int64_t i = 0;
	ck_assert(gz_number_parse_int("9223372036854775807", 19, &i) && i == INT64_MAX);
	ck_assert(gz_number_parse_int("-9223372036854775808", 20, &i) && i == INT64_MIN);
	ck_assert(!gz_number_parse_int("9223372036854775808", 19, &i));
	ck_assert(!gz_number_parse_int("-9223372036854775809", 20, &i));
	ck_assert(!gz_number_parse_int("99999999999999999999999", 23, &i));
	ck_assert(!gz_number_parse_int("", 0, &i));
	ck_assert(!gz_number_parse_int("+", 1, &i));
	ck_assert(!gz_number_parse_int("1.0", 3, &i));
	ck_assert(gz_number_parse_int("+12", 3, &i) && i == 12);
}
END_TEST

START_TEST(every_double_comes_back)
{
	gz_key key = {{7, 8}};
	for (uint32_t i = 0; i < 200000; i++) {
		uint64_t bits = gz_random_bits(key, i, 0, 0, 0);
		double x, back = 0;
		char text[32];
		memcpy(&x, &bits, sizeof x);
		if (i % 3 == 0)
			x = floor(gz_random_unit(bits) * 1e6) / 1000; /* what people write */
		if (!isfinite(x))
			continue;
		size_t n = gz_number_format(x, text);
		ck_assert(gz_number_parse(text, n, &back));
		ck_assert_msg(memcmp(&x, &back, sizeof x) == 0, "%s", text);
	}
}
END_TEST

START_TEST(a_decimal_comma_changes_nothing)
{
	static const char *const names[] = {"ru_RU.UTF-8", "ru_RU.utf8", "ru_RU", "tg_TJ.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"};
	bool found = false;
	for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
		found = setlocale(LC_ALL, names[i]) != NULL;
	if (!found)
		printf("skipped: no locale with a decimal comma is installed\n");
	else
		check_numbers();
	(void)setlocale(LC_ALL, "C");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("number");
	TCase *t = tcase_create("number");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, numbers_read_and_written);
	tcase_add_test(t, texts_that_are_no_number);
	tcase_add_test(t, whole_numbers);
	tcase_add_test(t, every_double_comes_back);
	tcase_add_test(t, a_decimal_comma_changes_nothing);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
