/* From a predicted mean and its error to a usual range, a score and a probability.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/threshold.h"
#include "base/maths.h"
#include "base/tail.h"
#include <math.h>

/* 0 at the mean, 1 at the upper bound; where the bound does not lie above the mean the unit is a standard deviation. */
static double score_of(double y, double mean, double upper, double phi)
{
	double unit = upper > mean ? upper - mean : sqrt(phi * mean);
	return (y - mean) / unit;
}

static gz_threshold of_counts(double mean, double quantile_mean, double phi, double alpha, double y)
{
	gz_threshold t = {NAN, NAN, NAN, NAN};
	if (!isfinite(quantile_mean))
		return t;
	t.lower = gz_tail_negbin_quantile(alpha, quantile_mean, phi);
	t.upper = gz_tail_negbin_quantile(1 - alpha, quantile_mean, phi);
	t.probability = gz_tail_negbin(y, quantile_mean, phi);
	t.score = score_of(y, mean, t.upper, phi);
	return t;
}

static double raised(double x, double power)
{
	if (power == 1)
		return x;
	return x < 0 ? NAN : power == 0.5 ? x * x : x * sqrt(x);
}

static gz_threshold of_power(double mean, double error, double phi, double alpha, double power, double y)
{
	double tau = phi + error * error / mean, z = gz_maths_normal_quantile(1 - alpha);
	double sd = power == 1 ? sqrt(mean * tau) : power == 0.5 ? sqrt(tau / 4) : sqrt(4.0 / 9 * gz_maths_pow(mean, 1.0 / 3) * tau);
	double middle = gz_maths_pow(mean, power);
	gz_threshold t = {raised(middle - z * sd, power), raised(middle + z * sd, power), NAN, NAN};
	t.lower = t.lower > 0 ? t.lower : 0;
	t.probability = gz_maths_normal_cdf((middle - gz_maths_pow(y, power)) / sd);
	t.score = score_of(y, mean, t.upper, phi);
	return t;
}

gz_threshold gz_threshold_of(gz_threshold_kind kind, double eta, double error, double phi, double alpha, double power, double y)
{
	double mean = gz_maths_exp(eta);
	if (kind == GZ_THRESHOLD_DELTA)
		return of_power(mean, error * mean, phi, alpha, power, y);
	if (kind == GZ_THRESHOLD_PLUGIN)
		return of_counts(mean, mean, phi, alpha, y);
	return of_counts(mean, gz_maths_exp(eta + gz_maths_normal_quantile(1 - alpha) * error), phi, alpha, y);
}
