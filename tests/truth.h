/* For tests of the engine against theory: a scenario written to a folder of its own, run, and read back; and the statistics that judge it.
 *
 * Every statistical test has a fixed seed and a stated false-alarm rate: the chance that a right engine fails it under another seed.
 * With GZ_TRUTH_LIGHT=1 in the environment fewer replicates are run (sanitizer builds); bounds widen by themselves.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_TRUTH_H
#define GZ_TEST_TRUTH_H
#include "base/mistakes.h"
#include "engine/result.h"
#include <check.h>

/* |z| above which a test fails: two-sided false-alarm rate 1e-5. */
#define TRUTH_Z 4.417
/* p-value below which a chi-square test fails: its false-alarm rate. */
#define TRUTH_P 1e-5

typedef struct truth {
	char folder[64];
	char files[16][32]; int n_files;
	gz_scenario scenario;
	gz_mistakes mistakes;
	gz_result result;
	bool ran;
} truth;

void truth_begin(truth *t);
void truth_end(truth *t);
/* Writes (or writes over) a file of the folder. */
void truth_write(truth *t, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A world of one place `town` of that many people in the country `land`. */
void truth_town(truth *t, long long people);
/* Loads s.yaml; a mistake fails the test. */
void truth_load(truth *t);
/* Loads s.yaml and runs it. */
void truth_run(truth *t, bool deterministic);
/* A column over all days: [day * n_replicates + replicate], to be freed. stream NULL for what is not a stream. */
double *truth_series(const truth *t, const char *place, gz_quantity quantity, const char *stream);
double *truth_crossing(const truth *t, const char *crossing, gz_direction direction, gz_quantity quantity);
int32_t truth_stream(const truth *t, const char *name);
/* n replicates, or about a tenth of them where a light run is asked for. */
int truth_replicates(int n);

typedef struct truth_moments { double n, mean, variance, fourth; } truth_moments; /* fourth central moment */
truth_moments truth_moments_of(const double *x, int64_t n);
/* Fail unless the mean (the variance) of a sample is as expected, within TRUTH_Z standard errors + slack. Prints figure and expectation. */
void truth_mean(const char *what, truth_moments m, double expected, double slack);
void truth_variance(const char *what, truth_moments m, double expected, double slack);
/* The same where the law has a long tail, of which a sample tells too little: its excess kurtosis is known. */
void truth_variance_law(const char *what, truth_moments m, double expected, double excess);
/* Fails unless x of n successes fits probability p, within TRUTH_Z standard errors + slack. */
void truth_share(const char *what, double x, double n, double p, double slack);
/* Chi-square of counts against probabilities, neighbours pooled until 8 are expected in each. */
void truth_fits(const char *what, const double *counts, const double *probability, int n);
void truth_close(const char *what, double found, double expected, double tolerance);
/* Binomial probability. */
double truth_binomial(int x, int n, double p);
#endif
