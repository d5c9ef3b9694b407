/* Signals: what is read and refused, why each matters, and in which order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/triage.h"
#include "ruling.h"
#include "suite.h"

static gz_signal *signals;
static gz_triage triages[64];
static int32_t n;
#define HEADER "id,source,place,received,persons,condition,syndrome,conveyance,triaged,triage,verified,outcome,seen,country,what\n"

static gz_status read_table(const char *text, const char *country)
{
	gz_csv csv = {0};
	const gz_signal_defaults defaults = {country == NULL ? -1 : gz_rules_country(&rules, country), at("2026-11-22T12:00+05:00")};
	ck_assert_int_eq(gz_csv_parse(&arena, "signals.csv", text, strlen(text), &csv, &mistakes), GZ_OK);
	return gz_signal_read(&rules, &csv, &defaults, &arena, &mistakes, &signals, &n);
}

static void rank(const char *text, const char *country)
{
	gz_status status = read_table(text, country);
	ck_assert_msg(status == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
	ck_assert_int_le(n, 64);
	ck_assert_int_eq(gz_triage_rank(&rules, signals, n, at("2026-11-22T12:00+05:00"), &arena, triages), GZ_OK);
}

static const gz_triage *triage_of(const char *id)
{
	for (int32_t i = 0; i < n; i++)
		if (strcmp(signals[triages[i].signal].id, id) == 0)
			return &triages[i];
	ck_abort_msg("no signal %s", id);
	return NULL;
}

START_TEST(one_case_is_a_signal)
{
	rank(HEADER
		"a,post,Dusti,2026-11-22T08:00,1,smallpox,,,,,,,,,\n"
		"b,post,Dusti,2026-11-22T08:00,1,cholera,,,,,,,,,\n"
		"c,post,Dusti,2026-11-22T08:00,1,influenza,,,,,,,,,\n"
		"d,post,Dusti,2026-11-22T08:00,1,,acute-flaccid-paralysis,,,,,,,,\n"
		"e,post,Dusti,2026-11-22T08:00,1,,fever,,,,,,,,\n"
		"f,radio,Dusti,2026-11-22T08:00,2,,,,,,,,,,people say that many are ill\n", "TJ");
	ck_assert_int_eq(triage_of("a")->tier, GZ_TRIAGE_ALWAYS);
	ck_assert_int_eq(triage_of("b")->tier, GZ_TRIAGE_SINGLE);
	ck_assert_int_eq(triage_of("c")->tier, GZ_TRIAGE_OTHER);
	ck_assert_int_eq(triage_of("d")->tier, GZ_TRIAGE_SINGLE);
	ck_assert_int_eq(triage_of("e")->tier, GZ_TRIAGE_OTHER);
	ck_assert_int_eq(triage_of("f")->tier, GZ_TRIAGE_OTHER);
	ck_assert_str_eq(signals[triages[0].signal].id, "a");
	/* Tajikistan's own list is not at hand: the general one is named. */
	ck_assert_int_eq(rules.notifiables[triage_of("b")->notifiable].country, -1);
}
END_TEST

START_TEST(the_countrys_own_list_comes_first)
{
	rank(HEADER "a,post,X,2026-11-22T08:00,1,malaria,,,,,,,,,\nb,post,X,2026-11-22T08:00,1,malaria,,,,,,,,TJ,\nc,post,X,2026-11-22T08:00,1,cholera,,,,,,,,,\n", "RU");
	ck_assert_int_eq(triage_of("a")->tier, GZ_TRIAGE_SINGLE);
	ck_assert_int_eq(triage_of("b")->tier, GZ_TRIAGE_OTHER);
	ck_assert_int_eq(rules.notifiables[triage_of("a")->notifiable].country, gz_rules_country(&rules, "RU"));
	ck_assert_int_eq(rules.notifiables[triage_of("c")->notifiable].country, gz_rules_country(&rules, "RU"));
}
END_TEST

