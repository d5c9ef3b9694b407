/* The chain, the queue and the writer thread of a ledger.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/ledger.h"
#include "base/hash.h"
#include "store/db.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LEDGER_FORMAT = 1 };

/* An entry that waits for the disk. */
typedef struct waiting {
	struct waiting *next;
	int64_t number, wall;
	size_t size;
	char *kind, *body;
} waiting;

struct gz_ledger {
	sqlite3 *db;
	sqlite3_stmt *insert;
	dev_t device; ino_t inode; /* of the file that was opened */
	pthread_t writer;
	pthread_mutex_t lock;      /* the queue */
	pthread_mutex_t disk;      /* one transaction at a time on the handle; recursive, so that a visitor may read settings */
	pthread_cond_t work, done; /* something waits; something was written or failed */
	waiting *first, *last;
	int64_t taken, written;    /* numbers */
	uint8_t hash[32];          /* of the last entry written; the writer's own */
	bool closing, started;
	gz_status status;
	gz_error error;
};

static void put64(uint8_t out[8], int64_t value)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
}

/* hash(n) from hash(n-1), in place. */
static void chain(uint8_t hash[32], int64_t number, int64_t wall, const char *kind, const char *body, size_t size)
{
	uint8_t head[16];
	gz_hash_sha256 h;
	put64(head, number);
	put64(head + 8, wall);
	gz_hash_sha256_init(&h);
	gz_hash_sha256_add(&h, hash, 32);
	gz_hash_sha256_add(&h, head, sizeof head);
	gz_hash_sha256_add(&h, kind, strlen(kind) + 1);
	gz_hash_sha256_add(&h, body, size);
	gz_hash_sha256_end(&h, hash);
}

/* ---- reading -------------------------------------------------------------------------------------------------- */
static gz_status read_entries(gz_ledger *ledger, int64_t first, gz_ledger_visit *visit, void *context, gz_error *err)
{
	sqlite3_stmt *rows = NULL;
	GZ_TRY(gz_db_prepare(ledger->db, "SELECT number, wall, kind, body, hash FROM entry WHERE number >= ?1 ORDER BY number", &rows, err));
	sqlite3_bind_int64(rows, 1, first);
	int code;
	bool on = true;
	while (on && (code = sqlite3_step(rows)) == SQLITE_ROW) {
		gz_ledger_entry e = {.number = sqlite3_column_int64(rows, 0), .wall = sqlite3_column_int64(rows, 1),
			.kind = (const char *)sqlite3_column_text(rows, 2), .body = (const char *)sqlite3_column_text(rows, 3)};
		e.size = (size_t)sqlite3_column_bytes(rows, 3);
		if (!e.kind || !e.body || sqlite3_column_bytes(rows, 4) != 32) {
			sqlite3_finalize(rows);
			return gz_error_set(err, GZ_ERR_INPUT, sqlite3_db_filename(ledger->db, "main"), 0, 0, "entry %lld of the log is not whole", (long long)e.number);
		}
		memcpy(e.hash, sqlite3_column_blob(rows, 4), 32);
		on = visit(context, &e);
	}
	const gz_status st = on && code != SQLITE_DONE ? gz_db_fail(ledger->db, code, err) : GZ_OK;
	sqlite3_finalize(rows);
	return st;
}

gz_status gz_ledger_read(gz_ledger *ledger, int64_t first, gz_ledger_visit *visit, void *context, gz_error *err)
{
	pthread_mutex_lock(&ledger->disk);
	const gz_status st = read_entries(ledger, first, visit, context, err);
	pthread_mutex_unlock(&ledger->disk);
	return st;
}

typedef struct verify { uint8_t hash[32]; int64_t number; bool broken; } verify;

static bool verify_entry(void *context, const gz_ledger_entry *e)
{
	verify *v = context;
	v->number++;
	chain(v->hash, v->number, e->wall, e->kind, e->body, e->size);
	v->broken = e->number != v->number || memcmp(v->hash, e->hash, 32) != 0;
	return !v->broken;
}

static gz_status ledger_verify(gz_ledger *ledger, gz_error *err)
{
	verify v = {0};
	GZ_TRY(gz_ledger_read(ledger, 0, verify_entry, &v, err));
	if (v.broken)
		return gz_error_set(err, GZ_ERR_INPUT, sqlite3_db_filename(ledger->db, "main"), 0, 0,
			"the log's chain is broken at entry %lld: an entry was changed, lost or put in by other means", (long long)v.number);
	memcpy(ledger->hash, v.hash, 32);
	ledger->taken = ledger->written = v.number;
	return GZ_OK;
}

/* ---- writing -------------------------------------------------------------------------------------------------- */
static void waiting_free(waiting *w)
{
	while (w) {
		waiting *next = w->next;
		free(w->kind);
		free(w->body);
		free(w);
		w = next;
	}
}

