/* The space-time scan: its statistic by hand, its false alarms on null data, an implanted cluster, and what it cannot judge.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "base/sample.h"
#include "detect/scan.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

enum { WEEKS = 424, PLACES = 20, LONGEST = 2 };

typedef struct country {
	gz_series series[PLACES];
	int32_t place[PLACES];
	gz_detect_place places[PLACES];
	char names[PLACES][16];
	double count[PLACES][WEEKS], population[WEEKS];
} country;

/* Places on a grid of 5 x 4 degrees, with the same population and Poisson(4) cases a week. */
static country *make(uint64_t seed)
{
	country *c = calloc(1, sizeof *c);
	ck_assert_ptr_nonnull(c);
	for (int32_t t = 0; t < WEEKS; t++)
		c->population[t] = 1000;
	for (int32_t i = 0; i < PLACES; i++) {
		snprintf(c->names[i], sizeof c->names[i], "P%d", i);
		gz_key key = gz_random_key(seed, c->names[i]);
		for (int32_t t = 0; t < WEEKS; t++)
			c->count[i][t] = gz_sample_poisson(&(gz_draw){key, 0, (uint32_t)t, 1}, 4);
		c->places[i] = (gz_detect_place){c->names[i], 36 + i / 5, 67 + i % 5};
		c->place[i] = i;
		c->series[i] = (gz_series){c->names[i], "cholera", 7, 4 + 7 * 1600, WEEKS, c->count[i], c->population};
	}
	return c;
}

static gz_arena arena;

static gz_detect_set set_of(const country *c)
{
	return (gz_detect_set){.series = c->series, .n_series = PLACES, .place = c->place, .places = c->places, .n_places = PLACES};
}

static void choose(double *options, double alpha, bool population)
{
	for (int32_t i = 0; i < GZ_SCAN_OPTIONS; i++)
		options[i] = gz_scan.options[i].value;
	options[GZ_SCAN_ALPHA] = alpha;
	options[GZ_SCAN_LONGEST] = LONGEST;
	options[GZ_SCAN_DRAWS] = 199;
	options[GZ_SCAN_POPULATION] = population;
}

static void judge(const country *c, double alpha, bool population, int32_t k, gz_detect_verdict *out)
{
	double options[GZ_SCAN_OPTIONS];
	const gz_detect_set set = set_of(c);
	gz_error err = {0};
	choose(options, alpha, population);
	ck_assert_msg(gz_scan.judge(&set, options, k, k + 1, out, &err) == GZ_OK, "%s", err.sentence);
}

/* The clusters of a period; they stay until the arena is freed. */
static int32_t find(const country *c, double alpha, bool population, int32_t k, gz_scan_cluster **out)
{
	double options[GZ_SCAN_OPTIONS];
	const gz_detect_set set = set_of(c);
	int32_t n;
	gz_error err = {0};
	choose(options, alpha, population);
	ck_assert_msg(gz_scan_clusters(&set, options, k, &arena, out, &n, &err) == GZ_OK, "%s", err.sentence);
	return n;
}

/* 10 of 40 cases where 4 are expected: 10 log(10/4) + 30 log(30/36) = 9.16290731874155 - 5.46964670381864. */
START_TEST(the_ratio_by_hand)
{
	ck_assert_double_eq_tol(gz_scan_ratio(10, 4, 40), 9.16290731874155 - 5.46964670381864, 1e-12);
	ck_assert_double_eq_tol(gz_scan_ratio(40, 4, 40), 40 * 2.302585092994046, 1e-11);
	ck_assert_double_eq(gz_scan_ratio(4, 4, 40), 0);
	ck_assert_double_eq(gz_scan_ratio(3, 4, 40), 0);
}
END_TEST