START_TEST(verification_in_a_day)
{
	rank(HEADER
		"late,post,X,2026-11-20T08:00,1,cholera,,,,,2026-11-21T08:00:01,unknown,,,\n"
		"met,post,X,2026-11-20T08:00,1,cholera,,,,,2026-11-21T08:00,event,,,\n"
		"over,post,X,2026-11-21T11:59,1,cholera,,,,,,,,,\n"
		"edge,post,X,2026-11-21T12:00,1,cholera,,,,,,,,,\n"
		"gone,post,X,2026-11-10T12:00,1,smallpox,,,2026-11-10T13:00,discard,,,,,\n"
		"none,post,X,2026-11-20T12:00,9,smallpox,,bus,,,2026-11-20T13:00,not an event,,,\n"
		"soon,post,X,2026-11-22T11:00,1,smallpox,,,,,,,,,\n", "TJ");
	ck_assert_int_eq(triage_of("late")->verify.state, GZ_DEADLINE_LATE);
	ck_assert_int_eq(triage_of("met")->verify.state, GZ_DEADLINE_MET);
	ck_assert_int_eq(triage_of("over")->verify.state, GZ_DEADLINE_OVERDUE);
	ck_assert_int_eq(triage_of("edge")->verify.state, GZ_DEADLINE_RUNNING);
	ck_assert_int_eq(triage_of("edge")->verify.seconds, 0);
	static const char *const order[] = {"soon", "over", "edge", "late", "met", "none", "gone"};
	for (int32_t i = 0; i < n; i++)
		if (i < 5)
			ck_assert_str_eq(signals[triages[i].signal].id, order[i]);
	ck_assert_int_eq(triage_of("late")->stage, GZ_TRIAGE_TO_ASSESS);
	ck_assert_int_eq(triage_of("none")->stage, GZ_TRIAGE_CLOSED);
	ck_assert_int_eq(triage_of("gone")->stage, GZ_TRIAGE_CLOSED);
	ck_assert_int_eq(triage_of("gone")->verify.state, GZ_DEADLINE_MET); /* discarded an hour later: nothing is overdue */
}
END_TEST

START_TEST(people_ill_together)
{
	rank(HEADER
		"a,post,Dusti,2026-11-22T08:00,1,,fever,bus 7,,,,,2026-11-22,,\n"
		"b,post,Dusti,2026-11-22T08:10,1,,fever,bus 7,,,,,2026-11-22,,\n"
		"c,post,Dusti,2026-11-22T08:20,1,,fever,bus 8,,,,,2026-11-22,,\n"
		"d,post,Dusti,2026-11-22T08:20,1,,fever,bus 7,,,,,2026-11-21,,\n"
		"e,post,Sarazm,2026-11-22T08:20,9,,fever,,,,,,2026-11-22,,\n"
		"w,post,Dusti,2026-11-22T08:20,2,,acute-watery-diarrhoea,bus 7,,,,,2026-11-22,,\n", "TJ");
	/* Two with fever in bus 7 and one in bus 8: neither three in one bus nor five on the day. */
	ck_assert_int_eq(triage_of("a")->tier, GZ_TRIAGE_OTHER);
	ck_assert_int_eq(triage_of("c")->cluster, -1);
	ck_assert_int_eq(triage_of("d")->cluster, -1);
	ck_assert_str_eq(rules.clusters[triage_of("e")->cluster].rule.id, "day-any");
	ck_assert_str_eq(rules.clusters[triage_of("w")->cluster].rule.id, "conveyance-diarrhoea");
	ck_assert_int_eq(triage_of("w")->tier, GZ_TRIAGE_CLUSTER);
	mistakes.n = 0;
	rank(HEADER
		"a,post,Dusti,2026-11-22T08:00,2,,fever,bus 7,,,,,2026-11-22,,\n"
		"b,post,Dusti,2026-11-22T08:10,1,,fever,bus 7,,,,,2026-11-22,,\n"
		"c,post,Dusti,2026-11-22T08:20,2,,fever,bus 8,,,,,2026-11-22,,\n"
		"x,post,Dusti,2026-11-22T08:20,90,,fever,bus 7,2026-11-22T09:00,discard,,,2026-11-22,,\n", "TJ");
	ck_assert_str_eq(rules.clusters[triage_of("a")->cluster].rule.id, "conveyance-any");
	ck_assert_int_eq(triage_of("b")->cluster_persons, 3); /* the discarded row counts nobody */
	ck_assert_str_eq(rules.clusters[triage_of("c")->cluster].rule.id, "day-any");
	ck_assert_int_eq(triage_of("c")->cluster_persons, 5);
	ck_assert_int_eq(triage_of("x")->cluster, -1);
}
END_TEST

