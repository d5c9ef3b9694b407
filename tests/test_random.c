/* Philox4x32-10 against the known answers published with Random123, and the address of a draw.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"
#include "base/hash.h"
#include "suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(philox_known_answers)
{
	/* Random123, tests/kat_vectors, the three lines "philox4x32 10": counter, key, result */
	static const struct {
		uint32_t counter[4];
		gz_key key;
		uint32_t want[4];
	} rows[] = {
		{{0, 0, 0, 0}, {{0, 0}}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {{0xffffffff, 0xffffffff}}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {{0xa4093822, 0x299f31d0}}, {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};
	for (size_t i = 0; i < 3; i++) {
		uint32_t out[4];
		gz_random_block(rows[i].key, rows[i].counter, out);
		ck_assert_mem_eq(out, rows[i].want, sizeof out);
	}
}
END_TEST

START_TEST(neighbours_share_a_block)
{
	const gz_key key = {{0x12345678, 0x9abcdef0}};
	const uint32_t counter[4] = {21, 3, 4, 5};
	uint32_t w[4];
	gz_random_block(key, counter, w);
	ck_assert_uint_eq(gz_random_bits(key, 42, 3, 4, 5), (uint64_t)w[1] << 32 | w[0]);
	ck_assert_uint_eq(gz_random_bits(key, 43, 3, 4, 5), (uint64_t)w[3] << 32 | w[2]);
}
END_TEST

START_TEST(keys_come_from_names)
{
	const uint64_t sip[2] = {17, 0};
	uint64_t hash = gz_hash_siphash(sip, "TJK-dushanbe", 12);
	gz_key key = gz_random_key(17, "TJK-dushanbe");
	ck_assert_uint_eq(key.k[0], hash & 0xffffffff);
	ck_assert_uint_eq(key.k[1], hash >> 32);
	gz_key other = gz_random_key(18, "TJK-dushanbe");
	ck_assert(other.k[0] != key.k[0] || other.k[1] != key.k[1]);
	ck_assert_uint_ne(gz_random_draw_id("infect|adult|disease"), gz_random_draw_id("infect|child|disease"));
}
END_TEST

START_TEST(units_are_inside_the_interval)
{
	ck_assert_double_eq(gz_random_unit(0), 0x1p-53);
	ck_assert_double_eq(gz_random_unit(UINT64_MAX), 1 - 0x1p-53);
	ck_assert_double_eq(gz_random_unit(UINT64_C(1) << 63), 0.5 + 0x1p-53);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("random");
	TCase *t = tcase_create("random");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, philox_known_answers);
	tcase_add_test(t, neighbours_share_a_block);
	tcase_add_test(t, keys_come_from_names);
	tcase_add_test(t, units_are_inside_the_interval);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
