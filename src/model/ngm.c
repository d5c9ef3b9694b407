/* The next-generation matrix of the step model and its spectral radius.
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/ngm.h"
#include "base/maths.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NGM_OUTCOMES_MAX = 128 };

typedef struct ngm_work {
	const gz_plan *plan;
	const double *store;
	int32_t n;          /* cells from which an infectious one can be reached */
	int32_t *cell, *of; /* [n] cell, [n_cells] index or -1 */
	double *matrix;     /* [n][n + 1] */
	double *k, *square; /* [strata][strata] */
	double *v, *u;      /* [strata] */
	double *days;       /* [strata] weighted infectious days of one person, by the stratum they are in by then */
	double *begin, *up; /* [n] persons who come into a cell from another stratum; the chance of growing up a band in a step */
} ngm_work;

static gz_status ngm_open(ngm_work *w, const gz_plan *plan, const double *store)
{
	*w = (ngm_work){.plan = plan, .store = store};
	const size_t nc = (size_t)plan->n_cells, ns = (size_t)plan->n_strata;
	w->cell = calloc(nc, sizeof *w->cell);
	w->of = calloc(nc, sizeof *w->of);
	w->k = calloc(ns * ns, sizeof *w->k);
	w->square = calloc(ns * ns, sizeof *w->square);
	w->v = calloc(ns, sizeof *w->v);
	w->u = calloc(ns, sizeof *w->u);
	w->days = calloc(ns, sizeof *w->days);
	w->begin = calloc(nc, sizeof *w->begin);
	w->up = calloc(nc, sizeof *w->up);
	bool *reach = calloc(nc, sizeof *reach);
	if (w->cell && w->of && w->k && w->square && w->v && w->u && w->days && w->begin && w->up && reach) {
		for (int32_t i = 0; i < plan->n_cells; i++)
			reach[i] = plan->cells[i].infectious;
		for (int32_t round = 0; round < plan->n_cells; round++)
			for (int32_t i = 0; i < plan->n_cells; i++) {
				const gz_group *g = plan->cells[i].group >= 0 ? &plan->groups[plan->cells[i].group] : NULL;
				for (int32_t o = 0; g && o < g->n_outcomes; o++) {
					const int32_t to = plan->outcomes[g->first_outcome + o].cell;
					reach[i] = reach[i] || (to >= 0 && reach[to]);
				}
			}
		for (int32_t i = 0; i < plan->n_cells; i++) {
			w->of[i] = reach[i] ? w->n : -1;
			if (reach[i])
				w->cell[w->n++] = i;
		}
		w->matrix = calloc((size_t)w->n * (size_t)(w->n + 1) + 1, sizeof *w->matrix);
	}
	free(reach);
	return w->matrix ? GZ_OK : GZ_ERR_MEMORY;
}

static void ngm_close(ngm_work *w)
{
	free(w->cell);
	free(w->of);
	free(w->matrix);
	free(w->k);
	free(w->square);
	free(w->v);
	free(w->u);
	free(w->days);
	free(w->begin);
	free(w->up);
}

/* Solves matrix x = right-hand side in place (Gauss with partial pivoting); false if singular. */
static bool ngm_solve(double *m, int32_t n)
{
	const int32_t width = n + 1;
	for (int32_t c = 0; c < n; c++) {
		int32_t pivot = c;
		for (int32_t r = c + 1; r < n; r++)
			if (fabs(m[r * width + c]) > fabs(m[pivot * width + c]))
				pivot = r;
		if (fabs(m[pivot * width + c]) < 1e-14)
			return false;
		for (int32_t k = c; pivot != c && k < width; k++) {
			const double keep = m[c * width + k];
			m[c * width + k] = m[pivot * width + k];
			m[pivot * width + k] = keep;
		}
		for (int32_t r = 0; r < n; r++) {
			const double f = r == c ? 0 : m[r * width + c] / m[c * width + c];
			for (int32_t k = c; f != 0 && k < width; k++)
				m[r * width + k] -= f * m[c * width + k];
		}
	}
	for (int32_t c = 0; c < n; c++)
		m[c * width + n] /= m[c * width + c];
	return true;
}

/* Fills the matrix I - P' of the cells in work (transposed where asked) with a right-hand side of zeros; and the chances of growing up, which take nobody
 * out of it. */
