/* Capacity of posts: what is read and refused, what is a gap, and in which order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/capacity.h"
#include "base/date.h"
#include "ruling.h"
#include "suite.h"

static gz_capacity capacity;
static const char *const posts[] = {"dusti", "sarazm", "panji-poyon"};

static gz_status read_table(const char *text)
{
	gz_csv csv = {0};
	ck_assert_int_eq(gz_csv_parse(&arena, "posts.csv", text, strlen(text), &csv, &mistakes), GZ_OK);
	return gz_capacity_read(&rules, &csv, posts, 3, gz_date_of(2026, 11, 22), &arena, &mistakes, &capacity);
}

static gz_capacity_state state(const char *post, const char *item)
{
	for (int32_t i = 0; i < capacity.n_posts; i++)
		if (strcmp(capacity.posts[i].id, post) == 0)
			return gz_capacity_at(&capacity, i, gz_rules_item(&rules, item))->state;
	ck_abort_msg("no post %s", post);
	return GZ_CAPACITY_UNKNOWN;
}

START_TEST(the_items_of_annex_1b)
{
	int32_t n[GZ_RULE_PARTS] = {0};
	for (int32_t i = 0; i < rules.n_items; i++) {
		n[rules.items[i].part]++;
		for (int32_t k = 0; k < 3; k++)
			ck_assert_str_ne(rules.items[i].rule.in[k], "");
		ck_assert_str_ne(rules.items[i].rule.source, "");
	}
	ck_assert(n[GZ_RULE_ALWAYS] == 5 && n[GZ_RULE_EVENTS] == 7 && n[GZ_RULE_DESIGNATION] == 1 && n[GZ_RULE_NATIONAL] == 6);
}
END_TEST

START_TEST(what_people_found)
{
	ck_assert_int_eq(read_table("post,item,state,evidence,date\ndusti,medical,yes,visit report 4,2026-05-02\ndusti,plan,partly,draft only,\n"
		"sarazm,medical,no,,\ndusti,designated,yes,order,\nnational,C11.1,3,annual report,2026-03-01\nnational,PoE.2,unknown,,\n"), GZ_OK);
	ck_assert_int_eq(capacity.n_posts, 2);
	ck_assert_int_eq(state("dusti", "medical"), GZ_CAPACITY_YES);
	ck_assert_int_eq(state("dusti", "plan"), GZ_CAPACITY_PARTLY);
	ck_assert_int_eq(state("sarazm", "medical"), GZ_CAPACITY_NO);
	ck_assert_int_eq(state("sarazm", "plan"), GZ_CAPACITY_UNKNOWN); /* unknown stays unknown */
	ck_assert_int_eq(capacity.national[gz_rules_item(&rules, "C11.1")].level, 3);
	ck_assert_int_eq(capacity.national[gz_rules_item(&rules, "C11.2")].level, 0);
	ck_assert_int_eq(capacity.national[gz_rules_item(&rules, "PoE.2")].level, 0);
	int32_t counts[GZ_CAPACITY_STATES];
	gz_capacity_count(&rules, &capacity, 0, GZ_RULE_ALWAYS, counts);
	ck_assert(counts[GZ_CAPACITY_YES] == 1 && counts[GZ_CAPACITY_UNKNOWN] == 4);
}
END_TEST

START_TEST(tables_in_russian_and_tajik)
{
	ck_assert_int_eq(read_table("пункт пропуска,требование,состояние,подтверждение,дата\ndusti,оборудование и персонал для доставки заболевших в медицинское учреждение,Да,x,02.05.2026\n"
		"sarazm,transport,частично,,\nстрана в целом,C11.1,3,x,01.03.2026\nстрана в целом,PoE.2,неизвестно,,\n"), GZ_OK);
	ck_assert_int_eq(state("dusti", "transport"), GZ_CAPACITY_YES);
	ck_assert_int_eq(state("sarazm", "transport"), GZ_CAPACITY_PARTLY);
	ck_assert_int_eq(capacity.national[gz_rules_item(&rules, "C11.1")].level, 3);
	ck_assert_int_eq(capacity.national[gz_rules_item(&rules, "C11.1")].date, gz_date_of(2026, 3, 1));
	ck_assert_int_eq(read_table("нуқтаи гузариш,талабот,ҳолат\ndusti,transport,не\n"), GZ_OK);
	ck_assert_int_eq(state("dusti", "transport"), GZ_CAPACITY_NO);
}
END_TEST

