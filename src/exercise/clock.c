/* Orders to the clock, each with the states in which it makes sense.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/clock.h"
#include <string.h>

static const char *const ACTS[GZ_CLOCK_ACT_COUNT] = {"start", "pause", "speed", "step", "jump", "rewind", "end", "emergency"};
static const char *const STATES[GZ_CLOCK_STATE_COUNT] = {"briefing", "running", "paused", "ended", "real"};

const char *gz_clock_act_name(gz_clock_act act)
{
	return ACTS[act];
}

int32_t gz_clock_act_of(const char *name)
{
	for (int32_t i = 0; i < GZ_CLOCK_ACT_COUNT; i++)
		if (strcmp(ACTS[i], name) == 0)
			return i;
	return -1;
}

const char *gz_clock_state_name(gz_clock_state state)
{
	return STATES[state];
}

void gz_clock_init(gz_clock *clock)
{
	*clock = (gz_clock){.state = GZ_CLOCK_BRIEFING, .speed = 1};
}

/* The time past which the clock does not go. */
static int64_t top(const gz_clock *clock)
{
	return clock->until == 0 ? GZ_CLOCK_MOST : clock->until > clock->ex ? clock->until : clock->ex;
}

/* After so many ms of the wall at a speed. */
static int64_t run(int64_t ex, int64_t past, int32_t speed)
{
	const int64_t most = (GZ_CLOCK_MOST - ex) / speed;
	return ex + (past < most ? past : most) * speed;
}

/* ms of the wall until the clock, running from ex, shows `to` or more. */
static int64_t wait_for(int64_t ex, int64_t to, int32_t speed)
{
	return (to - ex + speed - 1) / speed;
}

int64_t gz_clock_ex(const gz_clock *clock, int64_t wall)
{
	if (clock->state != GZ_CLOCK_RUNNING || wall <= clock->wall)
		return clock->ex;
	const int64_t past = wall - clock->wall;
	int64_t ex = run(clock->ex, past, clock->speed);
	if (gz_clock_turned(clock, ex))
		ex = run(clock->turn, past - wait_for(clock->ex, clock->turn, clock->speed), clock->then);
	return ex < top(clock) ? ex : top(clock);
}

bool gz_clock_turned(const gz_clock *clock, int64_t ex)
{
	return clock->turn > clock->ex && ex >= clock->turn;
}

int32_t gz_clock_speed(const gz_clock *clock, int64_t wall)
{
	return gz_clock_turned(clock, gz_clock_ex(clock, wall)) ? clock->then : clock->speed;
}

/* The clock at a wall time, and an exercise time, as if it had been told anew. */
static void settle(gz_clock *clock, int64_t ex, int64_t wall)
{
	clock->speed = gz_clock_turned(clock, ex) ? clock->then : clock->speed;
	clock->ex = ex;
	clock->wall = wall > clock->wall ? wall : clock->wall;
}

void gz_clock_hold(gz_clock *clock, int64_t until, int64_t wall)
{
	settle(clock, gz_clock_ex(clock, wall), wall);
	clock->until = until;
}

void gz_clock_turn(gz_clock *clock, int64_t turn, int32_t then, int64_t wall)
{
	settle(clock, gz_clock_ex(clock, wall), wall);
	clock->turn = turn;
	clock->then = then;
}

bool gz_clock_over(const gz_clock *clock, int64_t wall)
{
	return clock->until > 0 && gz_clock_ex(clock, wall) >= clock->until;
}

int64_t gz_clock_wall(const gz_clock *clock, int64_t ex)
{
	if (clock->state != GZ_CLOCK_RUNNING || ex > top(clock))
		return INT64_MAX;
	if (ex <= clock->ex)
		return clock->wall;
	if (!gz_clock_turned(clock, ex))
		return clock->wall + wait_for(clock->ex, ex, clock->speed);
	return clock->wall + wait_for(clock->ex, clock->turn, clock->speed) + wait_for(clock->turn, ex, clock->then);
}

