/* The state of a block, copied: what it needs to go on from there.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_STATE_H
#define GZ_STATE_H
#include "engine/step/block.h"

typedef struct gz_state {
	gz_block block; /* its numbers; the arrays are in bytes */
	char *bytes;
	int64_t size;
} gz_state;

/* Between two steps only. Free it also after an error. */
gz_status gz_state_save(gz_state *state, const gz_block *b);
/* Into the block that was copied. */
void gz_state_load(const gz_state *state, gz_block *b);
void gz_state_free(gz_state *state);
#endif
