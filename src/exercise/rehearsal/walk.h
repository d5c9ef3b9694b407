/* Worlds played through by the machine: the exercise from STARTEX to its last phase in virtual time, with nobody in the room.
 *
 * The clock goes from one thing that is due to the next, and stops at every step of the world, so that what waits for the world is found
 * when it would be.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WALK_H
#define GZ_WALK_H
#include "exercise/stage.h"

typedef enum gz_walk_cast {
	GZ_WALK_NOBODY,   /* every seat is taken, by people who do nothing */
	GZ_WALK_DECLARED, /* every seat is empty: roles do what the pack declares of absent ones */
	GZ_WALK_ALL,      /* the same, but each does all that is expected of it, a minute after it was asked */
	GZ_WALK_CASTS     /* from here on: casts of the pack, in its order */
} gz_walk_cast;

typedef struct gz_walk_load {
	int32_t n, most;   /* injects; at most so many within GZ_WORKLOAD_LEAST seconds */
	int64_t longest;   /* seconds between two, from STARTEX to the first, or from the last to the end; discussions count as busy */
} gz_walk_load;

typedef struct gz_walk {
	int64_t *sent;       /* [inject] ms of the first sending, -1 never */
	int32_t *variant;    /* [inject] which was sent then */
	uint64_t *shown;     /* [inject] the bit of each variant that was sent at any time; those beyond the 63rd share the last */
	int64_t *ordered;    /* [decision] ms of the first order, -1 never */
	bool *in_force;      /* [decision] at the end */
	gz_walk_load *loads; /* [role] */
	int32_t n_entries, n_done; /* entries of the log; expected actions done */
	double infections;   /* true ones, so far, in the countries where players sit; NAN without a world */
	gz_arena arena;
} gz_walk;

/* Worlds first .. first + n - 1 side by side; each is as if it were walked by itself. The pack is only read, also by several at once. Free
 * each in any case. */
gz_status gz_walk_run(gz_walk *walks, int32_t n, const gz_pack *pack, uint64_t seed, int32_t first, gz_walk_cast cast, gz_error *err);
void gz_walk_free(gz_walk *walk);
#endif
