/* Worlds from a table of cities: distances, the rules of coupling against their formulas, air links, the tables as a scenario reads them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "atlas/atlas.h"
#include "base/file.h"
#include "base/number.h"
#include "suite.h"
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gz_atlas atlas;
static gz_atlas_options options;
static gz_mistakes mistakes;
static char cities[4096], folder[64];

static void setup(void)
{
	const char *source = getenv("GUZAR_SOURCE");
	snprintf(cities, sizeof cities, "%s/tests/worlds/cities/cities.csv", source != NULL ? source : ".");
	strcpy(folder, "/tmp/guzar-atlas-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	gz_mistakes_init(&mistakes);
	options = gz_atlas_usual();
	options.air.links = 40;
	options.airports = 2;
}

static void teardown(void)
{
	char command[128];
	gz_atlas_free(&atlas);
	gz_mistakes_free(&mistakes);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

static void make(void)
{
	gz_status status = gz_atlas_make(&atlas, cities, &options, &mistakes);
	if (mistakes.n > 0)
		ck_abort_msg("%s:%d: %s", mistakes.items[0].file, (int)mistakes.items[0].row, mistakes.items[0].sentence);
	ck_assert_int_eq(status, GZ_OK);
}

static int32_t find(const char *id)
{
	for (int32_t i = 0; i < atlas.cities.n; i++)
		if (strcmp(atlas.cities.items[i].id, id) == 0)
			return i;
	ck_abort_msg("no city %s", id);
	return -1;
}

static double share(const char *from, const char *to)
{
	for (int32_t i = 0; i < atlas.n_couplings; i++)
		if (atlas.couplings[i].from == find(from) && atlas.couplings[i].to == find(to))
			return atlas.couplings[i].share;
	return 0;
}

/* The haversine formula in the C library's long double. */
static double haversine(const gz_city *a, const gz_city *b)
{
	const long double d = acosl(-1) / 180, h = powl(sinl((b->lat - a->lat) * d / 2), 2) +
		cosl(a->lat * d) * cosl(b->lat * d) * powl(sinl((b->lon - a->lon) * d / 2), 2);
	return (double)(2 * 6371.0088L * asinl(sqrtl(h)));
}

START_TEST(distances_are_those_of_the_haversine_formula)
{
	make();
	for (int32_t i = 0; i < atlas.cities.n; i++)
		for (int32_t k = 0; k < atlas.cities.n; k++) {
			const double expected = haversine(&atlas.cities.items[i], &atlas.cities.items[k]);
			ck_assert_double_eq_tol(gz_city_distance(&atlas.cities.items[i], &atlas.cities.items[k]), expected, 1e-6);
		}
	const gz_city poles[2] = {{.at = {0, 0, 1}}, {.at = {0, 0, -1}}};
	ck_assert_double_eq_tol(gz_city_distance(&poles[0], &poles[1]), 6371.0088 * acos(-1), 1e-6);
}
END_TEST

START_TEST(the_largest_come_first_and_countries_by_their_ids)
{
	make();
	ck_assert_str_eq(atlas.cities.items[0].id, "C-bay");
	ck_assert_str_eq(atlas.cities.items[1].id, "A-port");
	ck_assert_str_eq(atlas.cities.items[4].id, "A-hill"); /* as large as A-mill */
	ck_assert_int_eq(atlas.cities.n_countries, 4);
	ck_assert_str_eq(atlas.cities.countries[0].id, "A");
	ck_assert_str_eq(atlas.cities.countries[0].name.ru, "Аланд");
	ck_assert_str_eq(atlas.cities.countries[3].name.en, "D");
	ck_assert_int_eq(atlas.cities.countries[0].population, 2654000);
	ck_assert_int_eq(atlas.cities.population, 9715900);
	ck_assert_str_eq(atlas.cities.items[atlas.cities.countries[1].largest].id, "B-capital");
}
END_TEST

START_TEST(as_many_cities_as_asked_for)
{
	options.choice.most = 3;
	make();
	ck_assert_int_eq(atlas.cities.n, 3);
	ck_assert_int_eq(atlas.cities.n_countries, 3);
	gz_atlas_free(&atlas);
	options.choice = (gz_city_choice){.least = 300000};
	make();
	ck_assert_int_eq(atlas.cities.n, 6);
}
END_TEST

