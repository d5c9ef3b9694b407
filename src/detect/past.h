/* Past outbreaks: how likely each period of a history belongs to one, so that it tells the less of what is usual.
 *
 * A chain of two states, usual and outbreak, with the counts of an outbreak raised by 2.5, 4 or 7 standard deviations (docs/detect.md).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PAST_H
#define GZ_PAST_H
#include "base/arena.h"
#include "base/error.h"
#include "detect/glm.h"

typedef struct gz_past {
	double *ratio, *ahead, *given; /* [row] likelihood of an outbreak by that of none; its chance by the rows before; with this row too */
	double *fall;                  /* [row] */
	double start;                  /* chance that one begins in a period, as estimated */
	int32_t per_week;
} gz_past;

gz_status gz_past_init(gz_past *past, gz_arena *arena, int32_t capacity, gz_error *err);
/* Forgets what was estimated; periods of which so many are a week. */
void gz_past_begin(gz_past *past, int32_t per_week);
/* Weighs the rows of a fit with this dispersion by the chance of none; row i is period[i]. Estimates how often outbreaks begin. */
void gz_past_weigh(gz_past *past, gz_glm *glm, const int32_t *period, double phi);
#endif
