/* The calendar of flows and crossings, for each day of the run.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/calendar.h"
#include <math.h>

enum { CALENDAR_LEAP = 59 }; /* 29 February among the 366 days of the year */

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

/* True if the crossing is open to that kind of traveller on that date. */
static bool calendar_open(const gz_plan *plan, int32_t crossing, gz_who who, int32_t date)
{
	const gz_world *w = &plan->scenario->world;
	bool open = true;
	for (int32_t i = plan->opening_first[crossing]; i < plan->opening_first[crossing + 1]; i++) {
		const gz_opening *o = &w->openings[plan->openings[i]];
		if (o->who != who || !calendar_within(o, date))
			continue;
		const bool day = o->weekdays >> gz_date_weekday(date) & 1;
		if (o->open || day)
			open = o->open && day; /* open on some days of the week means closed on the others */
	}
	return open;
}

/* The openings of each crossing, in the order of their rows. */
static gz_status calendar_openings(gz_plan *plan)
{
	const gz_world *w = &plan->scenario->world;
	plan->opening_first = gz_arena_array(&plan->arena, int32_t, w->n_crossings + 2);
	plan->openings = gz_arena_array(&plan->arena, int32_t, w->n_openings);
	if (!plan->opening_first || !plan->openings)
		return GZ_ERR_MEMORY;
	int32_t *next = plan->opening_first + 1; /* moves on to where the next crossing begins */
	for (int32_t i = 0; i < w->n_openings; i++)
		next[w->openings[i].crossing + 1]++;
	for (int32_t c = 0; c < w->n_crossings; c++)
		next[c + 1] += next[c];
	for (int32_t i = 0; i < w->n_openings; i++)
		plan->openings[next[w->openings[i].crossing]++] = i;
	return GZ_OK;
}

/* Whether some crossing on the way is shut on some days. */
static bool calendar_closes(const gz_plan *plan, const gz_manner *m)
{
	for (int32_t i = 0; i < m->n_via; i++)
		if (plan->open_row[m->via[i]] >= 0)
			return true;
	return false;
}

/* Whether those away must be followed: not as many leave on all days, and no curve tells when they return. */
static bool calendar_has_course(const gz_plan *plan, const gz_manner *m)
{
	return m->stay != GZ_STAY_CURVE && (m->season >= 0 || calendar_closes(plan, m));
}

/* The days of the run as days of the year, and for each crossing with openings on which of them it is open to whom. */
gz_status gz_calendar_days(gz_plan *plan)
{
	const gz_scenario *s = plan->scenario;
	const gz_world *w = &s->world;
	const int64_t n = s->days + 1;
	int32_t rows = 0, courses = 0;
	GZ_TRY(calendar_openings(plan));
	plan->yearday = gz_arena_array(&plan->arena, int32_t, n);
	plan->open_row = gz_arena_array(&plan->arena, int32_t, w->n_crossings);
	if (!plan->yearday || !plan->open_row)
		return GZ_ERR_MEMORY;
	for (int32_t t = 0; t < n; t++)
		plan->yearday[t] = gz_date_yearday(s->start + t);
	for (int32_t c = 0; c < w->n_crossings; c++)
		plan->open_row[c] = -1;
	for (int32_t i = 0; i < w->n_openings; i++)
		if (plan->open_row[w->openings[i].crossing] < 0)
			plan->open_row[w->openings[i].crossing] = rows++;
	plan->open = gz_arena_array(&plan->arena, bool, rows * GZ_WHO_COUNT * n);
	for (int32_t f = 0; f < w->n_flows; f++)
		courses += calendar_has_course(plan, w->flows[f].manner);
	plan->courses = gz_arena_array(&plan->arena, const gz_flow_plan *, courses);
	if (!plan->open || !plan->courses)
		return GZ_ERR_MEMORY;
	for (int32_t c = 0; c < w->n_crossings; c++)
		for (int32_t who = 0; plan->open_row[c] >= 0 && who < GZ_WHO_COUNT; who++)
			for (int32_t t = 0; t < n; t++)
				plan->open[(plan->open_row[c] * (int64_t)GZ_WHO_COUNT + who) * n + t] = calendar_open(plan, c, (gz_who)who, s->start + t);
	return GZ_OK;
}

