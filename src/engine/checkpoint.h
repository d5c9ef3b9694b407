/* Checkpoints: the state of every replicate at the end of a day, from which a run goes on, or branches with another scenario.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CHECKPOINT_H
#define GZ_CHECKPOINT_H
#include "engine/record.h"
#include <stdio.h>

typedef struct gz_checkpoint_item { char *name; int64_t size; int32_t target; } gz_checkpoint_item;

typedef struct gz_checkpoint {
	int fd;
	char path[1024], temporary[1040];
	int32_t day;                 /* state at the end of that day */
	int32_t width, n_blocks, n_replicates, steps_per_day;
	int64_t first, block_size;   /* bytes */
	gz_arena arena;
	/* the writer's names, and where each goes in the reader's plan (-1 nowhere) */
	int32_t n_stocks, n_cells, n_strata, n_mass, n_places, n_leaves, n_streams, n_measures, n_environments, n_watches, n_columns, n_crossings, n_confines;
	int32_t *confine, *stock, *cell, *stratum, *place, *leaf, *stream, *measure, *watch, *column, *crossing;
	const char **ring;           /* [confine] of the writer, see gz_ring_move */
	int32_t *mass;
	bool same;                   /* every name is the same: bytes go straight in */
	bool ways;                   /* where people live, stand and travel is the same: who slept sleeps on */
} gz_checkpoint;

/* Lanes of a file's blocks, which a run that goes on from it must have too; 0 if it cannot be read (gz_checkpoint_open says why). */
int32_t gz_checkpoint_width(const char *path);
gz_status gz_checkpoint_create(gz_checkpoint *c, const char *path, int32_t day, const gz_setup *setup, const gz_result *result, gz_error *err);
gz_status gz_checkpoint_open(gz_checkpoint *c, const char *path, const gz_setup *setup, const gz_result *result, gz_error *err);
/* Each block writes its own part; blocks may do so at the same time. row: scratch of one spill row. */
gz_status gz_checkpoint_save(gz_checkpoint *c, const gz_result *result, const gz_block *b, int32_t block, void *row, gz_error *err);
/* Puts a started block at the end of the saved day, the spilled days before it included. */
gz_status gz_checkpoint_restore(gz_checkpoint *c, const gz_result *result, gz_block *b, int32_t block, void *row, gz_error *err);
/* Closes; a file being written gets its name only if keep. */
gz_status gz_checkpoint_close(gz_checkpoint *c, bool keep, gz_error *err);
#endif
