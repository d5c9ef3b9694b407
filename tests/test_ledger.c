/* The ledger: order, chain, group commit, settings, what a broken or foreign file says, and a process killed while it writes.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "store/ledger.h"
#include "store/db.h"
#include "suite.h"
#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], path[128];

static void setup(void)
{
	snprintf(folder, sizeof folder, "/tmp/guzar-ledger-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/play.guzar", folder);
}

static void teardown(void)
{
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static gz_ledger *opened(void)
{
	gz_ledger *l = NULL;
	gz_error err = {0};
	ck_assert_msg(gz_ledger_open(&l, path, "exercise", &err) == GZ_OK, "%s", err.sentence);
	return l;
}

static int64_t add(gz_ledger *l, const char *kind, const char *body)
{
	int64_t number = 0;
	gz_error err = {0};
	ck_assert_int_eq(gz_ledger_add(l, 1700000000000, kind, body, strlen(body), &number, &err), GZ_OK);
	return number;
}

typedef struct seen { int64_t n; char text[512]; } seen;

static bool look(void *context, const gz_ledger_entry *e)
{
	seen *s = context;
	s->n++;
	if (strlen(s->text) + e->size + strlen(e->kind) + 3 < sizeof s->text) {
		strcat(s->text, e->kind);
		strcat(s->text, "=");
		strcat(s->text, e->body);
		strcat(s->text, ";");
	}
	return true;
}

START_TEST(test_entries_come_back_in_order)
{
	gz_ledger *l = opened();
	ck_assert_int_eq(add(l, "start", "{}"), 1);
	ck_assert_int_eq(add(l, "say", "{\"t\":\"Панҷ\"}"), 2);
	ck_assert_int_eq(add(l, "say", ""), 3);
	ck_assert_int_eq(gz_ledger_wait(l, 3, NULL), GZ_OK);
	gz_ledger_close(l);
	l = opened();
	ck_assert_int_eq(gz_ledger_last(l), 3);
	seen s = {0};
	ck_assert_int_eq(gz_ledger_read(l, 1, look, &s, NULL), GZ_OK);
	ck_assert_str_eq(s.text, "start={};say={\"t\":\"Панҷ\"};say=;");
	seen later = {0};
	ck_assert_int_eq(gz_ledger_read(l, 3, look, &later, NULL), GZ_OK);
	ck_assert_int_eq(later.n, 1);
	ck_assert_int_eq(add(l, "say", "more"), 4);
	gz_ledger_close(l);
}
END_TEST

START_TEST(test_settings)
{
	gz_ledger *l = opened();
	char *value = NULL;
	ck_assert_int_eq(gz_ledger_get(l, "pin", &value, NULL), GZ_OK);
	ck_assert_ptr_null(value);
	ck_assert_int_eq(gz_ledger_set(l, "pin", "one", NULL), GZ_OK);
	ck_assert_int_eq(gz_ledger_set(l, "pin", "two", NULL), GZ_OK);
	ck_assert_int_eq(gz_ledger_get(l, "pin", &value, NULL), GZ_OK);
	ck_assert_str_eq(value, "two");
	free(value);
	ck_assert_int_eq(gz_ledger_set(l, "pin", NULL, NULL), GZ_OK);
	ck_assert_int_eq(gz_ledger_get(l, "pin", &value, NULL), GZ_OK);
	ck_assert_ptr_null(value);
	gz_ledger_close(l);
}
END_TEST

static void tamper(const char *sql)
{
	sqlite3 *db = NULL;
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(test_every_change_shows)
{
	static const char *const changes[] = {"UPDATE entry SET body = 'x' WHERE number = 2", "UPDATE entry SET wall = wall + 1 WHERE number = 2",
		"UPDATE entry SET kind = 'told' WHERE number = 2", "DELETE FROM entry WHERE number = 2", "INSERT INTO entry VALUES (0, 1, 'a', 'b', zeroblob(32))",
		"UPDATE entry SET hash = zeroblob(32) WHERE number = 3", "UPDATE entry SET hash = zeroblob(3) WHERE number = 3"};
	gz_ledger *l = opened();
	add(l, "say", "one");
	add(l, "say", "two");
	add(l, "say", "three");
	gz_ledger_close(l);
	tamper(changes[_i]);
	gz_error err = {0};
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_ERR_INPUT);
	ck_assert_ptr_null(l);
	ck_assert_msg(strstr(err.sentence, "entry") != NULL, "%s", err.sentence);
}
END_TEST

START_TEST(test_foreign_files)
{
	gz_ledger *l = opened();
	gz_ledger_close(l);
	gz_error err = {0};
	ck_assert_int_eq(gz_ledger_open(&l, path, "register", &err), GZ_ERR_INPUT);
	ck_assert_str_eq(err.sentence, "this file holds exercise, not register");
	tamper("UPDATE setting SET value = '99' WHERE key = 'format'");
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_ERR_INPUT);
	ck_assert_msg(strstr(err.sentence, "another version") != NULL, "%s", err.sentence);
	ck_assert_int_eq(gz_ledger_open(&l, folder, "exercise", &err), GZ_ERR_INPUT);
	ck_assert_int_eq(gz_ledger_open(&l, "/nowhere/at/all.guzar", "exercise", &err), GZ_ERR_INPUT);
	char text[128];
	snprintf(text, sizeof text, "%s/note.txt", folder);
	FILE *f = fopen(text, "w");
	for (int i = 0; i < 200; i++)
		fputs("not a database at all, only words\n", f);
	fclose(f);
	ck_assert_int_eq(gz_ledger_open(&l, text, "exercise", &err), GZ_ERR_INPUT);
	ck_assert_msg(strstr(err.sentence, "not a file that guzar keeps") != NULL, "%s", err.sentence);
}
END_TEST

START_TEST(test_another_programs_database)
{
	gz_ledger *l = NULL;
	gz_error err = {0};
	tamper("CREATE TABLE bookmark (title TEXT)");
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_ERR_INPUT);
	ck_assert_msg(strstr(err.sentence, "another program") != NULL, "%s", err.sentence);
	tamper("INSERT INTO bookmark VALUES ('still there')");
}
END_TEST

/* What is written after the file was moved would be missing where it went: nothing more is taken; put back, it has all. */
START_TEST(test_a_file_that_is_moved)
{
	char away[160];
	gz_ledger *l = opened(), *other = NULL;
	gz_error err = {0};
	snprintf(away, sizeof away, "%s/away.guzar", folder);
	ck_assert_int_eq(gz_ledger_wait(l, add(l, "say", "kept"), NULL), GZ_OK);
	ck_assert_int_eq(rename(path, away), 0);
	ck_assert_int_eq(gz_ledger_set(l, "key", "value", &err), GZ_ERR_IO);
	ck_assert_int_eq(gz_ledger_wait(l, add(l, "say", "lost"), &err), GZ_ERR_IO);
	ck_assert_msg(strstr(err.sentence, "moved") != NULL, "%s", err.sentence);
	ck_assert_int_eq(gz_ledger_open(&other, path, "exercise", &err), GZ_ERR_INPUT); /* a new file would end what stands beside it */
	ck_assert_msg(strstr(err.sentence, "-wal") != NULL, "%s", err.sentence);
	gz_ledger_close(l);
	ck_assert_int_eq(rename(away, path), 0);
	l = opened();
	seen s = {0};
	ck_assert_int_eq(gz_ledger_read(l, 1, look, &s, NULL), GZ_OK);
	ck_assert_str_eq(s.text, "say=kept;");
	gz_ledger_close(l);
}
END_TEST