/* Persons away by a seasonal curve at the start of each day of a year without 29 February (which is as 1 March): the mean is the declared standing number. */
static void calendar_away(const gz_world *w, const gz_flow *f, double away[366])
{
	const gz_manner *m = f->manner;
	double sum = 0, least = 0;
	away[0] = 0;
	for (int32_t d = 0; d < 365; d++)
		away[d + 1] = away[d] + (d == CALENDAR_LEAP ? 0 : f->per_day * ((m->season < 0 ? 1 : w->curves[m->season].value[d]) - w->curves[m->stay_curve].value[d]));
	for (int32_t d = 0; d < 366; d++)
		sum += d == CALENDAR_LEAP ? 0 : away[d];
	for (int32_t d = 0; d < 366; d++) {
		away[d] += m->standing - sum / 365;
		least = fmin(least, away[d]);
	}
	for (int32_t d = 0; d < 366; d++)
		away[d] -= least; /* nobody is away in the season when all are home */
}

/* ---- those away where not as many leave on all days ------------------------------------------------------- */

/* Who leave on a day, of one a day in the mean of the year; also before the start. */
static double calendar_leaving(const gz_plan *plan, const gz_flow *row, int32_t day)
{
	const gz_manner *m = row->manner;
	const gz_scenario *s = plan->scenario;
	for (int32_t i = 0; i < m->n_via; i++)
		if (plan->open_row[m->via[i]] >= 0 && !calendar_open(plan, m->via[i], m->who, s->start + day))
			return 0;
	return m->season < 0 ? 1 : s->world.curves[m->season].value[gz_date_yearday(s->start + day)];
}

static bool calendar_same_way(const gz_manner *x, const gz_manner *y)
{
	bool same = x->season == y->season && x->who == y->who && x->n_via == y->n_via;
	for (int32_t i = 0; same && i < x->n_via; i++)
		same = x->via[i] == y->via[i];
	return same;
}

/* Adds up those who set out, where not as many do on all days; once for neighbours who leave by the same way at the same times. */
static gz_status calendar_add_up(gz_plan *plan, const gz_flow_plan *f, gz_course *course)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	const gz_flow_plan *before = f > plan->flows ? f - 1 : NULL;
	if (before && before->course && calendar_same_way(row->manner, plan->scenario->world.flows[before->flow].manner)) {
		course->left = before->course->left;
		return GZ_OK;
	}
	double *left = gz_arena_array(&plan->arena, double, plan->scenario->days + 1);
	if (!left)
		return GZ_ERR_MEMORY;
	for (int32_t day = 0; day < plan->scenario->days; day++)
		left[day + 1] = left[day] + calendar_leaving(plan, row, day);
	course->left = left;
	return GZ_OK;
}

static bool calendar_same_course(const gz_world *w, const gz_flow_plan *a, const gz_flow_plan *b)
{
	const gz_manner *x = w->flows[a->flow].manner, *y = w->flows[b->flow].manner;
	return calendar_same_way(x, y) && x->stay == y->stay && x->stay_days == y->stay_days && a->n_stages == b->n_stages;
}

enum { CALENDAR_BEFORE = 1461 }; /* days of four years: what comes round by the year does so in them */

/* Whether a day of the run is a 29 February. */
static bool calendar_leaps(const gz_plan *plan)
{
	bool leaps = false;
	for (int32_t day = 0; day < plan->scenario->days && !leaps; day++)
		leaps = plan->yearday[day] == CALENDAR_LEAP;
	return leaps;
}

/* Who leave on a day, of one a day, in the mean of the four years up to a day. */
static double calendar_usually_leaving(const gz_plan *plan, const gz_flow *row, int32_t day)
{
	double sum = 0;
	for (int32_t i = 0; i < CALENDAR_BEFORE; i++)
		sum += calendar_leaving(plan, row, day - i);
	return sum / CALENDAR_BEFORE;
}

/* Tells how many there are in the stages of the stay at the start of a day. */
static double calendar_tell(int32_t n, const double *stage, double *until)
{
	double sum = 0;
	for (int32_t i = 0; i < n; i++)
		until[i] = sum += stage[i];
	for (int32_t i = 0; i < n; i++)
		until[i] = sum > 0 ? until[i] / sum : (double)(i + 1) / n;
	return sum;
}

