/* Parameters: declared by the disease, overridden by the scenario, drawn, varied, or taken from a file of draws.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PARAMETER_H
#define GZ_PARAMETER_H
#include "scenario/reading/loader.h"

/* Takes the names from the disease's map (may be NULL), so that expressions can name them. */
void gz_parameter_declare(gz_loader *l, const gz_node *map);
/* Takes the scenario's map (may be NULL): replaces definitions, declares parameters of the scenario's own and reads the file of draws.
 * Call after the world is known. */
void gz_parameter_override(gz_loader *l, const gz_node *map);
/* Reads every definition, finds cycles and works out which parameters are constant. */
void gz_parameter_compile(gz_loader *l);
/* Tells parameters of the scenario's own that nothing names: they are misspelt. Call when everything has been read. */
void gz_parameter_finish(gz_loader *l);
/* Reads a value from 0 on that may also be written as {by: age, values: ...} on the spot: that becomes a parameter called `name`.
 * Call after gz_parameter_compile, at most GZ_PARAMETER_SPARE times. */
enum { GZ_PARAMETER_SPARE = 8 };
gz_value gz_parameter_inline(gz_loader *l, const gz_node *node, const char *name, gz_unit unit, double otherwise);
#endif
