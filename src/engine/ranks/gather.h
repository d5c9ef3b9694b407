/* What rank 0 asks of the other ranks when it writes, and how they answer.
 *
 * Blocks are dealt to ranks in turn: block b belongs to rank b mod size. After a run rank 0 goes on as a process by itself would, and the
 * others wait in gz_gather_serve for what it asks: a day, a column, quantiles (quantile.c). So no rank ever holds all trajectories.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GATHER_H
#define GZ_GATHER_H
#include "engine/result.h"

typedef enum gz_gather_wish { GZ_GATHER_END, GZ_GATHER_DAY, GZ_GATHER_COLUMN, GZ_GATHER_QUANTILES, GZ_GATHER_USED } gz_gather_wish;

typedef struct gz_gather_request {
	int32_t wish;      /* gz_gather_wish */
	int32_t a, b, n, m, k; /* as each wish needs them */
} gz_gather_request;

/* Whether a block of the result is this rank's own. */
bool gz_gather_own(const gz_result *result, int32_t block);
/* Replicates of this rank's blocks. */
int32_t gz_gather_lanes(const gz_result *result);
/* Brings a table [row][replicate] of items together at rank 0, which has its own replicates in it. Collective, without a request. */
gz_status gz_gather_table(const gz_result *result, void *table, int64_t rows, int64_t item, gz_error *err);
/* What the run has to say: of the lowest rank that has a note. Collective. */
void gz_gather_note(gz_result *result);
/* Rank 0: asks for a day or a column and takes the other ranks' blocks in, as they lie in the spill: rows of one day, or all days of one
 * column, handed to `take` block by block. */
typedef gz_status gz_gather_take(void *context, int32_t block, const void *bytes);
gz_status gz_gather_ask(const gz_result *result, gz_gather_wish wish, int32_t which, gz_gather_take *take, void *context, gz_error *err);
/* Rank 0, before anything that all ranks then do together. */
void gz_gather_begin(const gz_result *result, const gz_gather_request *request);
/* The other ranks: answers until rank 0 is done or has failed; its status becomes theirs. */
gz_status gz_gather_serve(const gz_result *result, gz_error *err);
/* Rank 0: done, or failed with this status. Harmless for a result of one process. */
void gz_gather_end(const gz_result *result, gz_status status);
#endif
