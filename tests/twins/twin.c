/* A slow, readable twin of the engine for one disease: S, two stages of E, then I (symptomatic) or A (not), then R or D.
 *
 * One replicate at a time, plain loops over places, flows, ages and cells; no blocks, no lanes, nothing skipped but what the model says
 * (a sleeping home is not stepped). It shares with the engine only the samplers, the names that give the keys, and the numbers of the
 * draws; everything else is written a second time, and must give the same bits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "twin.h"
#include "base/maths.h"
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define EACH(i, n) for (int32_t i = 0; i < (n); i++)

/* ---- names and draws -------------------------------------------------------------------------------------- */

static const char *id_of(const twin *t, int32_t place) { return t->s->world.places[t->place[place]].id; }

/* The key of a name made of pieces; NULL ends. */
static gz_key key_of(const twin *t, const char *const *pieces)
{
	char name[400] = "";
	for (; *pieces; pieces++)
		strncat(name, *pieces, sizeof name - strlen(name) - 1);
	return gz_random_key(t->s->seed, name);
}
#define KEY(t, ...) key_of(t, (const char *const[]){__VA_ARGS__, NULL})

/* A stock's name: home|here|flow.stage|product|status.slot. */
static gz_key key_stock(const twin *t, int32_t home, int32_t here, const char *flow, int32_t stage, const char *status, int32_t slot)
{
	char number[24], last[24];
	snprintf(number, sizeof number, ".%d|-|", stage);
	snprintf(last, sizeof last, ".%d", slot);
	return KEY(t, id_of(t, home), "|", id_of(t, here), "|", flow, number, status, last);
}
static gz_key key_resident(const twin *t, int32_t p) { return key_stock(t, p, p, "-", 0, "free", 0); }
static gz_key key_visitor(const twin *t, int32_t f, int32_t stage) { return key_stock(t, t->home[f], t->to[f], t->flow[f]->id, stage, "free", 0); }
static gz_key key_ring(const twin *t, int32_t home, int32_t here, const char *flow, int32_t slot)
{
	char status[120];
	snprintf(status, sizeof status, "c%.80s4", t->s->measures[0].name);
	return key_stock(t, home, here, flow, 0, status, slot);
}
static gz_key key_leg(const twin *t, int32_t f, int32_t homeward) { return KEY(t, "leg|", t->flow[f]->id, homeward ? "|home" : "|out"); }
static gz_key key_both(gz_key a, gz_key b) { return (gz_key){{a.k[0] ^ b.k[0], a.k[1] ^ b.k[1]}}; }

static uint32_t cell_id(const twin *t, int32_t cell) { return cell < 0 ? 0 : t->ids->cells[cell].id; }
static gz_draw address(const twin *t, gz_key key, int32_t purpose, int32_t age, uint32_t item, uint32_t part)
{
	return (gz_draw){.key = key, .replicate = t->replicate, .step = t->step, .draw = gz_plan_draw(t->ids, purpose, age, item, part)};
}
static double binomial(const twin *t, gz_key key, int32_t purpose, int32_t age, uint32_t item, uint32_t part, double n, double p)
{
	const gz_draw d = address(t, key, purpose, age, item, part);
	return n <= 0 || p <= 0 ? 0 : p >= 1 ? n : gz_sample_binomial(&d, n, p);
}
static double quantile(const twin *t, gz_key key, int32_t purpose, int32_t age, uint32_t item, uint32_t part, double n, double p)
{
	const gz_draw d = address(t, key, purpose, age, item, part);
	return n <= 0 || p <= 0 ? 0 : p >= 1 ? n : gz_sample_binomial_quantile(&d, n, p);
}

/* ---- the calendar ----------------------------------------------------------------------------------------- */
static double season(const twin *t, int32_t f, int32_t day)
{
	const int32_t curve = t->flow[f]->manner->season;
	return curve < 0 ? 1 : t->s->world.curves[curve].value[gz_date_yearday(t->s->start + day)];
}
static double leaving(const twin *t, int32_t f, int32_t day) { return t->flow[f]->per_day * season(t, f, day); }
static double standing(const twin *t, int32_t f, int32_t day) { return t->flow[f]->per_day * (t->flow[f]->manner->season < 0 ? t->flow[f]->manner->stay_days : t->away[f][day]); }

