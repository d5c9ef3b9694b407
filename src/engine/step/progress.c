/* Infection, progression, births and deaths: every transition of the people who were there at the start of the step.
 *
 * A draw is made for a row of a tile at once: all lanes of a stock, or a lane of many stocks (tile.h), and for all cells of a stratum
 * together. Those infected are drawn first; from the others, the ways out of their cell: how many leave, then conditional binomials for
 * where they go. Newcomers wait
 * until the stratum is done, so that all draws read the state at the start and nobody makes two transitions in one step. Strata are taken
 * from the oldest down, so that those who age into a stratum already done are not drawn again.
 *
 * Why it is fast: rows stay in the nearest cache from the first look to the last write, one call draws a row, a row with nobody in it
 * costs one byte, and nothing is looked up by lane that is the same for all. What is rare (lasting traits, births, infections that lead to
 * several cells) goes member by member.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/progress.h"
#include "base/kernel.h"
#include "engine/step/mixing.h"
#include "engine/step/row.h"
#include "engine/step/tile.h"
#include "model/stock.h"
#include <assert.h>
#include <math.h>
#include <string.h>

enum { PROGRESS_GO, PROGRESS_NUMBER, PROGRESS_X, PROGRESS_SHARE }; /* work rows */

/* ---- moving ----------------------------------------------------------------------------------------------- */

static bool progress_leaves_world(const gz_outcome *o) { return o->cell < 0; }

/* Who is born or dies in confinement takes up a bed, or frees one: beds in use are the people in them. */
static void progress_bed(const gz_tile *t, int32_t i, double x)
{
	gz_block *b = t->b;
	const gz_stock *s = &b->plan->stocks[gz_tile_stock(t, i)];
	if (s->role == GZ_ROLE_CONFINED)
		b->beds[(int64_t)s->confine * b->width + gz_tile_lane(t, i)] += x;
}

/* Notes that somebody has died in a bed: the next release takes them from there. */
static void progress_die(const gz_tile *t, const double *x)
{
	const gz_stock *stocks = t->b->plan->stocks;
	const int32_t n = t->stock >= 0 ? 1 : t->n;
	for (int32_t i = 0; i < n && !t->b->died_confined; i++)
		t->b->died_confined = stocks[gz_tile_stock(t, i)].role == GZ_ROLE_CONFINED && (t->stock >= 0 || x[i] > 0);
}

/* Lasting infectiousness of those who move: a share of what those had who were there at the start of the step, or a newcomer's own. */
static void progress_traits(gz_tile *t, int32_t cell, const gz_outcome *o, const double *x)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	const int32_t from = p->cells[cell].mass, to = o->cell < 0 ? -1 : p->cells[o->cell].mass, stratum = t->stratum + o->stratum_step;
	const double *n = gz_tile_row(t, cell);
	for (int32_t i = 0; i < t->n; i++) {
		const int32_t stock = gz_tile_stock(t, i), lane = gz_tile_lane(t, i);
		double carried = 0;
		if (!(x[i] > 0))
			continue;
		if (from >= 0) {
			double *mass = &b->mass[gz_block_mass(b, stock, t->stratum, from) + lane];
			carried = gz_block_split(b, p->stocks[stock].key, gz_plan_draw(p, GZ_PURPOSE_TRAIT, t->stratum, p->cells[cell].id, o->id), cell, lane, x[i], n[i], *mass);
			*mass -= carried;
		} else if (to >= 0) {
			carried = gz_block_newcomers(b, stock, stratum, o->cell, lane, x[i], p->cells[cell].id ^ o->id);
		}
		if (to >= 0 && o->stratum_step != 0)
			b->mass[gz_block_mass(b, stock, stratum, to) + lane] += carried;
		else if (to >= 0)
			t->new_mass[(int64_t)to * t->room + i] += carried;
	}
}

/* Those who leave the stratum, by age or by leaving the world. */
static void progress_away(gz_tile *t, int32_t cell, const gz_outcome *o, const double *x)
{
	gz_block *b = t->b;
	const int32_t stratum = t->stratum + o->stratum_step;
	t->went[cell] = 1;
	gz_row_take(t->n, gz_tile_row(t, cell), x);
	for (int32_t i = 0; i < t->n; i++) {
		if (!(x[i] > 0))
			continue;
		if (progress_leaves_world(o)) {
			b->outside[gz_tile_lane(t, i)] -= x[i];
			progress_bed(t, i, -x[i]);
		} else {
			b->people[gz_block_at(b, gz_tile_stock(t, i), stratum, o->cell) + gz_tile_lane(t, i)] += x[i];
			*gz_block_anyone(b, gz_tile_stock(t, i), stratum, o->cell) = 1;
		}
	}
}

