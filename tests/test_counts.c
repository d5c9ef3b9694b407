/* Tables of counts: long, wide and of hubverse; weeks, days, gaps, zero reports; and every mistake by its row.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "detect/counts.h"
#include "detect/holidays.h"
#include "detect/ties.h"
#include "detect/week.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_arena arena;
static gz_mistakes mistakes;
static gz_counts counts;
static gz_counts_options options;

static void begin(void)
{
	gz_mistakes_init(&mistakes);
	options = (gz_counts_options){false};
}

static void end(void)
{
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

static gz_status read_text(const char *text)
{
	return gz_counts_parse(&arena, "c.csv", text, strlen(text), &options, &counts, &mistakes);
}

static void read_well(const char *text)
{
	gz_status status = read_text(text);
	ck_assert_msg(status == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "no mistake was listed");
}

/* Exactly the mistakes given, as row:column: part of the sentence. */
static void is_wrong(const char *text, int32_t n, const char *const *wanted)
{
	ck_assert_int_eq(read_text(text), GZ_ERR_INPUT);
	ck_assert_int_eq(counts.n_series, 0);
	for (int32_t i = 0; i < n && i < mistakes.n; i++) {
		char found[600];
		snprintf(found, sizeof found, "%d:%d: %s", mistakes.items[i].row, mistakes.items[i].column, mistakes.items[i].sentence);
		ck_assert_msg(strstr(found, wanted[i]) == found, "expected \"%s\", found \"%s\"", wanted[i], found);
	}
	ck_assert_int_eq(mistakes.n, n);
	gz_mistakes_free(&mistakes);
	gz_mistakes_init(&mistakes);
}

#define WRONG(text, ...)                                                                  \
	do {                                                                                  \
		const char *const wanted_[] = {__VA_ARGS__};                                      \
		is_wrong(text, (int32_t)(sizeof wanted_ / sizeof *wanted_), wanted_);             \
	} while (0)

START_TEST(long_table_of_weeks)
{
	read_well("week,place,disease,count,population\n2026-W04,Vakhsh,measles,3,100\n2026-W05,Vakhsh,measles,0,100\n2026-W04,Panj,measles,,50\n");
	ck_assert_int_eq(counts.shape, GZ_COUNTS_LONG);
	ck_assert_int_eq(counts.period, 7);
	ck_assert_int_eq(counts.n, 2);
	ck_assert_int_eq(counts.first, gz_date_of(2026, 1, 19));
	ck_assert_int_eq(counts.n_series, 2);
	ck_assert_int_eq(counts.n_places, 2);
	ck_assert_str_eq(counts.series[0].place, "Vakhsh");
	ck_assert_double_eq(counts.series[0].count[0], 3);
	ck_assert_double_eq(counts.series[0].count[1], 0); /* a report of none */
	ck_assert(isnan(counts.series[1].count[0]));       /* no report */
	ck_assert(isnan(counts.series[1].count[1]));
	ck_assert_double_eq(counts.series[1].population[1], 50); /* carried on */
	ck_assert(counts.has_population);
	for (int kind = 0; kind < GZ_COUNTS_REMARKS; kind++)
		ck_assert_int_eq(counts.remarks[kind].n, 0);
}
END_TEST

START_TEST(dates_are_days_or_weeks)
{
	read_well("date,count\n2026-02-02,1\n2026-02-03,2\n2026-02-05,3\n");
	ck_assert_int_eq(counts.period, 1);
	ck_assert_int_eq(counts.n, 4);
	ck_assert(isnan(counts.series[0].count[2]));
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_GAPS].n, 1);
	read_well("date,count\n2026-02-07,1\n2026-02-14,2\n2026-02-28,3\n"); /* Saturdays: the weeks they lie in */
	ck_assert_int_eq(counts.period, 7);
	ck_assert_int_eq(counts.first, gz_date_of(2026, 2, 2));
	ck_assert_int_eq(counts.n, 4);
	WRONG("date,count\n2026-01-01,1\n2026-02-01,2\n2026-03-01,3\n2026-04-01,1\n", "0:0: the dates are neither days nor weeks: 4 different ones within 91 days");
}
END_TEST

