/* The compiled model in words and equations.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EXPLAIN_H
#define GZ_EXPLAIN_H
#include "scenario/scenario.h"
#include <stdio.h>
/* Prints what a scenario means: compartments and transitions with their equations, R0 by place, parameters with their sources, measures, stocks
 * and draws a day; in the language, "en", "ru" or "tg" (another: GZ_ERR_INPUT). Names that the scenario's language has stay as one writes them. */
gz_status gz_explain_print(const gz_scenario *s, const char *language, FILE *out, gz_error *err);
#endif
