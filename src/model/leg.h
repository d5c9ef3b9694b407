/* Flows in the order of their homes and names, and the legs of their journeys.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LEG_H
#define GZ_LEG_H
#include "model/plan.h"
/* Fills the calendar, flows, legs and which flows leave each leaf. Stocks of visitors are numbered later. */
gz_status gz_leg_compile(gz_plan *plan, gz_error *err);
#endif
