/* Expressions: values, precedence, names with hyphens, and a sentence for every mistake.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/mistakes.h"
#include "text/expr.h"
#include "suite.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gz_arena arena;
static gz_error err;
static const gz_expr *expr;

static const char *const symbols[] = {"beta", "p_sym", "day", "AFG-kunduz", "AFG", "p", "p-1", "and-then", "R0", "TJK", "x.y"};
static const double values[] = {0.5, 0.25, 30, 3, 7, 2, 100, 9, 1.8, 5, 11};
enum { N_SYMBOLS = sizeof symbols / sizeof *symbols };

static int32_t symbol_id(void *context, const char *name, size_t length)
{
	(void)context;
	for (int32_t i = 0; i < N_SYMBOLS; i++)
		if (strlen(symbols[i]) == length && memcmp(symbols[i], name, length) == 0)
			return i;
	return -1;
}

static int32_t function_id(void *context, const char *name, size_t length, int32_t n_args)
{
	(void)context;
	if (length != 8 || memcmp(name, "reported", 8) != 0)
		return -1;
	return n_args == 2 ? 4 : -2;
}

static const char *suggest(void *context, const char *name, size_t length, bool call)
{
	static const char *const functions[] = {"reported"};
	char copy[64] = "";
	(void)context;
	if (length >= sizeof copy)
		return NULL;
	memcpy(copy, name, length);
	return call ? gz_mistakes_near(copy, functions, 1) : gz_mistakes_near(copy, symbols, N_SYMBOLS);
}

static double symbol_value(void *context, int32_t id)
{
	(void)context;
	return values[id];
}

static double call_value(void *context, int32_t id, const double *args, int32_t n)
{
	(void)context;
	ck_assert_int_eq(id, 4);
	ck_assert_int_eq(n, 2);
	return 1000 * args[0] + args[1];
}

static const gz_expr_names names = {.symbol = symbol_id, .function = function_id, .suggest = suggest};
static const gz_expr_env env = {.symbol = symbol_value, .call = call_value};

static void begin(void)
{
	arena = (gz_arena){0};
	err = (gz_error){0};
}

static void end(void)
{
	gz_arena_free(&arena);
}

static double value(const char *text)
{
	const gz_status status = gz_expr_compile(&arena, text, &names, &expr, &err);
	ck_assert_msg(status == GZ_OK, "%s: column %d: %s", text, err.column, err.sentence);
	ck_assert_str_eq(gz_expr_text(expr), text);
	return gz_expr_eval(expr, &env);
}

static void refused(const char *text, int32_t column, const char *sentence)
{
	ck_assert_msg(gz_expr_compile(&arena, text, &names, &expr, &err) == GZ_ERR_INPUT, "accepted: %s", text);
	ck_assert_ptr_null(expr);
	ck_assert_str_eq(err.sentence, sentence);
	ck_assert_msg(err.column == column, "%s: column %d", text, err.column);
}

START_TEST(arithmetic)
{
	static const struct { const char *text; double value; } rows[] = {
		{"1/30", 1.0 / 30}, {"1 + 2 * 3", 7}, {"(1 + 2) * 3", 9}, {"2 ^ 3 ^ 2", 512}, {"-2^2", -4}, {"2^-1", 0.5}, {"10 - 4 - 3", 3},
		{"16 / 4 / 2", 2}, {"--3", 3}, {"+3", 3}, {"- 3 + 5", 2}, {"2 * -3", -6}, {".5", 0.5}, {"1e3", 1000}, {"1.5E-2", 0.015},
		{"1 < 2", 1}, {"2 <= 2", 1}, {"1 > 2", 0}, {"2 >= 3", 0}, {"1 == 1", 1}, {"1 != 1", 0}, {"1 < 2 and 3 < 2", 0},
		{"1 < 2 or 3 < 2 and 0", 1}, {"not 1 < 2", 0}, {"not 0 and 0", 0}, {"(1 < 2) == 1", 1}, {"if(1 > 2, 5, 6)", 6},
		{"if(1, 5, 1/0)", 5}, {"min(3, 1, 2)", 1}, {"max(3, 1, 2)", 3}, {"abs(-4)", 4}, {"floor(-1.5)", -2}, {"sqrt(16)", 4},
		{"exp(0)", 1}, {"log(1)", 0}, {"sin(0)", 0}, {"cos(0)", 1}, {"\n 1\t+ 1 ", 2}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(value(rows[i].text) == rows[i].value, "%s = %.17g", rows[i].text, gz_expr_eval(expr, &env));
	ck_assert_double_eq_tol(value("exp(1)"), 2.718281828459045, 1e-15);
	ck_assert_double_eq_tol(value("2 ^ 0.5"), 1.4142135623730951, 1e-15);
}
END_TEST

START_TEST(units_and_dates)
{
	static const struct { const char *text; double value; } rows[] = {
		{"7 d", 7}, {"2 w", 14}, {"12 h", 0.5}, {"3 y", 1095.75}, {"30 %", 0.3}, {"30%", 0.3}, {"7d", 7}, {"1 / (3 y)", 1 / 1095.75},
		{"7 d - 1 d", 6}, {"2d-1", 1}, {"2 w + 1", 15}, {"2027-03-01", 20878}, {"2027-03-01 + 7 d", 20885}, {"1970-01-01", 0},
		{"2027 - 03 - 01", 2023}, {"7%+1", 1.07}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(value(rows[i].text) == rows[i].value, "%s = %.17g", rows[i].text, gz_expr_eval(expr, &env));
}
END_TEST

static gz_power some_power(void *context, int32_t id)
{
	(void)context;
	return id == 3 ? GZ_POWER_TIME : id == 4 ? GZ_POWER_RATE : GZ_POWER_ANY; /* AFG-kunduz, AFG */
}