START_TEST(gaps_in_order)
{
	gz_capacity_gap *gaps;
	int32_t n;
	ck_assert_int_eq(read_table("post,item,state,evidence\nsarazm,designated,no,\nsarazm,medical,no,\ndusti,designated,yes,order\ndusti,medical,yes,\n"
		"dusti,transport,yes,contract\ndusti,plan,no,\ndusti,care,partly,\npanji-poyon,plan,no,\n"), GZ_OK);
	ck_assert_int_eq(gz_capacity_gaps(&rules, &capacity, &arena, &gaps, &n), GZ_OK);
	static const char *const first[] = {"plan", "care", "inspection"};
	for (int32_t i = 0; i < 3; i++) {
		ck_assert_str_eq(capacity.posts[gaps[i].post].id, "dusti"); /* designated before not known before not designated */
		ck_assert_str_eq(rules.items[gaps[i].item].rule.id, first[i]);
	}
	ck_assert_str_eq(rules.items[gaps[10].item].rule.id, "medical"); /* 12 items less transport, which is there with evidence */
	ck_assert(gaps[10].only_evidence && !gaps[9].only_evidence);
	ck_assert_str_eq(capacity.posts[gaps[11].post].id, "panji-poyon");
	ck_assert_str_eq(capacity.posts[gaps[n - 1].post].id, "sarazm");
	/* 11 at dusti, 12 and designation at panji-poyon, 12 at sarazm */
	ck_assert_int_eq(n, 11 + 13 + 12);
}
END_TEST

START_TEST(every_mistake_by_its_row)
{
	ck_assert_int_eq(read_table("post,item,state,evidence,date\ndusty,medical,yes,,\ndusti,medcal,yes,,\ndusti,medical,maybe,,\ndusti,medical,yes,,\n"
		"dusti,C11.1,3,,\nnational,C11.1,6,,\nnational,medical,3,,\ndusti,plan,yes,,2027-01-01\ndusti,care,yes,,1.5.2026\n,care,yes,,\n"
		"dusti,designated,partly,,\nnational,C11.2,2.5,,\n"), GZ_ERR_INPUT);
	ck_assert(told(2, "post dusty: no such crossing in the world; did you mean dusti"));
	ck_assert(told(3, "item medcal: no such item; did you mean medical"));
	ck_assert(told(4, "state maybe: no such word here"));
	ck_assert(told(5, "medical of dusti: row 4 says it already"));
	ck_assert(told(6, "item C11.1: this belongs to the post \"national\""));
	ck_assert(told(7, "state 6: expected a whole number from 1 to 5"));
	ck_assert(told(8, "item medical: this belongs to a post"));
	ck_assert(told(9, "date 2027-01-01: this lies in the future"));
	ck_assert(told(10, "date 1.5.2026: expected a date"));
	ck_assert(told(11, "post: this is needed"));
	ck_assert(told(12, "a post is designated or not"));
	ck_assert(told(13, "state 2.5: expected a whole number"));
	ck_assert_int_eq(mistakes.n, 12);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("capacity");
	TCase *tcase = tcase_create("capacity");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, the_items_of_annex_1b);
	tcase_add_test(tcase, what_people_found);
	tcase_add_test(tcase, tables_in_russian_and_tajik);
	tcase_add_test(tcase, gaps_in_order);
	tcase_add_test(tcase, every_mistake_by_its_row);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
