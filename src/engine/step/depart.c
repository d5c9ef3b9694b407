/* Who of a home sets out today, by flow.
 *
 * All who leave a cell are one binomial draw. They are then shared among the flows: no more of them than there are flows to go by, each
 * picks a flow on a uniform number of their own; more of them, a binomial for each flow in turn, given who is left. Which of the two it is
 * depends on the numbers of the one lane alone, so that the draws are the same however lanes are grouped.
 *
 * Draws of several cells, and of those who go home, are made in one call: the more at once, the cheaper each.
 *
 * Where a measure closes crossings, chances differ by lane. A closed flow (+0.0) and an absent one give equal bits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/depart.h"
#include "engine/step/closure.h"
#include "engine/step/land.h"
#include "engine/step/pick.h"
#include "engine/step/row.h"
#include "model/calendar.h"
#include <assert.h>
#include <math.h>
#include <string.h>

enum { DEPART_NUMBERS = 4096, DEPART_ROWS = 64 }; /* of a home, an array of rows has about so many, and at most so many rows, to stay in a near cache */
enum { DEPART_LANES = 512 };                      /* lanes of one cell that homes drawn together have */

/* Rows that a home may need at once: of one cell its departures, and those of each flow, by stage, who go home. */
static int32_t depart_slots(const gz_plan *p, int32_t home)
{
	int32_t slots = 1;
	for (int32_t k = 0; k < p->leaving_n[home]; k++)
		slots += p->flows[p->leaving_first[home] + k].n_stages > 1 ? p->flows[p->leaving_first[home] + k].n_stages : 1;
	return slots;
}

static int32_t depart_rows(int32_t slots, int32_t width)
{
	const int32_t few = DEPART_NUMBERS / width, rows = few < DEPART_ROWS ? few : DEPART_ROWS;
	return rows > slots ? rows : slots;
}

static int32_t depart_together(const gz_plan *p, int32_t slots, int32_t width)
{
	const int32_t cells = depart_rows(slots, width) / slots;
	return cells < p->n_cells ? cells : p->n_cells;
}

bool gz_depart_at_once(const gz_plan *plan, int32_t home, int32_t width)
{
	return depart_together(plan, depart_slots(plan, home), width) == plan->n_cells;
}

/* The parts of a home's scratch, for `n` flows and `slots` draws a cell: laid out from `at`, or only measured where d is NULL. In doubles. */
static int64_t depart_lay(gz_depart *d, double *at, int64_t n, int64_t slots, int64_t cells, int64_t w)
{
	gz_depart none = {.n = 0};
	gz_depart *to = d ? d : &none;
	double **const parts[] = {&to->rate, &to->standing, &to->homeward, &to->usual, &to->ways, &to->carried, &to->suffix, &to->many, &to->few, &to->leaving, &to->mass};
	const int64_t sizes[] = {n, n, n, w, w, w, (n + 1) * w, cells * w, cells * w, n * cells * w, n * w};
	int64_t all = 0;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		if (d)
			*parts[i] = at + all;
		all += sizes[i];
	}
	if (d) {
		d->rows = (int32_t *)(at + all);
		d->leaver = (int32_t *)(at + all + slots * cells);
		d->any = (uint8_t *)(at + all + slots * cells + cells);
	}
	return all + slots * cells + cells + (n * cells + 7) / 8;
}

gz_journeys gz_depart_journeys(const gz_plan *plan, int32_t width)
{
	gz_journeys most = {.homes = DEPART_LANES / width < GZ_DEPART_HOMES ? DEPART_LANES / width : GZ_DEPART_HOMES};
	if (plan->n_strata * plan->n_products > 1 || plan->scenario->disease.n_interrupts > 0 || most.homes < 1)
		most.homes = 1; /* else people would land in another order */
	for (int32_t home = 0; home < plan->n_leaves; home++) {
		const int32_t slots = depart_slots(plan, home), together = depart_together(plan, slots, width);
		const int64_t room = plan->leaving_n[home] > 0 ? depart_lay(NULL, NULL, plan->leaving_n[home], slots, together, width) : 0;
		most.room = room > most.room ? room : most.room;
		const int64_t rows = (int64_t)(slots + 1) * together; /* a row more for those shared out */
		most.rows = rows > most.rows ? rows : most.rows;
	}
	most.rows *= most.homes;
	return most;
}

