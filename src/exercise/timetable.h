/* The exercise's clock and the scenario's, as the phases relate them: as planned, and as the facilitator's orders have made it.
 *
 * REAL runs second by second, SCALED k times as fast, FROZEN not at all; JUMP goes ahead at once when the phase begins and stands still
 * for as long as it lasts; STEPPED goes ahead once at the end of the phase. Of two phases that meet, the later one has their border.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TIMETABLE_H
#define GZ_TIMETABLE_H
#include "exercise/pack.h"

/* A timetable in force: from when to when each phase lasts, in ms of exercise time. A plain value; what was before now never changes. */
typedef struct gz_timetable {
	const gz_pack *pack; /* borrowed; NULL: no phases, and the scenario's clock stands */
	int32_t n;
	int64_t from[GZ_PACK_PHASES], to[GZ_PACK_PHASES];
} gz_timetable;

/* The pack's plan; pack may be NULL. */
void gz_timetable_plan(gz_timetable *timetable, const gz_pack *pack);
/* The end of the last phase, ms. */
int64_t gz_timetable_close(const gz_timetable *timetable);
/* Index of the phase at ms; the last one at and after the end; -1 if there is none. */
int32_t gz_timetable_at(const gz_timetable *timetable, int64_t ms);
/* When, after ms, the first phase begins whose own speed is another than the clock's; *then: that speed. 0: none does. */
int64_t gz_timetable_turn(const gz_timetable *timetable, int64_t ms, int32_t speed, int32_t *then);
/* Scenario seconds since the pack's start at ms. */
int64_t gz_timetable_sim(const gz_timetable *timetable, int64_t ms);
/* The first ms at which the scenario's clock is at or past so many seconds; INT64_MAX if it never is. */
int64_t gz_timetable_reach(const gz_timetable *timetable, int64_t scenario);
/* ms after a span counted from ms; INT64_MAX if the scenario's clock never gets there. */
int64_t gz_timetable_after(const gz_timetable *timetable, int64_t ms, const gz_pack_span *span);
/* By when something asked for at ms is due that is to be done within a span: discussions (FROZEN phases) that begin meanwhile give more
 * time, as nobody works while time stands. INT64_MAX as above. */
int64_t gz_timetable_due(const gz_timetable *timetable, int64_t ms, const gz_pack_span *span);
/* Begins the next phase at ms, or makes the phase at ms longer; those that follow move with it. Refused with a sentence, NULL when done. */
const char *gz_timetable_next(gz_timetable *timetable, int64_t ms);
const char *gz_timetable_extend(gz_timetable *timetable, int64_t ms, int64_t by);

/* The plan in whole seconds: the end of the last phase, the phase at a second, the scenario's seconds, and the first second at which
 * they are reached, -1 if never. */
int64_t gz_timetable_end(const gz_pack *pack);
int32_t gz_timetable_phase(const gz_pack *pack, int64_t ex);
int64_t gz_timetable_scenario(const gz_pack *pack, int64_t ex);
int64_t gz_timetable_when(const gz_pack *pack, int64_t scenario);
/* "Mon 3 May 07:10" without the names of days and months: "2027-05-03 07:10". */
void gz_timetable_print(const gz_pack *pack, int64_t scenario, char out[24]);
#endif
