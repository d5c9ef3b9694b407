/* arrivals.csv: when the disease comes to each place, how surely, and by which route.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ARRIVALS_H
#define GZ_ARRIVALS_H
#include "engine/result.h"

typedef enum gz_arrivals_event { GZ_ARRIVALS_TRAVELLER, GZ_ARRIVALS_INFECTION, GZ_ARRIVALS_TENTH } gz_arrivals_event;

/* The most likely way of the first infected traveller to a place. */
typedef struct gz_route {
	int32_t crossing; /* -1 inland, or from abroad by no crossing of the world */
	int32_t from;     /* place, -1 = the outbreak begins here, or it came without a journey (commuters mixing); GZ_ARRIVAL_ALREADY */
	double share;     /* of the runs in which it arrives; 0 = it never does */
} gz_route;

/* Days since the start of an event at a place, [replicate], NAN = not within the run. */
void gz_arrivals_days(const gz_result *result, int32_t place, gz_arrivals_event event, double *days);
/* scratch [replicate] is overwritten. */
gz_route gz_arrivals_route(const gz_result *result, int32_t place, double *scratch);
enum { GZ_ARRIVALS_INLAND = -1, GZ_ARRIVALS_UNLISTED = -2 };
/* By which crossing of the world those came to a place who were last at a crossing (-1: at none) and come from a place (below 0: from nowhere, or by commuting);
 * or that they came from abroad by none (UNLISTED), or crossed no border (INLAND). */
int32_t gz_arrivals_way(const gz_scenario *scenario, int32_t place, int32_t crossing, int32_t from);
/* Whether the scenario lets it begin in the place or below it, within the run. */
bool gz_arrivals_begins(const gz_scenario *scenario, int32_t place);
/* Writes one row per place and event (first_traveller, first_infection, tenth_case): runs, probability of happening within
 * the run, the censored share, mean and quantiles of the day *given* that it happens (as days and as dates), and for
 * travellers the most likely route and its share. */
gz_status gz_arrivals_write(const gz_result *result, const char *path, gz_error *err);
#endif
