/* Values: numbers, numbers of days, and expressions over parameters and the calendar.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_VALUE_H
#define GZ_VALUE_H
#include "scenario/loader.h"

/* As a lower bound: above 0. */
#define GZ_VALUE_POSITIVE 1e-300

/* A value that is a plain number. */
gz_value gz_value_of(double number);
/* Reads a value; one that is constant must lie within low .. high. Expressions of numbers alone are folded to the number. */
gz_value gz_value_read(gz_loader *l, const gz_node *node, double low, double high, double otherwise);
/* True, and the number, if the value is the same in every replicate, place, stratum and on every day. */
bool gz_value_constant(gz_loader *l, const gz_value *value, double *out);
/* Values by compartment, from a map of their names: [compartment], `otherwise` where not stated. NULL without memory. */
gz_value *gz_value_by_compartment(gz_loader *l, const gz_node *node, double low, double high, double otherwise);
/* Compiles a trigger: it may name places, and calls streams as NAME(place, window). NULL on a mistake. */
const gz_expr *gz_value_trigger(gz_loader *l, const gz_node *node);
/* A number written for a person; the text lies in the scenario's arena. */
const char *gz_value_print(gz_loader *l, double x);
#endif