START_TEST(tables_in_russian_and_tajik)
{
	static const char *const heads[] = {"Неделя;Район;Заболевание;Число  случаев;Население;Сообщено", "ҲАФТА;Ноҳия;Беморӣ;Шумораи ҳолатҳо;Аҳолӣ;Хабар",
		"week;place;disease;count;population;reported"};
	static const char *const yes[] = {"Да", "ҳа", "yes"}, *const no[] = {"нет", "Не", "no"}, *const none[] = {"н/д", "Маълумот нест", "NA"};
	for (int i = 0; i < 3; i++) {
		char text[400];
		snprintf(text, sizeof text, "%s\n2026-W04;Вахш;корь;3;190 000;%s\n2026-W05;Вахш;корь;;190000,5;%s\n2026-W06;Вахш;корь;%s;;\n", heads[i], yes[i], no[i], none[i]);
		read_well(text);
		ck_assert_int_eq(counts.n, 3);
		ck_assert_int_eq(counts.n_series, 1);
		ck_assert_double_eq(counts.series[0].count[0], 3);
		ck_assert(isnan(counts.series[0].count[1]) && isnan(counts.series[0].count[2]));
		ck_assert_double_eq(counts.series[0].population[0], 190000);
		ck_assert_double_eq(counts.series[0].population[1], 190000.5);
	}
	read_well("\xC4\xE0\xF2\xE0;\xD1\xEB\xF3\xF7\xE0\xE8\n03.02.2026;4\n"); /* Windows-1251 */
	ck_assert_double_eq(counts.series[0].count[0], 4);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_CYRILLIC].n, 1);
	read_well("Дата регистрации;Район;Диагноз;Кол-во случаев;Население;Примечание\n03.02.2026;Вахш;корь;4;10000,5;проверено\n"); /* notes are passed over */
	ck_assert_double_eq(counts.series[0].count[0], 4);
	read_well("неделя;Вахш;Пяндж;Примечание\n2026-W04;3;5;срок нарушен\n"); /* of a wide table too */
	ck_assert_int_eq(counts.n_series, 2);
	ck_assert_double_eq(counts.series[1].count[0], 5);
}
END_TEST

START_TEST(wide_table)
{
	read_well("week,Vakhsh/measles,Panj/measles,Kulob\n2026-W01,1,2,3\n2026-W02,,5,6\n");
	ck_assert_int_eq(counts.shape, GZ_COUNTS_WIDE);
	ck_assert_int_eq(counts.n_series, 3);
	ck_assert_str_eq(counts.series[1].place, "Panj");
	ck_assert_str_eq(counts.series[1].disease, "measles");
	ck_assert_str_eq(counts.series[2].disease, "");
	ck_assert(isnan(counts.series[0].count[1]));
	ck_assert_double_eq(counts.series[2].count[1], 6);
	WRONG("week,Vakhsh,Panj\n2026-W01,1,-2\n2026-W02,x,5\n2026-W01,1,1\n", "2:12: Panj -2: a count cannot be negative",
		"3:10: Vakhsh x: expected a whole number of cases", "4:10: Vakhsh stands in line 2 already for 2026-W01");
}
END_TEST

START_TEST(summary_of_another_verb)
{
	read_well("origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value\n"
		"2027-03-01,reported,6,2027-03-07,A,quantile,0.05,1\n2027-03-01,reported,6,2027-03-07,A,quantile,0.5,7.5\n"
		"2027-03-01,reported,6,2027-03-07,A,mean,NA,8\n2027-03-01,reported,13,2027-03-14,A,quantile,0.5,9\n");
	ck_assert_int_eq(counts.shape, GZ_COUNTS_SUMMARY);
	ck_assert_int_eq(counts.n_series, 1);
	ck_assert_int_eq(counts.period, 7);
	ck_assert_double_eq(counts.series[0].count[0], 8); /* the median, rounded */
	ck_assert_double_eq(counts.series[0].count[1], 9);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_ROUNDED].n, 1);
	ck_assert_str_eq(counts.series[0].disease, "reported");
	read_well("origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value\n"
		"2027-03-01,reported,6,2027-03-07,A,mean,NA,8\n");
	ck_assert_double_eq(counts.series[0].count[0], 8);
}
END_TEST

