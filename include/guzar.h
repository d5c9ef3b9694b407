/* guzar from C: load a scenario, run it, read what it found.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GUZAR_H
#define GUZAR_H

/* This header is a book of the library. Each chapter says what a type or function is for and includes the header that declares it,
 * where every field and parameter is described. Compile with `pkg-config --cflags --libs guzar`.
 *
 *   #include <guzar.h>
 *   #include <stdio.h>
 *
 *   int main(void)
 *   {
 *       gz_scenario scenario = {0};
 *       gz_result result = {0};
 *       gz_mistakes mistakes;
 *       gz_error err = {0};
 *       gz_scenario_options options = {0};
 *       gz_run_options how = {.threads = 2};
 *
 *       gz_mistakes_init(&mistakes);
 *       gz_status status = gz_scenario_load(&scenario, "cholera-panj.yaml", &options, &mistakes);
 *       if (status == GZ_OK)
 *           status = gz_run_scenario(&scenario, &how, &result, &err);
 *       if (status == GZ_OK)
 *           status = gz_summary_write(&result, 0, "summary.csv", NULL, &err);
 *       if (mistakes.n > 0)
 *           fprintf(stderr, "%s\n", mistakes.items[0].sentence);
 *       else if (status != GZ_OK)
 *           fprintf(stderr, "%s\n", err.sentence);
 *       gz_result_free(&result);
 *       gz_scenario_free(&scenario);
 *       gz_mistakes_free(&mistakes);
 *       return gz_status_exit(status);
 *   }
 */

/* 1 Errors
 * Functions that can fail return a gz_status. Where a person can mend the cause they also fill a gz_error: file, row, column, and a
 * sentence. A scenario has many parts, so loading one lists all mistakes at once, in gz_mistakes. The library never prints, never
 * ends the program, and keeps no global state: it may be used from several threads, each with its own scenario and result. */
#include "base/error.h"
#include "base/mistakes.h"

/* 2 Small tools that the types below stand on: memory by lifetime, dates as day numbers. */
#include "base/arena.h"
#include "base/date.h"

/* 3 The scenario
 * gz_scenario_load reads a scenario with its world and its disease (docs/language.md describes the language), checks them and links
 * them: gz_world with places, crossings and flows; gz_disease with compartments and transitions; measures, streams, what to report.
 * All is plain data, read-only once loaded. Rows refer to each other by index, -1 meaning none. */
#include "scenario/scenario.h"

/* 4 The run
 * gz_run_scenario plays the outbreak out, replicate by replicate. Chance is a function of the seed and of names: the result is the
 * same bit for bit whatever the number of threads. A gz_result holds arrivals, totals of each measure, drawn parameters and final
 * sizes in memory; the daily columns lie in a temporary file and are read a day or a column at a time. */
#include "engine/result.h"

/* 5 A session
 * gz_session_open holds some replicates in memory: they go forward step by step, take orders (a measure on or off, people brought in,
 * reporting or contacts changed for a time), are read at any step, and are wound back to a mark. */
#include "engine/session.h"

/* 6 What it comes to
 * A few numbers a replicate: infections, deaths, reports, beds at the peak, days of arrival, cost. */
#include "forecast/outcome.h"

/* 7 What an alternative changes: paired differences between runs with the same seed. */
#include "forecast/compare.h"

/* 8 Files
 * The tables and the ensemble that `guzar run` writes; each file is whole or absent. */
#include "forecast/arrivals.h"
#include "forecast/crossings.h"
#include "forecast/ensemble.h"
#include "forecast/manifest.h"
#include "forecast/summary.h"

/* 9 Sweeps: one scenario, many runs with values from a design. */
#include "forecast/sweep.h"
#endif
