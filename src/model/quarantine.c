/* Quarantine and tests of arrivals.
 *
 * Whether every test is negative depends only on when somebody left, so its integral over departures is tabulated once, a cell for each
 * day of the age of infection (within one the sensitivity is linear, and three points are exact); the rest are sums over durations.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/quarantine.h"
#include <math.h>
#include <stddef.h>

enum { CELLS = 36 }; /* days; no test of the curve is positive later */

/* Integral of the probability that every test is negative, over departures from 0 to first, first + 1, ... */
typedef struct negatives {
	const gz_quarantine *q;
	double factor;
	double first, sum[CELLS + 1];
} negatives;

static bool is_share(double x)
{
	return x >= 0 && x <= 1;
}

static gz_status refuse(gz_error *err, const char *sentence)
{
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s", sentence);
}

double gz_quarantine_pcr(double days)
{
	/* false negatives, days 1 to 21 after exposure: Kucirka et al. 2020, fig. 2, posterior medians as digitised by
	 * Clifford et al. 2021 (data/kucirka_median.csv), rounded to three decimals */
	static const double FALSE_NEGATIVE[21] = {0.998, 0.998, 0.969, 0.682, 0.376, 0.250, 0.217, 0.207, 0.217, 0.240, 0.267,
	                                          0.306, 0.348, 0.392, 0.438, 0.481, 0.525, 0.562, 0.600, 0.637, 0.666};
	if (!(days > 0))
		return 0;
	if (days <= 1)
		return (1 - FALSE_NEGATIVE[0]) * days;
	if (days >= 21)
		return fmax(0, 1 - FALSE_NEGATIVE[20] - (FALSE_NEGATIVE[20] - FALSE_NEGATIVE[19]) * (days - 21));
	int day = (int)days;
	double part = days - day;
	return 1 - ((1 - part) * FALSE_NEGATIVE[day - 1] + part * FALSE_NEGATIVE[day]);
}

static gz_status verify(const gz_quarantine *q, gz_error *err)
{
	bool until_recovery = q->infectious.mean == 0;
	if (!gz_spread_is_duration(&q->incubation) || !gz_spread_is_duration(&q->ill) || (!until_recovery && !gz_spread_is_duration(&q->infectious)) ||
	    (q->silent_share > 0 && !gz_spread_is_duration(&q->silent)))
		return refuse(err, "a duration needs a mean above 0 and a standard deviation from 0 to that mean");
	if (!is_share(q->silent_share) || !is_share(q->symptom_sensitivity) || !is_share(q->silent_factor) || !is_share(q->sensitivity))
		return refuse(err, "a share or sensitivity lies between 0 and 1");
	if (!(q->journey >= 0) || !(q->days >= 0) || !(q->result_delay >= 0) || !isfinite(q->journey + q->days + q->result_delay))
		return refuse(err, "journey, quarantine and delay last 0 days or more");
	if (q->n_tests < 0 || q->n_tests > GZ_QUARANTINE_TESTS_MAX)
		return refuse(err, "there are 0 to 4 tests");
	for (int32_t k = 0; k < q->n_tests; k++)
		if (!(q->tests[k] >= (k > 0 ? q->tests[k - 1] : 0)) || !isfinite(q->tests[k]))
			return refuse(err, "days of tests ascend from 0");
	return GZ_OK;
}

static double release_day(const gz_quarantine *q)
{
	double last = q->n_tests > 0 ? q->tests[q->n_tests - 1] + q->result_delay : 0;
	return fmax(q->days, last);
}

/* Probability that every test of someone who left at age t of infection is negative. */
static double all_negative(const negatives *n, double t)
{
	double p = 1;
	for (int32_t k = 0; k < n->q->n_tests; k++)
		p *= 1 - n->factor * (n->q->even ? n->q->sensitivity : gz_quarantine_pcr(t + n->q->journey + n->q->tests[k]));
	return p;
}

static double over_cell(const negatives *n, double from, double to)
{
	double middle = 0.5 * (from + to), step = sqrt(0.6) * 0.5 * (to - from);
	return (to - from) / 18 * (5 * all_negative(n, middle - step) + 8 * all_negative(n, middle) + 5 * all_negative(n, middle + step));
}

static negatives negatives_of(const gz_quarantine *q, double factor)
{
	double age = q->n_tests > 0 ? q->journey + q->tests[0] : 0;
	negatives n = {.q = q, .factor = factor, .first = 1 - (age - floor(age))};
	n.sum[0] = over_cell(&n, 0, n.first);
	for (int k = 0; k < CELLS; k++)
		n.sum[k + 1] = n.sum[k] + over_cell(&n, n.first + k, n.first + k + 1);
	return n;
}

static double up_to(const negatives *n, double t)
{
	if (t <= n->first)
		return t <= 0 ? 0 : over_cell(n, 0, t);
	double cell = floor(fmin(t - n->first, CELLS));
	if (cell == CELLS)
		return n->sum[CELLS] + (t - n->first - CELLS) * all_negative(n, t);
	return n->sum[(int)cell] + over_cell(n, n->first + cell, t);
}

