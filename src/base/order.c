/* Order statistics of doubles: heap sort, so that no input is slow, and the type 7 quantile.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/order.h"
#include <math.h>

/* Ascending, NAN last. */
static int before(double a, double b)
{
	return a < b || (isnan(b) && !isnan(a));
}

static void sift(double *values, int64_t root, int64_t n)
{
	double moved = values[root];
	for (int64_t child; (child = 2 * root + 1) < n; root = child) {
		if (child + 1 < n && before(values[child], values[child + 1]))
			child++;
		if (!before(moved, values[child]))
			break;
		values[root] = values[child];
	}
	values[root] = moved;
}

static void insertion(double *values, int64_t n)
{
	for (int64_t i = 1; i < n; i++) {
		double moved = values[i];
		int64_t at = i;
		for (; at > 0 && before(moved, values[at - 1]); at--)
			values[at] = values[at - 1];
		values[at] = moved;
	}
}

void gz_order_sort(double *values, int64_t n)
{
	if (n <= 24) {
		insertion(values, n);
		return;
	}
	for (int64_t root = n / 2 - 1; root >= 0; root--)
		sift(values, root, n);
	for (int64_t end = n - 1; end > 0; end--) {
		double largest = values[0];
		values[0] = values[end];
		values[end] = largest;
		sift(values, 0, end);
	}
}

double gz_order_position(int64_t n, double prob, int64_t *below)
{
	const double at = prob <= 0 ? 0 : prob >= 1 ? (double)(n - 1) : prob * (double)(n - 1);
	*below = (int64_t)at;
	return at - (double)*below;
}

double gz_order_between(double below, double above, double part)
{
	return part <= 0 || below == above ? below : below + part * (above - below);
}

double gz_order_quantile(const double *sorted, int64_t n, double prob)
{
	int64_t low;
	if (n <= 0 || isnan(prob))
		return NAN;
	const double part = gz_order_position(n, prob, &low);
	return gz_order_between(sorted[low], sorted[low + 1 < n ? low + 1 : low], part);
}