/* First the draws of all homes, three rows and an address of at most three doubles each; then each home's own. */
int64_t gz_depart_room(const gz_journeys *journeys, int32_t width)
{
	return journeys->room == 0 ? 0 : journeys->rows * (3 * (int64_t)width + 3) + journeys->homes * journeys->room;
}

void gz_depart_clear(const gz_block *b, gz_depart_asked *asked)
{
	const int64_t numbers = b->journeys.rows * b->width;
	*asked = (gz_depart_asked){.people = b->journey, .chance = b->journey + numbers, .out = b->journey + 2 * numbers, .first = (gz_draw *)(b->journey + 3 * numbers)};
}

void gz_depart_begin(const gz_block *b, gz_depart *d, gz_depart_asked *asked, int32_t home, int32_t place)
{
	const gz_plan *p = b->plan;
	*d = (gz_depart){.home = home, .first = p->leaving_first[home], .n = p->leaving_n[home], .slots = depart_slots(p, home), .asked = asked};
	d->together = depart_together(p, d->slots, b->width);
	(void)depart_lay(d, b->journey + b->journeys.rows * (3 * (int64_t)b->width + 3) + place * b->journeys.room, d->n, d->slots, d->together, b->width);
	for (int32_t k = 0; k < d->n; k++) {
		const gz_flow_plan *f = &p->flows[d->first + k];
		d->rate[k] = gz_calendar_rate(p, f, b->day);
		d->standing[k] = gz_calendar_standing(p, f, b->day);
		d->homeward[k] = gz_calendar_homeward(p, f, b->day);
		d->closed = d->closed || (b->closed && (b->shut[f->out_leg] || (gz_plan_home_leg(f) >= 0 && b->shut[gz_plan_home_leg(f)])));
	}
}

static double depart_chance(const gz_block *b, const gz_depart *d, int32_t k, int32_t stratum, double usual)
{
	const gz_plan *p = b->plan;
	return usual > 0 ? fmin(1, d->rate[k] * gz_plan_share(p, &p->flows[d->first + k])[stratum] * p->travel_dt / usual) : 0;
}

/* Whether a closure keeps some of a flow's travellers from going or from coming home. */
static bool depart_hindered(const gz_block *b, const gz_flow_plan *f, int32_t lane)
{
	return gz_closure_pass(b, f->out_leg, lane) < 1 || (gz_plan_home_leg(f) >= 0 && gz_closure_pass(b, gz_plan_home_leg(f), lane) < 1);
}

/* Persons of a flow and stratum who are abroad and free. */
static double depart_abroad(const gz_block *b, const gz_flow_plan *f, int32_t stratum, int32_t lane)
{
	const gz_plan *p = b->plan;
	double n = 0;
	for (int32_t i = 0; i < p->n_products * f->n_stages; i++)
		for (int32_t c = 0; b->occupied[f->stocks + i] && c < p->n_cells; c++)
			n += p->cells[c].dead ? 0 : b->people[gz_block_at(b, f->stocks + i, stratum, c) + lane];
	return n;
}

