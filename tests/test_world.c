/* Worlds: good ones are filled as the tables say, and of bad ones every mistake is told with row, column and a near name.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "base/mistakes.h"
#include "scenario/world/world.h"
#include "scenario/world/world_reader.h"
#include "suite.h"
#include <check.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gz_arena arena;
static gz_mistakes mistakes;
static gz_world world;
static const char *inputs[GZ_WORLD_TABLES];
static int32_t n_inputs;
static char folder[64];

static void begin(void)
{
	gz_mistakes_init(&mistakes);
	strcpy(folder, "/tmp/guzar-world-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void end(void)
{
	char path[256];
	static const char *const more[] = {"flow", "Places"};
	for (int32_t i = 0; i < GZ_WORLD_TABLES + 2; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder,
			i < GZ_WORLD_TABLES ? gz_world_table_name((gz_world_table)i) : more[i - GZ_WORLD_TABLES]);
		unlink(path);
	}
	rmdir(folder);
	gz_arena_free(&arena);
	gz_mistakes_free(&mistakes);
}

static gz_status load(const char *where)
{
	gz_world_paths paths = {.name = "test", .folder = where};
	return gz_world_load(&world, &arena, &paths, &mistakes, inputs, &n_inputs);
}

static gz_status load_shipped(const char *name)
{
	char path[512];
	const char *source = getenv("GUZAR_SOURCE");
	snprintf(path, sizeof path, "%s/tests/worlds/%s", source == NULL ? "." : source, name);
	return load(gz_arena_strdup(&arena, path));
}

static void print_mistakes(void)
{
	char text[1024];
	for (int32_t i = 0; i < mistakes.n; i++) {
		gz_error_print(&mistakes.items[i], text, sizeof text);
		fprintf(stderr, "%s\n", text);
	}
}

static void table(const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s.csv", folder, name);
	FILE *f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

/* Asserts that the mistakes are exactly these, each "table.csv:row:column: sentence". */
static void expect(int32_t n, ...)
{
	char text[1024];
	va_list list;
	if (mistakes.n != n)
		print_mistakes();
	ck_assert_int_eq(mistakes.n, n);
	va_start(list, n);
	for (int32_t i = 0; i < n; i++) {
		gz_error_print(&mistakes.items[i], text, sizeof text);
		const char *end_of_folder = strstr(text, folder);
		ck_assert_str_eq(end_of_folder == text ? text + strlen(folder) + 1 : text, va_arg(list, const char *));
	}
	va_end(list);
}

static const char *const places = "id,parent,population\nA,,\nA-1,A,1000\nA-2,A,500\nB,,300\n";

/* ---- good worlds ------------------------------------------------------------------------------------------ */

/* As a Russian spreadsheet saves it: Windows-1251, semicolons, decimal commas, blanks in thousands, days with points. */
START_TEST(of_a_spreadsheet)
{
	int32_t hills;
	table("places", "id;name_ru;parent;population;lat;lon\nA;\xC0;;;;\nA-1;\xC3\xEE\xF0\xE0;A;84 500;38,1;70,123\nB;;;1\xA0\x30\x30\x30;-0,5;70,2\n");
	table("crossings", "id;type;near;far\nford;road;A-1;B\n");
	table("openings", "crossing;from;to;status\nford;01.06.2027;30.06.2027;closed\n");
	table("flows", "id;from;to;via;per_day;stay\nx;A-1;B;ford;120,5;1,5 d\n");
	gz_status status = load(folder);
	print_mistakes();
	ck_assert_int_eq(status, GZ_OK);
	hills = gz_world_place(&world, "A-1");
	ck_assert_str_eq(world.places[hills].name.ru, "Гора");
	ck_assert_str_eq(world.places[hills].name.en, "Гора"); /* rather than the id */
	ck_assert_str_eq(world.places[gz_world_place(&world, "B")].name.en, "B");
	ck_assert_int_eq(world.places[hills].population, 84500);
	ck_assert_double_eq(world.places[hills].lat, 38.1);
	ck_assert_double_eq(world.places[hills].lon, 70.123); /* as a thousand it would not be a longitude */
	ck_assert_int_eq(world.places[gz_world_place(&world, "B")].population, 1000);
	ck_assert_int_eq(world.openings[0].from, gz_date_of(2027, 6, 1));
	ck_assert_double_eq(world.flows[0].per_day, 120.5);
	ck_assert_double_eq(world.flows[0].manner->stay_days, 1.5);
	table("flows", "id;from;to;via;per_day;stay\nx;A-1;B;ford;1,234;1,234 d\n"); /* 1.234 or 1234 */
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 2);
}
END_TEST

