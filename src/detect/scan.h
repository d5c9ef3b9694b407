/* The prospective space-time scan: places near one another that have more cases together than their share.
 *
 * Kulldorff M 1997, Commun Stat Theory Methods 26:1481 (statistic); 2001, J R Stat Soc A 164:61 (prospective). Poisson model: given all cases
 * of the last weeks, each falls to a place in proportion to its population, or to its cases of the weeks before.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCAN_H
#define GZ_SCAN_H
#include "detect/detect.h"

enum { GZ_SCAN_ALPHA, GZ_SCAN_LONGEST, GZ_SCAN_BASELINE, GZ_SCAN_SHARE, GZ_SCAN_MOST, GZ_SCAN_DRAWS, GZ_SCAN_POPULATION, GZ_SCAN_SEED, GZ_SCAN_OPTIONS };

/* Kulldorff's log likelihood ratio of `seen` cases where `usual` are expected, of `all`; 0 where there are not more than usual. */
double gz_scan_ratio(double seen, double usual, double all);

extern const gz_detector gz_scan;
#endif
