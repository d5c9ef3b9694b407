/* The page of unusual counts: its data against a bulletin worked out by hand, names found, what is cut, what is escaped.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/ears.h"
#include "report/gazetteer.h"
#include "report/lookout.h"
#include "suite.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N = 20, SERIES = 5, MANY = 3000 };

static gz_arena arena;
static gz_counts counts;
static gz_bulletin bulletin;
static gz_series series[MANY];
static gz_detect_place places[MANY];
static double count[SERIES][N], calm[N];
static int32_t place[MANY], arrived[SERIES * N];
static char path[64];
static json_t *data;

/* Usually 4 and 6 in turn; in the last week 30, 5, nothing reported, 5 (late), 5 and nothing known before. */
static void begin(void)
{
	static const char *const names[] = {"TJK-vakhsh", "panj", "Nowhere </script>", "Sughd", "Sughd"};
	for (int s = 0; s < SERIES; s++) {
		for (int t = 0; t < N; t++) {
			count[s][t] = s == 4 && t < N - 1 ? NAN : t % 2 == 0 ? 4 : 6;
			arrived[s * N + t] = 1;
		}
		count[s][N - 1] = s == 0 ? 30 : s == 2 ? NAN : 5;
		series[s] = (gz_series){names[s], s == 4 ? "Cholera" : "measles", 7, 20454, N, count[s], NULL};
		place[s] = s < 4 ? s : 3;
		places[s] = (gz_detect_place){names[s], NAN, NAN};
	}
	arrived[3 * N + N - 1] = 11;
	counts = (gz_counts){.period = 7, .first = 20454, .n = N, .series = series, .n_series = SERIES, .place = place, .places = places,
		.n_places = SERIES - 1, .arrived = arrived};
	snprintf(path, sizeof path, "/tmp/guzar-lookout-%ld.html", (long)getpid());
}

static void end(void)
{
	json_decref(data);
	data = NULL;
	gz_arena_free(&arena);
	unlink(path);
}

