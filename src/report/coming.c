/* The page's data about arrival: when the disease comes to each place, how surely, by which way, and where it is by each day.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/coming.h"
#include "base/order.h"
#include "forecast/arrivals.h"
#include "report/piece.h"
#include <math.h>
#include <stdlib.h>

enum { WAYS = 3 };

static void write_event(gz_json *j, const char *key, const gz_result *result, int32_t place, gz_arrivals_event event, double *days)
{
	int32_t n = result->n_replicates;
	gz_arrivals_days(result, place, event, days);
	gz_spread spread = gz_outcome_spread(days, n, days + n);
	gz_json_key(j, key);
	gz_json_object(j);
	gz_piece_key(j, "p", (double)spread.n_known / n);
	gz_json_key_integer(j, "n", spread.n_known);
	if (spread.n_known > 0) {
		gz_piece_key(j, "q05", spread.q05);
		gz_piece_key(j, "q25", spread.q25);
		gz_piece_key(j, "q50", spread.q50);
		gz_piece_key(j, "q75", spread.q75);
		gz_piece_key(j, "q95", spread.q95);
	}
	gz_json_end(j);
}

/* The commonest ways to a place (gz_arrivals_way), or places of origin, over the runs that arrive, with their shares. scratch [replicate]. */
static void write_ways(gz_json *j, const char *key, const gz_result *result, int32_t place, bool way, double *scratch)
{
	const gz_arrival *a = result->arrivals + (size_t)place * (size_t)result->n_replicates;
	int32_t arrived = 0;
	for (int32_t r = 0; r < result->n_replicates; r++)
		if (a[r].traveller >= 0)
			scratch[arrived++] = way ? gz_arrivals_way(result->scenario, place, a[r].crossing, a[r].from) : a[r].from;
	gz_order_sort(scratch, arrived);
	gz_json_key(j, key);
	gz_json_array(j);
	double last_share = INFINITY, last_index = -INFINITY;
	for (int32_t k = 0; k < WAYS; k++) {
		double best = -1, index = 0;
		for (int32_t first = 0, i = 0; i < arrived; i++) {
			if (scratch[i] > scratch[first])
				first = i;
			bool closes = i + 1 == arrived || scratch[i + 1] > scratch[i];
			double count = i - first + 1;
			bool fresh = count < last_share || (count == last_share && scratch[i] > last_index);
			if (closes && fresh && count > best) {
				best = count;
				index = scratch[i];
			}
		}
		if (best <= 0)
			break;
		gz_json_array(j);
		gz_json_integer(j, (int64_t)index);
		gz_piece_number(j, best / arrived);
		gz_json_end(j);
		last_share = best;
		last_index = index;
	}
	gz_json_end(j);
}

static bool wanted(const gz_result *result, int32_t place, int32_t focus)
{
	const gz_scenario *s = result->scenario;
	if (s->world.places[place].depth < 2 || (focus >= 0 && gz_scenario_within(s, place, focus)))
		return true;
	const gz_arrival *a = result->arrivals + (size_t)place * (size_t)result->n_replicates;
	for (int32_t r = 0; r < result->n_replicates; r++)
		if (a[r].traveller >= 0)
			return true;
	return false;
}

static void write_reach(gz_json *j, const gz_result *result, int32_t place, double *scratch)
{
	gz_json_object(j);
	gz_json_key_integer(j, "place", place);
	write_event(j, "traveller", result, place, GZ_ARRIVALS_TRAVELLER, scratch);
	write_event(j, "infection", result, place, GZ_ARRIVALS_INFECTION, scratch);
	write_event(j, "tenth", result, place, GZ_ARRIVALS_TENTH, scratch);
	write_ways(j, "via", result, place, true, scratch);
	write_ways(j, "from", result, place, false, scratch);
	gz_json_end(j);
}

/* Per cent of the runs that have arrived by the end of each step, where it changes; never 0 or 100 unless none or all have. */
static void write_cumulative(gz_json *j, const gz_digest *d, int32_t place, double *days)
{
	const gz_result *result = d->result;
	int32_t n = result->n_replicates, last = 0, at = 0, arrived = 0;
	gz_arrivals_days(result, place, GZ_ARRIVALS_TRAVELLER, days);
	for (int32_t r = 0; r < n; r++)
		if (!isnan(days[r]))
			days[arrived++] = days[r];
	if (arrived == 0)
		return;
	gz_order_sort(days, arrived);
	gz_json_object(j);
	gz_json_key_integer(j, "place", place);
	gz_json_key(j, "steps");
	gz_json_array(j);
	for (int32_t k = 0; k < d->n_steps; k++) {
		while (at < arrived && days[at] <= d->steps[k])
			at++;
		int32_t percent = (int32_t)round(100.0 * at / n);
		percent = at > 0 && percent == 0 ? 1 : at < n && percent == 100 ? 99 : percent;
		if (percent == last)
			continue;
		gz_json_array(j);
		gz_json_integer(j, k);
		gz_json_integer(j, percent);
		gz_json_end(j);
		last = percent;
	}
	gz_json_end(j);
	gz_json_end(j);
}

gz_status gz_coming_write(gz_json *j, const gz_digest *digest, int32_t focus, gz_error *err)
{
	const gz_result *result = digest->result;
	int32_t n_places = result->scenario->world.n_places;
	double *scratch = malloc(2 * (size_t)result->n_replicates * sizeof *scratch);
	if (scratch == NULL)
		return gz_piece_no_memory(err);
	gz_json_key(j, "reach");
	gz_json_array(j);
	for (int32_t p = 0; p < n_places; p++)
		if (wanted(result, p, focus))
			write_reach(j, result, p, scratch);
	gz_json_end(j);
	gz_json_key(j, "cumulative");
	gz_json_array(j);
	for (int32_t p = 0; p < n_places; p++)
		write_cumulative(j, digest, p, scratch);
	gz_json_end(j);
	free(scratch);
	return GZ_OK;
}

gz_status gz_coming_write_report(gz_json *j, const gz_digest *digest, int32_t focus, gz_error *err)
{
	const gz_result *result = digest->result;
	int32_t n = result->n_replicates;
	double *delay = focus < 0 ? NULL : malloc(2 * (size_t)n * sizeof *delay);
	gz_json_key(j, "first_report");
	if (delay == NULL) {
		gz_json_null(j);
		return focus < 0 ? GZ_OK : gz_piece_no_memory(err);
	}
	gz_arrivals_days(result, focus, GZ_ARRIVALS_INFECTION, delay);
	for (int32_t r = 0; r < n; r++)
		delay[r] = digest->reported[r] >= delay[r] ? digest->reported[r] - delay[r] : NAN;
	gz_spread spread = gz_outcome_spread(delay, n, delay + n);
	if (spread.n_known == 0) {
		gz_json_null(j);
	} else {
		gz_json_object(j);
		gz_json_key_integer(j, "n", spread.n_known);
		gz_piece_quantiles(j, "delay", &spread);
		gz_json_end(j);
	}
	free(delay);
	return GZ_OK;
}
