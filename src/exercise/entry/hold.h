/* What the facilitator does to the script: hold, release, skip, edit and shift injects; begin the next phase, make this one longer.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HOLD_H
#define GZ_HOLD_H
#include "exercise/play.h"

/* HOLD into state and timetable. False: no memory. */
bool gz_hold_fold(gz_play *play, const gz_entry *entry);
/* An order to the phases, by its body at ms, into a timetable; refused with a sentence, NULL when done. */
const char *gz_hold_phase(gz_timetable *timetable, const json_t *body, int64_t ms);
/* Tells the timetable in the state. */
bool gz_hold_phases(gz_play *play);
#endif
