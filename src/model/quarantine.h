/* What quarantine and tests after arrival leave: closed form over departure times, deterministic integration over durations.
 *
 * Pure functions, safe from any thread. Times in days, shares between 0 and 1. Infected people set out at a time uniform between exposure
 * and recovery.
 * Sources: Clifford et al. 2021 (Euro Surveill 26(39):2001440) and Kucirka et al. 2020 (Ann Intern Med 173:262).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_QUARANTINE_H
#define GZ_QUARANTINE_H
#include "base/error.h"
#include "model/spread.h"
#include <stdbool.h>
#include <stdint.h>

enum { GZ_QUARANTINE_TESTS_MAX = 4 };

typedef struct gz_quarantine {
	gz_spread incubation;
	gz_spread ill;              /* onset to recovery */
	gz_spread infectious;       /* onset to the end of infectiousness; of mean 0: until recovery */
	gz_spread silent;           /* of those without symptoms: from the moment that is onset in others to recovery and the end of infectiousness */
	double silent_share;        /* share that never shows symptoms */
	double symptom_sensitivity; /* share of those with symptoms who are kept from leaving */
	double journey;             /* days */
	double days;                /* in quarantine after arrival */
	bool report_onset;          /* whoever falls ill in quarantine is isolated, not released */
	int32_t n_tests;
	double tests[GZ_QUARANTINE_TESTS_MAX]; /* days after arrival, ascending */
	double result_delay;        /* release waits for the last result */
	bool even;                  /* a test is the same at all times since exposure; else gz_quarantine_pcr */
	double sensitivity;         /* of a test that is even */
	double silent_factor;       /* that of a test without symptoms, relative */
} gz_quarantine;

/* *released = share of infected people who want to leave that are released while they are infectious or will become so. */
gz_status gz_quarantine_released(const gz_quarantine *quarantine, double *released, gz_error *err);
/* *averted = 1 - released / released without quarantine and tests, where the share `adherence` does what it is asked at home and the
 * others only take the tests of the day of arrival. */
gz_status gz_quarantine_averted(const gz_quarantine *quarantine, double adherence, double *averted, gz_error *err);
/* *share = of those who set out, how many are infectious then, where infectiousness begins `lead` days before onset. */
gz_status gz_quarantine_infectious(const gz_quarantine *quarantine, double lead, double *share, gz_error *err);
/* Sensitivity of RT-PCR by days since exposure: 1 - median false-negative rate of Kucirka et al. 2020, fig. 2, linear
 * between days 1 to 21, 0 before exposure, falling on to 0 after day 21 at its last slope. */
double gz_quarantine_pcr(double days_since_exposure);
#endif
