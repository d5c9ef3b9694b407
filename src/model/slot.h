/* Slots: every number a model needs, evaluated only as finely as it varies (by place, stratum, replicate, time).
 *
 * A slot holds a declared value or expression. Its table has one entry for each combination of the things it depends on; a stride of 0
 * says that it does not vary along that axis, so that one access formula serves all: table[leaf*by_leaf + stratum*by_stratum + lane*by_lane].
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SLOT_H
#define GZ_SLOT_H
#include "scenario/scenario.h"

typedef struct gz_slot {
	gz_value value;
	int32_t parameter;   /* index of the parameter this slot holds, -1: a value of the model */
	bool place, stratum, replicate, time; /* what it varies with */
	int32_t by_leaf, by_stratum, by_lane; /* strides into its table, 0 = does not vary */
	int64_t offset;      /* of its table in the store */
} gz_slot;

typedef struct gz_slots {
	const gz_scenario *scenario;
	gz_slot *items; int32_t n, capacity;
	int32_t *order;      /* parameters in an order in which each comes after those it names */
	int32_t n_lanes;     /* lanes that the strides were made for */
	int64_t size;        /* doubles in a store */
	const int32_t *leaf_place; /* [leaf] place index in model order, borrowed */
	int32_t n_leaves;
} gz_slots;

/* The values of one block of replicates: doubles[slots->size]. */
typedef struct gz_store { double *values; } gz_store;

gz_status gz_slot_begin(gz_slots *slots, gz_arena *arena, const gz_scenario *s, const int32_t *leaf_place, int32_t n_leaves);
/* Adds a value; equal constants share a slot. Returns the slot's number, -1 on out of memory. */
int32_t gz_slot_add(gz_slots *slots, gz_arena *arena, const gz_value *value);
/* Fixes strides and offsets for blocks of n_lanes replicates. */
void gz_slot_layout(gz_slots *slots, int32_t n_lanes);
/* Evaluates into the store: all slots, or only those that vary with time. first is the replicate number of lane 0; day is fractional. */
void gz_slot_evaluate(const gz_slots *slots, double *store, int32_t first, int32_t lanes, double day, bool only_time);

static inline double gz_slot_at(const gz_slots *slots, const double *store, int32_t slot, int32_t leaf, int32_t stratum, int32_t lane)
{
	const gz_slot *s = &slots->items[slot];
	return store[s->offset + (int64_t)leaf * s->by_leaf + (int64_t)stratum * s->by_stratum + (int64_t)lane * s->by_lane];
}
/* True if the slot is a constant 0. */
bool gz_slot_is_zero(const gz_slots *slots, int32_t slot);
#endif