static void ngm_matrix(ngm_work *w, int32_t leaf, int32_t stratum, int32_t lane, bool transposed)
{
	const gz_plan *plan = w->plan;
	const int32_t n = w->n, width = n + 1;
	double p[NGM_OUTCOMES_MAX];
	memset(w->matrix, 0, (size_t)n * (size_t)width * sizeof *w->matrix);
	for (int32_t i = 0; i < n; i++) {
		const gz_cell *c = &plan->cells[w->cell[i]];
		const gz_group *g = c->group >= 0 ? &plan->groups[c->group] : NULL;
		w->up[i] = 0;
		if (!g)
			continue;
		gz_plan_outcomes(plan, g, w->store, leaf, stratum, lane, p);
		for (int32_t o = 0; o < g->n_outcomes; o++) {
			const gz_outcome *out = &plan->outcomes[g->first_outcome + o];
			if (out->stratum_step != 0) { /* ageing: still ill */
				w->up[i] += p[o];
				continue;
			}
			w->matrix[i * width + i] += p[o];
			if (out->cell >= 0 && w->of[out->cell] >= 0)
				w->matrix[transposed ? i * width + w->of[out->cell] : w->of[out->cell] * width + i] -= p[o];
		}
	}
}

/* Weighted infectious days, into w->days, of those who come into the cells of a stratum as w->begin says; in their place are left those who have grown
 * up out of it while they could still be infectious. False if they are so for ever. */
static bool ngm_days_in(ngm_work *w, const gz_channel *ch, int32_t leaf, int32_t stratum, int32_t lane)
{
	const gz_plan *plan = w->plan;
	const int32_t n = w->n, width = n + 1;
	ngm_matrix(w, leaf, stratum, lane, false);
	for (int32_t i = 0; i < n; i++) {
		w->matrix[i * width + i] += w->up[i];
		w->matrix[i * width + n] = w->begin[i];
	}
	if (!ngm_solve(w->matrix, n))
		return false;
	for (int32_t i = 0; i < n; i++) {
		w->begin[i] = w->matrix[i * width + n] * w->up[i];
		if (ch->weights[w->cell[i]] >= 0)
			w->days[stratum] += w->matrix[i * width + n] * plan->dt * gz_slot_at(&plan->slots, w->store, ch->weights[w->cell[i]], leaf, stratum, lane);
	}
	return true;
}

/* Expected weighted infectious days of one person newly infected through the channel, by stratum, for people grow older; false if for ever. */
static bool ngm_days(ngm_work *w, const gz_channel *ch, int32_t leaf, int32_t stratum, int32_t lane)
{
	const gz_plan *plan = w->plan;
	bool good = true, some = true;
	memset(w->days, 0, (size_t)plan->n_strata * sizeof *w->days);
	memset(w->begin, 0, (size_t)w->n * sizeof *w->begin);
	for (int32_t o = 0; o < ch->n_outcomes; o++) {
		const int32_t to = plan->outcomes[ch->first_outcome + o].cell;
		if (to >= 0 && w->of[to] >= 0)
			w->begin[w->of[to]] += gz_plan_branch(plan, ch->first_outcome, ch->n_outcomes, o, w->store, leaf, stratum, lane);
	}
	for (int32_t x = stratum; x < plan->n_strata && some && good; x += plan->n_groups_people) {
		good = ngm_days_in(w, ch, leaf, x, lane);
		some = false;
		for (int32_t i = 0; i < w->n; i++)
			some = some || w->begin[i] > 0;
	}
	return good;
}

/* What is known of the infectious course of one person, over those who become infectious: its weight in steps (mean, second moment), and the mean of the
 * squared weights; where `weighted`, else every infectious step counts 1. */
typedef struct ngm_course { double mean, second, squares; } ngm_course;

enum { NGM_MEAN, NGM_SECOND, NGM_EVER, NGM_SQUARES, NGM_PASSES };

/* Weight of a step in the i-th cell. */
static double ngm_weight(const ngm_work *w, const gz_channel *ch, int32_t i, int32_t leaf, int32_t stratum, int32_t lane, bool weighted)
{
	const int32_t slot = ch->weights[w->cell[i]];
	return slot < 0 ? 0 : weighted ? gz_slot_at(&w->plan->slots, w->store, slot, leaf, stratum, lane) : 1;
}