/* Sums from each flow on to the last, and the number of ways: for a lane (where closed), or for all. */
static void depart_sums(const gz_block *b, gz_depart *d, int32_t stratum, int32_t lane)
{
	const gz_plan *p = b->plan;
	const int64_t step = d->closed ? b->width : 1;
	double *suffix = d->suffix + (d->closed ? lane : 0), usual = p->people[(int64_t)d->home * p->n_strata + stratum], ways = 0;
	for (int32_t k = 0; k < d->n; k++) { /* where a closure hinders a flow, as many are away as it has left abroad */
		const gz_flow_plan *f = &p->flows[d->first + k];
		usual -= depart_hindered(b, f, lane) ? depart_abroad(b, f, stratum, lane) : d->standing[k] * gz_plan_share(p, f)[stratum];
	}
	suffix[d->n * step] = 0;
	for (int32_t k = d->n - 1; k >= 0; k--) {
		const double chance = depart_chance(b, d, k, stratum, usual) * gz_closure_pass(b, p->flows[d->first + k].out_leg, lane);
		suffix[k * step] = chance + suffix[(k + 1) * step];
		ways += suffix[k * step] - suffix[(k + 1) * step] > 0;
	}
	d->usual[lane] = usual;
	d->ways[lane] = ways;
}

void gz_depart_stratum(const gz_block *b, gz_depart *d, int32_t stratum)
{
	depart_sums(b, d, stratum, 0);
	for (int32_t lane = 1; lane < b->lanes; lane++) {
		if (d->closed)
			depart_sums(b, d, stratum, lane);
		d->ways[lane] = d->closed ? d->ways[lane] : d->ways[0];
	}
}

/* x persons of a cell whom a leg's closures keep from setting out, each counted where the journey would have ended: `stop` of all end somewhere. */
static void depart_book_stopped(gz_block *b, int32_t leg_index, int32_t stratum, int32_t cell, int32_t lane, double x, double stop)
{
	const gz_plan *p = b->plan;
	const gz_leg *leg = &p->legs[leg_index];
	gz_closing list[GZ_CLOSURES];
	const int32_t n = gz_closure_list(b, leg_index, lane, list);
	double come = 1;
	for (int32_t i = 0; i < n && x > 0; i++) {
		const int32_t m = list[i].measure, at = list[i].position;
		const double here = come * list[i].stop;
		const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_STOPPED, stratum, p->cells[cell].id, gz_plan_part(71 + at) ^ (uint32_t)p->measures[m].key.k[0]);
		const double got = i + 1 == n || here >= stop ? x : gz_block_draw(b, leg->key, draw, lane, x, here / stop);
		x -= got;
		stop -= here;
		come -= here;
		b->totals[m * b->width + lane].people += got;
		if (at >= leg->n_via)
			continue;
		gz_block_cross(b, leg->via[at], gz_leg_in(leg, at), GZ_QUANTITY_STOPPED)[lane] += got;
		gz_land_charge(b, m, leg->via[at], gz_leg_in(leg, at), lane, p->scenario->measures[m].cost_traveller * got);
	}
}

/* Those whom closures keep from setting out, counted at the crossings. */
static void depart_count_stopped(gz_block *b, const gz_depart *d, int32_t stratum, int32_t cell, int32_t lane, double n)
{
	const gz_plan *p = b->plan;
	const double often = gz_block_value(b, p->cells[cell].travel, d->home, stratum, lane);
	for (int32_t k = 0; k < d->n; k++) {
		const int32_t out = p->flows[d->first + k].out_leg;
		const gz_leg *leg = &p->legs[out];
		const double stop = 1 - gz_closure_pass(b, out, lane), chance = depart_chance(b, d, k, stratum, d->usual[lane]) * often;
		if (!(stop > 0) || !(chance > 0))
			continue;
		const double x = gz_block_draw(b, leg->key, gz_plan_draw(p, GZ_PURPOSE_STOPPED, stratum, p->cells[cell].id, 0), lane, n, chance * stop);
		if (x > 0)
			depart_book_stopped(b, out, stratum, cell, lane, x, stop);
	}
}

/* ---- draws of the cells in hand ---------------------------------------------------------------------------- */

