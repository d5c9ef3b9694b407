/* Values: numbers, numbers of days, and expressions over parameters and the calendar.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_VALUE_H
#define GZ_VALUE_H
#include "scenario/reading/loader.h"

/* As a lower bound: above 0. */
#define GZ_VALUE_POSITIVE 1e-300

/* A value that is a plain number. */
gz_value gz_value_of(double number);
/* Reads a value of the unit that is expected; one that is constant must lie within low .. high. Expressions of numbers alone are folded to
 * the number. */
gz_value gz_value_as(gz_loader *l, const gz_node *node, gz_unit unit, double low, double high, double otherwise);
/* One without a unit. */
gz_value gz_value_read(gz_loader *l, const gz_node *node, double low, double high, double otherwise);
/* Which powers of time a value may be of. */
gz_power gz_value_power(const gz_loader *l, const gz_value *value);
/* True, and the number, if the value is the same in every replicate, place, stratum and on every day. */
bool gz_value_constant(gz_loader *l, const gz_value *value, double *out);

/* The cases in which values can be judged before a run: one if they are constant; if they vary with one parameter alone that is given
 * by age, group, place or date, one for each of its values. */
typedef struct gz_value_cases {
	int32_t parameter; /* the one that varies, -1 none */
	int32_t n;         /* 0 = cannot be judged */
} gz_value_cases;
/* Narrows `cases` (begin with {-1, 1}) to those of this value too. */
void gz_value_judge(gz_loader *l, const gz_value *value, gz_value_cases *cases);
/* The number that a value has in one case, 0 <= k < cases->n. */
double gz_value_case(gz_loader *l, const gz_value *value, const gz_value_cases *cases, int32_t k);

/* Values from 0 on by compartment, from a map of their names: [compartment], `otherwise` where not stated. NULL without memory. */
gz_value *gz_value_by_compartment(gz_loader *l, const gz_node *node, gz_unit unit, double high, double otherwise);
/* Compiles a trigger: it may name places, and calls streams as NAME(place, window). NULL on a mistake. */
const gz_expr *gz_value_trigger(gz_loader *l, const gz_node *node);
/* A number written for a person; the text lies in the scenario's arena. */
const char *gz_value_print(gz_loader *l, double x);
#endif
