/* When each inject is planned, and how much each player's role gets.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/script/workload.h"
#include "exercise/timetable.h"
#include <stdlib.h>

/* A moment on a role's timeline. */
typedef struct moment { int64_t at; int32_t inject; bool table; } moment; /* table: a discussion begins or ends */

static int64_t delayed(const gz_pack *p, int64_t at, const gz_pack_span *delay)
{
	if (at < 0)
		return -1;
	return delay->scenario ? gz_timetable_when(p, gz_timetable_scenario(p, at) + delay->seconds) : at + delay->seconds;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int64_t milestone_at(const gz_pack *p, const int64_t *plan, int32_t milestone)
{
	int64_t found = -1;
	for (int32_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].milestone == milestone && p->injects[p->actions[i].inject].kind != GZ_PACK_CONTINGENCY)
			found = earlier(found, delayed(p, plan[p->actions[i].inject], &p->actions[i].within));
	return found;
}

static int64_t planned(const gz_pack *p, const int64_t *plan, const gz_pack_inject *inject)
{
	const gz_pack_trigger *t = &inject->trigger;
	switch (t->kind) {
	case GZ_PACK_AT:
		if (t->at.relative)
			return inject->phase < 0 ? -1 : delayed(p, p->phases[inject->phase].from, &t->at);
		return t->at.scenario ? gz_timetable_when(p, t->at.seconds) : t->at.seconds;
	case GZ_PACK_AFTER_INJECT: return t->of < 0 ? -1 : delayed(p, plan[t->of], &t->at);
	case GZ_PACK_AFTER_MILESTONE: return t->of < 0 ? -1 : delayed(p, milestone_at(p, plan, t->of), &t->at);
	default: return -1;
	}
}

int64_t *gz_workload_plan(gz_pack *pack)
{
	int64_t *plan = gz_arena_array(&pack->arena, int64_t, pack->n_injects);
	for (int32_t i = 0; plan != NULL && i < pack->n_injects; i++)
		plan[i] = -1;
	bool changed = plan != NULL;
	for (int32_t round = 0; changed && round < pack->n_injects; round++) { /* a circle never settles: so many rounds and no more */
		changed = false;
		for (int32_t i = 0; i < pack->n_injects; i++) {
			int64_t at = planned(pack, plan, &pack->injects[i]);
			changed = changed || at != plan[i];
			plan[i] = at;
		}
	}
	return plan;
}

static int by_time(const void *a, const void *b)
{
	const moment *x = a, *y = b;
	return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (int)x->table - (int)y->table;
}

static bool receives(const gz_pack_inject *inject, int32_t role)
{
	for (int32_t i = 0; i < inject->n_to; i++)
		if (inject->to[i] == role)
			return true;
	return false;
}

/* The moments of a role: its injects, and the discussions in which everybody takes part. */
static int32_t gather(const gz_pack *p, const int64_t *plan, int32_t role, moment *moments, gz_workload *w)
{
	int32_t n = 0;
	const int64_t end = gz_timetable_end(p);
	for (int32_t i = 0; i < p->n_injects; i++) {
		if (!receives(&p->injects[i], role))
			continue;
		bool counts = plan[i] >= 0 && plan[i] <= end && p->injects[i].kind != GZ_PACK_CONTINGENCY;
		w->n += counts;
		w->n_unplanned += !counts;
		if (counts)
			moments[n++] = (moment){plan[i], i, false};
	}
	for (int32_t i = 0; i < p->n_phases; i++)
		if (p->phases[i].n_questions > 0) {
			moments[n++] = (moment){p->phases[i].from, -1, true};
			moments[n++] = (moment){p->phases[i].to, -1, true};
		}
	qsort(moments, (size_t)n, sizeof *moments, by_time);
	return n;
}

static void measure(const gz_pack *p, const moment *moments, int32_t n, gz_workload *w)
{
	int64_t last = 0, last_inject = -1;
	int32_t before = -1;
	for (int32_t i = 0; i < n; i++) {
		const moment *m = &moments[i];
		bool discussing = m->table && i > 0 && moments[i - 1].table && gz_timetable_phase(p, moments[i - 1].at) >= 0 &&
			p->phases[gz_timetable_phase(p, moments[i - 1].at)].n_questions > 0;
		if (!discussing && m->at - last > w->longest) {
			w->longest = m->at - last;
			w->slack = before;
		}
		last = m->at;
		if (m->table)
			continue;
		if (w->first < 0)
			w->first = m->at;
		if (last_inject >= 0 && (w->shortest < 0 || m->at - last_inject < w->shortest)) {
			w->shortest = m->at - last_inject;
			w->tight = m->inject;
			w->before = before;
		}
		last_inject = m->at;
		before = m->inject;
	}
	if (gz_timetable_end(p) - last > w->longest) {
		w->longest = gz_timetable_end(p) - last;
		w->slack = before;
	}
}

gz_workload *gz_workload_measure(gz_pack *pack, const int64_t *plan, int32_t *n)
{
	gz_workload *rows = gz_arena_array(&pack->arena, gz_workload, pack->n_roles);
	moment *moments = gz_arena_array(&pack->arena, moment, (int64_t)pack->n_injects + 2 * (int64_t)pack->n_phases);
	*n = 0;
	for (int32_t role = 0; rows != NULL && moments != NULL && role < pack->n_roles; role++) {
		if (pack->roles[role].kind != GZ_PACK_PLAYER)
			continue;
		gz_workload *w = &rows[(*n)++];
		*w = (gz_workload){.role = role, .first = -1, .shortest = -1, .longest = -1, .tight = -1, .before = -1, .slack = -1};
		measure(pack, moments, gather(pack, plan, role, moments, w), w);
	}
	return moments == NULL ? NULL : rows;
}
