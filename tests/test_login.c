/* Passwords, tokens, PINs, slowed tries; and that the file betrays neither password nor token.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "serve/login.h"
#include "suite.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], path[128];
static gz_ledger *ledger;
static gz_login login;

static void setup(void)
{
	snprintf(folder, sizeof folder, "/tmp/guzar-login-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/play.guzar", folder);
	ck_assert_int_eq(gz_ledger_open(&ledger, path, "exercise", NULL), GZ_OK);
	ck_assert_int_eq(gz_login_init(&login, ledger, NULL), GZ_OK);
}

static void teardown(void)
{
	char command[128];
	gz_ledger_close(ledger);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(test_passwords)
{
	gz_error err = {0};
	ck_assert(!gz_login_fits(&login, "control", "anything at all"));
	ck_assert_int_eq(gz_login_set_password(&login, "control", "short", &err), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_login_set_password(&login, "control", "оби тоза 2026", &err), GZ_OK);
	ck_assert(gz_login_fits(&login, "control", "оби тоза 2026"));
	ck_assert(!gz_login_fits(&login, "control", "оби тоза 2025"));
	ck_assert(!gz_login_fits(&login, "control", ""));
	ck_assert(!gz_login_fits(&login, "other", "оби тоза 2026"));
}
END_TEST

START_TEST(test_tokens)
{
	char one[GZ_LOGIN_TOKEN], two[GZ_LOGIN_TOKEN];
	ck_assert_int_eq(gz_login_give(&login, "seat-1", one, NULL), GZ_OK);
	ck_assert_int_eq(gz_login_give(&login, "control", two, NULL), GZ_OK);
	ck_assert_str_ne(one, two);
	char *who = gz_login_who(&login, one);
	ck_assert_str_eq(who, "seat-1");
	free(who);
	ck_assert_int_eq(gz_login_forget(&login, one, NULL), GZ_OK);
	ck_assert_ptr_null(gz_login_who(&login, one));
	ck_assert_ptr_null(gz_login_who(&login, NULL));
	ck_assert_ptr_null(gz_login_who(&login, "x"));
	two[3] = two[3] == '0' ? '1' : '0';
	ck_assert_ptr_null(gz_login_who(&login, two));
}
END_TEST

START_TEST(test_the_file_betrays_nothing)
{
	char token[GZ_LOGIN_TOKEN], command[512];
	ck_assert_int_eq(gz_login_set_password(&login, "control", "very secret words", NULL), GZ_OK);
	ck_assert_int_eq(gz_login_give(&login, "seat-1", token, NULL), GZ_OK);
	snprintf(command, sizeof command, "cat '%s'/* | grep -a -q -e 'very secret' -e '%s'", folder, token);
	ck_assert_int_ne(system(command), 0);
}
END_TEST

START_TEST(test_tries_are_slowed_by_address)
{
	for (int i = 0; i < GZ_LOGIN_TRIES; i++) {
		ck_assert(!gz_login_waits(&login, "10.0.0.7", 1000 + i));
		gz_login_wrong(&login, "10.0.0.7", 1000 + i);
	}
	ck_assert(gz_login_waits(&login, "10.0.0.7", 2000));
	ck_assert(!gz_login_waits(&login, "10.0.0.8", 2000));
	ck_assert(!gz_login_waits(&login, "10.0.0.7", 1000 + GZ_LOGIN_WAIT));
	gz_login_wrong(&login, "10.0.0.7", 1000 + GZ_LOGIN_WAIT);
	ck_assert(!gz_login_waits(&login, "10.0.0.7", 1001 + GZ_LOGIN_WAIT));
}
END_TEST

START_TEST(test_pins)
{
	char pin[GZ_LOGIN_PIN], other[GZ_LOGIN_PIN];
	bool differ = false;
	gz_login_pin(pin);
	ck_assert_uint_eq(strlen(pin), 6);
	ck_assert_uint_eq(strspn(pin, "0123456789"), 6);
	for (int i = 0; i < 20; i++) { /* all the same: once in 10^120 */
		gz_login_pin(other);
		differ = differ || strcmp(pin, other) != 0;
	}
	ck_assert(differ);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("login");
	TCase *c = tcase_create("login");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_passwords);
	tcase_add_test(c, test_tokens);
	tcase_add_test(c, test_the_file_betrays_nothing);
	tcase_add_test(c, test_tries_are_slowed_by_address);
	tcase_add_test(c, test_pins);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
