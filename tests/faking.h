/* For tests of what is written from the hand-made result: a new one for each test, and the text of the file.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_FAKING_H
#define GZ_TEST_FAKING_H
#include "fake_result.h"
#include <check.h>
#include <unistd.h>

static gz_fake *f;

static inline void faking_begin(void)
{
	f = fake_new();
}

static inline void faking_end(void)
{
	free(f);
}

/* What was written, if it was; the file is removed. */
static inline char *faking_text(gz_status status, const char *path)
{
	ck_assert_int_eq(status, GZ_OK);
	char *text = fake_read(path);
	ck_assert_ptr_nonnull(text);
	unlink(path);
	return text;
}
#endif
