/* Arenas: alignment, zeroing, sizes that overflow, many blocks.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "suite.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

START_TEST(allocations_are_aligned_zeroed_and_apart)
{
	gz_arena a = {0};
	unsigned char *before = NULL;
	for (size_t i = 0; i < 500; i++) {
		size_t size = i * 37 % 9000;
		unsigned char *p = gz_arena_alloc(&a, size);
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % 64, 0);
		ck_assert_ptr_ne(p, before);
		size_t zeros = 0; /* one assertion an allocation: each costs a message between processes */
		for (size_t j = 0; j < size; j++)
			zeros += p[j] == 0;
		ck_assert_uint_eq(zeros, size);
		memset(p, 0xAB, size);
		(void)gz_arena_strdup(&a, "between");
		before = p;
	}
	gz_arena_free(&a);
	ck_assert_uint_eq(a.total, 0);
	ck_assert_ptr_nonnull(gz_arena_alloc(&a, 10)); /* valid again */
	gz_arena_free(&a);
}
END_TEST

START_TEST(impossible_sizes_give_null)
{
	gz_arena a = {0};
	ck_assert_ptr_null(gz_arena_alloc(&a, SIZE_MAX));
	ck_assert_ptr_null(gz_arena_alloc(&a, SIZE_MAX - 63));
	ck_assert_ptr_null(gz_arena_array(&a, double, INT64_MAX));
	ck_assert_ptr_null(gz_arena_array(&a, double, -1));
	ck_assert_ptr_nonnull(gz_arena_array(&a, double, 0));
	double *x = gz_arena_array(&a, double, 1000);
	ck_assert_ptr_nonnull(x);
	x[999] = 1;
	gz_arena_free(&a);
	gz_arena_free(&a);
}
END_TEST

START_TEST(strings_are_copied)
{
	gz_arena a = {0};
	ck_assert_str_eq(gz_arena_strdup(&a, ""), "");
	ck_assert_str_eq(gz_arena_strdup(&a, "Панҷакент"), "Панҷакент");
	ck_assert_str_eq(gz_arena_strndup(&a, "crossing", 5), "cross");
	ck_assert_str_eq(gz_arena_strndup(&a, "abc", 50), "abc");
	ck_assert_str_eq(gz_arena_printf(&a, "%s-%d", "AFG", 7), "AFG-7");
	gz_arena_free(&a);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("arena");
	TCase *t = tcase_create("arena");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, allocations_are_aligned_zeroed_and_apart);
	tcase_add_test(t, impossible_sizes_give_null);
	tcase_add_test(t, strings_are_copied);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