/* Why an order cannot be carried out in the clock's state; NULL: it can. */
static const char *clock_refusal(const gz_clock *c, gz_clock_order order, int64_t ex)
{
	if (c->state == GZ_CLOCK_ENDED && order.act != GZ_CLOCK_REWIND)
		return "the exercise has ended; rewind it to go on";
	if (c->state == GZ_CLOCK_REAL && order.act != GZ_CLOCK_START && order.act != GZ_CLOCK_END && order.act != GZ_CLOCK_EMERGENCY)
		return "a real emergency was declared: start leads back to the exercise, end closes it";
	if ((order.act == GZ_CLOCK_STEP || order.act == GZ_CLOCK_JUMP) && c->until > 0 && ex >= c->until)
		return "the last phase is over: make it longer, go back, or end the exercise";
	switch (order.act) {
	case GZ_CLOCK_START:
		return c->state == GZ_CLOCK_RUNNING ? "the clock is running already" : NULL;
	case GZ_CLOCK_PAUSE:
		return c->state != GZ_CLOCK_RUNNING ? "the clock is not running" : NULL;
	case GZ_CLOCK_SPEED:
		return order.value < 1 || order.value > GZ_CLOCK_SPEED_MAX ? "the speed goes from 1 to 3600" : NULL;
	case GZ_CLOCK_STEP:
		if (c->state != GZ_CLOCK_PAUSED)
			return "a step is made while the clock is paused";
		return order.value < 1 || order.value > GZ_CLOCK_MOST - ex ? "a step goes forward" : NULL;
	case GZ_CLOCK_JUMP:
		if (!c->started)
			return "the exercise has not started";
		return order.value < ex || order.value > GZ_CLOCK_MOST ? "a jump goes forward; to go back, rewind" : NULL;
	case GZ_CLOCK_REWIND:
		if (!c->started)
			return "the exercise has not started";
		return order.value < 0 || order.value > ex ? "a rewind goes back to a time that was" : NULL;
	case GZ_CLOCK_END:
		return !c->started && c->state != GZ_CLOCK_REAL ? "the exercise has not started" : NULL;
	case GZ_CLOCK_EMERGENCY:
		return c->state == GZ_CLOCK_REAL ? "a real emergency is declared already" : NULL;
	case GZ_CLOCK_ACT_COUNT:
		break;
	}
	return "no such order";
}

gz_status gz_clock_apply(gz_clock *clock, gz_clock_order order, int64_t wall, gz_error *err)
{
	if (wall < clock->wall)
		wall = clock->wall; /* a wall clock that was set back stands until it has caught up */
	const int64_t ex = gz_clock_ex(clock, wall);
	const char *refusal = clock_refusal(clock, order, ex);
	if (refusal)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s", refusal);
	gz_clock next = *clock;
	settle(&next, ex, wall);
	switch (order.act) {
	case GZ_CLOCK_START:
		if (clock->state == GZ_CLOCK_REAL) {
			next.state = clock->started ? GZ_CLOCK_PAUSED : GZ_CLOCK_BRIEFING;
		} else {
			next.state = GZ_CLOCK_RUNNING;
			next.started = true;
		}
		break;
	case GZ_CLOCK_PAUSE:
		next.state = GZ_CLOCK_PAUSED;
		break;
	case GZ_CLOCK_SPEED:
		next.speed = (int32_t)order.value;
		break;
	case GZ_CLOCK_STEP:
		settle(&next, order.value < top(&next) - ex ? ex + order.value : top(&next), wall);
		break;
	case GZ_CLOCK_JUMP:
		settle(&next, order.value < top(&next) ? order.value : top(&next), wall);
		break;
	case GZ_CLOCK_REWIND:
		next.ex = order.value;
		next.state = GZ_CLOCK_PAUSED;
		break;
	case GZ_CLOCK_END:
		next.state = GZ_CLOCK_ENDED;
		break;
	case GZ_CLOCK_EMERGENCY:
		next.state = GZ_CLOCK_REAL;
		break;
	case GZ_CLOCK_ACT_COUNT:
		break;
	}
	*clock = next;
	return GZ_OK;
}
