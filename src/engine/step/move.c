/* Scheduled movements: exact numbers of people from place to place, in from outside, or out.
 *
 * Who moves is uniform without replacement among those whom the row concerns. A few are picked one by one, each on a uniform number;
 * more are shared among the cells by hypergeometric draws. A row that takes everybody, or all from one cell, draws nothing.
 *
 * A home from which nobody travels stands when asleep as it does when awake: people who rest may leave it or join it without waking it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/move.h"
#include "engine/step/enter.h"
#include "engine/step/sleep.h"
#include <math.h>
#include <stdio.h>

enum { MOVE_FEW = 8 };

/* One row at work in one lane. */
typedef struct move_job {
	const gz_movement *row;
	int32_t from, to;      /* leaves, -1 outside */
	int32_t lane;
	bool keyed;
	gz_key key;
} move_job;

/* The key of a row, from what it says by name; made only for a row that draws. The day is in the address of every draw. */
static gz_key move_key(const gz_block *b, move_job *j)
{
	const gz_plan *p = b->plan;
	const gz_movement *m = j->row;
	const int32_t leaves[2] = {j->from, j->to};
	uint64_t h = p->purpose_id[GZ_PURPOSE_IMPORT];
	if (j->keyed)
		return j->key;
	for (int32_t i = 0; i < 2; i++)
		h = gz_random_mix(h, leaves[i] < 0 ? 0 : (uint64_t)p->leaf_key[leaves[i]].k[1] << 32 | p->leaf_key[leaves[i]].k[0]);
	h = gz_random_mix(h, (uint64_t)m->number);
	h = gz_random_mix(h, m->compartment < 0 ? 0 : p->cells[p->entry_cells[p->entry_first[m->compartment]]].id);
	h = gz_random_mix(h, m->age < 0 ? 0 : p->stratum_id[m->age * p->n_groups_people]);
	h = gz_random_mix(h, m->group < 0 ? 0 : p->stratum_id[m->group]);
	h = gz_random_mix(h, (uint64_t)m->before);
	j->keyed = true;
	j->key = (gz_key){{(uint32_t)h, (uint32_t)(h >> 32)}};
	return j->key;
}

/* An event concerns a home. */
static void move_wake(gz_block *b, int32_t leaf, int32_t lane)
{
	if (b->plan->leaving_n[leaf] > 0)
		gz_sleep_wake(b, leaf, lane);
}

static void move_note_short(gz_block *b, const gz_movement *m, double there)
{
	const gz_scenario *s = b->plan->scenario;
	char date[16];
	if (b->note[0] != '\0')
		return; /* the first is told */
	gz_date_format(m->date, date);
	snprintf(b->note, sizeof b->note, "events: row %d of %s asked for %lld people from %s, where only %.0f were; all of them were moved", m->row, date,
		(long long)m->number, m->from < 0 ? "outside" : s->world.places[m->from].id, there);
}

/* x persons of one cell go. */
static void move_cell(gz_block *b, const move_job *j, int32_t product, int32_t stratum, int32_t cell, double x)
{
	const gz_plan *p = b->plan;
	const double mass = gz_block_take(b, p->resident[j->from * p->n_products + product], stratum, cell, j->lane, x, gz_plan_part(5 + (j->row->row & 0xffff)));
	if (j->to < 0) {
		b->outside[j->lane] -= x;
		return;
	}
	if (!p->cells[cell].rest)
		gz_sleep_wake(b, j->to, j->lane);
	gz_block_put(b, p->resident[j->to * p->n_products + product], stratum, cell, j->lane, x, mass);
	if (p->cells[cell].infected)
		gz_block_arrive(b, j->to, j->from, -1, j->lane, x);
}

/* Whether the row may move those of a cell. */
static bool move_concerns(const gz_plan *p, const gz_movement *m, int32_t stratum, const gz_cell *c)
{
	return !c->dead && gz_enter_matches(p, stratum, m->age, m->group) && (m->compartment < 0 || c->compartment == m->compartment);
}

/* Those of a cell whom the row may move. */
static double move_there(const gz_block *b, const move_job *j, int32_t product, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	if (!move_concerns(p, j->row, stratum, &p->cells[cell]))
		return 0;
	return b->people[gz_block_at(b, p->resident[j->from * p->n_products + product], stratum, cell) + j->lane];
}

/* n of `all`, by the cell: draws are hypergeometric, in the mean-field mode shares. */
static void move_many(gz_block *b, move_job *j, double n, double all)
{
	const gz_plan *p = b->plan;
	for (int32_t pr = 0; pr < p->n_products; pr++)
		for (int32_t x = 0; x < p->n_strata; x++)
			for (int32_t c = 0; c < p->n_cells && n > 0; c++) {
				const double here = move_there(b, j, pr, x, c);
				double take = 0;
				if (!(here > 0))
					continue;
				if (b->deterministic) {
					take = n * (here / all);
				} else {
					const gz_draw d = gz_block_address(b, move_key(b, j), gz_plan_draw(p, GZ_PURPOSE_IMPORT, x, p->cells[c].id, p->product_id[pr]), j->lane);
					take = here >= all ? fmin(n, here) : gz_sample_hypergeometric(&d, here, all - here, n);
					all -= here;
					n -= take;
				}
				if (take > 0)
					move_cell(b, j, pr, x, c, take);
			}
}

