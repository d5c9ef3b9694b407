/* What a checkpoint is of: a disease, its compartments and ways of infection, the places and how many people live there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ORIGIN_H
#define GZ_ORIGIN_H
#include "scenario/scenario.h"
/* A line for each, as text of the arena; NULL on out of memory. Parameters, measures and flows are left out: a branch may change them. */
char *gz_origin_text(gz_arena *arena, const gz_scenario *s);
/* GZ_OK if a kept text says the same as the scenario's own, in any order of the places and compartments; else a sentence with what differs. */
gz_status gz_origin_check(const char *kept, const gz_scenario *s, const char *path, gz_error *err);
#endif