/* The ratio of a place alone in its cluster is that of its own numbers: two periods of 1 case everywhere but 9 here this week. */
START_TEST(a_lone_place)
{
	country *c = make(1);
	gz_detect_verdict out[PLACES];
	gz_scan_cluster *clusters;
	for (int32_t i = 0; i < PLACES; i++)
		c->count[i][99] = c->count[i][100] = 1;
	c->count[7][100] = 9;
	judge(c, 0.05, true, 100, out);
	double all = 2 * PLACES + 8, usual = all / (2 * PLACES);
	ck_assert_int_eq(find(c, 0.05, true, 100, &clusters), 1);
	ck_assert_int_eq(clusters[0].n, 1);
	ck_assert_int_eq(clusters[0].series[0], 7);
	ck_assert_int_eq(clusters[0].from, 100);
	ck_assert_int_eq(clusters[0].to, 101);
	ck_assert_double_eq(clusters[0].seen, 9);
	ck_assert_double_eq_tol(clusters[0].expected, usual, 1e-10);
	ck_assert_double_eq_tol(clusters[0].ratio, gz_scan_ratio(9, usual, all), 1e-10);
	ck_assert_double_eq(clusters[0].probability, out[7].probability);
	ck_assert_double_eq(clusters[0].radius, 0);
	ck_assert_double_eq(clusters[0].latitude, c->places[7].latitude);
	ck_assert_double_gt(out[7].score, 1);
	ck_assert_double_eq_tol(out[7].expected, usual, 1e-10);
	ck_assert(out[7].alarm);
	for (int32_t i = 0; i < PLACES; i++)
		ck_assert_int_eq(out[i].alarm, i == 7);
	free(c);
}
END_TEST

/* 200 periods that share no weeks, at level 0.05: ten with an alarm; 1 to 25 but for chance 1e-4 below and 1e-5 above. */
START_TEST(false_alarms_keep_to_their_level)
{
	country *c = make(2);
	gz_detect_verdict out[PLACES];
	int32_t weeks = 0, n = 0;
	for (int32_t k = 10; n < 200; k += LONGEST, n++) {
		bool any = false;
		judge(c, 0.05, true, k, out);
		for (int32_t i = 0; i < PLACES; i++)
			any = any || out[i].alarm;
		weeks += any;
	}
	printf("null data: %d of %d weeks with an alarm, 10 expected\n", weeks, n);
	ck_assert_int_ge(weeks, 1);
	ck_assert_int_le(weeks, 25);
	free(c);
}
END_TEST

/* Three neighbours with three times their cases for two weeks: two of them at least are found in most of 20 tries, with shares from earlier cases. */
START_TEST(an_implanted_cluster_is_found)
{
	int32_t found = 0, beside = 0;
	for (uint64_t seed = 30; seed < 50; seed++) {
		country *c = make(seed);
		gz_detect_verdict out[PLACES];
		int32_t k = 300, members[] = {6, 7, 11};
		for (int32_t m = 0; m < 3; m++)
			for (int32_t t = k - 1; t <= k; t++)
				c->count[members[m]][t] += 8;
		judge(c, 0.01, false, k, out);
		found += out[6].alarm + out[7].alarm + out[11].alarm >= 2;
		beside += out[19].alarm + out[15].alarm + out[4].alarm;
		free(c);
	}
	printf("implanted cluster: two of its three places found in %d of 20, far places in %d of 60\n", found, beside);
	ck_assert_int_ge(found, 16);
	ck_assert_int_le(beside, 3);
}
END_TEST

/* A place and those north and east of it: the members are the places with an alarm, counts and shares add up, the radius is a degree of a great circle
 * (6371 km x pi / 180 = 111.19 km; further east a degree is shorter), and a place without a report in those weeks is no member. */
