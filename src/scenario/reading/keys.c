/* The table of keys, filled from the list in the header.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/keys.h"
#include <assert.h>
#include <stddef.h>

static const gz_keys keys_table[GZ_KEYS_COUNT] = {
#define GZ_KEYS_ROW(id, label, ...) [GZ_KEYS_##id] = {label, {__VA_ARGS__}},
	GZ_KEYS_LIST(GZ_KEYS_ROW)
#undef GZ_KEYS_ROW
};

const gz_keys *gz_keys_get(gz_keys_id id)
{
	assert(id < GZ_KEYS_COUNT);
	return &keys_table[id];
}

int32_t gz_keys_count(const gz_keys *keys)
{
	int32_t n = 0;
	while (n < GZ_KEYS_MAX && keys->items[n] != NULL)
		n++;
	return n;
}
