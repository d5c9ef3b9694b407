/* Capacity of points of entry: what people found at each post, item by item, and what is lacking. The program gives no marks.
 *
 * The items are rules (rules/capacity.csv, after Annex 1B of the International Health Regulations). Levels of the State Party's own report
 * (SPAR C11) and of the external evaluation (JEE PoE) are those that people entered; none is worked out here.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CAPACITY_H
#define GZ_CAPACITY_H
#include "assess/rules/rules.h"

typedef enum gz_capacity_state { GZ_CAPACITY_UNKNOWN, GZ_CAPACITY_YES, GZ_CAPACITY_PARTLY, GZ_CAPACITY_NO, GZ_CAPACITY_STATES } gz_capacity_state;

typedef struct gz_capacity_finding {
	gz_capacity_state state;
	int32_t level;         /* national items only: 1..5, 0 unknown */
	const char *evidence;  /* "" none named */
	int32_t date;          /* days since 1970; INT32_MIN unknown */
} gz_capacity_finding;

/* A post of the table, in the order in which posts first appear. */
typedef struct gz_capacity_post { const char *id; } gz_capacity_post;

typedef struct gz_capacity {
	gz_capacity_post *posts; int32_t n_posts;
	int32_t n_items;
	gz_capacity_finding *findings; /* [post][item] */
	gz_capacity_finding *national; /* [item] */
} gz_capacity;

/* Reads a table with the columns post, item, state and, if wanted, evidence and date. A post called national holds levels 1 to 5. posts
 * (may be NULL) are the ids known; today is the day after which no date may lie. */
gz_status gz_capacity_read(const gz_rules *rules, const gz_csv *csv, const char *const *posts, int32_t n_posts, int32_t today, gz_arena *arena,
	gz_mistakes *mistakes, gz_capacity *out);
/* What people found of an item at a post. */
const gz_capacity_finding *gz_capacity_at(const gz_capacity *capacity, int32_t post, int32_t item);
/* How many items of a part stand in each state at a post. */
void gz_capacity_count(const gz_rules *rules, const gz_capacity *capacity, int32_t post, gz_rule_part part, int32_t counts[GZ_CAPACITY_STATES]);

/* Something to be done: an item that is lacking, partly there, or not known; or there, but without evidence. */
typedef struct gz_capacity_gap { int32_t post, item; bool only_evidence; } gz_capacity_gap;
/* All gaps: designated posts first, then those of which that is not known, then the others; within a post `no`, `partly`, `unknown`, without
 * evidence; then in the order of the items. The array lies in the arena. */
gz_status gz_capacity_gaps(const gz_rules *rules, const gz_capacity *capacity, gz_arena *arena, gz_capacity_gap **out, int32_t *n);
#endif
