/* The exercise's clock and the scenario's, as the phases relate them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/timetable.h"
#include "base/date.h"
#include "exercise/clock.h"
#include <stdio.h>

enum { DAY = 86400, MS = 1000 };

void gz_timetable_plan(gz_timetable *t, const gz_pack *pack)
{
	*t = (gz_timetable){.pack = pack, .n = pack == NULL ? 0 : pack->n_phases};
	for (int32_t i = 0; i < t->n; i++) {
		t->from[i] = pack->phases[i].from * MS;
		t->to[i] = pack->phases[i].to * MS;
	}
}

int64_t gz_timetable_close(const gz_timetable *t)
{
	return t->n == 0 ? 0 : t->to[t->n - 1];
}

int32_t gz_timetable_at(const gz_timetable *t, int64_t ms)
{
	int32_t found = t->n > 0 ? 0 : -1;
	for (int32_t i = 0; i < t->n; i++)
		if (ms >= t->from[i])
			found = i;
	return found;
}

int64_t gz_timetable_turn(const gz_timetable *t, int64_t ms, int32_t speed, int32_t *then)
{
	*then = 1;
	for (int32_t i = 0; i < t->n; i++) {
		const int32_t own = t->pack->phases[gz_timetable_at(t, t->from[i])].speed; /* of phases that begin together, the last one's */
		if (t->from[i] <= ms || own == speed)
			continue;
		*then = own;
		return t->from[i];
	}
	return 0;
}

/* How far the scenario goes in the first `ms` of a phase that lasts `all`. */
static int64_t progress(const gz_pack_phase *phase, int64_t ms, int64_t all)
{
	switch (phase->time) {
	case GZ_PACK_REAL: return ms / MS;
	case GZ_PACK_SCALED: return ms * phase->scale / MS;
	case GZ_PACK_JUMP: return phase->scale;
	case GZ_PACK_STEPPED: return ms >= all ? phase->scale : 0;
	default: return 0;
	}
}

int64_t gz_timetable_sim(const gz_timetable *t, int64_t ms)
{
	int64_t sum = 0;
	for (int32_t i = 0; i < t->n && ms >= t->from[i]; i++)
		sum += progress(&t->pack->phases[i], (ms < t->to[i] ? ms : t->to[i]) - t->from[i], t->to[i] - t->from[i]);
	return sum;
}

int64_t gz_timetable_reach(const gz_timetable *t, int64_t scenario)
{
	for (int32_t i = 0; i < t->n; i++) {
		int64_t low = t->from[i], high = t->to[i];
		if (gz_timetable_sim(t, high) < scenario)
			continue;
		while (low < high) { /* the clock only goes forward within a phase */
			const int64_t middle = low + (high - low) / 2;
			if (gz_timetable_sim(t, middle) >= scenario)
				high = middle;
			else
				low = middle + 1;
		}
		return low;
	}
	return INT64_MAX;
}

int64_t gz_timetable_after(const gz_timetable *t, int64_t ms, const gz_pack_span *span)
{
	return span->scenario ? gz_timetable_reach(t, gz_timetable_sim(t, ms) + span->seconds) : ms + span->seconds * MS;
}

int64_t gz_timetable_due(const gz_timetable *t, int64_t ms, const gz_pack_span *span)
{
	int64_t due = gz_timetable_after(t, ms, span);
	for (int32_t i = 0; i < t->n && !span->scenario; i++)
		if (t->pack->phases[i].time == GZ_PACK_FROZEN && t->from[i] > ms && t->from[i] < due)
			due += t->to[i] - t->from[i];
	return due;
}

/* Moves the end of a phase, and with it all that follows. */
static void move(gz_timetable *t, int32_t phase, int64_t to)
{
	const int64_t by = to - t->to[phase];
	t->to[phase] = to;
	for (int32_t i = phase + 1; i < t->n; i++) {
		t->from[i] += by;
		t->to[i] += by;
	}
}

const char *gz_timetable_next(gz_timetable *t, int64_t ms)
{
	const int32_t phase = gz_timetable_at(t, ms);
	if (phase < 0)
		return "this exercise has no phases";
	if (phase == t->n - 1)
		return "this is the last phase; ENDEX closes the exercise";
	move(t, phase, ms);
	return NULL;
}

const char *gz_timetable_extend(gz_timetable *t, int64_t ms, int64_t by)
{
	const int32_t phase = gz_timetable_at(t, ms);
	if (phase < 0)
		return "this exercise has no phases";
	if (ms > t->to[phase]) /* the clock stands at its end; only old logs have gone past it */
		return "the last phase is over; go back to make it longer";
	if (by < 1 || by > GZ_CLOCK_MOST - gz_timetable_close(t))
		return "a phase is made longer by a time that is more than nothing";
	move(t, phase, t->to[phase] + by);
	return NULL;
}

/* ---- the plan, in seconds --------------------------------------------------------------------------------------- */
int64_t gz_timetable_end(const gz_pack *pack)
{
	return pack->n_phases == 0 ? 0 : pack->phases[pack->n_phases - 1].to;
}

int32_t gz_timetable_phase(const gz_pack *pack, int64_t ex)
{
	gz_timetable t;
	gz_timetable_plan(&t, pack);
	return gz_timetable_at(&t, ex * MS);
}

int64_t gz_timetable_scenario(const gz_pack *pack, int64_t ex)
{
	gz_timetable t;
	gz_timetable_plan(&t, pack);
	return gz_timetable_sim(&t, ex * MS);
}

int64_t gz_timetable_when(const gz_pack *pack, int64_t scenario)
{
	gz_timetable t;
	gz_timetable_plan(&t, pack);
	const int64_t ms = gz_timetable_reach(&t, scenario);
	return ms == INT64_MAX ? -1 : (ms + MS - 1) / MS;
}

void gz_timetable_print(const gz_pack *pack, int64_t scenario, char out[24])
{
	char date[16];
	int64_t second = pack->start_second + scenario;
	gz_date_format((int32_t)(pack->start_day + second / DAY), date);
	snprintf(out, 24, "%.10s %02d:%02d", date, (int)(second % DAY / 3600), (int)(second % 3600 / 60));
}