START_TEST(shares_of_time_add_to_the_time_away_and_nobody_goes_home_to_go_away)
{
	for (int rule = GZ_COUPLING_GRAVITY; rule <= GZ_COUPLING_RADIATION; rule++) {
		double sum[16] = {0};
		options.coupling.rule = (gz_coupling_rule)rule;
		make();
		ck_assert_int_gt(atlas.n_couplings, 0);
		for (int32_t i = 0; i < atlas.n_couplings; i++) {
			const gz_coupling *c = &atlas.couplings[i];
			ck_assert_int_ne(c->from, c->to);
			ck_assert_double_le(gz_city_distance(&atlas.cities.items[c->from], &atlas.cities.items[c->to]), options.coupling.range);
			ck_assert_double_gt(c->share, 0);
			sum[c->from] += c->share;
		}
		for (int32_t i = 0; i < atlas.cities.n; i++)
			if (i == find("A-isle"))
				ck_assert_double_eq(sum[i], 0); /* nobody in range */
			else
				ck_assert_double_eq_tol(sum[i], 0.03, 1e-15);
		gz_atlas_free(&atlas);
	}
}
END_TEST

START_TEST(gravity_is_people_to_the_power_times_the_fall_with_distance)
{
	make();
	const gz_city *port = &atlas.cities.items[find("A-port")], *mill = &atlas.cities.items[find("A-mill")], *ford = &atlas.cities.items[find("A-ford")],
				  *bridge = &atlas.cities.items[find("B-bridge")];
	const double to_mill = pow(300000, 0.64) * exp(-haversine(port, mill) / 82), to_ford = pow(45000, 0.64) * exp(-haversine(port, ford) / 82);
	ck_assert_double_eq_tol(share("A-port", "A-mill") / share("A-port", "A-ford"), to_mill / to_ford, 1e-9);
	const double to_bridge = 0.1 * pow(80000, 0.64) * exp(-haversine(port, bridge) / 82); /* across the border */
	ck_assert_double_eq_tol(share("A-port", "A-mill") / share("A-port", "B-bridge"), to_mill / to_bridge, 1e-9);
	/* over the date line, 99 km: each other's only neighbour */
	ck_assert_double_eq_tol(share("D-atoll", "D-reef"), 0.03, 1e-15);
}
END_TEST

START_TEST(radiation_counts_the_people_in_between)
{
	options.coupling.rule = GZ_COUPLING_RADIATION;
	make();
	/* From A-ford, by distance: A-port, A-mill, B-bridge, ... */
	const double m = 45000, port = 2e6, mill = 3e5;
	const gz_city *ford = &atlas.cities.items[find("A-ford")];
	ck_assert_double_lt(haversine(ford, &atlas.cities.items[find("A-port")]), haversine(ford, &atlas.cities.items[find("A-mill")]));
	ck_assert_double_lt(haversine(ford, &atlas.cities.items[find("A-mill")]), haversine(ford, &atlas.cities.items[find("B-bridge")]));
	const double to_port = m * port / (m * (m + port)), to_mill = m * mill / ((m + port) * (m + mill + port));
	ck_assert_double_eq_tol(share("A-ford", "A-port") / share("A-ford", "A-mill"), to_port / to_mill, 1e-9);
	const double to_bridge = 0.1 * m * 8e4 / ((m + port + mill) * (m + 8e4 + port + mill));
	ck_assert_double_eq_tol(share("A-ford", "A-port") / share("A-ford", "B-bridge"), to_port / to_bridge, 1e-9);
}
END_TEST

START_TEST(air_links_carry_everybodys_flights_both_ways)
{
	make();
	double sum = 0;
	ck_assert_int_gt(atlas.n_air, 0);
	ck_assert_int_le(atlas.n_air, options.air.links);
	ck_assert_int_eq(atlas.n_air % 2, 0);
	for (int32_t i = 0; i < atlas.n_air; i++) {
		const gz_air *x = &atlas.air[i];
		const gz_air *back = NULL;
		ck_assert_int_ne(x->from, x->to);
		ck_assert_double_ge(gz_city_distance(&atlas.cities.items[x->from], &atlas.cities.items[x->to]), 250);
		for (int32_t k = 0; k < atlas.n_air; k++)
			if (atlas.air[k].from == x->to && atlas.air[k].to == x->from)
				back = &atlas.air[k];
		ck_assert_ptr_nonnull(back);
		ck_assert_double_eq(back->per_day, x->per_day);
		sum += 2 * 365 * x->per_day; /* a visit is two flights */
	}
	ck_assert_double_eq_tol(sum / (options.air.flights * 9715900), 1, 1e-12);
}
END_TEST