/* Of one who leaves a day in the mean of the year, how many are away at the start of each day: followed from years before. */
static void follow(twin *t, int32_t f)
{
	const double stay = t->flow[f]->manner->stay_days;
	const int32_t n = t->flow[f]->manner->stages, each = t->s->travel_each_step ? t->s->steps_per_day : 1, before = (int32_t)ceil(8 * stay) + 14;
	const double dt = 1.0 / each, q = n * dt / stay;
	double stage[TWIN_STAGES] = {0};
	EACH(i, n)
		stage[i] = season(t, f, -before) * stay / n;
	for (int32_t day = -before; day <= t->s->days; day++) {
		double all = 0;
		EACH(i, day >= 0 ? n : 0)
			t->until[f][day][i] = all += stage[i];
		EACH(i, day >= 0 ? n : 0)
			t->until[f][day][i] /= t->away[f][day] = all;
		EACH(step, each)
			for (int32_t i = n - 1; i >= 0; i--)
				stage[i] += (i > 0 ? q * stage[i - 1] : season(t, f, day) * dt) - q * stage[i];
	}
}
static double share_of(const twin *t, int32_t f, int32_t age)
{
	double all = 0;
	EACH(x, t->n_ages)
		all += t->census[t->home[f]][x];
	return t->flow[f]->manner->strata ? t->flow[f]->manner->strata[age] : t->census[t->home[f]][age] / all;
}
static double hash_of(const twin *t, int32_t f, int32_t age)
{
	char name[200];
	snprintf(name, sizeof name, "flow|%s", t->flow[f]->id);
	return gz_random_unit(gz_random_bits(gz_random_key(0, name), 0, 0, t->ids->stratum_id[age], 0));
}
/* Of an age, how many have set out (or come home) by a moment in days: whole persons, each number with its share of the replicates. */
static double counted(const twin *t, int32_t f, int32_t age, double at, bool home)
{
	const int32_t day = (int32_t)at;
	double left = at > day ? (at - day) * season(t, f, day) : 0, away = standing(t, f, day);
	away += at > day ? (at - day) * (standing(t, f, day + 1) - away) : 0;
	EACH(d, day)
		left += season(t, f, d);
	return floor((t->flow[f]->per_day * left - home * away) * share_of(t, f, age) + gz_random_turn(hash_of(t, f, age), t->replicate));
}
/* The moment before or after a step's journeys. */
static double moment(const twin *t, bool after)
{
	const int32_t n = t->s->steps_per_day, sub = (int32_t)t->step % n;
	return t->s->travel_each_step ? t->day + (double)(sub + after) / n : t->day + (after || sub > 0);
}
/* ---- sleep ------------------------------------------------------------------------------------------------ */

/* Sends people of a home abroad: they stand in a row by cell and stage, and who goes stands so many places apart, the first at a drawn place. */
static void send(twin *t, int32_t f, int32_t x, int32_t day, double move, double total[TWIN_CELLS])
{
	const uint32_t draw = gz_plan_draw(t->ids, GZ_PURPOSE_STAND, x, 0, 0);
	const double u = gz_random_unit(gz_random_bits(KEY(t, "flow|", t->flow[f]->id), t->replicate, (uint32_t)day, draw, 0)), first = floor(0x1p20 * u) / 0x1p20;
	const int32_t stages = t->flow[f]->manner->stages;
	double all = 0, before = 0;
	EACH(c, TWIN_CELLS)
		all += total[c];
	EACH(c, TWIN_CELLS) {
		const double lo = first + move * (before / all), hi = first + move * ((before + total[c]) / all);
		double to = lo;
		before += total[c];
		EACH(g, stages) {
			const double from = to;
			to = g + 1 < stages ? lo + (hi - lo) * (t->flow[f]->manner->season < 0 ? (g + 1.0) / stages : t->until[f][day][g]) : hi;
			const double here = fmin(total[c], floor(to) - floor(from));
			t->visitor[f][g][x][c] += here;
			total[c] -= here;
		}
	}
}

/* Puts the living people of a home where the calendar has them on a day. */
static void settle(twin *t, int32_t home, double at)
{
	EACH(x, t->n_ages) {
		double total[TWIN_CELLS] = {0}, all = 0;
		EACH(c, TWIN_D) {
			total[c] += t->resident[home][x][c];
			t->resident[home][x][c] = 0;
			EACH(f, t->n_flows)
				EACH(g, TWIN_STAGES)
					if (t->home[f] == home) {
						total[c] += t->visitor[f][g][x][c];
						t->visitor[f][g][x][c] = 0;
					}
			all += total[c];
		}
		EACH(f, t->n_flows) {
			if (t->home[f] != home)
				continue;
			const double move = fmin(counted(t, f, x, at, false) - counted(t, f, x, at, true), all);
			if (!(move > 0))
				continue;
			all -= move;
			send(t, f, x, (int32_t)at, move, total);
		}
		EACH(c, TWIN_D)
			t->resident[home][x][c] += total[c];
	}
}
static void wake(twin *t, int32_t home)
{
	if (!t->awake[home])
		settle(t, home, moment(t, t->travelled));
	t->awake[home] = true;
}