START_TEST(powers_of_time)
{
	static const struct { const char *text; gz_power power; } cases[] = {{"3", GZ_POWER_BARE}, {"-3 * 2 + exp(1)", GZ_POWER_BARE}, {"3 d", GZ_POWER_TIME},
		{"1/4 d", GZ_POWER_RATE | GZ_POWER_TIME}, {"1 / (4 d)", GZ_POWER_RATE}, {"(1 + 2) / 4 d * 2", GZ_POWER_RATE | GZ_POWER_TIME},
		{"-(3 d + 2)", GZ_POWER_TIME}, {"30 %", GZ_POWER_SHARE}, {"1 - 30 %", GZ_POWER_SHARE}, {"1000 * 30 %", GZ_POWER_NUMBER}, {"1 / (5 d)", GZ_POWER_RATE},
		{"2 * 3 d / (1 w)", GZ_POWER_NUMBER}, {"3 d + 30 %", 0}, {"3 d - 1 / (3 d)", 0}, {"min(3 d, 4, AFG-kunduz)", GZ_POWER_TIME}, {"if(day > 3, 3 d, 2)", GZ_POWER_TIME},
		{"AFG-kunduz * AFG", GZ_POWER_NUMBER}, {"AFG-kunduz / AFG", GZ_POWER_TIME << 1}, {"beta", GZ_POWER_ANY}, {"sqrt(3 d)", GZ_POWER_ANY}, {"(day > 3 d) * 5 d", GZ_POWER_TIME},
		{"reported(AFG, 7 d)", GZ_POWER_ANY}, {"2027-03-01", GZ_POWER_ANY}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_int_eq(gz_expr_compile(&arena, cases[i].text, &names, &expr, &err), GZ_OK);
		ck_assert_msg(gz_expr_power(expr, NULL, some_power) == cases[i].power, "%s is of %x, not %x", cases[i].text, gz_expr_power(expr, NULL, some_power), cases[i].power);
	}
	ck_assert(gz_power_fits(GZ_POWER_BARE, GZ_POWER_TIME) && gz_power_fits(GZ_POWER_ANY, GZ_POWER_RATE) && !gz_power_fits(GZ_POWER_TIME, GZ_POWER_NUMBER | GZ_POWER_SHARE));
}
END_TEST

