/* The sheets of signal, assess and post: in three languages without a word left out, self-contained, escaped, and only the last draft to WHO.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/letter.h"
#include "report/paper/postlist.h"
#include "report/paper/ranking.h"
#include "ruling.h"
#include "suite.h"
#include <jansson.h>

static const char *const languages[] = {"en", "ru", "tg"};
static const char *const keys[] = {"assess.", "notice.", "signal.", "post."};
static gz_event event;
static gz_casefile casefile;
static gz_catalogue words;
static char *made;
static size_t made_size;
static gz_paper paper;

static void begin(const char *language, bool html)
{
	free(made);
	made = NULL;
	paper = (gz_paper){.out = open_memstream(&made, &made_size), .html = html, .language = language, .arena = &arena};
	ck_assert_int_eq(gz_catalogue_open(&words, language, &arena, NULL), GZ_OK);
	gz_paper_begin(&paper, "title <&\"");
}

static const char *finish(void)
{
	ck_assert_int_eq(gz_paper_end(&paper, NULL), GZ_OK);
	fclose(paper.out);
	gz_catalogue_close(&words);
	/* A key that stands where its words should. */
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		for (const char *at = strstr(made, keys[i]); at != NULL; at = strstr(at + 1, keys[i]))
			ck_assert_msg(at[strlen(keys[i])] < 'a' || at[strlen(keys[i])] > 'z', "a word is missing: %.30s", at);
	ck_assert_msg(strchr(made, '{') == NULL || paper.html, "a value was not put in: %.40s", strchr(made, '{'));
	return made;
}

static void self_contained(const char *html)
{
	static const char *const outside[] = {"http:", "https:", "src=", "url(", "@import", "<script", "<link", "<img"};
	for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++)
		ck_assert_msg(strstr(html, outside[i]) == NULL, "the page holds %s", outside[i]);
	ck_assert_ptr_nonnull(strstr(html, "</html>"));
	ck_assert_ptr_nonnull(strstr(html, "title &lt;&amp;&quot;"));
}

