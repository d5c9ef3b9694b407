/* Hashes: SipHash-2-4 for names, SHA-256 for the contents of files.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HASH_H
#define GZ_HASH_H
#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

/* SipHash-2-4 (Aumasson and Bernstein 2012) of n bytes under a 128-bit key; the same on every machine. */
uint64_t gz_hash_siphash(const uint64_t key[2], const void *bytes, size_t n);

/* SHA-256 (FIPS 180-4), in pieces. */
typedef struct gz_hash_sha256 {
	uint32_t state[8];
	uint64_t length; /* bytes so far */
	uint8_t block[64];
} gz_hash_sha256;
void gz_hash_sha256_init(gz_hash_sha256 *hash);
void gz_hash_sha256_add(gz_hash_sha256 *hash, const void *bytes, size_t n);
void gz_hash_sha256_end(gz_hash_sha256 *hash, uint8_t digest[32]);
/* The digest in lower-case hexadecimal, terminated. */
void gz_hash_sha256_hex(gz_hash_sha256 *hash, char hex[65]);
/* SHA-256 of a whole file. GZ_ERR_INPUT when it cannot be opened, GZ_ERR_IO when reading fails. */
gz_status gz_hash_file_sha256(const char *path, char hex[65], gz_error *err);
#endif
