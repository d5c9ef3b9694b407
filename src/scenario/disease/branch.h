/* Where people go and how long they take: branches with probabilities, and durations.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BRANCH_H
#define GZ_BRANCH_H
#include "scenario/reading/loader.h"

/* Reads `to`: a compartment, or a map of compartments and probabilities that add to 1. *n is 0 on a mistake. */
gz_branch *gz_branch_read(gz_loader *l, const gz_node *node, int32_t *n);
/* Reads `branches`: a list of {to, probability, duration}; those without a duration take `otherwise` (NULL: must have one). */
gz_branch *gz_branch_read_list(gz_loader *l, const gz_node *node, bool need_duration, int32_t *n);
/* Reads {mean}, {erlang, mean} or {fixed} and checks it against the step where it is constant. */
gz_duration gz_branch_duration(gz_loader *l, const gz_node *node);
#endif
