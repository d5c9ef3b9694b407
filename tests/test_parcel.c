/* A pack kept as one text: unpacked, loaded, and nothing left behind, not even by a program that was killed in between.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "serve/parcel.h"
#include "suite.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char where[64];
static char *text;

static void setup(void)
{
	const char *source = getenv("GUZAR_SOURCE");
	char path[1000];
	gz_pack pack;
	gz_mistakes mistakes;
	gz_error err = {0};
	snprintf(where, sizeof where, "/tmp/guzar-parcels-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(where));
	ck_assert_int_eq(setenv("TMPDIR", where, 1), 0);
	snprintf(path, sizeof path, "%s/packs/template", source ? source : ".");
	gz_mistakes_init(&mistakes);
	const gz_pack_options options = {.library = source ? source : "."};
	ck_assert_int_eq(gz_pack_load(&pack, path, &options, &mistakes), GZ_OK);
	ck_assert_msg(gz_parcel_make(&pack, options.library, &text, &err) == GZ_OK, "%s", err.sentence);
	gz_pack_free(&pack);
	gz_mistakes_free(&mistakes);
}

static void teardown(void)
{
	char order[100];
	snprintf(order, sizeof order, "chmod -R u+rwx %s; rm -rf %s", where, where);
	ck_assert_int_eq(system(order), 0);
	free(text);
}

static void load(void)
{
	gz_pack pack;
	gz_error err = {0};
	const gz_pack_options options = {0};
	ck_assert_msg(gz_parcel_load(&pack, text, &options, &err) == GZ_OK, "%s", err.sentence);
	ck_assert_str_eq(pack.id, "my-exercise");
	gz_pack_free(&pack);
}

static const char *at(const char *name)
{
	static char path[200];
	snprintf(path, sizeof path, "%s/%s", where, name);
	return path;
}

/* A folder with a file in it, last touched so many seconds ago. */
static void leave(const char *name, mode_t mode, time_t ago)
{
	char file[300];
	ck_assert_int_eq(mkdir(at(name), 0700), 0);
	snprintf(file, sizeof file, "%s/pack.yaml", at(name));
	FILE *out = fopen(file, "w");
	ck_assert(out && fputs("guzar-pack: 1\n", out) > 0 && fclose(out) == 0);
	const struct timespec when[2] = {{time(NULL) - ago, 0}, {time(NULL) - ago, 0}};
	ck_assert_int_eq(chmod(at(name), mode), 0);
	ck_assert_int_eq(utimensat(AT_FDCWD, at(name), when, 0), 0);
}

static bool there(const char *name)
{
	struct stat what;
	return lstat(at(name), &what) == 0;
}

START_TEST(test_nothing_is_left)
{
	load();
	ck_assert_int_eq(rmdir(where), 0); /* only an empty folder goes */
	ck_assert_int_eq(mkdir(where, 0700), 0);
}
END_TEST

START_TEST(test_what_was_left_goes_and_nothing_else)
{
	leave("guzar-pack-kIlLed", 0700, 3600);
	leave("guzar-pack-unpack", 0700, 1);       /* somebody may be about to hold it */
	leave("guzar-pack-helded", 0700, 3600);
	leave("guzar-pack-shared", 0755, 3600);    /* not as this program makes them */
	leave("guzar-pack-longer-name", 0700, 3600);
	leave("elsewhere", 0700, 3600);
	ck_assert_int_eq(symlink("elsewhere", at("guzar-pack-linked")), 0);
	const int held = open(at("guzar-pack-helded"), O_RDONLY | O_DIRECTORY);
	ck_assert(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0);
	load();
	ck_assert(!there("guzar-pack-kIlLed"));
	ck_assert(there("guzar-pack-unpack") && there("guzar-pack-helded") && there("guzar-pack-shared") && there("guzar-pack-longer-name"));
	ck_assert(there("guzar-pack-linked") && there("elsewhere/pack.yaml"));
	close(held);
	load();
	ck_assert(!there("guzar-pack-helded"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("parcel");
	TCase *c = tcase_create("parcel");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_nothing_is_left);
	tcase_add_test(c, test_what_was_left_goes_and_nothing_else);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
