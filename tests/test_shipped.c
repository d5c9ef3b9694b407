/* What is shipped: every disease loads in a small world and states where its figures come from, in three languages, and as
 * docs/diseases.md repeats; every scenario and every example loads without a mistake, also one called like its disease.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "base/file.h"
#include "base/mistakes.h"
#include "scenario/scenario.h"
#include "suite.h"
#include <check.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_scenario scenario;
static gz_mistakes mistakes;
static gz_arena arena;
static char root[4096]; /* as long as realpath asks for */
static char names[64][256];

static void setup(void) {
	const char *source = getenv("GUZAR_SOURCE");
	ck_assert_ptr_nonnull(realpath(source != NULL ? source : ".", root));
	setenv("GUZAR_LIBRARY", root, 1);
	gz_mistakes_init(&mistakes);
}

static void teardown(void) {
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

/* The .yaml files of a folder of the repository, as paths from its root. */
static int list(const char *folder) {
	char path[4096];
	int n = 0;
	snprintf(path, sizeof path, "%s/%s", root, folder);
	DIR *d = opendir(path);
	ck_assert_ptr_nonnull(d);
	for (struct dirent *e = readdir(d); e != NULL && n < 64; e = readdir(d)) {
		size_t length = strlen(e->d_name);
		if (length > 5 && strcmp(e->d_name + length - 5, ".yaml") == 0 && length < sizeof names[0])
			strcpy(names[n++], e->d_name);
	}
	closedir(d);
	return n;
}

static void load(const char *path) {
	const gz_scenario_options options = {.library = root};
	gz_scenario_free(&scenario);
	gz_status status = gz_scenario_load(&scenario, path, &options, &mistakes);
	if (mistakes.n > 0)
		ck_abort_msg("%s:%d:%d: %s", mistakes.items[0].file, (int)mistakes.items[0].row, (int)mistakes.items[0].column, mistakes.items[0].sentence);
	ck_assert_int_eq(status, GZ_OK);
}

static void load_disease(const char *name) {
	char path[] = "/tmp/guzar-shipped-XXXXXX";
	int file = mkstemp(path);
	ck_assert_int_ge(file, 0);
	FILE *out = fdopen(file, "w");
	ck_assert_ptr_nonnull(out);
	fprintf(out, "guzar: 1\ntitle: shipped\nstart: 2027-01-01\ndays: 10\nreplicates: 1\nseed: 1\n"
		"world: %s/docs/examples/worlds/one-town\ndisease: %s/diseases/%s\n", root, root, name);
	fclose(out);
	load(path);
	unlink(path);
}

static void has_three(const gz_words *w, const char *of) {
	ck_assert_msg(w->en != NULL && w->ru != NULL && w->tg != NULL, "%s: a title in English, Russian and Tajik", of);
}

START_TEST(diseases_state_their_sources) {
	char path[4096];
	char *book;
	size_t size;
	snprintf(path, sizeof path, "%s/docs/diseases.md", root);
	ck_assert_int_eq(gz_file_read(path, 1 << 24, &arena, &book, &size, NULL), GZ_OK);
	int n = list("diseases");
	ck_assert_int_ge(n, 14);
	for (int i = 0; i < n; i++) {
		load_disease(names[i]);
		const gz_disease *d = &scenario.disease;
		ck_assert_int_eq((int)strlen(d->name), (int)strlen(names[i]) - 5);
		ck_assert_int_eq(strncmp(d->name, names[i], strlen(d->name)), 0);
		has_three(&d->title, names[i]);
		has_three(&d->summary, names[i]);
		for (int32_t c = 0; c < d->n_compartments; c++)
			has_three(&d->compartments[c].title, d->compartments[c].name);
		for (int32_t p = 0; p < d->n_parameters; p++) {
			const gz_parameter *q = &d->parameters[p];
			ck_assert_msg(q->unit.en != NULL && q->source != NULL && q->checked != NULL, "%s: %s: unit, source and checked", names[i], q->name);
			if (strlen(q->unit.en) > 1) /* "d" is the language's own */
				has_three(&q->unit, q->name);
			ck_assert_msg(q->kind != GZ_PARAMETER_VALUE || q->value.expr != NULL || isnan(q->low) ||
				(q->low <= q->value.number && q->value.number <= q->high), "%s: %s lies outside its range", names[i], q->name);
			char row[300];
			snprintf(row, sizeof row, "| `%s` |", q->name);
			ck_assert_msg(strstr(book, row) != NULL, "docs/diseases.md has no row for %s of %s", q->name, names[i]);
		}
	}
}
END_TEST

/* A scenario may be called like its disease. */
START_TEST(scenario_named_like_its_disease) {
	char folder[] = "/tmp/guzar-shipped-XXXXXX", path[100];
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/influenza.yaml", folder);
	FILE *out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	fprintf(out, "guzar: 1\ntitle: same name\nstart: 2027-01-01\ndays: 10\nreplicates: 1\nseed: 1\n"
		"world: %s/docs/examples/worlds/one-town\ndisease: influenza\n", root);
	fclose(out);
	load(path);
	ck_assert_str_eq(scenario.disease.name, "influenza");
	unlink(path);
	rmdir(folder);
}
END_TEST

static void load_all(const char *folder, int least) {
	int n = list(folder);
	ck_assert_int_ge(n, least);
	for (int i = 0; i < n; i++) {
		char path[8192];
		snprintf(path, sizeof path, "%s/%s/%s", root, folder, names[i]);
		load(path);
	}
}

/* Every measure of the library stands in a scenario, at a crossing or at a place, with a source and in three languages. */
START_TEST(measures_load) {
	const int n = list("measures");
	ck_assert_int_ge(n, 9);
	for (int i = 0; i < n; i++) {
		char path[4200], measure[5000], text[8000];
		snprintf(path, sizeof path, "%s/measures/%s", root, names[i]);
		char *bytes;
		size_t size;
		gz_error err = {0};
		ck_assert_int_eq(gz_file_read(path, 1 << 20, &arena, &bytes, &size, &err), GZ_OK);
		snprintf(measure, sizeof measure, "%.*s", (int)size, bytes);
		ck_assert_msg(strstr(measure, "\nsource: ") && strstr(measure, "\nchecked: "), "%s states no source", names[i]);
		ck_assert_msg(strstr(measure, "ru: ") && strstr(measure, "tg: "), "%s has no title in three languages", names[i]);
		const char *place = strstr(measure, "\nisolate:") || strstr(measure, "\ncontacts:") || strstr(measure, "\nwater:") ? "place: TJK" : "crossing: panji-poyon";
		const char *disease = strstr(measure, "\ncontinue:") ? "tuberculosis" : strstr(measure, "\nwater:") ? "cholera" : "sars-cov-2-ancestral";
		names[i][strlen(names[i]) - 5] = '\0';
		snprintf(text, sizeof text,
			"guzar: 1\ntitle: t\nstart: 2027-01-01\ndays: 5\nworld: central-asia\ndisease: %s\n"
			"begin: [{place: AFG-kunduz, compartment: I, people: 3}]\nmeasures: [{use: %s, name: m, at: {%s}}]\n",
			disease, names[i], place);
		char file[] = "/tmp/guzar-measure-XXXXXX";
		const int fd = mkstemp(file);
		ck_assert_int_ge(fd, 0);
		ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
		close(fd);
		load(file);
		unlink(file);
		ck_assert_int_eq(scenario.n_measures, 1);
		has_three(&scenario.measures[0].summary, names[i]); /* what the report says of it */
	}
}
END_TEST

START_TEST(scenarios_load) {
	load_all("scenarios", 10);
}
END_TEST

START_TEST(examples_load) {
	load_all("docs/examples", 6);
}
END_TEST

int main(void) {
	Suite *suite = suite_create("shipped");
	TCase *tests = tcase_create("shipped");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, diseases_state_their_sources);
	tcase_add_test(tests, scenario_named_like_its_disease);
	tcase_add_test(tests, measures_load);
	tcase_add_test(tests, scenarios_load);
	tcase_add_test(tests, examples_load);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
