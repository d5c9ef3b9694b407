/* Annex 2 against its truth table: all answers to the four questions, for diseases of each list, under every version.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/annex2.h"
#include "assess/risk.h"
#include "base/date.h"
#include "ruling.h"
#include "suite.h"

static const char *const main_questions[4] = {"serious", "unusual", "spread", "restrictions"};
/* The lists, written out here a second time on purpose. */
static const char *const always[] = {"smallpox", "polio-wild", "influenza-new-subtype", "sars"};
static const char *const algorithm[] = {"cholera", "plague-pneumonic", "yellow-fever", "ebola", "lassa", "marburg", "vhf-other", "cchf", "west-nile",
	"dengue", "rift-valley", "meningococcal", "polio-vaccine-derived"};
static const char *const neither[] = {"measles", "mers", "plague", "tuberculosis", "chemical", "unknown", "other", "influenza"};

static gz_annex2 decide(const char *condition, int32_t day, const gz_answer_word four[4])
{
	gz_answer_word answers[GZ_RULE_QUESTIONS] = {GZ_ANSWER_UNKNOWN};
	gz_annex2 out;
	for (int32_t i = 0; i < 4; i++)
		answers[gz_rules_question(&rules, main_questions[i])] = four[i];
	int32_t c = condition == NULL ? -1 : gz_rules_condition(&rules, condition);
	ck_assert_msg(condition == NULL || c >= 0, "%s", condition);
	gz_annex2_decide(&rules, gz_rules_version(&rules, day), c, answers, &out);
	return out;
}

/* Every way to answer four questions by yes, no or unknown: 81, of which 16 are without unknown. */
static void table_of(const char *condition, int32_t day, bool must_notify, bool listed)
{
	for (int32_t code = 0; code < 81; code++) {
		gz_answer_word four[4];
		int32_t yes = 0, unknown = 0;
		for (int32_t i = 0, rest = code; i < 4; i++, rest /= 3) {
			four[i] = (gz_answer_word)(rest % 3);
			yes += four[i] == GZ_ANSWER_YES;
			unknown += four[i] == GZ_ANSWER_UNKNOWN;
		}
		gz_annex2 a = decide(condition, day, four);
		gz_annex2_decision expected = must_notify ? GZ_ANNEX2_ALWAYS : yes >= 2 ? GZ_ANNEX2_NOTIFY : GZ_ANNEX2_REASSESS;
		ck_assert_int_eq(a.decision, expected);
		ck_assert_int_eq(a.n_yes, yes);
		ck_assert_int_eq(a.n_unknown, unknown);
		ck_assert_int_eq(a.n_no, 4 - yes - unknown);
		ck_assert(a.open == (expected == GZ_ANNEX2_REASSESS && yes + unknown >= 2));
		ck_assert((a.listing >= 0) == listed);
	}
}

START_TEST(the_truth_table)
{
	static const int32_t years[] = {2008, 2017, 2025, 2026}; /* under 2005, 2014, 2022, 2024 */
	for (size_t y = 0; y < 4; y++) {
		int32_t day = gz_date_of(years[y], 1, 15);
		for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
			table_of(always[i], day, true, true);
		for (size_t i = 0; i < sizeof algorithm / sizeof algorithm[0]; i++)
			table_of(algorithm[i], day, false, true);
		for (size_t i = 0; i < sizeof neither / sizeof neither[0]; i++)
			table_of(neither[i], day, false, false);
		table_of(NULL, day, false, false);
	}
	table_of("severe-respiratory-unknown", gz_date_of(2026, 1, 15), false, true);
	table_of("severe-respiratory-unknown", gz_date_of(2025, 9, 18), false, false);
}
END_TEST

START_TEST(versions_by_their_day)
{
	static const struct { int32_t year, month, day; const char *id; } cases[] = {{2007, 6, 14, NULL}, {2007, 6, 15, "2005"}, {2016, 7, 10, "2005"},
		{2016, 7, 11, "2014"}, {2024, 5, 30, "2014"}, {2024, 5, 31, "2022"}, {2025, 9, 18, "2022"}, {2025, 9, 19, "2024"}, {2040, 1, 1, "2024"}};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int32_t v = gz_rules_version(&rules, gz_date_of(cases[i].year, cases[i].month, cases[i].day));
		if (cases[i].id == NULL)
			ck_assert_int_eq(v, -1);
		else
			ck_assert_str_eq(rules.versions[v].rule.id, cases[i].id);
	}
	/* Before the Regulations nothing is on a list. */
	const gz_answer_word yes[4] = {GZ_ANSWER_YES, GZ_ANSWER_YES, GZ_ANSWER_YES, GZ_ANSWER_YES};
	ck_assert_int_eq(decide("smallpox", gz_date_of(2007, 6, 14), yes).decision, GZ_ANNEX2_NOTIFY);
}
END_TEST

