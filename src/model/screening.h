/* What checks at points of entry find among infected travellers: closed forms beside the day step.
 *
 * Pure functions of a few durations and sensitivities, by deterministic integration; no state, no random numbers, safe
 * from any thread. Times in days, shares between 0 and 1. They answer a planner's first question (is a screen worth its
 * staff?) in microseconds, and hold the day step to account where both apply.
 * Sources: Quilty et al. 2020 (Euro Surveill 25(5):2000080), Gostic et al. 2020 (eLife 9:e55570), Clifford et al. 2021
 * (Euro Surveill 26(39):2001440), Kucirka et al. 2020 (Ann Intern Med 173:262), Phares et al. 2011 (Am J Trop Med Hyg
 * 85:612), Aldridge et al. 2016 (Lancet 388:2510).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCREENING_H
#define GZ_SCREENING_H
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

/* A duration in days, gamma distributed; a variance of 0 makes it fixed. */
typedef struct gz_screening_duration {
	double mean, variance;
} gz_screening_duration;

/* ---- exit and entry screening of one journey (Quilty 2020) ---- */
typedef struct gz_screening_journey {
	gz_screening_duration incubation; /* exposure to onset */
	gz_screening_duration severe;     /* onset to severe disease, when a person no longer travels */
	double asymptomatic;              /* share that never shows symptoms */
	double days;                      /* length of the journey */
	double exit_sensitivity, entry_sensitivity; /* of a screen for symptoms */
} gz_screening_journey;

/* Shares of infected travellers who set out; they sum to 1. */
typedef struct gz_screening_found {
	double at_exit, at_entry, severe_on_the_way, undetected;
} gz_screening_found;

/* Travellers set out at a time uniform over the course of their infection before severe disease. GZ_ERR_INPUT for a
 * figure out of range. */
gz_status gz_screening_on_journey(const gz_screening_journey *journey, gz_screening_found *found, gz_error *err);

/* ---- fever screen and questionnaire by days since exposure (Gostic 2020) ---- */
typedef struct gz_screening_checks {
	gz_screening_duration incubation;
	double fever, aware;           /* shares that have fever at onset; that know of their exposure */
	double fever_sensitivity, questionnaire_sensitivity;
	double days;                   /* length of the journey */
	bool at_departure, at_arrival; /* which checks are made; the fever screen stands before the questionnaire */
} gz_screening_checks;

/* Shares of infected travellers; they sum to 1. "missed_*" passed with what the check looks for; undetectable had
 * neither fever nor knowledge of exposure on arrival. */
typedef struct gz_screening_outcome {
	double departure_fever, departure_questionnaire, arrival_fever, arrival_questionnaire;
	double missed_both, missed_fever, missed_aware, undetectable;
} gz_screening_outcome;

/* Outcome of travellers exposed so many days before departure. */
gz_status gz_screening_since_exposure(const gz_screening_checks *checks, double days, gz_screening_outcome *out, gz_error *err);
/* Outcome over travellers from a growing epidemic: days since exposure have a density falling as exp(-r0 t / longest),
 * cut at `longest` days, the mean time from exposure to care (Gostic 2015, eLife 4:e05564, 2020). */
gz_status gz_screening_growing(const gz_screening_checks *checks, double r0, double longest, gz_screening_outcome *out,
                               gz_error *err);
/* The share found by any check. */
double gz_screening_outcome_found(const gz_screening_outcome *out);

/* ---- quarantine and testing of arrivals (Clifford 2021) ---- */
enum { GZ_SCREENING_TESTS_MAX = 4 };

typedef struct gz_screening_quarantine {
	gz_screening_duration incubation;
	gz_screening_duration symptomatic, asymptomatic; /* onset (or the like moment) to the end of infectiousness */
	double asymptomatic_share;
	double symptom_sensitivity;  /* share of those with symptoms who are kept from leaving */
	double journey;              /* days */
	double days;                 /* in quarantine after arrival */
	bool report_onset;           /* whoever falls ill in quarantine is isolated, not released */
	int32_t n_tests;
	double tests[GZ_SCREENING_TESTS_MAX]; /* days after arrival, ascending */
	double result_delay;         /* days; release waits for the last result */
	double asymptomatic_factor;  /* sensitivity of a test without symptoms, relative (0.62 in Clifford 2021) */
} gz_screening_quarantine;

/* *released = share of infected would-be travellers who arrive and are released while they are infectious or will
 * become so. A reduction is 1 - with / without. Sensitivity by day since exposure is gz_screening_pcr. */
gz_status gz_screening_released(const gz_screening_quarantine *quarantine, double *released, gz_error *err);
/* Sensitivity of RT-PCR by days since exposure: 1 - median false-negative rate of Kucirka et al. 2020, fig. 2, linear
 * between days 1 to 21, 0 before exposure, falling on to 0 after day 21 at its last slope. */
double gz_screening_pcr(double days_since_exposure);

/* ---- migration health ---- */
/* Incidence after presumptive treatment of everybody: incidence (1 - efficacy adherence), the ideal of Phares 2011. */
double gz_screening_presumptive(double incidence, double efficacy, double adherence);

/* A cohort that enters evenly over a period and is followed up to a common end, as in Aldridge 2016. */
typedef struct gz_screening_cohort {
	double persons;
	double entry_years;  /* length of the entry period */
	double after_years;  /* from the last entry to the end of follow-up */
	double early, late;  /* hazards of disease per person-year: on arrival, and what it falls to */
	double fall_years;   /* mean time of that fall; 0 = late from the start */
	double leave;        /* hazard per year of leaving follow-up (departure, death) */
} gz_screening_cohort;

typedef struct gz_screening_followed {
	double cases, person_years;
} gz_screening_followed;

/* Expected cases and person-years, each person at risk until disease, leaving or the end. */
gz_status gz_screening_follow(const gz_screening_cohort *cohort, gz_screening_followed *out, gz_error *err);
#endif
