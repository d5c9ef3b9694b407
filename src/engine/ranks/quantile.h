/* Quantiles over all replicates, wherever they are: of sums of columns over days, exactly, without bringing the replicates together.
 *
 * Recorded values are whole numbers (of persons, or of tenths), so an order statistic among ranks is found by halving: how many values are
 * not above a pivot is added up over the ranks, for all that are wanted at once; about 30 rounds, whatever the number of replicates.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_QUANTILE_H
#define GZ_QUANTILE_H
#include "engine/ranks/gather.h"

/* What one quantile is of: the sum of some columns, added over the days or, for a state, of the last day. */
typedef struct gz_quantile_group {
	const int32_t *columns;
	int32_t n;
	bool state;
} gz_quantile_group;

/* Days first .. last, both included; levels in [0, 1]. */
typedef struct gz_quantile_wanted {
	const gz_quantile_group *groups;
	int32_t n;
	int32_t first, last;
	const double *levels;
	int32_t n_levels;
	double *day; /* scratch [column][replicate] for a process by itself; NULL = taken for the call */
} gz_quantile_wanted;

/* quantiles [group][level], of type 7; mean [group]. A process by itself, or rank 0. The columns of a group have one quantity. */
gz_status gz_quantile_take(const gz_result *result, const gz_quantile_wanted *wanted, double *quantiles, double *mean, gz_error *err);
/* Whether a column is ever other than 0, in any replicate: used [column]. A process by itself, or rank 0. */
gz_status gz_quantile_used(const gz_result *result, bool *used, gz_error *err);
/* The other ranks' part in either. */
gz_status gz_quantile_answer(const gz_result *result, const gz_gather_request *request, gz_error *err);
#endif
