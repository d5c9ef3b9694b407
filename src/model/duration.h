/* Durations that are drawn at 0 or below: noted before a run, because they pass in one step and not in no time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DURATION_H
#define GZ_DURATION_H
#include "scenario/scenario.h"
/* Adds to the scenario's notes each Erlang mean that a replicate of this run draws at 0 or below (replicates count from 0, as in
 * ensemble.nc; up to 100,000 of them are looked at, on day 0); with laws also those that the parameter's law allows to be so. */
gz_status gz_duration_note(gz_scenario *s, bool laws);
#endif