/* What people write in haste names the same bus, at the same place. */
START_TEST(one_conveyance_in_several_spellings)
{
	rank(HEADER
		"a,post,Dusti,2026-11-22T08:00,1,,fever,Bus 7,,,,,2026-11-22,,\n"
		"b,post,dusti,2026-11-22T08:10,1,,fever,bus  7 ,,,,,2026-11-22,,\n"
		"c,post,Dusti ,2026-11-22T08:20,1,,fever, BUS\xC2\xA0" "7,,,,,2026-11-22,,\n"
		"d,post,Қӯрғон,2026-11-22T08:00,2,,fever,Автобус 7,,,,,2026-11-22,,\n"
		"e,post,ҚӮРҒОН,2026-11-22T08:00,1,,fever,автобус 7,,,,,2026-11-22,,\n"
		"f,post,Қӯрғон,2026-11-22T08:00,1,,fever,автобус 17,,,,,2026-11-22,,\n", "TJ");
	ck_assert_int_eq(triage_of("a")->cluster_persons, 3);
	ck_assert_int_eq(triage_of("b")->cluster_persons, 3);
	ck_assert_int_eq(triage_of("c")->cluster_persons, 3);
	ck_assert_int_eq(triage_of("d")->cluster_persons, 3);
	ck_assert_int_eq(triage_of("f")->cluster, -1);
}
END_TEST

/* A night bus: midnight does not part those who came in it, hours and places do. */
START_TEST(one_ride_past_midnight)
{
	rank(HEADER
		"a,post,Dusti,2026-11-21T23:00,1,,fever,bus 7,,,,,,,\n"
		"b,post,Dusti,2026-11-21T23:50,1,,fever,bus 7,,,,,,,\n"
		"c,post,Dusti,2026-11-22T00:30,1,,fever,bus 7,,,,,,,\n"
		"d,post,Dusti,2026-11-20T10:00,2,,fever,bus 7,,,,,,,\n"
		"e,post,Dusti,2026-11-22T06:00,4,,bloody-diarrhoea,,,,,,,,\n"
		"f,post,Dusti,2026-11-22T06:10,1,,bloody-diarrhoea,,,,,,,UZ,\n", "TJ");
	ck_assert_str_eq(rules.clusters[triage_of("a")->cluster].rule.id, "conveyance-any");
	ck_assert_int_eq(triage_of("c")->cluster_persons, 3);
	ck_assert_int_eq(triage_of("d")->cluster, -1);
	ck_assert_int_eq(triage_of("e")->cluster, -1); /* a place of the same name in another country */
}
END_TEST

