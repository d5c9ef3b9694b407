/* The world of an exercise: one replicate that is lived, or some beside it, kept where the state of play says.
 *
 * A stage follows the state: it works out what the state does to the world (impact.h), goes back to a snapshot where the past has changed
 * or the time is earlier, and forward again. So a rewind, a lifted order or a refusal needs nothing more, and a stage that has wandered is
 * the same, bit for bit, as a fresh one brought straight to the same state. One thread at a time uses a stage.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_STAGE_H
#define GZ_STAGE_H
#include "exercise/impact.h"
#include "text/expr.h"

typedef struct gz_stage gz_stage;

/* Replicates first .. first + n - 1 of a seed at the start of the pack's scenario. The pack must outlive the stage and is only read.
 * GZ_ERR_INPUT where the pack has no scenario. Close it also after an error (it is then NULL). */
gz_status gz_stage_open(gz_stage **stage, const gz_pack *pack, uint64_t seed, int32_t first, int32_t n, gz_error *err);
void gz_stage_close(gz_stage *stage);
/* At most so many threads; 0 = all processors. */
void gz_stage_threads(gz_stage *stage, int32_t threads);
/* Whether to keep a snapshot each day, as at the start: without, going back means from the beginning. */
void gz_stage_marks(gz_stage *stage, bool daily);
const gz_session *gz_stage_session(const gz_stage *stage);

/* To where a list of impacts leads at so many scenario seconds; after the scenario's last day it stands. progress as in gz_session_go:
 * GZ_ERR_INTERRUPTED where it said no, and the next call goes on. */
gz_status gz_stage_follow(gz_stage *stage, const gz_impact *impact, int64_t sim, gz_session_progress progress, void *context, gz_error *err);

/* What expressions of the pack are worth in one replicate, as the stage stands: streams, beds, untraced, queue, left, truth, and the days
 * since STARTEX. What only a play knows (milestones, orders) is 0: exercise/outlook.h asks the play for it. */
typedef struct gz_stage_view {
	const gz_stage *stage;
	const gz_pack *pack;
	int64_t sim;  /* scenario seconds */
	int32_t lane;
} gz_stage_view;
/* Points into the view. */
gz_expr_env gz_stage_env(gz_stage_view *view);

/* What players may know, of replicate `lane`: {steps, days, first (date), places: [{id, reported: {STREAM: [by day]}, beds}], crossings:
 * [{id, queue}], decisions: [{id, left}]}. Places are the report's, in countries where a player sits (all, if none sits anywhere). NULL: no
 * memory. */
json_t *gz_stage_known(const gz_stage *stage, int32_t lane);
/* The truth: {steps, days, first, worlds, places: [{id, infections, deaths, STREAM ...}]}, each a list by day, of numbers where the stage
 * has one replicate, else of [5, 25, 50, 75, 95 %]; and prevalence, beds now. */
json_t *gz_stage_truth(const gz_stage *stage);
#endif
