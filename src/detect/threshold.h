/* From a predicted mean and its error to a usual range, a score and a probability.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_THRESHOLD_H
#define GZ_THRESHOLD_H
#include <stdint.h>

typedef enum gz_threshold_kind {
	GZ_THRESHOLD_PLUGIN, /* negative binomial with the fitted mean (Noufaily 2013) */
	GZ_THRESHOLD_MUAN,   /* the same with the upper confidence limit of the mean (after Noufaily) */
	GZ_THRESHOLD_DELTA   /* normal after a power transformation (Farrington 1996) */
} gz_threshold_kind;

typedef struct gz_threshold {
	double lower, upper, score, probability;
} gz_threshold;

/* eta: logarithm of the mean, error: its standard error; phi >= 1; power: 1, 1/2 or 2/3 for the last kind; y: the count judged. */
gz_threshold gz_threshold_of(gz_threshold_kind kind, double eta, double error, double phi, double alpha, double power, double y);
#endif
