/* Published figures about screening, testing and quarantine, each with what this project's closed forms make of the same question.
 *
 * Nothing is stored of our side: gz_published_compute works it out from inputs. What is published stands beside it with its source, how
 * far the two may be apart and why, and how independent the inputs are of the result.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PUBLISHED_H
#define GZ_PUBLISHED_H
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum gz_published_inputs {
	GZ_PUBLISHED_OWN,        /* the paper's own inputs, not its results */
	GZ_PUBLISHED_ELSEWHERE,  /* the paper's inputs are not at hand: those of other studies */
	GZ_PUBLISHED_CONSISTENCY /* an input is set from the same paper's results, or assumed: no prediction */
} gz_published_inputs;

typedef struct gz_published_figure {
	const char *paper;     /* author, year, journal, identifier */
	const char *what;      /* one line */
	double published;
	double low, high;      /* published interval; NAN if none */
	double tolerance;      /* |ours - published| at most */
	bool holds;            /* false: known to lie outside the tolerance, the note says why */
	gz_published_inputs inputs;
	const char *note;      /* where inputs come from, why this tolerance, why not */
} gz_published_figure;

int32_t gz_published_count(void);
/* Figure i, 0 <= i < count; NULL otherwise. */
const gz_published_figure *gz_published_figure_at(int32_t i);
/* Our value of figure i. */
gz_status gz_published_compute(int32_t i, double *ours, gz_error *err);
/* "own", "elsewhere" or "consistency". */
const char *gz_published_inputs_word(gz_published_inputs inputs);
#endif