/* x persons no longer meet anybody. Where that is all, and sums are exact, they are taken off those present; else these are counted anew. */
static void progress_absent(gz_tile *t, bool dead, const double *x)
{
	gz_block *b = t->b;
	for (int32_t i = 0; i < (t->stock >= 0 ? 1 : t->n); i++) {
		const int32_t here = gz_tile_here(t, i);
		if (dead && b->plan->stocks[t->stock].contact == 0)
			continue; /* they met nobody */
		if (!dead || b->moved[here] == GZ_MOVED || !b->plain[here] || b->deterministic) {
			b->moved[here] = GZ_MOVED;
			continue;
		}
		gz_row_take(t->n, &b->present[((int64_t)here * b->plan->n_ages + t->stratum / b->plan->n_groups_people) * b->width], x);
		b->moved[here] = GZ_MOVED_COUNTED;
	}
}

/* x persons leave `cell` by an outcome. */
static void progress_move(gz_tile *t, int32_t cell, const gz_outcome *o, const double *x)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	const bool away = progress_leaves_world(o) || o->stratum_step != 0;
	const bool traits = p->cells[cell].mass >= 0 || (o->cell >= 0 && p->cells[o->cell].mass >= 0);
	if ((away || traits) && !gz_row_any(t->n, x))
		return;
	if (traits && !away && !t->came[o->cell] && p->cells[o->cell].mass >= 0)
		memset(&t->new_mass[(int64_t)p->cells[o->cell].mass * t->room], 0, (size_t)t->n * sizeof *x);
	if (traits)
		progress_traits(t, cell, o, x);
	if (away)
		progress_away(t, cell, o, x);
	else if (!gz_tile_move(t, cell, o->cell, x))
		return;
	if (o->death) {
		gz_tile_count(t, GZ_COUNTED_DEATHS, 0, x);
		b->died = true;
		progress_die(t, x);
	}
	for (uint64_t bits = o->streams; bits; bits &= bits - 1)
		gz_tile_count(t, GZ_COUNTED_EVENTS, __builtin_ctzll(bits), x);
	if (away || p->cells[o->cell].dead != p->cells[cell].dead)
		progress_absent(t, !away && t->stock >= 0, x);
}

/* ---- infection -------------------------------------------------------------------------------------------- */

/* The rate at which a channel infects people of this stratum, by member. */
static void progress_rate(const gz_tile *t, int32_t channel, double *rate)
{
	const gz_block *b = t->b;
	const gz_plan *p = b->plan;
	const int32_t age = t->stratum / p->n_groups_people;
	bool same;
	const double *own = gz_tile_slot(t, p->channels[channel].susceptibility, t->stratum, t->work[PROGRESS_NUMBER], &same);
	for (int32_t i = 0; i < t->n; i++) {
		const int32_t here = gz_tile_here(t, i), lanes = t->stock >= 0 ? t->n : 1;
		const double *force = &gz_block_force(b, here)[((int64_t)b->like[channel] * p->n_ages + age) * b->width + gz_tile_lane(t, i)];
		const double *shy = b->shy && !p->channels[channel].water ? &b->shy[((int64_t)here * p->n_strata + t->stratum) * b->width + gz_tile_lane(t, i)] : NULL;
		const gz_stock *s = &p->stocks[gz_tile_stock(t, i)];
		const bool simple = t->stock >= 0 && same && !shy && s->contact == 1 && s->susceptibility == 1 && b->hot_any[here];
		gz_row_times(lanes, rate + i, force, simple ? own[0] : b->hot_any[here] ? 1 : 0);
		if (simple)
			return;
		if (shy)
			gz_row_multiply(lanes, rate + i, shy);
		if (s->contact != 1)
			gz_row_scale(lanes, rate + i, s->contact);
		if (s->susceptibility != 1)
			gz_row_scale(lanes, rate + i, s->susceptibility);
		if (t->stock >= 0)
			break;
	}
	if (same)
		gz_row_scale(t->n, rate, own[0]);
	else
		gz_row_multiply(t->n, rate, own);
}

