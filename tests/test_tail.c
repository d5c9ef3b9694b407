/* Tails and quantiles of counts against sums of their densities, and Student's t against known values.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/maths.h"
#include "base/tail.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

/* P(Y = y) of a negative binomial by its definition; Poisson for phi = 1. */
static double density(double y, double mean, double phi)
{
	if (phi <= 1)
		return gz_maths_poisson_density(y, mean);
	double size = mean / (phi - 1);
	return exp(lgamma(size + y) - lgamma(size) - lgamma(y + 1) - size * log(phi) + y * log(1 - 1 / phi));
}

static const double means[] = {0.01, 0.3, 1, 4.7, 30, 800}, phis[] = {1, 1.05, 1.9, 6, 40};
static const double levels[] = {1e-6, 0.005, 0.1, 0.5, 0.75, 0.95, 0.995, 0.999999};

START_TEST(tails_are_sums_of_densities)
{
	for (size_t m = 0; m < sizeof means / sizeof *means; m++)
		for (size_t f = 0; f < sizeof phis / sizeof *phis; f++) {
			double below = 0;
			for (int y = 0; y < 200; y++) {
				double tail = gz_tail_negbin(y, means[m], phis[f]);
				ck_assert_msg(fabs(tail - (1 - below)) < 1e-11, "mean %g phi %g y %d: %.15g, %.15g", means[m], phis[f], y, tail, 1 - below);
				below += density(y, means[m], phis[f]);
			}
		}
	ck_assert_double_eq(gz_tail_negbin(-3, 2, 1), 1);
	ck_assert_double_eq(gz_tail_negbin(1, 0, 1), 0);
	ck_assert_double_eq_tol(gz_tail_negbin(40, 3, 1), 8.0030951e-31, 1e-38); /* R 4.2.2: a tail far out keeps its figures */
	ck_assert(isnan(gz_tail_negbin(NAN, 1, 2)) && isnan(gz_tail_negbin(1, -1, 2)) && isnan(gz_tail_negbin(1, 1, NAN)));
}
END_TEST

START_TEST(quantiles_are_the_least_that_suffice)
{
	for (size_t m = 0; m < sizeof means / sizeof *means; m++)
		for (size_t f = 0; f < sizeof phis / sizeof *phis; f++)
			for (size_t p = 0; p < sizeof levels / sizeof *levels; p++) {
				double q = gz_tail_negbin_quantile(levels[p], means[m], phis[f]);
				ck_assert(q >= 0 && q == floor(q));
				ck_assert_msg(gz_tail_negbin(q + 1, means[m], phis[f]) <= (1 - levels[p]) * (1 + 1e-9), "mean %g phi %g p %g: %g is too low", means[m], phis[f], levels[p], q);
				ck_assert_msg(q == 0 || gz_tail_negbin(q, means[m], phis[f]) > (1 - levels[p]) * (1 - 1e-9), "mean %g phi %g p %g: %g is too high", means[m], phis[f], levels[p], q);
			}
	ck_assert_double_eq(gz_tail_negbin_quantile(0.995, 0.0447132, 3.927635), 3); /* R 4.2.2 */
	ck_assert_double_eq(gz_tail_negbin_quantile(0.995, 0.0633468, 4.87025), 4);
	ck_assert_double_eq(gz_tail_poisson_quantile(gz_maths_gamma_q(8, 6.5), 6.5), 7); /* P(Y <= 7) itself gives 7 */
	ck_assert_double_eq_tol(gz_tail_poisson_quantile(0.975, 1e20), 1e20 + 1.95996e10, 1e8);
	ck_assert(isnan(gz_tail_poisson_quantile(1, 2)) && isnan(gz_tail_poisson_quantile(0.5, INFINITY)) && isnan(gz_tail_negbin_quantile(NAN, 1, 2)));
	ck_assert_double_eq(gz_tail_poisson_quantile(0.9, 0), 0);
}
END_TEST

START_TEST(student)
{
	ck_assert_double_eq_tol(gz_tail_student(12.706204736174698, 1), 0.05, 1e-12);
	ck_assert_double_eq_tol(gz_tail_student(-2.0595385527532977, 25), 0.05, 1e-12);
	ck_assert_double_eq_tol(gz_tail_student(2.5758293035489004, 1e9), 0.01, 1e-9);
	ck_assert_double_eq(gz_tail_student(0, 4), 1);
	ck_assert_double_eq(gz_tail_student(INFINITY, 4), 0);
	ck_assert(isnan(gz_tail_student(NAN, 4)) && isnan(gz_tail_student(1, 0)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tail");
	TCase *cases = tcase_create("tail");
	tcase_add_test(cases, tails_are_sums_of_densities);
	tcase_add_test(cases, quantiles_are_the_least_that_suffice);
	tcase_add_test(cases, student);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
