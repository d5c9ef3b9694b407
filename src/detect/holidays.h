/* Days on which few people go to a doctor or report: fixed holidays, Navruz and the two Eids.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HOLIDAYS_H
#define GZ_HOLIDAYS_H
#include <stdbool.h>
#include <stdint.h>

enum { GZ_HOLIDAYS_FIRST_YEAR = 2005, GZ_HOLIDAYS_LAST_YEAR = 2045 };

/* Whether a day is a holiday. The Eids are known for the years above; by calculation, so they may differ by a day. */
bool gz_holidays_has(int32_t day);
/* Fills holiday [n]: whether one falls into the period of so many days. */
void gz_holidays_mark(int32_t first, int32_t period, int32_t n, bool *holiday);
#endif
