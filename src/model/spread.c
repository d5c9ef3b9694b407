/* Weighted points of gamma, logistic and uniform quantities.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/spread.h"
#include "base/maths.h"
#include <math.h>

enum { GAUSS = 8 };

static const double GAUSS_AT[GAUSS] = {-0.9602898564975362317, -0.7966664774136267396, -0.5255324099163289858, -0.1834346424956498049,
                                       0.1834346424956498049,  0.5255324099163289858,  0.7966664774136267396,  0.9602898564975362317};
static const double GAUSS_WEIGHT[GAUSS] = {0.1012285362903762592, 0.2223810344533744705, 0.3137066458778872873, 0.362683783378361983,
                                           0.362683783378361983,  0.3137066458778872873, 0.2223810344533744705, 0.1012285362903762592};

bool gz_spread_is_duration(const gz_spread *s)
{
	return s->mean > 0 && isfinite(s->mean) && s->variance >= 0 && s->variance <= s->mean * s->mean;
}

/* A point; one that weighs nothing is left out. */
static void point_add(gz_spread_points *p, double at, double weight)
{
	if (p->n == GZ_SPREAD_POINTS_MAX || weight < 1e-16)
		return;
	p->at[p->n] = at;
	p->weight[p->n++] = weight;
}

static void weights_to_one(gz_spread_points *p)
{
	double sum = 0;
	for (int32_t i = 0; i < p->n; i++)
		sum += p->weight[i];
	for (int32_t i = 0; i < p->n; i++)
		p->weight[i] /= sum;
}

static void gamma_panel(gz_spread_points *p, double low, double high, double shape, double scale)
{
	double middle = 0.5 * (low + high), half = 0.5 * (high - low);
	for (int i = 0; i < GAUSS; i++) {
		double x = middle + half * GAUSS_AT[i];
		point_add(p, x, half * GAUSS_WEIGHT[i] * gz_maths_poisson_density(shape, x / scale) * shape / x);
	}
}

static void take_gamma(const gz_spread *s, double corner, gz_spread_points *p)
{
	double shape = s->mean * s->mean / s->variance, scale = s->variance / s->mean;
	bool narrow = shape > 100; /* even panels within ten standard deviations; else doubling ones from a small start up to a twelfth of the range */
	double from = narrow ? s->mean - 10 * sqrt(s->variance) : 0;
	double end = narrow ? 2 * s->mean - from : scale * gz_maths_gamma_quantile(shape, 1 - 1e-12);
	double widest = (end - from) / (narrow ? 20 : 12), to = narrow ? from + widest : end * 0x1p-14;
	while (from < end) {
		double stop = to < end ? to : end;
		if (corner > from && corner < stop)
			stop = corner;
		gamma_panel(p, from, stop, shape, scale);
		from = stop;
		if (from >= to)
			to = from + (narrow || from > widest ? widest : from);
	}
}

static void take_logistic(const gz_spread *s, gz_spread_points *p)
{
	enum { PANELS = 4 };
	const double CUT = 0.01, PI = 3.14159265358979323846;
	double scale = sqrt(3 * s->variance) / PI, half = 0.5 * (1 - 2 * CUT) / PANELS;
	for (int k = 0; k < PANELS; k++)
		for (int i = 0; i < GAUSS; i++) {
			double u = CUT + half * (2 * k + 1 + GAUSS_AT[i]);
			point_add(p, s->mean + scale * gz_maths_log(u / (1 - u)), GAUSS_WEIGHT[i]);
		}
}

static void take_uniform(const gz_spread *s, gz_spread_points *p)
{
	double step = sqrt(0.6 * 3 * s->variance); /* half the width is sqrt(3 variance); the outer points lie at sqrt(3/5) of it */
	for (int i = -1; i <= 1; i++)
		point_add(p, s->mean + i * step, i == 0 ? 8 : 5);
}

void gz_spread_take(const gz_spread *s, double corner, gz_spread_points *points)
{
	points->n = 0;
	if (s->variance == 0)
		point_add(points, s->mean, 1);
	else if (s->kind == GZ_SPREAD_LOGISTIC)
		take_logistic(s, points);
	else if (s->kind == GZ_SPREAD_UNIFORM)
		take_uniform(s, points);
	else
		take_gamma(s, corner, points);
	weights_to_one(points);
}

void gz_spread_between(double low, double high, gz_spread_points *points)
{
	double half = 0.5 * (high - low);
	points->n = GAUSS;
	for (int i = 0; i < GAUSS; i++) {
		points->at[i] = low + half * (1 + GAUSS_AT[i]);
		points->weight[i] = half * GAUSS_WEIGHT[i];
	}
}

double gz_spread_below(const gz_spread *s, double x)
{
	if (s->variance == 0)
		return x >= s->mean;
	return x <= 0 ? 0 : gz_maths_gamma_p(s->mean * s->mean / s->variance, x * s->mean / s->variance);
}