START_TEST(smallest)
{
	ck_assert_int_eq(load_shipped("one"), GZ_OK);
	ck_assert_int_eq(world.n_places, 1);
	ck_assert_int_eq(world.n_leaves, 1);
	ck_assert_int_eq(world.places[0].population, 1000);
	ck_assert_int_eq(world.places[0].country, 0);
	ck_assert(isnan(world.places[0].lat));
	ck_assert_int_eq(world.n_ages, 1);
	ck_assert_str_eq(world.ages[0], "all");
	ck_assert_int_eq(world.n_groups, 1);
	ck_assert_double_eq(world.shares[0], 1);
	ck_assert_ptr_null(world.contacts);
	ck_assert_int_eq(world.contact_of[0], -1);
	ck_assert(isinf(world.age_to[0]));
	ck_assert_int_eq(n_inputs, 1);
}
END_TEST

START_TEST(people)
{
	gz_status status = load_shipped("two");
	print_mistakes();
	ck_assert_int_eq(status, GZ_OK);
	int32_t hills = gz_world_place(&world, "A-hills"), port = gz_world_place(&world, "B-port"), a = gz_world_place(&world, "A");
	ck_assert_int_eq(world.n_leaves, 3);
	ck_assert_int_eq(world.places[a].population, 12000);
	ck_assert_int_eq(world.places[hills].country, a);
	ck_assert_int_eq(world.places[hills].depth, 1);
	ck_assert_int_eq(world.places[hills].leaf, 1);
	ck_assert_int_eq(world.places[a].leaf, -1);
	ck_assert_str_eq(world.places[1].name.ru, "Город");
	ck_assert_str_eq(world.ages[0], "0-14");
	ck_assert_str_eq(world.ages[2], "50+");
	ck_assert_double_eq(world.age_to[0], 15);
	ck_assert_double_eq(world.age_from[1], 15);
	/* stratum = age * 2 + group, groups by name; A-hills has its own ages and its country's groups */
	ck_assert_double_eq_tol(world.shares[1 * 6 + 0], 0.4 * 0.1, 1e-12);
	ck_assert_double_eq_tol(world.shares[1 * 6 + 5], 0.1 * 0.9, 1e-12);
	ck_assert_double_eq_tol(world.shares[0 * 6 + 2], 0.5 * 0.1, 1e-12);
	ck_assert_int_eq(world.contact_of[0], a);
	ck_assert_int_eq(world.contact_of[1], hills);
	ck_assert_int_eq(world.contact_of[world.places[port].leaf], -1);
	ck_assert_double_eq(world.contacts[((a * 4 + GZ_SETTING_HOME) * 3 + 1) * 3 + 2], 22);
	ck_assert_double_eq(world.contacts[((hills * 4 + GZ_SETTING_SCHOOL) * 3 + 0) * 3 + 0], 8);
	ck_assert(gz_world_within(&world, hills, a));
	ck_assert(!gz_world_within(&world, port, a));
}
END_TEST