/* Reads the data out of the page again; gives the size of the page. */
static size_t read_page(void)
{
	static const char begins[] = "<script type=\"application/json\" id=\"data\">";
	FILE *file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	char *page = malloc(4000000);
	ck_assert_ptr_nonnull(page);
	size_t n = fread(page, 1, 3999999, file);
	fclose(file);
	page[n] = '\0';
	const char *from = strstr(page, begins), *to = from == NULL ? NULL : strstr(from, "</script>");
	ck_assert_ptr_nonnull(to);
	from += sizeof begins - 1;
	data = json_loadb(from, (size_t)(to - from), JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(data);
	free(page);
	return n;
}

/* Judges the last two weeks by C2; gives the size of the page. */
static size_t write_page(const char *language)
{
	const gz_lookout_about about = {"/home/somebody/counts.csv", getenv("GUZAR_SOURCE")};
	const gz_bulletin_request request = {.method = &gz_ears_c2, .from = counts.n - 2, .to = counts.n};
	gz_error err = {0};
	ck_assert_msg(gz_bulletin_make(&counts, &request, &arena, &bulletin, &err) == GZ_OK, "%s", err.sentence);
	ck_assert_msg(gz_lookout_write(&bulletin, &about, path, language, &err) == GZ_OK, "%s", err.sentence);
	return read_page();
}

static json_t *at(const char *key)
{
	json_t *value = json_object_get(data, key);
	ck_assert_msg(value != NULL, "no %s", key);
	return value;
}

/* A cell of a table that goes by columns. */
static json_t *cell(const char *table, const char *column, int row)
{
	json_t *value = json_array_get(json_object_get(at(table), column), (size_t)row);
	ck_assert_msg(value != NULL, "no %s.%s[%d]", table, column, row);
	return value;
}

static double figure(const char *table, const char *column, int row)
{
	return json_number_value(cell(table, column, row));
}

static int64_t total(const char *key)
{
	return json_integer_value(json_object_get(at("totals"), key));
}

START_TEST(what_the_bulletin_says)
{
	write_page("tg");
	ck_assert_str_eq(json_string_value(at("language")), "tg");
	ck_assert_str_eq(json_string_value(at("file")), "counts.csv");
	ck_assert_str_eq(json_string_value(at("now")), "2026-W20");
	ck_assert_str_eq(json_string_value(at("first")), "2026-01-01");
	ck_assert_int_eq(total("series"), SERIES);
	ck_assert_int_eq(total("unusual"), bulletin.n_now);
	ck_assert_int_eq(total("unusual"), 1);
	ck_assert_int_eq(total("judged"), 3);
	ck_assert_int_eq(total("silent"), 1);
	ck_assert_int_eq(total("late"), 1);
	ck_assert_int_eq(total("short"), 1);
	ck_assert_int_eq(total("unjudged"), 1);
	ck_assert_int_eq((int)json_array_size(json_object_get(at("rows"), "count")), SERIES);
	for (int i = 0; i < SERIES; i++) {
		const gz_bulletin_item *item = gz_bulletin_at(&bulletin, bulletin.ranked[i], N - 1);
		ck_assert_int_eq((int)figure("rows", "alarm", i), item->alarm);
		ck_assert_int_eq((int)figure("rows", "state", i), (int)item->verdict.state);
		ck_assert(json_is_null(cell("rows", "count", i)) == (isnan(item->count) != 0));
		if (item->verdict.state == GZ_DETECT_JUDGED)
			ck_assert_double_eq_tol(figure("rows", "upper", i), item->verdict.upper, 1e-3 * item->verdict.upper);
	}
	ck_assert_double_eq(figure("rows", "count", 0), 30);
	ck_assert_double_eq(figure("silent", "last", 0), N - 2);
	ck_assert_double_eq(figure("late", "late", 0), 11);
}
END_TEST

START_TEST(courses_keep_missing_reports)
{
	write_page("en");
	json_t *first = json_array_get(at("courses"), 0);
	ck_assert_int_eq((int)json_array_size(at("courses")), SERIES);
	ck_assert_int_eq((int)json_array_size(json_object_get(first, "count")), N);
	ck_assert_int_eq((int)json_array_size(json_object_get(first, "upper")), 2);
	ck_assert_int_eq((int)json_integer_value(json_array_get(json_object_get(first, "alarm"), 1)), 1);
	int missing = 0;
	for (size_t i = 0; i < SERIES; i++)
		missing += json_is_null(json_array_get(json_object_get(json_array_get(at("courses"), i), "count"), N - 1));
	ck_assert_int_eq(missing, 1);
}
END_TEST

/* Places and diseases that the library knows have names in three languages; others keep theirs. */
START_TEST(names)
{
	write_page("en");
	json_t *list = at("places");
	int known = 0, unknown = 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *p = json_array_get(list, i), *name = json_object_get(p, "name");
		if (!json_is_true(json_object_get(p, "counted")))
			continue;
		if (strcmp(json_string_value(json_object_get(p, "id")), "Nowhere </script>") == 0) {
			ck_assert_ptr_null(json_object_get(name, "ru"));
			ck_assert(json_is_null(json_object_get(p, "lat")));
			unknown++;
		} else {
			ck_assert_ptr_nonnull(json_object_get(name, "tg"));
			ck_assert(json_is_number(json_object_get(p, "lat")));
			known++;
		}
	}
	ck_assert_int_eq(unknown, 1);
	ck_assert_int_eq(known, 3);
	json_t *vakhsh = json_array_get(list, (size_t)figure("rows", "place", 0));
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(vakhsh, "name"), "en")), "Vakhsh");
	ck_assert_int_eq((int)json_array_size(at("diseases")), 2);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(at("diseases"), 0), "en")), "Cholera");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(at("diseases"), 1), "ru")), "Корь");
	ck_assert_ptr_nonnull(json_object_get(at("shapes"), "TJK"));
	ck_assert_ptr_null(json_object_get(at("shapes"), "RUS"));
}
END_TEST