START_TEST(every_country_has_a_hub)
{
	bool has[4] = {false};
	make();
	for (int32_t i = 0; i < atlas.n_hubs; i++)
		has[atlas.cities.items[atlas.hubs[i]].country] = true;
	for (int32_t i = 0; i < 4; i++)
		ck_assert(has[i]);
}
END_TEST

START_TEST(fewer_links_are_the_heaviest_pairs)
{
	options.air.links = 2;
	make();
	ck_assert_int_eq(atlas.n_air, 2);
	double best = 0;
	int32_t a = -1, b = -1;
	for (int32_t i = 0; i < atlas.cities.n; i++)
		for (int32_t k = i + 1; k < atlas.cities.n; k++) {
			const gz_city *x = &atlas.cities.items[i], *y = &atlas.cities.items[k];
			const double d = haversine(x, y), w = pow((double)x->population * (double)y->population, 0.8) / pow(d, 0.7);
			if (d >= 250 && w > best) {
				best = w;
				a = i;
				b = k;
			}
		}
	ck_assert_int_eq(atlas.air[0].from, a);
	ck_assert_int_eq(atlas.air[0].to, b);
}
END_TEST

/* ---- files ---- */

static char *write_world(const char *name, int32_t file)
{
	static char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	mkdir(path, 0777);
	snprintf(path, sizeof path, "%s/%s/%s", folder, name, gz_atlas_file[file]);
	ck_assert_int_eq(gz_atlas_write(&atlas, &options, file, path, NULL), GZ_OK);
	return path;
}

static char *read_all(const char *path)
{
	gz_arena arena = {0};
	char *bytes = NULL;
	size_t n = 0;
	ck_assert_int_eq(gz_file_read(path, 1 << 20, &arena, &bytes, &n, NULL), GZ_OK);
	char *copy = strdup(bytes);
	gz_arena_free(&arena);
	return copy;
}

START_TEST(the_same_table_in_another_order_gives_the_same_bytes)
{
	char *first[GZ_ATLAS_FILES], other[256], *text = read_all(cities), *line = strchr(text, '\n') + 1;
	make();
	for (int32_t i = 0; i < GZ_ATLAS_FILES; i++)
		first[i] = read_all(write_world("first", i));
	gz_atlas_free(&atlas);
	/* the header, then the last half of the rows, then the first */
	char *half = line;
	for (int i = 0; i < 6; i++)
		half = strchr(half, '\n') + 1;
	snprintf(other, sizeof other, "%s/cities.csv", folder);
	FILE *f = fopen(other, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "%.*s%s%.*s", (int)(line - text), text, half, (int)(half - line), line);
	fclose(f);
	ck_assert_int_eq(gz_atlas_make(&atlas, other, &options, &mistakes), GZ_OK);
	for (int32_t i = 0; i < GZ_ATLAS_FILES; i++) {
		char *again = read_all(write_world("again", i));
		ck_assert_str_eq(first[i], again);
		free(first[i]);
		free(again);
	}
	free(text);
}
END_TEST

