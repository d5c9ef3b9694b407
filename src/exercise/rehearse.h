/* A pack rehearsed: its exercise in many worlds before anybody comes, to see what would happen and to choose a world worth playing.
 *
 * Each world is first left alone (idle.h): does it give what the training asks for, does the outbreak die out? Then the exercise is played
 * through in it by the machine (walk.h): by people who sit there and do nothing; with every seat empty, so that all roles do what the pack
 * declares of absent ones; with everything done in time; and by each cast that the pack itself declares. Results do not depend on the number of threads.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_REHEARSE_H
#define GZ_REHEARSE_H
#include "exercise/rehearsal/idle.h"
#include "exercise/rehearsal/walk.h"

enum { GZ_REHEARSE_WORLDS = 200, GZ_REHEARSE_MOST = 100000 };

typedef struct gz_rehearse_options {
	int32_t worlds, threads; /* 0: GZ_REHEARSE_WORLDS; all processors */
	uint64_t seed;
	void (*progress)(void *context, double fraction); void *context; /* NULL none; called from one thread at a time */
} gz_rehearse_options;

typedef struct gz_rehearse {
	const gz_pack *pack;     /* borrowed */
	uint64_t seed;
	int32_t n_worlds;
	gz_idle idle;            /* empty without a scenario */
	gz_walk *walks[GZ_WALK_CASTS + GZ_PACK_CASTS]; int32_t n_casts; /* [world] */
	int32_t *fit, n_fit;     /* worlds that meet every training condition, the one nearest to the middle first */
	gz_arena arena;
} gz_rehearse;

/* The pack is only read, apart from its arena. GZ_ERR_INPUT with a sentence where it cannot be played. Free it in any case. */
gz_status gz_rehearse_run(gz_rehearse *out, const gz_pack *pack, const gz_rehearse_options *options, gz_error *err);
void gz_rehearse_free(gz_rehearse *rehearse);

/* Over worlds: how many, and times of those in seconds (-1 none). */
typedef struct gz_rehearse_times { int32_t worlds; int64_t first, median, last; } gz_rehearse_times;
gz_rehearse_times gz_rehearse_inject(const gz_rehearse *r, gz_walk_cast cast, int32_t inject);
/* Worlds in which a variant of it was the first to be sent. */
int32_t gz_rehearse_variant(const gz_rehearse *r, gz_walk_cast cast, int32_t inject, int32_t variant);
/* Whether any world of any cast was sent this variant, at whatever time; the last one is the inject's own text. */
bool gz_rehearse_shown(const gz_rehearse *r, int32_t inject, int32_t variant);
gz_rehearse_times gz_rehearse_decision(const gz_rehearse *r, gz_walk_cast cast, int32_t decision);
/* Worlds in which a decision is in force at the end. */
int32_t gz_rehearse_in_force(const gz_rehearse *r, gz_walk_cast cast, int32_t decision);
/* Of a role: the median, and the worst of all worlds. */
typedef struct gz_rehearse_load { gz_walk_load median, worst; } gz_rehearse_load;
gz_rehearse_load gz_rehearse_loaded(const gz_rehearse *r, gz_walk_cast cast, int32_t role);
/* Contingencies sent, in a world's mean; worlds in which some was. */
double gz_rehearse_contingencies(const gz_rehearse *r, gz_walk_cast cast, int32_t *worlds);
/* Quantiles 5, 25, 50, 75, 95 % over the worlds: of a condition's value when nothing is done; of true infections up to the end of the
 * exercise in the countries of players; of how many more they are than by people who do nothing, world by world. */
void gz_rehearse_condition(const gz_rehearse *r, int32_t condition, double out[GZ_SESSION_QUANTILES]);
void gz_rehearse_infections(const gz_rehearse *r, gz_walk_cast cast, bool beyond, double out[GZ_SESSION_QUANTILES]);
#endif
