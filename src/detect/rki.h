/* The simple rule of the Robert Koch Institute: the mean of the latest and last year's weeks, and a fixed band around it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RKI_H
#define GZ_RKI_H
#include "detect/detect.h"

enum { GZ_RKI_YEARS, GZ_RKI_WINDOW, GZ_RKI_LATEST, GZ_RKI_CALENDAR, GZ_RKI_OPTIONS };

extern const gz_detector gz_rki;
#endif
