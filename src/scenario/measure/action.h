/* What a measure does: the fields of each kind.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ACTION_H
#define GZ_ACTION_H
#include "scenario/reading/loader.h"

/* Where a kind of measure may stand. */
enum { GZ_ACTION_CROSSING = 1, GZ_ACTION_FLOW = 2, GZ_ACTION_PLACE = 4, GZ_ACTION_GROUP = 8 };

typedef struct gz_action {
	const char *key; /* as written in a scenario */
	gz_keys_id keys;
	unsigned where; /* GZ_ACTION_ flags */
	bool then;      /* `then` may follow */
	void (*read)(gz_loader *l, gz_measure *m, const gz_node *map);
} gz_action;

/* The kind's row: [gz_measure_kind]; NULL past the last. */
const gz_action *gz_action_get(int32_t kind);
/* A measure that does nothing: every field at its default. */
gz_measure gz_action_default(void);
#endif