static bool in_force(const twin *t) { return t->d->screen && t->day >= t->d->from; }
/* At which of its crossings (in the order of the journey) a leg meets the measure, -1 at none. */
static int32_t posted(const twin *t, int32_t f, int32_t homeward)
{
	const gz_measure *m = t->s->measures;
	EACH(i, t->flow[f]->manner->n_via)
		if (t->d->screen && t->flow[f]->manner->via[i] == m->crossings[0]) {
			const int32_t end = homeward ? t->home[f] : t->to[f];
			const gz_world *w = &t->s->world;
			const bool in = w->places[t->place[end]].country == w->places[w->crossings[m->crossings[0]].near].country;
			if (m->direction == GZ_DIRECTION_BOTH || (m->direction == GZ_DIRECTION_IN) == in)
				return homeward ? t->flow[f]->manner->n_via - 1 - i : i;
		}
	return -1;
}
/* Would false alarms put resting people of this home into isolation? Then it is kept awake. */
static bool kept_awake(const twin *t, int32_t home)
{
	EACH(f, t->n_flows)
		if (in_force(t) && t->d->specificity < 1 && t->home[f] == home && (posted(t, f, 0) >= 0 || posted(t, f, 1) >= 0))
			return true;
	return false;
}
static bool rests(int32_t cell) { return cell == TWIN_S || cell == TWIN_R || cell == TWIN_D; }
static bool busy_people(const twin_people n, bool hot, bool ring)
{
	EACH(x, TWIN_AGES)
		EACH(c, TWIN_CELLS)
			if (n[x][c] > 0 && (ring || !rests(c) || hot))
				return true;
	return false;
}
static bool busy(const twin *t, int32_t home)
{
	if (kept_awake(t, home) || busy_people(t->resident[home], t->hot[home], false))
		return true;
	EACH(k, t->slots)
		if (busy_people(t->ring_home[home][k], false, true))
			return true;
	EACH(f, t->n_flows) {
		if (t->home[f] != home)
			continue;
		if (t->hot[t->to[f]] && standing(t, f, t->day + 1) > 0)
			return true; /* somebody may set out for there tomorrow */
		EACH(g, TWIN_STAGES)
			if (busy_people(t->visitor[f][g], t->hot[t->to[f]], false))
				return true;
		EACH(k, t->slots)
			if (busy_people(t->ring_away[f][k], false, true))
				return true;
	}
	return false;
}
static void sleep_test(twin *t)
{
	EACH(h, t->s->sleep ? t->n : 0)
		if (t->awake[h] && !busy(t, h)) {
			settle(t, h, t->day + 1 <= t->s->days ? t->day + 1 : t->day);
			t->awake[h] = false;
		}
}

/* ---- counting --------------------------------------------------------------------------------------------- */

static void count_at(twin *t, int32_t crossing, int32_t f, int32_t homeward, int32_t what, double x)
{
	const gz_world *w = &t->s->world;
	const bool in = w->places[t->place[homeward ? t->home[f] : t->to[f]]].country == w->places[w->crossings[crossing].near].country;
	t->crossing[crossing][!in][what][t->day] += x;
}
static void count(twin *t, int32_t f, int32_t homeward, int32_t what, double x)
{
	EACH(i, t->flow[f]->manner->n_via)
		count_at(t, t->flow[f]->manner->via[i], f, homeward, what, x);
}
/* The same at the crossing of the screening alone. */
static void count_there(twin *t, int32_t f, int32_t homeward, int32_t what, double x)
{
	if (posted(t, f, homeward) >= 0)
		count_at(t, t->s->measures[0].crossings[0], f, homeward, what, x);
}
static bool infected(int32_t cell) { return cell >= TWIN_E1 && cell <= TWIN_A; }

static void count_journey(twin *t, int32_t f, int32_t homeward, int32_t cell, double x, bool found)
{
	const int32_t end = homeward ? t->home[f] : t->to[f];
	count(t, f, homeward, TWIN_TRAVELLERS, x);
	if (!infected(cell) || x <= 0)
		return;
	count(t, f, homeward, TWIN_INFECTED, x);
	if (!found)
		count(t, f, homeward, TWIN_MISSED, x);
	if (t->traveller[end] < 0)
		t->traveller[end] = t->day;
}

/* ---- the start, begin rows, release ----------------------------------------------------------------------- */

static void begin_rows(twin *t)
{
	EACH(i, t->s->n_begins) {
		const gz_begin *row = &t->s->begins[i];
		int32_t p = 0;
		if (row->from != t->s->start + t->day)
			continue;
		while (t->place[p] != row->place)
			p++;
		wake(t, p);
		char name[200];
		snprintf(name, sizeof name, "begin|%s|%s|-|-|1|0", id_of(t, p), t->s->disease.compartments[row->compartment].name);
		const gz_key key = gz_random_key(t->s->seed, name);
		double all = 0, n = row->people;
		EACH(x, t->n_ages)
			all += t->resident[p][x][TWIN_S];
		EACH(x, t->n_ages) {
			const double here = t->resident[p][x][TWIN_S];
			const gz_draw d = address(t, key, GZ_PURPOSE_IMPORT, x, 0, 0);
			if (!(here > 0) || !(n > 0))
				continue;
			const double take = gz_sample_hypergeometric(&d, here, all - here, fmin(n, all));
			n -= take;
			all -= here;
			t->resident[p][x][TWIN_S] -= take;
			t->resident[p][x][TWIN_I] += take;
		}
		if (t->traveller[p] < 0)
			t->traveller[p] = t->day;
	}
}

