/* What the calendar says of a flow: how many leave on a day, how many are away, how they return; and which crossings are open.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CALENDAR_H
#define GZ_CALENDAR_H
#include "model/plan.h"
/* True if the crossing is open to that kind of traveller on that date. */
bool gz_calendar_open(const gz_world *w, int32_t crossing, gz_who who, int32_t date);
/* Fills rate, standing, homeward, varies of a flow for the days 0 .. days of the run. */
gz_status gz_calendar_flow(gz_plan *plan, gz_flow_plan *f, gz_error *err);
#endif
