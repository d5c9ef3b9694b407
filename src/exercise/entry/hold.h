/* What the facilitator does to the script: hold, release, skip, edit and shift injects; begin the next phase, make this one longer.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HOLD_H
#define GZ_HOLD_H
#include "exercise/play.h"

/* HOLD into state and timetable. False: no memory. */
bool gz_hold_fold(gz_play *play, const gz_entry *entry);
/* Tells the timetable in the state. */
bool gz_hold_phases(gz_play *play);
#endif
