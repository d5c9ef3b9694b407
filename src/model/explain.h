/* The compiled model in words and equations.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EXPLAIN_H
#define GZ_EXPLAIN_H
#include "model/plan.h"
#include <stdio.h>
/* Prints what a scenario means: compartments and transitions with their equations, R0 by place, parameters with their sources, measures, stocks and draws a day. */
gz_status gz_explain_print(const gz_scenario *s, FILE *out, gz_error *err);
#endif