static void open_event(const char *text, const char *now)
{
	gz_status status = gz_event_parse(&event, &rules, &arena, "event.yaml", text, strlen(text), &mistakes);
	ck_assert_msg(status == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
	gz_casefile_open(&casefile, &rules, &event, at(now));
}

#define DAGGER "\xC2\xA0\xE2\x80\xA0"
#define EVENT "guzar-event: 1\ntitle: \"<script>alert(1)</script> & \\e[31mred\"\ncountry: TJ\ncondition: cholera\n" \
	"times: {information: 2026-11-20T08:30, assessed: 2026-11-21T10:00, who-notified: 2026-11-22T10:00:01, measures-begun: 2026-11-20T09:00," \
	" emerged: 2026-11-01, detected: 2026-11-19, notified: 2026-11-19}\n" \
	"annex2: {serious: {answer: yes, because: many ill}, spread: yes, linked: no, crossing: no}\n" \
	"risk: {likelihood: likely, consequence: major, level: high}\nnotice: {cases: 7, travellers: seat 12}\n" \
	"bottlenecks: [{interval: detect, what: no tests, category: laboratory}]\ncontacts: {focal-point: NFP}\n"

START_TEST(the_assessment_in_three_languages)
{
	static const char *const article[][3] = {{"IHR Article 6(1)", "IHR Article 43(6)" DAGGER, "IHR Article 6(1)" DAGGER},
		{"ММСП, статья 6(1)", "ММСП, статья 43(6)" DAGGER, "ММСП, статья 6(1)" DAGGER}, {"ҚБТС, моддаи 6(1)", "ҚБТС, моддаи 43(6)" DAGGER, "ҚБТС, моддаи 6(1)" DAGGER}};
	open_event(EVENT, "2026-11-25T12:00+05:00");
	for (int32_t i = 0; i < 6; i++) {
		begin(languages[i % 3], i >= 3);
		gz_casefile_write(&casefile, &paper, &words);
		const char *text = finish();
		ck_assert_ptr_nonnull(strstr(text, article[i % 3][0]));
		ck_assert_ptr_nonnull(strstr(text, "2026-11-22T10:00+05:00")); /* due: 24 hours after the assessment */
		ck_assert_ptr_nonnull(strstr(text, article[i % 3][1])); /* the mark stands beside what was not read, and only there */
		ck_assert_ptr_null(strstr(text, article[i % 3][2]));
		ck_assert((strstr(text, "IHR ") != NULL) == (i % 3 == 0)); /* no English beside the titles */
		ck_assert((strstr(text, "in our own words") != NULL) == (i % 3 == 0));
		ck_assert_ptr_nonnull(strstr(text, "2027-02-20T09:00+05:00"));
		ck_assert_ptr_null(strstr(text, "\x1b"));
		if (i >= 3) {
			self_contained(text);
			ck_assert_ptr_nonnull(strstr(text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp;"));
		}
	}
	begin("en", false);
	gz_casefile_write(&casefile, &paper, &words);
	const char *text = finish();
	ck_assert_ptr_nonnull(strstr(text, "Notify: yes to 2 of the four questions"));
	ck_assert_ptr_nonnull(strstr(text, "does not fit the questions below it"));
	ck_assert_ptr_nonnull(strstr(text, "done 1 s late"));
	ck_assert_ptr_nonnull(strstr(text, "OVERDUE by 3 d 3 h 0 min")); /* the reasons for the measure: 48 hours from 20 November 9:00 */
	ck_assert_ptr_nonnull(strstr(text, "determined by the Director-General"));
	ck_assert_ptr_nonnull(strstr(text, "no tests (laboratory)"));
}
END_TEST

START_TEST(only_the_last_draft_is_addressed_to_who)
{
	open_event(EVENT, "2026-11-25T12:00+05:00");
	for (int32_t level = 0; level < GZ_NOTICE_LEVELS; level++) {
		begin("en", false);
		gz_letter_write(&casefile, (gz_notice_level)level, &paper, &words);
		const char *text = finish();
		ck_assert((strstr(text, "To: WHO") != NULL) == (level == GZ_NOTICE_FOCAL_POINT));
		ck_assert((strstr(text, "seat 12") != NULL) == (level != GZ_NOTICE_FOCAL_POINT)); /* nothing of single travellers goes to WHO */
		ck_assert_ptr_nonnull(strstr(text, "DRAFT, not sent"));
		ck_assert_ptr_nonnull(strstr(text, "laboratory results [IHR Article 6(2)]: MISSING"));
		ck_assert_ptr_nonnull(strstr(text, "number of cases [IHR Article 6(2)]: 7"));
		ck_assert((strstr(text, "Missing: sender") != NULL) == (level != GZ_NOTICE_FOCAL_POINT));
	}
	for (int32_t i = 0; i < 3; i++) {
		begin(languages[i], true);
		gz_letter_write(&casefile, GZ_NOTICE_FOCAL_POINT, &paper, &words);
		self_contained(finish());
	}
}
END_TEST

START_TEST(json_says_the_same)
{
	open_event(EVENT, "2026-11-25T12:00+05:00");
	gz_json j = {.pretty = true};
	gz_casefile_json(&casefile, &j);
	ck_assert_int_eq(gz_json_status(&j), GZ_OK);
	json_t *root = json_loadb(j.bytes, j.n, 0, NULL);
	ck_assert_ptr_nonnull(root);
	const json_t *annex2 = json_object_get(root, "annex2");
	ck_assert_str_eq(json_string_value(json_object_get(annex2, "decision")), "notify");
	ck_assert(json_is_true(json_object_get(annex2, "notify")));
	ck_assert_str_eq(json_string_value(json_object_get(annex2, "listed")), "algorithm");
	ck_assert_str_eq(json_string_value(json_object_get(annex2, "version")), "2024");
	ck_assert_uint_eq(json_array_size(json_object_get(annex2, "contradictions")), 1);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "clocks")), 7);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(json_object_get(root, "notices"), 2), "to")), "WHO");
	json_decref(root);
	gz_json_free(&j);
}
END_TEST