/* Those whom the target's k-th channel infected go where it leads. */
static void progress_lead(gz_tile *t, const gz_target *target, int32_t k, double *go)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	const gz_channel *ch = &p->channels[target->channels[k]];
	const int32_t first = target->leads[k];
	double *x = t->work[PROGRESS_X], *q = t->work[PROGRESS_NUMBER], *share = t->work[PROGRESS_SHARE];
	for (int32_t i = 0; ch->n_outcomes > 1 && i < t->n; i++)
		share[i] = 1;
	for (int32_t o = 0; o < ch->n_outcomes; o++) {
		const gz_outcome *out = &p->outcomes[first + o];
		const bool last = o + 1 == ch->n_outcomes;
		for (int32_t i = 0; !last && i < t->n; i++) {
			const double pr = go[i] > 0 ? gz_plan_branch(p, first, ch->n_outcomes, o, b->store, gz_tile_here(t, i), t->stratum, gz_tile_lane(t, i)) : 0;
			q[i] = share[i] > 0 ? fmin(1, pr / share[i]) : 1;
			share[i] -= pr;
		}
		if (!last) {
			gz_tile_draw(t, gz_plan_draw(p, GZ_PURPOSE_CHANNEL, t->stratum, p->cells[target->cell].id, ch->id ^ out->id), go, q, x);
			gz_row_take(t->n, go, x);
		}
		gz_tile_count(t, GZ_COUNTED_INFECTIONS, 0, last ? go : x);
		progress_move(t, target->cell, out, last ? go : x);
	}
}

static double *progress_rates(const gz_tile *t, int32_t target, int32_t k)
{
	return &t->rates[((int64_t)target * t->b->plan->n_channels + k) * t->room];
}

/* Asks how many of a target cell are infected, by all channels together. */
static int32_t progress_ask_infected(gz_tile *t, int32_t index)
{
	const gz_plan *p = t->b->plan;
	const gz_target *target = &p->targets[index];
	double *total = gz_tile_chances(t);
	if (target->n_channels == 1)
		progress_rate(t, target->channels[0], total);
	else
		memset(total, 0, (size_t)t->n * sizeof *total);
	for (int32_t k = 0; target->n_channels > 1 && k < target->n_channels; k++) {
		progress_rate(t, target->channels[k], progress_rates(t, index, k));
		gz_row_add(t->n, total, progress_rates(t, index, k));
	}
	if (p->dt != 1)
		gz_row_scale(t->n, total, p->dt);
	gz_kernel_chance(t->n, total, total);
	return gz_tile_ask(t, gz_plan_draw(p, GZ_PURPOSE_INFECT, t->stratum, p->cells[target->cell].id, 0), gz_tile_row(t, target->cell), total, false);
}

/* Those infected of one target cell: by channel, then by where the channel leads. `left` is used up. */
static void progress_infect(gz_tile *t, int32_t index, double *left)
{
	const gz_plan *p = t->b->plan;
	const gz_target *target = &p->targets[index];
	const uint32_t item = p->cells[target->cell].id;
	double *go = t->work[PROGRESS_GO], *q = t->work[PROGRESS_NUMBER];
	if (target->n_channels == 1 && gz_row_any(t->n, left))
		progress_lead(t, target, 0, left);
	for (int32_t k = 0; target->n_channels > 1 && k < target->n_channels && gz_row_any(t->n, left); k++) {
		const gz_channel *ch = &p->channels[target->channels[k]];
		for (int32_t i = 0; i < t->n; i++) {
			const double rate = progress_rates(t, index, k)[i];
			double rest = 0;
			for (int32_t j = k; j < target->n_channels; j++)
				rest += progress_rates(t, index, j)[i];
			q[i] = rest > rate ? rate / rest : rate > 0;
		}
		gz_tile_draw(t, gz_plan_draw(p, GZ_PURPOSE_CHANNEL, t->stratum, item, ch->id), left, q, go);
		gz_row_take(t->n, left, go);
		progress_lead(t, target, k, go);
	}
}

/* ---- leaving ---------------------------------------------------------------------------------------------- */

static int32_t progress_ask(gz_tile *t, const gz_group *g, int32_t number, uint32_t part, const double *n)
{
	bool same;
	const double *p = gz_tile_table(t, g, number, t->work[PROGRESS_NUMBER], &same);
	return gz_tile_ask(t, gz_plan_draw(t->b->plan, GZ_PURPOSE_LEAVE, t->stratum, t->b->plan->cells[g->cell].id, part), n, p, same);
}