enum { THREADS = 8, EACH = 50 };

static void *many(void *context)
{
	gz_ledger *l = context;
	for (int i = 0; i < EACH; i++)
		ck_assert_int_eq(gz_ledger_wait(l, add(l, "say", "from a thread"), NULL), GZ_OK);
	return NULL;
}

START_TEST(test_many_threads)
{
	gz_ledger *l = opened();
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, many, l), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	gz_ledger_close(l);
	l = opened(); /* the chain holds */
	ck_assert_int_eq(gz_ledger_last(l), THREADS * EACH);
	gz_ledger_close(l);
}
END_TEST

/* The child says every number through a pipe once it is on the disk; then it is killed at a moment of chance. */
static int64_t killed_child(useconds_t after)
{
	int told[2];
	ck_assert_int_eq(pipe(told), 0);
	const pid_t child = fork();
	if (child == 0) {
		close(told[0]);
		gz_ledger *l = NULL;
		if (gz_ledger_open(&l, path, "exercise", NULL) != GZ_OK)
			_exit(1);
		for (;;) {
			int64_t number = 0;
			if (gz_ledger_add(l, 1, "say", "word", 4, &number, NULL) != GZ_OK || gz_ledger_wait(l, number, NULL) != GZ_OK ||
				write(told[1], &number, sizeof number) != sizeof number)
				_exit(1);
		}
	}
	close(told[1]);
	usleep(after);
	kill(child, SIGKILL);
	int64_t number, last = 0;
	while (read(told[0], &number, sizeof number) == sizeof number)
		last = number;
	close(told[0]);
	waitpid(child, NULL, 0);
	return last;
}

