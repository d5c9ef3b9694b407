/* Log-linear regression of counts with overdispersion: one level per group of periods, and a few columns (trend, day of the week).
 *
 * Fitted by iteratively reweighted least squares with the start (count + 0.1), the measure of convergence (relative change of the
 * deviance below 1e-8) and the at most 25 rounds of R's glm, so that results agree with R also where a group has no case at all and
 * its level goes on falling. The levels are eliminated, so that a round costs time in proportion to the rows.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GLM_H
#define GZ_GLM_H
#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

enum { GZ_GLM_COLUMNS = 10, GZ_GLM_GROUPS = 64 };

typedef struct gz_glm {
	/* rows, filled by gz_glm_add */
	int32_t n, capacity;
	double *y, *log_y, *start;   /* [row] count, its logarithm (0 for 0), log(count + 0.1) */
	double *offset, *weight;     /* [row] */
	int32_t *group;              /* [row] */
	double *x[GZ_GLM_COLUMNS];   /* [column][row] */
	bool has_offset;
	int32_t n_groups, n_columns;
	double settled;              /* relative change of the deviance at which it has converged: 1e-8 unless set */
	int32_t first;               /* columns before it are left out: 1 = without column 0 */
	/* found by gz_glm_fit */
	double *mu, *eta, *work;     /* [row] fitted mean, its logarithm, weight of the last round */
	double level[GZ_GLM_GROUPS], slope[GZ_GLM_COLUMNS]; /* slope 0: the column says nothing new */
	double total[GZ_GLM_GROUPS], center[GZ_GLM_GROUPS][GZ_GLM_COLUMNS]; /* of the last round's weights; means of columns */
	double inverse[GZ_GLM_COLUMNS][GZ_GLM_COLUMNS]; /* unscaled covariance of the slopes */
	int32_t rank;
	bool converged;
} gz_glm;

/* Room for at most `capacity` rows. */
gz_status gz_glm_init(gz_glm *glm, gz_arena *arena, int32_t capacity, gz_error *err);
/* Forgets the rows; then rows of so many groups and columns can be added. */
void gz_glm_clear(gz_glm *glm, int32_t n_groups, int32_t n_columns);
/* Adds a row; start is log(y + 0.1), log_y is log(y) or 0. x has n_columns values. */
void gz_glm_add(gz_glm *glm, double y, double log_y, double start, double offset, int32_t group, const double *x);
/* Fits from column `first` with the weights as they stand. False: no fit, nothing found is usable; glm->converged says whether it settled. */
bool gz_glm_fit(gz_glm *glm, int32_t first);
/* The same from the means of the last fit on, where counts or weights of the rows have since changed a little. */
bool gz_glm_refit(gz_glm *glm);
/* Pearson's chi-square by degrees of freedom, with the last round's weights, or with the rows' own; NAN if there are none. */
double gz_glm_dispersion(const gz_glm *glm, bool own_weights);
/* Leverage of a row. */
double gz_glm_hat(const gz_glm *glm, int32_t row);
/* Linear predictor without offset for a new row, and its variance by dispersion 1. NAN for a group without rows. */
double gz_glm_predict(const gz_glm *glm, int32_t group, const double *x, double *variance);
#endif