/* A position in the counts goes before the library's. */
START_TEST(positions)
{
	gz_gazetteer g;
	double window[4];
	places[2].latitude = 10;
	places[2].longitude = 20;
	ck_assert_int_eq(gz_gazetteer_make(&counts, "/nowhere", &arena, &g), GZ_OK);
	ck_assert_int_eq(g.n_places, SERIES - 1);
	ck_assert(gz_gazetteer_window(&g, window));
	ck_assert_double_eq(window[0], 20);
	ck_assert_double_eq(window[3], 10);
	places[2].latitude = NAN;
	ck_assert_int_eq(gz_gazetteer_make(&counts, "/nowhere", &arena, &g), GZ_OK);
	ck_assert(!gz_gazetteer_window(&g, window));
	ck_assert_ptr_null(g.words[0].ru);
}
END_TEST

/* A place is known by any of its names; a second name for one that is known already is a place of its own. */
START_TEST(many_names_for_one_place)
{
	static const char *const called[] = {"Вахшский район", "VAKHSH", "TJK-vakhsh", "sughd"};
	gz_gazetteer g;
	for (int i = 0; i < 4; i++)
		places[i].id = called[i];
	ck_assert_int_eq(gz_gazetteer_make(&counts, getenv("GUZAR_SOURCE"), &arena, &g), GZ_OK);
	ck_assert_str_eq(g.places[g.place[0]].id, "TJK-vakhsh");
	ck_assert_str_eq(g.places[g.place[1]].id, "VAKHSH"); /* taken: two series of one place would hide each other */
	ck_assert_str_eq(g.places[g.place[3]].id, "TJK-sughd");
	ck_assert_int_eq(g.places[g.place[3]].depth, 1);
}
END_TEST

/* Thousands of series leave a page that can still be sent by mail. */
START_TEST(a_large_table_is_cut)
{
	for (int t = 0; t < N; t++)
		calm[t] = t % 3;
	for (int s = 0; s < MANY; s++) {
		series[s] = (gz_series){"here", "fever", 7, 20454, N, calm, NULL};
		place[s] = 0;
	}
	counts.n_series = MANY;
	counts.arrived = NULL;
	ck_assert_uint_lt(write_page("en"), 700000);
	ck_assert_int_eq(total("series"), MANY);
	ck_assert_int_eq((int)json_array_size(json_object_get(at("rows"), "count")), GZ_LOOKOUT_ROWS);
	ck_assert_int_lt((int)json_array_size(at("courses")), GZ_LOOKOUT_ROWS);
	ck_assert_int_gt((int)json_array_size(at("courses")), 300);
}
END_TEST

START_TEST(an_unknown_language_is_refused)
{
	const gz_lookout_about about = {"counts.csv", NULL};
	gz_error err = {0};
	ck_assert_int_eq(gz_lookout_write(&bulletin, &about, path, "de", &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "\"de\""));
}
END_TEST

START_TEST(positions_from_the_library)
{
	places[1].latitude = 10;
	places[1].longitude = 20;
	ck_assert_int_eq(gz_gazetteer_locate(&counts, getenv("GUZAR_SOURCE"), &arena), GZ_OK);
	ck_assert(places[0].latitude > 37 && places[0].latitude < 38.5 && places[0].longitude > 68 && places[0].longitude < 69.5); /* Vakhsh */
	ck_assert_double_eq(places[1].latitude, 10); /* as given */
	ck_assert_double_eq(places[1].longitude, 20);
	ck_assert(isnan(places[2].latitude)); /* nobody knows it */
}
END_TEST

