/* Headlines and the page's data against a result worked out by hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "fake_result.h"
#include "report/headline.h"
#include "report/report.h"
#include "suite.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

static gz_fake *fake;
static gz_arena arena;
static char path[64];
static json_t *data;

static void begin(void)
{
	static gz_begin start;
	static const int32_t places[] = {FAKE_A};
	fake = fake_new();
	start = (gz_begin){.place = FAKE_B, .age = -1, .group = -1, .people = 1, .from = fake->scenario.start, .days = 1};
	fake->scenario.begins = &start;
	fake->scenario.n_begins = 1;
	fake->scenario.report_places = (int32_t *)(uintptr_t)places;
	fake->scenario.n_report_places = 1;
	fake->scenario.disease.title = (gz_words){"Flu", "Грипп", "Зуком"};
	fake->scenario.world.name = "two </script> lands";
	fake->places[FAKE_A].lat = fake->places[FAKE_A].lon = NAN;
	fake->measure.group = -1;
	fake->measure.from = INT32_MIN;
	fake->measure.to = INT32_MAX;
	for (int32_t r = 0; r < FAKE_REPLICATES; r++) /* A is reached as a1 is */
		fake->arrivals[FAKE_A * FAKE_REPLICATES + r] = fake->arrivals[FAKE_A1 * FAKE_REPLICATES + r];
	snprintf(path, sizeof path, "/tmp/guzar-report-%ld.html", (long)getpid());
}

static void end(void)
{
	json_decref(data);
	data = NULL;
	gz_arena_free(&arena);
	free(fake);
	unlink(path);
}

static const char *first(const char *language)
{
	gz_headline headline;
	ck_assert_int_eq(gz_headline_make(&fake->result, language, &arena, &headline, NULL), GZ_OK);
	ck_assert_int_ge(headline.n, 2);
	return headline.sentences[0];
}

/* The data of a page. */
static json_t *page_data(void)
{
	char *page = fake_read(path), *from, *to;
	ck_assert_ptr_nonnull(page);
	from = strstr(page, "id=\"data\">");
	ck_assert_ptr_nonnull(from);
	from += strlen("id=\"data\">");
	to = strstr(from, "</script>");
	ck_assert_ptr_nonnull(to);
	json_error_t wrong;
	data = json_loadb(from, (size_t)(to - from), JSON_REJECT_DUPLICATES, &wrong);
	ck_assert_msg(data != NULL, "%s at %d", wrong.text, wrong.position);
	free(page);
	return data;
}

START_TEST(headline_where_some_runs_arrive)
{
	/* Days 4, 6, 8 and never: three of four runs; type 7 of the three: 4.2 and 7.8, told as whole days outwards. */
	ck_assert_str_eq(first("en"), "Flu reaches Land A in 75 of 100 runs, mostly after 4–8 days and most often through Bridge.");
	ck_assert_str_eq(first("ru"), "Грипп, Land A: заразившиеся прибывают в 75 из 100 расчётов, обычно через 4–8 дней и чаще всего через пункт пропуска «Bridge».");
	ck_assert_str_eq(first("tg"), "Зуком дар 75 аз 100 ҳисоб ба Land A мерасад, аксаран пас аз 4–8 рӯз ва бештар тавассути гузаргоҳи Bridge.");
}
END_TEST

START_TEST(headline_where_every_run_arrives)
{
	fake->arrivals[FAKE_A * FAKE_REPLICATES + 3] = (gz_arrival){10, 11, -1, 0, FAKE_B};
	ck_assert_str_eq(first("en"), "Flu reaches Land A in 4–10 days in 90 of 100 runs, most often through Bridge.");
}
END_TEST

START_TEST(headline_where_none_arrives)
{
	for (int32_t r = 0; r < FAKE_REPLICATES; r++)
		fake->arrivals[FAKE_A * FAKE_REPLICATES + r] = (gz_arrival){-1, -1, -1, -1, -1};
	ck_assert_str_eq(first("en"), "Flu does not reach Land A within 10 days in any of 4 runs.");
}
END_TEST

START_TEST(headline_where_it_begins)
{
	fake->scenario.begins[0].place = FAKE_A1;
	/* 145, 155, 165, 175 infections. */
	ck_assert_str_eq(first("en"), "Flu starts in Land A: within 10 days it infects 147–174 people there in 90 of 100 runs.");
}
END_TEST

/* Where it begins no way in is asked for: least of all in a world without crossings. */
START_TEST(headline_without_crossings)
{
	fake->scenario.begins[0].place = FAKE_A1;
	fake->scenario.world.crossings = NULL;
	fake->scenario.world.n_crossings = 0;
	ck_assert_str_eq(first("en"), "Flu starts in Land A: within 10 days it infects 147–174 people there in 90 of 100 runs.");
}
END_TEST

START_TEST(more_infections_than_people)
{
	gz_headline headline;
	ck_assert_int_eq(gz_headline_make(&fake->result, "en", &arena, &headline, NULL), GZ_OK);
	for (int32_t i = 0; i < headline.n; i++)
		ck_assert_ptr_null(strstr(headline.sentences[i], "who live there"));
	fake->places[FAKE_A].population = 100;
	ck_assert_int_eq(gz_headline_make(&fake->result, "en", &arena, &headline, NULL), GZ_OK);
	ck_assert_str_eq(headline.sentences[headline.n - 3], "These are infections, not people, and may be more than the 100 who live there: who is infected again counts again, and a visitor counts there too.");
}
END_TEST