static void release_people(twin *t, int32_t first, twin_people ring, twin_people to)
{
	EACH(x, t->n_ages)
		for (int32_t c = first; c < TWIN_CELLS; c++) {
			t->beds -= ring[x][c];
			to[x][c] += ring[x][c];
			ring[x][c] = 0;
		}
}

/* The slot of those who enter in this step, and of those who entered so many days ago to the step; -1 when nobody travels. */
static int32_t entry_slot(const twin *t)
{
	const int32_t step = (int32_t)t->step, n = t->s->steps_per_day;
	return !t->d->screen || (!t->s->travel_each_step && step % n != 0) ? -1 : t->s->travel_each_step ? step % t->slots : t->day % t->slots;
}

static void release(twin *t)
{
	EACH(k, t->slots) { /* who has died there */
		EACH(p, t->n)
			release_people(t, TWIN_D, t->ring_home[p][k], t->resident[p]);
		EACH(f, t->n_flows)
			release_people(t, TWIN_D, t->ring_away[f][k], t->visitor[f][0]);
	}
	if (entry_slot(t) < 0 || t->step < (uint32_t)(t->d->ring * t->s->steps_per_day))
		return;
	EACH(p, t->n)
		release_people(t, 0, t->ring_home[p][entry_slot(t)], t->resident[p]);
	EACH(f, t->n_flows)
		release_people(t, 0, t->ring_away[f][entry_slot(t)], t->visitor[f][0]);
}

/* ---- travel ----------------------------------------------------------------------------------------------- */

static void land(twin *t, int32_t f, int32_t homeward, int32_t x, int32_t c, double n)
{
	count_journey(t, f, homeward, c, n, false);
	if (homeward)
		t->resident[t->home[f]][x][c] += n;
	else
		t->visitor[f][0][x][c] += n;
}

static double often(const twin *t, int32_t cell) { return cell == TWIN_I ? t->d->travel : 1; }

/* Who leaves home, by flow: one draw for all flows; few of them pick one each, more are shared among the flows in their order. */
static void depart(twin *t, int32_t home, int32_t x, int32_t c, double n, double dt, double out[TWIN_FLOWS])
{
	double usual = t->census[home][x], p[TWIN_FLOWS] = {0}, suffix[TWIN_FLOWS + 1] = {0};
	EACH(f, t->n_flows)
		usual -= t->home[f] == home ? standing(t, f, t->day) * share_of(t, f, x) : 0;
	for (int32_t f = t->n_flows - 1; f >= 0; f--) {
		p[f] = t->home[f] == home && usual > 0 ? fmin(1, leaving(t, f, t->day) * share_of(t, f, x) * dt / usual) : 0;
		suffix[f] = p[f] + suffix[f + 1];
	}
	double left = binomial(t, key_resident(t, home), GZ_PURPOSE_DEPART, x, cell_id(t, c), 0, n, fmin(1, suffix[0] * often(t, c))), ways = 0;
	EACH(f, t->n_flows) {
		out[f] = 0;
		ways += suffix[f] - suffix[f + 1] > 0;
	}
	for (uint32_t person = 0; ways >= 2 && left <= ways && person < left; person++) { /* no more than there are flows: each picks one */
		const gz_draw d = address(t, key_resident(t, home), GZ_PURPOSE_CHOOSE, x, cell_id(t, c), 0);
		const double pick = gz_random_unit(gz_random_bits(d.key, d.replicate, d.step, d.draw, person)) * suffix[0];
		int32_t f = 0;
		while (f + 1 < t->n_flows && pick >= suffix[0] - suffix[f + 1])
			f++;
		out[f] += 1;
	}
	if (ways >= 2 && left <= ways)
		return;
	EACH(f, t->n_flows) {
		if (!(left > 0) || !(suffix[f] - suffix[f + 1] > 0))
			continue;
		const gz_key key = KEY(t, "flow|", t->flow[f]->id);
		out[f] = suffix[f + 1] > 0 ? binomial(t, key, GZ_PURPOSE_DEPART, x, cell_id(t, c), 0, left, (suffix[f] - suffix[f + 1]) / suffix[f]) : left;
		left -= out[f];
	}
}

/* Everybody's journeys are drawn from the state before any of them. */
static void set_out(twin *t, double dt)
{
	twin_people resident[TWIN_PLACES], visitor[TWIN_FLOWS][TWIN_STAGES];
	memcpy(resident, t->resident, sizeof resident);
	memcpy(visitor, t->visitor, sizeof visitor);
	EACH(h, t->n) EACH(x, t->n_ages) EACH(c, TWIN_D) {
		double out[TWIN_FLOWS];
		if (!t->awake[h])
			continue;
		depart(t, h, x, c, resident[h][x][c], dt, out);
		EACH(f, t->n_flows) {
			if (t->home[f] != h)
				continue;
			const int32_t stages = t->flow[f]->manner->stages;
			EACH(g, stages) {
				const double y = binomial(t, key_visitor(t, f, g), GZ_PURPOSE_RETURN, x, cell_id(t, c), 0, visitor[f][g][x][c],
					fmin(1, stages * dt / t->flow[f]->manner->stay_days * often(t, c)));
				t->visitor[f][g][x][c] -= y;
				if (g + 1 < stages)
					t->visitor[f][g + 1][x][c] += y;
				else
					t->cohort[f][1][x][c] += y;
			}
			t->resident[h][x][c] -= out[f];
			t->cohort[f][0][x][c] += out[f];
		}
	}
}
static double asleep_journeys(const twin *t, int32_t f, int32_t homeward)
{
	double n = 0;
	EACH(x, t->n_ages)
		n += fmax(0, counted(t, f, x, moment(t, true), homeward) - counted(t, f, x, moment(t, false), homeward));
	return n;
}