/* By y = r + P y from each cell: first moments with r the weights, then second moments by r^2 + 2 r (P m) + P q, the chance of ever being infectious,
 * and the sum of squares; taken over where the channel leads. False where nobody is ever infectious, or for ever. */
static bool ngm_moments(ngm_work *w, const gz_channel *ch, int32_t leaf, int32_t stratum, int32_t lane, bool weighted, ngm_course *out)
{
	const gz_plan *plan = w->plan;
	const int32_t n = w->n, width = n + 1;
	double *m = calloc((size_t)n * NGM_PASSES + 1, sizeof *m), sum[NGM_PASSES] = {0};
	bool good = m != NULL;
	for (int32_t pass = 0; pass < NGM_PASSES && good; pass++) {
		ngm_matrix(w, leaf, stratum, lane, true);
		for (int32_t i = 0; i < n; i++) {
			const double r = ngm_weight(w, ch, i, leaf, stratum, lane, weighted);
			double next = 0; /* (P m)_i = m_i - ((I - P) m)_i */
			for (int32_t k = 0; pass == NGM_SECOND && k < n; k++)
				next -= w->matrix[i * width + k] * m[k];
			next += pass == NGM_SECOND ? m[i] : 0;
			w->matrix[i * width + n] = pass == NGM_MEAN ? r : pass == NGM_SECOND ? r * r + 2 * r * next : pass == NGM_EVER ? r > 0 : r * r;
			if (pass == NGM_EVER && r > 0) { /* absorbed at once with value 1 */
				for (int32_t k = 0; k < n; k++)
					w->matrix[i * width + k] = k == i ? 1 : 0;
			}
		}
		good = ngm_solve(w->matrix, n);
		for (int32_t i = 0; i < n; i++)
			m[pass * n + i] = w->matrix[i * width + n];
	}
	for (int32_t o = 0; good && o < ch->n_outcomes; o++) {
		const int32_t to = plan->outcomes[ch->first_outcome + o].cell;
		const double share = gz_plan_branch(plan, ch->first_outcome, ch->n_outcomes, o, w->store, leaf, stratum, lane);
		for (int32_t pass = 0; pass < NGM_PASSES && to >= 0 && w->of[to] >= 0; pass++)
			sum[pass] += share * m[pass * n + w->of[to]];
	}
	free(m);
	good = good && sum[NGM_EVER] > 0;
	if (good)
		*out = (ngm_course){.mean = sum[NGM_MEAN] / sum[NGM_EVER], .second = sum[NGM_SECOND] / sum[NGM_EVER], .squares = sum[NGM_SQUARES] / sum[NGM_EVER]};
	return good;
}

gz_status gz_ngm_period(const gz_plan *plan, const double *store, int32_t channel, int32_t leaf, int32_t stratum, int32_t lane, double *mean, double *cv2)
{
	ngm_work w;
	ngm_course course;
	const gz_status st = ngm_open(&w, plan, store);
	const bool good = st == GZ_OK && ngm_moments(&w, &plan->channels[channel], leaf, stratum, lane, false, &course);
	ngm_close(&w);
	if (!good)
		return st != GZ_OK ? st : GZ_ERR_INPUT;
	*mean = course.mean * plan->dt;
	*cv2 = course.second / (course.mean * course.mean) - 1;
	return GZ_OK;
}

/* What the infectious course of those whom a channel infects, or how it is dispersed, varies with. */
static void ngm_varies(const ngm_work *w, const gz_channel *ch, gz_ngm_spread *spread)
{
	const gz_plan *plan = w->plan;
	int32_t slots[4 + NGM_OUTCOMES_MAX];
	for (int32_t i = 0; i < w->n; i++) {
		const gz_group *g = plan->cells[w->cell[i]].group >= 0 ? &plan->groups[plan->cells[w->cell[i]].group] : NULL;
		int32_t n = 0;
		slots[n++] = ch->k;
		slots[n++] = ch->weights[w->cell[i]];
		for (int32_t e = 0; g && e < g->n_exits && n < NGM_OUTCOMES_MAX; e++)
			slots[n++] = plan->exits[g->first_exit + e].slot;
		for (int32_t o = 0; g && o < g->n_outcomes && n < NGM_OUTCOMES_MAX; o++) {
			const gz_outcome *out = &plan->outcomes[g->first_outcome + o];
			if (out->cell < 0 || w->of[out->cell] < 0 || out->stratum_step != 0)
				continue; /* who goes there is never infectious again */
			slots[n++] = out->slot;
			slots[n++] = out->entry_slot;
		}
		for (int32_t k = 0; k < n; k++) {
			spread->leaves = slots[k] >= 0 && plan->slots.items[slots[k]].place ? plan->n_leaves : spread->leaves;
			spread->strata = slots[k] >= 0 && plan->slots.items[slots[k]].stratum ? plan->n_strata : spread->strata;
		}
	}
}