START_TEST(test_killed_while_writing)
{
	for (int round = 0; round < 20; round++) {
		const int64_t told = killed_child((useconds_t)(3000 + 1700 * round));
		gz_ledger *l = opened();
		ck_assert_int_ge(gz_ledger_last(l), told);
		gz_ledger_close(l);
	}
}
END_TEST

/* A child whose files may not grow stands for a full disk: the entry is refused, and so is everything after it. */
static int child_without_room(void)
{
	const struct rlimit small = {.rlim_cur = 256 << 10, .rlim_max = 256 << 10};
	char *big = malloc(1 << 20);
	gz_ledger *l = NULL;
	int64_t number = 0;
	gz_error err = {0};
	memset(big, 'x', 1 << 20);
	signal(SIGXFSZ, SIG_IGN);
	if (gz_ledger_open(&l, path, "exercise", &err) != GZ_OK || setrlimit(RLIMIT_FSIZE, &small) != 0)
		return 1;
	if (gz_ledger_add(l, 1, "say", big, 1 << 20, &number, &err) != GZ_OK)
		return 2;
	if (gz_ledger_wait(l, number, &err) == GZ_OK || err.sentence[0] == '\0')
		return 3;
	if (gz_ledger_add(l, 1, "say", "small", 5, &number, &err) == GZ_OK || err.sentence[0] == '\0')
		return 4;
	return gz_ledger_last(l) == 2 ? 0 : 5;
}

START_TEST(test_a_full_disk_loses_nothing_confirmed)
{
	gz_ledger *l = opened();
	ck_assert_int_eq(gz_ledger_wait(l, add(l, "say", "kept"), NULL), GZ_OK);
	gz_ledger_close(l);
	int status = 0;
	const pid_t child = fork();
	if (child == 0)
		_exit(child_without_room());
	waitpid(child, &status, 0);
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	l = opened();
	seen s = {0};
	ck_assert_int_eq(gz_ledger_read(l, 1, look, &s, NULL), GZ_OK);
	ck_assert_str_eq(s.text, "say=kept;");
	ck_assert_int_eq(add(l, "say", "on"), 2);
	gz_ledger_close(l);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ledger");
	TCase *c = tcase_create("ledger");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_entries_come_back_in_order);
	tcase_add_test(c, test_settings);
	tcase_add_loop_test(c, test_every_change_shows, 0, 7);
	tcase_add_test(c, test_foreign_files);
	tcase_add_test(c, test_another_programs_database);
	tcase_add_test(c, test_a_file_that_is_moved);
	tcase_add_test(c, test_many_threads);
	tcase_add_test(c, test_killed_while_writing);
	tcase_add_test(c, test_a_full_disk_loses_nothing_confirmed);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