START_TEST(names_with_hyphens)
{
	ck_assert_double_eq(value("AFG-kunduz"), 3);
	ck_assert_double_eq(value("AFG-p"), 5);
	ck_assert_double_eq(value("p-1"), 100);
	ck_assert_double_eq(value("p -1"), 1);
	ck_assert_double_eq(value("p-2"), 0);
	ck_assert_double_eq(value("p-AFG-kunduz"), -1);
	ck_assert_double_eq(value("p-max(1, 2)"), 0);
	ck_assert_double_eq(value("p-(1)"), 1);
	ck_assert_double_eq(value("p--1"), 3);
	ck_assert_double_eq(value("x.y"), 11);
	ck_assert_double_eq(value("and-then and 1"), 1);
	ck_assert_double_eq(value("1 and-1"), 1);
	ck_assert_double_eq(value("reported(AFG-kunduz, 7 d) - 7"), 3000);
	ck_assert_double_eq(value("p-reported(TJK, 7 d)"), -5005);
}
END_TEST

START_TEST(host_names)
{
	ck_assert_double_eq(value("1 - p_sym * exp(-day/30) + 0 * reported(TJK, 7) + 0 * day"), 1 - 0.25 * exp(-1));
	int32_t n = 0;
	const int32_t *ids = gz_expr_symbols(expr, &n);
	ck_assert_int_eq(n, 3);
	ck_assert_int_eq(ids[0], 1);
	ck_assert_int_eq(ids[1], 2);
	ck_assert_int_eq(ids[2], 9);
	ids = gz_expr_calls(expr, &n);
	ck_assert_int_eq(n, 1);
	ck_assert_int_eq(ids[0], 4);
	double constant = 0;
	ck_assert(!gz_expr_constant(expr, &constant));
	value("1 / (3 y)");
	ck_assert(gz_expr_constant(expr, &constant));
	ck_assert_double_eq(constant, 1 / 1095.75);
}
END_TEST

START_TEST(no_host)
{
	ck_assert_int_eq(gz_expr_compile(&arena, "2 w + min(1, 2)", NULL, &expr, &err), GZ_OK);
	ck_assert_double_eq(gz_expr_eval(expr, NULL), 15);
	ck_assert_int_eq(gz_expr_compile(&arena, "beta", NULL, &expr, &err), GZ_ERR_INPUT);
	ck_assert_str_eq(err.sentence, "unknown name 'beta'");
	ck_assert_int_eq(gz_expr_compile(&arena, "f(1)", NULL, &expr, NULL), GZ_ERR_INPUT);
}
END_TEST

START_TEST(mistakes_in_names)
{
	refused("1 + bta", 5, "unknown name 'bta': did you mean 'beta'?");
	refused("1 + AFG-kunduS", 5, "unknown name 'AFG-kunduS': did you mean 'AFG-kunduz'?");
	refused("AFG-elsewhere", 5, "unknown name 'elsewhere'");
	refused("latent", 1, "unknown name 'latent'");
	refused("latent-1", 1, "unknown name 'latent-1'");
	refused("expp(1)", 1, "unknown function 'expp': did you mean 'exp'?");
	refused("repoted(TJK, 7)", 1, "unknown function 'repoted': did you mean 'reported'?");
	refused("reported(TJK)", 1, "reported takes 2 arguments, here is 1");
	refused("exp", 1, "'exp' is a function: its arguments stand in parentheses");
	refused("beta (2)", 1, "'beta' is not a function: a product is written with '*'");
	refused("exp(1, 2)", 1, "exp takes 1 argument, here are 2");
	refused("if(1, 2)", 1, "if takes 3 arguments, here are 2");
	refused("min()", 1, "min takes 2 to 16 arguments, here are 0");
	refused("min(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17)", 1, "a function takes at most 16 arguments");
}
END_TEST

