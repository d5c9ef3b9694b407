/* A quantity that differs between people, as weighted points over which a function of it is averaged: Gauss-Legendre quadrature, no
 * random numbers.
 *
 * Pure and safe from any thread.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SPREAD_H
#define GZ_SPREAD_H
#include <stdbool.h>
#include <stdint.h>

typedef enum gz_spread_kind {
	GZ_SPREAD_GAMMA,
	GZ_SPREAD_LOGISTIC, /* without its lowest and its highest hundredth, so that it stays above 0 */
	GZ_SPREAD_UNIFORM
} gz_spread_kind;

/* A variance of 0 makes it fixed. */
typedef struct gz_spread {
	double mean, variance; /* of the logistic before it is cut */
	gz_spread_kind kind;
} gz_spread;

enum { GZ_SPREAD_POINTS_MAX = 384 };

/* The weights sum to 1. */
typedef struct gz_spread_points {
	int32_t n;
	double at[GZ_SPREAD_POINTS_MAX], weight[GZ_SPREAD_POINTS_MAX];
} gz_spread_points;

/* Whether it is a duration: a mean above 0, a variance from 0 to the square of the mean (more no course of a disease has). */
bool gz_spread_is_duration(const gz_spread *spread);
/* Points of a spread. A gamma has panels of eight points, finer towards 0, with an edge at `corner` where what is averaged has a corner
 * (none when <= 0); a logistic has 32 points; a uniform has three, exact for polynomials up to degree 5. */
void gz_spread_take(const gz_spread *spread, double corner, gz_spread_points *points);
/* Eight points and weights for the integral from low to high; n is 8. */
void gz_spread_between(double low, double high, gz_spread_points *points);
/* Probability that a gamma spread is at most x. */
double gz_spread_below(const gz_spread *spread, double x);
#endif