void gz_depart_cells(gz_depart *d, int32_t begin, int32_t end)
{
	d->begin = begin;
	d->end = end;
	d->leavers = d->shared = 0;
	for (int32_t i = 0; i < (end - begin) * d->slots; i++)
		d->rows[i] = -1;
	for (int32_t i = 0; i < end - begin; i++)
		d->leaver[i] = -1;
}

double *gz_depart_people(const gz_block *b, const gz_depart *d, int32_t stock, int32_t stratum, int32_t cell)
{
	const double *n = &b->people[gz_block_at(b, stock, stratum, cell)];
	double *row = &d->asked->people[(int64_t)d->asked->n * b->lanes];
	if (!*gz_block_anyone(b, stock, stratum, cell))
		return NULL;
	if (b->awake_n[d->home] == b->lanes) {
		gz_row_copy(b->lanes, row, n);
		return row;
	}
	gz_row_mask(b->lanes, row, n, &b->awake[d->home * b->width]);
	return gz_row_any(b->lanes, row) ? row : NULL;
}

void gz_depart_ask(const gz_block *b, gz_depart *d, gz_key key, uint32_t draw, int32_t cell, int32_t slot)
{
	d->asked->first[d->asked->n] = gz_block_address(b, key, draw, 0);
	d->rows[(cell - d->begin) * d->slots + slot] = d->asked->n++;
}

void gz_depart_ask_same(const gz_block *b, gz_depart *d, gz_key key, uint32_t draw, int32_t cell, int32_t slot, double chance)
{
	double *row = gz_depart_chances(b, d);
	for (int32_t lane = 0; lane < b->lanes; lane++)
		row[lane] = chance;
	gz_depart_ask(b, d, key, draw, cell, slot);
}

void gz_depart_answer(gz_block *b, const gz_depart_asked *asked)
{
	gz_block_draws_rows(b, asked->first, asked->n, asked->people, asked->chance, asked->out);
}

double *gz_depart_gone(const gz_block *b, const gz_depart *d, int32_t cell, int32_t slot)
{
	const int32_t row = d->rows[(cell - d->begin) * d->slots + slot];
	assert(d->asked->out);
	if (row < 0)
		return NULL;
	double *out = &d->asked->out[(int64_t)row * b->lanes];
	return gz_row_any(b->lanes, out) ? out : NULL;
}

/* How many leave a cell. */
static void depart_ask_cell(gz_block *b, gz_depart *d, int32_t stock, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	const gz_key key = p->stocks[stock].key;
	const uint32_t draw = gz_plan_draw(p, GZ_PURPOSE_DEPART, stratum, p->cells[cell].id, 0);
	const int32_t slot = p->cells[cell].travel;
	const double *n = gz_depart_people(b, d, stock, stratum, cell);
	for (int32_t lane = 0; n && d->closed && lane < b->lanes; lane++)
		if (n[lane] > 0)
			depart_count_stopped(b, d, stratum, cell, lane, n[lane]);
	if (!n)
		return;
	if (!d->closed && p->slots.items[slot].by_lane == 0) {
		gz_depart_ask_same(b, d, key, draw, cell, 0, fmin(1, d->suffix[0] * gz_block_value(b, slot, d->home, stratum, 0)));
		return;
	}
	double *chance = gz_depart_chances(b, d);
	for (int32_t lane = 0; lane < b->lanes; lane++)
		chance[lane] = fmin(1, d->suffix[d->closed ? lane : 0] * gz_block_value(b, slot, d->home, stratum, lane));
	gz_depart_ask(b, d, key, draw, cell, 0);
}

void gz_depart_ask_leavers(gz_block *b, gz_depart *d, int32_t product, int32_t stratum)
{
	const int32_t stock = b->plan->resident[d->home * b->plan->n_products + product];
	for (int32_t c = d->begin; c < d->end; c++)
		if (!b->plan->cells[c].dead)
			depart_ask_cell(b, d, stock, stratum, c);
}

/* ---- sharing ----------------------------------------------------------------------------------------------- */