START_TEST(the_lists_have_nothing_else)
{
	for (int32_t v = 0; v < rules.n_versions; v++) {
		int32_t first = 0;
		for (int32_t i = 0; i < rules.n_listings; i++)
			first += rules.listings[i].version == v && rules.listings[i].always;
		ck_assert(first == 0 || first == 4);
	}
	for (int32_t i = 0; i < rules.n_listings; i++)
		ck_assert_msg(!rules.conditions[rules.listings[i].condition].syndrome, "a syndrome is on a list");
}
END_TEST

START_TEST(questions_below_complete_those_above)
{
	gz_answer_word answers[GZ_RULE_QUESTIONS] = {GZ_ANSWER_UNKNOWN};
	int32_t serious = gz_rules_question(&rules, "serious"), many = gz_rules_question(&rules, "many"), impact = gz_rules_question(&rules, "impact"),
		help = gz_rules_question(&rules, "help"), linked = gz_rules_question(&rules, "linked"), spread = gz_rules_question(&rules, "spread");
	gz_annex2 a;
	answers[help] = GZ_ANSWER_YES;
	answers[many] = GZ_ANSWER_NO;
	answers[linked] = GZ_ANSWER_YES;
	gz_annex2_decide(&rules, 0, -1, answers, &a);
	ck_assert_int_eq(a.answers[serious], GZ_ANSWER_YES);
	ck_assert_int_eq(a.answers[spread], GZ_ANSWER_YES);
	ck_assert_int_eq(a.decision, GZ_ANNEX2_NOTIFY);
	ck_assert(!a.contradicts[serious]);
	answers[help] = GZ_ANSWER_NO;
	gz_annex2_decide(&rules, 0, -1, answers, &a); /* two of three no: not yet known */
	ck_assert_int_eq(a.answers[serious], GZ_ANSWER_UNKNOWN);
	ck_assert(a.open);
	answers[impact] = GZ_ANSWER_NO;
	gz_annex2_decide(&rules, 0, -1, answers, &a);
	ck_assert_int_eq(a.answers[serious], GZ_ANSWER_NO);
	answers[serious] = GZ_ANSWER_YES; /* what people say of the question itself holds, and is marked */
	gz_annex2_decide(&rules, 0, -1, answers, &a);
	ck_assert_int_eq(a.answers[serious], GZ_ANSWER_YES);
	ck_assert(a.contradicts[serious]);
	answers[serious] = GZ_ANSWER_NO;
	answers[help] = GZ_ANSWER_YES;
	gz_annex2_decide(&rules, 0, -1, answers, &a);
	ck_assert_int_eq(a.answers[serious], GZ_ANSWER_NO);
	ck_assert(a.contradicts[serious]);
}
END_TEST

START_TEST(four_questions_and_eleven_below)
{
	int32_t n[4] = {0}, above = 0;
	for (int32_t i = 0; i < rules.n_questions; i++) {
		above += rules.questions[i].parent < 0;
		for (int32_t k = 0; k < 4; k++)
			n[k] += rules.questions[i].parent == gz_rules_question(&rules, main_questions[k]);
		for (int32_t language = 0; language < 3; language++)
			ck_assert_str_ne(rules.questions[i].rule.in[language], "");
		ck_assert_str_ne(rules.questions[i].reference, "");
	}
	ck_assert_int_eq(above, 4);
	ck_assert(n[0] == 3 && n[1] == 2 && n[2] == 2 && n[3] == 4);
}
END_TEST

START_TEST(risk_by_the_matrix)
{
	ck_assert_int_eq(rules.n_scale[GZ_RULE_LIKELIHOOD], 5);
	ck_assert_int_eq(rules.n_scale[GZ_RULE_CONSEQUENCE], 5);
	for (int32_t l = 0; l < 5; l++) {
		for (int32_t c = 0; c < 5; c++) {
			gz_risk risk = {l, c, -1, -1};
			int32_t level = gz_risk_level(&rules, &risk);
			ck_assert_int_ge(level, 0);
			/* More likely, or of graver consequence, is never a lower risk. */
			ck_assert(l == 0 || level >= rules.matrix[l - 1][c]);
			ck_assert(c == 0 || level >= rules.matrix[l][c - 1]);
		}
	}
	ck_assert_str_eq(rules.scales[GZ_RULE_LEVEL][rules.matrix[0][0]].id, "low");
	ck_assert_str_eq(rules.scales[GZ_RULE_LEVEL][rules.matrix[4][4]].id, "very-high");
	ck_assert_int_eq(gz_risk_level(&rules, &(gz_risk){-1, 2, -1, -1}), -1);
	ck_assert_int_eq(gz_risk_level(&rules, &(gz_risk){2, -1, -1, 3}), -1); /* people's own level is not the matrix's */
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("annex2");
	TCase *tcase = tcase_create("annex2");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, the_truth_table);
	tcase_add_test(tcase, versions_by_their_day);
	tcase_add_test(tcase, the_lists_have_nothing_else);
	tcase_add_test(tcase, questions_below_complete_those_above);
	tcase_add_test(tcase, four_questions_and_eleven_below);
	tcase_add_test(tcase, risk_by_the_matrix);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
