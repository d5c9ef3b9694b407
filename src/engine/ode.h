/* The deterministic mode as differential equations: what the mean-field map tends to as its step goes to nothing.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ODE_H
#define GZ_ODE_H
#include "scenario/scenario.h"

typedef struct gz_ode {
	int32_t n_leaves, n_days;
	int32_t *place;       /* [leaf] row of the place */
	double *prevalence;   /* [day][leaf] infectious persons standing there at the end of the day */
	double *infections;   /* [day][leaf] infections there since the start */
} gz_ode;

/* Solves the scenario with its medians (SUNDIALS CVODE, backward differences, relative tolerance 1e-9). It has flows with geometric or
 * Erlang stays, commuting, environments, births and deaths, and measures on contacts and water by dates; other measures, fixed durations
 * and stays, and stays by a curve have no such form and are GZ_ERR_INPUT with a sentence. Free also after an error. */
gz_status gz_ode_run(const gz_scenario *scenario, gz_ode *out, gz_error *err);
void gz_ode_free(gz_ode *out);
#endif
