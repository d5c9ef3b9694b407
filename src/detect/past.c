/* Past outbreaks: how likely each period of a history belongs to one, so that it tells the less of what is usual.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/past.h"
#include "base/kernel.h"
#include "base/maths.h"
#include <math.h>

enum { RISES = 3, SMALL = 24, FEW = 8 };
static const double RISE[RISES] = {2.5, 4, 7};
/* An outbreak lasts another week with this chance; one begins in so many of the weeks, as if so many had been seen already. */
static const double LASTS = 0.5, BEGINS = 0.01, SEEN = 300;
/* From FEW cases on the normal density is near enough up to so many standard deviations above the mean. */
static const double PLAIN = 0.7;
static const double LEAST_PHI = 1.02, MOST = 60;

gz_status gz_past_init(gz_past *past, gz_arena *arena, int32_t capacity, gz_error *err)
{
	*past = (gz_past){.ratio = gz_arena_array(arena, double, capacity), .ahead = gz_arena_array(arena, double, capacity),
		.given = gz_arena_array(arena, double, capacity), .fall = gz_arena_array(arena, double, capacity)};
	bool all = past->ratio != NULL && past->ahead != NULL && past->given != NULL && past->fall != NULL;
	return all ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

void gz_past_begin(gz_past *past, int32_t per_week)
{
	past->per_week = per_week;
	past->start = BEGINS / per_week;
}

/* ---- likelihoods -------------------------------------------------------------------------------------------- */
/* For few cases: the product of what each adds. */
static double climb(double y, double r, double d, double fall)
{
	double a = 1, b = 1, c = 1, none = 1, f2 = fall * fall, f5 = f2 * f2 * fall, f8 = f5 * f2 * fall;
	for (int32_t i = 0; i < (int32_t)y; i++) {
		double at = r + i;
		none *= at;
		a *= at + RISE[0] * d;
		b *= at + RISE[1] * d;
		c *= at + RISE[2] * d;
	}
	return (a * f5 + b * f8 + c * f8 * f5 * fall) / (none * RISES);
}

/* The mean, over the rises, of the likelihood of a count by that of none. The size is r; one standard deviation adds d to it and lower to
 * the logarithm; fall is e^(lower / 2). */
static double ratio_of(double y, double r, double d, double lower, double fall)
{
	if (y < SMALL)
		return climb(y, r, d, fall);
	double sum = 0, none = gz_maths_lgamma(r) - gz_maths_lgamma(y + r);
	for (int e = 0; e < RISES; e++) {
		double more = RISE[e] * d, x = gz_maths_lgamma(y + r + more) - gz_maths_lgamma(r + more) + none + RISE[e] * lower;
		sum += gz_maths_exp(x < MOST ? x : MOST);
	}
	return sum / RISES;
}

static void ratios(gz_past *p, const gz_glm *g, double phi)
{
	double least = phi > LEAST_PHI ? phi : LEAST_PHI, step = gz_maths_log(least) / (least - 1);
	for (int32_t i = 0; i < g->n; i++) {
		double sd = sqrt(least * g->mu[i]), z = (g->y[i] - g->mu[i]) / sd;
		bool plain = g->y[i] >= FEW && z < PLAIN;
		p->given[i] = plain ? 0 : sd;
		p->ratio[i] = plain ? RISE[0] * (z - RISE[0] / 2) : -sd * step / 2;
	}
	gz_kernel_exp(g->n, p->ratio, p->fall);
	for (int32_t i = 0; i < g->n; i++) {
		double sd = p->given[i];
		p->ratio[i] = sd == 0 ? p->fall[i] / RISES : ratio_of(g->y[i], g->mu[i] / (least - 1), sd / (least - 1), -sd * step, p->fall[i]);
	}
}

/* ---- the chain ---------------------------------------------------------------------------------------------- */
static void forward(gz_past *p, int32_t n, const int32_t *period, double lasts)
{
	double usual = p->start / (1 - lasts + p->start), ahead = usual;
	for (int32_t i = 0; i < n; i++) {
		if (i > 0 && period[i] != period[i - 1] + 1)
			ahead = usual;
		double outbreak = ahead * p->ratio[i], given = outbreak / (outbreak + 1 - ahead);
		p->ahead[i] = ahead;
		p->given[i] = given;
		ahead = given * lasts + (1 - given) * p->start;
	}
}

/* From the last row back: weights, and how many outbreaks began. */
static double backward(const gz_past *p, gz_glm *g, const int32_t *period, double lasts)
{
	double later = 0, begun = 0;
	for (int32_t i = g->n - 1; i >= 0; i--) {
		double chance = p->given[i];
		if (i + 1 < g->n && period[i + 1] == period[i] + 1) {
			double ahead = p->ahead[i + 1];
			begun += (1 - chance) * p->start * later / ahead;
			chance *= lasts * later / ahead + (1 - lasts) * (1 - later) / (1 - ahead);
		}
		g->weight[i] = 1 - chance;
		later = chance;
	}
	return begun;
}

void gz_past_weigh(gz_past *past, gz_glm *glm, const int32_t *period, double phi)
{
	double lasts = past->per_week == 1 ? LASTS : gz_maths_pow(LASTS, 1.0 / past->per_week);
	ratios(past, glm, phi);
	forward(past, glm->n, period, lasts);
	past->start = (backward(past, glm, period, lasts) + SEEN * BEGINS) / (glm->n + SEEN * past->per_week);
}