/* Follows those who leave through the stages of their stay, from so long before the start that the beginning hardly matters. Longer stays begin
 * with those usually away. */
static gz_status calendar_follow(gz_plan *plan, const gz_flow_plan *f, gz_course *course)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	const gz_manner *m = row->manner;
	const int32_t days = plan->scenario->days, each = (int32_t)(1 / plan->travel_dt + 0.5), before = (int32_t)fmin(CALENDAR_BEFORE, ceil(8 * m->stay_days) + 14);
	const double q = gz_calendar_homeward(plan, f, 0);
	double *away = gz_arena_array(&plan->arena, double, days + 1), *stage = gz_arena_array(&plan->arena, double, f->n_stages);
	double *stages = gz_arena_array(&plan->arena, double, (int64_t)(days + 1) * f->n_stages);
	if (!away || !stage || !stages)
		return GZ_ERR_MEMORY;
	const double usual = calendar_usually_leaving(plan, row, -before);
	for (int32_t i = 0; i < f->n_stages; i++)
		stage[i] = usual * m->stay_days / f->n_stages;
	for (int32_t day = -before; day <= days; day++) {
		if (day >= 0)
			away[day] = calendar_tell(f->n_stages, stage, &stages[(int64_t)day * f->n_stages]);
		const double leaving = calendar_leaving(plan, row, day) * plan->travel_dt;
		for (int32_t step = 0; step < each; step++) {
			for (int32_t i = f->n_stages - 1; i >= 0; i--)
				stage[i] += (i > 0 ? q * stage[i - 1] : leaving) - q * stage[i];
		}
	}
	course->away = away;
	course->stages = stages;
	return GZ_OK;
}

/* The share of those away who go home in a travel step, where a curve tells when. */
static double calendar_by_curve(const gz_plan *plan, const gz_flow_plan *f, int32_t yearday)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	const double there = f->course->year[yearday], back = row->per_day * plan->scenario->world.curves[row->manner->stay_curve].value[yearday];
	return there > 0 ? fmin(1, plan->travel_dt * back / there) : 1;
}

/* The same where a curve tells when they go home, and the way out is shut on some days or the year has a day more: of shut ways from four years before the
 * start, with those away whom the curve alone would have away. */
static gz_status calendar_follow_curve(gz_plan *plan, const gz_flow_plan *f, gz_course *course)
{
	const gz_scenario *s = plan->scenario;
	const gz_flow *row = &s->world.flows[f->flow];
	const int32_t each = (int32_t)(1 / plan->travel_dt + 0.5), before = f->closes ? CALENDAR_BEFORE : 0;
	double *away = gz_arena_array(&plan->arena, double, s->days + 1), n = course->year[gz_date_yearday(s->start - before)] / row->per_day;
	if (!away)
		return GZ_ERR_MEMORY;
	for (int32_t day = -before; day <= s->days; day++) {
		if (day >= 0)
			away[day] = n;
		const double leaving = calendar_leaving(plan, row, day) * plan->travel_dt, q = calendar_by_curve(plan, f, gz_date_yearday(s->start + day));
		for (int32_t step = 0; step < each; step++)
			n += leaving - q * n;
	}
	course->away = away;
	return GZ_OK;
}

static gz_status calendar_curve(gz_plan *plan, const gz_flow_plan *f, gz_course *course)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	double *year = gz_arena_array(&plan->arena, double, 366);
	if (!year)
		return GZ_ERR_MEMORY;
	calendar_away(&plan->scenario->world, row, year);
	course->year = year;
	return (f->closes || calendar_leaps(plan)) && row->per_day > 0 ? calendar_follow_curve(plan, f, course) : GZ_OK;
}

/* The course of a flow where it is not the same on all days; one for all flows that share it, unless a curve has its own number away. */
static gz_status calendar_course(gz_plan *plan, gz_flow_plan *f)
{
	const bool curve = plan->scenario->world.flows[f->flow].manner->stay == GZ_STAY_CURVE;
	for (int32_t i = 0; i < plan->n_courses && !curve; i++)
		if (calendar_same_course(&plan->scenario->world, plan->courses[i], f)) {
			f->course = plan->courses[i]->course;
			return GZ_OK;
		}
	gz_course *course = gz_arena_array(&plan->arena, gz_course, 1);
	if (!course)
		return GZ_ERR_MEMORY;
	GZ_TRY(calendar_add_up(plan, f, course));
	f->course = course;
	if (curve)
		return calendar_curve(plan, f, course);
	plan->courses[plan->n_courses++] = f;
	return calendar_follow(plan, f, course);
}

