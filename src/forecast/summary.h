/* summary.csv: quantiles of what is reported on, in the columns of hubverse.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SUMMARY_H
#define GZ_SUMMARY_H
#include "engine/result.h"

enum { GZ_SUMMARY_LEVELS = 23, GZ_SUMMARY_BYTES = 50 * 1000 * 1000 };

/* The quantile levels of hubverse: .01 .025 .05 .10 .15 ... .90 .95 .975 .99 */
extern const double gz_summary_level[GZ_SUMMARY_LEVELS];

/* Writes origin_date,target,horizon,target_end_date,location,output_type,output_type_id,value for every whole period of
 * gz_target_every days (the one part there is when the run is shorter). Counts are those of the period, states those of
 * its last day; horizon is days from the origin date to the period's last day. Quantiles are of type 7; a deterministic run
 * has its mean only. Where the scenario does not say how often, periods grow (7, 30, 91, 365 days) until the file is within
 * max_bytes (0 = GZ_SUMMARY_BYTES). *every (may be NULL) receives the days of a period. */
gz_status gz_summary_write(const gz_result *result, int64_t max_bytes, const char *path, int32_t *every, gz_error *err);
#endif
