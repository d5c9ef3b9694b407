/* The shipped region: it loads without a mistake, has the places it promises, and nobody's flows empty their home.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/world/world.h"
#include "suite.h"
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gz_arena arena;
static gz_mistakes mistakes;
static gz_world world;

static void load(void) {
	static char folder[4096];
	const char *inputs[GZ_WORLD_TABLES];
	const char *source = getenv("GUZAR_SOURCE");
	int32_t n = 0;
	snprintf(folder, sizeof folder, "%s/scenarios/central-asia", source != NULL ? source : ".");
	gz_world_paths paths = {.name = "central-asia", .folder = folder};
	gz_mistakes_init(&mistakes);
	gz_status status = gz_world_load(&world, &arena, &paths, &mistakes, inputs, &n);
	if (mistakes.n > 0)
		ck_abort_msg("%s:%d: %s", mistakes.items[0].file, (int)mistakes.items[0].row, mistakes.items[0].sentence);
	ck_assert_int_eq(status, GZ_OK);
}

static void unload(void) {
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

static int32_t leaves_of(const char *country) {
	int32_t place = gz_world_place(&world, country), n = 0;
	ck_assert_int_ge(place, 0);
	for (int32_t i = 0; i < world.n_leaves; i++)
		n += gz_world_within(&world, world.leaves[i], place);
	return n;
}

START_TEST(region_has_its_places) {
	ck_assert_int_eq(leaves_of("TJK"), 65);
	ck_assert_int_eq(leaves_of("AFG"), 34);
	ck_assert_int_eq(leaves_of("UZB"), 14);
	ck_assert_int_eq(leaves_of("KGZ"), 9);
	ck_assert_int_ge(leaves_of("KAZ"), 1);
	ck_assert_int_ge(leaves_of("RUS"), 12);
	ck_assert_int_ge(leaves_of("CHN-xinjiang"), 1);
	ck_assert_int_eq(world.n_ages, 4);
}
END_TEST

/* Every place and crossing is called in the three languages and says where it comes from. */
START_TEST(region_names_and_sources) {
	for (int32_t i = 0; i < world.n_places; i++) {
		const gz_words *w = &world.places[i].name;
		ck_assert_msg(w->en != NULL && w->ru != NULL && w->tg != NULL, "%s", world.places[i].id);
		ck_assert_msg(world.places[i].leaf < 0 || (world.places[i].source != NULL && world.places[i].kind != NULL), "%s", world.places[i].id);
		ck_assert_msg(!isnan(world.places[i].lat) && !isnan(world.places[i].lon), "%s", world.places[i].id);
	}
	for (int32_t i = 0; i < world.n_crossings; i++)
		ck_assert_msg(world.crossings[i].name.ru != NULL && world.crossings[i].name.tg != NULL, "%s", world.crossings[i].id);
	for (int32_t i = 0; i < world.n_flows; i++) {
		ck_assert_msg(world.flows[i].manner->source != NULL && world.flows[i].manner->kind != NULL, "%s", world.flows[i].id);
		ck_assert_msg(strcmp(world.flows[i].manner->kind, "estimated") != 0 || world.flows[i].manner->rule != NULL, "%s", world.flows[i].id);
	}
}
END_TEST

/* People away at any time stay below an eighth of the home. */
START_TEST(region_homes_are_not_emptied) {
	for (int32_t i = 0; i < world.n_leaves; i++) {
		double away = 0;
		for (int32_t f = 0; f < world.n_flows; f++)
			if (world.flows[f].from == world.leaves[i])
				away += world.flows[f].manner->stay == GZ_STAY_CURVE ? 1.35 * world.flows[f].manner->standing : world.flows[f].per_day * world.flows[f].manner->stay_days;
		ck_assert_msg(away < (double)world.places[world.leaves[i]].population / 8, "%s", world.places[world.leaves[i]].id);
	}
}
END_TEST

static double passengers_a_year(const char *crossing) {
	int32_t c = gz_world_crossing(&world, crossing);
	double sum = 0;
	ck_assert_int_ge(c, 0);
	for (int32_t f = 0; f < world.n_flows; f++)
		for (int32_t v = 0; v < world.flows[f].manner->n_via; v++)
			sum += world.flows[f].manner->via[v] == c ? 2 * 365 * world.flows[f].per_day : 0;
	return sum;
}

/* Published: 1,422,204 passengers at Dushanbe in 2019; 152,067 at Kulob in half of 2023. */
START_TEST(region_airports_carry_what_is_published) {
	ck_assert_double_eq_tol(passengers_a_year("dushanbe-airport"), 1422204, 500);
	ck_assert_double_eq_tol(passengers_a_year("kulob-airport"), 304134, 200);
}
END_TEST

/* Published: 627,028 left for Russia and 18,418 for Kazakhstan in 2023. */
START_TEST(region_labour_migration_is_what_is_published) {
	double russia = 0, kazakhstan = 0;
	int32_t rus = gz_world_place(&world, "RUS"), kaz = gz_world_place(&world, "KAZ"), tjk = gz_world_place(&world, "TJK");
	for (int32_t f = 0; f < world.n_flows; f++) {
		if (world.flows[f].manner->stay != GZ_STAY_CURVE || !gz_world_within(&world, world.flows[f].from, tjk))
			continue;
		russia += gz_world_within(&world, world.flows[f].to, rus) ? 365 * world.flows[f].per_day : 0;
		kazakhstan += gz_world_within(&world, world.flows[f].to, kaz) ? 365 * world.flows[f].per_day : 0;
	}
	ck_assert_double_eq_tol(russia, 627028, 100);
	ck_assert_double_eq_tol(kazakhstan, 18418, 10);
}
END_TEST

int main(void) {
	Suite *suite = suite_create("region");
	TCase *tests = tcase_create("central-asia");
	tcase_add_checked_fixture(tests, load, unload);
	tcase_add_test(tests, region_has_its_places);
	tcase_add_test(tests, region_names_and_sources);
	tcase_add_test(tests, region_homes_are_not_emptied);
	tcase_add_test(tests, region_airports_carry_what_is_published);
	tcase_add_test(tests, region_labour_migration_is_what_is_published);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