static bool ngm_disperses(const gz_channel *ch) { return ch->k >= 0 && !ch->person; }

gz_status gz_ngm_shapes_spread(const gz_plan *plan, gz_ngm_spread *spread)
{
	ngm_work w;
	*spread = (gz_ngm_spread){1, 1};
	const gz_status st = ngm_open(&w, plan, NULL);
	for (int32_t c = 0; st == GZ_OK && c < plan->n_channels; c++)
		if (ngm_disperses(&plan->channels[c]))
			ngm_varies(&w, &plan->channels[c], spread);
	ngm_close(&w);
	return st;
}

/* The shape of one person-step so that offspring have the dispersion k: 1/k = CV^2 of the course + mean square of its steps / (shape mean^2).
 * 0 where nobody is infectious. */
static gz_status ngm_shape(ngm_work *w, const gz_channel *ch, int32_t leaf, int32_t stratum, int32_t lane, double *shape, gz_error *err)
{
	const gz_plan *plan = w->plan;
	ngm_course course;
	*shape = 0;
	if (!ngm_moments(w, ch, leaf, stratum, lane, true, &course))
		return GZ_OK;
	const double m = course.mean, cv2 = course.second / (m * m) - 1;
	const double k = gz_slot_at(&plan->slots, w->store, ch->k, leaf, stratum, lane), inverse = 1 / k - (cv2 > 1e-12 ? cv2 : 0);
	const gz_value *stands = &plan->slots.items[ch->k].value;
	if (!(k > 0) || !(inverse > 0))
		return gz_error_set(err, GZ_ERR_INPUT, stands->file != NULL ? stands->file : plan->scenario->disease.file, stands->row, stands->column,
			"%s: dispersion k = %g needs an infectious period that varies less (1/k must exceed CV^2 = %g): use a smaller k, more stages, or `trait: person`",
			ch->name, k, cv2);
	*shape = plan->dt / (inverse * (course.squares == m ? m * plan->dt : m * m / course.squares * plan->dt));
	return GZ_OK;
}

/* True if nothing in the matrix differs between replicates. */
static bool ngm_same(const gz_plan *plan)
{
	for (int32_t i = 0; i < plan->slots.n; i++)
		if (plan->slots.items[i].replicate)
			return false;
	return true;
}

gz_status gz_ngm_shapes(const gz_plan *plan, const double *store, int32_t lanes, const gz_ngm_spread *spread, double *shape, gz_error *err)
{
	ngm_work w;
	gz_status st = ngm_open(&w, plan, store);
	const bool same = ngm_same(plan);
	for (int32_t c = 0; c < plan->n_channels && st == GZ_OK; c++) {
		const gz_channel *ch = &plan->channels[c];
		const int64_t n = (int64_t)spread->leaves * spread->strata * lanes;
		bool any = false;
		if (ch->k >= 0 && plan->slots.items[ch->k].time) {
			const gz_value *k = &plan->slots.items[ch->k].value;
			st = gz_error_set(err, GZ_ERR_INPUT, k->file != NULL ? k->file : plan->scenario->disease.file, k->row, k->column,
				"%s: dispersion k is of the whole course of an infection, and cannot change with the date", ch->name);
		}
		for (int64_t i = 0; i < n && st == GZ_OK; i++) {
			double *out = &shape[c * n + i];
			*out = same && i % lanes > 0 ? shape[c * n + i - i % lanes] : 0;
			if (ngm_disperses(ch) && (!same || i % lanes == 0))
				st = ngm_shape(&w, ch, (int32_t)(i / lanes / spread->strata), (int32_t)(i / lanes % spread->strata), (int32_t)(i % lanes), out, err);
			any = any || *out > 0;
		}
		if (st == GZ_OK && ngm_disperses(ch) && !any)
			st = gz_error_set(err, GZ_ERR_INPUT, plan->scenario->disease.file, 0, 0,
				"%s: dispersion has no meaning, because those infected are never infectious, or stay so for ever", ch->name);
	}
	ngm_close(&w);
	return st;
}

