/* The exercise's clock and the scenario's, as the phases relate them: planned, before anybody pauses.
 *
 * REAL runs second by second, SCALED k times as fast, FROZEN not at all; JUMP goes ahead at once when the phase begins and stands still
 * for as long as it lasts; STEPPED goes ahead once at the end of the phase.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TIMETABLE_H
#define GZ_TIMETABLE_H
#include "exercise/pack.h"

/* Exercise seconds from STARTEX to the end of the last phase. */
int64_t gz_timetable_end(const gz_pack *pack);
/* Index of the phase at an exercise second; the last one at and after the end; -1 if there is none. At a border the later one. */
int32_t gz_timetable_phase(const gz_pack *pack, int64_t ex);
/* Scenario seconds since the pack's start at an exercise second. */
int64_t gz_timetable_scenario(const gz_pack *pack, int64_t ex);
/* The first exercise second at which the scenario's clock is at or past so many seconds; -1 if it never is. */
int64_t gz_timetable_when(const gz_pack *pack, int64_t scenario);
/* "Mon 3 May 07:10" without the names of days and months: "2027-05-03 07:10". */
void gz_timetable_print(const gz_pack *pack, int64_t scenario, char out[24]);
#endif