static int write_one(gz_ledger *ledger, const waiting *w, uint8_t hash[32])
{
	sqlite3_stmt *s = ledger->insert;
	chain(hash, w->number, w->wall, w->kind, w->body, w->size);
	sqlite3_reset(s);
	sqlite3_bind_int64(s, 1, w->number);
	sqlite3_bind_int64(s, 2, w->wall);
	sqlite3_bind_text(s, 3, w->kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 4, w->body, (int)w->size, SQLITE_STATIC);
	sqlite3_bind_blob(s, 5, hash, 32, SQLITE_STATIC);
	const int code = sqlite3_step(s);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* All that waits in one transaction, so that many pay for one sync. */
static gz_status write_transaction(gz_ledger *ledger, const waiting *w, gz_error *err)
{
	uint8_t hash[32];
	memcpy(hash, ledger->hash, 32);
	GZ_TRY(gz_db_run(ledger->db, "BEGIN IMMEDIATE", err));
	int code = SQLITE_OK;
	for (; w && code == SQLITE_OK; w = w->next)
		code = write_one(ledger, w, hash);
	gz_status st = code == SQLITE_OK ? gz_db_run(ledger->db, "COMMIT", err) : gz_db_fail(ledger->db, code, err);
	if (st != GZ_OK)
		sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	else
		memcpy(ledger->hash, hash, 32);
	return st;
}

/* What is written after somebody has moved the file would stand beside the old name only, and be missing where the file went. */
static gz_status still_there(const gz_ledger *ledger, gz_error *err)
{
	const char *path = sqlite3_db_filename(ledger->db, "main");
	struct stat now;
	if (path && stat(path, &now) == 0 && now.st_dev == ledger->device && now.st_ino == ledger->inode)
		return GZ_OK;
	return gz_error_set(err, GZ_ERR_IO, path, 0, 0, "the file was moved, renamed or removed while it was in use: put it back beside its -wal");
}

static gz_status write_all(gz_ledger *ledger, const waiting *w, gz_error *err)
{
	pthread_mutex_lock(&ledger->disk);
	gz_status st = still_there(ledger, err);
	if (st == GZ_OK)
		st = write_transaction(ledger, w, err);
	pthread_mutex_unlock(&ledger->disk);
	return st;
}

static void *writer(void *context)
{
	gz_ledger *ledger = context;
	pthread_mutex_lock(&ledger->lock);
	while (!ledger->closing || ledger->first) {
		if (!ledger->first) {
			pthread_cond_wait(&ledger->work, &ledger->lock);
			continue;
		}
		waiting *batch = ledger->first;
		const int64_t last = ledger->last->number;
		ledger->first = ledger->last = NULL;
		gz_status st = ledger->status;
		gz_error err = {0};
		if (st == GZ_OK) {
			pthread_mutex_unlock(&ledger->lock);
			st = write_all(ledger, batch, &err);
			pthread_mutex_lock(&ledger->lock);
		}
		waiting_free(batch);
		if (st == GZ_OK)
			ledger->written = last;
		else if (ledger->status == GZ_OK) {
			ledger->status = st;
			ledger->error = err;
		}
		pthread_cond_broadcast(&ledger->done);
	}
	pthread_mutex_unlock(&ledger->lock);
	return NULL;
}

static gz_status ledger_failed(const gz_ledger *ledger, gz_error *err)
{
	if (err)
		*err = ledger->error;
	return ledger->status;
}

gz_status gz_ledger_add(gz_ledger *ledger, int64_t wall, const char *kind, const char *body, size_t size, int64_t *number, gz_error *err)
{
	waiting *w = calloc(1, sizeof *w);
	if (w) {
		*w = (waiting){.wall = wall, .size = size, .kind = strdup(kind), .body = malloc(size + 1)};
		if (w->body) {
			memcpy(w->body, body, size);
			w->body[size] = '\0';
		}
	}
	if (!w || !w->kind || !w->body) {
		waiting_free(w);
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	}
	pthread_mutex_lock(&ledger->lock);
	gz_status st = ledger->status;
	if (st == GZ_OK) {
		*number = w->number = ++ledger->taken;
		if (ledger->last)
			ledger->last->next = w;
		else
			ledger->first = w;
		ledger->last = w;
		pthread_cond_signal(&ledger->work);
	} else {
		ledger_failed(ledger, err);
	}
	pthread_mutex_unlock(&ledger->lock);
	if (st != GZ_OK)
		waiting_free(w);
	return st;
}

gz_status gz_ledger_wait(gz_ledger *ledger, int64_t number, gz_error *err)
{
	pthread_mutex_lock(&ledger->lock);
	while (ledger->written < number && ledger->status == GZ_OK)
		pthread_cond_wait(&ledger->done, &ledger->lock);
	const gz_status st = ledger->written >= number ? GZ_OK : ledger_failed(ledger, err);
	pthread_mutex_unlock(&ledger->lock);
	return st;
}

int64_t gz_ledger_last(gz_ledger *ledger)
{
	pthread_mutex_lock(&ledger->lock);
	const int64_t last = ledger->taken;
	pthread_mutex_unlock(&ledger->lock);
	return last;
}

/* ---- settings ------------------------------------------------------------------------------------------------- */
static gz_status setting_get(gz_ledger *ledger, const char *key, char **value, gz_error *err)
{
	sqlite3_stmt *s = NULL;
	*value = NULL;
	GZ_TRY(gz_db_prepare(ledger->db, "SELECT value FROM setting WHERE key = ?1", &s, err));
	sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
	const int code = sqlite3_step(s);
	gz_status st = GZ_OK;
	if (code == SQLITE_ROW) {
		*value = strdup((const char *)sqlite3_column_text(s, 0));
		st = *value ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	} else if (code != SQLITE_DONE) {
		st = gz_db_fail(ledger->db, code, err);
	}
	sqlite3_finalize(s);
	return st;
}

static gz_status setting_set(gz_ledger *ledger, const char *key, const char *value, gz_error *err)
{
	sqlite3_stmt *s = NULL;
	GZ_TRY(gz_db_prepare(ledger->db, value ? "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value" :
		"DELETE FROM setting WHERE key = ?1", &s, err));
	sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
	if (value)
		sqlite3_bind_text(s, 2, value, -1, SQLITE_STATIC);
	const int code = sqlite3_step(s);
	sqlite3_finalize(s);
	return code == SQLITE_DONE ? GZ_OK : gz_db_fail(ledger->db, code, err);
}

gz_status gz_ledger_get(gz_ledger *ledger, const char *key, char **value, gz_error *err)
{
	pthread_mutex_lock(&ledger->disk);
	const gz_status st = setting_get(ledger, key, value, err);
	pthread_mutex_unlock(&ledger->disk);
	return st;
}

static gz_status setting_count(gz_ledger *ledger, const char *value, int64_t *n, gz_error *err)
{
	sqlite3_stmt *s = NULL;
	GZ_TRY(gz_db_prepare(ledger->db, "SELECT count(*) FROM setting WHERE value = ?1", &s, err));
	sqlite3_bind_text(s, 1, value, -1, SQLITE_STATIC);
	const int code = sqlite3_step(s);
	*n = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return code == SQLITE_ROW ? GZ_OK : gz_db_fail(ledger->db, code, err);
}

gz_status gz_ledger_count(gz_ledger *ledger, const char *value, int64_t *n, gz_error *err)
{
	pthread_mutex_lock(&ledger->disk);
	const gz_status st = setting_count(ledger, value, n, err);
	pthread_mutex_unlock(&ledger->disk);
	return st;
}

gz_status gz_ledger_set(gz_ledger *ledger, const char *key, const char *value, gz_error *err)
{
	pthread_mutex_lock(&ledger->disk);
	gz_status st = still_there(ledger, err);
	if (st == GZ_OK)
		st = setting_set(ledger, key, value, err);
	pthread_mutex_unlock(&ledger->disk);
	return st;
}

/* ---- opening and closing -------------------------------------------------------------------------------------- */
/* What the file says of itself; a file that says nothing yet is told. */
static gz_status ledger_marks(gz_ledger *ledger, const char *kind, gz_error *err)
{
	char *held = NULL, *format = NULL, want[16];
	snprintf(want, sizeof want, "%d", LEDGER_FORMAT);
	gz_status st = gz_ledger_get(ledger, "holds", &held, err);
	if (st == GZ_OK)
		st = gz_ledger_get(ledger, "format", &format, err);
	if (st == GZ_OK && !held) {
		st = gz_ledger_set(ledger, "holds", kind, err);
		if (st == GZ_OK)
			st = gz_ledger_set(ledger, "format", want, err);
	} else if (st == GZ_OK && strcmp(held, kind) != 0) {
		st = gz_error_set(err, GZ_ERR_INPUT, sqlite3_db_filename(ledger->db, "main"), 0, 0, "this file holds %s, not %s", held, kind);
	} else if (st == GZ_OK && (!format || strcmp(format, want) != 0)) {
		st = gz_error_set(err, GZ_ERR_INPUT, sqlite3_db_filename(ledger->db, "main"), 0, 0, "this file was kept by another version of guzar (format %s, this program knows %s)", format ? format : "?", want);
	}
	free(held);
	free(format);
	return st;
}

/* Another program's database is left as it is. */
static gz_status ledger_own(gz_ledger *ledger, gz_error *err)
{
	sqlite3_stmt *s = NULL;
	GZ_TRY(gz_db_prepare(ledger->db, "SELECT count(*), count(CASE WHEN name IN ('entry', 'setting') THEN 1 END) FROM sqlite_schema WHERE type = 'table'", &s, err));
	const int code = sqlite3_step(s);
	const bool foreign = code == SQLITE_ROW && sqlite3_column_int(s, 0) > 0 && sqlite3_column_int(s, 1) != 2;
	sqlite3_finalize(s);
	if (code != SQLITE_ROW)
		return gz_db_fail(ledger->db, code, err);
	return foreign ? gz_error_set(err, GZ_ERR_INPUT, sqlite3_db_filename(ledger->db, "main"), 0, 0, "this is a database of another program, not a file that guzar keeps") : GZ_OK;
}

/* Tables and marks in one transaction: a program killed here leaves an empty file or a whole one. */
static gz_status ledger_tables(gz_ledger *ledger, const char *kind, gz_error *err)
{
	GZ_TRY(gz_db_run(ledger->db, "BEGIN IMMEDIATE", err));
	gz_status st = ledger_own(ledger, err);
	if (st == GZ_OK)
		st = gz_db_run(ledger->db,
		"CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, wall INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;"
		"CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;", err);
	if (st == GZ_OK)
		st = ledger_marks(ledger, kind, err);
	if (st == GZ_OK)
		st = gz_db_run(ledger->db, "COMMIT", err);
	if (st != GZ_OK)
		sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	return st;
}

/* A write-ahead log without its file holds what somebody else's file lacks; SQLite would throw it away beside a new one. */
static gz_status ledger_whole(const char *path, gz_error *err)
{
	struct stat file, wal;
	const size_t size = strlen(path) + sizeof "-wal";
	char *beside = malloc(size);
	if (!beside)
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	snprintf(beside, size, "%s-wal", path);
	const bool orphan = (stat(path, &file) != 0 || file.st_size == 0) && stat(beside, &wal) == 0 && wal.st_size > 0;
	free(beside);
	return orphan ? gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the file is not there, but its -wal is, with the last entries of an exercise: put the file back beside it") : GZ_OK;
}

static void ledger_place(gz_ledger *ledger)
{
	const char *path = sqlite3_db_filename(ledger->db, "main");
	struct stat now;
	if (path && stat(path, &now) == 0) {
		ledger->device = now.st_dev;
		ledger->inode = now.st_ino;
	}
}

static gz_status ledger_start(gz_ledger *ledger, const char *kind, gz_error *err)
{
	ledger_place(ledger);
	GZ_TRY(ledger_tables(ledger, kind, err));
	GZ_TRY(ledger_verify(ledger, err));
	GZ_TRY(gz_db_prepare(ledger->db, "INSERT INTO entry (number, wall, kind, body, hash) VALUES (?1, ?2, ?3, ?4, ?5)", &ledger->insert, err));
	if (pthread_create(&ledger->writer, NULL, writer, ledger) != 0)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "no thread could be started");
	ledger->started = true;
	return GZ_OK;
}

