/* Sorting and type 7 quantiles.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/order.h"
#include "base/random.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

START_TEST(sorts_every_size)
{
	double x[300];
	const gz_key key = {{1, 2}};
	for (int64_t n = 0; n <= 300; n++) {
		double sum = 0, after = 0;
		for (int64_t i = 0; i < n; i++) {
			x[i] = floor(40 * gz_random_unit(gz_random_bits(key, (uint32_t)i, (uint32_t)n, 0, 0)));
			sum += x[i];
		}
		gz_order_sort(x, n);
		for (int64_t i = 0; i < n; i++) {
			after += x[i];
			ck_assert(i == 0 || x[i - 1] <= x[i]);
		}
		ck_assert_double_eq(sum, after);
	}
}
END_TEST

START_TEST(nan_goes_last)
{
	double x[40];
	for (int i = 0; i < 40; i++)
		x[i] = i % 3 == 0 ? NAN : (double)(40 - i);
	gz_order_sort(x, 40);
	for (int i = 0; i < 40; i++)
		ck_assert(isnan(x[i]) == (i >= 26));
}
END_TEST

START_TEST(quantiles_of_type_seven)
{
	const double x[5] = {1, 2, 4, 8, 16};
	ck_assert_double_eq(gz_order_quantile(x, 5, 0), 1);
	ck_assert_double_eq(gz_order_quantile(x, 5, 1), 16);
	ck_assert_double_eq(gz_order_quantile(x, 5, 0.5), 4);
	ck_assert_double_eq_tol(gz_order_quantile(x, 5, 0.1), 1.4, 1e-15); /* R: quantile(c(1,2,4,8,16), 0.1) */
	ck_assert_double_eq_tol(gz_order_quantile(x, 5, 0.9), 12.8, 1e-14);
	ck_assert_double_eq(gz_order_quantile(x, 1, 0.3), 1);
	ck_assert(isnan(gz_order_quantile(x, 0, 0.3)));
	const double infinite[3] = {1, INFINITY, INFINITY};
	ck_assert(isinf(gz_order_quantile(infinite, 3, 0.75)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("order");
	TCase *t = tcase_create("order");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, sorts_every_size);
	tcase_add_test(t, nan_goes_last);
	tcase_add_test(t, quantiles_of_type_seven);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
