/* Next-generation matrix of the discrete model: from a reproduction number to a transmission rate, and back.
 *
 * K_ij: infections in stratum i by one person newly infected in stratum j, everybody susceptible, places uncoupled, at the start date:
 * expected infectious steps (solved exactly from the step probabilities, competing deaths included) x dt x weight x contacts.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_NGM_H
#define GZ_NGM_H
#include "model/plan.h"

/* unit[channel * lanes + lane]: the number by which a channel's R0 is multiplied to give its beta or rate; 1 for channels given by rate.
 * The spectral radius is the mean over places weighted by their people. GZ_ERR_INPUT if a channel infects nobody or for ever. */
gz_status gz_ngm_units(const gz_plan *plan, const double *store, int32_t lanes, double *unit, gz_error *err);
/* Reproduction number of one channel at one leaf for a given beta or rate (scale). */
double gz_ngm_radius(const gz_plan *plan, const double *store, int32_t channel, int32_t leaf, int32_t lane, double scale);
/* Infectious period of those whom the channel infects and who become infectious, in days: mean and squared coefficient of variation. */
gz_status gz_ngm_period(const gz_plan *plan, const double *store, int32_t channel, int32_t leaf, int32_t stratum, int32_t lane, double *mean, double *cv2);
/* For how many places and strata the shapes of dispersed channels differ: all, or 1. */
typedef struct gz_ngm_spread { int32_t leaves, strata; } gz_ngm_spread;
gz_status gz_ngm_shapes_spread(const gz_plan *plan, gz_ngm_spread *spread);
/* shape[((channel * leaves + leaf) * strata + stratum) * lanes + lane] = a dt / D of channels with dispersion by steps, 1/a = 1/k - CV^2, with D and
 * CV of the weighted infectious course; 0 for the others, and where nobody is infectious. GZ_ERR_INPUT where k is not below 1/CV^2. */
gz_status gz_ngm_shapes(const gz_plan *plan, const double *store, int32_t lanes, const gz_ngm_spread *spread, double *shape, gz_error *err);
/* What only the compiled model can judge of a scenario that was loaded without mistakes, at the medians of what is drawn: steps, ways out,
 * R0, dispersion and the shares at the start. GZ_ERR_INPUT with a sentence for a person. */
gz_status gz_ngm_check(const gz_scenario *scenario, gz_error *err);
#endif
