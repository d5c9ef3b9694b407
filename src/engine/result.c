/* Looking up and freeing what a run left.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/record.h"
#include <stdlib.h>
#include <unistd.h>

void gz_result_free(gz_result *r)
{
	free(r->columns);
	free(r->arrivals);
	free(r->totals);
	free(r->parameters);
	free(r->beta);
	free(r->final_size);
	free(r->final_deaths);
	if (r->spill) {
		if (r->spill->fd >= 0)
			close(r->spill->fd);
		free(r->spill->first);
		free(r->spill);
	}
	*r = (gz_result){0};
}

int32_t gz_result_column(const gz_result *r, gz_entity entity, int32_t index, gz_direction direction, gz_quantity quantity, int32_t stream)
{
	for (int32_t i = 0; i < r->n_columns; i++) {
		const gz_column *c = &r->columns[i];
		if (c->entity == entity && c->index == index && c->quantity == quantity && (entity == GZ_ENTITY_PLACE || c->direction == direction) &&
			(quantity != GZ_QUANTITY_REPORTED || c->stream == stream))
			return i;
	}
	return -1;
}
