/* Tests before a flight and at the end of a quarantine by the course of the viral load, counted in transmission and not in persons.
 *
 * Each infected person has a course of the cycle threshold: 40 at exposure, lowest at onset (or the like moment), 40 again at clearance,
 * smooth in between. Detection and culture (which stands for infectiousness) depend on it alone. Deterministic integration; pure and safe
 * from any thread. Model: Quilty et al. 2021 (medRxiv 2021.06.11.21258735).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TRAJECTORY_H
#define GZ_TRAJECTORY_H
#include "base/error.h"
#include <stdbool.h>

/* Probability 1 / (1 + exp((Ct - half) / scale)). */
typedef struct gz_trajectory_curve {
	double half, scale;
} gz_trajectory_curve;

typedef struct gz_trajectory {
	double clearance, clearance_silent, clearance_sd; /* days from exposure, normal */
	double onset_log_mean, onset_log_sd; /* lognormal, cut at clearance; who is long in the one is long in the other */
	double peak, peak_sd;                /* cycle threshold at onset, normal */
	double silent_share;                 /* share without symptoms */
	gz_trajectory_curve culture, antigen;
	double pcr_limit;                    /* PCR is positive below it */
} gz_trajectory;

typedef struct gz_trajectory_measures {
	double flight, quarantine, isolation; /* days; isolation after a positive test or onset */
	bool antigen_at_exit;                 /* the test that ends quarantine; else PCR. Before the flight: antigen */
	double keep_quarantine, keep_symptoms, keep_test; /* shares who comply: with quarantine, with isolation when ill, after a positive test */
} gz_trajectory_measures;

/* *averted = share of the transmission after departure, beyond what isolation when ill averts, that the measures avert. */
gz_status gz_trajectory_averted(const gz_trajectory *trajectory, const gz_trajectory_measures *measures, double *averted, gz_error *err);
#endif
