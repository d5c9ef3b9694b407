/* What the calendar says of a flow: how many leave on a day, how many are away, how they return; and which crossings are open.
 *
 * Nearly everything is worked out on the day that asks, and what is kept by day (how many are away where not as many leave on all days) is
 * shared by flows of one season, stay and way, so that a hundred thousand flows take little room.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CALENDAR_H
#define GZ_CALENDAR_H
#include "model/plan.h"
/* Fills the days of the run and the crossings that close on some of them: before any flow. */
gz_status gz_calendar_days(gz_plan *plan);
/* Fills what a flow needs of the calendar: its course and whether its way closes. */
gz_status gz_calendar_flow(gz_plan *plan, gz_flow_plan *f, gz_error *err);
/* Whether some crossing on the way is shut on a day of the run. */
bool gz_calendar_shut(const gz_plan *plan, const gz_flow_plan *f, int32_t day);
/* Persons who leave on a day of the run (0 .. days), on average. */
double gz_calendar_rate(const gz_plan *plan, const gz_flow_plan *f, int32_t day);
/* Persons who have set out by the start of a day, on average; never fewer than the day before. */
double gz_calendar_left(const gz_plan *plan, const gz_flow_plan *f, int32_t day);
/* Persons away at the start of a day, on average. */
double gz_calendar_standing(const gz_plan *plan, const gz_flow_plan *f, int32_t day);
/* Of those away at the start of a day, the share in the stages up to and with one. */
double gz_calendar_staying(const gz_flow_plan *f, int32_t day, int32_t stage);
/* Probability of leaving a stage of the stay in one travel step of that day. */
double gz_calendar_homeward(const gz_plan *plan, const gz_flow_plan *f, int32_t day);
#endif
