/* SipHash-2-4 and SHA-256, from their specifications.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static uint64_t rotate64(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static uint64_t little64(const uint8_t *bytes)
{
	uint64_t x = 0;
	for (int i = 0; i < 8; i++)
		x |= (uint64_t)bytes[i] << (8 * i);
	return x;
}

static void sip_rounds(uint64_t v[4], int rounds)
{
	for (int i = 0; i < rounds; i++) {
		v[0] += v[1];
		v[1] = rotate64(v[1], 13) ^ v[0];
		v[0] = rotate64(v[0], 32);
		v[2] += v[3];
		v[3] = rotate64(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate64(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate64(v[1], 17) ^ v[2];
		v[2] = rotate64(v[2], 32);
	}
}

static void sip_absorb(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_rounds(v, 2);
	v[0] ^= word;
}

uint64_t gz_hash_siphash(const uint64_t key[2], const void *bytes, size_t n)
{
	uint64_t v[4] = {key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
	                 key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573)};
	const uint8_t *p = bytes;
	size_t whole = n / 8;
	for (size_t i = 0; i < whole; i++)
		sip_absorb(v, little64(p + 8 * i));
	uint64_t last = (uint64_t)(n & 0xffu) << 56;
	for (size_t i = 0; i < n % 8; i++)
		last |= (uint64_t)p[8 * whole + i] << (8 * i);
	sip_absorb(v, last);
	v[2] ^= 0xff;
	sip_rounds(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static const uint32_t ROUND_CONSTANTS[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
	0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
	0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate32(uint32_t x, int by)
{
	return x >> by | x << (32 - by);
}

/* FIPS 180-4, 6.2.2, step 1: the message schedule. */
static void schedule(const uint8_t block[64], uint32_t w[64])
{
	for (int t = 0; t < 16; t++)
		w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 |
		       block[4 * t + 3];
	for (int t = 16; t < 64; t++) {
		uint32_t s0 = rotate32(w[t - 15], 7) ^ rotate32(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = rotate32(w[t - 2], 17) ^ rotate32(w[t - 2], 19) ^ w[t - 2] >> 10;
		w[t] = w[t - 16] + s0 + w[t - 7] + s1;
	}
}

/* FIPS 180-4, 6.2.2, steps 2 to 4. */
static void compress(uint32_t state[8], const uint8_t block[64])
{
	uint32_t w[64], s[8];
	schedule(block, w);
	memcpy(s, state, sizeof s);
	for (int t = 0; t < 64; t++) {
		uint32_t sum1 = rotate32(s[4], 6) ^ rotate32(s[4], 11) ^ rotate32(s[4], 25);
		uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
		uint32_t t1 = s[7] + sum1 + choice + ROUND_CONSTANTS[t] + w[t];
		uint32_t sum0 = rotate32(s[0], 2) ^ rotate32(s[0], 13) ^ rotate32(s[0], 22);
		uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
		memmove(s + 1, s, 7 * sizeof *s);
		s[4] += t1;
		s[0] = t1 + sum0 + majority;
	}
	for (int i = 0; i < 8; i++)
		state[i] += s[i];
}

void gz_hash_sha256_init(gz_hash_sha256 *hash)
{
	*hash = (gz_hash_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
	                                   0x5be0cd19}};
}

void gz_hash_sha256_add(gz_hash_sha256 *hash, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t held = hash->length % 64;
	hash->length += n;
	while (n > 0) {
		size_t part = 64 - held < n ? 64 - held : n;
		memcpy(hash->block + held, p, part);
		p += part;
		n -= part;
		held += part;
		if (held == 64) {
			compress(hash->state, hash->block);
			held = 0;
		}
	}
}

void gz_hash_sha256_end(gz_hash_sha256 *hash, uint8_t digest[32])
{
	static const uint8_t PADDING[64] = {0x80};
	uint8_t length[8];
	for (int i = 0; i < 8; i++)
		length[i] = (uint8_t)(hash->length * 8 >> (56 - 8 * i));
	size_t held = hash->length % 64;
	gz_hash_sha256_add(hash, PADDING, held < 56 ? 56 - held : 120 - held);
	gz_hash_sha256_add(hash, length, 8);
	for (int i = 0; i < 32; i++)
		digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}

void gz_hash_sha256_hex(gz_hash_sha256 *hash, char hex[65])
{
	uint8_t digest[32];
	gz_hash_sha256_end(hash, digest);
	for (int i = 0; i < 32; i++) {
		hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	hex[64] = '\0';
}

gz_status gz_hash_file_sha256(const char *path, char hex[65], gz_error *err)
{
	FILE *stream = fopen(path, "rb");
	if (stream == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the file cannot be opened (%s)", strerror(errno));
	gz_hash_sha256 hash;
	uint8_t buffer[16384];
	size_t n;
	gz_hash_sha256_init(&hash);
	while ((n = fread(buffer, 1, sizeof buffer, stream)) > 0)
		gz_hash_sha256_add(&hash, buffer, n);
	int failed = ferror(stream), code = errno;
	(void)fclose(stream);
	if (failed)
		return gz_error_set(err, GZ_ERR_IO, path, 0, 0, "the file cannot be read (%s)", strerror(code));
	gz_hash_sha256_hex(&hash, hex);
	return GZ_OK;
}
