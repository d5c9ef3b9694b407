/* The calendar of flows and crossings, day by day of the run.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/calendar.h"
#include <math.h>

/* True if a date lies in an opening's period; yearly periods may wrap round the new year. */
static bool calendar_within(const gz_opening *o, int32_t date)
{
	if (!o->yearly)
		return date >= o->from && date <= o->to;
	int32_t year, month, day;
	gz_date_civil(date, &year, &month, &day);
	const int32_t md = month * 100 + day;
	return o->from <= o->to ? md >= o->from && md <= o->to : md >= o->from || md <= o->to;
}

bool gz_calendar_open(const gz_world *w, int32_t crossing, gz_who who, int32_t date)
{
	bool open = true;
	for (int32_t i = 0; i < w->n_openings; i++) {
		const gz_opening *o = &w->openings[i];
		if (o->crossing != crossing || o->who != who || !calendar_within(o, date))
			continue;
		const bool day = o->weekdays >> gz_date_weekday(date) & 1;
		if (o->open || day)
			open = o->open && day; /* open on some days of the week means closed on the others */
	}
	return open;
}

static double calendar_season(const gz_world *w, int32_t curve, int32_t date)
{
	return curve < 0 ? 1 : w->curves[curve].value[gz_date_yearday(date)];
}

/* Persons away by a seasonal curve at the start of each of the 366 year days: the mean is the declared standing number. */
static void calendar_away(const gz_world *w, const gz_flow *f, double away[366])
{
	double sum = 0, least = 0;
	away[0] = 0;
	for (int32_t d = 0; d < 365; d++)
		away[d + 1] = away[d] + f->per_day * ((f->season < 0 ? 1 : w->curves[f->season].value[d]) - w->curves[f->stay_curve].value[d]);
	for (int32_t d = 0; d < 366; d++)
		sum += away[d];
	for (int32_t d = 0; d < 366; d++) {
		away[d] += f->standing - sum / 366;
		least = fmin(least, away[d]);
	}
	for (int32_t d = 0; d < 366; d++)
		away[d] -= least; /* nobody is away in the season when all are home */
}

gz_status gz_calendar_flow(gz_plan *plan, gz_flow_plan *f, gz_error *err)
{
	const gz_scenario *s = plan->scenario;
	const gz_world *w = &s->world;
	const gz_flow *row = &w->flows[f->flow];
	double away[366];
	if (row->stay == GZ_STAY_CURVE)
		calendar_away(w, row, away);
	f->rate = gz_arena_array(&plan->arena, double, s->days + 1);
	f->passed = gz_arena_array(&plan->arena, double, s->days + 2);
	f->standing = gz_arena_array(&plan->arena, double, s->days + 1);
	f->homeward = gz_arena_array(&plan->arena, double, s->days + 1);
	if (!f->rate || !f->passed || !f->standing || !f->homeward)
		return GZ_ERR_MEMORY;
	const double dt = plan->travel_dt;
	if (row->stay == GZ_STAY_ERLANG && row->stages * dt / row->stay_days > 1)
		return gz_error_set(err, GZ_ERR_INPUT, w->folder, 0, 0, "flow %s: a stay of %g d in %d stages is shorter than the travel step of %g d", row->id,
			row->stay_days, row->stages, dt);
	for (int32_t t = 0; t <= s->days; t++) {
		const int32_t date = s->start + t;
		bool open = true;
		for (int32_t i = 0; i < row->n_via; i++)
			open = open && gz_calendar_open(w, row->via[i], row->who, date);
		f->rate[t] = open ? row->per_day * calendar_season(w, row->season, date) : 0;
		f->passed[0] = plan->n_strata > 0 ? f->hash[0] : 0;
		f->passed[t + 1] = f->passed[t] + f->rate[t];
		switch (row->stay) {
		case GZ_STAY_ERLANG:
			f->standing[t] = f->rate[t] * row->stay_days;
			f->homeward[t] = row->stages * dt / row->stay_days;
			break;
		case GZ_STAY_FIXED:
			f->standing[t] = f->rate[t] * row->stay_days;
			f->homeward[t] = 1;
			break;
		case GZ_STAY_CURVE: {
			const double there = away[gz_date_yearday(date)], back = row->per_day * calendar_season(w, row->stay_curve, date);
			f->standing[t] = there;
			f->homeward[t] = there > 0 ? fmin(1, dt * back / there) : 1;
			break;
		}
		case GZ_STAY_FOREVER:
			break;
		}
		f->varies = f->varies || (t > 0 && f->standing[t] != f->standing[t - 1]);
	}
	return GZ_OK;
}
