/* Tails and quantiles of counts and of Student's t, as tests and thresholds need them.
 *
 * A negative binomial is given by its mean and by phi = variance / mean > 1 (size mean / (phi - 1), success 1 / phi); phi <= 1 is Poisson.
 * NAN arguments, and those outside a domain, give NAN.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TAIL_H
#define GZ_TAIL_H

/* P(Y >= y): 1 for y <= 0. */
double gz_tail_negbin(double y, double mean, double phi);
/* The smallest whole y with P(Y <= y) >= p, 0 <= p < 1. Probabilities within 64 units in the last place of p count as p, so that a
 * quantile taken at P(Y <= y) itself gives y. */
double gz_tail_poisson_quantile(double p, double mean);
double gz_tail_negbin_quantile(double p, double mean, double phi);
/* P(|T| >= |t|) for Student's t with df > 0 degrees of freedom. */
double gz_tail_student(double t, double df);
#endif
