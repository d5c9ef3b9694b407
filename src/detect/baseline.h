/* Which earlier periods a period is compared with: windows around the same season of the years before, and blocks between them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BASELINE_H
#define GZ_BASELINE_H
#include "base/series.h"
#include <stdbool.h>

typedef struct gz_baseline_rule {
	int32_t years, least_years; /* back, as far as the series reaches */
	int32_t window;             /* periods either side of the same period a year before */
	int32_t blocks;             /* parts of a year: 1 = the windows alone, else the windows and blocks - 1 equal parts between them */
	int32_t excluded;           /* latest periods before the one judged that are left out */
	int32_t season;             /* periods a year, where dates do not count; 0: by the calendar, so that weeks 53 do no harm */
} gz_baseline_rule;

/* Marks periods 0..k: group[t] is 0 in a window, 1.. in a block, -1 where not used. Gives how many years are used; 0: too few. */
int32_t gz_baseline_mark(const gz_baseline_rule *rule, const gz_series *series, int32_t k, int32_t *group);
/* Values of the windows of the years before, after those of the `before` latest periods, without what is missing: at most
 * before + years (2 window + 1). -1: the series does not reach back so far. */
int32_t gz_baseline_values(const gz_baseline_rule *rule, const gz_series *series, int32_t k, int32_t before, double *values);
#endif
