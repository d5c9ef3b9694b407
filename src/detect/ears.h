/* EARS C1, C2 and C3: the last days or weeks against those just before.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EARS_H
#define GZ_EARS_H
#include "detect/detect.h"

enum { GZ_EARS_ALPHA, GZ_EARS_BASELINE, GZ_EARS_LEAST_SD, GZ_EARS_CURRENT, GZ_EARS_OPTIONS };

extern const gz_detector gz_ears_c1, gz_ears_c2, gz_ears_c3;
#endif
