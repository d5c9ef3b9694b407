/* The plain loops: no keys, no arena, one generator for everything. GPL code is linked here and nowhere else.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "reference.h"

#include <math.h>
#include <stddef.h>

#if BENCH_GSL
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

bool reference_has_gsl(void)
{
	return true;
}

double reference_gsl_binomials(int64_t n, uint32_t trials, double p)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double sum = 0;
	for (int64_t i = 0; i < n; i++)
		sum += gsl_ran_binomial(rng, p * (1 + 1e-9 * (double)(i & 7)), trials);
	gsl_rng_free(rng);
	return sum;
}

double reference_seir(int32_t days, int32_t replicates)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double infections = 0;
	for (int32_t r = 0; r < replicates; r++) {
		unsigned s = 999990, e = 0, i = 10;
		for (int32_t day = 0; day < days; day++) {
			const double force = 0.4 * i / 1e6;
			const unsigned infected = gsl_ran_binomial(rng, 1 - exp(-force), s);
			const unsigned onset = gsl_ran_binomial(rng, 1.0 / 4, e);
			const unsigned recovered = gsl_ran_binomial(rng, 1.0 / 5, i);
			s -= infected;
			e += infected - onset;
			i += onset - recovered;
			infections += infected;
		}
	}
	gsl_rng_free(rng);
	return infections;
}
#else
bool reference_has_gsl(void)
{
	return false;
}

double reference_gsl_binomials(int64_t n, uint32_t trials, double p)
{
	(void)n;
	(void)trials;
	(void)p;
	return 0;
}

double reference_seir(int32_t days, int32_t replicates)
{
	(void)days;
	(void)replicates;
	return 0;
}
#endif