/* What names the draws at the crossing where the measure stands: the way's first or a later one. */
static uint32_t sight(const twin *t, int32_t f, int32_t w) { return gz_plan_part(1) ^ (posted(t, f, w) > 0 ? gz_plan_part(90 + posted(t, f, w)) : 0); }

/* Of n[], at most `room` are served, uniformly with `others` who count in the queue but are nobody here; n becomes the served.
 * Returns the room left. */
static double serve(twin *t, gz_key key, int32_t purpose, double n[TWIN_FLOWS][2][TWIN_AGES][TWIN_CELLS], double room, double others)
{
	double all = others;
	EACH(f, t->n_flows) EACH(w, 2) EACH(x, t->n_ages) EACH(c, TWIN_CELLS)
		all += n[f][w][x][c];
	if (all <= room)
		return room - all;
	room = floor(room);
	EACH(f, t->n_flows) EACH(w, 2) EACH(x, t->n_ages) EACH(c, TWIN_CELLS) {
		const double here = n[f][w][x][c];
		if (!(here > 0))
			continue;
		const gz_draw d = address(t, key_both(key, key_leg(t, f, w)), purpose, x, cell_id(t, c), sight(t, f, w));
		n[f][w][x][c] = all <= here ? fmin(here, room * (here / all)) : room > 0 ? gz_sample_hypergeometric(&d, here, all - here, fmin(room, all)) : 0;
		all -= here;
		room -= n[f][w][x][c];
	}
	return 0;
}

/* The screening of those for whom it is the first (second ...) crossing of their journey: coverage, capacity, positives, beds; who gets a bed stays in it, everybody else lands. */
static void screen(twin *t, int32_t position)
{
	double n[TWIN_FLOWS][2][TWIN_AGES][TWIN_CELLS] = {0}, found[TWIN_FLOWS][2][TWIN_AGES][TWIN_CELLS], asleep = 0;
	const twin_numbers *d = t->d;
	const char *name = t->s->measures[0].name;
	const gz_key key = KEY(t, "measure|", name);
	EACH(f, t->n_flows) EACH(w, 2) {
		if (posted(t, f, w) != position)
			continue;
		const double pass = t->awake[t->home[f]] ? 0 : asleep_journeys(t, f, w);
		asleep += quantile(t, key_both(key, key_leg(t, f, w)), GZ_PURPOSE_COVER, 0, 0, gz_plan_part(62), pass, d->coverage);
		EACH(x, t->n_ages) EACH(c, TWIN_CELLS)
			n[f][w][x][c] = quantile(t, key_both(key, key_leg(t, f, w)), GZ_PURPOSE_COVER, x, cell_id(t, c), sight(t, f, w), t->cohort[f][w][x][c], d->coverage);
	}
	t->room = serve(t, key, GZ_PURPOSE_CAPACITY, n, t->room, asleep);
	EACH(f, t->n_flows) EACH(w, 2) EACH(x, t->n_ages) EACH(c, TWIN_CELLS) {
		n[f][w][x][c] = quantile(t, key_both(key, key_leg(t, f, w)), GZ_PURPOSE_POSITIVE, x, cell_id(t, c), sight(t, f, w), n[f][w][x][c],
			fmax(c == TWIN_I ? d->sensitivity : 0, 1 - d->specificity));
		if (infected(c))
			count_there(t, f, w, TWIN_DETECTED, n[f][w][x][c]);
		found[f][w][x][c] = n[f][w][x][c];
	}
	serve(t, KEY(t, "confine|", name, "|0"), GZ_PURPOSE_BEDS, n, fmax(0, d->beds - t->beds), 0);
	EACH(f, t->n_flows) EACH(w, 2) EACH(x, t->n_ages) EACH(c, TWIN_CELLS) {
		const double y = n[f][w][x][c];
		count_journey(t, f, w, c, y, true);
		if (infected(c)) /* found, but without a bed: will land and not be missed */
			count(t, f, w, TWIN_MISSED, -(found[f][w][x][c] - y));
		count_there(t, f, w, TWIN_QUARANTINED, y);
		t->cohort[f][w][x][c] -= y;
		t->beds += y;
		(w ? t->ring_home[t->home[f]] : t->ring_away[f])[entry_slot(t)][x][c] += y;
	}
}

