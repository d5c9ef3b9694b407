/* arrivals.csv: when the disease comes to each place, how surely, and by which route.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/arrivals.h"
#include "base/order.h"
#include "forecast/outcome.h"
#include "text/sheet.h"
#include <math.h>

static const char *const event_name[] = {"first_traveller", "first_infection", "tenth_case"};

static const gz_arrival *arrivals_at(const gz_result *result, int32_t place)
{
	return result->arrivals + (size_t)place * (size_t)result->n_replicates;
}

void gz_arrivals_days(const gz_result *result, int32_t place, gz_arrivals_event event, double *days)
{
	const gz_arrival *a = arrivals_at(result, place);
	for (int32_t r = 0; r < result->n_replicates; r++) {
		int32_t day = event == GZ_ARRIVALS_TRAVELLER ? a[r].traveller : event == GZ_ARRIVALS_INFECTION ? a[r].infection : a[r].tenth;
		days[r] = day < 0 ? NAN : (double)day;
	}
}

gz_route gz_arrivals_route(const gz_result *result, int32_t place, double *scratch)
{
	const gz_arrival *a = arrivals_at(result, place);
	double width = (double)result->scenario->world.n_places - GZ_ARRIVAL_ALREADY, best = 0;
	int32_t arrived = 0, most = 0;
	for (int32_t r = 0; r < result->n_replicates; r++)
		if (a[r].traveller >= 0)
			scratch[arrived++] = ((double)a[r].crossing + 1) * width + (double)(a[r].from - GZ_ARRIVAL_ALREADY);
	gz_order_sort(scratch, arrived);
	for (int32_t first = 0, i = 0; i < arrived; i++) {
		if (scratch[i] > scratch[first])
			first = i;
		if (i - first + 1 > most) {
			most = i - first + 1;
			best = scratch[i];
		}
	}
	if (arrived == 0)
		return (gz_route){.crossing = -1, .from = -1};
	double crossing = floor(best / width);
	return (gz_route){(int32_t)crossing - 1, (int32_t)(best - crossing * width) + GZ_ARRIVAL_ALREADY, (double)most / arrived};
}

bool gz_arrivals_begins(const gz_scenario *scenario, int32_t place)
{
	for (int32_t i = 0; i < scenario->n_begins; i++)
		if (scenario->begins[i].place >= 0 && scenario->begins[i].from < scenario->start + scenario->days && gz_scenario_within(scenario, scenario->begins[i].place, place))
			return true;
	return false;
}

int32_t gz_arrivals_way(const gz_scenario *scenario, int32_t place, int32_t crossing, int32_t from)
{
	const gz_place *places = scenario->world.places;
	if (crossing >= 0)
		return crossing;
	return from >= 0 && places[from].country != places[place].country ? GZ_ARRIVALS_UNLISTED : GZ_ARRIVALS_INLAND;
}

static const char *route_word(const gz_scenario *scenario, int32_t place, const gz_route *route)
{
	if (route->share <= 0)
		return NULL;
	if (route->crossing >= 0)
		return "crossing";
	if (route->from == GZ_ARRIVAL_ALREADY)
		return "already there";
	if (route->from < 0 && gz_arrivals_begins(scenario, place))
		return "begins here";
	return gz_arrivals_way(scenario, place, route->crossing, route->from) == GZ_ARRIVALS_UNLISTED ? "abroad" : "inland";
}

static void write_route(gz_sheet *sheet, const gz_result *result, int32_t place, double *scratch)
{
	const gz_world *world = &result->scenario->world;
	gz_route route = gz_arrivals_route(result, place, scratch);
	gz_sheet_text(sheet, route.crossing >= 0 ? world->crossings[route.crossing].id : NULL);
	gz_sheet_text(sheet, route.from >= 0 ? world->places[route.from].id : NULL);
	gz_sheet_text(sheet, route_word(result->scenario, place, &route));
	gz_sheet_number(sheet, route.share > 0 ? route.share : NAN);
}

static void write_event(gz_sheet *sheet, const gz_result *result, int32_t place, gz_arrivals_event event, double *scratch)
{
	const gz_scenario *s = result->scenario;
	int32_t n = result->n_replicates;
	gz_arrivals_days(result, place, event, scratch);
	gz_spread days = gz_outcome_spread(scratch, n, scratch + n);
	const double quantiles[] = {days.q05, days.q25, days.q50, days.q75, days.q95};
	gz_sheet_text(sheet, s->world.places[place].id);
	gz_sheet_text(sheet, gz_words_in(&s->world.places[place].name, "en"));
	gz_sheet_text(sheet, event_name[event]);
	gz_sheet_integer(sheet, n);
	gz_sheet_number(sheet, (double)days.n_known / n);
	gz_sheet_number(sheet, (double)(n - days.n_known) / n);
	gz_sheet_number(sheet, days.mean);
	for (int32_t i = 0; i < 5; i++)
		gz_sheet_number(sheet, quantiles[i]);
	for (int32_t i = 0; i < 5; i += 2) {
		if (days.n_known > 0)
			gz_sheet_date(sheet, s->start + (int32_t)floor(quantiles[i]));
		else
			gz_sheet_text(sheet, NULL);
	}
	if (event == GZ_ARRIVALS_TRAVELLER)
		write_route(sheet, result, place, scratch);
	else
		for (int32_t i = 0; i < 4; i++)
			gz_sheet_text(sheet, NULL);
	gz_sheet_row(sheet);
}

gz_status gz_arrivals_write(const gz_result *result, const char *path, gz_error *err)
{
	gz_arena work = {0};
	gz_sheet sheet = {0};
	double *scratch = gz_arena_array(&work, double, 2 * (int64_t)result->n_replicates);
	if (scratch == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	gz_status status = gz_sheet_begin(&sheet, path,
		"place,name,event,runs,probability,censored,days_mean,days_q05,days_q25,days_q50,days_q75,days_q95,"
		"date_q05,date_q50,date_q95,crossing,from,route,route_share", err);
	for (int32_t p = 0; p < result->scenario->world.n_places && status == GZ_OK; p++)
		for (int32_t event = 0; event < 3; event++)
			write_event(&sheet, result, p, (gz_arrivals_event)event, scratch);
	if (status == GZ_OK)
		status = gz_sheet_commit(&sheet, err);
	gz_arena_free(&work);
	return status;
}
