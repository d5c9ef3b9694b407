/* One pass over a result, day by day: quantiles for the charts, means for the map, totals at the crossings.
 *
 * The map moves by steps, of a day each or, in a run longer than GZ_DIGEST_STEPS days, of several. The charts go by periods, those of
 * summary.csv (gz_target_every): counts are added over a period, states are taken at its end; a period that the run cuts short is
 * left out. So the page's size does not grow with the length of the run.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DIGEST_H
#define GZ_DIGEST_H
#include "forecast/outcome.h"

enum { GZ_DIGEST_STEPS = 180, GZ_DIGEST_FAN_PLACES = 24, GZ_DIGEST_MAP_PLACES = 600, GZ_DIGEST_BANDS = 5 };

/* One chart: a quantity of a place. */
typedef struct gz_digest_fan {
	int32_t place;
	gz_quantity quantity;
	int32_t stream;          /* REPORTED only, else -1 */
	bool state;
	const int32_t *columns; int32_t n_columns;
	double *sum;             /* [replicate] of the period under way */
	double *bands;           /* [period][band], probabilities .05 .25 .5 .75 .95; of a map [step] */
	double highest;          /* of the .95 band */
} gz_digest_fan;

typedef struct gz_digest {
	gz_arena arena;
	const gz_result *result;
	int32_t interval, n_steps;     /* days a step; steps */
	int32_t *steps;                /* [step] last day of the step, from 0 */
	int32_t period, n_periods;     /* days a period of the charts; periods */
	gz_digest_fan *fans; int32_t n_fans;
	gz_digest_fan *maps; int32_t n_maps;   /* infectious persons by place: means by step */
	double *passages;              /* [crossing][direction 0 in, 1 out][quantity][replicate], totals of the run */
	double *infected;              /* [crossing][step] mean infected travellers so far, both directions */
	double *waits;                 /* [crossing][direction] greatest mean wait of a day, minutes */
	double *reported;              /* [replicate] day of the first report at the focus, NAN none */
} gz_digest;

/* Reads the result. `everything` false: only the charts of infections at `focus` (for comparisons). Free it also after an error. */
gz_status gz_digest_read(const gz_result *result, int32_t focus, bool everything, gz_digest *out, gz_error *err);
void gz_digest_free(gz_digest *digest);
/* Totals of one quantity at a crossing: [replicate]. */
const double *gz_digest_passage(const gz_digest *digest, int32_t crossing, gz_direction direction, gz_quantity quantity);
#endif
