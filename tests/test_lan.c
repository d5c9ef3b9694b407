/* Private addresses are told from others; texts for a phone's camera are escaped; codes are whole pictures.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/lan.h"
#include "suite.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(test_private_addresses)
{
	static const char *const inside[] = {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.10", "169.254.3.4", "127.0.0.1", "::1", "fd12::1"};
	static const char *const outside[] = {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.1.1", "2001:db8::1", "0.0.0.0", "home", ""};
	for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
		ck_assert_msg(gz_lan_private(inside[i]), "%s", inside[i]);
	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
		ck_assert_msg(!gz_lan_private(outside[i]), "%s", outside[i]);
}
END_TEST

START_TEST(test_only_private_ones_are_listed)
{
	gz_lan_address found[GZ_LAN_MOST];
	const int32_t n = gz_lan_addresses(found);
	ck_assert(n >= 0 && n <= GZ_LAN_MOST);
	for (int32_t i = 0; i < n; i++) {
		ck_assert(gz_lan_private(found[i].text));
		ck_assert_str_ne(found[i].text, "127.0.0.1");
	}
}
END_TEST

/* Wi-Fi before cable, and bridges of virtual machines last. */
START_TEST(test_the_likely_network_first)
{
	char folder[] = "/tmp/guzar-lan-XXXXXX", command[256];
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(command, sizeof command, "cd %s && mkdir -p wlan0/phy80211 wlan0/device eth0/device docker0/bridge", folder);
	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(gz_lan_rank(folder, "wlan0"), 0);
	ck_assert_int_eq(gz_lan_rank(folder, "eth0"), 1);
	ck_assert_int_eq(gz_lan_rank(folder, "docker0"), 2);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(test_wifi)
{
	char text[128];
	ck_assert(gz_lan_wifi("Post; \"A\"", "a:b\\c,d", text, sizeof text));
	ck_assert_str_eq(text, "WIFI:T:WPA;S:Post\\; \\\"A\\\";P:a\\:b\\\\c\\,d;;");
	ck_assert(gz_lan_wifi("Оби тоза", NULL, text, sizeof text));
	ck_assert_str_eq(text, "WIFI:T:nopass;S:Оби тоза;;");
	ck_assert(!gz_lan_wifi("", "x", text, sizeof text));
	char small[40];
	ck_assert(!gz_lan_wifi("a name that is far too long for so little room", "x", small, sizeof small));
	ck_assert(!gz_lan_wifi("name", "and a password that is too long for it", small, sizeof small));
}
END_TEST

START_TEST(test_a_code_is_a_picture)
{
	char *svg = gz_lan_qr("http://192.168.1.10:8080/join?pin=123456"), *again = gz_lan_qr("http://192.168.1.10:8080/join?pin=123456"), *other = gz_lan_qr("http://192.168.1.10:8080/join?pin=123457");
	ck_assert_ptr_nonnull(svg);
	ck_assert(strncmp(svg, "<svg", 4) == 0 && strstr(svg, "</svg>") == svg + strlen(svg) - 6);
	ck_assert_ptr_nonnull(strstr(svg, "M4 4h1v1h-1z")); /* the corner of the finder, behind the quiet zone */
	ck_assert_str_eq(svg, again);
	ck_assert_str_ne(svg, other);
	free(svg);
	free(again);
	free(other);
	char *endless = malloc(5000);
	memset(endless, 'x', 4999);
	endless[4999] = '\0';
	ck_assert_ptr_null(gz_lan_qr(endless));
	free(endless);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lan");
	TCase *c = tcase_create("lan");
	tcase_add_test(c, test_private_addresses);
	tcase_add_test(c, test_only_private_ones_are_listed);
	tcase_add_test(c, test_the_likely_network_first);
	tcase_add_test(c, test_wifi);
	tcase_add_test(c, test_a_code_is_a_picture);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