/* Contacts of one person of age a with one person of age b: C_ab / N_b, or 1/N where everyone meets everyone. */
static double ngm_contact(const gz_plan *plan, int32_t leaf, int32_t a, int32_t b, const double *people)
{
	double n_b = 0, n = 0;
	for (int32_t x = 0; x < plan->n_strata; x++) {
		n += people[x];
		n_b += x / plan->n_groups_people == b ? people[x] : 0;
	}
	if (plan->homogeneous[leaf])
		return n > 0 ? 1 / n : 0;
	double c = 0;
	for (int32_t s = 0; s < GZ_SETTING_COUNT; s++)
		c += plan->contact[(((int64_t)leaf * GZ_SETTING_COUNT + s) * plan->n_ages + a) * plan->n_ages + b];
	return n_b > 0 ? c / n_b : 0;
}

/* The radius by squaring the matrix again and again: slow, but sure where the power iteration swings for ever (two ages that meet each other alone) or
 * crawls (two that hardly meet). Uses up the matrix. */
static double ngm_squaring(ngm_work *w)
{
	const int32_t n = w->plan->n_strata;
	double log_radius = 0, weight = 1;
	for (int32_t round = 0; round < 60; round++) {
		double norm = 0;
		for (int32_t i = 0; i < n; i++) {
			double sum = 0;
			for (int32_t j = 0; j < n; j++)
				sum += w->k[i * n + j];
			norm = fmax(norm, sum);
		}
		if (!(norm > 0))
			return 0;
		log_radius += weight * gz_maths_log(norm);
		weight /= 2;
		for (int32_t i = 0; i < n * n; i++)
			w->k[i] /= norm;
		for (int32_t i = 0; i < n; i++)
			for (int32_t j = 0; j < n; j++) {
				double sum = 0;
				for (int32_t k = 0; k < n; k++)
					sum += w->k[i * n + k] * w->k[k * n + j];
				w->square[i * n + j] = sum;
			}
		memcpy(w->k, w->square, (size_t)n * (size_t)n * sizeof *w->k);
	}
	return gz_maths_exp(log_radius);
}

static double ngm_spectral(ngm_work *w)
{
	const int32_t n = w->plan->n_strata;
	double radius = 0;
	for (int32_t i = 0; i < n; i++)
		w->v[i] = 1;
	for (int32_t round = 0; round < 500; round++) {
		double norm = 0;
		for (int32_t i = 0; i < n; i++) {
			w->u[i] = 0;
			for (int32_t j = 0; j < n; j++)
				w->u[i] += w->k[i * n + j] * w->v[j];
			norm = fmax(norm, w->u[i]);
		}
		if (!(norm > 0))
			return norm;
		for (int32_t i = 0; i < n; i++)
			w->v[i] = w->u[i] / norm;
		if (fabs(norm - radius) < 1e-14 * norm)
			return norm;
		radius = norm;
	}
	return ngm_squaring(w);
}

static double ngm_radius(ngm_work *w, int32_t channel, int32_t leaf, int32_t lane)
{
	const gz_plan *plan = w->plan;
	const gz_channel *ch = &plan->channels[channel];
	const int32_t n = plan->n_strata;
	const double *people = &plan->people[(int64_t)leaf * n];
	double water = 1;
	if (ch->water) {
		const double decay = gz_slot_at(&plan->slots, w->store, ch->decay, leaf, 0, lane), half = gz_slot_at(&plan->slots, w->store, ch->half, leaf, 0, lane);
		water = plan->dt / (-gz_maths_expm1(-decay * plan->dt)) / half;
	}
	for (int32_t j = 0; j < n; j++) {
		const bool ends = !(people[j] > 0) || ngm_days(w, ch, leaf, j, lane);
		for (int32_t i = 0; i < n; i++) {
			const double sigma = gz_slot_at(&plan->slots, w->store, ch->susceptibility, leaf, i, lane);
			w->k[i * n + j] = ends ? 0 : (double)NAN;
			for (int32_t x = j; x < n && people[j] > 0; x += plan->n_groups_people) {
				const double meet = ch->water ? water : w->days[x] > 0 ? ngm_contact(plan, leaf, i / plan->n_groups_people, x / plan->n_groups_people, people) : 0;
				w->k[i * n + j] += people[i] * sigma * meet * w->days[x];
			}
		}
	}
	return ngm_spectral(w);
}

