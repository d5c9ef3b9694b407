/* The Bayes method of the Robert Koch Institute's comparison: a negative binomial prediction from the latest and last year's weeks.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BAYES_H
#define GZ_BAYES_H
#include "detect/detect.h"

enum { GZ_BAYES_ALPHA, GZ_BAYES_YEARS, GZ_BAYES_WINDOW, GZ_BAYES_LATEST, GZ_BAYES_CALENDAR, GZ_BAYES_OPTIONS };

extern const gz_detector gz_bayes;
#endif