START_TEST(reported_says_whether_and_when)
{
	read_well("week,place,count,reported\n2026-W01,A,3,yes\n2026-W02,A,,no\n2026-W03,A,,yes\n2026-W03,B,4,2026-01-28\n");
	ck_assert_double_eq(counts.series[0].count[0], 3);
	ck_assert(isnan(counts.series[0].count[1]));
	ck_assert_double_eq(counts.series[0].count[2], 0); /* reported, and nothing to report */
	ck_assert_int_eq(counts.arrived[1 * 3 + 2], 10);   /* the week ended on 18 January */
	ck_assert_int_eq(counts.arrived[0], INT32_MIN);
	WRONG("week,place,count,reported\n2026-W01,A,3,no\n2026-W02,A,1,maybe\n", "2:14: reported no: not reported, but there is a count",
		"3:14: reported maybe: expected yes, no, or the day");
}
END_TEST

START_TEST(remarks)
{
	read_well("week,place,count,population\n2026-W03,A,1,100\n2026-W01,A,2,100\n2026-W05,A,2,150\n2026-W05,B,1,10\n");
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_UNSORTED].n, 1);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_UNSORTED].line, 3);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_GAPS].n, 2);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_GAPS].period, 1);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_POPULATION].n, 1);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_POPULATION].period, 4);
	ck_assert_double_eq(counts.series[0].count[0], 2);
	options.absent_is_zero = true;
	read_well("week,place,count\n2026-W03,A,1\n2026-W01,A,2\n2026-W05,A,\n2026-W05,B,1\n");
	ck_assert_double_eq(counts.series[0].count[1], 0);
	ck_assert_double_eq(counts.series[1].count[0], 0);
	ck_assert(isnan(counts.series[0].count[4])); /* a row without a count is no zero */
}
END_TEST

/* As somebody writes by hand, or as a spreadsheet leaves it. */
START_TEST(a_last_period_far_from_all_others)
{
	const gz_counts_remark *m = &counts.remarks[GZ_COUNTS_LEAP];
	read_well("week,place,count\n2026-W03,A,1\n2026-W04,A,9\n2027-W04,B,1\n2027-W05,B,1\n");
	ck_assert_int_eq(m->n, 52);
	ck_assert_int_eq(m->period, 54); /* 2026 has 53 weeks */
	ck_assert_int_eq(m->line, 4);
	read_well("week,place,count\n2026-W03,A,1\n2026-W04,A,9\n2026-W08,B,1\n"); /* three weeks without a row are a holiday */
	ck_assert_int_eq(m->n, 0);
	read_well("week,place,count\n2026-W03,A,1\n2027-W04,A,9\n2027-W05,B,1\n2027-W06,B,1\n"); /* three are no slip */
	ck_assert_int_eq(m->n, 0);
}
END_TEST

START_TEST(blanks_are_no_part_of_names)
{
	read_well("week, place, disease, count, population, reported\n2026-W01, A , measles, 3, 100, yes\n , , , , ,\n2026-W02, A, measles , 4, 100, 2026-01-13\n,,,,,\n");
	ck_assert_int_eq(counts.n_series, 1);
	ck_assert_str_eq(counts.series[0].place, "A");
	ck_assert_str_eq(counts.series[0].disease, "measles");
	ck_assert_double_eq(counts.series[0].count[1], 4);
	ck_assert_double_eq(counts.series[0].population[0], 100);
	ck_assert_int_eq(counts.arrived[1], 2);
}
END_TEST