gz_status gz_ledger_open(gz_ledger **out, const char *path, const char *kind, gz_error *err)
{
	*out = NULL;
	gz_ledger *ledger = calloc(1, sizeof *ledger);
	if (!ledger)
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	pthread_mutexattr_t again;
	pthread_mutexattr_init(&again);
	pthread_mutexattr_settype(&again, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&ledger->lock, NULL);
	pthread_mutex_init(&ledger->disk, &again);
	pthread_mutexattr_destroy(&again);
	pthread_cond_init(&ledger->work, NULL);
	pthread_cond_init(&ledger->done, NULL);
	gz_status st = ledger_whole(path, err);
	if (st == GZ_OK)
		st = gz_db_open(&ledger->db, path, err);
	if (st == GZ_OK)
		st = ledger_start(ledger, kind, err);
	if (st != GZ_OK) {
		gz_ledger_close(ledger);
		return st;
	}
	*out = ledger;
	return GZ_OK;
}

void gz_ledger_close(gz_ledger *ledger)
{
	if (!ledger)
		return;
	if (ledger->started) {
		pthread_mutex_lock(&ledger->lock);
		ledger->closing = true;
		pthread_cond_signal(&ledger->work);
		pthread_mutex_unlock(&ledger->lock);
		pthread_join(ledger->writer, NULL);
	}
	waiting_free(ledger->first);
	sqlite3_finalize(ledger->insert);
	gz_db_close(ledger->db);
	pthread_mutex_destroy(&ledger->lock);
	pthread_mutex_destroy(&ledger->disk);
	pthread_cond_destroy(&ledger->work);
	pthread_cond_destroy(&ledger->done);
	free(ledger);
}
