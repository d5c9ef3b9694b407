/* Counts by place and day: the one plain struct through which simulation and surveillance meet.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SERIES_H
#define GZ_SERIES_H
#include <stdint.h>

typedef struct gz_series {
	int32_t n_places, n_days;
	int32_t first_day;         /* days since 1970-01-01 */
	const char *const *places; /* ids [place] */
	const double *counts;      /* [place][day], persons; NAN = not reported */
} gz_series;
#endif
