/* What is reported on: quantities of places, each as the columns of a result that are added up for it.
 *
 * A group of places without a column of its own is the sum of its leaves. Counts are added over a period of days, states
 * (infectious persons, beds, people present) are taken at its end.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TARGET_H
#define GZ_TARGET_H
#include "engine/result.h"

typedef struct gz_target {
	const char *name;       /* "infections", "deaths", "prevalence", "beds", "present", or a stream's name */
	gz_quantity quantity;
	int32_t stream;         /* GZ_QUANTITY_REPORTED only, else -1 */
	int32_t place;          /* place index */
	bool state;             /* taken at the end of a period instead of added over it */
	const int32_t *columns; /* [n_columns] of the result; none = the run did not keep it */
	int32_t n_columns;
} gz_target;

typedef struct gz_targets {
	gz_arena arena;
	gz_target *items;       /* [quantity][place] */
	int32_t n_quantities, n_places, n;
	const int32_t *places;  /* [n_places] place indices */
} gz_targets;

/* The targets of a result: the scenario's report places and quantities, or the defaults (countries and one level below;
 * infections, deaths, every stream, prevalence, beds). out is freed by gz_target_free, also after an error. */
gz_status gz_target_list(const gz_result *result, gz_targets *out, gz_error *err);
void gz_target_free(gz_targets *targets);
/* The places reported on, into arena. */
gz_status gz_target_places(const gz_scenario *scenario, gz_arena *arena, const int32_t **places, int32_t *n, gz_error *err);
/* The columns whose sum is a quantity of a place (place -1: of all countries), into arena; *n = 0 where the run did
 * not keep them all. */
gz_status gz_target_columns(const gz_result *result, gz_arena *arena, int32_t place, gz_quantity quantity, int32_t stream,
	const int32_t **columns, int32_t *n, gz_error *err);
/* Adds the columns of one day (day: [column][replicate]) to into[replicate]. */
void gz_target_add(const int32_t *columns, int32_t n_columns, const double *day, int32_t n_replicates, double *into);
/* Days of a period: as the scenario says, else 1 up to 60 days, 7 up to two years, 30 beyond. */
int32_t gz_target_every(const gz_scenario *scenario);
/* The place's id; "all" for -1. */
const char *gz_target_place_id(const gz_scenario *scenario, int32_t place);
#endif
