/* Cells, ways out, channels and targets: a declared disease as flat lists.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CELL_H
#define GZ_CELL_H
#include "model/plan.h"
/* Fills cells, groups, exits, outcomes, channels, targets of the plan (leaves, strata and slots must be ready). */
gz_status gz_cell_compile(gz_plan *plan, gz_error *err);
#endif