START_TEST(a_scenario_reads_the_world_without_a_mistake)
{
	char path[256], library[4096];
	const char *source = getenv("GUZAR_SOURCE");
	gz_scenario scenario = {0};
	make();
	for (int32_t i = 0; i < GZ_ATLAS_FILES; i++)
		snprintf(path, sizeof path, "%s", write_world("world", i));
	ck_assert_ptr_nonnull(realpath(source != NULL ? source : ".", library));
	const gz_scenario_options reading = {.library = library};
	gz_status status = gz_scenario_load(&scenario, path, &reading, &mistakes);
	if (mistakes.n > 0)
		ck_abort_msg("%s:%d: %s", mistakes.items[0].file, (int)mistakes.items[0].row, mistakes.items[0].sentence);
	ck_assert_int_eq(status, GZ_OK);
	ck_assert_int_eq(scenario.world.n_leaves, 12);
	ck_assert_int_eq(scenario.world.n_crossings, 2);
	ck_assert_int_eq(scenario.world.n_flows, atlas.n_air);
	ck_assert_int_eq(scenario.world.n_commutes, atlas.n_couplings);
	/* C-bay and A-port are airports: a journey between them passes both, in its order */
	bool found = false;
	for (int32_t i = 0; i < scenario.world.n_flows; i++) {
		const gz_flow *f = &scenario.world.flows[i];
		if (strcmp(f->id, "C-bay.A-port") != 0)
			continue;
		found = true;
		ck_assert_int_eq(f->manner->n_via, 2);
		ck_assert_str_eq(scenario.world.crossings[f->manner->via[0]].id, "airport-C-bay");
		ck_assert_str_eq(scenario.world.crossings[f->manner->via[1]].id, "airport-A-port");
		ck_assert_double_eq(f->manner->stay_days, 7);
	}
	ck_assert(found);
	gz_scenario_free(&scenario);
}
END_TEST

START_TEST(every_row_names_its_rule_and_source)
{
	make();
	for (int32_t file = 0; file < 4; file++) {
		char *text = read_all(write_world("rows", file));
		int32_t rows = 0;
		for (char *line = strtok(strchr(text, '\n'), "\n"); line != NULL; line = strtok(NULL, "\n")) {
			rows++;
			ck_assert_msg(strstr(line, ",estimated,") != NULL || strstr(line, ",reported,,made up") != NULL, "%s", line);
			ck_assert_msg(line[strlen(line) - 1] != ',', "%s", line);
		}
		ck_assert_int_gt(rows, 0);
		free(text);
	}
}
END_TEST

/* ---- mistakes ---- */

static void expect(const char *rows, int32_t row, const char *sentence)
{
	char path[256];
	snprintf(path, sizeof path, "%s/wrong.csv", folder);
	FILE *f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "id,name,country,population,lat,lon\n%s", rows);
	fclose(f);
	gz_mistakes_free(&mistakes);
	gz_mistakes_init(&mistakes);
	ck_assert_int_eq(gz_atlas_make(&atlas, path, &options, &mistakes), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 1);
	ck_assert_int_eq(mistakes.items[0].row, row);
	ck_assert_msg(strstr(mistakes.items[0].sentence, sentence) != NULL, "%s", mistakes.items[0].sentence);
	gz_atlas_free(&atlas);
}

START_TEST(mistakes_are_told_by_row)
{
	expect("X-a,A,X,1000,1,2\nX-b,B,X,many,1,2\n", 3, "population many");
	expect("X-a,A,X,1000,91,2\n", 2, "lat 91");
	expect("X-a,A,X,1000,1,\n", 2, "lon is empty");
	expect("X-a,A,X,1000,1,2\nX-a,A,X,900,1,3\n", 3, "already on line 2");
	expect("X,A,X,1000,1,2\n", 2, "also the name of a country");
	expect("7,A,X,1000,1,2\n", 2, "id 7");
	expect("X-a,A,,1000,1,2\n", 2, "country is empty");
	expect("X-a,A,X,0,1,2\n", 0, "no city of this table");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("atlas");
	TCase *tests = tcase_create("atlas");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, distances_are_those_of_the_haversine_formula);
	tcase_add_test(tests, the_largest_come_first_and_countries_by_their_ids);
	tcase_add_test(tests, as_many_cities_as_asked_for);
	tcase_add_test(tests, shares_of_time_add_to_the_time_away_and_nobody_goes_home_to_go_away);
	tcase_add_test(tests, gravity_is_people_to_the_power_times_the_fall_with_distance);
	tcase_add_test(tests, radiation_counts_the_people_in_between);
	tcase_add_test(tests, air_links_carry_everybodys_flights_both_ways);
	tcase_add_test(tests, every_country_has_a_hub);
	tcase_add_test(tests, fewer_links_are_the_heaviest_pairs);
	tcase_add_test(tests, the_same_table_in_another_order_gives_the_same_bytes);
	tcase_add_test(tests, a_scenario_reads_the_world_without_a_mistake);
	tcase_add_test(tests, every_row_names_its_rule_and_source);
	tcase_add_test(tests, mistakes_are_told_by_row);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
