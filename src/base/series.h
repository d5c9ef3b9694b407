/* One series of counts by day or by week: the one plain struct through which simulation, surveillance and registers meet.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SERIES_H
#define GZ_SERIES_H
#include <stdint.h>

typedef struct gz_series {
	const char *place, *disease; /* ids; borrowed */
	int32_t period;              /* days of one period: 7 for ISO weeks (Monday first), 1 for days */
	int32_t first;               /* first day of period 0, days since 1970-01-01 */
	int32_t n;                   /* periods */
	const double *count;         /* [n] persons reported; NAN: no report has arrived (a zero report is 0) */
	const double *population;    /* [n] persons who could be counted; NULL: unknown */
} gz_series;
#endif
