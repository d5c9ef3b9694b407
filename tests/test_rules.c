/* The rules as tables: those that are shipped hold together, and every mistake in a table of one's own is told by row.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ruling.h"
#include "suite.h"

static gz_csv tables[GZ_RULES_TABLES];

/* The shipped tables with one of them replaced. */
static gz_status read_with(gz_rules_table which, const char *text)
{
	const char *source = getenv("GUZAR_SOURCE");
	char path[4096];
	gz_rules own;
	for (int32_t t = 0; t < GZ_RULES_TABLES; t++) {
		snprintf(path, sizeof path, "%s/rules/%s.csv", source != NULL ? source : ".", gz_rules_file((gz_rules_table)t));
		ck_assert_int_eq(gz_csv_load(&arena, path, &tables[t], NULL), GZ_OK);
	}
	ck_assert_int_eq(gz_csv_parse(&arena, "own.csv", text, strlen(text), &tables[which], &mistakes), GZ_OK);
	return gz_rules_read(&own, &arena, tables, &mistakes);
}

START_TEST(the_shipped_rules_say_everything)
{
	const gz_rule *all[] = {&rules.clocks[0].rule, &rules.intervals[0].rule, &rules.fields[0].rule, &rules.scales[GZ_RULE_LEVEL][0]};
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		for (int32_t k = 0; k < 3; k++)
			ck_assert_str_ne(all[i]->in[k], "");
		ck_assert_str_ne(all[i]->source, "");
	}
	for (int32_t i = 0; i < rules.n_steps; i++)
		for (int32_t k = 0; k < 3; k++)
			ck_assert_str_ne(rules.steps[i].in[k], "");
	for (int32_t i = 0; i < rules.n_listings; i++)
		ck_assert_str_ne(rules.listings[i].rule.source, "");
	/* What was not read never passes for read. */
	ck_assert_int_eq(rules.clocks[gz_rules_clock(&rules, "answer")].rule.read, GZ_RULE_RECALLED);
	ck_assert_int_eq(rules.clocks[gz_rules_clock(&rules, "notify")].rule.read, GZ_RULE_OFFICIAL);
}
END_TEST

/* What a source or a reference says besides a title is said in each language. */
START_TEST(every_citation_is_said_in_each_language)
{
	static const struct { gz_rules_table table; const char *column; } where[] = {{GZ_RULES_ANNEX2, "source"}, {GZ_RULES_CLOCKS, "citation"},
		{GZ_RULES_CLOCKS, "source"}, {GZ_RULES_CLUSTERS, "source"}, {GZ_RULES_COUNTRIES, "law"}, {GZ_RULES_NOTICE, "citation"},
		{GZ_RULES_NOTICE, "source"}, {GZ_RULES_NOTIFIABLE, "source"}, {GZ_RULES_QUESTIONS, "reference"}, {GZ_RULES_QUESTIONS, "source"},
		{GZ_RULES_SCALES, "source"}, {GZ_RULES_CAPACITY, "reference"}, {GZ_RULES_CAPACITY, "source"}, {GZ_RULES_TIMELINESS, "source"}};
	ck_assert_int_eq(read_with(GZ_RULES_RISK, "likelihood,consequence,level\n"), GZ_OK); /* fills the tables */
	for (size_t w = 0; w < sizeof where / sizeof where[0]; w++) {
		const gz_csv *csv = &tables[where[w].table];
		const int32_t c = gz_csv_column(csv, where[w].column);
		ck_assert_int_ge(c, 0);
		for (int32_t row = 0; row < csv->n_rows; row++) {
			const char *text = gz_csv_cell(csv, row, c);
			bool found = text[0] == '\0';
			for (int32_t i = 0; i < rules.n_citations && !found; i++)
				found = strcmp(rules.citations[i].in[0], text) == 0 && rules.citations[i].in[1][0] != '\0' && rules.citations[i].in[2][0] != '\0';
			ck_assert_msg(found, "rules/citations.csv has no words in each language for: %s", text);
		}
	}
	ck_assert_str_eq(gz_rules_cite(&rules, "IHR Annex 1A", "ru"), "ММСП, приложение 1A");
	ck_assert_str_eq(gz_rules_cite(&rules, "IHR Annex 1A", "en"), "IHR Annex 1A");
	ck_assert_str_eq(gz_rules_cite(&rules, "a paper of one's own", "tg"), "a paper of one's own");
}
END_TEST

