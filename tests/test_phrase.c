/* A pack's grammar in words: every form of trigger and condition in four languages, what has no sentence as it was written.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/phrase.h"
#include "exercise/observable.h"
#include "suite.h"
#include <check.h>
#include <string.h>

static gz_pack pack;
static gz_phrase phrase;

static const char TEXT[] = "guzar-pack: 1\nid: t\ntitle: T\npurpose: p\nstart: 2027-05-03 07:10\nlicence: CC0-1.0\n"
	"organisations: {one: One}\nmilestones: {told: \"The post \\\"knows\\\"\", called: Spoken}\n"
	"decisions: {close: {name: Close, cost: none}}\n"
	"roles: {post: {name: Post, organisation: one}, c: {name: C, organisation: one, kind: CONTROLLER}}\n"
	"phases: {first: {name: First, time: REAL, lasts: 00:30}}\n"
	"injects:\n"
	"  1: {at: 00:02, to: post, body: b, controller: c, contingency: 2, expect: {a: {text: t, within: 5 min, critical: true}}}\n"
	"  2: {kind: CONTINGENCY, to: post, body: b, controller: c}\n"
	"  3: {trigger: \"AFTER inject 1 + 01:05\", to: post, body: b, controller: c}\n"
	"  4: {trigger: \"AFTER decision close + 1 d scenario\", to: post, body: b, controller: c}\n"
	"  5: {trigger: \"AFTER milestone told\", to: post, body: b, controller: c}\n"
	"  6: {trigger: \"WHEN reported(TJK, 3 d) >= 5 FOR 6 h MAX 3\", to: post, body: b, controller: c}\n"
	"  7: {trigger: \"UNLESS called BY 00:12\", to: post, body: b, controller: c}\n"
	"  8: {trigger: MANUAL, to: post, body: b, controller: c}\n"
	"  9: {trigger: \"AT 1 d 06:50 scenario\", to: post, body: b, controller: c}\n"
	"  10: {trigger: \"AT +00:05 EVERY 00:10\", to: post, body: b, controller: c}\n";

static void begin(void)
{
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	const gz_status status = gz_pack_parse(&pack, TEXT, sizeof TEXT - 1, &mistakes);
	ck_assert_msg(status == GZ_OK, "%d: %s", mistakes.n > 0 ? mistakes.items[0].row : 0, mistakes.n > 0 ? mistakes.items[0].sentence : "");
	gz_mistakes_free(&mistakes);
}

static void end(void)
{
	gz_phrase_close(&phrase);
	gz_pack_free(&pack);
}

static void speak(gz_pack_language language)
{
	gz_phrase_close(&phrase);
	ck_assert_int_eq(gz_phrase_open(&phrase, &pack, language, NULL), GZ_OK);
}

START_TEST(every_trigger)
{
	static const char *const en[] = {"at 0:02", "if 1 is not done in time", "1 hour 5 minutes after inject 1", "1 day of the scenario after this is ordered: “Close”",
		"as soon as this is so: “The post \"knows\"”",
		"when the number of cases reported in  over 3 days reaches 5, without a break for 6 hours of the scenario; 3 times at most",
		"at 0:12, unless this is so by then: “Spoken”", "by hand", "at day 2 of the scenario, 14:00", "once the phase has lasted 5 minutes; then again every 10 minutes"};
	speak(GZ_PACK_EN);
	ck_assert_int_eq(pack.n_injects, 10);
	for (int32_t i = 0; i < pack.n_injects; i++)
		ck_assert_str_eq(gz_phrase_cue(&phrase, i), en[i]);
	for (int32_t i = 0; i < pack.n_injects; i++)
		ck_assert_int_eq(gz_phrase_timed(&pack.injects[i].trigger), i == 0 || i == 8);
	speak(GZ_PACK_RU);
	ck_assert_str_eq(gz_phrase_cue(&phrase, 2), "через 1 час 5 минут после вводной 1");
	for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++) {
		speak((gz_pack_language)l);
		for (int32_t i = 0; i < pack.n_injects; i++) {
			ck_assert_ptr_null(strstr(gz_phrase_cue(&phrase, i), "room."));
			ck_assert_ptr_null(strchr(gz_phrase_cue(&phrase, i), '{'));
			ck_assert(l == 0 || strcmp(gz_phrase_cue(&phrase, i), en[i]) != 0);
		}
	}
}
END_TEST

START_TEST(every_condition)
{
	static const struct { const char *written, *told; } all[] = {
		{"told == 1", "this is so: “The post \"knows\"”"}, {"told", "this is so: “The post \"knows\"”"}, {"not called", "this is not so yet: “Spoken”"},
		{"called == 0", "this is not so yet: “Spoken”"}, {"called != 0", "this is so: “Spoken”"}, {"ordered(close) == 0", "“Close” is not ordered"},
		{"inforce(close) == 1 or (ordered(close) and told == 0)", "“Close” is in force, or (“Close” is ordered, and this is not so yet: “The post \"knows\"”)"},
		{"day < 2.5", "it is before day 3 of the scenario, 19:10"}, {"hour >= 1", "it is day 1 of the scenario, 8:10 or later"}, {"ex >= 2640", "it is 0:44 or later"},
		{"day == 3", "the number of days since the scenario began is 3"}, {"left(close) < 10", "what is left today of “Close” is below 10"},
		{"truth(infections, TJK) >= 20", "the true number of infections in  reaches 20"},
		/* arithmetic has no sentence: as it was written */
		{"day + 1 >= 3", "day + 1 >= 3"}, {"1 < 2", "1 < 2"}, {"max(day, 3) > 1", "max(day, 3) > 1"},
		/* so has what names the wrong thing */
		{"left(TJK) < 3", "left(TJK) < 3"}, {"inforce(told) == 1", "inforce(told) == 1"}, {"truth(TJK, TJK) > 1", "truth(TJK, TJK) > 1"}, {"reported(TJK, 1e300) > 1", "reported(TJK, 1e300) > 1"}};
	const gz_expr *expr;
	speak(GZ_PACK_EN);
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		ck_assert_int_eq(gz_observable_compile(&pack, all[i].written, &expr, NULL), GZ_OK);
		ck_assert_str_eq(gz_phrase_condition(&phrase, expr), all[i].told);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("phrase");
	TCase *tests = tcase_create("all");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, every_trigger);
	tcase_add_test(tests, every_condition);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
