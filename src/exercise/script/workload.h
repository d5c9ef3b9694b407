/* When each inject is planned, and how much each player's role gets: one inject per 3 to 20 minutes is what people can answer.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORKLOAD_H
#define GZ_WORKLOAD_H
#include "exercise/pack.h"

/* Bounds in seconds: EXERCISE design, section 3; no source in the literature was at hand. */
enum { GZ_WORKLOAD_LEAST = 180, GZ_WORKLOAD_MOST = 1200 };

typedef struct gz_workload {
	int32_t role;
	int32_t n, n_unplanned;   /* injects it gets at planned times; those that wait for the world, a person or a lapse */
	int64_t first;            /* exercise second of the first, -1 none */
	int64_t shortest, longest; /* seconds between; from STARTEX to the first and from the last to the end count as longest; -1 none */
	int32_t tight, before, slack; /* the inject that comes too soon, the one before it; the one after which it is quiet (-1: from STARTEX) */
} gz_workload;

/* The exercise second at which each inject is sent if everything is done in time; -1 where that depends on the world, a decision, a
 * person or a lapse. [n_injects], in the pack's arena; NULL without memory. */
int64_t *gz_workload_plan(gz_pack *pack);
/* A row for each role of players, in order; *n of them. NULL without memory. */
gz_workload *gz_workload_measure(gz_pack *pack, const int64_t *plan, int32_t *n);
#endif