START_TEST(rules_of_ones_own_may_lack_the_citations)
{
	gz_rules own;
	ck_assert_int_eq(read_with(GZ_RULES_RISK, "likelihood,consequence,level\n"), GZ_OK);
	tables[GZ_RULES_CITATIONS] = (gz_csv){0};
	ck_assert_int_eq(gz_rules_read(&own, &arena, tables, &mistakes), GZ_OK);
	ck_assert_str_eq(gz_rules_cite(&own, "IHR Annex 1A", "ru"), "IHR Annex 1A");
}
END_TEST

/* No word of a table means two things there. */
START_TEST(words_mean_one_thing)
{
	static const char *const of_one_table[][24] = {
		{"id", "source", "place", "received", "persons", "country", "seen", "what", "condition", "syndrome", "deaths", "conveyance", "triaged", "triage", "verified", "outcome", "note"},
		{"post", "item", "state", "evidence", "date"}, {"keep", "discard"}, {"event", "not an event", "unknown"}, {"yes", "partly", "no", "unknown"}, {"national"}};
	int32_t met = 0;
	for (size_t t = 0; t < sizeof of_one_table / sizeof *of_one_table; t++)
		for (int32_t a = 0; of_one_table[t][a] != NULL; a++)
			for (int32_t i = 0; i < rules.n_words; i++)
				for (int32_t l = 1; l < 3; l++) {
					ck_assert_str_ne(rules.words[i].in[l], "");
					if (strcmp(rules.words[i].id, of_one_table[t][a]) != 0)
						continue;
					met += l == 1;
					for (int32_t b = 0; of_one_table[t][b] != NULL; b++)
						ck_assert_msg(gz_rules_means(&rules, rules.words[i].in[l], of_one_table[t][b]) == (a == b), "%s", rules.words[i].in[l]);
				}
	ck_assert_int_eq(met, rules.n_words + 1); /* none is of no table; "unknown" is of two */
	ck_assert_str_eq(gz_rules_word(&rules, "post", "ru"), "пункт пропуска");
	ck_assert_str_eq(gz_rules_word(&rules, "post", "en"), "post");
	ck_assert(!gz_rules_means(&rules, "", "post") && gz_rules_means(&rules, " ПОСТ ", "post"));
}
END_TEST

START_TEST(ids_stand_once)
{
	for (int32_t i = 0; i < rules.n_conditions; i++)
		ck_assert_int_eq(gz_rules_condition(&rules, rules.conditions[i].rule.id), i);
	for (int32_t i = 0; i < rules.n_steps; i++)
		ck_assert_int_eq(gz_rules_step(&rules, rules.steps[i].id), i);
	for (int32_t i = 0; i < rules.n_questions; i++)
		ck_assert_int_eq(gz_rules_question(&rules, rules.questions[i].rule.id), i);
	for (int32_t i = 0; i < rules.n_items; i++)
		ck_assert_int_eq(gz_rules_item(&rules, rules.items[i].rule.id), i);
	ck_assert_int_eq(gz_rules_condition(&rules, "colera"), -1);
	ck_assert_str_eq(gz_rules_near(&rules, GZ_RULES_CONDITIONS, "colera"), "cholera");
}
END_TEST

START_TEST(wording_by_language)
{
	const gz_rule rule = {.in = {"one", "один", ""}};
	ck_assert_str_eq(gz_rules_say(&rule, "en"), "one");
	ck_assert_str_eq(gz_rules_say(&rule, "ru"), "один");
	ck_assert_str_eq(gz_rules_say(&rule, "tg"), "one"); /* English where there is none */
	ck_assert_str_eq(gz_rules_say(&rule, NULL), "one");
}
END_TEST

