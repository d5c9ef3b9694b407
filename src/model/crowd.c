/* Flows that would have more people away than there are.
 *
 * Of a home and a stratum those away at the start of a day and those who set out in one travel step of it must be people who live there: else the chance of
 * setting out is more than all that are left.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/crowd.h"
#include "model/calendar.h"
#include <stdio.h>
#include <string.h>

typedef struct crowd { int32_t home, stratum, homes; double away, people; } crowd;

static const double crowd_rounding = 1e-6; /* persons */

/* Whether the days of a home's flows differ. */
static bool crowd_varies(const gz_plan *p, int32_t home)
{
	for (int32_t k = 0; k < p->leaving_n[home]; k++) {
		const gz_flow_plan *f = &p->flows[p->leaving_first[home] + k];
		if (f->course || p->scenario->world.flows[f->flow].manner->season >= 0)
			return true;
	}
	return false;
}

/* Adds a flow's people who are away, or set out, on a day: by stratum. */
static void crowd_add(const gz_plan *p, const gz_flow_plan *f, int32_t day, double *away)
{
	const double n = gz_calendar_standing(p, f, day) + gz_calendar_rate(p, f, day) * p->travel_dt, *share = gz_plan_share(p, f);
	for (int32_t x = 0; x < p->n_strata; x++)
		away[x] += n * share[x];
}

static void crowd_home(const gz_plan *p, int32_t home, crowd *worst)
{
	const double *people = &p->people[(int64_t)home * p->n_strata];
	const int32_t days = crowd_varies(p, home) ? p->scenario->days : 1;
	bool some = false;
	for (int32_t day = 0; day < days; day++) {
		double away[GZ_PLAN_STRATA] = {0};
		for (int32_t k = 0; k < p->leaving_n[home]; k++)
			if (p->flows[p->leaving_first[home] + k].n_stages > 0) /* who leaves for ever is none of the home's any more */
				crowd_add(p, &p->flows[p->leaving_first[home] + k], day, away);
		for (int32_t x = 0; x < p->n_strata; x++) {
			if (away[x] <= people[x] + crowd_rounding)
				continue;
			if (worst->home < 0 || away[x] * worst->people > worst->away * people[x])
				worst->home = home, worst->stratum = x, worst->away = away[x], worst->people = people[x];
			some = true;
		}
	}
	worst->homes += some;
}

/* " (0-4, rural)", as far as the world tells people apart. */
static void crowd_who(const gz_plan *p, int32_t stratum, char *out, size_t size)
{
	const gz_world *w = &p->scenario->world;
	const char *age = p->n_ages > 1 ? w->ages[stratum / p->n_groups_people] : "", *group = p->n_groups_people > 1 ? w->groups[stratum % p->n_groups_people] : "";
	out[0] = '\0';
	if (age[0] || group[0])
		snprintf(out, size, " (%.40s%s%.40s)", age, age[0] && group[0] ? ", " : "", group);
}

static void crowd_tell(gz_scenario *s, const gz_plan *p, const crowd *c)
{
	const gz_flow *row = &s->world.flows[p->flows[p->leaving_first[c->home]].flow];
	char who[96];
	crowd_who(p, c->stratum, who, sizeof who);
	if (c->homes == 1)
		gz_mistakes_add(&s->notes, row->manner->file, row->row, 0, "%.80s%s: flows would have up to %.0f of %.0f people away at once; fewer travel than they say",
			s->world.places[p->leaf_place[c->home]].id, who, c->away, c->people);
	else
		gz_mistakes_add(&s->notes, row->manner->file, row->row, 0, "%.80s%s: flows would have up to %.0f of %.0f people away at once, in other places (%d) also more than live there; fewer travel than they say",
			s->world.places[p->leaf_place[c->home]].id, who, c->away, c->people, c->homes - 1);
}

gz_status gz_crowd_note(gz_scenario *s)
{
	gz_plan plan = {0};
	gz_error err = {.status = GZ_OK};
	crowd worst = {.home = -1};
	const gz_status st = gz_plan_compile(&plan, s, &err);
	for (int32_t home = 0; st == GZ_OK && home < plan.n_leaves; home++)
		if (plan.leaving_n[home] > 0)
			crowd_home(&plan, home, &worst);
	if (worst.home >= 0)
		crowd_tell(s, &plan, &worst);
	gz_plan_free(&plan);
	return st == GZ_ERR_MEMORY ? st : GZ_OK;
}