gz_status gz_calendar_flow(gz_plan *plan, gz_flow_plan *f, gz_error *err)
{
	const gz_world *w = &plan->scenario->world;
	const gz_flow *row = &w->flows[f->flow];
	const gz_manner *m = row->manner;
	if (m->stay == GZ_STAY_ERLANG && m->stages * plan->travel_dt / m->stay_days > 1)
		return gz_error_set(err, GZ_ERR_INPUT, m->file, row->row, 1, "flow %s: a stay of %g d in %d stage%s is shorter than the travel step of %g d%s", row->id,
			m->stay_days, m->stages, m->stages == 1 ? "" : "s", plan->travel_dt,
			plan->travel_dt == 1 ? " (with a shorter `step` and `steps: {travel: true}` people travel several times a day)" : "");
	if (m->stay == GZ_STAY_FIXED && (m->stay_days < plan->travel_dt - 1e-9 || fabs(m->stay_days / plan->travel_dt - f->n_stages) > 1e-6))
		return gz_error_set(err, GZ_ERR_INPUT, m->file, row->row, 1, "flow %s: a fixed stay of %g d is no whole number of travel steps of %g d%s", row->id, m->stay_days,
			plan->travel_dt, plan->travel_dt == 1 ? " (with a shorter `step` and `steps: {travel: true}` people travel several times a day)" : "");
	f->closes = calendar_closes(plan, m);
	return f->n_stages > 0 && (m->stay == GZ_STAY_CURVE || m->season >= 0 || f->closes) ? calendar_course(plan, f) : GZ_OK;
}

static double calendar_season(const gz_plan *plan, int32_t curve, int32_t day)
{
	return curve < 0 ? 1 : plan->scenario->world.curves[curve].value[plan->yearday[day]];
}

bool gz_calendar_shut(const gz_plan *plan, const gz_flow_plan *f, int32_t day)
{
	const gz_manner *m = plan->scenario->world.flows[f->flow].manner;
	for (int32_t i = 0; f->closes && i < m->n_via; i++) {
		const int32_t at = plan->open_row[m->via[i]];
		if (at >= 0 && !plan->open[((int64_t)at * GZ_WHO_COUNT + m->who) * (plan->scenario->days + 1) + day])
			return true;
	}
	return false;
}

double gz_calendar_rate(const gz_plan *plan, const gz_flow_plan *f, int32_t day)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	const gz_manner *m = row->manner;
	return gz_calendar_shut(plan, f, day) ? 0 : row->per_day * calendar_season(plan, m->season, day);
}

double gz_calendar_left(const gz_plan *plan, const gz_flow_plan *f, int32_t day)
{
	return plan->scenario->world.flows[f->flow].per_day * (f->course ? f->course->left[day] : day);
}

double gz_calendar_standing(const gz_plan *plan, const gz_flow_plan *f, int32_t day)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	const gz_manner *m = row->manner;
	if (m->stay == GZ_STAY_FOREVER)
		return 0;
	if (f->course && !f->course->away)
		return f->course->year[plan->yearday[day]];
	return row->per_day * (f->course ? f->course->away[day] : m->stay_days);
}

double gz_calendar_staying(const gz_flow_plan *f, int32_t day, int32_t stage)
{
	return f->course && f->course->stages ? f->course->stages[(int64_t)day * f->n_stages + stage] : (double)(stage + 1) / f->n_stages;
}

double gz_calendar_homeward(const gz_plan *plan, const gz_flow_plan *f, int32_t day)
{
	const gz_flow *row = &plan->scenario->world.flows[f->flow];
	const gz_manner *m = row->manner;
	switch (m->stay) {
	case GZ_STAY_ERLANG:
		return m->stages * plan->travel_dt / m->stay_days;
	case GZ_STAY_FIXED:
		return 1;
	case GZ_STAY_CURVE:
		return calendar_by_curve(plan, f, plan->yearday[day]);
	default:
		return 0;
	}
}
