/* Compartments of a disease and their attributes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COMPARTMENT_H
#define GZ_COMPARTMENT_H
#include "scenario/reading/loader.h"

/* Reads the disease's map of compartments; call after the parameters are compiled. */
void gz_compartment_load(gz_loader *l, const gz_node *map);
/* Sensitivity by compartment of a test that compartments `detect`; NULL and a mistake if no compartment names it. */
gz_value *gz_compartment_test(gz_loader *l, const gz_node *name);
#endif