START_TEST(signals_ranked)
{
	static const char table[] = "id,source,place,received,persons,condition,syndrome,conveyance\n=1+1,post,X,2026-11-21T08:00,1,polio-wild,,\n"
		"b,post,X,2026-11-22T08:00,3,,fever-rash,bus\nc,post,X,2026-11-22T08:00,1,malaria,,\n";
	gz_csv csv = {0};
	gz_signal *signals;
	gz_triage triages[3];
	gz_ranking ranking = {.rules = &rules, .triages = triages, .now = at("2026-11-22T12:00+05:00")};
	const gz_signal_defaults defaults = {gz_rules_country(&rules, "TJ"), ranking.now};
	ck_assert_int_eq(gz_csv_parse(&arena, "s.csv", table, strlen(table), &csv, &mistakes), GZ_OK);
	ck_assert_int_eq(gz_signal_read(&rules, &csv, &defaults, &arena, &mistakes, &signals, &ranking.n), GZ_OK);
	ck_assert_int_eq(gz_triage_rank(&rules, signals, ranking.n, ranking.now, &arena, triages), GZ_OK);
	ranking.signals = signals;
	for (int32_t i = 0; i < 6; i++) {
		begin(languages[i % 3], i >= 3);
		gz_ranking_write(&ranking, &paper, &words);
		const char *text = finish();
		ck_assert_ptr_nonnull(strstr(text, "Haustein"));
		ck_assert((strstr(text, "general: ") != NULL) == (i % 3 == 0)); /* sentences are said in the language of the sheet */
		if (i >= 3) { /* lines are not broken there */
			ck_assert((strstr(text, "not found in public stores") != NULL) == (i % 3 == 0));
			self_contained(text);
		}
	}
	free(made);
	made = NULL;
	FILE *out = open_memstream(&made, &made_size);
	gz_ranking_csv(&ranking, out);
	fclose(out);
	ck_assert_ptr_nonnull(strstr(made, "1,2,\"'=1+1\",\"X\",always,verify,polio-wild,1,0,2026-11-22T08:00+05:00,overdue\n"));
	gz_json j = {0};
	gz_ranking_json(&ranking, &j);
	json_t *root = json_loadb(j.bytes, j.n, 0, NULL);
	ck_assert_int_eq(json_integer_value(json_object_get(root, "overdue")), 1);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "signals")), 3);
	json_decref(root);
	gz_json_free(&j);
}
END_TEST

/* What a table of posts says, and what they lack. */
static gz_postlist posts_of(const char *table, gz_capacity *capacity)
{
	gz_csv csv = {0};
	gz_capacity_gap *gaps;
	gz_postlist list = {.rules = &rules, .capacity = capacity};
	ck_assert_int_eq(gz_csv_parse(&arena, "p.csv", table, strlen(table), &csv, &mistakes), GZ_OK);
	ck_assert_int_eq(gz_capacity_read(&rules, &csv, NULL, 0, 30000, &arena, &mistakes, capacity), GZ_OK);
	ck_assert_int_eq(gz_capacity_gaps(&rules, capacity, &arena, &gaps, &list.n_gaps), GZ_OK);
	list.gaps = gaps;
	return list;
}

START_TEST(posts_to_print)
{
	static const char table[] = "post,item,state,evidence,date\n<b>,medical,no,\"<i>\",\n<b>,designated,yes,order,2026-01-01\nnational,C11.1,3,report,2025-12-31\n<b>,transport,partly,,2026-02-20\n";
	gz_capacity capacity;
	const gz_postlist list = posts_of(table, &capacity);
	ck_assert_int_eq(list.n_gaps, 12);
	for (int32_t i = 0; i < 6; i++) {
		begin(languages[i % 3], i >= 3);
		gz_postlist_write(&list, &paper, &words);
		const char *text = finish();
		ck_assert_ptr_nonnull(strstr(text, "1B(2)(g)"));
		ck_assert((strstr(text, "IHR Annex") != NULL) == (i % 3 == 0));
		ck_assert((strstr(text, "second edition") != NULL) == (i % 3 == 0));
		ck_assert_ptr_nonnull(strstr(text, "C11.1"));
		ck_assert_ptr_nonnull(strstr(text, "report, 2025-12-31"));
		ck_assert_ptr_nonnull(strstr(text, "2026-02-20"));
		if (i >= 3) {
			self_contained(text);
			ck_assert_ptr_null(strstr(text, "<b>"));
		}
	}
	gz_json j = {0};
	gz_postlist_json(&list, &j);
	json_t *root = json_loadb(j.bytes, j.n, 0, NULL);
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(root, "national"), "C11.1")), 3);
	ck_assert(json_is_null(json_object_get(json_object_get(root, "national"), "PoE.1")));
	json_decref(root);
	gz_json_free(&j);
}
END_TEST

