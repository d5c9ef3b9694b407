/* course.csv: the deterministic course by differential equations, day by day and place by place.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COURSE_H
#define GZ_COURSE_H
#include "engine/ode.h"

/* Columns: date, place, prevalence (infectious persons there at the end of the day), infections (there since the start), both expected
 * numbers. Groups of places have the sums of their leaves. */
gz_status gz_course_write(const gz_scenario *scenario, const gz_ode *ode, const char *path, gz_error *err);
#endif
