/* Copies a block's arrays into one piece of memory and back.
 *
 * Every array is copied whole, so that one that is new needs no line here, but for two kinds. Of people and what they carry, which are
 * large and mostly nobody, only the rows that are marked (block.h) are copied: the others are all 0. And what a phase works with is left
 * out: nothing of it is read before it is written, or it is empty between two steps.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/live/state.h"
#include <stdlib.h>
#include <string.h>

static bool state_leaves_out(const gz_block *b, const void *array)
{
	const void *const out[] = {b->people, b->mass, b->rows, b->asked, b->journey, b->cohorts, b->cohort_mass, b->cohort_found, b->incoming, b->incoming_mass};
	for (size_t i = 0; i < sizeof out / sizeof *out; i++)
		if (out[i] == array)
			return true;
	return false;
}

/* A walk through the block: what is met goes to `bytes` (NULL: is only counted), comes from there, or is forgotten. */
typedef enum state_what { STATE_COUNT, STATE_SAVE, STATE_LOAD, STATE_FORGET } state_what;
typedef struct state_walk { state_what what; char *bytes; int64_t at; } state_walk;

static void state_piece(state_walk *w, void *array, int64_t size)
{
	if (w->what == STATE_SAVE)
		memcpy(w->bytes + w->at, array, (size_t)size);
	else if (w->what == STATE_LOAD)
		memcpy(array, w->bytes + w->at, (size_t)size);
	else if (w->what == STATE_FORGET)
		memset(array, 0, (size_t)size);
	w->at += size;
}

/* The people of a stock and what they carry. */
static void state_stock(state_walk *w, const gz_block *b, int32_t stock)
{
	const gz_plan *p = b->plan;
	const int64_t row = (int64_t)b->width * (int64_t)sizeof(double);
	for (int32_t x = 0; x < p->n_strata; x++)
		for (int32_t c = 0; c < p->n_cells; c++)
			if (*gz_block_anyone(b, stock, x, c))
				state_piece(w, &b->people[gz_block_at(b, stock, x, c)], row);
	if (p->n_mass > 0)
		state_piece(w, &b->mass[gz_block_mass(b, stock, 0, 0)], (int64_t)p->n_strata * p->n_mass * row);
}

static void state_stocks(state_walk *w, const gz_block *b)
{
	for (int32_t stock = 0; stock < b->plan->n_stocks; stock++)
		if (b->occupied[stock])
			state_stock(w, b, stock);
}

static void state_arrays(state_walk *w, const gz_block *b)
{
	for (int32_t i = 0; i < b->n_rooms; i++)
		if (!state_leaves_out(b, b->rooms[i].array))
			state_piece(w, b->rooms[i].array, b->rooms[i].size);
}

gz_status gz_state_save(gz_state *state, const gz_block *b)
{
	state_walk count = {.what = STATE_COUNT};
	*state = (gz_state){.block = *b};
	state_arrays(&count, b);
	state_stocks(&count, b);
	state->bytes = malloc((size_t)count.at + 1);
	if (!state->bytes)
		return GZ_ERR_MEMORY;
	state->size = count.at;
	state_walk save = {.what = STATE_SAVE, .bytes = state->bytes};
	state_arrays(&save, b);
	state_stocks(&save, b);
	return GZ_OK;
}

void gz_state_load(const gz_state *state, gz_block *b)
{
	gz_batch batches[sizeof b->batches / sizeof *b->batches]; /* these may have grown elsewhere since */
	state_walk forget = {.what = STATE_FORGET}, load = {.what = STATE_LOAD, .bytes = state->bytes};
	memcpy(batches, b->batches, sizeof batches);
	state_stocks(&forget, b); /* by the marks of now */
	*b = state->block;
	memcpy(b->batches, batches, sizeof batches);
	state_arrays(&load, b);
	state_stocks(&load, b); /* by the marks of then */
}

void gz_state_free(gz_state *state)
{
	free(state->bytes);
	*state = (gz_state){0};
}