/* Whether somebody may go by flow k. */
static bool depart_open(const gz_depart *d, int32_t k)
{
	return k < d->n && d->shared > 0 && (d->closed || d->suffix[k] - d->suffix[k + 1] > 0);
}

/* Asks how many of those shared out, of one home, go by flow k. */
static void depart_ask_flow(const gz_block *b, const gz_depart *d, gz_depart_asked *asked, int32_t k, int32_t product, int32_t stratum)
{
	const gz_plan *p = b->plan;
	const int32_t lanes = b->lanes, step = d->closed ? b->width : 1, row = asked->n;
	const double *from = &d->suffix[(int64_t)k * step], *next = from + step;
	double *chance = &asked->chance[(int64_t)row * lanes];
	memcpy(&asked->people[(int64_t)row * lanes], d->many, (size_t)d->shared * (size_t)lanes * sizeof *d->many);
	if (d->closed)
		for (int32_t i = 0; i < d->shared * lanes; i++) /* exactly 1 where no later flow is open */
			chance[i] = from[i % lanes] > 0 ? (from[i % lanes] - next[i % lanes]) / from[i % lanes] : 0;
	const double share = d->closed ? 0 : (from[0] - next[0]) / from[0];
	for (int32_t i = 0; !d->closed && i < d->shared * lanes; i++)
		chance[i] = share;
	for (int32_t c = d->begin; c < d->end; c++) {
		const int32_t leaver = d->leaver[c - d->begin];
		if (leaver >= 0 && leaver < d->shared)
			asked->first[row + leaver] = gz_block_address(b, p->flows[d->first + k].key, gz_plan_draw(p, GZ_PURPOSE_DEPART, stratum, p->cells[c].id, p->product_id[product]), 0);
	}
	asked->n += d->shared;
}

/* The answer, from `out` on; where that of the next home begins. */
static const double *depart_take_flow(const gz_block *b, gz_depart *d, const double *out, int32_t k)
{
	const int32_t lanes = b->lanes;
	double *leaving = &d->leaving[(int64_t)k * d->leavers * lanes];
	memcpy(leaving, out, (size_t)d->shared * (size_t)lanes * sizeof *out);
	gz_row_take(d->shared * lanes, d->many, out);
	for (int32_t i = 0; i < d->shared; i++)
		d->any[k * d->leavers + i] = gz_row_any(lanes, out + (int64_t)i * lanes);
	return out + (int64_t)d->shared * lanes;
}

/* Shares those who are many among the flows of their homes, one flow after the other, given who is left: of all homes side by side, in rows behind
 * those of the draws before, which are still looked at. */
static void depart_share_many(gz_block *b, gz_depart *d, int32_t n, int32_t product, int32_t stratum)
{
	const gz_depart_asked *before = d->asked;
	const int64_t numbers = (int64_t)before->n * b->lanes;
	gz_depart_asked asked = {.first = before->first + before->n, .people = before->people + numbers, .chance = before->chance + numbers, .out = before->out + numbers};
	int32_t flows = 0;
	for (int32_t i = 0; i < n; i++)
		flows = d[i].shared > 0 && d[i].n > flows ? d[i].n : flows;
	for (int32_t k = 0; k < flows; k++) {
		asked.n = 0;
		for (int32_t i = 0; i < n; i++)
			if (depart_open(&d[i], k))
				depart_ask_flow(b, &d[i], &asked, k, product, stratum);
		gz_depart_answer(b, &asked);
		const double *out = asked.out;
		for (int32_t i = 0; i < n; i++)
			if (depart_open(&d[i], k))
				out = depart_take_flow(b, &d[i], out, k);
	}
}

