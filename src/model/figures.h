/* The figures of a disease as people read them: value or distribution, range, unit, source, and how far it was checked.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FIGURES_H
#define GZ_FIGURES_H
#include "scenario/scenario.h"
#include <stdio.h>
/* A number, or the text of an expression. */
void gz_figures_value(const gz_value *value, FILE *out);
/* Every parameter of the disease and of the scenario, two lines each. */
void gz_figures_print(const gz_scenario *scenario, FILE *out);
#endif
