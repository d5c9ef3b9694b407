/* Multipliers from orders, in the order in which they were given: they multiply, but for leaks, of which the latest counts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/live/tuning.h"
#include <math.h>
#include <stdlib.h>

gz_status gz_tuning_open(gz_tuning *t, const gz_plan *p)
{
	const gz_scenario *s = p->scenario;
	t->reporting = calloc((size_t)s->n_streams * (size_t)p->n_leaves + 1, sizeof *t->reporting);
	t->contact = calloc((size_t)p->n_leaves + 1, sizeof *t->contact);
	t->compliance = calloc((size_t)s->n_measures + 1, sizeof *t->compliance);
	t->leak = calloc((size_t)s->n_measures * (size_t)s->world.n_crossings + 1, sizeof *t->leak);
	return t->reporting && t->contact && t->compliance && t->leak ? GZ_OK : GZ_ERR_MEMORY;
}

void gz_tuning_close(gz_tuning *t)
{
	free(t->reporting);
	free(t->contact);
	free(t->compliance);
	free(t->leak);
	*t = (gz_tuning){0};
}

static void tuning_clear(gz_tuning *t, const gz_plan *p)
{
	const gz_scenario *s = p->scenario;
	for (int64_t i = 0; i < (int64_t)s->n_streams * p->n_leaves; i++)
		t->reporting[i] = 1;
	for (int32_t i = 0; i < p->n_leaves; i++)
		t->contact[i] = 1;
	for (int32_t i = 0; i < s->n_measures; i++)
		t->compliance[i] = 1;
	for (int64_t i = 0; i < (int64_t)s->n_measures * s->world.n_crossings; i++)
		t->leak[i] = NAN;
}

static bool tuning_covers(const gz_plan *p, const gz_session_order *o, int32_t leaf)
{
	return o->place < 0 || gz_scenario_within(p->scenario, p->leaf_place[leaf], o->place);
}

static bool tuning_holds(const gz_session_order *o, int32_t step) { return step >= o->from && step < o->until; }

/* What reporting comes to at one leaf in one step. */
static double tuning_reporting(const gz_plan *p, const gz_session_order *orders, int32_t n, int32_t stream, int32_t leaf, int32_t step)
{
	double all = 1;
	for (int32_t i = 0; i < n; i++) {
		const gz_session_order *o = &orders[i];
		if (o->kind == GZ_SESSION_REPORTING && tuning_holds(o, step) && (o->stream < 0 || o->stream == stream) && tuning_covers(p, o, leaf))
			all *= o->size;
	}
	return all;
}

/* Whether some order changes reporting on the day of a step. */
static bool tuning_reports(const gz_session_order *orders, int32_t n, int32_t first, int32_t steps)
{
	bool some = false;
	for (int32_t i = 0; i < n; i++)
		some = some || (orders[i].kind == GZ_SESSION_REPORTING && orders[i].from < first + steps && orders[i].until > first);
	return some;
}

static void tuning_set_reporting(gz_tuning *t, const gz_plan *p, const gz_session_order *orders, int32_t n, int32_t first, int32_t steps)
{
	for (int32_t stream = 0; stream < p->scenario->n_streams; stream++)
		for (int32_t leaf = 0; leaf < p->n_leaves; leaf++) {
			double sum = 0;
			for (int32_t k = 0; k < steps; k++)
				sum += tuning_reporting(p, orders, n, stream, leaf, first + k);
			t->reporting[(int64_t)stream * p->n_leaves + leaf] = sum / steps;
		}
}

/* Of one measure or all, at one crossing or all. */
static void tuning_set_leak(gz_tuning *t, const gz_plan *p, const gz_session_order *o)
{
	const gz_scenario *s = p->scenario;
	for (int32_t m = 0; m < s->n_measures; m++)
		for (int32_t c = 0; (o->measure < 0 || o->measure == m) && c < s->world.n_crossings; c++)
			if (o->crossing < 0 || o->crossing == c)
				t->leak[(int64_t)m * s->world.n_crossings + c] = o->size;
}

bool gz_tuning_set(gz_tuning *t, const gz_plan *p, const gz_session_order *orders, int32_t n, int32_t step)
{
	const int32_t steps = p->scenario->steps_per_day, first = step - step % steps;
	bool some = tuning_reports(orders, n, first, steps);
	tuning_clear(t, p);
	if (some)
		tuning_set_reporting(t, p, orders, n, first, steps);
	for (int32_t i = 0; i < n; i++) {
		const gz_session_order *o = &orders[i];
		if (!tuning_holds(o, step))
			continue;
		if (o->kind == GZ_SESSION_COMPLIANCE)
			t->compliance[o->measure] *= o->size;
		else if (o->kind == GZ_SESSION_LEAK)
			tuning_set_leak(t, p, o);
		for (int32_t leaf = 0; o->kind == GZ_SESSION_CONTACT && leaf < p->n_leaves; leaf++)
			t->contact[leaf] *= tuning_covers(p, o, leaf) ? o->size : 1;
		some = some || o->kind == GZ_SESSION_COMPLIANCE || o->kind == GZ_SESSION_LEAK || o->kind == GZ_SESSION_CONTACT;
	}
	return some;
}
