/* An append-only, hash-chained log in one SQLite file: the only truth of what is kept with it.
 *
 * Entry n carries hash(n) = SHA-256(hash(n-1) | n | wall | kind | 0 | body), so that a changed, lost or inserted entry shows. The file
 * is in WAL mode with synchronous=FULL; one writer thread commits all entries that wait together (group commit), and gz_ledger_wait
 * comes back only when an entry is on the disk. After a failed write (a full disk, a file that was moved while it was in use) the ledger
 * takes nothing more: what was not acknowledged is not in the file, and the owner opens it again to go on from what is.
 *
 * Beside the log stands a small table of settings that are no part of history: hashes of passwords and tokens.
 * A ledger may be used from many threads at once.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LEDGER_H
#define GZ_LEDGER_H
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct gz_ledger gz_ledger;

typedef struct gz_ledger_entry {
	int64_t number; /* 1, 2, 3 ... */
	int64_t wall;   /* milliseconds since 1970-01-01 UTC, as the caller gave it */
	const char *kind, *body;
	size_t size;    /* bytes of body */
	uint8_t hash[32];
} gz_ledger_entry;

/* Opens or creates. kind: what the file holds ("exercise"); a file of another kind, a newer format, a broken chain or something that
 * is no ledger (another program's database too) is GZ_ERR_INPUT with a sentence; so is a write-ahead log that has lost its file. Gives a ledger to be closed with gz_ledger_close. */
gz_status gz_ledger_open(gz_ledger **out, const char *path, const char *kind, gz_error *err) GZ_MUST_CHECK;
/* Writes what waits, then closes; ledger may be NULL. */
void gz_ledger_close(gz_ledger *ledger);

/* Takes an entry (kind and body are copied) and gives it the next number; it is on the disk after gz_ledger_wait(number). */
gz_status gz_ledger_add(gz_ledger *ledger, int64_t wall, const char *kind, const char *body, size_t size, int64_t *number, gz_error *err) GZ_MUST_CHECK;
/* Returns when entry `number` is on the disk, or with the sentence of the write that failed. */
gz_status gz_ledger_wait(gz_ledger *ledger, int64_t number, gz_error *err) GZ_MUST_CHECK;
/* Number of the last entry taken. */
int64_t gz_ledger_last(gz_ledger *ledger);

/* Shows entries first, first + 1 ... in order until one call gives false. The entry lives during the call only. */
typedef bool gz_ledger_visit(void *context, const gz_ledger_entry *entry);
gz_status gz_ledger_read(gz_ledger *ledger, int64_t first, gz_ledger_visit *visit, void *context, gz_error *err) GZ_MUST_CHECK;

/* Settings: value NULL removes. On the disk when it returns. */
gz_status gz_ledger_set(gz_ledger *ledger, const char *key, const char *value, gz_error *err) GZ_MUST_CHECK;
/* A copy to be freed by the caller; NULL: not set. */
gz_status gz_ledger_get(gz_ledger *ledger, const char *key, char **value, gz_error *err) GZ_MUST_CHECK;
/* How many settings have this value. */
gz_status gz_ledger_count(gz_ledger *ledger, const char *value, int64_t *n, gz_error *err) GZ_MUST_CHECK;
#endif