START_TEST(travel)
{
	ck_assert_int_eq(load_shipped("two"), GZ_OK);
	int32_t bridge = gz_world_crossing(&world, "bridge"), town = gz_world_place(&world, "A-town");
	ck_assert_int_eq(world.crossings[bridge].near, town);
	ck_assert_int_eq(world.crossings[gz_world_crossing(&world, "airport")].far, -1);
	ck_assert_int_eq(world.n_flows, 5);
	const gz_flow *drivers = &world.flows[gz_world_flow(&world, "drivers")], *labour = &world.flows[gz_world_flow(&world, "labour")];
	ck_assert_int_eq(drivers->manner->who, GZ_WHO_FREIGHT);
	ck_assert_int_eq(drivers->manner->stages, 2);
	ck_assert_double_eq_tol(drivers->manner->stay_days, 1.5, 1e-12);
	ck_assert_double_eq(drivers->manner->strata[1 * 2 + 0], 1);
	ck_assert_int_eq(drivers->manner->n_via, 1);
	ck_assert_int_eq(labour->manner->n_via, 2);
	ck_assert_int_eq(labour->manner->stay, GZ_STAY_CURVE);
	ck_assert_double_eq(labour->manner->standing, 200);
	ck_assert_int_eq(labour->manner->stay_curve, gz_world_curve(&world, "back"));
	ck_assert_double_eq_tol(labour->manner->strata[1 * 2 + 0], 0.8 * 0.1, 1e-12);
	ck_assert_str_eq(labour->manner->rule, "half of");
	const gz_flow *movers = &world.flows[gz_world_flow(&world, "movers")];
	ck_assert_int_eq(movers->manner->stay, GZ_STAY_FOREVER);
	ck_assert_int_eq(movers->manner->n_via, 0);
	ck_assert_ptr_null(movers->manner->strata);
	ck_assert_int_eq(world.flows[gz_world_flow(&world, "visits")].manner->stay, GZ_STAY_FIXED);
	ck_assert_int_eq(world.n_commutes, 3);
	ck_assert_int_eq(world.commutes[0].from, town);
	ck_assert_int_eq(world.commutes[2].from, gz_world_place(&world, "A-hills"));
	ck_assert_int_eq(n_inputs, 9);
}
END_TEST

START_TEST(openings)
{
	ck_assert_int_eq(load_shipped("two"), GZ_OK);
	ck_assert_int_eq(world.n_openings, 6); /* the last row counts for all three kinds of travellers */
	ck_assert_uint_eq(world.openings[0].weekdays, 31);
	ck_assert_double_eq(world.openings[0].hours, 8);
	ck_assert(!world.openings[0].yearly);
	ck_assert_int_eq(world.openings[0].from, INT32_MIN);
	ck_assert_int_eq(world.openings[1].from, gz_date_of(2027, 3, 1));
	ck_assert(!world.openings[1].open);
	ck_assert(isnan(world.openings[1].hours));
	ck_assert(world.openings[2].yearly);
	ck_assert_int_eq(world.openings[2].from, 1101);
	ck_assert_int_eq(world.openings[2].to, 331);
	ck_assert_uint_eq(world.openings[2].weekdays, 96);
	ck_assert_int_eq(world.openings[3].from, 101);
	ck_assert_int_eq(world.openings[5].who, GZ_WHO_MARKET);
	ck_assert_uint_eq(world.openings[5].weekdays, 97); /* Saturday to Monday */
}
END_TEST

START_TEST(curves)
{
	ck_assert_int_eq(load_shipped("two"), GZ_OK);
	const gz_curve *summer = &world.curves[gz_world_curve(&world, "summer")], *back = &world.curves[gz_world_curve(&world, "back")];
	double sum = 0;
	for (int32_t day = 0; day < 366; day++) {
		sum += day == 59 ? 0 : summer->value[day];
		ck_assert_double_eq_tol(back->value[day], 1, 1e-12);
	}
	ck_assert_double_eq_tol(sum, 365, 1e-9);
	ck_assert_double_eq(summer->value[0], 0);
	ck_assert_double_eq_tol(summer->value[59], (summer->value[58] + summer->value[60]) / 2, 1e-12);
	ck_assert_double_gt(summer->value[365], 0);
	ck_assert_double_lt(summer->value[365], summer->value[2]);
}
END_TEST

