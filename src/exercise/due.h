/* When time makes something due in a play as it stands: injects, expected actions that lapse, what absent roles do.
 *
 * A time of a phase moves with its phase. What was planned for a phase that was cut short before it came does not come by itself.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DUE_H
#define GZ_DUE_H
#include "exercise/play.h"

#define GZ_DUE_NEVER INT64_MAX

/* ms of exercise time at which a timetable puts a time of an inject; GZ_DUE_NEVER if it never comes. */
int64_t gz_due_time(const gz_timetable *timetable, const gz_pack_inject *inject, const gz_pack_span *at);
/* When an inject is due by AT, AFTER, UNLESS or as a contingency, its shift and its channel's latency counted; NEVER where it waits for
 * something else, was sent and does not come again, or is skipped. ex: of the times at which it comes every so often the last before it counts. */
int64_t gz_due_inject(const gz_play *play, int64_t ex, int32_t inject);
/* Whether what makes it due is that somebody else's expected action was not done. */
bool gz_due_contingent(const gz_play *play, int32_t inject);

/* When an expected action of an inject that was sent must be done. */
int64_t gz_due_action(const gz_play *play, int32_t action);
/* When it is noted that nothing was decided; that a critical action was not done in time, and which. */
int64_t gz_due_none(const gz_play *play, int32_t inject);
int64_t gz_due_pass(const gz_play *play, int32_t inject, int32_t *action);

/* What an absent role does next about an inject that was sent. */
typedef struct gz_due_deed { int64_t at; int32_t role, action, decision; } gz_due_deed; /* action or decision, the other -1 */
gz_due_deed gz_due_absent(const gz_play *play, int32_t inject);
#endif
