/* EARS C1, C2 and C3: the last days or weeks against those just before.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EARS_H
#define GZ_EARS_H
#include "detect/detect.h"

enum { GZ_EARS_ALPHA, GZ_EARS_BASELINE, GZ_EARS_LEAST_SD, GZ_EARS_CURRENT, GZ_EARS_OPTIONS };

extern const gz_detector gz_ears_c1, gz_ears_c2, gz_ears_c3;

/* The chance that C1 or C2 (options NULL: as they are unless set) alarms in period t if nothing is unusual, given the baseline. It is far above
 * alpha, as mean and spread come from few counts: about 0.02 at 0.001 and more where a season rises. NAN for C3 and where too few reports came. */
double gz_ears_false_alarm(const gz_series *s, int32_t t, const gz_detector *method, const double *options);
/* In how many of the periods before t C1 or C2 would have alarmed; *n: of how many that it could judge. */
int32_t gz_ears_past(const gz_series *s, int32_t t, const gz_detector *method, const double *options, int32_t *n);
#endif
