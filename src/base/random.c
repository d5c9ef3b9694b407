/* Keys and draw ids from names.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"
#include "base/hash.h"
#include <string.h>

gz_key gz_random_key(uint64_t seed, const char *name)
{
	const uint64_t sip_key[2] = {seed, 0};
	uint64_t hash = gz_hash_siphash(sip_key, name, strlen(name));
	return (gz_key){{(uint32_t)hash, (uint32_t)(hash >> 32)}};
}

uint32_t gz_random_draw_id(const char *name)
{
	const uint64_t sip_key[2] = {0, 0};
	return (uint32_t)gz_hash_siphash(sip_key, name, strlen(name));
}
