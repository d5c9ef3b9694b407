/* SipHash-2-4 against its authors' vectors, SHA-256 against NIST's.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(siphash_official_vectors)
{
	/* vectors_sip64 of the reference implementation: key 00 01 .. 0f, message 00 01 .. of length i */
	static const uint64_t want[16] = {
		0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d, 0xcf2794e0277187b7, 0x18765564cd99a68d,
		0xcbc9466e58fee3ce, 0xab0200f58b01d137, 0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7,
		0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5};
	const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
	uint8_t message[16];
	for (size_t i = 0; i < 16; i++) {
		message[i] = (uint8_t)i;
		ck_assert_uint_eq(gz_hash_siphash(key, message, i), want[i]);
	}
}
END_TEST

static void expect_sha(const char *text, size_t n, size_t piece, const char *want)
{
	gz_hash_sha256 hash;
	char hex[65];
	gz_hash_sha256_init(&hash);
	for (size_t i = 0; i < n; i += piece)
		gz_hash_sha256_add(&hash, text + i, n - i < piece ? n - i : piece);
	gz_hash_sha256_hex(&hash, hex);
	ck_assert_str_eq(hex, want);
}

START_TEST(sha256_nist_vectors)
{
	const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	char *million = malloc(1000000);
	ck_assert_ptr_nonnull(million);
	memset(million, 'a', 1000000);
	expect_sha("", 0, 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect_sha("abc", 3, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	for (size_t piece = 1; piece <= 56; piece++)
		expect_sha(two, 56, piece, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	expect_sha(million, 1000000, 997, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(million);
}
END_TEST

START_TEST(sha256_of_a_file)
{
	char path[] = "/tmp/guzar-hash-XXXXXX", hex[65];
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "abc", 3), 3);
	(void)close(fd);
	gz_error err = {0};
	ck_assert_int_eq(gz_hash_file_sha256(path, hex, &err), GZ_OK);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	(void)unlink(path);
	ck_assert_int_eq(gz_hash_file_sha256(path, hex, &err), GZ_ERR_INPUT);
	ck_assert_str_eq(err.file, path);
	ck_assert_int_eq(gz_hash_file_sha256("/tmp", hex, &err), GZ_ERR_IO);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hash");
	TCase *t = tcase_create("hash");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, siphash_official_vectors);
	tcase_add_test(t, sha256_nist_vectors);
	tcase_add_test(t, sha256_of_a_file);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
