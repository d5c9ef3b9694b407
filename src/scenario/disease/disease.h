/* A disease file: found, read and checked as part of a scenario.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DISEASE_H
#define GZ_DISEASE_H
#include "scenario/reading/loader.h"

/* Finds and reads the file that `name` names, and declares its parameters. */
void gz_disease_open(gz_loader *l, const gz_node *name);
/* Reads the rest; call after the parameters are compiled. `initial` is the scenario's own (may be NULL). */
void gz_disease_load(gz_loader *l, const gz_node *initial);
#endif
