/* What can go wrong, said once: one list of statuses, and an error that a person can act on.
 *
 * Fallible functions return gz_status. Where a person can mend the cause they also take `gz_error *err` last (may be
 * NULL): the file, the row and column (1-based, 0 = not known) and one sentence in the user's words. A status of
 * GZ_ERR_INTERNAL says that the program, not the input, is wrong.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ERROR_H
#define GZ_ERROR_H
#include <stddef.h>
#include <stdint.h>

/* name, exit code of the program, sentence */
#define GZ_STATUS_LIST(X)                                                                                              \
	X(GZ_OK, 0, "done")                                                                                                \
	X(GZ_ERR_INPUT, 2, "the input has a mistake that a person can mend")                                               \
	X(GZ_ERR_MEMORY, 1, "there is not enough memory")                                                                  \
	X(GZ_ERR_IO, 2, "a file could not be read or written")                                                             \
	X(GZ_ERR_INTERRUPTED, 130, "stopped by a signal before the end")                                                   \
	X(GZ_ERR_INTERNAL, 1, "the program contradicts itself: please report this")

typedef enum gz_status {
#define GZ_STATUS_NAME(name, code, text) name,
	GZ_STATUS_LIST(GZ_STATUS_NAME)
#undef GZ_STATUS_NAME
	GZ_STATUS_COUNT
} gz_status;

enum { GZ_ERROR_FILE_SIZE = 256, GZ_ERROR_SENTENCE_SIZE = 512 };

typedef struct gz_error {
	gz_status status;
	char file[GZ_ERROR_FILE_SIZE]; /* "" where no file is concerned; a longer path keeps its end, after "..." */
	int32_t row, column;           /* 1-based; 0 = not known */
	char sentence[GZ_ERROR_SENTENCE_SIZE];
} gz_error;

typedef struct gz_mistakes gz_mistakes; /* the list of all mistakes found: base/mistakes.h */

#if defined(__GNUC__)
#define GZ_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define GZ_MUST_CHECK __attribute__((warn_unused_result))
#else
#define GZ_PRINTF(text, first)
#define GZ_MUST_CHECK
#endif

/* Hands a failure to the caller at once. */
#define GZ_TRY(e)                                                                                                      \
	do {                                                                                                               \
		gz_status st_ = (e);                                                                                           \
		if (st_ != GZ_OK)                                                                                              \
			return st_;                                                                                                \
	} while (0)

/* The exit code that the program ends with for a status: 0, 1, 2 or 130. */
int gz_status_exit(gz_status status);
/* One general sentence for a status, without a full stop; never NULL. */
const char *gz_status_sentence(gz_status status);
/* The name of a status as written in the source, "GZ_ERR_INPUT"; never NULL. */
const char *gz_status_name(gz_status status);

/* Fills err (may be NULL) and returns st, so that a failure is one line: `return gz_error_set(err, ...)`.
 * file may be NULL. A sentence too long for the field is cut at a whole UTF-8 character. */
gz_status gz_error_set(gz_error *err, gz_status st, const char *file, int32_t row, int32_t column, const char *fmt, ...)
	GZ_PRINTF(6, 7);

/* Writes "file:row:column: sentence" to out, leaving out what is not known (row 0, column 0, no file).
 * Returns the length of the whole text, as snprintf does; out is always terminated when size > 0. */
size_t gz_error_print(const gz_error *err, char *out, size_t size);
#endif
