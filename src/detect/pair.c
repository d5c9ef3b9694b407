/* Evidence of a rise from a period and the one before it, with its exact probability.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/pair.h"
#include "base/maths.h"
#include "base/tail.h"
#include <math.h>

/* A rise that began before this period counts so many times one that begins in it. */
static const double UNDER_WAY = 5;
static const double RISES[GZ_PAIR_RISES] = {1.5, 2.5, 4};
/* Standard deviations by which this period has to be above its mean. */
static const double FRESH = 1;
static const double LEAST_PHI = 1 + 1e-6, LEAST_MEAN = 1e-6;

static double log_density(double y, double mean, double phi)
{
	if (phi < LEAST_PHI)
		return y * gz_maths_log(mean) - mean - gz_maths_lgamma(y + 1);
	double size = mean / (phi - 1);
	return gz_maths_lgamma(y + size) - gz_maths_lgamma(size) - gz_maths_lgamma(y + 1) - size * gz_maths_log(phi)
		+ y * gz_maths_log(1 - 1 / phi);
}

/* The density at y + 1 by that at y. */
static double climb(double y, double mean, double phi)
{
	return phi < LEAST_PHI ? mean / (y + 1) : (y + mean / (phi - 1)) / (y + 1) * (1 - 1 / phi);
}

static void fill(gz_pair_count *c, double mean, double phi)
{
	double sd = sqrt(phi * mean), high = ceil(mean + 8 * sd + 18 * phi);
	c->mean = mean;
	c->low = mean > 7.5 * sd ? floor(mean - 7.5 * sd) : 0;
	c->step = ceil((high - c->low + 1) / GZ_PAIR_POINTS);
	c->n = (int32_t)((high - c->low) / c->step) + 1;
	for (int32_t i = 0; i < c->n; i++) {
		double y = c->low + i * c->step + (c->step - 1) / 2;
		bool stepwise = i > 0 && c->step == 1;
		c->density[i] = stepwise ? c->density[i - 1] * climb(y - 1, mean, phi) : c->step * gz_maths_exp(log_density(y, mean, phi));
		for (int e = 0; e < GZ_PAIR_RISES; e++) {
			double raised = mean + RISES[e] * sd;
			c->ratio[e][i] = stepwise ? c->ratio[e][i - 1] * climb(y - 1, raised, phi) / climb(y - 1, mean, phi)
				: gz_maths_exp(log_density(y, raised, phi) - log_density(y, mean, phi));
		}
	}
}

void gz_pair_prepare(gz_pair *pair, double before, double now, double phi)
{
	double mean = now > LEAST_MEAN ? now : LEAST_MEAN;
	pair->phi = phi;
	fill(&pair->now, mean, phi);
	pair->has_before = !isnan(before);
	if (pair->has_before)
		fill(&pair->before, before > LEAST_MEAN ? before : LEAST_MEAN, phi);
	pair->tail[pair->now.n] = 0;
	for (int32_t i = pair->now.n - 1; i >= 0; i--)
		pair->tail[i] = pair->tail[i + 1] + pair->now.density[i];
	double least = ceil((mean + FRESH * sqrt(phi * mean) - pair->now.low) / pair->now.step);
	pair->fresh = (int32_t)least;
}

static int32_t point(const gz_pair_count *c, double y)
{
	double i = floor((y - c->low) / c->step);
	return i < 0 ? 0 : i > c->n - 1 ? c->n - 1 : (int32_t)i;
}

void gz_pair_assume(gz_pair *pair, double most)
{
	gz_pair_count *c = &pair->before;
	double sum = 0;
	if (!pair->has_before)
		return;
	c->n = point(c, most) + 1;
	for (int32_t i = 0; i < c->n; i++)
		sum += c->density[i];
	for (int32_t i = 0; i < c->n && sum > 0; i++)
		c->density[i] /= sum;
}

/* The evidence of a pair of points: what a rise in both adds is `before` already worked out for the earlier one. */
static double evidence(const gz_pair *p, const double *before, int32_t now)
{
	double sum = 0;
	for (int e = 0; e < GZ_PAIR_RISES; e++)
		sum += p->now.ratio[e][now] * before[e];
	return sum;
}

static void weigh(const gz_pair *p, int32_t before, double *out)
{
	for (int e = 0; e < GZ_PAIR_RISES; e++)
		out[e] = p->has_before ? 1 + UNDER_WAY * p->before.ratio[e][before] : 1;
}

/* Sums the pairs with at least the evidence of (before, now): for each earlier count those of this period from a point on, which
 * falls as the earlier count rises. */
static double sum_up(const gz_pair *p, int32_t before, int32_t now)
{
	double w[GZ_PAIR_RISES], sum = 0;
	if (now < p->fresh)
		return 1;
	if (!p->has_before)
		return p->tail[now];
	weigh(p, before, w);
	double least = evidence(p, w, now) * (1 - 1e-9);
	int32_t from = p->now.n;
	for (int32_t j = 0; j < p->before.n; j++) {
		weigh(p, j, w);
		while (from > p->fresh && evidence(p, w, from - 1) >= least)
			from--;
		sum += p->before.density[j] * p->tail[from];
	}
	return sum < 1 ? sum : 1;
}

double gz_pair_probability(const gz_pair *pair, double before, double now)
{
	return sum_up(pair, pair->has_before ? point(&pair->before, before) : 0, point(&pair->now, now));
}

double gz_pair_bound(const gz_pair *pair, double before, double alpha)
{
	int32_t j = pair->has_before ? point(&pair->before, before) : 0, low = pair->fresh - 1, high = pair->now.n - 1;
	if (high <= low || sum_up(pair, j, high) > alpha)
		return pair->now.low + pair->now.n * pair->now.step - 1;
	while (high - low > 1) {
		int32_t middle = low + (high - low) / 2;
		if (sum_up(pair, j, middle) > alpha)
			low = middle;
		else
			high = middle;
	}
	return pair->now.low + high * pair->now.step - 1;
}