START_TEST(mistakes_in_form)
{
	refused("", 1, "the expression is empty");
	refused("  ", 3, "the expression is empty");
	refused("1 +", 4, "a value is missing at the end");
	refused("1 + * 2", 5, "a value is missing before '*'");
	refused("and 1", 1, "a value is missing before 'and'");
	refused("(1 + 2", 1, "the parenthesis that opens here is never closed");
	refused("exp(1", 4, "the parenthesis that opens here is never closed");
	refused("1 + 2)", 6, "a parenthesis is closed here that was never opened");
	refused("()", 2, "a value is missing before ')'");
	refused("0,3", 2, "a comma stands only between the arguments of a function; decimals are written with a point");
	refused("(1, 2)", 3, "a comma stands only between the arguments of a function; decimals are written with a point");
	refused("2 beta", 3, "an operator (+ - * / ...) is missing before 'beta'");
	refused("2 3", 3, "an operator (+ - * / ...) is missing before '3'");
	refused("2 (3)", 3, "an operator (+ - * / ...) is missing before '('");
	refused("3 days", 3, "an operator (+ - * / ...) is missing before 'days'");
	refused("1 < 2 < 3", 7, "comparisons are not chained: write a < b and b < c");
	refused("p = 2", 3, "'=' is not known: write '=='");
	refused("1 && 2", 3, "'&&' is not known: write 'and'");
	refused("2 ** 3", 3, "'**' is not known: a power is written '^'");
	refused("!1", 1, "'!' is not known: write 'not'");
	refused("max(1; 2)", 6, "';' is not known: arguments are separated by ','");
	refused("1 # 2", 3, "'#' has no meaning in an expression");
	refused("1 × 2", 3, "'×' has no meaning in an expression");
	refused("180 дней", 5, "'дней' has no meaning in an expression: units are d, w, h and y, names are in Latin letters");
	refused("1 \xFF", 3, "byte 0xFF has no meaning in an expression");
	refused("1.2.3", 1, "'1.2.3' is not a number");
	refused("1_000", 1, "'1_000' is not a number");
	refused("1e999", 1, "'1e999' is not a number");
	refused("2027-02-30", 1, "'2027-02-30' is not a date of the calendar");
}
END_TEST

START_TEST(deep_and_long)
{
	char text[GZ_EXPR_LENGTH_MAX + 2];
	memset(text, '(', 70);
	strcpy(text + 70, "1");
	refused(text, 65, "the expression is nested more than 64 deep");
	for (int i = 0; i < 100; i++)
		text[i] = '-';
	strcpy(text + 100, "1");
	refused(text, 65, "the expression is nested more than 64 deep");
	memset(text, '1', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	refused(text, 1, "the expression is longer than 4096 characters");
	strcpy(text, "p");
	for (size_t i = 1; i + 2 < GZ_EXPR_LENGTH_MAX; i += 2)
		memcpy(text + i, "+p", 3);
	ck_assert_double_gt(value(text), 4000);
	text[0] = '\0';
	for (int i = 0; i < 40; i++)
		strcat(text, "max(p,p,p,p,p,p,p,p,");
	ck_assert_int_eq(gz_expr_compile(&arena, text, &names, &expr, &err), GZ_ERR_INPUT);
	ck_assert_str_eq(err.sentence, "too many values wait for their operator: split the expression");
}
END_TEST

START_TEST(a_comma_locale_changes_nothing)
{
	const char *wanted = getenv("GUZAR_LOCALE"); /* tests/test-locale makes one */
	if (wanted != NULL) {
		char text[16];
		ck_assert_ptr_nonnull(setlocale(LC_ALL, wanted));
		snprintf(text, sizeof text, "%.1f", 0.5);
		ck_assert_str_eq(text, "0,5");
	}
	ck_assert_double_eq(value("0.5 + 1.25e0"), 1.75);
	setlocale(LC_ALL, "C");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expr");
	TCase *tc = tcase_create("expr");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, arithmetic);
	tcase_add_test(tc, units_and_dates);
	tcase_add_test(tc, powers_of_time);
	tcase_add_test(tc, names_with_hyphens);
	tcase_add_test(tc, host_names);
	tcase_add_test(tc, no_host);
	tcase_add_test(tc, mistakes_in_names);
	tcase_add_test(tc, mistakes_in_form);
	tcase_add_test(tc, deep_and_long);
	tcase_add_test(tc, a_comma_locale_changes_nothing);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