START_TEST(every_mistake_by_its_row)
{
	ck_assert_int_eq(read_table(HEADER
		"a,,Dusti,2026-11-22T08:00,1,cholera,,,,,,,,,\n"
		"a,post,,2026-11-22T08:00,-1,colera,,,,,,,,,\n"
		"b,post,X,2026-11-23T08:00,1.5,fever,,,,,,,,,\n"
		"c,post,X,2026-11-22,1,cholera,,,,,,,,,\n"
		"d,post,X,2026-11-21T08:00,1,cholera,,,2026-11-21T07:00,keep,,,,,\n"
		"e,post,X,2026-11-21T08:00,1,cholera,,,,discard,,,,,\n"
		"f,post,X,2026-11-21T08:00,1,cholera,,,,,2026-11-21T09:00,,,,\n"
		"g,post,X,2026-11-21T08:00,1,cholera,,,,,,event,,,\n"
		"h,post,X,2026-11-21T08:00,1,cholera,,,,,2026-11-21T09:00,evnt,,,\n"
		"i,post,X,2026-11-21T08:00,1,,,,,,,,,,\n"
		"j,post,X,2026-11-21T08:00,1,cholera,,,,,,,2026-11-22,,\n"
		"k,post,X,2026-11-21T08:00,1,cholera,,,,,,,,TK,\n"
		"l,post,X,2026-11-21T08:00,1,cholera,measles,,,,,,,,\n"
		"m,post,X,21/11/2026,1,cholera,,,,,,,,,\n"
		"o,post,X,,1,cholera,,,,,,,,,\n"
		"p,post,X,2026-11-21T08:00,1,cholera,,,2026-11-21T09:00,discard,2026-11-21T10:00,event,,,\n", "TJ"), GZ_ERR_INPUT);
	ck_assert(told(2, "source: this is needed"));
	ck_assert(told(3, "place: this is needed"));
	ck_assert(told(3, "id a: row 2 has it already"));
	ck_assert(told(3, "persons -1: expected a whole number from 0"));
	ck_assert(told(3, "condition colera: not in the rules; did you mean cholera"));
	ck_assert(told(4, "this lies in the future"));
	ck_assert(told(4, "persons 1.5"));
	ck_assert(told(4, "condition fever: this is a syndrome"));
	ck_assert(told(5, "the time of day is needed"));
	ck_assert(told(6, "triaged 2026-11-21T07:00: this comes before received"));
	ck_assert(told(7, "triage discard: when?"));
	ck_assert(told(8, "with what outcome?"));
	ck_assert(told(9, "outcome event: when?"));
	ck_assert(told(10, "no such word here; did you mean event"));
	ck_assert(told(11, "a condition, a syndrome or words"));
	ck_assert(told(12, "received 2026-11-21T08:00: this comes before seen"));
	ck_assert(told(13, "country TK: no such country in the rules; did you mean TJ"));
	ck_assert(told(14, "syndrome measles: this is a condition"));
	ck_assert(told(15, "expected a day or a time"));
	ck_assert(told(16, "received: this is needed"));
	ck_assert(told(17, "outcome event: triage has discarded this signal"));
	ck_assert(!told(1, ""));
	mistakes.n = 0;
	ck_assert_int_eq(read_table("source,place,received,persons,condition,deaths\n"
		"post,X,2026-11-21T08:00,1,cholera,3\npost,X,2026-11-21T08:00,0,cholera,3\npost,X,2026-11-21T08:00,3,cholera,3\n", "TJ"), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 1);
	ck_assert(told(2, "deaths 3: more than the number of persons (1)"));
}
END_TEST