START_TEST(columns_that_are_wrong)
{
	WRONG("week,plase,disease,count\n2026-W01,A,measles,1\n2026-W01,B,measles,1\n", "1:6: no such column here: plase; did you mean place?");
	WRONG("wek,place,count\n2026-W01,A,1\n", "1:0: there is no column date or week");
	WRONG("week,place,cuont\n2026-W01,A,1\n", "1:0: there is no column count", "1:12: no such column here: cuont; did you mean count?");
	WRONG("week,place,count,cases\n2026-W01,A,1,1\n", "1:18: cases says the same as count: keep one of them");
	WRONG("week,place,count,colour\n2026-W01,A,1,red\n", "1:18: no such column here: colour; expected date or week, place");
	WRONG("week,place,count\n", "0:0: there is no count in this table");
	WRONG("week;place;count\n2026-W01;A;1,5\n", "2:12: count 1,5: a count is whole; rates per population cannot be used");
	WRONG("week;place;count;population\n2026-W01;A;1;190,000\n", "2:14: population 190,000: expected how many people live there");
	WRONG("неделя,район,случаи,город\n2026-W01,A,1,B\n", "1:21: город says the same as район: keep one of them");
	WRONG("неделя,раойн,случаи\n2026-W01,A,1\n", "1:8: no such column here: раойн; did you mean район?");
	ck_assert_int_eq(read_text(""), GZ_ERR_INPUT);
}
END_TEST

START_TEST(rows_that_are_wrong)
{
	WRONG("week,place,count,reported\n2026-W02,A,1,2026-01-05\n2026-W03,A,1,2025-01-20\n", "3:14: reported 2025-01-20: the report cannot have arrived before what it counts");
	WRONG("week,place,count\n2026-W01,A,1\n2026-W01,A,2\n", "3:12: A stands in line 2 already for 2026-W01");
	WRONG("week,place,disease,count\n2026-W53,A,measles,1\n2025-W53,A,measles,1\n2020-W53,A,measles,2\n", "3:1: week 2025-W53: this year has 52 weeks");
	WRONG("week,place,count\n2026-W54,A,1\n2026-W00,A,1\n1200-W01,A,1\n", "2:1: week 2026-W54: there is no such day or week", "3:1: week 2026-W00: there is no",
		"4:1: week 1200-W01: there is no");
	WRONG("date,place,count\n2026-02-30,A,1\n26-02-03,A,1\nsoon,A,1\n", "2:1: date 2026-02-30: there is no such day", "3:1: date 26-02-03: expected a date",
		"4:1: date soon: expected a date");
	WRONG("date,place,count\n02/03/2026,A,1\n03.02.2026,A,1\n", "2:1: date 02/03/2026: with slashes the month may be the first");
	WRONG("date,place,count\n2026-02-03,A,1\n2026-W07,A,1\n", "3:1: date 2026-W07: this is a week, the rows before have dates");
	WRONG("week,place,count\n2026-W01,A,-1\n2026-W02,A,1.5\n2026-W03,A,1e12\n2026-W04,A,many\n", "2:12: count -1: a count cannot be negative",
		"3:12: count 1.5: a count is whole", "4:12: count 1e12: more than a thousand million", "5:12: count many: expected a whole number");
	WRONG("week,place,disease,count,population\n2026-W01,A,x,1,100\n2026-W01,A,y,1,120\n2026-W02,A,x,1,0\n", "3:16: population of A is 120 here and 100",
		"4:16: population 0: expected how many people");
	ck_assert_int_eq(read_text("week,place,count\n2026-W01,K\xF6ln,1\n"), GZ_ERR_INPUT); /* Latin-1 */
	ck_assert_ptr_nonnull(strstr(mistakes.items[0].sentence, "UTF-8"));
}
END_TEST

