/* How fast one may write.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/pace.h"
#include "suite.h"
#include <stdio.h>

static gz_pace pace;

static int taken(const char *who, int64_t cost, int64_t now, int most)
{
	int n = 0;
	while (n < most && gz_pace_take(&pace, who, cost, now) == 0)
		n++;
	return n;
}

START_TEST(test_at_once_and_then_at_the_pace)
{
	pace = (gz_pace){0};
	ck_assert_int_eq(taken("seat:post", GZ_PACE_SEAT, 5000, 1000), 120);
	ck_assert_int_eq(gz_pace_take(&pace, "seat:post", GZ_PACE_SEAT, 5000), 1000); /* the next one after a second */
	ck_assert_int_eq(gz_pace_take(&pace, "seat:post", GZ_PACE_SEAT, 5999), 1);
	ck_assert_int_eq(gz_pace_take(&pace, "seat:post", GZ_PACE_SEAT, 6000), 0);
	ck_assert_int_eq(taken("seat:border", GZ_PACE_SEAT, 6000, 1000), 120); /* one does not slow another */
	ck_assert_int_eq(taken("control:One", GZ_PACE_CONTROL, 6000, 1000), 480);
	ck_assert_int_eq(taken("seat:post", GZ_PACE_SEAT, 6000 + 60000, 1000), 60);
	ck_assert_int_eq(taken("seat:post", GZ_PACE_SEAT, 6000 + 3600000, 1000), 120); /* an hour's rest gives no more than the whole */
}
END_TEST

START_TEST(test_what_is_refused_counts_nothing)
{
	pace = (gz_pace){0};
	taken("a", 1000, 0, 1000);
	for (int i = 0; i < 10000; i++)
		ck_assert_int_eq(gz_pace_take(&pace, "a", 1000, 500), 500);
	ck_assert_int_eq(gz_pace_take(&pace, "a", 1000, 1000), 0);
}
END_TEST

START_TEST(test_more_than_the_whole)
{
	pace = (gz_pace){0};
	ck_assert_int_eq(gz_pace_take(&pace, "a", 3 * GZ_PACE_AHEAD, 0), 0); /* it would never fit else */
	ck_assert_int_eq(gz_pace_take(&pace, "a", 1000, 0), 2 * GZ_PACE_AHEAD + 1000);
	ck_assert_int_eq(gz_pace_take(&pace, "a", 3 * GZ_PACE_AHEAD, GZ_PACE_AHEAD), 2 * GZ_PACE_AHEAD);
}
END_TEST

START_TEST(test_more_writers_than_are_remembered)
{
	char who[16];
	pace = (gz_pace){0};
	taken("a", 1000, 0, 1000);
	for (int i = 0; i < 4 * GZ_PACE_WRITERS; i++) {
		snprintf(who, sizeof who, "w%d", i);
		ck_assert_int_eq(gz_pace_take(&pace, who, 1000, 10), 0);
	}
	ck_assert_int_gt(gz_pace_take(&pace, "a", 1000, 10), 0); /* those that have written least are forgotten first */
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pace");
	TCase *c = tcase_create("pace");
	tcase_add_test(c, test_at_once_and_then_at_the_pace);
	tcase_add_test(c, test_what_is_refused_counts_nothing);
	tcase_add_test(c, test_more_than_the_whole);
	tcase_add_test(c, test_more_writers_than_are_remembered);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
