/* Designs of sweeps: which values each run of a sweep takes, read from a table or made.
 *
 *   design.csv                        columns are keys as in --set, each row is one run; an empty cell leaves the key alone
 *   lhs:50:parameters.R0=1.2..2.5,... Latin hypercube: 50 runs, each range cut into 50 slices of which each is used once
 *   one:parameters.R0=1.2..2.5,...    one at a time: a first run as declared, then each key at its low and high end;
 *                                     one:5:... takes 5 evenly spaced values of each key
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DESIGN_H
#define GZ_DESIGN_H
#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

enum { GZ_DESIGN_RUNS = 100000, GZ_DESIGN_KEYS = 200 };

typedef struct gz_design {
	gz_arena arena;
	const char **keys; int32_t n_keys;
	const char **cells; int32_t n_runs; /* [run][key] text of the value, "" = left alone */
	const char *path;                   /* of the table, NULL if made */
	int32_t *lines;                     /* [run] line of the table, NULL if made */
} gz_design;

/* Reads or makes a design; seed decides the slices of a Latin hypercube. Freed by gz_design_free, also after an error. */
gz_status gz_design_load(const char *spec, uint64_t seed, gz_design *out, gz_error *err);
void gz_design_free(gz_design *design);
/* "key=value" of every cell of a run that is not empty, into sets (room for n_keys), strings into arena; *n their number. */
gz_status gz_design_sets(const gz_design *design, int32_t run, gz_arena *arena, const char **sets, int32_t *n, gz_error *err);
/* Writes design.csv: run, then the keys. */
gz_status gz_design_write(const gz_design *design, const char *path, gz_error *err);
#endif
