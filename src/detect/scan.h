/* The prospective space-time scan: places near one another that have more cases together than their share.
 *
 * Kulldorff M 1997, Commun Stat Theory Methods 26:1481 (statistic); 2001, J R Stat Soc A 164:61 (prospective). Poisson model: given all cases
 * of the last weeks, each falls to a place in proportion to its population, or to its cases of the weeks before.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCAN_H
#define GZ_SCAN_H
#include "base/arena.h"
#include "detect/detect.h"

enum { GZ_SCAN_ALPHA, GZ_SCAN_LONGEST, GZ_SCAN_BASELINE, GZ_SCAN_SHARE, GZ_SCAN_MOST, GZ_SCAN_DRAWS, GZ_SCAN_POPULATION, GZ_SCAN_SEED, GZ_SCAN_OPTIONS };

/* Kulldorff's log likelihood ratio of `seen` cases where `usual` are expected, of `all`; 0 where there are not more than usual. */
double gz_scan_ratio(double seen, double usual, double all);

/* Places of a circle that have more cases than their share over the last periods. */
typedef struct gz_scan_cluster {
	int32_t *series, n;         /* of the set: that of the place in the middle first, then by distance; only those with a report in it */
	int32_t from, to;           /* periods [from, to); the last is the one judged */
	double seen, expected;      /* cases */
	double ratio, probability;
	double latitude, longitude, radius; /* of the circle, to its furthest place: degrees, km; NAN where links make the neighbours */
} gz_scan_cluster;

extern const gz_detector gz_scan;

/* The clusters from which the alarms of a period come, one disease after the other, the strongest first. Options as of gz_scan. */
gz_status gz_scan_clusters(const gz_detect_set *set, const double *options, int32_t period, gz_arena *arena, gz_scan_cluster **out, int32_t *n, gz_error *err);
#endif
