/* Files: what a reader is told, and that a file is whole or absent.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "suite.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];
static gz_arena arena;

static void begin(void)
{
	strcpy(folder, "/tmp/guzar-file-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a.csv", folder);
	arena = (gz_arena){0};
}

static void end(void)
{
	gz_arena_free(&arena);
	(void)unlink(path);
	(void)rmdir(folder);
}

static int entries(void)
{
	int n = 0;
	DIR *open = opendir(folder);
	ck_assert_ptr_nonnull(open);
	while (readdir(open) != NULL)
		n++;
	(void)closedir(open);
	return n - 2;
}

static void expect_refused(const char *name, size_t limit, const char *part)
{
	char *bytes = NULL;
	size_t n = 0;
	gz_error err = {0};
	ck_assert_int_eq(gz_file_read(name, limit, &arena, &bytes, &n, &err), GZ_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.sentence, part));
	ck_assert_str_eq(err.file, name);
}

START_TEST(a_file_there_and_back)
{
	char *bytes = NULL;
	size_t n = 0;
	ck_assert_int_eq(gz_file_write_whole(path, "one\0two", 7, NULL), GZ_OK);
	ck_assert_int_eq(gz_file_write_whole(path, "one\0twos", 8, NULL), GZ_OK);
	ck_assert_int_eq(gz_file_read(path, 100, &arena, &bytes, &n, NULL), GZ_OK);
	ck_assert_uint_eq(n, 8);
	ck_assert_mem_eq(bytes, "one\0twos", 9);
	ck_assert_int_eq(entries(), 1);
	ck_assert_int_eq(gz_file_write_whole(path, NULL, 0, NULL), GZ_OK);
	ck_assert_int_eq(gz_file_read(path, 0, &arena, &bytes, &n, NULL), GZ_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_str_eq(bytes, "");
}
END_TEST

START_TEST(refusals_say_why)
{
	char inside[160];
	expect_refused(path, 100, "no such file");
	expect_refused(folder, 100, "folder");
	ck_assert_int_eq(symlink(path, path), 0);
	expect_refused(path, 100, "loop of links");
	(void)unlink(path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	expect_refused(path, 100, "not a plain file");
	(void)unlink(path);
	ck_assert_int_eq(gz_file_write_whole(path, "12345", 5, NULL), GZ_OK);
	expect_refused(path, 4, "too large");
	snprintf(inside, sizeof inside, "%s/b.csv", path);
	expect_refused(inside, 100, "not a folder");
	ck_assert_int_eq(chmod(path, 0), 0);
	if (geteuid() != 0)
		expect_refused(path, 100, "permission");
}
END_TEST

START_TEST(an_abandoned_file_leaves_no_trace)
{
	gz_file_output out;
	ck_assert_int_eq(gz_file_begin(&out, path, NULL), GZ_OK);
	fputs("half", out.stream);
	gz_file_abandon(&out);
	gz_file_abandon(&out);
	ck_assert_int_eq(entries(), 0);
	ck_assert_int_eq(gz_file_begin(&out, path, NULL), GZ_OK);
	fputs("whole", out.stream);
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert_int_eq(gz_file_commit(&out, NULL), GZ_OK);
	ck_assert_int_eq(access(path, R_OK), 0);
	gz_file_abandon(&out);
}
END_TEST

START_TEST(writing_where_one_cannot)
{
	gz_error err = {0};
	char missing[160];
	snprintf(missing, sizeof missing, "%s/none/a.csv", folder);
	ck_assert_int_eq(gz_file_write_whole(missing, "x", 1, &err), GZ_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.sentence, "folder does not exist"));
	ck_assert_int_eq(gz_file_write_whole(folder, "x", 1, &err), GZ_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.sentence, "folder"));
	if (access("/dev/full", W_OK) == 0) {
		ck_assert_int_eq(gz_file_write_whole("/dev/full", "x", 1, &err), GZ_ERR_IO);
		ck_assert_ptr_nonnull(strstr(err.sentence, "full"));
	}
	ck_assert_int_eq(gz_file_write_whole("/dev/null", "x", 1, &err), GZ_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("file");
	TCase *t = tcase_create("file");
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, a_file_there_and_back);
	tcase_add_test(t, refusals_say_why);
	tcase_add_test(t, an_abandoned_file_leaves_no_trace);
	tcase_add_test(t, writing_where_one_cannot);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
