/* The generalised likelihood ratio chart for counts: a lasting rise of unknown size since an unknown week.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GLR_H
#define GZ_GLR_H
#include "detect/detect.h"

enum { GZ_GLR_THRESHOLD, GZ_GLR_DISPERSION, GZ_GLR_HARMONICS, GZ_GLR_TREND, GZ_GLR_MEMORY, GZ_GLR_TRAINING, GZ_GLR_OPTIONS };

extern const gz_detector gz_glr;
#endif