/* Asks how many leave each cell that can be infected, or that cannot. */
static void progress_ask_leavers(gz_tile *t, bool targets)
{
	const gz_plan *p = t->b->plan;
	for (int32_t i = 0; i < p->n_groups; i++) {
		const gz_group *g = &p->groups[i];
		t->row_of[i] = -1;
		if ((p->target_of[g->cell] >= 0) != targets)
			continue;
		if (t->some[g->cell])
			t->row_of[i] = progress_ask(t, g, 0, 0, gz_tile_row(t, g->cell));
		else
			t->b->skipped += (uint64_t)t->n;
	}
}

/* Those who leave go their ways, of each cell one way after the other, of all cells side by side. */
static void progress_leave(gz_tile *t)
{
	const gz_plan *p = t->b->plan;
	bool more = true;
	for (int32_t o = 0; more; o++) {
		int32_t row = t->asked;
		more = false;
		for (int32_t i = 0; i < p->n_groups; i++)
			if (t->row_of[i] >= 0 && o + 1 < p->groups[i].n_outcomes)
				progress_ask(t, &p->groups[i], o + 1, p->outcomes[p->groups[i].first_outcome + o].id, gz_tile_out(t, t->row_of[i]));
		gz_tile_answer(t);
		for (int32_t i = 0; i < p->n_groups; i++) {
			const gz_group *g = &p->groups[i];
			if (t->row_of[i] < 0 || o >= g->n_outcomes)
				continue;
			double *left = gz_tile_out(t, t->row_of[i]), *x = o + 1 < g->n_outcomes ? gz_tile_out(t, row++) : left;
			if (x != left)
				gz_row_take(t->n, left, x);
			progress_move(t, g->cell, &p->outcomes[g->first_outcome + o], x);
			more = more || o + 1 < g->n_outcomes;
		}
	}
}

/* All transitions of the stratum that the tile is open on. exposed: some force may be at work. */
static void progress_stratum(gz_tile *t, bool exposed)
{
	const gz_plan *p = t->b->plan;
	int32_t row = 0;
	bool targets = false;
	for (int32_t i = 0; exposed && i < p->n_targets; i++)
		if (t->some[p->targets[i].cell])
			progress_ask_infected(t, i);
	progress_ask_leavers(t, false);
	gz_tile_answer(t);
	for (int32_t i = 0; exposed && i < p->n_targets; i++)
		if (t->some[p->targets[i].cell])
			progress_infect(t, i, gz_tile_out(t, row++));
	progress_leave(t);
	for (int32_t i = 0; i < p->n_targets; i++)
		targets = targets || (t->some[p->targets[i].cell] && p->cells[p->targets[i].cell].group >= 0);
	if (!targets)
		return;
	progress_ask_leavers(t, true); /* of those not infected */
	gz_tile_answer(t);
	progress_leave(t);
}

/* ---- births ----------------------------------------------------------------------------------------------- */

static void progress_living(gz_tile *t)
{
	const gz_plan *p = t->b->plan;
	double *living = &t->living[(int64_t)t->stratum * t->room];
	for (int32_t c = 0; p->births >= 0 && c < p->n_cells; c++)
		if (!p->cells[c].dead && t->some[c])
			gz_row_add(t->n, living, gz_tile_row(t, c));
}

/* The newborn of one member, spread over where newborns begin: with whom they are born to, but without a dose. */
static void progress_newborn(gz_tile *t, int32_t i, int32_t stratum, double born)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	const int32_t young = stratum % p->n_groups_people, stock = gz_tile_stock(t, i), with = gz_stock_with(p, stock, 0), lane = gz_tile_lane(t, i), here = gz_tile_here(t, i);
	double share = 1;
	assert(with <= stock && "whose turn in this step is over");
	b->outside[lane] += born;
	progress_bed(t, i, born);
	for (int32_t o = 0; o < p->newborn_n && born > 0; o++) {
		const gz_outcome *out = &p->outcomes[p->newborn_first + o];
		const double pr = gz_plan_branch(p, p->newborn_first, p->newborn_n, o, b->store, here, young, lane);
		const double q = o + 1 < p->newborn_n && share > 0 ? fmin(1, pr / share) : 1;
		share -= pr;
		const double x = gz_block_draw(b, p->stocks[stock].key, gz_plan_draw(p, GZ_PURPOSE_BIRTH, stratum, p->cells[out->cell].id, out->id), lane, born, q);
		born -= x;
		if (x > 0 && out->streams)
			gz_block_count(b, here, GZ_COUNTED_EVENTS);
		for (uint64_t bits = x > 0 ? out->streams : 0; bits; bits &= bits - 1)
			gz_block_events(b, __builtin_ctzll(bits), here)[lane] += x;
		if (x > 0)
			gz_block_put(b, with, young, out->cell, lane, x, gz_block_newcomers(b, stock, young, out->cell, lane, x, gz_plan_part(stratum + 1) ^ out->id));
	}
}

