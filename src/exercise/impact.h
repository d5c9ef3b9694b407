/* What an exercise does to its world: the decisions in force and the effects of what was sent, as orders to a session of the engine.
 *
 * The list is a function of the pack and the state of play alone, in one order, so that two states can be compared by it. The world
 * begins at midnight of the pack's first day, STARTEX is at the pack's `start`; a thing that happens at a time is felt from the first
 * step that begins then or later, so that nothing already stepped is changed by what happens now.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_IMPACT_H
#define GZ_IMPACT_H
#include "engine/session.h"
#include "exercise/play.h"

/* Zero-initialised is empty. */
typedef struct gz_impact {
	gz_session_order *items; /* by step, then in a fixed order; a decision in force is a pair of ON and OFF */
	int32_t n, room;
} gz_impact;

/* Steps of the world that are over after so many scenario seconds, and the first that begins then or later. */
int32_t gz_impact_step(const gz_pack *pack, int64_t sim);
int32_t gz_impact_next(const gz_pack *pack, int64_t sim);
/* Replaces the list by that of a state. GZ_ERR_MEMORY. */
gz_status gz_impact_gather(gz_impact *list, const gz_pack *pack, const json_t *state);
/* The first step at which two lists differ; INT32_MAX: they are the same. Only what comes before `step` of either is looked at. */
int32_t gz_impact_differ(const gz_impact *a, const gz_impact *b, int32_t step);
void gz_impact_free(gz_impact *list);
#endif
