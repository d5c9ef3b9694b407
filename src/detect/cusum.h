/* The one-sided CUSUM of standardised counts (Rossi et al. 1999).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CUSUM_H
#define GZ_CUSUM_H
#include "detect/detect.h"

enum { GZ_CUSUM_REFERENCE, GZ_CUSUM_DECISION, GZ_CUSUM_TRAINING, GZ_CUSUM_OPTIONS };

extern const gz_detector gz_cusum;
#endif
