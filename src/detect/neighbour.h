/* Calibrated prediction with the evidence of neighbours and flows: a detector of our own (docs/detect.md).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_NEIGHBOUR_H
#define GZ_NEIGHBOUR_H
#include "detect/detect.h"

enum {
	GZ_NEIGHBOUR_ALPHA, GZ_NEIGHBOUR_YEARS, GZ_NEIGHBOUR_EXCLUDED, GZ_NEIGHBOUR_HARMONICS, GZ_NEIGHBOUR_TREND, GZ_NEIGHBOUR_LEAST_WEEKS, GZ_NEIGHBOUR_POPULATION,
	GZ_NEIGHBOUR_CALENDAR, GZ_NEIGHBOUR_HOLIDAYS, GZ_NEIGHBOUR_NEIGHBOURS, GZ_NEIGHBOUR_OPTIONS
};

extern const gz_detector gz_neighbour;
#endif
