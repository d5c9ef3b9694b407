/* What orders change for a time: multipliers that the step reads (gz_tuning, block.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TUNING_H
#define GZ_TUNING_H
#include "engine/session.h"
#include "engine/step/block.h"
gz_status gz_tuning_open(gz_tuning *tuning, const gz_plan *plan);
void gz_tuning_close(gz_tuning *tuning);
/* What the orders come to in a step; reporting as the mean over its day. False if nothing is changed. */
bool gz_tuning_set(gz_tuning *tuning, const gz_plan *plan, const gz_session_order *orders, int32_t n, int32_t step);
#endif
