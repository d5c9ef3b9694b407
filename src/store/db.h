/* SQLite with sentences: opens a file the way everything here is kept, and tells what went wrong in a user's words.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DB_H
#define GZ_DB_H
#include "base/error.h"
#include <sqlite3.h>

/* Opens or creates path: WAL, synchronous=FULL, foreign keys, secure delete, 5 s of patience with others. Gives a handle to close with
 * gz_db_close. A file that is no database, a folder or no permission is GZ_ERR_INPUT. */
gz_status gz_db_open(sqlite3 **out, const char *path, gz_error *err) GZ_MUST_CHECK;
void gz_db_close(sqlite3 *db);
/* Runs statements that give no rows. */
gz_status gz_db_run(sqlite3 *db, const char *sql, gz_error *err) GZ_MUST_CHECK;
/* Prepares one statement, to be finished with sqlite3_finalize. */
gz_status gz_db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out, gz_error *err) GZ_MUST_CHECK;
/* The sentence for SQLite's last error on db, as GZ_ERR_IO (a full disk, a broken file) or GZ_ERR_INTERNAL. */
gz_status gz_db_fail(sqlite3 *db, int code, gz_error *err);
#endif
