/* What roles do: decisions with their orders, forms, answers at the table, expected actions, milestones; and what is observed of them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ACT_H
#define GZ_ACT_H
#include "exercise/play.h"

/* ACT, REFUSE and OBSERVE into the state. False: no memory. */
bool gz_act_fold(gz_play *play, const gz_entry *entry);
bool gz_act_refuse(gz_play *play, const gz_entry *entry);
bool gz_act_observe(gz_play *play, const gz_entry *entry);
/* The expected action that a body of `done` or `undone` means, by its name or by the message that it answers; -1 none. */
int32_t gz_act_action(const gz_play *play, const json_t *body);
/* An order by its number, NULL: none. */
json_t *gz_act_order(const gz_play *play, int64_t number);
/* Whether an order was lifted, or its hours are over, by the scenario's clock. */
bool gz_act_over(const json_t *order, int64_t sim);
/* The order of a decision that stands then or waits to be confirmed, NULL: none. */
const json_t *gz_act_standing(const gz_play *play, const char *decision, int64_t sim);
#endif