static void travel(twin *t, double dt)
{
	EACH(f, t->n_flows) EACH(w, 2)
		if (!t->awake[t->home[f]])
			count(t, f, w, TWIN_TRAVELLERS, asleep_journeys(t, f, w));
	set_out(t, dt);
	EACH(position, 2)
		if (in_force(t))
			screen(t, position);
	EACH(f, t->n_flows) EACH(w, 2) EACH(x, t->n_ages) EACH(c, TWIN_CELLS) {
		land(t, f, w, x, c, t->cohort[f][w][x][c]);
		t->cohort[f][w][x][c] = 0;
	}
}

/* ---- infection and progression ---------------------------------------------------------------------------- */

/* Adds contact x people (living, or the infectious weighed) of everyone who stands at a place. */
static double gathered(const twin *t, int32_t place, int32_t x, bool infectious)
{
	double weight[TWIN_CELLS] = {1, 1, 1, 1, 1, 1, 0}, sum = 0;
	EACH(c, TWIN_CELLS)
		weight[c] = !infectious ? weight[c] : c == TWIN_I ? 1 : c == TWIN_A ? t->d->weight : 0;
	EACH(c, TWIN_CELLS) {
		double n = t->awake[place] ? t->resident[place][x][c] : 0;
		EACH(k, t->slots)
			n += t->d->contact * t->ring_home[place][k][x][c];
		EACH(f, t->n_flows) {
			if (t->to[f] != place || !t->awake[t->home[f]])
				continue;
			EACH(g, TWIN_STAGES)
				n += t->visitor[f][g][x][c];
			EACH(k, t->slots)
				n += t->d->contact * t->ring_away[f][k][x][c];
		}
		sum += weight[c] * n;
	}
	return sum;
}

static double commuting(const twin *t, int32_t from, int32_t to)
{
	double away = 0, share = 0;
	EACH(i, t->s->world.n_commutes) {
		const gz_commute *c = &t->s->world.commutes[i];
		if (c->from != t->place[from])
			continue;
		away += c->share;
		share += c->to == t->place[to] ? c->share : 0;
	}
	return from == to ? 1 - away : share;
}

/* What is at each place after commuting. */
static void mix(const twin *t, double from[TWIN_PLACES][TWIN_AGES], double to[TWIN_PLACES][TWIN_AGES])
{
	EACH(y, t->n)
		EACH(x, t->n_ages) {
			to[y][x] = from[y][x] * commuting(t, y, y);
			EACH(h, t->n)
				if (h != y)
					to[y][x] += commuting(t, h, y) * from[h][x];
		}
}

static void forces(twin *t)
{
	double here[TWIN_PLACES][TWIN_AGES], pressure[TWIN_PLACES][TWIN_AGES], present[TWIN_PLACES][TWIN_AGES], local[TWIN_PLACES][TWIN_AGES] = {{0}};
	EACH(p, t->n)
		EACH(x, t->n_ages)
			here[p][x] = gathered(t, p, x, true);
	mix(t, here, pressure);
	memset(t->hot, 0, sizeof t->hot);
	EACH(y, t->n)
		EACH(h, t->n)
			EACH(x, t->n_ages)
				t->hot[h] = t->hot[h] || (pressure[y][x] > 0 && (h == y || commuting(t, h, y) > 0));
	EACH(p, t->n) /* whoever may stand in a hot place wakes with all of the home */
		if (t->hot[p])
			wake(t, p);
	EACH(f, t->n_flows)
		if (t->hot[t->to[f]] && standing(t, f, t->day) > 0)
			wake(t, t->home[f]);
	EACH(p, t->n)
		EACH(x, t->n_ages)
			here[p][x] = gathered(t, p, x, false);
	mix(t, here, present);
	EACH(y, t->n)
		EACH(a, t->n_ages) {
			double sum = 0;
			EACH(e, t->n_ages)
				sum += pressure[y][e] > 0 && present[y][e] > 0 ? t->contacts[y][a][e] * pressure[y][e] / present[y][e] : 0;
			local[y][a] = t->d->beta * sum;
		}
	EACH(h, t->n)
		EACH(a, t->n_ages) {
			t->force[h][a] = local[h][a] * commuting(t, h, h);
			EACH(y, t->n)
				if (y != h)
					t->force[h][a] += commuting(t, h, y) * local[y][a];
		}
}