START_TEST(unknown_language)
{
	gz_error err = {0};
	ck_assert_int_eq(gz_report_write(&fake->result, path, "xx", &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, "xx"));
	ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(terminal_text_is_cut_at_a_sentence)
{
	char text[128];
	ck_assert_int_eq(gz_headline_text(&fake->result, "en", text, sizeof text, NULL), GZ_OK);
	ck_assert_str_eq(text, "Flu reaches Land A in 75 of 100 runs, mostly after 4–8 days and most often through Bridge.");
}
END_TEST

START_TEST(page_of_a_run)
{
	ck_assert_int_eq(gz_report_write(&fake->result, path, "tg", NULL), GZ_OK);
	json_t *d = page_data();
	ck_assert_str_eq(json_string_value(json_object_get(d, "language")), "tg");
	ck_assert_int_eq(json_integer_value(json_object_get(d, "focus")), FAKE_A);
	json_t *scenario = json_object_get(d, "scenario");
	ck_assert_str_eq(json_string_value(json_object_get(scenario, "world")), "two </script> lands");
	/* Infections of A on day 2: 2 + r + 10 for r = 0..3, so 13.5 in the middle and 12.15 at the 5th hundredth. */
	json_t *fan = json_array_get(json_object_get(d, "fans"), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(fan, "place")), FAKE_A);
	ck_assert_double_eq(json_number_value(json_array_get(json_object_get(fan, "q50"), 2)), 13.5);
	ck_assert_double_eq_tol(json_number_value(json_array_get(json_object_get(fan, "q05"), 2)), 12.15, 1e-9);
	/* Travellers in: 50 + r a day for ten days. */
	json_t *travellers = json_object_get(json_object_get(json_array_get(json_object_get(d, "crossings"), 0), "in"), "travellers");
	ck_assert_double_eq(json_number_value(json_object_get(travellers, "mean")), 515);
	/* A is reached by day 4 in one run of four, by day 8 in three. */
	json_t *steps = json_object_get(json_array_get(json_object_get(d, "cumulative"), 0), "steps");
	ck_assert_int_eq(json_integer_value(json_array_get(json_array_get(steps, 0), 0)), 4);
	ck_assert_int_eq(json_integer_value(json_array_get(json_array_get(steps, 0), 1)), 25);
	ck_assert_int_eq(json_integer_value(json_array_get(json_array_get(steps, 2), 1)), 75);
}
END_TEST

/* An alternative whose infections in A differ by so many in replicates 0..3. */
static gz_fake *alternative_of(const double by[FAKE_REPLICATES])
{
	gz_fake *other = fake_new();
	for (int32_t r = 0; r < FAKE_REPLICATES; r++)
		other->final_size[FAKE_A1 * FAKE_REPLICATES + r] += by[r];
	other->scenario.report_places = fake->scenario.report_places;
	other->scenario.n_report_places = 1;
	other->scenario.begins = fake->scenario.begins;
	other->scenario.n_begins = 1;
	other->scenario.file = "other.yaml";
	return other;
}

START_TEST(page_of_a_comparison)
{
	gz_fake *other = alternative_of((const double[]){0, -10, -20, -30});
	gz_comparison comparison;
	const gz_result *results[] = {&fake->result, &other->result};
	ck_assert_int_eq(gz_compare_results(results, 2, &comparison, NULL), GZ_OK);
	ck_assert_int_eq(gz_report_write_comparison(&comparison, path, NULL, NULL), GZ_OK);
	json_t *d = page_data();
	ck_assert_str_eq(json_string_value(json_object_get(d, "kind")), "compare");
	ck_assert_uint_eq(json_array_size(json_object_get(d, "alternatives")), 1);
	json_t *effects = json_object_get(json_array_get(json_object_get(d, "alternatives"), 0), "effects");
	ck_assert_uint_gt(json_array_size(effects), 3);
	gz_compare_free(&comparison);
	free(other);
}
END_TEST

static const struct {
	double by[FAKE_REPLICATES];
	const char *says[2];
} VERDICTS[] = {
	{{0, -10, -20, 5}, {"fewer infections than “", "in 50 of 100 paired runs, more in 25, the same in 25."}},
	{{0, 10, 20, -5}, {"more infections than “", "in 50 of 100 paired runs, fewer in 25, the same in 25."}},
	{{0, 10, -10, 0}, {"None of the alternatives has fewer infections than “", "” more often than it has more."}},
};

START_TEST(verdict_of_a_comparison)
{
	gz_fake *other = alternative_of(VERDICTS[_i].by);
	gz_comparison comparison;
	const gz_result *results[] = {&fake->result, &other->result};
	char text[512];
	ck_assert_int_eq(gz_compare_results(results, 2, &comparison, NULL), GZ_OK);
	ck_assert_int_eq(gz_headline_text_compare(&comparison, "en", text, sizeof text, NULL), GZ_OK);
	for (int32_t i = 0; i < 2; i++)
		ck_assert_msg(strstr(text, VERDICTS[_i].says[i]) != NULL, "%s", text);
	ck_assert_int_eq(strstr(text, "It averts") != NULL, _i == 0);
	gz_compare_free(&comparison);
	free(other);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *cases = tcase_create("report");
	tcase_add_checked_fixture(cases, begin, end);
	tcase_add_test(cases, headline_where_some_runs_arrive);
	tcase_add_test(cases, headline_where_every_run_arrives);
	tcase_add_test(cases, headline_where_none_arrives);
	tcase_add_test(cases, headline_where_it_begins);
	tcase_add_test(cases, headline_without_crossings);
	tcase_add_test(cases, more_infections_than_people);
	tcase_add_test(cases, unknown_language);
	tcase_add_test(cases, terminal_text_is_cut_at_a_sentence);
	tcase_add_test(cases, page_of_a_run);
	tcase_add_test(cases, page_of_a_comparison);
	tcase_add_loop_test(cases, verdict_of_a_comparison, 0, (int)(sizeof VERDICTS / sizeof *VERDICTS));
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