/* The places of persons numbered in the order of products, strata and cells; each n-th is told from which cell it comes. */
static void move_few(gz_block *b, move_job *j, int32_t n, double all)
{
	const gz_plan *p = b->plan;
	double pick[MOVE_FEW] = {0};
	for (int32_t i = 0; i < n; i++) { /* numbers of different persons, ascending: the i-th pick skips those before it */
		const gz_draw d = gz_block_address(b, move_key(b, j), gz_plan_draw(p, GZ_PURPOSE_CHOOSE, 0, 0, 0), j->lane);
		double x = floor(gz_random_unit(gz_random_bits(d.key, d.replicate, d.step, d.draw, (uint32_t)i)) * (all - i));
		int32_t at = 0;
		for (; at < i && pick[at] <= x; at++)
			x += 1;
		for (int32_t k = i; k > at; k--)
			pick[k] = pick[k - 1];
		pick[at] = x;
	}
	double before = 0;
	int32_t next = 0;
	for (int32_t pr = 0; pr < p->n_products; pr++)
		for (int32_t x = 0; x < p->n_strata; x++)
			for (int32_t c = 0; c < p->n_cells && next < n; c++) {
				int32_t take = 0;
				before += move_there(b, j, pr, x, c);
				for (; next < n && pick[next] < before; next++)
					take++;
				if (take > 0)
					move_cell(b, j, pr, x, c, take);
			}
}

static void move_out(gz_block *b, move_job *j)
{
	const gz_plan *p = b->plan;
	double all = 0, most = 0, n = (double)j->row->number;
	move_wake(b, j->from, j->lane);
	if (j->to >= 0)
		move_wake(b, j->to, j->lane);
	const int32_t cells = p->n_cells, products = p->n_products, strata = p->n_strata, width = b->width;
	for (int32_t pr = 0; pr < products; pr++)
		for (int32_t x = 0; x < strata; x++) {
			const double *people = &b->people[gz_block_at(b, p->resident[j->from * products + pr], x, 0) + j->lane];
			for (int32_t c = 0; c < cells; c++, people += width) {
				if (!move_concerns(p, j->row, x, &p->cells[c]))
					continue;
				all += *people;
				most = *people > most ? *people : most;
			}
		}
	if (n > all) {
		move_note_short(b, j->row, all);
		n = all;
	}
	if (!b->deterministic && n <= MOVE_FEW && n < all && most < all)
		move_few(b, j, (int32_t)n, all);
	else
		move_many(b, j, n, all);
}

static void move_in(gz_block *b, move_job *j)
{
	const gz_plan *p = b->plan;
	const gz_movement *m = j->row;
	const int32_t compartment = m->compartment < 0 ? 0 : m->compartment;
	const gz_cell *first = &p->cells[p->entry_cells[p->entry_first[compartment]]];
	double take[GZ_PLAN_STRATA];
	move_wake(b, j->to, j->lane);
	if (!first->rest)
		gz_sleep_wake(b, j->to, j->lane);
	const bool alone = p->n_strata == 1 && p->entry_n[compartment] == 1; /* nothing to draw */
	const gz_key key = alone ? (gz_key){{0, 0}} : move_key(b, j);
	gz_enter_outside(b, key, j->to, j->lane, m->age, m->group, (double)m->number, take);
	for (int32_t x = 0; x < p->n_strata; x++) {
		if (!(take[x] > 0))
			continue;
		b->outside[j->lane] += take[x];
		gz_enter_compartment(b, p->resident[j->to * p->n_products], x, compartment, j->lane, take[x], key);
		if (first->infected)
			gz_block_arrive(b, j->to, -1, -1, j->lane, take[x]);
	}
}

static void move_row(gz_block *b, const gz_movement *m)
{
	const gz_plan *p = b->plan;
	move_job j = {.row = m, .from = m->from < 0 ? -1 : p->place_leaf[m->from], .to = m->to < 0 ? -1 : p->place_leaf[m->to]};
	for (j.lane = 0; j.lane < b->lanes; j.lane++) {
		if (j.from >= 0)
			move_out(b, &j);
		else if (j.to >= 0)
			move_in(b, &j);
	}
}

void gz_move_day(gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	const int32_t date = s->start + b->day;
	int32_t lo = 0, hi = s->n_movements; /* sorted by date */
	while (lo < hi) {
		const int32_t mid = lo + (hi - lo) / 2;
		if (s->movements[mid].date < date)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < s->n_movements && s->movements[lo].date == date; lo++)
		move_row(b, &s->movements[lo]);
}
