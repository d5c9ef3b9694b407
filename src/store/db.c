/* SQLite's codes in a user's words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/db.h"

gz_status gz_db_fail(sqlite3 *db, int code, gz_error *err)
{
	const char *file = db ? sqlite3_db_filename(db, "main") : NULL;
	switch (code & 0xff) {
	case SQLITE_FULL:
		return gz_error_set(err, GZ_ERR_IO, file, 0, 0, "the disk is full: free some room and go on; nothing that was confirmed is lost");
	case SQLITE_NOTADB:
		return gz_error_set(err, GZ_ERR_INPUT, file, 0, 0, "this is not a file that guzar keeps (not an SQLite database)");
	case SQLITE_CORRUPT:
		return gz_error_set(err, GZ_ERR_IO, file, 0, 0, "the file is damaged: %s", sqlite3_errmsg(db));
	case SQLITE_CANTOPEN:
		return gz_error_set(err, GZ_ERR_INPUT, file, 0, 0, "the file cannot be opened or made: does its folder exist, and may you write there?");
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return gz_error_set(err, GZ_ERR_INPUT, file, 0, 0, "the file may not be written to");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return gz_error_set(err, GZ_ERR_INPUT, file, 0, 0, "the file is in use by another program");
	case SQLITE_NOMEM:
		return gz_error_set(err, GZ_ERR_MEMORY, file, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	case SQLITE_IOERR:
		return gz_error_set(err, GZ_ERR_IO, file, 0, 0, "the disk could not be read or written: %s", sqlite3_errmsg(db));
	default:
		return gz_error_set(err, GZ_ERR_INTERNAL, file, 0, 0, "the store refused: %s", sqlite3_errmsg(db));
	}
}

gz_status gz_db_run(sqlite3 *db, const char *sql, gz_error *err)
{
	const int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? GZ_OK : gz_db_fail(db, sqlite3_extended_errcode(db), err);
}

gz_status gz_db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out, gz_error *err)
{
	const int code = sqlite3_prepare_v2(db, sql, -1, out, NULL);
	return code == SQLITE_OK ? GZ_OK : gz_db_fail(db, sqlite3_extended_errcode(db), err);
}

gz_status gz_db_open(sqlite3 **out, const char *path, gz_error *err)
{
	*out = NULL;
	sqlite3 *db = NULL;
	const int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, NULL);
	gz_status st = GZ_OK;
	if (!db)
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	if (code != SQLITE_OK)
		st = gz_db_fail(db, sqlite3_extended_errcode(db), err);
	sqlite3_busy_timeout(db, 5000);
	if (st == GZ_OK)
		st = gz_db_run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;", err);
	if (st != GZ_OK) {
		sqlite3_close(db);
		return st;
	}
	*out = db;
	return GZ_OK;
}

void gz_db_close(sqlite3 *db)
{
	sqlite3_close(db);
}
