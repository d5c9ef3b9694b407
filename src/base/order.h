/* Order statistics of doubles.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ORDER_H
#define GZ_ORDER_H
#include <stdint.h>

/* Sorts ascending in place, without recursion or memory; NANs go to the end. -0 and +0 are equal. */
void gz_order_sort(double *values, int64_t n);
/* Quantile of sorted values without NAN, type 7 of Hyndman and Fan 1996 (R's default); NAN when n <= 0. prob in [0,1]. */
double gz_order_quantile(const double *sorted, int64_t n, double prob);
/* The same in two steps: the index of the value at or below the quantile, and the part of the way to the next one; then between these two. */
double gz_order_position(int64_t n, double prob, int64_t *below);
double gz_order_between(double below, double above, double part);
#endif
