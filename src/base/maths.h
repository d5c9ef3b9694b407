/* Elementary and special functions whose bits are the same on every machine.
 *
 * Only + - * / sqrt floor and the bits of a double are used, each rounded once by IEEE 754, in one fixed order and never
 * fused (-ffp-contract=off); so a vector kernel that follows the same steps gives the same bits. Errors are stated in
 * units in the last place (ulp), as measured by tests/test_maths.c against long double.
 * NAN arguments give NAN; arguments outside a domain give NAN, poles give infinity; no errno, no flags relied upon.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MATHS_H
#define GZ_MATHS_H

double gz_maths_exp(double x);   /* 0 below -745.2, infinity above 709.79 */
double gz_maths_log(double x);   /* x >= 0, subnormals included */
double gz_maths_log1p(double x); /* accurate near 0 */
double gz_maths_expm1(double x); /* accurate near 0 */
double gz_maths_pow(double x, double y);
double gz_maths_sin(double x); /* |x| <= 2^20 with full accuracy, radians; NAN beyond 2^30 */
double gz_maths_cos(double x);

double gz_maths_lgamma(double x);  /* log |Gamma(x)|, x > 0 */
double gz_maths_digamma(double x); /* x > 0 */
double gz_maths_normal_cdf(double z);
double gz_maths_normal_quantile(double p); /* Wichura 1988, AS 241 (PPND16) */

/* Probabilities (Loader 2000), accurate at any size; x may be fractional. */
double gz_maths_binomial_density(double x, double n, double p);
double gz_maths_poisson_density(double x, double mean);

double gz_maths_gamma_p(double a, double x);           /* regularised lower incomplete gamma, a > 0, x >= 0 */
double gz_maths_gamma_q(double a, double x);           /* 1 - P, accurate when small */
double gz_maths_gamma_quantile(double a, double p);    /* x with P(a, x) = p: Gamma(shape a, scale 1) */
double gz_maths_beta_i(double x, double a, double b);  /* regularised incomplete beta I_x(a, b) */
double gz_maths_beta_quantile(double p, double a, double b); /* x with I_x(a, b) = p */
#endif
