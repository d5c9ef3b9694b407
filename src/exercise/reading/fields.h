/* The keys that each kind of map in pack.yaml may have: one table, for the readers and for the test that holds schema/pack.schema.json to it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FIELDS_H
#define GZ_FIELDS_H

typedef enum gz_fields_kind { GZ_FIELDS_PACK, GZ_FIELDS_NAME, GZ_FIELDS_OBJECTIVE, GZ_FIELDS_DECISION, GZ_FIELDS_ABSENT, GZ_FIELDS_ROLE, GZ_FIELDS_PERSONA, GZ_FIELDS_CHANNEL, GZ_FIELDS_TASK, GZ_FIELDS_MILESTONE, GZ_FIELDS_PHASE, GZ_FIELDS_ACTION, GZ_FIELDS_EFFECT, GZ_FIELDS_VARIANT, GZ_FIELDS_INJECT, GZ_FIELDS_CONDITION, GZ_FIELDS_CAST,
	GZ_FIELDS_KINDS } gz_fields_kind;

/* The keys, NULL after the last; what the kind is called: "pack", "role" ... */
const char *const *gz_fields_of(gz_fields_kind kind);
const char *gz_fields_name(gz_fields_kind kind);
#endif