/* Births by the people who were there at the start of the step; after all transitions, so that nobody newborn makes one. */
static void progress_births(gz_tile *t, int32_t stratum)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	for (int32_t i = 0; i < t->n; i++) {
		const int32_t lane = gz_tile_lane(t, i);
		const double mean = t->living[(int64_t)stratum * t->room + i] * gz_block_value(b, p->births, gz_tile_here(t, i), stratum, lane) / 365.25 * p->dt;
		if (!(mean > 0))
			continue;
		const gz_draw d = gz_block_address(b, p->stocks[gz_tile_stock(t, i)].key, gz_plan_draw(p, GZ_PURPOSE_BIRTH, stratum, 0, 0), lane);
		const double born = b->deterministic ? mean : gz_sample_poisson(&d, mean);
		if (born > 0)
			progress_newborn(t, i, stratum, born);
	}
}

/* ---- the step --------------------------------------------------------------------------------------------- */

static void progress_tile(gz_tile *t, bool exposed)
{
	const gz_plan *p = t->b->plan;
	if (p->births >= 0)
		memset(t->living, 0, (size_t)p->n_strata * (size_t)t->room * sizeof *t->living);
	for (int32_t x = p->n_strata - 1; x >= 0; x--) {
		if (!gz_tile_open(t, x)) {
			t->b->skipped += (uint64_t)t->n * (uint64_t)p->n_cells;
			continue;
		}
		progress_living(t);
		progress_stratum(t, exposed);
		gz_tile_close(t);
	}
	for (int32_t x = 0; p->births >= 0 && x < p->n_strata; x++)
		progress_births(t, x);
}

static void progress_members(gz_tile *t, int32_t n, int32_t lane, bool exposed)
{
	gz_tile_narrow(t, t->b->members, n, lane);
	progress_tile(t, exposed);
}

/* One lane of all stocks, as many at a time as a tile has members. */
static void progress_lane(gz_tile *t, int32_t lane)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	int32_t n = 0;
	bool exposed = false;
	for (int32_t st = gz_block_occupied(b, 0); st < p->n_stocks; st = gz_block_occupied(b, st + 1)) {
		if (!b->awake[p->stocks[st].home * b->width + lane])
			continue;
		b->members[n++] = st;
		exposed = exposed || b->hot_any[p->stocks[st].here];
		if (n < GZ_BLOCK_TILE)
			continue;
		progress_members(t, n, lane, exposed);
		n = 0;
		exposed = false;
	}
	if (n > 0)
		progress_members(t, n, lane, exposed);
}

/* next: the leaf whose turn comes after, n_leaves if none. */
static void progress_leaf(gz_tile *t, int32_t leaf, int32_t next)
{
	gz_block *b = t->b;
	const gz_plan *p = b->plan;
	if (b->late && b->hot_any[leaf])
		gz_mixing_back(b, leaf);
	for (int32_t i = 0; i < p->standing_n[leaf]; i++) {
		const int32_t st = gz_block_listed(b, p->standing, p->standing_first[leaf] + i, p->n_stocks);
		if (!b->occupied[st])
			i += gz_block_idle(b, st);
		if (!b->occupied[st] || b->awake_n[p->stocks[st].home] == 0)
			continue;
		const bool last = i + 1 == p->standing_n[leaf];
		if (!last)
			gz_tile_fetch(b, p->standing[p->standing_first[leaf] + i + 1], p->n_strata - 1);
		gz_tile_wide(t, st, last && next < p->n_leaves ? p->standing[p->standing_first[next]] : -1);
		progress_tile(t, b->hot_any[leaf]);
	}
}

