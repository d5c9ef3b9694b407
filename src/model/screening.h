/* What checks at points of entry find among infected travellers: closed forms beside the day step.
 *
 * Pure functions of a few durations and sensitivities, by deterministic integration; no state, no random numbers, safe
 * from any thread. Times in days, shares between 0 and 1. They answer a planner's first question (is a screen worth its
 * staff?) in microseconds, and hold the day step to account where both apply.
 * Sources: Quilty et al. 2020 (Euro Surveill 25(5):2000080), Gostic et al. 2020 (eLife 9:e55570), Phares et al. 2011 (Am J Trop Med
 * Hyg 85:612), Aldridge et al. 2016 (Lancet 388:2510). Quarantine and tests are in quarantine.h.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCREENING_H
#define GZ_SCREENING_H
#include "base/error.h"
#include "model/spread.h"
#include <stdbool.h>

/* ---- exit and entry screening of one journey (Quilty 2020) ---- */
typedef struct gz_screening_journey {
	gz_spread incubation; /* exposure to onset */
	gz_spread severe;     /* onset to severe disease, when a person no longer travels */
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
	gz_spread incubation;
	double fever, aware;           /* shares that have fever or cough at onset; that know of their exposure */
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

/* Figures of a growing epidemic that nobody knows exactly, each between two bounds, all values equally likely and independent. */
typedef struct gz_screening_unsure {
	double aware[2], fever_sensitivity[2], questionnaire_sensitivity[2];
	double incubation[2];      /* its mean; its variance is that of the checks */
	double r0[2], care_days[2]; /* from onset to care; `longest` above is incubation + care_days */
	double age_step;           /* days since exposure are rounded up to a multiple of it, as in the paper (0.1); 0 = not at all */
} gz_screening_unsure;

/* The mean of gz_screening_growing over those bounds; what they name is not taken from `checks`. */
gz_status gz_screening_growing_unsure(const gz_screening_checks *checks, const gz_screening_unsure *unsure,
                                      gz_screening_outcome *out, gz_error *err);
/* The share found by any check. */
double gz_screening_outcome_found(const gz_screening_outcome *out);

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