START_TEST(clusters_are_what_the_alarms_say)
{
	country *c = make(30);
	gz_detect_verdict out[PLACES];
	gz_scan_cluster *clusters;
	int32_t members[] = {6, 7, 11}, alarms = 0;
	for (int32_t m = 0; m < 3; m++)
		for (int32_t t = 299; t <= 300; t++)
			c->count[members[m]][t] += 20;
	judge(c, 0.01, true, 300, out);
	ck_assert_int_eq(find(c, 0.01, true, 300, &clusters), 1);
	double seen = 0, all = 0, usual = 0;
	for (int32_t i = 0; i < PLACES; i++) {
		alarms += out[i].alarm;
		ck_assert(out[i].alarm == (out[i].score > 1 && out[i].alarm));
		all += c->count[i][299] + c->count[i][300];
	}
	ck_assert_int_eq(clusters[0].n, alarms);
	for (int32_t k = 0; k < clusters[0].n; k++) {
		int32_t i = clusters[0].series[k];
		ck_assert(out[i].alarm);
		for (int32_t t = clusters[0].from; t < clusters[0].to; t++)
			seen += c->count[i][t];
		usual += all / PLACES / 2 * (clusters[0].to - clusters[0].from);
	}
	ck_assert_int_eq(clusters[0].to, 301);
	ck_assert_double_eq(clusters[0].seen, seen);
	ck_assert_double_eq_tol(clusters[0].expected, usual, 1e-9);
	ck_assert_double_eq_tol(clusters[0].ratio, gz_scan_ratio(seen, usual, all), 1e-9);
	ck_assert_double_eq_tol(clusters[0].radius, 111.19492664455873, 1e-6);
	c->count[11][299] = c->count[11][300] = NAN;
	ck_assert_int_eq(find(c, 0.01, true, 300, &clusters), 1);
	for (int32_t k = 0; k < clusters[0].n; k++)
		ck_assert_int_ne(clusters[0].series[k], 11);
	ck_assert_int_eq(find(c, 1e-4, true, 300, &clusters), 0); /* with 199 deals no chance is below 0.005 */
	free(c);
}
END_TEST

START_TEST(clusters_by_links_have_no_circle)
{
	country *c = make(30);
	double options[GZ_SCAN_OPTIONS];
	gz_detect_link links[PLACES];
	gz_scan_cluster *clusters;
	int32_t n;
	gz_error err = {0};
	for (int32_t i = 0; i < PLACES; i++) {
		c->places[i].latitude = NAN;
		links[i] = (gz_detect_link){i, (i + 1) % PLACES, 1};
	}
	for (int32_t t = 299; t <= 300; t++)
		for (int32_t i = 6; i <= 8; i++)
			c->count[i][t] += 20;
	gz_detect_set set = set_of(c);
	set.links = links;
	set.n_links = PLACES;
	choose(options, 0.01, true);
	ck_assert_msg(gz_scan_clusters(&set, options, 300, &arena, &clusters, &n, &err) == GZ_OK, "%s", err.sentence);
	ck_assert_int_eq(n, 1);
	ck_assert_int_eq(clusters[0].series[0], 7);
	ck_assert_int_eq(clusters[0].n, 3);
	ck_assert(isnan(clusters[0].radius) && isnan(clusters[0].latitude));
	free(c);
}
END_TEST

START_TEST(what_cannot_be_judged_says_so)
{
	country *c = make(4);
	gz_detect_verdict out[PLACES];
	c->places[3].latitude = NAN;
	c->count[5][200] = NAN;
	judge(c, 0.01, false, 200, out);
	ck_assert_int_eq(out[3].state, GZ_DETECT_UNFIT);
	ck_assert_int_eq(out[5].state, GZ_DETECT_MISSING);
	ck_assert_int_eq(out[6].state, GZ_DETECT_JUDGED);
	judge(c, 0.01, false, 3, out);
	ck_assert_int_eq(out[6].state, GZ_DETECT_SHORT);
	for (int32_t i = 0; i < PLACES; i++)
		c->count[i][199] = c->count[i][200] = 0;
	judge(c, 0.01, false, 200, out); /* no case anywhere */
	ck_assert(out[6].state == GZ_DETECT_JUDGED && !out[6].alarm && out[6].probability == 1);
	free(c);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scan");
	TCase *tc = tcase_create("all");
	tcase_add_test(tc, the_ratio_by_hand);
	tcase_add_test(tc, a_lone_place);
	tcase_add_test(tc, clusters_are_what_the_alarms_say);
	tcase_add_test(tc, clusters_by_links_have_no_circle);
	tcase_add_test(tc, false_alarms_keep_to_their_level);
	tcase_add_test(tc, an_implanted_cluster_is_found);
	tcase_add_test(tc, what_cannot_be_judged_says_so);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	gz_arena_free(&arena);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
