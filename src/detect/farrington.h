/* The Farrington family: a regression on the same season of earlier years, original and flexible.
 *
 * Farrington CP et al. 1996, J R Stat Soc A 159:547; Noufaily A et al. 2013, Stat Med 32:1206. Steps, order and quirks are those of
 * farringtonFlexible in the R package surveillance 1.20.3, so that bounds and alarms are the same.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FARRINGTON_H
#define GZ_FARRINGTON_H
#include "detect/detect.h"

/* Options of both, in their order. */
enum {
	GZ_FARRINGTON_ALPHA, GZ_FARRINGTON_YEARS, GZ_FARRINGTON_WINDOW, GZ_FARRINGTON_BLOCKS, GZ_FARRINGTON_EXCLUDED, GZ_FARRINGTON_REWEIGHT,
	GZ_FARRINGTON_WEIGHT_ABOVE, GZ_FARRINGTON_TREND, GZ_FARRINGTON_TREND_P, GZ_FARRINGTON_THRESHOLD, GZ_FARRINGTON_POWER,
	GZ_FARRINGTON_POPULATION, GZ_FARRINGTON_LEAST_CASES, GZ_FARRINGTON_LEAST_WEEKS, GZ_FARRINGTON_LEAST_YEARS, GZ_FARRINGTON_CALENDAR,
	GZ_FARRINGTON_WEEKDAY, GZ_FARRINGTON_HOLIDAYS, GZ_FARRINGTON_OPTIONS
};

extern const gz_detector gz_farrington_original, gz_farrington_flexible;
#endif
