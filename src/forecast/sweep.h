/* Sweeps: one scenario run once for every row of a design, with the same draws, and what each run came to.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SWEEP_H
#define GZ_SWEEP_H
#include "engine/result.h"
#include "forecast/design.h"

typedef struct gz_sweep_options {
	gz_scenario_options scenario;   /* overrides of every run; the design's come after them */
	gz_run_options run;             /* progress is over the whole sweep; no checkpoints */
} gz_sweep_options;

/* Checks every run of the design first (mistakes receives all; the sentence names the run), then runs them one after the
 * other and writes sweep.csv: run, the design's keys, place, outcome, unit, known (share of the replicates in which it
 * happens), mean, q05, q50, q95. */
gz_status gz_sweep_write(const char *scenario, const gz_design *design, const gz_sweep_options *options, const char *path,
	gz_mistakes *mistakes, gz_error *err);
#endif
