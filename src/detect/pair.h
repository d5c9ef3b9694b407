/* Evidence of a rise from a period and the one before it, with its exact probability.
 *
 * Under what is usual the two counts are independent negative binomials with means m1 (before) and m0 and variance phi times the mean.
 * The evidence is the likelihood ratio against a rise of 1.5, 2.5 or 4 standard deviations that began in this period or in the one before
 * (docs/detect.md has the equations). The set of pairs of counts with at least the evidence seen is summed up, so that the probability
 * is that of the two counts together: its steps are finer than those of one small count.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PAIR_H
#define GZ_PAIR_H
#include <stdbool.h>
#include <stdint.h>

enum { GZ_PAIR_POINTS = 384, GZ_PAIR_RISES = 3 };

/* One of the two counts on a grid of whole numbers: its probabilities, and the likelihood ratio of each rise. */
typedef struct gz_pair_count {
	double mean, low, step; /* point i stands for the counts from low + i step on */
	int32_t n;
	double density[GZ_PAIR_POINTS], ratio[GZ_PAIR_RISES][GZ_PAIR_POINTS];
} gz_pair_count;

typedef struct gz_pair {
	gz_pair_count now, before;
	double tail[GZ_PAIR_POINTS + 1]; /* of now: from a point on */
	double phi;
	int32_t fresh;                   /* points of now below it are no evidence, whatever came before */
	bool has_before;
} gz_pair;

/* Prepares for these means; before NAN: the period before is not known, and the evidence is that of this one alone. */
void gz_pair_prepare(gz_pair *pair, double before, double now, double phi);
/* Reckons from here on with no count above `most` in the period before, which is known: probabilities are those given that there was none. */
void gz_pair_assume(gz_pair *pair, double most);
/* Probability of evidence at least as strong as that of these counts; 1 where this period is not clearly above what is usual. */
double gz_pair_probability(const gz_pair *pair, double before, double now);
/* The greatest count of this period whose probability is above alpha. */
double gz_pair_bound(const gz_pair *pair, double before, double alpha);
#endif
