/* How long reports take.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DELAY_H
#define GZ_DELAY_H
#include "scenario/reading/loader.h"

/* Delays of 0 to 60 days: longer ones are none. */
enum { GZ_DELAY_DAYS = 61 };
/* Reads a delay; NULL gives none. */
gz_delay gz_delay_read(gz_loader *l, const gz_node *node);
/* Probability of a delay of each whole number of days: continuous laws are rounded to the nearest day, so that the mean is kept. */
void gz_delay_pmf(const gz_delay *delay, double pmf[GZ_DELAY_DAYS]);
/* The mean factor of the days (Monday first) on which reports fall of what happens on a day of the week. */
double gz_delay_heard(const gz_delay *delay, const double weekday[7], int32_t day);
#endif
