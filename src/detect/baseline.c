/* Which earlier periods a period is compared with: windows around the same season of the years before, and blocks between them.
 *
 * The windows and blocks are those of Noufaily et al. 2013 as the R package surveillance 1.20 cuts them: the weeks between two windows in
 * equal parts, longer parts first, counted from the earlier window.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/baseline.h"
#include "base/date.h"
#include <math.h>

/* The period that begins nearest to the same date `years` before: the same day of the week for weeks. */
static int32_t same_date(const gz_series *s, int32_t k, int32_t years)
{
	int32_t year, month, day;
	gz_date_civil(s->first + k * s->period, &year, &month, &day);
	int32_t then = gz_date_of(year - years, month, day), late; /* 29 February becomes 1 March */
	int32_t from = then - s->first;
	late = ((from % s->period) + s->period) % s->period;
	int32_t index = (from - late) / s->period;
	return 2 * late > s->period ? index + 1 : index;
}

static int32_t reference(const gz_baseline_rule *rule, const gz_series *s, int32_t k, int32_t years)
{
	return rule->season > 0 ? k - years * rule->season : same_date(s, k, years);
}

/* Cuts the periods between the windows around `from` and `to`. */
static void cut(const gz_baseline_rule *rule, int32_t from, int32_t to, int32_t *group)
{
	int32_t at = from + rule->window + 1, length = to - rule->window - at, parts = rule->blocks - 1;
	for (int32_t j = 0; j < parts && length > 0; j++) {
		int32_t size = length / parts + (j < length % parts ? 1 : 0);
		for (int32_t i = 0; i < size; i++)
			group[at++] = j + 1;
	}
}

int32_t gz_baseline_mark(const gz_baseline_rule *rule, const gz_series *series, int32_t k, int32_t *group)
{
	int32_t w = rule->window, later = k, years = 0;
	for (int32_t t = 0; t <= k; t++)
		group[t] = -1;
	for (int32_t i = 1; i <= rule->years; i++) {
		int32_t at = reference(rule, series, k, i);
		if (at - w < 0 || at + w >= later)
			break;
		for (int32_t t = at - w; t <= at + w; t++)
			group[t] = 0;
		cut(rule, at, later, group);
		later = at;
		years = i;
	}
	for (int32_t t = k - w > 0 ? k - w : 0; t <= k; t++)
		group[t] = 0;
	for (int32_t t = k - rule->excluded > 0 ? k - rule->excluded : 0; t <= k; t++)
		group[t] = -1;
	return years >= rule->least_years ? years : 0;
}

int32_t gz_baseline_values(const gz_baseline_rule *rule, const gz_series *series, int32_t k, int32_t before, double *values)
{
	int32_t n = 0;
	if (k < before)
		return -1;
	for (int32_t t = k - before; t < k; t++)
		if (!isnan(series->count[t]))
			values[n++] = series->count[t];
	for (int32_t i = 1; i <= rule->years; i++) {
		int32_t at = reference(rule, series, k, i);
		if (at - rule->window < 0)
			return -1;
		for (int32_t t = at - rule->window; t <= at + rule->window && t < k - before; t++)
			if (!isnan(series->count[t]))
				values[n++] = series->count[t];
	}
	return n;
}