/* One stock in one step: everybody is drawn from the state at its start. */
static void step_stock(twin *t, twin_people n, gz_key key, int32_t place, double contact, double dt)
{
	const gz_outcome *outcome = t->ids->outcomes;
	const twin_numbers *d = t->d;
	EACH(x, t->n_ages) {
		double old[TWIN_CELLS];
		memcpy(old, n[x], sizeof old);
#define MOVE(from, to, k) (n[x][from] -= (k), n[x][to] += (k))
#define OUTCOME(cell, i) outcome[t->ids->groups[t->ids->cells[cell].group].first_outcome + (i)].id
		const double caught = binomial(t, key, GZ_PURPOSE_INFECT, x, cell_id(t, TWIN_S), 0, old[TWIN_S], -gz_maths_expm1(-(t->force[place][x] * contact) * dt));
		MOVE(TWIN_S, TWIN_E1, caught);
		t->infections[place][t->day] += caught;
		const double further = binomial(t, key, GZ_PURPOSE_LEAVE, x, cell_id(t, TWIN_E1), 0, old[TWIN_E1], 2 * dt / d->latent);
		MOVE(TWIN_E1, TWIN_E2, further);
		const double p = 2 * dt / d->latent, sick = p * d->symptomatic, well = p * (1 - d->symptomatic);
		const double ripe = binomial(t, key, GZ_PURPOSE_LEAVE, x, cell_id(t, TWIN_E2), 0, old[TWIN_E2], p);
		const double ill = binomial(t, key, GZ_PURPOSE_LEAVE, x, cell_id(t, TWIN_E2), OUTCOME(TWIN_E2, 0), ripe, sick / (well + sick));
		MOVE(TWIN_E2, TWIN_I, ill);
		MOVE(TWIN_E2, TWIN_A, ripe - ill);
		t->onsets[place] += ill;
		const double over = dt / d->ill, heal = over * (1 - d->die), fall = over * d->die;
		const double end = binomial(t, key, GZ_PURPOSE_LEAVE, x, cell_id(t, TWIN_I), 0, old[TWIN_I], over);
		const double healed = binomial(t, key, GZ_PURPOSE_LEAVE, x, cell_id(t, TWIN_I), OUTCOME(TWIN_I, 0), end, heal / (fall + heal));
		MOVE(TWIN_I, TWIN_R, healed);
		MOVE(TWIN_I, TWIN_D, end - healed);
		t->deaths[place][t->day] += end - healed;
		const double cleared = binomial(t, key, GZ_PURPOSE_LEAVE, x, cell_id(t, TWIN_A), 0, old[TWIN_A], dt / d->silent);
		MOVE(TWIN_A, TWIN_R, cleared);
	}
}

static void progress(twin *t, double dt)
{
	EACH(p, t->n) {
		if (!t->awake[p])
			continue;
		step_stock(t, t->resident[p], key_resident(t, p), p, 1, dt);
		EACH(k, t->slots)
			if (t->d->screen)
				step_stock(t, t->ring_home[p][k], key_ring(t, p, p, "-", k), p, t->d->contact, dt);
	}
	EACH(f, t->n_flows) {
		if (!t->awake[t->home[f]])
			continue;
		EACH(g, t->flow[f]->manner->stages)
			step_stock(t, t->visitor[f][g], key_visitor(t, f, g), t->to[f], 1, dt);
		EACH(k, t->slots)
			if (t->d->screen)
				step_stock(t, t->ring_away[f][k], key_ring(t, t->home[f], t->to[f], t->flow[f]->id, k), t->to[f], t->d->contact, dt);
	}
}

/* ---- reports ---------------------------------------------------------------------------------------------- */

static void report(twin *t)
{
	const gz_stream *st = &t->s->streams[0];
	const uint32_t item = gz_random_draw_id(st->name);
	EACH(p, t->n) {
		const gz_key key = KEY(t, "place|", id_of(t, p));
		double share[61], heard = 0, rest = 1;
		EACH(k, 61) /* what would be reported on a weekend is reported less often */
			heard += share[k] = t->delay[k] * (gz_date_weekday(t->s->start + t->day + k) >= 5 ? t->d->weekend : 1);
		double n = quantile(t, key, GZ_PURPOSE_REPORT, 0, item, 0, t->onsets[p], t->d->report * (t->d->weekend != 1 ? heard : 1));
		EACH(k, 61) {
			const double q = t->d->weekend != 1 ? share[k] / heard : t->delay[k], x = binomial(t, key, GZ_PURPOSE_DELAY, 0, item, gz_plan_part(k + 1), n, rest > q * (1 + 1e-12) ? q / rest : q > 0);
			t->due[p][(t->day + k) % 61] += x;
			n -= x;
			rest -= q;
		}
		const gz_draw d = address(t, key, GZ_PURPOSE_SIZE, 0, item, 0);
		const double due = t->due[p][t->day % 61];
		t->due[p][t->day % 61] = 0;
		t->reported[p][t->day] = due > 0 ? gz_sample_negative_binomial(&d, due, t->d->size) : 0;
		t->onsets[p] = 0;
	}
}

static void look(twin *t)
{
	EACH(p, t->n) {
		EACH(x, t->n_ages)
			for (int32_t c = TWIN_I; c <= TWIN_A; c++) {
				double n = t->resident[p][x][c];
				EACH(k, t->slots)
					n += t->ring_home[p][k][x][c];
				EACH(f, t->n_flows) {
					EACH(g, TWIN_STAGES)
						n += t->to[f] == p ? t->visitor[f][g][x][c] : 0;
					EACH(k, t->slots)
						n += t->to[f] == p ? t->ring_away[f][k][x][c] : 0;
				}
				t->prevalence[p][t->day] += n;
			}
		t->total[p] += t->infections[p][t->day];
		t->traveller[p] = t->traveller[p] < 0 && t->total[p] >= 1 ? t->day : t->traveller[p]; /* by commuting */
		t->first[p] = t->first[p] < 0 && t->total[p] >= 1 ? t->day : t->first[p];
		t->tenth[p] = t->tenth[p] < 0 && t->total[p] >= 10 ? t->day : t->tenth[p];
	}
}

