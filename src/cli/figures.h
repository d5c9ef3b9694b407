/* The figures of a disease as people read them: value or distribution, range, unit, source, and how far it was checked.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FIGURES_H
#define GZ_FIGURES_H
#include "report/catalogue.h"
#include "scenario/scenario.h"
#include <stdio.h>
/* A number, or the text of an expression; in the arena of the words, "" out of memory. */
const char *gz_figures_value(const gz_catalogue *words, const gz_value *value);
/* Every parameter of the disease and of the scenario, two lines each. What the disease's file says of them is printed as it stands there. */
void gz_figures_print(const gz_catalogue *words, const gz_scenario *scenario, FILE *out);
#endif
