/* What measures on water in force do: water treated where it is drunk, latrines, a reservoir that is chlorinated.
 *
 * Of the people of a place the share coverage x compliance is reached, anyone as likely as anyone else in each step: like contacts, the
 * place's risk and shedding are means over those reached and those not. Several measures multiply; losses a day add.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/water.h"

bool gz_water_measured(const gz_block *b)
{
	const gz_scenario *s = b->plan->scenario;
	for (int32_t m = 0; m < s->n_measures; m++)
		if (b->active_any[m] && s->measures[m].kind == GZ_MEASURE_WATER)
			return true;
	return false;
}

gz_water gz_water_at(const gz_block *b, int32_t environment, int32_t leaf, int32_t lane)
{
	const gz_plan *p = b->plan;
	gz_water all = {1, 1, 0};
	for (int32_t m = 0; m < p->scenario->n_measures; m++) {
		const gz_measure *row = &p->scenario->measures[m];
		const gz_measure_plan *mp = &p->measures[m];
		if (row->kind != GZ_MEASURE_WATER || !row->waters[environment] || !b->active[m * b->width + lane] || !b->setup->covers[(int64_t)m * p->n_leaves + leaf])
			continue;
		const double reach = gz_block_value(b, mp->coverage, leaf, 0, lane) * gz_block_compliance(b, m, leaf, 0, lane);
		all.intake *= 1 - reach * (1 - row->intake);
		all.shed *= 1 - reach * (1 - row->shed);
		all.decay += reach * row->decay;
	}
	return all;
}
