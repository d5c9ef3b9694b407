/* The exercise clock: one time for everybody, owned by the server, in whole milliseconds; players see seconds.
 *
 *   BRIEFING --start--> RUNNING <--pause/start--> PAUSED --end--> ENDED
 *   any but ENDED --real--> REAL (a true emergency: the clock stands, the watermark is gone) --start--> PAUSED, or BRIEFING before STARTEX
 *
 * Exercise time runs from 0 at STARTEX. It stands while the state is not RUNNING; while it runs, one second of the wall is `speed`
 * seconds of the exercise. A jump goes forward, a rewind back, a step forward while paused; all three leave the clock paused or
 * running as it was, but a rewind pauses it. At `until`, the end of the last phase, it stands by itself, and a jump or a step leads no
 * further; a later `until` lets it go on. At `turn`, where the next phase begins, it takes that phase's own speed by itself, to the ms;
 * a jump or a step that leads there does, too. The clock is a plain value: the same orders at the same wall times give the same clock.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CLOCK_H
#define GZ_CLOCK_H
#include "base/error.h"
#include <stdbool.h>

typedef enum gz_clock_state { GZ_CLOCK_BRIEFING, GZ_CLOCK_RUNNING, GZ_CLOCK_PAUSED, GZ_CLOCK_ENDED, GZ_CLOCK_REAL, GZ_CLOCK_STATE_COUNT } gz_clock_state;
typedef enum gz_clock_act { GZ_CLOCK_START, GZ_CLOCK_PAUSE, GZ_CLOCK_SPEED, GZ_CLOCK_STEP, GZ_CLOCK_JUMP, GZ_CLOCK_REWIND, GZ_CLOCK_END, GZ_CLOCK_EMERGENCY,
	GZ_CLOCK_ACT_COUNT } gz_clock_act;

enum { GZ_CLOCK_SPEED_MAX = 3600 };
#define GZ_CLOCK_MOST INT64_C(315576000000) /* ten years, ms: no exercise is longer */

typedef struct gz_clock {
	gz_clock_state state;
	int64_t ex, wall; /* ms of exercise time, and the wall's ms, when it was last changed */
	int32_t speed;
	bool started;     /* STARTEX has been */
	int64_t until;    /* ms at which it stands by itself, unless it is past that already; 0 never */
	int64_t turn; int32_t then; /* ms at which it goes at another speed by itself, unless it is past that already; 0 never */
} gz_clock;

/* value: of SPEED the factor (1 to 3600), of STEP the ms to go on, of JUMP and REWIND the exercise time in ms to go to. */
typedef struct gz_clock_order { gz_clock_act act; int64_t value; } gz_clock_order;

void gz_clock_init(gz_clock *clock);
/* Exercise time in ms at a wall time (a wall time before the last change counts as that). */
int64_t gz_clock_ex(const gz_clock *clock, int64_t wall);
/* Carries out an order at a wall time, or refuses it with a sentence and leaves the clock as it was. */
gz_status gz_clock_apply(gz_clock *clock, gz_clock_order order, int64_t wall, gz_error *err) GZ_MUST_CHECK;
/* Makes it stand at `until` (0: never), from a wall time on. */
void gz_clock_hold(gz_clock *clock, int64_t until, int64_t wall);
/* Makes it go at a speed from exercise time `turn` on (0: never); told at a wall time. */
void gz_clock_turn(gz_clock *clock, int64_t turn, int32_t then, int64_t wall);
/* Whether it has turned by itself and no order has come since. */
bool gz_clock_turned(const gz_clock *clock, int64_t ex);
int32_t gz_clock_speed(const gz_clock *clock, int64_t wall);
/* Whether it stands at its end, and only a later one lets it go on. */
bool gz_clock_over(const gz_clock *clock, int64_t wall);
/* When, by the wall, the running clock will show ex; INT64_MAX: never by itself. */
int64_t gz_clock_wall(const gz_clock *clock, int64_t ex);

/* The word of an act ("start") or state ("running") in logs and messages, and back: -1 unknown. */
const char *gz_clock_act_name(gz_clock_act act);
int32_t gz_clock_act_of(const char *name);
const char *gz_clock_state_name(gz_clock_state state);
#endif
