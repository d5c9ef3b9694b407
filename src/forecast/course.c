/* Writes the course that the differential equations give.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/course.h"
#include "text/sheet.h"

static void course_row(gz_sheet *sheet, const gz_scenario *s, const gz_ode *ode, int32_t day, int32_t place)
{
	double prevalence = 0, infections = 0;
	for (int32_t leaf = 0; leaf < ode->n_leaves; leaf++) {
		if (!gz_scenario_within(s, ode->place[leaf], place))
			continue;
		prevalence += ode->prevalence[(int64_t)day * ode->n_leaves + leaf];
		infections += ode->infections[(int64_t)day * ode->n_leaves + leaf];
	}
	gz_sheet_date(sheet, s->start + day);
	gz_sheet_text(sheet, s->world.places[place].id);
	gz_sheet_number(sheet, prevalence);
	gz_sheet_number(sheet, infections);
	gz_sheet_row(sheet);
}

gz_status gz_course_write(const gz_scenario *s, const gz_ode *ode, const char *path, gz_error *err)
{
	gz_sheet sheet;
	GZ_TRY(gz_sheet_begin(&sheet, path, "date,place,prevalence,infections", err));
	for (int32_t day = 0; day < ode->n_days; day++)
		for (int32_t place = 0; place < s->world.n_places; place++)
			course_row(&sheet, s, ode, day, place);
	const gz_status st = gz_sheet_commit(&sheet, err);
	if (st != GZ_OK)
		gz_sheet_abandon(&sheet);
	return st;
}