START_TEST(week_labels)
{
	int32_t day;
	char out[16];
	ck_assert_int_eq(gz_week_parse("2026-W01", &day), GZ_WEEK_WEEK);
	ck_assert_int_eq(day, gz_date_of(2025, 12, 29));
	ck_assert_int_eq(gz_week_parse("2026W5", &day), GZ_WEEK_WEEK);
	ck_assert_int_eq(gz_week_parse("2026-w05", &day), GZ_WEEK_WEEK);
	ck_assert_int_eq(gz_week_parse("2026 W05", &day), GZ_WEEK_WEEK);
	ck_assert_int_eq(day, gz_date_of(2026, 1, 26));
	ck_assert_int_eq(gz_week_parse("03.02.2026", &day), GZ_WEEK_DATE);
	ck_assert_int_eq(day, gz_date_of(2026, 2, 3));
	ck_assert_int_eq(gz_week_parse("31.02.2026", &day), GZ_WEEK_NO_DAY);
	ck_assert_int_eq(gz_week_parse("02.03.26", &day), GZ_WEEK_NEITHER);
	ck_assert_int_eq(gz_week_parse("02/03/2026", &day), GZ_WEEK_NEITHER); /* March or February: it is asked, not guessed */
	ck_assert_int_eq(gz_week_parse("2020-W53", &day), GZ_WEEK_WEEK);
	ck_assert_int_eq(day, gz_date_of(2020, 12, 28));
	gz_week_format(day, 7, out);
	ck_assert_str_eq(out, "2020-W53");
	ck_assert_int_eq(gz_week_parse("2021-W53", &day), GZ_WEEK_NO_53);
	ck_assert_int_eq(gz_week_parse("2026-05", &day), GZ_WEEK_NEITHER);
	ck_assert_int_eq(gz_week_parse("-026-W05", &day), GZ_WEEK_NEITHER);
	ck_assert_int_eq(gz_week_parse("2026-W5x", &day), GZ_WEEK_NEITHER);
	ck_assert_int_eq(gz_week_parse("", &day), GZ_WEEK_NEITHER);
	ck_assert_int_eq(gz_week_count(2020), 53);
	ck_assert_int_eq(gz_week_count(2026), 53);
	ck_assert_int_eq(gz_week_count(2025), 52);
	for (int32_t d = gz_date_of(2015, 1, 1); d < gz_date_of(2035, 1, 1); d += 7) { /* back and forth */
		gz_week_format(gz_week_monday(d), 7, out);
		ck_assert_int_eq(gz_week_parse(out, &day), GZ_WEEK_WEEK);
		ck_assert_int_eq(day, gz_week_monday(d));
	}
}
END_TEST

START_TEST(holiday_table)
{
	bool weeks[2];
	int32_t eids = 0;
	ck_assert(gz_holidays_has(gz_date_of(2026, 3, 21)) && gz_holidays_has(gz_date_of(2026, 3, 22)));
	ck_assert(!gz_holidays_has(gz_date_of(2026, 3, 24)));
	ck_assert(gz_holidays_has(gz_date_of(2026, 5, 27)) && gz_holidays_has(gz_date_of(2033, 1, 3)) && gz_holidays_has(gz_date_of(2033, 12, 23)));
	gz_holidays_mark(gz_date_of(2026, 3, 9), 7, 2, weeks);
	ck_assert(!weeks[0] && weeks[1]);
	for (int32_t d = gz_date_of(2015, 1, 1); d < gz_date_of(2036, 1, 1); d++)
		eids += gz_holidays_has(d);
	ck_assert(gz_holidays_has(gz_date_of(2005, 11, 3)) && gz_holidays_has(gz_date_of(2045, 10, 21)) && gz_holidays_has(gz_date_of(2036, 2, 8)));
	ck_assert(!gz_holidays_has(gz_date_of(2026, 3, 19)) && gz_holidays_has(gz_date_of(2026, 3, 20)) && !gz_holidays_has(gz_date_of(2026, 5, 28)));
	ck_assert_int_ge(eids, 21 * 8 + 43 - 6); /* eight fixed days a year and 43 Eids, some of which fall on a fixed day */
	ck_assert_int_le(eids, 21 * 8 + 43);
}
END_TEST

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