/* ---- a run ------------------------------------------------------------------------------------------------ */

static void read_world(twin *t)
{
	const gz_world *w = &t->s->world;
	EACH(i, w->n_places) { /* in the order of ids */
		int32_t at = t->n;
		if (w->places[i].leaf < 0)
			continue;
		for (; at > 0 && strcmp(w->places[t->place[at - 1]].id, w->places[i].id) > 0; at--)
			t->place[at] = t->place[at - 1];
		t->place[at] = i;
		t->n++;
	}
	EACH(p, t->n)
		gz_plan_apportion(&w->shares[w->places[t->place[p]].leaf * t->n_ages], t->n_ages, (double)w->places[t->place[p]].population, t->census[p]);
	EACH(p, t->n)
		EACH(a, t->n_ages)
			EACH(b, t->n_ages)
				EACH(k, GZ_SETTING_COUNT) {
					const double *c = &w->contacts[(w->contact_of[w->places[t->place[p]].leaf] * GZ_SETTING_COUNT + k) * t->n_ages * t->n_ages];
					const double *n = t->census[p];
					t->contacts[p][a][b] += (c[a * t->n_ages + b] * n[a] + c[b * t->n_ages + a] * n[b]) / (2 * n[a]);
				}
	EACH(p, t->n) /* flows by home, then id */
		EACH(i, w->n_flows) {
			int32_t at = t->n_flows;
			if (w->flows[i].from != t->place[p])
				continue;
			for (; at > 0 && t->flow[at - 1]->from == t->place[p] && strcmp(t->flow[at - 1]->id, w->flows[i].id) > 0; at--)
				t->flow[at] = t->flow[at - 1];
			t->flow[at] = &w->flows[i];
			t->n_flows++;
		}
	EACH(f, t->n_flows)
		EACH(p, t->n) {
			t->home[f] = t->flow[f]->from == t->place[p] ? p : t->home[f];
			t->to[f] = t->flow[f]->to == t->place[p] ? p : t->to[f];
		}
}

static void delays(twin *t)
{
	const double a = t->d->delay_mean, v = t->d->delay_sd * t->d->delay_sd, shape = a * a / v;
	double sum = 0;
	EACH(k, 61) {
		t->delay[k] = gz_maths_gamma_p(shape, (k + 0.5) * a / v) - (k > 0 ? gz_maths_gamma_p(shape, (k - 0.5) * a / v) : 0);
		sum += t->delay[k];
	}
	EACH(k, 61)
		t->delay[k] /= sum;
}

void twin_run(twin *t, const gz_scenario *s, const gz_plan *ids, const twin_numbers *d, uint32_t replicate)
{
	const double dt = 1.0 / s->steps_per_day;
	*t = (twin){.s = s, .ids = ids, .d = d, .replicate = replicate, .n_ages = s->world.n_ages};
	assert(s->world.n_ages <= TWIN_AGES && s->world.n_leaves <= TWIN_PLACES && s->world.n_flows <= TWIN_FLOWS && s->days <= TWIN_DAYS);
	t->slots = d->screen ? d->ring * (s->travel_each_step ? s->steps_per_day : 1) : 0;
	assert(t->slots <= TWIN_RING);
	read_world(t);
	delays(t);
	EACH(f, t->n_flows)
		follow(t, f);
	EACH(p, t->n) {
		const double u = gz_random_unit(gz_random_bits(KEY(t, "place|", id_of(t, p)), 0, 0, gz_plan_draw(t->ids, GZ_PURPOSE_STAND, 0, cell_id(t, TWIN_R), 0), 0));
		double owed = gz_random_turn(u, replicate) - 0.5; /* to the next age by rounding to whole persons */
		EACH(x, t->n_ages) {
			owed += t->census[p][x] * d->immune;
			t->resident[p][x][TWIN_R] = floor(owed + 0.5);
			owed -= t->resident[p][x][TWIN_R];
			t->resident[p][x][TWIN_S] = t->census[p][x] - t->resident[p][x][TWIN_R];
		}
		t->traveller[p] = t->first[p] = t->tenth[p] = -1;
		t->awake[p] = true;
		settle(t, p, 0);
	}
	t->day = -1;
	sleep_test(t);
	for (t->day = 0; t->day < s->days; t->day++) {
		t->room = d->capacity;
		begin_rows(t);
		EACH(p, t->n)
			if (kept_awake(t, p))
				wake(t, p);
		EACH(sub, s->steps_per_day) {
			release(t);
			if (sub == 0 || s->travel_each_step)
				travel(t, s->travel_each_step ? dt : 1);
			t->travelled = true;
			forces(t);
			progress(t, dt);
			t->travelled = false;
			t->step++;
		}
		t->step--;
		report(t);
		t->step++;
		look(t);
		sleep_test(t);
	}
}