/* A cluster of the scan by the places of the page; nothing of that kind by other methods. */
START_TEST(clusters_on_the_page)
{
	gz_scan_cluster cluster = {.series = (int32_t[]){1, 0, 2}, .n = 3, .from = N - 2, .to = N, .seen = 41, .expected = 12.3456, .ratio = 7, .probability = 0.001,
		.latitude = 37.1, .longitude = 68.9, .radius = 80.25};
	const gz_lookout_about about = {"counts.csv", getenv("GUZAR_SOURCE")};
	gz_error err = {0};
	write_page("en");
	ck_assert_uint_eq(json_array_size(at("clusters")), 0);
	bulletin.clusters = &cluster;
	bulletin.n_clusters = 1;
	ck_assert_msg(gz_lookout_write(&bulletin, &about, path, "en", &err) == GZ_OK, "%s", err.sentence);
	json_decref(data);
	read_page();
	json_t *c = json_array_get(at("clusters"), 0), *members = json_object_get(c, "places");
	ck_assert_uint_eq(json_array_size(members), 3);
	ck_assert_int_eq(json_integer_value(json_object_get(c, "place")), json_integer_value(json_array_get(members, 0)));
	json_t *middle = json_array_get(at("places"), (size_t)json_integer_value(json_object_get(c, "place")));
	ck_assert_str_eq(json_string_value(json_object_get(middle, "id")), "TJK-panj");
	ck_assert_int_eq(json_integer_value(json_object_get(c, "from")), N - 2);
	ck_assert_double_eq(json_number_value(json_object_get(c, "count")), 41);
	ck_assert_double_eq(json_number_value(json_object_get(c, "expected")), 12.35);
	ck_assert_double_eq(json_number_value(json_object_get(c, "lat")), 37.1);
	ck_assert_double_eq(json_number_value(json_object_get(c, "radius")), 80.25);
	ck_assert_double_eq(json_number_value(json_object_get(c, "probability")), 0.001);
}
END_TEST

START_TEST(usual_ranges)
{
	double low, high;
	const gz_detect_verdict verdicts[] = {{.lower = 2.2, .upper = 8.9}, {.lower = NAN, .upper = 3.5}, {.lower = 2.2, .upper = 3.1}, {.lower = 0, .upper = 5},
		{.expected = 2, .lower = NAN, .upper = 0}, {.expected = 2, .lower = NAN, .upper = NAN}, {.expected = 0.4, .lower = 0, .upper = 0}};
	ck_assert(gz_lookout_range(&verdicts[0], &low, &high));
	ck_assert_double_eq(low, 3);
	ck_assert_double_eq(high, 8);
	ck_assert(!gz_lookout_range(&verdicts[1], &low, &high));
	ck_assert_double_eq(high, 3);
	ck_assert(!gz_lookout_range(&verdicts[2], &low, &high));
	ck_assert(gz_lookout_range(&verdicts[3], &low, &high));
	ck_assert_double_eq(high, 5);
	ck_assert(!gz_lookout_range(&verdicts[4], &low, &high)); /* a chart that earlier weeks have filled */
	ck_assert(isnan(high));
	ck_assert(!gz_lookout_range(&verdicts[5], &low, &high));
	ck_assert(isnan(high));
	ck_assert(!gz_lookout_range(&verdicts[6], &low, &high));
	ck_assert_double_eq(high, 0); /* one case is unusual */
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lookout");
	TCase *cases = tcase_create("all");
	tcase_add_checked_fixture(cases, begin, end);
	tcase_add_test(cases, what_the_bulletin_says);
	tcase_add_test(cases, courses_keep_missing_reports);
	tcase_add_test(cases, names);
	tcase_add_test(cases, positions);
	tcase_add_test(cases, many_names_for_one_place);
	tcase_add_test(cases, a_large_table_is_cut);
	tcase_add_test(cases, an_unknown_language_is_refused);
	tcase_add_test(cases, positions_from_the_library);
	tcase_add_test(cases, clusters_on_the_page);
	tcase_add_test(cases, usual_ranges);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
