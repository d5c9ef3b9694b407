/* Several processes as one run: what they say to one another. Rank 0 writes; the others work and answer.
 *
 * NULL is one process by itself, for which every function below has nothing to do. The functions are collective
 * unless they say otherwise: every rank calls them, in the same order. ranks.c does it by MPI; a program built without has alone.c.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RANKS_H
#define GZ_RANKS_H
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct gz_ranks gz_ranks;

/* Joins the other processes if the program was started by mpirun or srun as more than one; else *out is NULL. Once a program. */
gz_status gz_ranks_open(gz_ranks **out, gz_error *err);
/* Takes leave; harmless for NULL. */
void gz_ranks_close(gz_ranks *ranks);

/* Not collective. */
int32_t gz_ranks_rank(const gz_ranks *ranks); /* 0 for NULL */
int32_t gz_ranks_size(const gz_ranks *ranks); /* 1 for NULL */
/* Processors of this machine for each of the ranks that share it, at least 1; 0 for NULL: all of them. Not collective. */
int32_t gz_ranks_threads(const gz_ranks *ranks);

/* Sums, or the greatest, of n whole numbers over all ranks, in place. */
void gz_ranks_sum(gz_ranks *ranks, int64_t *values, int64_t n);
void gz_ranks_most(gz_ranks *ranks, int64_t *values, int64_t n);
/* Rank 0's bytes, to all. */
void gz_ranks_tell(gz_ranks *ranks, void *bytes, int64_t size);
/* Not collective: from a rank to rank 0, in the order in which they are sent. */
void gz_ranks_send(gz_ranks *ranks, const void *bytes, int64_t size);
void gz_ranks_receive(gz_ranks *ranks, int32_t rank, void *bytes, int64_t size);

/* The failure of the lowest rank that has one becomes everybody's, with its sentence; GZ_OK if none has. err may be NULL. */
gz_status gz_ranks_agree(gz_ranks *ranks, gz_status status, gz_error *err);
/* Not collective, one thread at a time: tells the others at once that they work in vain; whether one of them has told us. All that was
 * told is settled by the next gz_ranks_agree. */
void gz_ranks_alarm(gz_ranks *ranks);
bool gz_ranks_alarmed(gz_ranks *ranks);
#endif
