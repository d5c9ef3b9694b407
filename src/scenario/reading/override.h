/* Overrides from the command line, put into the scenario's document before anything is checked.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OVERRIDE_H
#define GZ_OVERRIDE_H
#include "scenario/reading/loader.h"

/* The document with every "key=value" put in: days=30, parameters.R0=2, measures.NAME.coverage=0.5, begin.1.people=10. The name of
 * a measure may hold points and spaces; a field of a measure that belongs to its kind (staff, days) is put there. The result shares
 * what did not change with `root`. */
const gz_node *gz_override_apply(gz_loader *l, const gz_node *root, const char *const *sets, int32_t n_sets);
#endif