static double between(const negatives *n, double from, double to)
{
	return to > from ? up_to(n, to) - up_to(n, from) : 0;
}

/* Share of travellers with these durations (exposure to onset, to recovery after it, to the end of infectiousness after it), leaving at a
 * time uniform until recovery, who are released while infectious. */
static double released_one(const negatives *n, double i, double s, double f, bool symptoms)
{
	const gz_quarantine *q = n->q;
	double release = release_day(q), last = fmin(i + s, i + f - q->journey - release); /* latest departure that counts */
	if (last <= 0)
		return 0;
	if (!symptoms)
		return between(n, 0, last) / (i + s);
	double sum = (1 - q->symptom_sensitivity) * between(n, i, last);
	/* ill on the way: nobody looks again */
	sum += between(n, fmax(0, i - q->journey), fmin(i, last));
	/* not ill on arrival: onset in quarantine is isolated, onset after release is not seen */
	double unseen = q->report_onset ? i - q->journey - release : i - q->journey;
	return (sum + between(n, 0, fmin(unseen, last))) / (i + s);
}

static double released_mean(const gz_quarantine *q, bool symptoms)
{
	gz_spread_points inc, rec, inf = {0};
	negatives n = negatives_of(q, symptoms ? 1 : q->silent_factor);
	bool until_recovery = !symptoms || q->infectious.mean == 0;
	gz_spread_take(&q->incubation, q->journey + release_day(q), &inc);
	gz_spread_take(symptoms ? &q->ill : &q->silent, 0, &rec);
	if (!until_recovery)
		gz_spread_take(&q->infectious, 0, &inf);
	double sum = 0;
	for (int32_t a = 0; a < inc.n; a++)
		for (int32_t b = 0; b < rec.n; b++) {
			double one = until_recovery ? released_one(&n, inc.at[a], rec.at[b], rec.at[b], symptoms) : 0;
			for (int32_t c = 0; c < inf.n; c++)
				one += inf.weight[c] * released_one(&n, inc.at[a], rec.at[b], inf.at[c], symptoms);
			sum += inc.weight[a] * rec.weight[b] * one;
		}
	return sum;
}

gz_status gz_quarantine_released(const gz_quarantine *q, double *released, gz_error *err)
{
	GZ_TRY(verify(q, err));
	*released = 0;
	if (q->silent_share < 1)
		*released += (1 - q->silent_share) * released_mean(q, true);
	if (q->silent_share > 0)
		*released += q->silent_share * released_mean(q, false);
	return GZ_OK;
}

gz_status gz_quarantine_averted(const gz_quarantine *q, double adherence, double *averted, gz_error *err)
{
	gz_quarantine none = *q, careless = *q;
	double without, with = 0, at_once = 0;
	if (!is_share(adherence))
		return refuse(err, "adherence lies between 0 and 1");
	none.days = 0;
	none.n_tests = 0;
	careless.days = 0;
	for (careless.n_tests = 0; careless.n_tests < q->n_tests && q->tests[careless.n_tests] == 0;)
		careless.n_tests++;
	GZ_TRY(gz_quarantine_released(&none, &without, err));
	if (adherence > 0)
		GZ_TRY(gz_quarantine_released(q, &with, err));
	if (adherence < 1)
		GZ_TRY(gz_quarantine_released(&careless, &at_once, err));
	*averted = without > 0 ? 1 - (adherence * with + (1 - adherence) * at_once) / without : 0;
	return GZ_OK;
}

gz_status gz_quarantine_infectious(const gz_quarantine *q, double lead, double *share, gz_error *err)
{
	GZ_TRY(verify(q, err));
	if (!(lead >= 0) || !isfinite(lead))
		return refuse(err, "infectiousness begins 0 days or more before onset");
	*share = 0;
	gz_spread_points inc, rec, inf = {.n = 1, .at = {INFINITY}, .weight = {1}};
	gz_spread_take(&q->incubation, lead, &inc);
	for (int symptoms = 0; symptoms < 2; symptoms++) {
		double part = symptoms ? 1 - q->silent_share : q->silent_share;
		if (part == 0)
			continue;
		gz_spread_take(symptoms ? &q->ill : &q->silent, 0, &rec);
		if (symptoms && q->infectious.mean > 0)
			gz_spread_take(&q->infectious, 0, &inf);
		for (int32_t a = 0; a < inc.n; a++)
			for (int32_t b = 0; b < rec.n; b++)
				for (int32_t c = 0; c < inf.n; c++)
					*share += part * inc.weight[a] * rec.weight[b] * inf.weight[c] *
						(fmin(rec.at[b], inf.at[c]) + fmin(inc.at[a], lead)) / (inc.at[a] + rec.at[b]);
	}
	return GZ_OK;
}