START_TEST(mistakes_in_tables_of_ones_own)
{
	static const struct { gz_rules_table table; const char *text; int32_t row; const char *part; } cases[] = {
		{GZ_RULES_NOTIFIABLE, "country,condition,source,date,read\nXX,cholera,s,d,own\n", 2, "country XX: no such row"},
		{GZ_RULES_NOTIFIABLE, "country,condition,source,date,read\n*,colera,s,d,own\n", 2, "condition colera: no such row"},
		{GZ_RULES_NOTIFIABLE, "country,condition,source,date,read\n*,cholera,s,d,offical\n", 2, "did you mean official"},
		{GZ_RULES_NOTIFIABLE, "country,condition,source,date\n*,cholera,s,d\n", 1, "the column read is missing"},
		{GZ_RULES_CLUSTERS, "id,scope,condition,persons,en,source,date,read\na,day,*,1,x,s,d,own\n", 2, "persons 1: expected a whole number from 2"},
		{GZ_RULES_CLUSTERS, "id,scope,condition,persons,en,source,date,read\na,week,*,3,x,s,d,own\n", 2, "scope week"},
		{GZ_RULES_VERSIONS, "id,adopted,in_force,changed,source,read\n2005,2005-05-23,2007-06-31,x,s,own\n2024,2024-06-01,2025-09-19,x,s,own\n", 2,
			"in_force 2007-06-31: expected a date"},
		{GZ_RULES_CLOCKS, "id,from,to,hours,months,needs,citation,en,source,read\na,assessed,who-notified,24,3,,c,x,s,own\n", 2, "hours or months, one"},
		{GZ_RULES_CLOCKS, "id,from,to,hours,months,needs,citation,en,source,read\na,assessed,who-notified,,,,c,x,s,own\n", 2, "hours or months, one"},
		{GZ_RULES_CLOCKS, "id,from,to,hours,months,needs,citation,en,source,read\na,asessed,who-notified,24,,,c,x,s,own\n", 2, "from asessed: no such row"},
		{GZ_RULES_QUESTIONS, "id,parent,reference,en,source,read\na,,r,x,s,own\nb,a,r,x,s,own\nc,b,r,x,s,own\n", 4, "itself below another"},
		{GZ_RULES_QUESTIONS, "id,parent,reference,en,source,read\na,a,r,x,s,own\n", 2, "parent a: no such row"},
		{GZ_RULES_SCALES, "scale,rank,id,en,source,read\nlikelihood,2,a,x,s,own\n", 2, "from 1"},
		{GZ_RULES_RISK, "likelihood,consequence,level\nlikely,major,terrible\n", 2, "level terrible: no such step"},
		{GZ_RULES_NOTICE, "id,levels,citation,en,source,read\na,1 4,c,x,s,own\n", 2, "levels: expected 1, 2 and 3"},
		{GZ_RULES_CAPACITY, "id,part,reference,en,source,read\na,allways,r,x,s,own\n", 2, "did you mean always"},
		{GZ_RULES_COUNTRIES, "id,en,zone,law,date,read\nTJ,x,5,l,d,own\n", 2, "zone 5: expected an offset"}};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		gz_mistakes_free(&mistakes);
		gz_mistakes_init(&mistakes);
		ck_assert_int_eq(read_with(cases[i].table, cases[i].text), GZ_ERR_INPUT);
		bool found = false;
		for (int32_t k = 0; k < mistakes.n; k++)
			found = found || (strcmp(mistakes.items[k].file, "own.csv") == 0 && mistakes.items[k].row == cases[i].row &&
				strstr(mistakes.items[k].sentence, cases[i].part) != NULL);
		ck_assert_msg(found, "case %d: %d: %s", (int)i, (int)mistakes.items[0].row, mistakes.items[0].sentence);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rules");
	TCase *tcase = tcase_create("rules");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, the_shipped_rules_say_everything);
	tcase_add_test(tcase, every_citation_is_said_in_each_language);
	tcase_add_test(tcase, rules_of_ones_own_may_lack_the_citations);
	tcase_add_test(tcase, words_mean_one_thing);
	tcase_add_test(tcase, ids_stand_once);
	tcase_add_test(tcase, wording_by_language);
	tcase_add_test(tcase, mistakes_in_tables_of_ones_own);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