/* Each of few[lane] persons of a cell picks a flow: attempt i of the draw is the i-th person's. */
static void depart_share_few(gz_block *b, const gz_depart *d, int32_t product, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	const int32_t stock = p->resident[d->home * p->n_products + product];
	const int32_t leaver = d->leaver[cell - d->begin], lanes = b->lanes;
	const double *few = &d->few[(int64_t)leaver * lanes];
	const gz_pick_ways ways = {.suffix = d->suffix, .n = d->n, .by_lane = d->closed ? b->width : 0};
	gz_pick pick;
	gz_pick_begin(&pick, gz_block_address(b, p->stocks[stock].key, gz_plan_draw(p, GZ_PURPOSE_CHOOSE, stratum, p->cells[cell].id, 0), 0));
	for (int32_t lane = 0; lane < lanes || pick.n > 0;) {
		while (lane < lanes && gz_pick_room(&pick)) {
			gz_pick_lane(&pick, lane, (int32_t)few[lane]);
			lane++;
		}
		gz_pick_flows(&pick, &ways);
		b->draws += (uint64_t)pick.n;
		for (int32_t i = 0; i < pick.n; i++) {
			const int64_t row = (int64_t)pick.flow[i] * d->leavers + leaver;
			if (!d->any[row])
				gz_row_clear(lanes, &d->leaving[row * lanes]);
			d->any[row] = 1;
			d->leaving[row * lanes + pick.lane[i]] += 1;
		}
		gz_pick_next(&pick);
	}
}

/* Those who leave a cell, by how they are shared out: the row of the next leaver. True if some are many. */
static bool depart_split(const gz_block *b, const gz_depart *d, const double *gone)
{
	double *shared = &d->many[(int64_t)d->leavers * b->lanes], *picked = &d->few[(int64_t)d->leavers * b->lanes];
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const bool share = b->deterministic || gone[lane] > d->ways[lane] || d->ways[lane] < 2;
		shared[lane] = share ? gone[lane] : 0;
		picked[lane] = share ? 0 : gone[lane];
	}
	return gz_row_any(b->lanes, shared);
}

/* Who leaves the cells of a home, and how they are shared out: those of whom some are many come first. */
static void depart_sort(const gz_block *b, gz_depart *d)
{
	enum { NOBODY = -1, WAITS = -2 };
	for (int32_t c = d->begin; c < d->end; c++) {
		const double *gone = gz_depart_gone(b, d, c, 0);
		d->leaver[c - d->begin] = !gone ? NOBODY : depart_split(b, d, gone) ? d->leavers++ : WAITS;
	}
	d->shared = d->leavers;
	for (int32_t c = d->begin; c < d->end; c++) {
		if (d->leaver[c - d->begin] != WAITS)
			continue;
		gz_row_copy(b->lanes, &d->few[(int64_t)d->leavers * b->lanes], gz_depart_gone(b, d, c, 0));
		d->leaver[c - d->begin] = d->leavers++;
	}
	memset(d->any, 0, (size_t)d->n * (size_t)d->leavers);
}

void gz_depart_share(gz_block *b, gz_depart *d, int32_t n, int32_t product, int32_t stratum)
{
	for (int32_t i = 0; i < n; i++)
		if (d[i].n > 1) /* else all by the only way */
			depart_sort(b, &d[i]);
	depart_share_many(b, d, n, product, stratum);
	for (int32_t i = 0; i < n; i++)
		for (int32_t c = d[i].begin; c < d[i].end; c++)
			if (d[i].leaver[c - d[i].begin] >= 0 && gz_row_any(b->lanes, &d[i].few[(int64_t)d[i].leaver[c - d[i].begin] * b->lanes]))
				depart_share_few(b, &d[i], product, stratum, c);
}

double *gz_depart_leaving(const gz_block *b, const gz_depart *d, int32_t cell, int32_t k)
{
	if (d->n == 1)
		return gz_depart_gone(b, d, cell, 0);
	const int32_t leaver = d->leaver[cell - d->begin];
	return leaver >= 0 && d->any[k * d->leavers + leaver] ? &d->leaving[((int64_t)k * d->leavers + leaver) * b->lanes] : NULL;
}