START_TEST(stays)
{
	gz_stay s = gz_stay_parse("2 w");
	ck_assert_ptr_null(s.wrong);
	ck_assert_double_eq(s.days, 14);
	ck_assert_int_eq(s.stages, 1);
	ck_assert_double_eq(gz_stay_parse("3d").days, 3);
	ck_assert_double_eq(gz_stay_parse("3").days, 3);
	ck_assert_double_eq(gz_stay_parse("1e2 d").days, 100);
	ck_assert_str_eq(gz_stay_parse("curve  back").curve, "back");
	static const char *const bad[] = {"", "d", "0 d", "-1 d", "3 m", "erlang 3 d", "erlang 0 3 d", "erlang 2.5 3 d", "fixed", "curve",
		"forever 3 d", "curves x", "1e9 y", "3 d d", "1,5 d", "inf d", "nan d"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(gz_stay_parse(bad[i]).wrong != NULL, "%s", bad[i]);
}
END_TEST

/* ---- bad worlds ------------------------------------------------------------------------------------------- */

START_TEST(bad_places)
{
	table("places",
		"id,parent,population,lat,lon,kind\n"
		"A,,,,,\nA-1,A,-5,,,\nA-2,A,1.5,91,10,\nA-2,A,12 000,1,,\nB,,,,,guess\nC,D,,,,\nAA,,7,,,\nD-1,AB,3,,,\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(11, "places.csv:3:7: population -5: expected a whole number, 0 or more",
		"places.csv:4:7: population 1.5: expected a whole number, 0 or more", "places.csv:4:11: lat 91: expected a number from -90 to 90",
		"places.csv:5:1: id A-2: this place is already on line 4",
		"places.csv:5:7: population 12 000: expected a whole number, 0 or more; write 12000 without spaces",
		"places.csv:5:16: lon is empty: give both lat and lon, or neither",
		"places.csv:6:4: population is empty: how many people live at B? expected a whole number",
		"places.csv:6:7: kind guess: expected one of measured, reported, estimated",
		"places.csv:7:3: parent D: no such place; there are: A, A-1, A-2, A-2, B, C, AA, D-1",
		"places.csv:7:5: population is empty: how many people live at C? expected a whole number",
		"places.csv:9:5: parent AB: no such place; did you mean A?");
}
END_TEST

START_TEST(circle)
{
	table("places", "id,parent,population\nX,A,5\nA,B,\nB,C,\nC,A,\nD,D,4\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(2, "places.csv:5:3: parent A: goes round in a circle: C would lie within itself; a country has an empty parent",
		"places.csv:6:3: parent D: goes round in a circle: D would lie within itself; a country has an empty parent");
}
END_TEST

START_TEST(bad_header)
{
	table("places", "id,naem,populaton,elevation\nA,x,5,1\n");
	table("flows", "id,from,to,per_day\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(5, "flows.csv:1:1: the column stay is missing: this table cannot be read without it",
		"places.csv:1:1: the column population is missing: this table cannot be read without it",
		"places.csv:1:4: column naem: no such column in this table; did you mean name?",
		"places.csv:1:9: column populaton: no such column in this table; did you mean population?",
		"places.csv:1:19: column elevation: no such column in this table; a column of remarks may be called note or source");
}
END_TEST

START_TEST(bad_shares)
{
	table("places", places);
	table("ages", "place,age,share\nA,0-14,0.4\nA,15+,0.7\nA-1,0-14,0.3\nB,15-49,0.5\nB,0-14,1.5\nZ,15+,1\nA-2,0-14,0.5\n");
	table("groups", "place,group,share\nA,x,1\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(7, "ages.csv:2:8: share 0.4: the shares of A add to 1.1; expected 1",
		"ages.csv:4:1: place A-1: has no row for the age 15+, which other places have; give it, if need be with share 0",
		"ages.csv:5:3: age 15-49: no such age; there are: 0-14, 15+", "ages.csv:6:8: share 1.5: expected a number from 0 to 1",
		"ages.csv:7:1: place Z: no such place; there are: A, A-1, A-2, B",
		"ages.csv:8:1: place A-2: has no row for the age 15+, which other places have; give it, if need be with share 0",
		"groups.csv: no rows for B nor for any place above it: how do its people divide by group?");
}
END_TEST

START_TEST(bad_contacts)
{
	table("places", places);
	table("ages", "place,age,share\nA,0-14,0.4\nA,15+,0.6\nB,0-14,0.401\nB,15+,0.601\n");
	table("contacts",
		"place,setting,age,contact_age,contacts\nA,home,0-14,0-14,1\nA,hom,0-14,0-14,1\nA,home,0-15,0-14,-1\nA,home,0-14,0-14,2\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(5, "contacts.csv:2:3: setting home: A has no row for age 0-14 with contact_age 15+ here (3 missing); write 0 where nobody meets",
		"contacts.csv:3:3: setting hom: expected one of home, work, school, other; did you mean home?",
		"contacts.csv:4:8: age 0-15: no such age band; did you mean 0-14?",
		"contacts.csv:4:18: contacts -1: expected a number from 0 to 10000",
		"contacts.csv:5:1: place A: these contacts are already on line 2");
	ck_assert_double_eq_tol(world.shares[2 * 2], 0.401 / 1.002, 1e-12);
}
END_TEST

START_TEST(bad_crossings)
{
	table("places", places);
	table("crossings", "id,type,near,far,category\npost,raod,A-1,B,\npost,road,A,B,\nferry,river,A-1,,local\nsame,rail,B,B,small\n");
	table("openings",
		"crossing,who,from,to,status,days,hours\npots,passenger,,,opened,Mo,25\n"
		"post,freight,2027-03-01,2027-02-01,open,,\npost,freight,2027-03-01,04-01,open,,\npost,freight,13-01,,open,,\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(14, "crossings.csv:2:6: type raod: expected one of road, rail, air, river, sea; did you mean road?",
		"crossings.csv:3:1: id post: this crossing is already on line 2",
		"crossings.csv:3:11: near A: is a group of places; name one of the places in it where people live, such as A-1",
		"crossings.csv:4:17: far is empty: where does ferry lead? only an airport or a sea port may leave this cell empty",
		"crossings.csv:5:13: far B: near and far are the same place; a crossing lies between two",
		"crossings.csv:5:15: category small: expected one of international, bilateral, local, market",
		"openings.csv:2:1: crossing pots: no such crossing; did you mean post?",
		"openings.csv:2:6: who passenger: expected one of passengers, freight, market; did you mean passengers?",
		"openings.csv:2:18: status opened: expected one of open, closed; did you mean open?",
		"openings.csv:2:25: days Mo: expected weekdays such as Sat, Mon-Fri or Mon;Wed;Fri (Mon Tue Wed Thu Fri Sat Sun)",
		"openings.csv:2:28: hours 25: expected a number from 0 to 24",
		"openings.csv:3:25: to 2027-02-01: lies before from (2027-03-01); are the dates reversed?",
		"openings.csv:4:25: to 04-01: from and to must both be dates, or both days of every year",
		"openings.csv:5:14: from 13-01: expected a date such as 2027-03-01, or a day of every year such as 11-01");
}
END_TEST

START_TEST(bad_flows)
{
	table("places", "id,parent,population\nA,,\nA-1,A,1000\nA-2,A,500\nB,,300\nC,,300\n");
	table("crossings", "id,type,near,far\nab,road,A-1,B\nbc,road,B,C\n");
	table("flows",
		"id,from,to,via,per_day,stay,standing,season,ages\n"
		"f1,A-1,B,,5,3 d,,,\n"
		"f1,A-1,A,,5,3 d,,,\n"
		"f3,A-1,A-1,,-5,3 months,,,\n"
		"f4,A-1,B,ba,5,curve x,,y,\n"
		"f5,A-1,B,bc,5,3 d,7,,all:0.5\n"
		"f6,A-1,A-2,bc,5,fixed,,,kids:1\n"
		"f7,B,A-1,ab,200,3 d,,,all\n"
		"f8,A-1,C,ab;bc;ab,5,3 d,,,all:2\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(19, "flows.csv:2:10: via is empty: this flow goes from A to B: name the crossing it passes, or write - if it passes none",
		"flows.csv:3:1: id f1: this flow is already on line 2",
		"flows.csv:3:8: to A: is a group of places; name one of the places in it where people live, such as A-1",
		"flows.csv:4:8: to A-1: is the same place as from; a flow goes from one place to another",
		"flows.csv:4:13: per_day -5: expected a number, 0 or more",
		"flows.csv:4:16: stay 3 months: expected how long they stay: \"3 d\", \"2 w\", \"erlang 2 3 d\", \"fixed 7 d\", \"forever\" or "
		"\"curve NAME\"",
		"flows.csv:5:10: via ba: no such crossing; did you mean ab?", "flows.csv:5:15: stay curve x: x: no such curve; this world has none",
		"flows.csv:5:23: standing is empty: with a curve as stay, expected how many are away on average over the year",
		"flows.csv:5:24: season y: no such curve; this world has none",
		"flows.csv:6:19: standing 7: only used when the stay is a curve; leave it empty",
		"flows.csv:6:22: ages all:0.5: the shares add to 0.5; expected 1",
		"flows.csv:7:12: via bc: leads to another country, but A-1 and A-2 are in the same one; leave this cell empty",
		"flows.csv:7:17: stay fixed: expected how long they stay: \"3 d\", \"2 w\", \"erlang 2 3 d\", \"fixed 7 d\", \"forever\" or "
		"\"curve NAME\"",
		"flows.csv:7:25: ages kids:1: kids: no such age; there are: all",
		"flows.csv:8:13: per_day 200: the flows from B keep 600 people away at any time (per_day x stay), but only 300 live there",
		"flows.csv:8:23: ages all: expected shares such as 15-49:0.8;50+:0.2",
		"flows.csv:9:10: via ab;bc;ab: passes ab twice; write the crossings of the outward journey only",
		"flows.csv:9:27: ages all:2: 2: expected a number from 0 to 1");
}
END_TEST

START_TEST(bad_commuting)
{
	table("places", places);
	table("curves", "curve,month_day,value\nflat,03-15,0\nflat,3-16,1\nflat,03-15,2\nneg,02-29,-1\n");
	table("commuting", "from,to,share\nA-1,A-2,0.7\nA-1,B,0.4\nA-1,B,0\nA-2,A-2,0.1\nA-2,B,1.1\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(8, "commuting.csv:4:5: to B: from A-1 to there is already on line 3",
		"commuting.csv:4:7: share 0: the shares of time that A-1 spends elsewhere add to 1.1; expected at most 1",
		"commuting.csv:5:5: to A-2: is the same place as from; the time spent at home is what the other rows leave",
		"commuting.csv:6:7: share 1.1: expected a number from 0 to 1",
		"curves.csv:2:12: value 0: all values of the curve flat are 0; at least one must be more",
		"curves.csv:3:6: month_day 3-16: expected a day of the year written month-day, such as 03-15 for 15 March",
		"curves.csv:4:6: month_day 03-15: the curve flat has this day already on line 2",
		"curves.csv:5:11: value -1: expected a number, 0 or more");
}
END_TEST

START_TEST(bad_files)
{
	table("places", places);
	table("flow", "id\n");
	ck_assert_int_eq(load(folder), GZ_ERR_INPUT);
	expect(1, "flow.csv: no table of a world is called so; did you mean flows.csv?");
	gz_mistakes_free(&mistakes);
	gz_mistakes_init(&mistakes);
	ck_assert_int_eq(load("/nowhere/at/all"), GZ_ERR_INPUT);
	expect(1, "/nowhere/at/all: no such folder");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("world");
	TCase *good = tcase_create("good"), *bad = tcase_create("bad");
	tcase_add_checked_fixture(good, begin, end);
	tcase_add_test(good, of_a_spreadsheet);
	tcase_add_test(good, smallest);
	tcase_add_test(good, people);
	tcase_add_test(good, travel);
	tcase_add_test(good, openings);
	tcase_add_test(good, curves);
	tcase_add_test(good, stays);
	tcase_add_checked_fixture(bad, begin, end);
	tcase_add_test(bad, bad_places);
	tcase_add_test(bad, circle);
	tcase_add_test(bad, bad_header);
	tcase_add_test(bad, bad_shares);
	tcase_add_test(bad, bad_contacts);
	tcase_add_test(bad, bad_crossings);
	tcase_add_test(bad, bad_flows);
	tcase_add_test(bad, bad_commuting);
	tcase_add_test(bad, bad_files);
	suite_add_tcase(suite, good);
	suite_add_tcase(suite, bad);
	return suite_run(suite);
}
