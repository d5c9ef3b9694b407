/* Sets of powers of time: those of a product are all sums of one of each.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/power.h"
#include <stdint.h>

enum { MIDDLE = 3, COUNT = 7 };

static gz_power number_of(gz_power a)
{
	return a == GZ_POWER_BARE || a == GZ_POWER_SHARE ? GZ_POWER_NUMBER : a;
}

/* sign 1 for a product, -1 for a quotient. What leaves the range stands at its edge, where nothing is expected. */
static gz_power combine(gz_power a, gz_power b, int32_t sign)
{
	if (a == GZ_POWER_BARE && b == GZ_POWER_BARE)
		return GZ_POWER_BARE;
	a = number_of(a);
	b = number_of(b);
	gz_power all = 0;
	for (int32_t i = 0; i < COUNT; i++)
		for (int32_t k = 0; k < COUNT; k++) {
			const int32_t power = i + sign * (k - MIDDLE);
			if ((a >> i & 1) != 0 && (b >> k & 1) != 0)
				all |= 1U << (power < 0 ? 0 : power >= COUNT ? COUNT - 1 : power);
		}
	return all;
}

gz_power gz_power_product(gz_power a, gz_power b)
{
	return combine(a, b, 1);
}

gz_power gz_power_quotient(gz_power a, gz_power b)
{
	return combine(a, b, -1);
}

gz_power gz_power_sum(gz_power a, gz_power b)
{
	if (a == GZ_POWER_BARE || b == GZ_POWER_BARE)
		return a == GZ_POWER_BARE ? b : a;
	return a == b ? a : number_of(a) & number_of(b);
}

gz_power gz_power_root(gz_power a)
{
	return a == GZ_POWER_BARE ? a : GZ_POWER_ANY;
}

bool gz_power_fits(gz_power a, gz_power wanted)
{
	return a == GZ_POWER_BARE || (a & wanted) != 0;
}