/* ---- firsts ----------------------------------------------------------------------------------------------- */

enum { PROGRESS_OPEN, PROGRESS_GREW, PROGRESS_REACHED }; /* of a place: some firsts are to come; and it had infections in this step; all known */

/* Tells the places above a leaf of this step's infections. */
static void progress_cumulate(gz_block *b, int32_t leaf)
{
	const gz_setup *su = b->setup;
	double *x = gz_block_infections(b, leaf);
	if (!(b->counted[leaf] & GZ_COUNTED_INFECTIONS))
		return;
	if (b->before) {
		double *before = &b->before[(int64_t)leaf * b->width], *today = x;
		x = b->rows;
		memcpy(x, today, (size_t)b->lanes * sizeof *x);
		gz_row_take(b->lanes, x, before);
		memcpy(before, today, (size_t)b->lanes * sizeof *x);
	}
	if (b->before && !gz_row_any(b->lanes, x))
		return;
	for (int32_t i = 0; i < su->chain_n[leaf]; i++) {
		const int32_t place = su->chain[su->chain_first[leaf] + i];
		gz_row_add(b->lanes, &b->cumulated[(int64_t)place * b->width], x);
		if (b->reached[place] == PROGRESS_OPEN)
			b->reached[place] = PROGRESS_GREW;
	}
}

/* The days of a place's first and tenth infection. */
static void progress_firsts(gz_block *b, int32_t place)
{
	int32_t known = 0;
	for (int32_t lane = 0; lane < b->lanes; lane++) {
		const int64_t at = (int64_t)place * b->width + lane;
		gz_arrival *a = &b->arrivals[at];
		if (a->infection < 0 && b->cumulated[at] >= 1)
			a->infection = b->day;
		if (a->traveller < 0 && b->cumulated[at] >= 1)
			a->traveller = b->day; /* by commuting or water: no journey was counted */
		if (a->tenth < 0 && b->cumulated[at] >= 10)
			a->tenth = b->day;
		known += a->tenth >= 0 && a->traveller >= 0;
	}
	b->reached[place] = known == b->lanes ? PROGRESS_REACHED : PROGRESS_OPEN;
}

/* Fetches ahead what the leaf that comes next will ask for first; there is none at the end. */
static void progress_fetch(const gz_block *b, int32_t leaf)
{
	const gz_plan *p = b->plan;
	if (leaf >= p->n_leaves)
		return;
	if (b->late)
		gz_mixing_fetch_back(b, leaf);
	gz_row_fetch_own(b->lanes, &b->cumulated[(int64_t)p->leaf_place[leaf] * b->width]);
	if (!gz_block_folds(b))
		gz_row_fetch_own(b->lanes, gz_block_infections(b, leaf));
}

static bool progress_wide(const gz_block *b) { return b->lanes >= GZ_BLOCK_WIDE || b->deterministic; }

void gz_progress_begin(gz_block *b)
{
	const int32_t n = b->plan->n_leaves;
	memset(b->lively, 0, (size_t)n);
	if (progress_wide(b) || gz_block_marked(b->stirs, 0, n) == n) /* nobody is awake */
		return;
	gz_tile t;
	gz_tile_make(&t, b);
	for (int32_t lane = 0; lane < b->lanes; lane++)
		progress_lane(&t, lane);
}

void gz_progress_leaves(gz_block *b, int32_t from, int32_t to)
{
	const bool wide = progress_wide(b);
	gz_tile t;
	gz_tile_make(&t, b);
	for (int32_t leaf = gz_block_marked(b->stirs, from, to); leaf < to; leaf = gz_block_marked(b->stirs, leaf + 1, to)) {
		if (wide) {
			const int32_t next = gz_block_marked(b->stirs, leaf + 1, b->plan->n_leaves);
			progress_fetch(b, next);
			progress_leaf(&t, leaf, next);
		}
		progress_cumulate(b, leaf);
	}
}

void gz_progress_end(gz_block *b)
{
	for (int32_t place = 0; place < b->plan->scenario->world.n_places; place++)
		if (b->reached[place] == PROGRESS_GREW)
			progress_firsts(b, place);
}

void gz_progress_step(gz_block *b)
{
	gz_progress_begin(b);
	gz_progress_leaves(b, 0, b->plan->n_leaves);
	gz_progress_end(b);
}