START_TEST(lines_end_where_words_do)
{
	begin("en", false);
	gz_paper_item(&paper, "тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ тоҷикӣ");
	gz_paper_line(&paper, "");
	const char *heads[] = {"a", "long"}, *cells[] = {"1", NULL};
	gz_paper_table(&paper, heads, 2);
	gz_paper_row(&paper, cells);
	gz_paper_table_end(&paper);
	const char *text = strchr(finish(), '-');
	ck_assert_ptr_nonnull(strstr(text, "тоҷикӣ\n  тоҷикӣ\n\na  long\n1\n"));
}
END_TEST

/* A cell carries its head, for screens on which rows are cards. */
START_TEST(cells_know_their_heads)
{
	const char *heads[] = {"what", "\"><b>"}, *cells[] = {"<i>", ""};
	begin("en", true);
	gz_paper_table(&paper, heads, 2);
	gz_paper_row(&paper, cells);
	gz_paper_table_end(&paper);
	const char *html = finish();
	ck_assert_ptr_nonnull(strstr(html, "<td role=\"cell\" data-head=\"what\">&lt;i&gt;</td><td role=\"cell\" data-head=\"&quot;&gt;&lt;b&gt;\"></td>"));
	ck_assert_ptr_nonnull(strstr(html, "<th scope=\"col\" role=\"columnheader\">what</th>"));
}
END_TEST

/* Words of a table stay whole on paper ("неизвестн-о" stood there); what would make a column too wide may break. What is to be filled in has room. */
START_TEST(only_endless_words_break)
{
	const char *heads[] = {"what"}, *times[] = {"2026-11-19T16:00+05:00 †"}, *words_of[] = {"здравоохранительного учреждения"}, *endless[] = {"a wwwwwwwwwwwwwwwwwwwwwwwww"};
	begin("ru", true);
	gz_paper_table(&paper, heads, 1);
	gz_paper_row(&paper, times);
	gz_paper_row(&paper, words_of);
	gz_paper_row(&paper, endless);
	gz_paper_table_end(&paper);
	const char *html = finish();
	ck_assert_ptr_null(strstr(html, "li,td,h1"));
	ck_assert_ptr_nonnull(strstr(html, "td:empty{min-width:"));
	ck_assert_ptr_nonnull(strstr(html, "data-head=\"what\">2026"));
	ck_assert_ptr_nonnull(strstr(html, "<td role=\"cell\" data-head=\"what\">здраво"));
	ck_assert_ptr_nonnull(strstr(html, "<td role=\"cell\" class=\"long\" data-head=\"what\">a www"));
}
END_TEST

/* A table without a post does not say that nothing is lacking. */
START_TEST(no_post_is_no_praise)
{
	static const char table[] = "post,item,state,evidence,date\n";
	gz_capacity capacity;
	const gz_postlist list = posts_of(table, &capacity);
	begin("en", false);
	gz_postlist_write(&list, &paper, &words);
	ck_assert_ptr_null(strstr(finish(), "Nothing is lacking"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("paper");
	TCase *tcase = tcase_create("paper");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, the_assessment_in_three_languages);
	tcase_add_test(tcase, only_the_last_draft_is_addressed_to_who);
	tcase_add_test(tcase, json_says_the_same);
	tcase_add_test(tcase, signals_ranked);
	tcase_add_test(tcase, posts_to_print);
	tcase_add_test(tcase, lines_end_where_words_do);
	tcase_add_test(tcase, cells_know_their_heads);
	tcase_add_test(tcase, only_endless_words_break);
	tcase_add_test(tcase, no_post_is_no_praise);
	suite_add_tcase(suite, tcase);
	const int failed = suite_run(suite);
	free(made);
	return failed;
}