START_TEST(days_beyond_the_table_of_eids)
{
	read_well("date,count\n2045-12-30,1\n2045-12-31,2\n2046-01-01,3\n2046-01-02,3\n");
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_EIDS].n, 2);
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_EIDS].period, 2);
	read_well("date,count\n2004-12-31,1\n2005-01-01,2\n");
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_EIDS].n, 1);
	read_well("week,count\n2046-W05,1\n2046-W06,2\n"); /* of weeks no holiday is taken unless asked for */
	ck_assert_int_eq(counts.remarks[GZ_COUNTS_EIDS].n, 0);
}
END_TEST

START_TEST(places_and_links)
{
	char path[] = "/tmp/guzar-counts-XXXXXX";
	gz_detect_link *links;
	int32_t n, passed;
	int handle = mkstemp(path);
	ck_assert_int_ge(handle, 0);
	close(handle);
	read_well("week,place,count\n2026-W01,A,1\n2026-W01,B,1\n");
	write_file(path, "id,latitude,longitude\nA,38.5,68.8\nC,1,1\nB,,\n");
	ck_assert_int_eq(gz_ties_load_places(&arena, path, &counts, &mistakes), GZ_OK);
	ck_assert_double_eq(counts.places[0].latitude, 38.5);
	ck_assert(isnan(counts.places[1].latitude));
	write_file(path, "from,to,weight\nA,B,120\nB,A,5\nA,C,7\nA,A,1\n");
	ck_assert_int_eq(gz_ties_load_links(&arena, path, &counts, &links, &n, &passed, &mistakes), GZ_OK);
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(passed, 2);
	ck_assert_double_eq(links[0].weight, 120);
	ck_assert_int_eq(links[1].from, 1);
	write_file(path, "form,to,weight\nA,B,-1\n");
	ck_assert_int_eq(gz_ties_load_links(&arena, path, &counts, &links, &n, &passed, &mistakes), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(mistakes.items[0].sentence, "there is no column from; is it form?"));
	write_file(path, "id,lat,lon\nA,138,1\n");
	ck_assert_int_eq(gz_ties_load_places(&arena, path, &counts, &mistakes), GZ_ERR_INPUT);
	gz_mistakes strange; /* another spelling everywhere */
	gz_mistakes_init(&strange);
	write_file(path, "id, lat, lon\na, 38, 68\n\xD0\x90, 38, 68\n");
	ck_assert_int_eq(gz_ties_load_places(&arena, path, &counts, &strange), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(strange.items[0].sentence, "no row is about places of the counts, which are called as A there"));
	write_file(path, "from,to\na,b\n");
	ck_assert_int_eq(gz_ties_load_links(&arena, path, &counts, &links, &n, &passed, &strange), GZ_ERR_INPUT);
	ck_assert_int_eq(strange.n, 2);
	gz_mistakes_free(&strange);
	gz_mistakes_init(&strange);
	write_file(path, "from , to\n A, B \n");
	ck_assert_int_eq(gz_ties_load_links(&arena, path, &counts, &links, &n, &passed, &strange), GZ_OK);
	ck_assert_int_eq(n, 1);
	gz_mistakes_free(&strange);
	unlink(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("counts");
	TCase *cases = tcase_create("counts");
	tcase_add_checked_fixture(cases, begin, end);
	tcase_add_test(cases, long_table_of_weeks);
	tcase_add_test(cases, a_last_period_far_from_all_others);
	tcase_add_test(cases, dates_are_days_or_weeks);
	tcase_add_test(cases, tables_in_russian_and_tajik);
	tcase_add_test(cases, wide_table);
	tcase_add_test(cases, summary_of_another_verb);
	tcase_add_test(cases, reported_says_whether_and_when);
	tcase_add_test(cases, remarks);
	tcase_add_test(cases, blanks_are_no_part_of_names);
	tcase_add_test(cases, columns_that_are_wrong);
	tcase_add_test(cases, rows_that_are_wrong);
	tcase_add_test(cases, week_labels);
	tcase_add_test(cases, holiday_table);
	tcase_add_test(cases, days_beyond_the_table_of_eids);
	tcase_add_test(cases, places_and_links);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
