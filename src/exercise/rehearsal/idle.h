/* Worlds in which nothing is done: which of them meet what the training asks for, and in which the outbreak dies out.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_IDLE_H
#define GZ_IDLE_H
#include "exercise/stage.h"

typedef struct gz_idle {
	int32_t n_worlds, n_conditions;
	double *values;     /* [condition][world] on the condition's day */
	bool *met;          /* [world] all conditions; none: true */
	bool *over;         /* [world] at the scenario's end nobody is infected in the countries where players sit */
	double *infections; /* [world] there, over the whole scenario */
	gz_arena arena;
} gz_idle;

/* Worlds 0 .. n - 1 of a seed, all at once. Free it in any case. */
gz_status gz_idle_run(gz_idle *idle, const gz_pack *pack, uint64_t seed, int32_t n, int32_t threads, gz_session_progress progress, void *context, gz_error *err);
void gz_idle_free(gz_idle *idle);
/* True infections so far in the countries where players sit, in a replicate. */
double gz_idle_infections(const gz_stage *stage, const gz_pack *pack, int32_t lane);
/* Reports so far there, of the first stream. */
double gz_idle_reports(const gz_stage *stage, const gz_pack *pack, int32_t lane);
#endif
