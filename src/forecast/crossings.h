/* crossings.csv: what happens at each crossing, day by day.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CROSSINGS_H
#define GZ_CROSSINGS_H
#include "engine/result.h"

/* Writes date,crossing,direction,quantity,mean,q05,q50,q95 for every quantity of the crossings in the result (travellers,
 * infected, detected, missed, refused, stopped, leaked, quarantined, wait, tests, doses, cost). A quantity other than
 * travellers and infected that is 0 at a crossing in every run on every day is left out, as are crossings without
 * travellers. */
gz_status gz_crossings_write(const gz_result *result, const char *path, gz_error *err);
#endif