double gz_ngm_radius(const gz_plan *plan, const double *store, int32_t channel, int32_t leaf, int32_t lane, double scale)
{
	ngm_work w;
	double r = NAN;
	if (ngm_open(&w, plan, store) == GZ_OK)
		r = scale * ngm_radius(&w, channel, leaf, lane);
	ngm_close(&w);
	return r;
}

gz_status gz_ngm_units(const gz_plan *plan, const double *store, int32_t lanes, double *unit, gz_error *err)
{
	ngm_work w;
	gz_status st = ngm_open(&w, plan, store);
	const bool same = ngm_same(plan);
	for (int32_t c = 0; c < plan->n_channels && st == GZ_OK; c++)
		for (int32_t lane = 0; lane < lanes && st == GZ_OK; lane++) {
			double *out = &unit[(int64_t)c * lanes + lane];
			*out = 1;
			if (!plan->channels[c].has_r0)
				continue;
			if (same && lane > 0) {
				*out = unit[(int64_t)c * lanes];
				continue;
			}
			double sum = 0, people = 0;
			for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++) {
				double n = 0;
				for (int32_t x = 0; x < plan->n_strata; x++)
					n += plan->people[(int64_t)leaf * plan->n_strata + x];
				sum += n > 0 ? n * ngm_radius(&w, c, leaf, lane) : 0;
				people += n;
			}
			if (!(sum > 0))
				st = gz_error_set(err, GZ_ERR_INPUT, plan->scenario->disease.file, 0, 0,
					"%s: R0 cannot be turned into a rate, because nobody is susceptible, or those infected are never infectious, or stay so for ever", plan->channels[c].name);
			else
				*out = people / sum;
		}
	ngm_close(&w);
	return st;
}

/* Shares at the start, everywhere: at most 1 in all. */
static gz_status ngm_starts(const gz_plan *plan, const double *store, gz_error *err)
{
	const gz_disease *d = &plan->scenario->disease;
	for (int32_t leaf = 0; leaf < plan->n_leaves; leaf++)
		for (int32_t x = 0; x < plan->n_strata; x++) {
			double sum = 0;
			for (int32_t c = 0; c < d->n_compartments; c++)
				sum += plan->initial[c] >= 0 ? gz_slot_at(&plan->slots, store, plan->initial[c], leaf, x, 0) : 0;
			if (!(sum <= 1 + 1e-9) && plan->people[(int64_t)leaf * plan->n_strata + x] > 0)
				return gz_error_set(err, GZ_ERR_INPUT, d->file, 0, 0, "initial: the shares of %s add to %g at age %s; expected 1 or less",
					plan->scenario->world.places[plan->leaf_place[leaf]].id, sum, plan->scenario->world.ages[x / plan->n_groups_people]);
		}
	return GZ_OK;
}

gz_status gz_ngm_check(const gz_scenario *scenario, gz_error *err)
{
	gz_plan plan = {0};
	double *store = NULL, *numbers = NULL;
	gz_status st = gz_plan_compile(&plan, scenario, err);
	if (st == GZ_OK) {
		gz_plan_layout(&plan, 1);
		store = malloc((size_t)plan.slots.size * sizeof *store + 1);
		numbers = malloc((size_t)plan.n_channels * sizeof *numbers + 1);
		st = store && numbers ? GZ_OK : GZ_ERR_MEMORY;
	}
	if (st == GZ_OK) {
		gz_slot_evaluate(&plan.slots, store, -1, 1, 0, false);
		st = ngm_starts(&plan, store, err);
	}
	if (st == GZ_OK) {
		st = gz_ngm_units(&plan, store, 1, numbers, err);
	}
	gz_ngm_spread spread = {1, 1};
	if (st == GZ_OK)
		st = gz_ngm_shapes_spread(&plan, &spread);
	double *shapes = st == GZ_OK ? malloc((size_t)plan.n_channels * (size_t)spread.leaves * (size_t)spread.strata * sizeof *shapes + 1) : NULL;
	st = st == GZ_OK && !shapes ? GZ_ERR_MEMORY : st;
	if (st == GZ_OK)
		st = gz_ngm_shapes(&plan, store, 1, &spread, shapes, err);
	free(shapes);
	free(store);
	free(numbers);
	gz_plan_free(&plan);
	return st;
}
