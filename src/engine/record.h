/* Daily columns of a block, and the spill file they go to.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RECORD_H
#define GZ_RECORD_H
#include "engine/step/block.h"

/* The spill file: rows of one block and day, [piece][lane], int32 (or double in the mean-field mode). A small one stays in memory. A column's numbers
 * are in one piece; a place with one part alone shares that part's, and what can never be counted has none. */
typedef struct gz_spill {
	int fd;                  /* -1 if it is kept */
	char *kept;              /* all rows, NULL if they are in the file */
	int32_t width, n_blocks;
	bool doubles;
	int64_t row;             /* bytes */
	int32_t *piece;          /* [column] where it stands in a row, -1: always 0 */
	int32_t *column, n_pieces; /* [piece] the column it is written from */
	int32_t *first;          /* [place] its first column, -1 if it has none */
	int32_t *told;           /* [place] the same, -1 also where it shares another's pieces */
	int32_t n_place_columns; /* they come first */
	struct gz_record_way { int32_t from, to; } *up; /* first columns of a place above leaves and of the next one above it, the deepest first */
	int32_t n_up;
} gz_spill;

/* Fills result->columns for a scenario: report places (default: countries, one level below unless those are too many, and the leaves where there are at most 400)
 * and the crossings that flows use. */
gz_status gz_record_columns(gz_result *result, const gz_setup *setup);
/* How rows are laid out; then where they go. whole: with a piece for every column, as for a run that goes on from what another counted. */
gz_status gz_record_layout(gz_result *result, const gz_setup *setup, int32_t width, int32_t n_blocks, bool whole);
gz_status gz_record_open(gz_result *result, const gz_setup *setup, int32_t width, int32_t n_blocks, bool whole, const char *folder, gz_error *err);
/* A day at work: the columns of places being summed. */
typedef struct gz_record_page {
	const gz_result *result;
	const gz_block *b;
	const gz_spill *spill;
	double *room, *sums;                /* a row to work with; [column][lane] */
	const double **rows;                /* [column] what it holds: a row of the block, or its own of `sums`; NULL nothing */
	bool folds;                         /* all numbers are whole */
	bool counts[GZ_QUANTITY_COUNT];     /* states that some cell counts in */
} gz_record_page;
/* Values of the block's day into row (bytes of one spill row); sums: doubles[gz_record_work] to work with. */
void gz_record_day(const gz_result *result, const gz_block *b, double *sums, void *row);
/* The same in pieces: begun, leaves from .. to - 1 in their order once their day is over, ended. */
void gz_record_begin(gz_record_page *page, const gz_result *result, const gz_block *b, double *sums);
void gz_record_leaves(gz_record_page *page, int32_t from, int32_t to);
void gz_record_end(gz_record_page *page, void *row);
int64_t gz_record_work(const gz_result *result, int32_t width);
/* Where that row stays if days are kept in memory: then it is made there, and needs no writing; else NULL. */
void *gz_record_kept(const gz_result *result, int32_t block, int32_t day);
gz_status gz_record_write(const gz_result *result, int32_t block, int32_t day, const void *row, gz_error *err);
/* The same of n days from `first` on, their rows one after the other. */
gz_status gz_record_write_days(const gz_result *result, int32_t block, int32_t first, int32_t n, const void *rows, gz_error *err);
/* Bytes of a spill row: size of them from an offset. */
gz_status gz_record_read_part(const gz_result *result, int32_t block, int32_t day, int64_t from, void *bytes, int64_t size, gz_error *err);
/* What a spilled value of a column is divided by: 1, or 10 where tenths are kept. */
double gz_record_scale(const gz_result *result, int32_t column);
gz_status gz_record_read(const gz_result *result, int32_t block, int32_t day, void *row, gz_error *err);
#endif
