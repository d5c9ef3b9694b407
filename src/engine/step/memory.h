/* A block's arrays.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MEMORY_H
#define GZ_MEMORY_H
#include "engine/step/block.h"
/* Bytes are taken lazily from the system: rings nobody enters cost nothing. GZ_ERR_MEMORY where there are none; gz_memory_close() either way.
 * into: the result of a run: a block of all its replicates counts in its arrays by place, others in their own. NULL, and in no hurry to forget what a day
 * has counted, where days are looked into between steps. */
gz_status gz_memory_open(gz_block *b, const gz_setup *setup, int32_t width, const gz_result *into);
void gz_memory_close(gz_block *b);
/* Forgets everything: the block is empty, as before the first day. */
void gz_memory_clear(gz_block *b);
#endif
