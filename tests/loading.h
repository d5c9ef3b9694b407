/* For tests of the scenario room: files written to a folder of their own, loaded, and the mistakes that are expected.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_LOADING_H
#define GZ_TEST_LOADING_H
#include "base/mistakes.h"
#include "scenario/scenario.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_scenario scenario;
static gz_mistakes mistakes;
static char folder[64];
static char written[8][32];
static int n_written;

static void loading_begin(void)
{
	gz_mistakes_init(&mistakes);
	n_written = 0;
	strcpy(folder, "/tmp/guzar-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	setenv("GUZAR_LIBRARY", "/nowhere", 1);
}

static void loading_end(void)
{
	char path[400];
	for (int i = 0; i < n_written; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, written[i]);
		unlink(path);
	}
	rmdir(folder);
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
}

static void loading_write(const char *name, const char *text)
{
	char path[400];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	snprintf(written[n_written++], sizeof written[0], "%s", name);
}

/* The absolute path of a shipped fixture, in a buffer of its own. */
static const char *loading_fixture(const char *name)
{
	static char path[8192];
	char root[4096];
	const char *source = getenv("GUZAR_SOURCE");
	ck_assert_ptr_nonnull(realpath(source == NULL ? "." : source, root));
	snprintf(path, sizeof path, "%s/tests/worlds/%s", root, name);
	return path;
}

static gz_status loading_load(const char *path, const char *const *sets, int32_t n_sets)
{
	const gz_scenario_options options = {.sets = sets, .n_sets = n_sets};
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	gz_mistakes_init(&mistakes);
	return gz_scenario_load(&scenario, path, &options, &mistakes);
}

static void loading_print(void)
{
	char text[1024];
	for (int32_t i = 0; i < mistakes.n; i++) {
		gz_error_print(&mistakes.items[i], text, sizeof text);
		fprintf(stderr, "%s\n", text);
	}
}

/* That a mistake stands at row:column (0 = anywhere) and holds this text. */
static void loading_expect(int32_t row, int32_t column, const char *text)
{
	for (int32_t i = 0; i < mistakes.n; i++) {
		const gz_error *m = &mistakes.items[i];
		if ((row == 0 || m->row == row) && (column == 0 || m->column == column) && strstr(m->sentence, text) != NULL)
			return;
	}
	loading_print();
	ck_abort_msg("no mistake at %d:%d with \"%s\"", row, column, text);
}

/* That one --set alone, on a fixture, gives exactly this one mistake. */
static inline void loading_expect_set(const char *fixture, const char *set, const char *text)
{
	ck_assert_int_eq(loading_load(loading_fixture(fixture), &set, 1), GZ_ERR_INPUT);
	loading_expect(0, 0, text);
	if (mistakes.n != 1)
		loading_print();
	ck_assert_msg(mistakes.n == 1, "%s: one mistake expected, found %d", set, mistakes.n);
}

/* That a scenario with this disease file gives these mistakes only; texts end with NULL. */
static inline void loading_expect_disease(const char *disease, const char *const *texts)
{
	char text[1024], world[512];
	snprintf(world, sizeof world, "%s", loading_fixture("one"));
	snprintf(text, sizeof text, "guzar: 1\nstart: 2027-03-01\ndays: 60\nworld: %s\ndisease: d.yaml\n", world);
	loading_write("d.yaml", disease);
	loading_write("s.yaml", text);
	char path[128];
	snprintf(path, sizeof path, "%s/s.yaml", folder);
	gz_status status = loading_load(path, NULL, 0);
	int32_t n = 0;
	for (; texts[n] != NULL; n++)
		loading_expect(0, 0, texts[n]);
	if (mistakes.n != n)
		loading_print();
	ck_assert_int_eq(mistakes.n, n);
	ck_assert_int_eq(status, n > 0 ? GZ_ERR_INPUT : GZ_OK);
	n_written = 2;
}
#endif
