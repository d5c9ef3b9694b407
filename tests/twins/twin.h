/* The readable twin of the engine: what it is told, what it keeps, what it gives back.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TWIN_H
#define GZ_TWIN_H
#include "base/sample.h"
#include "model/plan.h"

enum { TWIN_PLACES = 8, TWIN_FLOWS = 8, TWIN_STAGES = 3, TWIN_RING = 20, TWIN_CROSSINGS = 3, TWIN_DAYS = 200, TWIN_AGES = 2 };
enum { TWIN_S, TWIN_E1, TWIN_E2, TWIN_I, TWIN_A, TWIN_R, TWIN_D, TWIN_CELLS };
enum { TWIN_TRAVELLERS, TWIN_INFECTED, TWIN_DETECTED, TWIN_MISSED, TWIN_QUARANTINED, TWIN_COUNTS };

typedef double twin_people[TWIN_AGES][TWIN_CELLS];

/* The numbers of the disease, the screening and the stream, as the test writes them into the files. */
typedef struct twin_numbers {
	double beta, latent, symptomatic, ill, silent, weight, die, travel, immune;
	double report, delay_mean, delay_sd, size, weekend;
	bool screen; double from, sensitivity, specificity, coverage, capacity, beds, contact; int32_t ring;
} twin_numbers;

typedef struct twin {
	const gz_scenario *s;
	const gz_plan *ids;          /* numbers of draws only */
	const twin_numbers *d;
	uint32_t replicate, step;
	bool travelled; /* today's journeys have been made */
	int32_t day, n, n_flows, n_ages, slots; /* slots: of the rings in use */
	int32_t place[TWIN_PLACES];  /* places in the order of their ids -> row */
	const gz_flow *flow[TWIN_FLOWS];
	int32_t home[TWIN_FLOWS], to[TWIN_FLOWS];
	double census[TWIN_PLACES][TWIN_AGES];
	double contacts[TWIN_PLACES][TWIN_AGES][TWIN_AGES];
	double delay[61];
	twin_people resident[TWIN_PLACES], visitor[TWIN_FLOWS][TWIN_STAGES], ring_home[TWIN_PLACES][TWIN_RING], ring_away[TWIN_FLOWS][TWIN_RING], cohort[TWIN_FLOWS][2];
	bool awake[TWIN_PLACES], hot[TWIN_PLACES];
	double beds, room, force[TWIN_PLACES][TWIN_AGES], onsets[TWIN_PLACES], due[TWIN_PLACES][61], away[TWIN_FLOWS][TWIN_DAYS + 1];
	double until[TWIN_FLOWS][TWIN_DAYS + 1][TWIN_STAGES]; /* of those away, the share up to and with each stage */
	/* what it gives: by place in the order of ids, by crossing and direction (0 in), by day */
	double infections[TWIN_PLACES][TWIN_DAYS], deaths[TWIN_PLACES][TWIN_DAYS], prevalence[TWIN_PLACES][TWIN_DAYS], reported[TWIN_PLACES][TWIN_DAYS];
	double crossing[TWIN_CROSSINGS][2][TWIN_COUNTS][TWIN_DAYS];
	double total[TWIN_PLACES];
	int32_t traveller[TWIN_PLACES], first[TWIN_PLACES], tenth[TWIN_PLACES];
} twin;

/* Runs one replicate of the scenario, all days. */
void twin_run(twin *t, const gz_scenario *s, const gz_plan *ids, const twin_numbers *d, uint32_t replicate);
#endif