/* The same three signals, as they are written in each language. */
START_TEST(tables_in_russian_and_tajik)
{
	static const char *const tables[] = {
		"id,source,place,country,received,condition,syndrome,persons,triaged,triage,verified,outcome\n"
		"a,post,X,TJ,2026-11-21T08:05,,acute-watery-diarrhoea,2,2026-11-21T09:00,keep,2026-11-21T10:00,not an event\n"
		"b,post,X,KZ,2026-11-21T08:05,measles,,1,2026-11-21T09:00,discard,,\nc,post,X,TJ,2026-11-21T08:05,measles,,1,,,2026-11-21T10:00,unknown\n",
		"Номер,Источник,Место,Страна,Получено,Болезнь,Синдром,Человек,Отобрано,Отбор,Проверено,Итог\n"
		"a,post,X,Таджикистан,21.11.2026 8:05,,Острая  водянистая диарея,2,21.11.2026 9:00,оставить,21.11.2026 10:00,не событие\n"
		"b,post,X,Казахстан,21.11.2026 8:05,корь,,1,21.11.2026 9:00,Отклонить,,\nc,post,X,TJ,21.11.2026 8:05,Корь,,1,,,21.11.2026 10:00,неизвестно\n",
		"рақам,манбаъ,ҷой,кишвар,гирифта шуд,беморӣ,синдром,нафар,ҷудо карда шуд,ҷудокунӣ,санҷида шуд,натиҷа\n"
		"a,post,X,Тоҷикистон,21.11.2026 8:05,,исҳоли шадиди обакӣ,2,21.11.2026 9:00,нигоҳ доштан,21.11.2026 10:00,ҳодиса нест\n"
		"b,post,X,Қазоқистон,21.11.2026 8:05,сурхакон,,1,21.11.2026 9:00,рад кардан,,\nc,post,X,TJ,21.11.2026 8:05,сурхакон,,1,,,21.11.2026 10:00,номаълум\n"};
	gz_signal first[3];
	for (int k = 0; k < 3; k++) {
		ck_assert_msg(read_table(tables[k], NULL) == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
		ck_assert_int_eq(n, 3);
		for (int i = 0; i < 3; i++) {
			const gz_signal *s = &signals[i];
			if (k == 0)
				first[i] = *s;
			ck_assert(s->condition == first[i].condition && s->syndrome == first[i].syndrome && s->country == first[i].country && s->persons == first[i].persons);
			ck_assert(s->received.second == first[i].received.second && s->triaged.second == first[i].triaged.second && s->verified.second == first[i].verified.second);
			ck_assert(s->triage == first[i].triage && s->outcome == first[i].outcome);
		}
	}
	ck_assert(first[0].syndrome >= 0 && first[1].condition >= 0 && first[1].triage == GZ_SIGNAL_DISCARDED && first[2].outcome == GZ_SIGNAL_UNCLEAR);
	ck_assert_int_eq(read_table("source,источник,place,received,persons,what\n", "TJ"), GZ_ERR_INPUT);
	ck_assert(told(1, "источник says the same as source: keep one of them"));
}
END_TEST

START_TEST(columns_and_zones)
{
	ck_assert_int_eq(read_table("source,place,received,person\nx,y,2026-11-21T08:00,1\n", "TJ"), GZ_ERR_INPUT);
	ck_assert(told(1, "no such column here: person; did you mean persons"));
	ck_assert(told(1, "the column persons is missing"));
	mistakes.n = 0;
	ck_assert_int_eq(read_table("source,place,received,persons,what\nx,y,2026-11-21T08:00,1,z\n", NULL), GZ_ERR_INPUT);
	ck_assert(told(2, "needs its offset from UTC"));
	mistakes.n = 0;
	ck_assert_int_eq(read_table("source,place,received,persons,what,country\nx,y,2026-11-21T08:00,1,z,AF\nx,y,2026-11-21T08:00,1,z,TJ\n", NULL), GZ_OK);
	ck_assert_int_eq(signals[0].received.second - signals[1].received.second, 1800); /* Kabul is half an hour behind Dushanbe */
	ck_assert_int_eq(read_table("source,place,received,persons,what\n", "TJ"), GZ_OK);
	ck_assert_int_eq(n, 0);
	ck_assert_int_eq(gz_triage_rank(&rules, signals, n, at("2026-11-22T12:00Z"), &arena, triages), GZ_OK);
}
END_TEST

START_TEST(every_rule_states_its_source)
{
	for (int32_t i = 0; i < rules.n_notifiables; i++) {
		ck_assert_str_ne(rules.notifiables[i].rule.source, "");
		ck_assert_str_ne(rules.notifiables[i].rule.date, "");
	}
	for (int32_t i = 0; i < rules.n_clusters; i++) {
		ck_assert_str_ne(rules.clusters[i].rule.source, "");
		ck_assert_int_ge(rules.clusters[i].persons, 2);
	}
	for (int32_t i = 0; i < rules.n_conditions; i++)
		for (int32_t k = 0; k < 3; k++)
			ck_assert_str_ne(rules.conditions[i].rule.in[k], "");
	static const char *const codes[] = {"TJ", "UZ", "KG", "KZ", "AF", "RU"};
	for (int32_t i = 0; i < 6; i++)
		ck_assert_int_ge(gz_rules_country(&rules, codes[i]), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("signal");
	TCase *tcase = tcase_create("signal");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, one_case_is_a_signal);
	tcase_add_test(tcase, the_countrys_own_list_comes_first);
	tcase_add_test(tcase, verification_in_a_day);
	tcase_add_test(tcase, people_ill_together);
	tcase_add_test(tcase, one_conveyance_in_several_spellings);
	tcase_add_test(tcase, one_ride_past_midnight);
	tcase_add_test(tcase, every_mistake_by_its_row);
	tcase_add_test(tcase, tables_in_russian_and_tajik);
	tcase_add_test(tcase, columns_and_zones);
	tcase_add_test(tcase, every_rule_states_its_source);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
