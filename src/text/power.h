/* Which powers of time a value may be of: a length of time is of the first, a rate a day of the one below nought, a share of none.
 *
 * A set of powers, for a plain number may stand for any: `3` where a length of time is wanted is three days. Sets are worked out for an
 * expression as its value is; where nothing is certain the set is wide, so that only what cannot be meant is told.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_POWER_H
#define GZ_POWER_H
#include <stdbool.h>

/* Powers -3 to 3 as bits 0 to 6; 0 is of none: what cannot be added was. A bare number is of any, but counts as a pure number in a product:
 * 2 / (3 d) is a rate. A number of percent by itself is a share; what is worked out with it is a number. */
typedef unsigned gz_power;
enum {
	GZ_POWER_RATE = 1 << 2, GZ_POWER_NUMBER = 1 << 3, GZ_POWER_TIME = 1 << 4, GZ_POWER_ANY = 0x7F,
	GZ_POWER_BARE = 1 << 7, GZ_POWER_SHARE = 1 << 8 /* each alone */
};

gz_power gz_power_product(gz_power a, gz_power b);
gz_power gz_power_quotient(gz_power a, gz_power b);
/* Of what is added, compared in size or chosen from: both at once. */
gz_power gz_power_sum(gz_power a, gz_power b);
/* Of a root or a power of a value. */
gz_power gz_power_root(gz_power a);
/* Whether a value of these powers may stand where one of `wanted` is expected. */
bool gz_power_fits(gz_power a, gz_power wanted);
#endif
